/* What an operator sets: file, environment, defaults, and what is said of mistakes. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outside/settings.h"

static struct support *support;
static char folder[] = "/tmp/testamur-settings-XXXXXX";

static const char *const variables[] = {"TESTAMUR_SETTINGS", "TESTAMUR_STORE", "TESTAMUR_WORKERS", "TESTAMUR_MAIL_PASSWORD", "TESTAMUR_PRODUCTION"};

static int setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) unsetenv(variables[i]);
    support = support_context("2026-02-13T08:00:00Z");
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    assert_non_null(mkdtemp(folder));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    char path[200];
    snprintf(path, sizeof path, "%s/testamur.ini", folder);
    unlink(path);
    rmdir(folder);
    support_context_free(support);
    return 0;
}

static struct text store(void)
{
    return text_printf(support->context.arena, "sqlite:%s/testamur.db", folder);
}

static void write_file(const char *content)
{
    char path[200];
    snprintf(path, sizeof path, "%s/testamur.ini", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void refused_at(const char *content, const char *code, long line)
{
    write_file(content);
    struct settings settings;
    error_clear(&support->context.error);
    assert_result(support, RESULT_REFUSED, settings_read(&support->context, store(), &settings));
    assert_string_equal(support->context.error.code, code);
    assert_int_equal(support->context.error.line, line);
    if (line) assert_true(text_ends_with(support->context.error.file, "testamur.ini"));
}

static void without_a_file_the_defaults_hold(void **state)
{
    (void)state;
    struct settings settings;
    assert_result(support, RESULT_OK, settings_read(&support->context, store(), &settings));
    assert_text_equal(settings.listen, "127.0.0.1:8080");
    assert_text_equal(settings.address, "http://127.0.0.1:8080");
    assert_text_equal(settings.mail, "built-in");
    assert_int_equal(settings.password_memory, 19456);
    assert_int_equal(settings.password_passes, 2);
    assert_false(settings.production);
    assert_false(settings.behind_proxy);
    assert_true(text_equal(settings.store, store()));
    assert_int_equal(settings.share.bytes[0], '/');
    assert_int_equal(settings.messages.bytes[0], '/');
}

static void the_file_beside_the_store_counts_and_the_environment_goes_over_it(void **state)
{
    (void)state;
    write_file("# ours\n; and theirs\n\nworkers = 7\n listen=[::1]:81 \nmail_password = a = b\nsigning_key = keys/key.pem\nsigning_certificate = /etc/cert.pem\n"
               "address = https://certificates.example\nbehind_proxy = yes\n");
    struct settings settings;
    assert_result(support, RESULT_OK, settings_read(&support->context, store(), &settings));
    assert_int_equal(settings.workers, 7);
    assert_text_equal(settings.listen, "[::1]:81");
    assert_text_equal(settings.mail_password, "a = b");
    assert_text_equal(settings.signing_certificate, "/etc/cert.pem");
    assert_true(text_ends_with(settings.signing_key, "/keys/key.pem")); /* beside the file, wherever the program was started */
    assert_int_equal(settings.signing_key.bytes[0], '/');
    assert_true(settings.behind_proxy);
    setenv("TESTAMUR_WORKERS", "3", 1);
    assert_result(support, RESULT_OK, settings_read(&support->context, store(), &settings));
    assert_int_equal(settings.workers, 3);
}

static void mistakes_are_named_with_their_line(void **state)
{
    (void)state;
    refused_at("workers = 2\ncolour = red\n", "settings.unknown", 2);
    refused_at("workers = many\n", "settings.number", 1);
    refused_at("\n\nworkers = 0\n", "settings.number", 3);
    refused_at("production = true\n", "settings.flag", 1);
    refused_at("workers = 2\nworkers = 2\n", "settings.twice", 2);
    refused_at("workers\n", "settings.line", 1);
    refused_at("mail_from = \xff\n", "settings.value", 1);
    refused_at("address = https://example.org/\n", "settings.address", 0);
    refused_at("mail = pigeon\n", "settings.mail", 0);
    refused_at("mail_tls = perhaps\n", "settings.mail_tls", 0);
    refused_at("home_country = China\n", "settings.home_country", 0);
    refused_at("signing_key = k.pem\n", "settings.signing", 0);
    refused_at("timestamp_server = ftp://x\n", "settings.timestamp_server", 0);
    refused_at("production = yes\n", "settings.production_address", 0);
    refused_at("production = yes\naddress = https://a.example\n", "settings.production_proxy", 0);
    refused_at("production = yes\nbehind_proxy = yes\naddress = https://a.example\n", "settings.production_mail", 0);
    refused_at("production = yes\nbehind_proxy = yes\naddress = https://a.example\nmail = smtp://m:25\n", "settings.production_from", 0);
}

static void no_value_stands_in_an_error(void **state)
{
    (void)state;
    setenv("TESTAMUR_MAIL_PASSWORD", "hunter\xff", 1);
    struct settings settings;
    assert_result(support, RESULT_REFUSED, settings_read(&support->context, store(), &settings));
    struct text text = error_text(support->context.arena, &support->context.error);
    assert_int_equal(text_find(text, "hunter"), text.length);
    assert_true(text_starts_with(text, "TESTAMUR_MAIL_PASSWORD: "));
}

static void a_named_file_must_be_there(void **state)
{
    (void)state;
    setenv("TESTAMUR_SETTINGS", "/nonexistent/testamur.ini", 1);
    struct settings settings;
    assert_result(support, RESULT_REFUSED, settings_read(&support->context, store(), &settings));
    assert_string_equal(support->context.error.code, "settings.absent");
}

static void a_named_file_may_name_the_store(void **state)
{
    (void)state;
    write_file("store = postgresql:///testamur\n");
    setenv("TESTAMUR_SETTINGS", text_printf(support->context.arena, "%s/testamur.ini", folder).bytes, 1);
    struct settings settings;
    assert_result(support, RESULT_OK, settings_read(&support->context, TEXT(""), &settings));
    assert_text_equal(settings.store, "postgresql:///testamur");
    setenv("TESTAMUR_STORE", "sqlite:other.db", 1);
    assert_result(support, RESULT_OK, settings_read(&support->context, TEXT(""), &settings));
    assert_text_equal(settings.store, "sqlite:other.db");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_a_file_the_defaults_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(the_file_beside_the_store_counts_and_the_environment_goes_over_it, setup, teardown),
        cmocka_unit_test_setup_teardown(mistakes_are_named_with_their_line, setup, teardown),
        cmocka_unit_test_setup_teardown(no_value_stands_in_an_error, setup, teardown),
        cmocka_unit_test_setup_teardown(a_named_file_must_be_there, setup, teardown),
        cmocka_unit_test_setup_teardown(a_named_file_may_name_the_store, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
