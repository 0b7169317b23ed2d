/* All SQL of the catalogue. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_STORE_H
#define CATALOGUE_CATALOGUE_STORE_H

#include "catalogue/catalogue.h"

/* A text as it was loaded. */
struct catalogue_row {
    int64_t id;
    struct text sha256, text;
};

/* The newest version's id; RESULT_NONE where there is none. */
MUST_CHECK catalogue_store_newest(struct context *context, int64_t *id);
MUST_CHECK catalogue_store_text(struct context *context, int64_t id, struct catalogue_row *row);
MUST_CHECK catalogue_store_add(struct context *context, struct text loaded_by, struct text sha256, struct text text, int64_t *id);
MUST_CHECK catalogue_store_versions(struct context *context, struct list *versions);
/* RESULT_NONE where there is none. */
MUST_CHECK catalogue_store_version(struct context *context, int64_t id, struct catalogue_history *version);
/* The one before it. */
MUST_CHECK catalogue_store_before(struct context *context, int64_t id, struct catalogue_row *row);

/* Gives each exam and certification of the catalogue that has no row yet one. */
MUST_CHECK catalogue_store_add_codes(struct context *context, const struct catalogue *catalogue);
/* Fills in the ids of all exams and certifications. */
MUST_CHECK catalogue_store_read_ids(struct context *context, struct catalogue *catalogue);

#endif
