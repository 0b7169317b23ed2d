/* What has left an account (SPEC 1.4, 5.4): its owner reads that it was here, since when it is not, and what he can do. Nothing of who has it since. */
#include <stdlib.h>

#include "association/association_request.h"
#include "association/association_store.h"
#include "association/association_unbinding.h"
#include "case/case.h"

#define F(MEMBER) FIELD(struct association_left, MEMBER)
RECORD(association_left_record, struct association_left, F(of_record), F(address), F(exam_code), F(registration_id), F(exam_day), F(at), F(let_go), F(reason), F(case_number), F(may_undo), F(undo_until));

static int newest_first(const void *a, const void *b)
{
    int64_t first = ((const struct association_left *)a)->at.microseconds, second = ((const struct association_left *)b)->at.microseconds;
    return first < second ? 1 : first > second ? -1 : 0;
}

enum result association_left(struct context *context, struct list *list)
{
    struct list unbound, let_go;
    int64_t account = context->actor.account;
    TRY(unbinding_list_left(context, &unbound));
    TRY(association_store_let_go_by_owner(context, account, &let_go));
    struct association_left *items = ARENA_ARRAY(context->arena, unbound.count + let_go.count + 1, struct association_left);
    size_t count = 0;
    for (size_t i = 0; i < unbound.count; i++) {
        const struct unbinding_view *view = (const struct unbinding_view *)unbound.items + i;
        struct case_view of;
        enum result readable = view->account_id == account ? RESULT_OK : case_read(context, view->case_number, &of); /* of an account with which his was one then, it is that one's */
        TRY(readable);
        items[count++] = (struct association_left){.of_record = view->of_record, .address = view->address, .exam_code = view->exam_code, .registration_id = view->registration_id, .exam_day = view->exam_day,
                                                   .at = view->done_at, .reason = view->reason, .case_number = readable == RESULT_OK ? view->case_number : TEXT(""), .may_undo = view->may_undo, .undo_until = view->undo_until};
    }
    for (size_t i = 0; i < let_go.count; i++) {
        struct association_left *item = &items[count++];
        *item = ((const struct association_left *)let_go.items)[i];
        item->let_go = true;
        if (!item->of_record || text_empty(item->address)) continue;
        enum result own = association_proven(context, account, item->address); /* the record may be booked under another person's */
        TRY(own);
        if (own == RESULT_NONE) item->address = association_masked(context, item->address);
    }
    qsort(items, count, sizeof *items, newest_first);
    *list = (struct list){&association_left_record, items, count};
    return RESULT_OK;
}
