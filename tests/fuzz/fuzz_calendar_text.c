/* Calendars as text: refused with a line, or a calendar whose sums agree with its days. */
#include <stdlib.h>

#include "calendar/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 16 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    const struct calendar *calendar;
    enum result result = calendar_read_text(&context, arena, TEXT("input"), (struct text){(const char *)data, length}, true, NULL, &calendar);
    if (result < 0) {
        if (result != RESULT_REFUSED || text_empty(error_text(arena, &context.error))) abort();
        return 0;
    }
    struct day day = day_is(calendar_last_day(calendar)) ? calendar_last_day(calendar) : (struct day){20000},
               next = calendar_add(calendar, day, 1, NULL);
    if (!calendar_is_working(calendar, next, NULL) || calendar_difference(calendar, day, next) != 1) abort();
    return 0;
}
