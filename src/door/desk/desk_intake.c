/* What providers have sent: the files, each with what became of it, and uploading one (SPEC 3.2, 3.3, 11.2). */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_intake.h"
#include "outside/language.h"
#include "people/people_work.h"

enum { FILES_A_PAGE = 50, MOST_VERDICTS = 200 };

struct text desk_provider_title(const struct list *profiles, struct text name)
{
    const struct intake_profile_name *items = profiles->items;
    for (size_t i = 0; i < profiles->count; i++)
        if (text_equal(items[i].name, name)) return items[i].title;
    return name;
}

struct text desk_reason(struct visit *visit, struct text reason)
{
    struct arena *arena = visit->context->arena;
    struct text out;
    for (size_t i = 0; i + 2 < reason.length; i++) {
        struct text why = {reason.bytes + i + 2, reason.length - i - 2};
        if (reason.bytes[i] != ':' || reason.bytes[i + 1] != ' ') continue;
        if (language_again(visit->context->languages, visit->context->language, arena, why, &out)) return text_printf(arena, "%.*s: %.*s", (int)i, reason.bytes, TEXT_ARG(out));
    }
    (void)language_again(visit->context->languages, visit->context->language, arena, reason, &out);
    return out;
}

/* Of a file that was refused whole. The name stands in it once, without the folder in which the file lay. */
static struct text refusal_of(struct visit *visit, const struct intake_file_view *file)
{
    struct text all = file->refusal;
    const char *name = text_empty(file->name) ? NULL : memmem(all.bytes, all.length, file->name.bytes, file->name.length);
    if (name && name > all.bytes && name[-1] == '/') all = (struct text){name, all.length - (size_t)(name - all.bytes)};
    return desk_reason(visit, all);
}

static struct text verdict_word(struct visit *visit, struct text verdict)
{
    return text_is(verdict, "corrected")     ? web_text(visit, N_("Corrected"))
           : text_is(verdict, "quarantined") ? web_text(visit, N_("Quarantined"))
           : text_is(verdict, "refused")     ? web_text(visit, N_("Row refused"))
                                             : verdict;
}

/* --- Files --- */

/* The one that was chosen just now, else whose file came last. */
static enum result list_profiles(struct visit *visit, struct desk_intake_page *page)
{
    struct list profiles;
    TRY(intake_profiles(visit->context, &profiles));
    struct text chosen = form_text(&visit->form, "profile");
    if (text_empty(chosen) && page->files.count) chosen = ((const struct intake_file_view *)page->files.items)->provider;
    struct desk_profile_choice *choices = ARENA_ARRAY(visit->context->arena, profiles.count + 1, struct desk_profile_choice);
    for (size_t i = 0; i < profiles.count; i++) {
        const struct intake_profile_name *profile = (const struct intake_profile_name *)profiles.items + i;
        choices[i] = (struct desk_profile_choice){profile->name, profile->title, profile->assumed, text_equal(profile->name, chosen)};
    }
    page->profiles = (struct list){&desk_profile_choice_record, choices, profiles.count};
    struct intake_file_view *files = (struct intake_file_view *)page->files.items;
    for (size_t i = 0; i < page->files.count; i++) files[i].provider = desk_provider_title(&profiles, files[i].provider);
    return RESULT_OK;
}

static enum result show_files(struct visit *visit, int status, const struct intake_outcome *outcome, bool dry_run)
{
    struct people_waiting waiting;
    struct desk_intake_page page = {.dry_run = dry_run, .may_import = audit_allows(&visit->context->actor, MAY_IMPORT), .may_read_addresses = audit_allows(&visit->context->actor, MAY_READ_DEMOGRAPHICS)};
    int64_t before = web_number(form_text(&visit->form, "before"));
    page.older = before != 0;
    TRY(people_waiting(visit->context, WORK_ROWS, &waiting));
    page.waiting = waiting.count;
    TRY(intake_files(visit->context, before, FILES_A_PAGE + 1, &page.files));
    page.more = page.files.count > FILES_A_PAGE;
    if (page.more) page.files.count = FILES_A_PAGE;
    for (size_t i = 0; i < page.files.count; i++) {
        struct intake_file_view *file = (struct intake_file_view *)page.files.items + i;
        page.before = file->id;
        file->refusal = refusal_of(visit, file);
    }
    TRY(list_profiles(visit, &page));
    page.verdicts.record = &intake_row_verdict_record;
    if (outcome) {
        page.told = true;
        page.file = outcome->file;
        page.file_id = outcome->id;
        page.seen_before = outcome->seen_before;
        page.rows = outcome->rows;
        page.fresh = outcome->fresh;
        page.unchanged = outcome->unchanged;
        page.corrected = outcome->corrected;
        page.quarantined = outcome->quarantined;
        page.refused = outcome->refused;
        page.verdicts = outcome->verdicts;
        page.more_verdicts = page.verdicts.count > MOST_VERDICTS;
        if (page.more_verdicts) page.verdicts.count = MOST_VERDICTS;
        for (size_t i = 0; i < page.verdicts.count; i++) {
            struct intake_row_verdict *verdict = (struct intake_row_verdict *)page.verdicts.items + i;
            verdict->verdict = verdict_word(visit, verdict->verdict);
            verdict->reason = desk_reason(visit, verdict->reason);
        }
    }
    return web_show(visit, DESK_PAGE_INTAKE, status, &page);
}

enum result desk_intake(struct visit *visit)
{
    return show_files(visit, 200, NULL, false);
}

enum result desk_intake_again(struct visit *visit, int status)
{
    return show_files(visit, status, NULL, false);
}

enum result desk_intake_upload(struct visit *visit)
{
    struct intake_outcome outcome = {0};
    bool dry_run = form_sent(&visit->form, "dry_run");
    visit->context->once.key = TEXT(""); /* the same file again changes nothing, and is told anew */
    /* One of 0 bytes is refused, and kept with the refusal, like any other that is not whole. */
    enum result taken = form_sent(&visit->form, "file")
                            ? intake_upload(visit->context, form_text(&visit->form, "profile"), form_file_name(&visit->form, "file"), form_text(&visit->form, "file"), dry_run, &outcome)
                            : form_missing(visit->context, &visit->form, "file");
    if (taken == RESULT_REFUSED && !visit->context->error.field) visit->context->error.field = "file";
    TRY(taken);
    if (!dry_run) web_settle(visit);
    return show_files(visit, 200, &outcome, dry_run);
}

/* --- One file --- */

enum result desk_file_again(struct visit *visit, int status, int64_t id, int64_t wrong)
{
    struct context *context = visit->context;
    struct intake_file_whole file;
    enum result found = intake_file_read(context, id, &file);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    struct desk_rows waiting, aside;
    int64_t after = web_number(form_text(&visit->form, "after")), aside_after = web_number(form_text(&visit->form, "aside_after"));
    TRY(desk_rows_of(visit, INTAKE_WAITS, id, after, wrong, &waiting));
    TRY(desk_rows_of(visit, INTAKE_ASIDE, id, aside_after, 0, &aside));
    file.view.refusal = refusal_of(visit, &file.view);
    for (size_t i = 0; i < file.rejected.count; i++) {
        struct intake_row_verdict *row = (struct intake_row_verdict *)file.rejected.items + i;
        row->reason = desk_reason(visit, row->reason);
    }
    struct desk_file_page page = {.may_remedy = audit_allows(&context->actor, MAY_REMEDY_ROWS), .may_load = audit_allows(&context->actor, MAY_LOAD_CATALOGUE), .exam_list = waiting.exam_list, .here = id, .bytes = file.bytes, .later = file.later, .aside_count = file.aside,
                                  .rejected_later = file.rejected_later, .title = file.title, .sha256 = file.sha256, .files = {&intake_file_view_record, &file.view, 1}, .texts = file.texts,
                                  .acts = file.acts, .rejections = file.rejected, .more_rejected = file.view.rejected + file.rejected_later - (int64_t)file.rejected.count,
                                  .open_rows = waiting.rows, .others = web_number(form_text(&visit->form, "others")), .after = after, .aside_after = aside_after, .more = waiting.more, .next = waiting.next, .aside = aside.rows, .more_aside = aside.more, .next_aside = aside.next};
    return web_show(visit, DESK_PAGE_FILE, status, &page);
}

enum result desk_file(struct visit *visit)
{
    return desk_file_again(visit, 200, web_number(visit->rest), 0);
}
