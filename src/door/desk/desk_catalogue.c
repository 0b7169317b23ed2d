/* The catalogue (SPEC 2.1): the one in effect and those before it, and a new one, which is checked and shown as a difference before it takes effect. */
#include "award/award.h"
#include "base/encoding.h"
#include "catalogue/catalogue.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_intake.h"
#include "door/desk/desk_records.h"
#include "ecert/ecert.h"
#include "outside/language.h"
#include "outside/settings.h"

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
    TRY(catalogue_proposals(context, &page->proposals));
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

/* What is wrong with a text, or what it would change; against which version. */
struct looked {
    struct list problems, differences, lacks;
    bool more_problems, takes_away;
    struct view foreseen;
    int64_t over;
};

static enum result look(struct visit *visit, struct text file, struct text text, struct looked *looked)
{
    struct context *context = visit->context;
    struct catalogue_problems *problems = ARENA_NEW(context->arena, struct catalogue_problems);
    struct catalogue_differences differences = {0};
    const struct list none = {&desk_catalogue_line_record, NULL, 0};
    struct list versions;
    *looked = (struct looked){.problems = none, .differences = none, .lacks = none};
    TRY(catalogue_versions(context, &versions));
    enum result checked = catalogue_check(context, file, text, problems, &differences);
    if (checked < 0 && (checked != RESULT_REFUSED || !problems->count)) return checked;
    error_clear(&context->error);
    looked->over = versions.count ? ((const struct catalogue_history *)versions.items)->id : 0;
    if (checked == RESULT_REFUSED) {
        looked->problems = error_lines(visit, problems->items, problems->count);
        looked->more_problems = problems->more;
        return RESULT_OK;
    }
    looked->differences = difference_lines(visit, &differences);
    if (!differences.count) return RESULT_OK;
    struct ecert_lacks lacks;
    ecert_theme_lacks(context, differences.new, &lacks);
    looked->lacks = error_lines(visit, lacks.items, lacks.count);
    struct award_foreseen *foreseen = ARENA_NEW(context->arena, struct award_foreseen);
    TRY(award_foresee(context, &differences, AWARD_FORESEEN_ACCOUNTS, foreseen));
    looked->foreseen = (struct view){&award_foreseen_record, foreseen};
    looked->takes_away = looked->over && award_foreseen_takes_away(foreseen);
    return RESULT_OK;
}

static struct text to_send_back(struct visit *visit, struct text text)
{
    return encoding_base64url(visit->context->arena, (struct bytes){(const unsigned char *)text.bytes, text.length});
}

/* Checks the text and shows what is wrong with it, or what it would change; it travels along, to be loaded as it was seen. */
static enum result show_check(struct visit *visit, int status, struct text file, struct text text)
{
    struct looked looked;
    TRY(look(visit, file, text, &looked));
    struct desk_catalogue_page page = {.told = true, .file = file, .problems = looked.problems, .more_problems = looked.more_problems, .differences = looked.differences, .lacks = looked.lacks, .foreseen = looked.foreseen,
                                       .over = looked.over, .takes_away = looked.takes_away, .second = looked.takes_away && visit->context->settings->second_person, .reason = form_text(&visit->form, "reason"),
                                       .anew = web_number(form_text(&visit->form, "anew"))};
    if (looked.problems.count) return show(visit, 422, &page);
    page.content = to_send_back(visit, text);
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

static enum result in_effect(struct visit *visit)
{
    TRY(house_follow_catalogue(visit->context));
    web_settle(visit);
    return web_go(visit, "/desk/catalogue", "catalogue-loaded");
}

enum result desk_catalogue_load(struct visit *visit)
{
    struct context *context = visit->context;
    bool effective;
    struct catalogue_problems *problems = ARENA_NEW(context->arena, struct catalogue_problems);
    struct catalogue_differences differences;
    struct text text;
    if (!content_of(visit, &text)) return web_absent(visit);
    const struct catalogue_wish wish = {.file = form_text(&visit->form, "name"), .text = text, .over = web_number(form_text(&visit->form, "over")), .reason = form_text(&visit->form, "reason"),
                                        .anew = web_number(form_text(&visit->form, "anew"))};
    TRY(award_load_catalogue(context, &wish, problems, &differences, &effective));
    if (!effective) return web_go(visit, "/desk/catalogue", "catalogue-proposed");
    return in_effect(visit);
}

/* Another one was loaded meanwhile: what differs from that. Or the reason is missing. */
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

static enum result answer_text(struct visit *visit, struct text text, const char *name, int64_t id)
{
    visit->answer->content_type = "text/plain; charset=utf-8";
    visit->answer->body = text;
    http_answer_header(visit->answer, "Content-Disposition", text_printf(visit->context->arena, "attachment; filename=\"%s-%lld.txt\"", name, (long long)id));
    http_answer_header(visit->answer, "Cache-Control", TEXT("no-store"));
    http_answer_header(visit->answer, "X-Content-Type-Options", TEXT("nosniff"));
    return RESULT_OK;
}

enum result desk_catalogue_text(struct visit *visit)
{
    struct catalogue_past past;
    enum result found = catalogue_version(visit->context, web_number(visit->rest), &past);
    TRY(found);
    return found == RESULT_NONE ? web_absent(visit) : answer_text(visit, past.text, "catalogue", past.version.id);
}

/* --- What waits for a second person (SPEC 11.3) --- */

enum result desk_catalogue_proposal_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct catalogue_proposal *proposal = ARENA_NEW(context->arena, struct catalogue_proposal);
    enum result found = catalogue_proposal(context, web_number(visit->rest), proposal);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    const struct list none = {&desk_catalogue_line_record, NULL, 0};
    struct desk_catalogue_proposal_page page = {.proposals = {&catalogue_proposal_record, proposal, 1}, .problems = none, .differences = none, .lacks = none, .typed = form_text(&visit->form, "back"),
                                                .loaded = text_is(proposal->outcome, "loaded"), .rejected = text_is(proposal->outcome, "rejected"), .renewed = text_is(proposal->outcome, "anew")};
    if (!text_empty(proposal->outcome) || !audit_allows(&context->actor, MAY_LOAD_CATALOGUE)) return web_show(visit, DESK_PAGE_CATALOGUE_PROPOSAL, status, &page);
    struct looked looked;
    TRY(look(visit, proposal->file, proposal->text, &looked));
    page.problems = looked.problems, page.more_problems = looked.more_problems, page.differences = looked.differences, page.lacks = looked.lacks, page.foreseen = looked.foreseen;
    page.over = looked.over, page.takes_away = looked.takes_away, page.second = looked.takes_away && context->settings->second_person;
    page.file = proposal->file, page.reason = proposal->reason, page.anew = proposal->id;
    page.old = proposal->version_id != looked.over;
    page.own = !page.old && context->settings->second_person && proposal->proposed_by == visit->account.id;
    page.confirms = !page.old && !page.own && !looked.problems.count;
    page.renews = page.old && looked.differences.count;
    page.rejects = true;
    if (page.renews) page.content = to_send_back(visit, proposal->text);
    return web_show(visit, DESK_PAGE_CATALOGUE_PROPOSAL, status, &page);
}

enum result desk_catalogue_proposal(struct visit *visit)
{
    return desk_catalogue_proposal_again(visit, 200);
}

enum result desk_catalogue_proposal_act(struct visit *visit)
{
    int64_t id = web_number(visit->rest);
    struct text act = form_text(&visit->form, "act");
    bool confirm = text_is(act, "confirm");
    if (!confirm && !text_is(act, "reject")) return web_absent(visit);
    enum result done = confirm ? catalogue_confirm(visit->context, id) : catalogue_reject(visit->context, id, form_text(&visit->form, "back"));
    if (done == RESULT_NONE) return web_absent(visit);
    TRY(done);
    return confirm ? in_effect(visit) : web_go(visit, "/desk/catalogue", "catalogue-rejected");
}

enum result desk_catalogue_proposal_text(struct visit *visit)
{
    struct catalogue_proposal proposal;
    enum result found = catalogue_proposal(visit->context, web_number(visit->rest), &proposal);
    TRY(found);
    return found == RESULT_NONE ? web_absent(visit) : answer_text(visit, proposal.text, "proposed-catalogue", proposal.id);
}
