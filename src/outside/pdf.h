/* Writing PDF (ISO 32000-1): objects, streams, text by glyphs, and the signed end of a file.
 *
 * A document has two parts. The constant part is written once for many documents, and kept with its offsets and the state of its
 * SHA-256; the other part is appended for each document. Objects are numbered in order, the constant part's first. */
#ifndef OUTSIDE_PDF_H
#define OUTSIDE_PDF_H

#include "base/buffer.h"
#include "base/context.h"
#include "outside/deflate.h"
#include "outside/shaping.h"
#include "outside/signature.h"

enum { PDF_OBJECTS = 2000, PDF_FONTS = 24, PDF_OBJECTS_OF_A_FONT = 5, PDF_FONT_ROOM = 120 };

/* A document or constant part under way. */
struct pdf {
    struct buffer out;
    uint32_t *places; /* by object number: where it begins, or the object stream and the place in it; 0: not written */
    unsigned taken, most; /* highest number taken so far; one more than any may be */
    struct buffer pack;
    bool packing;
    unsigned packed, pack_number;
    struct buffer pack_head;
    const struct pdf_constant *constant;
};

/* --- Parts --- */

/* Begins a constant part: the header is written. At most `maximum` bytes. */
void pdf_begin(struct pdf *pdf, struct arena *arena, size_t maximum);
/* The same for a document of very many objects, all numbers below `objects`. */
void pdf_begin_large(struct pdf *pdf, struct arena *arena, size_t maximum, unsigned objects);
/* A copy to go on from, in another arena. */
void pdf_copy(const struct pdf *pdf, struct arena *arena, struct pdf *copy);
/* What stays of a constant part; lives in the arena given. */
struct pdf_constant;
/* Every number taken below `reserved` must have been written. Numbers from `reserved` on are the document's. */
struct pdf_constant *pdf_keep(const struct pdf *pdf, struct arena *arena, unsigned reserved);
/* Begins a document on a constant part. */
void pdf_begin_on(struct pdf *pdf, struct arena *arena, const struct pdf_constant *constant, size_t maximum);

/* --- Objects --- */

/* Takes `count` fresh consecutive numbers, returns the first. */
unsigned pdf_take(struct pdf *pdf, unsigned count);
void pdf_begin_object(struct pdf *pdf, unsigned number);
void pdf_end_object(struct pdf *pdf);
/* Objects (but streams) that are begun between these two are put into one compressed object stream, which halves a constant part. */
void pdf_pack_begin(struct pdf *pdf);
void pdf_pack_end(struct pdf *pdf);
/* Writes a whole stream object; `entries` are the dictionary's entries but Length and Filter; compressed where `compress`. */
void pdf_put_stream(struct pdf *pdf, unsigned number, const char *entries, struct text bytes, bool compress);
/* The same, compressed quickly by a code that was made for such streams and has all their bytes; it knows how they begin, `rest` is what follows. */
void pdf_put_coded_stream(struct pdf *pdf, unsigned number, const char *entries, struct text rest, const struct deflate_code *code);
/* "12 0 R" */
void pdf_put_reference(struct buffer *out, unsigned number);
/* A number with at most three decimals, without an exponent. */
void pdf_put_number(struct buffer *out, double number);
/* Numbers with a space behind each. */
void pdf_put_numbers(struct buffer *out, const double *numbers, size_t count);
/* A text string: in parentheses where it is printable ASCII, else UTF-16 in hexadecimal. */
void pdf_put_string(struct buffer *out, struct text text);
/* "(D:20260213000000Z)" */
void pdf_put_date(struct buffer *out, struct day day);

/* --- Text --- */

/* The fonts of one part of a document: subsets that grow as text is shown, named PREFIX0, PREFIX1 ... in the resources. */
struct pdf_fonts {
    struct arena *arena;
    char prefix;
    size_t count;
    struct font_subset *subsets[PDF_FONTS];
    bool full;
};
/* The subset of the font, begun where it is new or the one before is nearly full (a line may need PDF_FONT_ROOM more glyphs); `index` gets its place. NULL (and `full`) where there are too many. */
struct font_subset *pdf_font(struct pdf_fonts *fonts, struct font *font, size_t *index);

struct pdf_show {
    double x, y;     /* where the base line begins, in points */
    double size;     /* in points */
    double tracking; /* put between glyphs, in 1/1000 of the size; only for scripts that are not joined */
    bool actual;     /* say the text as ActualText too */
};
/* Shows a line inside BT ... ET. The colour is the one set before. */
void pdf_show_line(struct buffer *out, struct pdf_fonts *fonts, const struct shaping_line *line, const struct pdf_show *show);
/* Writes the objects of all fonts; they take PDF_OBJECTS_OF_A_FONT numbers each from `first` on. */
void pdf_put_fonts(struct pdf *pdf, const struct pdf_fonts *fonts, unsigned first);
/* The entries of a resource dictionary's Font for them. */
void pdf_put_font_entries(struct buffer *out, const struct pdf_fonts *fonts, unsigned first);

/* --- The end --- */

struct pdf_ending {
    unsigned root, information, signature; /* object numbers */
    struct text identity; /* goes by its hash into the trailer's ID */
    struct text reason;   /* for the signature dictionary, with name and day of signing as claimed */
    struct text signed_by;
    struct day signed_on;
};
/* Writes the end of a document without a signature and without a constant part, and returns the file in the document's arena. */
MUST_CHECK pdf_finish(struct context *context, struct pdf *pdf, unsigned root, unsigned information, struct text identity, struct bytes *file);
/* Writes the signature dictionary (certification signature, DocMDP P 1, over the whole file) and the cross-reference stream, signs, and returns the file in the document's arena. */
MUST_CHECK pdf_sign(struct context *context, struct pdf *pdf, const struct pdf_ending *ending, const struct signature_signer *signer, struct bytes *file);

#endif
