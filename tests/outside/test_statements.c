/* Every statement of the program is prepared on both engines, and its columns held against its record. */
#include "support/support.h"

#include "outside/database_internal.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(every_statement_fits_the_schema)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
