/* Full and incremental evaluation of a large store (SPEC 6.2), and new rules for everyone beside somebody who writes.
 * usage: bench-evaluation [ACCOUNTS [NEW_RECORDS [DAYS]]]   (1,000,000 accounts with 2.5 records each, of the last 3000 days; then 1,000,000 new records)
 * The store is SQLite in BENCH_FOLDER (/var/tmp), or what BENCH_STORE names (postgresql://...). Reach: a full evaluation in less than 30 s. */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "association/association.h"
#include "award/award.h"
#include "base/file.h"
#include "catalogue/catalogue.h"
#include "letter/letter.h"
#include "measure.h"
#include "outside/secret.h"
#include "outside/settings.h"

enum { BATCH = 50000, ROUNDS = 5, LAST_DAY = 20500, MOST_EXAMS = 200, TURNS = 3 /* each by itself and beside a writer: validities of one digit */, WRITE_EVERY_MILLISECONDS = 2, MOST_WRITES = 4000000 };

static int64_t accounts = 1000000, days = 3000;
static int64_t exams[MOST_EXAMS];
static int64_t exam_count;

static void check(struct context *context, enum result result)
{
    if (result >= 0) return;
    fprintf(stderr, "bench: %s\n", text_string(context->arena, error_text(context->arena, &context->error)));
    exit(1);
}

/* The same store in every run. */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

struct filling {
    int64_t first, end;
    bool tied; /* the records are in their accounts already */
};

static enum result fill_accounts(struct context *context, void *data)
{
    struct filling *filling = data;
    static const char *const account_columns[] = {"id", "user_name", "user_name_key", "mailbox", "name_latin", "name_native", "phone", "country", "language", "zone", "made_at"};
    static const char *const mailbox_columns[] = {"id", "address"}, *const tie_columns[] = {"mailbox_id", "account_id", "since_at", "means"};
    struct database_copy *account, *mailbox, *tie;
    TRY(database_copy_begin(context, "account", account_columns, 11, &account));
    for (int64_t id = filling->first; id < filling->end; id++) {
        char name[32], address[48];
        snprintf(name, sizeof name, "person%" PRId64, id);
        snprintf(address, sizeof address, "person%" PRId64 "@example.org", id);
        TRY(database_copy_row(context, account, (const struct value[]){VALUE(id), VALUE((const char *)name), VALUE((const char *)name), VALUE((const char *)address),
                                                                         VALUE("Wei Zhang"), VALUE("张伟"), VALUE(""), VALUE("CN"), VALUE("en"), VALUE("UTC"), VALUE(0)}));
    }
    TRY(database_copy_end(context, account, NULL));
    TRY(database_copy_begin(context, "mailbox", mailbox_columns, 2, &mailbox));
    for (int64_t id = filling->first; id < filling->end; id++) {
        char address[48];
        snprintf(address, sizeof address, "person%" PRId64 "@example.org", id);
        TRY(database_copy_row(context, mailbox, (const struct value[]){VALUE(id), VALUE((const char *)address)}));
    }
    TRY(database_copy_end(context, mailbox, NULL));
    TRY(database_copy_begin(context, "association", tie_columns, 4, &tie));
    for (int64_t id = filling->first; id < filling->end; id++)
        TRY(database_copy_row(context, tie, (const struct value[]){VALUE(id), VALUE(id), VALUE(0), VALUE("takeover")}));
    return database_copy_end(context, tie, NULL);
}

/* Whoever passes an exam passes others of the same direction: exams stand by direction in the catalogue. */
static int64_t account_of(int64_t record)
{
    return (int64_t)(mix((uint64_t)record) % (uint64_t)accounts) + 1;
}

static enum result fill_records(struct context *context, void *data)
{
    struct filling *filling = data;
    static const char *const columns[] = {"id", "provider_id", "registration_id", "candidate_id", "mailbox_id", "exam_id", "exam_language", "exam_day", "grade", "score",
                                          "state", "first_name", "last_name", "native_first_name", "native_last_name", "country", "site", "validation_id", "updated_at",
                                          "file_id", "line", "given_state"};
    static const char *const held_columns[] = {"record_id", "account_id"};
    struct database_copy *record, *held;
    TRY(database_copy_begin(context, "exam_record", columns, 22, &record));
    for (int64_t id = filling->first; id < filling->end; id++) {
        int64_t account = account_of(id);
        uint64_t chance = mix((uint64_t)id * 31);
        char registration[32], candidate[32];
        snprintf(registration, sizeof registration, "%" PRId64, 400000000 + id);
        snprintf(candidate, sizeof candidate, "HW%" PRId64, 10000000 + account);
        int64_t exam = exams[((uint64_t)account * 7 + chance % 7) % (uint64_t)exam_count];
        TRY(database_copy_row(context, record,
                              (const struct value[]){VALUE(id), VALUE(1), VALUE((const char *)registration), VALUE((const char *)candidate), VALUE(account), VALUE(exam),
                                                     VALUE("en"), VALUE(LAST_DAY - days + (int64_t)(chance >> 8) % days), VALUE(chance >> 40 & 3 ? 1 : 2), VALUE("712"),
                                                     VALUE(3), VALUE("Wei"), VALUE("Zhang"), VALUE("伟"), VALUE("张"), VALUE("CN"), VALUE("10442"), VALUE(""), VALUE(0),
                                                     VALUE(1), VALUE(id), VALUE(3)}));
    }
    TRY(database_copy_end(context, record, NULL));
    if (!filling->tied) return RESULT_OK;
    TRY(database_copy_begin(context, "held_record", held_columns, 2, &held));
    for (int64_t id = filling->first; id < filling->end; id++)
        TRY(database_copy_row(context, held, (const struct value[]){VALUE(id), VALUE(account_of(id))}));
    return database_copy_end(context, held, NULL);
}

static void fill(struct context *context, database_act *act, int64_t first, int64_t count, bool tied)
{
    for (int64_t at = first; at < first + count; at += BATCH) {
        struct filling filling = {at, at + BATCH < first + count ? at + BATCH : first + count, tied};
        struct arena_mark mark = arena_mark(context->arena);
        check(context, database_transaction(context, act, &filling));
        arena_rewind(context->arena, mark);
    }
}

static enum result leave(struct context *context, void *data)
{
    const struct filling *filling = data;
    return due_leave(context, "records-came", filling->first, filling->end - 1, NO_INSTANT);
}

static const struct due_handler *handlers(struct context *context)
{
    struct due_handler *all = ARENA_ARRAY(context->arena, 32, struct due_handler);
    size_t count = 0;
    for (const struct due_handler *handler = association_due; handler->kind; handler++) all[count++] = *handler;
    for (const struct due_handler *handler = award_due; handler->kind; handler++) all[count++] = *handler;
    return all;
}

static void prepare(struct context *context, struct settings *settings)
{
    struct page_binding *bindings = ARENA_ARRAY(context->arena, association_letter_count + award_letter_count, struct page_binding);
    memcpy(bindings, association_letters, association_letter_count * sizeof *bindings);
    memcpy(bindings + association_letter_count, award_letters, award_letter_count * sizeof *bindings);
    struct languages *languages;
    struct letter_templates *letters;
    check(context, languages_load(context, settings->messages, &languages));
    context->languages = languages;
    check(context, letter_templates_load(context, settings_path(context, "theme/letters"), bindings, association_letter_count + award_letter_count, &letters));
    context->letters = letters;
    int applied;
    check(context, database_migrate(context, &applied));
    check(context, secret_make(context));
    struct text text;
    struct catalogue_problems problems;
    struct catalogue_differences differences;
    const struct catalogue *catalogue;
    check(context, file_read(context, settings_path(context, "data/catalogue/huawei.txt"), CATALOGUE_TEXT_LIMIT, &text));
    check(context, catalogue_load(context, TEXT("huawei.txt"), text, &problems, &differences));
    check(context, catalogue_current(context, &catalogue));
    for (size_t i = 0; i < catalogue->exam_count && i < MOST_EXAMS; i++) exams[exam_count++] = catalogue->exams[i].id;
    check(context, database_script(context, "INSERT INTO provider (id, name) VALUES (1, 'pearson-vue');"));
}

static double evaluate(struct context *context, int64_t *count)
{
    struct list differences;
    struct arena_mark mark = arena_mark(context->arena);
    double begun = clock_monotonic();
    check(context, award_evaluate_all(context, false, 10, &differences, count));
    double seconds = clock_monotonic() - begun;
    arena_rewind(context->arena, mark);
    return seconds;
}

/* What any evaluation has to read: the passes and the register, by account. */
struct pass_row {
    int64_t account, record, exam, day;
};
RECORD(pass_row_record, struct pass_row, FIELD(struct pass_row, account), FIELD(struct pass_row, record), FIELD(struct pass_row, exam), FIELD(struct pass_row, day));
static const struct statement passes = {"passes", &pass_row_record,
                                        "SELECT h.account_id AS account, h.record_id AS record, r.exam_id AS exam, r.exam_day AS day FROM held_record h JOIN exam_record r ON r.id = h.record_id"
                                        " WHERE r.grade = 1 AND r.state = 3 ORDER BY h.account_id, h.record_id"};
static const struct statement entries = {"entries", &pass_row_record,
                                         "SELECT account_id AS account, id AS record, certification_id AS exam, award_day AS day FROM certificate ORDER BY account_id, certification_id"};

static enum result count_row(struct context *context, const void *row, void *data)
{
    ++*(int64_t *)data;
    return RESULT_OK;
}

static double read_bare(struct context *context, int64_t *rows)
{
    double begun = clock_monotonic();
    *rows = 0;
    check(context, database_each(context, &passes, NO_PARAMETERS, count_row, rows));
    check(context, database_each(context, &entries, NO_PARAMETERS, count_row, rows));
    return clock_monotonic() - begun;
}

/* --- New rules, beside somebody who writes --- */

/* As an account is evaluated on another node: on PostgreSQL it waits for its turn, on SQLite for the one who writes. */
static const struct statement turn = {"turn", NULL, "INSERT INTO evaluation_turn (shard, turns) VALUES (1, 1) ON CONFLICT (shard) DO UPDATE SET turns = evaluation_turn.turns + 1"};
static const struct statement letters = {"letters", NULL, "SELECT COUNT(*) FROM letter"}, revisions = {"revisions", NULL, "SELECT COALESCE(SUM(revision), 0) FROM certificate"};

/* What a thread sleeps inside of the store: who evaluates while nobody else writes sleeps in the gaps only that it leaves for others. */
static _Thread_local double slept;
int __real_nanosleep(const struct timespec *pause, struct timespec *rest);
int __wrap_nanosleep(const struct timespec *pause, struct timespec *rest);
__attribute__((used, externally_visible)) int __wrap_nanosleep(const struct timespec *pause, struct timespec *rest)
{
    double begun = clock_monotonic();
    int result = __real_nanosleep(pause, rest);
    slept += clock_monotonic() - begun;
    return result;
}

/* Commits something small every few milliseconds, and notes how long each took. */
struct beside {
    struct context context;
    atomic_bool over;
    double *waited;
    int count;
};

static enum result take_turn(struct context *context, void *data)
{
    (void)data;
    return database_run(context, &turn, NO_PARAMETERS, NULL);
}

static void *write_beside(void *data)
{
    struct beside *beside = data;
    struct context *context = &beside->context;
    while (!atomic_load(&beside->over) && beside->count < MOST_WRITES) {
        struct arena_mark mark = arena_mark(context->arena);
        double begun = clock_monotonic();
        enum result result;
        while ((result = database_transaction(context, take_turn, NULL)) == RESULT_AGAIN) error_clear(&context->error);
        check(context, result);
        beside->waited[beside->count++] = clock_monotonic() - begun;
        arena_rewind(context->arena, mark);
        usleep(WRITE_EVERY_MILLISECONDS * 1000);
    }
    return NULL;
}

static int64_t count_of(struct context *context, const struct statement *statement)
{
    int64_t count = 0;
    check(context, database_integer(context, statement, NO_PARAMETERS, &count));
    return count;
}

/* Everything but what experts have is valid for so many years from now on. */
static void change_rules(struct context *context, char years)
{
    struct text text, *piece = &(struct text){0};
    struct catalogue_problems problems;
    struct catalogue_differences differences;
    check(context, file_read(context, settings_path(context, "data/catalogue/huawei.txt"), CATALOGUE_TEXT_LIMIT, &text));
    struct text changed = text_copy(context->arena, text), mark = TEXT("  validity: 3 years");
    for (*piece = changed; piece->length > mark.length; piece->bytes++, piece->length--)
        if (text_starts_with(*piece, "  validity: 3 years")) ((char *)(uintptr_t)piece->bytes)[mark.length - strlen("3 years")] = years;
    check(context, catalogue_load(context, TEXT("changed.txt"), changed, &problems, &differences));
}

static double apply_rules(struct context *context, char years)
{
    struct arena_mark mark = arena_mark(context->arena);
    change_rules(context, years);
    double begun = clock_monotonic();
    check(context, due_run(context, handlers(context), NULL));
    double seconds = clock_monotonic() - begun;
    arena_rewind(context->arena, mark);
    return seconds;
}

/* The same work by turns, alone and beside another writer. */
static void measure_rules(struct context *context, struct text store)
{
    double alone[TURNS], together[TURNS], ratios[TURNS], gaps[TURNS], shares[TURNS], median[TURNS] = {0}, most[TURNS] = {0}, longest[TURNS] = {0};
    int64_t revised = count_of(context, &revisions), written = count_of(context, &letters), writes = 0;
    struct beside beside = {.context = *context, .waited = malloc(MOST_WRITES * sizeof *beside.waited)};
    if (!beside.waited) abort();
    beside.context.arena = beside.context.error.arena = arena_new((size_t)64 << 20);
    check(context, database_open(&beside.context, store, false, &beside.context.database));
    char years = '3';
    for (int i = 0; i < TURNS; i++) {
        pthread_t thread;
        slept = 0;
        alone[i] = apply_rules(context, ++years);
        gaps[i] = slept * 1000;
        shares[i] = slept / alone[i] * 100;
        beside.count = 0;
        atomic_store(&beside.over, false);
        if (pthread_create(&thread, NULL, write_beside, &beside) != 0) abort();
        together[i] = apply_rules(context, ++years);
        atomic_store(&beside.over, true);
        pthread_join(thread, NULL);
        ratios[i] = together[i] / alone[i];
        if (!beside.count) continue;
        median[i] = measure_median(beside.waited, beside.count) * 1000;
        most[i] = beside.waited[(int)((double)beside.count * 0.99)] * 1000;
        longest[i] = beside.waited[beside.count - 1] * 1000;
        writes += beside.count;
    }
    char what[120];
    measure_title("New rules for everyone");
    snprintf(what, sizeof what, "%" PRId64 " certificates revised, %" PRId64 " letters", (count_of(context, &revisions) - revised) / (2 * TURNS), (count_of(context, &letters) - written) / (2 * TURNS));
    measure_row(what, alone, TURNS, "s", NULL, "");
    snprintf(what, sizeof what, "beside a writer that commits every %d ms, times alone", WRITE_EVERY_MILLISECONDS);
    measure_row(what, together, TURNS, "s", ratios, "");
    snprintf(what, sizeof what, "how long that writer waits, %" PRId64 " writes: median", writes);
    measure_row(what, median, TURNS, "ms", NULL, "");
    measure_row("  99 of 100 at most", most, TURNS, "ms", NULL, "");
    measure_row("  the longest", longest, TURNS, "ms", NULL, "");
    measure_row("gaps left for others, where there are none", gaps, TURNS, "ms", NULL, "");
    measure_row("  of the time that it takes", shares, TURNS, "%", NULL, "");
    fflush(stdout);
    database_close(beside.context.database);
    arena_free(beside.context.arena);
    free(beside.waited);
}

int main(int argc, char **argv)
{
    if (argc > 1) accounts = atoll(argv[1]);
    if (argc > 3) days = atoll(argv[3]);
    int64_t fresh = argc > 2 ? atoll(argv[2]) : 1000000, records = accounts * 5 / 2, count;
    const char *folder = getenv("BENCH_FOLDER"), *store = getenv("BENCH_STORE"), *share = getenv("TESTAMUR_SHARE"), *messages = getenv("TESTAMUR_MESSAGES");
    struct arena *arena = arena_new((size_t)1 << 30);
    char path[200] = "";
    if (!store) snprintf(path, sizeof path, "%s/testamur-bench-%d.db", folder ? folder : "/var/tmp", (int)getpid());
    struct instant now;
    (void)instant_parse(TEXT("2026-02-16T02:00:00Z"), &now);
    struct clock clock = clock_fixed(now);
    struct settings settings = {.share = text_of(share ? share : "."), .messages = text_of(messages ? messages : "build/po"), .address = TEXT("https://certificates.example"),
                                .mail = TEXT("smtp://localhost"), .mail_from = TEXT("certification@example.org")};
    struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .settings = &settings, .actor = {.kind = ACTOR_OPERATOR}, .language = "en",
                              .catalogues = catalogue_cache_new()};
    struct text opened = store ? text_of(store) : text_printf(arena, "sqlite:%s", path);
    check(&context, database_open(&context, opened, true, &context.database));
    prepare(&context, &settings);

    check(&context, due_run(&context, handlers(&context), NULL)); /* what the new catalogue asks for: nobody is there yet */
    double begun = clock_monotonic();
    fill(&context, fill_accounts, 1, accounts, false);
    fill(&context, fill_records, 1, records, true);
    printf("store of %" PRId64 " accounts and %" PRId64 " records made in %.1f s\n", accounts, records, clock_monotonic() - begun);
    fflush(stdout);
    double seconds = evaluate(&context, &count);
    printf("first evaluation, %" PRId64 " certificates made: %.2f s (%.0f accounts/s)\n", count, seconds, (double)accounts / seconds);
    fflush(stdout);
    double rounds[ROUNDS], bare[ROUNDS], ratios[ROUNDS];
    int64_t rows;
    for (int i = 0; i < ROUNDS; i++) {
        bare[i] = read_bare(&context, &rows);
        rounds[i] = evaluate(&context, &count);
        ratios[i] = rounds[i] / bare[i];
        if (count) printf("  unexpected: %" PRId64 " differences\n", count);
    }
    char what[120];
    measure_title("Full evaluation");
    snprintf(what, sizeof what, "passes and register read by account, %" PRId64 " rows", rows);
    measure_row(what, bare, ROUNDS, "s", NULL, "");
    snprintf(what, sizeof what, "%" PRId64 " accounts evaluated, times the bare reading", accounts);
    measure_row(what, rounds, ROUNDS, "s", ratios, "< 30 s");
    fflush(stdout);
    fill(&context, fill_records, records + 1, fresh, false);
    struct filling range = {records + 1, records + fresh + 1, false};
    check(&context, database_transaction(&context, leave, &range));
    begun = clock_monotonic();
    check(&context, due_run(&context, handlers(&context), NULL));
    seconds = clock_monotonic() - begun;
    printf("%" PRId64 " new records held and their accounts evaluated: %.2f s (%.0f records/s)\n", fresh, seconds, (double)fresh / seconds);
    measure_rules(&context, opened);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (getenv("BENCH_KEEP")) return 0;
    printf("largest resident memory: %ld MB (with the mapped file)\n", usage.ru_maxrss / 1024);
    database_close(context.database);
    catalogue_cache_free(context.catalogues);
    if (!store) {
        unlink(path);
        strcat(path, "-wal");
        unlink(path);
        memcpy(path + strlen(path) - 3, "shm", 3);
        unlink(path);
    }
    return 0;
}
