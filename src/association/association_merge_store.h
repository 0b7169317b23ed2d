/* SQL of merges. */
#ifndef ASSOCIATION_ASSOCIATION_MERGE_STORE_H
#define ASSOCIATION_ASSOCIATION_MERGE_STORE_H

#include "association/association_merge.h"
#include "outside/database.h"

/* Others who write about the account wait until the transaction ends. */
MUST_CHECK merge_store_take_account(struct context *context, int64_t account);
/* How an account stands: was it emptied by a merge that can still be undone, or that has left it empty to this day, was another emptied into it that can still be undone, is something of it to be unbound (but for what the other one claims,
 * or an account that was merged into that)? */
struct merge_standing {
    bool emptied, filled, unbinding;
};
MUST_CHECK merge_store_standing(struct context *context, int64_t account, int64_t other, struct instant now, struct merge_standing *standing);

/* A tie, or a bar, as it was before. */
struct merge_item {
    int64_t mailbox_id, record_id;
    bool bound;
    struct instant since;
    struct text means;
    int64_t account_id, unbinding_id; /* of a bar: from which account, and by which unbinding; 0: of an older merge, from the one that remains; not known by which */
};
enum { MERGE_ITEMS_MOST = 20000 }; /* more than any person has; an account with more is not merged */
/* What an account has that would come to the other: bars first, then single records, then mailboxes. A bar of one holds for all that are one then, as its owner can sign in to each; not one on a record that one of the two has, which is
 * rightly his: the other's own bar on what this account has ends (means: lifted). Older merges know bars that moved, and bars of this account that ended (means: dropped). */
MUST_CHECK merge_store_has(struct context *context, int64_t account, int64_t into, struct list *items);
MUST_CHECK merge_store_add(struct context *context, int64_t from, int64_t into, struct instant now, struct instant undo_until, int64_t *merge);
MUST_CHECK merge_store_add_item(struct context *context, int64_t merge, int64_t number, const struct merge_item *item);
/* One more, behind those that it has. */
MUST_CHECK merge_store_add_last(struct context *context, int64_t merge, const struct merge_item *item);
/* In the order in which they go back: single records before the bars, which are not set where an account is still bound; then as they were moved. */
MUST_CHECK merge_store_items(struct context *context, int64_t merge, struct list *items);
/* The accounts that were one with it at that moment, by merges in either direction; itself is none of them. */
MUST_CHECK merge_store_one_with(struct context *context, int64_t account, struct instant at, struct list *ids);
/* The account to which the mailbox, or the record's own tie (the other is 0), has gone back, had it not left this one at that moment: by the undoing of the merge that had brought it; without one, this account. */
MUST_CHECK merge_store_went_back(struct context *context, int64_t account, int64_t mailbox, int64_t record, struct instant at, int64_t *to);
struct merge_row {
    int64_t id, from_id, into_id;
    struct instant undo_until, undone;
    int64_t undo_by; /* of the staff, who proposed to undo it; 0: nobody */
};
/* The one that has emptied the account, as merge_store_standing says it. RESULT_NONE. */
MUST_CHECK merge_store_emptied(struct context *context, int64_t account, struct instant now, struct merge_row *row);
/* Takes it for writing. RESULT_NONE. */
MUST_CHECK merge_store_take(struct context *context, int64_t merge, struct merge_row *row);
MUST_CHECK merge_store_undone(struct context *context, int64_t merge, struct instant now);
/* That somebody proposes to undo it; `by` 0: nobody does any more. */
MUST_CHECK merge_store_propose(struct context *context, int64_t merge, int64_t by, struct text reason, struct instant at);
/* Is one of the things that it moved to be unbound from the account that has them now? */
MUST_CHECK merge_store_unbinding(struct context *context, int64_t merge, bool *any);

/* The merge, read only. RESULT_NONE. */
MUST_CHECK merge_store_read(struct context *context, int64_t merge, struct merge_row *row);
/* Of what it moved, what would go back: the things, and the records (leaving_record) that come with them; a record that is barred again from the account to which its mailbox goes, to nobody. */
MUST_CHECK merge_store_undo_things(struct context *context, int64_t merge, struct list *things);
MUST_CHECK merge_store_leaving(struct context *context, int64_t merge, struct list *records);

MUST_CHECK merge_store_things(struct context *context, int64_t account, struct list *things);
MUST_CHECK merge_store_waits(struct context *context, int64_t account, struct instant now, struct list *waits);
MUST_CHECK merge_store_views(struct context *context, int64_t account, struct list *rows);
/* As association_merge_read and association_merges_to_undo say. */
MUST_CHECK merge_store_view(struct context *context, int64_t merge, struct association_merge_view *view);
MUST_CHECK merge_store_to_undo(struct context *context, struct instant now, struct list *rows);
MUST_CHECK merge_store_proposed(struct context *context, struct instant now, struct association_merge_count *count);

/* What the letter is filled with; association_letters lists it. */
extern const struct record merge_letter_record, merge_proposal_record;

#endif
