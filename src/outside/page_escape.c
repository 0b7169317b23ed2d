#include "outside/page_escape.h"

enum { PLAIN, SPECIAL, CONTROL, HIGH };

/* What a byte of a value is for HTML: bytes of PLAIN are copied in runs. */
static const unsigned char html_class[256] = {
    [0 ... 8] = CONTROL, ['\v'] = CONTROL, [14 ... 31] = CONTROL, [127] = CONTROL, [128 ... 255] = HIGH,
    ['&'] = SPECIAL,     ['<'] = SPECIAL,  ['>'] = SPECIAL,       ['"'] = SPECIAL, ['\''] = SPECIAL,
};
static const char replacement[] = "\xEF\xBF\xBD";

/* Sixteen or eight bytes at once; the compiler has instructions for it on every machine that we know. */
typedef unsigned char sixteen __attribute__((vector_size(16)));
typedef unsigned char eight __attribute__((vector_size(8)));

#define ANY_SPECIAL(BYTES)                                                                                                                 \
    ((BYTES < ' ') | (BYTES > '~') | (BYTES == '&') | (BYTES == '<') | (BYTES == '>') | (BYTES == '"') | (BYTES == '\''))

/* Skips printable ASCII that needs no escaping, in whole steps; what it stops at may still be plain. */
static const char *skip_plain(const char *at, const char *end)
{
    while (end - at >= 16) {
        sixteen bytes;
        uint64_t found[2];
        memcpy(&bytes, at, 16);
        bytes = (sixteen)ANY_SPECIAL(bytes);
        memcpy(found, &bytes, 16);
        if (found[0] | found[1]) return at;
        at += 16;
    }
    if (end - at >= 8) {
        eight bytes;
        uint64_t found;
        memcpy(&bytes, at, 8);
        bytes = (eight)ANY_SPECIAL(bytes);
        memcpy(&found, &bytes, 8);
        if (!found) at += 8;
    }
    return at;
}

static struct text reference_of(char c)
{
    switch (c) {
    case '&': return TEXT("&amp;");
    case '<': return TEXT("&lt;");
    case '>': return TEXT("&gt;");
    case '"': return TEXT("&quot;");
    default: return TEXT("&#39;");
    }
}

/* The length of the well-formed sequence at the front, 0 where it is malformed or a C1 control character. */
static size_t sequence_at(const char *bytes, size_t left)
{
    struct text rest = {bytes, left};
    uint32_t c;
    text_next_code_point(&rest, &c);
    size_t length = (size_t)(rest.bytes - bytes);
    return length == 1 || (c >= 0x80 && c < 0xA0) ? 0 : length;
}

void page_escape_html(struct buffer *out, struct text text)
{
    const char *run = text.bytes, *end = run + text.length, *at = skip_plain(run, end);
    while (at < end) {
        unsigned char class = html_class[(unsigned char)*at];
        if (class == PLAIN) {
            at++;
            continue;
        }
        size_t length = class == HIGH ? sequence_at(at, (size_t)(end - at)) : 0;
        if (length) {
            at += length;
            continue;
        }
        buffer_put_bytes(out, run, (size_t)(at - run));
        if (class == SPECIAL)
            buffer_put(out, reference_of(*at));
        else
            buffer_put_bytes(out, replacement, 3);
        run = ++at;
    }
    buffer_put_bytes(out, run, (size_t)(end - run));
}

/* Without control characters (C0, DEL, C1) but line end and tab; what is no well-formed UTF-8 as U+FFFD. */
static void escape_plain(struct buffer *out, struct text text)
{
    const char *at = text.bytes, *end = at + text.length, *run = at;
    while (at < end) {
        unsigned char c = (unsigned char)*at;
        if ((c >= ' ' && c < 127) || c == '\n' || c == '\t') {
            at++;
            continue;
        }
        size_t length = c >= 0x80 ? sequence_at(at, (size_t)(end - at)) : 0;
        if (length) {
            at += length;
            continue;
        }
        buffer_put_bytes(out, run, (size_t)(at - run));
        bool control_of_two = c == 0xC2 && end - at > 1 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xA0;
        if (c >= 0x80 && !control_of_two) buffer_put_bytes(out, replacement, 3);
        at += control_of_two ? 2 : 1;
        run = at;
    }
    buffer_put_bytes(out, run, (size_t)(end - run));
}

enum { ENCODED, UNRESERVED, RESERVED, AMPERSAND };

/* What a byte of a URL is (RFC 3986 2.2, 2.3); % is taken to begin what is encoded already. */
static const unsigned char url_class[256] = {
    ['a' ... 'z'] = UNRESERVED, ['A' ... 'Z'] = UNRESERVED, ['0' ... '9'] = UNRESERVED, ['-'] = UNRESERVED, ['.'] = UNRESERVED,
    ['_'] = UNRESERVED,         ['~'] = UNRESERVED,         [':'] = RESERVED,           ['/'] = RESERVED,   ['?'] = RESERVED,
    ['#'] = RESERVED,           ['['] = RESERVED,           [']'] = RESERVED,           ['@'] = RESERVED,   ['!'] = RESERVED,
    ['$'] = RESERVED,           ['('] = RESERVED,           [')'] = RESERVED,           ['*'] = RESERVED,   ['+'] = RESERVED,
    [','] = RESERVED,           [';'] = RESERVED,           ['='] = RESERVED,           ['%'] = RESERVED,   ['&'] = AMPERSAND,
};

/* Copies what is in one of the two classes, percent-encodes the rest. */
static void put_url(struct buffer *out, struct text text, unsigned char also)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *at = text.bytes, *end = at + text.length, *run = at;
    for (; at < end; at++) {
        unsigned char c = (unsigned char)*at, class = url_class[c];
        if (class == UNRESERVED || class == also) continue;
        buffer_put_bytes(out, run, (size_t)(at - run));
        run = at + 1;
        if (class == AMPERSAND && also == RESERVED)
            buffer_put(out, TEXT("&amp;"));
        else
            buffer_put_bytes(out, (char[]){'%', digits[c >> 4], digits[c & 15]}, 3);
    }
    buffer_put_bytes(out, run, (size_t)(end - run));
}

/* All but letters, digits and - . _ ~ percent-encoded (RFC 3986 2.1). */
static void escape_url_part(struct buffer *out, struct text text)
{
    put_url(out, text, UNRESERVED);
}

static bool begins_with(struct text text, struct text scheme)
{
    return text.length >= scheme.length && text_equal_ignoring_case((struct text){text.bytes, scheme.length}, scheme);
}

/* "#" where it does not begin with / # https: http: or mailto:. Characters that no URL may hold are percent-encoded, & is &amp;. */
static void escape_url_start(struct buffer *out, struct text text)
{
    bool allowed = text.length && (text.bytes[0] == '/' || text.bytes[0] == '#' || begins_with(text, TEXT("https:")) ||
                                   begins_with(text, TEXT("http:")) || begins_with(text, TEXT("mailto:")));
    if (!allowed) {
        buffer_put_char(out, '#');
        return;
    }
    put_url(out, text, RESERVED);
}

void page_escape(struct buffer *out, struct text text, enum page_escape escape)
{
    switch (escape) {
    case PAGE_ESCAPE_HTML: page_escape_html(out, text); break;
    case PAGE_ESCAPE_URL_START: escape_url_start(out, text); break;
    case PAGE_ESCAPE_URL_PART: escape_url_part(out, text); break;
    case PAGE_ESCAPE_PLAIN: escape_plain(out, text); break;
    }
}
