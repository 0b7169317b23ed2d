/* The dates of a row: the exam's civil day at the test site, and when the provider wrote this version (SPEC 3.7). */
#include "intake/intake_row_inside.h"

enum { ZONE_LIMIT = 700, FIRST_DAY = 7305 /* 1990-01-01: before it nobody gave exams like these */ };

struct intake_zones {
    struct {
        struct text name;
        const struct zone *zone; /* NULL: there is none of that name */
    } items[ZONE_LIMIT];
    size_t count, last;
};

void intake_row_date_begin(struct intake_maker *maker)
{
    maker->zones = ARENA_NEW(maker->context->arena, struct intake_zones);
}

static const struct zone *find_zone(struct intake_maker *maker, struct text name)
{
    struct intake_zones *zones = maker->zones;
    if (zones->count && text_equal(zones->items[zones->last].name, name)) return zones->items[zones->last].zone;
    for (size_t i = 0; i < zones->count; i++)
        if (text_equal(zones->items[i].name, name)) {
            zones->last = i;
            return zones->items[i].zone;
        }
    if (zones->count == ZONE_LIMIT || name.length > INTAKE_ID_LIMIT) return NULL;
    const struct zone *zone = NULL;
    if (zone_open(maker->context, maker->context->arena, name, &zone) < 0) {
        error_clear(&maker->context->error);
        zone = NULL;
    }
    zones->last = zones->count++;
    zones->items[zones->last].name = text_copy(maker->context->arena, name);
    zones->items[zones->last].zone = zone;
    return zone;
}

static const struct zone *site_zone(struct intake_making *making)
{
    struct text name = intake_row_cell(making, COLUMN_ZONE);
    if (!name.length) return calendar_zone(making->maker->catalogue->calendar);
    const struct zone *zone = find_zone(making->maker, name);
    if (!zone) intake_row_problem(making, INTAKE_REFUSED, COLUMN_ZONE, "intake.zone", N_("There is no time zone {what}."), text_clipped(name, 60));
    return zone;
}

static bool instant_of(struct intake_making *making, const struct intake_date *date, struct instant *instant)
{
    *instant = instant_is(date->instant) ? date->instant : instant_of_day_utc(date->day);
    if (!date->local) return true;
    const struct zone *zone = date->zone == DATE_AT_SITE ? site_zone(making) : calendar_zone(making->maker->catalogue->calendar);
    if (!zone) return false;
    *instant = intake_date_shift(date->instant, zone);
    return true;
}

static void bad_date(struct intake_making *making, int column, struct text text)
{
    if (!text.length) intake_row_missing(making, column);
    else intake_row_problem(making, INTAKE_REFUSED, column, "intake.date", N_("{what} is no date in any of the formats of the profile."), text_clipped(text, 60));
}

bool intake_row_day(struct intake_making *making)
{
    struct text text = intake_row_cell(making, COLUMN_EXAM_DATE);
    struct intake_date date;
    if (!intake_date_read(&making->maker->profile->exam_date, text, &date)) {
        bad_date(making, COLUMN_EXAM_DATE, text);
        return false;
    }
    struct day day = date.day;
    if (instant_is(date.instant) && !(date.local && date.zone == DATE_AT_SITE)) {
        struct instant instant;
        const struct zone *zone = site_zone(making);
        if (!zone || !instant_of(making, &date, &instant)) return false;
        day = zone_day(zone, instant);
    }
    making->row->exam_day = day.number;
    return true;
}

void intake_row_exam_day(struct intake_making *making)
{
    if (!intake_row_day(making)) return;
    struct text text = intake_row_cell(making, COLUMN_EXAM_DATE);
    struct day day = {making->row->exam_day};
    if (__builtin_expect(day.number > making->maker->last_day, 0) && !(making->maker->forced && day.number <= making->maker->today))
        intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_EXAM_DATE, "intake.day_ahead", N_("The exam day {what} had not come yet when the file came in. Ask the provider for the right one."), text);
    if (__builtin_expect(day.number < FIRST_DAY, 0))
        intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_EXAM_DATE, "intake.day_early", N_("The exam day {what} lies before 1990. Ask the provider for the right one."), text);
}

bool intake_row_updated(struct intake_making *making)
{
    struct text text = intake_row_cell(making, COLUMN_UPDATED);
    making->row->updated_at = making->maker->stamp.microseconds;
    if (!text.length) return false;
    struct intake_date date;
    struct instant instant;
    if (!intake_date_read(&making->maker->profile->updated, text, &date) || !instant_of(making, &date, &instant)) {
        bad_date(making, COLUMN_UPDATED, text);
        return false;
    }
    if (__builtin_expect(instant.microseconds > making->maker->last_updated.microseconds, 0))
        intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_UPDATED, "intake.updated_ahead",
                           N_("The time {what} of this version had not come yet when the file came in, so no correction would stand above it. Ask the provider; accepted, the row counts as of its file."), text);
    else making->row->updated_at = instant.microseconds;
    return true;
}
