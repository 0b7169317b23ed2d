/* Association by score report (SPEC 5.2). Whoever has the report in his hand types what stands on it; the letter goes to the mailbox in the record. Nothing here tells what was wrong, nor whether there is
 * such a record at all: known and unknown take the same look-ups, and the limits count both. */
#include <inttypes.h>

#include "association/association_request.h"
#include "association/association_rules.h"
#include "audit/audit.h"
#include "base/encoding.h"
#include "catalogue/catalogue.h"
#include "outside/hash.h"

/* Tries of one account (at whatever registration IDs) and at one registration ID (whoever tries: so many that one account does not lock the owner out) in a day, and from one network in an hour. */
enum { TRIES_OF_ACCOUNT = 10, TRIES_AT_RECORD = 50, TRIES_FROM_NETWORK = 30 };
/* Where on earth a day comes first, ahead of UTC: the test site's zone is not known here. */
enum { EARLIEST_ZONE = 14 * HOUR };

struct reporting {
    const struct association_report *report;
    const struct catalogue *catalogue;
    enum association_taken taken;
    struct association_report_answer *answer;
    struct error refusal; /* by a limit */
};

static enum result limit(struct context *context, const struct association_report *report)
{
    struct text name = text_printf(context->arena, "%.*s %.*s", TEXT_ARG(report->provider), TEXT_ARG(report->registration_id));
    struct text key = hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)name.bytes, name.length});
    TRY(audit_limit(context, text_printf(context->arena, "report:account:%" PRId64, context->actor.account), TRIES_OF_ACCOUNT, DAY));
    TRY(audit_limit_network(context, "report", TRIES_FROM_NETWORK, HOUR));
    return audit_limit(context, text_printf(context->arena, "report:record:%.*s", TEXT_ARG(key)), TRIES_AT_RECORD, DAY);
}

static enum result look_up(struct context *context, const struct reporting *reporting, struct record_facts *facts, bool *fits)
{
    const struct association_report *report = reporting->report;
    bool found;
    TRY(association_store_facts_of_report(context, report->provider, report->registration_id, context->actor.account, facts, &found));
    const char *language;
    int32_t exam = catalogue_exam(reporting->catalogue, report->exam_code), mapped;
    if (exam < 0 && catalogue_map_code(reporting->catalogue, report->provider, report->exam_code, &mapped, &language)) exam = mapped;
    struct association_typed typed = {.exam_id = exam < 0 ? 0 : reporting->catalogue->exams[exam].id, .exam_day = report->exam_day, .candidate = report->candidate,
                                      .validation_id = report->validation_id};
    struct association_known known = {.exam_id = facts->exam_id, .exam_day = facts->exam_day, .candidate_id = facts->candidate_id, .last_name = facts->last_name,
                                      .native_last_name = facts->native_last_name, .validation_id = facts->validation_id};
    *fits = association_report_fits(context->arena, &typed, &known) & found;
    return RESULT_OK;
}

static enum result ask(struct context *context, void *data)
{
    struct reporting *reporting = data;
    struct association_report_answer *answer = reporting->answer;
    *answer = (struct association_report_answer){.opens = NO_DAY};
    struct record_facts facts;
    bool fits;
    TRY(association_refuse_aside(context, &reporting->refusal));
    TRY(look_up(context, reporting, &facts, &fits));
    if (!fits) {
        (void)!context_fail(context, RESULT_REFUSED, "association.report",
                            N_("This does not agree with any exam record that we have. Compare each entry with your score report; where it has a validation number, this is needed, too. Perhaps the result has not "
                               "come in yet: the page Where Is My Exam? says when to expect it."));
        if (text_empty(reporting->report->validation_id)) context->error.field = "validation_id"; /* by what was typed alone, so that it tells nothing of the record */
        return RESULT_REFUSED;
    }
    struct account asker;
    TRY(account_read(context, context->actor.account, &asker));
    if (facts.holder_id == asker.id) return context_fail(context, RESULT_REFUSED, "association.record_already", N_("This exam record is in your account already."));
    answer->taken = facts.holder_id != 0;
    answer->no_mailbox = facts.mailbox_id == 0;
    answer->mailbox = association_masked(context, facts.address);
    /* Barred from the asker's account by a forced unbinding: no letter lifts that, only a decision does. What the account once had, it may know. */
    answer->barred = !facts.holder_id && facts.barred_id == asker.id;
    bool dispute = answer->taken && reporting->taken == ASSOCIATION_TAKEN_DISPUTES && !answer->no_mailbox, lost = answer->taken && reporting->taken == ASSOCIATION_TAKEN_LOST;
    if (answer->taken && !dispute && !lost) {
        context->once.answer = text_printf(context->arena, "taken %" PRId64, facts.id);
        return reporting->taken == ASSOCIATION_TAKEN_TELLS_HOLDER ? association_tell_holder(context, &asker, facts.holder_id, &facts, false) : RESULT_OK;
    }
    bool letter = facts.mailbox_id && !answer->barred && !lost;
    if (letter) TRY(association_limit(context, facts.address));
    struct request_row request = {.purpose = dispute ? ASSOCIATION_DISPUTE : ASSOCIATION_SCORE_REPORT, .mailbox_id = facts.mailbox_id, .record_id = facts.id,
                                  .letter_mailbox_id = letter ? facts.mailbox_id : 0, .address = facts.address, .letter_address = facts.address, .exam_code = facts.exam_code,
                                  .registration_id = facts.registration_id, .exam_day = facts.exam_day};
    TRY(association_issue(context, &asker, &request, NO_DAY));
    answer->asked = letter && !dispute;
    answer->disputed = dispute;
    answer->request = request.id;
    context->once.answer = text_printf(context->arena, "%s %" PRId64, lost ? "lost" : "asked", request.id);
    return RESULT_OK;
}

/* The first answer of a form that was sent again. */
static enum result replay(struct context *context, struct association_report_answer *answer)
{
    struct text rest = context->once.answer, word = {"", 0};
    struct record_facts facts = {0};
    struct request_row request = {0};
    int64_t id;
    *answer = (struct association_report_answer){.opens = NO_DAY};
    text_split(&rest, ' ', &word);
    if (!text_to_integer(rest, &id)) return context_fail(context, RESULT_BROKEN, "association.once", N_("The first answer to this form was lost."));
    bool told = text_is(word, "taken"), lost = text_is(word, "lost");
    enum result found = told ? association_store_facts(context, id, context->actor.account, &facts) : association_store_request_of(context, id, context->actor.account, &request);
    if (found != RESULT_OK) return found;
    answer->mailbox = association_masked(context, told ? facts.address : request.address);
    answer->no_mailbox = !(told ? facts.mailbox_id : request.mailbox_id);
    answer->disputed = !told && request.purpose == ASSOCIATION_DISPUTE;
    answer->taken = told || answer->disputed || lost;
    answer->barred = !told && !lost && request.mailbox_id && !request.letter_mailbox_id;
    answer->asked = !answer->taken && !answer->no_mailbox && !answer->barred;
    answer->request = request.id;
    return RESULT_OK;
}

enum result association_ask_by_report(struct context *context, const struct association_report *report, enum association_taken taken, struct association_report_answer *answer)
{
    struct association_report trimmed = {.provider = text_trim(report->provider), .exam_code = text_trim(report->exam_code), .exam_day = report->exam_day,
                                         .registration_id = text_trim(report->registration_id), .candidate = text_trim(report->candidate),
                                         .validation_id = text_trim(report->validation_id)};
    struct reporting reporting = {.report = &trimmed, .taken = taken, .answer = answer};
    *answer = (struct association_report_answer){.opens = NO_DAY};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    if (!day_is(report->exam_day))
        return FIELD_FAIL(context, "exam_day", "association.report_day", N_("Enter the day of the exam as it stands on the score report."));
    if (report->exam_day.number > instant_day_utc(instant_add_seconds(context_now(context), EARLIEST_ZONE)).number)
        return FIELD_FAIL(context, "exam_day", "association.report_future", N_("This day has not come yet, and a score report is there only after its exam. Enter the day of the exam as it stands on the score report."));
    TRY(catalogue_current(context, &reporting.catalogue));
    const struct calendar *calendar = reporting.catalogue->calendar;
    answer->opens = calendar_add(calendar, report->exam_day, reporting.catalogue->body.promises[PROMISE_SCORE_REPORT].first, &answer->provisional);
    answer->too_early = calendar_today(context, calendar).number < answer->opens.number;
    if (answer->too_early) return RESULT_OK;
    TRY(association_set_aside(context, limit(context, &trimmed), &reporting.refusal));
    TRY(database_transaction(context, ask, &reporting));
    return context->once.replayed ? replay(context, answer) : RESULT_OK;
}
