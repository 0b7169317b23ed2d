/* Answers of a provider to new addresses: refused with the line, or rows whose texts are whole UTF-8. */
#include <stdlib.h>

#include "intake/intake_demographic_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct intake_profile profile = {
        .delimiter = '\t',
        .demographics = {.accepted = {(const struct text[]){TEXT("accepted")}, 1}, .error = {(const struct text[]){TEXT("error")}, 1},
                         .columns = {[DEMOGRAPHIC_CANDIDATE] = TEXT("ClientCandidateID"), [DEMOGRAPHIC_STATUS] = TEXT("Status"), [DEMOGRAPHIC_MESSAGE] = TEXT("Message")}}};
    struct demographic_answer_row *rows = NULL;
    size_t count = 0;
    if (length > 1 << 20) return 0;
    if (demographic_answer_read(&context, &profile, TEXT("input"), (struct text){(const char *)data, length}, &rows, &count) < 0) {
        if (context.error.result != RESULT_REFUSED || text_empty(error_text(arena, &context.error))) abort();
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        if (!text_is_utf8(rows[i].candidate_id, NULL) || !text_is_utf8(rows[i].message, NULL) || rows[i].message.length > 500) abort();
    return 0;
}
