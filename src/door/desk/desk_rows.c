/* Rows of files that wait for somebody or were put aside, and what is decided about them (SPEC 3.5). They are shown together, and with their file. */
#include "association/association.h"
#include "association/association_identity.h"
#include "base/buffer.h"
#include "catalogue/catalogue.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_intake.h"
#include "door/desk/desk_sides.h"
#include "letter/address.h"
#include "outside/language.h"
#include "outside/unicode.h"
#include "people/people.h"

static const char WAITING[] = "/desk/intake/waiting", ASIDE[] = "/desk/intake/aside";

/* The record that is there has another name, and none in common with the row. */
static void warn_of_name(struct visit *visit, const struct intake_waiting_row *row, struct desk_row *item)
{
    struct arena *arena = visit->context->arena;
    struct text latin = unicode_name(arena, row->known_first_name, row->known_last_name), native = unicode_name(arena, row->known_native_first_name, row->known_native_last_name);
    const struct text pairs[2][2] = {{item->name_latin, latin}, {item->name_native, native}};
    bool other = false;
    for (int i = 0; i < 2; i++) {
        if (text_empty(pairs[i][0]) || text_empty(pairs[i][1])) continue;
        if (association_identity_same_name(arena, pairs[i][0], pairs[i][1])) return;
        other = true;
    }
    if (!other) return;
    item->other_name = language_both_names(arena, visit->context->language, latin, native);
    item->other_registration = row->known_registration;
    item->by_candidate = row->known_by_candidate;
}

static bool is_unclear(const struct intake_waiting_row *row)
{
    static const char *const unclear[] = {"intake.person_unclear", "intake.mailbox_unclear", "intake.person_changed"};
    for (size_t i = 0; i < sizeof unclear / sizeof *unclear; i++)
        if (text_is(row->code, unclear[i])) return true;
    return false;
}

/* Of one page: many of its rows are about the same persons, and each is read once. */
struct compared {
    int64_t account, record; /* by which he was asked for; the record only where there is no account */
    struct desk_side side;
    bool none;
    struct compared *next;
};

static enum result compare(struct visit *visit, int64_t account, int64_t record, struct compared **page, const struct compared **out)
{
    struct person person;
    if (account) record = 0;
    for (*out = *page; *out; *out = (*out)->next)
        if ((*out)->account == account && (*out)->record == record) return RESULT_OK;
    enum result found = people_compare(visit->context, account, record, &person);
    TRY(found);
    struct compared *new = ARENA_NEW(visit->context->arena, struct compared);
    *new = (struct compared){.account = account, .record = record, .none = found == RESULT_NONE, .next = *page};
    if (!new->none) desk_side_of(visit, &person, &new->side);
    *out = *page = new;
    return RESULT_OK;
}

/* Whoever is there already, by his account or by one of his records, is not there twice. */
static enum result add_side(struct visit *visit, int64_t account, int64_t record, struct compared **page, struct list *sides)
{
    const struct compared *compared;
    struct desk_side *items = (struct desk_side *)sides->items;
    if (sides->count == DESK_SIDES_MOST) return RESULT_OK;
    TRY(compare(visit, account, record, page, &compared));
    if (compared->none) return RESULT_OK;
    for (size_t i = 0; i < sides->count; i++)
        if (items[i].account_id == compared->side.account_id && items[i].record_id == compared->side.record_id) return RESULT_OK;
    items[sides->count++] = compared->side;
    return RESULT_OK;
}

/* Of a row of which it is not clear whose it is, or that has another name than its record: whose it can be, held against what stands in it. */
static enum result find_sides(struct visit *visit, const struct intake_waiting_row *row, struct compared **page, struct desk_row *item)
{
    struct list claimants;
    item->sides = (struct list){&desk_side_record, ARENA_ARRAY(visit->context->arena, DESK_SIDES_MOST, struct desk_side), 0};
    if (!is_unclear(row) && text_empty(item->other_name)) return RESULT_OK;
    if (row->known_id) TRY(add_side(visit, 0, row->known_id, page, &item->sides));
    TRY(people_claimants(visit->context, row->candidate, row->mailbox, &claimants));
    for (size_t i = 0; i < claimants.count; i++) {
        const struct person_record *claimant = (const struct person_record *)claimants.items + i;
        TRY(add_side(visit, claimant->account_id, claimant->id, page, &item->sides));
    }
    struct text mailbox; /* the file has it as somebody typed it */
    if (!address_normal(visit->context->arena, row->mailbox, &mailbox)) mailbox = row->mailbox;
    const struct desk_side given = {.name_latin = item->name_latin, .name_native = item->name_native, .candidates = desk_side_line(visit, item->candidate), .mailboxes = desk_side_line(visit, address_shown(visit->context->arena, mailbox))};
    desk_sides_mark(visit, &given, (struct desk_side *)item->sides.items, item->sides.count);
    desk_sides_fold(&item->sides);
    return RESULT_OK;
}

/* What stands in the way of who reads it: his own account, or that the mailbox which another of the staff proposes is of somebody with another name. Each of the two who decide looks at that, and says that it is so all the same. */
static enum result find_hindrances(struct visit *visit, const struct intake_waiting_row *row, struct desk_row *item)
{
    struct context *context = visit->context;
    struct exam_record names = {.first_name = row->first_name, .last_name = row->last_name, .native_first_name = row->native_first_name, .native_last_name = row->native_last_name};
    struct intake_whose whose;
    struct text mailbox;
    if (!address_normal(context->arena, row->mailbox, &mailbox)) mailbox = TEXT("");
    TRY(association_is_own(context, mailbox, row->known_id, &item->own));
    if (text_empty(row->proposed_mailbox)) return RESULT_OK;
    enum result misfit = association_misfit(context, row->proposed_mailbox, &names, &whose);
    if (misfit != RESULT_OK) return misfit < 0 ? misfit : RESULT_OK;
    item->although = language_both_names(context->arena, context->language, whose.name_latin, whose.name_native);
    item->misfit = true;
    return RESULT_OK;
}

/* A mailbox that is one, and was refused all the same: it is somebody's with another name. */
static bool refused_as_anothers(struct visit *visit, struct text address)
{
    const struct frame_error *errors = visit->frame.errors.items;
    struct text normal;
    for (size_t i = 0; i < visit->frame.errors.count; i++)
        if (text_starts_with(errors[i].field, "address")) return address_normal(visit->context->arena, address, &normal);
    return false;
}

enum result desk_rows_of(struct visit *visit, enum intake_standing standing, int64_t file, int64_t after, int64_t wrong, struct desk_rows *out)
{
    struct arena *arena = visit->context->arena;
    struct list rows, profiles;
    TRY(intake_waiting_rows(visit->context, standing, file, after, DESK_ROWS_A_PAGE + 1, &rows));
    TRY(intake_profiles(visit->context, &profiles));
    *out = (struct desk_rows){.more = rows.count > DESK_ROWS_A_PAGE};
    if (out->more) rows.count = DESK_ROWS_A_PAGE;
    struct desk_row *items = ARENA_ARRAY(arena, rows.count + 1, struct desk_row);
    struct compared *compared = NULL;
    bool choose = false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct intake_waiting_row *row = (const struct intake_waiting_row *)rows.items + i;
        items[i] = (struct desk_row){.id = row->id, .file_id = row->file_id, .line = row->line, .provider = desk_provider_title(&profiles, row->provider), .file = text_empty(row->member) ? row->file : row->member,
                                     .reason = desk_reason(visit, row->reason), .code = row->code, .raw = row->raw, .received = row->received, .days = desk_days_since(visit->context, row->received),
                                     .candidate = row->candidate, .mailbox = row->mailbox, .name_native = unicode_name(arena, row->native_first_name, row->native_last_name),
                                     .name_latin = unicode_name(arena, row->first_name, row->last_name), .cells = row->cells, .sides = {&desk_side_record, NULL, 0},
                                     .exam_unknown = text_is(row->code, "intake.exam_unknown"), .unread = desk_reason(visit, row->unread), .may_accept = row->may_accept, .may_name = row->may_name, .may_take = row->may_accept || row->may_name, .early = row->early,
                                     .exam = row->exam, .grade = row->grade, .score = row->score, .exam_day = row->exam_day, .wrong = row->id == wrong, .proposed_by = row->proposed_by, .proposed_mailbox = row->proposed_mailbox, .proposed_why = row->proposed_why, .address = row->proposed_mailbox, .why = row->why, .by = row->by, .settled = row->settled};
        if (items[i].exam_unknown && standing == INTAKE_WAITS && !text_empty(row->asked)) {
            struct desk_code *code = ARENA_NEW(arena, struct desk_code);
            *code = (struct desk_code){.number = row->id, .row = row->id, .here = file, .after = after, .aside_after = web_number(form_text(&visit->form, "aside_after")), .profile = row->provider, .title = items[i].provider, .code = row->asked, .since = NO_INSTANT, .refused = items[i].wrong, .typed = items[i].wrong ? form_text(&visit->form, "exam_code") : TEXT("")};
            items[i].codes = (struct list){&desk_code_record, code, 1};
            choose |= audit_allows(&visit->context->actor, MAY_LOAD_CATALOGUE);
        }
        items[i].cells.record = &intake_cell_record;
        items[i].anybody = !text_empty(items[i].name_native) || !text_empty(items[i].name_latin);
        warn_of_name(visit, row, &items[i]);
        if (standing == INTAKE_WAITS) {
            TRY(find_sides(visit, row, &compared, &items[i]));
            TRY(find_hindrances(visit, row, &items[i]));
        }
        if (items[i].wrong) {
            items[i].address = form_text(&visit->form, "address");
            items[i].typed = form_text(&visit->form, "reason");
            items[i].all_the_same = form_sent(&visit->form, "all_the_same");
            items[i].misfit |= items[i].all_the_same || refused_as_anothers(visit, items[i].address);
        }
        out->next = row->id;
    }
    out->rows = (struct list){&desk_row_record, items, rows.count};
    return choose ? desk_exams(visit, &out->exam_list) : RESULT_OK;
}

static enum result show_rows(struct visit *visit, int status, int64_t wrong)
{
    struct desk_rows_page page = {.may_remedy = audit_allows(&visit->context->actor, MAY_REMEDY_ROWS), .may_load = audit_allows(&visit->context->actor, MAY_LOAD_CATALOGUE), .after = web_number(form_text(&visit->form, "after")), .others = web_number(form_text(&visit->form, "others"))};
    struct desk_rows rows;
    TRY(desk_rows_of(visit, INTAKE_WAITS, 0, page.after, wrong, &rows));
    page.rows = rows.rows;
    page.exam_list = rows.exam_list;
    page.more = rows.more;
    page.next = rows.next;
    return web_show(visit, DESK_PAGE_ROWS, status, &page);
}

enum result desk_rows(struct visit *visit)
{
    return show_rows(visit, 200, 0);
}

enum result desk_rows_again(struct visit *visit, int status)
{
    return show_rows(visit, status, 0);
}

/* Where the row stood when it was decided about: in its file, or in the list of all; and how far in it. */
static const char *place_of(struct visit *visit, const char *list)
{
    int64_t file = web_number(form_text(&visit->form, "here")), after = web_number(form_text(&visit->form, "after")), aside = web_number(form_text(&visit->form, "aside_after"));
    struct buffer out = buffer_new(visit->context->arena, 64, 200);
    if (file) buffer_printf(&out, "/desk/intake/%lld", (long long)file);
    else buffer_put_string(&out, list);
    if (after) buffer_printf(&out, "?after=%lld", (long long)after);
    if (aside) buffer_printf(&out, "%caside_after=%lld", after ? '&' : '?', (long long)aside);
    return text_string(visit->context->arena, buffer_text(&out));
}

/* Each row has fields of its own: the error leads to the one that was filled in. */
static enum result show_row_again(struct visit *visit, int status, int64_t row)
{
    int64_t file = web_number(form_text(&visit->form, "here"));
    struct frame_error *errors = (struct frame_error *)visit->frame.errors.items;
    for (size_t i = 0; i < visit->frame.errors.count; i++)
        if (text_is(errors[i].field, "address") || text_is(errors[i].field, "reason") || text_is(errors[i].field, "exam_code")) errors[i].field = text_printf(visit->context->arena, "%.*s-%lld", TEXT_ARG(errors[i].field), (long long)row);
    visit->frame.path = text_of(place_of(visit, WAITING));
    return file ? desk_file_again(visit, status, file, row) : show_rows(visit, status, row);
}

enum result desk_row_again(struct visit *visit, int status)
{
    return show_row_again(visit, status, web_number(visit->rest));
}

/* Of the catalogue, to whose page it goes where it was not said on a row's card (SPEC 3.5). All rows that wait for the code are run again. */
enum result desk_code(struct visit *visit)
{
    struct context *context = visit->context;
    const struct form *form = &visit->form;
    TRY(catalogue_add_code(context, form_text(form, "profile"), form_text(form, "code"), form_text(form, "exam_code")));
    TRY(house_follow_catalogue(context));
    web_settle(visit);
    return web_go(visit, web_number(form_text(form, "row")) ? place_of(visit, WAITING) : "/desk/catalogue", "code-known");
}

enum result desk_code_again(struct visit *visit, int status)
{
    int64_t row = web_number(form_text(&visit->form, "row"));
    return row && audit_allows(&visit->context->actor, MAY_READ_INTAKE) ? show_row_again(visit, status, row) : desk_catalogue_again(visit, status);
}

enum result desk_row_decide(struct visit *visit)
{
    struct context *context = visit->context;
    struct text remedy = form_text(&visit->form, "remedy");
    enum intake_remedy wanted = text_is(remedy, "accept") ? INTAKE_ACCEPT : text_is(remedy, "mailbox") ? INTAKE_MAILBOX : INTAKE_IGNORE;
    if (!text_is(remedy, "accept") && !text_is(remedy, "mailbox") && !text_is(remedy, "ignore")) return web_absent(visit);
    struct intake_outcome outcome;
    const struct intake_people_of people = {association_is_own, association_misfit, form_sent(&visit->form, "all_the_same")};
    if (wanted == INTAKE_MAILBOX && text_empty(form_text(&visit->form, "address"))) return form_missing(context, &visit->form, "address");
    TRY(intake_decide(context, web_number(visit->rest), wanted, form_text(&visit->form, "address"), form_text(&visit->form, "reason"), &people));
    enum intake_fate fate = INTAKE_TAKEN_IN;
    int64_t others = 0;
    if (wanted != INTAKE_IGNORE) {
        TRY(intake_rerun(context, &outcome));
        TRY(intake_fate(context, web_number(visit->rest), &fate)); /* others may have come in, and not this one */
        others = outcome.fresh + outcome.unchanged + outcome.corrected - (fate == INTAKE_TAKEN_IN);
    }
    web_settle(visit);
    const char *place = place_of(visit, WAITING);
    if (others > 0) place = text_printf(context->arena, "%s%cothers=%lld", place, strchr(place, '?') ? '&' : '?', (long long)others).bytes;
    return web_go(visit, place, wanted == INTAKE_IGNORE ? "row-aside" : fate == INTAKE_TAKEN_IN ? "row-in" : fate == INTAKE_REFUSED_NOW ? "row-refused" : fate == INTAKE_PROPOSED ? "row-proposed" : others > 0 ? "row-itself-waits" : "row-waits");
}

enum result desk_rows_rerun(struct visit *visit)
{
    struct intake_outcome outcome;
    TRY(intake_rerun(visit->context, &outcome));
    web_settle(visit);
    return web_go(visit, WAITING, outcome.fresh + outcome.corrected ? "row-in" : "row-waits");
}

/* --- Put aside --- */

static enum result show_aside(struct visit *visit, int status)
{
    struct desk_rows_page page = {.may_remedy = audit_allows(&visit->context->actor, MAY_REMEDY_ROWS), .after = web_number(form_text(&visit->form, "after"))};
    struct desk_rows rows;
    TRY(desk_rows_of(visit, INTAKE_ASIDE, 0, page.after, 0, &rows));
    page.rows = rows.rows;
    page.more = rows.more;
    page.next = rows.next;
    return web_show(visit, DESK_PAGE_ASIDE, status, &page);
}

enum result desk_aside(struct visit *visit)
{
    return show_aside(visit, 200);
}

enum result desk_aside_again(struct visit *visit, int status)
{
    int64_t file = web_number(form_text(&visit->form, "here"));
    visit->frame.path = text_of(place_of(visit, ASIDE));
    return file ? desk_file_again(visit, status, file, 0) : show_aside(visit, status);
}

enum result desk_aside_take_back(struct visit *visit)
{
    TRY(intake_take_back(visit->context, web_number(visit->rest)));
    /* To where it waits now: in its file, or among all that wait. */
    return web_go(visit, web_number(form_text(&visit->form, "here")) ? place_of(visit, WAITING) : WAITING, "row-back");
}
