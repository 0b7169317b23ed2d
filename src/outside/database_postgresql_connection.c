/* The connection to PostgreSQL: its address, its settings, and the way back after it was lost. */
#include "outside/database_postgresql.h"

#include <stdlib.h>

#include "base/log.h"

enum { COMMIT_MILLISECONDS = 10000, OLDEST_SERVER = 130000 };

static void take_notice(void *data, const PGresult *notice)
{
    struct postgresql *postgresql = data;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity && strcmp(severity, "WARNING") == 0) {
        postgresql->warned = true;
        log_line(LOG_WARNING, "postgresql warns: %s", PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY));
    }
}

/* libpq takes for host, port or database what stands behind an "@" or "/" of a password that is written as it is, and names it in its errors; of a URL that it cannot read it repeats the whole. */
static enum result check_url(struct context *context, const char *url)
{
    char *failed = NULL;
    PQconninfoOption *options = PQconninfoParse(url, &failed);
    PQconninfoFree(options);
    PQfreemem(failed);
    const char *authority = strstr(url, "://") + 3, *path = strchrnul(authority, '/');
    const char *at = strchr(authority, '@'), *another = at ? strchr(at + 1, '@') : NULL, *query = strchrnul(path, '?');
    if (options && (!at || at < path || at > query) && (!another || another > query)) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "store.address",
                        N_("This store's address cannot be read. It is postgresql://USER:PASSWORD@HOST:PORT/DATABASE; in a name or password write % as %25, @ as %40, : as %3A, / as %2F and ? as %3F."));
}

static enum result connect_to(struct context *context, struct postgresql *postgresql, enum result when_unreachable)
{
    /* What stands before "dbname" are defaults that the URL overrides. */
    static const char *const names[] = {"connect_timeout", "keepalives_idle", "tcp_user_timeout", "fallback_application_name", "dbname", "client_encoding", NULL};
    const char *const values[] = {"10", "30", "20000", "testamur", postgresql->database.url, "UTF8", NULL};
    postgresql->connection = PQconnectdbParams(names, values, 1);
    if (!postgresql->connection) abort();
    if (PQstatus(postgresql->connection) != CONNECTION_OK)
        return context_fail(context, when_unreachable, "store.unreachable", N_("The store at {path} cannot be opened: {what}"), "path", "PostgreSQL",
                            "what", text_string(context->arena, text_trim(text_of(PQerrorMessage(postgresql->connection)))));
    PQsetNoticeReceiver(postgresql->connection, take_notice, postgresql);
    const char *encoding = PQparameterStatus(postgresql->connection, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return context_fail(context, RESULT_REFUSED, "store.encoding", N_("The PostgreSQL database must be made with the encoding UTF8."));
    if (PQserverVersion(postgresql->connection) < OLDEST_SERVER)
        return context_fail(context, RESULT_REFUSED, "store.server", N_("The PostgreSQL server must be of version 13 or newer."));
    /* A waiter for a lock gives up and runs its transaction again; an acknowledged commit is on disk whatever the server's default;
     * a cursor will be read to its end. */
    return postgresql_execute(context, postgresql,
                              "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '10min'; SET cursor_tuple_fraction = 1; SET jit = off;"
                              "SET client_min_messages = warning; SET TimeZone = 'UTC'; SELECT set_config('synchronous_commit', 'on', false) "
                              "WHERE current_setting('synchronous_commit') IN ('off', 'local')",
                              PGRES_TUPLES_OK);
}

void postgresql_close(struct database *database)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    postgresql_queue_drain(database);
    postgresql_copy_forget(postgresql);
    PQfinish(postgresql->connection);
    free((char *)database->url);
    free(postgresql);
}

enum result postgresql_open(struct context *context, struct text url, bool create, struct database **database)
{
    TRY(check_url(context, text_string(context->arena, url)));
    struct postgresql *postgresql = calloc(1, sizeof *postgresql);
    if (!postgresql) abort();
    postgresql->database = (struct database){.engine = &database_postgresql, .kind = DATABASE_POSTGRESQL, .url = strndup(url.bytes, url.length)};
    postgresql->commit_deadline = COMMIT_MILLISECONDS;
    enum result result = connect_to(context, postgresql, RESULT_REFUSED);
    if (result >= 0 && !create) result = database_check_made(context, &postgresql->database, PQdb(postgresql->connection));
    if (result < 0) {
        postgresql_close(&postgresql->database);
        return result;
    }
    *database = &postgresql->database;
    return RESULT_OK;
}

enum result postgresql_reconnect(struct context *context, struct database *database)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    struct queued *waiting = postgresql_queue_collect(postgresql);
    postgresql_copy_forget(postgresql);
    database_forget_all(database);
    PQfinish(postgresql->connection);
    postgresql->connection = NULL;
    enum result result = connect_to(context, postgresql, RESULT_AGAIN);
    database->lost = result < 0;
    postgresql_queue_resend(postgresql, waiting, result >= 0);
    if (result >= 0) log_line(LOG_INFO, "connected to the store again");
    return result;
}

/* Scans of one table that run at the same time would share their way through it, each beginning where the other is: rows that are asked for in no order would come otherwise each time. */
#define IN_ONE_ORDER "SET LOCAL synchronize_seqscans = off;"

static enum result see_the_same(struct context *context, struct postgresql *beside, const char *snapshot)
{
    struct text begin = text_printf(context->arena, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '%s';" IN_ONE_ORDER, snapshot);
    return postgresql_execute(context, beside, begin.bytes, PGRES_COMMAND_OK);
}

enum result postgresql_beside(struct context *context, struct database *database, struct database **beside)
{
    struct postgresql *postgresql = (struct postgresql *)database;
    TRY(postgresql_ready(context, postgresql));
    PGresult *exported = PQexec(postgresql->connection, IN_ONE_ORDER "SELECT pg_export_snapshot()");
    if (PQresultStatus(exported) != PGRES_TUPLES_OK) return postgresql_failed(context, postgresql, exported, "pg_export_snapshot", false);
    struct context own = *context; /* whose failure is not the reader's */
    own.error = (struct error){.arena = context->arena};
    enum result result = postgresql_open(&own, text_of(database->url), false, beside);
    if (result >= 0) result = see_the_same(&own, (struct postgresql *)*beside, PQgetvalue(exported, 0, 0));
    PQclear(exported);
    if (result >= 0) {
        (*beside)->mode = MODE_READING;
        return RESULT_OK;
    }
    log_line(LOG_DEBUG, "read by one connection: %.*s", TEXT_ARG(error_text(own.arena, &own.error)));
    database_close(*beside);
    *beside = NULL;
    return RESULT_NONE;
}

struct text postgresql_name(struct context *context, const struct database *database)
{
    PGconn *connection = ((const struct postgresql *)database)->connection;
    return text_printf(context->arena, "postgresql://%s:%s/%s", PQhost(connection), PQport(connection), PQdb(connection));
}

void database_commit_deadline(struct database *database, int milliseconds)
{
    if (database->kind == DATABASE_POSTGRESQL) ((struct postgresql *)database)->commit_deadline = milliseconds;
}
