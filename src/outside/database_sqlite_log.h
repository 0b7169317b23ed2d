/* Gathers what SQLite writes to its log. It writes a page as two pieces, so that a commit of twenty pages is forty calls of the kernel; here they become one, when the log is synchronised.
 * Only for stores with synchronous = FULL: there a commit synchronises its log before anybody is told of it. */
#ifndef OUTSIDE_DATABASE_SQLITE_LOG_H
#define OUTSIDE_DATABASE_SQLITE_LOG_H

/* Makes it known to SQLite, once in a process; its name for sqlite3_open_v2. */
#define SQLITE_LOG_GATHERED "testamur-log-gathered"
void sqlite_log_gather(void);

#endif
