/* The desk's cases (SPEC 11.2): the work list, and one case with its evidence beside what the store knows. */
#include "account/account.h"
#include "association/association.h"
#include "association/association_unbinding.h"
#include "award/award.h"
#include "award/award_name.h"
#include "award/award_stop.h"
#include "case/case.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "door/web_case.h"
#include "door/web_person.h"
#include "intake/intake.h"
#include "outside/language.h"
#include "outside/unicode.h"
#include "package/package_replacement.h"

enum { MOST_CASES = 200, MOST_RECORDS = 200, MOST_CERTIFICATES = 200 };

/* --- The work list --- */

static struct case_filter filter_of(struct text kind, struct text shown)
{
    struct case_filter filter = {.closed = text_is(shown, "closed"), .overdue = text_is(shown, "overdue"), .waiting_asker = text_is(shown, "asker"), .waiting_second = text_is(shown, "second")};
    filter.of_kind = case_kind_of(kind, &filter.kind);
    return filter;
}

enum result desk_cases(struct visit *visit)
{
    struct text kind = form_text(&visit->form, "kind"), shown = form_text(&visit->form, "show");
    struct case_filter filter = filter_of(kind, shown);
    struct desk_cases_page page = {.kind = filter.of_kind ? kind : TEXT(""), .show = shown, .closed = filter.closed, .overdue = filter.overdue, .asker = filter.waiting_asker, .second = filter.waiting_second};
    page.all = !filter.closed && !filter.overdue && !filter.waiting_asker && !filter.waiting_second;
    TRY(case_counts(visit->context, &page.counts));
    for (size_t i = 0; i < page.counts.count; i++) {
        const struct case_count *count = (const struct case_count *)page.counts.items + i;
        page.waiting += count->waiting;
        page.overdue_count += count->overdue;
        page.asker_count += count->asker;
        page.second_count += count->second;
    }
    TRY(case_list(visit->context, &filter, MOST_CASES, &page.cases));
    page.more = page.cases.count == MOST_CASES;
    return web_show(visit, DESK_PAGE_CASES, 200, &page);
}

/* --- Beside the evidence --- */

/* What is asked, the profile, what providers sent, and what is printed: one row each; what is the same as the row before it from the same source stands once. */
static enum result compare_names(struct visit *visit, const struct case_view *view, struct list *names)
{
    struct context *context = visit->context;
    struct award_name_wish wish;
    struct account account;
    struct list records, certificates;
    TRY(award_name_wish_of(context, view->wish, &wish));
    enum result found = account_read(context, view->account_id, &account);
    TRY(found);
    TRY(association_records(context, view->account_id, MOST_RECORDS, &records));
    TRY(award_certificates(context, view->account_id, MOST_CERTIFICATES, &certificates));
    struct desk_name_row *rows = ARENA_ARRAY(context->arena, records.count + certificates.count + 2, struct desk_name_row);
    size_t count = 0;
    rows[count++] = (struct desk_name_row){web_text(visit, N_("As asked")), TEXT(""), wish.name_latin, wish.name_native, true};
    if (found == RESULT_OK) rows[count++] = (struct desk_name_row){web_text(visit, N_("Profile")), TEXT(""), account.name_latin, account.name_native, false};
    for (size_t i = 0; i < certificates.count; i++) {
        const struct certificate *c = (const struct certificate *)certificates.items + i;
        if (c->ever_issued) rows[count++] = (struct desk_name_row){web_text(visit, N_("Certificate")), c->number, c->name_latin, c->name_native, false};
    }
    for (size_t i = 0; i < records.count; i++) {
        const struct exam_record *r = (const struct exam_record *)records.items + i;
        struct desk_name_row row = {web_text(visit, N_("Exam record")), text_printf(context->arena, "%.*s %.*s", TEXT_ARG(r->exam_code), TEXT_ARG(r->registration_id)),
                                    unicode_name(context->arena, r->first_name, r->last_name), unicode_name(context->arena, r->native_first_name, r->native_last_name), false};
        if (text_equal(row.latin, rows[count - 1].latin) && text_equal(row.native, rows[count - 1].native) && text_equal(row.source, rows[count - 1].source)) continue;
        rows[count++] = row;
    }
    *names = (struct list){&desk_name_row_record, rows, count};
    return RESULT_OK;
}

static struct text in_words(struct visit *visit, struct instant instant)
{
    struct context *context = visit->context;
    if (text_empty(visit->frame.language)) web_fill_frame(visit); /* the zone is the reader's, as on the rest of the page */
    return language_instant(context->languages, context->language, context->arena, instant, visit->frame.zone_offset_minutes, visit->frame.zone_name);
}

/* `holds`: the reader of the page has the record himself, and is a party. */
static enum result compare_lost(struct visit *visit, const struct case_view *view, struct desk_case_page *page, bool *holds)
{
    struct context *context = visit->context;
    struct association_lost_mailbox lost;
    bool his;
    enum result found = association_lost_mailbox(context, view->id, &lost);
    if (found != RESULT_OK) return found;
    TRY(account_same_person(context, lost.holder_id, view->account_id, &his));
    TRY(account_same_person(context, lost.holder_id, context->actor.account, holds));
    if (!his && !view->closed) page->holder = lost.holder;
    page->lost_unbinding = lost.unbinding;
    const struct desk_compare_row all[] = {
        {web_text(visit, N_("Name in Latin letters")), unicode_name(context->arena, lost.first_name, lost.last_name), lost.name_latin},
        {web_text(visit, N_("Name in native script")), unicode_name(context->arena, lost.native_first_name, lost.native_last_name), lost.name_native},
        {web_text(visit, N_("Country or region")), web_country_name(visit, lost.country), web_country_name(visit, lost.account_country)},
        {web_text(visit, N_("Mailbox")), lost.mailbox, lost.account_mailbox},
        {web_text(visit, N_("Candidate ID")), lost.candidate_id, TEXT("")},
        {web_text(visit, N_("In the account")), lost.holder, lost.user_name},
        {web_text(visit, N_("Had to leave this account")), TEXT(""), instant_is(lost.forced) ? in_words(visit, lost.forced) : TEXT("")},
        {web_text(visit, N_("The old mailbox’s reader objected")), lost.objection ? in_words(visit, lost.objected) : TEXT(""), TEXT("")},
    };
    struct desk_compare_row *items = ARENA_ARRAY(context->arena, sizeof all / sizeof *all, struct desk_compare_row);
    memcpy(items, all, sizeof all);
    page->compared = (struct list){&desk_compare_row_record, items, sizeof all / sizeof *all};
    return RESULT_OK;
}

static enum result show_case(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct case_view *view = ARENA_NEW(context->arena, struct case_view);
    enum result found = case_read(context, visit->rest, view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    struct desk_case_page page = {.cases = {&case_view_record, view, 1}, .names = {&desk_name_row_record, NULL, 0}, .compared = {&desk_compare_row_record, NULL, 0}};
    page.text = form_text(&visit->form, "text");
    page.note = form_text(&visit->form, "note");
    page.back = form_text(&visit->form, "back");
    page.chose_grant = text_is(form_text(&visit->form, "outcome"), "granted");
    page.chose_refusal = text_is(form_text(&visit->form, "outcome"), "refused");
    page.asks = form_sent(&visit->form, "asks");
    page.typed_reason = form_sent(&visit->form, "reason") ? form_text(&visit->form, "reason") : view->waiting_second ? view->reason : TEXT("");
    TRY(web_case_facts(visit, view, true, &page.facts));
    int64_t before = web_number(form_text(&visit->form, "before"));
    TRY(case_entries(context, view, before, &page.entries, &page.before));
    page.older = before;
    TRY(case_evidence_list(context, view, &page.evidence));
    if (view->of_name) TRY(compare_names(visit, view, &page.names));
    bool holds = false, own, open = !view->closed;
    if (view->of_lost_mailbox) TRY(compare_lost(visit, view, &page, &holds));
    TRY(account_same_person(context, view->account_id, context->actor.account, &own));
    own = own || (open && holds);
    page.may_message = open && !view->of_certificate && audit_allows(&context->actor, MAY_ANSWER_CASES);
    page.may_note = audit_allows(&context->actor, MAY_ANSWER_CASES);
    page.may_answer = page.may_message && view->of_question && !own;
    bool may_decide = open && !own && audit_allows(&context->actor, MAY_DECIDE_CASES), decides = may_decide && (view->of_name || view->of_lost_mailbox || view->of_replacement || view->of_certificate);
    page.may_decide = decides && !view->waiting_second;
    page.may_confirm = decides && view->waiting_second && !text_equal(view->first_by, visit->account.user_name);
    page.may_send_back = may_decide && view->waiting_second; /* of an unbinding, too, which is confirmed on its own page */
    page.answer_by = NO_DAY;
    if (page.may_message && !view->of_unbinding) TRY(case_asked_until(context, &page.answer_by));
    bool reached;
    TRY(case_reached(context, view, &reached));
    page.unreached = view->account_id && !reached;
    page.own = own;
    page.unproven = open && !view->account_id;
    return web_show(visit, DESK_PAGE_CASE, status, &page);
}

enum result desk_case(struct visit *visit)
{
    return show_case(visit, 200);
}

enum result desk_case_again(struct visit *visit, int status)
{
    return show_case(visit, status);
}

/* "NUMBER/ID" */
enum result desk_case_evidence(struct visit *visit)
{
    struct case_view view;
    size_t slash = text_find(visit->rest, "/");
    enum result found = case_read(visit->context, (struct text){visit->rest.bytes, slash}, &view);
    if (found == RESULT_OK) found = web_case_evidence(visit, &view, web_number((struct text){visit->rest.bytes + slash + 1, visit->rest.length - slash - 1}));
    return found == RESULT_NONE ? web_absent(visit) : found;
}

/* --- Acts --- */

/* The case that the form is about; its act is done by `act`, and the page of the case shown again. `here` (or NULL): what is said in place of `done` where no letter reaches the asker. */
typedef enum result case_act(struct visit *visit, const struct case_view *view);

static enum result act_on(struct visit *visit, case_act *act, const char *done, const char *here)
{
    struct case_view view;
    enum result found = case_read(visit->context, visit->rest, &view);
    if (found == RESULT_OK) found = act(visit, &view);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    web_settle(visit);
    bool reached = true;
    if (here && view.account_id) TRY(case_reached(visit->context, &view, &reached));
    return web_go(visit, text_printf(visit->context->arena, "/desk/cases/%.*s", TEXT_ARG(view.number)).bytes, reached ? done : here);
}

static enum result message(struct visit *visit, const struct case_view *view)
{
    return case_add_message(visit->context, view->id, form_text(&visit->form, "text"), form_sent(&visit->form, "asks"));
}

/* What the room calls the text or the reason is another form's field on this page. */
static enum result at_field(struct visit *visit, enum result result, const char *field)
{
    const char *said = visit->context->error.field;
    if (result == RESULT_REFUSED && said && (strcmp(said, "text") == 0 || strcmp(said, "reason") == 0)) visit->context->error.field = field;
    return result;
}

static enum result note(struct visit *visit, const struct case_view *view)
{
    return at_field(visit, case_note(visit->context, view->id, form_text(&visit->form, "note")), "note");
}

static enum result answer(struct visit *visit, const struct case_view *view)
{
    return at_field(visit, case_answer(visit->context, view->id, form_text(&visit->form, "reason")), "reason");
}

static enum result send_back(struct visit *visit, const struct case_view *view)
{
    struct text reason = form_text(&visit->form, "back");
    if (!view->of_unbinding) return at_field(visit, case_send_back(visit->context, view->id, reason), "back");
    struct unbinding_view unbinding;
    enum result found = unbinding_read(visit->context, view->number, &unbinding);
    return found == RESULT_OK ? at_field(visit, unbinding_send_back(visit->context, unbinding.id, reason), "back") : found;
}

/* A name that no font of the artwork can print is not granted (7.2). */
static enum result check_printable(struct visit *visit, const struct case_view *view)
{
    struct context *context = visit->context;
    struct award_name_wish wish;
    TRY(award_name_wish_of(context, view->wish, &wish));
    return context_check_name(context, wish.name_native, wish.name_latin, NULL);
}

/* The room whose matter it is decides. */
static enum result decide_there(struct visit *visit, const struct case_view *view)
{
    struct context *context = visit->context;
    struct text outcome = form_text(&visit->form, "outcome"), reason = form_text(&visit->form, "reason");
    bool grant = text_is(outcome, "granted"), effective;
    if (!grant && !text_is(outcome, "refused"))
        return context_fail(context, RESULT_REFUSED, "case.outcome_missing", N_("Choose whether it is granted or refused."));
    if (view->of_name) {
        if (grant) TRY(check_printable(visit, view));
        return award_decide_name(context, view->id, grant, reason, &effective);
    }
    if (view->of_lost_mailbox) return association_decide_lost_mailbox(context, view->id, grant, reason, &effective);
    if (view->of_replacement) return package_decide_replacement(context, view->id, grant, reason, &effective);
    if (view->of_certificate) return award_decide_stop(context, view->id, grant, reason, &effective);
    return RESULT_NONE; /* a question is answered, an unbinding has a page of its own */
}

static enum result decide(struct visit *visit, const struct case_view *view)
{
    return at_field(visit, decide_there(visit, view), "reason");
}

enum result desk_case_message(struct visit *visit)
{
    return act_on(visit, message, "case-sent", "case-sent-here");
}

enum result desk_case_note(struct visit *visit)
{
    return act_on(visit, note, "case-noted", NULL);
}

enum result desk_case_answer(struct visit *visit)
{
    return act_on(visit, answer, "case-answered", "case-answered-here");
}

enum result desk_case_decide(struct visit *visit)
{
    return act_on(visit, decide, "case-decided", NULL);
}

enum result desk_case_send_back(struct visit *visit)
{
    return act_on(visit, send_back, "case-sent-back", NULL);
}
