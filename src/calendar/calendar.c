/* Working days are counted along the whole time line: C(day) is the count of working days up to and with it, from an arbitrary origin.
 * Within the years that the data know, C and its inverse are tables; outside, where only weekends are free, they are arithmetic on weeks.
 * So adding is C, a sum, and the inverse. */
#include "calendar/calendar.h"

#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "calendar/calendar_draft.h"
#include "outside/settings.h"

struct calendar {
    struct text name, version, source;
    const struct zone *zone;
    int per_week;       /* working days in a week without holidays */
    int within_week[7]; /* working days from the week's first day up to and with this one */
    int nth_in_week[7]; /* which day of the week the n-th working day is */
    bool has_data;
    struct day first, last;
    int32_t count_before, count_last; /* C of the day before `first`, and of `last` */
    int32_t week_count_last;          /* what the count by weeks alone is at `last` */
    const int32_t *counts;            /* C from `first` on */
    const int32_t *working_days;      /* day numbers of the working days from `first` on */
};

enum { COUNT_LIMIT = 1000000, FRESH_SECONDS = 5 };

/* --- Building --- */

static struct day year_begins(int year)
{
    struct day day = NO_DAY;
    (void)day_from_date((struct date){year, 1, 1}, &day);
    return day;
}

struct calendar_draft *calendar_draft_new(struct arena *arena)
{
    struct calendar_draft *draft = ARENA_NEW(arena, struct calendar_draft);
    draft->marks = ARENA_ARRAY(arena, DRAFT_DAYS, uint8_t);
    draft->weekend[0] = draft->weekend[6] = true;
    return draft;
}

uint8_t *calendar_draft_mark(const struct calendar_draft *draft, struct day day)
{
    int64_t index = (int64_t)day.number - year_begins(DRAFT_FIRST_YEAR).number;
    return index >= 0 && index < DRAFT_DAYS ? draft->marks + index : NULL;
}

static int floor_division(int a, int b)
{
    return a / b - (a % b < 0);
}

/* C by weeks alone; weeks begin on the weekday of day 0. */
static int32_t week_count(const struct calendar *calendar, int32_t day)
{
    int week = floor_division(day, 7);
    return week * calendar->per_week + calendar->within_week[day - week * 7];
}

static int32_t week_nth(const struct calendar *calendar, int32_t count)
{
    int week = floor_division(count - 1, calendar->per_week);
    return week * 7 + calendar->nth_in_week[count - 1 - week * calendar->per_week];
}

const struct calendar *calendar_draft_finish(struct arena *arena, const struct calendar_draft *draft, struct text name,
                                             const struct zone *zone)
{
    struct calendar *calendar = ARENA_NEW(arena, struct calendar);
    calendar->name = text_copy(arena, name);
    calendar->version = text_copy(arena, draft->version);
    calendar->source = text_copy(arena, draft->source);
    calendar->zone = zone;
    for (int i = 0; i < 7; i++) {
        if (!draft->weekend[day_weekday((struct day){i})]) calendar->nth_in_week[calendar->per_week++] = i;
        calendar->within_week[i] = calendar->per_week;
    }
    if (!draft->first_year) return calendar;

    calendar->has_data = true;
    calendar->first = year_begins(draft->first_year);
    calendar->last = (struct day){year_begins(draft->last_year + 1).number - 1};
    size_t days = (size_t)(calendar->last.number - calendar->first.number) + 1;
    int32_t *counts = ARENA_ARRAY(arena, days, int32_t), *working_days = ARENA_ARRAY(arena, days, int32_t);
    int32_t count = calendar->count_before = week_count(calendar, calendar->first.number - 1);
    for (size_t i = 0; i < days; i++) {
        struct day day = {calendar->first.number + (int32_t)i};
        uint8_t mark = *calendar_draft_mark(draft, day);
        if (mark == MARK_WORK || (mark == MARK_NONE && !draft->weekend[day_weekday(day)])) {
            working_days[count - calendar->count_before] = day.number;
            count++;
        }
        counts[i] = count;
    }
    calendar->count_last = count;
    calendar->week_count_last = week_count(calendar, calendar->last.number);
    calendar->counts = counts;
    calendar->working_days = working_days;
    return calendar;
}

/* --- Asking --- */

static bool is_known(const struct calendar *calendar, struct day day)
{
    return !calendar->has_data || (day.number >= calendar->first.number && day.number <= calendar->last.number);
}

static int32_t count_of(const struct calendar *calendar, int32_t day)
{
    if (!calendar->has_data || day < calendar->first.number) return week_count(calendar, day);
    if (day > calendar->last.number) return calendar->count_last + week_count(calendar, day) - calendar->week_count_last;
    return calendar->counts[day - calendar->first.number];
}

static int32_t nth(const struct calendar *calendar, int32_t count)
{
    if (!calendar->has_data || count <= calendar->count_before) return week_nth(calendar, count);
    if (count > calendar->count_last) return week_nth(calendar, count - calendar->count_last + calendar->week_count_last);
    return calendar->working_days[count - calendar->count_before - 1];
}

struct day calendar_add(const struct calendar *calendar, struct day day, int n, bool *provisional)
{
    if (provisional) *provisional = false;
    if (!day_is(day)) return NO_DAY;
    n = n > COUNT_LIMIT ? COUNT_LIMIT : n < -COUNT_LIMIT ? -COUNT_LIMIT : n;
    struct day result = day;
    if (n > 0)
        result.number = nth(calendar, count_of(calendar, day.number) + n);
    else if (n < 0)
        result.number = nth(calendar, count_of(calendar, day.number - 1) + n + 1);
    if (provisional) *provisional = n != 0 && (!is_known(calendar, day) || !is_known(calendar, result));
    return result;
}

bool calendar_is_working(const struct calendar *calendar, struct day day, bool *provisional)
{
    if (provisional) *provisional = !is_known(calendar, day);
    return count_of(calendar, day.number) > count_of(calendar, day.number - 1);
}

int calendar_difference(const struct calendar *calendar, struct day from, struct day to)
{
    return count_of(calendar, to.number) - count_of(calendar, from.number);
}

struct text calendar_name(const struct calendar *calendar)
{
    return calendar->name;
}

struct text calendar_version(const struct calendar *calendar)
{
    return calendar->version;
}

struct text calendar_source(const struct calendar *calendar)
{
    return calendar->source;
}

struct day calendar_first_day(const struct calendar *calendar)
{
    return calendar->has_data ? calendar->first : NO_DAY;
}

struct day calendar_last_day(const struct calendar *calendar)
{
    return calendar->has_data ? calendar->last : NO_DAY;
}

const struct zone *calendar_zone(const struct calendar *calendar)
{
    return calendar->zone;
}

struct day calendar_day(const struct calendar *calendar, struct instant instant)
{
    return zone_day(calendar->zone, instant);
}

struct day calendar_today(const struct context *context, const struct calendar *calendar)
{
    return zone_day(calendar->zone, context_now(context));
}

struct instant calendar_midnight(const struct calendar *calendar, struct day day)
{
    return zone_midnight(calendar->zone, day);
}

/* --- Loading --- */

/* A plain word of small letters, digits, - and _ names a file of ours; nothing in it leads out of the folder. */
static bool is_plain(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && i > 0);
        if (!plain) return false;
    }
    return !text_empty(name) && name.length <= 64;
}

static enum result read_whole(struct context *context, struct text name, const char *path, struct text *text)
{
    enum result found = path ? file_read(context, text_of(path), CALENDAR_FILE_LIMIT, text) : RESULT_NONE;
    if (found != RESULT_NONE) return found;
    return context_fail(
        context, RESULT_REFUSED, "calendar.absent",
        N_("There is no calendar {calendar}. Write weekend, the name of a file in data/calendars, or the path of a .txt or .ics file."),
        "calendar", text_string(context->arena, name));
}

/* Whoever copies a file into place may be at it still. */
static bool written_just_now(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) return true;
    int64_t age = (int64_t)time(NULL) - (int64_t)status.st_mtim.tv_sec;
    return age >= 0 && age < FRESH_SECONDS;
}

enum result calendar_file(struct context *context, struct text name, struct calendar_file *file)
{
    *file = (struct calendar_file){.fresh = false};
    if (text_is(name, "weekend")) return RESULT_NONE;
    const char *path = text_string(context->arena, name);
    bool is_ics = text_ends_with(name, ".ics");
    if (is_plain(name)) {
        const char *ending = is_ics || text_ends_with(name, ".txt") ? "" : ".txt";
        path = text_string(context->arena,
                           text_printf(context->arena, "%.*s/data/calendars/%s%s", TEXT_ARG(context->settings->share), path, ending));
    } else if (!text_starts_with(name, "/") || (!is_ics && !text_ends_with(name, ".txt")) || memchr(name.bytes, 0, name.length)) {
        path = NULL; /* not a name that we take: the same answer as for a file that is not there */
    }
    TRY(read_whole(context, name, path, &file->content));
    file->path = text_of(path);
    file->fresh = written_just_now(path);
    return RESULT_OK;
}

enum result calendar_read(struct context *context, struct arena *arena, struct text name, struct text zone_name, struct text path, struct text content,
                          bool kept, const struct calendar **calendar)
{
    const struct zone *zone;
    TRY(zone_open(context, arena, zone_name, &zone));
    TRY(text_ends_with(name, ".ics") ? calendar_read_ics(context, arena, path, content, kept, zone, calendar)
                                     : calendar_read_text(context, arena, path, content, kept, zone, calendar));
    ((struct calendar *)*calendar)->name = text_copy(arena, name); /* as it was asked for, rather than its path */
    return RESULT_OK;
}

enum result calendar_load(struct context *context, struct arena *arena, struct text name, struct text zone_name,
                          const struct calendar **calendar)
{
    struct calendar_file file;
    const struct zone *zone;
    TRY(zone_open(context, arena, zone_name, &zone)); /* what is wrong with both is told of the zone */
    enum result found = calendar_file(context, name, &file);
    TRY(found);
    if (found == RESULT_OK) return calendar_read(context, arena, name, zone_name, file.path, file.content, false, calendar);
    *calendar = calendar_draft_finish(arena, calendar_draft_new(context->arena), name, zone);
    return RESULT_OK;
}
