/* A growing buffer in an arena, with a maximum set where it is made. Writing past the maximum sets `full`; nothing is written beyond,
 * and the writer asks once at the end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
    size_t maximum;
    struct arena *arena;
    bool full;
};

/* A buffer of at most `maximum` bytes that starts with room for `capacity`. */
struct buffer buffer_new(struct arena *arena, size_t capacity, size_t maximum);
/* Makes room for `more` bytes; false (and `full`) where that is past the maximum. */
bool buffer_grow(struct buffer *buffer, size_t more);

static inline void buffer_put_bytes(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length > buffer->capacity - buffer->length && !buffer_grow(buffer, length)) return;
    if (length) memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}
static inline void buffer_put_char(struct buffer *buffer, char c)
{
    if (buffer->length == buffer->capacity && !buffer_grow(buffer, 1)) return;
    buffer->bytes[buffer->length++] = c;
}
static inline void buffer_put(struct buffer *buffer, struct text text)
{
    buffer_put_bytes(buffer, text.bytes, text.length);
}
static inline void buffer_put_string(struct buffer *buffer, const char *string)
{
    buffer_put_bytes(buffer, string, strlen(string));
}
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Decimal digits, without the cost of printf. */
void buffer_put_integer(struct buffer *buffer, long long value);

/* What stands in it; valid until it grows again. */
static inline struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){buffer->bytes, buffer->length};
}
/* The same, with a NUL behind it that does not count. */
const char *buffer_string(struct buffer *buffer);

#endif
