/* Bytes as text: hexadecimal, base64 and base64url (RFC 4648), Crockford's base32. */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stdbool.h>

#include "base/text.h"

struct text encoding_hex(struct arena *arena, struct bytes bytes);
/* False where it is not an even count of hexadecimal digits. */
bool encoding_from_hex(struct arena *arena, struct text text, struct bytes *bytes);

/* With padding and line ends nowhere. */
struct text encoding_base64(struct arena *arena, struct bytes bytes);
/* Without padding, - and _ for + and /. */
struct text encoding_base64url(struct arena *arena, struct bytes bytes);
bool encoding_from_base64url(struct arena *arena, struct text text, struct bytes *bytes);

/* Crockford's 32 characters (no I, L, O, U), most significant bits first, for what people read aloud and type. */
struct text encoding_base32(struct arena *arena, struct bytes bytes);
/* A number in the same characters, at least `least` of them; and back: false where it is none, 0, or of more than 12 characters. */
struct text encoding_base32_number(struct arena *arena, int64_t number, int least);
bool encoding_from_base32_number(struct text text, int64_t *number);
/* What whoever types or tells such a character means: upper case, O as 0, I and L as 1; any other is itself. */
char encoding_base32_meant(char typed);

#endif
