/* The journal, permissions, limits. */
#include "support/support.h"

#include <pthread.h>

#include "audit/audit.h"

struct journal_row {
    int64_t actor_account;
    int32_t actor_kind;
    struct text act, detail;
};
RECORD(journal_row_record, struct journal_row, FIELD(struct journal_row, actor_account), FIELD(struct journal_row, actor_kind),
       FIELD(struct journal_row, act), FIELD(struct journal_row, detail));
STATEMENT(read_journal, &journal_row_record, "SELECT actor_account, actor_kind, act, detail FROM audit_journal WHERE subject = $1 AND subject_id = $2");
STATEMENT(forge_journal, NULL, "UPDATE audit_journal SET act = 'nothing' WHERE subject = $1");
STATEMENT(burn_journal, NULL, "DELETE FROM audit_journal WHERE subject = $1");
STATEMENT(count_limits, NULL, "SELECT COUNT(*) FROM rate_limit");

static void the_journal_says_who_did_what_and_only_grows(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 12};
    assert_result(support, RESULT_OK, audit_write(context, "association.complete", "mailbox", 4, TEXT("{\"records\":3}")));
    struct journal_row row;
    assert_result(support, RESULT_OK, database_one(context, &read_journal, PARAMETERS("mailbox", 4), &row));
    assert_int_equal(row.actor_account, 12);
    assert_int_equal(row.actor_kind, ACTOR_ACCOUNT);
    assert_text_equal(row.act, "association.complete");
    assert_text_equal(row.detail, "{\"records\":3}");
    assert_int_equal(database_run(context, &forge_journal, PARAMETERS("mailbox"), NULL), RESULT_BROKEN);
    error_clear(&context->error);
    assert_int_equal(database_run(context, &burn_journal, PARAMETERS("mailbox"), NULL), RESULT_BROKEN);
    error_clear(&context->error);
    assert_result(support, RESULT_OK, database_one(context, &read_journal, PARAMETERS("mailbox", 4), &row));
    support_context_free(support);
}
BOTH_ENGINES(the_journal_says_who_did_what_and_only_grows)

static void assert_may(struct support *support, struct actor actor, enum permission permission, bool may)
{
    support->context.actor = actor;
    enum result result = audit_may(&support->context, permission);
    if (!may) assert_string_equal(support->context.error.code, "audit.not_allowed");
    error_clear(&support->context.error);
    assert_int_equal(result, may ? RESULT_OK : RESULT_REFUSED);
}

/* Who may what, once more and to be read across: Operator, sYstem, a signed-in Candidate; of the staff Support, Intake, Registrar, Mailing, caTalogue, aUditor, aDministrator. */
static const char *const who_may[PERMISSION_COUNT] = {
    /*                         O Y C  S I R M T U D */
    [MAY_NOTHING] =           "- - -  - - - - - - -",
    [MAY_LOAD_CATALOGUE] =    "O - -  - - - - T - -",
    [MAY_READ_CATALOGUE] =    "O - -  - - - - T U -",
    [MAY_IMPORT] =            "O Y -  - I - - - - -",
    [MAY_ADD_ACCOUNTS] =      "O - -  - - - - - - -",
    [MAY_EVALUATE] =          "O Y -  - - - - - - -",
    [MAY_READ_REGISTER] =     "O Y -  S I R M T U -",
    [MAY_SET_CLOCK] =         "O - -  - - - - - - -",
    [MAY_BACK_UP] =           "O - -  - - - - - - -",
    [MAY_REBUILD_ASSOCIATIONS] = "O - -  - - - - - - -",
    [MAY_HOLD_LETTERS] =      "O - -  S - - M - - -",
    [MAY_ACT_FOR_ACCOUNT] =   "- - C  - - - - - - -",
    [MAY_SEE_DESK] =          "- - -  S I R M T U D",
    [MAY_READ_PEOPLE] =       "O - -  S I R M - U -",
    [MAY_ACT_AS_CANDIDATE] =  "- - -  S - R - - - -",
    [MAY_READ_CASES] =        "O Y -  S - R - - U -",
    [MAY_ANSWER_CASES] =      "- - -  S - R - - - -",
    [MAY_DECIDE_CASES] =      "- Y -  - - R - - - -",
    [MAY_UNBIND] =            "- Y -  - - R - - - -",
    [MAY_READ_NEAR_MISSES] =  "- - -  S - R - - U -",
    [MAY_JUDGE_NEAR_MISSES] = "- - -  S - R - - - -",
    [MAY_READ_INTAKE] =       "O - -  - I R - - U -",
    [MAY_REMEDY_ROWS] =       "O - -  - I - - - - -",
    [MAY_READ_DEMOGRAPHICS] = "O Y -  - I - - - U -",
    [MAY_READ_DEMOGRAPHICS_OF] = "O - -  S I R - - U -",
    [MAY_SEND_DEMOGRAPHICS] = "O Y -  - I - - - - -",
    [MAY_READ_LETTERS] =      "O - -  S - R M - U -",
    [MAY_READ_JOURNAL] =      "O - -  - - - - - U -",
    [MAY_READ_STAFF] =        "O - -  - - - - - U D",
    [MAY_MANAGE_STAFF] =      "O - -  - - - - - - D",
    [MAY_READ_PACKAGES] =     "O Y -  S - R M - U -",
    [MAY_SEND_PACKAGES] =     "O Y -  - - - M - - -",
};

static void everyone_may_what_he_needs_and_no_more(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    static const enum actor_kind kinds[] = {ACTOR_OPERATOR, ACTOR_SYSTEM, ACTOR_ACCOUNT};
    for (int i = 0; i < PERMISSION_COUNT; i++) {
        enum permission permission = (enum permission)i;
        const char *row = who_may[i];
        assert_non_null(row); /* a new permission needs a row */
        for (int k = 0; k < 3; k++) assert_may(support, (struct actor){.kind = kinds[k], .account = kinds[k] == ACTOR_ACCOUNT}, permission, row[2 * k] != '-');
        unsigned all = 0;
        for (int k = 0; k < ROLE_COUNT; k++) {
            bool may = row[7 + 2 * k] != '-';
            if (may) all |= 1u << k;
            assert_may(support, (struct actor){.kind = ACTOR_STAFF, .account = 1, .roles = 1u << k}, permission, may);
            assert_may(support, (struct actor){.kind = ACTOR_ACCOUNT, .account = 1, .roles = 1u << k}, permission, row[4] != '-'); /* roles count at the desk only */
        }
        assert_may(support, (struct actor){.kind = ACTOR_STAFF, .account = 1, .roles = ROLES_ALL & ~all}, permission, false);
        assert_may(support, (struct actor){.kind = ACTOR_STAFF, .account = 1}, permission, false);
        assert_may(support, (struct actor){.kind = ACTOR_STAFF, .roles = ROLES_ALL}, permission, false);
        assert_may(support, (struct actor){.kind = ACTOR_ACCOUNT}, permission, false);
        assert_may(support, (struct actor){.kind = ACTOR_NOBODY}, permission, false);
    }
    assert_may(support, (struct actor){.kind = ACTOR_OPERATOR}, PERMISSION_COUNT, false);
    assert_may(support, (struct actor){.kind = ACTOR_OPERATOR}, (enum permission)4711, false);
    for (int k = 0; k < ROLE_COUNT; k++) assert_int_equal(audit_role(text_of(audit_role_word(k))), 1u << k);
    assert_int_equal(audit_role(TEXT("operator")), 0);
    support_context_free(support);
}

static enum result limit(struct support *support, const char *key)
{
    error_clear(&support->context.error);
    return audit_limit(&support->context, text_of(key), 3, 60);
}

static enum result left(struct support *support, const char *key)
{
    error_clear(&support->context.error);
    return audit_limit_left(&support->context, text_of(key), 3, 60);
}

static void a_limit_lets_a_burst_through_and_then_one_at_a_time(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 5; k++) assert_result(support, RESULT_OK, left(support, "sign-in:network:192.0.2.7")); /* asking counts nothing */
        assert_result(support, RESULT_OK, limit(support, "sign-in:network:192.0.2.7"));
    }
    assert_int_equal(left(support, "sign-in:network:192.0.2.7"), RESULT_REFUSED);
    assert_text_equal(error_text(context->arena, &context->error), "This was tried too often. Try again in 20 seconds.");
    assert_int_equal(limit(support, "sign-in:network:192.0.2.7"), RESULT_REFUSED);
    assert_string_equal(context->error.code, "audit.too_often");
    assert_text_equal(error_text(context->arena, &context->error), "This was tried too often. Try again in 20 seconds.");
    assert_result(support, RESULT_OK, limit(support, "sign-in:network:192.0.2.8")); /* somebody else is not held up */
    support_forward(support, 19);
    assert_int_equal(limit(support, "sign-in:network:192.0.2.7"), RESULT_REFUSED);
    assert_text_equal(error_text(context->arena, &context->error), "This was tried too often. Try again in one second.");
    support_forward(support, 1);
    assert_result(support, RESULT_OK, left(support, "sign-in:network:192.0.2.7"));
    assert_result(support, RESULT_OK, limit(support, "sign-in:network:192.0.2.7"));
    assert_int_equal(limit(support, "sign-in:network:192.0.2.7"), RESULT_REFUSED);
    support_forward(support, 3600); /* rest gives back the burst, and not more */
    for (int i = 0; i < 3; i++) assert_result(support, RESULT_OK, limit(support, "sign-in:network:192.0.2.7"));
    assert_int_equal(limit(support, "sign-in:network:192.0.2.7"), RESULT_REFUSED);
    support_set_clock(support, "2025-01-01T00:00:00Z"); /* a demonstration's clock set back locks nobody out */
    assert_result(support, RESULT_OK, left(support, "sign-in:network:192.0.2.7"));
    assert_result(support, RESULT_OK, limit(support, "sign-in:network:192.0.2.7"));

    support_set_clock(support, "2026-02-14T08:00:00Z");
    assert_result(support, RESULT_OK, limit(support, "sign-in:network:192.0.2.9"));
    error_clear(&context->error);
    assert_result(support, RESULT_OK, audit_forget_limits(context));
    int64_t count;
    assert_result(support, RESULT_OK, database_integer(context, &count_limits, NO_PARAMETERS, &count));
    assert_int_equal(count, 1);
    support_context_free(support);
}
BOTH_ENGINES(a_limit_lets_a_burst_through_and_then_one_at_a_time)

static void a_long_wait_is_told_in_minutes_or_hours(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    static const struct {
        int64_t seconds;
        const char *says;
    } waits[] = {{1, "one second."}, {2, "2 seconds."}, {90, "90 seconds."}, {91, "2 minutes."}, {120, "2 minutes."}, {121, "3 minutes."}, {5400, "90 minutes."}, {5401, "2 hours."},
                 {7201, "3 hours."}, {86400, "24 hours."}};
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        assert_int_equal(audit_too_often(context, waits[i].seconds), RESULT_REFUSED);
        assert_text_equal(error_text(context->arena, &context->error), text_printf(context->arena, "This was tried too often. Try again in %s", waits[i].says).bytes);
        int64_t seconds;
        assert_true(text_to_integer(context->error.arguments[0].value, &seconds) && seconds == waits[i].seconds); /* Retry-After */
        error_clear(&context->error);
    }
    support_context_free(support);
}

static enum result from(struct support *support, const char *address)
{
    error_clear(&support->context.error);
    support->context.actor.network = text_of(address);
    return audit_limit_network(&support->context, "verify", 1, 60);
}

static void a_subscriber_is_one_network(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    assert_result(support, RESULT_OK, from(support, "2001:db8:1:2::1"));
    assert_int_equal(from(support, "2001:db8:1:2:ffff::9"), RESULT_REFUSED);
    assert_result(support, RESULT_OK, from(support, "2001:db8:1:3::1"));
    assert_result(support, RESULT_OK, from(support, "192.0.2.7"));
    assert_int_equal(from(support, "::ffff:192.0.2.7"), RESULT_REFUSED);
    assert_result(support, RESULT_OK, from(support, "192.0.2.8"));
    assert_result(support, RESULT_OK, from(support, "")); /* a command has no network */
    assert_result(support, RESULT_OK, from(support, ""));
    support_context_free(support);
}
BOTH_ENGINES(a_subscriber_is_one_network)

static enum result refuse_after_limit(struct context *context, void *data)
{
    (void)data;
    TRY(audit_limit(context, TEXT("key"), 1, 60));
    return context_fail(context, RESULT_REFUSED, "test.refused", "No.");
}

static void a_limit_outside_a_transaction_counts_though_the_act_is_refused_and_takes_no_key(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    context->once.key = TEXT("form-1");
    assert_result(support, RESULT_OK, limit(support, "a"));
    assert_text_equal(context->once.key, "form-1");
    context->once.key = TEXT("");
    assert_int_equal(refuse_after_limit(context, NULL), RESULT_REFUSED);
    error_clear(&context->error);
    assert_int_equal(audit_limit(context, TEXT("key"), 1, 60), RESULT_REFUSED);
    support_context_free(support);
}
BOTH_ENGINES(a_limit_outside_a_transaction_counts_though_the_act_is_refused_and_takes_no_key)

static void *try_many(void *data)
{
    struct support *support = data;
    intptr_t through = 0;
    for (int i = 0; i < 40; i++) {
        error_clear(&support->context.error);
        if (audit_limit(&support->context, TEXT("race"), 10, 3600) == RESULT_OK) through++;
    }
    return (void *)through;
}

static void two_nodes_together_get_no_more_than_one(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z"), *second = support_second(support);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, try_many, second), 0);
    intptr_t mine = (intptr_t)try_many(support);
    void *others;
    pthread_join(thread, &others);
    assert_int_equal(mine + (intptr_t)others, 10);
    support_context_free(support);
}
BOTH_ENGINES(two_nodes_together_get_no_more_than_one)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_journal_says_who_did_what_and_only_grows),
        cmocka_unit_test(everyone_may_what_he_needs_and_no_more),
        ON_BOTH(a_limit_lets_a_burst_through_and_then_one_at_a_time), cmocka_unit_test(a_long_wait_is_told_in_minutes_or_hours),
        ON_BOTH(a_subscriber_is_one_network),
        ON_BOTH(a_limit_outside_a_transaction_counts_though_the_act_is_refused_and_takes_no_key),
        ON_BOTH(two_nodes_together_get_no_more_than_one),
    };
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
