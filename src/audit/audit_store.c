#include "audit/audit_store.h"

struct arrival {
    struct instant arrival;
};
RECORD(arrival_record, struct arrival, FIELD(struct arrival, arrival));

STATEMENT(write_act, NULL,
          "INSERT INTO audit_journal (at, actor_kind, actor_account, act, subject, subject_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)");

/* The row holds when the next arrival would come if all came evenly. $2 that time for a first arrival, $3 now, $4 the interval, $5 the latest time at which one
 * more is allowed, $6 a time that no limit ever reaches, so that what stands beyond was written by a clock that has since been set back. */
STATEMENT(arrive, &arrival_record,
          "INSERT INTO rate_limit (key, arrival_at) VALUES ($1, $2)"
          " ON CONFLICT (key) DO UPDATE SET arrival_at ="
          " CASE WHEN rate_limit.arrival_at > $3 AND rate_limit.arrival_at <= $6 THEN rate_limit.arrival_at + $4 ELSE $2 END"
          " WHERE rate_limit.arrival_at <= $5 OR rate_limit.arrival_at > $6 RETURNING arrival_at AS arrival");
STATEMENT(read_arrival, &arrival_record, "SELECT arrival_at AS arrival FROM rate_limit WHERE key = $1");
STATEMENT(forget, NULL, "DELETE FROM rate_limit WHERE arrival_at < $1");

enum result audit_store_write(struct context *context, const char *act, const char *subject, int64_t id, struct text detail)
{
    return database_run(context, &write_act,
                        PARAMETERS(context_now(context), (int)context->actor.kind, OPTIONAL(context->actor.account), act, subject, id, detail), NULL);
}

enum result audit_store_arrive(struct context *context, struct text key, struct instant now, int64_t interval, int64_t burst)
{
    int64_t at = now.microseconds, period = interval * burst;
    struct arrival arrival;
    return database_one(context, &arrive, PARAMETERS(key, at + interval, at, interval, at + period - interval, at + period), &arrival);
}

enum result audit_store_arrival(struct context *context, struct text key, struct instant *arrival)
{
    struct arrival row = {NO_INSTANT};
    enum result found = database_one(context, &read_arrival, PARAMETERS(key), &row);
    *arrival = found == RESULT_OK ? row.arrival : NO_INSTANT;
    return found < 0 ? found : RESULT_OK;
}

enum result audit_store_forget(struct context *context, struct instant before, int64_t *forgotten)
{
    return database_run(context, &forget, PARAMETERS(before), forgotten);
}
