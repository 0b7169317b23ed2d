#include "association/association_provider_store.h"

enum { MOST_PERSONS = 100 };

RECORD(held_person_record, struct held_person, FIELD(struct held_person, provider_id), FIELD(struct held_person, provider), FIELD(struct held_person, candidate_id),
       FIELD(struct held_person, first_name), FIELD(struct held_person, last_name), FIELD(struct held_person, country));
/* Nothing is said to the provider about a candidate ID of which something is disputed: whose it is, is not decided. */
#define DISPUTED                                                                                                                 \
    "WITH disputed AS (SELECT d.provider_id, d.candidate_id FROM unbinding u JOIN exam_record d ON d.id = u.record_id"           \
    " WHERE u.account_id = $1 AND u.state IN ('running', 'paused', 'objected') UNION SELECT d.provider_id, d.candidate_id FROM unbinding u" \
    " JOIN exam_record d ON d.mailbox_id = u.mailbox_id WHERE u.account_id = $1 AND u.state IN ('running', 'paused', 'objected')) "
STATEMENT(persons, &held_person_record,
          DISPUTED "SELECT r.provider_id, p.name AS provider, r.candidate_id, r.first_name, r.last_name, r.country FROM exam_record r JOIN provider p ON p.id = r.provider_id"
          " WHERE r.id IN (SELECT MAX(n.id) FROM held_record h JOIN exam_record n ON n.id = h.record_id WHERE h.account_id = $1 AND n.candidate_id <> '' GROUP BY n.provider_id, n.candidate_id)"
          " AND NOT EXISTS (SELECT 1 FROM disputed d WHERE d.provider_id = r.provider_id AND d.candidate_id = r.candidate_id)"
          " ORDER BY r.provider_id, r.candidate_id LIMIT 100");

enum result association_store_persons(struct context *context, int64_t account, struct list *list)
{
    return database_all(context, &persons, PARAMETERS(account), MOST_PERSONS, list);
}
