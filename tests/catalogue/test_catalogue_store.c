/* SPEC 2.1: the catalogue in a store: checked, loaded, in effect, exported again. */
#include "audit/audit.h"
#include "catalogue/reading.h"

#include "outside/due.h"

static struct catalogue_problems problems;
static struct catalogue_differences differences;

static enum result load(struct support *store, struct text text)
{
    return catalogue_load(&store->context, TEXT("c.txt"), text, &problems, &differences);
}

static enum result load_over(struct context *context, int64_t over, struct text text)
{
    bool effective;
    return catalogue_load_over(context, &(struct catalogue_wish){.file = TEXT("c.txt"), .text = text, .over = over}, &problems, &differences, &effective);
}

/* How often somebody is asked to evaluate everyone. */
static int due_count(struct support *store)
{
    int64_t count = 0;
    STATEMENT(test_count_due, NULL, "SELECT count(*) FROM due WHERE kind = 'evaluate-all'");
    assert_result(store, RESULT_OK, database_integer(&store->context, &test_count_due, NO_PARAMETERS, &count));
    return (int)count;
}

static void nothing_is_in_effect_before_the_first(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    const struct catalogue *catalogue;
    struct text text;
    assert_int_equal(catalogue_current(&support->context, &catalogue), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "catalogue.none");
    error_clear(&support->context.error);
    assert_int_equal(catalogue_export(&support->context, &text), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "catalogue.none");
    support_context_free(support);
}
BOTH_ENGINES(nothing_is_in_effect_before_the_first)

/* Byte for byte, comments and all; and what comes out loads to the same again. */
static void what_goes_in_comes_out(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct text huawei = reading_file("huawei.txt"), exported;
    assert_result(support, RESULT_OK, load(support, huawei));
    assert_true(differences.count > 40);
    assert_result(support, RESULT_OK, catalogue_export(&support->context, &exported));
    assert_true(text_equal(exported, huawei));
    assert_int_equal(due_count(support), 1);

    assert_result(support, RESULT_OK, load(support, exported));
    assert_int_equal(differences.count, 0);
    struct list versions;
    assert_result(support, RESULT_OK, catalogue_versions(&support->context, &versions));
    assert_int_equal(versions.count, 1);
    assert_int_equal(due_count(support), 1);
    support_context_free(support);
}
BOTH_ENGINES(what_goes_in_comes_out)

static void what_is_in_effect_knows_its_rows(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    const struct catalogue *catalogue;
    assert_result(support, RESULT_OK, load(support, reading_file("huawei.txt")));
    assert_result(support, RESULT_OK, catalogue_current(&support->context, &catalogue));
    assert_true(catalogue->version > 0);
    for (size_t i = 0; i < catalogue->exam_count; i++) {
        assert_true(catalogue->exams[i].id > 0);
        assert_int_equal(catalogue_exam_by_id(catalogue, catalogue->exams[i].id), (int)i);
    }
    for (size_t i = 0; i < catalogue->certification_count; i++)
        assert_int_equal(catalogue_certification_by_id(catalogue, catalogue->certifications[i].id), (int)i);
    assert_int_equal(catalogue_exam_by_id(catalogue, 0), -1);
    assert_int_equal(catalogue_exam_by_id(catalogue, -7), -1);
    assert_int_equal(catalogue_exam_by_id(catalogue, 999999999), -1);
    support_context_free(support);
}
BOTH_ENGINES(what_is_in_effect_knows_its_rows)

/* Another body's text takes over; then the first again. Rows keep their ids through it all. */
static void the_newest_is_in_effect_and_ids_stay(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct text huawei = reading_file("huawei.txt");
    const struct catalogue *first, *second, *third;
    support->context.catalogues = catalogue_cache_new();
    assert_result(support, RESULT_OK, load(support, huawei));
    assert_result(support, RESULT_OK, catalogue_current(&support->context, &first));
    assert_result(support, RESULT_OK, load(support, reading_file("acme.txt")));
    assert_result(support, RESULT_OK, catalogue_current(&support->context, &second));
    assert_text_equal(catalogue_wording(second->body.name, "en"), "Acme Safety Board");
    assert_int_equal(catalogue_exam_by_id(second, first->exams[0].id), -1);
    assert_result(support, RESULT_OK, load(support, huawei));
    assert_result(support, RESULT_OK, catalogue_current(&support->context, &third));
    assert_true(third->version > second->version && second->version > first->version);
    for (size_t i = 0; i < first->exam_count; i++) assert_int_equal(first->exams[i].id, third->exams[i].id);
    assert_int_equal(due_count(support), 1); /* not yet taken up, so it stands once */
    struct list versions;
    assert_result(support, RESULT_OK, catalogue_versions(&support->context, &versions));
    const struct catalogue_history *history = versions.items;
    assert_int_equal(versions.count, 3);
    assert_text_equal(history[0].loaded_by, "operator");
    assert_true(text_equal(history[0].sha256, history[2].sha256));
    catalogue_cache_free(support->context.catalogues);
    support_context_free(support);
}
BOTH_ENGINES(the_newest_is_in_effect_and_ids_stay)

static void the_cache_reads_each_version_once(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    const struct catalogue *one, *other, *newer;
    support->context.catalogues = catalogue_cache_new();
    assert_result(support, RESULT_OK, load(support, reading_file("acme.txt")));
    assert_result(support, RESULT_OK, catalogue_current(&support->context, &one));
    assert_result(support, RESULT_OK, catalogue_current(&support->context, &other));
    assert_ptr_equal(one, other);
    assert_result(support, RESULT_OK, load(support, reading_replace(reading_file("acme.txt"), "18 months", "2 years")));
    assert_int_equal(differences.count, 1);
    assert_result(support, RESULT_OK, catalogue_current(&support->context, &newer));
    assert_ptr_not_equal(one, newer);
    assert_int_equal(one->certifications[0].versions[0].validity_months, 18); /* whoever still holds the old one is not disturbed */
    assert_int_equal(newer->certifications[0].versions[0].validity_months, 24);
    catalogue_cache_free(support->context.catalogues);
    support_context_free(support);
}
BOTH_ENGINES(the_cache_reads_each_version_once)

/* Somebody loads a text, and somebody else works by it in the same transaction, which is then undone. */
static enum result load_in_vain(struct context *context, void *data)
{
    const struct catalogue *catalogue;
    TRY(catalogue_load(context, TEXT("c.txt"), *(const struct text *)data, &problems, &differences));
    TRY(catalogue_current(context, &catalogue));
    assert_int_equal(catalogue->certifications[0].versions[0].validity_months, 24);
    return context_fail(context, RESULT_REFUSED, "test.undone", "undone");
}

static int months_now(struct support *store, bool hasty)
{
    const struct catalogue *catalogue;
    store->context.hasty = hasty;
    assert_result(store, RESULT_OK, catalogue_current(&store->context, &catalogue));
    store->context.hasty = false;
    return catalogue->certifications[0].versions[0].validity_months;
}

/* On SQLite the next text gets the very id of the one that came to nothing. */
static void what_came_to_nothing_is_in_effect_for_nobody(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    struct text acme = reading_file("acme.txt"), two_years = reading_replace(acme, "18 months", "2 years"), three_years = reading_replace(acme, "18 months", "3 years");
    context->catalogues = catalogue_cache_new();
    assert_result(support, RESULT_OK, load(support, acme));
    assert_int_equal(months_now(support, false), 18);
    assert_int_equal(months_now(support, true), 18);
    assert_int_equal(database_transaction(context, load_in_vain, &two_years), RESULT_REFUSED);
    assert_string_equal(context->error.code, "test.undone");
    error_clear(&context->error);
    assert_int_equal(months_now(support, true), 18);
    assert_int_equal(months_now(support, false), 18);
    assert_int_equal(months_now(support, true), 18);
    assert_result(support, RESULT_OK, load(support, three_years));
    assert_int_equal(months_now(support, false), 36);
    assert_int_equal(months_now(support, true), 36);
    catalogue_cache_free(context->catalogues);
    support_context_free(support);
}
BOTH_ENGINES(what_came_to_nothing_is_in_effect_for_nobody)

static void a_wrong_text_and_a_mere_check_change_nothing(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct text acme = reading_file("acme.txt"), exported;
    assert_result(support, RESULT_OK, load(support, acme));
    assert_int_equal(load(support, reading_replace(acme, "rank: 1", "rank: one")), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "catalogue.wrong");
    assert_int_equal(problems.count, 1);
    assert_text_equal(error_text(support->context.arena, &support->context.error),
                      "c.txt:26: “one” is no rank. Write a number from 0 to 1000; a higher level has the higher one.");
    error_clear(&support->context.error);
    assert_result(support, RESULT_OK,
                  catalogue_check(&support->context, TEXT("c.txt"), reading_replace(acme, "rank: 1", "rank: 7"), &problems, &differences));
    assert_int_equal(differences.count, 1);
    assert_result(support, RESULT_OK, catalogue_export(&support->context, &exported));
    assert_true(text_equal(exported, acme));
    assert_int_equal(due_count(support), 1);
    support_context_free(support);
}
BOTH_ENGINES(a_wrong_text_and_a_mere_check_change_nothing)

/* Each version says what it changed and by whom; and what was shown as a difference to one is not loaded over another. */
/* A body that gave no time to object had loaded its catalogue before that was refused. Its house runs on, and gives a day; what it loads next says how many. */
static void what_was_loaded_before_it_was_refused_stays_in_effect(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    struct text acme = reading_file("acme.txt"), older = reading_replace(acme, "promise objection: 10 working days", "promise objection: 0 working days");
    const struct catalogue *catalogue;
    struct catalogue_past past;
    struct list versions;
    STATEMENT(make_older, NULL, "UPDATE catalogue_version SET text = $1");
    assert_result(support, RESULT_OK, load(support, acme));
    assert_result(support, RESULT_OK, database_run(context, &make_older, PARAMETERS(older), NULL));
    assert_result(support, RESULT_OK, catalogue_current(context, &catalogue));
    assert_int_equal(catalogue->body.promises[PROMISE_OBJECTION].first, 1);
    assert_int_equal(catalogue->body.promises[PROMISE_OBJECTION].last, 1);
    assert_result(support, RESULT_OK, catalogue_versions(context, &versions));
    assert_result(support, RESULT_OK, catalogue_version(context, ((const struct catalogue_history *)versions.items)->id, &past));
    assert_true(past.readable);
    assert_int_equal(load(support, older), RESULT_REFUSED);
    assert_string_equal(context->error.code, "catalogue.wrong");
    error_clear(&context->error);
    assert_result(support, RESULT_OK, load(support, acme));
    assert_int_equal(differences.count, 1);
    assert_result(support, RESULT_OK, catalogue_current(context, &catalogue));
    assert_int_equal(catalogue->body.promises[PROMISE_OBJECTION].first, 10);
    support_context_free(support);
}
BOTH_ENGINES(what_was_loaded_before_it_was_refused_stays_in_effect)

static void versions_say_what_they_changed_and_none_is_loaded_over_an_unseen_one(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    struct text acme = reading_file("acme.txt");
    struct catalogue_past past;
    struct list versions;
    assert_result(support, RESULT_OK, load_over(context, 0, acme));
    assert_result(support, RESULT_OK, catalogue_versions(context, &versions));
    int64_t first = ((const struct catalogue_history *)versions.items)->id;
    STATEMENT(add_editor, NULL,
              "INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
              " VALUES (12, 'ed', 'ed', 'ed@body.example', 'Ed', '', '', 'CN', 'en', 'Asia/Shanghai', 0)");
    STATEMENT(make_editor, NULL, "INSERT INTO staff (account_id, roles, since_at) VALUES (12, $1, 0)");
    assert_result(support, RESULT_OK, database_run(context, &add_editor, NO_PARAMETERS, NULL));
    assert_result(support, RESULT_OK, database_run(context, &make_editor, PARAMETERS((int)ROLE_CATALOGUE), NULL));
    context->actor = (struct actor){.kind = ACTOR_STAFF, .account = 12, .session = 1, .roles = ROLE_CATALOGUE};
    assert_result(support, RESULT_OK, load_over(context, first, reading_replace(acme, "18 months", "2 years")));
    assert_int_equal(load_over(context, first, reading_replace(acme, "18 months", "3 years")), RESULT_REFUSED);
    assert_string_equal(context->error.code, "catalogue.changed");
    error_clear(&context->error);
    /* What is in effect already is loaded by nobody. */
    assert_result(support, RESULT_OK, load_over(context, first, reading_replace(acme, "18 months", "2 years")));
    context->actor.roles = ROLE_AUDITOR;
    assert_result(support, RESULT_OK, catalogue_versions(context, &versions));
    assert_int_equal(versions.count, 2);
    const struct catalogue_history *history = versions.items;
    assert_text_equal(history[0].loaded_by, "staff 12");
    assert_result(support, RESULT_OK, catalogue_version(context, history[0].id, &past));
    assert_true(past.readable);
    assert_int_equal(past.differences.count, 1);
    assert_string_equal(past.differences.items[0].kind, "changed");
    assert_result(support, RESULT_OK, catalogue_version(context, first, &past));
    assert_true(text_equal(past.text, acme));
    assert_true(past.differences.count > 1);
    assert_string_equal(past.differences.items[0].kind, "added");
    assert_int_equal(catalogue_version(context, history[0].id + 7, &past), RESULT_NONE);
    assert_int_equal(load(support, acme), RESULT_REFUSED);
    assert_string_equal(context->error.code, "audit.not_allowed");
    support_context_free(support);
}
BOTH_ENGINES(versions_say_what_they_changed_and_none_is_loaded_over_an_unseen_one)

/* SPEC 3.5: which exam a provider's code means is a line of the exam in a new version, to be seen there and taken back. */
static void a_providers_code_is_said_to_mean_an_exam(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    const struct catalogue *catalogue;
    struct text huawei = reading_file("huawei.txt"), exported;
    struct list versions;
    struct catalogue_past past;
    const char *language;
    int32_t exam;
    assert_result(support, RESULT_OK, load(support, huawei));
    assert_result(support, RESULT_OK, catalogue_add_code(context, TEXT("pearson-vue"), TEXT("HCIA-DC-2026"), TEXT("h12-811")));
    assert_result(support, RESULT_OK, catalogue_export(context, &exported));
    assert_int_equal(exported.length - huawei.length, strlen("  codes pearson-vue: HCIA-DC-2026\n"));
    assert_true(text_find(exported, "  codes pearson-vue: HCIA-DC-2026\n\n") < exported.length);
    assert_result(support, RESULT_OK, catalogue_current(context, &catalogue));
    assert_true(catalogue_map_code(catalogue, TEXT("pearson-vue"), TEXT("hcia-dc-2026"), &exam, &language));
    assert_text_equal(catalogue->exams[exam].code, "H12-811");
    assert_false(catalogue_map_code(catalogue, TEXT("generic-csv"), TEXT("HCIA-DC-2026"), &exam, &language));
    /* The version says what it changed; said again it changes nothing. */
    assert_result(support, RESULT_OK, catalogue_add_code(context, TEXT("pearson-vue"), TEXT("HCIA-DC-2026"), TEXT("H12-811")));
    assert_result(support, RESULT_OK, catalogue_versions(context, &versions));
    assert_int_equal(versions.count, 2);
    assert_result(support, RESULT_OK, catalogue_version(context, ((const struct catalogue_history *)versions.items)->id, &past));
    assert_int_equal(past.differences.count, 1);
    /* By its title; of a provider of which it has no block. */
    struct text title = catalogue_wording(catalogue->exams[exam].title, "en");
    assert_result(support, RESULT_OK, catalogue_add_code(context, TEXT("some-provider"), TEXT("DC"), title));
    assert_result(support, RESULT_OK, catalogue_current(context, &catalogue));
    assert_true(catalogue_map_code(catalogue, TEXT("some-provider"), TEXT("DC"), &exam, &language));
    assert_text_equal(catalogue->exams[exam].code, "H12-811");
    assert_true(catalogue_map_code(catalogue, TEXT("some-provider"), TEXT("H12-821"), &exam, &language)); /* as any provider */
    static const struct {
        const char *code, *exam, *refused;
    } wrong[] = {{"DC2", "H99-999", "catalogue.no_such_exam"}, {"DC2", "", "catalogue.no_such_exam"}, {"HCIA-DC-2026", "H12-821", "catalogue.code_known"},
                 {"H1*", "H12-811", "catalogue.code_letters"}, {"DC 2", "H12-811", "catalogue.code_letters"}, {"DC, H13", "H12-811", "catalogue.code_letters"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(catalogue_add_code(context, TEXT("pearson-vue"), text_of(wrong[i].code), text_of(wrong[i].exam)), RESULT_REFUSED);
        assert_string_equal(context->error.code, wrong[i].refused);
        assert_string_equal(context->error.field, "exam_code");
        error_clear(&context->error);
    }
    /* Taken back with the text before it. */
    assert_result(support, RESULT_OK, load(support, huawei));
    assert_result(support, RESULT_OK, catalogue_current(context, &catalogue));
    assert_false(catalogue_map_code(catalogue, TEXT("pearson-vue"), TEXT("HCIA-DC-2026"), &exam, &language));
    support_context_free(support);
}
BOTH_ENGINES(a_providers_code_is_said_to_mean_an_exam)

static int calendar_count(struct support *store)
{
    int64_t count = 0;
    STATEMENT(test_count_calendars, NULL, "SELECT COUNT(*) FROM calendar_version");
    assert_result(store, RESULT_OK, database_integer(&store->context, &test_count_calendars, NO_PARAMETERS, &count));
    return (int)count;
}

static void follow(struct support *store, bool expected)
{
    bool taken;
    assert_result(store, RESULT_OK, catalogue_follow_calendar(&store->context, &taken));
    assert_int_equal(taken, expected);
}

/* By which calendar that process counts now. */
static const struct calendar *counted_by(struct support *store, const char *version)
{
    const struct catalogue *catalogue;
    assert_result(store, RESULT_OK, catalogue_current(&store->context, &catalogue));
    assert_text_equal(calendar_version(catalogue->calendar), version);
    return catalogue->calendar;
}

static void assert_file_is(struct support *store, enum catalogue_calendar_file expected)
{
    struct catalogue_calendar_state state;
    assert_result(store, RESULT_OK, catalogue_calendar_state(&store->context, &state));
    assert_int_equal(state.file, expected);
    assert_true(instant_is(state.loaded_at));
}

STATEMENT(test_take_up, NULL, "DELETE FROM due");
STATEMENT(test_count_all_due, NULL, "SELECT COUNT(*) FROM due WHERE kind IN ('evaluate-all', 'promised-days', 'package-days')");

/* SPEC 1.2: new data are seen by a process that runs, once; then everything is to be counted again. What an older file says, on whichever node, changes nothing. */
static void new_data_of_the_calendar_are_loaded_once(enum database_engine engine)
{
    static const char old[] = "version: old\nyears: 2026 to 2026\n2026-12-24 free\n", newer[] = "version: new\nyears: 2026 to 2027\n2026-12-24 free\n2027-01-01 free\n",
                      corrected[] = "version: corrected\nyears: 2026 to 2027\n2027-01-01 free\n", older[] = "version: older\nyears: 2025 to 2025\n2025-12-24 free\n";
    support = support_store(engine, "2026-12-01T08:00:00Z");
    struct support *other = support_second(support); /* another node */
    struct context *context = &support->context;
    struct text text = reading_replace(reading_file("acme.txt"), "calendar: weekend", text_printf(context->arena, "calendar: %s", support_calendar(old, false)).bytes);
    bool taken;
    context->catalogues = catalogue_cache_new();
    other->context.catalogues = catalogue_cache_new();
    assert_result(support, RESULT_OK, load(support, text));
    assert_int_equal(calendar_count(support), 1);
    counted_by(support, "old");
    counted_by(other, "old");
    assert_file_is(support, CALENDAR_FILE_IN_EFFECT);
    follow(support, false);
    assert_result(support, RESULT_OK, database_run(context, &test_take_up, NO_PARAMETERS, NULL));

    support_calendar(newer, true); /* perhaps somebody is still at it */
    assert_file_is(support, CALENDAR_FILE_NEW);
    follow(support, false);
    counted_by(support, "old");
    support_calendar(newer, false);
    follow(support, true);
    follow(other, false);
    assert_int_equal(support_count(support, &test_count_all_due, NO_PARAMETERS), 3);
    assert_int_equal(calendar_count(support), 2);
    bool provisional;
    struct day day = calendar_add(counted_by(support, "new"), reading_day("2026-12-31"), 1, &provisional);
    assert_text_equal(day_text(context->arena, day), "2027-01-04");
    assert_false(provisional);
    counted_by(other, "new");
    assert_result(support, RESULT_OK, database_run(context, &test_take_up, NO_PARAMETERS, NULL));

    /* A node that has the old file, or one from before there was a store, or of the new year alone, or none, or one that is no calendar, or only begun. Nor does it keep a catalogue from being loaded. */
    static const struct {
        const char *text;
        enum catalogue_calendar_file is;
    } left_alone[] = {{old, CALENDAR_FILE_EARLIER}, {older, CALENDAR_FILE_EARLIER}, {"years: 2027 to 2027\n2027-01-01 free\n", CALENDAR_FILE_EARLIER}, {NULL, CALENDAR_FILE_ABSENT},
                      {"version: wrong\n2027-02-30 free\n", CALENDAR_FILE_WRONG}, {"", CALENDAR_FILE_WRONG}, {"# Working days\nversion: cut\n", CALENDAR_FILE_WRONG}};
    for (size_t i = 0; i < sizeof left_alone / sizeof *left_alone; i++) {
        support_calendar(left_alone[i].text, false);
        follow(other, false);
        assert_result(support, RESULT_OK, load(support, text));
        counted_by(other, "new");
        assert_file_is(other, left_alone[i].is);
    }
    assert_int_equal(calendar_count(support), 2);
    assert_int_equal(due_count(support), 0);

    /* Where it knows as much it is a correction; a catalogue that is loaded, also the one in effect, brings it along, unless somebody is still at it. */
    support_calendar(corrected, true);
    assert_result(support, RESULT_OK, load(support, text));
    assert_int_equal(due_count(support), 0);
    counted_by(other, "new");
    support_calendar(corrected, false);
    assert_result(support, RESULT_OK, load(support, text));
    assert_int_equal(differences.count, 0);
    assert_int_equal(due_count(support), 1);
    counted_by(other, "corrected");

    /* Back to what was in effect before goes who says so. */
    support_calendar(newer, false);
    follow(support, false);
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 7};
    assert_int_equal(catalogue_load_calendar(context, &taken), RESULT_REFUSED);
    assert_string_equal(context->error.code, "audit.not_allowed");
    error_clear(&context->error);
    context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_result(support, RESULT_OK, catalogue_load_calendar(context, &taken));
    assert_true(taken);
    counted_by(other, "new");
    assert_result(support, RESULT_OK, catalogue_load_calendar(context, &taken));
    assert_false(taken);
    assert_int_equal(calendar_count(support), 4);

    /* By order it is taken whenever it was written; and what is no calendar, or not there, is refused. */
    support_calendar(corrected, true);
    assert_result(support, RESULT_OK, catalogue_load_calendar(context, &taken));
    assert_true(taken);
    static const struct {
        const char *text, *code;
    } refused[] = {{"version: wrong\n2027-02-30 free\n", "calendar.wrong"}, {"", "calendar.wrong"}, {NULL, "calendar.absent"}};
    for (size_t i = 0; i < 3; i++) {
        support_calendar(refused[i].text, false);
        assert_int_equal(catalogue_load_calendar(context, &taken), RESULT_REFUSED);
        assert_string_equal(context->error.code, refused[i].code);
        error_clear(&context->error);
    }
    counted_by(other, "corrected");
    catalogue_cache_free(context->catalogues);
    catalogue_cache_free(other->context.catalogues);
    support_context_free(support);
}
BOTH_ENGINES(new_data_of_the_calendar_are_loaded_once)

static enum result load_calendar_in_vain(struct context *context, void *data)
{
    bool taken;
    TRY(catalogue_load_calendar(context, &taken));
    counted_by(support, data);
    return context_fail(context, RESULT_REFUSED, "test.undone", "undone");
}

/* The same of a calendar's data. */
static void a_calendar_that_came_to_nothing_is_counted_by_for_nobody(enum database_engine engine)
{
    support = support_store(engine, "2026-12-01T08:00:00Z");
    struct context *context = &support->context;
    bool taken;
    context->catalogues = catalogue_cache_new();
    const char *path = support_calendar("version: first\nyears: 2026 to 2026\n", false);
    assert_result(support, RESULT_OK, load(support, reading_replace(reading_file("acme.txt"), "calendar: weekend", text_printf(context->arena, "calendar: %s", path).bytes)));
    counted_by(support, "first");
    support_calendar("version: in vain\nyears: 2026 to 2027\n", false);
    assert_int_equal(database_transaction(context, load_calendar_in_vain, "in vain"), RESULT_REFUSED);
    assert_string_equal(context->error.code, "test.undone");
    error_clear(&context->error);
    counted_by(support, "first");
    support_calendar("version: second\nyears: 2026 to 2027\n2027-01-01 free\n", false);
    assert_result(support, RESULT_OK, catalogue_load_calendar(context, &taken));
    counted_by(support, "second");
    catalogue_cache_free(context->catalogues);
    support_context_free(support);
}
BOTH_ENGINES(a_calendar_that_came_to_nothing_is_counted_by_for_nobody)

STATEMENT(test_keep_calendar, NULL, "UPDATE calendar_version SET content = $1, sha256 = 'earlier'");

/* An empty file was taken once as one that knows all days: the house goes on with it, and any that knows something takes its place. */
static void what_knows_no_day_gives_way(enum database_engine engine)
{
    static const char kept[] = "version: empty\n";
    support = support_store(engine, "2026-12-01T08:00:00Z");
    const char *path = support_calendar("version: whole\nyears: 2026 to 2026\n", false);
    assert_result(support, RESULT_OK, load(support, reading_replace(reading_file("acme.txt"), "calendar: weekend", text_printf(support->context.arena, "calendar: %s", path).bytes)));
    assert_result(support, RESULT_OK, database_run(&support->context, &test_keep_calendar, PARAMETERS(((struct bytes){(const unsigned char *)kept, sizeof kept - 1})), NULL));
    counted_by(support, "empty");
    assert_file_is(support, CALENDAR_FILE_NEW);
    follow(support, true);
    counted_by(support, "whole");
    support_context_free(support);
}
BOTH_ENGINES(what_knows_no_day_gives_way)

static void a_candidate_cannot_load(enum database_engine engine)
{
    support = support_store(engine, "2026-02-13T08:00:00Z");
    struct text text;
    support->context.actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 7};
    assert_int_equal(load(support, reading_file("acme.txt")), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "audit.not_allowed");
    error_clear(&support->context.error);
    assert_int_equal(catalogue_export(&support->context, &text), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "audit.not_allowed");
    support_context_free(support);
}
BOTH_ENGINES(a_candidate_cannot_load)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(nothing_is_in_effect_before_the_first),
        ON_BOTH(what_goes_in_comes_out),
        ON_BOTH(what_is_in_effect_knows_its_rows),
        ON_BOTH(the_newest_is_in_effect_and_ids_stay),
        ON_BOTH(the_cache_reads_each_version_once), ON_BOTH(what_came_to_nothing_is_in_effect_for_nobody),
        ON_BOTH(a_wrong_text_and_a_mere_check_change_nothing),
        ON_BOTH(what_was_loaded_before_it_was_refused_stays_in_effect),
        ON_BOTH(versions_say_what_they_changed_and_none_is_loaded_over_an_unseen_one),
        ON_BOTH(a_providers_code_is_said_to_mean_an_exam),
        ON_BOTH(new_data_of_the_calendar_are_loaded_once),
        ON_BOTH(a_calendar_that_came_to_nothing_is_counted_by_for_nobody), ON_BOTH(what_knows_no_day_gives_way),
        ON_BOTH(a_candidate_cannot_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
