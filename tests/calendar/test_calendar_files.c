/* SPEC 1.2: calendars of other bodies, from lists of dates and iCalendar files, and what is said of a wrong one. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>

#include "calendar/calendar.h"
#include "outside/settings.h"

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
    support_context_free(support);
    return 0;
}

static struct day day(const char *text)
{
    struct day result;
    assert_true(day_parse(text_of(text), &result));
    return result;
}

static const struct calendar *read_text(const char *text)
{
    const struct calendar *calendar = NULL;
    assert_result(support, RESULT_OK,
                  calendar_read_text(&support->context, support->context.arena, TEXT("list.txt"), text_of(text), false, NULL, &calendar));
    return calendar;
}

#define ICS(BODY) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" BODY "END:VCALENDAR\r\n"
#define EVENT(BODY) "BEGIN:VEVENT\r\n" BODY "END:VEVENT\r\n"

static const struct calendar *read_ics(const char *text)
{
    const struct calendar *calendar = NULL;
    assert_result(support, RESULT_OK,
                  calendar_read_ics(&support->context, support->context.arena, TEXT("feast.ics"), text_of(text), false, NULL, &calendar));
    return calendar;
}

static void assert_free(const struct calendar *calendar, const char *text)
{
    if (calendar_is_working(calendar, day(text), NULL)) fail_msg("%s is a working day", text);
}

static void assert_working(const struct calendar *calendar, const char *text)
{
    if (!calendar_is_working(calendar, day(text), NULL)) fail_msg("%s is free", text);
}

static void a_bare_list_of_dates_is_a_calendar(void **state)
{
    (void)state;
    const struct calendar *calendar = read_text("2026-12-24\n2026-12-25 free Christmas\r\n# a comment\n\n2026-12-26 work\n");
    assert_free(calendar, "2026-12-24");
    assert_free(calendar, "2026-12-25");
    assert_working(calendar, "2026-12-26");
    assert_text_equal(day_text(support->context.arena, calendar_first_day(calendar)), "2026-01-01");
    assert_text_equal(day_text(support->context.arena, calendar_last_day(calendar)), "2026-12-31");
}

static void a_weekend_may_lie_elsewhere(void **state)
{
    (void)state;
    const struct calendar *calendar = read_text("weekend: friday saturday\nyears: 2026 to 2026\n");
    assert_free(calendar, "2026-02-13");
    assert_free(calendar, "2026-02-14");
    assert_working(calendar, "2026-02-15");
    assert_working(read_text("weekend: none\nyears: 2026 to 2026\n"), "2026-02-14");
}

/* What was loaded before it was refused stays in effect: it knows its weekends, and no year. */
static void what_is_kept_need_not_be_whole(void **state)
{
    (void)state;
    const struct calendar *calendar;
    struct context *context = &support->context;
    assert_result(support, RESULT_OK, calendar_read_text(context, context->arena, TEXT("kept"), TEXT("weekend: friday saturday\n"), true, NULL, &calendar));
    assert_free(calendar, "2026-02-13");
    assert_working(calendar, "2026-02-15");
    assert_false(day_is(calendar_last_day(calendar)));
    assert_result(support, RESULT_OK, calendar_read_ics(context, context->arena, TEXT("kept"), TEXT("BEGIN:VCALENDAR\r\n" EVENT("DTSTART;VALUE=DATE:20260101\r\n")), true, NULL, &calendar));
    assert_free(calendar, "2026-01-01");
    assert_result(support, RESULT_OK, calendar_read_ics(context, context->arena, TEXT("kept"), TEXT(ICS("")), true, NULL, &calendar));
    assert_false(day_is(calendar_last_day(calendar)));
}

static void the_chinese_file_says_where_it_is_from(void **state)
{
    (void)state;
    const struct calendar *china;
    assert_result(support, RESULT_OK,
                  calendar_load(&support->context, support->context.arena, TEXT("china"), TEXT("Asia/Shanghai"), &china));
    assert_text_equal(calendar_name(china), "china");
    assert_true(text_starts_with(calendar_version(china), "chinese-days 1."));
    assert_text_equal(calendar_source(china), "https://www.npmjs.com/package/chinese-days");
}

/* Two ways to the same facts: the Chinese days of 2024-2026 as an iCalendar file that somebody else made. */
static void text_and_icalendar_agree_on_china(void **state)
{
    (void)state;
    const struct calendar *text, *ics;
    struct arena *arena = support->context.arena;
    const char *path =
        text_string(arena, text_printf(arena, "%.*s/tests/fuzz/corpus/calendar_ics/china.ics", TEXT_ARG(support->context.settings->share)));
    assert_result(support, RESULT_OK, calendar_load(&support->context, arena, TEXT("china"), TEXT("Asia/Shanghai"), &text));
    assert_result(support, RESULT_OK, calendar_load(&support->context, arena, text_of(path), TEXT("Asia/Shanghai"), &ics));
    assert_text_equal(day_text(arena, calendar_first_day(ics)), "2024-01-01");
    assert_text_equal(day_text(arena, calendar_last_day(ics)), "2026-12-31");
    for (struct day each = calendar_first_day(ics); each.number <= calendar_last_day(ics).number; each.number++)
        if (calendar_is_working(text, each, NULL) != calendar_is_working(ics, each, NULL))
            fail_msg("%s differs", day_text(arena, each).bytes);
}

static void yearly_events_repeat(void **state)
{
    (void)state;
    const struct calendar *calendar = read_ics(ICS(
        EVENT("DTSTART;VALUE=DATE:20200704\r\nRRULE:FREQ=YEARLY\r\n")
            EVENT("DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nDTEND;VALUE=DATE:20201128\r\n") EVENT(
                "DTSTART;VALUE=DATE:20200525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\r\n")
                EVENT("DTSTART;VALUE=DATE:20200901\r\nRRULE:FREQ=YEARLY;INTERVAL=2;COUNT=2\r\n") EVENT(
                    "DTSTART;VALUE=DATE:20201001\r\nRRULE:FREQ=YEARLY;UNTIL=20221231T000000Z\r\n")
                    EVENT("DTSTART;VALUE=DATE:20200229\r\nRRULE:FREQ=YEARLY\r\n") EVENT(
                        "DTSTART;VALUE=DATE:20201231\r\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1\r\nEXDATE;VALUE=DATE:20261231\r\n")));
    assert_free(calendar, "2025-07-04");
    assert_working(calendar, "2019-07-04");
    assert_free(calendar, "2026-11-26");
    assert_free(calendar, "2026-11-27");
    assert_working(calendar, "2026-11-19");
    assert_free(calendar, "2026-05-25");
    assert_free(calendar, "2020-09-01");
    assert_free(calendar, "2022-09-01");
    assert_working(calendar, "2021-09-01");
    assert_working(calendar, "2026-09-01");
    assert_free(calendar, "2021-10-01");
    assert_working(calendar, "2024-10-01");
    assert_free(calendar, "2024-02-29");
    assert_working(calendar, "2023-02-28");
    assert_working(calendar, "2023-03-01");
    assert_free(calendar, "2025-12-31");
    assert_working(calendar, "2026-12-31");
}

static void lengths_working_days_and_odd_events(void **state)
{
    (void)state;
    const struct calendar *calendar =
        read_ics(ICS(EVENT("DTSTART;VALUE=DATE:20260216\r\nDURATION:P1W\r\nSUMMARY:a long \r\n  line\r\nRDATE;VALUE=DATE:20260601\r\n")
                         EVENT("DTSTART;VALUE=DATE:20260221\r\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r\n")
                             EVENT("DTSTART:20260304T090000Z\r\nDTEND:20260304T100000Z\r\nSUMMARY:a meeting is no holiday\r\n")
                                 EVENT("DTSTART;VALUE=DATE:20260305\r\nSTATUS:CANCELLED\r\n")
                                     EVENT("DTSTART;X=\"a:b\";VALUE=DATE:20260306\r\nDTEND;VALUE=DATE:20260306\r\nBEGIN:VALARM\r\nDURATION:"
                                           "PT15M\r\nEND:VALARM\r\n")));
    assert_free(calendar, "2026-02-16");
    assert_free(calendar, "2026-02-20");
    assert_working(calendar, "2026-02-21");
    assert_free(calendar, "2026-02-22");
    assert_working(calendar, "2026-02-23");
    assert_free(calendar, "2026-06-01");
    assert_working(calendar, "2026-03-04");
    assert_working(calendar, "2026-03-05");
    assert_free(calendar, "2026-03-06");
}

struct mistake {
    const char *text, *says;
};

#define NOT_WHOLE "list.txt: The file says neither a day nor which years it knows; perhaps it is not whole. Put the whole one in its place. One without holidays says for example: years: 2004 to 2026"
#define NO_HOLIDAY "feast.ics: The file has no event of whole days, so it knows no holiday; perhaps it is not whole. Put the whole one in its place."

static void wrong_texts_are_told_with_their_line(void **state)
{
    (void)state;
    const struct mistake mistakes[] = {
        {"2026-02-30\n", "list.txt:1: “2026-02-30” is no date. Write it as 2026-02-15."},
        {"version: 1\n2026-02-20 to 2026-02-10 free\n", "list.txt:2: The days up to 2026-02-10 are no run of one day to a year."},
        {"2026-02-20 to soon free\n", "list.txt:1: “soon” is no date. Write it as 2026-02-15."},
        {"2026-02-20 holiday\n", "list.txt:1: “holiday” is neither free nor work."},
        {"2026-02-20\n2026-02-19 to 2026-02-21\n", "list.txt:2: 2026-02-20 is said twice. Leave one of the lines."},
        {"colour: red\n", "list.txt:1: “colour” is no word of a calendar. The words are version, source, attribution, weekend and years."},
        {"holiday\n", "list.txt:1: “holiday” is neither a date nor a word with a colon."},
        {"weekend: sunday caturday\n", "list.txt:1: “caturday” is no weekday. Write for example: weekend: saturday sunday"},
        {"weekend: sunday monday tuesday wednesday thursday friday saturday\n",
         "list.txt:1: A weekend has one to six days. Write for example: weekend: saturday sunday"},
        {"years: 2026 to 2004\n", "list.txt:1: “2026 to 2004” are no years between 1900 and 2199. Write for example: years: 2004 to 2026"},
        {"years: 2025\n2026-01-01\n", "list.txt:3: There are days outside the years 2025–2025 that the file says it knows."},
        {"2326-01-01\n", "list.txt:1: 2326-01-01 lies outside the years 1900 to 2199."},
        {"\xff\xfe\n", "list.txt:1: This line is too long or no UTF-8 text."},
        {"", NOT_WHOLE},
        {"# Working days\nversion: 1\nweekend: friday saturday\n", NOT_WHOLE},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct calendar *calendar;
        assert_int_equal(
            calendar_read_text(&support->context, support->context.arena, TEXT("list.txt"), text_of(mistakes[i].text), false, NULL, &calendar),
            RESULT_REFUSED);
        assert_string_equal(support->context.error.code, "calendar.wrong");
        assert_text_equal(error_text(support->context.arena, &support->context.error), mistakes[i].says);
        error_clear(&support->context.error);
    }
}

static void wrong_icalendar_files_are_told_with_their_line(void **state)
{
    (void)state;
    const struct mistake mistakes[] = {
        {"hello", "feast.ics:1: An iCalendar file begins with BEGIN:VCALENDAR."},
        {ICS("nonsense\r\n"), "feast.ics:3: This is no line of an iCalendar file: “nonsense”."},
        {ICS(EVENT("DTSTART;VALUE=DATE:20260230\r\n")), "feast.ics:4: “20260230” is no date of the years 1900 to 2199."},
        {ICS(EVENT("SUMMARY:x\r\n")), "feast.ics:5: The event that ends here has no DTSTART."},
        {ICS(EVENT("DTSTART;VALUE=DATE:20260201\r\nDTEND;VALUE=DATE:20260101\r\n")),
         "feast.ics:6: The event that ends here is not one day to a year long."},
        {ICS(EVENT("SUMMARY:two\r\n  lines\r\nRRULE:FREQ=WEEKLY\r\n")),
         "feast.ics:6: The repetition “FREQ=WEEKLY” cannot be read. Yearly ones with BYMONTH, BYMONTHDAY and BYDAY can; write others as "
         "dates."},
        {ICS(EVENT("RRULE:FREQ=YEARLY;BYDAY=MO\r\n")), "feast.ics:4: A repetition needs BYMONTH."},
        {ICS(EVENT("RRULE:COUNT=3\r\n")), "feast.ics:4: A repetition needs FREQ=YEARLY."},
        {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\n",
         "feast.ics:5: The file ends within an event; it is not whole."},
        {"BEGIN:VCALENDAR\r\n" EVENT("DTSTART;VALUE=DATE:20260101\r\n"), "feast.ics:6: The file does not end with END:VCALENDAR; it is not whole."},
        {ICS(EVENT("DTSTART;VALUE=DATE:20260101\r\n")) "BEGIN:VCALENDAR\r\n" EVENT("DTSTART;VALUE=DATE:20270101\r\n") "END:VCALEN",
         "feast.ics:12: The file does not end with END:VCALENDAR; it is not whole."},
        {ICS(""), NO_HOLIDAY},
        {ICS(EVENT("DTSTART:20260304T090000Z\r\n")), NO_HOLIDAY},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct calendar *calendar;
        assert_int_equal(
            calendar_read_ics(&support->context, support->context.arena, TEXT("feast.ics"), text_of(mistakes[i].text), false, NULL, &calendar),
            RESULT_REFUSED);
        assert_text_equal(error_text(support->context.arena, &support->context.error), mistakes[i].says);
        error_clear(&support->context.error);
    }
}

static void a_calendar_that_is_not_there_is_refused(void **state)
{
    (void)state;
    const char *const names[] = {"atlantis", "../china", "china/../china", "/etc/passwd", "", "/nowhere/at.ics"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct calendar *calendar;
        assert_int_equal(calendar_load(&support->context, support->context.arena, text_of(names[i]), TEXT("UTC"), &calendar),
                         RESULT_REFUSED);
        assert_string_equal(support->context.error.code, "calendar.absent");
        error_clear(&support->context.error);
    }
}

#define CASE(NAME) cmocka_unit_test_setup_teardown(NAME, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_bare_list_of_dates_is_a_calendar),
        CASE(a_weekend_may_lie_elsewhere),
        CASE(what_is_kept_need_not_be_whole),
        CASE(the_chinese_file_says_where_it_is_from),
        CASE(text_and_icalendar_agree_on_china),
        CASE(yearly_events_repeat),
        CASE(lengths_working_days_and_odd_events),
        CASE(wrong_texts_are_told_with_their_line),
        CASE(wrong_icalendar_files_are_told_with_their_line),
        CASE(a_calendar_that_is_not_there_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
