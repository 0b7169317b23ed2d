/* What the store itself remembers: that it was made, whether it is a demonstration, and how far its clock is ahead. */
#ifndef OUTSIDE_STORE_H
#define OUTSIDE_STORE_H

#include "outside/database.h"

/* Makes or migrates the store at context->database; again: changes nothing. `applied` gets how many migrations ran. The store's secret
 * is made with it. A store that is no demonstration does not become one: REFUSED "store.not_demonstration". */
MUST_CHECK store_init(struct context *context, bool demonstration, int *applied);
MUST_CHECK store_is_demonstration(struct context *context, bool *demonstration);
/* How many microseconds the store's clock is ahead of the machine's; 0 but in demonstrations. */
MUST_CHECK store_clock_ahead(struct context *context, int64_t *microseconds);
/* REFUSED "store.not_demonstration" elsewhere than in a demonstration (SPEC 1.6). */
MUST_CHECK store_set_clock_ahead(struct context *context, int64_t microseconds);

/* Forgets the answers to writes with a key (SPEC 13.4) that were given before that. */
MUST_CHECK store_forget_answers(struct context *context, struct instant before);
/* A value that the store remembers by name; RESULT_NONE where there is none. */
MUST_CHECK store_get(struct context *context, const char *name, struct text *value);
MUST_CHECK store_put(struct context *context, const char *name, struct text value);
/* The same, where it is still what was read (TEXT("") also where there was none); where somebody has put another meanwhile, that stays, and nothing is said. */
MUST_CHECK store_put_over(struct context *context, const char *name, struct text read, struct text value);

/* Takes what goes by that name until then, where nobody has it any more at the context's clock; RESULT_NONE: somebody has. So of many nodes one does what need be done once. */
MUST_CHECK store_claim(struct context *context, const char *name, struct instant until);

#endif
