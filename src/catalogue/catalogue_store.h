/* All SQL of the catalogue. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_STORE_H
#define CATALOGUE_CATALOGUE_STORE_H

#include "catalogue/catalogue.h"

/* A text as it was loaded. */
struct catalogue_row {
    int64_t id;
    struct text sha256, text;
};

/* What is in effect: the newest text, by the newest of the calendars' data (0: the store has none). An id whose transaction came to nothing is given again, so the hashes of both tell what it is. */
struct catalogue_newest {
    int64_t version, calendar;
    struct text sha256;
};
/* RESULT_NONE where there is no text. */
MUST_CHECK catalogue_store_newest(struct context *context, struct catalogue_newest *newest);
MUST_CHECK catalogue_store_text(struct context *context, int64_t id, struct catalogue_row *row);
/* Nobody else loads until this transaction ends. */
MUST_CHECK catalogue_store_hold(struct context *context);
/* `proposed_by` 0: nobody. */
MUST_CHECK catalogue_store_add(struct context *context, struct text loaded_by, struct text sha256, struct text text, struct text reason, int64_t proposed_by, int64_t *id);
MUST_CHECK catalogue_store_versions(struct context *context, struct list *versions);
/* RESULT_NONE where there is none. */
MUST_CHECK catalogue_store_version(struct context *context, int64_t id, struct catalogue_history *version);
/* The one before it. */
MUST_CHECK catalogue_store_before(struct context *context, int64_t id, struct catalogue_row *row);

MUST_CHECK catalogue_store_propose(struct context *context, const struct catalogue_proposal *proposal, int64_t *id);
MUST_CHECK catalogue_store_proposals(struct context *context, struct list *proposals);
/* With its text. RESULT_NONE where there is none. */
MUST_CHECK catalogue_store_proposal(struct context *context, int64_t id, struct catalogue_proposal *proposal);
/* RESULT_NONE where it has ended already. */
MUST_CHECK catalogue_store_end(struct context *context, int64_t id, const char *outcome, int64_t by, struct text reason);

/* A calendar's data as they were loaded. */
struct calendar_row {
    int64_t id;
    struct instant loaded_at;
    struct text sha256;
    struct bytes content;
};
/* The newest of that name, of those up to that id. RESULT_NONE where there are none. */
MUST_CHECK catalogue_store_calendar(struct context *context, struct text name, int64_t upto, struct calendar_row *row);
MUST_CHECK catalogue_store_calendar_known(struct context *context, struct text name, struct text sha256, bool *known);
/* Behind `follows`; RESULT_NONE where others are there by now. */
MUST_CHECK catalogue_store_add_calendar(struct context *context, struct text name, struct text sha256, struct bytes content, int64_t follows, int64_t *id);

/* Gives each exam and certification of the catalogue that has no row yet one. */
MUST_CHECK catalogue_store_add_codes(struct context *context, const struct catalogue *catalogue);
/* Fills in the ids of all exams and certifications, and, in `arena`, what only earlier catalogues had. */
MUST_CHECK catalogue_store_read_ids(struct context *context, struct arena *arena, struct catalogue *catalogue);

#endif
