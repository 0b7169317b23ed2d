/* Look-ups that travel together: libpq's pipeline mode. One end-of-batch mark is sent a flush; where a statement fails, the server skips the rest of its
 * batch, and those are sent again, each in a batch of its own. Look-ups of one key by the same statement (STATEMENT_OF_MANY) wait for the flush and share statements: to the server, a statement
 * costs more than the keys in it. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "outside/database_postgresql.h"

enum { MOST_SENDINGS = 3 };

struct queued {
    struct queued *next;
    struct queued *beside; /* the further keys of the same statement */
    struct context *context;
    const struct statement *statement;
    const struct prepared *prepared, *many; /* `many`: NULL where the statement has none */
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

static void finish_one(struct postgresql *postgresql, struct queued *queued, enum result result)
{
    struct queued gone = *queued;
    free(queued);
    struct database *before = gone.context->database;
    gone.context->database = &postgresql->database;
    gone.done(gone.context, result, gone.row, gone.data);
    gone.context->database = before;
}

static enum result busy(struct context *context)
{
    return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

/* Each look-up that the statement carries has its own outcome, or `failure` as all of them. */
static void finish(struct postgresql *postgresql, struct queued *queued, enum result failure)
{
    while (queued) {
        struct queued *beside = queued->beside;
        enum result result = failure < 0 ? failure : queued->result;
        if (result < 0 && queued->context->error.result == RESULT_OK) result = busy(queued->context);
        finish_one(postgresql, queued, result);
        queued = beside;
    }
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

static const struct prepared *carrying(const struct queued *queued)
{
    return queued->beside ? queued->many : queued->prepared;
}

static enum result send_one(struct postgresql *postgresql, struct queued *queued)
{
    struct wire wire;
    struct context *context = queued->context;
    const struct prepared *prepared = carrying(queued);
    struct parameters parameters = queued->parameters;
    struct value keys[MOST_PARAMETERS];
    if (queued->beside) {
        /* Keys that are missing are filled up with the last one: it is found once all the same. */
        parameters = (struct parameters){keys, prepared->parameter_count};
        const struct queued *of = queued;
        for (size_t i = 0; i < parameters.count; i++) {
            keys[i] = of->parameters.values[0];
            if (of->beside) of = of->beside;
        }
    }
    TRY(postgresql_wire(context, postgresql, prepared, parameters, &wire));
    if (PQpipelineStatus(postgresql->connection) == PQ_PIPELINE_OFF && !PQenterPipelineMode(postgresql->connection)) return lost(postgresql, context);
    if (!PQsendQueryPrepared(postgresql->connection, ((const struct postgresql_statement *)prepared)->name, (int)parameters.count,
                             wire.values, wire.lengths, wire.formats, 1))
        return lost(postgresql, context);
    queued->sendings++;
    append(&postgresql->sent, &postgresql->sent_last, queued);
    postgresql->unsynced = true;
    return RESULT_OK;
}

/* Its look-ups one by one, each of which may be sent again. */
static void append_apart(struct queued **first, struct queued **last, struct queued *queued)
{
    int sendings = queued->sendings;
    while (queued) {
        struct queued *beside = queued->beside;
        queued->beside = NULL;
        queued->sendings = sendings;
        queued->result = RESULT_NONE;
        append(first, last, queued);
        queued = beside;
    }
}

static void send_gathered(struct postgresql *postgresql)
{
    while (postgresql->gathered) {
        struct queued *first = take_first(&postgresql->gathered), *last = first;
        for (size_t i = 1; i < first->many->parameter_count && postgresql->gathered && postgresql->gathered->many == first->many; i++)
            last = last->beside = take_first(&postgresql->gathered);
        enum result result = send_one(postgresql, first);
        if (result < 0 && postgresql->database.lost) { /* asked again on the next connection */
            error_clear(&first->context->error);
            append_apart(&postgresql->again, &postgresql->again_last, first);
        } else if (result < 0) {
            finish(postgresql, first, result);
        }
    }
}

enum result postgresql_queue(struct context *context, struct database *database, struct prepared *prepared, struct prepared *many, struct parameters parameters,
                             void *row, database_answer *done, void *data)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (postgresql->copying) TRY(postgresql_copy_settle(context, postgresql));
    TRY(postgresql_ahead_settle(context, postgresql));
    struct queued *queued = malloc(sizeof *queued);
    if (!queued) abort();
    *queued = (struct queued){NULL, NULL, context, prepared->statement, prepared, many, copy_parameters(context->arena, parameters), row, done, data, RESULT_NONE, 0};
    if (many) {
        append(&postgresql->gathered, &postgresql->gathered_last, queued);
        return RESULT_OK;
    }
    enum result result = send_one(postgresql, queued);
    if (result < 0) free(queued);
    return result;
}

static void end_batch(struct postgresql *postgresql)
{
    if (!postgresql->unsynced) return;
    postgresql->unsynced = false;
    if (PQpipelineSync(postgresql->connection)) postgresql->syncs++;
    else postgresql->database.lost = true;
}

int postgresql_queue_flush(struct database *database)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    send_gathered(postgresql);
    end_batch(postgresql);
    return postgresql_queue_outstanding(postgresql) ? PQsocket(postgresql->connection) : -1;
}

bool postgresql_queue_outstanding(const struct postgresql *postgresql)
{
    return postgresql->gathered || postgresql->sent || postgresql->again || postgresql->syncs;
}

struct queued *postgresql_queue_collect(struct postgresql *postgresql)
{
    struct queued *waiting = NULL, *last = NULL;
    while (postgresql->sent) append_apart(&waiting, &last, take_first(&postgresql->sent));
    while (postgresql->again) append(&waiting, &last, take_first(&postgresql->again));
    while (postgresql->gathered) append(&waiting, &last, take_first(&postgresql->gathered));
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
        struct prepared *prepared = NULL, *many = NULL;
        enum result result;
        if (!connected) result = lost(postgresql, context);
        else if (queued->sendings >= MOST_SENDINGS) result = busy(context);
        else result = database_prepare_both(context, queued->statement, &prepared, &many);
        queued->prepared = prepared;
        queued->many = many;
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

static bool is_row_of(const struct queued *queued, const PGresult *result, int row)
{
    struct text key = queued->parameters.values[0].text;
    return (size_t)PQgetlength(result, row, 0) == key.length && memcmp(PQgetvalue(result, row, 0), key.bytes, key.length) == 0;
}

static void take_row(struct postgresql *postgresql, struct queued *queued, const struct prepared *prepared, PGresult *result, int row)
{
    struct context *context = queued->context;
    struct database *before = context->database;
    struct cursor cursor = {prepared, result, row};
    context->database = &postgresql->database;
    if (queued->result == RESULT_NONE) queued->result = postgresql_read(context, &cursor, queued->row, true);
    else
        queued->result = context_fail(context, RESULT_BROKEN, "store.rows", N_("The statement {statement} yields more rows than it may."),
                                      "statement", queued->statement->name);
    context->database = before;
}

static void take_answer(struct postgresql *postgresql, PGresult *result)
{
    struct queued *first = postgresql->sent;
    ExecStatusType status = PQresultStatus(result);
    postgresql->answered = true;
    if (status == PGRES_TUPLES_OK) {
        for (int row = 0; row < PQntuples(result); row++)
            for (struct queued *queued = first; queued; queued = queued->beside)
                if (!first->beside || is_row_of(queued, result, row)) take_row(postgresql, queued, carrying(first), result, row);
        PQclear(result);
    } else if (first->beside || status == PGRES_PIPELINE_ABORTED) { /* which of several it was is seen when each is sent for itself */
        PQclear(result);
        first->result = first->beside || first->sendings < MOST_SENDINGS ? RESULT_AGAIN : busy(first->context);
    } else {
        struct database *before = first->context->database;
        first->context->database = &postgresql->database;
        first->result = postgresql_failed(first->context, postgresql, result, first->statement->name, false);
        first->context->database = before;
    }
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
        if (queued->result == RESULT_AGAIN && queued->context->error.result == RESULT_OK) append_apart(&postgresql->again, &postgresql->again_last, queued);
        else finish(postgresql, queued, RESULT_OK);
        return true;
    }
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        postgresql->syncs--;
        const struct queued *last = postgresql->again_last;
        for (bool more = true; more && postgresql->again;) { /* an asker who is told of a failure may take the list away, with a new connection */
            struct queued *queued = take_first(&postgresql->again);
            more = queued != last;
            enum result sent = send_one(postgresql, queued);
            if (sent < 0) finish(postgresql, queued, sent);
            end_batch(postgresql); /* each for itself, that one which fails again holds up no other */
        }
        return true;
    }
    if (postgresql->sent) take_answer(postgresql, result);
    else PQclear(result);
    return true;
}

static void leave_pipeline(struct postgresql *postgresql)
{
    if (!postgresql_queue_outstanding(postgresql) && PQpipelineStatus(postgresql->connection) != PQ_PIPELINE_OFF)
        if (!PQexitPipelineMode(postgresql->connection)) postgresql->database.lost = true;
}

void postgresql_queue_receive(struct database *database)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (!postgresql_queue_outstanding(postgresql)) return;
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
    while (postgresql_queue_outstanding(postgresql)) {
        (void)postgresql_queue_flush(database);
        PGconn *connection = postgresql->connection;
        struct pollfd wait = {.fd = PQsocket(connection), .events = POLLIN};
        if (PQstatus(connection) == CONNECTION_OK && PQisBusy(connection)) (void)poll(&wait, 1, -1);
        postgresql_queue_receive(database);
    }
    leave_pipeline(postgresql);
}
