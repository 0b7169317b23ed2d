/* Certificates of the register on paper (SPEC 8.3): by number, for those who may read the register, all or none. */
#include "award/town.h"

#include "account/account_staff.h"
#include "audit/audit.h"
#include "ecert/ecert.h"
#include "ecert/ecert_download.h"
#include "ecert/ecert_key.h"

static void certificates_are_printed_by_number_all_or_none(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-10T08:00:00Z", NULL);
    struct context *context = town->context;
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), bob = town_account(town, "bob", "bob@example.org", "Bob Li");
    town_tie(town, alice, "alice@example.org");
    town_tie(town, bob, "bob@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-06");
    int64_t record = town_pass(town, "bob@example.org", "H12-811", "2026-02-06");
    town_follow_up(town);
    town_set_time(town, "2026-02-13T08:00:00Z");
    assert_ok(award_run_dates(context, NULL));
    town_follow_up(town);
    assert_ok(ecert_theme_load(context, ecert_theme_folder(context), &context->theme));

    struct text numbers[] = {town_certificate(town, alice, "HCIA-Datacom").number, town_certificate(town, bob, "HCIA-Datacom").number};
    struct bytes pdf;
    int64_t mailing = town_account(town, "mia", "mia@body.example", "Mia");
    town_act_as(town, 0);
    assert_ok(account_staff_set(context, mailing, ROLE_MAILING));
    context->actor = (struct actor){.kind = ACTOR_STAFF, .account = mailing, .roles = ROLE_MAILING};
    assert_ok(ecert_print_numbers(context, numbers, 2, "en", &pdf));
    assert_true(pdf.length > 10000 && memcmp(pdf.data, "%PDF-", 5) == 0);

    town_act_as(town, alice); /* her own, but not Bob's */
    assert_ok(ecert_print_numbers(context, numbers, 1, "en", &pdf));
    assert_int_equal(ecert_print_numbers(context, numbers, 2, "en", &pdf), RESULT_REFUSED);
    assert_string_equal(context->error.code, "ecert.none");
    assert_text_equal(context->error.file, text_string(context->arena, numbers[1]));
    error_clear(&context->error);

    town_correct(town, record, GRADE_PASS, EXAM_REVOKED);
    town_follow_up(town);
    context->actor = (struct actor){.kind = ACTOR_STAFF, .account = mailing, .roles = ROLE_MAILING};
    assert_int_equal(ecert_print_numbers(context, numbers, 2, "en", &pdf), RESULT_REFUSED);
    assert_string_equal(context->error.code, "ecert.not_valid");
    assert_text_equal(context->error.file, text_string(context->arena, numbers[1]));
    error_clear(&context->error);
    ecert_theme_free(context->theme);
    town_free(town);
}
BOTH_ENGINES(certificates_are_printed_by_number_all_or_none)

/* The e-Cert of who has no name is asked for: each reader learns what is missing, and what to do. */
static void what_waits_for_a_name_says_so(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-10T08:00:00Z", NULL);
    struct context *context = town->context;
    int64_t alice = town_account(town, "alice", "alice@example.org", ""), mia = town_account(town, "mia", "mia@body.example", "Mia");
    town_tie(town, alice, "alice@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-06");
    town_forget_names(town);
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.pending && certificate.nameless);
    struct bytes pdf;
    struct text file_name;
    town_act_as(town, alice);
    assert_int_equal(ecert_download(context, certificate.number, "en", &pdf, &file_name), RESULT_REFUSED);
    assert_string_equal(context->error.code, "ecert.nameless");
    assert_text_equal(error_text(context->arena, &context->error), "Your name is missing. Fill it in on the page Profile; then the certificate is issued.");
    error_clear(&context->error);
    town_act_as_staff(town, mia);
    assert_int_equal(ecert_print_numbers(context, &certificate.number, 1, "en", &pdf), RESULT_REFUSED);
    assert_string_equal(context->error.code, "ecert.nameless_holder");
    error_clear(&context->error);
    town_free(town);
}
BOTH_ENGINES(what_waits_for_a_name_says_so)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(certificates_are_printed_by_number_all_or_none), ON_BOTH(what_waits_for_a_name_says_so)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
