#include "association/association_tie.h"

#include <inttypes.h>

#include "association/association.h"
#include "association/association_tie_store.h"
#include "association/association_unbinding_act.h"
#include "audit/audit.h"

enum result association_holder(struct context *context, struct association_thing thing, int64_t *account)
{
    if (thing.record) return association_store_account_with(context, thing.record, account);
    struct tie_row tie;
    enum result found = association_store_tie_of(context, thing.mailbox, &tie);
    if (found == RESULT_OK) *account = tie.account_id;
    return found;
}

/* --- Records follow the ties --- */

/* Makes held_record what the holder's rule says, for the records of a mailbox, or those from first to last. */
struct settling {
    int64_t mailbox, first, last;
    int64_t gone, held; /* that left an account; that came to one */
    bool journal;       /* each that leaves is a line of its own in the audit journal: no act of somebody's says why */
};

static enum result moved(struct context *context, const struct settling *settling, struct list *rows)
{
    return settling->mailbox ? association_store_moved_of_mailbox(context, settling->mailbox, rows)
                             : association_store_moved_of_records(context, settling->first, settling->last, rows);
}

static enum result settle(struct context *context, struct settling *settling)
{
    struct list rows;
    settling->gone = 0;
    do {
        struct arena_mark mark = arena_mark(context->arena);
        TRY(moved(context, settling, &rows));
        const struct moved_row *items = rows.items;
        for (size_t i = 0; i < rows.count; i++) {
            TRY(association_store_let_go(context, items[i].record_id, items[i].account_id));
            if (settling->journal) TRY(audit_write(context, "association.record_moved", "exam_record", items[i].record_id, TEXT("")));
            TRY(due_leave(context, "account-changed", items[i].account_id, items[i].account_id, NO_INSTANT));
        }
        for (size_t i = 0; i < rows.count; i++)
            if (items[i].rightful_id) TRY(due_leave(context, "account-changed", items[i].rightful_id, items[i].rightful_id, NO_INSTANT));
        for (size_t i = 0; i < rows.count; i++)
            if (!i || items[i].account_id != items[i - 1].account_id) TRY(unbinding_end_gone(context, items[i].account_id));
        settling->gone += (int64_t)rows.count;
        arena_rewind(context->arena, mark);
    } while (rows.count == ASSOCIATION_MOVED_MOST);
    if (settling->journal) return RESULT_OK; /* association_hold holds it, and looks at it */
    if (settling->mailbox) return association_store_hold_mailbox(context, settling->mailbox, &settling->held);
    TRY(association_store_hold_records(context, settling->first, settling->last, &rows));
    settling->held = (int64_t)rows.count;
    return RESULT_OK;
}

static enum result settle_thing(struct context *context, struct association_thing thing, struct settling *settling)
{
    *settling = (struct settling){.mailbox = thing.mailbox, .first = thing.record, .last = thing.record};
    return settle(context, settling);
}

/* --- Acts --- */

/* On PostgreSQL neither an act nor an import sees what the other has not committed yet. So each act leaves a second look at the mailbox (mailbox_moved), which waits for those under way: whoever
 * looks last has seen all. The row is left before the turn is shared: who takes it up waits for those who share, and must not be waited for by one of them. */
enum result association_announce(struct context *context, struct association_thing thing)
{
    int64_t mailbox = thing.mailbox;
    if (database_engine(context->database) == DATABASE_SQLITE) return RESULT_OK;
    if (thing.record) TRY(association_store_mailbox_of(context, thing.record, &mailbox));
    return mailbox ? due_leave(context, "mailbox-moved", mailbox, mailbox, NO_INSTANT) : RESULT_OK;
}

static enum result begin(struct context *context, struct association_thing thing)
{
    if (database_engine(context->database) == DATABASE_SQLITE) return RESULT_OK;
    TRY(association_announce(context, thing));
    TRY(association_store_share(context));
    return thing.record ? association_store_lock_record(context, thing.record) : RESULT_OK;
}

static enum result write_down(struct context *context, const char *act, struct association_thing thing, int64_t account, const char *means, int64_t request, int64_t records)
{
    struct text detail = text_printf(context->arena, "{\"%s\":%" PRId64 ",\"means\":\"%s\",\"request\":%" PRId64 ",\"records\":%" PRId64 "}",
                                     thing.record ? "record" : "mailbox", thing.record ? thing.record : thing.mailbox, means, request, records);
    return audit_write(context, act, "account", account, detail);
}

/* A tie of its own that was there before, or that staff have found to be right: whoever has no more than the mailbox comes after it. */
static bool before_mailbox(const char *means)
{
    return !strcmp(means, "undo") || !strcmp(means, "merge") || !strcmp(means, "merge-undo") || !strcmp(means, "unbinding");
}

enum result association_tie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *made, int64_t *records)
{
    struct instant now = context_now(context);
    *made = false;
    *records = 0;
    TRY(begin(context, thing));
    int64_t holder;
    if (thing.record) {
        enum result held = association_holder(context, thing, &holder);
        if (held < 0 || (held == RESULT_OK && holder != account && !before_mailbox(means))) return held;
        TRY(association_store_tie_record(context, thing.record, account, means, now, made));
        if (*made) TRY(association_store_lift_bar(context, thing.record, account));
    } else {
        TRY(association_store_tie_mailbox(context, thing.mailbox, account, means, now, made));
    }
    if (!*made) return RESULT_OK;
    TRY(association_store_journal(context, "associate", thing, account, means, request, now));
    /* First of all: what contradicts the account's identity is in dispute before anything is issued by it. */
    TRY(due_leave(context, "identity-check", account, account, NO_INSTANT));
    struct settling settling;
    TRY(settle_thing(context, thing, &settling));
    if (thing.record) {
        /* Another account's mailbox has brought it in at the same moment: once more, with what is then to be seen. */
        enum result held = association_holder(context, thing, &holder);
        TRY(held);
        if (held == RESULT_NONE || holder != account) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    }
    *records = settling.held;
    TRY(due_leave(context, "account-changed", account, account, NO_INSTANT));
    return write_down(context, "association.tie", thing, account, means, request, *records);
}

/* It was let go, barred, or is barred no more: `act` says which. */
static enum result follow_letting_go(struct context *context, const char *act, struct association_thing thing, int64_t account, const char *means, int64_t request, struct instant now, int64_t *records)
{
    TRY(association_store_journal(context, "disassociate", thing, account, means, request, now));
    /* First of all who lets go: what moves along with the records has left before it comes. */
    TRY(due_leave(context, "account-changed", account, account, NO_INSTANT));
    struct settling settling;
    TRY(settle_thing(context, thing, &settling));
    *records = settling.gone;
    if (thing.mailbox) TRY(unbinding_end_gone(context, account));
    return write_down(context, act, thing, account, means, request, *records);
}

enum result association_untie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *made, int64_t *records)
{
    struct instant now = context_now(context);
    *records = 0;
    TRY(begin(context, thing));
    if (thing.mailbox) TRY(association_store_untie_mailbox(context, thing.mailbox, account, made));
    else TRY(association_store_untie_record(context, thing.record, account, made));
    if (thing.record && !strcmp(means, "forced")) TRY(association_store_bar(context, thing.record, account, means, now, false, made));
    return *made ? follow_letting_go(context, "association.let_go", thing, account, means, request, now, records) : RESULT_OK;
}

enum result association_bar(struct context *context, int64_t record, int64_t account, int64_t unbinding)
{
    struct association_thing thing = {.record = record};
    struct instant now = context_now(context);
    int64_t records;
    bool made;
    TRY(begin(context, thing));
    TRY(association_store_bar(context, record, account, "forced", now, true, &made));
    if (unbinding) TRY(association_store_bar_by(context, record, account, unbinding));
    return made ? follow_letting_go(context, "association.bar", thing, account, "forced", 0, now, &records) : RESULT_OK;
}

enum result association_lift_bar(struct context *context, int64_t record, int64_t account, int64_t unbinding, const char *means, bool *made)
{
    struct association_thing thing = {.record = record};
    int64_t records;
    bool lifted;
    TRY(begin(context, thing));
    TRY(association_store_lift_bar_by(context, record, account, unbinding, made, &lifted));
    return lifted ? follow_letting_go(context, "association.lift_bar", thing, account, means, 0, context_now(context), &records) : RESULT_OK;
}

/* --- What the intake brings --- */

enum result association_let_go(struct context *context, int64_t first_record, int64_t last_record)
{
    struct settling settling = {.first = first_record, .last = last_record, .journal = true};
    TRY(association_store_share(context));
    return settle(context, &settling);
}

enum result association_hold(struct context *context, int64_t first_record, int64_t last_record, int64_t *held)
{
    bool any;
    struct list came;
    *held = 0;
    TRY(association_store_share(context));
    TRY(association_store_any(context, &any));
    if (!any) return RESULT_OK;
    TRY(association_store_any_single(context, first_record, last_record, &any));
    TRY(any ? association_store_hold_records(context, first_record, last_record, &came) : association_store_hold_new(context, first_record, last_record, &came));
    *held = (int64_t)came.count;
    /* As where something is tied: before anything is issued by it. */
    return unbinding_check_came(context, first_record, last_record, &came);
}

enum result association_look_again(struct context *context, int64_t mailbox)
{
    struct settling settling = {.mailbox = mailbox};
    TRY(association_store_wait_for_others(context));
    TRY(settle(context, &settling));
    if (!settling.held) return RESULT_OK;
    struct tie_row tie;
    enum result tied = association_store_tie_of(context, mailbox, &tie);
    if (tied != RESULT_OK) return tied;
    TRY(due_leave(context, "identity-check", tie.account_id, tie.account_id, NO_INSTANT));
    return due_leave(context, "account-changed", tie.account_id, tie.account_id, NO_INSTANT);
}

/* --- From the journal --- */

static enum result rebuild(struct context *context, void *data)
{
    struct association_rebuilt *rebuilt = data;
    TRY(association_store_wait_for_others(context));
    TRY(association_store_rebuild(context, rebuilt));
    TRY(due_leave(context, "evaluate-all", 1, 1, NO_INSTANT));
    return audit_write(context, "association.rebuild", "association_journal", 0, text_printf(context->arena, "{\"differed\":%" PRId64 "}", rebuilt->differed));
}

RECORD(association_rebuilt_record, struct association_rebuilt, FIELD(struct association_rebuilt, mailboxes), FIELD(struct association_rebuilt, records),
       FIELD(struct association_rebuilt, held), FIELD(struct association_rebuilt, differed));

enum result association_rebuild(struct context *context, struct association_rebuilt *rebuilt)
{
    TRY(audit_may(context, MAY_REBUILD_ASSOCIATIONS));
    return database_transaction(context, rebuild, rebuilt);
}

enum result association_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced)
{
    return association_store_left_by_force(context, account, record, forced);
}
