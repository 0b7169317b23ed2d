/* The application for a printed package (SPEC 8.1, 8.2, 2.6, 1.2), as candidates live it. */
#include "package/post.h"

#include <pthread.h>

#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "outside/settings.h"

#define MAILBOX "wei@example.org"

/* --- Rules --- */

static void what_can_be_done_when(void **state)
{
    (void)state;
    static const struct {
        enum package_act act;
        bool candidate;
        enum package_state after[8]; /* by the state before */
    } moves[] = {
        {PACKAGE_APPROVE, false, {[PACKAGE_APPLIED] = PACKAGE_APPROVED}},
        {PACKAGE_PACK, false, {[PACKAGE_APPROVED] = PACKAGE_PACKED}},
        {PACKAGE_UNPACK, false, {[PACKAGE_PACKED] = PACKAGE_APPROVED}},
        {PACKAGE_MAIL, false, {[PACKAGE_PACKED] = PACKAGE_MAILED}},
        {PACKAGE_DELIVER, false, {[PACKAGE_MAILED] = PACKAGE_DELIVERED}},
        {PACKAGE_RETURN, false, {[PACKAGE_MAILED] = PACKAGE_RETURNED, [PACKAGE_DELIVERED] = PACKAGE_RETURNED}},
        {PACKAGE_SEND_AGAIN, false, {[PACKAGE_RETURNED] = PACKAGE_APPROVED}},
        {PACKAGE_RENUMBER, false, {[PACKAGE_MAILED] = PACKAGE_MAILED}},
        {PACKAGE_CANCEL, false, {[PACKAGE_APPLIED] = PACKAGE_CANCELLED, [PACKAGE_APPROVED] = PACKAGE_CANCELLED, [PACKAGE_PACKED] = PACKAGE_CANCELLED, [PACKAGE_RETURNED] = PACKAGE_CANCELLED}},
        {PACKAGE_CANCEL, true, {[PACKAGE_APPLIED] = PACKAGE_CANCELLED, [PACKAGE_APPROVED] = PACKAGE_CANCELLED}},
        {PACKAGE_READDRESS, true, {[PACKAGE_APPLIED] = PACKAGE_APPLIED, [PACKAGE_APPROVED] = PACKAGE_APPROVED, [PACKAGE_RETURNED] = PACKAGE_RETURNED}},
    };
    for (int act = 0; act < PACKAGE_ACTS; act++)
        for (int candidate = 0; candidate < 2; candidate++)
            for (int before = PACKAGE_APPLIED; before <= PACKAGE_CANCELLED; before++) {
                enum package_state wanted = 0;
                for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
                    if (moves[i].act == (enum package_act)act && moves[i].candidate == candidate) wanted = moves[i].after[before];
                assert_int_equal(package_rules_after((enum package_state)before, (enum package_act)act, candidate), wanted);
            }
}

/* --- Stories --- */

static void it_opens_over_a_make_up_sunday_and_is_mailed_over_golden_week(enum database_engine engine)
{
    /* The lab is on Thursday 17 September 2026; Sunday the 20th is a make-up working day, 25 to 27 is the Mid-Autumn Festival, 1 to 7 October Golden Week, Saturday the 10th works. */
    struct town *town = town_new(engine, "2026-09-18T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-09-17"), told;
    town_act_as(town, wei);
    int64_t address = post_home(town);
    struct package_offer offer = post_offer(town);
    assert_day(offer.opens, "2026-09-22"); /* the score report on the 18th, then 20, 21, 22 */
    assert_true(offer.early && !offer.open && !offer.stopped && !offer.provisional);
    assert_refused("package.mailbox", package_choose_mailbox(town->context, 0));
    struct list mailboxes;
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_int_equal(mailboxes.count, 1);
    const struct package_mailbox *mailbox = mailboxes.items;
    assert_text_equal(mailbox->address, MAILBOX);
    assert_int_equal(mailbox->certificates, 0);
    struct package_draft draft;
    assert_refused("package.nothing_open", package_choose_mailbox(town->context, mailbox->mailbox));
    town_set_time(town, "2026-09-21T15:59:59Z");
    assert_refused("package.nothing_open", package_choose_mailbox(town->context, mailbox->mailbox));
    assert_int_equal(package_draft_read(town->context, &draft), RESULT_NONE); /* nothing that leads nowhere is kept */
    town_act_as(town, 0);
    assert_ok(package_run_day(town->context, &told));
    assert_int_equal(told, 0);
    town_set_time(town, "2026-09-21T16:00:00Z"); /* 00:00 on the 22nd */
    assert_ok(package_run_day(town->context, &told));
    assert_int_equal(told, 1);
    assert_ok(package_run_day(town->context, &told)); /* once */
    assert_int_equal(told, 0);
    assert_int_equal(post_letters(town, MAILBOX, "You can apply"), 1);

    town_set_time(town, "2026-09-24T02:00:00Z");
    town_act_as(town, wei);
    assert_true(post_offer(town).open);
    struct text number = post_apply(town, address);
    struct package_view view = post_view(town, number);
    assert_true(view.applied && view.waiting && view.may_cancel && view.may_readdress && !view.overdue && !view.provisional);
    assert_day(view.applied_day, "2026-09-24");
    assert_day(view.earliest, "2026-10-09"); /* 28, 29, 30 September; 8, 9 */
    assert_day(view.due, "2026-10-12");      /* 10 (Saturday, works), 12 */
    assert_int_equal(view.days, 7);
    assert_text_equal(view.name_native, "张伟");
    assert_text_equal(view.name_latin, "Wei Zhang");
    assert_true(text_find(town_in_letter(town, MAILBOX, "It is mailed between "), "9 October 2026 and 12 October 2026") == 0);
    assert_text_equal(town_in_letter(town, MAILBOX, "Phone "), "+8613800138000");

    town_set_time(town, "2026-10-12T15:59:59Z");
    assert_false(post_view(town, number).overdue);
    town_set_time(town, "2026-10-12T16:00:00Z");
    view = post_view(town, number);
    assert_true(view.overdue);
    assert_int_equal(view.days, -1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(it_opens_over_a_make_up_sunday_and_is_mailed_over_golden_week)

static void days_past_the_known_holidays_are_counted_again(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-12-29T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-12-15");
    town_act_as(town, wei);
    struct text number = post_apply(town, post_home(town));
    struct package_view view = post_view(town, number);
    assert_true(view.provisional);
    assert_day(view.earliest, "2027-01-05"); /* 30, 31; then weekends alone are free: 1, 4, 5 January */
    assert_day(view.due, "2027-01-07");
    /* The body changes to a calendar that knows those days: they are no longer provisional. */
    town_load(town, town_catalogue(town, "huawei.txt", "calendar: china", "calendar: weekend"));
    town_follow_up(town);
    town_act_as(town, wei);
    view = post_view(town, number);
    assert_false(view.provisional);
    assert_day(view.due, "2027-01-07");
    town_free(town);
}
BOTH_ENGINES(days_past_the_known_holidays_are_counted_again)

/* The holidays of the new year are announced: no night has to come. */
static void new_holidays_are_counted_at_once(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-12-29T02:00:00Z", NULL);
    town_load(town, town_calendar(town, "2004 to 2026", ""));
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-12-15");
    town_act_as(town, wei);
    struct text number = post_apply(town, post_home(town));
    assert_day(post_view(town, number).due, "2027-01-07");
    town_new_days(town, "2004 to 2027", "2027-01-01 to 2027-01-03 free\n");
    town_follow_up(town);
    town_act_as(town, wei);
    struct package_view view = post_view(town, number);
    assert_false(view.provisional);
    assert_day(view.earliest, "2027-01-06");
    assert_day(view.due, "2027-01-08");
    town_free(town);
}
BOTH_ENGINES(new_holidays_are_counted_at_once)

/* A day that the calendar knew becomes another by a correction, or by another calendar: what was promised by it is counted again, too, provisional or not. */
static void corrected_holidays_are_counted_at_once(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-16T02:00:00Z", NULL);
    town_load(town, town_calendar(town, "2004 to 2026", ""));
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02");
    town_act_as(town, wei);
    struct text number = post_apply(town, post_home(town));
    struct package_view view = post_view(town, number);
    assert_false(view.provisional);
    assert_day(view.earliest, "2026-03-23"); /* 17, 18, 19, 20, 23 */
    assert_day(view.due, "2026-03-25");
    town_new_days(town, "2004 to 2026", "2026-03-18 to 2026-03-20 free\n");
    town_follow_up(town);
    town_act_as(town, wei);
    view = post_view(town, number);
    assert_day(view.earliest, "2026-03-26");
    assert_day(view.due, "2026-03-30");
    town_load(town, town_catalogue(town, "huawei.txt", "calendar: china", "calendar: weekend"));
    town_follow_up(town);
    town_act_as(town, wei);
    assert_day(post_view(town, number).due, "2026-03-25");
    town_free(town);
}
BOTH_ENGINES(corrected_holidays_are_counted_at_once)

static void what_opens_long_after_it_was_issued_is_told_too(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-09T02:00:00Z", NULL);
    int64_t told;
    town_load(town, town_catalogue(town, "huawei.txt", "promise application: 3 working days", "promise application: 45 working days"));
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02");
    town_act_as(town, wei);
    struct day opens = post_offer(town).opens;
    assert_day(opens, "2026-05-09"); /* a Saturday that is worked, for the Labour Day holidays */
    town_act_as(town, 0);
    town_set_time(town, "2026-05-08T02:00:00Z");
    assert_ok(package_run_day(town->context, &told));
    assert_int_equal(told, 0);
    town_set_time(town, "2026-06-08T02:00:00Z"); /* the worker stood still for a month */
    assert_ok(package_run_day(town->context, &told));
    assert_int_equal(told, 1);
    /* It is never open before the certificate is issued: the letter says the day that the page says. */
    town_load(town, town_catalogue(town, "huawei.txt", "promise e-cert: 1 working day", "promise e-cert: 10 working days"));
    (void)post_expert(town, "li", "li@example.org", "2026-06-01");
    town_set_time(town, "2026-06-18T02:00:00Z");
    assert_ok(award_run_dates(town->context, NULL));
    assert_ok(package_run_day(town->context, &told));
    assert_int_equal(told, 1);
    assert_true(text_starts_with(town_in_letter(town, "li@example.org", "comes with a printed package. Since "), "15 June 2026"));
    town_free(town);
}
BOTH_ENGINES(what_opens_long_after_it_was_issued_is_told_too)

static void only_some_certificates_have_a_package(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-02T02:00:00Z", NULL);
    int64_t wei = town_account(town, "wei", MAILBOX, "Wei Zhang");
    struct list offers, mailboxes;
    town_tie(town, wei, MAILBOX);
    town_pass(town, MAILBOX, "H12-811", "2026-02-02");
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    assert_true(town_certificate(town, wei, "HCIA-Datacom").issued);
    town_act_as(town, wei);
    assert_ok(package_offers(town->context, &offers));
    assert_int_equal(offers.count, 0);
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_int_equal(mailboxes.count, 0);
    town_free(town);
}
BOTH_ENGINES(only_some_certificates_have_a_package)

/* Instructors have a package, too, with a list of its own (2.6). */
static void an_instructor_has_a_package_of_his_own(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    int64_t wei = town_account(town, "wei", MAILBOX, "Wei Zhang");
    const struct catalogue *catalogue;
    struct list offers, mailboxes;
    struct text number;
    bool already;
    town_tie(town, wei, MAILBOX);
    town_pass(town, MAILBOX, "H12-811", "2026-02-02");
    town_pass(town, MAILBOX, "HCAI-100", "2026-03-02");
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    town_act_as(town, wei);
    assert_ok(package_offers(town->context, &offers));
    assert_int_equal(offers.count, 1);
    const struct package_offer *offer = offers.items;
    assert_text_equal(offer->certification, "HCAI");
    assert_true(offer->open);
    assert_day(offer->opens, "2026-03-06");
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_ok(package_choose_mailbox(town->context, ((const struct package_mailbox *)mailboxes.items)->mailbox));
    assert_ok(package_choose_certificate(town->context, offer->certificate, offer->revision));
    assert_ok(package_choose_address(town->context, post_home(town)));
    assert_ok(post_submit(town->context, offer->certificate, &number, &already));
    struct package_view view = post_view(town, number);
    assert_ok(catalogue_current(town->context, &catalogue));
    const struct package_list *list = package_contents(catalogue, &view);
    assert_non_null(list);
    assert_text_equal(list->code, "instructor");
    assert_int_equal(list->item_count, 2);
    town_free(town);
}
BOTH_ENGINES(an_instructor_has_a_package_of_his_own)

static void steps_are_kept_and_can_be_gone_back(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02"), other = post_expert(town, "li", "li@example.org", "2026-03-02");
    struct package_draft draft;
    struct text number;
    bool already;
    town_act_as(town, wei);
    int64_t home = post_home(town), abroad = post_abroad(town);
    struct package_offer offer = post_offer(town);
    assert_int_equal(package_draft_read(town->context, &draft), RESULT_NONE);
    assert_refused("package.draft", package_choose_certificate(town->context, offer.certificate, offer.revision));
    assert_refused("package.draft", package_choose_address(town->context, home));
    assert_refused("package.draft", post_submit(town->context, offer.certificate, &number, &already));
    struct text certificate = post_fill_in(town, home);
    assert_ok(package_draft_read(town->context, &draft));
    assert_true(draft.has_certificate && draft.has_address);
    /* Back to the mailbox and forth: nothing is lost. */
    assert_ok(package_choose_mailbox(town->context, draft.mailbox));
    assert_ok(package_draft_read(town->context, &draft));
    assert_true(draft.has_certificate && draft.has_address);
    assert_ok(package_choose_address(town->context, abroad));
    assert_ok(package_draft_read(town->context, &draft));
    assert_int_equal(draft.address, abroad);
    assert_text_equal(draft.goes_to.recipient, "Jörg Müller"); /* in one look with the rest: what is shown is never what was removed in between */
    /* An address that is removed meanwhile has to be chosen again. */
    assert_ok(package_address_remove(town->context, abroad));
    assert_ok(package_draft_read(town->context, &draft));
    assert_false(draft.has_address);
    assert_int_equal(draft.goes_to.id, 0);
    assert_refused("package.no_address", post_submit(town->context, certificate, &number, &already));
    /* Nobody else's. */
    town_act_as(town, other);
    assert_refused("package.mailbox", package_choose_mailbox(town->context, draft.mailbox));
    struct text own = post_fill_in(town, post_home(town));
    assert_refused("package.no_address", package_choose_address(town->context, home));
    assert_refused("package.certificate", package_choose_certificate(town->context, certificate, 1));
    assert_refused("package.certificate", post_submit(town->context, certificate, &number, &already));
    assert_ok(post_submit(town->context, own, &number, &already));
    number = text_copy(town->context->arena, number);
    assert_refused("package.no_address", package_readdress(town->context, number, home));
    town_act_as(town, wei);
    struct package_view view;
    assert_int_equal(package_read(town->context, number, &view), RESULT_NONE);
    assert_int_equal(package_cancel(town->context, number), RESULT_NONE);
    assert_int_equal(package_readdress(town->context, number, home), RESULT_NONE);
    assert_int_equal(package_of_certificate(town->context, post_offer(town).certificate_id, &view), RESULT_NONE);
    assert_ok(package_forget_draft(town->context));
    assert_int_equal(package_draft_read(town->context, &draft), RESULT_NONE);
    town_free(town);
}
BOTH_ENGINES(steps_are_kept_and_can_be_gone_back)

/* What was looked at is what is sent: the address was changed, or another chosen, in a second window. */
static void an_address_that_changed_since_the_review_is_looked_at_again(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    struct package_address address = {.country = TEXT("DE"), .recipient = TEXT("Wei Zhang"), .street = TEXT("Neue Straße 2"), .city = TEXT("Köln"), .postal_code = TEXT("50667"), .phone = TEXT("+49 221 1234567")};
    struct package_draft seen, now;
    struct text number;
    bool already;
    town_act_as(town, post_expert(town, "wei", MAILBOX, "2026-03-02"));
    int64_t home = post_home(town), abroad = post_abroad(town);
    struct text certificate = post_fill_in(town, abroad);
    assert_ok(package_draft_read(town->context, &seen));
    assert_ok(package_choose_address(town->context, home));
    assert_refused("package.address_changed", package_apply(town->context, certificate, seen.seen, &number, &already));
    assert_ok(package_choose_address(town->context, abroad));
    address.id = abroad;
    assert_ok(package_address_change(town->context, &address));
    assert_refused("package.address_changed", package_apply(town->context, certificate, seen.seen, &number, &already));
    assert_refused("package.address_changed", package_apply(town->context, certificate, TEXT(""), &number, &already));
    assert_ok(package_draft_read(town->context, &now));
    assert_text_equal(now.goes_to.street, "Neue Straße 2");
    assert_ok(package_apply(town->context, certificate, now.seen, &number, &already));
    assert_false(already);
    town_free(town);
}
BOTH_ENGINES(an_address_that_changed_since_the_review_is_looked_at_again)

struct presser {
    struct context *context;
    struct text certificate, number;
    bool already;
    enum result result;
    pthread_barrier_t *barrier;
};

static void *press(void *data)
{
    struct presser *presser = data;
    pthread_barrier_wait(presser->barrier);
    presser->result = post_submit(presser->context, presser->certificate, &presser->number, &presser->already);
    return NULL;
}

static void pressed_twice_it_is_one_application(enum database_engine engine)
{
    enum { PRESSERS = 8 };
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02");
    town_act_as(town, wei);
    struct text certificate = post_fill_in(town, post_home(town)), number;
    /* From many tabs and nodes at the same moment. */
    struct presser pressers[PRESSERS];
    pthread_t threads[PRESSERS];
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, PRESSERS);
    for (int i = 0; i < PRESSERS; i++) pressers[i] = (struct presser){town_second(town, wei), certificate, {"", 0}, false, RESULT_BROKEN, &barrier};
    for (int i = 0; i < PRESSERS; i++) assert_int_equal(pthread_create(&threads[i], NULL, press, &pressers[i]), 0);
    for (int i = 0; i < PRESSERS; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&barrier);
    int first = 0;
    for (int i = 0; i < PRESSERS; i++) {
        assert_int_equal(pressers[i].result, RESULT_OK);
        assert_true(text_equal(pressers[i].number, pressers[0].number));
        first += !pressers[i].already;
    }
    assert_int_equal(first, 1);
    assert_int_equal(post_letters(town, MAILBOX, "has come in"), 1);
    /* The same form again gives the first answer again. */
    bool already;
    for (int i = 0; i < 2; i++) {
        town->context->once.key = TEXT("submit-1");
        assert_ok(post_submit(town->context, certificate, &number, &already));
        assert_true(text_equal(number, pressers[0].number));
        assert_true(already);
        town->context->once.key = TEXT("");
    }
    struct list packages;
    assert_ok(package_list_own(town->context, &packages));
    assert_int_equal(packages.count, 1);
    assert_true(post_offer(town).applied && post_offer(town).own && !post_offer(town).open);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(pressed_twice_it_is_one_application)

/* In the recipient's language, where it is not the one that packages are posted in. */
static void a_letter_names_the_country(enum database_engine engine)
{
    static const struct statement speaks = {"speaks", NULL, "UPDATE account SET language = $1 WHERE id = $2"};
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02");
    struct settings settings = *town->context->settings;
    settings.home_country = TEXT("CN");
    town->context->settings = &settings;
    town_act_as(town, wei);
    int64_t home = post_home(town), abroad = post_abroad(town);
    struct text number = post_apply(town, home);
    assert_int_equal(town_letters_with(town, MAILBOX, "张伟\nPhone"), 1);
    assert_ok(package_readdress(town->context, number, abroad));
    assert_int_equal(town_letters_with(town, MAILBOX, "50667 KÖLN\nGermany\nPhone"), 1);
    assert_ok(database_run(town->context, &speaks, PARAMETERS("zh_CN", wei), NULL));
    assert_ok(package_readdress(town->context, number, home));
    assert_ok(package_readdress(town->context, number, abroad));
    assert_int_equal(town_letters_with(town, MAILBOX, "50667 KÖLN\n德国\n电话"), 1);
    town_free(town);
}
BOTH_ENGINES(a_letter_names_the_country)

static void it_can_be_sent_elsewhere_or_taken_back_until_it_is_packed(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02");
    struct package_address address;
    struct list entries;
    town_act_as(town, wei);
    int64_t home = post_home(town), abroad = post_abroad(town);
    struct text number = post_apply(town, home);
    struct package_view there;
    assert_ok(package_read(town->context, number, &there));
    assert_ok(package_address_read(town->context, wei, home, &address));
    assert_true(package_goes_there(town->context, &there, &address));
    assert_refused("package.address_same", package_readdress(town->context, number, home));
    assert_ok(package_read(town->context, number, &there));
    assert_ok(package_address_read(town->context, wei, abroad, &address));
    assert_false(package_goes_there(town->context, &there, &address));
    assert_ok(package_readdress(town->context, number, abroad));
    /* It keeps its own copy. */
    assert_ok(package_address_remove(town->context, abroad));
    struct package_view view = post_view(town, number);
    assert_text_equal(view.country, "DE");
    assert_ok(package_view_address(town->context, &view, &address));
    assert_text_equal(address.recipient, "Jörg Müller");
    assert_text_equal(address.postal_code, "50667");
    assert_int_equal(post_letters(town, MAILBOX, "goes to another address"), 1);
    assert_refused("package.no_address", package_readdress(town->context, number, abroad));
    assert_ok(package_cancel(town->context, number));
    view = post_view(town, number);
    assert_true(view.cancelled && view.may_apply_again && !view.may_cancel && !view.may_readdress && !view.overdue);
    assert_text_equal(town_in_letter(town, MAILBOX, "You can apply again"), ":");
    assert_day(view.cancelled_day, "2026-03-20");
    assert_int_equal(post_letters(town, MAILBOX, "is cancelled"), 1);
    assert_refused("package.too_late", package_cancel(town->context, number));
    assert_refused("package.too_late", package_readdress(town->context, number, home));
    assert_ok(package_history(town->context, &view, &entries));
    assert_int_equal(entries.count, 3);
    assert_text_equal(((const struct package_entry *)entries.items)[1].act, "Address changed");
    /* And apply anew. */
    struct text second = post_apply(town, home);
    assert_false(text_equal(number, second));
    assert_false(post_view(town, number).may_apply_again);
    struct package_view of;
    assert_ok(package_of_certificate(town->context, view.certificate_id, &of));
    assert_true(text_equal(of.number, second));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(it_can_be_sent_elsewhere_or_taken_back_until_it_is_packed)

static void a_certificate_that_is_stopped_or_renamed_is_looked_at_again(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02");
    struct text number;
    bool already;
    town_act_as(town, wei);
    struct text certificate = post_fill_in(town, post_home(town));
    /* The name is corrected between the review and Submit. */
    post_rename(town, wei, "Wei Chang");
    assert_refused("package.name_changed", post_submit(town->context, certificate, &number, &already));
    struct package_offer offer = post_offer(town);
    assert_text_equal(offer.name_latin, "Wei Chang");
    assert_refused("package.name_changed", package_choose_certificate(town->context, certificate, offer.revision - 1));
    assert_ok(package_choose_certificate(town->context, certificate, offer.revision));
    /* A record leaves: the certificate is suspended, and its package waits. */
    int64_t record = town_count(town, "held");
    town_let_go(town, record);
    town_follow_up(town);
    assert_true(post_offer(town).stopped);
    assert_refused("package.stopped", post_submit(town->context, certificate, &number, &already));
    town_hold(town, record, wei);
    town_follow_up(town);
    assert_ok(post_submit(town->context, certificate, &number, &already));
    assert_text_equal(post_view(town, number).name_latin, "Wei Chang");
    town_free(town);
}
BOTH_ENGINES(a_certificate_that_is_stopped_or_renamed_is_looked_at_again)

/* Of one mailbox one certificate's package is open already, the other's is not: who chooses that learns from when on it is. */
static void what_is_not_open_yet_says_when_it_is(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-09-18T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-09-03");
    town_pass(town, MAILBOX, "H12-731", "2026-09-10");
    town_pass(town, MAILBOX, "H12-732", "2026-09-17");
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    struct certificate later = town_certificate(town, wei, "HCIE-Security");
    struct text number;
    bool already;
    town_act_as(town, wei);
    struct text open = post_fill_in(town, post_home(town));
    assert_refused("package.certificate", package_choose_certificate(town->context, TEXT("HW0"), 1));
    assert_int_equal(package_choose_certificate(town->context, later.number, later.revision), RESULT_REFUSED);
    assert_string_equal(town->context->error.code, "package.early");
    assert_text_equal(error_text(town->context->arena, &town->context->error), "The package of this certificate can be applied for from 22 September 2026 on.");
    error_clear(&town->context->error);
    assert_ok(post_submit(town->context, open, &number, &already)); /* what was chosen before stands */
    town_free(town);
}
BOTH_ENGINES(what_is_not_open_yet_says_when_it_is)

/* Who applies while a record may leave his account is warned; what he applies for waits until that is settled. */
static void while_it_may_be_taken_away_it_can_be_applied_for(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-09T02:00:00Z", NULL);
    int64_t wei = post_expert(town, "wei", MAILBOX, "2026-03-02"), clerk = town_account(town, "mia", "mia@body.example", "Mia"), mailbox;
    struct list offers, running;
    assert_ok(intake_mailbox_known(town->context, TEXT(MAILBOX), &mailbox));
    town_act_as(town, wei);
    assert_ok(package_offers_of(town->context, mailbox, &offers));
    assert_true(((const struct package_offer *)offers.items)->open && text_empty(((const struct package_offer *)offers.items)->dispute_case));
    town_act_as_staff(town, clerk);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = mailbox, .cause = UNBINDING_STAFF, .reason = TEXT("Somebody says that it is hers.")}, NULL));
    town_act_as(town, wei);
    assert_ok(unbinding_list_own(town->context, &running));
    assert_ok(package_offers_of(town->context, mailbox, &offers));
    assert_text_equal(((const struct package_offer *)offers.items)->dispute_case, ((const struct unbinding_view *)running.items)->case_number.bytes);
    struct text number = post_apply(town, post_home(town));
    town_act_as_staff(town, clerk);
    assert_refused("package.disputed", package_act_one(town->context, PACKAGE_APPROVE, number));
    town_act_as(town, wei);
    struct list own;
    assert_ok(package_list_own(town->context, &own));
    const struct package_view *listed = own.items, view = post_view(town, number);
    assert_true(!text_empty(view.dispute_case) && !view.dispute_objected);
    assert_text_equal(listed->dispute_case, text_string(town->context->arena, view.dispute_case));
    assert_ok(unbinding_object(town->context, ((const struct unbinding_view *)running.items)->id, TEXT("It is mine."), NULL, 0));
    assert_true(post_view(town, number).dispute_objected); /* he is not asked to object again */
    assert_ok(package_offers_of(town->context, mailbox, &offers));
    assert_true(((const struct package_offer *)offers.items)->applied);
    town_free(town);
}
BOTH_ENGINES(while_it_may_be_taken_away_it_can_be_applied_for)

static void a_record_that_came_alone_has_no_mailbox_to_choose(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-20T02:00:00Z", NULL);
    int64_t wei = town_account(town, "wei", MAILBOX, "Wei Zhang");
    town_name(town, wei, "Wei Zhang", "");
    town_tie(town, wei, MAILBOX);
    int64_t written = town_pass(town, "old@example.org", "H12-891", "2026-02-02"), lab = town_pass(town, NULL, "H12-892", "2026-03-02");
    town_follow_up(town);
    town_hold(town, written, wei);
    town_hold(town, lab, wei);
    town_follow_up(town);
    assert_ok(award_run_dates(town->context, NULL));
    town_act_as(town, wei);
    struct list mailboxes;
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_int_equal(mailboxes.count, 1);
    assert_true(((const struct package_mailbox *)mailboxes.items)->single);
    assert_int_equal(((const struct package_mailbox *)mailboxes.items)->certificates, 1);
    assert_true(post_view(town, post_apply(town, post_home(town))).applied);
    town_free(town);
}
BOTH_ENGINES(a_record_that_came_alone_has_no_mailbox_to_choose)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_be_done_when),
        ON_BOTH(it_opens_over_a_make_up_sunday_and_is_mailed_over_golden_week),
        ON_BOTH(days_past_the_known_holidays_are_counted_again), ON_BOTH(new_holidays_are_counted_at_once), ON_BOTH(corrected_holidays_are_counted_at_once),
        ON_BOTH(what_opens_long_after_it_was_issued_is_told_too),
        ON_BOTH(only_some_certificates_have_a_package),
        ON_BOTH(an_instructor_has_a_package_of_his_own),
        ON_BOTH(steps_are_kept_and_can_be_gone_back),
        ON_BOTH(an_address_that_changed_since_the_review_is_looked_at_again),
        ON_BOTH(pressed_twice_it_is_one_application),
        ON_BOTH(a_letter_names_the_country),
        ON_BOTH(it_can_be_sent_elsewhere_or_taken_back_until_it_is_packed),
        ON_BOTH(a_certificate_that_is_stopped_or_renamed_is_looked_at_again),
        ON_BOTH(what_is_not_open_yet_says_when_it_is),
        ON_BOTH(while_it_may_be_taken_away_it_can_be_applied_for),
        ON_BOTH(a_record_that_came_alone_has_no_mailbox_to_choose),
    };
    return cmocka_run_group_tests_name("package", tests, NULL, NULL);
}
