/* Who stands in a file: each candidate ID and each mailbox gets a number, and it is seen which stood together (SPEC 3.6). Belongs to the reading thread. */
#ifndef INTAKE_PEOPLE_H
#define INTAKE_PEOPLE_H

#include "intake/intake_batch.h"

struct intake_people;

struct intake_people *intake_people_new(void);
void intake_people_free(struct intake_people *people);

/* Notes the candidate ID and the mailbox (either may be empty) of each result of a batch that has no problem: fills in the rows' numbers and flags, and lists new mailboxes in the batch. To be called
 * once for each batch, in the file's order. */
void intake_people_note(struct intake_people *people, struct intake_batch *batch);
/* To be called between batches: where there are too many to remember, forgets them all. True where it did. */
bool intake_people_forget(struct intake_people *people);
uint32_t intake_people_addresses(const struct intake_people *people);
uint32_t intake_people_persons(const struct intake_people *people);

#endif
