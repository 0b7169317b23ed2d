/* The reading side: is this CMS one of ours, over this digest? Strict: exactly the form that signature.c writes. */
#include "outside/signature_internal.h"

#include <stdlib.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>

enum { MOST_TRUSTED = 64, LARGEST_CMS = 64 << 10 };

/* A key that is trusted. It is the key that counts, so that a certificate renewed over the same key changes nothing. */
struct trusted {
    EVP_PKEY *key;
    unsigned char *bits; /* the public key as it stands in a certificate */
    size_t bits_length;
};

struct signature_trust {
    struct trusted keys[MOST_TRUSTED];
    size_t count;
    STACK_OF(X509) *known; /* all certificates that were given */
};

enum result signature_trust_load(struct context *context, struct text certificates, struct signature_trust **result)
{
    STACK_OF(X509) *read = signature_read_certificates(certificates, MOST_TRUSTED);
    struct signature_trust *trust = calloc(1, sizeof *trust);
    for (int i = 0; trust && read && i < sk_X509_num(read); i++) {
        X509 *certificate = sk_X509_value(read, i);
        /* An authority's certificate gives no trust: a public authority also signs for others. */
        if (X509_check_ca(certificate) > 0) continue;
        struct trusted *entry = &trust->keys[trust->count];
        const ASN1_BIT_STRING *bits = X509_get0_pubkey_bitstr(certificate);
        entry->key = X509_get_pubkey(certificate);
        entry->bits = bits && bits->length >= 64 ? malloc((size_t)bits->length) : NULL;
        if (entry->bits) {
            memcpy(entry->bits, bits->data, (size_t)bits->length);
            entry->bits_length = (size_t)bits->length;
        }
        if (entry->key && entry->bits) {
            trust->count++;
        } else {
            EVP_PKEY_free(entry->key);
            free(entry->bits);
        }
    }
    if (trust) trust->known = read;
    else sk_X509_pop_free(read, X509_free);
    ERR_clear_error();
    if (trust && trust->count) {
        *result = trust;
        return RESULT_OK;
    }
    signature_trust_free(trust);
    return context_fail(context, RESULT_REFUSED, "signature.trust",
                        N_("The body's certificates cannot be read: there has to be at least one signing certificate in PEM form."));
}

void signature_trust_free(struct signature_trust *trust)
{
    if (!trust) return;
    for (size_t i = 0; i < trust->count; i++) {
        EVP_PKEY_free(trust->keys[i].key);
        free(trust->keys[i].bits);
    }
    sk_X509_pop_free(trust->known, X509_free);
    free(trust);
}

static X509 *signer_certificate(CMS_SignerInfo *signer, STACK_OF(X509) *certificates)
{
    for (int i = 0; i < sk_X509_num(certificates); i++)
        if (CMS_SignerInfo_cert_cmp(signer, sk_X509_value(certificates, i)) == 0) return sk_X509_value(certificates, i);
    return NULL;
}

static bool is_trusted(const struct signature_trust *trust, X509 *certificate)
{
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    for (size_t i = 0; key && i < trust->count; i++)
        if (EVP_PKEY_eq(trust->keys[i].key, key) == 1) return true;
    return false;
}

/* Certificates above the signer's are not covered by its signature: each has to be one that is known, or to be vouched for by another. */
static bool is_whole(const struct signature_trust *trust, X509 *certificate, X509 *signer, STACK_OF(X509) *certificates)
{
    if (certificate == signer) return true; /* its hash is signed */
    for (int i = 0; i < sk_X509_num(trust->known); i++)
        if (X509_cmp(sk_X509_value(trust->known, i), certificate) == 0) return true;
    for (int i = 0; i < sk_X509_num(certificates); i++) {
        X509 *above = sk_X509_value(certificates, i);
        EVP_PKEY *key = X509_get0_pubkey(above);
        if (above != signer && key && X509_check_issued(above, certificate) == X509_V_OK && X509_verify(certificate, key) == 1) return true;
    }
    return false;
}

/* The time-stamp token of the unsigned attributes; false where there is anything else. */
static bool read_token(CMS_SignerInfo *signer, struct bytes *token)
{
    *token = (struct bytes){0};
    int count = CMS_unsigned_get_attr_count(signer);
    if (count <= 0) return true;
    const ASN1_STRING *value = CMS_unsigned_get0_data_by_OBJ(signer, OBJ_nid2obj(NID_id_smime_aa_timeStampToken), -3, V_ASN1_SEQUENCE);
    if (count != 1 || !value) return false;
    *token = (struct bytes){value->data, (size_t)value->length};
    return true;
}

/* Is the token a time-stamp over this signature value, and whole? Whose it is, is not asked. */
static bool stamps(struct bytes token, struct bytes value)
{
    unsigned char hash[32];
    const unsigned char *der = token.data;
    PKCS7 *stamp = d2i_PKCS7(NULL, &der, (long)token.length);
    TS_TST_INFO *info = stamp ? PKCS7_to_TS_TST_INFO(stamp) : NULL;
    BIO *content = BIO_new(BIO_s_mem());
    bool good = info && content && EVP_Digest(value.data, value.length, hash, NULL, EVP_sha256(), NULL);
    if (good) {
        ASN1_OCTET_STRING *imprint = TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info));
        good = imprint->length == 32 && !memcmp(imprint->data, hash, 32) && PKCS7_verify(stamp, NULL, NULL, NULL, content, PKCS7_NOVERIFY) == 1;
    }
    BIO_free(content);
    TS_TST_INFO_free(info);
    PKCS7_free(stamp);
    return good;
}

/* Is it, byte for byte, what we would have written over this document with this signature value, and is the value good? */
static bool holds(X509 *certificate, STACK_OF(X509) *certificates, CMS_SignerInfo *signer, struct bytes der, const unsigned char digest[32])
{
    const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(signer);
    struct bytes value_bytes = {value->data, (size_t)value->length}, token;
    if (value_bytes.length > SIGNATURE_LARGEST_VALUE || !read_token(signer, &token)) return false;
    struct signature_template *template = signature_template_new(certificate, certificates);
    if (!template) return false;
    size_t room = signature_template_size(template) + value_bytes.length + token.length + 100;
    unsigned char *again = malloc(room), attributes_digest[32];
    bool good = again && signature_template_write(template, digest, value_bytes, token, again, room) == der.length
                && !memcmp(again, der.data, der.length);
    if (good) {
        signature_template_digest(template, digest, attributes_digest);
        EVP_PKEY_CTX *work = EVP_PKEY_CTX_new(X509_get0_pubkey(certificate), NULL);
        good = work && EVP_PKEY_verify_init(work) > 0 && EVP_PKEY_CTX_set_signature_md(work, EVP_sha256()) > 0
               && EVP_PKEY_verify(work, value_bytes.data, value_bytes.length, attributes_digest, 32) == 1
               && (!token.length || stamps(token, value_bytes));
        EVP_PKEY_CTX_free(work);
    }
    free(again);
    signature_template_free(template);
    return good;
}

enum signature_verdict signature_verify(const struct signature_trust *trust, struct bytes cms, const unsigned char digest[32])
{
    enum signature_verdict verdict = SIGNATURE_UNREADABLE;
    if (cms.length > LARGEST_CMS) return verdict;
    const unsigned char *der = cms.data;
    CMS_ContentInfo *content = d2i_CMS_ContentInfo(NULL, &der, (long)cms.length);
    STACK_OF(X509) *certificates = NULL;
    if (!content || OBJ_obj2nid(CMS_get0_type(content)) != NID_pkcs7_signed) goto done;
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(content);
    ASN1_OCTET_STRING **inside = CMS_get0_content(content);
    if (sk_CMS_SignerInfo_num(signers) != 1 || !inside || *inside) goto done;
    CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers, 0);
    certificates = CMS_get1_certs(content);
    if (!certificates || sk_X509_num(certificates) > SIGNATURE_MOST_CERTIFICATES) goto done;
    X509 *certificate = signer_certificate(signer, certificates);
    if (!certificate) goto done;
    if (!is_trusted(trust, certificate)) {
        verdict = SIGNATURE_STRANGER;
        goto done;
    }
    verdict = SIGNATURE_MISMATCH;
    for (const unsigned char *rest = der; rest < cms.data + cms.length; rest++)
        if (*rest) goto done;
    for (int i = 0; i < sk_X509_num(certificates); i++)
        if (!is_whole(trust, sk_X509_value(certificates, i), certificate, certificates)) goto done;
    if (holds(certificate, certificates, signer, (struct bytes){cms.data, (size_t)(der - cms.data)}, digest)) verdict = SIGNATURE_GOOD;
done:
    sk_X509_pop_free(certificates, X509_free);
    CMS_ContentInfo_free(content);
    ERR_clear_error();
    return verdict;
}

/* Whether the bytes stand in the file as they are or as hexadecimal digits, which other programs write large. */
static bool find(struct bytes file, const unsigned char *bytes, size_t length)
{
    static const char digits[2][17] = {"0123456789abcdef", "0123456789ABCDEF"};
    unsigned char hex[SIGNATURE_LARGEST_VALUE];
    if (length > sizeof hex / 2) length = sizeof hex / 2;
    bool found = memmem(file.data, file.length, bytes, length);
    for (int large = 0; large < 2 && !found; large++) {
        for (size_t i = 0; i < length; i++) {
            hex[2 * i] = (unsigned char)digits[large][bytes[i] >> 4];
            hex[2 * i + 1] = (unsigned char)digits[large][bytes[i] & 15];
        }
        found = memmem(file.data, file.length, hex, 2 * length);
    }
    return found;
}

bool signature_trust_has_trace(const struct signature_trust *trust, struct bytes file)
{
    /* In halves, so that one damaged byte does not hide it. */
    for (size_t i = 0; i < trust->count; i++) {
        const struct trusted *entry = &trust->keys[i];
        size_t half = entry->bits_length / 2;
        if (find(file, entry->bits, half) || find(file, entry->bits + half, entry->bits_length - half)) return true;
    }
    return false;
}
