/* What the files of this room that ask and complete share: one request with its letter, one way to say no. */
#ifndef ASSOCIATION_ASSOCIATION_REQUEST_H
#define ASSOCIATION_ASSOCIATION_REQUEST_H

#include "account/account.h"
#include "association/association_store.h"

enum { HOUR = 3600, DAY = 86400 };

/* Writes the request, which replaces what the account asked of the same before, and its letter with link and code. Of `request` the caller has filled in account, purpose, what it is about, the addresses and where the
 * letter goes (none: nothing is sent), what a letter says of the record, `case_id`, and `ends` where that is not in 24 hours; gets its id. `ready_day`: of a lost mailbox, from when it can be decided. */
MUST_CHECK association_issue(struct context *context, const struct account *asker, struct request_row *request, struct day ready_day);

/* Limits that everything asked here has in common: letters of one account in a day, from one network in an hour; and to one mailbox in a day, of this account and, loosely, whoever asks (`address` empty: none). */
MUST_CHECK association_limit(struct context *context, struct text address);

/* A limit is counted outside of the act, and what it refuses is refused inside of it: a form that is sent again gets its first answer (SPEC 13.4). association_set_aside takes what the limit said; below zero: the act is not
 * begun. association_refuse_aside is the act's first line. */
MUST_CHECK association_set_aside(struct context *context, enum result limited, struct error *refusal);
MUST_CHECK association_refuse_aside(struct context *context, const struct error *refusal);

/* The letter to a holder that another account asks for what he has: to that mailbox, where it is his, else to the one for his letters, where that is proven. Only after OK; or where somebody has signed up with the
 * mailbox (`sign_up`): whoever has forgotten his account reads how he comes back to it. */
MUST_CHECK association_tell_holder(struct context *context, const struct account *asker, int64_t holder, const struct record_facts *facts, bool sign_up);

struct association_thing association_thing_of(const struct request_row *row);
/* Who has what is asked for: `other` gets the account, 0: nobody, or (`own`) the asker, also in the account that a merge has left of his. */
MUST_CHECK association_find_holder(struct context *context, const struct request_row *row, int64_t *other, bool *own);

/* RESULT_OK where the request is open, else the refusal by how it stands. */
MUST_CHECK association_refuse_standing(struct context *context, const struct request_row *row);
/* The refusal of a link or number that is none of the actor's. */
MUST_CHECK association_unknown(struct context *context);

/* May the account let the thing go, confirmed by a letter to its own mailbox (`to_account`, to `letter_address`)? See association_ask_to_let_go. */
MUST_CHECK association_may_let_go(struct context *context, const struct account *account, struct association_thing thing, bool to_account, struct text letter_address);

/* cooling-off: holidays that the calendar has learned of since make the day later from which a case of a lost mailbox can be granted (SPEC 1.2, 5.2), never earlier. */
MUST_CHECK association_cooling_off_due(struct context *context, const struct due *due);

/* What may be shown of somebody else's address; empty for none. */
struct text association_masked(struct context *context, struct text address);

#endif
