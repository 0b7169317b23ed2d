/* Catalogues that a process has read, by version. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_CACHE_H
#define CATALOGUE_CATALOGUE_CACHE_H

#include "catalogue/catalogue.h"

/* Makes the catalogue of that version, all of it in `arena`. */
typedef enum result catalogue_maker(struct context *context, struct arena *arena, int64_t version, struct catalogue **catalogue);
/* The catalogue of that version, made where it is not there; while one thread makes it, others wait. */
MUST_CHECK catalogue_cache_get(struct catalogue_cache *cache, struct context *context, int64_t version, catalogue_maker *make,
                               const struct catalogue **catalogue);

/* The newest one known, without asking the store, where that is known to be the newest since less than a second; else RESULT_NONE, and whoever asks next within a second gets it
 * all the same: one asker goes and looks. */
enum result catalogue_cache_recent(struct catalogue_cache *cache, const struct catalogue **catalogue);

#endif
