/* What is written to SQLite's log is gathered only where that is sound; everywhere else it is written as ever. A store is read through a map of all of it, however it grows and shrinks. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "outside/database_sqlite_file.h"

enum { PAGES = 30 };

/* Stands in for the system: counts what is written to logs, and may say that overwriting is not safe. */
static sqlite3_vfs *below, counting_vfs;
static const sqlite3_io_methods *methods_below;
static sqlite3_io_methods log_methods, store_methods;
static int writes, reads, syncs;
static bool unsafe, unsynchronised; /* unsynchronised: the last write to a log has none behind it */

static int count_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
    writes++;
    unsynchronised = true;
    return methods_below->xWrite(file, bytes, length, at);
}

static int count_sync(sqlite3_file *file, int flags)
{
    syncs++;
    unsynchronised = false;
    return methods_below->xSync(file, flags);
}

static int count_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 at)
{
    reads += at > 0; /* the header is always read */
    return methods_below->xRead(file, bytes, length, at);
}

static int characteristics(sqlite3_file *file)
{
    int all = methods_below->xDeviceCharacteristics(file);
    return unsafe ? all & ~SQLITE_IOCAP_POWERSAFE_OVERWRITE : all | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int counting_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *got)
{
    int code = below->xOpen(below, name, file, flags, got);
    if (code != SQLITE_OK || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))) return code;
    sqlite3_io_methods *own = flags & SQLITE_OPEN_WAL ? &log_methods : &store_methods;
    methods_below = file->pMethods;
    *own = *methods_below;
    own->xDeviceCharacteristics = characteristics;
    if (flags & SQLITE_OPEN_WAL) own->xWrite = count_write, own->xSync = count_sync;
    else own->xRead = count_read;
    file->pMethods = own;
    return code;
}

static int set_up(void **state)
{
    below = sqlite3_vfs_find("unix");
    counting_vfs = *below;
    counting_vfs.zName = "counting";
    counting_vfs.xOpen = counting_open;
    counting_vfs.pNext = NULL;
    sqlite3_vfs_register(&counting_vfs, 1);
    sqlite_file_register();
    return 0;
}

static void run(sqlite3 *connection, const char *sql)
{
    char *error = NULL;
    if (sqlite3_exec(connection, sql, NULL, NULL, &error) != SQLITE_OK) fail_msg("%s: %s", sql, error);
}

/* How many writes a commit of so many pages takes, where the log is gathered if it may be; `gathered` gets whether it may. */
static int writes_of_a_commit(const char *synchronous, bool *gathered)
{
    char folder[] = "/tmp/testamur-log-XXXXXX", path[100], sql[100];
    sqlite3 *connection, *other;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    snprintf(sql, sizeof sql, "PRAGMA journal_mode = WAL; PRAGMA synchronous = %s;", synchronous);
    assert_int_equal(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, SQLITE_FILE), SQLITE_OK);
    run(connection, sql);
    *gathered = sqlite_file_gather_log(connection);
    run(connection, "CREATE TABLE t (b BLOB);");
    writes = syncs = 0;
    run(connection, "BEGIN;");
    for (int i = 0; i < PAGES; i++) run(connection, "INSERT INTO t VALUES (randomblob(4000));");
    run(connection, "COMMIT;");
    int counted = writes;
    /* What is acknowledged is on disk: one synchronisation of the log, behind all that was written. */
    if (*gathered) {
        assert_int_equal(syncs, 1);
        assert_false(unsynchronised);
    }
    /* Whoever reads by the system's own way sees all of it. */
    assert_int_equal(sqlite3_open_v2(path, &other, SQLITE_OPEN_READWRITE, "unix"), SQLITE_OK);
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(other, "SELECT COUNT(*), SUM(LENGTH(b)) FROM t", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 0), PAGES);
    assert_int_equal(sqlite3_column_int(statement, 1), PAGES * 4000);
    sqlite3_finalize(statement);
    sqlite3_close(other);
    sqlite3_close(connection);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/store.db%s", folder, ends[i]);
        unlink(path);
    }
    rmdir(folder);
    return counted;
}

static void commits_are_gathered_where_each_is_synchronised(void **state)
{
    bool gathered;
    unsafe = false;
    assert_in_range(writes_of_a_commit("FULL", &gathered), 1, PAGES / 2);
    assert_true(gathered);
    assert_in_range(writes_of_a_commit("EXTRA", &gathered), 1, PAGES / 2);
    assert_true(gathered);
}

static void they_are_not_where_commits_are_not_synchronised(void **state)
{
    bool gathered;
    unsafe = false;
    static const char *const levels[] = {"NORMAL", "OFF"};
    for (int i = 0; i < 2; i++) {
        assert_in_range(writes_of_a_commit(levels[i], &gathered), 2 * PAGES, 100 * PAGES);
        assert_false(gathered);
    }
}

static void they_are_not_where_overwriting_is_not_safe(void **state)
{
    bool gathered;
    unsafe = true;
    assert_in_range(writes_of_a_commit("FULL", &gathered), 2 * PAGES, 100 * PAGES);
    assert_false(gathered);
}

/* The first column of the first row, as text. */
static void assert_says(sqlite3 *connection, const char *sql, const char *wanted)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(connection, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), wanted);
    sqlite3_finalize(statement);
}

static sqlite3 *open_gathered(const char *path)
{
    sqlite3 *connection;
    assert_int_equal(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, SQLITE_FILE), SQLITE_OK);
    run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = 5;");
    assert_true(sqlite_file_gather_log(connection));
    return connection;
}

/* A transaction that does not fit into its cache writes to the log before its end; what of that still waits when it is rolled back does not fall upon what the next writer has put there. */
static void what_was_rolled_back_does_not_fall_upon_the_next(void **state)
{
    char folder[] = "/tmp/testamur-back-XXXXXX", path[100];
    unsafe = false;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    sqlite3 *one = open_gathered(path), *other;
    run(one, "CREATE TABLE t (who TEXT, b BLOB); CREATE TABLE u (b BLOB);");
    other = open_gathered(path);
    int spilled = 0;
    for (int round = 0; round < 3; round++) {
        writes = 0;
        run(one, "BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO u SELECT randomblob(3000) FROM n; ROLLBACK;");
        spilled += writes > 0;
        run(other, "BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO t SELECT 'other', randomblob(3000) FROM n; COMMIT;");
        run(one, "INSERT INTO t VALUES ('one', randomblob(3000));");
    }
    sqlite3 *reader = open_gathered(path), *const all[] = {one, other, reader};
    for (int i = 0; i < 3; i++) {
        assert_says(all[i], "PRAGMA integrity_check", "ok");
        assert_says(all[i], "SELECT CAST(SUM(who = 'other') AS TEXT) || ' ' || SUM(who = 'one') || ' ' || SUM(LENGTH(b)) || ' ' || (SELECT COUNT(*) FROM u) FROM t", "60 3 189000 0");
    }
    assert_int_equal(spilled, 3); /* else it has shown nothing */
    for (int i = 2; i >= 0; i--) sqlite3_close(all[i]);
    unlink(path);
    rmdir(folder);
}

/* The rows, each looked at; `counted` gets how many pages were read from the file for that. */
static int rows_of(sqlite3 *connection, int *counted)
{
    sqlite3_stmt *statement;
    reads = 0;
    assert_int_equal(sqlite3_prepare_v2(connection, "SELECT COUNT(*) FROM t WHERE b >= x'00'", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int rows = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    *counted = reads;
    return rows;
}

static sqlite3 *open_mapped(const char *path)
{
    sqlite3 *connection;
    assert_int_equal(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, SQLITE_FILE), SQLITE_OK);
    run(connection, "PRAGMA journal_mode = WAL; PRAGMA mmap_size = 65536; PRAGMA cache_size = 0;");
    return connection;
}

static void a_store_is_mapped_beyond_what_sqlite_maps(void **state)
{
    static const char *const fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT randomblob(2000) FROM n;";
    static const char *const carry = "PRAGMA wal_checkpoint(TRUNCATE);";
    char folder[] = "/tmp/testamur-map-XXXXXX", path[100];
    int counted;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    sqlite3 *writer = open_mapped(path);
    run(writer, "CREATE TABLE t (b BLOB);");
    run(writer, fill);
    run(writer, carry);
    /* A megabyte, of which SQLite itself would map the first 64 KiB. */
    sqlite3 *reader = open_mapped(path);
    assert_int_equal(rows_of(reader, &counted), 500);
    assert_int_equal(counted, 0);
    /* It grows by another connection, is seen whole at once, and still nothing is read. */
    run(writer, fill);
    run(writer, carry);
    assert_int_equal(rows_of(reader, &counted), 1000);
    assert_int_equal(counted, 0);
    /* It shrinks and grows again: each of the two sees what is there. */
    run(writer, "DELETE FROM t WHERE rowid > 100; VACUUM;");
    run(writer, carry);
    assert_int_equal(rows_of(reader, &counted), 100);
    assert_int_equal(rows_of(writer, &counted), 100);
    run(writer, fill);
    run(writer, carry);
    assert_int_equal(rows_of(writer, &counted), 600);
    assert_int_equal(rows_of(reader, &counted), 600);
    assert_int_equal(counted, 0);
    sqlite3_close(reader);
    sqlite3_close(writer);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_is_mapped_beyond_what_sqlite_maps),
        cmocka_unit_test(commits_are_gathered_where_each_is_synchronised),
        cmocka_unit_test(what_was_rolled_back_does_not_fall_upon_the_next),
        cmocka_unit_test(they_are_not_where_commits_are_not_synchronised),
        cmocka_unit_test(they_are_not_where_overwriting_is_not_safe),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
