/* All SQL of the association room. */
#ifndef ASSOCIATION_ASSOCIATION_STORE_H
#define ASSOCIATION_ASSOCIATION_STORE_H

#include "association/association.h"
#include "intake/intake.h"

struct request_row {
    int64_t id, account_id, mailbox_id;
    struct text purpose, outcome; /* outcome empty: none yet */
    struct bytes code_hash;
    int64_t code_tries;
    struct instant made, ends;
    struct text address, user_name;
};

/* RESULT_NONE where there is none. */
MUST_CHECK association_store_request_by_token(struct context *context, struct bytes token_hash, struct request_row *row);
MUST_CHECK association_store_request_of(struct context *context, int64_t request, int64_t account, struct request_row *row);
MUST_CHECK association_store_requests(struct context *context, int64_t account, struct instant since, struct list *rows);

struct request_wish {
    int64_t id, account, mailbox;
    const char *purpose;
    struct bytes token_hash, code_hash;
    struct instant made, ends;
};
MUST_CHECK association_store_ask(struct context *context, const struct request_wish *wish);
/* Ends what the account still asks for the mailbox; `ended` gets how many. */
MUST_CHECK association_store_end_open(struct context *context, int64_t account, int64_t mailbox, const char *outcome, struct instant now, int64_t *ended);
/* False in `ended` where it had ended already. */
MUST_CHECK association_store_end(struct context *context, int64_t request, const char *outcome, struct instant now, bool *ended);
MUST_CHECK association_store_mark_too_late(struct context *context, int64_t request);
/* False in `counted` where `most` tries were made before. */
MUST_CHECK association_store_count_try(struct context *context, int64_t request, int most, bool *counted);

MUST_CHECK association_store_list(struct context *context, int64_t account, struct list *associations);
MUST_CHECK association_store_account_of(struct context *context, struct text address, int64_t *account);
MUST_CHECK association_store_records(struct context *context, int64_t account, size_t maximum, struct list *records);
MUST_CHECK association_store_leaving(struct context *context, int64_t account, int64_t mailbox, int64_t record, struct list *records);
MUST_CHECK association_store_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
MUST_CHECK association_store_each_passed_with(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
MUST_CHECK association_store_each_holder(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);

#endif
