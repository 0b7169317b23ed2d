/* Forms: what browsers send, and what is said of anything else. */
#include "support/support.h"

#include "outside/form.h"

static struct support *support;
static struct form form;

static const struct form_field fields[] = {
    {"name", FORM_TEXT, 40, true, "Name"},   {"note", FORM_LINES, 60, false, "Note"},     {"password", FORM_SECRET, 64, false, "Password"},
    {"agree", FORM_CHOICE, 10, false, "Agreement"}, {"file", FORM_FILE, 100, false, "File"}, {"ticked", FORM_CHOICES, 12, false, "Packages"},
};
enum { FIELDS = sizeof fields / sizeof *fields };

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

static enum result read_urlencoded(const char *body)
{
    error_clear(&support->context.error);
    return form_read(&support->context, TEXT("application/x-www-form-urlencoded; charset=UTF-8"), text_of(body), fields, FIELDS, &form);
}

static enum result read_multipart(struct text body)
{
    error_clear(&support->context.error);
    return form_read(&support->context, TEXT("multipart/form-data; boundary=XX"), body, fields, FIELDS, &form);
}

static void refused(enum result result, const char *code, const char *field)
{
    assert_int_equal(result, RESULT_REFUSED);
    assert_string_equal(support->context.error.code, code);
    if (field) assert_string_equal(support->context.error.field, field);
    else assert_null(support->context.error.field);
    assert_int_equal(text_find(error_text(support->context.arena, &support->context.error), "{"),
                     error_text(support->context.arena, &support->context.error).length);
}

static void as_many_are_chosen_as_are_ticked(void **state)
{
    (void)state;
    assert_result(support, RESULT_OK, read_urlencoded("name=a&ticked=one&ticked=two&ticked=3"));
    assert_text_equal(form_text(&form, "ticked"), "one two 3");
    assert_result(support, RESULT_OK, read_urlencoded("name=a"));
    assert_text_equal(form_text(&form, "ticked"), "");
    assert_false(form_sent(&form, "ticked"));
    refused(read_urlencoded("name=a&ticked=seven+and&ticked=two"), "form.encoding", "ticked");
    refused(read_urlencoded("name=a&ticked=sixsix&ticked=sixsix&ticked=a"), "form.too_long", "ticked");
    refused(read_urlencoded("name=a&agree=one&agree=two"), "form.twice", "agree");
    assert_result(support, RESULT_OK, read_multipart(TEXT("--XX\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na\r\n--XX\r\nContent-Disposition: form-data; name=\"ticked\"\r\n\r\nx\r\n"
                                                          "--XX\r\nContent-Disposition: form-data; name=\"ticked\"\r\n\r\ny\r\n--XX--\r\n")));
    assert_text_equal(form_text(&form, "ticked"), "x y");
}

static void what_was_typed_arrives(void **state)
{
    (void)state;
    assert_result(support, RESULT_OK, read_urlencoded("name=+Zhang+%E4%B8%89%20&note=a%0D%0Ab%0Dc%0A&agree=yes&&password=+p%C2%A0w+"));
    assert_text_equal(form_text(&form, "name"), "Zhang 三");
    assert_text_equal(form_text(&form, "note"), "a\nb\nc");
    assert_text_equal(form_text(&form, "agree"), "yes");
    assert_text_equal(form_text(&form, "password"), " p w ");
    assert_true(form_sent(&form, "agree"));
    assert_false(form_sent(&form, "file"));
    assert_text_equal(form_text(&form, "file"), "");
}

/* One letter, however it was typed (SPEC: names compare in one form). */
static void letters_are_composed(void **state)
{
    (void)state;
    assert_result(support, RESULT_OK, read_urlencoded("name=Mu%CC%88ller&password=u%CC%88&agree=u"));
    assert_text_equal(form_text(&form, "name"), "Müller");
    assert_text_equal(form_text(&form, "password"), "ü");
    assert_result(support, RESULT_OK, read_urlencoded("name=%E3%80%80%E4%B8%89%E3%80%80%C2%A0"));
    assert_text_equal(form_text(&form, "name"), "三");
    assert_result(support, RESULT_OK, read_urlencoded("name=a%09b"));
    assert_text_equal(form_text(&form, "name"), "a b");
}

static void whatever_does_not_belong_is_named(void **state)
{
    (void)state;
    refused(read_urlencoded("name=a&colour=red"), "form.unknown", NULL);
    refused(read_urlencoded("name=a&%01%02=red"), "form.unknown", NULL);
    refused(read_urlencoded("name=a&name=a"), "form.twice", "name");
    refused(read_urlencoded("note=a"), "form.missing", "name");
    refused(read_urlencoded("name=+%E3%80%80+"), "form.missing", "name");
    refused(read_urlencoded(""), "form.missing", "name");
    refused(read_urlencoded("name=%E4%B8"), "form.encoding", "name");
    refused(read_urlencoded("name=a%00b"), "form.encoding", "name");
    refused(read_urlencoded("name=a%0Ab"), "form.encoding", "name");
    refused(read_urlencoded("name=a%E2%80%A8b"), "form.encoding", "name");
    refused(read_urlencoded("name=a&note=%C2%85"), "form.encoding", "note");
    refused(read_urlencoded("name=a&agree=y+es"), "form.encoding", "agree");
    refused(read_urlencoded("name=a&password=%08"), "form.encoding", "password");
    refused(read_urlencoded("name=%"), "form.malformed", NULL);
    refused(read_urlencoded("name=%4"), "form.malformed", NULL);
    refused(read_urlencoded("name=%4g"), "form.malformed", NULL);
    refused(read_urlencoded("name=a&file=x"), "form.malformed", "file");
    refused(read_urlencoded("name=12345678901234567890123456789012345678901"), "form.too_long", "name");
    assert_result(support, RESULT_OK, read_urlencoded("name=1234567890123456789012345678901234567890"));
}

/* SPEC 13.1: all of it is said at once, and what was typed is there to be shown again. */
static void what_is_wrong_stands_beside_its_value(void **state)
{
    (void)state;
    refused(read_urlencoded("note=n%C2%85&password=a+long+password&agree=a+b"), "form.missing", "name");
    assert_true(form.whole);
    assert_string_equal(form.values[0].fault->code, "form.missing");
    assert_string_equal(form.values[1].fault->code, "form.encoding");
    assert_null(form.values[2].fault);
    assert_string_equal(form.values[3].fault->code, "form.encoding");
    assert_text_equal(form_text(&form, "password"), "a long password");
    refused(read_urlencoded("name=12345678901234567890123456789012345678901"), "form.too_long", "name");
    assert_text_equal(form_text(&form, "name"), "12345678901234567890123456789012345678901");
    refused(read_urlencoded("note=n&colour=red"), "form.unknown", NULL);
    assert_false(form.whole);

    static const struct form_field hidden[] = {{"request", FORM_CHOICE, 4, true, NULL}};
    static const char *const bodies[] = {"", "request=12345", "request=1+2"}, *const codes[] = {"form.malformed", "form.too_long", "form.encoding"};
    for (int i = 0; i < 3; i++) {
        error_clear(&support->context.error);
        assert_int_equal(form_read(&support->context, TEXT("application/x-www-form-urlencoded"), text_of(bodies[i]), hidden, 1, &form), RESULT_REFUSED);
        assert_string_equal(support->context.error.code, codes[i]);
        assert_false(form.whole); /* the reader cannot mend it */
    }
}

static void another_content_type_is_no_form(void **state)
{
    (void)state;
    static const char *const types[] = {"", "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
                                        "multipart/form-data; boundary=\"a;b\"", "multipart/form-data; boundary=a\x80", "multipart/mixed; boundary=XX",
                                        "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        error_clear(&support->context.error);
        refused(form_read(&support->context, text_of(types[i]), TEXT("name=a"), fields, FIELDS, &form), "form.malformed", NULL);
    }
}

static void a_query_may_hold_what_others_append(void **state)
{
    (void)state;
    assert_result(support, RESULT_OK, form_read_query(&support->context, TEXT("utm_source=x&name=a&b&%E4=%00"), fields, FIELDS, &form));
    assert_text_equal(form_text(&form, "name"), "a");
    refused(form_read_query(&support->context, TEXT("name=a&name=b"), fields, FIELDS, &form), "form.twice", "name");
}

#define NAME_PART "--XX\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na\r\n"
#define FILE_PART(FILE_NAME, CONTENT)                                                                                            \
    "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" FILE_NAME "\"\r\nContent-Type: application/zip\r\n\r\n" CONTENT "\r\n"

static void a_file_arrives_byte_for_byte(void **state)
{
    (void)state;
    assert_result(support, RESULT_OK, read_multipart(TEXT(NAME_PART FILE_PART("C:\\export\\\xe8\xaf\x81 %22a%22.zip", "PK\0\r\n--X\r\n--Y\xff") "--XX--\r\n")));
    assert_text_equal(form_text(&form, "name"), "a");
    assert_true(text_equal(form_text(&form, "file"), TEXT("PK\0\r\n--X\r\n--Y\xff")));
    assert_text_equal(form.values[4].file_name, "证 \"a\".zip");
    assert_result(support, RESULT_OK, read_multipart(TEXT(NAME_PART FILE_PART("", "") "--XX--")));
    assert_false(form_sent(&form, "file")); /* none was chosen */
    assert_result(support, RESULT_OK, read_multipart(TEXT(NAME_PART FILE_PART("a/../..", "x") "--XX--\r\n")));
    assert_text_equal(form.values[4].file_name, "file");
    assert_result(support, RESULT_OK, read_multipart(TEXT(NAME_PART FILE_PART("empty.txt", "") "--XX--\r\n")));
    assert_true(form_sent(&form, "file"));
    refused(read_multipart(TEXT(NAME_PART FILE_PART("a", "12345678901234567890123456789012345678901234567890"
                                                         "123456789012345678901234567890123456789012345678901") "--XX--\r\n")), "form.file_too_large", "file");
}

static void a_file_without_a_byte_is_not_a_missing_one(void **state)
{
    (void)state;
    static const struct form_field wanted[] = {{"name", FORM_TEXT, 40, true, "Name"}, {"file", FORM_FILE, 100, true, "File"}};
    refused(form_read(&support->context, TEXT("multipart/form-data; boundary=XX"), TEXT(NAME_PART FILE_PART("empty.pdf", "") "--XX--\r\n"), wanted, 2, &form), "form.file_empty", "file");
    error_clear(&support->context.error);
    refused(form_read(&support->context, TEXT("multipart/form-data; boundary=XX"), TEXT(NAME_PART FILE_PART("", "") "--XX--\r\n"), wanted, 2, &form), "form.file_missing", "file");
}

static void a_broken_multipart_is_refused(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "", "--XX", "--XX\r\n", "--XX--x", NAME_PART, NAME_PART "--XX", NAME_PART "--XX-", NAME_PART "--XX--\r\nepilogue", "preamble\r\n" NAME_PART "--XX--",
        "--XX\r\n\r\na\r\n--XX--", "--XX\r\nContent-Disposition: form-data\r\n\r\na\r\n--XX--", "--XX\r\nContent-Disposition: attachment; name=\"name\"\r\n\r\na\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"name\r\n\r\na\r\n--XX--", "--XX\r\nContent-Disposition: form-data; name=\"name\"; name=\"b\"\r\n\r\na\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Transfer-Encoding: base64\r\n\r\na\r\n--XX--",
        "--XX\nContent-Disposition: form-data; name=\"name\"\n\na\n--XX--", "--XX\r\nContent-Disposition: form-data; name\r\n\r\na\r\n--XX--",
        "--XX\r\nno header\r\n\r\na\r\n--XX--", "--XX\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\n\r\na\r\n--XX--",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) refused(read_multipart(text_of(broken[i])), "form.malformed", NULL);
    refused(read_multipart(TEXT("--XX\r\nContent-Disposition: form-data; name=\"name\"; filename=\"x\"\r\n\r\na\r\n--XX--")), "form.malformed", "name");
    refused(read_multipart(TEXT(NAME_PART NAME_PART "--XX--")), "form.twice", "name");
    refused(read_multipart(TEXT("--XX--\r\n")), "form.missing", "name");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_typed_arrives, setup, teardown),
        cmocka_unit_test_setup_teardown(as_many_are_chosen_as_are_ticked, setup, teardown),
        cmocka_unit_test_setup_teardown(letters_are_composed, setup, teardown),
        cmocka_unit_test_setup_teardown(whatever_does_not_belong_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_stands_beside_its_value, setup, teardown),
        cmocka_unit_test_setup_teardown(another_content_type_is_no_form, setup, teardown),
        cmocka_unit_test_setup_teardown(a_query_may_hold_what_others_append, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_arrives_byte_for_byte, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_without_a_byte_is_not_a_missing_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_broken_multipart_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
