/* What database.c and the engines share, and the seams through which tests make the store fail. Only files named database*, backup and migration,
 * and tests, include it. */
#ifndef OUTSIDE_DATABASE_INTERNAL_H
#define OUTSIDE_DATABASE_INTERNAL_H

#include <pthread.h>

#include "outside/database.h"

/* Where a column of a result goes. */
struct column {
    enum field_kind kind;
    uint32_t offset;
};

/* A statement made ready on one connection. The engine's own struct begins with it. */
struct prepared {
    const struct statement *statement;
    struct column *columns; /* by position in the result; none where the statement has no record */
    size_t column_count;
    size_t parameter_count;
    void *blank;    /* a row in which every field says "nothing": what columns do not fill stays so */
    bool only_reads;
};

/* A row that the engine stands on. */
struct cursor {
    const struct prepared *prepared;
    void *native;
    int row;
};

/* Called for each row; a result below zero ends the reading and is passed on. */
typedef enum result database_take(struct context *context, const struct cursor *cursor, void *data);

/* The turn's are savepoints of their own: an act may have left some of its attempts open. */
enum database_command { BEGIN_WRITING, BEGIN_READING, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, UNDO, TURN_SAVEPOINT, TURN_RELEASE, TURN_UNDO };

/* What an engine does. Failures are set in the context; an SQL failure inside a transaction also sets `database->failed`. */
struct engine {
    enum result (*open)(struct context *context, struct text url, bool create, struct database **database);
    void (*close)(struct database *database);
    enum result (*prepare)(struct context *context, struct database *database, const struct statement *statement, struct prepared **prepared);
    void (*forget)(struct database *database, struct prepared *prepared);
    /* Runs it and hands over every row; `changed`, where given, gets the count of rows changed. */
    enum result (*query)(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters,
                         database_take *take, void *data, int64_t *changed);
    /* The same without holding all rows at once; always inside a transaction, and `take` may use the connection. */
    enum result (*each)(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters,
                        database_take *take, void *data);
    /* Runs it inside a transaction without waiting for what becomes of it; NULL: the engine gains nothing by that. */
    enum result (*run_ahead)(struct context *context, struct database *database, struct prepared *prepared, struct parameters parameters);
    /* Fills a row of the statement's record; texts are copied into the arena, or borrowed until the cursor moves. */
    enum result (*read)(struct context *context, const struct cursor *cursor, void *row, bool copy);
    size_t (*width)(const struct cursor *cursor);
    /* The value of a column, borrowed until the cursor moves. */
    enum result (*value)(struct context *context, const struct cursor *cursor, size_t column, struct value *value);
    /* Makes a new connection where the old one was lost; forgets all prepared statements. */
    enum result (*reconnect)(struct context *context, struct database *database);
    struct text (*name)(struct context *context, const struct database *database);
    enum result (*command)(struct context *context, struct database *database, enum database_command command);
    /* A further connection inside a transaction that sees what this one's sees; RESULT_NONE where none can be had. NULL: the engine has no such thing. */
    enum result (*beside)(struct context *context, struct database *database, struct database **beside);
    /* See database_on_disk. NULL: nothing is seen before it is on disk. */
    enum result (*on_disk)(struct context *context, struct database *database);
    /* Ends the transaction that a round has begun; it only read, so nothing can be lost. */
    void (*round_end)(struct database *database);
    enum result (*script)(struct context *context, struct database *database, const char *sql);
    enum result (*make_index)(struct context *context, struct database *database, const char *sql);
    enum result (*copy_begin)(struct context *context, struct database *database, const char *table, const char *const *columns,
                              size_t column_count, struct database_copy **copy);
    enum result (*copy_row)(struct context *context, struct database_copy *copy, const struct value *values);
    enum result (*copy_try)(struct context *context, struct database_copy *copy, const struct value *values, bool *taken); /* may be NULL */
    enum result (*copy_end)(struct context *context, struct database_copy *copy, int64_t *rows);
    enum result (*take_ids)(struct context *context, struct database *database, const char *table, int64_t count, int64_t *first);
    /* `many`: the statement's other, or NULL. */
    enum result (*queue)(struct context *context, struct database *database, struct prepared *prepared, struct prepared *many, struct parameters parameters, void *row,
                         database_answer *done, void *data);
    int (*queue_flush)(struct database *database);
    void (*queue_receive)(struct database *database);
    /* Ends what is outstanding so that another statement can run. */
    void (*queue_drain)(struct database *database);
    const char *has_table;  /* SQL: one row where the table named $1 exists */
    const char *list_tables; /* SQL: the names of the store's own tables */
    const char *list_columns; /* SQL: the names of the columns of table $1 in their order */
    const char *list_references; /* SQL: table, table that it refers to */
    const char *defer_references; /* SQL: rows may refer to rows that come later in the transaction, where the engine can */
    /* After rows came in with ids of their own: the store goes on behind them. */
    enum result (*continue_ids)(struct context *context, struct database *database, const char *table);
    const char *migration_lock; /* SQL that keeps other nodes from migrating until the transaction ends */
};

extern const struct engine database_sqlite, database_postgresql;

enum database_mode { MODE_IDLE, MODE_READING, MODE_WRITING };

/* The engine's own struct begins with it. */
struct database {
    const struct engine *engine;
    enum database_engine kind;
    enum database_mode mode;
    bool lost;       /* the connection is gone; a new one is made before the next transaction */
    bool failed;     /* a statement of the open transaction failed: nothing but undoing is possible */
    bool round;      /* between database_round_begin and database_round_end */
    bool round_open; /* its read transaction has begun (SQLite) */
    int attempts;    /* savepoints open */
    struct database_turns *turns; /* shared with others; NULL: not */
    database_last *last; /* of the open transaction, with what was left for it */
    unsigned char *left;
    size_t left_length, left_capacity;
    int64_t fail_countdown;
    enum result fail_result;
    struct prepared **cache; /* open addressing by the statement's address; the capacity is a power of two */
    size_t cache_capacity;
    size_t cache_count;
    const char *url;
};

/* What database_transaction.c and database_turns.c share: a command, or the failure that a test has asked for; an act with its key, up to the commit. */
MUST_CHECK database_command(struct context *context, struct database *database, enum database_command what);
MUST_CHECK database_run_act(struct context *context, database_act *act, void *data, struct text key);
/* A transaction that writes, where the connection shares its turns with others. */
MUST_CHECK database_in_turn(struct context *context, database_act *act, void *data, struct text key);
/* For tests: the connection on which all is written, how many wait for their turn, and how long more is begun before a commit (a few milliseconds unless set). */
struct database *database_turns_connection(const struct database_turns *turns);
size_t database_turns_waiting(struct database_turns *turns);
void database_turns_longest(struct database_turns *turns, double seconds);

/* Prepares or finds the statement. */
MUST_CHECK database_prepare(struct context *context, const struct statement *statement, struct prepared **prepared);
/* With the statement's other (STATEMENT_OF_MANY); `many` NULL where it has none. */
MUST_CHECK database_prepare_both(struct context *context, const struct statement *statement, struct prepared **prepared, struct prepared **many);
/* Forgets all prepared statements: the connection is new. */
void database_forget_all(struct database *database);
/* Makes room for `count` columns of the statement's record and the blank row. */
void prepared_begin(struct prepared *prepared, const struct statement *statement, size_t count);
/* Says where the column named `name` goes; BROKEN where the record has no such field. */
MUST_CHECK prepared_column(struct context *context, struct prepared *prepared, size_t column, const char *name);
void prepared_end(struct prepared *prepared);
/* The failure of a value that does not fit its field. */
MUST_CHECK prepared_misfit(struct context *context, const struct prepared *prepared, size_t column);

/* Reads rows of a statement that has no record, outside the cache, value by value (back-up, and lists of tables). `values` live until `take` returns. */
typedef enum result database_values(struct context *context, const struct value *values, size_t count, void *data);
MUST_CHECK database_rows(struct context *context, const char *sql, struct parameters parameters, database_values *take, void *data);
/* Whether the store has a table of that name. */
MUST_CHECK database_has_table(struct context *context, const char *table, bool *has);

/* REFUSED "store.absent" where the store that was just opened was never made. */
MUST_CHECK database_check_made(struct context *context, struct database *database, const char *path);
/* Applies the first `count` migrations, those that are missing. */
MUST_CHECK database_apply_migrations(struct context *context, size_t count, int *applied);

/* For tests: the `count`-th call on the store from now (1 is the next; beginning and committing count too) gives `result` instead of
 * being made; 0 turns it off. */
void database_fail_after(struct database *database, int64_t count, enum result result);
/* True, with the failure set, where this call is the one to fail. */
bool database_fails_now(struct context *context, struct database *database, enum result *result);
/* For tests: how long a COMMIT may take on PostgreSQL before its outcome counts as unknown; 10,000 unless set. */
void database_commit_deadline(struct database *database, int milliseconds);

/* Puts a value into its field. */
static inline enum result database_place(struct context *context, const struct prepared *prepared, size_t at, struct value value, void *row, bool copy)
{
    const struct column *column = &prepared->columns[at];
    void *field = (char *)row + column->offset;
    if (value.kind == VALUE_NULL) return RESULT_OK; /* the blank row says so already */
    switch (column->kind) {
    case FIELD_INTEGER:
        if (value.kind != VALUE_INTEGER) break;
        *(int64_t *)field = value.integer;
        return RESULT_OK;
    case FIELD_INSTANT:
        if (value.kind != VALUE_INTEGER) break;
        *(struct instant *)field = (struct instant){value.integer};
        return RESULT_OK;
    case FIELD_INT32:
    case FIELD_DAY:
        if (value.kind != VALUE_INTEGER || value.integer < INT32_MIN || value.integer > INT32_MAX) break;
        *(int32_t *)field = (int32_t)value.integer;
        return RESULT_OK;
    case FIELD_BOOLEAN:
        if (value.kind != VALUE_INTEGER) break;
        *(bool *)field = value.integer != 0;
        return RESULT_OK;
    case FIELD_TEXT:
        if (value.kind != VALUE_TEXT) break;
        *(struct text *)field = copy ? text_copy(context->arena, value.text) : value.text;
        return RESULT_OK;
    case FIELD_STRING:
        if (value.kind != VALUE_TEXT) break;
        *(const char **)field = copy ? text_copy(context->arena, value.text).bytes : value.text.bytes;
        return RESULT_OK;
    case FIELD_BYTES:
        if (value.kind != VALUE_BYTES) break;
        if (copy && value.bytes.length) {
            unsigned char *bytes = arena_raw(context->arena, value.bytes.length);
            memcpy(bytes, value.bytes.data, value.bytes.length);
            value.bytes.data = bytes;
        }
        *(struct bytes *)field = value.bytes;
        return RESULT_OK;
    case FIELD_LIST:
    case FIELD_RECORD: break;
    }
    return prepared_misfit(context, prepared, at);
}

#endif
