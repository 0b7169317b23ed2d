/* Settings files: refused with a code and words, or settings that fit together. */
#include <stdlib.h>

#include "fuzz_file.h"
#include "outside/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct settings settings;
    char path[32];
    int file = fuzz_file(data, length, path);
    setenv("TESTAMUR_SETTINGS", path, 1);
    enum result result = settings_read(&context, TEXT("sqlite:/nowhere/testamur.db"), &settings);
    close(file);
    if (result < 0) {
        if (result != RESULT_REFUSED || !context.error.code || text_empty(error_text(arena, &context.error))) abort();
        return 0;
    }
    if (!text_starts_with(settings.address, "http://") && !text_starts_with(settings.address, "https://")) abort();
    if (settings.production && (!text_starts_with(settings.address, "https://") || text_is(settings.mail, "built-in") || text_empty(settings.mail_from))) abort();
    if (settings.workers < 1 || settings.workers > 64 || settings.answer_days < 1 || settings.body_limit < 65536 || settings.password_passes < 1) abort();
    if (!text_is_utf8(settings.mail_from, NULL) || memchr(settings.mail_from.bytes, 0, settings.mail_from.length)) abort();
    if (text_empty(settings.signing_certificate) != text_empty(settings.signing_key)) abort();
    return 0;
}
