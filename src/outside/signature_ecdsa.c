/* ECDSA on P-256 with the nonce of RFC 6979: the same digest gives the same signature (SPEC 7.2), and a weak source of randomness cannot
 * give the key away. OpenSSL 3.0 draws its own nonce; but it takes a prepared k^-1 and r, which are made here:
 *   k       by HMAC-SHA-256 from key and digest (RFC 6979 3.2),
 *   r       from k*G by OpenSSL's constant-time multiplication of the generator,
 *   k^-1    by inverting k*b with a fresh random b, so that the time of the inversion tells nothing about k; by GMP, which takes a
 *           fifteenth of the time of OpenSSL's BN_mod_inverse.
 * This is the one file that needs OpenSSL's older interface to elliptic curves and to SHA-256. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "outside/signature_internal.h"

#include <stdlib.h>

#include <gmp.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/sha.h>

#include "base/random.h"

enum { WIDTH = 32 };

struct signature_ecdsa {
    EC_KEY *key;
    const EC_GROUP *group;
    const BIGNUM *order;
    BN_MONT_CTX *montgomery;
    unsigned char order_bytes[WIDTH], secret[WIDTH];
};

struct hmac {
    SHA256_CTX inner, outer;
};

static void hmac_begin(struct hmac *hmac, const unsigned char key[WIDTH])
{
    unsigned char pad[SHA256_CBLOCK];
    memset(pad, 0x36, sizeof pad);
    for (int i = 0; i < WIDTH; i++) pad[i] ^= key[i];
    SHA256_Init(&hmac->inner);
    SHA256_Update(&hmac->inner, pad, sizeof pad);
    for (size_t i = 0; i < sizeof pad; i++) pad[i] ^= 0x36 ^ 0x5c;
    SHA256_Init(&hmac->outer);
    SHA256_Update(&hmac->outer, pad, sizeof pad);
    OPENSSL_cleanse(pad, sizeof pad);
}

static void hmac_end(struct hmac *hmac, unsigned char out[WIDTH])
{
    unsigned char inner[WIDTH];
    SHA256_Final(inner, &hmac->inner);
    SHA256_Update(&hmac->outer, inner, sizeof inner);
    SHA256_Final(out, &hmac->outer);
    OPENSSL_cleanse(hmac, sizeof *hmac);
}

static void hmac_once(const unsigned char key[WIDTH], const unsigned char in[WIDTH], unsigned char out[WIDTH])
{
    struct hmac hmac;
    hmac_begin(&hmac, key);
    SHA256_Update(&hmac.inner, in, WIDTH);
    hmac_end(&hmac, out);
}

/* RFC 6979 3.2 for a curve and a hash of 256 bits each: steps b to g; `reduced` is bits2octets(digest). */
struct nonce_state {
    unsigned char key[WIDTH], value[WIDTH];
};

static void nonce_mix(struct nonce_state *state, unsigned char separator, const unsigned char *secret, const unsigned char *reduced)
{
    struct hmac hmac;
    hmac_begin(&hmac, state->key);
    SHA256_Update(&hmac.inner, state->value, WIDTH);
    SHA256_Update(&hmac.inner, &separator, 1);
    if (secret) {
        SHA256_Update(&hmac.inner, secret, WIDTH);
        SHA256_Update(&hmac.inner, reduced, WIDTH);
    }
    hmac_end(&hmac, state->key);
    hmac_once(state->key, state->value, state->value);
}

struct signature_ecdsa *signature_ecdsa_new(EVP_PKEY *pkey)
{
    EC_KEY *key = EVP_PKEY_get1_EC_KEY(pkey);
    if (!key) return NULL;
    const EC_GROUP *group = EC_KEY_get0_group(key);
    const BIGNUM *secret = EC_KEY_get0_private_key(key);
    if (EC_GROUP_get_curve_name(group) != NID_X9_62_prime256v1 || !secret) {
        EC_KEY_free(key);
        return NULL;
    }
    struct signature_ecdsa *ecdsa = calloc(1, sizeof *ecdsa);
    BN_CTX *numbers = BN_CTX_new();
    if (ecdsa) {
        *ecdsa = (struct signature_ecdsa){.key = key, .group = group, .order = EC_GROUP_get0_order(group), .montgomery = BN_MONT_CTX_new()};
        if (!numbers || !ecdsa->montgomery || BN_bn2binpad(secret, ecdsa->secret, WIDTH) != WIDTH
            || BN_bn2binpad(ecdsa->order, ecdsa->order_bytes, WIDTH) != WIDTH
            || !BN_MONT_CTX_set(ecdsa->montgomery, ecdsa->order, numbers)) {
            signature_ecdsa_free(ecdsa);
            ecdsa = NULL;
        }
    } else {
        EC_KEY_free(key);
    }
    BN_CTX_free(numbers);
    return ecdsa;
}

void signature_ecdsa_free(struct signature_ecdsa *ecdsa)
{
    if (!ecdsa) return;
    BN_MONT_CTX_free(ecdsa->montgomery);
    EC_KEY_free(ecdsa->key);
    OPENSSL_cleanse(ecdsa, sizeof *ecdsa);
    free(ecdsa);
}

/* False only where OpenSSL has no memory. */
static bool reduce(const struct signature_ecdsa *ecdsa, const unsigned char digest[WIDTH], unsigned char reduced[WIDTH], BN_CTX *numbers)
{
    BN_CTX_start(numbers);
    BIGNUM *number = BN_CTX_get(numbers);
    bool good = number && BN_bin2bn(digest, WIDTH, number)
                && (BN_cmp(number, ecdsa->order) < 0 || BN_sub(number, number, ecdsa->order))
                && BN_bn2binpad(number, reduced, WIDTH) == WIDTH;
    BN_CTX_end(numbers);
    return good;
}

/* The inverse of a number that is no secret, modulo the order. */
static bool invert(const struct signature_ecdsa *ecdsa, BIGNUM *number)
{
    unsigned char bytes[WIDTH];
    size_t count = 0;
    mpz_t order, value;
    mpz_init2(order, 8 * WIDTH);
    mpz_init2(value, 8 * WIDTH);
    mpz_import(order, WIDTH, 1, 1, 0, 0, ecdsa->order_bytes);
    bool good = BN_bn2binpad(number, bytes, WIDTH) == WIDTH;
    if (good) {
        mpz_import(value, WIDTH, 1, 1, 0, 0, bytes);
        good = mpz_invert(value, value, order) != 0 && mpz_sizeinbase(value, 2) <= 8 * WIDTH;
    }
    if (good) {
        mpz_export(bytes, &count, 1, 1, 0, 0, value);
        good = BN_bin2bn(bytes, (int)count, number) != NULL;
    }
    mpz_clear(order);
    mpz_clear(value);
    return good;
}

static bool invert_blinded(const struct signature_ecdsa *ecdsa, const BIGNUM *k, BIGNUM *inverse, BN_CTX *numbers)
{
    unsigned char random[WIDTH];
    BN_CTX_start(numbers);
    BIGNUM *blind = BN_CTX_get(numbers), *product = BN_CTX_get(numbers);
    bool good = product != NULL;
    do {
        random_fill(random, sizeof random);
        good = good && BN_bin2bn(random, WIDTH, blind);
    } while (good && (BN_is_zero(blind) || BN_cmp(blind, ecdsa->order) >= 0));
    /* Montgomery's factor R^-1 of the first product is undone by the second: (k b R^-1)^-1 b R^-1 = k^-1. */
    good = good && BN_mod_mul_montgomery(product, k, blind, ecdsa->montgomery, numbers)
           && invert(ecdsa, product)
           && BN_mod_mul_montgomery(inverse, product, blind, ecdsa->montgomery, numbers);
    if (blind) BN_clear(blind);
    if (product) BN_clear(product);
    OPENSSL_cleanse(random, sizeof random);
    BN_CTX_end(numbers);
    return good;
}

size_t signature_ecdsa_sign(const struct signature_ecdsa *ecdsa, const unsigned char digest[32], unsigned char *out)
{
    size_t length = 0;
    unsigned char reduced[WIDTH];
    BN_CTX *numbers = BN_CTX_new();
    EC_POINT *point = EC_POINT_new(ecdsa->group);
    BIGNUM *k = BN_new(), *inverse = BN_new(), *r = BN_new();
    ECDSA_SIG *signature = NULL;
    struct nonce_state state;
    memset(state.key, 0, sizeof state.key);
    memset(state.value, 1, sizeof state.value);
    if (!numbers || !point || !k || !inverse || !r || !reduce(ecdsa, digest, reduced, numbers)) goto done;

    BN_set_flags(k, BN_FLG_CONSTTIME);
    nonce_mix(&state, 0, ecdsa->secret, reduced);
    nonce_mix(&state, 1, ecdsa->secret, reduced);
    for (;;) {
        hmac_once(state.key, state.value, state.value);
        if (!BN_bin2bn(state.value, WIDTH, k)) goto done;
        if (!BN_is_zero(k) && BN_cmp(k, ecdsa->order) < 0) {
            if (!EC_POINT_mul(ecdsa->group, point, k, NULL, NULL, numbers)
                || !EC_POINT_get_affine_coordinates(ecdsa->group, point, r, NULL, numbers) || !BN_nnmod(r, r, ecdsa->order, numbers)) goto done;
            if (!BN_is_zero(r)) break;
        }
        nonce_mix(&state, 0, NULL, NULL);
    }
    if (!invert_blinded(ecdsa, k, inverse, numbers)) goto done;
    signature = ECDSA_do_sign_ex(digest, WIDTH, inverse, r, ecdsa->key);
    if (signature) {
        unsigned char *end = out;
        int written = i2d_ECDSA_SIG(signature, &end);
        if (written > 0) length = (size_t)written;
    }
done:
    ECDSA_SIG_free(signature);
    BN_clear_free(k);
    BN_clear_free(inverse);
    BN_free(r);
    EC_POINT_free(point);
    BN_CTX_free(numbers);
    OPENSSL_cleanse(&state, sizeof state);
    return length;
}
