/* Statements, rows and copies, on both engines. */
#include "things.h"

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

/* The disk is full: PostgreSQL says so by a code of its own. */
static void a_store_without_room_says_so(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    static const struct statement fill = {"fill", NULL, "UPDATE thing SET name = $1"};
    add_thing(support, "one", 1);
    assert_result(support, RESULT_OK, database_script(context, "-- sqlite:\nPRAGMA max_page_count = 1;\n-- postgresql:\n"
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;\n"
        "CREATE TRIGGER no_room BEFORE UPDATE ON thing FOR EACH ROW EXECUTE FUNCTION no_room();\n-- both:\n"));
    char *large = arena_take(context->arena, (1 << 20) + 1);
    memset(large, 'x', 1 << 20);
    assert_result(support, RESULT_BROKEN, database_run(context, &fill, PARAMETERS((const char *)large), NULL));
    expect_error(support, "store.full");
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 1);
    support_context_free(support);
}
BOTH_ENGINES(a_store_without_room_says_so)

/* --- Each --- */

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

/* SQL that is put together, each time another, would fill the server's memory over the days. */
static void what_is_asked_once_is_not_kept_by_the_server(void **state)
{
    support_skip_without_postgresql();
    static const struct statement kept = {"kept", NULL, "SELECT COUNT(*) FROM pg_prepared_statements"};
    struct support *support = store_with_tables(DATABASE_POSTGRESQL);
    int64_t before = integer_of(support, &kept, NO_PARAMETERS);
    for (int i = 0; i < 5; i++) {
        bool has;
        assert_result(support, RESULT_OK, database_has_table(&support->context, i % 2 ? "thing" : "nothing", &has));
        assert_int_equal(has, i % 2);
    }
    assert_int_equal(integer_of(support, &kept, NO_PARAMETERS), before);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_row_comes_back_as_it_went_in),
        ON_BOTH(nothing_is_null_both_ways),
        ON_BOTH(rows_are_listed_counted_and_changed),
        ON_BOTH(what_breaks_a_rule_is_named),
        ON_BOTH(a_store_without_room_says_so),
        ON_BOTH(many_rows_are_copied_in_and_walked_over),
        ON_BOTH(copies_may_run_side_by_side),
        ON_BOTH(ids_are_fresh),
        cmocka_unit_test(what_is_asked_once_is_not_kept_by_the_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
