/* What the files of signature share; nobody else includes this. */
#ifndef OUTSIDE_SIGNATURE_INTERNAL_H
#define OUTSIDE_SIGNATURE_INTERNAL_H

#include <openssl/evp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include "outside/signature.h"

enum {
    SIGNATURE_TIMESTAMP_ROOM = 16 << 10, /* DER bytes kept free for a time-stamp token */
    SIGNATURE_LARGEST_VALUE = 512,       /* bytes of an RSA-4096 signature value */
    SIGNATURE_LARGEST_ECDSA = 72,
    SIGNATURE_LARGEST_PIECE = 4096,
    SIGNATURE_LARGEST_CHAIN = 24 << 10,
    SIGNATURE_MOST_CERTIFICATES = 8
};

/* --- signature_ecdsa.c: ECDSA on P-256 with the nonce of RFC 6979 --- */

struct signature_ecdsa;
/* NULL where the key is not one on P-256 with a private part. */
struct signature_ecdsa *signature_ecdsa_new(EVP_PKEY *key);
void signature_ecdsa_free(struct signature_ecdsa *ecdsa);
/* Writes the DER of the signature value over the digest to `out` (72 bytes at most), returns its length; 0 where OpenSSL failed. */
size_t signature_ecdsa_sign(const struct signature_ecdsa *ecdsa, const unsigned char digest[32], unsigned char *out);

/* --- signature_timestamp.c: RFC 3161 --- */

/* Asks `server` for a token over the signature value and writes its DER (a ContentInfo) to `out`. */
MUST_CHECK signature_timestamp(struct context *context, const char *server, const unsigned char *value, size_t value_length, unsigned char *out,
                               size_t room, size_t *length);

/* Holds a server's answer (DER of a TimeStampResp) against what it was asked and writes the token in it to `out`. NULL, or in English what is wrong with it. */
const char *signature_timestamp_token(TS_REQ *request, struct bytes answer, unsigned char *out, size_t room, size_t *length);

/* --- signature_cms.c: the DER of our CMS, for the one who signs and for the one who checks --- */

struct signature_template;
/* `certificates` holds `certificate` and those above it. NULL where they are too large. */
struct signature_template *signature_template_new(X509 *certificate, STACK_OF(X509) *certificates);
void signature_template_free(struct signature_template *template);
/* The most bytes that it takes, the signature value and the token not counted. */
size_t signature_template_size(const struct signature_template *template);
/* SHA-256 of the signed attributes over a document with this digest: what the key signs. */
void signature_template_digest(const struct signature_template *template, const unsigned char digest[32], unsigned char out[32]);
/* Writes the CMS; `token` is a time-stamp token or empty. `room` is at least all lengths together. Returns its length. */
size_t signature_template_write(const struct signature_template *template, const unsigned char digest[32], struct bytes value, struct bytes token,
                                unsigned char *out, size_t room);

/* --- signature.c --- */

/* All certificates of a PEM text, at most `maximum`, to be freed by the caller; NULL where there are none or one is damaged. */
STACK_OF(X509) *signature_read_certificates(struct text pem, int maximum);

#endif
