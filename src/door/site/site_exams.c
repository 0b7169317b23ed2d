/* My Exam: what is associated, and Associate My Exam Record by mailbox (SPEC 5.1, 5.3). */
#include "association/association.h"
#include "association/association_unbinding.h"
#include "catalogue/catalogue.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "intake/intake.h"

enum { MOST_RECORDS = 2000, RECORDS_A_PAGE = 50, MAILBOXES_A_PAGE = 15, LEFT_A_PAGE = 5 };

enum result site_exam_rows(struct visit *visit, const struct list *records, struct list *out)
{
    struct context *context = visit->context;
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    struct exam_row *rows = ARENA_ARRAY(context->arena, records->count + 1, struct exam_row);
    for (size_t i = 0; i < records->count; i++) {
        const struct exam_record *r = (const struct exam_record *)records->items + i;
        int32_t exam = catalogue_exam_by_id(catalogue, r->exam_id);
        rows[i] = (struct exam_row){.provider = r->provider, .registration_id = r->registration_id, .exam_code = r->exam_code,
                                    .exam_title = exam < 0 ? TEXT("") : catalogue_wording(catalogue->exams[exam].title, context->language),
                                    .score = r->score, .exam_day = r->exam_day, .passed = r->grade == GRADE_PASS,
                                    .failed = r->grade == GRADE_FAIL, .no_show = r->grade == GRADE_NO_SHOW, .provisional = r->state == EXAM_PROVISIONAL,
                                    .on_hold = r->state == EXAM_ON_HOLD, .final = r->state == EXAM_FINAL, .revoked = r->state == EXAM_REVOKED, .unbindings = {&unbinding_view_record, NULL, 0}};
    }
    *out = (struct list){&exam_row_record, rows, records->count};
    return RESULT_OK;
}

/* By which each record is to leave: by itself, or with all that came with its mailbox. */
static void find_unbindings(struct visit *visit, const struct list *associations, const struct list *records, struct list *rows)
{
    for (size_t a = 0; a < associations->count; a++) {
        const struct association *association = (const struct association *)associations->items + a;
        for (size_t i = 0; association->unbindings.count && i < records->count; i++) {
            const struct exam_record *record = (const struct exam_record *)records->items + i;
            if (!association_holds(association, record->id)) continue;
            struct unbinding_view *views = ARENA_ARRAY(visit->context->arena, association->unbindings.count, struct unbinding_view);
            struct list *of = &((struct exam_row *)rows->items)[i].unbindings;
            of->items = views;
            for (size_t u = 0; u < association->unbindings.count; u++) {
                const struct unbinding_view *view = (const struct unbinding_view *)association->unbindings.items + u;
                if (!view->of_record || view->record_id == record->id) views[of->count++] = *view;
            }
        }
    }
}

enum result site_exams(struct visit *visit)
{
    struct context *context = visit->context;
    struct exams_page page = {.naming = {&name_to_print_record, NULL, 0}};
    struct list records;
    TRY(association_list_with_records(context, &page.associations));
    struct list associations = page.associations;
    site_show_mailboxes(visit, &page.associations);
    site_part(visit, "mailboxes", MAILBOXES_A_PAGE, &page.associations, &page.mailboxes_part);
    TRY(site_waiting_rows(visit, 0, &page.requests));
    TRY(unbinding_list_claims(context, &page.claims));
    site_part(visit, "claims", LEFT_A_PAGE, &page.claims, &page.claims_part);
    TRY(association_lost_cases(context, &page.lost));
    TRY(association_left(context, &page.left));
    site_show_left(visit, &page.left);
    site_part(visit, "left", LEFT_A_PAGE, &page.left, &page.left_part);
    if (text_starts_with(form_text(&visit->form, "done"), "associated")) TRY(site_naming(visit, true, &page.naming));
    TRY(site_merged_into(visit, &page.merged_into));
    TRY(association_records(context, visit->account.id, MOST_RECORDS, &records));
    site_part(visit, "records", RECORDS_A_PAGE, &records, &page.records_part);
    TRY(site_exam_rows(visit, &records, &page.records));
    find_unbindings(visit, &associations, &records, &page.records);
    return web_show(visit, PAGE_EXAMS, 200, &page);
}

enum result site_associate_form(struct visit *visit)
{
    return site_associate_again(visit, 200);
}

enum result site_associate(struct visit *visit)
{
    struct associate_page page = {.address = form_text(&visit->form, "address")};
    bool anyway = form_sent(&visit->form, "anyway"), associated = false;
    bool dispute = form_sent(&visit->form, "dispute");
    TRY(association_ask(visit->context, page.address, dispute ? ASSOCIATION_DISPUTE : ASSOCIATION_OF_RECORDS, anyway, &associated));
    if (associated && !anyway && !dispute) return web_show(visit, PAGE_ASSOCIATED_ALREADY, 200, &page);
    if (associated && !dispute) return web_go(visit, "/my/exams", "owner-told");
    return web_go(visit, "/my/exams/waiting", "letter-sent");
}

enum result site_associate_again(struct visit *visit, int status)
{
    struct associate_page page = {.address = form_text(&visit->form, "address")};
    TRY(site_waiting_for(visit, false, &page.requests));
    TRY(unbinding_list_claims(visit->context, &page.claims));
    if (page.requests.count) TRY(site_naming(visit, false, &page.naming));
    return web_show(visit, PAGE_ASSOCIATE, status, &page);
}
