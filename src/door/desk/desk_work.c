/* The desk's first page: what there is to do, and what came in and went out (SPEC 11.2). */
#include "base/buffer.h"
#include "case/case.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "people/people_work.h"

enum { MOST_LISTS = 16, MOST_BOUNCES = 300, BAR = 14, GAP = 6, STEP = BAR + GAP, PLOT_HEIGHT = 120, LABELS_HEIGHT = 18, DAY = 86400 };

static const struct {
    enum permission permission;
    const char *english, *address;
} works[WORK_KINDS] = {
    [WORK_ROWS] = {MAY_READ_INTAKE, N_("Rows that wait"), "/desk/intake/waiting"},
    [WORK_LETTERS] = {MAY_READ_LETTERS, N_("Letters that came back"), "/desk/letters"},
    [WORK_NEAR] = {MAY_JUDGE_NEAR_MISSES, N_("Near misses"), "/desk/near"},
};

static struct work_row row_of(const struct context *context, struct text name, const char *address, int64_t count, struct instant oldest)
{
    int64_t days = instant_is(oldest) ? (context_now(context).microseconds - oldest.microseconds) / MICROSECONDS / DAY : 0;
    return (struct work_row){.name = name, .address = text_of(address), .count = count, .oldest = oldest, .days = days > 0 ? days : 0};
}

/* The lists that the reader's roles may see. */
static enum result fill_lists(struct visit *visit, struct list *lists)
{
    struct context *context = visit->context;
    struct work_row *rows = ARENA_ARRAY(context->arena, MOST_LISTS, struct work_row);
    size_t count = 0;
    struct list kinds = {NULL, NULL, 0};
    if (audit_allows(&context->actor, MAY_READ_CASES)) TRY(case_counts(context, &kinds));
    for (size_t i = 0; i < kinds.count && count < MOST_LISTS - WORK_KINDS; i++) {
        const struct case_count *kind = (const struct case_count *)kinds.items + i;
        const char *address = text_is(kind->kind, "unbinding") ? "/desk/unbindings" : text_printf(context->arena, "/desk/cases?kind=%.*s", TEXT_ARG(kind->kind)).bytes;
        rows[count] = row_of(context, kind->kind_name, address, kind->waiting, kind->oldest);
        rows[count++].overdue = kind->overdue;
    }
    for (int work = 0; work < WORK_KINDS; work++) {
        struct people_waiting waiting;
        if (!audit_allows(&context->actor, works[work].permission)) continue;
        TRY(people_waiting(context, (enum people_work)work, &waiting));
        rows[count++] = row_of(context, web_text(visit, works[work].english), works[work].address, waiting.count, waiting.oldest);
    }
    *lists = (struct list){&work_row_record, rows, count};
    return RESULT_OK;
}

/* --- The pictures: bars, a week each --- */

/* One bar's part from `below` to `below + value`, where `most` is as high as the picture. */
static void put_bar(struct buffer *out, int week, int64_t below, int64_t value, int64_t most)
{
    if (!value) return;
    int64_t foot = PLOT_HEIGHT - below * PLOT_HEIGHT / most, top = PLOT_HEIGHT - (below + value) * PLOT_HEIGHT / most;
    if (top >= foot) top = foot - 1; /* what is there can be seen */
    buffer_printf(out, "M%d %lldh%dv%lldh-%dz", week * STEP, (long long)top, BAR, (long long)(foot - top), BAR);
}

static int64_t rows_of(const struct people_week *week)
{
    return week->taken + week->unchanged + week->quarantined + week->refused;
}

static void fill_plots(struct visit *visit, const struct people_week *weeks, struct desk_work_page *page)
{
    struct arena *arena = visit->context->arena;
    struct buffer taken = buffer_new(arena, 1024, 16384), unchanged = buffer_new(arena, 1024, 16384), quarantined = buffer_new(arena, 1024, 16384),
                  refused = buffer_new(arena, 1024, 16384), awards = buffer_new(arena, 1024, 16384);
    struct plot_label *months = ARENA_ARRAY(arena, PEOPLE_WEEKS, struct plot_label);
    size_t month_count = 0;
    for (int i = 0; i < PEOPLE_WEEKS; i++) {
        if (rows_of(&weeks[i]) > page->rows_most) page->rows_most = rows_of(&weeks[i]);
        if (weeks[i].awards > page->awards_most) page->awards_most = weeks[i].awards;
    }
    int64_t most = page->rows_most ? page->rows_most : 1, most_awards = page->awards_most ? page->awards_most : 1;
    for (int i = 0; i < PEOPLE_WEEKS; i++) {
        const struct people_week *week = &weeks[i];
        put_bar(&taken, i, 0, week->taken, most);
        put_bar(&unchanged, i, week->taken, week->unchanged, most);
        put_bar(&quarantined, i, week->taken + week->unchanged, week->quarantined, most);
        put_bar(&refused, i, week->taken + week->unchanged + week->quarantined, week->refused, most);
        put_bar(&awards, i, 0, week->awards, most_awards);
        struct date monday = day_to_date(week->monday);
        if (monday.day <= 7) months[month_count++] = (struct plot_label){i * STEP, PLOT_HEIGHT + LABELS_HEIGHT - 4, text_printf(arena, "%d-%02d", monday.year, monday.month)};
    }
    page->plot_width = PEOPLE_WEEKS * STEP;
    page->plot_base = PLOT_HEIGHT;
    page->plot_height = PLOT_HEIGHT + LABELS_HEIGHT;
    page->taken = buffer_text(&taken);
    page->unchanged = buffer_text(&unchanged);
    page->quarantined = buffer_text(&quarantined);
    page->refused = buffer_text(&refused);
    page->awards = buffer_text(&awards);
    page->months = (struct list){&plot_label_record, months, month_count};
    page->any_rows = page->rows_most > 0;
    page->any_awards = page->awards_most > 0;
}

enum result desk_work(struct visit *visit)
{
    struct desk_work_page page = {0};
    struct people_week *weeks = ARENA_ARRAY(visit->context->arena, PEOPLE_WEEKS, struct people_week);
    TRY(fill_lists(visit, &page.lists));
    TRY(people_weeks(visit->context, weeks));
    page.weeks = (struct list){&people_week_record, weeks, PEOPLE_WEEKS};
    fill_plots(visit, weeks, &page);
    return web_show(visit, DESK_PAGE_WORK, 200, &page);
}

enum result desk_bounces(struct visit *visit)
{
    struct desk_bounces_page page;
    TRY(people_bounces(visit->context, MOST_BOUNCES, &page.bounces));
    return web_show(visit, DESK_PAGE_BOUNCES, 200, &page);
}
