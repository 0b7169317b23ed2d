/* Transactions that write, from many threads of one process, on an engine with one writer at a time (SQLite). Whoever comes while nobody is at it does his own and those that came meanwhile, one after the
 * other on one connection, and commits them together: so the disk is waited for once, and the connection's cache and the processor's stay warm. Nobody is told of his before the commit is on disk;
 * what one of them is refused is undone by itself. An act may be called on another's thread, which is why none may hold a lock that another act takes.
 *
 * The disk is waited for when the turn is given on already: the next are at it meanwhile, and read what is not on disk yet. Where the machine fails, both are gone, and whoever wrote was told of neither; a reader
 * may have seen, for the moment that the disk takes, what then is not there; who vouches for what he has read waits for it, too (database_on_disk). A disk that fails at that ends the process: what it has of the log is known only when the store is opened anew.
 *
 * The log is carried into the store by a thread of its own: most of it while others write, the rest in a turn, so that the log is begun anew however much is written.
 *
 * Nothing marks in the transaction where one ends and the next begins: behind a mark each page that was written before it is copied once more, which an act of twenty pages pays with an eighth of its
 * time. So where one fails, all of them are undone and called anew, this time with marks; and for some commits the marks stay, for whoever is refused once may come again. */
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "outside/database_sqlite.h"

enum { WAIT_SECONDS = 10, MOST_TOGETHER = 32, MARKED_COMMITS = 16 };
/* Pages: a log of so many is carried into the store (64 MB, as with other connections); where somebody reads an earlier state, so many more are written before it is tried again. */
enum { LONG_LOG = 16000, LONGER_LOG = 4000 };
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
    int log_pages;             /* of the log, after the last commit */
    struct database *carrier;  /* of the thread that carries the log into the store */
    pthread_t carrying;
    pthread_cond_t long_log, his_turn;
    int carry_at;              /* pages of the log with which it begins */
    bool wants_turn, closing;
};

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

static bool is_taken(const struct database_turns *turns)
{
    return turns->taken || turns->wants_turn;
}

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
    for (int late = 0; mine->begun ? !mine->ended : is_taken(turns) && !late;)
        late = mine->begun ? pthread_cond_wait(&mine->turn, &turns->mutex) : pthread_cond_clockwait(&mine->turn, &turns->mutex, CLOCK_MONOTONIC, &end);
    if (mine->ended) return false;
    take_out(turns, mine);
    if (is_taken(turns)) return false;
    turns->taken = true;
    return true;
}

static void give_on(struct database_turns *turns)
{
    turns->taken = false;
    if (turns->wants_turn) pthread_cond_signal(&turns->his_turn);
    else if (turns->first) pthread_cond_signal(&turns->first->turn);
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
static bool commit(struct database_turns *turns, struct wish *mine, int *log_pages)
{
    struct database *database = turns->database;
    struct context committing = aside(mine->context, database);
    enum result result = sqlite_commit_ahead(&committing, database, log_pages);
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

static void wait_for_disk(struct database *database)
{
    if (sqlite_synchronise(database)) return;
    log_line(LOG_ERROR, "the disk failed to take what was committed to the store; what it has of it is known when the store is opened anew");
    abort();
}

static void do_all(struct database_turns *turns, struct wish *mine)
{
    struct wish *done[MOST_TOGETHER];
    size_t count = 0;
    double begun = clock_monotonic();
    bool whole = true, committed = false;
    int log_pages = turns->log_pages;
    for (struct wish *next = mine; next; next = whole ? another(turns, count, begun) : NULL) {
        done[count++] = next;
        whole = do_one(turns, next) || (!turns->marked && do_anew(turns, done, count));
    }
    if (turns->marked) turns->marked--;
    if (!whole) roll_back(mine->context, turns);
    else if (turns->database->mode == MODE_WRITING) whole = committed = commit(turns, mine, &log_pages);

    pthread_mutex_lock(&turns->mutex);
    turns->log_pages = log_pages;
    if (log_pages >= turns->carry_at) pthread_cond_signal(&turns->long_log);
    give_on(turns);
    pthread_mutex_unlock(&turns->mutex);
    if (committed) wait_for_disk(mine->context->database);
    pthread_mutex_lock(&turns->mutex);
    for (size_t i = 0; i < count; i++) {
        done[i]->lost = !whole;
        done[i]->ended = true;
        pthread_cond_signal(&done[i]->turn);
    }
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

/* --- Carrying the log --- */

static void take_turn(struct database_turns *turns)
{
    turns->wants_turn = true;
    while (turns->taken) pthread_cond_wait(&turns->his_turn, &turns->mutex);
    turns->taken = true;
    turns->wants_turn = false;
}

static void *carry(void *data)
{
    struct database_turns *turns = data;
    pthread_mutex_lock(&turns->mutex);
    while (!turns->closing) {
        if (turns->log_pages < turns->carry_at) {
            pthread_cond_wait(&turns->long_log, &turns->mutex);
            continue;
        }
        pthread_mutex_unlock(&turns->mutex);
        (void)sqlite_carry_log(turns->carrier);
        pthread_mutex_lock(&turns->mutex);
        take_turn(turns);
        pthread_mutex_unlock(&turns->mutex);
        bool whole = sqlite_carry_log(turns->carrier);
        pthread_mutex_lock(&turns->mutex);
        turns->carry_at = whole ? LONG_LOG : turns->log_pages + LONGER_LOG;
        if (whole) turns->log_pages = 0;
        give_on(turns);
    }
    pthread_mutex_unlock(&turns->mutex);
    return NULL;
}

/* --- Opening and closing --- */

enum result database_turns_open(struct context *context, struct text url, struct database_turns **opened)
{
    struct database *database, *carrier;
    *opened = NULL;
    if (!text_starts_with(url, "sqlite:")) return RESULT_OK;
    TRY(database_open(context, url, false, &database));
    enum result second = database_open(context, url, false, &carrier);
    if (second < 0) database_close(database);
    TRY(second);
    struct database_turns *turns = calloc(1, sizeof *turns);
    if (!turns) abort();
    pthread_mutex_init(&turns->mutex, NULL);
    pthread_cond_init(&turns->long_log, NULL);
    pthread_cond_init(&turns->his_turn, NULL);
    turns->end = &turns->first;
    turns->longest = LONGEST_TOGETHER;
    turns->database = database;
    turns->carrier = carrier;
    turns->carry_at = LONG_LOG;
    if (pthread_create(&turns->carrying, NULL, carry, turns)) abort();
    *opened = turns;
    return RESULT_OK;
}

void database_turns_close(struct database_turns *turns)
{
    if (!turns) return;
    pthread_mutex_lock(&turns->mutex);
    turns->closing = true;
    pthread_cond_signal(&turns->long_log);
    pthread_mutex_unlock(&turns->mutex);
    pthread_join(turns->carrying, NULL);
    database_close(turns->carrier);
    database_close(turns->database);
    pthread_cond_destroy(&turns->long_log);
    pthread_cond_destroy(&turns->his_turn);
    pthread_mutex_destroy(&turns->mutex);
    free(turns);
}
