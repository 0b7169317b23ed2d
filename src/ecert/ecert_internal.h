/* What the files of ecert share; nobody else includes this. */
#ifndef ECERT_ECERT_INTERNAL_H
#define ECERT_ECERT_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "ecert/ecert.h"
#include "ecert/ecert_layout.h"
#include "outside/pdf.h"
#include "outside/qr.h"

/* --- ecert_svg.c --- */

/* Tells what an SVG file has in it that must not be in artwork (text, pictures, scripts, foreign content), each with its line. `source` gets the file. */
bool svg_check(struct arena *arena, const char *path, struct layout_report *report, struct text *source);

/* --- ecert_artwork.c --- */

/* Draws the SVG at the size of the page and writes it into `pdf` as a form XObject with all that it needs; `form` gets its number. False
 * where it cannot be done, which is told. */
bool artwork_put(struct pdf *pdf, const char *path, struct text source, double width, double height, struct layout_report *report, unsigned *form);

/* --- ecert_profile.c --- */

/* The colour profile of the output intent. */
struct text ecert_profile(struct arena *arena);

/* --- ecert_text.c --- */

/* A text set into its place: lines from top to bottom. */
struct ecert_setting {
    double size;
    size_t count;
    struct {
        struct shaping_line line;
        double x, y, width;
    } lines[8];
};
enum ecert_set { SET_FITS, SET_GLYPH_MISSING, SET_TOO_LONG };
/* Shrinks the text down to the style's smallest size, then breaks it into lines. `missing` as in shaping_line. */
enum ecert_set ecert_set_text(struct arena *arena, struct shaping_fonts fonts, const struct layout_style *style, struct text text,
                              struct ecert_setting *setting, struct text *missing);
/* Shows it between BT and ET, in the colour. */
void ecert_show_text(struct buffer *out, struct pdf_fonts *fonts, const struct ecert_setting *setting, const struct layout_style *style,
                     const struct layout_colour *colour);
void ecert_put_colour(struct buffer *out, const struct layout_colour *colour);

/* --- ecert_page.c: what all certificates of one certification share --- */

/* What a page is made for. */
struct ecert_page_key {
    size_t level, language;
    uint32_t slots; /* bits of the slots that are not empty */
    bool credential;
    struct text body, certification, direction, level_name;
};

/* Characters of plain texts (numbers, dates), whose glyphs stand in the page's own fonts: they need no shaping. */
struct ecert_letter {
    uint32_t code_point;
    uint16_t cid, advance;
    uint16_t font; /* place in the page's fonts */
};
struct ecert_alphabet {
    const struct ecert_letter *letters; /* in the order of their code points */
    size_t count;
};

/* A text of the holder's on the page. */
struct ecert_field {
    const struct layout_text *text;
    const struct layout_style *style;
    const struct layout_colour *colour;
    unsigned mark;    /* MCID */
    unsigned element; /* number of the structure element that says the name as it is written; 0: the element is the page's */
    bool plain;       /* made of the alphabet, as a rule */
};

struct ecert_page {
    struct ecert_page *next;
    struct arena *arena;
    struct ecert_page_key key;
    struct pdf_constant *constant;
    struct ecert_field fields[LAYOUT_TEXTS];
    size_t field_count;
    struct ecert_alphabet alphabets[LAYOUT_FONTS];
    struct text font_entries; /* of the resource dictionary */
    unsigned form;            /* the artwork */
    unsigned qr_mark;
    const struct layout_colour *qr_colour;
    /* numbers: the first three stand in the constant part, the others belong to the certificate */
    unsigned root, document, leaf, information, metadata, resources, content, file, file_specification, signature, fonts;
};

/* What is drawn and embedded the same way for all certificates of a level. */
struct ecert_ground {
    struct pdf pdf;
    unsigned profile; /* ICC */
    unsigned form;
};

enum { ECERT_BUCKETS = 64, ECERT_MOST_PAGES = 256 };

struct ecert_theme {
    struct arena *arena;
    struct layout *layout;
    struct ecert_ground grounds[LAYOUT_LEVELS];
    _Atomic(struct ecert_page *) pages[ECERT_BUCKETS];
    atomic_size_t page_count;
    struct qr_codes *codes;
    struct deflate_code content_code, metadata_code; /* for the holder's part of the page, and XMP */
};

/* Makes a page into `arena`. REFUSED where a text does not fit or a glyph is missing. */
MUST_CHECK ecert_page_make(struct context *context, const struct ecert_theme *theme, const struct ecert_page_key *key, struct arena *arena, struct ecert_page **page);
/* The page from the theme's store of pages, made where it is new. */
MUST_CHECK ecert_page_find(struct context *context, struct ecert_theme *theme, const struct ecert_page_key *key, struct ecert_page **page);

/* --- ecert_metadata.c --- */

struct ecert_metadata {
    struct text title, body, subject, language, number;
    int64_t revision;
    struct day issued;
};
/* The document information dictionary's entries. */
void ecert_put_information(struct buffer *out, const struct ecert_metadata *metadata);
/* The XMP packet: what it begins with in every document, and the rest, which is ASCII. */
struct text ecert_xmp_beginning(void);
void ecert_put_xmp(struct buffer *out, const struct ecert_metadata *metadata);

/* --- ecert_theme.c --- */

/* Reads and prepares a theme, telling all that is wrong; NULL where anything is. */
struct ecert_theme *ecert_theme_prepare(struct text folder, struct layout_report *report);

/* --- ecert.c --- */

/* Facts that can be printed, and the page that they need. */
MUST_CHECK ecert_check_facts(struct context *context, const struct layout *layout, const struct ecert_facts *facts, struct ecert_page_key *key);
/* What goes into the slots; the key gets their bits. */
void ecert_fill_values(struct context *context, const struct layout *layout, const struct ecert_facts *facts, struct ecert_page_key *key, struct text values[SLOT_COUNT]);
/* At least one name, and nothing in them that cannot be text. */
MUST_CHECK ecert_check_names(struct context *context, struct text native, struct text latin);
MUST_CHECK ecert_bad_fact(struct context *context, const char *fact);
/* The QR code in its place on the page; false where it cannot be drawn. */
bool ecert_show_qr(struct buffer *out, const struct ecert_theme *theme, const struct layout_colour *colour, struct text address);
/* A reason why a name cannot be set, as the acts tell it. */
MUST_CHECK ecert_set_failed(struct context *context, enum ecert_set set, struct text missing, const char *field);

#endif
