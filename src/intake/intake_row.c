#include "intake/intake_row_inside.h"

#include <stdio.h>

#include "intake/intake_check.h"

void intake_maker_begin(struct intake_maker *maker, struct instant received)
{
    /* A site may be a day ahead of the body. */
    maker->last_day = zone_day(calendar_zone(maker->catalogue->calendar), received).number + 1;
    maker->last_updated = instant_add_seconds(received, INTAKE_CLOCKS_APART);
    intake_row_exam_begin(maker);
    intake_row_date_begin(maker);
}

/* --- Problems --- */

/* What staff may take in as it is. */
static bool can_be_accepted(const char *code)
{
    static const char *const codes[] = {"intake.contradiction", "intake.mailbox", "intake.day_early", "intake.updated_ahead", "intake.score"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0) return true;
    return false;
}

void intake_row_problem(struct intake_making *making, enum intake_verdict verdict, int column, const char *code, const char *english, struct text what)
{
    struct intake_batch *batch = making->batch;
    uint32_t known = making->row->problem;
    if (making->maker->forced && can_be_accepted(code)) return;
    if (known != INTAKE_NO_NUMBER && (batch->problems[known].verdict == INTAKE_REFUSED || verdict == INTAKE_QUARANTINED)) return;
    struct error error = {.arena = batch->arena};
    (void)!error_set(&error, RESULT_REFUSED, code, english, "what", text_string(batch->arena, what), (const char *)NULL);
    long place = 0;
    int cell = column >= 0 ? making->maker->column_of[column] : -1;
    if (cell >= 0 && (uint32_t)cell < making->record->count) place = intake_column(making->record->raw, (size_t)(making->record->cells[cell].bytes - making->record->raw.bytes));
    struct text reason = error_fill(batch->arena, &error, english), heading = place ? making->maker->heading_of[column] : TEXT("");
    if (!text_empty(heading)) reason = text_printf(batch->arena, "%.*s: %.*s", TEXT_ARG(heading), TEXT_ARG(reason)); /* people count no columns */
    intake_batch_problem(batch, making->row, (struct intake_problem){verdict, code, reason, place});
}

void intake_row_missing(struct intake_making *making, int column)
{
    intake_row_problem(making, INTAKE_REFUSED, column, "intake.no_value", N_("The value of this column is missing."), TEXT(""));
}

void intake_row_unknown_word(struct intake_making *making, int column, struct text word)
{
    intake_row_problem(making, INTAKE_REFUSED, column, "intake.word", N_("The profile does not know the word {what} in this column."), text_clipped(word, 60));
}

/* --- Cells --- */

struct text intake_row_undoubled(struct intake_batch *batch, struct text text, char quote)
{
    char *out = intake_batch_extra(batch, text.length);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        out[length++] = text.bytes[i];
        if (text.bytes[i] == quote) i++;
    }
    batch->extra_length += length;
    return (struct text){out, length};
}

static bool has_control(struct text text)
{
    unsigned char seen = 0;
    for (size_t i = 0; i < text.length; i++) seen |= (unsigned char)((unsigned char)text.bytes[i] < 0x20) | (unsigned char)(text.bytes[i] == 0x7F);
    return seen;
}

struct slice intake_row_slice(const struct intake_batch *batch, struct text text)
{
    if (!text.length) return (struct slice){0, 0};
    if (text.bytes >= batch->text && text.bytes < batch->text + batch->text_length) return (struct slice){(uint32_t)(text.bytes - batch->text), (uint32_t)text.length};
    return (struct slice){(uint32_t)(batch->text_length + (size_t)(text.bytes - batch->extra)), (uint32_t)text.length};
}

struct slice intake_row_copied(struct intake_batch *batch, struct text text)
{
    struct text copy = {intake_batch_extra(batch, text.length), text.length};
    memcpy((char *)copy.bytes, text.bytes, text.length);
    batch->extra_length += text.length;
    return intake_row_slice(batch, copy);
}

struct slice intake_row_text(struct intake_making *making, int column, size_t limit)
{
    struct text text = intake_row_cell(making, column);
    if (__builtin_expect(text.length > limit, 0)) {
        intake_row_problem(making, INTAKE_REFUSED, column, "intake.too_long", N_("The value is longer than the limit for this column: {what}"), text_clipped(text, 20));
        return (struct slice){0, 0};
    }
    if (__builtin_expect(has_control(text), 0)) intake_row_problem(making, INTAKE_REFUSED, column, "intake.control", N_("A control character stands in the value."), TEXT(""));
    return intake_row_slice(making->batch, text);
}

/* --- The row --- */

static enum intake_event event_of(struct intake_making *making)
{
    struct text text = intake_row_cell(making, COLUMN_EVENT);
    if (!text.length) return EVENT_NONE;
    enum intake_word word = intake_profile_word(making->maker->profile, WORD_RESULT, WORD_CANCEL_APPOINTMENT, text);
    if (word == WORD_NONE) intake_row_unknown_word(making, COLUMN_EVENT, text);
    return word == WORD_NONE ? EVENT_NONE : (enum intake_event)(word - WORD_RESULT);
}

static void take_event(struct intake_making *making)
{
    struct intake_row *row = making->row;
    if (!intake_row_updated(making) && row->problem == INTAKE_NO_NUMBER) intake_row_missing(making, COLUMN_UPDATED);
    if (row->event == EVENT_MODIFY_STATUS) {
        if (!intake_row_cell(making, COLUMN_STATUS).length) intake_row_missing(making, COLUMN_STATUS);
        intake_row_state(making);
    }
    if (row->event != EVENT_MODIFY_APPOINTMENT && row->event != EVENT_CANCEL_APPOINTMENT) return;
    /* To which day it was moved must be said; which one was cancelled may be. */
    if (row->event == EVENT_MODIFY_APPOINTMENT || intake_row_cell(making, COLUMN_EXAM_DATE).length) (void)intake_row_day(making);
    intake_row_mailbox(making);
}

static void take_result(struct intake_making *making)
{
    struct intake_row *row = making->row;
    const struct exam *exam = intake_row_exam(making);
    intake_row_exam_day(making);
    intake_row_state(making);
    row->score = intake_row_text(making, COLUMN_SCORE, INTAKE_SCORE_LIMIT);
    intake_row_grade(making, exam);
    row->site = intake_row_text(making, COLUMN_SITE, INTAKE_ID_LIMIT);
    row->validation = intake_row_text(making, COLUMN_VALIDATION, INTAKE_ID_LIMIT);
    (void)intake_row_updated(making);
    intake_row_person(making);
}

void intake_maker_row(struct intake_maker *maker, struct intake_batch *batch, const struct delimited_record *record, int64_t line)
{
    struct intake_row *row = intake_batch_row(batch);
    struct intake_making making = {maker, batch, record, row};
    row->line = line;
    row->flags = maker->forced ? ROW_FORCED : 0;
    row->raw = intake_row_slice(batch, record->raw);
    if (record->wrong) {
        intake_row_problem(&making, INTAKE_REFUSED, -1, "intake.stray_quote", N_("Characters stand behind a closing quote. A quote within a value must be doubled."), TEXT(""));
        batch->problems[row->problem].column = intake_column(record->raw, (size_t)(record->wrong - record->raw.bytes));
        return;
    }
    if (record->count != maker->columns) {
        char counts[64];
        snprintf(counts, sizeof counts, "%u / %u", record->count, maker->columns);
        intake_row_problem(&making, INTAKE_REFUSED, -1, "intake.cells", N_("The row has another number of values than the header has columns ({what})."), text_of(counts));
        batch->problems[row->problem].column = intake_column(record->raw, record->raw.length);
        return;
    }
    row->registration = intake_row_text(&making, COLUMN_REGISTRATION, INTAKE_ID_LIMIT);
    struct text registration = batch_text(batch, row->registration);
    if (!registration.length) intake_row_missing(&making, COLUMN_REGISTRATION);
    row->key = text_leading(registration);
    row->event = (uint8_t)event_of(&making);
    if (row->event) take_event(&making);
    else take_result(&making);
}
