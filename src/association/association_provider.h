/* The address that the providers keep of a candidate (SPEC 5.7): changed to a mailbox that he has proven, for each person (provider and candidate ID) whose records are in his account. */
#ifndef ASSOCIATION_ASSOCIATION_PROVIDER_H
#define ASSOCIATION_ASSOCIATION_PROVIDER_H

#include "base/context.h"

/* Queues the new address at every provider that takes one (intake/intake_demographic.h shows what becomes of it); `queued` gets for how many persons. Limited. REFUSED
 * association.address, association.not_proven (the mailbox is not associated with the actor's account), association.no_provider (no record in the account is of a provider that takes
 * addresses from us), audit.too_often. */
MUST_CHECK association_change_at_provider(struct context *context, struct text address, int64_t *queued);

#endif
