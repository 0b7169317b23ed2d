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
    struct error *also; /* what else is wrong with the same input, each at its field; NULL: nothing */
    struct arena *arena;
};

/* What was found wrong with one input, in the order in which it was found. */
struct error_faults {
    struct error *first, *last;
};

/* Records a failure and returns RESULT, so that one writes `return error_set(...)`. Arguments are pairs of name and value, both
 * `const char *`, ended by NULL; they are copied. Only the first failure of a piece of work is kept: later ones are its echo. */
MUST_CHECK error_set(struct error *error, enum result result, const char *code, const char *english, ...) __attribute__((sentinel));
/* Adds the place in the input to the failure just set; returns its result. */
MUST_CHECK error_at(struct error *error, struct text file, long line, long column);
/* Sets the failure aside, where there is one, so that what else is wrong with the same input can be found. */
void error_set_aside(struct error *error, struct error_faults *faults);
/* Makes the first that was set aside the failure again, with the others as its `also`. Returns its result, RESULT_OK where there is none. */
MUST_CHECK error_of_faults(struct error *error, const struct error_faults *faults);
/* Makes the failure of another piece of work, whose memory may end sooner, this one's, where this one has none. Returns the result. */
MUST_CHECK error_take(struct error *error, const struct error *other);
/* Forgets the failure, where the caller has dealt with it. */
void error_clear(struct error *error);
/* Fills {names} of a text, English or translated, from the error's arguments; unknown names stay as they are. */
struct text error_fill(struct arena *arena, const struct error *error, const char *translated);
/* English: "FILE:LINE:COLUMN: text" with what is known of the place. */
struct text error_text(struct arena *arena, const struct error *error);

#endif
