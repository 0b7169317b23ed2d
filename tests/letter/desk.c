#include "letter/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "outside/language.h"
#include "outside/store.h"

struct visit {
    struct text what;
    struct instant ends;
};
RECORD(visit_record, struct visit, FIELD(struct visit, what), FIELD(struct visit, ends));

static const struct page_binding bindings[] = {{"visit", &visit_record}};

RECORD(delivery_record, struct delivery, FIELD(struct delivery, state), FIELD(struct delivery, attempts), FIELD(struct delivery, next),
       FIELD(struct delivery, answer), FIELD(struct delivery, claimed));
STATEMENT(read_delivery, &delivery_record,
          "SELECT state, attempts, next_at AS next, answer, CASE WHEN claim IS NULL THEN 0 ELSE 1 END AS claimed FROM letter_delivery WHERE letter_id = $1");

static void write_file(struct desk *desk, const char *name, const char *content)
{
    FILE *file = fopen(text_printf(desk->context->arena, "%s/%s", desk->folder, name).bytes, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *const frame_files[] = {"frame.html", "frame-greeting.html", "frame-top.txt", "frame-bottom.txt"};

struct desk *desk_new(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    assert_result(support, RESULT_OK, store_put(&support->context, "demonstration", TEXT("1"))); /* its letters are read in the built-in mailbox */
    struct desk *desk = ARENA_NEW(support->context.arena, struct desk);
    desk->support = support;
    desk->context = &support->context;
    desk->settings = *support->context.settings;
    desk->settings.mail_from = TEXT("Certification Body <certification@example.org>");
    desk->context->settings = &desk->settings;
    strcpy(desk->folder, "/tmp/testamur-letters-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    for (size_t i = 0; i < sizeof frame_files / sizeof *frame_files; i++) {
        struct text path = settings_path(desk->context, text_printf(desk->context->arena, "theme/letters/%s", frame_files[i]).bytes), content;
        assert_result(support, RESULT_OK, file_read(desk->context, path, 1 << 20, &content));
        write_file(desk, frame_files[i], content.bytes);
    }
    write_file(desk, "visit.txt",
               "About {{what}}\n{{> frame-top}}\nThis is about {{what}}.\n.\nOpen {{portal_address}}/associate#{{token}} or type {{code}}.\nIt ends on {{instant ends}}.\n{{> frame-bottom}}");
    write_file(desk, "visit.html",
               "<p>This is about {{what}}.</p><p><a href=\"{{portal_address}}/associate#{{token}}\">Open</a> or type <b>{{code}}</b>.</p><p>It ends on {{instant ends}}.</p>");
    struct languages *languages;
    assert_result(support, RESULT_OK, languages_load(desk->context, desk->settings.messages, &languages));
    desk->context->languages = languages;
    struct letter_templates *templates;
    assert_result(support, RESULT_OK, letter_templates_load(desk->context, text_of(desk->folder), bindings, 1, &templates));
    desk->context->letters = templates;
    return desk;
}

const char *desk_load_with(struct desk *desk, const char *name, const char *content)
{
    struct letter_templates *templates;
    write_file(desk, name, content);
    enum result loaded = letter_templates_load(desk->context, text_of(desk->folder), bindings, 1, &templates);
    const char *code = loaded == RESULT_OK ? "" : desk->context->error.code;
    error_clear(&desk->context->error);
    return code;
}

void desk_free(struct desk *desk)
{
    static const char *const own[] = {"visit.txt", "visit.html"};
    for (size_t i = 0; i < sizeof frame_files / sizeof *frame_files; i++)
        unlink(text_printf(desk->context->arena, "%s/%s", desk->folder, frame_files[i]).bytes);
    for (size_t i = 0; i < 2; i++) unlink(text_printf(desk->context->arena, "%s/%s", desk->folder, own[i]).bytes);
    rmdir(desk->folder);
    support_context_free(desk->support);
}

void desk_mail_to(struct desk *desk, int port)
{
    desk->settings.mail = port ? text_printf(desk->context->arena, "smtp://127.0.0.1:%d", port) : TEXT("built-in");
    desk->settings.mail_tls = TEXT("none");
}

struct writing {
    struct letter_recipient recipient;
    struct visit visit;
    int64_t letter;
};

static enum result write_it(struct context *context, void *data)
{
    struct writing *writing = data;
    struct letter_secrets secrets = {TEXT("AbC_dEf-0123456789abcd"), TEXT("493817")};
    return letter_write(context, "visit", &writing->recipient, &writing->visit, &secrets, &writing->letter);
}

static int64_t write_one(struct desk *desk, const char *address, const char *language, const char *zone, const char *what)
{
    bool chinese = strcmp(language, "zh_CN") == 0;
    struct writing writing = {
        .recipient = {.account = 7, .address = text_of(address), .name = chinese ? TEXT("\xe6\x9d\x8e\xe4\xbc\x9f") : TEXT("Li Wei"), .language = language, .zone = text_of(zone)},
        .visit = {text_of(what), context_now(desk->context)}};
    assert_result(desk->support, RESULT_OK, database_transaction(desk->context, write_it, &writing));
    return writing.letter;
}

int64_t desk_write(struct desk *desk, const char *address, const char *language, const char *what)
{
    return write_one(desk, address, language, "", what);
}

int64_t desk_write_in(struct desk *desk, const char *address, const char *language, const char *zone)
{
    return write_one(desk, address, language, zone, "the exam");
}

int64_t desk_send(struct desk *desk)
{
    struct letter_sender *sender;
    int64_t sent;
    assert_result(desk->support, RESULT_OK, letter_sender_new(desk->context, &sender));
    assert_result(desk->support, RESULT_OK, letter_send_due(desk->context, sender, 60, &sent));
    letter_sender_free(sender);
    return sent;
}

struct delivery desk_delivery(struct desk *desk, int64_t letter)
{
    struct delivery delivery;
    assert_result(desk->support, RESULT_OK, database_one(desk->context, &read_delivery, PARAMETERS(letter), &delivery));
    return delivery;
}
