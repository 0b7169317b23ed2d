-- Two indexes of the letters cost each letter more than they give: a Message-ID has 128 random bits, and by recipient only the built-in mailbox of a demonstration asks.
-- postgresql:
ALTER TABLE letter DROP CONSTRAINT letter_message_id_key;
DROP INDEX letter_by_recipient;
-- sqlite:
DROP INDEX letter_by_account;
DROP INDEX letter_by_recipient;
DROP INDEX letter_delivery_waiting;
DROP INDEX letter_delivery_failed;
ALTER TABLE letter RENAME TO letter_before;
ALTER TABLE letter_delivery RENAME TO letter_delivery_before;
CREATE TABLE letter (
    id INTEGER PRIMARY KEY,
    account_id INTEGER,              -- on whose letters page it stands; NULL: nobody's (a mailbox that no account has proven)
    recipient TEXT NOT NULL,         -- mailbox address
    recipient_name TEXT NOT NULL,
    kind TEXT NOT NULL,              -- the template's name
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,              -- without the frame, which is the same for all
    sealed BLOB,                     -- the secrets that stand in it ({{token}}, {{code}}), sealed with the store's secret: SPEC 13.5
    message_id TEXT NOT NULL,
    written_at INTEGER NOT NULL
) STRICT;
INSERT INTO letter (id, account_id, recipient, recipient_name, kind, language, subject, text, html, sealed, message_id, written_at)
    SELECT id, account_id, recipient, recipient_name, kind, language, subject, text, html, sealed, message_id, written_at FROM letter_before;
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
INSERT INTO letter_delivery (letter_id, state, attempts, next_at, claim, queued_at, domain, answer, changed_at)
    SELECT letter_id, state, attempts, next_at, claim, queued_at, domain, answer, changed_at FROM letter_delivery_before;
DROP TABLE letter_delivery_before;
DROP TABLE letter_before;
CREATE INDEX letter_by_account ON letter (account_id, id);
CREATE INDEX letter_delivery_waiting ON letter_delivery (next_at, letter_id) WHERE state = 1;
CREATE INDEX letter_delivery_failed ON letter_delivery (changed_at) WHERE state IN (3, 5);
