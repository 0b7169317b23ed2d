/* What a mail server answers (RFC 5321, 4.2): lines of three digits, then a space on the last one and a hyphen on those before. */
#ifndef OUTSIDE_SMTP_REPLY_H
#define OUTSIDE_SMTP_REPLY_H

#include "base/text.h"

enum { SMTP_REPLY_LIMIT = 500 };

/* The last reply, all zeros at first. */
struct smtp_reply {
    char words[SMTP_REPLY_LIMIT + 1]; /* its lines joined, without control characters, cut where they are longer */
    size_t length;
    bool complete;
    int code; /* 0: none came yet */
};

/* Takes what came over the line, one or more whole lines. A line that does not begin with three digits is no reply and is passed over. */
void smtp_reply_take(struct smtp_reply *reply, struct text lines);
/* As UTF-8: servers write in any encoding, and what is not UTF-8, or was cut within a character, becomes question marks. A copy in the arena. */
struct text smtp_reply_readable(struct arena *arena, const char *words);

#endif
