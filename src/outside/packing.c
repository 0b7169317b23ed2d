#include "outside/packing.h"

#include <stdlib.h>
#include <zstd.h>

/* Raw files are read again once in years: what counts is that they do not slow an import down. */
enum { LEVEL = 1 };

struct packing {
    ZSTD_CCtx *packer;
};

struct packing *packing_new(void)
{
    struct packing *packing = malloc(sizeof *packing);
    if (!packing || !(packing->packer = ZSTD_createCCtx())) abort();
    return packing;
}

void packing_free(struct packing *packing)
{
    if (!packing) return;
    ZSTD_freeCCtx(packing->packer);
    free(packing);
}

struct bytes packing_pack(struct packing *packing, struct bytes block)
{
    size_t room = ZSTD_compressBound(block.length);
    unsigned char *packed = malloc(room);
    if (!packed) abort();
    size_t length = ZSTD_compressCCtx(packing->packer, packed, room, block.data, block.length, LEVEL);
    if (ZSTD_isError(length)) abort(); /* only for want of memory or room, and there is room */
    unsigned char *fitting = realloc(packed, length);
    return (struct bytes){fitting ? fitting : packed, length};
}

bool packing_unpack(struct arena *arena, struct bytes packed, size_t limit, struct bytes *block)
{
    unsigned long long length = ZSTD_getFrameContentSize(packed.data, packed.length);
    if (length == ZSTD_CONTENTSIZE_ERROR || length == ZSTD_CONTENTSIZE_UNKNOWN || length > limit) return false;
    unsigned char *out = arena_raw(arena, (size_t)length + 1);
    size_t got = ZSTD_decompress(out, (size_t)length, packed.data, packed.length);
    if (ZSTD_isError(got) || got != length) return false;
    *block = (struct bytes){out, got};
    return true;
}
