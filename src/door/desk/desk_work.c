/* The desk's first page: what there is to do, and what came in and went out (SPEC 11.2). */
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "base/buffer.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_plot.h"
#include "door/desk/desk_records.h"
#include "outside/settings.h"
#include "package/package_dispatch.h"
#include "package/package_event.h"
#include "people/people_work.h"

enum { MOST_LISTS = CASE_KINDS + 1 /* unbindings have two */ + 1 /* for a second person */ + 3 /* packages, too, and what is said of them */ + 1 /* merges */ + 1 /* catalogues */ + WORK_KINDS, DAY = 86400 };

static const struct {
    enum permission permission;
    const char *english, *address;
} works[WORK_KINDS] = {
    [WORK_ROWS] = {MAY_READ_INTAKE, N_("Rows that wait"), "/desk/intake/waiting"},
    [WORK_LETTERS] = {MAY_READ_LETTERS, N_("Letters that came back"), "/desk/letters"},
    [WORK_HELD] = {MAY_READ_LETTERS, N_("Letters held back"), "/desk/letters?show=held"},
    [WORK_NEAR] = {MAY_READ_NEAR_MISSES, N_("Near misses"), "/desk/near"},
    [WORK_ADDRESSES] = {MAY_READ_DEMOGRAPHICS, N_("New addresses to be sent to providers"), "/desk/demographics"},
    [WORK_ANSWERS] = {MAY_READ_DEMOGRAPHICS, N_("New addresses without the provider’s answer"), "/desk/demographics"},
};

int64_t desk_days_since(const struct context *context, struct instant since)
{
    int64_t days = instant_is(since) ? (context_now(context).microseconds - since.microseconds) / MICROSECONDS / DAY : 0;
    return days > 0 ? days : 0;
}

static struct work_row row_of(const struct context *context, struct text name, const char *address, int64_t count, struct instant oldest)
{
    return (struct work_row){.name = name, .address = text_of(address), .count = count, .oldest = oldest, .days = desk_days_since(context, oldest)};
}

static struct work_row unbindings(struct visit *visit, const char *english, const char *address, const struct unbinding_count *count)
{
    struct work_row row = row_of(visit->context, web_text(visit, english), address, count->waiting, count->oldest);
    row.overdue = count->overdue;
    return row;
}

static enum result fill_cases(struct visit *visit, struct work_row *rows, size_t *count)
{
    struct context *context = visit->context;
    struct unbinding_count objected, others;
    struct list kinds;
    int64_t second = 0;
    struct instant oldest = NO_INSTANT;
    TRY(case_counts(context, &kinds));
    TRY(unbinding_counts(context, &objected, &others));
    for (size_t i = 0; i < kinds.count; i++) {
        const struct case_count *kind = (const struct case_count *)kinds.items + i;
        second += kind->second;
        if (instant_is(kind->oldest_second) && (!instant_is(oldest) || kind->oldest_second.microseconds < oldest.microseconds)) oldest = kind->oldest_second;
        if (text_is(kind->kind, case_kind_word(CASE_UNBINDING))) {
            rows[(*count)++] = unbindings(visit, N_("Objections to an unbinding"), "/desk/unbindings?show=objections", &objected);
            rows[(*count)++] = unbindings(visit, N_("Other unbindings (disputes, contradictions)"), "/desk/unbindings?show=others", &others);
            continue;
        }
        rows[*count] = row_of(context, kind->kind_name, text_printf(context->arena, "/desk/cases?kind=%.*s", TEXT_ARG(kind->kind)).bytes, kind->waiting, kind->oldest);
        rows[(*count)++].overdue = kind->overdue;
    }
    /* Counted by their kinds above, too: whoever confirms decisions finds them together. */
    if (second || context->settings->second_person) rows[(*count)++] = row_of(context, web_text(visit, N_("Decisions for a second person")), "/desk/cases?show=second", second, oldest);
    return RESULT_OK;
}

/* The lists that the reader's roles may see. */
static enum result fill_lists(struct visit *visit, struct list *lists)
{
    struct context *context = visit->context;
    struct work_row *rows = ARENA_ARRAY(context->arena, MOST_LISTS, struct work_row);
    size_t count = 0;
    if (audit_allows(&context->actor, MAY_READ_CASES)) TRY(fill_cases(visit, rows, &count));
    if (audit_allows(&context->actor, MAY_READ_PACKAGES)) {
        struct package_counts packages;
        struct instant oldest;
        int64_t refused;
        TRY(package_counts(context, &packages));
        rows[count] = row_of(context, web_text(visit, N_("Packages to be mailed")), "/desk/packages", packages.waiting, packages.oldest);
        rows[count++].overdue = packages.overdue;
        rows[count++] = row_of(context, web_text(visit, N_("Packages that came back")), "/desk/packages?show=returned", packages.returned, packages.oldest_returned);
        TRY(package_events_refused_count(context, &refused, &oldest));
        rows[count++] = row_of(context, web_text(visit, N_("Events of carriers that were refused")), "/desk/packages/deliveries", refused, oldest);
    }
    if (audit_allows(&context->actor, MAY_UNBIND)) {
        struct association_merge_count merges;
        TRY(association_merges_proposed(context, &merges));
        if (merges.waiting || context->settings->second_person)
            rows[count++] = row_of(context, web_text(visit, N_("Undoing of merges, for a second person")), "/desk/merges", merges.waiting, merges.oldest);
    }
    if (audit_allows(&context->actor, MAY_LOAD_CATALOGUE)) {
        struct list proposals;
        TRY(catalogue_proposals(context, &proposals));
        if (proposals.count || context->settings->second_person)
            rows[count++] = row_of(context, web_text(visit, N_("Catalogues for a second person")), "/desk/catalogue", (int64_t)proposals.count, proposals.count ? ((const struct catalogue_proposal *)proposals.items)->proposed_at : NO_INSTANT);
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

static int64_t rows_of(const struct people_week *week)
{
    return week->taken + week->unchanged + week->quarantined + week->refused;
}

static void fill_plots(struct visit *visit, const struct people_week *weeks, struct desk_work_page *page)
{
    struct arena *arena = visit->context->arena;
    struct buffer taken = buffer_new(arena, 1024, 16384), unchanged = buffer_new(arena, 1024, 16384), quarantined = buffer_new(arena, 1024, 16384),
                  refused = buffer_new(arena, 1024, 16384), awards = buffer_new(arena, 1024, 16384);
    struct day mondays[PEOPLE_WEEKS];
    for (int i = 0; i < PEOPLE_WEEKS; i++) {
        if (rows_of(&weeks[i]) > page->rows_most) page->rows_most = rows_of(&weeks[i]);
        if (weeks[i].awards > page->awards_most) page->awards_most = weeks[i].awards;
    }
    int64_t most = page->rows_most ? page->rows_most : 1, most_awards = page->awards_most ? page->awards_most : 1;
    for (int i = 0; i < PEOPLE_WEEKS; i++) {
        const struct people_week *week = &weeks[i];
        desk_plot_bar(&taken, i, 0, week->taken, most);
        desk_plot_bar(&unchanged, i, week->taken, week->unchanged, most);
        desk_plot_bar(&quarantined, i, week->taken + week->unchanged, week->quarantined, most);
        desk_plot_bar(&refused, i, week->taken + week->unchanged + week->quarantined, week->refused, most);
        desk_plot_bar(&awards, i, 0, week->awards, most_awards);
        mondays[i] = week->monday;
    }
    page->first_week = mondays[0];
    page->last_week = mondays[PEOPLE_WEEKS - 1];
    page->plot_width = desk_plot_width(PEOPLE_WEEKS);
    page->plot_base = DESK_PLOT_BASE;
    page->plot_height = DESK_PLOT_HEIGHT;
    page->taken = buffer_text(&taken);
    page->unchanged = buffer_text(&unchanged);
    page->quarantined = buffer_text(&quarantined);
    page->refused = buffer_text(&refused);
    page->awards = buffer_text(&awards);
    page->months = desk_plot_months(arena, mondays, PEOPLE_WEEKS);
    page->any_rows = page->rows_most > 0;
    page->any_awards = page->awards_most > 0;
}

/* Whoever writes a slash behind it means the same page. */
enum result desk_home(struct visit *visit)
{
    return web_go(visit, "/desk", NULL);
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
