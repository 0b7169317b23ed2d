/* The store's secret: what is derived from it and sealed with it. */
#include "support/support.h"

#include "outside/secret.h"

STATEMENT(read_setting, NULL, "SELECT COUNT(*) FROM store_setting WHERE name = 'secret' AND LENGTH(value) = 64");
STATEMENT(drop_setting, NULL, "DELETE FROM store_setting WHERE name = 'secret'");

static int64_t secrets(struct support *support)
{
    int64_t count;
    assert_result(support, RESULT_OK, database_integer(&support->context, &read_setting, NO_PARAMETERS, &count));
    return count;
}

static void a_store_has_one_secret(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    assert_result(support, RESULT_OK, database_run(context, &drop_setting, NO_PARAMETERS, NULL));
    unsigned char first[SECRET_LENGTH], again[SECRET_LENGTH], other[SECRET_LENGTH];
    assert_int_equal(secret_derive(context, "a", TEXT("x"), first), RESULT_BROKEN); /* reading makes none */
    assert_string_equal(context->error.code, "secret.absent");
    error_clear(&context->error);
    assert_result(support, RESULT_OK, secret_make(context));
    assert_result(support, RESULT_OK, secret_derive(context, "a", TEXT("x"), first));
    assert_result(support, RESULT_OK, secret_make(context));
    assert_int_equal(secrets(support), 1);
    assert_result(support, RESULT_OK, secret_derive(context, "a", TEXT("x"), again));
    assert_memory_equal(first, again, SECRET_LENGTH);
    assert_result(support, RESULT_OK, secret_derive(context, "ax", TEXT(""), other));
    assert_memory_not_equal(first, other, SECRET_LENGTH);
    assert_result(support, RESULT_OK, secret_derive(context, "b", TEXT("x"), other));
    assert_memory_not_equal(first, other, SECRET_LENGTH);
    support_context_free(support);
}
BOTH_ENGINES(a_store_has_one_secret)

static void what_is_sealed_opens_only_where_it_belongs(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    assert_result(support, RESULT_OK, secret_make(context));
    struct bytes sealed, again;
    struct text clear;
    assert_result(support, RESULT_OK, secret_seal(context, "letter", TEXT("id-1"), TEXT("token\ncode"), &sealed));
    assert_result(support, RESULT_OK, secret_seal(context, "letter", TEXT("id-1"), TEXT("token\ncode"), &again));
    assert_int_equal(sealed.length, again.length);
    assert_memory_not_equal(sealed.data, again.data, sealed.length);
    assert_result(support, RESULT_OK, secret_open(context, "letter", TEXT("id-1"), sealed, &clear));
    assert_text_equal(clear, "token\ncode");
    static const struct {
        const char *purpose, *about;
    } wrong[] = {{"letter", "id-2"}, {"other", "id-1"}};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(secret_open(context, wrong[i].purpose, text_of(wrong[i].about), sealed, &clear), RESULT_REFUSED);
        assert_string_equal(context->error.code, "secret.damaged");
        error_clear(&context->error);
    }
    for (size_t i = 0; i < sealed.length; i++) {
        unsigned char *turned = arena_take(context->arena, sealed.length);
        memcpy(turned, sealed.data, sealed.length);
        turned[i] ^= 1;
        assert_int_equal(secret_open(context, "letter", TEXT("id-1"), (struct bytes){turned, sealed.length}, &clear), RESULT_REFUSED);
        error_clear(&context->error);
        assert_int_equal(secret_open(context, "letter", TEXT("id-1"), (struct bytes){sealed.data, i}, &clear), RESULT_REFUSED);
        error_clear(&context->error);
    }
    support_context_free(support);
}
BOTH_ENGINES(what_is_sealed_opens_only_where_it_belongs)

static void tokens_are_fresh_and_stored_as_hashes(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct text a = secret_token(&support->context), b = secret_token(&support->context);
    assert_int_equal(a.length, SECRET_TOKEN_LENGTH);
    assert_false(text_equal(a, b));
    static const unsigned char of_abc[4] = {0xba, 0x78, 0x16, 0xbf}; /* FIPS 180-4's example */
    assert_memory_equal(secret_hash(&support->context, TEXT("abc")).data, of_abc, 4);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_store_has_one_secret), ON_BOTH(what_is_sealed_opens_only_where_it_belongs), cmocka_unit_test(tokens_are_fresh_and_stored_as_hashes)};
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
