/* Statements of a transaction that nobody waits for: they travel in libpq's pipeline, and their outcome is read before anything else is asked of the connection. */
#include "outside/database_postgresql.h"

static enum result gone(struct context *context, struct postgresql *postgresql)
{
    postgresql->database.lost = true;
    postgresql->ahead_count = 0;
    return context_fail(context, RESULT_AGAIN, "store.connection_lost", N_("The connection to the store was lost. Try again in a moment."));
}

enum result postgresql_run_ahead(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (!postgresql->ahead_count || postgresql->ahead_count == MOST_AHEAD) TRY(postgresql_ready(context, postgresql));
    struct wire wire;
    TRY(postgresql_wire(context, postgresql, prepared, parameters, &wire));
    PGconn *connection = postgresql->connection;
    if (!postgresql->ahead_count && !PQenterPipelineMode(connection)) return gone(context, postgresql);
    if (!PQsendQueryPrepared(connection, ((const struct postgresql_statement *)prepared)->name, (int)parameters.count, wire.values, wire.lengths, wire.formats, 1))
        return gone(context, postgresql);
    postgresql->ahead[postgresql->ahead_count++] = prepared->statement;
    return RESULT_OK;
}

enum result postgresql_ahead_settle(struct context *context, struct postgresql *postgresql)
{
    if (!postgresql->ahead_count) return RESULT_OK;
    PGconn *connection = postgresql->connection;
    int count = postgresql->ahead_count;
    postgresql->ahead_count = 0;
    if (!PQpipelineSync(connection)) return gone(context, postgresql);
    enum result outcome = RESULT_OK;
    for (int i = 0; i < count; i++) {
        PGresult *result = PQgetResult(connection);
        ExecStatusType status = PQresultStatus(result);
        bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        if (!result) return outcome < 0 ? outcome : gone(context, postgresql);
        if (done || outcome < 0) PQclear(result);
        else outcome = postgresql_failed(context, postgresql, result, postgresql->ahead[i]->name, true);
        PQclear(PQgetResult(connection)); /* nothing, behind each */
    }
    PQclear(PQgetResult(connection)); /* the end of the pipeline */
    if (!PQexitPipelineMode(connection)) postgresql->database.lost = true;
    /* Nobody was waiting for a refusal. */
    if (outcome == RESULT_REFUSED) outcome = context->error.result = RESULT_BROKEN;
    return outcome;
}
