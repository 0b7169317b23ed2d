#include "package/package_event_store.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct package_event_row
RECORD(package_event_row_record, RECORDED, F(id), F(key), F(carrier), F(express_number), F(what), F(text), F(day));
#undef RECORDED
#define RECORDED struct package_event_view
RECORD(package_event_view_record, RECORDED, F(number), F(what), F(carrier), F(text), F(day), F(since), F(received), F(hook), F(early));
#undef RECORDED
#define RECORDED struct package_event_parcel
RECORD(package_event_parcel_record, RECORDED, F(id), F(ordinal), F(carrier), F(since));
#undef RECORDED
#define RECORDED struct package_event_refused_view
RECORD(package_event_refused_view_record, RECORDED, F(id), F(times), F(number), F(what), F(carrier), F(said), F(text), F(network), F(package), F(reason), F(why), F(since), F(first), F(last), F(days), F(call),
       F(early), F(again), F(settled), F(settled_by));
#undef RECORDED
struct refused_count {
    int64_t count;
    struct instant oldest;
};
#define RECORDED struct package_event_refused_said
RECORD(package_event_refused_said_record, RECORDED, F(id), F(carrier));
#undef RECORDED
#define RECORDED struct refused_count
RECORD(refused_count_record, RECORDED, F(count), F(oldest));
#undef RECORDED

#define EVENT_COLUMNS "SELECT e.id, e.event_key AS key, e.carrier, e.express_number, e.what, e.event_day AS day, e.text FROM package_event e WHERE e.verdict = 'unknown' AND "
STATEMENT(add_event, &package_event_row_record,
          "INSERT INTO package_event (source, event_key, carrier, express_number, what, event_day, text, received_at, verdict) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'unknown')"
          " ON CONFLICT DO NOTHING RETURNING id");
STATEMENT(judge_event, NULL, "UPDATE package_event SET verdict = $2, package_id = $3 WHERE id = $1");
STATEMENT(unknown_of_key, &package_event_row_record, EVENT_COLUMNS "e.event_key = $1");
STATEMENT(events_of, &package_event_row_record, EVENT_COLUMNS "e.express_number = $1 AND e.event_day >= $2 ORDER BY e.id LIMIT $3");
STATEMENT(left_behind, &package_event_row_record,
          EVENT_COLUMNS "e.received_at >= $1 AND e.id > $2 AND EXISTS (SELECT 1 FROM package_dispatch d WHERE d.express_number = e.express_number AND d.from_day <= e.event_day) ORDER BY e.id LIMIT $3");
STATEMENT(parcels, &package_event_parcel_record,
          "SELECT package_id AS id, ordinal, carrier, from_day AS since FROM package_dispatch WHERE express_number = $1 AND mailed_day >= $2 ORDER BY package_id, ordinal LIMIT $3");
STATEMENT(unknown_events, &package_event_view_record,
          "SELECT e.express_number AS number, e.what, e.carrier, e.text, e.event_day AS day, e.received_at AS received, CASE WHEN e.source = 'hook' THEN 1 ELSE 0 END AS hook,"
          " (SELECT MIN(d.from_day) FROM package_dispatch d WHERE d.express_number = e.express_number) AS since FROM package_event e WHERE e.verdict = 'unknown' ORDER BY e.id DESC LIMIT $1");
/* One line stands for all calls of a day: ticked off, it is there again with the next. */
#define OF_CALL "excluded.reason IN ('signature', 'time', 'body')"
STATEMENT(refuse_event, NULL,
          "INSERT INTO package_event_refused (refused_key, reason, carrier, express_number, what, said_time, text, since_day, network, times, first_at, last_at)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10) ON CONFLICT (refused_key) DO UPDATE SET reason = excluded.reason, carrier = excluded.carrier, express_number = excluded.express_number,"
          " what = excluded.what, said_time = excluded.said_time, text = excluded.text, since_day = excluded.since_day, network = excluded.network, times = package_event_refused.times + 1, last_at = excluded.last_at,"
          " settled_at = CASE WHEN " OF_CALL " THEN NULL ELSE package_event_refused.settled_at END, settled_by = CASE WHEN " OF_CALL " THEN NULL ELSE package_event_refused.settled_by END");
STATEMENT(refused_of, &package_event_refused_said_record,
          "SELECT id, carrier FROM package_event_refused WHERE settled_at IS NULL AND express_number = $1 AND what = $2 AND last_at >= $3 ORDER BY id LIMIT $4");
STATEMENT(settle_event, NULL, "UPDATE package_event_refused SET settled_at = $2, settled_by = $3 WHERE id = $1 AND settled_at IS NULL");
STATEMENT(kept_event, NULL, "UPDATE package_event_refused SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL");
#define REFUSED_EVENTS                                                                                                                                                              \
    "SELECT r.id, r.times, r.express_number AS number, r.what, r.carrier, r.said_time AS said, r.text, r.network, r.reason, r.since_day AS since, r.first_at AS first, r.last_at AS last," \
    " r.settled_at AS settled, COALESCE(a.user_name, '') AS settled_by,"                                                                                                            \
    " COALESCE((SELECT p.number FROM package_dispatch d JOIN package p ON p.id = d.package_id WHERE d.express_number = r.express_number ORDER BY d.mailed_at DESC, p.id DESC LIMIT 1), '') AS package" \
    " FROM package_event_refused r LEFT JOIN account a ON a.id = r.settled_by WHERE "
STATEMENT(refused_events, &package_event_refused_view_record, REFUSED_EVENTS "r.settled_at IS NULL ORDER BY r.first_at, r.id LIMIT $1");
STATEMENT(settled_events, &package_event_refused_view_record, REFUSED_EVENTS "r.settled_at >= $1 ORDER BY r.settled_at DESC, r.id DESC LIMIT $2");
STATEMENT(count_refused, &refused_count_record, "SELECT COUNT(*) AS count, MIN(first_at) AS oldest FROM package_event_refused WHERE settled_at IS NULL");

enum result package_store_add_event(struct context *context, const char *source, struct package_event_row *row)
{
    struct package_event_row added;
    enum result result = database_one(context, &add_event, PARAMETERS(source, row->key, row->carrier, row->express_number, row->what, row->day, row->text, context_now(context)), &added);
    if (result == RESULT_OK) row->id = added.id;
    return result;
}

enum result package_store_judge_event(struct context *context, int64_t id, const char *verdict, int64_t package)
{
    return database_run(context, &judge_event, PARAMETERS(id, verdict, OPTIONAL(package)), NULL);
}

enum result package_store_unknown_of_key(struct context *context, struct text key, struct package_event_row *row)
{
    return database_one(context, &unknown_of_key, PARAMETERS(key), row);
}

enum result package_store_events_of(struct context *context, struct text express_number, struct day since, size_t maximum, struct list *rows)
{
    return database_all(context, &events_of, PARAMETERS(express_number, since, (int64_t)maximum), maximum, rows);
}

enum result package_store_events_left_behind(struct context *context, struct instant from, int64_t after, size_t maximum, struct list *rows)
{
    return database_all(context, &left_behind, PARAMETERS(from, after, (int64_t)maximum), maximum, rows);
}

enum result package_store_parcels(struct context *context, struct text express_number, struct day mailed_from, size_t maximum, struct list *rows)
{
    return database_all(context, &parcels, PARAMETERS(express_number, mailed_from, (int64_t)maximum), maximum, rows);
}

enum result package_store_unknown_events(struct context *context, size_t maximum, struct list *rows)
{
    return database_all(context, &unknown_events, PARAMETERS((int64_t)maximum), maximum, rows);
}

enum result package_store_refuse_event(struct context *context, const struct package_event_refused_row *row)
{
    return database_run(context, &refuse_event, PARAMETERS(row->key, row->reason, row->carrier, row->express_number, row->what, row->said, row->text, row->since, context->actor.network, context_now(context)), NULL);
}

enum result package_store_refused_of(struct context *context, const struct package_event_row *event, struct instant from, size_t maximum, struct list *rows)
{
    return database_all(context, &refused_of, PARAMETERS(event->express_number, event->what, from, (int64_t)maximum), maximum, rows);
}

enum result package_store_kept_event(struct context *context, int64_t id)
{
    return database_run(context, &kept_event, PARAMETERS(id, context_now(context)), NULL);
}

enum result package_store_settle_event(struct context *context, int64_t id, bool *settled)
{
    int64_t changed;
    TRY(database_run(context, &settle_event, PARAMETERS(id, context_now(context), OPTIONAL(context->actor.account)), &changed));
    *settled = changed > 0;
    return RESULT_OK;
}

enum result package_store_refused_events(struct context *context, size_t maximum, struct list *rows)
{
    return database_all(context, &refused_events, PARAMETERS((int64_t)maximum), maximum, rows);
}

enum result package_store_settled_events(struct context *context, struct instant from, size_t maximum, struct list *rows)
{
    return database_all(context, &settled_events, PARAMETERS(from, (int64_t)maximum), maximum, rows);
}

enum result package_store_count_refused(struct context *context, int64_t *count, struct instant *oldest)
{
    struct refused_count found;
    TRY(database_one(context, &count_refused, NO_PARAMETERS, &found));
    *count = found.count;
    *oldest = found.oldest;
    return RESULT_OK;
}
