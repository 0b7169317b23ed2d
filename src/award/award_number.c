#include "award/award_number.h"

#include "base/random.h"

static const char alphanumeric[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* 0 to 35, -1 for what is neither letter nor digit. */
static int worth(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    return -1;
}

/* Pure systems with one check character: radix 2. */
static int pure(struct text text, int modulus, int most)
{
    int sum = 0;
    for (size_t i = 0; i < text.length; i++) {
        int value = worth(text.bytes[i]);
        if (value >= 0 && value < most) sum = (sum + value) * 2 % modulus;
    }
    return (modulus + 1 - sum) % modulus;
}

/* Hybrid systems: modulus M and M + 1. */
static int hybrid(struct text text, int modulus)
{
    int product = modulus;
    for (size_t i = 0; i < text.length; i++) {
        int value = worth(text.bytes[i]);
        if (value < 0 || value >= modulus) continue;
        int sum = (product + value) % modulus;
        product = (sum ? sum : modulus) * 2 % (modulus + 1);
    }
    return (modulus + 1 - product) % modulus;
}

static int modulo_97(struct text text)
{
    int rest = 0;
    for (size_t i = 0; i < text.length; i++) {
        int value = worth(text.bytes[i]);
        if (value >= 0) rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return 98 - rest * 100 % 97;
}

size_t award_number_check(enum number_check check, struct text text, char out[2])
{
    int value = 0;
    switch (check) {
    case CHECK_MOD_11_2: value = pure(text, 11, 10); out[0] = value == 10 ? 'X' : alphanumeric[value]; return 1;
    case CHECK_MOD_37_2: out[0] = alphanumeric[pure(text, 37, 36)]; return 1;
    case CHECK_MOD_11_10: out[0] = alphanumeric[hybrid(text, 10)]; return 1;
    case CHECK_MOD_37_36: out[0] = alphanumeric[hybrid(text, 36)]; return 1;
    case CHECK_MOD_97_10: break;
    }
    value = modulo_97(text);
    out[0] = alphanumeric[value / 10];
    out[1] = alphanumeric[value % 10];
    return 2;
}

static unsigned char random_byte(struct award_random *random)
{
    if (!random->left) {
        random_fill(random->bytes, sizeof random->bytes);
        random->left = sizeof random->bytes;
    }
    return random->bytes[--random->left];
}

static char random_digit(struct award_random *random)
{
    unsigned char byte;
    do byte = random_byte(random); /* 250 is the largest multiple of ten: no digit comes more often than another */
    while (byte >= 250);
    return (char)('0' + byte % 10);
}

size_t award_number_make(const struct body *body, int year, struct award_random *random, char out[AWARD_NUMBER_LIMIT])
{
    size_t length = 0;
    for (size_t i = 0; i < body->number_part_count; i++) {
        const struct number_part *part = &body->number_parts[i];
        switch (part->kind) {
        case NUMBER_LITERAL:
            for (size_t c = 0; c < part->literal.length && length < AWARD_NUMBER_LIMIT; c++) out[length++] = part->literal.bytes[c];
            break;
        case NUMBER_YEAR:
            for (int32_t place = part->length, divisor = place == 2 ? 10 : 1000; place > 0 && length < AWARD_NUMBER_LIMIT; place--, divisor /= 10)
                out[length++] = (char)('0' + year / divisor % 10);
            break;
        case NUMBER_DIGITS:
            for (int32_t c = 0; c < part->length && length < AWARD_NUMBER_LIMIT; c++) out[length++] = random_digit(random);
            break;
        case NUMBER_LETTERS:
            for (int32_t c = 0; c < part->length && length < AWARD_NUMBER_LIMIT; c++) out[length++] = crockford[random_byte(random) % 32];
            break;
        case NUMBER_CHECK:
            if (length + 2 <= AWARD_NUMBER_LIMIT) length += award_number_check(part->check, (struct text){out, length}, out + length);
            break;
        }
    }
    return length;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool award_number_fits(const struct body *body, struct text number)
{
    size_t at = 0;
    for (size_t i = 0; i < body->number_part_count; i++) {
        const struct number_part *part = &body->number_parts[i];
        if (part->kind == NUMBER_LITERAL) {
            if (part->literal.length > number.length - at || memcmp(number.bytes + at, part->literal.bytes, part->literal.length)) return false;
            at += part->literal.length;
        } else if (part->kind == NUMBER_CHECK) {
            char check[2];
            size_t length = award_number_check(part->check, (struct text){number.bytes, at}, check);
            if (length > number.length - at || memcmp(number.bytes + at, check, length)) return false;
            at += length;
        } else {
            if ((size_t)part->length > number.length - at) return false;
            for (int32_t c = 0; c < part->length; c++, at++)
                if (!is_digit(number.bytes[at]) && (part->kind != NUMBER_LETTERS || !memchr(crockford, number.bytes[at], 32))) return false;
        }
    }
    return at == number.length;
}

static bool is_sign(char c)
{
    return c == '-' || c == '/' || c == '.';
}

struct text award_number_spelled(struct arena *arena, const struct body *body, struct text typed)
{
    char out[AWARD_NUMBER_LIMIT];
    size_t length = 0, at = 0;
    for (size_t i = 0; i < body->number_part_count; i++) {
        const struct number_part *part = &body->number_parts[i];
        for (int32_t c = 0; c < part->length; c++) {
            if (length == sizeof out) return typed;
            bool sign = part->kind == NUMBER_LITERAL && is_sign(part->literal.bytes[c]);
            while (!sign && at < typed.length && is_sign(typed.bytes[at])) at++;
            if (!sign && at == typed.length) return typed;
            out[length++] = sign ? part->literal.bytes[c] : typed.bytes[at++];
        }
    }
    while (at < typed.length && is_sign(typed.bytes[at])) at++;
    struct text spelled = {out, length};
    return at == typed.length && award_number_fits(body, spelled) ? text_copy(arena, spelled) : typed;
}
