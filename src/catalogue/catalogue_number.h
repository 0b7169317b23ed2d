/* Reading the template of certificate numbers. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_NUMBER_H
#define CATALOGUE_CATALOGUE_NUMBER_H

#include "catalogue/catalogue_syntax.h"

/* A number template; the parts go into the arena. What is wrong stands in `why` (English, a message key). */
bool catalogue_number_read(struct arena *arena, struct text text, const struct number_part **parts, size_t *count, const char **why);

#endif
