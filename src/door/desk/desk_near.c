/* Near misses (SPEC 5.10, 11.2): the list, two places side by side, and what staff do about them. */
#include "association/association.h"
#include "award/award_near.h"
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "door/desk/desk_sides.h"
#include "intake/intake.h"
#include "people/people.h"

enum { MOST_MISSES = 500, MOST_RECORDS = 200 };

enum result desk_near_again(struct visit *visit, int status)
{
    struct desk_near_page page = {.aside = form_sent(&visit->form, "aside"), .may_judge = audit_allows(&visit->context->actor, MAY_JUDGE_NEAR_MISSES)};
    TRY(award_near_list(visit->context, page.aside, MOST_MISSES, &page.misses));
    TRY(award_near_asked(visit->context, &page.asked));
    return web_show(visit, DESK_PAGE_NEAR, status, &page);
}

enum result desk_near(struct visit *visit)
{
    return desk_near_again(visit, 200);
}

enum result desk_near_find(struct visit *visit)
{
    TRY(award_near_ask(visit->context));
    return web_go(visit, "/desk/near", NULL);
}

static enum result side(struct visit *visit, int64_t account, struct desk_side *side)
{
    struct person person;
    enum result found = people_read(visit->context, account, &person);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    desk_side_of(visit, &person, side);
    return RESULT_OK;
}

enum result desk_near_one_again(struct visit *visit, int status)
{
    struct context *context = visit->context;
    struct near_miss *miss = ARENA_NEW(context->arena, struct near_miss);
    struct desk_side *sides = ARENA_ARRAY(context->arena, 2, struct desk_side);
    enum result found = award_near_read(context, web_number(visit->rest), miss);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    struct desk_near_one_page page = {.may_judge = audit_allows(&context->actor, MAY_JUDGE_NEAR_MISSES), .misses = {&near_miss_record, miss, 1}, .unheld = {&exam_record_record, NULL, 0}};
    TRY(side(visit, miss->account_id, &sides[0]));
    if (miss->other_account_id) TRY(side(visit, miss->other_account_id, &sides[1]));
    desk_sides_mark(visit, &sides[0], &sides[1], 1);
    page.sides = (struct list){&desk_side_record, sides, miss->other_account_id ? 2 : 1};
    if (miss->mailbox_id) TRY(intake_records_of_mailbox(context, miss->mailbox_id, MOST_RECORDS, &page.unheld));
    return web_show(visit, DESK_PAGE_NEAR_ONE, status, &page);
}

enum result desk_near_one(struct visit *visit)
{
    return desk_near_one_again(visit, 200);
}

enum result desk_near_act(struct visit *visit)
{
    int64_t id = web_number(visit->rest);
    struct text act = form_text(&visit->form, "act");
    bool writes = text_is(act, "write"), aside = text_is(act, "aside");
    enum result result = writes ? award_near_write(visit->context, id) : award_near_set_aside(visit->context, id, aside);
    if (result == RESULT_NONE) return web_absent(visit);
    TRY(result);
    return web_go(visit, writes ? text_printf(visit->context->arena, "/desk/near/%lld", (long long)id).bytes : "/desk/near", writes ? "near-written" : aside ? "near-aside" : "near-back");
}
