/* What the files of merges share. */
#ifndef ASSOCIATION_ASSOCIATION_MERGE_ACT_H
#define ASSOCIATION_ASSOCIATION_MERGE_ACT_H

#include "association/association_merge_store.h"
#include "association/association_tie.h"

/* Why a merge cannot be undone now: REFUSED as association_merge_undo says. Inside the caller's transaction, as the next. */
MUST_CHECK merge_check_undo(struct context *context, const struct merge_row *row);
/* What was moved goes back, with the letters; whoever calls has decided that it may be. */
MUST_CHECK merge_take_back(struct context *context, const struct merge_row *row, struct text reason, int64_t *things);
/* Ties what a decision gives to an account, inside the caller's transaction: where a merge has emptied that account, the thing moves along to the one that is left, by as many merges as it takes, as if it had been there before, and goes back with the rest. `tied` and `records`
 * as of association_tie; `into` (may be NULL) gets the account that has it then. */
MUST_CHECK merge_tie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *tied, int64_t *records, int64_t *into);
/* Completes a view that was read, as the actor may see it; or all of a list. */
void merge_see(const struct context *context, struct association_merge_view *view);
void merge_see_all(const struct context *context, struct list *merges);

#endif
