/* Express numbers: typed, scanned or uploaded (SPEC 8.3). A wrong check digit warns, an unknown format is allowed, several carriers are asked about. */
#include <string.h>

#include "audit/audit.h"
#include "outside/language.h"
#include "package/package_dispatch_store.h"
#include "package/package_lines.h"
#include "package/package_staff.h"

/* Carriers use a number again, but not so soon. */
/* Of a file's columns: a carrier's program adds its number behind those of the list that we send it (package_csv). */
enum { NUMBER_DAYS = 365, COLUMNS = 32 };

#define F(MEMBER) FIELD(struct package_number_row, MEMBER)
RECORD(package_number_row_record, struct package_number_row, F(line), F(package), F(number), F(carrier), F(mailed), F(unchanged), F(refused), F(warned), F(why));

/* --- One number --- */

static enum result no_such_carrier(struct context *context, struct text said)
{
    return FIELD_FAIL(context, "carrier", "package.carrier", N_("There is no carrier “{carrier}”. Choose one of the list, or none: it is found by the number."), "carrier",
                      text_string(context->arena, text_clipped(said, 60)));
}

/* A number with one wrong digit fits another carrier by chance, one time in ten. So where it has the form of a carrier with which the body mails, its wrong check digit is told too. */
static enum result could_be_mistyped(struct context *context, struct text carrier, bool *could)
{
    struct package_room room;
    TRY(package_room_of(context, &room));
    return package_store_carrier_used(context, carrier, (struct day){room.today.number - NUMBER_DAYS}, could);
}

/* Whose the number is, and whether its check digit is right; says what has to be asked first. */
static enum result look_at(struct context *context, struct package_mailing *mailing)
{
    struct carrier_match matches[CARRIER_MOST];
    const struct package_carrier *said = text_empty(mailing->carrier) ? NULL : package_carrier_find(text_lower(context->arena, mailing->carrier));
    mailing->mailed = mailing->held = false;
    mailing->number = mailing->carrier_name = mailing->others = mailing->why = TEXT("");
    if (!text_empty(mailing->carrier) && !said) return no_such_carrier(context, mailing->carrier);
    bool express = package_carrier_number(context->arena, mailing->typed, &mailing->number);
    if (package_is_number(mailing->number)) /* which may have no digit */
        return FIELD_FAIL(context, "express_number", "package.package_number", N_("This is the number of a package, not the carrier's. Scan the number on the carrier's label."));
    if (!express) return FIELD_FAIL(context, "express_number", "package.express_number", N_("This is no express number. It has letters and digits only, as it stands below the barcode."));
    size_t count = package_carrier_detect(context->arena, mailing->number, matches), good = 0, doubtful = 0, others = 0;
    struct package_carrier *carriers = ARENA_ARRAY(context->arena, CARRIER_MOST, struct package_carrier);
    bool wrong = false;
    if (said) carriers[0] = *said;
    for (size_t i = 0; i < count; i++) {
        if (said && !text_equal(matches[i].carrier->code, said->code)) {
            if (matches[i].state == CARRIER_WRONG) continue;
            carriers[++others] = *matches[i].carrier;
            mailing->others = text_printf(context->arena, "%.*s%s%.*s", TEXT_ARG(mailing->others), others > 1 ? language_text(context->languages, context->language, N_(", ")) : "",
                                          TEXT_ARG(package_carrier_name(matches[i].carrier, context->language)));
            continue;
        }
        if (matches[i].state != CARRIER_WRONG) {
            carriers[good++] = *matches[i].carrier;
            continue;
        }
        bool could = false;
        wrong = true;
        if (!said && good) TRY(could_be_mistyped(context, matches[i].carrier->code, &could)); /* the best come first */
        if (could) carriers[good + doubtful++] = *matches[i].carrier;
    }
    mailing->carriers = (struct list){&package_carrier_record, carriers, others ? others + 1 : good + doubtful};
    mailing->ask = !said && good + doubtful > 1;
    mailing->wrong_digit = !good && wrong && !mailing->anyway;
    mailing->other_form = said && !good && !wrong && !mailing->anyway;
    mailing->doubtful = mailing->ask || mailing->wrong_digit || mailing->other_form;
    mailing->unknown = !said && !good && !wrong;
    if (!said && good == 1 && !doubtful) said = package_carrier_find(carriers[0].code);
    /* With a wrong check digit the carrier is still the one whose form the number has. */
    for (size_t i = 0; !said && wrong && !good && i < count; i++) said = matches[i].carrier;
    mailing->carrier = said ? said->code : TEXT("");
    if (said) mailing->carrier_name = package_carrier_name(said, context->language);
    return RESULT_OK;
}

static enum result used_by_another(struct context *context, struct text other)
{
    return FIELD_FAIL(context, "express_number", "package.number_used", N_("Another person's package, {number}, has this express number. One of the two was scanned wrong: compare both with their labels."), "number",
                      text_string(context->arena, other));
}

static enum result check_unused(struct context *context, const struct package_room *room, const struct package_row *row, const struct package_mailing *mailing)
{
    struct text other;
    enum result used = package_store_number_used(context, mailing->number, row->account_id, (struct day){room->today.number - NUMBER_DAYS}, &other);
    TRY(used);
    return used == RESULT_NONE ? RESULT_OK : used_by_another(context, other);
}

/* What came back with a number goes out with another; the old one is on the slip still. */
static enum result check_new(struct context *context, const struct package_row *row, int64_t ordinal, const struct package_mailing *mailing)
{
    bool before;
    TRY(package_store_number_before(context, row->id, ordinal, mailing->number, &before));
    if (!before) return RESULT_OK;
    return FIELD_FAIL(context, "express_number", "package.number_before", N_("Package {number} was sent with this express number before. Scan the number on its new label."), "number",
                      text_string(context->arena, row->number));
}

/* Why it cannot be mailed as it stands, and what to do. */
static enum result refuse_mailing(struct context *context, const struct package_row *row)
{
    const char *number = text_string(context->arena, row->number);
    switch (row->state) {
    case PACKAGE_APPLIED: return context_fail(context, RESULT_REFUSED, "package.mail_applied", N_("Package {number} is not approved yet. Approve and pack it first."), "number", number);
    case PACKAGE_APPROVED: return context_fail(context, RESULT_REFUSED, "package.mail_approved", N_("Package {number} is not packed yet. Pack it first."), "number", number);
    case PACKAGE_MAILED:
        return context_fail(context, RESULT_REFUSED, "package.mail_mailed", N_("Package {number} was mailed already. If its express number is wrong, correct it on the package's page."), "number", number);
    case PACKAGE_DELIVERED:
        return context_fail(context, RESULT_REFUSED, "package.mail_delivered", N_("Package {number} is delivered already. Compare the number with the packing slip."), "number", number);
    case PACKAGE_RETURNED:
        return context_fail(context, RESULT_REFUSED, "package.mail_returned", N_("Package {number} came back. Decide on its page to send it once more, and pack it again."), "number", number);
    default: return context_fail(context, RESULT_REFUSED, "package.mail_cancelled", N_("Package {number} is cancelled. Do not send it: take the certificate out."), "number", number);
    }
}

struct mailing_work {
    struct text number;
    struct package_mailing *mailing;
};

/* For the journal, which each reads in his own language (package_history). */
static struct text in_words(struct context *context, const struct package_mailing *mailing)
{
    const struct package_carrier *carrier = package_carrier_find(mailing->carrier);
    const char *gone = mailing->held ? PACKAGE_GONE : "";
    return carrier ? text_printf(context->arena, "%s%.*s %.*s", gone, TEXT_ARG(carrier->name), TEXT_ARG(mailing->number)) : text_printf(context->arena, "%s%.*s", gone, TEXT_ARG(mailing->number));
}

/* What lies in the package is the certificate as it was when it was packed. */
static enum result check_revision(struct context *context, const struct package_row *row)
{
    if (row->revision == row->now_revision) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "package.superseded",
                        N_("The certificate in package {number} was revised after packing, its name or its dates. Unpack the package, and print the certificate again."), "number", text_string(context->arena, row->number));
}

/* What may not be sent may have left before: nobody calls it back, and whoever has its number says so. */
static enum result check_held(struct context *context, const struct package_row *row, struct package_mailing *mailing)
{
    enum result checked = package_check_certificate(context, row);
    if (checked == RESULT_OK) checked = check_revision(context, row);
    mailing->held = checked == RESULT_REFUSED;
    if (!mailing->held || !mailing->gone) return checked;
    error_clear(&context->error);
    return RESULT_OK;
}

/* The last four digits of the phone on the label, which carriers ask for. */
static enum result end_of_phone(struct context *context, const struct package_row *row, struct text *end)
{
    enum { DIGITS = 4 };
    struct package_address address;
    *end = TEXT("");
    TRY(package_address_copied(context, row->address, &address));
    if (address.phone.length > DIGITS) *end = (struct text){address.phone.bytes + address.phone.length - DIGITS, DIGITS};
    return RESULT_OK;
}

/* The letter with the number; not to an applicant whose certificate is another's now. */
static enum result tell_mailed(struct context *context, const struct package_room *room, const struct package_row *row)
{
    return row->now_account == row->account_id ? package_letter(context, room, "package-mailed", row) : RESULT_OK;
}

static enum result mail_one(struct context *context, struct mailing_work *work, const struct package_room *room, struct package_row *row)
{
    struct package_mailing *mailing = work->mailing;
    struct text phone_end;
    if (row->state != PACKAGE_PACKED) return refuse_mailing(context, row);
    TRY(check_unused(context, room, row, mailing));
    row->dispatches++;
    TRY(check_new(context, row, row->dispatches, mailing));
    TRY(check_held(context, row, mailing)); /* last: it alone can be confirmed */
    TRY(package_act(context, room, row, PACKAGE_MAIL, in_words(context, mailing)));
    if (mailing->held) TRY(audit_write(context, "package.gone", "package", row->id, TEXT("")));
    TRY(end_of_phone(context, row, &phone_end));
    TRY(package_store_add_dispatch(context, row, text_string(context->arena, mailing->carrier), mailing->number, phone_end, room->today));
    TRY(tell_mailed(context, room, row));
    mailing->mailed = true;
    return package_event_catch_up(context, room, row, mailing->carrier, mailing->number);
}

static enum result mail(struct context *context, void *data)
{
    struct mailing_work *work = data;
    struct package_room room;
    struct package_row row;
    TRY(package_store_lock_number(context, work->mailing->number));
    enum result found = package_take(context, work->number, &room, &row);
    return found == RESULT_OK ? mail_one(context, work, &room, &row) : found;
}

static enum result renumber(struct context *context, void *data)
{
    struct mailing_work *work = data;
    struct package_room room;
    struct package_row row;
    TRY(package_store_lock_number(context, work->mailing->number));
    enum result found = package_take(context, work->number, &room, &row);
    if (found != RESULT_OK) return found;
    TRY(check_unused(context, &room, &row, work->mailing));
    TRY(check_new(context, &row, row.dispatches, work->mailing));
    TRY(package_act(context, &room, &row, PACKAGE_RENUMBER, in_words(context, work->mailing)));
    TRY(package_store_renumber(context, &row, text_string(context->arena, work->mailing->carrier), work->mailing->number));
    TRY(tell_mailed(context, &room, &row));
    work->mailing->mailed = true;
    return package_event_catch_up(context, &room, &row, work->mailing->carrier, work->mailing->number);
}

/* Only to be confirmed: it is no refusal to whoever can ask. */
static enum result ask_whether_gone(struct context *context, struct package_mailing *mailing)
{
    mailing->doubtful = true;
    mailing->why = language_error(context->languages, context->language, context->arena, &context->error);
    error_clear(&context->error);
    return RESULT_OK;
}

static enum result number_it(struct context *context, struct text number, struct package_mailing *mailing, database_act *act)
{
    struct mailing_work work = {.number = number, .mailing = mailing};
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(look_at(context, mailing));
    if (mailing->doubtful) return RESULT_OK;
    enum result done = database_transaction(context, act, &work);
    mailing->mailed = done == RESULT_OK;
    return done == RESULT_REFUSED && mailing->held && !mailing->gone ? ask_whether_gone(context, mailing) : done;
}

enum result package_mail(struct context *context, struct text number, struct package_mailing *mailing)
{
    return number_it(context, number, mailing, mail);
}

enum result package_renumber(struct context *context, struct text number, struct package_mailing *mailing)
{
    return number_it(context, number, mailing, renumber);
}

/* --- A file of them --- */

static enum result no_file(struct context *context)
{
    return FIELD_FAIL(context, "file", "package.file", N_("This is no file of express numbers. Each row has a package's number and an express number, with a comma between."));
}

/* Has the first row headings? A package's number begins with P and has three groups. */
static bool is_heading(struct text package)
{
    return !(package.length == 14 && package.bytes[0] == 'P' && package.bytes[4] == '-' && package.bytes[9] == '-');
}

/* Where a file has what: by the words of its headings, in English or the reader's language; where they name neither number: package, express number and carrier in this order. */
struct places {
    int package, number, carrier;
};

static bool is_called(struct context *context, struct text heading, const char *english)
{
    return text_equal_ignoring_case(heading, text_of(english)) || text_equal_ignoring_case(heading, text_of(language_text(context->languages, context->language, english)));
}

/* Who names one of the two has not the other where it would be looked for: a recipient's name is no express number. */
static enum result places_of(struct context *context, const struct text *headings, struct places *places)
{
    struct places named = {-1, -1, -1};
    for (int i = COLUMNS; i-- > 0;) {
        if (is_called(context, headings[i], N_("Package")) || is_called(context, headings[i], N_("Package number"))) named.package = i;
        else if (is_called(context, headings[i], N_("Number")) || is_called(context, headings[i], N_("Express number"))) named.number = i;
        else if (is_called(context, headings[i], N_("Carrier"))) named.carrier = i;
    }
    if (named.package < 0 && named.number < 0) return RESULT_OK;
    *places = named;
    if (named.number < 0)
        return FIELD_FAIL(context, "file", "package.file_number", N_("The headings of this file name the package, but not the express number. Call that column “Express number” or “Number”."));
    if (named.package < 0)
        return FIELD_FAIL(context, "file", "package.file_package", N_("The headings of this file name the express number, but not the package. Call that column “Package” or “Package number”."));
    return RESULT_OK;
}

static enum result read_file(struct context *context, struct text file, struct package_number_row *rows, struct text *carriers, size_t *count)
{
    struct package_lines lines;
    struct text columns[COLUMNS];
    struct places places = {0, 1, 2};
    bool first = true;
    *count = 0;
    if (!package_lines_begin(&lines, file)) return no_file(context);
    while (package_lines_next(&lines, columns, COLUMNS)) {
        bool headings = first && is_heading(columns[0]);
        first = false;
        if (headings) {
            TRY(places_of(context, columns, &places));
            continue;
        }
        if (*count == PACKAGE_FILE_ROWS) return FIELD_FAIL(context, "file", "package.file_rows", N_("This file has more than 5,000 rows. Send it in pieces."));
        carriers[*count] = places.carrier < 0 ? TEXT("") : columns[places.carrier];
        rows[(*count)++] = (struct package_number_row){.line = lines.number, .package = columns[places.package], .number = columns[places.number], .carrier = TEXT(""), .why = TEXT("")};
    }
    return *count ? RESULT_OK : no_file(context);
}

/* What a row of a trial run would have mailed, for the rows after it. */
struct tried {
    int64_t id, account;
    struct text package;
    char number[EXPRESS_NUMBER_LONGEST + 1];
};

struct filing {
    struct package_number_row *row;
    struct package_mailing mailing;
    bool dry_run;
    struct tried *tried;
    size_t tried_count;
};

/* Of a trial run nothing is left in the store: what the rows before this one would have written is looked up here and in see_rows_before. */
static void see_package_before(struct filing *filing, struct package_row *row)
{
    for (size_t i = 0; i < filing->tried_count; i++) {
        if (filing->tried[i].id != row->id) continue;
        row->state = PACKAGE_MAILED;
        filing->row->unchanged |= text_is(filing->mailing.number, filing->tried[i].number);
    }
}

static enum result see_rows_before(struct context *context, struct filing *filing, struct package_row *row)
{
    see_package_before(filing, row);
    for (size_t i = 0; i < filing->tried_count; i++) {
        const struct tried *before = &filing->tried[i];
        if (before->account != row->account_id && text_is(filing->mailing.number, before->number)) return used_by_another(context, before->package);
    }
    struct tried *this = &filing->tried[filing->tried_count];
    *this = (struct tried){.id = row->id, .account = row->account_id, .package = filing->row->package};
    memcpy(this->number, filing->mailing.number.bytes, filing->mailing.number.length);
    return RESULT_OK;
}

/* The package of a row. Mailed already with this very number, now or before it came back, is no mistake, the file was sent twice. */
static enum result take_filed(struct context *context, struct filing *filing, struct package_room *room, struct package_row *row)
{
    enum result found = package_take(context, filing->row->package, room, row);
    TRY(found);
    if (found == RESULT_NONE) return package_no_such(context);
    return package_store_number_before(context, row->id, row->dispatches + 1, filing->mailing.number, &filing->row->unchanged);
}

/* Of a row whose number is doubtful: another number would not help a package that cannot be mailed. */
static enum result file_doubtful(struct context *context, void *data)
{
    struct filing *filing = data;
    struct package_room room;
    struct package_row row;
    TRY(take_filed(context, filing, &room, &row));
    see_package_before(filing, &row);
    return filing->row->unchanged || package_rules_after((enum package_state)row.state, PACKAGE_MAIL, false) ? RESULT_OK : refuse_mailing(context, &row);
}

static enum result file_one(struct context *context, void *data)
{
    struct filing *filing = data;
    struct mailing_work work = {.number = filing->row->package, .mailing = &filing->mailing};
    struct package_room room;
    struct package_row row;
    TRY(package_store_lock_number(context, filing->mailing.number));
    TRY(take_filed(context, filing, &room, &row));
    if (filing->row->unchanged) return RESULT_OK;
    if (filing->dry_run) TRY(see_rows_before(context, filing, &row));
    return filing->row->unchanged ? RESULT_OK : mail_one(context, &work, &room, &row);
}

/* Of a trial run everything is undone; a transaction that is refused leaves nothing. */
static enum result file_step(struct context *context, void *data)
{
    struct filing *filing = data;
    TRY(file_one(context, filing));
    return filing->dry_run ? context_fail(context, RESULT_REFUSED, "package.dry_run", N_("Nothing was written: it was a trial run.")) : RESULT_OK;
}

static void tell(struct context *context, const struct filing *filing, enum result result)
{
    struct package_number_row *row = filing->row;
    bool tried = filing->dry_run && result == RESULT_REFUSED && strcmp(context->error.code, "package.dry_run") == 0;
    row->refused = result == RESULT_REFUSED && !tried;
    row->mailed = !row->refused && !row->unchanged;
    if (row->refused) row->why = language_error(context->languages, context->language, context->arena, &context->error);
    if (row->refused && filing->mailing.held && !filing->mailing.gone)
        row->why = text_printf(context->arena, "%.*s %s", TEXT_ARG(row->why), language_text(context->languages, context->language, N_("If it has left already, send the file again and take what has left, too.")));
    error_clear(&context->error);
}

static enum result ask_first(struct context *context, const struct package_mailing *mailing)
{
    if (mailing->ask)
        return context_fail(context, RESULT_REFUSED, "package.carriers_several", N_("Several carriers have such numbers. Write the carrier into the third column: sf, s10, dhl, ups or fedex."));
    if (mailing->wrong_digit)
        return context_fail(context, RESULT_REFUSED, "package.check_digit", N_("The check digit is wrong: the number was probably mistyped. If it is right all the same, send the file again and take such numbers, too."));
    if (mailing->other_form && text_empty(mailing->others))
        return context_fail(context, RESULT_REFUSED, "package.no_form", N_("This number does not have the form of those of {carrier}. If it is right all the same, send the file again and take such numbers, too."), "carrier",
                            text_string(context->arena, mailing->carrier_name));
    if (mailing->other_form)
        return context_fail(context, RESULT_REFUSED, "package.other_form", N_("This number has the form of those of {others}, not of {carrier}. If it is right all the same, send the file again and take such numbers, too."),
                            "others", text_string(context->arena, mailing->others), "carrier", text_string(context->arena, mailing->carrier_name));
    return RESULT_OK;
}

/* What is wrong with the number is told where nothing is wrong with the package. */
static enum result refuse_number(struct context *context, struct filing *filing)
{
    struct error doubt = context->error;
    error_clear(&context->error);
    TRY(database_transaction(context, file_doubtful, filing));
    if (filing->row->unchanged) return RESULT_OK;
    context->error = doubt;
    return doubt.result;
}

enum result package_mail_file(struct context *context, struct text file, bool anyway, bool gone, bool dry_run, struct list *list)
{
    struct package_number_row *rows = ARENA_ARRAY(context->arena, PACKAGE_FILE_ROWS, struct package_number_row);
    struct text *carriers = ARENA_ARRAY(context->arena, PACKAGE_FILE_ROWS, struct text);
    size_t count;
    struct tried *tried = dry_run ? ARENA_ARRAY(context->arena, PACKAGE_FILE_ROWS, struct tried) : NULL;
    size_t tried_count = 0;
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(read_file(context, file, rows, carriers, &count));
    context->once.key = TEXT(""); /* each row is a transaction; the same file again changes nothing, and is told anew */
    for (size_t i = 0; i < count; i++) {
        struct filing filing = {.row = &rows[i], .mailing = {.typed = rows[i].number, .number = TEXT(""), .carrier = carriers[i], .anyway = anyway, .gone = gone}, .dry_run = dry_run, .tried = tried, .tried_count = tried_count};
        struct arena_mark mark = arena_mark(context->arena);
        enum result result = look_at(context, &filing.mailing);
        if (result == RESULT_OK) result = ask_first(context, &filing.mailing);
        if (result == RESULT_OK) result = database_transaction(context, file_step, &filing);
        else if (result == RESULT_REFUSED) result = refuse_number(context, &filing);
        if (result != RESULT_REFUSED) TRY(result);
        tell(context, &filing, result);
        if (rows[i].refused) continue;
        if (dry_run && rows[i].mailed) tried_count++;
        rows[i].warned = filing.mailing.unknown;
        const struct package_carrier *carrier = package_carrier_find(filing.mailing.carrier);
        arena_rewind(context->arena, mark);
        if (carrier) rows[i].carrier = package_carrier_name(carrier, context->language);
    }
    *list = (struct list){&package_number_row_record, rows, count};
    return RESULT_OK;
}
