/* The signature of a web hook: its parts are parts of it, and put together anew they read the same. */
#include <stdlib.h>

#include "package/package_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void must_lie_in(struct text part, struct text whole)
{
    if (part.length && (part.bytes < whole.bytes || part.bytes + part.length > whole.bytes + whole.length || memchr(part.bytes, ',', part.length))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    if (length > 64 << 10) return 0;
    WITH_ARENA(arena, 1 << 20);
    struct text signature = {(const char *)data, length}, seconds, hex, seconds_again, hex_again;
    int64_t at, again;
    bool read = package_rules_signature(signature, &seconds, &at, &hex);
    must_lie_in(seconds, signature);
    must_lie_in(hex, signature);
    if (!read || memchr(hex.bytes, 0, hex.length)) return 0;
    if (!package_rules_signature(text_printf(arena, "v1=%.*s,t=%.*s", TEXT_ARG(hex), TEXT_ARG(seconds)), &seconds_again, &again, &hex_again) || at != again || !text_equal(text_trim(hex), text_trim(hex_again))) abort();
    return 0;
}
