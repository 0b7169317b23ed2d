#include "base/buffer.h"

#include <stdio.h>

struct buffer buffer_new(struct arena *arena, size_t capacity, size_t maximum)
{
    if (capacity > maximum) capacity = maximum;
    return (struct buffer){.bytes = arena_raw(arena, capacity ? capacity : 1), .capacity = capacity, .maximum = maximum, .arena = arena};
}

bool buffer_grow(struct buffer *buffer, size_t more)
{
    if (buffer->full || more > buffer->maximum - buffer->length) {
        buffer->full = true;
        return false;
    }
    size_t wanted = buffer->length + more;
    if (wanted <= buffer->capacity) return true;
    size_t capacity = buffer->capacity > buffer->maximum / 2 ? buffer->maximum : buffer->capacity * 2;
    if (capacity < wanted) capacity = wanted;
    char *bytes = arena_raw(buffer->arena, capacity);
    if (buffer->length) memcpy(bytes, buffer->bytes, buffer->length);
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length >= 0 && buffer_grow(buffer, (size_t)length + 1)) {
        vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

void buffer_put_integer(struct buffer *buffer, long long value)
{
    char digits[24];
    size_t at = sizeof digits;
    unsigned long long left = value < 0 ? 0ull - (unsigned long long)value : (unsigned long long)value;
    do digits[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (value < 0) digits[--at] = '-';
    buffer_put_bytes(buffer, digits + at, sizeof digits - at);
}

const char *buffer_string(struct buffer *buffer)
{
    if (buffer->length < buffer->capacity || buffer_grow(buffer, 1)) {
        buffer->bytes[buffer->length] = '\0';
    } else {
        /* full: the last byte gives way so that the string ends within the buffer */
        buffer->bytes[buffer->length ? buffer->length - 1 : 0] = '\0';
    }
    return buffer->bytes;
}
