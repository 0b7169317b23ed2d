#include "intake/intake_rerun.h"

#include <inttypes.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "intake/intake_apply.h"
#include "intake/intake_reread.h"
#include "letter/address.h"
#include "outside/json.h"
#include "outside/language.h"
#include "outside/settings.h"
#include "outside/unicode.h"

enum { PAGE = 2000 };

/* --- Decisions --- */

static const char *const remedies[] = {"accept", "ignore", "mailbox"};

struct decision {
    int64_t row;
    enum intake_remedy remedy;
    struct text address, why;
    const struct intake_people_of *people;
};

/* A row that waits, as it reads today. */
struct looked {
    const struct intake_waiting *row; /* NULL: it waits no more, and is refused as such */
    struct intake_reread read;
    struct intake_known known;
    struct day today;
};

static enum result look(struct context *context, const struct decision *decision, struct looked *looked)
{
    const struct catalogue *catalogue;
    struct list rows;
    *looked = (struct looked){0};
    TRY(intake_store_list_rows(context, INTAKE_WAITS, 0, decision->row - 1, 1, &rows));
    const struct intake_waiting *row = rows.items;
    if (!rows.count || row->id != decision->row) return RESULT_OK;
    looked->row = row;
    TRY(catalogue_current(context, &catalogue));
    looked->today = calendar_today(context, catalogue->calendar);
    TRY(intake_reread(context, catalogue, row, &looked->read));
    enum result known = intake_store_known(context, row->provider, looked->read.registration, looked->read.candidate, &looked->known);
    return known < 0 ? known : RESULT_OK;
}

/* Nobody decides about himself: not about what would come into his own account, nor about what is there already. */
static enum result check_not_own(struct context *context, const struct decision *decision, const struct looked *looked)
{
    struct text mailbox = decision->address;
    bool own;
    if (!decision->people || !decision->people->is_own || !looked->row) return RESULT_OK;
    if (decision->remedy != INTAKE_MAILBOX && !address_normal(context->arena, looked->read.mailbox, &mailbox)) mailbox = TEXT("");
    TRY(decision->people->is_own(context, mailbox, looked->known.id, &own));
    return own ? context_fail(context, RESULT_REFUSED, "intake.own", N_("This is about your own account. Somebody else of the staff has to do it.")) : RESULT_OK;
}

/* Nobody gets another's exam by a mailbox that was mistaken. `although` gets whose name it is, where it is so all the same; else it is empty. */
static enum result check_fits(struct context *context, const struct decision *decision, const struct looked *looked, struct text *although)
{
    const struct intake_reread *read = &looked->read;
    struct exam_record row = {.first_name = read->first_name, .last_name = read->last_name, .native_first_name = read->native_first_name, .native_last_name = read->native_last_name};
    struct intake_whose whose;
    struct arena *arena = context->arena;
    *although = TEXT("");
    if (decision->remedy != INTAKE_MAILBOX || !decision->people || !decision->people->misfit || !looked->row) return RESULT_OK;
    enum result misfit = decision->people->misfit(context, decision->address, &row, &whose);
    if (misfit != RESULT_OK) return misfit < 0 ? misfit : RESULT_OK;
    struct text name = language_both_names(arena, context->language, whose.name_latin, whose.name_native);
    struct text own = language_both_names(arena, context->language, unicode_name(arena, row.first_name, row.last_name), unicode_name(arena, row.native_first_name, row.native_last_name));
    if (decision->people->all_the_same) {
        *although = name;
        return RESULT_OK;
    }
    if (text_empty(whose.account))
        return FIELD_FAIL(context, "address", "intake.other_person", N_("The exam records of this mailbox bear the name {name}, and the row bears the name {row}. Name the right mailbox, or tick below that it is so all the same."),
                          "name", text_string(arena, name), "row", text_string(arena, own));
    return FIELD_FAIL(context, "address", "intake.other_account", N_("This mailbox is of the account {account}, whose name is {name}, and the row bears the name {row}. Name the right mailbox, or tick below that it is so all the same."),
                      "account", text_string(arena, whose.account), "name", text_string(arena, name), "row", text_string(arena, own));
}

/* What the journal says of it. */
static struct text detail_of(struct context *context, const struct decision *decision, struct text although)
{
    const struct json_text members[] = {{"remedy", text_of(remedies[decision->remedy])}, {"why", decision->why}, {"although", although}};
    return json_texts(context->arena, members, text_empty(although) ? 2 : 3);
}

/* Could it bring the row in at all? Not an exam that is still to be sat, whoever decides (3.5). */
static enum result could_help(struct context *context, const struct decision *decision, const struct looked *looked)
{
    if (!looked->row) return RESULT_OK;
    struct intake_remedies can = intake_reread_remedies(looked->row->code, &looked->read, looked->today);
    if (!text_empty(looked->read.unread))
        return context_fail(context, RESULT_REFUSED, "intake.unread", N_("Its provider's profile cannot read this row as it stands ({reason}). It waits until the profile is mended, or is put aside."), "reason",
                            text_string(context->arena, looked->read.unread));
    if (can.early)
        return context_fail(context, RESULT_REFUSED, "intake.too_early", N_("The exam day {day} has not come yet, so there can be no result. From that day on you can take the row in, if the provider stands by it; by itself it never comes in. Until then it waits, or is put aside."),
                            "day", text_string(context->arena, day_text(context->arena, looked->read.exam_day)));
    if (decision->remedy == INTAKE_ACCEPT ? !can.accept : !can.mailbox)
        return context_fail(context, RESULT_REFUSED, "intake.no_help", N_("That would not bring this row in: what it waits for is something else."));
    return RESULT_OK;
}

/* SPEC 11.3: two of the staff want the same. RESULT_NONE: the first has proposed it now. */
static enum result agree(struct context *context, const struct decision *decision, struct text although)
{
    struct intake_proposal proposal, own = {context->actor.account, text_of(remedies[decision->remedy]), decision->address};
    enum result waits = intake_store_take_proposal(context, decision->row, &proposal);
    if (waits != RESULT_OK) return waits < 0 ? waits : RESULT_OK; /* it is refused as such */
    if (proposal.by && text_equal(proposal.remedy, own.remedy) && text_equal(proposal.value, own.value)) {
        if (proposal.by != own.by) return RESULT_OK;
        return context_fail(context, RESULT_REFUSED, "intake.second_person", N_("You have proposed this yourself. Another member of the staff has to confirm it."));
    }
    TRY(intake_store_propose(context, decision->row, &own, decision->why));
    TRY(audit_write(context, "intake.propose", "intake_row", decision->row, detail_of(context, decision, although)));
    return RESULT_NONE;
}

static enum result decide(struct context *context, void *data)
{
    const struct decision *decision = data;
    struct looked looked;
    int64_t changed;
    TRY(look(context, decision, &looked));
    TRY(check_not_own(context, decision, &looked));
    struct text although;
    TRY(check_fits(context, decision, &looked, &although));
    if (decision->remedy != INTAKE_IGNORE) TRY(could_help(context, decision, &looked));
    /* It is about a pass that was released, and what it says instead may take a certificate away. */
    bool released = decision->remedy != INTAKE_IGNORE && looked.known.released && !looked.known.by_candidate;
    if (released && context->settings->second_person && context->actor.kind == ACTOR_STAFF) {
        enum result agreed = agree(context, decision, although);
        if (agreed != RESULT_OK) return agreed < 0 ? agreed : RESULT_OK;
    }
    TRY(intake_store_set_remedy(context, decision->row, remedies[decision->remedy], decision->remedy == INTAKE_IGNORE ? decision->why : decision->address, &changed));
    if (!changed) return context_fail(context, RESULT_REFUSED, "intake.no_such_row", N_("This row does not wait for a decision (any more)."));
    TRY(audit_write(context, "intake.decide", "intake_row", decision->row, detail_of(context, decision, although)));
    return decision->remedy == INTAKE_IGNORE ? intake_store_settle_row(context, decision->row, context_now(context)) : RESULT_OK;
}

enum result intake_rerun_decide(struct context *context, int64_t row, enum intake_remedy remedy, struct text address, struct text why, const struct intake_people_of *people)
{
    struct decision decision = {row, remedy, address, why, people};
    return database_transaction(context, decide, &decision);
}

static enum result take_back(struct context *context, void *data)
{
    const int64_t *row = data;
    int64_t changed;
    TRY(intake_store_take_back(context, *row, &changed));
    if (!changed) return context_fail(context, RESULT_REFUSED, "intake.not_aside", N_("This row is not put aside (any more)."));
    return audit_write(context, "intake.decide", "intake_row", *row, TEXT("{\"remedy\":\"take-back\"}"));
}

enum result intake_rerun_take_back(struct context *context, int64_t row)
{
    return database_transaction(context, take_back, &row);
}

/* --- Running again --- */

/* Rows of one text of one file, as a batch. */
struct again {
    const struct intake_waiting *listed; /* before the transaction */
    size_t listed_count;
    struct intake_waiting *rows; /* those of them that wait still, as they are in it, and can be read */
    size_t count, unread;        /* unread: that cannot, and go on waiting */
    bool *waits; /* by row: it still does */
    const struct catalogue *catalogue;
    struct intake_file_row counts;
    struct intake_numbers numbers;
    bool meets; /* set: a row that waits was there before more often than not */
};

static enum result note(struct context *context, void *data, const struct intake_batch *batch, size_t index, const struct intake_problem *problem)
{
    struct again *again = data;
    int64_t row = again->rows[index].id;
    if (problem->verdict == INTAKE_CORRECTED) return RESULT_OK;
    again->waits[index] = true;
    return intake_store_change_row(context, row, problem->verdict, problem->code, problem->reason, problem->column);
}

/* Each raw row is read for itself: the profile's quotes may be others by now, and none may take a row behind it for its own. */
static enum result make_batch(struct context *context, struct again *again, struct intake_maker *maker, struct intake_batch *batch)
{
    struct delimited_record *record = ARENA_NEW(context->arena, struct delimited_record);
    size_t taken = again->count;
    again->count = 0;
    for (size_t i = 0; i < taken; i++) {
        struct intake_waiting row = again->rows[i];
        char *raw = batch->text + batch->text_length;
        struct text why;
        memcpy(raw, row.raw.bytes, row.raw.length);
        memset(raw + row.raw.length, 0, DELIMITED_PADDING);
        enum result split = intake_reread_record(context, maker, (struct text){raw, row.raw.length}, &row, record, &why);
        TRY(split);
        if (split == RESULT_NONE) continue;
        batch->text_length += row.raw.length;
        maker->forced = text_is(row.remedy, "accept") || text_is(row.remedy, "mailbox");
        maker->mailbox = text_is(row.remedy, "mailbox") ? row.remedy_value : TEXT("");
        intake_maker_row(maker, batch, record, row.line);
        batch->last_line = row.line;
        again->rows[again->count++] = row;
    }
    again->unread = taken - again->count;
    intake_people_note(maker->people, batch);
    batch->languages = maker->languages;
    batch->address_end = intake_people_addresses(maker->people);
    batch->person_end = intake_people_persons(maker->people);
    intake_batch_sort_addresses(batch);
    intake_batch_sort_rows(batch);
    return RESULT_OK;
}

static enum result apply(struct context *context, struct again *again, struct intake_batch *batch)
{
    const struct intake_waiting *first = &again->rows[0];
    struct intake_apply work = {.file = first->file_id, .numbers = &again->numbers, .meets = &again->meets, .note = note, .note_data = again};
    TRY(intake_store_provider(context, first->provider, &work.provider));
    enum result result = intake_apply_begin(context, &work);
    if (result >= 0) result = intake_apply_look(context, &work, batch);
    if (result >= 0) result = intake_apply_rows(context, &work, batch, -1);
    if (result >= 0) result = intake_apply_end(context, &work);
    intake_apply_free(&work);
    TRY(result);
    again->counts = work.counts;
    for (size_t i = 0; i < again->count; i++)
        if (!again->waits[i]) TRY(intake_store_settle_row(context, again->rows[i].id, context_now(context)));
    return RESULT_OK;
}

static enum result run_group(struct context *context, void *data)
{
    struct again *again = data;
    again->rows = ARENA_ARRAY(context->arena, again->listed_count, struct intake_waiting);
    again->count = again->unread = 0;
    again->counts = (struct intake_file_row){0};
    for (size_t i = 0; i < again->listed_count; i++) {
        struct intake_waiting *row = &again->rows[again->count];
        *row = again->listed[i];
        enum result taken = intake_store_take_row(context, row);
        TRY(taken);
        again->count += taken == RESULT_OK; /* somebody may have put it aside meanwhile, or decided otherwise */
    }
    if (!again->count) return RESULT_OK;
    const struct intake_waiting *first = &again->rows[0];
    struct intake_languages languages = {.items = {""}, .count = 1};
    struct intake_member member;
    struct text why;
    again->waits = ARENA_ARRAY(context->arena, again->count, bool);
    struct intake_maker maker = {.catalogue = again->catalogue, .languages = &languages, .context = context};
    enum result ready = intake_reread_header(context, &maker, &member, first, &why);
    if (ready == RESULT_NONE) { /* they go on waiting, and stop no others */
        again->counts.quarantined = (int64_t)again->count;
        return RESULT_OK;
    }
    TRY(ready);
    maker.today = calendar_today(context, again->catalogue->calendar).number;
    maker.people = intake_people_new();
    size_t length = 0;
    for (size_t i = 0; i < again->count; i++) length += again->rows[i].raw.length;
    struct intake_batch *batch = intake_batch_new(length);
    enum result result = make_batch(context, again, &maker, batch);
    if (result >= 0 && again->count) result = apply(context, again, batch);
    again->counts.quarantined += (int64_t)again->unread;
    intake_batch_free(batch);
    intake_people_free(maker.people);
    intake_numbers_free(&again->numbers);
    TRY(result);
    const struct intake_file_row *counts = &again->counts;
    int64_t taken = counts->fresh + counts->unchanged + counts->corrected;
    if (!taken && !counts->refused) return RESULT_OK;
    return audit_write(context, "intake.rerun", "intake_file", first->file_id, text_printf(context->arena, "{\"taken\":%" PRId64 ",\"refused\":%" PRId64 "}", taken, counts->refused));
}

static void add(struct intake_outcome *outcome, const struct intake_file_row *counts)
{
    outcome->fresh += counts->fresh;
    outcome->unchanged += counts->unchanged;
    outcome->corrected += counts->corrected;
    outcome->quarantined += counts->quarantined;
    outcome->refused += counts->refused;
}

enum result intake_rerun_file(struct context *context, int64_t file, struct intake_outcome *outcome)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    int64_t after = 0;
    for (;;) {
        struct arena_mark mark = arena_mark(context->arena);
        struct list page;
        TRY(intake_store_list_rows(context, INTAKE_WAITS, file, after, PAGE, &page));
        const struct intake_waiting *rows = page.items;
        for (size_t i = 0; i < page.count;) {
            size_t end = i + 1;
            while (end < page.count && rows[end].file_id == rows[i].file_id && rows[end].member == rows[i].member) end++;
            struct again again = {.listed = rows + i, .listed_count = end - i, .catalogue = catalogue, .meets = true};
            TRY(database_transaction(context, run_group, &again));
            if (!file) outcome->rows += (int64_t)(again.count + again.unread);
            add(outcome, &again.counts);
            i = end;
        }
        if (page.count) after = rows[page.count - 1].id;
        bool last = page.count < PAGE;
        arena_rewind(context->arena, mark);
        if (last) return RESULT_OK;
    }
}
