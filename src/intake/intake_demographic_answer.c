#include "intake/intake_demographic_answer.h"

#include "base/buffer.h"
#include "intake/intake_delimited.h"

enum { MESSAGE_LIMIT = 500, MOST_CELLS = 40 };

/* One text being read. */
struct answer_reading {
    struct context *context;
    const struct intake_demographics *demographics;
    struct text where;
    long line;
    int at[DEMOGRAPHIC_COLUMNS]; /* in which cell a column stands; -1: in none */
};

/* Sets the failure and says where it stands. */
#define REFUSE(READING, CODE, ...)                                                                                                                                   \
    ((void)!context_fail((READING)->context, RESULT_REFUSED, CODE, __VA_ARGS__), error_at(&(READING)->context->error, (READING)->where, (READING)->line, 0))

/* A cell without what stands around it. Quotes stand around some even where the profile knows of none. */
static struct text plain(struct arena *arena, const struct delimited_cell *cell)
{
    struct text text = text_trim((struct text){cell->bytes, cell->length});
    if (text.length >= 2 && text.bytes[0] == '"' && text.bytes[text.length - 1] == '"') return (struct text){text.bytes + 1, text.length - 2};
    if (!cell->doubled) return text;
    struct buffer out = buffer_new(arena, text.length + 1, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        buffer_put_char(&out, text.bytes[i]);
        if (text.bytes[i] == '"' && i + 1 < text.length && text.bytes[i + 1] == '"') i++;
    }
    return buffer_text(&out);
}

static size_t split(struct arena *arena, const struct delimited_record *record, struct text cells[MOST_CELLS])
{
    size_t count = record->count < MOST_CELLS ? record->count : MOST_CELLS;
    for (size_t i = 0; i < count; i++) cells[i] = plain(arena, &record->cells[i]);
    return count;
}

static enum result read_header(struct answer_reading *reading, const struct text *cells, size_t count)
{
    const struct text *columns = reading->demographics->columns;
    for (size_t c = 0; c < count; c++)
        for (int i = 0; i < DEMOGRAPHIC_COLUMNS; i++)
            if (!text_empty(columns[i]) && text_equal_ignoring_case(cells[c], columns[i])) reading->at[i] = (int)c;
    if (reading->at[DEMOGRAPHIC_CANDIDATE] >= 0 && reading->at[DEMOGRAPHIC_STATUS] >= 0) return RESULT_OK;
    struct arena *arena = reading->context->arena;
    return REFUSE(reading, "demographic.header", N_("The answer's header has no column {candidate} or no column {status}."), "candidate",
                  text_string(arena, columns[DEMOGRAPHIC_CANDIDATE]), "status", text_string(arena, columns[DEMOGRAPHIC_STATUS]));
}

static struct text cell_of(const struct answer_reading *reading, enum intake_demographic_column column, const struct text *cells, size_t count)
{
    int at = reading->at[column];
    return at >= 0 && (size_t)at < count ? cells[at] : TEXT("");
}

static bool one_of(struct intake_texts words, struct text word)
{
    for (size_t i = 0; i < words.count; i++)
        if (text_equal_ignoring_case(words.items[i], word)) return true;
    return false;
}

static enum result read_row(struct answer_reading *reading, const struct text *cells, size_t count, struct demographic_answer_row *row)
{
    struct text status = cell_of(reading, DEMOGRAPHIC_STATUS, cells, count);
    *row = (struct demographic_answer_row){.candidate_id = cell_of(reading, DEMOGRAPHIC_CANDIDATE, cells, count), .message = cell_of(reading, DEMOGRAPHIC_MESSAGE, cells, count),
                                           .accepted = one_of(reading->demographics->accepted, status)};
    if (row->message.length > MESSAGE_LIMIT) row->message.length = MESSAGE_LIMIT;
    while (!text_is_utf8(row->message, NULL)) row->message.length--; /* cut within a character */
    if (row->accepted || one_of(reading->demographics->error, status)) return RESULT_OK;
    return REFUSE(reading, "demographic.row", N_("The status \"{status}\" is neither of the profile's words for accepted nor for error."), "status",
                  text_string(reading->context->arena, status));
}

enum result demographic_answer_read(struct context *context, const struct intake_profile *profile, struct text where, struct text text, struct demographic_answer_row **rows,
                                    size_t *count)
{
    struct answer_reading reading = {.context = context, .demographics = &profile->demographics, .where = where};
    struct text cells[MOST_CELLS];
    struct delimited delimited;
    struct delimited_record record;
    size_t capacity = *count, lines = 1;
    if (!text_is_utf8(text, NULL) || memchr(text.bytes, 0, text.length)) return REFUSE(&reading, "demographic.bytes", N_("The answer is not text in UTF-8."));
    if (text_starts_with(text, "\xEF\xBB\xBF")) text = (struct text){text.bytes + 3, text.length - 3};
    for (int i = 0; i < DEMOGRAPHIC_COLUMNS; i++) reading.at[i] = -1;
    for (size_t i = 0; i < text.length; i++) lines += text.bytes[i] == '\n';
    struct demographic_answer_row *larger = ARENA_ARRAY(context->arena, capacity + lines, struct demographic_answer_row);
    if (*count) memcpy(larger, *rows, *count * sizeof *larger);
    *rows = larger;
    char *padded = arena_take(context->arena, text.length + DELIMITED_PADDING);
    memcpy(padded, text.bytes, text.length);
    delimited_begin(&delimited, (struct text){padded, text.length}, profile->delimiter, profile->quote);
    for (reading.line = 1; delimited_next(&delimited, &record); reading.line += record.lines) {
        if (record.wrong || record.lines > 1)
            return REFUSE(&reading, "demographic.quote", N_("A quote of this line is not closed in it, or characters stand behind it."));
        if (text_empty(text_trim(record.raw))) continue;
        size_t cell_count = split(context->arena, &record, cells);
        if (reading.line == 1) TRY(read_header(&reading, cells, cell_count));
        else TRY(read_row(&reading, cells, cell_count, &(*rows)[(*count)++]));
    }
    return reading.at[DEMOGRAPHIC_STATUS] >= 0 ? RESULT_OK : read_header(&reading, NULL, 0);
}
