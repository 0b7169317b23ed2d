/* Layout files: everything wrong is told with a line of the file, and what was read can be asked. */
#include <stdlib.h>

#include "ecert/ecert_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void tell(struct layout_report *report, const char *file, long line, const char *code, const char *english, const char *name, const char *value)
{
    (void)name, (void)value;
    if (!file || line < 0 || !code || !english) abort();
    report->count++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 256 << 20);
    struct layout_report report = {.tell = tell};
    struct layout *layout = layout_parse(arena, TEXT("."), (struct text){(const char *)data, length}, &report, false);
    struct text values[SLOT_COUNT], filled;
    for (int i = 0; i < SLOT_COUNT; i++) values[i] = TEXT("{name}");
    for (size_t i = 0; i < layout->text_count; i++)
        for (size_t j = 0; j < layout->language_count; j++) {
            (void)layout_fill(arena, layout->texts[i].styles[j].text, values, &filled);
            if (filled.length > 4096) abort();
        }
    for (size_t i = 0; i < layout->language_count; i++)
        if (layout_day(arena, &layout->languages[i], (struct day){20500}).length > 200) abort();
    return 0;
}
