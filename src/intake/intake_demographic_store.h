/* All SQL of the demographic updates. */
#ifndef INTAKE_DEMOGRAPHIC_STORE_H
#define INTAKE_DEMOGRAPHIC_STORE_H

#include "intake/intake_demographic.h"
#include "outside/database.h"

MUST_CHECK demographic_store_replace_open(struct context *context, int64_t provider, struct text candidate, struct instant now);
MUST_CHECK demographic_store_queue(struct context *context, const struct demographic_wish *wish, struct instant now);
MUST_CHECK demographic_store_of(struct context *context, int64_t account, size_t maximum, struct list *updates);
MUST_CHECK demographic_store_all(struct context *context, size_t maximum, struct list *updates);
MUST_CHECK demographic_store_told(struct context *context, int64_t account, int64_t mailbox, int64_t record, size_t maximum, struct list *updates);

/* What a line of the file is made of. */
struct demographic_row {
    int64_t id;
    struct text candidate_id, first_name, last_name, address, country, phone;
    struct instant asked;
};
extern const struct record demographic_row_record;
/* The ids of those that are queued and must not be told, as intake_demographic_send says it; and what becomes of each. */
MUST_CHECK demographic_store_not_theirs(struct context *context, int64_t provider, size_t maximum, struct list *ids);
MUST_CHECK demographic_store_withdraw(struct context *context, int64_t update, struct instant now);
MUST_CHECK demographic_store_queued(struct context *context, int64_t provider, size_t maximum, struct list *rows);
/* REFUSED store.duplicate where there is one of that name. */
MUST_CHECK demographic_store_add_file(struct context *context, int64_t provider, struct text name, struct text content, struct instant now, int64_t *file);
MUST_CHECK demographic_store_files(struct context *context, size_t maximum, struct list *files);
MUST_CHECK demographic_store_file(struct context *context, int64_t file, struct text *name, struct bytes *content);
MUST_CHECK demographic_store_providers(struct context *context, size_t maximum, struct list *providers);
/* Marks those of `first`..`last` that are queued; `changed` gets how many. */
MUST_CHECK demographic_store_mark_sent(struct context *context, int64_t provider, int64_t first, int64_t last, int64_t file, struct instant now, int64_t *changed);

/* The newest updates of a candidate ID that were ever sent, one at most in a file. */
struct demographic_sent {
    int64_t id, file_id;
    int32_t state;
};
extern const struct record demographic_sent_record;
MUST_CHECK demographic_store_sent(struct context *context, int64_t provider, struct text candidate, size_t maximum, struct list *updates);
/* The newest files, the oldest of them first. */
struct demographic_sent_file {
    int64_t id, updates;
    struct text name;
    bool confirmed; /* an answer to it was read */
    bool open;      /* none was read, or it left updates without an answer */
};
extern const struct record demographic_sent_file_record;
MUST_CHECK demographic_store_sent_files(struct context *context, int64_t provider, size_t maximum, struct list *files);
/* Notes that the text of an answer was read; `first` is false where it was before. */
MUST_CHECK demographic_store_add_answer(struct context *context, int64_t provider, struct text name, struct text sha256, struct instant now, bool *first);
MUST_CHECK demographic_store_answer(struct context *context, int64_t update, enum demographic_state state, struct text answer, struct instant now);
MUST_CHECK demographic_store_file_answered(struct context *context, int64_t file, struct instant now);
/* The file as a whole was refused: so is each update in it. `changed` gets how many. */
MUST_CHECK demographic_store_file_failed(struct context *context, int64_t file, struct text answer, struct instant now, int64_t *changed);

#endif
