/* Certificates of the register on paper (SPEC 8.3): by number, for those who may read the register, all or none. */
#include "award/town.h"

#include "account/account_staff.h"
#include "audit/audit.h"
#include "ecert/ecert.h"
#include "ecert/ecert_download.h"
#include "ecert/ecert_key.h"
#include "outside/store.h"

#include <stdatomic.h>

#include "support/held_disk.h"

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
    assert_ok(ecert_check_language(context, "en"));
    assert_int_equal(ecert_check_language(context, "tlh"), RESULT_REFUSED);
    assert_string_equal(context->error.code, "ecert.language");
    assert_text_equal(error_text(context->arena, &context->error), "The body prints no e-Cert in tlh. It prints in: en, zh_CN");
    error_clear(&context->error);

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

struct at_once {
    struct context *context;
    struct text number;
    pthread_t thread;
    enum result result;
    atomic_bool done;
};

static enum result put(struct context *context, void *data)
{
    (void)data;
    return store_put(context, "something", TEXT("new"));
}

static void *write_something(void *data)
{
    struct at_once *writer = data;
    writer->result = database_transaction(writer->context, put, NULL);
    return NULL;
}

static void *download(void *data)
{
    struct at_once *reader = data;
    struct bytes pdf;
    struct text file_name;
    reader->result = ecert_download(reader->context, reader->number, "en", &pdf, &file_name);
    atomic_store(&reader->done, true);
    pthread_mutex_lock(&disk.mutex);
    pthread_cond_broadcast(&disk.changed);
    pthread_mutex_unlock(&disk.mutex);
    return NULL;
}

/* What was committed a moment ago is seen before the disk has it (SQLite): nothing is signed by then (SPEC 13.4). */
static void nothing_is_signed_that_is_not_on_disk(void **state)
{
    struct town *town = town_new(DATABASE_SQLITE, "2026-02-10T08:00:00Z", NULL);
    struct context *context = town->context;
    struct signature_signer *signer;
    struct database_turns *turns;
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    town_tie(town, alice, "alice@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-06");
    town_follow_up(town);
    town_set_time(town, "2026-02-13T08:00:00Z");
    assert_ok(award_run_dates(context, NULL));
    town_follow_up(town);
    assert_ok(ecert_key_make(context));
    assert_ok(ecert_theme_load(context, ecert_theme_folder(context), &context->theme));
    assert_ok(ecert_key_signer(context, &signer));
    assert_ok(database_turns_open(context, database_url(context->database), &turns));
    struct at_once writer = {.context = town_second(town, 0)}, reader = {.context = town_second(town, alice), .number = town_certificate(town, alice, "HCIA-Datacom").number};
    database_share_turns(writer.context->database, turns);
    reader.context->theme = context->theme;
    reader.context->signer = signer;
    writer.result = database_transaction(writer.context, put, NULL); /* the log has its head */
    assert_int_equal(writer.result, RESULT_OK);

    close_disk(true);
    pthread_create(&writer.thread, NULL, write_something, &writer);
    wait_until_the_disk_is_asked(1);
    pthread_create(&reader.thread, NULL, download, &reader);
    pthread_mutex_lock(&disk.mutex);
    while (disk.waiting < 2 && !atomic_load(&reader.done)) pthread_cond_wait(&disk.changed, &disk.mutex);
    pthread_mutex_unlock(&disk.mutex);
    assert_false(atomic_load(&reader.done));
    close_disk(false);
    pthread_join(writer.thread, NULL);
    pthread_join(reader.thread, NULL);
    assert_int_equal(writer.result, RESULT_OK);
    assert_int_equal(reader.result, RESULT_OK);

    int asked = disk.asked;
    download(&reader);
    assert_int_equal(reader.result, RESULT_OK);
    assert_int_equal(disk.asked, asked); /* nothing came in between */
    database_share_turns(writer.context->database, NULL);
    database_turns_close(turns);
    signature_signer_free(signer);
    ecert_theme_free(context->theme);
    context->theme = NULL;
    town_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(certificates_are_printed_by_number_all_or_none), ON_BOTH(what_waits_for_a_name_says_so),
                                       cmocka_unit_test(nothing_is_signed_that_is_not_on_disk)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
