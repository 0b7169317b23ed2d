/* How SQLite reaches its files.
 *
 * What it writes to its log is gathered. It writes a page as two pieces, so that a commit of twenty pages is forty calls of the kernel; here they become one, when the log is synchronised.
 * Only for stores with synchronous = FULL: there a commit synchronises its log before anybody is told of it.
 *
 * A store is mapped up to 64 GiB once "PRAGMA mmap_size" is set at all: SQLite as it is packaged maps no more than 2 GiB, whatever is set. */
#ifndef OUTSIDE_DATABASE_SQLITE_FILE_H
#define OUTSIDE_DATABASE_SQLITE_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

/* Makes it known to SQLite, once in a process; its name for sqlite3_open_v2. */
#define SQLITE_FILE "testamur"
void sqlite_file_register(void);
/* Gathers from now on what this connection writes to its log, where that is sound: synchronous is FULL or more, and stays so, and the file system overwrites safely. False: it is written as ever. */
bool sqlite_file_gather_log(sqlite3 *connection);
/* As long as `ahead` is set, what is gathered is written where SQLite synchronises its log, and the disk is not waited for: of a commit under way only. Whoever commits so synchronises the log before he tells anybody. */
void sqlite_file_commit_ahead(sqlite3 *connection, bool ahead);
/* All that any connection of this process has committed to the store is on disk. False: the disk failed, and nobody knows what is there. While this one is used by nobody else. */
bool sqlite_file_synchronise_log(sqlite3 *connection);

#endif
