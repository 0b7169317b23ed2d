/* A server in this process and a client that counts bytes, for the tests of the server. */
#ifndef TESTS_HTTP_SUPPORT_H
#define TESTS_HTTP_SUPPORT_H

#include "support/support.h"

#include <pthread.h>
#include <semaphore.h>

#include "outside/http_server.h"

/* Paths that it answers:
 *   /          inline, "hello"          /inline/...  inline, what was asked as text
 *   /echo/...  the same on a worker     /slow        on a worker, when `gate` opens
 *   /block     the same on the event loop itself, which sees nothing meanwhile
 *   /large     inline, 8 MiB            /later       inline, by http_resume on the next tick     /now  by http_resume at once
 *   /none /refused /broken              what the handler returns
 *   /header    a header with a line end in it       /long/N  one of N bytes       /etag  304 where If-None-Match is "x" */
struct http_test {
    struct support *support;
    struct settings settings;
    struct http_limits limits;
    struct http_server *server;
    pthread_t thread;
    bool running;
    sem_t gate, begun; /* `begun` is posted when /slow or /block is in hand */
    struct context *later; /* on the event loop only */
    atomic_int answered;
    char *large;
};

struct http_test *http_test_new(void);
/* Starts with test->settings and test->limits. */
void http_test_start(struct http_test *test);
/* Stops, waits for the loop's end, frees. */
void http_test_end(struct http_test *test);

struct http_reply {
    int status;
    struct text head, body; /* head with its status line and empty line */
};

/* A connection; every wait is bounded by 10 s. */
struct http_client {
    int fd;
    char *bytes; /* what has come and is not taken yet */
    size_t length, capacity;
    bool ended;
    char *kept; /* the answer handed out last */
};
struct http_client http_client_open(struct http_test *test);
void http_client_close(struct http_client *client);
/* Sends; a peer that hangs up meanwhile is no failure. */
void http_client_send(struct http_client *client, struct text bytes);
/* Takes one answer; fails the test where none comes. Its texts live until the next. `bodiless`: HEAD, 304. */
struct http_reply http_client_reply(struct http_client *client, bool bodiless);
/* Waits until the server hangs up; fails where anything comes before, or it does not. */
void http_client_expect_end(struct http_client *client);
/* Request and answer on one connection. */
struct http_reply http_client_ask(struct http_client *client, const char *request);

#define assert_contains(TEXT_, PART) assert_int_not_equal(text_find((TEXT_), (PART)), (TEXT_).length)
#define assert_lacks(TEXT_, PART) assert_int_equal(text_find((TEXT_), (PART)), (TEXT_).length)

#endif
