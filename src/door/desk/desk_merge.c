/* Accounts that have become one (SPEC 5.10, 11): which can still be undone, one with what may be done about it, and asking the owner of two. */
#include <inttypes.h>

#include "account/account.h"
#include "association/association_merge.h"
#include "audit/audit.h"
#include "award/award.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"

/* Of one account, where it is asked for; else all that can be undone. */
enum result desk_merges_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct desk_merges_page page = {.one = form_text(&visit->form, "user_name"), .other = form_text(&visit->form, "other"), .may_propose = audit_allows(&context->actor, MAY_JUDGE_NEAR_MISSES)};
    int64_t id = web_number(form_text(&visit->form, "account"));
    struct account account;
    enum result found = id ? account_read(context, id, &account) : RESULT_NONE;
    TRY(found);
    if (id && found == RESULT_NONE) return web_absent(visit);
    if (id) {
        page.account = id;
        page.user_name = account.user_name;
        if (text_empty(page.one)) page.one = account.user_name;
    }
    TRY(id ? association_merges(context, id, &page.merges) : association_merges_to_undo(context, &page.merges));
    return web_show(visit, DESK_PAGE_MERGES, status, &page);
}

enum result desk_merges(struct visit *visit)
{
    return desk_merges_again(visit, 200);
}

enum result desk_merge_propose(struct visit *visit)
{
    static const char *const fields[] = {"user_name", "other"};
    int64_t accounts[2];
    for (int i = 0; i < 2; i++) {
        enum result found = desk_account_named(visit, form_text(&visit->form, fields[i]), &accounts[i]);
        TRY(found);
        if (found == RESULT_NONE) return FIELD_FAIL(visit->context, fields[i], "desk.no_account", N_("There is no account of that user name or number."));
    }
    enum result proposed = association_merge_propose(visit->context, accounts[0], accounts[1]);
    if (proposed == RESULT_NONE) return web_absent(visit);
    TRY(proposed);
    return web_go(visit, "/desk/merges", "merge-asked");
}

enum result desk_merge_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct association_merge_view *view = ARENA_NEW(context->arena, struct association_merge_view);
    enum result found = association_merge_read(context, web_number(visit->rest), view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    bool may = audit_allows(&context->actor, MAY_UNBIND) && view->may_undo && !view->own;
    struct desk_merge_page page = {.merges = {&association_merge_view_record, view, 1}, .typed = form_sent(&visit->form, "reason") ? form_text(&visit->form, "reason") : view->proposal,
                                   .things = {&association_merge_thing_record, NULL, 0}, .lines = {&award_preview_line_record, NULL, 0}, .others = {&award_preview_line_record, NULL, 0},
                                   .undoes = may && !view->waits && view->undo_by != visit->account.id, .sends_back = may && view->undo_by};
    page.foreseen = view->may_undo && !view->waits;
    if (page.foreseen) {
        TRY(association_merge_goes_back(context, view->id, &page.things));
        TRY(award_preview(context, &(struct award_preview){.account = view->from_id, .merge_undone = view->id}, &page.lines));
        TRY(award_preview(context, &(struct award_preview){.account = view->into_id, .merge_undone = view->id}, &page.others));
    }
    return web_show(visit, DESK_PAGE_MERGE, status, &page);
}

enum result desk_merge(struct visit *visit)
{
    return desk_merge_again(visit, 200);
}

enum result desk_merge_act(struct visit *visit)
{
    struct context *context = visit->context;
    int64_t merge = web_number(visit->rest);
    struct text act = form_text(&visit->form, "act");
    bool undo = text_is(act, "undo"), effective = false;
    if (!undo && !text_is(act, "back")) return web_absent(visit);
    enum result result = undo ? association_merge_undo_by_staff(context, merge, form_text(&visit->form, "reason"), &effective) : association_merge_send_back(context, merge);
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    web_settle(visit);
    return web_go(visit, text_printf(context->arena, "/desk/merges/%" PRId64, merge).bytes, !undo ? "merge-sent-back" : effective ? "merge-undone" : "merge-proposed");
}
