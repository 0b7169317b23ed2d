/* Rules about letters and their way (SPEC 10). */
#include "audit/audit_inside.h"

RULE(way_missing, "letter.way", "letter", N_("The letter has no delivery."),
     "SELECT l.id FROM letter l LEFT JOIN letter_delivery d ON d.letter_id = l.id WHERE d.letter_id IS NULL");
RULE(letter_references, "letter.reference", "letter", REFERENCE_MISSING, "SELECT " REFERS("letter", "id", "account_id", "account"));
RULE(letter_impossible, "letter.values", "letter", N_("The letter has no recipient, no kind, no text, or an identification that is none of ours."),
     "SELECT l.id FROM letter l WHERE l.recipient NOT LIKE '%_@_%' OR l.kind = '' OR l.language = '' OR l.text = '' OR l.message_id NOT LIKE '%_@_%'");
RULE(delivery_orphaned, "letter.orphan", "letter_delivery", N_("The delivery belongs to no letter."),
     "SELECT d.letter_id AS id FROM letter_delivery d LEFT JOIN letter l ON l.id = d.letter_id WHERE l.id IS NULL");
RULE(delivery_impossible, "letter.delivery", "letter_delivery", N_("The delivery's state and times cannot be, or it goes elsewhere than its letter."),
     "SELECT d.letter_id AS id FROM letter_delivery d JOIN letter l ON l.id = d.letter_id WHERE d.state NOT BETWEEN 1 AND 5 OR d.attempts < 0"
     " OR (d.state = 1 AND d.next_at IS NULL) OR (d.claim IS NOT NULL AND d.state <> 1) OR l.recipient NOT LIKE '%@' || d.domain");
RULE(domain_impossible, "letter.domain", "letter_domain", N_("What is noted of a mail domain cannot be."),
     "SELECT d.domain AS name FROM letter_domain d WHERE d.domain = '' OR d.failures < 0 OR d.taken < 0");
