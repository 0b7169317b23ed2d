/* What the intake brings for accounts that are there already, and what the award room reads. */
#include "association/association.h"
#include "audit/audit.h"
#include "association/association_store.h"

/* Records that one transaction looks through. */
enum { STEP = 250000 };

/* Where a provider has put a record under another mailbox, it leaves the account that held it by the old one (5: a record of another person must leave). */
enum result association_let_go(struct context *context, int64_t first_record, int64_t last_record)
{
    struct list gone;
    do {
        struct arena_mark mark = arena_mark(context->arena);
        TRY(association_store_moved_away(context, first_record, last_record, &gone));
        for (size_t i = 0; i < gone.count; i++) {
            const struct held_row *row = (const struct held_row *)gone.items + i;
            TRY(association_store_let_go(context, row->record_id, row->account_id));
            TRY(audit_write(context, "association.record_moved", "exam_record", row->record_id, TEXT("")));
            TRY(due_leave(context, "account-changed", row->account_id, row->account_id, NO_INSTANT));
        }
        arena_rewind(context->arena, mark);
    } while (gone.count == ASSOCIATION_MOVED_MOST);
    return RESULT_OK;
}

enum result association_hold(struct context *context, int64_t first_record, int64_t last_record, int64_t *held)
{
    bool any;
    *held = 0;
    TRY(association_store_any(context, &any));
    return any ? association_store_hold_range(context, first_record, last_record, held) : RESULT_OK;
}

static enum result records_came(struct context *context, const struct due *due)
{
    int64_t last = due->last - due->first >= STEP ? due->first + STEP - 1 : due->last, held;
    TRY(association_hold(context, due->first, last, &held));
    if (held) TRY(due_leave(context, "records-held", due->first, last, NO_INSTANT));
    return last < due->last ? due_leave(context, "records-came", last + 1, due->last, NO_INSTANT) : RESULT_OK;
}

/* The second look after a mailbox was tied: whatever was committed beside it is seen now. */
static enum result mailbox_moved(struct context *context, const struct due *due)
{
    struct tie_row tie;
    enum result tied = association_store_tie_of(context, due->first, &tie);
    if (tied != RESULT_OK) return tied;
    int64_t held;
    TRY(association_store_hold_mailbox(context, due->first, &held));
    return held ? due_leave(context, "account-changed", tie.account_id, tie.account_id, NO_INSTANT) : RESULT_OK;
}

const struct due_handler association_due[] = {{"records-came", records_came}, {"mailbox-moved", mailbox_moved}, {NULL, NULL}};

enum result association_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    return association_store_each_passed(context, first, last, each, data);
}

enum result association_each_passed_with(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data)
{
    return association_store_each_passed_with(context, first_record, last_record, each, data);
}

enum result association_each_holder(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data)
{
    return association_store_each_holder(context, first_record, last_record, each, data);
}
