-- SPEC 8: the printed package, from application to the door.

-- An application that is being filled in, saved at each step: one of an account.
CREATE TABLE package_draft (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES account (id),
    mailbox_id INTEGER REFERENCES mailbox (id), -- the mailbox that was chosen; NULL: the exam records that came one by one
    certificate_id INTEGER REFERENCES certificate (id), -- NULL: not chosen yet
    revision INTEGER NOT NULL DEFAULT 0, -- of the certificate, whose name was said to be right; 0: not yet
    address_id INTEGER,              -- NULL: not chosen yet
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE package (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- of the application, to be quoted; tells nothing
    certificate_id INTEGER NOT NULL REFERENCES certificate (id),
    account_id INTEGER NOT NULL REFERENCES account (id), -- who applied; the address is his, wherever the certificate goes
    mailbox_id INTEGER REFERENCES mailbox (id), -- that he chose; NULL: none
    replaces_id INTEGER REFERENCES package (id), -- 8.4: it replaces one that was mailed ...
    case_id INTEGER REFERENCES case_file (id), -- ... by this case
    asked_case_id INTEGER REFERENCES case_file (id), -- in which a replacement of this one was asked for last
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7), -- enum package_state: 1 applied, 2 approved, 3 packed, 4 mailed, 5 delivered, 6 returned, 7 cancelled
    revision INTEGER NOT NULL,       -- of the certificate: whose name the applicant has said to be right; from packing on the one that was printed
    name_latin TEXT NOT NULL,
    name_native TEXT NOT NULL,
    country TEXT NOT NULL,           -- ISO 3166-1 alpha-2
    address TEXT NOT NULL,           -- its own copy of the address, as a JSON object
    applied_at INTEGER NOT NULL,
    applied_day INTEGER NOT NULL,
    approved_day INTEGER,
    packed_day INTEGER,
    cancelled_day INTEGER,
    from_day INTEGER NOT NULL,       -- from which the promise of mailing counts: applied_day, or when it was decided to send it again
    earliest_day INTEGER NOT NULL,   -- it is mailed from this day ...
    due_day INTEGER NOT NULL,        -- ... through this one
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)), -- one of them lies past the calendar's horizon (1.2)
    dispatches INTEGER NOT NULL DEFAULT 0, -- how often it was mailed
    reason TEXT NOT NULL DEFAULT '', -- why it came back, or was cancelled
    CHECK ((replaces_id IS NULL) = (case_id IS NULL)),
    CHECK ((state = 7) = (cancelled_day IS NOT NULL)),
    CHECK (state NOT IN (2, 3, 4, 5, 6) OR approved_day IS NOT NULL),
    CHECK (state NOT IN (3, 4, 5, 6) OR packed_day IS NOT NULL),
    CHECK (state NOT IN (4, 5, 6) OR dispatches > 0),
    CHECK (from_day <= earliest_day AND earliest_day <= due_day)
) STRICT;
-- One application of a certificate, and one replacement of each package, whatever is pressed twice (8.1, 8.4). What was cancelled can be applied for again, but not what was ever mailed.
CREATE UNIQUE INDEX package_once ON package (certificate_id, COALESCE(replaces_id, 0)) WHERE state < 7 OR dispatches > 0;
CREATE INDEX package_by_account ON package (account_id, id);
CREATE INDEX package_by_asked_case ON package (asked_case_id) WHERE asked_case_id IS NOT NULL;
CREATE INDEX package_waiting ON package (due_day, id) WHERE state < 4;
CREATE INDEX package_by_state ON package (state, id) WHERE state IN (4, 6);

-- Each time that it was mailed.
CREATE TABLE package_dispatch (
    package_id INTEGER NOT NULL REFERENCES package (id),
    ordinal INTEGER NOT NULL,        -- 1, 2, ...
    carrier TEXT NOT NULL,           -- its code; empty: not known
    express_number TEXT NOT NULL CHECK (express_number <> ''),
    from_day INTEGER NOT NULL,       -- what was promised for it
    due_day INTEGER NOT NULL,
    packed_day INTEGER NOT NULL,     -- nobody can have handed it over before
    mailed_at INTEGER NOT NULL,
    mailed_day INTEGER NOT NULL,
    delivered_day INTEGER,
    returned_day INTEGER,
    PRIMARY KEY (package_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX package_dispatch_by_number ON package_dispatch (express_number);
CREATE INDEX package_dispatch_by_day ON package_dispatch (mailed_day);
CREATE INDEX package_dispatch_by_carrier ON package_dispatch (carrier, mailed_day);

-- What was done with it, by whom and why. Only grows.
CREATE TABLE package_journal (
    id INTEGER PRIMARY KEY,
    package_id INTEGER NOT NULL REFERENCES package (id),
    at INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,
    actor_account INTEGER,
    act TEXT NOT NULL CHECK (act IN ('apply', 'replace', 'approve', 'pack', 'mail', 'deliver', 'return', 'again', 'cancel', 'address', 'number')),
    state_after INTEGER NOT NULL,
    text TEXT NOT NULL               -- the reason, or carrier and express number
) STRICT;
CREATE INDEX package_journal_by_package ON package_journal (package_id, id);
-- sqlite:
CREATE TRIGGER package_journal_no_update BEFORE UPDATE ON package_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER package_journal_no_delete BEFORE DELETE ON package_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- postgresql:
CREATE TRIGGER package_journal_only_grows BEFORE UPDATE OR DELETE ON package_journal FOR EACH ROW EXECUTE FUNCTION only_grows();
-- both:

-- What carriers say of express numbers, as it came; the same event again changes nothing.
CREATE TABLE package_event (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL CHECK (source IN ('hook', 'file')),
    event_key TEXT NOT NULL UNIQUE,  -- a hash of its carrier, the sender's own id, the express number and what happened; without an id, the day too
    carrier TEXT NOT NULL,           -- as sent; may be empty
    express_number TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('delivered', 'returned')),
    event_day INTEGER NOT NULL,
    text TEXT NOT NULL,              -- the carrier's words
    received_at INTEGER NOT NULL,
    package_id INTEGER REFERENCES package (id), -- whose state it has changed; NULL: none's (yet)
    verdict TEXT NOT NULL CHECK (verdict IN ('taken', 'unknown', 'unchanged'))
) STRICT;
CREATE INDEX package_event_unknown ON package_event (express_number) WHERE verdict = 'unknown';

-- Who was told that the application of a certificate is open (8.1).
CREATE TABLE package_opening (
    certificate_id INTEGER NOT NULL PRIMARY KEY REFERENCES certificate (id),
    told_at INTEGER NOT NULL
) STRICT;

-- A replacement is a case of its own kind (8.4). A column's own CHECK goes with the column, and no table that refers to this one has to be made anew.
ALTER TABLE case_file ADD COLUMN kind_of TEXT NOT NULL DEFAULT 'question'
    CHECK (kind_of IN ('name', 'lost-mailbox', 'dispute', 'unbinding', 'replacement', 'question'));
UPDATE case_file SET kind_of = kind;
DROP INDEX case_file_open;
DROP INDEX case_file_one_name;
DROP INDEX case_file_one_lost;
ALTER TABLE case_file DROP COLUMN kind;
ALTER TABLE case_file RENAME COLUMN kind_of TO kind;
CREATE INDEX case_file_open ON case_file (kind, opened_at) WHERE state < 5;
CREATE UNIQUE INDEX case_file_one_name ON case_file (account_id) WHERE kind = 'name' AND state < 5;
CREATE UNIQUE INDEX case_file_one_lost ON case_file (account_id, COALESCE(mailbox_id, 0), COALESCE(record_id, 0)) WHERE kind = 'lost-mailbox' AND state < 5;
