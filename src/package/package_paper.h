/* Setting texts on paper; only the files of package_print include this. Lengths in points, y upwards. */
#ifndef PACKAGE_PACKAGE_PAPER_H
#define PACKAGE_PACKAGE_PAPER_H

#include "outside/pdf_pages.h"
#include "outside/qr.h"
#include "package/package_print.h"

#define MILLIMETRES(LENGTH) ((LENGTH) * 72 / 25.4)

/* A print run. */
struct paper {
    struct context *context;
    struct pdf_pages pages;
    struct shaping_fonts fonts;
    struct qr_codes *codes;
};

enum { BLOCK_LINES = 40 };
/* Texts set into a place: each on one line or, where it is too wide, on several; all of one size. */
struct paper_block {
    double size, height; /* height: of all lines */
    size_t count;
    struct shaping_line lines[BLOCK_LINES];
};
struct paper_place {
    double x, top, width, height;
    double largest, smallest; /* sizes of the letters */
};
enum paper_set { PAPER_FITS, PAPER_GLYPH_MISSING, PAPER_NO_ROOM };

/* Sets the texts as large as there is room; `missing`, where given, gets what no font has. */
enum paper_set paper_set(struct paper *paper, const struct paper_place *place, const struct text *texts, size_t count, struct paper_block *block, struct text *missing);
/* Shows them from the top of the place, at its right edge where any is read from right to left. Returns the y below the last line. */
double paper_show(struct paper *paper, const struct paper_place *place, const struct paper_block *block);
/* One line at that base line, made smaller where it is too wide; left out where it cannot be set. */
void paper_line(struct paper *paper, double x, double y, double width, double size, struct text text);
/* The same in the reader's language. */
void paper_word(struct paper *paper, double x, double y, double width, double size, const char *english);
void paper_rule(struct paper *paper, double x, double y, double width);
void paper_box(struct paper *paper, double x, double y, double size);
/* The QR code of the text, its lower left corner at (x, y). */
void paper_code(struct paper *paper, double x, double y, double size, struct text text);
/* The refusal of what could not be set. */
MUST_CHECK paper_refuse(struct paper *paper, enum paper_set set, struct text missing, struct text number);

/* package_slip.c */
MUST_CHECK package_slip(struct paper *paper, struct text sender, const struct package_print *print);
/* package_label.c: into a place of the page under way; `small`: one of eight on a sheet. */
MUST_CHECK package_label(struct paper *paper, double x, double y, bool small, const struct text *sender, size_t sender_count, const struct package_print *print);
enum { SHEET_COLUMNS = 2, SHEET_ROWS = 4 };
#define LABEL_WIDTH MILLIMETRES(100)
#define LABEL_HEIGHT MILLIMETRES(150)
#define SHEET_WIDTH MILLIMETRES(210)
#define SHEET_HEIGHT MILLIMETRES(297)

#endif
