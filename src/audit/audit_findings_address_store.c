/* Rules about the postal addresses of accounts (SPEC 4.2). */
#include "audit/audit_inside.h"

RULE(address_references, "address.reference", "address", REFERENCE_MISSING, "SELECT " REFERS("address", "id", "account_id", "account") AND_REFERS("address", "id", "merge_id", "account_merge"));
RULE(address_impossible, "address.values", "address", N_("The address's country or telephone number cannot be."),
     "SELECT a.id FROM address a WHERE LENGTH(a.country) <> 2 OR a.phone NOT LIKE '+_____%'");
RULE(address_unknown_to_journal, "address.journal", "address", N_("The journal does not know that the owner of this address has added it, or that it came to him by a merge."),
     "SELECT a.id FROM address a LEFT JOIN (SELECT DISTINCT j.subject_id, j.actor_account FROM audit_journal j WHERE j.subject = 'address' AND j.act = 'package.address-add') k"
     " ON k.subject_id = a.id AND (k.actor_account = a.account_id OR a.merge_id IS NOT NULL) WHERE k.subject_id IS NULL");
RULE(address_missing, "address.missing", "address", N_("By the journal this address was added and never removed, but it is not there."),
     "SELECT k.subject_id AS id FROM (SELECT DISTINCT j.subject_id FROM audit_journal j WHERE j.subject = 'address' AND j.act = 'package.address-add') k LEFT JOIN address a ON a.id = k.subject_id"
     " LEFT JOIN (SELECT DISTINCT j.subject_id FROM audit_journal j WHERE j.subject = 'address' AND j.act = 'package.address-remove') r ON r.subject_id = k.subject_id"
     " WHERE a.id IS NULL AND r.subject_id IS NULL");
RULE(address_none_preferred, "address.preferred", "address", N_("The account has addresses, but prefers none; this is its first."),
     "SELECT MIN(a.id) AS id FROM address a GROUP BY a.account_id HAVING MAX(a.preferred) = 0");
