/* Two streams, both by account: what was passed, and what the register has. They are joined in memory, and only what differs takes any. */
#include "association/association.h"
#include "audit/audit.h"
#include "award/award_work.h"

static struct award_entry *entry_at(struct award_work *work, size_t at)
{
    return &work->entries[at];
}

/* Two days apart no zone matters, and this is asked of everybody's. */
static bool on_its_day(const struct calendar *calendar, const struct entry_row *row)
{
    int32_t ahead = row->issue_day.number - instant_day_utc(row->made).number;
    if (ahead > 1 || ahead < -1) return ahead > 0;
    return calendar && row->issue_day.number >= calendar_day(calendar, row->made).number;
}

struct award_entry award_entry_of(const struct calendar *calendar, const struct entry_row *row)
{
    return (struct award_entry){
        .id = row->id, .account = row->account_id, .certification = row->certification_id, .mark = row->basis_mark, .revision = row->revision,
        .state_day = row->state_day, .exam_day = row->exam_day, .award_day = row->award_day, .issue_day = row->issue_day,
        .expiry_day = row->expiry_day, .state = (uint8_t)row->state, .reason = (uint8_t)award_reason_of(row->reason),
        .provisional = row->provisional, .issued = row->issued, .on_its_day = on_its_day(calendar, row)};
}

static enum result take_entry(struct context *context, const void *item, void *data)
{
    const struct entry_row *row = item;
    struct award_work *work = data;
    if (work->entry_count == work->entry_capacity) {
        size_t wider = work->entry_capacity ? work->entry_capacity * 2 : 16;
        struct award_entry *entries = ARENA_ARRAY(context->arena, wider, struct award_entry);
        if (work->entry_count) memcpy(entries, work->entries, work->entry_count * sizeof *entries);
        work->entries = entries;
        work->entry_capacity = wider;
    }
    *entry_at(work, work->entry_count++) = award_entry_of(work->catalogue->calendar, row);
    return RESULT_OK;
}

static enum result take_disputed(struct context *context, const void *item, void *data)
{
    struct award_work *work = data;
    if (work->disputed_count == work->disputed_capacity) {
        size_t wider = work->disputed_capacity ? work->disputed_capacity * 2 : 16;
        struct unbinding_disputed *disputed = ARENA_ARRAY(context->arena, wider, struct unbinding_disputed);
        if (work->disputed_count) memcpy(disputed, work->disputed, work->disputed_count * sizeof *disputed);
        work->disputed = disputed;
        work->disputed_capacity = wider;
    }
    work->disputed[work->disputed_count++] = *(const struct unbinding_disputed *)item;
    return RESULT_OK;
}

enum result award_work_look_for_disputes(struct context *context, struct award_work *work, int64_t first, int64_t last, int64_t but)
{
    work->disputed = NULL;
    work->disputed_count = work->disputed_capacity = 0;
    return unbinding_each_disputed(context, first, last, but, take_disputed, work);
}

bool award_work_disputed(const struct award_work *work, int64_t account, const int64_t *records, size_t count)
{
    size_t first = 0, end = work->disputed_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (work->disputed[middle].account_id < account) first = middle + 1;
        else end = middle;
    }
    for (; first < work->disputed_count && work->disputed[first].account_id == account; first++) {
        if (!records) return true;
        for (size_t i = 0; i < count; i++)
            if (records[i] == work->disputed[first].record_id) return true;
    }
    return false;
}

static struct award_change *add_change(struct context *context, struct award_work *work)
{
    struct award_change *change = ARENA_NEW(context->arena, struct award_change);
    *work->last = change;
    work->last = &change->next;
    work->change_count++;
    return change;
}

static void add_lost(struct context *context, struct award_work *work, const struct award_entry *before)
{
    struct award_change *change = add_change(context, work);
    int32_t certification = award_plan_certification(work->plan, before->certification);
    bool needs_stopped = before->account == work->account && award_room_needs_stopped(work->room, certification);
    *change = (struct award_change){.before = before, .after = *before, .lost = true, .needs_stopped = needs_stopped, .certification = certification};
}

static void add_earned(struct context *context, struct award_work *work, const struct award_entry *before, const struct award *award,
                       const struct award_entry *after)
{
    struct award_change *change = add_change(context, work);
    *change = (struct award_change){.before = before, .after = *after, .certification = award->certification};
    if (!before || before->mark != after->mark) {
        int64_t *basis = arena_raw(context->arena, (award->basis_count + 1) * sizeof *basis);
        memcpy(basis, award->basis, award->basis_count * sizeof *basis);
        change->basis = basis;
        change->basis_count = (uint32_t)award->basis_count;
    }
    if (before || award->turn_count > 1) {
        struct award_turn *turns = arena_raw(context->arena, award->turn_count * sizeof *turns);
        memcpy(turns, award->turns, award->turn_count * sizeof *turns);
        change->turns = turns;
        change->turn_count = (uint32_t)award->turn_count;
    }
}

/* The register's entries of accounts before `account`: they have no pass left. */
static void lose_up_to(struct context *context, struct award_work *work, int64_t account)
{
    while (work->entry_at < work->entry_count && entry_at(work, work->entry_at)->account < account)
        add_lost(context, work, entry_at(work, work->entry_at++));
}

static void finish_account(struct context *context, struct award_work *work)
{
    if (!work->account) return;
    lose_up_to(context, work, work->account);
    for (size_t i = work->entry_at; i < work->entry_count && entry_at(work, i)->account == work->account; i++)
        if (award_decide_stopped_by_staff(entry_at(work, i))) award_room_stop(work->room, award_plan_certification(work->plan, entry_at(work, i)->certification));
    const struct award *awards;
    size_t count = award_room_evaluate(work->room, work->today, &awards), at = 0;
    for (;;) {
        struct award_entry *before = work->entry_at < work->entry_count ? entry_at(work, work->entry_at) : NULL;
        if (before && before->account != work->account) before = NULL;
        if (at == count && !before) return;
        int64_t earned = at < count ? work->catalogue->certifications[awards[at].certification].id : INT64_MAX;
        if (before && before->certification < earned) {
            add_lost(context, work, before);
            work->entry_at++;
            continue;
        }
        bool both = before && before->certification == earned;
        struct award_entry after;
        bool other = award_decide_earned(both ? before : NULL, &awards[at], work->today, &after);
        if (award_work_disputed(work, work->account, awards[at].basis, awards[at].basis_count)) other = award_decide_disputed(both ? before : NULL, &after);
        if (other) {
            after.account = work->account;
            after.certification = earned;
            add_earned(context, work, both ? before : NULL, &awards[at], &after);
        }
        work->entry_at += both;
        at++;
    }
}

static enum result take_pass(struct context *context, const void *item, void *data)
{
    const struct passed_record *row = item;
    struct award_work *work = data;
    if (row->account_id != work->account) {
        finish_account(context, work);
        work->account = row->account_id;
        award_room_begin(work->room);
    }
    int32_t exam = award_plan_exam(work->plan, row->exam_id);
    if (exam >= 0) award_room_pass(work->room, (struct award_pass){row->exam_day, exam, row->record_id});
    return RESULT_OK;
}

enum result award_work_gather(struct context *context, struct award_work *work, struct award_scope scope)
{
    work->scope = scope;
    work->entries = NULL;
    work->entry_count = work->entry_capacity = work->entry_at = work->change_count = 0;
    work->account = 0;
    work->first = NULL;
    work->last = &work->first;
    TRY(award_work_look_for_disputes(context, work, scope.by_records ? 1 : scope.first, scope.by_records ? INT64_MAX : scope.last, 0));
    TRY(award_store_each_entry(context, scope, take_entry, work));
    if (scope.by_records) TRY(association_each_passed_with(context, scope.first, scope.last, take_pass, work));
    else TRY(association_each_passed(context, scope.first, scope.last, take_pass, work));
    finish_account(context, work);
    lose_up_to(context, work, INT64_MAX);
    return RESULT_OK;
}

void award_work_cut(struct award_work *work, size_t most)
{
    int64_t account = 0;
    size_t kept = 0;
    for (struct award_change **link = &work->first; *link; link = &(*link)->next, kept++) {
        if (kept >= most && (*link)->after.account != account) {
            work->scope.last = account;
            work->change_count = kept;
            *link = NULL;
            return;
        }
        account = (*link)->after.account;
    }
}

struct award_work *award_work_by(struct context *context, const struct catalogue *catalogue)
{
    struct award_plan *plan = award_plan_new(context->arena, catalogue);
    struct award_work *work = ARENA_NEW(context->arena, struct award_work);
    *work = (struct award_work){.plan = plan, .catalogue = catalogue, .room = award_room_new(context->arena, plan), .today = calendar_today(context, catalogue->calendar)};
    return work;
}

enum result award_work_new(struct context *context, struct award_work **work)
{
    const struct catalogue *catalogue;
    enum result found = catalogue_current(context, &catalogue);
    if (found == RESULT_REFUSED && context->error.code && !strcmp(context->error.code, "catalogue.none")) {
        error_clear(&context->error);
        return RESULT_NONE;
    }
    TRY(found);
    *work = award_work_by(context, catalogue);
    return RESULT_OK;
}
