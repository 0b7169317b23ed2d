/* Transactions: run again as a whole where the store was busy, begun once, and answered the same way when the same request comes twice (SPEC 13.4). */
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "outside/database_internal.h"

/* Together they stay near what a person at a page would wait for; a try may itself wait for a lock. */
enum { MOST_TRIES = 16, MOST_SECONDS = 30, LONGEST_PAUSE_MICROSECONDS = 200000, LEFT_START = 4096, LEFT_LIMIT = 128 << 20 };

struct once_answer {
    struct text answer;
};
RECORD(once_answer_record, struct once_answer, FIELD(struct once_answer, answer));

/* Claimed before anything else: a second transaction with the same key waits here until the first has ended. */
STATEMENT(once_claim, NULL, "INSERT INTO once (key, answer, at) VALUES ($1, '', $2) ON CONFLICT DO NOTHING");
STATEMENT(once_find, &once_answer_record, "SELECT answer FROM once WHERE key = $1");
STATEMENT(once_forget, NULL, "DELETE FROM once WHERE key = $1");
STATEMENT(once_store, NULL, "UPDATE once SET answer = $2 WHERE key = $1");

bool database_in_transaction(const struct database *database)
{
    return database->mode != MODE_IDLE;
}

enum result database_command(struct context *context, struct database *database, enum database_command what)
{
    enum result injected;
    if (what != ROLLBACK && what != UNDO && database_fails_now(context, database, &injected)) return injected;
    return database->engine->command(context, database, what);
}

/* Takes the key, or finds what was answered under it. */
static enum result once_begin(struct context *context, struct text key)
{
    int64_t claimed;
    TRY(database_run(context, &once_claim, PARAMETERS(key, context_now(context)), &claimed));
    if (claimed) return RESULT_OK;
    struct once_answer found;
    enum result result = database_one(context, &once_find, PARAMETERS(key), &found);
    if (result == RESULT_NONE) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    TRY(result);
    context->once.answer = found.answer;
    context->once.replayed = true;
    return RESULT_OK;
}

/* Nothing may be left once it is under way: it would come too late. */
static enum result run_last(struct context *context, struct database *database)
{
    database_last *last = database->last;
    database->last = NULL;
    return last(context, (struct bytes){database->left, database->left_length});
}

static void forget_left(struct database *database)
{
    database->last = NULL;
    database->left_length = 0;
}

enum result database_run_act(struct context *context, database_act *act, void *data, struct text key)
{
    struct database *database = context->database;
    database->failed = false;
    database->attempts = 0;
    forget_left(database);
    if (!text_empty(key)) {
        TRY(once_begin(context, key));
        if (context->once.replayed) return RESULT_OK;
    }
    enum result result = act(context, data);
    if (result < 0) return result;
    if (database->failed)
        return context_fail(context, RESULT_BROKEN, "store.failed_transaction",
                            N_("{statement} came after a failure in the same transaction; only database_attempt can go on after one."), "statement",
                            "COMMIT");
    /* Where there was nothing to do, the first answer is given by looking again. */
    if (!text_empty(key) && result == RESULT_NONE) TRY(database_run(context, &once_forget, PARAMETERS(key), NULL));
    else if (!text_empty(key) && !text_empty(context->once.answer))
        TRY(database_run(context, &once_store, PARAMETERS(key, context->once.answer), NULL));
    if (database->left_length) TRY(run_last(context, database));
    return result;
}

static enum result try_once(struct context *context, database_act *act, void *data, bool writing, struct text key)
{
    struct database *database = context->database;
    if (database->round_open) database_round_end(database), database->round = true;
    if (writing && database->turns && !context->at_length) return database_in_turn(context, act, data, key);
    TRY(database_command(context, database, writing ? BEGIN_WRITING : BEGIN_READING));
    database->mode = writing ? MODE_WRITING : MODE_READING;
    enum result result = database_run_act(context, act, data, key);
    if (result >= 0) {
        enum result committed = database_command(context, database, COMMIT);
        if (committed < 0) result = committed;
    }
    if (result < 0) (void)!database->engine->command(context, database, ROLLBACK);
    database->mode = MODE_IDLE;
    database->failed = false;
    database->attempts = 0;
    return result;
}

static void pause_before(int tries)
{
    long longest = 500l << (tries < 9 ? tries : 9);
    if (longest > LONGEST_PAUSE_MICROSECONDS) longest = LONGEST_PAUSE_MICROSECONDS;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    /* Not a secret: it only keeps two losers of one race from meeting again. */
    long pause = longest / 2 + (now.tv_nsec / 7) % (longest / 2);
    nanosleep(&(struct timespec){pause / 1000000, pause % 1000000 * 1000}, NULL);
}

static enum result transaction(struct context *context, database_act *act, void *data, bool writing)
{
    struct text key = writing ? context->once.key : TEXT("");
    struct text answer = context->once.answer;
    bool replayed = context->once.replayed;
    struct arena_mark mark = arena_mark(context->arena);
    double begun = clock_monotonic();
    for (int tries = 1;; tries++) {
        enum result result = try_once(context, act, data, writing, key);
        /* The key belongs to the first transaction of the work; a further one must not take it for a replay. */
        if (result >= 0 && !text_empty(key)) context->once.key = TEXT("");
        if (result != RESULT_AGAIN) return result;
        const char *code = context->error.code;
        if (tries == MOST_TRIES || clock_monotonic() - begun > MOST_SECONDS) {
            log_line(LOG_WARNING, "transaction given up tries=%d code=%s", tries, code ? code : "none");
            if (!code) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
            return result;
        }
        error_clear(&context->error);
        arena_rewind(context->arena, mark);
        context->once.answer = answer;
        context->once.replayed = replayed;
        pause_before(tries);
    }
}

enum result database_transaction(struct context *context, database_act *act, void *data)
{
    if (context->database->mode == MODE_WRITING) return act(context, data);
    if (context->database->mode == MODE_READING)
        return context_fail(context, RESULT_BROKEN, "store.write_in_reading", N_("{statement} writes inside a transaction that only reads."),
                            "statement", "database_transaction");
    return transaction(context, act, data, true);
}

enum result database_reading(struct context *context, database_act *act, void *data)
{
    if (context->database->mode != MODE_IDLE) return act(context, data);
    return transaction(context, act, data, false);
}

enum result database_on_disk(struct context *context)
{
    const struct engine *engine = context->database->engine;
    return engine->on_disk ? engine->on_disk(context, context->database) : RESULT_OK;
}

enum result database_beside(struct context *context, struct database **beside)
{
    struct database *database = context->database;
    *beside = NULL;
    if (!database->engine->beside || database->mode != MODE_READING) return RESULT_NONE;
    return database->engine->beside(context, database, beside);
}

enum result database_attempt(struct context *context, database_act *act, void *data)
{
    struct database *database = context->database;
    if (database->mode != MODE_WRITING)
        return context_fail(context, RESULT_BROKEN, "store.no_transaction", N_("{statement} needs a transaction."), "statement", "database_attempt");
    if (database->failed)
        return context_fail(context, RESULT_BROKEN, "store.failed_transaction",
                            N_("{statement} came after a failure in the same transaction; only database_attempt can go on after one."), "statement",
                            "SAVEPOINT");
    TRY(database_command(context, database, SAVEPOINT));
    database->attempts++;
    size_t left = database->left_length;
    enum result result = act(context, data);
    if (result >= 0 && !database->failed) {
        enum result released = database_command(context, database, RELEASE);
        if (released < 0) result = released;
    } else if (result == RESULT_REFUSED) {
        enum result undone = database->engine->command(context, database, UNDO);
        if (undone < 0) result = undone;
        else database->failed = false;
        database->left_length = left;
    }
    database->attempts--;
    return result;
}

enum result database_leave_for_commit(struct context *context, database_last *last, struct bytes item)
{
    struct database *database = context->database;
    if (database->mode != MODE_WRITING)
        return context_fail(context, RESULT_BROKEN, "store.no_transaction", N_("{statement} needs a transaction."), "statement", "database_leave_for_commit");
    if (database->left_length && database->last != last)
        return context_fail(context, RESULT_BROKEN, "store.left", N_("Something was left for a commit that is under way, or for another purpose."));
    if (item.length > LEFT_LIMIT - database->left_length)
        return context_fail(context, RESULT_BROKEN, "store.left_limit", N_("One transaction leaves too much for its commit."));
    size_t capacity = database->left_capacity ? database->left_capacity : LEFT_START;
    while (capacity < database->left_length + item.length) capacity *= 2;
    if (capacity > database->left_capacity) {
        unsigned char *grown = realloc(database->left, capacity);
        if (!grown) abort();
        database->left = grown;
        database->left_capacity = capacity;
    }
    memcpy(database->left + database->left_length, item.data, item.length);
    database->left_length += item.length;
    database->last = last;
    return RESULT_OK;
}

void database_round_begin(struct database *database)
{
    database->round = true;
}

void database_round_end(struct database *database)
{
    database->round = false;
    if (!database->round_open) return;
    database->round_open = false;
    database->engine->round_end(database);
}
