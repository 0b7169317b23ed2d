/* What the files of the server share; nobody else includes this, but for tests that need short deadlines.
 *
 *   http.c          the face: requests, answers, start and stop, the event loop
 *   http_request.c  one request from libmicrohttpd's callbacks to its answer
 *   http_socket.c   every byte on its way into libmicrohttpd: guard, deadlines, refusals, lingering
 *   http_guard.c    the guard itself, pure
 *   http_workers.c  threads for what may wait
 *   http_listen.c   the listening socket */
#ifndef OUTSIDE_HTTP_SERVER_H
#define OUTSIDE_HTTP_SERVER_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "outside/database.h"
#include "outside/http.h"
#include "outside/http_guard.h"
#include "outside/settings.h"

/* Absolute times in seconds, whatever trickles in meanwhile, and counts. */
struct http_limits {
    double head;        /* from the first byte, on a fresh connection from the start, to the head's end */
    double body;        /* from the head's end to the body's */
    double answer;      /* from the request's end until the answer is sent */
    double kept;        /* an idle connection between two requests */
    double linger;      /* a refused connection is still read from, so that the refusal arrives; one whose body is too large as long as a body may take */
    double stop;        /* what is under way when the server stops */
    double tick;        /* between two calls of the handlers' tick */
    size_t head_bytes, target_bytes, headers, pairs, connections, jobs;
    size_t large_bodies; /* bytes that bodies above HTTP_SMALL_BODY take up together, until their answers are sent; one network has a quarter of what the others leave, and at least one of the largest size */
};
struct http_limits http_limits_default(void);
enum { HTTP_SMALL_BODY = 64 * 1024 }; /* a form without a file: always has its place */

/* Where a connection stands; each but PHASE_CLOSING has one deadline, so each list is in the order of its ends. */
enum http_phase { PHASE_FRESH, PHASE_KEPT, PHASE_HEAD, PHASE_BODY, PHASE_ANSWER, PHASE_CLOSING, PHASES };

struct http_connection {
    struct http_connection *before, *after; /* in the list of its phase */
    struct http_server *server;
    struct MHD_Connection *mhd;
    int fd;
    enum http_phase phase;
    double since;
    char network[INET6_ADDRSTRLEN];
    unsigned passed, answered; /* requests that the guard let through, and those whose answers are sent */
    uint64_t body_left;        /* of the request passed last */
    char *held;                /* bytes kept back from libmicrohttpd: a head that is not whole, or what came with a request and did not fit or follows it */
    size_t held_at, held_length;
    bool incomplete;           /* what is held was judged: more must come first */
    bool unread;               /* the socket may have more, of which no event will tell */
    struct http_work *admitted; /* the request that the guard let through and libmicrohttpd has not begun, or one that was refused and is answered in the asker's language */
    int refusal;               /* status to refuse with once all before it is answered; 0: none */
    const char *refusal_why;
    bool refusal_bodiless;     /* HEAD was asked for, as far as can be told */
    bool hung_up;              /* its peer will send no more */
    bool prod;                 /* libmicrohttpd must be made to read again: there is something that no event will tell it of */
};

struct http_phase_list {
    struct http_connection *first, *last;
};

/* A refused connection's socket, read from until its peer hangs up, so that no reset overtakes the refusal. */
struct http_lingering {
    int fd;
    double until;
};
enum { HTTP_LINGERING = 64 };

enum http_stage {
    STAGE_HEAD,    /* the head is being read */
    STAGE_BODY,
    STAGE_PENDING, /* the handler waits for look-ups, or a worker has it */
    STAGE_READY,   /* the answer is there */
    STAGE_SENT     /* handed to libmicrohttpd */
};

/* One request under way. Recycled with its arena. */
struct http_work {
    struct context context; /* first, so that http_resume finds the rest */
    struct http_request request;
    struct http_answer answer;
    struct http_server *server;
    struct http_connection *connection; /* NULL once it is gone; then nothing waits for the answer any more */
    enum http_stage stage;
    size_t announced; /* bytes of the body that is to come */
    bool on_worker;
    struct buffer body;
    size_t large_body;      /* its part of the server's large_bodies */
    uint64_t large_network; /* whose it is, by rate_network */
    struct http_work *next_large; /* in the list of those that have such a part */
    int crowded;            /* the status to answer with where there was no room for its body, which is thrown away as it comes; else 0 */
    struct http_work *next; /* in a queue or in the pool */
};

struct http_worker {
    pthread_t thread;
    struct http_server *server;
    struct database *database;
};

struct http_workers {
    struct http_worker *workers;
    size_t count, started;
    pthread_mutex_t mutex;
    pthread_cond_t some;
    struct http_work *first, *last;
    size_t waiting, waiting_limit;
    bool ends;
    struct http_work *done; /* under the mutex; `any_done` spares the loop from taking it for nothing */
    atomic_bool any_done;
};

struct http_server {
    struct MHD_Daemon *daemon;
    struct http_handlers handlers;
    struct http_limits limits;
    struct http_guard guard;
    struct context pattern; /* what every request's context starts from: clock, settings, languages and what else the program has loaded */
    const struct settings *settings;
    struct arena *arena; /* lives as long as the server */
    struct database *database; /* the loop's */
    struct http_workers workers;
    int listener, port, wake;
    char *reading; /* where heads are read, before a connection has to keep them: limits.head_bytes */
    int hangups; /* an epoll of its own for them */
    double hangups_taken;
    char *unix_path;
    size_t arena_limit;

    struct http_connection **by_fd;
    size_t by_fd_count;
    size_t connections;
    struct http_phase_list phases[PHASES];
    bool prods;
    struct http_lingering lingering[HTTP_LINGERING];
    size_t lingering_count;

    struct http_work *pool;
    size_t pool_count;
    size_t large_bodies;
    struct http_work *large;
    size_t pending;  /* requests that wait for look-ups */
    struct http_work *orphans; /* those of them whose asker has gone */
    bool round_open;
    size_t inline_now; /* requests that this round has answered on the event loop */
    uint64_t events; /* counts whatever happened, to know whether a round did anything */
    double now;      /* clock_monotonic at the round's beginning */
    double ticked;
    atomic_bool stopping;
    bool stop_begun;
    double stop_until;
};

MUST_CHECK http_start_limited(struct context *context, const struct clock *clock, const struct http_handlers *handlers,
                              const struct http_limits *limits, struct http_server **server);

/* --- http_listen.c --- */

/* Binds and listens where settings.listen says. REFUSED where that is no address, or an open one without a proxy in front. */
MUST_CHECK http_listen(struct context *context, struct http_server *server);

/* --- http_socket.c --- */

/* True where libmicrohttpd's reads really come through here. */
bool http_socket_is_guarded(void);
/* Runs libmicrohttpd once; all that it reads goes through the guard. */
void http_socket_run(struct http_server *server);
void http_socket_opened(struct http_server *server, struct MHD_Connection *mhd, void **socket_context);
void http_socket_closed(struct http_connection *connection);
/* Notes who has hung up. */
void http_socket_take_hangups(struct http_server *server);
/* A request was answered, or its connection broke. */
void http_socket_answered(struct http_connection *connection);
/* Ends what is over its time, and lingering; seconds until this is due again, at most until the next tick. */
double http_socket_deadlines(struct http_server *server);
/* Closes the connections on which nothing is under way; true where none is left. */
bool http_socket_close_idle(struct http_server *server);
void http_socket_free(struct http_server *server);

/* --- http_request.c --- */

void *http_request_begin(void *cls, const char *target, struct MHD_Connection *mhd);
enum MHD_Result http_request_handle(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version, const char *upload,
                                    size_t *upload_size, void **work);
void http_request_completed(void *cls, struct MHD_Connection *mhd, void **work, enum MHD_RequestTerminationCode how);
/* Gives back the works whose asker went before their look-ups came. Not while the store is calling back. */
void http_request_sweep(struct http_server *server);
struct http_work *http_work_take(struct http_server *server);
void http_work_give_back(struct http_work *work);
/* The work of a request whose head the guard has read whole: of one that it has passed, or refused as too long or too large. */
struct http_work *http_work_begin(struct http_connection *connection, const struct http_guard_head *head, const char *bytes);
/* Calls the handlers' failure, or writes a plain page where there is none. */
void http_work_fail(struct http_work *work, int status);
/* Runs the handler; whatever it returns, an answer is there afterwards, unless it is RESULT_AGAIN on the event loop. */
enum result http_work_answer(struct http_work *work);

/* --- http_workers.c --- */

MUST_CHECK http_workers_start(struct context *context, struct http_server *server);
/* Hands a request over; false where too many wait already. */
bool http_workers_add(struct http_server *server, struct http_work *work);
/* Takes what is done and gives it back to libmicrohttpd. */
void http_workers_collect(struct http_server *server);
/* Waits for what the threads have in hand; what they have not begun is left unanswered. */
void http_workers_end(struct http_server *server);

#endif
