/* Threads for requests that write or think, each with its own connection to the store. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "outside/http_server.h"

static struct http_work *next_work(struct http_workers *workers)
{
    pthread_mutex_lock(&workers->mutex);
    while (!workers->first && !workers->ends) pthread_cond_wait(&workers->some, &workers->mutex);
    struct http_work *work = workers->ends ? NULL : workers->first;
    if (work) {
        workers->first = work->next;
        if (!workers->first) workers->last = NULL;
        workers->waiting--;
    }
    pthread_mutex_unlock(&workers->mutex);
    return work;
}

static void give_back(struct http_server *server, struct http_work *work)
{
    struct http_workers *workers = &server->workers;
    pthread_mutex_lock(&workers->mutex);
    work->next = workers->done;
    workers->done = work;
    pthread_mutex_unlock(&workers->mutex);
    atomic_store(&workers->any_done, true);
    uint64_t one = 1;
    if (write(server->wake, &one, sizeof one) < 0) return; /* full: the loop is awake anyway */
}

static void *work_on(void *data)
{
    struct http_worker *worker = data;
    struct http_work *work;
    while ((work = next_work(&worker->server->workers))) {
        work->context.database = worker->database;
        if (http_work_answer(work) < 0) http_work_fail(work, 500);
        work->context.database = NULL;
        give_back(worker->server, work);
    }
    return NULL;
}

enum result http_workers_start(struct context *context, struct http_server *server)
{
    struct http_workers *workers = &server->workers;
    workers->count = (size_t)server->settings->workers;
    workers->waiting_limit = server->limits.jobs;
    workers->workers = ARENA_ARRAY(server->arena, workers->count, struct http_worker);
    pthread_mutex_init(&workers->mutex, NULL);
    pthread_cond_init(&workers->some, NULL);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the main thread's */
    enum result result = RESULT_OK;
    for (size_t i = 0; i < workers->count && result >= 0; i++) {
        struct http_worker *worker = &workers->workers[i];
        worker->server = server;
        if (server->handlers.open_store) result = server->handlers.open_store(server->handlers.data, context, &worker->database);
        if (result < 0) break;
        if (pthread_create(&worker->thread, NULL, work_on, worker)) {
            result = context_fail(context, RESULT_BROKEN, "http.thread", N_("The machine starts no more threads. Set fewer workers."));
            if (worker->database) database_close(worker->database);
            break;
        }
        workers->started++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

bool http_workers_add(struct http_server *server, struct http_work *work)
{
    struct http_workers *workers = &server->workers;
    pthread_mutex_lock(&workers->mutex);
    bool room = workers->waiting < workers->waiting_limit && !workers->ends;
    if (room) {
        work->next = NULL;
        *(workers->last ? &workers->last->next : &workers->first) = work;
        workers->last = work;
        workers->waiting++;
        pthread_cond_signal(&workers->some);
    }
    pthread_mutex_unlock(&workers->mutex);
    return room;
}

void http_workers_collect(struct http_server *server)
{
    struct http_workers *workers = &server->workers;
    if (!atomic_exchange(&workers->any_done, false)) return;
    pthread_mutex_lock(&workers->mutex);
    struct http_work *work = workers->done;
    workers->done = NULL;
    pthread_mutex_unlock(&workers->mutex);
    while (work) {
        struct http_work *next = work->next;
        work->stage = STAGE_READY;
        server->events++;
        MHD_resume_connection(work->connection->mhd); /* suspended connections do not go away */
        work = next;
    }
}

void http_workers_end(struct http_server *server)
{
    struct http_workers *workers = &server->workers;
    if (!workers->workers) return;
    pthread_mutex_lock(&workers->mutex);
    workers->ends = true;
    pthread_cond_broadcast(&workers->some);
    pthread_mutex_unlock(&workers->mutex);
    for (size_t i = 0; i < workers->started; i++) {
        pthread_join(workers->workers[i].thread, NULL);
        if (workers->workers[i].database) database_close(workers->workers[i].database);
    }
    while (workers->first) {
        struct http_work *work = workers->first;
        workers->first = work->next;
        http_work_fail(work, 503);
        work->stage = STAGE_READY;
        MHD_resume_connection(work->connection->mhd);
    }
    http_workers_collect(server);
    pthread_cond_destroy(&workers->some);
    pthread_mutex_destroy(&workers->mutex);
}
