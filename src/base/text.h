/* A piece of text: bytes and their count, usually UTF-8, not owned. Where a NUL-terminated string is meant, the type is `const char *`.
 * A text made by this module in an arena is also NUL-terminated, so that it can be handed to a library. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct text {
    const char *bytes;
    size_t length;
};

/* Bytes that are not text: a hash, a key, a file. */
struct bytes {
    const unsigned char *data;
    size_t length;
};

/* A literal as text; for use in initialisers too. */
#define TEXT(LITERAL) ((struct text){"" LITERAL, sizeof(LITERAL) - 1})
/* For printf: "%.*s", TEXT_ARG(text) */
#define TEXT_ARG(TEXT) (int)(TEXT).length, (TEXT).bytes

static inline struct text text_of(const char *string)
{
    return string ? (struct text){string, strlen(string)} : (struct text){"", 0};
}
static inline bool text_empty(struct text text)
{
    return text.length == 0;
}
static inline bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}
static inline bool text_is(struct text text, const char *string)
{
    return text_equal(text, text_of(string));
}

/* ASCII letters only; the rest must be equal. */
bool text_equal_ignoring_case(struct text a, struct text b);
/* Byte order; what is shorter and otherwise equal comes first. */
int text_compare(struct text a, struct text b);
/* The first eight bytes as a number: of two texts with different ones, the smaller number's comes first. */
uint64_t text_leading(struct text text);
/* How many characters (code points) it has, up to the first that is not well-formed UTF-8. */
size_t text_characters(struct text text);
bool text_starts_with(struct text text, const char *prefix);
bool text_ends_with(struct text text, const char *suffix);
/* Position of `needle` in `text`, or `text.length` where it is not there. */
size_t text_find(struct text text, const char *needle);
/* Without ASCII white space at both ends. */
struct text text_trim(struct text text);
/* With the replacement character U+FFFD for each byte that is not well-formed UTF-8, as a store takes nothing else; the text itself where there is none. */
struct text text_repaired(struct arena *arena, struct text text);
/* At most so many bytes of it, and no character cut in two. */
struct text text_clipped(struct text text, size_t most);
/* Takes what stands before `separator` off the front of `rest`; all of it where there is none. False when `rest` is used up. */
bool text_split(struct text *rest, char separator, struct text *piece);

struct text text_copy(struct arena *arena, struct text text);
/* NUL-terminated copy; the text itself where the copy would be the same is not promised. */
const char *text_string(struct arena *arena, struct text text);
struct text text_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct text text_vprintf(struct arena *arena, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
/* ASCII letters turned small. */
struct text text_lower(struct arena *arena, struct text text);

/* A whole decimal number with optional sign and nothing else; false otherwise or when it does not fit. */
bool text_to_integer(struct text text, int64_t *value);

/* True where the bytes are well-formed UTF-8 (RFC 3629); `wrong`, where given, gets the position of the first bad byte. */
bool text_is_utf8(struct text text, size_t *wrong);
/* Takes one code point off the front; the replacement character U+FFFD and one byte where it is malformed. False at the end. */
bool text_next_code_point(struct text *rest, uint32_t *code_point);
/* Writes the UTF-8 form (1 to 4 bytes), returns their count. */
size_t text_put_code_point(char out[4], uint32_t code_point);

/* Compares secrets in a time that does not depend on where they differ. */
bool bytes_equal_in_constant_time(struct bytes a, struct bytes b);

#endif
