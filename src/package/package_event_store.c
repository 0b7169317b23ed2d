#include "package/package_event_store.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct package_event_row
RECORD(package_event_row_record, RECORDED, F(id), F(key), F(carrier), F(express_number), F(what), F(text), F(day));
#undef RECORDED
#define RECORDED struct package_event_view
RECORD(package_event_view_record, RECORDED, F(number), F(what), F(carrier), F(text), F(day), F(received), F(hook));
#undef RECORDED

STATEMENT(add_event, &package_event_row_record,
          "INSERT INTO package_event (source, event_key, carrier, express_number, what, event_day, text, received_at, verdict) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'unknown')"
          " ON CONFLICT DO NOTHING RETURNING id");
STATEMENT(judge_event, NULL, "UPDATE package_event SET verdict = $2, package_id = $3 WHERE id = $1");
STATEMENT(events_of, &package_event_row_record,
          "SELECT id, event_key AS key, carrier, express_number, what, event_day AS day, text FROM package_event WHERE express_number = $1 AND verdict = 'unknown' ORDER BY id LIMIT $2");
STATEMENT(with_number, &package_row_record,
          "SELECT p.id FROM package_dispatch d JOIN package p ON p.id = d.package_id AND p.dispatches = d.ordinal WHERE d.express_number = $1 ORDER BY p.id LIMIT $2");
STATEMENT(unknown_events, &package_event_view_record,
          "SELECT express_number AS number, what, carrier, text, event_day AS day, received_at AS received, CASE WHEN source = 'hook' THEN 1 ELSE 0 END AS hook FROM package_event"
          " WHERE verdict = 'unknown' ORDER BY id DESC LIMIT $1");

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

enum result package_store_events_of(struct context *context, struct text express_number, size_t maximum, struct list *rows)
{
    return database_all(context, &events_of, PARAMETERS(express_number, (int64_t)maximum), maximum, rows);
}

enum result package_store_with_number(struct context *context, struct text express_number, size_t maximum, struct list *rows)
{
    return database_all(context, &with_number, PARAMETERS(express_number, (int64_t)maximum), maximum, rows);
}

enum result package_store_unknown_events(struct context *context, size_t maximum, struct list *rows)
{
    return database_all(context, &unknown_events, PARAMETERS((int64_t)maximum), maximum, rows);
}
