#include "award/award_store.h"

#include "association/association.h"
#include "award/award_name.h"

enum { MOST_BASIS = 100000, SHARDS = 64 /* of evaluation_turn */ };

struct integer_row {
    int64_t value;
};
RECORD(award_integer_record, struct integer_row, FIELD(struct integer_row, value));

#define FIELD_AT(MEMBER) FIELD(struct certificate, MEMBER)
RECORD(certificate_record, struct certificate, FIELD_AT(id), FIELD_AT(number), FIELD_AT(account_id), FIELD_AT(certification_id), FIELD_AT(account),
       FIELD_AT(certification), FIELD_AT(name), FIELD_AT(state), FIELD_AT(state_word), FIELD_AT(pending), FIELD_AT(issued), FIELD_AT(suspended),
       FIELD_AT(expired), FIELD_AT(revoked), FIELD_AT(withdrawn), FIELD_AT(nameless), FIELD_AT(unprintable), FIELD_AT(disputed), FIELD_AT(ever_issued), FIELD_AT(by_body), FIELD_AT(reason), FIELD_AT(state_day), FIELD_AT(exam_day),
       FIELD_AT(award_day), FIELD_AT(issue_day), FIELD_AT(expiry_day), FIELD_AT(provisional), FIELD_AT(revision), FIELD_AT(revision_day),
       FIELD_AT(name_latin), FIELD_AT(name_native), FIELD_AT(code_serial), FIELD_AT(catalogue_version_id));
RECORD(history_row_record, struct history_row, FIELD(struct history_row, at), FIELD(struct history_row, since), FIELD(struct history_row, state_before),
       FIELD(struct history_row, state_after), FIELD(struct history_row, expiry_before), FIELD(struct history_row, expiry_after),
       FIELD(struct history_row, reason), FIELD(struct history_row, revision));
RECORD(certificate_revision_record, struct certificate_revision, FIELD(struct certificate_revision, revision), FIELD(struct certificate_revision, revision_day),
       FIELD(struct certificate_revision, name_latin), FIELD(struct certificate_revision, name_native), FIELD(struct certificate_revision, in_force), FIELD(struct certificate_revision, reason));

#define CERTIFICATE_COLUMNS                                                                                                      \
    "SELECT c.id, c.number, c.account_id, c.certification_id, a.user_name AS account, n.code AS certification, c.state, c.reason, c.state_day," \
    " c.exam_day, c.award_day, c.issue_day, c.expiry_day, c.provisional, c.revision, c.revision_day,"                                        \
    " CASE WHEN c.issued = 0 AND c.name_latin = '' AND c.name_native = '' THEN a.name_latin ELSE c.name_latin END AS name_latin,"   \
    " CASE WHEN c.issued = 0 AND c.name_latin = '' AND c.name_native = '' THEN a.name_native ELSE c.name_native END AS name_native," \
    " c.issued AS ever_issued, c.code_serial, c.catalogue_version_id FROM certificate c JOIN account a ON a.id = c.account_id"      \
    " JOIN certification n ON n.id = c.certification_id "
STATEMENT(certificates_of, &certificate_record, CERTIFICATE_COLUMNS "WHERE c.account_id = $1 ORDER BY n.code, c.number LIMIT $2");
STATEMENT(certificates_of_all, &certificate_record, CERTIFICATE_COLUMNS "ORDER BY n.code, c.number LIMIT $1");
STATEMENT(certificate_by_number, &certificate_record, CERTIFICATE_COLUMNS "WHERE c.number = $1");
STATEMENT(certificate_of, &certificate_record, CERTIFICATE_COLUMNS "WHERE c.number = $1 AND c.account_id = $2");
STATEMENT(number_of, &certificate_record, "SELECT number FROM certificate WHERE id = $1");
STATEMENT(raise_serial, NULL, "UPDATE certificate SET code_serial = code_serial + 1 WHERE id = $1");
STATEMENT(revisions_of, &certificate_revision_record,
          "SELECT revision, revision_day, name_latin, name_native FROM certificate_revision WHERE certificate_id = $1 ORDER BY revision DESC LIMIT $2");
STATEMENT(revision_of, &certificate_revision_record,
          "SELECT revision, revision_day, name_latin, name_native FROM certificate_revision WHERE certificate_id = $1 AND revision = $2"
          " UNION ALL SELECT revision, revision_day, name_latin, name_native FROM certificate WHERE id = $1 AND revision = $2");
STATEMENT(any_issued, &award_integer_record, "SELECT 1 AS value FROM certificate WHERE account_id = $1 AND issued <> 0 LIMIT 1");
STATEMENT(other_names, &award_other_name_record,
          "SELECT name_latin, name_native, COUNT(*) AS certificates FROM certificate WHERE account_id = $1 AND issued <> 0 AND (name_latin <> $2 OR name_native <> $3)"
          " GROUP BY name_latin, name_native ORDER BY name_latin, name_native LIMIT 100");
STATEMENT(history_of, &history_row_record,
          "SELECT at, since_day AS since, state_before, state_after, expiry_before, expiry_after, reason, COALESCE(revision, 0) AS revision FROM certificate_journal"
          " WHERE certificate_id = $1 ORDER BY id LIMIT $2");

enum result award_store_certificates(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &certificates_of, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result award_store_each_certificate(struct context *context, database_each_function *each, void *data)
{
    return database_each(context, &certificates_of_all, PARAMETERS(INT64_MAX), each, data);
}

enum result award_store_all_certificates(struct context *context, size_t maximum, struct list *rows)
{
    return database_all(context, &certificates_of_all, PARAMETERS((int64_t)maximum), maximum, rows);
}

enum result award_store_certificate(struct context *context, struct text number, int64_t account, struct certificate *row)
{
    if (account) return database_one(context, &certificate_of, PARAMETERS(number, account), row);
    return database_one(context, &certificate_by_number, PARAMETERS(number), row);
}

enum result award_store_number(struct context *context, int64_t certificate, struct text *number)
{
    struct certificate row;
    enum result found = database_one(context, &number_of, PARAMETERS(certificate), &row);
    if (found == RESULT_OK) *number = row.number;
    return found;
}

enum result award_store_raise_serial(struct context *context, int64_t certificate)
{
    return database_run(context, &raise_serial, PARAMETERS(certificate), NULL);
}

enum result award_store_revisions(struct context *context, int64_t certificate, size_t maximum, struct list *rows)
{
    return database_all(context, &revisions_of, PARAMETERS(certificate, (int64_t)maximum), maximum, rows);
}

enum result award_store_revision(struct context *context, int64_t certificate, int64_t revision, struct certificate_revision *out)
{
    return database_one(context, &revision_of, PARAMETERS(certificate, revision), out);
}

enum result award_store_any_issued(struct context *context, int64_t account, bool *any)
{
    int64_t one;
    enum result found = database_integer(context, &any_issued, PARAMETERS(account), &one);
    *any = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result award_store_other_names(struct context *context, int64_t account, struct text latin, struct text native, struct list *names)
{
    return database_all(context, &other_names, PARAMETERS(account, latin, native), 100, names);
}

enum result award_store_history(struct context *context, int64_t certificate, size_t maximum, struct list *rows)
{
    return database_all(context, &history_of, PARAMETERS(certificate, (int64_t)maximum), maximum, rows);
}

/* --- For evaluation --- */

#define ENTRY_FIELD(MEMBER) FIELD(struct entry_row, MEMBER)
RECORD(entry_row_record, struct entry_row, ENTRY_FIELD(id), ENTRY_FIELD(account_id), ENTRY_FIELD(certification_id), ENTRY_FIELD(basis_mark),
       ENTRY_FIELD(revision), ENTRY_FIELD(reason), ENTRY_FIELD(state_day), ENTRY_FIELD(exam_day), ENTRY_FIELD(award_day), ENTRY_FIELD(issue_day),
       ENTRY_FIELD(expiry_day), ENTRY_FIELD(state), ENTRY_FIELD(provisional), ENTRY_FIELD(issued), ENTRY_FIELD(made));
RECORD(basis_row_record, struct basis_row, FIELD(struct basis_row, record_id), FIELD(struct basis_row, grade), FIELD(struct basis_row, state),
       FIELD(struct basis_row, renews), FIELD(struct basis_row, account_id), FIELD(struct basis_row, pass), FIELD(struct basis_row, exam_id), FIELD(struct basis_row, exam_day));
RECORD(holder_row_record, struct holder_row, FIELD(struct holder_row, id), FIELD(struct holder_row, user_name), FIELD(struct holder_row, name_latin),
       FIELD(struct holder_row, name_native), FIELD(struct holder_row, mailbox), FIELD(struct holder_row, language));
RECORD(known_name_record, struct known_name, FIELD(struct known_name, account_id), FIELD(struct known_name, source), FIELD(struct known_name, first_name), FIELD(struct known_name, last_name),
       FIELD(struct known_name, native_first_name), FIELD(struct known_name, native_last_name), FIELD(struct known_name, day), FIELD(struct known_name, row_id));

#define ENTRY_COLUMNS                                                                                                            \
    "SELECT id, account_id, certification_id, basis_mark, revision, reason, state_day, exam_day, award_day, issue_day, expiry_day, state," \
    " provisional, issued, made_at AS made FROM certificate "
STATEMENT(entries_of_accounts, &entry_row_record, ENTRY_COLUMNS "WHERE account_id BETWEEN $1 AND $2 ORDER BY account_id, certification_id");
STATEMENT(entry_of, &entry_row_record, ENTRY_COLUMNS "WHERE id = $1");
STATEMENT(entry_of_both, &entry_row_record, ENTRY_COLUMNS "WHERE account_id = $1 AND certification_id = $2");
STATEMENT(entries_with_records, &entry_row_record, ENTRY_COLUMNS "WHERE account_id IN " ASSOCIATION_HOLDERS " ORDER BY account_id, certification_id");
RECORD(stopped_row_record, struct stopped_row, FIELD(struct stopped_row, account_id), FIELD(struct stopped_row, certification_id));
/* By the index of what is looked for by its records (award_decide_away). */
STATEMENT(stopped, &stopped_row_record,
          "SELECT DISTINCT c.account_id, c.certification_id FROM certificate_basis a CROSS JOIN certificate c WHERE a.away = 1 AND c.id = a.certificate_id AND c.reason LIKE 'staff %'"
          " ORDER BY c.account_id, c.certification_id LIMIT $1");
STATEMENT(pending, &entry_row_record, ENTRY_COLUMNS "WHERE state = 1 AND reason = '' AND issue_day <= $1 ORDER BY issue_day, id LIMIT $2");
STATEMENT(left, &entry_row_record, ENTRY_COLUMNS "WHERE state = 3 AND state_day <= $1 AND reason = 'record-left' ORDER BY state_day, id LIMIT $2");
STATEMENT(batch_end, &award_integer_record,
          "SELECT id AS value FROM account WHERE id >= $1 ORDER BY id LIMIT 1 OFFSET $2");
STATEMENT(last_account, &award_integer_record, "SELECT id AS value FROM account WHERE id >= $1 ORDER BY id DESC LIMIT 1");
STATEMENT(take_one_turn, NULL,
          "INSERT INTO evaluation_turn (shard, turns) VALUES (CAST($1 AS BIGINT) % 64, 1) ON CONFLICT (shard) DO UPDATE SET turns = evaluation_turn.turns + 1");
STATEMENT(take_all_turns, NULL,
          "INSERT INTO evaluation_turn (shard, turns) WITH RECURSIVE shards (shard) AS (SELECT 0 UNION ALL SELECT shard + 1 FROM shards WHERE shard < 63)"
          " SELECT shard, 1 FROM shards WHERE shard >= 0 ORDER BY shard ON CONFLICT (shard) DO UPDATE SET turns = evaluation_turn.turns + 1");
#define BASIS                                                                                                                    \
    "SELECT 0 AS pass, b.record_id, r.grade, r.state, CASE WHEN r.exam_day > c.award_day THEN 1 ELSE 0 END AS renews, h.account_id, r.exam_id, r.exam_day" \
    " FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id JOIN exam_record r ON r.id = b.record_id"           \
    " LEFT JOIN held_record h ON h.record_id = b.record_id WHERE c.id = $1 "
STATEMENT(basis_of, &basis_row_record, BASIS "ORDER BY b.record_id");
STATEMENT(basis_and_passes, &basis_row_record,
          BASIS "UNION ALL SELECT 1, h.record_id, r.grade, r.state, 0, h.account_id, r.exam_id, r.exam_day FROM held_record h JOIN exam_record r ON r.id = h.record_id"
                " WHERE h.account_id = $2 AND r.grade = 1 AND r.state = 3 ORDER BY 1, 2");
#define HOLDER_COLUMNS "SELECT id, user_name, name_latin, name_native, mailbox, language FROM account "
/* For letters: the mailbox that the account chose, where it is proven; else the first that is; else none, because what is not proven may be a stranger's. */
STATEMENT(holder_of, &holder_row_record,
          "SELECT a.id, a.user_name, a.name_latin, a.name_native, CASE WHEN EXISTS (SELECT 1 FROM association t JOIN mailbox m ON m.id = t.mailbox_id"
          " WHERE t.account_id = a.id AND m.address = a.mailbox) THEN a.mailbox ELSE COALESCE((SELECT m.address FROM association t"
          " JOIN mailbox m ON m.id = t.mailbox_id WHERE t.account_id = a.id ORDER BY t.since_at, t.mailbox_id LIMIT 1), '') END AS mailbox, a.language"
          " FROM account a WHERE a.id = $1");
STATEMENT(holders_of_accounts, &holder_row_record, HOLDER_COLUMNS "WHERE id BETWEEN $1 AND $2 ORDER BY id");
STATEMENT(holders_with_records, &holder_row_record, HOLDER_COLUMNS "WHERE id IN " ASSOCIATION_HOLDERS " ORDER BY id");
STATEMENT(unprintable, &award_integer_record, "SELECT id AS value FROM certificate WHERE account_id = $1 AND reason = 'name-unprintable' ORDER BY id");
STATEMENT(in_use, &award_integer_record, "SELECT account_id AS value FROM password WHERE account_id BETWEEN $1 AND $2 ORDER BY account_id");
#define KNOWN_NAMES(PROFILES, ACCOUNTS)                                                                                          \
    "SELECT a.id AS account_id, 1 AS source, a.name_latin AS first_name, CAST('' AS TEXT) AS last_name, a.name_native AS native_first_name, CAST('' AS TEXT) AS native_last_name, 0 AS day, a.id AS row_id" \
    " FROM account a WHERE " PROFILES                                                                                            \
    " UNION ALL SELECT a.id, 2, c.name_latin, '', c.name_native, '', c.award_day, c.id FROM account a JOIN certificate c ON c.account_id = a.id"                   \
    " WHERE " ACCOUNTS " AND c.issued <> 0 AND c.state < 6 AND NOT EXISTS (SELECT 1 FROM certificate_journal j WHERE j.certificate_id = c.id AND j.reason = 'moved')" \
    " UNION ALL SELECT a.id, 3, r.first_name, r.last_name, r.native_first_name, r.native_last_name, r.exam_day, r.id FROM account a JOIN held_record h ON h.account_id = a.id" \
    " JOIN exam_record r ON r.id = h.record_id WHERE " ACCOUNTS " AND r.state = 3 ORDER BY 1, 2, 7 DESC, 8 DESC"
#define OPEN " AND (a.name_latin = '' OR a.name_native = '')"
STATEMENT(known_names, &known_name_record, KNOWN_NAMES("a.id = $1", "a.id = $1" OPEN));
STATEMENT(known_names_of_accounts, &known_name_record, KNOWN_NAMES("a.id BETWEEN $1 AND $2" OPEN, "a.id BETWEEN $1 AND $2" OPEN));
STATEMENT(known_names_with_records, &known_name_record, KNOWN_NAMES("a.id IN " ASSOCIATION_HOLDERS OPEN, "a.id IN " ASSOCIATION_HOLDERS OPEN));

enum result award_store_entry(struct context *context, int64_t certificate, struct entry_row *row)
{
    return database_one(context, &entry_of, PARAMETERS(certificate), row);
}

enum result award_store_has(struct context *context, int64_t account, int64_t certification, bool *has)
{
    struct entry_row row;
    enum result found = database_one(context, &entry_of_both, PARAMETERS(account, certification), &row);
    *has = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result award_store_each_entry(struct context *context, struct award_scope scope, database_each_function *each, void *data)
{
    return database_each(context, scope.by_records ? &entries_with_records : &entries_of_accounts, PARAMETERS(scope.first, scope.last), each, data);
}

enum result award_store_pending(struct context *context, struct day today, int64_t maximum, struct list *rows)
{
    return database_all(context, &pending, PARAMETERS(today, maximum), (size_t)maximum, rows);
}

enum result award_store_left(struct context *context, struct day suspended_until, int64_t maximum, struct list *rows)
{
    return database_all(context, &left, PARAMETERS(suspended_until, maximum), (size_t)maximum, rows);
}

enum result award_store_stopped(struct context *context, size_t maximum, struct list *rows)
{
    return database_all(context, &stopped, PARAMETERS((int64_t)maximum), maximum, rows);
}

enum result award_store_batch_end(struct context *context, int64_t first, int64_t accounts, int64_t *last)
{
    enum result found = database_integer(context, &batch_end, PARAMETERS(first, accounts - 1), last);
    return found == RESULT_NONE ? database_integer(context, &last_account, PARAMETERS(first), last) : found;
}

enum result award_store_take_turn(struct context *context, struct award_scope scope)
{
    /* SQLite lets one write at a time anyway. */
    if (database_engine(context->database) == DATABASE_SQLITE) return RESULT_OK;
    if (!scope.by_records && scope.first == scope.last) return database_run(context, &take_one_turn, PARAMETERS(scope.first), NULL);
    return database_run(context, &take_all_turns, NO_PARAMETERS, NULL);
}

enum result award_store_take_both_turns(struct context *context, int64_t one, int64_t other)
{
    int64_t first = one % SHARDS < other % SHARDS ? one : other;
    TRY(award_store_take_turn(context, (struct award_scope){false, first, first}));
    return award_store_take_turn(context, (struct award_scope){false, one + other - first, one + other - first});
}

enum result award_store_basis(struct context *context, int64_t certificate, struct list *rows)
{
    return database_all(context, &basis_of, PARAMETERS(certificate), MOST_BASIS, rows);
}

enum result award_store_basis_and_passes(struct context *context, int64_t certificate, int64_t account, struct list *rows, size_t *basis_count)
{
    TRY(database_all(context, &basis_and_passes, PARAMETERS(certificate, account), MOST_BASIS, rows));
    *basis_count = 0;
    while (*basis_count < rows->count && !((const struct basis_row *)rows->items)[*basis_count].pass) ++*basis_count;
    return RESULT_OK;
}

enum result award_store_holder(struct context *context, int64_t account, struct holder_row *row)
{
    return database_one(context, &holder_of, PARAMETERS(account), row);
}

enum result award_store_each_holder(struct context *context, struct award_scope scope, database_each_function *each, void *data)
{
    return database_each(context, scope.by_records ? &holders_with_records : &holders_of_accounts, PARAMETERS(scope.first, scope.last), each, data);
}

enum result award_store_each_in_use(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    return database_each(context, &in_use, PARAMETERS(first, last), each, data);
}

enum result award_store_each_unprintable(struct context *context, int64_t account, database_each_function *each, void *data)
{
    return database_each(context, &unprintable, PARAMETERS(account), each, data);
}

enum result award_store_known_names(struct context *context, int64_t account, database_each_function *each, void *data)
{
    return database_each(context, &known_names, PARAMETERS(account), each, data);
}

enum result award_store_each_known_name(struct context *context, struct award_scope scope, database_each_function *each, void *data)
{
    return database_each(context, scope.by_records ? &known_names_with_records : &known_names_of_accounts, PARAMETERS(scope.first, scope.last), each, data);
}
