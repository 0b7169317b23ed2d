/* Rounds and queues, connections that are lost, opening and migrating. */
#include "things.h"

#include <stdlib.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outside/migration.h"

/* --- Beside --- */

static int64_t counted_beside(const struct context *context, struct database *beside)
{
    struct context own = *context;
    int64_t count = -1;
    own.database = beside;
    assert_int_equal(database_integer(&own, &count_things, NO_PARAMETERS, &count), RESULT_OK);
    assert_int_equal(database_run(&own, &count_up, PARAMETERS(1), NULL), RESULT_BROKEN); /* it only reads */
    return count;
}

static enum result read_beside(struct context *context, void *data)
{
    struct support *support = data;
    struct database *beside, *writer;
    int64_t count;
    TRY(database_integer(context, &count_things, NO_PARAMETERS, &count));
    assert_int_equal(count, 1);
    assert_int_equal(database_open(context, database_url(context->database), false, &writer), RESULT_OK);
    struct context writing = *context;
    writing.database = writer;
    assert_int_equal(database_run(&writing, &insert_thing, PARAMETERS("second", (const char *)NULL, NO_DAY, NO_INSTANT, true, 2, "second"), NULL), RESULT_OK);
    database_close(writer);
    bool postgresql = database_engine(context->database) == DATABASE_POSTGRESQL;
    assert_int_equal(database_beside(context, &beside), postgresql ? RESULT_OK : RESULT_NONE);
    if (beside) assert_int_equal(counted_beside(context, beside), 1); /* as here, though there are two by now */
    database_close(beside);
    /* Where the server gives no second connection, nothing has failed. */
    const char *url = context->database->url;
    context->database->url = "postgresql://localhost:1/none";
    assert_int_equal(database_beside(context, &beside), RESULT_NONE);
    context->database->url = url;
    assert_null(beside);
    assert_int_equal(support->context.error.result, RESULT_OK);
    return database_integer(context, &count_things, NO_PARAMETERS, &count);
}

static enum result write_beside(struct context *context, void *data)
{
    struct database *beside;
    assert_int_equal(database_beside(context, &beside), RESULT_NONE);
    return RESULT_OK;
}

static void a_connection_beside_reads_the_same_moment(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    add_thing(support, "first", 1);
    assert_result(support, RESULT_OK, database_reading(&support->context, read_beside, support));
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 2);
    assert_result(support, RESULT_OK, database_transaction(&support->context, write_beside, NULL));
    support_context_free(support);
}
BOTH_ENGINES(a_connection_beside_reads_the_same_moment)

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

/* Found by one key; three of them share a statement. PostgreSQL divides no thing of size 6. */
#define DIVIDED "SELECT name, id, CAST(60 AS BIGINT) / (size - 6) AS size FROM thing WHERE name "
static const struct statement divide_things = {"divide_things", &thing_record, DIVIDED "IN ($1, $2, $3)"};
static const struct statement divide_thing = {"divide_thing", &thing_record, DIVIDED "= $1", &divide_things};

static void keys_share_a_statement_and_each_has_its_own_answer(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int64_t count = 200;
    assert_result(support, RESULT_OK, database_transaction(context, fill_things, &count));
    for (int asking = 1; asking <= 40; asking++) {
        struct asked asked[40] = {0};
        for (int i = 0; i < asking; i++) {
            char name[32];
            snprintf(name, sizeof name, "thing %08d", i == 20 ? 999 : i == 10 ? 10 : i + 1); /* 20 asks for what is not there, 10 for what 9 asks for, too */
            const struct statement *statement = i == 30 ? &find_thing : &divide_thing;
            assert_result(support, RESULT_OK, database_queue(context->database, context, statement, PARAMETERS((const char *)name), &asked[i].thing, take_answer, &asked[i]));
        }
        wait_for_answers(context->database);
        for (int i = 0; i < asking; i++) {
            bool divided_by_nothing = i % 7 == 6 && i != 20 && i != 30;
            assert_int_equal(asked[i].answers, 1);
            if (divided_by_nothing && engine == DATABASE_POSTGRESQL) {
                assert_int_equal(asked[i].result, RESULT_BROKEN);
                continue;
            }
            assert_int_equal(asked[i].result, i == 20 ? RESULT_NONE : RESULT_OK);
            if (i == 20) continue;
            int id = i == 10 ? 10 : i + 1;
            assert_int_equal(asked[i].thing.id, id);
            if (i != 30 && !divided_by_nothing) assert_int_equal(asked[i].thing.size, 60 / ((id - 1) % 7 - 6));
        }
    }
    support_context_free(support);
}
BOTH_ENGINES(keys_share_a_statement_and_each_has_its_own_answer)

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
        assert_result(support, RESULT_OK, database_queue(context->database, context, i % 2 ? &divide_thing : &find_thing, PARAMETERS("thing 00000002"), &asked[i].thing, take_answer, &asked[i]));
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
    expect_error(support, "store.folder");
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
    /* A constraint that comes later. */
    struct text check = TEXT("CREATE CHECK c ON t (new.a = 1 OR LENGTH(new.b) > 2);\nx INTEGER\n");
    assert_text_equal(migration_for(arena, DATABASE_POSTGRESQL, check), "ALTER TABLE t ADD CONSTRAINT c CHECK (a = 1 OR LENGTH(b) > 2);\nx BIGINT\n");
    assert_text_equal(migration_for(arena, DATABASE_SQLITE, check),
                      "CREATE TRIGGER c_on_insert BEFORE INSERT ON t WHEN NOT (new.a = 1 OR LENGTH(new.b) > 2) BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: c'); END;\n"
                      "CREATE TRIGGER c_on_update BEFORE UPDATE ON t WHEN NOT (new.a = 1 OR LENGTH(new.b) > 2) BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: c'); END;\n"
                      "x INTEGER\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_connection_beside_reads_the_same_moment),
        ON_BOTH(look_ups_are_asked_and_answered_together),
        ON_BOTH(keys_share_a_statement_and_each_has_its_own_answer),
        cmocka_unit_test(a_round_reads_one_moment_and_gives_way_to_a_write),
        cmocka_unit_test(a_lost_connection_is_made_anew),
        cmocka_unit_test(an_unknown_outcome_is_found_out_by_the_key),
        cmocka_unit_test(a_store_that_is_not_there_is_named),
        ON_BOTH(migrating_again_changes_nothing),
        cmocka_unit_test(one_dialect_becomes_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
