/* Rules about letters and their way (SPEC 10). */
#include "audit/audit_inside.h"

RULE(way_missing, "letter.way", "letter", N_("The letter has no delivery."),
     "SELECT l.id FROM letter l LEFT JOIN letter_delivery d ON d.letter_id = l.id WHERE d.letter_id IS NULL");
