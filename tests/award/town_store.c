#include "award/town.h"

#include "base/file.h"
#include "outside/settings.h"

STATEMENT(add_account, NULL,
          "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
          " VALUES ($1, $1, $2, $3, '', '', 'CN', 'en', 'Asia/Shanghai', $4) RETURNING id");
STATEMENT(add_crowd, NULL,
          "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
          " WITH RECURSIVE crowd (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM crowd WHERE n < CAST($1 AS BIGINT))"
          " SELECT 'crowd' || n, 'crowd' || n, 'crowd' || n || '@example.org', '', '', '', 'CN', 'en', 'Asia/Shanghai', CAST($2 AS BIGINT) FROM crowd WHERE n > 0");
STATEMENT(add_provider, NULL, "INSERT INTO provider (name) VALUES ('pearson-vue') ON CONFLICT (name) DO NOTHING");
STATEMENT(the_provider, NULL, "SELECT id FROM provider WHERE name = 'pearson-vue'");
STATEMENT(the_exam, NULL, "SELECT id FROM exam WHERE code = $1");
STATEMENT(add_record, NULL,
          "INSERT INTO exam_record (provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state,"
          " first_name, last_name, native_first_name, native_last_name, country, site, validation_id, updated_at, file_id, line)"
          " VALUES ($1, $2, 'C1', $3, $4, 'en', $5, $6, '700', $7, $7, 'Wei', 'Zhang', '伟', '张', 'CN', 'S1', '', 0, 1, 1) RETURNING id");
STATEMENT(correct_record, NULL, "UPDATE exam_record SET grade = $2, state = $3 WHERE id = $1");
STATEMENT(readdress_record, NULL, "UPDATE exam_record SET mailbox_id = $2 WHERE id = $1");

STATEMENT(forget_names, NULL, "UPDATE exam_record SET first_name = '', last_name = '', native_first_name = '', native_last_name = ''");
STATEMENT(name_record, NULL, "UPDATE exam_record SET first_name = $2, last_name = $3, native_first_name = $4, native_last_name = $5 WHERE id = $1");
/* What the town itself has named: by nobody's name in particular, or by that of whoever had it before. */
STATEMENT(name_by_holders, NULL,
          "UPDATE exam_record SET first_name = w.name_latin, last_name = '', native_first_name = '', native_last_name = '' FROM (SELECT r.id, a.name_latin FROM exam_record r"
          " LEFT JOIN record_association s ON s.record_id = r.id LEFT JOIN association t ON t.mailbox_id = r.mailbox_id LEFT JOIN held_record h ON h.record_id = r.id"
          " JOIN account a ON a.id = COALESCE(s.account_id, t.account_id, h.account_id)) w WHERE w.id = exam_record.id AND w.name_latin NOT IN ('', TRIM(first_name || ' ' || last_name))"
          " AND (TRIM(first_name || ' ' || last_name) = 'Wei Zhang' OR EXISTS (SELECT 1 FROM account o WHERE o.name_latin = first_name))");
STATEMENT(name_account, NULL, "UPDATE account SET name_latin = $2, name_native = $3 WHERE id = $1");
STATEMENT(let_go, NULL, "DELETE FROM held_record WHERE record_id = $1 RETURNING account_id");
STATEMENT(hold, NULL, "INSERT INTO held_record (record_id, account_id) VALUES ($1, $2)");
STATEMENT(forget_due, NULL, "DELETE FROM due");
STATEMENT(meddle, NULL, "UPDATE certificate SET expiry_day = $2 WHERE id = $1");

/* What follows from the journal alone: the last word on each mailbox, and on each single record and account, and where each record belongs by them. */
#define LAST "WITH tie AS (SELECT j.mailbox_id, j.account_id FROM association_journal j WHERE j.act = 'associate' AND j.id = (SELECT MAX(l.id)" \
    " FROM association_journal l WHERE l.mailbox_id = j.mailbox_id)), word AS (SELECT j.record_id, j.account_id, j.act, j.means FROM association_journal j" \
    " WHERE j.id = (SELECT MAX(l.id) FROM association_journal l WHERE l.record_id = j.record_id AND l.account_id = j.account_id)), belongs AS (SELECT r.id, CASE WHEN w.account_id IS NOT NULL" \
    " THEN w.account_id WHEN b.account_id IS NOT NULL THEN NULL ELSE t.account_id END AS account_id FROM exam_record r" \
    " LEFT JOIN tie t ON t.mailbox_id = r.mailbox_id LEFT JOIN word w ON w.record_id = r.id AND w.act = 'associate'" \
    " LEFT JOIN word b ON b.record_id = r.id AND b.account_id = t.account_id AND b.means = 'forced') "
STATEMENT(not_replayed, NULL,
          LAST "SELECT (SELECT COUNT(*) FROM association t WHERE NOT EXISTS (SELECT 1 FROM tie j WHERE j.mailbox_id = t.mailbox_id AND j.account_id = t.account_id))"
               " + (SELECT COUNT(*) FROM tie j WHERE NOT EXISTS (SELECT 1 FROM association t WHERE t.mailbox_id = j.mailbox_id AND t.account_id = j.account_id))"
               " + (SELECT COUNT(*) FROM belongs b LEFT JOIN held_record h ON h.record_id = b.id WHERE COALESCE(b.account_id, 0) <> COALESCE(h.account_id, 0))");

int64_t town_account(struct town *town, const char *user_name, const char *mailbox, const char *name_latin)
{
    int64_t id;
    assert_ok(database_integer(town->context, &add_account, PARAMETERS(user_name, mailbox, name_latin, context_now(town->context)), &id));
    return id;
}

void town_crowd(struct town *town, int count)
{
    assert_ok(database_run(town->context, &add_crowd, PARAMETERS(count, context_now(town->context)), NULL));
}

struct delivering {
    struct town *town;
    const char *mailbox, *exam;
    struct day day;
    enum exam_grade grade;
    enum exam_state state;
    int64_t record;
};

static enum result deliver(struct context *context, void *data)
{
    struct delivering *delivering = data;
    int64_t provider, exam, mailbox = 0;
    struct text registration = text_printf(context->arena, "R%lld", (long long)++delivering->town->registrations);
    TRY(database_run(context, &add_provider, NO_PARAMETERS, NULL));
    TRY(database_integer(context, &the_provider, NO_PARAMETERS, &provider));
    if (database_integer(context, &the_exam, PARAMETERS(delivering->exam), &exam) != RESULT_OK) fail_msg("no such exam: %s", delivering->exam);
    if (delivering->mailbox) TRY(intake_mailbox(context, text_of(delivering->mailbox), &mailbox));
    TRY(database_integer(context, &add_record,
                         PARAMETERS(provider, registration, OPTIONAL(mailbox), exam, delivering->day, (int)delivering->grade, (int)delivering->state),
                         &delivering->record));
    return due_leave(context, "records-came", delivering->record, delivering->record, NO_INSTANT);
}

int64_t town_exam(struct town *town, const char *mailbox, const char *exam, const char *day, enum exam_grade grade, enum exam_state state)
{
    struct delivering delivering = {town, mailbox, exam, NO_DAY, grade, state, 0};
    if (!day_parse(text_of(day), &delivering.day)) fail_msg("no such day: %s", day);
    assert_ok(database_transaction(town->context, deliver, &delivering));
    return delivering.record;
}

struct correcting {
    int64_t record;
    int grade, state;
};

static enum result correct(struct context *context, void *data)
{
    struct correcting *correcting = data;
    TRY(database_run(context, &correct_record, PARAMETERS(correcting->record, correcting->grade, correcting->state), NULL));
    return due_leave(context, "record-changed", correcting->record, correcting->record, NO_INSTANT);
}

void town_correct(struct town *town, int64_t record, enum exam_grade grade, enum exam_state state)
{
    struct correcting correcting = {record, grade, state};
    assert_ok(database_transaction(town->context, correct, &correcting));
}

struct readdressing {
    int64_t record;
    const char *mailbox;
};

static enum result readdress(struct context *context, void *data)
{
    const struct readdressing *readdressing = data;
    int64_t mailbox;
    TRY(intake_mailbox(context, text_of(readdressing->mailbox), &mailbox));
    TRY(database_run(context, &readdress_record, PARAMETERS(readdressing->record, mailbox), NULL));
    return due_leave(context, "record-changed", readdressing->record, readdressing->record, NO_INSTANT);
}

void town_readdress(struct town *town, int64_t record, const char *mailbox)
{
    struct readdressing readdressing = {record, mailbox};
    assert_ok(database_transaction(town->context, readdress, &readdressing));
}

void town_forget_names(struct town *town)
{
    assert_ok(database_run(town->context, &forget_names, NO_PARAMETERS, NULL));
}

void town_name_record(struct town *town, int64_t record, const char *first, const char *last, const char *native_first, const char *native_last)
{
    assert_ok(database_run(town->context, &name_record, PARAMETERS(record, first, last, native_first, native_last), NULL));
}

void town_name_by_holders(struct town *town)
{
    assert_ok(database_run(town->context, &name_by_holders, NO_PARAMETERS, NULL));
}

void town_forget_due(struct town *town)
{
    assert_ok(database_run(town->context, &forget_due, NO_PARAMETERS, NULL));
}

struct moving {
    int64_t record, account;
    const char *name_latin, *name_native;
};

static enum result name_it(struct context *context, void *data)
{
    struct moving *moving = data;
    TRY(database_run(context, &name_account, PARAMETERS(moving->account, moving->name_latin, moving->name_native), NULL));
    return due_leave(context, "account-changed", moving->account, moving->account, NO_INSTANT);
}

void town_name(struct town *town, int64_t account, const char *name_latin, const char *name_native)
{
    struct moving moving = {0, account, name_latin, name_native};
    assert_ok(database_transaction(town->context, name_it, &moving));
}

static enum result move_it(struct context *context, void *data)
{
    struct moving *moving = data;
    int64_t account = moving->account;
    if (account) TRY(database_run(context, &hold, PARAMETERS(moving->record, account), NULL));
    else TRY(database_integer(context, &let_go, PARAMETERS(moving->record), &account));
    return due_leave(context, "account-changed", account, account, NO_INSTANT);
}

void town_let_go(struct town *town, int64_t record)
{
    struct moving moving = {record, 0, NULL, NULL};
    assert_ok(database_transaction(town->context, move_it, &moving));
}

void town_hold(struct town *town, int64_t record, int64_t account)
{
    struct moving moving = {record, account, NULL, NULL};
    assert_ok(database_transaction(town->context, move_it, &moving));
}

void town_meddle(struct town *town, int64_t certificate, const char *expiry)
{
    struct day day;
    assert_true(day_parse(text_of(expiry), &day));
    assert_ok(database_run(town->context, &meddle, PARAMETERS(certificate, day), NULL));
}

int64_t town_count(struct town *town, const char *what)
{
    static const struct {
        const char *name;
        struct statement statement;
    } counts[] = {
#define COUNT(NAME, SQL) {NAME, {NAME, NULL, SQL}}
        COUNT("associations", "SELECT COUNT(*) FROM association"),
        COUNT("held", "SELECT COUNT(*) FROM held_record"),
        COUNT("journal", "SELECT COUNT(*) FROM association_journal"),
        COUNT("requests", "SELECT COUNT(*) FROM association_request"),
        COUNT("completed", "SELECT COUNT(*) FROM association_request WHERE outcome = 'completed'"),
        COUNT("too late", "SELECT COUNT(*) FROM association_request WHERE outcome = 'too-late'"),
        COUNT("letters", "SELECT COUNT(*) FROM letter"),
        COUNT("letters with a gap", "SELECT COUNT(*) FROM letter WHERE text LIKE '%\n\n\n%'"), /* two empty lines together */
        COUNT("due", "SELECT COUNT(*) FROM due"),
        COUNT("certificates", "SELECT COUNT(*) FROM certificate"),
        COUNT("history", "SELECT COUNT(*) FROM certificate_journal"),
        COUNT("revisions", "SELECT COUNT(*) FROM certificate_revision"),
        COUNT("basis", "SELECT COUNT(*) FROM certificate_basis"),
        COUNT("unbindings", "SELECT COUNT(*) FROM unbinding"),
        COUNT("merged", "SELECT COUNT(*) FROM association_journal WHERE means = 'merge'"),
        COUNT("forced", "SELECT COUNT(*) FROM association_journal WHERE means = 'forced'"),
        COUNT("evaluations", "SELECT COUNT(*) FROM audit_journal WHERE act = 'award.evaluate'"),
        COUNT("acts", "SELECT COUNT(*) FROM audit_journal"),
    };
    int64_t count;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (!strcmp(counts[i].name, what)) {
            assert_ok(database_integer(town->context, &counts[i].statement, NO_PARAMETERS, &count));
            return count;
        }
    fail_msg("nothing is counted as %s", what);
    return -1;
}

void town_assert_journal_replays(struct town *town)
{
    int64_t wrong;
    assert_ok(database_integer(town->context, &not_replayed, NO_PARAMETERS, &wrong));
    assert_int_equal(wrong, 0);
}
