/* Rules about new addresses on their way to providers (SPEC 3.8, 5.7). */
#include "audit/audit_inside.h"

RULE(update_references, "demographic.reference", "demographic_update", REFERENCE_MISSING,
     "SELECT " REFERS("demographic_update", "id", "provider_id", "provider") AND_REFERS("demographic_update", "id", "account_id", "account")
     AND_REFERS("demographic_update", "id", "mailbox_id", "mailbox") AND_REFERS("demographic_update", "id", "file_id", "demographic_file"));
RULE(update_impossible, "demographic.state", "demographic_update", N_("The new address cannot be in this state: whether it was sent, and answered, does not fit."),
     "SELECT u.id, u.candidate_id AS name FROM demographic_update u LEFT JOIN demographic_file f ON f.id = u.file_id WHERE u.state NOT BETWEEN 1 AND 5 OR (u.state = 1 AND u.file_id IS NOT NULL)"
     " OR (u.state IN (2, 3, 4) AND u.file_id IS NULL) OR (u.state IN (3, 4) AND f.id IS NOT NULL AND f.confirmed_at IS NULL)");
RULE(answer_unknown_to_journal, "demographic.journal", "demographic_update", N_("The journal does not know that the provider accepted or refused this."),
     "SELECT u.id, u.candidate_id AS name FROM demographic_update u WHERE u.state IN (3, 4)"
     " AND NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'demographic_update' AND j.subject_id = u.id"
     " AND j.act = CASE WHEN u.state = 3 THEN 'demographic.accept' ELSE 'demographic.error' END)"
     " AND NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'demographic_file' AND j.subject_id = u.file_id AND j.act = 'demographic.file_error' AND u.state = 4)");
RULE(update_unasked, "demographic.queued", "demographic_update", N_("The account has more new addresses on their way than it asked for by the journal; this is its newest."),
     "SELECT k.id FROM (SELECT u.account_id, MAX(u.id) AS id, COUNT(*) AS count FROM demographic_update u GROUP BY u.account_id) k"
     " LEFT JOIN (SELECT j.subject_id, COUNT(*) AS count FROM audit_journal j WHERE j.subject = 'account' AND j.act = 'demographic.queue' GROUP BY j.subject_id) j"
     " ON j.subject_id = k.account_id WHERE k.count > COALESCE(j.count, 0)");
RULE(person_unknown, "demographic.person", "demographic_update", N_("The provider has sent no exam record of this candidate."),
     "SELECT u.id, u.candidate_id AS name FROM demographic_update u WHERE NOT EXISTS (SELECT 1 FROM exam_record r WHERE r.candidate_id = u.candidate_id AND r.provider_id = u.provider_id)");
RULE(file_differs, "demographic.file", "demographic_file", N_("The journal does not know of this file, or says another count of new addresses in it."),
     "SELECT f.id, f.name FROM demographic_file f LEFT JOIN (SELECT u.file_id, COUNT(*) AS count FROM demographic_update u GROUP BY u.file_id) u ON u.file_id = f.id"
     " WHERE LENGTH(f.sha256) <> 64 OR NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'demographic_file' AND j.subject_id = f.id AND j.act = 'demographic.send'"
     " AND j.detail = '{\"updates\":' || CAST(COALESCE(u.count, 0) AS TEXT) || '}')");
RULE(answer_impossible, "demographic.answer", "demographic_answer", N_("The file with answers is of no provider to which new addresses were sent, or its hash is none."),
     "SELECT d.name FROM demographic_answer d WHERE LENGTH(d.sha256) <> 64 OR d.sha256 <> LOWER(d.sha256) OR NOT EXISTS (SELECT 1 FROM demographic_file f WHERE f.provider_id = d.provider_id)");
