-- SPEC 10: the message never changes; its way to the recipient is kept apart.
CREATE TABLE letter (
    id INTEGER PRIMARY KEY,
    account_id INTEGER,              -- on whose letters page it stands; NULL: nobody's (a mailbox that no account has proven)
    recipient TEXT NOT NULL,         -- mailbox address
    recipient_name TEXT NOT NULL,
    kind TEXT NOT NULL,              -- the template's name
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    sealed BLOB,                     -- the secrets that stand in it ({{token}}, {{code}}), sealed with the store's secret: SPEC 13.5
    message_id TEXT NOT NULL UNIQUE,
    written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_by_account ON letter (account_id, id);
CREATE INDEX letter_by_recipient ON letter (recipient, id);

CREATE TABLE letter_delivery (
    letter_id INTEGER NOT NULL PRIMARY KEY REFERENCES letter (id),
    state INTEGER NOT NULL,          -- enum letter_state: 1 waiting, 2 sent, 3 bounced, 4 held, 5 given up
    attempts INTEGER NOT NULL,
    next_at INTEGER,                 -- when to try (again), where it waits; while it is claimed, when the claim is over
    claim TEXT,                      -- which sender is just sending it
    queued_at INTEGER NOT NULL,      -- written or resent; it is given up five days later
    domain TEXT NOT NULL,
    answer TEXT NOT NULL,            -- the server's last words
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_delivery_waiting ON letter_delivery (next_at, letter_id) WHERE state = 1;

CREATE TABLE letter_domain (
    domain TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,       -- in a row
    cool_until_at INTEGER NOT NULL,
    minute_at INTEGER NOT NULL,      -- the minute that `taken` counts in
    taken INTEGER NOT NULL           -- letters for the domain claimed in it
) STRICT;
