#include "package/package_country_name.h"

#include "base/file.h"
#include "outside/settings.h"

#include <stdlib.h>

enum { LARGEST_LIST = 256 * 1024, MOST_COUNTRIES = 700 };

struct ordered {
    struct package_country_name country;
    struct text place; /* three digits; nothing where the file's own order is the language's */
    size_t row;
};

static int by_place(const void *one, const void *other)
{
    const struct ordered *a = one, *b = other;
    int places = text_compare(a->place, b->place);
    return places ? places : a->row < b->row ? -1 : 1;
}

/* A line for each country: code, its name in each language of the head line, and its place in the order of each that has another one than English. */
enum result package_country_names(struct context *context, const char *language, const struct package_country_name **names, size_t *count)
{
    struct text file, line, field, order = text_printf(context->arena, "%s order", language);
    size_t column = 1, order_column = 0;
    *count = 0;
    TRY(file_must_read(context, settings_path(context, "data/countries.tsv"), LARGEST_LIST, &file));
    struct ordered *rows = ARENA_ARRAY(context->arena, MOST_COUNTRIES, struct ordered);
    struct package_country_name *items = ARENA_ARRAY(context->arena, MOST_COUNTRIES, struct package_country_name);
    *names = items;
    if (!text_split(&file, '\n', &line)) return RESULT_OK;
    for (size_t i = 0; text_split(&line, '\t', &field); i++) {
        if (text_is(field, language)) column = i;
        if (text_equal(field, order)) order_column = i;
    }
    while (*count < MOST_COUNTRIES && text_split(&file, '\n', &line)) {
        struct ordered one = {{TEXT(""), TEXT("")}, TEXT(""), *count};
        for (size_t i = 0; text_split(&line, '\t', &field); i++) {
            if (i == 0) one.country.code = field;
            if (i == column) one.country.name = field;
            if (i && i == order_column) one.place = field;
        }
        if (!text_empty(one.country.code)) rows[(*count)++] = one;
    }
    qsort(rows, *count, sizeof *rows, by_place);
    for (size_t i = 0; i < *count; i++) items[i] = rows[i].country;
    return RESULT_OK;
}

enum result package_country_name(struct context *context, const char *language, struct text code, struct text *name)
{
    const struct package_country_name *names;
    size_t count;
    *name = code;
    if (text_empty(code)) return RESULT_OK;
    TRY(package_country_names(context, language, &names, &count));
    for (size_t i = 0; i < count; i++)
        if (text_equal(names[i].code, code)) *name = names[i].name;
    return RESULT_OK;
}
