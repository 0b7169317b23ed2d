/* What an earlier system has proven is taken over with its account. */
#include "association/association_tie.h"
#include "audit/audit.h"
#include "intake/intake.h"
#include "letter/address.h"

struct taking_over {
    int64_t account;
    struct text address;
};

static enum result take_over(struct context *context, void *data)
{
    const struct taking_over *wish = data;
    struct association_thing thing = {0};
    int64_t records, holder;
    bool tied;
    TRY(intake_mailbox(context, wish->address, &thing.mailbox));
    TRY(association_tie(context, thing, wish->account, "takeover", 0, &tied, &records));
    if (tied) return RESULT_OK;
    enum result found = association_holder(context, thing, &holder);
    TRY(found);
    if (found == RESULT_OK && holder == wish->account) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "association.taken_by_other", N_("The mailbox {address} is associated with another account."),
                        "address", text_string(context->arena, wish->address));
}

enum result association_take_over(struct context *context, int64_t account, struct text address)
{
    TRY(audit_may(context, MAY_ADD_ACCOUNTS));
    struct taking_over wish = {.account = account};
    if (!address_normal(context->arena, address, &wish.address))
        return context_fail(context, RESULT_REFUSED, "association.address",
                            N_("This is no e-mail address. Enter it as it stands on the confirmation of your exam, like name@example.org."));
    return database_transaction(context, take_over, &wish);
}
