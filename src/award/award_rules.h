/* What is earned (SPEC 2.4, 2.5, 6.1): a pure function of one account's passed exams, the catalogue with its calendar, and a day. No clock, no store, and no
 * memory taken for each account, so that a million of them are evaluated in seconds.
 *
 * The passes are walked day by day. On a day a certification is awarded where its requirement, as the version of that day has it, is met by a
 * set of passes of which at least one was made on that very day: so the award day is the day on which the last needed exam was passed, and chooses the
 * version. Only passes after the last award or renewal count for the next. What is met again as a whole, or by a renewal route while validity (with its
 * buffer) lasts, renews; what is met again after that is an award anew. Rule changes come at the beginning of their day. */
#ifndef AWARD_AWARD_RULES_H
#define AWARD_AWARD_RULES_H

#include "award/award.h"
#include "catalogue/catalogue.h"

/* A passed exam of a final record. */
struct award_pass {
    struct day day;
    int32_t exam; /* index in the catalogue */
    int64_t record;
};

/* One turn in a certificate's history of validity. */
enum award_turn_kind { TURN_EARNED, TURN_RENEWED, TURN_EARNED_AGAIN, TURN_RULE_CHANGE };
struct award_turn {
    enum award_turn_kind kind;
    struct day day;
    struct day expiry_before, expiry_after; /* NO_DAY: without end */
    int32_t exam;   /* the renewing exam; -1: the whole requirement, or none */
    int32_t change; /* the rule change; -1 otherwise */
};

/* What one account has earned of one certification. */
struct award {
    int32_t certification;
    const struct certification_version *version; /* on the award day */
    struct day exam_day, award_day, issue_day, expiry_day;
    bool provisional; /* the issue day lies past what the calendar knows (SPEC 1.2) */
    uint64_t mark;    /* a hash of basis and turns: unchanged where it is the same */
    const int64_t *basis; /* the records it rests on, ascending, each once */
    size_t basis_count;
    const struct award_turn *turns; /* its history, the first award first */
    size_t turn_count;
};

/* A catalogue made ready for evaluation. */
struct award_plan;
struct award_plan *award_plan_new(struct arena *arena, const struct catalogue *catalogue);
/* The index of an exam's id, -1 where the catalogue has it no more. */
int32_t award_plan_exam(const struct award_plan *plan, int64_t exam_id);
int32_t award_plan_certification(const struct award_plan *plan, int64_t certification_id);

/* Room to work in, used for one account after the other; it grows with the largest. */
struct award_room;
struct award_room *award_room_new(struct arena *arena, const struct award_plan *plan);
/* Begins an account. */
void award_room_begin(struct award_room *room);
/* Adds a pass, in any order. */
void award_room_pass(struct award_room *room, struct award_pass pass);
/* What staff stopped meets no requirement of another certification while it is (2.4). To be said of an account before it is evaluated; -1 is nothing. */
void award_room_stop(struct award_room *room, int32_t certification);
/* Evaluates; rule changes are applied up to and with `as_of`. The awards, ascending by certification id in the store, stay until the next begin. */
size_t award_room_evaluate(struct award_room *room, struct day as_of, const struct award **awards);
/* The award of a certification (index) by the last evaluation, or NULL. */
const struct award *award_room_award(const struct award_room *room, int32_t certification);
/* The passes as evaluated: by day, then record. */
const struct award_pass *award_room_passes(const struct award_room *room, size_t *count);
/* Was the certification said to be stopped? */
bool award_room_stopped(const struct award_room *room, int32_t certification);
/* By the last evaluation it is not earned, and only because something that it requires is stopped. -1: false. */
bool award_room_needs_stopped(const struct award_room *room, int32_t certification);
/* Is a certificate of the certification held and valid on the day, and not stopped, by the last evaluation? */
bool award_room_valid(const struct award_room *room, int32_t certification, struct day day);

/* The state that a date gives to what is earned: pending before the issue day, issued from it, expired after the expiry day. */
enum certificate_state award_state_on(const struct award *award, struct day today);

/* `extend` months after a last day of validity: 12 after 2023-02-28 end on 2024-02-29, as if the whole had been said at once. */
struct day award_extended(struct day last, int months);

#endif
