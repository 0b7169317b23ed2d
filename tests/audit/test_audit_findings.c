/* Whoever has the database can change what he likes. Each kind of tampering is tried on an honest store, alone, and undone again; the audit must name the very rows, by the very rules, and
 * nothing else. */
#include "audit/history.h"
#include "audit/tampering.h"

#include "audit/audit_chain.h"
#include "audit/audit_findings.h"
#include "audit/audit_inside.h"
#include "base/buffer.h"
#include "outside/database_internal.h"

enum { MOST = 1000 };

STATEMENT(acts_of_chain, &audit_act_record, "SELECT id, chain, place, at, actor_kind, actor_account, act, subject, subject_id, detail FROM audit_journal WHERE chain = $1 ORDER BY place");
STATEMENT(forge_act, NULL, "UPDATE audit_journal SET detail = $2, hash = $3 WHERE id = $1");
STATEMENT(forge_head, NULL, "UPDATE audit_chain SET hash = $2 WHERE chain = $1");

/* --- Telling --- */

static const char *told(struct context *context, const struct audit_report *report)
{
    struct buffer out = buffer_new(context->arena, 1024, 1 << 20);
    for (size_t i = 0; i < report->findings.count; i++) {
        const struct audit_finding *finding = (const struct audit_finding *)report->findings.items + i;
        struct text place = audit_finding_place(context->arena, finding);
        buffer_printf(&out, "    %.*s: %.*s: %.*s\n", TEXT_ARG(place), TEXT_ARG(finding->rule), TEXT_ARG(finding->message));
    }
    return buffer_string(&out);
}

static void assert_honest(struct town *town)
{
    struct audit_report report;
    town_act_as(town, 0);
    assert_ok(audit_findings(town->context, MOST, NULL, &report));
    if (report.count) fail_msg("an honest store has findings:\n%s", told(town->context, &report));
}

/* --- One tampering --- */

static enum result add_trigger(struct context *context, const struct value *values, size_t count, void *data)
{
    buffer_printf(data, "DROP TRIGGER %.*s;\n", TEXT_ARG(values[0].text));
    return RESULT_OK;
}

/* Triggers that keep journals, references and checks are no hindrance. */
static enum result take_the_keys(struct context *context)
{
    if (database_engine(context->database) == DATABASE_POSTGRESQL)
        return database_script(context, "-- postgresql:\n"
                                        "SET LOCAL session_replication_role = replica;\n"
                                        "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conname AS name, conrelid::regclass AS of FROM pg_constraint WHERE contype = 'c'"
                                        " AND connamespace = current_schema()::regnamespace LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.of, c.name); END LOOP; END $$;\n");
    struct buffer out = buffer_new(context->arena, 4096, 1 << 20);
    TRY(database_rows(context, "SELECT name FROM sqlite_master WHERE type = 'trigger'", NO_PARAMETERS, add_trigger, &out));
    buffer_put_string(&out, "PRAGMA defer_foreign_keys = ON; PRAGMA ignore_check_constraints = ON;\n");
    return database_script(context, buffer_string(&out));
}

/* The row that must be named. */
struct named {
    bool there;
    int64_t id;
    struct text name;
};

static enum result take_named(struct context *context, const struct value *values, size_t count, void *data)
{
    struct named *named = data;
    *named = (struct named){.there = true};
    if (values[0].kind == VALUE_INTEGER) named->id = values[0].integer;
    if (values[0].kind == VALUE_TEXT) named->name = text_copy(context->arena, values[0].text);
    return RESULT_OK;
}

static bool is_named(const struct audit_report *report, const char *rule, const struct named *named)
{
    for (size_t i = 0; i < report->findings.count; i++) {
        const struct audit_finding *finding = (const struct audit_finding *)report->findings.items + i;
        if (text_is(finding->rule, rule) && finding->id == named->id && (named->id || text_equal(finding->name, named->name))) return true;
    }
    return false;
}

static const struct tampering *tampering_at(size_t i)
{
    if (i < tamperings_of_ground_count) return &tamperings_of_ground[i];
    i -= tamperings_of_ground_count;
    if (i < tamperings_of_register_count) return &tamperings_of_register[i];
    i -= tamperings_of_register_count;
    if (i < tamperings_of_matters_count) return &tamperings_of_matters[i];
    i -= tamperings_of_matters_count;
    return i < tamperings_of_packages_count ? &tamperings_of_packages[i] : NULL;
}

struct trial {
    const struct tampering *tampering;
    int wrong;
};

static enum result tamper(struct context *context, void *data)
{
    struct trial *trial = data;
    const struct tampering *tampering = trial->tampering;
    struct named named[TAMPERING_FINDINGS] = {0};
    size_t count = 0;
    for (; count < TAMPERING_FINDINGS && tampering->found[count].rule; count++)
        TRY(database_rows(context, tampering->found[count].row, NO_PARAMETERS, take_named, &named[count]));
    TRY(take_the_keys(context));
    TRY(database_script(context, tampering->sql));
    bool right = true;
    struct audit_report report;
    TRY(audit_findings(context, MOST, NULL, &report));
    for (size_t i = 0; i < count; i++) {
        if (!named[i].there) TRY(database_rows(context, tampering->found[i].row, NO_PARAMETERS, take_named, &named[i]));
        if (named[i].there && is_named(&report, tampering->found[i].rule, &named[i])) continue;
        print_error("%s\n  is not found by %s at %lld %.*s\n", tampering->sql, tampering->found[i].rule, (long long)named[i].id, TEXT_ARG(named[i].name));
        right = false;
    }
    if (report.count != (int64_t)count) {
        print_error("%s\n  gives %lld findings instead of %zu:\n%s", tampering->sql, (long long)report.count, count, told(context, &report));
        right = false;
    }
    trial->wrong += !right;
    return context_fail(context, RESULT_REFUSED, "test.undone", "undone");
}

static void every_tampering_is_named_to_the_row(enum database_engine engine)
{
    struct town *town = history_new(engine);
    struct context *context = town->context;
    assert_honest(town);
    struct trial trial = {0};
    for (size_t i = 0; (trial.tampering = tampering_at(i)); i++) {
        struct arena_mark mark = arena_mark(context->arena);
        enum result result = database_transaction(context, tamper, &trial);
        if (result != RESULT_REFUSED || strcmp(context->error.code, "test.undone") != 0) {
            print_error("%s\n  cannot be tried: %s\n", trial.tampering->sql, text_string(context->arena, error_text(context->arena, &context->error)));
            trial.wrong++;
        }
        error_clear(&context->error);
        arena_rewind(context->arena, mark);
    }
    assert_int_equal(trial.wrong, 0);
    assert_honest(town); /* all of it was undone */
    town_free(town);
}
BOTH_ENGINES(every_tampering_is_named_to_the_row)

/* --- Heads that were noted --- */

/* Whoever writes the whole chain anew from a changed act on leaves a journal in which nothing is wrong. */
static enum result write_anew(struct context *context, void *data)
{
    const struct list *noted = data;
    struct list acts;
    struct audit_report report;
    struct audit_head head = *(const struct audit_head *)noted->items;
    TRY(take_the_keys(context));
    TRY(database_all(context, &acts_of_chain, PARAMETERS(head.chain), MOST, &acts));
    unsigned char hash[HASH_SHA256] = {0};
    for (size_t i = 0; i < acts.count; i++) {
        struct audit_act act = ((const struct audit_act *)acts.items)[i];
        unsigned char before[HASH_SHA256];
        memcpy(before, hash, sizeof before);
        act.detail = TEXT("{\"forged\":1}");
        audit_chain_hash(&act, before, hash);
        TRY(database_run(context, &forge_act, PARAMETERS(act.id, act.detail, ((struct bytes){hash, sizeof hash})), NULL));
    }
    TRY(database_run(context, &forge_head, PARAMETERS(head.chain, ((struct bytes){hash, sizeof hash})), NULL));
    TRY(audit_journal_findings(context, MOST, NULL, &report));
    assert_int_equal(report.count, 0);
    TRY(audit_journal_findings(context, MOST, noted, &report));
    assert_int_equal(report.count, 1);
    const struct audit_finding *finding = report.findings.items;
    assert_text_equal(finding->rule, "journal.noted");
    assert_int_equal(finding->id, head.chain);
    return context_fail(context, RESULT_REFUSED, "test.undone", "undone");
}

static void a_noted_head_finds_who_writes_the_whole_chain_anew(enum database_engine engine)
{
    struct town *town = history_new(engine);
    struct context *context = town->context;
    struct list noted;
    struct audit_report report;
    assert_ok(audit_heads(context, &noted));
    assert_true(noted.count >= 1);
    /* The journal has grown since: what was noted is still part of it. */
    for (int i = 0; i < 3; i++) assert_ok(audit_write(context, "test.more", "exam", i, TEXT("")));
    assert_ok(audit_journal_findings(context, MOST, &noted, &report));
    assert_int_equal(report.count, 0);
    assert_result(town->support, RESULT_REFUSED, database_transaction(context, write_anew, &noted));
    error_clear(&context->error);
    /* A note of what was never there, and of what has been cut off. */
    struct audit_head heads[2] = {*(const struct audit_head *)noted.items, *(const struct audit_head *)noted.items};
    heads[0].chain = 77;
    heads[1].length += 1000;
    const struct list wrong = {&audit_head_record, heads, 2};
    assert_ok(audit_findings(context, MOST, &wrong, &report));
    assert_int_equal(report.count, 2);
    town_free(town);
}
BOTH_ENGINES(a_noted_head_finds_who_writes_the_whole_chain_anew)

/* --- The report --- */

static enum result lose_all_ways(struct context *context, void *data)
{
    struct audit_report report;
    int64_t letters = *(const int64_t *)data;
    TRY(database_script(context, "DELETE FROM letter_delivery;"));
    TRY(audit_findings(context, 2, NULL, &report));
    assert_int_equal(report.count, letters);
    assert_int_equal(report.findings.count, 2);
    assert_int_equal(report.broken.count, 1);
    const struct audit_broken *broken = report.broken.items;
    assert_text_equal(broken->rule, "letter.way");
    assert_text_equal(broken->table, "letter");
    assert_int_equal(broken->count, letters);
    assert_int_equal(broken->named, 2);
    assert_text_equal(broken->message, "该信件没有投递记录。");
    return context_fail(context, RESULT_REFUSED, "test.undone", "undone");
}

static void of_each_rule_so_many_rows_are_named_and_the_rest_counted(enum database_engine engine)
{
    struct town *town = history_new(engine);
    int64_t letters = town_count(town, "letters");
    assert_true(letters > 2);
    town->context->language = "zh_CN";
    assert_result(town->support, RESULT_REFUSED, database_transaction(town->context, lose_all_ways, &letters));
    error_clear(&town->context->error);
    struct audit_report report;
    town_act_as(town, 1);
    assert_refused("audit.not_allowed", audit_findings(town->context, 2, NULL, &report));
    const struct audit_finding certificate = {.table = TEXT("certificate"), .id = 17, .name = TEXT("HW1")}, letter = {.table = TEXT("letter"), .id = 3},
                               migration = {.table = TEXT("migration"), .name = TEXT("0001-ground")};
    assert_text_equal(audit_finding_place(town->context->arena, &certificate), "certificate 17 (HW1)");
    assert_text_equal(audit_finding_place(town->context->arena, &letter), "letter 3");
    assert_text_equal(audit_finding_place(town->context->arena, &migration), "migration 0001-ground");
    town_free(town);
}
BOTH_ENGINES(of_each_rule_so_many_rows_are_named_and_the_rest_counted)

/* --- By two --- */

static enum result tamper_for_good(struct context *context, void *data)
{
    TRY(take_the_keys(context));
    return database_script(context, "DELETE FROM letter_delivery; DELETE FROM certificate_basis; UPDATE certificate SET number = number || 'X'; UPDATE exam_record SET score = '999', exam_day = exam_day - 1;"
                                    "UPDATE audit_journal SET detail = '{}'; UPDATE association SET since_at = since_at - 1;");
}

/* As it reads inside a transaction that writes, which has nobody beside it. */
static enum result read_alone(struct context *context, void *data)
{
    return audit_findings(context, 3, NULL, data);
}

static void assert_same_report(struct context *context, const struct audit_report *one, const struct audit_report *two)
{
    assert_int_equal(one->count, two->count);
    assert_int_equal(one->broken.count, two->broken.count);
    for (size_t i = 0; i < one->broken.count; i++) {
        const struct audit_broken *a = (const struct audit_broken *)one->broken.items + i, *b = (const struct audit_broken *)two->broken.items + i;
        assert_true(text_equal(a->rule, b->rule) && a->count == b->count && a->named == b->named);
    }
    assert_string_equal(told(context, one), told(context, two));
}

static void two_who_read_at_once_report_what_one_does(enum database_engine engine)
{
    struct town *town = history_new(engine);
    struct context *context = town->context;
    struct audit_report alone, report;
    assert_ok(database_transaction(context, tamper_for_good, NULL));
    assert_ok(database_transaction(context, read_alone, &alone));
    assert_true(alone.broken.count > 8);
    for (int i = 0; i < 5; i++) {
        assert_ok(audit_findings(context, 3, NULL, &report));
        assert_same_report(context, &alone, &report);
    }
    /* The server gives no second connection. */
    const char *url = context->database->url;
    if (engine == DATABASE_POSTGRESQL) context->database->url = "postgresql://localhost:1/none";
    assert_ok(audit_findings(context, 3, NULL, &report));
    context->database->url = url;
    assert_same_report(context, &alone, &report);
    /* What fails for one of the two, whichever, fails the audit. */
    assert_ok(database_script(context, "ALTER TABLE certificate_reminder RENAME TO certificate_forgotten;"));
    for (int i = 0; i < 5; i++) {
        assert_result(town->support, RESULT_BROKEN, audit_findings(context, 3, NULL, &report));
        assert_string_equal(context->error.code, "store.failed");
        assert_true(text_find(error_text(context->arena, &context->error), "certificate_reminder") < error_text(context->arena, &context->error).length);
        error_clear(&context->error);
    }
    town_free(town);
}
BOTH_ENGINES(two_who_read_at_once_report_what_one_does)

/* --- The rules themselves --- */

static void every_rule_is_tried(void **state)
{
    (void)state;
    int untried = 0;
    for (const struct audit_rule *const *at = __start_audit_rules; at < __stop_audit_rules; at++) {
        bool tried = strcmp((*at)->code, "journal.noted") == 0; /* needs a note of a head; tried below */
        const struct tampering *tampering;
        for (size_t i = 0; (tampering = tampering_at(i)); i++)
            for (size_t k = 0; k < TAMPERING_FINDINGS && tampering->found[k].rule; k++) tried = tried || strcmp(tampering->found[k].rule, (*at)->code) == 0;
        for (const struct audit_rule *const *other = at + 1; other < __stop_audit_rules; other++) assert_string_not_equal((*at)->code, (*other)->code);
        if (!tried) print_error("no tampering tries the rule %s\n", (*at)->code), untried++;
    }
    assert_int_equal(untried, 0);
    assert_non_null(tampering_at(60));
}

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(every_tampering_is_named_to_the_row), cmocka_unit_test(every_rule_is_tried), ON_BOTH(a_noted_head_finds_who_writes_the_whole_chain_anew),
                                       ON_BOTH(two_who_read_at_once_report_what_one_does), ON_BOTH(of_each_rule_so_many_rows_are_named_and_the_rest_counted)};
    return cmocka_run_group_tests_name("audit_findings", tests, NULL, NULL);
}
