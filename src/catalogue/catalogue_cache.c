#include "catalogue/catalogue_cache.h"

#include <pthread.h>
#include <stdlib.h>

enum { CATALOGUE_MEMORY = 256 << 20 };

/* A catalogue that is no longer in effect may still be in some work's hands; no piece of work lasts a day. */
static const double keep_seconds = 24 * 3600, recent_seconds = 1;

struct entry {
    struct arena *arena; /* holds this entry too */
    const struct catalogue *catalogue;
    struct catalogue_newest of;
    double retired; /* when a newer one came, by clock_monotonic; 0: not yet */
    struct entry *next;
};

struct catalogue_cache {
    pthread_mutex_t mutex;
    struct entry *entries; /* newest first */
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
            arena_free(entry->arena);
            continue;
        }
        if (entry->retired <= 0) entry->retired = now;
        at = &entry->next;
    }
}

static enum result add(struct catalogue_cache *cache, struct context *context, struct catalogue_newest of, catalogue_maker *make,
                       const struct catalogue **catalogue)
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
    *entry = (struct entry){arena, made, of, 0, cache->entries};
    cache->entries = entry;
    *catalogue = made;
    return RESULT_OK;
}

enum result catalogue_cache_get(struct catalogue_cache *cache, struct context *context, struct catalogue_newest of, catalogue_maker *make,
                                const struct catalogue **catalogue)
{
    pthread_mutex_lock(&cache->mutex);
    struct entry *entry = cache->entries;
    while (entry && (entry->of.version != of.version || entry->of.calendar != of.calendar)) entry = entry->next;
    enum result result = RESULT_OK;
    if (entry)
        *catalogue = entry->catalogue;
    else
        result = add(cache, context, of, make, catalogue);
    pthread_mutex_unlock(&cache->mutex);
    return result;
}

enum result catalogue_cache_recent(struct catalogue_cache *cache, const struct catalogue **catalogue)
{
    double now = clock_monotonic();
    pthread_mutex_lock(&cache->mutex);
    bool recent = cache->entries && now - cache->looked < recent_seconds;
    if (recent) *catalogue = cache->entries->catalogue;
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
