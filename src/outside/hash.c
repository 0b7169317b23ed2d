#include "outside/hash.h"

#include <openssl/sha.h>

#include "base/encoding.h"

void hash_sha256(struct bytes bytes, unsigned char out[HASH_SHA256])
{
    SHA256(bytes.data, bytes.length, out);
}

struct text hash_sha256_hex(struct arena *arena, struct bytes bytes)
{
    unsigned char hash[HASH_SHA256];
    hash_sha256(bytes, hash);
    return encoding_hex(arena, (struct bytes){hash, sizeof hash});
}
