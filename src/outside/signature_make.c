/* A body's own authority and signing certificate (X.509), made once by init. */
#include "outside/signature_internal.h"

#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/random.h"

/* An e-Cert bears its day of issue as the time of signing, however long ago that was; whoever judges the certificate at that time must find it good. 2000-01-01. */
enum { VALID_FROM = 946684800 };
enum { DAY = 24 * 60 * 60, AUTHORITY_DAYS = 30 * 365, SIGNING_DAYS = 12 * 365 };

static EVP_PKEY *new_key(enum signature_algorithm algorithm)
{
    return algorithm == SIGNATURE_RSA3072 ? EVP_RSA_gen(3072) : EVP_EC_gen("P-256");
}

static bool add_extension(X509 *certificate, X509 *issuer, const char *name, const char *value)
{
    X509V3_CTX extensions;
    X509V3_set_ctx_nodb(&extensions);
    X509V3_set_ctx(&extensions, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf(NULL, &extensions, name, value);
    bool good = extension && X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return good;
}

static bool add_name(X509_NAME *name, const char *field, struct text value)
{
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, (const unsigned char *)value.bytes, (int)value.length, -1, 0) == 1;
}

struct certificate_wish {
    struct text organisation, common;
    int64_t made; /* seconds since 1970 */
    int days;     /* for which it is good from then on */
    const char *(*extensions)[2]; /* ended by NULL */
    EVP_PKEY *key;
    X509 *issuer; /* NULL: signed by itself */
    EVP_PKEY *issuer_key;
};

static X509 *new_certificate(const struct certificate_wish *wish)
{
    X509 *certificate = X509_new();
    unsigned char serial_bytes[16];
    random_fill(serial_bytes, sizeof serial_bytes);
    serial_bytes[0] = (serial_bytes[0] & 0x7f) | 0x40;
    BIGNUM *serial = BN_bin2bn(serial_bytes, sizeof serial_bytes, NULL);
    X509 *issuer = wish->issuer ? wish->issuer : certificate;
    bool good = certificate && serial && X509_set_version(certificate, X509_VERSION_3)
                && BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate))
                && add_name(X509_get_subject_name(certificate), "O", wish->organisation)
                && add_name(X509_get_subject_name(certificate), "CN", wish->common)
                && X509_set_issuer_name(certificate, X509_get_subject_name(issuer))
                && ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)VALID_FROM)
                && ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)(wish->made + (int64_t)wish->days * DAY))
                && X509_set_pubkey(certificate, wish->key);
    for (size_t i = 0; good && wish->extensions[i][0]; i++)
        good = add_extension(certificate, issuer, wish->extensions[i][0], wish->extensions[i][1]);
    good = good && X509_sign(certificate, wish->issuer_key, EVP_sha256()) > 0;
    BN_free(serial);
    if (good) return certificate;
    X509_free(certificate);
    return NULL;
}

static struct text memory_text(struct arena *arena, BIO *memory)
{
    char *bytes = NULL;
    long length = BIO_get_mem_data(memory, &bytes);
    return text_copy(arena, (struct text){bytes, (size_t)length});
}

static bool pem_certificate(struct arena *arena, X509 *certificate, struct text *out)
{
    BIO *memory = BIO_new(BIO_s_mem());
    bool good = memory && PEM_write_bio_X509(memory, certificate) == 1;
    if (good) *out = memory_text(arena, memory);
    BIO_free(memory);
    return good;
}

static bool pem_key(struct arena *arena, EVP_PKEY *key, struct text *out)
{
    BIO *memory = BIO_new(BIO_s_secmem());
    bool good = memory && PEM_write_bio_PKCS8PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL) == 1;
    if (good) *out = memory_text(arena, memory);
    BIO_free(memory);
    return good;
}

enum result signature_make(struct context *context, enum signature_algorithm algorithm, struct text body, struct signature_material *material)
{
    static const char *authority_extensions[][2] = {{"basicConstraints", "critical,CA:TRUE,pathlen:0"}, {"keyUsage", "critical,keyCertSign,cRLSign"},
                                                    {"subjectKeyIdentifier", "hash"}, {NULL, NULL}};
    /* emailProtection: without it poppler and NSS do not accept the signature; 1.3.6.1.5.5.7.3.36 is document signing (RFC 9336). */
    static const char *signing_extensions[][2] = {{"basicConstraints", "critical,CA:FALSE"}, {"keyUsage", "critical,digitalSignature,nonRepudiation"},
                                                  {"extendedKeyUsage", "emailProtection,1.3.6.1.5.5.7.3.36"}, {"subjectKeyIdentifier", "hash"},
                                                  {"authorityKeyIdentifier", "keyid:always"}, {NULL, NULL}};
    size_t characters = 0;
    struct text rest = body;
    uint32_t code_point;
    while (text_next_code_point(&rest, &code_point)) characters++;
    if (characters < 1 || characters > 64 || !text_is_utf8(body, NULL))
        return context_fail(context, RESULT_REFUSED, "signature.body", N_("The body's name goes into its certificates and must have 1 to 64 characters."));
    int64_t made = context_now(context).microseconds / MICROSECONDS;
    EVP_PKEY *authority_key = new_key(algorithm), *key = new_key(algorithm);
    X509 *authority = NULL, *certificate = NULL;
    if (authority_key && key)
        authority = new_certificate(&(struct certificate_wish){.organisation = body, .common = TEXT("e-Cert authority"), .made = made,
                                                               .days = AUTHORITY_DAYS, .extensions = authority_extensions, .key = authority_key,
                                                               .issuer_key = authority_key});
    if (authority)
        certificate = new_certificate(&(struct certificate_wish){.organisation = body, .common = body, .made = made, .days = SIGNING_DAYS,
                                                                 .extensions = signing_extensions, .key = key, .issuer = authority,
                                                                 .issuer_key = authority_key});
    bool good = certificate && pem_certificate(context->arena, authority, &material->authority_certificate)
                && pem_certificate(context->arena, certificate, &material->certificate)
                && pem_key(context->arena, authority_key, &material->authority_key) && pem_key(context->arena, key, &material->key);
    X509_free(authority);
    X509_free(certificate);
    EVP_PKEY_free(authority_key);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return good ? RESULT_OK : context_fail(context, RESULT_BROKEN, "signature.make", N_("The body's keys could not be made."));
}

struct text signature_bearer(struct arena *arena, struct text certificate)
{
    BIO *memory = BIO_new_mem_buf(certificate.bytes, (int)certificate.length);
    X509 *read = memory ? PEM_read_bio_X509(memory, NULL, NULL, NULL) : NULL;
    X509_NAME *subject = read ? X509_get_subject_name(read) : NULL;
    int at = subject ? X509_NAME_get_index_by_NID(subject, NID_commonName, -1) : -1;
    unsigned char *utf8 = NULL;
    int length = at < 0 ? -1 : ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    struct text bearer = length < 0 ? TEXT("") : text_copy(arena, (struct text){(const char *)utf8, (size_t)length});
    OPENSSL_free(utf8);
    X509_free(read);
    BIO_free(memory);
    ERR_clear_error();
    return bearer;
}
