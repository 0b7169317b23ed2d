/* Where is my exam? (SPEC 5.4) */
#include "association/association.h"
#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "intake/intake.h"

static struct where_page typed(struct visit *visit)
{
    const struct form *form = &visit->form;
    return (struct where_page){.exam_code = form_text(form, "exam_code"), .exam_day = form_text(form, "exam_day"), .registration_id = form_text(form, "registration_id"),
                               .mailbox = form_text(form, "mailbox"), .expected = NO_DAY, .moved_to = NO_DAY, .cancelled_on = NO_DAY, .own = {&exam_row_record, NULL, 0}, .intakes = {&intake_last_record, NULL, 0}};
}

enum result site_where_again(struct visit *visit, int status)
{
    struct where_page page = typed(visit);
    return web_show(visit, PAGE_WHERE, status, &page);
}

enum result site_where_form(struct visit *visit)
{
    return site_where_again(visit, 200);
}

/* A form, so that what was typed stands in no address line; it changes nothing. */
enum result site_where(struct visit *visit)
{
    struct where_page page = typed(visit);
    struct association_question question = {.exam_code = page.exam_code, .registration_id = page.registration_id, .mailbox = page.mailbox};
    struct association_whereabouts answer;
    TRY(site_day(visit, "exam_day", &question.exam_day));
    TRY(association_where(visit->context, &question, &answer));
    page.answered = true;
    page.known_code = answer.exam_code;
    page.exam_title = answer.exam_title;
    page.exam_unknown = answer.exam_unknown;
    page.provisional = answer.provisional;
    page.late = answer.late;
    page.ahead = answer.ahead;
    page.elsewhere = answer.elsewhere;
    page.held = answer.held;
    page.quarantined = answer.quarantined;
    page.own_mailbox = answer.own_mailbox;
    page.other_mailbox = answer.other_mailbox;
    page.nothing = answer.nothing;
    page.looked_everywhere = answer.looked_everywhere;
    page.expected = answer.expected;
    page.moved_to = answer.moved_to;
    page.cancelled_on = answer.cancelled_on;
    page.masked = answer.masked;
    page.intakes = site_known_providers(visit->context, &answer.intakes);
    page.left = answer.left;
    site_show_left(visit, &page.left);
    page.claims = answer.claims;
    page.lost = answer.lost;
    TRY(site_exam_rows(visit, &answer.own, &page.own));
    return web_show(visit, PAGE_WHERE, 200, &page);
}
