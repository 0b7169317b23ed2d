/* My Exam: what is associated, and Associate My Exam Record by mailbox (SPEC 5.1, 5.3). */
#include "association/association.h"
#include "catalogue/catalogue.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "intake/intake.h"

enum { MOST_RECORDS = 2000 };

enum result site_waiting_rows(struct visit *visit, int64_t wrong, struct list *rows)
{
    struct list requests;
    TRY(association_requests(visit->context, &requests));
    struct waiting_row *open = ARENA_ARRAY(visit->context->arena, requests.count ? requests.count : 1, struct waiting_row);
    size_t count = 0;
    for (size_t i = 0; i < requests.count; i++) {
        const struct association_request *request = (const struct association_request *)requests.items + i;
        if (!request->open) continue;
        open[count] = (struct waiting_row){.id = request->id, .address = request->address, .made = request->made, .ends = request->ends};
        if (request->id == wrong) {
            open[count].code = form_text(&visit->form, "code");
            open[count].wrong = visit->frame.wrong_code;
        }
        count++;
    }
    *rows = (struct list){&waiting_row_record, open, count};
    return RESULT_OK;
}

/* How a mailbox came to be tied, in the reader's words. */
static const struct {
    const char *word, *english;
} means[] = {
    {"sign-up", N_("confirmed when you signed up")},
    {"link", N_("by the link of our letter")},
    {"code", N_("by the code of our letter")},
    {"takeover", N_("taken over from the earlier system")},
    {"unbinding", N_("from an account that it did not belong to")},
    {"merge", N_("from your other account")},
    {"merge-undo", N_("back from your other account")},
    {"undo", N_("given back by the certifying body")},
};

static struct list in_words(struct visit *visit, struct list associations)
{
    struct association *items = ARENA_ARRAY(visit->context->arena, associations.count ? associations.count : 1, struct association);
    for (size_t i = 0; i < associations.count; i++) {
        items[i] = ((const struct association *)associations.items)[i];
        for (size_t k = 0; k < sizeof means / sizeof *means; k++)
            if (text_is(((const struct association *)associations.items)[i].means, means[k].word)) items[i].means = web_text(visit, means[k].english);
    }
    return (struct list){associations.record, items, associations.count};
}

enum result site_exams(struct visit *visit)
{
    struct context *context = visit->context;
    struct exams_page page;
    struct list records, associations;
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    TRY(association_list(context, &associations));
    TRY(site_waiting_rows(visit, 0, &page.requests));
    TRY(association_records(context, visit->account.id, MOST_RECORDS, &records));
    page.associations = in_words(visit, associations);
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
    return web_show(visit, PAGE_EXAMS, 200, &page);
}

enum result site_associate_form(struct visit *visit)
{
    struct associate_page page = {0};
    return web_show(visit, PAGE_ASSOCIATE, 200, &page);
}

enum result site_associate(struct visit *visit)
{
    struct associate_page page = {.address = form_text(&visit->form, "address")};
    bool anyway = form_sent(&visit->form, "anyway"), associated = false;
    TRY(association_ask(visit->context, page.address, ASSOCIATION_OF_RECORDS, anyway, &associated));
    if (associated && !anyway) return web_show(visit, PAGE_ASSOCIATED_ALREADY, 200, &page);
    return web_go(visit, "/my/exams/waiting", "letter-sent");
}

enum result site_associate_again(struct visit *visit, int status)
{
    struct associate_page page = {.address = form_text(&visit->form, "address")};
    return web_show(visit, PAGE_ASSOCIATE, status, &page);
}

static enum result show_waiting(struct visit *visit, int status, int64_t wrong)
{
    struct waiting_page page = {0};
    TRY(site_waiting_rows(visit, wrong, &page.requests));
    page.any = page.requests.count > 0;
    return web_show(visit, PAGE_WAITING, status, &page);
}

enum result site_waiting(struct visit *visit)
{
    return show_waiting(visit, 200, 0);
}

static enum result completed(struct visit *visit, int64_t records)
{
    web_settle(visit);
    return web_go(visit, "/my/exams", records ? "associated" : "associated-empty");
}

/* By the code, typed where the letter was asked for. */
enum result site_complete(struct visit *visit)
{
    int64_t records;
    TRY(association_complete(visit->context, web_number(form_text(&visit->form, "request")), TEXT(""), form_text(&visit->form, "code"), &records));
    return completed(visit, records);
}

/* Each request has a field for its code: the error leads to the one that was filled in. */
enum result site_complete_again(struct visit *visit, int status)
{
    int64_t request = web_number(form_text(&visit->form, "request"));
    struct frame_error *error = ARENA_NEW(visit->context->arena, struct frame_error);
    *error = *(const struct frame_error *)visit->frame.errors.items;
    if (text_is(error->field, "code")) error->field = text_printf(visit->context->arena, "code-%lld", (long long)request);
    visit->frame.errors = (struct list){&frame_error_record, error, 1};
    return show_waiting(visit, status, request);
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
    return web_show(visit, PAGE_ACTIVATE, 200, &page);
}

/* Says what the link is about. Changes nothing. */
enum result site_activate_show(struct visit *visit)
{
    struct activate_page page;
    TRY(look_up(visit, form_text(&visit->form, "token"), &page));
    return web_show(visit, PAGE_ACTIVATE, 200, &page);
}

enum result site_activate(struct visit *visit)
{
    int64_t records;
    TRY(association_complete(visit->context, web_number(form_text(&visit->form, "request")), form_text(&visit->form, "token"), TEXT(""), &records));
    return completed(visit, records);
}

enum result site_activate_again(struct visit *visit, int status)
{
    struct activate_page page;
    TRY(look_up(visit, form_text(&visit->form, "token"), &page));
    return web_show(visit, PAGE_ACTIVATE, status, &page);
}

enum result site_not_me_form(struct visit *visit)
{
    struct activate_page page = {0};
    return web_show(visit, PAGE_NOT_ME, 200, &page);
}

enum result site_not_me_show(struct visit *visit)
{
    struct activate_page page;
    TRY(look_up(visit, form_text(&visit->form, "token"), &page));
    return web_show(visit, PAGE_NOT_ME, 200, &page);
}

/* A mail scanner presses every button, so a press is not enough: whoever stops the request types the address that the letter came to. */
enum result site_not_me(struct visit *visit)
{
    TRY(association_disown(visit->context, form_text(&visit->form, "token"), form_text(&visit->form, "address")));
    return web_go(visit, "/", "disowned");
}

enum result site_not_me_again(struct visit *visit, int status)
{
    struct activate_page page;
    TRY(look_up(visit, form_text(&visit->form, "token"), &page));
    page.typed = form_text(&visit->form, "address");
    return web_show(visit, PAGE_NOT_ME, status, &page);
}
