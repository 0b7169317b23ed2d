/* The colour profile of the output intent: sRGB (IEC 61966-2-1) as an ICC profile of version 4 with its curve as a formula. The profiles that systems
 * have installed hold the curve as a table and are fourteen times as large; each certificate carries one along. */
#include "ecert/ecert_internal.h"

static const uint32_t white[] = {0xf6d6, 0x10000, 0xd32d}; /* D50 */

static void put_u16(struct buffer *out, unsigned number)
{
    buffer_put_char(out, (char)(number >> 8));
    buffer_put_char(out, (char)number);
}

static void put_u32(struct buffer *out, uint32_t number)
{
    put_u16(out, number >> 16);
    put_u16(out, number & 0xffff);
}

/* A signature of four letters and the reserved word behind it. */
static void put_type(struct buffer *out, const char *type)
{
    buffer_put_bytes(out, type, 4);
    put_u32(out, 0);
}

static void put_words(struct buffer *out, const char *type, const uint32_t *words, size_t count)
{
    put_type(out, type);
    for (size_t i = 0; i < count; i++) put_u32(out, words[i]);
}

/* multiLocalizedUnicodeType with one text, of an even number of ASCII characters. */
static void put_name(struct buffer *out, const char *text)
{
    size_t length = strlen(text);
    put_type(out, "mluc");
    put_u32(out, 1);
    put_u32(out, 12);
    buffer_put_bytes(out, "enUS", 4);
    put_u32(out, (uint32_t)length * 2);
    put_u32(out, 28);
    for (size_t i = 0; i < length; i++) put_u16(out, (unsigned char)text[i]);
}

/* Numbers are s15Fixed16. The colorants and the adaptation are sRGB's, brought from D65 to D50 by Bradford's matrix. */
static void put_tag(struct buffer *out, const char *tag)
{
    static const uint32_t red[] = {0x6fa0, 0x38f5, 0x0390}, green[] = {0x6297, 0xb787, 0x18d9}, blue[] = {0x249f, 0x0f84, 0xb6c4};
    static const uint32_t adaptation[] = {0x10c42, 0x05de, 0xfffff325, 0x0793, 0xfd90, 0xfffffba2, 0xfffffda3, 0x03dc, 0xc06e};
    /* Y = ((X + 0.055) / 1.055) ^ 2.4, and X / 12.92 below 0.04045 */
    static const uint32_t curve[] = {3 << 16, 0x26666, 0xf2a7, 0x0d59, 0x13d0, 0x0a5b};
    if (!memcmp(tag, "desc", 4)) put_name(out, "sRGB");
    else if (!memcmp(tag, "cprt", 4)) put_name(out, "none");
    else if (!memcmp(tag, "wtpt", 4)) put_words(out, "XYZ ", white, 3);
    else if (!memcmp(tag, "rXYZ", 4)) put_words(out, "XYZ ", red, 3);
    else if (!memcmp(tag, "gXYZ", 4)) put_words(out, "XYZ ", green, 3);
    else if (!memcmp(tag, "bXYZ", 4)) put_words(out, "XYZ ", blue, 3);
    else if (!memcmp(tag, "chad", 4)) put_words(out, "sf32", adaptation, 9);
    else put_words(out, "para", curve, 6);
}

struct text ecert_profile(struct arena *arena)
{
    enum { HEADER = 128, TAGS = 10, TAG = 12, ILLUMINANT = 68, PROFILE = 512 };
    /* The three curves are one and stand last. */
    static const char tags[TAGS][5] = {"desc", "cprt", "wtpt", "chad", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
    struct buffer table = buffer_new(arena, PROFILE, PROFILE), data = buffer_new(arena, PROFILE, PROFILE), out = buffer_new(arena, PROFILE, PROFILE);
    uint32_t begin = HEADER + 4 + TAGS * TAG, from = 0, length = 0;
    put_u32(&table, TAGS);
    for (int i = 0; i < TAGS; i++) {
        if (memcmp(tags[i] + 1, "TRC", 3) != 0 || tags[i][0] == 'r') {
            from = begin + (uint32_t)data.length;
            put_tag(&data, tags[i]);
            length = begin + (uint32_t)data.length - from;
        }
        buffer_put_bytes(&table, tags[i], 4);
        put_u32(&table, from);
        put_u32(&table, length);
    }
    put_u32(&out, begin + (uint32_t)data.length);
    put_u32(&out, 0);
    put_u32(&out, 0x04200000); /* version 4.2, which PDF 1.7 names */
    buffer_put_string(&out, "mntrRGB XYZ ");
    for (size_t i = 0; i < 6; i++) put_u16(&out, (const uint16_t[]){2026, 1, 1, 0, 0, 0}[i]);
    buffer_put_string(&out, "acsp");
    while (out.length < ILLUMINANT) buffer_put_char(&out, 0);
    for (size_t i = 0; i < 3; i++) put_u32(&out, white[i]);
    while (out.length < HEADER) buffer_put_char(&out, 0);
    buffer_put(&out, buffer_text(&table));
    buffer_put(&out, buffer_text(&data));
    return buffer_text(&out);
}
