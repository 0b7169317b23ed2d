/* Rules about what providers sent and what was read from it (SPEC 3). */
#include "audit/audit_inside.h"

RULE(file_unknown, "intake.file", "exam_record", N_("The exam record came from a file that is not there."),
     "SELECT r.id, r.registration_id AS name FROM exam_record r LEFT JOIN intake_file f ON f.id = r.file_id WHERE f.id IS NULL");
RULE(verdicts_differ, "intake.count", "intake_file", N_("The verdicts on the file's rows do not add up."),
     "SELECT f.id, f.name FROM intake_file f WHERE f.state = 2 AND f.rows <> f.new + f.unchanged + f.corrected + f.quarantined + f.refused");
