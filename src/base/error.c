#include "base/error.h"

#include "base/buffer.h"

enum { LONGEST_ARGUMENT = 500, LONGEST_MESSAGE = 8192 };

enum result error_set(struct error *error, enum result result, const char *code, const char *english, ...)
{
    if (error->result != RESULT_OK) return result;
    error->result = result;
    error->code = code;
    error->english = english;
    error->argument_count = 0;
    va_list arguments;
    va_start(arguments, english);
    const char *name;
    while ((name = va_arg(arguments, const char *)) && error->argument_count < ERROR_ARGUMENTS) {
        struct text value = text_clipped(text_of(va_arg(arguments, const char *)), LONGEST_ARGUMENT);
        error->arguments[error->argument_count++] = (struct error_argument){name, text_copy(error->arena, value)};
    }
    va_end(arguments);
    return result;
}

enum result error_at(struct error *error, struct text file, long line, long column)
{
    if (!text_empty(file) && text_empty(error->file)) error->file = text_copy(error->arena, file);
    if (line && !error->line) error->line = line, error->column = column;
    return error->result;
}

void error_set_aside(struct error *error, struct error_faults *faults)
{
    if (error->result == RESULT_OK) return;
    struct error *fault = ARENA_NEW(error->arena, struct error);
    *fault = *error;
    if (faults->last) faults->last->also = fault;
    else faults->first = fault;
    while (fault->also) fault = fault->also; /* one that was made of several */
    faults->last = fault;
    error_clear(error);
}

enum result error_of_faults(struct error *error, const struct error_faults *faults)
{
    if (faults->first) *error = *faults->first;
    return error->result;
}

enum result error_take(struct error *error, const struct error *other)
{
    if (error->result != RESULT_OK) return error->result;
    struct arena *arena = error->arena;
    *error = *other;
    error->arena = arena;
    error->file = text_copy(arena, other->file);
    for (size_t i = 0; i < error->argument_count; i++) error->arguments[i].value = text_copy(arena, other->arguments[i].value);
    if (!other->also) return error->result;
    error->also = ARENA_NEW(arena, struct error);
    error->also->arena = arena;
    (void)!error_take(error->also, other->also);
    return error->result;
}

void error_clear(struct error *error)
{
    *error = (struct error){.arena = error->arena};
}

struct text error_fill(struct arena *arena, const struct error *error, const char *translated)
{
    struct buffer out = buffer_new(arena, 256, LONGEST_MESSAGE);
    for (const char *s = translated; *s;) {
        const char *end = *s == '{' ? strchr(s, '}') : NULL;
        const struct error_argument *found = NULL;
        for (size_t i = 0; end && i < error->argument_count; i++)
            if (text_is((struct text){s + 1, (size_t)(end - s - 1)}, error->arguments[i].name)) found = &error->arguments[i];
        if (found) {
            buffer_put(&out, found->value);
            s = end + 1;
        } else {
            buffer_put_char(&out, *s++);
        }
    }
    return buffer_text(&out);
}

struct text error_text(struct arena *arena, const struct error *error)
{
    struct buffer out = buffer_new(arena, 256, LONGEST_MESSAGE + 600);
    if (!text_empty(error->file)) {
        buffer_put(&out, error->file);
        if (error->line) buffer_printf(&out, ":%ld", error->line);
        if (error->column) buffer_printf(&out, ":%ld", error->column);
        buffer_put_string(&out, ": ");
    } else if (error->line) {
        buffer_printf(&out, error->column ? "line %ld, column %ld: " : "line %ld: ", error->line, error->column);
    }
    buffer_put(&out, error_fill(arena, error, error->english ? error->english : "unknown error"));
    return buffer_text(&out);
}
