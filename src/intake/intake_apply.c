#include "intake/intake_apply.h"

#include <stdlib.h>

#include "outside/due.h"

/* So many rows are looked up together. */
enum { SLICE = 65536, FEW_ROWS = 200 };

/* --- Numbers and lists --- */

static enum result resolve(struct context *context, struct intake_apply *apply, const struct intake_batch *batch)
{
    struct intake_numbers *numbers = apply->numbers;
    if (batch->forgets) intake_numbers_free(numbers);
    if (batch->address_end > numbers->capacity) {
        while (batch->address_end > numbers->capacity) numbers->capacity = numbers->capacity ? numbers->capacity * 2 : 1024;
        numbers->ids = realloc(numbers->ids, numbers->capacity * sizeof *numbers->ids);
        numbers->existed = realloc(numbers->existed, numbers->capacity * sizeof *numbers->existed);
        if (!numbers->ids || !numbers->existed) abort();
    }
    const int64_t *ids = batch->address_ids;
    const bool *existed = batch->address_existed;
    if (!ids) {
        int64_t *own_ids = ARENA_ARRAY(context->arena, batch->address_count + 1, int64_t);
        bool *own_existed = ARENA_ARRAY(context->arena, batch->address_count + 1, bool);
        TRY(apply->engine->mailboxes(context, apply->bulk, batch->addresses, batch->address_count, own_ids, own_existed));
        ids = own_ids, existed = own_existed;
    }
    for (size_t i = 0; i < batch->address_count; i++) {
        uint32_t number = batch->addresses[i].number;
        numbers->ids[number] = ids[i];
        numbers->existed[number] = existed[i];
    }
    return RESULT_OK;
}

static void note_changed(struct intake_apply *apply, int64_t record)
{
    if (apply->changed_count == apply->changed_capacity) {
        apply->changed_capacity = apply->changed_capacity ? apply->changed_capacity * 2 : 64;
        apply->changed = realloc(apply->changed, apply->changed_capacity * sizeof *apply->changed);
        if (!apply->changed) abort();
    }
    apply->changed[apply->changed_count++] = record;
}

/* --- One row --- */

/* A row in the order over all batches. */
struct place {
    const struct intake_batch *batch;
    uint32_t index;
    bool with_events; /* its registration has some in the store */
};

/* What is gone through in one transaction. */
struct applying {
    struct context *context;
    struct intake_apply *apply;
    const struct intake_batch *batch; /* of the row under way */
    struct place *places;
    size_t place_count;
    int64_t next_id;
    struct text event_registration; /* of the event just taken in, whose result may be the next row */
    bool event_fresh;               /* one of those just taken in was not known */
};

static enum result note(struct applying *applying, size_t index, enum intake_verdict verdict, const char *code, const char *english, struct text what)
{
    struct context *context = applying->context;
    struct error error = {.arena = context->arena};
    (void)!error_set(&error, RESULT_REFUSED, code, english, "what", text_string(context->arena, what), (const char *)NULL);
    struct intake_problem problem = {verdict, code, error_fill(context->arena, &error, english), 0};
    if (verdict == INTAKE_QUARANTINED) applying->apply->counts.quarantined++;
    return applying->apply->note(context, applying->apply->note_data, applying->batch, index, &problem);
}

static void version_of(const struct applying *applying, size_t index, struct intake_version *version)
{
    const struct intake_batch *batch = applying->batch;
    const struct intake_row *row = &batch->rows[index];
    *version = (struct intake_version){
        .mailbox_id = applying->batch->mailboxes[index], .exam_id = row->exam_id, .registration_id = batch_text(batch, row->registration),
        .candidate_id = batch_text(batch, row->candidate), .exam_language = text_of(batch->languages->items[row->language]), .exam_day = {row->exam_day},
        .grade = row->grade, .state = row->given_state, .given_state = row->given_state, .score = batch_text(batch, row->score),
        .first_name = batch_text(batch, row->first_name), .last_name = batch_text(batch, row->last_name),
        .native_first_name = batch_text(batch, row->native_first_name), .native_last_name = batch_text(batch, row->native_last_name),
        .country = batch_text(batch, row->country), .site = batch_text(batch, row->site), .validation_id = batch_text(batch, row->validation),
        .updated_at = {row->updated_at}, .file_id = applying->apply->file, .line = row->line};
}

static enum result weigh(struct context *context, const void *event, void *data)
{
    intake_rules_weigh(data, event);
    return RESULT_OK;
}

static enum result derive_state(struct applying *applying, struct intake_version *version)
{
    struct intake_weighing weighing = intake_rules_given(version->given_state, version->updated_at);
    TRY(intake_store_each_event(applying->context, applying->apply->provider, version->registration_id, weigh, &weighing));
    version->state = intake_rules_state(&weighing);
    return RESULT_OK;
}

/* Of two versions of the same time none is newer by what their provider says of them. Where neither says anything, their time is that of their texts: the later text has the last word, within one text the later line. */
static enum result age_of(struct applying *applying, const struct intake_version *existing, const struct intake_version *incoming, enum intake_age *age)
{
    *age = intake_rules_age(existing, incoming);
    if (*age != VERSION_SAME_TIME) return RESULT_OK;
    struct instant there, here;
    TRY(intake_store_stamp(applying->context, existing->file_id, existing->line, &there));
    TRY(intake_store_stamp(applying->context, incoming->file_id, incoming->line, &here));
    if (there.microseconds != existing->updated_at.microseconds || here.microseconds != incoming->updated_at.microseconds) return RESULT_OK;
    *age = existing->file_id != incoming->file_id || incoming->line >= existing->line ? VERSION_NEWER : VERSION_OLDER;
    return RESULT_OK;
}

/* Derives the state anew where the time of the result, or the events, have changed. */
static enum result settle_state(struct applying *applying, const struct intake_version *before)
{
    struct context *context = applying->context;
    struct intake_version version = *before;
    TRY(derive_state(applying, &version));
    if (version.state == before->state) return RESULT_OK;
    TRY(intake_store_add_past(context, version.id, intake_rules_past(context->arena, before, &version)));
    TRY(intake_store_set_state(context, version.id, version.state));
    note_changed(applying->apply, version.id);
    return RESULT_OK;
}

static enum result correct(struct applying *applying, size_t index, const struct intake_version *existing, struct intake_version *merged)
{
    struct context *context = applying->context;
    TRY(derive_state(applying, merged));
    TRY(intake_store_add_past(context, existing->id, intake_rules_past(context->arena, existing, merged)));
    TRY(intake_store_replace(context, merged));
    note_changed(applying->apply, existing->id);
    /* Another mailbox may belong to an account: whoever holds records of mailboxes sees it like a record that has just come. */
    if (existing->mailbox_id != merged->mailbox_id) TRY(due_leave(context, "records-came", existing->id, existing->id, NO_INSTANT));
    applying->apply->counts.corrected++;
    return note(applying, index, INTAKE_CORRECTED, "intake.corrected", N_("A newer version replaced what was there: {what}"), intake_rules_difference(context->arena, existing, merged));
}

static enum result meet(struct applying *applying, size_t index, const struct intake_version *existing, const struct intake_version *incoming)
{
    struct context *context = applying->context;
    struct intake_apply *apply = applying->apply;
    enum intake_age age;
    TRY(age_of(applying, existing, incoming, &age));
    struct intake_decision decision = intake_rules_decide(existing, incoming, age, applying->batch->rows[index].flags & ROW_FORCED);
    switch (decision.step) {
    case STEP_WAIT: return note(applying, index, INTAKE_QUARANTINED, decision.code, decision.reason, intake_rules_difference(context->arena, existing, &decision.merged));
    case STEP_REPLACE: return correct(applying, index, existing, &decision.merged);
    case STEP_TIME_ONLY:
        TRY(intake_store_set_time(context, existing->id, incoming->updated_at, incoming->file_id, incoming->line));
        if (existing->state != existing->given_state) { /* an event has changed it, which may be the older word now */
            struct intake_version later = *existing;
            later.updated_at = incoming->updated_at;
            TRY(settle_state(applying, &later));
        }
        break;
    case STEP_NOTHING: break;
    }
    apply->counts.unchanged++;
    return RESULT_OK;
}

static enum result take_result(struct applying *applying, size_t index, bool events)
{
    struct intake_apply *apply = applying->apply;
    struct context *context = applying->context;
    const struct intake_row *row = &applying->batch->rows[index];
    struct intake_version version, existing;
    version_of(applying, index, &version);
    if (applying->batch->states[index] == PERSON_UNCLEAR)
        return note(applying, index, INTAKE_QUARANTINED, "intake.person_unclear", N_("The candidate ID {what} and the mailbox stand in records of different people, and no record ties the two. Decide whose exam it is."), version.candidate_id);
    if (applying->batch->states[index] == MAILBOX_UNCLEAR) {
        enum result found = apply->engine->find(context, apply->bulk, version.registration_id, &existing);
        TRY(found);
        if (found == RESULT_OK) return meet(applying, index, &existing, &version);
        return note(applying, index, INTAKE_QUARANTINED, "intake.mailbox_unclear", N_("The row has no mailbox, and the candidate ID {what} has several. Name the one under which the exam was booked."), version.candidate_id);
    }
    if (row->flags & ROW_MAILBOX_IS_GUESSED || row->address == INTAKE_NO_NUMBER) {
        /* What is only guessed must not change what is known. */
        enum result found = apply->engine->find(context, apply->bulk, version.registration_id, &existing);
        TRY(found);
        if (found == RESULT_OK) {
            version.mailbox_id = 0;
            return meet(applying, index, &existing, &version);
        }
    }
    version.id = applying->next_id;
    if (events || (applying->event_registration.length && text_equal(applying->event_registration, version.registration_id))) TRY(derive_state(applying, &version));
    enum result put = apply->engine->put(context, apply->bulk, &version, &existing);
    TRY(put);
    if (put == RESULT_NONE) return meet(applying, index, &existing, &version);
    if (!apply->first_new) apply->first_new = version.id;
    apply->last_new = version.id;
    applying->next_id++;
    apply->counts.fresh++;
    return RESULT_OK;
}

static enum result take_event(struct applying *applying, size_t index)
{
    struct context *context = applying->context;
    struct intake_apply *apply = applying->apply;
    const struct intake_row *row = &applying->batch->rows[index];
    struct text registration = batch_text(applying->batch, row->registration);
    bool appointment = row->event == EVENT_MODIFY_APPOINTMENT || row->event == EVENT_CANCEL_APPOINTMENT, fresh;
    struct intake_event_row event = {.kind = text_of(intake_event_word(row->event)), .at = {row->updated_at}, .detail = TEXT(""), .mailbox = TEXT("")};
    if (row->event == EVENT_MODIFY_STATUS) event.detail = text_printf(context->arena, "%d", row->given_state);
    if (appointment && row->exam_day) event.detail = day_text(context->arena, (struct day){row->exam_day});
    if (appointment) event.mailbox = batch_text(applying->batch, row->mailbox);
    TRY(intake_store_add_event(context, apply->provider, registration, &event, apply->file, &fresh));
    applying->event_registration = registration;
    applying->event_fresh |= fresh;
    if (fresh) apply->counts.fresh++;
    else apply->counts.unchanged++;
    return RESULT_OK;
}

/* Behind the last of a registration's events in a row: all are weighed anew once, however many there are. */
static enum result follow_events(struct applying *applying, struct text registration)
{
    struct context *context = applying->context;
    struct intake_apply *apply = applying->apply;
    if (!applying->event_fresh) return RESULT_OK;
    applying->event_fresh = false;
    struct intake_version version;
    enum result found = apply->engine->find(context, apply->bulk, registration, &version);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    return settle_state(applying, &version);
}

/* --- All rows of a transaction --- */

static struct text registration_of(const struct place *place)
{
    return batch_text(place->batch, place->batch->rows[place->index].registration);
}

/* Marks the rows of a registration that has events. */
static enum result mark_events(struct context *context, const void *row, void *data)
{
    struct applying *applying = data;
    struct text registration = ((const struct intake_registration *)row)->registration_id;
    size_t low = 0, high = applying->place_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text_compare(registration_of(&applying->places[middle]), registration) < 0) low = middle + 1;
        else high = middle;
    }
    for (; low < applying->place_count && text_equal(registration_of(&applying->places[low]), registration); low++) applying->places[low].with_events = true;
    return RESULT_OK;
}

/* A few rows may lie far apart, with nearly all events between them: each is looked for. Many are a stretch of the index. */
static enum result look_for_events(struct applying *applying)
{
    struct context *context = applying->context;
    int64_t provider = applying->apply->provider;
    struct place *places = applying->places;
    size_t count = applying->place_count;
    if (count > FEW_ROWS) return intake_store_each_with_events(context, provider, registration_of(&places[0]), registration_of(&places[count - 1]), mark_events, applying);
    for (size_t i = 0; i < count; i++) {
        if (i && text_equal(registration_of(&places[i - 1]), registration_of(&places[i]))) places[i].with_events = places[i - 1].with_events;
        else TRY(intake_store_has_events(context, provider, registration_of(&places[i]), &places[i].with_events));
    }
    return RESULT_OK;
}

static enum result take_problems(struct applying *applying, int64_t done_through)
{
    const struct intake_batch *batch = applying->batch;
    struct intake_file_row *counts = &applying->apply->counts;
    for (size_t i = 0; i < batch->row_count; i++) {
        const struct intake_row *row = &batch->rows[i];
        if (row->line <= done_through) continue;
        counts->rows++;
        if (row->problem == INTAKE_NO_NUMBER) continue;
        const struct intake_problem *problem = &batch->problems[row->problem];
        if (problem->verdict == INTAKE_REFUSED) counts->refused++;
        else counts->quarantined++;
        struct arena_mark mark = arena_mark(applying->context->arena);
        TRY(applying->apply->note(applying->context, applying->apply->note_data, batch, i, problem));
        arena_rewind(applying->context->arena, mark);
    }
    return RESULT_OK;
}

/* One of the batches that are merged. */
struct run {
    const struct intake_batch *batch;
    const struct intake_place *next, *end;
};

static bool comes_before(const struct run *a, const struct run *b)
{
    if (a->next->key != b->next->key) return a->next->key < b->next->key;
    const struct intake_row *one = &a->batch->rows[a->next->row], *two = &b->batch->rows[b->next->row];
    int order = text_compare(batch_text(a->batch, one->registration), batch_text(b->batch, two->registration));
    return order ? order < 0 : one->line < two->line;
}

/* The few sorted batches become one order, in which all rows of a registration stand together, by line. */
static void merge(struct applying *applying, const struct intake_batch *batches, int64_t done_through)
{
    size_t count = 0, total = 0;
    for (const struct intake_batch *batch = batches; batch; batch = batch->next) {
        count++;
        total += batch->order_count;
    }
    struct run *runs = ARENA_ARRAY(applying->context->arena, count + 1, struct run);
    size_t left = 0;
    for (const struct intake_batch *batch = batches; batch; batch = batch->next)
        if (batch->order_count) runs[left++] = (struct run){batch, batch->order, batch->order + batch->order_count};
    applying->places = ARENA_ARRAY(applying->context->arena, total + 1, struct place);
    while (left) {
        size_t first = 0;
        for (size_t i = 1; i < left; i++)
            if (comes_before(&runs[i], &runs[first])) first = i;
        struct run *run = &runs[first];
        uint32_t index = run->next++->row;
        if (done_through == 0 || run->batch->rows[index].line > done_through) applying->places[applying->place_count++] = (struct place){run->batch, index, false};
        if (run->next == run->end) *run = runs[--left];
    }
}

static bool event_follows(const struct applying *applying, size_t at, size_t to)
{
    if (at + 1 == to) return false;
    const struct place *next = &applying->places[at + 1];
    return next->batch->rows[next->index].event && text_equal(registration_of(next), registration_of(&applying->places[at]));
}

/* In the order of registration IDs, rows and their texts lie scattered over the whole file: they are fetched into the processor's cache some rows before they are needed.
 * Always inline: a call of a function that does nothing but prefetch is taken for needless by gcc, and left out. */
static inline __attribute__((always_inline)) void fetch_ahead(const struct applying *applying, size_t at)
{
    enum { ROWS_AHEAD = 16, TEXTS_AHEAD = 8, LINE = 64, LINES = 4 };
    if (at + ROWS_AHEAD >= applying->place_count) return;
    const struct place *far = &applying->places[at + ROWS_AHEAD], *near = &applying->places[at + TEXTS_AHEAD];
    const char *row = (const char *)&far->batch->rows[far->index];
    for (size_t line = 0; line < sizeof(struct intake_row); line += LINE) __builtin_prefetch(row + line);
    __builtin_prefetch(&far->batch->mailboxes[far->index]);
    const char *text = near->batch->text + near->batch->rows[near->index].raw.at;
    for (int line = 0; line < LINES; line++) __builtin_prefetch(text + line * LINE);
}

static enum result take_places(struct applying *applying, size_t from, size_t to)
{
    struct context *context = applying->context;
    struct intake_apply *apply = applying->apply;
    if (apply->engine->ahead) {
        struct text *registrations = ARENA_ARRAY(context->arena, to - from, struct text);
        for (size_t i = from; i < to; i++) registrations[i - from] = registration_of(&applying->places[i]);
        TRY(apply->engine->ahead(context, apply->bulk, registrations, to - from));
    }
    for (size_t i = from; i < to; i++) {
        const struct place *place = &applying->places[i];
        fetch_ahead(applying, i);
        applying->batch = place->batch;
        struct arena_mark mark = arena_mark(context->arena);
        if (!place->batch->rows[place->index].event) {
            TRY(take_result(applying, place->index, place->with_events));
        } else {
            TRY(take_event(applying, place->index));
            if (!event_follows(applying, i, to)) TRY(follow_events(applying, registration_of(place)));
        }
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

enum result intake_apply_begin(struct context *context, struct intake_apply *apply)
{
    apply->engine = intake_store_bulk(context->database);
    apply->first_new = apply->last_new = 0;
    apply->changed_count = 0;
    return apply->engine->begin(context, apply->provider, apply->meets, &apply->bulk);
}

enum result intake_apply_look(struct context *context, struct intake_apply *apply, struct intake_batch *batch)
{
    struct arena_mark mark = arena_mark(context->arena);
    TRY(resolve(context, apply, batch));
    TRY(intake_apply_people(context, apply, batch));
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

enum result intake_apply_rows(struct context *context, struct intake_apply *apply, const struct intake_batch *batches, int64_t done_through)
{
    struct arena_mark mark = arena_mark(context->arena);
    struct applying applying = {.context = context, .apply = apply, .event_registration = TEXT("")};
    for (applying.batch = batches; applying.batch; applying.batch = applying.batch->next) TRY(take_problems(&applying, done_through));
    merge(&applying, batches, done_through);
    TRY(look_for_events(&applying));
    if (applying.place_count) TRY(apply->engine->rows_begin(context, apply->bulk, applying.place_count, &applying.next_id));
    for (size_t from = 0; from < applying.place_count; from += SLICE) {
        struct arena_mark slice = arena_mark(context->arena);
        TRY(take_places(&applying, from, from + SLICE < applying.place_count ? from + SLICE : applying.place_count));
        arena_rewind(context->arena, slice);
    }
    if (applying.place_count) TRY(apply->engine->rows_end(context, apply->bulk));
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

static int by_number(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;
    return (one > two) - (one < two);
}

enum result intake_apply_end(struct context *context, struct intake_apply *apply)
{
    if (apply->first_new) TRY(due_leave(context, "records-came", apply->first_new, apply->last_new, NO_INSTANT));
    if (apply->changed_count) qsort(apply->changed, apply->changed_count, sizeof *apply->changed, by_number);
    for (size_t i = 0; i < apply->changed_count;) {
        size_t last = i;
        while (last + 1 < apply->changed_count && apply->changed[last + 1] <= apply->changed[last] + 1) last++;
        TRY(due_leave(context, "record-changed", apply->changed[i], apply->changed[last], NO_INSTANT));
        i = last + 1;
    }
    return RESULT_OK;
}

void intake_apply_free(struct intake_apply *apply)
{
    free(apply->changed);
    apply->changed = NULL;
}
