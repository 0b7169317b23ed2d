#include "outside/secret.h"

#include <sodium.h>

#include "base/encoding.h"
#include "base/random.h"
#include "outside/secret_store.h"

static enum result make_where_absent(struct context *context, void *data)
{
    (void)data;
    unsigned char fresh[SECRET_LENGTH];
    random_fill(fresh, sizeof fresh);
    struct text hex = encoding_hex(context->arena, (struct bytes){fresh, sizeof fresh});
    sodium_memzero(fresh, sizeof fresh);
    return secret_store_keep(context, hex);
}

enum result secret_make(struct context *context)
{
    return database_transaction(context, make_where_absent, NULL);
}

static enum result read_secret(struct context *context, struct bytes *secret)
{
    struct text hex;
    enum result found = secret_store_read(context, &hex);
    if (found == RESULT_NONE && database_in_transaction(context->database)) {
        TRY(secret_make(context));
        found = secret_store_read(context, &hex);
    }
    TRY(found);
    if (found == RESULT_NONE || !encoding_from_hex(context->arena, hex, secret) || secret->length != SECRET_LENGTH)
        return context_fail(context, RESULT_BROKEN, "secret.absent", N_("The store has no secret of its own. Run `testamur init`."));
    return RESULT_OK;
}

static void hmac(struct bytes key, struct text input, unsigned char out[SECRET_LENGTH])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data, key.length);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)input.bytes, input.length);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

enum result secret_derive(struct context *context, const char *purpose, struct text input, unsigned char out[SECRET_LENGTH])
{
    struct bytes secret;
    TRY(read_secret(context, &secret));
    /* A key a purpose first, so that no purpose and input run together into another's. */
    unsigned char key[SECRET_LENGTH];
    hmac(secret, text_of(purpose), key);
    hmac((struct bytes){key, sizeof key}, input, out);
    sodium_memzero(key, sizeof key);
    return RESULT_OK;
}

static enum result sealing_key(struct context *context, const char *purpose, struct text about, unsigned char key[SECRET_LENGTH])
{
    return secret_derive(context, text_printf(context->arena, "seal %s", purpose).bytes, about, key);
}

enum result secret_seal(struct context *context, const char *purpose, struct text about, struct text clear, struct bytes *sealed)
{
    unsigned char key[crypto_secretbox_KEYBYTES];
    TRY(sealing_key(context, purpose, about, key));
    unsigned char *out = arena_raw(context->arena, crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + clear.length);
    random_fill(out, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, (const unsigned char *)clear.bytes, clear.length, out, key);
    sodium_memzero(key, sizeof key);
    *sealed = (struct bytes){out, crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + clear.length};
    return RESULT_OK;
}

enum result secret_open(struct context *context, const char *purpose, struct text about, struct bytes sealed, struct text *clear)
{
    enum { AROUND = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES };
    unsigned char key[crypto_secretbox_KEYBYTES];
    TRY(sealing_key(context, purpose, about, key));
    int damaged = -1;
    if (sealed.length >= AROUND) {
        char *out = arena_take(context->arena, sealed.length - AROUND + 1);
        damaged = crypto_secretbox_open_easy((unsigned char *)out, sealed.data + crypto_secretbox_NONCEBYTES, sealed.length - crypto_secretbox_NONCEBYTES,
                                             sealed.data, key);
        *clear = (struct text){out, sealed.length - AROUND};
    }
    sodium_memzero(key, sizeof key);
    if (damaged) return context_fail(context, RESULT_REFUSED, "secret.damaged", N_("A sealed text of this store is damaged or belongs to another store."));
    return RESULT_OK;
}

struct text secret_token(struct context *context)
{
    unsigned char bits[16];
    random_fill(bits, sizeof bits);
    struct text token = encoding_base64url(context->arena, (struct bytes){bits, sizeof bits});
    sodium_memzero(bits, sizeof bits);
    return token;
}

struct bytes secret_hash(struct context *context, struct text token)
{
    unsigned char *hash = arena_take(context->arena, crypto_hash_sha256_BYTES);
    crypto_hash_sha256(hash, (const unsigned char *)token.bytes, token.length);
    return (struct bytes){hash, crypto_hash_sha256_BYTES};
}
