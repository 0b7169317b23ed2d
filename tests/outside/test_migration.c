/* A store that is in use moves on to a newer version: its rows are the same afterwards, and new ones come behind them. */
#include "support/support.h"

#include <string.h>

#include "base/buffer.h"
#include "base/encoding.h"
#include "letter/letter_store.h"
#include "outside/database_internal.h"
#include "outside/migration.h"

#define NOW "2026-02-13T08:00:00Z"

/* As they were written up to 0022. The first letter goes again, so that the numbers have a gap. */
static const char letters[] =
    "INSERT INTO letter (account_id, recipient, recipient_name, kind, language, subject, text, html, message_id, written_at) VALUES (1, 'gone@example.org', '', 'x', 'en', '', '', '', 'gone', 1);"
    "INSERT INTO letter (account_id, recipient, recipient_name, kind, language, subject, text, html, message_id, written_at) VALUES"
    " (NULL, 'waiting@example.org', '', 'activation', 'en', 'Waiting', 'Text ''quoted''', '<p>Text</p>', 'm-waiting', 1000),"
    " (1, 'sent@example.org', '张伟', 'certificate-issued', 'zh_CN', '证书', '正文', '<p>正文</p>', 'm-sent', -5),"
    " (1, 'claimed@example.net', 'Anna', 'question', 'en', 'Claimed', 'Text', '<p>', 'm-claimed', 9223372036854775807),"
    " (1, 'given-up@example.net', 'Anna', 'question', 'en', '', '', '', 'm-given-up', 7);"
    "DELETE FROM letter WHERE id = 1;";
static const struct statement insert_sealed = {
    "insert_sealed", NULL, "INSERT INTO letter (account_id, recipient, recipient_name, kind, language, subject, text, html, sealed, message_id, written_at) VALUES"
    " (1, 'sealed@example.org', 'Anna', 'forgotten', 'en', 'Sealed', '{{token}}', '<p>{{token}}</p>', $1, 'm-sealed', 8)"};
static const char deliveries[] =
    "INSERT INTO letter_delivery (letter_id, state, attempts, next_at, claim, queued_at, domain, answer, changed_at) VALUES"
    " (2, 1, 0, 1000, NULL, 1000, 'example.org', '', 1000), (3, 2, 1, NULL, NULL, 2, 'example.org', '250 taken', 3),"
    " (4, 1, 2, 5000, 'node-7', 4, 'example.net', '', 4), (5, 5, 12, NULL, NULL, 7, 'example.net', '451 later', 500), (6, 4, 0, NULL, NULL, 8, 'example.org', '', 9);";

/* Packages, mailed at 100 each; then who changed the address, and when. */
static const char packages[] =
    "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) VALUES ('anna', 'anna', 'anna@example.org', 'Anna', '', '', '', 'en', 'Asia/Shanghai', 1);"
    "INSERT INTO catalogue_version (loaded_at, loaded_by, sha256, text) VALUES (1, 'x', 'x', 'x');"
    "INSERT INTO certification (code) VALUES ('A'), ('B'), ('C'), ('D'), ('E');"
    "INSERT INTO certificate (number, certification_id, account_id, state, reason, state_day, exam_day, award_day, issue_day, expiry_day, provisional, revision, revision_day, name_latin, name_native, issued, code_serial,"
    " catalogue_version_id, basis_mark, made_at) SELECT 'N-' || code, id, 1, 2, '', 1, 1, 1, 1, NULL, 0, 1, 1, 'Anna', '', 1, 0, 1, 0, 1 FROM certification ORDER BY id;"
    "INSERT INTO package (number, certificate_id, account_id, state, revision, name_latin, name_native, country, address, applied_at, applied_day, approved_day, packed_day, from_day, earliest_day, due_day, provisional, dispatches)"
    " SELECT 'P-' || number, id, 1, 4, 1, 'Anna', '', 'CN', '{\"recipient\":\"Anna\",\"phone\":\"+861380013800' || CAST(id AS TEXT) || '\"}', 1, 1, 1, 1, 1, 1, 1, 0, 1 FROM certificate ORDER BY id;"
    "UPDATE package SET dispatches = 2 WHERE id = 2;"
    "UPDATE package SET address = '{\"recipient\":\"Anna\",\"phone\":\"+123\"}' WHERE id = 5;"
    "INSERT INTO package_dispatch (package_id, ordinal, carrier, express_number, from_day, due_day, packed_day, mailed_at, mailed_day) VALUES"
    " (1, 1, 'sf', 'SF1', 1, 1, 1, 100, 1), (2, 1, 'sf', 'SF2', 1, 1, 1, 50, 1), (2, 2, 'ems', 'EM3', 1, 1, 1, 100, 1), (3, 1, 'sf', 'SF4', 1, 1, 1, 100, 1), (4, 1, '', 'X5', 1, 1, 1, 100, 1), (5, 1, 'sf', 'SF6', 1, 1, 1, 100, 1);"
    "INSERT INTO package_journal (package_id, at, actor_kind, act, state_after, text) VALUES (3, 99, 1, 'address', 2, ''), (4, 100, 1, 'mail', 4, ''), (4, 101, 1, 'address', 6, '');";

static const char *const kept[] = {
    "SELECT id, account_id, recipient, recipient_name, kind, language, subject, text, html, sealed, message_id, written_at FROM letter ORDER BY id",
    "SELECT letter_id, state, attempts, next_at, claim, queued_at, domain, answer, changed_at FROM letter_delivery ORDER BY letter_id",
    "SELECT id, package_id, at, actor_kind, actor_account, act, state_after, text FROM package_journal ORDER BY id",
    "SELECT package_id, ordinal, carrier, express_number, from_day, due_day, mailed_at, mailed_day, delivered_day, returned_day FROM package_dispatch ORDER BY package_id, ordinal",
};
static const char phone_ends[] = "SELECT package_id, ordinal, phone_end FROM package_dispatch ORDER BY package_id, ordinal";

static enum result take_row(struct context *context, const struct value *values, size_t count, void *data)
{
    struct buffer *out = data;
    for (size_t i = 0; i < count; i++) {
        if (values[i].kind == VALUE_NULL) buffer_put_string(out, "NULL");
        else if (values[i].kind == VALUE_INTEGER) buffer_put_integer(out, values[i].integer);
        else if (values[i].kind == VALUE_TEXT) buffer_put(out, values[i].text);
        else buffer_put(out, encoding_hex(context->arena, values[i].bytes));
        buffer_put_char(out, i + 1 < count ? '|' : '\n');
    }
    return RESULT_OK;
}

static struct text rows_of(struct support *support, const char *sql)
{
    struct buffer out = buffer_new(support->context.arena, 1 << 12, 1 << 20);
    assert_result(support, RESULT_OK, database_rows(&support->context, sql, NO_PARAMETERS, take_row, &out));
    return buffer_text(&out);
}

/* How many migrations there are up to the one with this number. */
static size_t through(const char *number)
{
    size_t count = 0;
    while (count < migration_count && strncmp(migrations[count].name, number, strlen(number)) <= 0) count++;
    assert_in_range(count, 1, migration_count - 1);
    return count;
}

static enum result write_letter(struct context *context, void *data)
{
    struct letter_row letter = {.account = 1, .recipient = TEXT("new@example.org"), .recipient_name = TEXT("Anna"), .kind = TEXT("question"), .language = TEXT("en"), .subject = TEXT("New"), .text = TEXT("Text"),
                                .html = TEXT("<p>"), .message_id = TEXT("m-new"), .written = context_now(context), .state = LETTER_WAITING, .domain = TEXT("example.org")};
    return letter_store_write(context, &letter, data);
}

static void a_store_in_use_keeps_its_rows(enum database_engine engine)
{
    enum { KEPT = sizeof kept / sizeof *kept };
    struct support *support = support_bare_store(engine, NOW);
    struct context *context = &support->context;
    struct text before[KEPT];
    size_t old = through("0022");
    int applied;
    assert_result(support, RESULT_OK, database_apply_migrations(context, old, &applied));
    assert_result(support, RESULT_OK, database_script(context, packages));
    assert_result(support, RESULT_OK, database_script(context, letters));
    assert_result(support, RESULT_OK, database_run(context, &insert_sealed, PARAMETERS(((struct bytes){(const unsigned char *)"\0\377\0A", 4})), NULL));
    assert_result(support, RESULT_OK, database_script(context, deliveries));
    for (int i = 0; i < KEPT; i++) {
        before[i] = rows_of(support, kept[i]);
        assert_true(before[i].length > 0);
    }

    assert_result(support, RESULT_OK, database_migrate(context, &applied));
    assert_int_equal(applied, migration_count - old);
    for (int i = 0; i < KEPT; i++) assert_text_equal(rows_of(support, kept[i]), text_string(context->arena, before[i]));
    if (engine == DATABASE_SQLITE) assert_text_equal(rows_of(support, "PRAGMA foreign_key_check"), "");
    /* 0026: only what is known still. The first dispatch of the second package had an address of which nothing is kept, the fourth's was changed behind it, the fifth's is too short. */
    assert_text_equal(rows_of(support, phone_ends), "1|1|8001\n2|1|\n2|2|8002\n3|1|8003\n4|1|\n5|1|\n");

    /* Letters go on behind those that there are, and what waited is sent still. */
    int64_t letter = 0;
    struct list due;
    assert_result(support, RESULT_OK, database_transaction(context, write_letter, &letter));
    assert_int_equal(letter, 7);
    assert_result(support, RESULT_OK, letter_store_due(context, 10, &due));
    assert_int_equal(due.count, 3);
    assert_int_equal(((const struct letter_candidate *)due.items)[0].letter_id, 2);
    assert_result(support, RESULT_OK, letter_store_of_account(context, 1, 0, 10, &due));
    assert_int_equal(due.count, 5);
    support_context_free(support);
}
BOTH_ENGINES(a_store_in_use_keeps_its_rows)

/* Rows of a store as it was with that migration, and all that came since over them. */
static void migrate_over(struct support *support, const char *with, const char *rows)
{
    struct context *context = &support->context;
    int applied;
    assert_result(support, RESULT_OK, database_apply_migrations(context, through(with), &applied));
    assert_result(support, RESULT_OK, database_script(context, rows));
    assert_result(support, RESULT_OK, database_migrate(context, &applied));
}

/* A record and a mailbox that moved on while they were to be unbound, as it could be until 0033: against three accounts, with a claimant, an objection, and a decision that waits for a second person; and what is as it should be. */
static const char causes[] =
    "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) SELECT n, n, n || '@example.org', n, '', '', '', 'en', 'Asia/Shanghai', 1"
    " FROM (SELECT 'anna' AS n UNION ALL SELECT 'bert' UNION ALL SELECT 'carl' UNION ALL SELECT 'dora') x ORDER BY n;"
    "INSERT INTO mailbox (address) VALUES ('shared@example.org'), ('other@example.org');"
    "INSERT INTO case_file (number, kind, account_id, mailbox_id, record_id, wish, state, opened_at, due_day, outcome, reason, first_by) VALUES"
    " ('A', 'unbinding', 1, NULL, 7, '{}', 1, 100, 10, '', '', NULL), ('B', 'unbinding', 2, NULL, 7, '{}', 4, 200, 10, 'granted', 'Names differ.', 4), ('C', 'unbinding', 3, NULL, 7, '{}', 1, 300, 10, '', '', NULL),"
    " ('D', 'unbinding', 1, 1, NULL, '{}', 1, 400, NULL, '', '', NULL), ('E', 'unbinding', 2, 1, NULL, '{}', 1, 500, 10, '', '', NULL),"
    " ('F', 'unbinding', 1, 2, NULL, '{}', 1, 600, 10, '', '', NULL), ('G', 'unbinding', 2, NULL, 8, '{}', 1, 700, 10, '', '', NULL);"
    "INSERT INTO case_file (number, kind, account_id, record_id, wish, state, opened_at, outcome, reason, closed_at) VALUES ('H', 'unbinding', 2, 7, '{}', 5, 50, 'done', 'unbinding.gone', 60);"
    "INSERT INTO unbinding (case_id, account_id, mailbox_id, record_id, cause, claimant_id, state, reason, opened_at, from_day, working_days, act_day) SELECT c.id, c.account_id, c.mailbox_id, c.record_id, 'owner',"
    " CASE WHEN c.number = 'A' THEN 4 END, CASE c.number WHEN 'B' THEN 'objected' WHEN 'D' THEN 'paused' WHEN 'H' THEN 'dropped' ELSE 'running' END, '', c.opened_at, 3, 5, 10 FROM case_file c ORDER BY c.id;";

static void of_many_open_causes_the_newest_goes_on(enum database_engine engine)
{
    struct support *support = support_bare_store(engine, NOW);
    migrate_over(support, "0032-near", causes);
    assert_text_equal(rows_of(support, "SELECT c.number, u.state, c.state, c.outcome, c.reason, c.first_by, c.closed_at FROM unbinding u JOIN case_file c ON c.id = u.case_id ORDER BY c.number"),
                      "A|dropped|5|done|unbinding.gone|NULL|300\nB|dropped|5|done|unbinding.gone|NULL|300\nC|running|1|||NULL|NULL\n"
                      "D|dropped|5|done|unbinding.gone|NULL|500\nE|running|1|||NULL|NULL\nF|running|1|||NULL|NULL\nG|running|1|||NULL|NULL\nH|dropped|5|done|unbinding.gone|NULL|60\n");
    assert_text_equal(rows_of(support, "SELECT case_id, at, actor_kind, actor_account, what, text FROM case_entry ORDER BY id"),
                      "1|300|4|NULL|closed|unbinding.gone\n2|300|4|NULL|closed|unbinding.gone\n4|500|4|NULL|closed|unbinding.gone\n");
    assert_text_equal(rows_of(support, "SELECT at, actor_kind, act, subject, subject_id, detail FROM audit_journal ORDER BY id"),
                      "300|4|case.decide|case_file|1|{\"outcome\":\"done\"}\n300|4|case.decide|case_file|2|{\"outcome\":\"done\"}\n500|4|case.decide|case_file|4|{\"outcome\":\"done\"}\n"
                      "300|4|unbinding.gone|unbinding|1|{\"case\":1,\"account\":1}\n300|4|unbinding.gone|unbinding|2|{\"case\":2,\"account\":2}\n500|4|unbinding.gone|unbinding|4|{\"case\":4,\"account\":1}\n");
    assert_text_equal(rows_of(support, "SELECT kind, first, last FROM due ORDER BY id"), "unbinding-gone|1|1\naccount-changed|1|1\naccount-changed|2|2\naccount-changed|3|3\n");
    assert_text_equal(rows_of(support, "SELECT COUNT(*), MIN(id), MAX(id) FROM audit_unchained WHERE step = '0032-older-causes'"), "6|1|6\n");
    support_context_free(support);
}
BOTH_ENGINES(of_many_open_causes_the_newest_goes_on)

/* Until 0038 a record had one bar at most, its last word. Of 7 it was undone after it had gone to the claimant; of 8 the new holder has let it go; 9 had to leave two accounts; 10 was given back by staff; 11 is barred; 12 is tied. */
static const char steps[] =
    "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) SELECT n, n, n || '@example.org', n, '', '', '', 'en', 'Asia/Shanghai', 1"
    " FROM (SELECT 'anna' AS n UNION ALL SELECT 'bert') x ORDER BY n;"
    "INSERT INTO case_file (number, kind, account_id, record_id, wish, state, opened_at, outcome, reason, closed_at) VALUES ('A', 'unbinding', 1, 7, '{}', 5, 1, 'done', 'x', 60);"
    "INSERT INTO unbinding (case_id, account_id, record_id, cause, claimant_id, state, reason, opened_at, from_day, working_days, act_day, done_at, undo_until_at, undone_at)"
    " VALUES (1, 1, 7, 'owner', 2, 'undone', '', 1, 3, 5, 10, 100, 2592000000100, 300);"
    "INSERT INTO association_journal (at, act, account_id, record_id, means) VALUES (100, 'disassociate', 1, 7, 'forced'), (100, 'associate', 2, 7, 'unbinding'), (300, 'disassociate', 2, 7, 'undo'),"
    " (400, 'disassociate', 1, 8, 'forced'), (400, 'associate', 2, 8, 'unbinding'), (500, 'disassociate', 2, 8, 'released'), (600, 'disassociate', 1, 9, 'forced'), (700, 'disassociate', 2, 9, 'forced'),"
    " (800, 'disassociate', 1, 10, 'forced'), (900, 'associate', 1, 10, 'case'), (950, 'disassociate', 1, 10, 'released'), (960, 'disassociate', 2, 11, 'forced'), (970, 'associate', 2, 12, 'score-report');"
    "INSERT INTO record_association (record_id, account_id, bound, since_at, means) VALUES (9, 2, 0, 700, 'forced'), (11, 2, 0, 960, 'forced'), (12, 2, 1, 970, 'score-report');";

static void a_bar_comes_back_that_was_lost(enum database_engine engine)
{
    struct support *support = support_bare_store(engine, NOW);
    migrate_over(support, "0038", steps);
    assert_text_equal(rows_of(support, "SELECT record_id, account_id, since_at, means FROM record_bar ORDER BY record_id, account_id"), "8|1|400|forced\n9|1|600|forced\n9|2|700|forced\n11|2|960|forced\n");
    assert_text_equal(rows_of(support, "SELECT record_id, account_id, bound FROM record_association ORDER BY record_id"), "12|2|1\n");
    assert_text_equal(rows_of(support, "SELECT at, act, account_id, record_id, means FROM association_journal WHERE id > 13 ORDER BY id"), "300|disassociate|1|7|undo\n");
    assert_text_equal(rows_of(support, "SELECT at, actor_kind, act, subject_id, detail FROM audit_journal ORDER BY id"),
                      "300|4|association.let_go|1|{\"record\":7,\"means\":\"undo\",\"request\":0,\"records\":0}\n");
    assert_text_equal(rows_of(support, "SELECT id, step FROM audit_unchained"), "1|0039-record-bars\n");
    support_context_free(support);
}
BOTH_ENGINES(a_bar_comes_back_that_was_lost)

/* Who disputed by a link before 0060 was answered by a letter that is no account's: A in English, B in two languages, C about a record, whose mailbox it has. D was never answered, E has a claimant, F is over, G was opened by the staff. */
static const char disputes[] =
    "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) SELECT n, n, n || '@example.org', n, '', '', '', 'en', 'Asia/Shanghai', 1"
    " FROM (SELECT 'anna' AS n UNION ALL SELECT 'bert') x ORDER BY n;"
    "INSERT INTO mailbox (address) VALUES ('a@example.org'), ('b@example.org'), ('c@example.org'), ('d@example.org'), ('e@example.org');"
    "INSERT INTO exam_record (id, provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state, first_name, last_name, native_first_name, native_last_name,"
    " country, site, validation_id, updated_at, file_id, line) VALUES (7, 1, 'R7', 'C7', 3, 1, 'en', 1, 1, '700', 3, 3, '', '', '', '', '', '', '', 1, 1, 1);"
    "INSERT INTO case_file (number, kind, account_id, mailbox_id, record_id, wish, state, opened_at) VALUES ('A', 'unbinding', 1, 1, NULL, '{}', 1, 1), ('B', 'unbinding', 1, 2, NULL, '{}', 1, 1),"
    " ('C', 'unbinding', 1, NULL, 7, '{}', 1, 1), ('D', 'unbinding', 1, 4, NULL, '{}', 1, 1), ('E', 'unbinding', 1, 5, NULL, '{}', 1, 1), ('F', 'unbinding', 1, 1, NULL, '{}', 1, 1), ('G', 'unbinding', 1, 1, NULL, '{}', 1, 1);"
    "INSERT INTO unbinding (case_id, account_id, mailbox_id, record_id, cause, claimant_id, state, reason, opened_at, from_day, working_days, act_day, done_at, undo_until_at) SELECT c.id, c.account_id, c.mailbox_id, c.record_id,"
    " CASE c.number WHEN 'G' THEN 'staff' ELSE 'owner' END, CASE c.number WHEN 'E' THEN 2 END, CASE c.number WHEN 'B' THEN 'done' WHEN 'C' THEN 'objected' WHEN 'F' THEN 'dropped' WHEN 'G' THEN 'done' ELSE 'running' END,"
    " 'x', 1, 3, 5, 10, CASE WHEN c.number IN ('B', 'G') THEN 9 END, CASE WHEN c.number IN ('B', 'G') THEN 2592000000009 END FROM case_file c ORDER BY c.id;"
    "INSERT INTO letter (account_id, recipient, recipient_name, kind, language, subject, text, html, message_id, written_at) VALUES"
    " (NULL, 'a@example.org', '', 'association-disputed', 'en', '', '', '', 'm1', 1), (NULL, 'a@example.org', '', 'association-disputed', 'en', '', '', '', 'm2', 2),"
    " (NULL, 'b@example.org', '', 'association-disputed', 'zh_CN', '', '', '', 'm3', 3), (NULL, 'b@example.org', '', 'association-disputed', 'en', '', '', '', 'm4', 4),"
    " (NULL, 'c@example.org', '', 'association-disputed', 'zh_CN', '', '', '', 'm5', 5), (NULL, 'd@example.org', '', 'association-lost', 'en', '', '', '', 'm6', 6),"
    " (1, 'd@example.org', '', 'association-disputed', 'en', '', '', '', 'm7', 7), (NULL, 'e@example.org', '', 'association-disputed', 'en', '', '', '', 'm8', 8),"
    " (NULL, 'a@example.org', '', 'association-lost', 'zh_CN', '', '', '', 'm9', 9);";

static void who_disputed_before_is_told_the_end_where_he_was_answered(enum database_engine engine)
{
    struct support *support = support_bare_store(engine, NOW);
    migrate_over(support, "0059", disputes);
    assert_text_equal(rows_of(support, "SELECT c.number, u.answer_to, u.answer_language FROM unbinding u JOIN case_file c ON c.id = u.case_id ORDER BY c.number"),
                      "A|a@example.org|en\nB|b@example.org|zh_CN\nC|c@example.org|zh_CN\nD|NULL|NULL\nE|NULL|NULL\nF|NULL|NULL\nG|NULL|NULL\n");
    support_context_free(support);
}
BOTH_ENGINES(who_disputed_before_is_told_the_end_where_he_was_answered)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(a_store_in_use_keeps_its_rows), ON_BOTH(of_many_open_causes_the_newest_goes_on), ON_BOTH(a_bar_comes_back_that_was_lost),
                                       ON_BOTH(who_disputed_before_is_told_the_end_where_he_was_answered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
