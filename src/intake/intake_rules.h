/* What a version of a result does to the one that is there (SPEC 3.4, 3.5). Pure. */
#ifndef INTAKE_RULES_H
#define INTAKE_RULES_H

#include "base/record.h"
#include "intake/intake.h"

/* One version of an exam record, as the store has it or a row says it. */
struct intake_version {
    int64_t id, mailbox_id, exam_id; /* mailbox_id 0: none */
    struct text registration_id, candidate_id, exam_language;
    struct day exam_day;
    int32_t grade, state;
    int32_t given_state; /* what the result itself says, before holds and revocations */
    struct text score, first_name, last_name, native_first_name, native_last_name, country, site, validation_id;
    struct instant updated_at;
    int64_t file_id, line;
};
extern const struct record intake_version_record;

enum intake_age { VERSION_OLDER, VERSION_SAME_TIME, VERSION_NEWER };
enum intake_age intake_rules_age(const struct intake_version *existing, const struct intake_version *incoming);

enum intake_step {
    STEP_NOTHING,   /* it says nothing new */
    STEP_TIME_ONLY, /* it says the same, but later: what is older than it must not win over it any more */
    STEP_REPLACE,   /* `merged` takes the place of what is there */
    STEP_WAIT       /* staff decide; `code` and `reason` say why, `merged` what they decide about */
};
struct intake_decision {
    enum intake_step step;
    struct intake_version merged;
    const char *code, *reason;
};
/* `age`: of the incoming version. What a newer version does not say (no name, no mailbox) stays; what only an older one says is added. Of two of the same time neither is known to be right: where they
 * contradict each other, staff decide. `forced`: they have decided already, for the incoming one. The state of `merged` is still to be derived. */
struct intake_decision intake_rules_decide(const struct intake_version *existing, const struct intake_version *incoming, enum intake_age age, bool forced);

/* The names of the columns in which two versions differ, comma-separated; their times do not count. */
struct text intake_rules_difference(struct arena *arena, const struct intake_version *a, const struct intake_version *b);

/* What is kept of the version before: a JSON object of the columns that changed. */
struct text intake_rules_past(struct arena *arena, const struct intake_version *before, const struct intake_version *after);

struct intake_event_row {
    struct text kind; /* exam_event.kind: place-hold, release-hold, modify-status, revoke, unrevoke, modify-appointment, cancel-appointment */
    struct instant at;
    struct text detail; /* of modify-status: the state's number; of an appointment: its day, like 2026-02-13, empty: not said */
    struct text mailbox; /* of an appointment, where the row has one, in normal form */
};
extern const struct record intake_event_row_record;
const char *intake_event_word(int event); /* enum intake_event */

/* The state that follows from what the result says of itself and from all events, whatever order they came in: each of status, hold and revocation is as its latest event says;
 * at the same instant what withholds wins. Events are weighed one by one, as a registration may have any number of them. */
struct intake_latest {
    int64_t at;
    bool set, any;
};
struct intake_weighing {
    int32_t base; /* what is on record now; each of the three in its own time */
    int64_t base_at;
    bool modified;
    struct intake_latest hold, revoked;
};
struct intake_weighing intake_rules_given(int32_t given_state, struct instant given_at);
void intake_rules_weigh(struct intake_weighing *weighing, const struct intake_event_row *event);
int32_t intake_rules_state(const struct intake_weighing *weighing);

#endif
