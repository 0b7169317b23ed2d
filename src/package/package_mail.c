/* An express number: typed, scanned or of a file (SPEC 8.3). A wrong check digit warns, an unknown format is allowed, several carriers are asked about. */
#include "audit/audit.h"
#include "outside/language.h"
#include "package/package_dispatch_store.h"
#include "package/package_staff.h"

/* Carriers use a number again, but not so soon. */
enum { NUMBER_DAYS = 365 };

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

enum result package_mail_look_at(struct context *context, struct package_mailing *mailing)
{
    struct carrier_match matches[CARRIER_MOST];
    const struct package_carrier *said = text_empty(mailing->carrier) ? NULL : package_carrier_find(text_lower(context->arena, mailing->carrier));
    mailing->mailed = mailing->held = false;
    mailing->number = mailing->carrier_name = mailing->others = mailing->why = TEXT("");
    if (!text_empty(mailing->carrier) && !said) return no_such_carrier(context, mailing->carrier);
    if (text_empty(text_trim(mailing->typed)))
        return FIELD_FAIL(context, "express_number", "package.express_number_missing", N_("The express number is missing. It stands below the barcode of the carrier's label."));
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

enum result package_mail_used_by_another(struct context *context, struct text other)
{
    return FIELD_FAIL(context, "express_number", "package.number_used", N_("Another person's package, {number}, has this express number. One of the two was scanned wrong: compare both with their labels."), "number",
                      text_string(context->arena, other));
}

static enum result check_unused(struct context *context, const struct package_room *room, const struct package_row *row, const struct package_mailing *mailing)
{
    struct text other;
    enum result used = package_store_number_used(context, mailing->number, row->account_id, (struct day){room->today.number - NUMBER_DAYS}, &other);
    TRY(used);
    return used == RESULT_NONE ? RESULT_OK : package_mail_used_by_another(context, other);
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

enum result package_mail_refuse(struct context *context, const struct package_row *row)
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

enum result package_mail_one(struct context *context, struct package_mailing *mailing, const struct package_room *room, struct package_row *row)
{
    struct text phone_end;
    if (row->state != PACKAGE_PACKED) return package_mail_refuse(context, row);
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
    return found == RESULT_OK ? package_mail_one(context, work->mailing, &room, &row) : found;
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
    TRY(package_mail_look_at(context, mailing));
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
