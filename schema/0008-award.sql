-- SPEC 6: the register. A certificate's number never changes and is never used again; rows are never deleted.
CREATE TABLE certificate (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    certification_id INTEGER NOT NULL REFERENCES certification (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    state INTEGER NOT NULL,          -- enum certificate_state: 1 pending, 2 issued, 3 suspended, 4 expired, 5 revoked, 6 withdrawn
    reason TEXT NOT NULL,            -- the code of why it is suspended, revoked or withdrawn, or still pending (award_reason.h); else empty
    state_day INTEGER NOT NULL,      -- since when it is in this state
    exam_day INTEGER NOT NULL,
    award_day INTEGER NOT NULL,
    issue_day INTEGER NOT NULL,
    expiry_day INTEGER,              -- the last day of validity; NULL: without end
    provisional INTEGER NOT NULL,    -- a day in it lies past the calendar's horizon (1.2)
    revision INTEGER NOT NULL,       -- 1, 2, ...
    revision_day INTEGER NOT NULL,
    name_latin TEXT NOT NULL,        -- as printed in this revision
    name_native TEXT NOT NULL,
    issued INTEGER NOT NULL,         -- it has been issued once: its names are fixed, and a change of what is printed makes a revision
    code_serial INTEGER NOT NULL,    -- the verification code is derived from the store's secret, the number and this; raised to reset it
    catalogue_version_id INTEGER NOT NULL REFERENCES catalogue_version (id), -- by which it was last decided
    basis_mark INTEGER NOT NULL,     -- a hash of the records it rests on and of its history of validity
    made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX certificate_by_account ON certificate (account_id, certification_id);
CREATE INDEX certificate_pending ON certificate (issue_day) WHERE state = 1;
CREATE INDEX certificate_expiring ON certificate (expiry_day) WHERE state = 2;
CREATE INDEX certificate_suspended ON certificate (state_day) WHERE state = 3;

-- Which records it rests on (6.1, 6.4). Written with the certificate, from the records that it was decided by; no check of each against them.
CREATE TABLE certificate_basis (
    certificate_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (certificate_id, record_id)
) STRICT, WITHOUT ROWID;

-- What earlier revisions said, so that an old PDF verifies as superseded.
CREATE TABLE certificate_revision (
    certificate_id INTEGER NOT NULL REFERENCES certificate (id),
    revision INTEGER NOT NULL,
    revision_day INTEGER NOT NULL,
    name_latin TEXT NOT NULL,
    name_native TEXT NOT NULL,
    PRIMARY KEY (certificate_id, revision)
) STRICT, WITHOUT ROWID;

-- Each change of state or validity after the first, with its reason (2.5). Only grows.
CREATE TABLE certificate_journal (
    id INTEGER PRIMARY KEY,
    certificate_id INTEGER NOT NULL REFERENCES certificate (id),
    at INTEGER NOT NULL,             -- when it was written
    since_day INTEGER NOT NULL,      -- the civil day since when it holds
    state_before INTEGER NOT NULL, state_after INTEGER NOT NULL,
    expiry_before INTEGER, expiry_after INTEGER,
    reason TEXT NOT NULL             -- a code, and behind a space what it is about: "rule-change three-years-for-all"
) STRICT;
CREATE INDEX certificate_journal_by_certificate ON certificate_journal (certificate_id);
-- sqlite:
CREATE TRIGGER certificate_journal_no_update BEFORE UPDATE ON certificate_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER certificate_journal_no_delete BEFORE DELETE ON certificate_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- postgresql:
CREATE TRIGGER certificate_journal_only_grows BEFORE UPDATE OR DELETE ON certificate_journal FOR EACH ROW EXECUTE FUNCTION only_grows();
-- both:

-- Rule changes whose day has come and for which everyone was evaluated (2.5).
CREATE TABLE rule_change_applied (
    code TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;

-- Whoever evaluates an account on PostgreSQL holds its turn (account modulo the number of rows), so that the last to write has seen what the others wrote.
CREATE TABLE evaluation_turn (
    shard INTEGER NOT NULL PRIMARY KEY,
    turns INTEGER NOT NULL
) STRICT;
