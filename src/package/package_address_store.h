/* The table address: all its SQL. */
#ifndef PACKAGE_PACKAGE_ADDRESS_STORE_H
#define PACKAGE_PACKAGE_ADDRESS_STORE_H

#include "package/package_address.h"

/* Makes those who change the account's addresses wait for each other until the transaction ends, and counts them. */
MUST_CHECK package_address_store_take(struct context *context, int64_t account, int64_t *count);
MUST_CHECK package_address_store_list(struct context *context, int64_t account, struct list *addresses);
/* RESULT_NONE where the account has none such; so below. */
MUST_CHECK package_address_store_read(struct context *context, int64_t account, int64_t id, struct package_address *address);
MUST_CHECK package_address_store_add(struct context *context, int64_t account, const struct package_address *address, int64_t *id);
MUST_CHECK package_address_store_change(struct context *context, int64_t account, const struct package_address *address);
MUST_CHECK package_address_store_remove(struct context *context, int64_t account, int64_t id);
/* `id` and no other. */
MUST_CHECK package_address_store_prefer(struct context *context, int64_t account, int64_t id);
/* The one that was changed last. */
MUST_CHECK package_address_store_prefer_any(struct context *context, int64_t account);

/* A merge of two accounts, which the room of associations keeps. */
struct package_address_merge {
    int64_t from_id, into_id;
    struct instant undone;
};
MUST_CHECK package_address_store_merge(struct context *context, int64_t merge, struct package_address_merge *row);
/* Moves addresses by that merge, at most so many, the preferred one first; it is preferred no more. `back`: only what it has brought. */
MUST_CHECK package_address_store_move(struct context *context, int64_t merge, int64_t from, int64_t to, bool back, int64_t most, int64_t *moved);

#endif
