/* Forms as browsers send them: application/x-www-form-urlencoded and multipart/form-data, by a bounded parser of ours (never libmicrohttpd's), fuzzed.
 * A field table says what a form may hold; anything else, anything twice, and anything over its limit is refused. What is wrong with one value is said beside it, and all values
 * are looked at, so that the page can be shown again with everything typed and everything wrong (SPEC 13.1). */
#ifndef OUTSIDE_FORM_H
#define OUTSIDE_FORM_H

#include "base/context.h"

enum form_kind {
    FORM_TEXT,      /* trimmed, one line, NFC, no control characters */
    FORM_LINES,     /* several lines, line ends as \n */
    FORM_SECRET,    /* a password: NFC (RFC 8265), not trimmed */
    FORM_CHOICE,    /* a checkbox or radio value: as sent, no spaces */
    FORM_CHOICES,   /* checkboxes of one name, as many as are ticked: the values in their order, with a space between; `maximum` is for all together */
    FORM_FILE       /* an upload: file name and bytes */
};

/* One field that a form may have. */
struct form_field {
    const char *name;
    enum form_kind kind;
    size_t maximum; /* bytes */
    bool required;
    const char *label; /* English, a message key: names the field in errors. NULL: the page fills it in, not the reader; what is wrong with it is wrong with the form */
};

struct form_value {
    struct text text;      /* what was sent; for FORM_FILE the bytes */
    struct text file_name; /* FORM_FILE */
    bool sent;
    const struct error *fault; /* form.missing, form.file_empty, form.too_long, form.file_too_large, form.encoding; NULL: none */
};

/* Values in the order of the field table, in the context's arena. */
struct form {
    const struct form_field *fields;
    size_t field_count;
    struct form_value *values;
    bool whole; /* it was read to its end: if it is refused all the same, it is for the faults of values */
};

/* Reads a body. REFUSED with the code form.malformed, form.unknown or form.twice, or with the first fault of a value in the table's order; `error.field` names the field. */
MUST_CHECK form_read(struct context *context, struct text content_type, struct text body, const struct form_field *fields, size_t field_count, struct form *form);
/* The same for a query string. Unknown names are ignored there: others append theirs to links. */
MUST_CHECK form_read_query(struct context *context, struct text query, const struct form_field *fields, size_t field_count, struct form *form);
/* The value of a field of the table, empty where it was not sent. */
struct text form_text(const struct form *form, const char *name);
/* What an uploaded file was called by who sent it; not to be used as a path. */
struct text form_file_name(const struct form *form, const char *name);
bool form_sent(const struct form *form, const char *name);
/* The refusal form.missing of a field of the table, for a handler that knows when it is needed. */
MUST_CHECK form_missing(struct context *context, const struct form *form, const char *name);

#endif
