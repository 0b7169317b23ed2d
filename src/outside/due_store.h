/* The table `due`: all its SQL. */
#ifndef OUTSIDE_DUE_STORE_H
#define OUTSIDE_DUE_STORE_H

#include "outside/due.h"

/* A row that may be taken up. */
struct due_row {
    int64_t id;
    struct text kind;
    int64_t first;
    int64_t attempts;
    struct instant not_before;
};

/* The same fact left twice stands once, at the earlier time; now, where it is left for now. */
MUST_CHECK due_store_leave(struct context *context, const char *kind, int64_t first, int64_t last, struct instant not_before, struct instant now);
/* What is due at `now`, ordered by time and id, behind the given place. */
MUST_CHECK due_store_candidates(struct context *context, struct instant now, struct instant after, int64_t after_id, int64_t maximum, struct list *rows);
/* The newest of what is due at `now` about one id, and of none of the kinds `but`, each between two "|"; the newest first. */
MUST_CHECK due_store_newest_single(struct context *context, struct instant now, int64_t maximum, const char *but, struct list *rows);
/* Takes a row away and gives it; RESULT_NONE where another node was quicker, or it was taken along: its id may be another row's already. */
MUST_CHECK due_store_take(struct context *context, const struct due_row *row, struct instant now, struct due *due);
/* The same for the widest row of `due`'s kind that begins right behind it and ends at `last` at most. */
MUST_CHECK due_store_take_next(struct context *context, const struct due *due, int64_t last, struct instant now, struct due *next);
/* Counts the failure, unless another node has counted it already. */
MUST_CHECK due_store_put_off(struct context *context, int64_t id, int64_t attempts, struct instant next);
/* Rows of the kind that have failed are due at `now`. */
MUST_CHECK due_store_try_again(struct context *context, const char *kind, struct instant now);
/* Is anything of the kind due at `now`? */
MUST_CHECK due_store_waits(struct context *context, const char *kind, struct instant now, bool *waits);
MUST_CHECK due_store_next(struct context *context, struct instant *next);

#endif
