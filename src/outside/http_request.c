/* One request from libmicrohttpd's callbacks to its answer. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "outside/http_server.h"
#include "outside/rate.h"

/* What is asked at once is answered first and then sent, not one after the other: the askers wake up once for all of it, and each piece of the program runs while it is in the cache. Not more of them, so that nobody waits for long. */
enum { POOL = 128, INLINE_AT_ONCE = 32 };

/* --- Recycled works --- */

struct http_work *http_work_take(struct http_server *server)
{
    struct http_work *work = server->pool;
    struct arena *arena;
    if (work) {
        server->pool = work->next;
        server->pool_count--;
        arena = work->context.arena;
    } else {
        work = malloc(sizeof *work);
        if (!work) abort();
        arena = arena_new(server->arena_limit);
    }
    *work = (struct http_work){.context = server->pattern, .answer = {.status = 200}, .server = server};
    work->context.arena = work->context.error.arena = arena;
    work->context.database = server->database;
    return work;
}

static void give_room_back(struct http_work *work)
{
    struct http_work **link = &work->server->large;
    while (*link != work) link = &(*link)->next_large;
    *link = work->next_large;
    work->server->large_bodies -= work->large_body;
}

void http_work_give_back(struct http_work *work)
{
    struct http_server *server = work->server;
    if (work->large_body) give_room_back(work);
    if (server->pool_count == POOL) {
        arena_free(work->context.arena);
        free(work);
        return;
    }
    arena_reset(work->context.arena);
    work->next = server->pool;
    server->pool = work;
    server->pool_count++;
}

/* --- Answers --- */

static void plain_failure(struct http_answer *answer, int status)
{
    answer->content_type = "text/plain; charset=utf-8";
    answer->body = text_of(MHD_get_reason_phrase_for((unsigned)status));
}

/* Does its head fit, and is it sound? */
static bool is_clean(const struct http_answer *answer)
{
    size_t length = 0;
    if (answer->header_count > HTTP_ANSWER_HEADERS) return false;
    for (size_t i = 0; i < answer->header_count; i++) length += answer->headers[i].name.length + answer->headers[i].value.length;
    return length <= HTTP_ANSWER_HEAD;
}

void http_work_fail(struct http_work *work, int status)
{
    const struct http_handlers *handlers = &work->server->handlers;
    work->answer = (struct http_answer){.status = status};
    const struct http_request *request = work->request.path.length ? &work->request : NULL;
    if (handlers->failure) handlers->failure(handlers->data, &work->context, status, request, &work->answer);
    if (!work->answer.content_type || !is_clean(&work->answer)) {
        work->answer = (struct http_answer){.status = status};
        plain_failure(&work->answer, status);
    }
    work->answer.status = status;
}

static void log_failure(struct http_work *work)
{
    const struct error *error = &work->context.error;
    if (!error->result) return;
    log_line(LOG_ERROR, "http failed code=%s what=\"%.*s\"", error->code, TEXT_ARG(error_text(work->context.arena, error)));
}

enum result http_work_answer(struct http_work *work)
{
    const struct http_handlers *handlers = &work->server->handlers;
    enum result result = handlers->answer(handlers->data, &work->context, &work->request, &work->answer);
    switch (result) {
    case RESULT_OK: return RESULT_OK;
    case RESULT_NONE: http_work_fail(work, 404); return RESULT_OK;
    case RESULT_REFUSED: http_work_fail(work, 400); return RESULT_OK;
    case RESULT_AGAIN:
        if (!work->on_worker) return RESULT_AGAIN;
        http_work_fail(work, 503);
        return RESULT_OK;
    case RESULT_BROKEN: break;
    }
    log_failure(work);
    http_work_fail(work, 500);
    return RESULT_OK;
}

static bool add_header(struct MHD_Response *response, const char *name, struct text value)
{
    char copy[HTTP_ANSWER_HEAD + 1];
    memcpy(copy, value.bytes, value.length);
    copy[value.length] = 0;
    return MHD_add_response_header(response, name, copy) == MHD_YES;
}

static struct MHD_Response *make_response(const struct http_work *work)
{
    const struct http_answer *answer = &work->answer;
    struct MHD_Response *response = MHD_create_response_from_buffer(answer->body.length, (void *)(uintptr_t)answer->body.bytes, MHD_RESPMEM_PERSISTENT);
    if (!response) return NULL;
    bool good = !answer->content_type || MHD_add_response_header(response, "Content-Type", answer->content_type) == MHD_YES;
    for (size_t i = 0; good && i < answer->header_count; i++) good = add_header(response, answer->headers[i].name.bytes, answer->headers[i].value);
    if (good && work->server->stop_begun) good = MHD_add_response_header(response, "Connection", "close") == MHD_YES;
    if (good) return response;
    MHD_destroy_response(response);
    return NULL;
}

static enum MHD_Result send_answer(struct http_work *work, struct MHD_Connection *mhd)
{
    if (!is_clean(&work->answer)) {
        log_line(LOG_ERROR, "http answer with a bad header or too many");
        http_work_fail(work, 500);
    }
    struct MHD_Response *response = make_response(work);
    if (!response) {
        log_line(LOG_ERROR, "http answer that cannot be sent");
        http_work_fail(work, 500);
        response = make_response(work);
        if (!response) return MHD_NO;
    }
    enum MHD_Result queued = MHD_queue_response(mhd, (unsigned)work->answer.status, response);
    MHD_destroy_response(response);
    work->stage = STAGE_SENT;
    return queued;
}

/* --- Requests --- */

/* The asker's address: believed from a proxy only, and from it only what it has added itself, which stands last. */
static struct text network_of(const struct http_work *work)
{
    struct text network = text_copy(work->context.arena, text_of(work->connection->network)); /* it may leave before its answer is there */
    if (!work->server->settings->behind_proxy) return network;
    struct text forwarded = http_header(&work->request, "X-Forwarded-For");
    size_t start = forwarded.length;
    while (start && forwarded.bytes[start - 1] != ',') start--;
    struct text last = text_trim((struct text){forwarded.bytes + start, forwarded.length - start});
    char name[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (!last.length || last.length >= sizeof name) return network;
    memcpy(name, last.bytes, last.length);
    name[last.length] = 0;
    if (inet_pton(AF_INET, name, &address) != 1 && inet_pton(AF_INET6, name, &address) != 1) return network;
    return text_copy(work->context.arena, last);
}

/* Would its network, with a large body of so many bytes more, have more than its share, a quarter of what the others leave? So a few that take all they can do not fill the room. There are no more large bodies than
 * connections, and few are so large that going through all costs nothing. */
static bool over_share(const struct http_work *work, size_t length)
{
    const struct http_server *server = work->server;
    size_t own = 0;
    for (const struct http_work *other = server->large; other; other = other->next_large)
        if (other->large_network == work->large_network) own += other->large_body;
    size_t share = (server->limits.large_bodies - (server->large_bodies - own)) / 4;
    if (share < server->guard.body_limit) share = (size_t)server->guard.body_limit;
    return work->large_network && own + length > share;
}

/* Room for a body of so many bytes. Large ones share what there is, so that many at once do not take all memory, and one network, that can send them as slowly as it likes, has only a part of it. */
static void make_room(struct http_work *work, size_t length)
{
    struct http_server *server = work->server;
    if (length > HTTP_SMALL_BODY) {
        work->large_network = rate_network(work->request.network);
        work->crowded = over_share(work, length) ? 429 : length > server->limits.large_bodies - server->large_bodies ? 503 : 0;
        if (work->crowded) return;
        work->large_body = length;
        server->large_bodies += length;
        work->next_large = server->large;
        server->large = work;
    }
    work->body = buffer_new(work->context.arena, length < HTTP_SMALL_BODY ? length : HTTP_SMALL_BODY, (size_t)server->guard.body_limit);
}

struct http_work *http_work_begin(struct http_connection *connection, const struct http_guard_head *head, const char *bytes)
{
    struct http_work *work = http_work_take(connection->server);
    struct arena *arena = work->context.arena;
    struct http_request *request = &work->request;
    work->connection = connection;
    work->announced = (size_t)head->body;
    request->method = head->method;
    request->head = text_copy(arena, (struct text){bytes, head->length});
    http_guard_split(arena, head->target, &request->path, &request->query);
    request->host = http_header(request, "Host");
    request->etag = http_header(request, "If-None-Match");
    request->network = network_of(work);
    work->context.actor.network = request->network;
    if (head->method == HTTP_POST) request->content_type = http_header(request, "Content-Type");
    return work;
}

void *http_request_begin(void *cls, const char *target, struct MHD_Connection *mhd)
{
    (void)cls, (void)target;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct http_connection *connection = info ? info->socket_context : NULL;
    if (!connection) return NULL;
    struct http_work *work = connection->admitted; /* none: never without the guard */
    connection->admitted = NULL;
    return work;
}

static void open_round(struct http_server *server)
{
    if (server->round_open || !server->database) return;
    database_round_begin(server->database);
    server->round_open = true;
}

static enum MHD_Result answer_inline(struct http_work *work, struct MHD_Connection *mhd)
{
    struct http_server *server = work->server;
    open_round(server);
    work->stage = STAGE_PENDING; /* before the call: where the store answers at once, http_resume comes from inside it */
    server->pending++;
    enum result result = http_work_answer(work);
    if (result == RESULT_AGAIN && work->stage == STAGE_PENDING) return MHD_YES; /* asked again in every round, until http_resume */
    if (work->stage == STAGE_PENDING) server->pending--;
    work->stage = STAGE_READY; /* sent with the others of this round */
    return MHD_YES;
}

static enum MHD_Result answer_on_worker(struct http_work *work, struct MHD_Connection *mhd)
{
    work->stage = STAGE_PENDING;
    work->on_worker = true;
    MHD_suspend_connection(mhd);
    if (http_workers_add(work->server, work)) return MHD_YES;
    MHD_resume_connection(mhd);
    http_work_fail(work, 503);
    work->stage = STAGE_READY;
    return MHD_YES;
}

enum MHD_Result http_request_handle(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version, const char *upload,
                                    size_t *upload_size, void **state)
{
    (void)url, (void)method, (void)version;
    struct http_server *server = cls;
    struct http_work *work = *state;
    if (!work) return MHD_NO;
    switch (work->stage) {
    case STAGE_HEAD:
        server->events++;
        if (work->announced) make_room(work, work->announced);
        work->stage = STAGE_BODY;
        return MHD_YES;
    case STAGE_BODY:
        if (*upload_size) {
            if (!work->crowded) buffer_put_bytes(&work->body, upload, *upload_size);
            *upload_size = 0;
            return work->body.full ? MHD_NO : MHD_YES;
        }
        if (work->crowded) {
            http_work_fail(work, work->crowded);
            return send_answer(work, mhd);
        }
        work->request.body = buffer_text(&work->body);
        if (server->handlers.place(server->handlers.data, &work->request) == HTTP_WORKER) return answer_on_worker(work, mhd);
        server->events++;
        return server->inline_now++ < INLINE_AT_ONCE ? answer_inline(work, mhd) : MHD_YES;
    case STAGE_PENDING: return MHD_YES;
    case STAGE_READY: return send_answer(work, mhd);
    case STAGE_SENT: break;
    }
    return MHD_YES;
}

void http_resume(struct context *context)
{
    struct http_work *work = (struct http_work *)(void *)context;
    struct http_server *server = work->server;
    if (work->stage != STAGE_PENDING || work->on_worker) return;
    server->pending--;
    server->events++;
    if (work->connection && context->error.result && !work->answer.content_type && !work->answer.body.length && work->answer.status == 200) {
        log_failure(work);
        http_work_fail(work, 500);
    }
    work->stage = STAGE_READY;
}

void http_request_sweep(struct http_server *server)
{
    for (struct http_work **link = &server->orphans; *link;) {
        struct http_work *work = *link;
        if (work->stage == STAGE_PENDING) {
            link = &work->next;
            continue;
        }
        *link = work->next;
        http_work_give_back(work);
    }
}

void http_request_completed(void *cls, struct MHD_Connection *mhd, void **state, enum MHD_RequestTerminationCode how)
{
    (void)cls, (void)mhd, (void)how;
    struct http_work *work = *state;
    if (!work) return;
    *state = NULL;
    http_socket_answered(work->connection);
    work->connection = NULL;
    if (work->stage != STAGE_PENDING || work->on_worker) {
        http_work_give_back(work);
        return;
    }
    work->next = work->server->orphans; /* the store still has its arena in hand */
    work->server->orphans = work;
}

/* --- The face --- */

struct text http_header(const struct http_request *request, const char *name)
{
    size_t length = strlen(name);
    struct text rest = request->head, line;
    while (text_split(&rest, '\n', &line)) {
        if (line.length <= length || line.bytes[length] != ':' || !text_equal_ignoring_case((struct text){line.bytes, length}, (struct text){name, length})) continue;
        return text_trim((struct text){line.bytes + length + 1, line.length - length - 1});
    }
    return TEXT("");
}

struct text http_cookie(const struct http_request *request, const char *name)
{
    struct text rest = http_header(request, "Cookie"), pair;
    while (text_split(&rest, ';', &pair)) {
        pair = text_trim(pair);
        const char *equals = pair.length ? memchr(pair.bytes, '=', pair.length) : NULL;
        if (!equals || !text_is((struct text){pair.bytes, (size_t)(equals - pair.bytes)}, name)) continue;
        struct text value = {equals + 1, pair.length - (size_t)(equals - pair.bytes) - 1};
        bool quoted = value.length > 1 && value.bytes[0] == '"' && value.bytes[value.length - 1] == '"';
        return quoted ? (struct text){value.bytes + 1, value.length - 2} : value;
    }
    return TEXT("");
}

static bool is_header_value(struct text value)
{
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.bytes[i] < 0x20 || value.bytes[i] == 0x7f) return false;
    return true;
}

void http_answer_header(struct http_answer *answer, const char *name, struct text value)
{
    /* One too many marks the answer as bad; it becomes a 500 rather than a header that says something else. */
    if (answer->header_count >= HTTP_ANSWER_HEADERS || !is_header_value(value)) {
        answer->header_count = HTTP_ANSWER_HEADERS + 1;
        return;
    }
    answer->headers[answer->header_count++] = (struct http_header){text_of(name), value};
}

void http_answer_redirect(struct http_answer *answer, struct text location)
{
    answer->status = 303;
    answer->content_type = "text/plain; charset=utf-8";
    answer->body = TEXT("");
    http_answer_header(answer, "Location", location);
}
