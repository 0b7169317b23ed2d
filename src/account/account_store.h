/* The tables account, password, forgotten_password and session: all their SQL. */
#ifndef ACCOUNT_ACCOUNT_STORE_H
#define ACCOUNT_ACCOUNT_STORE_H

#include "account/account.h"
#include "outside/database.h"

/* Makes an account; RESULT_NONE where the name is taken. */
MUST_CHECK account_store_make(struct context *context, const struct account *account, struct text user_name_key, int64_t *id);
/* RESULT_NONE where there is none, or it is closed. */
MUST_CHECK account_store_read(struct context *context, int64_t id, struct account *account);
MUST_CHECK account_store_by_key(struct context *context, struct text user_name_key, struct account *account);
/* Holds the account's row until the commit (PostgreSQL). Whoever begins a session, or ends them with what they were begun by, does so first: else a session that is just beginning is not seen, and stays. */
MUST_CHECK account_store_take(struct context *context, int64_t id);
MUST_CHECK account_store_change(struct context *context, int64_t id, const struct account_profile *profile);
MUST_CHECK account_store_same_person(struct context *context, int64_t one, int64_t other, bool *same);
MUST_CHECK account_store_correct_names(struct context *context, int64_t id, struct text name_latin, struct text name_native);

/* Where a letter about the account goes: to `wanted` where an association proves it, else to the first mailbox that one proves; RESULT_NONE where none is. */
MUST_CHECK account_store_proven_mailbox(struct context *context, int64_t id, struct text wanted, struct text *mailbox);

/* That somebody wants the letter about a forgotten password. */
struct account_forgotten_row {
    struct text mailbox, language;
    struct instant asked;
};
MUST_CHECK account_store_note_forgotten(struct context *context, struct text mailbox, int64_t *wish);
/* Takes it away with all others of its mailbox, and gives the last of them. */
MUST_CHECK account_store_take_forgotten(struct context *context, int64_t wish, struct account_forgotten_row *row);
/* The empty text where there is none. */
MUST_CHECK account_store_read_password(struct context *context, int64_t id, struct text *hash);
/* Has it a second factor: an authenticator app, or a passkey? */
MUST_CHECK account_store_second_factor(struct context *context, int64_t id, bool *has);
MUST_CHECK account_store_write_password(struct context *context, int64_t id, struct text hash);

/* A session with its account, as a token finds them. */
struct account_session_row {
    int64_t session;
    struct instant used, ends;
    int64_t id;
    struct text user_name, mailbox, name_latin, name_native, phone, country, language, zone;
    struct instant made;
    int64_t roles; /* of a session of the desk */
};
MUST_CHECK account_store_begin_session(struct context *context, int64_t account, struct bytes token_hash, struct instant ends, struct text agent, bool desk,
                                       int64_t *session);
MUST_CHECK account_store_find_session(struct context *context, struct bytes token_hash, struct account_session_row *row);
/* The same for one of the desk, of somebody who is one of the staff today. */
MUST_CHECK account_store_find_desk_session(struct context *context, struct bytes token_hash, struct account_session_row *row);
MUST_CHECK account_store_use_session(struct context *context, int64_t session);
/* Those that are not over: last used after `idle_since`. */
MUST_CHECK account_store_sessions(struct context *context, int64_t account, struct instant idle_since, struct list *sessions);
/* Ends one session of the account; RESULT_NONE where it has none such. */
MUST_CHECK account_store_end_session(struct context *context, int64_t account, int64_t session);
MUST_CHECK account_store_end_other_sessions(struct context *context, int64_t account, int64_t but);
MUST_CHECK account_store_forget_sessions(struct context *context, struct instant idle_since);
MUST_CHECK account_store_move_sessions(struct context *context, int64_t microseconds);

#endif
