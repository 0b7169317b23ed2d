/* Look-ups on the event loop and on workers, on both engines: many connections, each request its own answer. */
#include "http_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/buffer.h"

struct number {
    int64_t id;
};
RECORD(number_record, struct number, FIELD(struct number, id));
STATEMENT(give_number, &number_record, "SELECT CAST($1 AS INTEGER) AS id");
STATEMENT(give_two, &number_record, "SELECT column1 AS id FROM (VALUES (1), (2)) AS two");
STATEMENT(give_none, &number_record, "SELECT CAST(1 AS INTEGER) AS id WHERE 1 = 0");

static enum http_place place(void *data, const struct http_request *request)
{
    (void)data;
    return text_starts_with(request->path, "/worker/") ? HTTP_WORKER : HTTP_INLINE;
}

static void show(struct context *context, const struct number *number, struct http_answer *answer)
{
    answer->content_type = "text/plain";
    answer->body = text_printf(context->arena, "%lld", (long long)number->id);
}

static void found(struct context *context, enum result result, void *row, void *data)
{
    struct http_answer *answer = data;
    if (result == RESULT_OK) show(context, row, answer);
    if (result == RESULT_NONE) {
        answer->content_type = "text/plain";
        answer->body = TEXT("none");
    }
    http_resume(context);
}

static enum result answer(void *data, struct context *context, const struct http_request *request, struct http_answer *answer)
{
    (void)data;
    size_t slash = request->path.length;
    while (request->path.bytes[slash - 1] != '/') slash--;
    int64_t asked = 0;
    if (!text_to_integer((struct text){request->path.bytes + slash, request->path.length - slash}, &asked)) return RESULT_NONE;
    struct number *number = ARENA_NEW(context->arena, struct number);
    if (text_starts_with(request->path, "/queue/")) {
        TRY(database_queue(context->database, context, &give_number, PARAMETERS(asked), number, found, answer));
        return RESULT_AGAIN;
    }
    if (text_starts_with(request->path, "/two/") || text_starts_with(request->path, "/none/")) {
        const struct statement *statement = text_starts_with(request->path, "/two/") ? &give_two : &give_none;
        TRY(database_queue(context->database, context, statement, NO_PARAMETERS, number, found, answer));
        return RESULT_AGAIN;
    }
    TRY(database_one(context, &give_number, PARAMETERS(asked), number));
    show(context, number, answer);
    return RESULT_OK;
}

static enum result open_store(void *data, struct context *context, struct database **database)
{
    return database_open(context, *(const struct text *)data, false, database);
}

static void *run(void *data)
{
    http_run(((struct http_test *)data)->server);
    return NULL;
}

static void every_asker_gets_his_own_answer(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct settings settings = *support->context.settings;
    settings.listen = TEXT("127.0.0.1:0");
    settings.workers = 2;
    support->context.settings = &settings;
    struct text url = database_url(support->context.database);
    const struct http_handlers handlers = {.data = &url, .place = place, .answer = answer, .open_store = open_store};
    struct http_test test = {.support = support, .settings = settings};
    assert_result(support, RESULT_OK, http_start(&support->context, &support->clock, &handlers, &test.server));
    assert_int_equal(pthread_create(&test.thread, NULL, run, &test), 0);

    static const char *const kinds[] = {"queue", "one", "queue", "worker", "queue"};
    enum { CLIENTS = 24, EACH = 40 };
    struct http_client clients[CLIENTS];
    for (int c = 0; c < CLIENTS; c++) {
        clients[c] = http_client_open(&test);
        struct buffer all = buffer_new(support->context.arena, 4096, 1 << 16);
        for (int i = 0; i < EACH; i++) buffer_printf(&all, "GET /%s/%d HTTP/1.1\r\nHost: localhost\r\n\r\n", kinds[(c + i) % 5], c * 1000 + i);
        http_client_send(&clients[c], buffer_text(&all));
    }
    for (int i = 0; i < EACH; i++)
        for (int c = 0; c < CLIENTS; c++) {
            char expected[20];
            snprintf(expected, sizeof expected, "%d", c * 1000 + i);
            struct http_reply reply = http_client_reply(&clients[c], false);
            assert_int_equal(reply.status, 200);
            assert_text_equal(reply.body, expected);
        }
    /* A look-up that fails or finds nothing harms nobody else. */
    http_client_send(&clients[0], TEXT("GET /two/1 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /none/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assert_text_equal(http_client_ask(&clients[1], "GET /queue/7 HTTP/1.1\r\nHost: localhost\r\n\r\n").body, "7");
    assert_int_equal(http_client_reply(&clients[0], false).status, 500);
    assert_text_equal(http_client_reply(&clients[0], false).body, "none");

    /* Askers who leave at once, with their look-ups still out. */
    struct linger reset = {.l_onoff = 1};
    for (int c = 2; c < CLIENTS; c++) {
        http_client_send(&clients[c], TEXT("GET /queue/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        setsockopt(clients[c].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        http_client_close(&clients[c]);
    }
    assert_text_equal(http_client_ask(&clients[1], "GET /queue/8 HTTP/1.1\r\nHost: localhost\r\n\r\n").body, "8");
    http_stop(test.server);
    pthread_join(test.thread, NULL);
    http_free(test.server);
    http_client_close(&clients[0]);
    http_client_close(&clients[1]);
    support_context_free(support);
}

BOTH_ENGINES(every_asker_gets_his_own_answer)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(every_asker_gets_his_own_answer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
