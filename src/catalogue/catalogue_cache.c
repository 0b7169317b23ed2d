#include "catalogue/catalogue_cache.h"

#include <pthread.h>
#include <stdlib.h>

#include "outside/database.h"

enum { CATALOGUE_MEMORY = 256 << 20 };

/* A catalogue that is no longer in effect may still be in some work's hands; no piece of work lasts a day. */
static const double keep_seconds = 24 * 3600, recent_seconds = 1;

struct entry {
    struct arena *arena; /* holds this entry too */
    const struct catalogue *catalogue;
    struct catalogue_newest of;
    double retired; /* when another came after it was last given out, by clock_monotonic; 0: none has */
    struct entry *next;
};

struct catalogue_cache {
    pthread_mutex_t mutex;
    struct entry *entries;
    struct entry *newest; /* in the store, when somebody last looked; NULL: nobody has */
    double looked;         /* when somebody last asked the store for the newest, by clock_monotonic */
    char told[256];        /* of the calendar's file */
};

struct catalogue_cache *catalogue_cache_new(void)
{
    struct catalogue_cache *cache = calloc(1, sizeof *cache);
    if (!cache || pthread_mutex_init(&cache->mutex, NULL) != 0) abort();
    return cache;
}

void catalogue_cache_free(struct catalogue_cache *cache)
{
    if (!cache) return;
    while (cache->entries) {
        struct entry *entry = cache->entries;
        cache->entries = entry->next;
        arena_free(entry->arena);
    }
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

static void retire(struct catalogue_cache *cache)
{
    double now = clock_monotonic();
    for (struct entry **at = &cache->entries; *at;) {
        struct entry *entry = *at;
        if (entry->retired > 0 && now - entry->retired > keep_seconds) {
            *at = entry->next;
            if (cache->newest == entry) cache->newest = NULL;
            arena_free(entry->arena);
            continue;
        }
        if (entry->retired <= 0) entry->retired = now;
        at = &entry->next;
    }
}

static enum result add(struct catalogue_cache *cache, struct context *context, struct catalogue_newest of, catalogue_maker *make)
{
    struct arena *arena = arena_new(CATALOGUE_MEMORY);
    struct entry *entry = ARENA_NEW(arena, struct entry);
    struct catalogue *made;
    enum result result = make(context, arena, of, &made);
    if (result != RESULT_OK) {
        arena_free(arena);
        return result;
    }
    retire(cache);
    of.sha256 = text_copy(arena, of.sha256);
    *entry = (struct entry){arena, made, of, 0, cache->entries};
    cache->entries = entry;
    return RESULT_OK;
}

static bool is_of(const struct entry *entry, const struct catalogue_newest *of)
{
    return entry->of.version == of->version && entry->of.calendar == of->calendar && text_equal(entry->of.sha256, of->sha256);
}

enum result catalogue_cache_get(struct catalogue_cache *cache, struct context *context, struct catalogue_newest of, catalogue_maker *make,
                                const struct catalogue **catalogue)
{
    pthread_mutex_lock(&cache->mutex);
    struct entry *entry = cache->entries;
    while (entry && !is_of(entry, &of)) entry = entry->next;
    enum result result = entry ? RESULT_OK : add(cache, context, of, make);
    if (result == RESULT_OK) {
        if (!entry) entry = cache->entries;
        entry->retired = 0;
        *catalogue = entry->catalogue;
        /* Not what only a transaction sees: what it has written may come to nothing, or it sees an older state. */
        if (context->hasty || !database_in_transaction(context->database)) cache->newest = entry;
    }
    pthread_mutex_unlock(&cache->mutex);
    return result;
}

enum result catalogue_cache_recent(struct catalogue_cache *cache, const struct catalogue **catalogue)
{
    double now = clock_monotonic();
    pthread_mutex_lock(&cache->mutex);
    bool recent = cache->newest && now - cache->looked < recent_seconds;
    if (recent) *catalogue = cache->newest->catalogue;
    else cache->looked = now;
    pthread_mutex_unlock(&cache->mutex);
    return recent ? RESULT_OK : RESULT_NONE;
}

bool catalogue_cache_tells(struct catalogue_cache *cache, struct text what)
{
    what = text_clipped(what, sizeof cache->told - 1);
    pthread_mutex_lock(&cache->mutex);
    bool tells = !text_is(what, cache->told);
    memcpy(cache->told, what.bytes, what.length);
    cache->told[what.length] = '\0';
    pthread_mutex_unlock(&cache->mutex);
    return tells;
}
