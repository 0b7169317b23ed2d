-- SPEC 11.3: each act carries the hash of itself and of the one before it (audit/audit_chain.h), so that none can be changed, taken out or put in unnoticed. On PostgreSQL there
-- are several chains, chosen by who acts, so that writers do not wait for each other.
CREATE TABLE audit_chain (
    chain INTEGER NOT NULL PRIMARY KEY,
    length INTEGER NOT NULL,
    hash BLOB NOT NULL               -- of the last act; 32 zeros before the first
) STRICT;
ALTER TABLE audit_journal ADD COLUMN chain INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit_journal ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- in its chain, from 1; 0: written before there were chains
ALTER TABLE audit_journal ADD COLUMN hash BLOB;
CREATE UNIQUE INDEX audit_journal_by_place ON audit_journal (chain, place) WHERE place > 0;
-- Acts from before there were chains are put into one, once.
-- sqlite:
DROP TRIGGER audit_journal_no_update;
CREATE TRIGGER audit_journal_no_update BEFORE UPDATE ON audit_journal WHEN old.place <> 0 BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- postgresql:
DROP TRIGGER audit_journal_only_grows ON audit_journal;
CREATE TRIGGER audit_journal_no_update BEFORE UPDATE ON audit_journal FOR EACH ROW WHEN (OLD.place <> 0) EXECUTE FUNCTION only_grows();
CREATE TRIGGER audit_journal_no_delete BEFORE DELETE ON audit_journal FOR EACH ROW EXECUTE FUNCTION only_grows();
-- both:
-- Of whom the desk shows what he did.
CREATE INDEX audit_journal_by_actor ON audit_journal (actor_account, id) WHERE actor_account IS NOT NULL;
