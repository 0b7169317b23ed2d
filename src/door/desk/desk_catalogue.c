/* The catalogue (SPEC 2.1): the one in effect and those before it, and a new one, which is checked and shown as a difference before it takes effect. */
#include "award/award.h"
#include "base/encoding.h"
#include "catalogue/catalogue.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_intake.h"
#include "door/desk/desk_records.h"
#include "ecert/ecert.h"
#include "outside/language.h"

/* --- What is shown of it --- */

static struct text in_words(struct visit *visit, const struct error *error)
{
    return error_fill(visit->context->arena, error, language_text(visit->context->languages, visit->context->language, error->english));
}

static struct list error_lines(struct visit *visit, const struct error *errors, size_t count)
{
    struct desk_catalogue_line *lines = ARENA_ARRAY(visit->context->arena, count + 1, struct desk_catalogue_line);
    for (size_t i = 0; i < count; i++) lines[i] = (struct desk_catalogue_line){.line = errors[i].line, .text = in_words(visit, &errors[i])};
    return (struct list){&desk_catalogue_line_record, lines, count};
}

static struct list difference_lines(struct visit *visit, const struct catalogue_differences *differences)
{
    struct desk_catalogue_line *lines = ARENA_ARRAY(visit->context->arena, differences->count + 1, struct desk_catalogue_line);
    for (size_t i = 0; i < differences->count; i++) {
        struct text kind = text_of(differences->items[i].kind);
        lines[i] = (struct desk_catalogue_line){.line = differences->items[i].text.line, .text = in_words(visit, &differences->items[i].text), .added = text_is(kind, "added"),
                                                .removed = text_is(kind, "removed"), .changed = text_is(kind, "changed")};
    }
    return (struct list){&desk_catalogue_line_record, lines, differences->count};
}

/* What can be earned today. */
static struct list certifications(struct visit *visit, const struct catalogue *catalogue)
{
    struct context *context = visit->context;
    struct desk_certification_row *rows = ARENA_ARRAY(context->arena, catalogue->certification_count + 1, struct desk_certification_row);
    struct day today = calendar_today(context, catalogue->calendar);
    size_t count = 0;
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        const struct certification_version *version = catalogue_version_on(catalogue, (int32_t)i, today);
        if (!version) continue;
        rows[count++] = (struct desk_certification_row){.code = catalogue->certifications[i].code, .name = catalogue_wording(version->name, context->language),
                                                        .level = catalogue_wording(catalogue->levels[version->level].name, context->language), .months = version->validity_months,
                                                        .years = version->validity_months % 12 ? 0 : version->validity_months / 12, .package = (version->forms & FORM_PACKAGE) != 0};
    }
    return (struct list){&desk_certification_row_record, rows, count};
}

enum result desk_exams(struct visit *visit, struct list *exams)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(visit->context, &catalogue));
    struct desk_exam *items = ARENA_ARRAY(visit->context->arena, catalogue->exam_count + 1, struct desk_exam);
    for (size_t i = 0; i < catalogue->exam_count; i++) items[i] = (struct desk_exam){catalogue->exams[i].code, catalogue_wording(catalogue->exams[i].title, visit->context->language)};
    *exams = (struct list){&desk_exam_record, items, catalogue->exam_count};
    return RESULT_OK;
}

/* Codes that providers send and it does not know, each with the exam that was just refused. */
static enum result find_codes(struct visit *visit, struct desk_catalogue_page *page)
{
    struct list codes, profiles;
    const struct form *form = &visit->form;
    TRY(intake_unknown_codes(visit->context, &codes));
    if (!codes.count) return RESULT_OK;
    TRY(intake_profiles(visit->context, &profiles));
    struct desk_code *items = ARENA_ARRAY(visit->context->arena, codes.count, struct desk_code);
    for (size_t i = 0; i < codes.count; i++) {
        const struct intake_code *code = (const struct intake_code *)codes.items + i;
        bool refused = text_equal(form_text(form, "profile"), code->provider) && text_equal(form_text(form, "code"), code->code);
        items[i] = (struct desk_code){.number = (int64_t)i + 1, .profile = code->provider, .title = desk_provider_title(&profiles, code->provider), .code = code->code, .rows = code->rows, .since = code->since,
                                      .refused = refused, .typed = refused ? form_text(form, "exam_code") : TEXT("")};
        struct frame_error *errors = (struct frame_error *)visit->frame.errors.items;
        for (size_t k = 0; refused && k < visit->frame.errors.count; k++)
            if (text_is(errors[k].field, "exam_code")) errors[k].field = text_printf(visit->context->arena, "exam_code-%zu", i + 1);
    }
    page->codes = (struct list){&desk_code_record, items, codes.count};
    return desk_exams(visit, &page->exam_list);
}

static enum result show(struct visit *visit, int status, struct desk_catalogue_page *page)
{
    struct context *context = visit->context;
    const struct catalogue *catalogue = NULL;
    page->may_load = audit_allows(&context->actor, MAY_LOAD_CATALOGUE);
    page->certifications.record = &desk_certification_row_record;
    page->problems.record = page->differences.record = page->lacks.record = &desk_catalogue_line_record;
    TRY(catalogue_versions(context, &page->versions));
    if (page->may_load && !page->told) TRY(find_codes(visit, page));
    enum result found = catalogue_current(context, &catalogue);
    if (found < 0 && found != RESULT_REFUSED) return found;
    if (found == RESULT_OK) {
        page->body_name = catalogue_wording(catalogue->body.name, context->language);
        page->exams = (int64_t)catalogue->exam_count;
        page->changes = (int64_t)catalogue->change_count;
        page->calendar = calendar_name(catalogue->calendar);
        page->calendar_version = calendar_version(catalogue->calendar);
        page->calendar_source = calendar_source(catalogue->calendar);
        page->calendar_first = calendar_first_day(catalogue->calendar);
        page->calendar_last = calendar_last_day(catalogue->calendar);
        page->certifications = certifications(visit, catalogue);
    }
    error_clear(&context->error); /* there is none yet, or none that can be read: a new one can be loaded all the same */
    return web_show(visit, DESK_PAGE_CATALOGUE, status, page);
}

enum result desk_catalogue(struct visit *visit)
{
    struct desk_catalogue_page page = {0};
    return show(visit, 200, &page);
}

enum result desk_catalogue_again(struct visit *visit, int status)
{
    struct desk_catalogue_page page = {0};
    return show(visit, status, &page);
}

/* --- A new one --- */

/* Of so many accounts what it would mean for their certificates is shown at once; of all it says the command line, for which nobody's browser waits. */
enum { LOOKED_THROUGH = 131072 };

/* Checks the text and shows what is wrong with it, or what it would change; it travels along, to be loaded as it was seen. */
static enum result show_check(struct visit *visit, int status, struct text file, struct text text)
{
    struct context *context = visit->context;
    struct catalogue_problems *problems = ARENA_NEW(context->arena, struct catalogue_problems);
    struct catalogue_differences differences = {0};
    struct desk_catalogue_page page = {.told = true, .file = file};
    struct list versions;
    TRY(catalogue_versions(context, &versions));
    enum result checked = catalogue_check(context, file, text, problems, &differences);
    if (checked < 0 && (checked != RESULT_REFUSED || !problems->count)) return checked;
    error_clear(&context->error);
    if (checked == RESULT_REFUSED) {
        page.problems = error_lines(visit, problems->items, problems->count);
        page.more_problems = problems->more;
        return show(visit, 422, &page);
    }
    page.differences = difference_lines(visit, &differences);
    if (differences.count) {
        struct ecert_lacks lacks;
        ecert_theme_lacks(context, differences.new, &lacks);
        page.lacks = error_lines(visit, lacks.items, lacks.count);
    }
    struct award_foreseen foreseen;
    TRY(award_foresee(context, &differences, LOOKED_THROUGH, &foreseen));
    if (differences.count) page.foreseen = (struct view){&award_foreseen_record, &foreseen};
    page.content = encoding_base64url(context->arena, (struct bytes){(const unsigned char *)text.bytes, text.length});
    page.over = versions.count ? ((const struct catalogue_history *)versions.items)->id : 0;
    return show(visit, status, &page);
}

enum result desk_catalogue_check(struct visit *visit)
{
    return show_check(visit, 200, form_file_name(&visit->form, "file"), form_text(&visit->form, "file"));
}

static bool content_of(struct visit *visit, struct text *text)
{
    struct bytes content;
    if (!encoding_from_base64url(visit->context->arena, form_text(&visit->form, "content"), &content)) return false;
    *text = (struct text){(const char *)content.data, content.length};
    return true;
}

enum result desk_catalogue_load(struct visit *visit)
{
    struct context *context = visit->context;
    struct catalogue_problems *problems = ARENA_NEW(context->arena, struct catalogue_problems);
    struct catalogue_differences differences;
    struct text text;
    if (!content_of(visit, &text)) return web_absent(visit);
    TRY(catalogue_load_over(context, web_number(form_text(&visit->form, "over")), form_text(&visit->form, "name"), text, problems, &differences));
    TRY(house_follow_catalogue(context));
    web_settle(visit);
    return web_go(visit, "/desk/catalogue", "catalogue-loaded");
}

/* Another one was loaded meanwhile: what differs from that. */
enum result desk_catalogue_load_again(struct visit *visit, int status)
{
    struct text text;
    return content_of(visit, &text) ? show_check(visit, status, form_text(&visit->form, "name"), text) : desk_catalogue_again(visit, status);
}

/* --- Earlier ones --- */

enum result desk_catalogue_version(struct visit *visit)
{
    struct catalogue_past past;
    enum result found = catalogue_version(visit->context, web_number(visit->rest), &past);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    struct desk_catalogue_version_page page = {.versions = {&catalogue_history_record, &past.version, 1}, .readable = past.readable, .differences = difference_lines(visit, &past.differences)};
    return web_show(visit, DESK_PAGE_CATALOGUE_VERSION, 200, &page);
}

enum result desk_catalogue_text(struct visit *visit)
{
    struct catalogue_past past;
    enum result found = catalogue_version(visit->context, web_number(visit->rest), &past);
    TRY(found);
    if (found == RESULT_NONE) return web_absent(visit);
    visit->answer->content_type = "text/plain; charset=utf-8";
    visit->answer->body = past.text;
    http_answer_header(visit->answer, "Content-Disposition", text_printf(visit->context->arena, "attachment; filename=\"catalogue-%lld.txt\"", (long long)past.version.id));
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    http_answer_header(visit->answer, "X-Content-Type-Options", TEXT("nosniff"));
    return RESULT_OK;
}
