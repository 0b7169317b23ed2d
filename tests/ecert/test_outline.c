/* Glyphs in our subsets have the shapes of the font: FreeType reads both and they are held against each other, point by point. */
#include "ecert/support_ecert.h"

#include <math.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "outside/font.h"

enum { MOST_POINTS = 12000, CURVE_STEPS = 48 };

struct point {
    double x, y;
};

/* An outline as lines; where `begins`, a contour begins there. */
struct lines {
    double scale;
    size_t count;
    struct point points[MOST_POINTS];
    bool begins[MOST_POINTS];
};

static int add(struct lines *lines, double x, double y, bool begins)
{
    if (lines->count == MOST_POINTS) return 1;
    lines->points[lines->count] = (struct point){x, y};
    lines->begins[lines->count++] = begins;
    return 0;
}

static int move_to(const FT_Vector *to, void *data)
{
    struct lines *lines = data;
    return add(lines, (double)to->x * lines->scale, (double)to->y * lines->scale, true);
}

static int line_to(const FT_Vector *to, void *data)
{
    struct lines *lines = data;
    return add(lines, (double)to->x * lines->scale, (double)to->y * lines->scale, false);
}

static int cubic_to(const FT_Vector *first, const FT_Vector *second, const FT_Vector *to, void *data)
{
    struct lines *lines = data;
    struct point from = lines->points[lines->count - 1];
    for (int i = 1; i <= CURVE_STEPS; i++) {
        double t = (double)i / CURVE_STEPS, u = 1 - t, a = u * u * u, b = 3 * u * u * t * lines->scale, c = 3 * u * t * t * lines->scale, d = t * t * t * lines->scale;
        if (add(lines, a * from.x + b * (double)first->x + c * (double)second->x + d * (double)to->x, a * from.y + b * (double)first->y + c * (double)second->y + d * (double)to->y, false))
            return 1;
    }
    return 0;
}

static int quadratic_to(const FT_Vector *control, const FT_Vector *to, void *data)
{
    struct lines *lines = data;
    struct point from = lines->points[lines->count - 1];
    for (int i = 1; i <= CURVE_STEPS; i++) {
        double t = (double)i / CURVE_STEPS, u = 1 - t, a = u * u, b = 2 * u * t * lines->scale, c = t * t * lines->scale;
        if (add(lines, a * from.x + b * (double)control->x + c * (double)to->x, a * from.y + b * (double)control->y + c * (double)to->y, false)) return 1;
    }
    return 0;
}

/* Large, because FreeType rounds what it scales, and the points between two control points even where it does not. */
static void read_lines(FT_Face face, unsigned glyph, struct lines *lines)
{
    enum { LARGE = 16000 };
    static const FT_Outline_Funcs functions = {move_to, line_to, quadratic_to, cubic_to, 0, 0};
    *lines = (struct lines){.scale = 1000.0 / LARGE / 64};
    assert_int_equal(FT_Set_Pixel_Sizes(face, 0, LARGE), 0);
    assert_int_equal(FT_Load_Glyph(face, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP), 0);
    assert_int_equal(FT_Outline_Decompose(&face->glyph->outline, &functions, lines), 0);
}

static double distance_to_line(struct point p, struct point a, struct point b)
{
    double x = b.x - a.x, y = b.y - a.y, length = x * x + y * y, t = length > 0 ? ((p.x - a.x) * x + (p.y - a.y) * y) / length : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(a.x + t * x - p.x, a.y + t * y - p.y);
}

/* How far points of one (every seventh) are from the lines of the other, at most. */
static double farthest(const struct lines *from, const struct lines *to)
{
    double most = 0;
    for (size_t i = 0; i < from->count; i += 7) {
        double nearest = 1e9;
        for (size_t j = 0, begin = 0; j < to->count; j++) {
            if (to->begins[j]) begin = j;
            size_t next = j + 1 < to->count && !to->begins[j + 1] ? j + 1 : begin; /* contours are closed */
            nearest = fmin(nearest, distance_to_line(from->points[i], to->points[j], to->points[next]));
        }
        most = fmax(most, nearest);
    }
    return most;
}

/* Rounding to whole units moves a point by 0.7 at most, and curves may lie 0.5 from those that they stand for. */
static void shapes_are_the_font_s(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        unsigned face;
        const char *characters;
    } fonts[] = {{"/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", 0, "ABCGQRSabcdefghijkmopqrstuyz0123456789&@?%\xc3\x9f"},
                 {"/usr/share/fonts/truetype/noto/NotoSerif-Italic.ttf", 0, "ABCGQRSabcdefghijkmopqrstuyz0123456789&@?%"},
                 {"/usr/share/fonts/truetype/noto/NotoSerifDisplay-Regular.ttf", 0, "ABCGQRSabcdefghijkmopqrstuyz0123456789&@?%"},
                 {"/usr/share/fonts/truetype/noto/NotoSerifDisplay-Bold.ttf", 0, "ABCGQRSabcdefghijkmopqrstuyz0123456789&@?%"},
                 {"/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf", 0, "ابجدهوزحطيكلمنسعفصقر"},
                 {"/usr/share/fonts/truetype/noto/NotoSerifDevanagari-Regular.ttf", 0, "अआकखगघचछजझटडणतथदधन"},
                 {"/usr/share/fonts/truetype/noto/NotoSerifThai-Regular.ttf", 0, "กขคฆงจฉชซญ"},
                 {"/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2, "认证书鷹龘永"}};
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct context *context = &support->context;
    struct lines *ours = ARENA_NEW(context->arena, struct lines), *theirs = ARENA_NEW(context->arena, struct lines);
    FT_Library library;
    assert_int_equal(FT_Init_FreeType(&library), 0);
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++) {
        struct font *font;
        FT_Face original, made;
        assert_result(support, RESULT_OK, font_open(context, fonts[i].path, fonts[i].face, &font));
        assert_int_equal(FT_New_Face(library, fonts[i].path, fonts[i].face, &original), 0);
        struct font_subset *subset = ARENA_NEW(context->arena, struct font_subset);
        subset->font = font;
        struct text rest = text_of(fonts[i].characters);
        uint32_t code_point, glyphs[64];
        size_t count = 0;
        while (text_next_code_point(&rest, &code_point)) {
            glyphs[count] = FT_Get_Char_Index(original, code_point);
            assert_int_equal(font_subset_add(subset, glyphs[count], TEXT("x")), count + 1);
            count++;
        }
        struct buffer program = buffer_new(context->arena, 64 << 10, 1 << 20);
        font_subset_write_cff(subset, "AAAAAA+Subset", &program);
        assert_int_equal(FT_New_Memory_Face(library, (const FT_Byte *)program.bytes, (FT_Long)program.length, 0, &made), 0);
        assert_int_equal(made->num_glyphs, count + 1);
        for (unsigned j = 0; j < count; j++) {
            read_lines(original, glyphs[j], theirs);
            read_lines(made, j + 1, ours);
            double there = farthest(ours, theirs), back = farthest(theirs, ours);
            if (there > 1.1 || back > 1.1) fail_msg("%s: glyph %u is off by %.2f and %.2f units", fonts[i].path, glyphs[j], there, back);
            assert_true(theirs->count > 3);
        }
        FT_Done_Face(made);
        FT_Done_Face(original);
        font_free(font);
    }
    FT_Done_FreeType(library);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shapes_are_the_font_s)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
