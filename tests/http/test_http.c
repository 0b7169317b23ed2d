/* The server as its askers see it: answers, order, deadlines, limits, and its end. */
#include "http_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"

#define LOCAL "Host: localhost\r\n"
#define GET(PATH) "GET " PATH " HTTP/1.1\r\n" LOCAL "\r\n"

static struct http_test *test;

static int setup(void **state)
{
    (void)state;
    test = http_test_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    http_test_end(test);
    return 0;
}

static struct http_reply ask(const char *request)
{
    static struct http_client client = {.fd = -1};
    if (client.fd >= 0) http_client_close(&client);
    client = http_client_open(test);
    struct http_reply reply = http_client_ask(&client, request);
    struct arena *arena = test->support->context.arena;
    reply.head = text_copy(arena, reply.head);
    reply.body = text_copy(arena, reply.body);
    http_client_close(&client);
    return reply;
}

static void a_handler_sees_the_request_decoded(void **state)
{
    (void)state;
    http_test_start(test);
    static const char *const places[] = {"/inline", "/echo"};
    for (size_t i = 0; i < 2; i++) {
        char request[600];
        snprintf(request, sizeof request,
                 "POST %s/%%E8%%AF%%81%%E4%%B9%%A6%%20a%%2Bb?x=%%41&y=a+b HTTP/1.1\r\nHost: LocalHost:99\r\nUser-Agent:\t me \t\r\nIf-None-Match: W/\"a\", \"b\"\r\n"
                 "Cookie: a=1; xsession=no; session=\"yes\"; session=2\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nX-Forwarded-For: 9.9.9.9\r\n\r\na\r\nb",
                 places[i]);
        struct http_reply reply = ask(request);
        assert_int_equal(reply.status, 200);
        assert_contains(reply.body, "method=POST\n");
        assert_contains(reply.body, "/证书 a+b\n");
        assert_contains(reply.body, "query=x=%41&y=a+b\n");
        assert_contains(reply.body, "host=LocalHost:99\n");
        assert_contains(reply.body, "network=127.0.0.1\n"); /* nobody stands in front, so nobody is believed */
        assert_contains(reply.body, "etag=W/\"a\", \"b\"\n");
        assert_contains(reply.body, "type=text/plain\n");
        assert_contains(reply.body, "agent=me\n");
        assert_contains(reply.body, "cookie=yes\n");
        assert_true(text_ends_with(reply.body, "body=a\r\nb"));
        assert_contains(reply.head, "Content-Type: text/plain; charset=utf-8\r\n");
        assert_contains(reply.head, "\r\nDate: ");
    }
}

static void behind_a_proxy_its_last_word_on_the_asker_counts(void **state)
{
    (void)state;
    test->settings.behind_proxy = true;
    http_test_start(test);
    assert_contains(ask("GET /inline HTTP/1.1\r\n" LOCAL "X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\n\r\n").body, "network=1.2.3.4\n");
    assert_contains(ask("GET /inline HTTP/1.1\r\n" LOCAL "X-Forwarded-For: 2001:db8::1\r\n\r\n").body, "network=2001:db8::1\n");
    assert_contains(ask("GET /inline HTTP/1.1\r\n" LOCAL "X-Forwarded-For: 1.2.3.4, unknown\r\n\r\n").body, "network=127.0.0.1\n");
    assert_contains(ask(GET("/inline")).body, "network=127.0.0.1\n");
}

static void head_and_304_have_no_body(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client client = http_client_open(test);
    struct http_reply reply = http_client_ask(&client, "HEAD / HTTP/1.1\r\n" LOCAL "\r\n");
    assert_int_equal(reply.status, 200);
    assert_contains(reply.head, "Content-Length: 5\r\n");
    http_client_send(&client, TEXT("GET /etag HTTP/1.1\r\n" LOCAL "If-None-Match: \"x\"\r\n\r\n"));
    assert_int_equal(http_client_reply(&client, true).status, 304);
    assert_text_equal(http_client_ask(&client, GET("/")).body, "hello");
    http_client_close(&client);
}

static void what_a_handler_returns_becomes_a_page(void **state)
{
    (void)state;
    http_test_start(test);
    assert_int_equal(ask(GET("/none")).status, 404);
    assert_int_equal(ask(GET("/refused")).status, 400);
    struct http_reply reply = ask(GET("/broken"));
    assert_int_equal(reply.status, 500);
    assert_text_equal(reply.body, "<!doctype html><title>failure 500</title>");
    reply = ask(GET("/redirect"));
    assert_int_equal(reply.status, 303);
    assert_contains(reply.head, "\r\nLocation: /elsewhere\r\n");
}

static void an_answer_never_carries_a_line_end_in_a_header(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_reply reply = ask(GET("/header"));
    assert_int_equal(reply.status, 500);
    assert_lacks(reply.head, "Set-Cookie");
    assert_int_equal(ask(GET("/many-headers")).status, 500);
}

static void the_longest_head_of_an_answer_comes_whole(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client client = http_client_open(test);
    char longest[64], longer[64];
    int most = HTTP_ANSWER_HEAD - 6; /* its name is X-Test */
    snprintf(longest, sizeof longest, GET("/long/%d"), most);
    snprintf(longer, sizeof longer, GET("/long/%d"), most + 1);
    for (int i = 0; i < 3; i++) {
        struct http_reply reply = http_client_ask(&client, longest);
        assert_int_equal(reply.status, 200);
        size_t start = text_find(reply.head, "X-Test: ") + 8;
        assert_int_equal(text_find((struct text){reply.head.bytes + start, reply.head.length - start}, "\r\n"), most);
        assert_int_equal(http_client_ask(&client, longer).status, 500);
    }
    http_client_close(&client);
}

static void a_connection_is_kept_or_closed_as_was_asked(void **state)
{
    (void)state;
    http_test_start(test);
    static const struct { const char *version, *headers; bool closes; } asked[] = {
        {"1.1", "", false}, {"1.1", "Connection: close\r\n", true}, {"1.1", "CONNECTION: te, CLOSE\r\n", true}, {"1.1", "Connection: closed\r\n", false},
        {"1.1", "Connection: te\r\nConnection: close\r\n", true}, {"1.0", "", true}, {"1.0", "Connection: keep-alive\r\n", false}, {"1.0", "Connection: keep-alive, close\r\n", true},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct http_client client = http_client_open(test);
        char request[200];
        snprintf(request, sizeof request, "GET /inline HTTP/%s\r\n" LOCAL "%s\r\n", asked[i].version, asked[i].headers);
        assert_int_equal(http_client_ask(&client, request).status, 200);
        if (asked[i].closes) http_client_expect_end(&client);
        else assert_int_equal(http_client_ask(&client, GET("/")).status, 200);
        http_client_close(&client);
    }
}

static void refusals_come_with_our_page(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_reply reply = ask("DELETE / HTTP/1.1\r\n" LOCAL "\r\n");
    assert_int_equal(reply.status, 405);
    assert_contains(reply.head, "\r\nAllow: GET, HEAD, POST\r\n");
    assert_contains(reply.head, "\r\nContent-Type: text/html; charset=utf-8\r\n");
    assert_contains(reply.head, "\r\nDate: ");
    assert_text_equal(reply.body, "<!doctype html><title>failure 405</title>");
}

/* A head that is answered with "go on" has been taken; its body is still to come. */
static struct http_client begin_body_from(const char *network, size_t length)
{
    struct http_client client = http_client_open(test);
    char request[200], answer[100] = "";
    snprintf(request, sizeof request, "POST /echo HTTP/1.1\r\n" LOCAL "X-Forwarded-For: %s\r\nExpect: 100-continue\r\nContent-Length: %zu\r\n\r\n", network, length);
    http_client_send(&client, text_of(request));
    for (size_t got = 0; !strstr(answer, "\r\n\r\n");) {
        ssize_t count = recv(client.fd, answer + got, sizeof answer - 1 - got, 0);
        assert_true(count > 0);
        got += (size_t)count;
    }
    assert_ptr_equal(strstr(answer, "HTTP/1.1 100 "), answer);
    return client;
}

static struct http_client begin_body(size_t length)
{
    return begin_body_from("127.0.0.1", length);
}

static int end_body(struct http_client *client, size_t length)
{
    char *body = arena_take(test->support->context.arena, length);
    memset(body, 'x', length);
    http_client_send(client, (struct text){body, length});
    int status = http_client_reply(client, false).status;
    http_client_close(client);
    return status;
}

static void many_large_bodies_at_once_do_not_fill_the_memory(void **state)
{
    (void)state;
    enum { LARGE = 600 * 1000 }; /* a second one of the same size has no place beside it */
    test->limits.large_bodies = 1;
    http_test_start(test);
    struct http_client first = begin_body(LARGE), second = begin_body(LARGE), small = begin_body(HTTP_SMALL_BODY);
    assert_int_equal(end_body(&second, LARGE), 503);
    assert_int_equal(end_body(&small, HTTP_SMALL_BODY), 200);
    assert_int_equal(end_body(&first, LARGE), 200);
    second = begin_body(LARGE);
    struct http_client third = begin_body(LARGE);
    http_client_close(&second); /* who gives up makes room, too */
    assert_int_equal(end_body(&third, LARGE), 503);
    do third = begin_body(LARGE);
    while (end_body(&third, LARGE) != 200);
}

static void one_network_holds_no_more_than_its_share_of_the_room_for_large_bodies(void **state)
{
    (void)state;
    enum { LARGE = 600 * 1000 };
    test->settings.behind_proxy = true;
    test->limits.large_bodies = 4 << 20; /* a quarter of it is as much as the largest body: a second one has no place beside the first */
    http_test_start(test);
    struct http_client four = begin_body_from("192.0.2.7", LARGE), six = begin_body_from("2001:db8::1", LARGE);
    static const char *const same[] = {"192.0.2.7", "::ffff:192.0.2.7", "2001:db8::2", "2001:db8::ffff:0:0:1"}, *const others[] = {"192.0.2.8", "2001:db8:0:1::1"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct http_client more = begin_body_from(same[i], LARGE);
        assert_int_equal(end_body(&more, LARGE), 429);
    }
    struct http_client small = begin_body_from("192.0.2.7", HTTP_SMALL_BODY);
    assert_int_equal(end_body(&small, HTTP_SMALL_BODY), 200);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct http_client other = begin_body_from(others[i], LARGE);
        assert_int_equal(end_body(&other, LARGE), 200);
    }
    /* Where the proxy does not say who asks, it is not taken for one asker. */
    struct http_client own = begin_body_from("127.0.0.1", LARGE), beside = begin_body_from("127.0.0.1", LARGE);
    assert_int_equal(end_body(&own, LARGE), 200);
    assert_int_equal(end_body(&beside, LARGE), 200);
    assert_int_equal(end_body(&four, LARGE), 200);
    four = begin_body_from("192.0.2.7", LARGE);
    assert_int_equal(end_body(&four, LARGE), 200);
    assert_int_equal(end_body(&six, LARGE), 200);
}

/* Each has a share of what the others leave, so that there is a place for one more. */
static void a_few_networks_do_not_fill_the_room_for_large_bodies(void **state)
{
    (void)state;
    enum { LARGE = 1 << 20, NETWORKS = 4, EACH = 4 }; /* LARGE: the largest there is */
    test->settings.behind_proxy = true;
    test->limits.large_bodies = NETWORKS * EACH * LARGE;
    http_test_start(test);
    static const char *const greedy[NETWORKS] = {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"};
    static const int taken[NETWORKS] = {4, 3, 2, 1};
    struct http_client clients[NETWORKS][EACH];
    for (int n = 0; n < NETWORKS; n++)
        for (int i = 0; i < EACH; i++) clients[n][i] = begin_body_from(greedy[n], LARGE);
    struct http_client other = begin_body_from("192.0.2.5", LARGE);
    assert_int_equal(end_body(&other, LARGE), 200);
    for (int n = 0; n < NETWORKS; n++)
        for (int i = EACH; i-- > 0;) assert_int_equal(end_body(&clients[n][i], LARGE), i < taken[n] ? 200 : 429);
}

static void a_body_that_is_too_large_is_refused_in_the_askers_language(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_reply reply = ask("POST /%61/b?c HTTP/1.1\r\n" LOCAL "Content-Length: 1048577\r\nACCEPT-language:  zh-CN \r\nCookie: a=1; language=zh_CN\r\n\r\nxxxx");
    assert_int_equal(reply.status, 413);
    assert_contains(reply.head, "\r\nConnection: close\r\n");
    assert_text_equal(reply.body, "/a/b|zh-CN|zh_CN");
    assert_int_equal(ask("POST / HTTP/1.1\r\n" LOCAL "Content-Length: 1048577\r\nA: \x01\r\n\r\n").status, 400); /* what is no head at all is not read for it */
    assert_text_equal(ask("POST / HTTP/1.1\r\n" LOCAL "Content-Length: 1048577\r\n\r\n").body, "/||");
}

static void a_target_that_is_too_long_is_refused_in_the_askers_language(void **state)
{
    (void)state;
    http_test_start(test);
    char query[8001];
    memset(query, 'a', 8000);
    query[2100] = 0;
    struct arena *arena = test->support->context.arena;
    struct http_reply reply = ask(text_printf(arena, "GET /help?q=%s HTTP/1.1\r\n" LOCAL "Accept-Language: zh-CN\r\nCookie: language=zh_CN\r\n\r\n", query).bytes);
    assert_int_equal(reply.status, 414);
    assert_contains(reply.head, "\r\nConnection: close\r\n");
    assert_text_equal(reply.body, "/help|zh-CN|zh_CN");
    assert_int_equal(ask(text_printf(arena, "GET /%s%%zz HTTP/1.1\r\n" LOCAL "\r\n", query).bytes).status, 400);
    /* Where the head does not end within what is read of one, nothing is known of who asks. */
    query[2100] = 'a', query[8000] = 0;
    reply = ask(text_printf(arena, "GET /help?q=%s HTTP/1.1\r\n" LOCAL "Accept-Language: zh-CN\r\nA: %s\r\n\r\n", query, query).bytes);
    assert_int_equal(reply.status, 414);
    assert_text_equal(reply.body, "<!doctype html><title>failure 414</title>");
}

static void look_ups_are_waited_for_without_holding_up_others(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client later = http_client_open(test), other = http_client_open(test);
    http_client_send(&later, TEXT(GET("/later")));
    assert_text_equal(http_client_ask(&other, GET("/now")).body, "now");
    assert_text_equal(http_client_ask(&other, GET("/")).body, "hello");
    assert_text_equal(http_client_reply(&later, false).body, "later");
    assert_text_equal(http_client_ask(&later, GET("/now")).body, "now");
    http_client_close(&later);
    http_client_close(&other);
}

static void an_asker_who_leaves_while_look_ups_are_out_harms_nobody(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client gone = http_client_open(test), other = http_client_open(test);
    http_client_send(&gone, TEXT(GET("/later")));
    assert_text_equal(http_client_ask(&other, GET("/")).body, "hello");
    struct linger reset = {.l_onoff = 1};
    setsockopt(gone.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    http_client_close(&gone);
    for (int i = 0; i < 3; i++) assert_text_equal(http_client_ask(&other, GET("/later")).body, "later");
    http_client_close(&other);
}

static void many_requests_at_once_are_answered_in_order(void **state)
{
    (void)state;
    http_test_start(test);
    struct buffer all = buffer_new(test->support->context.arena, 65536, 1 << 20);
    enum { REQUESTS = 600 };
    for (int i = 0; i < REQUESTS; i++) {
        if (i % 3 == 2) buffer_printf(&all, "POST /echo/%d HTTP/1.1\r\n" LOCAL "Content-Length: %d\r\n\r\n%*s", i, i % 50, i % 50, "");
        else buffer_printf(&all, "GET %s/%d HTTP/1.1\r\n" LOCAL "X-Pad: %*s\r\n\r\n", i % 3 ? "/inline" : "/echo", i, i % 200, "");
    }
    struct http_client client = http_client_open(test);
    http_client_send(&client, buffer_text(&all));
    for (int i = 0; i < REQUESTS; i++) {
        char path[40];
        snprintf(path, sizeof path, "/%d\n", i);
        struct http_reply reply = http_client_reply(&client, false);
        assert_int_equal(reply.status, 200);
        assert_contains(reply.body, path);
    }
    shutdown(client.fd, SHUT_WR);
    http_client_expect_end(&client);
    http_client_close(&client);
}

static void pieces_of_any_size_make_the_same_requests(void **state)
{
    (void)state;
    http_test_start(test);
    uint32_t dice = 1;
    for (int run = 0; run < 12; run++) {
        struct arena_mark mark = arena_mark(test->support->context.arena);
        struct buffer all = buffer_new(test->support->context.arena, 65536, 4 << 20);
        int requests = 60;
        for (int i = 0; i < requests; i++) {
            dice = dice * 1664525 + 1013904223;
            int pad = (int)(dice >> 16) % (dice & 0x1000 ? 7000 : 60), body = (int)(dice >> 8) % (dice & 0x2000 ? 30000 : 20);
            if (dice & 0x800) buffer_printf(&all, "GET /inline/%d HTTP/1.1\r\n" LOCAL "X-Pad: %*s\r\n\r\n", i, pad, "");
            else buffer_printf(&all, "POST /%s/%d HTTP/1.1\r\n" LOCAL "Content-Length: %d\r\n\r\n%*s", dice & 0x400 ? "echo" : "inline", i, body, body, "");
        }
        bool refused = run % 2;
        buffer_put_string(&all, refused ? "GET /%zz HTTP/1.1\r\n" LOCAL "\r\n" GET("/inline/never") : "");
        struct http_client client = http_client_open(test);
        struct text rest = buffer_text(&all);
        int answered = 0;
        while (rest.length) {
            dice = dice * 1664525 + 1013904223;
            size_t piece = 1 + (dice >> 12) % (run < 4 ? 100 : run < 8 ? 3000 : 40000);
            if (piece > rest.length) piece = rest.length;
            http_client_send(&client, (struct text){rest.bytes, piece});
            rest = (struct text){rest.bytes + piece, rest.length - piece};
        }
        for (; answered < requests; answered++) {
            char path[40];
            snprintf(path, sizeof path, "/%d\n", answered);
            struct http_reply reply = http_client_reply(&client, false);
            assert_int_equal(reply.status, 200);
            assert_contains(reply.body, path);
        }
        if (refused) assert_int_equal(http_client_reply(&client, false).status, 400);
        else shutdown(client.fd, SHUT_WR);
        http_client_expect_end(&client);
        http_client_close(&client);
        arena_rewind(test->support->context.arena, mark);
    }
}

static void a_large_body_comes_through_and_a_larger_one_is_refused_at_once(void **state)
{
    (void)state;
    http_test_start(test);
    size_t limit = (size_t)test->settings.body_limit;
    char *body = arena_raw(test->support->context.arena, limit * 4);
    for (size_t i = 0; i < limit * 4; i++) body[i] = (char)('a' + i % 23);
    struct http_client client = http_client_open(test);
    http_client_send(&client, text_printf(test->support->context.arena, "POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: %zu\r\n\r\n", limit));
    http_client_send(&client, (struct text){body, limit});
    struct http_reply reply = http_client_reply(&client, false);
    assert_int_equal(reply.status, 200);
    size_t at = text_find(reply.body, "body=") + 5;
    assert_int_equal(reply.body.length - at, limit);
    assert_memory_equal(reply.body.bytes + at, body, limit);
    /* The asker sends it all before looking; the refusal must still arrive. */
    http_client_send(&client, text_printf(test->support->context.arena, "POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: %zu\r\n\r\n", limit * 4));
    http_client_send(&client, (struct text){body, limit * 4});
    assert_int_equal(http_client_reply(&client, false).status, 413);
    http_client_expect_end(&client);
    http_client_close(&client);
}

static void who_asks_first_is_told_to_go_on(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client client = http_client_open(test);
    http_client_send(&client, TEXT("POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
    assert_int_equal(http_client_reply(&client, true).status, 100);
    http_client_send(&client, TEXT("ok"));
    assert_true(text_ends_with(http_client_reply(&client, false).body, "body=ok"));
    http_client_send(&client, TEXT("POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: 2000000\r\nExpect: 100-continue\r\n\r\n"));
    assert_int_equal(http_client_reply(&client, false).status, 413);
    http_client_expect_end(&client);
    http_client_close(&client);
}

static void a_large_answer_comes_whole_to_a_slow_reader(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client slow = http_client_open(test), other = http_client_open(test);
    http_client_send(&slow, TEXT(GET("/large") GET("/")));
    assert_text_equal(http_client_ask(&other, GET("/")).body, "hello");
    struct http_reply reply = http_client_reply(&slow, false);
    assert_int_equal(reply.body.length, 8 << 20);
    assert_text_equal(http_client_reply(&slow, false).body, "hello");
    http_client_close(&slow);
    http_client_close(&other);
}

static void drip(struct http_client *client, const char *bytes)
{
    for (; *bytes; bytes++) {
        http_client_send(client, (struct text){bytes, 1});
        usleep(40000);
    }
}

static void a_head_that_drips_is_cut_off_however_busy_it_is(void **state)
{
    (void)state;
    test->limits.head = 0.4;
    http_test_start(test);
    struct http_client fresh = http_client_open(test);
    drip(&fresh, "GET / HTTP/1.1\r\nX-A: ");
    assert_int_equal(http_client_reply(&fresh, false).status, 408);
    http_client_expect_end(&fresh);
    http_client_close(&fresh);

    struct http_client kept = http_client_open(test);
    assert_int_equal(http_client_ask(&kept, GET("/")).status, 200);
    drip(&kept, "GET / HTTP/1.1\r\nX-A: ");
    assert_int_equal(http_client_reply(&kept, false).status, 408);
    http_client_expect_end(&kept);
    http_client_close(&kept);

    struct http_client silent = http_client_open(test);
    http_client_expect_end(&silent); /* it asked nothing, so it is told nothing */
    http_client_close(&silent);
}

static void a_body_that_drips_is_cut_off(void **state)
{
    (void)state;
    test->limits.body = 0.3;
    http_test_start(test);
    struct http_client client = http_client_open(test);
    http_client_send(&client, TEXT("POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: 100\r\n\r\n"));
    drip(&client, "aaaaaaaaaaaa");
    assert_int_equal(http_client_reply(&client, false).status, 408);
    http_client_expect_end(&client);
    http_client_close(&client);
    assert_int_equal(atomic_load(&test->answered), 0);
}

static void an_answer_that_nobody_takes_and_an_idle_connection_are_dropped(void **state)
{
    (void)state;
    test->limits.answer = test->limits.kept = 0.4;
    http_test_start(test);
    struct http_client stuck = http_client_open(test), idle = http_client_open(test);
    http_client_send(&stuck, TEXT(GET("/large")));
    assert_int_equal(http_client_ask(&idle, GET("/")).status, 200);
    http_client_expect_end(&idle);
    http_client_close(&idle);
    usleep(900000);
    char some[65536];
    size_t got = 0;
    for (ssize_t n; (n = read(stuck.fd, some, sizeof some)) > 0;) got += (size_t)n;
    assert_true(got < 8 << 20);
    http_client_close(&stuck);
}

static void three_hundred_connections_are_served(void **state)
{
    (void)state;
    http_test_start(test);
    enum { MANY = 300 };
    static struct http_client clients[MANY];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MANY; i++) {
            if (round == 0) clients[i] = http_client_open(test);
            http_client_send(&clients[i], i % 2 ? TEXT(GET("/")) : TEXT(GET("/echo")));
        }
        for (int i = 0; i < MANY; i++) assert_int_equal(http_client_reply(&clients[i], false).status, 200);
    }
    for (int i = 0; i < MANY; i++) http_client_close(&clients[i]);
}

static void idle_connections_make_room_for_new_ones(void **state)
{
    (void)state;
    test->limits.connections = 24;
    http_test_start(test);
    struct http_client clients[100];
    for (int i = 0; i < 100; i++) {
        clients[i] = http_client_open(test);
        assert_int_equal(http_client_ask(&clients[i], GET("/")).status, 200);
    }
    for (int i = 0; i < 100; i++) http_client_close(&clients[i]);
}

/* Whatever state they leave in, who has gone holds no place; also where the last bytes and the hang-up are seen as one. */
static void who_hangs_up_makes_room_at_once(void **state)
{
    (void)state;
    static const char *const lasts[] = {GET("/"), "GET / HT", "POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: 10\r\n\r\nab", GET("/") GET("/") "GET", "",
                                        "POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: 10\r\n\r\n", GET("/echo"),
                                        "POST /echo HTTP/1.1\r\n" LOCAL "Content-Length: 2\r\n\r\nab" GET("/echo")};
    enum { LEAVERS = 32 };
    test->limits.stop = 2;
    http_test_start(test);
    for (int round = 0; round < 4; round++) {
        struct http_client leavers[LEAVERS], blocker = http_client_open(test);
        for (int i = 0; i < LEAVERS; i++) {
            leavers[i] = http_client_open(test);
            assert_int_equal(http_client_ask(&leavers[i], GET("/inline")).status, 200);
        }
        http_client_send(&blocker, TEXT(GET("/block")));
        sem_wait(&test->begun);
        for (int i = 0; i < LEAVERS; i++) {
            http_client_send(&leavers[i], text_of(lasts[i % 8]));
            http_client_close(&leavers[i]);
        }
        sem_post(&test->gate);
        assert_text_equal(http_client_reply(&blocker, false).body, "block");
        http_client_close(&blocker);
    }
    http_stop(test->server);
    pthread_join(test->thread, NULL);
    test->running = false;
    assert_int_equal(test->server->connections, 0); /* a body that will never come would have been waited for */
}

static void half_closed_is_not_gone(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client half = http_client_open(test);
    http_client_send(&half, TEXT(GET("/later") GET("/echo")));
    shutdown(half.fd, SHUT_WR);
    assert_text_equal(http_client_reply(&half, false).body, "later");
    assert_int_equal(http_client_reply(&half, false).status, 200);
    http_client_expect_end(&half);
    http_client_close(&half);
}

static void where_too_many_wait_for_a_worker_the_rest_hears_503(void **state)
{
    (void)state;
    test->limits.jobs = 1;
    test->settings.workers = 1;
    http_test_start(test);
    struct http_client busy = http_client_open(test), waits = http_client_open(test), refused = http_client_open(test);
    http_client_send(&busy, TEXT(GET("/slow")));
    sem_wait(&test->begun);
    http_client_send(&waits, TEXT(GET("/slow") GET("/")));
    assert_text_equal(http_client_ask(&refused, GET("/")).body, "hello"); /* by now the loop has seen what waits */
    assert_int_equal(http_client_ask(&refused, GET("/slow")).status, 503);
    assert_text_equal(http_client_ask(&refused, GET("/")).body, "hello");
    sem_post(&test->gate);
    sem_post(&test->gate);
    assert_text_equal(http_client_reply(&busy, false).body, "slow");
    assert_text_equal(http_client_reply(&waits, false).body, "slow");
    assert_text_equal(http_client_reply(&waits, false).body, "hello");
    http_client_close(&busy);
    http_client_close(&waits);
    http_client_close(&refused);
}

static void a_stop_lets_what_is_under_way_end(void **state)
{
    (void)state;
    http_test_start(test);
    struct http_client busy = http_client_open(test), idle = http_client_open(test), half = http_client_open(test);
    assert_int_equal(http_client_ask(&idle, GET("/")).status, 200);
    http_client_send(&half, TEXT("GET / HT"));
    http_client_send(&busy, TEXT(GET("/slow")));
    sem_wait(&test->begun);
    http_stop(test->server);
    http_client_expect_end(&idle);
    http_client_expect_end(&half);
    sem_post(&test->gate);
    struct http_reply reply = http_client_reply(&busy, false);
    assert_text_equal(reply.body, "slow");
    assert_contains(reply.head, "\r\nConnection: close\r\n");
    http_client_expect_end(&busy);
    pthread_join(test->thread, NULL);
    test->running = false;
    http_client_close(&busy);
    http_client_close(&idle);
    http_client_close(&half);
}

static void a_stop_does_not_wait_for_ever(void **state)
{
    (void)state;
    test->limits.stop = 0.1;
    http_test_start(test);
    struct http_client busy = http_client_open(test);
    http_client_send(&busy, TEXT(GET("/slow")));
    sem_wait(&test->begun);
    http_stop(test->server);
    pthread_join(test->thread, NULL);
    test->running = false;
    sem_post(&test->gate); /* http_free waits for the thread itself */
    http_client_close(&busy);
}

static enum result start_on(const char *listen, bool behind_proxy)
{
    test->settings.listen = text_of(listen);
    test->settings.behind_proxy = behind_proxy;
    error_clear(&test->support->context.error);
    const struct http_handlers handlers = {0};
    struct http_server *server = NULL;
    enum result result = http_start(&test->support->context, &test->support->clock, &handlers, &server);
    if (result == RESULT_OK) http_free(server);
    return result;
}

static void it_listens_openly_only_behind_a_proxy(void **state)
{
    (void)state;
    assert_int_equal(start_on("0.0.0.0:0", false), RESULT_REFUSED);
    assert_string_equal(test->support->context.error.code, "http.listen_open");
    assert_int_equal(start_on("[::]:0", false), RESULT_REFUSED);
    assert_int_equal(start_on("0.0.0.0:0", true), RESULT_OK);
    assert_int_equal(start_on("127.0.0.1:0", false), RESULT_OK);
    assert_int_equal(start_on("127.3.4.5:0", false), RESULT_OK);
    assert_int_equal(start_on("localhost:0", false), RESULT_OK);
    static const char *const wrong[] = {"", "8080", "127.0.0.1", "example.org:80", "127.0.0.1:x", "127.0.0.1:65536", "[::1]", "unix:", "127.0.0.1:-1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(start_on(wrong[i], true), RESULT_REFUSED);
        assert_string_equal(test->support->context.error.code, "http.listen_address");
    }
}

static void it_listens_on_a_unix_socket_and_takes_over_a_stale_one(void **state)
{
    (void)state;
    char folder[] = "/tmp/testamur-http-XXXXXX";
    assert_non_null(mkdtemp(folder));
    test->settings.listen = text_printf(test->support->context.arena, "unix:%s/socket", folder);
    const char *path = test->settings.listen.bytes + 5;
    struct sockaddr_un stale = {.sun_family = AF_UNIX};
    snprintf(stale.sun_path, sizeof stale.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&stale, sizeof stale), 0);
    close(fd);
    http_test_start(test);
    assert_contains(ask(GET("/inline")).body, "network=local\n");
    struct http_test *second = http_test_new();
    second->settings.listen = test->settings.listen;
    const struct http_handlers handlers = {0};
    struct http_server *server;
    assert_int_equal(http_start(&second->support->context, &second->support->clock, &handlers, &server), RESULT_REFUSED);
    assert_string_equal(second->support->context.error.code, "http.listen"); /* somebody answers there */
    http_test_end(second);
    http_stop(test->server);
    pthread_join(test->thread, NULL);
    test->running = false;
    http_free(test->server);
    test->server = NULL;
    assert_int_equal(rmdir(folder), 0);
}

#define STORY(NAME) cmocka_unit_test_setup_teardown(NAME, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_handler_sees_the_request_decoded),
        STORY(behind_a_proxy_its_last_word_on_the_asker_counts),
        STORY(head_and_304_have_no_body),
        STORY(what_a_handler_returns_becomes_a_page),
        STORY(an_answer_never_carries_a_line_end_in_a_header),
        STORY(the_longest_head_of_an_answer_comes_whole),
        STORY(a_connection_is_kept_or_closed_as_was_asked),
        STORY(refusals_come_with_our_page), STORY(many_large_bodies_at_once_do_not_fill_the_memory), STORY(one_network_holds_no_more_than_its_share_of_the_room_for_large_bodies), STORY(a_few_networks_do_not_fill_the_room_for_large_bodies), STORY(a_body_that_is_too_large_is_refused_in_the_askers_language), STORY(a_target_that_is_too_long_is_refused_in_the_askers_language),
        STORY(look_ups_are_waited_for_without_holding_up_others),
        STORY(an_asker_who_leaves_while_look_ups_are_out_harms_nobody),
        STORY(many_requests_at_once_are_answered_in_order),
        STORY(pieces_of_any_size_make_the_same_requests),
        STORY(a_large_body_comes_through_and_a_larger_one_is_refused_at_once),
        STORY(who_asks_first_is_told_to_go_on),
        STORY(a_large_answer_comes_whole_to_a_slow_reader),
        STORY(a_head_that_drips_is_cut_off_however_busy_it_is),
        STORY(a_body_that_drips_is_cut_off),
        STORY(an_answer_that_nobody_takes_and_an_idle_connection_are_dropped),
        STORY(three_hundred_connections_are_served),
        STORY(idle_connections_make_room_for_new_ones),
        STORY(who_hangs_up_makes_room_at_once),
        STORY(half_closed_is_not_gone),
        STORY(where_too_many_wait_for_a_worker_the_rest_hears_503),
        STORY(a_stop_lets_what_is_under_way_end),
        STORY(a_stop_does_not_wait_for_ever),
        STORY(it_listens_openly_only_behind_a_proxy),
        STORY(it_listens_on_a_unix_socket_and_takes_over_a_stale_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
