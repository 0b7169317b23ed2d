/* Associate My Exam Record by score report, and the case of a lost mailbox (SPEC 5.2). */
#include "association/association.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"
#include "intake/intake.h"

enum result site_day(struct visit *visit, const char *field, struct day *day)
{
    struct text typed = form_text(&visit->form, field);
    *day = NO_DAY;
    if (text_empty(typed) || day_parse(typed, day)) return RESULT_OK;
    return FIELD_FAIL(visit->context, field, "site.day", N_("This is no day. Write it like 2026-02-13."));
}

struct list site_known_providers(struct context *context, const struct list *delivered)
{
    struct intake_last *items = ARENA_ARRAY(context->arena, delivered->count + 1, struct intake_last);
    size_t count = 0;
    for (size_t i = 0; i < delivered->count; i++) {
        const struct intake_last *last = (const struct intake_last *)delivered->items + i;
        if (last->score_reports) items[count++] = *last;
    }
    return count ? (struct list){&intake_last_record, items, count} : *delivered;
}

static enum result providers(struct visit *visit, struct text chosen, struct list *options)
{
    struct list files;
    TRY(intake_last_files(visit->context, &files));
    files = site_known_providers(visit->context, &files);
    struct option *items = ARENA_ARRAY(visit->context->arena, files.count + 1, struct option);
    for (size_t i = 0; i < files.count; i++) {
        const struct intake_last *last = (const struct intake_last *)files.items + i;
        items[i] = (struct option){last->provider, last->title, text_equal(last->provider, chosen)};
    }
    *options = (struct list){&option_record, items, files.count};
    return RESULT_OK;
}

static struct report_page typed(struct visit *visit)
{
    const struct form *form = &visit->form;
    return (struct report_page){.provider = form_text(form, "provider"), .exam_code = form_text(form, "exam_code"), .exam_day = form_text(form, "exam_day"),
                                .registration_id = form_text(form, "registration_id"), .candidate = form_text(form, "candidate"),
                                .validation_id = form_text(form, "validation_id"), .opens = NO_DAY};
}

static enum result show(struct visit *visit, int status, struct report_page *page)
{
    TRY(providers(visit, page->provider, &page->providers));
    page->choose = page->providers.count > 1;
    return web_show(visit, PAGE_REPORT, status, page);
}

enum result site_report_form(struct visit *visit)
{
    return show(visit, 200, &(struct report_page){.opens = NO_DAY});
}

enum result site_report_again(struct visit *visit, int status)
{
    struct report_page page = typed(visit);
    return show(visit, status, &page);
}

enum result site_report(struct visit *visit)
{
    struct context *context = visit->context;
    struct report_page page = typed(visit);
    struct association_report report = {.provider = page.provider, .exam_code = page.exam_code, .registration_id = page.registration_id, .candidate = page.candidate,
                                        .validation_id = page.validation_id};
    struct association_report_answer answer;
    TRY(site_day(visit, "exam_day", &report.exam_day));
    struct text taken = form_text(&visit->form, "taken");
    bool tell = text_is(taken, "tell"), dispute = text_is(taken, "dispute"), lost = text_is(taken, "lost");
    enum association_taken then = dispute ? ASSOCIATION_TAKEN_DISPUTES : lost ? ASSOCIATION_TAKEN_LOST : tell ? ASSOCIATION_TAKEN_TELLS_HOLDER : ASSOCIATION_TAKEN_SAYS_SO;
    TRY(association_ask_by_report(context, &report, then, &answer));
    page.too_early = answer.too_early;
    page.provisional = answer.provisional;
    page.opens = answer.opens;
    page.no_mailbox = answer.no_mailbox;
    page.mailbox = answer.mailbox;
    if (answer.too_early) return show(visit, 200, &page);
    if (answer.taken && !answer.request) return tell ? web_go(visit, "/my/exams", "owner-told") : web_show(visit, PAGE_REPORT_TAKEN, 200, &page);
    if (!answer.asked && !answer.disputed) return web_go(visit, text_printf(context->arena, "/my/exams/lost/%lld", (long long)answer.request).bytes, NULL);
    return web_go(visit, "/my/exams/waiting", "letter-sent");
}

/* --- Without access to that mailbox --- */

static enum result find_open(struct visit *visit, int64_t record, struct list *open)
{
    struct list all;
    TRY(association_lost_cases(visit->context, &all));
    *open = (struct list){&association_lost_case_record, NULL, 0};
    for (size_t i = 0; i < all.count && !open->count; i++) {
        const struct association_lost_case *one = (const struct association_lost_case *)all.items + i;
        if (one->record_id == record) *open = (struct list){&association_lost_case_record, one, 1};
    }
    return RESULT_OK;
}

static enum result show_lost(struct visit *visit, int status)
{
    struct association_request request;
    const struct catalogue *catalogue;
    enum result found = association_request_of(visit->context, web_number(visit->rest), &request);
    TRY(found);
    if (found == RESULT_NONE || !request.of_score_report || !request.open) return web_absent(visit);
    TRY(catalogue_current(visit->context, &catalogue));
    struct lost_page page = {.id = request.id, .exam_code = request.exam_code, .registration_id = request.registration_id, .mailbox = request.address, .exam_day = request.exam_day, .barred = request.barred, .taken = request.taken,
                             .text = form_text(&visit->form, "text")};
    TRY(find_open(visit, request.thing.record, &page.open));
    page.ready = calendar_add(catalogue->calendar, calendar_today(visit->context, catalogue->calendar), catalogue->body.promises[PROMISE_COOLING_OFF].first, &page.provisional);
    return web_show(visit, PAGE_LOST, status, &page);
}

enum result site_lost_form(struct visit *visit)
{
    return show_lost(visit, 200);
}

enum result site_lost_again(struct visit *visit, int status)
{
    return show_lost(visit, status);
}

enum result site_lost(struct visit *visit)
{
    struct context *context = visit->context;
    struct case_evidence evidence;
    struct text number;
    bool any;
    TRY(web_case_upload(visit, &evidence, &any));
    TRY(association_ask_lost_mailbox(context, web_number(visit->rest), form_text(&visit->form, "text"), &evidence, any, &number));
    return web_go(visit, text_printf(context->arena, "/my/cases/%.*s", TEXT_ARG(number)).bytes, "case-opened");
}
