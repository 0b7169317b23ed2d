#include "package/package_dispatch_store.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct package_counts
RECORD(package_counts_record, RECORDED, F(waiting), F(applied), F(approved), F(packed), F(superseded), F(overdue), F(mailed), F(returned), F(newest), F(since), F(returned_since));
#undef RECORDED
#define RECORDED struct package_mailed_row
RECORD(package_mailed_row_record, RECORDED, F(since), F(due), F(mailed), F(count));
#undef RECORDED
#define RECORDED struct package_print_row
RECORD(package_print_row_record, RECORDED, F(paper), F(ordinal), F(revision), F(address_hash), F(user_name), F(at));
#undef RECORDED
#define RECORDED struct package_run_row
RECORD(package_run_row_record, RECORDED, F(id), F(count), F(next), F(done), F(refused), F(act), F(numbers), F(refusals), F(printed), F(more), F(begun));
#undef RECORDED
struct found_row {
    int64_t id;
    struct text number;
};
RECORD(package_found_record, struct found_row, FIELD(struct found_row, id), FIELD(struct found_row, number));

/* `state < 4` says that the index of what waits has them all. */
STATEMENT(in_state, &package_row_record, "SELECT id, number FROM package WHERE state = $1 AND state < 4 ORDER BY due_day, id LIMIT $2");
STATEMENT(in_state_up_to, &package_row_record, "SELECT id, number FROM package WHERE state = $1 AND state < 4 AND id <= $2 ORDER BY due_day, id LIMIT $3");
STATEMENT(counts, &package_counts_record,
          "SELECT CAST(SUM(CASE WHEN state < 4 OR again_day IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS waiting, CAST(SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS BIGINT) AS applied,"
          " CAST(SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END) AS BIGINT) AS approved, CAST(SUM(CASE WHEN state = 3 THEN 1 ELSE 0 END) AS BIGINT) AS packed,"
          " CAST(SUM(CASE WHEN (state < 4 OR again_day IS NOT NULL) AND due_day < $1 THEN 1 ELSE 0 END) AS BIGINT) AS overdue, CAST(SUM(CASE WHEN state = 4 THEN 1 ELSE 0 END) AS BIGINT) AS mailed,"
          " CAST(SUM(CASE WHEN state = 6 THEN 1 ELSE 0 END) AS BIGINT) AS returned, MAX(id) AS newest, MIN(CASE WHEN state < 4 OR again_day IS NOT NULL THEN from_day END) AS since,"
          " (SELECT COUNT(*) FROM package p JOIN certificate c ON c.id = p.certificate_id WHERE p.state = 3 AND p.state < 4 AND c.revision <> p.revision) AS superseded,"
          " (SELECT MIN(d.returned_day) FROM package p JOIN package_dispatch d ON d.package_id = p.id AND d.ordinal = p.dispatches WHERE p.state = 6) AS returned_since FROM"
          " (SELECT id, state, due_day, from_day, again_day FROM package WHERE state < 4 UNION ALL SELECT id, state, due_day, from_day, again_day FROM package WHERE state IN (4, 6)) counted");
STATEMENT(number_used, &package_found_record,
          "SELECT p.id, p.number FROM package_dispatch d JOIN package p ON p.id = d.package_id WHERE d.express_number = $1 AND p.account_id <> $2 AND d.mailed_day >= $3"
          " ORDER BY p.id DESC LIMIT 1");
STATEMENT(carrier_used, &package_row_record, "SELECT package_id AS id FROM package_dispatch WHERE carrier = $1 AND mailed_day >= $2 LIMIT 1");
STATEMENT(number_before, &package_found_record,
          "SELECT p.id, p.number FROM package_dispatch d JOIN package p ON p.id = d.package_id WHERE d.package_id = $1 AND d.ordinal < $2 AND d.express_number = $3 LIMIT 1");
STATEMENT(mailed_since, &package_mailed_row_record,
          "SELECT from_day AS since, due_day AS due, mailed_day AS mailed, COUNT(*) AS count FROM package_dispatch WHERE mailed_day >= $1 GROUP BY from_day, due_day, mailed_day"
          " ORDER BY mailed_day, from_day, due_day LIMIT $2");
STATEMENT(prints_of, &package_print_row_record,
          "SELECT r.paper, r.ordinal, r.revision, r.address_hash, a.user_name, r.printed_at AS at FROM package_print r LEFT JOIN account a ON a.id = r.printed_by WHERE r.package_id = $1"
          " ORDER BY r.printed_at, r.paper LIMIT $2");
STATEMENT(put_print, NULL,
          "INSERT INTO package_print (package_id, paper, ordinal, printed_at, printed_by, revision, address_hash) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (package_id, paper)"
          " DO UPDATE SET ordinal = $3, printed_at = $4, printed_by = $5, revision = $6, address_hash = $7");
#define RUN_COLUMNS "id, count, next, done, refused, act, numbers, refusals, printed, more, begun_at AS begun"
STATEMENT(run_of, &package_run_row_record, "SELECT " RUN_COLUMNS " FROM package_run WHERE id = $1 AND COALESCE(account_id, 0) = $2");
STATEMENT(run_of_key, &package_run_row_record, "SELECT " RUN_COLUMNS " FROM package_run WHERE form_key = $1");
STATEMENT(add_run, &package_run_row_record,
          "INSERT INTO package_run (form_key, account_id, act, printed, numbers, more, begun_at, count, next, done, refused, refusals) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, '')"
          " ON CONFLICT DO NOTHING RETURNING " RUN_COLUMNS);
STATEMENT(take_run, &package_run_row_record, "UPDATE package_run SET next = next WHERE id = $1 RETURNING " RUN_COLUMNS);
STATEMENT(put_run, NULL, "UPDATE package_run SET next = $2, done = $3, refused = $4, refusals = $5 WHERE id = $1");
STATEMENT(forget_runs, NULL, "DELETE FROM package_run WHERE begun_at < $1");

enum result package_store_in_state(struct context *context, enum package_state state, size_t maximum, struct list *rows)
{
    return database_all(context, &in_state, PARAMETERS((int)state, (int64_t)maximum), maximum, rows);
}

enum result package_store_in_state_up_to(struct context *context, enum package_state state, int64_t up_to, size_t maximum, struct list *rows)
{
    return database_all(context, &in_state_up_to, PARAMETERS((int)state, up_to, (int64_t)maximum), maximum, rows);
}

enum result package_store_counts(struct context *context, struct day today, struct package_counts *out)
{
    return database_one(context, &counts, PARAMETERS(today), out);
}

enum result package_store_number_used(struct context *context, struct text express_number, int64_t account, struct day since, struct text *number)
{
    struct found_row row;
    enum result found = database_one(context, &number_used, PARAMETERS(express_number, account, since), &row);
    if (found == RESULT_OK) *number = row.number;
    return found;
}

enum result package_store_carrier_used(struct context *context, struct text carrier, struct day since, bool *used)
{
    struct package_row row;
    enum result found = database_one(context, &carrier_used, PARAMETERS(carrier, since), &row);
    *used = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result package_store_number_before(struct context *context, int64_t package, int64_t ordinal, struct text express_number, bool *before)
{
    struct found_row row;
    enum result found = database_one(context, &number_before, PARAMETERS(package, ordinal, express_number), &row);
    *before = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result package_store_mailed(struct context *context, struct day from, size_t maximum, struct list *rows)
{
    return database_all(context, &mailed_since, PARAMETERS(from, (int64_t)maximum), maximum, rows);
}

enum result package_store_prints(struct context *context, int64_t package, struct list *rows)
{
    enum { KINDS = 4 };
    return database_all(context, &prints_of, PARAMETERS(package, (int64_t)KINDS), KINDS, rows);
}

enum result package_store_put_print(struct context *context, int64_t package, const struct package_print_row *row)
{
    return database_run(context, &put_print, PARAMETERS(package, row->paper, row->ordinal, row->at, OPTIONAL(context->actor.account), row->revision, row->address_hash), NULL);
}

enum result package_store_run(struct context *context, int64_t id, int64_t account, struct package_run_row *row)
{
    return database_one(context, &run_of, PARAMETERS(id, account), row);
}

enum result package_store_run_of_key(struct context *context, struct text key, struct package_run_row *row)
{
    return database_one(context, &run_of_key, PARAMETERS(key), row);
}

enum result package_store_add_run(struct context *context, struct package_run_row *row, struct text key)
{
    return database_one(context, &add_run,
                        PARAMETERS(text_empty(key) ? value_string(NULL) : value_text(key), OPTIONAL(context->actor.account), row->act, row->printed, row->numbers, row->more, row->begun, row->count), row);
}

enum result package_store_take_run(struct context *context, int64_t id, struct package_run_row *row)
{
    return database_one(context, &take_run, PARAMETERS(id), row);
}

enum result package_store_put_run(struct context *context, const struct package_run_row *row)
{
    return database_run(context, &put_run, PARAMETERS(row->id, row->next, row->done, row->refused, row->refusals), NULL);
}

enum result package_store_forget_runs(struct context *context, struct instant before)
{
    return database_run(context, &forget_runs, PARAMETERS(before), NULL);
}
