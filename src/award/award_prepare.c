/* What differs is prepared: why things are lost, what was earned anew, and what names are to be printed. */
#include "association/association.h"
#include "award/award_work.h"

/* Who has the record: as the store says, or as it would be. */
static int64_t account_with(const struct award_supposed *supposed, const struct basis_row *basis, bool *forced)
{
    if (!supposed) return basis->account_id;
    for (size_t i = 0; i < supposed->leaving.count; i++) {
        const struct leaving_record *leaving = (const struct leaving_record *)supposed->leaving.items + i;
        if (leaving->record_id != basis->record_id) continue;
        *forced = supposed->by_force;
        return supposed->to_nobody ? 0 : leaving->to_id;
    }
    return basis->account_id && basis->account_id == supposed->from ? supposed->into : basis->account_id;
}

static enum result why_lost(struct context *context, const struct award_entry *before, const struct basis_row *basis, size_t count, const struct award_supposed *supposed,
                            enum award_reason *reason, int64_t *moves_to)
{
    *reason = REASON_RULES;
    *moves_to = 0;
    int64_t with = 0; /* who has all that it was earned by: what only renewed it may stay behind */
    int64_t leaver = award_decide_stopped_by_staff(before) ? 0 : before->account; /* as in award_left_by_force */
    bool together = true;
    for (size_t i = 0; i < count; i++) {
        /* A pass that turned into a fail counts like a revoked one; what is gone for good says more than what may come back. */
        bool revoked = basis[i].state == 4 || (basis[i].state == 3 && basis[i].grade != 1), forced = false;
        int64_t account = account_with(supposed, &basis[i], &forced);
        bool held = account == before->account;
        if (!basis[i].renews) {
            if (!with) with = account;
            together = together && with && account == with;
        }
        if (!held && !forced) TRY(association_left_by_force(context, leaver, basis[i].record_id, &forced));
        if (revoked) *reason = REASON_RECORD_REVOKED;
        else if (forced && *reason != REASON_RECORD_REVOKED) *reason = REASON_UNBOUND;
        else if (!held && *reason != REASON_RECORD_REVOKED && *reason != REASON_UNBOUND) *reason = REASON_RECORD_LEFT;
        else if (basis[i].state < 3 && *reason == REASON_RULES) *reason = REASON_RECORD_ON_HOLD;
    }
    if (*reason != REASON_RECORD_LEFT || !together || !with || with == before->account) return RESULT_OK;
    bool has;
    TRY(award_store_has(context, with, before->certification, &has));
    if (has) *reason = REASON_JOINED;
    else *moves_to = with;
    return RESULT_OK;
}

enum result award_why_lost(struct context *context, const struct award_entry *before, const struct award_supposed *supposed, enum award_reason *reason, int64_t *moves_to)
{
    struct list rows;
    TRY(award_store_basis(context, before->id, &rows));
    return why_lost(context, before, rows.items, rows.count, supposed, reason, moves_to);
}

/* On PostgreSQL records come and go while others are evaluated, and register, passes and basis are read one after the other: what left after the first and came back before the last would be
 * missing by no fault but the rules'. So what was gathered as lost is decided by one view of all; where by that it is earned, everything is read again. */
static enum result why_really_lost(struct context *context, const struct award_work *work, struct award_change *change, enum award_reason *reason)
{
    struct list rows;
    size_t basis_count;
    const struct award *awards;
    if (database_engine(context->database) == DATABASE_SQLITE) return award_why_lost(context, change->before, NULL, reason, &change->moves_to);
    TRY(award_store_basis_and_passes(context, change->before->id, change->before->account, &rows, &basis_count));
    const struct basis_row *items = rows.items;
    struct award_room *room = award_room_new(context->arena, work->plan); /* the caller gives it back */
    award_room_begin(room);
    for (size_t i = basis_count; i < rows.count; i++) {
        int32_t exam = award_plan_exam(work->plan, items[i].exam_id);
        if (exam >= 0) award_room_pass(room, (struct award_pass){items[i].exam_day, exam, items[i].record_id});
    }
    (void)award_room_evaluate(room, work->today, &awards);
    if (change->certification >= 0 && award_room_award(room, change->certification))
        return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    return why_lost(context, change->before, items, basis_count, NULL, reason, &change->moves_to);
}

bool award_needs_names(const struct award_change *change)
{
    return change->after.issued && !(change->before && change->before->issued);
}

/* Certificates that are issued for the first time, by account. */
struct giving {
    struct award_work *work;
    struct award_change *change; /* the next that needs names, or an earlier one */
    bool open;                   /* somebody's profile leaves a script open */
};

static enum result give(struct context *context, int64_t account, const struct award_naming *naming, void *data)
{
    struct giving *giving = data;
    struct award_change *change = giving->change;
    while (change && (change->after.account < account || (change->after.account == account && !award_needs_names(change)))) change = change->next;
    giving->change = change;
    if (!change || change->after.account != account) return RESULT_OK;
    struct text latin = text_copy(context->arena, naming->latin), native = text_copy(context->arena, naming->native);
    giving->open |= text_empty(latin) || text_empty(native);
    for (; change && change->after.account == account; change = change->next) {
        if (!award_needs_names(change)) continue;
        change->name_latin = latin;
        change->name_native = native;
    }
    giving->change = change;
    return RESULT_OK;
}

static enum result give_of_profile(struct context *context, const void *item, void *data)
{
    const struct holder_row *holder = item;
    return give(context, holder->id, &(struct award_naming){.latin = holder->name_latin, .native = holder->name_native}, data);
}

/* Of many by a walk over all: their profiles', and once more for those whose profiles leave something open. */
static enum result give_many_names(struct context *context, struct award_work *work)
{
    struct giving giving = {work, work->first, false};
    TRY(award_store_each_holder(context, work->scope, give_of_profile, &giving));
    if (!giving.open) return RESULT_OK;
    giving.change = work->first;
    return award_names_each(context, work->scope, give, &giving);
}

static enum result give_names(struct context *context, struct award_work *work)
{
    size_t needed = 0;
    for (struct award_change *change = work->first; change; change = change->next) needed += award_needs_names(change);
    if (!needed) return RESULT_OK;
    if (needed > AWARD_FEW_NAMES) return give_many_names(context, work);
    struct giving giving = {work, work->first, false};
    while (giving.change) {
        struct award_change *change = giving.change;
        if (!award_needs_names(change)) {
            giving.change = change->next;
            continue;
        }
        struct award_naming naming;
        TRY(award_names(context, change->after.account, false, &naming));
        TRY(give(context, change->after.account, &naming, &giving));
    }
    return RESULT_OK;
}

/* What was stopped comes back because what it rested on is whole again, or because it was earned by other records meanwhile: then it says so (6.1). What had only renewed it does not count. */
static enum result find_anew(struct context *context, struct award_change *change)
{
    if (!change->before || !change->basis || !award_decide_stopped(change->before->state) || award_decide_stopped(change->after.state)) return RESULT_OK;
    struct list rows;
    struct arena_mark mark = arena_mark(context->arena);
    TRY(award_store_basis(context, change->before->id, &rows));
    const struct basis_row *basis = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        bool still = basis[i].renews;
        for (size_t b = 0; b < change->basis_count; b++) still = still || change->basis[b] == basis[i].record_id;
        change->anew = change->anew || !still;
    }
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

/* What stands in the way of its names. They are the account's, so the answer for the certificate before it, where that is of the same account, is its own; else they are shaped, and what that takes is given back. */
static enum result look_at_names(struct context *context, const struct award_change *before, struct award_change *change)
{
    if (before && before->after.account == change->after.account) {
        change->nameless = before->nameless;
        change->unprintable = before->unprintable;
        return RESULT_OK;
    }
    struct arena_mark mark = arena_mark(context->arena);
    TRY(award_name_reason(context, change->name_latin, change->name_native, &change->unprintable, &change->nameless));
    if (!change->nameless) arena_rewind(context->arena, mark);
    return RESULT_OK;
}

enum result award_work_prepare(struct context *context, struct award_work *work)
{
    for (struct award_change *change = work->first; change; change = change->next) {
        if (!change->lost) {
            TRY(find_anew(context, change));
            continue;
        }
        enum award_reason reason = REASON_REQUIREMENT;
        struct arena_mark mark = arena_mark(context->arena);
        if (!change->needs_stopped) TRY(why_really_lost(context, work, change, &reason));
        arena_rewind(context->arena, mark);
        if (!award_decide_lost(change->before, reason, work->today, &change->after) && !change->moves_to) change->after.account = 0;
    }
    TRY(award_claim_hold_back(context, work));
    struct award_change **link = &work->first;
    while (*link) {
        if ((*link)->after.account) link = &(*link)->next;
        else *link = (*link)->next;
    }
    TRY(give_names(context, work));
    size_t count = 0;
    const struct award_change *named = NULL;
    work->changes = ARENA_ARRAY(context->arena, work->change_count + 1, struct award_change *);
    work->unprintable = ARENA_ARRAY(context->arena, work->change_count + 1, struct award_change *);
    work->unprintable_count = 0;
    for (struct award_change *change = work->first; change; change = change->next) {
        if (award_needs_names(change)) {
            TRY(look_at_names(context, named, change));
            named = change;
        }
        if (change->nameless == REASON_NAME_UNPRINTABLE) work->unprintable[work->unprintable_count++] = change;
        if (change->nameless && !award_decide_nameless(change->before, change->nameless, &change->after)) continue;
        if (change->nameless) change->name_latin.bytes = NULL;
        else if (change->before && award_needs_names(change)) award_decide_waited(change->before, work->today, &change->after);
        work->changes[count++] = change;
    }
    work->change_count = count;
    return RESULT_OK;
}
