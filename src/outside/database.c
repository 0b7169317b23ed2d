/* The store's face: opening, the cache of prepared statements, and reading rows. Transactions are in database_transaction.c, many rows
 * at once in database_copy.c, the engines in database_sqlite.c and database_postgresql.c. */
#include "outside/database.h"

#include <stdlib.h>

#include "outside/database_internal.h"

enum { CACHE_START = 64, STATEMENTS_PER_CONNECTION = 4096 };

enum result database_open(struct context *context, struct text url, bool create, struct database **database)
{
    *database = NULL;
    if (text_starts_with(url, "sqlite:")) return database_sqlite.open(context, url, create, database);
    if (text_starts_with(url, "postgresql://") || text_starts_with(url, "postgres://"))
        return database_postgresql.open(context, url, create, database);
    return context_fail(context, RESULT_REFUSED, "store.url",
                        N_("A store is named sqlite:PATH or postgresql://HOST/DATABASE. Correct the setting \"store\"."));
}

void database_close(struct database *database)
{
    if (!database) return;
    database_forget_all(database);
    free(database->cache);
    free(database->left);
    database->engine->close(database);
}

enum database_engine database_engine(const struct database *database)
{
    return database->kind;
}

struct text database_url(const struct database *database)
{
    return text_of(database->url);
}

struct text database_name(struct context *context, const struct database *database)
{
    return database->engine->name(context, database);
}

/* --- Prepared statements --- */

static size_t place_of(const struct statement *statement, size_t capacity)
{
    return (size_t)(((uint64_t)(uintptr_t)statement * 0x9E3779B97F4A7C15u) >> 32) & (capacity - 1);
}

static void cache_put(struct database *database, struct prepared *prepared)
{
    if ((database->cache_count + 1) * 2 > database->cache_capacity) {
        size_t capacity = database->cache_capacity ? database->cache_capacity * 2 : CACHE_START;
        struct prepared **before = database->cache;
        database->cache = calloc(capacity, sizeof *database->cache);
        if (!database->cache) abort();
        size_t old = database->cache_capacity;
        database->cache_capacity = capacity;
        database->cache_count = 0;
        for (size_t i = 0; i < old; i++)
            if (before[i]) cache_put(database, before[i]);
        free(before);
    }
    size_t at = place_of(prepared->statement, database->cache_capacity);
    while (database->cache[at]) at = (at + 1) & (database->cache_capacity - 1);
    database->cache[at] = prepared;
    database->cache_count++;
}

enum result database_prepare(struct context *context, const struct statement *statement, struct prepared **prepared)
{
    struct database *database = context->database;
    if (__builtin_expect(database->lost, 0) && database->mode == MODE_IDLE) TRY(database->engine->reconnect(context, database));
    if (database->cache_capacity)
        for (size_t at = place_of(statement, database->cache_capacity); database->cache[at]; at = (at + 1) & (database->cache_capacity - 1))
            if (database->cache[at]->statement == statement) {
                *prepared = database->cache[at];
                return RESULT_OK;
            }
    if (database->cache_count == STATEMENTS_PER_CONNECTION)
        return context_fail(context, RESULT_BROKEN, "store.statements", N_("One connection holds too many prepared statements."));
    TRY(database->engine->prepare(context, database, statement, prepared));
    cache_put(database, *prepared);
    return RESULT_OK;
}

enum result database_prepare_both(struct context *context, const struct statement *statement, struct prepared **prepared, struct prepared **many)
{
    *many = NULL;
    TRY(database_prepare(context, statement, prepared));
    if (!statement->many) return RESULT_OK;
    TRY(database_prepare(context, statement->many, many));
    return database_prepare(context, statement, prepared); /* the other may have had to take a new connection, which forgets what was prepared on the old one */
}

void database_forget_all(struct database *database)
{
    for (size_t i = 0; i < database->cache_capacity; i++) {
        if (database->cache[i]) database->engine->forget(database, database->cache[i]);
        database->cache[i] = NULL;
    }
    database->cache_count = 0;
}

void prepared_begin(struct prepared *prepared, const struct statement *statement, size_t count)
{
    prepared->statement = statement;
    prepared->column_count = count;
    const struct record *record = statement->record;
    if (!record) return;
    prepared->columns = calloc(count ? count : 1, sizeof *prepared->columns);
    prepared->blank = calloc(1, record->size);
    if (!prepared->columns || !prepared->blank) abort();
    for (size_t i = 0; i < record->field_count; i++) {
        void *field = (char *)prepared->blank + record->fields[i].offset;
        switch (record->fields[i].kind) {
        case FIELD_TEXT: *(struct text *)field = TEXT(""); break;
        case FIELD_DAY: *(struct day *)field = NO_DAY; break;
        case FIELD_INSTANT: *(struct instant *)field = NO_INSTANT; break;
        default: break;
        }
    }
}

enum result prepared_column(struct context *context, struct prepared *prepared, size_t column, const char *name)
{
    const struct record *record = prepared->statement->record;
    if (!record) return RESULT_OK;
    const struct field *field = record_field(record, text_of(name));
    if (!field || field->kind == FIELD_LIST || field->kind == FIELD_RECORD)
        return context_fail(context, RESULT_BROKEN, "store.column", N_("The statement {statement} yields the column {column}, which {record} does not have."),
                            "statement", prepared->statement->name, "column", name, "record", record->name);
    prepared->columns[column] = (struct column){field->kind, (uint32_t)field->offset};
    return RESULT_OK;
}

void prepared_end(struct prepared *prepared)
{
    free(prepared->columns);
    free(prepared->blank);
}

enum result prepared_misfit(struct context *context, const struct prepared *prepared, size_t column)
{
    const struct record *record = prepared->statement->record;
    const char *name = "?";
    for (size_t i = 0; i < record->field_count; i++)
        if (record->fields[i].offset == prepared->columns[column].offset) name = record->fields[i].name;
    return context_fail(context, RESULT_BROKEN, "store.type", N_("The statement {statement} yields a value that does not fit into {column}."),
                        "statement", prepared->statement->name, "column", name);
}

/* --- Running statements --- */

void database_fail_after(struct database *database, int64_t count, enum result result)
{
    database->fail_countdown = count;
    database->fail_result = result;
}

bool database_fails_now(struct context *context, struct database *database, enum result *result)
{
    if (__builtin_expect(database->fail_countdown == 0, 1) || --database->fail_countdown) return false;
    if (database->mode != MODE_IDLE) database->failed = true;
    *result = database->fail_result == RESULT_AGAIN
                  ? context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."))
                  : context_fail(context, RESULT_BROKEN, "store.failed", N_("The store failed at {statement}: {what}"), "statement", "test", "what",
                                 "a failure made for a test");
    return true;
}

/* What holds before any statement; ends or begins the round's transaction as the statement needs it. */
static inline enum result enter(struct context *context, struct database *database, const struct prepared *prepared)
{
    enum result injected;
    if (database_fails_now(context, database, &injected)) return injected;
    if (__builtin_expect(database->failed, 0))
        return context_fail(context, RESULT_BROKEN, "store.failed_transaction",
                            N_("{statement} came after a failure in the same transaction; only database_attempt can go on after one."), "statement",
                            prepared->statement->name);
    if (database->mode == MODE_READING && !prepared->only_reads)
        return context_fail(context, RESULT_BROKEN, "store.write_in_reading", N_("{statement} writes inside a transaction that only reads."),
                            "statement", prepared->statement->name);
    if (database->round && database->mode == MODE_IDLE && database->kind == DATABASE_SQLITE) {
        if (prepared->only_reads && !database->round_open) {
            TRY(database->engine->command(context, database, BEGIN_READING));
            database->round_open = true;
        } else if (!prepared->only_reads && database->round_open) {
            database->round_open = false;
            TRY(database->engine->command(context, database, COMMIT));
        }
    }
    return RESULT_OK;
}

/* True where the connection turned out to be dead outside a transaction: nothing was done yet, and a new one will do it. */
static inline bool may_connect_again(struct context *context, const struct database *database, enum result result)
{
    if (__builtin_expect(result != RESULT_AGAIN, 1) || !database->lost || database->mode != MODE_IDLE) return false;
    error_clear(&context->error);
    return true;
}

static inline enum result query_once(struct context *context, const struct statement *statement, struct parameters parameters, database_take *take,
                                     void *data, int64_t *changed)
{
    struct database *database = context->database;
    struct prepared *prepared;
    TRY(database_prepare(context, statement, &prepared));
    TRY(enter(context, database, prepared));
    return database->engine->query(context, database, prepared, parameters, take, data, changed);
}

static inline enum result query(struct context *context, const struct statement *statement, struct parameters parameters, database_take *take,
                                void *data, int64_t *changed)
{
    enum result result = query_once(context, statement, parameters, take, data, changed);
    if (may_connect_again(context, context->database, result)) result = query_once(context, statement, parameters, take, data, changed);
    return result;
}

static enum result take_nothing(struct context *context, const struct cursor *cursor, void *data)
{
    return RESULT_OK;
}

enum result database_run(struct context *context, const struct statement *statement, struct parameters parameters, int64_t *changed)
{
    int64_t ignored;
    return query(context, statement, parameters, take_nothing, NULL, changed ? changed : &ignored);
}

enum result database_run_ahead(struct context *context, const struct statement *statement, struct parameters parameters)
{
    struct database *database = context->database;
    if (!database->engine->run_ahead || database->mode != MODE_WRITING) {
        enum result result = database_run(context, statement, parameters, NULL);
        return result == RESULT_REFUSED ? context->error.result = RESULT_BROKEN : result;
    }
    struct prepared *prepared;
    TRY(database_prepare(context, statement, &prepared));
    TRY(enter(context, database, prepared));
    return database->engine->run_ahead(context, database, prepared, parameters);
}

static enum result too_many(struct context *context, const struct cursor *cursor)
{
    return context_fail(context, RESULT_BROKEN, "store.rows", N_("The statement {statement} yields more rows than it may."), "statement",
                        cursor->prepared->statement->name);
}

struct one {
    void *row;
    size_t count;
};

static enum result take_one(struct context *context, const struct cursor *cursor, void *data)
{
    struct one *one = data;
    if (one->count++) return too_many(context, cursor);
    return context->database->engine->read(context, cursor, one->row, true);
}

enum result database_one(struct context *context, const struct statement *statement, struct parameters parameters, void *row)
{
    struct one one = {row, 0};
    TRY(query(context, statement, parameters, take_one, &one, NULL));
    return one.count ? RESULT_OK : RESULT_NONE;
}

struct all {
    const struct record *record;
    char *items;
    size_t count, capacity, maximum;
};

static enum result take_all(struct context *context, const struct cursor *cursor, void *data)
{
    struct all *all = data;
    if (all->count == all->maximum) return too_many(context, cursor);
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 16;
        char *items = arena_array(context->arena, capacity, all->record->size);
        if (all->count) memcpy(items, all->items, all->count * all->record->size);
        all->items = items;
        all->capacity = capacity;
    }
    return context->database->engine->read(context, cursor, all->items + all->count++ * all->record->size, true);
}

enum result database_all(struct context *context, const struct statement *statement, struct parameters parameters, size_t maximum, struct list *list)
{
    struct all all = {.record = statement->record, .maximum = maximum};
    TRY(query(context, statement, parameters, take_all, &all, NULL));
    *list = (struct list){all.record, all.items, all.count};
    return RESULT_OK;
}

struct each {
    database_each_function *each;
    void *data;
    void *row;
};

static enum result take_each(struct context *context, const struct cursor *cursor, void *data)
{
    struct each *each = data;
    TRY(context->database->engine->read(context, cursor, each->row, false));
    return each->each(context, each->row, each->data);
}

enum result database_each(struct context *context, const struct statement *statement, struct parameters parameters, database_each_function *function,
                          void *data)
{
    struct database *database = context->database;
    struct each each = {function, data, arena_take(context->arena, statement->record->size)};
    bool alone = database->mode == MODE_IDLE;
    if (alone) {
        if (database->round_open) database_round_end(database), database->round = true;
        enum result begun = database->engine->command(context, database, BEGIN_READING);
        if (may_connect_again(context, database, begun)) begun = database->engine->command(context, database, BEGIN_READING);
        TRY(begun);
        database->mode = MODE_READING;
    }
    struct prepared *prepared;
    enum result result = database_prepare(context, statement, &prepared);
    if (result >= 0) result = enter(context, database, prepared);
    if (result >= 0) result = database->engine->each(context, database, prepared, parameters, take_each, &each);
    if (alone) {
        (void)!database->engine->command(context, database, ROLLBACK);
        database->mode = MODE_IDLE;
        database->failed = false;
    }
    return result;
}

static enum result take_integer(struct context *context, const struct cursor *cursor, void *data)
{
    struct one *one = data;
    if (one->count++) return too_many(context, cursor);
    struct value value;
    TRY(context->database->engine->value(context, cursor, 0, &value));
    *(int64_t *)one->row = value.kind == VALUE_INTEGER ? value.integer : 0;
    return RESULT_OK;
}

enum result database_integer(struct context *context, const struct statement *statement, struct parameters parameters, int64_t *integer)
{
    struct one one = {integer, 0};
    TRY(query(context, statement, parameters, take_integer, &one, NULL));
    return one.count ? RESULT_OK : RESULT_NONE;
}

struct rows {
    database_values *take;
    void *data;
    struct value *values;
};

static enum result take_values(struct context *context, const struct cursor *cursor, void *data)
{
    struct rows *rows = data;
    size_t width = context->database->engine->width(cursor);
    if (!rows->values) rows->values = ARENA_ARRAY(context->arena, width + 1, struct value);
    for (size_t i = 0; i < width; i++) TRY(context->database->engine->value(context, cursor, i, &rows->values[i]));
    return rows->take(context, rows->values, width, rows->data);
}

enum result database_rows(struct context *context, const char *sql, struct parameters parameters, database_values *take, void *data)
{
    struct database *database = context->database;
    const struct statement statement = {.name = "rows", .sql = sql, .once = true};
    struct rows rows = {take, data, NULL};
    struct prepared *prepared;
    TRY(database->engine->prepare(context, database, &statement, &prepared));
    enum result result = enter(context, database, prepared);
    if (result >= 0)
        result = database->mode == MODE_IDLE ? database->engine->query(context, database, prepared, parameters, take_values, &rows, NULL)
                                             : database->engine->each(context, database, prepared, parameters, take_values, &rows);
    database->engine->forget(database, prepared);
    return result;
}

static enum result take_has(struct context *context, const struct value *values, size_t count, void *data)
{
    *(bool *)data = true;
    return RESULT_OK;
}

enum result database_has_table(struct context *context, const char *table, bool *has)
{
    *has = false;
    return database_rows(context, context->database->engine->has_table, PARAMETERS(table), take_has, has);
}

enum result database_check_made(struct context *context, struct database *database, const char *path)
{
    struct database *before = context->database;
    context->database = database;
    bool has = false;
    enum result result = database_has_table(context, "migration", &has);
    context->database = before;
    TRY(result);
    if (has) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "store.absent", N_("There is no store at {path}. Make one with \"testamur init\"."), "path", path);
}

enum result database_queue(struct database *database, struct context *context, const struct statement *statement, struct parameters parameters,
                           void *row, database_answer *done, void *data)
{
    struct database *before = context->database;
    context->database = database;
    enum result result;
    if (database->kind == DATABASE_SQLITE || database->mode != MODE_IDLE) {
        result = database_one(context, statement, parameters, row);
        context->database = before;
        done(context, result, row, data);
        return RESULT_OK;
    }
    for (int tries = 0; tries < 2; tries++) {
        struct prepared *prepared, *many;
        result = database_prepare_both(context, statement, &prepared, &many);
        if (result >= 0) result = enter(context, database, prepared);
        if (result >= 0 && !prepared->only_reads)
            result = context_fail(context, RESULT_BROKEN, "store.write_in_reading", N_("{statement} writes inside a transaction that only reads."),
                                  "statement", statement->name);
        if (result >= 0) result = database->engine->queue(context, database, prepared, many, parameters, row, done, data);
        if (!may_connect_again(context, database, result)) break;
    }
    context->database = before;
    return result;
}

int database_queue_flush(struct database *database)
{
    return database->engine->queue_flush(database);
}

void database_queue_receive(struct database *database)
{
    database->engine->queue_receive(database);
}
