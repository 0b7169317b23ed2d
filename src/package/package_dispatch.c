#include "package/package_dispatch.h"

#include "audit/audit.h"
#include "award/award.h"
#include "outside/language.h"
#include "package/package_dispatch_store.h"
#include "package/package_staff.h"

/* So many are done in one transaction. */
enum { STEP = 50, NUMBER_LIMIT = 30 };

#define F(MEMBER) FIELD(struct package_refusal, MEMBER)
RECORD(package_refusal_record, struct package_refusal, F(number), F(why));

/* --- The work list --- */

static const char *const show_words[PACKAGE_SHOWS] = {"waiting", "applied", "approved", "packed", "overdue", "mailed", "returned"};

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
    return package_store_counts(context, room.today, counts);
}

/* --- What the files of the staff's side share --- */

enum result package_take(struct context *context, struct text number, struct package_room *room, struct package_row *row)
{
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(package_room_of(context, room));
    return package_store_take(context, number, 0, row);
}

/* What was earned may expire while it waits; what is taken away is not sent. */
static enum result check_certificate(struct context *context, struct text package, bool holder_changed, bool stopped)
{
    const char *number = text_string(context->arena, package);
    if (holder_changed)
        return context_fail(context, RESULT_REFUSED, "package.holder_changed",
                            N_("The certificate of package {number} is in another account now. Cancel the package; the holder can apply for it."), "number", number);
    if (stopped)
        return context_fail(context, RESULT_REFUSED, "package.certificate_stopped",
                            N_("The certificate of package {number} is not valid now. Wait until it is again, or cancel the package."), "number", number);
    return RESULT_OK;
}

enum result package_check_certificate(struct context *context, const struct package_row *row)
{
    return check_certificate(context, row->number, row->now_account != row->account_id, row->now_state != CERTIFICATE_ISSUED && row->now_state != CERTIFICATE_EXPIRED);
}

enum result package_check_view(struct context *context, const struct package_view *view)
{
    return check_certificate(context, view->number, view->holder_changed, view->stopped);
}

enum result package_no_such(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "package.none", N_("There is no such package."));
}

struct package_outcome package_outcome_new(struct arena *arena)
{
    return (struct package_outcome){.refusals = {&package_refusal_record, ARENA_ARRAY(arena, PACKAGE_REFUSALS, struct package_refusal), 0}};
}

void package_outcome_refuse(struct context *context, struct package_outcome *outcome, struct text number)
{
    struct package_refusal *refusals = (struct package_refusal *)outcome->refusals.items;
    if (outcome->refused++ < PACKAGE_REFUSALS)
        refusals[outcome->refusals.count++] = (struct package_refusal){number, language_error(context->languages, context->language, context->arena, &context->error)};
    error_clear(&context->error);
}

/* --- One or many --- */

struct many {
    enum package_act act;
    struct text *numbers;
    size_t count, begin, next, end;
    bool printed; /* packs what was printed alone */
    struct package_outcome before, outcome; /* before: what the steps that are committed have done */
    struct package_room room;
};

static enum result do_one(struct context *context, void *data)
{
    struct many *many = data;
    struct package_row row;
    enum result found = package_store_take(context, many->numbers[many->next], 0, &row);
    if (found != RESULT_OK) return found;
    TRY(package_check_certificate(context, &row));
    if (many->act == PACKAGE_PACK) {
        TRY(package_printed_check(context, &row, many->printed));
        row.revision = row.now_revision;
        row.name_latin = row.now_latin;
        row.name_native = row.now_native;
    }
    TRY(package_act(context, &many->room, &row, many->act, TEXT("")));
    return package_letter(context, &many->room, many->act == PACKAGE_PACK ? "package-packed" : "package-approved", &row);
}

static enum result do_step(struct context *context, void *data)
{
    struct many *many = data;
    many->outcome = many->before;
    TRY(package_room_of(context, &many->room));
    for (many->next = many->begin; many->next < many->end; many->next++) {
        enum result done = database_attempt(context, do_one, many);
        if (done == RESULT_NONE) done = package_no_such(context);
        if (done == RESULT_REFUSED) package_outcome_refuse(context, &many->outcome, many->numbers[many->next]);
        else TRY(done);
        many->outcome.done += done == RESULT_OK;
    }
    return RESULT_OK;
}

static enum result find_numbers(struct context *context, struct many *many, struct text numbers, int64_t up_to)
{
    many->numbers = ARENA_ARRAY(context->arena, PACKAGE_MANY + 1, struct text);
    many->printed = text_empty(numbers);
    if (text_empty(numbers)) {
        struct list rows;
        TRY(package_store_in_state_up_to(context, many->act == PACKAGE_PACK ? PACKAGE_APPROVED : PACKAGE_APPLIED, up_to, PACKAGE_MANY + 1, &rows));
        for (size_t i = 0; i < rows.count; i++) many->numbers[many->count++] = ((const struct package_row *)rows.items)[i].number;
    } else {
        struct text one;
        while (text_split(&numbers, ' ', &one) && many->count <= PACKAGE_MANY)
            if (!text_empty(one)) many->numbers[many->count++] = text_clipped(one, NUMBER_LIMIT);
    }
    many->before.more = many->count > PACKAGE_MANY;
    if (many->before.more) many->count = PACKAGE_MANY;
    return RESULT_OK;
}

static enum result do_many(struct context *context, enum package_act act, struct text numbers, int64_t up_to, struct package_outcome *outcome)
{
    struct many many = {.act = act, .before = package_outcome_new(context->arena)};
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(find_numbers(context, &many, numbers, up_to));
    /* Each step is a transaction of its own; what is done already is refused by the package's state, so the form's key has nothing to keep. */
    context->once.key = TEXT("");
    while (many.end < many.count) {
        many.end = many.end + STEP < many.count ? many.end + STEP : many.count;
        struct arena_mark mark = arena_mark(context->arena);
        TRY(database_transaction(context, do_step, &many));
        if (many.outcome.refused == many.before.refused) arena_rewind(context->arena, mark);
        many.before = many.outcome;
        many.begin = many.end;
    }
    *outcome = many.before;
    return RESULT_OK;
}

enum result package_act_many(struct context *context, enum package_act act, struct text numbers, struct package_outcome *outcome)
{
    return do_many(context, act, numbers, INT64_MAX, outcome);
}

enum result package_act_all(struct context *context, enum package_act act, int64_t up_to, struct package_outcome *outcome)
{
    return do_many(context, act, TEXT(""), up_to, outcome);
}

static enum result do_alone(struct context *context, void *data)
{
    struct many *many = data;
    TRY(package_room_of(context, &many->room));
    return do_one(context, many);
}

enum result package_act_one(struct context *context, enum package_act act, struct text number)
{
    struct many many = {.act = act, .numbers = &number, .count = 1};
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    return database_transaction(context, do_alone, &many);
}

/* --- What comes after --- */

struct ending {
    struct text number, reason;
    struct day day;
    enum package_act act;
};

/* The day that was said, or today: not before it was mailed, and no day to come. */
static enum result check_day(struct context *context, const struct package_room *room, const struct package_view *view, struct day *day)
{
    if (!day_is(*day)) *day = room->today;
    if (day->number <= room->today.number && day->number >= view->mailed_day.number) return RESULT_OK;
    return PACKAGE_FIELD_FAIL(context, "day", "package.day", N_("This day cannot be: it lies before the package was mailed, or has not come yet."));
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
    TRY(check_day(context, &room, &view, &day));
    TRY(package_store_end_dispatch(context, &row, returned ? NO_DAY : day, returned ? day : NO_DAY));
    return package_letter(context, &room, returned ? "package-returned" : "package-delivered", &row);
}

static enum result run(struct context *context, database_act *act, struct ending *ending)
{
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    return database_transaction(context, act, ending);
}

enum result package_deliver(struct context *context, struct text number, struct day day)
{
    struct ending ending = {.number = number, .reason = TEXT(""), .day = day, .act = PACKAGE_DELIVER};
    return run(context, end, &ending);
}

/* Words of staff or of a carrier, for the applicant to read. */
static enum result check_words(struct context *context, struct text *words, bool needed)
{
    enum { WORDS_LIMIT = 500 };
    *words = text_trim(*words);
    if (needed && text_empty(*words)) return PACKAGE_FIELD_FAIL(context, "reason", "package.reason", N_("Give the reason: the applicant reads it."));
    if (words->length > WORDS_LIMIT) return PACKAGE_FIELD_FAIL(context, "reason", "package.reason_long", N_("This is too long. Say it in at most 500 characters."));
    return RESULT_OK;
}

enum result package_return(struct context *context, struct text number, struct day day, struct text reason)
{
    struct ending ending = {.number = number, .reason = reason, .day = day, .act = PACKAGE_RETURN};
    TRY(check_words(context, &ending.reason, false));
    return run(context, end, &ending);
}

/* The certificate would be printed twice (8.4). */
static enum result check_not_replaced(struct context *context, const struct package_row *row)
{
    struct package_view view;
    const char *number = text_string(context->arena, row->number);
    TRY(package_store_read(context, row->number, 0, &view));
    if (!text_empty(view.replaced_by))
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
    enum result found = package_take(context, ending->number, &room, &row);
    if (found != RESULT_OK) return found;
    TRY(package_check_certificate(context, &row));
    TRY(check_not_replaced(context, &row));
    row.reason = TEXT("");
    package_promise_from(&room, &row, room.today);
    TRY(package_act(context, &room, &row, PACKAGE_SEND_AGAIN, TEXT("")));
    return package_letter(context, &room, "package-approved", &row);
}

enum result package_send_again(struct context *context, struct text number)
{
    struct ending ending = {.number = number};
    return run(context, send_again, &ending);
}

static enum result stop(struct context *context, void *data)
{
    struct ending *ending = data;
    struct package_room room;
    struct package_row row;
    enum result found = package_take(context, ending->number, &room, &row);
    if (found != RESULT_OK) return found;
    row.reason = ending->reason;
    TRY(package_act(context, &room, &row, PACKAGE_CANCEL, ending->reason));
    return package_letter(context, &room, "package-cancelled", &row);
}

enum result package_stop(struct context *context, struct text number, struct text reason)
{
    struct ending ending = {.number = number, .reason = reason};
    TRY(check_words(context, &ending.reason, true));
    return run(context, stop, &ending);
}
