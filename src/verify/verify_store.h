/* The register's row on one certificate, as the public's questions need it: one look-up. */
#ifndef VERIFY_VERIFY_STORE_H
#define VERIFY_VERIFY_STORE_H

#include "outside/database.h"

struct register_row {
    int64_t id, certification_id, code_serial, revision;
    int32_t state;
    bool issued; /* it has been once */
    struct text number, reason;
    struct day state_day, exam_day, award_day, issue_day, expiry_day, revision_day;
    struct text name_latin, name_native;
};

/* RESULT_NONE where there is none. `_queued`: by database_queue; `row` must live until `done`. */
MUST_CHECK verify_store_find_queued(struct context *context, struct text number, struct register_row *row, database_answer *done, void *data);
MUST_CHECK verify_store_find(struct context *context, struct text number, struct register_row *row);
/* The same, but a number that there is none of gives its neighbour's row and `found` false: neither answer is sooner there. RESULT_NONE where it has no neighbour either. */
MUST_CHECK verify_store_find_near(struct context *context, struct text number, struct register_row *row, bool *found);
/* The one with this id. */
MUST_CHECK verify_store_find_place(struct context *context, int64_t place, struct register_row *row, bool *found);

#endif
