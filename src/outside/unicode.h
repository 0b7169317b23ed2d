/* Unicode by libutf8proc: normal forms (UAX 15), case folding, and what kind of character one is. */
#ifndef OUTSIDE_UNICODE_H
#define OUTSIDE_UNICODE_H

#include "base/text.h"

/* Canonical composition. The text must be UTF-8; false where it is not. */
bool unicode_nfc(struct arena *arena, struct text text, struct text *normal);
/* What two spellings of one word have in common: compatible forms, capitals and small letters, width and invisible characters do not count (NFKC_Casefold). */
bool unicode_fold(struct arena *arena, struct text text, struct text *folded);
/* The same, and diacritics do not count either (canonical decomposition without its marks): what is left is to be compared, never shown. */
bool unicode_bare(struct arena *arena, struct text text, struct text *bare);

/* A whole name of its parts, as it is written: Wei Li, and 李伟 without a blank and the other way round. One of them may be empty; then it is the other itself. */
struct text unicode_name(struct arena *arena, struct text first, struct text last);

enum unicode_kind {
    UNICODE_LETTER,
    UNICODE_MARK,
    UNICODE_DIGIT,     /* decimal */
    UNICODE_SPACE,     /* Zs: a blank of any width */
    UNICODE_VISIBLE,   /* other numbers, punctuation, symbols */
    UNICODE_INVISIBLE, /* format characters: joiners, direction marks and overrides */
    UNICODE_FORBIDDEN  /* control, line and paragraph separators, surrogate, private, unassigned */
};
enum unicode_kind unicode_kind(uint32_t c);
/* A letter of the Latin script. */
bool unicode_is_latin(uint32_t c);
/* A character of the Chinese, Japanese or Korean scripts, which are written without blanks. */
bool unicode_is_wide(uint32_t c);
uint32_t unicode_lower(uint32_t c);
uint32_t unicode_upper(uint32_t c);

#endif
