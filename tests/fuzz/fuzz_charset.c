/* Provider's files in other encodings; the first byte says which. What was read is UTF-8, and of a bad sequence the place is told: as many lines down as were written before it. */
#include <fcntl.h>
#include <stdlib.h>

#include "fuzz_file.h"
#include "outside/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const charsets[] = {"CP1252", "UTF-16LE", "UTF-16BE", "GB18030"};
    enum { LIMIT = 128 << 10 };
    if (!length) return 0;
    WITH_ARENA(arena, 4 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    char path[32];
    int in = fuzz_file(data, length, path), out = memfd_create("out", MFD_CLOEXEC);
    int64_t written = 0, lines = 1;
    enum result result = charset_to_utf8(&context, charsets[data[0] % 4], in, 1, (int64_t)length - 1, out, LIMIT, &written);
    off_t end = lseek(out, 0, SEEK_END);
    char *text = arena_raw(arena, (size_t)end + 1);
    if (end < 0 || pread(out, text, (size_t)end, 0) != end || !text_is_utf8((struct text){text, (size_t)end}, NULL)) abort();
    for (off_t i = 0; i < end; i++) lines += text[i] == '\n';
    if (result == RESULT_OK) {
        if (written != end || written > LIMIT) abort();
    } else if (result != RESULT_REFUSED) {
        abort();
    } else if (!strcmp(context.error.code, "charset.limit")) {
        if (written <= LIMIT) abort();
    } else if (strcmp(context.error.code, "charset.bytes") != 0 || context.error.line != lines || context.error.column < 1) {
        abort();
    }
    close(in);
    close(out);
    return 0;
}
