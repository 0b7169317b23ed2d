/* Gathers what SQLite writes to its log. It writes a page as two pieces, so that a commit of twenty pages is forty calls of the kernel; here they become one, when the log is synchronised.
 * Only for stores with synchronous = FULL: there a commit synchronises its log before anybody is told of it. */
#ifndef OUTSIDE_DATABASE_SQLITE_LOG_H
#define OUTSIDE_DATABASE_SQLITE_LOG_H

#include <sqlite3.h>
#include <stdbool.h>

/* Makes it known to SQLite, once in a process; its name for sqlite3_open_v2. */
#define SQLITE_LOG_GATHERED "testamur-log-gathered"
void sqlite_log_gather(void);
/* Gathers from now on what this connection writes to its log, where that is sound: synchronous is FULL or more, and stays so, and the file system overwrites safely. False: it is written as ever. */
bool sqlite_log_gather_in(sqlite3 *connection);

#endif
