#include "outside/font_internal.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <harfbuzz/hb-ot.h>

enum { EM = 1000 };

struct font {
    hb_face_t *face;
    hb_font_t *font;
    struct font_metrics metrics;
    char name[64];
    unsigned glyph_count;
    _Atomic(struct font_glyph *) *glyphs;
};

/* --- Opening --- */

static unsigned table_u16(hb_blob_t *table, unsigned at)
{
    unsigned length;
    const unsigned char *data = (const unsigned char *)hb_blob_get_data(table, &length);
    return at + 2 <= length ? (unsigned)data[at] << 8 | data[at + 1] : 0;
}

static void read_name(struct font *font)
{
    char raw[64];
    unsigned length = sizeof raw;
    hb_ot_name_get_utf8(font->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &length, raw);
    size_t used = 0;
    for (unsigned i = 0; i < length && used < sizeof font->name - 1; i++) {
        char c = raw[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-') font->name[used++] = c;
    }
    if (!used) memcpy(font->name, "Font", 5);
}

static void read_metrics(struct font *font)
{
    struct font_metrics *metrics = &font->metrics;
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(font->font, &extents);
    hb_position_t cap_height = 0;
    if (!hb_ot_metrics_get_position(font->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap_height)) cap_height = extents.ascender * 7 / 10;
    hb_blob_t *head = hb_face_reference_table(font->face, HB_TAG('h', 'e', 'a', 'd'));
    int units = (int)hb_face_get_upem(font->face);
    *metrics = (struct font_metrics){.name = font->name, .ascent = extents.ascender, .descent = extents.descender, .cap_height = cap_height,
                                     .italic_angle = (int)lrintf(hb_style_get_value(font->font, HB_STYLE_TAG_SLANT_ANGLE))};
    for (unsigned i = 0; i < 4; i++) metrics->box[i] = (int16_t)table_u16(head, 36 + 2 * i) * EM / units;
    hb_blob_destroy(head);
}

/* OS/2 fsType: bit 1 forbids embedding, bit 8 forbids subsets, bit 9 allows bitmaps only. */
static bool may_embed(hb_face_t *face)
{
    hb_blob_t *table = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
    unsigned permissions = table_u16(table, 8);
    hb_blob_destroy(table);
    return !((permissions & 0x0f) == 0x02 || (permissions & 0x300));
}

enum result font_open(struct context *context, const char *path, unsigned index, struct font **result)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (!blob)
        return context_fail(context, RESULT_REFUSED, "font.absent", N_("The font {file} cannot be opened. Install it or name another."), "file", path);
    hb_face_t *face = hb_face_create(blob, index);
    unsigned faces = hb_face_count(blob), glyph_count = hb_face_get_glyph_count(face);
    hb_blob_destroy(blob);
    if (index >= faces || !glyph_count || hb_face_get_upem(face) < 16) {
        hb_face_destroy(face);
        return context_fail(context, RESULT_REFUSED, "font.not_a_font", N_("{file} is not a font, or has no face of that number."), "file", path);
    }
    if (!may_embed(face)) {
        hb_face_destroy(face);
        return context_fail(context, RESULT_REFUSED, "font.licence", N_("The font {file} must not be embedded into documents. Name another."), "file", path);
    }
    struct font *font = calloc(1, sizeof *font);
    _Atomic(struct font_glyph *) *glyphs = calloc(glyph_count, sizeof *glyphs);
    if (!font || !glyphs) {
        free(font);
        free(glyphs);
        hb_face_destroy(face);
        return context_fail(context, RESULT_BROKEN, "font.memory", N_("There is not enough memory."));
    }
    *font = (struct font){.face = face, .font = hb_font_create(face), .glyph_count = glyph_count, .glyphs = glyphs};
    hb_font_set_scale(font->font, EM, EM);
    read_name(font);
    read_metrics(font);
    hb_font_make_immutable(font->font);
    *result = font;
    return RESULT_OK;
}

void font_free(struct font *font)
{
    if (!font) return;
    for (unsigned i = 0; i < font->glyph_count; i++) free(atomic_load_explicit(&font->glyphs[i], memory_order_relaxed));
    free(font->glyphs);
    hb_font_destroy(font->font);
    hb_face_destroy(font->face);
    free(font);
}

struct hb_font_t *font_harfbuzz(const struct font *font)
{
    return font->font;
}

const struct font_metrics *font_metrics(const struct font *font)
{
    return &font->metrics;
}

uint32_t font_glyph_of(const struct font *font, uint32_t code_point)
{
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font->font, code_point, &glyph) ? glyph : 0;
}

const struct font_glyph *font_glyph(struct font *font, uint32_t id)
{
    if (id >= font->glyph_count) return NULL;
    struct font_glyph *glyph = atomic_load_explicit(&font->glyphs[id], memory_order_acquire);
    if (glyph) return glyph;
    glyph = font_outline(font->font, id);
    struct font_glyph *before = NULL;
    if (glyph && !atomic_compare_exchange_strong_explicit(&font->glyphs[id], &before, glyph, memory_order_acq_rel, memory_order_acquire)) {
        free(glyph);
        glyph = before;
    }
    return glyph;
}
