#include "people/people_work.h"

#include "audit/audit.h"
#include "calendar/calendar.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/zone.h"
#include "people/people_work_store.h"

enum { LETTER_DAYS = 90, DAYS_A_WEEK = 7 };

/* 1970-01-01 was a Thursday: week 0 began three days before. */
static int64_t week_of(struct day day)
{
    return (day.number + 3) / DAYS_A_WEEK;
}

static struct day monday_of(int64_t week)
{
    return (struct day){(int32_t)(week * DAYS_A_WEEK - 3)};
}

enum result people_waiting(struct context *context, enum people_work work, struct people_waiting *waiting)
{
    static const enum permission needed[WORK_KINDS] = {[WORK_ROWS] = MAY_READ_INTAKE, [WORK_LETTERS] = MAY_READ_LETTERS, [WORK_HELD] = MAY_READ_LETTERS, [WORK_NEAR] = MAY_READ_NEAR_MISSES,
                                                         [WORK_ADDRESSES] = MAY_READ_DEMOGRAPHICS, [WORK_ANSWERS] = MAY_READ_DEMOGRAPHICS};
    TRY(audit_may(context, needed[work]));
    return people_store_waiting(context, work, instant_add_seconds(context_now(context), -(int64_t)LETTER_DAYS * 86400), waiting);
}

enum result people_weeks(struct context *context, struct people_week weeks[PEOPLE_WEEKS])
{
    TRY(audit_may(context, MAY_SEE_DESK));
    const struct catalogue *catalogue;
    struct day today = instant_day_utc(context_now(context));
    int64_t offset = 0;
    enum result known = catalogue_current(context, &catalogue);
    if (known >= 0) {
        today = calendar_today(context, catalogue->calendar);
        offset = zone_offset(calendar_zone(catalogue->calendar), context_now(context)) * MICROSECONDS;
    } else if (known == RESULT_REFUSED) {
        error_clear(&context->error); /* there is none yet: nothing was awarded */
    } else {
        return known;
    }
    int64_t first = week_of(today) - PEOPLE_WEEKS + 1;
    for (int i = 0; i < PEOPLE_WEEKS; i++) weeks[i] = (struct people_week){.monday = monday_of(first + i)};
    struct list rows;
    TRY(people_store_intake_weeks(context, instant_add_seconds(instant_of_day_utc(monday_of(first)), -(offset / MICROSECONDS)), offset, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct people_week_row *row = (const struct people_week_row *)rows.items + i;
        if (row->week < first || row->week >= first + PEOPLE_WEEKS) continue;
        struct people_week *week = &weeks[row->week - first];
        week->taken = row->taken;
        week->unchanged = row->unchanged;
        week->quarantined = row->quarantined;
        week->refused = row->refused;
    }
    TRY(people_store_award_weeks(context, monday_of(first), &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct people_week_row *row = (const struct people_week_row *)rows.items + i;
        if (row->week >= first && row->week < first + PEOPLE_WEEKS) weeks[row->week - first].awards = row->taken;
    }
    return RESULT_OK;
}

enum result people_outgoing(struct context *context, enum people_outgoing_show show, size_t maximum, struct list *letters)
{
    TRY(audit_may(context, MAY_READ_LETTERS));
    TRY(people_store_outgoing(context, show, instant_add_seconds(context_now(context), -(int64_t)LETTER_DAYS * 86400), maximum, letters));
    address_show(context->arena, letters, "recipient");
    return RESULT_OK;
}
