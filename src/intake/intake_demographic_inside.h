/* What the files of the demographic updates share. */
#ifndef INTAKE_DEMOGRAPHIC_INSIDE_H
#define INTAKE_DEMOGRAPHIC_INSIDE_H

#include "intake/intake_demographic.h"
#include "intake/intake_demographic_answer.h"

/* The profile of a provider that takes new addresses from us. MAY_SEND_DEMOGRAPHICS; REFUSED demographic.none. */
MUST_CHECK intake_demographic_profile(struct context *context, struct text name, const struct intake_profile **profile);

/* One text of an answer. */
struct demographic_answer {
    struct text name, member; /* the uploaded file's, and the archive member's, where there is one: they may name the file that is answered */
    struct text text;
    struct demographic_answer_row *rows;
    size_t count;
};
/* Follows it up, in a transaction, and adds to the outcome. It answers the file that its name has in it. Where it names none: of those that wait for answers the one that holds most of its rows, of
 * two the smaller, of those the older one (providers answer in order); what rows are left then answer the next. `provider` 0: nothing was ever sent. */
MUST_CHECK demographic_follow(struct context *context, int64_t provider, const struct demographic_answer *answer, struct demographic_outcome *outcome);

#endif
