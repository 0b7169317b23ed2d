/* Rules about what had to be let go (SPEC 5.8). */
#include "audit/audit_inside.h"

RULE(unbinding_references, "unbinding.reference", "unbinding", REFERENCE_MISSING,
     "SELECT " REFERS("unbinding", "id", "case_id", "case_file") AND_REFERS("unbinding", "id", "account_id", "account") AND_REFERS("unbinding", "id", "mailbox_id", "mailbox")
     AND_REFERS("unbinding", "id", "record_id", "exam_record") AND_REFERS("unbinding", "id", "claimant_id", "account") AND_REFERS("unbinding", "id", "claimant_by", "account")
     AND_REFERS("unbinding", "id", "lost_case_id", "case_file"));
RULE(unbinding_impossible, "unbinding.values", "unbinding", N_("The unbinding's state, days or times cannot be."),
     "SELECT u.id FROM unbinding u WHERE u.state NOT IN ('running', 'paused', 'objected', 'done', 'dropped', 'undone')"
     " OR CASE WHEN u.mailbox_id IS NULL THEN 1 ELSE 0 END = CASE WHEN u.record_id IS NULL THEN 1 ELSE 0 END"
     " OR CASE WHEN u.state IN ('done', 'undone') THEN 1 ELSE 0 END <> CASE WHEN u.done_at IS NULL THEN 0 ELSE 1 END"
     " OR CASE WHEN u.state = 'undone' THEN 1 ELSE 0 END <> CASE WHEN u.undone_at IS NULL THEN 0 ELSE 1 END"
     " OR COALESCE(u.undo_until_at, 0) <> COALESCE(u.done_at + CAST(2592000000000 AS BIGINT), 0)" /* 30 days */
     " OR u.working_days < 1 OR (u.state = 'running' AND u.act_day < u.from_day + u.working_days) OR (u.cause = 'staff' AND u.reason = '')");
RULE(unbinding_of_other_case, "unbinding.case", "unbinding", N_("The unbinding's case is about something else, or does not stand as the unbinding does."),
     "SELECT u.id, c.number AS name FROM unbinding u JOIN case_file c ON c.id = u.case_id WHERE c.kind <> 'unbinding' OR COALESCE(c.account_id, 0) <> u.account_id"
     " OR COALESCE(c.mailbox_id, 0) <> COALESCE(u.mailbox_id, 0) OR COALESCE(c.record_id, 0) <> COALESCE(u.record_id, 0)"
     " OR (u.lost_case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM case_file d WHERE d.id = u.lost_case_id AND d.kind = 'lost-mailbox' AND d.outcome = 'granted' AND d.record_id = u.record_id"
     " AND d.account_id = u.claimant_id))"
     /* Undoing waits for its second person. */
     " OR (NOT (c.state = 4 AND u.state = 'done') AND CASE WHEN c.state = 5 THEN 1 ELSE 0 END <> CASE WHEN u.state IN ('running', 'paused', 'objected') THEN 0 ELSE 1 END)");
RULE(unbinding_twice, "unbinding.twice", "unbinding", N_("Two unbindings of the same mailbox or exam record are open at once."),
     "SELECT MAX(u.id) AS id FROM unbinding u WHERE u.state IN ('running', 'paused', 'objected') GROUP BY u.mailbox_id, u.record_id HAVING COUNT(*) > 1");
RULE(case_without_unbinding, "unbinding.missing", "case_file", N_("The case of an unbinding has none."),
     "SELECT c.id, c.number AS name FROM case_file c LEFT JOIN unbinding u ON u.case_id = c.id WHERE c.kind = 'unbinding' AND u.id IS NULL");
RULE(unbinding_never_due, "unbinding.due", "unbinding", N_("The unbinding's clock runs, but nothing is noted for its day: it would never be carried out."),
     "SELECT u.id FROM unbinding u WHERE u.state = 'running' AND NOT EXISTS (SELECT 1 FROM due d WHERE d.kind = 'unbinding-due' AND u.id BETWEEN d.first AND d.last)");
#define THE_ACT(NAME)                                                                                                            \
    "EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'unbinding' AND j.subject_id = u.id AND j.act = '" NAME "'"          \
    " AND j.detail = '{\"case\":' || CAST(u.case_id AS TEXT) || ',\"account\":' || CAST(u.account_id AS TEXT) || '}')"
RULE(unbinding_unknown_to_journal, "unbinding.journal", "unbinding", N_("The journal of acts does not know that this was opened, carried out, dropped or undone."),
     "SELECT u.id FROM unbinding u WHERE NOT " THE_ACT("unbinding.open") " OR (u.state IN ('done', 'undone') AND NOT " THE_ACT("unbinding.done") ")"
     " OR (u.state = 'undone' AND NOT " THE_ACT("unbinding.undo") ") OR (u.state = 'dropped' AND NOT " THE_ACT("unbinding.drop") " AND NOT " THE_ACT("unbinding.gone") " AND NOT " THE_ACT("unbinding.agrees") ")");
RULE(unbinding_without_step, "unbinding.step", "unbinding", N_("The unbinding was carried out, but the journal of associations does not know that anything was let go by force."),
     "SELECT u.id FROM unbinding u WHERE u.state IN ('done', 'undone') AND NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.account_id = u.account_id AND j.act = 'disassociate'"
     " AND j.means = 'forced' AND (j.mailbox_id = u.mailbox_id OR j.record_id = u.record_id))");
RULE(step_without_unbinding, "association.forced", "association_journal", N_("The step was made by force, but there is no unbinding that was carried out."),
     "SELECT j.id FROM association_journal j WHERE j.means IN ('forced', 'unbinding', 'undo') AND NOT EXISTS (SELECT 1 FROM unbinding u WHERE"
     /* Where nothing was left to unbind, its owner has got it all the same. */
     " (u.done_at IS NOT NULL OR (j.means = 'unbinding' AND u.state = 'dropped'))"
     /* An undoing takes it from where merges have taken it. */
     " AND (u.account_id = j.account_id OR u.claimant_id = j.account_id OR (j.means = 'undo' AND EXISTS (SELECT 1 FROM association_journal k WHERE k.account_id = j.account_id AND k.id < j.id"
     " AND k.act = 'associate' AND k.means IN ('merge', 'merge-undo') AND (k.mailbox_id = u.mailbox_id OR k.record_id = u.record_id)))) AND (u.mailbox_id = j.mailbox_id OR u.record_id = j.record_id))"
     /* What bars one account bars those that were merged with it; and what merges had brought goes back to where it came from. */
     " AND NOT (j.means = 'forced' AND EXISTS (SELECT 1 FROM account_merge_item i JOIN account_merge m ON m.id = i.merge_id WHERE i.record_id = j.record_id AND i.bound = 0"
     " AND j.account_id IN (m.from_id, m.into_id)))"
     " AND NOT (j.means IN ('forced', 'undo') AND EXISTS (SELECT 1 FROM account_merge m WHERE j.account_id IN (m.from_id, m.into_id)) AND EXISTS (SELECT 1 FROM unbinding u WHERE u.done_at IS NOT NULL"
     " AND (u.mailbox_id = j.mailbox_id OR u.record_id = j.record_id)))");
