/* Packing of what is kept for good, by Zstandard (RFC 8878). */
#ifndef OUTSIDE_PACKING_H
#define OUTSIDE_PACKING_H

#include <stdbool.h>

#include "base/text.h"

struct packing;

/* For one thread; kept for many blocks. */
struct packing *packing_new(void);
void packing_free(struct packing *packing);
/* Packs a block by itself, quickly; the result is from malloc and belongs to the caller. */
struct bytes packing_pack(struct packing *packing, struct bytes block);
/* Unpacks a block of at most `limit` bytes into the arena; false where it is damaged or larger. */
bool packing_unpack(struct arena *arena, struct bytes packed, size_t limit, struct bytes *block);

#endif
