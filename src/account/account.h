/* Persons, sign-in, sessions, names (SPEC 4). */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "base/context.h"
#include "base/record.h"
#include "outside/page.h"

/* An account as its owner and the other rooms see it. */
struct account {
    int64_t id;
    struct text user_name;
    struct text mailbox; /* where letters go */
    struct text name_latin, name_native;
    struct text phone, country, language;
    struct text zone; /* IANA; empty: the body's */
    struct instant made;
};
extern const struct record account_record;

struct account_sign_up {
    struct text user_name, mailbox, password;
    struct text name_latin, name_native;
    const char *language;
    struct text agent; /* the browser, for the list of sessions */
};
/* Makes an account and a session for it. The mailbox is not proven by this: the door's next act is association_ask (SPEC 4.1). `token` gets the session's token, for
 * the cookie. REFUSED account.name_taken, account.password_short, account.password_common, account.address, ... each with error.field. The answer
 * does not tell whether the mailbox is known. Limited per network. Answered already under the same idempotency key: `token` is empty, whoever signed up signs in. */
MUST_CHECK account_sign_up(struct context *context, const struct account_sign_up *wish, struct text *token, int64_t *account);
/* Takes the same time whether or not the name exists; REFUSED "account.sign_in" whatever was wrong. `name` is a user name, or a mailbox that is tied to the account
 * (`account_of_mailbox` finds it: the association room's, handed in by the door because that room is above). Limited per name and network. A bounded count of
 * hashes at once in a process. Where the account has a second factor `token` is empty, and `second` is what the second step goes on with, for ten minutes (account_second.h); else `second` is empty. */
typedef enum result account_of_mailbox(struct context *context, struct text address, int64_t *account);
MUST_CHECK account_sign_in(struct context *context, struct text name, struct text password, struct text agent, account_of_mailbox *of_mailbox, struct text *token, struct text *second);
/* Shows that an account is the actor's own, too, without signing in to it (5.10): with the checks, the limits and the time of account_sign_in. REFUSED "account.sign_in" whatever was wrong; where it was right, but the account has a
 * second step, which a password alone must not stand for, `code` is used up as at sign-in (account_sign_in_code): REFUSED "account.second_needed" where it is empty, "account.second_code", "audit.too_often". */
MUST_CHECK account_prove(struct context *context, struct text name, struct text password, struct text code, account_of_mailbox *of_mailbox, int64_t *account);
/* A mark that changes when the account's password does, or when it gets a second factor or loses it: what account_prove has shown holds as long as it is the same. */
MUST_CHECK account_proof_mark(struct context *context, int64_t account, struct text *mark);
/* Whose session a token is, for every page: fills context->actor and the account; RESULT_NONE where it is none's or over. One look-up; writes (use) at most once an hour. */
MUST_CHECK account_session(struct context *context, struct text token, struct account *account);
/* Ends the actor's session, of the desk too. */
MUST_CHECK account_sign_out(struct context *context);

struct account_session_view {
    int64_t id;
    struct instant made, used; /* used: as it was written down last, which is not done at each use */
    struct text network, agent;
    bool this_one, desk;
    bool recent;               /* perhaps used within the last hour; else it was not */
    struct instant unused_since;
};
extern const struct record account_session_view_record;
/* Those of an account that are not over, the one used last first: the actor's own, or anybody's for MAY_READ_PEOPLE. At most 200. */
MUST_CHECK account_sessions(struct context *context, int64_t account, struct list *sessions);
/* Ends one of them. REFUSED account.no_session, where it is none of his or over. */
MUST_CHECK account_end_session(struct context *context, int64_t session);

struct account_profile {
    struct text name_latin, name_native, phone, country, language, zone, mailbox;
    struct text password; /* the present one, where the mailbox is to be another; else it is not looked at */
    bool keep_names;      /* the names stay what they are when it is written, also where they were corrected since `name_latin` and `name_native` were read */
};
/* Changes the actor's own profile. What rooms above know is asked of them inside the transaction, by functions that the door hands in: names are free until a certificate was issued (4.4; not asked where they stay what they are), and the mailbox for
 * letters must be one that is tied to the account (RESULT_OK; else RESULT_NONE), which on PostgreSQL is asked when the account's row is held, so that whoever lets that mailbox go comes before or after. A
 * changed name leaves `account-changed` due. Where letters go, links go by which a password is set: another mailbox wants the present password, as a new password does. REFUSED account.name_fixed,
 * account.mailbox_unproven, account.password_wanted, account.enrol_password, account.phone, ... with error.field; audit.too_often. */
typedef enum result account_names_fixed(struct context *context, int64_t account, bool *fixed);
typedef enum result account_mailbox_proven(struct context *context, int64_t account, struct text address);
MUST_CHECK account_change_profile(struct context *context, const struct account_profile *profile, account_names_fixed *names_fixed, account_mailbox_proven *mailbox_proven);
/* A name as it may be printed, in normal form; both empty is allowed here. REFUSED account.name_latin, account.name_native, ecert.glyph_missing and ecert.name_too_long (7.2; not of what stands in `old`, which may be NULL,
 * already) with error.field. */
MUST_CHECK account_check_names(struct context *context, const struct account *old, struct text latin, struct text native, struct text *normal_latin, struct text *normal_native);
/* Are two accounts one person's (5.10): do merges that are in force lead from one to the other, or from both to a third? An account is its own; 0 is nobody's. */
MUST_CHECK account_same_person(struct context *context, int64_t one, int64_t other, bool *same);
/* In SQL: the account, and those that were merged into it, one into the next, by merges that are in force. */
#define ACCOUNT_AND_MERGED(ACCOUNT) "(WITH RECURSIVE whole (id) AS (SELECT CAST(" ACCOUNT " AS BIGINT) UNION SELECT g.from_id FROM whole JOIN account_merge g ON g.into_id = whole.id WHERE g.undone_at IS NULL) SELECT id FROM whole)"
/* Corrects the names of an account after its first certificate (4.4), inside the transaction of the room that decided so (MAY_DECIDE_CASES); the names are in normal form. */
MUST_CHECK account_correct_names(struct context *context, int64_t account, struct text name_latin, struct text name_native);
/* The actor's own, by the one that he has; ends all other sessions, and a letter tells him. REFUSED account.old_password, what account_sign_up says of passwords, audit.too_often. */
MUST_CHECK account_change_password(struct context *context, struct text old_password, struct text new_password);

/* --- A forgotten password --- */

/* Notes that a letter is wanted, and looks nothing up: neither the answer nor its time tells whose the mailbox is. Leaves `password-forgotten` due.
 * REFUSED account.address, audit.too_often (by network and mailbox). */
MUST_CHECK account_forgotten(struct context *context, struct text mailbox);
/* Writes that letter, inside the transaction that follows the wish up. Where the mailbox is tied to an account (`of_mailbox`): with a link by which a new password is set, to the account's own mailbox, if that is tied to
 * it, too: any other may be a former employer's. Else to the mailbox, that it opens none. One letter for all wishes of the mailbox; the link's 24 hours count from the last of them, and where they are over nothing is
 * written but the journal. RESULT_NONE where the wish is not there (any more). */
MUST_CHECK account_forgotten_follow(struct context *context, int64_t wish, account_of_mailbox *of_mailbox);
/* What a link is for, by its token. RESULT_NONE: it is none, is older than 24 hours, or the password was set or the account's own mailbox changed or untied since. */
struct account_forgotten_link {
    struct text user_name;
    struct instant ends;
    bool second_step; /* the new password alone opens nothing: signing in asks for the second step, too */
};
MUST_CHECK account_forgotten_link(struct context *context, struct text token, struct account_forgotten_link *link);
/* The same, not counted: for the page that is shown again after account_forgotten_set, which has counted. */
MUST_CHECK account_forgotten_look(struct context *context, struct text token, struct account_forgotten_link *link);
/* Sets the new password and ends all sessions; a letter tells the owner. Signs nobody in: where there is a second factor, it is asked for like at any time. Sent again (SPEC 13.4) it is OK only with the password that was set. REFUSED account.forgotten_link, and what account_sign_up says of passwords. */
MUST_CHECK account_forgotten_set(struct context *context, struct text token, struct text password);

/* For other rooms and the operator; RESULT_NONE where there is none. */
MUST_CHECK account_read(struct context *context, int64_t id, struct account *account);
MUST_CHECK account_by_name(struct context *context, struct text user_name, struct account *account);
/* The form in which user names are compared; empty for what cannot be one. */
struct text account_name_key(struct context *context, struct text user_name);
/* Takes over an account from an earlier system (MAY_ADD_ACCOUNTS), without a password. An existing name: REFUSED account.name_taken. */
MUST_CHECK account_add(struct context *context, struct text user_name, struct text mailbox, struct text name_latin, struct text name_native, int64_t *account);
/* Sets a password for an account of the demonstration (MAY_ADD_ACCOUNTS). */
MUST_CHECK account_set_password(struct context *context, int64_t account, struct text password);
/* Forgets sessions that are over; for the nightly run. */
MUST_CHECK account_forget_sessions(struct context *context);
/* A demonstration's clock is moved by so much (MAY_SET_CLOCK): sessions move along, so that nobody is signed out by it. */
MUST_CHECK account_move_sessions(struct context *context, int64_t microseconds);

/* The letters that this room writes. */
extern const struct page_binding account_letters[];
extern const size_t account_letter_count;

#endif
