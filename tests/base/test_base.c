/* The ground: civil dates, instants, texts, encodings, errors. */
#include "support/support.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/encoding.h"
#include "base/log.h"

static struct day day_of(const char *text)
{
    struct day day;
    if (!day_parse(text_of(text), &day)) fail_msg("no such day: %s", text);
    return day;
}

static void a_civil_date_goes_to_a_number_and_back(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    assert_int_equal(day_of("1970-01-01").number, 0);
    assert_int_equal(day_of("2000-03-01").number, 11017);
    assert_text_equal(day_text(arena, day_of("2024-02-29")), "2024-02-29");
    assert_int_equal(day_weekday(day_of("2026-02-13")), 5);
    assert_int_equal(day_weekday(day_of("1969-12-28")), 0);
    struct day day;
    assert_false(day_parse(TEXT("2025-02-29"), &day));
    assert_false(day_parse(TEXT("2025-2-1"), &day));
    assert_false(day_parse(TEXT("2025-13-01"), &day));
}

static void months_end_where_a_person_expects(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    assert_text_equal(day_text(arena, day_period_end(day_of("2025-01-01"), 18)), "2026-06-30"); /* SPEC 1.5 */
    assert_text_equal(day_text(arena, day_add_months(day_of("2025-01-31"), 1)), "2025-02-28");
    assert_text_equal(day_text(arena, day_period_end(day_of("2025-08-31"), 6)), "2026-02-28");
    assert_text_equal(day_text(arena, day_period_end(day_of("2024-02-29"), 12)), "2025-02-28");
    assert_text_equal(day_text(arena, day_period_end(day_of("2023-05-20"), 36)), "2026-05-19");
}

static void an_instant_is_read_with_and_without_zone(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct instant instant;
    assert_true(instant_parse(TEXT("2026-02-13 08:30:00"), &instant));
    assert_text_equal(instant_text(arena, instant), "2026-02-13T08:30:00Z");
    assert_true(instant_parse(TEXT("2026-02-13T00:30:00+08:00"), &instant));
    assert_text_equal(instant_text(arena, instant), "2026-02-12T16:30:00Z");
    assert_true(instant_parse(TEXT("1969-12-31T23:59:59.5Z"), &instant));
    assert_int_equal(instant.microseconds, -500000);
    assert_int_equal(instant_day_utc(instant).number, -1);
    assert_false(instant_parse(TEXT("2026-02-13T24:00:00Z"), &instant));
    assert_false(instant_parse(TEXT("2026-02-13T08:30:00ZZ"), &instant));
}

static void only_well_formed_utf8_passes(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(text_is_utf8(TEXT("陈小明 · Ångström \xF0\x9F\x8E\x93"), NULL));
    assert_false(text_is_utf8(TEXT("eight ok\xC0\xAF"), &wrong)); /* overlong */
    assert_int_equal(wrong, 8);
    assert_false(text_is_utf8(TEXT("\xED\xA0\x80"), NULL)); /* surrogate */
    assert_false(text_is_utf8(TEXT("\xF4\x90\x80\x80"), NULL)); /* past U+10FFFF */
    assert_false(text_is_utf8(TEXT("\xE9"), NULL));
}

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    int64_t value;
    assert_true(text_to_integer(TEXT("-9223372036854775808"), &value));
    assert_true(value == INT64_MIN);
    assert_false(text_to_integer(TEXT("9223372036854775808"), &value));
    assert_false(text_to_integer(TEXT("12x"), &value));
    assert_false(text_to_integer(TEXT("-"), &value));
    assert_false(text_to_integer(TEXT(""), &value));
}

static void encodings_match_the_standards_examples(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct bytes foobar = {(const unsigned char *)"foobar", 6}, fooba = {foobar.data, 5}, f = {foobar.data, 1};
    assert_text_equal(encoding_base64(arena, foobar), "Zm9vYmFy"); /* RFC 4648, 10 */
    assert_text_equal(encoding_base64(arena, fooba), "Zm9vYmE=");
    assert_text_equal(encoding_base64(arena, f), "Zg==");
    assert_text_equal(encoding_base64url(arena, f), "Zg");
    assert_text_equal(encoding_base32(arena, f), "CR");
    struct bytes back;
    assert_true(encoding_from_base64url(arena, TEXT("Zm9vYmE"), &back));
    assert_int_equal(back.length, 5);
    assert_memory_equal(back.data, "fooba", 5);
    assert_false(encoding_from_base64url(arena, TEXT("Zh"), &back)); /* spare bits set: not the one spelling */
    assert_false(encoding_from_base64url(arena, TEXT("Zg="), &back));
    assert_true(encoding_from_hex(arena, TEXT("00fF"), &back));
    assert_int_equal(back.data[1], 255);
    assert_false(encoding_from_hex(arena, TEXT("0"), &back));
}

static void an_error_keeps_the_first_failure_and_its_place(void **state)
{
    (void)state;
    struct support *support = support_context("2026-11-23T08:00:00Z");
    struct context *context = &support->context;
    assert_int_equal(context_fail(context, RESULT_REFUSED, "test.first", "The column {column} is missing.", "column", "examdate"), RESULT_REFUSED);
    assert_int_equal(context_fail(context, RESULT_BROKEN, "test.second", "An echo."), RESULT_BROKEN);
    assert_int_equal(error_at(&context->error, TEXT("a.dat"), 3, 7), RESULT_REFUSED);
    assert_text_equal(error_text(context->arena, &context->error), "a.dat:3:7: The column examdate is missing.");
    assert_text_equal(error_fill(context->arena, &context->error, "缺少列 {column} {other}"), "缺少列 examdate {other}");
    /* It outlives the memory of the work in which it happened. */
    struct arena *arena = arena_new(1 << 16);
    struct error other = {.arena = arena}, more = {.arena = arena}, taken = {.arena = context->arena};
    assert_int_equal(error_set(&other, RESULT_BROKEN, "test.other", "The column {column} is missing.", "column", "score", (const char *)NULL), RESULT_BROKEN);
    assert_int_equal(error_at(&other, TEXT("b.dat"), 1, 0), RESULT_BROKEN);
    assert_int_equal(error_set(&more, RESULT_REFUSED, "test.more", "The column {column} is there twice.", "column", "name", (const char *)NULL), RESULT_REFUSED);
    assert_int_equal(error_at(&more, TEXT("c.dat"), 2, 0), RESULT_REFUSED);
    other.also = &more;
    assert_int_equal(error_take(&taken, &other), RESULT_BROKEN);
    assert_int_equal(error_take(&context->error, &other), RESULT_REFUSED);
    arena_free(arena);
    assert_text_equal(error_text(context->arena, &taken), "b.dat:1: The column score is missing.");
    assert_text_equal(error_text(context->arena, taken.also), "c.dat:2: The column name is there twice.");
    assert_string_equal(context->error.code, "test.first");
    support_context_free(support);
}

static void faults_of_one_input_are_told_in_their_order(void **state)
{
    (void)state;
    static const char *const fields[] = {"city", "street", "phone"};
    struct support *support = support_context("2026-11-23T08:00:00Z");
    struct context *context = &support->context;
    struct error_faults faults = {NULL, NULL};
    assert_int_equal(error_of_faults(&context->error, &faults), RESULT_OK);
    error_set_aside(&context->error, &faults);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(context_fail(context, RESULT_REFUSED, "test.missing", "{field} is missing.", "field", fields[i]), RESULT_REFUSED);
        error_set_aside(&context->error, &faults);
        assert_int_equal(context->error.result, RESULT_OK);
    }
    assert_int_equal(error_of_faults(&context->error, &faults), RESULT_REFUSED);
    const struct error *error = &context->error;
    for (size_t i = 0; i < 3; i++, error = error->also) assert_text_equal(error->arguments[0].value, fields[i]);
    assert_null(error);
    error_clear(&context->error);
    assert_null(context->error.also);
    support_context_free(support);
}

static void a_buffer_stops_at_its_maximum(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct buffer buffer = buffer_new(arena, 2, 8);
    buffer_put_string(&buffer, "12345");
    buffer_put_integer(&buffer, -42);
    assert_text_equal(buffer_text(&buffer), "12345-42");
    buffer_put_char(&buffer, 'x');
    assert_true(buffer.full);
    assert_text_equal(buffer_text(&buffer), "12345-42");
}

static void an_arena_goes_back_to_its_mark(void **state)
{
    (void)state;
    WITH_ARENA(arena, 64 << 20);
    arena_take(arena, 100);
    struct arena_mark mark = arena_mark(arena);
    size_t used = arena_used(arena);
    for (int i = 0; i < 100; i++) memset(arena_take(arena, 50000), 7, 50000);
    arena_rewind(arena, mark);
    assert_int_equal(arena_used(arena), used);
    char *again = arena_take(arena, 10);
    assert_int_equal(again[9], 0);
}

static void what_was_typed_makes_no_line_of_the_log(void **state)
{
    (void)state;
    int ends[2], errors = dup(STDERR_FILENO);
    char said[256] = "";
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    log_line(LOG_ERROR, "request failed: %s", "no\ntestamur: info: all is well\r\x1b[2J\t\x7f\xc2\x9b[m\xc2\xb7, \xe6\x9d\x8e");
    dup2(errors, STDERR_FILENO);
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    close(errors), close(ends[0]), close(ends[1]);
    assert_string_equal(said, "testamur: error: request failed: no?testamur: info: all is well??[2J????[m\xc2\xb7, \xe6\x9d\x8e\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_civil_date_goes_to_a_number_and_back), cmocka_unit_test(months_end_where_a_person_expects),
        cmocka_unit_test(an_instant_is_read_with_and_without_zone), cmocka_unit_test(only_well_formed_utf8_passes),
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all), cmocka_unit_test(encodings_match_the_standards_examples),
        cmocka_unit_test(an_error_keeps_the_first_failure_and_its_place), cmocka_unit_test(faults_of_one_input_are_told_in_their_order),
        cmocka_unit_test(a_buffer_stops_at_its_maximum),
        cmocka_unit_test(an_arena_goes_back_to_its_mark), cmocka_unit_test(what_was_typed_makes_no_line_of_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
