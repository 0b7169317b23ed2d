/* How often one network may ask, in memory (SPEC 9.1). */
#include "support/support.h"

#include <stdio.h>

#include "outside/rate.h"

static int arrivals(struct rate *rate, const char *network, double now, int tries)
{
    int in_time = 0, wait;
    for (int i = 0; i < tries; i++) in_time += rate_arrive(rate, text_of(network), now, &wait);
    return in_time;
}

static void so_many_come_at_once_and_then_one_after_the_other(void **state)
{
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct rate *rate = rate_new(support->context.arena, 60);
    assert_int_equal(arrivals(rate, "192.0.2.7", 1000, 100), 60);
    int wait = 0;
    assert_false(rate_arrive(rate, TEXT("192.0.2.7"), 1000.25, &wait));
    assert_int_equal(wait, 1);
    /* What came too early does not count. */
    assert_int_equal(arrivals(rate, "192.0.2.7", 1001, 5), 1);
    assert_int_equal(arrivals(rate, "192.0.2.7", 1011, 50), 10);
    assert_int_equal(arrivals(rate, "192.0.2.7", 2000, 100), 60);
    struct rate *slow = rate_new(support->context.arena, 1);
    assert_true(rate_arrive(slow, TEXT("192.0.2.7"), 1000, &wait));
    assert_false(rate_arrive(slow, TEXT("192.0.2.7"), 1010.5, &wait));
    assert_int_equal(wait, 50);
    support_context_free(support);
}

static void to_look_whether_it_is_in_time_does_not_count(void **state)
{
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct rate *rate = rate_new(support->context.arena, 60);
    int wait = 0;
    for (int i = 0; i < 100; i++) assert_true(rate_in_time(rate, TEXT("192.0.2.7"), 1000, &wait));
    assert_int_equal(arrivals(rate, "192.0.2.7", 1000, 100), 60);
    assert_false(rate_in_time(rate, TEXT("192.0.2.7"), 1000.25, &wait));
    assert_int_equal(wait, 1);
    assert_true(rate_in_time(rate, TEXT("192.0.2.7"), 1001, &wait));
    assert_true(rate_in_time(rate, TEXT("192.0.2.8"), 1000, &wait));
    assert_true(rate_in_time(rate, TEXT("127.0.0.1"), 1000, &wait));
    support_context_free(support);
}

static void a_network_is_an_address_or_a_64(void **state)
{
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct rate *rate = rate_new(support->context.arena, 10);
    assert_int_equal(arrivals(rate, "192.0.2.7", 1000, 20), 10);
    assert_int_equal(arrivals(rate, "::ffff:192.0.2.7", 1000, 20), 0);
    assert_int_equal(arrivals(rate, "192.0.2.8", 1000, 20), 10);
    assert_int_equal(arrivals(rate, "2001:db8:1:2::1", 1000, 20), 10);
    assert_int_equal(arrivals(rate, "2001:db8:1:2:ffff::9", 1000, 20), 0);
    assert_int_equal(arrivals(rate, "2001:db8:1:3::1", 1000, 20), 10);
    /* This machine, and what is no address. */
    static const char *const free_ones[] = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "", "unknown", "1.2.3", "2001:db8:1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:0:1:2:3:4:5:6"};
    for (size_t i = 0; i < sizeof free_ones / sizeof *free_ones; i++) assert_int_equal(arrivals(rate, free_ones[i], 1000, 20), 20);
    support_context_free(support);
}

/* Ten times as many networks as the table has places ask once each; who asks all the time is still known. */
static void many_networks_do_not_hide_one_that_asks_too_often(void **state)
{
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct rate *rate = rate_new(support->context.arena, 600);
    assert_int_equal(arrivals(rate, "192.0.2.7", 1000, 700), 600);
    size_t before = arena_used(support->context.arena);
    for (int i = 0; i < 650000; i++) {
        char name[32];
        snprintf(name, sizeof name, "10.%d.%d.%d", i >> 16 & 255, i >> 8 & 255, i & 255);
        int wait;
        assert_true(rate_arrive(rate, text_of(name), 1000, &wait));
    }
    assert_int_equal(arrivals(rate, "192.0.2.7", 1000, 100), 0);
    assert_int_equal(arena_used(support->context.arena), before);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_come_at_once_and_then_one_after_the_other), cmocka_unit_test(to_look_whether_it_is_in_time_does_not_count),
        cmocka_unit_test(a_network_is_an_address_or_a_64),
        cmocka_unit_test(many_networks_do_not_hide_one_that_asks_too_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
