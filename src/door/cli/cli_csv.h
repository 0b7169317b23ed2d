/* Comma-separated values (RFC 4180), as a spreadsheet saves them: fields in quotes may hold commas and lines. */
#ifndef DOOR_CLI_CLI_CSV_H
#define DOOR_CLI_CLI_CSV_H

#include "base/arena.h"
#include "base/text.h"

enum { CSV_LONGEST_FIELD = 1 << 16 };

struct csv {
    struct text rest;
    long line, next;              /* in which the row that was begun last begins, from 1; the one behind what was read */
    bool in_row;                  /* it has further fields */
    bool open_quote, long_field;  /* wrong in this row so far: a quotation mark that none closes; a field longer than CSV_LONGEST_FIELD, which is cut */
};

/* A mark of UTF-8 at its beginning does not count. */
struct csv csv_of(struct text content);
/* Begins the next row that is not an empty line; what is left of the one before must have been read. False at the end. */
bool csv_row(struct csv *csv);
/* The row's next field, copied into the arena: without the quotes around it, doubled ones inside made single. False behind the last. */
bool csv_field(struct arena *arena, struct csv *csv, struct text *field);

#endif
