/* The listening socket: loopback or a unix socket, and others only where a proxy stands in front. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "outside/http_server.h"

enum { BACKLOG = 1024 };

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_un path;
};

static enum result bad_address(struct context *context, struct text listen)
{
    return context_fail(context, RESULT_REFUSED, "http.listen_address",
                        N_("{address} is no address to listen on. Write 127.0.0.1:8080, [::1]:8080 or unix:/path."), "address",
                        text_string(context->arena, listen));
}

static enum result parse_address(struct context *context, struct text listen, union address *address, socklen_t *length)
{
    *address = (union address){0};
    if (text_starts_with(listen, "unix:")) {
        struct text path = {listen.bytes + 5, listen.length - 5};
        if (!path.length || path.length >= sizeof address->path.sun_path) return bad_address(context, listen);
        address->path.sun_family = AF_UNIX;
        memcpy(address->path.sun_path, path.bytes, path.length);
        *length = sizeof address->path;
        return RESULT_OK;
    }
    size_t colon = listen.length;
    while (colon && listen.bytes[colon - 1] != ':') colon--;
    int64_t port;
    if (!colon || !text_to_integer((struct text){listen.bytes + colon, listen.length - colon}, &port) || port < 0 || port > 65535)
        return bad_address(context, listen);
    struct text host = {listen.bytes, colon - 1};
    if (text_is(host, "localhost")) host = TEXT("127.0.0.1");
    bool six = host.length > 2 && host.bytes[0] == '[' && host.bytes[host.length - 1] == ']';
    const char *name = text_string(context->arena, six ? (struct text){host.bytes + 1, host.length - 2} : host);
    if (six && inet_pton(AF_INET6, name, &address->six.sin6_addr) == 1) {
        address->six.sin6_family = AF_INET6;
        address->six.sin6_port = htons((uint16_t)port);
        *length = sizeof address->six;
    } else if (!six && inet_pton(AF_INET, name, &address->four.sin_addr) == 1) {
        address->four.sin_family = AF_INET;
        address->four.sin_port = htons((uint16_t)port);
        *length = sizeof address->four;
    } else {
        return bad_address(context, listen);
    }
    return RESULT_OK;
}

static bool is_local(const union address *address)
{
    if (address->any.sa_family == AF_INET) return ntohl(address->four.sin_addr.s_addr) >> 24 == 127;
    if (address->any.sa_family == AF_INET6) return IN6_IS_ADDR_LOOPBACK(&address->six.sin6_addr);
    return true;
}

/* A socket file that nobody answers on is left from a process that was killed. */
static void remove_stale(const union address *address, socklen_t length)
{
    struct stat status;
    if (lstat(address->path.sun_path, &status) || !S_ISSOCK(status.st_mode)) return;
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return;
    if (connect(probe, &address->any, length) && errno == ECONNREFUSED) unlink(address->path.sun_path);
    close(probe);
}

static enum result failed(struct context *context, struct text listen)
{
    return context_fail(context, RESULT_REFUSED, "http.listen", N_("Listening on {address} failed: {reason}."), "address",
                        text_string(context->arena, listen), "reason", strerror(errno));
}

enum result http_listen(struct context *context, struct http_server *server)
{
    struct text listen_on = server->settings->listen;
    union address address;
    socklen_t length;
    TRY(parse_address(context, listen_on, &address, &length));
    if (!is_local(&address) && !server->settings->behind_proxy)
        return context_fail(context, RESULT_REFUSED, "http.listen_open",
                            N_("Listening on {address} would open the server to the network without a proxy in front. Listen on 127.0.0.1, [::1] or a "
                               "unix socket, or set behind_proxy = yes where a proxy stands in front."),
                            "address", text_string(context->arena, listen_on));
    server->listener = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (server->listener < 0) return failed(context, listen_on);
    int yes = 1;
    if (address.any.sa_family == AF_UNIX) remove_stale(&address, length);
    else setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(server->listener, &address.any, length)) return failed(context, listen_on);
    if (address.any.sa_family == AF_UNIX) {
        server->unix_path = strdup(address.path.sun_path);
        chmod(address.path.sun_path, 0660); /* the proxy's group, nobody else */
    }
    if (listen(server->listener, BACKLOG)) return failed(context, listen_on);
    length = sizeof address;
    if (address.any.sa_family != AF_UNIX && !getsockname(server->listener, &address.any, &length))
        server->port = ntohs(address.any.sa_family == AF_INET ? address.four.sin_port : address.six.sin6_port);
    return RESULT_OK;
}
