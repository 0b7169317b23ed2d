/* What the files of the room share. */
#ifndef PEOPLE_PEOPLE_INSIDE_H
#define PEOPLE_PEOPLE_INSIDE_H

#include "people/people.h"

/* Says each act of the list, of person_act, in the words of the reader's language; one that the table does not know has none (SPEC 11.3). */
void people_say_acts(struct context *context, struct list *acts);

#endif
