/* Which template goes with which record. */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define L(MEMBER, INNER) FIELD_OF(RECORDED, MEMBER, INNER)

#define RECORDED struct desk_work_page
RECORD(desk_work_page_record, RECORDED, F(name));
#undef RECORDED

const struct page_binding desk_pages[DESK_PAGE_COUNT] = {
    [DESK_PAGE_WORK] = {"desk-work", &desk_work_page_record},
};
