/* The SQL behind association_provider.h. */
#ifndef ASSOCIATION_ASSOCIATION_PROVIDER_STORE_H
#define ASSOCIATION_ASSOCIATION_PROVIDER_STORE_H

#include "outside/database.h"

/* A person at a provider whose records are in an account, with the names of the newest record. */
struct held_person {
    int64_t provider_id;
    struct text provider, candidate_id, first_name, last_name, country;
};
/* By provider and candidate ID; records without a candidate ID are nobody's here, nor are those whose candidate ID has something in the account that an
 * unbinding which is not over disputes. */
MUST_CHECK association_store_persons(struct context *context, int64_t account, struct list *persons);

#endif
