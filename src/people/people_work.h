/* What there is to do at the desk, and what came in and was awarded, week by week (SPEC 11.2). Only reads. */
#ifndef PEOPLE_PEOPLE_WORK_H
#define PEOPLE_PEOPLE_WORK_H

#include "base/context.h"
#include "base/record.h"

enum people_work {
    WORK_ROWS,    /* quarantined rows: MAY_READ_INTAKE */
    WORK_LETTERS, /* letters that came back or were given up, of the last 90 days: MAY_READ_LETTERS */
    WORK_HELD,    /* letters that are held back: the same */
    WORK_NEAR,    /* near misses: MAY_READ_NEAR_MISSES */
    WORK_ADDRESSES, /* new addresses that are still to be sent to their providers: MAY_READ_DEMOGRAPHICS */
    WORK_ANSWERS, /* those that were sent and have no answer yet: the same */
    WORK_KINDS
};
struct people_waiting {
    int64_t count;
    struct instant oldest; /* NO_INSTANT where there is none */
};
MUST_CHECK people_waiting(struct context *context, enum people_work work, struct people_waiting *waiting);

/* One week, by the days of the body. */
struct people_week {
    struct day monday;
    int64_t taken, unchanged, quarantined, refused; /* rows by verdict: new and corrected, ... */
    int64_t awards;
};
extern const struct record people_week_record;
enum { PEOPLE_WEEKS = 26 };
/* The last weeks up to this one, oldest first. MAY_SEE_DESK. */
MUST_CHECK people_weeks(struct context *context, struct people_week weeks[PEOPLE_WEEKS]);

/* A letter that is not with its reader, of an account or of nobody's (account_id 0). */
struct people_outgoing {
    int64_t letter, account_id;
    struct text user_name, recipient, subject, answer;
    struct instant changed;
    bool waiting, bounced, held, given_up;
};
extern const struct record people_outgoing_record;
/* Those that came back or were given up within the last 90 days, newest first; that are held back, those that have been the longest first; that are still to be sent, the one that is tried last first. */
enum people_outgoing_show { OUTGOING_FAILED, OUTGOING_HELD, OUTGOING_WAITING, OUTGOING_SHOWS };
/* MAY_READ_LETTERS. */
MUST_CHECK people_outgoing(struct context *context, enum people_outgoing_show show, size_t maximum, struct list *letters);

#endif
