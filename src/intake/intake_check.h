/* Looks a text through from end to end before any of it is taken in: a file that is not whole, or no text, is refused whole (SPEC 3.3). */
#ifndef INTAKE_CHECK_H
#define INTAKE_CHECK_H

#include "base/context.h"

/* The longest line, and with quotes the longest record, in bytes. */
enum { INTAKE_LINE_LIMIT = 64 << 10 };

struct intake_text_facts {
    int64_t lines;
    struct text header; /* the first record, without line end and byte order mark; in the context's arena */
    int64_t start;      /* where the text begins, behind a byte order mark */
};

/* Checks `length` bytes of UTF-8 from `offset` of `fd`: well-formed, no NUL, no line over the limit, no quote left open. REFUSED intake.encoding, intake.nul,
 * intake.line_too_long, intake.quote with line and column (characters). */
MUST_CHECK intake_check(struct context *context, int fd, int64_t offset, int64_t length, char delimiter, char quote, struct intake_text_facts *facts);

/* True where a text that is no UTF-8 is most likely cp1252: beyond ASCII it has only letters, each beside a letter or the edge of a word, and nowhere a sequence that would be
 * well-formed UTF-8. */
MUST_CHECK intake_check_cp1252(struct context *context, int fd, int64_t offset, int64_t length, bool *likely);

/* The column, in characters from 1, of a position in a line. */
long intake_column(struct text line, size_t position);

#endif
