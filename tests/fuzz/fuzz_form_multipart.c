/* Uploads: the Content-Type stands in the first line, the body behind it. */
#include <stdlib.h>

#include "outside/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const struct form_field fields[] = {{"a", FORM_TEXT, 20, false, "A"}, {"b", FORM_LINES, 40, false, "B"}, {"f", FORM_FILE, 500, false, "F"}};
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct text body = {(const char *)data, length}, type;
    struct form form;
    if (!text_split(&body, '\n', &type)) return 0;
    enum result result = form_read(&context, type, body, fields, sizeof fields / sizeof *fields, &form);
    if (result < 0) {
        if (result != RESULT_REFUSED || text_empty(error_text(arena, &context.error))) abort();
        return 0;
    }
    struct text file = form_text(&form, "f"), name = form.values[2].file_name;
    if (file.length > 500 || (file.length && (file.bytes < body.bytes || file.bytes + file.length > body.bytes + body.length))) abort();
    if (!text_is_utf8(name, NULL) || memchr(name.bytes, '/', name.length) || memchr(name.bytes, 0, name.length)) abort();
    if (form_text(&form, "a").length > 20 || form_text(&form, "b").length > 40) abort();
    return 0;
}
