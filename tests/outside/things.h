/* Two small tables of the tests' own, and what the tests of the store do with them. */
#ifndef TESTS_OUTSIDE_THINGS_H
#define TESTS_OUTSIDE_THINGS_H

#include "support/support.h"

#include <stdio.h>

#include "outside/database_internal.h"

#define NOW "2026-02-13T08:00:00Z"

struct thing {
    int64_t id;
    struct text name;
    struct bytes seal;
    struct day made_day;
    struct instant seen_at;
    bool fit;
    int32_t size;
    const char *note;
};
RECORD(thing_record, struct thing, FIELD(struct thing, id), FIELD(struct thing, name), FIELD(struct thing, seal), FIELD(struct thing, made_day),
       FIELD(struct thing, seen_at), FIELD(struct thing, fit), FIELD(struct thing, size), FIELD(struct thing, note));

static const char tables[] = "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seal BLOB, made_day INTEGER, seen_at INTEGER,"
                             " fit INTEGER NOT NULL CHECK (fit IN (0, 1)), size INTEGER NOT NULL, note TEXT) STRICT;"
                             "CREATE TABLE counter (id INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;"
                             "INSERT INTO counter (id, count) VALUES (1, 0);";

#define THING_COLUMNS "id, name, seal, made_day, seen_at, fit, size, note"
static const struct statement insert_thing = {"insert_thing", NULL,
                                              "INSERT INTO thing (name, seal, made_day, seen_at, fit, size, note) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
static const struct statement insert_thing_returning = {"insert_thing_returning", &thing_record,
                                                        "INSERT INTO thing (name, fit, size) VALUES ($1, 1, $2) RETURNING " THING_COLUMNS};
static const struct statement find_thing = {"find_thing", &thing_record, "SELECT " THING_COLUMNS " FROM thing WHERE name = $1"};
static const struct statement all_things = {"all_things", &thing_record, "SELECT " THING_COLUMNS " FROM thing WHERE size >= $1 ORDER BY name"};
static const struct statement some_columns = {"some_columns", &thing_record, "SELECT id, name FROM thing WHERE name = $1"};
static const struct statement count_things = {"count_things", NULL, "SELECT COUNT(*) FROM thing"};
static const struct statement grow_things = {"grow_things", NULL, "UPDATE thing SET size = size + 1 WHERE size >= $1"};
static const struct statement read_counter = {"read_counter", NULL, "SELECT count FROM counter WHERE id = $1"};
static const struct statement count_up = {"count_up", NULL, "UPDATE counter SET count = count + 1 WHERE id = $1"};
static const struct statement set_counter = {"set_counter", NULL, "UPDATE counter SET count = $2 WHERE id = $1"};

static inline struct support *store_with_tables(enum database_engine engine)
{
    struct support *support = support_store(engine, NOW);
    assert_result(support, RESULT_OK, database_script(&support->context, tables));
    return support;
}

static inline int64_t integer_of(struct support *support, const struct statement *statement, struct parameters parameters)
{
    int64_t integer = -1;
    assert_result(support, RESULT_OK, database_integer(&support->context, statement, parameters, &integer));
    return integer;
}

static inline void add_thing(struct support *support, const char *name, int64_t size)
{
    assert_result(support, RESULT_OK, database_run(&support->context, &insert_thing, PARAMETERS(name, (const char *)NULL, NO_DAY, NO_INSTANT, true, size, name), NULL));
}

static inline void expect_error(struct support *support, const char *code)
{
    assert_string_equal(support->context.error.code, code);
    error_clear(&support->context.error);
}

static inline enum result fill_things(struct context *context, void *data)
{
    static const char *const columns[] = {"id", "name", "seal", "fit", "size"};
    int64_t count = *(int64_t *)data, first, rows;
    TRY(database_take_ids(context, "thing", count, &first));
    struct database_copy *copy;
    TRY(database_copy_begin(context, "thing", columns, 5, &copy));
    for (int64_t i = 0; i < count; i++) {
        char name[64];
        snprintf(name, sizeof name, "thing %08lld", (long long)(first + i));
        const struct value values[] = {VALUE(first + i), VALUE((const char *)name), i % 3 ? VALUE(((struct bytes){(void *)name, 6})) : OPTIONAL(0), VALUE(1), VALUE(i % 7)};
        TRY(database_copy_row(context, copy, values));
    }
    TRY(database_copy_end(context, copy, &rows));
    return rows == count ? RESULT_OK : context_fail(context, RESULT_BROKEN, "test.rows", "rows");
}

struct story {
    int runs;
    int again_until;
    enum result end;
};

static inline enum result count_up_and_end(struct context *context, void *data)
{
    struct story *story = data;
    story->runs++;
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    if (story->runs <= story->again_until) return context_fail(context, RESULT_AGAIN, "test.again", "again");
    if (story->end == RESULT_REFUSED) return context_fail(context, RESULT_REFUSED, "test.no", "no");
    return story->end;
}

static inline enum result answer_with_the_count(struct context *context, void *data)
{
    ++*(int *)data;
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    int64_t count;
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &count));
    context->once.answer = text_printf(context->arena, "count %lld", (long long)count);
    return RESULT_OK;
}

struct walk {
    struct support *support;
    int64_t rows, sum, stop_at;
};

static inline enum result walk_one(struct context *context, const void *row, void *data)
{
    const struct thing *thing = row;
    struct walk *walk = data;
    walk->rows++;
    walk->sum += thing->size;
    if (walk->rows == walk->stop_at) return context_fail(context, RESULT_REFUSED, "test.stop", "stop");
    return RESULT_OK;
}

#endif
