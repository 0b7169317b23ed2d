#include "intake/intake_reread.h"

RECORD(intake_cell_record, struct intake_cell, FIELD(struct intake_cell, name), FIELD(struct intake_cell, value));

/* The value of a cell, with quotes that stand twice standing once. */
static struct text value_of(struct arena *arena, const struct delimited_cell *cell, char quote)
{
    char *out = arena_raw(arena, cell->length + 1);
    size_t length = 0;
    for (size_t i = 0; i < cell->length; i++) {
        out[length++] = cell->bytes[i];
        if (cell->doubled && cell->bytes[i] == quote) i++;
    }
    return text_trim((struct text){out, length});
}

static void list_cells(struct arena *arena, const struct intake_waiting *waiting, const struct intake_profile *profile, const struct delimited_record *record, struct list *cells)
{
    char *header = arena_take(arena, waiting->header.length + DELIMITED_PADDING);
    memcpy(header, waiting->header.bytes, waiting->header.length);
    struct delimited delimited;
    struct delimited_record *names = ARENA_NEW(arena, struct delimited_record);
    delimited_begin(&delimited, (struct text){header, waiting->header.length}, profile->delimiter, profile->quote);
    if (!delimited_next(&delimited, names)) names->count = 0;
    size_t count = record->count < names->count ? record->count : names->count;
    if (count > DELIMITED_CELLS) count = DELIMITED_CELLS;
    struct intake_cell *items = ARENA_ARRAY(arena, count + 1, struct intake_cell);
    for (size_t i = 0; i < count; i++) items[i] = (struct intake_cell){value_of(arena, &names->cells[i], profile->quote), value_of(arena, &record->cells[i], profile->quote)};
    *cells = (struct list){&intake_cell_record, items, count};
}

static struct text kept(struct arena *arena, const struct intake_batch *batch, struct slice slice)
{
    return text_copy(arena, batch_text(batch, slice));
}

/* A column as the row writes it; empty where it has none. */
static struct text written(struct arena *arena, const struct intake_maker *maker, const struct delimited_record *record, int column)
{
    int at = maker->column_of[column];
    return at >= 0 && (uint32_t)at < record->count ? value_of(arena, &record->cells[at], maker->profile->quote) : TEXT("");
}

/* The profile is gone, has a mistake in it, or describes other columns by now: that stops these rows only, and is kept as the reason. */
static enum result unread(struct context *context, enum result result, const struct intake_waiting *waiting, struct text *why)
{
    if (result != RESULT_REFUSED) return result;
    struct error *error = &context->error;
    if (text_empty(error->file) && error->line) error->file = waiting->file_name; /* which is the text itself */
    for (size_t slash; (slash = text_find(error->file, "/")) < error->file.length;) /* the profile's name, not the folder in which it lies */
        error->file = (struct text){error->file.bytes + slash + 1, error->file.length - slash - 1};
    *why = error_text(context->arena, error);
    error_clear(error);
    return RESULT_NONE;
}

enum result intake_reread_header(struct context *context, struct intake_maker *maker, struct intake_member *member, const struct intake_waiting *waiting, struct text *why)
{
    *member = (struct intake_member){.name = waiting->member_name, .header = waiting->header, .told = {.reading = waiting->no_show ? READING_NO_SHOW : READING_DELIVERED, .day = NO_DAY}};
    enum result loaded = unread(context, intake_profile_load(context, waiting->provider, &maker->profile), waiting, why);
    if (loaded != RESULT_OK) return loaded;
    intake_maker_begin(maker, waiting->received_at);
    return unread(context, intake_maker_header(context, maker, waiting->member_name, member, waiting->stamp_at), waiting, why);
}

enum result intake_reread_record(struct context *context, const struct intake_maker *maker, struct text raw, const struct intake_waiting *waiting, struct delimited_record *record, struct text *why)
{
    struct delimited delimited;
    delimited_begin(&delimited, raw, maker->profile->delimiter, maker->profile->quote);
    if (delimited_next(&delimited, record) && !record->wrong && delimited.at == delimited.end) return RESULT_OK;
    return unread(context, context_fail(context, RESULT_REFUSED, "intake.not_one_row", N_("By the quotes that its profile has now, this is not one whole row.")), waiting, why);
}

enum result intake_reread(struct context *context, const struct catalogue *catalogue, const struct intake_waiting *waiting, struct intake_reread *read)
{
    struct arena *arena = context->arena;
    struct intake_languages languages = {.items = {""}, .count = 1};
    struct intake_member member;
    *read = (struct intake_reread){.registration = TEXT(""), .candidate = TEXT(""), .mailbox = TEXT(""), .first_name = TEXT(""), .last_name = TEXT(""), .native_first_name = TEXT(""),
                                   .native_last_name = TEXT(""), .exam = TEXT(""), .code = TEXT(""), .grade = TEXT(""), .score = TEXT(""), .exam_day = NO_DAY, .cells = {&intake_cell_record, NULL, 0}, .unread = TEXT("")};
    WITH_ARENA(own_arena, (size_t)64 << 20);
    struct context own = *context;
    own.arena = own_arena;
    struct intake_maker maker = {.catalogue = catalogue, .languages = &languages, .context = &own};
    enum result ready = intake_reread_header(context, &maker, &member, waiting, &read->unread);
    if (ready != RESULT_OK) return ready < 0 ? ready : RESULT_OK;
    const struct intake_profile *profile = maker.profile;
    struct intake_batch *batch = intake_batch_new(waiting->raw.length);
    memcpy(batch->text, waiting->raw.bytes, waiting->raw.length);
    batch->text_length = waiting->raw.length;
    memset(batch->text + batch->text_length, 0, DELIMITED_PADDING);
    struct delimited_record *record = ARENA_NEW(own_arena, struct delimited_record);
    enum result split = intake_reread_record(context, &maker, (struct text){batch->text, batch->text_length}, waiting, record, &read->unread);
    if (split == RESULT_OK) {
        intake_maker_row(&maker, batch, record, waiting->line);
        const struct intake_row *row = &batch->rows[0];
        list_cells(arena, waiting, profile, record, &read->cells);
        read->registration = kept(arena, batch, row->registration);
        read->candidate = kept(arena, batch, row->candidate);
        read->first_name = kept(arena, batch, row->first_name);
        read->last_name = kept(arena, batch, row->last_name);
        read->native_first_name = kept(arena, batch, row->native_first_name);
        read->native_last_name = kept(arena, batch, row->native_last_name);
        read->mailbox = written(arena, &maker, record, COLUMN_MAILBOX);
        read->exam = written(arena, &maker, record, COLUMN_EXAM_CODE);
        read->code = text_copy(arena, intake_row_code(profile, read->exam));
        read->grade = written(arena, &maker, record, COLUMN_GRADE);
        read->score = written(arena, &maker, record, COLUMN_SCORE);
        if (row->exam_day && !row->event) read->exam_day.number = row->exam_day;
    }
    intake_batch_free(batch);
    return split < 0 ? split : RESULT_OK;
}

struct intake_remedies intake_reread_remedies(struct text code, const struct intake_reread *read, struct day today)
{
    struct intake_remedies remedies = {.accept = true, .mailbox = true};
    if (!text_empty(read->unread)) return (struct intake_remedies){0};
    /* Nothing can have been delivered on a day that has not come, whatever its provider and its finder say. */
    if (day_is(read->exam_day) && read->exam_day.number > today.number) return (struct intake_remedies){.early = true};
    if (text_is(code, "intake.exam_unknown") || text_is(code, "intake.no_grade")) return (struct intake_remedies){0};
    if (text_is(code, "intake.nobody") || text_is(code, "intake.mailbox_unclear") || (text_is(code, "intake.mailbox") && text_empty(read->candidate))) remedies.accept = false;
    return remedies;
}
