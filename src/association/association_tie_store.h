/* SQL of today's state and its journal. */
#ifndef ASSOCIATION_ASSOCIATION_TIE_STORE_H
#define ASSOCIATION_ASSOCIATION_TIE_STORE_H

#include "association/association_tie.h"
#include "base/record.h"

struct tie_row {
    int64_t account_id;
    struct instant since;
    struct text means;
};
/* RESULT_NONE where the mailbox is tied to nobody. */
MUST_CHECK association_store_tie_of(struct context *context, int64_t mailbox, struct tie_row *row);
/* The mailbox of a record, 0 for none; RESULT_NONE where there is no such record. */
MUST_CHECK association_store_mailbox_of(struct context *context, int64_t record, int64_t *mailbox);
/* The account that a record is in; RESULT_NONE. */
MUST_CHECK association_store_account_with(struct context *context, int64_t record, int64_t *account);

/* The tie alone; `made` is false where somebody has it already (a record: where somebody is bound to it, or where it is barred from the account and the means is score-report). */
MUST_CHECK association_store_tie_mailbox(struct context *context, int64_t mailbox, int64_t account, const char *means, struct instant now, bool *made);
MUST_CHECK association_store_tie_record(struct context *context, int64_t record, int64_t account, const char *means, struct instant now, bool *made);
/* The tie goes; `made` is false where the account has none. */
MUST_CHECK association_store_untie_mailbox(struct context *context, int64_t mailbox, int64_t account, bool *made);
MUST_CHECK association_store_untie_record(struct context *context, int64_t record, int64_t account, bool *made);
/* Bars the record from the account; `made` is false where that account is bound to it, or another one is, unless `whoever_has_it`: then it is false where the bar stands already. */
MUST_CHECK association_store_bar(struct context *context, int64_t record, int64_t account, const char *means, struct instant now, bool whoever_has_it, bool *made);
/* A bar that is there stands by that unbinding, too. */
MUST_CHECK association_store_bar_by(struct context *context, int64_t record, int64_t account, int64_t unbinding);
/* The bar goes, by whichever unbindings it stands. */
MUST_CHECK association_store_lift_bar(struct context *context, int64_t record, int64_t account);
/* It stands by that one (0: not known by which) no more: `made`, where it did; `lifted`, where it stands by none. */
MUST_CHECK association_store_lift_bar_by(struct context *context, int64_t record, int64_t account, int64_t unbinding, bool *made, bool *lifted);
/* The ids (int64_t) of the accounts that the unbinding has barred. */
MUST_CHECK association_store_barred_by(struct context *context, int64_t unbinding, struct list *accounts);
MUST_CHECK association_store_journal(struct context *context, const char *act, struct association_thing thing, int64_t account, const char *means, int64_t request,
                                     struct instant now);

/* A record that is not in the account that it belongs in by the holder's rule. */
struct moved_row {
    int64_t record_id, account_id, rightful_id; /* rightful_id 0: nobody */
};
enum { ASSOCIATION_MOVED_MOST = 500 };
/* At most ASSOCIATION_MOVED_MOST of them. */
MUST_CHECK association_store_moved_of_mailbox(struct context *context, int64_t mailbox, struct list *rows);
MUST_CHECK association_store_moved_of_records(struct context *context, int64_t first, int64_t last, struct list *rows);
MUST_CHECK association_store_let_go(struct context *context, int64_t record, int64_t account);
/* Holds what is in no account and belongs in one. `came` gets the ids (int64_t) of what is held by this, in no order. */
MUST_CHECK association_store_hold_mailbox(struct context *context, int64_t mailbox, int64_t *held);
MUST_CHECK association_store_hold_records(struct context *context, int64_t first, int64_t last, struct list *came);
/* The same where none of the records has a tie of its own or a bar: for imports. */
MUST_CHECK association_store_hold_new(struct context *context, int64_t first, int64_t last, struct list *came);
MUST_CHECK association_store_any(struct context *context, bool *any);
MUST_CHECK association_store_any_single(struct context *context, int64_t first, int64_t last, bool *any);

/* All four tables anew, from the journal and exam_record alone. */
MUST_CHECK association_store_rebuild(struct context *context, struct association_rebuilt *rebuilt);

/* By the journal; association_left_by_force. */
MUST_CHECK association_store_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced);

/* PostgreSQL, where many write at once: whoever moves records by what is tied holds this with others to the end of his transaction (SQLite has one writer: nothing to do). */
MUST_CHECK association_store_share(struct context *context);
/* Those who claim a mailbox, or records of it, do so one after the other: to the end of the transaction. */
MUST_CHECK association_store_lock_mailbox(struct context *context, int64_t mailbox);
/* Who ties, lets go or bars a record does it alone: its tie and its bars are one state. */
MUST_CHECK association_store_lock_record(struct context *context, int64_t record);
/* Waits until none of those that began before is under way. */
MUST_CHECK association_store_wait_for_others(struct context *context);

#endif
