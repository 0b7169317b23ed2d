/* The store's face, on both engines. */
#include "support/support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outside/database_internal.h"
#include "outside/migration.h"

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

static struct support *store_with_tables(enum database_engine engine)
{
    struct support *support = support_store(engine, NOW);
    assert_result(support, RESULT_OK, database_script(&support->context, tables));
    return support;
}

static int64_t integer_of(struct support *support, const struct statement *statement, struct parameters parameters)
{
    int64_t integer = -1;
    assert_result(support, RESULT_OK, database_integer(&support->context, statement, parameters, &integer));
    return integer;
}

static void add_thing(struct support *support, const char *name, int64_t size)
{
    assert_result(support, RESULT_OK, database_run(&support->context, &insert_thing, PARAMETERS(name, (const char *)NULL, NO_DAY, NO_INSTANT, true, size, name), NULL));
}

static void expect_error(struct support *support, const char *code)
{
    assert_string_equal(support->context.error.code, code);
    error_clear(&support->context.error);
}

/* --- Statements --- */

static void a_row_comes_back_as_it_went_in(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    const unsigned char seal[] = {0, 1, 255, 0, 7};
    struct instant seen = {INT64_MAX / 3};
    struct day day = {-719162};
    assert_result(support, RESULT_OK,
                  database_run(context, &insert_thing,
                               PARAMETERS(TEXT("Ünï 张伟"), ((struct bytes){seal, sizeof seal}), day, seen, true, -5, "a note"), NULL));
    struct thing thing;
    assert_result(support, RESULT_OK, database_one(context, &find_thing, PARAMETERS("Ünï 张伟"), &thing));
    assert_text_equal(thing.name, "Ünï 张伟");
    assert_int_equal(thing.seal.length, sizeof seal);
    assert_memory_equal(thing.seal.data, seal, sizeof seal);
    assert_int_equal(thing.made_day.number, -719162);
    assert_true(thing.seen_at.microseconds == seen.microseconds);
    assert_true(thing.fit);
    assert_int_equal(thing.size, -5);
    assert_string_equal(thing.note, "a note");
    assert_result(support, RESULT_NONE, database_one(context, &find_thing, PARAMETERS("nobody"), &thing));
    support_context_free(support);
}
BOTH_ENGINES(a_row_comes_back_as_it_went_in)

static void nothing_is_null_both_ways(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    assert_result(support, RESULT_OK,
                  database_run(context, &insert_thing, PARAMETERS("bare", OPTIONAL(0), NO_DAY, NO_INSTANT, false, 0, (const char *)NULL), NULL));
    struct thing thing;
    memset(&thing, 0x55, sizeof thing);
    assert_result(support, RESULT_OK, database_one(context, &find_thing, PARAMETERS("bare"), &thing));
    assert_null(thing.seal.data);
    assert_int_equal(thing.seal.length, 0);
    assert_false(day_is(thing.made_day));
    assert_false(instant_is(thing.seen_at));
    assert_false(thing.fit);
    assert_null(thing.note);
    /* An empty text and no bytes are something. */
    assert_result(support, RESULT_OK, database_run(context, &insert_thing, PARAMETERS(TEXT(""), ((struct bytes){NULL, 0}), NO_DAY, NO_INSTANT, 1, 1, ""), NULL));
    assert_result(support, RESULT_OK, database_one(context, &find_thing, PARAMETERS(TEXT("")), &thing));
    assert_string_equal(thing.note, "");
    /* Columns that a statement leaves out say "nothing". */
    memset(&thing, 0x55, sizeof thing);
    assert_result(support, RESULT_OK, database_one(context, &some_columns, PARAMETERS("bare"), &thing));
    assert_text_equal(thing.name, "bare");
    assert_false(day_is(thing.made_day));
    assert_int_equal(thing.size, 0);
    static const struct statement null_integer = {"null_integer", NULL, "SELECT max(size) FROM thing WHERE size > $1"};
    assert_int_equal(integer_of(support, &null_integer, PARAMETERS((int64_t)1 << 40)), 0);
    support_context_free(support);
}
BOTH_ENGINES(nothing_is_null_both_ways)

static void rows_are_listed_counted_and_changed(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    /* Byte order on both engines, whatever the server's locale. */
    const char *names[] = {"a", "B", "Z", "z", "ä", "张"};
    for (int i = 5; i >= 0; i--) add_thing(support, names[i], i);
    struct list list;
    assert_result(support, RESULT_OK, database_all(context, &all_things, PARAMETERS(0), 6, &list));
    assert_int_equal(list.count, 6);
    const struct thing *things = list.items;
    const char *ordered[] = {"B", "Z", "a", "z", "ä", "张"};
    for (size_t i = 0; i < 6; i++) assert_text_equal(things[i].name, ordered[i]);
    assert_result(support, RESULT_BROKEN, database_all(context, &all_things, PARAMETERS(0), 5, &list));
    expect_error(support, "store.rows");
    assert_result(support, RESULT_OK, database_all(context, &all_things, PARAMETERS(99), 5, &list));
    assert_int_equal(list.count, 0);
    int64_t changed = -1;
    assert_result(support, RESULT_OK, database_run(context, &grow_things, PARAMETERS(2), &changed));
    assert_int_equal(changed, 4);
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 6);
    int64_t nothing;
    assert_result(support, RESULT_NONE, database_integer(context, &read_counter, PARAMETERS(7), &nothing));
    struct thing thing;
    assert_result(support, RESULT_OK, database_one(context, &insert_thing_returning, PARAMETERS("new", 9), &thing));
    assert_true(thing.id > 6);
    assert_int_equal(thing.size, 9);
    static const struct statement two_rows = {"two_rows", &thing_record, "SELECT id FROM thing WHERE size >= 5"};
    assert_result(support, RESULT_BROKEN, database_one(context, &two_rows, NO_PARAMETERS, &thing));
    expect_error(support, "store.rows");
    support_context_free(support);
}
BOTH_ENGINES(rows_are_listed_counted_and_changed)

static void what_breaks_a_rule_is_named(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    add_thing(support, "one", 1);
    assert_result(support, RESULT_REFUSED, database_one(context, &insert_thing_returning, PARAMETERS("one", 1), &(struct thing){0}));
    expect_error(support, "store.duplicate");
    assert_result(support, RESULT_BROKEN, database_run(context, &insert_thing, PARAMETERS("two", OPTIONAL(0), NO_DAY, NO_INSTANT, 2, 1, ""), NULL));
    expect_error(support, "store.constraint");
    assert_result(support, RESULT_BROKEN, database_run(context, &count_up, NO_PARAMETERS, NULL));
    assert_true(context->error.result == RESULT_BROKEN);
    error_clear(&context->error);
    static const struct statement wrong_column = {"wrong_column", &thing_record, "SELECT id AS number FROM thing"};
    assert_result(support, RESULT_BROKEN, database_one(context, &wrong_column, NO_PARAMETERS, &(struct thing){0}));
    expect_error(support, "store.column");
    static const struct statement wrong_type = {"wrong_type", &thing_record, "SELECT name AS id FROM thing"};
    assert_result(support, RESULT_BROKEN, database_one(context, &wrong_type, NO_PARAMETERS, &(struct thing){0}));
    expect_error(support, "store.type");
    static const struct statement too_big = {"too_big", &thing_record, "SELECT CAST(5000000000 AS BIGINT) AS size FROM thing"};
    assert_result(support, RESULT_BROKEN, database_one(context, &too_big, NO_PARAMETERS, &(struct thing){0}));
    expect_error(support, "store.type");
    static const struct statement no_table = {"no_table", NULL, "SELECT 1 FROM no_such_table"};
    assert_result(support, RESULT_BROKEN, database_run(context, &no_table, NO_PARAMETERS, NULL));
    expect_error(support, "store.failed");
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 1);
    support_context_free(support);
}
BOTH_ENGINES(what_breaks_a_rule_is_named)

/* --- Each --- */

struct walk {
    struct support *support;
    int64_t rows, sum, stop_at;
};

static enum result walk_one(struct context *context, const void *row, void *data)
{
    const struct thing *thing = row;
    struct walk *walk = data;
    walk->rows++;
    walk->sum += thing->size;
    if (walk->rows == walk->stop_at) return context_fail(context, RESULT_REFUSED, "test.stop", "stop");
    return RESULT_OK;
}

static enum result walk_and_count_up(struct context *context, const void *row, void *data)
{
    TRY(walk_one(context, row, data));
    /* Another statement, the same one as is running, and a write. */
    TRY(database_one(context, &find_thing, PARAMETERS(((const struct thing *)row)->name), &(struct thing){0}));
    struct list list;
    if (((struct walk *)data)->rows == 1) TRY(database_all(context, &all_things, PARAMETERS(0), 5000, &list));
    return database_run(context, &count_up, PARAMETERS(1), NULL);
}

static enum result walk_in_transaction(struct context *context, void *data)
{
    *(struct walk *)data = (struct walk){0};
    return database_each(context, &all_things, PARAMETERS(0), walk_and_count_up, data);
}

static enum result fill_things(struct context *context, void *data)
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

static void many_rows_are_copied_in_and_walked_over(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int64_t count = 3500;
    assert_result(support, RESULT_OK, database_transaction(context, fill_things, &count));
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 3500);
    struct walk walk = {0};
    assert_result(support, RESULT_OK, database_each(context, &all_things, PARAMETERS(0), walk_one, &walk));
    assert_int_equal(walk.rows, 3500);
    assert_int_equal(walk.sum, 3500 / 7 * 21);
    walk = (struct walk){.stop_at = 1500};
    assert_result(support, RESULT_REFUSED, database_each(context, &all_things, PARAMETERS(0), walk_one, &walk));
    expect_error(support, "test.stop");
    assert_int_equal(walk.rows, 1500);
    /* Outside a transaction it only reads. */
    walk = (struct walk){0};
    assert_result(support, RESULT_BROKEN, database_each(context, &all_things, PARAMETERS(0), walk_and_count_up, &walk));
    expect_error(support, "store.write_in_reading");
    assert_false(database_in_transaction(context->database));
    assert_result(support, RESULT_OK, database_transaction(context, walk_in_transaction, &walk));
    assert_int_equal(walk.rows, 3500);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 3500);
    support_context_free(support);
}
BOTH_ENGINES(many_rows_are_copied_in_and_walked_over)

static enum result copy_two_tables(struct context *context, void *data)
{
    static const char *const thing_columns[] = {"name", "fit", "size"}, *const counter_columns[] = {"id", "count"};
    struct database_copy *things, *counters;
    TRY(database_copy_begin(context, "thing", thing_columns, 3, &things));
    TRY(database_copy_begin(context, "counter", counter_columns, 2, &counters));
    char *name = arena_take(context->arena, 3001);
    memset(name, 'x', 3000);
    for (int i = 0; i < 500; i++) {
        snprintf(name, 9, "%08d", i);
        name[8] = 'x';
        TRY(database_copy_row(context, things, (const struct value[]){VALUE(name), VALUE(1), VALUE(i)}));
        TRY(database_copy_row(context, counters, (const struct value[]){VALUE(i + 10), VALUE(i)}));
        if (i == 250) TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    }
    TRY(database_copy_end(context, things, NULL));
    TRY(database_copy_end(context, counters, NULL));
    return *(bool *)data ? context_fail(context, RESULT_REFUSED, "test.no", "no") : RESULT_OK;
}

static enum result leave_a_copy_open(struct context *context, void *data)
{
    static const char *const columns[] = {"id", "count"};
    struct database_copy *copy;
    TRY(database_copy_begin(context, "counter", columns, 2, &copy));
    TRY(database_copy_row(context, copy, (const struct value[]){VALUE(5), VALUE(5)}));
    return context_fail(context, RESULT_REFUSED, "test.no", "no");
}

static enum result copy_a_duplicate(struct context *context, void *data)
{
    static const char *const columns[] = {"id", "count"};
    struct database_copy *copy;
    TRY(database_copy_begin(context, "counter", columns, 2, &copy));
    TRY(database_copy_row(context, copy, (const struct value[]){VALUE(1), VALUE(5)}));
    return database_copy_end(context, copy, NULL);
}

static void copies_may_run_side_by_side(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    bool refuse = true;
    assert_result(support, RESULT_REFUSED, database_transaction(context, copy_two_tables, &refuse));
    expect_error(support, "test.no");
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 0);
    assert_result(support, RESULT_REFUSED, database_transaction(context, leave_a_copy_open, NULL));
    expect_error(support, "test.no");
    assert_result(support, RESULT_REFUSED, database_transaction(context, copy_a_duplicate, NULL));
    expect_error(support, "store.duplicate");
    refuse = false;
    assert_result(support, RESULT_OK, database_transaction(context, copy_two_tables, &refuse));
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 500);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(509)), 499);
    struct database_copy *copy;
    assert_result(support, RESULT_BROKEN, database_copy_begin(context, "counter", NULL, 0, &copy));
    expect_error(support, "store.no_transaction");
    support_context_free(support);
}
BOTH_ENGINES(copies_may_run_side_by_side)

static enum result take_ids_twice(struct context *context, void *data)
{
    int64_t *firsts = data;
    TRY(database_take_ids(context, "thing", 100, &firsts[0]));
    return database_take_ids(context, "thing", 10, &firsts[1]);
}

static void ids_are_fresh(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    add_thing(support, "one", 1);
    int64_t firsts[2];
    assert_result(support, RESULT_OK, database_transaction(&support->context, take_ids_twice, firsts));
    assert_true(firsts[0] > 1);
    assert_true(firsts[1] >= firsts[0] + 100);
    int64_t count = 50;
    assert_result(support, RESULT_OK, database_transaction(&support->context, fill_things, &count));
    /* The store goes on behind them by itself. */
    struct thing thing;
    assert_result(support, RESULT_OK, database_one(&support->context, &insert_thing_returning, PARAMETERS("after", 1), &thing));
    assert_true(thing.id > 50);
    support_context_free(support);
}
BOTH_ENGINES(ids_are_fresh)

/* --- Transactions --- */

struct story {
    int runs;
    int again_until;
    enum result end;
};

static enum result count_up_and_end(struct context *context, void *data)
{
    struct story *story = data;
    story->runs++;
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    if (story->runs <= story->again_until) return context_fail(context, RESULT_AGAIN, "test.again", "again");
    if (story->end == RESULT_REFUSED) return context_fail(context, RESULT_REFUSED, "test.no", "no");
    return story->end;
}

static enum result two_nested(struct context *context, void *data)
{
    TRY(database_transaction(context, count_up_and_end, &(struct story){0}));
    return database_transaction(context, count_up_and_end, data);
}

static void an_act_happens_whole_or_not_at_all(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    struct story story = {.end = RESULT_REFUSED};
    assert_result(support, RESULT_REFUSED, database_transaction(context, count_up_and_end, &story));
    expect_error(support, "test.no");
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 0);
    story = (struct story){.end = RESULT_NONE};
    assert_result(support, RESULT_NONE, database_transaction(context, count_up_and_end, &story));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    story = (struct story){.end = RESULT_REFUSED};
    assert_result(support, RESULT_REFUSED, database_transaction(context, two_nested, &story));
    expect_error(support, "test.no");
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    story = (struct story){0};
    assert_result(support, RESULT_OK, database_transaction(context, two_nested, &story));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 3);
    /* Lost races: the whole act again, its writes undone each time, its memory given back. */
    size_t used = arena_used(context->arena);
    story = (struct story){.again_until = 4};
    assert_result(support, RESULT_OK, database_transaction(context, count_up_and_end, &story));
    assert_int_equal(story.runs, 5);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 4);
    assert_true(arena_used(context->arena) < used + 4096);
    assert_int_equal(context->error.result, RESULT_OK);
    story = (struct story){.again_until = 1000};
    assert_result(support, RESULT_AGAIN, database_transaction(context, count_up_and_end, &story));
    expect_error(support, "test.again");
    assert_true(story.runs > 5 && story.runs < 50);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 4);
    support_context_free(support);
}
BOTH_ENGINES(an_act_happens_whole_or_not_at_all)

static enum result write_while_reading(struct context *context, void *data)
{
    return database_run(context, &count_up, PARAMETERS(1), NULL);
}

static enum result read_twice(struct context *context, void *data)
{
    struct support *other = data;
    int64_t before, after;
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &before));
    assert_result(other, RESULT_OK, database_run(&other->context, &count_up, PARAMETERS(1), NULL));
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &after));
    assert_int_equal(before, after);
    return RESULT_OK;
}

static void a_reading_sees_one_moment_and_writes_nothing(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct support *second = support_second(support);
    assert_result(support, RESULT_BROKEN, database_reading(&support->context, write_while_reading, NULL));
    expect_error(support, "store.write_in_reading");
    assert_result(support, RESULT_OK, database_reading(&support->context, read_twice, second));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    support_context_free(support);
}
BOTH_ENGINES(a_reading_sees_one_moment_and_writes_nothing)

static enum result insert_one(struct context *context, void *data)
{
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    return database_run(context, &insert_thing, PARAMETERS((const char *)data, OPTIONAL(0), NO_DAY, NO_INSTANT, 1, 1, ""), NULL);
}

static enum result attempt_twice(struct context *context, void *data)
{
    TRY(database_attempt(context, insert_one, "first"));
    if (database_attempt(context, insert_one, "first") != RESULT_REFUSED) return RESULT_BROKEN;
    error_clear(&context->error);
    TRY(database_attempt(context, insert_one, "second"));
    return RESULT_OK;
}

static enum result swallow_a_failure(struct context *context, void *data)
{
    TRY(insert_one(context, "third"));
    if (insert_one(context, "third") != RESULT_REFUSED) return RESULT_BROKEN;
    error_clear(&context->error);
    return *(bool *)data ? database_run(context, &count_up, PARAMETERS(1), NULL) : RESULT_OK;
}

static void an_attempt_undoes_only_itself(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    assert_result(support, RESULT_OK, database_transaction(context, attempt_twice, NULL));
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 2);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    /* Without an attempt a failed statement ends the transaction, on both engines alike. */
    for (int go_on = 0; go_on < 2; go_on++) {
        bool data = go_on;
        assert_result(support, RESULT_BROKEN, database_transaction(context, swallow_a_failure, &data));
        expect_error(support, "store.failed_transaction");
    }
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 2);
    assert_result(support, RESULT_BROKEN, database_attempt(context, insert_one, "outside"));
    expect_error(support, "store.no_transaction");
    support_context_free(support);
}
BOTH_ENGINES(an_attempt_undoes_only_itself)

static void the_nth_call_can_be_made_to_fail(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int64_t expected = 0;
    for (int64_t n = 1; n <= 3; n++) { /* begin, the write, commit */
        struct story story = {0};
        database_fail_after(context->database, n, RESULT_BROKEN);
        assert_result(support, RESULT_BROKEN, database_transaction(context, count_up_and_end, &story));
        expect_error(support, "store.failed");
        assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), expected);
        database_fail_after(context->database, n, RESULT_AGAIN);
        assert_result(support, RESULT_OK, database_transaction(context, count_up_and_end, &story));
        assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), ++expected);
    }
    support_context_free(support);
}
BOTH_ENGINES(the_nth_call_can_be_made_to_fail)

/* --- Idempotency (SPEC 13.4) --- */

static enum result answer_with_the_count(struct context *context, void *data)
{
    ++*(int *)data;
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    int64_t count;
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &count));
    context->once.answer = text_printf(context->arena, "count %lld", (long long)count);
    return RESULT_OK;
}

static enum result answer_and_refuse(struct context *context, void *data)
{
    TRY(answer_with_the_count(context, data));
    return context_fail(context, RESULT_REFUSED, "test.no", "no");
}

static void send(struct support *support, enum result expected, database_act *act, int *runs)
{
    support->context.once.key = TEXT("account 7: the form's key");
    support->context.once.answer = TEXT("");
    support->context.once.replayed = false;
    assert_result(support, expected, database_transaction(&support->context, act, runs));
}

static void the_same_request_gets_the_first_answer(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int runs = 0;
    send(support, RESULT_REFUSED, answer_and_refuse, &runs);
    expect_error(support, "test.no");
    send(support, RESULT_OK, answer_with_the_count, &runs);
    assert_false(context->once.replayed);
    assert_text_equal(context->once.answer, "count 1");
    assert_int_equal(runs, 2);
    /* A further transaction of the same work is no replay. */
    assert_result(support, RESULT_OK, database_transaction(context, answer_with_the_count, &runs));
    assert_false(context->once.replayed);
    assert_int_equal(runs, 3);
    send(support, RESULT_OK, answer_with_the_count, &runs);
    assert_true(context->once.replayed);
    assert_text_equal(context->once.answer, "count 1");
    assert_int_equal(runs, 3);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    support_context_free(support);
}
BOTH_ENGINES(the_same_request_gets_the_first_answer)

struct sender {
    struct support *support;
    pthread_barrier_t *together;
    int runs;
    enum result result;
};

static void *send_at_once(void *data)
{
    struct sender *sender = data;
    sender->support->context.once.key = TEXT("pressed twice");
    pthread_barrier_wait(sender->together);
    sender->result = database_transaction(&sender->support->context, answer_with_the_count, &sender->runs);
    return NULL;
}

static void of_two_at_once_one_acts(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    enum { SENDERS = 8 };
    struct sender senders[SENDERS];
    pthread_t threads[SENDERS];
    pthread_barrier_t together;
    pthread_barrier_init(&together, NULL, SENDERS);
    for (int i = 0; i < SENDERS; i++) senders[i] = (struct sender){support_second(support), &together, 0, RESULT_BROKEN};
    for (int i = 0; i < SENDERS; i++) pthread_create(&threads[i], NULL, send_at_once, &senders[i]);
    int replayed = 0;
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(threads[i], NULL);
        assert_result(senders[i].support, RESULT_OK, senders[i].result);
        assert_text_equal(senders[i].support->context.once.answer, "count 1");
        replayed += senders[i].support->context.once.replayed;
    }
    pthread_barrier_destroy(&together);
    assert_int_equal(replayed, SENDERS - 1);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    support_context_free(support);
}
BOTH_ENGINES(of_two_at_once_one_acts)

/* --- Races --- */

enum { COUNTERS = 64, TIMES = 5 };

struct racer {
    struct support *support;
    int failures;
};

static enum result read_and_write_back(struct context *context, void *data)
{
    /* The write comes first, as in every act that must see what it changes. */
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    int64_t count;
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &count));
    return database_run(context, &set_counter, PARAMETERS(1, count), NULL);
}

static void *race(void *data)
{
    struct racer *racer = data;
    for (int i = 0; i < TIMES; i++)
        if (database_transaction(&racer->support->context, read_and_write_back, NULL) != RESULT_OK) racer->failures++;
    return NULL;
}

static void sixty_four_count_up_one_row(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct racer racers[COUNTERS];
    pthread_t threads[COUNTERS];
    for (int i = 0; i < COUNTERS; i++) racers[i] = (struct racer){support_second(support), 0};
    for (int i = 0; i < COUNTERS; i++) pthread_create(&threads[i], NULL, race, &racers[i]);
    for (int i = 0; i < COUNTERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(racers[i].failures, 0);
    }
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), COUNTERS * TIMES);
    support_context_free(support);
}
BOTH_ENGINES(sixty_four_count_up_one_row)

/* --- Rounds and queues --- */

struct asked {
    struct support *support;
    struct thing thing;
    enum result result;
    int answers;
    struct asked *next;
};

static void take_answer(struct context *context, enum result result, void *row, void *data)
{
    struct asked *asked = data;
    asked->result = result;
    asked->answers++;
    if (result < 0) error_clear(&context->error);
    if (asked->next)
        if (database_queue(context->database, context, &find_thing, PARAMETERS("thing 00000003"), &asked->next->thing, take_answer, asked->next) < 0)
            fail_msg("not queued");
}

static void wait_for_answers(struct database *database)
{
    int descriptor;
    while ((descriptor = database_queue_flush(database)) >= 0) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(descriptor, &set);
        struct timeval patience = {10, 0};
        if (select(descriptor + 1, &set, NULL, NULL, &patience) != 1) fail_msg("no answer came");
        database_queue_receive(database);
    }
}

static void look_ups_are_asked_and_answered_together(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int64_t count = 200;
    assert_result(support, RESULT_OK, database_transaction(context, fill_things, &count));
    struct asked asked[200] = {0}, further = {0};
    asked[17].next = &further;
    static const struct statement broken = {"broken", &thing_record, "SELECT CAST(1 AS BIGINT) / (size - size) AS id FROM thing WHERE name = $1"};
    for (int turn = 0; turn < 3; turn++) {
        database_round_begin(context->database);
        for (int i = 0; i < 200; i++) {
            asked[i].answers = 0;
            char name[32];
            snprintf(name, sizeof name, "thing %08d", i + 1 + (i == 100 ? 1000000 : 0));
            assert_result(support, RESULT_OK,
                          database_queue(context->database, context, i == 50 ? &broken : &find_thing, PARAMETERS((const char *)name), &asked[i].thing, take_answer, &asked[i]));
        }
        wait_for_answers(context->database);
        database_round_end(context->database);
        for (int i = 0; i < 200; i++) {
            assert_int_equal(asked[i].answers, 1);
            if (i == 50) {
                if (engine == DATABASE_POSTGRESQL) assert_int_equal(asked[i].result, RESULT_BROKEN); /* SQLite says NULL */
                continue;
            }
            assert_int_equal(asked[i].result, i == 100 ? RESULT_NONE : RESULT_OK);
            if (i != 100) assert_int_equal(asked[i].thing.id, i + 1);
        }
        assert_int_equal(further.result, RESULT_OK);
        assert_int_equal(further.thing.id, 3);
        /* Another statement may come while answers are outstanding. */
        assert_result(support, RESULT_OK, database_queue(context->database, context, &find_thing, PARAMETERS("thing 00000002"), &asked[0].thing, take_answer, &asked[0]));
        assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 200);
        assert_int_equal(asked[0].answers, 2);
        assert_int_equal(asked[0].thing.id, 2);
        assert_result(support, RESULT_OK, database_run(context, &count_up, PARAMETERS(1), NULL));
    }
    support_context_free(support);
}
BOTH_ENGINES(look_ups_are_asked_and_answered_together)

static void a_round_reads_one_moment_and_gives_way_to_a_write(void **state)
{
    struct support *support = store_with_tables(DATABASE_SQLITE);
    struct support *second = support_second(support);
    struct context *context = &support->context;
    database_round_begin(context->database);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 0);
    assert_result(second, RESULT_OK, database_run(&second->context, &count_up, PARAMETERS(1), NULL));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 0);
    assert_result(support, RESULT_OK, database_transaction(context, count_up_and_end, &(struct story){0}));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    database_round_end(context->database);
    assert_result(second, RESULT_OK, database_run(&second->context, &count_up, PARAMETERS(1), NULL));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 3);
    support_context_free(support);
}

/* --- When things go wrong --- */

static const struct statement own_process = {"own_process", NULL, "SELECT pg_backend_pid()"};
static const struct statement end_process = {"end_process", NULL, "SELECT pg_terminate_backend(CAST($1 AS INTEGER))"};

static void end_connection(struct support *of, struct support *by)
{
    int64_t process = integer_of(of, &own_process, NO_PARAMETERS);
    assert_int_equal(integer_of(by, &end_process, PARAMETERS(process)), 1);
    usleep(50000);
}

struct interrupted {
    struct support *second;
    int64_t process;
    int runs;
};

static enum result be_interrupted(struct context *context, void *data)
{
    struct interrupted *interrupted = data;
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    if (interrupted->runs++ == 0) {
        TRY(database_integer(context, &own_process, NO_PARAMETERS, &interrupted->process));
        assert_int_equal(integer_of(interrupted->second, &end_process, PARAMETERS(interrupted->process)), 1);
        usleep(50000);
    }
    return database_run(context, &count_up, PARAMETERS(1), NULL);
}

static void a_lost_connection_is_made_anew(void **state)
{
    support_skip_without_postgresql();
    struct support *support = store_with_tables(DATABASE_POSTGRESQL);
    struct support *second = support_second(support);
    struct context *context = &support->context;
    int64_t count = 10;
    assert_result(support, RESULT_OK, database_transaction(context, fill_things, &count));
    end_connection(support, second);
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 10); /* a look-up */
    end_connection(support, second);
    assert_result(support, RESULT_OK, database_transaction(context, count_up_and_end, &(struct story){0}));
    struct interrupted interrupted = {second, 0, 0};
    assert_result(support, RESULT_OK, database_transaction(context, be_interrupted, &interrupted));
    assert_int_equal(interrupted.runs, 2);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 3);
    /* A single write outside a transaction may or may not have happened: it says so, and the next one works. */
    end_connection(support, second);
    assert_result(support, RESULT_BROKEN, database_run(context, &count_up, PARAMETERS(1), NULL));
    expect_error(support, "store.outcome_unknown");
    assert_result(support, RESULT_OK, database_run(context, &count_up, PARAMETERS(1), NULL));
    struct walk walk = {0};
    end_connection(support, second);
    assert_result(support, RESULT_OK, database_each(context, &all_things, PARAMETERS(0), walk_one, &walk));
    assert_int_equal(walk.rows, 10);
    /* Queued look-ups are asked again. */
    end_connection(support, second);
    struct asked asked[5] = {0};
    for (int i = 0; i < 5; i++)
        assert_result(support, RESULT_OK, database_queue(context->database, context, &find_thing, PARAMETERS("thing 00000002"), &asked[i].thing, take_answer, &asked[i]));
    wait_for_answers(context->database);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(asked[i].answers, 1);
        assert_int_equal(asked[i].result, RESULT_OK);
        assert_int_equal(asked[i].thing.id, 2);
    }
    support_context_free(support);
}

/* A deferred trigger makes COMMIT itself wait, as a standby that does not answer would. */
static const char slow_commit[] =
    "-- postgresql:\n"
    "CREATE TABLE slow (id BIGINT);\n"
    "CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.7); RETURN NULL; END $$;\n"
    "CREATE CONSTRAINT TRIGGER slow_at_commit AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION be_slow();\n";
static const struct statement insert_slow = {"insert_slow", NULL, "INSERT INTO slow (id) VALUES ($1)"};

static enum result act_slowly(struct context *context, void *data)
{
    TRY(answer_with_the_count(context, data));
    return database_run(context, &insert_slow, PARAMETERS(1), NULL);
}

static void an_unknown_outcome_is_found_out_by_the_key(void **state)
{
    support_skip_without_postgresql();
    struct support *support = store_with_tables(DATABASE_POSTGRESQL);
    struct context *context = &support->context;
    assert_result(support, RESULT_OK, database_script(context, slow_commit));
    database_commit_deadline(context->database, 100);
    int runs = 0;
    assert_result(support, RESULT_BROKEN, database_transaction(context, act_slowly, &runs));
    expect_error(support, "store.outcome_unknown");
    usleep(900000);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1); /* it happened after all */
    context->once.key = TEXT("key");
    assert_result(support, RESULT_OK, database_transaction(context, act_slowly, &runs));
    assert_true(context->once.replayed);
    assert_text_equal(context->once.answer, "count 2");
    assert_int_equal(runs, 2);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    support_context_free(support);
}

struct crossing {
    struct support *support;
    int64_t first, second;
    pthread_barrier_t *both_hold_one;
    int runs;
    enum result result;
};

static enum result lock_crosswise(struct context *context, void *data)
{
    struct crossing *crossing = data;
    TRY(database_run(context, &count_up, PARAMETERS(crossing->first), NULL));
    if (crossing->runs++ == 0) pthread_barrier_wait(crossing->both_hold_one);
    return database_run(context, &count_up, PARAMETERS(crossing->second), NULL);
}

static void *cross(void *data)
{
    struct crossing *crossing = data;
    crossing->result = database_transaction(&crossing->support->context, lock_crosswise, crossing);
    return NULL;
}

static void a_deadlock_is_run_again(void **state)
{
    support_skip_without_postgresql();
    struct support *support = store_with_tables(DATABASE_POSTGRESQL);
    assert_result(support, RESULT_OK, database_script(&support->context, "INSERT INTO counter (id, count) VALUES (2, 0)"));
    pthread_barrier_t both;
    pthread_barrier_init(&both, NULL, 2);
    struct crossing crossings[2] = {{support_second(support), 1, 2, &both, 0, RESULT_BROKEN}, {support_second(support), 2, 1, &both, 0, RESULT_BROKEN}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, cross, &crossings[i]);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_result(crossings[i].support, RESULT_OK, crossings[i].result);
    }
    pthread_barrier_destroy(&both);
    assert_int_equal(crossings[0].runs + crossings[1].runs, 3);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(2)), 2);
    support_context_free(support);
}

static const struct statement be_serializable = {"be_serializable", NULL, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"};

static enum result look_and_write(struct context *context, void *data)
{
    struct crossing *crossing = data;
    int64_t count;
    TRY(database_run(context, &be_serializable, NO_PARAMETERS, NULL));
    TRY(database_integer(context, &read_counter, PARAMETERS(crossing->second), &count));
    if (crossing->runs++ == 0) pthread_barrier_wait(crossing->both_hold_one);
    return database_run(context, &set_counter, PARAMETERS(crossing->first, count + 1), NULL);
}

static void *look(void *data)
{
    struct crossing *crossing = data;
    crossing->result = database_transaction(&crossing->support->context, look_and_write, crossing);
    return NULL;
}

static void a_serialization_failure_is_run_again(void **state)
{
    support_skip_without_postgresql();
    struct support *support = store_with_tables(DATABASE_POSTGRESQL);
    assert_result(support, RESULT_OK, database_script(&support->context, "INSERT INTO counter (id, count) VALUES (2, 0)"));
    pthread_barrier_t both;
    pthread_barrier_init(&both, NULL, 2);
    struct crossing crossings[2] = {{support_second(support), 1, 2, &both, 0, RESULT_BROKEN}, {support_second(support), 2, 1, &both, 0, RESULT_BROKEN}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, look, &crossings[i]);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_result(crossings[i].support, RESULT_OK, crossings[i].result);
    }
    pthread_barrier_destroy(&both);
    assert_true(crossings[0].runs + crossings[1].runs > 2);
    /* One after the other: one saw 0 and wrote 1, the next saw that and wrote 2. */
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)) + integer_of(support, &read_counter, PARAMETERS(2)), 3);
    support_context_free(support);
}

static enum result hold_the_writer(struct context *context, void *data)
{
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    usleep(300000);
    return RESULT_OK;
}

static void *hold(void *data)
{
    struct racer *racer = data;
    racer->failures = database_transaction(&racer->support->context, hold_the_writer, NULL) != RESULT_OK;
    return NULL;
}

static void a_writer_waits_for_the_other(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct racer racer = {support_second(support), 0};
    pthread_t thread;
    pthread_create(&thread, NULL, hold, &racer);
    usleep(100000);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 0); /* readers wait for nobody */
    struct story story = {0};
    assert_result(support, RESULT_OK, database_transaction(&support->context, count_up_and_end, &story));
    assert_int_equal(story.runs, 1);
    pthread_join(thread, NULL);
    assert_int_equal(racer.failures, 0);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    support_context_free(support);
}
BOTH_ENGINES(a_writer_waits_for_the_other)

/* --- Opening and migrating --- */

static void a_store_that_is_not_there_is_named(void **state)
{
    struct support *support = support_context(NOW);
    struct context *context = &support->context;
    struct database *database;
    assert_result(support, RESULT_REFUSED, database_open(context, TEXT("sqlite:/nowhere/at/all.db"), false, &database));
    expect_error(support, "store.absent");
    assert_null(database);
    assert_result(support, RESULT_REFUSED, database_open(context, TEXT("sqlite:/nowhere/at/all.db"), true, &database));
    expect_error(support, "store.unreachable");
    const char *wrong[] = {"", "sqlite:", "mysql://x", "/some/path"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_result(support, RESULT_REFUSED, database_open(context, text_of(wrong[i]), true, &database));
        expect_error(support, "store.url");
    }
    assert_result(support, RESULT_REFUSED, database_open(context, TEXT("postgresql://127.0.0.1:1/x"), true, &database));
    expect_error(support, "store.unreachable");
    char path[] = "/tmp/testamur-test-XXXXXX", url[64];
    int file = mkstemp(path);
    assert_true(write(file, "this is a letter and no store, and long enough to be looked at as one ..............................", 100) == 100);
    close(file);
    snprintf(url, sizeof url, "sqlite:%s", path);
    assert_result(support, RESULT_BROKEN, database_open(context, text_of(url), false, &database));
    expect_error(support, "store.damaged");
    unlink(path);
    /* An empty file is no store either. What is made is for its owner only. */
    assert_result(support, RESULT_OK, database_open(context, text_of(url), true, &database));
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    database_close(database);
    assert_result(support, RESULT_REFUSED, database_open(context, text_of(url), false, &database));
    expect_error(support, "store.absent");
    unlink(path);
    support_context_free(support);
}

static void migrating_again_changes_nothing(enum database_engine engine)
{
    struct support *support = support_store(engine, NOW);
    struct context *context = &support->context;
    int applied = -1;
    assert_result(support, RESULT_OK, database_migrate(context, &applied));
    assert_int_equal(applied, 0);
    assert_result(support, RESULT_OK, database_check_version(context));
    assert_result(support, RESULT_OK, database_script(context, "UPDATE migration SET sha256 = 'other'"));
    assert_result(support, RESULT_REFUSED, database_check_version(context));
    expect_error(support, "store.changed");
    assert_result(support, RESULT_REFUSED, database_migrate(context, &applied));
    expect_error(support, "store.changed");
    assert_result(support, RESULT_OK, database_script(context, "UPDATE migration SET name = 'z' || name"));
    assert_result(support, RESULT_REFUSED, database_check_version(context));
    expect_error(support, "store.new");
    assert_result(support, RESULT_OK, database_script(context, "DELETE FROM migration"));
    assert_result(support, RESULT_REFUSED, database_check_version(context));
    expect_error(support, "store.old");
    assert_result(support, RESULT_OK, database_script(context, "DROP TABLE migration"));
    assert_result(support, RESULT_REFUSED, database_check_version(context));
    expect_error(support, "store.old");
    support_context_free(support);
}
BOTH_ENGINES(migrating_again_changes_nothing)

static void one_dialect_becomes_two(void **state)
{
    WITH_ARENA(arena, 1 << 20);
    struct text sql = TEXT("-- An INTEGER in a comment\n"
                           "CREATE TABLE t (\n    id INTEGER PRIMARY KEY, -- STRICT\n    n INTEGER NOT NULL DEFAULT 'INTEGER', b BLOB, t TEXT REFERENCES u (t)\n"
                           ") STRICT, WITHOUT ROWID;\n"
                           "-- sqlite:\nonly BLOB here\n-- postgresql:\nonly TEXT there\n-- both:\n"
                           "CREATE INDEX i ON t (CAST(n AS TEXT)) WHERE (b) IS NOT NULL;\n");
    assert_text_equal(migration_for(arena, DATABASE_POSTGRESQL, sql),
                      "-- An INTEGER in a comment\n"
                      "CREATE TABLE t (\n    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, -- STRICT\n"
                      "    n BIGINT NOT NULL DEFAULT 'INTEGER', b BYTEA, t TEXT COLLATE \"C\" REFERENCES u (t)\n);\n"
                      "only TEXT there\n"
                      "CREATE INDEX i ON t (CAST(n AS TEXT)) WHERE (b) IS NOT NULL;\n");
    assert_text_equal(migration_for(arena, DATABASE_SQLITE, TEXT("a\n-- postgresql:\nb\n-- sqlite:\nc\n-- both:\nd STRICT")), "a\nc\nd STRICT\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_row_comes_back_as_it_went_in),
        ON_BOTH(nothing_is_null_both_ways),
        ON_BOTH(rows_are_listed_counted_and_changed),
        ON_BOTH(what_breaks_a_rule_is_named),
        ON_BOTH(many_rows_are_copied_in_and_walked_over),
        ON_BOTH(copies_may_run_side_by_side),
        ON_BOTH(ids_are_fresh),
        ON_BOTH(an_act_happens_whole_or_not_at_all),
        ON_BOTH(a_reading_sees_one_moment_and_writes_nothing),
        ON_BOTH(an_attempt_undoes_only_itself),
        ON_BOTH(the_nth_call_can_be_made_to_fail),
        ON_BOTH(the_same_request_gets_the_first_answer),
        ON_BOTH(of_two_at_once_one_acts),
        ON_BOTH(sixty_four_count_up_one_row),
        ON_BOTH(look_ups_are_asked_and_answered_together),
        cmocka_unit_test(a_round_reads_one_moment_and_gives_way_to_a_write),
        cmocka_unit_test(a_lost_connection_is_made_anew),
        cmocka_unit_test(an_unknown_outcome_is_found_out_by_the_key),
        cmocka_unit_test(a_deadlock_is_run_again),
        cmocka_unit_test(a_serialization_failure_is_run_again),
        ON_BOTH(a_writer_waits_for_the_other),
        cmocka_unit_test(a_store_that_is_not_there_is_named),
        ON_BOTH(migrating_again_changes_nothing),
        cmocka_unit_test(one_dialect_becomes_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
