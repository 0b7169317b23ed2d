/* Two accounts of one person (SPEC 5.10): everything that one holds comes to the other. Whoever merges is signed in to the account that remains and has proven that the other is his, too. Within 30 days either account or
 * staff can undo it: exactly what was moved goes back, and what was added since stays; what had to leave by force meanwhile (5.8) comes back to neither. The emptied account stays, too, so that its owner can sign in to it, read where everything is, and undo. */
#ifndef ASSOCIATION_ASSOCIATION_MERGE_H
#define ASSOCIATION_ASSOCIATION_MERGE_H

#include "base/context.h"
#include "base/record.h"

enum {
    MERGE_UNDO_DAYS = 30,
    MERGE_PROOF_SECONDS = 900 /* from proving the other account to pressing Merge */
};

/* Proves that the account of that name (or proven mailbox) is the actor's, too (account_prove of account/account.h). `proof` gets what the next page has to give back within MERGE_PROOF_SECONDS, `other`
 * the account. `code` is of its second step, where it has one: used up. REFUSED account.sign_in, account.second_needed, account.second_code, and what association_merge says of the two accounts. */
MUST_CHECK association_merge_prove(struct context *context, struct text name, struct text password, struct text code, struct text *proof, int64_t *other);
/* Whose proof it is: REFUSED merge.proof where it is none, another account's or too old, or where that account's password or second factor is another since. */
MUST_CHECK association_merge_proven(struct context *context, struct text proof, int64_t *other);

/* What would move, for the preview (award_preview says what becomes of certificates). By a proof. */
struct association_merge_thing {
    bool of_record;
    struct text address;                    /* of the mailbox, or of the record's */
    struct text exam_code, registration_id; /* of a record with a tie of its own */
    struct day exam_day;
    int64_t records;                        /* that come with it */
};
extern const struct record association_merge_thing_record;
/* `other_names` gets how many exam records bear another name than the actor's account: they are looked at as soon as the accounts are one (SPEC 5.8). */
MUST_CHECK association_merge_things(struct context *context, struct text proof, struct list *things, int64_t *other_names);

/* Merges the proven account into the actor's (MAY_ACT_FOR_ACCOUNT). Once. REFUSED merge.proof; merge.self; merge.emptied (one of the two was merged already); merge.chain (others were merged into the proven one, which can still be
 * undone); merge.unbinding (something of the proven one is to be unbound that is not claimed by the actor's own); merge.nothing (it holds nothing). `merge` (may be NULL) gets the id.
 * What the proven one still claims, or asks for by a case, comes to the actor's when it is given; what the two claim of each other is claimed no more. */
MUST_CHECK association_merge(struct context *context, struct text proof, int64_t *merge);
/* Undoes it, by either account (MAY_ACT_FOR_ACCOUNT). RESULT_NONE where it is none of the actor's; REFUSED merge.undone, merge.undo_late, merge.unbinding_moved. `things` (may be NULL) gets how many mailboxes and single
 * records went back. */
MUST_CHECK association_merge_undo(struct context *context, int64_t merge, int64_t *things);

/* What the undoing would take back, for the page on which it is confirmed (award_preview says what becomes of certificates): the merge as one of the actor's own, and of what it moved all that the account that remains still has. RESULT_NONE and
 * REFUSED as association_merge_undo. */
struct association_merge_view;
MUST_CHECK association_merge_undo_things(struct context *context, int64_t merge, struct association_merge_view *view, struct list *things);
/* The same for the award room: the exam records (leaving_record of association.h, ascending) that would leave the account that remains, `into`, most for the other, `from`. One of the two is the actor's, else MAY_READ_REGISTER.
 * RESULT_NONE: it is no merge of `account`'s that could be undone. */
MUST_CHECK association_merge_leaving(struct context *context, int64_t merge, int64_t account, int64_t *from, int64_t *into, struct list *records);

/* --- At the desk --- */

/* Writes to the owner of two accounts, at the mailboxes of both, that they may be one person's, and how he merges them: only he can show that they are (MAY_JUDGE_NEAR_MISSES). REFUSED merge.same; merge.emptied_one (one of the two was merged
 * already); merge.nobody (neither has a proven mailbox); audit.too_often (once a week for each two). RESULT_NONE where there is no such account. */
MUST_CHECK association_merge_propose(struct context *context, int64_t one, int64_t other);
/* Undoes it as its accounts can, with a reason that both read (MAY_UNBIND). `effective` is false where a second person has to agree first (SPEC 11.3). REFUSED also merge.reason_missing, merge.own (one of the accounts is the
 * actor's, or one person's with it), merge.second_person (he has proposed it himself). */
MUST_CHECK association_merge_undo_by_staff(struct context *context, int64_t merge, struct text reason, bool *effective);
/* It is not undone: what was proposed goes back (MAY_UNBIND), also by who has proposed it. REFUSED merge.nothing_proposed. RESULT_NONE. */
MUST_CHECK association_merge_send_back(struct context *context, int64_t merge);

/* --- Reading --- */

struct association_merge_view {
    int64_t id, from_id, into_id;
    struct text from, into; /* user names */
    bool emptied;           /* the account that was asked about is the one that was emptied */
    struct instant at, undo_until, undone;
    bool in_force, may_undo; /* not undone; and still can be */
    bool waits;              /* something that was moved is being unbound: before that is decided it cannot be undone */
    int64_t mailboxes, records; /* that were moved: mailboxes, and records with a tie of their own */
    int64_t undo_by;            /* only for staff: who of them proposes to undo it, and waits for a second person; 0: nobody */
    struct text proposed_by, proposal; /* his user name; his reason */
    struct instant proposed;
    bool own;                   /* association_merge_read: one of the two is the actor's, or one person's with it, so he does not decide about it */
};
extern const struct record association_merge_view_record;
/* The merges of an account, newest first: the actor's own, or anybody's for MAY_READ_REGISTER. */
MUST_CHECK association_merges(struct context *context, int64_t account, struct list *merges);
/* One, for the desk, and all that can be undone, those first that wait for a second person. MAY_READ_PEOPLE. */
MUST_CHECK association_merge_read(struct context *context, int64_t merge, struct association_merge_view *view);
/* What undoing it would move back, of association_merge_thing: what was let go since, or is another's by now, stays where it is. MAY_READ_PEOPLE. */
MUST_CHECK association_merge_goes_back(struct context *context, int64_t merge, struct list *things);
MUST_CHECK association_merges_to_undo(struct context *context, struct list *merges);
struct association_merge_count {
    int64_t waiting;       /* for a second person */
    struct instant oldest; /* proposed; NO_INSTANT where there is none */
};
MUST_CHECK association_merges_proposed(struct context *context, struct association_merge_count *count);
/* For what the undoing of the merges of the actor's own account waits. */
struct association_merge_wait {
    struct text case_number; /* of the unbinding */
    bool own;                /* it is of the actor's account, whose page shows it; else of the one that it was merged into */
    bool of_record;
    struct text address;     /* of the mailbox */
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
};
extern const struct record association_merge_wait_record;
MUST_CHECK association_merge_waits(struct context *context, struct list *waits);
/* For other rooms: the account that is left of one that a merge has emptied; else the account itself. */
MUST_CHECK association_merge_left(struct context *context, int64_t account, int64_t *left);
/* The one by which the actor's own account was emptied, and which is in force: for the page that it signs in to. RESULT_NONE. */
MUST_CHECK association_merge_emptied(struct context *context, struct association_merge_view *view);

#endif
