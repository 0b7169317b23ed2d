/* How many letters a second leave the outbox (SQLite, FULL) for a mail server that takes everything (Postfix's smtp-sink), beside libcurl alone handing the same messages
 * over. Rounds of both alternate. usage: bench-letters [LETTERS [ROUNDS]]; smtp-sink must be installed (Debian's postfix). */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "account/account.h"
#include "audit/audit.h"
#include "letter/letter.h"
#include "outside/database.h"
#include "outside/language.h"
#include "outside/mail.h"
#include "outside/settings.h"
#include "outside/smtp.h"

enum { MOST_ROUNDS = 51, DOMAINS = 97 };

static void must(struct context *context, enum result result)
{
    if (result >= 0) return;
    fprintf(stderr, "bench-letters: %s\n", error_text(context->arena, &context->error).bytes);
    exit(1);
}

static pid_t sink; /* ended with the bench, however it ends */

static void end_sink(void)
{
    if (sink > 0) kill(sink, SIGTERM);
}

static int free_port(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || getsockname(fd, (struct sockaddr *)&address, &length)) exit(1);
    close(fd);
    return ntohs(address.sin_port);
}

static bool answers(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    bool there = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return there;
}

struct notice {
    struct text user_name;
    struct instant at;
    struct text mailbox;
};

static enum result write_letters(struct context *context, void *data)
{
    int count = *(int *)data;
    struct notice notice = {TEXT("li.wei"), context_now(context), TEXT("")};
    for (int i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(context->arena);
        struct letter_recipient recipient = {.address = text_printf(context->arena, "person-%d@domain-%d.example", i, i % DOMAINS), .name = TEXT("Li Wei"), .language = "en"};
        TRY(letter_write(context, "account-password-changed", &recipient, &notice, NULL, NULL));
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

static double outbox_round(struct context *context, struct letter_sender *sender, int count)
{
    must(context, database_transaction(context, write_letters, &count));
    int64_t sent;
    double begun = clock_monotonic();
    must(context, letter_send_due(context, sender, 600, &sent));
    double rate = (double)sent / (clock_monotonic() - begun);
    if (sent != count) {
        fprintf(stderr, "bench-letters: %lld of %d sent\n", (long long)sent, count);
        exit(1);
    }
    return rate;
}

static double bare_round(struct context *context, struct smtp *smtp, struct text message, int count)
{
    double begun = clock_monotonic();
    for (int i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(context->arena);
        struct smtp_outcome outcome;
        must(context, smtp_send(context, smtp, TEXT("certification@example.org"), text_printf(context->arena, "person-%d@domain-%d.example", i, i % DOMAINS), message, &outcome));
        if (outcome.verdict != SMTP_TAKEN) exit(1);
        arena_rewind(context->arena, mark);
    }
    return count / (clock_monotonic() - begun);
}

static int compare(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;
    return difference < 0 ? -1 : difference > 0;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 2000, rounds = argc > 2 ? atoi(argv[2]) : 5;
    if (count < 1 || rounds < 1 || rounds > MOST_ROUNDS) return 2;
    int port = free_port();
    sink = fork();
    if (sink == 0) {
        closefrom(3); /* no lock of the caller's stays held */
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(127);
        execlp("smtp-sink", "smtp-sink", "-u", "nobody", text_printf(arena_new(1 << 16), "127.0.0.1:%d", port).bytes, "128", (char *)NULL);
        _exit(127);
    }
    atexit(end_sink);
    for (int i = 0; i < 500 && !answers(port); i++) nanosleep(&(struct timespec){0, 10000000}, NULL);

    char folder[] = "/tmp/testamur-bench-XXXXXX";
    if (!mkdtemp(folder)) return 1;
    WITH_ARENA(arena, (size_t)1 << 30);
    struct clock clock = clock_real();
    struct settings settings = {0};
    struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .settings = &settings, .actor = {.kind = ACTOR_OPERATOR}, .language = "en"};
    const char *share = getenv("TESTAMUR_SHARE");
    settings = (struct settings){.share = text_of(share ? share : "."), .address = TEXT("http://127.0.0.1:8080"), .mail = text_printf(arena, "smtp://127.0.0.1:%d", port),
                                 .mail_tls = TEXT("none"), .mail_from = TEXT("Certification <certification@example.org>")};
    struct languages *languages;
    must(&context, languages_load(&context, text_of(folder), &languages));
    context.languages = languages;
    struct letter_templates *templates;
    must(&context, letter_templates_load(&context, settings_path(&context, "theme/letters"), account_letters, account_letter_count, &templates));
    context.letters = templates;
    must(&context, database_open(&context, text_printf(arena, "sqlite:%s/store.db", folder), true, &context.database));
    int applied;
    must(&context, database_migrate(&context, &applied));
    struct letter_sender *sender;
    must(&context, letter_sender_new(&context, &sender));
    struct smtp *smtp;
    must(&context, smtp_new(&context, &(struct smtp_server){.url = settings.mail, .tls = TEXT("none")}, &smtp));
    struct mail mail = {.from_name = TEXT("Certification"), .from_address = TEXT("certification@example.org"), .to_name = TEXT("Li Wei"), .to_address = TEXT("person@example.com"),
                        .subject = TEXT("The password of your account was changed"), .message_id = TEXT("0@example.org"), .language = TEXT("en"), .date = context_now(&context)};
    char *body = arena_take(arena, 4001);
    memset(body, 'x', 4000);
    for (int i = 60; i < 4000; i += 60) body[i] = '\n';
    mail.html = text_of(body);
    mail.text = (struct text){body, 600};
    struct text message;
    must(&context, mail_compose(&context, &mail, &message));

    double outbox[MOST_ROUNDS], bare[MOST_ROUNDS], ratios[MOST_ROUNDS];
    bare_round(&context, smtp, message, count / 4 + 1);
    for (int i = 0; i < rounds; i++) {
        outbox[i] = outbox_round(&context, sender, count);
        bare[i] = bare_round(&context, smtp, message, count);
        ratios[i] = outbox[i] / bare[i];
    }
    qsort(outbox, (size_t)rounds, sizeof *outbox, compare);
    qsort(bare, (size_t)rounds, sizeof *bare, compare);
    qsort(ratios, (size_t)rounds, sizeof *ratios, compare);
    printf("letters/s from the outbox to smtp-sink  %8.0f\n", outbox[rounds / 2]);
    printf("letters/s by libcurl alone              %8.0f\n", bare[rounds / 2]);
    printf("ratio  median %.2f  (%.2f to %.2f, %d rounds of %d)\n", ratios[rounds / 2], ratios[0], ratios[rounds - 1], rounds, count);

    letter_sender_free(sender);
    smtp_free(smtp);
    database_close(context.database);
    end_sink();
    waitpid(sink, NULL, 0);
    sink = 0;
    const char *const files[] = {"store.db", "store.db-wal", "store.db-shm"};
    for (size_t i = 0; i < 3; i++) unlink(text_printf(arena, "%s/%s", folder, files[i]).bytes);
    rmdir(folder);
    return 0;
}
