/* An authenticator and a browser in software, for passkeys: what they would hand over, and what a liar among them would. */
#ifndef TESTS_ACCOUNT_AUTHENTICATOR_H
#define TESTS_ACCOUNT_AUTHENTICATOR_H

#include <openssl/evp.h>

#include "outside/passkey.h"

struct authenticator {
    int algorithm; /* COSE: -7, -8, -257 */
    EVP_PKEY *key;
    unsigned char credential[32];
    uint32_t count;
    /* What it says wrongly. */
    const char *type, *origin, *party;
    unsigned char flags;
    bool crosses;
};

/* A key of its own; speaks for that party and origin, with the person verified. */
void authenticator_make(struct authenticator *authenticator, int algorithm, const char *party, const char *origin);
void authenticator_free(struct authenticator *authenticator);
/* Answers to navigator.credentials.create and .get with that challenge. */
struct passkey_answer authenticator_create(struct arena *arena, struct authenticator *authenticator, struct text challenge);
struct passkey_answer authenticator_get(struct arena *arena, struct authenticator *authenticator, struct text challenge);

#endif
