/* The SQL of people_work. It reads tables of all rooms and writes none. */
#ifndef PEOPLE_PEOPLE_WORK_STORE_H
#define PEOPLE_PEOPLE_WORK_STORE_H

#include "outside/database.h"
#include "people/people_work.h"

/* Weeks since the one of 1970-01-01. */
struct people_week_row {
    int64_t week, taken, unchanged, quarantined, refused;
};
/* `since`: of letters. */
MUST_CHECK people_store_waiting(struct context *context, enum people_work work, struct instant since, struct people_waiting *waiting);
/* `offset`: of the body's zone, in microseconds. */
MUST_CHECK people_store_intake_weeks(struct context *context, struct instant from, int64_t offset, struct list *rows);
/* How many were awarded, as `taken`. */
MUST_CHECK people_store_award_weeks(struct context *context, struct day from, struct list *rows);
/* `since`: of those that failed. */
MUST_CHECK people_store_outgoing(struct context *context, enum people_outgoing_show show, struct instant since, size_t maximum, struct list *rows);

#endif
