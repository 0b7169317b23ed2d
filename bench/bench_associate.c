/* Durable single writes: associations completed on SQLite with synchronous = FULL, each a transaction of its own that is on disk before it is told, against the disk's bare fdatasync rate: by
 * many candidates at once, as a server has them, by few, and by one after the other.
 * usage: bench-association [ASSOCIATIONS_A_ROUND]   (1600)
 * The store and the file of the reference lie in BENCH_FOLDER (/var/tmp). Subject and reference alternate. Reach: at least 0.6. */
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "association/association.h"
#include "award/award.h"
#include "base/file.h"
#include "catalogue/catalogue.h"
#include "letter/letter.h"
#include "measure.h"
#include "outside/secret.h"
#include "outside/settings.h"

enum { ROUNDS = 7, RECORDS = 2, BLOCK = 4096, BLOCKS = 4096, MANY = 64, FEW = 8 };

static int64_t per_round = 1600;
static int64_t exam;

static void check(struct context *context, enum result result)
{
    if (result >= 0) return;
    fprintf(stderr, "bench: %s\n", text_string(context->arena, error_text(context->arena, &context->error)));
    exit(1);
}

static struct text token_of(struct context *context, int64_t id)
{
    return text_printf(context->arena, "token%017" PRId64, id);
}

/* Accounts that have asked, each for its own mailbox, with records that hang on it. */
static enum result fill(struct context *context, void *data)
{
    const int64_t count = *(const int64_t *)data;
    static const char *const account_columns[] = {"id", "user_name", "user_name_key", "mailbox", "name_latin", "name_native", "phone", "country", "language", "zone", "made_at"};
    static const char *const mailbox_columns[] = {"id", "address"};
    static const char *const request_columns[] = {"id", "account_id", "mailbox_id", "letter_mailbox_id", "purpose", "token_hash", "code_hash", "code_tries", "made_at", "ends_at"};
    static const char *const record_columns[] = {"id", "provider_id", "registration_id", "candidate_id", "mailbox_id", "exam_id", "exam_language", "exam_day", "grade",
                                                 "score", "state", "first_name", "last_name", "native_first_name", "native_last_name", "country", "site",
                                                 "validation_id", "updated_at", "file_id", "line", "given_state"};
    struct database_copy *account, *mailbox, *request, *record;
    TRY(database_copy_begin(context, "account", account_columns, 11, &account));
    TRY(database_copy_begin(context, "mailbox", mailbox_columns, 2, &mailbox));
    for (int64_t id = 1; id <= count; id++) {
        struct text name = text_printf(context->arena, "person%" PRId64, id), address = text_printf(context->arena, "person%" PRId64 "@example.org", id);
        TRY(database_copy_row(context, account, (const struct value[]){VALUE(id), VALUE(name), VALUE(name), VALUE(address), VALUE("Wei Zhang"), VALUE("张伟"), VALUE(""),
                                                                         VALUE("CN"), VALUE("en"), VALUE(""), VALUE(0)}));
        TRY(database_copy_row(context, mailbox, (const struct value[]){VALUE(id), VALUE(address)}));
    }
    TRY(database_copy_end(context, account, NULL));
    TRY(database_copy_end(context, mailbox, NULL));
    TRY(database_copy_begin(context, "association_request", request_columns, 10, &request));
    TRY(database_copy_begin(context, "exam_record", record_columns, 22, &record));
    for (int64_t id = 1; id <= count; id++) {
        struct bytes hash = secret_hash(context, token_of(context, id));
        TRY(database_copy_row(context, request,
                              (const struct value[]){VALUE(id), VALUE(id), VALUE(id), VALUE(id), VALUE("associate"), VALUE(hash), VALUE(hash), VALUE(0),
                                                     VALUE(context_now(context)), VALUE(instant_add_seconds(context_now(context), 86400))}));
        for (int64_t i = 0; i < RECORDS; i++) {
            struct text registration = text_printf(context->arena, "%" PRId64, 400000000 + id * RECORDS + i);
            TRY(database_copy_row(context, record,
                                  (const struct value[]){VALUE(id * RECORDS + i), VALUE(1), VALUE(registration), VALUE(registration), VALUE(id), VALUE(exam), VALUE("en"),
                                                         VALUE(20000 + i), VALUE(1), VALUE("712"), VALUE(3), VALUE("Wei"), VALUE("Zhang"), VALUE("伟"), VALUE("张"),
                                                         VALUE("CN"), VALUE("10442"), VALUE(""), VALUE(0), VALUE(1), VALUE(id), VALUE(3)}));
        }
    }
    TRY(database_copy_end(context, request, NULL));
    return database_copy_end(context, record, NULL);
}

/* As the house has it. */
static struct letter_body body_of(struct context *context, const char *language)
{
    struct context own = *context;
    const struct catalogue *catalogue;
    own.hasty = true;
    check(&own, catalogue_current(&own, &catalogue));
    return (struct letter_body){catalogue_wording(catalogue->body.name, language), calendar_zone(catalogue->calendar)};
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
    letter_templates_body(letters, body_of);
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
    exam = catalogue->exams[0].id;
    check(context, database_script(context, "INSERT INTO provider (id, name) VALUES (1, 'pearson-vue');"));
}

static const struct due_handler *handlers(struct context *context)
{
    struct due_handler *all = ARENA_ARRAY(context->arena, 32, struct due_handler);
    size_t count = 0;
    for (const struct due_handler *handler = association_due; handler->kind; handler++) all[count++] = *handler;
    for (const struct due_handler *handler = award_due; handler->kind; handler++) all[count++] = *handler;
    return all;
}

static void complete(struct context *context, int64_t id)
{
    int64_t records;
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = id, .session = id};
    check(context, association_complete(context, 0, token_of(context, id), TEXT(""), &records));
    if (records != RECORDS) exit(1);
}

/* Completions a second, from account `first` on. */
static double associate(struct context *context, int64_t first, bool follow_up)
{
    const struct due_handler *due = handlers(context);
    double begun = clock_monotonic();
    for (int64_t id = first; id < first + per_round; id++) {
        struct arena_mark mark = arena_mark(context->arena);
        complete(context, id);
        if (follow_up) check(context, due_run(context, due, NULL));
        arena_rewind(context->arena, mark);
    }
    return (double)per_round / (clock_monotonic() - begun);
}

/* One of those who write at once, with a connection of his own. */
struct writer {
    struct context context;
    pthread_t thread;
    int64_t first, behind;
};

static void *write_some(void *data)
{
    struct writer *writer = data;
    for (int64_t id = writer->first; id < writer->behind; id++) {
        struct arena_mark mark = arena_mark(writer->context.arena);
        complete(&writer->context, id);
        arena_rewind(writer->context.arena, mark);
    }
    return NULL;
}

static void open_writers(const struct context *context, struct database_turns *turns, struct writer *writers)
{
    for (int i = 0; i < MANY; i++) {
        struct context *own = &writers[i].context;
        *own = *context;
        own->arena = own->error.arena = arena_new((size_t)1 << 28);
        check(own, database_open(own, database_url(context->database), false, &own->database));
        database_share_turns(own->database, turns);
    }
}

static double associate_at_once(struct writer *writers, int count, int64_t first)
{
    double begun = clock_monotonic();
    for (int i = 0; i < count; i++) {
        writers[i].first = first + per_round * i / count;
        writers[i].behind = first + per_round * (i + 1) / count;
        if (pthread_create(&writers[i].thread, NULL, write_some, &writers[i])) exit(1);
    }
    for (int i = 0; i < count; i++) pthread_join(writers[i].thread, NULL);
    return (double)per_round / (clock_monotonic() - begun);
}

/* Blocks a second: written over in a file that has its size, so that the disk has nothing to do but the block. */
static double synchronise(int file)
{
    static unsigned char block[BLOCK];
    static int64_t at;
    double begun = clock_monotonic();
    for (int64_t i = 0; i < per_round; i++, at++) {
        memset(block, (int)at, sizeof block);
        if (pwrite(file, block, BLOCK, at % BLOCKS * BLOCK) != BLOCK || fdatasync(file)) exit(1);
    }
    return (double)per_round / (clock_monotonic() - begun);
}

int main(int argc, char **argv)
{
    if (argc > 1) per_round = atoll(argv[1]);
    const char *folder = getenv("BENCH_FOLDER"), *share = getenv("TESTAMUR_SHARE"), *messages = getenv("TESTAMUR_MESSAGES");
    char path[200], other[200];
    snprintf(path, sizeof path, "%s/testamur-bench-%d.db", folder ? folder : "/var/tmp", (int)getpid());
    snprintf(other, sizeof other, "%s/testamur-bench-%d.blocks", folder ? folder : "/var/tmp", (int)getpid());
    struct arena *arena = arena_new((size_t)1 << 30);
    struct instant now;
    (void)instant_parse(TEXT("2026-02-16T02:00:00Z"), &now);
    struct clock clock = clock_fixed(now);
    struct settings settings = {.share = text_of(share ? share : "."), .messages = text_of(messages ? messages : "build/po"), .address = TEXT("https://certificates.example"),
                                .mail = TEXT("smtp://localhost"), .mail_from = TEXT("certification@example.org")};
    struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .settings = &settings, .actor = {.kind = ACTOR_OPERATOR}, .language = "en",
                              .catalogues = catalogue_cache_new()};
    check(&context, database_open(&context, text_printf(arena, "sqlite:%s", path), true, &context.database));
    prepare(&context, &settings);
    check(&context, due_run(&context, handlers(&context), NULL));
    int64_t people = per_round * (4 * ROUNDS + 4), next = 1;
    check(&context, database_transaction(&context, fill, &people));
    int file = open(other, O_RDWR | O_CREAT | O_TRUNC, 0600);
    static unsigned char block[BLOCK];
    for (int i = 0; i < BLOCKS; i++)
        if (pwrite(file, block, BLOCK, (off_t)i * BLOCK) != BLOCK) exit(1);
    if (fsync(file)) exit(1);

    struct writer writers[MANY];
    struct database_turns *turns;
    check(&context, database_turns_open(&context, database_url(context.database), &turns));
    open_writers(&context, turns, writers);
    double many[ROUNDS], few[ROUNDS], alone[ROUNDS], followed[ROUNDS], bare[ROUNDS], ratio_many[ROUNDS], ratio_few[ROUNDS], ratio[ROUNDS], ratio_followed[ROUNDS];
    associate(&context, next, false); /* warms up */
    next += per_round;
    associate(&context, next, true);
    next += per_round;
    associate_at_once(writers, FEW, next);
    next += per_round;
    associate_at_once(writers, MANY, next);
    next += per_round;
    for (int i = 0; i < ROUNDS; i++) {
        many[i] = associate_at_once(writers, MANY, next);
        next += per_round;
        few[i] = associate_at_once(writers, FEW, next);
        next += per_round;
        alone[i] = associate(&context, next, false);
        next += per_round;
        context.actor = (struct actor){.kind = ACTOR_OPERATOR};
        check(&context, due_run(&context, handlers(&context), NULL));
        bare[i] = synchronise(file);
        followed[i] = associate(&context, next, true);
        next += per_round;
        ratio_many[i] = many[i] / bare[i];
        ratio_few[i] = few[i] / bare[i];
        ratio[i] = alone[i] / bare[i];
        ratio_followed[i] = followed[i] / bare[i];
    }
    measure_title("Durable single writes: associations on SQLite, synchronous = FULL");
    measure_row("fdatasync of one block of 4 KiB, written over", bare, ROUNDS, "/s", NULL, "");
    measure_row("associations completed by 64 at once", many, ROUNDS, "/s", ratio_many, ">= 0.60");
    measure_row("associations completed by eight at once", few, ROUNDS, "/s", ratio_few, "");
    measure_row("associations completed one after the other", alone, ROUNDS, "/s", ratio, "");
    measure_row("the same, awards and letters at once after each (two writes)", followed, ROUNDS, "/s", ratio_followed, "");
    for (int i = 0; i < MANY; i++) database_close(writers[i].context.database);
    database_turns_close(turns);
    database_close(context.database);
    catalogue_cache_free(context.catalogues);
    close(file);
    unlink(other);
    unlink(path);
    return 0;
}
