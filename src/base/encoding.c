#include "base/encoding.h"

struct text encoding_hex(struct arena *arena, struct bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *out = arena_raw(arena, bytes.length * 2 + 1);
    for (size_t i = 0; i < bytes.length; i++) {
        out[2 * i] = digits[bytes.data[i] >> 4];
        out[2 * i + 1] = digits[bytes.data[i] & 15];
    }
    out[bytes.length * 2] = '\0';
    return (struct text){out, bytes.length * 2};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool encoding_from_hex(struct arena *arena, struct text text, struct bytes *bytes)
{
    if (text.length % 2) return false;
    unsigned char *out = arena_raw(arena, text.length / 2 + 1);
    for (size_t i = 0; i < text.length / 2; i++) {
        int high = hex_digit(text.bytes[2 * i]), low = hex_digit(text.bytes[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    *bytes = (struct bytes){out, text.length / 2};
    return true;
}

/* Groups of `width` bits, most significant first; the last group is filled with zero bits. */
static struct text in_groups(struct arena *arena, struct bytes bytes, int width, const char *alphabet)
{
    char *out = arena_raw(arena, bytes.length * 8 / (size_t)width + 6);
    size_t length = 0;
    unsigned pending = 0;
    int count = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        pending = pending << 8 | bytes.data[i];
        for (count += 8; count >= width; count -= width) out[length++] = alphabet[pending >> (count - width) & ((1u << width) - 1)];
        pending &= (1u << count) - 1;
    }
    if (count) out[length++] = alphabet[pending << (width - count) & ((1u << width) - 1)];
    out[length] = '\0';
    return (struct text){out, length};
}

struct text encoding_base64(struct arena *arena, struct bytes bytes)
{
    struct text text = in_groups(arena, bytes, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    char *out = (char *)text.bytes; /* in_groups left room for the padding */
    while (text.length % 4) out[text.length++] = '=';
    out[text.length] = '\0';
    return text;
}

static const char base64url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct text encoding_base64url(struct arena *arena, struct bytes bytes)
{
    return in_groups(arena, bytes, 6, base64url_alphabet);
}

bool encoding_from_base64url(struct arena *arena, struct text text, struct bytes *bytes)
{
    if (text.length % 4 == 1) return false;
    unsigned char *out = arena_raw(arena, text.length * 3 / 4 + 1);
    size_t length = 0;
    unsigned pending = 0;
    int count = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *found = text.bytes[i] ? strchr(base64url_alphabet, text.bytes[i]) : NULL;
        if (!found) return false;
        pending = (pending << 6 | (unsigned)(found - base64url_alphabet)) & 0xFFFFFF;
        if ((count += 6) >= 8) {
            count -= 8;
            out[length++] = (unsigned char)(pending >> count);
        }
    }
    if (pending & ((1u << count) - 1)) return false; /* one spelling for one value */
    *bytes = (struct bytes){out, length};
    return true;
}

static const char base32_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { LONGEST_BASE32_NUMBER = 12 }; /* 60 bits */

struct text encoding_base32(struct arena *arena, struct bytes bytes)
{
    return in_groups(arena, bytes, 5, base32_alphabet);
}

struct text encoding_base32_number(struct arena *arena, int64_t number, int least)
{
    char out[LONGEST_BASE32_NUMBER];
    int at = LONGEST_BASE32_NUMBER;
    for (; at && (number || LONGEST_BASE32_NUMBER - at < least); number >>= 5) out[--at] = base32_alphabet[number & 31];
    return text_copy(arena, (struct text){out + at, (size_t)(LONGEST_BASE32_NUMBER - at)});
}

char encoding_base32_meant(char typed)
{
    char c = typed >= 'a' && typed <= 'z' ? (char)(typed - 'a' + 'A') : typed;
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

bool encoding_from_base32_number(struct text text, int64_t *number)
{
    *number = 0;
    if (text.length > LONGEST_BASE32_NUMBER) return false;
    for (size_t i = 0; i < text.length; i++) {
        const char *found = text.bytes[i] ? strchr(base32_alphabet, text.bytes[i]) : NULL;
        if (!found) return false;
        *number = *number << 5 | (found - base32_alphabet);
    }
    return *number > 0;
}
