/* Opening an unbinding (SPEC 5.8; association_unbinding.h says what becomes of it): by whoever has proven that something is his, by a name that contradicts an account's identity, or by staff, who first say what they mean. */
#ifndef ASSOCIATION_ASSOCIATION_UNBINDING_OPEN_H
#define ASSOCIATION_ASSOCIATION_UNBINDING_OPEN_H

#include "base/context.h"

enum unbinding_cause {
    UNBINDING_OWNER,    /* somebody has proven that the mailbox is his */
    UNBINDING_IDENTITY, /* the record's name or candidate ID contradicts the account's confirmed identity */
    UNBINDING_STAFF
};

struct unbinding_opening {
    int64_t mailbox, record; /* what is to be let go; the other is 0 */
    enum unbinding_cause cause;
    int64_t claimant;        /* the account of the rightful owner, which gets it in the same act; 0: it is not known */
    struct text reason;      /* as the holder reads it: of staff required, else may be empty */
    struct text answer_to;   /* the mailbox of who disputes it by a link, without being signed in or with an account that has none: he is answered there; empty: no */
    int64_t lost_case;       /* UNBINDING_OWNER: the claimant's case of a lost mailbox, which staff grant now by its evidence; 0: he has shown that he reads the mailbox */
};
/* Opens one against whoever has it, with the letter to him. UNBINDING_STAFF: MAY_UNBIND. The other causes are the caller's to have proven: UNBINDING_OWNER inside the transaction that completes a request of the purpose dispute, which
 * has shown that the claimant controls the mailbox, or that grants his case of a lost mailbox (`lost_case`), whatever was decided before. Of one thing one is open at most: where one runs already, that one goes on (and learns of the claimant, where it knew of none); the claimant is told once, `answer_to` each time. `id` (may be NULL) gets the
 * unbinding's, also of the one that stands in the way (unbinding.claimed). Of UNBINDING_STAFF one that runs is REFUSED unbinding.there, unless it learns of the claimant: then the reason becomes a note of its case, whose number `once.answer` gets. Where the setting second_person is yes, one of UNBINDING_STAFF is not carried out by its day alone, nor one that ran already and of which the staff have named the claimant: it pauses on it, and two of the staff decide (11.3); unless its owner proves meanwhile that it is his: then the cause UNBINDING_STAFF is UNBINDING_OWNER. RESULT_NONE where nobody has it: then there is nothing to unbind, and the claimant can simply be tied. UNBINDING_OWNER: REFUSED unbinding.decided where staff have decided it before (`id` then gets the earlier one's, or 0): the claimant had to let the record go by force, or his claim was
 * refused or undone, or who has it was given it by a case. REFUSED unbinding.own (the claimant has it himself), unbinding.claimed (the one that runs has another claimant; or one about the mailbox of the record, or about a record of the mailbox, has), unbinding.reason_missing, unbinding.nothing (no such
 * mailbox or record); of staff case.own (for their own account). */
MUST_CHECK unbinding_open(struct context *context, const struct unbinding_opening *opening, int64_t *id);

/* What staff mean by a mailbox's address, or by a registration ID, which may stand behind the name of its provider ("pearson-vue 401234567"): RESULT_NONE where there is none such. MAY_UNBIND. REFUSED
 * unbinding.which_provider where several have given it, and none was named. */
MUST_CHECK unbinding_find(struct context *context, struct text what, int64_t *mailbox, int64_t *record);

/* The number of the case of the one about it that is not over, whoever had it when it was opened. RESULT_NONE; MAY_UNBIND. */
MUST_CHECK unbinding_case_there(struct context *context, int64_t mailbox, int64_t record, struct text *case_number);

#endif
