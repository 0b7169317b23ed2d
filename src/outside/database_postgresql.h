/* What the files of the PostgreSQL engine share. */
#ifndef OUTSIDE_DATABASE_POSTGRESQL_H
#define OUTSIDE_DATABASE_POSTGRESQL_H

#include <libpq-fe.h>

#include "outside/database_internal.h"

/* Type numbers of pg_type.dat. */
enum { TYPE_BOOL = 16, TYPE_BYTEA = 17, TYPE_NAME = 19, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_TEXT = 25, TYPE_UNKNOWN = 705,
       TYPE_BPCHAR = 1042, TYPE_VARCHAR = 1043, TYPE_VOID = 2278 };
enum { MOST_PARAMETERS = 32, MOST_AHEAD = 128 };

struct queued;

struct postgresql {
    struct database database;
    PGconn *connection;
    unsigned names;              /* of prepared statements and cursors, so far */
    int commit_deadline;         /* milliseconds */
    bool warned;                 /* the server warned since this was last cleared */
    struct database_copy *copies; /* open ones; those left open end with the transaction */
    struct database_copy *copying; /* the one whose COPY runs on the connection now */
    const struct statement *ahead[MOST_AHEAD]; /* statements whose outcome is outstanding */
    int ahead_count;
    struct queued *gathered, *gathered_last; /* keys that wait for the flush, to share statements */
    struct queued *sent, *sent_last;   /* look-ups whose answers are outstanding */
    struct queued *again, *again_last; /* those that must be sent once more */
    int syncs;                         /* outstanding ends of batches */
    bool unsynced;                     /* something was sent since the last of them */
    bool answered;                     /* the first of `sent` has its answer, its end is outstanding */
};

struct postgresql_statement {
    struct prepared prepared;
    char name[16];
    Oid types[MOST_PARAMETERS];
};

/* Parameters as they travel. */
struct wire {
    const char *values[MOST_PARAMETERS];
    int lengths[MOST_PARAMETERS];
    int formats[MOST_PARAMETERS];
    unsigned char numbers[MOST_PARAMETERS][8];
};

enum result postgresql_open(struct context *context, struct text url, bool create, struct database **database);
enum result postgresql_beside(struct context *context, struct database *database, struct database **beside);
enum result postgresql_reconnect(struct context *context, struct database *database);
void postgresql_close(struct database *database);
struct text postgresql_name(struct context *context, const struct database *database);

MUST_CHECK postgresql_wire(struct context *context, struct postgresql *postgresql, const struct prepared *prepared, struct parameters parameters, struct wire *wire);
/* A failure of the server's or the connection's, as ours; clears the result. `unsafe`: it may have written and cannot be run again. */
MUST_CHECK postgresql_failed(struct context *context, struct postgresql *postgresql, PGresult *result, const char *where, bool unsafe);
/* Makes the connection free for a statement: ends a COPY, waits for queued look-ups. */
MUST_CHECK postgresql_ready(struct context *context, struct postgresql *postgresql);
/* Runs SQL text without parameters, in the simple protocol. */
MUST_CHECK postgresql_execute(struct context *context, struct postgresql *postgresql, const char *sql, ExecStatusType expected);
enum result postgresql_read(struct context *context, const struct cursor *cursor, void *row, bool copy);

enum result postgresql_copy_begin(struct context *context, struct database *database, const char *table, const char *const *columns, size_t column_count,
                                  struct database_copy **copy);
enum result postgresql_copy_row(struct context *context, struct database_copy *copy, const struct value *values);
enum result postgresql_copy_end(struct context *context, struct database_copy *copy, int64_t *rows);
enum result postgresql_take_ids(struct context *context, struct database *database, const char *table, int64_t count, int64_t *first);
enum result postgresql_continue_ids(struct context *context, struct database *database, const char *table);
/* Ends the COPY that runs on the connection. */
MUST_CHECK postgresql_copy_settle(struct context *context, struct postgresql *postgresql);
/* Forgets copies that were left open. */
void postgresql_copy_forget(struct postgresql *postgresql);

enum result postgresql_queue(struct context *context, struct database *database, struct prepared *prepared, struct prepared *many, struct parameters parameters,
                             void *row, database_answer *done, void *data);
int postgresql_queue_flush(struct database *database);
void postgresql_queue_receive(struct database *database);
void postgresql_queue_drain(struct database *database);
enum result postgresql_run_ahead(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters);
/* Waits for the outcome of what was run ahead; the first failure. */
MUST_CHECK postgresql_ahead_settle(struct context *context, struct postgresql *postgresql);
bool postgresql_queue_outstanding(const struct postgresql *postgresql);
/* Around a new connection: takes what is outstanding off the old one, and asks it again on the new one, or fails it where there is none. */
struct queued *postgresql_queue_collect(struct postgresql *postgresql);
void postgresql_queue_resend(struct postgresql *postgresql, struct queued *waiting, bool connected);

#endif
