/* The staff (SPEC 11.1): who of the accounts works for the certifying body and as what, how they come to their second factor, and how they sign in at the desk (4.1). */
#ifndef ACCOUNT_ACCOUNT_STAFF_H
#define ACCOUNT_ACCOUNT_STAFF_H

#include "account/account.h"
#include "outside/passkey.h"

/* --- Who is one of the staff: MAY_MANAGE_STAFF, and MAY_READ_STAFF for the first two --- */

struct account_staff {
    int64_t account;
    struct text user_name, mailbox, name_latin, name_native;
    int64_t roles;             /* bits of enum staff_role (audit/audit.h) */
    struct text roles_words;   /* "support registrar" */
    struct instant since, ended, used; /* used: the last sign-in at the desk */
    bool one_time;             /* has an authenticator app */
    int64_t passkeys, codes;   /* recovery codes that are left */
    bool invited;              /* a link to enrol is out */
};
extern const struct record account_staff_record;
/* Those of today, then those that were. */
MUST_CHECK account_staff_list(struct context *context, struct list *staff);
/* One of them, ended or not; RESULT_NONE where the account never was. */
MUST_CHECK account_staff_read(struct context *context, int64_t account, struct account_staff *staff);
/* Makes an account one of the staff, again too, or changes what he may do; what he may is read at each request, and once more when an act of his is committed (audit_write), so it holds at once. Who becomes one loses the second factor that he had set up himself. REFUSED account.staff_roles (none), account.none,
 * and at the desk account.staff_self (nobody says what he may do himself), account.staff_last (an administrator remains). */
MUST_CHECK account_staff_set(struct context *context, int64_t account, unsigned roles);
/* Ends it at once, with his sessions at the desk and his second factor. REFUSED account.staff_none and the last two. */
MUST_CHECK account_staff_end(struct context *context, int64_t account);
/* A link to enrol, good once and for 24 hours; an earlier one is worthless from then on. `token` NULL: a letter takes it to the account's mailbox, as from the desk, where that is proven to be its own (else REFUSED account.staff_mailbox); else it is the caller's to hand over, as on the command line. */
MUST_CHECK account_staff_link(struct context *context, int64_t account, struct text *token);
/* Both at once, or neither: sets his roles and sends or gives the link. */
MUST_CHECK account_staff_add(struct context *context, int64_t account, unsigned roles, struct text *token);

/* --- Enrolling, by the link's token --- */

struct account_enrolment {
    struct text user_name;
    struct instant ends;
    bool has_password;     /* he gives it; else he chooses one */
    struct text secret;    /* for an authenticator app, to be typed */
    struct text address;   /* the same for a QR code: otpauth://... */
    struct passkey_party party; /* its `id` is empty where no passkey can be made */
    struct text challenge; /* for a passkey */
    struct text user_id;   /* of this account for authenticators: tells nothing */
};
/* RESULT_NONE where the link is none, used or over. Limited by network. */
MUST_CHECK account_enrolment(struct context *context, struct text token, struct account_enrolment *enrolment);
enum { ACCOUNT_RECOVERY_CODES = 10 };
struct account_enrol {
    struct text token, password;
    struct text code;                     /* of the authenticator app; or */
    const struct passkey_answer *passkey; /* what the browser made, NULL: none */
    struct text challenge;                /* that it was made for */
    struct text agent;                    /* what the browser calls itself: the passkey's name */
};
/* Sets the password where there was none, and the second factor in place of any earlier one; `codes` gets the recovery codes, which are nowhere else. RESULT_NONE as above; REFUSED with
 * error.field password or code. */
MUST_CHECK account_enrol(struct context *context, const struct account_enrol *enrol, struct text codes[ACCOUNT_RECOVERY_CODES]);

/* --- Signing in at the desk. Whatever was wrong, the answer and its time are the same --- */

struct account_desk_sign_in {
    struct text name, password;
    struct text code; /* of the app, or a recovery code */
    struct text agent;
};
MUST_CHECK account_desk_sign_in(struct context *context, const struct account_desk_sign_in *wish, account_of_mailbox *of_mailbox, struct text *token);
/* What a passkey has to sign to sign in; good for ten minutes and once. Nothing is written down before it is used. */
MUST_CHECK account_desk_challenge(struct context *context, struct text *challenge);
MUST_CHECK account_desk_passkey(struct context *context, const struct passkey_answer *answer, struct text challenge, struct text agent, struct text *token);

/* The same as account_session for the desk, whose sessions end an hour after their last use and 12 hours after they began: the actor becomes ACTOR_STAFF with the roles of this
 * moment. RESULT_NONE also for who is no longer one of the staff. */
MUST_CHECK account_desk_session(struct context *context, struct text token, struct account *account);

/* --- Acting as a candidate (11.3), MAY_ACT_AS_CANDIDATE: his pages, read-only --- */

/* From now on the desk's session looks at the pages of this account. RESULT_NONE where there is none. */
MUST_CHECK account_act_as(struct context *context, int64_t account);
MUST_CHECK account_act_as_end(struct context *context);
/* Where the desk's session of that token acts as a candidate: he is the account and the actor, with actor.acting the member of the staff. RESULT_NONE: it does not. */
MUST_CHECK account_acting_session(struct context *context, struct text token, struct account *account);

/* Of the demonstration: makes the account one of the staff with these roles, a known secret for authenticator apps, and no need of a link. REFUSED in any other store. */
MUST_CHECK account_staff_demonstrate(struct context *context, int64_t account, unsigned roles, struct text password);
/* The code that an app of the account, staff or not, would show by the clock of the demonstration, which an app on a telephone does not follow. REFUSED account.no_app; in any other store. */
MUST_CHECK account_staff_demonstration_code(struct context *context, int64_t account, struct text *code);
/* Forgets links and challenges that are over; for the nightly run. */
MUST_CHECK account_forget_challenges(struct context *context);

#endif
