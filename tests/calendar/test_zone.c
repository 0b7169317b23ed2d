/* Time zones: compared with what the C library says of the same files, and where midnight is odd. */
#include "support/support.h"

#include <stdlib.h>
#include <time.h>

#include "outside/zone.h"

static struct support *support;

static int setup(void **state)
{
    (void)state;
    support = support_context("2026-02-13T08:00:00Z");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unsetenv("TZ");
    tzset();
    support_context_free(support);
    return 0;
}

static const struct zone *open_zone(const char *name)
{
    const struct zone *zone = NULL;
    assert_result(support, RESULT_OK, zone_open(&support->context, support->context.arena, text_of(name), &zone));
    return zone;
}

static void offsets_are_those_of_the_c_library(void **state)
{
    (void)state;
    const char *const names[] = {"Asia/Shanghai",
                                 "Europe/Berlin",
                                 "America/New_York",
                                 "America/St_Johns",
                                 "Australia/Lord_Howe",
                                 "Africa/Casablanca",
                                 "Asia/Kathmandu",
                                 "Pacific/Apia",
                                 "America/Sao_Paulo",
                                 "Europe/Dublin",
                                 "Asia/Tehran",
                                 "Pacific/Kiritimati",
                                 "UTC",
                                 "Africa/Cairo",
                                 "Asia/Gaza",
                                 "America/Santiago"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *zone = open_zone(names[i]);
        setenv("TZ", names[i], 1);
        tzset();
        for (int64_t at = -5000000000; at < 5000000000; at += 86400 * 3 + 3571) {
            time_t seconds = (time_t)at;
            struct tm local;
            localtime_r(&seconds, &local);
            int32_t offset = zone_offset(zone, (struct instant){at * MICROSECONDS});
            if (offset != local.tm_gmtoff) fail_msg("%s at %lld: %d, not %ld", names[i], (long long)at, offset, local.tm_gmtoff);
        }
    }
}

static void assert_midnight(const char *name, const char *date, const char *expected)
{
    struct day day;
    assert_true(day_parse(text_of(date), &day));
    struct instant instant = zone_midnight(open_zone(name), day);
    assert_text_equal(instant_text(support->context.arena, instant), expected);
}

static void midnight_is_the_first_instant_of_the_date(void **state)
{
    (void)state;
    assert_midnight("Asia/Shanghai", "2026-02-14", "2026-02-13T16:00:00Z");
    assert_midnight("UTC", "2026-02-14", "2026-02-14T00:00:00Z");
    assert_midnight("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z");
    assert_midnight("America/New_York", "2026-03-09", "2026-03-09T04:00:00Z");
    assert_midnight("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"); /* clocks went from 00:00 to 01:00 */
    assert_midnight("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z");    /* 00:00 to 01:00 comes twice */
    assert_midnight("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z");      /* the 30th was left out */
    assert_midnight("America/Santiago", "2040-09-02", "2040-09-02T04:00:00Z");  /* by the rule in the footer */
}

static void every_midnight_is_where_the_date_changes(void **state)
{
    (void)state;
    const char *const names[] = {"Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "Asia/Kathmandu"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *zone = open_zone(names[i]);
        for (int32_t number = 7000; number < 30000; number++) {
            struct instant begins = zone_midnight(zone, (struct day){number});
            assert_int_equal(zone_day(zone, begins).number, number);
            if (zone_day(zone, instant_add_seconds(begins, -1)).number >= number) fail_msg("%s, day %d begins earlier", names[i], number);
        }
    }
}

static void before_1970_and_nothing_at_all(void **state)
{
    (void)state;
    const struct zone *zone = open_zone("Asia/Shanghai");
    assert_int_equal(zone_day(zone, (struct instant){-1}).number, 0);
    assert_int_equal(zone_day(open_zone("UTC"), (struct instant){-1}).number, -1);
    assert_false(day_is(zone_day(zone, NO_INSTANT)));
    assert_false(instant_is(zone_midnight(zone, NO_DAY)));
}

static void names_that_lead_elsewhere_are_unknown(void **state)
{
    (void)state;
    const char *const names[] = {"Asia/Atlantis", "",     "../../../etc/passwd", "/etc/passwd",
                                 "Asia/",         "Asia", "Asia/Shanghai ",      "Asia/../UTC"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *zone;
        assert_int_equal(zone_open(&support->context, support->context.arena, text_of(names[i]), &zone), RESULT_REFUSED);
        error_clear(&support->context.error);
    }
}

static void people_choose_from_zones_that_are_there(void **state)
{
    (void)state;
    const struct text *names;
    size_t count;
    bool shanghai = false;
    assert_result(support, RESULT_OK, zone_names(&support->context, &names, &count));
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        assert_true(!i || text_compare(names[i - 1], names[i]) < 0);
        open_zone(text_string(support->context.arena, names[i]));
        shanghai |= text_is(names[i], "Asia/Shanghai");
    }
    assert_true(shanghai);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(offsets_are_those_of_the_c_library, setup, teardown),
        cmocka_unit_test_setup_teardown(midnight_is_the_first_instant_of_the_date, setup, teardown),
        cmocka_unit_test_setup_teardown(every_midnight_is_where_the_date_changes, setup, teardown),
        cmocka_unit_test_setup_teardown(before_1970_and_nothing_at_all, setup, teardown),
        cmocka_unit_test_setup_teardown(names_that_lead_elsewhere_are_unknown, setup, teardown),
        cmocka_unit_test_setup_teardown(people_choose_from_zones_that_are_there, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
