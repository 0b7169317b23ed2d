/* What is left to follow up. A lower room never calls a higher one: it leaves a row here in its own transaction, and the room above takes it up at once
 * after the commit, in the same process, and after a crash at the next start. */
#ifndef OUTSIDE_DUE_H
#define OUTSIDE_DUE_H

#include "outside/database.h"

/* One thing to follow up, about an id or a range of ids. */
struct due {
    int64_t id;
    struct text kind;
    int64_t first, last;
    struct instant not_before;
};

/* The kinds, each with who leaves it and who takes it up:
 *   records-came       intake: exam_record first..last are new; association: they could not be looked at with what came beside them -> association: hold those of associated mailboxes; leaves records-held
 *   record-changed     intake: exam_record first has changed           -> award: evaluate its holder
 *   records-held       association: held_record first..last            -> award: evaluate their accounts
 *   account-changed    association, account: records or name changed   -> award: evaluate account first
 *   mailbox-moved      association: mailbox first, or a record of it, was tied or let go -> association: look again at what came in between
 *   password-forgotten account: forgotten_password first, somebody wants the letter -> association: has it written to the account that the mailbox is tied to
 *   merge-changed      association: merge first was made or undone    -> package: addresses and unsent packages of its accounts move
 *   identity-check     association, award: something was tied to account first, or issued to it -> association: do its records contradict its identity?
 *   unbinding-due, unbinding-remind  association: unbinding first -> association: it is to be unbound; its holder is to be reminded
 *   unbinding-gone     association: unbinding first ended, because what it is about has left the account otherwise -> association: give it to the claimant, or tell who has disputed it
 *   cooling-off        association: case first, of a lost mailbox, can be granted by what was told -> association: by what the calendar has learned, too?
 *   evaluate-all       catalogue: new rules, or a new calendar         -> award: evaluate everyone, from account first on, in steps; last is only how far the next step looks
 *   promised-days      catalogue: a new calendar                       -> association: count again when records have to leave, and from when lost mailboxes are decided
 *   package-days       catalogue: a new calendar                       -> package: count again the days of mailing, from package first on, in steps
 *   certificates-due   award: something of first..last falls due       -> award: issue, expire
 */

/* Leaves a row, inside a transaction. `not_before` NO_INSTANT: now. The same kind and ids left twice and not yet taken up stand once,
 * at the earlier time; left for now they are among the newest again. */
MUST_CHECK due_leave(struct context *context, const char *kind, int64_t first, int64_t last, struct instant not_before);

/* Follows one row up: runs inside the transaction that also takes the row away. A handler that wants to go in steps leaves the rest as a new row. */
typedef enum result due_function(struct context *context, const struct due *due);
struct due_handler {
    const char *kind;
    due_function *follow_up;
    bool together; /* small, and there may be very many: those that follow each other share a transaction */
    bool apart;    /* never by due_run_single: how long a page takes must not tell what was done */
};
/* Takes up all that is due by the context's clock, oldest first, each in a transaction of its own (but for those that share one; where that fails, they too), until nothing is left; also
 * what the handlers themselves leave. A row whose handler fails is put off (doubling, from one minute) and logged; the others go on. Many nodes may do so at once: each row is
 * followed up once. Handlers run as ACTOR_SYSTEM, and what one of them took from the arena is given back when it is done. `handlers` ends with a NULL kind. `done`, where given, gets the count. */
MUST_CHECK due_run(struct context *context, const struct due_handler *handlers, int64_t *done);
/* The same for the newest of what is about one id only, up to 64 rows in a few rounds: what a page's act has left, so that the next page shows it. Ranges (imports, everyone) and what waits behind are the worker's; so is what
 * would keep a page waiting for another node, which follows up something large just now, for longer than about a second: it stays as it was left. */
MUST_CHECK due_run_single(struct context *context, const struct due_handler *handlers);
/* For a follow-up: takes along what is due of the same kind right behind its ids, while they are `most` ids at most together, and widens `due` by it. */
MUST_CHECK due_take_along(struct context *context, struct due *due, int64_t most);
/* What was put off of that kind is due now: for whoever has removed what stood in its way. */
MUST_CHECK due_try_again(struct context *context, const char *kind);
/* Is anything of that kind due now? What failed, and was put off, is not. */
MUST_CHECK due_waits(struct context *context, const char *kind, bool *waits);
/* When the next row falls due; NO_INSTANT where there is none. */
MUST_CHECK due_next(struct context *context, struct instant *next);

#endif
