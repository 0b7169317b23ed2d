/* Fonts as PDF needs them: any TrueType or CFF font or collection that HarfBuzz reads becomes glyph outlines as Type 2 charstrings, encoded once and
 * kept, and from these a small CID-keyed CFF font (Adobe technical notes 5176 and 5177) with just the glyphs of one document. All lengths
 * are in 1/1000 of the font size. */
#ifndef OUTSIDE_FONT_H
#define OUTSIDE_FONT_H

#include "base/buffer.h"
#include "base/context.h"

struct hb_font_t;

/* A font that was opened; constant for its users, shared by all threads (its kept outlines are filled in as they are asked for). */
struct font;

struct font_metrics {
    const char *name; /* PostScript name, without characters that PDF would have to escape */
    int ascent, descent, cap_height, italic_angle;
    int box[4]; /* around all glyphs */
};

/* Opens the face `index` of the file. REFUSED where it is absent, no font, or its licence bits forbid embedding. */
MUST_CHECK font_open(struct context *context, const char *path, unsigned index, struct font **font);
void font_free(struct font *font);
struct hb_font_t *font_harfbuzz(const struct font *font);
const struct font_metrics *font_metrics(const struct font *font);
/* The glyph of a character by the font's cmap; 0 where it has none. */
uint32_t font_glyph_of(const struct font *font, uint32_t code_point);

/* One glyph, ready to be put into a subset. */
struct font_glyph {
    uint16_t advance;
    uint16_t length;
    uint16_t outline;     /* where in the charstring the outline begins, behind the width; it ends before the last byte */
    int16_t end_x, end_y; /* where the outline leaves the pen */
    unsigned char charstring[];
};
/* The glyph's outline; NULL where the font has no such glyph, or it is too large (over 64 kB). */
const struct font_glyph *font_glyph(struct font *font, uint32_t glyph);

/* A number as it stands in a charstring: writes 1 to 3 bytes; 0 where it does not fit into 16 bits. */
size_t font_put_number(unsigned char out[3], int number);

enum { FONT_SUBSET_GLYPHS = 400, FONT_SUBSET_TEXT = 48 };

/* The glyphs of one font that one document shows. A glyph that stands for different texts at different places is in it once for each, so that
 * the map back to text is exact. CIDs count from 1. */
struct font_subset {
    struct font *font;
    size_t count;
    bool full; /* a glyph had no room or no outline */
    struct font_subset_entry {
        const struct font_glyph *glyph;
        uint32_t id;
        uint8_t text_length;
        char text[FONT_SUBSET_TEXT]; /* UTF-8 of what it stands for, for ToUnicode */
    } entries[FONT_SUBSET_GLYPHS];
};

/* The CID of the glyph, which is taken in where it is new; 0 (and `full`) where that cannot be. */
unsigned font_subset_add(struct font_subset *subset, uint32_t glyph, struct text stands_for);
/* Several glyphs that stand for one text (a consonant with its vowel sign, a letter with its points) drawn as one, so that glyphs and text go
 * together everywhere. `parts` may be none: then nothing is drawn. */
struct font_part {
    uint32_t id;
    int x, y; /* where its origin stands */
};
unsigned font_subset_add_cluster(struct font_subset *subset, struct arena *arena, const struct font_part *parts, size_t count, int advance, struct text stands_for);
/* Writes the font program: a bare CFF for FontFile3 with the subtype CIDFontType0C. */
void font_subset_write_cff(const struct font_subset *subset, const char *name, struct buffer *out);
/* Writes the ToUnicode CMap. */
void font_subset_write_cmap(const struct font_subset *subset, struct buffer *out);

#endif
