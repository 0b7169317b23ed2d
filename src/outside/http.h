/* HTTP by libmicrohttpd: one thread runs the event loop and answers what needs no more than a look-up; the rest goes to a few workers.
 *
 * libmicrohttpd 0.9.75 is not a safe parser for the open net, so every request is guarded first (docs/http.md lists the cases): what is
 * doubtful gets exactly one answer and a close. Listening elsewhere than on loopback or a unix socket is refused unless a proxy stands in front. */
#ifndef OUTSIDE_HTTP_H
#define OUTSIDE_HTTP_H

#include "base/buffer.h"
#include "base/context.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER /* never given to a handler: answered with 405 */ };

struct http_header {
    struct text name, value;
};

/* One request, read whole and within limits. Everything in it lives in the context's arena. */
struct http_request {
    enum http_method method;
    struct text path;    /* decoded, without query; begins with /; no NUL, no . or .. segments, valid UTF-8 */
    struct text query;   /* raw, without ? */
    struct text body;    /* POST: whole, at most settings.body_limit */
    struct text content_type;
    struct text host;
    struct text network; /* the asker's address: the peer's, or what the proxy says where one stands in front */
    struct text etag;    /* If-None-Match, raw */
    struct text head;    /* as it came, for http_header */
};
/* A header's value; the empty text where it is not there. Names ignore case. */
struct text http_header(const struct http_request *request, const char *name);
/* A cookie's value (RFC 6265); the empty text where it is not there. */
struct text http_cookie(const struct http_request *request, const char *name);

enum { HTTP_ANSWER_HEADERS = 16, HTTP_ANSWER_HEAD = 8192 /* bytes of their names and values together */ };
/* What goes back. The front handler fills it; the texts live in the context's arena or are constant for the server's life. */
struct http_answer {
    int status; /* 200 unless set */
    const char *content_type;
    struct text body;
    struct http_header headers[HTTP_ANSWER_HEADERS];
    size_t header_count;
    bool constant_body; /* the body outlives the answer: it is not copied */
};
void http_answer_header(struct http_answer *answer, const char *name, struct text value);
/* 303 See Other; the way after every POST. */
void http_answer_redirect(struct http_answer *answer, struct text location);

/* Where a request is answered. */
enum http_place {
    HTTP_INLINE, /* on the event loop: look-ups only, never a write, never a wait */
    HTTP_WORKER  /* on a worker thread with its own connection to the store */
};

/* What the server calls. All get a context whose arena lives until the answer is sent, with the connection to the store of the thread that runs it. */
struct http_handlers {
    void *data;
    /* Decides by method and path alone, on the event loop. */
    enum http_place (*place)(void *data, const struct http_request *request);
    /* Answers. On the event loop it may return RESULT_AGAIN after database_queue: the answer is then given by http_resume. */
    enum result (*answer)(void *data, struct context *context, const struct http_request *request, struct http_answer *answer);
    /* Writes the page for a failure of the server itself (400, 404, 405, 408, 411, 413, 414, 417, 421, 429, 431, 500, 503, 505), in English where nothing is
     * known of the reader. Of requests that the guard has refused only those with 413 and, where the head is whole all the same, 414 have a `request` (method, path and headers); of others it is NULL. At most 64 KiB. */
    void (*failure)(void *data, struct context *context, int status, const struct http_request *request, struct http_answer *answer);
    /* Makes and unmakes a thread's connection to the store. */
    enum result (*open_store)(void *data, struct context *context, struct database **database);
    /* Called on the event loop at least every second, for what is due; NULL: nothing. */
    void (*tick)(void *data);
};

struct http_server;

/* Binds and starts. `clock` and `settings` are handed to every context. The server belongs to the caller. */
MUST_CHECK http_start(struct context *context, const struct clock *clock, const struct http_handlers *handlers, struct http_server **server);
/* Gives the answer to a request whose handler returned RESULT_AGAIN; on the event loop only. The answer is the one the handler was given. */
void http_resume(struct context *context);
/* The port that it listens on (for port 0). */
int http_port(const struct http_server *server);
/* Runs the event loop until http_stop. */
void http_run(struct http_server *server);
/* Stops accepting, lets what is under way end (at most 10 s), and makes http_run return. Safe from a signal handler. */
void http_stop(struct http_server *server);
void http_free(struct http_server *server);

#endif
