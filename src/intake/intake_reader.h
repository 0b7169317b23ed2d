/* Reads the texts of a source in a thread of its own and turns them into batches, while the caller writes the batch before. At most three batches wait. */
#ifndef INTAKE_READER_H
#define INTAKE_READER_H

#include "intake/intake_row.h"
#include "intake/intake_store.h"

struct intake_reader;

/* Starts the thread. `received` is for files whose names have no date. All texts' headers have been checked. Where the store takes several writers and it is no dry run, the thread
 * adds the mailboxes that it meets by itself: one without records is nothing that anybody sees. */
struct intake_reader *intake_reader_start(const struct context *context, const struct intake_profile *profile, const struct catalogue *catalogue, const struct intake_source *source,
                                          struct instant received, bool dry_run);
/* Waits for the next batch, which then belongs to the caller; RESULT_NONE at the end. */
MUST_CHECK intake_reader_next(struct context *context, struct intake_reader *reader, struct intake_batch **batch);
/* Ends the thread, wherever it is. NULL is allowed. */
void intake_reader_stop(struct intake_reader *reader);

#endif
