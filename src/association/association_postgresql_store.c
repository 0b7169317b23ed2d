/* Locks that are PostgreSQL's own; the statements are not registered, as their functions are this engine's. */
#include "association/association_tie_store.h"
#include "outside/database.h"

static const struct statement share = {"share", NULL, "SELECT CASE WHEN pg_advisory_xact_lock_shared(7311300706) IS NULL THEN 0 ELSE 1 END AS locked"};
static const struct statement alone = {"alone", NULL, "SELECT CASE WHEN pg_advisory_xact_lock(7311300706) IS NULL THEN 0 ELSE 1 END AS locked"};

static const struct statement of_mailbox = {
    "of_mailbox", NULL, "SELECT CASE WHEN pg_advisory_xact_lock(73113007, CAST(CAST($1 AS BIGINT) % 2147483647 AS INTEGER)) IS NULL THEN 0 ELSE 1 END AS locked"};

static const struct statement of_record = {
    "of_record", NULL, "SELECT CASE WHEN pg_advisory_xact_lock(73113008, CAST(CAST($1 AS BIGINT) % 2147483647 AS INTEGER)) IS NULL THEN 0 ELSE 1 END AS locked"};

static enum result lock_by(struct context *context, const struct statement *statement, struct parameters parameters)
{
    int64_t locked;
    return database_engine(context->database) == DATABASE_SQLITE ? RESULT_OK : database_integer(context, statement, parameters, &locked);
}

static enum result lock(struct context *context, const struct statement *statement)
{
    return lock_by(context, statement, NO_PARAMETERS);
}

enum result association_store_share(struct context *context)
{
    return lock(context, &share);
}

enum result association_store_wait_for_others(struct context *context)
{
    return lock(context, &alone);
}

enum result association_store_lock_mailbox(struct context *context, int64_t mailbox)
{
    return lock_by(context, &of_mailbox, PARAMETERS(mailbox));
}

enum result association_store_lock_record(struct context *context, int64_t record)
{
    return lock_by(context, &of_record, PARAMETERS(record));
}
