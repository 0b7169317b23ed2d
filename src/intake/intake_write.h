/* Writes a source into the store, one large transaction after the other, each of which leaves the store whole: killed between or within them, the same import goes on behind the
 * last one that was committed.
 *
 * Memory: a transaction holds at most 256 MiB of text (24 MiB on PostgreSQL) with about as much again for its rows, three batches (24 MiB of text each) wait, 64 MiB of packed parts, and
 * some 100 bytes for each different mailbox and candidate ID, of which two million are remembered. Most files are small, and need little. */
#ifndef INTAKE_WRITE_H
#define INTAKE_WRITE_H

#include "catalogue/catalogue.h"
#include "intake/intake.h"
#include "intake/intake_source.h"


struct intake_write {
    const struct intake_profile *profile;
    const struct catalogue *catalogue;
    const struct intake_source *source;
    struct instant received;
    bool dry_run;
    int64_t provider, file; /* 0: there is none yet */
    intake_progress *progress;
    void *progress_data;
    size_t most_verdicts;
    struct intake_outcome *outcome; /* its counts and verdicts are filled in */
    struct arena *arena;            /* for what is in the outcome */
};

/* Does all that is left to do. `context` has an arena of the import's own. REFUSED intake_write_seen: somebody else, who had the same file at the same time, has taken the last of it in. */
extern const char intake_write_seen[];
MUST_CHECK intake_write(struct context *context, struct intake_write *write);

#endif
