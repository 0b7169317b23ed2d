#include "association/association_unbinding_open.h"

#include <inttypes.h>

#include "association/association_merge_act.h"
#include "association/association_tie.h"
#include "association/association_unbinding_act.h"
#include "association/association_unbinding_letter.h"
#include "audit/audit.h"
#include "calendar/calendar.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "intake/intake.h"
#include "letter/address.h"
#include "outside/due.h"

enum { PROVIDERS_MOST = 200 };

static const char *const causes[] = {[UNBINDING_OWNER] = "owner", [UNBINDING_IDENTITY] = "identity", [UNBINDING_STAFF] = "staff"};

/* --- What staff mean --- */

/* A registration ID is its provider's own: two may have given the same to two persons. */
static enum result find_registered(struct context *context, struct text what, int64_t *record)
{
    struct text rest = what, first;
    struct list rows;
    TRY(unbinding_store_registered(context, what, TEXT(""), PROVIDERS_MOST, &rows));
    if (!rows.count && text_split(&rest, ' ', &first)) TRY(unbinding_store_registered(context, text_trim(rest), first, PROVIDERS_MOST, &rows));
    if (!rows.count) return RESULT_NONE;
    const struct registered_row *row = rows.items;
    if (rows.count > 1)
        return FIELD_FAIL(context, "what", "unbinding.which_provider", N_("Several providers have given this registration ID, and it is not the same exam. Write the name of the provider before it, like {provider} {what}."),
                          "provider", text_string(context->arena, row->provider), "what", text_string(context->arena, what));
    *record = row->record_id;
    return RESULT_OK;
}

enum result unbinding_find(struct context *context, struct text what, int64_t *mailbox, int64_t *record)
{
    struct text address;
    TRY(audit_may(context, MAY_UNBIND));
    *mailbox = *record = 0;
    if (address_normal(context->arena, what, &address)) return intake_mailbox_known(context, address, mailbox);
    return find_registered(context, text_trim(what), record);
}

enum result unbinding_case_there(struct context *context, int64_t mailbox, int64_t record, struct text *case_number)
{
    struct unbinding_row row;
    TRY(audit_may(context, MAY_UNBIND));
    enum result found = unbinding_store_open_one(context, mailbox, record, &row);
    return found == RESULT_OK ? unbinding_store_case_number(context, row.case_id, case_number) : found;
}

/* --- Opening --- */

struct opening {
    struct unbinding_opening wish;
    int64_t id;
};

/* The case says that the system opened it, whoever's proof it was: the holder reads it as his. */
static enum result open_case(struct context *context, struct unbinding_row *row)
{
    struct case_opening opening = {.kind = CASE_UNBINDING, .account = row->account_id, .mailbox = row->mailbox_id, .record = row->record_id,
                                   .wish = text_printf(context->arena, "{\"cause\":\"%.*s\"}", TEXT_ARG(row->cause)), .words = row->reason, .not_before = NO_DAY, .due = row->act};
    struct actor actor = context->actor;
    if (actor.kind != ACTOR_STAFF) context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    enum result opened = case_open(context, &opening, &row->case_id, NULL);
    context->actor = actor;
    return opened;
}

/* A claimant who has no mailbox is answered like one who is not signed in, where he has shown that he reads one. */
static enum result answer_disputer(struct context *context, const struct unbinding_opening *wish, const struct unbinding_row *row)
{
    struct unbinding_reader reader = {.any = true};
    if (wish->claimant && !text_empty(wish->answer_to)) TRY(unbinding_letter_reader(context, wish->claimant, 0, &reader));
    if (wish->claimant && reader.any) return unbinding_letter_claimant(context, row, UNBINDING_OPENED, false, 0, TEXT(""));
    if (text_empty(wish->answer_to)) return RESULT_OK;
    struct unbinding_row answered = *row;
    answered.answer_to = wish->answer_to;
    answered.answer_language = text_of(context->language);
    TRY(unbinding_store_answer(context, row->id, wish->answer_to, context->language));
    return unbinding_letter_disputer(context, &answered, UNBINDING_OPENED, false, TEXT(""));
}

static enum result open_new(struct context *context, const struct unbinding_opening *wish, int64_t holder, int64_t *id)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    const struct calendar *calendar = catalogue->calendar;
    struct day today = calendar_today(context, calendar);
    int32_t days = catalogue->body.promises[PROMISE_OBJECTION].first;
    struct unbinding_row row = {.account_id = holder, .mailbox_id = wish->mailbox, .record_id = wish->record, .claimant_id = wish->claimant, .lost_case_id = wish->lost_case, .cause = text_of(causes[wish->cause]),
                                .state = TEXT("running"), .reason = wish->reason, .opened = context_now(context), .counted_from = today, .working_days = days,
                                .act = calendar_add(calendar, today, days, NULL)};
    TRY(open_case(context, &row));
    enum result added = unbinding_store_add(context, &row);
    TRY(added);
    if (added == RESULT_NONE) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    *id = row.id;
    TRY(unbinding_write_down(context, "unbinding.open", &row));
    TRY(unbinding_join_objection(context, &row));
    if (text_is(row.state, "running")) TRY(unbinding_leave_due(context, calendar, &row, today));
    struct unbinding_reader holder_reader;
    TRY(unbinding_letter_reader(context, holder, row.mailbox_id, &holder_reader));
    TRY(unbinding_letter_holder(context, &holder_reader, &row, UNBINDING_OPENED, row.reason));
    TRY(answer_disputer(context, wish, &row));
    return due_leave(context, "account-changed", holder, holder, NO_INSTANT); /* nothing is issued by what is in dispute */
}

/* The one that runs already: whoever else has something to say of it waits until this is said. One that was opened while the thing moved on is over now. */
static enum result take_open_one(struct context *context, const struct unbinding_opening *wish, int64_t holder, struct unbinding_row *row)
{
    enum result found = unbinding_store_open_one(context, wish->mailbox, wish->record, row);
    if (found == RESULT_OK) found = unbinding_store_take(context, row->id, row);
    if (found != RESULT_OK) return found;
    if (unbinding_over(row)) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    if (row->account_id == holder) return RESULT_OK;
    TRY(unbinding_end_gone(context, row->account_id));
    return RESULT_NONE;
}

/* A record and its mailbox are two things to unbind, each with a cause of its own; but the record comes to one account, and falls to whoever has the mailbox: so of both together there is one claimant, as of each. */
static enum result check_claim(struct context *context, const struct unbinding_opening *wish, int64_t *other)
{
    int64_t mailbox = wish->mailbox;
    *other = 0;
    if (wish->record) TRY(association_store_mailbox_of(context, wish->record, &mailbox));
    if (!mailbox) return RESULT_OK;
    TRY(association_store_lock_mailbox(context, mailbox));
    return wish->claimant ? unbinding_store_other_claim(context, wish->mailbox, wish->record, wish->claimant, other) : RESULT_OK;
}

static enum result refuse_claimed(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "unbinding.claimed",
                        N_("Somebody else has claimed this already, and it is not settled yet. Decide about that claim first."));
}

/* Of staff, who would not know that nothing was opened, nor that nobody reads their reason. */
static enum result refuse_there(struct context *context, const struct unbinding_row *row)
{
    struct text number;
    TRY(unbinding_store_case_number(context, row->case_id, &number));
    return FIELD_FAIL(context, "what", "unbinding.there", N_("There is an unbinding of this already: {case}. Go on with that one."), "case", text_string(context->arena, number));
}

/* Who has lost does not win by asking again: what staff have decided no clock decides anew. */
static enum result check_decided(struct context *context, const struct unbinding_opening *wish, int64_t holder, int64_t *id)
{
    int64_t mailbox = wish->mailbox, earlier;
    if (wish->record) TRY(association_store_mailbox_of(context, wish->record, &mailbox));
    enum result decided = unbinding_store_decided(context, mailbox, wish->record, wish->claimant, holder, &earlier);
    if (decided != RESULT_OK) return decided < 0 ? decided : RESULT_OK;
    *id = earlier;
    return context_fail(context, RESULT_REFUSED, "unbinding.decided", N_("It was decided before whose this is. It has to be looked at again before anything is unbound."));
}

/* Whoever merges the holder's account, or undoes that, waits from here on; or has done it meanwhile, and somebody else is the holder. */
static enum result take_holder(struct context *context, struct association_thing thing, int64_t holder)
{
    int64_t now;
    TRY(merge_store_take_account(context, holder));
    enum result held = association_holder(context, thing, &now);
    TRY(held);
    return held == RESULT_OK && now == holder ? RESULT_OK : context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

/* What staff have opened, or said to be his, and he has proven since: it is as if he had come first, and its day carries it out. Not where staff have decided it before. */
static enum result note_proof(struct context *context, const struct unbinding_opening *wish, int64_t holder, struct unbinding_row *row)
{
    if (wish->lost_case) TRY(unbinding_store_set_lost_case(context, row->id, row->lost_case_id = wish->lost_case));
    bool by_staff = text_is(row->cause, causes[UNBINDING_STAFF]);
    if (wish->cause != UNBINDING_OWNER || (!by_staff && !row->claimant_by)) return RESULT_OK;
    if (!wish->lost_case) TRY(check_decided(context, wish, holder, &(int64_t){0}));
    if (by_staff) row->cause = text_of(causes[UNBINDING_OWNER]);
    return unbinding_store_prove(context, row->id);
}

static enum result open(struct context *context, void *data)
{
    struct opening *opening = data;
    const struct unbinding_opening *wish = &opening->wish;
    struct unbinding_thing thing;
    struct unbinding_row row;
    int64_t holder;
    enum result known = unbinding_store_thing(context, wish->mailbox, wish->record, &thing);
    TRY(known);
    if (known == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "unbinding.nothing", N_("There is no such mailbox or exam record."));
    const struct association_thing what = {.mailbox = wish->mailbox, .record = wish->record};
    enum result held = association_holder(context, what, &holder);
    if (held != RESULT_OK) return held;
    if (holder == wish->claimant && wish->cause == UNBINDING_STAFF)
        return FIELD_FAIL(context, "user_name", "unbinding.owner_has_it", N_("The rightful owner has it already."));
    if (holder == wish->claimant) return context_fail(context, RESULT_REFUSED, "unbinding.own", N_("This is in your own account already."));
    TRY(check_claim(context, wish, &opening->id));
    TRY(take_holder(context, what, holder));
    enum result runs = take_open_one(context, wish, holder, &row);
    TRY(runs);
    if (opening->id) return refuse_claimed(context);
    if (runs == RESULT_OK) {
        opening->id = row.id;
        if (wish->cause == UNBINDING_STAFF && (!wish->claimant || row.claimant_id == wish->claimant)) return refuse_there(context, &row);
        if (!wish->claimant) return answer_disputer(context, wish, &row);
        if (row.claimant_id == wish->claimant) return note_proof(context, wish, holder, &row); /* he was told */
        if (row.claimant_id) return refuse_claimed(context);
    }
    if (wish->cause == UNBINDING_OWNER && !wish->lost_case) TRY(check_decided(context, wish, holder, &opening->id));
    if (runs == RESULT_NONE) return open_new(context, wish, holder, &opening->id);
    TRY(note_proof(context, wish, holder, &row));
    row.claimant_id = wish->claimant;
    TRY(unbinding_store_set_claimant(context, row.id, wish->claimant, wish->cause == UNBINDING_STAFF ? context->actor.account : 0));
    if (wish->cause == UNBINDING_STAFF) {
        TRY(case_note(context, row.case_id, wish->reason)); /* its holder was told another one */
        TRY(unbinding_store_case_number(context, row.case_id, &context->once.answer));
    }
    TRY(answer_disputer(context, wish, &row));
    return unbinding_write_down(context, "unbinding.claim", &row);
}

enum result unbinding_open(struct context *context, const struct unbinding_opening *wish, int64_t *id)
{
    struct opening opening = {.wish = *wish};
    opening.wish.reason = text_trim(wish->reason);
    if (wish->cause == UNBINDING_STAFF) {
        TRY(audit_may(context, MAY_UNBIND));
        TRY(case_check_not_own(context, wish->claimant));
        if (text_empty(opening.wish.reason))
            return FIELD_FAIL(context, "reason", "unbinding.reason_missing", N_("Give the reason: those whom it concerns read it."));
    }
    enum result opened = database_transaction(context, open, &opening);
    if (id) *id = opening.id;
    return opened;
}
