-- SPEC 5.2, 5.5: requests about a single record, requests to let go, and others. As before, only ended_at, outcome and code_tries are ever filled in.
-- sqlite:
DROP INDEX association_request_open;
ALTER TABLE association_request RENAME TO association_request_before;
-- postgresql:
ALTER TABLE association_request RENAME TO association_request_before;
ALTER TABLE association_request_before DROP CONSTRAINT association_request_pkey CASCADE;
DROP INDEX association_request_open;
-- both:
CREATE TABLE association_request (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    mailbox_id INTEGER REFERENCES mailbox (id), -- that is to be tied or let go; of a record: the one in it, where it has one
    record_id INTEGER,               -- the single record that is to be tied or let go
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-up', 'associate', 'score-report', 'lost-mailbox', 'disassociate', 'dispute')),
    letter_mailbox_id INTEGER REFERENCES mailbox (id), -- where its letter went: that mailbox, or the account's own (5.5); NULL: there is none
    case_id INTEGER REFERENCES case_file (id), -- of a lost mailbox: where it is decided
    token_hash BLOB NOT NULL UNIQUE, -- SHA-256 of the link's token
    code_hash BLOB NOT NULL,         -- of request id and typed code
    code_tries INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT CHECK (outcome IN ('completed', 'replaced', 'disowned', 'expired', 'too-late')),
    CHECK ((purpose IN ('score-report', 'lost-mailbox')) <= (record_id IS NOT NULL)),
    CHECK ((purpose = 'lost-mailbox') = (case_id IS NOT NULL)),
    CHECK (mailbox_id IS NOT NULL OR record_id IS NOT NULL)
) STRICT;
INSERT INTO association_request (id, account_id, mailbox_id, purpose, letter_mailbox_id, token_hash, code_hash, code_tries, made_at, ends_at, ended_at, outcome)
    SELECT id, account_id, mailbox_id, purpose, mailbox_id, token_hash, code_hash, code_tries, made_at, ends_at, ended_at, outcome FROM association_request_before;
DROP TABLE association_request_before;
-- postgresql:
SELECT setval(pg_get_serial_sequence('association_request', 'id'), COALESCE((SELECT MAX(id) FROM association_request), 0) + 1, false);
-- both:
CREATE UNIQUE INDEX association_request_open ON association_request (account_id, COALESCE(mailbox_id, 0), COALESCE(record_id, 0), purpose) WHERE ended_at IS NULL;
CREATE INDEX association_request_case ON association_request (case_id) WHERE case_id IS NOT NULL;

-- Today's state of single records, derived from the last word of the journal on each: tied to an account by its score report (bound 1), or barred from the account that
-- had to let it go (bound 0). A record is in the account that it is bound to; else in the one that its mailbox is tied to, unless it is barred from that.
CREATE TABLE record_association (
    record_id INTEGER NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    bound INTEGER NOT NULL CHECK (bound IN (0, 1)),
    since_at INTEGER NOT NULL,
    means TEXT NOT NULL
) STRICT;
CREATE INDEX record_association_by_account ON record_association (account_id);
CREATE INDEX association_journal_by_record ON association_journal (record_id) WHERE record_id IS NOT NULL;
