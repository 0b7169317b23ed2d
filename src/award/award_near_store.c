#include "award/award_near_store.h"

enum { PASSES_MOST = 10000 /* of one account or mailbox: who has more is more than one person */ };

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct near_place_row
RECORD(near_place_record, RECORDED, F(provider_id), F(candidate_id), F(account_id), F(mailbox_id));
#undef RECORDED
#define RECORDED struct near_name_row
RECORD(near_name_record, RECORDED, F(person), F(account_id), F(mailbox_id));
#undef RECORDED
#define RECORDED struct near_pass
RECORD(near_pass_record, RECORDED, F(record_id), F(exam_id), F(exam_day));
#undef RECORDED
#define RECORDED struct near_row
RECORD(near_row_record, RECORDED, F(id), F(account_id), F(other_account_id), F(mailbox_id), F(certification_id), F(account), F(name_latin), F(name_native), F(other_account),
       F(other_name_latin), F(other_name_native), F(mailbox), F(certification), F(evidence), F(set_aside_by), F(found), F(written), F(set_aside));
#undef RECORDED
#define RECORDED struct near_reader
RECORD(near_reader_record, RECORDED, F(address), F(user_name), F(name_latin), F(name_native), F(language), F(zone));
#undef RECORDED

/* First, on the index of candidate IDs and mailboxes alone, who has more than one mailbox (or a record with a tie or a bar of its own); only their records are looked at. CROSS JOIN: SQLite keeps this order. */
STATEMENT(of_candidates, &near_place_record,
          "WITH people AS (SELECT candidate_id FROM exam_record WHERE candidate_id <> '' GROUP BY candidate_id HAVING MIN(mailbox_id) <> MAX(mailbox_id)"
          " UNION SELECT r.candidate_id FROM (SELECT record_id FROM record_association UNION SELECT record_id FROM record_bar) s CROSS JOIN exam_record r WHERE r.id = s.record_id AND r.candidate_id <> '')"
          " SELECT DISTINCT r.provider_id, r.candidate_id, COALESCE(h.account_id, 0) AS account_id, CASE WHEN h.account_id IS NULL THEN COALESCE(r.mailbox_id, 0) ELSE 0 END AS mailbox_id"
          " FROM people p CROSS JOIN exam_record r LEFT JOIN held_record h ON h.record_id = r.id WHERE r.candidate_id = p.candidate_id AND r.grade = 1 AND r.state = 3"
          " AND (h.account_id IS NOT NULL OR r.mailbox_id IS NOT NULL) ORDER BY 1, 2, 3 DESC, 4");
/* Beyond four it is a common name, which says nothing. */
STATEMENT(of_names, &near_name_record,
          "SELECT a.person, a.account_id, 0 AS mailbox_id FROM (SELECT id AS account_id, DENSE_RANK() OVER (ORDER BY name_latin, name_native) AS person,"
          " COUNT(*) OVER (PARTITION BY name_latin, name_native) AS namesakes"
          " FROM account WHERE name_latin <> '' AND name_native <> '') a WHERE a.namesakes BETWEEN 2 AND 4"
          " AND (EXISTS (SELECT 1 FROM certificate c WHERE c.account_id = a.account_id AND c.issued = 1)"
          " OR EXISTS (SELECT 1 FROM case_file f WHERE f.account_id = a.account_id AND f.kind = 'name' AND f.outcome = 'granted' AND f.state = 5)) ORDER BY 1, 2");
/* In both scripts, and of one country: in one script alone many have the same. Providers write a name in capitals or not, with blanks and hyphens or without: it is one name. Of a person under a mailbox and in an account the
 * account stands first. */
#define FOLDED(NAME) "UPPER(REPLACE(REPLACE(r." NAME ", ' ', ''), '-', '')) AS " NAME
#define NAMES "first_name, last_name, native_first_name, native_last_name, country"
STATEMENT(of_record_names, &near_name_record,
          "WITH place AS (SELECT DISTINCT " FOLDED("first_name") ", " FOLDED("last_name") ", " FOLDED("native_first_name") ", " FOLDED("native_last_name") ", r.country, COALESCE(h.account_id, 0) AS account_id, CASE WHEN h.account_id IS NULL THEN r.mailbox_id ELSE 0 END AS mailbox_id"
          " FROM exam_record r LEFT JOIN held_record h ON h.record_id = r.id WHERE r.grade = 1 AND r.state = 3 AND r.last_name <> '' AND r.native_last_name <> '' AND (h.account_id IS NOT NULL OR r.mailbox_id IS NOT NULL)),"
          " named AS (SELECT account_id, mailbox_id, DENSE_RANK() OVER (ORDER BY " NAMES ") AS person, COUNT(*) OVER (PARTITION BY " NAMES ") AS namesakes, MAX(account_id) OVER (PARTITION BY " NAMES ") AS held FROM place)"
          " SELECT person, account_id, mailbox_id FROM named WHERE namesakes BETWEEN 2 AND 4 AND held > 0 ORDER BY person, account_id DESC, mailbox_id");
STATEMENT(passes_of_account, &near_pass_record,
          "SELECT h.record_id, r.exam_id, r.exam_day FROM held_record h CROSS JOIN exam_record r WHERE r.id = h.record_id AND r.grade = 1 AND r.state = 3 AND h.account_id = $1 LIMIT $2");
STATEMENT(passes_of_mailbox, &near_pass_record,
          "SELECT r.id AS record_id, r.exam_id, r.exam_day FROM exam_record r WHERE r.mailbox_id = $1 AND r.grade = 1 AND r.state = 3"
          " AND NOT EXISTS (SELECT 1 FROM held_record h WHERE h.record_id = r.id) LIMIT $2");

/* Between the places ($1 an account; $2 another, or $3 a mailbox), something was unbound by force that can still be put back. */
#define WENT_TO(ACCOUNT)                                                                                                    \
    "(EXISTS (SELECT 1 FROM association t WHERE t.mailbox_id = u.mailbox_id AND t.account_id = " ACCOUNT ")"                 \
    " OR EXISTS (SELECT 1 FROM held_record h WHERE h.record_id = u.record_id AND h.account_id = " ACCOUNT "))"
STATEMENT(forced_apart, NULL,
          "SELECT COUNT(*) FROM unbinding u LEFT JOIN exam_record r ON r.id = u.record_id WHERE u.state = 'done' AND u.undo_until_at > $4"
          " AND ((u.account_id = $1 AND (COALESCE(u.mailbox_id, r.mailbox_id) = $3 OR " WENT_TO("$2") ")) OR (u.account_id = $2 AND " WENT_TO("$1") "))");

STATEMENT(add, NULL,
          "INSERT INTO near_miss (account_id, other_account_id, mailbox_id, certification_id, evidence, found_at, seen_run) VALUES ($1, $2, $3, $4, $5, $6, $7)"
          " ON CONFLICT (COALESCE(account_id, 0), COALESCE(other_account_id, 0), COALESCE(mailbox_id, 0), certification_id) DO NOTHING RETURNING id");
/* Of one run the strongest comes first; an earlier one may have found something weaker, or stronger. */
STATEMENT(change_evidence, NULL,
          "UPDATE near_miss SET evidence = $5, seen_run = $6 WHERE COALESCE(account_id, 0) = $1 AND COALESCE(other_account_id, 0) = $2 AND COALESCE(mailbox_id, 0) = $3 AND certification_id = $4"
          " AND seen_run <> $6 AND evidence <> $5 RETURNING id");
STATEMENT(seen, NULL,
          "UPDATE near_miss SET seen_run = $5 WHERE COALESCE(account_id, 0) = $1 AND COALESCE(other_account_id, 0) = $2 AND COALESCE(mailbox_id, 0) = $3 AND certification_id = $4");
STATEMENT(next_run, NULL, "SELECT COALESCE(MAX(seen_run), 0) + 1 FROM near_miss");
STATEMENT(forget, NULL, "DELETE FROM near_miss WHERE seen_run <> $1 AND set_aside_at IS NULL");
STATEMENT(forget_settled, NULL,
          "DELETE FROM near_miss WHERE COALESCE(account_id, 0) = $1 AND set_aside_at IS NULL AND (EXISTS (SELECT 1 FROM association t WHERE t.mailbox_id = near_miss.mailbox_id)"
          " OR EXISTS (SELECT 1 FROM certificate e WHERE e.account_id = near_miss.account_id AND e.certification_id = near_miss.certification_id AND e.state IN (1, 2)))");
STATEMENT(count, NULL, "SELECT COUNT(*) FROM near_miss WHERE set_aside_at IS NULL");

#define ROW                                                                                                                                          \
    "SELECT n.id, n.account_id, n.other_account_id, n.mailbox_id, n.certification_id, a.user_name AS account, a.name_latin, a.name_native,"         \
    " COALESCE(o.user_name, '') AS other_account, COALESCE(o.name_latin, '') AS other_name_latin, COALESCE(o.name_native, '') AS other_name_native," \
    " COALESCE(m.address, '') AS mailbox, c.code AS certification, n.evidence, COALESCE(s.user_name, '') AS set_aside_by, n.found_at AS found,"     \
    " n.written_at AS written, n.set_aside_at AS set_aside FROM near_miss n JOIN account a ON a.id = n.account_id JOIN certification c ON c.id = n.certification_id" \
    " LEFT JOIN account o ON o.id = n.other_account_id LEFT JOIN mailbox m ON m.id = n.mailbox_id LEFT JOIN account s ON s.id = n.set_aside_by "
STATEMENT(waiting, &near_row_record, ROW "WHERE n.set_aside_at IS NULL ORDER BY n.found_at, n.id LIMIT $1");
STATEMENT(aside, &near_row_record, ROW "WHERE n.set_aside_at IS NOT NULL ORDER BY n.set_aside_at DESC, n.id LIMIT $1");
STATEMENT(read_one, &near_row_record, ROW "WHERE n.id = $1");
STATEMENT(set_aside, NULL, "UPDATE near_miss SET set_aside_at = $2, set_aside_by = $3 WHERE id = $1");
STATEMENT(note_written, NULL, "UPDATE near_miss SET written_at = $2 WHERE id = $1 AND (written_at IS NULL OR written_at <= $3)");
STATEMENT(reader, &near_reader_record,
          "SELECT m.address, a.user_name, a.name_latin, a.name_native, a.language, a.zone FROM association t JOIN mailbox m ON m.id = t.mailbox_id JOIN account a ON a.id = t.account_id"
          " WHERE t.account_id = $1 ORDER BY CASE WHEN m.address = a.mailbox THEN 0 ELSE 1 END, t.since_at, m.id LIMIT 1");

enum result near_store_each_of_candidates(struct context *context, database_each_function *each, void *data)
{
    return database_each(context, &of_candidates, NO_PARAMETERS, each, data);
}

enum result near_store_each_of_names(struct context *context, database_each_function *each, void *data)
{
    return database_each(context, &of_names, NO_PARAMETERS, each, data);
}

enum result near_store_each_of_record_names(struct context *context, database_each_function *each, void *data)
{
    return database_each(context, &of_record_names, NO_PARAMETERS, each, data);
}

enum result near_store_each_pass(struct context *context, int64_t account, int64_t mailbox, database_each_function *each, void *data)
{
    /* Few rows, asked for very often: as a list it is one question to PostgreSQL, prepared, where a cursor is three and planned anew. */
    struct list passes;
    TRY(database_all(context, account ? &passes_of_account : &passes_of_mailbox, PARAMETERS(account ? account : mailbox, (int64_t)PASSES_MOST), PASSES_MOST, &passes));
    for (size_t i = 0; i < passes.count; i++) TRY(each(context, (const struct near_pass *)passes.items + i, data));
    return RESULT_OK;
}

enum result near_store_forced_apart(struct context *context, int64_t account, int64_t other, int64_t mailbox, struct instant now, bool *apart)
{
    int64_t forced;
    TRY(database_integer(context, &forced_apart, PARAMETERS(account, other, mailbox, now), &forced));
    *apart = forced > 0;
    return RESULT_OK;
}

enum result near_store_put(struct context *context, const struct near_miss *miss, int64_t certification, struct text evidence, struct instant now, int64_t run, int64_t *added, int64_t *changed)
{
    *added = *changed = 0;
    enum result put = database_integer(context, &add, PARAMETERS(miss->account_id, OPTIONAL(miss->other_account_id), OPTIONAL(miss->mailbox_id), certification, evidence, now, run), added);
    if (put == RESULT_NONE) put = database_integer(context, &change_evidence, PARAMETERS(miss->account_id, miss->other_account_id, miss->mailbox_id, certification, evidence, run), changed);
    return put == RESULT_NONE ? database_run(context, &seen, PARAMETERS(miss->account_id, miss->other_account_id, miss->mailbox_id, certification, run), NULL) : put;
}

enum result near_store_next_run(struct context *context, int64_t *run)
{
    return database_integer(context, &next_run, NO_PARAMETERS, run);
}

enum result near_store_forget(struct context *context, int64_t run)
{
    return database_run(context, &forget, PARAMETERS(run), NULL);
}

enum result near_store_forget_settled(struct context *context, int64_t account)
{
    return database_run(context, &forget_settled, PARAMETERS(account), NULL);
}

enum result near_store_count(struct context *context, int64_t *total)
{
    return database_integer(context, &count, NO_PARAMETERS, total);
}

enum result near_store_list(struct context *context, bool those_aside, size_t maximum, struct list *rows)
{
    return database_all(context, those_aside ? &aside : &waiting, PARAMETERS((int64_t)maximum), maximum, rows);
}

enum result near_store_read(struct context *context, int64_t id, struct near_row *row)
{
    return database_one(context, &read_one, PARAMETERS(id), row);
}

enum result near_store_set_aside(struct context *context, int64_t id, bool put_aside, struct instant now, int64_t by)
{
    return database_run(context, &set_aside, PARAMETERS(id, put_aside ? now : NO_INSTANT, OPTIONAL(put_aside ? by : 0)), NULL);
}

enum result near_store_write(struct context *context, int64_t id, struct instant now, struct instant since, bool *written)
{
    int64_t changed;
    TRY(database_run(context, &note_written, PARAMETERS(id, now, since), &changed));
    *written = changed == 1;
    return RESULT_OK;
}

enum result near_store_reader(struct context *context, int64_t account, struct near_reader *row)
{
    return database_one(context, &reader, PARAMETERS(account), row);
}
