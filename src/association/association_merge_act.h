/* What the files of merges share. */
#ifndef ASSOCIATION_ASSOCIATION_MERGE_ACT_H
#define ASSOCIATION_ASSOCIATION_MERGE_ACT_H

#include "association/association_merge_store.h"

/* Why a merge cannot be undone now: REFUSED as association_merge_undo says. Inside the caller's transaction, as the next. */
MUST_CHECK merge_check_undo(struct context *context, const struct merge_row *row);
/* What was moved goes back, with the letters; whoever calls has decided that it may be. */
MUST_CHECK merge_take_back(struct context *context, const struct merge_row *row, struct text reason, int64_t *things);
/* Completes a view that was read, as the actor may see it; or all of a list. */
void merge_see(const struct context *context, struct association_merge_view *view);
void merge_see_all(const struct context *context, struct list *merges);

#endif
