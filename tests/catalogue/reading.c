#include "catalogue/reading.h"

#include <stdio.h>

#include "outside/settings.h"

struct support *support;

int reading_setup(void **state)
{
    (void)state;
    support = support_context("2026-02-13T08:00:00Z");
    return 0;
}

int reading_teardown(void **state)
{
    (void)state;
    support_context_free(support);
    return 0;
}

struct text reading_file(const char *name)
{
    struct arena *arena = support->context.arena;
    const char *path = text_string(arena, text_printf(arena, "%.*s/data/catalogue/%s", TEXT_ARG(support->context.settings->share), name));
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s is not there", path);
    char *bytes = arena_raw(arena, 1 << 20);
    size_t length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return (struct text){bytes, length};
}

struct catalogue *reading_text(struct text text)
{
    struct catalogue *catalogue = NULL;
    struct catalogue_problems *problems = ARENA_NEW(support->context.arena, struct catalogue_problems);
    enum result result = catalogue_read(&support->context, support->context.arena, TEXT("catalogue.txt"), text, &catalogue, problems);
    for (size_t i = 0; i < problems->count; i++) {
        struct text problem = error_text(support->context.arena, &problems->items[i]);
        print_error("%.*s\n", TEXT_ARG(problem));
    }
    assert_result(support, RESULT_OK, result);
    return catalogue;
}

struct catalogue *reading_huawei(void)
{
    return reading_text(reading_file("huawei.txt"));
}

struct catalogue *reading_acme(void)
{
    return reading_text(reading_file("acme.txt"));
}

struct text reading_replace(struct text text, const char *old, const char *new)
{
    size_t at = text_find(text, old);
    if (at == text.length) fail_msg("“%s” is not in the text", old);
    size_t after = at + strlen(old);
    return text_printf(support->context.arena, "%.*s%s%.*s", (int)at, text.bytes, new, (int)(text.length - after), text.bytes + after);
}

struct day reading_day(const char *text)
{
    struct day day;
    assert_true(day_parse(text_of(text), &day));
    return day;
}
