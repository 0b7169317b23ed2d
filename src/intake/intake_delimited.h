/* Splits delimited text (RFC 4180 where there are quotes) without copying: 64 bytes at a time are turned into a mask of separators. */
#ifndef INTAKE_DELIMITED_H
#define INTAKE_DELIMITED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* So many readable bytes must stand behind the text. */
enum { DELIMITED_PADDING = 64, DELIMITED_CELLS = 300 };

struct delimited_cell {
    const char *bytes;
    uint32_t length;
    bool doubled; /* quotes in it stand twice */
};

struct delimited {
    const char *at, *end; /* what is left */
    const char *block;    /* the mask is of the 64 bytes from here on */
    uint64_t mask;
    char delimiter, quote;
};

/* One record: a line, or more lines where a quoted cell has line ends in it. */
struct delimited_record {
    struct text raw;   /* without the line end */
    uint32_t lines;    /* how many it takes */
    bool ended;        /* by a line end; else by the end of the text */
    uint32_t count;    /* of cells; only the first DELIMITED_CELLS are kept */
    const char *wrong; /* where a quote is that should not be, else NULL */
    struct delimited_cell cells[DELIMITED_CELLS];
};

void delimited_begin(struct delimited *delimited, struct text text, char delimiter, char quote);
/* The next record; false at the end. */
bool delimited_next(struct delimited *delimited, struct delimited_record *record);

#endif
