/* The desk's first page: what there is to do. */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"

enum result desk_work(struct visit *visit)
{
    struct desk_work_page page = {.name = visit->account.user_name};
    return web_show(visit, DESK_PAGE_WORK, 200, &page);
}
