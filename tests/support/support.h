/* What tests share: cmocka with its headers in the right order, a context with a clock that stands still, and stores of both engines. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/context.h"
#include "outside/database.h"
#include "outside/page.h"

/* A context with an arena of 256 MiB, a fixed clock and settings whose share is the source tree; freed by support_context_free. */
struct support {
    struct context context;
    struct clock clock;
    struct support_private *own;
};

/* `now` like "2026-02-13T08:00:00Z". */
struct support *support_context(const char *now);
void support_context_free(struct support *support);
void support_set_clock(struct support *support, const char *now);
void support_forward(struct support *support, int64_t seconds);
/* What an authenticator app shows now that was given this secret, in base32 as it is typed. */
struct text support_app_code(struct support *support, struct text secret);

/* A fresh store of that engine, migrated, at context.database; removed by support_context_free. For PostgreSQL a database of its own in
 * the server that TESTAMUR_TEST_POSTGRESQL names (./test starts one); where that is not set, support_skip_without_postgresql() skips.
 * What store-template has made beforehand is copied, as all migrations one by one cost each story more than the story: the file
 * TESTAMUR_TEST_TEMPLATE, and the database testamur_template. */
struct support *support_store(enum database_engine engine, const char *now);
/* The same, opened but not migrated: no tables. */
struct support *support_bare_store(enum database_engine engine, const char *now);
/* A second connection to the same store with a context of its own, for races; freed with the first. */
struct support *support_second(struct support *support);

/* A calendar's file of the test's own, with that text in the form of data/calendars, written an hour ago; returns its path, which is always the same. `fresh`: written just now; NULL: there is none. */
const char *support_calendar(const char *text, bool fresh);

/* The one number that a SELECT gives. */
int64_t support_count(struct support *support, const struct statement *statement, struct parameters parameters);
/* The languages, and the letters of the theme that these rooms write, into the context. */
void support_load_letters(struct support *support, const struct page_binding *bindings, size_t count);

/* Shows the error's text where RESULT is not the expected one. */
#define assert_result(SUPPORT, EXPECTED, EXPRESSION) support_assert_result((SUPPORT), (EXPECTED), (EXPRESSION), #EXPRESSION, __FILE__, __LINE__)
void support_assert_result(struct support *support, enum result expected, enum result got, const char *expression, const char *file, int line);
/* Refused with that code and, where `field` is not NULL, because of that field of a form; forgets the failure. The context may be a second connection's. */
void support_assert_refused(struct context *context, const char *code, const char *field, enum result result, const char *file, int line);
#define assert_text_equal(A, B) support_assert_text_equal((A), (B), __FILE__, __LINE__)
void support_assert_text_equal(struct text a, const char *b, const char *file, int line);

/* A test for each engine from one body: static void body(enum database_engine engine); BOTH_ENGINES(body) makes the two cmocka entries
 * `body_on_sqlite` and `body_on_postgresql`; ON_BOTH(body) lists them. */
#define BOTH_ENGINES(BODY)                                                                                                       \
    static void BODY##_on_sqlite(void **state) { (void)state; BODY(DATABASE_SQLITE); }                                           \
    static void BODY##_on_postgresql(void **state) { (void)state; support_skip_without_postgresql(); BODY(DATABASE_POSTGRESQL); }
#define ON_BOTH(BODY) cmocka_unit_test(BODY##_on_sqlite), cmocka_unit_test(BODY##_on_postgresql)
/* The same with what takes down afterwards, however it went. */
#define ON_BOTH_THEN(BODY, TEAR_DOWN) cmocka_unit_test_teardown(BODY##_on_sqlite, TEAR_DOWN), cmocka_unit_test_teardown(BODY##_on_postgresql, TEAR_DOWN)
void support_skip_without_postgresql(void);

#endif
