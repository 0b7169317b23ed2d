/* What the date brings to packages (SPEC 1.2, 8.1). */
#include "award/award.h"
#include "package/package_event.h"
#include "package/package_inside.h"

/* What has been open for longer than NEWS_DAYS is history that is taken over, and no news. It opens at most so many days after the certificate is issued as the longest promise says: HOLIDAYS beside the weekends. A step holds the store so long and no longer. */
enum { NEWS_DAYS = 31, HOLIDAYS = 40, STEP = 500 };

struct telling {
    int64_t after, last;
    struct package_room room;
    int64_t told;
    bool more;
};

/* In calendar days, from the exam to the day from which a package can be applied for. */
static int32_t longest_wait(const struct package_room *room)
{
    int32_t longest = 0;
    for (size_t i = 0; i < room->catalogue->certification_count; i++)
        for (size_t k = 0; k < room->catalogue->certifications[i].version_count; k++) {
            const struct certification_version *version = &room->catalogue->certifications[i].versions[k];
            int32_t wait = (int32_t)(version->promises[PROMISE_SCORE_REPORT].first + version->promises[PROMISE_APPLICATION].first);
            if (package_rules_has_package(version) && wait > longest) longest = wait;
        }
    return longest / 5 * 7 + 7 + HOLIDAYS;
}

static enum result tell(struct context *context, void *data)
{
    struct telling *telling = data;
    struct list rows;
    telling->last = telling->after;
    telling->told = 0;
    TRY(package_room_of(context, &telling->room));
    TRY(package_store_openings(context, (struct day){telling->room.today.number - NEWS_DAYS - longest_wait(&telling->room)}, telling->after, STEP, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct package_opening_row *row = (const struct package_opening_row *)rows.items + i;
        const struct certification_version *version = package_version(&telling->room, row->certification, row->award_day);
        bool first;
        telling->last = row->id;
        if (!package_rules_has_package(version)) continue;
        struct day opens = package_opens(&telling->room, version, row->exam_day, row->issue_day, NULL);
        if (telling->room.today.number < opens.number || telling->room.today.number - opens.number > NEWS_DAYS) continue;
        TRY(package_store_tell_opening(context, row->id, &first));
        if (!first) continue;
        TRY(package_letter_open(context, &telling->room, row, opens));
        telling->told++;
    }
    telling->more = rows.count == STEP;
    return RESULT_OK;
}

struct counting {
    bool provisional_alone;
    int64_t after, last;
    bool more;
};

/* The days of mailing that are promised, or those past the calendar's horizon alone, by the data as they are now. */
static enum result count_again(struct context *context, void *data)
{
    struct counting *counting = data;
    struct package_room room;
    struct list rows;
    counting->last = counting->after;
    TRY(package_room_of(context, &room));
    TRY(package_store_promised(context, counting->provisional_alone, counting->after, STEP, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct package_row row;
        enum result taken = package_store_take_id(context, ((const struct package_row *)rows.items)[i].id, &row);
        TRY(taken);
        counting->last = ((const struct package_row *)rows.items)[i].id;
        if (taken == RESULT_NONE || !package_rules_promised((enum package_state)row.state, day_is(row.again_day))) continue;
        struct day earliest = row.earliest, due = row.due;
        bool provisional = row.provisional;
        package_promise_from(&room, &row, row.since);
        if (row.provisional == provisional && earliest.number == row.earliest.number && due.number == row.due.number) continue;
        TRY(package_store_put(context, &row, NO_DAY));
    }
    counting->more = rows.count == STEP;
    return RESULT_OK;
}

enum result package_count_days(struct context *context, const struct due *due)
{
    struct counting counting = {.after = due->first - 1};
    TRY(count_again(context, &counting));
    return counting.more ? due_leave(context, "package-days", counting.last + 1, INT64_MAX, NO_INSTANT) : RESULT_OK;
}

enum result package_run_day(struct context *context, int64_t *told)
{
    struct telling telling = {.more = true};
    struct counting counting = {.provisional_alone = true, .more = true};
    int64_t all = 0;
    while (telling.more) {
        struct arena_mark mark = arena_mark(context->arena);
        TRY(database_transaction(context, tell, &telling));
        all += telling.told;
        telling.after = telling.last;
        arena_rewind(context->arena, mark);
    }
    while (counting.more) {
        struct arena_mark mark = arena_mark(context->arena);
        TRY(database_transaction(context, count_again, &counting));
        counting.after = counting.last;
        arena_rewind(context->arena, mark);
    }
    if (told) *told = all;
    return package_event_look_again(context);
}
