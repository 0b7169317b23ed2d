/* Rules about the register of certificates (SPEC 6). */
#include "audit/audit_inside.h"

RULE(basis_missing, "award.basis", "certificate", N_("The certificate rests on no exam record."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.state IN (1, 2) AND NOT EXISTS (SELECT 1 FROM certificate_basis b WHERE b.certificate_id = c.id)");
RULE(record_foreign, "award.foreign", "certificate", N_("The certificate rests on an exam record of another account."),
     "SELECT c.id, c.number AS name FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id LEFT JOIN held_record h ON h.record_id = b.record_id"
     " WHERE c.state IN (1, 2, 4) AND COALESCE(h.account_id, 0) <> c.account_id");
RULE(result_open, "award.result", "certificate", N_("The certificate rests on a result that is not a final pass."),
     "SELECT c.id, c.number AS name FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id JOIN exam_record r ON r.id = b.record_id"
     " WHERE c.state IN (1, 2) AND (r.state <> 3 OR r.grade <> 1) AND NOT EXISTS (SELECT 1 FROM due d WHERE d.kind = 'record-changed')");
RULE(dates_impossible, "award.dates", "certificate", N_("The certificate's dates, revision or state cannot be."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.exam_day > c.award_day OR c.award_day > c.issue_day OR c.expiry_day < c.award_day OR c.revision < 1"
     " OR c.state NOT BETWEEN 1 AND 6");
RULE(reason_missing, "award.reason", "certificate", N_("The certificate was taken away without a reason."),
     "SELECT c.id, c.number AS name FROM certificate c WHERE c.state IN (3, 5, 6) AND c.reason = ''");
RULE(history_differs, "award.history", "certificate", N_("The certificate is not in the state that its history ends with."),
     "SELECT c.id, c.number AS name FROM certificate c"
     " JOIN certificate_journal j ON j.id = (SELECT MAX(k.id) FROM certificate_journal k WHERE k.certificate_id = c.id)"
     " WHERE j.state_after <> c.state OR COALESCE(j.expiry_after, 0) <> COALESCE(c.expiry_day, 0)");
RULE(revision_missing, "award.revision", "certificate", N_("An earlier revision of the certificate is missing."),
     "SELECT c.id, c.number AS name FROM certificate c"
     " WHERE c.revision - 1 <> (SELECT COUNT(*) FROM certificate_revision v WHERE v.certificate_id = c.id)");
