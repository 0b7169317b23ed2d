/* SHA-256 (FIPS 180-4), by OpenSSL. */
#ifndef OUTSIDE_HASH_H
#define OUTSIDE_HASH_H

#include "base/text.h"

enum { HASH_SHA256 = 32 };

/* The hash of the bytes. */
void hash_sha256(struct bytes bytes, unsigned char out[HASH_SHA256]);
/* The same as 64 hexadecimal digits, in the arena. */
struct text hash_sha256_hex(struct arena *arena, struct bytes bytes);

/* HMAC-SHA-256 (RFC 2104) of a message in pieces, which is nowhere put together. */
void hash_hmac_sha256(struct bytes key, const struct text *pieces, size_t count, unsigned char out[HASH_SHA256]);

/* The hash of what comes piece by piece. */
struct hash;
struct hash *hash_begin(void);
void hash_add(struct hash *hash, const void *bytes, size_t length);
/* Gives the hash and frees what it took. */
void hash_end(struct hash *hash, unsigned char out[HASH_SHA256]);

#endif
