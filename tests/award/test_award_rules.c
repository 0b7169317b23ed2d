/* What is earned, when, for how long, and by which records: the rules alone, without a store. */
#include "award/story.h"

#include "award/award_decide.h"
#include "award/award_number.h"

#define HEAD                                                                                                                     \
    "body Board\n  zone: Asia/Shanghai\n  calendar: china\n  number: B{year}{digits 8}{check 97-10}\n  contact: a@example.org\n"  \
    "  web: https://example.org\n  languages: en\n  promise e-cert: 1 working day\n  promise score-report: 1 working day\n"       \
    "  promise application: 3 working days\n  promise mailing: 5 working days\n  promise objection: 5 working days\n"             \
    "  promise cooling-off: 5 working days\n\nprovider any\n  codes: {exam}\n\n"
#define LEVEL(CODE, RANK, MORE) "level " CODE "\n  name: " CODE "\n  rank: " RANK "\n  theme: associate\n  forms: e-cert\n" MORE "\n\n"
#define EXAM(CODE) "exam " CODE "\n  title: " CODE "\n  pass: by grade\n\n"

static void one_exam_earns_an_associate_certificate(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    int64_t record = story_pass(story, "H12-811", "2026-02-13");
    const struct award *award = story_award(story, "HCIA-Datacom", "2026-02-13");
    assert_non_null(award);
    assert_day(award->award_day, "2026-02-13");
    assert_day(award->exam_day, "2026-02-13");
    assert_day(award->issue_day, "2026-02-14"); /* a Saturday that is worked on (SPEC 1.3) */
    assert_day(award->expiry_day, "2029-02-12");
    assert_false(award->provisional);
    assert_int_equal(award->basis_count, 1);
    assert_int_equal(award->basis[0], record);
    assert_int_equal(award_state_on(award, story_day("2026-02-13")), CERTIFICATE_PENDING);
    assert_int_equal(award_state_on(award, story_day("2026-02-14")), CERTIFICATE_ISSUED);
    assert_int_equal(award_state_on(award, story_day("2029-02-12")), CERTIFICATE_ISSUED);
    assert_int_equal(award_state_on(award, story_day("2029-02-13")), CERTIFICATE_EXPIRED);
    assert_null(story_award(story, "HCIP-Datacom", "2026-02-13"));
    story_free(story);
}

static void a_professional_needs_the_core_exam_and_one_of_many_within_18_months(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-821", "2025-01-01");
    story_pass(story, "H12-841", "2026-06-30"); /* the last day of the window (SPEC 1.5) */
    const struct award *award = story_award(story, "HCIP-Datacom", "2026-07-01");
    assert_non_null(award);
    assert_day(award->award_day, "2026-06-30");
    assert_int_equal(award->basis_count, 2);

    story_begin(story);
    story_pass(story, "H12-821", "2025-01-01");
    story_pass(story, "H12-841", "2026-07-01"); /* a day later */
    assert_null(story_award(story, "HCIP-Datacom", "2026-07-01"));
    story_free(story);
}

static void a_first_pass_outside_the_window_is_void_and_the_next_pass_begins_anew(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-821", "2020-01-10");
    int64_t advanced = story_pass(story, "H12-831", "2022-01-10");
    int64_t retake = story_pass(story, "H12-821", "2022-05-10");
    const struct award *award = story_award(story, "HCIP-Datacom", "2022-06-01");
    assert_non_null(award);
    assert_day(award->award_day, "2022-05-10");
    assert_int_equal(award->basis_count, 2);
    assert_int_equal(award->basis[0], advanced);
    assert_int_equal(award->basis[1], retake);
    story_free(story);
}

static void of_many_starts_the_first_that_completes_counts(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-831", "2020-01-10"); /* void */
    story_pass(story, "H12-841", "2021-06-10"); /* begins the window that is completed */
    story_pass(story, "H12-851", "2022-03-10");
    story_pass(story, "H12-821", "2022-11-10");
    const struct award *award = story_award(story, "HCIP-Datacom", "2022-12-01");
    assert_non_null(award);
    assert_day(award->award_day, "2022-11-10");
    assert_int_equal(award->basis_count, 2); /* the core exam and one other */
    story_free(story);
}

static void a_window_in_one_branch_does_not_void_the_other(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-721", "2015-01-10");
    story_pass(story, "H12-722", "2016-01-10");
    story_pass(story, "H12-723", "2018-01-10"); /* too late for the three */
    assert_null(story_award(story, "HCIP-Security", "2018-02-01"));
    story_pass(story, "H12-725", "2019-01-10");
    const struct award *award = story_award(story, "HCIP-Security", "2019-02-01");
    assert_non_null(award);
    assert_day(award->award_day, "2019-01-10");
    assert_int_equal(award->basis_count, 1);

    story_begin(story);
    story_pass(story, "H13-621", "2015-01-10");
    story_pass(story, "H13-623", "2015-05-10"); /* two of three */
    award = story_award(story, "HCIP-Storage", "2019-02-01");
    assert_non_null(award);
    assert_day(award->award_day, "2015-05-10");
    story_free(story);
}

static void the_expert_needs_written_and_lab_however_far_apart(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-892", "2025-06-10");
    assert_null(story_award(story, "HCIE-Datacom", "2025-07-01"));
    story_pass(story, "H12-891", "2024-01-10"); /* arrives later than the lab, though it was earlier */
    const struct award *award = story_award(story, "HCIE-Datacom", "2025-07-01");
    assert_non_null(award);
    assert_day(award->award_day, "2025-06-10");
    assert_day(award->expiry_day, "2028-06-09");
    story_free(story);
}

static void the_award_day_chooses_name_and_rules(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-711", "2018-10-31");
    const struct award *award = story_award(story, "HCIA-Security", "2026-01-01");
    assert_text_equal(catalogue_wording(award->version->name, "en"), "Huawei Certified Network Associate-Security");
    assert_int_equal(award->version->forms, FORM_ECERT | FORM_PRINTED);
    story_begin(story);
    story_pass(story, "H12-711", "2018-11-01");
    award = story_award(story, "HCIA-Security", "2026-01-01");
    assert_text_equal(catalogue_wording(award->version->name, "en"), "Huawei Certified ICT Associate-Security");
    assert_int_equal(award->version->forms, FORM_ECERT);
    story_free(story);
}

static void from_2023_on_every_older_expert_is_extended_by_one_year(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-891", "2020-11-01");
    story_pass(story, "H12-892", "2021-03-01");
    const struct award *award = story_award(story, "HCIE-Datacom", "2022-12-31");
    assert_day(award->expiry_day, "2023-02-28"); /* two years */
    assert_int_equal(award->turn_count, 1);
    award = story_award(story, "HCIE-Datacom", "2023-01-01");
    assert_day(award->expiry_day, "2024-02-29"); /* three years from the award, as if it had been said at once */
    assert_int_equal(award->turn_count, 2);
    assert_int_equal(award->turns[1].kind, TURN_RULE_CHANGE);
    assert_day(award->turns[1].day, "2023-01-01");
    assert_day(award->turns[1].expiry_before, "2023-02-28");
    assert_text_equal(story->catalogue->changes[award->turns[1].change].code, "three-years-for-all");

    /* Awarded after the change: three years by the new rule, and no extension. */
    story_begin(story);
    story_pass(story, "H12-891", "2022-11-01");
    story_pass(story, "H12-892", "2023-03-01");
    award = story_award(story, "HCIE-Datacom", "2024-01-01");
    assert_day(award->expiry_day, "2026-02-28");
    assert_int_equal(award->turn_count, 1);
    story_free(story);
}

static void a_renewal_in_the_buffer_year_still_counts_and_after_2023_does_not(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-891", "2018-01-01");
    story_pass(story, "H12-892", "2018-02-01"); /* valid through 2020-01-31, buffer through 2021-01-31 */
    story_pass(story, "H12-891", "2020-12-01");
    const struct award *award = story_award(story, "HCIE-Datacom", "2021-01-01");
    assert_day(award->award_day, "2018-02-01");
    assert_day(award->expiry_day, "2022-11-30");
    assert_int_equal(award->turns[1].kind, TURN_RENEWED);

    story_begin(story);
    story_pass(story, "H12-891", "2020-06-01");
    story_pass(story, "H12-892", "2020-07-01"); /* through 2022-06-30; extended to 2023-06-30, the buffer gone */
    story_pass(story, "H12-891", "2023-08-01"); /* the buffer would have reached so far */
    award = story_award(story, "HCIE-Datacom", "2024-01-01");
    assert_day(award->expiry_day, "2023-06-30");
    assert_int_equal(award_state_on(award, story_day("2024-01-01")), CERTIFICATE_EXPIRED);

    story_pass(story, "H12-892", "2024-02-01"); /* with the lab both are passed again: an award anew */
    award = story_award(story, "HCIE-Datacom", "2024-03-01");
    assert_day(award->award_day, "2024-02-01");
    assert_day(award->expiry_day, "2027-01-31");
    assert_int_equal(award->turns[award->turn_count - 1].kind, TURN_EARNED_AGAIN);
    assert_int_equal(award->basis_count, 2);
    story_free(story);
}

static void an_exam_of_a_higher_level_in_the_direction_renews(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-811", "2020-01-10");
    story_pass(story, "H12-831", "2022-05-10");
    const struct award *award = story_award(story, "HCIA-Datacom", "2022-06-01");
    assert_day(award->award_day, "2020-01-10");
    assert_day(award->expiry_day, "2025-05-09");
    assert_int_equal(award->turn_count, 2);
    assert_day(award->turns[1].expiry_before, "2023-01-09");
    assert_int_equal(award->basis_count, 2);

    /* Another direction does not, nor does an exam after the end. */
    story_begin(story);
    story_pass(story, "H12-811", "2020-01-10");
    story_pass(story, "H12-725", "2022-05-10");
    story_pass(story, "H12-831", "2023-01-10");
    award = story_award(story, "HCIA-Datacom", "2023-06-01");
    assert_day(award->expiry_day, "2023-01-09");
    story_free(story);
}

static void an_instructor_needs_a_certificate_that_is_valid_on_the_day(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "HCAI-100", "2024-05-10");
    assert_null(story_award(story, "HCAI", "2024-06-01"));
    story_pass(story, "H13-311", "2020-01-10"); /* HCIA-AI, over since 2023-01-09 */
    assert_null(story_award(story, "HCAI", "2024-06-01"));
    int64_t again = story_pass(story, "H13-311", "2024-08-10"); /* earned again: now both are there */
    const struct award *award = story_award(story, "HCAI", "2024-09-01");
    assert_non_null(award);
    assert_day(award->award_day, "2024-08-10");
    assert_int_equal(award->basis_count, 2);
    assert_int_equal(award->basis[1], again);
    story_free(story);
}

static void past_the_calendars_horizon_the_issue_day_is_provisional(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-811", "2026-12-31");
    const struct award *award = story_award(story, "HCIA-Datacom", "2026-12-31");
    assert_true(award->provisional);
    assert_day(award->issue_day, "2027-01-01");
    story_free(story);
}

static const char *const changing_rules =
    HEAD LEVEL("operator", "1", "  validity: 18 months\n  renewal: any exam of: A, B\n  renewal-anchor: old expiry")
    EXAM("A") EXAM("B")
    "certification OP\n  name: Operator\n  level: operator\n  requires until 2019-12-31:\n    exam A\n    exam B\n  requires from 2020-01-01:\n    exam A\n";

static void relaxed_rules_need_a_pass_made_under_them(void **state)
{
    (void)state;
    struct story *story = story_new(changing_rules);
    story_pass(story, "A", "2019-05-10");
    assert_null(story_award(story, "OP", "2021-01-01")); /* on its day it was not enough, and nothing was passed since */
    story_pass(story, "A", "2020-05-10");
    const struct award *award = story_award(story, "OP", "2021-01-01");
    assert_non_null(award);
    assert_day(award->award_day, "2020-05-10");
    assert_int_equal(award->basis_count, 1);
    story_free(story);
}

static void years_from_the_old_expiry_do_not_pile_up(void **state)
{
    (void)state;
    struct story *story = story_new(changing_rules);
    story_pass(story, "A", "2020-01-01");                /* through 2021-06-30 */
    story_pass(story, "B", "2020-05-01");                /* through 2022-12-31 */
    story_pass(story, "A", "2020-05-02");                /* nothing: that period is paid for */
    const struct award *award = story_award(story, "OP", "2021-01-01");
    assert_day(award->expiry_day, "2022-12-31");
    story_pass(story, "A", "2021-07-02");                /* in the second period: through 2024-06-30 */
    award = story_award(story, "OP", "2022-01-01");
    assert_day(award->expiry_day, "2024-06-30");
    story_free(story);
}

/* A small generator of our own: the same stories on every machine. */
static uint32_t next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void the_order_in_which_records_arrive_changes_nothing(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    uint32_t seed = 20260213;
    const struct day as_of = story_day("2026-02-13");
    enum { MOST = 14 };
    for (int person = 0; person < 400; person++) {
        struct award_pass passes[MOST];
        size_t count = 1 + next(&seed) % MOST;
        int32_t direction = (int32_t)(next(&seed) % story->catalogue->exam_count);
        for (size_t i = 0; i < count; i++)
            passes[i] = (struct award_pass){{15000 + (int32_t)(next(&seed) % 5500)},
                                            (int32_t)((uint32_t)direction + next(&seed) % 9) % (int32_t)story->catalogue->exam_count, (int64_t)i + 1};
        struct award first[64];
        size_t first_count = 0;
        uint64_t marks[64];
        for (int order = 0; order < 6; order++) {
            for (size_t i = count; i > 1; i--) {
                size_t other = next(&seed) % i;
                struct award_pass pass = passes[i - 1];
                passes[i - 1] = passes[other];
                passes[other] = pass;
            }
            const struct award *awards;
            award_room_begin(story->room);
            for (size_t i = 0; i < count; i++) award_room_pass(story->room, passes[i]);
            size_t got = award_room_evaluate(story->room, as_of, &awards);
            assert_true(got <= 64);
            if (order == 0) first_count = got;
            assert_int_equal(got, first_count);
            for (size_t i = 0; i < got; i++) {
                if (order == 0) first[i] = awards[i], marks[i] = awards[i].mark;
                assert_int_equal(awards[i].certification, first[i].certification);
                assert_int_equal(awards[i].award_day.number, first[i].award_day.number);
                assert_int_equal(awards[i].expiry_day.number, first[i].expiry_day.number);
                assert_true(awards[i].mark == marks[i]);
            }
        }
    }
    story_free(story);
}

/* One more pass never takes away what was earned without it. */
static void more_passes_never_earn_less(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    uint32_t seed = 42;
    const struct day as_of = story_day("2026-02-13");
    for (int person = 0; person < 400; person++) {
        int32_t direction = (int32_t)(next(&seed) % story->catalogue->exam_count);
        bool earned[64] = {false};
        struct award_pass passes[12];
        for (size_t count = 1; count <= 12; count++) {
            passes[count - 1] = (struct award_pass){{15000 + (int32_t)(next(&seed) % 5500)},
                                                    (int32_t)((uint32_t)direction + next(&seed) % 9) % (int32_t)story->catalogue->exam_count, (int64_t)count};
            const struct award *awards;
            award_room_begin(story->room);
            for (size_t i = 0; i < count; i++) award_room_pass(story->room, passes[i]);
            award_room_evaluate(story->room, as_of, &awards);
            for (int32_t c = 0; c < (int32_t)story->catalogue->certification_count; c++) {
                bool now = award_room_award(story->room, c);
                assert_true(now || !earned[c]);
                earned[c] = now;
            }
        }
    }
    story_free(story);
}

static void check_characters_are_those_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        enum number_check check;
        const char *text, *characters;
    } vectors[] = {
        {CHECK_MOD_11_2, "0794", "0"},           /* ISO/IEC 7064, 9.3 */
        {CHECK_MOD_11_2, "079", "X"},
        {CHECK_MOD_11_2, "0000-0002-1825-009", "7"}, /* ORCID's example */
        {CHECK_MOD_37_2, "G123498654321", "H"},  /* ISBT 128's example */
        {CHECK_MOD_97_10, "794", "44"},
        {CHECK_MOD_97_10, "WEST12345698765432GB", "82"}, /* IBAN: GB82 WEST 1234 5698 7654 32 */
        {CHECK_MOD_11_10, "0794", "5"},
        {CHECK_MOD_37_36, "A12425GABC1234002", "M"}, /* GRid's example */
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        char out[2];
        size_t length = award_number_check(vectors[i].check, text_of(vectors[i].text), out);
        assert_text_equal(((struct text){out, length}), vectors[i].characters);
    }
}

static void a_number_follows_the_bodys_template_and_a_slip_is_seen(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    const struct body *body = &story->catalogue->body;
    struct award_random random = {.left = 0};
    char number[AWARD_NUMBER_LIMIT];
    bool seen[10] = {false};
    for (int i = 0; i < 200; i++) {
        size_t length = award_number_make(body, 2026, &random, number);
        assert_int_equal(length, 18); /* HW, year, ten digits, two check digits */
        assert_memory_equal(number, "HW2026", 6);
        assert_true(award_number_fits(body, (struct text){number, length}));
        seen[number[10] - '0'] = true;
        for (size_t at = 6; at < 16; at++) { /* one digit wrong */
            char was = number[at];
            number[at] = was == '9' ? '0' : (char)(was + 1);
            assert_false(award_number_fits(body, (struct text){number, length}));
            number[at] = was;
        }
        if (number[8] != number[9]) { /* two digits swapped */
            char was = number[8];
            number[8] = number[9];
            number[9] = was;
            assert_false(award_number_fits(body, (struct text){number, length}));
        }
    }
    for (int digit = 0; digit < 10; digit++) assert_true(seen[digit]);
    assert_false(award_number_fits(body, TEXT("HW2026")));
    size_t length = award_number_make(body, 2026, &random, number);
    struct text made = {number, length}, parted = text_printf(story->support->context.arena, "HW-%.4s/%.*s-", number + 2, (int)length - 6, number + 6);
    assert_true(text_equal(award_number_spelled(story->support->context.arena, body, made), made));
    assert_true(text_equal(award_number_spelled(story->support->context.arena, body, parted), made));
    assert_text_equal(award_number_spelled(story->support->context.arena, body, TEXT("HW-2026")), "HW-2026");
    assert_text_equal(award_number_spelled(story->support->context.arena, body, TEXT("")), "");
    assert_false(award_number_fits(body, TEXT("")));
    story_free(story);
}

static void what_was_issued_keeps_its_issue_day_when_the_calendar_learns_more(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-811", "2026-12-31");
    const struct award *award = story_award(story, "HCIA-Datacom", "2027-01-01");
    struct award_entry first, second;
    assert_true(award_decide_earned(NULL, award, story_day("2027-01-01"), &first)); /* issued on the provisional day */
    assert_int_equal(first.state, CERTIFICATE_ISSUED);
    assert_false(first.provisional);
    struct award later = *award;
    later.issue_day = story_day("2027-01-04");
    later.provisional = false;
    assert_false(award_decide_earned(&first, &later, story_day("2027-01-01"), &second));
    assert_day(second.issue_day, "2027-01-01");
    story_free(story);
}

/* The exam that it was issued for leaves, and a later one takes its place. */
static void what_is_awarded_later_has_not_been_in_its_state_since_before(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-811", "2025-05-12");
    const struct award *award = story_award(story, "HCIA-Datacom", "2025-05-13");
    struct award_entry issued, later;
    assert_true(award_decide_earned(NULL, award, story_day("2025-05-13"), &issued));
    assert_day(issued.state_day, "2025-05-13");
    struct award second = *award;
    second.exam_day = second.award_day = story_day("2025-07-07");
    second.issue_day = story_day("2025-07-08");
    assert_true(award_decide_earned(&issued, &second, story_day("2025-07-30"), &later));
    assert_int_equal(later.state, CERTIFICATE_ISSUED);
    assert_day(later.state_day, "2025-07-08");
    story_free(story);
}

static void revoked_comes_back_unless_staff_have_said_so(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    story_pass(story, "H12-811", "2025-05-12");
    const struct award *award = story_award(story, "HCIA-Datacom", "2026-02-13");
    struct day today = story_day("2026-02-13");
    struct award_entry issued, lost, back;
    assert_true(award_decide_earned(NULL, award, today, &issued));
    assert_true(award_decide_lost(&issued, REASON_RECORD_REVOKED, today, &lost));
    assert_int_equal(lost.state, CERTIFICATE_REVOKED);
    assert_false(award_decide_lost(&lost, REASON_RECORD_REVOKED, today, &back)); /* said once is enough */
    assert_true(award_decide_earned(&lost, award, today, &back));
    assert_int_equal(back.state, CERTIFICATE_ISSUED);
    lost.reason = REASON_OTHER;
    assert_false(award_decide_earned(&lost, award, today, &back));
    assert_int_equal(back.state, CERTIFICATE_REVOKED);
    /* Withdrawn after its suspension: no going back to suspended. */
    assert_true(award_decide_lost(&issued, REASON_RECORD_LEFT, today, &lost));
    assert_int_equal(lost.state, CERTIFICATE_SUSPENDED);
    lost.state = CERTIFICATE_WITHDRAWN;
    assert_false(award_decide_lost(&lost, REASON_RECORD_LEFT, today, &back));
    story_free(story);
}

/* What is stopped is earned as before; only what requires it is not, and by whatever else meets the requirement it is. */
static void what_is_stopped_is_held_but_meets_no_requirement(void **state)
{
    (void)state;
    struct story *story = story_new(NULL);
    const struct award *awards;
    struct day today = story_day("2026-02-13");
    int32_t associate = catalogue_certification(story->catalogue, TEXT("HCIA-Datacom")), instructor = catalogue_certification(story->catalogue, TEXT("HCAI"));
    story_pass(story, "H12-811", "2026-01-05");
    story_pass(story, "HCAI-100", "2026-01-06");
    assert_int_equal(award_room_evaluate(story->room, today, &awards), 2);
    assert_false(award_room_needs_stopped(story->room, instructor));
    for (int other = 0; other < 2; other++) {
        story_begin(story);
        story_pass(story, "H12-811", "2026-01-05");
        story_pass(story, "HCAI-100", "2026-01-06");
        if (other) story_pass(story, "H12-711", "2026-01-07");
        award_room_stop(story->room, associate);
        assert_int_equal(award_room_evaluate(story->room, today, &awards), other ? 3 : 1);
        assert_true(award_room_award(story->room, associate) && award_room_stopped(story->room, associate) && !award_room_valid(story->room, associate, today));
        assert_int_equal(award_room_needs_stopped(story->room, instructor), !other);
        if (other) assert_day(award_room_award(story->room, instructor)->award_day, "2026-01-07");
    }
    story_begin(story); /* of the next account nothing is */
    story_pass(story, "H12-811", "2026-01-05");
    story_pass(story, "HCAI-100", "2026-01-06");
    assert_int_equal(award_room_evaluate(story->room, today, &awards), 2);
    assert_true(award_room_valid(story->room, associate, today));
    story_free(story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_exam_earns_an_associate_certificate),
        cmocka_unit_test(a_professional_needs_the_core_exam_and_one_of_many_within_18_months),
        cmocka_unit_test(a_first_pass_outside_the_window_is_void_and_the_next_pass_begins_anew),
        cmocka_unit_test(of_many_starts_the_first_that_completes_counts),
        cmocka_unit_test(a_window_in_one_branch_does_not_void_the_other),
        cmocka_unit_test(the_expert_needs_written_and_lab_however_far_apart),
        cmocka_unit_test(the_award_day_chooses_name_and_rules),
        cmocka_unit_test(from_2023_on_every_older_expert_is_extended_by_one_year),
        cmocka_unit_test(a_renewal_in_the_buffer_year_still_counts_and_after_2023_does_not),
        cmocka_unit_test(an_exam_of_a_higher_level_in_the_direction_renews),
        cmocka_unit_test(an_instructor_needs_a_certificate_that_is_valid_on_the_day),
        cmocka_unit_test(past_the_calendars_horizon_the_issue_day_is_provisional),
        cmocka_unit_test(relaxed_rules_need_a_pass_made_under_them),
        cmocka_unit_test(years_from_the_old_expiry_do_not_pile_up),
        cmocka_unit_test(the_order_in_which_records_arrive_changes_nothing),
        cmocka_unit_test(more_passes_never_earn_less),
        cmocka_unit_test(check_characters_are_those_of_the_standard),
        cmocka_unit_test(a_number_follows_the_bodys_template_and_a_slip_is_seen),
        cmocka_unit_test(what_was_issued_keeps_its_issue_day_when_the_calendar_learns_more),
        cmocka_unit_test(what_is_awarded_later_has_not_been_in_its_state_since_before),
        cmocka_unit_test(revoked_comes_back_unless_staff_have_said_so),
        cmocka_unit_test(what_is_stopped_is_held_but_meets_no_requirement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
