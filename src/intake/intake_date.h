/* Dates as providers write them: %Y %m %d %H %M %S %b (Jan..Dec) %y %z (Z or +08:00), other characters stand for themselves. */
#ifndef INTAKE_DATE_H
#define INTAKE_DATE_H

#include "base/day.h"
#include "outside/zone.h"

enum { INTAKE_DATE_FORMATS = 8, INTAKE_DATE_STEPS = 32 };

/* Whose time a format without %z writes. */
enum intake_date_zone { DATE_IN_UTC, DATE_IN_BODY, DATE_AT_SITE };

struct intake_date_format {
    char steps[INTAKE_DATE_STEPS]; /* the format with each %X as one character >= 0x80 */
    int step_count;
    bool has_time, has_offset;
    enum intake_date_zone zone;
    bool plain; /* YYYY?MM?DD, the usual one, read without going through the steps */
    char separator;
};
struct intake_date_formats {
    struct intake_date_format items[INTAKE_DATE_FORMATS];
    size_t count;
};

/* Reads "%Y/%m/%d" or "%Y/%m/%d %H:%M:%S in UTC" (in body's zone, at site). False where it is no format. */
bool intake_date_format(struct text text, struct intake_date_format *format);

/* What a date says: a civil date, or an instant. */
struct intake_date {
    struct day day;
    struct instant instant; /* NO_INSTANT where it says a date only */
    bool local; /* `instant` is the time on a clock at `zone`, to be shifted by whoever knows the zone */
    enum intake_date_zone zone;
};
/* Reads by the first format that fits; false where none does or there is no such date. Years 1970 to 2199. */
bool intake_date_read(const struct intake_date_formats *formats, struct text text, struct intake_date *date);
/* The instant at which the clocks of the zone show that time. */
struct instant intake_date_shift(struct instant local, const struct zone *zone);

#endif
