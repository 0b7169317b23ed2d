/* One package at the desk, and the scanner: a keyboard that ends each number with Enter (SPEC 8.3). */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "door/web_person.h"
#include "package/package_papers.h"

static void fill_mailing(struct visit *visit, const struct package_mailing *asked, struct desk_mailing *mailing)
{
    *mailing = (struct desk_mailing){.express_number = form_text(&visit->form, "express_number"), .carrier = form_text(&visit->form, "carrier"), .carriers = {&desk_carrier_row_record, NULL, 0}};
    if (!asked) return;
    mailing->ask = asked->ask;
    mailing->wrong_digit = asked->wrong_digit;
    mailing->other_form = asked->other_form;
    mailing->carrier_name = asked->carrier_name;
    mailing->others = asked->others;
    mailing->held = asked->why;
    mailing->anyway = asked->held && asked->anyway;
    mailing->gone = !asked->held && asked->gone;
    if (asked->held) return; /* whose number it is was answered */
    struct desk_carrier_row *rows = ARENA_ARRAY(visit->context->arena, asked->carriers.count + 1, struct desk_carrier_row);
    for (size_t i = 0; i < asked->carriers.count; i++) {
        const struct package_carrier *carrier = (const struct package_carrier *)asked->carriers.items + i;
        rows[i] = (struct desk_carrier_row){carrier->code, package_carrier_name(carrier, visit->context->language), text_equal(carrier->code, mailing->carrier)};
    }
    mailing->carriers = (struct list){&desk_carrier_row_record, rows, asked->carriers.count};
}

static void fill_acts(struct visit *visit, const struct package_view *view, struct desk_package_page *page)
{
    const struct {
        enum package_act act;
        bool *may;
    } acts[] = {{PACKAGE_APPROVE, &page->may_approve}, {PACKAGE_PACK, &page->may_pack},        {PACKAGE_MAIL, &page->may_mail},   {PACKAGE_DELIVER, &page->may_end},
                {PACKAGE_RETURN, &page->may_return},   {PACKAGE_SEND_AGAIN, &page->may_again}, {PACKAGE_UNPACK, &page->may_unpack}, {PACKAGE_CANCEL, &page->may_stop}, {PACKAGE_RENUMBER, &page->may_renumber}};
    page->may_send = audit_allows(&visit->context->actor, MAY_SEND_PACKAGES);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) *acts[i].may = page->may_send && package_may(view, acts[i].act);
    page->may_print = page->may_send && (view->approved || view->packed);
    if (view->stopped || view->holder_changed) page->may_approve = page->may_pack = false; /* the page says why */
}

static enum result show(struct visit *visit, int status, const struct package_mailing *asked)
{
    struct package_view view;
    struct package_address address;
    struct desk_mailing mailing;
    struct desk_package_page page = {.packages = {&package_view_record, &view, 1}, .mailings = {&desk_mailing_record, &mailing, 1},
                                     .day = form_text(&visit->form, "day"), .back_day = form_text(&visit->form, "back_day"), .words = form_text(&visit->form, "reason")};
    enum result found = package_read(visit->context, visit->rest, &view);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(package_view_address(visit->context, &view, &address));
    page.cards = web_address_cards(visit, &(struct list){&package_address_record, &address, 1});
    TRY(web_package_contents(visit, &view, &page.contents));
    TRY(package_history(visit->context, &view, &page.history));
    TRY(package_printed(visit->context, &view, &page.printed));
    fill_mailing(visit, asked, &mailing);
    fill_acts(visit, &view, &page);
    return web_show(visit, DESK_PAGE_PACKAGE, status, &page);
}

enum result desk_package(struct visit *visit)
{
    return show(visit, 200, NULL);
}

enum result desk_package_again(struct visit *visit, int status)
{
    return show(visit, status, NULL);
}

static struct package_mailing typed(struct visit *visit)
{
    return (struct package_mailing){.typed = form_text(&visit->form, "express_number"), .carrier = form_text(&visit->form, "carrier"), .anyway = form_sent(&visit->form, "anyway"), .gone = form_sent(&visit->form, "gone")};
}

/* The word of the notice, which says so where no known carrier has such numbers. */
static const char *done_word(struct visit *visit, struct text act, const struct package_mailing *mailing)
{
    return text_printf(visit->context->arena, "package-%.*s%s", TEXT_ARG(act), mailing->unknown ? "-unknown" : "").bytes;
}

static enum result read_day(struct visit *visit, const char *field, struct day *day)
{
    struct text text = form_text(&visit->form, field);
    *day = NO_DAY;
    if (text_empty(text) || day_parse(text, day)) return RESULT_OK;
    return FIELD_FAIL(visit->context, field, "desk.day", N_("This is no day. Write it like 2026-02-13."));
}

enum result desk_package_act(struct visit *visit)
{
    struct context *context = visit->context;
    struct text act = form_text(&visit->form, "act"), reason = form_text(&visit->form, "reason"), number = visit->rest;
    struct package_mailing mailing = typed(visit);
    struct day day;
    enum result done;
    TRY(read_day(visit, text_is(act, "returned") ? "back_day" : "day", &day));
    if (text_is(act, "approved")) done = package_act_one(context, PACKAGE_APPROVE, number);
    else if (text_is(act, "packed")) done = package_act_one(context, PACKAGE_PACK, number);
    else if (text_is(act, "mailed")) done = package_mail(context, number, &mailing);
    else if (text_is(act, "renumbered")) done = package_renumber(context, number, &mailing);
    else if (text_is(act, "delivered")) done = package_deliver(context, number, day);
    else if (text_is(act, "returned")) done = package_return(context, number, day, reason);
    else if (text_is(act, "again")) done = package_send_again(context, number);
    else if (text_is(act, "unpacked")) done = package_unpack(context, number, reason);
    else if (text_is(act, "stopped")) done = package_stop(context, number, reason);
    else return web_absent(visit);
    TRY(done);
    if (done == RESULT_NONE) return web_absent(visit);
    if (mailing.doubtful) return show(visit, 200, &mailing);
    return web_go(visit, text_printf(context->arena, "/desk/packages/%.*s", TEXT_ARG(number)).bytes, done_word(visit, act, &mailing));
}

/* --- The scanner: first the package's number, then the express number --- */

/* A scanner or a hand may write small letters. */
static struct text scanned(struct visit *visit)
{
    struct text number = text_copy(visit->context->arena, form_text(&visit->form, "package"));
    for (size_t i = 0; i < number.length; i++)
        if (number.bytes[i] >= 'a' && number.bytes[i] <= 'z') ((char *)number.bytes)[i] = (char)(number.bytes[i] - 'a' + 'A');
    return number;
}

static enum result show_scan(struct visit *visit, int status, const struct package_mailing *asked)
{
    struct package_view *view = ARENA_NEW(visit->context->arena, struct package_view);
    struct desk_mailing mailing;
    struct desk_scan_page page = {.package = scanned(visit), .packages = {&package_view_record, view, 0}, .mailings = {&desk_mailing_record, &mailing, 1}};
    fill_mailing(visit, asked, &mailing);
    if (!text_empty(page.package)) {
        enum result found = package_read(visit->context, page.package, view);
        TRY(found);
        page.packages.count = found == RESULT_OK && view->packed;
    }
    return web_show(visit, DESK_PAGE_SCAN, status, &page);
}

enum result desk_scan(struct visit *visit)
{
    return show_scan(visit, 200, NULL);
}

enum result desk_scan_again(struct visit *visit, int status)
{
    return show_scan(visit, status, NULL);
}

static enum result not_to_be_mailed(struct visit *visit)
{
    return FIELD_FAIL(visit->context, "package", "desk.not_packed", N_("This is no package that is packed and waits to be mailed. Scan the number on its packing slip."));
}

enum result desk_scan_take(struct visit *visit)
{
    struct context *context = visit->context;
    struct text number = scanned(visit);
    struct package_view view;
    struct package_mailing mailing = typed(visit);
    if (text_empty(mailing.typed)) {
        enum result found = package_read(context, number, &view);
        TRY(found);
        if (found == RESULT_NONE || !view.packed) return not_to_be_mailed(visit);
        return show_scan(visit, 200, NULL);
    }
    enum result done = package_mail(context, number, &mailing);
    TRY(done);
    if (done == RESULT_NONE) return not_to_be_mailed(visit);
    if (mailing.doubtful) return show_scan(visit, 200, &mailing);
    return web_go(visit, "/desk/packages/scan", done_word(visit, TEXT("mailed"), &mailing));
}
