#include "outside/http_guard.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What a byte may be part of. */
enum { TOKEN = 1, PATH = 2, QUERY = 4, VALUE = 8 };

#define EVERYWHERE (TOKEN | PATH | QUERY | VALUE)
static const unsigned char kinds[256] = {
    ['0' ... '9'] = EVERYWHERE, ['A' ... 'Z'] = EVERYWHERE, ['a' ... 'z'] = EVERYWHERE,
    ['-'] = EVERYWHERE, ['.'] = EVERYWHERE, ['_'] = EVERYWHERE, ['~'] = EVERYWHERE, ['!'] = EVERYWHERE, ['$'] = EVERYWHERE,
    ['%'] = EVERYWHERE, ['&'] = EVERYWHERE, ['\''] = EVERYWHERE, ['*'] = EVERYWHERE, ['+'] = EVERYWHERE,
    ['('] = PATH | QUERY | VALUE, [')'] = PATH | QUERY | VALUE, [','] = PATH | QUERY | VALUE, [';'] = PATH | QUERY | VALUE,
    ['='] = PATH | QUERY | VALUE, [':'] = PATH | QUERY | VALUE, ['@'] = PATH | QUERY | VALUE, ['/'] = PATH | QUERY | VALUE,
    /* Browsers leave these unescaped in a query. */
    ['?'] = QUERY | VALUE, ['['] = QUERY | VALUE, [']'] = QUERY | VALUE, ['{'] = QUERY | VALUE, ['}'] = QUERY | VALUE,
    ['\\'] = QUERY | VALUE, ['|'] = TOKEN | QUERY | VALUE, ['^'] = TOKEN | QUERY | VALUE, ['`'] = TOKEN | QUERY | VALUE,
    ['#'] = TOKEN | VALUE, ['"'] = VALUE, ['<'] = VALUE, ['>'] = VALUE,
    ['\t'] = VALUE, [' '] = VALUE, [0x80 ... 0xff] = VALUE,
};

static inline bool is(char c, int kind)
{
    return kinds[(unsigned char)c] & kind;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/* The byte that an escape at `at` stands for, -1 where it is none. */
static int escaped(struct text text, size_t at)
{
    if (text.length - at < 3) return -1;
    int high = hex_digit(text.bytes[at + 1]), low = hex_digit(text.bytes[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool has_bad_segment(struct text path)
{
    size_t start = 1;
    for (size_t i = 1; i <= path.length; i++) {
        if (i < path.length && path.bytes[i] != '/') continue;
        size_t length = i - start;
        bool last = i == path.length;
        if (length == 0 && !last) return true;
        if (length == 1 && path.bytes[start] == '.') return true;
        if (length == 2 && path.bytes[start] == '.' && path.bytes[start + 1] == '.') return true;
        start = i + 1;
    }
    return false;
}

static bool path_is_sound(struct text path)
{
    char decoded[8192];
    size_t length = 0;
    bool escapes = false;
    if (path.length > sizeof decoded) return false;
    for (size_t i = 0; i < path.length; i++) {
        char c = path.bytes[i];
        if (!is(c, PATH)) return false;
        if (c == '%') {
            int byte = escaped(path, i);
            if (byte < 0x20 || byte == 0x7f || byte == '/' || byte == '\\') return false;
            c = (char)byte;
            i += 2;
            escapes = true;
        }
        decoded[length++] = c;
    }
    struct text whole = {decoded, length};
    return (!escapes || text_is_utf8(whole, NULL)) && !has_bad_segment(whole);
}

/* True where the target is one that http_guard_head passes: origin-form, escapes well formed, the path UTF-8 without control characters,
 * escaped or backward slashes, empty or dot segments. */
static bool is_sound_target(struct text target)
{
    if (!target.length || target.bytes[0] != '/') return false;
    const char *mark = memchr(target.bytes, '?', target.length);
    size_t path_length = mark ? (size_t)(mark - target.bytes) : target.length;
    if (!path_is_sound((struct text){target.bytes, path_length})) return false;
    for (size_t i = path_length + 1; i < target.length; i++) {
        if (!is(target.bytes[i], QUERY)) return false;
        if (target.bytes[i] == '%' && escaped(target, i) <= 0) return false;
    }
    return true;
}

void http_guard_split(struct arena *arena, struct text target, struct text *path, struct text *query)
{
    const char *mark = memchr(target.bytes, '?', target.length);
    size_t path_length = mark ? (size_t)(mark - target.bytes) : target.length;
    *query = mark ? text_copy(arena, (struct text){mark + 1, target.length - path_length - 1}) : TEXT("");
    char *decoded = arena_raw(arena, path_length + 1);
    size_t length = 0;
    for (size_t i = 0; i < path_length; i++) {
        int byte = target.bytes[i] == '%' ? escaped(target, i) : -1;
        decoded[length++] = byte < 0 ? target.bytes[i] : (char)byte;
        if (byte >= 0) i += 2;
    }
    decoded[length] = 0;
    *path = (struct text){decoded, length};
}

/* True where a Host header names this server. */
static bool is_own_host(const struct http_guard *guard, struct text host)
{
    size_t name_length = 0;
    if (host.length && host.bytes[0] == '[') { /* IPv6: the colons inside are not the port's */
        const char *end = memchr(host.bytes, ']', host.length);
        if (!end) return false;
        name_length = (size_t)(end - host.bytes) + 1;
    } else {
        while (name_length < host.length && host.bytes[name_length] != ':') name_length++;
    }
    struct text name = {host.bytes, name_length}, port = {host.bytes + name_length, host.length - name_length};
    bool has_port = port.length > 0;
    if (has_port) {
        if (port.bytes[0] != ':' || port.length < 2 || port.length > 6) return false;
        port = (struct text){port.bytes + 1, port.length - 1};
        for (size_t i = 0; i < port.length; i++)
            if (port.bytes[i] < '0' || port.bytes[i] > '9') return false;
    }
    if (guard->loopback && (text_equal_ignoring_case(name, TEXT("localhost")) || text_is(name, "127.0.0.1") || text_is(name, "[::1]"))) return true;
    return text_equal_ignoring_case(name, guard->host) && (!has_port || guard->loopback || text_equal(port, guard->port));
}

/* What is read of one head so far. */
struct reading {
    const struct http_guard *guard;
    struct http_guard_head *head;
    bool host, length, large, encoding, type, expect, cookie, forwarded;
    const char *lengthy; /* why the target is too long; NULL: it is not */
    int refused;
    const char *why;
};

static int refuse(struct reading *reading, int status, const char *why)
{
    reading->refused = status;
    reading->why = why;
    return status;
}

/* Counts what is split at `a` or `b`. */
static bool has_too_many(struct text text, char a, char b, size_t limit)
{
    size_t count = 1;
    for (size_t i = 0; i < text.length; i++) count += text.bytes[i] == a || text.bytes[i] == b;
    return count > limit;
}

static int read_request_line(struct reading *reading, struct text method, struct text target, struct text version)
{
    const struct http_guard *guard = reading->guard;
    if (!text_is(version, "HTTP/1.1") && !text_is(version, "HTTP/1.0")) {
        bool other = version.length == 8 && text_starts_with(version, "HTTP/") && version.bytes[5] >= '0' && version.bytes[5] <= '9' &&
                     version.bytes[6] == '.' && version.bytes[7] >= '0' && version.bytes[7] <= '9';
        return other ? refuse(reading, 505, "another version of HTTP") : refuse(reading, 400, "no version of HTTP");
    }
    if (text_is(method, "GET")) reading->head->method = HTTP_GET;
    else if (text_is(method, "POST")) reading->head->method = HTTP_POST;
    else if (text_is(method, "HEAD")) reading->head->method = HTTP_HEAD;
    else return refuse(reading, 405, "another method");
    reading->head->target = target;
    reading->head->old = version.bytes[7] == '0';
    if (!is_sound_target(target)) return refuse(reading, 400, "a bad target");
    if (has_too_many(target, '&', '&', guard->pair_limit)) reading->lengthy = "too many parameters";
    return 0;
}

static int once(struct reading *reading, bool *seen, const char *why)
{
    if (*seen) return refuse(reading, 400, why);
    *seen = true;
    return 0;
}

static void read_connection(struct http_guard_head *head, struct text value)
{
    struct text option;
    while (text_split(&value, ',', &option)) {
        option = text_trim(option);
        if (text_equal_ignoring_case(option, TEXT("close"))) head->closes = true;
        if (text_equal_ignoring_case(option, TEXT("keep-alive"))) head->keeps = true;
    }
}

/* `value` as it stands after the colon, white space and all. */
static int read_header(struct reading *reading, struct text name, struct text value)
{
    struct text trimmed = text_trim(value);
    switch (name.length) {
    case 4:
        if (!text_equal_ignoring_case(name, TEXT("host"))) return 0;
        if (once(reading, &reading->host, "two Host headers")) return reading->refused;
        if (!is_own_host(reading->guard, trimmed)) return refuse(reading, 421, "another Host");
        return 0;
    case 6:
        if (text_equal_ignoring_case(name, TEXT("expect"))) {
            if (once(reading, &reading->expect, "two Expect headers")) return reading->refused;
            if (!text_equal_ignoring_case(trimmed, TEXT("100-continue"))) return refuse(reading, 417, "another expectation");
            reading->head->expects = true;
        } else if (text_equal_ignoring_case(name, TEXT("cookie"))) {
            if (once(reading, &reading->cookie, "two Cookie headers")) return reading->refused;
            if (has_too_many(trimmed, ';', ',', reading->guard->pair_limit)) return refuse(reading, 431, "too many cookies");
        }
        return 0;
    case 10:
        if (text_equal_ignoring_case(name, TEXT("connection"))) read_connection(reading->head, value);
        return 0;
    case 12:
        if (text_equal_ignoring_case(name, TEXT("content-type"))) return once(reading, &reading->type, "two Content-Type headers");
        return 0;
    case 14: {
        if (!text_equal_ignoring_case(name, TEXT("content-length"))) return 0;
        if (once(reading, &reading->length, "two Content-Length headers")) return reading->refused;
        if (value.length && value.bytes[0] == ' ') value.bytes++, value.length--;
        uint64_t length = 0;
        bool huge = false;
        for (size_t i = 0; i < value.length; i++) {
            if (value.bytes[i] < '0' || value.bytes[i] > '9') return refuse(reading, 400, "a Content-Length that is no number");
            if (length > (UINT64_MAX - 9) / 10) huge = true;
            else length = length * 10 + (uint64_t)(value.bytes[i] - '0');
        }
        if (!value.length) return refuse(reading, 400, "an empty Content-Length");
        reading->large = huge || length > reading->guard->body_limit;
        reading->head->body = length;
        return 0;
    }
    case 15:
        if (text_equal_ignoring_case(name, TEXT("x-forwarded-for"))) return once(reading, &reading->forwarded, "two X-Forwarded-For headers");
        return 0;
    case 17:
        if (text_equal_ignoring_case(name, TEXT("transfer-encoding"))) return once(reading, &reading->encoding, "two Transfer-Encoding headers");
        return 0;
    default: return 0;
    }
}

static int read_end(struct reading *reading)
{
    const struct http_guard_head *head = reading->head;
    if (!reading->host) return refuse(reading, 400, "no Host");
    if (reading->encoding) /* a body of unknown length is not needed here, and reading it in two ways is how requests are smuggled */
        return reading->length ? refuse(reading, 400, "Content-Length and Transfer-Encoding") : refuse(reading, 411, "Transfer-Encoding");
    if (head->method == HTTP_POST && !reading->length) return refuse(reading, 411, "no Content-Length");
    if (head->method != HTTP_POST && head->body) return refuse(reading, 400, "a body where none belongs");
    /* Last, when the head is whole: these answers are for people, in their language. */
    if (reading->lengthy) return refuse(reading, 414, reading->lengthy);
    if (reading->large) return refuse(reading, 413, "a large body");
    return 0;
}

/* One line from `start`: `end` gets the place of its CR. HTTP_GUARD_PASS, HTTP_GUARD_MORE, or a refusal. */
static int find_line_end(struct reading *reading, const char *bytes, size_t length, size_t start, size_t *end)
{
    size_t i = start;
    while (i < length && is(bytes[i], VALUE)) i++;
    if (i == length) return HTTP_GUARD_MORE;
    if (bytes[i] == '\n') return refuse(reading, 400, "a bare line feed");
    if (bytes[i] != '\r') return refuse(reading, 400, "a control character");
    if (i + 1 == length) return HTTP_GUARD_MORE;
    if (bytes[i + 1] != '\n') return refuse(reading, 400, "a bare carriage return");
    *end = i;
    return HTTP_GUARD_PASS;
}

static int read_head(struct reading *reading, const char *bytes, size_t length)
{
    const struct http_guard *guard = reading->guard;
    size_t at = 0;
    while (at < length && is(bytes[at], TOKEN)) at++;
    if (at > 32) return refuse(reading, 400, "no method");
    if (at == length) return HTTP_GUARD_MORE;
    if (at == 0 || bytes[at] != ' ') return refuse(reading, 400, "no method");
    struct text method = {bytes, at};

    size_t target_at = ++at;
    while (at < length && is(bytes[at], VALUE) && bytes[at] != ' ' && bytes[at] != '\t') at++;
    if (at - target_at > guard->target_limit) reading->lengthy = "a long target";
    if (at == length) return HTTP_GUARD_MORE;
    if (bytes[at] != ' ') return refuse(reading, 400, "no version of HTTP");
    struct text target = {bytes + target_at, at - target_at};

    size_t version_at = ++at, end;
    int found = find_line_end(reading, bytes, length, version_at, &end);
    if (found != HTTP_GUARD_PASS) return found ? found : length - version_at > 16 ? refuse(reading, 400, "no version of HTTP") : HTTP_GUARD_MORE;
    if (read_request_line(reading, method, target, (struct text){bytes + version_at, end - version_at})) return reading->refused;

    for (size_t headers = 0;; headers++) {
        at = end + 2;
        if (at == length) return HTTP_GUARD_MORE;
        if (bytes[at] == '\r') {
            if (at + 1 == length) return HTTP_GUARD_MORE;
            if (bytes[at + 1] != '\n') return refuse(reading, 400, "a bare carriage return");
            reading->head->length = at + 2;
            return read_end(reading) ? reading->refused : HTTP_GUARD_PASS;
        }
        if (headers == guard->header_limit) return refuse(reading, 431, "too many headers");
        size_t name_at = at;
        while (at < length && is(bytes[at], TOKEN)) at++;
        if (at == length) return HTTP_GUARD_MORE;
        if (bytes[at] != ':' || at == name_at) return refuse(reading, 400, bytes[at] == '\n' ? "a bare line feed" : "a bad header name");
        found = find_line_end(reading, bytes, length, at + 1, &end);
        if (found != HTTP_GUARD_PASS) return found;
        if (read_header(reading, (struct text){bytes + name_at, at - name_at}, (struct text){bytes + at + 1, end - at - 1})) return reading->refused;
    }
}

int http_guard_head(const struct http_guard *guard, const char *bytes, size_t length, struct http_guard_head *head, const char **why)
{
    struct reading reading = {.guard = guard, .head = head};
    *head = (struct http_guard_head){.method = HTTP_OTHER};
    size_t readable = length < guard->head_limit ? length : guard->head_limit;
    int status = read_head(&reading, bytes, readable);
    if (status == HTTP_GUARD_MORE && readable == guard->head_limit) status = reading.lengthy ? refuse(&reading, 414, reading.lengthy) : refuse(&reading, 431, "a large head");
    *why = reading.why;
    return status;
}

size_t http_guard_shorten(const struct http_guard_head *head, char *shortened)
{
    static const char *const methods[] = {[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST"};
    char *end = stpcpy(stpcpy(shortened, methods[head->method]), head->old ? " / HTTP/1.0\r\nHost: -\r\n" : " / HTTP/1.1\r\nHost: -\r\n");
    if (head->method == HTTP_POST) end += snprintf(end, 48, "Content-Length: %" PRIu64 "\r\n", head->body);
    if (head->closes) end = stpcpy(end, "Connection: close\r\n");
    else if (head->keeps) end = stpcpy(end, "Connection: Keep-Alive\r\n");
    if (head->expects) end = stpcpy(end, "Expect: 100-continue\r\n");
    return (size_t)(stpcpy(end, "\r\n") - shortened);
}
