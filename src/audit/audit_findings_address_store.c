/* Rules about the postal addresses of accounts (SPEC 4.2). */
#include "audit/audit_inside.h"

RULE(address_references, "address.reference", "address", REFERENCE_MISSING, "SELECT " REFERS("address", "id", "account_id", "account") AND_REFERS("address", "id", "merge_id", "account_merge"));
RULE(address_impossible, "address.values", "address", N_("The address's country or telephone number cannot be."),
     "SELECT a.id FROM address a WHERE LENGTH(a.country) <> 2 OR a.phone NOT LIKE '+_____%'");
RULE(address_unknown_to_journal, "address.journal", "address", N_("The journal does not know that the owner of this address has added it."),
     "SELECT a.id FROM address a LEFT JOIN (SELECT DISTINCT j.subject_id, j.actor_account FROM audit_journal j WHERE j.subject = 'address' AND j.act = 'package.address-add') k"
     " ON k.subject_id = a.id AND (k.actor_account = a.account_id OR a.merge_id IS NOT NULL) WHERE k.subject_id IS NULL");
/* An address comes from who has added it by one merge after the other to its owner, and stays with him where there was no room to go back. */
RULE(address_not_merged, "address.merge", "address", N_("No merge of accounts has brought this address to its owner from the one who added it."),
     "WITH RECURSIVE way (address_id, account_id) AS (SELECT a.id, j.actor_account FROM address a JOIN audit_journal j ON j.subject_id = a.id AND j.subject = 'address' AND j.act = 'package.address-add'"
     " WHERE a.merge_id IS NOT NULL UNION SELECT w.address_id, m.into_id FROM way w JOIN account_merge m ON m.from_id = w.account_id)"
     " SELECT a.id FROM address a JOIN account_merge m ON m.id = a.merge_id WHERE NOT (a.account_id = m.into_id OR (a.account_id = m.from_id AND m.undone_at IS NOT NULL))"
     " OR NOT EXISTS (SELECT 1 FROM way w WHERE w.address_id = a.id AND w.account_id = a.account_id)"
     " OR NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.act = 'package.address-merge' AND j.subject = 'account' AND j.subject_id = a.account_id"
     " AND j.detail LIKE '{\"merge\":' || CAST(m.id AS TEXT) || ',%')");
RULE(address_missing, "address.missing", "address", N_("By the journal this address was added and never removed, but it is not there."),
     "SELECT k.subject_id AS id FROM (SELECT DISTINCT j.subject_id FROM audit_journal j WHERE j.subject = 'address' AND j.act = 'package.address-add') k LEFT JOIN address a ON a.id = k.subject_id"
     " LEFT JOIN (SELECT DISTINCT j.subject_id FROM audit_journal j WHERE j.subject = 'address' AND j.act = 'package.address-remove') r ON r.subject_id = k.subject_id"
     " WHERE a.id IS NULL AND r.subject_id IS NULL");
RULE(address_none_preferred, "address.preferred", "address", N_("The account has addresses, but prefers none; this is its first."),
     "SELECT MIN(a.id) AS id FROM address a GROUP BY a.account_id HAVING MAX(a.preferred) = 0");
