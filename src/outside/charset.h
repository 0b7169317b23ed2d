/* Text of other encodings as UTF-8, through iconv. Strict: a byte sequence that the encoding does not have is an error with its place, never a question mark. */
#ifndef OUTSIDE_CHARSET_H
#define OUTSIDE_CHARSET_H

#include "base/context.h"

/* Reads `length` bytes from `offset` of `in` and writes them as UTF-8 at the end of `out`; `written`, where given, gets the count of bytes. `charset` is a name that iconv
 * knows: CP1252, UTF-16LE, UTF-16BE, GB18030. A bad sequence is REFUSED "charset.bytes" with the line and column (in characters) at which it stands; more than `limit` bytes of
 * UTF-8 are REFUSED "charset.limit". */
MUST_CHECK charset_to_utf8(struct context *context, const char *charset, int in, int64_t offset, int64_t length, int out, int64_t limit, int64_t *written);

#endif
