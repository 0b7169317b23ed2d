/* Certification > Certificate Application (SPEC 8.1): mailbox, certificate and name, address and phone, review. What is chosen is saved at each step, so each can be gone back to. */
#include "catalogue/catalogue.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "package/package.h"

#define STEPS "/my/packages/apply/"

/* The half-done application, empty where none was begun. */
static enum result read_draft(struct visit *visit, struct package_draft *draft, bool *begun)
{
    *draft = (struct package_draft){.mailbox = 0};
    enum result found = package_draft_read(visit->context, draft);
    *begun = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

/* The first step that is still to be done. */
enum result site_apply(struct visit *visit)
{
    struct package_draft draft;
    bool begun;
    TRY(read_draft(visit, &draft, &begun));
    if (!begun) return web_go(visit, STEPS "mailbox", NULL);
    if (!draft.has_certificate) return web_go(visit, STEPS "certificate", NULL);
    return web_go(visit, draft.has_address ? STEPS "review" : STEPS "address", NULL);
}

enum result site_apply_forget(struct visit *visit)
{
    TRY(package_forget_draft(visit->context));
    return web_go(visit, "/my/packages", "draft-forgotten");
}

/* --- Mailbox --- */

/* Nothing can be applied for: each certificate with its reason. */
static enum result why_none(struct visit *visit, struct apply_page *page)
{
    TRY(package_offers(visit->context, &page->offers));
    const struct package_offer *offers = page->offers.items;
    page->all_applied = true;
    for (size_t i = 0; i < page->offers.count; i++) page->all_applied &= offers[i].applied;
    return RESULT_OK;
}

enum result site_apply_mailbox_again(struct visit *visit, int status)
{
    struct apply_page page = {.mailboxes = {&package_mailbox_record, NULL, 0}};
    struct package_draft draft;
    bool begun;
    TRY(read_draft(visit, &draft, &begun));
    TRY(package_mailboxes(visit->context, &page.mailboxes));
    struct package_mailbox *mailboxes = (struct package_mailbox *)page.mailboxes.items;
    size_t open = 0;
    for (size_t i = 0; i < page.mailboxes.count; i++) open += mailboxes[i].certificates > 0;
    for (size_t i = 0; i < page.mailboxes.count; i++) mailboxes[i].chosen = begun ? mailboxes[i].mailbox == draft.mailbox : open == 1 && mailboxes[i].certificates;
    page.any_open = open > 0;
    if (!open) TRY(why_none(visit, &page));
    return web_show(visit, PAGE_APPLY_MAILBOX, status, &page);
}

enum result site_apply_mailbox_form(struct visit *visit)
{
    return site_apply_mailbox_again(visit, 200);
}

enum result site_apply_mailbox(struct visit *visit)
{
    TRY(package_choose_mailbox(visit->context, web_number(form_text(&visit->form, "mailbox"))));
    return web_go(visit, STEPS "certificate", NULL);
}

/* --- Certificate and name --- */

enum result site_apply_certificate_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct apply_page page = {.mailboxes = {&package_mailbox_record, NULL, 0}};
    struct package_draft draft;
    const struct catalogue *catalogue;
    bool begun;
    TRY(read_draft(visit, &draft, &begun));
    if (!begun) return web_go(visit, STEPS "mailbox", NULL);
    TRY(catalogue_current(context, &catalogue));
    TRY(package_offers_of(context, draft.mailbox, &page.offers));
    struct package_offer *offers = (struct package_offer *)page.offers.items;
    size_t open = 0;
    for (size_t i = 0; i < page.offers.count; i++) open += offers[i].open;
    for (size_t i = 0; i < page.offers.count; i++)
        offers[i].chosen = offers[i].open && (open == 1 || (draft.has_certificate && offers[i].certificate_id == draft.certificate_id));
    page.any_open = open > 0;
    page.contact = catalogue->body.contact;
    page.contact_link = text_printf(context->arena, "mailto:%.*s", TEXT_ARG(page.contact));
    TRY(site_name_case(visit, &page.name_case, &page.name_due));
    return web_show(visit, PAGE_APPLY_CERTIFICATE, status, &page);
}

enum result site_apply_certificate_form(struct visit *visit)
{
    return site_apply_certificate_again(visit, 200);
}

/* "NUMBER/REVISION": the name that stood on the page is the one that was said to be right. */
enum result site_apply_certificate(struct visit *visit)
{
    struct text rest = form_text(&visit->form, "certificate"), number;
    if (!text_split(&rest, '/', &number)) number = TEXT("");
    TRY(package_choose_certificate(visit->context, number, web_number(rest)));
    return web_go(visit, STEPS "address", NULL);
}

/* --- Address and phone --- */

enum result site_address_choices(struct visit *visit, int64_t chosen, const struct package_view *of, struct list *choices)
{
    size_t count = 0;
    int64_t said = web_number(form_text(&visit->form, "address"));
    struct list addresses, cards;
    TRY(package_address_list(visit->context, &addresses));
    cards = web_address_cards(visit, &addresses);
    const struct address_card *card = cards.items;
    for (size_t i = 0; i < cards.count; i++)
        if (card[i].id == said) chosen = said;
    struct address_choice *items = ARENA_ARRAY(visit->context->arena, cards.count + 1, struct address_choice);
    for (size_t i = 0; i < cards.count; i++)
        if (!of || !package_goes_there(visit->context, of, &((const struct package_address *)addresses.items)[i]))
            items[count++] = (struct address_choice){card[i].id, chosen ? card[i].id == chosen : card[i].preferred, {&address_card_record, &card[i], 1}};
    *choices = (struct list){&address_choice_record, items, count};
    return RESULT_OK;
}

enum result site_apply_address_again(struct visit *visit, int status)
{
    struct apply_page page = {.mailboxes = {&package_mailbox_record, NULL, 0}};
    struct package_draft draft;
    bool begun;
    TRY(read_draft(visit, &draft, &begun));
    if (!draft.has_certificate) return web_go(visit, begun ? STEPS "certificate" : STEPS "mailbox", NULL);
    TRY(site_address_choices(visit, draft.has_address ? draft.address : 0, NULL, &page.addresses));
    TRY(site_name_case(visit, &page.name_case, &page.name_due));
    return web_show(visit, PAGE_APPLY_ADDRESS, status, &page);
}

enum result site_apply_address_form(struct visit *visit)
{
    return site_apply_address_again(visit, 200);
}

enum result site_apply_address(struct visit *visit)
{
    TRY(package_choose_address(visit->context, web_number(form_text(&visit->form, "address"))));
    return web_go(visit, STEPS "review", NULL);
}

/* --- Review and Submit --- */

enum result site_apply_review_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct apply_page page = {.mailboxes = {&package_mailbox_record, NULL, 0}};
    struct package_draft draft;
    struct list mailboxes;
    bool begun;
    TRY(read_draft(visit, &draft, &begun));
    if (!draft.has_certificate) return web_go(visit, begun ? STEPS "certificate" : "/my/packages", NULL);
    if (!draft.has_address) return web_go(visit, STEPS "address", NULL);
    TRY(package_offers_of(context, draft.mailbox, &page.offers));
    struct package_offer *offers = (struct package_offer *)page.offers.items;
    size_t count = 0;
    for (size_t i = 0; i < page.offers.count; i++)
        if (offers[i].certificate_id == draft.certificate_id) offers[count++] = offers[i];
    page.offers.count = count;
    TRY(package_mailboxes(context, &mailboxes));
    for (size_t i = 0; i < mailboxes.count; i++) {
        const struct package_mailbox *mailbox = (const struct package_mailbox *)mailboxes.items + i;
        if (mailbox->mailbox == draft.mailbox) page.mailboxes = (struct list){&package_mailbox_record, mailbox, 1};
    }
    struct list one = {&package_address_record, &draft.goes_to, 1};
    page.seen = draft.seen;
    page.cards = web_address_cards(visit, &one);
    TRY(site_name_case(visit, &page.name_case, &page.name_due));
    return web_show(visit, PAGE_APPLY_REVIEW, status, &page);
}

enum result site_apply_review(struct visit *visit)
{
    return site_apply_review_again(visit, 200);
}

enum result site_apply_submit(struct visit *visit)
{
    struct text number;
    bool already;
    TRY(package_apply(visit->context, form_text(&visit->form, "certificate"), form_text(&visit->form, "seen"), &number, &already));
    return web_go(visit, text_printf(visit->context->arena, "/my/packages/%.*s", TEXT_ARG(number)).bytes, already ? "package-already" : "package-applied");
}
