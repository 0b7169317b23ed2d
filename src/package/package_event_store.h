/* The tables of events. */
#ifndef PACKAGE_PACKAGE_EVENT_STORE_H
#define PACKAGE_PACKAGE_EVENT_STORE_H

#include "package/package_event.h"
#include "package/package_store.h"

/* An event to be kept. */
struct package_event_row {
    int64_t id;
    struct text key, carrier, express_number, what, text;
    struct day day;
    /* Not stored with what is kept: */
    bool to_come;      /* that has not come yet */
    struct text said;  /* its time as it was sent */
};
/* Keeps it as unknown; RESULT_NONE where one with this key is kept already. */
MUST_CHECK package_store_add_event(struct context *context, const char *source, struct package_event_row *row);
/* `package` 0: of none. */
MUST_CHECK package_store_judge_event(struct context *context, int64_t id, const char *verdict, int64_t package);
/* The one of that key, where it is unknown; else RESULT_NONE. */
MUST_CHECK package_store_unknown_of_key(struct context *context, struct text key, struct package_event_row *row);
/* Those of that express number that are unknown and of the day `since` or later, oldest first. */
MUST_CHECK package_store_events_of(struct context *context, struct text express_number, struct day since, size_t maximum, struct list *rows);
/* Unknown ones that were received at `from` or later, with whose express number some package was mailed that could have been sent by then; those behind `after` (an id). */
MUST_CHECK package_store_events_left_behind(struct context *context, struct instant from, int64_t after, size_t maximum, struct list *rows);
/* Dispatches with the express number that were mailed on `mailed_from` or later. */
struct package_event_parcel {
    int64_t id, ordinal; /* of the package; its how many-th dispatch */
    struct text carrier;
    struct day since; /* nobody can have handed it over before: what it was mailed for was applied for, or was to be sent again, on that day */
};
MUST_CHECK package_store_parcels(struct context *context, struct text express_number, struct day mailed_from, size_t maximum, struct list *rows);
MUST_CHECK package_store_unknown_events(struct context *context, size_t maximum, struct list *rows);

/* What the hook has refused: an event, or a whole call, of which nothing was read. */
struct package_event_refused_row {
    struct text key;
    const char *reason; /* a word of the table */
    struct text carrier, express_number, what, said, text;
    struct day since;
};
/* Keeps it; where its key is there, says it anew, and counts it. */
MUST_CHECK package_store_refuse_event(struct context *context, const struct package_event_refused_row *row);
/* Those that are not settled, of the event's number and what happened, and came last at `from` or later. */
struct package_event_refused_said {
    int64_t id;
    struct text carrier; /* as sent */
};
MUST_CHECK package_store_refused_of(struct context *context, const struct package_event_row *event, struct instant from, size_t maximum, struct list *rows);
/* What it says has come in rightly: it is settled by itself. */
MUST_CHECK package_store_kept_event(struct context *context, int64_t id);
/* By the actor; `settled` is false where it was already, or there is none. */
MUST_CHECK package_store_settle_event(struct context *context, int64_t id, bool *settled);
/* Those that are not settled, oldest first. */
MUST_CHECK package_store_refused_events(struct context *context, size_t maximum, struct list *rows);
/* Those that were settled at `from` or later, newest first. */
MUST_CHECK package_store_settled_events(struct context *context, struct instant from, size_t maximum, struct list *rows);
MUST_CHECK package_store_count_refused(struct context *context, int64_t *count, struct instant *oldest);

#endif
