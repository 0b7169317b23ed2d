/* Unbindings as pages show them. */
#include "account/account.h"
#include "association/association_merge_act.h"
#include "association/association_request.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_act.h"
#include "association/association_unbinding_store.h"
#include "audit/audit.h"
#include "calendar/calendar.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/language.h"

enum { OWN_MOST = 200 };

#define F(MEMBER) FIELD(struct unbinding_view, MEMBER)
RECORD(unbinding_view_record, struct unbinding_view, F(id), F(case_id), F(case_number), F(account_id), F(account), F(mailbox_id), F(record_id), F(of_record), F(address),
       F(exam_code), F(registration_id), F(exam_day), F(by_owner), F(by_identity), F(by_staff), F(lost_case), F(reason), F(claimant_id), F(claimant), F(disputed_from), F(running), F(paused), F(objected), F(done),
       F(dropped), F(undone), F(second), F(opened), F(act), F(decided), F(stopped), F(due), F(late), F(provisional), F(days), F(done_at), F(undo_until), F(may_undo));

#undef F
#define F(MEMBER) FIELD(struct unbinding_claim, MEMBER)
RECORD(unbinding_claim_record, struct unbinding_claim, F(of_record), F(address), F(exam_code), F(registration_id), F(exam_day), F(into), F(running), F(decided), F(looked_at), F(came), F(refused), F(put_back), F(act),
       F(stopped), F(due), F(late), F(provisional), F(ended), F(reason));

#undef F
#define F(MEMBER) FIELD(struct unbinding_undoing, MEMBER)
RECORD(unbinding_undoing_record, struct unbinding_undoing, F(possible), F(merged_into), F(holder_id), F(holder), F(by), F(records), FIELD_OF(struct unbinding_undoing, stays, unbinding_stays_record));

static struct text reason_of(const struct context *context, const struct unbinding_view_row *row)
{
    if (!text_empty(row->reason)) return row->reason;
    const char *english = text_is(row->cause, "owner") && !text_empty(row->lost_case)
                              ? N_("Somebody has shown evidence that this exam record is his, and that he cannot open its mailbox any more. The certifying body has found that it is his.")
                          : text_is(row->cause, "owner")
                              ? row->record_id ? N_("Somebody has proven that the mailbox of this exam record is his.") : N_("Somebody has proven that this mailbox is his.")
                          : text_is(row->cause, "identity") ? N_("The exam record names another person than the one that this account belongs to.")
                                                              : "";
    return *english ? text_of(language_text(context->languages, context->language, english)) : (struct text){"", 0};
}

/* Its address as it is kept, or masked. */
static enum result read_one(struct context *context, const struct calendar *calendar, const struct unbinding_view_row *row, struct unbinding_view *view)
{
    bool staff = context->actor.kind != ACTOR_ACCOUNT;
    struct day today = calendar_today(context, calendar);
    *view = (struct unbinding_view){
        .id = row->id, .case_id = row->case_id, .case_number = row->case_number, .account_id = row->account_id, .account = row->account, .mailbox_id = row->mailbox_id,
        .record_id = row->record_id, .of_record = row->record_id != 0, .address = row->address, .exam_code = row->exam_code, .registration_id = row->registration_id,
        .exam_day = row->record_id ? row->exam_day : NO_DAY, .by_owner = text_is(row->cause, "owner"), .by_identity = text_is(row->cause, "identity"),
        .by_staff = text_is(row->cause, "staff"), .running = text_is(row->state, "running"), .paused = text_is(row->state, "paused"), .objected = text_is(row->state, "objected"),
        .done = text_is(row->state, "done"), .dropped = text_is(row->state, "dropped"), .undone = text_is(row->state, "undone"), .opened = row->opened, .act = row->act,
        .done_at = row->done_at, .undo_until = row->undo_until};
    view->reason = reason_of(context, row);
    if (staff) {
        view->claimant_id = row->claimant_id;
        view->claimant = row->claimant;
        view->lost_case = row->lost_case;
        view->disputed_from = address_shown(context->arena, row->answer_to);
        view->second = row->second;
    } else if (row->record_id && !text_empty(row->address)) {
        enum result own = association_proven(context, context->actor.account, row->address); /* the record may be booked under another person's */
        TRY(own);
        if (own == RESULT_NONE) view->address = association_masked(context, row->address);
    }
    view->decided = view->running && unbinding_needs_two(context, row->cause, row->claimant_by);
    /* The day itself is not left any more: it happens when that begins. */
    view->days = row->act.number > today.number ? calendar_difference(calendar, (struct day){today.number - 1}, (struct day){row->act.number - 1}) : 0;
    bool stands = view->paused || view->objected;
    view->stopped = stands ? row->counted_from : NO_DAY;
    view->due = stands ? row->due : NO_DAY;
    view->late = day_is(view->due) && view->due.number < today.number;
    (void)calendar_is_working(calendar, day_is(view->due) ? view->due : row->act, &view->provisional);
    view->may_undo = view->done && context_now(context).microseconds < row->undo_until.microseconds;
    return RESULT_OK;
}

static enum result read_all(struct context *context, const struct list *rows, struct list *list)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    struct unbinding_view *items = ARENA_ARRAY(context->arena, rows->count + 1, struct unbinding_view);
    for (size_t i = 0; i < rows->count; i++) TRY(read_one(context, catalogue->calendar, (const struct unbinding_view_row *)rows->items + i, &items[i]));
    *list = (struct list){&unbinding_view_record, items, rows->count};
    return RESULT_OK;
}

static enum result show_all(struct context *context, const struct list *rows, struct list *list)
{
    TRY(read_all(context, rows, list));
    struct unbinding_view *items = (struct unbinding_view *)list->items;
    for (size_t i = 0; i < list->count; i++) items[i].address = address_shown(context->arena, items[i].address);
    return RESULT_OK;
}

enum result unbinding_read(struct context *context, struct text case_number, struct unbinding_view *view)
{
    struct case_view own; /* who may read it, its case says */
    struct unbinding_view_row row;
    const struct catalogue *catalogue;
    enum result found = case_read(context, case_number, &own);
    if (found == RESULT_OK) found = unbinding_store_view(context, case_number, &row);
    if (found != RESULT_OK) return found;
    TRY(catalogue_current(context, &catalogue));
    TRY(read_one(context, catalogue->calendar, &row, view));
    view->address = address_shown(context->arena, view->address);
    return RESULT_OK;
}

enum result unbinding_list_own(struct context *context, struct list *unbindings)
{
    struct list rows;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(unbinding_store_not_over(context, context->actor.account, OWN_MOST, &rows));
    return show_all(context, &rows, unbindings);
}

enum result unbinding_list_holding(struct context *context, int64_t certificate, struct list *unbindings)
{
    struct list rows;
    bool candidate = context->actor.kind == ACTOR_ACCOUNT;
    TRY(audit_may(context, candidate ? MAY_ACT_FOR_ACCOUNT : MAY_READ_CASES));
    TRY(unbinding_store_holding(context, certificate, candidate ? context->actor.account : 0, OWN_MOST, &rows));
    return show_all(context, &rows, unbindings);
}

enum result unbinding_case_holding(struct context *context, int64_t certificate, struct text *case_number, bool *objected)
{
    struct list list;
    TRY(unbinding_store_holding(context, certificate, 0, OWN_MOST, &list));
    const struct unbinding_view_row *rows = list.items;
    size_t first = 0;
    while (first < list.count && text_is(rows[first].state, "objected")) first++;
    *objected = list.count && first == list.count;
    *case_number = !list.count ? TEXT("") : rows[*objected ? 0 : first].case_number;
    return RESULT_OK;
}

enum result unbinding_each_disputed(struct context *context, int64_t first, int64_t last, int64_t but, database_each_function *each, void *data)
{
    return unbinding_store_each_disputed(context, first, last, but, each, data);
}

enum result unbinding_list_left(struct context *context, struct list *unbindings)
{
    struct list rows;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(unbinding_store_left(context, context->actor.account, OWN_MOST, &rows));
    return read_all(context, &rows, unbindings);
}

enum result unbinding_list_beside(struct context *context, int64_t id, struct list *together, struct list *apart)
{
    struct list beside;
    const struct unbinding_view_row *of = NULL;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(unbinding_store_beside(context, id, context->actor.account, &beside));
    const struct unbinding_view_row *rows = beside.items;
    struct unbinding_view_row *with = ARENA_ARRAY(context->arena, beside.count + 1, struct unbinding_view_row), *without = ARENA_ARRAY(context->arena, beside.count + 1, struct unbinding_view_row);
    size_t withs = 0, withouts = 0;
    for (size_t i = 0; i < beside.count; i++)
        if (rows[i].id == id) of = &rows[i];
    for (size_t i = 0; of && i < beside.count; i++) {
        if (unbinding_objected_together(of, &rows[i])) with[withs++] = rows[i];
        else if (rows[i].id != id && !text_is(rows[i].state, "objected") && (of->mailbox_id || rows[i].mailbox_id)) without[withouts++] = rows[i];
    }
    TRY(show_all(context, &(struct list){.items = with, .count = withs}, together));
    return show_all(context, &(struct list){.items = without, .count = withouts}, apart);
}

/* What he has claimed comes into the account that a merge has left of his. */
static enum result find_into(struct context *context, int64_t *left, struct text *into)
{
    struct account account;
    *into = TEXT("");
    TRY(association_merge_left(context, context->actor.account, left));
    if (*left == context->actor.account) return RESULT_OK;
    TRY(account_read(context, *left, &account));
    *into = account.user_name;
    return RESULT_OK;
}

enum result unbinding_list_claims(struct context *context, struct list *claims)
{
    struct list rows;
    const struct catalogue *catalogue;
    struct text into;
    int64_t left;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(find_into(context, &left, &into));
    TRY(unbinding_store_claims(context, context->actor.account, left, OWN_MOST, &rows));
    TRY(catalogue_current(context, &catalogue));
    struct unbinding_claim *items = ARENA_ARRAY(context->arena, rows.count + 1, struct unbinding_claim);
    struct day today = calendar_today(context, catalogue->calendar);
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct unbinding_claim_row *row = (const struct unbinding_claim_row *)rows.items + i;
        bool done = text_is(row->state, "done");
        if (done && !row->has && row->let_go) continue;
        struct unbinding_claim *claim = &items[count++];
        *claim = (struct unbinding_claim){.of_record = row->record_id != 0, .address = address_shown(context->arena, row->address), .exam_code = row->exam_code, .registration_id = row->registration_id,
                                          .exam_day = row->record_id ? row->exam_day : NO_DAY, .running = text_is(row->state, "running"),
                                          .looked_at = text_is(row->state, "paused") || text_is(row->state, "objected"), .act = row->act, .ended = NO_INSTANT};
        claim->into = into;
        claim->decided = claim->running && unbinding_needs_two(context, row->cause, row->claimant_by);
        claim->stopped = claim->looked_at ? row->counted_from : NO_DAY;
        claim->due = claim->looked_at ? row->due : NO_DAY;
        claim->late = day_is(claim->due) && claim->due.number < today.number;
        (void)calendar_is_working(catalogue->calendar, claim->looked_at && day_is(claim->due) ? claim->due : row->act, &claim->provisional);
        if (claim->running || claim->looked_at) continue;
        claim->came = row->has;
        claim->put_back = !row->has && text_is(row->state, "undone");
        claim->refused = !row->has && !claim->put_back;
        claim->ended = row->ended;
        claim->reason = row->reason;
    }
    *claims = (struct list){&unbinding_claim_record, items, count};
    return RESULT_OK;
}

enum result unbinding_list(struct context *context, enum unbinding_show show, int64_t account, size_t maximum, struct list *unbindings)
{
    struct list rows;
    TRY(audit_may(context, MAY_READ_CASES));
    TRY(unbinding_store_views(context, show, account, maximum, &rows));
    return show_all(context, &rows, unbindings);
}

enum result unbinding_list_claimed(struct context *context, int64_t account, size_t maximum, struct list *unbindings)
{
    struct list rows;
    TRY(audit_may(context, MAY_READ_CASES));
    TRY(unbinding_store_views_claimed(context, account, maximum, &rows));
    return show_all(context, &rows, unbindings);
}

enum result unbinding_counts(struct context *context, struct unbinding_count *objected, struct unbinding_count *others)
{
    const struct catalogue *catalogue;
    TRY(audit_may(context, MAY_READ_CASES));
    TRY(catalogue_current(context, &catalogue));
    struct day today = calendar_today(context, catalogue->calendar);
    TRY(unbinding_store_count(context, true, today, objected));
    return unbinding_store_count(context, false, today, others);
}
