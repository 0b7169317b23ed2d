/* The store's secret in `store_setting`. */
#ifndef OUTSIDE_SECRET_STORE_H
#define OUTSIDE_SECRET_STORE_H

#include "outside/database.h"

/* In hexadecimal; RESULT_NONE where there is none. */
MUST_CHECK secret_store_read(struct context *context, struct text *hex);
/* Does nothing where there is one already. */
MUST_CHECK secret_store_keep(struct context *context, struct text hex);

#endif
