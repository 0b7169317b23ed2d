/* Handing letters to a mail server (RFC 5321) through libcurl, one after the other over a connection that is kept. */
#ifndef OUTSIDE_SMTP_H
#define OUTSIDE_SMTP_H

#include "base/context.h"

struct smtp_server {
    struct text url;            /* smtp://host:port or smtps://host:port */
    struct text greeting;       /* the domain name that we introduce ourselves by (EHLO); empty: the machine's own */
    struct text user, password; /* empty: without signing in */
    struct text tls;            /* required, offered or none; for smtp:// only */
    struct text authorities;    /* PEM file of those who may vouch for the server's certificate; empty: the system's */
    int timeout_seconds;        /* for one letter */
};

/* One client with its connection. One thread at a time. */
struct smtp;
/* REFUSED "smtp.url", "smtp.tls", "smtp.authorities" where the settings are no server. Connects with the first letter. */
MUST_CHECK smtp_new(struct context *context, const struct smtp_server *server, struct smtp **smtp);
void smtp_free(struct smtp *smtp);

enum smtp_verdict {
    SMTP_TAKEN,   /* the server has it, and answers for it from here on */
    SMTP_REFUSED, /* for good: it refused the recipient or the content (5yz) */
    SMTP_LATER,   /* not now: it put the recipient or the content off (4yz), or broke off in the middle of it */
    SMTP_NOBODY   /* nothing to do with this letter: no server there, or none that deals with us (connection, TLS, signing in, our own address) */
};
struct smtp_outcome {
    enum smtp_verdict verdict;
    int code;           /* the server's last reply, 0 where there was none */
    struct text answer; /* its words in one line, or libcurl's where it said nothing */
};
/* Hands over one message, whole with its header (outside/mail.h), from and to one address each. A failure of the server is no failure here: it is the outcome.
 * BROKEN "smtp.address" where an address could break out of its line. */
MUST_CHECK smtp_send(struct context *context, struct smtp *smtp, struct text from, struct text to, struct text message, struct smtp_outcome *outcome);

#endif
