/* Disassociation (SPEC 5.5): what may be let go, and how it is confirmed. What then happens stands in association_complete.c. */
#include "association/association_request.h"
#include "association/association_tie.h"
#include "audit/audit.h"

static enum result gone(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "association.gone", N_("This is not associated with your account (any more), so there is nothing to let go."));
}

static enum result no_own_mailbox(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "association.own_mailbox",
                        N_("Letters to your account do not go to a mailbox of its own that could confirm this. Choose one on the page My Profile first."));
}

enum result association_may_let_go(struct context *context, const struct account *account, struct association_thing thing, bool to_account, struct text letter_address)
{
    enum result own = association_proven(context, account->id, account->mailbox);
    TRY(own);
    if (to_account && (own == RESULT_NONE || !text_equal(account->mailbox, letter_address))) return no_own_mailbox(context);
    if (!thing.mailbox || own == RESULT_NONE) return RESULT_OK;
    int64_t letters;
    enum result known = intake_mailbox_known(context, account->mailbox, &letters);
    TRY(known);
    bool other = false;
    if (known == RESULT_OK && letters == thing.mailbox) TRY(association_store_other_mailbox(context, account->id, thing.mailbox, &other));
    if (!other) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "association.letters_mailbox",
                        N_("The letters of your account go to this mailbox. Choose another one for them on the page My Profile first."));
}

struct letting_go {
    struct association_thing thing;
    bool to_account;
};

static enum result ask(struct context *context, void *data)
{
    const struct letting_go *wish = data;
    struct account account;
    struct request_row request = {.purpose = ASSOCIATION_LETTING_GO, .exam_day = NO_DAY};
    TRY(account_read(context, context->actor.account, &account));
    enum result found = association_store_own_tie(context, account.id, wish->thing, &request);
    TRY(found);
    if (found == RESULT_NONE) return gone(context);
    request.letter_mailbox_id = request.mailbox_id;
    request.letter_address = request.address;
    if (wish->to_account) {
        enum result known = intake_mailbox_known(context, account.mailbox, &request.letter_mailbox_id);
        TRY(known);
        request.letter_address = account.mailbox;
    }
    TRY(association_may_let_go(context, &account, wish->thing, wish->to_account, request.letter_address));
    if (wish->to_account && request.letter_mailbox_id == wish->thing.mailbox) return no_own_mailbox(context);
    if (!request.letter_mailbox_id)
        return context_fail(context, RESULT_REFUSED, "association.no_letter",
                            N_("No mailbox is known for this exam record. Confirm by a letter to your own mailbox."));
    TRY(association_limit(context, request.letter_address));
    return association_issue(context, &account, &request, NO_DAY);
}

enum result association_ask_to_let_go(struct context *context, struct association_thing thing, bool to_account)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct letting_go wish = {thing, to_account};
    return database_transaction(context, ask, &wish);
}
