/* A format in the first line, a date in the second: no format, no date, or a day within the years that are read. */
#include <stdlib.h>

#include "intake/intake_date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    struct text rest = {(const char *)data, length}, format = TEXT("");
    struct intake_date_formats formats = {.count = 1};
    struct intake_date date;
    (void)text_split(&rest, '\n', &format);
    if (!intake_date_format(format, &formats.items[0])) return 0;
    if (!intake_date_read(&formats, rest, &date)) return 0;
    struct date day = day_to_date(date.day);
    if (day.year < 1970 || day.year > 2199) abort();
    if (instant_is(date.instant) != formats.items[0].has_time) abort();
    int64_t seconds = instant_is(date.instant) ? (date.instant.microseconds - instant_of_day_utc(date.day).microseconds) / 1000000 : 0;
    if (seconds < -86400 || seconds > 2 * 86400) abort();
    return 0;
}
