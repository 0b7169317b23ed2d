/* What the auditor reads by himself of texts that others wrote: profiles, rows of files, catalogues, calendars. Whatever they say, he stays within them and comes to an end. */
#include <stdlib.h>

#include "audit/audit_catalogue.h"
#include "audit/audit_raw.h"
#include "audit/audit_working_days.h"
#include "outside/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

enum { LARGEST = 1 << 20 };

static const char profile_text[] = "[file]\ndelimiter = comma\nquote = double\n[columns]\nregistration = registration\ncandidate = candidate\nexam code = exam\nexam date = date\n"
                                   "score = score\ngrade = grade\n[words]\npass = pass\nfail = fail\nreview = review\n[exams]\nOLD = H12-811\n";

static bool never(void *data, struct text cell, struct text exam)
{
    return false;
}

static void read_rows(struct arena *arena, const struct audit_profile *profile, struct text text)
{
    struct audit_raw_row *row = ARENA_NEW(arena, struct audit_raw_row);
    struct audit_layout layout = {.cells = 0};
    const struct audit_record record = {.registration = TEXT("1"), .exam = TEXT("H12-811"), .exam_day = {20000}, .grade = 1, .given_state = 3};
    int64_t lines = 0;
    audit_raw_rows(row, text);
    for (bool first = true; audit_raw_next(row, profile); first = false) {
        if (row->line <= lines || row->lines < row->line || !row->count) abort();
        lines = row->lines;
        if (row->raw.bytes < text.bytes || row->raw.bytes + row->raw.length > text.bytes + text.length) abort();
        if (first) audit_profile_layout(profile, row, &layout);
        (void)audit_profile_agrees(profile, &layout, row, &record, false, TEXT(""), never, NULL);
    }
    if (row->at != text.bytes + text.length) abort();
    audit_raw_rows_end(row);
}

static void read_catalogue(struct context *context, struct text text)
{
    const struct audit_catalogue *catalogue = audit_catalogue_read(context, text);
    const struct audit_certification *certification = audit_catalogue_find(catalogue, TEXT("HCIA-Datacom"));
    const struct audit_pass passes[] = {{TEXT("H12-811"), {20000}}, {TEXT("A-1"), {20001}}};
    struct day day;
    (void)audit_catalogue_number_fits(catalogue, TEXT("HW2026123456789097"));
    if (!certification) certification = audit_catalogue_find(catalogue, TEXT("ACME-1"));
    if (!certification) return;
    (void)audit_catalogue_meets(catalogue, certification, (struct day){20000}, passes, 2);
    (void)audit_catalogue_validity(catalogue, certification, (struct day){20000}, &day);
    (void)audit_catalogue_issue_day(catalogue, certification, audit_catalogue_days(catalogue), (struct day){20000}, &day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    if (length > LARGEST) return 0;
    WITH_ARENA(arena, (size_t)512 << 20);
    const struct settings settings = {.share = TEXT(".")};
    struct context context = {.arena = arena, .error = {.arena = arena}, .settings = &settings, .language = "en"};
    struct text text = {(const char *)data, length};
    struct day day;
    read_rows(arena, audit_profile_parse(arena, text_of(profile_text)), text);
    read_rows(arena, audit_profile_parse(arena, text), text);
    read_catalogue(&context, text);
    const struct audit_working_days *days = audit_working_days_parse(arena, text);
    if (days) (void)audit_working_days_add(days, (struct day){20000}, 5, &day);
    return 0;
}
