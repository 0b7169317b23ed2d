/* The glyphs of one document as a font program: CFF, keyed by CID, and the CMap from CIDs back to text. */
#include "outside/font.h"

unsigned font_subset_add(struct font_subset *subset, uint32_t id, struct text stands_for)
{
    if (stands_for.length > FONT_SUBSET_TEXT) stands_for.length = 0;
    for (size_t i = 0; i < subset->count; i++) {
        const struct font_subset_entry *entry = &subset->entries[i];
        if (entry->id == id && entry->text_length == stands_for.length && !memcmp(entry->text, stands_for.bytes, stands_for.length)) return (unsigned)i + 1;
    }
    const struct font_glyph *glyph = subset->count < FONT_SUBSET_GLYPHS ? font_glyph(subset->font, id) : NULL;
    if (!glyph) {
        subset->full = true;
        return 0;
    }
    struct font_subset_entry *entry = &subset->entries[subset->count++];
    entry->glyph = glyph;
    entry->id = id;
    entry->text_length = (uint8_t)stands_for.length;
    memcpy(entry->text, stands_for.bytes, stands_for.length);
    return (unsigned)subset->count;
}

static void put_number(struct buffer *out, int number)
{
    unsigned char bytes[3];
    size_t length = font_put_number(bytes, number);
    buffer_put_bytes(out, bytes, length);
    out->full = out->full || !length;
}

static bool put_part(struct buffer *out, struct font *font, const struct font_part *part, int *x, int *y)
{
    enum { RMOVETO = 21 };
    const struct font_glyph *glyph = font_glyph(font, part->id);
    if (!glyph) return false;
    if (glyph->length <= glyph->outline + 1) return true; /* nothing is drawn */
    if (part->x != *x || part->y != *y) {
        put_number(out, part->x - *x);
        put_number(out, part->y - *y);
        buffer_put_char(out, RMOVETO);
    }
    buffer_put_bytes(out, glyph->charstring + glyph->outline, (size_t)glyph->length - glyph->outline - 1);
    *x = part->x + glyph->end_x;
    *y = part->y + glyph->end_y;
    return true;
}

unsigned font_subset_add_cluster(struct font_subset *subset, struct arena *arena, const struct font_part *parts, size_t count, int advance, struct text stands_for)
{
    enum { ENDCHAR = 14, NO_ID = UINT16_MAX + 1 };
    struct buffer out = buffer_new(arena, 1024, UINT16_MAX);
    int x = 0, y = 0;
    bool good = subset->count < FONT_SUBSET_GLYPHS && stands_for.length <= FONT_SUBSET_TEXT;
    if (advance < 0) advance = 0;
    put_number(&out, advance);
    size_t outline = out.length;
    for (size_t i = 0; good && i < count; i++) good = put_part(&out, subset->font, &parts[i], &x, &y);
    buffer_put_char(&out, ENDCHAR);
    for (size_t i = 0; good && i < subset->count; i++) {
        const struct font_subset_entry *entry = &subset->entries[i];
        if (entry->glyph->length == out.length && !memcmp(entry->glyph->charstring, out.bytes, out.length) && entry->text_length == stands_for.length
            && !memcmp(entry->text, stands_for.bytes, stands_for.length)) return (unsigned)i + 1;
    }
    if (!good || out.full) {
        subset->full = true;
        return 0;
    }
    struct font_glyph *glyph = arena_raw(arena, sizeof *glyph + out.length);
    *glyph = (struct font_glyph){.advance = (uint16_t)advance, .length = (uint16_t)out.length, .outline = (uint16_t)outline};
    memcpy(glyph->charstring, out.bytes, out.length);
    struct font_subset_entry *entry = &subset->entries[subset->count++];
    entry->glyph = glyph;
    entry->id = NO_ID + (uint32_t)out.length; /* no glyph of the font has it */
    entry->text_length = (uint8_t)stands_for.length;
    memcpy(entry->text, stands_for.bytes, stands_for.length);
    return (unsigned)subset->count;
}

/* --- CFF (technical note 5176) --- */

static void put_u16(struct buffer *out, unsigned number)
{
    buffer_put_bytes(out, (const unsigned char[]){(unsigned char)(number >> 8), (unsigned char)number}, 2);
}

static void put_u32(unsigned char *at, size_t number)
{
    for (int i = 0; i < 4; i++) at[i] = (unsigned char)(number >> (24 - 8 * i));
}

/* An INDEX of one member. */
static void put_index_of_one(struct buffer *out, const void *bytes, size_t length)
{
    put_u16(out, 1);
    buffer_put_char(out, 2);
    put_u16(out, 1);
    put_u16(out, (unsigned)length + 1);
    buffer_put_bytes(out, bytes, length);
}

/* A DICT integer of five bytes, whatever its value, so that offsets can be filled in afterwards. */
enum { INTEGER_5 = 29 };

static void put_dict_number(struct buffer *out, unsigned number)
{
    unsigned char bytes[5] = {INTEGER_5};
    put_u32(bytes + 1, number);
    buffer_put_bytes(out, bytes, sizeof bytes);
}

void font_subset_write_cff(const struct font_subset *subset, const char *name, struct buffer *out)
{
    static const unsigned char header[] = {1, 0, 4, 4};
    static const char strings[] = "AdobeIdentity";
    /* ROS Adobe Identity 0; then operators whose operands are filled in: CIDCount, charset, FDSelect, CharStrings, FDArray */
    static const unsigned char ros[] = {248, 27, 248, 28, 139, 12, 30};
    static const struct {
        unsigned char operator[2];
        size_t length;
    } tail[] = {{{12, 34}, 2}, {{15}, 1}, {{12, 37}, 2}, {{17}, 1}, {{12, 36}, 2}};
    enum { CID_COUNT, CHARSET, FD_SELECT, CHAR_STRINGS, FD_ARRAY, OPERATORS };
    size_t count = subset->count, start = out->length, numbers[OPERATORS], dict_length = sizeof ros;
    for (int i = 0; i < OPERATORS; i++) dict_length += 5 + tail[i].length;

    buffer_put_bytes(out, header, sizeof header);
    put_index_of_one(out, name, strlen(name));
    put_u16(out, 1);
    buffer_put_char(out, 1);
    buffer_put_char(out, 1);
    buffer_put_char(out, (char)(dict_length + 1));
    buffer_put_bytes(out, ros, sizeof ros);
    for (int i = 0; i < OPERATORS; i++) {
        numbers[i] = out->length + 1;
        put_dict_number(out, (unsigned)count + 1);
        buffer_put_bytes(out, tail[i].operator, tail[i].length);
    }
    buffer_put_bytes(out, (const unsigned char[]){0, 2, 1, 1, 6, 14}, 6); /* String INDEX: "Adobe" is SID 391, "Identity" 392 */
    buffer_put_bytes(out, strings, 13);
    put_u16(out, 0); /* no global subroutines */

    size_t charset = out->length - start;
    buffer_put_char(out, 2); /* format 2: one range, CIDs 1 to count */
    put_u16(out, 1);
    put_u16(out, (unsigned)count - 1);
    size_t fd_select = out->length - start;
    buffer_put_char(out, 3); /* format 3: one range, all glyphs by the first FD */
    put_u16(out, 1);
    put_u16(out, 0);
    buffer_put_char(out, 0);
    put_u16(out, (unsigned)count + 1);

    static const unsigned char undefined[] = {139, 14}; /* .notdef: width 0, nothing */
    size_t char_strings = out->length - start, offset = 1 + sizeof undefined;
    put_u16(out, (unsigned)count + 1);
    buffer_put_char(out, 3);
    buffer_put_bytes(out, (const unsigned char[]){0, 0, 1}, 3);
    for (size_t i = 0; i <= count; i++) {
        buffer_put_bytes(out, (const unsigned char[]){(unsigned char)(offset >> 16), (unsigned char)(offset >> 8), (unsigned char)offset}, 3);
        if (i < count) offset += subset->entries[i].glyph->length;
    }
    buffer_put_bytes(out, undefined, sizeof undefined);
    for (size_t i = 0; i < count; i++) buffer_put_bytes(out, subset->entries[i].glyph->charstring, subset->entries[i].glyph->length);

    size_t private = out->length - start;
    static const unsigned char private_dict[] = {139, 20, 139, 21}; /* defaultWidthX 0, nominalWidthX 0 */
    buffer_put_bytes(out, private_dict, sizeof private_dict);
    size_t fd_array = out->length - start;
    unsigned char font_dict[11] = {INTEGER_5, 0, 0, 0, sizeof private_dict, INTEGER_5};
    put_u32(font_dict + 6, private);
    font_dict[10] = 18;
    put_index_of_one(out, font_dict, sizeof font_dict);

    if (out->full) return;
    unsigned char *bytes = (unsigned char *)out->bytes;
    put_u32(bytes + numbers[CHARSET], charset);
    put_u32(bytes + numbers[FD_SELECT], fd_select);
    put_u32(bytes + numbers[CHAR_STRINGS], char_strings);
    put_u32(bytes + numbers[FD_ARRAY], fd_array);
}

/* --- ToUnicode --- */

static void put_hex16(struct buffer *out, unsigned number)
{
    static const char digits[] = "0123456789ABCDEF";
    buffer_put_bytes(out, (const char[]){digits[number >> 12 & 15], digits[number >> 8 & 15], digits[number >> 4 & 15], digits[number & 15]}, 4);
}

void font_subset_write_cmap(const struct font_subset *subset, struct buffer *out)
{
    static const char before[] = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                                 "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                                 "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                                 "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    static const char after[] = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    enum { OF_ONE_HIGH_BYTE = 256 };
    buffer_put_bytes(out, before, sizeof before - 1);
    /* CIDs are consecutive, so only texts need to stand here; a range ends where the high byte of its CIDs does. */
    for (size_t i = 0; i < subset->count; i++) {
        size_t cid = i + 1, left = subset->count - i, room = OF_ONE_HIGH_BYTE - cid % OF_ONE_HIGH_BYTE;
        if (!i || cid % OF_ONE_HIGH_BYTE == 0) {
            buffer_put_string(out, "1 beginbfrange\n<");
            put_hex16(out, (unsigned)cid);
            buffer_put_bytes(out, "> <", 3);
            put_hex16(out, (unsigned)(cid + (left < room ? left : room) - 1));
            buffer_put_bytes(out, "> [", 3);
        }
        const struct font_subset_entry *entry = &subset->entries[i];
        buffer_put_char(out, '<');
        struct text rest = {entry->text, entry->text_length};
        uint32_t code_point;
        if (!rest.length) put_hex16(out, 0x200b); /* a glyph that stands for nothing: a space without width */
        while (text_next_code_point(&rest, &code_point)) {
            if (code_point >= 0x10000) {
                put_hex16(out, 0xd800 + ((code_point - 0x10000) >> 10));
                put_hex16(out, 0xdc00 + ((code_point - 0x10000) & 0x3ff));
            } else {
                put_hex16(out, code_point);
            }
        }
        buffer_put_char(out, '>');
        if (left == 1 || room == 1) buffer_put_string(out, "]\nendbfrange\n");
    }
    buffer_put_bytes(out, after, sizeof after - 1);
}
