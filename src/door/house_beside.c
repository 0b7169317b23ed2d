#include "door/house_beside.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "outside/database.h"
#include "outside/due.h"

enum { PAUSE_MILLISECONDS = 20, PAUSES_AFTER_FAILURE = 50 };
#define WORK_LIMIT ((size_t)1 << 30)

/* By itself, or by what follows it up. */
static const char *const left_by_import[] = {"records-came", "record-changed", "records-held", "account-changed", "identity-check"};

struct house_beside {
    struct house *house;
    struct arena *arena;
    struct database *database;
    pthread_t thread;
    atomic_bool stop;
};

static void *follow_up(void *data)
{
    struct house_beside *beside = data;
    while (!atomic_load(&beside->stop)) {
        struct context context = house_context(beside->house, beside->arena, beside->database);
        int pauses = 1;
        if (house_settle(&context) < 0) { /* whoever waits for all settles once more, and tells */
            log_line(LOG_WARNING, "left to the end of the import: %.*s", TEXT_ARG(error_text(beside->arena, &context.error)));
            pauses = PAUSES_AFTER_FAILURE;
        }
        arena_reset(beside->arena);
        while (pauses-- && !atomic_load(&beside->stop)) nanosleep(&(struct timespec){0, PAUSE_MILLISECONDS * 1000000L}, NULL);
    }
    return NULL;
}

static void free_beside(struct house_beside *beside)
{
    database_close(beside->database);
    arena_free(beside->arena);
    free(beside);
}

struct house_beside *house_beside_start(struct house *house)
{
    if (database_engine(house->context.database) != DATABASE_POSTGRESQL) return NULL;
    struct house_beside *beside = calloc(1, sizeof *beside);
    if (!beside) return NULL;
    beside->house = house;
    beside->arena = arena_new(WORK_LIMIT);
    struct context context = house_context(house, beside->arena, NULL);
    if (database_open(&context, house->settings.store, false, &beside->database) >= 0 && pthread_create(&beside->thread, NULL, follow_up, beside) == 0) return beside;
    free_beside(beside);
    return NULL;
}

enum result house_beside_stop(struct house_beside *beside)
{
    if (!beside) return RESULT_OK;
    struct context *context = &beside->house->context;
    atomic_store(&beside->stop, true);
    pthread_join(beside->thread, NULL);
    free_beside(beside);
    for (size_t i = 0; i < sizeof left_by_import / sizeof *left_by_import; i++) TRY(due_try_again(context, left_by_import[i]));
    return RESULT_OK;
}
