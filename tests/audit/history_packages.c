/* Pam's printed certificate: applied for, mailed, delivered, replaced by case; a word of a carrier about nobody's number, and one that was not heard. */
#include "audit/history_matters.h"

#include "outside/settings.h"
#include "package/package_event.h"
#include "package/package_papers.h"
#include "package/package_replacement.h"
#include "package/package_store.h"

void history_packages(struct town *town, int64_t pam, int64_t clerk)
{
    struct context *context = town->context;
    struct package_address address = {.country = TEXT("DE"), .recipient = TEXT("Pam Krüger"), .street = TEXT("Musterweg 1"), .city = TEXT("Berlin"), .postal_code = TEXT("10115"), .phone = TEXT("+49 30 123456")};
    struct package_mailing mailing = {.typed = TEXT("RR473124829DE"), .carrier = TEXT("")};
    struct list mailboxes, offers, verdicts;
    struct package_draft draft;
    struct text number, asked;
    struct package_papers_made made;
    struct package_outcome outcome;
    struct case_view view;
    int64_t id;
    bool already, effective;

    town_act_as(town, pam);
    assert_ok(package_address_add(context, &address, &id));
    assert_ok(package_mailboxes(context, &mailboxes));
    assert_ok(package_offers(context, &offers));
    const struct package_offer *offer = offers.items;
    int64_t mailbox = ((const struct package_mailbox *)mailboxes.items)->mailbox;
    assert_ok(package_choose_mailbox(context, mailbox));
    assert_ok(package_choose_certificate(context, offer->certificate, offer->revision));
    assert_ok(package_choose_address(context, id));
    assert_ok(package_draft_read(context, &draft));
    assert_ok(package_apply(context, offer->certificate, draft.seen, &number, &already));
    number = text_copy(context->arena, number);
    assert_ok(package_store_put_draft(context, pam, &(struct package_draft_row){.mailbox_id = mailbox})); /* a half-done application, from when it was open */

    town_act_as_staff(town, clerk);
    assert_ok(package_act_many(context, PACKAGE_APPROVE, number, &outcome));
    assert_int_equal(outcome.done, 1);
    assert_ok(package_papers(context, PAPERS_LIST, TEXT(""), TEXT(""), &made));
    assert_ok(package_act_one(context, PACKAGE_PACK, number));
    assert_ok(package_mail(context, number, &mailing));
    assert_ok(package_event_file(context, TEXT("RR473124829DE,delivered,2026-01-19\n254412284165,returned,2026-01-19\n"), &verdicts));
    /* A carrier whose secret is not ours. */
    struct settings *settings = (struct settings *)(uintptr_t)context->settings;
    settings->delivery_secret = TEXT("a secret of carriers, 32 characters and more");
    assert_int_equal(package_event_hook(context, TEXT("t=1,v1=00"), TEXT("{}"), &verdicts), RESULT_REFUSED);
    error_clear(&context->error);
    settings->delivery_secret = TEXT("");
    town_act_as(town, pam);
    assert_ok(package_ask_replacement(context, number, TEXT("It was wet."), NULL, 0, &asked));
    assert_ok(case_read(context, asked, &view));
    town_act_as_staff(town, clerk);
    assert_ok(package_decide_replacement(context, view.id, true, TEXT("A new one is sent."), &effective));
    assert_true(effective);
}
