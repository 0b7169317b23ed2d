/* The detail of a failure, put once into the context where it happens and turned into a page, a problem document or an exit status only at a door.
 *
 * A code is stable ("intake.zip_truncated": room, dot, what). The text is English with {named} arguments, the same text is the
 * message key in po/, so the door can show it in the asker's language (SPEC 13.1). It says what, where and what to do. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/result.h"
#include "base/text.h"

/* Marks a text for xgettext where it is not translated on the spot. */
#define N_(ENGLISH) ENGLISH

enum { ERROR_ARGUMENTS = 8 };

struct error_argument {
    const char *name;
    struct text value;
};

struct error {
    enum result result; /* RESULT_OK: nothing went wrong */
    const char *code;
    const char *english;
    struct error_argument arguments[ERROR_ARGUMENTS];
    size_t argument_count;
    /* Where in the input: file, line and column count from 1, 0 or empty where it does not apply. `field` is a form's field. */
    struct text file;
    long line;
    long column;
    const char *field;
    struct arena *arena;
};

/* Records a failure and returns RESULT, so that one writes `return error_set(...)`. Arguments are pairs of name and value, both
 * `const char *`, ended by NULL; they are copied. Only the first failure of a piece of work is kept: later ones are its echo. */
MUST_CHECK error_set(struct error *error, enum result result, const char *code, const char *english, ...) __attribute__((sentinel));
/* Adds the place in the input to the failure just set; returns its result. */
MUST_CHECK error_at(struct error *error, struct text file, long line, long column);
/* Forgets the failure, where the caller has dealt with it. */
void error_clear(struct error *error);
/* Fills {names} of a text, English or translated, from the error's arguments; unknown names stay as they are. */
struct text error_fill(struct arena *arena, const struct error *error, const char *translated);
/* English: "FILE:LINE:COLUMN: text" with what is known of the place. */
struct text error_text(struct arena *arena, const struct error *error);

#endif
