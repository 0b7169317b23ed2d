/* The first record of a text: which column stands where. */
#include "intake/intake_check.h"
#include "intake/intake_row.h"

enum { HEADING_LIMIT = 60 };

static enum result refuse(struct context *context, struct text file, const char *code, const char *english, struct text what, long column)
{
    enum result result = context_fail(context, RESULT_REFUSED, code, english, "what", text_string(context->arena, what));
    return result < 0 ? error_at(&context->error, file, 1, column) : result;
}

static bool is_named(const struct intake_texts *names, struct text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal_ignoring_case(names->items[i], name)) return true;
    return false;
}

enum result intake_maker_header(struct context *context, struct intake_maker *maker, struct text file, const struct intake_member *member, struct instant received)
{
    const struct intake_profile *profile = maker->profile;
    maker->member = member;
    maker->stamp = intake_name_stamp(&member->told, received);
    for (int i = 0; i < INTAKE_COLUMNS; i++) maker->column_of[i] = -1, maker->heading_of[i] = TEXT("");
    char *bytes = arena_take(context->arena, member->header.length + DELIMITED_PADDING);
    memcpy(bytes, member->header.bytes, member->header.length);
    struct delimited delimited;
    struct delimited_record *record = ARENA_NEW(context->arena, struct delimited_record);
    delimited_begin(&delimited, (struct text){bytes, member->header.length}, profile->delimiter, profile->quote);
    if (!delimited_next(&delimited, record)) record->count = 0;
    if (record->count > DELIMITED_CELLS) return refuse(context, file, "intake.header_wide", N_("The header has more columns than any export has."), TEXT(""), 1);
    maker->columns = record->count;
    for (uint32_t cell = 0; cell < record->count; cell++) {
        struct text name = text_trim((struct text){record->cells[cell].bytes, record->cells[cell].length});
        for (int i = 0; i < INTAKE_COLUMNS; i++) {
            if (!is_named(&profile->columns[i], name)) continue;
            if (maker->column_of[i] >= 0)
                return refuse(context, file, "intake.header_twice", N_("The column \"{what}\" stands twice, so it is not clear which one counts."), name,
                              intake_column(member->header, (size_t)(record->cells[cell].bytes - bytes)));
            maker->column_of[i] = (int)cell;
            maker->heading_of[i] = text_clipped(name, HEADING_LIMIT);
        }
    }
    for (int i = 0; i < INTAKE_COLUMNS; i++) {
        if (!profile->required[i] || maker->column_of[i] >= 0) continue;
        if (i == COLUMN_GRADE && (member->told.reading == READING_NO_SHOW || maker->column_of[COLUMN_NOSHOW] >= 0) && maker->column_of[COLUMN_SCORE] < 0) continue;
        return refuse(context, file, "intake.header_missing", N_("The header has no column \"{what}\". The file is not what the profile describes."), profile->columns[i].items[0], 1);
    }
    if (maker->column_of[COLUMN_CANDIDATE] < 0 && maker->column_of[COLUMN_MAILBOX] < 0)
        return refuse(context, file, "intake.header_nobody", N_("The header has no column that says who sat the exam: neither a candidate ID nor a mailbox."), TEXT(""), 1);
    return RESULT_OK;
}
