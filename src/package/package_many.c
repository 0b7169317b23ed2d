/* One or many packages approved or packed (SPEC 8.3). Many are a run: which they are stands in the store before the first is done, and each step notes how far it has come in its own transaction. So whatever is killed on the way goes on
 * there when it is pressed again, and what was pressed twice is done once, and told twice. */
#include "audit/audit.h"
#include "base/buffer.h"
#include "outside/language.h"
#include "package/package_dispatch_store.h"
#include "package/package_staff.h"

/* So many are done in one transaction. */
enum { STEP = 50, NUMBER_LIMIT = 30, RUN_LIMIT = 128 << 10 };

#define F(MEMBER) FIELD(struct package_refusal, MEMBER)
RECORD(package_refusal_record, struct package_refusal, F(number), F(why));

struct package_outcome package_outcome_new(struct arena *arena)
{
    return (struct package_outcome){.refusals = {&package_refusal_record, ARENA_ARRAY(arena, PACKAGE_REFUSALS, struct package_refusal), 0}};
}

static void tell_refusal(struct package_outcome *outcome, struct text number, struct text why)
{
    if (outcome->refusals.count < PACKAGE_REFUSALS) ((struct package_refusal *)outcome->refusals.items)[outcome->refusals.count++] = (struct package_refusal){number, why};
}

void package_outcome_refuse(struct context *context, struct package_outcome *outcome, struct text number)
{
    tell_refusal(outcome, number, language_error(context->languages, context->language, context->arena, &context->error));
    outcome->refused++;
    error_clear(&context->error);
}

/* --- One --- */

struct one {
    enum package_act act;
    struct text number;
    bool printed; /* packed only where it was printed */
    struct package_room room;
};

static enum result do_one(struct context *context, void *data)
{
    const struct one *one = data;
    struct package_row row;
    enum result found = package_store_take(context, one->number, 0, &row);
    if (found != RESULT_OK) return found;
    TRY(package_check_certificate(context, &row));
    if (one->act == PACKAGE_PACK) {
        TRY(package_printed_check(context, &row, one->printed));
        row.revision = row.now_revision;
        row.name_latin = row.now_latin;
        row.name_native = row.now_native;
        row.reason = TEXT(""); /* for which it was unpacked */
    }
    TRY(package_act(context, &one->room, &row, one->act, TEXT("")));
    return package_letter(context, &one->room, one->act == PACKAGE_PACK ? "package-packed" : "package-approved", &row);
}

static enum result do_alone(struct context *context, void *data)
{
    struct one *one = data;
    TRY(package_room_of(context, &one->room));
    return do_one(context, one);
}

enum result package_act_one(struct context *context, enum package_act act, struct text number)
{
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    return database_transaction(context, do_alone, &(struct one){.act = act, .number = number});
}

/* --- Many --- */

struct running {
    struct package_run_row row;
    enum package_act act;
    struct text key, numbers; /* numbers: that were ticked; empty: all that wait up to the id */
    int64_t up_to;
};

static void add_number(struct buffer *out, struct package_run_row *row, struct text number)
{
    if (row->count == PACKAGE_MANY) {
        row->more = true;
        return;
    }
    if (row->count++) buffer_put_char(out, ' ');
    buffer_put(out, text_clipped(number, NUMBER_LIMIT));
}

static enum result find_numbers(struct context *context, struct running *running)
{
    struct package_run_row *row = &running->row;
    struct buffer out = buffer_new(context->arena, 1024, RUN_LIMIT);
    struct text rest = running->numbers, one;
    struct list rows = {.count = 0};
    *row = (struct package_run_row){.act = text_of(package_act_word(running->act)), .printed = text_empty(rest), .begun = context_now(context), .refusals = TEXT("")};
    if (text_empty(rest))
        TRY(package_store_in_state_up_to(context, running->act == PACKAGE_PACK ? PACKAGE_APPROVED : PACKAGE_APPLIED, running->up_to, PACKAGE_MANY + 1, &rows));
    for (size_t i = 0; i < rows.count; i++) add_number(&out, row, ((const struct package_row *)rows.items)[i].number);
    while (text_split(&rest, ' ', &one))
        if (!text_empty(one)) add_number(&out, row, one);
    row->numbers = buffer_text(&out);
    return RESULT_OK;
}

static enum result begin(struct context *context, void *data)
{
    struct running *running = data;
    enum result found = text_empty(running->key) ? RESULT_NONE : package_store_run_of_key(context, running->key, &running->row);
    if (found != RESULT_NONE) return found;
    TRY(find_numbers(context, running));
    enum result added = package_store_add_run(context, &running->row, running->key);
    return added == RESULT_NONE ? package_store_run_of_key(context, running->key, &running->row) : added; /* at the same moment, by the other tab */
}

/* What has become of the run so far. */
static struct package_outcome outcome_of(struct context *context, const struct package_run_row *row)
{
    struct package_outcome outcome = package_outcome_new(context->arena);
    struct text rest = row->refusals, line, number;
    outcome.run = row->id;
    outcome.done = row->done;
    outcome.refused = row->refused;
    outcome.more = row->more;
    while (text_split(&rest, '\n', &line))
        if (!text_empty(line) && text_split(&line, ' ', &number)) tell_refusal(&outcome, number, line);
    return outcome;
}

static enum result step(struct context *context, void *data)
{
    struct running *running = data;
    struct package_run_row *row = &running->row;
    struct one one = {.act = running->act};
    TRY(package_store_take_run(context, row->id, row));
    TRY(package_room_of(context, &one.room));
    one.printed = row->printed;
    struct package_outcome outcome = outcome_of(context, row);
    struct text rest = row->numbers;
    int64_t end = row->next + STEP < row->count ? row->next + STEP : row->count;
    for (int64_t i = 0; i < end && text_split(&rest, ' ', &one.number); i++) {
        if (i < row->next) continue;
        enum result done = database_attempt(context, do_one, &one);
        if (done == RESULT_NONE) done = package_no_such(context);
        if (done == RESULT_REFUSED) package_outcome_refuse(context, &outcome, one.number);
        else TRY(done);
        outcome.done += done == RESULT_OK;
    }
    struct buffer refusals = buffer_new(context->arena, 256, RUN_LIMIT);
    for (size_t i = 0; i < outcome.refusals.count; i++) {
        const struct package_refusal *refusal = (const struct package_refusal *)outcome.refusals.items + i;
        buffer_printf(&refusals, "%.*s %.*s\n", TEXT_ARG(refusal->number), TEXT_ARG(refusal->why));
    }
    row->next = end;
    row->done = outcome.done;
    row->refused = outcome.refused;
    row->refusals = buffer_text(&refusals);
    return package_store_put_run(context, row);
}

static enum result do_many(struct context *context, enum package_act act, struct text numbers, int64_t up_to, struct package_outcome *outcome)
{
    struct running running = {.act = act, .key = context->once.key, .numbers = numbers, .up_to = up_to};
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    context->once.key = TEXT(""); /* the run has it */
    TRY(database_transaction(context, begin, &running));
    struct arena_mark mark = arena_mark(context->arena);
    while (running.row.next < running.row.count) {
        arena_rewind(context->arena, mark);
        TRY(database_transaction(context, step, &running));
    }
    *outcome = outcome_of(context, &running.row);
    return RESULT_OK;
}

enum result package_act_many(struct context *context, enum package_act act, struct text numbers, struct package_outcome *outcome)
{
    return do_many(context, act, numbers, INT64_MAX, outcome);
}

enum result package_act_all(struct context *context, enum package_act act, int64_t up_to, struct package_outcome *outcome)
{
    return do_many(context, act, TEXT(""), up_to, outcome);
}

enum result package_outcome_read(struct context *context, int64_t run, struct package_outcome *outcome)
{
    struct package_run_row row;
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    enum result found = package_store_run(context, run, context->actor.account, &row);
    if (found == RESULT_OK) *outcome = outcome_of(context, &row);
    return found;
}

enum result package_forget_outcomes(struct context *context, struct instant before)
{
    return package_store_forget_runs(context, before);
}
