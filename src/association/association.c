#include "association/association.h"

#include "association/association_request.h"
#include "association/association_rules.h"
#include "association/association_tie.h"
#include "association/association_tie_store.h"
#include "association/association_unbinding.h"
#include "audit/audit.h"
#include "letter/address.h"
#include "letter/letter.h"
#include "outside/language.h"
#include "outside/secret.h"

enum { MOST_RECORDS = 5000 };

#define F(MEMBER) FIELD(struct association_request, MEMBER)
RECORD(association_request_record, struct association_request, F(id), F(mine), F(user_name), F(address), F(letter_address), F(exam_code), F(registration_id), F(exam_day), F(made), F(ends),
       F(sign_up), F(of_mailbox), F(of_score_report), F(of_lost_mailbox), F(of_letting_go), F(of_dispute), F(of_record), F(open), F(completed), F(replaced), F(expired), F(disowned), F(withdrawn),
       F(too_late), F(not_there), F(letter_unsent), F(letter_held), F(letter_refused), F(letter_answer));
#undef F
#define F(MEMBER) FIELD(struct association, MEMBER)
RECORD(association_record, struct association, F(mailbox_id), F(record_id), F(address), F(exam_code), F(registration_id), F(exam_day), F(since), F(means), F(means_words), F(records),
       F(letters), FIELD_OF(struct association, held, exam_record_record), FIELD_OF(struct association, unbindings, unbinding_view_record));

struct text association_masked(struct context *context, struct text address)
{
    return text_empty(address) ? address : address_masked(context->arena, address);
}

/* --- Requests --- */

/* What stands in the row, for the account that asked; nothing but how it stands for everyone else. */
static void show(struct context *context, const struct request_row *row, struct association_request *request)
{
    enum association_standing standing = association_standing(row->outcome, row->ends, context_now(context));
    enum association_purpose purpose = row->purpose;
    *request = (struct association_request){
        .id = row->id, .mine = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == row->account_id, .made = row->made, .ends = row->ends, .exam_day = NO_DAY,
        .sign_up = purpose == ASSOCIATION_SIGN_UP, .of_mailbox = purpose == ASSOCIATION_SIGN_UP || purpose == ASSOCIATION_OF_RECORDS,
        .of_score_report = purpose == ASSOCIATION_SCORE_REPORT, .of_lost_mailbox = purpose == ASSOCIATION_LOST_MAILBOX, .of_letting_go = purpose == ASSOCIATION_LETTING_GO,
        .of_dispute = purpose == ASSOCIATION_DISPUTE, .of_record = row->record_id != 0,
        .open = standing == STANDING_OPEN, .completed = standing == STANDING_COMPLETED,
        .replaced = standing == STANDING_REPLACED, .expired = standing == STANDING_EXPIRED, .disowned = standing == STANDING_DISOWNED, .withdrawn = standing == STANDING_WITHDRAWN,
        .too_late = standing == STANDING_TOO_LATE};
    if (!request->mine) return;
    request->user_name = row->user_name;
    request->thing = association_thing_of(row);
    request->exam_code = row->exam_code;
    request->registration_id = row->registration_id;
    request->exam_day = row->exam_day;
    bool masked = row->record_id != 0;
    request->address = masked ? association_masked(context, row->address) : row->address;
    bool letter_masked = masked && row->letter_mailbox_id == row->mailbox_id;
    request->letter_address = letter_masked ? request->address : row->letter_address;
    request->letter_held = row->letter_state == LETTER_HELD;
    request->letter_refused = row->letter_state == LETTER_BOUNCED || row->letter_state == LETTER_GIVEN_UP;
    request->letter_unsent = request->letter_held || request->letter_refused || row->letter_state == LETTER_WAITING;
    if (!letter_masked) request->letter_answer = row->letter_answer;
}

/* Granted against another account, nothing has come yet. */
static enum result find_granted(struct context *context, const struct request_row *row, struct association_request *request)
{
    int64_t other;
    bool own;
    if (!request->of_lost_mailbox || !request->completed) return RESULT_OK;
    TRY(association_find_holder(context, row, &other, &own));
    request->not_there = !own;
    return RESULT_OK;
}

/* He has shown that he holds the report, and may know. */
static enum result find_place(struct context *context, struct association_request *request)
{
    struct record_facts facts = {0};
    if (!request->mine || !request->open || !request->of_score_report) return RESULT_OK;
    enum result found = association_store_facts(context, request->thing.record, context->actor.account, &facts);
    request->taken = facts.holder_id && facts.holder_id != context->actor.account;
    request->barred = !facts.holder_id && facts.barred_id;
    return found < 0 ? found : RESULT_OK;
}

enum result association_by_token(struct context *context, struct text token, struct association_request *request)
{
    *request = (struct association_request){0};
    if (token.length != SECRET_TOKEN_LENGTH) return RESULT_NONE;
    struct request_row row;
    enum result found = association_store_request_by_token(context, secret_hash(context, token), &row);
    if (found != RESULT_OK) return found;
    show(context, &row, request);
    return find_granted(context, &row, request);
}

enum result association_request_of(struct context *context, int64_t id, struct association_request *request)
{
    struct request_row row;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result found = association_store_request_of(context, id, context->actor.account, &row);
    if (found != RESULT_OK) return found;
    show(context, &row, request);
    TRY(find_granted(context, &row, request));
    return find_place(context, request);
}

enum result association_request_of_letter(struct context *context, int64_t letter, struct association_request *request)
{
    struct request_row row;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result found = association_store_request_of_letter(context, context->actor.account, letter, &row);
    if (found == RESULT_OK) show(context, &row, request);
    return found;
}

enum result association_open_letters(struct context *context, int64_t first, int64_t last, struct list *letters)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return association_store_open_letters(context, context->actor.account, first, last, letters);
}

enum result association_requests(struct context *context, struct list *requests)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct list rows;
    TRY(association_store_requests(context, context->actor.account, instant_add_seconds(context_now(context), -ASSOCIATION_HOURS * HOUR), &rows));
    struct association_request *items = ARENA_ARRAY(context->arena, rows.count + 1, struct association_request);
    for (size_t i = 0; i < rows.count; i++) show(context, (const struct request_row *)rows.items + i, &items[i]);
    *requests = (struct list){&association_request_record, items, rows.count};
    return RESULT_OK;
}

/* --- Who holds what --- */

static struct text means_words(struct context *context, struct text means)
{
    static const struct {
        const char *word, *english;
    } all[] = {
        {"sign-up", N_("confirmed when you signed up")},
        {"link", N_("by the link of our letter")},
        {"code", N_("by the code of our letter")},
        {"takeover", N_("taken over from the earlier system")},
        {"score-report", N_("by score report")},
        {"case", N_("by a decision of the certifying body")},
        {"unbinding", N_("from an account that it did not belong to")},
        {"merge", N_("from your other account")},
        {"merge-undo", N_("back from your other account")},
        {"undo", N_("given back by the certifying body")},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_is(means, all[i].word)) return text_of(language_text(context->languages, context->language, all[i].english));
    return means;
}

enum result association_list_of(struct context *context, int64_t account, struct list *associations)
{
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_REGISTER));
    TRY(association_store_list(context, account, associations));
    struct association *items = (struct association *)associations->items;
    for (size_t i = 0; i < associations->count; i++) {
        items[i].means_words = means_words(context, items[i].means);
        if (own && items[i].record_id) items[i].address = association_masked(context, items[i].address);
    }
    return RESULT_OK;
}

static enum result list_all(struct context *context, struct list *associations)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return association_list_of(context, context->actor.account, associations);
}

enum result association_list(struct context *context, struct list *mailboxes)
{
    TRY(list_all(context, mailboxes));
    const struct association *items = mailboxes->items;
    while (mailboxes->count && items[mailboxes->count - 1].record_id) mailboxes->count--; /* they stand last */
    return RESULT_OK;
}

/* A record with a tie of its own stands there, not with its mailbox. */
static bool came_by(const struct association *association, const struct exam_record *record, const struct association *all, size_t count)
{
    if (association->record_id) return association->record_id == record->id;
    for (size_t i = 0; i < count; i++)
        if (all[i].record_id == record->id) return false;
    return record->mailbox_id == association->mailbox_id;
}

bool association_holds(const struct association *association, int64_t record)
{
    const struct exam_record *held = association->held.items;
    for (size_t i = 0; i < association->held.count; i++)
        if (held[i].id == record) return true;
    return false;
}

static bool concerns(const struct association *association, const struct unbinding_view *unbinding)
{
    return unbinding->mailbox_id ? unbinding->mailbox_id == association->mailbox_id : association_holds(association, unbinding->record_id);
}

static struct list unbindings_of(struct context *context, const struct association *association, const struct list *all)
{
    struct unbinding_view *items = ARENA_ARRAY(context->arena, all->count + 1, struct unbinding_view);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (concerns(association, (const struct unbinding_view *)all->items + i)) items[count++] = ((const struct unbinding_view *)all->items)[i];
    return (struct list){&unbinding_view_record, items, count};
}

enum result association_list_with_records(struct context *context, struct list *associations)
{
    struct list records, unbindings;
    TRY(list_all(context, associations));
    TRY(association_records(context, context->actor.account, MOST_RECORDS, &records));
    TRY(unbinding_list_own(context, &unbindings));
    struct association *items = (struct association *)associations->items;
    const struct exam_record *record = records.items;
    for (size_t i = 0; i < associations->count; i++) {
        struct exam_record *held = ARENA_ARRAY(context->arena, (size_t)items[i].records + 1, struct exam_record);
        size_t count = 0;
        for (size_t k = 0; k < records.count && count < (size_t)items[i].records; k++)
            if (came_by(&items[i], &record[k], items, associations->count)) held[count++] = record[k];
        items[i].held = (struct list){&exam_record_record, held, count};
        items[i].unbindings = unbindings_of(context, &items[i], &unbindings);
    }
    return RESULT_OK;
}

enum result association_proven(struct context *context, int64_t account, struct text address)
{
    int64_t found;
    enum result result = association_store_account_of(context, address, &found);
    return result == RESULT_OK && found != account ? RESULT_NONE : result;
}

enum result association_account_of(struct context *context, struct text address, int64_t *account)
{
    return association_store_account_of(context, address, account);
}

enum result association_is_own(struct context *context, struct text mailbox, int64_t record, bool *own)
{
    int64_t account = 0;
    *own = false;
    if (!text_empty(mailbox)) TRY(association_store_account_of(context, mailbox, &account));
    TRY(account_same_person(context, account, context->actor.account, own));
    account = 0;
    if (!*own && record) TRY(association_store_account_with(context, record, &account));
    return *own ? RESULT_OK : account_same_person(context, account, context->actor.account, own);
}

enum result association_revoked(struct context *context, int64_t *count)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return association_store_revoked(context, context->actor.account, count);
}

enum result association_records(struct context *context, int64_t account, size_t maximum, struct list *records)
{
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_REGISTER));
    return association_store_records(context, account, maximum, records);
}
