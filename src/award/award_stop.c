#include "award/award_stop.h"

#include "account/account.h"
#include "audit/audit.h"
#include "award/award_work.h"
#include "catalogue/catalogue.h"
#include "outside/due.h"
#include "outside/json.h"
#include "outside/language.h"

static const struct {
    const char *word;
    enum certificate_state state; /* that it gets; 0: what an evaluation says */
} stoppings[AWARD_STOPPINGS] = {
    [AWARD_SUSPEND] = {"suspended", CERTIFICATE_SUSPENDED},
    [AWARD_REVOKE] = {"revoked", CERTIFICATE_REVOKED},
    [AWARD_GIVE_BACK] = {"given-back", 0},
};

const char *award_stopping_word(enum award_stopping stopping)
{
    return stoppings[stopping].word;
}

bool award_stopping_of(struct text word, enum award_stopping *stopping)
{
    for (int i = 0; i < AWARD_STOPPINGS; i++)
        if (text_is(word, stoppings[i].word)) return *stopping = (enum award_stopping)i, true;
    return false;
}

enum result award_stop_wish_of(struct context *context, struct text wish, struct award_stop_wish *out)
{
    struct json_value value;
    TRY(json_parse(context, wish, CASE_WISH_LIMIT, &value));
    *out = (struct award_stop_wish){.number = json_as_text(context->arena, json_member(&value, "certificate")), .reason = json_as_text(context->arena, json_member(&value, "why"))};
    out->stopping = AWARD_ISSUE_ANEW;
    if (text_is(json_as_text(context->arena, json_member(&value, "claim")), "records")) return RESULT_OK;
    out->stopping = AWARD_PRINT_NAME;
    if (text_is(json_as_text(context->arena, json_member(&value, "claim")), "name")) return RESULT_OK;
    if (award_stopping_of(json_as_text(context->arena, json_member(&value, "change")), &out->stopping)) return RESULT_OK;
    return context_fail(context, RESULT_BROKEN, "award.stop_damaged", N_("What the case about the certificate asks for is damaged in the store."));
}

static bool possible(const struct award_entry *entry, enum award_stopping stopping)
{
    if (stopping == AWARD_PRINT_NAME) return true;
    return stopping == AWARD_GIVE_BACK || stopping == AWARD_ISSUE_ANEW ? award_decide_stopped_by_staff(entry) : award_decide_stoppable(entry, stoppings[stopping].state);
}

enum result award_stop_waiting(struct context *context, int64_t certificate, struct case_view *view, struct award_stop_wish *wish)
{
    struct text number;
    enum result found = case_about_certificate(context, certificate, &number);
    if (found == RESULT_OK) found = case_read(context, number, view);
    return found == RESULT_OK ? award_stop_wish_of(context, view->wish, wish) : found;
}

enum result award_stop_read(struct context *context, struct text number, struct award_stop_view *view)
{
    struct entry_row row;
    struct case_view waiting;
    struct award_stop_wish asked;
    bool decides = audit_allows(&context->actor, MAY_DECIDE_CASES);
    *view = (struct award_stop_view){.case_number = TEXT("")};
    TRY(audit_may(context, decides ? MAY_DECIDE_CASES : MAY_READ_PEOPLE));
    enum result found = award_certificate(context, number, &view->certificate);
    if (found != RESULT_OK) return found;
    TRY(account_same_person(context, view->certificate.account_id, context->actor.account, &view->own));
    enum result waits = audit_allows(&context->actor, MAY_READ_CASES) ? award_stop_waiting(context, view->certificate.id, &waiting, &asked) : RESULT_NONE;
    TRY(waits);
    if (waits == RESULT_OK) view->case_number = waiting.number;
    if (!decides || view->own || (waits == RESULT_OK && asked.stopping != AWARD_PRINT_NAME)) return RESULT_OK;
    TRY(award_store_entry(context, view->certificate.id, &row));
    struct award_entry entry = award_entry_of(NULL, &row);
    view->may_suspend = possible(&entry, AWARD_SUSPEND);
    view->may_revoke = possible(&entry, AWARD_REVOKE);
    view->may_give_back = possible(&entry, AWARD_GIVE_BACK);
    return RESULT_OK;
}

/* --- Carrying it out --- */

struct stopping {
    struct award_stop_wish wish;
    int64_t case_id;
    bool grant;
    struct text reason; /* of the decision */
};

/* The certificate, while nobody evaluates its account. */
static enum result take(struct context *context, struct text number, struct certificate *certificate, struct award_entry *entry)
{
    struct entry_row row;
    enum result found = award_store_certificate(context, number, 0, certificate);
    if (found != RESULT_OK) return found;
    int64_t account = certificate->account_id;
    TRY(award_store_take_turn(context, (struct award_scope){false, account, account}));
    TRY(award_store_entry(context, certificate->id, &row));
    if (row.account_id != account) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    *entry = award_entry_of(NULL, &row);
    return RESULT_OK;
}

static enum result check(struct context *context, const struct award_entry *entry, enum award_stopping stopping)
{
    if (possible(entry, stopping)) return RESULT_OK;
    if (stopping == AWARD_GIVE_BACK || stopping == AWARD_ISSUE_ANEW)
        return context_fail(context, RESULT_REFUSED, "award.not_stopped", N_("It was not the staff who took this certificate away. It comes back by itself when what it rests on is complete again."));
    return context_fail(context, RESULT_REFUSED, "award.stop_state", N_("As this certificate stands, that cannot be done: it is {state} already."), "state",
                        language_text(context->languages, context->language, certificate_state_word(entry->state)));
}

static enum result tell(struct context *context, const struct award_entry *before, const struct award_entry *after, struct text number, struct text said)
{
    struct award_work *work;
    TRY(award_work_new(context, &work));
    struct award_change change = {.before = before, .after = *after, .certification = award_plan_certification(work->plan, before->certification), .number = number, .said = said}, *changes[] = {&change};
    work->changes = changes;
    work->change_count = 1;
    return award_letters_write(context, work);
}

static enum result carry_out(struct context *context, const struct award_stop_wish *wish, const struct certificate *certificate, const struct award_entry *before)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    struct day today = calendar_today(context, catalogue->calendar);
    bool back = wish->stopping == AWARD_GIVE_BACK;
    struct award_entry after = *before;
    struct withdrawn_row was;
    struct text stored = back ? text_of(award_reason_word(REASON_LIFTED)) : award_reason_of_staff(context->arena, wish->reason), written = stored;
    if (back) written = text_printf(context->arena, "%.*s %.*s", TEXT_ARG(stored), TEXT_ARG(wish->reason));
    else after.state = (uint8_t)stoppings[wish->stopping].state, after.state_day = today;
    /* What was withdrawn before is so again: it is not on its way back, only what is earned again is. What it is else the next evaluation says, and tells the holder. */
    enum result withdrawn = back ? award_store_withdrawn_before(context, certificate->id, &was) : RESULT_NONE;
    TRY(withdrawn);
    if (withdrawn == RESULT_OK) after.state = CERTIFICATE_WITHDRAWN, after.state_day = was.since, stored = was.reason;
    after.reason = (uint8_t)award_reason_of(stored);
    TRY(award_store_stop(context, certificate->id, after.state, stored, after.state_day));
    if (award_decide_away(before) != award_decide_away(&after)) TRY(award_store_mark_away(context, certificate->id, award_decide_away(&after)));
    struct journal_writing row = {.certificate = certificate->id, .at = context_now(context), .since = today, .state_before = before->state, .state_after = after.state, .expiry_before = before->expiry_day,
                                  .expiry_after = before->expiry_day, .reason = written, .revision = before->revision};
    TRY(award_store_journal_row(context, NULL, &row));
    if (!back || withdrawn == RESULT_OK) TRY(tell(context, before, &after, certificate->number, wish->reason));
    TRY(due_leave(context, "account-changed", certificate->account_id, certificate->account_id, NO_INSTANT));
    return audit_write(context, back ? "award.give-back" : "award.stop", "certificate", certificate->id, JSON_TEXTS(context->arena, {"state", text_of(award_stopping_word(wish->stopping))}));
}

/* Whoever has its records now may have earned one by them that waits for what is decided. */
static enum result look_at_its_records(struct context *context, int64_t certificate)
{
    struct list basis;
    TRY(award_store_basis(context, certificate, &basis));
    for (size_t i = 0; i < basis.count; i++) {
        int64_t account = ((const struct basis_row *)basis.items)[i].account_id;
        if (account) TRY(due_leave(context, "account-changed", account, account, NO_INSTANT));
    }
    return RESULT_OK;
}

/* Of a certificate that was taken. */
static enum result decide_taken(struct context *context, const struct stopping *stopping, const struct certificate *certificate, const struct award_entry *entry)
{
    bool effective;
    struct case_decision decision = {stopping->grant ? CASE_GRANTED : CASE_REFUSED, stopping->reason, false};
    TRY(case_check_not_own(context, certificate->account_id));
    if (stopping->grant) TRY(check(context, entry, stopping->wish.stopping));
    enum result decided = case_decide(context, stopping->case_id, &decision, &effective);
    if (decided != RESULT_OK || !effective) return decided;
    if (stopping->wish.stopping == AWARD_PRINT_NAME) return RESULT_OK; /* what issues it is a name, or a font */
    TRY(look_at_its_records(context, certificate->id));
    if (!stopping->grant || stopping->wish.stopping == AWARD_ISSUE_ANEW) return RESULT_OK; /* the case itself says what may be issued (award_store_claims) */
    return carry_out(context, &stopping->wish, certificate, entry);
}

static enum result stop(struct context *context, void *data)
{
    struct stopping *stopping = data;
    struct certificate certificate;
    struct award_entry entry;
    struct case_view waiting;
    struct award_stop_wish asked;
    enum result found = take(context, stopping->wish.number, &certificate, &entry);
    if (found != RESULT_OK) return found;
    TRY(check(context, &entry, stopping->wish.stopping));
    enum result waits = award_stop_waiting(context, certificate.id, &waiting, &asked);
    TRY(waits);
    if (waits == RESULT_OK && asked.stopping != AWARD_PRINT_NAME)
        return context_fail(context, RESULT_REFUSED, "award.stop_waits", N_("A case about this certificate waits for a decision: {case}. Decide that one first."), "case", text_string(context->arena, waiting.number));
    if (waits == RESULT_OK) {
        TRY(case_end(context, waiting.id, CASE_PRINTED));
        TRY(due_leave(context, "account-changed", certificate.account_id, certificate.account_id, NO_INSTANT)); /* his others may wait for the name, too */
    }
    struct text wish = JSON_TEXTS(context->arena, {"certificate", certificate.number}, {"change", text_of(award_stopping_word(stopping->wish.stopping))}, {"why", stopping->wish.reason});
    struct case_opening opening = {.kind = CASE_CERTIFICATE, .account = certificate.account_id, .certificate = certificate.id, .wish = wish, .not_before = NO_DAY, .due = NO_DAY};
    TRY(case_open(context, &opening, &stopping->case_id, NULL));
    return decide_taken(context, stopping, &certificate, &entry);
}

enum result award_stop(struct context *context, const struct award_stop_wish *wish, bool *effective)
{
    struct stopping stopping = {.wish = *wish, .grant = true};
    TRY(audit_may(context, MAY_DECIDE_CASES));
    stopping.wish.reason = stopping.reason = text_trim(wish->reason);
    if (text_empty(stopping.reason)) return FIELD_FAIL(context, "reason", "award.stop_reason", N_("Give the reason."));
    if (text_characters(stopping.reason) > AWARD_STOP_REASON_LIMIT)
        return FIELD_FAIL(context, "reason", "award.stop_long", N_("This reason is too long: whoever verifies the certificate reads it. Say it in at most 1,000 characters."));
    return case_transaction(context, stop, &stopping, effective);
}

static enum result decide(struct context *context, void *data)
{
    struct stopping *stopping = data;
    struct case_view view;
    struct certificate certificate;
    struct award_entry entry;
    enum result found = case_by_id(context, stopping->case_id, &view);
    if (found == RESULT_OK && !view.of_certificate) found = RESULT_NONE;
    if (found != RESULT_OK) return found;
    TRY(award_stop_wish_of(context, view.wish, &stopping->wish));
    found = take(context, stopping->wish.number, &certificate, &entry);
    return found == RESULT_OK ? decide_taken(context, stopping, &certificate, &entry) : found;
}

enum result award_decide_stop(struct context *context, int64_t case_id, bool grant, struct text reason, bool *effective)
{
    return case_transaction(context, decide, &(struct stopping){.case_id = case_id, .grant = grant, .reason = text_trim(reason)}, effective);
}
