#include "intake/intake_write.h"

#include <stdlib.h>

#include "audit/audit.h"
#include "intake/intake_apply.h"
#include "intake/intake_raw.h"
#include "intake/intake_reader.h"

/* An import under way. */
struct writing {
    struct intake_write *write;
    struct intake_reader *reader;
    struct intake_raw *raw;
    struct intake_numbers numbers;
    bool meets;
    struct intake_apply *apply;
    struct database_copy *notes;
    /* What the transaction under way has taken; if it has to be run again, it begins with these. */
    struct intake_batch *held, **held_end;
    struct intake_part *parts, **parts_end;
    struct intake_batch *pending; /* for the next transaction */
    bool begun;                   /* the file's row is committed */
    bool ended, stopped;
    int attempts;
    int64_t parts_there; /* -1: not counted yet */
    int64_t rows_told;
    struct intake_file_row counts;
};

static const char dry[] = "intake.dry_run";
const char intake_write_seen[] = "intake.seen";

/* --- Verdicts --- */

static enum result note(struct context *context, void *data, const struct intake_batch *batch, size_t index, const struct intake_problem *problem)
{
    static const char *const columns[] = {"file_id", "line", "verdict", "code", "reason", "place", "raw", "remedy", "remedy_value"};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    struct writing *writing = data;
    const struct intake_row *row = &batch->rows[index];
    if (!writing->notes) TRY(database_copy_begin(context, "intake_row", columns, COLUMNS, &writing->notes));
    const struct value values[COLUMNS] = {value_integer(writing->write->file), value_integer(row->line), value_integer(problem->verdict), value_string(problem->code),
                                          value_text(problem->reason), value_integer(problem->column), value_text(batch_text(batch, row->raw)), value_string(""), value_string("")};
    return database_copy_row(context, writing->notes, values);
}

static enum result notes_end(struct context *context, struct writing *writing)
{
    struct database_copy *notes = writing->notes;
    writing->notes = NULL;
    return notes ? database_copy_end(context, notes, NULL) : RESULT_OK;
}

static enum result list_verdicts(struct context *context, struct writing *writing)
{
    struct context own = *context;
    own.arena = writing->write->arena;
    own.error = (struct error){.arena = context->error.arena};
    enum result result = intake_store_verdicts(&own, writing->write->file, false, writing->write->most_verdicts, &writing->write->outcome->verdicts);
    if (result < 0) context->error = own.error;
    return result;
}

/* --- Parts of a transaction --- */

static enum result begin_file(struct context *context, struct writing *writing)
{
    struct intake_write *write = writing->write;
    if (!writing->begun) {
        TRY(intake_store_provider(context, write->profile->name, &write->provider));
        struct intake_file_row known;
        enum result found = intake_store_find_file(context, write->provider, text_of(write->source->sha256), &known);
        TRY(found);
        if (found == RESULT_OK) {
            write->file = known.id;
            if (known.state == INTAKE_FILE_REFUSED) TRY(intake_store_set_refusal(context, known.id, INTAKE_FILE_UNDER_WAY, TEXT("")));
        } else {
            TRY(intake_store_add_file(context, write->provider, write->source->name, text_of(write->source->sha256), write->source->bytes, INTAKE_FILE_UNDER_WAY, TEXT(""), &write->file));
        }
        for (size_t i = 0; i < write->source->member_count; i++) {
            const struct intake_member *member = &write->source->members[i];
            TRY(intake_store_add_member(context, write->file, (int64_t)i, member->name, member->told.reading == READING_NO_SHOW, member->lines_before,
                                        intake_name_stamp(&member->told, write->received), member->header));
        }
    }
    TRY(intake_store_lock_file(context, write->file, &writing->counts));
    if (writing->counts.state == INTAKE_FILE_DONE) return context_fail(context, RESULT_REFUSED, intake_write_seen, "seen");
    if (writing->parts_there < 0 && !write->dry_run) {
        TRY(intake_store_parts(context, write->file, &writing->parts_there));
        writing->raw = intake_raw_start(write->source->copy, write->source->bytes, writing->parts_there);
    }
    return RESULT_OK;
}

static enum result keep_parts(struct context *context, struct writing *writing, bool wait)
{
    struct intake_part *part;
    while (writing->raw) {
        enum result next = intake_raw_next(context, writing->raw, wait, &part);
        TRY(next);
        if (next == RESULT_NONE) return RESULT_OK;
        *writing->parts_end = part;
        writing->parts_end = &part->next;
        TRY(intake_store_add_part(context, writing->write->file, part->number, part->content));
    }
    return RESULT_OK;
}

static bool tell(struct writing *writing, const struct intake_batch *batch)
{
    struct intake_write *write = writing->write;
    writing->rows_told += (int64_t)batch->row_count;
    return !write->progress || write->progress(write->progress_data, batch->bytes_done, write->source->text_bytes, writing->rows_told);
}

static void let_go(struct writing *writing)
{
    while (writing->held) {
        struct intake_batch *next = writing->held->next;
        intake_batch_free(writing->held);
        writing->held = next;
    }
    writing->held_end = &writing->held;
    while (writing->parts) {
        struct intake_part *next = writing->parts->next;
        intake_part_free(writing->parts);
        writing->parts = next;
    }
    writing->parts_end = &writing->parts;
}

/* Gathers batches until there are enough for one transaction, looking up their people meanwhile; then takes all their rows in. */
static enum result take_batches(struct context *context, struct writing *writing)
{
    struct intake_apply *apply = writing->apply;
    int64_t held = 0;
    for (struct intake_batch *batch = writing->held; batch; batch = batch->next) {
        TRY(intake_apply_look(context, apply, batch));
        held += (int64_t)batch->weight;
    }
    while (!writing->ended && !writing->stopped && held < apply->engine->transaction_text) {
        struct intake_batch *batch = writing->pending;
        writing->pending = NULL;
        if (!batch) {
            enum result next = intake_reader_next(context, writing->reader, &batch);
            TRY(next);
            writing->ended = next == RESULT_NONE;
            if (writing->ended) break;
        }
        /* Numbers that begin anew need a transaction of their own: one that is run again must find the numbers it began with. */
        if (batch->forgets && writing->held) {
            writing->pending = batch;
            break;
        }
        *writing->held_end = batch;
        writing->held_end = &batch->next;
        held += (int64_t)batch->weight;
        /* Also what an earlier import of this file has taken in: its mailboxes' numbers are needed further on. */
        TRY(intake_apply_look(context, apply, batch));
        writing->stopped = !tell(writing, batch);
        if (!writing->write->dry_run) TRY(keep_parts(context, writing, false));
    }
    TRY(intake_apply_rows(context, apply, writing->held, writing->counts.done_through));
    for (const struct intake_batch *batch = writing->held; batch; batch = batch->next)
        if (batch->last_line > apply->counts.done_through) apply->counts.done_through = batch->last_line;
    return notes_end(context, writing);
}

static enum result finish(struct context *context, struct writing *writing)
{
    struct intake_file_row *counts = &writing->apply->counts;
    struct intake_write *write = writing->write;
    /* Who is still writing into it has not been waited for. Once something of it is committed, what was copied is the file, whatever becomes of the one that lies there. */
    if (writing->counts.done_through == 0 && !intake_source_is_unchanged(write->source)) return intake_source_changed(context, write->source);
    if (writing->ended) {
        TRY(keep_parts(context, writing, true));
        counts->state = INTAKE_FILE_DONE;
        if (!write->dry_run) {
            struct text detail = text_printf(context->arena, "{\"rows\":%lld,\"new\":%lld,\"unchanged\":%lld,\"corrected\":%lld,\"quarantined\":%lld,\"refused\":%lld,\"sha256\":\"%s\",\"provider\":\"%.*s\"}", (long long)counts->rows,
                                             (long long)counts->fresh, (long long)counts->unchanged, (long long)counts->corrected, (long long)counts->quarantined, (long long)counts->refused, write->source->sha256, TEXT_ARG(write->profile->name));
            TRY(audit_write(context, "intake.file", "intake_file", write->file, detail));
        }
    }
    return intake_store_set_file(context, counts);
}

static enum result write_some(struct context *context, void *data)
{
    struct writing *writing = data;
    struct intake_write *write = writing->write;
    if (writing->attempts++ && write->dry_run) { /* a dry run holds nothing back, so it begins anew */
        intake_reader_stop(writing->reader);
        if (writing->pending) intake_batch_free(writing->pending);
        writing->pending = NULL;
        let_go(writing);
        writing->ended = writing->stopped = false;
        writing->reader = intake_reader_start(context, write->profile, write->catalogue, write->source, write->received, write->dry_run);
    }
    writing->notes = NULL;
    TRY(begin_file(context, writing));
    for (struct intake_part *part = writing->parts; part; part = part->next) TRY(intake_store_add_part(context, write->file, part->number, part->content));
    struct intake_apply apply = {.provider = write->provider, .file = write->file, .numbers = &writing->numbers, .meets = &writing->meets, .counts = writing->counts, .note = note, .note_data = writing};
    writing->apply = &apply;
    enum result result = intake_apply_begin(context, &apply);
    if (result >= 0) result = take_batches(context, writing);
    while (result >= 0 && write->dry_run && !writing->ended && !writing->stopped) {
        let_go(writing);
        result = take_batches(context, writing);
    }
    if (result >= 0) result = intake_apply_end(context, &apply);
    if (result >= 0) result = finish(context, writing);
    writing->counts = apply.counts;
    intake_apply_free(&apply);
    writing->apply = NULL;
    TRY(result);
    if (!write->dry_run) return RESULT_OK;
    TRY(list_verdicts(context, writing));
    return context_fail(context, RESULT_REFUSED, dry, "dry run");
}

static enum result write_all(struct context *context, struct writing *writing)
{
    do {
        struct arena_mark mark = arena_mark(context->arena);
        enum result result;
        for (;;) {
            result = database_transaction(context, write_some, writing);
            if (result != RESULT_REFUSED || context->error.code != intake_store_met) break;
            error_clear(&context->error);
        }
        if (result == RESULT_REFUSED && context->error.code == dry) {
            error_clear(&context->error);
            return RESULT_OK;
        }
        TRY(result);
        writing->begun = true;
        writing->attempts = 0;
        let_go(writing);
        arena_rewind(context->arena, mark);
    } while (!writing->ended && !writing->stopped);
    return list_verdicts(context, writing);
}

enum result intake_write(struct context *context, struct intake_write *write)
{
    struct writing writing = {.write = write, .parts_there = -1};
    writing.held_end = &writing.held;
    writing.parts_end = &writing.parts;
    writing.reader = intake_reader_start(context, write->profile, write->catalogue, write->source, write->received, write->dry_run);
    bool at_length = context->at_length;
    context->at_length = true;
    enum result result = write_all(context, &writing);
    context->at_length = at_length;
    intake_reader_stop(writing.reader);
    intake_raw_stop(writing.raw);
    if (writing.pending) intake_batch_free(writing.pending);
    let_go(&writing);
    intake_numbers_free(&writing.numbers);
    struct intake_outcome *outcome = write->outcome;
    outcome->id = write->dry_run ? 0 : write->file;
    outcome->rows = writing.counts.rows;
    outcome->fresh = writing.counts.fresh;
    outcome->unchanged = writing.counts.unchanged;
    outcome->corrected = writing.counts.corrected;
    outcome->quarantined = writing.counts.quarantined;
    outcome->refused = writing.counts.refused;
    outcome->stopped = writing.stopped && !writing.ended;
    return result;
}
