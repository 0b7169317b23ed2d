-- SPEC 11.3: each act carries the hash of itself and of the one before it, so that none can be changed, taken out or put in unnoticed. On PostgreSQL there are several
-- chains, chosen by who acts, so that writers do not wait for each other.
CREATE TABLE audit_chain (
    chain INTEGER NOT NULL PRIMARY KEY,
    length INTEGER NOT NULL,
    hash BLOB NOT NULL               -- of the last act; 32 zeros before the first
) STRICT;
ALTER TABLE audit_journal ADD COLUMN chain INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit_journal ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- in its chain, from 1; 0: written before there were chains
ALTER TABLE audit_journal ADD COLUMN hash BLOB;
CREATE UNIQUE INDEX audit_journal_by_place ON audit_journal (chain, place) WHERE place > 0;
