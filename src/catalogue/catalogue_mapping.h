/* Finding things in a catalogue: by code, by the store's id, and by a provider's exam code. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_MAPPING_H
#define CATALOGUE_CATALOGUE_MAPPING_H

#include "catalogue/catalogue_draft.h"

/* Makes the catalogue's codes findable; before anything refers to them. */
void catalogue_mapping_begin(struct arena *arena, struct catalogue *catalogue);
/* Adds the providers' codes; codes that could mean two exams are problems. */
void catalogue_mapping_build(struct catalogue_draft *draft);
/* Makes the ids findable that stand in exams and certifications; false where one is out of all proportion. */
bool catalogue_mapping_set_ids(struct arena *arena, struct catalogue *catalogue);

#endif
