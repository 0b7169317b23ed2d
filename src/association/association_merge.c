#include "association/association_merge.h"

#include <inttypes.h>
#include <stdlib.h>

#include "account/account.h"
#include "association/association.h"
#include "association/association_merge_act.h"
#include "association/association_merge_store.h"
#include "association/association_tie.h"
#include "association/association_unbinding_act.h"
#include "audit/audit.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "calendar/calendar.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/due.h"
#include "outside/json.h"
#include "outside/secret.h"

static struct association_thing thing_of(const struct merge_item *item)
{
    return (struct association_thing){.mailbox = item->mailbox_id, .record = item->record_id};
}

/* --- Who may be merged with whom --- */

static enum result check_pair(struct context *context, int64_t from, int64_t into)
{
    struct merge_standing other, own;
    if (from == into) return context_fail(context, RESULT_REFUSED, "merge.self", N_("This is the account that you are signed in to. Give the name and the password of your other one."));
    TRY(merge_store_standing(context, from, into, context_now(context), &other));
    TRY(merge_store_standing(context, into, from, context_now(context), &own));
    if (own.emptied)
        return context_fail(context, RESULT_REFUSED, "merge.emptied", N_("This account was merged into another one. Sign in to that one, or undo the merge first."));
    if (other.emptied) return context_fail(context, RESULT_REFUSED, "merge.emptied_other", N_("The other account was merged already, so nothing is in it that could move."));
    if (other.filled)
        return context_fail(context, RESULT_REFUSED, "merge.chain",
                            N_("Another account was merged into that one not long ago. Sign in to it and merge this one into it, so that all of yours are one."));
    if (other.unbinding)
        return context_fail(context, RESULT_REFUSED, "merge.unbinding",
                            N_("Something in that account is to be unbound. This has to be decided first; the page of the account says what and until when."));
    return RESULT_OK;
}

/* --- The proof --- */

enum { DETAIL_LIMIT = 32 << 10 };

static enum result sign(struct context *context, int64_t from, int64_t into, int64_t ends, struct text *signature)
{
    unsigned char hash[SECRET_LENGTH];
    struct text mark; /* whoever sets another password, because his own is known to others, stops what was begun with it */
    TRY(account_proof_mark(context, from, &mark));
    TRY(secret_derive(context, "merge-proof", text_printf(context->arena, "%" PRId64 ":%" PRId64 ":%" PRId64 ":%.*s", from, into, ends, TEXT_ARG(mark)), hash));
    *signature = encoding_hex(context->arena, (struct bytes){hash, sizeof hash});
    return RESULT_OK;
}

enum result association_merge_prove(struct context *context, struct text name, struct text password, struct text code, struct text *proof, int64_t *other)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(account_prove(context, name, password, code, association_account_of, other));
    TRY(check_pair(context, *other, context->actor.account));
    int64_t ends = context_now(context).microseconds / 1000000 + MERGE_PROOF_SECONDS;
    struct text signature;
    TRY(sign(context, *other, context->actor.account, ends, &signature));
    *proof = text_printf(context->arena, "%" PRId64 "-%" PRId64 "-%.*s", *other, ends, TEXT_ARG(signature));
    return audit_write(context, "merge.prove", "account", *other, TEXT(""));
}

enum result association_merge_proven(struct context *context, struct text proof, int64_t *other)
{
    struct text rest = proof, account, until, signature;
    int64_t ends;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    bool whole = text_split(&rest, '-', &account) && text_split(&rest, '-', &until) && text_to_integer(account, other) && text_to_integer(until, &ends);
    if (whole) TRY(sign(context, *other, context->actor.account, ends, &signature));
    if (whole && bytes_equal_in_constant_time((struct bytes){(const unsigned char *)rest.bytes, rest.length}, (struct bytes){(const unsigned char *)signature.bytes, signature.length}) &&
        ends > context_now(context).microseconds / 1000000)
        return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "merge.proof", N_("You have to show again that the other account is yours: this is good for 15 minutes."));
}

enum result association_merge_things(struct context *context, struct text proof, struct list *things, int64_t *other_names)
{
    int64_t other;
    TRY(association_merge_proven(context, proof, &other));
    TRY(unbinding_other_names(context, other, 0, other_names));
    TRY(merge_store_things(context, other, things));
    address_show(context->arena, things, "address");
    return RESULT_OK;
}

/* --- Letters: theme/letters/association-merge.{txt,html} --- */

struct merge_letter {
    struct text from, into; /* user names */
    bool undone;
    struct text reason;     /* of the staff who undid it */
    struct day undo_until;
};
RECORD(merge_letter_record, struct merge_letter, FIELD(struct merge_letter, from), FIELD(struct merge_letter, into), FIELD(struct merge_letter, undone),
       FIELD(struct merge_letter, reason), FIELD(struct merge_letter, undo_until));

/* Both accounts are told, where they have a mailbox of their own; taken before it moves. */
struct readers {
    struct unbinding_reader from, into;
    struct text from_name, into_name;
};

static enum result find_readers(struct context *context, int64_t from, int64_t into, struct readers *readers)
{
    struct account account;
    TRY(account_read(context, from, &account));
    readers->from_name = account.user_name;
    TRY(account_read(context, into, &account));
    readers->into_name = account.user_name;
    TRY(unbinding_letter_reader(context, from, 0, &readers->from));
    return unbinding_letter_reader(context, into, 0, &readers->into);
}

static enum result tell(struct context *context, const struct readers *readers, struct merge_letter item)
{
    const struct unbinding_reader *const both[] = {&readers->into, &readers->from};
    item.from = readers->from_name;
    item.into = readers->into_name;
    for (int i = 0; i < 2; i++)
        if (both[i]->any) TRY(letter_write(context, "association-merge", &both[i]->recipient, &item, NULL, NULL));
    return RESULT_OK;
}

/* --- Moving --- */

/* One tie of an account goes to the other. `moved` is false where it is there no more. */
static enum result move(struct context *context, const struct merge_item *item, int64_t from, int64_t to, const char *means, bool *moved)
{
    int64_t records;
    TRY(association_untie(context, thing_of(item), from, means, 0, moved, &records));
    if (!*moved) return RESULT_OK;
    TRY(association_tie(context, thing_of(item), to, means, 0, moved, &records));
    return *moved ? RESULT_OK : context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

static enum result announce(struct context *context, const struct list *items)
{
    const struct merge_item *item = items->items;
    for (size_t i = 0; i < items->count; i++) TRY(association_announce(context, thing_of(&item[i])));
    return RESULT_OK;
}

/* One thing comes to the account that is left. */
static enum result bring(struct context *context, const struct merge_item *item, int64_t from, int64_t into, bool *made)
{
    if (text_is(item->means, "lifted")) return association_lift_bar(context, item->record_id, item->account_id, item->unbinding_id, "merge", made);
    if (item->bound) return move(context, item, from, into, "merge", made);
    *made = true;
    return association_bar(context, item->record_id, item->account_id, item->unbinding_id);
}

/* Was what has barred it undone meanwhile? */
static enum result bar_again(struct context *context, const struct merge_item *item, int64_t account)
{
    struct unbinding_row by = {.state = TEXT("done")};
    if (item->unbinding_id) TRY(unbinding_store_read(context, item->unbinding_id, &by));
    return text_is(by.state, "done") ? association_bar(context, item->record_id, account, item->unbinding_id) : RESULT_OK;
}

/* And goes back. What was let go since, or is another's by now, stays where it is. */
static enum result give_back(struct context *context, const struct merge_item *item, int64_t from, int64_t into, bool *made)
{
    int64_t barred = item->account_id ? item->account_id : into;
    if (item->bound) return move(context, item, into, from, "merge-undo", made);
    *made = false;
    if (text_is(item->means, "lifted")) return bar_again(context, item, barred);
    if (!item->account_id) TRY(bar_again(context, item, from)); /* from where an older merge has taken it */
    return text_is(item->means, "dropped") ? RESULT_OK : association_lift_bar(context, item->record_id, barred, item->unbinding_id, "merge-undo", &(bool){0});
}

/* Bars alone are nothing that anybody merges for. */
static bool any_bound(const struct list *items)
{
    for (size_t i = 0; i < items->count; i++)
        if (((const struct merge_item *)items->items)[i].bound) return true;
    return false;
}

/* Whoever merges or undoes at the same time waits; in the same order everywhere. */
static enum result take_both(struct context *context, int64_t a, int64_t b)
{
    TRY(merge_store_take_account(context, a < b ? a : b));
    return merge_store_take_account(context, a < b ? b : a);
}

/* More than anybody merges one into the next. */
enum { MERGES_MOST = 16 };

/* The merges that have emptied the account, and then the one that it was merged into. */
static enum result follow(struct context *context, int64_t account, struct merge_row merges[MERGES_MOST], int *count)
{
    for (*count = 0; *count < MERGES_MOST; ++*count) {
        enum result emptied = merge_store_emptied(context, account, context_now(context), &merges[*count]);
        if (emptied != RESULT_OK) return emptied < 0 ? emptied : RESULT_OK;
        account = merges[*count].into_id;
    }
    return RESULT_OK;
}

static int ascending(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

/* The same, and takes all of them, in the order of take_both; who merged or undid before that has led elsewhere: once more. */
static enum result follow_and_take(struct context *context, int64_t account, struct merge_row merges[MERGES_MOST], int *count)
{
    int64_t accounts[MERGES_MOST + 1] = {account};
    struct merge_row seen[MERGES_MOST];
    int length;
    TRY(follow(context, account, seen, &length));
    for (int i = 0; i < length; i++) accounts[i + 1] = seen[i].into_id;
    qsort(accounts, (size_t)length + 1, sizeof *accounts, ascending);
    for (int i = 0; i <= length; i++) TRY(merge_store_take_account(context, accounts[i]));
    TRY(follow(context, account, merges, count));
    bool same = *count == length;
    for (int i = 0; i < length && same; i++) same = merges[i].id == seen[i].id;
    return same ? RESULT_OK : context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

enum result association_merge_left(struct context *context, int64_t account, int64_t *left)
{
    struct merge_row merges[MERGES_MOST];
    int count;
    TRY(follow(context, account, merges, &count));
    *left = count ? merges[count - 1].into_id : account;
    return RESULT_OK;
}

enum result merge_tie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *tied, int64_t *records, int64_t *into)
{
    struct merge_row merges[MERGES_MOST];
    int count;
    TRY(follow_and_take(context, account, merges, &count));
    if (into) *into = account;
    TRY(association_tie(context, thing, account, means, request, tied, records));
    for (int i = 0; *tied && i < count; i++) {
        const struct merge_item item = {.mailbox_id = thing.mailbox, .record_id = thing.record, .bound = true, .since = context_now(context), .means = text_of(i ? "merge" : means)};
        bool moved;
        TRY(merge_store_add_last(context, merges[i].id, &item));
        TRY(move(context, &item, merges[i].from_id, merges[i].into_id, "merge", &moved));
        if (into) *into = merges[i].into_id;
    }
    return RESULT_OK;
}

struct merging {
    struct text proof;
    int64_t merge, things;
};

static enum result merge_them(struct context *context, void *data)
{
    struct merging *merging = data;
    int64_t from, into = context->actor.account;
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    TRY(association_merge_proven(context, merging->proof, &from));
    TRY(take_both(context, from, into));
    TRY(association_merge_proven(context, merging->proof, &from)); /* nobody changes the password from here on */
    TRY(check_pair(context, from, into));
    struct list items;
    TRY(merge_store_has(context, from, into, &items));
    if (!any_bound(&items)) return context_fail(context, RESULT_REFUSED, "merge.nothing", N_("The other account holds no mailbox and no exam record, so there is nothing to move."));
    if (items.count >= MERGE_ITEMS_MOST)
        return context_fail(context, RESULT_REFUSED, "merge.many", N_("The other account holds more than one person can have. Ask the certifying body."));
    struct readers readers;
    TRY(find_readers(context, from, into, &readers));
    struct instant now = context_now(context), undo_until = instant_add_seconds(now, MERGE_UNDO_DAYS * 86400);
    TRY(merge_store_add(context, from, into, now, undo_until, &merging->merge));
    TRY(announce(context, &items));
    /* Before anything leaves: what leaves otherwise ends its unbinding as gone. */
    TRY(unbinding_end_claimed(context, from, into));
    for (size_t i = 0; i < items.count; i++) {
        const struct merge_item *item = (const struct merge_item *)items.items + i;
        bool made;
        TRY(merge_store_add_item(context, merging->merge, (int64_t)i + 1, item));
        TRY(bring(context, item, from, into, &made));
        if (!made) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    }
    TRY(unbinding_end_claimed(context, into, from));
    TRY(due_leave(context, "merge-changed", merging->merge, merging->merge, NO_INSTANT));
    TRY(tell(context, &readers, (struct merge_letter){.undo_until = calendar_day(catalogue->calendar, undo_until)}));
    context->once.answer = text_printf(context->arena, "%" PRId64, merging->merge);
    return audit_write(context, "merge.merge", "account_merge", merging->merge, text_printf(context->arena, "{\"from\":%" PRId64 ",\"into\":%" PRId64 "}", from, into));
}

enum result association_merge(struct context *context, struct text proof, int64_t *merge)
{
    struct merging merging = {.proof = proof};
    TRY(database_transaction(context, merge_them, &merging));
    if (context->once.replayed && !text_to_integer(context->once.answer, &merging.merge)) merging.merge = 0;
    if (merge) *merge = merging.merge;
    return RESULT_OK;
}

/* --- Undoing --- */

enum result merge_check_undo(struct context *context, const struct merge_row *row)
{
    bool unbinding;
    if (instant_is(row->undone)) return context_fail(context, RESULT_REFUSED, "merge.undone", N_("This merge was undone already."));
    if (context_now(context).microseconds >= row->undo_until.microseconds)
        return context_fail(context, RESULT_REFUSED, "merge.undo_late", N_("A merge can be undone for 30 days. They are over."));
    TRY(merge_store_unbinding(context, row->id, &unbinding));
    if (unbinding)
        return context_fail(context, RESULT_REFUSED, "merge.unbinding_moved", N_("Something that was moved is to be unbound. This has to be decided before the merge can be undone."));
    return RESULT_OK;
}

/* How many mailboxes and records went back, and the reason that staff gave. */
static struct text undo_detail(struct context *context, int64_t things, struct text why)
{
    struct buffer detail = buffer_new(context->arena, 128, DETAIL_LIMIT);
    buffer_printf(&detail, "{\"things\":%" PRId64, things);
    if (!text_empty(why)) {
        buffer_put_string(&detail, ",\"why\":");
        json_put_text(&detail, why);
    }
    buffer_put_char(&detail, '}');
    return buffer_text(&detail);
}

enum result merge_take_back(struct context *context, const struct merge_row *row, struct text reason, int64_t *things)
{
    struct list items;
    struct readers readers;
    *things = 0;
    TRY(take_both(context, row->from_id, row->into_id));
    TRY(merge_check_undo(context, row));
    TRY(merge_store_items(context, row->id, &items));
    TRY(find_readers(context, row->from_id, row->into_id, &readers));
    TRY(announce(context, &items));
    for (size_t i = 0; i < items.count; i++) {
        const struct merge_item *item = (const struct merge_item *)items.items + i;
        bool made;
        TRY(give_back(context, item, row->from_id, row->into_id, &made));
        *things += made;
    }
    TRY(merge_store_undone(context, row->id, context_now(context)));
    TRY(due_leave(context, "merge-changed", row->id, row->id, NO_INSTANT));
    TRY(unbinding_letter_reader(context, row->from_id, 0, &readers.from)); /* its mailbox has come back */
    TRY(tell(context, &readers, (struct merge_letter){.undone = true, .reason = reason, .undo_until = NO_DAY}));
    return audit_write(context, "merge.undo", "account_merge", row->id, undo_detail(context, *things, reason));
}

static enum result undo(struct context *context, void *data)
{
    struct merging *merging = data;
    struct merge_row row;
    int64_t actor = context->actor.account;
    enum result found = merge_store_take(context, merging->merge, &row);
    if (found != RESULT_OK) return found;
    return actor == row.from_id || actor == row.into_id ? merge_take_back(context, &row, TEXT(""), &merging->things) : RESULT_NONE;
}

enum result association_merge_undo(struct context *context, int64_t merge, int64_t *things)
{
    struct merging merging = {.merge = merge};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result undone = database_transaction(context, undo, &merging);
    if (things) *things = merging.things;
    return undone;
}

/* A merge of the account, which could be undone now. */
static enum result find_to_undo(struct context *context, int64_t merge, int64_t account, struct merge_row *row)
{
    enum result found = merge_store_read(context, merge, row);
    if (found != RESULT_OK) return found;
    return account == row->from_id || account == row->into_id ? merge_check_undo(context, row) : RESULT_NONE;
}

enum result association_merge_undo_things(struct context *context, int64_t merge, struct association_merge_view *view, struct list *things)
{
    struct merge_row row;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result found = find_to_undo(context, merge, context->actor.account, &row);
    if (found != RESULT_OK) return found;
    TRY(merge_store_view(context, merge, view));
    merge_see(context, view);
    view->emptied = row.from_id == context->actor.account;
    TRY(merge_store_undo_things(context, merge, things));
    address_show(context->arena, things, "address");
    return RESULT_OK;
}

enum result association_merge_leaving(struct context *context, int64_t merge, int64_t account, int64_t *from, int64_t *into, struct list *records)
{
    struct merge_row row;
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_REGISTER));
    enum result found = find_to_undo(context, merge, account, &row);
    if (found != RESULT_OK) return found;
    *from = row.from_id;
    *into = row.into_id;
    return merge_store_leaving(context, merge, records);
}

/* --- Reading --- */

void merge_see(const struct context *context, struct association_merge_view *view)
{
    view->may_undo = view->in_force && context_now(context).microseconds < view->undo_until.microseconds;
    if (context->actor.kind != ACTOR_ACCOUNT) return;
    /* That a second person is wanted is the body's own affair. */
    view->undo_by = 0;
    view->proposed_by = view->proposal = TEXT("");
    view->proposed = NO_INSTANT;
}

void merge_see_all(const struct context *context, struct list *merges)
{
    struct association_merge_view *views = ARENA_ARRAY(context->arena, merges->count + 1, struct association_merge_view);
    for (size_t i = 0; i < merges->count; i++) {
        views[i] = ((const struct association_merge_view *)merges->items)[i];
        merge_see(context, &views[i]);
    }
    merges->items = views;
}

enum result association_merges(struct context *context, int64_t account, struct list *merges)
{
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_REGISTER));
    TRY(merge_store_views(context, account, merges));
    merge_see_all(context, merges);
    return RESULT_OK;
}

enum result association_merge_waits(struct context *context, struct list *waits)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(merge_store_waits(context, context->actor.account, context_now(context), waits));
    address_show(context->arena, waits, "address");
    return RESULT_OK;
}

enum result association_merge_emptied(struct context *context, struct association_merge_view *view)
{
    struct list merges;
    struct merge_standing standing;
    TRY(association_merges(context, context->actor.account, &merges));
    TRY(merge_store_standing(context, context->actor.account, 0, context_now(context), &standing));
    if (!standing.emptied) return RESULT_NONE; /* something has come into it since */
    for (size_t i = 0; i < merges.count; i++) {
        *view = ((const struct association_merge_view *)merges.items)[i];
        if (view->emptied && view->in_force) return RESULT_OK;
    }
    return RESULT_NONE;
}
