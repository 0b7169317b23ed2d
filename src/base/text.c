#include "base/text.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool text_equal_ignoring_case(struct text a, struct text b)
{
    if (a.length != b.length) return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.bytes[i]) != lower(b.bytes[i])) return false;
    return true;
}

int text_compare(struct text a, struct text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.bytes, b.bytes, shared) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

uint64_t text_leading(struct text text)
{
    uint64_t key = 0;
    if (text.length) memcpy(&key, text.bytes, text.length < sizeof key ? text.length : sizeof key);
    return be64toh(key);
}

size_t text_characters(struct text text)
{
    size_t count = 0;
    uint32_t c;
    while (text_next_code_point(&text, &c)) count++;
    return count;
}

bool text_starts_with(struct text text, const char *prefix)
{
    size_t length = strlen(prefix);
    return text.length >= length && memcmp(text.bytes, prefix, length) == 0;
}

bool text_ends_with(struct text text, const char *suffix)
{
    size_t length = strlen(suffix);
    return text.length >= length && memcmp(text.bytes + text.length - length, suffix, length) == 0;
}

size_t text_find(struct text text, const char *needle)
{
    const char *found = text.length ? memmem(text.bytes, text.length, needle, strlen(needle)) : NULL; /* an empty text may have no bytes at all */
    return found ? (size_t)(found - text.bytes) : text.length;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text text)
{
    while (text.length && is_space(text.bytes[0])) text.bytes++, text.length--;
    while (text.length && is_space(text.bytes[text.length - 1])) text.length--;
    return text;
}

struct text text_repaired(struct arena *arena, struct text text)
{
    if (text_is_utf8(text, NULL)) return text;
    char *out = arena_raw(arena, 3 * text.length + 1);
    size_t length = 0;
    uint32_t code_point;
    while (text_next_code_point(&text, &code_point)) length += text_put_code_point(out + length, code_point);
    out[length] = 0;
    return (struct text){out, length};
}

struct text text_clipped(struct text text, size_t most)
{
    if (text.length <= most) return text;
    while (most && ((unsigned char)text.bytes[most] & 0xC0) == 0x80) most--;
    return (struct text){text.bytes, most};
}

bool text_split(struct text *rest, char separator, struct text *piece)
{
    if (!rest->bytes) return false;
    const char *end = rest->length ? memchr(rest->bytes, separator, rest->length) : NULL;
    if (!end) {
        *piece = *rest;
        *rest = (struct text){NULL, 0};
        return true;
    }
    size_t length = (size_t)(end - rest->bytes);
    *piece = (struct text){rest->bytes, length};
    *rest = (struct text){end + 1, rest->length - length - 1};
    return true;
}

const char *text_string(struct arena *arena, struct text text)
{
    char *copy = arena_raw(arena, text.length + 1);
    if (text.length) memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    return copy;
}

struct text text_copy(struct arena *arena, struct text text)
{
    return (struct text){text_string(arena, text), text.length};
}

struct text text_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) abort(); /* only a broken format string of ours */
    char *out = arena_raw(arena, (size_t)length + 1);
    vsnprintf(out, (size_t)length + 1, format, arguments);
    return (struct text){out, (size_t)length};
}

struct text text_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text text = text_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

struct text text_lower(struct arena *arena, struct text text)
{
    char *out = arena_raw(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) out[i] = lower(text.bytes[i]);
    out[text.length] = '\0';
    return (struct text){out, text.length};
}

bool text_to_integer(struct text text, int64_t *value)
{
    bool negative = text.length && text.bytes[0] == '-';
    size_t i = text.length && (text.bytes[0] == '-' || text.bytes[0] == '+') ? 1 : 0;
    if (i == text.length) return false;
    int64_t sum = 0;
    for (; i < text.length; i++) {
        int digit = text.bytes[i] - '0';
        if (digit < 0 || digit > 9) return false;
        if (__builtin_mul_overflow(sum, 10, &sum)) return false;
        if (negative ? __builtin_sub_overflow(sum, digit, &sum) : __builtin_add_overflow(sum, digit, &sum)) return false;
    }
    *value = sum;
    return true;
}

/* The length of the well-formed sequence at the front, 0 where there is none (RFC 3629, table of section 4). */
static size_t sequence_length(const unsigned char *s, size_t left)
{
    if (left == 0) return 0;
    if (s[0] < 0x80) return 1;
    if (s[0] < 0xC2) return 0;
    if (s[0] < 0xE0) return left >= 2 && (s[1] & 0xC0) == 0x80 ? 2 : 0;
    if (s[0] < 0xF0) {
        if (left < 3 || (s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80) return 0;
        if (s[0] == 0xE0 && s[1] < 0xA0) return 0;
        if (s[0] == 0xED && s[1] > 0x9F) return 0;
        return 3;
    }
    if (s[0] > 0xF4 || left < 4 || (s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80 || (s[3] & 0xC0) != 0x80) return 0;
    if (s[0] == 0xF0 && s[1] < 0x90) return 0;
    if (s[0] == 0xF4 && s[1] > 0x8F) return 0;
    return 4;
}

bool text_is_utf8(struct text text, size_t *wrong)
{
    const unsigned char *s = (const unsigned char *)text.bytes;
    size_t i = 0;
    while (i < text.length) {
        uint64_t eight;
        while (text.length - i >= 8 && (memcpy(&eight, s + i, 8), (eight & 0x8080808080808080u) == 0)) i += 8;
        if (i == text.length) break;
        size_t length = sequence_length(s + i, text.length - i);
        if (length == 0) {
            if (wrong) *wrong = i;
            return false;
        }
        i += length;
    }
    return true;
}

bool text_next_code_point(struct text *rest, uint32_t *code_point)
{
    const unsigned char *s = (const unsigned char *)rest->bytes;
    if (rest->length == 0) return false;
    size_t length = sequence_length(s, rest->length);
    switch (length) {
    case 0: *code_point = 0xFFFD, length = 1; break;
    case 1: *code_point = s[0]; break;
    case 2: *code_point = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F); break;
    case 3: *code_point = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F); break;
    default:
        *code_point = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
    }
    rest->bytes += length;
    rest->length -= length;
    return true;
}

size_t text_put_code_point(char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool bytes_equal_in_constant_time(struct bytes a, struct bytes b)
{
    if (a.length != b.length) return false;
    volatile unsigned char difference = 0;
    for (size_t i = 0; i < a.length; i++) difference |= (unsigned char)(a.data[i] ^ b.data[i]);
    return difference == 0;
}
