/* Catalogue texts: refused with problems that can be told, or a catalogue that answers. */
#include <stdlib.h>

#include "catalogue/catalogue.h"
#include "outside/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void ask(struct context *context, const struct catalogue *catalogue)
{
    int32_t exam;
    const char *language;
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        static const int32_t days[] = {-700000, 0, 17000, 17836, 19358, 20000, 2900000};
        for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
            const struct certification_version *version = catalogue_version_on(catalogue, (int32_t)i, (struct day){days[d]});
            if (version && (!version->requirement || text_empty(catalogue_wording(version->name, "zh_CN")))) abort();
            for (size_t e = 0; version && e < catalogue->exam_count; e++) (void)catalogue_exam_renews(version, (int32_t)e);
        }
        if (catalogue_certification(catalogue, catalogue->certifications[i].code) != (int32_t)i) abort();
    }
    for (size_t i = 0; i < catalogue->exam_count; i++) {
        if (catalogue_exam(catalogue, catalogue->exams[i].code) != (int32_t)i) abort();
        (void)catalogue_map_code(catalogue, TEXT("pearson-vue"), catalogue->exams[i].code, &exam, &language);
    }
    if (catalogue_difference(context, catalogue, catalogue).count) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 512 << 20);
    struct settings settings = {.share = text_of(getenv("TESTAMUR_SHARE") ? getenv("TESTAMUR_SHARE") : ".")};
    struct context context = {.arena = arena, .error = {.arena = arena}, .settings = &settings, .language = "en"};
    struct catalogue_problems *problems = ARENA_NEW(arena, struct catalogue_problems);
    struct catalogue *catalogue;
    enum result result = catalogue_read(&context, arena, TEXT("input"), (struct text){(const char *)data, length}, &catalogue, problems);
    if (result == RESULT_OK) {
        ask(&context, catalogue);
        return 0;
    }
    if (result != RESULT_REFUSED || problems->count == 0) abort();
    for (size_t i = 0; i < problems->count; i++)
        if (text_empty(error_text(arena, &problems->items[i]))) abort();
    return 0;
}
