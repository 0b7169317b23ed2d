/* Records that have to leave an account (SPEC 5.8): the case and its clock, the act on the day, and what the holder can do about it. */
#include "association/association_unbinding.h"

#include <inttypes.h>

#include "account/account.h"
#include "association/association.h"
#include "association/association_letter.h"
#include "association/association_merge_act.h"
#include "association/association_tie.h"
#include "association/association_unbinding_act.h"
#include "association/association_unbinding_letter.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"
#include "calendar/calendar.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "outside/due.h"
#include "outside/settings.h"

enum { REMINDERS = 2 };
/* Working days before the act. */
static const int reminders[REMINDERS] = {3, 1};

struct association_thing unbinding_thing(const struct unbinding_row *row)
{
    return (struct association_thing){.mailbox = row->mailbox_id, .record = row->record_id};
}

bool unbinding_over(const struct unbinding_row *row)
{
    return !text_is(row->state, "running") && !text_is(row->state, "paused") && !text_is(row->state, "objected");
}

static enum result calendar_of(struct context *context, const struct calendar **calendar, struct day *today)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    *calendar = catalogue->calendar;
    *today = calendar_today(context, catalogue->calendar);
    return RESULT_OK;
}

enum result unbinding_refuse_over(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "unbinding.over", N_("This unbinding is over already."));
}

enum result unbinding_write_down(struct context *context, const char *act, const struct unbinding_row *row)
{
    return audit_write(context, act, "unbinding", row->id, text_printf(context->arena, "{\"case\":%" PRId64 ",\"account\":%" PRId64 "}", row->case_id, row->account_id));
}

enum result unbinding_drop(struct context *context, const struct unbinding_row *row)
{
    TRY(unbinding_store_drop(context, row->id));
    return due_leave(context, "account-changed", row->account_id, row->account_id, NO_INSTANT);
}

/* --- The clock --- */

/* The next day on which to remind, after today; NO_DAY: none is left. */
static struct day next_reminder(const struct calendar *calendar, struct day act, struct day today)
{
    for (int i = 0; i < REMINDERS; i++) {
        struct day day = calendar_add(calendar, act, -reminders[i], NULL);
        if (day.number > today.number) return day;
    }
    return NO_DAY;
}

enum result unbinding_leave_due(struct context *context, const struct calendar *calendar, const struct unbinding_row *row, struct day today)
{
    struct day reminder = next_reminder(calendar, row->act, today);
    if (day_is(reminder)) TRY(due_leave(context, "unbinding-remind", row->id, row->id, calendar_midnight(calendar, reminder)));
    return due_leave(context, "unbinding-due", row->id, row->id, calendar_midnight(calendar, row->act));
}

enum result unbinding_start_clock(struct context *context, struct unbinding_row *row, int64_t working_days)
{
    const struct calendar *calendar;
    struct day today;
    TRY(calendar_of(context, &calendar, &today));
    row->state = TEXT("running"); /* the letter that follows says so */
    row->counted_from = today;
    row->working_days = working_days;
    row->act = calendar_add(calendar, today, (int)working_days, NULL);
    TRY(unbinding_store_set_clock(context, row->id, "running", row->counted_from, row->working_days, row->act));
    TRY(case_set_due(context, row->case_id, row->act));
    return unbinding_leave_due(context, calendar, row, today);
}

enum result unbinding_stop_clock(struct context *context, struct unbinding_row *row, const char *state)
{
    const struct calendar *calendar;
    struct day today;
    TRY(calendar_of(context, &calendar, &today));
    if (text_is(row->state, "running")) {
        int left = calendar_difference(calendar, today, row->act);
        row->working_days = left < 1 ? 1 : left;
        row->counted_from = today;
    }
    TRY(unbinding_store_set_clock(context, row->id, state, row->counted_from, row->working_days, row->act));
    return case_set_due(context, row->case_id, calendar_add(calendar, today, (int)context->settings->answer_days, NULL));
}

/* --- Objections --- */

static bool counts_for(const struct unbinding_view_row *of, const struct unbinding_view_row *other)
{
    return other->id != of->id && other->record_id && (of->mailbox_id || (text_is(of->cause, "identity") && text_is(other->cause, "identity")));
}

/* One statement, one evidence: where it counts for another one, too, that one's case says by its number where they stand. */
static enum result stop_by_objection(struct context *context, struct unbinding_row *row, struct text number)
{
    struct actor actor = context->actor;
    TRY(unbinding_stop_clock(context, row, "objected"));
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = row->account_id}; /* it is the holder who has said it, whoever opens what it counts for */
    enum result logged = case_log(context, row->case_id, CASE_PAUSED, number);
    context->actor = actor;
    TRY(logged);
    return unbinding_write_down(context, "unbinding.object", row);
}

enum result unbinding_join_objection(struct context *context, struct unbinding_row *row)
{
    struct list beside;
    const struct unbinding_view_row *own = NULL;
    TRY(unbinding_store_beside(context, row->id, row->account_id, &beside));
    const struct unbinding_view_row *rows = beside.items;
    for (size_t i = 0; i < beside.count; i++)
        if (rows[i].id == row->id) own = &rows[i];
    for (size_t i = 0; own && i < beside.count; i++) {
        struct unbinding_row other = {.state = TEXT("")};
        if (!counts_for(&rows[i], own)) continue;
        TRY(unbinding_store_take(context, rows[i].id, &other));
        if (!text_is(other.state, "objected")) continue;
        TRY(stop_by_objection(context, row, rows[i].case_number));
        row->state = TEXT("objected");
        return RESULT_OK;
    }
    return RESULT_OK;
}

/* --- Unbinding --- */

/* A record that was bound to its account has come to the one that has its mailbox: it is told, as of whatever comes. */
static enum result tell_who_has_the_mailbox(struct context *context, const struct unbinding_row *row, int64_t holder)
{
    struct unbinding_thing thing;
    struct account account;
    TRY(unbinding_store_thing(context, 0, row->record_id, &thing));
    TRY(account_read(context, holder, &account));
    struct association_letter item = {.user_name = account.user_name, .mailbox = thing.address, .of_record = true, .by_mailbox = true, .exam_code = thing.exam_code, .registration_id = thing.registration_id, .exam_day = thing.exam_day,
                                      .records = 1, .ready_day = NO_DAY};
    return association_letter_done(context, &item, &account);
}

/* Staff have found by its evidence whose it is: whoever has the mailbox has no more than that. */
static bool is_found(const struct unbinding_row *row, struct text reason)
{
    return row->lost_case_id || row->claimant_by || text_is(row->cause, "staff") || !text_empty(reason);
}

static enum result open_next(struct context *context, void *data)
{
    return unbinding_open(context, data, NULL);
}

/* It has come to another account before it could be carried out: that one is heard, too. Not where staff have to decide first whose it is of two. */
static enum result go_on(struct context *context, const struct unbinding_row *row, bool *goes_on)
{
    struct unbinding_opening wish = {.record = row->record_id, .cause = UNBINDING_OWNER, .claimant = row->claimant_id, .lost_case = row->lost_case_id};
    *goes_on = false;
    if (!row->lost_case_id || instant_is(row->done_at)) return RESULT_OK;
    enum result opened = database_attempt(context, open_next, &wish);
    *goes_on = opened == RESULT_OK;
    if (opened != RESULT_REFUSED) return opened < 0 ? opened : RESULT_OK;
    error_clear(&context->error);
    return RESULT_OK;
}

enum result unbinding_give_to_claimant(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, struct text reason)
{
    int64_t holder, left = 0, records = 0;
    bool came = false, goes_on = false;
    enum result held = association_holder(context, unbinding_thing(row), &holder);
    TRY(held);
    if (row->claimant_id) {
        TRY(association_merge_left(context, row->claimant_id, &left));
        came = held == RESULT_OK && (holder == row->claimant_id || holder == left);
        bool first = held == RESULT_NONE || (instant_is(row->done_at) && is_found(row, reason));
        if (!came && first) TRY(merge_tie(context, unbinding_thing(row), row->claimant_id, "unbinding", 0, &came, &records, NULL));
        if (!came) TRY(go_on(context, row, &goes_on));
    }
    if (!came && held == RESULT_OK && row->own_tie) TRY(tell_who_has_the_mailbox(context, row, holder));
    return row->claimant_id && !goes_on ? unbinding_letter_claimant(context, row, turn, came, records, reason) : unbinding_letter_disputer(context, row, turn, held == RESULT_OK, reason);
}

/* What one account of a person had to let go is not to come back to it, nor to another of his, now or when a merge is undone. */
static enum result bar_all_of_one(struct context *context, const struct unbinding_row *row)
{
    struct list others;
    if (!row->record_id) return RESULT_OK;
    TRY(association_bar(context, row->record_id, row->account_id, row->id));
    TRY(merge_store_one_with(context, row->account_id, row->done_at, &others));
    for (size_t i = 0; i < others.count; i++) TRY(association_bar(context, row->record_id, ((const int64_t *)others.items)[i], row->id));
    return RESULT_OK;
}

/* It is no longer in the account: the holder has let it go by himself, or the provider has put it elsewhere. */
static enum result nothing_left(struct context *context, struct unbinding_row *row)
{
    TRY(unbinding_drop(context, row));
    TRY(unbinding_give_to_claimant(context, row, UNBINDING_DONE, TEXT("")));
    return unbinding_write_down(context, "unbinding.gone", row);
}

enum result unbinding_carry_out(struct context *context, struct unbinding_row *row, enum unbinding_turn turn, struct text reason)
{
    struct instant now = context_now(context);
    int64_t holder, records;
    bool made;
    struct tie_row single = {0};
    enum result held = association_holder(context, unbinding_thing(row), &holder);
    TRY(held);
    if (held == RESULT_NONE || holder != row->account_id) return nothing_left(context, row);
    struct unbinding_reader reader;
    TRY(unbinding_letter_reader(context, row->account_id, row->mailbox_id, &reader));
    if (row->record_id) TRY(unbinding_store_single(context, row->record_id, &single));
    row->own_tie = single.account_id == row->account_id;
    row->done_at = now;
    row->undo_until = instant_add_seconds(now, UNBINDING_UNDO_DAYS * 86400);
    /* Before the thing leaves: what leaves otherwise ends its unbinding. */
    TRY(unbinding_store_done(context, row->id, row->own_tie, now, row->undo_until));
    TRY(association_untie(context, unbinding_thing(row), row->account_id, "forced", 0, &made, &records));
    if (!made) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    TRY(bar_all_of_one(context, row));
    TRY(unbinding_letter_holder(context, &reader, row, turn, reason));
    TRY(unbinding_give_to_claimant(context, row, turn, reason));
    return unbinding_write_down(context, "unbinding.done", row);
}

/* --- On its days --- */

bool unbinding_needs_two(const struct context *context, struct text cause, int64_t claimant_by)
{
    return context->settings->second_person && (text_is(cause, "staff") || claimant_by);
}

/* It stands until two have decided. */
static enum result leave_to_two(struct context *context, struct unbinding_row *row)
{
    struct unbinding_reader reader;
    TRY(unbinding_stop_clock(context, row, "paused"));
    TRY(case_log(context, row->case_id, CASE_PAUSED, TEXT("")));
    TRY(unbinding_letter_reader(context, row->account_id, row->mailbox_id, &reader));
    TRY(unbinding_letter_holder(context, &reader, row, UNBINDING_STOPPED, TEXT("")));
    TRY(unbinding_letter_claimant(context, row, UNBINDING_STOPPED, false, 0, TEXT("")));
    return unbinding_write_down(context, "unbinding.pause", row);
}

enum result unbinding_fall_due(struct context *context, const struct due *due)
{
    struct unbinding_row row;
    const struct calendar *calendar;
    struct day today;
    enum result found = unbinding_store_take(context, due->first, &row);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    if (!text_is(row.state, "running")) return RESULT_OK;
    TRY(calendar_of(context, &calendar, &today));
    /* A calendar that was provisional may have learned of holidays: never earlier than the holder was told, later where he has the right to it. */
    struct day act = calendar_add(calendar, row.counted_from, (int)row.working_days, NULL);
    if (act.number > row.act.number) {
        row.act = act;
        TRY(unbinding_store_set_clock(context, row.id, "running", row.counted_from, row.working_days, act));
        TRY(case_set_due(context, row.case_id, act));
        struct unbinding_reader reader;
        TRY(unbinding_letter_reader(context, row.account_id, row.mailbox_id, &reader));
        TRY(unbinding_letter_holder(context, &reader, &row, UNBINDING_GOES_ON, TEXT("")));
        TRY(unbinding_letter_claimant(context, &row, UNBINDING_GOES_ON, false, 0, TEXT("")));
    }
    if (row.act.number > today.number) return unbinding_leave_due(context, calendar, &row, today);
    if (unbinding_needs_two(context, row.cause, row.claimant_by)) return leave_to_two(context, &row);
    TRY(case_end(context, row.case_id, CASE_DAY_CAME));
    return unbinding_carry_out(context, &row, UNBINDING_DONE, TEXT(""));
}

enum result unbinding_remind(struct context *context, const struct due *due)
{
    struct unbinding_row row;
    const struct calendar *calendar;
    struct day today;
    enum result found = unbinding_store_take(context, due->first, &row);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    if (!text_is(row.state, "running")) return RESULT_OK;
    TRY(calendar_of(context, &calendar, &today));
    if (today.number >= row.act.number) return RESULT_OK;
    if (today.number >= calendar_add(calendar, row.act, -reminders[0], NULL).number) {
        struct unbinding_reader reader;
        TRY(unbinding_letter_reader(context, row.account_id, row.mailbox_id, &reader));
        TRY(unbinding_letter_holder(context, &reader, &row, UNBINDING_REMINDED, row.reason));
        TRY(case_log(context, row.case_id, CASE_REMINDED, TEXT("")));
    }
    struct day next = next_reminder(calendar, row.act, today);
    return day_is(next) ? due_leave(context, "unbinding-remind", row.id, row.id, calendar_midnight(calendar, next)) : RESULT_OK;
}

/* --- The holder's acts --- */

static enum result take_own(struct context *context, const struct unbinding_act *act, struct unbinding_row *row)
{
    enum result found = unbinding_store_take(context, act->id, row);
    return found == RESULT_OK && row->account_id != context->actor.account ? RESULT_NONE : found;
}

static enum result let_go(struct context *context, void *data)
{
    struct unbinding_act *act = data;
    struct unbinding_row row;
    enum result taken = take_own(context, act, &row);
    if (taken != RESULT_OK) return taken;
    if (unbinding_over(&row)) return unbinding_refuse_over(context);
    TRY(case_end(context, row.case_id, CASE_LET_GO));
    return unbinding_carry_out(context, &row, UNBINDING_LET_GO, TEXT(""));
}

enum result unbinding_let_go(struct context *context, int64_t id)
{
    struct unbinding_act act = {.id = id};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return database_transaction(context, let_go, &act);
}

bool unbinding_objected_together(const struct unbinding_view_row *of, const struct unbinding_view_row *other)
{
    return counts_for(of, other) && !text_is(of->state, "objected") && !text_is(other->state, "objected");
}

/* What he objects to, and what his objection counts for, too: `with` gets so many. */
static enum result take_together(struct context *context, const struct unbinding_act *act, struct unbinding_row *row, struct unbinding_row **with, size_t *count)
{
    struct list beside;
    const struct unbinding_view_row *of = NULL;
    enum result taken = RESULT_NONE;
    TRY(unbinding_store_beside(context, act->id, context->actor.account, &beside));
    const struct unbinding_view_row *rows = beside.items;
    *with = ARENA_ARRAY(context->arena, beside.count + 1, struct unbinding_row);
    *count = 0;
    for (size_t i = 0; i < beside.count; i++)
        if (rows[i].id == act->id) of = &rows[i];
    if (!of) return take_own(context, act, row); /* over, or none of his */
    for (size_t i = 0; i < beside.count; i++) {
        struct unbinding_row *other = &(*with)[*count];
        if (rows[i].id == act->id) {
            taken = take_own(context, act, row);
            if (taken != RESULT_OK) return taken;
        } else if (unbinding_objected_together(of, &rows[i])) {
            enum result found = unbinding_store_take(context, rows[i].id, other);
            TRY(found);
            *count += found == RESULT_OK && !unbinding_over(other) && !text_is(other->state, "objected");
        }
    }
    return taken;
}

static enum result object(struct context *context, void *data)
{
    struct unbinding_act *act = data;
    struct unbinding_row row, *with;
    struct text number;
    size_t count;
    bool closed;
    enum result taken = take_together(context, act, &row, &with, &count);
    if (taken != RESULT_OK) return taken;
    TRY(unbinding_store_case_closed(context, row.case_id, &closed));
    if (closed) return unbinding_refuse_over(context);
    if (!text_empty(act->words)) TRY(case_add_message(context, row.case_id, act->words, false));
    for (size_t i = 0; i < act->evidence_count; i++) TRY(case_attach(context, row.case_id, &act->evidence[i]));
    if (unbinding_over(&row) || text_is(row.state, "objected")) return RESULT_OK; /* there is no clock to stop */
    struct unbinding_reader reader;
    TRY(unbinding_letter_reader(context, row.account_id, row.mailbox_id, &reader));
    TRY(stop_by_objection(context, &row, TEXT("")));
    TRY(unbinding_letter_holder(context, &reader, &row, UNBINDING_OBJECTED, TEXT("")));
    TRY(unbinding_letter_claimant(context, &row, UNBINDING_OBJECTED, false, 0, TEXT("")));
    TRY(unbinding_store_case_number(context, row.case_id, &number));
    for (size_t i = 0; i < count; i++) {
        TRY(stop_by_objection(context, &with[i], number));
        TRY(unbinding_letter_claimant(context, &with[i], UNBINDING_OBJECTED, false, 0, TEXT("")));
    }
    return RESULT_OK;
}

enum result unbinding_object(struct context *context, int64_t id, struct text words, const struct case_evidence *evidence, size_t count)
{
    struct unbinding_act act = {.id = id, .words = text_trim(words), .evidence = evidence, .evidence_count = count};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    if (text_empty(act.words) && !count)
        return FIELD_FAIL(context, "text", "unbinding.objection_empty", N_("Say why you object, or add a file that shows it."));
    return database_transaction(context, object, &act);
}
