-- SPEC 5: whose records are whose.

-- A wish to tie a mailbox to an account. Address, account, purpose and token stand in one row; only `ended_at` and `outcome` are ever filled in.
CREATE TABLE association_request (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    mailbox_id INTEGER NOT NULL REFERENCES mailbox (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-up', 'associate')),
    token_hash BLOB NOT NULL UNIQUE, -- SHA-256 of the link's token
    code_hash BLOB NOT NULL,         -- SHA-256 of request id and typed code
    code_tries INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT CHECK (outcome IN ('completed', 'replaced', 'disowned', 'expired', 'too-late'))
) STRICT;
CREATE UNIQUE INDEX association_request_open ON association_request (account_id, mailbox_id) WHERE ended_at IS NULL;

-- The journal (5.9). Only grows; association and held_record are derived from it.
CREATE TABLE association_journal (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('associate', 'disassociate')),
    account_id INTEGER NOT NULL,
    mailbox_id INTEGER,              -- the whole mailbox ...
    record_id INTEGER,               -- ... or one record by its score report
    means TEXT NOT NULL,             -- sign-up, link, code, takeover, ...
    request_id INTEGER,
    CHECK ((mailbox_id IS NULL) <> (record_id IS NULL))
) STRICT;
CREATE INDEX association_journal_by_account ON association_journal (account_id);
CREATE INDEX association_journal_by_mailbox ON association_journal (mailbox_id);
-- sqlite:
CREATE TRIGGER association_journal_no_update BEFORE UPDATE ON association_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER association_journal_no_delete BEFORE DELETE ON association_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- postgresql:
CREATE TRIGGER association_journal_only_grows BEFORE UPDATE OR DELETE ON association_journal FOR EACH ROW EXECUTE FUNCTION only_grows();
-- both:

-- Today's state: a mailbox is tied to at most one account.
CREATE TABLE association (
    mailbox_id INTEGER NOT NULL PRIMARY KEY REFERENCES mailbox (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    since_at INTEGER NOT NULL,
    means TEXT NOT NULL
) STRICT;
CREATE INDEX association_by_account ON association (account_id);

-- Today's state: an exam record is in at most one account (5.9), by its primary key. Rows come from exam_record and association themselves; a check of each of
-- a large import's against them would cost as much as the rest (the auditor holds them against each other).
CREATE TABLE held_record (
    record_id INTEGER NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL
) STRICT;
CREATE INDEX held_record_by_account ON held_record (account_id);
