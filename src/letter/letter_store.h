/* The tables letter, letter_delivery and letter_domain: all their SQL; and by which name to address an account. */
#ifndef LETTER_LETTER_STORE_H
#define LETTER_LETTER_STORE_H

#include "letter/letter.h"
#include "outside/database.h"

/* A letter as it was written. */
struct letter_row {
    int64_t id, account;
    struct text recipient, recipient_name, kind, language, subject, text, html, message_id;
    struct bytes sealed;
    struct instant written;
    /* Its way. */
    int32_t state;
    int64_t attempts;
    struct instant next, queued, changed;
    struct text domain, answer;
};

/* Writes letter and delivery; `letter->state` is waiting or, in a built-in mailbox, sent. */
MUST_CHECK letter_store_write(struct context *context, const struct letter_row *letter, int64_t *id);
/* The names on the account's newest certificate that bears any, else in its newest exam record; either may be empty. RESULT_NONE where there are none. */
MUST_CHECK letter_store_name(struct context *context, int64_t account, struct text *latin, struct text *native);
MUST_CHECK letter_store_read(struct context *context, int64_t id, struct letter_row *letter);
/* Of one account (0: any mailbox, for the built-in one), newest first, older than `before`. Without html. */
MUST_CHECK letter_store_of_account(struct context *context, int64_t account, int64_t before, int64_t maximum, struct list *letters);
/* To one mailbox, or, where it is empty, to all; newest first. */
MUST_CHECK letter_store_to_mailbox(struct context *context, struct text recipient, int64_t maximum, struct list *letters);

/* Puts a letter that does not wait into the queue again, in state `state` (waiting, or sent in a built-in mailbox). RESULT_NONE where it waits or is held. */
MUST_CHECK letter_store_queue_again(struct context *context, int64_t id, enum letter_state state);
/* From one state to the other; RESULT_NONE where it is not in `from` or just being sent. */
MUST_CHECK letter_store_change_state(struct context *context, int64_t id, enum letter_state from, enum letter_state to);

/* --- Sending --- */

struct letter_candidate {
    int64_t letter_id;
    struct text domain;
    struct instant cool_until;
};
/* What waits and is due, oldest first. */
MUST_CHECK letter_store_due(struct context *context, int64_t maximum, struct list *candidates);
/* Counts one letter for the domain in this minute; RESULT_NONE where there were `maximum` already. */
MUST_CHECK letter_store_take_turn(struct context *context, struct text domain, int64_t maximum);
/* RESULT_NONE where another sender has it. */
MUST_CHECK letter_store_claim(struct context *context, int64_t id, struct text claim, struct instant until);
/* Waits until then without having been tried. */
MUST_CHECK letter_store_put_off(struct context *context, int64_t id, struct instant until);
/* Gives back what was claimed and not tried. */
MUST_CHECK letter_store_give_back(struct context *context, int64_t id, struct text claim, struct instant next);
/* What came of a try. RESULT_NONE where the claim was lost meanwhile. */
MUST_CHECK letter_store_record(struct context *context, int64_t id, struct text claim, enum letter_state state, struct text answer, struct instant next);
/* A letter was put off by the domain's server; gives the failures in a row. */
MUST_CHECK letter_store_domain_failed(struct context *context, struct text domain, int64_t *failures);
MUST_CHECK letter_store_domain_cools(struct context *context, struct text domain, struct instant until);
MUST_CHECK letter_store_domain_works(struct context *context, struct text domain);

#endif
