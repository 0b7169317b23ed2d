/* My Cases: what the candidate asked, and what became of it (SPEC 4.4, 4.6). */
#include "association/association_unbinding.h"
#include "case/case.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"

enum { CASES_A_PAGE = 30 };

enum result site_cases(struct visit *visit)
{
    struct cases_page page;
    struct list claims;
    TRY(case_list_own(visit->context, &page.cases));
    TRY(unbinding_list_claims(visit->context, &claims));
    page.claims = (int64_t)claims.count;
    site_part(visit, "cases", CASES_A_PAGE, &page.cases, &page.cases_part);
    return web_show(visit, PAGE_CASES, 200, &page);
}

static enum result list_together(struct visit *visit, const struct case_view *view, struct list *together)
{
    struct unbinding_view unbinding = {0};
    struct list apart;
    TRY(unbinding_read(visit->context, view->number, &unbinding));
    return unbinding_list_beside(visit->context, unbinding.id, together, &apart);
}

static enum result show_case(struct visit *visit, int status, struct text typed)
{
    struct case_view *view = ARENA_NEW(visit->context->arena, struct case_view);
    struct case_page page = {.cases = {&case_view_record, view, 1}, .text = typed};
    int64_t before = web_number(form_text(&visit->form, "before"));
    enum result found = case_read(visit->context, visit->rest, view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    TRY(web_case_facts(visit, view, false, &page.facts));
    TRY(case_entries(visit->context, view, before, &page.entries, &page.before));
    page.older = before;
    TRY(case_evidence_list(visit->context, view, &page.evidence));
    page.objects = text_is(view->unbinding, "running") || text_is(view->unbinding, "paused");
    page.together = (struct list){&unbinding_view_record, NULL, 0};
    if (page.objects) TRY(list_together(visit, view, &page.together));
    TRY(site_unreached(visit, &page.unreached));
    page.room = !view->closed && page.evidence.count < CASE_EVIDENCE_MOST;
    return web_show(visit, PAGE_CASE, status, &page);
}

enum result site_case(struct visit *visit)
{
    return show_case(visit, 200, TEXT(""));
}

enum result site_case_again(struct visit *visit, int status)
{
    return show_case(visit, status, form_text(&visit->form, "text"));
}

static const char *address_of(struct visit *visit, struct text number)
{
    return text_printf(visit->context->arena, "/my/cases/%.*s", TEXT_ARG(number)).bytes;
}

enum result site_case_reply(struct visit *visit)
{
    struct context *context = visit->context;
    struct case_view view;
    struct case_evidence evidence;
    bool any;
    enum result found = case_read(context, visit->rest, &view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    TRY(web_case_upload(visit, &evidence, &any));
    struct text words = form_text(&visit->form, "text");
    if (!view.of_unbinding) {
        TRY(case_reply(context, view.id, words, any ? &evidence : NULL, false));
        return web_go(visit, address_of(visit, view.number), "case-sent");
    }
    /* Whatever he says of it is his objection. */
    struct unbinding_view unbinding;
    found = unbinding_read(context, view.number, &unbinding);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    TRY(unbinding_object(context, unbinding.id, words, &evidence, any));
    return web_go(visit, address_of(visit, view.number), unbinding.running || unbinding.paused ? "objected" : "case-sent");
}

/* "NUMBER/ID" of a piece of evidence, or "NUMBER/withdraw". */
static enum result find_case(struct visit *visit, struct case_view *view, struct text *behind)
{
    size_t slash = text_find(visit->rest, "/");
    *behind = (struct text){visit->rest.bytes + slash + 1, visit->rest.length - slash - 1};
    return case_read(visit->context, (struct text){visit->rest.bytes, slash}, view);
}

enum result site_case_evidence(struct visit *visit)
{
    struct case_view view;
    struct text id;
    enum result found = find_case(visit, &view, &id);
    if (found == RESULT_OK) found = web_case_evidence(visit, &view, web_number(id));
    return found == RESULT_NONE ? web_absent(visit) : found;
}

enum result site_case_withdraw(struct visit *visit)
{
    struct case_view view;
    struct text act;
    enum result found = find_case(visit, &view, &act);
    TRY(found);
    if (found == RESULT_NONE || !text_is(act, "withdraw")) return web_absent(visit);
    visit->frame.path = text_of(address_of(visit, view.number)); /* where a refusal leads back to */
    TRY(case_withdraw(visit->context, view.id));
    return web_go(visit, address_of(visit, view.number), "case-withdrawn");
}
