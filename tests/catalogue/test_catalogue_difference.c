/* SPEC 2.1: what a new text changes is shown before it takes effect, in the reader's language. */
#include "catalogue/reading.h"

#include "outside/language.h"
#include "outside/settings.h"

/* All sentences in that language, with their lines, one below the other. */
static struct text sentences(const struct catalogue *old, struct text new_text, const char *language)
{
    struct arena *arena = support->context.arena;
    struct languages *languages;
    assert_result(support, RESULT_OK, languages_load(&support->context, support->context.settings->messages, &languages));
    struct catalogue_differences differences = catalogue_difference(&support->context, old, reading_text(new_text));
    struct text all = {"", 0};
    for (size_t i = 0; i < differences.count; i++) {
        const struct catalogue_difference *difference = &differences.items[i];
        struct text sentence = error_fill(arena, &difference->text, language_text(languages, language, difference->text.english));
        all = text_printf(arena, "%.*s%ld %s %.*s\n", TEXT_ARG(all), difference->text.line, difference->kind, TEXT_ARG(sentence));
    }
    return all;
}

static void the_same_text_differs_in_nothing(void **state)
{
    (void)state;
    assert_text_equal(sentences(reading_acme(), reading_file("acme.txt"), "en"), "");
}

static void comments_and_blank_lines_are_no_difference(void **state)
{
    (void)state;
    assert_text_equal(
        sentences(reading_acme(), reading_replace(reading_file("acme.txt"), "level operator", "\n# a remark\nlevel operator"), "en"), "");
}

static void each_change_is_a_sentence(void **state)
{
    (void)state;
    struct text text = reading_replace(reading_file("acme.txt"), "validity: 18 months", "validity: 2 years");
    text = reading_replace(text, "  name de: Kranführer\n",
                           "  name de until 2025-12-31: Kranführer\n  name de from 2026-01-01: Kranbediener\n");
    text = reading_replace(text, "exam FIRST-AID\n  title: First aid at work\n  pass: by grade\n  standalone: yes\n", "");
    text = reading_replace(text, "exam SLING-1\n", "exam SLING-2\n  title: Slinging, advanced\n\nexam SLING-1\n");
    text = reading_replace(text, "      exam SLING-1\n", "      exam SLING-1\n      exam SLING-2\n");
    text = reading_replace(text, "body Acme Safety Board", "body Acme Safety");
    assert_text_equal(
        sentences(reading_acme(), text, "en"),
        "3 added The body is now Acme Safety.\n"
        "29 changed Level operator: “validity” was “18 months” and becomes “2 years”.\n"
        "66 added Exam SLING-2 is new.\n"
        "77 added Certification CRANE-OPERATOR: new: “name de until 2025-12-31: Kranführer”.\n"
        "78 added Certification CRANE-OPERATOR: new: “name de from 2026-01-01: Kranbediener”.\n"
        "0 removed Certification CRANE-OPERATOR: gone: “name de: Kranführer”.\n"
        "96 changed Certification CRANE-EXAMINER: “requires” was “certificate CRANE-OPERATOR; 2 of, within 12 months (exam LIFT-2; exam "
        "RIG-1; exam SLING-1)” and "
        "becomes “certificate CRANE-OPERATOR; 2 of, within 12 months (exam LIFT-2; exam RIG-1; exam SLING-1; exam SLING-2)”.\n"
        "0 removed Exam FIRST-AID is gone.\n");
}

static void the_sentences_are_chinese_for_a_chinese_reader(void **state)
{
    (void)state;
    struct text text = reading_replace(reading_file("huawei.txt"), "  requires within 18 months:\n    exam H12-821\n",
                                       "  requires within 24 months:\n    exam H12-821\n");
    text = reading_replace(text, "      exam H12-871\n", "");
    text = reading_replace(text, "exam H12-871\n", "exam H12-871\n  standalone: yes\n");
    text = reading_replace(text, "  promise e-cert: 1 working day\n", "  promise e-cert: 2 working days\n");
    assert_text_equal(sentences(reading_huawei(), text, "zh_CN"),
                      "12 changed 认证机构：“promise e-cert”由“1 working day”改为“2 working days”。\n"
                      "141 added 考试 H12-871：新增“standalone: yes”。\n"
                      "279 changed 认证 HCIP-Datacom：“requires”由“within 18 months: exam H12-821; any of (exam H12-831; exam H12-841; "
                      "exam H12-851; exam H12-861; exam H12-871)”改为"
                      "“within 24 months: exam H12-821; any of (exam H12-831; exam H12-841; exam H12-851; exam H12-861)”。\n");
}

static void against_nothing_every_block_is_new(void **state)
{
    (void)state;
    struct catalogue_differences differences = catalogue_difference(&support->context, NULL, reading_acme());
    assert_int_equal(differences.count, 14);
    assert_string_equal(differences.items[0].text.english, "The body is now {code}.");
    for (size_t i = 0; i < differences.count; i++) assert_string_equal(differences.items[i].kind, "added");
}

/* A very long value is cut between characters, not within one. */
static void long_values_are_cut_between_characters(void **state)
{
    (void)state;
    struct arena *arena = support->context.arena;
    struct text name = TEXT("称");
    for (int i = 0; i < 7; i++) name = text_printf(arena, "%.*s%.*s", TEXT_ARG(name), TEXT_ARG(name));
    name = text_printf(arena, "%.*s%.*s", TEXT_ARG(name), 60 * 3, name.bytes);
    const char *line = text_string(arena, text_printf(arena, "  name zh_CN: %.*s\n", TEXT_ARG(name)));
    struct text all = sentences(reading_huawei(), reading_replace(reading_file("huawei.txt"), "  name zh_CN: 华为认证\n", line), "zh_CN");
    assert_true(text_is_utf8(all, NULL));
    assert_true(text_find(all, "称…”") < all.length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_same_text_differs_in_nothing),   CASE(comments_and_blank_lines_are_no_difference),
        CASE(each_change_is_a_sentence),          CASE(the_sentences_are_chinese_for_a_chinese_reader),
        CASE(against_nothing_every_block_is_new), CASE(long_values_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
