/* Heads of the journal's chains, as somebody kept them: refused, or each has a chain, a length and a whole hash. */
#include <stdlib.h>

#include "door/cli/cli_heads.h"
#include "outside/hash.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    if (length > CLI_HEADS_LIMIT) return 0;
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct audit_head *heads = ARENA_ARRAY(arena, CLI_MOST_HEADS + 1, struct audit_head);
    size_t count = 0;
    bool read = cli_heads_read(&context, (struct text){(const char *)data, length}, heads, &count);
    if (context.error.code) abort();
    if (!read) return 0;
    if (!count || count > CLI_MOST_HEADS) abort();
    for (size_t i = 0; i < count; i++)
        if (heads[i].chain < 1 || heads[i].length < 1 || heads[i].hash.length != HASH_SHA256) abort();
    return 0;
}
