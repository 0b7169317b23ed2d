/* What carriers say of packages: delivered, come back (SPEC 8.2). By a web hook that is signed, or by a file that staff upload. An event is kept as it came, and changes something once, whatever is sent again; one whose express number
 * is not known yet waits for it. It is of the parcels with that number that were applied for (or to be sent again) by then, for packing is often booked late, and mailed not more than 120 days before; of those of the carrier's, where it says one of ours. Refused is what lies before that day of all of them, or
 * has not come yet: an instant more than five minutes ahead; a day, or a time without a zone, that has come nowhere on Earth. */
#ifndef PACKAGE_PACKAGE_EVENT_H
#define PACKAGE_PACKAGE_EVENT_H

#include "package/package.h"

/* What became of one event. */
struct package_event_verdict {
    int64_t line;             /* of the file, or the place in the list that was sent, from 1 */
    struct text number, what; /* express number; delivered or returned */
    bool taken;               /* a package stands otherwise now */
    bool unchanged;           /* it came before, or the package stands like this already */
    bool unknown;             /* no such parcel was mailed with this number (yet); it is kept */
    bool refused;             /* it says nothing that could be kept: */
    struct text why;
};
extern const struct record package_event_verdict_record;
enum { PACKAGE_EVENT_LIMIT = 1 << 20, PACKAGE_EVENTS = 1000 };

/* The web hook's body: {"events":[{"id","carrier","express_number","event":"delivered" or "returned","at":"2026-02-13T08:30:00Z","text"}]}; at can be a day, or a time without a zone, too; id (the sender's own), carrier and text may be missing. `signature`: "t=SECONDS,v1=HEX", where HEX is the HMAC-SHA256
 * by the setting delivery_secret of SECONDS, a full stop and the body; SECONDS (since 1970) at most five minutes from now. Whoever signs is the system. REFUSED package.hook_off (no secret is set), package.hook_signature,
 * package.hook_time, package.hook_body, json.*, audit.too_often (300 calls a minute from a network). */
MUST_CHECK package_event_hook(struct context *context, struct text signature, struct text body, struct list *verdicts);
/* A file: rows of express number, delivered or returned, day (2026-02-13) and, where there are some, the carrier's words. MAY_SEND_PACKAGES. REFUSED package.event_file, and then nothing is taken. */
MUST_CHECK package_event_file(struct context *context, struct text file, struct list *verdicts);

/* Events that wait for their express number, newest first, and those that lie before a package with theirs can have been sent. MAY_READ_PACKAGES. */
struct package_event_view {
    struct text number, what, carrier, text;
    struct day day, since; /* since: on which the first package with its number can have been sent; NO_DAY: none is known */
    struct instant received;
    bool hook;
    bool early; /* it lies before that day */
};
extern const struct record package_event_view_record;
MUST_CHECK package_events_unknown(struct context *context, size_t maximum, struct list *events);

/* --- What the web hook has refused (8.3): its sender was told, and the staff see it until it is dealt with: ticked off, or by itself, when within 120 days the same is said rightly of its number (by its carrier, where both say one of ours), by the hook
 * under whatever id, or by a file --- */

struct package_event_refused_view {
    int64_t id, times;
    struct text number, what, carrier, said, text; /* as sent, last; said: its time */
    struct text network;         /* from which it came last */
    struct text package;         /* number of the one that was mailed with this express number, last; empty: none is known */
    struct text reason, why;     /* why: in the reader's language; empty where it is early */
    struct day since;            /* early: on which its package can have been sent */
    struct instant first, last;  /* when it came */
    int64_t days;                /* since it came first */
    bool call;                   /* it was a whole call, whose events could not be read */
    bool early;
    bool again;                  /* it came more than once */
    struct instant settled;      /* NO_INSTANT: nobody has dealt with it */
    struct text settled_by;      /* user name; empty: it is settled by itself, for what it says came in rightly then */
};
extern const struct record package_event_refused_view_record;
/* Those that nobody has dealt with, oldest first. MAY_READ_PACKAGES. */
MUST_CHECK package_events_refused(struct context *context, size_t maximum, struct list *events);
/* Those that were dealt with during the last 30 days, newest first. MAY_READ_PACKAGES. */
MUST_CHECK package_events_settled(struct context *context, size_t maximum, struct list *events);
/* How many they are that nobody has dealt with; `oldest`: when the first of them came, NO_INSTANT where there is none. MAY_READ_PACKAGES. */
MUST_CHECK package_events_refused_count(struct context *context, int64_t *count, struct instant *oldest);
/* They are dealt with: `ids`, separated by spaces; those that are already are left as they are. What is settled stays so, though it be sent again. MAY_SEND_PACKAGES. */
MUST_CHECK package_events_settle(struct context *context, struct text ids);

/* Those that were left behind, though their express number is known: looked at again each day for 120 days, by the system. */
MUST_CHECK package_event_look_again(struct context *context);

#endif
