/* Back-up and restore, on each engine and from one to the other. */
#include "support/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "outside/backup.h"
#include "outside/database_internal.h"

#define NOW "2026-02-13T08:00:00Z"

static const char rows[] =
    "INSERT INTO store_setting (name, value) VALUES ('demonstration', '1'), ('empty', ''), ('name', '张伟 \"quoted\" ''and'' more');"
    "INSERT INTO letter (id, account_id, recipient, recipient_name, kind, language, subject, text, html, sealed, message_id, written_at) VALUES"
    " (7, NULL, 'a@example.org', '', 'activation', 'en', 'Subject', 'Text', '<p>', NULL, 'm1', -5), (900, 3, 'b@example.org', 'Anna', 'x', 'zh_CN', '', '', '', NULL, 'm2', 9223372036854775807);"
    "INSERT INTO letter_delivery (letter_id, state, attempts, next_at, queued_at, domain, answer, changed_at) VALUES (900, 1, 0, NULL, 1, 'example.org', '', 1), (7, 2, 1, 5, 1, 'example.org', '250', 1);"
    "INSERT INTO audit_journal (id, at, actor_kind, actor_account, act, subject, subject_id, detail) VALUES (1, 1, 1, NULL, 'x', 'y', 1, '{}');"
    "INSERT INTO provider (id, name) VALUES (4, 'pearson-vue');";

static const struct statement insert_part = {"insert_part", NULL, "INSERT INTO intake_part (file_id, number, content) VALUES ($1, $2, $3)"};
static const struct statement insert_file = {
    "insert_file", NULL,
    "INSERT INTO intake_file (id, provider_id, name, sha256, bytes, received_at, state, refusal, done_through, rows, new, unchanged, corrected, quarantined, refused)"
    " VALUES ($1, 4, 'f', CAST($2 AS TEXT), 1, 1, 2, '', 0, 0, 0, 0, 0, 0, 0)"};
static const struct statement insert_provider = {"insert_provider", NULL, "INSERT INTO provider (name) VALUES ($1)"};
static const struct statement newest_provider = {"newest_provider", NULL, "SELECT max(id) FROM provider"};

static struct support *filled_store(enum database_engine engine, int files, size_t part_length)
{
    struct support *support = support_store(engine, NOW);
    assert_result(support, RESULT_OK, database_script(&support->context, rows));
    unsigned char *part = arena_take(support->context.arena, part_length + 1);
    for (size_t i = 0; i < part_length; i++) part[i] = (unsigned char)(i * 7 + i / 251);
    for (int i = 1; i <= files; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        assert_result(support, RESULT_OK, database_run(&support->context, &insert_file, PARAMETERS(i, (const char *)name), NULL));
        assert_result(support, RESULT_OK,
                      database_run(&support->context, &insert_part, PARAMETERS(i, 1, ((struct bytes){part, part_length})), NULL));
    }
    return support;
}

struct dump {
    struct buffer out;
    struct text names[200];
    size_t count;
};

static enum result take_table(struct context *context, const struct value *values, size_t count, void *data)
{
    struct dump *dump = data;
    if (!text_is(values[0].text, "migration")) dump->names[dump->count++] = text_copy(context->arena, values[0].text);
    return RESULT_OK;
}

static enum result take_row(struct context *context, const struct value *values, size_t count, void *data)
{
    struct dump *dump = data;
    for (size_t i = 0; i < count; i++) {
        if (values[i].kind == VALUE_NULL) buffer_put_string(&dump->out, "NULL");
        else if (values[i].kind == VALUE_INTEGER) buffer_put_integer(&dump->out, values[i].integer);
        else buffer_put_bytes(&dump->out, values[i].text.bytes, values[i].text.length);
        buffer_put_char(&dump->out, "|T B"[values[i].kind]);
    }
    buffer_put_char(&dump->out, '\n');
    return RESULT_OK;
}

/* All rows of all tables in the order of their first two columns. */
static struct text dump_of(struct support *support)
{
    struct context *context = &support->context;
    struct dump *dump = ARENA_NEW(context->arena, struct dump);
    dump->out = buffer_new(context->arena, 1 << 16, 64 << 20);
    assert_result(support, RESULT_OK, database_rows(context, context->database->engine->list_tables, NO_PARAMETERS, take_table, dump));
    for (size_t i = 0; i < dump->count; i++) {
        buffer_put(&dump->out, dump->names[i]);
        buffer_put_char(&dump->out, '\n');
        const char *sql = text_printf(context->arena, "SELECT * FROM %.*s ORDER BY 1, 2", TEXT_ARG(dump->names[i])).bytes;
        assert_result(support, RESULT_OK, database_rows(context, sql, NO_PARAMETERS, take_row, dump));
    }
    return buffer_text(&dump->out);
}

static void path_for(char *path, size_t length)
{
    snprintf(path, length, "/tmp/testamur-backup-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
}

static void goes_from_to(enum database_engine from, enum database_engine to, bool bare)
{
    char path[64];
    path_for(path, sizeof path);
    struct support *source = filled_store(from, 40, 100000);
    int64_t written = 0, restored = 0;
    assert_result(source, RESULT_OK, backup_write(&source->context, text_of(path), &written));
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    struct support *target = bare ? support_bare_store(to, NOW) : support_store(to, NOW);
    assert_result(target, RESULT_OK, backup_restore(&target->context, text_of(path), &restored));
    assert_int_equal(written, 9 + 80);
    assert_int_equal(restored, written);
    struct text was = dump_of(source), is = dump_of(target);
    assert_int_equal(was.length, is.length);
    assert_true(text_equal(was, is));
    assert_result(target, RESULT_OK, database_check_version(&target->context));
    /* Numbering goes on behind what came in. */
    assert_result(target, RESULT_OK, database_run(&target->context, &insert_provider, PARAMETERS("new"), NULL));
    int64_t id;
    assert_result(target, RESULT_OK, database_integer(&target->context, &newest_provider, NO_PARAMETERS, &id));
    assert_int_equal(id, 5);
    /* A second time it is not empty. */
    struct text before = dump_of(target);
    assert_result(target, RESULT_REFUSED, backup_restore(&target->context, text_of(path), NULL));
    assert_string_equal(target->context.error.code, "backup.not_empty");
    error_clear(&target->context.error);
    assert_true(text_equal(before, dump_of(target)));
    support_context_free(source);
    support_context_free(target);
    unlink(path);
}

static void a_backup_comes_back(enum database_engine engine)
{
    goes_from_to(engine, engine, false);
}
BOTH_ENGINES(a_backup_comes_back)

static void a_backup_makes_the_tables_too(enum database_engine engine)
{
    goes_from_to(engine, engine, true);
}
BOTH_ENGINES(a_backup_makes_the_tables_too)

static void a_backup_of_one_engine_restores_into_the_other(void **state)
{
    support_skip_without_postgresql();
    goes_from_to(DATABASE_SQLITE, DATABASE_POSTGRESQL, false);
    goes_from_to(DATABASE_POSTGRESQL, DATABASE_SQLITE, true);
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void a_damaged_file_is_refused_whole(enum database_engine engine)
{
    char path[64], hurt[64];
    path_for(path, sizeof path);
    path_for(hurt, sizeof hurt);
    struct support *support = filled_store(engine, 2, 300);
    assert_result(support, RESULT_OK, backup_write(&support->context, text_of(path), NULL));
    struct support *target = support_store(engine, NOW);
    struct text empty = dump_of(target);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = malloc(1 << 20);
    size_t length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    assert_true(length > 1000 && length < 1 << 20);
    struct arena_mark mark = arena_mark(target->context.arena);
    for (size_t i = 0; i < length; i += i < 2000 ? 1 : 7) {
        write_file(hurt, bytes, i);
        assert_result(target, RESULT_REFUSED, backup_restore(&target->context, text_of(hurt), NULL));
        assert_string_equal(target->context.error.code, "backup.damaged");
        error_clear(&target->context.error);
        bytes[i] ^= (char)(1 << (i % 8));
        write_file(hurt, bytes, length);
        bytes[i] ^= (char)(1 << (i % 8));
        assert_result(target, RESULT_REFUSED, backup_restore(&target->context, text_of(hurt), NULL));
        assert_string_equal(target->context.error.code, "backup.damaged");
        error_clear(&target->context.error);
        arena_rewind(target->context.arena, mark);
    }
    bytes[length] = 'x';
    write_file(hurt, bytes, length + 1);
    assert_result(target, RESULT_REFUSED, backup_restore(&target->context, text_of(hurt), NULL));
    error_clear(&target->context.error);
    assert_true(text_equal(empty, dump_of(target)));
    free(bytes);
    unlink(path);
    unlink(hurt);
    support_context_free(target);
    support_context_free(support);
}
BOTH_ENGINES(a_damaged_file_is_refused_whole)

static void a_restore_that_the_store_cuts_short_leaves_nothing(enum database_engine engine)
{
    char path[64];
    path_for(path, sizeof path);
    struct support *source = filled_store(engine, 3, 50), *target = support_store(engine, NOW);
    assert_result(source, RESULT_OK, backup_write(&source->context, text_of(path), NULL));
    struct text empty = dump_of(target);
    int failures = 0;
    for (int64_t n = 1;; n++) {
        database_fail_after(target->context.database, n, RESULT_BROKEN);
        enum result result = backup_restore(&target->context, text_of(path), NULL);
        database_fail_after(target->context.database, 0, RESULT_OK);
        if (result == RESULT_OK) break;
        assert_int_equal(result, RESULT_BROKEN);
        error_clear(&target->context.error);
        assert_true(text_equal(empty, dump_of(target)));
        failures++;
    }
    assert_true(failures > 20);
    assert_true(text_equal(dump_of(source), dump_of(target)));
    unlink(path);
    support_context_free(source);
    support_context_free(target);
}
BOTH_ENGINES(a_restore_that_the_store_cuts_short_leaves_nothing)

/* The store has been brought further than the back-up that it is to take. */
static void a_backup_of_another_version_is_refused(enum database_engine engine)
{
    char path[64];
    path_for(path, sizeof path);
    struct support *source = filled_store(engine, 1, 10), *target = support_store(engine, NOW);
    struct text empty = dump_of(target);
    assert_result(source, RESULT_OK, backup_write(&source->context, text_of(path), NULL));
    assert_result(target, RESULT_OK, database_script(&target->context, "INSERT INTO migration (name, sha256, applied_at) VALUES ('9999-later.sql', '', 0)"));
    assert_result(target, RESULT_REFUSED, backup_restore(&target->context, text_of(path), NULL));
    assert_string_equal(target->context.error.code, "backup.version");
    error_clear(&target->context.error);
    assert_true(text_equal(empty, dump_of(target)));
    unlink(path);
    support_context_free(target);
    support_context_free(source);
}
BOTH_ENGINES(a_backup_of_another_version_is_refused)

static int files_in(const char *folder)
{
    int count = 0;
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));) count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}

/* Into a store that is not there yet: a failure leaves nothing in its folder, a success the one file. */
static void a_store_that_is_not_there_comes_whole_or_not(void **state)
{
    char path[64], folder[] = "/tmp/testamur-restore-XXXXXX";
    path_for(path, sizeof path);
    assert_non_null(mkdtemp(folder));
    struct support *source = filled_store(DATABASE_SQLITE, 3, 50), *target = support_context(NOW);
    struct context *context = &target->context;
    struct text url = text_printf(context->arena, "sqlite:%s/store.db", folder);
    write_file(path, "testamur back-up 1\n", 19);
    assert_result(target, RESULT_REFUSED, backup_restore_into(context, url, text_of(path), NULL));
    assert_string_equal(context->error.code, "backup.damaged");
    assert_null(context->database);
    assert_int_equal(files_in(folder), 0);
    error_clear(&context->error);
    assert_result(target, RESULT_REFUSED, backup_restore_into(context, url, TEXT("/nowhere/at/all"), NULL));
    assert_int_equal(files_in(folder), 0);
    error_clear(&context->error);
    assert_result(source, RESULT_OK, backup_write(&source->context, text_of(path), NULL));
    /* What an earlier one left that was killed is no obstacle. */
    write_file(text_printf(context->arena, "%s/store.db.unfinished", folder).bytes, "rest", 4);
    int64_t restored = 0;
    assert_result(target, RESULT_OK, backup_restore_into(context, url, text_of(path), &restored));
    assert_int_equal(restored, 9 + 6);
    assert_true(text_equal(dump_of(source), dump_of(target)));
    database_close(context->database);
    context->database = NULL;
    assert_int_equal(files_in(folder), 1);
    /* Now it is there, and not empty. */
    assert_result(target, RESULT_REFUSED, backup_restore_into(context, url, text_of(path), NULL));
    assert_string_equal(context->error.code, "backup.not_empty");
    database_close(context->database);
    unlink(text_printf(context->arena, "%s/store.db", folder).bytes);
    rmdir(folder);
    unlink(path);
    support_context_free(target);
    support_context_free(source);
}

static void where_it_cannot_be_written_or_read_it_says_so(enum database_engine engine)
{
    struct support *support = filled_store(engine, 1, 10);
    assert_result(support, RESULT_REFUSED, backup_write(&support->context, TEXT("/nowhere/at/all"), NULL));
    assert_string_equal(support->context.error.code, "backup.unwritable");
    error_clear(&support->context.error);
    assert_result(support, RESULT_REFUSED, backup_write(&support->context, TEXT("/dev/full/x"), NULL));
    error_clear(&support->context.error);
    assert_result(support, RESULT_REFUSED, backup_restore(&support->context, TEXT("/nowhere/at/all"), NULL));
    assert_string_equal(support->context.error.code, "backup.unreadable");
    error_clear(&support->context.error);
    assert_result(support, RESULT_REFUSED, backup_restore(&support->context, TEXT("/tmp"), NULL));
    assert_string_equal(support->context.error.code, "backup.unreadable");
    error_clear(&support->context.error);
    /* A back-up of a version that this program does not know. */
    char path[64];
    path_for(path, sizeof path);
    assert_result(support, RESULT_OK, database_script(&support->context, "DELETE FROM migration"));
    assert_result(support, RESULT_REFUSED, backup_write(&support->context, text_of(path), NULL));
    assert_string_equal(support->context.error.code, "store.old");
    error_clear(&support->context.error);
    unlink(path);
    support_context_free(support);
}
BOTH_ENGINES(where_it_cannot_be_written_or_read_it_says_so)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_backup_comes_back),
        ON_BOTH(a_backup_makes_the_tables_too),
        cmocka_unit_test(a_backup_of_one_engine_restores_into_the_other),
        ON_BOTH(a_damaged_file_is_refused_whole),
        ON_BOTH(a_backup_of_another_version_is_refused),
        ON_BOTH(a_restore_that_the_store_cuts_short_leaves_nothing),
        cmocka_unit_test(a_store_that_is_not_there_comes_whole_or_not),
        ON_BOTH(where_it_cannot_be_written_or_read_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
