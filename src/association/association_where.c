/* Where is my exam? (SPEC 5.4). What the account itself holds is found by anything; of what is not in it only registration ID and day together open something, and no more than a masked mailbox. */
#include <inttypes.h>
#include <string.h>

#include "association/association_request.h"
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"

/* Questions of one account and from one network in an hour; about one registration ID in a day, so that nobody tries days one after the other: of one account, and whoever asks (so many that one account does not lock the
 * owner out). */
enum { QUESTIONS_OF_ACCOUNT = 30, QUESTIONS_FROM_NETWORK = 60, QUESTIONS_OF_ACCOUNT_ABOUT_RECORD = 10, QUESTIONS_ABOUT_RECORD = 50, MOST_RECORDS = 5000 };

static enum result limit(struct context *context, const struct association_question *question)
{
    TRY(audit_limit(context, text_printf(context->arena, "where:account:%" PRId64, context->actor.account), QUESTIONS_OF_ACCOUNT, HOUR));
    TRY(audit_limit_network(context, "where", QUESTIONS_FROM_NETWORK, HOUR));
    if (text_empty(question->registration_id)) return RESULT_OK;
    TRY(audit_limit(context, text_printf(context->arena, "where:own:%" PRId64 ":%.*s", context->actor.account, TEXT_ARG(question->registration_id)), QUESTIONS_OF_ACCOUNT_ABOUT_RECORD, DAY));
    return audit_limit(context, text_printf(context->arena, "where:record:%.*s", TEXT_ARG(question->registration_id)), QUESTIONS_ABOUT_RECORD, DAY);
}

/* The exam of the code, by our own or by any provider's name for it; -1. */
static int32_t find_exam(const struct catalogue *catalogue, struct text code, const struct list *intakes)
{
    const char *language;
    int32_t exam = catalogue_exam(catalogue, code);
    for (size_t i = 0; i < intakes->count && exam < 0; i++)
        if (!catalogue_map_code(catalogue, ((const struct intake_last *)intakes->items)[i].provider, code, &exam, &language)) exam = -1;
    return exam;
}

static void expect(struct context *context, const struct catalogue *catalogue, struct day exam_day, struct association_whereabouts *answer)
{
    answer->expected = NO_DAY;
    if (day_is(answer->moved_to)) exam_day = answer->moved_to;
    if (!day_is(exam_day) || day_is(answer->cancelled_on)) return;
    struct day today = calendar_today(context, catalogue->calendar);
    answer->expected = calendar_add(catalogue->calendar, exam_day, catalogue->body.promises[PROMISE_SCORE_REPORT].first, &answer->provisional);
    answer->late = answer->expected.number < today.number;
    answer->ahead = exam_day.number > today.number;
}

struct looking {
    const struct association_question *question;
    int64_t exam_id, mailbox; /* 0: not entered, or unknown: nothing agrees with it then */
    struct association_whereabouts *answer;
    struct text elsewhere;    /* the mailbox of what is there, but not in his account; empty: none */
};

static bool agrees(const struct looking *looking, const struct exam_record *record)
{
    const struct association_question *question = looking->question;
    bool same_id = text_equal(record->registration_id, question->registration_id), same_day = record->exam_day.number == question->exam_day.number;
    if (looking->answer->looked_everywhere && same_id && same_day) return true; /* it is that one, whatever else was mistyped */
    if (!text_empty(question->exam_code) && record->exam_id != looking->exam_id) return false;
    if (day_is(question->exam_day) && !same_day) return false;
    if (!text_empty(question->registration_id) && !same_id) return false;
    return text_empty(question->mailbox) || record->mailbox_id == looking->mailbox;
}

static enum result look_at_own(struct context *context, const struct looking *looking)
{
    struct list records;
    TRY(association_records(context, context->actor.account, MOST_RECORDS, &records));
    struct exam_record *own = ARENA_ARRAY(context->arena, records.count + 1, struct exam_record);
    size_t count = 0;
    for (size_t i = 0; i < records.count; i++) {
        const struct exam_record *record = (const struct exam_record *)records.items + i;
        if (agrees(looking, record)) own[count++] = *record;
    }
    looking->answer->own = (struct list){&exam_record_record, own, count};
    return RESULT_OK;
}

static enum result look_elsewhere(struct context *context, struct looking *looking)
{
    const struct association_question *question = looking->question;
    struct list rows;
    if (!looking->answer->looked_everywhere) return RESULT_OK;
    TRY(association_store_where(context, question->registration_id, question->exam_day, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct where_row *row = (const struct where_row *)rows.items + i;
        if (row->account_id == context->actor.account) continue;
        looking->answer->elsewhere = true;
        looking->answer->held = !row->account_id && row->state == EXAM_ON_HOLD;
        looking->elsewhere = row->address;
        looking->answer->masked = association_masked(context, row->address);
    }
    return intake_waits(context, question->registration_id, question->exam_day, &looking->answer->quarantined);
}

/* Moved or cancelled, and nothing has come of it yet. It is told to whoever has a mailbox under which it was booked; or knows, beside its registration ID, a day that it was on. */
static enum result look_at_appointments(struct context *context, const struct looking *looking, const struct catalogue *catalogue)
{
    const struct association_question *question = looking->question;
    struct list told;
    if (!looking->answer->nothing || text_empty(question->registration_id)) return RESULT_OK;
    TRY(intake_appointments(context, question->registration_id, &told));
    const struct intake_appointment *items = told.items;
    for (size_t i = 0; i < told.count;) {
        int64_t provider = items[i].provider_id;
        struct day moved_to = NO_DAY, cancelled_on = NO_DAY;
        bool known = false;
        for (; i < told.count && items[i].provider_id == provider; i++) {
            known |= day_is(question->exam_day) && items[i].day.number == question->exam_day.number;
            if (!known && !text_empty(items[i].mailbox)) {
                enum result own = association_proven(context, context->actor.account, items[i].mailbox);
                TRY(own);
                known = own == RESULT_OK;
            }
            cancelled_on = items[i].cancelled ? zone_day(calendar_zone(catalogue->calendar), items[i].at) : NO_DAY;
            if (!items[i].cancelled) moved_to = items[i].day;
        }
        if (!known) continue;
        looking->answer->moved_to = day_is(cancelled_on) ? NO_DAY : moved_to;
        looking->answer->cancelled_on = cancelled_on;
        return RESULT_OK;
    }
    return RESULT_OK;
}

static bool same_mailbox(struct context *context, struct text one, struct text other)
{
    return !text_empty(one) && text_equal(address_shown(context->arena, one), address_shown(context->arena, other));
}

/* Of a record that left, or of the mailbox under which it hangs. */
static bool left_agrees(struct context *context, const struct looking *looking, const struct association_left *left)
{
    const struct association_question *question = looking->question;
    if (!left->of_record) return same_mailbox(context, left->address, looking->elsewhere) || same_mailbox(context, left->address, question->mailbox);
    bool same_id = text_equal(left->registration_id, question->registration_id), same_day = left->exam_day.number == question->exam_day.number;
    if (looking->answer->looked_everywhere) return same_id && same_day;
    if (!text_empty(question->exam_code) && !text_equal(left->exam_code, looking->answer->exam_code)) return false;
    if (day_is(question->exam_day) && !same_day) return false;
    if (!text_empty(question->registration_id) && !same_id) return false;
    return !text_empty(question->exam_code) || day_is(question->exam_day) || !text_empty(question->registration_id);
}

/* Where it is the very one that is elsewhere, too, what can be done is said of this. */
static bool is_it(struct context *context, const struct looking *looking, const struct association_left *thing)
{
    if (!left_agrees(context, looking, thing)) return false;
    if (thing->of_record || same_mailbox(context, thing->address, looking->elsewhere)) looking->answer->elsewhere = false;
    return true;
}

/* A row as a thing that he had, has claimed, or asks for; false: it does not count. */
typedef bool left_of(const void *row, struct association_left *thing);

/* Leaves of a list what agrees. */
static void keep(struct context *context, const struct looking *looking, left_of *thing_of, struct list *list)
{
    size_t size = list->record->size, count = 0;
    char *kept = arena_array(context->arena, list->count + 1, size);
    for (size_t i = 0; i < list->count; i++) {
        const char *row = (const char *)list->items + i * size;
        struct association_left thing;
        if (thing_of(row, &thing) && is_it(context, looking, &thing)) memcpy(kept + count++ * size, row, size);
    }
    list->items = kept;
    list->count = count;
}

static bool thing_left(const void *row, struct association_left *thing)
{
    *thing = *(const struct association_left *)row;
    return true;
}

/* Where it is not decided: he need not do it again. */
static bool thing_claimed(const void *row, struct association_left *thing)
{
    const struct unbinding_claim *item = row;
    *thing = (struct association_left){.of_record = item->of_record, .address = item->address, .exam_code = item->exam_code, .registration_id = item->registration_id, .exam_day = item->exam_day};
    return item->running || item->looked_at;
}

/* He has opened a case about it, because he cannot open its mailbox: the same. */
static bool thing_lost(const void *row, struct association_left *thing)
{
    const struct association_lost_case *item = row;
    *thing = (struct association_left){.of_record = true, .exam_code = item->exam_code, .registration_id = item->registration_id, .exam_day = item->exam_day};
    return true;
}

static enum result look(struct context *context, void *data)
{
    struct looking *looking = data;
    TRY(look_at_own(context, looking));
    TRY(look_elsewhere(context, looking));
    struct association_whereabouts *answer = looking->answer;
    TRY(association_left(context, &answer->left));
    TRY(unbinding_list_claims(context, &answer->claims));
    TRY(association_lost_cases(context, &answer->lost));
    keep(context, looking, thing_left, &answer->left);
    keep(context, looking, thing_claimed, &answer->claims);
    keep(context, looking, thing_lost, &answer->lost);
    return RESULT_OK;
}

enum result association_where(struct context *context, const struct association_question *asked, struct association_whereabouts *answer)
{
    struct association_question question = {text_trim(asked->exam_code), text_trim(asked->registration_id), text_trim(asked->mailbox), asked->exam_day};
    struct looking looking = {.question = &question, .answer = answer};
    const struct catalogue *catalogue;
    *answer = (struct association_whereabouts){.expected = NO_DAY, .moved_to = NO_DAY, .cancelled_on = NO_DAY, .left = {&association_left_record, NULL, 0}, .claims = {&unbinding_claim_record, NULL, 0}, .lost = {&association_lost_case_record, NULL, 0}};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    if (text_empty(question.exam_code) && text_empty(question.registration_id) && text_empty(question.mailbox) && !day_is(question.exam_day))
        return context_fail(context, RESULT_REFUSED, "association.question_empty", N_("Enter at least one of the four: the exam, its day, the registration ID, or the mailbox."));
    if (!text_empty(question.mailbox) && !address_normal(context->arena, question.mailbox, &question.mailbox))
        return FIELD_FAIL(context, "mailbox", "association.mailbox_wrong", N_("This is no e-mail address. Enter it like name@example.org, or leave it empty."));
    TRY(limit(context, &question));
    TRY(catalogue_current(context, &catalogue));
    TRY(intake_last_files(context, &answer->intakes));
    if (!text_empty(question.exam_code)) {
        int32_t exam = find_exam(catalogue, question.exam_code, &answer->intakes);
        answer->exam_unknown = exam < 0;
        if (exam >= 0) {
            looking.exam_id = catalogue->exams[exam].id;
            answer->exam_code = catalogue->exams[exam].code;
            answer->exam_title = catalogue_wording(catalogue->exams[exam].title, context->language);
        }
    }
    if (!text_empty(question.mailbox)) {
        enum result own = association_proven(context, context->actor.account, question.mailbox);
        TRY(own);
        answer->own_mailbox = own == RESULT_OK;
        answer->other_mailbox = !answer->own_mailbox;
        enum result known = intake_mailbox_known(context, question.mailbox, &looking.mailbox);
        TRY(known);
        if (known == RESULT_NONE) looking.mailbox = -1;
    }
    answer->looked_everywhere = !text_empty(question.registration_id) && day_is(question.exam_day);
    TRY(database_reading(context, look, &looking));
    answer->nothing = !answer->own.count && !answer->left.count && !answer->claims.count && !answer->lost.count && !answer->elsewhere && !answer->quarantined;
    TRY(look_at_appointments(context, &looking, catalogue));
    expect(context, catalogue, question.exam_day, answer);
    return RESULT_OK;
}
