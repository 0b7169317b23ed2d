/* Background work: what is due, what the date brings, the outbox, the nightly evaluation (SPEC 6.2, 10, 13.2). Everything it does is on record in the store first, so
 * that any number of workers on any number of nodes may run, be killed, and go on. */
#ifndef DOOR_WORKER_WORKER_H
#define DOOR_WORKER_WORKER_H

#include "door/house.h"

struct worker;

/* Starts the worker on a thread and a connection of its own. */
MUST_CHECK worker_start(struct house *house, struct worker **worker);
/* Lets the step under way end, and waits for it. NULL is allowed. */
void worker_stop(struct worker *worker);
/* The same work on the caller's thread until `*stop` is set. */
MUST_CHECK worker_run(struct house *house, const volatile _Atomic(bool) *stop);

#endif
