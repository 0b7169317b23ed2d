/* Rules about accounts that have become one, and about those that perhaps should (SPEC 5.10). */
#include "audit/audit_inside.h"

RULE(merge_references, "merge.reference", "account_merge", REFERENCE_MISSING,
     "SELECT " REFERS("account_merge", "id", "from_id", "account") AND_REFERS("account_merge", "id", "into_id", "account")
     AND_REFERS("account_merge", "id", "undo_by", "account"));
RULE(merge_impossible, "merge.values", "account_merge", N_("The merge of two accounts cannot be: its days are wrong, or nothing was moved."),
     "SELECT m.id FROM account_merge m WHERE m.from_id = m.into_id OR m.undo_until_at <> m.at + CAST(2592000000000 AS BIGINT)" /* 30 days */
     " OR NOT EXISTS (SELECT 1 FROM account_merge_item i WHERE i.merge_id = m.id)");
RULE(merge_unknown_to_journal, "merge.journal", "account_merge", N_("The journal of acts does not know that these two accounts were merged, or that it was undone or proposed to be, as it stands here."),
     "SELECT m.id FROM account_merge m WHERE NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'account_merge' AND j.subject_id = m.id AND j.act = 'merge.merge'"
     " AND j.actor_account = m.into_id AND j.detail = '{\"from\":' || CAST(m.from_id AS TEXT) || ',\"into\":' || CAST(m.into_id AS TEXT) || '}')"
     " OR CASE WHEN m.undone_at IS NULL THEN 0 ELSE 1 END <> (SELECT COUNT(*) FROM audit_journal j WHERE j.subject = 'account_merge' AND j.subject_id = m.id AND j.act = 'merge.undo')"
     " OR COALESCE(m.undo_by, 0) <> COALESCE((SELECT CASE WHEN j.act = 'merge.propose_undo' THEN j.actor_account END FROM audit_journal j WHERE j.id = (SELECT MAX(k.id) FROM audit_journal k"
     " WHERE k.subject = 'account_merge' AND k.subject_id = m.id)), 0)");
RULE(merge_item_references, "merge.item", "account_merge_item", N_("What was moved by a merge of accounts, or the merge itself, is not there."),
     "SELECT i.merge_id AS id, CAST(i.number AS TEXT) AS name FROM account_merge_item i LEFT JOIN account_merge m ON m.id = i.merge_id LEFT JOIN mailbox b ON b.id = i.mailbox_id"
     " LEFT JOIN exam_record r ON r.id = i.record_id WHERE m.id IS NULL OR (i.mailbox_id IS NOT NULL AND b.id IS NULL) OR (i.record_id IS NOT NULL AND r.id IS NULL)");
/* What was tied leaves the one and comes to the other; what was barred from one is barred from all that are one then, unless the bar ended: it was on what the other had. */
RULE(merge_without_step, "merge.step", "account_merge_item", N_("The journal of associations does not know that this was moved by the merge of accounts."),
     "SELECT i.merge_id AS id, CAST(i.number AS TEXT) AS name FROM account_merge_item i JOIN account_merge m ON m.id = i.merge_id WHERE ((i.bound = 1 OR i.means IN ('lifted', 'dropped')) AND NOT EXISTS (SELECT 1 FROM association_journal j"
     " WHERE j.account_id = CASE WHEN i.means = 'lifted' THEN m.into_id ELSE m.from_id END AND j.act = 'disassociate' AND j.means = 'merge'"
     " AND (j.mailbox_id = i.mailbox_id OR j.record_id = i.record_id)))"
     " OR (i.means NOT IN ('lifted', 'dropped') AND NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.account_id = COALESCE(i.account_id, m.into_id) AND j.act = CASE WHEN i.bound = 1 THEN 'associate' ELSE 'disassociate' END"
     " AND j.means = CASE WHEN i.bound = 1 THEN 'merge' ELSE 'forced' END AND (j.mailbox_id = i.mailbox_id OR j.record_id = i.record_id)))");
RULE(step_without_merge, "association.merged", "association_journal", N_("The step was made by a merge of accounts or its undoing, but there is none that moved this."),
     "SELECT j.id FROM association_journal j WHERE j.means IN ('merge', 'merge-undo') AND NOT EXISTS (SELECT 1 FROM account_merge_item i JOIN account_merge m ON m.id = i.merge_id"
     " WHERE (i.mailbox_id = j.mailbox_id OR i.record_id = j.record_id) AND (m.from_id = j.account_id OR m.into_id = j.account_id OR i.account_id = j.account_id)"
     " AND (j.means = 'merge' OR m.undone_at IS NOT NULL))");

RULE(near_references, "near.reference", "near_miss", REFERENCE_MISSING,
     "SELECT " REFERS("near_miss", "id", "account_id", "account") AND_REFERS("near_miss", "id", "other_account_id", "account") AND_REFERS("near_miss", "id", "mailbox_id", "mailbox")
     AND_REFERS("near_miss", "id", "certification_id", "certification") AND_REFERS("near_miss", "id", "set_aside_by", "account"));
RULE(near_impossible, "near.values", "near_miss", N_("The near miss cannot be: its evidence is unknown, or it was set aside by nobody."),
     "SELECT n.id FROM near_miss n WHERE n.evidence NOT IN ('candidate-id', 'name', 'record-name') OR n.other_account_id = n.account_id"
     " OR CASE WHEN n.set_aside_at IS NULL THEN 1 ELSE 0 END <> CASE WHEN n.set_aside_by IS NULL THEN 1 ELSE 0 END");
/* What was done about it since it was found; an id may have belonged to another near miss, which is forgotten. */
#define NEAR_ACTS " FROM audit_journal j WHERE j.subject = 'near_miss' AND j.subject_id = "
#define SINCE_FOUND(ID) " AND j.id > COALESCE((SELECT MAX(f.id) FROM audit_journal f WHERE f.subject = 'near_miss' AND f.subject_id = " ID " AND f.act = 'near.found'), 0)"
#define LAST_JUDGED(ID) "(SELECT k.act FROM audit_journal k WHERE k.id = (SELECT MAX(j.id)" NEAR_ACTS ID SINCE_FOUND(ID) " AND j.act IN ('near.set_aside', 'near.take_up')))"
RULE(near_unknown_to_journal, "near.journal", "near_miss", N_("The journal of acts does not know that this near miss was set aside by that member of staff, or that anybody was written to, as it stands here."),
     "SELECT n.id FROM near_miss n WHERE CASE WHEN n.set_aside_at IS NULL THEN 0 ELSE 1 END <> CASE WHEN " LAST_JUDGED("n.id") " = 'near.set_aside' THEN 1 ELSE 0 END"
     " OR (n.set_aside_at IS NOT NULL AND NOT EXISTS (SELECT 1" NEAR_ACTS "n.id AND j.act = 'near.set_aside' AND j.actor_account = n.set_aside_by))"
     " OR CASE WHEN n.written_at IS NULL THEN 0 ELSE 1 END <> CASE WHEN EXISTS (SELECT 1" NEAR_ACTS "n.id" SINCE_FOUND("n.id") " AND j.act = 'near.write') THEN 1 ELSE 0 END");
/* What was set aside before its finding was an act has none. */
RULE(near_not_as_found, "near.found", "near_miss", N_("The near miss is not what was found, or nobody has found it."),
     "SELECT n.id FROM near_miss n LEFT JOIN (SELECT j.subject_id, MAX(j.id) AS id FROM audit_journal j WHERE j.subject = 'near_miss' AND j.act IN ('near.found', 'near.evidence') GROUP BY j.subject_id) l"
     " ON l.subject_id = n.id LEFT JOIN audit_journal j ON j.id = l.id WHERE CASE WHEN j.id IS NULL THEN CASE WHEN n.set_aside_at IS NULL THEN 1 ELSE 0 END"
     " WHEN j.detail = '{\"account\":' || CAST(COALESCE(n.account_id, 0) AS TEXT) || ',\"other\":' || CAST(COALESCE(n.other_account_id, 0) AS TEXT) || ',\"mailbox\":'"
     " || CAST(COALESCE(n.mailbox_id, 0) AS TEXT) || ',\"certification\":' || CAST(n.certification_id AS TEXT) || ',\"evidence\":\"' || n.evidence || '\"}' THEN 0 ELSE 1 END = 1");
RULE(near_gone, "near.gone", "near_miss", N_("The near miss was set aside by staff, but is not there: it would be put before them again."),
     "SELECT s.id FROM (SELECT DISTINCT j.subject_id AS id FROM audit_journal j WHERE j.subject = 'near_miss' AND j.act = 'near.set_aside') s LEFT JOIN near_miss n ON n.id = s.id"
     " WHERE n.id IS NULL AND " LAST_JUDGED("s.id") " = 'near.set_aside'");
