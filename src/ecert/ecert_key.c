#include "ecert/ecert_key.h"

#include "audit/audit.h"
#include "base/buffer.h"
#include "ecert/ecert_key_store.h"
#include "base/file.h"
#include "outside/settings.h"

enum { LARGEST_PEM = 256 * 1024, LONGEST_BEARER = 64 };

/* On the certificates of a store whose body is not known yet. */
#define NO_BODY "Testamur"

static enum result add(struct context *context, struct text body)
{
    struct signature_material material;
    TRY(signature_make(context, SIGNATURE_P256, body, &material));
    TRY(ecert_key_store_add(context, "authority", material.authority_certificate, material.authority_key));
    TRY(ecert_key_store_add(context, "ecert", material.certificate, material.key));
    return audit_write(context, "ecert.key_made", "signing_key", 0, TEXT(""));
}

static enum result make(struct context *context, void *data)
{
    (void)data;
    struct signing_key key;
    enum result result = ecert_key_store_current(context, "ecert", &key);
    return result == RESULT_NONE ? add(context, TEXT(NO_BODY)) : result;
}

enum result ecert_key_make(struct context *context)
{
    return database_transaction(context, make, NULL);
}

static enum result name(struct context *context, void *data)
{
    const struct text *body = data;
    struct signing_key key;
    enum result result = ecert_key_store_current(context, "ecert", &key);
    if (result != RESULT_OK || text_empty(key.private_key) || !text_is(signature_bearer(context->arena, key.certificate), NO_BODY)) return result < 0 ? result : RESULT_OK;
    TRY(ecert_key_store_retire(context, "ecert"));
    TRY(ecert_key_store_retire(context, "authority"));
    return add(context, *body);
}

enum result ecert_key_name(struct context *context, struct text body)
{
    body = text_clipped(body, LONGEST_BEARER);
    return text_empty(body) ? RESULT_OK : database_transaction(context, name, &body);
}

/* The operator's certificate is on record before anything is signed with it (SPEC 13.4). */
static enum result record_own(struct context *context, void *data)
{
    const struct text *certificates = data;
    struct signing_key key;
    enum result result = ecert_key_store_current(context, "ecert", &key);
    TRY(result);
    if (result == RESULT_OK && text_equal(key.certificate, *certificates)) return RESULT_OK;
    TRY(ecert_key_store_retire(context, "ecert"));
    TRY(ecert_key_store_add(context, "ecert", *certificates, TEXT("")));
    return audit_write(context, "ecert.key_changed", "signing_key", 0, TEXT(""));
}

enum result ecert_key_signer(struct context *context, struct signature_signer **signer)
{
    const struct settings *settings = context->settings;
    if (!text_empty(settings->signing_key)) {
        struct text key, certificates;
        TRY(file_must_read(context, settings->signing_key, LARGEST_PEM, &key));
        TRY(file_must_read(context, settings->signing_certificate, LARGEST_PEM, &certificates));
        TRY(signature_signer_load(context, key, certificates, settings->timestamp_server, signer));
        return database_transaction(context, record_own, &certificates);
    }
    struct signing_key current;
    enum result result = ecert_key_store_current(context, "ecert", &current);
    TRY(result);
    if (result == RESULT_NONE || text_empty(current.private_key))
        return context_fail(context, RESULT_REFUSED, "ecert.no_key",
                            N_("There is no key to sign e-Certs with. Run `testamur init`, or name signing_key and signing_certificate in the settings."));
    return signature_signer_load(context, current.private_key, current.certificate, settings->timestamp_server, signer);
}

enum result ecert_key_certificates(struct context *context, struct text *pem)
{
    struct list keys;
    TRY(ecert_key_store_all(context, &keys));
    struct buffer out = buffer_new(context->arena, 4096, 64 * LARGEST_PEM);
    for (size_t i = 0; i < keys.count; i++) buffer_put(&out, ((const struct signing_key *)keys.items)[i].certificate);
    *pem = buffer_text(&out);
    return RESULT_OK;
}
