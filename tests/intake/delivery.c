#include "intake/delivery.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "outside/settings.h"

struct delivery *delivery_new(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-20T08:00:00Z");
    struct delivery *delivery = ARENA_NEW(support->context.arena, struct delivery);
    *delivery = (struct delivery){.support = support, .context = &support->context, .folder = "/tmp/testamur-delivery-XXXXXX"};
    assert_non_null(mkdtemp(delivery->folder));
    delivery_catalogue(delivery, NULL, NULL);
    return delivery;
}

void delivery_free(struct delivery *delivery)
{
    DIR *folder = opendir(delivery->folder);
    assert_non_null(folder);
    struct dirent *entry;
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.') unlink(text_printf(delivery->context->arena, "%s/%s", delivery->folder, entry->d_name).bytes);
    closedir(folder);
    rmdir(delivery->folder);
    support_context_free(delivery->support);
}

void delivery_catalogue(struct delivery *delivery, const char *old, const char *new)
{
    struct context *context = delivery->context;
    struct text text;
    assert_result(delivery->support, RESULT_OK, file_read(context, settings_path(context, "data/catalogue/huawei.txt"), CATALOGUE_TEXT_LIMIT, &text));
    if (old) {
        size_t at = text_find(text, old);
        assert_true(at < text.length);
        text = text_printf(context->arena, "%.*s%s%s", (int)at, text.bytes, new, text.bytes + at + strlen(old));
    }
    struct catalogue_problems problems;
    struct catalogue_differences differences;
    assert_result(delivery->support, RESULT_OK, catalogue_load(context, TEXT("catalogue.txt"), text, &problems, &differences));
}

struct text delivery_write(struct delivery *delivery, const char *name, struct text content)
{
    struct text path = text_printf(delivery->context->arena, "%s/%s", delivery->folder, name);
    FILE *file = fopen(path.bytes, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.bytes, 1, content.length, file), content.length);
    assert_int_equal(fclose(file), 0);
    return path;
}

enum result delivery_take_by(struct delivery *delivery, const char *profile, struct text path, bool dry_run)
{
    error_clear(&delivery->context->error);
    return intake_file(delivery->context, text_of(profile), path, dry_run, INTAKE_VERDICTS, NULL, NULL, &delivery->outcome);
}

enum result delivery_take(struct delivery *delivery, struct text path)
{
    return delivery_take_by(delivery, "pearson-vue", path, false);
}

void delivery_bring_by(struct delivery *delivery, const char *profile, const char *name, const char *content)
{
    assert_result(delivery->support, RESULT_OK, delivery_take_by(delivery, profile, delivery_write(delivery, name, text_of(content)), false));
}

void delivery_bring(struct delivery *delivery, const char *name, const char *content)
{
    delivery_bring_by(delivery, "pearson-vue", name, content);
}

struct text delivery_told(struct delivery *delivery)
{
    const struct intake_outcome *outcome = &delivery->outcome;
    struct buffer out = buffer_new(delivery->context->arena, 256, 1 << 20);
    buffer_printf(&out, "%lld rows", (long long)outcome->rows);
    const struct {
        int64_t count;
        const char *name;
    } counts[] = {{outcome->fresh, "new"}, {outcome->unchanged, "unchanged"}, {outcome->corrected, "corrected"}, {outcome->quarantined, "quarantined"}, {outcome->refused, "refused"}};
    const char *before = ": ";
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (!counts[i].count) continue;
        buffer_printf(&out, "%s%lld %s", before, (long long)counts[i].count, counts[i].name);
        before = ", ";
    }
    buffer_put_string(&out, outcome->seen_before ? " (seen before)\n" : "\n");
    for (size_t i = 0; i < outcome->verdicts.count; i++) {
        const struct intake_row_verdict *verdict = &((const struct intake_row_verdict *)outcome->verdicts.items)[i];
        buffer_printf(&out, "  %lld:%lld %.*s %.*s\n", (long long)verdict->line, (long long)verdict->place, TEXT_ARG(verdict->verdict), TEXT_ARG(verdict->code));
    }
    return buffer_text(&out);
}

static void put(struct buffer *out, struct text text)
{
    buffer_put_char(out, ' ');
    buffer_put(out, text_empty(text) ? TEXT("-") : text);
}

static struct text line_of(struct delivery *delivery, const struct delivery_record_row *record)
{
    static const char *const grades[] = {"?", "pass", "fail", "no-show", "undecided"}, *const states[] = {"?", "provisional", "on-hold", "final", "revoked"};
    struct buffer out = buffer_new(delivery->context->arena, 128, 1 << 16);
    buffer_put(&out, record->registration);
    put(&out, record->candidate);
    put(&out, record->mailbox);
    put(&out, record->exam);
    if (!text_empty(record->language)) buffer_printf(&out, "/%.*s", TEXT_ARG(record->language));
    put(&out, day_text(delivery->context->arena, record->exam_day));
    buffer_printf(&out, " %s %s", grades[record->grade], states[record->state]);
    put(&out, record->score);
    put(&out, record->first_name);
    put(&out, record->last_name);
    if (!text_empty(record->native_first_name)) put(&out, record->native_first_name);
    return buffer_text(&out);
}

struct text delivery_records(struct delivery *delivery)
{
    struct list records = delivery_store_records(delivery);
    struct buffer out = buffer_new(delivery->context->arena, 1024, 1 << 20);
    for (size_t i = 0; i < records.count; i++) {
        buffer_put(&out, line_of(delivery, &((const struct delivery_record_row *)records.items)[i]));
        buffer_put_char(&out, '\n');
    }
    return buffer_text(&out);
}

struct text delivery_record(struct delivery *delivery, const char *registration)
{
    struct list records = delivery_store_records(delivery);
    for (size_t i = 0; i < records.count; i++) {
        const struct delivery_record_row *record = &((const struct delivery_record_row *)records.items)[i];
        if (text_is(record->registration, registration)) return line_of(delivery, record);
    }
    fail_msg("no record %s", registration);
    return TEXT("");
}

int64_t delivery_waiting(struct delivery *delivery, const char *code)
{
    struct list rows;
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, 0, 0, 100, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct intake_waiting_row *row = &((const struct intake_waiting_row *)rows.items)[i];
        if (text_is(row->code, code)) return row->id;
    }
    fail_msg("no row waits for %s", code);
    return 0;
}
