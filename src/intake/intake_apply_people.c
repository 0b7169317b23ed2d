/* Whose exam it is (SPEC 3.6): the candidate ID says it, then the mailbox. A row is unclear where the two point to different people: its candidate ID stands with other mailboxes, its
 * mailbox with other candidate IDs, and nothing ties the two. */
#include <stdlib.h>

#include "intake/intake_apply.h"

static size_t place_of(const struct intake_numbers *numbers, uint64_t pair)
{
    return (size_t)(pair * 0x9E3779B97F4A7C15u >> 20) & (numbers->unclear_capacity - 1);
}

static bool is_unclear(const struct intake_numbers *numbers, uint64_t pair)
{
    if (!numbers->unclear_capacity) return false;
    for (size_t at = place_of(numbers, pair); numbers->unclear[at]; at = (at + 1) & (numbers->unclear_capacity - 1))
        if (numbers->unclear[at] == pair + 1) return true;
    return false;
}

static void note_unclear(struct intake_numbers *numbers, uint64_t pair)
{
    if (is_unclear(numbers, pair)) return;
    if ((numbers->unclear_count + 1) * 2 > numbers->unclear_capacity) {
        uint64_t *before = numbers->unclear;
        size_t old = numbers->unclear_capacity;
        numbers->unclear_capacity = old ? old * 2 : 64;
        numbers->unclear = calloc(numbers->unclear_capacity, sizeof *numbers->unclear);
        if (!numbers->unclear) abort();
        numbers->unclear_count = 0;
        for (size_t i = 0; i < old; i++)
            if (before[i]) note_unclear(numbers, before[i] - 1);
        free(before);
    }
    size_t at = place_of(numbers, pair);
    while (numbers->unclear[at]) at = (at + 1) & (numbers->unclear_capacity - 1);
    numbers->unclear[at] = pair + 1;
    numbers->unclear_count++;
}

static uint64_t pair_of(const struct intake_row *row)
{
    return (uint64_t)row->person << 32 | row->address;
}

void intake_numbers_free(struct intake_numbers *numbers)
{
    free(numbers->ids);
    free(numbers->existed);
    free(numbers->unclear);
    *numbers = (struct intake_numbers){0};
}

/* A pair can only be unclear where its mailbox was known before, to the store or to the file; most are not. */
static bool needs_look(const struct intake_numbers *numbers, const struct intake_row *row)
{
    if (!(row->flags & ROW_PAIR_IS_NEW) || row->flags & ROW_FORCED) return false;
    return numbers->existed[row->address] || row->flags & ROW_MAILBOX_SHARED;
}

static enum result look_at_pairs(struct context *context, struct intake_apply *apply, const struct intake_batch *batch)
{
    size_t count = 0;
    for (size_t i = 0; i < batch->order_count; i++) count += needs_look(apply->numbers, &batch->rows[batch->order[i].row]);
    if (!count) return RESULT_OK;
    struct intake_pair_seen *pairs = ARENA_ARRAY(context->arena, count, struct intake_pair_seen);
    uint32_t *rows = ARENA_ARRAY(context->arena, count, uint32_t);
    size_t at = 0;
    for (size_t i = 0; i < batch->order_count; i++) {
        const struct intake_row *row = &batch->rows[batch->order[i].row];
        if (!needs_look(apply->numbers, row)) continue;
        rows[at] = batch->order[i].row;
        pairs[at++] = (struct intake_pair_seen){.candidate = batch_text(batch, row->candidate), .mailbox = apply->numbers->ids[row->address]};
    }
    TRY(apply->engine->pairs(context, apply->bulk, pairs, count));
    for (size_t i = 0; i < count; i++) {
        const struct intake_row *row = &batch->rows[rows[i]];
        bool elsewhere = pairs[i].elsewhere || row->flags & ROW_CANDIDATE_ELSEWHERE, shared = pairs[i].shared || row->flags & ROW_MAILBOX_SHARED;
        if (!pairs[i].together && elsewhere && shared) note_unclear(apply->numbers, pair_of(row));
    }
    return RESULT_OK;
}

/* A row without a mailbox whose candidate ID says which. */
static bool is_to_guess(const struct intake_row *row)
{
    return row->problem == INTAKE_NO_NUMBER && !row->event && !(row->flags & ROW_CANDIDATE_IS_MANY) && (row->address == INTAKE_NO_NUMBER || row->flags & ROW_MAILBOX_IS_GUESSED);
}

/* What the file says counts only where the row that said it comes in, and where the store does not say another. */
static void weigh_guess(const struct intake_numbers *numbers, struct intake_batch *batch, uint32_t index, const struct intake_guess *guess)
{
    struct intake_row *row = &batch->rows[index];
    bool guessed = row->address != INTAKE_NO_NUMBER, unclear = guessed && is_unclear(numbers, pair_of(row)), stored = guess->mailbox != 0;
    if (guessed && !unclear && (!stored || (guess->mailbox == guess->other && guess->mailbox == numbers->ids[row->address]))) return;
    if (guess->mailbox != guess->other || (guessed && (!unclear || !stored))) {
        batch->states[index] = MAILBOX_UNCLEAR;
        return;
    }
    row->address = INTAKE_NO_NUMBER;
    row->flags &= (uint8_t)~ROW_MAILBOX_IS_GUESSED;
    batch->mailboxes[index] = guess->mailbox;
}

static enum result guess_mailboxes(struct context *context, struct intake_apply *apply, struct intake_batch *batch)
{
    size_t count = 0;
    for (size_t i = 0; i < batch->row_count; i++) count += is_to_guess(&batch->rows[i]);
    if (!count) return RESULT_OK;
    struct intake_guess *guesses = ARENA_ARRAY(context->arena, count, struct intake_guess);
    uint32_t *rows = ARENA_ARRAY(context->arena, count, uint32_t);
    size_t at = 0;
    for (size_t i = 0; i < batch->row_count; i++) {
        if (!is_to_guess(&batch->rows[i])) continue;
        rows[at] = (uint32_t)i;
        guesses[at++].candidate = batch_text(batch, batch->rows[i].candidate);
    }
    TRY(apply->engine->guesses(context, apply->bulk, guesses, count));
    for (size_t i = 0; i < count; i++) weigh_guess(apply->numbers, batch, rows[i], &guesses[i]);
    return RESULT_OK;
}

enum result intake_apply_people(struct context *context, struct intake_apply *apply, struct intake_batch *batch)
{
    const struct intake_numbers *numbers = apply->numbers;
    if (!batch->states) batch->states = malloc(batch->row_count + 1);
    if (!batch->mailboxes) batch->mailboxes = malloc((batch->row_count + 1) * sizeof *batch->mailboxes);
    if (!batch->states || !batch->mailboxes) abort();
    memset(batch->states, PERSON_CLEAR, batch->row_count + 1);
    memset(batch->mailboxes, 0, (batch->row_count + 1) * sizeof *batch->mailboxes);
    TRY(look_at_pairs(context, apply, batch));
    TRY(guess_mailboxes(context, apply, batch));
    for (size_t i = 0; i < batch->row_count; i++) {
        const struct intake_row *row = &batch->rows[i];
        if (row->problem != INTAKE_NO_NUMBER || row->event) continue;
        if (row->flags & ROW_CANDIDATE_IS_MANY) batch->states[i] = MAILBOX_UNCLEAR;
        if (row->address == INTAKE_NO_NUMBER) continue;
        batch->mailboxes[i] = numbers->ids[row->address];
        if (numbers->unclear_count && row->person != INTAKE_NO_NUMBER && !(row->flags & (ROW_FORCED | ROW_MAILBOX_IS_GUESSED)) && is_unclear(numbers, pair_of(row)))
            batch->states[i] = PERSON_UNCLEAR;
    }
    return RESULT_OK;
}
