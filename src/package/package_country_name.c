#include "package/package_country_name.h"

#include "base/file.h"
#include "outside/settings.h"

enum { LARGEST_LIST = 256 * 1024, MOST_COUNTRIES = 700 };

/* A line for each country: code, then its name in each language of the head line. */
enum result package_country_names(struct context *context, const char *language, const struct package_country_name **names, size_t *count)
{
    struct text file, line, field;
    size_t column = 1;
    *count = 0;
    TRY(file_must_read(context, settings_path(context, "data/countries.tsv"), LARGEST_LIST, &file));
    struct package_country_name *items = ARENA_ARRAY(context->arena, MOST_COUNTRIES, struct package_country_name);
    *names = items;
    if (!text_split(&file, '\n', &line)) return RESULT_OK;
    for (size_t i = 0; text_split(&line, '\t', &field); i++)
        if (text_is(field, language)) column = i;
    while (*count < MOST_COUNTRIES && text_split(&file, '\n', &line)) {
        struct package_country_name one = {TEXT(""), TEXT("")};
        for (size_t i = 0; text_split(&line, '\t', &field); i++) {
            if (i == 0) one.code = field;
            if (i == column) one.name = field;
        }
        if (!text_empty(one.code)) items[(*count)++] = one;
    }
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
