/* SPEC 1: counting working days. */
#include "support/support.h"

#include "calendar/calendar.h"

static struct support *support;
static const struct calendar *china, *weekend;

static int setup(void **state)
{
    (void)state;
    support = support_context("2026-02-13T08:00:00Z");
    assert_result(support, RESULT_OK,
                  calendar_load(&support->context, support->context.arena, TEXT("china"), TEXT("Asia/Shanghai"), &china));
    assert_result(support, RESULT_OK, calendar_load(&support->context, support->context.arena, TEXT("weekend"), TEXT("UTC"), &weekend));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    support_context_free(support);
    return 0;
}

static struct day day(const char *text)
{
    struct day result;
    assert_true(day_parse(text_of(text), &result));
    return result;
}

static void assert_add(const struct calendar *calendar, const char *from, int n, const char *expected, bool provisional)
{
    bool is_provisional;
    struct day result = calendar_add(calendar, day(from), n, &is_provisional);
    assert_text_equal(day_text(support->context.arena, result), expected);
    assert_int_equal(is_provisional, provisional);
}

/* SPEC 1.3, word for word. */
static void the_vectors_hold(void **state)
{
    (void)state;
    assert_add(china, "2026-02-13", 1, "2026-02-14", false);
    assert_add(china, "2026-02-13", 7, "2026-03-02", false);
    assert_add(china, "2026-02-14", 1, "2026-02-24", false);
    assert_add(china, "2026-04-30", 1, "2026-05-06", false);
    assert_add(china, "2026-09-30", 1, "2026-10-08", false);
    assert_add(china, "2026-09-30", 7, "2026-10-15", false);
    assert_add(china, "2026-12-31", 1, "2027-01-01", true);
}

static void past_the_horizon_only_weekends_are_free(void **state)
{
    (void)state;
    assert_text_equal(day_text(support->context.arena, calendar_last_day(china)), "2026-12-31");
    assert_text_equal(day_text(support->context.arena, calendar_first_day(china)), "2004-01-01");
    assert_add(china, "2026-12-30", 1, "2026-12-31", false);
    assert_add(china, "2027-10-01", 1, "2027-10-04", true); /* a Friday in what will be the National Day holiday */
    assert_add(china, "2003-12-31", 1, "2004-01-02", true);
    assert_add(china, "2027-01-04", -2, "2026-12-31", true);
    bool provisional;
    assert_true(calendar_is_working(china, day("2027-01-01"), &provisional));
    assert_true(provisional);
    assert_false(calendar_is_working(china, day("2026-02-15"), &provisional));
    assert_false(provisional);
}

static void weekend_alone_is_never_provisional(void **state)
{
    (void)state;
    assert_add(weekend, "2026-02-13", 1, "2026-02-16", false);
    assert_add(weekend, "2026-12-31", 1, "2027-01-01", false);
    assert_add(weekend, "1970-01-01", 1, "1970-01-02", false);
    assert_add(weekend, "1969-12-31", 1, "1970-01-01", false);
    assert_add(weekend, "1969-12-26", 1, "1969-12-29", false);
    assert_add(weekend, "2026-02-15", -1, "2026-02-13", false);
    assert_false(day_is(calendar_last_day(weekend)));
}

static void nothing_added_is_the_day_itself(void **state)
{
    (void)state;
    assert_add(china, "2026-02-15", 0, "2026-02-15", false);
    assert_add(china, "2030-01-01", 0, "2030-01-01", false);
    assert_false(day_is(calendar_add(china, NO_DAY, 1, NULL)));
}

/* The table and the arithmetic against counting day by day, across both ends of the data. */
static void adding_is_the_same_as_walking(void **state)
{
    (void)state;
    const char *const starts[] = {"2003-12-20", "2004-01-01", "2010-02-12", "2026-01-01", "2026-12-20", "2027-03-01"};
    const struct calendar *const calendars[] = {china, weekend};
    for (size_t c = 0; c < 2; c++)
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
            struct day from = day(starts[i]), forward = from, back = from;
            for (int n = 1; n <= 300; n++) {
                do forward.number++;
                while (!calendar_is_working(calendars[c], forward, NULL));
                do back.number--;
                while (!calendar_is_working(calendars[c], back, NULL));
                assert_int_equal(calendar_add(calendars[c], from, n, NULL).number, forward.number);
                assert_int_equal(calendar_add(calendars[c], from, -n, NULL).number, back.number);
                assert_int_equal(calendar_difference(calendars[c], from, forward), n);
            }
        }
}

static void differences_count_working_days(void **state)
{
    (void)state;
    assert_int_equal(calendar_difference(china, day("2026-02-13"), day("2026-03-02")), 7);
    assert_int_equal(calendar_difference(china, day("2026-03-02"), day("2026-02-13")), -7);
    assert_int_equal(calendar_difference(china, day("2026-02-14"), day("2026-02-23")), 0);
}

/* 2026-02-13 08:00 UTC is the 13th in Shanghai; at 16:00 UTC the 14th begins there. */
static void today_is_the_bodys_today(void **state)
{
    (void)state;
    assert_text_equal(day_text(support->context.arena, calendar_today(&support->context, china)), "2026-02-13");
    support_set_clock(support, "2026-02-13T15:59:59Z");
    assert_text_equal(day_text(support->context.arena, calendar_today(&support->context, china)), "2026-02-13");
    support_set_clock(support, "2026-02-13T16:00:00Z");
    assert_text_equal(day_text(support->context.arena, calendar_today(&support->context, china)), "2026-02-14");
    assert_text_equal(instant_text(support->context.arena, calendar_midnight(china, day("2026-02-14"))), "2026-02-13T16:00:00Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_vectors_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(past_the_horizon_only_weekends_are_free, setup, teardown),
        cmocka_unit_test_setup_teardown(weekend_alone_is_never_provisional, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_added_is_the_day_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(adding_is_the_same_as_walking, setup, teardown),
        cmocka_unit_test_setup_teardown(differences_count_working_days, setup, teardown),
        cmocka_unit_test_setup_teardown(today_is_the_bodys_today, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
