/* What was asked and waits for its letter: the code typed where it was asked for, or the letter's link (SPEC 5.1, 5.6); and "this was not me". */
#include "association/association.h"
#include "association/association_unbinding.h"
#include "award/award.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "letter/address.h"

/* Another's exam makes a certificate at once, and is unbound days later: whoever brings it in is told before. */
static enum result find_other_name(struct visit *visit, const struct association_request *request, bool *other)
{
    *other = false;
    return request->mine && request->open && request->of_score_report ? unbinding_other_name(visit->context, request->thing.record, other) : RESULT_OK;
}

static struct waiting_row row_of(struct arena *arena, const struct association_request *request)
{
    return (struct waiting_row){.id = request->id, .address = address_shown(arena, request->letter_address), .about = address_shown(arena, request->address),
                                .kind = request->of_record ? TEXT("record") : TEXT("mailbox"), .about_id = request->of_record ? request->thing.record : request->thing.mailbox,
                                .of_mailbox = request->of_mailbox, .of_score_report = request->of_score_report, .of_letting_go = request->of_letting_go,
                                .of_dispute = request->of_dispute, .of_record = request->of_record, .exam_code = request->exam_code,
                                .registration_id = request->registration_id, .exam_day = request->exam_day, .made = request->made, .ends = request->ends, .letter_unsent = request->letter_unsent,
                                .letter_held = request->letter_held, .letter_refused = request->letter_refused, .letter_answer = request->letter_answer};
}

enum result site_waiting_rows(struct visit *visit, int64_t wrong, struct list *rows)
{
    struct list requests;
    TRY(association_requests(visit->context, &requests));
    struct waiting_row *open = ARENA_ARRAY(visit->context->arena, requests.count + 1, struct waiting_row);
    size_t count = 0;
    for (size_t i = 0; i < requests.count; i++) {
        const struct association_request *request = (const struct association_request *)requests.items + i;
        if (!request->open || text_empty(request->letter_address)) continue; /* without a letter there is nothing to wait for */
        open[count] = row_of(visit->context->arena, request);
        TRY(find_other_name(visit, request, &open[count].other_name));
        if (request->id == wrong) {
            open[count].code = form_text(&visit->form, "code");
            open[count].wrong = visit->frame.wrong_code;
        }
        count++;
    }
    *rows = (struct list){&waiting_row_record, open, count};
    return RESULT_OK;
}

enum result site_waiting_for(struct visit *visit, bool letting_go, struct list *rows)
{
    struct list all;
    TRY(site_waiting_rows(visit, 0, &all));
    struct waiting_row *of = ARENA_ARRAY(visit->context->arena, all.count + 1, struct waiting_row);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct waiting_row *row = (const struct waiting_row *)all.items + i;
        if (row->of_letting_go == letting_go) of[count++] = *row;
    }
    *rows = (struct list){&waiting_row_record, of, count};
    return RESULT_OK;
}

static enum result show_waiting(struct visit *visit, int status, int64_t wrong)
{
    struct waiting_page page = {0};
    TRY(site_waiting_rows(visit, wrong, &page.requests));
    page.any = page.requests.count > 0;
    if (page.any) TRY(site_naming(visit, false, &page.naming));
    return web_show(visit, PAGE_WAITING, status, &page);
}

enum result site_waiting(struct visit *visit)
{
    return show_waiting(visit, 200, 0);
}

static enum result done_before(struct visit *visit, const struct association_request *request)
{
    if (request->of_letting_go) return web_go(visit, "/my/exams/mailboxes", "released-before");
    return web_go(visit, "/my/exams", request->of_dispute ? "disputed-before" : request->of_record ? "associated-record-before" : "associated-before");
}

/* Completes it, and goes where what it brought is seen. */
static enum result complete(struct visit *visit, const struct association_request *request, struct text token, struct text code)
{
    int64_t records;
    if (request->mine && request->completed) return done_before(visit, request); /* in another tab */
    enum result result = association_complete(visit->context, web_number(form_text(&visit->form, "request")), token, code, &records);
    TRY(result);
    web_settle(visit);
    if (result == RESULT_NONE) return web_go(visit, "/my/exams", "disputed");
    if (request->of_letting_go) return web_go(visit, "/my/exams/mailboxes", "released");
    if (request->of_record) return web_go(visit, "/my/exams", "associated-record");
    return web_go(visit, "/my/exams", records ? "associated" : "associated-empty");
}

/* By the code, typed where the letter was asked for. */
enum result site_complete(struct visit *visit)
{
    struct association_request request;
    enum result found = association_request_of(visit->context, web_number(form_text(&visit->form, "request")), &request);
    TRY(found);
    if (found == RESULT_NONE) request = (struct association_request){0};
    return complete(visit, &request, TEXT(""), form_text(&visit->form, "code"));
}

enum result site_withdraw(struct visit *visit)
{
    TRY(association_withdraw(visit->context, web_number(visit->rest)));
    return web_go(visit, "/my/exams", "withdrawn");
}

enum result site_withdraw_again(struct visit *visit, int status)
{
    return show_waiting(visit, status, 0);
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
    page->address = address_shown(visit->context->arena, request.address);
    page->kind = request.of_record ? TEXT("record") : TEXT("mailbox");
    page->about = request.of_record ? request.exam_code : request.address;
    page->about_id = request.of_record ? request.thing.record : request.thing.mailbox;
    /* That of a lost mailbox is a case; and what was let go cannot be let go once more. */
    page->again = !request.open && !request.completed && !request.of_lost_mailbox && !(request.of_letting_go && request.too_late);
    page->of_mailbox = request.of_mailbox;
    page->of_score_report = request.of_score_report;
    page->of_lost_mailbox = request.of_lost_mailbox;
    page->of_letting_go = request.of_letting_go;
    page->of_dispute = request.of_dispute;
    page->of_record = request.of_record;
    page->exam_code = request.exam_code;
    page->registration_id = request.registration_id;
    page->exam_day = request.exam_day;
    page->made = request.made;
    page->ends = request.ends;
    page->open = request.open;
    page->completed = request.completed;
    page->replaced = request.replaced;
    page->expired = request.expired;
    page->disowned = request.disowned;
    page->withdrawn = request.withdrawn;
    page->too_late = request.too_late;
    page->not_there = request.not_there;
    page->lines = (struct list){&award_preview_line_record, NULL, 0};
    TRY(find_other_name(visit, &request, &page->other_name));
    /* Only here, where the letter has been opened: who types the code on the page of what waits has not shown yet that he reads the mailbox. */
    if (request.mine && request.open && request.of_mailbox) TRY(unbinding_other_names(visit->context, 0, request.thing.mailbox, &page->other_names));
    if (request.mine && request.open && request.of_dispute && !request.of_record) TRY(unbinding_disputed_names(visit->context, request.thing.mailbox, &page->other_names));
    if (request.mine && request.open && request.of_dispute && request.of_record) TRY(unbinding_other_name(visit->context, request.thing.record, &page->other_name));
    if (request.mine && request.open && !request.of_letting_go && !request.of_dispute) {
        TRY(site_naming(visit, false, &page->naming));
        for (size_t i = 0; i < page->naming.count; i++) ((struct name_to_print *)page->naming.items)[i].at_once = true;
    }
    if (!request.mine || !request.open || !request.of_letting_go) return RESULT_OK;
    struct award_preview wish = {.account = visit->account.id, .without_mailbox = request.thing.mailbox, .without_record = request.thing.record};
    return award_preview(visit->context, &wish, &page->lines);
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
    struct text token = form_text(&visit->form, "token");
    struct association_request request;
    enum result found = association_by_token(visit->context, token, &request);
    TRY(found);
    return complete(visit, &request, token, TEXT(""));
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

/* A mail scanner presses every button, so a press is not enough: whoever stops the request, or objects to what staff decide, types the address that the letter came to. */
enum result site_not_me(struct visit *visit)
{
    struct association_request request = {0};
    TRY(association_by_token(visit->context, form_text(&visit->form, "token"), &request));
    TRY(association_disown(visit->context, form_text(&visit->form, "token"), form_text(&visit->form, "address")));
    return web_go(visit, "/", request.of_lost_mailbox ? "disowned-lost" : "disowned");
}

/* It was done already: its mailbox's owner disputes that. */
enum result site_not_me_dispute(struct visit *visit)
{
    TRY(association_dispute(visit->context, form_text(&visit->form, "token"), form_text(&visit->form, "address")));
    return web_go(visit, "/", "disputed");
}

enum result site_not_me_again(struct visit *visit, int status)
{
    struct activate_page page;
    TRY(look_up(visit, form_text(&visit->form, "token"), &page));
    page.typed = form_text(&visit->form, "address");
    return web_show(visit, PAGE_NOT_ME, status, &page);
}
