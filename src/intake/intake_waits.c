/* What a candidate may know of the intake (SPEC 5.4): when each provider's last file came, and whether a row with what stands on his score report waits for staff. Such a row is read again, as it would be when it is run
 * again, so that only its own registration ID and day count. */
#include "intake/intake_row.h"
#include "intake/intake_store.h"

static enum result is_it(struct context *context, const struct catalogue *catalogue, const struct intake_waiting *waiting, struct text registration, struct day day, bool *it)
{
    const struct intake_profile *profile;
    struct intake_languages languages = {.items = {""}, .count = 1};
    struct intake_member member = {.name = waiting->member_name, .header = waiting->header, .told = {.reading = waiting->no_show ? READING_NO_SHOW : READING_DELIVERED, .day = NO_DAY}};
    TRY(intake_profile_load(context, waiting->provider, &profile));
    struct intake_maker maker = {.profile = profile, .catalogue = catalogue, .languages = &languages, .context = context};
    intake_maker_begin(&maker, waiting->received_at);
    TRY(intake_maker_header(context, &maker, waiting->member_name, &member, waiting->stamp_at));
    maker.people = intake_people_new();
    struct intake_batch *batch = intake_batch_new(waiting->raw.length + 1);
    memcpy(batch->text, waiting->raw.bytes, waiting->raw.length);
    batch->text[waiting->raw.length] = '\n';
    batch->text_length = waiting->raw.length + 1;
    memset(batch->text + batch->text_length, 0, DELIMITED_PADDING);
    struct delimited delimited;
    struct delimited_record *record = ARENA_NEW(context->arena, struct delimited_record);
    delimited_begin(&delimited, (struct text){batch->text, batch->text_length}, profile->delimiter, profile->quote);
    if (delimited_next(&delimited, record)) intake_maker_row(&maker, batch, record, waiting->line);
    for (size_t i = 0; i < batch->row_count; i++)
        if (text_equal(batch_text(batch, batch->rows[i].registration), registration) && batch->rows[i].exam_day == day.number) *it = true;
    intake_batch_free(batch);
    intake_people_free(maker.people);
    return RESULT_OK;
}

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
        TRY(is_it(context, catalogue, (const struct intake_waiting *)rows.items + i, registration, day, waits));
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
