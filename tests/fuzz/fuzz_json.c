/* JSON texts: whatever the bytes, they are read within the limits or refused; and every text that we write is read back as it was. */
#include <stdlib.h>

#include "outside/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static size_t count_values(const struct json_value *value, int depth)
{
    size_t count = 1;
    if (depth > JSON_DEPTH) abort();
    if (value->kind == JSON_IS_TEXT && !text_is_utf8(value->text, NULL)) abort();
    if (value->kind != JSON_IS_LIST && value->kind != JSON_IS_OBJECT) return count;
    for (size_t i = 0; i < value->count; i++) count += count_values(&value->items[i], depth + 1);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    enum { LIMIT = 64 << 10 };
    WITH_ARENA(arena, 24 * LIMIT + (4 << 20));
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct json_value value;
    struct text text = {(const char *)data, length};
    if (json_parse(&context, text, LIMIT, &value) == RESULT_OK) {
        if (count_values(&value, 0) > length) abort();
    } else if (context.error.result != RESULT_REFUSED || !context.error.code) {
        abort();
    }
    if (length > 2000) return 0;
    error_clear(&context.error);
    struct buffer out = buffer_new(arena, 64, LIMIT);
    buffer_put_char(&out, '[');
    json_put_text(&out, text);
    buffer_put_char(&out, ']');
    if (json_parse(&context, buffer_text(&out), LIMIT, &value) < 0 || value.items[0].kind != JSON_IS_TEXT) abort();
    if (text_is_utf8(text, NULL) && !text_equal(value.items[0].text, text)) abort();
    return 0;
}
