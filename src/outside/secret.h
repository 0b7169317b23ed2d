/* Secrets: the store's own, what is derived from it and sealed with it, and tokens that people carry in links and cookies (SPEC 13.5). */
#ifndef OUTSIDE_SECRET_H
#define OUTSIDE_SECRET_H

#include "base/context.h"

enum { SECRET_LENGTH = 32, SECRET_TOKEN_LENGTH = 22 };

/* Makes the store's secret, 32 random bytes, where it has none; for `init`. Every function below does the same inside a transaction that writes; elsewhere
 * a store without a secret is BROKEN "secret.absent". */
MUST_CHECK secret_make(struct context *context);

/* 32 bytes that only this store can compute (HMAC-SHA-256): the same for the same purpose and input, unrelated for any other. `purpose` is a constant of
 * the caller's, "letter", "certificate-number". */
MUST_CHECK secret_derive(struct context *context, const char *purpose, struct text input, unsigned char out[SECRET_LENGTH]);

/* Seals a text so that only this store can read it, and only for the same purpose and `about` (what it belongs to, so that sealed texts cannot be swapped):
 * XSalsa20-Poly1305 by libsodium, the nonce in front. */
MUST_CHECK secret_seal(struct context *context, const char *purpose, struct text about, struct text clear, struct bytes *sealed);
/* REFUSED "secret.damaged" where it is not what was sealed. */
MUST_CHECK secret_open(struct context *context, const char *purpose, struct text about, struct bytes sealed, struct text *clear);

/* A fresh token: 128 bits from the kernel as base64url, SECRET_TOKEN_LENGTH characters. */
struct text secret_token(struct context *context);
/* How a token is stored: its SHA-256, 32 bytes. */
struct bytes secret_hash(struct context *context, struct text token);

#endif
