/* Records that contradict an account's confirmed identity (SPEC 5.8). */
#include <stdlib.h>

#include "account/account.h"
#include "association/association.h"
#include "association/association_tie.h"
#include "association/association_unbinding_act.h"
#include "association/association_unbinding_open.h"
#include "association/association_unbinding_store.h"
#include "audit/audit.h"
#include "case/case.h"
#include "intake/intake.h"
#include "outside/json.h"
#include "outside/unicode.h"

/* RECORDS_MOST: of one account, its newest; FOUND_MOST: in one run; what is beyond is looked at when the first are settled. STEP: of so many accounts in a row, the former names are held at once. CAME_HERE: so many accounts are looked at in its
 * transaction, which holds what it has locked; where a file contradicts more of them, what it brings the others comes into their accounts by further ones. */
enum { RECORDS_MOST = 2000, FOUND_MOST = 10000, STEP = 10000, CAME_HERE = 100 };

struct finding {
    int64_t account, record;
    bool agrees; /* although it is being unbound, or was judged to be his */
};
/* A name that an account had until a correction was granted: who marries loses nothing by it. */
struct former {
    int64_t account;
    struct text latin, native;
    struct former *next;
};
struct checking {
    struct arena *arena; /* former names; behind the mark what is of the account under way: a row's texts live only until the next */
    struct arena_mark mark;
    struct former *former, **former_end; /* by account; those of accounts before the one under way are passed by */
    int64_t account;
    struct text *names;
    size_t name_count;
    struct identity_record *records;
    size_t count;
    struct finding *found;
    size_t found_count;
};

static bool agreeing(const struct identity_record *record)
{
    return record->finding != IDENTITY_OTHER_NAME && record->finding != IDENTITY_OTHER_CANDIDATE;
}

static void end_account(struct checking *checking)
{
    if (!checking->count) return;
    association_identity_find(checking->arena, checking->names, checking->name_count, checking->records, checking->count);
    for (size_t i = checking->count; i-- > 0 && checking->found_count < FOUND_MOST;) { /* they came newest first; the oldest is opened first */
        const struct identity_record *record = &checking->records[i];
        bool agrees = agreeing(record);
        if (agrees == record->judged) checking->found[checking->found_count++] = (struct finding){checking->account, record->id, agrees};
    }
    checking->count = 0;
    arena_rewind(checking->arena, checking->mark);
}

static void take_names(struct checking *checking, const struct identity_row *row)
{
    while (checking->former && checking->former->account < row->account_id) checking->former = checking->former->next;
    size_t count = 0;
    for (const struct former *former = checking->former; former && former->account == row->account_id; former = former->next) count++;
    checking->names = ARENA_ARRAY(checking->arena, 2 + 2 * count, struct text);
    checking->names[0] = text_copy(checking->arena, row->name_latin);
    checking->names[1] = text_copy(checking->arena, row->name_native);
    checking->name_count = 2;
    for (const struct former *former = checking->former; count; former = former->next, count--) {
        checking->names[checking->name_count++] = former->latin;
        checking->names[checking->name_count++] = former->native;
    }
}

static void add_former(struct context *context, struct checking *checking, int64_t account, const struct json_value *wish, const char *latin, const char *native)
{
    struct former *former = ARENA_NEW(checking->arena, struct former);
    *former = (struct former){.account = account, .latin = text_copy(checking->arena, json_as_text(context->arena, json_member(wish, latin))),
                              .native = text_copy(checking->arena, json_as_text(context->arena, json_member(wish, native)))};
    *checking->former_end = former;
    checking->former_end = &former->next;
}

static enum result take_former(struct context *context, const void *data, void *to)
{
    const struct name_granted_row *row = data;
    struct checking *checking = to;
    struct json_value wish;
    struct arena_mark mark = arena_mark(context->arena);
    TRY(json_parse(context, row->wish, CASE_WISH_LIMIT, &wish));
    add_former(context, checking, row->account_id, &wish, "was_latin", "was_native");
    if (row->merged) add_former(context, checking, row->account_id, &wish, "left_latin", "left_native");
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

static enum result take(struct context *context, const void *data, void *to)
{
    (void)context;
    const struct identity_row *row = data;
    struct checking *checking = to;
    struct arena *arena = checking->arena;
    if (row->account_id != checking->account) {
        end_account(checking);
        checking->account = row->account_id;
        take_names(checking, row);
    }
    if (checking->count == RECORDS_MOST) return RESULT_OK;
    checking->records[checking->count++] = (struct identity_record){
        .id = row->record_id, .provider_id = row->provider_id, .candidate_id = text_copy(arena, row->candidate_id), .first_name = text_copy(arena, row->first_name),
        .last_name = text_copy(arena, row->last_name), .native_first_name = text_copy(arena, row->native_first_name), .native_last_name = text_copy(arena, row->native_last_name),
        .judged = row->judged};
    return RESULT_OK;
}

struct opening {
    struct finding finding;
    bool opened;
};

/* What was found outside of a transaction must still be so, and not be judged already. */
static enum result settle_one(struct context *context, void *data)
{
    struct opening *opening = data;
    const struct finding *found = &opening->finding;
    bool judged;
    int64_t holder;
    opening->opened = false;
    if (found->agrees) return unbinding_end_agreeing(context, found->account, found->record);
    TRY(unbinding_store_judged(context, found->account, found->record, &judged));
    if (judged) return RESULT_OK;
    enum result held = association_holder(context, (struct association_thing){.record = found->record}, &holder);
    if (held != RESULT_OK || holder != found->account) return held < 0 ? held : RESULT_OK;
    struct unbinding_opening wish = {.record = found->record, .cause = UNBINDING_IDENTITY};
    TRY(unbinding_open(context, &wish, NULL));
    opening->opened = true;
    return RESULT_OK;
}

/* Reads the former names first, which all that is taken then is held against. */
static enum result begin(struct context *context, struct arena *arena, int64_t first, int64_t last, struct checking *checking)
{
    *checking = (struct checking){.arena = arena, .records = ARENA_ARRAY(context->arena, RECORDS_MOST, struct identity_record)};
    checking->former_end = &checking->former;
    enum result result = unbinding_store_each_name_granted(context, first, last, take_former, checking);
    checking->mark = arena_mark(arena);
    return result;
}

/* How many of what would come into the actor's account contradict its names: the record, all that the other account has, all of the mailbox that is nobody's (0: none), or, where it is `disputed`, not his. */
static enum result count_other_names(struct context *context, int64_t record, int64_t other, int64_t mailbox, bool disputed, int64_t *count)
{
    int64_t account = context->actor.account;
    struct arena *arena = arena_new(64 << 20);
    struct checking checking;
    enum result result = begin(context, arena, account, account, &checking);
    if (result >= 0) result = unbinding_store_each_identity_with(context, account, record, other, mailbox, disputed, take, &checking);
    if (result >= 0 && checking.count) association_identity_find(arena, checking.names, checking.name_count, checking.records, checking.count);
    *count = 0;
    for (size_t i = 0; i < checking.count && result >= 0; i++) *count += !checking.records[i].judged && !agreeing(&checking.records[i]);
    arena_free(arena);
    return result < 0 ? result : RESULT_OK;
}

enum result unbinding_other_name(struct context *context, int64_t record, bool *other)
{
    bool judged;
    int64_t count;
    *other = false;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(unbinding_store_judged(context, context->actor.account, record, &judged));
    if (judged) return RESULT_OK;
    TRY(count_other_names(context, record, 0, 0, false, &count));
    *other = count != 0;
    return RESULT_OK;
}

enum result unbinding_other_names(struct context *context, int64_t other, int64_t mailbox, int64_t *records)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return count_other_names(context, 0, other, mailbox, false, records);
}

enum result unbinding_disputed_names(struct context *context, int64_t mailbox, int64_t *records)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return count_other_names(context, 0, 0, mailbox, true, records);
}

static enum result check(struct context *context, int64_t first, int64_t last, bool opens, int64_t *opened)
{
    struct arena *arena = arena_new(64 << 20);
    struct checking checking;
    *opened = 0;
    enum result result = begin(context, arena, first, last, &checking);
    checking.found = ARENA_ARRAY(context->arena, FOUND_MOST, struct finding);
    if (result >= 0) result = unbinding_store_each_identity(context, first, last, take, &checking);
    if (result >= 0) end_account(&checking);
    arena_free(arena);
    TRY(result);
    for (size_t i = 0; i < checking.found_count; i++) {
        struct opening opening = {.finding = checking.found[i]};
        if (opens || opening.finding.agrees) TRY(database_transaction(context, settle_one, &opening));
        *opened += opening.opened;
    }
    return RESULT_OK;
}

enum result unbinding_check_identity(struct context *context, int64_t account, int64_t *opened)
{
    return check(context, account, account, true, opened);
}

/* What came, and is in other names: of the first CAME_HERE accounts it is looked at here, of the others what may contradict them comes later. */
struct coming {
    struct arena *arena;         /* of `later` */
    int64_t accounts[CAME_HERE]; /* ascending */
    size_t known;
    struct unbinding_disputed *later; /* by record */
    size_t count, room;
};

static bool is_here(struct coming *coming, int64_t account)
{
    size_t at = coming->known;
    while (at && coming->accounts[at - 1] > account) at--;
    if (at && coming->accounts[at - 1] == account) return true;
    if (coming->known == CAME_HERE) return false;
    for (size_t k = coming->known++; k > at; k--) coming->accounts[k] = coming->accounts[k - 1];
    coming->accounts[at] = account;
    return true;
}

/* What agrees with a name of today does so whatever else the account has; and what has neither such a name nor a candidate ID contradicts nothing. */
static bool may_contradict(struct arena *arena, const struct identity_row *row)
{
    const struct text names[2] = {row->name_latin, row->name_native};
    struct identity_record record = {.candidate_id = row->candidate_id, .first_name = row->first_name, .last_name = row->last_name, .native_first_name = row->native_first_name, .native_last_name = row->native_last_name};
    struct arena_mark mark = arena_mark(arena);
    association_identity_find(arena, names, 2, &record, 1);
    arena_rewind(arena, mark);
    return record.finding != IDENTITY_AGREES && (record.finding != IDENTITY_UNKNOWN || !text_empty(row->candidate_id));
}

static enum result sort_out(struct context *context, const void *data, void *to)
{
    const struct identity_row *row = data;
    struct coming *coming = to;
    if (is_here(coming, row->account_id) || !may_contradict(context->arena, row)) return RESULT_OK;
    if (coming->count == coming->room) {
        struct unbinding_disputed *before = coming->later;
        coming->room = coming->room ? 2 * coming->room : CAME_HERE;
        coming->later = ARENA_ARRAY(coming->arena, coming->room, struct unbinding_disputed);
        if (before) memcpy(coming->later, before, coming->count * sizeof *before);
    }
    coming->later[coming->count++] = (struct unbinding_disputed){row->account_id, row->record_id};
    return RESULT_OK;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* They come later, so many at once that no more accounts can be among them. Ranges that touch would be taken along together, so one that is full reaches onto the first of the next. What another transaction has put into its account, before or
 * beside this, was looked at when it came, or waits for that. */
static enum result come_later(struct context *context, const struct coming *coming, struct list *came)
{
    const int64_t *ids = came->items;
    size_t passed = 0;
    int64_t first = 0, last = 0;
    if (coming->count && came->count) qsort((int64_t *)came->items, came->count, sizeof *ids, by_id);
    for (size_t i = 0; i < coming->count; i++) {
        int64_t record = coming->later[i].record_id, account = coming->later[i].account_id;
        while (passed < came->count && ids[passed] < record) passed++;
        if (passed == came->count || ids[passed] != record) {
            TRY(due_leave(context, "identity-check", account, account, NO_INSTANT));
            continue;
        }
        TRY(association_store_let_go(context, record, account));
        if (first && record - first >= CAME_HERE - 1) {
            TRY(due_leave(context, "records-came", first, record == last + 1 ? record : last, NO_INSTANT));
            first = 0;
        }
        if (!first) first = record;
        last = record;
    }
    return first ? due_leave(context, "records-came", first, last, NO_INSTANT) : RESULT_OK;
}

enum result unbinding_check_came(struct context *context, int64_t first_record, int64_t last_record, struct list *came)
{
    int64_t opened;
    struct arena_mark all = arena_mark(context->arena);
    struct coming coming = {.arena = arena_new(64 << 20)};
    enum result result = unbinding_store_each_other_name(context, first_record, last_record, sort_out, &coming);
    if (result >= 0) result = come_later(context, &coming, came);
    arena_free(coming.arena);
    TRY(result);
    for (size_t i = 0; i < coming.known; i++) {
        struct arena_mark each = arena_mark(context->arena);
        TRY(check(context, coming.accounts[i], coming.accounts[i], true, &opened));
        arena_rewind(context->arena, each);
    }
    arena_rewind(context->arena, all);
    return RESULT_OK;
}

enum result unbinding_name_corrected(struct context *context, int64_t account)
{
    int64_t opened;
    return check(context, account, account, false, &opened);
}

static enum result end_all_gone(struct context *context, void *data)
{
    (void)data;
    return unbinding_end_gone(context, 0);
}

enum result unbinding_check_everybody(struct context *context, int64_t *opened)
{
    int64_t last, more;
    *opened = 0;
    TRY(database_transaction(context, end_all_gone, NULL));
    TRY(unbinding_store_last_holder(context, &last));
    struct arena_mark mark = arena_mark(context->arena);
    for (int64_t first = 1; first <= last && *opened < FOUND_MOST; first += STEP) {
        TRY(check(context, first, first + STEP - 1, true, &more));
        *opened += more;
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

enum result unbinding_identity_due(struct context *context, const struct due *due)
{
    int64_t opened;
    return unbinding_check_identity(context, due->first, &opened);
}

/* --- A row for which somebody names a mailbox --- */

enum { MISFIT_RECORDS_MOST = 200 };

/* Of the account, today's first; none where its profile has none. */
static enum result names_of_account(struct context *context, struct checking *checking, int64_t account_id, struct intake_whose *whose)
{
    struct account account;
    enum result found = account_read(context, account_id, &account);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    *whose = (struct intake_whose){account.user_name, account.name_latin, account.name_native};
    if (text_empty(account.name_latin) && text_empty(account.name_native)) return RESULT_OK;
    const struct identity_row row = {.account_id = account_id, .name_latin = account.name_latin, .name_native = account.name_native};
    take_names(checking, &row);
    return RESULT_OK;
}

/* Of the mailbox's records, the newest first. */
static enum result names_of_records(struct context *context, struct checking *checking, struct text address, struct intake_whose *whose)
{
    int64_t mailbox;
    struct list list;
    enum result known = intake_mailbox_known(context, address, &mailbox);
    if (known != RESULT_OK) return known < 0 ? known : RESULT_OK;
    TRY(intake_records_of_mailbox(context, mailbox, MISFIT_RECORDS_MOST, &list));
    checking->names = ARENA_ARRAY(context->arena, 2 * list.count + 1, struct text);
    for (size_t i = 0; i < list.count; i++) {
        const struct exam_record *record = (const struct exam_record *)list.items + i;
        struct text latin = unicode_name(context->arena, record->first_name, record->last_name), native = unicode_name(context->arena, record->native_first_name, record->native_last_name);
        if (text_empty(latin) && text_empty(native)) continue;
        if (!checking->name_count) whose->name_latin = latin, whose->name_native = native;
        checking->names[checking->name_count++] = latin;
        checking->names[checking->name_count++] = native;
    }
    return RESULT_OK;
}

enum result association_misfit(struct context *context, struct text mailbox, const struct exam_record *row, struct intake_whose *whose)
{
    int64_t account = 0;
    struct checking checking;
    *whose = (struct intake_whose){TEXT(""), TEXT(""), TEXT("")};
    enum result found = association_account_of(context, mailbox, &account);
    TRY(found);
    if (found == RESULT_NONE) account = 0;
    TRY(begin(context, context->arena, account, account, &checking));
    if (account) TRY(names_of_account(context, &checking, account, whose));
    if (!checking.name_count) TRY(names_of_records(context, &checking, mailbox, whose));
    if (!checking.name_count) return RESULT_NONE;
    struct identity_record record = {.first_name = row->first_name, .last_name = row->last_name, .native_first_name = row->native_first_name, .native_last_name = row->native_last_name};
    association_identity_find(context->arena, checking.names, checking.name_count, &record, 1);
    return record.finding == IDENTITY_OTHER_NAME ? RESULT_OK : RESULT_NONE;
}
