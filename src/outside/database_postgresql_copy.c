/* COPY in binary form. Rows gather in a buffer; a COPY runs on the connection only while one table's rows follow each other, and ends by itself when a
 * statement or another table's rows come between, so that a caller may fill several tables at once. */
#include <endian.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "outside/database_postgresql.h"

enum { FLUSHED_AT = 256 * 1024, BUFFER_START = FLUSHED_AT + 64 * 1024, IDS_TRIES = 50 };

struct database_copy {
    struct database_copy *next;
    struct postgresql *postgresql;
    char *sql;
    char *bytes;
    size_t length, capacity;
    size_t column_count;
    int64_t rows;
};

static void copy_free(struct database_copy *copy)
{
    struct postgresql *postgresql = copy->postgresql;
    for (struct database_copy **at = &postgresql->copies; *at; at = &(*at)->next)
        if (*at == copy) {
            *at = copy->next;
            break;
        }
    if (postgresql->copying == copy) postgresql->copying = NULL;
    free(copy->sql);
    free(copy->bytes);
    free(copy);
}

void postgresql_copy_forget(struct postgresql *postgresql)
{
    while (postgresql->copies) copy_free(postgresql->copies);
}

static inline void put(struct database_copy *copy, const void *bytes, size_t length)
{
    if (length > copy->capacity - copy->length) {
        while (length > copy->capacity - copy->length) copy->capacity *= 2;
        copy->bytes = realloc(copy->bytes, copy->capacity);
        if (!copy->bytes) abort();
    }
    memcpy(copy->bytes + copy->length, bytes, length);
    copy->length += length;
}

static inline void put_length(struct database_copy *copy, int32_t length)
{
    uint32_t big = htobe32((uint32_t)length);
    put(copy, &big, sizeof big);
}

enum result postgresql_copy_begin(struct context *context, struct database *database, const char *table, const char *const *columns, size_t column_count,
                                  struct database_copy **copy)
{
    struct buffer sql = buffer_new(context->arena, 256, 16384);
    buffer_printf(&sql, "COPY %s (", table);
    for (size_t i = 0; i < column_count; i++) buffer_printf(&sql, "%s%s", i ? ", " : "", columns[i]);
    buffer_put_string(&sql, ") FROM STDIN (FORMAT binary)");
    struct postgresql *postgresql = (struct postgresql *)database;
    struct database_copy *made = calloc(1, sizeof *made);
    if (!made) abort();
    *made = (struct database_copy){.next = postgresql->copies, .postgresql = postgresql, .sql = strdup(buffer_string(&sql)),
                                   .bytes = malloc(BUFFER_START), .capacity = BUFFER_START, .column_count = column_count};
    if (!made->sql || !made->bytes) abort();
    postgresql->copies = *copy = made;
    return RESULT_OK;
}

enum result postgresql_copy_settle(struct context *context, struct postgresql *postgresql)
{
    if (!postgresql->copying) return RESULT_OK;
    struct database_copy *copy = postgresql->copying;
    postgresql->copying = NULL;
    static const char end[2] = {'\xff', '\xff'};
    bool sent = PQputCopyData(postgresql->connection, end, sizeof end) == 1 && PQputCopyEnd(postgresql->connection, NULL) == 1;
    PGresult *result = PQgetResult(postgresql->connection);
    if (!sent || PQresultStatus(result) != PGRES_COMMAND_OK) {
        enum result failed = postgresql_failed(context, postgresql, result, copy->sql, true);
        while ((result = PQgetResult(postgresql->connection)) && PQstatus(postgresql->connection) == CONNECTION_OK) PQclear(result);
        PQclear(result);
        return failed;
    }
    PQclear(result);
    while ((result = PQgetResult(postgresql->connection))) PQclear(result);
    return RESULT_OK;
}

static enum result flush(struct context *context, struct database_copy *copy)
{
    struct postgresql *postgresql = copy->postgresql;
    if (copy->length == 0) return RESULT_OK;
    if (postgresql->copying != copy) {
        TRY(postgresql_ready(context, postgresql));
        TRY(postgresql_execute(context, postgresql, copy->sql, PGRES_COPY_IN));
        postgresql->copying = copy;
        static const char head[19] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
        if (PQputCopyData(postgresql->connection, head, sizeof head) != 1) return postgresql_copy_settle(context, postgresql);
    }
    bool sent = PQputCopyData(postgresql->connection, copy->bytes, (int)copy->length) == 1;
    copy->length = 0;
    return sent ? RESULT_OK : postgresql_copy_settle(context, postgresql);
}

enum result postgresql_copy_row(struct context *context, struct database_copy *copy, const struct value *values)
{
    uint16_t count = htobe16((uint16_t)copy->column_count);
    put(copy, &count, sizeof count);
    for (size_t i = 0; i < copy->column_count; i++) {
        const struct value *value = &values[i];
        uint64_t big;
        switch (value->kind) {
        case VALUE_NULL: put_length(copy, -1); break;
        case VALUE_INTEGER:
            put_length(copy, 8);
            big = htobe64((uint64_t)value->integer);
            put(copy, &big, sizeof big);
            break;
        case VALUE_TEXT:
            put_length(copy, (int32_t)value->text.length);
            if (value->text.length) put(copy, value->text.bytes, value->text.length);
            break;
        case VALUE_BYTES:
            put_length(copy, (int32_t)value->bytes.length);
            if (value->bytes.length) put(copy, value->bytes.data, value->bytes.length);
            break;
        }
    }
    copy->rows++;
    return copy->length >= FLUSHED_AT ? flush(context, copy) : RESULT_OK;
}

enum result postgresql_copy_end(struct context *context, struct database_copy *copy, int64_t *rows)
{
    enum result result = flush(context, copy);
    if (result >= 0 && copy->postgresql->copying == copy) result = postgresql_copy_settle(context, copy->postgresql);
    if (rows) *rows = copy->rows;
    copy_free(copy);
    return result;
}

struct range {
    int64_t first, last;
};
RECORD(range_record, struct range, FIELD(struct range, first), FIELD(struct range, last));

/* A sequence hands out one number at a time. Taken in one statement they are consecutive unless another node took some in between; then those are
 * given up and it is tried again. */
enum result postgresql_take_ids(struct context *context, struct database *database, const char *table, int64_t count, int64_t *first)
{
    static const struct statement take = {"take_ids", &range_record,
                                          "SELECT min(taken.id) AS first, max(taken.id) AS last FROM (SELECT nextval(sequence.name) AS id FROM "
                                          "(SELECT CAST(pg_get_serial_sequence($1, 'id') AS regclass) AS name OFFSET 0) AS sequence, generate_series(CAST(1 AS BIGINT), $2)) AS taken"};
    for (int i = 0; i < IDS_TRIES; i++) {
        struct range range;
        TRY(database_one(context, &take, PARAMETERS(table, count), &range));
        *first = range.first;
        if (range.last - range.first + 1 == count) return RESULT_OK;
    }
    return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

enum result postgresql_continue_ids(struct context *context, struct database *database, const char *table)
{
    struct text sql = text_printf(context->arena,
                                  "SELECT setval(pg_get_serial_sequence('%s', 'id'), max(id)) FROM %s HAVING max(id) IS NOT NULL AND "
                                  "pg_get_serial_sequence('%s', 'id') IS NOT NULL",
                                  table, table, table);
    return database->engine->script(context, database, sql.bytes);
}
