/* Express numbers (SPEC 8.3): all that the carriers' data publish as valid pass, all that they publish as invalid warn. */
#include "support/support.h"

#include <stdio.h>

#include "base/file.h"
#include "outside/settings.h"
#include "package/package_carrier.h"

static size_t detect(struct support *support, const char *typed, struct carrier_match matches[CARRIER_MOST])
{
    struct text number;
    assert_true(package_carrier_number(support->context.arena, text_of(typed), &number));
    return package_carrier_detect(support->context.arena, number, matches);
}

/* What is said of the number as one of that carrier; -1: it is none. */
static int state_with(struct support *support, const char *carrier, const char *typed)
{
    struct carrier_match matches[CARRIER_MOST];
    size_t count = detect(support, typed, matches);
    for (size_t i = 0; i < count; i++)
        if (text_is(matches[i].carrier->code, carrier)) return (int)matches[i].state;
    return -1;
}

static void published_numbers_pass_or_warn_as_published(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct context *context = &support->context;
    struct text file, line, carrier, number, verdict;
    size_t valid = 0, invalid = 0;
    assert_result(support, RESULT_OK, file_must_read(context, settings_path(context, "tests/package/published-numbers.tsv"), 1 << 20, &file));
    while (text_split(&file, '\n', &line)) {
        if (text_empty(line)) continue;
        assert_true(text_split(&line, '\t', &carrier) && text_split(&line, '\t', &number) && text_split(&line, '\t', &verdict));
        int said = state_with(support, text_string(context->arena, carrier), text_string(context->arena, number));
        bool passes = said == CARRIER_GOOD || said == CARRIER_UNCHECKED;
        if (passes != text_is(verdict, "valid")) fail_msg("%.*s %.*s is %.*s, and we say %d", TEXT_ARG(carrier), TEXT_ARG(number), TEXT_ARG(verdict), said);
        *(passes ? &valid : &invalid) += 1;
    }
    assert_true(valid >= 50 && invalid >= 30);
    support_context_free(support);
}

static void a_mistyped_digit_is_seen(void **state)
{
    (void)state;
    static const char *const numbers[][2] = {{"sf", "254412284165"}, {"s10", "EE123456785CN"}, {"dhl", "3318810025"}, {"ups", "1Z5R89390357567127"}, {"fedex", "986578788855"}};
    struct support *support = support_context("2026-02-09T02:00:00Z");
    for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
        const char *carrier = numbers[n][0];
        assert_int_equal(state_with(support, carrier, numbers[n][1]), CARRIER_GOOD);
        char mistyped[40];
        size_t last = strlen(numbers[n][1]) - (strcmp(carrier, "s10") == 0 ? 3 : 1); /* the check digit itself */
        for (int more = 1; more < 10; more++) {
            snprintf(mistyped, sizeof mistyped, "%s", numbers[n][1]);
            mistyped[last] = (char)('0' + (mistyped[last] - '0' + more) % 10);
            assert_int_equal(state_with(support, carrier, mistyped), CARRIER_WRONG);
        }
    }
    support_context_free(support);
}

static void numbers_are_taken_as_people_type_and_scanners_read_them(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct arena *arena = support->context.arena;
    struct text number;
    static const char *const typed[][2] = {{" 2544 1228 4165\n", NULL}, {"2544 1228 4165", "254412284165"}, {"sf1234567890123", "SF1234567890123"}, {"ee-123456785-cn", "EE123456785CN"},
                                           {"２５４４１２２８４１６５", "254412284165"}, {"", NULL}, {"=1+1", NULL}, {"<b>", NULL}, {"快递", NULL}, {"Wei Zhang", NULL}, {"AB-C", NULL},
                                           {"123456789012345678901234567890123456789012345678901", NULL}};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        assert_int_equal(package_carrier_number(arena, text_of(typed[i][0]), &number), typed[i][1] != NULL);
        if (typed[i][1]) assert_text_equal(number, typed[i][1]);
    }
    support_context_free(support);
}

static void what_several_carriers_could_have_is_asked(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct carrier_match matches[CARRIER_MOST];
    assert_int_equal(detect(support, "254412284165", matches), 2); /* FedEx has twelve digits, too */
    assert_text_equal(matches[0].carrier->code, "sf");
    assert_int_equal(matches[0].state, CARRIER_GOOD);
    assert_int_equal(matches[1].state, CARRIER_WRONG);
    /* Right for both: nobody can tell. */
    size_t both = 0;
    for (int i = 0; i < 1000 && !both; i++) {
        char number[13];
        snprintf(number, sizeof number, "254412%06d", i * 7);
        size_t count = detect(support, number, matches);
        if (count > 1 && matches[1].state == CARRIER_GOOD) both = count;
    }
    assert_int_equal(both, 2);
    assert_int_equal(detect(support, "YT1234567890123", matches), 0);
    assert_int_equal(detect(support, "SF1234567890123", matches), 1);
    assert_int_equal(matches[0].state, CARRIER_UNCHECKED);
    support_context_free(support);
}

static void each_carrier_has_a_page_to_follow_a_package(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct arena *arena = support->context.arena;
    size_t count;
    const struct package_carrier *carriers = package_carriers(&count);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        struct text link = package_carrier_link(arena, carriers[i].code, TEXT("254412284165"), "en");
        assert_true(text_starts_with(link, "https://"));
        assert_int_equal(text_find(link, "%"), link.length);
        assert_int_equal(carriers[i].asks_phone, text_is(carriers[i].code, "sf"));
        assert_true(text_find(link, "254412284165") < link.length || text_is(carriers[i].code, "s10"));
        assert_int_equal(package_carrier_asks_number(link, TEXT("254412284165")), text_is(carriers[i].code, "s10"));
    }
    /* Each reads it in his language, where the carrier has it in that. */
    assert_text_equal(package_carrier_link(arena, TEXT("sf"), TEXT("254412284165"), "en"), "https://www.sf-express.com/chn/en/waybill/waybill-detail/254412284165");
    assert_text_equal(package_carrier_link(arena, TEXT("sf"), TEXT("254412284165"), "zh_CN"), "https://www.sf-express.com/chn/sc/waybill/waybill-detail/254412284165");
    assert_true(text_equal(package_carrier_link(arena, TEXT("dhl"), TEXT("1234567890"), "zh_CN"), package_carrier_link(arena, TEXT("dhl"), TEXT("1234567890"), "en")));
    assert_text_equal(package_carrier_link(arena, TEXT("nobody"), TEXT("1"), "en"), "");
    assert_null(package_carrier_find(TEXT("")));
    support_context_free(support);
}

/* Everybody reads the carrier's name in his language; a language that the data do not have reads the English one. */
static void carriers_have_names_by_language(void **state)
{
    (void)state;
    static const char *const names[][3] = {{"sf", "SF Express", "顺丰速运"}, {"s10", "EMS / UPU", "EMS / 万国邮联"}, {"dhl", "DHL Express", "DHL 敦豪"}, {"ups", "UPS", "UPS 联合包裹"}, {"fedex", "FedEx", "FedEx 联邦快递"}};
    struct support *support = support_context("2026-02-09T02:00:00Z");
    struct arena *arena = support->context.arena;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct package_carrier *carrier = package_carrier_find(text_of(names[i][0]));
        assert_non_null(carrier);
        assert_text_equal(package_carrier_name(carrier, "en"), names[i][1]);
        assert_text_equal(package_carrier_name(carrier, "fr"), names[i][1]);
        assert_text_equal(package_carrier_name(carrier, "zh_CN"), names[i][2]);
        struct text said = text_printf(arena, "%s 254412284165", names[i][1]);
        assert_text_equal(package_carrier_said(arena, said, "zh_CN"), text_printf(arena, "%s 254412284165", names[i][2]).bytes);
        assert_text_equal(package_carrier_said(arena, said, "en"), text_string(arena, said));
    }
    assert_text_equal(package_carrier_said(arena, TEXT("254412284165"), "zh_CN"), "254412284165"); /* of no known carrier */
    assert_text_equal(package_carrier_said(arena, TEXT("UPSX 1"), "zh_CN"), "UPSX 1");
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_numbers_pass_or_warn_as_published),
        cmocka_unit_test(a_mistyped_digit_is_seen),
        cmocka_unit_test(numbers_are_taken_as_people_type_and_scanners_read_them),
        cmocka_unit_test(what_several_carriers_could_have_is_asked),
        cmocka_unit_test(each_carrier_has_a_page_to_follow_a_package),
        cmocka_unit_test(carriers_have_names_by_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
