#include "outside/page_escape.h"

enum { PLAIN, SPECIAL, CONTROL, HIGH };

/* What a byte of a value is for HTML: bytes of PLAIN are copied in runs. */
static const unsigned char html_class[256] = {
    [0 ... 8] = CONTROL,   ['\v'] = CONTROL, [14 ... 31] = CONTROL, [127] = CONTROL,       [128 ... 255] = HIGH,
    ['&'] = SPECIAL,       ['<'] = SPECIAL,  ['>'] = SPECIAL,       ['"'] = SPECIAL,       ['\''] = SPECIAL,
};
static const char replacement[] = "\xEF\xBF\xBD";

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
    const char *at = text.bytes, *end = at + text.length, *run = at;
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
        if (class == SPECIAL) buffer_put(out, reference_of(*at));
        else buffer_put_bytes(out, replacement, 3);
        run = ++at;
    }
    buffer_put_bytes(out, run, (size_t)(end - run));
}

void page_escape_plain(struct buffer *out, struct text text)
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

static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

static void put_percent(struct buffer *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    char three[3] = {'%', digits[c >> 4], digits[c & 15]};
    buffer_put_bytes(out, three, 3);
}

void page_escape_url_part(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (unreserved(c)) buffer_put_char(out, (char)c);
        else put_percent(out, c);
    }
}

static bool begins_with(struct text text, struct text scheme)
{
    return text.length >= scheme.length && text_equal_ignoring_case((struct text){text.bytes, scheme.length}, scheme);
}

void page_escape_url_start(struct buffer *out, struct text text)
{
    bool allowed = text.length && (text.bytes[0] == '/' || text.bytes[0] == '#' || begins_with(text, TEXT("https:")) ||
                                   begins_with(text, TEXT("http:")) || begins_with(text, TEXT("mailto:")));
    if (!allowed) {
        buffer_put_char(out, '#');
        return;
    }
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == '&') buffer_put_string(out, "&amp;");
        else if (unreserved(c) || (c && strchr(":/?#[]@!$()*+,;=%", c))) buffer_put_char(out, (char)c);
        else put_percent(out, c);
    }
}

void page_escape(struct buffer *out, struct text text, enum page_escape escape)
{
    switch (escape) {
    case PAGE_ESCAPE_HTML: page_escape_html(out, text); break;
    case PAGE_ESCAPE_URL_START: page_escape_url_start(out, text); break;
    case PAGE_ESCAPE_URL_PART: page_escape_url_part(out, text); break;
    case PAGE_ESCAPE_PLAIN: page_escape_plain(out, text); break;
    }
}
