/* A list of packages as a file for a carrier's own program (SPEC 8.3): RFC 4180, UTF-8 with a mark, a line each under a head. Pure: no store, no clock.
 *
 * Whoever opens it in a spreadsheet must not run what a candidate has written into his address: a cell that a spreadsheet would take for a formula gets an apostrophe in front, which makes it text. Everything else stands exactly as it is, for the carrier's program: a spreadsheet that does not import it as text takes the
 * leading zeros of a postal code away, which nothing in the file can prevent but a formula or a sign that would be printed (docs/packages.md). */
#ifndef PACKAGE_PACKAGE_CSV_H
#define PACKAGE_PACKAGE_CSV_H

#include "base/buffer.h"
#include "package/package_address.h"

struct package_csv_row {
    struct text number;      /* of the package */
    struct package_address address;
    struct text contents;    /* in one line */
    struct text certificate; /* number */
    struct day due;          /* by which it is to be mailed */
};

/* Both scripts stand in columns of their own, the street in three; what was not written in Latin letters stands in both as it was written, whole; the telephone number is written 86-13800138000. */
struct text package_csv(struct arena *arena, const struct package_csv_row *rows, size_t count);
/* Writes one cell: always quoted, quotes doubled, lines joined by commas, and no formula. */
void package_csv_cell(struct buffer *out, struct text text);

#endif
