/* My Exam: what is associated, and Associate My Exam Record by mailbox (SPEC 5.1, 5.3). */
#include "association/association.h"
#include "catalogue/catalogue.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "intake/intake.h"

enum { MOST_RECORDS = 2000 };

/* Of the requests of the last day only those that still wait for their letter to be answered. */
static struct list open_requests(struct context *context, struct list requests)
{
    struct association_request *open = ARENA_ARRAY(context->arena, requests.count ? requests.count : 1, struct association_request);
    size_t count = 0;
    for (size_t i = 0; i < requests.count; i++) {
        const struct association_request *request = (const struct association_request *)requests.items + i;
        if (request->open) open[count++] = *request;
    }
    return (struct list){&association_request_record, open, count};
}

enum result site_exams(struct visit *visit)
{
    struct context *context = visit->context;
    struct exams_page page;
    struct list records, requests;
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    TRY(association_list(context, &page.associations));
    TRY(association_requests(context, &requests));
    TRY(association_records(context, visit->account.id, MOST_RECORDS, &records));
    page.requests = open_requests(context, requests);
    struct exam_row *rows = ARENA_ARRAY(context->arena, records.count ? records.count : 1, struct exam_row);
    for (size_t i = 0; i < records.count; i++) {
        const struct exam_record *r = (const struct exam_record *)records.items + i;
        int32_t exam = catalogue_exam_by_id(catalogue, r->exam_id);
        rows[i] = (struct exam_row){.provider = r->provider, .registration_id = r->registration_id, .exam_code = r->exam_code,
                                    .exam_title = exam < 0 ? TEXT("") : catalogue_wording(catalogue->exams[exam].title, context->language),
                                    .exam_language = r->exam_language, .score = r->score, .exam_day = r->exam_day, .passed = r->grade == GRADE_PASS,
                                    .failed = r->grade == GRADE_FAIL, .no_show = r->grade == GRADE_NO_SHOW, .provisional = r->state == EXAM_PROVISIONAL,
                                    .on_hold = r->state == EXAM_ON_HOLD, .final = r->state == EXAM_FINAL, .revoked = r->state == EXAM_REVOKED};
    }
    page.records = (struct list){&exam_row_record, rows, records.count};
    return site_show(visit, PAGE_EXAMS, 200, &page);
}

enum result site_associate_form(struct visit *visit)
{
    struct associate_page page = {0};
    return site_show(visit, PAGE_ASSOCIATE, 200, &page);
}

enum result site_associate(struct visit *visit)
{
    struct associate_page page = {.address = form_text(&visit->form, "address")};
    bool anyway = form_sent(&visit->form, "anyway"), associated = false;
    enum result result = association_ask(visit->context, page.address, ASSOCIATION_OF_RECORDS, anyway, &associated);
    if (result < 0) {
        TRY(site_refused(visit, result));
        return site_show(visit, PAGE_ASSOCIATE, 422, &page);
    }
    if (associated && !anyway) return site_show(visit, PAGE_ASSOCIATED_ALREADY, 200, &page);
    return site_go(visit, "/my/exams/waiting", "letter-sent");
}

static enum result show_waiting(struct visit *visit, int status)
{
    struct list requests;
    TRY(association_requests(visit->context, &requests));
    struct waiting_page page = {.requests = open_requests(visit->context, requests)};
    page.any = page.requests.count > 0;
    return site_show(visit, PAGE_WAITING, status, &page);
}

enum result site_waiting(struct visit *visit)
{
    return show_waiting(visit, 200);
}

static enum result completed(struct visit *visit)
{
    site_settle(visit);
    return site_go(visit, "/my/exams", "associated");
}

/* By the code, typed where the letter was asked for. */
enum result site_complete(struct visit *visit)
{
    int64_t records;
    enum result result = association_complete(visit->context, site_number(form_text(&visit->form, "request")), TEXT(""), form_text(&visit->form, "code"), &records);
    if (result < 0) {
        TRY(site_refused(visit, result));
        return show_waiting(visit, 422);
    }
    return completed(visit);
}

static enum result look_up(struct visit *visit, struct text token, struct activate_page *page)
{
    struct association_request request;
    enum result result = association_by_token(visit->context, token, &request);
    TRY(result);
    *page = (struct activate_page){.token = token, .shown = true, .known = result == RESULT_OK};
    if (result == RESULT_NONE) return RESULT_OK;
    page->mine = request.mine;
    page->id = request.id;
    page->account_name = request.user_name;
    page->address = request.address;
    page->made = request.made;
    page->ends = request.ends;
    page->open = request.open;
    page->completed = request.completed;
    page->replaced = request.replaced;
    page->expired = request.expired;
    page->disowned = request.disowned;
    page->too_late = request.too_late;
    return RESULT_OK;
}

/* The link's own address. Its token stands behind the #, where no server sees it; the page's script sends it on as a form, and without scripts the page asks for the code. */
enum result site_activate_form(struct visit *visit)
{
    struct activate_page page = {0};
    return site_show(visit, PAGE_ACTIVATE, 200, &page);
}

/* Says what the link is about. Changes nothing. */
enum result site_activate_show(struct visit *visit)
{
    struct activate_page page;
    TRY(look_up(visit, form_text(&visit->form, "token"), &page));
    return site_show(visit, PAGE_ACTIVATE, 200, &page);
}

enum result site_activate(struct visit *visit)
{
    struct text token = form_text(&visit->form, "token");
    int64_t records;
    enum result result = association_complete(visit->context, site_number(form_text(&visit->form, "request")), token, TEXT(""), &records);
    if (result < 0) {
        TRY(site_refused(visit, result));
        struct activate_page page;
        TRY(look_up(visit, token, &page));
        return site_show(visit, PAGE_ACTIVATE, 422, &page);
    }
    return completed(visit);
}

enum result site_not_me_form(struct visit *visit)
{
    struct activate_page page = {0};
    return site_show(visit, PAGE_NOT_ME, 200, &page);
}

enum result site_not_me_show(struct visit *visit)
{
    struct activate_page page;
    TRY(look_up(visit, form_text(&visit->form, "token"), &page));
    return site_show(visit, PAGE_NOT_ME, 200, &page);
}

/* A mail scanner presses every button, so a press is not enough: whoever stops the request types the address that the letter came to. */
enum result site_not_me(struct visit *visit)
{
    struct text token = form_text(&visit->form, "token");
    enum result result = association_disown(visit->context, token, form_text(&visit->form, "address"));
    if (result < 0) {
        TRY(site_refused(visit, result));
        struct activate_page page;
        TRY(look_up(visit, token, &page));
        return site_show(visit, PAGE_NOT_ME, 422, &page);
    }
    return site_go(visit, "/", "disowned");
}
