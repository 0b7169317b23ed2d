/* Rows that wait: what staff decide by (SPEC 3.5), and what a candidate may know (5.4): whether one with what stands on his score report waits, and when each provider's last file came. Such a row is read again, as it
 * would be when it is run again, so that only its own registration ID and day count. */
#include "audit/audit.h"
#include "intake/intake_profile.h"
#include "intake/intake_reread.h"

RECORD(intake_waiting_row_record, struct intake_waiting_row, FIELD(struct intake_waiting_row, id));
RECORD(intake_code_record, struct intake_code, FIELD(struct intake_code, provider), FIELD(struct intake_code, code), FIELD(struct intake_code, rows), FIELD(struct intake_code, since));

/* --- What staff see of them --- */

enum result intake_waiting_rows(struct context *context, enum intake_standing standing, int64_t file, int64_t after, size_t maximum, struct list *rows)
{
    TRY(audit_may(context, MAY_READ_INTAKE));
    const struct catalogue *catalogue;
    struct list waiting;
    TRY(catalogue_current(context, &catalogue));
    struct day today = calendar_today(context, catalogue->calendar);
    TRY(intake_store_list_rows(context, standing, file, after, maximum, &waiting));
    struct intake_waiting_row *items = ARENA_ARRAY(context->arena, waiting.count + 1, struct intake_waiting_row);
    for (size_t i = 0; i < waiting.count; i++) {
        const struct intake_waiting *source = (const struct intake_waiting *)waiting.items + i;
        struct intake_reread read;
        struct intake_known known = {0};
        TRY(intake_reread(context, catalogue, source, &read));
        TRY(intake_store_known(context, source->provider, read.registration, read.candidate, &known));
        struct intake_remedies remedies = intake_reread_remedies(source->code, &read, today);
        items[i] = (struct intake_waiting_row){.id = source->id, .file_id = source->file_id, .provider = source->provider, .file = source->file_name, .member = source->member_name,
                                               .line = source->line - source->first_line, .code = source->code, .reason = source->reason, .raw = source->raw,
                                               .received = source->received_at, .candidate = read.candidate, .mailbox = read.mailbox, .first_name = read.first_name,
                                               .last_name = read.last_name, .native_first_name = read.native_first_name, .native_last_name = read.native_last_name,
                                               .exam = read.exam, .asked = read.code, .grade = read.grade, .score = read.score, .exam_day = read.exam_day, .cells = read.cells, .may_accept = remedies.accept, .may_name = remedies.mailbox, .early = remedies.early, .unread = read.unread,
                                               .known_id = known.id, .known_registration = known.registration, .known_first_name = known.first_name, .known_last_name = known.last_name,
                                               .known_native_first_name = known.native_first_name, .known_native_last_name = known.native_last_name, .known_by_candidate = known.by_candidate,
                                               .proposed_by = source->proposed_by, .proposed_mailbox = source->proposed_value, .proposed_why = source->proposed_why, .why = source->remedy_value, .by = source->decided_by, .settled = source->settled_at};
    }
    *rows = (struct list){&intake_waiting_row_record, items, waiting.count};
    return RESULT_OK;
}

enum result intake_unknown_codes(struct context *context, struct list *codes)
{
    const struct catalogue *catalogue;
    struct list rows;
    *codes = (struct list){&intake_code_record, NULL, 0};
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    enum result loaded = catalogue_current(context, &catalogue);
    if (loaded == RESULT_REFUSED) { /* there is none, or none that can be read */
        error_clear(&context->error);
        return RESULT_OK;
    }
    TRY(loaded);
    TRY(intake_store_waiting_for(context, "intake.exam_unknown", INTAKE_CODE_ROWS, &rows));
    struct intake_code *items = ARENA_ARRAY(context->arena, rows.count + 1, struct intake_code);
    for (size_t i = 0; i < rows.count; i++) {
        const struct intake_waiting *row = (const struct intake_waiting *)rows.items + i;
        struct intake_reread read;
        size_t at = 0;
        TRY(intake_reread(context, catalogue, row, &read));
        if (text_empty(read.code)) continue;
        while (at < codes->count && !(text_equal(items[at].provider, row->provider) && text_equal_ignoring_case(items[at].code, read.code))) at++;
        if (at == codes->count) items[codes->count++] = (struct intake_code){row->provider, read.code, 0, row->received_at};
        items[at].rows++;
    }
    codes->items = items;
    return RESULT_OK;
}

enum result intake_fate(struct context *context, int64_t row, enum intake_fate *fate)
{
    int64_t found;
    TRY(audit_may(context, MAY_READ_INTAKE));
    enum result known = intake_store_fate(context, row, &found);
    if (known == RESULT_OK) *fate = (enum intake_fate)found;
    return known;
}

/* --- What a candidate may know --- */
enum result intake_waits(struct context *context, struct text registration, struct day day, bool *waits)
{
    const struct catalogue *catalogue;
    struct list rows;
    *waits = false;
    if (text_empty(registration) || registration.length > INTAKE_ID_LIMIT) return RESULT_OK;
    TRY(catalogue_current(context, &catalogue));
    TRY(intake_store_waiting_with(context, registration, &rows));
    for (size_t i = 0; i < rows.count && !*waits; i++) {
        struct arena_mark mark = arena_mark(context->arena);
        struct intake_reread read;
        TRY(intake_reread(context, catalogue, (const struct intake_waiting *)rows.items + i, &read));
        *waits = text_equal(read.registration, registration) && read.exam_day.number == day.number;
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

enum result intake_last_files(struct context *context, struct list *files)
{
    TRY(intake_store_last_files(context, files));
    for (size_t i = 0; i < files->count; i++) {
        struct intake_last *last = (struct intake_last *)files->items + i;
        TRY(intake_profile_title(context, last->provider, &last->title, &last->score_reports, NULL));
    }
    return RESULT_OK;
}
