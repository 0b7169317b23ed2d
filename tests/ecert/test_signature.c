/* Keys, the deterministic signature, the CMS around it, and the time-stamp. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "ecert/support_ecert.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include "base/encoding.h"
#include "outside/signature_internal.h"

/* --- RFC 6979 A.2.5: P-256 with SHA-256 --- */

static EVP_PKEY *key_of_the_rfc(void)
{
    BIGNUM *secret = NULL;
    EC_KEY *key = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
    EC_POINT *point = EC_POINT_new(EC_KEY_get0_group(key));
    assert_true(BN_hex2bn(&secret, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721") > 0);
    assert_int_equal(EC_POINT_mul(EC_KEY_get0_group(key), point, secret, NULL, NULL, NULL), 1);
    assert_int_equal(EC_KEY_set_private_key(key, secret), 1);
    assert_int_equal(EC_KEY_set_public_key(key, point), 1);
    EVP_PKEY *pkey = EVP_PKEY_new();
    assert_int_equal(EVP_PKEY_assign_EC_KEY(pkey, key), 1);
    EC_POINT_free(point);
    BN_clear_free(secret);
    return pkey;
}

static void nonces_are_those_of_rfc_6979(void **state)
{
    (void)state;
    static const struct {
        const char *message, *r, *s;
    } vectors[] = {{"sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"},
                   {"test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367", "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"}};
    EVP_PKEY *key = key_of_the_rfc();
    struct signature_ecdsa *ecdsa = signature_ecdsa_new(key);
    assert_non_null(ecdsa);
    for (size_t i = 0; i < 2; i++) {
        unsigned char digest[32], value[72];
        SHA256((const unsigned char *)vectors[i].message, strlen(vectors[i].message), digest);
        size_t length = signature_ecdsa_sign(ecdsa, digest, value);
        const unsigned char *der = value;
        ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)length);
        assert_non_null(signature);
        BIGNUM *r = NULL, *s = NULL;
        BN_hex2bn(&r, vectors[i].r);
        BN_hex2bn(&s, vectors[i].s);
        assert_int_equal(BN_cmp(ECDSA_SIG_get0_r(signature), r), 0);
        assert_int_equal(BN_cmp(ECDSA_SIG_get0_s(signature), s), 0);
        BN_free(r);
        BN_free(s);
        ECDSA_SIG_free(signature);
    }
    signature_ecdsa_free(ecdsa);
    EVP_PKEY_free(key);
}

static void openssl_verifies_every_signature(void **state)
{
    (void)state;
    EVP_PKEY *key = key_of_the_rfc();
    struct signature_ecdsa *ecdsa = signature_ecdsa_new(key);
    EC_KEY *ec = EVP_PKEY_get1_EC_KEY(key);
    unsigned char digest[32] = {0}, value[72];
    for (int i = 0; i < 200; i++) {
        if (i == 1) memset(digest, 0xff, sizeof digest); /* larger than the order */
        size_t length = signature_ecdsa_sign(ecdsa, digest, value);
        assert_true(length > 0 && length <= 72);
        assert_int_equal(ECDSA_verify(0, digest, 32, value, (int)length, ec), 1);
        SHA256(digest, 32, digest);
    }
    EC_KEY_free(ec);
    signature_ecdsa_free(ecdsa);
    EVP_PKEY_free(key);
}

/* --- CMS --- */

static struct signature_trust *trust_in(struct body *body, struct text certificates)
{
    struct signature_trust *trust;
    assert_result(body->support, RESULT_OK, signature_trust_load(&body->support->context, certificates, &trust));
    return trust;
}

static struct bytes signed_over(struct body *body, const struct signature_signer *signer, const unsigned char digest[32])
{
    unsigned char *out = arena_raw(body->support->context.arena, signature_size(signer));
    size_t length;
    assert_result(body->support, RESULT_OK, signature_sign(&body->support->context, signer, digest, out, &length));
    assert_true(length <= signature_size(signer));
    return (struct bytes){out, length};
}

static void a_signature_is_good_for_its_key_and_document_only(void **state)
{
    (void)state;
    for (int algorithm = SIGNATURE_P256; algorithm <= SIGNATURE_RSA3072; algorithm++) {
        struct body *body = body_new((enum signature_algorithm)algorithm), *other = body_new(SIGNATURE_P256);
        struct signature_trust *ours = trust_in(body, body->material.certificate), *theirs = trust_in(other, other->material.certificate);
        unsigned char digest[32] = {1}, another[32] = {2};
        struct bytes cms = signed_over(body, body->signer, digest), again = signed_over(body, body->signer, digest);
        assert_int_equal(cms.length, again.length);
        assert_memory_equal(cms.data, again.data, cms.length);
        assert_int_equal(signature_verify(ours, cms, digest), SIGNATURE_GOOD);
        assert_int_equal(signature_verify(ours, cms, another), SIGNATURE_MISMATCH);
        assert_int_equal(signature_verify(theirs, cms, digest), SIGNATURE_STRANGER);
        assert_int_equal(signature_verify(ours, (struct bytes){cms.data, cms.length - 1}, digest), SIGNATURE_UNREADABLE);
        assert_int_equal(signature_verify(ours, (struct bytes){(const unsigned char *)"", 0}, digest), SIGNATURE_UNREADABLE);
        signature_trust_free(ours);
        signature_trust_free(theirs);
        body_free(other);
        body_free(body);
    }
}

static void no_byte_of_a_signature_can_be_changed(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct signature_trust *trust = trust_in(body, body->material.certificate);
    unsigned char digest[32] = {1}, padded[8192] = {0};
    struct bytes cms = signed_over(body, body->signer, digest);
    memcpy(padded, cms.data, cms.length);
    assert_int_equal(signature_verify(trust, (struct bytes){padded, cms.length + 100}, digest), SIGNATURE_GOOD);
    for (size_t i = 0; i < cms.length + 100; i++) {
        padded[i] ^= 0x20;
        if (signature_verify(trust, (struct bytes){padded, cms.length + 100}, digest) == SIGNATURE_GOOD) fail_msg("byte %zu can be changed", i);
        padded[i] ^= 0x20;
    }
    signature_trust_free(trust);
    body_free(body);
}

static void an_authority_s_certificate_is_no_signer_s(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct signature_trust *trust;
    assert_result(body->support, RESULT_REFUSED, signature_trust_load(&body->support->context, body->material.authority_certificate, &trust));
    assert_string_equal(body->support->context.error.code, "signature.trust");
    body_free(body);
}

static void keys_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256), *other = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    const struct signature_material *ours = &body->material;
    const struct {
        struct text key, certificates;
        const char *code;
    } wrong[] = {{TEXT("no key"), ours->certificate, "signature.key"},
                 {ours->key, TEXT("no certificate"), "signature.certificates"},
                 {other->material.key, ours->certificate, "signature.key_mismatch"},
                 {ours->authority_key, ours->authority_certificate, "signature.key_usage"},
                 {ours->key, text_printf(context->arena, "%.*s-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", TEXT_ARG(ours->certificate)), "signature.certificates"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct signature_signer *signer;
        assert_result(body->support, RESULT_REFUSED, signature_signer_load(context, wrong[i].key, wrong[i].certificates, TEXT(""), &signer));
        assert_string_equal(context->error.code, wrong[i].code);
        error_clear(&context->error);
    }
    struct signature_material material;
    assert_result(body->support, RESULT_REFUSED, signature_make(context, SIGNATURE_P256, TEXT(""), &material));
    assert_string_equal(context->error.code, "signature.body");
    body_free(other);
    body_free(body);
}

static void certificates_say_what_they_are_for(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    const char *path = body_write(body, "c.pem", (struct bytes){(const unsigned char *)body->material.certificate.bytes, body->material.certificate.length});
    const char *authority = body_write(body, "a.pem", (struct bytes){(const unsigned char *)body->material.authority_certificate.bytes, body->material.authority_certificate.length});
    int status;
    struct text said = body_run(body, &status, "openssl x509 -in %s -noout -text", path);
    assert_true(text_contains(said, "E-mail Protection"));
    assert_true(text_contains(said, "1.3.6.1.5.5.7.3.36"));
    assert_true(text_contains(said, "Digital Signature, Non Repudiation"));
    assert_true(text_contains(said, "Not Before: Jan  1 00:00:00 2000"));
    said = body_run(body, &status, "openssl verify -attime 1771056000 -purpose smimesign -CAfile %s %s", authority, path);
    assert_int_equal(status, 0);
    body_free(body);
}

/* --- A time-stamp server of our own, for one question --- */

struct timestamper {
    int socket;
    EVP_PKEY *key;
    X509 *certificate;
    bool lie; /* stamp something else */
};

static ASN1_INTEGER *serial_of_a_stamp(struct TS_resp_ctx *context, void *data)
{
    (void)context, (void)data;
    ASN1_INTEGER *serial = ASN1_INTEGER_new();
    ASN1_INTEGER_set(serial, 7);
    return serial;
}

static X509 *timestamper_certificate(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, (const unsigned char *)"Stamp", -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_gmtime_adj(X509_getm_notBefore(certificate), -86400);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400 * 365);
    X509_set_pubkey(certificate, key);
    X509_EXTENSION *purpose = X509V3_EXT_conf_nid(NULL, NULL, NID_ext_key_usage, "critical,timeStamping");
    X509_add_ext(certificate, purpose, -1);
    X509_EXTENSION_free(purpose);
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

static void *answer_once(void *data)
{
    struct timestamper *server = data;
    int connection = accept(server->socket, NULL, NULL);
    static char request[8192];
    size_t length = 0, body = 0, wanted = SIZE_MAX;
    while (length < sizeof request - 1 && length < wanted) {
        ssize_t got = read(connection, request + length, sizeof request - 1 - length);
        if (got <= 0) break;
        length += (size_t)got;
        request[length] = '\0';
        const char *end = strstr(request, "\r\n\r\n"), *count = strstr(request, "Content-Length: ");
        if (end && count) body = (size_t)(end - request) + 4, wanted = body + (size_t)atoi(count + 16);
    }
    if (server->lie) request[length - 20] ^= 1; /* somewhere in the hash or the nonce */
    TS_RESP_CTX *stamper = TS_RESP_CTX_new();
    ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4", 1);
    TS_RESP_CTX_set_signer_cert(stamper, server->certificate);
    TS_RESP_CTX_set_signer_key(stamper, server->key);
    TS_RESP_CTX_set_def_policy(stamper, policy);
    TS_RESP_CTX_add_md(stamper, EVP_sha256());
    TS_RESP_CTX_set_signer_digest(stamper, EVP_sha256());
    TS_RESP_CTX_set_serial_cb(stamper, serial_of_a_stamp, NULL);
    BIO *question = BIO_new_mem_buf(request + body, (int)(length - body));
    TS_RESP *response = TS_RESP_create_response(stamper, question);
    unsigned char *der = NULL;
    int der_length = i2d_TS_RESP(response, &der);
    dprintf(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", der_length);
    if (write(connection, der, (size_t)der_length) != der_length) print_message("the answer was not taken\n");
    close(connection);
    OPENSSL_free(der);
    TS_RESP_free(response);
    BIO_free(question);
    ASN1_OBJECT_free(policy);
    TS_RESP_CTX_free(stamper);
    return NULL;
}

static struct text timestamper_start(struct timestamper *server, struct arena *arena)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    server->socket = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->socket, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(server->socket, 1), 0);
    assert_int_equal(getsockname(server->socket, (struct sockaddr *)&address, &size), 0);
    server->key = EVP_EC_gen("P-256");
    server->certificate = timestamper_certificate(server->key);
    return text_printf(arena, "http://127.0.0.1:%d/", ntohs(address.sin_port));
}

static void timestamper_stop(struct timestamper *server)
{
    close(server->socket);
    X509_free(server->certificate);
    EVP_PKEY_free(server->key);
}

static void a_time_stamp_is_part_of_the_signature(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct timestamper server = {0};
    struct signature_signer *signer;
    struct text address = timestamper_start(&server, context->arena);
    assert_result(body->support, RESULT_OK, signature_signer_load(context, body->material.key, body->material.certificate, address, &signer));
    assert_true(signature_size(signer) > signature_size(body->signer) + 15000);
    struct signature_signer *plain = body->signer;
    body->signer = signer;
    body_theme(body);
    struct ecert_facts facts = body_facts();
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, answer_once, &server), 0);
    struct bytes pdf = body_make(body, &facts);
    pthread_join(thread, NULL);
    int status;
    const char *path = body_write(body, "stamped.pdf", pdf);
    struct text said = body_run(body, &status, "pdfsig -nocert %s", path);
    assert_true(text_contains(said, "Signature is Valid"));
    assert_true(text_contains(said, "Total document signed"));
    /* 1.2.840.113549.1.9.16.2.14 stands in it */
    static const char oid[] = "060b2a864886f70d010910020e";
    assert_non_null(memmem(pdf.data, pdf.length, oid, sizeof oid - 1));

    /* Its verdict counts the token in: a token over something else is none. */
    struct signature_trust *trust = trust_in(body, body->material.certificate);
    unsigned char digest[32] = {1};
    assert_int_equal(pthread_create(&thread, NULL, answer_once, &server), 0);
    struct bytes cms = signed_over(body, signer, digest);
    pthread_join(thread, NULL);
    assert_int_equal(signature_verify(trust, cms, digest), SIGNATURE_GOOD);
    unsigned char *changed = arena_raw(context->arena, cms.length);
    memcpy(changed, cms.data, cms.length);
    changed[cms.length - 10] ^= 1; /* the end of the token's own signature */
    assert_int_equal(signature_verify(trust, (struct bytes){changed, cms.length}, digest), SIGNATURE_MISMATCH);

    /* An answer to another question is refused, and so is silence. */
    server.lie = true;
    unsigned char *out = arena_raw(context->arena, signature_size(signer));
    size_t length;
    assert_int_equal(pthread_create(&thread, NULL, answer_once, &server), 0);
    assert_result(body->support, RESULT_BROKEN, signature_sign(context, signer, digest, out, &length));
    assert_string_equal(context->error.code, "signature.timestamp");
    error_clear(&context->error);
    pthread_join(thread, NULL);
    timestamper_stop(&server);
    assert_result(body->support, RESULT_BROKEN, signature_sign(context, signer, digest, out, &length));
    assert_string_equal(context->error.code, "signature.timestamp");
    signature_trust_free(trust);
    signature_signer_free(plain);
    body_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nonces_are_those_of_rfc_6979), cmocka_unit_test(openssl_verifies_every_signature), cmocka_unit_test(a_signature_is_good_for_its_key_and_document_only),
        cmocka_unit_test(no_byte_of_a_signature_can_be_changed), cmocka_unit_test(an_authority_s_certificate_is_no_signer_s),
        cmocka_unit_test(keys_that_do_not_fit_are_refused), cmocka_unit_test(certificates_say_what_they_are_for), cmocka_unit_test(a_time_stamp_is_part_of_the_signature)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
