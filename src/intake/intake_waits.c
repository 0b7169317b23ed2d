/* Rows that wait: what staff decide by (SPEC 3.5), and what a candidate may know (5.4): whether one with what stands on his score report waits, and when each provider's last file came. Such a row is read again, as it
 * would be when it is run again, so that only its own registration ID and day count. */
#include "audit/audit.h"
#include "intake/intake_profile.h"
#include "intake/intake_reread.h"
#include "intake/intake_row.h"

/* --- What staff see of them --- */

enum result intake_waiting_rows(struct context *context, int64_t after, size_t maximum, struct list *rows)
{
    TRY(audit_may(context, MAY_READ_INTAKE));
    const struct catalogue *catalogue;
    struct list waiting;
    TRY(catalogue_current(context, &catalogue));
    struct day today = calendar_today(context, catalogue->calendar);
    TRY(intake_store_waiting_rows(context, after, maximum, rows));
    TRY(intake_store_list_waiting(context, 0, after, maximum, &waiting));
    const struct intake_waiting *sources = waiting.items;
    size_t at = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct intake_waiting_row *row = (struct intake_waiting_row *)rows->items + i;
        struct intake_reread read = {.exam_day = NO_DAY, .cells = {&intake_cell_record, NULL, 0}};
        while (at < waiting.count && sources[at].id < row->id) at++;
        /* One that was settled between the two statements cannot be decided about. */
        if (at == waiting.count || sources[at].id != row->id) continue;
        TRY(intake_reread(context, catalogue, &sources[at], &read));
        struct intake_remedies remedies = intake_reread_remedies(row->code, &read, today);
        row->candidate = read.candidate;
        row->mailbox = read.mailbox;
        row->first_name = read.first_name;
        row->last_name = read.last_name;
        row->native_first_name = read.native_first_name;
        row->native_last_name = read.native_last_name;
        row->exam_day = read.exam_day;
        row->cells = read.cells;
        row->may_accept = remedies.accept;
        row->may_name = remedies.mailbox;
        row->early = remedies.early;
    }
    return RESULT_OK;
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
        const struct intake_profile *profile;
        enum result loaded = intake_profile_load(context, last->provider, &profile);
        if (loaded == RESULT_OK) last->title = profile->title;
        else if (loaded != RESULT_REFUSED) return loaded;
        error_clear(&context->error);
    }
    return RESULT_OK;
}
