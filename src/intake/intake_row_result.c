/* What came out of the exam: state, score and grade, which must not contradict each other (SPEC 3.4, 3.5). */
#include "intake/intake_row_inside.h"

static bool says(const struct intake_maker *maker, enum intake_word word, struct text text)
{
    return intake_profile_word(maker->profile, word, word, text) == word;
}

/* A number with at most one point, in thousandths; false where it is none. */
static bool number_of(struct text text, int64_t *thousandths)
{
    int64_t value = 0;
    int decimals = -1;
    if (!text.length || text.length > 12) return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if ((c == '.' || c == ',') && decimals < 0 && i) decimals = 0;
        else if (c < '0' || c > '9') return false;
        else if (decimals < 3) {
            value = value * 10 + (c - '0');
            if (decimals >= 0) decimals++;
        }
    }
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 3; decimals++) value *= 10;
    *thousandths = value;
    return true;
}

/* Of any length, with a sign or not; a percentage may say that it is one. */
static bool is_number(const struct intake_maker *maker, struct text text)
{
    size_t digits = 0, points = 0;
    if (maker->profile->score == SCORE_PERCENT && text.length && text.bytes[text.length - 1] == '%') text = text_trim((struct text){text.bytes, text.length - 1});
    if (text.length && (*text.bytes == '-' || *text.bytes == '+')) text = (struct text){text.bytes + 1, text.length - 1};
    for (size_t i = 0; i < text.length; i++) {
        digits += text.bytes[i] >= '0' && text.bytes[i] <= '9';
        points += text.bytes[i] == '.' || text.bytes[i] == ',';
    }
    return digits && points <= 1 && digits + points == text.length;
}

/* What the score says of itself: pass, fail, or nothing. */
static int grade_by_score(const struct intake_maker *maker, const struct exam *exam, struct text score)
{
    int64_t value;
    if (!exam || exam->pass_rule != PASS_BY_SCORE || maker->profile->score == SCORE_RAW || !number_of(score, &value)) return 0;
    if (maker->profile->score == SCORE_PERCENT) {
        if (value > 100 * 1000) return 0; /* no percentage */
        value = value * exam->full_score / 100;
    }
    return value >= (int64_t)exam->pass_score * 1000 ? GRADE_PASS : GRADE_FAIL;
}

static bool contains(struct text text, struct text small)
{
    for (size_t i = 0; i + small.length <= text.length; i++)
        if (text_equal_ignoring_case((struct text){text.bytes + i, small.length}, small)) return true;
    return false;
}

void intake_row_state(struct intake_making *making)
{
    const struct intake_profile *profile = making->maker->profile;
    making->row->given_state = EXAM_FINAL;
    struct text status = intake_row_cell(making, COLUMN_STATUS);
    if (status.length) switch (intake_profile_word(profile, WORD_PROVISIONAL, WORD_REVOKED, status)) {
        case WORD_PROVISIONAL: making->row->given_state = EXAM_PROVISIONAL; break;
        case WORD_FINAL: break;
        case WORD_HELD: making->row->given_state = EXAM_ON_HOLD; break;
        case WORD_REVOKED: making->row->given_state = EXAM_REVOKED; break;
        default: intake_row_unknown_word(making, COLUMN_STATUS, status);
        }
    struct text title = intake_row_cell(making, COLUMN_EXAM_TITLE);
    for (size_t i = 0; i < profile->review.count; i++)
        if (making->row->given_state == EXAM_FINAL && contains(title, profile->review.items[i])) making->row->given_state = EXAM_PROVISIONAL;
}

static bool is_no_show(struct intake_making *making)
{
    const struct intake_maker *maker = making->maker;
    struct text text = intake_row_cell(making, COLUMN_NOSHOW);
    if (!text.length) return maker->member->told.reading == READING_NO_SHOW;
    if (says(maker, WORD_YES, text) || says(maker, WORD_NO_SHOW, text)) return true;
    if (!says(maker, WORD_NO, text)) intake_row_unknown_word(making, COLUMN_NOSHOW, text);
    return false;
}

void intake_row_grade(struct intake_making *making, const struct exam *exam)
{
    struct intake_row *row = making->row;
    if (is_no_show(making)) {
        row->grade = GRADE_NO_SHOW;
        row->score = (struct slice){0, 0};
        return;
    }
    struct text grade = intake_row_cell(making, COLUMN_GRADE), score = batch_text(making->batch, row->score);
    if (score.length && !is_number(making->maker, score) && !says(making->maker, WORD_NO_SHOW, grade))
        intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_SCORE, "intake.score", N_("The score {what} is no number. Ask the provider for the right one."), score);
    int by_score = grade_by_score(making->maker, exam, score);
    if (!grade.length) {
        row->grade = (uint8_t)by_score;
        if (by_score) return;
        row->grade = GRADE_UNDECIDED;
        if (row->given_state == EXAM_FINAL)
            intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_GRADE, "intake.no_grade", N_("The row has neither a grade nor a score that decides. A later row of the provider may tell it."), TEXT(""));
        return;
    }
    switch (intake_profile_word(making->maker->profile, WORD_PASS, WORD_UNDECIDED, grade)) {
    case WORD_PASS: row->grade = GRADE_PASS; break;
    case WORD_FAIL: row->grade = GRADE_FAIL; break;
    case WORD_NO_SHOW: row->grade = GRADE_NO_SHOW; return;
    case WORD_UNDECIDED:
        row->grade = GRADE_UNDECIDED;
        if (row->given_state == EXAM_FINAL) row->given_state = EXAM_PROVISIONAL;
        return;
    default: intake_row_unknown_word(making, COLUMN_GRADE, grade); return;
    }
    if (by_score && by_score != row->grade)
        intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_GRADE, "intake.contradiction",
                           N_("The grade {what} contradicts the score under the exam's passing rule. Ask the provider which one holds."), text_clipped(grade, 20));
}
