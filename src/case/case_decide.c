/* Deciding a case (SPEC 11.3): a reason always, a second person where the body wants one. */
#include "account/account.h"
#include "audit/audit.h"
#include "case/case_inside.h"
#include "outside/json.h"
#include "outside/language.h"
#include "outside/settings.h"

struct deciding {
    int64_t id;
    struct case_decision decision;
    bool effective;
};

static enum result check_reason(struct context *context, struct text reason, struct text *trimmed)
{
    TRY(case_words(context, reason, true, trimmed));
    if (text_empty(*trimmed)) return FIELD_FAIL(context, "reason", "case.reason_missing", N_("Give the reason."));
    return RESULT_OK;
}

static enum result refuse(struct context *context, enum case_move move, const struct case_row *row)
{
    switch (move) {
    case CASE_MOVE_CLOSED_ALREADY: return context_fail(context, RESULT_REFUSED, "case.decided", N_("This case was decided already."));
    case CASE_MOVE_TOO_EARLY:
        return context_fail(context, RESULT_REFUSED, "case.too_early", N_("This can be granted from {day} on: before that day the other side can object."), "day",
                            text_string(context->arena, language_day(context->languages, context->language, context->arena, row->not_before)));
    case CASE_MOVE_SAME_PERSON:
        return context_fail(context, RESULT_REFUSED, "case.second_person", N_("You have proposed this yourself. Another member of the staff has to confirm it."));
    case CASE_MOVE_OTHER_PROPOSED:
        return context_fail(context, RESULT_REFUSED, "case.proposed_other", N_("Something else was proposed. Confirm it, or send it back with a reason."));
    case CASE_MOVE_CLOSE:
    case CASE_MOVE_PROPOSE: break;
    }
    return RESULT_OK;
}

enum result case_check_not_own(struct context *context, int64_t account)
{
    bool own;
    TRY(account_same_person(context, account, context->actor.account, &own));
    return own ? context_fail(context, RESULT_REFUSED, "case.own", N_("This case is about your own account. Somebody else has to decide it.")) : RESULT_OK;
}

static enum result decide(struct context *context, void *data)
{
    struct deciding *deciding = data;
    const struct case_decision *decision = &deciding->decision;
    struct case_row row;
    deciding->effective = false;
    enum result found = case_take(context, deciding->id, &row);
    if (found != RESULT_OK) return found;
    TRY(audit_may(context, row.kind == CASE_QUESTION ? MAY_ANSWER_CASES : MAY_DECIDE_CASES));
    int64_t by = context->actor.account;
    TRY(case_check_not_own(context, row.account_id));
    struct day today;
    TRY(case_today(context, &today));
    struct case_standing standing = {row.kind, row.state, row.outcome, row.first_by, row.not_before};
    bool alone = context->actor.kind == ACTOR_SYSTEM || !context->settings->second_person;
    enum case_move move = case_rules_decide(&standing, decision->outcome, by, alone, today);
    const char *outcome = case_outcome_word(decision->outcome);
    struct text detail = text_printf(context->arena, "{\"outcome\":\"%s\"}", outcome);
    if (move == CASE_MOVE_PROPOSE) {
        TRY(case_store_propose(context, row.id, outcome, decision->reason, by));
        TRY(case_store_add_entry(context, row.id, "proposed", decision->reason));
        return audit_write(context, "case.propose", "case_file", row.id, detail);
    }
    if (move != CASE_MOVE_CLOSE) return refuse(context, move, &row);
    TRY(case_store_close(context, row.id, outcome, decision->reason, by));
    TRY(case_store_add_entry(context, row.id, "closed", decision->reason));
    if (decision->tell) TRY(case_letter_closed(context, &row, decision->outcome, decision->reason));
    deciding->effective = true;
    return audit_write(context, "case.decide", "case_file", row.id, detail);
}

/* --- By itself --- */

static const struct {
    const char *word, *english;
} endings[CASE_ENDINGS] = {
    [CASE_DAY_CAME] = {"unbinding.day-came", N_("The day named in the letter has come, and nobody objected.")},
    [CASE_LET_GO] = {"unbinding.let-go", N_("The holder of the account has let it go himself.")},
    [CASE_GONE] = {"unbinding.gone", N_("It is no longer in the account.")},
    [CASE_AGREES] = {"unbinding.agrees", N_("The exam record contradicts the name of the account no more.")},
    [CASE_ONE] = {"unbinding.one", N_("The account that claimed it and the account that has it are one person's: they were merged.")},
    [CASE_STANDS] = {"unbinding.not-undone", N_("Nothing is put back: what was decided stands.")},
    [CASE_PRINTED] = {"certificate.name-settled", N_("The certificate does not wait for its name any more.")},
};

const char *case_ending_english(enum case_ending ending)
{
    return endings[ending].english;
}

static bool means(const struct context *context, struct text kept, int ending)
{
    if (text_is(kept, endings[ending].word) || text_is(kept, endings[ending].english)) return true;
    for (size_t i = 0; context->languages && i < languages_count(context->languages); i++)
        if (text_is(kept, language_text(context->languages, languages_tag(context->languages, i), endings[ending].english))) return true;
    return false;
}

struct text case_ending_words(const struct context *context, struct text kept)
{
    for (int ending = 0; ending < CASE_ENDINGS; ending++)
        if (means(context, kept, ending)) return text_of(language_text(context->languages, context->language, endings[ending].english));
    return kept;
}

enum result case_end(struct context *context, int64_t id, enum case_ending ending)
{
    struct deciding deciding = {.id = id, .decision = {.outcome = CASE_DONE, .reason = text_of(endings[ending].word)}};
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    enum result decided = database_transaction(context, decide, &deciding);
    context->actor = actor;
    return decided;
}

enum result case_end_claim(struct context *context, int64_t certificate, const char *claim, enum case_ending ending)
{
    struct case_row row;
    struct json_value wish;
    enum result found = case_store_about_certificate(context, certificate, &row);
    if (found != RESULT_OK) return found == RESULT_NONE ? RESULT_OK : found;
    TRY(json_parse(context, row.wish, CASE_WISH_LIMIT, &wish));
    return text_is(json_as_text(context->arena, json_member(&wish, "claim")), claim) ? case_end(context, row.id, ending) : RESULT_OK;
}

/* --- By staff --- */

enum result case_decide(struct context *context, int64_t id, const struct case_decision *decision, bool *effective)
{
    struct deciding deciding = {.id = id, .decision = *decision};
    TRY(check_reason(context, decision->reason, &deciding.decision.reason));
    enum result decided = database_transaction(context, decide, &deciding);
    *effective = decided == RESULT_OK && deciding.effective;
    if (decided == RESULT_OK) context->once.answer = deciding.effective ? TEXT("effective") : TEXT("proposed");
    return decided;
}

enum result case_transaction(struct context *context, database_act *act, void *data, bool *effective)
{
    enum result done = database_transaction(context, act, data);
    if (effective) *effective = done == RESULT_OK && text_is(context->once.answer, "effective");
    return done;
}

static enum result send_back(struct context *context, void *data)
{
    const struct deciding *deciding = data;
    struct case_row row;
    TRY(audit_may(context, MAY_DECIDE_CASES));
    enum result found = case_take(context, deciding->id, &row);
    if (found != RESULT_OK) return found;
    if (row.state != CASE_WAITING_SECOND)
        return context_fail(context, RESULT_REFUSED, "case.nothing_proposed", N_("Nothing is proposed that could be sent back."));
    TRY(case_store_open_again(context, row.id, row.due));
    TRY(case_store_add_entry(context, row.id, "sent-back", deciding->decision.reason));
    return audit_write(context, "case.send_back", "case_file", row.id, TEXT(""));
}

enum result case_send_back(struct context *context, int64_t id, struct text reason)
{
    struct deciding deciding = {.id = id};
    TRY(check_reason(context, reason, &deciding.decision.reason));
    return database_transaction(context, send_back, &deciding);
}

static enum result reopen(struct context *context, void *data)
{
    const struct deciding *deciding = data;
    struct case_row row;
    struct day today, due;
    TRY(audit_may(context, MAY_DECIDE_CASES));
    enum result found = case_take(context, deciding->id, &row);
    if (found != RESULT_OK) return found;
    if (row.state != CASE_CLOSED) return context_fail(context, RESULT_REFUSED, "case.not_closed", N_("This case is open."));
    TRY(case_today(context, &today));
    TRY(case_answer_day(context, today, &due));
    TRY(case_store_open_again(context, row.id, due));
    TRY(case_store_add_entry(context, row.id, "reopened", deciding->decision.reason));
    return audit_write(context, "case.reopen", "case_file", row.id, TEXT(""));
}

enum result case_reopen(struct context *context, int64_t id, struct text reason)
{
    struct deciding deciding = {.id = id};
    TRY(check_reason(context, reason, &deciding.decision.reason));
    return database_transaction(context, reopen, &deciding);
}
