/* The calendar by which a catalogue counts (SPEC 1.2). Its data are loaded from a file into the store, and counted by as they stand there: so all nodes and commands count alike, whatever file each of them has. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_CALENDAR_H
#define CATALOGUE_CATALOGUE_CALENDAR_H

#include "catalogue/catalogue.h"

/* The calendar of that name for a catalogue's text: by the newest data that the store has of it, of those up to the id `upto`; where it has none, by the file. `upto` NULL: of a text that is to be loaded, as it will be counted by then.
 * Without a store by the file. Refused as calendar_load. */
MUST_CHECK catalogue_calendar_read(struct context *context, struct arena *arena, const int64_t *upto, struct text name, struct text zone, const struct calendar **calendar);

/* In a transaction: all that was counted by the calendar is due to be counted again. */
MUST_CHECK catalogue_calendar_count_again(struct context *context);
/* In a transaction: loads the data of its file, if they are newer and the file is not fresh, or the first; or (`any`) other ones, whenever they were written, REFUSED where the file is gone or wrong. Then all is due to be counted again. */
MUST_CHECK catalogue_calendar_take(struct context *context, const struct body *body, bool any, bool *taken);

#endif
