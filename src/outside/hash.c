#include "outside/hash.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <pthread.h>
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

void hash_hmac_sha256(struct bytes key, const struct text *pieces, size_t count, unsigned char out[HASH_SHA256])
{
    char name[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0), OSSL_PARAM_construct_end()};
    size_t length = 0;
    EVP_MAC *method = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *mac = method ? EVP_MAC_CTX_new(method) : NULL;
    if (!mac || EVP_MAC_init(mac, key.data, key.length, parameters) != 1) abort();
    for (size_t i = 0; i < count; i++)
        if (EVP_MAC_update(mac, (const unsigned char *)pieces[i].bytes, pieces[i].length) != 1) abort();
    if (EVP_MAC_final(mac, out, &length, HASH_SHA256) != 1 || length != HASH_SHA256) abort();
    EVP_MAC_CTX_free(mac);
    EVP_MAC_free(method);
}

/* Looked up once: EVP_sha256() alone is looked up anew, under a lock, by whatever begins with it. */
static EVP_MD *sha256;

static void fetch_sha256(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

struct hash *hash_begin(void)
{
    static pthread_once_t fetched = PTHREAD_ONCE_INIT;
    pthread_once(&fetched, fetch_sha256);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    if (!digest || EVP_DigestInit_ex(digest, sha256, NULL) != 1) abort();
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
