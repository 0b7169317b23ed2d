/* What the files of the room share. */
#ifndef PEOPLE_PEOPLE_INSIDE_H
#define PEOPLE_PEOPLE_INSIDE_H

#include "people/people.h"

/* Says each act of the list, of person_act, in the words of the reader's language; one that the table does not know has none (SPEC 11.3). */
MUST_CHECK people_say_acts(struct context *context, struct list *acts);
/* Its details, of person_detail, from the JSON that the journal keeps. `names`, NULL before the first act of a page, remembers what its inner numbers are called: each is asked for once. */
struct people_name;
MUST_CHECK people_say_detail(struct context *context, struct person_act *act, struct people_name **names);
/* How something came to an account or left it, by the word that its history keeps, as who is not its owner reads it. */
struct text people_means_words(struct context *context, struct text means);

#endif
