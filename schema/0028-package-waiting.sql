-- SPEC 8.3, 8.4: of a certificate one package at most is to be sent, whoever decides at the same moment that another is replaced, or sent once more.
CREATE UNIQUE INDEX package_one_waiting ON package (certificate_id) WHERE state < 4;
-- When it was packed stands with the package, and of earlier dispatches in its journal.
ALTER TABLE package_dispatch DROP COLUMN packed_day;
-- What is packed can be taken out again.
-- postgresql:
ALTER TABLE package_journal DROP CONSTRAINT package_journal_act_check;
ALTER TABLE package_journal ADD CONSTRAINT package_journal_act_check
    CHECK (act IN ('apply', 'replace', 'approve', 'pack', 'unpack', 'mail', 'deliver', 'return', 'again', 'cancel', 'address', 'number'));
-- sqlite:
ALTER TABLE package_journal RENAME TO package_journal_before;
DROP INDEX package_journal_by_package;
CREATE TABLE package_journal (
    id INTEGER PRIMARY KEY,
    package_id INTEGER NOT NULL REFERENCES package (id),
    at INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,
    actor_account INTEGER,
    act TEXT NOT NULL CHECK (act IN ('apply', 'replace', 'approve', 'pack', 'unpack', 'mail', 'deliver', 'return', 'again', 'cancel', 'address', 'number')),
    state_after INTEGER NOT NULL,
    text TEXT NOT NULL               -- the reason, or carrier and express number
) STRICT;
INSERT INTO package_journal (id, package_id, at, actor_kind, actor_account, act, state_after, text)
    SELECT id, package_id, at, actor_kind, actor_account, act, state_after, text FROM package_journal_before;
DROP TABLE package_journal_before;
CREATE INDEX package_journal_by_package ON package_journal (package_id, id);
CREATE TRIGGER package_journal_no_update BEFORE UPDATE ON package_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER package_journal_no_delete BEFORE DELETE ON package_journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
