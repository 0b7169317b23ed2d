#include "ecert/ecert_key_store.h"

enum { MOST_KEYS = 64 };

RECORD(signing_key_record, struct signing_key, FIELD(struct signing_key, purpose), FIELD(struct signing_key, certificate),
       FIELD(struct signing_key, private_key));

STATEMENT(current_key, &signing_key_record, "SELECT purpose, certificate, private_key FROM signing_key WHERE purpose = $1 AND retired_at IS NULL");
STATEMENT(add_key, NULL, "INSERT INTO signing_key (purpose, certificate, private_key, made_at) VALUES ($1, $2, $3, $4)");
STATEMENT(retire_key, NULL, "UPDATE signing_key SET retired_at = $2 WHERE purpose = $1 AND retired_at IS NULL");
STATEMENT(all_keys, &signing_key_record, "SELECT purpose, certificate, private_key FROM signing_key ORDER BY id DESC");

enum result ecert_key_store_current(struct context *context, const char *purpose, struct signing_key *key)
{
    return database_one(context, &current_key, PARAMETERS(purpose), key);
}

enum result ecert_key_store_add(struct context *context, const char *purpose, struct text certificate, struct text private_key)
{
    return database_run(context, &add_key, PARAMETERS(purpose, certificate, private_key, context_now(context)), NULL);
}

enum result ecert_key_store_retire(struct context *context, const char *purpose)
{
    return database_run(context, &retire_key, PARAMETERS(purpose, context_now(context)), NULL);
}

enum result ecert_key_store_all(struct context *context, struct list *keys)
{
    return database_all(context, &all_keys, NO_PARAMETERS, MOST_KEYS, keys);
}
