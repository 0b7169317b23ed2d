/* PostgreSQL through libpq, the engine for many nodes: statements prepared once a connection, values in binary form, a COMMIT whose outcome is known or
 * called unknown. The connection is in database_postgresql_connection.c, queued look-ups are in
 * database_postgresql_queue.c, COPY in database_postgresql_copy.c. */
#include "outside/database_postgresql.h"

#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/log.h"

enum { FETCHED_FIRST = 50, FETCHED_AT_MOST = 5000, FETCHED_BYTES = 2 << 20 };

enum result postgresql_failed(struct context *context, struct postgresql *postgresql, PGresult *result, const char *where, bool unsafe)
{
    struct database *database = &postgresql->database;
    char state[6] = "";
    const char *given = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (given) snprintf(state, sizeof state, "%s", given);
    const char *message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    struct text what = text_copy(context->arena, text_trim(text_of(message ? message : PQerrorMessage(postgresql->connection))));
    const char *constraint = result ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : NULL;
    struct text which = text_copy(context->arena, text_of(constraint ? constraint : "?"));
    PQclear(result);
    if (database->mode != MODE_IDLE) database->failed = true;
    if (PQstatus(postgresql->connection) != CONNECTION_OK || strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0) {
        database->lost = true;
        if (database->mode == MODE_IDLE && unsafe)
            return context_fail(context, RESULT_BROKEN, "store.outcome_unknown",
                                N_("The store did not say whether the change was made. Look before you try again."));
        return context_fail(context, RESULT_AGAIN, "store.connection_lost", N_("The connection to the store was lost. Try again in a moment."));
    }
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "55P03") == 0)
        return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    if (strcmp(state, "23505") == 0)
        return context_fail(context, RESULT_REFUSED, "store.duplicate", N_("This is already in the store ({what})."), "what", which.bytes);
    if (strncmp(state, "23", 2) == 0 || strcmp(state, "P0001") == 0) /* a constraint, or a trigger that keeps one */
        return context_fail(context, RESULT_BROKEN, "store.constraint", N_("{statement} would break a rule of the store: {what}"), "statement", where,
                            "what", what.bytes);
    if (strcmp(state, "53100") == 0)
        return context_fail(context, RESULT_BROKEN, "store.full", N_("There is no room left where the store lies. Make room and try again."));
    return context_fail(context, RESULT_BROKEN, "store.failed", N_("The store failed at {statement}: {what}"), "statement", where, "what", what.bytes);
}

enum result postgresql_ready(struct context *context, struct postgresql *postgresql)
{
    if (__builtin_expect(postgresql_queue_outstanding(postgresql), 0)) postgresql_queue_drain(&postgresql->database);
    if (__builtin_expect(postgresql->copying != NULL, 0)) return postgresql_copy_settle(context, postgresql);
    if (__builtin_expect(postgresql->ahead_count != 0, 0)) return postgresql_ahead_settle(context, postgresql);
    return RESULT_OK;
}

enum result postgresql_execute(struct context *context, struct postgresql *postgresql, const char *sql, ExecStatusType expected)
{
    PGresult *result = PQexec(postgresql->connection, sql);
    if (PQresultStatus(result) != expected) return postgresql_failed(context, postgresql, result, "the server", true);
    PQclear(result);
    return RESULT_OK;
}

/* --- Statements --- */

static bool has_word(const char *sql, const char *word)
{
    size_t length = strlen(word);
    for (const char *found = sql; (found = strcasestr(found, word)); found += length)
        if ((found == sql || strchr(" (\n\t", found[-1])) && (found[length] == 0 || strchr(" (\n\t", found[length]))) return true;
    return false;
}

static bool only_reads(const char *sql)
{
    sql += strspn(sql, " \n\t");
    if (strncasecmp(sql, "SELECT", 6) == 0) return !has_word(sql, "nextval") && !has_word(sql, "setval");
    return strncasecmp(sql, "WITH", 4) == 0 && !has_word(sql, "INSERT") && !has_word(sql, "UPDATE") && !has_word(sql, "DELETE");
}

static bool type_is_known(Oid type)
{
    switch (type) {
    case TYPE_BOOL: case TYPE_BYTEA: case TYPE_NAME: case TYPE_INT8: case TYPE_INT2: case TYPE_INT4: case TYPE_TEXT: case TYPE_UNKNOWN:
    case TYPE_BPCHAR: case TYPE_VARCHAR: case TYPE_VOID: return true;
    default: return false;
    }
}

static void postgresql_forget(struct database *database, struct prepared *prepared)
{
    prepared_end(prepared);
    free(prepared);
}

static enum result describe(struct context *context, struct postgresql_statement *own, const PGresult *described)
{
    struct prepared *prepared = &own->prepared;
    prepared->parameter_count = (size_t)PQnparams(described);
    if (prepared->parameter_count > MOST_PARAMETERS)
        return context_fail(context, RESULT_BROKEN, "store.parameters", N_("The statement {statement} was given a wrong count of parameters."),
                            "statement", prepared->statement->name);
    for (size_t i = 0; i < prepared->parameter_count; i++) own->types[i] = PQparamtype(described, (int)i);
    for (size_t i = 0; i < prepared->column_count; i++) {
        if (!type_is_known(PQftype(described, (int)i)))
            return context_fail(context, RESULT_BROKEN, "store.column_type",
                                N_("The statement {statement} yields {column} as a type that is not in use here. CAST it AS BIGINT, TEXT or BYTEA."),
                                "statement", prepared->statement->name, "column", PQfname(described, (int)i));
        TRY(prepared_column(context, prepared, i, PQfname(described, (int)i)));
    }
    return RESULT_OK;
}

static enum result postgresql_prepare(struct context *context, struct database *database, const struct statement *statement, struct prepared **prepared)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    TRY(postgresql_ready(context, postgresql));
    char name[16] = ""; /* without one the server keeps it until the next that has none */
    if (!statement->once) snprintf(name, sizeof name, "s%u", ++postgresql->names);
    PGresult *result = PQprepare(postgresql->connection, name, statement->sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) return postgresql_failed(context, postgresql, result, statement->name, false);
    PQclear(result);
    result = PQdescribePrepared(postgresql->connection, name);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) return postgresql_failed(context, postgresql, result, statement->name, false);
    struct postgresql_statement *own = calloc(1, sizeof *own);
    if (!own) abort();
    memcpy(own->name, name, sizeof name);
    own->prepared.only_reads = only_reads(statement->sql);
    prepared_begin(&own->prepared, statement, (size_t)PQnfields(result));
    enum result described = describe(context, own, result);
    PQclear(result);
    if (described < 0) {
        postgresql_forget(database, &own->prepared);
        return described;
    }
    *prepared = &own->prepared;
    return RESULT_OK;
}

static enum result wrong_parameter(struct context *context, struct postgresql *postgresql, const struct prepared *prepared, size_t at, const char *why)
{
    if (postgresql->database.mode != MODE_IDLE) postgresql->database.failed = true;
    return context_fail(context, RESULT_BROKEN, "store.parameter", N_("Parameter {number} of the statement {statement} is wrong: {what}"), "number",
                        text_printf(context->arena, "%zu", at + 1).bytes, "statement", prepared->statement->name, "what", why);
}

enum result postgresql_wire(struct context *context, struct postgresql *postgresql, const struct prepared *prepared, struct parameters parameters, struct wire *wire)
{
    const struct postgresql_statement *own = (const struct postgresql_statement *)prepared;
    if (parameters.count != prepared->parameter_count) return wrong_parameter(context, postgresql, prepared, parameters.count, "their count");
    for (size_t i = 0; i < parameters.count; i++) {
        const struct value *value = &parameters.values[i];
        Oid type = own->types[i];
        bool is_text = type == TYPE_TEXT || type == TYPE_VARCHAR || type == TYPE_BPCHAR || type == TYPE_NAME || type == TYPE_UNKNOWN;
        wire->formats[i] = 1;
        wire->values[i] = (const char *)wire->numbers[i];
        switch (value->kind) {
        case VALUE_NULL: wire->values[i] = NULL, wire->lengths[i] = 0; break;
        case VALUE_INTEGER:
            if (type == TYPE_INT8) {
                uint64_t big = htobe64((uint64_t)value->integer);
                memcpy(wire->numbers[i], &big, wire->lengths[i] = 8);
            } else if (type == TYPE_INT4 && value->integer == (int32_t)value->integer) {
                uint32_t big = htobe32((uint32_t)value->integer);
                memcpy(wire->numbers[i], &big, wire->lengths[i] = 4);
            } else if (type == TYPE_INT2 && value->integer == (int16_t)value->integer) {
                uint16_t big = htobe16((uint16_t)value->integer);
                memcpy(wire->numbers[i], &big, wire->lengths[i] = 2);
            } else if (type == TYPE_BOOL) {
                wire->numbers[i][0] = value->integer != 0;
                wire->lengths[i] = 1;
            } else {
                return wrong_parameter(context, postgresql, prepared, i, "PostgreSQL takes it for a smaller number or a text; CAST it AS BIGINT");
            }
            break;
        case VALUE_TEXT:
            if (!is_text) return wrong_parameter(context, postgresql, prepared, i, "PostgreSQL does not take it for a text; CAST it AS TEXT");
            wire->values[i] = value->text.length ? value->text.bytes : "";
            wire->lengths[i] = (int)value->text.length;
            break;
        case VALUE_BYTES:
            if (type != TYPE_BYTEA) return wrong_parameter(context, postgresql, prepared, i, "PostgreSQL does not take it for bytes");
            wire->values[i] = value->bytes.length ? (const char *)value->bytes.data : "";
            wire->lengths[i] = (int)value->bytes.length;
            break;
        }
    }
    return RESULT_OK;
}

static enum result postgresql_value(struct context *context, const struct cursor *cursor, size_t column, struct value *value)
{
    const PGresult *result = cursor->native;
    int row = cursor->row, at = (int)column;
    if (PQgetisnull(result, row, at)) {
        *value = (struct value){.kind = VALUE_NULL};
        return RESULT_OK;
    }
    const char *bytes = PQgetvalue(result, row, at);
    size_t length = (size_t)PQgetlength(result, row, at);
    uint64_t eight;
    uint32_t four;
    uint16_t two;
    switch (PQftype(result, at)) {
    case TYPE_INT8: memcpy(&eight, bytes, 8), *value = value_integer((int64_t)be64toh(eight)); break;
    case TYPE_INT4: memcpy(&four, bytes, 4), *value = value_integer((int32_t)be32toh(four)); break;
    case TYPE_INT2: memcpy(&two, bytes, 2), *value = value_integer((int16_t)be16toh(two)); break;
    case TYPE_BOOL: *value = value_integer(bytes[0] != 0); break;
    case TYPE_BYTEA: *value = value_bytes((struct bytes){(const unsigned char *)bytes, length}); break;
    case TYPE_VOID: *value = (struct value){.kind = VALUE_NULL}; break;
    default: *value = value_text((struct text){bytes, length});
    }
    return RESULT_OK;
}

enum result postgresql_read(struct context *context, const struct cursor *cursor, void *row, bool copy)
{
    const struct prepared *prepared = cursor->prepared;
    memcpy(row, prepared->blank, prepared->statement->record->size);
    for (size_t i = 0; i < prepared->column_count; i++) {
        struct value value;
        TRY(postgresql_value(context, cursor, i, &value));
        TRY(database_place(context, prepared, i, value, row, copy));
    }
    return RESULT_OK;
}

static size_t postgresql_width(const struct cursor *cursor)
{
    return (size_t)PQnfields(cursor->native);
}

static enum result hand_over(struct context *context, const struct prepared *prepared, PGresult *result, database_take *take, void *data)
{
    struct cursor cursor = {prepared, result, 0};
    int rows = PQntuples(result);
    enum result taken = RESULT_OK;
    for (; cursor.row < rows && taken >= 0; cursor.row++) taken = take(context, &cursor, data);
    PQclear(result);
    return taken < 0 ? taken : RESULT_OK;
}

static enum result postgresql_query(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters,
                                    database_take *take, void *data, int64_t *changed)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    struct wire wire;
    TRY(postgresql_ready(context, postgresql));
    TRY(postgresql_wire(context, postgresql, prepared, parameters, &wire));
    PGresult *result = PQexecPrepared(postgresql->connection, ((struct postgresql_statement *)prepared)->name, (int)parameters.count, wire.values,
                                      wire.lengths, wire.formats, 1);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return postgresql_failed(context, postgresql, result, prepared->statement->name, !prepared->only_reads);
    if (changed) *changed = prepared->only_reads ? 0 : strtoll(PQcmdTuples(result), NULL, 10);
    return hand_over(context, prepared, result, take, data);
}

/* A cursor read in pieces: between them the connection is free, so `take` may use it. */
static enum result postgresql_each(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters,
                                   database_take *take, void *data)
{
    if (!prepared->only_reads) return postgresql_query(context, database, prepared, parameters, take, data, NULL);
    struct postgresql *postgresql = (struct postgresql *)database;
    const struct postgresql_statement *own = (const struct postgresql_statement *)prepared;
    struct wire wire;
    TRY(postgresql_ready(context, postgresql));
    TRY(postgresql_wire(context, postgresql, prepared, parameters, &wire));
    unsigned number = ++postgresql->names;
    struct text declare = text_printf(context->arena, "DECLARE each_%u NO SCROLL CURSOR FOR %s", number, prepared->statement->sql);
    PGresult *result = PQexecParams(postgresql->connection, declare.bytes, (int)parameters.count, own->types, wire.values, wire.lengths, wire.formats, 1);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) return postgresql_failed(context, postgresql, result, prepared->statement->name, true);
    PQclear(result);
    char fetch[64], end[64];
    snprintf(end, sizeof end, "CLOSE each_%u", number);
    for (int count = FETCHED_FIRST;;) {
        snprintf(fetch, sizeof fetch, "FETCH %d FROM each_%u", count, number);
        enum result taken = postgresql_ready(context, postgresql);
        if (taken < 0) return taken;
        result = PQexecParams(postgresql->connection, fetch, 0, NULL, NULL, NULL, NULL, 1);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) return postgresql_failed(context, postgresql, result, prepared->statement->name, true);
        int rows = PQntuples(result);
        /* As many more as hold about the same memory, be they numbers or files. */
        size_t most = rows ? FETCHED_BYTES / (PQresultMemorySize(result) / (size_t)rows + 1) + 1 : 0;
        taken = hand_over(context, prepared, result, take, data);
        if (taken >= 0 && rows == count) {
            count = most < FETCHED_AT_MOST ? (int)most : FETCHED_AT_MOST;
            continue;
        }
        if (!database->failed) {
            TRY(postgresql_ready(context, postgresql));
            TRY(postgresql_execute(context, postgresql, end, PGRES_COMMAND_OK));
        }
        return taken;
    }
}

/* --- Transactions --- */

/* Waits for the answer to COMMIT at most until the deadline. A wait that is cut short, and an answer given with a warning (a cancelled wait for the standby),
 * leave open what has happened; the server is never asked to cancel, for that would only hide it. */
static enum result commit(struct context *context, struct postgresql *postgresql)
{
    PGconn *connection = postgresql->connection;
    postgresql->warned = false;
    double deadline = clock_monotonic() + postgresql->commit_deadline / 1000.0;
    bool known = PQsendQuery(connection, "COMMIT") == 1;
    while (known && PQisBusy(connection)) {
        double left = deadline - clock_monotonic();
        struct pollfd wait = {.fd = PQsocket(connection), .events = POLLIN};
        int ready = left > 0 ? poll(&wait, 1, (int)(left * 1000) + 1) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || !PQconsumeInput(connection)) known = false;
    }
    PGresult *result = known ? PQgetResult(connection) : NULL;
    if (known && PQresultStatus(result) == PGRES_COMMAND_OK && !postgresql->warned) {
        bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
        PQclear(result);
        while ((result = PQgetResult(connection))) PQclear(result);
        if (committed) return RESULT_OK;
        return context_fail(context, RESULT_BROKEN, "store.failed_transaction",
                            N_("{statement} came after a failure in the same transaction; only database_attempt can go on after one."), "statement",
                            "COMMIT");
    }
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (known && state && !postgresql->warned && PQstatus(connection) == CONNECTION_OK && strncmp(state, "57P", 3) != 0) {
        enum result failed = postgresql_failed(context, postgresql, result, "COMMIT", true);
        while ((result = PQgetResult(connection))) PQclear(result);
        return failed;
    }
    PQclear(result);
    postgresql->database.lost = true;
    if (postgresql->database.mode == MODE_READING)
        return context_fail(context, RESULT_AGAIN, "store.connection_lost", N_("The connection to the store was lost. Try again in a moment."));
    log_line(LOG_ERROR, "the outcome of a commit is unknown");
    /* With a key the next try finds out: it waits for the first to end and sees whether the key is there. */
    return context_fail(context, text_empty(context->once.key) ? RESULT_BROKEN : RESULT_AGAIN, "store.outcome_unknown",
                        N_("The store did not say whether the change was made. Look before you try again."));
}

static enum result postgresql_command(struct context *context, struct database *database, enum database_command command)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    static const char *const commands[] = {
        [BEGIN_WRITING] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", [BEGIN_READING] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        [ROLLBACK] = "ROLLBACK", [SAVEPOINT] = "SAVEPOINT attempt", [RELEASE] = "RELEASE attempt",
        [UNDO] = "ROLLBACK TO attempt; RELEASE attempt"};
    if (command == ROLLBACK) {
        /* A lost connection has rolled back by itself. */
        enum result ended = postgresql->copying ? postgresql_copy_settle(context, postgresql) : postgresql_ahead_settle(context, postgresql);
        postgresql_copy_forget(postgresql);
        if (database->lost || PQstatus(postgresql->connection) != CONNECTION_OK || PQtransactionStatus(postgresql->connection) == PQTRANS_IDLE) return RESULT_OK;
        PGresult *result = PQexec(postgresql->connection, commands[ROLLBACK]);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) database->lost = true;
        PQclear(result);
        return ended < 0 ? RESULT_OK : ended;
    }
    if (command == BEGIN_WRITING || command == BEGIN_READING) {
        if (database->lost) TRY(postgresql_reconnect(context, database));
        TRY(postgresql_ready(context, postgresql));
        PGresult *result = PQexec(postgresql->connection, commands[command]);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) return postgresql_failed(context, postgresql, result, "BEGIN", false);
        PQclear(result);
        return RESULT_OK;
    }
    TRY(postgresql_ready(context, postgresql));
    if (command == COMMIT) {
        postgresql_copy_forget(postgresql);
        return commit(context, postgresql);
    }
    return postgresql_execute(context, postgresql, commands[command], PGRES_COMMAND_OK);
}

static void postgresql_round_end(struct database *database)
{
}

static enum result postgresql_script(struct context *context, struct database *database, const char *sql)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    if (database->lost && database->mode == MODE_IDLE) TRY(postgresql_reconnect(context, database));
    TRY(postgresql_ready(context, postgresql));
    PGresult *result = PQexec(postgresql->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        return postgresql_failed(context, postgresql, result, "script", true);
    PQclear(result);
    return RESULT_OK;
}

const struct engine database_postgresql = {
    .open = postgresql_open,
    .name = postgresql_name,
    .close = postgresql_close,
    .prepare = postgresql_prepare,
    .forget = postgresql_forget,
    .query = postgresql_query,
    .each = postgresql_each,
    .run_ahead = postgresql_run_ahead,
    .read = postgresql_read,
    .width = postgresql_width,
    .value = postgresql_value,
    .reconnect = postgresql_reconnect,
    .command = postgresql_command,
    .beside = postgresql_beside,
    .round_end = postgresql_round_end,
    .script = postgresql_script,
    .make_index = postgresql_script,
    .copy_begin = postgresql_copy_begin,
    .copy_row = postgresql_copy_row,
    .copy_end = postgresql_copy_end,
    .take_ids = postgresql_take_ids,
    .queue = postgresql_queue,
    .queue_flush = postgresql_queue_flush,
    .queue_receive = postgresql_queue_receive,
    .queue_drain = postgresql_queue_drain,
    .has_table = "SELECT 1 AS one WHERE to_regclass(quote_ident($1)) IS NOT NULL",
    .list_tables = "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1",
    .list_columns = "SELECT CAST(attname AS TEXT) AS name FROM pg_attribute WHERE attrelid = to_regclass(quote_ident($1)) AND attnum > 0 AND NOT attisdropped "
                    "ORDER BY attnum",
    .list_references = "SELECT CAST(s.relname AS TEXT) AS source, CAST(t.relname AS TEXT) AS target FROM pg_constraint AS c JOIN pg_class AS s ON s.oid = c.conrelid "
                       "JOIN pg_class AS t ON t.oid = c.confrelid WHERE c.contype = 'f' AND s.relnamespace = to_regnamespace(quote_ident(current_schema()))",
    .defer_references = "",
    .continue_ids = postgresql_continue_ids,
    .migration_lock = "SELECT pg_advisory_xact_lock(hashtextextended('testamur migration in ' || current_schema(), 0))",
};
