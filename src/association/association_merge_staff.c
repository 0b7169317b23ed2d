/* Merges at the desk (SPEC 5.10, 11): staff cannot merge, as they cannot prove that two accounts are one person's; they ask the person to, and undo what was a mistake. */
#include <inttypes.h>

#include "account/account.h"
#include "association/association_merge_act.h"
#include "association/association_unbinding_letter.h"
#include "audit/audit.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/settings.h"

/* --- Asking the person: theme/letters/merge-proposal.{txt,html} --- */

enum { WEEK = 7 * 86400 };

/* Perhaps it is another person after all: of the other account it says no more than what its owner knows it by. */
struct merge_proposal {
    struct text user_name;     /* the reader's */
    struct text other_mailbox; /* masked; empty: the other has none */
};
RECORD(merge_proposal_record, struct merge_proposal, FIELD(struct merge_proposal, user_name), FIELD(struct merge_proposal, other_mailbox));

struct proposing {
    int64_t accounts[2];
};

static enum result propose(struct context *context, void *data)
{
    const struct proposing *proposing = data;
    struct account accounts[2];
    struct unbinding_reader readers[2];
    for (int i = 0; i < 2; i++) {
        struct merge_standing standing;
        enum result found = account_read(context, proposing->accounts[i], &accounts[i]);
        if (found != RESULT_OK) return found;
        TRY(merge_store_standing(context, proposing->accounts[i], 0, context_now(context), &standing));
        if (standing.emptied) return context_fail(context, RESULT_REFUSED, "merge.emptied_one", N_("One of the two was merged into another account already."));
        TRY(unbinding_letter_reader(context, proposing->accounts[i], 0, &readers[i]));
    }
    if (!readers[0].any && !readers[1].any) return context_fail(context, RESULT_REFUSED, "merge.nobody", N_("No account concerned has a proven mailbox to write to."));
    int64_t one = proposing->accounts[0], other = proposing->accounts[1];
    TRY(audit_limit(context, text_printf(context->arena, "merge-propose:%" PRId64 ":%" PRId64, one < other ? one : other, one < other ? other : one), 1, WEEK));
    for (int i = 0; i < 2; i++) {
        if (!readers[i].any) continue;
        struct merge_proposal letter = {.user_name = accounts[i].user_name, .other_mailbox = readers[!i].any ? address_masked(context->arena, readers[!i].recipient.address) : TEXT("")};
        TRY(letter_write(context, "merge-proposal", &readers[i].recipient, &letter, NULL, NULL));
    }
    return audit_write(context, "merge.propose", "account", one, text_printf(context->arena, "{\"other\":%" PRId64 "}", other));
}

enum result association_merge_propose(struct context *context, int64_t one, int64_t other)
{
    TRY(audit_may(context, MAY_JUDGE_NEAR_MISSES));
    if (one == other) return context_fail(context, RESULT_REFUSED, "merge.same", N_("This is one account. Give two."));
    return database_transaction(context, propose, &(struct proposing){{one, other}});
}

/* --- Undoing --- */

struct judging {
    int64_t merge;
    struct text reason;
};

/* Is one of the two the actor's own, or one person's with it? */
static enum result check_own(struct context *context, int64_t from, int64_t into, bool *own)
{
    TRY(account_same_person(context, from, context->actor.account, own));
    return *own ? RESULT_OK : account_same_person(context, into, context->actor.account, own);
}

static enum result take(struct context *context, int64_t merge, struct merge_row *row)
{
    enum result found = merge_store_take(context, merge, row);
    if (found != RESULT_OK) return found;
    bool own;
    TRY(check_own(context, row->from_id, row->into_id, &own));
    return own ? context_fail(context, RESULT_REFUSED, "merge.own", N_("This is about your own account. Somebody else of the staff has to do it.")) : RESULT_OK;
}

static enum result undo(struct context *context, void *data)
{
    struct judging *judging = data;
    struct merge_row row;
    int64_t by = context->actor.account, things;
    enum result taken = take(context, judging->merge, &row);
    if (taken != RESULT_OK) return taken;
    if (context->settings->second_person && context->actor.kind == ACTOR_STAFF && (!row.undo_by || row.undo_by == by)) {
        if (row.undo_by) return context_fail(context, RESULT_REFUSED, "merge.second_person", N_("You have proposed this yourself. Another member of the staff has to confirm it."));
        TRY(merge_check_undo(context, &row));
        TRY(merge_store_propose(context, row.id, by, judging->reason, context_now(context)));
        context->once.answer = TEXT("proposed");
        return audit_write(context, "merge.propose_undo", "account_merge", row.id, JSON_TEXTS(context->arena, {"why", judging->reason}));
    }
    context->once.answer = TEXT("undone");
    return merge_take_back(context, &row, judging->reason, &things);
}

enum result association_merge_undo_by_staff(struct context *context, int64_t merge, struct text reason, bool *effective)
{
    struct judging judging = {.merge = merge, .reason = text_trim(reason)};
    TRY(audit_may(context, MAY_UNBIND));
    if (text_empty(judging.reason)) return FIELD_FAIL(context, "reason", "merge.reason_missing", N_("Give the reason: the owner of the accounts reads it."));
    enum result undone = database_transaction(context, undo, &judging);
    *effective = undone == RESULT_OK && text_is(context->once.answer, "undone");
    return undone;
}

static enum result send_back(struct context *context, void *data)
{
    const struct judging *judging = data;
    struct merge_row row;
    enum result taken = take(context, judging->merge, &row);
    if (taken != RESULT_OK) return taken;
    if (!row.undo_by) return context_fail(context, RESULT_REFUSED, "merge.nothing_proposed", N_("Nothing is proposed that could be sent back."));
    TRY(merge_store_propose(context, row.id, 0, TEXT(""), NO_INSTANT));
    return audit_write(context, "merge.send_back", "account_merge", row.id, TEXT(""));
}

enum result association_merge_send_back(struct context *context, int64_t merge)
{
    struct judging judging = {.merge = merge};
    TRY(audit_may(context, MAY_UNBIND));
    return database_transaction(context, send_back, &judging);
}

/* --- Reading --- */

enum result association_merge_read(struct context *context, int64_t merge, struct association_merge_view *view)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    enum result found = merge_store_view(context, merge, view);
    if (found != RESULT_OK) return found;
    merge_see(context, view);
    return check_own(context, view->from_id, view->into_id, &view->own);
}

enum result association_merge_goes_back(struct context *context, int64_t merge, struct list *things)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    TRY(merge_store_undo_things(context, merge, things));
    address_show(context->arena, things, "address");
    return RESULT_OK;
}

enum result association_merges_to_undo(struct context *context, struct list *merges)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    TRY(merge_store_to_undo(context, context_now(context), merges));
    merge_see_all(context, merges);
    return RESULT_OK;
}

enum result association_merges_proposed(struct context *context, struct association_merge_count *count)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    return merge_store_proposed(context, context_now(context), count);
}
