/* A letter as an Internet message (RFC 5322, MIME: RFC 2045-2047, RFC 6532 for addresses beyond ASCII): plain text and HTML as alternatives. */
#ifndef OUTSIDE_MAIL_H
#define OUTSIDE_MAIL_H

#include "base/context.h"

struct mail {
    struct text from_name, from_address; /* names may be empty */
    struct text to_name, to_address;
    struct text subject;
    struct text message_id; /* without angle brackets; also makes the boundary, so that the same letter has the same bytes every time */
    struct text language;   /* as in HTML's lang */
    struct instant date;
    struct text text, html; /* UTF-8; line ends as \n */
};

/* Control characters in names and subject become blanks, so nothing of them can begin a new header line. BROKEN "mail.address" for addresses and ids that could. Lines end
 * with CRLF, none is longer than 998 bytes, and but for addresses all bytes are ASCII. */
MUST_CHECK mail_compose(struct context *context, const struct mail *mail, struct text *message);

/* "Huawei Certification <certification@example.org>" or the address alone; false where the address is none. */
bool mail_split_address(struct arena *arena, struct text written, struct text *name, struct text *address);

#endif
