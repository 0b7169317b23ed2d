-- SPEC 5.1: a request that its asker has withdrawn.
-- sqlite:
CREATE TABLE association_request_new (
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
    outcome TEXT CHECK (outcome IN ('completed', 'replaced', 'disowned', 'withdrawn', 'expired', 'too-late')),
    CHECK ((purpose IN ('score-report', 'lost-mailbox')) <= (record_id IS NOT NULL)),
    CHECK ((purpose = 'lost-mailbox') = (case_id IS NOT NULL)),
    CHECK (mailbox_id IS NOT NULL OR record_id IS NOT NULL)
) STRICT;
INSERT INTO association_request_new (id, account_id, mailbox_id, record_id, purpose, letter_mailbox_id, case_id, token_hash, code_hash, code_tries, made_at, ends_at, ended_at, outcome)
    SELECT id, account_id, mailbox_id, record_id, purpose, letter_mailbox_id, case_id, token_hash, code_hash, code_tries, made_at, ends_at, ended_at, outcome FROM association_request;
DROP TABLE association_request;
ALTER TABLE association_request_new RENAME TO association_request;
CREATE UNIQUE INDEX association_request_open ON association_request (account_id, COALESCE(mailbox_id, 0), COALESCE(record_id, 0), purpose) WHERE ended_at IS NULL;
CREATE INDEX association_request_case ON association_request (case_id) WHERE case_id IS NOT NULL;
-- postgresql:
ALTER TABLE association_request DROP CONSTRAINT association_request_outcome_check1; -- its name since 0011, which made the table beside the one before
ALTER TABLE association_request ADD CONSTRAINT association_request_outcome_check CHECK (outcome IN ('completed', 'replaced', 'disowned', 'withdrawn', 'expired', 'too-late'));
-- both:
