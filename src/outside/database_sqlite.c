/* SQLite, the embedded engine: write-ahead log, one writer at a time, every commit on disk before it is acknowledged. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "outside/database_sqlite.h"
#include "outside/database_sqlite_file.h"

enum { BUSY_SECONDS = 10 }; /* how long a writer waits for the others */

struct sqlite_statement {
    struct prepared prepared;
    sqlite3_stmt *statement;
    bool busy; /* being stepped through: a second use at the same time gets a statement of its own */
};

enum result sqlite_failed(struct context *context, struct sqlite *sqlite, int code, const char *where)
{
    if (sqlite->database.mode != MODE_IDLE) sqlite->database.failed = true;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
            return context_fail(context, RESULT_REFUSED, "store.duplicate", N_("This is already in the store ({what})."), "what",
                                sqlite3_errmsg(sqlite->connection));
        return context_fail(context, RESULT_BROKEN, "store.constraint", N_("{statement} would break a rule of the store: {what}"), "statement", where,
                            "what", sqlite3_errmsg(sqlite->connection));
    case SQLITE_FULL:
        return context_fail(context, RESULT_BROKEN, "store.full", N_("There is no room left where the store lies. Make room and try again."));
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return context_fail(context, RESULT_BROKEN, "store.damaged", N_("The store's file is damaged or is not a store: {what}"), "what",
                            sqlite3_errmsg(sqlite->connection));
    default:
        return context_fail(context, RESULT_BROKEN, "store.failed", N_("The store failed at {statement}: {what}"), "statement", where, "what",
                            sqlite3_errmsg(sqlite->connection));
    }
}

/* Waits for another writer, a little longer each time, so that many waiters do not meet again and again. */
static int wait_while_busy(void *data, int count)
{
    struct sqlite *sqlite = data;
    double now = clock_monotonic();
    if (count == 0) sqlite->busy_since = now;
    if (now - sqlite->busy_since > BUSY_SECONDS) return 0;
    long microseconds = 50 + (count < 20 ? count * 50 : 1000) + (long)(now * 1e9) % 200;
    nanosleep(&(struct timespec){0, microseconds * 1000}, NULL);
    return 1;
}

static void configure_library(void)
{
    /* Its memory statistics cost a lock shared by all connections, and nobody reads them. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
    sqlite_file_register();
}

static void sqlite_close(struct database *database)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    while (sqlite->copies) sqlite_copy_close(sqlite->copies);
    for (int i = 0; i < COMMANDS; i++) sqlite3_finalize(sqlite->commands[i]);
    sqlite3_close(sqlite->connection);
    free((char *)database->url);
    free(sqlite);
}

static enum result sqlite_open(struct context *context, struct text url, bool create, struct database **database)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure_library);
    const char *path = text_string(context->arena, (struct text){url.bytes + strlen("sqlite:"), url.length - strlen("sqlite:")});
    if (!*path || strlen(path) != url.length - strlen("sqlite:"))
        return context_fail(context, RESULT_REFUSED, "store.url",
                            N_("A store is named sqlite:PATH or postgresql://HOST/DATABASE. Correct the setting \"store\"."));
    struct stat about;
    if (!create && stat(path, &about) < 0 && errno == ENOENT)
        return context_fail(context, RESULT_REFUSED, "store.absent", N_("There is no store at {path}. Make one with \"testamur init\"."), "path", path);

    /* It holds keys and personal data: only its owner reads it. SQLite gives the files beside it the same permissions. */
    int made = create ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    if (made >= 0) close(made);
    else if (create && errno == ENOENT)
        return context_fail(context, RESULT_REFUSED, "store.folder", N_("There is no folder for a store at {path}. Make the folder first, or name another place."), "path", path);

    struct sqlite *sqlite = calloc(1, sizeof *sqlite);
    if (!sqlite) abort();
    sqlite->database = (struct database){.engine = &database_sqlite, .kind = DATABASE_SQLITE, .url = strndup(url.bytes, url.length)};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (create ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path, &sqlite->connection, flags, SQLITE_FILE);
    if (code != SQLITE_OK) {
        enum result result = context_fail(context, RESULT_REFUSED, "store.unreachable", N_("The store at {path} cannot be opened: {what}"), "path", path,
                                          "what", sqlite3_errmsg(sqlite->connection));
        sqlite_close(&sqlite->database);
        return result;
    }
    sqlite3_busy_handler(sqlite->connection, wait_while_busy, sqlite);
    sqlite3_db_config(sqlite->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(sqlite->connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(sqlite->connection, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(sqlite->connection, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    /* The log is checkpointed every 16,000 pages (64 MB, what it may keep), so that a small durable write nearly always costs one fdatasync, and pages that are written often are carried to their places seldom. */
    code = sqlite3_exec(sqlite->connection,
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA mmap_size = 67108864;"
                        "PRAGMA cache_size = " CACHE_USUAL "; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 67108864;",
                        NULL, NULL, NULL);
    if (code == SQLITE_OK) (void)sqlite_file_gather_log(sqlite->connection);
    static const char *const commands[COMMANDS] = {
        [BEGIN_WRITING] = "BEGIN IMMEDIATE", [BEGIN_READING] = "BEGIN", [COMMIT] = "COMMIT", [ROLLBACK] = "ROLLBACK",
        [SAVEPOINT] = "SAVEPOINT attempt", [RELEASE] = "RELEASE attempt", [UNDO] = "ROLLBACK TO attempt", [TURN_SAVEPOINT] = "SAVEPOINT turn", [TURN_RELEASE] = "RELEASE turn", [TURN_UNDO] = "ROLLBACK TO turn"};
    for (int i = 0; i < COMMANDS && code == SQLITE_OK; i++)
        code = sqlite3_prepare_v3(sqlite->connection, commands[i], -1, SQLITE_PREPARE_PERSISTENT, &sqlite->commands[i], NULL);
    enum result result = code == SQLITE_OK ? RESULT_OK : sqlite_failed(context, sqlite, code, "open");
    if (result >= 0 && !create) result = database_check_made(context, &sqlite->database, path);
    if (result < 0) {
        sqlite_close(&sqlite->database);
        return result;
    }
    *database = &sqlite->database;
    return RESULT_OK;
}

/* SQLite takes $1 for a name and numbers names by first appearance; ?1 is what is meant. */
static const char *with_question_marks(struct arena *arena, const char *sql)
{
    size_t length = strlen(sql);
    char *out = arena_raw(arena, length + 1);
    char quote = 0;
    for (size_t i = 0; i <= length; i++) {
        char c = sql[i];
        if (quote) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '$' && sql[i + 1] >= '1' && sql[i + 1] <= '9') {
            c = '?';
        }
        out[i] = c;
    }
    return out;
}

static enum result sqlite_prepare(struct context *context, struct database *database, const struct statement *statement, struct prepared **prepared)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    sqlite3_stmt *made;
    int code = sqlite3_prepare_v3(sqlite->connection, with_question_marks(context->arena, statement->sql), -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
    if (code != SQLITE_OK) return sqlite_failed(context, sqlite, code, statement->name);
    struct sqlite_statement *own = calloc(1, sizeof *own);
    if (!own) abort();
    own->statement = made;
    size_t count = (size_t)sqlite3_column_count(made);
    prepared_begin(&own->prepared, statement, count);
    own->prepared.parameter_count = (size_t)sqlite3_bind_parameter_count(made);
    own->prepared.only_reads = sqlite3_stmt_readonly(made);
    enum result result = RESULT_OK;
    for (size_t i = 0; i < count && result >= 0; i++)
        result = prepared_column(context, &own->prepared, i, sqlite3_column_name(made, (int)i));
    if (result < 0) {
        database->engine->forget(database, &own->prepared);
        return result;
    }
    *prepared = &own->prepared;
    return RESULT_OK;
}

static void sqlite_forget(struct database *database, struct prepared *prepared)
{
    struct sqlite_statement *own = (struct sqlite_statement *)prepared;
    sqlite3_finalize(own->statement);
    prepared_end(prepared);
    free(own);
}

static inline struct value value_of(sqlite3_stmt *statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return value_integer(sqlite3_column_int64(statement, column));
    case SQLITE_NULL: return (struct value){.kind = VALUE_NULL};
    case SQLITE_BLOB: {
        const void *data = sqlite3_column_blob(statement, column);
        return value_bytes((struct bytes){data, (size_t)sqlite3_column_bytes(statement, column)});
    }
    default: { /* a floating number reads as text, and so fits no number's field */
        const char *bytes = (const char *)sqlite3_column_text(statement, column);
        return value_text((struct text){bytes, (size_t)sqlite3_column_bytes(statement, column)});
    }
    }
}

static enum result sqlite_query(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters,
                                database_take *take, void *data, int64_t *changed)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    struct sqlite_statement *own = (struct sqlite_statement *)prepared;
    if (__builtin_expect(parameters.count != prepared->parameter_count, 0)) {
        if (database->mode != MODE_IDLE) database->failed = true;
        return context_fail(context, RESULT_BROKEN, "store.parameters", N_("The statement {statement} was given a wrong count of parameters."),
                            "statement", prepared->statement->name);
    }
    if (__builtin_expect(own->busy, 0)) {
        struct prepared *second;
        TRY(sqlite_prepare(context, database, prepared->statement, &second));
        enum result result = sqlite_query(context, database, second, parameters, take, data, changed);
        sqlite_forget(database, second);
        return result;
    }
    sqlite3_stmt *statement = own->statement;
    sqlite_bind(statement, parameters.values, parameters.count);
    own->busy = true;
    struct cursor cursor = {prepared, statement, 0};
    enum result result = RESULT_OK;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        result = take(context, &cursor, data);
        if (result < 0) break;
        cursor.row++;
    }
    if (__builtin_expect(code != SQLITE_DONE && code != SQLITE_ROW, 0))
        result = sqlite_failed(context, sqlite, code, prepared->statement->name);
    else if (result >= 0) {
        result = RESULT_OK;
        if (changed) *changed = prepared->only_reads ? 0 : sqlite3_changes64(sqlite->connection);
    }
    sqlite3_reset(statement);
    own->busy = false;
    return result;
}

static enum result sqlite_each(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters,
                               database_take *take, void *data)
{
    return sqlite_query(context, database, prepared, parameters, take, data, NULL);
}

static enum result sqlite_read(struct context *context, const struct cursor *cursor, void *row, bool copy)
{
    const struct prepared *prepared = cursor->prepared;
    sqlite3_stmt *statement = cursor->native;
    memcpy(row, prepared->blank, prepared->statement->record->size);
    for (size_t i = 0; i < prepared->column_count; i++) TRY(database_place(context, prepared, i, value_of(statement, (int)i), row, copy));
    return RESULT_OK;
}

static size_t sqlite_width(const struct cursor *cursor)
{
    return cursor->prepared->column_count;
}

static enum result sqlite_value(struct context *context, const struct cursor *cursor, size_t column, struct value *value)
{
    *value = value_of(cursor->native, (int)column);
    return RESULT_OK;
}

/* Whoever writes for long, one transaction right behind the other, leaves a gap now and then. Those who wait look once in a millisecond (wait_while_busy), and nearly always miss the moment between two: they would wait for many. Brief
 * transactions have gaps enough between them. */
#define BRIEF 0.005
#define AT_LENGTH 0.1
#define GAP 0.002

static void leave_gap(struct sqlite *sqlite)
{
    double rest = sqlite->wrote_until + GAP - clock_monotonic();
    if (rest > 0 && sqlite->wrote < AT_LENGTH) return;
    sqlite->wrote = 0;
    if (rest > 0) nanosleep(&(struct timespec){0, (long)(rest * 1e9)}, NULL);
}

static void note_written(struct sqlite *sqlite)
{
    sqlite->wrote_until = clock_monotonic();
    double seconds = sqlite->wrote_until - sqlite->wrote_from;
    if (seconds > BRIEF) sqlite->wrote += seconds;
    sqlite->wrote_from = 0;
}

static enum result sqlite_command(struct context *context, struct database *database, enum database_command command)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    if (command == BEGIN_WRITING) leave_gap(sqlite);
    if (command == BEGIN_WRITING || command == BEGIN_READING) sqlite->taken_count = 0;
    /* Some failures have ended the transaction by themselves. */
    bool ended = command == ROLLBACK && sqlite3_get_autocommit(sqlite->connection);
    sqlite3_stmt *statement = sqlite->commands[command];
    int code = ended ? SQLITE_DONE : sqlite3_step(statement);
    if (!ended) sqlite3_reset(statement);
    if (command == BEGIN_WRITING && code == SQLITE_DONE) sqlite->wrote_from = clock_monotonic();
    if (sqlite->wrote_from > 0 && sqlite3_get_autocommit(sqlite->connection)) note_written(sqlite);
    /* Only now, so that what was copied is written out of the large cache at once. */
    if (command == COMMIT || command == ROLLBACK)
        while (sqlite->copies) sqlite_copy_close(sqlite->copies);
    if (code != SQLITE_DONE) return sqlite_failed(context, sqlite, code, sqlite3_sql(statement));
    if (command == UNDO || command == TURN_UNDO) return sqlite_command(context, database, command == UNDO ? RELEASE : TURN_RELEASE);
    return RESULT_OK;
}

static void sqlite_round_end(struct database *database)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    sqlite3_step(sqlite->commands[COMMIT]);
    sqlite3_reset(sqlite->commands[COMMIT]);
}

static enum result sqlite_script(struct context *context, struct database *database, const char *sql)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    int code = sqlite3_exec(sqlite->connection, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? RESULT_OK : sqlite_failed(context, sqlite, code, "script");
}

/* In pieces as large as the cache, which the processor's own cache holds, a thread sorting one while the next is read: three times as quick as all in one piece, which is how it is
 * done in memory. The pieces go to files. */
static enum result sqlite_make_index(struct context *context, struct database *database, const char *sql)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    sqlite3_exec(sqlite->connection, "PRAGMA temp_store = FILE; PRAGMA threads = 1; PRAGMA cache_size = " CACHE_SORTING, NULL, NULL, NULL);
    enum result result = sqlite_script(context, database, sql);
    sqlite3_exec(sqlite->connection, "PRAGMA temp_store = MEMORY; PRAGMA threads = 0", NULL, NULL, NULL);
    sqlite3_exec(sqlite->connection, sqlite->copies ? "PRAGMA cache_size = " CACHE_COPYING : "PRAGMA cache_size = " CACHE_USUAL, NULL, NULL, NULL);
    return result;
}

static int sqlite_queue_flush(struct database *database)
{
    return -1;
}

static void sqlite_queue_nothing(struct database *database)
{
}

static struct text sqlite_name(struct context *context, const struct database *database)
{
    (void)context;
    return database_url(database);
}

const struct engine database_sqlite = {
    .open = sqlite_open,
    .name = sqlite_name,
    .close = sqlite_close,
    .prepare = sqlite_prepare,
    .forget = sqlite_forget,
    .query = sqlite_query,
    .each = sqlite_each,
    .read = sqlite_read,
    .width = sqlite_width,
    .value = sqlite_value,
    .command = sqlite_command,
    .on_disk = sqlite_on_disk,
    .round_end = sqlite_round_end,
    .script = sqlite_script,
    .make_index = sqlite_make_index,
    .copy_begin = sqlite_copy_begin,
    .copy_row = sqlite_copy_row,
    .copy_try = sqlite_copy_try,
    .copy_end = sqlite_copy_end,
    .take_ids = sqlite_take_ids,
    .queue_flush = sqlite_queue_flush,
    .queue_receive = sqlite_queue_nothing,
    .queue_drain = sqlite_queue_nothing,
    .has_table = "SELECT 1 AS one FROM sqlite_master WHERE type = 'table' AND name = $1",
    .list_tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    .list_columns = "SELECT name FROM pragma_table_info($1) ORDER BY cid",
    .list_references = "SELECT m.name AS source, f.\"table\" AS target FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'",
    .defer_references = "PRAGMA defer_foreign_keys = ON",
    .continue_ids = sqlite_continue_ids,
    .migration_lock = "", /* the one writer is alone */
};
