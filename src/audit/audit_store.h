/* The tables audit_journal and rate_limit: all their SQL. */
#ifndef AUDIT_AUDIT_STORE_H
#define AUDIT_AUDIT_STORE_H

#include "outside/database.h"

MUST_CHECK audit_store_write(struct context *context, const char *act, const char *subject, int64_t id, struct text detail);

/* GCRA in one statement: takes one arrival of `key` where it is in time. RESULT_NONE where it is too early, and nothing is changed. `interval`: microseconds
 * between arrivals on average; `burst`: how many at once. */
MUST_CHECK audit_store_arrive(struct context *context, struct text key, struct instant now, int64_t interval, int64_t burst);
/* How far ahead the key is; NO_INSTANT where it is not known. */
MUST_CHECK audit_store_arrival(struct context *context, struct text key, struct instant *arrival);
/* Forgets what limits nothing any more. */
MUST_CHECK audit_store_forget(struct context *context, struct instant before, int64_t *forgotten);

#endif
