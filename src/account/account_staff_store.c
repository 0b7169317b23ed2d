#include "account/account_staff_store.h"

enum { MOST_STAFF = 2000 };

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct account_staff
RECORD(account_staff_record, RECORDED, F(account), F(user_name), F(mailbox), F(name_latin), F(name_native), F(roles), F(roles_words), F(since), F(ended), F(used), F(one_time),
       F(passkeys), F(codes), F(invited));
#undef RECORDED
#define RECORDED struct proof_row
RECORD(proof_row_record, RECORDED, F(roles), F(sealed), F(last_step));
#undef RECORDED
#define RECORDED struct passkey_row
RECORD(passkey_row_record, RECORDED, F(id), F(account_id), F(credential), F(public_key), F(algorithm), F(sign_count));
#undef RECORDED
#define RECORDED struct challenge_row
RECORD(challenge_row_record, RECORDED, F(account_id), F(ends));
#undef RECORDED
struct one_id {
    int64_t id;
};
#define RECORDED struct one_id
RECORD(one_id_record, RECORDED, F(id));
#undef RECORDED

#define STAFF_COLUMNS                                                                                                                                    \
    "SELECT f.account_id AS account, a.user_name, a.mailbox, a.name_latin, a.name_native, f.roles, CAST('' AS TEXT) AS roles_words, f.since_at AS since,"  \
    " f.ended_at AS ended, (SELECT MAX(s.used_at) FROM session s WHERE s.account_id = f.account_id AND s.desk = 1) AS used,"                               \
    " CASE WHEN EXISTS (SELECT 1 FROM one_time_password o WHERE o.account_id = f.account_id) THEN 1 ELSE 0 END AS one_time,"                               \
    " (SELECT COUNT(*) FROM passkey p WHERE p.account_id = f.account_id) AS passkeys,"                                                                     \
    " (SELECT COUNT(*) FROM recovery_code c WHERE c.account_id = f.account_id AND c.used_at IS NULL) AS codes,"                                            \
    " CASE WHEN EXISTS (SELECT 1 FROM challenge e WHERE e.account_id = f.account_id AND e.purpose = 'enrol' AND e.ends_at > $1) THEN 1 ELSE 0 END AS invited" \
    " FROM staff f CROSS JOIN account a WHERE a.id = f.account_id"
STATEMENT(list_staff, &account_staff_record, STAFF_COLUMNS " ORDER BY CASE WHEN f.ended_at IS NULL THEN 0 ELSE 1 END, a.user_name_key LIMIT $2");
STATEMENT(read_staff, &account_staff_record, STAFF_COLUMNS " AND f.account_id = $2");
STATEMENT(set_staff, NULL,
          "INSERT INTO staff (account_id, roles, since_at) VALUES ($1, $2, $3)"
          " ON CONFLICT (account_id) DO UPDATE SET roles = excluded.roles, ended_at = NULL,"
          " since_at = CASE WHEN staff.ended_at IS NULL THEN staff.since_at ELSE excluded.since_at END");
STATEMENT(end_staff, NULL, "UPDATE staff SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL");
STATEMENT(others_with_role, NULL, "SELECT COUNT(*) FROM staff WHERE account_id <> $1 AND ended_at IS NULL AND (roles & $2) <> 0");
STATEMENT(end_desk_sessions, NULL, "DELETE FROM session WHERE account_id = $1 AND desk = 1");

STATEMENT(read_proof, &proof_row_record,
          "SELECT f.roles, o.sealed, COALESCE(o.last_step, 0) AS last_step FROM staff f LEFT JOIN one_time_password o ON o.account_id = f.account_id"
          " WHERE f.account_id = $1 AND f.ended_at IS NULL");
STATEMENT(read_second, &proof_row_record,
          "SELECT COALESCE(f.roles, 0) AS roles, o.sealed, COALESCE(o.last_step, 0) AS last_step FROM account a LEFT JOIN staff f ON f.account_id = a.id AND f.ended_at IS NULL"
          " LEFT JOIN one_time_password o ON o.account_id = a.id WHERE a.id = $1 AND a.closed_at IS NULL");
STATEMENT(count_codes, NULL, "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL");
STATEMENT(count_passkeys, NULL, "SELECT COUNT(*) FROM passkey WHERE account_id = $1");
STATEMENT(take_step, NULL, "UPDATE one_time_password SET last_step = $2 WHERE account_id = $1 AND last_step < $2");
STATEMENT(find_code, &one_id_record, "SELECT account_id AS id FROM recovery_code WHERE account_id = $1 AND hash = $2 AND used_at IS NULL");
STATEMENT(take_code, NULL, "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL");

STATEMENT(forget_one_time, NULL, "DELETE FROM one_time_password WHERE account_id = $1");
STATEMENT(forget_codes, NULL, "DELETE FROM recovery_code WHERE account_id = $1");
STATEMENT(forget_passkeys, NULL, "DELETE FROM passkey WHERE account_id = $1");
STATEMENT(write_one_time, NULL, "INSERT INTO one_time_password (account_id, sealed, confirmed_at, last_step) VALUES ($1, $2, $3, $4)");
STATEMENT(write_code, NULL, "INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2)");
STATEMENT(write_passkey, NULL,
          "INSERT INTO passkey (account_id, credential, public_key, algorithm, sign_count, name, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
          " ON CONFLICT (credential) DO NOTHING");
STATEMENT(find_passkey, &passkey_row_record, "SELECT id, account_id, credential, public_key, algorithm, sign_count FROM passkey WHERE credential = $1");
STATEMENT(use_passkey, NULL, "UPDATE passkey SET sign_count = $2, used_at = $3 WHERE id = $1");

STATEMENT(add_challenge, NULL,
          "INSERT INTO challenge (hash, purpose, account_id, made_at, ends_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING");
STATEMENT(find_challenge, &challenge_row_record,
          "SELECT COALESCE(account_id, 0) AS account_id, ends_at AS ends FROM challenge WHERE hash = $1 AND purpose = $2 AND ends_at > $3");
STATEMENT(take_challenge, NULL, "DELETE FROM challenge WHERE hash = $1");
STATEMENT(drop_challenges, NULL, "DELETE FROM challenge WHERE account_id = $1 AND purpose = $2");
STATEMENT(forget_challenges, NULL, "DELETE FROM challenge WHERE ends_at <= $1");

STATEMENT(act_as, NULL, "UPDATE session SET acting_for = $2 WHERE id = $1 AND desk = 1");
STATEMENT(find_acting, &one_id_record, "SELECT acting_for AS id FROM session WHERE token_hash = $1 AND desk = 1 AND acting_for IS NOT NULL");

static enum result one_changed(enum result result, int64_t changed)
{
    return result < 0 ? result : changed ? RESULT_OK : RESULT_NONE;
}

enum result staff_store_list(struct context *context, struct list *staff)
{
    return database_all(context, &list_staff, PARAMETERS(context_now(context), (int)MOST_STAFF), MOST_STAFF, staff);
}

enum result staff_store_read(struct context *context, int64_t account, struct account_staff *staff)
{
    return database_one(context, &read_staff, PARAMETERS(context_now(context), account), staff);
}

enum result staff_store_set(struct context *context, int64_t account, unsigned roles)
{
    return database_run(context, &set_staff, PARAMETERS(account, (int64_t)roles, context_now(context)), NULL);
}

enum result staff_store_end(struct context *context, int64_t account)
{
    int64_t changed = 0;
    enum result ended = database_run(context, &end_staff, PARAMETERS(account, context_now(context)), &changed);
    return one_changed(ended, changed);
}

enum result staff_store_others_with(struct context *context, int64_t account, unsigned role, int64_t *count)
{
    return database_integer(context, &others_with_role, PARAMETERS(account, (int64_t)role), count);
}

enum result staff_store_end_desk_sessions(struct context *context, int64_t account)
{
    return database_run(context, &end_desk_sessions, PARAMETERS(account), NULL);
}

enum result staff_store_proof(struct context *context, int64_t account, struct proof_row *proof)
{
    *proof = (struct proof_row){0};
    enum result found = database_one(context, &read_proof, PARAMETERS(account), proof);
    return found < 0 ? found : RESULT_OK;
}

enum result staff_store_second(struct context *context, int64_t account, struct proof_row *proof)
{
    *proof = (struct proof_row){0};
    enum result found = database_one(context, &read_second, PARAMETERS(account), proof);
    return found < 0 ? found : RESULT_OK;
}

enum result staff_store_count_factors(struct context *context, int64_t account, int64_t *codes, int64_t *passkeys)
{
    TRY(database_integer(context, &count_codes, PARAMETERS(account), codes));
    return database_integer(context, &count_passkeys, PARAMETERS(account), passkeys);
}

enum result staff_store_take_step(struct context *context, int64_t account, int64_t step)
{
    int64_t changed = 0;
    enum result taken = database_run(context, &take_step, PARAMETERS(account, step), &changed);
    return one_changed(taken, changed);
}

enum result staff_store_find_code(struct context *context, int64_t account, struct bytes hash)
{
    struct one_id row;
    return database_one(context, &find_code, PARAMETERS(account, hash), &row);
}

enum result staff_store_take_code(struct context *context, int64_t account, struct bytes hash)
{
    int64_t changed = 0;
    enum result taken = database_run(context, &take_code, PARAMETERS(account, hash, context_now(context)), &changed);
    return one_changed(taken, changed);
}

enum result staff_store_forget_factors(struct context *context, int64_t account)
{
    TRY(database_run(context, &forget_one_time, PARAMETERS(account), NULL));
    TRY(database_run(context, &forget_codes, PARAMETERS(account), NULL));
    return database_run(context, &forget_passkeys, PARAMETERS(account), NULL);
}

enum result staff_store_forget_codes(struct context *context, int64_t account)
{
    return database_run(context, &forget_codes, PARAMETERS(account), NULL);
}

enum result staff_store_write_one_time(struct context *context, int64_t account, struct bytes sealed, int64_t step)
{
    return database_run(context, &write_one_time, PARAMETERS(account, sealed, context_now(context), step), NULL);
}

enum result staff_store_write_code(struct context *context, int64_t account, struct bytes hash)
{
    return database_run(context, &write_code, PARAMETERS(account, hash), NULL);
}

enum result staff_store_write_passkey(struct context *context, int64_t account, const struct passkey_key *key, struct text name)
{
    int64_t changed = 0;
    enum result written = database_run(context, &write_passkey,
                                       PARAMETERS(account, key->credential, key->public_key, key->algorithm, key->sign_count, name, context_now(context)), &changed);
    return one_changed(written, changed);
}

enum result staff_store_find_passkey(struct context *context, struct bytes credential, struct passkey_row *row)
{
    return database_one(context, &find_passkey, PARAMETERS(credential), row);
}

enum result staff_store_use_passkey(struct context *context, int64_t id, int64_t sign_count)
{
    return database_run(context, &use_passkey, PARAMETERS(id, sign_count, context_now(context)), NULL);
}

enum result staff_store_add_challenge(struct context *context, struct bytes hash, const char *purpose, int64_t account, struct instant ends)
{
    int64_t changed = 0;
    enum result added = database_run(context, &add_challenge, PARAMETERS(hash, purpose, OPTIONAL(account), context_now(context), ends), &changed);
    return one_changed(added, changed);
}

enum result staff_store_find_challenge(struct context *context, struct bytes hash, const char *purpose, struct challenge_row *row)
{
    return database_one(context, &find_challenge, PARAMETERS(hash, purpose, context_now(context)), row);
}

enum result staff_store_take_challenge(struct context *context, struct bytes hash)
{
    int64_t changed = 0;
    enum result taken = database_run(context, &take_challenge, PARAMETERS(hash), &changed);
    return one_changed(taken, changed);
}

enum result staff_store_drop_challenges(struct context *context, int64_t account, const char *purpose)
{
    return database_run(context, &drop_challenges, PARAMETERS(account, purpose), NULL);
}

enum result staff_store_forget_challenges(struct context *context)
{
    return database_run(context, &forget_challenges, PARAMETERS(context_now(context)), NULL);
}

enum result staff_store_act_as(struct context *context, int64_t session, int64_t account)
{
    return database_run(context, &act_as, PARAMETERS(session, OPTIONAL(account)), NULL);
}

enum result staff_store_find_acting(struct context *context, struct bytes token_hash, int64_t *account)
{
    struct one_id row = {0};
    enum result found = database_one(context, &find_acting, PARAMETERS(token_hash), &row);
    *account = row.id;
    return found;
}
