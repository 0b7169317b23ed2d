/* The CMS that we write: RFC 5652 SignedData, detached, one signer, as ETSI EN 319 142-1 profiles it. What is the same in every signature by
 * a certificate is kept as a template. DER is written from the end to the front, so that every length is known when it is written. */
#include "outside/signature_internal.h"

#include <stdlib.h>

#include <openssl/pem.h>
#include <openssl/sha.h>

struct piece {
    unsigned char bytes[SIGNATURE_LARGEST_PIECE];
    size_t length;
};

struct signature_template {
    unsigned char *chain; /* the certificates' DER, one after the other */
    size_t chain_length;
    struct piece attributes; /* signed attributes in DER's order, without the tag around */
    size_t digest_at;        /* where in them the message digest stands */
    struct piece identity;   /* version, issuer and serial, digest algorithm */
    struct piece algorithm;  /* signature algorithm */
};

static const unsigned char OID_SIGNED_DATA[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
static const unsigned char OID_DATA[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01};
static const unsigned char OID_CONTENT_TYPE[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03};
static const unsigned char OID_MESSAGE_DIGEST[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04};
static const unsigned char OID_SIGNING_CERTIFICATE_V2[] = {0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f};
static const unsigned char OID_TIMESTAMP_TOKEN[] = {0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0e};
static const unsigned char SHA256_ALGORITHM[] = {0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01};
static const unsigned char ECDSA_SHA256_ALGORITHM[] = {0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
static const unsigned char RSA_ALGORITHM[] = {0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};
static const unsigned char VERSION_1[] = {0x02, 0x01, 0x01};

enum { SEQUENCE = 0x30, SET = 0x31, OCTET_STRING = 0x04, CONTEXT_0 = 0xa0, CONTEXT_1 = 0xa1, DIRECTORY_NAME = 0xa4 };

/* Writes towards the front; `at` is where the DER begins so far. Room is the caller's affair: all parts have limits. */
struct backwards {
    unsigned char *at;
};

__attribute__((noinline)) static void put(struct backwards *out, const void *bytes, size_t length)
{
    out->at -= length;
    memcpy(out->at, bytes, length);
}
#define PUT(OUT, ARRAY) put((OUT), (ARRAY), sizeof(ARRAY))

static void wrap(struct backwards *out, unsigned char tag, const unsigned char *end)
{
    size_t length = (size_t)(end - out->at), rest = length;
    unsigned char count = 0;
    if (length < 0x80) {
        *--out->at = (unsigned char)length;
    } else {
        for (; rest; rest >>= 8, count++) *--out->at = (unsigned char)rest;
        *--out->at = 0x80 | count;
    }
    *--out->at = tag;
}

static void keep(struct piece *piece, const struct backwards *out, const unsigned char *end)
{
    piece->length = (size_t)(end - out->at);
    memcpy(piece->bytes, out->at, piece->length);
}

/* ESSCertIDv2 (RFC 5035) with its default SHA-256, and issuer and serial as CAdES likes them. */
static void put_signing_certificate(struct backwards *out, const unsigned char hash[32], const unsigned char *issuer, size_t issuer_length,
                                    const unsigned char *serial, size_t serial_length)
{
    unsigned char *end = out->at;
    put(out, serial, serial_length);
    unsigned char *issuer_end = out->at;
    put(out, issuer, issuer_length);
    wrap(out, DIRECTORY_NAME, issuer_end);
    wrap(out, SEQUENCE, issuer_end);
    wrap(out, SEQUENCE, end);
    unsigned char *hash_end = out->at;
    put(out, hash, 32);
    wrap(out, OCTET_STRING, hash_end);
    wrap(out, SEQUENCE, end); /* ESSCertIDv2 */
    wrap(out, SEQUENCE, end); /* certs */
    wrap(out, SEQUENCE, end); /* SigningCertificateV2 */
    wrap(out, SET, end);
    PUT(out, OID_SIGNING_CERTIFICATE_V2);
    wrap(out, SEQUENCE, end);
}

static int piece_compare(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    size_t shorter = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->bytes, y->bytes, shorter);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

/* Makes all that is the same in every signature by this certificate. */
static bool prepare(struct signature_template *template, X509 *certificate, bool elliptic)
{
    unsigned char room[SIGNATURE_LARGEST_PIECE], *end = room + sizeof room, hash[32];
    unsigned char *issuer = NULL, *serial = NULL;
    int issuer_length = i2d_X509_NAME(X509_get_issuer_name(certificate), &issuer);
    int serial_length = i2d_ASN1_INTEGER(X509_get_serialNumber(certificate), &serial);
    struct piece *attributes = calloc(3, sizeof *attributes);
    bool good = attributes && issuer_length > 0 && serial_length > 0 && issuer_length + serial_length < 2000
                && X509_digest(certificate, EVP_sha256(), hash, NULL);
    if (good) {
        struct backwards out = {end};
        PUT(&out, OID_DATA);
        wrap(&out, SET, end);
        PUT(&out, OID_CONTENT_TYPE);
        wrap(&out, SEQUENCE, end);
        keep(&attributes[0], &out, end);

        out.at = end;
        put(&out, (const unsigned char[32]){0}, 32);
        wrap(&out, OCTET_STRING, end);
        wrap(&out, SET, end);
        PUT(&out, OID_MESSAGE_DIGEST);
        wrap(&out, SEQUENCE, end);
        keep(&attributes[1], &out, end);

        out.at = end;
        put_signing_certificate(&out, hash, issuer, (size_t)issuer_length, serial, (size_t)serial_length);
        keep(&attributes[2], &out, end);

        /* A SET OF stands in DER in the order of its members' encodings. */
        size_t digest_length = attributes[1].length;
        qsort(attributes, 3, sizeof *attributes, piece_compare);
        for (int i = 0; i < 3; i++) {
            memcpy(template->attributes.bytes + template->attributes.length, attributes[i].bytes, attributes[i].length);
            template->attributes.length += attributes[i].length;
            if (attributes[i].length == digest_length && !memcmp(attributes[i].bytes + 2, OID_MESSAGE_DIGEST, sizeof OID_MESSAGE_DIGEST))
                template->digest_at = template->attributes.length - 32;
        }

        out.at = end;
        PUT(&out, SHA256_ALGORITHM);
        unsigned char *identity_end = out.at;
        put(&out, serial, (size_t)serial_length);
        put(&out, issuer, (size_t)issuer_length);
        wrap(&out, SEQUENCE, identity_end);
        PUT(&out, VERSION_1);
        keep(&template->identity, &out, end);

        out.at = end;
        if (elliptic) PUT(&out, ECDSA_SHA256_ALGORITHM);
        else PUT(&out, RSA_ALGORITHM);
        keep(&template->algorithm, &out, end);
    }
    OPENSSL_free(issuer);
    OPENSSL_free(serial);
    free(attributes);
    return good && template->digest_at;
}

struct encoded {
    unsigned char *bytes;
    int length;
};

static int encoded_compare(const void *a, const void *b)
{
    const struct encoded *x = a, *y = b;
    int order = memcmp(x->bytes, y->bytes, (size_t)(x->length < y->length ? x->length : y->length));
    return order ? order : x->length - y->length;
}

/* The certificates as the members of a SET OF, in DER's order. */
static bool keep_chain(struct signature_template *template, STACK_OF(X509) *certificates)
{
    struct encoded encoded[SIGNATURE_MOST_CERTIFICATES] = {0};
    int count = sk_X509_num(certificates);
    template->chain = malloc(SIGNATURE_LARGEST_CHAIN);
    bool good = template->chain && count <= SIGNATURE_MOST_CERTIFICATES;
    for (int i = 0; good && i < count; i++) {
        encoded[i].length = i2d_X509(sk_X509_value(certificates, i), &encoded[i].bytes);
        good = encoded[i].length > 0;
    }
    if (good) qsort(encoded, (size_t)count, sizeof *encoded, encoded_compare);
    for (int i = 0; good && i < count; i++) {
        good = template->chain_length + (size_t)encoded[i].length <= SIGNATURE_LARGEST_CHAIN;
        if (!good) break;
        memcpy(template->chain + template->chain_length, encoded[i].bytes, (size_t)encoded[i].length);
        template->chain_length += (size_t)encoded[i].length;
    }
    for (int i = 0; i < SIGNATURE_MOST_CERTIFICATES; i++) OPENSSL_free(encoded[i].bytes);
    return good;
}

struct signature_template *signature_template_new(X509 *certificate, STACK_OF(X509) *certificates)
{
    struct signature_template *template = calloc(1, sizeof *template);
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    if (template && key && keep_chain(template, certificates) && prepare(template, certificate, !EVP_PKEY_is_a(key, "RSA"))) return template;
    signature_template_free(template);
    return NULL;
}

void signature_template_free(struct signature_template *template)
{
    if (!template) return;
    free(template->chain);
    free(template);
}

size_t signature_template_size(const struct signature_template *template)
{
    return template->chain_length + template->attributes.length + template->identity.length + template->algorithm.length + 100;
}

/* Writes the signed attributes for this document. */
static size_t put_attributes(const struct signature_template *template, const unsigned char digest[32], unsigned char out[SIGNATURE_LARGEST_PIECE])
{
    memcpy(out, template->attributes.bytes, template->attributes.length);
    memcpy(out + template->digest_at, digest, 32);
    return template->attributes.length;
}

void signature_template_digest(const struct signature_template *template, const unsigned char digest[32], unsigned char out[32])
{
    unsigned char attributes[SIGNATURE_LARGEST_PIECE], room[SIGNATURE_LARGEST_PIECE + 8], *end = room + sizeof room;
    struct backwards set = {end};
    put(&set, attributes, put_attributes(template, digest, attributes));
    wrap(&set, SET, end);
    SHA256(set.at, (size_t)(end - set.at), out);
}

size_t signature_template_write(const struct signature_template *template, const unsigned char digest[32], struct bytes value, struct bytes token,
                                unsigned char *out, size_t room)
{
    unsigned char attributes[SIGNATURE_LARGEST_PIECE], *end = out + room;
    struct backwards der = {end};
    if (token.length) {
        put(&der, token.data, token.length);
        wrap(&der, SET, end);
        PUT(&der, OID_TIMESTAMP_TOKEN);
        wrap(&der, SEQUENCE, end);
        wrap(&der, CONTEXT_1, end);
    }
    unsigned char *part = der.at;
    put(&der, value.data, value.length);
    wrap(&der, OCTET_STRING, part);
    put(&der, template->algorithm.bytes, template->algorithm.length);
    part = der.at;
    put(&der, attributes, put_attributes(template, digest, attributes));
    wrap(&der, CONTEXT_0, part);
    put(&der, template->identity.bytes, template->identity.length);
    wrap(&der, SEQUENCE, end); /* SignerInfo */
    wrap(&der, SET, end);
    part = der.at;
    put(&der, template->chain, template->chain_length);
    wrap(&der, CONTEXT_0, part);
    part = der.at;
    PUT(&der, OID_DATA);
    wrap(&der, SEQUENCE, part);
    part = der.at;
    PUT(&der, SHA256_ALGORITHM);
    wrap(&der, SET, part);
    PUT(&der, VERSION_1);
    wrap(&der, SEQUENCE, end); /* SignedData */
    wrap(&der, CONTEXT_0, end);
    PUT(&der, OID_SIGNED_DATA);
    wrap(&der, SEQUENCE, end); /* ContentInfo */
    size_t length = (size_t)(end - der.at);
    memmove(out, der.at, length);
    return length;
}
