#include "outside/due.h"

#include "base/buffer.h"
#include "base/log.h"
#include "outside/due_store.h"

/* PATIENCE: for how long a page waits for other nodes, all in all; IMPATIENCE: and then for each row, which is perhaps not what they work at. */
enum { PATIENCE_MILLISECONDS = 1000, IMPATIENCE_MILLISECONDS = 10 };
enum { SINGLE_ROUNDS = 4, SINGLE_ROWS = 16, CANDIDATES = 64, FIRST_DELAY = 60, LONGEST_DELAY = 12 * 3600 };

enum result due_leave(struct context *context, const char *kind, int64_t first, int64_t last, struct instant not_before)
{
    struct instant now = context_now(context);
    return due_store_leave(context, kind, first, last, instant_is(not_before) ? not_before : now, now);
}

static const struct due_handler *handler_for(const struct due_handler *handlers, struct text kind)
{
    for (; handlers->kind; handlers++)
        if (text_is(kind, handlers->kind)) return handlers;
    return NULL;
}

struct follow_up {
    const struct due_handler *handler;
    const struct due_row *row;
    bool taken; /* by us; false where another node was quicker */
    double until; /* of a page: by then it has waited enough */
    bool waits;   /* it has, in vain */
};

/* The row goes in the transaction that does what it asks for: both happen or neither. */
static enum result take_and_follow_up(struct context *context, void *data)
{
    struct follow_up *work = data;
    struct due due;
    enum result taken = due_store_take(context, work->row, context_now(context), &due);
    work->taken = taken == RESULT_OK;
    if (taken != RESULT_OK) return taken;
    return work->handler->follow_up(context, &due);
}

/* For a page, which somebody looks at. What was in its way for a moment is tried again; what has not gone by then is left. */
static enum result follow_up_soon(struct context *context, void *data)
{
    struct follow_up *work = data;
    int64_t left = (int64_t)((work->until - clock_monotonic()) * 1000);
    TRY(database_wait_at_most(context, left > IMPATIENCE_MILLISECONDS ? left : IMPATIENCE_MILLISECONDS));
    enum result result = take_and_follow_up(context, work);
    work->waits = result == RESULT_AGAIN && clock_monotonic() >= work->until;
    return work->waits ? RESULT_BROKEN : result;
}

struct bundle {
    const struct due_handler *handlers;
    const struct due_row *rows;
    size_t count;
    int64_t taken;
};

static enum result take_bundle(struct context *context, void *data)
{
    struct bundle *bundle = data;
    bundle->taken = 0;
    for (size_t i = 0; i < bundle->count; i++) {
        struct follow_up work = {.handler = handler_for(bundle->handlers, bundle->rows[i].kind), .row = &bundle->rows[i]};
        struct arena_mark mark = arena_mark(context->arena);
        TRY(take_and_follow_up(context, &work));
        bundle->taken += work.taken;
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

/* How many of the rows, from the first on, share a transaction. */
static size_t bundled(const struct due_handler *handlers, const struct due_row *rows, size_t count)
{
    size_t together = 0;
    for (const struct due_handler *handler; together < count; together++)
        if (!(handler = handler_for(handlers, rows[together].kind)) || !handler->together) break;
    return together;
}

/* One, two, four ... minutes, to half a day. */
static int64_t delay_after(int64_t attempts)
{
    int64_t delay = FIRST_DELAY;
    while (attempts-- > 0 && delay < LONGEST_DELAY) delay *= 2;
    return delay < LONGEST_DELAY ? delay : LONGEST_DELAY;
}

static enum result put_off(struct context *context, const struct due_row *row)
{
    /* Without the error's arguments: they may name a person. */
    log_line(LOG_ERROR, "due_failed kind=%.*s first=%lld attempts=%lld code=%s what=\"%s\"", TEXT_ARG(row->kind), (long long)row->first,
             (long long)row->attempts + 1, context->error.code ? context->error.code : "none", context->error.english ? context->error.english : "");
    error_clear(&context->error);
    struct instant next = instant_add_seconds(context_now(context), delay_after(row->attempts));
    return due_store_put_off(context, row->id, row->attempts, next);
}

/* The kinds that a page leaves alone, as the statement wants them: however many of them wait, no page reads them. */
static const char *kinds_apart(struct context *context, const struct due_handler *handlers)
{
    struct buffer kinds = buffer_new(context->arena, 64, 4096);
    buffer_put_char(&kinds, '|');
    for (; handlers->kind; handlers++)
        if (handlers->apart) buffer_printf(&kinds, "%s|", handlers->kind);
    return buffer_string(&kinds);
}

/* Rows of kinds that `handlers` does not know stay for whoever knows them. `until`: by when a page has waited enough; 0: it is no page. */
static enum result follow_up_alone(struct context *context, const struct due_handler *handlers, const struct due_row *row, double until, int64_t *done, bool *any)
{
    struct follow_up work = {.handler = handler_for(handlers, row->kind), .row = row, .until = until};
    if (!work.handler) return RESULT_OK;
    struct arena_mark mark = arena_mark(context->arena);
    enum result result = database_transaction(context, until > 0 ? follow_up_soon : take_and_follow_up, &work);
    if (work.waits) {
        log_line(LOG_INFO, "left to the worker kind=%.*s first=%lld", TEXT_ARG(row->kind), (long long)row->first);
        error_clear(&context->error);
    } else if (result < 0) {
        TRY(put_off(context, row));
    } else if (work.taken) {
        *any = true;
        ++*done;
    }
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

/* The newest rows about one id, in the order in which they were left: those of the act that was just done are among them. Where very many wait, as after an import that corrects, the others are the worker's. */
static enum result follow_up_newest(struct context *context, const struct due_handler *handlers, double until, int64_t *done, bool *any)
{
    struct list rows;
    struct arena_mark mark = arena_mark(context->arena);
    *any = false;
    TRY(due_store_newest_single(context, context_now(context), SINGLE_ROWS, kinds_apart(context, handlers), &rows));
    for (size_t i = rows.count; i-- > 0;) TRY(follow_up_alone(context, handlers, (const struct due_row *)rows.items + i, until, done, any));
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

/* One walk over what is due, oldest first. */
static enum result walk(struct context *context, const struct due_handler *handlers, int64_t *done, bool *any)
{
    struct due_row last = {.not_before = {INT64_MIN + 1}};
    *any = false;
    for (;;) {
        struct arena_mark page = arena_mark(context->arena);
        struct list rows;
        TRY(due_store_candidates(context, context_now(context), last.not_before, last.id, CANDIDATES, &rows));
        size_t alone = 0; /* rows before this one have failed together */
        for (size_t i = 0; i < rows.count; i++) {
            const struct due_row *row = (const struct due_row *)rows.items + i;
            struct bundle bundle = {handlers, row, i < alone ? 1 : bundled(handlers, row, rows.count - i), 0};
            if (bundle.count > 1) {
                struct arena_mark mark = arena_mark(context->arena);
                enum result result = database_transaction(context, take_bundle, &bundle);
                arena_rewind(context->arena, mark);
                if (result >= 0) {
                    *any = *any || bundle.taken;
                    *done += bundle.taken;
                    i += bundle.count - 1;
                    continue;
                }
                error_clear(&context->error);
                alone = i + bundle.count;
            }
            TRY(follow_up_alone(context, handlers, row, 0, done, any));
        }
        if (rows.count) last = ((const struct due_row *)rows.items)[rows.count - 1];
        last.kind = (struct text){"", 0};
        arena_rewind(context->arena, page);
        if (rows.count < CANDIDATES) return RESULT_OK;
    }
}

static enum result run(struct context *context, const struct due_handler *handlers, bool single, int rounds, int64_t *done)
{
    int64_t count = 0;
    if (done) *done = 0;
    if (database_in_transaction(context->database))
        return context_fail(context, RESULT_BROKEN, "due.in_transaction", N_("What is due cannot be followed up inside a transaction."));
    /* Whoever's act has left the rows, following them up is the system's own work: his idempotency key and his name are not for it. */
    struct actor actor = context->actor;
    struct text key = context->once.key;
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    context->once.key = (struct text){"", 0};
    bool any = true;
    double until = clock_monotonic() + PATIENCE_MILLISECONDS / 1000.0;
    enum result result = RESULT_OK;
    while (any && result >= 0 && rounds-- != 0) result = single ? follow_up_newest(context, handlers, until, &count, &any) : walk(context, handlers, &count, &any);
    context->actor = actor;
    context->once.key = key;
    if (done) *done = count;
    return result;
}

enum result due_run(struct context *context, const struct due_handler *handlers, int64_t *done)
{
    return run(context, handlers, false, -1, done);
}

enum result due_run_single(struct context *context, const struct due_handler *handlers)
{
    return run(context, handlers, true, SINGLE_ROUNDS, NULL);
}

enum result due_take_along(struct context *context, struct due *due, int64_t most)
{
    for (;;) {
        struct due next;
        enum result taken = due_store_take_next(context, due, due->first + most - 1, context_now(context), &next);
        if (taken != RESULT_OK) return taken < 0 ? taken : RESULT_OK;
        due->last = next.last;
    }
}

enum result due_try_again(struct context *context, const char *kind)
{
    return due_store_try_again(context, kind, context_now(context));
}

enum result due_waits(struct context *context, const char *kind, bool *waits)
{
    return due_store_waits(context, kind, context_now(context), waits);
}

enum result due_next(struct context *context, struct instant *next)
{
    return due_store_next(context, next);
}
