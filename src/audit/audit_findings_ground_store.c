/* Rules about what every room stands on: migrations, the store's secret, the body's keys, what is due. */
#include "audit/audit_inside.h"
#include "outside/migration.h"
#include "outside/signature.h"

/* --- Migrations --- */

WALK_RULE(migration_wrong, "store.migration", "migration", N_("The store was not made by this program's migration of that name, or the migration is missing."));

struct applied {
    struct text name, sha256;
};
RECORD(audit_applied_record, struct applied, FIELD(struct applied, name), FIELD(struct applied, sha256));
STATEMENT(applied_migrations, &audit_applied_record, "SELECT name, sha256 FROM migration ORDER BY name");

enum { MOST_MIGRATIONS = 1000, MOST_KEYS = 1000 };

static enum result walk_migrations(struct context *context, struct audit *audit)
{
    struct list list;
    TRY(database_all(context, &applied_migrations, NO_PARAMETERS, MOST_MIGRATIONS, &list));
    const struct applied *applied = list.items;
    size_t known = 0;
    for (size_t i = 0; i < migration_count; i++) {
        const struct applied *found = NULL;
        for (size_t k = 0; k < list.count; k++)
            if (text_is(applied[k].name, migrations[i].name)) found = &applied[k];
        known += found != NULL;
        if (!found || !text_is(found->sha256, migrations[i].sha256)) audit_break(context, audit, &migration_wrong, 0, text_of(migrations[i].name));
    }
    for (size_t k = 0; k < list.count && known < list.count; k++) {
        bool ours = false;
        for (size_t i = 0; i < migration_count; i++) ours = ours || text_is(applied[k].name, migrations[i].name);
        if (!ours) audit_break(context, audit, &migration_wrong, 0, applied[k].name);
    }
    return RESULT_OK;
}
WALK(walk_migrations);

/* --- Settings --- */

RULE(secret_damaged, "store.secret", "store_setting", N_("The store's secret is missing or damaged: codes and sealed letters made with it are worthless."),
     "SELECT 'secret' AS name FROM (SELECT COUNT(*) AS right_ones FROM store_setting WHERE name = 'secret' AND LENGTH(value) = 64) s WHERE s.right_ones = 0");
RULE(due_impossible, "store.due", "due", N_("What is to be followed up cannot be."), "SELECT d.id, d.kind AS name FROM due d WHERE d.kind = '' OR d.first < 0 OR d.attempts < 0");

/* --- Keys --- */

RULE(key_none_in_use, "key.in_use", "signing_key", N_("No key of this purpose is in use, although there are some."),
     "SELECT MAX(k.id) AS id, k.purpose AS name FROM signing_key k GROUP BY k.purpose HAVING COUNT(CASE WHEN k.retired_at IS NULL THEN 1 END) = 0");
WALK_RULE(key_wrong, "key.pair", "signing_key", N_("The certificate cannot be read, or the private key is not its own."));

struct key_row {
    int64_t id;
    struct text purpose, certificate, private_key;
};
RECORD(audit_key_record, struct key_row, FIELD(struct key_row, id), FIELD(struct key_row, purpose), FIELD(struct key_row, certificate), FIELD(struct key_row, private_key));
STATEMENT(keys, &audit_key_record, "SELECT id, purpose, certificate, private_key FROM signing_key ORDER BY id");

static bool fits(struct context *context, const struct key_row *key)
{
    if (text_is(key->purpose, "authority")) return text_starts_with(key->certificate, "-----BEGIN CERTIFICATE-----");
    if (text_empty(key->private_key)) { /* the key is a file of the operator's */
        struct signature_trust *trust = NULL;
        bool read = signature_trust_load(context, key->certificate, &trust) >= 0;
        signature_trust_free(trust);
        return read;
    }
    struct signature_signer *signer = NULL;
    bool loaded = signature_signer_load(context, key->private_key, key->certificate, TEXT(""), &signer) >= 0;
    signature_signer_free(signer);
    return loaded;
}

static enum result walk_keys(struct context *context, struct audit *audit)
{
    struct list list;
    TRY(database_all(context, &keys, NO_PARAMETERS, MOST_KEYS, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct key_row *key = (const struct key_row *)list.items + i;
        if (!fits(context, key)) audit_break(context, audit, &key_wrong, key->id, key->purpose);
        error_clear(&context->error);
    }
    return RESULT_OK;
}
WALK(walk_keys);
