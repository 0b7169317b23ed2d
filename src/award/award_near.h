/* Near misses (SPEC 5.10): persons who would earn a certification if two accounts, or an account and a mailbox of nobody's, were one. Found by the worker, every night and whenever staff want to know; nobody is brought together by it. */
#ifndef AWARD_AWARD_NEAR_H
#define AWARD_AWARD_NEAR_H

#include "base/context.h"
#include "base/record.h"

/* Where the store remembers the day of the body on which the worker looked last; "asked" and when: it was asked to look once more, and does in its next step. Each wish is another value, so that one that comes while it looks is none of that. */
#define AWARD_NEAR_DAY "near_misses_day"

/* Looks anew at everybody: who is known to a provider by one candidate ID in several places, and whose names are the same in both scripts: those of the profiles where they were confirmed, or those in the exam records, with the country. What both places together earn, and neither alone, is kept; what is no longer so is
 * forgotten. What was unbound by force between two places is left out while that can be undone: it was decided that they are not one. `found` (may be NULL) gets how many there are that were not set aside. MAY_EVALUATE. */
MUST_CHECK award_near_find(struct context *context, int64_t *found);
/* Staff want to know now: the worker looks in its next step, as everybody is looked at, which takes long. MAY_JUDGE_NEAR_MISSES. */
MUST_CHECK award_near_ask(struct context *context);
/* Does somebody wait for that? MAY_READ_NEAR_MISSES. */
MUST_CHECK award_near_asked(struct context *context, bool *asked);

struct near_miss {
    int64_t id;
    int64_t account_id, other_account_id, mailbox_id; /* the second place: an account, or a mailbox of nobody's; the other is 0 */
    struct text account, other_account;               /* user names */
    struct text name, other_name;                     /* of the accounts, in both scripts */
    struct text mailbox;                              /* address */
    struct text certification, certification_name;    /* code; name in the reader's language */
    bool by_candidate_id, by_name, by_record_name;    /* what suggests that it is one person: the strongest of the three */
    struct instant found, written, set_aside;         /* NO_INSTANT: not so */
    struct text set_aside_by;
    bool may_write;                                   /* nothing was written to the person in the last week */
};
extern const struct record near_miss_record;
/* MAY_READ_NEAR_MISSES. Those that wait, oldest first; or those that were set aside, newest first. */
MUST_CHECK award_near_list(struct context *context, bool set_aside, size_t maximum, struct list *misses);
/* RESULT_NONE where there is none (any more). */
MUST_CHECK award_near_read(struct context *context, int64_t id, struct near_miss *miss);
/* Staff have looked: it is none; or it is one after all. MAY_JUDGE_NEAR_MISSES. */
MUST_CHECK award_near_set_aside(struct context *context, int64_t id, bool aside);
/* Writes to the person, to each account concerned: how records are brought together, without a word about what stands elsewhere. MAY_JUDGE_NEAR_MISSES. REFUSED near.written (in the last week already), near.nobody (no proven
 * mailbox). */
MUST_CHECK award_near_write(struct context *context, int64_t id);

#endif
