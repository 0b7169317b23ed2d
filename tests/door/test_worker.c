/* The night's work (door/worker): a part that fails is told and does not stand in the way of the others, and none of it is begun anew before a while is over. */
#include "award/town.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "door/house.h"
#include "door/worker/worker.h"
#include "outside/store.h"

STATEMENT(parts_done, NULL, "SELECT COUNT(*) FROM store_setting WHERE name IN ('evaluated_day', 'unbindings_day', 'near_misses_day', 'packages_day', 'journal_heads_day') AND value <> ''");
STATEMENT(near_done, NULL, "SELECT COUNT(*) FROM store_setting WHERE name = 'near_misses_day'");
STATEMENT(night_is_taken, NULL, "SELECT COUNT(*) FROM store_setting WHERE name = 'night_until' AND value <> ''");
STATEMENT(night_is_free, NULL, "SELECT COUNT(*) FROM store_setting WHERE name = 'night_until' AND value = ''");

static int64_t number(struct town *town, const struct statement *statement)
{
    int64_t counted;
    assert_ok(database_integer(town->context, statement, NO_PARAMETERS, &counted));
    return counted;
}

/* Until so many parts are done, or for ever. */
static void work_until(struct town *town, const struct statement *statement, int64_t count)
{
    struct house house;
    struct worker *worker;
    assert_int_equal(house_open(&house, town->context->settings->store), RESULT_OK);
    assert_int_equal(house_open_store(&house, false), RESULT_OK);
    assert_int_equal(worker_start(&house, &worker), RESULT_OK);
    while (number(town, statement) < count) nanosleep(&(struct timespec){0, 10000000}, NULL);
    worker_stop(worker);
    house_close(&house);
}

/* The log, in place of stderr, while something fails that is meant to. */
static FILE *kept_log;
static int error_output = -1;

static void keep_log(void)
{
    kept_log = tmpfile();
    assert_non_null(kept_log);
    error_output = dup(STDERR_FILENO);
    dup2(fileno(kept_log), STDERR_FILENO);
}

static void log_again(char *said, size_t room)
{
    ssize_t length = pread(fileno(kept_log), said, room - 1, 0);
    said[length > 0 ? length : 0] = '\0';
    dup2(error_output, STDERR_FILENO);
    close(error_output);
    fclose(kept_log);
    error_output = -1;
}

/* Where it went otherwise, the log says how. */
static int show_log(void **state)
{
    static char said[1 << 16];
    (void)state;
    if (error_output < 0) return 0;
    log_again(said, sizeof said);
    fputs(said, stderr);
    return 0;
}

static void what_fails_at_night_holds_up_nothing_else(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    assert_ok(database_script(town->context, "ALTER TABLE near_miss RENAME TO away;"));
    static char said[1 << 16];
    keep_log();
    work_until(town, &parts_done, 4);
    log_again(said, sizeof said);
    assert_non_null(strstr(said, "worker part=near-misses code=store.failed"));
    assert_int_equal(number(town, &near_done), 0);
    assert_int_equal(number(town, &night_is_taken), 1); /* so that nobody tries again at once */
    assert_ok(database_script(town->context, "ALTER TABLE away RENAME TO near_miss; UPDATE store_setting SET value = '0' WHERE name = 'night_until';"));
    work_until(town, &night_is_free, 1);
    assert_int_equal(number(town, &parts_done), 5);
    town_free(town);
}
BOTH_ENGINES(what_fails_at_night_holds_up_nothing_else)

/* A server that was down while the holidays were announced begins on one of them: it looks at the calendar before it issues what the store says of that day. */
static void a_worker_counts_again_before_it_issues(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-12-31T08:00:00Z", NULL);
    struct instant then;
    town_load(town, town_calendar(town, "2004 to 2026", ""));
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    town_tie(town, alice, "alice@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-12-31");
    town_follow_up(town);
    assert_text_equal(day_text(town->context->arena, town_certificate(town, alice, "HCIA-Datacom").issue_day), "2027-01-01");
    (void)town_calendar(town, "2004 to 2027", "2027-01-01 to 2027-01-03 free\n");
    assert_true(instant_parse(TEXT("2027-01-01T02:00:00Z"), &then));
    assert_ok(store_set_clock_ahead(town->context, then.microseconds - clock_machine().microseconds));
    work_until(town, &parts_done, 5);
    support_set_clock(town->support, "2027-01-01T02:00:00Z");
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending && !certificate.provisional);
    assert_text_equal(day_text(town->context->arena, certificate.issue_day), "2027-01-04");
    town_free(town);
}
BOTH_ENGINES(a_worker_counts_again_before_it_issues)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH_THEN(what_fails_at_night_holds_up_nothing_else, show_log), ON_BOTH(a_worker_counts_again_before_it_issues)};
    return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
