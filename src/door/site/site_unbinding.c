/* What an account has to let go (SPEC 5.8): what is disputed, why, until when; let it go now, or object with evidence. */
#include "association/association_unbinding.h"
#include "award/award.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"

enum result site_unbinding_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct unbinding_view *view = ARENA_NEW(context->arena, struct unbinding_view);
    enum result found = unbinding_read(context, visit->rest, view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    bool over = view->done || view->dropped || view->undone;
    struct unbinding_page page = {.unbindings = {&unbinding_view_record, view, 1}, .over = over, .text = form_text(&visit->form, "text"), .lines = {&award_preview_line_record, NULL, 0}};
    TRY(unbinding_list_beside(context, view->id, &page.together, &page.apart));
    if (!over) {
        struct award_preview wish = {.account = visit->account.id, .without_mailbox = view->mailbox_id, .without_record = view->record_id, .by_force = true};
        TRY(award_preview(context, &wish, &page.lines));
    }
    return web_show(visit, PAGE_UNBINDING, status, &page);
}

enum result site_unbinding(struct visit *visit)
{
    return site_unbinding_again(visit, 200);
}

static enum result object(struct visit *visit, int64_t id)
{
    struct case_evidence evidence;
    bool any;
    TRY(web_case_upload(visit, &evidence, &any));
    return unbinding_object(visit->context, id, form_text(&visit->form, "text"), &evidence, any);
}

enum result site_unbinding_answer(struct visit *visit)
{
    struct unbinding_view view;
    enum result found = unbinding_read(visit->context, visit->rest, &view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    bool lets_go = text_is(form_text(&visit->form, "answer"), "let-go");
    TRY(lets_go ? unbinding_let_go(visit->context, view.id) : object(visit, view.id));
    web_settle(visit);
    return web_go(visit, text_printf(visit->context->arena, "/my/unbinding/%.*s", TEXT_ARG(view.case_number)).bytes, lets_go ? "let-go" : "objected");
}
