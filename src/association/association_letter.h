/* The letters of this room: theme/letters/association-*.{txt,html}. */
#ifndef ASSOCIATION_ASSOCIATION_LETTER_H
#define ASSOCIATION_ASSOCIATION_LETTER_H

#include "association/association_request.h"
#include "letter/letter.h"

/* What the templates are filled with. */
struct association_letter {
    struct text user_name; /* of the account that asks or has asked; association-lost: empty where the mailbox, or the record, is another's */
    struct text mailbox;   /* the mailbox that it is about; of a record: the one in it, which may be empty; association-sought: empty */
    struct text holder;    /* association-taken: the user name of the account that has it */
    bool sign_up;          /* asked while signing up */
    bool of_record;        /* it is about a single record */
    struct text exam_code, registration_id;
    struct day exam_day;
    bool by_case;          /* association-done: staff have decided so */
    bool by_mailbox;       /* association-done: the record had to leave another account, and this one has its mailbox */
    bool objected;         /* ... although the mailbox's reader had objected */
    bool stranger;         /* the letter goes to a mailbox that is not the account's: its reader is not told what it has of it */
    bool to_account;       /* association-let-go, association-released: confirmed by a letter to the account's own mailbox */
    int64_t records;       /* how many came, or left */
    struct instant ends;   /* until when link and code work */
    struct day ready_day;  /* association-lost, association-sought: from when it can be decided */
    bool provisional;      /* ... and that day lies past what the calendar knows (SPEC 1.2) */
    bool moved;            /* ... and it is later than was told: the link is in the earlier letter */
    bool refused;          /* association-sought: staff have decided against the asker */
    bool found;            /* association-lost: staff have found that it is the asker's; another account has it, which is heard now */
    int64_t objection_days; /* association-dispute, association-sought: working days that the holder then has */
};
extern const struct record association_letter_record;

/* As a request is told of. */
struct association_letter association_letter_of(const struct request_row *request, const struct account *asker);

/* The letter of a request, to where its row says: link, code, and what it will allow (SPEC 5.1, 5.6). Where that mailbox is not the account's, it is nobody's letter yet; of the asker it has language and zone. `letter` gets its id. */
MUST_CHECK association_letter_ask(struct context *context, const struct request_row *request, const struct association_letter *item, const struct account *asker,
                                  const struct letter_secrets *secrets, int64_t *letter);
/* association-lost once more, to where the request's letter went: the day from which it can be decided is a later one now. In the asker's language. */
MUST_CHECK association_letter_moved(struct context *context, const struct request_row *request, struct day ready_day, bool provisional);
/* association-lost once more, likewise: it was decided for the asker, and an unbinding has begun. */
MUST_CHECK association_letter_found(struct context *context, const struct request_row *request);
/* association-sought, to who has a record that somebody asks for without its mailbox; not who that is. `moved`: the day has become a later one. */
MUST_CHECK association_letter_sought(struct context *context, const struct request_row *request, int64_t holder, struct day ready_day, bool moved);
/* The same once more: it was refused, and nothing leaves his account. */
MUST_CHECK association_letter_not_taken(struct context *context, const struct request_row *request, int64_t holder);
/* To a holder: who asked for what he has, and that its owner can move it. */
MUST_CHECK association_letter_taken(struct context *context, const struct association_letter *item, const struct account *holder);
/* What was tied (association-done) or let go (association-released): to the account's own mailbox, where it is proven, and to the one that it is about; once where they are the same. */
MUST_CHECK association_letter_done(struct context *context, const struct association_letter *item, const struct account *account);
MUST_CHECK association_letter_released(struct context *context, const struct association_letter *item, const struct account *account);

#endif
