/* What lower rooms have left to follow up, and what the award room reads. */
#include "association/association.h"

#include "account/account.h"
#include "association/association_request.h"
#include "association/association_store.h"
#include "association/association_tie.h"
#include "association/association_unbinding_act.h"

static enum result records_came(struct context *context, const struct due *due)
{
    struct due came = *due;
    int64_t held;
    TRY(due_take_along(context, &came, ASSOCIATION_RECORDS_MOST));
    int64_t last = came.last - came.first >= ASSOCIATION_RECORDS_MOST ? came.first + ASSOCIATION_RECORDS_MOST - 1 : came.last;
    TRY(association_hold(context, came.first, last, &held));
    if (held) TRY(due_leave(context, "records-held", came.first, last, NO_INSTANT));
    return last < came.last ? due_leave(context, "records-came", last + 1, came.last, NO_INSTANT) : RESULT_OK;
}

/* The second look after a mailbox was tied or let go: whatever was committed beside it is seen now. */
static enum result mailbox_moved(struct context *context, const struct due *due)
{
    return association_look_again(context, due->first);
}

/* Whose a mailbox is, is known here. */
static enum result password_forgotten(struct context *context, const struct due *due)
{
    enum result followed = account_forgotten_follow(context, due->first, association_account_of);
    return followed < 0 ? followed : RESULT_OK;
}

/* The calendar has new data. What is counted again here is told to whom it was promised, where it is another day. */
static enum result promised_days(struct context *context, const struct due *due)
{
    struct list rows;
    (void)due;
    TRY(association_store_promised(context, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct promised_row *row = (const struct promised_row *)rows.items + i;
        TRY(due_leave(context, text_string(context->arena, row->kind), row->id, row->id, NO_INSTANT));
    }
    return RESULT_OK;
}

const struct due_handler association_due[] = {{"records-came", records_came},
                                              {"mailbox-moved", mailbox_moved},
                                              {"password-forgotten", password_forgotten, .apart = true},
                                              {"unbinding-due", unbinding_fall_due},
                                              {"unbinding-remind", unbinding_remind},
                                              {"unbinding-gone", unbinding_gone},
                                              {"cooling-off", association_cooling_off_due},
                                              {"promised-days", promised_days},
                                              {"identity-check", unbinding_identity_due, true},
                                              {NULL, NULL}};

enum result association_leaving(struct context *context, int64_t account, int64_t mailbox, int64_t record, bool by_force, struct list *records)
{
    return association_store_leaving(context, account, mailbox, record, by_force, records);
}

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
