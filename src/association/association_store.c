#include "association/association_store.h"

enum { MOST_REQUESTS = 200, MOST_ASSOCIATIONS = 1000, MOST_LEAVING = 1000000 };

RECORD(association_request_row_record, struct request_row, FIELD(struct request_row, id), FIELD(struct request_row, account_id),
       FIELD(struct request_row, mailbox_id), FIELD(struct request_row, purpose), FIELD(struct request_row, outcome),
       FIELD(struct request_row, code_hash), FIELD(struct request_row, code_tries), FIELD(struct request_row, made), FIELD(struct request_row, ends),
       FIELD(struct request_row, address), FIELD(struct request_row, user_name));
RECORD(passed_record_record, struct passed_record, FIELD(struct passed_record, account_id), FIELD(struct passed_record, record_id),
       FIELD(struct passed_record, exam_id), FIELD(struct passed_record, exam_day));

struct integer_row {
    int64_t value;
};
RECORD(association_integer_record, struct integer_row, FIELD(struct integer_row, value));

#define REQUEST_COLUMNS                                                                                                          \
    "SELECT q.id, q.account_id, q.mailbox_id, q.purpose, q.outcome, q.code_hash, q.code_tries, q.made_at AS made, q.ends_at AS ends, m.address," \
    " a.user_name FROM association_request q JOIN mailbox m ON m.id = q.mailbox_id JOIN account a ON a.id = q.account_id "

STATEMENT(request_by_token, &association_request_row_record, REQUEST_COLUMNS "WHERE q.token_hash = $1");
STATEMENT(request_of, &association_request_row_record, REQUEST_COLUMNS "WHERE q.id = $1 AND q.account_id = $2");
STATEMENT(requests_of, &association_request_row_record, REQUEST_COLUMNS "WHERE q.account_id = $1 AND q.made_at > $2 ORDER BY q.id DESC LIMIT 200");
STATEMENT(ask, NULL,
          "INSERT INTO association_request (id, account_id, mailbox_id, purpose, token_hash, code_hash, code_tries, made_at, ends_at)"
          " VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)");
STATEMENT(end_open, NULL,
          "UPDATE association_request SET ended_at = $4, outcome = CASE WHEN ends_at <= $4 THEN 'expired' ELSE $3 END"
          " WHERE account_id = $1 AND mailbox_id = $2 AND ended_at IS NULL");
STATEMENT(end_one, NULL, "UPDATE association_request SET ended_at = $3, outcome = $2 WHERE id = $1 AND ended_at IS NULL");
STATEMENT(mark_too_late, NULL, "UPDATE association_request SET outcome = 'too-late' WHERE id = $1");
STATEMENT(count_try, NULL, "UPDATE association_request SET code_tries = code_tries + 1 WHERE id = $1 AND code_tries < $2");

STATEMENT(list_associations, &association_record,
          "SELECT t.mailbox_id, m.address, t.since_at AS since, t.means, (SELECT COUNT(*) FROM exam_record r JOIN held_record h ON h.record_id = r.id"
          " WHERE r.mailbox_id = t.mailbox_id AND h.account_id = t.account_id) AS records, CASE WHEN a.mailbox = m.address THEN 1 ELSE 0 END AS letters"
          " FROM association t JOIN mailbox m ON m.id = t.mailbox_id JOIN account a ON a.id = t.account_id WHERE t.account_id = $1"
          " ORDER BY t.since_at, m.address LIMIT 1000");
STATEMENT(account_of, &association_integer_record,
          "SELECT t.account_id AS value FROM mailbox m JOIN association t ON t.mailbox_id = m.id WHERE m.address = $1");
STATEMENT(records_of, &exam_record_record,
          "SELECT r.id, r.provider_id, r.mailbox_id, r.exam_id, p.name AS provider, r.registration_id, r.candidate_id, e.code AS exam_code,"
          " r.exam_language, r.exam_day, r.grade, r.state, r.score, r.first_name, r.last_name, r.native_first_name, r.native_last_name, r.country"
          " FROM held_record h JOIN exam_record r ON r.id = h.record_id JOIN provider p ON p.id = r.provider_id JOIN exam e ON e.id = r.exam_id"
          " WHERE h.account_id = $1 ORDER BY r.exam_day DESC, r.id DESC LIMIT $2");

/* Of a mailbox: those without a tie of their own. A single one stays where the account has its mailbox, too. */
STATEMENT(leaving, &association_integer_record,
          "SELECT h.record_id AS value FROM held_record h JOIN exam_record r ON r.id = h.record_id LEFT JOIN association a ON a.mailbox_id = r.mailbox_id"
          " LEFT JOIN record_association t ON t.record_id = h.record_id AND t.bound = 1 WHERE h.account_id = $1"
          " AND ((r.mailbox_id = $2 AND t.record_id IS NULL) OR (h.record_id = $3 AND COALESCE(a.account_id, 0) <> h.account_id)) ORDER BY h.record_id");
#define PASSED "SELECT h.account_id, h.record_id, r.exam_id, r.exam_day FROM held_record h CROSS JOIN exam_record r WHERE r.id = h.record_id AND r.grade = 1 AND r.state = 3 AND "
STATEMENT(passed_of_accounts, &passed_record_record, PASSED "h.account_id BETWEEN $1 AND $2 ORDER BY h.account_id, h.record_id");
STATEMENT(passed_with_records, &passed_record_record,
          PASSED "h.account_id IN (SELECT n.account_id FROM held_record n CROSS JOIN exam_record nr WHERE nr.id = n.record_id AND nr.grade = 1"
                 " AND nr.state = 3 AND n.record_id BETWEEN $1 AND $2) ORDER BY h.account_id, h.record_id");
STATEMENT(holders, &association_integer_record, "SELECT DISTINCT account_id AS value FROM held_record WHERE record_id BETWEEN $1 AND $2 ORDER BY account_id");

enum result association_store_request_by_token(struct context *context, struct bytes token_hash, struct request_row *row)
{
    return database_one(context, &request_by_token, PARAMETERS(token_hash), row);
}

enum result association_store_request_of(struct context *context, int64_t request, int64_t account, struct request_row *row)
{
    return database_one(context, &request_of, PARAMETERS(request, account), row);
}

enum result association_store_requests(struct context *context, int64_t account, struct instant since, struct list *rows)
{
    return database_all(context, &requests_of, PARAMETERS(account, since), MOST_REQUESTS, rows);
}

enum result association_store_ask(struct context *context, const struct request_wish *wish)
{
    return database_run(context, &ask,
                        PARAMETERS(wish->id, wish->account, wish->mailbox, wish->purpose, wish->token_hash, wish->code_hash, wish->made, wish->ends), NULL);
}

enum result association_store_end_open(struct context *context, int64_t account, int64_t mailbox, const char *outcome, struct instant now, int64_t *ended)
{
    return database_run(context, &end_open, PARAMETERS(account, mailbox, outcome, now), ended);
}

enum result association_store_end(struct context *context, int64_t request, const char *outcome, struct instant now, bool *ended)
{
    int64_t changed;
    TRY(database_run(context, &end_one, PARAMETERS(request, outcome, now), &changed));
    *ended = changed == 1;
    return RESULT_OK;
}

enum result association_store_mark_too_late(struct context *context, int64_t request)
{
    return database_run(context, &mark_too_late, PARAMETERS(request), NULL);
}

enum result association_store_count_try(struct context *context, int64_t request, int most, bool *counted)
{
    int64_t changed;
    TRY(database_run(context, &count_try, PARAMETERS(request, most), &changed));
    *counted = changed == 1;
    return RESULT_OK;
}

enum result association_store_list(struct context *context, int64_t account, struct list *associations)
{
    return database_all(context, &list_associations, PARAMETERS(account), MOST_ASSOCIATIONS, associations);
}

enum result association_store_account_of(struct context *context, struct text address, int64_t *account)
{
    return database_integer(context, &account_of, PARAMETERS(address), account);
}

enum result association_store_records(struct context *context, int64_t account, size_t maximum, struct list *records)
{
    return database_all(context, &records_of, PARAMETERS(account, (int64_t)maximum), maximum, records);
}

enum result association_store_leaving(struct context *context, int64_t account, int64_t mailbox, int64_t record, struct list *records)
{
    return database_all(context, &leaving, PARAMETERS(account, mailbox, record), MOST_LEAVING, records);
}

enum result association_store_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    return database_each(context, &passed_of_accounts, PARAMETERS(first, last), each, data);
}

enum result association_store_each_passed_with(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    return database_each(context, &passed_with_records, PARAMETERS(first, last), each, data);
}

enum result association_store_each_holder(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    return database_each(context, &holders, PARAMETERS(first, last), each, data);
}
