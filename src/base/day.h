/* Civil dates and instants (SPEC 1.5). A day is a civil date in the proleptic Gregorian calendar, counted from 1970-01-01 = 0, and has no
 * zone. An instant is a count of microseconds since 1970-01-01T00:00:00Z. They are structs so that the compiler keeps them apart. */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct day {
    int32_t number;
};
struct instant {
    int64_t microseconds;
};

/* Stored where there is no day or instant; NULL in the store. */
#define NO_DAY ((struct day){INT32_MIN})
#define NO_INSTANT ((struct instant){INT64_MIN})
#define MICROSECONDS 1000000ll

struct date {
    int year, month, day; /* month and day from 1 */
};

static inline bool day_is(struct day day)
{
    return day.number != INT32_MIN;
}
static inline bool instant_is(struct instant instant)
{
    return instant.microseconds != INT64_MIN;
}

/* False where there is no such date (2025-02-29); years 1 to 9999. */
bool day_from_date(struct date date, struct day *day);
struct date day_to_date(struct day day);
/* 0 Sunday .. 6 Saturday */
int day_weekday(struct day day);
/* "2026-02-13" exactly; false otherwise. */
bool day_parse(struct text text, struct day *day);
/* ISO 8601; the empty text for NO_DAY. */
struct text day_text(struct arena *arena, struct day day);
/* `months` later; the 31st ends on the last day of a shorter month (SPEC 1.5). */
struct day day_add_months(struct day day, int months);
/* The last day of a period of `months` that begins on `from`: 18 months from 2025-01-01 run through 2026-06-30 (SPEC 1.5). */
struct day day_period_end(struct day from, int months);

/* "2026-02-13T08:30:00Z", also with a fraction, with a space for the T, or with an offset such as +08:00; without zone it is UTC. */
bool instant_parse(struct text text, struct instant *instant);
/* ISO 8601 in UTC, whole seconds; the empty text for NO_INSTANT. */
struct text instant_text(struct arena *arena, struct instant instant);
/* The civil date in UTC. */
struct day instant_day_utc(struct instant instant);
/* Midnight UTC at the beginning of the day. */
struct instant instant_of_day_utc(struct day day);
static inline struct instant instant_add_seconds(struct instant instant, int64_t seconds)
{
    return (struct instant){instant.microseconds + seconds * MICROSECONDS};
}

#endif
