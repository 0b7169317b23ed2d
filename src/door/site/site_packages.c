/* Certificate Application: what can be applied for and what became of it (SPEC 8.1, 8.2). */
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "door/web_case.h"
#include "package/package_replacement.h"

enum { PACKAGES_A_PAGE = 15, OFFERS_A_PAGE = 25 };

enum result site_packages(struct visit *visit)
{
    struct context *context = visit->context;
    struct packages_page page = {.draft = false};
    struct package_draft draft;
    TRY(package_list_own(context, &page.packages));
    TRY(package_offers(context, &page.offers));
    /* What was applied for stands as a package already. */
    struct package_offer *offers = (struct package_offer *)page.offers.items;
    size_t count = 0;
    for (size_t i = 0; i < page.offers.count; i++) {
        if (offers[i].own) continue;
        page.any_open = page.any_open || offers[i].open;
        offers[count++] = offers[i];
    }
    page.offers.count = count;
    site_part(visit, "packages", PACKAGES_A_PAGE, &page.packages, &page.packages_part);
    site_part(visit, "offers", OFFERS_A_PAGE, &page.offers, &page.offers_part);
    enum result begun = package_draft_read(context, &draft);
    TRY(begun);
    page.draft = begun == RESULT_OK;
    if (page.draft) page.changed = draft.changed;
    return web_show(visit, PAGE_PACKAGES, 200, &page);
}

enum result site_package_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct package_view view;
    struct package_address address;
    struct package_page page = {.packages = {&package_view_record, &view, 1}};
    enum result found = package_read(context, visit->rest, &view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    /* Where another applicant's package goes is not told. */
    struct list one = {&package_address_record, &address, !text_empty(view.address)};
    if (one.count) TRY(package_view_address(context, &view, &address));
    page.cards = web_address_cards(visit, &one);
    page.choices.record = &address_choice_record;
    if (view.may_readdress) TRY(site_address_choices(visit, 0, &view, &page.choices));
    TRY(web_package_contents(visit, &view, &page.contents));
    TRY(package_history(context, &view, &page.history));
    page.text = form_text(&visit->form, "text");
    return web_show(visit, PAGE_PACKAGE, status, &page);
}

enum result site_package(struct visit *visit)
{
    return site_package_again(visit, 200);
}

static enum result ask_replacement(struct visit *visit)
{
    struct context *context = visit->context;
    struct case_evidence evidence;
    struct text number;
    bool any;
    TRY(web_case_upload(visit, &evidence, &any));
    enum result asked = package_ask_replacement(context, visit->rest, form_text(&visit->form, "text"), &evidence, any, &number);
    TRY(asked);
    if (asked == RESULT_NONE) return web_absent(visit);
    return web_go(visit, text_printf(context->arena, "/my/cases/%.*s", TEXT_ARG(number)).bytes, "case-opened");
}

enum result site_package_act(struct visit *visit)
{
    struct context *context = visit->context;
    struct text act = form_text(&visit->form, "act"), number = visit->rest;
    bool cancels = text_is(act, "cancel");
    if (text_is(act, "replace")) return ask_replacement(visit);
    if (!cancels && !text_is(act, "address")) return web_absent(visit);
    enum result done = cancels ? package_cancel(context, number) : package_readdress(context, number, web_number(form_text(&visit->form, "address")));
    if (done == RESULT_NONE) return web_absent(visit);
    TRY(done);
    return web_go(visit, text_printf(context->arena, "/my/packages/%.*s", TEXT_ARG(number)).bytes, cancels ? "package-cancelled" : "package-address");
}

enum result site_certificate_package(struct visit *visit, const struct list *all, int64_t certificate, struct list *offers, struct list *packages)
{
    struct package_view *view = ARENA_NEW(visit->context->arena, struct package_view);
    const struct package_offer *offer = all->items;
    size_t i = 0;
    *offers = (struct list){&package_offer_record, NULL, 0};
    *packages = (struct list){&package_view_record, view, 0};
    while (i < all->count && offer[i].certificate_id != certificate) i++;
    if (i == all->count) return RESULT_OK;
    *offers = (struct list){&package_offer_record, &offer[i], 1};
    if (!offer[i].applied) return RESULT_OK;
    enum result found = package_of_certificate(visit->context, certificate, view);
    packages->count = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}
