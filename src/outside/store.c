#include "outside/store.h"

#include "outside/secret.h"

struct store_value {
    struct text value;
};
RECORD(store_value_record, struct store_value, FIELD(struct store_value, value));

STATEMENT(read_setting, &store_value_record, "SELECT value FROM store_setting WHERE name = $1");
STATEMENT(write_setting, NULL, "INSERT INTO store_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
STATEMENT(write_setting_over, NULL, "INSERT INTO store_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE store_setting.value = $3");
STATEMENT(write_setting_once, NULL, "INSERT INTO store_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");

/* Its value is the time until which it is taken, in as many digits as any. */
STATEMENT(claim_setting, NULL,
          "INSERT INTO store_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE store_setting.value <= $3");

STATEMENT(forget_answers, NULL, "DELETE FROM once WHERE at < $1");

enum result store_forget_answers(struct context *context, struct instant before)
{
    return database_run(context, &forget_answers, PARAMETERS(before), NULL);
}

enum result store_get(struct context *context, const char *name, struct text *value)
{
    struct store_value row;
    enum result result = database_one(context, &read_setting, PARAMETERS(name), &row);
    if (result == RESULT_OK) *value = row.value;
    return result;
}

enum result store_put(struct context *context, const char *name, struct text value)
{
    return database_run(context, &write_setting, PARAMETERS(name, value), NULL);
}

enum result store_put_over(struct context *context, const char *name, struct text read, struct text value)
{
    return database_run(context, &write_setting_over, PARAMETERS(name, value, read), NULL);
}

enum result store_claim(struct context *context, const char *name, struct instant until)
{
    struct text end = text_printf(context->arena, "%020lld", (long long)until.microseconds), now = text_printf(context->arena, "%020lld", (long long)context_now(context).microseconds);
    int64_t claimed;
    TRY(database_run(context, &claim_setting, PARAMETERS(name, end, now), &claimed));
    return claimed ? RESULT_OK : RESULT_NONE;
}

static enum result settle(struct context *context, void *data)
{
    TRY(secret_make(context));
    /* Only the first of several that make the store at once has its say. */
    return database_run(context, &write_setting_once, PARAMETERS("demonstration", *(bool *)data ? "1" : "0"), NULL);
}

static enum result not_demonstration(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "store.not_demonstration",
                        N_("This store is not a demonstration, and is never made one. Make a store of its own with: testamur --store sqlite:demo.db init --demonstration"));
}

enum result store_init(struct context *context, bool demonstration, int *applied)
{
    TRY(database_migrate(context, applied));
    TRY(database_transaction(context, settle, &demonstration));
    bool is;
    TRY(store_is_demonstration(context, &is));
    return demonstration && !is ? not_demonstration(context) : RESULT_OK;
}

enum result store_is_demonstration(struct context *context, bool *demonstration)
{
    struct text value = TEXT("");
    TRY(store_get(context, "demonstration", &value));
    *demonstration = text_is(value, "1");
    return RESULT_OK;
}

enum result store_clock_ahead(struct context *context, int64_t *microseconds)
{
    struct text value = TEXT("0");
    TRY(store_get(context, "clock_ahead", &value));
    if (!text_to_integer(value, microseconds))
        return context_fail(context, RESULT_BROKEN, "store.setting_damaged", N_("The store's setting {name} is damaged."), "name", "clock_ahead");
    return RESULT_OK;
}

enum result store_set_clock_ahead(struct context *context, int64_t microseconds)
{
    bool demonstration;
    TRY(store_is_demonstration(context, &demonstration));
    if (!demonstration) return not_demonstration(context);
    return store_put(context, "clock_ahead", text_printf(context->arena, "%lld", (long long)microseconds));
}
