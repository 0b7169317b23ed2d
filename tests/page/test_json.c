/* JSON out of records, and JSON from outside into values. */
#include "support/support.h"

#include "outside/json.h"

struct exam {
    struct text code;
    int32_t score;
};
RECORD(exam_record, struct exam, FIELD(struct exam, code), FIELD(struct exam, score));

struct answer {
    int64_t id;
    bool found;
    struct text name;
    const char *state;
    struct bytes sha256;
    struct day exam_date;
    struct instant since;
    struct list exams;
    struct view best;
};
#define ANSWER(MEMBER) FIELD(struct answer, MEMBER)
RECORD(answer_record, struct answer, ANSWER(id), ANSWER(found), ANSWER(name), ANSWER(state), ANSWER(sha256), ANSWER(exam_date),
       ANSWER(since), FIELD_OF(struct answer, exams, exam_record), FIELD_OF(struct answer, best, exam_record));

static void a_record_becomes_an_object(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    static const struct exam exams[] = {{TEXT("H12-811"), 700}, {TEXT("H12-821"), -1}};
    struct answer answer = {.id = INT64_MIN,
                            .found = true,
                            .name = TEXT("Ann \"A\"\\\n\t\x01\x7F 陈"),
                            .state = "issued",
                            .sha256 = {(const unsigned char *)"\x00\xAB", 2},
                            .exam_date = {20497},
                            .since = {1770971400999999},
                            .exams = {&exam_record, exams, 2},
                            .best = {&exam_record, exams}};
    struct buffer out = buffer_new(arena, 16, 10000);
    json_put_record(&out, &answer_record, &answer);
    assert_text_equal(buffer_text(&out), "{\"id\":-9223372036854775808,\"found\":true,\"name\":\"Ann \\\"A\\\"\\\\\\n\\t\\u0001\\u007f "
                                         "陈\",\"state\":\"issued\",\"sha256\":\"00ab\","
                                         "\"exam_date\":\"2026-02-13\",\"since\":\"2026-02-13T08:30:00Z\",\"exams\":[{\"code\":\"H12-811\","
                                         "\"score\":700},{\"code\":\"H12-821\",\"score\":-1}],"
                                         "\"best\":{\"code\":\"H12-811\",\"score\":700}}");
    answer = (struct answer){.exam_date = NO_DAY, .since = NO_INSTANT};
    out.length = 0;
    json_put_record(&out, &answer_record, &answer);
    assert_text_equal(buffer_text(&out), "{\"id\":0,\"found\":false,\"name\":\"\",\"state\":null,\"sha256\":\"\",\"exam_date\":null,"
                                         "\"since\":null,\"exams\":[],\"best\":null}");
}

static void bytes_that_are_no_text_do_not_break_it(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct buffer out = buffer_new(arena, 16, 1000);
    json_put_text(&out, TEXT("a\xFF\xC0\xAF"
                             "b\0c\xE2\x80\xA8"));
    assert_text_equal(buffer_text(&out), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                                         "b\\u0000c\xE2\x80\xA8\"");
    struct buffer small = buffer_new(arena, 4, 10);
    json_put_text(&small, TEXT("more than ten bytes"));
    assert_true(small.full);
}

static struct json_value parse(struct support *support, const char *text)
{
    struct json_value value;
    assert_result(support, RESULT_OK, json_parse(&support->context, text_of(text), 1000, &value));
    return value;
}

static void texts_become_an_object(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    assert_text_equal(JSON_TEXTS(arena, {"why", TEXT("")}), "{\"why\":\"\"}");
    assert_text_equal(JSON_TEXTS(arena, {"remedy", TEXT("ignore")}, {"why", TEXT("He said \"no\".\n")}), "{\"remedy\":\"ignore\",\"why\":\"He said \\\"no\\\".\\n\"}");
    char worst[1000]; /* a byte that becomes six */
    memset(worst, '\x01', sizeof worst);
    struct text object = JSON_TEXTS(arena, {"a", {worst, sizeof worst}}, {"b", {worst, sizeof worst}});
    assert_int_equal(object.length, 2 * 6 * sizeof worst + strlen("{\"a\":\"\",\"b\":\"\"}"));
    assert_true(text_ends_with(object, "\\u0001\"}"));
}

static void values_are_found_by_name(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct arena *arena = support->context.arena;
    struct json_value value = parse(support, " {\"name\": \"\\u9648\\u0000\", \"score\": 700.5, \"large\": 0.1, \"count\": "
                                             "-9223372036854775808,\n\"yes\": true, \"no\": null, \"list\": [1, [2]]} ");
    assert_int_equal(value.kind, JSON_IS_OBJECT);
    assert_int_equal(value.count, 7);
    assert_int_equal(json_member(&value, "name")->text.length, 4);
    assert_text_equal(json_as_text(arena, json_member(&value, "score")), "700.5");
    assert_text_equal(json_as_text(arena, json_member(&value, "large")), "0.1");
    assert_text_equal(json_as_text(arena, json_member(&value, "count")), "-9223372036854775808");
    assert_text_equal(json_as_text(arena, json_member(&value, "yes")), "true");
    assert_text_equal(json_as_text(arena, json_member(&value, "no")), "");
    assert_text_equal(json_as_text(arena, json_member(&value, "nowhere")), "");
    assert_text_equal(value.names[6], "list");
    const struct json_value *list = json_member(&value, "list");
    assert_int_equal(list->items[1].items[0].integer, 2);
    assert_null(json_member(list, "name"));
    support_context_free(support);
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    char deep[2 * JSON_DEPTH + 8] = "", deeper[5001] = "";
    for (int i = 0; i < JSON_DEPTH; i++) deep[i] = '[', deep[JSON_DEPTH + i] = ']';
    (void)parse(support, deep);
    memset(deeper, '[', 5000);
    static const struct {
        const char *text, *code;
        long line;
    } wrong[] = {
        {"", "json.incomplete", 1},
        {"{\"a\":", "json.incomplete", 1},
        {"[1,\n2", "json.incomplete", 2},
        {"[1]\n x", "json.malformed", 2},
        {"1", "json.malformed", 1},
        {"[\n\n'a']", "json.malformed", 3},
        {"{\"a\":1,\"a\":2}", "json.duplicate", 1},
        {"[\"\xFF\"]", "json.encoding", 1},
        {"[1e999]", "json.number", 1},
        {"[9223372036854775808]", "json.number", 1},
        {"[\"\\ud800\"]", "json.malformed", 1},
        {"[01]", "json.malformed", 1},
        {"[NaN]", "json.malformed", 1},
        {"[1,]", "json.malformed", 1},
        {"{\"a\\u0000\":1}", "json.malformed", 1},
    };
    struct json_value value;
    struct error *error = &support->context.error;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        error_clear(error);
        assert_int_equal(json_parse(&support->context, text_of(wrong[i].text), 1000, &value), RESULT_REFUSED);
        if (strcmp(error->code, wrong[i].code) != 0 || error->line != wrong[i].line || error->column < 1)
            fail_msg("%s gives %s at %ld:%ld", wrong[i].text, error->code, error->line, error->column);
    }
    error_clear(error);
    assert_int_equal(json_parse(&support->context, text_of(deeper), 10000, &value), RESULT_REFUSED);
    assert_string_equal(error->code, "json.too_deep");
    assert_int_equal(error->column, JSON_DEPTH + 1);
    error_clear(error);
    assert_int_equal(json_parse(&support->context, TEXT("[1,2]"), 4, &value), RESULT_REFUSED);
    assert_string_equal(error->code, "json.too_large");
    error_clear(error);
    (void)parse(support, "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"]"); /* brackets in a text are no depth */
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_becomes_an_object),
        cmocka_unit_test(bytes_that_are_no_text_do_not_break_it),
        cmocka_unit_test(texts_become_an_object),
        cmocka_unit_test(values_are_found_by_name),
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
