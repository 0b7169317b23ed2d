#include "case/case_rules.h"

enum case_state case_rules_with_us(struct day not_before, struct day today)
{
    return day_is(not_before) && not_before.number > today.number ? CASE_COOLING : CASE_OPEN;
}

enum case_state case_rules_standing(enum case_state stored, struct day not_before, struct day due, struct day today)
{
    bool over = stored == CASE_COOLING || (stored == CASE_WAITING_ASKER && day_is(due) && due.number < today.number);
    return over ? case_rules_with_us(not_before, today) : stored;
}

/* Granting or doing it takes something away from somebody, changes who somebody is or sends out a second certificate; with the setting second_person it needs two. */
static bool wants_two(enum case_kind kind, enum case_outcome outcome)
{
    return kind != CASE_QUESTION && (outcome == CASE_GRANTED || outcome == CASE_DONE);
}

bool case_rules_withdrawable(enum case_kind kind)
{
    return kind != CASE_UNBINDING && kind != CASE_CERTIFICATE;
}

bool case_rules_writable(enum case_kind kind, enum case_state state, enum case_outcome outcome)
{
    return state != CASE_CLOSED || (kind == CASE_QUESTION && outcome == CASE_ANSWERED);
}

enum case_move case_rules_decide(const struct case_standing *standing, enum case_outcome outcome, int64_t by, bool alone, struct day today)
{
    if (standing->state == CASE_CLOSED) return CASE_MOVE_CLOSED_ALREADY;
    if (outcome == CASE_GRANTED && day_is(standing->not_before) && today.number < standing->not_before.number) return CASE_MOVE_TOO_EARLY;
    if (alone) return CASE_MOVE_CLOSE;
    if (standing->state == CASE_WAITING_SECOND) {
        if (standing->first_by == by) return CASE_MOVE_SAME_PERSON;
        return outcome == standing->proposed ? CASE_MOVE_CLOSE : CASE_MOVE_OTHER_PROPOSED;
    }
    return wants_two(standing->kind, outcome) ? CASE_MOVE_PROPOSE : CASE_MOVE_CLOSE;
}

bool case_rules_words(struct text words, struct text *trimmed)
{
    *trimmed = text_trim(words);
    return text_characters(*trimmed) <= CASE_TEXT_LIMIT;
}
