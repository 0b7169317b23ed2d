#include "outside/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdlib.h>

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

void hash_hmac_sha256(struct bytes key, struct text message, unsigned char out[HASH_SHA256])
{
    unsigned length = 0;
    if (!HMAC(EVP_sha256(), key.data, (int)key.length, (const unsigned char *)message.bytes, message.length, out, &length) || length != HASH_SHA256) abort();
}

struct hash *hash_begin(void)
{
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    if (!digest || EVP_DigestInit_ex(digest, EVP_sha256(), NULL) != 1) abort();
    return (struct hash *)digest;
}

void hash_add(struct hash *hash, const void *bytes, size_t length)
{
    if (EVP_DigestUpdate((EVP_MD_CTX *)hash, bytes, length) != 1) abort();
}

void hash_end(struct hash *hash, unsigned char out[HASH_SHA256])
{
    if (EVP_DigestFinal_ex((EVP_MD_CTX *)hash, out, NULL) != 1) abort();
    EVP_MD_CTX_free((EVP_MD_CTX *)hash);
}
