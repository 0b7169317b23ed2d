#include "http_support.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"

enum { LARGE = 8 << 20, WAIT = 10000 };

/* --- Server --- */

static enum http_place place(void *data, const struct http_request *request)
{
    (void)data;
    return text_starts_with(request->path, "/echo") || text_starts_with(request->path, "/slow") ? HTTP_WORKER : HTTP_INLINE;
}

static void echo(struct context *context, const struct http_request *request, struct http_answer *answer)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "OTHER"};
    struct buffer out = buffer_new(context->arena, 256, 4 << 20);
    buffer_printf(&out, "method=%s\npath=", methods[request->method]);
    buffer_put(&out, request->path);
    buffer_put_string(&out, "\nquery=");
    buffer_put(&out, request->query);
    buffer_put_string(&out, "\nhost=");
    buffer_put(&out, request->host);
    buffer_put_string(&out, "\nnetwork=");
    buffer_put(&out, request->network);
    buffer_put_string(&out, "\netag=");
    buffer_put(&out, request->etag);
    buffer_put_string(&out, "\ntype=");
    buffer_put(&out, request->content_type);
    buffer_put_string(&out, "\nagent=");
    buffer_put(&out, http_header(request, "user-AGENT"));
    buffer_put_string(&out, "\ncookie=");
    buffer_put(&out, http_cookie(request, "session"));
    buffer_put_string(&out, "\nbody=");
    buffer_put(&out, request->body);
    answer->body = buffer_text(&out);
}

static enum result answer(void *data, struct context *context, const struct http_request *request, struct http_answer *answer)
{
    struct http_test *test = data;
    answer->content_type = "text/plain; charset=utf-8";
    struct text path = request->path;
    if (text_starts_with(path, "/echo") || text_starts_with(path, "/inline")) echo(context, request, answer);
    else if (text_is(path, "/slow")) {
        sem_post(&test->begun);
        sem_wait(&test->gate);
        answer->body = TEXT("slow");
    } else if (text_is(path, "/block")) {
        sem_post(&test->begun);
        sem_wait(&test->gate);
        answer->body = TEXT("block");
    } else if (text_is(path, "/large")) answer->body = (struct text){test->large, LARGE};
    else if (text_is(path, "/later")) {
        answer->body = TEXT("later");
        test->later = context;
        return RESULT_AGAIN;
    } else if (text_is(path, "/now")) {
        answer->body = TEXT("now");
        http_resume(context);
        return RESULT_AGAIN;
    } else if (text_is(path, "/none")) return RESULT_NONE;
    else if (text_is(path, "/refused")) return context_fail(context, RESULT_REFUSED, "test.refused", "refused");
    else if (text_is(path, "/broken")) return context_fail(context, RESULT_BROKEN, "test.broken", "broken");
    else if (text_is(path, "/header")) http_answer_header(answer, "X-Test", TEXT("a\r\nSet-Cookie: b"));
    else if (text_is(path, "/many-headers")) for (int i = 0; i < HTTP_ANSWER_HEADERS + 3; i++) http_answer_header(answer, "X-Test", TEXT("a"));
    else if (text_starts_with(path, "/long/")) {
        int64_t length = 0;
        assert_true(text_to_integer((struct text){path.bytes + 6, path.length - 6}, &length));
        http_answer_header(answer, "X-Test", (struct text){test->large, (size_t)length});
    } else if (text_is(path, "/redirect")) http_answer_redirect(answer, TEXT("/elsewhere"));
    else if (text_is(path, "/etag") && text_is(request->etag, "\"x\"")) answer->status = 304;
    else answer->body = TEXT("hello");
    atomic_fetch_add(&test->answered, 1);
    return RESULT_OK;
}

static void failure(void *data, struct context *context, int status, const struct http_request *request, struct http_answer *answer)
{
    (void)data;
    answer->content_type = "text/html; charset=utf-8";
    struct text language = request ? http_header(request, "accept-language") : TEXT(""), cookie = request ? http_cookie(request, "language") : TEXT("");
    if (request && (status == 413 || status == 414)) answer->body = text_printf(context->arena, "%.*s|%.*s|%.*s", TEXT_ARG(request->path), TEXT_ARG(language), TEXT_ARG(cookie));
    else answer->body = text_printf(context->arena, "<!doctype html><title>failure %d</title>", status);
}

static void tick(void *data)
{
    struct http_test *test = data;
    if (test->later) http_resume(test->later);
    test->later = NULL;
}

struct http_test *http_test_new(void)
{
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct http_test *test = ARENA_NEW(support->context.arena, struct http_test);
    test->support = support;
    test->settings = *support->context.settings;
    test->settings.body_limit = 1 << 20;
    test->settings.workers = 2;
    test->limits = http_limits_default();
    test->limits.tick = 0.02;
    support->context.settings = &test->settings;
    sem_init(&test->gate, 0, 0);
    sem_init(&test->begun, 0, 0);
    test->large = arena_raw(support->context.arena, LARGE);
    memset(test->large, 'x', LARGE);
    return test;
}

static void *run(void *data)
{
    http_run(((struct http_test *)data)->server);
    return NULL;
}

void http_test_start(struct http_test *test)
{
    const struct http_handlers handlers = {.data = test, .place = place, .answer = answer, .failure = failure, .tick = tick};
    assert_result(test->support, RESULT_OK,
                  http_start_limited(&test->support->context, &test->support->clock, &handlers, &test->limits, &test->server));
    assert_int_equal(pthread_create(&test->thread, NULL, run, test), 0);
    test->running = true;
}

void http_test_end(struct http_test *test)
{
    if (test->running) {
        for (int i = 0; i < 100; i++) sem_post(&test->gate);
        http_stop(test->server);
        pthread_join(test->thread, NULL);
    }
    http_free(test->server);
    support_context_free(test->support);
}

/* --- Client --- */

struct http_client http_client_open(struct http_test *test)
{
    struct sockaddr_un path = {.sun_family = AF_UNIX};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(test->server)), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    bool is_path = text_starts_with(test->settings.listen, "unix:");
    if (is_path) snprintf(path.sun_path, sizeof path.sun_path, "%s", text_string(test->support->context.arena, test->settings.listen) + 5);
    int fd = socket(is_path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    int failed = is_path ? connect(fd, (struct sockaddr *)&path, sizeof path) : connect(fd, (struct sockaddr *)&four, sizeof four);
    assert_int_equal(failed, 0);
    return (struct http_client){.fd = fd};
}

void http_client_close(struct http_client *client)
{
    close(client->fd);
    free(client->bytes);
    free(client->kept);
    *client = (struct http_client){.fd = -1};
}

void http_client_send(struct http_client *client, struct text bytes)
{
    while (bytes.length) {
        struct pollfd ready = {.fd = client->fd, .events = POLLOUT};
        if (poll(&ready, 1, WAIT) <= 0) fail_msg("the server does not read");
        ssize_t sent = send(client->fd, bytes.bytes, bytes.length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EAGAIN) continue;
        if (sent < 0) return;
        bytes = (struct text){bytes.bytes + sent, bytes.length - (size_t)sent};
    }
}

/* False at the end of the connection. */
static bool read_more(struct http_client *client, const char *for_what)
{
    if (client->ended) return false;
    if (client->capacity - client->length < 65536) {
        client->capacity = client->capacity * 2 + 131072;
        client->bytes = realloc(client->bytes, client->capacity);
        assert_non_null(client->bytes);
    }
    struct pollfd ready = {.fd = client->fd, .events = POLLIN};
    if (poll(&ready, 1, WAIT) <= 0) fail_msg("waited in vain for %s; came: %.*s", for_what, (int)client->length, client->bytes);
    ssize_t got = read(client->fd, client->bytes + client->length, client->capacity - client->length);
    client->ended = got <= 0;
    if (got > 0) client->length += (size_t)got;
    return got > 0;
}

static size_t head_end(const struct http_client *client)
{
    return client->length ? text_find((struct text){client->bytes, client->length}, "\r\n\r\n") : 0;
}

struct http_reply http_client_reply(struct http_client *client, bool bodiless)
{
    size_t head;
    while ((head = head_end(client)) == client->length)
        if (!read_more(client, "an answer")) fail_msg("the connection ended without an answer; came: %.*s", (int)client->length, client->bytes);
    head += 4;
    size_t at = text_find((struct text){client->bytes, head}, "\r\nContent-Length: ");
    size_t body = 0;
    if (at < head && !bodiless) body = (size_t)strtoul(client->bytes + at + 18, NULL, 10);
    while (client->length < head + body)
        if (!read_more(client, "a body")) fail_msg("an answer was cut off");
    char *kept = client->kept = realloc(client->kept, head + body);
    assert_non_null(kept);
    memcpy(kept, client->bytes, head + body);
    memmove(client->bytes, client->bytes + head + body, client->length - head - body);
    client->length -= head + body;
    assert_true(text_starts_with((struct text){kept, head}, "HTTP/1.1 "));
    return (struct http_reply){.status = atoi(kept + 9), .head = {kept, head}, .body = {kept + head, body}};
}

void http_client_expect_end(struct http_client *client)
{
    while (read_more(client, "the end")) {
    }
    if (client->length) fail_msg("more came than was asked for: %.*s", (int)client->length, client->bytes);
}

struct http_reply http_client_ask(struct http_client *client, const char *request)
{
    http_client_send(client, text_of(request));
    return http_client_reply(client, strncmp(request, "HEAD", 4) == 0);
}
