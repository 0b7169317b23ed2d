#include "association/association_merge_store.h"

#include "association/association.h"
#include "association/association_unbinding_store.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct merge_standing
RECORD(merge_standing_record, RECORDED, F(emptied), F(filled), F(unbinding));
#undef RECORDED
#define RECORDED struct merge_item
RECORD(merge_item_record, RECORDED, F(mailbox_id), F(record_id), F(bound), F(since), F(means), F(account_id), F(unbinding_id));
#undef RECORDED
#define RECORDED struct merge_row
RECORD(merge_row_record, RECORDED, F(id), F(from_id), F(into_id), F(undo_until), F(undone), F(undo_by));
#undef RECORDED
#define RECORDED struct association_merge_thing
RECORD(association_merge_thing_record, RECORDED, F(of_record), F(address), F(exam_code), F(registration_id), F(exam_day), F(records));
#undef RECORDED
#define RECORDED struct association_merge_wait
RECORD(association_merge_wait_record, RECORDED, F(case_number), F(own), F(of_record), F(address), F(exam_code), F(registration_id), F(exam_day));
#undef RECORDED
#define RECORDED struct association_merge_view
RECORD(association_merge_view_record, RECORDED, F(id), F(from_id), F(into_id), F(from), F(into), F(emptied), F(at), F(undo_until), F(undone), F(in_force), F(may_undo), F(waits),
       F(mailboxes), F(records), F(undo_by), F(proposed_by), F(proposal), F(proposed));
#undef RECORDED
#define RECORDED struct association_merge_count
RECORD(association_merge_count_record, RECORDED, F(waiting), F(oldest));
#undef RECORDED

struct id_row {
    int64_t id;
};
RECORD(merge_id_record, struct id_row, FIELD(struct id_row, id));

enum { VIEWS_MOST = 200, WAITS_MOST = 200, LEAVING_MOST = 100000, ONE_MOST = 100 };

STATEMENT(take_account, NULL, "UPDATE account SET made_at = made_at WHERE id = $1");
#define EMPTIED                                                                                                                        \
    "FROM account_merge m WHERE m.from_id = $1 AND m.undone_at IS NULL AND (m.undo_until_at > $2 OR (NOT EXISTS (SELECT 1 FROM association t WHERE t.account_id = $1)" \
    " AND NOT EXISTS (SELECT 1 FROM record_association s WHERE s.account_id = $1 AND s.bound = 1)))"
STATEMENT(standing, &merge_standing_record,
          "SELECT CASE WHEN EXISTS (SELECT 1 " EMPTIED ") THEN 1 ELSE 0 END AS emptied,"
          " CASE WHEN EXISTS (SELECT 1 FROM account_merge m WHERE m.into_id = $1 AND m.undone_at IS NULL AND m.undo_until_at > $2) THEN 1 ELSE 0 END AS filled,"
          " CASE WHEN EXISTS (SELECT 1 FROM unbinding u WHERE u.account_id = $1 AND u.state IN ('running', 'paused', 'objected')"
          " AND (u.claimant_id IS NULL OR NOT " UNBINDING_CLAIMED_BY("$3") ")) THEN 1 ELSE 0 END AS unbinding");
/* The accounts that are one when $1 comes to $2. */
#define ONE_THEN "(SELECT f.id FROM " ACCOUNT_AND_MERGED("$1") " f UNION SELECT t.id FROM " ACCOUNT_AND_MERGED("$2") " t)"
#define BY " LEFT JOIN record_bar_by y ON y.record_id = b.record_id AND y.account_id = b.account_id "
STATEMENT(has, &merge_item_record,
          "SELECT 0 AS mailbox_id, s.record_id, 1 AS bound, s.since_at AS since, s.means, 0 AS account_id, 0 AS unbinding_id FROM record_association s WHERE s.account_id = $1"
          " UNION ALL SELECT 0 AS mailbox_id, b.record_id, 0 AS bound, MIN(b.since_at) AS since, MIN(b.means) AS means, o.id AS account_id, COALESCE(y.unbinding_id, 0) AS unbinding_id"
          " FROM " ONE_THEN " w CROSS JOIN record_bar b" BY "CROSS JOIN " ONE_THEN " o"
          " WHERE b.account_id = w.id AND NOT EXISTS (SELECT 1 FROM held_record h WHERE h.record_id = b.record_id AND h.account_id IN ($1, $2))"
          " AND NOT EXISTS (SELECT 1 FROM record_association s WHERE s.record_id = b.record_id AND s.account_id = o.id)"
          " AND NOT EXISTS (SELECT 1 FROM record_bar x WHERE x.record_id = b.record_id AND x.account_id = o.id AND (y.unbinding_id IS NULL"
          " OR EXISTS (SELECT 1 FROM record_bar_by z WHERE z.record_id = b.record_id AND z.account_id = o.id AND z.unbinding_id = y.unbinding_id))) GROUP BY b.record_id, o.id, y.unbinding_id"
          " UNION ALL SELECT 0 AS mailbox_id, b.record_id, 0 AS bound, b.since_at AS since, 'lifted' AS means, b.account_id, COALESCE(y.unbinding_id, 0) AS unbinding_id FROM record_bar b" BY
          "JOIN held_record h ON h.record_id = b.record_id WHERE b.account_id = $2 AND h.account_id = $1"
          " UNION ALL SELECT mailbox_id, 0 AS record_id, 1 AS bound, since_at AS since, means, 0 AS account_id, 0 AS unbinding_id FROM association WHERE account_id = $1 ORDER BY 3, 1, 2, 6, 7 LIMIT 20000");
STATEMENT(add, &merge_id_record, "INSERT INTO account_merge (from_id, into_id, at, undo_until_at) VALUES ($1, $2, $3, $4) RETURNING id");
STATEMENT(add_item, NULL, "INSERT INTO account_merge_item (merge_id, number, mailbox_id, record_id, bound, since_at, means, account_id, unbinding_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STATEMENT(add_last, NULL,
          "INSERT INTO account_merge_item (merge_id, number, mailbox_id, record_id, bound, since_at, means)"
          " SELECT $1, COALESCE(MAX(number), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS TEXT) FROM account_merge_item WHERE merge_id = $1");
STATEMENT(items, &merge_item_record,
          "SELECT i.mailbox_id, i.record_id, i.bound, i.since_at AS since, i.means, i.account_id, i.unbinding_id FROM account_merge_item i WHERE i.merge_id = $1"
          " ORDER BY CASE WHEN i.bound = 1 AND i.record_id IS NOT NULL THEN 0 ELSE 1 END, i.number LIMIT 20000");
/* Along the merges that were in force then, in either direction. */
STATEMENT(one_with, &merge_id_record,
          "WITH RECURSIVE one (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT CASE WHEN m.from_id = one.id THEN m.into_id ELSE m.from_id END FROM one JOIN account_merge m"
          " ON (m.from_id = one.id OR m.into_id = one.id) AND m.at <= $2 AND (m.undone_at IS NULL OR m.undone_at > $2)) SELECT id FROM one WHERE id <> $1 ORDER BY id LIMIT $3");
STATEMENT(went_back, &merge_id_record,
          "SELECT m.from_id AS id FROM account_merge m JOIN account_merge_item i ON i.merge_id = m.id WHERE m.into_id = $1 AND m.at <= $4 AND m.undone_at > $4 AND i.bound = 1"
          " AND (i.mailbox_id = $2 OR i.record_id = $3) ORDER BY m.id DESC LIMIT 1");
#define ROW "id, from_id, into_id, undo_until_at AS undo_until, undone_at AS undone, undo_by"
STATEMENT(read_one, &merge_row_record, "SELECT " ROW " FROM account_merge WHERE id = $1");
STATEMENT(take, &merge_row_record, "UPDATE account_merge SET undo_until_at = undo_until_at WHERE id = $1 RETURNING " ROW);
STATEMENT(emptied, &merge_row_record, "SELECT " ROW " " EMPTIED " ORDER BY m.id DESC LIMIT 1");
STATEMENT(undone, NULL, "UPDATE account_merge SET undone_at = $2, undo_by = NULL, undo_reason = '', undo_proposed_at = NULL WHERE id = $1");
STATEMENT(propose, NULL, "UPDATE account_merge SET undo_by = $2, undo_reason = $3, undo_proposed_at = $4 WHERE id = $1");
/* Of a merge m: what it moved is being unbound from the account that has it now. */
#define BEING_UNBOUND                                                                                                                   \
    "unbinding u WHERE u.account_id = m.into_id AND u.state IN ('running', 'paused', 'objected') AND EXISTS (SELECT 1 FROM account_merge_item i WHERE i.merge_id = m.id" \
    " AND (u.mailbox_id = i.mailbox_id OR u.record_id = i.record_id OR u.record_id IN (SELECT r.id FROM exam_record r WHERE r.mailbox_id = i.mailbox_id)))"
STATEMENT(unbinding, &merge_id_record, "SELECT m.id FROM account_merge m WHERE m.id = $1 AND EXISTS (SELECT 1 FROM " BEING_UNBOUND ")");
STATEMENT(waits, &association_merge_wait_record,
          "SELECT c.number AS case_number, CASE WHEN w.account_id = $1 THEN 1 ELSE 0 END AS own, CASE WHEN w.record_id IS NULL THEN 0 ELSE 1 END AS of_record,"
          " COALESCE(b.address, '') AS address, COALESCE(e.code, '') AS exam_code, COALESCE(x.registration_id, '') AS registration_id, x.exam_day FROM unbinding w"
          " JOIN case_file c ON c.id = w.case_id LEFT JOIN exam_record x ON x.id = w.record_id LEFT JOIN exam e ON e.id = x.exam_id LEFT JOIN mailbox b ON b.id = COALESCE(w.mailbox_id, x.mailbox_id)"
          " WHERE w.state IN ('running', 'paused', 'objected') AND EXISTS (SELECT 1 FROM account_merge m WHERE (m.from_id = $1 OR m.into_id = $1) AND m.undone_at IS NULL AND m.undo_until_at > $2"
          " AND EXISTS (SELECT 1 FROM " BEING_UNBOUND " AND u.id = w.id)) ORDER BY w.act_day, w.id LIMIT 200");
#define THINGS(MAILBOXES, RECORDS)                                                                                                                     \
    "SELECT 0 AS of_record, m.address, '' AS exam_code, '' AS registration_id, NULL AS exam_day, (SELECT COUNT(*) FROM exam_record r JOIN held_record h ON h.record_id = r.id" \
    " WHERE r.mailbox_id = t.mailbox_id AND h.account_id = t.account_id) AS records FROM association t JOIN mailbox m ON m.id = t.mailbox_id WHERE " MAILBOXES \
    " UNION ALL SELECT 1 AS of_record, COALESCE(m.address, '') AS address, e.code AS exam_code, r.registration_id, r.exam_day, 1 AS records FROM record_association s" \
    " JOIN exam_record r ON r.id = s.record_id JOIN exam e ON e.id = r.exam_id LEFT JOIN mailbox m ON m.id = r.mailbox_id WHERE s.bound = 1 AND " RECORDS           \
    " ORDER BY 1, 2, 4 LIMIT 20000"
STATEMENT(things, &association_merge_thing_record, THINGS("t.account_id = $1", "s.account_id = $1"));
/* Of the merge $1, what it moved and what is still where it has brought it. */
#define STILL_THERE(TIE, ITEM) \
    "EXISTS (SELECT 1 FROM account_merge g JOIN account_merge_item i ON i.merge_id = g.id WHERE g.id = $1 AND " TIE ".account_id = g.into_id AND i.bound = 1 AND i." ITEM " = " TIE "." ITEM ")"
#define INTO(TIE) TIE ".account_id = (SELECT n.into_id FROM account_merge n WHERE n.id = $1) AND "
STATEMENT(undo_things, &association_merge_thing_record, THINGS(INTO("t") STILL_THERE("t", "mailbox_id"), INTO("s") STILL_THERE("s", "record_id")));
STATEMENT(leaving_again, &leaving_record_record,
          "SELECT h.record_id, CASE WHEN s.record_id IS NULL AND (EXISTS (SELECT 1 FROM record_bar b WHERE b.record_id = h.record_id AND b.account_id = g.from_id)"
          " OR EXISTS (SELECT 1 FROM account_merge_item d WHERE d.merge_id = g.id AND d.record_id = h.record_id AND d.means = 'dropped')) THEN 0"
          " ELSE g.from_id END AS to_id FROM account_merge g JOIN held_record h ON h.account_id = g.into_id JOIN exam_record r ON r.id = h.record_id"
          " LEFT JOIN record_association s ON s.record_id = h.record_id AND s.bound = 1 LEFT JOIN association t ON t.mailbox_id = r.mailbox_id WHERE g.id = $1"
          " AND CASE WHEN s.record_id IS NULL THEN " STILL_THERE("t", "mailbox_id") " ELSE " STILL_THERE("s", "record_id") " END ORDER BY h.record_id LIMIT 100000");
#define VIEW                                                                                                                                            \
    "SELECT g.id, g.from_id, g.into_id, f.user_name AS \"from\", t.user_name AS \"into\", CASE WHEN g.from_id = $1 THEN 1 ELSE 0 END AS emptied, g.at,"     \
    " g.undo_until_at AS undo_until, g.undone_at AS undone, CASE WHEN g.undone_at IS NULL THEN 1 ELSE 0 END AS in_force, 0 AS may_undo,"                   \
    " CASE WHEN g.undone_at IS NULL AND EXISTS (SELECT 1 FROM account_merge m WHERE m.id = g.id AND EXISTS (SELECT 1 FROM " BEING_UNBOUND ")) THEN 1 ELSE 0 END AS waits," \
    " (SELECT COUNT(*) FROM account_merge_item i WHERE i.merge_id = g.id AND i.mailbox_id IS NOT NULL) AS mailboxes,"                                     \
    " (SELECT COUNT(*) FROM account_merge_item i WHERE i.merge_id = g.id AND i.record_id IS NOT NULL AND i.bound = 1) AS records,"                        \
    " g.undo_by, COALESCE(p.user_name, '') AS proposed_by, g.undo_reason AS proposal, g.undo_proposed_at AS proposed"                                     \
    " FROM account_merge g JOIN account f ON f.id = g.from_id JOIN account t ON t.id = g.into_id LEFT JOIN account p ON p.id = g.undo_by "
STATEMENT(views, &association_merge_view_record, VIEW "WHERE g.from_id = $1 OR g.into_id = $1 ORDER BY g.id DESC LIMIT 200");
STATEMENT(view, &association_merge_view_record, VIEW "WHERE g.id = $2");
#define CAN_BE_UNDONE(NOW) "g.undone_at IS NULL AND g.undo_until_at > " NOW
STATEMENT(to_undo, &association_merge_view_record, VIEW "WHERE " CAN_BE_UNDONE("$2") " ORDER BY COALESCE(g.undo_proposed_at, CAST(9223372036854775807 AS BIGINT)), g.id DESC LIMIT 200");
STATEMENT(proposed, &association_merge_count_record,
          "SELECT COUNT(*) AS waiting, MIN(g.undo_proposed_at) AS oldest FROM account_merge g WHERE g.undo_by IS NOT NULL AND " CAN_BE_UNDONE("$1"));

enum result merge_store_take_account(struct context *context, int64_t account)
{
    return database_run(context, &take_account, PARAMETERS(account), NULL);
}

enum result merge_store_standing(struct context *context, int64_t account, int64_t other, struct instant now, struct merge_standing *row)
{
    return database_one(context, &standing, PARAMETERS(account, now, other), row);
}

enum result merge_store_has(struct context *context, int64_t account, int64_t into, struct list *list)
{
    return database_all(context, &has, PARAMETERS(account, into), MERGE_ITEMS_MOST, list);
}

enum result merge_store_add(struct context *context, int64_t from, int64_t into, struct instant now, struct instant undo_until, int64_t *merge)
{
    return database_integer(context, &add, PARAMETERS(from, into, now, undo_until), merge);
}

enum result merge_store_add_item(struct context *context, int64_t merge, int64_t number, const struct merge_item *item)
{
    return database_run(context, &add_item,
                        PARAMETERS(merge, number, OPTIONAL(item->mailbox_id), OPTIONAL(item->record_id), item->bound, item->since, item->means, OPTIONAL(item->account_id), OPTIONAL(item->unbinding_id)), NULL);
}

enum result merge_store_add_last(struct context *context, int64_t merge, const struct merge_item *item)
{
    return database_run(context, &add_last, PARAMETERS(merge, OPTIONAL(item->mailbox_id), OPTIONAL(item->record_id), item->bound, item->since, item->means), NULL);
}

enum result merge_store_items(struct context *context, int64_t merge, struct list *list)
{
    return database_all(context, &items, PARAMETERS(merge), MERGE_ITEMS_MOST, list);
}

enum result merge_store_one_with(struct context *context, int64_t account, struct instant at, struct list *ids)
{
    return database_all(context, &one_with, PARAMETERS(account, at, (int64_t)ONE_MOST), ONE_MOST, ids);
}

enum result merge_store_went_back(struct context *context, int64_t account, int64_t mailbox, int64_t record, struct instant at, int64_t *to)
{
    enum result found = database_integer(context, &went_back, PARAMETERS(account, mailbox, record, at), to);
    if (found == RESULT_NONE) *to = account;
    return found < 0 ? found : RESULT_OK;
}

enum result merge_store_take(struct context *context, int64_t merge, struct merge_row *row)
{
    return database_one(context, &take, PARAMETERS(merge), row);
}

enum result merge_store_emptied(struct context *context, int64_t account, struct instant now, struct merge_row *row)
{
    return database_one(context, &emptied, PARAMETERS(account, now), row);
}

enum result merge_store_undone(struct context *context, int64_t merge, struct instant now)
{
    return database_run(context, &undone, PARAMETERS(merge, now), NULL);
}

enum result merge_store_unbinding(struct context *context, int64_t merge, bool *any)
{
    int64_t one;
    enum result found = database_integer(context, &unbinding, PARAMETERS(merge), &one);
    *any = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result merge_store_things(struct context *context, int64_t account, struct list *list)
{
    return database_all(context, &things, PARAMETERS(account), MERGE_ITEMS_MOST, list);
}

enum result merge_store_read(struct context *context, int64_t merge, struct merge_row *row)
{
    return database_one(context, &read_one, PARAMETERS(merge), row);
}

enum result merge_store_undo_things(struct context *context, int64_t merge, struct list *list)
{
    return database_all(context, &undo_things, PARAMETERS(merge), MERGE_ITEMS_MOST, list);
}

enum result merge_store_leaving(struct context *context, int64_t merge, struct list *list)
{
    return database_all(context, &leaving_again, PARAMETERS(merge), LEAVING_MOST, list);
}

enum result merge_store_waits(struct context *context, int64_t account, struct instant now, struct list *list)
{
    return database_all(context, &waits, PARAMETERS(account, now), WAITS_MOST, list);
}

enum result merge_store_views(struct context *context, int64_t account, struct list *list)
{
    return database_all(context, &views, PARAMETERS(account), VIEWS_MOST, list);
}

enum result merge_store_propose(struct context *context, int64_t merge, int64_t by, struct text reason, struct instant at)
{
    return database_run(context, &propose, PARAMETERS(merge, OPTIONAL(by), reason, at), NULL);
}

enum result merge_store_view(struct context *context, int64_t merge, struct association_merge_view *row)
{
    return database_one(context, &view, PARAMETERS((int64_t)0, merge), row);
}

enum result merge_store_to_undo(struct context *context, struct instant now, struct list *list)
{
    return database_all(context, &to_undo, PARAMETERS((int64_t)0, now), VIEWS_MOST, list);
}

enum result merge_store_proposed(struct context *context, struct instant now, struct association_merge_count *count)
{
    return database_one(context, &proposed, PARAMETERS(now), count);
}
