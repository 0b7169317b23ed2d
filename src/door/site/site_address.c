/* My Exam > Address at the test provider (SPEC 5.7): which mailbox the provider is to keep, and what became of earlier changes. */
#include "association/association.h"
#include "association/association_provider.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "intake/intake_demographic.h"
#include "letter/address.h"

enum { MOST_UPDATES = 50 };

static enum result show(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct address_page page = {.address = form_text(&visit->form, "address")};
    struct list associations;
    TRY(association_list(context, &associations));
    TRY(intake_demographic_of(context, visit->account.id, MOST_UPDATES, &page.updates));
    address_show(context->arena, &page.updates, "address");
    struct option *options = ARENA_ARRAY(context->arena, associations.count + 1, struct option);
    for (size_t i = 0; i < associations.count; i++) {
        struct text address = ((const struct association *)associations.items)[i].address;
        options[i] = (struct option){.value = address, .name = address_shown(context->arena, address), .selected = text_equal(address, page.address)};
    }
    page.mailboxes = (struct list){&option_record, options, associations.count};
    return web_show(visit, PAGE_ADDRESS, status, &page);
}

enum result site_address_form(struct visit *visit)
{
    return show(visit, 200);
}

enum result site_address(struct visit *visit)
{
    int64_t queued;
    TRY(association_change_at_provider(visit->context, form_text(&visit->form, "address"), &queued));
    return web_go(visit, "/my/exams/address", "address-queued");
}

enum result site_address_again(struct visit *visit, int status)
{
    return show(visit, status);
}
