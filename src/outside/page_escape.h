/* Values made harmless for the place where they are written. */
#ifndef OUTSIDE_PAGE_ESCAPE_H
#define OUTSIDE_PAGE_ESCAPE_H

#include "base/buffer.h"

enum page_escape {
    PAGE_ESCAPE_HTML,      /* text, <title>, <textarea> and quoted attribute values */
    PAGE_ESCAPE_URL_START, /* a URL attribute's value from its beginning */
    PAGE_ESCAPE_URL_PART,  /* further behind in it */
    PAGE_ESCAPE_PLAIN      /* plain text */
};

/* & < > " ' as character references; what is no well-formed UTF-8 and control characters that HTML forbids as U+FFFD. */
void page_escape_html(struct buffer *out, struct text text);
void page_escape(struct buffer *out, struct text text, enum page_escape escape);

#endif
