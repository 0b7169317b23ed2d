/* Letters: written once, sent at least once, and what becomes of those that are not taken. */
#include "letter/desk.h"
#include "letter/fake_smtp.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "letter/letter_rules.h"

STATEMENT(count_stored_secret, NULL, "SELECT COUNT(*) FROM letter WHERE text LIKE $1 OR html LIKE $1 OR subject LIKE $1");

static bool contains(struct text text, const char *part)
{
    return text_find(text, part) < text.length;
}

static void a_letter_is_readable_in_the_built_in_mailbox_and_its_secrets_stand_nowhere_else(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct context *context = desk->context;
    int64_t id = desk_write(desk, "li.wei@example.com", "en", "<exam> & \"more\"");
    assert_int_equal(desk_delivery(desk, id).state, LETTER_SENT);

    struct list letters;
    assert_result(desk->support, RESULT_OK, letter_mailbox(context, TEXT("Li.Wei@Example.com"), 10, &letters));
    assert_int_equal(letters.count, 1);
    const struct mailbox_letter *letter = letters.items;
    assert_text_equal(letter->subject, "About <exam> & \"more\"");
    assert_true(contains(letter->text, "Dear Li Wei,\n\nThis is about <exam> & \"more\".\n"));
    assert_true(contains(letter->text, "http://127.0.0.1:8080/associate#AbC_dEf-0123456789abcd or type 493817."));
    assert_true(contains(letter->html, "href=\"http://127.0.0.1:8080/associate#AbC_dEf-0123456789abcd\""));
    assert_true(contains(letter->html, "<b>493817</b>"));
    assert_true(contains(letter->html, "This is about &lt;exam&gt; &amp;"));
    assert_true(contains(letter->html, "<html lang=\"en\">"));

    int64_t count;
    assert_result(desk->support, RESULT_OK, database_integer(context, &count_stored_secret, PARAMETERS("%AbC_dEf-0123456789abcd%"), &count));
    assert_int_equal(count, 0);
    assert_result(desk->support, RESULT_OK, database_integer(context, &count_stored_secret, PARAMETERS("%493817%"), &count));
    assert_int_equal(count, 0);

    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 7};
    struct letter_view view;
    assert_result(desk->support, RESULT_OK, letter_read(context, id, &view));
    assert_true(contains(view.text, "/associate#(only in the letter itself) or type (only in the letter itself)."));
    assert_true(view.sent && view.can_resend);
    context->actor.account = 8; /* somebody else's */
    assert_result(desk->support, RESULT_NONE, letter_read(context, id, &view));
    assert_result(desk->support, RESULT_OK, letter_list(context, 0, 10, &letters));
    assert_int_equal(letters.count, 0);

    desk->settings.production = true;
    assert_int_equal(letter_mailbox(context, TEXT(""), 10, &letters), RESULT_REFUSED);
    assert_string_equal(context->error.code, "letter.no_mailbox");
    error_clear(&context->error);
    assert_int_equal(letter_mailbox_read(context, id, &(struct mailbox_letter){0}), RESULT_REFUSED);
    desk_free(desk);
}
BOTH_ENGINES(a_letter_is_readable_in_the_built_in_mailbox_and_its_secrets_stand_nowhere_else)

static void a_letter_is_written_in_its_readers_language(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    desk_write(desk, "li.wei@example.cn", "zh_CN", "\xe8\x80\x83\xe8\xaf\x95");
    desk_write(desk, "x@example.cn", "xx", "exam"); /* not installed: English */
    struct list letters;
    assert_result(desk->support, RESULT_OK, letter_mailbox(desk->context, TEXT(""), 10, &letters));
    const struct mailbox_letter *letter = letters.items;
    assert_true(contains(letter[0].text, "Dear "));
    assert_true(contains(letter[1].text, "\xe6\x9d\x8e\xe4\xbc\x9f\xef\xbc\x8c\xe6\x82\xa8\xe5\xa5\xbd\xef\xbc\x9a")); /* Li Wei, hello: */
    assert_true(contains(letter[1].html, "<html lang=\"zh-CN\">"));
    desk_free(desk);
}
BOTH_ENGINES(a_letter_is_written_in_its_readers_language)

static void a_frame_has_the_letter_once_and_a_letter_not_at_all(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    assert_string_equal(desk_load_with(desk, "frame.html", "<html><body>{{letter}}</body></html>"), "");
    assert_string_equal(desk_load_with(desk, "frame.html", "<html><body>{{body_name}}</body></html>"), "letter.frame");
    assert_string_equal(desk_load_with(desk, "frame.html", "<html><body>{{letter}}{{letter}}</body></html>"), "letter.frame");
    assert_string_equal(desk_load_with(desk, "frame.html", "<html><body>{{#recipient_name}}{{letter}}{{/recipient_name}}</body></html>"), "letter.frame");
    assert_string_equal(desk_load_with(desk, "frame.html", "<html><body>{{letter}}</body></html>"), "");
    assert_string_equal(desk_load_with(desk, "visit.html", "<p>{{letter}}</p>"), "page.unknown_name");
    desk_free(desk);
}
BOTH_ENGINES(a_frame_has_the_letter_once_and_a_letter_not_at_all)

STATEMENT(count_framed, NULL, "SELECT COUNT(*) FROM letter WHERE html LIKE '%<html%'");
/* Letters are not changed; this one is made to be of before. */
static const char frame_all[] = "-- sqlite:\nDROP TRIGGER letter_no_update;\n-- postgresql:\nDROP TRIGGER letter_only_grows ON letter;\n-- both:\n"
                                "UPDATE letter SET html = '<!DOCTYPE html><html><body>' || html || '</body></html>';\n";

static void the_store_keeps_a_letter_without_its_frame_and_one_that_has_it_from_earlier_goes_as_it_is(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct list letters;
    int64_t framed;
    desk_write(desk, "li.wei@example.cn", "en", "exam");
    assert_result(desk->support, RESULT_OK, database_integer(desk->context, &count_framed, NO_PARAMETERS, &framed));
    assert_int_equal(framed, 0);
    assert_result(desk->support, RESULT_OK, letter_mailbox(desk->context, TEXT(""), 10, &letters));
    const struct mailbox_letter *letter = letters.items;
    assert_true(contains(letter->html, "<!DOCTYPE html>") && contains(letter->html, "<p>Dear Li Wei,</p>\n<p>This is about exam.</p>") && contains(letter->html, "wrote this letter to li.wei@example.cn"));
    assert_result(desk->support, RESULT_OK, database_script(desk->context, frame_all));
    assert_result(desk->support, RESULT_OK, letter_mailbox(desk->context, TEXT(""), 10, &letters));
    letter = letters.items;
    assert_true(contains(letter->html, "<html><body><p>This is about exam.</p>") && contains(letter->html, "associate#AbC_dEf-0123456789abcd") && !contains(letter->html, "wrote this letter"));
    desk_free(desk);
}
BOTH_ENGINES(the_store_keeps_a_letter_without_its_frame_and_one_that_has_it_from_earlier_goes_as_it_is)

static struct letter_body body_by_language(struct context *context, const char *language)
{
    const struct zone *zone;
    if (zone_open(context, context->arena, TEXT("Asia/Shanghai"), &zone) != RESULT_OK) zone = NULL;
    return (struct letter_body){strcmp(language, "zh_CN") == 0 ? TEXT("认证机构") : strcmp(language, "en") == 0 ? TEXT("The Body") : TEXT(""), zone};
}

static void the_body_signs_by_its_name_in_the_readers_language(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct list letters;
    desk_write(desk, "a@example.cn", "en", "exam"); /* nobody above says who: the setting mail_from does */
    letter_templates_body((struct letter_templates *)desk->context->letters, body_by_language);
    desk_write(desk, "li.wei@example.cn", "zh_CN", "exam");
    desk_write(desk, "b@example.cn", "en", "exam");
    assert_result(desk->support, RESULT_OK, letter_mailbox(desk->context, TEXT(""), 10, &letters));
    const struct mailbox_letter *letter = letters.items;
    assert_int_equal(letters.count, 3);
    assert_true(contains(letter[0].text, "\n-- \nThe Body\n") && contains(letter[0].html, "The Body wrote this letter to b@example.cn."));
    assert_true(contains(letter[1].text, "\n-- \n认证机构\n") && !contains(letter[1].html, "Certification Body"));
    assert_true(contains(letter[2].text, "\n-- \nCertification Body\n"));
    desk_free(desk);
}
BOTH_ENGINES(the_body_signs_by_its_name_in_the_readers_language)

/* 2026-02-13 08:00 UTC */
static void times_are_in_the_recipients_zone_else_in_the_bodys_and_named(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct list letters;
    desk_write_in(desk, "a@example.cn", "en", "");
    letter_templates_body((struct letter_templates *)desk->context->letters, body_by_language);
    desk_write_in(desk, "b@example.cn", "en", "");
    desk_write_in(desk, "c@example.cn", "zh_CN", "Europe/Berlin");
    desk_write_in(desk, "d@example.cn", "en", "Mars/Olympus");
    assert_result(desk->support, RESULT_OK, letter_mailbox(desk->context, TEXT(""), 10, &letters));
    const struct mailbox_letter *letter = letters.items;
    assert_int_equal(letters.count, 4);
    assert_true(contains(letter[3].text, "It ends on 13 February 2026, 08:00 UTC.\n"));
    assert_true(contains(letter[2].text, "It ends on 13 February 2026, 16:00 Asia/Shanghai.\n") && contains(letter[2].html, "16:00<span class=\"zone\"> Asia/Shanghai</span>"));
    assert_true(contains(letter[1].text, "2026年2月13日 09:00（Europe/Berlin）"));
    assert_true(contains(letter[0].text, "16:00 Asia/Shanghai.\n")); /* a zone that this machine does not know */
    desk_free(desk);
}
BOTH_ENGINES(times_are_in_the_recipients_zone_else_in_the_bodys_and_named)

static enum result write_and_refuse(struct context *context, void *data)
{
    (void)data;
    struct letter_recipient recipient = {.address = TEXT("a@example.com"), .language = "en"};
    struct {
        struct text what;
        struct instant ends;
    } visit = {TEXT("x"), NO_INSTANT};
    TRY(letter_write(context, "visit", &recipient, &visit, NULL, NULL));
    return context_fail(context, RESULT_REFUSED, "test.refused", "No.");
}

static void a_letter_falls_with_the_act_that_caused_it(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    assert_int_equal(database_transaction(desk->context, write_and_refuse, NULL), RESULT_REFUSED);
    error_clear(&desk->context->error);
    struct list letters;
    assert_result(desk->support, RESULT_OK, letter_mailbox(desk->context, TEXT(""), 10, &letters));
    assert_int_equal(letters.count, 0);
    assert_int_equal(write_and_refuse(desk->context, NULL), RESULT_BROKEN); /* outside any transaction */
    assert_string_equal(desk->context->error.code, "letter.no_transaction");
    desk_free(desk);
}
BOTH_ENGINES(a_letter_falls_with_the_act_that_caused_it)

/* --- Sending --- */

static void letters_go_out_over_one_connection(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    for (int i = 0; i < 70; i++)
        desk_write(desk, text_printf(desk->context->arena, "person-%d@domain-%d.example", i, i % 7).bytes, i % 2 ? "zh_CN" : "en", i % 2 ? "\xe8\x80\x83\xe8\xaf\x95" : "exam");
    assert_int_equal(desk_send(desk), 70);
    assert_int_equal(fake_smtp_count(server), 70);
    assert_int_equal(fake_smtp_connections(server), 1);
    assert_int_equal(desk_send(desk), 0); /* nothing twice */
    struct fake_message *message = fake_smtp_message(server, 0);
    assert_string_equal(message->from, "certification@example.org");
    assert_string_equal(message->to, "person-0@domain-0.example");
    static const char *const expected[] = {"From: \"Certification Body\"\r\n <certification@example.org>\r\n", "To: \"Li Wei\"\r\n <person-0@domain-0.example>\r\n",
                                           "Subject: About exam\r\n", "Date: Fri, 13 Feb 2026 08:00:00 +0000\r\n", "Auto-Submitted: auto-generated\r\n",
                                           "Content-Language: en\r\n", "multipart/alternative", "text/plain; charset=utf-8", "text/html; charset=utf-8",
                                           "\r\n.\r\n" /* a line of one dot came through */, "associate#AbC_dEf-0123456789abcd or type 493817."};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (!strstr(message->content, expected[i])) fail_msg("%s is not in:\n%s", expected[i], message->content);
    assert_non_null(strstr(fake_smtp_message(server, 1)->content, "Subject: =?UTF-8?B?QWJvdXQg6ICD6K+V?=\r\n"));
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(letters_go_out_over_one_connection)

static void what_the_server_says_decides(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    int64_t later = desk_write(desk, "later@one.example", "en", "x"), gone = desk_write(desk, "gone@two.example", "en", "x"),
            spam = desk_write(desk, "spam@three.example", "en", "x"), drop = desk_write(desk, "drop@four.example", "en", "x"),
            bad = desk_write(desk, "bad@five.example", "en", "x"), closed = desk_write(desk, "close@six.example", "en", "x"),
            good = desk_write(desk, "good@seven.example", "en", "x");
    assert_int_equal(desk_send(desk), 1);
    assert_int_equal(desk_delivery(desk, good).state, LETTER_SENT);
    assert_text_equal(desk_delivery(desk, good).answer, "250 2.0.0 taken");
    struct delivery put_off = desk_delivery(desk, later);
    assert_int_equal(put_off.state, LETTER_WAITING);
    assert_int_equal(put_off.attempts, 1);
    assert_int_equal(put_off.next.microseconds, instant_add_seconds(context_now(desk->context), 60).microseconds);
    assert_false(put_off.claimed);
    assert_text_equal(put_off.answer, "450 4.2.0 greylisted");
    assert_int_equal(desk_delivery(desk, gone).state, LETTER_BOUNCED);
    assert_text_equal(desk_delivery(desk, gone).answer, "550 5.1.1 no such mailbox 5.1.1 ask the postmaster");
    assert_int_equal(desk_delivery(desk, spam).state, LETTER_BOUNCED);
    assert_text_equal(desk_delivery(desk, spam).answer, "554 5.7.1 this is not wanted");
    assert_int_equal(desk_delivery(desk, bad).state, LETTER_BOUNCED);
    assert_text_equal(desk_delivery(desk, bad).answer, "550 5.1.1 ?? unbekannt");
    assert_int_equal(desk_delivery(desk, drop).state, LETTER_WAITING);
    assert_int_equal(desk_delivery(desk, closed).state, LETTER_WAITING);
    assert_text_equal(desk_delivery(desk, closed).answer, "421 4.3.2 closing down");

    desk->context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 7};
    struct list letters;
    assert_result(desk->support, RESULT_OK, letter_list(desk->context, good, 10, &letters)); /* those before `good` */
    assert_int_equal(letters.count, 6);
    const struct letter_view *views = letters.items;
    assert_true(views[0].waiting && views[1].bounced && views[1].can_resend && !views[0].can_resend);

    fake_smtp_heal(server);
    assert_int_equal(desk_send(desk), 0); /* not before its time */
    support_forward(desk->support, 60);
    assert_int_equal(desk_send(desk), 3);
    assert_int_equal(desk_delivery(desk, drop).state, LETTER_SENT);
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(what_the_server_says_decides)

static void a_letter_is_tried_for_five_days_and_no_longer(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    int64_t id = desk_write(desk, "later@one.example", "en", "x");
    struct instant written = context_now(desk->context);
    int tries = 0;
    struct delivery delivery = desk_delivery(desk, id);
    while (delivery.state == LETTER_WAITING && tries < 100) {
        support_forward(desk->support, (delivery.next.microseconds - context_now(desk->context).microseconds) / MICROSECONDS);
        assert_int_equal(desk_send(desk), 0);
        if (delivery.attempts == desk_delivery(desk, id).attempts) { /* its domain was resting */
            delivery = desk_delivery(desk, id);
            continue;
        }
        tries++;
        delivery = desk_delivery(desk, id);
        if (tries == 9) assert_true(delivery.next.microseconds - context_now(desk->context).microseconds >= 256 * 60 * MICROSECONDS);
    }
    assert_int_equal(delivery.state, LETTER_GIVEN_UP);
    assert_true(tries > 12 && tries < 30);
    assert_true(context_now(desk->context).microseconds - written.microseconds >= 5 * 86400 * MICROSECONDS);
    assert_true(context_now(desk->context).microseconds - written.microseconds <= 6 * 86400 * MICROSECONDS);

    /* Its owner may have it sent again. */
    fake_smtp_heal(server);
    desk->context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 8};
    assert_int_equal(letter_resend(desk->context, id), RESULT_REFUSED);
    assert_string_equal(desk->context->error.code, "letter.none");
    error_clear(&desk->context->error);
    desk->context->actor.account = 7;
    assert_result(desk->support, RESULT_OK, letter_resend(desk->context, id));
    assert_int_equal(letter_resend(desk->context, id), RESULT_REFUSED);
    assert_string_equal(desk->context->error.code, "letter.underway");
    error_clear(&desk->context->error);
    support_forward(desk->support, 3600); /* the domain has rested */
    assert_int_equal(desk_send(desk), 1);
    for (int i = 0; i < 10 && desk->context->error.result == RESULT_OK; i++)
        if (letter_resend(desk->context, id) == RESULT_OK) assert_int_equal(desk_send(desk), 1);
    assert_string_equal(desk->context->error.code, "audit.too_often");
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(a_letter_is_tried_for_five_days_and_no_longer)

static void a_domain_that_puts_off_three_in_a_row_rests_and_others_go_on(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    int64_t ids[10];
    for (int i = 0; i < 10; i++) ids[i] = desk_write(desk, text_printf(desk->context->arena, "later-%d@busy.example", i).bytes, "en", "x");
    int64_t other = desk_write(desk, "good@quiet.example", "en", "x");
    assert_int_equal(desk_send(desk), 1);
    assert_int_equal(desk_delivery(desk, other).state, LETTER_SENT);
    int64_t tried = 0;
    for (int i = 0; i < 10; i++) tried += desk_delivery(desk, ids[i]).attempts;
    assert_int_equal(tried, 3);
    int64_t new = desk_write(desk, "new@busy.example", "en", "x"); /* the domain is still resting */
    assert_int_equal(desk_send(desk), 0);
    assert_int_equal(desk_delivery(desk, new).attempts, 0);
    fake_smtp_heal(server);
    support_forward(desk->support, 61);
    assert_int_equal(desk_send(desk), 11);
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(a_domain_that_puts_off_three_in_a_row_rests_and_others_go_on)

static void a_domain_gets_no_more_than_so_many_a_minute(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    desk->settings.mail_per_minute = 5;
    for (int i = 0; i < 12; i++) desk_write(desk, text_printf(desk->context->arena, "p%d@big.example", i).bytes, "en", "x");
    int64_t other = desk_write(desk, "good@small.example", "en", "x");
    assert_int_equal(desk_send(desk), 6);
    assert_int_equal(desk_delivery(desk, other).state, LETTER_SENT);
    assert_int_equal(desk_send(desk), 0);
    support_forward(desk->support, 60);
    assert_int_equal(desk_send(desk), 5);
    support_forward(desk->support, 60);
    assert_int_equal(desk_send(desk), 2);
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(a_domain_gets_no_more_than_so_many_a_minute)

static void without_a_server_letters_wait_and_none_bounces(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    fake_smtp_refuse_sender(server, true); /* we may not send here: the recipients have nothing to do with it */
    int64_t ids[5];
    for (int i = 0; i < 5; i++) ids[i] = desk_write(desk, text_printf(desk->context->arena, "p%d@d%d.example", i, i).bytes, "en", "x");
    assert_int_equal(desk_send(desk), 0);
    for (int i = 0; i < 5; i++) assert_int_equal(desk_delivery(desk, ids[i]).state, LETTER_WAITING);
    assert_text_equal(desk_delivery(desk, ids[0]).answer, "550 5.7.1 you may not send here");
    assert_int_equal(desk_delivery(desk, ids[4]).attempts, 0); /* after three the rest is not tried */
    int port = fake_smtp_port(server);
    fake_smtp_stop(server);
    support_forward(desk->support, 60);
    assert_int_equal(desk_send(desk), 0); /* nobody there at all */
    for (int i = 0; i < 5; i++) assert_int_equal(desk_delivery(desk, ids[i]).state, LETTER_WAITING);
    server = fake_smtp_start();
    assert_int_not_equal(port, 0);
    desk_mail_to(desk, fake_smtp_port(server));
    support_forward(desk->support, 240);
    assert_int_equal(desk_send(desk), 5);
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(without_a_server_letters_wait_and_none_bounces)

static void a_held_letter_waits_until_it_is_released(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    int64_t id = desk_write(desk, "a@example.com", "en", "x");
    assert_result(desk->support, RESULT_OK, letter_hold(desk->context, id));
    assert_int_equal(desk_send(desk), 0);
    assert_int_equal(letter_hold(desk->context, id), RESULT_REFUSED);
    assert_string_equal(desk->context->error.code, "letter.not_waiting");
    error_clear(&desk->context->error);
    assert_result(desk->support, RESULT_OK, letter_release(desk->context, id));
    assert_int_equal(letter_release(desk->context, id), RESULT_REFUSED);
    assert_string_equal(desk->context->error.code, "letter.not_held");
    error_clear(&desk->context->error);
    desk->context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 7};
    assert_int_equal(letter_hold(desk->context, id), RESULT_REFUSED);
    assert_string_equal(desk->context->error.code, "audit.not_allowed");
    error_clear(&desk->context->error);
    assert_int_equal(desk_send(desk), 1);
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(a_held_letter_waits_until_it_is_released)

static void *send_in_a_thread(void *data)
{
    struct support *support = data;
    struct letter_sender *sender;
    int64_t sent;
    assert_result(support, RESULT_OK, letter_sender_new(&support->context, &sender));
    assert_result(support, RESULT_OK, letter_send_due(&support->context, sender, 60, &sent));
    letter_sender_free(sender);
    return (void *)(intptr_t)sent;
}

static void two_nodes_send_each_letter_once(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    struct support *second = support_second(desk->support);
    second->context.settings = &desk->settings;
    second->context.letters = desk->context->letters;
    for (int i = 0; i < 200; i++) desk_write(desk, text_printf(desk->context->arena, "p%d@d%d.example", i, i % 9).bytes, "en", "x");
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, send_in_a_thread, second), 0);
    int64_t mine = desk_send(desk);
    void *others;
    pthread_join(thread, &others);
    assert_int_equal(mine + (intptr_t)others, 200);
    assert_int_equal(fake_smtp_count(server), 200);
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(two_nodes_send_each_letter_once)

STATEMENT(claim_as_a_dead_node, NULL, "UPDATE letter_delivery SET claim = 'dead', attempts = attempts + 1, next_at = $2 WHERE letter_id = $1");

static void what_a_dead_node_had_claimed_is_sent_by_another(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    int64_t id = desk_write(desk, "a@example.com", "en", "x");
    struct instant until = instant_add_seconds(context_now(desk->context), LETTER_CLAIM_SECONDS);
    assert_result(desk->support, RESULT_OK, database_run(desk->context, &claim_as_a_dead_node, PARAMETERS(id, until), NULL));
    assert_int_equal(desk_send(desk), 0);
    support_forward(desk->support, LETTER_CLAIM_SECONDS);
    assert_int_equal(desk_send(desk), 1);
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(what_a_dead_node_had_claimed_is_sent_by_another)

STATEMENT(die_on_a_letter, NULL, "UPDATE letter_delivery SET state = 1, claim = 'dead', next_at = $2 WHERE letter_id = $1");

/* Of what the server took for that address; NULL: nothing. `nth` from 0. */
static const char *message_id_of(struct desk *desk, struct fake_smtp *server, const char *to, int nth)
{
    for (size_t i = 0; i < fake_smtp_count(server); i++) {
        const struct fake_message *message = fake_smtp_message(server, i);
        if (strcmp(message->to, to) != 0 || nth-- > 0) continue;
        const char *at = strstr(message->content, "\r\nMessage-ID: <");
        assert_non_null(at);
        assert_null(strstr(at + 1, "\r\nMessage-ID:"));
        at += strlen("\r\nMessage-ID: <");
        return text_printf(desk->context->arena, "%.*s", (int)strcspn(at, ">\r"), at).bytes;
    }
    return NULL;
}

/* By its Message-ID a mail program knows that it has the letter already: where the server had it and nobody heard so, where a node died on it, and where its owner wants it anew. */
static void a_letter_that_is_sent_again_is_the_same_letter(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    struct fake_smtp *server = fake_smtp_start();
    desk_mail_to(desk, fake_smtp_port(server));
    int64_t id = desk_write(desk, "unheard@one.example", "en", "x");
    desk_write(desk, "unheard@two.example", "en", "x");
    assert_int_equal(desk_send(desk), 0);
    assert_int_equal(fake_smtp_count(server), 2);
    fake_smtp_heal(server);
    support_forward(desk->support, 60);
    assert_int_equal(desk_send(desk), 2);
    struct instant until = instant_add_seconds(context_now(desk->context), LETTER_CLAIM_SECONDS);
    assert_result(desk->support, RESULT_OK, database_run(desk->context, &die_on_a_letter, PARAMETERS(id, until), NULL));
    support_forward(desk->support, LETTER_CLAIM_SECONDS);
    assert_int_equal(desk_send(desk), 1);
    desk->context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 7};
    assert_result(desk->support, RESULT_OK, letter_resend(desk->context, id));
    assert_int_equal(desk_send(desk), 1);
    assert_int_equal(fake_smtp_count(server), 6);
    const char *one = message_id_of(desk, server, "unheard@one.example", 0), *two = message_id_of(desk, server, "unheard@two.example", 0);
    for (int i = 1; i < 4; i++) assert_string_equal(message_id_of(desk, server, "unheard@one.example", i), one);
    assert_string_equal(message_id_of(desk, server, "unheard@two.example", 1), two);
    assert_string_not_equal(one, two);
    assert_non_null(strchr(one, '@'));
    fake_smtp_stop(server);
    desk_free(desk);
}
BOTH_ENGINES(a_letter_that_is_sent_again_is_the_same_letter)

static void a_letter_goes_out_with_the_right_password_and_waits_with_a_wrong_one(enum database_engine engine)
{
    struct desk *desk = desk_new(engine);
    char certificate[] = "/tmp/testamur-letter-XXXXXX";
    close(mkstemp(certificate));
    close(mkstemp(certificate));
    struct fake_smtp *server = fake_smtp_start_guarded("testamur", "a = b", certificate);
    desk_mail_to(desk, fake_smtp_port(server));
    desk->settings.mail_tls = TEXT("required");
    desk->settings.mail_authorities = text_of(certificate);
    int64_t id = desk_write(desk, "li.wei@example.com", "en", "the exam");
    assert_int_equal(desk_send(desk), 0); /* without a user: 530 */
    desk->settings.mail_user = TEXT("testamur");
    desk->settings.mail_password = TEXT("a = c");
    support_forward(desk->support, 240);
    assert_int_equal(desk_send(desk), 0);
    assert_int_equal(desk_delivery(desk, id).state, LETTER_WAITING);
    assert_text_equal(desk_delivery(desk, id).answer, "535 5.7.8 wrong user or password");
    assert_int_equal(fake_smtp_count(server), 0);
    desk->settings.mail_password = TEXT("a = b");
    support_forward(desk->support, 240);
    assert_int_equal(desk_send(desk), 1);
    assert_int_equal(desk_delivery(desk, id).state, LETTER_SENT);
    assert_true(fake_smtp_message(server, 0)->over_tls);
    fake_smtp_stop(server);
    unlink(certificate);
    desk_free(desk);
}
BOTH_ENGINES(a_letter_goes_out_with_the_right_password_and_waits_with_a_wrong_one)

static void settings_that_are_no_server_are_refused(void **state)
{
    (void)state;
    struct desk *desk = desk_new(DATABASE_SQLITE);
    struct letter_sender *sender;
    static const struct {
        const char *mail, *tls, *from, *code;
    } wrong[] = {{"http://127.0.0.1", "none", "a@example.org", "smtp.url"},
                 {"smtp://127.0.0.1:25", "maybe", "a@example.org", "smtp.tls"},
                 {"smtp://127.0.0.1:25", "none", "", "letter.no_sender"},
                 {"smtp://127.0.0.1:25", "none", "Body <a@example.org>\r\nBcc: x@example.org", "letter.no_sender"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        desk->settings.mail = text_of(wrong[i].mail);
        desk->settings.mail_tls = text_of(wrong[i].tls);
        desk->settings.mail_from = text_of(wrong[i].from);
        assert_int_equal(letter_sender_new(desk->context, &sender), RESULT_REFUSED);
        assert_string_equal(desk->context->error.code, wrong[i].code);
        error_clear(&desk->context->error);
    }
    desk_free(desk);
}

static void a_mail_server_is_greeted_by_a_name_in_the_dns_or_by_the_machines_own(void **state)
{
    (void)state;
    assert_text_equal(letter_rules_greeting(TEXT("https://certificates.example:8443/x")), "certificates.example");
    assert_text_equal(letter_rules_greeting(TEXT("http://localhost:8080")), "");
    assert_text_equal(letter_rules_greeting(TEXT("http://127.0.0.1:8080")), "");
    assert_text_equal(letter_rules_greeting(TEXT("http://[::1]:8080")), "");
    assert_text_equal(letter_rules_host(TEXT("http://[::1]:8080")), "[::1]");
}

static void delays_double_within_bounds(void **state)
{
    (void)state;
    assert_int_equal(letter_rules_delay(1), 60);
    assert_int_equal(letter_rules_delay(2), 120);
    assert_int_equal(letter_rules_delay(5), 960);
    assert_int_equal(letter_rules_delay(10), 30720);
    assert_int_equal(letter_rules_delay(11), 12 * 3600);
    assert_int_equal(letter_rules_delay(1000000), 12 * 3600);
    assert_int_equal(letter_rules_cool_down(2), 0);
    assert_int_equal(letter_rules_cool_down(3), 60);
    assert_int_equal(letter_rules_cool_down(50), 3600);
}

static void a_person_is_addressed_in_the_script_of_the_letter(void **state)
{
    (void)state;
    static const struct {
        struct text language, latin, native;
        const char *addressed;
    } cases[] = {{TEXT("en"), TEXT("Li Wei"), TEXT("李伟"), "Li Wei"}, {TEXT("zh_CN"), TEXT("Li Wei"), TEXT("李伟"), "李伟"}, {TEXT("en"), TEXT(""), TEXT("李伟"), "李伟"},
                 {TEXT("zh_CN"), TEXT("Ann"), TEXT(""), "Ann"}, {TEXT("zh_CN"), TEXT(""), TEXT(""), ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text_equal(letter_addressed(cases[i].language, cases[i].latin, cases[i].native), cases[i].addressed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_letter_is_readable_in_the_built_in_mailbox_and_its_secrets_stand_nowhere_else),
        ON_BOTH(a_letter_is_written_in_its_readers_language),
        ON_BOTH(a_frame_has_the_letter_once_and_a_letter_not_at_all),
        ON_BOTH(the_store_keeps_a_letter_without_its_frame_and_one_that_has_it_from_earlier_goes_as_it_is),
        ON_BOTH(the_body_signs_by_its_name_in_the_readers_language),
        ON_BOTH(times_are_in_the_recipients_zone_else_in_the_bodys_and_named),
        ON_BOTH(a_letter_falls_with_the_act_that_caused_it),
        ON_BOTH(letters_go_out_over_one_connection),
        ON_BOTH(what_the_server_says_decides),
        ON_BOTH(a_letter_is_tried_for_five_days_and_no_longer),
        ON_BOTH(a_domain_that_puts_off_three_in_a_row_rests_and_others_go_on),
        ON_BOTH(a_domain_gets_no_more_than_so_many_a_minute),
        ON_BOTH(without_a_server_letters_wait_and_none_bounces),
        ON_BOTH(a_held_letter_waits_until_it_is_released),
        ON_BOTH(two_nodes_send_each_letter_once),
        ON_BOTH(what_a_dead_node_had_claimed_is_sent_by_another),
        ON_BOTH(a_letter_that_is_sent_again_is_the_same_letter),
        cmocka_unit_test(a_person_is_addressed_in_the_script_of_the_letter),
        ON_BOTH(a_letter_goes_out_with_the_right_password_and_waits_with_a_wrong_one),
        cmocka_unit_test(settings_that_are_no_server_are_refused),
        cmocka_unit_test(a_mail_server_is_greeted_by_a_name_in_the_dns_or_by_the_machines_own),
        cmocka_unit_test(delays_double_within_bounds),
    };
    return cmocka_run_group_tests_name("letter", tests, NULL, NULL);
}
