#include "association/association_provider.h"

#include <inttypes.h>

#include "account/account.h"
#include "association/association.h"
#include "association/association_provider_store.h"
#include "association/association_request.h"
#include "audit/audit.h"
#include "intake/intake.h"
#include "intake/intake_demographic.h"
#include "letter/address.h"

enum { CHANGES_OF_ACCOUNT = 10 };

struct changing {
    struct text address;
    int64_t queued;
    struct error refusal; /* by a limit */
};

static enum result change(struct context *context, void *data)
{
    struct changing *changing = data;
    int64_t account_id = context->actor.account, mailbox;
    changing->queued = 0;
    TRY(association_refuse_aside(context, &changing->refusal));
    enum result proven = association_proven(context, account_id, changing->address);
    TRY(proven);
    if (proven == RESULT_NONE)
        return context_fail(context, RESULT_REFUSED, "association.not_proven", N_("This mailbox is not associated with your account. Associate it first; then it can be told to the provider."));
    struct account account;
    struct list persons;
    TRY(account_read(context, account_id, &account));
    TRY(intake_mailbox(context, changing->address, &mailbox));
    TRY(association_store_persons(context, account_id, &persons));
    for (size_t i = 0; i < persons.count; i++) {
        const struct held_person *person = (const struct held_person *)persons.items + i;
        struct demographic_wish wish = {.provider = person->provider_id, .account = account_id, .mailbox = mailbox, .candidate_id = person->candidate_id,
                                        .first_name = person->first_name, .last_name = person->last_name, .country = person->country, .phone = account.phone};
        enum result queued = intake_demographic_queue(context, &wish, person->provider);
        TRY(queued);
        changing->queued += queued == RESULT_OK;
    }
    if (!changing->queued)
        return context_fail(context, RESULT_REFUSED, "association.no_provider",
                            N_("No exam record in your account is of a provider that takes new addresses from us. Change the address on the provider's own site."));
    context->once.answer = text_printf(context->arena, "%" PRId64, changing->queued);
    return RESULT_OK;
}

enum result association_change_at_provider(struct context *context, struct text address, int64_t *queued)
{
    *queued = 0;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct changing changing = {0};
    if (!address_normal(context->arena, address, &changing.address))
        return FIELD_FAIL(context, "address", "association.address", N_("This is no e-mail address. Enter it as it stands on the confirmation of your exam, like name@example.org."));
    enum result limited = audit_limit(context, text_printf(context->arena, "demographic:account:%" PRId64, context->actor.account), CHANGES_OF_ACCOUNT, DAY);
    TRY(association_set_aside(context, limited, &changing.refusal));
    TRY(database_transaction(context, change, &changing));
    if (context->once.replayed && !text_to_integer(context->once.answer, &changing.queued)) changing.queued = 0;
    *queued = changing.queued;
    return RESULT_OK;
}
