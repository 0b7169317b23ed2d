#include "association/association_store.h"

#include "account/account.h"
#include "base/random.h"

enum { MOST_PROMISED = 1000000, MOST_REQUESTS = 200, MOST_ASSOCIATIONS = 1000, MOST_LEAVING = 1000000, MOST_LOST = 100, MOST_LET_GO = 200 };

#define R(MEMBER) FIELD(struct request_row, MEMBER)
RECORD(association_request_row_record, struct request_row, R(id), R(account_id), R(mailbox_id), R(record_id), R(letter_mailbox_id), R(case_id), R(told_id), R(purpose_word), R(outcome),
       R(code_hash), R(code_tries), R(made), R(ends), R(ended), R(address), R(letter_address), R(user_name), R(exam_code), R(registration_id), R(exam_day), R(letter_id), R(letter_state), R(letter_answer));
#define F(MEMBER) FIELD(struct record_facts, MEMBER)
RECORD(association_facts_record, struct record_facts, F(id), F(mailbox_id), F(holder_id), F(barred_id), F(address), F(exam_code), F(registration_id), F(exam_day), F(exam_id), F(candidate_id),
       F(last_name), F(native_last_name), F(validation_id));
RECORD(passed_record_record, struct passed_record, FIELD(struct passed_record, account_id), FIELD(struct passed_record, record_id),
       FIELD(struct passed_record, exam_id), FIELD(struct passed_record, exam_day));

struct integer_row {
    int64_t value;
};
RECORD(association_integer_record, struct integer_row, FIELD(struct integer_row, value));

static const char *const purposes[] = {[ASSOCIATION_SIGN_UP] = "sign-up",           [ASSOCIATION_OF_RECORDS] = "associate",     [ASSOCIATION_SCORE_REPORT] = "score-report",
                                       [ASSOCIATION_LOST_MAILBOX] = "lost-mailbox", [ASSOCIATION_LETTING_GO] = "disassociate", [ASSOCIATION_DISPUTE] = "dispute"};

#define REQUEST_COLUMNS                                                                                                                                         \
    "SELECT q.id, q.account_id, q.mailbox_id, q.record_id, q.letter_mailbox_id, q.case_id, q.told_id, q.purpose AS purpose_word, q.outcome, q.code_hash, q.code_tries," \
    " q.made_at AS made, q.ends_at AS ends, q.ended_at AS ended, m.address, l.address AS letter_address, a.user_name, e.code AS exam_code, r.registration_id,"     \
    " r.exam_day, q.letter_id, d.state AS letter_state, d.answer AS letter_answer FROM association_request q JOIN account a ON a.id = q.account_id LEFT JOIN mailbox m ON m.id = q.mailbox_id" \
    " LEFT JOIN mailbox l ON l.id = q.letter_mailbox_id LEFT JOIN exam_record r ON r.id = q.record_id LEFT JOIN exam e ON e.id = r.exam_id LEFT JOIN letter_delivery d ON d.letter_id = q.letter_id "

STATEMENT(request_by_token, &association_request_row_record, REQUEST_COLUMNS "WHERE q.token_hash = $1");
STATEMENT(request_of, &association_request_row_record, REQUEST_COLUMNS "WHERE q.id = $1 AND q.account_id = $2");
STATEMENT(request_of_case, &association_request_row_record, REQUEST_COLUMNS "WHERE q.case_id = $1");
/* Before a request named its letter, that was the first one to its mailbox since it was made. */
STATEMENT(request_of_letter, &association_request_row_record,
          REQUEST_COLUMNS "JOIN letter t ON t.id = $2 WHERE q.account_id = $1 AND t.account_id = $1 AND (q.letter_id = t.id OR (q.letter_id IS NULL AND l.address = t.recipient AND q.made_at <= t.written_at))"
                          " ORDER BY CASE WHEN q.letter_id = t.id THEN 0 ELSE 1 END, q.made_at DESC, q.id DESC LIMIT 1");
STATEMENT(open_letters, &association_integer_record,
          "SELECT letter_id AS value FROM association_request WHERE account_id = $1 AND ended_at IS NULL AND ends_at > $2 AND letter_id BETWEEN $3 AND $4 LIMIT 200");
STATEMENT(requests_of, &association_request_row_record,
          REQUEST_COLUMNS "WHERE q.account_id = $1 AND q.made_at > $2 AND q.purpose <> 'lost-mailbox' ORDER BY q.id DESC LIMIT 200");
STATEMENT(ask, NULL,
          "INSERT INTO association_request (id, account_id, mailbox_id, record_id, purpose, letter_mailbox_id, case_id, token_hash, code_hash, code_tries, made_at, ends_at, letter_id)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12) ON CONFLICT DO NOTHING");
#define END "UPDATE association_request SET ended_at = $2, outcome = CASE WHEN ends_at <= $2 THEN 'expired' ELSE "
STATEMENT(replace, NULL,
          END "'replaced' END WHERE account_id = $1 AND ended_at IS NULL AND COALESCE(mailbox_id, 0) = $3 AND COALESCE(record_id, 0) = $4"
              " AND (purpose = $5 OR (purpose IN ('sign-up', 'associate') AND $5 IN ('sign-up', 'associate')))");
STATEMENT(disown, NULL, END "'disowned' END WHERE account_id = $1 AND ended_at IS NULL AND letter_mailbox_id = $3");
STATEMENT(end_one, NULL, "UPDATE association_request SET ended_at = $3, outcome = $2 WHERE id = $1 AND ended_at IS NULL");
STATEMENT(set_told, NULL, "UPDATE association_request SET told_id = $2 WHERE id = $1");
STATEMENT(mark_too_late, NULL, "UPDATE association_request SET outcome = 'too-late' WHERE id = $1");
STATEMENT(count_try, NULL, "UPDATE association_request SET code_tries = code_tries + 1 WHERE id = $1 AND code_tries < $2");

#define FACTS "r.id, r.mailbox_id, h.account_id AS holder_id, b.account_id AS barred_id, m.address, e.code AS exam_code, r.registration_id, r.exam_day, r.exam_id, r.candidate_id, r.last_name, r.native_last_name, r.validation_id "
#define FACTS_BESIDE " LEFT JOIN mailbox m ON m.id = r.mailbox_id LEFT JOIN held_record h ON h.record_id = r.id LEFT JOIN exam e ON e.id = r.exam_id" \
                     " LEFT JOIN record_bar b ON b.record_id = r.id AND b.account_id = $2"
STATEMENT(facts, &association_facts_record, "SELECT " FACTS "FROM exam_record r" FACTS_BESIDE " WHERE r.id = $1");
STATEMENT(record_of_report, &association_integer_record,
          "SELECT id AS value FROM exam_record WHERE provider_id = COALESCE((SELECT p.id FROM provider p WHERE p.name = $1), 0) AND registration_id = $2");
STATEMENT(last_record, &association_integer_record, "SELECT COALESCE(MAX(id), 0) AS value FROM exam_record");
STATEMENT(record_near, &association_integer_record, "SELECT id AS value FROM exam_record WHERE id <= $1 ORDER BY id DESC LIMIT 1");

#define L(MEMBER) FIELD(struct association_lost_mailbox, MEMBER)
RECORD(association_lost_mailbox_record, struct association_lost_mailbox, L(exam_code), L(registration_id), L(candidate_id), L(first_name), L(last_name), L(native_first_name),
       L(native_last_name), L(country), L(provider), L(exam_day), L(mailbox), L(user_name), L(name_latin), L(name_native), L(account_mailbox), L(account_country), L(objected), L(objection),
       L(holder), L(holder_id), L(unbinding), L(forced));
STATEMENT(lost_mailbox, &association_lost_mailbox_record,
          "SELECT e.code AS exam_code, r.registration_id, r.candidate_id, r.first_name, r.last_name, r.native_first_name, r.native_last_name, r.country, p.name AS provider,"
          " r.exam_day, m.address AS mailbox, a.user_name, a.name_latin, a.name_native, a.mailbox AS account_mailbox, a.country AS account_country,"
          " CASE WHEN q.outcome = 'disowned' THEN q.ended_at END AS objected, CASE WHEN q.outcome = 'disowned' THEN 1 ELSE 0 END AS objection, o.user_name AS holder, h.account_id AS holder_id,"
          " (SELECT n.number FROM unbinding u JOIN case_file n ON n.id = u.case_id WHERE u.lost_case_id = q.case_id ORDER BY u.id DESC LIMIT 1) AS unbinding,"
          " (SELECT MAX(j.at) FROM association_journal j WHERE j.record_id = r.id AND j.account_id = a.id AND j.act = 'disassociate' AND j.means = 'forced') AS forced"
          " FROM association_request q JOIN exam_record r ON r.id = q.record_id JOIN exam e ON e.id = r.exam_id JOIN provider p ON p.id = r.provider_id"
          " JOIN account a ON a.id = q.account_id LEFT JOIN mailbox m ON m.id = q.mailbox_id LEFT JOIN held_record h ON h.record_id = r.id LEFT JOIN account o ON o.id = h.account_id"
          " WHERE q.case_id = $1");

#undef L
#define L(MEMBER) FIELD(struct association_lost_case, MEMBER)
RECORD(association_lost_case_record, struct association_lost_case, L(record_id), L(case_number), L(exam_code), L(registration_id), L(exam_day), L(opened), L(ready), L(provisional));
STATEMENT(lost_cases, &association_lost_case_record,
          "SELECT q.record_id, c.number AS case_number, e.code AS exam_code, r.registration_id, r.exam_day, c.opened_at AS opened, c.not_before_day AS ready FROM case_file c"
          " JOIN association_request q ON q.case_id = c.id JOIN exam_record r ON r.id = q.record_id JOIN exam e ON e.id = r.exam_id WHERE c.kind = 'lost-mailbox' AND c.state < 5"
          " AND c.account_id IN " ACCOUNT_AND_MERGED("$1") " ORDER BY c.id LIMIT $2");
RECORD(association_promised_record, struct promised_row, FIELD(struct promised_row, kind), FIELD(struct promised_row, id));
STATEMENT(promised, &association_promised_record,
          "SELECT 'unbinding-due' AS kind, id FROM unbinding WHERE state = 'running' UNION ALL SELECT 'cooling-off' AS kind, id FROM case_file WHERE kind = 'lost-mailbox' AND state < 5");

#undef L
#define L(MEMBER) FIELD(struct association_left, MEMBER)
RECORD(association_let_go_record, struct association_left, L(of_record), L(address), L(exam_code), L(registration_id), L(exam_day), L(at));
STATEMENT(let_go_by_owner, &association_let_go_record,
          "SELECT CASE WHEN j.record_id IS NULL THEN 0 ELSE 1 END AS of_record, COALESCE(m.address, '') AS address, COALESCE(e.code, '') AS exam_code, COALESCE(r.registration_id, '') AS registration_id,"
          " r.exam_day, j.at FROM association_journal j LEFT JOIN exam_record r ON r.id = j.record_id LEFT JOIN exam e ON e.id = r.exam_id LEFT JOIN mailbox m ON m.id = COALESCE(j.mailbox_id, r.mailbox_id)"
          " WHERE j.account_id = $1 AND j.act = 'disassociate' AND j.means = 'released' AND NOT EXISTS (SELECT 1 FROM association_journal l WHERE l.account_id = j.account_id AND l.id > j.id"
          " AND (l.mailbox_id = j.mailbox_id OR l.record_id = j.record_id)) AND NOT EXISTS (SELECT 1 FROM held_record h WHERE h.record_id = j.record_id AND h.account_id = j.account_id) ORDER BY j.id DESC LIMIT $2");

RECORD(association_where_record, struct where_row, FIELD(struct where_row, address), FIELD(struct where_row, account_id), FIELD(struct where_row, state));
/* CROSS JOIN: from the providers to the index of each. For the order, SQLite would rather walk along all records. */
STATEMENT(where_is, &association_where_record,
          "SELECT m.address, h.account_id, r.state FROM provider p CROSS JOIN exam_record r LEFT JOIN mailbox m ON m.id = r.mailbox_id"
          " LEFT JOIN held_record h ON h.record_id = r.id WHERE r.provider_id = p.id AND r.registration_id = $1 AND r.exam_day = $2 ORDER BY r.id LIMIT 10");

STATEMENT(list_associations, &association_record,
          "SELECT t.mailbox_id, 0 AS record_id, m.address, '' AS exam_code, '' AS registration_id, NULL AS exam_day, t.since_at AS since, t.means,"
          " (SELECT COUNT(*) FROM exam_record r JOIN held_record h ON h.record_id = r.id LEFT JOIN record_association s ON s.record_id = r.id AND s.bound = 1"
          " WHERE r.mailbox_id = t.mailbox_id AND h.account_id = t.account_id AND s.record_id IS NULL) AS records,"
          " CASE WHEN a.mailbox = m.address THEN 1 ELSE 0 END AS letters"
          " FROM association t JOIN mailbox m ON m.id = t.mailbox_id JOIN account a ON a.id = t.account_id WHERE t.account_id = $1"
          " UNION ALL SELECT 0, s.record_id, COALESCE(m.address, ''), e.code, r.registration_id, r.exam_day, s.since_at, s.means, 1, 0"
          " FROM record_association s JOIN exam_record r ON r.id = s.record_id JOIN exam e ON e.id = r.exam_id LEFT JOIN mailbox m ON m.id = r.mailbox_id"
          " WHERE s.account_id = $1 AND s.bound = 1 ORDER BY 2, 7, 3 LIMIT 1000");
RECORD(own_tie_record, struct request_row, R(mailbox_id), R(address), R(exam_code), R(registration_id), R(exam_day));
STATEMENT(own_tie, &own_tie_record,
          "SELECT t.mailbox_id, m.address, '' AS exam_code, '' AS registration_id, NULL AS exam_day FROM association t JOIN mailbox m ON m.id = t.mailbox_id"
          " WHERE t.account_id = $1 AND t.mailbox_id = $2"
          " UNION ALL SELECT COALESCE(r.mailbox_id, 0), COALESCE(m.address, ''), e.code, r.registration_id, r.exam_day FROM record_association s JOIN exam_record r ON r.id = s.record_id"
          " JOIN exam e ON e.id = r.exam_id LEFT JOIN mailbox m ON m.id = r.mailbox_id WHERE s.account_id = $1 AND s.bound = 1 AND s.record_id = $3");
STATEMENT(other_mailbox, &association_integer_record, "SELECT 1 AS value FROM association WHERE account_id = $1 AND mailbox_id <> $2 LIMIT 1");
STATEMENT(account_of, &association_integer_record,
          "SELECT t.account_id AS value FROM mailbox m JOIN association t ON t.mailbox_id = m.id WHERE m.address = $1");
STATEMENT(records_of, &exam_record_record,
          "SELECT r.id, r.provider_id, r.mailbox_id, r.exam_id, p.name AS provider, r.registration_id, r.candidate_id, e.code AS exam_code,"
          " r.exam_language, r.exam_day, r.grade, r.state, CASE WHEN r.grade = 1 THEN 1 ELSE 0 END AS passed, r.score, r.first_name, r.last_name, r.native_first_name, r.native_last_name, r.country"
          " FROM held_record h JOIN exam_record r ON r.id = h.record_id JOIN provider p ON p.id = r.provider_id JOIN exam e ON e.id = r.exam_id"
          " WHERE h.account_id = $1 ORDER BY r.exam_day DESC, r.id DESC LIMIT $2");
STATEMENT(revoked_of, &association_integer_record, "SELECT COUNT(*) AS value FROM held_record h JOIN exam_record r ON r.id = h.record_id WHERE h.account_id = $1 AND r.state = 4");

/* Of a mailbox: those without a tie of their own. A single one stays where the account has its mailbox, too; else it goes to whoever has that, unless it is barred from him. */
RECORD(leaving_record_record, struct leaving_record, FIELD(struct leaving_record, record_id), FIELD(struct leaving_record, to_id));
STATEMENT(leaving, &leaving_record_record,
          "SELECT h.record_id, CASE WHEN h.record_id = $3 AND CAST($4 AS BIGINT) = 0 AND b.record_id IS NULL THEN COALESCE(a.account_id, 0) ELSE 0 END AS to_id"
          " FROM held_record h JOIN exam_record r ON r.id = h.record_id LEFT JOIN association a ON a.mailbox_id = r.mailbox_id"
          " LEFT JOIN record_bar b ON b.record_id = h.record_id AND b.account_id = a.account_id"
          " LEFT JOIN record_association t ON t.record_id = h.record_id AND t.bound = 1 WHERE h.account_id = $1"
          " AND ((r.mailbox_id = $2 AND t.record_id IS NULL) OR (h.record_id = $3 AND (CAST($4 AS BIGINT) = 1 OR COALESCE(a.account_id, 0) <> h.account_id))) ORDER BY h.record_id");
#define PASSED "SELECT h.account_id, h.record_id, r.exam_id, r.exam_day FROM held_record h CROSS JOIN exam_record r WHERE r.id = h.record_id AND r.grade = 1 AND r.state = 3 AND "
STATEMENT(passed_of_accounts, &passed_record_record, PASSED "h.account_id BETWEEN $1 AND $2 ORDER BY h.account_id, h.record_id");
STATEMENT(passed_with_records, &passed_record_record,
          PASSED "h.account_id IN " ASSOCIATION_HOLDERS " ORDER BY h.account_id, h.record_id");
STATEMENT(holders, &association_integer_record, "SELECT DISTINCT account_id AS value FROM held_record WHERE record_id BETWEEN $1 AND $2 ORDER BY account_id");

const char *association_store_purpose(enum association_purpose purpose)
{
    return purposes[purpose];
}

static void name_purpose(struct request_row *row)
{
    for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
        if (text_is(row->purpose_word, purposes[i])) row->purpose = (enum association_purpose)i;
}

static enum result one_request(struct context *context, const struct statement *statement, struct parameters parameters, struct request_row *row)
{
    enum result found = database_one(context, statement, parameters, row);
    if (found == RESULT_OK) name_purpose(row);
    return found;
}

enum result association_store_request_by_token(struct context *context, struct bytes token_hash, struct request_row *row)
{
    return one_request(context, &request_by_token, PARAMETERS(token_hash), row);
}

enum result association_store_request_of(struct context *context, int64_t request, int64_t account, struct request_row *row)
{
    return one_request(context, &request_of, PARAMETERS(request, account), row);
}

enum result association_store_request_of_case(struct context *context, int64_t case_id, struct request_row *row)
{
    return one_request(context, &request_of_case, PARAMETERS(case_id), row);
}

enum result association_store_request_of_letter(struct context *context, int64_t account, int64_t letter, struct request_row *row)
{
    return one_request(context, &request_of_letter, PARAMETERS(account, letter), row);
}

enum result association_store_requests(struct context *context, int64_t account, struct instant since, struct list *rows)
{
    TRY(database_all(context, &requests_of, PARAMETERS(account, since), MOST_REQUESTS, rows));
    for (size_t i = 0; i < rows->count; i++) name_purpose((struct request_row *)rows->items + i);
    return RESULT_OK;
}

enum result association_store_open_letters(struct context *context, int64_t account, int64_t first, int64_t last, struct list *letters)
{
    return database_all(context, &open_letters, PARAMETERS(account, context_now(context), first, last), MOST_REQUESTS, letters);
}

enum result association_store_ask(struct context *context, const struct request_row *request, struct bytes token_hash)
{
    int64_t added;
    TRY(database_run(context, &ask,
                     PARAMETERS(request->id, request->account_id, OPTIONAL(request->mailbox_id), OPTIONAL(request->record_id), purposes[request->purpose],
                                OPTIONAL(request->letter_mailbox_id), OPTIONAL(request->case_id), token_hash, request->code_hash, request->made, request->ends,
                                OPTIONAL(request->letter_id)),
                     &added));
    return added ? RESULT_OK : context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

enum result association_store_replace(struct context *context, const struct request_row *request, struct instant now)
{
    return database_run(context, &replace, PARAMETERS(request->account_id, now, request->mailbox_id, request->record_id, purposes[request->purpose]), NULL);
}

enum result association_store_disown(struct context *context, int64_t account, int64_t letter_mailbox, struct instant now, int64_t *ended)
{
    return database_run(context, &disown, PARAMETERS(account, now, letter_mailbox), ended);
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

enum result association_store_set_told(struct context *context, int64_t request, int64_t account)
{
    return database_run(context, &set_told, PARAMETERS(request, account), NULL);
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

enum result association_store_own_tie(struct context *context, int64_t account, struct association_thing thing, struct request_row *row)
{
    struct request_row tie;
    enum result found = database_one(context, &own_tie, PARAMETERS(account, thing.record ? 0 : thing.mailbox, thing.record), &tie);
    if (found != RESULT_OK) return found;
    row->mailbox_id = tie.mailbox_id;
    row->record_id = thing.record;
    row->address = tie.address;
    row->exam_code = tie.exam_code;
    row->registration_id = tie.registration_id;
    row->exam_day = tie.exam_day;
    return RESULT_OK;
}

enum result association_store_facts(struct context *context, int64_t record, int64_t asker, struct record_facts *row)
{
    return database_one(context, &facts, PARAMETERS(record, asker), row);
}

enum result association_store_facts_of_report(struct context *context, struct text provider, struct text registration, int64_t asker, struct record_facts *row, bool *found)
{
    int64_t record, last, other;
    uint64_t any;
    *found = false;
    *row = (struct record_facts){.exam_day = NO_DAY};
    enum result known = database_integer(context, &record_of_report, PARAMETERS(provider, registration), &record);
    TRY(known);
    TRY(database_integer(context, &last_record, NO_PARAMETERS, &last));
    random_fill(&any, sizeof any);
    enum result near = database_integer(context, &record_near, PARAMETERS(last ? (int64_t)(any % (uint64_t)last) + 1 : 0), &other);
    TRY(near);
    if (known == RESULT_NONE && near == RESULT_NONE) return RESULT_OK;
    enum result read = database_one(context, &facts, PARAMETERS(known == RESULT_OK ? record : other, asker), row);
    *found = known == RESULT_OK && read == RESULT_OK;
    return read < 0 ? read : RESULT_OK;
}

enum result association_store_lost_mailbox(struct context *context, int64_t case_id, struct association_lost_mailbox *lost)
{
    return database_one(context, &lost_mailbox, PARAMETERS(case_id), lost);
}

enum result association_store_lost_cases(struct context *context, int64_t account, struct list *cases)
{
    return database_all(context, &lost_cases, PARAMETERS(account, (int64_t)MOST_LOST), MOST_LOST, cases);
}

enum result association_store_promised(struct context *context, struct list *rows)
{
    return database_all(context, &promised, NO_PARAMETERS, MOST_PROMISED, rows);
}

enum result association_store_let_go_by_owner(struct context *context, int64_t account, struct list *left)
{
    return database_all(context, &let_go_by_owner, PARAMETERS(account, (int64_t)MOST_LET_GO), MOST_LET_GO, left);
}

enum result association_store_where(struct context *context, struct text registration, struct day day, struct list *rows)
{
    return database_all(context, &where_is, PARAMETERS(registration, day), 10, rows);
}

enum result association_store_other_mailbox(struct context *context, int64_t account, int64_t mailbox, bool *any)
{
    int64_t one;
    enum result found = database_integer(context, &other_mailbox, PARAMETERS(account, mailbox), &one);
    *any = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result association_store_account_of(struct context *context, struct text address, int64_t *account)
{
    return database_integer(context, &account_of, PARAMETERS(address), account);
}

enum result association_store_revoked(struct context *context, int64_t account, int64_t *count)
{
    return database_integer(context, &revoked_of, PARAMETERS(account), count);
}

enum result association_store_records(struct context *context, int64_t account, size_t maximum, struct list *records)
{
    return database_all(context, &records_of, PARAMETERS(account, (int64_t)maximum), maximum, records);
}

enum result association_store_leaving(struct context *context, int64_t account, int64_t mailbox, int64_t record, bool by_force, struct list *records)
{
    return database_all(context, &leaving, PARAMETERS(account, mailbox, record, (int64_t)by_force), MOST_LEAVING, records);
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
