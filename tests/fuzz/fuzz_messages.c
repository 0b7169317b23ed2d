/* .mo files: whatever the bytes, they are read or refused, and what was read answers look-ups, plurals and dates within itself. */
#include <stdlib.h>

#include "outside/language_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    if (length > 64 << 10) return 0;
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct language_file file = {"xx", TEXT("xx.mo"), {data, length}};
    struct languages *languages;
    if (languages_from_files(&context, &file, 1, &languages) < 0) {
        if (!text_is(context.error.file, "xx.mo")) abort();
        return 0;
    }
    static const char *const keys[] = {"Welcome", "One letter", "May", "{day} {month} {year}", ""};
    static const int64_t counts[] = {0, 1, 2, 5, 11, 21, 100, INT64_MAX, INT64_MIN};
    size_t seen = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        seen += strlen(language_text(languages, "xx", keys[i]));
        for (size_t j = 0; j < sizeof counts / sizeof *counts; j++) {
            seen += strlen(language_plural(languages, "xx", keys[i], "many", counts[j]));
            seen += language_number(languages, "xx", arena, counts[j]).length;
        }
    }
    seen += language_day(languages, "xx", arena, (struct day){20497}).length;
    seen += language_instant(languages, "xx", arena, (struct instant){1770971400000000}, 480, TEXT("")).length;
    return seen == SIZE_MAX;
}
