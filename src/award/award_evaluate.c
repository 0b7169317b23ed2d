/* When what is evaluated (SPEC 6.2): after each change, for the accounts that it concerns; after a new catalogue and every night, for everyone, in batches of bounded memory, each
 * in a transaction of its own. */
#include "association/association.h"
#include "audit/audit.h"
#include "award/award_near_store.h"
#include "award/award_work.h"

/* Accounts that one transaction looks through, reading, which keeps nobody waiting, or writing, for which whoever else writes waits; new records that one looks through (an account whose new
 * records fall into several batches is evaluated in each); accounts that are evaluated one by one where records have changed. */
enum { BATCH = 65536, STEP = 4096, RECORDS = 262144, SINGLY = 64 };
/* Certificates that one transaction changes where everybody is evaluated, each with its revision, journal and letter: others who write wait for no more. LEAST: accounts, however many change. */
enum { CHANGES = 1000, LEAST = 64 };

/* Of accounts, only so many that CHANGES is reached; work->scope ends with the last of them. */
static enum result evaluate(struct context *context, struct award_work *work, struct award_scope scope)
{
    TRY(award_store_take_turn(context, scope));
    if (scope.by_records) TRY(database_look_by_index(context)); /* of a few people among all */
    TRY(award_move_in(context, scope, work->today));
    TRY(award_work_gather(context, work, scope));
    if (!scope.by_records) award_work_cut(work, CHANGES);
    TRY(award_work_prepare(context, work));
    return award_work_write(context, work);
}

static int64_t within(int64_t accounts)
{
    return accounts < LEAST ? LEAST : accounts > STEP ? STEP : accounts;
}

/* Everyone from `first` to `last` in steps of a transaction each: how many accounts the next step looks through, so that it changes enough and does not look at many in vain. */
struct steps {
    int64_t first, last, accounts;
};

static enum result take_step(struct context *context, struct award_work *work, struct steps *steps)
{
    int64_t last;
    enum result found = award_store_batch_end(context, steps->first, steps->accounts, &last);
    if (found != RESULT_OK) return found;
    if (last > steps->last) last = steps->last;
    work->quiet_history = true;
    TRY(evaluate(context, work, (struct award_scope){false, steps->first, last}));
    bool cut = work->scope.last < last;
    steps->accounts = within(cut ? 2 * (work->scope.last - steps->first + 1) : 4 * steps->accounts);
    steps->first = work->scope.last + 1;
    return RESULT_OK;
}

/* --- What is due --- */

static enum result account_changed(struct context *context, const struct due *due)
{
    struct award_work *work;
    enum result begun = award_work_new(context, &work);
    if (begun != RESULT_OK) return begun;
    TRY(evaluate(context, work, (struct award_scope){false, due->first, due->first}));
    return near_store_forget_settled(context, due->first);
}

static enum result records_held(struct context *context, const struct due *due)
{
    struct award_work *work;
    enum result begun = award_work_new(context, &work);
    if (begun != RESULT_OK) return begun;
    struct due held = *due;
    TRY(due_take_along(context, &held, RECORDS)); /* a person's records of one import are often spread over several ranges: he is evaluated once */
    int64_t last = held.last - held.first >= RECORDS ? held.first + RECORDS - 1 : held.last;
    work->quiet_history = true;
    TRY(evaluate(context, work, (struct award_scope){true, held.first, last}));
    return last < held.last ? due_leave(context, "records-held", last + 1, held.last, NO_INSTANT) : RESULT_OK;
}

struct holders {
    int64_t accounts[SINGLY];
    size_t count;
    bool more;
};

static enum result take_holder(struct context *context, const void *item, void *data)
{
    struct holders *holders = data;
    if (holders->count == SINGLY) holders->more = true;
    else holders->accounts[holders->count++] = *(const int64_t *)item;
    return RESULT_OK;
}

static enum result holders_of(struct context *context, const struct due *due, struct holders *holders)
{
    *holders = (struct holders){.count = 0};
    return association_each_holder(context, due->first, due->last, take_holder, holders);
}

static enum result leave_halves(struct context *context, const struct due *due)
{
    int64_t middle = due->first + (due->last - due->first) / 2;
    TRY(due_leave(context, "record-changed", due->first, middle, NO_INSTANT));
    return due_leave(context, "record-changed", middle + 1, due->last, NO_INSTANT);
}

/* A changed record may be a pass no more, or hang on another mailbox now; so its holder is looked for, whatever the record says. First of all who has had it: what moves along with it has left before it comes, else
 * whoever has it now draws a second number. */
static enum result record_changed(struct context *context, const struct due *due)
{
    struct award_work *work;
    struct holders former, holders;
    int64_t held;
    TRY(holders_of(context, due, &former));
    if (former.more && due->first < due->last) return leave_halves(context, due);
    TRY(association_let_go(context, due->first, due->last));
    TRY(association_hold(context, due->first, due->last, &held));
    enum result begun = award_work_new(context, &work);
    if (begun != RESULT_OK) return begun;
    for (size_t i = 0; i < former.count; i++) TRY(evaluate(context, work, (struct award_scope){false, former.accounts[i], former.accounts[i]}));
    TRY(holders_of(context, due, &holders));
    if (holders.more && due->first < due->last) return leave_halves(context, due);
    for (size_t i = 0; i < holders.count; i++) {
        bool done = false;
        for (size_t k = 0; k < former.count; k++) done = done || former.accounts[k] == holders.accounts[i];
        if (!done) TRY(evaluate(context, work, (struct award_scope){false, holders.accounts[i], holders.accounts[i]}));
    }
    return RESULT_OK;
}

/* Everyone from account `first` on; where `last` lies behind it, that many accounts at first. */
static enum result evaluate_all(struct context *context, const struct due *due)
{
    struct award_work *work;
    enum result begun = award_work_new(context, &work);
    if (begun != RESULT_OK) return begun;
    bool any;
    TRY(award_note_rule_changes(context, work, &any));
    struct steps steps = {due->first, INT64_MAX, due->last > due->first ? within(due->last - due->first) : STEP};
    enum result taken = take_step(context, work, &steps);
    if (taken != RESULT_OK) return taken;
    return due_leave(context, "evaluate-all", steps.first, steps.accounts < STEP ? steps.first + steps.accounts : steps.first, NO_INSTANT);
}

static enum result certificates_due(struct context *context, const struct due *due)
{
    int64_t changed;
    bool more;
    TRY(award_run_dates_step(context, &changed, &more));
    return more ? due_leave(context, "certificates-due", due->first, due->last, NO_INSTANT) : RESULT_OK;
}

const struct due_handler award_due[] = {{"records-held", records_held},       {"record-changed", record_changed}, {"account-changed", account_changed, true},
                                        {"evaluate-all", evaluate_all},       {"certificates-due", certificates_due}, {NULL, NULL}};

/* --- Everyone, with a report --- */

RECORD(award_difference_record, struct award_difference, FIELD(struct award_difference, account), FIELD(struct award_difference, certification),
       FIELD(struct award_difference, number), FIELD(struct award_difference, what));

struct everyone {
    int64_t first, last; /* the batch */
    bool dry_run, none;
    award_tell *tell; /* NULL: they are listed */
    void *data;
    size_t maximum;
    struct award_difference *differences;
    size_t reported, before; /* in all, and before this batch */
    int64_t found;           /* in this batch */
    struct steps steps, done; /* of applying it: from where the next goes on; once that is taken */
};

static struct text add_what(struct context *context, struct text what, const char *name, struct text before, struct text after)
{
    return text_printf(context->arena, "%.*s%s%s %.*s -> %.*s", TEXT_ARG(what), text_empty(what) ? "" : ", ", name, TEXT_ARG(before), TEXT_ARG(after));
}

static struct text describe(struct context *context, const struct award_change *change)
{
    const struct award_entry *before = change->before, *after = &change->after;
    struct text what = {"", 0};
    if (!before) return TEXT("new");
    if (change->moves_to) return TEXT("moves along with its records");
    if (before->state != after->state)
        what = add_what(context, what, "state", text_of(certificate_state_word(before->state)), text_of(certificate_state_word(after->state)));
    const struct {
        const char *name;
        struct day before, after;
    } days[] = {{"award", before->award_day, after->award_day}, {"issue", before->issue_day, after->issue_day}, {"expiry", before->expiry_day, after->expiry_day}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (days[i].before.number != days[i].after.number)
            what = add_what(context, what, days[i].name, day_text(context->arena, days[i].before), day_text(context->arena, days[i].after));
    if (text_empty(what) && before->reason != after->reason)
        what = add_what(context, what, "waits for", text_of(before->reason ? award_reason_word(before->reason) : "its day"), text_of(after->reason ? award_reason_word(after->reason) : "its day"));
    return text_empty(what) ? TEXT("its records") : what;
}

static enum result difference_of(struct context *context, const struct award_work *work, const struct award_change *change, struct award_difference *difference)
{
    struct holder_row holder;
    *difference = (struct award_difference){.number = {"", 0}, .what = describe(context, change)};
    if (change->certification >= 0) difference->certification = work->catalogue->certifications[change->certification].code;
    enum result found = award_store_holder(context, change->after.account, &holder);
    TRY(found);
    if (found == RESULT_OK) difference->account = holder.user_name;
    if (change->before) TRY(award_store_number(context, change->before->id, &difference->number));
    return RESULT_OK;
}

/* Each difference is told, or in the caller's list, and counted in the journal, before it is applied. */
static enum result report(struct context *context, const struct award_work *work, struct everyone *everyone)
{
    everyone->found = (int64_t)work->change_count;
    for (size_t i = 0; i < work->change_count && (everyone->tell || everyone->reported < everyone->maximum); i++) {
        struct arena_mark mark = arena_mark(context->arena);
        struct award_difference difference;
        TRY(difference_of(context, work, work->changes[i], &difference));
        if (!everyone->tell) everyone->differences[everyone->reported++] = difference;
        else everyone->tell(&difference, everyone->data), arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

static enum result next_batch(struct context *context, void *data)
{
    struct everyone *everyone = data;
    enum result found = award_store_batch_end(context, everyone->first, BATCH, &everyone->last);
    everyone->none = found == RESULT_NONE;
    return found;
}

static enum result look(struct context *context, void *data)
{
    struct everyone *everyone = data;
    struct award_work *work;
    enum result begun = award_work_new(context, &work);
    everyone->found = 0;
    everyone->reported = everyone->before;
    if (begun != RESULT_OK) return begun;
    TRY(award_work_gather(context, work, (struct award_scope){false, everyone->first, everyone->last}));
    TRY(award_work_prepare(context, work));
    return report(context, work, everyone);
}

static enum result apply(struct context *context, void *data)
{
    struct everyone *everyone = data;
    struct award_work *work;
    enum result begun = award_work_new(context, &work);
    if (begun != RESULT_OK) return begun;
    everyone->done = everyone->steps;
    return take_step(context, work, &everyone->done);
}

static enum result apply_all(struct context *context, struct everyone *everyone)
{
    everyone->steps = (struct steps){everyone->first, everyone->last, everyone->found > CHANGES ? within(BATCH * (int64_t)CHANGES / everyone->found) : STEP};
    while (everyone->steps.first <= everyone->last) {
        struct arena_mark mark = arena_mark(context->arena);
        enum result applied = database_transaction(context, apply, everyone);
        if (applied != RESULT_OK) return applied;
        everyone->steps = everyone->done;
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

/* Gives back what a batch took, but for the differences that it reported. */
static void keep_differences(struct context *context, struct everyone *everyone, struct arena_mark mark)
{
    WITH_ARENA(kept, (size_t)256 << 20);
    struct award_difference *differences = everyone->differences;
    for (int turn = 0; turn < 2; turn++) {
        struct arena *arena = turn ? context->arena : kept;
        for (size_t i = everyone->before; i < everyone->reported; i++)
            differences[i] = (struct award_difference){text_copy(arena, differences[i].account), text_copy(arena, differences[i].certification),
                                                       text_copy(arena, differences[i].number), text_copy(arena, differences[i].what)};
        if (!turn) arena_rewind(context->arena, mark);
    }
}

static enum result evaluate_everyone(struct context *context, struct everyone *everyone, int64_t *count)
{
    TRY(audit_may(context, MAY_EVALUATE));
    *count = 0;
    for (;;) {
        /* Reading first, which keeps nobody from writing: on most nights nothing differs. */
        TRY(database_reading(context, next_batch, everyone));
        if (everyone->none) return RESULT_OK;
        struct arena_mark mark = arena_mark(context->arena);
        everyone->before = everyone->reported;
        TRY(database_reading(context, look, everyone));
        *count += everyone->found;
        if (everyone->found && !everyone->dry_run) TRY(apply_all(context, everyone));
        keep_differences(context, everyone, mark);
        everyone->first = everyone->last + 1;
    }
}

enum result award_evaluate_all(struct context *context, bool dry_run, size_t maximum, struct list *differences, int64_t *count)
{
    struct everyone everyone = {.dry_run = dry_run, .maximum = maximum, .differences = ARENA_ARRAY(context->arena, maximum + 1, struct award_difference)};
    TRY(evaluate_everyone(context, &everyone, count));
    *differences = (struct list){&award_difference_record, everyone.differences, everyone.reported};
    return RESULT_OK;
}

enum result award_evaluate_telling(struct context *context, award_tell *tell, void *data, int64_t *count)
{
    return evaluate_everyone(context, &(struct everyone){.tell = tell, .data = data}, count);
}
