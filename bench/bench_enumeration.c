/* What is not one's own cannot be told from what does not exist by the time that the answer takes, either: tries at what is there and at what is not, by turns, one of each after the other, in one run, so that
 * whatever else the machine does strikes all alike.
 * usage: bench-enumeration [TRIES [processor]]   (2000 of each kind)
 * `processor`: the processor time of this process and of PostgreSQL's behind it in place of the time on the clock, for a machine that has other things to do.
 * On SQLite in BENCH_FOLDER (/var/tmp), and on the PostgreSQL of BENCH_POSTGRESQL where that is set. Reach: no median differs from that of the unknown by more than 2 %.
 * A forgotten password's letter is written by the worker afterwards, which no asker sees; what he sees is measured.
 * Passwords are hashed as for everybody, but with 4 MiB and one pass: a tenth of what they take otherwise, so that whatever else differs shows the more. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "account/account.h"
#include "association/association.h"
#include "award/award.h"
#include "base/file.h"
#include "catalogue/catalogue.h"
#include "letter/letter.h"
#include "outside/database_internal.h"
#include "outside/password.h"
#include "outside/secret.h"
#include "outside/settings.h"
#include "verify/verify.h"

enum { MOST_KINDS = 6, MOST_TRIES = 100000, PEOPLE = 100000, WARMING = 100, STEP = 7919, DAY = 20000 };

static double seconds[MOST_KINDS][MOST_TRIES];
static bool by_processor;
static FILE *server; /* what Linux says of PostgreSQL's process behind the connection; its first number is nanoseconds on a processor */

static double now(void)
{
    if (!by_processor) return clock_monotonic();
    struct timespec own;
    long long nanoseconds = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
    if (server) {
        rewind(server);
        if (fscanf(server, "%lld", &nanoseconds) != 1) exit(1);
    }
    return (double)own.tv_sec + (double)(own.tv_nsec + nanoseconds) * 1e-9;
}

static enum result open_server(struct context *context, const struct value *values, size_t count, void *data)
{
    server = fopen(text_printf(context->arena, "/proc/%.*s/schedstat", TEXT_ARG(values[0].text)).bytes, "r");
    if (!server) exit(1);
    setvbuf(server, NULL, _IONBF, 0);
    return RESULT_OK;
}

static void check(struct context *context, enum result result)
{
    if (result >= 0) return;
    fprintf(stderr, "bench: %s\n", text_string(context->arena, error_text(context->arena, &context->error)));
    exit(1);
}

static void load_letters(struct context *context)
{
    struct page_binding bindings[64];
    struct languages *languages;
    struct letter_templates *letters;
    size_t count = 0;
    for (size_t i = 0; i < account_letter_count; i++) bindings[count++] = account_letters[i];
    for (size_t i = 0; i < association_letter_count; i++) bindings[count++] = association_letters[i];
    check(context, languages_load(context, context->settings->messages, &languages));
    context->languages = languages;
    check(context, letter_templates_load(context, settings_path(context, "theme/letters"), bindings, count, &letters));
    context->letters = letters;
}

/* So many people that an index is one. Each has an account with a password, a mailbox of his own that is tied to it, one that is tied to nobody, exam records of two providers under that, and a certificate; every second one's is
 * in its second revision. */
static void prepare(struct context *context)
{
    int applied;
    struct text text, hash;
    struct catalogue_problems problems;
    struct catalogue_differences differences;
    load_letters(context);
    check(context, database_migrate(context, &applied));
    check(context, secret_make(context));
    check(context, file_read(context, settings_path(context, "data/catalogue/huawei.txt"), CATALOGUE_TEXT_LIMIT, &text));
    check(context, catalogue_load(context, TEXT("huawei.txt"), text, &problems, &differences));
    check(context, password_hash(context, TEXT("seven little words that nobody says"), &hash));
#define NUMBERED " WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000) "
    static const char sql[] =
        "INSERT INTO provider (id, name) VALUES (1, 'pearson-vue'), (2, 'prometric');"
        "INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
        NUMBERED "SELECT n, 'person' || CAST(n AS TEXT), 'person' || CAST(n AS TEXT), 'own' || CAST(n AS TEXT) || '@example.org', 'Wei Zhang', '', '', '', 'en', 'UTC', 0 FROM n;"
        "INSERT INTO password (account_id, hash, changed_at)" NUMBERED "SELECT n, '%s', 0 FROM n;"
        "INSERT INTO mailbox (address)" NUMBERED "SELECT 'own' || CAST(n AS TEXT) || '@example.org' FROM n;"
        "INSERT INTO mailbox (address)" NUMBERED "SELECT 'work' || CAST(n AS TEXT) || '@example.org' FROM n;"
        "INSERT INTO association (mailbox_id, account_id, since_at, means)" NUMBERED "SELECT m.id, n, 0, 'takeover' FROM n JOIN mailbox m ON m.address = 'own' || CAST(n AS TEXT) || '@example.org';"
        "INSERT INTO exam_record (provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state, first_name,"
        " last_name, native_first_name, native_last_name, country, site, validation_id, updated_at, file_id, line)"
        NUMBERED "SELECT p.id, 'R' || CAST(n AS TEXT) || CASE WHEN p.id = 2 THEN '-P' ELSE '' END, 'C' || CAST(n AS TEXT), m.id, 1, 'en', 20000, 1, '700', 3, 3, 'Wei', 'Zhang', '', '', 'CN', 'S1', '4711', 0, 1, 1 FROM n CROSS JOIN provider p JOIN mailbox m"
        " ON m.address = 'work' || CAST(n AS TEXT) || '@example.org';"
        "INSERT INTO certificate (id, number, certification_id, account_id, state, reason, state_day, exam_day, award_day, issue_day, expiry_day, provisional, revision, revision_day, name_latin,"
        " name_native, issued, code_serial, catalogue_version_id, basis_mark, made_at)"
        NUMBERED "SELECT n, 'HW2026' || CAST(4000000000 + n AS TEXT) || '97', 1, n, 2, '', 20001, 20000, 20000, 20001, 21096, 0, 1 + n %% 2, 20001, 'Wei Zhang', '', 1, 1, 1, 0, 0 FROM n;"
        "INSERT INTO certificate_revision (certificate_id, revision, revision_day, name_latin, name_native)"
        NUMBERED "SELECT n, 1, 20001, 'Way Zhang', '' FROM n WHERE n %% 2 = 1;";
    check(context, database_script(context, text_printf(context->arena, sql, text_string(context->arena, hash)).bytes));
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 1, .session = 1, .network = TEXT("192.0.2.7")};
}

/* --- Questions --- */

/* Somebody else than the asker; even: for a certificate in its first revision. What does not exist has a name beside his, so that it is looked for in the same places. */
static long long someone(int64_t number)
{
    return (long long)(number % (PEOPLE / 2 - 1) + 1) * 2;
}

static enum result sign_in(struct context *context, struct text name)
{
    struct text token, second;
    return account_sign_in(context, name, TEXT("not the words that open it"), TEXT(""), association_account_of, &token, &second);
}

static enum result sign_in_by_name(struct context *context, int kind, int64_t number)
{
    return sign_in(context, text_printf(context->arena, "person%lld%s", someone(number), kind ? "" : "x"));
}

static enum result sign_in_by_mailbox(struct context *context, int kind, int64_t number)
{
    return sign_in(context, text_printf(context->arena, "%s%lld%s@example.org", kind == 2 ? "work" : "own", someone(number), kind ? "" : "x"));
}

static enum result forgotten(struct context *context, int kind, int64_t number)
{
    return account_forgotten(context, text_printf(context->arena, "%s%lld%s@example.org", kind == 2 ? "work" : "own", someone(number), kind ? "" : "x"));
}

static enum result associate(struct context *context, int kind, int64_t number)
{
    bool associated;
    return association_ask(context, text_printf(context->arena, "work%lld%s@example.org", someone(number), kind ? "" : "x"), ASSOCIATION_OF_RECORDS, false, &associated);
}

static enum result report(struct context *context, int kind, int64_t number)
{
    const struct catalogue *catalogue;
    check(context, catalogue_current(context, &catalogue));
    struct association_report report = {TEXT("pearson-vue"), catalogue->exams[0].code, {DAY}, text_printf(context->arena, "R%lld%s", someone(number), kind ? "" : "X"), TEXT("Zhang"), TEXT("4711")};
    for (size_t i = 0; i < catalogue->exam_count; i++)
        if ((catalogue->exams[i].id == 1) == (kind != 1)) report.exam_code = catalogue->exams[i].code;
    if (kind == 2) report.exam_day.number--;
    if (kind == 3) report.candidate = TEXT("Zhank");
    if (kind == 4) report.validation_id = TEXT("4712");
    if (kind == 5) report.provider = TEXT("prometric");
    struct association_report_answer answer;
    return association_ask_by_report(context, &report, ASSOCIATION_TAKEN_SAYS_SO, &answer);
}

static enum result verify(struct context *context, int kind, int64_t number)
{
    struct verification verification;
    return verify_details(context, text_printf(context->arena, "HW2026%lld%s", 4000000000 + someone(number) - (kind == 2), kind ? "97" : "98"), TEXT("Wei Zhank"), TEXT("4K7M-XW2P-9QRS"), &verification);
}

static const struct question {
    const char *name;
    enum result (*ask)(struct context *context, int kind, int64_t number);
    const char *refusal; /* NULL: it is not refused */
    const char *kinds[MOST_KINDS + 1]; /* the first is unknown */
} questions[] = {
    {"sign-in by user name", sign_in_by_name, "account.sign_in", {"no such user name", "another password"}},
    {"sign-in by mailbox", sign_in_by_mailbox, "account.sign_in", {"no such mailbox", "another password", "a mailbox that is tied to nobody"}},
    {"forgotten password", forgotten, NULL, {"no such mailbox", "a mailbox that opens an account", "a mailbox that is tied to nobody"}},
    {"associate", associate, NULL, {"a mailbox that nobody knows", "one with exam records"}},
    {"score report", report, "association.report", {"no such record", "another exam", "another day", "another name", "another validation number", "another provider"}},
    {"verify", verify, "verify.no_match", {"no such certificate", "another name and code", "the same, in its second revision"}},
};

/* --- Measuring --- */

static int by_size(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static bool measure(struct context *context, struct clock *clock, const struct question *question, int tries)
{
    int kinds = 0;
    while (question->kinds[kinds]) kinds++;
    for (int i = -WARMING; i < tries; i++) {
        for (int k = 0; k < kinds; k++) {
            int round = i + WARMING * kinds, place = round / kinds % 2 ? kinds - 1 - k : k, kind = (place + round) % kinds; /* each stands in each place, and behind each other */
            struct arena_mark mark = arena_mark(context->arena);
            clock->fixed = instant_add_seconds(clock->fixed, 3 * 3600); /* it is limited */
            double begun = now();
            enum result result = question->ask(context, kind, (int64_t)STEP * (i + WARMING) + kind);
            if (i >= 0) seconds[kind][i] = now() - begun;
            if (question->refusal ? result != RESULT_REFUSED || strcmp(context->error.code, question->refusal) != 0 : result != RESULT_OK) {
                fprintf(stderr, "bench: %s, %s: another answer\n", question->name, question->kinds[kind]);
                if (result < 0) check(context, result);
                exit(1);
            }
            error_clear(&context->error);
            arena_rewind(context->arena, mark);
        }
    }
    double worst = 0, unknown = 0;
    printf("  %s\n", question->name);
    for (int kind = 0; kind < kinds; kind++) {
        qsort(seconds[kind], (size_t)tries, sizeof(double), by_size);
        double median = seconds[kind][tries / 2];
        if (!kind) unknown = median;
        double difference = (median / unknown - 1) * 100;
        if (difference > worst || -difference > worst) worst = difference < 0 ? -difference : difference;
        printf("    %-34s median %8.1f us  %+5.2f %%\n", question->kinds[kind], median * 1e6, difference);
    }
    printf("    largest difference %.2f %%; reach 2 %%: %s\n", worst, worst < 2 ? "met" : "NOT MET");
    return worst < 2;
}

int main(int argc, char **argv)
{
    int tries = argc > 1 ? atoi(argv[1]) : 2000;
    by_processor = argc > 2 && strcmp(argv[2], "processor") == 0;
    if (tries < 1 || tries > MOST_TRIES || (argc > 2 && !by_processor)) return 2;
    const char *folder = getenv("BENCH_FOLDER"), *share = getenv("TESTAMUR_SHARE"), *messages = getenv("TESTAMUR_MESSAGES"), *postgresql = getenv("BENCH_POSTGRESQL");
    char path[200];
    snprintf(path, sizeof path, "%s/testamur-bench-%d.db", folder ? folder : "/var/tmp", (int)getpid());
    struct arena *arena = arena_new((size_t)1 << 30);
    struct settings settings = {.share = text_of(share ? share : "."), .messages = text_of(messages ? messages : "build/po"), .address = TEXT("https://certificates.example"),
                                .mail = TEXT("smtp://localhost"), .mail_from = TEXT("certification@example.org"), .password_memory = 4096, .password_passes = 1};
    const char *urls[] = {text_printf(arena, "sqlite:%s", path).bytes, postgresql};
    bool met = true;
    for (int i = 0; i < 2; i++) {
        if (!urls[i]) continue;
        struct instant day;
        (void)instant_parse(TEXT("2026-02-16T02:00:00Z"), &day);
        struct clock clock = clock_fixed(day);
        struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .settings = &settings, .actor = {.kind = ACTOR_OPERATOR}, .language = "en",
                                  .catalogues = catalogue_cache_new()};
        check(&context, database_open(&context, text_of(urls[i]), true, &context.database));
        prepare(&context);
        if (i) check(&context, database_rows(&context, "SELECT CAST(pg_backend_pid() AS TEXT)", NO_PARAMETERS, open_server, NULL));
        printf("%s, %d tries of each kind%s:\n", i ? "PostgreSQL" : "SQLite", tries, by_processor ? ", processor time" : "");
        for (size_t k = 0; k < sizeof questions / sizeof *questions; k++) met &= measure(&context, &clock, &questions[k], tries);
        database_close(context.database);
        catalogue_cache_free(context.catalogues);
    }
    unlink(path);
    return !met;
}
