/* Every byte on its way from the network into libmicrohttpd.
 *
 * libmicrohttpd 0.9.75 has no hook between its recv and its parser, and some of what it takes amiss it answers (twice) without ever asking us.
 * So this file defines `recv` for the program: the dynamic linker gives it to libmicrohttpd too, as it does with a program's own malloc. Outside of
 * http_socket_run, and for sockets that are not ours, it is the system's. Inside, libmicrohttpd gets one request at a time that the guard has passed: of its head
 * no more than it needs (http_guard_shorten; we read the rest of it ourselves), and a body of exactly its length. So its memory for a connection, all of which it clears after each request, is small.
 * http_socket_is_guarded tells at start whether the linker did so; without it the server does not start. */
#include "outside/http_server.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

/* The server whose loop this thread runs right now. */
static _Thread_local struct http_server *reader;

static ssize_t take(struct http_connection *connection, char *buffer, size_t size);

__attribute__((used, visibility("default"))) ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    struct http_server *server = reader;
    if (server && !flags && fd >= 0 && (size_t)fd < server->by_fd_count && server->by_fd[fd]) return take(server->by_fd[fd], buffer, size);
    return recvfrom(fd, buffer, size, flags, NULL, NULL);
}

bool http_socket_is_guarded(void)
{
    ssize_t (*ours)(int, void *, size_t, int) = recv;
    void *found = dlsym(RTLD_DEFAULT, "recv");
    return found && memcmp(&found, &ours, sizeof found) == 0;
}

/* --- Phases --- */

static void leave_phase(struct http_connection *connection)
{
    struct http_phase_list *list = &connection->server->phases[connection->phase];
    *(connection->before ? &connection->before->after : &list->first) = connection->after;
    *(connection->after ? &connection->after->before : &list->last) = connection->before;
}

static void enter_phase(struct http_connection *connection, enum http_phase phase)
{
    struct http_phase_list *list = &connection->server->phases[phase];
    connection->phase = phase;
    connection->since = connection->server->now;
    connection->before = list->last;
    connection->after = NULL;
    *(list->last ? &list->last->after : &list->first) = connection;
    list->last = connection;
}

static void change_phase(struct http_connection *connection, enum http_phase phase)
{
    leave_phase(connection);
    enter_phase(connection, phase);
}

/* --- Refusing --- */

static void linger(struct http_server *server, int fd, double seconds)
{
    if (server->lingering_count == HTTP_LINGERING) {
        close(server->lingering[0].fd);
        memmove(server->lingering, server->lingering + 1, sizeof *server->lingering * --server->lingering_count);
    }
    server->lingering[server->lingering_count++] = (struct http_lingering){fd, server->now + seconds};
}

static void put_date(struct buffer *out)
{
    char date[64];
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(date, sizeof date, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    buffer_put_string(out, date);
}

/* Writes the refusal past libmicrohttpd and closes our half. Its page is small enough for an empty send buffer: all before it has been sent. */
static void send_refusal(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    log_line(LOG_INFO, "http refused status=%d why=\"%s\" network=%s", connection->refusal, connection->refusal_why, connection->network);
    struct http_work *work = connection->admitted ? connection->admitted : http_work_take(server);
    connection->admitted = NULL;
    http_work_fail(work, connection->refusal);
    const struct http_answer *answer = &work->answer;
    struct buffer out = buffer_new(work->context.arena, 1024 + answer->body.length, 65536 + answer->body.length);
    buffer_printf(&out, "HTTP/1.1 %d %s\r\n", connection->refusal, MHD_get_reason_phrase_for((unsigned)connection->refusal));
    put_date(&out);
    buffer_printf(&out, "Connection: close\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", answer->content_type, answer->body.length);
    if (connection->refusal == 405) buffer_put_string(&out, "Allow: GET, HEAD, POST\r\n");
    for (size_t i = 0; i < answer->header_count; i++) {
        buffer_put(&out, answer->headers[i].name);
        buffer_put_string(&out, ": ");
        buffer_put(&out, answer->headers[i].value);
        buffer_put_string(&out, "\r\n");
    }
    buffer_put_string(&out, "\r\n");
    if (!connection->refusal_bodiless) buffer_put(&out, answer->body);
    ssize_t sent = send(connection->fd, out.bytes, out.length, MSG_DONTWAIT | MSG_NOSIGNAL);
    http_work_give_back(work);
    shutdown(connection->fd, SHUT_WR);
    int copy = sent < 0 ? -1 : fcntl(connection->fd, F_DUPFD_CLOEXEC, 0);
    if (copy >= 0) linger(server, copy, connection->refusal == 413 ? server->limits.body : server->limits.linger);
    change_phase(connection, PHASE_CLOSING);
}

static void set_refusal(struct http_connection *connection, int status, const char *why)
{
    if (connection->refusal) return;
    connection->refusal = status;
    connection->refusal_why = why;
}

static void ask_to_read(struct http_connection *connection)
{
    connection->prod = connection->server->prods = true;
}

/* --- Reading --- */

static ssize_t nothing_now(void)
{
    errno = EAGAIN;
    return -1;
}

/* A refusal waits until what came before it in the same connection is answered; http_socket_answered asks again. */
static ssize_t refuse_in_turn(struct http_connection *connection)
{
    unsigned own = connection->body_left > 0; /* the one whose body is too slow is itself among those passed */
    if (connection->passed - connection->answered > own) return nothing_now();
    send_refusal(connection);
    return 0; /* libmicrohttpd takes it for the end of the connection, and closes */
}

static void begin_to_hold(struct http_connection *connection, const char *bytes, size_t length)
{
    connection->held = malloc(connection->server->limits.head_bytes);
    if (!connection->held) {
        set_refusal(connection, 503, "no memory");
        return;
    }
    memcpy(connection->held, bytes, length);
    connection->held_length = length;
}

/* Of what is held so many bytes are done with. */
static void let_go(struct http_connection *connection, size_t length)
{
    connection->held_at += length;
    connection->held_length -= length;
    if (connection->held_length) return;
    free(connection->held);
    connection->held = NULL;
    connection->held_at = 0;
}

static ssize_t not_whole(struct http_connection *connection, const char *bytes, size_t length)
{
    if (connection->phase == PHASE_KEPT) change_phase(connection, PHASE_HEAD);
    connection->incomplete = true;
    if (!connection->held) begin_to_hold(connection, bytes, length);
    return connection->refusal ? refuse_in_turn(connection) : nothing_now();
}

/* Of bytes that begin with a head: it is passed on, shortened, with as much of its body as came and fits; the rest is held. */
static ssize_t judge(struct http_connection *connection, const char *bytes, size_t length, char *buffer, size_t size)
{
    struct http_guard_head head;
    const char *why;
    int status = http_guard_head(&connection->server->guard, bytes, length, &head, &why);
    if (status == HTTP_GUARD_MORE) return not_whole(connection, bytes, length);
    if (status == HTTP_GUARD_PASS && size < HTTP_GUARD_SHORT) status = 503, why = "no room";
    if (status != HTTP_GUARD_PASS) {
        set_refusal(connection, status, why);
        connection->refusal_bodiless = head.method == HTTP_HEAD;
        if (status == 413 || (status == 414 && head.length)) connection->admitted = http_work_begin(connection, &head, bytes);
        return refuse_in_turn(connection);
    }
    connection->admitted = http_work_begin(connection, &head, bytes);
    connection->incomplete = false;
    connection->passed++;
    size_t used = http_guard_shorten(&head, buffer), part = length - head.length;
    if (part > head.body) part = (size_t)head.body;
    if (part > size - used) part = size - used;
    memcpy(buffer + used, bytes + head.length, part);
    connection->body_left = head.body - part;
    change_phase(connection, connection->body_left ? PHASE_BODY : PHASE_ANSWER);
    if (connection->held) let_go(connection, head.length + part);
    else if (head.length + part < length) begin_to_hold(connection, bytes + head.length + part, length - head.length - part);
    if (connection->body_left && (connection->held || connection->unread)) ask_to_read(connection);
    return (ssize_t)(used + part);
}

static ssize_t take_head(struct http_connection *connection, char *buffer, size_t size)
{
    struct http_server *server = connection->server;
    size_t most = server->limits.head_bytes - connection->held_length;
    char *bytes = server->reading;
    if (connection->held) {
        memmove(connection->held, connection->held + connection->held_at, connection->held_length);
        connection->held_at = 0;
        if (!connection->incomplete) return judge(connection, connection->held, connection->held_length, buffer, size);
        bytes = connection->held + connection->held_length;
    }
    ssize_t got = recvfrom(connection->fd, bytes, most, 0, NULL, NULL);
    connection->unread = got > 0 && (size_t)got == most;
    if (got <= 0) return got;
    if (!connection->held) return judge(connection, bytes, (size_t)got, buffer, size);
    connection->held_length += (size_t)got;
    return judge(connection, connection->held, connection->held_length, buffer, size);
}

static ssize_t take_body(struct http_connection *connection, char *buffer, size_t size)
{
    size_t most = connection->body_left < size ? (size_t)connection->body_left : size;
    ssize_t got;
    if (connection->held) {
        got = (ssize_t)(connection->held_length < most ? connection->held_length : most);
        memcpy(buffer, connection->held + connection->held_at, (size_t)got);
        let_go(connection, (size_t)got);
    } else {
        got = recvfrom(connection->fd, buffer, most, 0, NULL, NULL);
        connection->unread = got > 0 && (size_t)got == most;
        if (got <= 0) return got;
    }
    connection->body_left -= (size_t)got;
    if (!connection->body_left) change_phase(connection, PHASE_ANSWER);
    else if (connection->held || connection->unread) ask_to_read(connection);
    return got;
}

static ssize_t take(struct http_connection *connection, char *buffer, size_t size)
{
    connection->server->events++;
    if (connection->phase == PHASE_CLOSING) return 0;
    if (connection->refusal) return refuse_in_turn(connection);
    if (connection->body_left) return take_body(connection, buffer, size);
    if (connection->passed == connection->answered) return take_head(connection, buffer, size);
    connection->unread = true; /* after the answer */
    return nothing_now();
}

/* --- The life of a connection --- */

static void name_network(struct http_connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    const char *named = NULL;
    if (address && address->sa_family == AF_INET)
        named = inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, connection->network, sizeof connection->network);
    if (address && address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        named = IN6_IS_ADDR_V4MAPPED(six) ? inet_ntop(AF_INET, six->s6_addr + 12, connection->network, sizeof connection->network)
                                          : inet_ntop(AF_INET6, six, connection->network, sizeof connection->network);
    }
    if (!named) snprintf(connection->network, sizeof connection->network, "local");
}

void http_socket_opened(struct http_server *server, struct MHD_Connection *mhd, void **socket_context)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    int fd = info ? info->connect_fd : -1;
    struct http_connection *connection = calloc(1, sizeof *connection);
    struct epoll_event hangup = {.events = EPOLLRDHUP | EPOLLET, .data.fd = fd};
    if (fd < 0 || (size_t)fd >= server->by_fd_count || !connection || epoll_ctl(server->hangups, EPOLL_CTL_ADD, fd, &hangup)) {
        /* Unguarded it must not be read from. */
        free(connection);
        if (fd >= 0) shutdown(fd, SHUT_RDWR);
        return;
    }
    *connection = (struct http_connection){.server = server, .mhd = mhd, .fd = fd};
    name_network(connection);
    enter_phase(connection, PHASE_FRESH);
    server->by_fd[fd] = connection;
    server->connections++;
    *socket_context = connection;
    struct http_connection *oldest = server->phases[PHASE_KEPT].first;
    if (oldest && server->connections + 8 > server->limits.connections) shutdown(oldest->fd, SHUT_RDWR); /* room for those who come to ask */
}

void http_socket_closed(struct http_connection *connection)
{
    if (!connection) return;
    struct http_server *server = connection->server;
    if (connection->phase == PHASE_CLOSING) epoll_ctl(server->hangups, EPOLL_CTL_DEL, connection->fd, NULL); /* its copy lingers on */
    leave_phase(connection);
    server->by_fd[connection->fd] = NULL;
    server->connections--;
    free(connection->held);
    if (connection->admitted) http_work_give_back(connection->admitted);
    free(connection);
}

void http_socket_answered(struct http_connection *connection)
{
    connection->answered++;
    connection->server->events++;
    if (connection->phase == PHASE_CLOSING) return;
    if (connection->passed == connection->answered) change_phase(connection, connection->held ? PHASE_HEAD : PHASE_KEPT);
    if (connection->refusal || connection->held || connection->unread || connection->hung_up) ask_to_read(connection);
}

/* libmicrohttpd waits for edges of readiness and stops reading after a short read; a hang-up that came with the last bytes it would see
 * only at the deadline, and by then such connections might have filled the server. So hang-ups are watched apart, at no cost to a request. */
void http_socket_take_hangups(struct http_server *server)
{
    struct epoll_event events[64];
    int count;
    do {
        count = epoll_wait(server->hangups, events, 64, 0);
        for (int i = 0; i < count; i++) {
            struct http_connection *connection = server->by_fd[events[i].data.fd];
            if (!connection) continue;
            connection->hung_up = true;
            if (connection->phase != PHASE_ANSWER && connection->phase != PHASE_CLOSING) ask_to_read(connection);
        }
    } while (count == 64);
}

/* Suspending and resuming is libmicrohttpd's own way to have a connection looked at again. */
static void prod(struct http_server *server)
{
    server->prods = false;
    for (int phase = 0; phase < PHASES; phase++) {
        for (struct http_connection *c = server->phases[phase].first; c; c = c->after) {
            if (!c->prod) continue;
            const union MHD_ConnectionInfo *info = MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_CONNECTION_SUSPENDED);
            if (info && info->suspended) continue; /* a worker has it; it will be read from when it comes back */
            c->prod = false;
            MHD_suspend_connection(c->mhd);
            MHD_resume_connection(c->mhd);
        }
    }
    server->events++;
}

void http_socket_run(struct http_server *server)
{
    if (server->prods) prod(server);
    reader = server;
    MHD_run(server->daemon);
    reader = NULL;
}

/* --- Deadlines --- */

static void over_time(struct http_connection *connection)
{
    switch (connection->phase) {
    case PHASE_HEAD:
    case PHASE_BODY:
    case PHASE_FRESH:
        if (connection->phase != PHASE_FRESH || connection->held) {
            set_refusal(connection, 408, "too slow");
            ask_to_read(connection);
            /* Not looked at again before the next round has taken it out of this list. */
            change_phase(connection, connection->phase);
            return;
        }
        break;
    default: break;
    }
    log_line(LOG_DEBUG, "http closed network=%s phase=%d", connection->network, connection->phase);
    shutdown(connection->fd, SHUT_RDWR); /* libmicrohttpd sees the end and closes */
    change_phase(connection, connection->phase);
}

static double phase_time(const struct http_server *server, enum http_phase phase)
{
    switch (phase) {
    case PHASE_BODY: return server->limits.body;
    case PHASE_ANSWER: return server->limits.answer;
    case PHASE_KEPT: return server->limits.kept;
    default: return server->limits.head;
    }
}

static void read_lingering(struct http_server *server)
{
    char thrown_away[16384];
    size_t left = 0;
    for (size_t i = 0; i < server->lingering_count; i++) {
        struct http_lingering one = server->lingering[i];
        ssize_t got = 1;
        for (int turns = 0; got > 0 && turns < 64; turns++) got = recvfrom(one.fd, thrown_away, sizeof thrown_away, MSG_DONTWAIT, NULL, NULL);
        bool over = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) || server->now >= one.until;
        if (over) close(one.fd);
        else server->lingering[left++] = one;
    }
    server->lingering_count = left;
}

double http_socket_deadlines(struct http_server *server)
{
    double wait = server->limits.tick;
    for (int phase = 0; phase < PHASES; phase++) {
        double time = phase_time(server, (enum http_phase)phase);
        struct http_connection *c;
        while ((c = server->phases[phase].first) && server->now - c->since >= time) over_time(c);
        if (c && c->since + time - server->now < wait) wait = c->since + time - server->now;
    }
    if (server->lingering_count) {
        read_lingering(server);
        if (server->lingering_count && wait > 0.02) wait = 0.02;
    }
    return wait;
}

bool http_socket_close_idle(struct http_server *server)
{
    static const enum http_phase idle[] = {PHASE_FRESH, PHASE_KEPT, PHASE_HEAD};
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        for (struct http_connection *c = server->phases[idle[i]].first; c; c = c->after) shutdown(c->fd, SHUT_RDWR);
    return server->connections == 0;
}

void http_socket_free(struct http_server *server)
{
    for (size_t i = 0; i < server->lingering_count; i++) close(server->lingering[i].fd);
    if (server->hangups >= 0) close(server->hangups);
    free(server->by_fd);
}
