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
};
/* Keeps it as unknown; RESULT_NONE where one with this key is kept already. */
MUST_CHECK package_store_add_event(struct context *context, const char *source, struct package_event_row *row);
/* `package` 0: of none. */
MUST_CHECK package_store_judge_event(struct context *context, int64_t id, const char *verdict, int64_t package);
/* Those of that express number that are unknown, oldest first. */
MUST_CHECK package_store_events_of(struct context *context, struct text express_number, size_t maximum, struct list *rows);
/* Packages (struct package_row with its id alone) whose last dispatch has the express number. */
MUST_CHECK package_store_with_number(struct context *context, struct text express_number, size_t maximum, struct list *rows);
MUST_CHECK package_store_unknown_events(struct context *context, size_t maximum, struct list *rows);

#endif
