/* What one piece of work (a request, a job, a command) carries along: its memory, its failure, its time, who asks, and the store that it works on.
 * It is made at a door and handed down; nothing below keeps a pointer to it after the work is done. */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H

#include "base/clock.h"
#include "base/error.h"

struct context;
struct database; /* outside/database.h */
struct settings; /* outside/settings.h */
struct languages;
struct letter_templates;
struct ecert_theme;
struct signature_signer;
struct catalogue_cache; /* catalogue/catalogue.h */
struct password_gate;   /* outside/password.h */

/* Whether a name can be printed (SPEC 7.2), for the rooms below the one that prints. Either script may be empty. REFUSED with what stands in the way; `missing` (may be NULL) gets the characters that cannot be
 * printed: none, where the name is too long. A short name in ASCII costs nothing, one of any script little. */
struct name_printing {
    enum result (*check)(struct context *context, void *data, struct text native, struct text latin, struct text *missing);
    void *data;
};

/* Who acts, for permission and journal (SPEC 11.3). */
enum actor_kind {
    ACTOR_NOBODY,   /* the public */
    ACTOR_ACCOUNT,  /* a candidate who is signed in */
    ACTOR_STAFF,    /* within a session of the desk only: at the candidates' pages he is one of them */
    ACTOR_OPERATOR, /* whoever runs a command beside the store */
    ACTOR_SYSTEM    /* the worker, on a due date */
};

struct actor {
    enum actor_kind kind;
    int64_t account;     /* for ACTOR_ACCOUNT and ACTOR_STAFF, else 0 */
    unsigned roles;      /* of ACTOR_STAFF: bits of enum staff_role (audit/audit.h), as they are now */
    int64_t session;     /* the session that asks, 0 outside the site */
    int64_t acting;      /* the member of the staff who looks at this account's pages and only reads; 0: nobody */
    struct text network; /* the asker's address, for limits; empty where there is none */
};

struct context {
    struct arena *arena;
    struct error error;
    const struct clock *clock;
    struct database *database;
    const struct settings *settings;
    struct catalogue_cache *catalogues; /* of the process; NULL: the catalogue is read anew for this piece of work */
    struct password_gate *passwords;    /* of the process; NULL: hashes are computed at once and the list of common passwords is read anew */
    const struct languages *languages;      /* outside/language.h; NULL: English only */
    const struct letter_templates *letters; /* letter/letter.h */
    struct ecert_theme *theme;              /* ecert/ecert.h; NULL where no e-Cert can be made */
    const struct name_printing *printing;   /* of the process; NULL: every name can be printed */
    const struct signature_signer *signer;  /* outside/signature.h */
    struct actor actor;
    bool hasty;           /* on the server's event loop: where a look-up may be spared, what was known a second ago will do */
    bool at_length;       /* what is written takes long: nobody else's is committed together with it (outside/database_turns.c) */
    const char *language; /* "en", "zh_CN": what the asker reads */
    /* SPEC 13.4. Where `key` is set, the first transaction of the work stores `answer` under it; sent again it finds the key, changes
     * nothing, fills `answer` with what was answered first and sets `replayed`. See database_transaction. */
    struct {
        struct text key;
        struct text answer;
        bool replayed;
    } once;
};

static inline struct instant context_now(const struct context *context)
{
    return clock_now(context->clock);
}

/* Can the name be printed? As struct name_printing says; RESULT_OK where nobody knows, and where there is none in either script. */
static inline enum result context_check_name(struct context *context, struct text native, struct text latin, struct text *missing)
{
    const struct name_printing *printing = context->printing;
    return printing && !(text_empty(native) && text_empty(latin)) ? printing->check(context, printing->data, native, latin, missing) : RESULT_OK;
}

/* error_set on the context's error. */
#define context_fail(CONTEXT, RESULT, CODE, ...) error_set(&(CONTEXT)->error, (RESULT), (CODE), __VA_ARGS__, (const char *)NULL)
/* The same for what is refused because of one field of a form, which shows it; RESULT_REFUSED. */
#define FIELD_FAIL(CONTEXT, NAME, ...) ((void)!context_fail((CONTEXT), RESULT_REFUSED, __VA_ARGS__), (CONTEXT)->error.field = (NAME), RESULT_REFUSED)

#endif
