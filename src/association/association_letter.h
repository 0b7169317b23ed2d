/* The letters of this room: theme/letters/association-*.{txt,html}. */
#ifndef ASSOCIATION_ASSOCIATION_LETTER_H
#define ASSOCIATION_ASSOCIATION_LETTER_H

#include "account/account.h"
#include "letter/letter.h"

/* What the templates are filled with. */
struct association_letter {
    struct text user_name; /* of the account that asks or has asked */
    struct text mailbox;   /* the mailbox that is to be tied */
    struct text holder;    /* association-taken: the user name of the account that it is tied to */
    bool sign_up;          /* asked while signing up */
    int64_t records;       /* association-done: how many came with it */
    struct instant ends;   /* association-activate: until when */
};
extern const struct record association_letter_record;

/* To the mailbox that is to be tied: link, code, and what it will allow (SPEC 5.1, 5.6). It is nobody's letter yet; of the asker it has language and zone. */
MUST_CHECK association_letter_activate(struct context *context, const struct association_letter *item, const struct account *asker,
                                       const struct letter_secrets *secrets);
/* To a mailbox that another account has: who asked, and that its owner can move it. */
MUST_CHECK association_letter_taken(struct context *context, const struct association_letter *item, const struct account *holder);
/* To the account's own mailbox and to the one that was tied; once where they are the same. */
MUST_CHECK association_letter_done(struct context *context, const struct association_letter *item, const struct account *account);

#endif
