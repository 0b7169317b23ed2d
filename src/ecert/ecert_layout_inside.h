/* What the files that read a layout share; nobody else includes this. */
#ifndef ECERT_ECERT_LAYOUT_INSIDE_H
#define ECERT_ECERT_LAYOUT_INSIDE_H

#include "ecert/ecert_layout.h"

enum layout_section { IN_NOTHING, IN_PAGE, IN_LANGUAGE, IN_COLOURS, IN_LEVEL, IN_FONT, IN_TEXT, IN_QR };

struct layout_reader {
    struct arena *arena;
    struct layout *layout;
    struct layout_report *report;
    long line;
    enum layout_section section;
    size_t at; /* of the language, level, font or text that the section is about */
    struct font *fallbacks[LAYOUT_FONTS][LAYOUT_FALLBACKS];
    bool open_fonts;
};

/* Tells what is wrong at a line of the file (0: with the whole), or at the line under way: `english` with one {name}, whose value is given; both NULL where it has none. */
void layout_tell_at(struct layout_reader *reader, long line, const char *code, const char *english, const char *name, const char *value);
void layout_tell(struct layout_reader *reader, const char *code, const char *english, const char *name, const char *value);
/* The text as a string that lives as long as the layout. */
const char *layout_keep(struct layout_reader *reader, struct text text);

/* Takes `key = value` of the section under way. */
void layout_key(struct layout_reader *reader, struct text key, struct text value);

#endif
