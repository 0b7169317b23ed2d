#include "outside/one_time.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/buffer.h"

int64_t one_time_step(struct instant at)
{
    return at.microseconds / MICROSECONDS / ONE_TIME_STEP;
}

uint32_t one_time_code(struct bytes secret, int64_t step, int digits)
{
    unsigned char counter[8], hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    for (int i = 0; i < 8; i++) counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    if (!HMAC(EVP_sha1(), secret.data, (int)secret.length, counter, sizeof counter, hash, &length) || length < 20) abort();
    int offset = hash[19] & 15;
    uint32_t number = (uint32_t)(hash[offset] & 127) << 24 | (uint32_t)hash[offset + 1] << 16 | (uint32_t)hash[offset + 2] << 8 | hash[offset + 3], limit = 1;
    while (digits-- > 0) limit *= 10;
    return number % limit;
}

bool one_time_match(struct bytes secret, struct text typed, struct instant now, int64_t *step)
{
    uint32_t number = 0;
    int digits = 0;
    for (size_t i = 0; i < typed.length; i++) {
        char c = typed.bytes[i];
        if (c == ' ' || c == '-') continue;
        if (c < '0' || c > '9' || ++digits > ONE_TIME_DIGITS) return false;
        number = number * 10 + (uint32_t)(c - '0');
    }
    bool found = false;
    for (int64_t near = one_time_step(now) - 1; near <= one_time_step(now) + 1; near++)
        if (one_time_code(secret, near, ONE_TIME_DIGITS) == number) {
            *step = near;
            found = true;
        }
    return found && digits == ONE_TIME_DIGITS;
}

static struct text base32(struct arena *arena, struct bytes bytes, size_t group)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buffer out = buffer_new(arena, 64, 4096);
    uint32_t bits = 0;
    int count = 0;
    size_t written = 0;
    for (size_t i = 0; i < bytes.length || count > 0;) {
        if (count < 5 && i < bytes.length) bits = bits << 8 | bytes.data[i++], count += 8;
        else if (count < 5) bits <<= 5 - count, count = 5;
        if (group && written && written % group == 0) buffer_put_char(&out, ' ');
        buffer_put_char(&out, letters[bits >> (count - 5) & 31]);
        written++;
        count -= 5;
    }
    return buffer_text(&out);
}

struct text one_time_secret_text(struct arena *arena, struct bytes secret)
{
    return base32(arena, secret, 4);
}

static void put_encoded(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) buffer_put_char(out, (char)c);
        else buffer_printf(out, "%%%02X", c);
    }
}

struct text one_time_address(struct arena *arena, struct text issuer, struct text name, struct bytes secret)
{
    struct buffer out = buffer_new(arena, 128, 4096);
    buffer_put_string(&out, "otpauth://totp/");
    put_encoded(&out, issuer);
    buffer_put_char(&out, ':');
    put_encoded(&out, name);
    buffer_put_string(&out, "?secret=");
    buffer_put(&out, base32(arena, secret, 0));
    buffer_put_string(&out, "&issuer=");
    put_encoded(&out, issuer);
    return buffer_text(&out);
}
