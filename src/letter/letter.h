/* Letters and their outbox (SPEC 10, 4.3). A letter is written in the transaction that causes it, rendered once, and sent by the worker. */
#ifndef LETTER_LETTER_H
#define LETTER_LETTER_H

#include "base/context.h"
#include "base/record.h"
#include "outside/page.h"
#include "outside/zone.h"

/* All templates, loaded once: theme/letters/KIND.txt (its first line is the subject) and KIND.html. Each is bound to a record by the room that writes it; the outer record is
 * letter_frame_record. frame.html stands around the HTML of all; REFUSED letter.frame where it has no place for it. theme/letters/README.md says how to write them. Needs context->languages; the context's arena must outlive the templates. */
struct letter_templates;
/* What every letter sees beside its own record. */
struct letter_frame {
    struct text body_name;       /* who writes, in the reader's language: as letter_templates_body says, else the name in the setting mail_from, else the portal's host */
    struct text portal_address;  /* https://certificates.example, no slash at the end */
    struct text recipient_name, recipient_address;
    bool of_account;             /* it stands on the letters page of an account */
    bool native_first;           /* language_native_first */
    const char *html_language;   /* "zh-CN" */
    const char *kind;            /* the template's name */
    struct text token, code;     /* places that are filled only in the letter as it is sent */
    int32_t zone_offset_minutes; /* for {{instant}} */
    struct text zone_name;       /* "Asia/Shanghai", as on pages */
};
extern const struct record letter_frame_record;
/* Where a file is wrong, `templates` gets what has no letters all the same: what needs none goes on with it, and whoever is about to write or send one fails by letter_templates_right. */
MUST_CHECK letter_templates_load(struct context *context, struct text folder, const struct page_binding *bindings, size_t count,
                                 struct letter_templates **templates);
/* What was wrong with the context's when they were loaded, as BROKEN; RESULT_OK: nothing. */
MUST_CHECK letter_templates_right(struct context *context);
/* The body's name and zone, which rooms above this one know; an empty text and NULL where there is none (yet). They live as long as the context's arena. */
struct letter_body {
    struct text name;
    const struct zone *zone;
};
typedef struct letter_body letter_body_of(struct context *context, const char *language);
void letter_templates_body(struct letter_templates *templates, letter_body_of *body);

struct letter_recipient {
    int64_t account;     /* on whose letters page it stands; 0: nobody's */
    struct text address; /* normal form */
    struct text name;    /* how the person is addressed; may be empty */
    struct text user_name; /* where that is empty: the account is addressed by the name that a certificate or an exam record of its own bears, else by this; empty: by no name at all */
    const char *language;
    struct text zone;    /* IANA: in which instants are written; empty: the body's, else UTC */
};
/* How a letter in that language addresses a person: by the name that its reader reads first (language_native_first); the other where there is none. */
struct text letter_addressed(struct text language, struct text name_latin, struct text name_native);
/* What stands only in the letter as it is sent, never in the store in clear or on a page (SPEC 13.5): {{token}} and {{code}} in templates. */
struct letter_secrets {
    struct text token; /* goes behind # in a link */
    struct text code;  /* to be typed */
};
/* Writes a letter of that kind inside the current transaction (BROKEN outside one). Secrets hold letters, digits, - and _ only. `item` is of the record that the kind is bound to. `secrets` and `letter` may be NULL. */
MUST_CHECK letter_write(struct context *context, const char *kind, const struct letter_recipient *recipient, const void *item,
                        const struct letter_secrets *secrets, int64_t *letter);

enum letter_state { LETTER_WAITING = 1, LETTER_SENT, LETTER_BOUNCED, LETTER_HELD, LETTER_GIVEN_UP };

/* One letter as its account's page or the desk shows it. Secrets are never filled in here: where one stands, the text says that it was sent to the mailbox only. */
struct letter_view {
    int64_t id, account_id; /* account_id: 0, nobody's */
    struct text recipient, kind, subject, text;
    struct instant written;
    bool waiting, sent, bounced, held, given_up;
    struct text answer; /* the mail server's last words */
    struct instant changed, next;
    bool can_resend;
};
extern const struct record letter_view_record;
/* The letters of the actor's own account, newest first, older than `before` (an id; 0: from the newest); without their `text`. At most 200. */
MUST_CHECK letter_list(struct context *context, int64_t before, size_t maximum, struct list *letters);
/* RESULT_NONE where it is none of his. */
MUST_CHECK letter_read(struct context *context, int64_t letter, struct letter_view *view);
/* Queues a letter of one's own again, under the same Message-ID; limited. REFUSED letter.none, letter.underway (it waits or is held), audit.too_often. */
MUST_CHECK letter_resend(struct context *context, int64_t letter);
/* Anybody's, for the staff (MAY_READ_LETTERS); that it was read stands in the journal. RESULT_NONE where there is none. */
MUST_CHECK letter_look_at(struct context *context, int64_t letter, struct letter_view *view);
/* Holds a waiting letter back, or lets a held one go on (MAY_HOLD_LETTERS). REFUSED letter.not_waiting, letter.not_held. */
MUST_CHECK letter_hold(struct context *context, int64_t letter);
MUST_CHECK letter_release(struct context *context, int64_t letter);

/* The built-in mailbox of a demonstration (10.2): letters as their recipients have them, secrets filled in. REFUSED "letter.no_mailbox" unless mail is built-in and not
 * in production. `address` empty: all mailboxes. */
struct mailbox_letter {
    int64_t id;
    struct text recipient, subject, text, html;
    struct instant written;
};
extern const struct record mailbox_letter_record;
MUST_CHECK letter_mailbox(struct context *context, struct text address, size_t maximum, struct list *letters);
MUST_CHECK letter_mailbox_read(struct context *context, int64_t letter, struct mailbox_letter *view);

/* Sends what waits and is due, over a connection that is kept; returns when nothing more is due now, or after `seconds`. At least once, with a stable Message-ID. Many nodes may
 * do so at once: a letter is claimed for 15 minutes. A letter that the server puts off waits one minute, two, four ... to twelve hours, for five days; three in a row that a domain
 * puts off cool the whole domain down; a refused recipient is a bounce, kept with the server's words. `sent` gets how many the server took. */
struct letter_sender;
/* REFUSED letter.no_sender, smtp.url, smtp.tls, smtp.authorities where the settings mail, mail_from, mail_tls, mail_authorities do not fit. With mail = built-in it sends nothing. */
MUST_CHECK letter_sender_new(struct context *context, struct letter_sender **sender);
void letter_sender_free(struct letter_sender *sender);
MUST_CHECK letter_send_due(struct context *context, struct letter_sender *sender, int seconds, int64_t *sent);

#endif
