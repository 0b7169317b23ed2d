-- SPEC 11.3: acts that these steps write stand in no chain of the journal: which, so that the next start chains them, and none but them. A later step that writes acts names them here, too.
CREATE TABLE audit_unchained (
    id INTEGER NOT NULL PRIMARY KEY, -- of the act
    step TEXT NOT NULL               -- that wrote it
) STRICT;
INSERT INTO audit_unchained (id, step) SELECT id, CASE WHEN act = 'association.let_go' THEN '0039-record-bars' ELSE '0032-older-causes' END FROM audit_journal
    WHERE place = 0 AND actor_kind = 4 AND actor_account IS NULL AND act IN ('case.decide', 'unbinding.gone', 'association.let_go');
