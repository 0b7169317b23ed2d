/* Catalogues that a process has read, by version and calendar. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_CACHE_H
#define CATALOGUE_CATALOGUE_CACHE_H

#include "catalogue/catalogue_store.h"

/* Makes the catalogue of that version and calendar, all of it in `arena`. */
typedef enum result catalogue_maker(struct context *context, struct arena *arena, struct catalogue_newest of, struct catalogue **catalogue);
/* The catalogue of that version and calendar, made where it is not there; while one thread makes it, others wait. */
MUST_CHECK catalogue_cache_get(struct catalogue_cache *cache, struct context *context, struct catalogue_newest of, catalogue_maker *make,
                               const struct catalogue **catalogue);

/* The newest one known, without asking the store, where that is known to be the newest since less than a second; else RESULT_NONE, and whoever asks next within a second gets it
 * all the same: one asker goes and looks. */
enum result catalogue_cache_recent(struct catalogue_cache *cache, const struct catalogue **catalogue);

/* Is it something else than what this process told last? It is kept, cut where it is long. */
bool catalogue_cache_tells(struct catalogue_cache *cache, struct text what);

#endif
