#include "association/association_unbinding_store.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct unbinding_row
RECORD(unbinding_row_record, RECORDED, F(id), F(case_id), F(account_id), F(mailbox_id), F(record_id), F(claimant_id), F(claimant_by), F(lost_case_id), F(cause), F(state), F(reason), F(answer_to), F(answer_language), F(opened),
       F(counted_from), F(act), F(working_days), F(own_tie), F(done_at), F(undo_until));
#undef RECORDED
#define RECORDED struct unbinding_thing
RECORD(unbinding_thing_record, RECORDED, F(address), F(exam_code), F(registration_id), F(exam_day));
#undef RECORDED
#define RECORDED struct registered_row
RECORD(unbinding_registered_record, RECORDED, F(record_id), F(provider));
#undef RECORDED
#define RECORDED struct unbinding_view_row
RECORD(unbinding_view_row_record, RECORDED, F(id), F(case_id), F(account_id), F(mailbox_id), F(record_id), F(claimant_id), F(claimant_by), F(case_number), F(account), F(claimant), F(answer_to), F(address),
       F(exam_code), F(registration_id), F(cause), F(state), F(reason), F(lost_case), F(exam_day), F(act), F(counted_from), F(due), F(opened), F(done_at), F(undo_until), F(second));
#undef RECORDED
#define RECORDED struct unbinding_claim_row
RECORD(unbinding_claim_row_record, RECORDED, F(record_id), F(claimant_by), F(address), F(exam_code), F(registration_id), F(cause), F(state), F(reason), F(exam_day), F(act), F(counted_from), F(due), F(ended), F(has), F(let_go));
#undef RECORDED
#define RECORDED struct identity_row
RECORD(unbinding_identity_record, RECORDED, F(account_id), F(record_id), F(provider_id), F(name_latin), F(name_native), F(candidate_id), F(first_name), F(last_name),
       F(native_first_name), F(native_last_name), F(judged));
#undef RECORDED
#define RECORDED struct name_granted_row
RECORD(unbinding_name_granted_record, RECORDED, F(account_id), F(wish), F(merged));
#undef RECORDED

RECORD(unbinding_disputed_record, struct unbinding_disputed, FIELD(struct unbinding_disputed, account_id), FIELD(struct unbinding_disputed, record_id));
#define RECORDED struct unbinding_stays
RECORD(unbinding_stays_record, RECORDED, F(exam_code), F(registration_id), F(exam_day), F(case_number), F(holder_id), F(holder));
#undef RECORDED

struct id_row {
    int64_t id;
};
RECORD(unbinding_id_record, struct id_row, FIELD(struct id_row, id));
struct letters_row {
    struct text address;
    bool other;
};
RECORD(unbinding_letters_record, struct letters_row, FIELD(struct letters_row, address), FIELD(struct letters_row, other));
struct number_row {
    struct text number;
};
RECORD(unbinding_number_record, struct number_row, FIELD(struct number_row, number));
RECORD(unbinding_single_record, struct tie_row, FIELD(struct tie_row, account_id), FIELD(struct tie_row, since), FIELD(struct tie_row, means));

RECORD(unbinding_count_record, struct unbinding_count, FIELD(struct unbinding_count, waiting), FIELD(struct unbinding_count, overdue), FIELD(struct unbinding_count, oldest));

#define NOT_OVER "state IN ('running', 'paused', 'objected')"
#define ROW "id, case_id, account_id, mailbox_id, record_id, claimant_id, claimant_by, lost_case_id, cause, state, reason, COALESCE(answer_to, '') AS answer_to, COALESCE(answer_language, '') AS answer_language, opened_at AS opened, from_day AS counted_from, act_day AS act, working_days, own_tie, done_at, undo_until_at AS undo_until"
/* An update that changes nothing: on PostgreSQL it locks the row and sees what the one before has written. */
STATEMENT(take, &unbinding_row_record, "UPDATE unbinding SET state = state WHERE id = $1 RETURNING " ROW);
STATEMENT(read_one, &unbinding_row_record, "SELECT " ROW " FROM unbinding WHERE id = $1");
STATEMENT(open_one, &unbinding_row_record,
          "SELECT " ROW " FROM unbinding WHERE (mailbox_id = $1 OR record_id = $2) AND " NOT_OVER);
STATEMENT(other_claim, &unbinding_id_record,
          "SELECT u.id FROM unbinding u LEFT JOIN exam_record r ON r.id = u.record_id WHERE u." NOT_OVER " AND u.claimant_id <> $3"
          " AND (r.mailbox_id = $1 OR u.mailbox_id = (SELECT mailbox_id FROM exam_record WHERE id = $2)) LIMIT 1");
STATEMENT(gone, &unbinding_id_record,
          "SELECT u.id FROM unbinding u WHERE (CAST($1 AS BIGINT) = 0 OR u.account_id = $1) AND u." NOT_OVER
          " AND NOT EXISTS (SELECT 1 FROM association t WHERE t.mailbox_id = u.mailbox_id AND t.account_id = u.account_id)"
          " AND NOT EXISTS (SELECT 1 FROM held_record h WHERE h.record_id = u.record_id AND h.account_id = u.account_id) ORDER BY u.id LIMIT $2");
STATEMENT(claimed, &unbinding_id_record, "SELECT u.id FROM unbinding u WHERE u.account_id = $1 AND " UNBINDING_CLAIMED_BY("$2") " AND u." NOT_OVER " ORDER BY u.id LIMIT $3");
/* Under way, or staff have found that it is his. What ended with the record leaving says nothing of its coming back. */
#define JUDGED                                                                                                                  \
    "(u." NOT_OVER " OR (u.cause = 'identity' AND (u.state = 'undone' OR (u.state = 'dropped' AND EXISTS (SELECT 1 FROM case_file d" \
    " WHERE d.id = u.case_id AND d.outcome = 'refused')))))"
/* Or they have given it to him themselves, with its evidence before them, also from another account. */
#define GIVEN                                                                                                           \
    "SELECT s.record_id AS id FROM record_association s WHERE (s.means = 'case' OR (s.means = 'unbinding' AND EXISTS (SELECT 1 FROM unbinding g WHERE g.record_id = s.record_id" \
    " AND g.claimant_id = s.account_id AND g.state = 'done' AND g.lost_case_id IS NOT NULL)))"
STATEMENT(judged, &unbinding_id_record,
          "SELECT u.id FROM unbinding u WHERE u.account_id = $1 AND u.record_id = $2 AND " JUDGED " UNION ALL " GIVEN " AND s.account_id = $1 AND s.record_id = $2 LIMIT 1");
STATEMENT(came_to, &unbinding_id_record,
          "SELECT j.account_id AS id FROM association_journal j WHERE (j.mailbox_id = $1 OR j.record_id = $2) AND j.act = 'associate' AND j.means = 'unbinding' AND NOT EXISTS (SELECT 1 FROM association_journal l"
          " WHERE (l.mailbox_id = $1 OR l.record_id = $2) AND l.id > j.id AND l.act = 'associate' AND l.means NOT IN ('merge', 'merge-undo'))");
#define REFUSED "u.state = 'dropped' AND EXISTS (SELECT 1 FROM case_file d WHERE d.id = u.case_id AND d.outcome = 'refused')"
#define THIS "(u.mailbox_id = $1 OR u.record_id = $2)"
STATEMENT(decided, &unbinding_id_record,
          "SELECT u.id FROM unbinding u WHERE " THIS " AND ((CAST($3 AS BIGINT) = 0 AND u.account_id = $4) OR " UNBINDING_CLAIMED_BY("$3") ") AND (u.state = 'undone' OR (" REFUSED "))"
          " UNION ALL SELECT u.id FROM unbinding u WHERE " THIS " AND u.state = 'done' AND u.account_id = $3 AND EXISTS (SELECT 1 FROM case_file d WHERE d.id = u.case_id AND d.outcome = 'granted')"
          " UNION ALL SELECT 0 AS id FROM record_bar b WHERE b.record_id = $2 AND b.account_id = $3"
          " UNION ALL SELECT 0 AS id FROM record_association s WHERE s.record_id = $2 AND s.account_id = $4 AND " ASSOCIATION_CAME_BY("s.record_id = j.record_id", "'case', 'undo'")
          " UNION ALL SELECT u.id FROM unbinding u WHERE u.record_id = $2 AND u.state = 'done' AND u.lost_case_id IS NOT NULL AND " UNBINDING_CLAIMED_BY("$4")
          " ORDER BY 1 DESC LIMIT 1");
STATEMENT(question, &unbinding_id_record,
          "SELECT id FROM case_file WHERE kind = 'question' AND state < 5 AND COALESCE(account_id, 0) = $1 AND COALESCE(mailbox_id, 0) = $2 AND COALESCE(record_id, 0) = $3 LIMIT 1");
STATEMENT(add, &unbinding_id_record,
          "INSERT INTO unbinding (case_id, account_id, mailbox_id, record_id, claimant_id, cause, state, reason, opened_at, from_day, working_days, act_day, lost_case_id)"
          " VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id");
STATEMENT(set_claimant, NULL, "UPDATE unbinding SET claimant_id = $2, claimant_by = $3 WHERE id = $1");
STATEMENT(prove, NULL, "UPDATE unbinding SET cause = CASE WHEN cause = 'staff' THEN 'owner' ELSE cause END, claimant_by = NULL WHERE id = $1");
STATEMENT(set_lost_case, NULL, "UPDATE unbinding SET lost_case_id = $2 WHERE id = $1");
STATEMENT(answer, NULL, "UPDATE unbinding SET answer_to = $2, answer_language = $3 WHERE id = $1");
STATEMENT(set_clock, NULL, "UPDATE unbinding SET state = $2, from_day = $3, working_days = $4, act_day = $5 WHERE id = $1");
STATEMENT(drop, NULL, "UPDATE unbinding SET state = 'dropped' WHERE id = $1");
STATEMENT(done, NULL, "UPDATE unbinding SET state = 'done', own_tie = $2, done_at = $3, undo_until_at = $4 WHERE id = $1");
STATEMENT(undone, NULL, "UPDATE unbinding SET state = 'undone', undone_at = $2 WHERE id = $1");
STATEMENT(single, &unbinding_single_record, "SELECT account_id, since_at AS since, means FROM record_association WHERE record_id = $1");

STATEMENT(thing_mailbox, &unbinding_thing_record, "SELECT address, '' AS exam_code, '' AS registration_id, NULL AS exam_day FROM mailbox WHERE id = $1");
STATEMENT(thing_record, &unbinding_thing_record,
          "SELECT COALESCE(m.address, '') AS address, e.code AS exam_code, r.registration_id, r.exam_day FROM exam_record r JOIN exam e ON e.id = r.exam_id"
          " LEFT JOIN mailbox m ON m.id = r.mailbox_id WHERE r.id = $1");
STATEMENT(letters_to, &unbinding_letters_record,
          "SELECT m.address, CASE WHEN m.id = $2 THEN 0 ELSE 1 END AS other FROM association t JOIN mailbox m ON m.id = t.mailbox_id JOIN account a ON a.id = t.account_id"
          " WHERE t.account_id = $1 ORDER BY CASE WHEN m.id = $2 THEN 2 WHEN m.address = a.mailbox THEN 0 ELSE 1 END, t.since_at, m.id LIMIT 1");
STATEMENT(reads_it, &unbinding_id_record,
          "SELECT q.id FROM association_request q JOIN exam_record r ON r.id = q.record_id AND r.mailbox_id = q.letter_mailbox_id"
          " WHERE q.account_id = $1 AND q.record_id = $2 AND q.purpose = 'dispute' AND q.outcome = 'completed' LIMIT 1");

STATEMENT(registered, &unbinding_registered_record,
          "SELECT p.name AS provider, (SELECT MAX(r.id) FROM exam_record r WHERE r.provider_id = p.id AND r.registration_id = $1) AS record_id FROM provider p WHERE (CAST($2 AS TEXT) = '' OR p.name = $2)"
          " AND EXISTS (SELECT 1 FROM exam_record r WHERE r.provider_id = p.id AND r.registration_id = $1) ORDER BY p.name LIMIT $3");
STATEMENT(closed_case, &unbinding_id_record, "SELECT id FROM case_file WHERE id = $1 AND state = 5");
STATEMENT(number_of_case, &unbinding_number_record, "SELECT number FROM case_file WHERE id = $1");
STATEMENT(number_for, &unbinding_number_record, "SELECT number FROM case_file WHERE id = $1 AND account_id IN " ACCOUNT_AND_MERGED("$2"));
struct due_row {
    struct day due;
};
RECORD(unbinding_due_record, struct due_row, FIELD(struct due_row, due));
STATEMENT(case_due, &unbinding_due_record, "SELECT due_day AS due FROM case_file WHERE id = $1");
STATEMENT(case_of, &unbinding_id_record, "SELECT case_id AS id FROM unbinding WHERE id = $1");

/* Barred from the account, or bound to another. */
STATEMENT(staying, &unbinding_stays_record,
          "SELECT e.code AS exam_code, r.registration_id, r.exam_day, COALESCE((SELECT c.number FROM unbinding u JOIN case_file c ON c.id = u.case_id WHERE u.account_id = $2 AND u.record_id = r.id"
          " AND u.state = 'done' ORDER BY u.id DESC LIMIT 1), '') AS case_number, t.account_id AS holder_id, COALESCE(a.user_name, '') AS holder FROM exam_record r JOIN exam e ON e.id = r.exam_id"
          " LEFT JOIN record_association t ON t.record_id = r.id AND t.account_id <> $2 LEFT JOIN account a ON a.id = t.account_id WHERE r.mailbox_id = $1"
          " AND (t.account_id IS NOT NULL OR EXISTS (SELECT 1 FROM record_bar b WHERE b.record_id = r.id AND b.account_id = $2)) ORDER BY r.exam_day, r.id LIMIT $3");
STATEMENT(count_mailbox, &unbinding_id_record, "SELECT COUNT(*) AS id FROM exam_record WHERE mailbox_id = $1");
STATEMENT(gave_to_claimant, &unbinding_number_record,
          "SELECT c.number FROM unbinding u JOIN case_file c ON c.id = u.case_id WHERE u.account_id = $2 AND u.id <> $1 AND u.state = 'done' AND u.claimant_id IS NOT NULL"
          " AND (u.record_id = $3 OR u.mailbox_id = $4) ORDER BY u.id DESC LIMIT 1");

#define VIEW                                                                                                                                              \
    "SELECT u.id, u.case_id, u.account_id, u.mailbox_id, u.record_id, u.claimant_id, u.claimant_by, c.number AS case_number, a.user_name AS account,"                    \
    " COALESCE(o.user_name, '') AS claimant, COALESCE(u.answer_to, '') AS answer_to, COALESCE(m.address, '') AS address, COALESCE(e.code, '') AS exam_code,"                                      \
    " COALESCE(r.registration_id, '') AS registration_id, u.cause, u.state, u.reason, COALESCE(d.number, '') AS lost_case, r.exam_day, u.act_day AS act, u.from_day AS counted_from, c.due_day AS due," \
    " u.opened_at AS opened, u.done_at, u.undo_until_at AS undo_until, CASE WHEN c.state = 4 THEN 1 ELSE 0 END AS second FROM unbinding u JOIN case_file c ON c.id = u.case_id JOIN account a ON a.id = u.account_id"                          \
    " LEFT JOIN account o ON o.id = u.claimant_id LEFT JOIN case_file d ON d.id = u.lost_case_id LEFT JOIN exam_record r ON r.id = u.record_id LEFT JOIN exam e ON e.id = r.exam_id" \
    " LEFT JOIN mailbox m ON m.id = COALESCE(u.mailbox_id, r.mailbox_id) "
STATEMENT(view, &unbinding_view_row_record, VIEW "WHERE c.number = $1");
#define NEXT_ACT " ORDER BY CASE WHEN u.state = 'objected' THEN 0 ELSE 1 END, u.act_day, u.id LIMIT $2"
STATEMENT(views_not_over, &unbinding_view_row_record, VIEW "WHERE u." NOT_OVER " AND u.account_id = $1" NEXT_ACT);
/* Of the account; of another, with which it was one then, whose unbinding bars it from the record, or has taken the mailbox that a merge had brought there. */
#define LEFT_ITSELF                                                                                                                                        \
    "(SELECT o.id FROM unbinding o WHERE o.account_id IN " ACCOUNT_AND_MERGED("$1") " UNION SELECT y.unbinding_id FROM record_bar_by y WHERE y.account_id = $1"   \
    " UNION SELECT o.id FROM account_merge g JOIN unbinding o ON o.account_id = g.into_id AND o.done_at >= g.at AND o.done_at <= g.undone_at"                \
    " JOIN account_merge_item i ON i.merge_id = g.id AND i.mailbox_id = o.mailbox_id WHERE g.from_id = $1)"
STATEMENT(views_left, &unbinding_view_row_record,
          VIEW "WHERE u.id IN " LEFT_ITSELF " AND u.state = 'done' AND NOT EXISTS (SELECT 1 FROM association t WHERE t.mailbox_id = u.mailbox_id AND t.account_id = $1)"
               " AND NOT EXISTS (SELECT 1 FROM held_record h WHERE h.record_id = u.record_id AND h.account_id = $1) AND NOT EXISTS (SELECT 1 FROM unbinding n WHERE n.account_id = u.account_id AND n.id > u.id"
               " AND n.state = 'done' AND (n.mailbox_id = u.mailbox_id OR n.record_id = u.record_id)) ORDER BY u.id DESC LIMIT $2");
/* An unbinding u takes the record x, which its account has, along: x itself, or its mailbox, unless x is bound to the account by itself. */
#define TAKES(RECORD_ID, MAILBOX_ID) \
    "(u.record_id = " RECORD_ID " OR (u.mailbox_id = " MAILBOX_ID " AND NOT EXISTS (SELECT 1 FROM record_association s WHERE s.record_id = " RECORD_ID ")))"
STATEMENT(views_holding, &unbinding_view_row_record,
          VIEW "JOIN certificate k ON k.account_id = u.account_id WHERE u." NOT_OVER " AND k.id = $1 AND (CAST($2 AS BIGINT) = 0 OR k.account_id = $2) AND EXISTS (SELECT 1 FROM certificate_basis b"
               " JOIN exam_record x ON x.id = b.record_id JOIN held_record h ON h.record_id = x.id WHERE b.certificate_id = k.id AND h.account_id = u.account_id AND " TAKES("x.id", "x.mailbox_id") ")"
               " ORDER BY u.act_day, u.id LIMIT $3");
/* From the unbindings, which are few, to their records: an evaluation of everybody asks, and is not to walk all that is held. */
#define DISPUTED(THING) \
    "SELECT h.account_id, h.record_id FROM unbinding u CROSS JOIN exam_record x CROSS JOIN held_record h WHERE " THING " AND h.record_id = x.id AND h.account_id = u.account_id AND u." NOT_OVER \
    " AND u.account_id BETWEEN $1 AND $2 AND (u.claimant_id IS NULL OR NOT " UNBINDING_CLAIMED_BY("$3") ") AND " TAKES("x.id", "x.mailbox_id")
STATEMENT(disputed, &unbinding_disputed_record, DISPUTED("x.id = u.record_id") " UNION " DISPUTED("x.mailbox_id = u.mailbox_id") " ORDER BY 1, 2");
/* What the desk's work counts, and lists: an unbinding that is done waits, too, while a second person is to undo it. */
#define WAITS(SHOW) "c.kind = 'unbinding' AND c.state < 5 AND CAST(" SHOW " AS BIGINT) IN (0, CASE WHEN u.state = 'objected' THEN 1 ELSE 2 END)"
STATEMENT(views_waiting, &unbinding_view_row_record, VIEW "WHERE (CAST($1 AS BIGINT) = 0 OR u.account_id = $1) AND " WAITS("$3") NEXT_ACT);
STATEMENT(count_waiting, &unbinding_count_record,
          "SELECT COUNT(*) AS waiting, CAST(SUM(CASE WHEN c.due_day < $2 THEN 1 ELSE 0 END) AS BIGINT) AS overdue, MIN(c.opened_at) AS oldest FROM case_file c"
          " JOIN unbinding u ON u.case_id = c.id WHERE " WAITS("$1"));
STATEMENT(claims, &unbinding_claim_row_record,
          "SELECT u.record_id, u.claimant_by, COALESCE(m.address, '') AS address, COALESCE(e.code, '') AS exam_code, COALESCE(r.registration_id, '') AS registration_id, u.cause, u.state,"
          " CASE WHEN c.state = 5 AND c.closed_by IS NOT NULL THEN c.reason ELSE '' END AS reason, r.exam_day, u.act_day AS act, u.from_day AS counted_from, c.due_day AS due, c.closed_at AS ended, CASE WHEN EXISTS (SELECT 1 FROM association t WHERE t.mailbox_id = u.mailbox_id AND t.account_id = $3)"
          " OR EXISTS (SELECT 1 FROM held_record h WHERE h.record_id = u.record_id AND h.account_id = $3) THEN 1 ELSE 0 END AS has,"
          " CASE WHEN EXISTS (SELECT 1 FROM association_journal j WHERE (j.record_id = u.record_id OR j.mailbox_id = COALESCE(u.mailbox_id, r.mailbox_id)) AND j.act = 'disassociate' AND j.at >= u.done_at"
          " AND j.account_id IN " ACCOUNT_AND_MERGED("$1") ") THEN 1 ELSE 0 END AS let_go"
          " FROM unbinding u JOIN case_file c ON c.id = u.case_id LEFT JOIN exam_record r ON r.id = u.record_id LEFT JOIN exam e ON e.id = r.exam_id"
          " LEFT JOIN mailbox m ON m.id = COALESCE(u.mailbox_id, r.mailbox_id) WHERE " UNBINDING_CLAIMED_BY("$1")
          " AND u.account_id NOT IN " ACCOUNT_AND_MERGED("$3") /* since a merge nobody else has it */
          " AND NOT EXISTS (SELECT 1 FROM unbinding n WHERE n.claimant_id = u.claimant_id"
          " AND n.id > u.id AND COALESCE(n.mailbox_id, 0) = COALESCE(u.mailbox_id, 0) AND COALESCE(n.record_id, 0) = COALESCE(u.record_id, 0)) ORDER BY u.id DESC LIMIT $2");
/* What is to leave the account with one mailbox, the mailbox itself first: in this order they are taken. */
STATEMENT(views_beside, &unbinding_view_row_record,
          VIEW "WHERE u." NOT_OVER " AND u.account_id = $2 AND (u.id = $1 OR m.id = (SELECT COALESCE(o.mailbox_id, b.mailbox_id) FROM unbinding o LEFT JOIN exam_record b ON b.id = o.record_id WHERE o.id = $1))"
          " ORDER BY CASE WHEN u.mailbox_id IS NULL THEN 1 ELSE 0 END, u.id LIMIT $3");
STATEMENT(all_views, &unbinding_view_row_record, VIEW "WHERE CAST($1 AS BIGINT) = 0 OR u.account_id = $1 ORDER BY u.id DESC LIMIT $2");
STATEMENT(views_claimed, &unbinding_view_row_record, VIEW "WHERE " UNBINDING_CLAIMED_BY("$1") " ORDER BY u.id DESC LIMIT $2");

#define CONFIRMED                                                                                     \
    "(EXISTS (SELECT 1 FROM certificate c WHERE c.account_id = h.account_id AND c.issued = 1)"         \
    " OR EXISTS (SELECT 1 FROM case_file f WHERE f.account_id = h.account_id AND f.kind = 'name' AND f.outcome = 'granted' AND f.state = 5))"
#define IDENTITY "SELECT a.id AS account_id, r.id AS record_id, r.provider_id, a.name_latin, a.name_native, r.candidate_id, r.first_name, r.last_name, r.native_first_name, r.native_last_name,"
STATEMENT(identities, &unbinding_identity_record,
          IDENTITY " CASE WHEN EXISTS (SELECT 1 FROM unbinding u WHERE u.account_id = h.account_id AND u.record_id = r.id AND " JUDGED ")"
          " OR EXISTS (" GIVEN " AND s.account_id = h.account_id AND s.record_id = r.id) THEN 1 ELSE 0 END AS judged"
          " FROM held_record h JOIN exam_record r ON r.id = h.record_id JOIN account a ON a.id = h.account_id WHERE h.account_id BETWEEN $1 AND $2"
          " AND " CONFIRMED " ORDER BY h.account_id, r.id DESC");
STATEMENT(last_holder, NULL, "SELECT COALESCE(MAX(account_id), 0) FROM held_record");
/* CROSS JOIN: SQLite keeps this order, a walk along the records that came. */
STATEMENT(other_names, &unbinding_identity_record,
          IDENTITY " 0 AS judged FROM held_record h CROSS JOIN exam_record r CROSS JOIN account a WHERE h.record_id BETWEEN $1 AND $2 AND r.id = h.record_id AND a.id = h.account_id"
          " AND NOT (r.first_name = '' AND r.last_name = '' AND r.native_first_name = '' AND r.native_last_name = '')"
          " AND LOWER(a.name_latin) NOT IN (LOWER(r.first_name || ' ' || r.last_name), LOWER(r.last_name || ' ' || r.first_name))"
          " AND (a.name_native = '' OR a.name_native NOT IN (r.native_last_name || r.native_first_name, r.native_last_name || ' ' || r.native_first_name, r.native_first_name || ' ' || r.native_last_name))"
          " AND " CONFIRMED " ORDER BY h.record_id");
STATEMENT(identities_with, &unbinding_identity_record,
          IDENTITY " 0 AS judged FROM account a JOIN exam_record r ON r.id = $2 WHERE a.id = $1 UNION ALL "
          IDENTITY " CASE WHEN h.account_id = $1 THEN 1 ELSE 0 END AS judged FROM held_record h JOIN exam_record r ON r.id = h.record_id JOIN account a ON a.id = $1"
          " WHERE h.account_id IN ($1, $3) AND r.id <> $2 UNION ALL "
          IDENTITY " 0 AS judged FROM exam_record r JOIN account a ON a.id = $1 WHERE r.mailbox_id = $4"
          " AND NOT EXISTS (SELECT 1 FROM held_record o WHERE o.record_id = r.id AND (CAST($5 AS BIGINT) = 0 OR o.account_id = $1)) AND NOT EXISTS (SELECT 1 FROM record_bar b WHERE b.record_id = r.id AND b.account_id = $1)"
          " ORDER BY judged, record_id DESC");
#define UNDONE "COALESCE(g.undone_at, 9223372036854775807)"
/* By the merges that were in force when it was granted, one into the next: `since` and `until`, as long as all of them were. */
STATEMENT(names_granted, &unbinding_name_granted_record,
          "WITH RECURSIVE merged (account_id, from_id, since, until) AS (SELECT g.into_id, g.from_id, g.at, " UNDONE " FROM account_merge g WHERE g.into_id BETWEEN $1 AND $2"
          " UNION SELECT m.account_id, g.from_id, CASE WHEN g.at > m.since THEN g.at ELSE m.since END, CASE WHEN " UNDONE " < m.until THEN " UNDONE " ELSE m.until END"
          " FROM merged m JOIN account_merge g ON g.into_id = m.from_id AND g.at <= m.until AND " UNDONE " >= m.since)"
          " SELECT account_id, wish, 0 AS merged FROM case_file WHERE kind = 'name' AND outcome = 'granted' AND state = 5 AND account_id BETWEEN $1 AND $2"
          " UNION ALL SELECT m.account_id, c.wish, 1 AS merged FROM merged m JOIN case_file c ON c.account_id = m.from_id AND c.closed_at BETWEEN m.since AND m.until"
          " WHERE c.kind = 'name' AND c.outcome = 'granted' AND c.state = 5 ORDER BY 1");

enum result unbinding_store_take(struct context *context, int64_t id, struct unbinding_row *row)
{
    return database_one(context, &take, PARAMETERS(id), row);
}

enum result unbinding_store_read(struct context *context, int64_t id, struct unbinding_row *row)
{
    return database_one(context, &read_one, PARAMETERS(id), row);
}

enum result unbinding_store_open_one(struct context *context, int64_t mailbox, int64_t record, struct unbinding_row *row)
{
    return database_one(context, &open_one, PARAMETERS(mailbox, record), row);
}

enum result unbinding_store_other_claim(struct context *context, int64_t mailbox, int64_t record, int64_t claimant, int64_t *other)
{
    enum result found = database_integer(context, &other_claim, PARAMETERS(mailbox, record, claimant), other);
    if (found == RESULT_NONE) *other = 0;
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_store_gone(struct context *context, int64_t account, size_t maximum, struct list *ids)
{
    return database_all(context, &gone, PARAMETERS(account, (int64_t)maximum), maximum, ids);
}

enum result unbinding_store_claimed(struct context *context, int64_t holder, int64_t claimant, size_t maximum, struct list *ids)
{
    return database_all(context, &claimed, PARAMETERS(holder, claimant, (int64_t)maximum), maximum, ids);
}

enum result unbinding_store_judged(struct context *context, int64_t account, int64_t record, bool *any)
{
    int64_t one;
    enum result found = database_integer(context, &judged, PARAMETERS(account, record), &one);
    *any = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_store_came_to(struct context *context, int64_t mailbox, int64_t record, int64_t *account)
{
    return database_integer(context, &came_to, PARAMETERS(mailbox, record), account);
}

enum result unbinding_store_decided(struct context *context, int64_t mailbox, int64_t record, int64_t claimant, int64_t holder, int64_t *earlier)
{
    return database_integer(context, &decided, PARAMETERS(mailbox, record, claimant, holder), earlier);
}

enum result unbinding_store_question(struct context *context, int64_t account, int64_t mailbox, int64_t record, bool *any)
{
    int64_t one;
    enum result found = database_integer(context, &question, PARAMETERS(account, mailbox, record), &one);
    *any = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_store_add(struct context *context, struct unbinding_row *row)
{
    return database_integer(context, &add,
                            PARAMETERS(row->case_id, row->account_id, OPTIONAL(row->mailbox_id), OPTIONAL(row->record_id), OPTIONAL(row->claimant_id), row->cause, row->reason,
                                       row->opened, row->counted_from, row->working_days, row->act, OPTIONAL(row->lost_case_id)),
                            &row->id);
}

enum result unbinding_store_set_claimant(struct context *context, int64_t id, int64_t claimant, int64_t by)
{
    return database_run(context, &set_claimant, PARAMETERS(id, claimant, OPTIONAL(by)), NULL);
}

enum result unbinding_store_prove(struct context *context, int64_t id)
{
    return database_run(context, &prove, PARAMETERS(id), NULL);
}

enum result unbinding_store_set_lost_case(struct context *context, int64_t id, int64_t lost_case)
{
    return database_run(context, &set_lost_case, PARAMETERS(id, lost_case), NULL);
}

enum result unbinding_store_set_clock(struct context *context, int64_t id, const char *state, struct day from, int64_t working_days, struct day act)
{
    return database_run(context, &set_clock, PARAMETERS(id, state, from, working_days, act), NULL);
}

enum result unbinding_store_answer(struct context *context, int64_t id, struct text mailbox, const char *language)
{
    return database_run(context, &answer, PARAMETERS(id, mailbox, language), NULL);
}

enum result unbinding_store_drop(struct context *context, int64_t id)
{
    return database_run(context, &drop, PARAMETERS(id), NULL);
}

enum result unbinding_store_done(struct context *context, int64_t id, bool own_tie, struct instant now, struct instant undo_until)
{
    return database_run(context, &done, PARAMETERS(id, own_tie, now, undo_until), NULL);
}

enum result unbinding_store_undone(struct context *context, int64_t id, struct instant now)
{
    return database_run(context, &undone, PARAMETERS(id, now), NULL);
}

enum result unbinding_store_single(struct context *context, int64_t record, struct tie_row *tie)
{
    return database_one(context, &single, PARAMETERS(record), tie);
}

enum result unbinding_store_thing(struct context *context, int64_t mailbox, int64_t record, struct unbinding_thing *thing)
{
    return record ? database_one(context, &thing_record, PARAMETERS(record), thing) : database_one(context, &thing_mailbox, PARAMETERS(mailbox), thing);
}

enum result unbinding_store_registered(struct context *context, struct text registration, struct text provider, size_t maximum, struct list *rows)
{
    return database_all(context, &registered, PARAMETERS(registration, provider, (int64_t)maximum), maximum, rows);
}

enum result unbinding_store_case_closed(struct context *context, int64_t id, bool *closed)
{
    int64_t one;
    enum result found = database_integer(context, &closed_case, PARAMETERS(id), &one);
    *closed = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

static enum result find_number(struct context *context, const struct statement *statement, int64_t id, struct text *number)
{
    struct number_row row;
    enum result found = database_one(context, statement, PARAMETERS(id), &row);
    if (found == RESULT_OK) *number = row.number;
    return found;
}

enum result unbinding_store_case_number(struct context *context, int64_t id, struct text *number)
{
    return find_number(context, &number_of_case, id, number);
}

enum result unbinding_store_case_number_for(struct context *context, int64_t id, int64_t account, struct text *number)
{
    struct number_row row;
    enum result found = database_one(context, &number_for, PARAMETERS(id, account), &row);
    *number = found == RESULT_OK ? row.number : TEXT("");
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_store_case_due(struct context *context, int64_t id, struct day *due)
{
    struct due_row row = {NO_DAY};
    enum result found = database_one(context, &case_due, PARAMETERS(id), &row);
    *due = found == RESULT_OK ? row.due : NO_DAY;
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_store_gave_to_claimant(struct context *context, const struct unbinding_row *but, int64_t mailbox, struct text *case_number)
{
    struct number_row row;
    enum result found = database_one(context, &gave_to_claimant, PARAMETERS(but->id, but->account_id, but->record_id, mailbox), &row);
    *case_number = found == RESULT_OK ? row.number : TEXT("");
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_store_stays(struct context *context, int64_t mailbox, int64_t account, struct list *stays, int64_t *all)
{
    TRY(database_integer(context, &count_mailbox, PARAMETERS(mailbox), all));
    return database_all(context, &staying, PARAMETERS(mailbox, account, (int64_t)UNBINDING_BESIDE_MOST), UNBINDING_BESIDE_MOST, stays);
}

enum result unbinding_store_case(struct context *context, int64_t id, int64_t *case_id)
{
    return database_integer(context, &case_of, PARAMETERS(id), case_id);
}

enum result unbinding_store_letters_to(struct context *context, int64_t account, int64_t but, struct text *address, bool *other)
{
    struct letters_row row;
    enum result found = database_one(context, &letters_to, PARAMETERS(account, but), &row);
    if (found != RESULT_OK) return found;
    *address = row.address;
    *other = row.other;
    return RESULT_OK;
}

enum result unbinding_store_reads(struct context *context, int64_t account, int64_t record, bool *reads)
{
    int64_t one;
    enum result found = database_integer(context, &reads_it, PARAMETERS(account, record), &one);
    *reads = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result unbinding_store_view(struct context *context, struct text case_number, struct unbinding_view_row *row)
{
    return database_one(context, &view, PARAMETERS(case_number), row);
}

enum result unbinding_store_claims(struct context *context, int64_t claimant, int64_t left, size_t maximum, struct list *rows)
{
    return database_all(context, &claims, PARAMETERS(claimant, (int64_t)maximum, left), maximum, rows);
}

enum result unbinding_store_count(struct context *context, bool objected, struct day today, struct unbinding_count *count)
{
    return database_one(context, &count_waiting, PARAMETERS((int64_t)(objected ? UNBINDINGS_OBJECTED : UNBINDINGS_OTHERS), today), count);
}

enum result unbinding_store_not_over(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &views_not_over, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result unbinding_store_holding(struct context *context, int64_t certificate, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &views_holding, PARAMETERS(certificate, account, (int64_t)maximum), maximum, rows);
}

enum result unbinding_store_each_disputed(struct context *context, int64_t first, int64_t last, int64_t but, database_each_function *each, void *data)
{
    return database_each(context, &disputed, PARAMETERS(first, last, but), each, data);
}

enum result unbinding_store_left(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &views_left, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result unbinding_store_beside(struct context *context, int64_t id, int64_t account, struct list *rows)
{
    return database_all(context, &views_beside, PARAMETERS(id, account, (int64_t)UNBINDING_BESIDE_MOST), UNBINDING_BESIDE_MOST, rows);
}

enum result unbinding_store_views(struct context *context, enum unbinding_show show, int64_t account, size_t maximum, struct list *rows)
{
    if (show == UNBINDINGS_ALL) return database_all(context, &all_views, PARAMETERS(account, (int64_t)maximum), maximum, rows);
    return database_all(context, &views_waiting, PARAMETERS(account, (int64_t)maximum, (int64_t)show), maximum, rows);
}

enum result unbinding_store_views_claimed(struct context *context, int64_t claimant, size_t maximum, struct list *rows)
{
    return database_all(context, &views_claimed, PARAMETERS(claimant, (int64_t)maximum), maximum, rows);
}

enum result unbinding_store_each_identity(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    return database_each(context, &identities, PARAMETERS(first, last), each, data);
}

enum result unbinding_store_each_other_name(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data)
{
    return database_each(context, &other_names, PARAMETERS(first_record, last_record), each, data);
}

enum result unbinding_store_each_identity_with(struct context *context, int64_t account, int64_t record, int64_t other, int64_t mailbox, bool held, database_each_function *each, void *data)
{
    return database_each(context, &identities_with, PARAMETERS(account, record, other, mailbox, held), each, data);
}

enum result unbinding_store_last_holder(struct context *context, int64_t *account)
{
    return database_integer(context, &last_holder, NO_PARAMETERS, account);
}

enum result unbinding_store_each_name_granted(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    return database_each(context, &names_granted, PARAMETERS(first, last), each, data);
}
