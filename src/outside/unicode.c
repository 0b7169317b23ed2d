#include "outside/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

static bool map(struct arena *arena, struct text text, utf8proc_option_t options, struct text *mapped)
{
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)text.length, &made, options);
    if (length < 0) return false;
    *mapped = text_copy(arena, (struct text){(const char *)made, (size_t)length});
    /* It may have been a password. */
    explicit_bzero(made, (size_t)length);
    free(made);
    return true;
}

bool unicode_nfc(struct arena *arena, struct text text, struct text *normal)
{
    return map(arena, text, UTF8PROC_COMPOSE | UTF8PROC_STABLE, normal);
}

bool unicode_fold(struct arena *arena, struct text text, struct text *folded)
{
    const utf8proc_option_t options = UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STABLE;
    /* Twice: what folding brings out may compose anew. */
    return map(arena, text, options, folded) && map(arena, *folded, options, folded);
}

bool unicode_bare(struct arena *arena, struct text text, struct text *bare)
{
    return map(arena, text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK | UTF8PROC_STABLE, bare);
}

enum unicode_kind unicode_kind(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO:
        return UNICODE_LETTER;
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME: return UNICODE_MARK;
    case UTF8PROC_CATEGORY_ND: return UNICODE_DIGIT;
    case UTF8PROC_CATEGORY_ZS: return UNICODE_SPACE;
    case UTF8PROC_CATEGORY_CF: return UNICODE_INVISIBLE;
    case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP: case UTF8PROC_CATEGORY_CS: case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
        return UNICODE_FORBIDDEN;
    default: return UNICODE_VISIBLE;
    }
}

bool unicode_is_latin(uint32_t c)
{
    if (unicode_kind(c) != UNICODE_LETTER) return false;
    /* The blocks of Scripts.txt that hold Latin letters; the IPA extensions and modifiers are no letters of names. */
    return c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA722 && c <= 0xA787);
}

uint32_t unicode_lower(uint32_t c)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t unicode_upper(uint32_t c)
{
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

bool unicode_is_wide(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF);
}

static bool is_wide(struct text name)
{
    uint32_t point;
    while (text_next_code_point(&name, &point))
        if (unicode_is_wide(point)) return true;
    return false;
}

struct text unicode_name(struct arena *arena, struct text first, struct text last)
{
    if (text_empty(first)) return last;
    if (text_empty(last)) return first;
    if (is_wide(last)) return text_printf(arena, "%.*s%.*s", TEXT_ARG(last), TEXT_ARG(first));
    return text_printf(arena, "%.*s %.*s", TEXT_ARG(first), TEXT_ARG(last));
}
