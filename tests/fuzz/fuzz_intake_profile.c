/* Profiles: refused with what is wrong, or one that has all that the reader of files leans on. */
#include <stdlib.h>

#include "intake/intake_profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    const struct intake_profile *profile;
    if (length > INTAKE_PROFILE_LIMIT) return 0;
    enum result result = intake_profile_read(&context, TEXT("input"), TEXT("input.ini"), (struct text){(const char *)data, length}, &profile);
    if (result < 0) {
        if (result != RESULT_REFUSED || text_empty(error_text(arena, &context.error))) abort();
        return 0;
    }
    if (!profile->kinds || !profile->encoding_count || !profile->exam_date.count) abort();
    for (int i = 0; i < INTAKE_COLUMNS; i++)
        if (profile->required[i] && !profile->columns[i].count) abort();
    for (int i = WORD_PASS; i < INTAKE_WORDS; i++)
        for (size_t k = 0; k < profile->words[i].count; k++)
            if (intake_profile_word(profile, (enum intake_word)i, (enum intake_word)i, profile->words[i].items[k]) != (enum intake_word)i) abort();
    return 0;
}
