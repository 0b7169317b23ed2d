/* What may be done with a case when. Pure: no store, no clock. */
#ifndef CASE_CASE_RULES_H
#define CASE_CASE_RULES_H

#include "case/case.h"

/* How it stands today: cooling off ends by itself when the day has come, and waiting for the asker when the day `due`, until which he had time, is over. */
enum case_state case_rules_standing(enum case_state stored, struct day not_before, struct day due, struct day today);
/* How it stands where nobody else is waited for: open, or cooling off. */
enum case_state case_rules_with_us(struct day not_before, struct day today);
/* Is the asker's to take back, once he has asked? */
bool case_rules_withdrawable(enum case_kind kind);
/* Can the asker write to it, or add evidence: while it is not closed, and to an answered question, which opens again. */
bool case_rules_writable(enum case_kind kind, enum case_state state, enum case_outcome outcome);

enum case_move { CASE_MOVE_CLOSE, CASE_MOVE_PROPOSE, CASE_MOVE_CLOSED_ALREADY, CASE_MOVE_TOO_EARLY, CASE_MOVE_SAME_PERSON, CASE_MOVE_OTHER_PROPOSED };
struct case_standing {
    enum case_kind kind;
    enum case_state state;
    enum case_outcome proposed; /* while it waits for a second person */
    int64_t first_by;
    struct day not_before;
};
/* What deciding does. `alone`: by the system, or the body wants no second person. */
enum case_move case_rules_decide(const struct case_standing *standing, enum case_outcome outcome, int64_t by, bool alone, struct day today);

/* What the asker wrote, without blanks at its ends; false where it is longer than CASE_TEXT_LIMIT. */
bool case_rules_words(struct text words, struct text *trimmed);

#endif
