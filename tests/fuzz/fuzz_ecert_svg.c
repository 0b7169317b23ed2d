/* Artwork: everything that must not be in it is told with a line of the file, and what is taken has neither text, pictures nor anything from outside. */
#include "ecert/ecert_internal.h"
#include "fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void tell(struct layout_report *report, const char *file, long line, const char *code, const char *english, const char *name, const char *value)
{
    if (!file || line < 0 || !code || !english || !name != !value) abort();
    report->count++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const never[] = {"<script", "<image", "<text", "<foreignObject", "<!ENTITY"};
    WITH_ARENA(arena, 256 << 20);
    char path[32];
    int file = fuzz_file(data, length, path);
    struct layout_report report = {.tell = tell};
    struct text source;
    bool good = svg_check(arena, path, &report, &source);
    close(file);
    if (good != !report.count || report.count > 20) abort();
    if (!good) return 0;
    if (source.length != length || memcmp(source.bytes, data, length) != 0) abort();
    /* In UTF-8 and without comments or CDATA such a tag can only be what it looks like. */
    if (text_find(source, "<!--") < length || text_find(source, "<![CDATA[") < length || text_find(source, "<?") < length) return 0;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        size_t at = text_find(source, never[i]), end = at + strlen(never[i]);
        if (at < length && end < length && strchr("> \t\r\n/", source.bytes[end]) && source.bytes[end]) abort();
    }
    return 0;
}
