/* Cases as pages show them: to the asker his own, without what staff say among themselves; to staff all. */
#include "audit/audit.h"
#include "calendar/calendar.h"
#include "case/case_inside.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/language.h"
#include "outside/settings.h"

enum { MOST_OWN = 200 };

#define E(MEMBER) FIELD(struct case_entry_view, MEMBER)
RECORD(case_entry_view_record, struct case_entry_view, E(at), E(by_asker), E(by_staff), E(by_system), E(who), E(opened), E(message), E(note), E(evidence), E(proposed),
       E(sent_back), E(closed), E(reopened), E(reminded), E(paused), E(resumed), E(moved), E(until), E(together), E(text));

static struct text translated(const struct context *context, const char *english)
{
    return text_of(english ? language_text(context->languages, context->language, english) : "");
}

static const char *const states[] = {
    [CASE_OPEN] = N_("With the certifying body"),
    [CASE_COOLING] = N_("Waiting for the day on which it can be decided"),
    [CASE_WAITING_ASKER] = N_("Waiting for an answer of the asker"),
    [CASE_WAITING_SECOND] = N_("Waiting for a second person"),
    [CASE_CLOSED] = N_("Closed"),
};

/* An unbinding was opened by the body or the system: it is with whoever holds the thing, or stands still, until he objects. */
static const char *state_english(const struct case_view *view, bool asker, enum case_state state)
{
    if (asker && state == CASE_WAITING_ASKER) return N_("Waiting for your answer");
    if (view->of_unbinding && state == CASE_WAITING_ASKER) return N_("Waiting for an answer of the holder");
    if (view->with_holder) return asker ? N_("With you") : N_("With the holder");
    if (view->stands) return N_("The clock stands still");
    return view->objected ? N_("Objected to: with the certifying body") : states[state];
}

/* Of a certificate: what is proposed, by the word in the wish; granted alone could be either. NULL: it says none. */
static const char *change_english(struct context *context, const struct case_view *view)
{
    struct json_value wish;
    if (json_parse(context, view->wish, CASE_WISH_LIMIT, &wish) < 0) { /* it is told where the wish itself is shown */
        error_clear(&context->error);
        return NULL;
    }
    struct text change = json_as_text(context->arena, json_member(&wish, "change"));
    if (text_is(json_as_text(context->arena, json_member(&wish, "claim")), "records")) return N_("Issue a certificate of its own");
    return text_is(change, "suspended") ? N_("Suspend the certificate") : text_is(change, "revoked") ? N_("Revoke the certificate") : text_is(change, "given-back") ? N_("Give the certificate back") : NULL;
}

/* What is granted of a wish is there; of an unbinding it is taken away, so that it is called by what it does. */
static const char *outcome_english(const struct case_view *view, enum case_state state, enum case_outcome outcome)
{
    if (!view->of_unbinding || outcome == CASE_UNDECIDED) return case_outcome_english(outcome);
    if (state == CASE_WAITING_SECOND) return outcome == CASE_DONE ? N_("Undo the unbinding") : N_("Unbind now");
    return text_is(view->unbinding, "done") ? N_("Unbound") : text_is(view->unbinding, "undone") ? N_("Undone") : N_("Dropped");
}

static enum result may_read(struct context *context)
{
    return audit_may(context, case_by_asker(context) ? MAY_ACT_FOR_ACCOUNT : MAY_READ_CASES);
}

static int64_t owner(const struct context *context)
{
    return case_by_asker(context) ? context->actor.account : 0;
}

/* What a row does not hold: words, booleans, ages. */
static void complete(struct context *context, const struct calendar *calendar, struct day today, struct case_view *view)
{
    enum case_kind kind = CASE_QUESTION;
    enum case_outcome outcome = CASE_UNDECIDED;
    if (!case_kind_of(view->kind, &kind) || !case_outcome_of(view->outcome, &outcome)) return; /* the store's own constraint says that they are */
    bool asker = case_by_asker(context);
    enum case_state stored = (enum case_state)view->state, state = case_rules_standing(stored, view->not_before, view->due, today);
    /* He let the day go by on which we waited for his answer: ours takes its time from then. */
    if (asker && stored == CASE_WAITING_ASKER && state != stored) view->due = calendar_add(calendar, view->due, (int)context->settings->answer_days, NULL);
    /* That a second person is wanted is the body's own affair. */
    if (asker && state == CASE_WAITING_SECOND) {
        state = CASE_OPEN;
        outcome = CASE_UNDECIDED;
        view->outcome = view->reason = TEXT("");
    }
    view->mailbox = address_shown(context->arena, view->mailbox);
    if (text_empty(view->closed_by)) view->reason = case_ending_words(context, view->reason);
    if (asker) view->first_by = view->closed_by = TEXT("");
    bool *const of[CASE_KINDS] = {&view->of_name, &view->of_lost_mailbox, &view->of_unbinding, &view->of_replacement, &view->of_question, &view->of_certificate};
    bool *const in[] = {NULL, &view->open, &view->cooling, &view->waiting_asker, &view->waiting_second, &view->closed};
    bool *const as[] = {NULL, &view->granted, &view->refused, &view->withdrawn, &view->answered, &view->done};
    *of[kind] = true;
    *in[state] = true;
    if (outcome != CASE_UNDECIDED) *as[outcome] = true;
    view->state = state;
    view->kind_name = translated(context, case_kind_english(kind));
    bool open = state == CASE_OPEN;
    view->with_holder = open && text_is(view->unbinding, "running");
    view->decided = view->with_holder && context->settings->second_person && view->decided; /* of the store: one of the staff has said so, and nobody has shown it */
    view->stands = open && text_is(view->unbinding, "paused");
    view->objected = open && text_is(view->unbinding, "objected");
    view->state_name = translated(context, state_english(view, asker, state));
    const char *change = view->of_certificate && state == CASE_WAITING_SECOND && outcome == CASE_GRANTED ? change_english(context, view) : NULL;
    view->outcome_name = translated(context, change ? change : outcome_english(view, state, outcome));
    struct day until = state == CASE_CLOSED ? calendar_day(calendar, view->closed_at) : today;
    view->age_days = until.number - calendar_day(calendar, view->opened).number;
    view->overdue = state != CASE_CLOSED && day_is(view->due) && view->due.number < today.number;
    if (state != CASE_CLOSED && day_is(view->due)) (void)calendar_is_working(calendar, view->due, &view->provisional);
    if (view->cooling) (void)calendar_is_working(calendar, view->not_before, &view->cooling_provisional);
    view->waits_since = state == CASE_WAITING_ASKER && instant_is(view->asked) ? calendar_day(calendar, view->asked) : NO_DAY;
    view->late = view->overdue && !view->waiting_asker && !view->with_holder && !view->stands;
    view->may_write = case_rules_writable(kind, state, outcome);
    view->may_withdraw = state != CASE_CLOSED && case_rules_withdrawable(kind);
}

static enum result today_of(struct context *context, const struct calendar **calendar, struct day *today)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    *calendar = catalogue->calendar;
    *today = calendar_today(context, catalogue->calendar);
    return RESULT_OK;
}

static enum result complete_one(struct context *context, enum result found, struct case_view *view)
{
    if (found != RESULT_OK) return found;
    const struct calendar *calendar;
    struct day today;
    TRY(today_of(context, &calendar, &today));
    complete(context, calendar, today, view);
    return RESULT_OK;
}

static enum result complete_all(struct context *context, struct list *cases)
{
    const struct calendar *calendar;
    struct day today;
    if (!cases->count) return RESULT_OK;
    TRY(today_of(context, &calendar, &today));
    for (size_t i = 0; i < cases->count; i++) complete(context, calendar, today, (struct case_view *)cases->items + i);
    return RESULT_OK;
}

enum result case_read(struct context *context, struct text number, struct case_view *view)
{
    TRY(may_read(context));
    return complete_one(context, case_store_read(context, number, owner(context), view), view);
}

enum result case_by_id(struct context *context, int64_t id, struct case_view *view)
{
    TRY(may_read(context));
    return complete_one(context, case_store_by_id(context, id, owner(context), view), view);
}

/* The view may have come from elsewhere than case_read: who may read is asked anew. */
static enum result may_read_this(struct context *context, const struct case_view *view)
{
    struct case_view own;
    TRY(may_read(context));
    return owner(context) ? case_store_by_id(context, view->id, owner(context), &own) : RESULT_OK;
}

enum result case_entries(struct context *context, const struct case_view *view, int64_t before, struct list *entries, int64_t *older)
{
    struct list rows;
    enum result allowed = may_read_this(context, view);
    if (allowed != RESULT_OK) return allowed;
    TRY(case_store_entries(context, view->id, !case_by_asker(context), before, CASE_ENTRIES_A_PAGE + 1, &rows));
    size_t count = rows.count > CASE_ENTRIES_A_PAGE ? CASE_ENTRIES_A_PAGE : rows.count;
    *older = rows.count > count ? ((const struct case_entry_row *)rows.items)[count - 1].id : 0;
    struct case_entry_view *items = ARENA_ARRAY(context->arena, count + 1, struct case_entry_view);
    for (size_t i = 0; i < count; i++) {
        const struct case_entry_row *row = (const struct case_entry_row *)rows.items + i;
        struct case_entry_view *item = &items[count - 1 - i];
        *item = (struct case_entry_view){.at = row->at, .text = row->text, .until = row->until, .by_system = row->actor_kind == ACTOR_SYSTEM};
        item->by_asker = row->actor_kind == ACTOR_ACCOUNT || row->actor_kind == ACTOR_NOBODY;
        item->by_staff = !item->by_asker && !item->by_system;
        if (!case_by_asker(context)) item->who = row->user_name;
        struct {
            const char *word;
            bool *is;
        } what[] = {{"opened", &item->opened},       {"message", &item->message},   {"note", &item->note},         {"evidence", &item->evidence},
                    {"proposed", &item->proposed},   {"sent-back", &item->sent_back}, {"closed", &item->closed},   {"reopened", &item->reopened},
                    {"reminded", &item->reminded},   {"paused", &item->paused},     {"resumed", &item->resumed}};
        if (item->by_system) item->text = case_ending_words(context, item->text);
        for (size_t w = 0; w < sizeof what / sizeof *what; w++) *what[w].is = text_is(row->what, what[w].word);
        if (item->paused && item->by_asker) item->together = item->text, item->text = TEXT("");
        item->moved = item->resumed && item->by_system && day_parse(item->text, &item->until);
        if (item->moved) item->resumed = false, item->text = TEXT("");
    }
    *entries = (struct list){&case_entry_view_record, items, count};
    return RESULT_OK;
}

enum result case_evidence_list(struct context *context, const struct case_view *view, struct list *evidence)
{
    enum result allowed = may_read_this(context, view);
    if (allowed != RESULT_OK) return allowed;
    return case_store_evidence_list(context, view->id, CASE_EVIDENCE_MOST, evidence);
}

struct opening_evidence {
    const struct case_view *view;
    int64_t evidence;
    struct case_evidence_view *out;
};

static enum result open_evidence(struct context *context, void *data)
{
    const struct opening_evidence *opening = data;
    enum result found = case_store_evidence_content(context, opening->view->id, opening->evidence, opening->out);
    if (found != RESULT_OK || case_by_asker(context)) return found;
    return audit_write(context, "case.view-evidence", "case_evidence", opening->evidence, TEXT(""));
}

enum result case_evidence_content(struct context *context, const struct case_view *view, int64_t evidence, struct case_evidence_view *out)
{
    enum result allowed = may_read_this(context, view);
    if (allowed != RESULT_OK) return allowed;
    struct opening_evidence opening = {view, evidence, out};
    return case_by_asker(context) ? open_evidence(context, &opening) : database_transaction(context, open_evidence, &opening);
}

enum result case_list_own(struct context *context, struct list *cases)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(case_store_own(context, context->actor.account, MOST_OWN, cases));
    return complete_all(context, cases);
}

enum result case_list(struct context *context, const struct case_filter *filter, size_t maximum, struct list *cases)
{
    struct day today;
    TRY(audit_may(context, MAY_READ_CASES));
    TRY(case_today(context, &today));
    TRY(case_store_list(context, filter, today, maximum, cases));
    return complete_all(context, cases);
}

enum result case_counts(struct context *context, struct list *counts)
{
    const struct calendar *calendar;
    struct day today;
    struct list rows;
    TRY(audit_may(context, MAY_READ_CASES));
    TRY(today_of(context, &calendar, &today));
    TRY(case_store_counts(context, today, &rows));
    struct case_count *items = ARENA_ARRAY(context->arena, CASE_KINDS, struct case_count);
    for (int kind = 0; kind < CASE_KINDS; kind++) {
        items[kind].oldest = items[kind].oldest_second = NO_INSTANT;
        for (size_t i = 0; i < rows.count; i++) {
            const struct case_count *row = (const struct case_count *)rows.items + i;
            if (!text_is(row->kind, case_kind_word((enum case_kind)kind))) continue;
            items[kind] = *row;
            items[kind].oldest_days = today.number - calendar_day(calendar, row->oldest).number;
        }
        items[kind].kind = text_of(case_kind_word((enum case_kind)kind));
        items[kind].kind_name = translated(context, case_kind_english((enum case_kind)kind));
    }
    *counts = (struct list){&case_count_record, items, CASE_KINDS};
    return RESULT_OK;
}
