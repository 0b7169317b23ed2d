/* Quarantined rows, run again after the remedy (SPEC 3.5). */
#ifndef INTAKE_RERUN_H
#define INTAKE_RERUN_H

#include "base/context.h"
#include "intake/intake.h"

/* Runs the waiting rows of a file (0: of all) again and adds to the outcome's counts: rows, and what became of them. */
MUST_CHECK intake_rerun_file(struct context *context, int64_t file, struct intake_outcome *outcome);
/* Writes down what staff decided; `address` in normal form. */
MUST_CHECK intake_rerun_decide(struct context *context, int64_t row, enum intake_remedy remedy, struct text address, struct text why, const struct intake_people_of *people);
MUST_CHECK intake_rerun_take_back(struct context *context, int64_t row);

#endif
