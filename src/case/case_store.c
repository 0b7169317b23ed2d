#include "case/case_store.h"

#include "account/account.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct case_row
RECORD(case_row_record, RECORDED, F(id), F(account_id), F(mailbox_id), F(record_id), F(number), F(kind_word), F(outcome_word), F(wish), F(reason), F(state), F(first_by),
       F(not_before), F(due), F(opened));
#undef RECORDED
#define RECORDED struct case_view
RECORD(case_view_record, RECORDED, F(id), F(number), F(kind), F(kind_name), F(of_name), F(of_lost_mailbox), F(of_unbinding), F(of_replacement), F(of_question), F(of_certificate), F(account_id),
       F(mailbox_id), F(record_id), F(account), F(mailbox), F(wish), F(state), F(open), F(cooling), F(waiting_asker), F(waiting_second), F(closed), F(state_name), F(unbinding), F(with_holder), F(stands), F(objected), F(decided), F(opposed), F(exam_code), F(exam_day), F(opened),
       F(closed_at), F(asked), F(waits_since), F(not_before), F(due), F(provisional), F(cooling_provisional), F(age_days), F(overdue), F(late), F(outcome), F(outcome_name), F(granted), F(refused), F(withdrawn), F(answered), F(done), F(reason),
       F(first_by), F(closed_by), F(may_withdraw), F(may_write), F(evidence_count));
#undef RECORDED
#define RECORDED struct case_entry_row
RECORD(case_entry_row_record, RECORDED, F(id), F(at), F(actor_kind), F(actor_account), F(user_name), F(what), F(until), F(text));
#undef RECORDED
#define RECORDED struct case_evidence_view
RECORD(case_evidence_view_record, RECORDED, F(id), F(added), F(name), F(media), F(width), F(height), F(size), F(picture), F(content));
#undef RECORDED
#define RECORDED struct case_count
RECORD(case_count_record, RECORDED, F(kind), F(kind_name), F(waiting), F(asker), F(second), F(overdue), F(oldest), F(oldest_second), F(oldest_days));
#undef RECORDED
#define RECORDED struct case_recipient
RECORD(case_recipient_record, RECORDED, F(account_id), F(user_name), F(name_latin), F(name_native), F(mailbox), F(language), F(zone));
#undef RECORDED

struct id_row {
    int64_t id;
};
RECORD(case_id_record, struct id_row, FIELD(struct id_row, id));

/* --- Writing --- */

/* An update that changes nothing: on PostgreSQL it locks the row and sees what the one before has written. */
STATEMENT(take, &case_row_record,
          "UPDATE case_file SET state = state WHERE id = $1 RETURNING id, account_id, mailbox_id, record_id, number, kind AS kind_word, outcome AS outcome_word, wish,"
          " reason, state, first_by, not_before_day AS not_before, due_day AS due, opened_at AS opened");
STATEMENT(open_case, &case_id_record,
          "INSERT INTO case_file (number, kind, account_id, mailbox_id, record_id, wish, state, opened_at, not_before_day, due_day, about_id, certificate_id)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id");
STATEMENT(about_certificate, &case_row_record, "SELECT id, number, wish FROM case_file WHERE certificate_id = $1 AND state < 5");
STATEMENT(add_entry, NULL, "INSERT INTO case_entry (case_id, at, actor_kind, actor_account, what, text, until_day) VALUES ($1, $2, $3, $4, $5, $6, $7)");
STATEMENT(set_state, NULL, "UPDATE case_file SET state = $2 WHERE id = $1");
STATEMENT(propose, NULL, "UPDATE case_file SET state = 4, outcome = $2, reason = $3, first_by = $4 WHERE id = $1");
/* Whoever proposed something else, which something overtook, has no part in it. */
STATEMENT(close_case, NULL, "UPDATE case_file SET state = 5, first_by = CASE WHEN outcome = $2 THEN first_by END, outcome = $2, reason = $3, closed_by = $4, closed_at = $5 WHERE id = $1");
STATEMENT(open_again, NULL,
          "UPDATE case_file SET state = 1, outcome = '', reason = '', first_by = NULL, closed_by = NULL, closed_at = NULL, due_day = $2 WHERE id = $1");
STATEMENT(set_due, NULL, "UPDATE case_file SET due_day = $2 WHERE id = $1");
STATEMENT(set_not_before, NULL,
          "UPDATE case_file SET not_before_day = $2, state = CASE WHEN state = 1 THEN 2 ELSE state END, due_day = CASE WHEN state = 3 THEN due_day ELSE $3 END WHERE id = $1 AND state < 5 AND not_before_day < $2");
STATEMENT(set_wish, NULL, "UPDATE case_file SET wish = $2 WHERE id = $1");
STATEMENT(evidence_count, &case_id_record, "SELECT COUNT(*) AS id FROM case_evidence WHERE case_id = $1");
STATEMENT(add_evidence, &case_id_record,
          "INSERT INTO case_evidence (case_id, added_at, added_by, name, media, width, height, sha256, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id");

enum result case_store_take(struct context *context, int64_t id, struct case_row *row)
{
    return database_one(context, &take, PARAMETERS(id), row);
}

enum result case_store_open(struct context *context, const struct case_opening *opening, struct text number, enum case_state state, int64_t *id)
{
    struct id_row row;
    enum result opened = database_one(context, &open_case,
                                      PARAMETERS(number, case_kind_word(opening->kind), OPTIONAL(opening->account), OPTIONAL(opening->mailbox), OPTIONAL(opening->record),
                                                 opening->wish, (int)state, context_now(context), opening->not_before, opening->due, OPTIONAL(opening->about),
                                                 OPTIONAL(opening->certificate)),
                                      &row);
    if (opened == RESULT_OK) *id = row.id;
    return opened;
}

enum result case_store_about_certificate(struct context *context, int64_t certificate, struct case_row *row)
{
    return database_one(context, &about_certificate, PARAMETERS(certificate), row);
}

static enum result write_entry(struct context *context, int64_t id, const char *what, struct text text, struct day until)
{
    return database_run(context, &add_entry,
                        PARAMETERS(id, context_now(context), (int)context->actor.kind, OPTIONAL(context->actor.account), what, text, until), NULL);
}

enum result case_store_add_entry(struct context *context, int64_t id, const char *what, struct text text)
{
    return write_entry(context, id, what, text, NO_DAY);
}

enum result case_store_add_message(struct context *context, int64_t id, struct text text, struct day until)
{
    return write_entry(context, id, "message", text, until);
}

enum result case_store_set_state(struct context *context, int64_t id, enum case_state state)
{
    return database_run(context, &set_state, PARAMETERS(id, (int)state), NULL);
}

enum result case_store_propose(struct context *context, int64_t id, const char *outcome, struct text reason, int64_t by)
{
    return database_run(context, &propose, PARAMETERS(id, outcome, reason, by), NULL);
}

enum result case_store_close(struct context *context, int64_t id, const char *outcome, struct text reason, int64_t by)
{
    return database_run(context, &close_case, PARAMETERS(id, outcome, reason, OPTIONAL(by), context_now(context)), NULL);
}

enum result case_store_open_again(struct context *context, int64_t id, struct day due)
{
    return database_run(context, &open_again, PARAMETERS(id, due), NULL);
}

enum result case_store_set_due(struct context *context, int64_t id, struct day due)
{
    return database_run(context, &set_due, PARAMETERS(id, due), NULL);
}

enum result case_store_set_not_before(struct context *context, int64_t id, struct day not_before, struct day due, bool *moved)
{
    int64_t changed;
    TRY(database_run(context, &set_not_before, PARAMETERS(id, not_before, due), &changed));
    *moved = changed != 0;
    return RESULT_OK;
}

enum result case_store_set_wish(struct context *context, int64_t id, struct text wish)
{
    return database_run(context, &set_wish, PARAMETERS(id, wish), NULL);
}

enum result case_store_evidence_count(struct context *context, int64_t id, int64_t *count)
{
    return database_integer(context, &evidence_count, PARAMETERS(id), count);
}

enum result case_store_add_evidence(struct context *context, int64_t id, const struct case_evidence *evidence, struct text sha256, int64_t *evidence_id)
{
    struct id_row row;
    TRY(database_one(context, &add_evidence,
                     PARAMETERS(id, context_now(context), OPTIONAL(context->actor.account), evidence->name, evidence->media, evidence->width, evidence->height, sha256,
                                evidence->content),
                     &row));
    *evidence_id = row.id;
    return RESULT_OK;
}

/* --- Reading --- */

#define CASE_COLUMNS                                                                                                             \
    "SELECT c.id, c.number, c.kind, c.account_id, c.mailbox_id, c.record_id, a.user_name AS account, m.address AS mailbox, c.wish, c.state, c.opened_at AS opened," \
    " c.closed_at, (SELECT MAX(w.at) FROM case_entry w WHERE w.case_id = c.id AND w.until_day IS NOT NULL) AS asked, c.not_before_day AS not_before, c.due_day AS due, c.outcome, c.reason, f.user_name AS first_by, d.user_name AS closed_by,"                       \
    " (SELECT COUNT(*) FROM case_evidence e WHERE e.case_id = c.id) AS evidence_count, u.state AS unbinding, CASE WHEN u.cause = 'staff' OR u.claimant_by IS NOT NULL THEN 1 ELSE 0 END AS decided, (SELECT MAX(q.ended_at) FROM association_request q WHERE q.case_id = c.id AND q.outcome = 'disowned') AS opposed, x.code AS exam_code, r.exam_day FROM case_file c LEFT JOIN account a ON a.id = c.account_id LEFT JOIN unbinding u ON u.case_id = c.id LEFT JOIN exam_record r ON r.id = c.record_id LEFT JOIN exam x ON x.id = r.exam_id"                  \
    " LEFT JOIN mailbox m ON m.id = c.mailbox_id LEFT JOIN account f ON f.id = c.first_by LEFT JOIN account d ON d.id = c.closed_by "
/* What was asked in an account that was merged into another is that one's own now, until the merge is undone. */
/* What the staff have to decide about his certificate is no case of his: he reads what becomes of it. */
#define HIS "c.kind <> 'certificate'"
#define OWNED "AND (CAST($2 AS BIGINT) = 0 OR (" HIS " AND c.account_id IN " ACCOUNT_AND_MERGED("$2") "))"
STATEMENT(read_case, &case_view_record, CASE_COLUMNS "WHERE c.number = $1 " OWNED);
STATEMENT(read_by_id, &case_view_record, CASE_COLUMNS "WHERE c.id = $1 " OWNED);
STATEMENT(own_cases, &case_view_record, CASE_COLUMNS "WHERE " HIS " AND c.account_id IN " ACCOUNT_AND_MERGED("$1") " ORDER BY c.id DESC LIMIT $2");
STATEMENT(cases_of_one, &case_view_record, CASE_COLUMNS "WHERE c.account_id = $1 ORDER BY c.id DESC LIMIT $2");
STATEMENT(cases_about, &case_view_record, CASE_COLUMNS "WHERE c.about_id = $1 ORDER BY c.id LIMIT $2");
/* $1 a kind or empty, $2 an account or 0, $3 only what was due before today ($4), $5 only what waits for a second person, $7 for the person: the asker, whose day is not over, or the holder of what is
 * to be unbound, whose clock runs. */
#define FOR_PERSON(TODAY)                                                                                                        \
    "((c.state = 3 AND (c.due_day IS NULL OR c.due_day >= " TODAY ")) OR (c.state = 1 AND EXISTS (SELECT 1 FROM unbinding u WHERE u.case_id = c.id AND u.state = 'running')))"
#define FILTER                                                                                                                   \
    "(CAST($1 AS TEXT) = '' OR c.kind = $1) AND (CAST($2 AS BIGINT) = 0 OR c.account_id = $2) AND (CAST($3 AS BIGINT) = 0 OR c.due_day < $4)" \
    " AND (CAST($5 AS BIGINT) = 0 OR c.state = 4) AND (CAST($7 AS BIGINT) = 0 OR " FOR_PERSON("$4") ") "
STATEMENT(work_list, &case_view_record, CASE_COLUMNS "WHERE c.state < 5 AND " FILTER "ORDER BY CASE WHEN " FOR_PERSON("$4") " OR (c.state = 2 AND c.not_before_day > $4) THEN 1 ELSE 0 END, CASE WHEN c.due_day IS NULL THEN 1 ELSE 0 END, c.due_day, c.opened_at, c.id LIMIT $6");
STATEMENT(closed_cases, &case_view_record, CASE_COLUMNS "WHERE c.state = 5 AND " FILTER "ORDER BY c.closed_at DESC, c.id DESC LIMIT $6");
STATEMENT(counts, &case_count_record,
          "SELECT kind, COUNT(*) AS waiting, CAST(SUM(CASE WHEN " FOR_PERSON("$1") " THEN 1 ELSE 0 END) AS BIGINT) AS asker,"
          " CAST(SUM(CASE WHEN state = 4 THEN 1 ELSE 0 END) AS BIGINT) AS second, CAST(SUM(CASE WHEN due_day < $1 THEN 1 ELSE 0 END) AS BIGINT) AS overdue,"
          " MIN(opened_at) AS oldest, MIN(CASE WHEN state = 4 THEN opened_at END) AS oldest_second FROM case_file c WHERE state < 5 GROUP BY kind ORDER BY kind");
STATEMENT(entries_of, &case_entry_row_record,
          "SELECT e.id, e.at, e.actor_kind, e.actor_account, a.user_name, e.what, e.until_day AS until, e.text FROM case_entry e LEFT JOIN account a ON a.id = e.actor_account WHERE e.case_id = $1"
          " AND (CAST($2 AS BIGINT) = 1 OR e.what NOT IN ('note', 'proposed', 'sent-back')) AND (CAST($4 AS BIGINT) = 0 OR e.id < $4) ORDER BY e.id DESC LIMIT $3");
STATEMENT(message_count, &case_id_record, "SELECT COUNT(*) AS id FROM case_entry WHERE case_id = $1 AND what = 'message'");
STATEMENT(evidence_of, &case_evidence_view_record,
          "SELECT id, added_at AS added, name, media, width, height, LENGTH(content) AS size, CASE WHEN media = 'application/pdf' THEN 0 ELSE 1 END AS picture"
          " FROM case_evidence WHERE case_id = $1 ORDER BY id LIMIT $2");
STATEMENT(evidence_content, &case_evidence_view_record,
          "SELECT id, added_at AS added, name, media, width, height, LENGTH(content) AS size, CASE WHEN media = 'application/pdf' THEN 0 ELSE 1 END AS picture, content"
          " FROM case_evidence WHERE case_id = $1 AND id = $2");
/* The mailbox that the account chose, where it is proven; else the first that is; else none: letters about cases are for nobody else. Whose mailboxes a merge has taken along reads them in the account that is left. */
STATEMENT(recipient_of, &case_recipient_record,
          "SELECT a.id AS account_id, a.user_name, a.name_latin, a.name_native, a.language, a.zone, CASE WHEN EXISTS (SELECT 1 FROM association t JOIN mailbox m ON m.id = t.mailbox_id"
          " WHERE t.account_id = a.id AND m.address = a.mailbox) THEN a.mailbox ELSE COALESCE((SELECT m.address FROM association t JOIN mailbox m ON m.id = t.mailbox_id"
          " WHERE t.account_id = a.id ORDER BY t.since_at, t.mailbox_id LIMIT 1), '') END AS mailbox FROM account a WHERE a.closed_at IS NULL AND"
          " a.id = (WITH RECURSIVE way (id, step) AS (SELECT CAST($1 AS BIGINT), CAST(0 AS BIGINT) UNION ALL SELECT g.into_id, w.step + 1 FROM way w JOIN account_merge g ON g.from_id = w.id WHERE g.undone_at IS NULL"
          " AND g.id = (SELECT MAX(l.id) FROM account_merge l WHERE l.from_id = w.id AND l.undone_at IS NULL) AND w.step < 16"
          " AND NOT EXISTS (SELECT 1 FROM association t WHERE t.account_id = w.id)) SELECT id FROM way ORDER BY step DESC LIMIT 1)");

enum result case_store_read(struct context *context, struct text number, int64_t owner, struct case_view *view)
{
    return database_one(context, &read_case, PARAMETERS(number, owner), view);
}

enum result case_store_by_id(struct context *context, int64_t id, int64_t owner, struct case_view *view)
{
    return database_one(context, &read_by_id, PARAMETERS(id, owner), view);
}

enum result case_store_entries(struct context *context, int64_t id, bool staff, int64_t before, size_t maximum, struct list *rows)
{
    return database_all(context, &entries_of, PARAMETERS(id, staff, (int64_t)maximum, before), maximum, rows);
}

enum result case_store_message_count(struct context *context, int64_t id, int64_t *count)
{
    return database_integer(context, &message_count, PARAMETERS(id), count);
}

enum result case_store_evidence_list(struct context *context, int64_t id, size_t maximum, struct list *rows)
{
    return database_all(context, &evidence_of, PARAMETERS(id, (int64_t)maximum), maximum, rows);
}

enum result case_store_evidence_content(struct context *context, int64_t id, int64_t evidence, struct case_evidence_view *out)
{
    return database_one(context, &evidence_content, PARAMETERS(id, evidence), out);
}

enum result case_store_own(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &own_cases, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result case_store_list(struct context *context, const struct case_filter *filter, struct day today, size_t maximum, struct list *rows)
{
    if (filter->about) return database_all(context, &cases_about, PARAMETERS(filter->about, (int64_t)maximum), maximum, rows);
    if (filter->all) return database_all(context, &cases_of_one, PARAMETERS(filter->account, (int64_t)maximum), maximum, rows);
    return database_all(context, filter->closed ? &closed_cases : &work_list,
                        PARAMETERS(filter->of_kind ? case_kind_word(filter->kind) : "", filter->account, filter->overdue, today, filter->waiting_second, (int64_t)maximum, filter->waiting_asker),
                        maximum, rows);
}

enum result case_store_counts(struct context *context, struct day today, struct list *rows)
{
    return database_all(context, &counts, PARAMETERS(today), CASE_KINDS, rows);
}

enum result case_store_recipient(struct context *context, int64_t account, struct case_recipient *recipient)
{
    return database_one(context, &recipient_of, PARAMETERS(account), recipient);
}
