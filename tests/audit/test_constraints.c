/* What the code never writes, the store does not take: each constraint that came after its table (schema/0018, 0025, 0028, 0033, 0040, 0050, 0052, 0055) refuses a row that breaks it, on both engines. */
#include "audit/history.h"
#include "audit/tampering_rows.h"

#include "outside/database_internal.h"

/* An update that must be refused; {what, of which there must be rows, how}. */
static const struct {
    const char *table, *where, *set;
} updates[] = {
    {"staff", "ended_at IS NULL", "roles = 0"},
    {"unbinding", "state = 'running'", "working_days = 0"},
    {"unbinding", "state = 'running'", "act_day = from_day"},
    {"unbinding", "state = 'done'", "undo_until_at = undo_until_at + 1"},
    {"unbinding", "state = 'done'", "undo_until_at = NULL"},
    {"unbinding", "state = 'running'", "undo_until_at = 1"},
    {"unbinding", "state = 'undone'", "undone_at = NULL"},
    {"unbinding", "state = 'undone'", "undone_at = undo_until_at"},
    {"unbinding", "state = 'running'", "undone_at = 1"},
    {"unbinding", "cause = 'staff'", "reason = ''"},
    {"unbinding", "mailbox_id IS NOT NULL AND done_at IS NOT NULL", "own_tie = 1"},
    {"unbinding", "state = 'running'", "claimant_id = account_id"},
    {"unbinding", "claimant_id IS NULL", "claimant_by = account_id"},
    {"account_merge", "undone_at IS NULL", "undo_until_at = undo_until_at - 1"},
    {"account_merge", "undone_at IS NULL", "undone_at = undo_until_at"},
    {"account_merge_item", "mailbox_id IS NOT NULL", "bound = 0"},
    {"account_merge_item", "mailbox_id IS NOT NULL", "bound = 2"},
    {"account_merge_item", "number = 1", "number = 0"},
    {"account_merge_item", "number = 1", "means = ''"},
    {"account_merge_item", "bound = 1", "account_id = 1"},
    {"account_merge_item", "bound = 1", "unbinding_id = 1"},
    {"near_miss", "set_aside_at IS NOT NULL", "set_aside_by = NULL"},
    {"near_miss", "set_aside_at IS NOT NULL", "set_aside_at = NULL"},
    {"near_miss", "set_aside_at IS NOT NULL", "evidence = 'a guess'"},
    {"near_miss", "set_aside_at IS NOT NULL", "account_id = NULL"},
    {"near_miss", "set_aside_at IS NOT NULL", "other_account_id = NULL, mailbox_id = NULL"},
    {"near_miss", "set_aside_at IS NOT NULL", "other_account_id = account_id, mailbox_id = NULL"},
    {"demographic_update", "state = 1", "file_id = 1"},
    {"demographic_update", "state = 1", "state = 2"},
    {"demographic_update", "state = 3", "file_id = NULL"},
    {"demographic_update", "state = 1", "candidate_id = ''"},
    {"demographic_update", "state = 1", "answer = 'No.'"},
    {"demographic_update", "state = 1", "withdrawn = 1"},
    {"demographic_update", "state = 4", "answer = answer || SUBSTR('" /* 500 and more */
     "..................................................................................................................................................................................."
     "..................................................................................................................................................................................."
     "...................................................................................................................................................................................', 1)"},
    {"demographic_file", "confirmed_at IS NOT NULL", "answer = 'No.', confirmed_at = NULL"},
    {"demographic_file", "confirmed_at IS NOT NULL", "sha256 = 'x'"},
    {"demographic_file", "confirmed_at IS NOT NULL", "name = ''"},
    {"demographic_file", "confirmed_at IS NOT NULL", "content = SUBSTR(content, 1, 0)"},
    {"package", "replaces_id IS NULL", "state = 2"},
    {"package", "state = 5", "again_day = from_day"},
    {"case_file", "kind = 'name'", "kind = 'dispute'"},
    {"intake_row", "verdict = 4 AND proposed_by IS NULL", "proposed_remedy = 'accept'"},
    {"intake_row", "verdict = 4 AND proposed_by IS NULL", "proposed_why = 'A call.'"},
    {"intake_row", "verdict = 4 AND proposed_by IS NULL", "proposed_value = 'a@example.org'"},
    {"intake_row", "verdict = 4 AND proposed_by IS NULL", "proposed_by = " BOB},
    {"audit_chain", "chain >= 1", "length = -1"},
    {"audit_chain", "chain >= 1", "hash = SUBSTR(hash, 1, 31)"},
    {"audit_chain", "chain = (SELECT MIN(chain) FROM audit_chain)", "chain = 0"},
};

/* Rows that must be refused. HASH: some 32 bytes. */
#define HASH "(SELECT token_hash FROM association_request WHERE LENGTH(token_hash) = 32 LIMIT 1)"
#define SECOND_UNBINDING(OF, STATE)                                                                                                          \
    "INSERT INTO unbinding (case_id, account_id, mailbox_id, record_id, cause, state, reason, opened_at, from_day, working_days, act_day)"     \
    " SELECT (SELECT MIN(id) FROM case_file WHERE kind = 'question'), " BOB ", mailbox_id, record_id, 'staff', '" STATE "', 'A call.', opened_at, from_day, working_days, act_day" \
    " FROM unbinding WHERE state = '" OF "'"
static const char *const rows[] = {
    "INSERT INTO staff (account_id, roles, since_at) VALUES (" ALICE ", 0, 1)",
    "INSERT INTO one_time_password (account_id, sealed, last_step) SELECT " ALICE ", SUBSTR(" HASH ", 1, 15), 0",
    "INSERT INTO one_time_password (account_id, sealed, last_step) SELECT " ALICE ", " HASH ", -1",
    "INSERT INTO recovery_code (account_id, hash) SELECT " ALICE ", SUBSTR(" HASH ", 1, 31)",
    "INSERT INTO passkey (account_id, credential, public_key, algorithm, sign_count, name, made_at) SELECT " ALICE ", SUBSTR(" HASH ", 1, 0), " HASH ", -7, 0, '', 1",
    "INSERT INTO passkey (account_id, credential, public_key, algorithm, sign_count, name, made_at) SELECT " ALICE ", " HASH ", SUBSTR(" HASH ", 1, 0), -7, 0, '', 1",
    "INSERT INTO passkey (account_id, credential, public_key, algorithm, sign_count, name, made_at) SELECT " ALICE ", " HASH ", " HASH ", 0, 0, '', 1",
    "INSERT INTO passkey (account_id, credential, public_key, algorithm, sign_count, name, made_at) SELECT " ALICE ", " HASH ", " HASH ", -7, -1, '', 1",
    "INSERT INTO challenge (hash, purpose, account_id, made_at, ends_at) SELECT SUBSTR(" HASH ", 1, 31), 'enrol', " ALICE ", 1, 2",
    "INSERT INTO challenge (hash, purpose, account_id, made_at, ends_at) SELECT " HASH ", 'enrol', " ALICE ", 2, 2",
    "INSERT INTO challenge (hash, purpose, account_id, made_at, ends_at) SELECT " HASH ", 'enrol', NULL, 1, 2",
    "INSERT INTO challenge (hash, purpose, account_id, made_at, ends_at) SELECT " HASH ", 'sign-in', " ALICE ", 1, 2",
    "INSERT INTO session (token_hash, account_id, made_at, used_at, ends_at, network, agent, desk) SELECT " HASH ", " ALICE ", 1, 1, 2, '', '', 2",
    "INSERT INTO session (token_hash, account_id, made_at, used_at, ends_at, network, agent, desk, acting_for) SELECT " HASH ", " ALICE ", 1, 1, 2, '', '', 0, " BOB,
    "INSERT INTO session (token_hash, account_id, made_at, used_at, ends_at, network, agent, desk, acting_for) SELECT " HASH ", " ALICE ", 1, 1, 2, '', '', 1, " ALICE,
    "INSERT INTO demographic_answer (provider_id, sha256, name, read_at) VALUES (1, 'x', '', 1)",
    SECOND_UNBINDING("running", "running"),
    SECOND_UNBINDING("objected", "paused"),
    "INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail, chain, place, hash) SELECT 1, 0, 'x', 'exam', 1, '', 1, 99999, NULL",
    "INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail, chain, place, hash) SELECT 1, 0, 'x', 'exam', 1, '', 1, 99999, SUBSTR(" HASH ", 1, 31)",
    "INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail, chain, place, hash) SELECT 1, 0, 'x', 'exam', 1, '', 1, 0, " HASH,
    "INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail, chain, place, hash) SELECT 1, 0, 'x', 'exam', 1, '', 0, 99999, " HASH,
};
/* Like some of them, and right: what is refused above is refused for what was said of it. */
static const char *const right_rows[] = {
    SECOND_UNBINDING("running", "dropped"),
    SECOND_UNBINDING("done", "running"),
    "INSERT INTO one_time_password (account_id, sealed, last_step) SELECT " ALICE ", SUBSTR(" HASH ", 1, 16), 0",
    "INSERT INTO recovery_code (account_id, hash) SELECT " ALICE ", " HASH,
    "INSERT INTO passkey (account_id, credential, public_key, algorithm, sign_count, name, made_at) SELECT " ALICE ", " HASH ", " HASH ", -7, 0, '', 1",
    "INSERT INTO challenge (hash, purpose, account_id, made_at, ends_at) SELECT " HASH ", 'enrol', " ALICE ", 1, 2",
    "INSERT INTO session (token_hash, account_id, made_at, used_at, ends_at, network, agent, desk, acting_for) SELECT " HASH ", " ALICE ", 1, 1, 2, '', '', 1, " BOB,
    "INSERT INTO audit_journal (at, actor_kind, act, subject, subject_id, detail, chain, place, hash) SELECT 1, 0, 'x', 'exam', 1, '', 1, 99999, " HASH,
};

static enum result try_it(struct context *context, void *data)
{
    TRY(database_script(context, data));
    return context_fail(context, RESULT_REFUSED, "test.taken", "taken");
}

static bool taken(struct town *town, const char *sql)
{
    enum result result = database_transaction(town->context, try_it, (void *)(uintptr_t)sql);
    bool taken = result == RESULT_REFUSED && strcmp(town->context->error.code, "test.taken") == 0;
    /* REFUSED: there is one already, and it must be the only one. */
    if (!taken && result != RESULT_BROKEN && result != RESULT_REFUSED) fail_msg("%s\n  gave %d", sql, result);
    error_clear(&town->context->error);
    return taken;
}

static enum result count(struct context *context, const struct value *values, size_t value_count, void *data)
{
    *(int64_t *)data = values[0].integer;
    return RESULT_OK;
}

static void what_cannot_be_is_not_taken(enum database_engine engine)
{
    struct town *town = history_new(engine);
    struct arena *arena = town->context->arena;
    int wrong = 0;
    for (size_t i = 0; i < sizeof updates / sizeof *updates; i++) {
        int64_t there = 0;
        assert_ok(database_rows(town->context, text_printf(arena, "SELECT COUNT(*) FROM %s WHERE %s", updates[i].table, updates[i].where).bytes, NO_PARAMETERS, count, &there));
        const char *sql = text_printf(arena, "UPDATE %s SET %s WHERE %s;", updates[i].table, updates[i].set, updates[i].where).bytes;
        if (there && !taken(town, sql)) continue;
        print_error("%s %s\n", there ? "taken:" : "there is no such row:", sql);
        wrong++;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (taken(town, text_printf(arena, "%s;", rows[i]).bytes)) print_error("taken: %s\n", rows[i]), wrong++;
    for (size_t i = 0; i < sizeof right_rows / sizeof *right_rows; i++)
        if (!taken(town, text_printf(arena, "%s;", right_rows[i]).bytes)) print_error("not taken: %s\n", right_rows[i]), wrong++;
    assert_int_equal(wrong, 0);
    town_free(town);
}
BOTH_ENGINES(what_cannot_be_is_not_taken)

/* SPEC 5.9, 11.3: what a journal says is not changed, and does not go. */
static void journals_only_grow(enum database_engine engine)
{
    static const char *const journals[] = {"audit_journal", "association_journal", "certificate_journal", "case_entry", "package_journal"};
    static const char *const ways[] = {"UPDATE %s SET at = at + 1", "UPDATE %s SET id = id", "DELETE FROM %s WHERE id = (SELECT MAX(id) FROM %s)"};
    struct town *town = history_new(engine);
    struct arena *arena = town->context->arena;
    int wrong = 0;
    for (size_t i = 0; i < sizeof journals / sizeof *journals; i++) {
        int64_t there = 0;
        assert_ok(database_rows(town->context, text_printf(arena, "SELECT COUNT(*) FROM %s", journals[i]).bytes, NO_PARAMETERS, count, &there));
        if (!there) print_error("there is nothing in %s\n", journals[i]), wrong++;
        for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
            const char *sql = text_printf(arena, ways[k], journals[i], journals[i]).bytes;
            if (taken(town, sql)) print_error("taken: %s\n", sql), wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    town_free(town);
}
BOTH_ENGINES(journals_only_grow)

/* A column of a table, or two; whether what stands in it may become something else. */
static const struct {
    const char *table, *column, *where;
    bool changes;
} columns[] = {
    {"association_request", "id", "", false},
    {"association_request", "account_id", "", false},
    {"association_request", "mailbox_id", "", false},
    {"association_request", "record_id", "", false},
    {"association_request", "purpose", "", false},
    {"association_request", "letter_mailbox_id", "", false},
    {"association_request", "case_id", "", false},
    {"association_request", "token_hash", "", false},
    {"association_request", "code_hash", "", false},
    {"association_request", "made_at", "", false},
    {"association_request", "ends_at", "", false},
    {"association_request", "ended_at", "WHERE ended_at IS NOT NULL", false},
    {"association_request", "ended_at", "WHERE ended_at IS NULL", true},
    {"association_request", "outcome", "", true},
    {"association_request", "code_tries", "", true},
    {"certificate", "id", "", false},
    {"certificate", "number", "", false},
    {"certificate", "certification_id", "", false},
    {"certificate", "made_at", "", false},
    {"certificate", "account_id", "", true}, /* it moves along with its records */
    {"certificate", "state", "", true},
    {"certificate", "expiry_day", "", true},
    {"certificate", "revision", "", true},
    {"certificate", "code_serial", "", true},
    {"certificate_revision", "revision_day", "", false},
    {"certificate_revision", "name_latin", "", false},
    {"letter", "account_id", "", false},
    {"letter", "text", "", false},
    {"letter", "sealed", "", false},
    {"letter_delivery", "state", "", true},
};

/* Refused by what keeps it, and not for another reason. */
static bool is_kept(struct town *town, const char *sql, const char *how)
{
    enum result result = database_transaction(town->context, try_it, (void *)(uintptr_t)sql);
    bool kept = result == RESULT_BROKEN && strcmp(town->context->error.code, "store.constraint") == 0 && strstr(text_string(town->context->arena, error_text(town->context->arena, &town->context->error)), how);
    error_clear(&town->context->error);
    return kept;
}

/* SPEC 4.4, 5.1, 6.3, 6.5, 10.1: whoever has the database open by mistake changes no certificate's number, no request's account, no letter. */
static void what_was_written_stays(enum database_engine engine)
{
    static const char *const tables[] = {"association_request", "certificate", "certificate_revision", "letter"};
    struct town *town = history_new(engine);
    struct arena *arena = town->context->arena;
    int wrong = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        int64_t there = 0;
        assert_ok(database_rows(town->context, text_printf(arena, "SELECT COUNT(*) FROM %s %s", columns[i].table, columns[i].where).bytes, NO_PARAMETERS, count, &there));
        const char *sql = text_printf(arena, "UPDATE %s SET %s = %s %s", columns[i].table, columns[i].column, columns[i].column, columns[i].where).bytes;
        bool grows = strcmp(columns[i].table, "letter") == 0 || strcmp(columns[i].table, "certificate_revision") == 0;
        if (there && (columns[i].changes ? taken(town, sql) : is_kept(town, sql, grows ? "only grows" : "never changes"))) continue;
        print_error("%s %s\n", !there ? "there is no such row:" : columns[i].changes ? "not taken:" : "not kept:", sql);
        wrong++;
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *sql = text_printf(arena, "DELETE FROM %s", tables[i]).bytes;
        if (!is_kept(town, sql, "only grows")) print_error("not kept: %s\n", sql), wrong++;
    }
    /* SQLite cannot add this to a table without a trigger for each row that comes in. */
    if (engine == DATABASE_POSTGRESQL && (taken(town, "UPDATE certificate SET state = 7") || taken(town, "UPDATE certificate SET state = 0") || taken(town, "UPDATE certificate SET revision = 0")))
        print_error("a certificate is in no state, or of no revision\n"), wrong++;
    assert_int_equal(wrong, 0);
    town_free(town);
}
BOTH_ENGINES(what_was_written_stays)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(what_cannot_be_is_not_taken), ON_BOTH(journals_only_grow), ON_BOTH(what_was_written_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
