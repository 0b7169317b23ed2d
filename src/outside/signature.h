/* Keys, X.509 certificates, and CMS signatures as PAdES wants them (ETSI EN 319 142-1, profiles B-B and B-T), on OpenSSL.
 *
 * The CMS is written from a DER template that is made once a key: signed attributes contentType, messageDigest and signingCertificateV2, and
 * no signingTime. ECDSA takes its nonce from RFC 6979 and RSA is PKCS #1 v1.5, so the same document has the same signature. */
#ifndef OUTSIDE_SIGNATURE_H
#define OUTSIDE_SIGNATURE_H

#include "base/context.h"

enum signature_algorithm {
    SIGNATURE_P256,   /* ECDSA on P-256 with SHA-256; the default */
    SIGNATURE_RSA3072 /* RSASSA-PKCS1-v1_5 with SHA-256 */
};

/* What `init` makes for a body that has no certificate of its own: a private authority and a signing certificate from it, as PEM. */
struct signature_material {
    struct text authority_certificate; /* to hand out: who trusts it trusts the body's e-Certs */
    struct text authority_key;         /* PKCS #8; to be kept apart, only needed for the next signing certificate */
    struct text certificate;           /* signing certificate, EKU emailProtection and document signing */
    struct text key;                   /* PKCS #8 */
};
/* Serial numbers are random. Validity: the authority 30 years, the signing certificate 12, both from one day before now. `body` goes
 * into the subjects, at most 64 characters. */
MUST_CHECK signature_make(struct context *context, enum signature_algorithm algorithm, struct text body, struct signature_material *material);

/* Whose name the first certificate of a PEM bears (its CN); empty where it bears none. */
struct text signature_bearer(struct arena *arena, struct text certificate);

/* A key with its certificates, ready to sign; constant, shared by all threads. */
struct signature_signer;
/* `key`: one PEM private key (P-256, or RSA of 3072 to 4096 bits). `certificates`: PEM, the signing certificate first, then those above it, at
 * most 8. `timestamp_server`: an RFC 3161 server ("http://..."), empty for none. REFUSED with the reason where the key does not belong to the
 * certificate, or the certificate may not sign documents (key usage, EKU). Freed by signature_signer_free. */
MUST_CHECK signature_signer_load(struct context *context, struct text key, struct text certificates, struct text timestamp_server,
                                 struct signature_signer **signer);
void signature_signer_free(struct signature_signer *signer);
/* The certificates as PEM, signing certificate first: what others need to verify. */
struct text signature_signer_certificates(const struct signature_signer *signer);

/* The most bytes that signature_sign writes for this signer. */
size_t signature_size(const struct signature_signer *signer);
/* Writes the detached CMS (DER, ContentInfo) over a document with this SHA-256 digest to `out`, of at least signature_size bytes. With a time-stamp
 * server it goes over the net. BROKEN where it cannot be made. */
MUST_CHECK signature_sign(struct context *context, const struct signature_signer *signer, const unsigned char digest[32], unsigned char *out, size_t *length);

/* Certificates that a verifier trusts. */
struct signature_trust;
/* PEM, one or many signing certificates; an authority's certificate among them is passed over, because a public authority signs for others
 * too. Limits: 64 certificates, 256 KiB. REFUSED where none can be read. */
MUST_CHECK signature_trust_load(struct context *context, struct text certificates, struct signature_trust **trust);
void signature_trust_free(struct signature_trust *trust);

enum signature_verdict {
    SIGNATURE_GOOD,      /* by a key that is trusted, over this digest */
    SIGNATURE_MISMATCH,  /* names a trusted key, but does not fit the document or itself */
    SIGNATURE_STRANGER,  /* well-formed, by a key that is not trusted */
    SIGNATURE_UNREADABLE /* not a CMS signature of the kind that we make */
};
/* Holds a CMS (DER, zero bytes behind it allowed) against a document's SHA-256. A certificate's dates are not judged: whether a certificate is current
 * is asked of the register. */
enum signature_verdict signature_verify(const struct signature_trust *trust, struct bytes cms, const unsigned char digest[32]);
/* True where the file holds a trusted public key in hexadecimal or binary form, or half of it: a trace of our signature in a damaged file. */
bool signature_trust_has_trace(const struct signature_trust *trust, struct bytes file);

#endif
