#include "package/package_event_refused.h"

#include "audit/audit.h"
#include "outside/language.h"
#include "package/package_carrier.h"

enum { SAID_LIMIT = 40, CARRIER_LIMIT = 120, TEXT_LIMIT = 300, DAY_SECONDS = 86400, SETTLED_DAYS = 30, SETTLED_AT_ONCE = 1000 };

static const struct {
    const char *word, *sender, *staff; /* staff NULL: as the sender reads it; of EVENT_EARLY both read the day, too */
} faults[EVENT_FAULTS] = {
    [EVENT_NUMBER] = {"number", N_("This is no express number."), NULL},
    [EVENT_WHAT] = {"what", N_("What happened must be delivered or returned."), NULL},
    [EVENT_DAY] = {"day", N_("This is no day. Write it like 2026-02-13."), NULL},
    [EVENT_TO_COME] = {"to-come", N_("This time has not come yet."), NULL},
    [EVENT_CONTROL] = {"control", N_("There are control characters in it."), NULL},
    [EVENT_EARLY] = {"early", NULL, NULL},
    [EVENT_SIGNATURE] = {"signature", NULL, N_("A call was signed with another secret than delivery_secret. Nothing that it said was read.")},
    [EVENT_TIME] = {"time", NULL, N_("A call was signed more than five minutes ago, or for a time to come: the sender's clock is wrong, or it sends an old call again. Nothing that it said was read.")},
    [EVENT_BODY] = {"body", NULL, N_("What a call said is no list of at most 1,000 events.")},
};

const char *package_event_fault_english(enum package_event_fault fault)
{
    return faults[fault].sender;
}

/* What was sent, for people to read, in so many bytes: a store takes no NUL, and its other kind says nothing. */
static struct text legible(struct context *context, struct text text, size_t most)
{
    struct text rest = text_clipped(text, most);
    char *out = arena_take(context->arena, rest.length + 1);
    size_t length = 0;
    uint32_t c;
    while (text_next_code_point(&rest, &c)) length += text_put_code_point(out + length, c < ' ' || (c >= 0x7F && c < 0xA0) ? ' ' : c);
    return text_trim((struct text){out, length});
}

static enum result keep(struct context *context, void *data)
{
    return package_store_refuse_event(context, data);
}

enum result package_event_refuse(struct context *context, enum package_event_fault fault, const struct package_event_row *event, struct day since)
{
    struct package_event_refused_row row = {.key = event->key, .reason = faults[fault].word, .carrier = legible(context, event->carrier, CARRIER_LIMIT),
                                            .express_number = legible(context, event->express_number, EXPRESS_NUMBER_LONGEST), .what = legible(context, event->what, EXPRESS_NUMBER_LONGEST),
                                            .said = legible(context, event->said, SAID_LIMIT), .text = legible(context, event->text, TEXT_LIMIT), .since = since};
    return database_transaction(context, keep, &row);
}

static enum package_event_fault fault_of_call(const struct error *error)
{
    if (text_starts_with(text_of(error->code), "json.") || !strcmp(error->code, "package.hook_body")) return EVENT_BODY;
    if (!strcmp(error->code, "package.hook_time")) return EVENT_TIME;
    return !strcmp(error->code, "package.hook_signature") ? EVENT_SIGNATURE : EVENT_RIGHT;
}

enum result package_event_refuse_call(struct context *context, struct text signature)
{
    struct error error = context->error;
    enum package_event_fault fault = fault_of_call(&error);
    if (fault == EVENT_RIGHT || (fault == EVENT_SIGNATURE && text_find(signature, "v1=") == signature.length)) return RESULT_OK;
    struct text nothing = TEXT("");
    struct package_event_refused_row row = {.key = text_printf(context->arena, "%s %d", faults[fault].word, instant_day_utc(context_now(context)).number), .reason = faults[fault].word, .carrier = nothing,
                                            .express_number = nothing, .what = nothing, .said = nothing, .text = nothing, .since = NO_DAY};
    error_clear(&context->error);
    TRY(database_transaction(context, keep, &row));
    context->error = error;
    return RESULT_OK;
}

/* --- For the staff --- */

static void complete(struct context *context, const struct list *events)
{
    for (size_t i = 0; i < events->count; i++) {
        struct package_event_refused_view *event = (struct package_event_refused_view *)events->items + i;
        enum package_event_fault fault = EVENT_NUMBER;
        while (fault < EVENT_BODY && !text_is(event->reason, faults[fault].word)) fault++;
        const char *english = faults[fault].staff ? faults[fault].staff : faults[fault].sender;
        event->call = fault >= EVENT_SIGNATURE;
        event->early = fault == EVENT_EARLY;
        event->again = event->times > 1;
        event->why = english ? text_of(language_text(context->languages, context->language, english)) : TEXT("");
        event->days = (context_now(context).microseconds - event->first.microseconds) / MICROSECONDS / DAY_SECONDS;
    }
}

enum result package_events_refused(struct context *context, size_t maximum, struct list *events)
{
    TRY(audit_may(context, MAY_READ_PACKAGES));
    TRY(package_store_refused_events(context, maximum, events));
    complete(context, events);
    return RESULT_OK;
}

enum result package_events_settled(struct context *context, size_t maximum, struct list *events)
{
    TRY(audit_may(context, MAY_READ_PACKAGES));
    TRY(package_store_settled_events(context, instant_add_seconds(context_now(context), -(int64_t)SETTLED_DAYS * DAY_SECONDS), maximum, events));
    complete(context, events);
    return RESULT_OK;
}

enum result package_events_refused_count(struct context *context, int64_t *count, struct instant *oldest)
{
    TRY(audit_may(context, MAY_READ_PACKAGES));
    return package_store_count_refused(context, count, oldest);
}

static enum result settle(struct context *context, void *data)
{
    struct text rest = *(const struct text *)data, one;
    int64_t id;
    for (int i = 0; i < SETTLED_AT_ONCE && text_split(&rest, ' ', &one); i++) {
        bool settled;
        if (!text_to_integer(one, &id)) continue;
        TRY(package_store_settle_event(context, id, &settled));
        if (settled) TRY(audit_write(context, "package.event-settled", "package_event_refused", id, TEXT("")));
    }
    return RESULT_OK;
}

enum result package_events_settle(struct context *context, struct text ids)
{
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    return database_transaction(context, settle, &ids);
}
