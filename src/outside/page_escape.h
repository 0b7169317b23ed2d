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
/* "#" where it does not begin with / # https: http: or mailto:. Characters that no URL may hold are percent-encoded, & is &amp;. */
void page_escape_url_start(struct buffer *out, struct text text);
/* All but letters, digits and - . _ ~ percent-encoded (RFC 3986 2.1). */
void page_escape_url_part(struct buffer *out, struct text text);
/* Without control characters (C0, DEL, C1) but line end and tab; what is no well-formed UTF-8 as U+FFFD. */
void page_escape_plain(struct buffer *out, struct text text);
void page_escape(struct buffer *out, struct text text, enum page_escape escape);

#endif
