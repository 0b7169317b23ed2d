/* What staff do with an unbinding: pause and go on, decide, undo within the days that it can be (SPEC 5.8). */
#include "association/association_unbinding.h"

#include "account/account.h"
#include "association/association.h"
#include "association/association_merge_store.h"
#include "association/association_tie.h"
#include "association/association_unbinding_act.h"
#include "association/association_unbinding_letter.h"
#include "audit/audit.h"
#include "case/case.h"

static enum result take_for_staff(struct context *context, const struct unbinding_act *act, struct unbinding_row *row)
{
    enum result found = unbinding_store_take(context, act->id, row);
    if (found != RESULT_OK) return found;
    /* Nobody decides about himself, and the rightful owner is a party, too. */
    TRY(case_check_not_own(context, row->account_id));
    return case_check_not_own(context, row->claimant_id);
}

static enum result by_staff(struct context *context, int64_t id, struct text reason, struct unbinding_act *act, database_act *function, bool *effective)
{
    TRY(audit_may(context, MAY_UNBIND));
    act->id = id;
    act->words = text_trim(reason);
    if (text_empty(act->words))
        return FIELD_FAIL(context, "reason", "unbinding.reason_missing", N_("Give the reason: those whom it concerns read it."));
    return case_transaction(context, function, act, effective);
}

static enum result tell_holder(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, struct text reason)
{
    struct unbinding_reader reader;
    TRY(unbinding_letter_reader(context, row->account_id, row->mailbox_id, &reader));
    return unbinding_letter_holder(context, &reader, row, turn, reason);
}

static enum result pause_clock(struct context *context, void *data)
{
    struct unbinding_act *act = data;
    struct unbinding_row row;
    enum result taken = take_for_staff(context, act, &row);
    if (taken != RESULT_OK) return taken;
    if (unbinding_over(&row)) return unbinding_refuse_over(context);
    if (!text_is(row.state, "running")) return context_fail(context, RESULT_REFUSED, "unbinding.stands", N_("The clock of this unbinding stands already."));
    TRY(unbinding_stop_clock(context, &row, "paused"));
    TRY(case_log(context, row.case_id, CASE_PAUSED, act->words));
    TRY(tell_holder(context, &row, UNBINDING_STOPPED, act->words));
    TRY(unbinding_letter_claimant(context, &row, UNBINDING_STOPPED, false, 0, TEXT("")));
    return unbinding_write_down(context, "unbinding.pause", &row);
}

enum result unbinding_pause(struct context *context, int64_t id, struct text reason)
{
    return by_staff(context, id, reason, &(struct unbinding_act){0}, pause_clock, NULL);
}

static enum result resume_clock(struct context *context, void *data)
{
    struct unbinding_act *act = data;
    struct unbinding_row row;
    enum result taken = take_for_staff(context, act, &row);
    if (taken != RESULT_OK) return taken;
    if (unbinding_over(&row)) return unbinding_refuse_over(context);
    if (text_is(row.state, "running")) return context_fail(context, RESULT_REFUSED, "unbinding.runs", N_("The clock of this unbinding runs already."));
    if (text_is(row.state, "objected"))
        return context_fail(context, RESULT_REFUSED, "unbinding.to_decide", N_("The holder has objected. Nothing happens by itself any more: decide whether it is unbound."));
    TRY(unbinding_start_clock(context, &row, row.working_days));
    TRY(case_log(context, row.case_id, CASE_RESUMED, act->words));
    TRY(tell_holder(context, &row, UNBINDING_GOES_ON, act->words));
    TRY(unbinding_letter_claimant(context, &row, UNBINDING_GOES_ON, false, 0, TEXT("")));
    return unbinding_write_down(context, "unbinding.resume", &row);
}

enum result unbinding_resume(struct context *context, int64_t id, struct text reason)
{
    return by_staff(context, id, reason, &(struct unbinding_act){0}, resume_clock, NULL);
}

static enum result decide(struct context *context, void *data)
{
    struct unbinding_act *act = data;
    struct unbinding_row row;
    bool effective;
    enum result taken = take_for_staff(context, act, &row);
    if (taken != RESULT_OK) return taken;
    if (unbinding_over(&row)) return unbinding_refuse_over(context);
    struct case_decision decision = {.outcome = act->grant ? CASE_GRANTED : CASE_REFUSED, .reason = act->words};
    TRY(case_decide(context, row.case_id, &decision, &effective));
    if (!effective) return RESULT_OK;
    if (act->grant) return unbinding_carry_out(context, &row, UNBINDING_DONE, act->words);
    TRY(unbinding_drop(context, &row));
    TRY(tell_holder(context, &row, UNBINDING_DROPPED, act->words));
    TRY(unbinding_letter_claimant(context, &row, UNBINDING_DROPPED, false, 0, act->words));
    return unbinding_write_down(context, "unbinding.drop", &row);
}

enum result unbinding_decide(struct context *context, int64_t id, bool grant, struct text reason, bool *effective)
{
    return by_staff(context, id, reason, &(struct unbinding_act){.grant = grant}, decide, effective);
}

/* --- Undoing --- */

/* Into which account his was merged since; empty: into none. */
static enum result merged_into(struct context *context, const struct unbinding_row *row, struct text *into)
{
    struct list merges;
    TRY(merge_store_views(context, row->account_id, &merges));
    const struct association_merge_view *merge = merges.items;
    *into = TEXT("");
    for (size_t i = 0; i < merges.count; i++)
        if (merge[i].from_id == row->account_id && merge[i].in_force && merge[i].at.microseconds >= row->done_at.microseconds) *into = merge[i].into;
    return RESULT_OK;
}

/* In an account that was emptied since nobody would look for it. Whoever merges it at this moment waits, and takes along what is put back. */
static enum result check_merged(struct context *context, const struct unbinding_row *row)
{
    struct text into;
    TRY(merge_store_take_account(context, row->account_id));
    TRY(merged_into(context, row, &into));
    if (text_empty(into)) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "unbinding.merged", N_("The account was merged into {account} meanwhile, so this cannot be put back into it. Undo that merge first."), "account",
                        text_string(context->arena, into));
}

/* Who is tied to it, and whether it came to him by this unbinding: then it is taken back. 0: nobody. */
static enum result find_tie(struct context *context, const struct unbinding_row *row, int64_t *tied, bool *by_this)
{
    int64_t claimant;
    struct tie_row tie;
    enum result came = unbinding_store_came_to(context, row->mailbox_id, row->record_id, &claimant);
    TRY(came);
    enum result found = row->mailbox_id ? association_store_tie_of(context, row->mailbox_id, &tie) : unbinding_store_single(context, row->record_id, &tie);
    TRY(found);
    *tied = found == RESULT_OK ? tie.account_id : 0;
    *by_this = found == RESULT_OK && came == RESULT_OK && claimant == row->claimant_id;
    return RESULT_OK;
}

/* Where it would be today: the account that it left, or, where a merge had brought it there that was undone since, the one from which it came. */
static enum result find_place(struct context *context, struct unbinding_row *row)
{
    int64_t mailbox = row->mailbox_id;
    if (row->record_id && !row->own_tie) TRY(association_store_mailbox_of(context, row->record_id, &mailbox));
    return merge_store_went_back(context, row->account_id, mailbox, row->own_tie ? row->record_id : 0, row->done_at, &row->account_id);
}

/* Of all accounts that it has barred: those that were one when it was unbound, and those that merges have made one since. What another unbinding bars as well, stays barred. */
static enum result lift_bars(struct context *context, const struct unbinding_row *row)
{
    struct list barred;
    bool lifted;
    TRY(association_store_barred_by(context, row->id, &barred));
    for (size_t i = 0; i < barred.count; i++) TRY(association_lift_bar(context, row->record_id, ((const int64_t *)barred.items)[i], row->id, "undo", &lifted));
    return RESULT_OK;
}

/* Takes it from whom it went to by the unbinding, or from the account that his was merged into since, and lifts the bar. What he has by another means he keeps. */
static enum result take_back(struct context *context, const struct unbinding_row *row)
{
    bool made, by_this;
    int64_t records, tied;
    TRY(find_tie(context, row, &tied, &by_this));
    if (by_this) TRY(association_untie(context, unbinding_thing(row), tied, "undo", 0, &made, &records));
    return row->record_id ? lift_bars(context, row) : RESULT_OK;
}

static enum result undo(struct context *context, void *data)
{
    struct unbinding_act *act = data;
    struct unbinding_row row;
    int64_t records, holder;
    bool tied, closed, effective;
    struct instant now = context_now(context);
    enum result taken = take_for_staff(context, act, &row);
    if (taken != RESULT_OK) return taken;
    if (!text_is(row.state, "done")) return context_fail(context, RESULT_REFUSED, "unbinding.not_done", N_("Nothing was unbound that could be put back."));
    if (now.microseconds >= row.undo_until.microseconds)
        return context_fail(context, RESULT_REFUSED, "unbinding.undo_late", N_("An unbinding can be undone for 30 days. They are over."));
    struct unbinding_row place = row;
    TRY(find_place(context, &place));
    TRY(check_merged(context, &place));
    /* It takes something away as the unbinding did, so it is decided like one: by two, where the body wants that. */
    struct case_decision decision = {.outcome = CASE_DONE, .reason = act->words};
    TRY(unbinding_store_case_closed(context, row.case_id, &closed));
    if (closed) TRY(case_reopen(context, row.case_id, act->words));
    TRY(case_decide(context, row.case_id, &decision, &effective));
    if (!effective) return RESULT_OK;
    TRY(take_back(context, &row));
    if (row.mailbox_id || row.own_tie) TRY(association_tie(context, unbinding_thing(&row), place.account_id, "undo", 0, &tied, &records));
    enum result held = association_holder(context, unbinding_thing(&row), &holder);
    TRY(held);
    if (held == RESULT_NONE)
        return context_fail(context, RESULT_REFUSED, "unbinding.nowhere", N_("It was in the account by its mailbox, and that is in no account now, so it cannot be put back. When the account has the mailbox again, it can."));
    if (holder != place.account_id)
        return context_fail(context, RESULT_REFUSED, "unbinding.elsewhere", N_("Another account has it meanwhile, so it cannot be put back. Open an unbinding there first."));
    TRY(unbinding_store_undone(context, row.id, now));
    TRY(tell_holder(context, &place, UNBINDING_UNDONE, act->words));
    TRY(unbinding_letter_claimant(context, &row, UNBINDING_UNDONE, false, 0, act->words));
    return unbinding_write_down(context, "unbinding.undo", &row);
}

enum result unbinding_undo(struct context *context, int64_t id, struct text reason, bool *effective)
{
    return by_staff(context, id, reason, &(struct unbinding_act){0}, undo, effective);
}

/* Who would have it when all that undoing does were done; 0: nobody. */
static enum result would_have(struct context *context, const struct unbinding_row *row, int64_t mailbox, int64_t *holder)
{
    bool by_this;
    struct tie_row tie;
    TRY(find_tie(context, row, holder, &by_this));
    if (*holder && !by_this) return RESULT_OK;
    *holder = row->account_id;
    if (row->mailbox_id || row->own_tie) return RESULT_OK;
    enum result found = association_store_tie_of(context, mailbox, &tie); /* it falls to whoever has its mailbox */
    *holder = found == RESULT_OK ? tie.account_id : 0;
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_undo_preview(struct context *context, int64_t id, struct unbinding_undoing *undoing)
{
    struct unbinding_row row, place;
    int64_t holder, all = 0, mailbox;
    TRY(audit_may(context, MAY_READ_CASES));
    enum result found = unbinding_store_read(context, id, &row);
    if (found != RESULT_OK || !text_is(row.state, "done")) return found < 0 ? found : RESULT_NONE;
    place = row;
    TRY(find_place(context, &place));
    mailbox = row.mailbox_id;
    if (row.record_id) TRY(association_store_mailbox_of(context, row.record_id, &mailbox));
    *undoing = (struct unbinding_undoing){.stays = {&unbinding_stays_record, NULL, 0}};
    TRY(merged_into(context, &place, &undoing->merged_into));
    if (!text_empty(undoing->merged_into)) return RESULT_OK;
    TRY(would_have(context, &place, mailbox, &holder));
    undoing->possible = holder == place.account_id;
    if (row.mailbox_id) TRY(unbinding_store_stays(context, mailbox, place.account_id, &undoing->stays, &all));
    undoing->records = all - (int64_t)undoing->stays.count;
    if (undoing->possible || !holder) return RESULT_OK;
    struct account account;
    found = account_read(context, holder, &account);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    undoing->holder_id = holder;
    undoing->holder = account.user_name;
    return unbinding_store_gave_to_claimant(context, &row, mailbox, &undoing->by);
}

static enum result send_back(struct context *context, void *data)
{
    struct unbinding_act *act = data;
    struct unbinding_row row;
    enum result taken = take_for_staff(context, act, &row);
    if (taken != RESULT_OK) return taken;
    TRY(case_send_back(context, row.case_id, act->words));
    return unbinding_over(&row) ? case_end(context, row.case_id, CASE_STANDS) : RESULT_OK;
}

enum result unbinding_send_back(struct context *context, int64_t id, struct text reason)
{
    return by_staff(context, id, reason, &(struct unbinding_act){0}, send_back, NULL);
}
