/* Which template goes with which record. */
#include "door/desk/desk_inside.h"
#include "door/desk/desk_records.h"
#include "intake/intake.h"
#include "intake/intake_demographic.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define L(MEMBER, INNER) FIELD_OF(RECORDED, MEMBER, INNER)

#define RECORDED struct desk_work_page
RECORD(desk_work_page_record, RECORDED, F(name));
#undef RECORDED

#define RECORDED struct desk_intake_page
RECORD(desk_intake_page_record, RECORDED, F(may_import), F(waiting), L(files, intake_file_view_record), L(profiles, intake_profile_name_record), F(profile), F(told), F(dry_run), F(file),
       F(rows), F(fresh), F(unchanged), F(corrected), F(quarantined), F(refused), L(verdicts, intake_row_verdict_record), F(more_verdicts));
#undef RECORDED
#define RECORDED struct desk_row
RECORD(desk_row_record, RECORDED, F(id), F(line), F(provider), F(file), F(code), F(reason), F(raw), F(received), F(exam_unknown), F(wrong), F(address));
#undef RECORDED
#define RECORDED struct desk_rows_page
RECORD(desk_rows_page_record, RECORDED, F(may_remedy), L(rows, desk_row_record), F(after), F(next), F(more));
#undef RECORDED
#define RECORDED struct desk_demographic_page
RECORD(desk_demographic_page_record, RECORDED, L(providers, demographic_provider_record), L(files, demographic_file_record), L(updates, demographic_update_record), F(told), F(accepted),
       F(failed), F(unknown), F(unchanged), F(file_error));
#undef RECORDED

const struct page_binding desk_pages[DESK_PAGE_COUNT] = {
    [DESK_PAGE_WORK] = {"desk-work", &desk_work_page_record},
    [DESK_PAGE_INTAKE] = {"desk-intake", &desk_intake_page_record},
    [DESK_PAGE_ROWS] = {"desk-rows", &desk_rows_page_record},
    [DESK_PAGE_DEMOGRAPHIC] = {"desk-demographics", &desk_demographic_page_record},
};
