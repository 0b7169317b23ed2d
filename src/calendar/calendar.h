/* Working days (SPEC 1). A calendar says which days are free; it is constant once loaded, lives in the arena that it was loaded into, and
 * may be shared by threads. Adding is one look-up in a table. */
#ifndef CALENDAR_CALENDAR_H
#define CALENDAR_CALENDAR_H

#include "base/context.h"
#include "outside/zone.h"

struct calendar;

/* Loads a calendar by the word that a catalogue's `calendar:` line has:
 *   weekend         Saturdays and Sundays are free, nothing else; never provisional
 *   china           data/calendars/china.txt below the installed share; any other plain word likewise
 *   NAME.txt        the same
 *   NAME.ics        an iCalendar file (RFC 5545) there: each all-day event is a holiday
 *   /path/to/file   a file anywhere, by its ending
 * `zone` is the body's IANA zone. REFUSED "calendar.absent", "calendar.wrong" (with file and line) or what zone_open says. */
MUST_CHECK calendar_load(struct context *context, struct arena *arena, struct text name, struct text zone,
                         const struct calendar **calendar);
/* The same in two steps. The file as it is now: RESULT_NONE for `weekend`, which has none; REFUSED as calendar_load, or file_read. */
struct calendar_file {
    struct text path, content;
    bool fresh; /* written within the last seconds: perhaps not to its end yet */
};
MUST_CHECK calendar_file(struct context *context, struct text name, struct calendar_file *file);
/* What such a file has, in the form that its name says; `path` names it in errors. A file that says neither a day nor years, or an iCalendar file that does not come to its end, is not whole and wrong;
 * but what is `kept`, as it was loaded before that was refused, does not stop a running house. */
MUST_CHECK calendar_read(struct context *context, struct arena *arena, struct text name, struct text zone, struct text path, struct text content,
                         bool kept, const struct calendar **calendar);
/* The same from text in the format of data/calendars/ (docs/calendar.md), and from an iCalendar file's text. `zone` may be NULL. */
MUST_CHECK calendar_read_text(struct context *context, struct arena *arena, struct text file, struct text text, bool kept, const struct zone *zone,
                              const struct calendar **calendar);
MUST_CHECK calendar_read_ics(struct context *context, struct arena *arena, struct text file, struct text text, bool kept, const struct zone *zone,
                             const struct calendar **calendar);

struct text calendar_name(const struct calendar *calendar);
/* What the data say of themselves; empty for `weekend`. */
struct text calendar_version(const struct calendar *calendar);
struct text calendar_source(const struct calendar *calendar);
/* The first and last day that the data know; NO_DAY where there is no such limit (`weekend`), or what is kept says none. */
struct day calendar_first_day(const struct calendar *calendar);
struct day calendar_last_day(const struct calendar *calendar);
const struct zone *calendar_zone(const struct calendar *calendar);

/* The n-th working day strictly after `day` (SPEC 1.1); n = 0 is the day itself; negative n counts strictly before. `provisional`, where
 * given, is true where the count left the days that the data know (SPEC 1.2). n is at most a million either way. */
struct day calendar_add(const struct calendar *calendar, struct day day, int n, bool *provisional);
bool calendar_is_working(const struct calendar *calendar, struct day day, bool *provisional);
/* How many working days lie after `from` up to and with `to`; negative where `to` is earlier. calendar_add(from, difference) is `to` where
 * `to` is a working day. */
int calendar_difference(const struct calendar *calendar, struct day from, struct day to);

/* The civil date in the body's zone: of an instant, and now. */
struct day calendar_day(const struct calendar *calendar, struct instant instant);
struct day calendar_today(const struct context *context, const struct calendar *calendar);
/* 00:00 of the day in the body's zone, from when a thing due on it is available (SPEC 1.1). */
struct instant calendar_midnight(const struct calendar *calendar, struct day day);

#endif
