#include "outside/font.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <harfbuzz/hb-ot.h>
#include <harfbuzz/hb.h>

enum { EM = 1000, LARGEST_CHARSTRING = 60000, OPERAND_STACK = 48 };

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

/* --- Outlines as Type 2 charstrings (technical note 5177) --- */

enum { RLINETO = 5, HLINETO = 6, VLINETO = 7, RRCURVETO = 8, ENDCHAR = 14, RMOVETO = 21, HMOVETO = 22, VMOVETO = 4, VVCURVETO = 26, HHCURVETO = 27, VHCURVETO = 30,
       HVCURVETO = 31 };

struct pen {
    unsigned char *bytes;
    size_t length;
    int x, y;             /* where the pen is, in whole units: rounding never adds up */
    float from_x, from_y; /* the same before rounding, for turning quadratic curves into cubic ones */
    int operator;         /* whose operands are written, but it is not; 0: none */
    int operands;
    bool vertical;        /* the next of alternating lines or curves begins vertically */
    bool failed;
};

static void pen_byte(struct pen *pen, int byte)
{
    if (pen->length < LARGEST_CHARSTRING) pen->bytes[pen->length++] = (unsigned char)byte;
    else pen->failed = true;
}

size_t font_put_number(unsigned char out[3], int number)
{
    if (number >= -107 && number <= 107) {
        out[0] = (unsigned char)(number + 139);
        return 1;
    }
    if ((number >= 108 && number <= 1131) || (number >= -1131 && number <= -108)) {
        int over = (number < 0 ? -number : number) - 108;
        out[0] = (unsigned char)((number < 0 ? 251 : 247) + over / 256);
        out[1] = (unsigned char)(over % 256);
        return 2;
    }
    if (number < INT16_MIN || number > INT16_MAX) return 0;
    out[0] = 28;
    out[1] = (unsigned char)(number >> 8);
    out[2] = (unsigned char)number;
    return 3;
}

static void pen_number(struct pen *pen, int number)
{
    unsigned char bytes[3];
    size_t length = font_put_number(bytes, number);
    if (!length) pen->failed = true;
    for (size_t i = 0; i < length; i++) pen_byte(pen, bytes[i]);
}

static void pen_flush(struct pen *pen)
{
    if (pen->operator) pen_byte(pen, pen->operator);
    pen->operator = 0;
    pen->operands = 0;
}

/* Segments that follow each other share one operator as far as the operand stack reaches. */
static void pen_begin(struct pen *pen, int operator, int operands)
{
    if (pen->operator != operator || pen->operands + operands > OPERAND_STACK) pen_flush(pen);
    pen->operator = operator;
    pen->operands += operands;
}

/* The same for operators that alternate between horizontal and vertical; `first` is the one whose first segment begins as this one does. */
static void pen_alternate(struct pen *pen, bool vertical, int horizontal_first, int vertical_first, int operands)
{
    bool goes_on = (pen->operator == horizontal_first || pen->operator == vertical_first) && pen->vertical == vertical && pen->operands + operands <= OPERAND_STACK;
    if (!goes_on) {
        pen_flush(pen);
        pen->operator = vertical ? vertical_first : horizontal_first;
    }
    pen->operands += operands;
    pen->vertical = !vertical;
}

static void pen_line(struct pen *pen, int x, int y)
{
    if (x && y) {
        pen_begin(pen, RLINETO, 2);
        pen_number(pen, x);
        pen_number(pen, y);
    } else if (x || y) {
        pen_alternate(pen, !x, HLINETO, VLINETO, 1);
        pen_number(pen, x ? x : y);
    }
}

/* d: the three steps x1 y1 x2 y2 x3 y3 */
static void pen_curve(struct pen *pen, const int d[6])
{
    if (!d[1] && !d[4]) { /* begins horizontally, ends vertically */
        pen_alternate(pen, false, HVCURVETO, VHCURVETO, 4);
        pen_number(pen, d[0]), pen_number(pen, d[2]), pen_number(pen, d[3]), pen_number(pen, d[5]);
    } else if (!d[0] && !d[5]) {
        pen_alternate(pen, true, HVCURVETO, VHCURVETO, 4);
        pen_number(pen, d[1]), pen_number(pen, d[2]), pen_number(pen, d[3]), pen_number(pen, d[4]);
    } else if (!d[1] && !d[5]) {
        pen_begin(pen, HHCURVETO, 4);
        pen_number(pen, d[0]), pen_number(pen, d[2]), pen_number(pen, d[3]), pen_number(pen, d[4]);
    } else if (!d[0] && !d[4]) {
        pen_begin(pen, VVCURVETO, 4);
        pen_number(pen, d[1]), pen_number(pen, d[2]), pen_number(pen, d[3]), pen_number(pen, d[5]);
    } else {
        pen_begin(pen, RRCURVETO, 6);
        for (int i = 0; i < 6; i++) pen_number(pen, d[i]);
    }
}

/* Moves the pen; the step is in whole units. */
static void pen_step(struct pen *pen, float x, float y, int step[2])
{
    int to_x = (int)lrintf(x), to_y = (int)lrintf(y);
    step[0] = to_x - pen->x, step[1] = to_y - pen->y;
    pen->x = to_x, pen->y = to_y;
    pen->from_x = x, pen->from_y = y;
}

static void draw_move(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    struct pen *pen = data;
    int step[2];
    pen_flush(pen);
    pen_step(pen, x, y, step);
    if (step[0] || !step[1]) pen_number(pen, step[0]);
    if (step[1]) pen_number(pen, step[1]);
    pen_byte(pen, !step[1] ? HMOVETO : !step[0] ? VMOVETO : RMOVETO);
}

static void draw_line(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    int step[2];
    pen_step(data, x, y, step);
    pen_line(data, step[0], step[1]);
}

static void draw_cubic(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x1, float y1, float x2, float y2, float x, float y, void *user)
{
    int steps[6];
    pen_step(data, x1, y1, steps);
    pen_step(data, x2, y2, steps + 2);
    pen_step(data, x, y, steps + 4);
    pen_curve(data, steps);
}

static void draw_quadratic(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float cx, float cy, float x, float y, void *user)
{
    struct pen *pen = data;
    float x0 = pen->from_x, y0 = pen->from_y;
    draw_cubic(functions, data, state, x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3, x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y, user);
}

static void draw_close(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, void *user)
{
}

static struct font_glyph *make_glyph(const struct font *font, uint32_t id)
{
    unsigned char *room = malloc(LARGEST_CHARSTRING);
    hb_draw_funcs_t *functions = hb_draw_funcs_create();
    if (!room) return NULL;
    hb_draw_funcs_set_move_to_func(functions, draw_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(functions, draw_line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(functions, draw_cubic, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(functions, draw_quadratic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(functions, draw_close, NULL, NULL);
    hb_position_t advance = hb_font_get_glyph_h_advance(font->font, id);
    if (advance < 0) advance = 0;
    if (advance > UINT16_MAX / 2) advance = UINT16_MAX / 2;
    struct pen pen = {.bytes = room};
    pen_number(&pen, advance); /* nominalWidthX is 0 */
    size_t outline = pen.length;
    hb_font_get_glyph_shape(font->font, id, functions, &pen);
    pen_flush(&pen);
    pen_byte(&pen, ENDCHAR);
    struct font_glyph *glyph = pen.failed ? NULL : malloc(sizeof *glyph + pen.length);
    if (glyph) {
        glyph->advance = (uint16_t)advance;
        glyph->length = (uint16_t)pen.length;
        glyph->outline = (uint16_t)outline;
        glyph->end_x = (int16_t)pen.x;
        glyph->end_y = (int16_t)pen.y;
        memcpy(glyph->charstring, room, pen.length);
    }
    hb_draw_funcs_destroy(functions);
    free(room);
    return glyph;
}

const struct font_glyph *font_glyph(struct font *font, uint32_t id)
{
    if (id >= font->glyph_count) return NULL;
    struct font_glyph *glyph = atomic_load_explicit(&font->glyphs[id], memory_order_acquire);
    if (glyph) return glyph;
    glyph = make_glyph(font, id);
    struct font_glyph *before = NULL;
    if (glyph && !atomic_compare_exchange_strong_explicit(&font->glyphs[id], &before, glyph, memory_order_acq_rel, memory_order_acquire)) {
        free(glyph);
        glyph = before;
    }
    return glyph;
}
