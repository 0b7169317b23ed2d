/* Second factors by themselves: one-time passwords by the vectors of RFC 6238 and 4226, and passkeys of each algorithm, honest and lying. */
#include "support/support.h"

#include "account/authenticator.h"
#include "base/encoding.h"
#include "outside/one_time.h"
#include "outside/qr.h"
#include "outside/settings.h"

static const struct bytes twenty = {(const unsigned char *)"12345678901234567890", 20};

/* RFC 6238, appendix B, SHA-1. */
static void codes_by_time_are_those_of_the_rfc(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        uint32_t code;
    } vectors[] = {{59, 94287082}, {1111111109, 7081804}, {1111111111, 14050471}, {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_int_equal(one_time_code(twenty, one_time_step((struct instant){vectors[i].seconds * MICROSECONDS}), 8), vectors[i].code);
    /* RFC 4226, appendix D: six digits by count. */
    static const uint32_t counted[] = {755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489};
    for (int i = 0; i < 10; i++) assert_int_equal(one_time_code(twenty, i, 6), counted[i]);
}

static bool matches(const char *typed, int64_t seconds, int64_t *step)
{
    return one_time_match(twenty, text_of(typed), (struct instant){seconds * MICROSECONDS}, step);
}

static void a_code_is_taken_one_step_early_or_late_and_in_fours_and_no_further(void **state)
{
    (void)state;
    int64_t step = -1;
    assert_true(matches("287082", 59, &step)); /* step 1 */
    assert_int_equal(step, 1);
    assert_true(matches("287 082", 29, &step));
    assert_int_equal(step, 1);
    assert_true(matches("287-082", 89, &step));
    assert_int_equal(step, 1);
    assert_false(matches("287082", 90, &step));
    assert_false(matches("287083", 59, &step));
    assert_false(matches("87082", 59, &step));
    assert_false(matches("2870820", 59, &step));
    assert_false(matches("28708a", 59, &step));
    assert_false(matches("", 59, &step));
    /* Leading zeros are typed. */
    assert_true(one_time_match(twenty, TEXT("081804"), (struct instant){1111111109ll * MICROSECONDS}, &step));
    assert_false(one_time_match(twenty, TEXT("81804"), (struct instant){1111111109ll * MICROSECONDS}, &step));
}

static void apps_get_the_secret_as_text_and_as_a_picture(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct arena *arena = support->context.arena;
    assert_text_equal(one_time_secret_text(arena, twenty), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    struct text address = one_time_address(arena, TEXT("desk.example:8443"), TEXT("李伟"), twenty);
    assert_text_equal(address, "otpauth://totp/desk.example%3A8443:%E6%9D%8E%E4%BC%9F?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=desk.example%3A8443");
    struct buffer path = buffer_new(arena, 1024, 64 << 10);
    int size = qr_put_svg(&path, address);
    assert_true(size >= 29);
    assert_true(text_starts_with(buffer_text(&path), "M0 0h7v1h-7z")); /* the upper edge of the finder */
    assert_int_equal(qr_put_svg(&path, TEXT("李")), 0);
    support_context_free(support);
}

/* --- Passkeys --- */

static const struct passkey_party party = {{"desk.example", 12}, {"https://desk.example", 20}};

static struct support *begin(struct authenticator *authenticator, int algorithm)
{
    struct support *support = support_context("2026-02-13T08:00:00Z");
    authenticator_make(authenticator, algorithm, "desk.example", "https://desk.example");
    return support;
}

static void end(struct support *support, struct authenticator *authenticator)
{
    authenticator_free(authenticator);
    support_context_free(support);
}

static void assert_wrong(struct support *support, enum result result)
{
    assert_int_equal(result, RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "passkey.wrong");
    error_clear(&support->context.error);
}

static void a_passkey_of_each_algorithm_is_made_and_used(void **state)
{
    (void)state;
    static const int algorithms[] = {-7, -8, -257};
    for (int i = 0; i < 3; i++) {
        struct authenticator authenticator;
        struct support *support = begin(&authenticator, algorithms[i]);
        struct context *context = &support->context;
        struct passkey_key key;
        authenticator.count = 5;
        struct passkey_answer made = authenticator_create(context->arena, &authenticator, TEXT("first"));
        assert_result(support, RESULT_OK, passkey_made(context, &party, TEXT("first"), &made, &key));
        assert_int_equal(key.algorithm, algorithms[i]);
        assert_int_equal(key.sign_count, 5);
        struct passkey_answer used = authenticator_get(context->arena, &authenticator, TEXT("second"));
        assert_result(support, RESULT_OK, passkey_used(context, &party, TEXT("second"), &used, &key));
        assert_int_equal(key.sign_count, 6);
        /* Whoever counts and does not move on is a copy. */
        assert_wrong(support, passkey_used(context, &party, TEXT("second"), &used, &key));
        /* Another's key under the same name. */
        struct authenticator other;
        authenticator_make(&other, algorithms[i], "desk.example", "https://desk.example");
        other.count = 10;
        struct passkey_answer foreign = authenticator_get(context->arena, &other, TEXT("second"));
        assert_wrong(support, passkey_used(context, &party, TEXT("second"), &foreign, &key));
        authenticator_free(&other);
        end(support, &authenticator);
    }
}

/* Each lie alone, when the passkey is made and when it is used. */
static void whoever_lies_in_one_thing_is_refused(void **state)
{
    (void)state;
    struct authenticator honest;
    struct support *support = begin(&honest, -7);
    struct context *context = &support->context;
    struct passkey_key key;
    struct passkey_answer made = authenticator_create(context->arena, &honest, TEXT("first"));
    assert_result(support, RESULT_OK, passkey_made(context, &party, TEXT("first"), &made, &key));
    struct authenticator liars[8];
    for (int i = 0; i < 8; i++) liars[i] = honest;
    liars[0].type = "webauthn.other";
    liars[1].origin = "https://desk.example.evil";
    liars[2].origin = "http://desk.example";
    liars[3].party = "evil.example";
    liars[4].flags = 1; /* there, not verified */
    liars[5].flags = 4; /* verified, not there */
    liars[6].flags = 0;
    liars[7].crosses = true;
    for (int i = 0; i < 8; i++) {
        struct passkey_key kept = key;
        made = authenticator_create(context->arena, &liars[i], TEXT("first"));
        assert_wrong(support, passkey_made(context, &party, TEXT("first"), &made, &kept));
        struct passkey_answer used = authenticator_get(context->arena, &liars[i], TEXT("first"));
        assert_wrong(support, passkey_used(context, &party, TEXT("first"), &used, &key));
    }
    made = authenticator_create(context->arena, &honest, TEXT("first"));
    assert_wrong(support, passkey_made(context, &party, TEXT("second"), &made, &key)); /* another challenge */
    struct passkey_answer used = authenticator_get(context->arena, &honest, TEXT("first"));
    assert_wrong(support, passkey_used(context, &party, TEXT("second"), &used, &key));
    /* What was made is not what is used, and the other way round. */
    assert_wrong(support, passkey_used(context, &party, TEXT("first"), &made, &key));
    assert_wrong(support, passkey_made(context, &party, TEXT("first"), &used, &key));
    end(support, &honest);
}

/* Each byte of what the authenticator signed, and each cut, is seen. */
static void whatever_is_altered_on_the_way_is_refused(void **state)
{
    (void)state;
    struct authenticator authenticator;
    struct support *support = begin(&authenticator, -7);
    struct context *context = &support->context;
    struct passkey_key key;
    struct passkey_answer made = authenticator_create(context->arena, &authenticator, TEXT("first"));
    assert_result(support, RESULT_OK, passkey_made(context, &party, TEXT("first"), &made, &key));
    struct passkey_answer honest = authenticator_get(context->arena, &authenticator, TEXT("second"));
    assert_result(support, RESULT_OK, passkey_used(context, &party, TEXT("second"), &honest, &key));
    for (int part = 0; part < 3; part++) {
        struct bytes whole = part == 0 ? honest.authenticator_data : part == 1 ? honest.client_data : honest.signature;
        for (size_t i = 0; i < whole.length; i++) {
            struct arena_mark mark = arena_mark(context->arena);
            struct text copy = text_copy(context->arena, (struct text){(const char *)whole.data, whole.length});
            ((unsigned char *)copy.bytes)[i] ^= 1;
            struct bytes altered = {(const unsigned char *)copy.bytes, copy.length};
            struct passkey_answer answer = honest;
            *(part == 0 ? &answer.authenticator_data : part == 1 ? &answer.client_data : &answer.signature) = altered;
            assert_wrong(support, passkey_used(context, &party, TEXT("second"), &answer, &key));
            *(part == 0 ? &answer.authenticator_data : part == 1 ? &answer.client_data : &answer.signature) = (struct bytes){whole.data, i};
            assert_wrong(support, passkey_used(context, &party, TEXT("second"), &answer, &key));
            arena_rewind(context->arena, mark);
        }
    }
    for (size_t i = 0; i < made.authenticator_data.length; i++) {
        struct passkey_answer cut = made;
        struct passkey_key unused;
        cut.authenticator_data.length = i;
        assert_wrong(support, passkey_made(context, &party, TEXT("first"), &cut, &unused));
    }
    struct passkey_answer renamed = made;
    renamed.credential.length--;
    assert_wrong(support, passkey_made(context, &party, TEXT("first"), &renamed, &key));
    end(support, &authenticator);
}

static void passkeys_belong_to_the_portal_s_address(void **state)
{
    (void)state;
    static const struct {
        const char *address, *id;
    } addresses[] = {{"https://certificates.example", "certificates.example"}, {"https://certificates.example:8443", "certificates.example"}, {"http://localhost:8080", "localhost"},
                     {"http://127.0.0.1:8080", NULL}, {"https://127.0.0.1", NULL}, {"https://[::1]:8080", NULL}, {"http://certificates.example", NULL}, {"nonsense", NULL}};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct support *support = support_context("2026-02-13T08:00:00Z");
        struct settings settings = *support->context.settings;
        settings.address = text_of(addresses[i].address);
        support->context.settings = &settings;
        struct passkey_party found;
        assert_int_equal(passkey_party(&support->context, &found), addresses[i].id != NULL);
        if (addresses[i].id) {
            assert_text_equal(found.id, addresses[i].id);
            assert_text_equal(found.origin, addresses[i].address);
        }
        support_context_free(support);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_by_time_are_those_of_the_rfc),
        cmocka_unit_test(a_code_is_taken_one_step_early_or_late_and_in_fours_and_no_further),
        cmocka_unit_test(apps_get_the_secret_as_text_and_as_a_picture),
        cmocka_unit_test(a_passkey_of_each_algorithm_is_made_and_used),
        cmocka_unit_test(whoever_lies_in_one_thing_is_refused),
        cmocka_unit_test(whatever_is_altered_on_the_way_is_refused),
        cmocka_unit_test(passkeys_belong_to_the_portal_s_address),
    };
    return cmocka_run_group_tests_name("passkey", tests, NULL, NULL);
}
