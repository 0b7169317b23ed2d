/* The signer: a key with its certificates, read once, and the signing. */
#include "outside/signature_internal.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { LARGEST_PEM = 256 << 10 };

struct signature_signer {
    EVP_PKEY *key;
    struct signature_ecdsa *ecdsa; /* NULL: RSA */
    struct signature_template *template;
    char *pem;
    char *timestamp_server; /* NULL: none */
    size_t largest;
};

STACK_OF(X509) *signature_read_certificates(struct text pem, int maximum)
{
    BIO *memory = pem.length <= LARGEST_PEM ? BIO_new_mem_buf(pem.bytes, (int)pem.length) : NULL;
    STACK_OF(X509) *certificates = memory ? sk_X509_new_null() : NULL;
    X509 *certificate;
    while (certificates && sk_X509_num(certificates) <= maximum && (certificate = PEM_read_bio_X509(memory, NULL, NULL, NULL)))
        sk_X509_push(certificates, certificate);
    bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    BIO_free(memory);
    int count = certificates ? sk_X509_num(certificates) : 0;
    if (count >= 1 && count <= maximum && at_end) return certificates;
    sk_X509_pop_free(certificates, X509_free);
    return NULL;
}

/* May this certificate sign documents? */
static bool may_sign(X509 *certificate)
{
    uint32_t usage = X509_get_key_usage(certificate);
    if (usage != UINT32_MAX && !(usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION))) return false;
    if (X509_check_ca(certificate) > 0) return false;
    EXTENDED_KEY_USAGE *purposes = X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
    if (!purposes) return true;
    bool good = false;
    for (int i = 0; i < sk_ASN1_OBJECT_num(purposes); i++) {
        char name[64];
        OBJ_obj2txt(name, sizeof name, sk_ASN1_OBJECT_value(purposes, i), 1);
        for (const char *const *known = (const char *const[]){"1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "2.5.29.37.0", "1.2.840.113583.1.1.5",
                                                              "1.3.6.1.4.1.311.10.3.12", NULL}; *known; known++)
            if (!strcmp(name, *known)) good = true;
    }
    sk_ASN1_OBJECT_pop_free(purposes, ASN1_OBJECT_free);
    return good;
}

static char *write_certificates(STACK_OF(X509) *certificates)
{
    BIO *memory = BIO_new(BIO_s_mem());
    bool good = memory != NULL;
    for (int i = 0; good && i < sk_X509_num(certificates); i++) good = PEM_write_bio_X509(memory, sk_X509_value(certificates, i)) == 1;
    char *bytes = NULL;
    long length = good ? BIO_get_mem_data(memory, &bytes) : 0;
    char *pem = good ? strndup(bytes, (size_t)length) : NULL;
    BIO_free(memory);
    return pem;
}

enum result signature_signer_load(struct context *context, struct text key, struct text certificates, struct text timestamp_server,
                                  struct signature_signer **result)
{
    struct signature_signer *signer = calloc(1, sizeof *signer);
    STACK_OF(X509) *chain = signature_read_certificates(certificates, SIGNATURE_MOST_CERTIFICATES);
    BIO *memory = key.length <= LARGEST_PEM ? BIO_new_mem_buf(key.bytes, (int)key.length) : NULL;
    enum result answer = RESULT_OK;
    if (!signer || !memory) {
        answer = context_fail(context, RESULT_BROKEN, "signature.memory", N_("There is not enough memory."));
        goto done;
    }
    signer->key = PEM_read_bio_PrivateKey(memory, NULL, NULL, "");
    if (!signer->key) {
        answer = context_fail(context, RESULT_REFUSED, "signature.key", N_("The signing key cannot be read. It has to be a PEM file without a pass phrase."));
        goto done;
    }
    if (!chain) {
        answer = context_fail(context, RESULT_REFUSED, "signature.certificates",
                              N_("The signing certificate cannot be read. It has to be a PEM file with 1 to 8 certificates, the signing one first."));
        goto done;
    }
    X509 *certificate = sk_X509_value(chain, 0);
    if (X509_check_private_key(certificate, signer->key) != 1) {
        answer = context_fail(context, RESULT_REFUSED, "signature.key_mismatch", N_("The signing key does not belong to the first certificate of the signing certificates."));
        goto done;
    }
    if (!may_sign(certificate)) {
        answer = context_fail(context, RESULT_REFUSED, "signature.key_usage",
                              N_("The signing certificate may not sign documents: it needs the key usage digitalSignature and the extended key usage emailProtection or document signing."));
        goto done;
    }
    signer->ecdsa = signature_ecdsa_new(signer->key);
    int bits = EVP_PKEY_get_bits(signer->key);
    if (!signer->ecdsa && !(EVP_PKEY_is_a(signer->key, "RSA") && bits >= 3072 && bits <= 4096)) {
        answer = context_fail(context, RESULT_REFUSED, "signature.key_kind", N_("The signing key has to be an ECDSA key on P-256 or an RSA key of 3072 to 4096 bits."));
        goto done;
    }
    if (!text_empty(timestamp_server)) signer->timestamp_server = strndup(timestamp_server.bytes, timestamp_server.length);
    signer->pem = write_certificates(chain);
    signer->template = signature_template_new(certificate, chain);
    if (!signer->pem || !signer->template) {
        answer = context_fail(context, RESULT_REFUSED, "signature.certificates_too_large", N_("The signing certificates are too large."));
        goto done;
    }
    signer->largest = signature_template_size(signer->template) + (signer->ecdsa ? SIGNATURE_LARGEST_ECDSA : (size_t)bits / 8)
                      + (signer->timestamp_server ? SIGNATURE_TIMESTAMP_ROOM : 0);
    *result = signer;
    signer = NULL;
done:
    signature_signer_free(signer);
    sk_X509_pop_free(chain, X509_free);
    BIO_free(memory);
    ERR_clear_error();
    return answer;
}

void signature_signer_free(struct signature_signer *signer)
{
    if (!signer) return;
    signature_ecdsa_free(signer->ecdsa);
    EVP_PKEY_free(signer->key);
    signature_template_free(signer->template);
    free(signer->pem);
    free(signer->timestamp_server);
    free(signer);
}

struct text signature_signer_certificates(const struct signature_signer *signer)
{
    return text_of(signer->pem);
}

size_t signature_size(const struct signature_signer *signer)
{
    return signer->largest;
}

static size_t sign_rsa(const struct signature_signer *signer, const unsigned char digest[32], unsigned char *out)
{
    size_t length = SIGNATURE_LARGEST_VALUE;
    EVP_PKEY_CTX *work = EVP_PKEY_CTX_new(signer->key, NULL);
    bool good = work && EVP_PKEY_sign_init(work) > 0 && EVP_PKEY_CTX_set_rsa_padding(work, RSA_PKCS1_PADDING) > 0
                && EVP_PKEY_CTX_set_signature_md(work, EVP_sha256()) > 0 && EVP_PKEY_sign(work, out, &length, digest, 32) > 0;
    EVP_PKEY_CTX_free(work);
    return good ? length : 0;
}

enum result signature_sign(struct context *context, const struct signature_signer *signer, const unsigned char digest[32], unsigned char *out, size_t *length)
{
    unsigned char to_sign[32], value[SIGNATURE_LARGEST_VALUE], token[SIGNATURE_TIMESTAMP_ROOM];
    signature_template_digest(signer->template, digest, to_sign);
    size_t value_length = signer->ecdsa ? signature_ecdsa_sign(signer->ecdsa, to_sign, value) : sign_rsa(signer, to_sign, value), token_length = 0;
    if (!value_length) {
        ERR_clear_error();
        return context_fail(context, RESULT_BROKEN, "signature.sign", N_("The document could not be signed."));
    }
    if (signer->timestamp_server)
        TRY(signature_timestamp(context, signer->timestamp_server, value, value_length, token, sizeof token - 100, &token_length));
    *length = signature_template_write(signer->template, digest, (struct bytes){value, value_length}, (struct bytes){token, token_length}, out,
                                       signer->largest);
    return RESULT_OK;
}
