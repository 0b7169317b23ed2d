/* The guard before libmicrohttpd: reads the raw head of a request strictly (RFC 9112, and narrower) and says what becomes of it.
 *
 * Pure: no socket, no memory, no clock. It runs over bytes that libmicrohttpd has not seen yet (http_socket.c), so whatever that library would take
 * in two ways is refused before it can. docs/http.md lists the cases with their answers. */
#ifndef OUTSIDE_HTTP_GUARD_H
#define OUTSIDE_HTTP_GUARD_H

#include "base/text.h"
#include "outside/http.h"

/* What is allowed; constant for a server's life. */
struct http_guard {
    size_t head_limit;   /* bytes of request line and headers together; past it 431 */
    size_t target_limit; /* bytes of the target; past it 414 */
    size_t header_limit; /* header lines; past it 431 */
    size_t pair_limit;   /* cookies, and parameters of the query; past it 431 and 414 */
    uint64_t body_limit; /* bytes announced by Content-Length; past it 413 */
    struct text host;    /* of the public address, without port, small letters; in brackets for IPv6 */
    struct text port;    /* of the public address, or the scheme's */
    bool loopback;       /* not in production: localhost, 127.0.0.1 and [::1] are names of ours too, and any port will do */
};

struct http_guard_head {
    enum http_method method;
    struct text target; /* raw, in the bytes that were read */
    size_t length; /* bytes of the head with its empty line; also where it is refused with 413 or 414 alone, with 414 0 where it did not end in time */
    uint64_t body; /* bytes that follow it */
    bool old;      /* HTTP/1.0 */
    bool closes, keeps; /* what its Connection headers ask for */
    bool expects;  /* to be told to go on before it sends the body */
};

enum { HTTP_GUARD_MORE = 0, HTTP_GUARD_PASS = 200, HTTP_GUARD_SHORT = 192 };

/* Reads the head at the front of `bytes`. HTTP_GUARD_PASS: it is whole and sound, `head` says how long it is. HTTP_GUARD_MORE: sound so far.
 * Otherwise the status to answer with before the connection is closed, and `why` for the log (constant text, nothing of the asker's). */
int http_guard_head(const struct http_guard *guard, const char *bytes, size_t length, struct http_guard_head *head, const char **why);

/* Writes, of a head that has passed, what libmicrohttpd has to know: the method, how long the body is, whether it is waited for, and what becomes of the connection. At most HTTP_GUARD_SHORT bytes; returns how many. */
size_t http_guard_shorten(const struct http_guard_head *head, char *shortened);

/* The decoded path and the raw query of a target that has passed, in the arena. */
void http_guard_split(struct arena *arena, struct text target, struct text *path, struct text *query);

#endif
