#include "letter/fake_smtp.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGES = 4096, CONNECTIONS = 256, LINE = 2048, CONTENT = 4 << 20 };

struct fake_smtp {
    int listener, port;
    pthread_t acceptor;
    pthread_t threads[CONNECTIONS];
    int sockets[CONNECTIONS];
    size_t connections;
    pthread_mutex_t mutex;
    struct fake_message messages[MESSAGES];
    size_t count;
    bool refuse_sender, healed;
};

struct talk {
    struct fake_smtp *server;
    int socket;
    FILE *in;
};

static void say(struct talk *talk, const char *line)
{
    char out[LINE];
    int length = snprintf(out, sizeof out, "%s\r\n", line);
    if (send(talk->socket, out, (size_t)length, MSG_NOSIGNAL) < 0) shutdown(talk->socket, SHUT_RDWR);
}

static bool hear(struct talk *talk, char line[LINE])
{
    if (!fgets(line, LINE, talk->in)) return false;
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

static void keep_address(char out[300], const char *line)
{
    const char *open = strchr(line, '<'), *end = open ? strchr(open, '>') : NULL;
    snprintf(out, 300, "%.*s", end ? (int)(end - open - 1) : 0, open ? open + 1 : "");
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* False where the connection is to be closed. */
static bool take_content(struct talk *talk, struct fake_message *message, bool healed)
{
    char line[LINE];
    message->content = malloc(CONTENT);
    message->length = 0;
    say(talk, "354 go on");
    for (int lines = 0;; lines++) {
        if (!fgets(line, sizeof line, talk->in) || (!healed && begins(message->to, "drop") && lines > 3)) {
            free(message->content);
            message->content = NULL;
            return false;
        }
        if (strcmp(line, ".\r\n") == 0) break;
        size_t skip = line[0] == '.' ? 1 : 0, length = strlen(line) - skip;
        if (message->length + length < CONTENT) memcpy(message->content + message->length, line + skip, length);
        message->length += length;
    }
    message->content[message->length] = '\0';
    if (!healed && begins(message->to, "spam")) {
        free(message->content);
        message->content = NULL;
        say(talk, "554 5.7.1 this is not wanted");
        return true;
    }
    pthread_mutex_lock(&talk->server->mutex);
    if (talk->server->count < MESSAGES) talk->server->messages[talk->server->count++] = *message;
    pthread_mutex_unlock(&talk->server->mutex);
    say(talk, "250 2.0.0 taken");
    return true;
}

static bool take_recipient(struct talk *talk, struct fake_message *message, const char *line, bool healed)
{
    char never[LINE];
    keep_address(message->to, line);
    if (healed) say(talk, "250 ok");
    else if (begins(message->to, "later")) say(talk, "450 4.2.0 greylisted");
    else if (begins(message->to, "gone")) say(talk, "550-5.1.1 no such mailbox\r\n550 5.1.1 ask the postmaster");
    else if (begins(message->to, "bad")) say(talk, "550 5.1.1 \xff\xfe unbekannt");
    else if (begins(message->to, "close")) {
        say(talk, "421 4.3.2 closing down");
        return false;
    } else if (begins(message->to, "slow")) {
        hear(talk, never); /* until the client goes away */
        return false;
    } else say(talk, "250 ok");
    return true;
}

static void *serve(void *data)
{
    struct talk *talk = data;
    char line[LINE];
    struct fake_message message = {.content = NULL};
    say(talk, "220 fake.example ESMTP");
    for (bool open = true; open && hear(talk, line);) {
        pthread_mutex_lock(&talk->server->mutex);
        bool healed = talk->server->healed, refuse = talk->server->refuse_sender;
        pthread_mutex_unlock(&talk->server->mutex);
        if (begins(line, "EHLO")) say(talk, "250-fake.example\r\n250-8BITMIME\r\n250 SMTPUTF8");
        else if (begins(line, "MAIL")) {
            keep_address(message.from, line);
            say(talk, refuse ? "550 5.7.1 you may not send here" : "250 ok");
        } else if (begins(line, "RCPT")) open = take_recipient(talk, &message, line, healed);
        else if (begins(line, "DATA")) open = take_content(talk, &message, healed);
        else if (begins(line, "QUIT")) {
            say(talk, "221 bye");
            break;
        } else say(talk, "250 ok");
    }
    shutdown(talk->socket, SHUT_RDWR);
    fclose(talk->in);
    free(talk);
    return NULL;
}

static void *accept_all(void *data)
{
    struct fake_smtp *server = data;
    for (;;) {
        int fd = accept(server->listener, NULL, NULL);
        if (fd < 0) return NULL;
        pthread_mutex_lock(&server->mutex);
        bool room = server->connections < CONNECTIONS;
        struct talk *talk = room ? malloc(sizeof *talk) : NULL;
        if (talk) {
            *talk = (struct talk){server, fd, fdopen(fd, "r")};
            server->sockets[server->connections] = dup(fd);
            pthread_create(&server->threads[server->connections++], NULL, serve, talk);
        } else {
            close(fd);
        }
        pthread_mutex_unlock(&server->mutex);
    }
}

struct fake_smtp *fake_smtp_start(void)
{
    struct fake_smtp *server = calloc(1, sizeof *server);
    pthread_mutex_init(&server->mutex, NULL);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(server->listener, (struct sockaddr *)&address, sizeof address) || listen(server->listener, 64) ||
        getsockname(server->listener, (struct sockaddr *)&address, &length))
        abort();
    server->port = ntohs(address.sin_port);
    pthread_create(&server->acceptor, NULL, accept_all, server);
    return server;
}

void fake_smtp_stop(struct fake_smtp *server)
{
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->acceptor, NULL);
    close(server->listener);
    for (size_t i = 0; i < server->connections; i++) {
        shutdown(server->sockets[i], SHUT_RDWR);
        pthread_join(server->threads[i], NULL);
        close(server->sockets[i]);
    }
    for (size_t i = 0; i < server->count; i++) free(server->messages[i].content);
    pthread_mutex_destroy(&server->mutex);
    free(server);
}

int fake_smtp_port(const struct fake_smtp *server)
{
    return server->port;
}

size_t fake_smtp_count(struct fake_smtp *server)
{
    pthread_mutex_lock(&server->mutex);
    size_t count = server->count;
    pthread_mutex_unlock(&server->mutex);
    return count;
}

struct fake_message *fake_smtp_message(struct fake_smtp *server, size_t index)
{
    return &server->messages[index];
}

size_t fake_smtp_connections(struct fake_smtp *server)
{
    pthread_mutex_lock(&server->mutex);
    size_t count = server->connections;
    pthread_mutex_unlock(&server->mutex);
    return count;
}

void fake_smtp_refuse_sender(struct fake_smtp *server, bool refuse)
{
    pthread_mutex_lock(&server->mutex);
    server->refuse_sender = refuse;
    pthread_mutex_unlock(&server->mutex);
}

void fake_smtp_heal(struct fake_smtp *server)
{
    pthread_mutex_lock(&server->mutex);
    server->healed = true;
    pthread_mutex_unlock(&server->mutex);
}
