/* Passkeys: what a browser hands over (WebAuthn level 2, sections 7.1 and 7.2), held against what was asked, by libfido2. The person must have been verified by the authenticator.
 * Attestation is neither asked for nor believed: which make an authenticator is of does not matter to us. */
#ifndef OUTSIDE_PASSKEY_H
#define OUTSIDE_PASSKEY_H

#include "base/context.h"

/* Whose passkeys these are: the portal by its address. */
struct passkey_party {
    struct text id;     /* certificates.example */
    struct text origin; /* https://certificates.example */
};
/* From the setting `address`. False where that is an IP address or neither https: nor localhost: browsers make no passkeys there. */
bool passkey_party(const struct context *context, struct passkey_party *party);

/* What the browser's script sends, as it came from the browser. */
struct passkey_answer {
    struct bytes credential;         /* the authenticator's name for the key */
    struct bytes client_data;        /* JSON */
    struct bytes authenticator_data; /* CBOR */
    struct bytes signature;          /* of an answer to a sign-in */
};

/* What is kept of a passkey. */
struct passkey_key {
    struct bytes credential;
    struct bytes public_key; /* as libfido2 writes it, by algorithm */
    int64_t algorithm;       /* COSE: -7, -8, -257 */
    int64_t sign_count;      /* 0: the authenticator does not count */
};

/* A passkey was made for `challenge`. REFUSED "passkey.wrong" whatever was wrong. */
MUST_CHECK passkey_made(struct context *context, const struct passkey_party *party, struct text challenge, const struct passkey_answer *answer, struct passkey_key *key);
/* A known passkey signed `challenge`; its count moves on. One that counts and does not move on was copied: REFUSED. */
MUST_CHECK passkey_used(struct context *context, const struct passkey_party *party, struct text challenge, const struct passkey_answer *answer, struct passkey_key *key);

#endif
