/* A provider's answer to new addresses as text (SPEC 3.8). Pure. */
#ifndef INTAKE_DEMOGRAPHIC_ANSWER_H
#define INTAKE_DEMOGRAPHIC_ANSWER_H

#include "intake/intake_profile.h"

struct demographic_answer_row {
    struct text candidate_id; /* empty: the row speaks of the file as a whole */
    struct text message;      /* the provider's words, at most 500 bytes */
    bool accepted;
};

/* Reads a text, by the profile's delimiter, quotes and columns, and adds its rows to `rows` (in the arena; moved as they grow). `where` names it in refusals, which have the line: demographic.bytes,
 * demographic.header, demographic.row, demographic.quote. */
MUST_CHECK demographic_answer_read(struct context *context, const struct intake_profile *profile, struct text where, struct text text, struct demographic_answer_row **rows,
                                   size_t *count);

#endif
