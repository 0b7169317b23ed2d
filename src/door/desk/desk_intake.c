/* What providers have sent, and the rows of it that wait for somebody (SPEC 3.2, 3.5, 11.2). */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "intake/intake.h"
#include "outside/language.h"

enum { MOST_FILES = 50, ROWS_A_PAGE = 50, MOST_VERDICTS = 200 };

/* --- Reasons are kept in English, and shown in the reader's language --- */

static struct text worded(struct visit *visit, struct text reason)
{
    struct text out;
    (void)language_again(visit->context->languages, visit->context->language, visit->context->arena, reason, &out);
    return out;
}

/* Of a file that was refused whole: "NAME:LINE:COLUMN: why". The name stands in it once, without the folder in which the file lay. */
static struct text refusal_of(struct visit *visit, const struct intake_file_view *file)
{
    struct arena *arena = visit->context->arena;
    struct text all = file->refusal;
    const char *name = text_empty(file->name) ? NULL : memmem(all.bytes, all.length, file->name.bytes, file->name.length);
    if (name && name > all.bytes && name[-1] == '/') all = (struct text){name, all.length - (size_t)(name - all.bytes)};
    for (size_t i = 0; i + 2 < all.length; i++) {
        struct text why = {all.bytes + i + 2, all.length - i - 2}, out;
        if (all.bytes[i] != ':' || all.bytes[i + 1] != ' ') continue;
        if (language_again(visit->context->languages, visit->context->language, arena, why, &out)) return text_printf(arena, "%.*s: %.*s", (int)i, all.bytes, TEXT_ARG(out));
    }
    return worded(visit, all);
}

static struct text verdict_word(struct visit *visit, struct text verdict)
{
    return text_is(verdict, "corrected")     ? web_text(visit, N_("Corrected"))
           : text_is(verdict, "quarantined") ? web_text(visit, N_("Quarantined"))
           : text_is(verdict, "refused")     ? web_text(visit, N_("Rejected"))
                                             : verdict;
}

/* --- Files --- */

static enum result show_files(struct visit *visit, int status, const struct intake_outcome *outcome, bool dry_run)
{
    struct desk_intake_page page = {.dry_run = dry_run, .may_import = audit_allows(&visit->context->actor, MAY_IMPORT), .may_send = audit_allows(&visit->context->actor, MAY_SEND_DEMOGRAPHICS), .profile = form_text(&visit->form, "profile")};
    TRY(intake_files(visit->context, MOST_FILES, &page.files));
    TRY(intake_profiles(visit->context, &page.profiles));
    for (size_t i = 0; i < page.files.count; i++) {
        struct intake_file_view *file = (struct intake_file_view *)page.files.items + i;
        page.waiting += file->waiting;
        file->refusal = refusal_of(visit, file);
    }
    page.verdicts.record = &intake_row_verdict_record;
    if (outcome) {
        page.told = true;
        page.file = outcome->file;
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
            verdict->reason = worded(visit, verdict->reason);
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
    TRY(intake_upload(visit->context, form_text(&visit->form, "profile"), form_file_name(&visit->form, "file"), form_text(&visit->form, "file"), dry_run, &outcome));
    if (!dry_run) web_settle(visit);
    return show_files(visit, 200, &outcome, dry_run);
}

/* --- Rows that wait --- */

static enum result show_rows(struct visit *visit, int status, int64_t wrong)
{
    struct desk_rows_page page = {.may_remedy = audit_allows(&visit->context->actor, MAY_REMEDY_ROWS), .after = web_number(form_text(&visit->form, "after"))};
    struct list rows;
    TRY(intake_waiting_rows(visit->context, page.after, ROWS_A_PAGE + 1, &rows));
    page.more = rows.count > ROWS_A_PAGE;
    if (page.more) rows.count = ROWS_A_PAGE;
    struct desk_row *items = ARENA_ARRAY(visit->context->arena, rows.count + 1, struct desk_row);
    for (size_t i = 0; i < rows.count; i++) {
        const struct intake_waiting_row *row = (const struct intake_waiting_row *)rows.items + i;
        items[i] = (struct desk_row){.id = row->id, .line = row->line, .provider = row->provider, .file = text_empty(row->member) ? row->file : row->member, .reason = worded(visit, row->reason),
                                     .code = row->code, .raw = row->raw, .received = row->received, .exam_unknown = text_is(row->code, "intake.exam_unknown"),
                                     .may_accept = row->may_accept, .may_name = row->may_name, .early = row->early, .exam_day = row->exam_day,
                                     .wrong = row->id == wrong};
        if (items[i].wrong) items[i].address = form_text(&visit->form, "address");
        page.next = row->id;
    }
    page.rows = (struct list){&desk_row_record, items, rows.count};
    return web_show(visit, DESK_PAGE_ROWS, status, &page);
}

enum result desk_rows(struct visit *visit)
{
    return show_rows(visit, 200, 0);
}

/* Each row has a field for its mailbox: the error leads to the one that was filled in. */
enum result desk_rows_again(struct visit *visit, int status)
{
    int64_t row = web_number(visit->rest);
    struct frame_error *errors = (struct frame_error *)visit->frame.errors.items;
    for (size_t i = 0; i < visit->frame.errors.count; i++)
        if (text_is(errors[i].field, "address")) errors[i].field = text_printf(visit->context->arena, "address-%lld", (long long)row);
    return show_rows(visit, status, row);
}

enum result desk_row_decide(struct visit *visit)
{
    struct context *context = visit->context;
    struct text remedy = form_text(&visit->form, "remedy");
    enum intake_remedy wanted = text_is(remedy, "accept") ? INTAKE_ACCEPT : text_is(remedy, "mailbox") ? INTAKE_MAILBOX : INTAKE_IGNORE;
    if (!text_is(remedy, "accept") && !text_is(remedy, "mailbox") && !text_is(remedy, "ignore")) return web_absent(visit);
    struct intake_outcome outcome;
    if (wanted == INTAKE_MAILBOX && text_empty(form_text(&visit->form, "address"))) {
        enum result missing = context_fail(context, RESULT_REFUSED, "form.missing", N_("{field} is missing. Fill it in."), "field", text_string(context->arena, web_text(visit, N_("Mailbox"))));
        context->error.field = "address";
        return missing;
    }
    enum result decided = intake_decide(context, web_number(visit->rest), wanted, form_text(&visit->form, "address"));
    if (decided == RESULT_REFUSED && text_is(text_of(context->error.code), "intake.mailbox")) context->error.field = "address";
    TRY(decided);
    if (wanted != INTAKE_IGNORE) TRY(intake_rerun(context, &outcome));
    web_settle(visit);
    return web_go(visit, "/desk/intake/waiting", wanted == INTAKE_IGNORE ? "row-aside" : outcome.fresh + outcome.corrected ? "row-in" : "row-waits");
}

enum result desk_rows_rerun(struct visit *visit)
{
    struct intake_outcome outcome;
    TRY(intake_rerun(visit->context, &outcome));
    web_settle(visit);
    return web_go(visit, "/desk/intake/waiting", outcome.fresh + outcome.corrected ? "row-in" : "row-waits");
}
