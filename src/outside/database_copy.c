/* Many rows at once, fresh ids, and SQL scripts: thin doors to the engines. */
#include "outside/database_internal.h"
#include "outside/migration.h"

static enum result in_transaction(struct context *context, const char *what)
{
    struct database *database = context->database;
    enum result injected;
    if (database_fails_now(context, database, &injected)) return injected;
    if (database->mode != MODE_WRITING)
        return context_fail(context, RESULT_BROKEN, "store.no_transaction", N_("{statement} needs a transaction."), "statement", what);
    if (database->failed)
        return context_fail(context, RESULT_BROKEN, "store.failed_transaction",
                            N_("{statement} came after a failure in the same transaction; only database_attempt can go on after one."), "statement",
                            what);
    return RESULT_OK;
}

enum result database_copy_begin(struct context *context, const char *table, const char *const *columns, size_t column_count, struct database_copy **copy)
{
    TRY(in_transaction(context, "database_copy_begin"));
    return context->database->engine->copy_begin(context, context->database, table, columns, column_count, copy);
}

enum result database_copy_row(struct context *context, struct database_copy *copy, const struct value *values)
{
    return context->database->engine->copy_row(context, copy, values);
}

enum result database_copy_try(struct context *context, struct database_copy *copy, const struct value *values, bool *taken)
{
    if (!context->database->engine->copy_try)
        return context_fail(context, RESULT_BROKEN, "store.failed", N_("The store failed at {statement}: {what}"), "statement", "database_copy_try", "what", "not on this engine");
    return context->database->engine->copy_try(context, copy, values, taken);
}

enum result database_copy_end(struct context *context, struct database_copy *copy, int64_t *rows)
{
    TRY(in_transaction(context, "database_copy_end"));
    return context->database->engine->copy_end(context, copy, rows);
}

enum result database_take_ids(struct context *context, const char *table, int64_t count, int64_t *first)
{
    TRY(in_transaction(context, "database_take_ids"));
    if (count < 1)
        return context_fail(context, RESULT_BROKEN, "store.parameters", N_("The statement {statement} was given a wrong count of parameters."),
                            "statement", "database_take_ids");
    return context->database->engine->take_ids(context, context->database, table, count, first);
}

enum result database_look_by_index(struct context *context)
{
    /* A cursor is planned as if only its first rows were wanted: an index would be walked from end to end to be spared a sort of few. */
    static const struct statement settle = {"look_by_index", NULL, "SELECT set_config('enable_seqscan', 'off', true), set_config('cursor_tuple_fraction', '1', true)"};
    TRY(in_transaction(context, "database_look_by_index"));
    return context->database->kind == DATABASE_POSTGRESQL ? database_run(context, &settle, NO_PARAMETERS, NULL) : RESULT_OK;
}

enum result database_wait_at_most(struct context *context, int64_t milliseconds)
{
    static const struct statement wait = {"wait_at_most", NULL, "SELECT set_config('lock_timeout', CAST($1 AS TEXT), true)"};
    TRY(in_transaction(context, "database_wait_at_most"));
    if (context->database->kind == DATABASE_SQLITE) return RESULT_OK;
    return database_run(context, &wait, PARAMETERS(text_printf(context->arena, "%lld", (long long)milliseconds)), NULL);
}

enum result database_make_index(struct context *context, const char *sql)
{
    TRY(in_transaction(context, "database_make_index"));
    return context->database->engine->make_index(context, context->database, sql);
}

enum result database_script(struct context *context, const char *sql)
{
    struct database *database = context->database;
    enum result injected;
    if (database_fails_now(context, database, &injected)) return injected;
    if (database->round_open) {
        database_round_end(database);
        database->round = true;
    }
    struct text text = migration_for(context->arena, database->kind, text_of(sql));
    return database->engine->script(context, database, text_string(context->arena, text));
}
