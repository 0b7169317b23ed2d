/* SPEC 2.1, 2.5, 2.6: what holds on which day. */
#include "catalogue/reading.h"

static const struct certification_version *on(const struct catalogue *catalogue, const char *code, const char *date)
{
    return catalogue_certification_on(catalogue, text_of(code), reading_day(date));
}

/* SPEC 2.5: HCIE was two years plus a one-year buffer; from 2023-01-01 all levels are three years and the buffer is gone. */
static void validity_follows_the_award_date(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    const struct certification_version *before = on(catalogue, "HCIE-Datacom", "2022-12-31"),
                                       *after = on(catalogue, "HCIE-Datacom", "2023-01-01");
    assert_int_equal(before->validity_months, 24);
    assert_int_equal(before->buffer_months, 12);
    assert_int_equal(after->validity_months, 36);
    assert_int_equal(after->buffer_months, 0);
    assert_int_equal(on(catalogue, "HCIA-AI", "2022-12-31")->validity_months, 36);
    assert_text_equal(day_text(support->context.arena, before->period.until), "2022-12-31");
    assert_text_equal(day_text(support->context.arena, after->period.from), "2023-01-01");
    assert_false(day_is(after->period.until));
}

/* SPEC 2.6 */
static void forms_follow_the_award_date(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    assert_int_equal(on(catalogue, "HCIP-Datacom", "2018-10-31")->forms, FORM_ECERT | FORM_PRINTED);
    assert_int_equal(on(catalogue, "HCIP-Datacom", "2018-11-01")->forms, FORM_ECERT);
    assert_int_equal(on(catalogue, "HCIE-Datacom", "2018-11-01")->forms, FORM_ECERT | FORM_PACKAGE);
    assert_int_equal(on(catalogue, "HCAI", "2025-01-01")->forms, FORM_ECERT | FORM_PACKAGE);
}

/* SPEC 2.1: a renamed certification prints the name valid on the award date. */
static void names_follow_the_award_date(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    assert_text_equal(catalogue_wording(on(catalogue, "HCIA-Security", "2018-10-31")->name, "en"),
                      "Huawei Certified Network Associate-Security");
    assert_text_equal(catalogue_wording(on(catalogue, "HCIA-Security", "2018-11-01")->name, "en"),
                      "Huawei Certified ICT Associate-Security");
    assert_text_equal(catalogue_wording(on(catalogue, "HCIA-Security", "2018-11-01")->name, "zh_CN"), "华为认证ICT工程师-安全");
    assert_text_equal(catalogue_wording(on(catalogue, "HCIA-Security", "1999-01-01")->name, "zh_CN"), "华为认证网络工程师-安全");
    const struct catalogue *acme = reading_acme();
    assert_text_equal(catalogue_wording(on(acme, "CRANE-OPERATOR", "2020-06-30")->name, "en"), "Crane Driver");
    assert_text_equal(catalogue_wording(on(acme, "CRANE-OPERATOR", "2020-07-01")->name, "en"), "Crane Operator");
    assert_text_equal(catalogue_wording(on(acme, "CRANE-OPERATOR", "2020-07-01")->name, "de"), "Kranführer");
}

static void requirements_follow_the_award_date(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_acme();
    assert_int_equal(on(catalogue, "CRANE-OPERATOR", "2019-12-31")->requirement->kind, REQUIREMENT_EXAM);
    const struct requirement *both = on(catalogue, "CRANE-OPERATOR", "2020-01-01")->requirement;
    assert_int_equal(both->kind, REQUIREMENT_ALL);
    assert_int_equal(both->window_months, 6);
    assert_int_equal(both->child_count, 2);
}

static void what_is_not_awarded_has_no_version(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_acme();
    assert_null(on(catalogue, "CRANE-OPERATOR", "2009-12-31"));
    assert_non_null(on(catalogue, "CRANE-OPERATOR", "2010-01-01"));
    assert_non_null(on(catalogue, "CRANE-EXAMINER", "2029-12-31"));
    assert_null(on(catalogue, "CRANE-EXAMINER", "2030-01-01"));
    assert_null(on(catalogue, "CRANE-DANCER", "2020-01-01"));
}

static void versions_follow_each_other_without_overlap(void **state)
{
    (void)state;
    const struct catalogue *const catalogues[] = {reading_huawei(), reading_acme()};
    for (size_t c = 0; c < 2; c++)
        for (size_t i = 0; i < catalogues[c]->certification_count; i++) {
            const struct certification *certification = &catalogues[c]->certifications[i];
            assert_true(certification->version_count >= 1);
            for (size_t v = 1; v < certification->version_count; v++)
                assert_int_equal(certification->versions[v].period.from.number, certification->versions[v - 1].period.until.number + 1);
        }
}

static bool renews(const struct catalogue *catalogue, const char *certification, const char *exam)
{
    return catalogue_exam_renews(on(catalogue, certification, "2026-01-01"), catalogue_exam(catalogue, text_of(exam)));
}

/* SPEC 2.5: any exam of the certification; any exam of the same or a higher level in the same direction. */
static void renewal_routes_name_their_exams(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    assert_true(renews(catalogue, "HCIA-Datacom", "H12-811"));
    assert_true(renews(catalogue, "HCIA-Datacom", "H12-821"));
    assert_true(renews(catalogue, "HCIA-Datacom", "H12-892"));
    assert_false(renews(catalogue, "HCIA-Datacom", "H12-711"));
    assert_false(renews(catalogue, "HCIP-Datacom", "H12-811"));
    assert_true(renews(catalogue, "HCIP-Datacom", "H12-841"));
    assert_true(renews(catalogue, "HCIE-Datacom", "H12-891"));
    assert_false(renews(catalogue, "HCIE-Datacom", "H12-821"));
    assert_true(renews(catalogue, "HCAI", "HCAI-100"));
    assert_false(renews(catalogue, "HCAI", "H12-811"));
    assert_int_equal(on(catalogue, "HCIA-Datacom", "2026-01-01")->renewal_anchor, ANCHOR_PASS);
    assert_int_equal(on(reading_acme(), "CRANE-EXAMINER", "2026-01-01")->route_count, 0);
}

/* SPEC 2.5: every older HCIE was extended by one year. */
static void a_rule_change_reaches_certificates_already_issued(void **state)
{
    (void)state;
    const struct catalogue *catalogue = reading_huawei();
    assert_int_equal(catalogue->change_count, 1);
    const struct rule_change *change = &catalogue->changes[0];
    assert_text_equal(change->code, "three-years-for-all");
    assert_text_equal(day_text(support->context.arena, change->effective), "2023-01-01");
    assert_int_equal(change->extend_months, 12);
    assert_true(change->buffer_ends);
    assert_true(catalogue_change_concerns(change, catalogue_certification(catalogue, TEXT("HCIE-AI"))));
    assert_false(catalogue_change_concerns(change, catalogue_certification(catalogue, TEXT("HCIP-AI"))));
    assert_true(catalogue_period_has(change->awarded, reading_day("2022-12-31")));
    assert_false(catalogue_period_has(change->awarded, reading_day("2023-01-01")));
    assert_true(catalogue_period_has(change->expiring, reading_day("2023-01-01")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(validity_follows_the_award_date),    CASE(forms_follow_the_award_date),
        CASE(names_follow_the_award_date),        CASE(requirements_follow_the_award_date),
        CASE(what_is_not_awarded_has_no_version), CASE(versions_follow_each_other_without_overlap),
        CASE(renewal_routes_name_their_exams),    CASE(a_rule_change_reaches_certificates_already_issued),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
