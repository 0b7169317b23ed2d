/* SQL of near misses. */
#ifndef AWARD_AWARD_NEAR_STORE_H
#define AWARD_AWARD_NEAR_STORE_H

#include "award/award_near.h"
#include "outside/database.h"

/* A final pass of a person who is known in several places: of a candidate ID, by provider and candidate ID. `account_id` 0: nobody's. */
struct near_place_row {
    int64_t provider_id;
    struct text candidate_id;
    int64_t account_id, mailbox_id;
};
MUST_CHECK near_store_each_of_candidates(struct context *context, database_each_function *each, void *data);
/* A place whose name is that of one to three others; those of one name have one number and stand together. */
struct near_name_row {
    int64_t person, account_id, mailbox_id;
};
/* Accounts, by the confirmed names of their profiles. */
MUST_CHECK near_store_each_of_names(struct context *context, database_each_function *each, void *data);
/* Accounts and mailboxes of nobody's, by the names and the country in their final passes. Reads all records. */
MUST_CHECK near_store_each_of_record_names(struct context *context, database_each_function *each, void *data);
/* A final pass, held by the account, or by nobody under the mailbox. */
struct near_pass {
    int64_t record_id, exam_id;
    struct day exam_day;
};
MUST_CHECK near_store_each_pass(struct context *context, int64_t account, int64_t mailbox, database_each_function *each, void *data);

/* Was something unbound by force between two places, so that it can still be put back? The second is an account or a mailbox; the other is 0. */
MUST_CHECK near_store_forced_apart(struct context *context, int64_t account, int64_t other, int64_t mailbox, struct instant now, bool *apart);
/* `added` gets the id of what was not known before, `changed` of what something else had suggested when an earlier run found it; else 0. */
MUST_CHECK near_store_put(struct context *context, const struct near_miss *miss, int64_t certification, struct text evidence, struct instant now, int64_t run, int64_t *added, int64_t *changed);
/* What another run has found, and this one not any more. */
MUST_CHECK near_store_forget(struct context *context, int64_t run);
/* What a change of this account has settled before the next run: the mailbox is somebody's now, or the certificate is there. */
MUST_CHECK near_store_forget_settled(struct context *context, int64_t account);
MUST_CHECK near_store_next_run(struct context *context, int64_t *run);
MUST_CHECK near_store_count(struct context *context, int64_t *count);

struct near_row {
    int64_t id, account_id, other_account_id, mailbox_id, certification_id;
    struct text account, name_latin, name_native, other_account, other_name_latin, other_name_native, mailbox, certification, evidence, set_aside_by;
    struct instant found, written, set_aside;
};
MUST_CHECK near_store_list(struct context *context, bool set_aside, size_t maximum, struct list *rows);
MUST_CHECK near_store_read(struct context *context, int64_t id, struct near_row *row);
MUST_CHECK near_store_set_aside(struct context *context, int64_t id, bool aside, struct instant now, int64_t by);
/* False in `written` where somebody has written after `since`. */
MUST_CHECK near_store_write(struct context *context, int64_t id, struct instant now, struct instant since, bool *written);
/* The best proven mailbox of an account for letters, with how it is written to; RESULT_NONE. */
struct near_reader {
    struct text address, user_name, name_latin, name_native, language, zone;
};
MUST_CHECK near_store_reader(struct context *context, int64_t account, struct near_reader *reader);

#endif
