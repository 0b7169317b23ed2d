/* One-time passwords by time: RFC 6238 with SHA-1, 6 digits and steps of 30 seconds, which is what every authenticator app does. */
#ifndef OUTSIDE_ONE_TIME_H
#define OUTSIDE_ONE_TIME_H

#include "base/clock.h"
#include "base/text.h"

enum { ONE_TIME_SECRET = 20 /* bytes, as long as the hash */, ONE_TIME_STEP = 30 /* seconds */, ONE_TIME_DIGITS = 6 };

int64_t one_time_step(struct instant at);
/* The code of a step (RFC 4226, 5.3), `digits` of it, at most 9. */
uint32_t one_time_code(struct bytes secret, int64_t step, int digits);
/* Whether what was typed is the code of this step, or of the one before or after, because clocks differ; blanks and hyphens in it do not count. Takes the same time for all. */
bool one_time_match(struct bytes secret, struct text typed, struct instant now, int64_t *step);

/* The secret as apps take it: base32 (RFC 4648) without padding, in fours. */
struct text one_time_secret_text(struct arena *arena, struct bytes secret);
/* otpauth://totp/ISSUER:NAME?secret=...&issuer=ISSUER in printable ASCII, for a QR code. */
struct text one_time_address(struct arena *arena, struct text issuer, struct text name, struct bytes secret);

#endif
