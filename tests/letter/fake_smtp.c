#include "letter/fake_smtp.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <signal.h>
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
    SSL_CTX *tls;         /* NULL: STARTTLS is not offered */
    char sign_in[300];    /* what AUTH PLAIN has to say; empty: nobody has to sign in */
};

struct talk {
    struct fake_smtp *server;
    int socket;
    SSL *tls;
    bool signed_in;
    char held[4096]; /* of what came, what was not read yet */
    size_t at, count;
};

static void say(struct talk *talk, const char *line)
{
    char out[LINE];
    int length = snprintf(out, sizeof out, "%s\r\n", line);
    long sent = talk->tls ? SSL_write(talk->tls, out, length) : send(talk->socket, out, (size_t)length, MSG_NOSIGNAL);
    if (sent <= 0) shutdown(talk->socket, SHUT_RDWR);
}

/* A line with its end, as fgets does it. */
static bool hear_raw(struct talk *talk, char line[LINE])
{
    size_t length = 0;
    while (length < LINE - 1) {
        if (talk->at == talk->count) {
            long got = talk->tls ? SSL_read(talk->tls, talk->held, sizeof talk->held) : recv(talk->socket, talk->held, sizeof talk->held, 0);
            if (got <= 0) break;
            talk->at = 0;
            talk->count = (size_t)got;
        }
        line[length++] = talk->held[talk->at++];
        if (line[length - 1] == '\n') break;
    }
    line[length] = '\0';
    return length > 0;
}

static bool hear(struct talk *talk, char line[LINE])
{
    if (!hear_raw(talk, line)) return false;
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
        if (!hear_raw(talk, line) || (!healed && begins(message->to, "drop") && lines > 3)) {
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
    if (!healed && begins(message->to, "unheard")) return false;
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

static bool start_tls(struct talk *talk)
{
    say(talk, "220 go on");
    SSL *tls = SSL_new(talk->server->tls);
    if (!tls || !SSL_set_fd(tls, talk->socket)) abort();
    talk->tls = tls;
    return SSL_accept(tls) == 1;
}

static void take_sign_in(struct talk *talk, const char *line)
{
    char answer[LINE];
    if (line[10]) snprintf(answer, sizeof answer, "%s", line + 11);
    else {
        say(talk, "334 ");
        if (!hear(talk, answer)) return;
    }
    talk->signed_in = strcmp(answer, talk->server->sign_in) == 0;
    say(talk, talk->signed_in ? "235 2.7.0 welcome" : "535 5.7.8 wrong user or password");
}

static void introduce(struct talk *talk)
{
    const struct fake_smtp *server = talk->server;
    char lines[LINE];
    snprintf(lines, sizeof lines, "250-fake.example\r\n%s%s250-8BITMIME\r\n250 SMTPUTF8", server->tls && !talk->tls ? "250-STARTTLS\r\n" : "", *server->sign_in ? "250-AUTH PLAIN\r\n" : "");
    say(talk, lines);
}

static void *serve(void *data)
{
    struct talk *talk = data;
    char line[LINE];
    struct fake_message message = {.content = NULL};
    sigset_t pipe; /* OpenSSL writes to a client that is gone without MSG_NOSIGNAL */
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, NULL);
    say(talk, "220 fake.example ESMTP");
    for (bool open = true; open && hear(talk, line);) {
        pthread_mutex_lock(&talk->server->mutex);
        bool healed = talk->server->healed, refuse = talk->server->refuse_sender;
        pthread_mutex_unlock(&talk->server->mutex);
        if (begins(line, "EHLO")) introduce(talk);
        else if (begins(line, "STARTTLS") && talk->server->tls) open = start_tls(talk);
        else if (begins(line, "AUTH PLAIN")) take_sign_in(talk, line);
        else if (begins(line, "MAIL")) {
            keep_address(message.from, line);
            message.over_tls = talk->tls;
            if (*talk->server->sign_in && !talk->signed_in) say(talk, "530 5.7.0 sign in first");
            else say(talk, refuse ? "550 5.7.1 you may not send here" : "250 ok");
        } else if (begins(line, "RCPT")) open = take_recipient(talk, &message, line, healed);
        else if (begins(line, "DATA")) open = take_content(talk, &message, healed);
        else if (begins(line, "QUIT")) {
            say(talk, "221 bye");
            break;
        } else say(talk, "250 ok");
    }
    shutdown(talk->socket, SHUT_RDWR);
    SSL_free(talk->tls);
    close(talk->socket);
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
            *talk = (struct talk){.server = server, .socket = fd};
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

/* A certificate for 127.0.0.1 that vouches for itself. */
static SSL_CTX *own_certificate(const char *path)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    X509V3_CTX naming;
    X509V3_set_ctx(&naming, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *address = X509V3_EXT_conf_nid(NULL, &naming, NID_subject_alt_name, "IP:127.0.0.1");
    X509_NAME *name = X509_get_subject_name(certificate);
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
    FILE *file = fopen(path, "w");
    bool good = key && address && tls && file && X509_set_version(certificate, 2) && ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) &&
                X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) && X509_gmtime_adj(X509_getm_notAfter(certificate), 86400) &&
                X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"fake.example", -1, -1, 0) && X509_set_issuer_name(certificate, name) &&
                X509_set_pubkey(certificate, key) && X509_add_ext(certificate, address, -1) && X509_sign(certificate, key, EVP_sha256()) &&
                PEM_write_X509(file, certificate) && SSL_CTX_use_certificate(tls, certificate) && SSL_CTX_use_PrivateKey(tls, key);
    if (!good || fclose(file) != 0) abort();
    X509_EXTENSION_free(address);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return tls;
}

struct fake_smtp *fake_smtp_start_guarded(const char *user, const char *password, const char *certificate)
{
    struct fake_smtp *server = fake_smtp_start();
    if (user) {
        unsigned char plain[200];
        int length = snprintf((char *)plain, sizeof plain, "%c%s%c%s", 0, user, 0, password);
        EVP_EncodeBlock((unsigned char *)server->sign_in, plain, length);
    }
    server->tls = own_certificate(certificate);
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
    SSL_CTX_free(server->tls);
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
