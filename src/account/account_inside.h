/* What the files of this room share. */
#ifndef ACCOUNT_ACCOUNT_INSIDE_H
#define ACCOUNT_ACCOUNT_INSIDE_H

#include "account/account.h"
#include "account/account_staff.h"

/* Checks a new password and hashes it. Not inside a transaction. */
MUST_CHECK account_new_password(struct context *context, struct text password, struct text user_name, struct text mailbox, const char *field, struct text *hash);
/* Inside a transaction: writes the new password, and ends every session but one (0: all) and every second step that the old one has begun. */
MUST_CHECK account_replace_password(struct context *context, int64_t account, struct text hash, int64_t but_session);
/* Begins a session for the account inside a transaction; the actor becomes its account. */
MUST_CHECK account_begin_session(struct context *context, int64_t account, struct text agent, struct text *token);
/* The same at the desk, where the actor is one of the staff. */
MUST_CHECK account_begin_desk_session(struct context *context, int64_t account, struct text agent, struct text *token);
/* The account that a name means (a user name, or a mailbox by `of_mailbox`); 0 where none. `counted` is what attempts are counted under. */
MUST_CHECK account_meant(struct context *context, struct text name, account_of_mailbox *of_mailbox, int64_t *account, struct text *counted);
/* The host of the portal's address, as apps show whose code it is. */
struct text account_host(const struct context *context);
/* What a browser calls itself, for lists: visible characters, cut to a length. */
struct text account_plain_agent(struct context *context, struct text agent);

/* Is the mailbox to which the account's letters go one that is proven to be its own? Any other that is tied to it may be read by others by now: a former employer's, a training centre's. So nothing that opens the account goes there. */
MUST_CHECK account_own_mailbox(struct context *context, const struct account *account, bool *own);

/* The second step of an account that is not the actor's, whose password was right: uses the code up. REFUSED account.second_needed where none was typed, account.second_code, both of the field "code"; audit.too_often. */
MUST_CHECK account_second_prove(struct context *context, int64_t account, struct text code);

/* --- account_proof.c: what somebody proves himself with --- */

/* Is this the password that the account has? REFUSED account.enrol_password, of the field "password". Whoever asks limits the tries. */
MUST_CHECK account_check_password(struct context *context, struct text typed, struct text hash);
/* The same of the actor's own, with the limit of its tries; `hash` gets what it was held against, for the act to see that it still is the one. */
MUST_CHECK account_check_own_password(struct context *context, struct text typed, struct text *hash);
/* The secret that a page offers to an authenticator app: derived from what only that page carries, so that nothing has to be kept until a code of it was typed. */
MUST_CHECK account_offer_one_time(struct context *context, const char *purpose, struct text about, struct bytes *secret);
/* The first code of an app that was offered the secret: the step to go on from. REFUSED account.enrol_code, of the field "code". */
MUST_CHECK account_check_offered(struct context *context, struct bytes secret, struct text code, int64_t *step);
/* Keeps the secret of an authenticator app, sealed, and the last step that was used; opens what was kept. */
MUST_CHECK account_keep_one_time(struct context *context, int64_t account, struct bytes secret, int64_t step);
MUST_CHECK account_open_one_time(struct context *context, int64_t account, struct bytes sealed, struct bytes *secret);
/* Makes fresh recovery codes, like 7K4M-XW2P-9QRS-T0VW, and keeps their hashes beside those that are there; and how any is stored, typed ones in whatever spelling. */
MUST_CHECK account_make_recovery_codes(struct context *context, int64_t account, struct text codes[ACCOUNT_RECOVERY_CODES]);
struct bytes account_recovery_hash(struct context *context, int64_t account, struct text typed);
/* What an authenticator has to sign: random and signed by this store, so that nothing is kept before it is used. `account` 0: whoever comes. */
MUST_CHECK account_challenge(struct context *context, const char *purpose, int64_t account, struct text *challenge);
/* Inside a transaction: takes it, once and while it is good. REFUSED passkey.late. */
MUST_CHECK account_challenge_take(struct context *context, const char *purpose, int64_t account, struct text challenge);

/* Letters to the account's owner about what was done to it; inside the transaction that does it. */
MUST_CHECK account_tell_password_changed(struct context *context, const struct account *account);
/* The link by which a new password is set, to the account's own mailbox; or that the mailbox which was entered opens no account, in the language of whoever did. */
MUST_CHECK account_tell_forgotten(struct context *context, const struct account *account, struct instant ends, struct text token);
MUST_CHECK account_tell_no_account(struct context *context, struct text mailbox, struct text language, struct instant asked);
/* To the mailbox that letters went to until now. */
MUST_CHECK account_tell_mailbox_changed(struct context *context, const struct account *account, struct text mailbox);
/* The link by which one of the staff sets up his sign-in; and that it was done. */
MUST_CHECK account_tell_enrolment(struct context *context, const struct account *account, struct instant ends, struct text token);
MUST_CHECK account_tell_enrolled(struct context *context, const struct account *account);
/* A second step was set up, or switched off. */
MUST_CHECK account_tell_second(struct context *context, const struct account *account, bool on);

#endif
