/* What the staff's side asks of the store. */
#ifndef PACKAGE_PACKAGE_DISPATCH_STORE_H
#define PACKAGE_PACKAGE_DISPATCH_STORE_H

#include "package/package_dispatch.h"
#include "package/package_store.h"

/* Packages (struct package_row with id and number alone) in that state, one before PACKAGE_MAILED, the first to be due first. */
MUST_CHECK package_store_in_state(struct context *context, enum package_state state, size_t maximum, struct list *rows);
/* The same of those with an id up to that one. */
MUST_CHECK package_store_in_state_up_to(struct context *context, enum package_state state, int64_t up_to, size_t maximum, struct list *rows);
MUST_CHECK package_store_counts(struct context *context, struct day today, struct package_counts *counts);
/* The number of a package of another account that was mailed with the express number since that day; RESULT_NONE. */
MUST_CHECK package_store_number_used(struct context *context, struct text express_number, int64_t account, struct day since, struct text *number);
/* Was anything mailed with the carrier since that day? */
MUST_CHECK package_store_carrier_used(struct context *context, struct text carrier, struct day since, bool *used);
/* Was the package mailed with the express number in a dispatch before that one? */
MUST_CHECK package_store_number_before(struct context *context, int64_t package, int64_t ordinal, struct text express_number, bool *before);
/* Days of what was mailed from that day on, and how many have the same. */
struct package_mailed_row {
    struct day since, due, mailed;
    int64_t count;
};
MUST_CHECK package_store_mailed(struct context *context, struct day from, size_t maximum, struct list *rows);

/* What was printed of a package, the last of each kind. */
struct package_print_row {
    struct text paper; /* label, slip, certificate, list */
    int64_t ordinal, revision;
    struct text address_hash, user_name;
    struct instant at;
};
MUST_CHECK package_store_prints(struct context *context, int64_t package, struct list *rows);
MUST_CHECK package_store_put_print(struct context *context, int64_t package, const struct package_print_row *row);

/* Many that are approved or packed by one press. */
struct package_run_row {
    int64_t id, count, next, done, refused;
    struct text act, numbers, refusals;
    bool printed, more;
    struct instant begun;
};
/* `account` 0: the operator's. RESULT_NONE. */
MUST_CHECK package_store_run(struct context *context, int64_t id, int64_t account, struct package_run_row *row);
MUST_CHECK package_store_run_of_key(struct context *context, struct text key, struct package_run_row *row);
/* Adds it, the id too; the key may be empty. RESULT_NONE where there is one of that key. */
MUST_CHECK package_store_add_run(struct context *context, struct package_run_row *row, struct text key);
/* Reads it, and keeps others waiting who go on with it until the transaction ends. */
MUST_CHECK package_store_take_run(struct context *context, int64_t id, struct package_run_row *row);
/* Writes how far it has come. */
MUST_CHECK package_store_put_run(struct context *context, const struct package_run_row *row);
MUST_CHECK package_store_forget_runs(struct context *context, struct instant before);

#endif
