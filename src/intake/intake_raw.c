#include "intake/intake_raw.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "outside/packing.h"

/* Bytes of packed parts that wait: many parts, for they are taken late where their transaction is a large one; few of a ZIP, which packs no smaller. */
enum { WAITING = 64 << 20, NICE = 10 };

struct intake_raw {
    int fd;
    int64_t bytes, at;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct intake_part *first, **last;
    size_t waiting; /* bytes */
    bool has_thread, ended, failed, stop;
};

void intake_part_free(struct intake_part *part)
{
    free((void *)part->content.data);
    free(part);
}

static struct intake_part *pack(struct intake_raw *raw, struct packing *packing, char *block)
{
    size_t wanted = raw->bytes - raw->at < INTAKE_PART ? (size_t)(raw->bytes - raw->at) : INTAKE_PART;
    for (size_t done = 0; done < wanted;) {
        ssize_t count = pread(raw->fd, block + done, wanted - done, raw->at + (int64_t)done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return NULL;
        done += (size_t)count;
    }
    struct intake_part *part = malloc(sizeof *part);
    if (!part) abort();
    *part = (struct intake_part){.number = raw->at / INTAKE_PART, .content = packing_pack(packing, (struct bytes){(unsigned char *)block, wanted})};
    raw->at += (int64_t)wanted;
    return part;
}

static void *run(void *data)
{
    struct intake_raw *raw = data;
    pthread_setname_np(pthread_self(), "intake-raw");
    /* Nobody waits for it before the end: the reading and the writing go first. (Linux: of this thread alone.) */
    setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    char *block = malloc(INTAKE_PART);
    struct packing *packing = packing_new();
    if (!block) abort();
    bool failed = false, stop = false;
    while (raw->at < raw->bytes && !failed && !stop) {
        struct intake_part *part = pack(raw, packing, block);
        failed = !part;
        pthread_mutex_lock(&raw->mutex);
        while (part && raw->waiting && raw->waiting + part->content.length > WAITING && !raw->stop) pthread_cond_wait(&raw->changed, &raw->mutex);
        stop = raw->stop;
        if (part && !stop) {
            *raw->last = part;
            raw->last = &part->next;
            raw->waiting += part->content.length;
            pthread_cond_broadcast(&raw->changed);
        } else if (part) {
            intake_part_free(part);
        }
        pthread_mutex_unlock(&raw->mutex);
    }
    packing_free(packing);
    free(block);
    pthread_mutex_lock(&raw->mutex);
    raw->ended = true;
    raw->failed = failed;
    pthread_cond_broadcast(&raw->changed);
    pthread_mutex_unlock(&raw->mutex);
    return NULL;
}

struct intake_raw *intake_raw_start(int fd, int64_t bytes, int64_t first)
{
    struct intake_raw *raw = calloc(1, sizeof *raw);
    if (!raw) abort();
    *raw = (struct intake_raw){.fd = fd, .bytes = bytes, .at = first * INTAKE_PART};
    raw->last = &raw->first;
    pthread_mutex_init(&raw->mutex, NULL);
    pthread_cond_init(&raw->changed, NULL);
    raw->has_thread = pthread_create(&raw->thread, NULL, run, raw) == 0;
    if (!raw->has_thread) raw->ended = raw->failed = true;
    return raw;
}

enum result intake_raw_next(struct context *context, struct intake_raw *raw, bool wait, struct intake_part **part)
{
    pthread_mutex_lock(&raw->mutex);
    while (wait && !raw->first && !raw->ended) pthread_cond_wait(&raw->changed, &raw->mutex);
    *part = raw->first;
    if (*part) {
        raw->first = (*part)->next;
        if (!raw->first) raw->last = &raw->first;
        (*part)->next = NULL;
        raw->waiting -= (*part)->content.length;
        pthread_cond_broadcast(&raw->changed);
    }
    bool failed = !*part && raw->failed;
    pthread_mutex_unlock(&raw->mutex);
    if (failed) return context_fail(context, RESULT_BROKEN, "intake.unreadable", N_("The file cannot be read: {what}"), "what", "it became shorter meanwhile");
    return *part ? RESULT_OK : RESULT_NONE;
}

void intake_raw_stop(struct intake_raw *raw)
{
    if (!raw) return;
    pthread_mutex_lock(&raw->mutex);
    raw->stop = true;
    pthread_cond_broadcast(&raw->changed);
    pthread_mutex_unlock(&raw->mutex);
    if (raw->has_thread) pthread_join(raw->thread, NULL);
    while (raw->first) {
        struct intake_part *next = raw->first->next;
        intake_part_free(raw->first);
        raw->first = next;
    }
    pthread_mutex_destroy(&raw->mutex);
    pthread_cond_destroy(&raw->changed);
    free(raw);
}
