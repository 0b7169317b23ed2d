/* What one process of Testamur holds from start to end, for all doors: settings, clock, languages, templates, keys. */
#ifndef DOOR_HOUSE_H
#define DOOR_HOUSE_H

#include "base/context.h"
#include "outside/due.h"
#include "outside/settings.h"

struct house {
    struct arena *arena;
    struct context context; /* for what is loaded at start: its arena is the house's */
    struct settings settings;
    struct clock clock;
    struct languages *languages;
    struct letter_templates *letters;
    struct catalogue_cache *catalogues;
    struct database_turns *turns; /* of the connections that write at once; NULL: there is one */
    struct password_gate *passwords; /* made by a door that lets people sign in */
    struct ecert_theme *theme;
    struct ecert_theme *_Atomic fonts; /* the same for commands that print nothing, but check names; opened with the first that needs it */
    struct name_printing printing;
    struct signature_signer *_Atomic signer; /* see house_signer */
    bool demonstration;
};

/* Reads settings for the store's URL (empty: the environment's, else sqlite:./testamur.db) and languages. The detail of a failure stands in house->context. */
MUST_CHECK house_open(struct house *house, struct text store);
/* Opens a connection and checks that the schema is ours; then the clock, the letters' templates and the catalogue's cache are ready. `create`: for init. Where a letter's template is wrong, that is logged, and only what writes
 * or sends a letter fails by it (letter_templates_right). */
MUST_CHECK house_open_store(struct house *house, bool create);
/* Loads artwork and keys, for what makes e-Certs. */
MUST_CHECK house_open_ecert(struct house *house);
/* For doors with many connections. */
MUST_CHECK house_open_turns(struct house *house);
/* Sets the context's signer, for what signs an e-Cert now. As long as there is no catalogue nothing is signed, and nobody knows the body whose name the signing certificate shall bear (ecert_key_name): a server that was
 * started before the first catalogue opens its signer with the first e-Cert. */
MUST_CHECK house_signer(struct house *house, struct context *context);
/* Reads again how far a demonstration's clock is ahead. */
MUST_CHECK house_follow_clock(struct house *house, struct context *context);
void house_close(struct house *house);

/* A context for one piece of work, in that arena and on that connection. */
struct context house_context(struct house *house, struct arena *arena, struct database *database);

/* Follows up everything that is due now (outside/due.h), with the handlers of all rooms. */
MUST_CHECK house_settle(struct context *context);
/* The same for what is about one account or mailbox, before a page is answered: whole imports are left to the worker. */
MUST_CHECK house_settle_single(struct context *context);
/* After a catalogue was loaded: the signing certificate bears the body's name, and rows that waited for what it says now come in (SPEC 3.5). What it left due is still to be settled. */
MUST_CHECK house_follow_catalogue(struct context *context);
/* All that is due, after what the date alone brings (awards issued and expired up to today). Nothing is issued by days that new data of the calendar have made others. */
MUST_CHECK house_settle_dates(struct context *context);

#endif
