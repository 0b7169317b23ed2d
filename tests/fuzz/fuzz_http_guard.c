/* Heads of requests: whatever the bytes, one verdict that does not depend on how they arrive, and nothing doubtful in what passes. */
#include <stdlib.h>

#include "outside/http_guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* What libmicrohttpd gets says the same as the whole head. */
static void check_shortened(const struct http_guard_head *head)
{
    const struct http_guard guard = {.head_limit = HTTP_GUARD_SHORT, .target_limit = 1, .header_limit = 4, .pair_limit = 1, .body_limit = UINT64_MAX, .host = TEXT("-")};
    char shortened[HTTP_GUARD_SHORT];
    const char *why;
    struct http_guard_head again;
    size_t length = http_guard_shorten(head, shortened);
    if (length > sizeof shortened || http_guard_head(&guard, shortened, length, &again, &why) != HTTP_GUARD_PASS || again.length != length) abort();
    if (again.method != head->method || again.body != head->body || again.old != head->old || again.expects != head->expects) abort();
    if (again.closes != head->closes || again.keeps != (head->keeps && !head->closes)) abort();
}

static void check_passed(const char *bytes, const struct http_guard_head *head)
{
    check_shortened(head);
    struct text raw = {bytes, head->length};
    if (!text_ends_with(raw, "\r\n\r\n") || memchr(bytes, 0, head->length) || head->method == HTTP_OTHER) abort();
    for (size_t i = 0; i < head->length; i++) {
        if (bytes[i] == '\n' && bytes[i - 1] != '\r') abort();
        if (bytes[i] == '\r' && bytes[i + 1] != '\n') abort();
    }
    WITH_ARENA(arena, 1 << 20);
    struct text path, query;
    http_guard_split(arena, head->target, &path, &query);
    if (path.bytes[0] != '/' || !text_is_utf8(path, NULL) || memchr(path.bytes, 0, path.length)) abort();
    if (text_find(path, "/../") != path.length || text_find(path, "//") != path.length) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const struct http_guard guard = {.head_limit = 1024, .target_limit = 256, .header_limit = 16, .pair_limit = 8, .body_limit = 1 << 20,
                                     .host = TEXT("certificates.example"), .port = TEXT("443"), .loopback = true};
    const char *bytes = (const char *)data, *why = NULL, *why_part;
    struct http_guard_head head, part;
    int status = http_guard_head(&guard, bytes, length, &head, &why);
    if (status == HTTP_GUARD_MORE && length >= guard.head_limit) abort();
    if (status == HTTP_GUARD_PASS) check_passed(bytes, &head);
    if (status != HTTP_GUARD_PASS && status != HTTP_GUARD_MORE && !why) abort();
    size_t step = length / 32 + 1;
    for (size_t i = 0; i < length; i += step) {
        int early = http_guard_head(&guard, bytes, i, &part, &why_part);
        if (early == HTTP_GUARD_MORE) continue;
        /* A verdict on a part stands for the whole. */
        if (early != status) abort();
        if (status == HTTP_GUARD_PASS && part.length != head.length) abort();
    }
    return 0;
}
