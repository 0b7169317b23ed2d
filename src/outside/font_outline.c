/* Outlines as Type 2 charstrings (Adobe technical note 5177), without hints: what is printed and what is shown at these sizes needs none. */
#include "outside/font_internal.h"

#include <math.h>
#include <stdlib.h>

enum { LARGEST_CHARSTRING = 60000, OPERAND_STACK = 48, MOST_QUADRATICS = 12 };

enum { RLINETO = 5, HLINETO = 6, VLINETO = 7, RRCURVETO = 8, ENDCHAR = 14, RMOVETO = 21, HMOVETO = 22, VMOVETO = 4, VVCURVETO = 26, HHCURVETO = 27, VHCURVETO = 30,
       HVCURVETO = 31 };

struct point {
    float x, y;
};

struct pen {
    unsigned char *bytes;
    size_t length;
    int x, y;      /* where the pen is, in whole units: rounding never adds up */
    int operator;  /* whose operands are written, but it is not; 0: none */
    int operands;
    bool vertical; /* the next of alternating lines or curves begins vertically */
    bool failed;
    /* What waits: a line, which is left out where it only closes the contour, or quadratic curves that go on smoothly. */
    bool line;
    struct point line_to;
    size_t quadratics;
    struct point points[2 * MOST_QUADRATICS + 1];
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
static void pen_step(struct pen *pen, struct point to, int step[2])
{
    int to_x = (int)lrintf(to.x), to_y = (int)lrintf(to.y);
    step[0] = to_x - pen->x, step[1] = to_y - pen->y;
    pen->x = to_x, pen->y = to_y;
}

static void pen_cubic(struct pen *pen, const struct point to[3])
{
    int steps[6];
    for (int i = 0; i < 3; i++) pen_step(pen, to[i], steps + 2 * i);
    pen_curve(pen, steps);
}

/* --- Quadratic curves --- */

/* TrueType outlines are most often made from cubic ones, two or three curves for each, so the cubic is looked for again: it takes a third of the bytes. */

static struct point along(struct point from, struct point direction, float length)
{
    return (struct point){from.x + direction.x * length, from.y + direction.y * length};
}

static float dot(struct point a, struct point b)
{
    return a.x * b.x + a.y * b.y;
}

static struct point between(struct point from, struct point to)
{
    return (struct point){to.x - from.x, to.y - from.y};
}

static bool unit(struct point *direction)
{
    float length = hypotf(direction->x, direction->y);
    if (length < 0.01f) return false;
    direction->x /= length, direction->y /= length;
    return true;
}

static struct point cubic_at(const struct point c[4], float t)
{
    float u = 1 - t, a = u * u * u, b = 3 * u * u * t, d = 3 * u * t * t, e = t * t * t;
    return (struct point){a * c[0].x + b * c[1].x + d * c[2].x + e * c[3].x, a * c[0].y + b * c[1].y + d * c[2].y + e * c[3].y};
}

/* Handles of the lengths that come nearest to the samples (least squares, P. J. Schneider, Graphics Gems, 1990). */
static bool fit_handles(struct point c[4], struct point leaves, struct point arrives, const struct point *samples, const float *at, size_t count)
{
    float c00 = 0, c01 = 0, c11 = 0, x0 = 0, x1 = 0;
    for (size_t i = 0; i < count; i++) {
        float t = at[i], u = 1 - t, b1 = 3 * u * u * t, b2 = 3 * u * t * t;
        const struct point ends[4] = {c[0], c[0], c[3], c[3]};
        struct point a0 = {leaves.x * b1, leaves.y * b1}, a1 = {arrives.x * b2, arrives.y * b2}, rest = between(cubic_at(ends, t), samples[i]);
        c00 += dot(a0, a0), c01 += dot(a0, a1), c11 += dot(a1, a1);
        x0 += dot(a0, rest), x1 += dot(a1, rest);
    }
    float determinant = c00 * c11 - c01 * c01;
    if (fabsf(determinant) < 1e-6f) return false;
    float first = (x0 * c11 - x1 * c01) / determinant, second = (c00 * x1 - c01 * x0) / determinant;
    if (first <= 0 || second <= 0) return false;
    c[1] = along(c[0], leaves, first);
    c[2] = along(c[3], arrives, second);
    return true;
}

/* One step of Newton's towards the place of the cubic that is nearest to the sample. */
static float nearer(const struct point c[4], struct point sample, float t)
{
    float u = 1 - t;
    struct point off = between(sample, cubic_at(c, t)), p[3], first, second;
    for (int i = 0; i < 3; i++) p[i] = between(c[i], c[i + 1]);
    first.x = 3 * (u * u * p[0].x + 2 * u * t * p[1].x + t * t * p[2].x);
    first.y = 3 * (u * u * p[0].y + 2 * u * t * p[1].y + t * t * p[2].y);
    second.x = 6 * (u * (p[1].x - p[0].x) + t * (p[2].x - p[1].x));
    second.y = 6 * (u * (p[1].y - p[0].y) + t * (p[2].y - p[1].y));
    float slope = dot(first, first) + dot(off, second);
    float next = fabsf(slope) < 1e-6f ? t : t - dot(off, first) / slope;
    return next < 0 ? 0 : next > 1 ? 1 : next;
}

/* One cubic for `count` quadratics, nowhere further from them than rounding to whole units moves a point. */
static bool fit_cubic(const struct point *q, size_t count, struct point c[4])
{
    enum { A_CURVE = 6, STEPS = 6 };
    static const float NEAR = 0.5f;
    struct point samples[MOST_QUADRATICS * A_CURVE], leaves = between(q[0], q[1]), arrives = between(q[2 * count], q[2 * count - 1]);
    float at[MOST_QUADRATICS * A_CURVE], length = 0;
    size_t number = 0;
    if (!unit(&leaves) || !unit(&arrives)) return false;
    c[0] = q[0], c[3] = q[2 * count];
    for (size_t i = 0; i < count; i++)
        for (int j = 1; j <= A_CURVE; j++) {
            float t = (float)j / A_CURVE, u = 1 - t;
            const struct point *p = q + 2 * i;
            struct point sample = {u * u * p[0].x + 2 * u * t * p[1].x + t * t * p[2].x, u * u * p[0].y + 2 * u * t * p[1].y + t * t * p[2].y};
            struct point step = between(number ? samples[number - 1] : q[0], sample);
            length += hypotf(step.x, step.y);
            at[number] = length;
            samples[number++] = sample;
        }
    for (size_t i = 0; i < number; i++) at[i] /= length;
    for (int i = 0; i < STEPS; i++) {
        if (!fit_handles(c, leaves, arrives, samples, at, number)) return false;
        for (size_t j = 0; j < number; j++) at[j] = nearer(c, samples[j], at[j]);
    }
    for (size_t i = 0; i < number; i++) {
        struct point off = between(samples[i], cubic_at(c, at[i]));
        if (hypotf(off.x, off.y) > NEAR) return false;
    }
    return true;
}

static void pen_settle(struct pen *pen)
{
    if (pen->line) {
        int step[2];
        pen_step(pen, pen->line_to, step);
        pen_line(pen, step[0], step[1]);
    }
    for (size_t i = 0, count; i < pen->quadratics; i += count) {
        const struct point *q = pen->points + 2 * i;
        struct point c[4];
        for (count = pen->quadratics - i; count > 1 && !fit_cubic(q, count, c);) count--;
        if (count == 1) {
            c[1] = along(q[0], between(q[0], q[1]), 2 / 3.0f);
            c[2] = along(q[2], between(q[2], q[1]), 2 / 3.0f);
            c[3] = q[2];
        }
        pen_cubic(pen, c + 1);
    }
    pen->line = false;
    pen->quadratics = 0;
}

/* Does the curve with this control point go on where the ones that wait have arrived? */
static bool goes_on(const struct pen *pen, struct point control)
{
    static const float STRAIGHT = 0.996f; /* five degrees */
    if (!pen->quadratics || pen->quadratics == MOST_QUADRATICS) return false;
    const struct point *end = &pen->points[2 * pen->quadratics];
    struct point arrives = between(end[-1], end[0]), leaves = between(end[0], control);
    return unit(&arrives) && unit(&leaves) && dot(arrives, leaves) > STRAIGHT;
}

/* --- What HarfBuzz calls --- */

static void draw_move(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    struct pen *pen = data;
    int step[2];
    pen_flush(pen);
    pen_step(pen, (struct point){x, y}, step);
    if (step[0] || !step[1]) pen_number(pen, step[0]);
    if (step[1]) pen_number(pen, step[1]);
    pen_byte(pen, !step[1] ? HMOVETO : !step[0] ? VMOVETO : RMOVETO);
}

static void draw_line(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    struct pen *pen = data;
    pen_settle(pen);
    pen->line = true;
    pen->line_to = (struct point){x, y};
}

static void draw_cubic(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x1, float y1, float x2, float y2, float x, float y, void *user)
{
    pen_settle(data);
    pen_cubic(data, (const struct point[]){{x1, y1}, {x2, y2}, {x, y}});
}

static void draw_quadratic(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float cx, float cy, float x, float y, void *user)
{
    struct pen *pen = data;
    if (!goes_on(pen, (struct point){cx, cy})) {
        pen_settle(pen);
        pen->points[0] = (struct point){state->current_x, state->current_y};
    }
    pen->points[2 * pen->quadratics + 1] = (struct point){cx, cy};
    pen->points[2 * pen->quadratics + 2] = (struct point){x, y};
    pen->quadratics++;
}

/* A contour closes itself, so its last line says nothing. */
static void draw_close(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, void *user)
{
    struct pen *pen = data;
    if (pen->line && pen->line_to.x == state->path_start_x && pen->line_to.y == state->path_start_y) pen->line = false;
    pen_settle(pen);
}

struct font_glyph *font_outline(hb_font_t *font, uint32_t id)
{
    unsigned char *room = malloc(LARGEST_CHARSTRING);
    hb_draw_funcs_t *functions = hb_draw_funcs_create();
    if (!room) return NULL;
    hb_draw_funcs_set_move_to_func(functions, draw_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(functions, draw_line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(functions, draw_cubic, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(functions, draw_quadratic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(functions, draw_close, NULL, NULL);
    hb_position_t advance = hb_font_get_glyph_h_advance(font, id);
    if (advance < 0) advance = 0;
    if (advance > UINT16_MAX / 2) advance = UINT16_MAX / 2;
    struct pen pen = {.bytes = room};
    pen_number(&pen, advance); /* nominalWidthX is 0 */
    size_t outline = pen.length;
    hb_font_get_glyph_shape(font, id, functions, &pen);
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

