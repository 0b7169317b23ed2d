/* The answer to a score report takes as long whatever was wrong (SPEC 5.2): tries at a record that is there, each wrong in one thing, against tries at one that is not, in turn, in one run.
 * usage: bench-report [TRIES]   (2000 of each kind)
 * On SQLite in BENCH_FOLDER (/var/tmp), and on the PostgreSQL of BENCH_POSTGRESQL where that is set. Reach: no median differs from that of the unknown record by more than 2 %. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "association/association.h"
#include "base/file.h"
#include "catalogue/catalogue.h"
#include "outside/secret.h"
#include "outside/settings.h"

enum { KINDS = 6, MOST_TRIES = 100000 };
static const char *const kinds[KINDS] = {"no such record", "another exam", "another day", "another name", "another validation number", "no such provider"};

static double seconds[KINDS][MOST_TRIES];

static void check(struct context *context, enum result result)
{
    if (result >= 0) return;
    fprintf(stderr, "bench: %s\n", text_string(context->arena, error_text(context->arena, &context->error)));
    exit(1);
}

static void prepare(struct context *context)
{
    int applied;
    struct text text;
    struct catalogue_problems problems;
    struct catalogue_differences differences;
    check(context, database_migrate(context, &applied));
    check(context, secret_make(context));
    check(context, file_read(context, settings_path(context, "data/catalogue/huawei.txt"), CATALOGUE_TEXT_LIMIT, &text));
    check(context, catalogue_load(context, TEXT("huawei.txt"), text, &problems, &differences));
    /* Enough records that an index is one. */
    check(context, database_script(context,
                                   "INSERT INTO provider (id, name) VALUES (1, 'pearson-vue');"
                                   "INSERT INTO mailbox (id, address) VALUES (1, 'somebody@example.org');"
                                   "INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
                                   " VALUES (1, 'guesser', 'guesser', 'guesser@example.org', '', '', '', '', 'en', 'UTC', 0);"
                                   "INSERT INTO exam_record (provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state, first_name,"
                                   " last_name, native_first_name, native_last_name, country, site, validation_id, updated_at, file_id, line)"
                                   " WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000) SELECT 1, 'R' || CAST(n AS TEXT), 'C' || CAST(n AS TEXT), 1, 1, 'en', 20000, 1,"
                                   " '700', 3, 3, 'Wei', 'Zhang', '', '', 'CN', 'S1', '4711', 0, 1, 1 FROM n;"));
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 1, .session = 1, .network = TEXT("192.0.2.7")};
}

static struct association_report report_of(struct context *context, int kind, int64_t number)
{
    const struct catalogue *catalogue;
    check(context, catalogue_current(context, &catalogue));
    struct association_report report = {TEXT("pearson-vue"), catalogue->exams[0].code, {20000}, text_printf(context->arena, "%c%lld", kind == 0 ? 'X' : 'R', (long long)number % 100000 + 1),
                                        TEXT("Zhang"), TEXT("4711")};
    for (size_t i = 0; i < catalogue->exam_count; i++)
        if ((catalogue->exams[i].id == 1) == (kind != 1)) report.exam_code = catalogue->exams[i].code;
    if (kind == 2) report.exam_day.number--;
    if (kind == 3) report.candidate = TEXT("Zhank");
    if (kind == 4) report.validation_id = TEXT("4712");
    if (kind == 5) report.provider = TEXT("person-vue");
    return report;
}

static int by_size(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static void measure(struct context *context, struct clock *clock, const char *engine, int tries)
{
    for (int i = -100; i < tries; i++) {
        for (int k = 0; k < KINDS; k++) {
            int kind = (k + i + 100) % KINDS; /* each stands in each place */
            struct arena_mark mark = arena_mark(context->arena);
            clock->fixed = instant_add_seconds(clock->fixed, 3 * 3600); /* it is limited */
            struct association_report report = report_of(context, kind, i * 7919ll + 7919 * 100 + kind);
            struct association_report_answer answer;
            double begun = clock_monotonic();
            enum result result = association_ask_by_report(context, &report, false, &answer);
            if (i >= 0) seconds[kind][i] = clock_monotonic() - begun;
            if (result != RESULT_REFUSED || strcmp(context->error.code, "association.report") != 0) {
                fprintf(stderr, "bench: %s was not refused\n", kinds[kind]);
                exit(1);
            }
            error_clear(&context->error);
            arena_rewind(context->arena, mark);
        }
    }
    double worst = 0, unknown = 0;
    printf("%s, %d tries of each kind:\n", engine, tries);
    for (int kind = 0; kind < KINDS; kind++) {
        qsort(seconds[kind], (size_t)tries, sizeof(double), by_size);
        double median = seconds[kind][tries / 2];
        if (!kind) unknown = median;
        double difference = (median / unknown - 1) * 100;
        if (difference > worst || -difference > worst) worst = difference < 0 ? -difference : difference;
        printf("  %-26s median %8.1f us  %+5.2f %%\n", kinds[kind], median * 1e6, difference);
    }
    printf("  largest difference %.2f %%; reach 2 %%: %s\n", worst, worst <= 2 ? "met" : "NOT MET");
}

int main(int argc, char **argv)
{
    int tries = argc > 1 ? atoi(argv[1]) : 2000;
    if (tries < 1 || tries > MOST_TRIES) return 2;
    const char *folder = getenv("BENCH_FOLDER"), *share = getenv("TESTAMUR_SHARE"), *messages = getenv("TESTAMUR_MESSAGES"), *postgresql = getenv("BENCH_POSTGRESQL");
    char path[200];
    snprintf(path, sizeof path, "%s/testamur-bench-%d.db", folder ? folder : "/var/tmp", (int)getpid());
    struct arena *arena = arena_new((size_t)1 << 30);
    struct settings settings = {.share = text_of(share ? share : "."), .messages = text_of(messages ? messages : "build/po"), .address = TEXT("https://certificates.example"),
                                .mail = TEXT("smtp://localhost"), .mail_from = TEXT("certification@example.org")};
    const char *urls[] = {text_printf(arena, "sqlite:%s", path).bytes, postgresql};
    for (int i = 0; i < 2; i++) {
        if (!urls[i]) continue;
        struct instant now;
        (void)instant_parse(TEXT("2026-02-16T02:00:00Z"), &now);
        struct clock clock = clock_fixed(now);
        struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .settings = &settings, .actor = {.kind = ACTOR_OPERATOR}, .language = "en",
                                  .catalogues = catalogue_cache_new()};
        check(&context, database_open(&context, text_of(urls[i]), true, &context.database));
        prepare(&context);
        measure(&context, &clock, i ? "PostgreSQL" : "SQLite", tries);
        database_close(context.database);
        catalogue_cache_free(context.catalogues);
    }
    unlink(path);
    return 0;
}
