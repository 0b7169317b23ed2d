/* Text to glyphs: HarfBuzz shapes, FriBidi orders, and each stretch of one script takes the first font of a list that has all of its glyphs. Made for
 * names and labels: one paragraph, one line. All lengths are in 1/1000 of the font size. */
#ifndef OUTSIDE_SHAPING_H
#define OUTSIDE_SHAPING_H

#include "outside/font.h"

enum { SHAPING_LONGEST = 1000 }; /* bytes of a text */

/* Fonts in the order of preference. */
struct shaping_fonts {
    struct font **fonts;
    size_t count;
};

struct shaping_glyph {
    uint32_t id;
    uint32_t cluster; /* where in the text the cluster begins that this glyph belongs to */
    int32_t advance;
    int32_t x, y; /* moved by this much when drawn */
};

/* Glyphs of one font, script and direction. */
struct shaping_run {
    struct font *font;
    bool right_to_left;
    uint32_t start, end; /* bytes of the text */
    struct shaping_glyph *glyphs;
    size_t count;
};

/* A line, runs and glyphs from left to right. */
struct shaping_line {
    struct text text;
    struct shaping_run *runs;
    size_t count;
    int32_t width;
    bool right_to_left; /* some of it runs from right to left */
};

/* Shapes UTF-8 text without control characters into the arena. RESULT_NONE where no font of the list has all glyphs of a stretch: `missing`,
 * where given, gets its characters that the best font lacks. RESULT_BROKEN: longer than SHAPING_LONGEST. */
MUST_CHECK shaping_line(struct arena *arena, struct shaping_fonts fonts, struct text text, struct shaping_line *line, struct text *missing);

#endif
