/* The mailbox in the record is lost (SPEC 5.2): a case with evidence, a notice to that mailbox and to who has the record, a cooling-off, a decision of staff. What another account has is not taken from it by that alone: an unbinding (5.8) begins with it. */
#include "association/association_letter.h"
#include "association/association_request.h"
#include "association/association_merge_act.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/due.h"
#include "outside/json.h"

/* The notice's link works until the case is decided; no case waits so long. */
enum { NOTICE_DAYS = 365 };

struct losing {
    int64_t request;
    struct text words;
    const struct case_evidence *evidence;
    size_t count;
    struct text number;
};

static struct text wish_of(struct context *context, const struct request_row *row)
{
    return JSON_TEXTS(context->arena, {"exam", row->exam_code}, {"registration", row->registration_id}, {"day", day_text(context->arena, row->exam_day)});
}

static enum result record_taken(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "association.record_taken", N_("Meanwhile the exam record came into another account. Its owner can move it."));
}

enum result association_find_holder(struct context *context, const struct request_row *row, int64_t *other, bool *own)
{
    int64_t left;
    enum result held = association_holder(context, association_thing_of(row), other);
    TRY(held);
    TRY(association_merge_left(context, row->account_id, &left));
    *own = held == RESULT_OK && (*other == row->account_id || *other == left);
    if (held == RESULT_NONE || *own) *other = 0;
    return RESULT_OK;
}

static enum result find_other_holder(struct context *context, const struct request_row *row, int64_t *other)
{
    bool own;
    TRY(association_find_holder(context, row, other, &own));
    return own ? context_fail(context, RESULT_REFUSED, "association.record_already", N_("This exam record is in your account already.")) : RESULT_OK;
}

/* Of what was asked at that moment. */
static enum result cooling_off(struct context *context, struct instant asked, const struct calendar **calendar, struct day *day)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    *calendar = catalogue->calendar;
    *day = calendar_add(*calendar, calendar_day(*calendar, asked), catalogue->body.promises[PROMISE_COOLING_OFF].first, NULL);
    return RESULT_OK;
}

static enum result leave_due(struct context *context, int64_t case_id, const struct calendar *calendar, struct day day)
{
    return due_leave(context, "cooling-off", case_id, case_id, calendar_midnight(calendar, day));
}

/* Whoever has come to it since hears of it as of something new. */
static enum result tell_holder(struct context *context, const struct request_row *row, int64_t holder, struct day ready)
{
    TRY(association_letter_sought(context, row, holder, ready, row->told_id == holder));
    return association_store_set_told(context, row->id, holder);
}

/* A calendar that was provisional may have learned of holidays: never earlier than was told, later where the other side has the right to it. Whom a day was told read the new one. RESULT_NONE: what was told holds. */
static enum result count_again(struct context *context, const struct request_row *row)
{
    const struct calendar *calendar;
    struct day day;
    int64_t other;
    bool provisional, own;
    TRY(cooling_off(context, row->made, &calendar, &day));
    if (day.number <= calendar_today(context, calendar).number) return RESULT_NONE;
    enum result moved = case_set_not_before(context, row->case_id, day);
    if (moved != RESULT_OK) return moved;
    (void)calendar_is_working(calendar, day, &provisional);
    if (row->letter_mailbox_id && text_empty(row->outcome)) TRY(association_letter_moved(context, row, day, provisional)); /* who has objected waits for no day */
    TRY(association_find_holder(context, row, &other, &own));
    if (other) TRY(tell_holder(context, row, other, day));
    return leave_due(context, row->case_id, calendar, day);
}

enum result association_cooling_off_due(struct context *context, const struct due *due)
{
    struct request_row row;
    enum result found = association_store_request_of_case(context, due->first, &row);
    if (found == RESULT_OK) found = count_again(context, &row);
    return found < 0 ? found : RESULT_OK;
}

static enum result ask(struct context *context, void *data)
{
    struct losing *losing = data;
    struct request_row row;
    const struct calendar *calendar;
    int64_t other;
    enum result found = association_store_request_of(context, losing->request, context->actor.account, &row);
    TRY(found);
    if (found == RESULT_NONE || row.purpose != ASSOCIATION_SCORE_REPORT) return association_unknown(context);
    TRY(association_refuse_standing(context, &row));
    TRY(find_other_holder(context, &row, &other));
    struct case_opening opening = {.kind = CASE_LOST_MAILBOX, .account = row.account_id, .mailbox = row.mailbox_id, .record = row.record_id, .wish = wish_of(context, &row),
                                   .words = losing->words, .due = NO_DAY, .tell = true};
    TRY(cooling_off(context, context_now(context), &calendar, &opening.not_before));
    struct request_row notice = row;
    notice.purpose = ASSOCIATION_LOST_MAILBOX;
    notice.letter_mailbox_id = row.mailbox_id; /* also where the record is barred or another's, and so no letter went there yet */
    notice.letter_address = row.address;
    notice.ends = instant_add_seconds(context_now(context), (int64_t)NOTICE_DAYS * DAY);
    TRY(case_open(context, &opening, &notice.case_id, &losing->number));
    TRY(leave_due(context, notice.case_id, calendar, opening.not_before));
    for (size_t i = 0; i < losing->count; i++) TRY(case_attach(context, notice.case_id, &losing->evidence[i]));
    struct account account;
    TRY(account_read(context, row.account_id, &account));
    context->once.answer = losing->number;
    TRY(association_issue(context, &account, &notice, opening.not_before));
    return other ? tell_holder(context, &notice, other, opening.not_before) : RESULT_OK;
}

enum result association_ask_lost_mailbox(struct context *context, int64_t request, struct text words, const struct case_evidence *evidence, size_t count, struct text *case_number)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    if (!count)
        return FIELD_FAIL(context, "evidence", "association.evidence_missing",
                          N_("Add evidence that the exam was yours: a picture or PDF of the score report, or of the document that you showed at the test."));
    struct losing losing = {request, words, evidence, count, {"", 0}};
    TRY(database_transaction(context, ask, &losing));
    *case_number = context->once.replayed ? context->once.answer : losing.number;
    return RESULT_OK;
}

enum result association_lost_cases(struct context *context, struct list *cases)
{
    const struct catalogue *catalogue;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(catalogue_current(context, &catalogue));
    TRY(association_store_lost_cases(context, context->actor.account, cases));
    for (size_t i = 0; i < cases->count; i++) {
        struct association_lost_case *one = (struct association_lost_case *)cases->items + i;
        if (day_is(one->ready)) (void)calendar_is_working(catalogue->calendar, one->ready, &one->provisional);
    }
    return RESULT_OK;
}

/* --- Staff --- */

struct deciding {
    int64_t case_id;
    bool grant;
    struct text reason;
    bool moved; /* the day before which it cannot be granted is a later one since: nothing is decided yet */
};

/* Another account has it: that one is heard before it leaves, and then it comes (5.8). */
static enum result unbind(struct context *context, const struct request_row *row)
{
    struct unbinding_opening opening = {.record = row->record_id, .cause = UNBINDING_OWNER, .claimant = row->account_id, .lost_case = row->case_id};
    enum result opened = unbinding_open(context, &opening, NULL);
    TRY(opened);
    if (opened == RESULT_NONE) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment.")); /* let go since it was looked at */
    return row->letter_mailbox_id ? association_letter_found(context, row) : RESULT_OK;
}

static enum result grant(struct context *context, const struct request_row *row)
{
    bool made, ended;
    int64_t records, into, other;
    struct account account;
    TRY(find_other_holder(context, row, &other));
    /* Where the old mailbox's reader has objected, the request has ended with that, and staff decide against it. */
    TRY(association_store_end(context, row->id, "completed", context_now(context), &ended));
    if (other) return unbind(context, row);
    TRY(merge_tie(context, (struct association_thing){.record = row->record_id}, row->account_id, "case", ended ? row->id : 0, &made, &records, &into));
    if (!made) return record_taken(context);
    TRY(account_read(context, into, &account));
    struct association_letter item = association_letter_of(row, &account);
    item.records = records;
    return association_letter_done(context, &item, &account);
}

static enum result refuse(struct context *context, const struct request_row *row, int64_t other)
{
    bool ended;
    TRY(association_store_end(context, row->id, "expired", context_now(context), &ended));
    return other && other == row->told_id ? association_letter_not_taken(context, row, other) : RESULT_OK;
}

static enum result decide(struct context *context, void *data)
{
    struct deciding *deciding = data;
    struct request_row row;
    int64_t other;
    bool effective, own;
    deciding->moved = false;
    enum result found = association_store_request_of_case(context, deciding->case_id, &row);
    if (found != RESULT_OK) return found;
    TRY(association_find_holder(context, &row, &other, &own));
    TRY(case_check_not_own(context, other)); /* who has it is a party, too */
    enum result moved = deciding->grant ? count_again(context, &row) : RESULT_NONE;
    TRY(moved);
    deciding->moved = moved == RESULT_OK;
    if (deciding->moved) return RESULT_NONE;
    struct case_decision decision = {.outcome = deciding->grant ? CASE_GRANTED : CASE_REFUSED, .reason = deciding->reason, .tell = true};
    found = case_decide(context, deciding->case_id, &decision, &effective);
    if (found != RESULT_OK || !effective) return found;
    return deciding->grant ? grant(context, &row) : refuse(context, &row, other);
}

enum result association_decide_lost_mailbox(struct context *context, int64_t case_id, bool grant, struct text reason, bool *effective)
{
    struct deciding deciding = {.case_id = case_id, .grant = grant, .reason = reason};
    TRY(audit_may(context, MAY_DECIDE_CASES));
    enum result decided = case_transaction(context, decide, &deciding, effective);
    /* What a refusal takes back is not to take back that day: it is kept, and told, and then it is too early. */
    return decided == RESULT_NONE && deciding.moved ? case_transaction(context, decide, &deciding, effective) : decided;
}

enum result association_lost_mailbox(struct context *context, int64_t case_id, struct association_lost_mailbox *lost)
{
    TRY(audit_may(context, MAY_READ_CASES));
    enum result found = association_store_lost_mailbox(context, case_id, lost);
    if (found != RESULT_OK) return found;
    lost->mailbox = address_shown(context->arena, lost->mailbox);
    lost->account_mailbox = address_shown(context->arena, lost->account_mailbox);
    return RESULT_OK;
}
