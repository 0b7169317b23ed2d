/* SQLite: many rows at once, and their ids beforehand. */
#include <stdlib.h>

#include "base/buffer.h"
#include "outside/database_sqlite.h"

void sqlite_copy_close(struct database_copy *copy)
{
    struct sqlite *sqlite = copy->sqlite;
    for (struct database_copy **at = &sqlite->copies; *at; at = &(*at)->next)
        if (*at == copy) {
            *at = copy->next;
            break;
        }
    sqlite3_finalize(copy->statement);
    free(copy);
    if (!sqlite->copies) sqlite3_exec(sqlite->connection, "PRAGMA cache_size = " CACHE_USUAL, NULL, NULL, NULL);
}

enum result sqlite_copy_begin(struct context *context, struct database *database, const char *table, const char *const *columns,
                                     size_t column_count, struct database_copy **copy)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    struct buffer sql = buffer_new(context->arena, 256, 16384);
    buffer_printf(&sql, "INSERT INTO %s (", table);
    for (size_t i = 0; i < column_count; i++) buffer_printf(&sql, "%s%s", i ? ", " : "", columns[i]);
    buffer_put_string(&sql, ") VALUES (");
    for (size_t i = 0; i < column_count; i++) buffer_printf(&sql, "%s?%zu", i ? ", " : "", i + 1);
    buffer_put_string(&sql, ")");
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(sqlite->connection, buffer_string(&sql), -1, &statement, NULL);
    if (code != SQLITE_OK) return sqlite_failed(context, sqlite, code, table);
    if (!sqlite->copies) sqlite3_exec(sqlite->connection, "PRAGMA cache_size = " CACHE_COPYING, NULL, NULL, NULL);
    struct database_copy *made = malloc(sizeof *made);
    if (!made) abort();
    *made = (struct database_copy){sqlite->copies, sqlite, statement, column_count, 0};
    sqlite->copies = *copy = made;
    return RESULT_OK;
}

enum result sqlite_copy_row(struct context *context, struct database_copy *copy, const struct value *values)
{
    sqlite_bind(copy->statement, values, copy->column_count);
    int code = sqlite3_step(copy->statement);
    if (__builtin_expect(code != SQLITE_DONE, 0)) {
        enum result result = sqlite_failed(context, copy->sqlite, code, sqlite3_sql(copy->statement));
        sqlite3_reset(copy->statement);
        return result;
    }
    sqlite3_reset(copy->statement);
    copy->rows++;
    return RESULT_OK;
}

enum result sqlite_copy_try(struct context *context, struct database_copy *copy, const struct value *values, bool *taken)
{
    sqlite_bind(copy->statement, values, copy->column_count);
    int code = sqlite3_step(copy->statement);
    *taken = code == SQLITE_DONE;
    enum result result = RESULT_OK;
    if (code != SQLITE_DONE && code != SQLITE_CONSTRAINT_UNIQUE) result = sqlite_failed(context, copy->sqlite, code, sqlite3_sql(copy->statement));
    sqlite3_reset(copy->statement);
    copy->rows += *taken;
    return result;
}

enum result sqlite_copy_end(struct context *context, struct database_copy *copy, int64_t *rows)
{
    if (rows) *rows = copy->rows;
    sqlite_copy_close(copy);
    return RESULT_OK;
}

/* The one writer has the table to itself: the ids after the highest one are free. */
enum result sqlite_take_ids(struct context *context, struct database *database, const char *table, int64_t count, int64_t *first)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    struct taken *taken = NULL;
    for (int i = 0; i < sqlite->taken_count; i++)
        if (strcmp(sqlite->taken[i].table, table) == 0) taken = &sqlite->taken[i];
    if (!taken) {
        if (sqlite->taken_count == TABLES_WITH_TAKEN_IDS || strlen(table) >= sizeof taken->table)
            return context_fail(context, RESULT_BROKEN, "store.failed", N_("The store failed at {statement}: {what}"), "statement", table, "what",
                                "ids of too many tables in one transaction");
        taken = &sqlite->taken[sqlite->taken_count++];
        strcpy(taken->table, table);
        taken->next = 1;
    }
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(sqlite->connection, text_printf(context->arena, "SELECT max(id) FROM %s", table).bytes, -1, &statement, NULL);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code != SQLITE_ROW) {
        enum result result = sqlite_failed(context, sqlite, code, table);
        sqlite3_finalize(statement);
        return result;
    }
    int64_t next = sqlite3_column_int64(statement, 0) + 1;
    sqlite3_finalize(statement);
    *first = next > taken->next ? next : taken->next;
    taken->next = *first + count;
    return RESULT_OK;
}

/* New rows are numbered behind the highest id by themselves. */
enum result sqlite_continue_ids(struct context *context, struct database *database, const char *table)
{
    return RESULT_OK;
}
