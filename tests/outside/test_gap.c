/* Whoever writes to SQLite for long, one transaction right behind the other, lets those who wait come in between. The clock is the test's own, and so is the sleep. */
#include "support/support.h"

#include <time.h>

#include "outside/database.h"

static double seconds = 1000, slept;
static int gaps;

double __wrap_clock_monotonic(void);
int __wrap_nanosleep(const struct timespec *pause, struct timespec *rest);

double __wrap_clock_monotonic(void)
{
    return seconds;
}

int __wrap_nanosleep(const struct timespec *pause, struct timespec *rest)
{
    (void)rest;
    double time = (double)pause->tv_sec + (double)pause->tv_nsec * 1e-9;
    seconds += time;
    slept += time;
    gaps++;
    return 0;
}

static enum result take_so_long(struct context *context, void *data)
{
    (void)context;
    seconds += *(const double *)data;
    return RESULT_OK;
}

/* How many gaps were left while so many were written, each so long, with so much time between them by itself. */
static int gaps_left(struct support *support, int count, double each, double between)
{
    seconds += 1;
    gaps = 0;
    slept = 0;
    for (int i = 0; i < count; i++) {
        assert_result(support, RESULT_OK, database_transaction(&support->context, take_so_long, &each));
        seconds += between;
    }
    assert_true(slept <= gaps * 0.0021);
    return gaps;
}

static void who_writes_at_length_lets_others_in(void **state)
{
    (void)state;
    struct support *support = support_store(DATABASE_SQLITE, "2026-02-13T08:00:00Z");
    double second = 1;
    assert_int_equal(gaps_left(support, 10, 0.03, 0), 2);   /* behind the fourth and the eighth */
    assert_int_equal(gaps_left(support, 4, 1, 0.0001), 3);  /* behind each but the last */
    assert_int_equal(gaps_left(support, 1000, 0.004, 0), 0); /* there is room enough between them */
    assert_int_equal(gaps_left(support, 10, 1, 0.003), 0);  /* others had their turn */
    /* Reading keeps nobody from writing. */
    assert_int_equal(gaps_left(support, 1, 1, 0), 0);
    assert_result(support, RESULT_OK, database_reading(&support->context, take_so_long, &second));
    assert_int_equal(gaps, 0);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_writes_at_length_lets_others_in)};
    return cmocka_run_group_tests_name("gap", tests, NULL, NULL);
}
