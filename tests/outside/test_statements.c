/* Every statement of the program is prepared on both engines, and its columns held against its record; and only those read a table from end to end, which grows with the candidates, that are meant to. */
#include "support/support.h"

#include "outside/database_internal.h"

#include <string.h>

static void every_statement_fits_the_schema(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    int wrong = 0;
    for (const struct statement *const *at = __start_statements; at < __stop_statements; at++) {
        struct prepared *prepared;
        if (database_prepare(&support->context, *at, &prepared) < 0) {
            print_error("%s: %s\n    %s\n", (*at)->name,
                        text_string(support->context.arena, error_text(support->context.arena, &support->context.error)), (*at)->sql);
            error_clear(&support->context.error);
            wrong++;
        } else if (!(*at)->record && strncmp((*at)->sql, "SELECT", 6) == 0 && prepared->column_count != 1) {
            print_error("%s: yields %zu columns but has no record to read them into\n", (*at)->name, prepared->column_count);
            wrong++;
        } else if ((*at)->many && ((*at)->many->record != (*at)->record || prepared->parameter_count != 1)) {
            print_error("%s: has not one key, or reads other rows than %s\n", (*at)->name, (*at)->many->name);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(__stop_statements - __start_statements > 5);
    support_context_free(support);
}
BOTH_ENGINES(every_statement_fits_the_schema)

/* They have as many rows as there are exams, staff, files, or people who sign in just now. */
static const char *const small[] = {"audit_chain", "calendar_version", "catalogue_version", "certification", "challenge",       "demographic_file", "exam",    "intake_file",
                                    "migration",   "near_miss",         "once",          "provider",        "rate_limit",       "session", "signing_key",
                                    "staff",       "package_run",       "due",                "unbinding",     "account_merge"};
/* Meant to read all of it: at night, by an operator or for the audit, in an upkeep, or as what is looked for stands anywhere in it. */
static const char *const readers[] = {
    "audit_store.c acts_of_migrations",     "audit_store.c count_of_migrations",       "audit_store.c count_unchained",        "audit_store.c last_act",
    "audit_store.c unchained_acts",         "letter_store.c all_letters",              "association_tie_store.c count_held",   "association_tie_store.c count_bars",
    "association_tie_store.c count_single", "association_tie_store.c count_ties",      "association_tie_store.c differ_held",  "association_tie_store.c differ_bars",
    "association_tie_store.c differ_single", "association_tie_store.c differ_ties",    "association_tie_store.c derive_held",  "association_tie_store.c derive_bars",
    "association_tie_store.c derive_single", "association_tie_store.c derive_ties",    "association_tie_store.c forget_ties",  "association_tie_store.c forget_bars",
    "association_tie_store.c forget_single", "association_tie_store.c forget_barless", "association_tie_store.c any_tie",      "award_near_store.c of_record_names",
    "award_near_store.c of_names",           "award_near_store.c of_candidates",       "award_store.c certificates_of_all",    "people_store.c by_name",
    "people_store.c by_name_in_record",      "intake_demographic_store.c updates_of_all"};

struct look {
    const struct statement *statement;
    struct text name, tables, partial; /* the statement's with its file's; the tables that grow and the partial indexes, each followed by a blank */
    int wrong;
};

static struct text next_word(struct text *rest)
{
    struct text word = TEXT("");
    text_split(rest, ' ', &word);
    return word;
}

static bool has_word(struct text words, struct text wanted)
{
    while (words.length > 0)
        if (text_equal(next_word(&words), wanted)) return true;
    return false;
}

static bool is_reader(struct text name)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (text_is(name, readers[i])) return true;
    return false;
}

/* Do these words stand in it one after the other? What a foreign key would ask is a step of the plan, too, but not in the statement. */
static bool reads(struct context *context, const struct statement *statement, const char *first, struct text second)
{
    struct text words = text_printf(context->arena, "%s %.*s", first, TEXT_ARG(second));
    return text_find(text_of(statement->sql), text_string(context->arena, words)) < strlen(statement->sql);
}

/* A step is "SCAN account", "SCAN a USING INDEX account_by_name": all of the index, which of a partial one is what waits. */
static enum result take_step(struct context *context, const struct value *values, size_t count, void *data)
{
    struct look *look = data;
    struct text step = values[count - 1].text, called, tables = look->tables;
    if (!text_is(next_word(&step), "SCAN")) return RESULT_OK;
    called = next_word(&step);
    while (step.length > 0)
        if (has_word(look->partial, next_word(&step))) return RESULT_OK;
    while (tables.length > 0) {
        struct text table = next_word(&tables);
        if (!(text_equal(table, called) ? reads(context, look->statement, "FROM", table) || reads(context, look->statement, "UPDATE", table)
                                        : reads(context, look->statement, text_string(context->arena, table), called)))
            continue;
        print_error("%.*s reads all of %.*s\n", TEXT_ARG(look->name), TEXT_ARG(table));
        look->wrong++;
    }
    return RESULT_OK;
}

static enum result take_name(struct context *context, const struct value *values, size_t count, void *data)
{
    struct text *names = data;
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (text_is(values[0].text, small[i])) return RESULT_OK;
    *names = text_printf(context->arena, "%.*s%.*s ", TEXT_ARG(*names), TEXT_ARG(values[0].text));
    return RESULT_OK;
}

static void only_who_means_to_reads_a_table_that_grows_from_end_to_end(void **state)
{
    struct support *support = support_store(DATABASE_SQLITE, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    struct look look = {.tables = TEXT(""), .partial = TEXT("")};
    assert_result(support, RESULT_OK, database_rows(context, "SELECT name FROM sqlite_master WHERE type = 'table'", NO_PARAMETERS, take_name, &look.tables));
    assert_result(support, RESULT_OK, database_rows(context, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'", NO_PARAMETERS, take_name, &look.partial));
    for (const struct statement *const *at = __start_statements; at < __stop_statements; at++) {
        const char *file = strrchr((*at)->file, '/');
        struct prepared *prepared;
        look.statement = *at;
        look.name = text_printf(context->arena, "%s %s", file ? file + 1 : (*at)->file, (*at)->name);
        if (is_reader(look.name) || text_starts_with(look.name, "audit_findings")) continue;
        assert_result(support, RESULT_OK, database_prepare(context, *at, &prepared));
        const char *explain = text_string(context->arena, text_printf(context->arena, "EXPLAIN QUERY PLAN %s", (*at)->sql));
        struct value *nothing = ARENA_ARRAY(context->arena, prepared->parameter_count + 1, struct value);
        assert_result(support, RESULT_OK, database_rows(context, explain, (struct parameters){nothing, prepared->parameter_count}, take_step, &look));
    }
    assert_int_equal(look.wrong, 0);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(every_statement_fits_the_schema), cmocka_unit_test(only_who_means_to_reads_a_table_that_grows_from_end_to_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
