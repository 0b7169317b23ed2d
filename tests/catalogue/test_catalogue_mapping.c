/* SPEC 2.2: provider codes to exams, language kept apart. */
#include "catalogue/reading.h"

static void assert_maps(const struct catalogue *catalogue, const char *provider, const char *code, const char *exam, const char *language)
{
    int32_t index = -1;
    const char *found = "?";
    if (!catalogue_map_code(catalogue, text_of(provider), text_of(code), &index, &found)) fail_msg("%s of %s is unknown", code, provider);
    assert_text_equal(catalogue->exams[index].code, exam);
    assert_string_equal(found, language);
}

static void assert_unknown(const struct catalogue *catalogue, const char *provider, const char *code)
{
    int32_t index;
    const char *language;
    if (catalogue_map_code(catalogue, text_of(provider), text_of(code), &index, &language)) fail_msg("%s of %s is known", code, provider);
}

static void pearson_codes_carry_version_and_language(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    assert_maps(catalogue, "pearson-vue", "H12-811_V1.0-ENU", "H12-811", "en");
    assert_maps(catalogue, "pearson-vue", "H12-811_V2.5-CHS", "H12-811", "zh_CN");
    assert_maps(catalogue, "pearson-vue", "H12-811-ENU", "H12-811", "en");
    assert_maps(catalogue, "pearson-vue", "H12-811", "H12-811", "");
    assert_maps(catalogue, "pearson-vue", "H12-811_V1.0", "H12-811", "");
    assert_maps(catalogue, "pearson-vue", "h12-811_v1.0-enu", "H12-811", "en");
    assert_maps(catalogue, "Pearson-VUE", "H13-630_V1.0-ENU", "H13-630", "en");
    assert_unknown(catalogue, "pearson-vue", "H12-999_V1.0-ENU");
    assert_unknown(catalogue, "pearson-vue", "H12-81");
    assert_unknown(catalogue, "pearson-vue", "");
    assert_unknown(catalogue, "pearson-vue", "XH12-811");
}

static void what_a_provider_does_not_say_any_provider_says(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    assert_maps(catalogue, "prometric", "H12-811-ZH", "H12-811", "zh_CN");
    assert_maps(catalogue, "generic-csv", "H12-811", "H12-811", "");
    assert_maps(catalogue, "pearson-vue", "H12-811-EN", "H12-811", "en");
    const struct catalogue *acme = reading_acme();
    assert_maps(acme, "testcentre", "LIFTP-2-DE", "LIFT-2", "de");
    assert_unknown(acme, "pearson-vue", "LIFTP-2-DE");
}

static void the_exact_and_the_more_particular_code_goes_first(void **state)
{
    (void)state;
    struct text text = reading_replace(
        reading_file("acme.txt"), "exam RIG-1\n",
        "exam RIG-1\n  codes testcentre: R?G*, RIG-BETA*\n  codes testcentre de: RIG-*X\n  codes testcentre en: LIFTP7DE\n");
    const struct catalogue *catalogue = reading_text(text);
    assert_maps(catalogue, "testcentre", "LIFTP7DE", "RIG-1", "en");
    assert_maps(catalogue, "testcentre", "LIFTP8DE", "LIFT-2", "de");
    assert_maps(catalogue, "testcentre", "RUG-X", "RIG-1", "");
    assert_maps(catalogue, "testcentre", "RIG-7X", "RIG-1", "de");
    assert_unknown(catalogue, "testcentre", "RG");
}

/* Every exam, every form, found again; and codes of every length are met without harm. */
static void all_codes_are_found_again(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    for (size_t i = 0; i < catalogue->exam_count; i++) {
        const char *code = text_string(support->context.arena, catalogue->exams[i].code);
        struct text full = text_printf(support->context.arena, "%s_V1.%zu-ENU", code, i);
        assert_maps(catalogue, "pearson-vue", full.bytes, code, "en");
        assert_maps(catalogue, "other", code, code, "");
    }
    char code[200];
    for (size_t length = 1; length < sizeof code; length++) {
        memset(code, 'H', length);
        code[length - 1] = '\0';
        assert_unknown(catalogue, "pearson-vue", code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(pearson_codes_carry_version_and_language),
        CASE(what_a_provider_does_not_say_any_provider_says),
        CASE(the_exact_and_the_more_particular_code_goes_first),
        CASE(all_codes_are_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
