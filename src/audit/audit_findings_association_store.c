/* Rules about whose records are whose (SPEC 5): the journal is the truth, and today's state follows from it and from the exam records alone. */
#include "audit/audit_inside.h"

/* --- Today's state --- */

/* The last word on each mailbox, and on each single record and account. */
#define LAST_OF_MAILBOXES                                                                                                        \
    " (SELECT k.mailbox_id, MAX(k.id) AS id FROM association_journal k WHERE k.mailbox_id IS NOT NULL GROUP BY k.mailbox_id) l JOIN association_journal j ON j.id = l.id "
#define LAST_OF_RECORDS                                                                                                          \
    " (SELECT k.record_id, k.account_id, MAX(k.id) AS id FROM association_journal k WHERE k.record_id IS NOT NULL GROUP BY k.record_id, k.account_id) l JOIN association_journal j ON j.id = l.id "

RULE(mailbox_differs, "association.journal", "mailbox", N_("The mailbox is not tied as the journal says."),
     "SELECT l.mailbox_id AS id FROM" LAST_OF_MAILBOXES "LEFT JOIN association a ON a.mailbox_id = l.mailbox_id"
     " WHERE COALESCE(CASE WHEN j.act = 'associate' THEN j.account_id END, 0) <> COALESCE(a.account_id, 0) OR j.at <> a.since_at OR j.means <> a.means"
     " UNION ALL SELECT a.mailbox_id AS id FROM association a WHERE NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.mailbox_id = a.mailbox_id)");
RULE(single_differs, "association.single", "record_association", N_("The single record is not tied or barred as the journal says."),
     "SELECT l.record_id AS id FROM" LAST_OF_RECORDS "LEFT JOIN record_association a ON a.record_id = l.record_id AND a.account_id = l.account_id"
     " LEFT JOIN record_bar b ON b.record_id = l.record_id AND b.account_id = l.account_id"
     " WHERE CASE WHEN j.act = 'associate' THEN 1 ELSE 0 END <> CASE WHEN a.record_id IS NULL THEN 0 ELSE 1 END OR j.at <> a.since_at OR j.means <> a.means"
     " OR CASE WHEN j.means = 'forced' THEN 1 ELSE 0 END <> CASE WHEN b.record_id IS NULL THEN 0 ELSE 1 END OR j.at <> b.since_at OR j.means <> b.means"
     " UNION SELECT a.record_id AS id FROM record_association a WHERE a.bound <> 1 OR NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.record_id = a.record_id AND j.account_id = a.account_id)"
     " UNION SELECT b.record_id AS id FROM record_bar b WHERE NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.record_id = b.record_id AND j.account_id = b.account_id)");

RULE(bar_undecided, "association.bar", "record_bar", N_("The record is said to be barred by an unbinding that was not carried out, that was undone, or that is about another record."),
     "SELECT y.record_id AS id FROM record_bar_by y LEFT JOIN record_bar b ON b.record_id = y.record_id AND b.account_id = y.account_id LEFT JOIN unbinding u ON u.id = y.unbinding_id"
     " WHERE b.record_id IS NULL OR COALESCE(u.state, '') <> 'done' OR COALESCE(u.record_id, 0) <> y.record_id");

/* Bound to an account; else in the one that its mailbox is tied to, unless it is barred from that. What is just being followed up is not held against it. */
#define HOLDER "CASE WHEN t.account_id IS NOT NULL THEN t.account_id WHEN b.account_id IS NOT NULL THEN NULL ELSE a.account_id END"
#define TIES                                                                                                                     \
    " LEFT JOIN record_association t ON t.record_id = r.id LEFT JOIN association a ON a.mailbox_id = r.mailbox_id"                 \
    " LEFT JOIN record_bar b ON b.record_id = r.id AND b.account_id = a.account_id "
#define SETTLED                                                                                                                  \
    " AND NOT EXISTS (SELECT 1 FROM due d WHERE (d.kind IN ('records-came', 'records-held', 'record-changed') AND r.id BETWEEN d.first AND d.last)"  \
    " OR (d.kind = 'mailbox-moved' AND d.first = r.mailbox_id))"
RULE(record_elsewhere, "association.record", "held_record", N_("The exam record is in an account in which neither its mailbox nor its score report puts it."),
     "SELECT h.record_id AS id, r.registration_id AS name FROM held_record h LEFT JOIN exam_record r ON r.id = h.record_id" TIES
     "WHERE COALESCE(" HOLDER ", 0) <> h.account_id" SETTLED);
RULE(record_not_held, "association.missing", "exam_record", N_("The exam record belongs in an account by its mailbox or its score report, but is in none."),
     "SELECT r.id, r.registration_id AS name FROM exam_record r" TIES "LEFT JOIN held_record h ON h.record_id = r.id"
     " WHERE h.record_id IS NULL AND " HOLDER " IS NOT NULL" SETTLED);

/* --- The journal --- */

RULE(journal_references, "association.reference", "association_journal", REFERENCE_MISSING,
     "SELECT " REFERS("association_journal", "id", "account_id", "account") AND_REFERS("association_journal", "id", "mailbox_id", "mailbox")
     AND_REFERS("association_journal", "id", "record_id", "exam_record") AND_REFERS("association_journal", "id", "request_id", "association_request"));
/* Each is tied only when it is nobody's: the one who had it last, though others were barred from it since, has let it go. It is let go by whom it was tied to; a record also by who is barred from it, whose bar
 * that ends; and by force by anybody: he is barred from it. A score report brings back no record whose bar is the last word on it (in older stores, another's tie took the place of a bar). */
RULE(order_impossible, "association.order", "association_journal", N_("The step does not follow from the one before it: tied while tied, or let go by another account."),
     "WITH step AS (SELECT j.id, j.act, j.mailbox_id, j.means, LAG(j.id) OVER thing AS before_id, LAG(j.id) OVER own AS own_id, LAG(j.act) OVER own AS own_act, LAG(j.means) OVER own AS own_means,"
     " LEAD(j.id) OVER own AS next_id, MAX(CASE WHEN j.act = 'associate' THEN j.id END) OVER (thing ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS tied_id FROM association_journal j"
     " WINDOW thing AS (PARTITION BY j.mailbox_id, j.record_id ORDER BY j.id), own AS (PARTITION BY j.mailbox_id, j.record_id, j.account_id ORDER BY j.id))"
     " SELECT s.id FROM step s LEFT JOIN step t ON t.id = s.tied_id WHERE (s.act = 'associate' AND ((t.id IS NOT NULL AND COALESCE(t.next_id, s.id) >= s.id)"
     " OR (s.means = 'score-report' AND s.own_means = 'forced' AND s.own_id = s.before_id)))"
     " OR (s.act = 'disassociate' AND COALESCE(s.own_act, '') <> 'associate' AND (s.mailbox_id IS NOT NULL OR (s.means <> 'forced' AND COALESCE(s.own_means, '') <> 'forced')))");
/* Before there was one place for all ties, the acts were called otherwise; and bars were set and lifted as things let go. */
RULE(step_without_act, "association.act", "association_journal", N_("The journal of acts does not know of this step."),
     "SELECT j.id FROM association_journal j WHERE NOT EXISTS (SELECT 1 FROM audit_journal u WHERE u.subject = 'account' AND u.subject_id = j.account_id"
     " AND (u.act = CASE WHEN j.act = 'associate' THEN 'association.tie' ELSE 'association.let_go' END OR (j.act = 'disassociate' AND j.record_id IS NOT NULL AND u.act IN ('association.bar', 'association.lift_bar')))"
     " AND u.detail LIKE '{\"' || CASE WHEN j.mailbox_id IS NULL THEN 'record' ELSE 'mailbox' END || '\":' || CAST(COALESCE(j.mailbox_id, j.record_id) AS TEXT) ||"
     " ',\"means\":\"' || j.means || '\",\"request\":' || CAST(COALESCE(j.request_id, 0) AS TEXT) || ',%')"
     " AND NOT EXISTS (SELECT 1 FROM audit_journal u WHERE u.subject = 'association_request' AND u.subject_id = j.request_id AND u.act = 'association.complete')"
     " AND NOT EXISTS (SELECT 1 FROM audit_journal u WHERE u.subject = 'account' AND u.subject_id = j.account_id AND u.act = 'association.take_over'"
     " AND u.detail LIKE '{\"mailbox\":' || CAST(j.mailbox_id AS TEXT) || ',%')");

/* --- Requests --- */

RULE(request_references, "request.reference", "association_request", REFERENCE_MISSING,
     "SELECT " REFERS("association_request", "id", "account_id", "account") AND_REFERS("association_request", "id", "mailbox_id", "mailbox")
     AND_REFERS("association_request", "id", "record_id", "exam_record") AND_REFERS("association_request", "id", "letter_mailbox_id", "mailbox")
     AND_REFERS("association_request", "id", "letter_id", "letter") AND_REFERS("association_request", "id", "told_id", "account"));
RULE(request_impossible, "request.values", "association_request", N_("The request's times, hashes or count of tries cannot be."),
     "SELECT q.id FROM association_request q WHERE LENGTH(q.token_hash) <> 32 OR LENGTH(q.code_hash) <> 32 OR q.code_tries NOT BETWEEN 0 AND 5 OR q.ends_at <= q.made_at"
     " OR CASE WHEN q.ended_at IS NULL THEN 0 ELSE 1 END <> CASE WHEN q.outcome IS NULL THEN 0 ELSE 1 END");
/* Of earlier requests nothing is said of the letter. */
RULE(request_of_other_letter, "request.letter", "association_request", N_("The request's letter is of another kind, went to another mailbox, was written before it, or is another request's, too."),
     "SELECT q.id FROM association_request q JOIN letter l ON l.id = q.letter_id LEFT JOIN mailbox m ON m.id = q.letter_mailbox_id WHERE l.written_at < q.made_at OR l.recipient <> COALESCE(m.address, '')"
     " OR l.kind <> CASE q.purpose WHEN 'lost-mailbox' THEN 'association-lost' WHEN 'disassociate' THEN 'association-let-go' WHEN 'dispute' THEN 'association-dispute' ELSE 'association-activate' END"
     " OR q.letter_id IN (SELECT o.letter_id FROM association_request o WHERE o.letter_id IS NOT NULL GROUP BY o.letter_id HAVING COUNT(*) > 1)");
/* Whoever was told had it: his step with the record or its mailbox stays in the journal, also when he has it no more. Whose mailbox a record had before its row was changed is not said here. */
RULE(request_told_wrongly, "request.told", "association_request", N_("The account that was told of the request has never had what is asked for, or is the one that asks."),
     "SELECT q.id FROM association_request q LEFT JOIN exam_record r ON r.id = q.record_id WHERE q.told_id IS NOT NULL AND (q.purpose <> 'lost-mailbox' OR q.told_id = q.account_id"
     " OR (NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.account_id = q.told_id AND j.act = 'associate' AND (j.record_id = q.record_id OR j.mailbox_id = r.mailbox_id))"
     " AND NOT EXISTS (SELECT 1 FROM exam_record_past p WHERE p.record_id = q.record_id)))");
RULE(request_without_step, "request.completed", "association_request", N_("The request is completed, but the journal does not know what came of it."),
     "SELECT q.id FROM association_request q WHERE q.outcome = 'completed' AND q.purpose IN ('sign-up', 'associate', 'score-report', 'lost-mailbox', 'disassociate')"
     " AND NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.request_id = q.id AND j.account_id = q.account_id"
     " AND (j.mailbox_id = q.mailbox_id OR j.record_id = q.record_id) AND j.act = CASE WHEN q.purpose = 'disassociate' THEN 'disassociate' ELSE 'associate' END)"
     /* What another account has is unbound first. */
     " AND NOT EXISTS (SELECT 1 FROM unbinding u WHERE u.lost_case_id = q.case_id)");
RULE(step_without_request, "request.step", "association_journal", N_("The step was made by a request that was not completed, or is another account's."),
     "SELECT j.id FROM association_journal j JOIN association_request q ON q.id = j.request_id WHERE COALESCE(q.outcome, '') <> 'completed' OR q.account_id <> j.account_id");
RULE(request_of_other_case, "request.case", "association_request", N_("The request for a record whose mailbox is lost belongs to no case, or to that of another account or record."),
     "SELECT q.id FROM association_request q LEFT JOIN case_file c ON c.id = q.case_id WHERE (q.purpose = 'lost-mailbox' OR q.case_id IS NOT NULL)"
     " AND (c.id IS NULL OR q.purpose <> 'lost-mailbox' OR c.kind <> 'lost-mailbox' OR c.account_id <> q.account_id OR COALESCE(c.record_id, 0) <> COALESCE(q.record_id, 0))");
RULE(step_without_case, "association.case", "association_journal", N_("The record was given by a decision, but no case of this account about it was granted."),
     "SELECT j.id FROM association_journal j WHERE j.means = 'case' AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.kind = 'lost-mailbox' AND c.account_id = j.account_id"
     " AND c.record_id = j.record_id AND c.outcome = 'granted')");
