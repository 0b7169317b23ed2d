/* Forms and query strings: refused with a text that can be shown, or values that keep their promises. */
#include <stdlib.h>

#include "outside/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static const struct form_field fields[] = {
    {"a", FORM_TEXT, 20, true, "A"}, {"b", FORM_LINES, 40, false, "B"}, {"c", FORM_SECRET, 20, false, "C"}, {"d", FORM_CHOICE, 10, false, "D"},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static void check(struct context *context, enum result result, const struct form *form)
{
    if (result < 0) {
        if (result != RESULT_REFUSED || text_empty(error_text(context->arena, &context->error))) abort();
        error_clear(&context->error);
        return;
    }
    for (size_t i = 0; i < FIELDS; i++) {
        struct text text = form_text(form, fields[i].name);
        if (text.length > fields[i].maximum || !text_is_utf8(text, NULL)) abort();
        if (memchr(text.bytes, 0, text.length) || memchr(text.bytes, '\r', text.length)) abort();
        if (fields[i].kind != FORM_LINES && memchr(text.bytes, '\n', text.length)) abort();
        if (fields[i].required && !text.length) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct text body = {(const char *)data, length};
    struct form form;
    enum result result = form_read(&context, TEXT("application/x-www-form-urlencoded"), body, fields, FIELDS, &form);
    check(&context, result, &form);
    result = form_read_query(&context, body, fields, FIELDS, &form);
    check(&context, result, &form);
    return 0;
}
