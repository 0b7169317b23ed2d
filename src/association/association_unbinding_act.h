/* What is due of unbindings: handlers that association_due lists. */
#ifndef ASSOCIATION_ASSOCIATION_UNBINDING_ACT_H
#define ASSOCIATION_ASSOCIATION_UNBINDING_ACT_H

#include "outside/due.h"

MUST_CHECK unbinding_fall_due(struct context *context, const struct due *due);       /* unbinding-due */
MUST_CHECK unbinding_remind(struct context *context, const struct due *due);         /* unbinding-remind */
MUST_CHECK unbinding_identity_due(struct context *context, const struct due *due);   /* identity-check */

#endif
