/* Days from application to mailing against the promise, week by week (SPEC 8.2, 11.2). */
#include "audit/audit.h"
#include "package/package_dispatch.h"
#include "package/package_dispatch_store.h"
#include "package/package_inside.h"

enum { DAYS_A_WEEK = 7, MOST_ROWS = 20000, LONGEST_DAYS = 400 };

#define F(MEMBER) FIELD(struct package_week, MEMBER)
RECORD(package_week_record, struct package_week, F(monday), F(in_time), F(late), F(days), F(most));

/* 1970-01-01 was a Thursday: week 0 began three days before. */
static int64_t week_of(struct day day)
{
    return (day.number + 3) / DAYS_A_WEEK;
}

/* How many were mailed after so many working days, in one week. */
struct spread {
    int64_t of[LONGEST_DAYS + 1];
};

static int64_t median(const struct spread *spread, int64_t count)
{
    int64_t below = 0;
    for (int days = 0; days <= LONGEST_DAYS; days++) {
        below += spread->of[days];
        if (2 * below >= count) return days;
    }
    return LONGEST_DAYS;
}

static int64_t longest_promise(const struct catalogue *catalogue, struct day today)
{
    int64_t longest = 0;
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        const struct certification_version *version = catalogue_version_on(catalogue, (int32_t)i, today);
        if (package_rules_has_package(version) && version->promises[PROMISE_MAILING].last > longest) longest = version->promises[PROMISE_MAILING].last;
    }
    return longest;
}

enum result package_weeks(struct context *context, struct package_week weeks[PACKAGE_WEEKS], int64_t *promised)
{
    struct package_room room;
    struct list rows;
    struct spread *spreads = ARENA_ARRAY(context->arena, PACKAGE_WEEKS, struct spread);
    TRY(audit_may(context, MAY_READ_PACKAGES));
    TRY(package_room_of(context, &room));
    int64_t first = week_of(room.today) - PACKAGE_WEEKS + 1;
    for (int i = 0; i < PACKAGE_WEEKS; i++) weeks[i] = (struct package_week){.monday = {(int32_t)((first + i) * DAYS_A_WEEK - 3)}};
    TRY(package_store_mailed(context, weeks[0].monday, MOST_ROWS, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct package_mailed_row *row = (const struct package_mailed_row *)rows.items + i;
        int64_t week = week_of(row->mailed) - first, days = calendar_difference(room.catalogue->calendar, row->since, row->mailed);
        if (week < 0 || week >= PACKAGE_WEEKS) continue;
        if (days < 0) days = 0;
        if (days > LONGEST_DAYS) days = LONGEST_DAYS;
        spreads[week].of[days] += row->count;
        if (days > weeks[week].most) weeks[week].most = days;
        if (row->mailed.number > row->due.number) weeks[week].late += row->count;
        else weeks[week].in_time += row->count;
    }
    for (int i = 0; i < PACKAGE_WEEKS; i++)
        if (weeks[i].in_time + weeks[i].late) weeks[i].days = median(&spreads[i], weeks[i].in_time + weeks[i].late);
    *promised = longest_promise(room.catalogue, room.today);
    return RESULT_OK;
}
