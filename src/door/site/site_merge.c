/* My Space > Profile > Two accounts (SPEC 5.10): the other account proven, what would follow, merged, and undone. */
#include "association/association_merge.h"
#include "award/award.h"
#include "award/award_name.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "package/package.h"

enum result site_merged_into(struct visit *visit, struct text *into)
{
    struct association_merge_view emptied;
    enum result found = association_merge_emptied(visit->context, &emptied);
    TRY(found);
    *into = found == RESULT_OK ? emptied.into : TEXT("");
    return RESULT_OK;
}

static enum result show(struct visit *visit, int status, struct merge_page *page)
{
    struct context *context = visit->context;
    page->name = form_text(&visit->form, "name");
    TRY(association_merges(context, visit->account.id, &page->merges));
    TRY(association_merge_waits(context, &page->waits));
    TRY(site_merged_into(visit, &page->into));
    page->emptied = !text_empty(page->into);
    return web_show(visit, PAGE_MERGE, status, page);
}

enum result site_merge_form(struct visit *visit)
{
    return show(visit, 200, &(struct merge_page){0});
}

enum result site_merge_again(struct visit *visit, int status)
{
    return show(visit, status, &(struct merge_page){0});
}

/* Proven: what would follow, beside the button. */
enum result site_merge_prove(struct visit *visit)
{
    struct context *context = visit->context;
    struct merge_page page = {.proven = true};
    int64_t other;
    struct account account;
    TRY(association_merge_prove(context, form_text(&visit->form, "name"), form_text(&visit->form, "password"), form_text(&visit->form, "code"), &page.proof, &other));
    TRY(account_read(context, other, &account));
    page.other = account.user_name;
    TRY(association_merge_things(context, page.proof, &page.things, &page.other_names));
    TRY(award_preview(context, &(struct award_preview){.account = visit->account.id, .merge_proof = page.proof}, &page.lines));
    TRY(award_merge_names(context, page.proof, &page.printed));
    TRY(package_merge_lines(context, page.proof, &page.packages));
    return show(visit, 200, &page);
}

enum result site_merge(struct visit *visit)
{
    TRY(association_merge(visit->context, form_text(&visit->form, "proof"), NULL));
    web_settle(visit);
    return web_go(visit, "/my/merge", "merged");
}

/* Before it is undone: what goes back, and what becomes of the certificates of this account. */
enum result site_merge_undo_form(struct visit *visit)
{
    struct context *context = visit->context;
    struct association_merge_view *view = ARENA_NEW(context->arena, struct association_merge_view);
    struct merge_undo_page page = {.merges = {&association_merge_view_record, view, 1}};
    int64_t merge = web_number(visit->rest);
    enum result found = association_merge_undo_things(context, merge, view, &page.things);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    TRY(award_preview(context, &(struct award_preview){.account = visit->account.id, .merge_undone = merge}, &page.lines));
    return web_show(visit, PAGE_MERGE_UNDO, 200, &page);
}

enum result site_merge_undo(struct visit *visit)
{
    enum result undone = association_merge_undo(visit->context, web_number(visit->rest), NULL);
    if (undone == RESULT_NONE) return web_absent(visit);
    TRY(undone);
    web_settle(visit);
    return web_go(visit, "/my/merge", "merge-undone");
}
