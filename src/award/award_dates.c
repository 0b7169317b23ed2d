/* What the date alone brings (SPEC 6.3). */
#include <stdlib.h>

#include "award/award_work.h"
#include "catalogue/catalogue.h"
#include "outside/due.h"

/* Certificates that one transaction issues or withdraws, each with what follows; and expires. */
enum { AT_ONCE = 500, EXPIRIES = 20000 };
_Static_assert((int)AT_ONCE <= (int)AWARD_FEW_NAMES, "the scope is everyone: a walk over it would read all accounts for each transaction");

struct dates {
    struct award_work *work;
    struct due_counts due;
    bool rule_changes;
    int64_t changed;
};

static struct award_scope everyone(void)
{
    return (struct award_scope){false, 1, INT64_MAX};
}

static int by_account(const void *a, const void *b)
{
    const struct award_change *const *first = a, *const *second = b;
    if ((*first)->after.account != (*second)->after.account) return (*first)->after.account < (*second)->after.account ? -1 : 1;
    return (*first)->after.id < (*second)->after.id ? -1 : 1;
}

/* It was put into dispute just now, and its account is not evaluated yet. */
static enum result hold(struct context *context, const struct award_work *work, struct award_change *change)
{
    struct list rows;
    if (!award_work_disputed(work, change->before->account, NULL, 0)) return RESULT_OK;
    TRY(award_store_basis(context, change->before->id, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (award_work_disputed(work, change->before->account, &((const struct basis_row *)rows.items)[i].record_id, 1)) (void)award_decide_disputed(change->before, &change->after);
    return RESULT_OK;
}

/* Certificates whose day has come become changes like those of an evaluation, so that names, journal and letters are made in one place. */
static enum result change(struct context *context, struct dates *dates, const struct list *rows, void (*decide)(const struct award_entry *before, struct day today, struct award_entry *after))
{
    struct award_work *work = dates->work;
    struct award_change *changes = ARENA_ARRAY(context->arena, rows->count + 1, struct award_change);
    struct award_entry *entries = ARENA_ARRAY(context->arena, rows->count + 1, struct award_entry);
    struct award_change **ordered = ARENA_ARRAY(context->arena, rows->count + 1, struct award_change *);
    for (size_t i = 0; i < rows->count; i++) {
        const struct entry_row *row = (const struct entry_row *)rows->items + i;
        entries[i] = award_entry_of(work->catalogue->calendar, row);
        changes[i] = (struct award_change){.before = &entries[i], .certification = award_plan_certification(work->plan, row->certification_id)};
        decide(&entries[i], work->today, &changes[i].after);
        TRY(hold(context, work, &changes[i]));
        ordered[i] = &changes[i];
    }
    if (rows->count > 1) qsort(ordered, rows->count, sizeof *ordered, by_account);
    work->first = NULL;
    for (size_t i = rows->count; i-- > 0;) {
        ordered[i]->next = work->first;
        work->first = ordered[i];
    }
    work->change_count = rows->count;
    work->scope = everyone();
    TRY(award_work_prepare(context, work));
    TRY(award_work_write(context, work));
    dates->changed = (int64_t)work->change_count;
    return RESULT_OK;
}

/* Everybody is still to be evaluated by new rules or a new calendar: then what the store says of a day of issue may be over. */
static enum result days_are_counted_again(struct context *context, bool *are)
{
    return due_waits(context, "evaluate-all", are);
}

static enum result issue(struct context *context, void *data)
{
    struct dates *dates = data;
    struct list rows;
    bool again;
    TRY(award_store_take_turn(context, everyone()));
    dates->changed = 0;
    TRY(days_are_counted_again(context, &again));
    if (again) return RESULT_OK;
    TRY(award_work_look_for_disputes(context, dates->work, 1, INT64_MAX, 0));
    TRY(award_store_pending(context, dates->work->today, AT_ONCE, &rows));
    return change(context, dates, &rows, award_decide_due);
}

static enum result expire(struct context *context, void *data)
{
    struct dates *dates = data;
    TRY(award_store_take_turn(context, everyone()));
    return award_store_expire(context, dates->work->today, context_now(context), EXPIRIES, &dates->changed);
}

static enum result withdraw(struct context *context, void *data)
{
    struct dates *dates = data;
    struct list rows;
    TRY(award_store_take_turn(context, everyone()));
    TRY(award_store_left(context, (struct day){dates->work->today.number - AWARD_SUSPENSION_DAYS}, AT_ONCE, &rows));
    return change(context, dates, &rows, award_decide_left);
}

enum result award_note_rule_changes(struct context *context, const struct award_work *work, bool *any)
{
    const struct catalogue *catalogue = work->catalogue;
    *any = false;
    for (size_t i = 0; i < catalogue->change_count && catalogue->changes[i].effective.number <= work->today.number; i++) {
        bool first_time;
        TRY(award_store_change_applied(context, catalogue->changes[i].code, context_now(context), &first_time));
        *any = *any || first_time;
    }
    return RESULT_OK;
}

/* A rule change whose day has come is no change of the catalogue, so nobody else has asked for an evaluation. */
static enum result apply_rule_changes(struct context *context, void *data)
{
    struct dates *dates = data;
    bool any;
    TRY(award_note_rule_changes(context, dates->work, &any));
    return any ? due_leave(context, "evaluate-all", 1, 1, NO_INSTANT) : RESULT_OK;
}

static enum result look(struct context *context, void *data)
{
    struct dates *dates = data;
    const struct catalogue *catalogue = dates->work->catalogue;
    struct day today = dates->work->today;
    TRY(award_store_anything_due(context, today, (struct day){today.number - AWARD_SUSPENSION_DAYS}, &dates->due));
    dates->rule_changes = false;
    for (size_t i = 0; i < catalogue->change_count && catalogue->changes[i].effective.number <= today.number; i++) {
        bool applied;
        TRY(award_store_change_known(context, catalogue->changes[i].code, &applied));
        dates->rule_changes = dates->rule_changes || !applied;
    }
    return RESULT_OK;
}

enum result award_run_dates_step(struct context *context, int64_t *changed, bool *more)
{
    struct dates dates = {.changed = 0};
    *changed = 0;
    *more = false;
    bool taken, again = false;
    enum result begun = award_work_new(context, &dates.work);
    if (begun == RESULT_NONE) return RESULT_OK;
    TRY(begun);
    TRY(catalogue_follow_calendar(context, &taken));
    /* Asked at the start of every command: where nothing is due nothing is written, and nobody waits. */
    TRY(database_reading(context, look, &dates));
    if (dates.rule_changes) TRY(database_transaction(context, apply_rule_changes, &dates));
    if (dates.due.issues) TRY(days_are_counted_again(context, &again));
    if (dates.due.issues && !again) TRY(database_transaction(context, issue, &dates));
    else if (dates.due.expiries) TRY(database_transaction(context, expire, &dates));
    else if (dates.due.withdrawals) TRY(database_transaction(context, withdraw, &dates));
    else return RESULT_OK;
    *changed = dates.changed;
    *more = true;
    return RESULT_OK;
}

enum result award_run_dates(struct context *context, int64_t *changed)
{
    int64_t all = 0;
    bool more = true;
    while (more) {
        int64_t step;
        struct arena_mark mark = arena_mark(context->arena);
        TRY(award_run_dates_step(context, &step, &more));
        arena_rewind(context->arena, mark);
        all += step;
    }
    if (changed) *changed = all;
    return RESULT_OK;
}
