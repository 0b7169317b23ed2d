/* Look-ups that travel together: libpq's pipeline mode. One end-of-batch mark is sent a flush; where a look-up fails, the server skips the rest of its
 * batch, and those are sent again. */
#include <poll.h>
#include <stdlib.h>

#include "base/log.h"
#include "outside/database_postgresql.h"

enum { MOST_SENDINGS = 3 };

struct queued {
    struct queued *next;
    struct context *context;
    const struct statement *statement;
    const struct prepared *prepared;
    struct parameters parameters; /* copied into the context's arena: they may have to be sent again */
    void *row;
    database_answer *done;
    void *data;
    enum result result;
    int sendings;
};

static void append(struct queued **first, struct queued **last, struct queued *queued)
{
    queued->next = NULL;
    if (*first) (*last)->next = queued;
    else *first = queued;
    *last = queued;
}

static struct queued *take_first(struct queued **first)
{
    struct queued *queued = *first;
    *first = queued->next;
    return queued;
}

static void finish(struct postgresql *postgresql, struct queued *queued, enum result result)
{
    struct queued gone = *queued;
    free(queued);
    struct database *before = gone.context->database;
    gone.context->database = &postgresql->database;
    gone.done(gone.context, result, gone.row, gone.data);
    gone.context->database = before;
}

static struct parameters copy_parameters(struct arena *arena, struct parameters parameters)
{
    if (parameters.count == 0) return parameters;
    struct value *values = arena_raw(arena, parameters.count * sizeof *values);
    for (size_t i = 0; i < parameters.count; i++) {
        values[i] = parameters.values[i];
        if (values[i].kind == VALUE_TEXT) values[i].text = text_copy(arena, values[i].text);
        if (values[i].kind == VALUE_BYTES && values[i].bytes.length) {
            struct text copied = text_copy(arena, (struct text){(const char *)values[i].bytes.data, values[i].bytes.length});
            values[i].bytes.data = (const unsigned char *)copied.bytes;
        }
    }
    return (struct parameters){values, parameters.count};
}

static enum result lost(struct postgresql *postgresql, struct context *context)
{
    postgresql->database.lost = true;
    return context_fail(context, RESULT_AGAIN, "store.connection_lost", N_("The connection to the store was lost. Try again in a moment."));
}

static enum result send_one(struct postgresql *postgresql, struct queued *queued)
{
    struct wire wire;
    struct context *context = queued->context;
    TRY(postgresql_wire(context, postgresql, queued->prepared, queued->parameters, &wire));
    if (PQpipelineStatus(postgresql->connection) == PQ_PIPELINE_OFF && !PQenterPipelineMode(postgresql->connection)) return lost(postgresql, context);
    if (!PQsendQueryPrepared(postgresql->connection, ((const struct postgresql_statement *)queued->prepared)->name, (int)queued->parameters.count,
                             wire.values, wire.lengths, wire.formats, 1))
        return lost(postgresql, context);
    queued->sendings++;
    append(&postgresql->sent, &postgresql->sent_last, queued);
    postgresql->unsynced = true;
    return RESULT_OK;
}

enum result postgresql_queue(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters, void *row,
                             database_answer *done, void *data)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (postgresql->copying) TRY(postgresql_copy_settle(context, postgresql));
    TRY(postgresql_ahead_settle(context, postgresql));
    struct queued *queued = malloc(sizeof *queued);
    if (!queued) abort();
    *queued = (struct queued){NULL, context, prepared->statement, prepared, copy_parameters(context->arena, parameters), row, done, data, RESULT_NONE, 0};
    enum result result = send_one(postgresql, queued);
    if (result < 0) free(queued);
    return result;
}

int postgresql_queue_flush(struct database *database)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (postgresql->unsynced) {
        postgresql->unsynced = false;
        if (PQpipelineSync(postgresql->connection)) postgresql->syncs++;
        else database->lost = true;
    }
    return postgresql->sent || postgresql->again || postgresql->syncs ? PQsocket(postgresql->connection) : -1;
}

struct queued *postgresql_queue_collect(struct postgresql *postgresql)
{
    struct queued *waiting = postgresql->sent;
    if (postgresql->again) {
        if (waiting) postgresql->sent_last->next = postgresql->again;
        else waiting = postgresql->again;
    }
    postgresql->sent = postgresql->again = NULL;
    postgresql->syncs = 0;
    postgresql->unsynced = postgresql->answered = false;
    return waiting;
}

void postgresql_queue_resend(struct postgresql *postgresql, struct queued *waiting, bool connected)
{
    while (waiting) {
        struct queued *queued = take_first(&waiting);
        struct context *context = queued->context;
        struct database *before = context->database;
        context->database = &postgresql->database;
        struct prepared *prepared = NULL;
        enum result result;
        if (!connected) result = lost(postgresql, context);
        else if (queued->sendings >= MOST_SENDINGS)
            result = context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
        else result = database_prepare(context, queued->statement, &prepared);
        queued->prepared = prepared;
        if (result >= 0) result = send_one(postgresql, queued);
        context->database = before;
        if (result < 0) finish(postgresql, queued, result);
    }
    if (connected) (void)postgresql_queue_flush(&postgresql->database);
}

/* The connection is gone: what waited is asked once more on a new one. */
static void start_over(struct postgresql *postgresql)
{
    WITH_ARENA(arena, 1 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .database = &postgresql->database};
    if (postgresql->database.engine->reconnect(&context, &postgresql->database) < 0) log_line(LOG_ERROR, "no connection to the store");
}

static void take_answer(struct postgresql *postgresql, PGresult *result)
{
    struct queued *queued = postgresql->sent;
    struct context *context = queued->context;
    struct database *before = context->database;
    context->database = &postgresql->database;
    postgresql->answered = true;
    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK: {
        struct cursor cursor = {queued->prepared, result, 0};
        int rows = PQntuples(result);
        if (rows == 0) queued->result = RESULT_NONE;
        else if (rows == 1) queued->result = postgresql_read(context, &cursor, queued->row, true);
        else
            queued->result = context_fail(context, RESULT_BROKEN, "store.rows", N_("The statement {statement} yields more rows than it may."),
                                          "statement", queued->statement->name);
        PQclear(result);
        break;
    }
    case PGRES_PIPELINE_ABORTED:
        PQclear(result);
        queued->result = queued->sendings < MOST_SENDINGS ? RESULT_AGAIN
                                                          : context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
        break;
    default: queued->result = postgresql_failed(context, postgresql, result, queued->statement->name, false);
    }
    context->database = before;
}

/* One step: an answer, its end, or the end of a batch. False where nothing more has come. */
static bool step(struct postgresql *postgresql)
{
    PGconn *connection = postgresql->connection;
    if (PQisBusy(connection)) return false;
    PGresult *result = PQgetResult(connection);
    /* libpq gives an empty result between two look-ups; a second one means that there is nothing to read. */
    if (!result && !postgresql->answered && !PQisBusy(connection)) result = PQgetResult(connection);
    if (!result) {
        if (!postgresql->answered) return false;
        postgresql->answered = false;
        struct queued *queued = take_first(&postgresql->sent);
        if (queued->result == RESULT_AGAIN && queued->context->error.result == RESULT_OK) append(&postgresql->again, &postgresql->again_last, queued);
        else finish(postgresql, queued, queued->result);
        return true;
    }
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        postgresql->syncs--;
        struct queued *again = postgresql->again;
        postgresql->again = NULL;
        while (again) {
            struct queued *queued = take_first(&again);
            enum result sent = send_one(postgresql, queued);
            if (sent < 0) finish(postgresql, queued, sent);
        }
        return true;
    }
    if (postgresql->sent) take_answer(postgresql, result);
    else PQclear(result);
    return true;
}

static void leave_pipeline(struct postgresql *postgresql)
{
    if (!postgresql->sent && !postgresql->again && postgresql->syncs == 0 && PQpipelineStatus(postgresql->connection) != PQ_PIPELINE_OFF)
        if (!PQexitPipelineMode(postgresql->connection)) postgresql->database.lost = true;
}

void postgresql_queue_receive(struct database *database)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (!postgresql->sent && !postgresql->again && postgresql->syncs == 0) return;
    bool alive = PQconsumeInput(postgresql->connection) == 1;
    while ((postgresql->sent || postgresql->syncs) && step(postgresql)) continue;
    if (!alive || PQstatus(postgresql->connection) != CONNECTION_OK || database->lost) start_over(postgresql);
    leave_pipeline(postgresql);
    (void)postgresql_queue_flush(database);
}

void postgresql_queue_drain(struct database *database)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (!postgresql->connection) return;
    while (postgresql->sent || postgresql->again || postgresql->syncs) {
        (void)postgresql_queue_flush(database);
        PGconn *connection = postgresql->connection;
        struct pollfd wait = {.fd = PQsocket(connection), .events = POLLIN};
        if (PQstatus(connection) == CONNECTION_OK && PQisBusy(connection)) (void)poll(&wait, 1, -1);
        postgresql_queue_receive(database);
    }
    leave_pipeline(postgresql);
}
