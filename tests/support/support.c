#include "support/support.h"

#include <dirent.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/random.h"
#include "letter/letter.h"
#include "outside/language.h"
#include "outside/one_time.h"
#include "outside/settings.h"

struct support_private {
    struct arena *arena;
    struct settings settings;
    struct database *database;
    char folder[200];      /* of a SQLite store */
    char name[64];         /* of a PostgreSQL store's database */
    struct support *next;  /* further connections to the same store, freed with the first */
};

static char calendar_path[64];

static void remove_calendar(void)
{
    unlink(calendar_path);
}

const char *support_calendar(const char *text, bool fresh)
{
    if (!calendar_path[0]) {
        snprintf(calendar_path, sizeof calendar_path, "/tmp/testamur-calendar-%d.txt", (int)getpid());
        atexit(remove_calendar);
    }
    remove_calendar();
    if (!text) return calendar_path;
    FILE *file = fopen(calendar_path, "w");
    struct timespec times[2] = {{.tv_sec = time(NULL) - (fresh ? 0 : 3600)}};
    times[1] = times[0];
    if (!file || fputs(text, file) < 0 || fclose(file) != 0 || utimensat(AT_FDCWD, calendar_path, times, 0) != 0) fail_msg("cannot write %s", calendar_path);
    return calendar_path;
}

void support_set_clock(struct support *support, const char *now)
{
    struct instant instant;
    if (!instant_parse(text_of(now), &instant)) fail_msg("not an instant: %s", now);
    support->clock = clock_fixed(instant);
}

void support_forward(struct support *support, int64_t seconds)
{
    support->clock = clock_fixed(instant_add_seconds(clock_now(&support->clock), seconds));
}

struct support *support_context(const char *now)
{
    struct arena *arena = arena_new((size_t)256 << 20);
    struct support *support = ARENA_NEW(arena, struct support);
    support->own = ARENA_NEW(arena, struct support_private);
    support->own->arena = arena;
    support_set_clock(support, now);
    const char *share = getenv("TESTAMUR_SHARE"), *messages = getenv("TESTAMUR_MESSAGES");
    support->own->settings = (struct settings){
        .share = text_of(share ? share : "."), .messages = text_of(messages ? messages : "build/po"),
        .address = TEXT("http://127.0.0.1:8080"), .listen = TEXT("127.0.0.1:0"), .mail = TEXT("built-in"), .mail_from = TEXT("certification@example.org"),
        .password_memory = 64, .password_passes = 1, .answer_days = 5, .workers = 2, .body_limit = 1 << 20};
    support->context = (struct context){
        .arena = arena, .error = {.arena = arena}, .clock = &support->clock, .settings = &support->own->settings,
        .actor = {.kind = ACTOR_OPERATOR}, .language = "en"};
    return support;
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) return;
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        char file[600];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.') unlink(file);
    }
    closedir(folder);
    rmdir(path);
}

/* Outside of what is tested: a connection of the tests' own. */
static bool on_server(const char *sql)
{
    PGconn *connection = PQconnectdb(getenv("TESTAMUR_TEST_POSTGRESQL"));
    PGresult *result = PQexec(connection, sql);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!done && !(state && strcmp(state, "3D000") == 0)) fail_msg("%s: %s", sql, PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
    return done;
}

void support_context_free(struct support *support)
{
    if (support->own->next) support_context_free(support->own->next);
    database_close(support->own->database);
    if (support->own->folder[0]) remove_folder(support->own->folder);
    if (support->own->name[0]) on_server(text_string(support->own->arena, text_printf(support->own->arena, "DROP DATABASE %s WITH (FORCE)", support->own->name)));
    arena_free(support->own->arena);
}

static void open_store(struct support *support, struct text url, bool create)
{
    support->own->settings.store = url;
    if (database_open(&support->context, url, create, &support->own->database) != RESULT_OK)
        fail_msg("no store: %s", text_string(support->context.arena, error_text(support->context.arena, &support->context.error)));
    support->context.database = support->own->database;
}

static void copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (!in || !out) fail_msg("cannot copy %s to %s", from, to);
    char part[1 << 16];
    for (size_t length; (length = fread(part, 1, sizeof part, in));) assert_int_equal(fwrite(part, 1, length, out), length);
    assert_int_equal(ferror(in) | fclose(in) | fclose(out), 0);
}

/* `migrated`: a copy of what store-template made once, where it has. */
static struct support *make_store(enum database_engine engine, const char *now, bool migrated)
{
    struct support *support = support_context(now);
    struct support_private *own = support->own;
    if (engine == DATABASE_SQLITE) {
        const char *temporary = getenv("TMPDIR"), *template = getenv("TESTAMUR_TEST_TEMPLATE");
        snprintf(own->folder, sizeof own->folder, "%s/testamur-test-XXXXXX", temporary && strlen(temporary) < 150 ? temporary : "/tmp");
        if (!mkdtemp(own->folder)) fail_msg("cannot make a folder like %s", own->folder);
        struct text file = text_printf(own->arena, "%s/store.db", own->folder);
        if (migrated && template) copy_file(template, text_string(own->arena, file));
        open_store(support, text_printf(own->arena, "sqlite:%.*s", TEXT_ARG(file)), true);
    } else {
        const char *server = getenv("TESTAMUR_TEST_POSTGRESQL");
        unsigned char random[8];
        random_fill(random, sizeof random);
        snprintf(own->name, sizeof own->name, "test_%s", encoding_hex(own->arena, (struct bytes){random, sizeof random}).bytes);
        const char *make = text_string(own->arena, text_printf(own->arena, "CREATE DATABASE %s", own->name));
        if (!migrated || !on_server(text_string(own->arena, text_printf(own->arena, "%s TEMPLATE testamur_template", make)))) on_server(make);
        open_store(support, text_printf(own->arena, "%s%cdbname=%s", server, strchr(server, '?') ? '&' : '?', own->name), true);
    }
    return support;
}

struct support *support_bare_store(enum database_engine engine, const char *now)
{
    return make_store(engine, now, false);
}

struct support *support_store(enum database_engine engine, const char *now)
{
    struct support *support = make_store(engine, now, true);
    int applied;
    if (database_migrate(&support->context, &applied) != RESULT_OK)
        fail_msg("not migrated: %s", text_string(support->context.arena, error_text(support->context.arena, &support->context.error)));
    return support;
}

struct support *support_second(struct support *support)
{
    struct support *second = support_context("2000-01-01T00:00:00Z");
    second->clock = support->clock;
    second->own->next = support->own->next;
    support->own->next = second;
    open_store(second, text_copy(second->own->arena, support->own->settings.store), false);
    return second;
}

void support_skip_without_postgresql(void)
{
    if (!getenv("TESTAMUR_TEST_POSTGRESQL")) skip();
}

void support_assert_result(struct support *support, enum result expected, enum result got, const char *expression, const char *file, int line)
{
    if (got == expected) return;
    struct text text = error_text(support->context.arena, &support->context.error);
    print_error("%s\n  gave %d, not %d: %s [%s]\n", expression, got, expected, text_string(support->context.arena, text),
                support->context.error.code ? support->context.error.code : "no error");
    _fail(file, line);
}

void support_assert_refused(struct context *context, const char *code, const char *field, enum result result, const char *file, int line)
{
    const struct error *error = &context->error;
    bool there = !field || (error->field && strcmp(error->field, field) == 0);
    if (result != RESULT_REFUSED || !error->code || strcmp(error->code, code) != 0 || !there) {
        print_error("gave %d %s at %s: %s, not a refusal %s at %s\n", result, error->code ? error->code : "no error", error->field ? error->field : "no field",
                    text_string(context->arena, error_text(context->arena, error)), code, field ? field : "any field");
        _fail(file, line);
    }
    error_clear(&context->error);
}

void support_assert_text_equal(struct text a, const char *b, const char *file, int line)
{
    if (text_is(a, b)) return;
    print_error("\"%.*s\" is not \"%s\"\n", TEXT_ARG(a), b);
    _fail(file, line);
}

int64_t support_count(struct support *support, const struct statement *statement, struct parameters parameters)
{
    int64_t number;
    assert_result(support, RESULT_OK, database_integer(&support->context, statement, parameters, &number));
    return number;
}

void support_load_letters(struct support *support, const struct page_binding *bindings, size_t count)
{
    struct context *context = &support->context;
    struct languages *languages;
    struct letter_templates *letters;
    assert_result(support, RESULT_OK, languages_load(context, context->settings->messages, &languages));
    context->languages = languages;
    assert_result(support, RESULT_OK, letter_templates_load(context, settings_path(context, "theme/letters"), bindings, count, &letters));
    context->letters = letters;
}

struct text support_app_code(struct support *support, struct text secret)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char bytes[ONE_TIME_SECRET];
    uint32_t bits = 0;
    int held = 0;
    size_t length = 0;
    for (size_t i = 0; i < secret.length; i++) {
        const char *at = strchr(letters, secret.bytes[i]);
        if (!at || !*at) continue;
        bits = bits << 5 | (uint32_t)(at - letters);
        if ((held += 5) >= 8) bytes[length++] = (unsigned char)(bits >> (held -= 8));
    }
    assert_int_equal(length, ONE_TIME_SECRET);
    uint32_t code = one_time_code((struct bytes){bytes, length}, one_time_step(context_now(&support->context)), ONE_TIME_DIGITS);
    return text_printf(support->context.arena, "%06u", code);
}
