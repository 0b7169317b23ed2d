-- SPEC 5.8: a record may have had to leave several accounts, one after the other: each is barred from it, whoever has it since, and whoever lets it go. Until now the newest word on a record took the place of the bar before it.
CREATE TABLE record_bar (
    record_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    since_at INTEGER NOT NULL,
    means TEXT NOT NULL,
    PRIMARY KEY (record_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_bar_by_account ON record_bar (account_id);
-- What was undone, and had gone on to its claimant, left no step of the account that it was put back to.
CREATE TABLE bar_lifted AS SELECT u.account_id, u.record_id, u.undone_at AS at FROM unbinding u JOIN association_journal j ON j.account_id = u.account_id AND j.record_id = u.record_id
    WHERE u.state = 'undone' AND j.act = 'disassociate' AND j.means = 'forced' AND j.at <= u.undone_at AND j.id = (SELECT MAX(l.id) FROM association_journal l WHERE l.record_id = j.record_id AND l.account_id = j.account_id);
INSERT INTO association_journal (at, act, account_id, record_id, means) SELECT at, 'disassociate', account_id, record_id, 'undo' FROM bar_lifted ORDER BY at, record_id;
INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail)
    SELECT at, 4, 'association.let_go', 'account', account_id, '{"record":' || CAST(record_id AS TEXT) || ',"means":"undo","request":0,"records":0}' FROM bar_lifted ORDER BY at, record_id;
DROP TABLE bar_lifted;
INSERT INTO record_bar (record_id, account_id, since_at, means) SELECT j.record_id, j.account_id, j.at, j.means FROM association_journal j WHERE j.record_id IS NOT NULL AND j.act = 'disassociate' AND j.means = 'forced'
    AND j.id = (SELECT MAX(l.id) FROM association_journal l WHERE l.record_id = j.record_id AND l.account_id = j.account_id);
DELETE FROM record_association WHERE bound = 0;
-- What has come back to an account that is barred from it leaves it again.
INSERT INTO due (kind, first, last, not_before_at, left_at) SELECT DISTINCT 'mailbox-moved', r.mailbox_id, r.mailbox_id, 0, 0 FROM record_bar b JOIN held_record h ON h.record_id = b.record_id AND h.account_id = b.account_id
    JOIN exam_record r ON r.id = b.record_id WHERE r.mailbox_id IS NOT NULL ON CONFLICT DO NOTHING;
