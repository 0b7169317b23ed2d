/* What the readers of calendar files collect, and calendar.c turns into a table. Private to the room. */
#ifndef CALENDAR_CALENDAR_DRAFT_H
#define CALENDAR_CALENDAR_DRAFT_H

#include "calendar/calendar.h"

enum { DRAFT_FIRST_YEAR = 1900, DRAFT_LAST_YEAR = 2199, DRAFT_DAYS = 109573, CALENDAR_FILE_LIMIT = 1 << 20 };

enum day_mark { MARK_NONE, MARK_FREE, MARK_WORK };

struct calendar_draft {
    struct text version, source;
    bool weekend[7];           /* by day_weekday */
    int first_year, last_year; /* what the data know; 0: no such limit */
    uint8_t *marks;            /* enum day_mark of each day from DRAFT_FIRST_YEAR on */
};

/* An empty draft with Saturday and Sunday free; lives in the arena. */
struct calendar_draft *calendar_draft_new(struct arena *arena);
/* The mark of a day, or NULL where the day lies outside the years that a draft can hold. */
uint8_t *calendar_draft_mark(const struct calendar_draft *draft, struct day day);
/* Makes the calendar of it. */
const struct calendar *calendar_draft_finish(struct arena *arena, const struct calendar_draft *draft, struct text name,
                                             const struct zone *zone);

#endif
