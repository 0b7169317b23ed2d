#include "outside/due_store.h"

/* Columns ..._at are read into members without that ending only where the SQL says so. */
RECORD(due_row_record, struct due_row, FIELD(struct due_row, id), FIELD(struct due_row, kind), FIELD(struct due_row, first),
       FIELD(struct due_row, attempts), FIELD(struct due_row, not_before));
RECORD(due_record, struct due, FIELD(struct due, id), FIELD(struct due, kind), FIELD(struct due, first), FIELD(struct due, last),
       FIELD(struct due, not_before));

struct due_time {
    struct instant not_before;
};
RECORD(due_time_record, struct due_time, FIELD(struct due_time, not_before));

/* DO UPDATE, never DO NOTHING: PostgreSQL's DO NOTHING sees a row that another transaction is just taking away as still standing, and what is left here
 * would be lost; DO UPDATE waits for that transaction and then inserts. */
STATEMENT(leave, NULL,
          "INSERT INTO due (kind, first, last, not_before_at, left_at, attempts) VALUES ($1, $2, $3, $4, $5, 0)"
          " ON CONFLICT (kind, first, last) DO UPDATE SET attempts = 0,"
          " not_before_at = CASE WHEN due.not_before_at < excluded.not_before_at AND excluded.not_before_at > excluded.left_at THEN due.not_before_at ELSE excluded.not_before_at END");
STATEMENT(candidates, &due_row_record,
          "SELECT id, kind, first, attempts, not_before_at AS not_before FROM due"
          " WHERE not_before_at <= $1 AND (not_before_at, id) > ($2, $3) ORDER BY not_before_at, id LIMIT $4");
STATEMENT(newest_single, &due_row_record,
          "SELECT id, kind, first, attempts, not_before_at AS not_before FROM due"
          " WHERE not_before_at <= $1 AND first = last AND CAST($3 AS TEXT) NOT LIKE '%|' || kind || '|%' ORDER BY not_before_at DESC, id DESC LIMIT $2");
STATEMENT(take, &due_record,
          "DELETE FROM due WHERE id = $1 AND kind = $2 AND not_before_at <= $3 RETURNING id, kind, first, last, not_before_at AS not_before");
STATEMENT(take_next, &due_record,
          "DELETE FROM due WHERE id = (SELECT id FROM due WHERE kind = $1 AND first = $2 AND last <= $3 AND not_before_at <= $4 ORDER BY last DESC LIMIT 1)"
          " RETURNING id, kind, first, last, not_before_at AS not_before");
STATEMENT(put_off, NULL, "UPDATE due SET attempts = attempts + 1, not_before_at = $3 WHERE id = $1 AND attempts = $2");
STATEMENT(try_again, NULL, "UPDATE due SET not_before_at = $2 WHERE kind = $1 AND attempts > 0 AND not_before_at > $2");
STATEMENT(waiting, NULL, "SELECT COUNT(*) FROM due WHERE kind = $1 AND not_before_at <= $2");
STATEMENT(next_time, &due_time_record, "SELECT not_before_at AS not_before FROM due ORDER BY not_before_at, id LIMIT 1");

enum result due_store_leave(struct context *context, const char *kind, int64_t first, int64_t last, struct instant not_before, struct instant now)
{
    return database_run(context, &leave, PARAMETERS(kind, first, last, not_before, now), NULL);
}

enum result due_store_candidates(struct context *context, struct instant now, struct instant after, int64_t after_id, int64_t maximum, struct list *rows)
{
    return database_all(context, &candidates, PARAMETERS(now, after, after_id, maximum), (size_t)maximum, rows);
}

enum result due_store_newest_single(struct context *context, struct instant now, int64_t maximum, const char *but, struct list *rows)
{
    return database_all(context, &newest_single, PARAMETERS(now, maximum, but), (size_t)maximum, rows);
}

enum result due_store_take(struct context *context, const struct due_row *row, struct instant now, struct due *due)
{
    return database_one(context, &take, PARAMETERS(row->id, row->kind, now), due);
}

enum result due_store_take_next(struct context *context, const struct due *due, int64_t last, struct instant now, struct due *next)
{
    return database_one(context, &take_next, PARAMETERS(due->kind, due->last + 1, last, now), next);
}

enum result due_store_put_off(struct context *context, int64_t id, int64_t attempts, struct instant next)
{
    return database_run(context, &put_off, PARAMETERS(id, attempts, next), NULL);
}

enum result due_store_try_again(struct context *context, const char *kind, struct instant now)
{
    return database_run(context, &try_again, PARAMETERS(kind, now), NULL);
}

enum result due_store_waits(struct context *context, const char *kind, struct instant now, bool *waits)
{
    int64_t count;
    TRY(database_integer(context, &waiting, PARAMETERS(kind, now), &count));
    *waits = count > 0;
    return RESULT_OK;
}

enum result due_store_next(struct context *context, struct instant *next)
{
    struct due_time time;
    *next = NO_INSTANT;
    enum result found = database_one(context, &next_time, NO_PARAMETERS, &time);
    if (found == RESULT_OK) *next = time.not_before;
    return found < 0 ? found : RESULT_OK;
}
