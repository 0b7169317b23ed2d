/* Acts: looking at a text before it takes effect, taking it, and what one of the staff proposes and another confirms (SPEC 11.3). */
#include "audit/audit.h"
#include "catalogue/catalogue_calendar.h"
#include "catalogue/catalogue_store.h"
#include "outside/due.h"
#include "outside/hash.h"
#include "outside/json.h"
#include "outside/settings.h"

/* What the loading finds out before it writes. */
struct loading {
    const struct catalogue_wish *wish;
    int64_t proposal; /* that is confirmed; 0: none */
    struct catalogue *catalogue;
    bool other_calendar; /* than the one in effect */
    struct text sha256, reason;
};

static enum result look_at(struct context *context, struct text file, struct text text, struct loading *loading,
                           struct catalogue_problems *problems, struct catalogue_differences *differences)
{
    const struct catalogue *old = NULL;
    TRY(catalogue_read(context, context->arena, file, text, &loading->catalogue, problems));
    TRY(catalogue_store_read_ids(context, context->arena, loading->catalogue));
    enum result found = catalogue_current(context, &old);
    if (found == RESULT_REFUSED)
        error_clear(&context->error); /* there is none, or none that can be read any more: all of the new one is new */
    else if (found < 0)
        return found;
    loading->other_calendar = found == RESULT_OK && !text_equal(old->body.calendar, loading->catalogue->body.calendar);
    loading->sha256 = hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)text.bytes, text.length});
    *differences = catalogue_difference(context, found == RESULT_OK ? old : NULL, loading->catalogue);
    return RESULT_OK;
}

enum result catalogue_check(struct context *context, struct text file, struct text text, struct catalogue_problems *problems,
                            struct catalogue_differences *differences)
{
    struct loading loading;
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    return look_at(context, file, text, &loading, problems, differences);
}

/* --- Putting it into effect --- */

/* The version in effect, which nobody replaces before this transaction ends; 0: there is none. */
static enum result hold(struct context *context, struct catalogue_row *row)
{
    struct catalogue_newest newest;
    *row = (struct catalogue_row){0};
    TRY(catalogue_store_hold(context));
    enum result found = catalogue_store_newest(context, &newest);
    if (found == RESULT_OK) found = catalogue_store_text(context, newest.version, row);
    return found < 0 ? found : RESULT_OK;
}

/* What the journal says of a version: audit_findings_catalogue_store.c holds it against the row. */
static struct text detail_of(struct context *context, const struct loading *loading, int64_t proposed_by)
{
    const struct json_text members[] = {{"sha256", loading->sha256}, {"why", loading->reason}};
    struct text detail = json_texts(context->arena, members, text_empty(loading->reason) ? 1 : 2);
    return proposed_by ? text_printf(context->arena, "%.*s,\"proposed_by\":%lld}", (int)detail.length - 1, detail.bytes, (long long)proposed_by) : detail;
}

static enum result put(struct context *context, const struct loading *loading, int64_t proposed_by)
{
    static const char *const kinds[] = {[ACTOR_NOBODY] = "nobody",
                                        [ACTOR_ACCOUNT] = "account",
                                        [ACTOR_STAFF] = "staff",
                                        [ACTOR_OPERATOR] = "operator",
                                        [ACTOR_SYSTEM] = "system"};
    const struct actor *actor = &context->actor;
    int64_t version;
    bool taken;
    struct text loaded_by = actor->account ? text_printf(context->arena, "%s %lld", kinds[actor->kind], (long long)actor->account)
                                           : text_of(kinds[actor->kind]);
    TRY(catalogue_store_add(context, loaded_by, loading->sha256, loading->catalogue->text, loading->reason, proposed_by, &version));
    TRY(catalogue_store_add_codes(context, loading->catalogue));
    TRY(due_leave(context, "evaluate-all", 1, INT64_MAX, NO_INSTANT));
    TRY(catalogue_calendar_take(context, &loading->catalogue->body, false, &taken));
    if (loading->other_calendar) TRY(catalogue_calendar_count_again(context));
    return audit_write(context, "catalogue.load", "catalogue_version", version, detail_of(context, loading, proposed_by));
}

static enum result check_reason(struct context *context, const char *field, struct text reason)
{
    if (text_empty(reason)) return FIELD_FAIL(context, field, "catalogue.reason_missing", N_("Give the reason."));
    if (text_characters(reason) > CATALOGUE_REASON_LIMIT) return FIELD_FAIL(context, field, "catalogue.reason_long", N_("This reason is too long. Say it in at most 1,000 characters."));
    return RESULT_OK;
}

static enum result propose(struct context *context, const struct loading *loading, int64_t version)
{
    struct catalogue_proposal proposal = {.version_id = version, .file = loading->wish->file, .sha256 = loading->sha256, .text = loading->catalogue->text, .reason = loading->reason,
                                          .proposed_by = context->actor.account};
    int64_t id;
    TRY(catalogue_store_propose(context, &proposal, &id));
    context->once.answer = TEXT("proposed");
    return audit_write(context, "catalogue.propose", "catalogue_proposal", id, detail_of(context, loading, 0));
}

/* The proposal was about another version than the one in effect, and is looked at anew. */
static enum result end_old(struct context *context, int64_t id, int64_t version)
{
    struct catalogue_proposal old;
    enum result found = id ? catalogue_store_proposal(context, id, &old) : RESULT_NONE;
    if (found != RESULT_OK || !text_empty(old.outcome) || old.version_id == version) return found < 0 ? found : RESULT_OK;
    enum result ended = catalogue_store_end(context, id, "anew", context->actor.account, TEXT(""));
    return ended < 0 ? ended : audit_write(context, "catalogue.propose_anew", "catalogue_proposal", id, TEXT(""));
}

static enum result write(struct context *context, void *data)
{
    const struct loading *loading = data;
    const struct catalogue_wish *wish = loading->wish;
    struct catalogue_row row;
    bool taken;
    TRY(hold(context, &row));
    context->once.answer = TEXT("effective");
    if (row.id && text_equal(row.text, loading->catalogue->text)) return catalogue_calendar_take(context, &loading->catalogue->body, false, &taken);
    if (wish->over != CATALOGUE_OVER_ANY && wish->over != row.id)
        return context_fail(context, RESULT_REFUSED, "catalogue.changed", N_("Another catalogue was loaded meanwhile. Look at the differences to it, and load yours then."));
    bool by_staff = context->actor.kind == ACTOR_STAFF;
    if ((wish->takes_away && by_staff) || !text_empty(loading->reason)) TRY(check_reason(context, "reason", loading->reason));
    if (by_staff) TRY(end_old(context, wish->anew, row.id));
    return wish->takes_away && by_staff && context->settings->second_person ? propose(context, loading, row.id) : put(context, loading, 0);
}

enum result catalogue_load_over(struct context *context, const struct catalogue_wish *wish, struct catalogue_problems *problems, struct catalogue_differences *differences, bool *effective)
{
    struct loading loading = {.wish = wish, .reason = text_trim(wish->reason)};
    *effective = false;
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    TRY(look_at(context, wish->file, wish->text, &loading, problems, differences));
    enum result written = database_transaction(context, write, &loading);
    *effective = written == RESULT_OK && text_is(context->once.answer, "effective");
    return written;
}

enum result catalogue_load(struct context *context, struct text file, struct text text, struct catalogue_problems *problems,
                           struct catalogue_differences *differences)
{
    bool effective;
    return catalogue_load_over(context, &(struct catalogue_wish){.file = file, .text = text, .over = CATALOGUE_OVER_ANY}, problems, differences, &effective);
}

/* --- By two of the staff --- */

enum result catalogue_proposals(struct context *context, struct list *proposals)
{
    TRY(audit_may(context, MAY_READ_CATALOGUE));
    return catalogue_store_proposals(context, proposals);
}

enum result catalogue_proposal(struct context *context, int64_t id, struct catalogue_proposal *proposal)
{
    TRY(audit_may(context, MAY_READ_CATALOGUE));
    return catalogue_store_proposal(context, id, proposal);
}

static enum result ended(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "catalogue.proposal_ended", N_("This proposal does not wait any more: somebody else has confirmed, rejected or renewed it."));
}

static enum result confirm(struct context *context, void *data)
{
    const struct loading *loading = data;
    struct catalogue_proposal proposal;
    struct catalogue_row row;
    TRY(hold(context, &row));
    TRY(catalogue_store_proposal(context, loading->proposal, &proposal));
    if (!text_empty(proposal.outcome)) return ended(context);
    if (context->actor.kind == ACTOR_STAFF && context->settings->second_person && proposal.proposed_by == context->actor.account)
        return context_fail(context, RESULT_REFUSED, "catalogue.second_person", N_("You have proposed this yourself. Another member of the staff has to confirm it."));
    if (proposal.version_id != row.id)
        return context_fail(context, RESULT_REFUSED, "catalogue.proposal_old", N_("Another catalogue was loaded since this was proposed. Look at what differs from that one, and propose it anew."));
    enum result end = catalogue_store_end(context, proposal.id, "loaded", context->actor.account, TEXT(""));
    if (end != RESULT_OK) return end < 0 ? end : ended(context);
    TRY(audit_write(context, "catalogue.confirm", "catalogue_proposal", proposal.id, TEXT("")));
    return put(context, loading, proposal.proposed_by);
}

enum result catalogue_confirm(struct context *context, int64_t id)
{
    struct catalogue_proposal proposal;
    struct catalogue_differences differences;
    struct catalogue_problems *problems = ARENA_NEW(context->arena, struct catalogue_problems);
    struct loading loading = {.proposal = id};
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    enum result found = catalogue_store_proposal(context, id, &proposal);
    if (found != RESULT_OK) return found;
    loading.reason = proposal.reason;
    TRY(look_at(context, proposal.file, proposal.text, &loading, problems, &differences));
    return database_transaction(context, confirm, &loading);
}

struct rejecting {
    int64_t id;
    struct text reason;
};

static enum result reject(struct context *context, void *data)
{
    const struct rejecting *rejecting = data;
    struct catalogue_proposal proposal;
    enum result found = catalogue_store_proposal(context, rejecting->id, &proposal);
    if (found != RESULT_OK) return found;
    enum result end = catalogue_store_end(context, rejecting->id, "rejected", context->actor.account, rejecting->reason);
    if (end != RESULT_OK) return end < 0 ? end : ended(context);
    return audit_write(context, "catalogue.reject", "catalogue_proposal", rejecting->id, JSON_TEXTS(context->arena, {"why", rejecting->reason}));
}

enum result catalogue_reject(struct context *context, int64_t id, struct text reason)
{
    struct rejecting rejecting = {id, text_trim(reason)};
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    TRY(check_reason(context, "back", rejecting.reason));
    return database_transaction(context, reject, &rejecting);
}
