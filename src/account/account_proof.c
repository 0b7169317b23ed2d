/* What somebody proves himself with: the password that he has, secrets of authenticator apps, recovery codes, challenges for passkeys. */
#include "account/account_inside.h"
#include "account/account_staff_store.h"
#include "account/account_store.h"
#include "audit/audit.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/random.h"
#include "outside/one_time.h"
#include "outside/password.h"
#include "outside/secret.h"
#include "outside/settings.h"

enum { RECOVERY_BYTES = 10, CHALLENGE_SECONDS = 600, RANDOM_BYTES = 16, TIME_BYTES = 8, SIGNED_BYTES = 16, CHALLENGE_BYTES = RANDOM_BYTES + TIME_BYTES + SIGNED_BYTES };

static struct text about(struct context *context, int64_t account)
{
    return text_printf(context->arena, "%lld", (long long)account);
}

enum result account_check_password(struct context *context, struct text typed, struct text hash)
{
    struct text normal = TEXT("");
    bool right, outdated, possible = password_normal(context->arena, typed, &normal);
    TRY(password_check(context, normal, hash, &right, &outdated));
    if (possible && right) return RESULT_OK;
    return FIELD_FAIL(context, "password", "account.enrol_password", N_("This is not the password of your account."));
}

enum result account_check_own_password(struct context *context, struct text typed, struct text *hash)
{
    TRY(audit_limit(context, text_printf(context->arena, "password:%lld", (long long)context->actor.account), 10, 900));
    TRY(account_store_read_password(context, context->actor.account, hash));
    return account_check_password(context, typed, *hash);
}

/* --- Secrets of authenticator apps --- */

enum result account_offer_one_time(struct context *context, const char *purpose, struct text about, struct bytes *secret)
{
    unsigned char *bytes = arena_raw(context->arena, SECRET_LENGTH);
    TRY(secret_derive(context, purpose, about, bytes));
    *secret = (struct bytes){bytes, ONE_TIME_SECRET};
    return RESULT_OK;
}

enum result account_check_offered(struct context *context, struct bytes secret, struct text code, int64_t *step)
{
    if (one_time_match(secret, code, context_now(context), step)) return RESULT_OK;
    return FIELD_FAIL(context, "code", "account.enrol_code",
                      N_("This is not the code that your app shows now. Look whether the device's clock is right, and type the newest code."));
}

enum result account_keep_one_time(struct context *context, int64_t account, struct bytes secret, int64_t step)
{
    struct bytes sealed;
    TRY(secret_seal(context, "one-time-password", about(context, account), encoding_hex(context->arena, secret), &sealed));
    return staff_store_write_one_time(context, account, sealed, step);
}

enum result account_open_one_time(struct context *context, int64_t account, struct bytes sealed, struct bytes *secret)
{
    struct text hex;
    TRY(secret_open(context, "one-time-password", about(context, account), sealed, &hex));
    if (encoding_from_hex(context->arena, hex, secret)) return RESULT_OK;
    return context_fail(context, RESULT_BROKEN, "account.one_time", N_("The secret of an authenticator app cannot be read."));
}

struct text account_host(const struct context *context)
{
    struct text host = context->settings->address;
    size_t scheme = text_find(host, "://");
    if (scheme < host.length) host.bytes += scheme + 3, host.length -= scheme + 3;
    return host;
}

/* --- Recovery codes: 80 bits, so that a plain hash of them tells nothing --- */

static struct text recovery_code(struct context *context)
{
    unsigned char bits[RECOVERY_BYTES];
    random_fill(bits, sizeof bits);
    const char *plain = encoding_base32(context->arena, (struct bytes){bits, sizeof bits}).bytes;
    return text_printf(context->arena, "%.4s-%.4s-%.4s-%.4s", plain, plain + 4, plain + 8, plain + 12);
}

struct bytes account_recovery_hash(struct context *context, int64_t account, struct text typed)
{
    struct buffer plain = buffer_new(context->arena, 32, 64);
    for (size_t i = 0; i < typed.length && plain.length < 32; i++) {
        char c = encoding_base32_meant(typed.bytes[i]);
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) buffer_put_char(&plain, c);
    }
    struct text code = buffer_text(&plain);
    return secret_hash(context, text_printf(context->arena, "recovery:%lld:%.*s", (long long)account, TEXT_ARG(code)));
}

enum result account_make_recovery_codes(struct context *context, int64_t account, struct text codes[ACCOUNT_RECOVERY_CODES])
{
    for (int i = 0; i < ACCOUNT_RECOVERY_CODES; i++) {
        codes[i] = recovery_code(context);
        TRY(staff_store_write_code(context, account, account_recovery_hash(context, account, codes[i])));
    }
    return RESULT_OK;
}

/* --- Challenges --- */

static enum result sign(struct context *context, const char *purpose, int64_t account, const unsigned char *bytes, unsigned char out[SECRET_LENGTH])
{
    struct text hex = encoding_hex(context->arena, (struct bytes){bytes, RANDOM_BYTES + TIME_BYTES});
    return secret_derive(context, "challenge", text_printf(context->arena, "%s:%lld:%.*s", purpose, (long long)account, TEXT_ARG(hex)), out);
}

enum result account_challenge(struct context *context, const char *purpose, int64_t account, struct text *challenge)
{
    unsigned char bytes[CHALLENGE_BYTES], signature[SECRET_LENGTH];
    int64_t ends = instant_add_seconds(context_now(context), CHALLENGE_SECONDS).microseconds;
    random_fill(bytes, RANDOM_BYTES);
    for (int i = 0; i < TIME_BYTES; i++) bytes[RANDOM_BYTES + i] = (unsigned char)((uint64_t)ends >> (8 * i));
    TRY(sign(context, purpose, account, bytes, signature));
    memcpy(bytes + RANDOM_BYTES + TIME_BYTES, signature, SIGNED_BYTES);
    *challenge = encoding_base64url(context->arena, (struct bytes){bytes, sizeof bytes});
    return RESULT_OK;
}

enum result account_challenge_take(struct context *context, const char *purpose, int64_t account, struct text challenge)
{
    struct bytes bytes;
    unsigned char signature[SECRET_LENGTH];
    bool ours = encoding_from_base64url(context->arena, challenge, &bytes) && bytes.length == CHALLENGE_BYTES;
    if (ours) {
        TRY(sign(context, purpose, account, bytes.data, signature));
        ours = bytes_equal_in_constant_time((struct bytes){signature, SIGNED_BYTES}, (struct bytes){bytes.data + RANDOM_BYTES + TIME_BYTES, SIGNED_BYTES});
    }
    uint64_t ends = 0;
    for (int i = 0; ours && i < TIME_BYTES; i++) ends |= (uint64_t)bytes.data[RANDOM_BYTES + i] << (8 * i);
    struct instant end = {(int64_t)ends};
    ours = ours && end.microseconds > context_now(context).microseconds;
    enum result added = ours ? staff_store_add_challenge(context, secret_hash(context, challenge), purpose, account, end) : RESULT_NONE;
    if (added == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.challenge", N_("This took too long. Load the page again, and try once more."));
    return added;
}
