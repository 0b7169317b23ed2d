/* Questions to the body (SPEC 4.6): with the context they were asked in, and answered by a letter. */
#include "audit/audit.h"
#include "case/case_inside.h"
#include "letter/address.h"
#include "outside/json.h"

/* Somebody who is not signed in asks so often from one network, and about one address, in a day. */
enum { QUESTIONS_FROM_NETWORK = 10, QUESTIONS_FOR_ADDRESS = 3, DAY = 86400, PAGE_LIMIT = 300, PROBLEM_LIMIT = 60 };

struct asking {
    struct case_question question;
    struct text address, number;
};

/* The context: what the page was and what stood on it; of an asker without an account also where and in what language the answer goes. */
static struct text wish_of(struct context *context, const struct asking *asking)
{
    return JSON_TEXTS(context->arena, {"page", asking->question.page}, {"problem", asking->question.problem}, {"address", asking->address}, {"language", text_of(context->language)});
}

static enum result ask(struct context *context, void *data)
{
    struct asking *asking = data;
    if (!case_by_asker(context)) {
        TRY(audit_limit_network(context, "question", QUESTIONS_FROM_NETWORK, DAY));
        TRY(audit_limit(context, text_printf(context->arena, "question:address:%.*s", TEXT_ARG(asking->address)), QUESTIONS_FOR_ADDRESS, DAY));
    }
    struct case_opening opening = {.kind = CASE_QUESTION, .account = case_by_asker(context) ? context->actor.account : 0, .wish = wish_of(context, asking),
                                   .words = asking->question.words, .not_before = NO_DAY, .due = NO_DAY, .tell = case_by_asker(context)};
    int64_t id;
    TRY(case_open(context, &opening, &id, &asking->number));
    context->once.answer = asking->number;
    return RESULT_OK;
}

static struct text cut(struct text text, size_t limit)
{
    return text.length > limit ? TEXT("") : text;
}

enum result case_ask(struct context *context, const struct case_question *question, struct text *number)
{
    struct asking asking = {.question = *question, .address = TEXT("")};
    struct error_faults faults = {NULL, NULL};
    if (!case_rules_words(question->words, &asking.question.words)) (void)FIELD_FAIL(context, "text", "case.question_long", N_("This is too long. Say it in at most 8,000 characters."));
    else (void)!case_words(context, question->words, false, &asking.question.words);
    error_set_aside(&context->error, &faults);
    asking.question.page = cut(question->page, PAGE_LIMIT);
    asking.question.problem = cut(question->problem, PROBLEM_LIMIT);
    if (!case_by_asker(context) && !address_normal(context->arena, question->address, &asking.address))
        (void)FIELD_FAIL(context, "address", "case.address", N_("This is not an e-mail address. Write it like name@example.com: the answer goes there."));
    error_set_aside(&context->error, &faults);
    TRY(error_of_faults(&context->error, &faults));
    TRY(database_transaction(context, ask, &asking));
    *number = context->once.replayed ? context->once.answer : asking.number;
    return RESULT_OK;
}

enum result case_asked_until(struct context *context, struct day *due)
{
    struct day today;
    TRY(case_today(context, &today));
    return case_answer_day(context, today, due);
}

struct answering {
    int64_t id;
    struct text answer;
};

static enum result answer(struct context *context, void *data)
{
    const struct answering *answering = data;
    struct case_row row;
    enum result found = case_take(context, answering->id, &row);
    if (found != RESULT_OK) return found;
    if (row.kind != CASE_QUESTION)
        return context_fail(context, RESULT_REFUSED, "case.no_question", N_("This case is no question: it has to be decided."));
    struct case_decision decision = {.outcome = CASE_ANSWERED, .reason = answering->answer, .tell = true};
    bool effective;
    return case_decide(context, answering->id, &decision, &effective);
}

enum result case_answer(struct context *context, int64_t id, struct text text)
{
    struct answering answering = {.id = id, .answer = text};
    TRY(audit_may(context, MAY_ANSWER_CASES));
    return database_transaction(context, answer, &answering);
}
