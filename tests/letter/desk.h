/* A desk to write letters at: a store, templates with a link and a code in them, both languages, and settings that a test may change. */
#ifndef TESTS_LETTER_DESK_H
#define TESTS_LETTER_DESK_H

#include "support/support.h"

#include "letter/letter.h"
#include "outside/settings.h"

struct desk {
    struct support *support;
    struct context *context;
    struct settings settings;
    char folder[64];
};

struct desk *desk_new(enum database_engine engine);
void desk_free(struct desk *desk);
/* Loads the templates anew, one of them with that content: the code of the refusal, "" where they are taken. */
const char *desk_load_with(struct desk *desk, const char *name, const char *content);
/* Mail goes to a server on this port; 0: the built-in mailbox. */
void desk_mail_to(struct desk *desk, int port);
/* Writes a letter to that address about `what`, of account 7, in a transaction of its own. */
int64_t desk_write(struct desk *desk, const char *address, const char *language, const char *what);
/* The same, for a reader in that zone (empty: none of his own). */
int64_t desk_write_in(struct desk *desk, const char *address, const char *language, const char *zone);
/* One run of a sender. */
int64_t desk_send(struct desk *desk);

struct delivery {
    int32_t state;
    int64_t attempts;
    struct instant next;
    struct text answer;
    bool claimed;
};
struct delivery desk_delivery(struct desk *desk, int64_t letter);

#endif
