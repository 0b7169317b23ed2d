/* What the pages of files and of their rows share. */
#ifndef DOOR_DESK_DESK_INTAKE_H
#define DOOR_DESK_DESK_INTAKE_H

#include "door/desk/desk_records.h"
#include "door/web.h"
#include "intake/intake.h"

/* What people call the provider, by the profiles that there are (intake_profiles); its name where there is no such profile any more. */
struct text desk_provider_title(const struct list *profiles, struct text name);
/* Reasons are kept in English: one in the reader's language, which may have its place before it: "NAME:LINE:COLUMN: why", "HEADING: why". */
struct text desk_reason(struct visit *visit, struct text reason);
/* A page of rows, as desk_row: `more` where some are behind them, behind the id `next`. `wrong`: the row whose remedy was just refused. */
enum { DESK_ROWS_A_PAGE = 50 };
struct desk_rows {
    struct list rows, exam_list; /* of desk_exam: where a row waits for what its code means, and the reader may say it */
    int64_t next;
    bool more;
};
/* The exams of the catalogue, as desk_exam. */
MUST_CHECK desk_exams(struct visit *visit, struct list *exams);
MUST_CHECK desk_rows_of(struct visit *visit, enum intake_standing standing, int64_t file, int64_t after, int64_t wrong, struct desk_rows *rows);
/* The page of a file, on which a remedy was refused. */
MUST_CHECK desk_file_again(struct visit *visit, int status, int64_t file, int64_t wrong);

#endif
