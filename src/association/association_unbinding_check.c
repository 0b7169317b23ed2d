/* Records that contradict an account's confirmed identity (SPEC 5.8). */
#include "association/association.h"
#include "association/association_tie.h"
#include "association/association_unbinding_act.h"
#include "association/association_unbinding_store.h"

/* Of one account; what is beyond is looked at when the first are settled. FOUND_MOST: in one run, for the same reason. */
enum { RECORDS_MOST = 2000, FOUND_MOST = 10000 };

struct contradiction {
    int64_t account, record;
};
struct checking {
    struct arena *arena; /* of the account under way: the row's texts live only until the next */
    struct arena_mark mark;
    int64_t account;
    struct text name_latin, name_native;
    struct identity_record *records;
    size_t count;
    struct contradiction *found;
    size_t found_count;
};

static void end_account(struct checking *checking)
{
    if (!checking->count) return;
    association_identity_find(checking->arena, checking->name_latin, checking->name_native, checking->records, checking->count);
    for (size_t i = 0; i < checking->count && checking->found_count < FOUND_MOST; i++)
        if (!checking->records[i].judged && (checking->records[i].finding == IDENTITY_OTHER_NAME || checking->records[i].finding == IDENTITY_OTHER_CANDIDATE))
            checking->found[checking->found_count++] = (struct contradiction){checking->account, checking->records[i].id};
    checking->count = 0;
    arena_rewind(checking->arena, checking->mark);
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
        checking->name_latin = text_copy(arena, row->name_latin);
        checking->name_native = text_copy(arena, row->name_native);
    }
    if (checking->count == RECORDS_MOST) return RESULT_OK;
    checking->records[checking->count++] = (struct identity_record){
        .id = row->record_id, .provider_id = row->provider_id, .candidate_id = text_copy(arena, row->candidate_id), .first_name = text_copy(arena, row->first_name),
        .last_name = text_copy(arena, row->last_name), .native_first_name = text_copy(arena, row->native_first_name), .native_last_name = text_copy(arena, row->native_last_name),
        .judged = row->judged};
    return RESULT_OK;
}

struct opening {
    struct contradiction contradiction;
    bool opened;
};

/* What was found outside of a transaction must still be so, and not be judged already. */
static enum result open_one(struct context *context, void *data)
{
    struct opening *opening = data;
    const struct contradiction *found = &opening->contradiction;
    bool judged;
    int64_t holder;
    opening->opened = false;
    TRY(unbinding_store_judged(context, found->account, found->record, &judged));
    if (judged) return RESULT_OK;
    enum result held = association_holder(context, (struct association_thing){.record = found->record}, &holder);
    if (held != RESULT_OK || holder != found->account) return held < 0 ? held : RESULT_OK;
    struct unbinding_opening wish = {.record = found->record, .cause = UNBINDING_IDENTITY};
    TRY(unbinding_open(context, &wish, NULL));
    opening->opened = true;
    return RESULT_OK;
}

static enum result check(struct context *context, int64_t first, int64_t last, int64_t *opened)
{
    struct arena *arena = arena_new(64 << 20);
    struct checking checking = {.arena = arena, .records = ARENA_ARRAY(context->arena, RECORDS_MOST, struct identity_record),
                                .found = ARENA_ARRAY(context->arena, FOUND_MOST, struct contradiction)};
    checking.mark = arena_mark(arena);
    *opened = 0;
    enum result result = unbinding_store_each_identity(context, first, last, take, &checking);
    if (result >= 0) end_account(&checking);
    arena_free(arena);
    TRY(result);
    for (size_t i = 0; i < checking.found_count; i++) {
        struct opening opening = {.contradiction = checking.found[i]};
        TRY(database_transaction(context, open_one, &opening));
        *opened += opening.opened;
    }
    return RESULT_OK;
}

enum result unbinding_check_identity(struct context *context, int64_t account, int64_t *opened)
{
    return check(context, account, account, opened);
}

enum result unbinding_check_everybody(struct context *context, int64_t *opened)
{
    return check(context, 0, INT64_MAX, opened);
}

enum result unbinding_identity_due(struct context *context, const struct due *due)
{
    int64_t opened;
    return unbinding_check_identity(context, due->first, &opened);
}
