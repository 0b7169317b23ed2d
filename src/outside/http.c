/* Start, event loop and stop of the server; http_server.h says which file holds what. */
#include "outside/http.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "outside/http_server.h"

enum {
    /* libmicrohttpd's memory for one connection: what it gets of a request, and the head of the answer. It clears all of it after every request, so it is no larger than that, and 64 of them fit into the cache of a core. */
    CONNECTION_POOL = HTTP_ANSWER_HEAD + 2048,
    FEWEST_CONNECTIONS = 16,
};
#define WORK_MEMORY ((size_t)256 << 20)

struct http_limits http_limits_default(void)
{
    return (struct http_limits){.head = 10, .body = 120, .answer = 120, .kept = 75, .linger = 2, .stop = 10, .tick = 1,
                                .head_bytes = 8192, .target_bytes = 2048, .headers = 64, .pairs = 48, .connections = 1024, .jobs = 256, .large_bodies = (size_t)256 << 20};
}

/* --- Start --- */

/* The name and port in "https://host:port". */
static void read_address(struct http_server *server, struct text address)
{
    bool secure = text_starts_with(address, "https://");
    size_t start = text_find(address, "://");
    struct text rest = start < address.length ? (struct text){address.bytes + start + 3, address.length - start - 3} : address;
    size_t length = 0;
    bool bracket = rest.length && rest.bytes[0] == '[';
    while (length < rest.length && rest.bytes[length] != '/' && (rest.bytes[length] != ':' || bracket)) {
        if (rest.bytes[length] == ']') bracket = false;
        length++;
    }
    server->guard.host = text_lower(server->arena, (struct text){rest.bytes, length});
    struct text port = {rest.bytes + length, rest.length - length};
    server->guard.port = port.length > 1 && port.bytes[0] == ':' ? text_copy(server->arena, (struct text){port.bytes + 1, port.length - 1})
                                                                  : secure ? TEXT("443") : TEXT("80");
}

static void note(void *cls, const char *format, va_list arguments)
{
    (void)cls;
    char line[512];
    int length = vsnprintf(line, sizeof line, format, arguments);
    while (length > 0 && (size_t)length < sizeof line && line[length - 1] == '\n') line[--length] = 0;
    log_line(LOG_DEBUG, "http library says \"%s\"", line);
}

static void connection_changed(void *cls, struct MHD_Connection *mhd, void **socket_context, enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) http_socket_opened(cls, mhd, socket_context);
    else http_socket_closed(*socket_context);
}

static void count_descriptors(struct http_server *server)
{
    struct rlimit limit;
    rlim_t most = getrlimit(RLIMIT_NOFILE, &limit) ? 1024 : limit.rlim_cur;
    if (most > 1 << 20) most = 1 << 20;
    server->by_fd_count = (size_t)most;
    /* Stores, files, mail and lingering sockets need some as well. */
    size_t reserve = 64 + HTTP_LINGERING + 4 * (size_t)server->settings->workers;
    size_t room = most > reserve + FEWEST_CONNECTIONS ? (size_t)most - reserve : FEWEST_CONNECTIONS;
    if (server->limits.connections > room) server->limits.connections = room;
}

static enum result start_library(struct context *context, struct http_server *server)
{
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, http_request_handle, server,
        MHD_OPTION_EXTERNAL_LOGGER, note, server, MHD_OPTION_LISTEN_SOCKET, server->listener,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_POOL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->limits.connections,
        MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, http_request_begin, server,
        MHD_OPTION_NOTIFY_COMPLETED, http_request_completed, server, MHD_OPTION_NOTIFY_CONNECTION, connection_changed, server, MHD_OPTION_END);
    if (server->daemon) return RESULT_OK;
    return context_fail(context, RESULT_BROKEN, "http.start", N_("The HTTP library did not start."));
}

static enum result start(struct context *context, struct http_server *server)
{
    if (!http_socket_is_guarded())
        return context_fail(context, RESULT_BROKEN, "http.guard", N_("The HTTP library reads past the guard, so the server does not start."));
    count_descriptors(server);
    server->by_fd = calloc(server->by_fd_count, sizeof *server->by_fd);
    server->reading = arena_raw(server->arena, server->limits.head_bytes);
    server->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    server->hangups = epoll_create1(EPOLL_CLOEXEC);
    if (!server->by_fd || server->wake < 0 || server->hangups < 0) return context_fail(context, RESULT_BROKEN, "http.start", N_("The HTTP library did not start."));
    if (server->handlers.open_store) TRY(server->handlers.open_store(server->handlers.data, context, &server->database));
    TRY(http_listen(context, server));
    TRY(start_library(context, server));
    return http_workers_start(context, server);
}

enum result http_start_limited(struct context *context, const struct clock *clock, const struct http_handlers *handlers,
                               const struct http_limits *limits, struct http_server **result)
{
    struct arena *arena = arena_new((size_t)1 << 20);
    struct http_server *server = ARENA_NEW(arena, struct http_server);
    const struct settings *settings = context->settings;
    *server = (struct http_server){.arena = arena, .handlers = *handlers, .limits = *limits, .settings = settings, .listener = -1, .wake = -1, .hangups = -1, .arena_limit = WORK_MEMORY + 4 * (size_t)settings->body_limit, .now = clock_monotonic()};
    if (server->limits.large_bodies < (size_t)settings->body_limit) server->limits.large_bodies = (size_t)settings->body_limit;
    server->pattern = (struct context){.clock = clock, .settings = settings, .catalogues = context->catalogues, .languages = context->languages,
                                       .letters = context->letters, .theme = context->theme, .printing = context->printing, .signer = context->signer, .language = "en"};
    server->guard = (struct http_guard){.head_limit = limits->head_bytes, .target_limit = limits->target_bytes, .header_limit = limits->headers,
                                        .pair_limit = limits->pairs, .body_limit = (uint64_t)settings->body_limit, .loopback = !settings->production};
    read_address(server, settings->address);
    enum result started = start(context, server);
    if (started < 0) http_free(server);
    else *result = server;
    return started;
}

enum result http_start(struct context *context, const struct clock *clock, const struct http_handlers *handlers, struct http_server **server)
{
    struct http_limits limits = http_limits_default();
    return http_start_limited(context, clock, handlers, &limits, server);
}

int http_port(const struct http_server *server)
{
    return server->port;
}

/* --- The loop --- */

static void begin_stop(struct http_server *server)
{
    server->stop_begun = true;
    server->stop_until = server->now + server->limits.stop;
    MHD_socket listener = MHD_quiesce_daemon(server->daemon);
    if (listener != MHD_INVALID_SOCKET) close(listener);
    server->listener = -1;
    log_line(LOG_INFO, "http stops connections=%zu", server->connections);
}

/* Seconds between two looks at hang-ups while the loop is too busy to wait for them. */
static const double HANGUPS = 0.02;
/* While look-ups are out, libmicrohttpd cannot say whether it has other work left, such as a long answer half sent. */
static const double WITH_LOOKUPS = 0.002;

/* Sends what look-ups this round has asked for and takes what has come back; the descriptor to wait on for the rest, or -1. */
static int exchange_lookups(struct http_server *server)
{
    if (!server->pending || !server->database) return -1;
    int fd = database_queue_flush(server->database);
    database_queue_receive(server->database);
    if (server->orphans) http_request_sweep(server);
    return server->pending ? fd : -1;
}

static void wait_for_something(struct http_server *server, int lookups, double seconds)
{
    MHD_UNSIGNED_LONG_LONG library = 0;
    if (!server->pending && MHD_get_timeout(server->daemon, &library) == MHD_YES && library == 0) return; /* it has work left already */
    if (server->prods || atomic_load(&server->workers.any_done)) return;
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd fds[] = {{.fd = info->epoll_fd, .events = POLLIN}, {.fd = server->wake, .events = POLLIN}, {.fd = lookups, .events = POLLIN},
                           {.fd = server->hangups, .events = POLLIN}};
    if (server->pending && seconds > WITH_LOOKUPS) seconds = WITH_LOOKUPS;
    int milliseconds = seconds <= 0 ? 0 : (int)(seconds * 1000) + 1;
    if (poll(fds, sizeof fds / sizeof *fds, milliseconds) <= 0) return;
    if (fds[3].revents) server->hangups_taken = 0;
    if (!(fds[1].revents & POLLIN)) return;
    uint64_t count;
    if (read(server->wake, &count, sizeof count) < 0) return; /* somebody was quicker; nothing to do */
}

static void run_round(struct http_server *server)
{
    uint64_t before = server->events;
    server->now = clock_monotonic();
    if (server->now - server->hangups_taken > HANGUPS) {
        http_socket_take_hangups(server);
        server->hangups_taken = server->now;
    }
    server->inline_now = 0;
    http_socket_run(server);
    if (server->round_open) {
        database_round_end(server->database);
        server->round_open = false;
    }
    int lookups = exchange_lookups(server);
    http_workers_collect(server);
    double wait = http_socket_deadlines(server);
    if (server->now - server->ticked >= server->limits.tick) {
        server->ticked = server->now;
        if (server->handlers.tick) server->handlers.tick(server->handlers.data);
        if (server->orphans) http_request_sweep(server);
    }
    if (server->events == before) wait_for_something(server, lookups, wait);
}

void http_run(struct http_server *server)
{
    for (;;) {
        if (atomic_load(&server->stopping)) {
            if (!server->stop_begun) begin_stop(server);
            if (http_socket_close_idle(server) || server->now >= server->stop_until) break;
        }
        run_round(server);
    }
    log_line(LOG_INFO, "http stopped connections=%zu", server->connections);
}

void http_stop(struct http_server *server)
{
    atomic_store(&server->stopping, true);
    uint64_t one = 1;
    int saved = errno;
    if (write(server->wake, &one, sizeof one) < 0) { /* full: the loop is awake anyway */
    }
    errno = saved;
}

/* --- The end --- */

static void free_works(struct http_work *work)
{
    while (work) {
        struct http_work *next = work->next;
        arena_free(work->context.arena);
        free(work);
        work = next;
    }
}

void http_free(struct http_server *server)
{
    if (!server) return;
    http_workers_end(server);
    if (server->daemon) {
        http_socket_run(server); /* takes back what was suspended */
        MHD_stop_daemon(server->daemon);
    }
    if (server->listener >= 0 && !server->daemon) close(server->listener);
    if (server->unix_path) unlink(server->unix_path);
    free(server->unix_path);
    if (server->wake >= 0) close(server->wake);
    http_socket_free(server);
    if (server->database) database_close(server->database); /* drops look-ups that are still out, and calls nobody */
    free_works(server->orphans);
    free_works(server->pool);
    arena_free(server->arena);
}
