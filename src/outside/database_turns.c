/* Transactions that write, from many threads of one process, on an engine with one writer at a time. Whoever comes while nobody is at it does his own and those that came meanwhile, one after the
 * other on one connection, and commits them together: so the disk is waited for once, and the connection's cache and the processor's stay warm. Nobody is told of his before the commit is on disk;
 * what one of them is refused is undone by itself. An act may be called on another's thread, which is why none may hold a lock that another act takes.
 *
 * Nothing marks in the transaction where one ends and the next begins: behind a mark each page that was written before it is copied once more, which an act of twenty pages pays with an eighth of its
 * time. So where one fails, all of them are undone and called anew, this time with marks; and for some commits the marks stay, for whoever is refused once may come again. */
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "outside/database_internal.h"

enum { WAIT_SECONDS = 10, MOST_TOGETHER = 32, MARKED_COMMITS = 16 };
#define LONGEST_TOGETHER 0.005 /* seconds */

/* One transaction that is asked for; it stands on the stack of its thread, which waits. */
struct wish {
    struct wish *next;
    struct context *context;
    database_act *act;
    void *data;
    struct text key, answer; /* `answer`, `replayed`: the context's, before */
    bool replayed;
    enum result result;
    bool begun, ended, lost;
    pthread_cond_t turn; /* it has ended, or it may be the one who does them all */
};

struct database_turns {
    pthread_mutex_t mutex; /* of the queue, for a moment */
    struct wish *first, **end;
    double longest;            /* seconds after which nothing more is begun before a commit */
    bool taken;                /* somebody is at the connection */
    struct database *database; /* his, as long as he is at it */
    int marked;                /* so many commits more are made with marks; his, too */
};

enum result database_turns_open(struct context *context, struct text url, struct database_turns **opened)
{
    struct database *database;
    *opened = NULL;
    if (!text_starts_with(url, "sqlite:")) return RESULT_OK;
    TRY(database_open(context, url, false, &database));
    struct database_turns *turns = calloc(1, sizeof *turns);
    if (!turns) abort();
    pthread_mutex_init(&turns->mutex, NULL);
    turns->end = &turns->first;
    turns->longest = LONGEST_TOGETHER;
    turns->database = database;
    *opened = turns;
    return RESULT_OK;
}

void database_turns_close(struct database_turns *turns)
{
    if (!turns) return;
    database_close(turns->database);
    pthread_mutex_destroy(&turns->mutex);
    free(turns);
}

void database_share_turns(struct database *database, struct database_turns *turns)
{
    database->turns = turns;
}

struct database *database_turns_connection(const struct database_turns *turns)
{
    return turns->database;
}

void database_turns_longest(struct database_turns *turns, double seconds)
{
    turns->longest = seconds;
}

size_t database_turns_waiting(struct database_turns *turns)
{
    size_t count = 0;
    pthread_mutex_lock(&turns->mutex);
    for (const struct wish *wish = turns->first; wish; wish = wish->next) count++;
    pthread_mutex_unlock(&turns->mutex);
    return count;
}

/* --- The queue; the mutex is held --- */

static void put_last(struct database_turns *turns, struct wish *wish)
{
    *turns->end = wish;
    turns->end = &wish->next;
}

static void take_out(struct database_turns *turns, struct wish *wish)
{
    struct wish **at = &turns->first;
    while (*at != wish) at = &(*at)->next;
    *at = wish->next;
    if (turns->end == &wish->next) turns->end = at;
    wish->next = NULL;
    wish->begun = true;
}

/* True: it is for the caller to do them all. False: his was done by another, or had to wait too long and was not begun. */
static bool wait_for_turn(struct database_turns *turns, struct wish *mine)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += WAIT_SECONDS;
    put_last(turns, mine);
    for (int late = 0; turns->taken && !mine->ended && !(late && !mine->begun);)
        late = mine->begun ? pthread_cond_wait(&mine->turn, &turns->mutex) : pthread_cond_clockwait(&mine->turn, &turns->mutex, CLOCK_MONOTONIC, &end);
    if (mine->ended) return false;
    take_out(turns, mine);
    if (turns->taken) return false;
    turns->taken = true;
    return true;
}

/* --- At the connection --- */

/* A context for what the wisher is not to hear of. */
static struct context aside(const struct context *context, struct database *database)
{
    struct context own = *context;
    own.database = database;
    own.error = (struct error){.arena = context->arena};
    return own;
}

/* A connection that cannot even be rolled back would keep everybody from writing: it is made anew. */
static void roll_back(const struct context *context, struct database_turns *turns)
{
    struct database *database = turns->database, *fresh;
    struct context own = aside(context, database);
    database->mode = MODE_IDLE;
    database->failed = false;
    if (database->engine->command(&own, database, ROLLBACK) >= 0) return;
    log_line(LOG_ERROR, "the store could not be rolled back: %.*s", TEXT_ARG(error_text(own.arena, &own.error)));
    if (database_open(&own, database_url(database), false, &fresh) < 0) return;
    database_close(database);
    turns->database = fresh;
}

/* Does one, after those that the open transaction has already. False: nothing of them all will be there. */
static bool do_one(struct database_turns *turns, struct wish *wish)
{
    struct database *database = turns->database;
    struct context *context = wish->context;
    struct database *own = context->database;
    bool first = database->mode != MODE_WRITING, marked = !first && turns->marked;
    context->database = database;
    wish->result = first ? database_command(context, database, BEGIN_WRITING) : marked ? database_command(context, database, TURN_SAVEPOINT) : RESULT_OK;
    bool open = wish->result >= 0;
    if (open) {
        database->mode = MODE_WRITING;
        wish->result = database_run_act(context, wish->act, wish->data, wish->key);
        if (wish->result >= 0 && marked) {
            enum result released = database_command(context, database, TURN_RELEASE);
            if (released < 0) wish->result = released;
        }
    }
    context->database = own;
    if (wish->result >= 0) return true;
    if (first) {
        if (open) roll_back(context, turns);
        return true;
    }
    struct context undoing = aside(context, database);
    return open && marked && database->engine->command(&undoing, database, TURN_UNDO) >= 0;
}

/* One after the other, each as if it had not been called before. */
static bool do_anew(struct database_turns *turns, struct wish **wishes, size_t count)
{
    roll_back(wishes[0]->context, turns);
    turns->marked = MARKED_COMMITS + 1;
    bool whole = true;
    for (size_t i = 0; i < count && whole; i++) {
        error_clear(&wishes[i]->context->error);
        wishes[i]->context->once.answer = wishes[i]->answer;
        wishes[i]->context->once.replayed = wishes[i]->replayed;
        whole = do_one(turns, wishes[i]);
    }
    return whole;
}

/* Commits; a failure is said to whoever does them all, the others try again by themselves. */
static bool commit(struct database_turns *turns, struct wish *mine)
{
    struct database *database = turns->database;
    struct context committing = aside(mine->context, database);
    enum result result = database_command(&committing, database, COMMIT);
    if (result < 0) roll_back(mine->context, turns);
    else database->mode = MODE_IDLE;
    if (result < 0 && mine->result >= 0) {
        mine->context->error = committing.error;
        mine->result = result;
    }
    return result >= 0;
}

/* The next that waits, while there is room for it before the commit. */
static struct wish *another(struct database_turns *turns, size_t count, double begun)
{
    if (count >= MOST_TOGETHER || clock_monotonic() - begun > turns->longest) return NULL;
    pthread_mutex_lock(&turns->mutex);
    struct wish *next = turns->first;
    if (next) take_out(turns, next);
    pthread_mutex_unlock(&turns->mutex);
    return next;
}

static void do_all(struct database_turns *turns, struct wish *mine)
{
    struct wish *done[MOST_TOGETHER];
    size_t count = 0;
    double begun = clock_monotonic();
    bool whole = true;
    for (struct wish *next = mine; next; next = whole ? another(turns, count, begun) : NULL) {
        done[count++] = next;
        whole = do_one(turns, next) || (!turns->marked && do_anew(turns, done, count));
    }
    if (turns->marked) turns->marked--;
    if (!whole) roll_back(mine->context, turns);
    else if (turns->database->mode == MODE_WRITING) whole = commit(turns, mine);

    pthread_mutex_lock(&turns->mutex);
    for (size_t i = 0; i < count; i++) {
        done[i]->lost = !whole;
        done[i]->ended = true;
        pthread_cond_signal(&done[i]->turn);
    }
    turns->taken = false;
    if (turns->first) pthread_cond_signal(&turns->first->turn);
    pthread_mutex_unlock(&turns->mutex);
}

enum result database_in_turn(struct context *context, database_act *act, void *data, struct text key)
{
    struct database_turns *turns = context->database->turns;
    struct wish mine = {.context = context, .act = act, .data = data, .key = key, .answer = context->once.answer, .replayed = context->once.replayed, .turn = PTHREAD_COND_INITIALIZER};
    pthread_mutex_lock(&turns->mutex);
    bool all = wait_for_turn(turns, &mine);
    pthread_mutex_unlock(&turns->mutex);
    if (all) do_all(turns, &mine);
    pthread_cond_destroy(&mine.turn);
    if (mine.ended && !(mine.lost && mine.result >= 0)) return mine.result;
    return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}
