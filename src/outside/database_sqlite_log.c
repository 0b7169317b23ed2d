/* SQLite's write-ahead log where many take turns (database_turns.c): commits that do not wait for the disk, and the carrying of the log into the store beside those who write. */
#include "outside/database_sqlite.h"
#include "outside/database_sqlite_file.h"

/* In place of the hook by which SQLite would carry the log into the store inside the commit. */
static int note_length(void *data, sqlite3 *connection, const char *name, int pages)
{
    struct sqlite *sqlite = data;
    sqlite->log_pages = pages;
    return SQLITE_OK;
}

enum result sqlite_commit_ahead(struct context *context, struct database *database, int *pages)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    sqlite3_wal_hook(sqlite->connection, note_length, sqlite);
    sqlite_file_commit_ahead(sqlite->connection, true);
    enum result result = database_command(context, database, COMMIT);
    sqlite_file_commit_ahead(sqlite->connection, false);
    *pages = sqlite->log_pages;
    return result;
}

bool sqlite_synchronise(struct database *database)
{
    return sqlite_file_synchronise_log(((struct sqlite *)database)->connection);
}

/* By the log itself, so that it holds whichever process has written. */
enum result sqlite_on_disk(struct context *context, struct database *database)
{
    struct sqlite *sqlite = (struct sqlite *)database;
    unsigned version = 0;
    sqlite3_file_control(sqlite->connection, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    if (sqlite->on_disk == (int64_t)version + 1) return RESULT_OK;
    if (!sqlite_synchronise(database))
        return context_fail(context, RESULT_BROKEN, "store.failed", N_("The store failed at {statement}: {what}"), "statement", "fdatasync", "what", "the disk");
    sqlite->on_disk = (int64_t)version + 1;
    return RESULT_OK;
}

bool sqlite_carry_log(struct database *database)
{
    int pages, carried;
    int code = sqlite3_wal_checkpoint_v2(((struct sqlite *)database)->connection, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &carried);
    return code == SQLITE_OK && pages == carried;
}
