/* SPEC 2.2, 2.3, 2.4: what the shipped examples say. */
#include "catalogue/reading.h"

static const struct certification_version *on(const struct catalogue *catalogue, const char *code, const char *date)
{
    const struct certification_version *version = catalogue_certification_on(catalogue, text_of(code), reading_day(date));
    if (!version) fail_msg("%s is not awarded on %s", code, date);
    return version;
}

static void assert_exam(const struct catalogue *catalogue, const struct requirement *requirement, const char *code)
{
    assert_int_equal(requirement->kind, REQUIREMENT_EXAM);
    assert_int_equal(requirement->child_count, 0);
    assert_int_equal(requirement->certification, -1);
    assert_text_equal(catalogue->exams[requirement->exam].code, code);
}

/* SPEC 2.4: HCIP-Datacom = H12-821 and one of H12-831, H12-841 ... within 18 months; HCIE = written and lab. */
static void requirements_are_trees(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    assert_exam(catalogue, on(catalogue, "HCIA-Datacom", "2026-01-01")->requirement, "H12-811");

    const struct requirement *professional = on(catalogue, "HCIP-Datacom", "2026-01-01")->requirement;
    assert_int_equal(professional->kind, REQUIREMENT_ALL);
    assert_int_equal(professional->window_months, 18);
    assert_int_equal(professional->child_count, 2);
    assert_int_equal(professional->count, 2);
    assert_exam(catalogue, &professional->children[0], "H12-821");
    const struct requirement *choice = &professional->children[1];
    assert_int_equal(choice->kind, REQUIREMENT_ANY);
    assert_int_equal(choice->count, 1);
    assert_int_equal(choice->window_months, 0);
    assert_exam(catalogue, &choice->children[0], "H12-831");
    assert_exam(catalogue, &choice->children[1], "H12-841");

    const struct requirement *expert = on(catalogue, "HCIE-Datacom", "2026-01-01")->requirement;
    assert_int_equal(expert->kind, REQUIREMENT_ALL);
    assert_int_equal(expert->window_months, 0);
    assert_exam(catalogue, &expert->children[0], "H12-891");
    assert_exam(catalogue, &expert->children[1], "H12-892");

    const struct requirement *storage = on(catalogue, "HCIP-Storage", "2026-01-01")->requirement;
    assert_int_equal(storage->kind, REQUIREMENT_ANY);
    assert_int_equal(storage->children[1].kind, REQUIREMENT_COUNT);
    assert_int_equal(storage->children[1].count, 2);
    assert_int_equal(storage->children[1].window_months, 18);

    const struct requirement *instructor = on(catalogue, "HCAI", "2026-01-01")->requirement;
    assert_int_equal(instructor->children[1].children[0].kind, REQUIREMENT_CERTIFICATE);
    assert_int_equal(instructor->children[1].children[0].certification, catalogue_certification(catalogue, TEXT("HCIA-Datacom")));
    assert_true(instructor->children[1].children[0].line > 400);
}

static void every_level_and_direction_is_there(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    const char *const directions[] = {"Datacom", "Security", "Cloud-Computing", "Storage", "AI"}, *const levels[] = {"HCIA", "HCIP",
                                                                                                                     "HCIE"};
    const char *const level_codes[] = {"associate", "professional", "expert"};
    for (size_t d = 0; d < 5; d++)
        for (size_t l = 0; l < 3; l++) {
            const char *code = text_string(support->context.arena, text_printf(support->context.arena, "%s-%s", levels[l], directions[d]));
            const struct certification_version *version = on(catalogue, code, "2026-01-01");
            assert_text_equal(catalogue->levels[version->level].code, level_codes[l]);
            assert_text_equal(catalogue->directions[version->direction].code, directions[d]);
            assert_text_equal(version->theme, level_codes[l]);
            assert_int_equal(catalogue->levels[version->level].rank, (int)l + 1);
        }
    assert_int_equal(catalogue->certification_count, 16);
    assert_int_equal(on(catalogue, "HCAI", "2026-01-01")->direction, -1);
    assert_text_equal(catalogue_wording(catalogue->levels[on(catalogue, "HCAI", "2026-01-01")->level].name, "zh_CN"), "讲师");
}

static void the_body_says_how_its_house_is_run(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    const struct body *body = &catalogue->body;
    assert_text_equal(catalogue_wording(body->name, "en"), "Huawei Certification");
    assert_text_equal(catalogue_wording(body->name, "zh_CN"), "华为认证");
    assert_text_equal(catalogue_wording(body->name, "fr"), "Huawei Certification");
    assert_text_equal(zone_name(calendar_zone(catalogue->calendar)), "Asia/Shanghai");
    assert_text_equal(calendar_name(catalogue->calendar), "china");
    assert_int_equal(body->language_count, 2);
    assert_string_equal(body->languages[1], "zh_CN");
    assert_int_equal(body->promises[PROMISE_ECERT].last, 1);
    assert_int_equal(body->promises[PROMISE_APPLICATION].last, 3);
    assert_int_equal(body->promises[PROMISE_MAILING].first, 5);
    assert_int_equal(body->promises[PROMISE_MAILING].last, 7);
    assert_int_equal(body->number_part_count, 4);
    assert_text_equal(body->number_parts[0].literal, "HW");
    assert_int_equal(body->number_parts[1].kind, NUMBER_YEAR);
    assert_int_equal(body->number_parts[1].length, 4);
    assert_int_equal(body->number_parts[2].kind, NUMBER_DIGITS);
    assert_int_equal(body->number_parts[2].length, 10);
    assert_int_equal(body->number_parts[3].kind, NUMBER_CHECK);
    assert_int_equal(body->number_parts[3].check, CHECK_MOD_97_10);
}

static void packages_have_contents(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    const struct certification_version *version = on(catalogue, "HCIE-Storage", "2026-01-01");
    assert_int_equal(version->forms, FORM_ECERT | FORM_PACKAGE);
    const struct package_list *package = &catalogue->packages[version->package];
    assert_text_equal(package->code, "expert");
    assert_int_equal(package->item_count, 3);
    assert_text_equal(package->items[1].code, "card");
    assert_text_equal(catalogue_wording(package->items[1].name, "zh_CN"), "印有证书编号的专家卡");
    assert_int_equal(on(catalogue, "HCIA-Storage", "2026-01-01")->package, -1);
}

static void exams_know_what_they_are_good_for(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    const struct exam *exam = &catalogue->exams[catalogue_exam(catalogue, TEXT("H12-821"))];
    assert_int_equal(exam->certification_count, 1);
    assert_int_equal(exam->certifications[0], catalogue_certification(catalogue, TEXT("HCIP-Datacom")));
    assert_int_equal(exam->pass_rule, PASS_BY_SCORE);
    assert_int_equal(exam->pass_score, 600);
    assert_int_equal(exam->full_score, 1000);
    assert_int_equal(catalogue->exams[catalogue_exam(catalogue, TEXT("H12-892"))].pass_rule, PASS_BY_GRADE);
    assert_int_equal(catalogue_exam(catalogue, TEXT("H12-999")), -1);
    assert_int_equal(catalogue_certification(catalogue, TEXT("HCIA-datacom")), -1);
}

static void whoever_is_needed_comes_first_in_order(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    size_t instructor = 0, expert = 0;
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        if (catalogue->order[i] == catalogue_certification(catalogue, TEXT("HCAI"))) instructor = i;
        if (catalogue->order[i] == catalogue_certification(catalogue, TEXT("HCIE-AI"))) expert = i;
    }
    assert_true(expert < instructor);
}

/* Another body, of which nothing stands in the program. */
static void a_second_body_is_told_as_well(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_acme();
    assert_text_equal(zone_name(calendar_zone(catalogue->calendar)), "America/New_York");
    assert_text_equal(catalogue->body.number_parts[0].literal, "ASB-");
    assert_int_equal(catalogue->body.number_parts[1].length, 2);
    assert_int_equal(catalogue->body.number_parts[3].kind, NUMBER_LETTERS);
    assert_int_equal(catalogue->body.number_parts[5].check, CHECK_MOD_37_36);
    const struct certification_version *operator= on(catalogue, "CRANE-OPERATOR", "2026-01-01");
    assert_int_equal(operator->validity_months, 18);
    assert_int_equal(operator->renewal_anchor, ANCHOR_OLD_EXPIRY);
    assert_int_equal(operator->routes[0].kind, RENEWAL_LISTED_EXAM);
    assert_int_equal(operator->routes[0].exam_count, 2);
    const struct certification_version *examiner = on(catalogue, "CRANE-EXAMINER", "2026-01-01");
    assert_int_equal(examiner->validity_months, 0);
    assert_int_equal(examiner->promises[PROMISE_MAILING].first, 10);
    assert_int_equal(examiner->promises[PROMISE_APPLICATION].first, 1);
    assert_int_equal(catalogue->exams[catalogue_exam(catalogue, TEXT("FIRST-AID"))].certification_count, 0);
}

/* Windows line ends, a byte order mark, full-width colons and commas: what editors make of a file. */
static void how_a_file_was_typed_does_not_matter(void **state)
{
    (void)state;
    struct text text = reading_file("huawei.txt");
    struct arena *arena = support->context.arena;
    char *out = arena_raw(arena, text.length * 2 + 3);
    size_t length = 0;
    memcpy(out, "\xEF\xBB\xBF", 3), length = 3;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\n') out[length++] = '\r';
        out[length++] = text.bytes[i];
    }
    struct text typed = reading_replace((struct text){out, length}, "languages: en, zh_CN", "languages：en，zh_CN");
    const struct catalogue *catalogue = reading_text(typed);
    assert_int_equal(catalogue->body.language_count, 2);
    assert_int_equal(catalogue->certification_count, 16);
    assert_int_equal(catalogue_difference(&support->context, reading_huawei(), catalogue).count,
                     1); /* the full-width comma is in a value */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(requirements_are_trees),        CASE(every_level_and_direction_is_there),   CASE(the_body_says_how_its_house_is_run),
        CASE(packages_have_contents),        CASE(exams_know_what_they_are_good_for),    CASE(whoever_is_needed_comes_first_in_order),
        CASE(a_second_body_is_told_as_well), CASE(how_a_file_was_typed_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
