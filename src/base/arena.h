/* Memory that lives as long as one request, job or command, and is given back at once. Nobody frees a piece of it.
 * An arena has a limit; going past it is a bug or an attack, and ends the program with a message rather than corrupting anything:
 * inputs are bounded where they are read, long before. One thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A place in an arena to go back to. */
struct arena_mark {
    void *block;
    size_t used;
    size_t total;
};

/* Makes an arena that may hold up to `limit` bytes. */
struct arena *arena_new(size_t limit);
/* Gives everything back. NULL is allowed. */
void arena_free(struct arena *arena);
void arena_cleanup(struct arena **arena); /* the same, for WITH_ARENA */
/* Forgets all content but keeps the first block for the next use. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. Never NULL. */
void *arena_take(struct arena *arena, size_t size) __attribute__((alloc_size(2), returns_nonnull));
/* `count` zeroed elements of `size`; overflow is checked. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));
/* Bytes not zeroed, for what is written over at once. */
void *arena_raw(struct arena *arena, size_t size) __attribute__((alloc_size(2), returns_nonnull));

struct arena_mark arena_mark(const struct arena *arena);
/* Gives back all that was taken since the mark. */
void arena_rewind(struct arena *arena, struct arena_mark mark);
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(ARENA, TYPE) ((TYPE *)arena_take((ARENA), sizeof(TYPE)))
#define ARENA_ARRAY(ARENA, COUNT, TYPE) ((TYPE *)arena_array((ARENA), (COUNT), sizeof(TYPE)))
#define WITH_ARENA(NAME, LIMIT) __attribute__((cleanup(arena_cleanup))) struct arena *NAME = arena_new(LIMIT)

#endif
