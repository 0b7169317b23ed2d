#include "account/authenticator.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "base/encoding.h"
#include "outside/hash.h"

enum { USER_PRESENT = 1, USER_VERIFIED = 4, HAS_CREDENTIAL = 64 };

struct bag {
    unsigned char bytes[2048];
    size_t length;
};

static void put(struct bag *bag, const void *bytes, size_t length)
{
    memcpy(bag->bytes + bag->length, bytes, length);
    bag->length += length;
}

void authenticator_make(struct authenticator *authenticator, int algorithm, const char *party, const char *origin)
{
    *authenticator = (struct authenticator){.algorithm = algorithm, .party = party, .origin = origin, .flags = USER_PRESENT | USER_VERIFIED};
    authenticator->key = algorithm == -7 ? EVP_EC_gen("P-256") : algorithm == -8 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") : EVP_RSA_gen(2048);
    if (!authenticator->key || RAND_bytes(authenticator->credential, sizeof authenticator->credential) != 1) abort();
}

void authenticator_free(struct authenticator *authenticator)
{
    EVP_PKEY_free(authenticator->key);
}

static void put_number(struct bag *bag, EVP_PKEY *key, const char *name, int length)
{
    BIGNUM *number = NULL;
    unsigned char bytes[256];
    if (!EVP_PKEY_get_bn_param(key, name, &number) || BN_bn2binpad(number, bytes, length) != length) abort();
    BN_free(number);
    put(bag, bytes, (size_t)length);
}

/* The public key as COSE writes it (RFC 9053). */
static void put_key(struct bag *bag, const struct authenticator *authenticator)
{
    if (authenticator->algorithm == -7) {
        put(bag, "\xA5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10);
        put_number(bag, authenticator->key, OSSL_PKEY_PARAM_EC_PUB_X, 32);
        put(bag, "\x22\x58\x20", 3);
        put_number(bag, authenticator->key, OSSL_PKEY_PARAM_EC_PUB_Y, 32);
    } else if (authenticator->algorithm == -8) {
        unsigned char point[32];
        size_t length = sizeof point;
        if (!EVP_PKEY_get_raw_public_key(authenticator->key, point, &length)) abort();
        put(bag, "\xA4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10);
        put(bag, point, length);
    } else {
        put(bag, "\xA4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", 11);
        put_number(bag, authenticator->key, OSSL_PKEY_PARAM_RSA_N, 256);
        put(bag, "\x21\x43\x01\x00\x01", 5);
    }
}

static struct bytes keep(struct arena *arena, const struct bag *bag)
{
    struct text copy = text_copy(arena, (struct text){(const char *)bag->bytes, bag->length});
    return (struct bytes){(const unsigned char *)copy.bytes, copy.length};
}

static struct bytes client_data(struct arena *arena, const struct authenticator *authenticator, const char *type, struct text challenge)
{
    struct text written = encoding_base64url(arena, (struct bytes){(const unsigned char *)challenge.bytes, challenge.length});
    struct text text = text_printf(arena, "{\"type\":\"%s\",\"challenge\":\"%.*s\",\"origin\":\"%s\",\"crossOrigin\":%s}", authenticator->type ? authenticator->type : type,
                                   TEXT_ARG(written), authenticator->origin, authenticator->crosses ? "true" : "false");
    return (struct bytes){(const unsigned char *)text.bytes, text.length};
}

static void put_head(struct bag *bag, struct authenticator *authenticator, unsigned char more_flags)
{
    unsigned char hash[HASH_SHA256], flags = authenticator->flags | more_flags;
    hash_sha256((struct bytes){(const unsigned char *)authenticator->party, strlen(authenticator->party)}, hash);
    put(bag, hash, sizeof hash);
    put(bag, &flags, 1);
    unsigned char count[4] = {(unsigned char)(authenticator->count >> 24), (unsigned char)(authenticator->count >> 16), (unsigned char)(authenticator->count >> 8),
                              (unsigned char)authenticator->count};
    put(bag, count, sizeof count);
}

struct passkey_answer authenticator_create(struct arena *arena, struct authenticator *authenticator, struct text challenge)
{
    struct bag bag = {.length = 0};
    unsigned char maker[16] = {0}, length[2] = {0, sizeof authenticator->credential};
    put_head(&bag, authenticator, HAS_CREDENTIAL);
    put(&bag, maker, sizeof maker);
    put(&bag, length, sizeof length);
    put(&bag, authenticator->credential, sizeof authenticator->credential);
    put_key(&bag, authenticator);
    return (struct passkey_answer){.credential = {authenticator->credential, sizeof authenticator->credential}, .authenticator_data = keep(arena, &bag),
                                   .client_data = client_data(arena, authenticator, "webauthn.create", challenge)};
}

struct passkey_answer authenticator_get(struct arena *arena, struct authenticator *authenticator, struct text challenge)
{
    struct bag bag = {.length = 0}, signature = {.length = sizeof signature.bytes};
    if (authenticator->count) authenticator->count++;
    put_head(&bag, authenticator, 0);
    struct passkey_answer answer = {.credential = {authenticator->credential, sizeof authenticator->credential}, .authenticator_data = keep(arena, &bag),
                                    .client_data = client_data(arena, authenticator, "webauthn.get", challenge)};
    unsigned char hash[HASH_SHA256];
    hash_sha256(answer.client_data, hash);
    put(&bag, hash, sizeof hash);
    EVP_MD_CTX *signing = EVP_MD_CTX_new();
    const EVP_MD *digest = authenticator->algorithm == -8 ? NULL : EVP_sha256();
    if (!signing || !EVP_DigestSignInit(signing, NULL, digest, NULL, authenticator->key) ||
        !EVP_DigestSign(signing, signature.bytes, &signature.length, bag.bytes, bag.length))
        abort();
    EVP_MD_CTX_free(signing);
    answer.signature = keep(arena, &signature);
    return answer;
}
