/* A mail server in the test's own process, which does to a letter what its recipient's address says:
 *   later...@   450 to the recipient          gone...@    550 to the recipient       spam...@   554 to the content
 *   drop...@    breaks off within the content  bad...@     answers with bytes that are not UTF-8
 *   slow...@    never answers to the recipient close...@   421 and closes
 *   unheard...@ takes and keeps it, and breaks off before it says so
 * Everything else is taken and kept. */
#ifndef TESTS_LETTER_FAKE_SMTP_H
#define TESTS_LETTER_FAKE_SMTP_H

#include <stdbool.h>
#include <stddef.h>

struct fake_smtp;

struct fake_message {
    char from[300], to[300];
    char *content; /* without the dots that RFC 5321 4.5.2 adds */
    size_t length;
    bool over_tls;
};

struct fake_smtp *fake_smtp_start(void);
/* One that offers STARTTLS, with a certificate for 127.0.0.1 that only who has it may trust: it is written to the file `certificate` (PEM). Where there is a user, everybody has to
 * sign in (AUTH PLAIN) before he sends. */
struct fake_smtp *fake_smtp_start_guarded(const char *user, const char *password, const char *certificate);
/* Also forgets all messages. */
void fake_smtp_stop(struct fake_smtp *server);
int fake_smtp_port(const struct fake_smtp *server);
/* Of what was taken so far. */
size_t fake_smtp_count(struct fake_smtp *server);
struct fake_message *fake_smtp_message(struct fake_smtp *server, size_t index);
size_t fake_smtp_connections(struct fake_smtp *server);
/* From now on MAIL FROM is answered with 550, as to somebody who may not send here. */
void fake_smtp_refuse_sender(struct fake_smtp *server, bool refuse);
/* From now on everyone is taken, whatever his address says. */
void fake_smtp_heal(struct fake_smtp *server);

#endif
