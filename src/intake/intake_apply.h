/* What the rows of a batch do to the store, inside a transaction: each gets its verdict (SPEC 3.3 to 3.6). */
#ifndef INTAKE_APPLY_H
#define INTAKE_APPLY_H

#include "intake/intake_store.h"

/* What is known of the mailboxes and pairs that the reading thread numbered. Outlives transactions. */
struct intake_numbers {
    int64_t *ids;   /* by address number */
    bool *existed;
    size_t capacity;
    uint64_t *unclear; /* a set of pairs that nobody can tell: (person << 32 | address) + 1, 0 is free */
    size_t unclear_count, unclear_capacity;
};
void intake_numbers_free(struct intake_numbers *numbers);

/* Keeps the verdict of a row that is not plainly new or unchanged; `index` is the row's in the batch. */
typedef enum result intake_note(struct context *context, void *data, const struct intake_batch *batch, size_t index, const struct intake_problem *problem);

/* The work of one transaction. */
struct intake_apply {
    int64_t provider, file;
    struct intake_numbers *numbers;
    bool *meets; /* of the file: see struct intake_bulk_engine */
    struct intake_file_row counts;
    const struct intake_bulk_engine *engine;
    struct intake_bulk *bulk;
    int64_t first_new, last_new; /* records; 0: none */
    int64_t *changed;         /* records, in no order */
    size_t changed_count, changed_capacity;
    intake_note *note;
    void *note_data;
};

/* Begins the work: `apply` has provider, file, numbers, meets, counts and note set. */
MUST_CHECK intake_apply_begin(struct context *context, struct intake_apply *apply);
/* Looks up who the batch's people are; done for all batches of the transaction first. */
MUST_CHECK intake_apply_look(struct context *context, struct intake_apply *apply, struct intake_batch *batch);
/* Takes the rows behind `done_through` of all batches (linked) in, in the order of their registration IDs over all of them. */
MUST_CHECK intake_apply_rows(struct context *context, struct intake_apply *apply, const struct intake_batch *batches, int64_t done_through);
/* Leaves what the rooms above have to follow up. */
MUST_CHECK intake_apply_end(struct context *context, struct intake_apply *apply);
void intake_apply_free(struct intake_apply *apply);

/* Private to the intake_apply files: fills in the batch's states and mailboxes. */
enum intake_person_state { PERSON_CLEAR, PERSON_UNCLEAR, MAILBOX_UNCLEAR };
MUST_CHECK intake_apply_people(struct context *context, struct intake_apply *apply, struct intake_batch *batch);

#endif
