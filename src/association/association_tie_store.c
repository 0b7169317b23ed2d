#include "association/association_tie_store.h"

#include "outside/database.h"

struct integer_row {
    int64_t value;
};
RECORD(association_tie_integer_record, struct integer_row, FIELD(struct integer_row, value));
RECORD(association_tie_record, struct tie_row, FIELD(struct tie_row, account_id), FIELD(struct tie_row, since), FIELD(struct tie_row, means));
RECORD(association_moved_record, struct moved_row, FIELD(struct moved_row, record_id), FIELD(struct moved_row, account_id), FIELD(struct moved_row, rightful_id));

enum { BARRED_MOST = 1000 }; /* more accounts than one person has */

/* --- Who has what --- */

STATEMENT(tie_of, &association_tie_record, "SELECT account_id, since_at AS since, means FROM association WHERE mailbox_id = $1");
STATEMENT(mailbox_of, &association_tie_integer_record, "SELECT mailbox_id AS value FROM exam_record WHERE id = $1");
STATEMENT(account_with, &association_tie_integer_record, "SELECT account_id AS value FROM held_record WHERE record_id = $1");

/* --- Ties. The primary key decides who of many is first; the others wait for him and then find the row. --- */

STATEMENT(tie_mailbox, NULL, "INSERT INTO association (mailbox_id, account_id, since_at, means) VALUES ($1, $2, $3, $4) ON CONFLICT (mailbox_id) DO NOTHING");
/* A bar does not give way to what its account can do alone, the score report. */
STATEMENT(tie_record, NULL,
          "INSERT INTO record_association (record_id, account_id, bound, since_at, means) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), 1, CAST($3 AS BIGINT), CAST($4 AS TEXT)"
          " WHERE CAST($4 AS TEXT) <> 'score-report' OR NOT EXISTS (SELECT 1 FROM record_bar b WHERE b.record_id = $1 AND b.account_id = $2) ON CONFLICT (record_id) DO NOTHING");
STATEMENT(untie_mailbox, NULL, "DELETE FROM association WHERE mailbox_id = $1 AND account_id = $2");
STATEMENT(untie_record, NULL, "DELETE FROM record_association WHERE record_id = $1 AND account_id = $2");
STATEMENT(bar, NULL,
          "INSERT INTO record_bar (record_id, account_id, since_at, means) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT)"
          " WHERE NOT EXISTS (SELECT 1 FROM record_association t WHERE t.record_id = $1 AND (t.account_id = $2 OR CAST($5 AS BIGINT) = 0)) ON CONFLICT (record_id, account_id) DO UPDATE"
          " SET since_at = excluded.since_at, means = excluded.means WHERE CAST($5 AS BIGINT) = 0");
STATEMENT(bar_by, NULL,
          "INSERT INTO record_bar_by (record_id, account_id, unbinding_id) SELECT b.record_id, b.account_id, CAST($3 AS BIGINT) FROM record_bar b WHERE b.record_id = $1 AND b.account_id = $2 ON CONFLICT DO NOTHING");
STATEMENT(forget_all_by, NULL, "DELETE FROM record_bar_by WHERE record_id = $1 AND account_id = $2");
STATEMENT(forget_by, NULL, "DELETE FROM record_bar_by WHERE record_id = $1 AND account_id = $2 AND unbinding_id = $3");
STATEMENT(lift_bar, NULL,
          "DELETE FROM record_bar WHERE record_id = $1 AND account_id = $2 AND NOT EXISTS (SELECT 1 FROM record_bar_by y WHERE y.record_id = record_bar.record_id AND y.account_id = record_bar.account_id)");
STATEMENT(barred_by, &association_tie_integer_record, "SELECT account_id AS value FROM record_bar_by WHERE unbinding_id = $1 ORDER BY account_id");
/* After the tie: on one thing the journal's ids have the order in which it was tied and let go, also where many write at once. */
STATEMENT(journal, NULL,
          "INSERT INTO association_journal (at, act, account_id, mailbox_id, record_id, means, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7)");

/* --- Records follow --- */

/* The holder's rule: the account that is bound to the record; else the one that its mailbox is tied to, unless it is barred from that; else nobody. */
#define HOLDER "CASE WHEN t.account_id IS NOT NULL THEN t.account_id WHEN b.account_id IS NOT NULL THEN NULL ELSE a.account_id END"
#define TIES                                                                                                                                \
    " LEFT JOIN record_association t ON t.record_id = r.id LEFT JOIN association a ON a.mailbox_id = r.mailbox_id"                            \
    " LEFT JOIN record_bar b ON b.record_id = r.id AND b.account_id = a.account_id "
#define MOVED "SELECT r.id AS record_id, h.account_id, COALESCE(" HOLDER ", 0) AS rightful_id FROM exam_record r JOIN held_record h ON h.record_id = r.id" TIES
#define MOVED_END " AND h.account_id <> COALESCE(" HOLDER ", 0) ORDER BY r.id LIMIT "
STATEMENT(moved_of_mailbox, &association_moved_record, MOVED "WHERE r.mailbox_id = $1" MOVED_END "$2");
STATEMENT(moved_of_records, &association_moved_record, MOVED "WHERE r.id BETWEEN $1 AND $2" MOVED_END "$3");
STATEMENT(let_go, NULL, "DELETE FROM held_record WHERE record_id = $1 AND account_id = $2");

#define HOLD "INSERT INTO held_record (record_id, account_id) SELECT r.id, " HOLDER " FROM exam_record r" TIES
#define HOLD_END " AND " HOLDER " IS NOT NULL ORDER BY 2, 1 ON CONFLICT (record_id) DO NOTHING"
STATEMENT(hold_mailbox, NULL, HOLD "WHERE r.mailbox_id = $1" HOLD_END);
STATEMENT(hold_records, &association_tie_integer_record, HOLD "WHERE r.id BETWEEN $1 AND $2" HOLD_END " RETURNING record_id AS value");
/* CROSS JOIN: SQLite keeps this order, a walk along the new records. Inserted by account, so that its index is walked once, too. */
STATEMENT(hold_new, &association_tie_integer_record,
          "INSERT INTO held_record (record_id, account_id) SELECT r.id, a.account_id FROM exam_record r CROSS JOIN association a"
          " WHERE a.mailbox_id = r.mailbox_id AND r.id BETWEEN $1 AND $2 ORDER BY a.account_id, r.id ON CONFLICT (record_id) DO NOTHING RETURNING record_id AS value");
STATEMENT(any_tie, &association_tie_integer_record, "SELECT 1 AS value FROM association LIMIT 1");
STATEMENT(any_single, &association_tie_integer_record, "SELECT 1 AS value FROM record_association WHERE record_id BETWEEN $1 AND $2 UNION ALL SELECT 1 AS value FROM record_bar WHERE record_id BETWEEN $1 AND $2 LIMIT 1");

/* --- From the journal. The last words are found in one reading of it: asked for row by row, they cost a server that has no statistics yet a reading each. --- */

STATEMENT(forget_held, NULL, "DELETE FROM held_record");
STATEMENT(forget_single, NULL, "DELETE FROM record_association");
STATEMENT(forget_bars, NULL, "DELETE FROM record_bar");
STATEMENT(forget_ties, NULL, "DELETE FROM association");
#define DERIVED_TIES                                                                                                                        \
    "SELECT j.mailbox_id, j.account_id, j.at, j.means FROM (SELECT MAX(l.id) AS id FROM association_journal l WHERE l.mailbox_id IS NOT NULL GROUP BY l.mailbox_id) w" \
    " JOIN association_journal j ON j.id = w.id WHERE j.act = 'associate'"
/* The last word on a record and an account. */
#define LAST_OF_BOTH                                                                                                                        \
    "FROM (SELECT MAX(l.id) AS id FROM association_journal l WHERE l.record_id IS NOT NULL GROUP BY l.record_id, l.account_id) w JOIN association_journal j ON j.id = w.id "
#define DERIVED_SINGLE "SELECT j.record_id, j.account_id, 1, j.at, j.means " LAST_OF_BOTH "WHERE j.act = 'associate'"
#define DERIVED_BARS "SELECT j.record_id, j.account_id, j.at, j.means " LAST_OF_BOTH "WHERE j.means = 'forced'"
#define DERIVED_HELD "SELECT r.id, " HOLDER " FROM exam_record r" TIES "WHERE " HOLDER " IS NOT NULL"
STATEMENT(derive_ties, NULL, "INSERT INTO association (mailbox_id, account_id, since_at, means) " DERIVED_TIES);
STATEMENT(derive_single, NULL, "INSERT INTO record_association (record_id, account_id, bound, since_at, means) " DERIVED_SINGLE);
STATEMENT(derive_bars, NULL, "INSERT INTO record_bar (record_id, account_id, since_at, means) " DERIVED_BARS);
/* By which unbindings a bar stands, the journal does not say. */
STATEMENT(forget_barless, NULL, "DELETE FROM record_bar_by WHERE NOT EXISTS (SELECT 1 FROM record_bar b WHERE b.record_id = record_bar_by.record_id AND b.account_id = record_bar_by.account_id)");
STATEMENT(derive_held, NULL, "INSERT INTO held_record (record_id, account_id) " DERIVED_HELD " ORDER BY 2, 1");
/* How many mailboxes or records stand otherwise than they should, or should not stand at all, or are missing. */
#define DIFFER(KEY, TABLE, DERIVED)                                                                                                         \
    "SELECT COUNT(DISTINCT d." KEY ") FROM (SELECT * FROM (SELECT " TABLE " EXCEPT " DERIVED ") x UNION ALL SELECT * FROM (" DERIVED " EXCEPT SELECT " TABLE ") y) d"
STATEMENT(differ_ties, NULL, DIFFER("mailbox_id", "mailbox_id, account_id, since_at AS at, means FROM association", DERIVED_TIES));
STATEMENT(differ_single, NULL, DIFFER("record_id", "record_id, account_id, bound, since_at, means FROM record_association", DERIVED_SINGLE));
STATEMENT(differ_bars, NULL, DIFFER("record_id", "record_id, account_id, since_at AS at, means FROM record_bar", DERIVED_BARS));
STATEMENT(differ_held, NULL, DIFFER("id", "record_id AS id, account_id FROM held_record", DERIVED_HELD));
STATEMENT(count_ties, NULL, "SELECT COUNT(*) FROM association");
STATEMENT(count_single, NULL, "SELECT COUNT(*) FROM record_association");
STATEMENT(count_bars, NULL, "SELECT COUNT(*) FROM record_bar");
STATEMENT(count_held, NULL, "SELECT COUNT(*) FROM held_record");

/* By force the account lost the record, or the mailbox under which it hangs, and has not got that back since (a bar that is lifted is a step on
 * the record, too). What other accounts did with it meanwhile changes nothing, nor that the account let go later the mailbox of a record that it was
 * barred from. */
#define LEFT_BY_FORCE(LEAVER, RECORD)                                                                                                                   \
    "SELECT d.id AS value FROM exam_record r JOIN association_journal d ON " LEAVER "d.act = 'disassociate' AND d.means = 'forced'"                      \
    " AND (d.record_id = r.id OR d.mailbox_id = r.mailbox_id) WHERE r.id = " RECORD " AND NOT EXISTS (SELECT 1 FROM association_journal b"               \
    " WHERE b.account_id = d.account_id AND b.id > d.id AND (b.record_id = r.id OR (b.act = 'associate' AND b.mailbox_id = d.mailbox_id))) LIMIT 1"
STATEMENT(left_by_force, &association_tie_integer_record, LEFT_BY_FORCE("d.account_id = $1 AND ", "$2"));
STATEMENT(left_somebody_by_force, &association_tie_integer_record, LEFT_BY_FORCE("", "$1"));

enum result association_store_tie_of(struct context *context, int64_t mailbox, struct tie_row *row)
{
    return database_one(context, &tie_of, PARAMETERS(mailbox), row);
}

enum result association_store_mailbox_of(struct context *context, int64_t record, int64_t *mailbox)
{
    return database_integer(context, &mailbox_of, PARAMETERS(record), mailbox);
}

enum result association_store_account_with(struct context *context, int64_t record, int64_t *account)
{
    return database_integer(context, &account_with, PARAMETERS(record), account);
}

static enum result change_one(struct context *context, const struct statement *statement, struct parameters parameters, bool *made)
{
    int64_t changed;
    TRY(database_run(context, statement, parameters, &changed));
    *made = changed == 1;
    return RESULT_OK;
}

enum result association_store_tie_mailbox(struct context *context, int64_t mailbox, int64_t account, const char *means, struct instant now, bool *made)
{
    return change_one(context, &tie_mailbox, PARAMETERS(mailbox, account, now, means), made);
}

enum result association_store_tie_record(struct context *context, int64_t record, int64_t account, const char *means, struct instant now, bool *made)
{
    return change_one(context, &tie_record, PARAMETERS(record, account, now, means), made);
}

enum result association_store_untie_mailbox(struct context *context, int64_t mailbox, int64_t account, bool *made)
{
    return change_one(context, &untie_mailbox, PARAMETERS(mailbox, account), made);
}

enum result association_store_untie_record(struct context *context, int64_t record, int64_t account, bool *made)
{
    return change_one(context, &untie_record, PARAMETERS(record, account), made);
}

enum result association_store_bar(struct context *context, int64_t record, int64_t account, const char *means, struct instant now, bool whoever_has_it, bool *made)
{
    return change_one(context, &bar, PARAMETERS(record, account, now, means, whoever_has_it), made);
}

enum result association_store_bar_by(struct context *context, int64_t record, int64_t account, int64_t unbinding)
{
    return database_run(context, &bar_by, PARAMETERS(record, account, unbinding), NULL);
}

enum result association_store_lift_bar(struct context *context, int64_t record, int64_t account)
{
    TRY(database_run(context, &forget_all_by, PARAMETERS(record, account), NULL));
    return database_run(context, &lift_bar, PARAMETERS(record, account), NULL);
}

enum result association_store_lift_bar_by(struct context *context, int64_t record, int64_t account, int64_t unbinding, bool *made, bool *lifted)
{
    TRY(change_one(context, &forget_by, PARAMETERS(record, account, unbinding), made));
    TRY(change_one(context, &lift_bar, PARAMETERS(record, account), lifted));
    *made |= *lifted;
    return RESULT_OK;
}

enum result association_store_barred_by(struct context *context, int64_t unbinding, struct list *accounts)
{
    return database_all(context, &barred_by, PARAMETERS(unbinding), BARRED_MOST, accounts);
}

enum result association_store_journal(struct context *context, const char *act, struct association_thing thing, int64_t account, const char *means, int64_t request,
                                      struct instant now)
{
    return database_run(context, &journal, PARAMETERS(now, act, account, OPTIONAL(thing.mailbox), OPTIONAL(thing.record), means, OPTIONAL(request)), NULL);
}

enum result association_store_moved_of_mailbox(struct context *context, int64_t mailbox, struct list *rows)
{
    return database_all(context, &moved_of_mailbox, PARAMETERS(mailbox, (int64_t)ASSOCIATION_MOVED_MOST), ASSOCIATION_MOVED_MOST, rows);
}

enum result association_store_moved_of_records(struct context *context, int64_t first, int64_t last, struct list *rows)
{
    return database_all(context, &moved_of_records, PARAMETERS(first, last, (int64_t)ASSOCIATION_MOVED_MOST), ASSOCIATION_MOVED_MOST, rows);
}

enum result association_store_let_go(struct context *context, int64_t record, int64_t account)
{
    return database_run_ahead(context, &let_go, PARAMETERS(record, account));
}

enum result association_store_hold_mailbox(struct context *context, int64_t mailbox, int64_t *held)
{
    return database_run(context, &hold_mailbox, PARAMETERS(mailbox), held);
}

enum result association_store_hold_records(struct context *context, int64_t first, int64_t last, struct list *came)
{
    return database_all(context, &hold_records, PARAMETERS(first, last), (size_t)(last - first) + 1, came);
}

enum result association_store_hold_new(struct context *context, int64_t first, int64_t last, struct list *came)
{
    return database_all(context, &hold_new, PARAMETERS(first, last), (size_t)(last - first) + 1, came);
}

static enum result exists(struct context *context, const struct statement *statement, struct parameters parameters, bool *any)
{
    int64_t one;
    enum result found = database_integer(context, statement, parameters, &one);
    *any = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}

enum result association_store_any(struct context *context, bool *any)
{
    return exists(context, &any_tie, NO_PARAMETERS, any);
}

enum result association_store_any_single(struct context *context, int64_t first, int64_t last, bool *any)
{
    return exists(context, &any_single, PARAMETERS(first, last), any);
}

enum result association_store_rebuild(struct context *context, struct association_rebuilt *rebuilt)
{
    int64_t bars;
    /* Each of what was derived before it. */
    const struct {
        const struct statement *differ, *forget, *derive, *count;
        int64_t *into;
    } steps[] = {{&differ_ties, &forget_ties, &derive_ties, &count_ties, &rebuilt->mailboxes},
                 {&differ_single, &forget_single, &derive_single, &count_single, &rebuilt->records},
                 {&differ_bars, &forget_bars, &derive_bars, &count_bars, &bars},
                 {&differ_held, &forget_held, &derive_held, &count_held, &rebuilt->held}};
    rebuilt->differed = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int64_t differed;
        TRY(database_integer(context, steps[i].differ, NO_PARAMETERS, &differed));
        rebuilt->differed += differed;
        TRY(database_run(context, steps[i].forget, NO_PARAMETERS, NULL));
        TRY(database_run(context, steps[i].derive, NO_PARAMETERS, NULL));
        TRY(database_integer(context, steps[i].count, NO_PARAMETERS, steps[i].into));
    }
    TRY(database_run(context, &forget_barless, NO_PARAMETERS, NULL));
    return RESULT_OK;
}

enum result association_store_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced)
{
    int64_t step;
    enum result found = account ? database_integer(context, &left_by_force, PARAMETERS(account, record), &step) : database_integer(context, &left_somebody_by_force, PARAMETERS(record), &step);
    *forced = found == RESULT_OK;
    return found < 0 ? found : RESULT_OK;
}
