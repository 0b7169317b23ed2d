#include "door/cli/cli_heads.h"

#include "base/encoding.h"
#include "outside/hash.h"
#include "outside/json.h"

static bool note(struct context *context, int64_t chain, int64_t length, struct text hex, struct audit_head *head)
{
    *head = (struct audit_head){.chain = chain, .length = length};
    return chain > 0 && length > 0 && hex.length == 2 * HASH_SHA256 && encoding_from_hex(context->arena, hex, &head->hash);
}

static bool read_json(struct context *context, struct text text, struct audit_head *heads, size_t *count)
{
    struct json_value value;
    if (json_parse(context, text, CLI_HEADS_LIMIT, &value) < 0) {
        error_clear(&context->error);
        return false;
    }
    const struct json_value *list = json_member(&value, "heads");
    if (!list || list->kind != JSON_IS_LIST || list->count > CLI_MOST_HEADS) return false;
    for (*count = 0; *count < list->count; ++*count) {
        const struct json_value *item = &list->items[*count], *chain = json_member(item, "chain"), *length = json_member(item, "length");
        if (!chain || !length || chain->kind != JSON_IS_INTEGER || length->kind != JSON_IS_INTEGER) return false;
        if (!note(context, chain->integer, length->integer, json_as_text(context->arena, json_member(item, "hash")), &heads[*count])) return false;
    }
    return *count > 0;
}

/* Lines of chain, length and hash. */
bool cli_heads_read(struct context *context, struct text text, struct audit_head *heads, size_t *count)
{
    struct text line;
    *count = 0;
    if (text_starts_with(text_trim(text), "{")) return read_json(context, text, heads, count);
    while (text_split(&text, '\n', &line)) {
        struct text rest = text_trim(line), chain, length;
        int64_t chain_number, length_number;
        if (text_empty(rest)) continue;
        if (*count == CLI_MOST_HEADS || !text_split(&rest, ' ', &chain) || !text_split(&rest, ' ', &length)) return false;
        if (!text_to_integer(chain, &chain_number) || !text_to_integer(length, &length_number)) return false;
        if (!note(context, chain_number, length_number, rest, &heads[(*count)++])) return false;
    }
    return *count > 0;
}
