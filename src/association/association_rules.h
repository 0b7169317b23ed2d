/* What decides about a request to associate (SPEC 5.1, 5.2); pure. */
#ifndef ASSOCIATION_ASSOCIATION_RULES_H
#define ASSOCIATION_ASSOCIATION_RULES_H

#include "base/day.h"
#include "base/text.h"

enum {
    ASSOCIATION_HOURS = 24,      /* a link lives */
    ASSOCIATION_CODE_TRIES = 5,  /* wrong codes that a request bears; its link goes on to work */
    ASSOCIATION_CODE_BYTES = 5   /* 40 bits: eight characters of Crockford's base32 */
};

enum association_standing {
    STANDING_OPEN,
    STANDING_COMPLETED,
    STANDING_REPLACED,
    STANDING_DISOWNED,
    STANDING_WITHDRAWN,
    STANDING_EXPIRED,
    STANDING_TOO_LATE
};
/* How a request stands: by its outcome (empty: none yet), else by its end. */
enum association_standing association_standing(struct text outcome, struct instant ends, struct instant now);

/* "abcd-efg1" as ABCDEFG1: small letters, spaces and hyphens are forgiven, O is 0, I and L are 1. False where it cannot be a code. */
bool association_code_normal(struct text typed, char code[8]);

/* What is typed from a score report, against what the provider has sent (SPEC 5.2). */
struct association_typed {
    int64_t exam_id; /* 0: unknown */
    struct day exam_day;
    struct text candidate, validation_id;
};
struct association_known {
    int64_t exam_id; /* 0: there is no such record */
    struct day exam_day;
    struct text candidate_id, last_name, native_last_name, validation_id;
};
/* Exam and day must be equal. `candidate` is the candidate ID (without regard to case and leading zeros) or one of the last names (without regard to case, blanks, hyphens, apostrophes and
 * dots). The validation number counts where the record has one. Everything is looked at, whatever was wrong first. */
bool association_report_fits(struct arena *arena, const struct association_typed *typed, const struct association_known *known);

#endif
