#include "package/package_dispatch.h"

#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "award/award.h"
#include "package/package_dispatch_store.h"
#include "package/package_staff.h"

/* --- The work list --- */

static const char *const show_words[PACKAGE_SHOWS] = {"waiting", "applied", "approved", "packed", "superseded", "overdue", "mailed", "returned"};

const char *package_show_word(enum package_show show)
{
    return show_words[show];
}

bool package_show_of(struct text word, enum package_show *show)
{
    for (int i = 0; i < PACKAGE_SHOWS; i++)
        if (text_is(word, show_words[i])) return *show = (enum package_show)i, true;
    return false;
}

enum result package_list(struct context *context, enum package_show show, size_t maximum, struct list *packages)
{
    static const int32_t states[PACKAGE_SHOWS] = {[PACKAGE_SHOW_APPLIED] = PACKAGE_APPLIED, [PACKAGE_SHOW_APPROVED] = PACKAGE_APPROVED, [PACKAGE_SHOW_PACKED] = PACKAGE_PACKED,
                                                  [PACKAGE_SHOW_MAILED] = PACKAGE_MAILED,   [PACKAGE_SHOW_RETURNED] = PACKAGE_RETURNED};
    struct package_room room;
    TRY(audit_may(context, MAY_READ_PACKAGES));
    TRY(package_room_of(context, &room));
    if (show == PACKAGE_SHOW_MAILED || show == PACKAGE_SHOW_RETURNED) TRY(package_store_later(context, states[show], maximum, packages));
    else if (show == PACKAGE_SHOW_SUPERSEDED) TRY(package_store_superseded(context, maximum, packages));
    else TRY(package_store_waiting(context, states[show], show == PACKAGE_SHOW_OVERDUE ? room.today : NO_DAY, maximum, packages));
    for (size_t i = 0; i < packages->count; i++) package_complete(context, &room, (struct package_view *)packages->items + i);
    return RESULT_OK;
}

enum result package_list_account(struct context *context, int64_t account, size_t maximum, struct list *packages)
{
    struct package_room room;
    TRY(audit_may(context, MAY_READ_PACKAGES));
    TRY(package_store_own(context, account, maximum, packages));
    if (!packages->count) return RESULT_OK;
    TRY(package_room_of(context, &room));
    for (size_t i = 0; i < packages->count; i++) package_complete(context, &room, (struct package_view *)packages->items + i);
    return RESULT_OK;
}

enum result package_counts(struct context *context, struct package_counts *counts)
{
    struct package_room room;
    TRY(audit_may(context, MAY_READ_PACKAGES));
    TRY(package_room_of(context, &room));
    TRY(package_store_counts(context, room.today, counts));
    counts->oldest = day_is(counts->since) ? calendar_midnight(room.catalogue->calendar, counts->since) : NO_INSTANT;
    counts->oldest_returned = day_is(counts->returned_since) ? calendar_midnight(room.catalogue->calendar, counts->returned_since) : NO_INSTANT;
    return RESULT_OK;
}

/* --- What the files of the staff's side share --- */

enum result package_take(struct context *context, struct text number, struct package_room *room, struct package_row *row)
{
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(package_room_of(context, room));
    return package_store_take(context, number, 0, row);
}

/* What was earned may expire while it waits; what is taken away is not sent, nor what may be before the parcel arrives. */
static enum result check_certificate(struct context *context, struct text package, int64_t certificate, bool holder_changed, bool stopped)
{
    const char *number = text_string(context->arena, package);
    struct text dispute;
    bool objected;
    if (holder_changed)
        return context_fail(context, RESULT_REFUSED, "package.holder_changed",
                            N_("The certificate of package {number} is in another account now. Cancel the package; the holder can apply for it."), "number", number);
    if (stopped)
        return context_fail(context, RESULT_REFUSED, "package.certificate_stopped",
                            N_("The certificate of package {number} is not valid now. Wait until it is again, or cancel the package."), "number", number);
    TRY(unbinding_case_holding(context, certificate, &dispute, &objected));
    if (text_empty(dispute)) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "package.disputed",
                        N_("For package {number} nothing is sent now: an exam record on which its certificate rests may leave the account. It goes on when case {case} has ended, if the record stays."), "number", number,
                        "case", text_string(context->arena, dispute));
}

bool package_valid(const struct package_row *row)
{
    return row->now_state == CERTIFICATE_ISSUED || row->now_state == CERTIFICATE_EXPIRED;
}

enum result package_check_certificate(struct context *context, const struct package_row *row)
{
    return check_certificate(context, row->number, row->certificate_id, row->now_account != row->account_id, !package_valid(row));
}

enum result package_check_view(struct context *context, const struct package_view *view)
{
    return check_certificate(context, view->number, view->certificate_id, view->holder_changed, view->stopped);
}

enum result package_no_such(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "package.none", N_("There is no such package. Compare the number with the packing slip."));
}

/* --- What comes after --- */

struct ending {
    struct text number, reason;
    struct day day;
    enum package_act act;
};

/* The day that was said, or today: not before it was mailed, and no day to come. */
static enum result check_day(struct context *context, const struct package_room *room, const struct package_view *view, const char *field, struct day *day)
{
    if (!day_is(*day)) *day = room->today;
    if (day->number <= room->today.number && day->number >= view->mailed_day.number) return RESULT_OK;
    return FIELD_FAIL(context, field, "package.day", N_("This day cannot be: it lies before the package was mailed, or has not come yet."));
}

static enum result end(struct context *context, void *data)
{
    struct ending *ending = data;
    struct package_room room;
    struct package_row row;
    struct package_view view;
    struct day day = ending->day;
    enum result found = package_take(context, ending->number, &room, &row);
    if (found != RESULT_OK) return found;
    bool returned = ending->act == PACKAGE_RETURN;
    row.reason = returned ? ending->reason : TEXT("");
    TRY(package_act(context, &room, &row, ending->act, ending->reason));
    TRY(package_store_read(context, row.number, 0, &view));
    TRY(check_day(context, &room, &view, returned ? "back_day" : "day", &day));
    TRY(package_store_end_dispatch(context, &row, returned ? NO_DAY : day, returned ? day : NO_DAY));
    return package_letter(context, &room, returned ? "package-returned" : "package-delivered", &row);
}

enum result package_deliver(struct context *context, struct text number, struct day day)
{
    struct ending ending = {.number = number, .reason = TEXT(""), .day = day, .act = PACKAGE_DELIVER};
    return database_transaction(context, end, &ending);
}

/* Words of staff or of a carrier, for the applicant to read. */
static enum result check_words(struct context *context, struct text *words, bool needed)
{
    enum { WORDS_LIMIT = 500 };
    *words = text_trim(*words);
    if (needed && text_empty(*words)) return FIELD_FAIL(context, "reason", "package.reason", N_("Give the reason: the applicant reads it."));
    if (text_characters(*words) > WORDS_LIMIT) return FIELD_FAIL(context, "reason", "package.reason_long", N_("This is too long. Say it in at most 500 characters."));
    return RESULT_OK;
}

enum result package_return(struct context *context, struct text number, struct day day, struct text reason)
{
    struct ending ending = {.number = number, .reason = reason, .day = day, .act = PACKAGE_RETURN};
    TRY(check_words(context, &ending.reason, false));
    return database_transaction(context, end, &ending);
}

/* The certificate would be printed twice (8.4). */
static enum result check_not_replaced(struct context *context, const struct package_row *row)
{
    struct package_view view;
    const char *number = text_string(context->arena, row->number);
    TRY(package_store_read(context, row->number, 0, &view));
    if (view.replaced)
        return context_fail(context, RESULT_REFUSED, "package.has_replacement", N_("Package {number} was replaced by {other}: it is not sent again. Cancel it."), "number", number, "other",
                            text_string(context->arena, view.replaced_by));
    if (!text_empty(view.replacement_case))
        return context_fail(context, RESULT_REFUSED, "package.replacement_open", N_("A replacement of package {number} is asked for. Decide case {case} first."), "number", number, "case",
                            text_string(context->arena, view.replacement_case));
    return RESULT_OK;
}

static enum result send_again(struct context *context, void *data)
{
    struct ending *ending = data;
    struct package_room room;
    struct package_row row;
    TRY(package_store_lock_siblings(context, ending->number));
    enum result found = package_take(context, ending->number, &room, &row);
    if (found != RESULT_OK) return found;
    TRY(package_check_certificate(context, &row));
    TRY(check_not_replaced(context, &row));
    row.reason = TEXT("");
    if (!day_is(row.again_day)) package_promise_from(&room, &row, room.today);
    TRY(package_act(context, &room, &row, PACKAGE_SEND_AGAIN, TEXT("")));
    return package_letter(context, &room, "package-approved", &row);
}

enum result package_send_again(struct context *context, struct text number)
{
    struct ending ending = {.number = number};
    return database_transaction(context, send_again, &ending);
}

/* Unpacked again, or cancelled: a reason is given. */
static enum result take_back(struct context *context, void *data)
{
    struct ending *ending = data;
    struct package_room room;
    struct package_row row;
    enum result found = package_take(context, ending->number, &room, &row);
    if (found != RESULT_OK) return found;
    row.reason = ending->reason;
    TRY(package_act(context, &room, &row, ending->act, ending->reason));
    return package_letter(context, &room, ending->act == PACKAGE_UNPACK ? "package-unpacked" : "package-cancelled", &row);
}

enum result package_unpack(struct context *context, struct text number, struct text reason)
{
    struct ending ending = {.number = number, .reason = reason, .act = PACKAGE_UNPACK};
    TRY(check_words(context, &ending.reason, true));
    return database_transaction(context, take_back, &ending);
}

enum result package_stop(struct context *context, struct text number, struct text reason)
{
    struct ending ending = {.number = number, .reason = reason, .act = PACKAGE_CANCEL};
    TRY(check_words(context, &ending.reason, true));
    return database_transaction(context, take_back, &ending);
}
