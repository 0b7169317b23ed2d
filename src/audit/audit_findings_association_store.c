/* Rules about whose records are whose (SPEC 5): the journal is the truth, and today's state follows from it. */
#include "audit/audit_inside.h"

RULE(mailbox_not_as_journaled, "association.journal", "mailbox", N_("The mailbox is not tied as the journal says."),
     "SELECT m.id FROM mailbox m LEFT JOIN association a ON a.mailbox_id = m.id"
     " LEFT JOIN association_journal j ON j.id = (SELECT MAX(k.id) FROM association_journal k WHERE k.mailbox_id = m.id)"
     " WHERE COALESCE(CASE WHEN j.act = 'associate' THEN j.account_id END, 0) <> COALESCE(a.account_id, 0)");
RULE(record_not_as_its_mailbox, "association.record", "held_record", N_("The exam record is in an account that neither its mailbox nor the journal gives it to."),
     "SELECT h.record_id AS id FROM held_record h JOIN exam_record r ON r.id = h.record_id LEFT JOIN association a ON a.mailbox_id = r.mailbox_id"
     " WHERE COALESCE(a.account_id, 0) <> h.account_id"
     " AND NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.record_id = h.record_id AND j.account_id = h.account_id)");
RULE(record_not_held, "association.missing", "exam_record", N_("The exam record's mailbox is tied to an account, but the record is in none."),
     "SELECT r.id FROM association a JOIN exam_record r ON r.mailbox_id = a.mailbox_id LEFT JOIN held_record h ON h.record_id = r.id WHERE h.record_id IS NULL"
     " AND NOT EXISTS (SELECT 1 FROM due d WHERE d.kind IN ('records-came', 'mailbox-moved'))");
RULE(request_completed_without_journal, "association.request", "association_request", N_("The request is completed, but the journal does not know of it."),
     "SELECT q.id FROM association_request q WHERE q.outcome = 'completed'"
     " AND NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.request_id = q.id AND j.account_id = q.account_id AND j.mailbox_id = q.mailbox_id)");
