/* A lock that is PostgreSQL's own; the statement is not registered, as its functions are this engine's. On SQLite one writes at a time anyway. */
#include "package/package_staff.h"

static const struct statement lock_number = {"lock_number", NULL, "SELECT CASE WHEN pg_advisory_xact_lock(hashtextextended($1, 7311300707)) IS NULL THEN 0 ELSE 1 END AS locked"};

enum result package_store_lock_number(struct context *context, struct text express_number)
{
    int64_t locked;
    return database_engine(context->database) == DATABASE_SQLITE ? RESULT_OK : database_integer(context, &lock_number, PARAMETERS(express_number), &locked);
}
