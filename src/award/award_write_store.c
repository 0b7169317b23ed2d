/* The statements that write the register. */
#include "award/award_store.h"

#define CERTIFICATE_VALUES                                                                                                       \
    "INSERT INTO certificate (id, number, certification_id, account_id, state, reason, state_day, exam_day, award_day, issue_day, expiry_day," \
    " provisional, revision, revision_day, name_latin, name_native, issued, code_serial, catalogue_version_id, basis_mark, made_at) VALUES" \
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"
STATEMENT(insert_certificate, NULL, CERTIFICATE_VALUES " ON CONFLICT (number) DO NOTHING");
/* What staff have said stays in their words. */
STATEMENT(update_certificate, NULL,
          "UPDATE certificate SET state = $2, reason = CASE WHEN $3 = 'other' THEN reason ELSE $3 END, state_day = $4, exam_day = $5, award_day = $6, issue_day = $7, expiry_day = $8,"
          " provisional = $9, revision = $10, revision_day = COALESCE($11, revision_day), name_latin = COALESCE($12, name_latin),"
          " name_native = COALESCE($13, name_native), issued = $14, catalogue_version_id = $15, basis_mark = $16 WHERE id = $1 AND account_id = $17");
STATEMENT(stop_certificate, NULL, "UPDATE certificate SET state = $2, reason = $3, state_day = $4, provisional = 0 WHERE id = $1");
RECORD(award_withdrawn_record, struct withdrawn_row, FIELD(struct withdrawn_row, reason), FIELD(struct withdrawn_row, since));
/* The first of what staff said of it since they gave it back last. */
#define FIRST_STOP                                                                                                               \
    "(SELECT MIN(s.id) FROM certificate_journal s WHERE s.certificate_id = $1 AND s.reason LIKE 'staff %'"                        \
    " AND s.id > COALESCE((SELECT MAX(l.id) FROM certificate_journal l WHERE l.certificate_id = $1 AND l.reason LIKE 'lifted %'), 0))"
STATEMENT(withdrawn_before, &award_withdrawn_record,
          "SELECT w.reason, w.since_day AS since FROM certificate_journal f JOIN certificate_journal w ON w.certificate_id = f.certificate_id AND w.id < f.id AND w.state_after = 6 AND w.state_before <> 6"
          " WHERE f.id = " FIRST_STOP " AND f.state_before = 6 ORDER BY w.id DESC LIMIT 1");
STATEMENT(given_back, &award_withdrawn_record, "SELECT reason, since_day AS since FROM certificate_journal WHERE certificate_id = $1 AND reason LIKE 'lifted %' ORDER BY id DESC LIMIT 1");
STATEMENT(keep_revision, NULL,
          "INSERT INTO certificate_revision (certificate_id, revision, revision_day, name_latin, name_native)"
          " SELECT id, revision, revision_day, name_latin, name_native FROM certificate WHERE id = $1");
STATEMENT(rename_certificate, NULL, "UPDATE certificate SET revision = revision + 1, revision_day = $2, name_latin = $3, name_native = $4 WHERE id = $1");
STATEMENT(insert_basis, NULL, "INSERT INTO certificate_basis (certificate_id, record_id) VALUES ($1, $2)");
STATEMENT(insert_journal, NULL,
          "INSERT INTO certificate_journal (certificate_id, at, since_day, state_before, state_after, expiry_before, expiry_after, reason, revision)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
/* Where the account has one of that certification already, or another evaluation was quicker, nothing is changed. By which merge it comes is kept: it was there before. */
STATEMENT(move, NULL,
          "UPDATE certificate SET account_id = $2, merge_id = (SELECT MAX(m.id) FROM account_merge m WHERE m.from_id = certificate.account_id AND m.into_id = $2"
          " AND m.undone_at IS NULL AND m.at >= certificate.made_at) WHERE id = $1 AND account_id = $3 AND NOT EXISTS (SELECT 1 FROM certificate o WHERE o.account_id = $2"
          " AND o.certification_id = certificate.certification_id)");
RECORD(award_moving_record, struct moving_row, FIELD(struct moving_row, id), FIELD(struct moving_row, account_id), FIELD(struct moving_row, to_id));
/* By certificate, so that each is moved once. What would find another of its certification there stays where it is. FOUND are those that may. */
#define MOVING_IN(FOUND)                                                                                                                                     \
    "SELECT x.id, x.account_id, x.to_id FROM (SELECT c.id, c.account_id, c.certification_id, MIN(h.account_id) AS to_id FROM certificate c"                   \
    " JOIN certificate_basis b ON b.certificate_id = c.id JOIN exam_record r ON r.id = b.record_id AND r.exam_day <= c.award_day"                            \
    " LEFT JOIN held_record h ON h.record_id = b.record_id WHERE c.id IN (SELECT a.certificate_id FROM " FOUND ")"                             \
    " GROUP BY c.id, c.account_id, c.certification_id"                                                                                                       \
    " HAVING COUNT(*) = COUNT(h.account_id) AND MIN(h.account_id) = MAX(h.account_id) AND MIN(h.account_id) <> c.account_id AND MIN(h.account_id) BETWEEN $1 AND $2) x" \
    " WHERE NOT EXISTS (SELECT 1 FROM certificate o WHERE o.account_id = x.to_id AND o.certification_id = x.certification_id) ORDER BY x.id LIMIT $3"
/* One account has few records, and by them its certificates are found; many accounts have more than all certificates that have lost theirs. */
#define OF_ONE "held_record n CROSS JOIN certificate_basis a WHERE n.account_id = $1 AND a.record_id = n.record_id AND a.away = 1"
#define OF_MANY "certificate_basis a WHERE a.away = 1"
STATEMENT(moving_in_one, &award_moving_record, MOVING_IN(OF_ONE));
STATEMENT(moving_in_many, &award_moving_record, MOVING_IN(OF_MANY));
#define CLAIM_CASE "FROM case_file f WHERE f.account_id = y.to_id AND f.certificate_id = y.id AND f.wish LIKE '%\"claim\":\"records\"%'"
/* As MOVING_IN, a row a record: who has some of them may have completed them by others. */
#define CLAIMS(FOUND)                                                                                                            \
    "SELECT y.id, y.account_id, y.to_id, y.certification_id, y.record_id, y.exam_day, CASE WHEN EXISTS (SELECT 1 " CLAIM_CASE ") THEN 1 ELSE 0 END AS known," \
    " CASE WHEN EXISTS (SELECT 1 FROM certificate_basis b JOIN exam_record r ON r.id = b.record_id AND r.exam_day <= y.award_day LEFT JOIN held_record h ON h.record_id = b.record_id" \
    " WHERE b.certificate_id = y.id AND (h.account_id IS NULL OR h.account_id <> y.to_id)) THEN 0 ELSE 1 END AS whole" \
    " FROM (SELECT c.id, c.account_id, h.account_id AS to_id, c.certification_id, c.award_day, b.record_id, r.exam_day FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id" \
    " JOIN exam_record r ON r.id = b.record_id AND r.exam_day <= c.award_day JOIN held_record h ON h.record_id = b.record_id" \
    " WHERE c.reason LIKE 'staff %' AND c.id IN (SELECT a.certificate_id FROM " FOUND ") AND h.account_id <> c.account_id AND h.account_id BETWEEN $1 AND $2" \
    " AND NOT EXISTS (SELECT 1 FROM certificate o WHERE o.account_id = h.account_id AND o.certification_id = c.certification_id)) y" \
    " WHERE NOT EXISTS (SELECT 1 " CLAIM_CASE " AND f.state = 5 AND f.outcome = 'granted') ORDER BY y.id, y.record_id LIMIT $3"
RECORD(award_claim_record, struct claim_row, FIELD(struct claim_row, id), FIELD(struct claim_row, account_id), FIELD(struct claim_row, to_id), FIELD(struct claim_row, certification_id),
       FIELD(struct claim_row, record_id), FIELD(struct claim_row, exam_day), FIELD(struct claim_row, known), FIELD(struct claim_row, whole));
STATEMENT(claims_of_one, &award_claim_record, CLAIMS(OF_ONE));
STATEMENT(claims_of_many, &award_claim_record, CLAIMS(OF_MANY));
/* Those of accounts that are still to be evaluated themselves, so that they are not among the former: of who has let go of something that the one account has now, or, into whichever account, of all that wait. */
STATEMENT(left_behind_one, &award_moving_record,
          MOVING_IN("certificate y JOIN certificate_basis a ON a.certificate_id = y.id AND a.away IS NULL WHERE y.account_id <> $1 AND y.account_id IN (SELECT l.account_id FROM association t"
                    " JOIN association_journal l ON l.mailbox_id = t.mailbox_id WHERE t.account_id = $1 AND l.act = 'disassociate'"
                    " UNION SELECT l.account_id FROM held_record n JOIN association_journal l ON l.record_id = n.record_id WHERE n.account_id = $1 AND l.act = 'disassociate')"));
STATEMENT(left_behind_many, &award_moving_record,
          MOVING_IN("due d JOIN certificate y ON y.account_id = d.first JOIN certificate_basis a ON a.certificate_id = y.id AND a.away IS NULL WHERE d.kind = 'account-changed'"));
/* What would move into $2 if it held the records of $1, too. */
STATEMENT(moving_together, &award_moving_record,
          "SELECT c.id, c.account_id, CAST($2 AS BIGINT) AS to_id FROM certificate c JOIN certificate_basis b ON b.certificate_id = c.id"
          " JOIN exam_record r ON r.id = b.record_id AND r.exam_day <= c.award_day LEFT JOIN held_record h ON h.record_id = b.record_id"
          " WHERE c.account_id NOT IN ($1, $2) AND c.id IN (SELECT a.certificate_id FROM held_record n CROSS JOIN certificate_basis a WHERE n.account_id IN ($1, $2)"
          " AND a.record_id = n.record_id AND a.away = 1) GROUP BY c.id, c.account_id"
          " HAVING COUNT(*) = SUM(CASE WHEN h.account_id IN ($1, $2) THEN 1 ELSE 0 END) ORDER BY c.id LIMIT $3");
STATEMENT(mark_away, NULL, "UPDATE certificate_basis SET away = CASE WHEN CAST($2 AS BIGINT) = 1 THEN 1 END WHERE certificate_id = $1");
/* What came by a merge, and has a place where it came from. */
#define CAME_BY_MERGE                                                                                                            \
    "SELECT c.id, c.account_id, m.from_id AS to_id FROM account_merge m JOIN certificate c ON c.merge_id = m.id AND c.account_id = m.into_id WHERE " \
    "NOT EXISTS (SELECT 1 FROM certificate o WHERE o.account_id = m.from_id AND o.certification_id = c.certification_id) "
/* What came by a merge that was undone since, by the two accounts of the merge. Where nothing came back into the one that it left, it has no place there. */
STATEMENT(moving_back, &award_moving_record,
          CAME_BY_MERGE "AND m.undone_at IS NOT NULL AND (m.from_id BETWEEN $1 AND $2 OR m.into_id BETWEEN $1 AND $2)"
                        " AND EXISTS (SELECT 1 FROM held_record h WHERE h.account_id = m.from_id) ORDER BY c.id LIMIT $3");
STATEMENT(came_by, &award_moving_record, CAME_BY_MERGE "AND m.id = $1 ORDER BY c.id LIMIT $2");
STATEMENT(forget_basis, NULL, "DELETE FROM certificate_basis WHERE certificate_id = $1");

RECORD(due_counts_record, struct due_counts, FIELD(struct due_counts, issues), FIELD(struct due_counts, expiries), FIELD(struct due_counts, withdrawals));
STATEMENT(anything_due, &due_counts_record,
          "SELECT CASE WHEN EXISTS (SELECT 1 FROM certificate WHERE state = 1 AND reason = '' AND issue_day <= $1) THEN 1 ELSE 0 END AS issues,"
          " CASE WHEN EXISTS (SELECT 1 FROM certificate WHERE state = 2 AND expiry_day < $1) THEN 1 ELSE 0 END AS expiries,"
          " CASE WHEN EXISTS (SELECT 1 FROM certificate WHERE state = 3 AND state_day <= $2 AND reason = 'record-left') THEN 1 ELSE 0 END"
          " AS withdrawals");
#define EXPIRING "(SELECT id FROM certificate WHERE state = 2 AND expiry_day < $1 ORDER BY expiry_day, id LIMIT $2)"
STATEMENT(journal_expiry, NULL,
          "INSERT INTO certificate_journal (certificate_id, at, since_day, state_before, state_after, expiry_before, expiry_after, reason, revision)"
          " SELECT id, $3, expiry_day + 1, 2, 4, expiry_day, expiry_day, 'expired', revision FROM certificate WHERE id IN " EXPIRING " ORDER BY id");
STATEMENT(expire, NULL, "UPDATE certificate SET state = 4, state_day = expiry_day + 1 WHERE id IN " EXPIRING);
#define F(MEMBER) FIELD(struct expiring_row, MEMBER)
RECORD(award_expiring_record, struct expiring_row, F(id), F(account_id), F(certification_id), F(step), F(number), F(award_day), F(expiry_day));
#undef F
STATEMENT(expiring, &award_expiring_record,
          "SELECT x.id, x.account_id, x.certification_id, x.step, x.number, x.award_day, x.expiry_day FROM (SELECT c.id, c.account_id, c.certification_id, c.number, c.award_day, c.expiry_day,"
          " CASE WHEN c.expiry_day <= $1 + 7 THEN 7 WHEN c.expiry_day <= $1 + 30 THEN 30 ELSE 90 END AS step FROM certificate c WHERE c.state = 2 AND c.expiry_day BETWEEN $1 AND $1 + 90) x"
          " WHERE NOT EXISTS (SELECT 1 FROM certificate_reminder r WHERE r.certificate_id = x.id AND r.expiry_day = x.expiry_day AND r.step <= x.step) ORDER BY x.account_id, x.id LIMIT $2");
STATEMENT(add_reminder, NULL,
          "INSERT INTO certificate_reminder (certificate_id, expiry_day, step, at) SELECT c.id, c.expiry_day, CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM certificate c"
          " WHERE c.id = $1 AND c.account_id = $2 AND c.expiry_day = $3 AND c.state = 2 ON CONFLICT DO NOTHING");
struct integer_row {
    int64_t value;
};
RECORD(award_known_record, struct integer_row, FIELD(struct integer_row, value));
STATEMENT(change_known, &award_known_record, "SELECT 1 AS value FROM rule_change_applied WHERE code = $1");
STATEMENT(change_applied, NULL, "INSERT INTO rule_change_applied (code, at) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING");

static const char *const columns[] = {
    "id",       "number",       "certification_id", "account_id", "state",       "reason", "state_day",   "exam_day",             "award_day",  "issue_day", "expiry_day",
    "provisional", "revision", "revision_day", "name_latin", "name_native", "issued", "code_serial", "catalogue_version_id", "basis_mark", "made_at"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void values_of(struct context *context, const struct certificate_writing *item, struct value values[COLUMNS])
{
    const struct award_entry *entry = &item->entry;
    const struct value all[] = {
        value_integer(entry->id), value_text(item->number), value_integer(entry->certification), value_integer(entry->account),
        value_integer(entry->state), value_string(award_reason_word(entry->reason)), value_day(entry->state_day), value_day(entry->exam_day),
        value_day(entry->award_day), value_day(entry->issue_day), value_day(entry->expiry_day), value_integer(entry->provisional),
        value_integer(entry->revision), value_day(item->revision_day), value_text(item->name_latin), value_text(item->name_native),
        value_integer(entry->issued), value_integer(1), value_integer(item->catalogue_version), value_integer(entry->mark),
        value_instant(context_now(context))};
    _Static_assert(sizeof all == COLUMNS * sizeof *all, "a value for each column");
    memcpy(values, all, sizeof all);
}

enum result award_store_copy_certificates(struct context *context, const struct certificate_writing *const *items, size_t count)
{
    struct database_copy *copy;
    TRY(database_copy_begin(context, "certificate", columns, COLUMNS, &copy));
    for (size_t i = 0; i < count; i++) {
        struct value values[COLUMNS];
        values_of(context, items[i], values);
        TRY(database_copy_row(context, copy, values));
    }
    return database_copy_end(context, copy, NULL);
}

/* Another node gives the account one at this moment: whoever looks again sees it. */
static enum result again_where_another_was_quicker(struct context *context, enum result result)
{
    if (result != RESULT_REFUSED) return result;
    error_clear(&context->error);
    return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

enum result award_store_insert_certificate(struct context *context, const struct certificate_writing *item, bool *inserted)
{
    struct value values[COLUMNS];
    values_of(context, item, values);
    int64_t changed;
    TRY(again_where_another_was_quicker(context, database_run(context, &insert_certificate, (struct parameters){values, COLUMNS}, &changed)));
    *inserted = changed == 1;
    return RESULT_OK;
}

enum result award_store_update_certificate(struct context *context, const struct certificate_writing *item)
{
    const struct award_entry *entry = &item->entry;
    struct value none = {.kind = VALUE_NULL};
    bool names = item->name_latin.bytes;
    return database_run_ahead(context, &update_certificate,
                              PARAMETERS(entry->id, entry->state, award_reason_word(entry->reason), entry->state_day, entry->exam_day, entry->award_day,
                                         entry->issue_day, entry->expiry_day, entry->provisional, entry->revision, item->revision_day,
                                         names ? value_text(item->name_latin) : none, names ? value_text(item->name_native) : none, entry->issued,
                                         item->catalogue_version, entry->mark, entry->account));
}

enum result award_store_stop(struct context *context, int64_t certificate, int32_t state, struct text reason, struct day since)
{
    return database_run(context, &stop_certificate, PARAMETERS(certificate, state, reason, since), NULL);
}

enum result award_store_withdrawn_before(struct context *context, int64_t certificate, struct withdrawn_row *row)
{
    return database_one(context, &withdrawn_before, PARAMETERS(certificate), row);
}

enum result award_store_given_back(struct context *context, int64_t certificate, struct text *words)
{
    struct withdrawn_row row;
    enum result found = database_one(context, &given_back, PARAMETERS(certificate), &row);
    if (found != RESULT_OK) return found;
    text_split(&row.reason, ' ', words);
    *words = row.reason;
    return RESULT_OK;
}

enum result award_store_keep_revision(struct context *context, int64_t certificate)
{
    return database_run_ahead(context, &keep_revision, PARAMETERS(certificate));
}

enum result award_store_move(struct context *context, int64_t certificate, int64_t from, int64_t to, bool *moved)
{
    int64_t changed;
    TRY(again_where_another_was_quicker(context, database_run(context, &move, PARAMETERS(certificate, to, from), &changed)));
    *moved = changed == 1;
    return RESULT_OK;
}

enum result award_store_moving_in(struct context *context, int64_t first, int64_t last, size_t maximum, struct list *rows)
{
    return database_all(context, first == last ? &moving_in_one : &moving_in_many, PARAMETERS(first, last, (int64_t)maximum), maximum, rows);
}

enum result award_store_claims(struct context *context, int64_t first, int64_t last, size_t maximum, struct list *rows)
{
    return database_all(context, first == last ? &claims_of_one : &claims_of_many, PARAMETERS(first, last, (int64_t)maximum), maximum, rows);
}

enum result award_store_left_behind(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    if (account) return database_all(context, &left_behind_one, PARAMETERS(account, account, (int64_t)maximum), maximum, rows);
    return database_all(context, &left_behind_many, PARAMETERS((int64_t)1, INT64_MAX, (int64_t)maximum), maximum, rows);
}

enum result award_store_moving_together(struct context *context, int64_t from, int64_t into, size_t maximum, struct list *rows)
{
    return database_all(context, &moving_together, PARAMETERS(from, into, (int64_t)maximum), maximum, rows);
}

enum result award_store_moving_back(struct context *context, int64_t first, int64_t last, size_t maximum, struct list *rows)
{
    return database_all(context, &moving_back, PARAMETERS(first, last, (int64_t)maximum), maximum, rows);
}

enum result award_store_came_by(struct context *context, int64_t merge, size_t maximum, struct list *rows)
{
    return database_all(context, &came_by, PARAMETERS(merge, (int64_t)maximum), maximum, rows);
}

enum result award_store_expiring(struct context *context, struct day today, size_t maximum, struct list *rows)
{
    return database_all(context, &expiring, PARAMETERS(today, (int64_t)maximum), maximum, rows);
}

enum result award_store_remind(struct context *context, const struct expiring_row *row, struct instant now, bool *fresh)
{
    int64_t added;
    TRY(database_run(context, &add_reminder, PARAMETERS(row->id, row->account_id, row->expiry_day, row->step, now), &added));
    *fresh = added == 1;
    return RESULT_OK;
}

enum result award_store_rename(struct context *context, int64_t certificate, struct text name_latin, struct text name_native, struct day today)
{
    return database_run(context, &rename_certificate, PARAMETERS(certificate, today, name_latin, name_native), NULL);
}

enum result award_store_forget_basis(struct context *context, int64_t certificate)
{
    return database_run_ahead(context, &forget_basis, PARAMETERS(certificate));
}

enum result award_store_mark_away(struct context *context, int64_t certificate, bool away)
{
    return database_run_ahead(context, &mark_away, PARAMETERS(certificate, (int64_t)away));
}

enum result award_store_basis_begin(struct context *context, struct database_copy **copy)
{
    static const char *const of_basis[] = {"certificate_id", "record_id"};
    return database_copy_begin(context, "certificate_basis", of_basis, 2, copy);
}

enum result award_store_basis_row(struct context *context, struct database_copy *copy, int64_t certificate, int64_t record)
{
    if (!copy) return database_run(context, &insert_basis, PARAMETERS(certificate, record), NULL);
    return database_copy_row(context, copy, (const struct value[]){value_integer(certificate), value_integer(record)});
}

enum result award_store_journal_begin(struct context *context, struct database_copy **copy)
{
    static const char *const of_journal[] = {"id", "certificate_id", "at", "since_day", "state_before", "state_after", "expiry_before", "expiry_after", "reason", "revision"};
    return database_copy_begin(context, "certificate_journal", of_journal, 10, copy);
}

enum result award_store_journal_row(struct context *context, struct database_copy *copy, const struct journal_writing *row)
{
    if (!copy)
        return database_run(context, &insert_journal,
                            PARAMETERS(row->certificate, row->at, row->since, row->state_before, row->state_after, row->expiry_before, row->expiry_after,
                                       row->reason, row->revision),
                            NULL);
    return database_copy_row(context, copy,
                             (const struct value[]){value_integer(row->id), value_integer(row->certificate), value_instant(row->at), value_day(row->since),
                                                    value_integer(row->state_before), value_integer(row->state_after), value_day(row->expiry_before),
                                                    value_day(row->expiry_after), value_text(row->reason), value_integer(row->revision)});
}

enum result award_store_anything_due(struct context *context, struct day today, struct day suspended_until, struct due_counts *due)
{
    return database_one(context, &anything_due, PARAMETERS(today, suspended_until), due);
}

enum result award_store_expire(struct context *context, struct day today, struct instant now, int64_t maximum, int64_t *changed)
{
    TRY(database_run(context, &journal_expiry, PARAMETERS(today, maximum, now), NULL));
    return database_run(context, &expire, PARAMETERS(today, maximum), changed);
}

enum result award_store_change_known(struct context *context, struct text code, bool *applied)
{
    int64_t one;
    enum result found = database_integer(context, &change_known, PARAMETERS(code), &one);
    *applied = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result award_store_change_applied(struct context *context, struct text code, struct instant now, bool *first_time)
{
    int64_t changed;
    TRY(database_run(context, &change_applied, PARAMETERS(code, now), &changed));
    *first_time = changed == 1;
    return RESULT_OK;
}
