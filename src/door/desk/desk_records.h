/* What each page's template is given besides the frame. A page shows its seven states from these: empty, one, many, waiting, error, done, not allowed. */
#ifndef DOOR_DESK_DESK_RECORDS_H
#define DOOR_DESK_DESK_RECORDS_H

#include "base/record.h"

struct desk_work_page {
    struct text name; /* of who works here */
};

extern const struct record desk_work_page_record;

#endif
