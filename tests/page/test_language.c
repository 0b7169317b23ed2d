/* Languages: .mo files whole and damaged, plural rules, the choice by Accept-Language, dates and numbers in words. */
#include "page/messages.h"

#include <stdlib.h>

#include "outside/settings.h"

#define COUNT_OF(ARRAY) (sizeof(ARRAY) / sizeof *(ARRAY))

static void assert_forms(const char *text, const int64_t *counts, const unsigned *forms, size_t count)
{
    struct language_rule rule;
    assert_true(language_rule_read(text_of(text), &rule));
    for (size_t i = 0; i < count; i++)
        if (language_rule_choose(&rule, counts[i]) != forms[i])
            fail_msg("%s\n  gives form %u for %lld", text, language_rule_choose(&rule, counts[i]), (long long)counts[i]);
}

static void plural_rules_of_russian_arabic_and_chinese(void **state)
{
    (void)state;
    static const int64_t russian[] = {0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112, 1002, -1, 9223372036854775807};
    static const unsigned russian_forms[] = {2, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0, 2, 2, 1, 0, 2};
    assert_forms(RUSSIAN_RULE, russian, russian_forms, COUNT_OF(russian));
    static const int64_t arabic[] = {0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111};
    static const unsigned arabic_forms[] = {0, 1, 2, 3, 3, 4, 4, 5, 5, 5, 3, 4};
    assert_forms(ARABIC_RULE, arabic, arabic_forms, COUNT_OF(arabic));
    static const int64_t any[] = {0, 1, 2, 1000};
    static const unsigned chinese_forms[] = {0, 0, 0, 0}, english_forms[] = {1, 0, 1, 1};
    assert_forms(CHINESE_RULE, any, chinese_forms, 4);
    assert_forms("nplurals=2; plural=(n != 1)", any, english_forms, 4);
}

static void a_rule_binds_as_in_c(void **state)
{
    (void)state;
    static const int64_t any[] = {7};
    static const unsigned one[] = {1}, none[] = {0}, six[] = {6};
    assert_forms("nplurals=2; plural=1+2*3==7&&!0;", any, one, 1);
    assert_forms("nplurals=8; plural=10-3-1;", any, six, 1);
    assert_forms("nplurals=2; plural=0?1:0?0:1;", any, one, 1);
    assert_forms("nplurals=2; plural=n/0;", any, none, 1);
    assert_forms("nplurals=2; plural=n%0;", any, none, 1);
    assert_forms("nplurals=2; plural=n;", any, none, 1); /* past the last form */
    assert_forms("nplurals=2; plural=0 || n > 6 && n >= 7;", any, one, 1);
}

static void a_rule_that_is_no_expression_is_refused(void **state)
{
    (void)state;
    struct language_rule rule;
    static const char *const bad[] = {"",
                                      "nplurals=2;",
                                      "nplurals=0; plural=0;",
                                      "nplurals=9; plural=0;",
                                      "nplurals=2; plural=;",
                                      "nplurals=2; plural=n=1;",
                                      "nplurals=2; plural=(n;",
                                      "nplurals=2; plural=n?1;",
                                      "nplurals=2; plural=m;",
                                      "nplurals=2; plural=1;x",
                                      "nplurals=2; plural=9999999999;",
                                      "nplurals=2; plural=system(n);",
                                      "nplurals=2; plural=n n;"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (language_rule_read(text_of(bad[i]), &rule)) fail_msg("read: %s", bad[i]);
    /* neither deep nor long expressions get past the limits */
    static char deep[100100];
    strcpy(deep, "nplurals=2; plural=");
    memset(deep + strlen(deep), '(', 100000);
    assert_false(language_rule_read(text_of(deep), &rule));
    memset(deep + 19, '!', 100000);
    assert_false(language_rule_read(text_of(deep), &rule));
    for (size_t i = 19; i + 1 < 100000; i += 2) memcpy(deep + i, "1+", 2);
    memcpy(deep + 100000, "1;", 3);
    assert_false(language_rule_read(text_of(deep), &rule));
}

static void texts_are_found_in_their_language(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct languages *languages = messages_languages(support);
    assert_int_equal(languages_count(languages), 4);
    assert_string_equal(languages_tag(languages, 0), "en");
    assert_string_equal(languages_tag(languages, 3), "zh_CN");
    assert_string_equal(languages_name(languages, 3), "简体中文");
    assert_string_equal(languages_name(languages, 2), "ru"); /* it does not say its own name */
    assert_string_equal(languages_html_tag(languages, "zh_CN"), "zh-CN");
    assert_string_equal(languages_known(languages, TEXT("ru")), "ru");
    assert_null(languages_known(languages, TEXT("de")));
    assert_string_equal(language_text(languages, "zh_CN", "Welcome"), "欢迎");
    assert_string_equal(language_text(languages, "ru", "Welcome"), "Welcome");
    assert_string_equal(language_text(languages, "tlh", "Welcome"), "Welcome");
    assert_string_equal(language_text(NULL, "zh_CN", "Welcome"), "Welcome");
    assert_string_equal(language_plural(languages, "en", "One letter", "{count} letters", 1), "One letter");
    assert_string_equal(language_plural(languages, "ru", "One letter", "{count} letters", 22), "{count} письма");
    assert_string_equal(language_plural(languages, "ar", "One letter", "{count} letters", 2), "رسالتان");
    assert_string_equal(language_plural(languages, "zh_CN", "One letter", "{count} letters", 1), "{count} 封信");
    support_context_free(support);
}

static void the_installed_messages_load(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct languages *languages = NULL;
    assert_result(support, RESULT_OK, languages_load(&support->context, support->context.settings->messages, &languages));
    assert_string_equal(languages_name(languages, 1), "简体中文");
    struct day day;
    assert_true(day_parse(TEXT("2026-02-13"), &day));
    assert_text_equal(language_day(languages, "zh_CN", support->context.arena, day), "2026年2月13日");
    assert_result(support, RESULT_REFUSED, languages_load(&support->context, TEXT("/nowhere"), &languages));
    assert_string_equal(support->context.error.code, "language.no_folder");
    support_context_free(support);
}

static void dates_and_numbers_are_written_as_the_language_does(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct arena *arena = support->context.arena;
    struct languages *languages = messages_languages(support);
    struct day day;
    assert_true(day_parse(TEXT("2026-02-13"), &day));
    struct instant instant = context_now(&support->context);
    assert_text_equal(language_day(languages, "en", arena, day), "13 February 2026");
    assert_text_equal(language_day(NULL, NULL, arena, day), "13 February 2026");
    assert_text_equal(language_day(languages, "zh_CN", arena, day), "2026年2月13日");
    assert_text_equal(language_day(languages, "ru", arena, day), "13 февраля 2026 г.");
    assert_text_equal(language_day(languages, "en", arena, NO_DAY), "");
    assert_text_equal(language_instant(languages, "en", arena, instant, 0, TEXT("")), "13 February 2026, 08:30 UTC");
    assert_text_equal(language_instant(languages, "zh_CN", arena, instant, 480, TEXT("北京时间")), "2026年2月13日 16:30（北京时间）");
    assert_text_equal(language_instant(languages, "en", arena, instant, -570, TEXT("")), "12 February 2026, 23:00 UTC-09:30");
    assert_text_equal(language_instant(languages, "en", arena, NO_INSTANT, 0, TEXT("")), "");
    assert_text_equal(language_length(languages, "en", arena, 600), "10 minutes");
    assert_text_equal(language_length(NULL, NULL, arena, 4000000), "1,112 hours");
    assert_text_equal(language_number(languages, "en", arena, 0), "0");
    assert_text_equal(language_number(languages, "en", arena, 999), "999");
    assert_text_equal(language_number(languages, "en", arena, -1234567), "-1,234,567");
    assert_text_equal(language_number(languages, "en", arena, INT64_MIN), "-9,223,372,036,854,775,808");
    assert_text_equal(language_number(languages, "ru", arena, 1000), "1 000");
    static const struct message indian[] = {{"1,234,567", "12,34,567"}}, plain[] = {{"1,234,567", "1234567"}};
    struct language_file files[] = {{"hi", TEXT("hi.mo"), messages_file(arena, "nplurals=2; plural=n!=1;", indian, 1)},
                                    {"xx", TEXT("xx.mo"), messages_file(arena, "nplurals=2; plural=n!=1;", plain, 1)}};
    assert_result(support, RESULT_OK, languages_from_files(&support->context, files, 2, &languages));
    assert_text_equal(language_number(languages, "hi", arena, 123456789), "12,34,56,789");
    assert_text_equal(language_number(languages, "xx", arena, 123456789), "123456789");
    support_context_free(support);
}

static void the_reader_gets_the_language_he_asks_for(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct languages *languages = messages_languages(support);
    static const struct {
        const char *header, *tag;
    } asked[] = {
        {"", "en"},
        {"zh-CN,zh;q=0.9,en;q=0.8", "zh_CN"},
        {"zh", "zh_CN"},
        {"zh-Hans-SG", "zh_CN"},
        {"zh-TW, en;q=0.5", "zh_CN"}, /* the other script is nearer than another language */
        {"en-GB, zh;q=0.9", "en"},
        {"de, ru;q=0.3", "ru"},
        {"de", "en"},
        {"ru;q=0, *", "en"},
        {"en;q=0, *;q=0.5", "ar"},
        {"en;q=0.2, ar;q=0.25", "ar"},
        {"RU-ru-x-private", "ru"},
        {"ru;q=1.5, ar;q=0.1", "ar"}, /* no quality, no wish */
        {"ru;q=abc", "en"},
        {" , ;q=1,,-, --,a-, ru ", "ru"},
        {"ru ; q=0.9 , en;q=0.1", "ru"},
        {"*", "en"},
    };
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        if (strcmp(languages_choose(languages, text_of(asked[i].header)), asked[i].tag) != 0)
            fail_msg("\"%s\" gives %s, not %s", asked[i].header, languages_choose(languages, text_of(asked[i].header)), asked[i].tag);
    support_context_free(support);
}

static enum result read_file(struct support *support, struct bytes bytes)
{
    struct language_catalogue catalogue;
    error_clear(&support->context.error);
    return language_catalogue_read(&support->context, TEXT("xx.mo"), bytes, &catalogue);
}

/* Every byte turned over and every length cut: read or refused with the file's name, never anything else. */
static void a_damaged_file_is_refused_with_its_name(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct arena *arena = support->context.arena;
    static const struct message messages[] = {{"Welcome", "欢迎"}, PLURAL("One\0Many", "一\0多")};
    struct bytes whole = messages_file(arena, "nplurals=2; plural=n!=1;", messages, 2);
    assert_result(support, RESULT_OK, read_file(support, whole));
    for (size_t length = 0; length < whole.length; length++) {
        unsigned char *cut = malloc(length ? length : 1); /* on its own, so that a read past its end is seen */
        memcpy(cut, whole.data, length);
        assert_int_equal(read_file(support, (struct bytes){cut, length}), RESULT_REFUSED);
        assert_text_equal(support->context.error.file, "xx.mo");
        free(cut);
    }
    for (size_t at = 0; at < whole.length; at++) {
        for (int change = 1; change < 256; change += 127) {
            unsigned char *changed = malloc(whole.length);
            memcpy(changed, whole.data, whole.length);
            changed[at] ^= (unsigned char)change;
            enum result result = read_file(support, (struct bytes){changed, whole.length});
            assert_true(result == RESULT_OK || result == RESULT_REFUSED);
            free(changed);
        }
    }
    support_context_free(support);
}

static void a_file_of_the_other_byte_order_is_read(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    static const struct message messages[] = {{"Welcome", "欢迎"}};
    struct bytes file = messages_file(support->context.arena, CHINESE_RULE, messages, 1);
    uint32_t words[7 + 8];
    memcpy(words, file.data, sizeof words);
    for (size_t i = 0; i < COUNT_OF(words); i++) words[i] = __builtin_bswap32(words[i]);
    memcpy((void *)file.data, words, sizeof words);
    struct language_catalogue catalogue;
    assert_result(support, RESULT_OK, language_catalogue_read(&support->context, TEXT("xx.mo"), file, &catalogue));
    assert_string_equal(language_catalogue_find(&catalogue, "Welcome")->forms, "欢迎");
    support_context_free(support);
}

static void what_is_wrong_with_a_file_is_said(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct arena *arena = support->context.arena;
    static const struct message twice[] = {{"Welcome", "欢迎"}, {"Welcome", "你好"}}, latin[] = {{"Welcome", "Gr\xFC\xDF"}};
    assert_int_equal(read_file(support, messages_file(arena, CHINESE_RULE, twice, 2)), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "language.damaged_file");
    assert_int_equal(read_file(support, messages_file(arena, CHINESE_RULE, latin, 1)), RESULT_REFUSED);
    assert_int_equal(read_file(support, messages_file(arena, "nplurals=INTEGER; plural=EXPRESSION;", NULL, 0)), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "language.plural_rule");
    struct languages *languages = messages_languages(support);
    assert_text_equal(
        language_error(languages, "en", arena, &support->context.error),
        "xx.mo: The header of this file of messages has no Plural-Forms that can be read. Write one such as “nplurals=1; plural=0;”.");
    support_context_free(support);
}

static void an_error_is_told_in_the_reader_s_language(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct arena *arena = support->context.arena;
    struct languages *languages = messages_languages(support);
    struct context *context = &support->context;
    assert_int_equal(context_fail(context, RESULT_REFUSED, "test.held", "Held by {name}", "name", "陈小明 {name}"), RESULT_REFUSED);
    assert_text_equal(language_error(languages, "zh_CN", arena, &context->error), "持有人：陈小明 {name}");
    assert_int_equal(error_at(&context->error, TEXT(""), 3, 7), RESULT_REFUSED);
    assert_text_equal(language_error(languages, "en", arena, &context->error), "Line 3, column 7: Held by 陈小明 {name}");
    assert_int_equal(error_at(&context->error, TEXT("exam.dat"), 3, 7), RESULT_REFUSED);
    assert_text_equal(language_error(languages, "zh_CN", arena, &context->error), "exam.dat:3:7: 持有人：陈小明 {name}");
    support_context_free(support);
}

/* Its values are kept, whatever stands in them; what is no text of ours stays as it is. */
static void what_was_kept_in_english_is_worded_anew(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:30:00Z");
    struct context *context = &support->context;
    struct languages *languages = NULL;
    struct text worded;
    assert_int_equal(languages_load(context, text_of(getenv("TESTAMUR_MESSAGES")), &languages), RESULT_OK);
    assert_true(language_again(languages, "zh_CN", context->arena, TEXT("The catalogue has no exam for the provider's code {X}-1. Add the code to the catalogue; the row is then taken in by itself."), &worded));
    assert_non_null(strstr(text_string(context->arena, worded), "{X}-1"));
    assert_null(strstr(text_string(context->arena, worded), "catalogue"));
    assert_true(language_again(languages, "zh_CN", context->arena, TEXT("The file is empty (0 bytes): the export was broken off. Fetch it again."), &worded));
    assert_null(strstr(text_string(context->arena, worded), "empty"));
    assert_false(language_again(languages, "zh_CN", context->arena, TEXT("What an older program said of it."), &worded));
    assert_text_equal(worded, "What an older program said of it.");
    assert_false(language_again(languages, "en", context->arena, TEXT("The file is empty (0 bytes): the export was broken off. Fetch it again."), &worded));
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plural_rules_of_russian_arabic_and_chinese),
        cmocka_unit_test(a_rule_binds_as_in_c),
        cmocka_unit_test(a_rule_that_is_no_expression_is_refused),
        cmocka_unit_test(texts_are_found_in_their_language),
        cmocka_unit_test(the_installed_messages_load),
        cmocka_unit_test(dates_and_numbers_are_written_as_the_language_does),
        cmocka_unit_test(the_reader_gets_the_language_he_asks_for),
        cmocka_unit_test(a_damaged_file_is_refused_with_its_name),
        cmocka_unit_test(a_file_of_the_other_byte_order_is_read),
        cmocka_unit_test(what_is_wrong_with_a_file_is_said),
        cmocka_unit_test(an_error_is_told_in_the_reader_s_language),
        cmocka_unit_test(what_was_kept_in_english_is_worded_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
