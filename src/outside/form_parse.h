/* The two ways in which browsers write a form, taken apart: names and contents in their order, nothing judged yet. */
#ifndef OUTSIDE_FORM_PARSE_H
#define OUTSIDE_FORM_PARSE_H

#include "base/context.h"

struct form_part {
    struct text name;
    struct text content;   /* multipart: within the body itself, not copied */
    struct text file_name; /* as sent */
    bool is_file;
};

/* Gets each part; a result below zero ends the reading and is passed on. */
typedef enum result form_each(struct context *context, const struct form_part *part, void *data);

/* application/x-www-form-urlencoded, also a query string. REFUSED form.malformed for an escape that is none. */
MUST_CHECK form_parse_urlencoded(struct context *context, struct text text, form_each *each, void *data);
/* multipart/form-data (RFC 7578), at most `maximum` parts. REFUSED form.malformed where anything stands where it should not. */
MUST_CHECK form_parse_multipart(struct context *context, struct text boundary, struct text body, size_t maximum, form_each *each, void *data);
/* The boundary in a Content-Type; false where it is not multipart/form-data or has no sound boundary (RFC 2046 5.1.1). */
bool form_parse_boundary(struct text content_type, struct text *boundary);
/* True for application/x-www-form-urlencoded, with whatever parameters. */
bool form_parse_is_urlencoded(struct text content_type);
/* Sets form.malformed. */
MUST_CHECK form_parse_malformed(struct context *context);

#endif
