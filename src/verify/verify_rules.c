#include "verify/verify_rules.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/encoding.h"

enum { LONGEST_NAME = 400, MOST_PARTS = 64 };

static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* Written without blanks between the letters. */
static bool is_han(uint32_t c)
{
    return is_ideograph(c) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0x3040 && c <= 0x30FF);
}

struct text verify_rules_mask(struct arena *arena, struct text name)
{
    struct buffer out = buffer_new(arena, name.length * 4 + 8, LONGEST_NAME * 8);
    uint32_t c;
    bool begins = true;
    while (text_next_code_point(&name, &c)) {
        if (c == ' ' || c == '-') {
            buffer_put_char(&out, ' ');
            begins = true;
        } else if (begins) {
            char bytes[4];
            buffer_put_bytes(&out, bytes, text_put_code_point(bytes, c));
            /* Marks belong to the letter before them. */
            struct text rest = name;
            uint32_t mark;
            while (text_next_code_point(&rest, &mark) && (utf8proc_category((utf8proc_int32_t)mark) == UTF8PROC_CATEGORY_MN ||
                                                          utf8proc_category((utf8proc_int32_t)mark) == UTF8PROC_CATEGORY_MC)) {
                buffer_put_bytes(&out, bytes, text_put_code_point(bytes, mark));
                name = rest;
            }
            buffer_put_string(&out, is_han(c) ? "*" : "***");
            begins = false;
        }
    }
    return buffer_text(&out);
}

struct text verify_rules_name(struct arena *arena, struct text name)
{
    utf8proc_uint8_t *folded = NULL;
    if (name.length > LONGEST_NAME) name.length = LONGEST_NAME;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)name.bytes, (utf8proc_ssize_t)name.length, &folded,
                                           UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
    if (length < 0) return TEXT("");
    struct text parts[MOST_PARTS];
    size_t count = 0;
    struct text rest = text_copy(arena, (struct text){(const char *)folded, (size_t)length});
    free(folded);
    struct buffer part = buffer_new(arena, 64, LONGEST_NAME * 8);
    size_t begin = 0;
    uint32_t c;
    bool more, alone = false; /* the part that is begun is a Chinese character */
    do {
        more = text_next_code_point(&rest, &c);
        utf8proc_category_t category = more ? utf8proc_category((utf8proc_int32_t)c) : UTF8PROC_CATEGORY_ZS;
        bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
        bool ideograph = letter && is_ideograph(c), within = letter ? !ideograph && !alone : category == UTF8PROC_CATEGORY_PO; /* O'Neill is one part */
        if (!within && part.length > begin && count < MOST_PARTS) {
            parts[count++] = text_copy(arena, (struct text){part.bytes + begin, part.length - begin});
            begin = part.length;
        }
        if (letter) {
            char bytes[4];
            buffer_put_bytes(&part, bytes, text_put_code_point(bytes, c));
            alone = ideograph;
        }
    } while (more);
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k && text_compare(parts[k], parts[k - 1]) < 0; k--) {
            struct text swapped = parts[k];
            parts[k] = parts[k - 1];
            parts[k - 1] = swapped;
        }
    struct buffer out = buffer_new(arena, LONGEST_NAME, LONGEST_NAME * 16);
    for (size_t i = 0; i < count; i++) {
        buffer_put(&out, parts[i]);
        buffer_put_char(&out, ' ');
    }
    return buffer_text(&out);
}

/* Spaces of any width, and what stands between letters unseen: soft hyphens, joiners, marks of direction. */
static bool is_nothing(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_CF;
}

/* What stands behind /V/ of an address, up to its code or query; anything else as it is. */
static struct text number_in_address(struct text folded)
{
    if (!text_starts_with(folded, "HTTP://") && !text_starts_with(folded, "HTTPS://")) return folded;
    const char *end = folded.bytes + folded.length, *at = memmem(folded.bytes, folded.length, "/V/", 3);
    if (!at) return folded;
    struct text number = {at + 3, 0};
    while (at + 3 + number.length < end && !strchr("#?/", number.bytes[number.length])) number.length++;
    return number;
}

struct text verify_rules_number(struct arena *arena, struct text typed)
{
    struct buffer out = buffer_new(arena, typed.length + 1, typed.length + 1);
    uint32_t c;
    while (text_next_code_point(&typed, &c)) {
        if (is_nothing(c)) continue;
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFF01 - '!'; /* full width, as a Chinese keyboard types them */
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0x30FC) c = '-';
        char bytes[4];
        size_t length = text_put_code_point(bytes, c);
        if (length == 1 && bytes[0] >= 'a' && bytes[0] <= 'z') bytes[0] = (char)(bytes[0] - 32);
        buffer_put_bytes(&out, bytes, length);
    }
    return number_in_address(buffer_text(&out));
}

struct text verify_rules_code(struct arena *arena, struct text typed)
{
    struct text number = verify_rules_number(arena, typed);
    struct buffer out = buffer_new(arena, number.length + 1, number.length + 1);
    for (size_t i = 0; i < number.length; i++)
        if (number.bytes[i] != '-') buffer_put_char(&out, encoding_base32_meant(number.bytes[i])); /* a code is told by telephone, too */
    return buffer_text(&out);
}

int64_t verify_rules_place(struct text *code, size_t secret)
{
    if (code->length <= secret) return 0;
    size_t front = code->length - secret;
    int64_t place;
    bool read = encoding_from_base32_number((struct text){code->bytes, front}, &place);
    *code = (struct text){code->bytes + front, secret};
    return read ? place : -1;
}
