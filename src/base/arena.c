#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024, LARGEST_SPARE = 256 * 1024, ALIGNMENT = 16 };

struct block {
    struct block *before;
    size_t capacity;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct arena {
    struct block *block; /* the newest; older ones hang behind it */
    struct block *spare; /* one that was given back; the next piece of work likely needs as much. NULL: none */
    size_t used;         /* bytes taken from the newest block */
    size_t total;        /* bytes taken in all */
    size_t limit;
};

static _Noreturn void give_up(const char *what, size_t size)
{
    fprintf(stderr, "testamur: memory: %s (%zu bytes)\n", what, size);
    abort();
}

static struct block *block_new(size_t capacity, struct block *before)
{
    struct block *block = malloc(sizeof *block + capacity);
    if (!block) give_up("the machine has no memory left", capacity);
    block->before = before;
    block->capacity = capacity;
    return block;
}

/* Another of at least that capacity, on top. */
static void grow(struct arena *arena, size_t capacity)
{
    struct block *spare = arena->spare;
    if (spare && spare->capacity >= capacity) {
        arena->spare = NULL;
        spare->before = arena->block;
        arena->block = spare;
    } else {
        arena->block = block_new(capacity, arena->block);
    }
    arena->used = 0;
}

/* Gives the newest back. The sanitizer is to see who still reads it. */
static void shrink(struct arena *arena)
{
    struct block *block = arena->block;
    arena->block = block->before;
#ifndef __SANITIZE_ADDRESS__
    if (block->capacity <= LARGEST_SPARE && (!arena->spare || arena->spare->capacity < block->capacity)) {
        struct block *smaller = arena->spare;
        arena->spare = block;
        block = smaller;
    }
#endif
    free(block);
}

struct arena *arena_new(size_t limit)
{
    struct arena *arena = malloc(sizeof *arena);
    if (!arena) give_up("the machine has no memory left", sizeof *arena);
    *arena = (struct arena){.block = block_new(FIRST_BLOCK, NULL), .limit = limit};
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena) return;
    while (arena->block->before) shrink(arena);
    free(arena->spare);
    free(arena->block);
    free(arena);
}

void arena_cleanup(struct arena **arena)
{
    arena_free(*arena);
    *arena = NULL;
}

void arena_reset(struct arena *arena)
{
    while (arena->block->before) shrink(arena);
    arena->used = arena->total = 0;
}

void *arena_raw(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT) give_up("an impossible size was asked for", size);
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (rounded > arena->limit - arena->total) give_up("one piece of work needs more than its limit", size);
    if (rounded > arena->block->capacity - arena->used) {
        size_t capacity = arena->block->capacity * 2 < LARGEST_BLOCK ? arena->block->capacity * 2 : LARGEST_BLOCK;
        grow(arena, rounded > capacity ? rounded : capacity);
    }
    void *piece = arena->block->bytes + arena->used;
    arena->used += rounded;
    arena->total += rounded;
    return piece;
}

void *arena_take(struct arena *arena, size_t size)
{
    return memset(arena_raw(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) give_up("an impossible size was asked for", count);
    return arena_take(arena, bytes);
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->block, arena->used, arena->total};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->block != mark.block) shrink(arena);
    arena->used = mark.used;
    arena->total = mark.total;
}

size_t arena_used(const struct arena *arena)
{
    return arena->total;
}
