/* A layout file as it was read: what stands where on a certificate. Written for designers; theme/ecert/README.md describes it.
 * Only the files of ecert include this. Lengths are in PDF points from the lower left corner, except where said. */
#ifndef ECERT_ECERT_LAYOUT_H
#define ECERT_ECERT_LAYOUT_H

#include "base/context.h"
#include "outside/shaping.h"

enum {
    LAYOUT_LANGUAGES = 4, LAYOUT_COLOURS = 24, LAYOUT_LEVELS = 8, LAYOUT_FONTS = 12, LAYOUT_FILES = 48, LAYOUT_TEXTS = 64, LAYOUT_FALLBACKS = 40,
    LAYOUT_LARGEST_FILE = 256 << 10
};

/* What a text can have filled in, in braces. The page's are the same for all certificates of one certification. `name` is the one of the two
 * names that the language prefers, or the only one; `other_name` the other, where it is there and differs. */
enum layout_slot {
    SLOT_BODY, SLOT_CERTIFICATION, SLOT_LEVEL, SLOT_DIRECTION, /* the page's */
    SLOT_NAME, SLOT_OTHER_NAME, SLOT_NUMBER, SLOT_REVISION, SLOT_EXAM_DAY, SLOT_AWARD_DAY, SLOT_ISSUE_DAY, SLOT_EXPIRY_DAY, SLOT_VERIFY_ADDRESS,
    SLOT_COUNT, SLOT_FIRST_OF_HOLDER = SLOT_NAME, SLOT_NONE = SLOT_COUNT
};
extern const char *const layout_slot_names[SLOT_COUNT];
/* The slot of that name; SLOT_NONE where there is none. */
enum layout_slot layout_slot(struct text name);

struct layout_colour {
    const char *name;
    unsigned char red, green, blue;
};

struct layout_font {
    const char *name;
    struct shaping_fonts list;
    long line;
};

enum layout_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };
enum layout_grow { GROW_DOWN, GROW_CENTRE, GROW_UP };

/* How a text looks in one language. */
struct layout_style {
    struct text text, otherwise; /* with {slots}; otherwise: where a slot is empty */
    double x, y, width;
    double size, smallest, leading, tracking;
    long lines;
    enum layout_align align;
    enum layout_grow grow;
    int font;             /* place in fonts; -1: not said */
    const char *colour, *ground;
    long line;            /* of the file, for messages */
};

struct layout_text {
    const char *name;
    const char *role;     /* H1, H2, H3, P: the structure element; NULL: joins that of the text before */
    uint32_t when, unless; /* bits of slots that must be there, or be empty */
    uint32_t levels;      /* bits of levels; 0: all */
    struct layout_style styles[LAYOUT_LANGUAGES];
    uint32_t slots;       /* bits of the slots that it has filled in, in any language */
    long line;
};

struct layout_level {
    const char *name;
    const char *artwork; /* path */
    struct text names[LAYOUT_LANGUAGES];
    struct layout_colour colours[LAYOUT_COLOURS]; /* go before the general ones */
    size_t colour_count;
    long line;
};

struct layout_language {
    const char *name;  /* "zh_CN" */
    const char *tag;   /* "zh-CN" (BCP 47) */
    struct text date;  /* with {day} {month} {year} {month_number} */
    struct text months[12];
    bool prefers_latin;
    struct text title; /* of the document, with {slots} */
    struct text subject, qr_text;
    long line;
};

struct layout {
    const char *file; /* path of the layout file */
    const char *folder;
    double width, height;
    struct layout_language languages[LAYOUT_LANGUAGES];
    size_t language_count;
    struct layout_colour colours[LAYOUT_COLOURS];
    size_t colour_count;
    struct layout_level levels[LAYOUT_LEVELS];
    size_t level_count;
    struct layout_font fonts[LAYOUT_FONTS];
    size_t font_count;
    struct font *files[LAYOUT_FILES]; /* every font file once; freed with the layout */
    struct { const char *path; unsigned index; } file_names[LAYOUT_FILES];
    size_t file_count;
    struct layout_text texts[LAYOUT_TEXTS];
    size_t text_count;
    struct { double x, y, size; const char *colour, *ground; long line; } qr; /* y: its lower edge; size 0: none */
};

/* Where the reader tells what is wrong. It goes on after a mistake where it can, so that a designer sees all at once. */
struct layout_report {
    void (*tell)(struct layout_report *report, const char *file, long line, const char *code, const char *english, const char *name, const char *value);
    size_t count;
    bool first_only; /* nobody asks for more than the first */
};

/* A `tell` that only counts. */
void layout_tell_nobody(struct layout_report *report, const char *file, long line, const char *code, const char *english, const char *name, const char *value);

/* Reads FOLDER/layout.ini into the arena and, where they are wanted, opens its fonts. The report gets everything that is wrong; the layout may be used only where
 * that is nothing. */
struct layout *layout_read(struct arena *arena, struct text folder, struct layout_report *report, bool open_fonts);
/* The same from a text, for tests with or without its fonts. */
struct layout *layout_parse(struct arena *arena, struct text folder, struct text text, struct layout_report *report, bool open_fonts);
void layout_free_fonts(struct layout *layout);

/* The colour by its name, the level's own first; NULL where there is none. */
const struct layout_colour *layout_colour(const struct layout *layout, const struct layout_level *level, const char *name);
const struct layout_level *layout_level(const struct layout *layout, struct text name);
const struct layout_language *layout_language(const struct layout *layout, const char *name);

/* Fills {slots} of a text from `values`; true where all that it uses are there. */
bool layout_fill(struct arena *arena, struct text text, const struct text values[SLOT_COUNT], struct text *filled);
/* The day as the language writes it; empty for NO_DAY. */
struct text layout_day(struct arena *arena, const struct layout_language *language, struct day day);

#endif
