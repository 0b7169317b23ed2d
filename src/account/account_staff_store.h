/* The tables staff, one_time_password, recovery_code, passkey and challenge: all their SQL. */
#ifndef ACCOUNT_ACCOUNT_STAFF_STORE_H
#define ACCOUNT_ACCOUNT_STAFF_STORE_H

#include "account/account_staff.h"
#include "outside/database.h"

MUST_CHECK staff_store_list(struct context *context, struct list *staff);
MUST_CHECK staff_store_read(struct context *context, int64_t account, struct account_staff *staff);
MUST_CHECK staff_store_set(struct context *context, int64_t account, unsigned roles);
MUST_CHECK staff_store_end(struct context *context, int64_t account);
/* How many others of today have the role. */
MUST_CHECK staff_store_others_with(struct context *context, int64_t account, unsigned role, int64_t *count);
MUST_CHECK staff_store_end_desk_sessions(struct context *context, int64_t account);

/* What an account proves itself with besides its password. */
struct proof_row {
    int64_t roles;       /* 0: is none of the staff today */
    struct bytes sealed; /* of the authenticator app; empty: none */
    int64_t last_step;
};
MUST_CHECK staff_store_proof(struct context *context, int64_t account, struct proof_row *proof);
/* The same of any account, staff or not. */
MUST_CHECK staff_store_second(struct context *context, int64_t account, struct proof_row *proof);
/* How many recovery codes are left, and how many passkeys there are. */
MUST_CHECK staff_store_count_factors(struct context *context, int64_t account, int64_t *codes, int64_t *passkeys);
/* Takes the step where it is newer than the last; RESULT_NONE where it is not. */
MUST_CHECK staff_store_take_step(struct context *context, int64_t account, int64_t step);
/* Whether there is such a recovery code and it is unused; and its use. */
MUST_CHECK staff_store_find_code(struct context *context, int64_t account, struct bytes hash);
MUST_CHECK staff_store_take_code(struct context *context, int64_t account, struct bytes hash);

MUST_CHECK staff_store_forget_factors(struct context *context, int64_t account);
MUST_CHECK staff_store_forget_codes(struct context *context, int64_t account);
MUST_CHECK staff_store_write_one_time(struct context *context, int64_t account, struct bytes sealed, int64_t step);
MUST_CHECK staff_store_write_code(struct context *context, int64_t account, struct bytes hash);
MUST_CHECK staff_store_write_passkey(struct context *context, int64_t account, const struct passkey_key *key, struct text name);

struct passkey_row {
    int64_t id, account_id;
    struct bytes credential, public_key;
    int64_t algorithm, sign_count;
};
MUST_CHECK staff_store_find_passkey(struct context *context, struct bytes credential, struct passkey_row *row);
MUST_CHECK staff_store_use_passkey(struct context *context, int64_t id, int64_t sign_count);

struct challenge_row {
    int64_t account_id;
    struct instant ends;
};
/* RESULT_NONE where there is one of that hash already. */
MUST_CHECK staff_store_add_challenge(struct context *context, struct bytes hash, const char *purpose, int64_t account, struct instant ends);
MUST_CHECK staff_store_find_challenge(struct context *context, struct bytes hash, const char *purpose, struct challenge_row *row);
/* RESULT_NONE where it is gone. */
MUST_CHECK staff_store_take_challenge(struct context *context, struct bytes hash);
MUST_CHECK staff_store_drop_challenges(struct context *context, int64_t account, const char *purpose);
MUST_CHECK staff_store_forget_challenges(struct context *context);

MUST_CHECK staff_store_act_as(struct context *context, int64_t session, int64_t account);
MUST_CHECK staff_store_find_acting(struct context *context, struct bytes token_hash, int64_t *account);

#endif
