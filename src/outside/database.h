/* The store: SQLite embedded or PostgreSQL through libpq, behind one face.
 *
 * One SQL text per statement with $1..$n serves both engines; it stands beside the function that uses it, only in *_store.c:
 *
 *     STATEMENT(find_mailbox, &mailbox_record, "SELECT id, address FROM mailbox WHERE address = $1");
 *     ...
 *     struct mailbox mailbox;
 *     enum result found = database_one(context, &find_mailbox, PARAMETERS(address), &mailbox);
 *
 * Statements register themselves in a linker section, and one test prepares them all on both engines and holds their columns against
 * their records by name. Types in the store: INTEGER (64 bits; days since 1970-01-01 in columns named ..._day, microseconds
 * since then in columns named ..._at, booleans as 0 and 1), TEXT, BLOB. Use CAST, never `::`; no engine's own functions except in the
 * files that carry the engine's name. One thread at a time may use a `struct database`.
 *
 * What the two engines make of one text: CAST(x AS BIGINT), for INTEGER is 32 bits on PostgreSQL; SUM and AVG must be cast AS BIGINT; a parameter
 * whose type PostgreSQL cannot see ($1 + 5, SELECT $1) must be cast; a condition is written `x <> 0`, never bare `x`; TEXT compares by its bytes on both.
 * A statement that fails inside a transaction (store.duplicate too) leaves nothing but undoing it, on both engines: whoever wants to go on after a
 * refusal uses database_attempt, or ON CONFLICT DO NOTHING and `changed`. */
#ifndef OUTSIDE_DATABASE_H
#define OUTSIDE_DATABASE_H

#include "base/context.h"
#include "base/record.h"

enum database_engine { DATABASE_SQLITE, DATABASE_POSTGRESQL };

/* One connection with its prepared statements. */
struct database;
/* Of several connections. */
struct database_turns;

struct statement {
    const char *name;
    const struct record *record; /* what a row is read into, by column name; NULL where no rows come back */
    const char *sql;
    const struct statement *many; /* the same for more keys than one; mostly NULL */
    const char *file;             /* where it is written, as statements of two files can have one name */
    bool once;                    /* it is made ready to be run once, and forgotten */
};

/* Declares a statement of this file. RECORD_POINTER: &some_record, or NULL for a statement that returns no rows. */
#define STATEMENT(NAME, RECORD_POINTER, SQL)                                                                                     \
    STATEMENT_OF_MANY(NAME, RECORD_POINTER, SQL, NULL)
/* A statement of one text key, with another, declared before, that takes up to so many keys as it has parameters, all to be found alike; its first column is the key. Where
 * many are queued at once (database_queue), PostgreSQL is asked for them together. */
#define STATEMENT_OF_MANY(NAME, RECORD_POINTER, SQL, MANY)                                                                       \
    static const struct statement NAME = {#NAME, (RECORD_POINTER), (SQL), (MANY), __FILE__};                                     \
    static const struct statement *const NAME##_registered_ __attribute__((used, section("statements"))) = &NAME

/* All statements of the program, for the test that prepares them. */
extern const struct statement *const __start_statements[];
extern const struct statement *const __stop_statements[];

/* A value given to a statement. PARAMETERS turns int64_t, int, bool, struct text, const char *, struct bytes, struct day and
 * struct instant into it; NO_DAY, NO_INSTANT and a NULL `const char *` become NULL; OPTIONAL(id) makes 0 NULL. */
enum value_kind { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT, VALUE_BYTES };
struct value {
    enum value_kind kind;
    union {
        int64_t integer;
        struct text text;
        struct bytes bytes;
    };
};
struct parameters {
    const struct value *values;
    size_t count;
};

static inline struct value value_integer(int64_t integer)
{
    return (struct value){.kind = VALUE_INTEGER, .integer = integer};
}
static inline struct value value_text(struct text text)
{
    return (struct value){.kind = VALUE_TEXT, .text = text};
}
static inline struct value value_string(const char *string)
{
    return string ? value_text(text_of(string)) : (struct value){.kind = VALUE_NULL};
}
static inline struct value value_bytes(struct bytes bytes)
{
    return (struct value){.kind = VALUE_BYTES, .bytes = bytes};
}
static inline struct value value_day(struct day day)
{
    return day_is(day) ? value_integer(day.number) : (struct value){.kind = VALUE_NULL};
}
static inline struct value value_instant(struct instant instant)
{
    return instant_is(instant) ? value_integer(instant.microseconds) : (struct value){.kind = VALUE_NULL};
}
static inline struct value value_same(struct value value)
{
    return value;
}
static inline struct value OPTIONAL(int64_t id)
{
    return id ? value_integer(id) : (struct value){.kind = VALUE_NULL};
}
#define VALUE(X)                                                                                                                 \
    _Generic((X),                                                                                                                \
        struct text: value_text, const char *: value_string, char *: value_string, struct bytes: value_bytes,                    \
        struct day: value_day, struct instant: value_instant, struct value: value_same, default: value_integer)(X)
#define PARAMETERS(...) ((struct parameters){(const struct value[]){PARAMETERS_EACH_(__VA_ARGS__)}, PARAMETERS_COUNT_(__VA_ARGS__)})
#define NO_PARAMETERS ((struct parameters){NULL, 0})
/* Up to 24 parameters. */
#define PARAMETERS_COUNT_(...) PARAMETERS_NTH_(__VA_ARGS__, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
#define PARAMETERS_NTH_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, N, ...) N
#define PARAMETERS_EACH_(...) PARAMETERS_JOIN_(PARAMETERS_EACH_, PARAMETERS_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define PARAMETERS_JOIN_(A, B) PARAMETERS_JOIN2_(A, B)
#define PARAMETERS_JOIN2_(A, B) A##B
#define PARAMETERS_EACH_1(a) VALUE(a)
#define PARAMETERS_EACH_2(a, ...) VALUE(a), PARAMETERS_EACH_1(__VA_ARGS__)
#define PARAMETERS_EACH_3(a, ...) VALUE(a), PARAMETERS_EACH_2(__VA_ARGS__)
#define PARAMETERS_EACH_4(a, ...) VALUE(a), PARAMETERS_EACH_3(__VA_ARGS__)
#define PARAMETERS_EACH_5(a, ...) VALUE(a), PARAMETERS_EACH_4(__VA_ARGS__)
#define PARAMETERS_EACH_6(a, ...) VALUE(a), PARAMETERS_EACH_5(__VA_ARGS__)
#define PARAMETERS_EACH_7(a, ...) VALUE(a), PARAMETERS_EACH_6(__VA_ARGS__)
#define PARAMETERS_EACH_8(a, ...) VALUE(a), PARAMETERS_EACH_7(__VA_ARGS__)
#define PARAMETERS_EACH_9(a, ...) VALUE(a), PARAMETERS_EACH_8(__VA_ARGS__)
#define PARAMETERS_EACH_10(a, ...) VALUE(a), PARAMETERS_EACH_9(__VA_ARGS__)
#define PARAMETERS_EACH_11(a, ...) VALUE(a), PARAMETERS_EACH_10(__VA_ARGS__)
#define PARAMETERS_EACH_12(a, ...) VALUE(a), PARAMETERS_EACH_11(__VA_ARGS__)
#define PARAMETERS_EACH_13(a, ...) VALUE(a), PARAMETERS_EACH_12(__VA_ARGS__)
#define PARAMETERS_EACH_14(a, ...) VALUE(a), PARAMETERS_EACH_13(__VA_ARGS__)
#define PARAMETERS_EACH_15(a, ...) VALUE(a), PARAMETERS_EACH_14(__VA_ARGS__)
#define PARAMETERS_EACH_16(a, ...) VALUE(a), PARAMETERS_EACH_15(__VA_ARGS__)
#define PARAMETERS_EACH_17(a, ...) VALUE(a), PARAMETERS_EACH_16(__VA_ARGS__)
#define PARAMETERS_EACH_18(a, ...) VALUE(a), PARAMETERS_EACH_17(__VA_ARGS__)
#define PARAMETERS_EACH_19(a, ...) VALUE(a), PARAMETERS_EACH_18(__VA_ARGS__)
#define PARAMETERS_EACH_20(a, ...) VALUE(a), PARAMETERS_EACH_19(__VA_ARGS__)
#define PARAMETERS_EACH_21(a, ...) VALUE(a), PARAMETERS_EACH_20(__VA_ARGS__)
#define PARAMETERS_EACH_22(a, ...) VALUE(a), PARAMETERS_EACH_21(__VA_ARGS__)
#define PARAMETERS_EACH_23(a, ...) VALUE(a), PARAMETERS_EACH_22(__VA_ARGS__)
#define PARAMETERS_EACH_24(a, ...) VALUE(a), PARAMETERS_EACH_23(__VA_ARGS__)

/* Opens "sqlite:PATH" or "postgresql://...". Where there is no store yet: REFUSED "store.absent", unless `create`. Does not migrate.
 * The connection belongs to the caller (database_close); it may be kept for many contexts, one after the other. */
MUST_CHECK database_open(struct context *context, struct text url, bool create, struct database **database);
void database_close(struct database *database);
/* SQLite has one writer at a time. Connections of one process that share these write one after the other on one further connection, and those that came while the disk was busy are committed
 * together; database_transaction says so only when the commit is on disk. What is at_length (context) goes on its own connection. `turns` NULL for PostgreSQL. They must outlive the connections that share them. */
MUST_CHECK database_turns_open(struct context *context, struct text url, struct database_turns **turns);
void database_turns_close(struct database_turns *turns);
/* `turns` may be NULL: then nothing is shared. */
void database_share_turns(struct database *database, struct database_turns *turns);
enum database_engine database_engine(const struct database *database);
/* With the password in it, where there is one: to open the store once more, never to be shown. */
struct text database_url(const struct database *database);
/* The store as one may read it anywhere (SPEC 13.5): sqlite:PATH or postgresql://HOST:PORT/DATABASE. */
struct text database_name(struct context *context, const struct database *database);

/* --- Statements. All work on context->database. Rows are read into the statement's record; text and bytes are copied into the arena. --- */

/* Runs a statement that returns no rows; `changed`, where given, gets the count of rows changed.
 * Outside a transaction it is one by itself. A broken UNIQUE constraint is RESULT_REFUSED with the code "store.duplicate", any other constraint RESULT_BROKEN. */
MUST_CHECK database_run(struct context *context, const struct statement *statement, struct parameters parameters, int64_t *changed);
/* The same inside a transaction that writes, where nobody asks how many rows it changed: PostgreSQL is not waited for, so that many in a row cost one round trip. What fails is told by a later call on the
 * store or by the commit, and is never REFUSED: not for what may break a UNIQUE constraint. */
MUST_CHECK database_run_ahead(struct context *context, const struct statement *statement, struct parameters parameters);
/* Reads one row; RESULT_NONE where there is none; more than one is RESULT_BROKEN. Also for INSERT ... RETURNING. Fields without a column, and NULL, become 0,
 * false, NO_DAY, NO_INSTANT, the empty text, no bytes, a NULL `const char *`. */
MUST_CHECK database_one(struct context *context, const struct statement *statement, struct parameters parameters, void *row);
/* Reads all rows into a list in the arena, at most `maximum` (a further one is RESULT_BROKEN: page with LIMIT). */
MUST_CHECK database_all(struct context *context, const struct statement *statement, struct parameters parameters, size_t maximum, struct list *list);
/* Calls `each` for every row as it comes, without holding them all; `row` and its texts live until `each` returns. A result below
 * zero from `each` ends it and is passed on. `each` may run other statements on the same store, and inside a transaction it may write, but not rows that
 * this statement has still to read (whether it would see them differs between the engines). Outside a transaction it runs in a reading of its own. */
typedef enum result database_each_function(struct context *context, const void *row, void *data);
MUST_CHECK database_each(struct context *context, const struct statement *statement, struct parameters parameters, database_each_function *each, void *data);
/* Reads one integer (COUNT, an id); RESULT_NONE where there is no row. NULL reads as 0. */
MUST_CHECK database_integer(struct context *context, const struct statement *statement, struct parameters parameters, int64_t *integer);

/* --- Transactions --- */

/* Runs `act` inside one transaction that writes (SQLite: BEGIN IMMEDIATE; PostgreSQL: READ COMMITTED) and commits where it returns
 * RESULT_OK or RESULT_NONE. RESULT_AGAIN from it, busy, 40001 and 40P01 run it again from the start, with the arena rewound, up to a
 * bounded count with growing pauses; so it must have no effect outside the store and must write all its outputs anew.
 * What a refused act wrote is rolled back. Inside a transaction already open it simply becomes part of that one.
 * Idempotency (SPEC 13.4): see context->once. The key is claimed first and the answer stored last inside the same transaction, and the key is taken
 * out of the context after the commit, so that a second transaction of the same work is no replay. Where it is one, `act` is not run: RESULT_OK, `replayed`.
 * RESULT_AGAIN: given up after many tries. "store.outcome_unknown" (BROKEN; AGAIN with a key): PostgreSQL did not say whether it committed. */
typedef enum result database_act(struct context *context, void *data);
MUST_CHECK database_transaction(struct context *context, database_act *act, void *data);
/* The same for reading: one consistent view, no writing, no lock that anyone waits for. */
MUST_CHECK database_reading(struct context *context, database_act *act, void *data);
/* Inside database_reading: the store opened once more, within a transaction that reads the very same view, for one other thread to read by meanwhile; database_close ends it. RESULT_NONE: there is none (SQLite, or the server has
 * no connection to spare; and never of a transaction that writes, which sees what nobody else does), and the reader goes on alone. */
MUST_CHECK database_beside(struct context *context, struct database **beside);
/* What this connection has read is on disk: on SQLite a commit may be seen for a moment before it is (database_turns.c). Asked before anything goes out that vouches for what was read; the disk is waited for only
 * where somebody has committed since this was last asked. BROKEN where the disk failed. */
MUST_CHECK database_on_disk(struct context *context);
bool database_in_transaction(const struct database *database);
/* A savepoint inside a transaction: where `act` fails with RESULT_REFUSED, only what it wrote is undone and the transaction lives on. */
MUST_CHECK database_attempt(struct context *context, database_act *act, void *data);
/* Keeps a copy of `item` until just before the open transaction commits; then `last` is called, once, with all that was left, one after the other, and may write. So what all
 * transactions take turns for is taken last, when nothing else is waited for any more, and held as briefly as can be. What an undone attempt has left is forgotten with it. One `last` a
 * transaction; 128 MiB at most. */
typedef enum result database_last(struct context *context, struct bytes left);
MUST_CHECK database_leave_for_commit(struct context *context, database_last *last, struct bytes item);

/* --- Rounds: one read transaction for many small look-ups (the server's event loop) --- */

/* SQLite: begins a read transaction that database_one joins until database_round_end. PostgreSQL: nothing. */
void database_round_begin(struct database *database);
void database_round_end(struct database *database);

/* Look-ups that are sent together and answered together: on PostgreSQL all queued ones travel in one pipeline and those of one key share statements, on SQLite each is
 * answered at once. Statements that only read. `row` and the context must live until `done` is called. `done` gets RESULT_OK and the row, RESULT_NONE, or a
 * failure (set in the context given when it was queued). */
typedef void database_answer(struct context *context, enum result result, void *row, void *data);
MUST_CHECK database_queue(struct database *database, struct context *context, const struct statement *statement, struct parameters parameters,
                          void *row, database_answer *done, void *data);
/* Sends what is queued (PostgreSQL) without waiting. The file descriptor to poll for answers, -1 where none are outstanding. */
int database_queue_flush(struct database *database);
/* Reads what has arrived and calls `done` for each; never waits. */
void database_queue_receive(struct database *database);

/* --- Many rows at once --- */

/* Inserts many rows into one table: COPY in binary form on PostgreSQL, one prepared INSERT on SQLite. Inside a transaction. Columns are named
 * once; each row gives one value a column. Not for conflicts: the caller has looked before. Several may be open at once and other statements may come
 * between; rows are surely in the table only after database_copy_end. One left open by a failed act ends with the transaction. */
struct database_copy;
MUST_CHECK database_copy_begin(struct context *context, const char *table, const char *const *columns, size_t column_count, struct database_copy **copy);
MUST_CHECK database_copy_row(struct context *context, struct database_copy *copy, const struct value *values);
/* The same, but where a unique index has such a row already nothing is inserted and `taken` is false. SQLite only: on PostgreSQL a COPY cannot, and it is BROKEN. */
MUST_CHECK database_copy_try(struct context *context, struct database_copy *copy, const struct value *values, bool *taken);
/* Ends the copy; `rows`, where given, gets the count. */
MUST_CHECK database_copy_end(struct context *context, struct database_copy *copy, int64_t *rows);
/* Takes `count` consecutive fresh ids for the table's column `id`; `first` gets the first. Inside a transaction, in which no row is then inserted
 * without an id of its own before those taken are in. */
MUST_CHECK database_take_ids(struct context *context, const char *table, int64_t count, int64_t *first);
/* For the rest of the transaction: whatever is looked up is looked up by index and read to its end, whatever the statistics say of tables that have just been filled. For look-ups of many
 * rows together; on SQLite nothing, which has no statistics. */
MUST_CHECK database_look_by_index(struct context *context);
/* For the rest of the transaction: waits at most so long for each lock that another connection has, and is RESULT_AGAIN then. On SQLite nothing: there is nothing to wait for once it may write. */
MUST_CHECK database_wait_at_most(struct context *context, int64_t milliseconds);

/* --- Whole store --- */

/* Applies the migrations that are missing, each in its own transaction, under a lock that keeps other nodes out; `applied` gets their count. A migration
 * whose recorded hash differs from ours is REFUSED: somebody changed history. See outside/migration.h. */
MUST_CHECK database_migrate(struct context *context, int *applied);
/* RESULT_REFUSED "store.old" or "store.new" where the schema is not ours; every door asks once at start. */
MUST_CHECK database_check_version(struct context *context);

/* Runs SQL text of many statements in the dialect of outside/migration.h, for migrations and tests only; never with anything from outside in it. */
MUST_CHECK database_script(struct context *context, const char *sql);
/* Runs a CREATE INDEX on a table that may be large. On SQLite what is sorted goes to temporary files (where SQLite puts them: SQLITE_TMPDIR, TMPDIR, /var/tmp) and a thread helps. */
MUST_CHECK database_make_index(struct context *context, const char *sql);

#endif
