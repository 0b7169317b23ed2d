/* Letters as Internet messages: nothing of a name or subject breaks out of its line, and what was put in can be read out. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "letter/fake_smtp.h"
#include "outside/mail.h"
#include "outside/smtp.h"

static struct mail plain_mail(void)
{
    return (struct mail){.from_name = TEXT("Certification Body"), .from_address = TEXT("certification@example.org"), .to_name = TEXT("Li Wei"),
                         .to_address = TEXT("li.wei@example.com"), .subject = TEXT("Hello"), .message_id = TEXT("0ABC@example.org"), .language = TEXT("en"),
                         .date = {1770969600000000}, .text = TEXT("Hello\n"), .html = TEXT("<p>Hello</p>\n")};
}

static struct text compose(struct support *support, const struct mail *mail)
{
    struct text message;
    assert_result(support, RESULT_OK, mail_compose(&support->context, mail, &message));
    struct text line;
    for (struct text rest = message; text_split(&rest, '\n', &line);) {
        assert_true(line.length <= 998 && line.length <= 200);
        assert_int_equal(line.bytes[line.length - 1], '\r');
        assert_null(memchr(line.bytes, '\r', line.length - 1));
        for (size_t i = 0; i < line.length; i++) assert_true((unsigned char)line.bytes[i] < 0x80);
        if (!rest.length) break;
    }
    assert_true(text_ends_with(message, "--\r\n"));
    return message;
}

static size_t count_of(struct text text, const char *part)
{
    size_t count = 0;
    for (size_t at; (at = text_find(text, part)) < text.length; count++) text = (struct text){text.bytes + at + 1, text.length - at - 1};
    return count;
}

static void no_header_can_be_smuggled_in(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    static const char *const evil[] = {"x\r\nBcc: victim@example.com", "x\nBcc: victim@example.com", "x\r\n\r\nBcc: victim@example.com", "x\rBcc: victim@example.com",
                                       "x\xe2\x80\xa8" "Bcc: victim@example.com", "x\xc2\x85" "Bcc: victim@example.com"};
    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        struct mail mail = plain_mail();
        mail.subject = mail.to_name = mail.from_name = text_of(evil[i]);
        struct text message = compose(support, &mail);
        assert_int_equal(count_of(message, "\nBcc:"), 0);
        assert_int_equal(count_of(message, "\r\n\r\n--=_0ABC\r\n"), 2); /* behind the header and between the parts */
    }
    static const char *const addresses[] = {"a@example.com>\r\nBcc: <b@example.com", "a@example.com, b@example.com", "", "a b@example.com", "a@example.com\n"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct text message;
        struct mail mail = plain_mail();
        mail.to_address = text_of(addresses[i]);
        assert_int_equal(mail_compose(&support->context, &mail, &message), RESULT_BROKEN);
        error_clear(&support->context.error);
        mail = plain_mail();
        mail.message_id = text_of(addresses[i]);
        if (strchr(addresses[i], ' ') || !*addresses[i]) assert_int_equal(mail_compose(&support->context, &mail, &message), RESULT_BROKEN);
        error_clear(&support->context.error);
    }
    support_context_free(support);
}

static void words_beyond_ascii_are_encoded_and_long_lines_folded(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct mail mail = plain_mail();
    mail.to_name = TEXT("\xe6\x9d\x8e\xe4\xbc\x9f");
    mail.from_name = TEXT("The \"Body\" \\ Co");
    char subject[300] = "";
    for (int i = 0; i < 40; i++) strcat(subject, "\xe8\xaf\x81"); /* 120 bytes */
    mail.subject = text_of(subject);
    struct text message = compose(support, &mail);
    assert_true(text_find(message, "To: =?UTF-8?B?5p2O5Lyf?=\r\n <li.wei@example.com>\r\n") < message.length);
    assert_true(text_find(message, "From: \"The \\\"Body\\\" \\\\ Co\"\r\n <certification@example.org>\r\n") < message.length);
    assert_int_equal(count_of(message, "=?UTF-8?B?6K+B6K+B6K+B6K+B6K+B6K+B6K+B6K+B6K+B6K+B6K+B6K+B6K+B6K+B?="), 2); /* whole characters only */
    mail.subject = TEXT("A subject of many words that would stand on a line far longer than seventy-six characters if nobody folded it");
    message = compose(support, &mail);
    assert_true(text_find(message, "Subject: A subject of many words that would stand on a line far longer than\r\n seventy-six") < message.length);
    mail.subject = TEXT("=?UTF-8?B?bG9va3MgZW5jb2RlZA==?=");
    message = compose(support, &mail);
    assert_true(text_find(message, "Subject: =?UTF-8?B?PT9VVEYtOD9CP2JHOXZhM01nWlc1amIyUmxaQT09Pz0=?=\r\n") < message.length);
    support_context_free(support);
}

static void bodies_are_quoted_printable_or_base64(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct mail mail = plain_mail();
    mail.text = TEXT("caf\xc3\xa9 = good \n\ttab\t\nA line that is longer than seventy-six characters has to be broken softly somewhere in here, is it not?\n.\nFrom here");
    mail.html = TEXT("\xe8\xaf\x81\xe4\xb9\xa6\n");
    struct text message = compose(support, &mail);
    assert_true(text_find(message, "caf=C3=A9 =3D good=20\r\n\ttab=09\r\nA line that is longer than seventy-six characters has to be broken softly s=\r\nomewhere in here, is it not?\r\n.\r\nFrom here\r\n") <
                message.length);
    assert_true(text_find(message, "Content-Transfer-Encoding: base64\r\n\r\n6K+B5LmmDQo=\r\n") < message.length);
    assert_true(text_find(message, "Date: Fri, 13 Feb 2026 08:00:00 +0000\r\n") < message.length);
    support_context_free(support);
}

static void a_sender_is_written_with_or_without_name(void **state)
{
    (void)state;
    WITH_ARENA(arena, 1 << 20);
    struct text name, address;
    assert_true(mail_split_address(arena, TEXT(" Body of X <a@example.org> "), &name, &address));
    assert_text_equal(name, "Body of X");
    assert_text_equal(address, "a@example.org");
    assert_true(mail_split_address(arena, TEXT("\"X, Inc.\" <a@example.org>"), &name, &address));
    assert_text_equal(name, "X, Inc.");
    assert_true(mail_split_address(arena, TEXT("a@example.org"), &name, &address));
    assert_text_equal(name, "");
    static const char *const wrong[] = {"", "Body", "Body <a@example.org", "<>", "a b@example.org", "X <a@example.org> <b@example.org>", "a@example.org\r\n <b>"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (mail_split_address(arena, text_of(wrong[i]), &name, &address)) fail_msg("taken: %s", wrong[i]);
}

static void a_server_that_does_not_answer_is_not_waited_for_for_ever(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    struct fake_smtp *server = fake_smtp_start();
    struct smtp_server settings = {.url = text_printf(support->context.arena, "smtp://127.0.0.1:%d", fake_smtp_port(server)), .tls = TEXT("none"), .timeout_seconds = 1};
    struct smtp *smtp;
    struct smtp_outcome outcome;
    assert_result(support, RESULT_OK, smtp_new(&support->context, &settings, &smtp));
    assert_result(support, RESULT_OK, smtp_send(&support->context, smtp, TEXT("a@example.org"), TEXT("slow@example.com"), TEXT("Subject: x\r\n\r\nx\r\n"), &outcome));
    assert_int_equal(outcome.verdict, SMTP_NOBODY);
    assert_int_equal(outcome.code, 0);
    assert_result(support, RESULT_OK, smtp_send(&support->context, smtp, TEXT("a@example.org"), TEXT("good@example.com"), TEXT("Subject: x\r\n\r\n..x\r\n.\r\nx\r\n"), &outcome));
    assert_int_equal(outcome.verdict, SMTP_TAKEN);
    assert_int_equal(outcome.code, 250);
    assert_string_equal(fake_smtp_message(server, 0)->content, "Subject: x\r\n\r\n..x\r\n.\r\nx\r\n"); /* dots as they were */
    assert_int_equal(smtp_send(&support->context, smtp, TEXT("a@example.org"), TEXT("b@example.com>\r\nRCPT TO:<c@example.com"), TEXT("x"), &outcome), RESULT_BROKEN);
    smtp_free(smtp);

    settings.tls = TEXT("required"); /* the server has none: our letter does not go out in clear */
    error_clear(&support->context.error);
    assert_result(support, RESULT_OK, smtp_new(&support->context, &settings, &smtp));
    assert_result(support, RESULT_OK, smtp_send(&support->context, smtp, TEXT("a@example.org"), TEXT("good@example.com"), TEXT("Subject: x\r\n\r\nx\r\n"), &outcome));
    assert_int_equal(outcome.verdict, SMTP_NOBODY);
    assert_int_equal(fake_smtp_count(server), 1);
    smtp_free(smtp);
    fake_smtp_stop(server);
    support_context_free(support);
}

/* Sends one letter over a connection of its own. */
static struct smtp_outcome send_one(struct support *support, const struct smtp_server *settings)
{
    struct smtp *smtp;
    struct smtp_outcome outcome;
    assert_result(support, RESULT_OK, smtp_new(&support->context, settings, &smtp));
    assert_result(support, RESULT_OK, smtp_send(&support->context, smtp, TEXT("a@example.org"), TEXT("good@example.com"), TEXT("Subject: x\r\n\r\nx\r\n"), &outcome));
    smtp_free(smtp);
    return outcome;
}

static void a_certificate_has_to_be_trusted_and_the_servers_own(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    char certificate[] = "/tmp/testamur-mail-XXXXXX", other[] = "/tmp/testamur-mail-XXXXXX";
    close(mkstemp(certificate));
    close(mkstemp(other));
    struct fake_smtp *stranger = fake_smtp_start_guarded(NULL, NULL, other), *server = fake_smtp_start_guarded(NULL, NULL, certificate);
    struct text address = text_printf(support->context.arena, "smtp://127.0.0.1:%d", fake_smtp_port(server));
    struct smtp_server settings = {.url = address, .tls = TEXT("required"), .timeout_seconds = 10};
    assert_int_equal(send_one(support, &settings).verdict, SMTP_NOBODY); /* the system's authorities do not know it */
    settings.authorities = text_of(other);
    struct smtp_outcome outcome = send_one(support, &settings);
    assert_int_equal(outcome.verdict, SMTP_NOBODY);
    assert_true(text_find(outcome.answer, "certificate") < outcome.answer.length); /* whoever reads it knows what to mend */
    settings.authorities = text_of(certificate);
    settings.url = text_printf(support->context.arena, "smtp://localhost:%d", fake_smtp_port(server));
    assert_int_equal(send_one(support, &settings).verdict, SMTP_NOBODY); /* trusted, but of another host */
    assert_int_equal(fake_smtp_count(server), 0);
    settings.url = address;
    assert_int_equal(send_one(support, &settings).verdict, SMTP_TAKEN);
    assert_int_equal(fake_smtp_count(server), 1);
    assert_true(fake_smtp_message(server, 0)->over_tls);
    fake_smtp_stop(server);
    fake_smtp_stop(stranger);

    settings.authorities = text_printf(support->context.arena, "%s.absent", certificate);
    struct smtp *smtp;
    assert_int_equal(smtp_new(&support->context, &settings, &smtp), RESULT_REFUSED);
    assert_string_equal(support->context.error.code, "smtp.authorities");
    unlink(certificate);
    unlink(other);
    support_context_free(support);
}

static void a_strangers_certificate_does_where_tls_is_only_offered_but_gets_no_password(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    char certificate[] = "/tmp/testamur-mail-XXXXXX";
    close(mkstemp(certificate));
    struct fake_smtp *server = fake_smtp_start_guarded(NULL, NULL, certificate);
    struct smtp_server settings = {.url = text_printf(support->context.arena, "smtp://127.0.0.1:%d", fake_smtp_port(server)), .tls = TEXT("offered"), .timeout_seconds = 10};
    assert_int_equal(send_one(support, &settings).verdict, SMTP_TAKEN);
    assert_true(fake_smtp_message(server, 0)->over_tls);
    settings.user = TEXT("testamur");
    settings.password = TEXT("secret");
    assert_int_equal(send_one(support, &settings).verdict, SMTP_NOBODY);
    assert_int_equal(fake_smtp_count(server), 1);
    fake_smtp_stop(server);
    unlink(certificate);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_header_can_be_smuggled_in),
        cmocka_unit_test(words_beyond_ascii_are_encoded_and_long_lines_folded),
        cmocka_unit_test(bodies_are_quoted_printable_or_base64),
        cmocka_unit_test(a_sender_is_written_with_or_without_name),
        cmocka_unit_test(a_server_that_does_not_answer_is_not_waited_for_for_ever),
        cmocka_unit_test(a_certificate_has_to_be_trusted_and_the_servers_own),
        cmocka_unit_test(a_strangers_certificate_does_where_tls_is_only_offered_but_gets_no_password),
    };
    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
