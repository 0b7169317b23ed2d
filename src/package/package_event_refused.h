/* What the web hook refuses, and why (SPEC 8.3). Inside the package room only. */
#ifndef PACKAGE_PACKAGE_EVENT_REFUSED_H
#define PACKAGE_PACKAGE_EVENT_REFUSED_H

#include "package/package_event_store.h"

enum package_event_fault {
    EVENT_RIGHT, EVENT_NUMBER, EVENT_WHAT, EVENT_DAY, EVENT_TO_COME, EVENT_CONTROL,
    EVENT_EARLY,                            /* found by the packages with its number */
    EVENT_SIGNATURE, EVENT_TIME, EVENT_BODY, /* of a whole call */
    EVENT_FAULTS
};
/* As a sender reads it; NULL for those that the error says. */
const char *package_event_fault_english(enum package_event_fault fault);
/* Keeps an event that was refused, under its key; sent again it is counted. In a transaction of its own. `since`: of EVENT_EARLY. */
MUST_CHECK package_event_refuse(struct context *context, enum package_event_fault fault, const struct package_event_row *event, struct day since);
/* The same for a call whose events were not read, for what the context's error says, which stays. Not for what no sender with a secret would do: such calls are anybody's. */
MUST_CHECK package_event_refuse_call(struct context *context, struct text signature);

#endif
