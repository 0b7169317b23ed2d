-- SPEC 11.3. Every act, in the transaction that does it. Only grows.
CREATE TABLE audit_journal (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,     -- enum actor_kind
    actor_account INTEGER,
    act TEXT NOT NULL,               -- association.complete, certificate.issue, ...
    subject TEXT NOT NULL,           -- the table that subject_id is of
    subject_id INTEGER NOT NULL,
    detail TEXT NOT NULL             -- JSON, no secret in it
) STRICT;
CREATE INDEX audit_journal_by_subject ON audit_journal (subject, subject_id);
-- sqlite:
CREATE TRIGGER audit_journal_no_update BEFORE UPDATE ON audit_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER audit_journal_no_delete BEFORE DELETE ON audit_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- postgresql:
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the table % only grows', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_journal_only_grows BEFORE UPDATE OR DELETE ON audit_journal FOR EACH ROW EXECUTE FUNCTION only_grows();
-- both:
