/* The work list of packages, one or many at once, and how long they take (SPEC 8.3). */
#include "base/buffer.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_plot.h"
#include "door/desk/desk_records.h"
#include "door/web_person.h"
#include "package/package_carrier.h"
#include "package/package_event.h"
#include "package/package_papers.h"

enum { PACKAGES_A_PAGE = 200, MOST_EVENTS = 200, MOST_SETTLED = 50 };

/* What happened; as it was said, where it is neither. */
static struct text event_word(struct visit *visit, struct text what)
{
    return text_is(what, "delivered") ? web_text(visit, N_("Delivered")) : text_is(what, "returned") ? web_text(visit, N_("Came back")) : what;
}

/* A sender writes a code, or any name: that of one of ours is told in the reader's language. */
static struct text carrier_said(struct visit *visit, struct text carrier)
{
    const struct package_carrier *ours = package_carrier_find(text_lower(visit->context->arena, carrier));
    return ours ? package_carrier_name(ours, visit->context->language) : carrier;
}

static enum package_show shown(struct visit *visit)
{
    enum package_show show = PACKAGE_SHOW_WAITING;
    (void)package_show_of(form_text(&visit->form, "show"), &show);
    return show;
}

static enum result fill_shows(struct visit *visit, enum package_show show, struct desk_packages_page *page)
{
    static const char *const names[PACKAGE_SHOWS] = {N_("All that wait"), N_("To be approved"), N_("To be packed"), N_("To be mailed"), N_("To be unpacked"), N_("Overdue"), N_("On their way"), N_("Came back")};
    struct package_counts counts;
    TRY(package_counts(visit->context, &counts));
    const int64_t of[PACKAGE_SHOWS] = {counts.waiting, counts.applied, counts.approved, counts.packed, counts.superseded, counts.overdue, counts.mailed, counts.returned};
    struct desk_show_row *rows = ARENA_ARRAY(visit->context->arena, PACKAGE_SHOWS, struct desk_show_row);
    for (int i = 0; i < PACKAGE_SHOWS; i++)
        rows[i] = (struct desk_show_row){text_of(package_show_word((enum package_show)i)), web_text(visit, names[i]), of[i], i == (int)show};
    page->shows = (struct list){&desk_show_row_record, rows, PACKAGE_SHOWS};
    page->show = rows[show].word;
    page->superseded = counts.superseded;
    struct instant oldest;
    TRY(package_events_refused_count(visit->context, &page->refused_events, &oldest));
    page->up_to = counts.newest;
    page->may_send = audit_allows(&visit->context->actor, MAY_SEND_PACKAGES);
    page->may_approve = page->may_send && counts.applied;
    page->may_pack = page->may_send && counts.approved;
    page->may_print = page->may_send && counts.approved + counts.packed && show != PACKAGE_SHOW_MAILED && show != PACKAGE_SHOW_RETURNED;
    return RESULT_OK;
}

/* A bar is as high as the median of its week; the line is what is promised. */
static enum result fill_plot(struct visit *visit, struct desk_packages_page *page)
{
    struct arena *arena = visit->context->arena;
    struct package_week *weeks = ARENA_ARRAY(arena, PACKAGE_WEEKS, struct package_week);
    struct buffer in_time = buffer_new(arena, 1024, 16384), late = buffer_new(arena, 1024, 16384);
    struct day mondays[PACKAGE_WEEKS];
    TRY(package_weeks(visit->context, weeks, &page->promised));
    page->most = page->promised;
    for (int i = 0; i < PACKAGE_WEEKS; i++)
        if (weeks[i].days > page->most) page->most = weeks[i].days;
    int64_t most = page->most ? page->most : 1;
    for (int i = 0; i < PACKAGE_WEEKS; i++) {
        mondays[i] = weeks[i].monday;
        if (!(weeks[i].in_time + weeks[i].late)) continue;
        page->any_weeks = true;
        desk_plot_bar(weeks[i].days > page->promised ? &late : &in_time, i, 0, weeks[i].days ? weeks[i].days : 1, most);
    }
    page->plot_width = desk_plot_width(PACKAGE_WEEKS);
    page->plot_base = DESK_PLOT_BASE;
    page->plot_height = DESK_PLOT_HEIGHT;
    page->promise_y = DESK_PLOT_BASE - page->promised * DESK_PLOT_BASE / most;
    page->most_apart = page->promise_y >= DESK_PLOT_BASE / 6;
    page->in_time = buffer_text(&in_time);
    page->late = buffer_text(&late);
    page->months = desk_plot_months(arena, mondays, PACKAGE_WEEKS);
    page->weeks = (struct list){&package_week_record, weeks, PACKAGE_WEEKS};
    return RESULT_OK;
}

static enum result show_list(struct visit *visit, int status, struct desk_packages_page *page, const struct package_outcome *outcome)
{
    enum package_show show = shown(visit);
    TRY(fill_shows(visit, show, page));
    TRY(package_list(visit->context, show, PACKAGES_A_PAGE + 1, &page->packages));
    page->more = page->packages.count > PACKAGES_A_PAGE;
    if (page->more) page->packages.count = PACKAGES_A_PAGE;
    TRY(fill_plot(visit, page));
    page->refusals = (struct list){&package_refusal_record, NULL, 0};
    if (outcome) {
        page->done = outcome->done;
        page->refused = outcome->refused;
        page->refusals = outcome->refusals;
        page->cut = outcome->more;
    }
    return web_show(visit, DESK_PAGE_PACKAGES, status, page);
}

enum result desk_packages_again(struct visit *visit, int status)
{
    return show_list(visit, status, &(struct desk_packages_page){.ticked = {&text_line_record, NULL, 0}}, NULL);
}

enum result desk_packages(struct visit *visit)
{
    struct package_outcome outcome;
    int64_t run = web_number(form_text(&visit->form, "run"));
    if (!run || !audit_allows(&visit->context->actor, MAY_SEND_PACKAGES)) return desk_packages_again(visit, 200);
    enum result found = package_outcome_read(visit->context, run, &outcome);
    TRY(found);
    if (found == RESULT_NONE) return desk_packages_again(visit, 200);
    return show_list(visit, 200, &(struct desk_packages_page){.told = true, .ticked = {&text_line_record, NULL, 0}}, &outcome);
}

/* Says who is left out, and asks whether it is printed for the others. */
static enum result ask_first(struct visit *visit, const struct package_papers_made *made, struct text ticked)
{
    struct text_line *lines = ARENA_ARRAY(visit->context->arena, PACKAGES_A_PAGE + 1, struct text_line);
    struct desk_packages_page page = {.asked = true, .act = form_text(&visit->form, "act"), .left_out = made->left_out};
    size_t count = 0;
    while (count < PACKAGES_A_PAGE && text_split(&ticked, ' ', &lines[count].text)) count++;
    page.ticked = (struct list){&text_line_record, lines, count};
    return show_list(visit, 200, &page, &made->outcome);
}

/* One file with all that was asked for, for a printer or a carrier's program. */
static enum result answer_papers(struct visit *visit, enum package_papers papers, struct text ticked)
{
    struct package_papers_made made;
    TRY(package_papers(visit->context, papers, ticked, form_text(&visit->form, "left_out"), &made));
    if (made.ask) return ask_first(visit, &made, ticked);
    visit->answer->content_type = papers == PAPERS_LIST ? "text/csv; charset=utf-8" : "application/pdf";
    visit->answer->body = (struct text){(const char *)made.content.data, made.content.length};
    http_answer_header(visit->answer, "Content-Disposition", text_printf(visit->context->arena, "attachment; filename=\"%.*s\"", TEXT_ARG(made.file_name)));
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    http_answer_header(visit->answer, "X-Content-Type-Options", TEXT("nosniff"));
    return RESULT_OK;
}

/* approve and pack do so with what is ticked, approve-all and pack-all with all that waited for it when the page was shown. */
enum result desk_packages_act(struct visit *visit)
{
    struct package_outcome outcome;
    struct text act = form_text(&visit->form, "act"), ticked = form_text(&visit->form, "package");
    bool all = text_ends_with(act, "-all"), packs = text_starts_with(act, "pack");
    enum package_papers papers;
    if (package_papers_of(act, &papers)) return answer_papers(visit, papers, ticked);
    if (!packs && !text_starts_with(act, "approve")) return web_absent(visit);
    if (!all && text_empty(ticked)) return FIELD_FAIL(visit->context, "package", "desk.none_ticked", N_("No package is ticked."));
    enum package_act what = packs ? PACKAGE_PACK : PACKAGE_APPROVE;
    int64_t up_to = 0;
    (void)text_to_integer(form_text(&visit->form, "up_to"), &up_to);
    if (all) TRY(package_act_all(visit->context, what, up_to, &outcome));
    else TRY(package_act_many(visit->context, what, ticked, &outcome));
    return web_go(visit, text_printf(visit->context->arena, "/desk/packages?show=%s&run=%lld", package_show_word(shown(visit)), (long long)outcome.run).bytes, NULL);
}

/* --- A file of express numbers --- */

enum result desk_numbers_again(struct visit *visit, int status)
{
    struct desk_numbers_page page = {.rows = {&package_number_row_record, NULL, 0}};
    return web_show(visit, DESK_PAGE_NUMBERS, status, &page);
}

enum result desk_numbers(struct visit *visit)
{
    return desk_numbers_again(visit, 200);
}

enum result desk_numbers_upload(struct visit *visit)
{
    struct desk_numbers_page page = {.told = true, .dry_run = form_sent(&visit->form, "dry_run")};
    TRY(package_mail_file(visit->context, form_text(&visit->form, "file"), form_sent(&visit->form, "anyway"), form_sent(&visit->form, "gone"), page.dry_run, &page.rows));
    for (size_t i = 0; i < page.rows.count; i++) {
        const struct package_number_row *row = (const struct package_number_row *)page.rows.items + i;
        page.mailed += row->mailed;
        page.unchanged += row->unchanged;
        page.refused += row->refused;
    }
    return web_show(visit, DESK_PAGE_NUMBERS, 200, &page);
}

/* --- What carriers say --- */

static void name_refused(struct visit *visit, const struct list *events)
{
    struct package_event_refused_view *items = (struct package_event_refused_view *)events->items;
    for (size_t i = 0; i < events->count; i++) {
        items[i].carrier = carrier_said(visit, items[i].carrier);
        items[i].what = event_word(visit, items[i].what);
    }
}

static enum result show_deliveries(struct visit *visit, int status, const struct list *verdicts)
{
    struct desk_deliveries_page page = {.told = verdicts != NULL, .verdicts = {&package_event_verdict_record, NULL, 0}, .may_send = audit_allows(&visit->context->actor, MAY_SEND_PACKAGES)};
    if (verdicts) page.verdicts = *verdicts;
    for (size_t i = 0; i < page.verdicts.count; i++) {
        struct package_event_verdict *verdict = (struct package_event_verdict *)page.verdicts.items + i;
        verdict->what = event_word(visit, verdict->what);
        page.taken += verdict->taken;
        page.unchanged += verdict->unchanged;
        page.unknown += verdict->unknown;
        page.refused += verdict->refused;
    }
    TRY(package_events_unknown(visit->context, MOST_EVENTS, &page.events));
    struct package_event_view *events = (struct package_event_view *)page.events.items;
    for (size_t i = 0; i < page.events.count; i++) events[i].what = event_word(visit, events[i].what);
    TRY(package_events_refused(visit->context, MOST_EVENTS + 1, &page.refusals));
    page.more = page.refusals.count > MOST_EVENTS;
    if (page.more) page.refusals.count = MOST_EVENTS;
    TRY(package_events_settled(visit->context, MOST_SETTLED, &page.settled));
    name_refused(visit, &page.refusals);
    name_refused(visit, &page.settled);
    return web_show(visit, DESK_PAGE_DELIVERIES, status, &page);
}

enum result desk_deliveries(struct visit *visit)
{
    return show_deliveries(visit, 200, NULL);
}

enum result desk_deliveries_again(struct visit *visit, int status)
{
    return show_deliveries(visit, status, NULL);
}

enum result desk_deliveries_upload(struct visit *visit)
{
    struct list verdicts;
    TRY(package_event_file(visit->context, form_text(&visit->form, "file"), &verdicts));
    return show_deliveries(visit, 200, &verdicts);
}

enum result desk_deliveries_settle(struct visit *visit)
{
    struct text ticked = form_text(&visit->form, "event");
    if (text_empty(ticked)) return FIELD_FAIL(visit->context, "event", "desk.no_event_ticked", N_("Nothing is ticked."));
    TRY(package_events_settle(visit->context, ticked));
    return web_go(visit, "/desk/packages/deliveries", "events-settled");
}
