#include "outside/passkey.h"

#include <arpa/inet.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <pthread.h>
#include <string.h>

#include "base/encoding.h"
#include "outside/hash.h"
#include "outside/json.h"
#include "outside/settings.h"

enum { LONGEST_CLIENT_DATA = 4096, HASHED_PARTY = 32, FLAGS_AT = 32, USER_PRESENT = 1, USER_VERIFIED = 4, LONGEST_CREDENTIAL = 1023 };

static void start(void)
{
    fido_init(0);
}

static void started(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start);
}

bool passkey_party(const struct context *context, struct passkey_party *party)
{
    struct text address = context->settings->address, rest = address;
    size_t scheme = text_find(address, "://");
    if (scheme == address.length) return false;
    rest.bytes += scheme + 3;
    rest.length -= scheme + 3;
    struct text host = rest;
    host.length = strcspn(text_string(context->arena, rest), ":/");
    struct in_addr ignored;
    bool number = host.length == 0 || host.bytes[0] == '[' || inet_pton(AF_INET, text_string(context->arena, host), &ignored) == 1;
    if (number || (!text_starts_with(address, "https:") && !text_is(host, "localhost"))) return false;
    *party = (struct passkey_party){host, address};
    return true;
}

static enum result wrong(struct context *context)
{
    error_clear(&context->error);
    return context_fail(context, RESULT_REFUSED, "passkey.wrong", N_("This passkey was not accepted. Try again, or use the code of your authenticator app."));
}

/* 7.1 steps 7 to 11, 7.2 steps 11 to 14: what the browser says that it was asked. */
static bool client_data_is(struct context *context, const struct passkey_party *party, const char *type, struct text challenge, struct bytes client_data)
{
    struct json_value root;
    struct text text = {(const char *)client_data.data, client_data.length};
    if (json_parse(context, text, LONGEST_CLIENT_DATA, &root) < 0) return false;
    struct text written = encoding_base64url(context->arena, (struct bytes){(const unsigned char *)challenge.bytes, challenge.length});
    const struct json_value *crossing = json_member(&root, "crossOrigin");
    return text_is(json_as_text(context->arena, json_member(&root, "type")), type) &&
           text_equal(json_as_text(context->arena, json_member(&root, "challenge")), written) &&
           text_equal(json_as_text(context->arena, json_member(&root, "origin")), party->origin) &&
           (!crossing || (crossing->kind == JSON_IS_BOOLEAN && !crossing->boolean));
}

/* What the authenticator says: for this party, with the person there and verified. */
static bool authenticator_data_is(const struct passkey_party *party, struct bytes data)
{
    unsigned char hashed[HASH_SHA256];
    hash_sha256((struct bytes){(const unsigned char *)party->id.bytes, party->id.length}, hashed);
    enum { BOTH = USER_PRESENT | USER_VERIFIED };
    return data.length > FLAGS_AT && memcmp(data.data, hashed, HASHED_PARTY) == 0 && (data.data[FLAGS_AT] & BOTH) == BOTH;
}

static struct bytes copy(struct arena *arena, struct bytes bytes)
{
    struct text copied = text_copy(arena, (struct text){(const char *)bytes.data, bytes.length});
    return (struct bytes){(const unsigned char *)copied.bytes, copied.length};
}

/* The credential in the authenticator's data, if it is of that algorithm. */
static bool read_credential(struct context *context, const struct passkey_party *party, const struct passkey_answer *answer, int algorithm, struct passkey_key *key)
{
    unsigned char hash[HASH_SHA256];
    hash_sha256(answer->client_data, hash);
    fido_cred_t *credential = fido_cred_new();
    bool good = credential && fido_cred_set_type(credential, algorithm) == FIDO_OK && fido_cred_set_clientdata_hash(credential, hash, sizeof hash) == FIDO_OK &&
                fido_cred_set_rp(credential, text_string(context->arena, party->id), NULL) == FIDO_OK &&
                fido_cred_set_authdata_raw(credential, answer->authenticator_data.data, answer->authenticator_data.length) == FIDO_OK &&
                fido_cred_pubkey_ptr(credential) && fido_cred_id_len(credential) <= LONGEST_CREDENTIAL;
    if (good) {
        struct bytes id = {fido_cred_id_ptr(credential), fido_cred_id_len(credential)}, point = {fido_cred_pubkey_ptr(credential), fido_cred_pubkey_len(credential)};
        good = id.length == answer->credential.length && memcmp(id.data, answer->credential.data, id.length) == 0;
        *key = (struct passkey_key){.credential = copy(context->arena, id), .public_key = copy(context->arena, point), .algorithm = algorithm,
                                    .sign_count = fido_cred_sigcount(credential)};
    }
    fido_cred_free(&credential);
    return good;
}

enum result passkey_made(struct context *context, const struct passkey_party *party, struct text challenge, const struct passkey_answer *answer, struct passkey_key *key)
{
    static const int algorithms[] = {COSE_ES256, COSE_EDDSA, COSE_RS256};
    started();
    if (!client_data_is(context, party, "webauthn.create", challenge, answer->client_data) || !authenticator_data_is(party, answer->authenticator_data)) return wrong(context);
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
        if (read_credential(context, party, answer, algorithms[i], key)) return RESULT_OK;
    return wrong(context);
}

/* libfido2 takes a public key in a struct of its own for each algorithm. */
static bool signature_is(const fido_assert_t *assertion, const struct passkey_key *key)
{
    const void *point = key->public_key.data;
    size_t length = key->public_key.length;
    bool good = false;
    if (key->algorithm == COSE_ES256) {
        es256_pk_t *public_key = es256_pk_new();
        good = public_key && es256_pk_from_ptr(public_key, point, length) == FIDO_OK && fido_assert_verify(assertion, 0, COSE_ES256, public_key) == FIDO_OK;
        es256_pk_free(&public_key);
    } else if (key->algorithm == COSE_EDDSA) {
        eddsa_pk_t *public_key = eddsa_pk_new();
        good = public_key && eddsa_pk_from_ptr(public_key, point, length) == FIDO_OK && fido_assert_verify(assertion, 0, COSE_EDDSA, public_key) == FIDO_OK;
        eddsa_pk_free(&public_key);
    } else if (key->algorithm == COSE_RS256) {
        rs256_pk_t *public_key = rs256_pk_new();
        good = public_key && rs256_pk_from_ptr(public_key, point, length) == FIDO_OK && fido_assert_verify(assertion, 0, COSE_RS256, public_key) == FIDO_OK;
        rs256_pk_free(&public_key);
    }
    return good;
}

enum result passkey_used(struct context *context, const struct passkey_party *party, struct text challenge, const struct passkey_answer *answer, struct passkey_key *key)
{
    started();
    if (!client_data_is(context, party, "webauthn.get", challenge, answer->client_data) || !authenticator_data_is(party, answer->authenticator_data)) return wrong(context);
    unsigned char hash[HASH_SHA256];
    hash_sha256(answer->client_data, hash);
    fido_assert_t *assertion = fido_assert_new();
    bool good = assertion && fido_assert_set_count(assertion, 1) == FIDO_OK && fido_assert_set_clientdata_hash(assertion, hash, sizeof hash) == FIDO_OK &&
                fido_assert_set_rp(assertion, text_string(context->arena, party->id)) == FIDO_OK &&
                fido_assert_set_authdata_raw(assertion, 0, answer->authenticator_data.data, answer->authenticator_data.length) == FIDO_OK &&
                fido_assert_set_sig(assertion, 0, answer->signature.data, answer->signature.length) == FIDO_OK &&
                fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK && fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK && signature_is(assertion, key);
    int64_t count = good ? fido_assert_sigcount(assertion, 0) : 0;
    fido_assert_free(&assertion);
    if (!good || ((count || key->sign_count) && count <= key->sign_count)) return wrong(context);
    key->sign_count = count;
    return RESULT_OK;
}
