/* What the files of the SQLite engine share. */
#ifndef OUTSIDE_DATABASE_SQLITE_H
#define OUTSIDE_DATABASE_SQLITE_H

#include <sqlite3.h>

#include "outside/database_internal.h"

enum {
    TABLES_WITH_TAKEN_IDS = 64, /* in one transaction */
    COMMANDS = TURN_UNDO + 1,
};

/* KiB of page cache. Reads come from the mapped file and need little; a copy dirties many index pages. */
#define CACHE_USUAL "-8192"
#define CACHE_COPYING "-393216"
#define CACHE_SORTING "-16384"

struct taken {
    char table[64];
    int64_t next;
};

struct sqlite {
    struct database database;
    sqlite3 *connection;
    sqlite3_stmt *commands[COMMANDS];
    double busy_since;
    double wrote, wrote_from, wrote_until; /* seconds that it wrote without leaving a gap; when the transaction under way began, 0: none; when the last one ended */
    struct taken taken[TABLES_WITH_TAKEN_IDS];
    int taken_count;
    int64_t on_disk; /* the store's version, as SQLite counts it for this connection, that was last seen to be on disk, and one more; 0: none */
    int log_pages; /* of the log, after a commit of sqlite_commit_ahead */
    struct database_copy *copies; /* open ones; those left open end with the transaction */
};

struct database_copy {
    struct database_copy *next;
    struct sqlite *sqlite;
    sqlite3_stmt *statement;
    size_t column_count;
    int64_t rows;
};

/* A failure of SQLite's, as ours. */
MUST_CHECK sqlite_failed(struct context *context, struct sqlite *sqlite, int code, const char *where);

/* COMMIT, seen by everybody and not yet on disk: nobody is told of it before sqlite_synchronise. `pages`: so many has the log, which is not carried into the store by this. */
MUST_CHECK sqlite_commit_ahead(struct context *context, struct database *database, int *pages);
/* What any connection of this process has committed is on disk; by one that nobody else uses meanwhile. False: the disk failed, and nobody knows what is there. */
bool sqlite_synchronise(struct database *database);
/* What the connection has seen of others' commits is on disk. */
enum result sqlite_on_disk(struct context *context, struct database *database);
/* Carries the log into the store, as far as nobody reads an earlier state of it; others write meanwhile. True: all of it, so that the next who writes begins the log anew. */
bool sqlite_carry_log(struct database *database);

static inline void sqlite_bind(sqlite3_stmt *statement, const struct value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct value *value = &values[i];
        int at = (int)i + 1;
        switch (value->kind) {
        case VALUE_NULL: sqlite3_bind_null(statement, at); break;
        case VALUE_INTEGER: sqlite3_bind_int64(statement, at, value->integer); break;
        case VALUE_TEXT:
            sqlite3_bind_text64(statement, at, value->text.bytes ? value->text.bytes : "", value->text.length, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case VALUE_BYTES:
            sqlite3_bind_blob64(statement, at, value->bytes.length ? (const void *)value->bytes.data : "", value->bytes.length, SQLITE_STATIC);
            break;
        }
    }
}

/* Many rows (database_sqlite_copy.c), as in struct engine. */
enum result sqlite_copy_begin(struct context *context, struct database *database, const char *table, const char *const *columns, size_t column_count, struct database_copy **copy);
enum result sqlite_copy_row(struct context *context, struct database_copy *copy, const struct value *values);
enum result sqlite_copy_try(struct context *context, struct database_copy *copy, const struct value *values, bool *taken);
enum result sqlite_copy_end(struct context *context, struct database_copy *copy, int64_t *rows);
/* Ends an open copy without a word. */
void sqlite_copy_close(struct database_copy *copy);
enum result sqlite_take_ids(struct context *context, struct database *database, const char *table, int64_t count, int64_t *first);
enum result sqlite_continue_ids(struct context *context, struct database *database, const char *table);

#endif
