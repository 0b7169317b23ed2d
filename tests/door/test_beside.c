/* Following up beside an import (door/house_beside.h): its awards are there at the end and counted once, also where it fails meanwhile, which is told in the log. */
#include "award/town.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "door/house.h"
#include "door/house_beside.h"
#include "outside/database_internal.h"
#include "outside/settings.h"

enum { PEOPLE = 24, HALF = PEOPLE / 2 };

STATEMENT(certificates, NULL, "SELECT COUNT(*) FROM certificate");
STATEMENT(grounds, NULL, "SELECT COUNT(*) FROM certificate_basis");
STATEMENT(left_due, NULL, "SELECT COUNT(*) FROM due WHERE kind IN ('records-came', 'records-held', 'account-changed', 'identity-check')");
/* CASE: of an AND the server chooses itself which side comes first, and nobody else is to be sent away. */
STATEMENT(send_away, NULL, "SELECT COUNT(*) FROM pg_stat_activity a WHERE CASE WHEN CAST(a.usename AS TEXT) = $1 THEN pg_terminate_backend(a.pid) ELSE FALSE END");

/* What is torn down after each test, however it went. */
static struct import {
    struct town *town;
    struct house house;
    struct house_beside *beside;
    const char *role; /* as whom the thread beside is signed in at the server */
    FILE *log;        /* in place of stderr */
    int error_output;
    char file[60];
} import = {.error_output = -1};

static void script(const char *sql)
{
    struct town *town = import.town;
    assert_ok(database_script(town->context, text_printf(town->context->arena, "-- postgresql:\n%s\n-- both:\n", sql).bytes));
}

static int64_t number(const struct statement *statement)
{
    struct town *town = import.town;
    int64_t counted;
    assert_ok(database_integer(town->context, statement, NO_PARAMETERS, &counted));
    return counted;
}

static void rest(void)
{
    nanosleep(&(struct timespec){0, 10000000}, NULL);
}

/* Waits until the log says so. */
static void until_told(const char *words)
{
    static char said[1 << 16];
    for (;;) {
        ssize_t length = pread(fileno(import.log), said, sizeof said - 1, 0);
        said[length > 0 ? length : 0] = '\0';
        if (strstr(said, words)) return;
        rest();
    }
}

/* A town in which everybody's mailbox is tied, and a process that begins an import. */
static void begin(void)
{
    import = (struct import){.error_output = -1};
    struct town *town = import.town = town_new(DATABASE_POSTGRESQL, "2026-02-16T02:00:00Z", NULL);
    struct arena *arena = town->context->arena;
    for (int i = 0; i < PEOPLE; i++) {
        const char *mailbox = text_printf(arena, "p%d@example.org", i).bytes;
        town_tie(town, town_account(town, text_printf(arena, "person%d", i).bytes, mailbox, "Wei Zhang"), mailbox);
    }
    town_follow_up(town);
    struct text url = town->context->settings->store;
    if (house_open(&import.house, url) < 0 || house_open_store(&import.house, false) < 0)
        fail_msg("no house: %s", text_string(arena, error_text(arena, &import.house.context.error)));
    import.house.context.actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_ok(house_settle_dates(&import.house.context)); /* what today's date brings does not hide what the import brings */
    const char *role = text_printf(arena, "beside_%d", (int)getpid()).bytes;
    script(text_printf(arena, "CREATE ROLE %s LOGIN SUPERUSER;", role).bytes);
    import.role = role;
    import.house.settings.store = text_printf(arena, "%.*s&user=%s", TEXT_ARG(url), role);
    import.log = tmpfile();
    assert_non_null(import.log);
    import.error_output = dup(STDERR_FILENO);
    dup2(fileno(import.log), STDERR_FILENO);
    import.beside = house_beside_start(&import.house);
    assert_non_null(import.beside);
}

/* One file: the exams of people first..first+HALF-1. */
static void take_in(int first)
{
    struct context *context = &import.house.context;
    snprintf(import.file, sizeof import.file, "/tmp/testamur-beside-%d.csv", (int)getpid());
    FILE *out = fopen(import.file, "w");
    assert_non_null(out);
    fprintf(out, "registration,candidate,exam,date,score,grade,email,first_name,last_name\n");
    for (int i = first; i < first + HALF; i++) fprintf(out, "N%d,C%d,H12-811,2026-02-12,800,pass,p%d@example.org,Wei,Zhang\n", i, i, i);
    fclose(out);
    struct intake_outcome outcome;
    assert_int_equal(intake_file(context, TEXT("generic-csv"), text_of(import.file), false, INTAKE_VERDICTS, NULL, NULL, &outcome), RESULT_OK);
    assert_int_equal(outcome.fresh, HALF);
}

static void end(void)
{
    struct context *context = &import.house.context;
    struct house_beside *beside = import.beside;
    import.beside = NULL;
    assert_int_equal(house_beside_stop(beside), RESULT_OK);
    assert_int_equal(house_settle_dates(context), RESULT_OK);
    assert_int_equal(number(&certificates), PEOPLE);
    assert_int_equal(number(&grounds), PEOPLE);
    assert_int_equal(number(&left_due), 0);
}

static int tear_down(void **state)
{
    (void)state;
    if (import.beside) (void)!house_beside_stop(import.beside);
    if (import.error_output >= 0) {
        dup2(import.error_output, STDERR_FILENO);
        close(import.error_output);
        fclose(import.log);
    }
    if (import.file[0]) unlink(import.file);
    if (import.role) script(text_printf(import.town->context->arena, "DROP ROLE %s;", import.role).bytes);
    if (import.house.arena) house_close(&import.house);
    if (import.town) town_free(import.town);
    import = (struct import){.error_output = -1};
    return 0;
}

static void what_came_is_decided_while_the_rest_comes(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    begin();
    take_in(0);
    while (number(&certificates) < HALF) rest(); /* nobody else follows up */
    take_in(HALF);
    end();
}

/* What has failed beside is not put off beyond the import's end. */
static void an_act_that_fails_is_told_and_done_at_the_end(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    begin();
    script("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of order'; END $$;\n"
           "CREATE TRIGGER refused BEFORE INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION refuse();");
    take_in(0);
    until_told("due_failed kind=records-held");
    script("DROP TRIGGER refused ON certificate;");
    take_in(HALF);
    end();
}

/* Of accounts whose names a file contradicts, too. */
static void a_look_that_was_put_off_is_taken_at_the_end(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    begin();
    take_in(0);
    take_in(HALF);
    script("INSERT INTO due (kind, first, last, not_before_at, left_at, attempts) SELECT 'identity-check', MIN(id), MIN(id), 9000000000000000, 0, 1 FROM account;");
    end();
}

static void a_store_that_was_gone_is_told_and_its_work_done_at_the_end(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    begin();
    struct town *town = import.town;
    script(text_printf(town->context->arena, "ALTER ROLE %s NOLOGIN;", import.role).bytes);
    int64_t gone = 0;
    while (!gone) assert_ok(database_integer(town->context, &send_away, PARAMETERS(import.role), &gone));
    take_in(0);
    until_told("left to the end of the import: ");
    assert_int_equal(number(&certificates), 0);
    script(text_printf(town->context->arena, "ALTER ROLE %s LOGIN;", import.role).bytes);
    while (number(&certificates) < HALF) rest(); /* it goes on by itself */
    take_in(HALF);
    end();
}

static void nothing_is_beside_where_there_is_one_writer(void **state)
{
    (void)state;
    struct support *support = support_store(DATABASE_SQLITE, "2026-02-16T02:00:00Z");
    struct house house;
    assert_int_equal(house_open(&house, support->context.settings->store), RESULT_OK);
    assert_int_equal(house_open_store(&house, false), RESULT_OK);
    assert_null(house_beside_start(&house));
    assert_int_equal(house_beside_stop(NULL), RESULT_OK);
    house_close(&house);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_came_is_decided_while_the_rest_comes, tear_down),
        cmocka_unit_test_teardown(an_act_that_fails_is_told_and_done_at_the_end, tear_down),
        cmocka_unit_test_teardown(a_look_that_was_put_off_is_taken_at_the_end, tear_down),
        cmocka_unit_test_teardown(a_store_that_was_gone_is_told_and_its_work_done_at_the_end, tear_down),
        cmocka_unit_test(nothing_is_beside_where_there_is_one_writer),
    };
    return cmocka_run_group_tests_name("beside", tests, NULL, NULL);
}
