#include "package/package_event.h"

#include "audit/audit.h"
#include "base/encoding.h"
#include "outside/hash.h"
#include "outside/json.h"
#include "outside/language.h"
#include "outside/settings.h"
#include "package/package_carrier.h"
#include "package/package_event_refused.h"
#include "package/package_lines.h"
#include "package/package_rules.h"
#include "package/package_staff.h"

/* A signature is good for so long; WITH_NUMBER: several packages to one person can travel as one parcel. Carriers use a number again, but no parcel is longer on its way. */
enum { ON_THE_WAY_DAYS = 120, STEP = 500, WINDOW_SECONDS = 300, CALLS_A_MINUTE = 300, WRONG_A_MINUTE = 30, WITH_NUMBER = 20, TEXT_LIMIT = 300, CARRIER_LIMIT = 120, COLUMNS = 4 };

#define F(MEMBER) FIELD(struct package_event_verdict, MEMBER)
RECORD(package_event_verdict_record, struct package_event_verdict, F(line), F(number), F(what), F(taken), F(unchanged), F(unknown), F(refused), F(why));

/* --- One event --- */

/* Brings one package to what the event says. The carrier's day, but not before it was mailed, nor a day to come. `taken`: it was brought there. */
static enum result apply(struct context *context, const struct package_room *room, struct package_row *row, const struct package_event_row *event, bool *taken)
{
    struct package_view view;
    bool returned = text_is(event->what, "returned");
    enum package_act act = returned ? PACKAGE_RETURN : PACKAGE_DELIVER;
    *taken = package_rules_after((enum package_state)row->state, act, false) != 0;
    if (!*taken) return RESULT_OK;
    TRY(package_store_read(context, row->number, 0, &view));
    struct day day = event->day;
    if (day.number < view.mailed_day.number) day = view.mailed_day;
    if (day.number > room->today.number) day = room->today;
    row->reason = returned ? event->text : TEXT("");
    TRY(package_act(context, room, row, act, event->text));
    TRY(package_store_end_dispatch(context, row, returned ? NO_DAY : day, returned ? day : NO_DAY));
    return package_letter(context, room, returned ? "package-returned" : "package-delivered", row);
}

/* Two carriers can have the same number: compared where both are known. */
static bool can_be_of(struct context *context, const struct package_event_row *event, struct text carrier)
{
    const struct package_carrier *said = package_carrier_find(text_lower(context->arena, event->carrier));
    return !said || text_empty(carrier) || text_equal(said->code, carrier);
}

/* What was refused of the same parcel before, under whatever key, is settled: now it is said rightly. */
static enum result settle_refused(struct context *context, const struct package_event_row *event)
{
    struct list rows;
    TRY(package_store_refused_of(context, event, instant_add_seconds(context_now(context), -(int64_t)ON_THE_WAY_DAYS * 86400), WITH_NUMBER, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct package_event_refused_said *refused = (const struct package_event_refused_said *)rows.items + i;
        const struct package_carrier *carrier = package_carrier_find(text_lower(context->arena, refused->carrier));
        if (!can_be_of(context, event, carrier ? carrier->code : TEXT(""))) continue;
        TRY(package_store_kept_event(context, refused->id));
        TRY(audit_write(context, "package.event-settled", "package_event_refused", refused->id, TEXT("")));
    }
    return RESULT_OK;
}

struct taking {
    const char *source; /* NULL: it is kept already */
    struct package_event_row event;
    struct package_event_verdict *verdict;
    struct day since; /* filled in: before which it cannot have been */
};

/* Said of another's parcel, or with a wrong day: kept, it would wait for a number that is known. */
static enum result too_early(struct context *context, struct day since)
{
    return context_fail(context, RESULT_REFUSED, "package.event_early", N_("It lies before {day}: the package with this express number cannot have been sent before."), "day",
                        day_text(context->arena, since).bytes);
}

static enum result take(struct context *context, void *data)
{
    struct taking *taking = data;
    struct package_event_verdict *verdict = taking->verdict;
    struct package_room room;
    struct list rows;
    struct package_event_row event = taking->event;
    int64_t package = 0;
    struct day since = NO_DAY;
    verdict->taken = verdict->unchanged = verdict->unknown = false;
    TRY(package_room_of(context, &room));
    TRY(package_store_lock_number(context, taking->event.express_number));
    enum result added = taking->source ? package_store_add_event(context, taking->source, &event) : RESULT_NONE;
    bool first = added == RESULT_OK;
    if (added == RESULT_NONE) added = package_store_unknown_of_key(context, taking->event.key, &event);
    TRY(added);
    if (added == RESULT_NONE) {
        verdict->unchanged = true;
        return taking->source ? settle_refused(context, &event) : RESULT_OK;
    }
    struct day day = event.day.number < room.today.number ? event.day : room.today;
    TRY(package_store_parcels(context, event.express_number, (struct day){day.number - ON_THE_WAY_DAYS}, WITH_NUMBER, &rows));
    verdict->unknown = true;
    for (size_t i = 0; i < rows.count; i++) {
        const struct package_event_parcel *parcel = (const struct package_event_parcel *)rows.items + i;
        struct package_row row;
        bool taken;
        if (!can_be_of(context, &event, parcel->carrier)) continue;
        if (parcel->since.number > day.number) {
            since = parcel->since;
            continue;
        }
        verdict->unknown = false;
        TRY(package_store_take_id(context, parcel->id, &row));
        if (row.dispatches != parcel->ordinal) continue; /* it was sent again since */
        TRY(apply(context, &room, &row, &event, &taken));
        if (taken) package = row.id;
    }
    verdict->taken = package != 0;
    verdict->unchanged = !verdict->unknown && !package;
    taking->since = since;
    if (verdict->unknown && taking->source && day_is(since)) return too_early(context, since);
    if (taking->source) TRY(settle_refused(context, &event));
    if (!verdict->unknown) TRY(package_store_judge_event(context, event.id, package ? "taken" : "unchanged", package));
    if (!first || package) return RESULT_OK; /* the act at the package has a line of its own; said again, it changes nothing */
    return audit_write(context, "package.event", "package_event", event.id, verdict->unknown ? TEXT("{\"verdict\":\"unknown\"}") : TEXT("{\"verdict\":\"unchanged\"}"));
}

enum result package_event_catch_up(struct context *context, const struct package_room *room, struct package_row *row, struct text carrier, struct text express_number)
{
    struct list events;
    TRY(package_store_events_of(context, express_number, row->since, WITH_NUMBER, &events));
    for (size_t i = 0; i < events.count; i++) {
        const struct package_event_row *event = (const struct package_event_row *)events.items + i;
        bool taken;
        if (!can_be_of(context, event, carrier)) continue;
        TRY(apply(context, room, row, event, &taken));
        TRY(package_store_judge_event(context, event->id, taken ? "taken" : "unchanged", taken ? row->id : 0));
    }
    return RESULT_OK;
}

enum result package_event_look_again(struct context *context)
{
    struct list rows = {.count = STEP};
    struct instant from = instant_add_seconds(context_now(context), -(int64_t)ON_THE_WAY_DAYS * 86400);
    for (int64_t after = 0; rows.count == STEP;) {
        struct arena_mark all = arena_mark(context->arena);
        TRY(package_store_events_left_behind(context, from, after, STEP, &rows));
        for (size_t i = 0; i < rows.count; i++) {
            struct arena_mark each = arena_mark(context->arena);
            struct package_event_verdict verdict;
            struct taking taking = {.event = ((const struct package_event_row *)rows.items)[i], .verdict = &verdict};
            after = taking.event.id;
            TRY(database_transaction(context, take, &taking));
            arena_rewind(context->arena, each);
        }
        arena_rewind(context->arena, all);
    }
    return RESULT_OK;
}

static struct text said(struct context *context, const char *english)
{
    return text_of(language_text(context->languages, context->language, english));
}

/* No store keeps NUL, and nothing else of the kind is for people to read. */
static bool has_control(struct text text)
{
    uint32_t c;
    while (text_next_code_point(&text, &c))
        if (c < ' ' || (c >= 0x7F && c < 0xA0)) return true;
    return false;
}

/* An event is the same where the carrier, its own id, the number and what happened are; without an id, the day too. A hash, for an id may be of any length; line ends part what has none. */
static struct text key_of(struct context *context, const struct package_event_row *event)
{
    struct text said = text_printf(context->arena, "%.*s\n%.*s\n%.*s\n%.*s\n%d", TEXT_ARG(event->carrier), TEXT_ARG(event->key), TEXT_ARG(event->express_number), TEXT_ARG(event->what),
                                   text_empty(event->key) ? event->day.number : 0);
    return hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)said.bytes, said.length});
}

/* What is wrong with what was said; its number comes into the form in which it is kept. */
static enum package_event_fault fault_of(struct context *context, struct package_event_row *event)
{
    struct text number;
    if (!package_carrier_number(context->arena, event->express_number, &number)) return EVENT_NUMBER;
    event->express_number = number;
    if (!text_is(event->what, "delivered") && !text_is(event->what, "returned")) return EVENT_WHAT;
    if (!day_is(event->day)) return EVENT_DAY;
    if (event->to_come) return EVENT_TO_COME;
    return has_control(event->key) || has_control(event->carrier) || has_control(event->text) ? EVENT_CONTROL : EVENT_RIGHT;
}

/* Checks what was said and takes it; what cannot be kept is told, and the others go on. What the hook refuses is kept for the staff, who else would not hear of it. */
static enum result take_one(struct context *context, bool hook, struct package_event_row *event, struct package_event_verdict *verdict)
{
    struct taking taking = {.source = hook ? "hook" : "file", .verdict = verdict, .since = NO_DAY};
    event->text = text_trim(event->text);
    verdict->number = text_clipped(event->express_number, EXPRESS_NUMBER_LONGEST);
    verdict->what = text_clipped(event->what, EXPRESS_NUMBER_LONGEST);
    enum package_event_fault fault = fault_of(context, event);
    if (fault == EVENT_RIGHT) verdict->number = event->express_number;
    else verdict->why = said(context, package_event_fault_english(fault));
    struct arena_mark mark = arena_mark(context->arena);
    event->key = key_of(context, event);
    if (fault == EVENT_RIGHT) {
        event->text = text_clipped(event->text, TEXT_LIMIT);
        event->carrier = text_clipped(event->carrier, CARRIER_LIMIT);
        taking.event = *event;
        enum result taken = database_transaction(context, take, &taking);
        if (taken == RESULT_REFUSED) fault = EVENT_EARLY;
        else TRY(taken);
    }
    verdict->refused = fault != EVENT_RIGHT;
    if (fault == EVENT_EARLY) {
        verdict->unknown = false;
        verdict->why = language_error(context->languages, context->language, context->arena, &context->error);
        error_clear(&context->error);
        mark = arena_mark(context->arena);
    }
    if (hook && verdict->refused) TRY(package_event_refuse(context, fault, event, taking.since));
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

/* --- The web hook --- */

static enum result hook_body(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "package.hook_body", N_("The body must be an object with a list of at most 1,000 events."));
}

static enum result check_signature(struct context *context, struct text signature, struct text body)
{
    struct text secret = context->settings->delivery_secret, seconds, hex;
    struct bytes given;
    int64_t at;
    unsigned char right[HASH_SHA256];
    if (text_empty(secret)) return context_fail(context, RESULT_REFUSED, "package.hook_off", N_("This web hook is off: the setting delivery_secret is not set."));
    bool good = package_rules_signature(signature, &seconds, &at, &hex) && hex.length == 2 * HASH_SHA256 && encoding_from_hex(context->arena, hex, &given);
    if (good) {
        TRY(audit_limit_network(context, "delivery-hook-calls", CALLS_A_MINUTE, 60)); /* the hash of a long body costs something */
        hash_hmac_sha256((struct bytes){(const unsigned char *)secret.bytes, secret.length}, (const struct text[]){seconds, TEXT("."), body}, 3, right);
        good = bytes_equal_in_constant_time(given, (struct bytes){right, sizeof right});
    }
    if (!good) {
        TRY(audit_limit_network(context, "delivery-hook", WRONG_A_MINUTE, 60));
        return context_fail(context, RESULT_REFUSED, "package.hook_signature", N_("The signature is not right."));
    }
    int64_t now = context_now(context).microseconds / MICROSECONDS;
    if (at < now - WINDOW_SECONDS || at > now + WINDOW_SECONDS)
        return context_fail(context, RESULT_REFUSED, "package.hook_time", N_("The signature is too old, or of a time to come. Sign each call anew, and set the clock."));
    return RESULT_OK;
}

/* When it was: an instant; or a day, or a time without a zone, wherever on Earth: carriers write the time of the place, and its day is taken for the body's. The sender's clock may go a little fast. */
static void read_time(struct context *context, const struct package_room *room, struct text at, struct package_event_row *event)
{
    enum { FIRST_ZONE_SECONDS = 14 * 3600 };
    struct instant instant, latest = instant_add_seconds(context_now(context), WINDOW_SECONDS), latest_on_earth = instant_add_seconds(latest, FIRST_ZONE_SECONDS);
    event->said = at;
    event->day = NO_DAY;
    if (day_parse(at, &event->day)) {
        event->to_come = event->day.number > instant_day_utc(latest_on_earth).number;
    } else if (instant_parse(text_printf(context->arena, "%.*sZ", TEXT_ARG(at)), &instant)) { /* it has no zone, since one can be added */
        event->day = instant_day_utc(instant);
        event->to_come = instant.microseconds > latest_on_earth.microseconds;
    } else if (instant_parse(at, &instant)) {
        event->day = calendar_day(room->catalogue->calendar, instant);
        event->to_come = instant.microseconds > latest.microseconds;
    }
}

static enum result hear(struct context *context, struct text signature, struct text body, struct list *verdicts)
{
    struct json_value value;
    struct package_room room;
    TRY(check_signature(context, signature, body));
    context->actor = (struct actor){.kind = ACTOR_SYSTEM, .network = context->actor.network};
    TRY(json_parse(context, body, PACKAGE_EVENT_LIMIT, &value));
    const struct json_value *events = json_member(&value, "events");
    if (!events || events->kind != JSON_IS_LIST || events->count > PACKAGE_EVENTS) return hook_body(context);
    TRY(package_room_of(context, &room));
    struct package_event_verdict *items = ARENA_ARRAY(context->arena, events->count + 1, struct package_event_verdict);
    for (uint32_t i = 0; i < events->count; i++) {
        const struct json_value *item = &events->items[i];
        struct package_event_row event = {.key = json_as_text(context->arena, json_member(item, "id")), .carrier = json_as_text(context->arena, json_member(item, "carrier")),
                                          .express_number = json_as_text(context->arena, json_member(item, "express_number")), .what = json_as_text(context->arena, json_member(item, "event")),
                                          .text = json_as_text(context->arena, json_member(item, "text"))};
        read_time(context, &room, json_as_text(context->arena, json_member(item, "at")), &event);
        items[i] = (struct package_event_verdict){.line = i + 1, .why = TEXT("")};
        TRY(take_one(context, true, &event, &items[i]));
    }
    *verdicts = (struct list){&package_event_verdict_record, items, events->count};
    return RESULT_OK;
}

enum result package_event_hook(struct context *context, struct text signature, struct text body, struct list *verdicts)
{
    enum result heard = hear(context, signature, body, verdicts);
    if (heard == RESULT_REFUSED) TRY(package_event_refuse_call(context, signature));
    return heard;
}

/* --- A file --- */

static enum result no_file(struct context *context)
{
    return FIELD_FAIL(context, "file", "package.event_file",
                      N_("This is no file of deliveries. Each row has an express number, delivered or returned, and a day, with commas between; at most 1,000 rows."));
}

/* All of it is read before the first is taken: what is refused has changed nothing. */
static enum result read_file(struct context *context, const struct package_room *room, struct text file, struct package_event_row *rows, struct package_event_verdict *verdicts, size_t *count)
{
    struct package_lines lines;
    struct text columns[COLUMNS];
    *count = 0;
    if (!package_lines_begin(&lines, file)) return no_file(context);
    while (package_lines_next(&lines, columns, COLUMNS)) {
        struct package_event_row row = {.key = TEXT(""), .carrier = TEXT(""), .express_number = columns[0], .what = text_lower(context->arena, columns[1]), .text = columns[3]};
        read_time(context, room, columns[2], &row);
        bool heading = !*count && lines.number == 1 && !day_is(row.day);
        if (heading) continue;
        if (*count == PACKAGE_EVENTS) return no_file(context);
        rows[*count] = row;
        verdicts[(*count)++] = (struct package_event_verdict){.line = lines.number, .why = TEXT("")};
    }
    return *count ? RESULT_OK : no_file(context);
}

enum result package_event_file(struct context *context, struct text file, struct list *verdicts)
{
    struct package_room room;
    struct package_event_row *rows = ARENA_ARRAY(context->arena, PACKAGE_EVENTS, struct package_event_row);
    struct package_event_verdict *items = ARENA_ARRAY(context->arena, PACKAGE_EVENTS, struct package_event_verdict);
    size_t count;
    TRY(audit_may(context, MAY_SEND_PACKAGES));
    TRY(package_room_of(context, &room));
    TRY(read_file(context, &room, file, rows, items, &count));
    context->once.key = TEXT(""); /* each row is a transaction; the same file again changes nothing, and is told anew */
    for (size_t i = 0; i < count; i++) TRY(take_one(context, false, &rows[i], &items[i]));
    *verdicts = (struct list){&package_event_verdict_record, items, count};
    return RESULT_OK;
}

enum result package_events_unknown(struct context *context, size_t maximum, struct list *events)
{
    TRY(audit_may(context, MAY_READ_PACKAGES));
    TRY(package_store_unknown_events(context, maximum, events));
    for (size_t i = 0; i < events->count; i++) {
        struct package_event_view *event = (struct package_event_view *)events->items + i;
        event->early = day_is(event->since) && event->day.number < event->since.number;
    }
    return RESULT_OK;
}
