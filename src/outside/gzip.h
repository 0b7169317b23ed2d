/* gzip (RFC 1952) for what is served again and again and holds no secret: style and script. Pages are not packed: what a stranger adds to a page beside a secret would tell by its length. */
#ifndef OUTSIDE_GZIP_H
#define OUTSIDE_GZIP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/* As small as zlib can; in the arena. */
struct text gzip_pack(struct arena *arena, struct text clear);
/* Does this Accept-Encoding (RFC 9110, 12.5.3) take gzip by its name? A quality of 0 says no; `*` is not looked at. */
bool gzip_accepted(struct text header);

#endif
