/* Packages at the staff's desk (SPEC 8.2, 8.3): approved, packed, mailed, come back, sent again. */
#include "package/post.h"

#include <pthread.h>
#include <string.h>

#include "people/people.h"
#include "package/package_papers.h"
#include "package/package_replacement.h"
#include "account/account.h"
#include "association/association.h"
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"

#define MAILBOX POST_MAILBOX
#define SF POST_SF

static void the_whole_way(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_counts counts;
    struct list list;
    assert_ok(package_counts(town->context, &counts));
    assert_int_equal(counts.waiting, 1);
    assert_int_equal(counts.applied, 1);
    assert_text_equal(instant_text(town->context->arena, counts.oldest), "2026-03-08T16:00:00Z"); /* 00:00 on the 9th */
    assert_refused("package.mail_applied", package_mail(town->context, it.number, &(struct package_mailing){.typed = TEXT(SF), .carrier = TEXT("")}));
    assert_int_equal(post_many(&it, PACKAGE_PACK, it.number).refused, 1);
    assert_int_equal(post_many(&it, PACKAGE_APPROVE, TEXT("")).done, 1);
    assert_int_equal(post_letters(town, MAILBOX, "is approved"), 1);
    struct package_outcome again = post_many(&it, PACKAGE_APPROVE, it.number);
    assert_int_equal(again.done, 0);
    assert_int_equal(again.refused, 1);
    assert_text_equal(((const struct package_refusal *)again.refusals.items)->why, text_printf(town->context->arena, "Package %.*s stands at “Approved”: this cannot be done with it now.", TEXT_ARG(it.number)).bytes);
    assert_int_equal(post_letters(town, MAILBOX, "is approved"), 1);

    town_set_time(town, "2026-03-11T02:00:00Z");
    assert_int_equal(post_many(&it, PACKAGE_PACK, it.number).done, 1);
    town_act_as(town, it.wei);
    assert_refused("package.too_late", package_readdress(town->context, it.number, it.home));
    assert_refused("package.too_late", package_cancel(town->context, it.number));
    town_act_as_staff(town, it.clerk);

    town_set_time(town, "2026-03-19T02:00:00Z");
    assert_ok(package_list(town->context, PACKAGE_SHOW_OVERDUE, 10, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(((const struct package_view *)list.items)->days, -1);
    struct package_mailing mailing = post_mail(&it, it.number, " 2544 1228 4165 ");
    assert_true(mailing.mailed && !mailing.ask && !mailing.wrong_digit && !mailing.unknown);
    assert_text_equal(mailing.number, SF);
    town_act_as(town, it.wei);
    struct package_view view = post_view(town, it.number);
    assert_true(view.mailed && !view.overdue && !view.waiting);
    assert_day(view.mailed_day, "2026-03-19");
    assert_text_equal(view.express_number, SF);
    assert_text_equal(view.carrier_name, "SF Express");
    assert_text_equal(view.phone_end, "8000");
    assert_true(text_find(view.tracking, SF) < view.tracking.length && !view.number_asked);
    assert_int_equal(town_letters_with(town, MAILBOX, "asks for the express number"), 0);
    assert_int_equal(post_letters(town, MAILBOX, "is on its way: " SF), 1);
    assert_text_equal(town_in_letter(town, MAILBOX, "the last four digits of the phone: "), "8000.");

    town_act_as_staff(town, it.clerk);
    struct day early, late;
    assert_true(day_parse(TEXT("2026-03-18"), &early) && day_parse(TEXT("2026-03-25"), &late));
    town_set_time(town, "2026-03-23T02:00:00Z");
    assert_refused("package.day", package_deliver(town->context, it.number, early));
    assert_refused("package.day", package_deliver(town->context, it.number, late));
    assert_ok(package_deliver(town->context, it.number, NO_DAY));
    assert_refused("package.state", package_deliver(town->context, it.number, NO_DAY));
    assert_int_equal(post_letters(town, MAILBOX, "is delivered"), 1);
    assert_day(post_view(town, it.number).delivered_day, "2026-03-23");
    assert_refused("package.state", package_stop(town->context, it.number, TEXT("No.")));
    struct person person;
    assert_ok(people_read(town->context, it.wei, &person)); /* everything of him stands on one page */
    assert_int_equal(person.packages.count, 1);
    assert_true(((const struct package_view *)person.packages.items)->delivered);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(the_whole_way)

/* Wei reads Chinese, and so does Mia's colleague: page, journal and letter name the carrier as they know it; what is kept is the same for all. */
static void carriers_are_named_in_the_readers_language(enum database_engine engine)
{
    static const struct statement chinese = {"chinese", NULL, "UPDATE account SET language = 'zh_CN' WHERE id = $1"};
    static const struct {
        const char *language, *carrier;
    } readers[] = {{"zh_CN", "顺丰速运"}, {"en", "SF Express"}};
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct list entries, rows;
    assert_ok(database_run(context, &chinese, PARAMETERS(it.wei), NULL));
    struct text second = post_second(&it);
    post_many(&it, PACKAGE_APPROVE, TEXT(""));
    post_many(&it, PACKAGE_PACK, it.number);
    post_many(&it, PACKAGE_PACK, second);
    context->language = "zh_CN";
    struct package_mailing mailing = {.typed = TEXT(SF), .carrier = TEXT("dhl")};
    assert_ok(package_mail(context, it.number, &mailing));
    assert_true(mailing.other_form);
    assert_text_equal(mailing.carrier_name, "DHL 敦豪");
    assert_text_equal(mailing.others, "顺丰速运");
    assert_true(post_mail(&it, it.number, SF).mailed);
    context->language = "en";
    assert_text_equal(town_in_letter(town, MAILBOX, "快递公司："), "顺丰速运");
    assert_ok(package_mail_file(context, text_printf(context->arena, "%.*s,254412284226,sf\n", TEXT_ARG(second)), false, false, false, &rows));
    assert_true(((const struct package_number_row *)rows.items)->mailed);
    assert_text_equal(town_in_letter(town, POST_LI, "Carrier: "), "SF Express");
    for (size_t i = 0; i < 2; i++) {
        context->language = readers[i].language;
        struct package_view view = post_view(town, it.number);
        assert_text_equal(view.carrier_name, readers[i].carrier);
        assert_ok(package_history(context, &view, &entries));
        assert_text_equal(((const struct package_entry *)entries.items)[entries.count - 1].text, text_printf(context->arena, "%s " SF, readers[i].carrier).bytes);
        assert_ok(package_mail_file(context, text_printf(context->arena, "%.*s," SF ",sf\n", TEXT_ARG(it.number)), false, false, false, &rows));
        assert_text_equal(((const struct package_number_row *)rows.items)->carrier, readers[i].carrier);
    }
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(carriers_are_named_in_the_readers_language)

static void what_comes_back_is_sent_once_more(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_refused("package.state", package_send_again(town->context, it.number));
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT(" Moved away ")));
    struct package_view view = post_view(town, it.number);
    assert_true(view.returned);
    assert_text_equal(view.reason, "Moved away");
    assert_text_equal(town_in_letter(town, MAILBOX, "What the carrier says: "), "Moved away");
    town_act_as(town, it.wei);
    assert_ok(package_readdress(town->context, it.number, post_abroad(town)));
    assert_text_equal(post_view(town, it.number).phone_end, "8000"); /* on the label of the first way */
    town_act_as_staff(town, it.clerk);
    assert_ok(package_send_again(town->context, it.number));
    view = post_view(town, it.number);
    assert_true(view.approved && view.waiting);
    assert_day(view.since, "2026-03-20");
    struct package_counts counts;
    assert_ok(package_counts(town->context, &counts));
    assert_day(counts.since, "2026-03-20"); /* it has not waited since it was applied for */
    assert_day(view.due, "2026-03-31");
    assert_text_equal(view.express_number, ""); /* not sent yet */
    assert_text_equal(view.country, "DE");
    assert_int_equal(post_letters(town, MAILBOX, "is sent once more"), 1);
    post_many(&it, PACKAGE_PACK, it.number);
    /* The file of the first week, sent again, mails nothing with the dead number; nor does a scan of the old slip. */
    struct list rows;
    assert_ok(package_mail_file(town->context, text_printf(town->context->arena, "%.*s,%s,\n", TEXT_ARG(it.number), SF), false, false, false, &rows));
    assert_true(((const struct package_number_row *)rows.items)->unchanged);
    assert_refused("package.number_before", package_mail(town->context, it.number, &(struct package_mailing){.typed = TEXT(SF), .carrier = TEXT("")}));
    assert_true(post_view(town, it.number).packed);
    post_mail(&it, it.number, "RR473124829DE");
    assert_refused("package.number_before", package_renumber(town->context, it.number, &(struct package_mailing){.typed = TEXT(SF), .carrier = TEXT("")}));
    view = post_view(town, it.number);
    assert_int_equal(view.dispatches, 2);
    assert_text_equal(view.express_number, "RR473124829DE");
    assert_text_equal(view.phone_end, "");
    assert_true(view.number_asked); /* no address of that page leads to a number */
    assert_int_equal(town_letters_with(town, MAILBOX, "page asks for the express number: RR473124829DE."), 1);
    struct list entries;
    assert_ok(package_history(town->context, &view, &entries));
    assert_int_equal(entries.count, 9);
    /* And it comes. */
    town_set_time(town, "2026-03-25T02:00:00Z");
    assert_ok(package_deliver(town->context, it.number, NO_DAY));
    town_act_as(town, it.wei);
    view = post_view(town, it.number);
    assert_true(view.delivered && view.may_ask_replacement);
    assert_day(view.delivered_day, "2026-03-25");
    assert_day(view.returned_day, ""); /* of the first way */
    assert_int_equal(post_letters(town, MAILBOX, "is delivered"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_comes_back_is_sent_once_more)

static struct day day_of(const char *text)
{
    struct day day;
    assert_true(day_parse(text_of(text), &day));
    return day;
}

/* It lay in the mail room over the weekend before anybody wrote it down. */
static void what_came_back_did_so_on_a_day(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    town_set_time(town, "2026-03-11T02:00:00Z");
    post_pack(&it);
    post_mail(&it, it.number, SF);
    town_set_time(town, "2026-03-23T02:00:00Z");
    static const char *const never[] = {"2026-03-10", "2026-03-24"}; /* before it was mailed; to come */
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(package_return(town->context, it.number, day_of(never[i]), TEXT("")), RESULT_REFUSED);
        assert_string_equal(town->context->error.code, "package.day");
        assert_string_equal(town->context->error.field, "back_day"); /* which is not the day on which it was delivered */
        error_clear(&town->context->error);
    }
    assert_true(post_view(town, it.number).mailed);
    assert_ok(package_return(town->context, it.number, day_of("2026-03-20"), TEXT("Moved away")));
    assert_day(post_view(town, it.number).returned_day, "2026-03-20");
    assert_text_equal(town_in_letter(town, MAILBOX, "The carrier could not deliver your printed package, "), "and it came back to us on 20 March 2026.");
    struct package_counts counts;
    assert_ok(package_counts(town->context, &counts));
    assert_day(counts.returned_since, "2026-03-20");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_came_back_did_so_on_a_day)

static void assert_promised(struct town *town, const struct package_view *view, const char *since, const char *earliest, const char *due)
{
    assert_day(view->since, since);
    assert_day(view->earliest, earliest);
    assert_day(view->due, due);
}

/* From the day on which he says where it is to go, its applicant and the staff know until when it is sent once more (1.4, 8.2), over the Qingming holiday of 4 to 6 April. */
static void what_came_back_is_promised_from_its_new_address(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_view view;
    struct package_counts counts;
    struct list list;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    town_set_time(town, "2026-03-27T02:00:00Z");
    assert_ok(package_return(town->context, it.number, day_of("2026-03-25"), TEXT("Moved away")));
    /* Not said yet: nobody is late, and he sees what is promised if he says it today. */
    town_act_as(town, it.wei);
    view = post_view(town, it.number);
    assert_true(view.returned && view.sent_again && !view.addressed && !view.overdue);
    assert_promised(town, &view, "2026-03-27", "2026-04-03", "2026-04-08");
    town_set_time(town, "2026-03-30T02:00:00Z");
    view = post_view(town, it.number);
    assert_promised(town, &view, "2026-03-30", "2026-04-07", "2026-04-09");
    town_act_as_staff(town, it.clerk);
    assert_ok(package_counts(town->context, &counts));
    assert_int_equal(counts.waiting, 0);
    assert_int_equal(counts.returned, 1);

    town_act_as(town, it.wei);
    assert_ok(package_readdress(town->context, it.number, post_abroad(town)));
    view = post_view(town, it.number);
    assert_true(view.returned && view.addressed && !view.overdue && view.days == 7);
    assert_day(view.again_day, "2026-03-30");
    assert_promised(town, &view, "2026-03-30", "2026-04-07", "2026-04-09");
    assert_text_equal(town_in_letter(town, MAILBOX, "It came back to us on 25 March 2026, and is sent once more: "), "between 7 April 2026 and 9 April 2026. Then you get the new express number by letter.");
    town_act_as_staff(town, it.clerk);
    assert_ok(package_counts(town->context, &counts));
    assert_int_equal(counts.waiting, 1);
    assert_int_equal(counts.overdue, 0);
    assert_day(counts.since, "2026-03-30");
    assert_ok(package_list(town->context, PACKAGE_SHOW_WAITING, 10, &list));
    assert_int_equal(list.count, 1);
    assert_promised(town, list.items, "2026-03-30", "2026-04-07", "2026-04-09");

    /* Another address once more, as before it is packed: the promise stands. Nobody sends it: it is late, and all see that. */
    town_set_time(town, "2026-04-10T02:00:00Z");
    town_act_as(town, it.wei);
    assert_ok(package_readdress(town->context, it.number, it.home));
    view = post_view(town, it.number);
    assert_true(view.overdue && view.days == -1);
    assert_promised(town, &view, "2026-03-30", "2026-04-07", "2026-04-09");
    town_act_as_staff(town, it.clerk);
    assert_ok(package_counts(town->context, &counts));
    assert_int_equal(counts.overdue, 1);
    assert_ok(package_list(town->context, PACKAGE_SHOW_OVERDUE, 10, &list));
    assert_int_equal(list.count, 1);

    /* Nor does the promise begin anew when it is sent. */
    assert_ok(package_send_again(town->context, it.number));
    view = post_view(town, it.number);
    assert_true(view.approved && !view.addressed && view.overdue);
    assert_promised(town, &view, "2026-03-30", "2026-04-07", "2026-04-09");
    post_many(&it, PACKAGE_PACK, it.number);
    post_mail(&it, it.number, "RR473124829DE");
    struct package_week weeks[PACKAGE_WEEKS];
    int64_t promised;
    assert_ok(package_weeks(town->context, weeks, &promised));
    assert_int_equal(weeks[PACKAGE_WEEKS - 1].late, 1);
    assert_int_equal(weeks[PACKAGE_WEEKS - 1].days, 8);
    /* It comes back a second time: asked again. */
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Moved again")));
    view = post_view(town, it.number);
    assert_true(view.sent_again && !view.addressed && !view.overdue);
    assert_ok(package_counts(town->context, &counts));
    assert_int_equal(counts.waiting, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_came_back_is_promised_from_its_new_address)

/* Promised past the known holidays, it is counted again as what waits is (1.2). */
static void what_came_back_is_counted_again(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    town_set_time(town, "2026-12-29T02:00:00Z");
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("")));
    town_act_as(town, it.wei);
    assert_true(post_view(town, it.number).provisional);
    assert_ok(package_readdress(town->context, it.number, it.home)); /* the same place, said once more */
    struct package_view view = post_view(town, it.number);
    assert_true(view.addressed && view.provisional);
    assert_day(view.due, "2027-01-07");
    assert_text_equal(town_in_letter(town, MAILBOX, "The holidays of that year are not announced yet; "), "the days are counted again when they are.");
    town_load(town, town_catalogue(town, "huawei.txt", "calendar: china", "calendar: weekend"));
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(package_run_day(town->context, NULL));
    town_act_as(town, it.wei);
    view = post_view(town, it.number);
    assert_true(view.addressed && !view.provisional);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_came_back_is_counted_again)

static void numbers_are_looked_at(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    post_pack(&it);
    for (int blanks = 0; blanks < 2; blanks++)
        assert_refused("package.express_number_missing", package_mail(town->context, it.number, &(struct package_mailing){.typed = blanks ? TEXT("  ") : TEXT(""), .carrier = TEXT("")}));
    assert_refused("package.express_number", package_mail(town->context, it.number, &(struct package_mailing){.typed = TEXT("?!"), .carrier = TEXT("")}));
    assert_refused("package.carrier", package_mail(town->context, it.number, &(struct package_mailing){.typed = TEXT(SF), .carrier = TEXT("pony")}));
    struct package_mailing mailing = post_mail(&it, it.number, "254412284166");
    assert_true(mailing.wrong_digit && !mailing.mailed);
    assert_true(post_view(town, it.number).packed);
    mailing = (struct package_mailing){.typed = TEXT("RR473124828DE"), .carrier = TEXT(""), .anyway = true};
    assert_ok(package_mail(town->context, it.number, &mailing));
    assert_true(mailing.mailed);
    /* Written down wrong; the letter goes out again. */
    mailing = (struct package_mailing){.typed = TEXT("RR473124829DE"), .carrier = TEXT("")};
    assert_ok(package_renumber(town->context, it.number, &mailing));
    assert_text_equal(post_view(town, it.number).express_number, "RR473124829DE");
    assert_int_equal(post_letters(town, MAILBOX, "is on its way: RR473124829DE"), 1);
    /* Another person's package cannot have it. */
    struct text second = post_second(&it);
    post_many(&it, PACKAGE_APPROVE, TEXT(""));
    post_many(&it, PACKAGE_PACK, second);
    assert_refused("package.number_used", package_mail(town->context, second, &mailing));
    mailing = post_mail(&it, second, "SOMEBODY7");
    assert_true(mailing.mailed && mailing.unknown);
    assert_text_equal(post_view(town, second).tracking, "");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(numbers_are_looked_at)

static const struct package_number_row *row_of(const struct list *rows, size_t i)
{
    return (const struct package_number_row *)rows->items + i;
}

/* Whoever scans the packing slip a second time writes no letter with it. */
static void a_packages_number_is_no_express_number(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct arena *arena = town->context->arena;
    struct list rows;
    post_pack(&it);
    struct text plain = text_printf(arena, "%.4s%.4s%.4s", it.number.bytes, it.number.bytes + 5, it.number.bytes + 10);
    struct text typed[] = {it.number, plain, text_lower(arena, it.number), TEXT("PYGT RDWW XCYJ")};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct package_mailing mailing = {.typed = typed[i], .carrier = i % 2 ? TEXT("sf") : TEXT(""), .anyway = true};
        assert_refused("package.package_number", package_mail(town->context, it.number, &mailing));
        assert_ok(package_mail_file(town->context, text_printf(arena, "%.*s,%.*s\n", TEXT_ARG(it.number), TEXT_ARG(typed[i])), true, false, false, &rows));
        assert_true(row_of(&rows, 0)->refused);
        assert_true(text_starts_with(row_of(&rows, 0)->why, "This is the number of a package"));
    }
    assert_true(post_view(town, it.number).packed);
    assert_true(post_mail(&it, it.number, "P27450116348").mailed); /* no letter but the first: a carrier's can be so */
    assert_refused("package.package_number", package_renumber(town->context, it.number, &(struct package_mailing){.typed = plain, .carrier = TEXT("")}));
    assert_int_equal(post_letters(town, MAILBOX, "is on its way"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_packages_number_is_no_express_number)

static void a_file_of_numbers_has_a_verdict_a_row(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct list rows;
    struct text second = post_second(&it);
    post_many(&it, PACKAGE_APPROVE, TEXT(""));
    post_many(&it, PACKAGE_PACK, it.number);
    struct text file = text_printf(town->context->arena,
                                   "\xEF\xBB\xBFpackage,express number,carrier\r\n%.*s,\"2544 1228 4165\"\r\n\r\n%.*s,RR473124829DE,s10\r\nP000-0000-0000,RR473124829DE\r\n%.*s,254412284166,\r\n",
                                   TEXT_ARG(it.number), TEXT_ARG(second), TEXT_ARG(second));
    for (int trial = 1; trial >= 0; trial--) {
        assert_ok(package_mail_file(town->context, file, false, false, trial, &rows));
        assert_int_equal(rows.count, 4);
        assert_true(row_of(&rows, 0)->mailed && row_of(&rows, 0)->line == 2);
        assert_text_equal(row_of(&rows, 0)->carrier, "SF Express");
        assert_true(row_of(&rows, 1)->refused); /* not packed */
        assert_true(row_of(&rows, 2)->refused && row_of(&rows, 3)->refused);
        assert_text_equal(row_of(&rows, 2)->why, "There is no such package. Compare the number with the packing slip.");
        assert_true(text_starts_with(row_of(&rows, 3)->why, "Package ")); /* not packed, whatever its number */
        assert_int_equal(post_view(town, it.number).mailed, !trial);
    }
    assert_int_equal(post_letters(town, MAILBOX, "is on its way"), 1);
    post_many(&it, PACKAGE_PACK, second);
    assert_ok(package_mail_file(town->context, file, false, false, false, &rows));
    assert_true(row_of(&rows, 0)->unchanged && row_of(&rows, 1)->mailed);
    assert_int_equal(post_letters(town, MAILBOX, "is on its way"), 1);
    assert_int_equal(post_letters(town, POST_LI, "is on its way"), 1);
    assert_refused("package.file", package_mail_file(town->context, TEXT("only one column\n"), false, false, false, &rows));
    assert_refused("package.file", package_mail_file(town->context, TEXT("\xFF\xFE,\n"), false, false, false, &rows));
    assert_refused("package.file", package_mail_file(town->context, TEXT(""), false, false, false, &rows));
    town_free(town);
}
BOTH_ENGINES(a_file_of_numbers_has_a_verdict_a_row)

/* A number that may be mistyped is told of before it is mailed, and taken all the same where that is said. */
static void a_doubtful_number_says_what_is_doubtful(enum database_engine engine)
{
    static const struct {
        const char *number, *carrier, *says;
    } rows[] = {{"254412284166", "", "The check digit is wrong"},
                {"ABC-12", "sf", "This number does not have the form of those of SF Express"},
                {SF, "ups", "This number has the form of those of SF Express, not of UPS"},
                {"254412284165", "raven", "There is no carrier"},
                {"%", "", "This is no express number"}};
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct list list;
    post_pack(&it);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_ok(package_mail_file(context, text_printf(context->arena, "%.*s,%s,%s\n", TEXT_ARG(it.number), rows[i].number, rows[i].carrier), false, false, false, &list));
        assert_true(row_of(&list, 0)->refused);
        if (!text_starts_with(row_of(&list, 0)->why, rows[i].says)) fail_msg("%s: %.*s", rows[i].says, TEXT_ARG(row_of(&list, 0)->why));
    }
    assert_true(post_view(town, it.number).packed);
    enum { LINES = PACKAGE_FILE_ROWS + 2 }; /* the first is taken for headings */
    char *many = arena_raw(context->arena, LINES * 4);
    for (size_t i = 0; i < LINES; i++) memcpy(many + i * 4, "A,B\n", 4);
    assert_refused("package.file_rows", package_mail_file(context, (struct text){many, LINES * 4}, false, false, true, &list));
    town_free(town);
}
BOTH_ENGINES(a_doubtful_number_says_what_is_doubtful)

/* As it stands it cannot be mailed, and says why. */
static void what_is_not_packed_says_why_it_is_not_mailed(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_mailing mailing = {.typed = TEXT(SF), .carrier = TEXT("")};
    post_many(&it, PACKAGE_APPROVE, TEXT(""));
    assert_refused("package.mail_approved", package_mail(town->context, it.number, &mailing));
    post_many(&it, PACKAGE_PACK, it.number);
    assert_true(post_mail(&it, it.number, SF).mailed);
    assert_refused("package.mail_mailed", package_mail(town->context, it.number, &mailing));
    assert_ok(package_deliver(town->context, it.number, NO_DAY));
    assert_refused("package.mail_delivered", package_mail(town->context, it.number, &mailing));
    town_free(town);
}
BOTH_ENGINES(what_is_not_packed_says_why_it_is_not_mailed)

/* Five hundred characters are as many in any script. */
static void a_reason_has_room_in_every_script(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct buffer reason = buffer_new(context->arena, 2048, 2048);
    post_pack(&it);
    post_mail(&it, it.number, SF);
    for (int i = 0; i < 500; i++) buffer_put_string(&reason, "迁");
    struct text whole = buffer_text(&reason);
    assert_refused("package.reason_long", package_return(context, it.number, NO_DAY, text_printf(context->arena, "%.*s!", TEXT_ARG(whole))));
    assert_ok(package_return(context, it.number, NO_DAY, whole));
    assert_true(text_equal(post_view(town, it.number).reason, whole));
    town_free(town);
}
BOTH_ENGINES(a_reason_has_room_in_every_script)

/* What is pressed is what was shown: sent again later, it does not take what has come in since. */
static void all_is_all_that_was_there(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_counts counts;
    struct package_outcome outcome;
    assert_ok(package_counts(town->context, &counts));
    struct text second = post_second(&it);
    assert_ok(package_act_all(town->context, PACKAGE_APPROVE, 0, &outcome));
    assert_int_equal(outcome.done, 0);
    for (int again = 0; again < 2; again++) {
        assert_ok(package_act_all(town->context, PACKAGE_APPROVE, counts.newest, &outcome));
        assert_int_equal(outcome.done, !again);
        assert_int_equal(outcome.refused, 0);
    }
    assert_true(post_view(town, it.number).approved);
    assert_true(post_view(town, second).state == PACKAGE_APPLIED);
    assert_ok(package_counts(town->context, &counts));
    assert_ok(package_act_all(town->context, PACKAGE_APPROVE, counts.newest, &outcome));
    assert_true(post_view(town, second).approved);
    town_free(town);
}
BOTH_ENGINES(all_is_all_that_was_there)

/* Reloaded or pressed a second time the same is told, and nothing is done that has come in since. */
static void one_press_is_told_twice(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct package_outcome first, again;
    struct text second;
    for (enum package_act act = PACKAGE_APPROVE; act <= PACKAGE_PACK; act++) {
        struct text key = text_printf(context->arena, "press-%d", (int)act);
        context->once.key = key;
        assert_ok(package_act_all(context, act, INT64_MAX, &first));
        assert_int_equal(first.done, act == PACKAGE_APPROVE);
        assert_int_equal(first.refused, act == PACKAGE_PACK); /* nothing was printed */
        if (act == PACKAGE_APPROVE) second = post_second(&it);
        else post_many(&it, PACKAGE_APPROVE, second);
        context->once.key = key;
        assert_ok(package_act_all(context, act, INT64_MAX, &again));
        assert_true(again.run == first.run && again.done == first.done && again.refused == first.refused);
        assert_int_equal(post_view(town, second).state, act == PACKAGE_APPROVE ? PACKAGE_APPLIED : PACKAGE_APPROVED);
        assert_ok(package_outcome_read(context, first.run, &again));
        assert_true(again.done == first.done && again.refusals.count == first.refusals.count);
    }
    assert_text_equal(((const struct package_refusal *)again.refusals.items)->why, text_string(context->arena, ((const struct package_refusal *)first.refusals.items)->why));
    assert_text_equal(((const struct package_refusal *)again.refusals.items)->number, text_string(context->arena, it.number));
    town_act_as_staff(town, town_account(town, "max", "max@body.example", "Max"));
    assert_int_equal(package_outcome_read(context, first.run, &again), RESULT_NONE);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(one_press_is_told_twice)

/* Like the answers of other forms: pressed again after that, it is a press of then. */
static void a_press_is_forgotten_in_time(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct package_outcome first, again;
    struct instant begun = context_now(context);
    context->once.key = TEXT("press");
    assert_ok(package_act_all(context, PACKAGE_APPROVE, INT64_MAX, &first));
    assert_int_equal(first.done, 1);
    assert_ok(package_forget_outcomes(context, begun));
    assert_ok(package_outcome_read(context, first.run, &again));
    assert_ok(package_forget_outcomes(context, instant_add_seconds(begun, 1)));
    assert_int_equal(package_outcome_read(context, first.run, &again), RESULT_NONE);
    context->once.key = TEXT("press");
    assert_ok(package_act_all(context, PACKAGE_APPROVE, INT64_MAX, &again));
    assert_int_equal(again.done, 0);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_press_is_forgotten_in_time)

/* Wei's and Li's packages are packed; Li's number. */
static struct text second_packed(struct post_office *it)
{
    struct text second = post_second(it);
    post_many(it, PACKAGE_APPROVE, TEXT(""));
    post_many(it, PACKAGE_PACK, it->number);
    post_many(it, PACKAGE_PACK, second);
    return second;
}

/* One digit of a number of the body's carrier is wrong, and by chance another carrier's check digit fits. */
static void what_fits_another_carrier_by_chance_is_asked_about(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text second = second_packed(&it);
    struct list rows;
    assert_true(post_mail(&it, it.number, SF).mailed);
    struct package_mailing mailing = post_mail(&it, second, "254412284167"); /* FedEx could have it */
    assert_true(mailing.ask && !mailing.mailed);
    assert_int_equal(mailing.carriers.count, 2);
    assert_text_equal(((const struct package_carrier *)mailing.carriers.items)[0].code, "fedex");
    assert_text_equal(((const struct package_carrier *)mailing.carriers.items)[1].code, "sf");
    assert_ok(package_mail_file(town->context, text_printf(town->context->arena, "%.*s,254412284167\n", TEXT_ARG(second)), false, false, false, &rows));
    assert_true(row_of(&rows, 0)->refused);
    assert_true(text_starts_with(row_of(&rows, 0)->why, "Several carriers"));
    mailing = (struct package_mailing){.typed = TEXT("254412284167"), .carrier = TEXT("sf")};
    assert_ok(package_mail(town->context, second, &mailing));
    assert_true(mailing.wrong_digit && mailing.doubtful && !mailing.mailed);
    assert_text_equal(((const struct package_carrier *)mailing.carriers.items)[0].code, "sf");
    assert_text_equal(mailing.others, "FedEx");
    mailing = (struct package_mailing){.typed = TEXT("254412284167"), .carrier = TEXT("fedex")};
    assert_ok(package_mail(town->context, second, &mailing));
    assert_true(mailing.mailed);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_fits_another_carrier_by_chance_is_asked_about)

/* A number does not become a carrier's by naming it: with another's form, or with none that is known, it is mailed only where that is confirmed. */
static void a_number_of_another_carriers_form_is_asked_about(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct arena *arena = town->context->arena;
    struct text second = second_packed(&it);
    struct list rows;
    struct package_mailing mailing = {.typed = TEXT("RR473124829DE"), .carrier = TEXT("dhl")};
    assert_ok(package_mail(town->context, it.number, &mailing));
    assert_true(mailing.other_form && mailing.doubtful && !mailing.mailed && !mailing.wrong_digit && !mailing.unknown);
    assert_text_equal(mailing.carrier_name, "DHL Express");
    assert_text_equal(mailing.others, "EMS / UPU");
    assert_int_equal(mailing.carriers.count, 2);
    assert_text_equal(((const struct package_carrier *)mailing.carriers.items)[0].code, "dhl");
    assert_text_equal(((const struct package_carrier *)mailing.carriers.items)[1].code, "s10");
    struct text file = text_printf(arena, "%.*s,RR473124829DE,DHL\n%.*s,SOMEBODY7,dhl\n", TEXT_ARG(it.number), TEXT_ARG(second));
    for (int trial = 1; trial >= 0; trial--) {
        assert_ok(package_mail_file(town->context, file, false, false, trial, &rows));
        assert_true(row_of(&rows, 0)->refused && row_of(&rows, 1)->refused);
        assert_true(text_starts_with(row_of(&rows, 0)->why, "This number has the form of those of EMS / UPU, not of DHL Express."));
        assert_true(text_starts_with(row_of(&rows, 1)->why, "This number does not have the form of those of DHL Express."));
    }
    assert_true(post_view(town, it.number).packed && post_view(town, second).packed);
    mailing = (struct package_mailing){.typed = TEXT("SOMEBODY7"), .carrier = TEXT("dhl")};
    assert_ok(package_mail(town->context, second, &mailing));
    assert_true(mailing.other_form && mailing.doubtful && !mailing.mailed && !mailing.unknown && text_empty(mailing.others));
    assert_ok(package_mail_file(town->context, file, true, false, false, &rows));
    for (size_t i = 0; i < 2; i++) {
        assert_true(row_of(&rows, i)->mailed && !row_of(&rows, i)->warned); /* its carrier is known: it was named */
        assert_text_equal(row_of(&rows, i)->carrier, "DHL Express");
    }
    assert_text_equal(post_view(town, it.number).carrier, "dhl");
    mailing = (struct package_mailing){.typed = TEXT("254412284165"), .carrier = TEXT("ups")};
    assert_ok(package_renumber(town->context, it.number, &mailing));
    assert_true(mailing.other_form && !mailing.mailed);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_number_of_another_carriers_form_is_asked_about)

/* Who names the columns has them in any order; a carrier that there is none of is quoted, so that one sees what was taken for it. */
static void columns_stand_where_their_headings_do(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct context *context = town->context;
    struct text second = second_packed(&it);
    struct list rows;
    struct text file = text_printf(context->arena, "\nCarrier;weight;PACKAGE;Express number\nsf;1.2;%.*s;" SF "\nSwift Post;1;%.*s;254412284226\n", TEXT_ARG(it.number), TEXT_ARG(second));
    assert_ok(package_mail_file(context, file, false, false, true, &rows));
    assert_int_equal(rows.count, 2);
    assert_true(row_of(&rows, 0)->mailed);
    assert_text_equal(row_of(&rows, 0)->package, text_string(context->arena, it.number));
    assert_text_equal(row_of(&rows, 0)->carrier, "SF Express");
    assert_text_equal(row_of(&rows, 1)->why, "There is no carrier “Swift Post”. Choose one of the list, or none: it is found by the number.");
    context->language = "zh_CN";
    assert_ok(package_mail_file(context, text_printf(context->arena, "快递单号,包裹编号\n" SF ",%.*s\n", TEXT_ARG(it.number)), false, false, true, &rows));
    assert_true(row_of(&rows, 0)->mailed);
    context->language = "en";
    assert_ok(package_mail_file(context, text_printf(context->arena, "what,ever\n%.*s," SF "\n", TEXT_ARG(it.number)), false, false, true, &rows)); /* as it always was */
    assert_true(row_of(&rows, 0)->mailed);
    town_free(town);
}
BOTH_ENGINES(columns_stand_where_their_headings_do)

/* The carrier sends our own list back, with its number in one more column. Under whatever heading that stands: nobody's name is mailed in its place. */
static void the_carriers_list_comes_back_with_numbers(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct arena *arena = town->context->arena;
    struct text second = second_packed(&it);
    struct package_papers_made made;
    struct list rows;
    assert_ok(package_papers(town->context, PAPERS_LIST, TEXT(""), TEXT(""), &made));
    struct text rest = {(const char *)made.content.data, made.content.length}, head, first, last;
    assert_true(text_split(&rest, '\n', &head) && text_split(&rest, '\n', &first) && text_split(&rest, '\n', &last));
    head = text_trim(head), first = text_trim(first), last = text_trim(last);
    static const char *const headings[] = {"Express number", "tracking"};
    for (size_t i = 0; i < 2; i++) {
        struct text file = text_printf(arena, "%.*s,%s\r\n%.*s," SF "\r\n%.*s,254412284226\r\n", TEXT_ARG(head), headings[i], TEXT_ARG(first), TEXT_ARG(last));
        enum result read = package_mail_file(town->context, file, false, false, true, &rows);
        if (i) assert_refused("package.file_number", read);
        else assert_ok(read);
        if (!i) assert_true(rows.count == 2 && text_is(row_of(&rows, 0)->number, SF) && text_is(row_of(&rows, 1)->number, "254412284226"));
    }
    assert_refused("package.file_package", package_mail_file(town->context, TEXT("parcel,number\nP123-4567-89AB," SF "\n"), false, false, false, &rows));
    /* Without headings they stand in their order: a name is refused where it stands. */
    assert_ok(package_mail_file(town->context, text_printf(arena, "%.*s,Wei Zhang\n%.*s,Li Na\n", TEXT_ARG(it.number), TEXT_ARG(second)), true, true, false, &rows));
    for (size_t i = 0; i < 2; i++) assert_text_equal(row_of(&rows, i)->why, "This is no express number. It has letters and digits only, as it stands below the barcode.");
    assert_true(post_view(town, it.number).packed && post_view(town, second).packed);
    town_free(town);
}
BOTH_ENGINES(the_carriers_list_comes_back_with_numbers)

/* A row whose number is doubtful (these can be of SF and of FedEx) says first what is wrong with its package: another number would not help. */
static void a_row_names_what_is_wrong_with_its_package(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text second = second_packed(&it);
    struct list rows;
    struct text file = text_printf(town->context->arena, "%.*s,254412284226,sf\nPXXX-XXXX-XXXX,254412284410\n,254412284410\nPXXX-XXXX-XXXX,?!\n%.*s,254412284410\n%.*s,254412284226\n%.*s,254412284410\n%.*s,254412284166\n%.*s,?!\n", TEXT_ARG(it.number),
                                   TEXT_ARG(it.number), TEXT_ARG(it.number), TEXT_ARG(second), TEXT_ARG(second), TEXT_ARG(second));
    for (int trial = 1; trial >= 0; trial--) {
        assert_ok(package_mail_file(town->context, file, false, false, trial, &rows));
        assert_int_equal(rows.count, 9);
        assert_true(row_of(&rows, 0)->mailed);
        for (size_t i = 1; i < 4; i++) assert_text_equal(row_of(&rows, i)->why, "There is no such package. Compare the number with the packing slip.");
        assert_true(row_of(&rows, 4)->refused);
        assert_text_equal(row_of(&rows, 4)->why, text_printf(town->context->arena, "Package %.*s was mailed already. If its express number is wrong, correct it on the package's page.", TEXT_ARG(it.number)).bytes);
        assert_true(row_of(&rows, 5)->unchanged && !row_of(&rows, 5)->refused);
        assert_true(text_starts_with(row_of(&rows, 6)->why, "Several carriers"));
        assert_true(text_starts_with(row_of(&rows, 7)->why, "The check digit is wrong"));
        assert_true(text_starts_with(row_of(&rows, 8)->why, "This is no express number"));
    }
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_row_names_what_is_wrong_with_its_package)

/* A trial run says of each row what the file will do, with what the rows before it have done. */
static void a_trial_run_sees_what_stands_twice(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text second = second_packed(&it), why[4];
    struct list rows;
    struct text file = text_printf(town->context->arena, "%.*s,2544 1228 4165\n%.*s,254412284165\n%.*s,254412284165\n%.*s,RR473124829DE\n%.*s,RR473124829DE\n", TEXT_ARG(it.number),
                                   TEXT_ARG(it.number), TEXT_ARG(second), TEXT_ARG(it.number), TEXT_ARG(second));
    for (int trial = 1; trial >= 0; trial--) {
        assert_ok(package_mail_file(town->context, file, false, false, trial, &rows));
        assert_int_equal(rows.count, 5);
        assert_true(row_of(&rows, 0)->mailed && row_of(&rows, 1)->unchanged && row_of(&rows, 2)->refused && row_of(&rows, 3)->refused && row_of(&rows, 4)->mailed);
        assert_true(text_starts_with(row_of(&rows, 2)->why, "Another person"));
        assert_true(text_starts_with(row_of(&rows, 3)->why, "Package"));
        for (size_t i = 2; i < 4; i++) {
            if (!trial) assert_true(text_equal(row_of(&rows, i)->why, why[i]));
            why[i] = row_of(&rows, i)->why;
        }
    }
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_trial_run_sees_what_stands_twice)

struct two_scanners {
    struct post_office *it;
    struct text second;
};

static enum result scan(struct context *context, struct text number)
{
    struct package_mailing mailing = {.typed = TEXT(SF), .carrier = TEXT("")};
    return package_mail(context, number, &mailing);
}

static enum result scan_first(struct context *context, void *data)
{
    return scan(context, ((struct two_scanners *)data)->it->number);
}

static enum result scan_second(struct context *context, void *data)
{
    return scan(context, ((struct two_scanners *)data)->second);
}

static void one_number_is_not_two_persons_at_the_same_moment(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct two_scanners scanners = {&it, second_packed(&it)};
    struct post_race race = {.context = town_second(town, it.clerk), .first = scan_first, .second = scan_second, .data = &scanners};
    race.context->actor = town->context->actor;
    post_race(town, &race);
    assert_int_equal(race.first_result, RESULT_OK);
    support_assert_refused(race.context, "package.number_used", NULL, race.second_result, __FILE__, __LINE__);
    assert_false(post_view(town, scanners.second).mailed);
    town_free(town);
}
BOTH_ENGINES(one_number_is_not_two_persons_at_the_same_moment)

/* Whoever mails it is asked first whether it has left; nothing is written. */
static void assert_asked_whether_gone(struct post_office *it, const char *why)
{
    struct town *town = it->town;
    struct package_mailing mailing = post_mail(it, it->number, SF);
    assert_true(mailing.doubtful && mailing.held && !mailing.mailed);
    assert_true(text_find(mailing.why, why) < mailing.why.length);
    assert_true(post_view(town, it->number).packed);
}

static void what_is_taken_away_is_not_sent(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    int64_t record = town_count(town, "held");
    town_let_go(town, record);
    town_follow_up(town);
    assert_true(post_view(town, it.number).stopped);
    assert_int_equal(post_many(&it, PACKAGE_APPROVE, it.number).refused, 1);
    town_hold(town, record, it.wei);
    town_follow_up(town);
    assert_int_equal(post_many(&it, PACKAGE_APPROVE, it.number).done, 1);
    assert_int_equal(post_many(&it, PACKAGE_PACK, it.number).done, 1);
    town_let_go(town, record);
    town_follow_up(town);
    assert_asked_whether_gone(&it, "is not valid now");
    assert_refused("package.reason", package_stop(town->context, it.number, TEXT(" ")));
    assert_ok(package_stop(town->context, it.number, TEXT("The certificate is suspended.")));
    assert_text_equal(town_in_letter(town, MAILBOX, "The reason: "), "The certificate is suspended.");
    town_free(town);
}
BOTH_ENGINES(what_is_taken_away_is_not_sent)

static void a_lost_package_is_replaced_by_case(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text asked;
    struct case_view view;
    struct list packages;
    bool effective;
    post_pack(&it);
    town_act_as(town, it.wei);
    assert_refused("package.not_mailed", package_ask_replacement(town->context, it.number, TEXT("Lost"), NULL, 0, &asked));
    town_act_as_staff(town, it.clerk);
    post_mail(&it, it.number, SF);
    town_act_as(town, it.wei);
    assert_refused("package.certificate", post_submit(town->context, TEXT("HW1"), &asked, &effective)); /* no other way */
    assert_refused("package.replace_words", package_ask_replacement(town->context, it.number, TEXT(" "), NULL, 0, &asked));
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("It never came."), NULL, 0, &asked));
    assert_refused("package.replacement_asked", package_ask_replacement(town->context, it.number, TEXT("Really."), NULL, 0, &asked));
    struct package_view old = post_view(town, it.number);
    assert_false(old.may_ask_replacement);
    assert_ok(case_read(town->context, old.replacement_case, &view));
    assert_true(view.of_replacement && view.open);
    /* Refused, and asked again with more. */
    town_act_as_staff(town, it.clerk);
    assert_ok(package_decide_replacement(town->context, view.id, false, TEXT("The carrier says that it came."), &effective));
    assert_true(effective);
    town_act_as(town, it.wei);
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("Not to me."), NULL, 0, &asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as_staff(town, it.clerk);
    town_set_time(town, "2026-03-20T02:00:00Z");
    assert_ok(package_decide_replacement(town->context, view.id, true, TEXT("Lost on the way."), &effective));
    assert_true(effective);
    assert_refused("case.decided", package_decide_replacement(town->context, view.id, true, TEXT("Once more."), &effective));
    town_act_as(town, it.wei);
    assert_ok(package_list_own(town->context, &packages));
    assert_int_equal(packages.count, 2);
    const struct package_view *fresh = packages.items;
    assert_true(fresh->approved && fresh->replacement && fresh->may_readdress);
    assert_text_equal(fresh->replaces, text_string(town->context->arena, it.number));
    assert_day(fresh->due, "2026-03-31");
    old = post_view(town, it.number);
    assert_text_equal(old.replaced_by, text_string(town->context->arena, fresh->number));
    assert_refused("package.replaced", package_ask_replacement(town->context, it.number, TEXT("Again."), NULL, 0, &asked));
    assert_int_equal(post_letters(town, MAILBOX, "is approved"), 2);
    struct package_view of;
    assert_ok(package_of_certificate(town->context, old.certificate_id, &of));
    assert_true(text_equal(of.number, fresh->number));
    /* It goes the whole way, and what it replaces stays as it was. */
    struct text second = text_copy(town->context->arena, fresh->number);
    town_act_as_staff(town, it.clerk);
    assert_int_equal(post_many(&it, PACKAGE_PACK, second).done, 1);
    assert_true(post_mail(&it, second, "RR473124829DE").mailed);
    town_set_time(town, "2026-03-25T02:00:00Z");
    assert_ok(package_deliver(town->context, second, NO_DAY));
    town_act_as(town, it.wei);
    assert_ok(package_of_certificate(town->context, old.certificate_id, &of));
    assert_true(of.delivered && text_equal(of.number, second));
    assert_text_equal(of.express_number, "RR473124829DE");
    assert_true(post_view(town, it.number).mailed);
    assert_text_equal(post_view(town, it.number).express_number, SF);
    assert_int_equal(post_letters(town, MAILBOX, "is on its way: RR473124829DE"), 1);
    assert_int_equal(post_letters(town, MAILBOX, "is delivered"), 1);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_lost_package_is_replaced_by_case)

/* Where nothing goes on by itself the page says since when, and what was decided; to him whose matter it is. */
static void dead_ends_have_their_days(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text asked;
    struct case_view view;
    bool effective;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    town_act_as(town, it.wei);
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("It never came."), NULL, 0, &asked));
    struct package_view package = post_view(town, it.number);
    assert_text_equal(package.replacement_case, text_string(town->context->arena, asked));
    assert_int_equal(package.asked.microseconds, context_now(town->context).microseconds);
    assert_day(package.asked_due, "2026-03-16");
    assert_false(package.asked_late);
    assert_text_equal(package.refused_case, "");
    assert_ok(case_read(town->context, asked, &view));
    town_set_time(town, "2026-03-17T02:00:00Z");
    assert_true(post_view(town, it.number).asked_late);
    town_set_time(town, "2026-03-20T02:00:00Z");
    town_act_as_staff(town, it.clerk);
    assert_ok(package_decide_replacement(town->context, view.id, false, TEXT("It is on its way."), &effective));
    town_act_as(town, it.wei);
    package = post_view(town, it.number);
    assert_true(package.may_ask_replacement);
    assert_text_equal(package.replacement_case, "");
    assert_text_equal(package.refused_case, text_string(town->context->arena, asked));
    assert_text_equal(instant_text(town->context->arena, package.refused), "2026-03-20T02:00:00Z");
    /* Asked anew, what was refused before is past. */
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("It is lost, the carrier says."), NULL, 0, &asked));
    assert_text_equal(post_view(town, it.number).refused_case, "");
    assert_ok(case_read(town->context, asked, &view));
    town_set_time(town, "2026-03-24T02:00:00Z");
    town_act_as_staff(town, it.clerk);
    assert_ok(package_decide_replacement(town->context, view.id, true, TEXT("Lost."), &effective));
    assert_day(post_view(town, it.number).replaced_day, "2026-03-24");
    town_free(town);
}
BOTH_ENGINES(dead_ends_have_their_days)

static void a_certificate_is_printed_once_whatever_comes_back(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text asked, number;
    struct case_view view;
    bool effective, already;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    town_act_as(town, it.wei);
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("It never came."), NULL, 0, &asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as_staff(town, it.clerk);
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Nobody at home")));
    struct package_view back = post_view(town, it.number);
    assert_true(back.sent_again && !package_may(&back, PACKAGE_SEND_AGAIN)); /* it is, but not before the case is decided */
    assert_refused("package.replacement_open", package_send_again(town->context, it.number));
    assert_refused("package.state", package_decide_replacement(town->context, view.id, true, TEXT("Lost."), &effective));
    assert_ok(package_decide_replacement(town->context, view.id, false, TEXT("It came back, and is sent again."), &effective));
    assert_ok(package_send_again(town->context, it.number));
    /* Taken back on its second way: the first one was printed all the same, so another is a matter for a case. */
    town_act_as(town, it.wei);
    assert_ok(package_cancel(town->context, it.number));
    assert_text_equal(town_in_letter(town, MAILBOX, "It was mailed once, so it cannot be applied for again. "), "If you need it after all, ask for a replacement on this page:");
    struct package_offer offer = post_offer(town);
    assert_true(offer.applied && offer.own && !offer.open);
    assert_ok(post_submit(town->context, offer.certificate, &number, &already));
    assert_true(already && text_equal(number, it.number));
    struct package_view of;
    assert_ok(package_of_certificate(town->context, offer.certificate_id, &of));
    assert_true(of.cancelled && of.may_ask_replacement);
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("I want it after all."), NULL, 0, &asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as_staff(town, it.clerk);
    assert_ok(package_decide_replacement(town->context, view.id, true, TEXT("The first was destroyed."), &effective));
    assert_true(effective);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_certificate_is_printed_once_whatever_comes_back)

/* The package came back while its replacement was asked for: one of the two is sent, never both (8.4). */
static void what_was_replaced_is_not_sent_again(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text asked;
    struct case_view view;
    bool effective;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    town_act_as(town, it.wei);
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("It never came."), NULL, 0, &asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as_staff(town, it.clerk);
    assert_ok(package_decide_replacement(town->context, view.id, true, TEXT("Lost."), &effective));
    /* Found after all, and back: nobody is promised that it is sent again, nor asked to do so. */
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Found")));
    struct package_view back = post_view(town, it.number);
    assert_true(back.returned && back.replaced && !back.sent_again && !back.may_readdress && !package_may(&back, PACKAGE_SEND_AGAIN) && package_may(&back, PACKAGE_CANCEL));
    assert_text_equal(town_in_letter(town, MAILBOX, "Another one is sent in its place, "), "so nothing more is sent of this one. You need not do anything.");
    assert_refused("package.has_replacement", package_send_again(town->context, it.number));
    town_act_as(town, it.wei);
    assert_refused("package.replaced_kept", package_readdress(town->context, it.number, it.home));
    town_act_as_staff(town, it.clerk);
    assert_ok(package_stop(town->context, it.number, TEXT("It was replaced.")));
    assert_false(post_view(town, it.number).may_apply_again);
    /* The replacement is taken back: it cannot be applied for anew, but the first one can be replaced. */
    town_act_as(town, it.wei);
    assert_ok(package_cancel(town->context, back.replaced_by));
    struct package_view fresh = post_view(town, back.replaced_by);
    assert_true(fresh.cancelled && !fresh.may_apply_again && !fresh.may_ask_replacement);
    assert_text_equal(town_in_letter(town, MAILBOX, "It was to replace the package "),
                      text_printf(town->context->arena, "%.*s, and cannot be applied for again. What can be done about that one stands on its page:", TEXT_ARG(it.number)).bytes);
    assert_true(post_view(town, it.number).may_ask_replacement);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_replaced_is_not_sent_again)

/* Wei's package was mailed and replaced; what replaces it. */
static struct text replace_it(struct post_office *it, struct text number)
{
    struct town *town = it->town;
    struct text asked;
    struct case_view view;
    bool effective;
    town_act_as(town, it->wei);
    assert_ok(package_ask_replacement(town->context, number, TEXT("It never came."), NULL, 0, &asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as_staff(town, it->clerk);
    assert_ok(package_decide_replacement(town->context, view.id, true, TEXT("Lost."), &effective));
    assert_true(effective);
    return post_view(town, number).replaced_by;
}

/* What replaces another is cancelled itself: then nothing is sent in its place, and the first one, if it comes back, is sent again. */
static void what_was_to_be_replaced_is_sent_again(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text asked;
    struct case_view view;
    bool effective;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    struct text second = replace_it(&it, it.number);
    assert_int_equal(post_many(&it, PACKAGE_PACK, second).done, 1);
    post_mail(&it, second, "RR473124829DE");
    assert_ok(package_return(town->context, second, NO_DAY, TEXT("Nobody at home")));
    assert_true(post_view(town, it.number).replaced);
    assert_ok(package_stop(town->context, second, TEXT("Nobody is ever at home.")));
    town_act_as(town, it.wei);
    assert_true(post_view(town, second).may_ask_replacement && !post_view(town, it.number).may_ask_replacement);
    assert_refused("package.replaced", package_ask_replacement(town->context, it.number, TEXT("Another."), NULL, 0, &asked)); /* of the second one it can be asked for */
    town_act_as_staff(town, it.clerk);
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Found")));
    struct package_view back = post_view(town, it.number);
    assert_true(back.sent_again && !back.replaced && back.may_readdress && package_may(&back, PACKAGE_SEND_AGAIN));
    assert_text_equal(back.replaced_by, text_string(town->context->arena, second));
    assert_text_equal(town_in_letter(town, MAILBOX, "Choose on this page where it is to go. "), "Then we send it once more; the page says by when.");
    town_act_as(town, it.wei);
    assert_ok(package_readdress(town->context, it.number, it.home));
    town_act_as_staff(town, it.clerk);
    assert_ok(package_send_again(town->context, it.number));
    /* A replacement of the second one would be another beside it (8.4). */
    town_act_as(town, it.wei);
    assert_ok(package_ask_replacement(town->context, second, TEXT("Where is it?"), NULL, 0, &asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as_staff(town, it.clerk);
    assert_refused("package.sent_still", package_decide_replacement(town->context, view.id, true, TEXT("Lost."), &effective));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_to_be_replaced_is_sent_again)

/* What replaces the one that replaced it is sent in its place, too. */
static void what_was_replaced_over_again_is_not_sent_again(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    struct text second = replace_it(&it, it.number);
    assert_int_equal(post_many(&it, PACKAGE_PACK, second).done, 1);
    post_mail(&it, second, "RR473124829DE");
    assert_ok(package_return(town->context, second, NO_DAY, TEXT("Wet")));
    assert_ok(package_stop(town->context, second, TEXT("It is destroyed.")));
    struct text third = replace_it(&it, second);
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Found")));
    struct package_view back = post_view(town, it.number);
    assert_true(back.replaced && !back.sent_again && !back.may_readdress);
    assert_text_equal(back.replaced_by, text_string(town->context->arena, third));
    assert_refused("package.has_replacement", package_send_again(town->context, it.number));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_was_replaced_over_again_is_not_sent_again)

/* What came back is sent once more, while a replacement of what was to replace it is granted. */
struct two_deciders {
    struct post_office *it;
    int64_t case_id;
    bool send_first;
};

static enum result send_or_replace(struct context *context, const struct two_deciders *deciders, bool send)
{
    bool effective;
    if (send) return package_send_again(context, deciders->it->number);
    return package_decide_replacement(context, deciders->case_id, true, TEXT("Lost."), &effective);
}

static enum result decide_first(struct context *context, void *data)
{
    return send_or_replace(context, data, ((struct two_deciders *)data)->send_first);
}

static enum result decide_second(struct context *context, void *data)
{
    return send_or_replace(context, data, !((struct two_deciders *)data)->send_first);
}

static void one_of_two_is_sent(enum database_engine engine, bool send_first)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text asked;
    struct case_view view;
    struct list waiting;
    post_pack(&it);
    post_mail(&it, it.number, SF);
    struct text second = replace_it(&it, it.number);
    assert_int_equal(post_many(&it, PACKAGE_PACK, second).done, 1);
    post_mail(&it, second, "RR473124829DE");
    assert_ok(package_return(town->context, second, NO_DAY, TEXT("Wet")));
    assert_ok(package_stop(town->context, second, TEXT("It is destroyed.")));
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Found")));
    town_act_as(town, it.wei);
    assert_ok(package_ask_replacement(town->context, second, TEXT("It never came."), NULL, 0, &asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as_staff(town, it.clerk);
    struct two_deciders deciders = {.it = &it, .case_id = view.id, .send_first = send_first};
    struct post_race race = {.context = town_second(town, it.clerk), .first = decide_first, .second = decide_second, .data = &deciders};
    race.context->actor = town->context->actor;
    post_race(town, &race);
    assert_int_equal(race.first_result, RESULT_OK);
    support_assert_refused(race.context, send_first ? "package.sent_still" : "package.has_replacement", NULL, race.second_result, __FILE__, __LINE__);
    assert_ok(package_list(town->context, PACKAGE_SHOW_WAITING, 10, &waiting));
    assert_int_equal(waiting.count, 1);
    assert_int_equal(text_equal(((const struct package_view *)waiting.items)->number, it.number), send_first);
    town_assert_in_order(town);
    town_free(town);
}

static void what_is_sent_again_is_not_replaced_at_the_same_moment(enum database_engine engine)
{
    one_of_two_is_sent(engine, true);
}
BOTH_ENGINES(what_is_sent_again_is_not_replaced_at_the_same_moment)

static void what_is_replaced_is_not_sent_again_at_the_same_moment(enum database_engine engine)
{
    one_of_two_is_sent(engine, false);
}
BOTH_ENGINES(what_is_replaced_is_not_sent_again_at_the_same_moment)

/* The certificate has another holder since its package was mailed: he asks, and it comes to him; he who had applied sees nothing of it, nor he of where the first one went (6.4, 8.4). */
static void the_holder_gets_a_replacement(struct post_office *it, int64_t holder)
{
    struct town *town = it->town;
    struct text asked, first;
    struct case_view view;
    struct package_view seen;
    struct package_address address;
    struct list entries, packages;
    bool effective;
    town_act_as(town, it->wei);
    seen = post_view(town, it->number);
    assert_false(seen.may_ask_replacement);
    assert_text_equal(seen.express_number, SF);
    assert_refused("package.not_holder", package_ask_replacement(town->context, it->number, TEXT("Mine!"), NULL, 0, &asked));

    town_act_as(town, holder);
    struct package_offer offer = post_offer(town);
    assert_true(offer.applied && !offer.own && text_equal(offer.package, it->number));
    seen = post_view(town, it->number);
    assert_true(seen.mailed && seen.may_ask_replacement && !seen.may_readdress);
    assert_true(text_empty(seen.address) && text_empty(seen.express_number) && text_empty(seen.account) && text_empty(seen.phone_end));
    assert_ok(package_history(town->context, &seen, &entries));
    for (size_t i = 0; i < entries.count; i++) assert_text_equal(((const struct package_entry *)entries.items)[i].text, "");
    assert_refused("package.keep_address", package_ask_replacement(town->context, it->number, TEXT("It went to my old address."), NULL, 0, &asked));
    (void)post_abroad(town);
    assert_ok(package_ask_replacement(town->context, it->number, TEXT("It went to my old address."), NULL, 0, &asked));
    first = post_view(town, it->number).replacement_case;
    assert_text_equal(first, text_string(town->context->arena, asked));
    assert_ok(case_read(town->context, asked, &view));
    town_act_as(town, it->wei);
    assert_text_equal(post_view(town, it->number).replacement_case, "");

    town_act_as_staff(town, it->clerk);
    assert_ok(package_decide_replacement(town->context, view.id, true, TEXT("A new one."), &effective));
    assert_true(effective);
    town_act_as(town, holder);
    assert_ok(package_list_own(town->context, &packages));
    assert_int_equal(packages.count, 1);
    const struct package_view *fresh = packages.items;
    assert_true(fresh->approved && fresh->may_readdress && text_equal(fresh->replaces, it->number));
    assert_ok(package_view_address(town->context, fresh, &address));
    assert_text_equal(address.recipient, "Jörg Müller");
    town_act_as(town, it->wei);
    seen = post_view(town, it->number);
    assert_text_equal(seen.replaced_by, "");
    assert_ok(package_view_address(town->context, &seen, &address));
    assert_text_equal(address.recipient, "张伟"); /* the first one's is as it was */
    town_assert_in_order(town);
}

static struct post_office begin_mailed(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    post_pack(&it);
    post_mail(&it, it.number, SF);
    return it;
}

static void after_a_merge_the_holder_can_have_it_replaced(enum database_engine engine)
{
    struct post_office it = begin_mailed(engine);
    struct town *town = it.town;
    struct text proof, password = TEXT("kettle-orchard-violin-42");
    int64_t holder = town_account(town, "wei.new", "wei@new.example", "Wei Zhang"), other, merge;
    /* He has asked already; the case of an account that holds the certificate no more is in nobody's way, and can only be refused. */
    struct text before;
    struct case_view view;
    bool effective;
    town_act_as(town, it.wei);
    assert_ok(package_ask_replacement(town->context, it.number, TEXT("It never came."), NULL, 0, &before));
    assert_ok(case_read(town->context, before, &view));
    assert_ok(package_address_remove(town->context, it.home)); /* what he keeps would come along */
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, it.wei, password));
    town_act_as(town, holder);
    assert_ok(association_merge_prove(town->context, TEXT("wei"), password, TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    the_holder_gets_a_replacement(&it, holder);
    town_act_as_staff(town, it.clerk);
    assert_refused("package.asker_holds_not", package_decide_replacement(town->context, view.id, true, TEXT("Sent."), &effective));
    assert_ok(package_decide_replacement(town->context, view.id, false, TEXT("Your other account has one."), &effective));
    assert_true(effective);
    town_free(town);
}
BOTH_ENGINES(after_a_merge_the_holder_can_have_it_replaced)

static size_t addresses_of(struct town *town, int64_t account, struct list *addresses)
{
    town_act_as(town, account);
    assert_ok(package_address_list(town->context, addresses));
    for (size_t i = 0; i < addresses->count; i++) assert_int_equal(((const struct package_address *)addresses->items)[i].preferred, i == 0);
    return addresses->count;
}

static void merge_into(struct town *town, int64_t account, struct text password, int64_t *merge)
{
    struct text proof;
    int64_t other;
    town_act_as(town, account);
    assert_ok(association_merge_prove(town->context, TEXT("wei"), password, TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, merge));
    town_follow_up(town);
}

/* They come along, as many as there is room for; the merge undone, they go back. */
static void addresses_come_along_with_a_merge(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text password = TEXT("kettle-orchard-violin-42");
    struct list addresses;
    int64_t holder = town_account(town, "wei.new", "wei@new.example", "Wei Zhang"), merge;
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, it.wei, password));
    town_act_as(town, holder);
    (void)post_abroad(town);
    merge_into(town, holder, password, &merge);
    assert_int_equal(addresses_of(town, it.wei, &addresses), 0);
    assert_int_equal(addresses_of(town, holder, &addresses), 2);
    assert_text_equal(((const struct package_address *)addresses.items)[0].country, "DE"); /* his own stays the preferred one */
    assert_text_equal(((const struct package_address *)addresses.items)[1].recipient, "张伟");
    town_assert_in_order(town);
    town_act_as(town, holder);
    assert_ok(association_merge_undo(town->context, merge, NULL));
    town_follow_up(town);
    assert_int_equal(addresses_of(town, it.wei, &addresses), 1);
    assert_text_equal(((const struct package_address *)addresses.items)->recipient, "张伟");
    assert_int_equal(addresses_of(town, holder, &addresses), 1);
    while (addresses.count < ADDRESS_MOST) (void)post_abroad(town), (void)addresses_of(town, holder, &addresses);
    merge_into(town, holder, password, &merge);
    assert_int_equal(addresses_of(town, it.wei, &addresses), 1);
    assert_int_equal(addresses_of(town, holder, &addresses), ADDRESS_MOST);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(addresses_come_along_with_a_merge)

static size_t own_packages(struct town *town, int64_t account)
{
    struct list packages;
    town_act_as(town, account);
    assert_ok(package_list_own(town->context, &packages));
    return packages.count;
}

/* The holder proves that the first account is his, too; one package is not sent yet, and the page says beforehand whether it comes along. */
static struct text prove_other(struct post_office *it, int64_t holder, bool comes)
{
    struct town *town = it->town;
    struct text password = TEXT("kettle-orchard-violin-42"), proof;
    struct list lines;
    int64_t other;
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, it->wei, password));
    town_act_as(town, holder);
    assert_ok(association_merge_prove(town->context, TEXT("wei"), password, TEXT(""), &proof, &other));
    assert_ok(package_merge_lines(town->context, proof, &lines));
    assert_int_equal(lines.count, 1);
    const struct package_merge_line *line = lines.items;
    assert_text_equal(line->number, text_string(town->context->arena, it->number));
    assert_int_equal(line->comes, comes);
    return proof;
}

/* What was approved and is not sent yet goes on under the account that is left, is packed and mailed there; the merge undone, it goes back as it is by then. Beforehand the page says so. */
static void what_is_not_sent_goes_on_after_a_merge(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    int64_t holder = town_account(town, "wei.new", "wei@new.example", "Wei Zhang"), merge;
    assert_int_equal(post_many(&it, PACKAGE_APPROVE, it.number).done, 1);
    assert_ok(association_merge(town->context, prove_other(&it, holder, true), &merge));
    town_follow_up(town);

    assert_int_equal(own_packages(town, it.wei), 0);
    assert_int_equal(own_packages(town, holder), 1);
    struct package_view view = post_view(town, it.number);
    assert_true(view.approved && view.may_readdress && view.may_cancel && !view.holder_changed && view.account_id == holder);
    struct package_address address;
    assert_ok(package_view_address(town->context, &view, &address));
    assert_text_equal(address.recipient, "张伟");
    town_assert_in_order(town);
    town_act_as_staff(town, it.clerk);
    assert_int_equal(post_many(&it, PACKAGE_PACK, it.number).done, 1);
    post_mail(&it, it.number, SF);
    assert_true(post_view(town, it.number).mailed);

    town_act_as(town, holder);
    assert_ok(association_merge_undo(town->context, merge, NULL));
    town_follow_up(town);
    assert_int_equal(own_packages(town, holder), 0);
    assert_int_equal(own_packages(town, it.wei), 1);
    view = post_view(town, it.number);
    assert_true(view.mailed && !view.holder_changed && view.account_id == it.wei);
    assert_text_equal(view.express_number, SF);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_is_not_sent_goes_on_after_a_merge)

/* The account that is left has that certification already: the other certificate is withdrawn, and its package stays with it, stopped, and says so on both pages. */
static void what_has_no_place_after_a_merge_stays_behind(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    int64_t holder = post_expert(town, "wei.new", "wei@new.example", "2026-03-02"), merge;
    assert_ok(association_merge(town->context, prove_other(&it, holder, false), &merge));
    town_follow_up(town);
    assert_int_equal(own_packages(town, holder), 0);
    assert_int_equal(own_packages(town, it.wei), 1);
    struct package_view view = post_view(town, it.number);
    assert_true(view.stopped && !view.holder_changed);
    town_act_as_staff(town, it.clerk);
    assert_true(post_view(town, it.number).stopped);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_has_no_place_after_a_merge_stays_behind)

static enum result undo_merge(struct context *context, void *data)
{
    return association_merge_undo(context, ((const struct due *)data)->first, NULL);
}

static enum result follow_up_merge(struct context *context, void *data)
{
    return package_due[0].follow_up(context, data);
}

/* On one node it is undone, while another follows up that it was made. */
static void addresses_stay_where_a_merge_is_undone_meanwhile(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct text password = TEXT("kettle-orchard-violin-42"), proof;
    struct list addresses;
    int64_t holder = town_account(town, "wei.new", "wei@new.example", "Wei Zhang"), other;
    struct due due = {.first = 0};
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, it.wei, password));
    town_act_as(town, holder);
    assert_ok(association_merge_prove(town->context, TEXT("wei"), password, TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &due.first));
    struct post_race race = {.context = town_second(town, holder), .first = undo_merge, .second = follow_up_merge, .data = &due};
    post_race(town, &race);
    assert_ok(race.first_result);
    assert_ok(race.second_result);
    assert_int_equal(addresses_of(town, it.wei, &addresses), 1);
    assert_int_equal(addresses_of(town, holder, &addresses), 0);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(addresses_stay_where_a_merge_is_undone_meanwhile)

static void after_an_unbinding_the_holder_can_have_it_replaced(enum database_engine engine)
{
    struct post_office it = begin_mailed(engine);
    struct town *town = it.town;
    int64_t holder = town_account(town, "wei.new", "wei@new.example", "Wei Zhang"), records;
    struct list mailboxes;
    town_act_as(town, it.wei);
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_ok(association_ask_to_let_go(town->context, (struct association_thing){((const struct package_mailbox *)mailboxes.items)->mailbox, 0}, false));
    assert_ok(association_complete(town->context, 0, town_token(town, MAILBOX), TEXT(""), &records));
    town_tie(town, holder, MAILBOX);
    town_tie(town, it.wei, "wei@other.example");
    town_follow_up(town);
    the_holder_gets_a_replacement(&it, holder);
    /* It comes back: he learns that it is not sent again, but not that the holder has another. */
    town_act_as_staff(town, it.clerk);
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Moved")));
    assert_true(post_view(town, it.number).replaced);
    town_act_as(town, it.wei);
    struct package_view seen = post_view(town, it.number);
    assert_true(seen.returned && !seen.replaced && !seen.sent_again && seen.may_readdress);
    assert_ok(package_readdress(town->context, it.number, post_home(town)));
    assert_text_equal(town_in_letter(town, "wei@other.example", "It is not sent again as things stand: "), "its certificate is not valid now, or not in the account that has applied for the package.");
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(after_an_unbinding_the_holder_can_have_it_replaced)

/* The mailbox is another person's. Wei does not let it go, so on the day it is taken from him, his certificate is withdrawn, and its owner has one of his own (5.8, 6.4): what waits for Wei is not sent, what was mailed is not
 * replaced, and the owner's way begins at its beginning. */
static void a_forced_unbinding(enum database_engine engine, bool mailed)
{
    struct post_office it = mailed ? begin_mailed(engine) : post_office(engine);
    struct town *town = it.town;
    struct text asked;
    struct case_view view;
    struct package_view seen;
    struct list mailboxes;
    bool effective;
    if (!mailed) post_many(&it, PACKAGE_APPROVE, it.number);
    int64_t owner = town_account(town, "owner", "owner@new.example", "Wei Zhang");
    town_act_as(town, it.wei);
    assert_ok(package_mailboxes(town->context, &mailboxes));
    if (mailed) {
        town_act_as(town, it.wei);
        assert_ok(package_ask_replacement(town->context, it.number, TEXT("It never came."), NULL, 0, &asked));
    }
    town_act_as(town, owner);
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = ((const struct package_mailbox *)mailboxes.items)->mailbox, .cause = UNBINDING_OWNER, .claimant = owner, .reason = TEXT("")}, NULL));
    town_set_time(town, "2026-03-17T02:00:00Z");
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, NULL));

    if (mailed) {
        town_act_as(town, it.wei);
        assert_ok(case_read(town->context, asked, &view));
        town_act_as_staff(town, it.clerk);
        assert_refused("package.certificate_stopped", package_decide_replacement(town->context, view.id, true, TEXT("Sent."), &effective));
        assert_ok(package_decide_replacement(town->context, view.id, false, TEXT("The exams are another person's."), &effective));
        town_act_as(town, it.wei);
        seen = post_view(town, it.number);
        assert_true(seen.replacement_stopped && !seen.may_ask_replacement);
        assert_refused("package.replacement_stopped", package_ask_replacement(town->context, it.number, TEXT("It never came."), NULL, 0, &asked));
    } else {
        town_act_as_staff(town, it.clerk);
        assert_refused("package.certificate_stopped", package_act_one(town->context, PACKAGE_PACK, it.number));
        assert_ok(package_stop(town->context, it.number, TEXT("The exams are another person's.")));
    }
    town_act_as(town, owner);
    assert_int_equal(package_read(town->context, it.number, &seen), RESULT_NONE);
    assert_true(post_offer(town).open);
    struct text number = post_apply(town, post_home(town));
    town_act_as_staff(town, it.clerk);
    assert_int_equal(post_many(&it, PACKAGE_APPROVE, number).done, 1);
    assert_int_equal(post_many(&it, PACKAGE_PACK, number).done, 1);
    assert_true(post_mail(&it, number, "RR473124829DE").mailed);
    town_assert_in_order(town);
    town_free(town);
}

static void a_forced_unbinding_stops_what_waits(enum database_engine engine)
{
    a_forced_unbinding(engine, false);
}
BOTH_ENGINES(a_forced_unbinding_stops_what_waits)

static void a_forced_unbinding_after_the_mailing(enum database_engine engine)
{
    a_forced_unbinding(engine, true);
}
BOTH_ENGINES(a_forced_unbinding_after_the_mailing)

/* The desk opens one about Wei's mailbox; its id. */
static int64_t begin_unbinding(struct post_office *it)
{
    struct town *town = it->town;
    int64_t mailbox, id;
    assert_ok(intake_mailbox_known(town->context, TEXT(MAILBOX), &mailbox));
    assert_ok(unbinding_open(town->context, &(struct unbinding_opening){.mailbox = mailbox, .cause = UNBINDING_STAFF, .reason = TEXT("Somebody says that it is hers.")}, &id));
    return id;
}

static void let_it_stay(struct post_office *it, int64_t unbinding)
{
    struct town *town = it->town;
    bool effective;
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("By the passport it is Wei's."), &effective));
    assert_true(effective);
    town_follow_up(town);
}

static struct text case_of(struct post_office *it, int64_t unbinding)
{
    struct town *town = it->town;
    struct list running;
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, it->wei, 10, &running));
    assert_int_equal(running.count, 1);
    const struct unbinding_view *view = running.items;
    assert_int_equal(view->id, unbinding);
    return view->case_number;
}

/* While what the certificate rests on may leave the account, nothing is approved, printed, packed or mailed, one by one or all together, and whoever tries reads which case it is; others go on. Ended without effect it is as if nothing had been. */
static void nothing_is_sent_while_it_may_be_taken_away(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_papers_made made;
    struct text li = post_second(&it);
    int64_t unbinding = begin_unbinding(&it);
    struct text number = case_of(&it, unbinding);
    struct package_view seen = post_view(town, it.number);
    assert_text_equal(seen.dispute_case, number.bytes);
    assert_true(!package_may(&seen, PACKAGE_APPROVE) && package_may(&seen, PACKAGE_CANCEL));
    assert_true(text_empty(post_view(town, li).dispute_case));
    assert_refused("package.disputed", package_act_one(town->context, PACKAGE_APPROVE, it.number));
    struct package_outcome outcome = post_many(&it, PACKAGE_APPROVE, TEXT(""));
    assert_int_equal(outcome.done, 1);
    assert_int_equal(outcome.refused, 1);
    const struct package_refusal *refusal = outcome.refusals.items;
    assert_text_equal(refusal->number, it.number.bytes);
    assert_true(text_find(refusal->why, number.bytes) < refusal->why.length);
    town_act_as(town, it.wei);
    assert_text_equal(post_view(town, it.number).dispute_case, number.bytes);
    town_act_as_staff(town, it.clerk);
    let_it_stay(&it, unbinding);
    assert_true(text_empty(post_view(town, it.number).dispute_case));
    assert_ok(package_act_one(town->context, PACKAGE_APPROVE, it.number));

    unbinding = begin_unbinding(&it);
    assert_refused("package.disputed", package_act_one(town->context, PACKAGE_PACK, it.number));
    assert_ok(package_papers(town->context, PAPERS_LIST, TEXT(""), TEXT(""), &made));
    assert_int_equal(made.outcome.done, 1);
    assert_int_equal(made.outcome.refused, 1);
    let_it_stay(&it, unbinding);
    assert_ok(package_act_one(town->context, PACKAGE_PACK, it.number));

    unbinding = begin_unbinding(&it);
    assert_ok(unbinding_pause(town->context, unbinding, TEXT("We look at it.")));
    seen = post_view(town, it.number);
    assert_true(!package_may(&seen, PACKAGE_PACK) && package_may(&seen, PACKAGE_UNPACK));
    assert_asked_whether_gone(&it, case_of(&it, unbinding).bytes);
    let_it_stay(&it, unbinding);
    assert_true(post_mail(&it, it.number, SF).mailed);

    /* What has arrived is not in question; what came back waits. */
    unbinding = begin_unbinding(&it);
    assert_true(text_empty(post_view(town, it.number).dispute_case));
    assert_ok(package_return(town->context, it.number, NO_DAY, TEXT("Moved")));
    seen = post_view(town, it.number);
    assert_true(!text_empty(seen.dispute_case) && !package_may(&seen, PACKAGE_SEND_AGAIN));
    assert_refused("package.disputed", package_send_again(town->context, it.number));
    let_it_stay(&it, unbinding);
    assert_ok(package_send_again(town->context, it.number));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(nothing_is_sent_while_it_may_be_taken_away)

/* Is it mailed, once, with that number, and does its journal say that it was in question? */
static void assert_mailed_in_question(struct post_office *it)
{
    struct town *town = it->town;
    struct list history;
    struct package_view seen = post_view(town, it->number);
    assert_true(seen.mailed && !seen.overdue && seen.dispatches == 1);
    assert_text_equal(seen.express_number, SF);
    assert_ok(package_history(town->context, &seen, &history));
    const struct package_entry *last = (const struct package_entry *)history.items + history.count - 1;
    assert_text_equal(last->act, "Mailed, though its certificate was in question");
    assert_text_equal(last->text, "SF Express " SF);
    static const struct statement gone = {"gone", NULL, "SELECT COUNT(*) FROM audit_journal j JOIN package p ON p.id = j.subject_id WHERE j.act = 'package.gone' AND j.subject = 'package' AND p.number = $1 AND j.actor_account = $2"};
    assert_int_equal(support_count(town->support, &gone, PARAMETERS(it->number, it->clerk)), 1);
}

/* The courier has taken it at noon; in the afternoon its mailbox is disputed, in the evening the numbers come in. It is on its way all the same: that is recorded, by hand or by a file, and so the certificate is not printed a second
 * time, however the dispute ends. */
static void what_had_left_before_is_recorded_all_the_same(enum database_engine engine)
{
    enum { BY_HAND, BY_FILE, TAKEN_AWAY, WAYS };
    for (int way = BY_HAND; way < WAYS; way++) {
        struct post_office it = post_office(engine);
        struct town *town = it.town;
        struct list rows;
        bool effective;
        post_pack(&it);
        int64_t unbinding = begin_unbinding(&it);
        struct text number = case_of(&it, unbinding), file = text_printf(town->context->arena, "%.*s," SF "\n", TEXT_ARG(it.number));
        struct package_view seen = post_view(town, it.number);
        assert_true(package_may(&seen, PACKAGE_MAIL));
        if (way == TAKEN_AWAY) {
            assert_ok(unbinding_decide(town->context, unbinding, true, TEXT("It is hers, by the passport."), &effective));
            town_follow_up(town);
            assert_true(post_view(town, it.number).stopped);
        }
        if (way == BY_FILE) {
            /* That a number is right says nothing of its certificate. */
            for (int trial = 1; trial >= 0; trial--) {
                assert_ok(package_mail_file(town->context, file, true, false, trial, &rows));
                assert_true(row_of(&rows, 0)->refused);
                assert_true(text_find(row_of(&rows, 0)->why, number.bytes) < row_of(&rows, 0)->why.length && text_find(row_of(&rows, 0)->why, "send the file again and take what has left") < row_of(&rows, 0)->why.length);
                assert_true(post_view(town, it.number).packed);
            }
            for (int trial = 1; trial >= 0; trial--) {
                assert_ok(package_mail_file(town->context, file, false, true, trial, &rows));
                assert_true(row_of(&rows, 0)->mailed);
            }
        } else {
            assert_asked_whether_gone(&it, way == TAKEN_AWAY ? "is not valid now" : number.bytes);
            struct package_mailing mailing = {.typed = TEXT("254412284166"), .carrier = TEXT(""), .gone = true}; /* nor the other way round */
            assert_ok(package_mail(town->context, it.number, &mailing));
            assert_true(mailing.wrong_digit && !mailing.held && !mailing.mailed);
            mailing = (struct package_mailing){.typed = TEXT(SF), .carrier = TEXT(""), .gone = true};
            assert_ok(package_mail(town->context, it.number, &mailing));
            assert_true(mailing.mailed && !mailing.doubtful);
        }
        assert_mailed_in_question(&it);
        assert_int_equal(post_letters(town, MAILBOX, "is on its way"), way == TAKEN_AWAY ? 0 : 1); /* which is no mailbox of his any more */
        if (way == BY_HAND) {
            assert_ok(unbinding_decide(town->context, unbinding, true, TEXT("It is hers, by the passport."), &effective));
            town_follow_up(town);
        }
        assert_true(post_view(town, it.number).mailed);
        assert_refused("package.mail_mailed", package_mail(town->context, it.number, &(struct package_mailing){.typed = TEXT("RR473124829DE"), .carrier = TEXT("")}));
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(what_had_left_before_is_recorded_all_the_same)

/* Wei has let his mailbox go, and with its exams his certificate is another's now. He has applied, and the parcel is on its way to him; the letter with the number is not his any more. */
static void what_had_left_before_its_certificate_did_is_recorded(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_offer offer;
    int64_t holder = town_account(town, "wei.new", "wei@new.example", "Wei Zhang"), records;
    struct list mailboxes;
    post_pack(&it);
    town_act_as(town, it.wei);
    assert_ok(package_mailboxes(town->context, &mailboxes));
    assert_ok(association_ask_to_let_go(town->context, (struct association_thing){((const struct package_mailbox *)mailboxes.items)->mailbox, 0}, false));
    assert_ok(association_complete(town->context, 0, town_token(town, MAILBOX), TEXT(""), &records));
    town_tie(town, holder, MAILBOX);
    town_tie(town, it.wei, "wei@other.example");
    town_follow_up(town);
    town_act_as_staff(town, it.clerk);
    assert_true(post_view(town, it.number).holder_changed);
    assert_asked_whether_gone(&it, "is in another account now");
    struct package_mailing mailing = {.typed = TEXT(SF), .carrier = TEXT(""), .gone = true};
    assert_ok(package_mail(town->context, it.number, &mailing));
    assert_true(mailing.mailed);
    assert_mailed_in_question(&it);
    assert_int_equal(post_letters(town, "wei@other.example", "is on its way"), 0);
    assert_int_equal(post_letters(town, MAILBOX, "is on its way"), 0);
    mailing = (struct package_mailing){.typed = TEXT("RR473124829DE"), .carrier = TEXT("")};
    assert_ok(package_renumber(town->context, it.number, &mailing));
    assert_text_equal(post_view(town, it.number).express_number, "RR473124829DE");
    assert_int_equal(post_letters(town, "wei@other.example", "is on its way"), 0);
    town_act_as(town, holder);
    offer = post_offer(town);
    assert_true(offer.applied && !offer.open && !offer.own);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_had_left_before_its_certificate_did_is_recorded)

static void only_the_mailing_staff_send(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_outcome outcome;
    struct package_counts counts;
    struct list list;
    struct package_mailing mailing = {.typed = TEXT(SF), .carrier = TEXT("")};
    for (unsigned role = 1; role < ROLES_ALL; role <<= 1) {
        town->context->actor = (struct actor){.kind = ACTOR_STAFF, .roles = role, .account = it.clerk};
        if (role == ROLE_MAILING) continue;
        assert_refused("audit.not_allowed", package_act_many(town->context, PACKAGE_APPROVE, it.number, &outcome));
        assert_refused("audit.not_allowed", package_mail(town->context, it.number, &mailing));
        assert_refused("audit.not_allowed", package_deliver(town->context, it.number, NO_DAY));
        assert_refused("audit.not_allowed", package_return(town->context, it.number, NO_DAY, TEXT("")));
        assert_refused("audit.not_allowed", package_send_again(town->context, it.number));
        assert_refused("audit.not_allowed", package_stop(town->context, it.number, TEXT("x")));
        assert_refused("audit.not_allowed", package_mail_file(town->context, TEXT("a,b"), false, false, false, &list));
        if (role & (ROLE_SUPPORT | ROLE_REGISTRAR | ROLE_AUDITOR)) continue;
        assert_refused("audit.not_allowed", package_counts(town->context, &counts));
        assert_refused("audit.not_allowed", package_list(town->context, PACKAGE_SHOW_WAITING, 10, &list));
    }
    town_act_as(town, it.wei);
    assert_refused("audit.not_allowed", package_act_many(town->context, PACKAGE_APPROVE, it.number, &outcome));
    assert_refused("audit.not_allowed", package_list(town->context, PACKAGE_SHOW_WAITING, 10, &list));
    town_free(town);
}
BOTH_ENGINES(only_the_mailing_staff_send)

struct clerk {
    struct context *context;
    struct package_outcome outcome;
    enum result result;
    pthread_barrier_t *barrier;
};

static void *approve_all(void *data)
{
    struct clerk *clerk = data;
    pthread_barrier_wait(clerk->barrier);
    clerk->result = package_act_many(clerk->context, PACKAGE_APPROVE, TEXT(""), &clerk->outcome);
    return NULL;
}

/* Each by a press of his own, or all in tabs of one page. */
static void many_press_at_once(enum database_engine engine, const char *key)
{
    enum { PACKAGES = 20, CLERKS = 3 };
    struct town *town = town_new(engine, "2026-03-09T02:00:00Z", NULL);
    struct clerk clerks[CLERKS];
    pthread_t threads[CLERKS];
    pthread_barrier_t barrier;
    for (int i = 0; i < PACKAGES; i++) {
        const char *name = text_printf(town->context->arena, "wei%d", i).bytes;
        town_act_as(town, post_expert(town, name, text_printf(town->context->arena, "%s@example.org", name).bytes, "2026-03-02"));
        (void)post_apply(town, post_abroad(town));
    }
    int64_t mia = town_account(town, "mia", "mia@body.example", "Mia"), done = 0, letters = 0;
    pthread_barrier_init(&barrier, NULL, CLERKS);
    town_act_as_staff(town, mia);
    for (int i = 0; i < CLERKS; i++) {
        clerks[i] = (struct clerk){.context = town_second(town, mia), .result = RESULT_BROKEN, .barrier = &barrier};
        clerks[i].context->actor = town->context->actor;
        clerks[i].context->once.key = text_of(key);
    }
    for (int i = 0; i < CLERKS; i++) assert_int_equal(pthread_create(&threads[i], NULL, approve_all, &clerks[i]), 0);
    for (int i = 0; i < CLERKS; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&barrier);
    for (int i = 0; i < CLERKS; i++) {
        assert_int_equal(clerks[i].result, RESULT_OK);
        assert_true(!*key || clerks[i].outcome.run == clerks[0].outcome.run);
        done += clerks[i].outcome.done;
    }
    assert_int_equal(done, *key ? PACKAGES * CLERKS : PACKAGES);
    for (int i = 0; i < PACKAGES; i++) letters += (int64_t)post_letters(town, text_printf(town->context->arena, "wei%d@example.org", i).bytes, "is approved");
    assert_int_equal(letters, PACKAGES);
    town_assert_in_order(town);
    town_free(town);
}

static void two_clerks_press_at_once(enum database_engine engine)
{
    many_press_at_once(engine, "");
}
BOTH_ENGINES(two_clerks_press_at_once)

static void one_clerk_presses_in_many_tabs(enum database_engine engine)
{
    many_press_at_once(engine, "one page");
}
BOTH_ENGINES(one_clerk_presses_in_many_tabs)

static void days_are_counted_week_by_week(enum database_engine engine)
{
    struct post_office it = post_office(engine);
    struct town *town = it.town;
    struct package_week weeks[PACKAGE_WEEKS];
    int64_t promised;
    post_pack(&it);
    town_set_time(town, "2026-03-19T02:00:00Z"); /* a day late */
    post_mail(&it, it.number, SF);
    assert_ok(package_weeks(town->context, weeks, &promised));
    assert_int_equal(promised, 7);
    const struct package_week *last = &weeks[PACKAGE_WEEKS - 1];
    assert_day(last->monday, "2026-03-16");
    assert_int_equal(last->in_time, 0);
    assert_int_equal(last->late, 1);
    assert_int_equal(last->days, 8);
    assert_int_equal(last->most, 8);
    assert_int_equal(weeks[0].late + weeks[0].in_time, 0);
    town_free(town);
}
BOTH_ENGINES(days_are_counted_week_by_week)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_whole_way),
        ON_BOTH(carriers_are_named_in_the_readers_language),
        ON_BOTH(what_comes_back_is_sent_once_more),
        ON_BOTH(what_came_back_did_so_on_a_day),
        ON_BOTH(what_came_back_is_promised_from_its_new_address),
        ON_BOTH(what_came_back_is_counted_again),
        ON_BOTH(numbers_are_looked_at),
        ON_BOTH(a_packages_number_is_no_express_number),
        ON_BOTH(a_file_of_numbers_has_a_verdict_a_row),
        ON_BOTH(a_doubtful_number_says_what_is_doubtful),
        ON_BOTH(what_is_not_packed_says_why_it_is_not_mailed),
        ON_BOTH(a_reason_has_room_in_every_script),
        ON_BOTH(all_is_all_that_was_there),
        ON_BOTH(one_press_is_told_twice),
        ON_BOTH(a_press_is_forgotten_in_time),
        ON_BOTH(what_fits_another_carrier_by_chance_is_asked_about),
        ON_BOTH(a_number_of_another_carriers_form_is_asked_about),
        ON_BOTH(columns_stand_where_their_headings_do),
        ON_BOTH(the_carriers_list_comes_back_with_numbers),
        ON_BOTH(a_row_names_what_is_wrong_with_its_package),
        ON_BOTH(a_trial_run_sees_what_stands_twice),
        ON_BOTH(one_number_is_not_two_persons_at_the_same_moment),
        ON_BOTH(what_is_taken_away_is_not_sent),
        ON_BOTH(a_lost_package_is_replaced_by_case),
        ON_BOTH(dead_ends_have_their_days),
        ON_BOTH(a_certificate_is_printed_once_whatever_comes_back),
        ON_BOTH(what_was_replaced_is_not_sent_again),
        ON_BOTH(what_was_to_be_replaced_is_sent_again),
        ON_BOTH(what_was_replaced_over_again_is_not_sent_again),
        ON_BOTH(what_is_sent_again_is_not_replaced_at_the_same_moment),
        ON_BOTH(what_is_replaced_is_not_sent_again_at_the_same_moment),
        ON_BOTH(after_a_merge_the_holder_can_have_it_replaced),
        ON_BOTH(addresses_come_along_with_a_merge),
        ON_BOTH(what_is_not_sent_goes_on_after_a_merge),
        ON_BOTH(what_has_no_place_after_a_merge_stays_behind),
        ON_BOTH(addresses_stay_where_a_merge_is_undone_meanwhile),
        ON_BOTH(after_an_unbinding_the_holder_can_have_it_replaced),
        ON_BOTH(a_forced_unbinding_stops_what_waits),
        ON_BOTH(a_forced_unbinding_after_the_mailing),
        ON_BOTH(nothing_is_sent_while_it_may_be_taken_away),
        ON_BOTH(what_had_left_before_is_recorded_all_the_same),
        ON_BOTH(what_had_left_before_its_certificate_did_is_recorded),
        ON_BOTH(only_the_mailing_staff_send),
        ON_BOTH(two_clerks_press_at_once),
        ON_BOTH(one_clerk_presses_in_many_tabs),
        ON_BOTH(days_are_counted_week_by_week),
    };
    return cmocka_run_group_tests_name("package-dispatch", tests, NULL, NULL);
}
