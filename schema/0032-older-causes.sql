-- SPEC 5.8: before 0033 several unbindings of one thing could be open, each against another account: a record had moved on while the older one was opened. The newest goes on; the others end with their cases, as they
-- would now: when the newer one was opened. A name of its own, before 0033: a store that has 0033 has none of these.
CREATE TABLE cause_over AS SELECT u.id, u.case_id, u.account_id, u.claimant_id, MAX(n.opened_at) AS at FROM unbinding u JOIN unbinding n ON n.id > u.id AND (n.mailbox_id = u.mailbox_id OR n.record_id = u.record_id)
    WHERE u.state IN ('running', 'paused', 'objected') AND n.state IN ('running', 'paused', 'objected') GROUP BY u.id, u.case_id, u.account_id, u.claimant_id;
UPDATE unbinding SET state = 'dropped' WHERE id IN (SELECT id FROM cause_over);
UPDATE case_file SET state = 5, outcome = 'done', reason = 'unbinding.gone', first_by = NULL, closed_by = NULL, closed_at = (SELECT at FROM cause_over o WHERE o.case_id = case_file.id)
    WHERE id IN (SELECT case_id FROM cause_over);
INSERT INTO case_entry (case_id, at, actor_kind, actor_account, what, text) SELECT case_id, at, 4, NULL, 'closed', 'unbinding.gone' FROM cause_over ORDER BY id;
INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail) SELECT at, 4, 'case.decide', 'case_file', case_id, '{"outcome":"done"}' FROM cause_over ORDER BY id;
INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail)
    SELECT at, 4, 'unbinding.gone', 'unbinding', id, '{"case":' || CAST(case_id AS TEXT) || ',"account":' || CAST(account_id AS TEXT) || '}' FROM cause_over ORDER BY id;
-- Whoever claimed it gets it, should nobody have it by now.
INSERT INTO due (kind, first, last, not_before_at, left_at) SELECT 'unbinding-gone', id, id, at, at FROM cause_over WHERE claimant_id IS NOT NULL;
DROP TABLE cause_over;
