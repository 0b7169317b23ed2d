#include "outside/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "outside/backup_file.h"
#include "outside/database_internal.h"
#include "outside/migration.h"

struct names {
    struct text *names;
    size_t count, room;
};

static enum result take_name(struct context *context, const struct value *values, size_t count, void *data)
{
    struct names *names = data;
    if (names->count == names->room)
        return context_fail(context, RESULT_BROKEN, "store.rows", N_("The statement {statement} yields more rows than it may."), "statement", "names");
    names->names[names->count++] = text_copy(context->arena, values[0].text);
    return RESULT_OK;
}

static enum result list_names(struct context *context, const char *sql, struct parameters parameters, size_t most, struct names *names)
{
    *names = (struct names){ARENA_ARRAY(context->arena, most, struct text), 0, most};
    return database_rows(context, sql, parameters, take_name, names);
}

static const char *joined(struct arena *arena, const char *before, const struct text *columns, size_t count, const char *table)
{
    struct buffer sql = buffer_new(arena, 1024, 65536);
    buffer_put_string(&sql, before);
    for (size_t i = 0; i < count; i++) buffer_printf(&sql, "%s%.*s", i ? ", " : "", TEXT_ARG(columns[i]));
    buffer_printf(&sql, " FROM %s", table);
    return buffer_string(&sql);
}

/* --- Writing --- */

struct writing {
    struct backup_file *file;
    int64_t rows, table_rows;
};

static enum result put_migration(struct context *context, const struct value *values, size_t count, void *data)
{
    struct writing *writing = data;
    backup_put_migration(writing->file, values[0].text, values[1].text);
    return RESULT_OK;
}

static enum result put_row(struct context *context, const struct value *values, size_t count, void *data)
{
    struct writing *writing = data;
    backup_put_row(writing->file, values, count);
    writing->table_rows++;
    return RESULT_OK;
}

static enum result write_all(struct context *context, void *data)
{
    struct writing *writing = data;
    const struct engine *engine = context->database->engine;
    struct names tables, columns;
    TRY(database_rows(context, "SELECT name, sha256 FROM migration ORDER BY name", NO_PARAMETERS, put_migration, writing));
    TRY(list_names(context, engine->list_tables, NO_PARAMETERS, BACKUP_MOST_TABLES, &tables));
    for (size_t i = 0; i < tables.count; i++) {
        if (text_is(tables.names[i], "migration")) continue;
        TRY(list_names(context, engine->list_columns, PARAMETERS(tables.names[i]), BACKUP_MOST_COLUMNS, &columns));
        backup_put_table(writing->file, tables.names[i], columns.names, columns.count);
        writing->table_rows = 0;
        const char *table = text_string(context->arena, tables.names[i]);
        TRY(database_rows(context, joined(context->arena, "SELECT ", columns.names, columns.count, table), NO_PARAMETERS, put_row, writing));
        backup_put_table_end(writing->file, writing->table_rows);
        writing->rows += writing->table_rows;
    }
    return RESULT_OK;
}

/* A try that the store cut short begins the file anew. */
static enum result write_file(struct context *context, void *data)
{
    struct writing *writing = data;
    const char *path = writing->file->path;
    backup_file_close(writing->file);
    writing->rows = 0;
    TRY(backup_file_create(context, path, writing->file));
    TRY(write_all(context, writing));
    return backup_file_finish(context, writing->file);
}

static void sync_folder(struct arena *arena, const char *path)
{
    int folder = open(dirname((char *)text_string(arena, text_of(path))), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    fsync(folder);
    close(folder);
}

enum result backup_write(struct context *context, struct text path, int64_t *rows)
{
    const char *final = text_string(context->arena, path);
    const char *unfinished = text_printf(context->arena, "%s.unfinished", final).bytes;
    struct backup_file file = {.path = unfinished};
    struct writing writing = {.file = &file};
    enum result result = database_check_version(context);
    if (result >= 0) result = database_reading(context, write_file, &writing);
    bool made = file.file != NULL;
    backup_file_close(&file);
    if (result >= 0 && rename(unfinished, final) != 0)
        result = context_fail(context, RESULT_REFUSED, "backup.unwritable", N_("The back-up cannot be written to {path}: {what}"), "path", final, "what",
                              strerror(errno));
    if (result < 0) {
        if (made) unlink(unfinished);
        return result;
    }
    sync_folder(context->arena, final);
    if (rows) *rows = writing.rows;
    return RESULT_OK;
}

/* --- Restoring --- */

struct restoring {
    struct backup_file file;
    struct backup_content content;
};

static enum result other_version(struct context *context, const char *path)
{
    return context_fail(context, RESULT_REFUSED, "backup.version",
                        N_("The back-up {path} was made by another version. Restore it with a program of that version or a newer one, into a store that is new."),
                        "path", path);
}

static enum result not_empty(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "backup.not_empty", N_("The store is not empty. A back-up is restored only into a new store."));
}

static enum result take_any(struct context *context, const struct value *values, size_t count, void *data)
{
    *(bool *)data = true;
    return RESULT_OK;
}

/* Brings the store to the version of the back-up, where it is not there yet and holds nothing. */
static enum result make_empty_tables(struct context *context, const struct restoring *restoring)
{
    const struct backup_content *content = &restoring->content;
    const struct engine *engine = context->database->engine;
    if (content->migration_count > migration_count) return other_version(context, restoring->file.path);
    for (size_t i = 0; i < content->migration_count; i++)
        if (strcmp(content->migrations[i].name, migrations[i].name) != 0 || strcmp(content->migrations[i].sha256, migrations[i].sha256) != 0)
            return other_version(context, restoring->file.path);
    struct names tables;
    TRY(list_names(context, engine->list_tables, NO_PARAMETERS, BACKUP_MOST_TABLES, &tables));
    bool fresh = tables.count == 0;
    if (!fresh) {
        struct names applied;
        bool has;
        TRY(database_has_table(context, "migration", &has));
        if (!has) return not_empty(context);
        for (size_t i = 0; i < tables.count; i++) {
            bool any = false;
            if (text_is(tables.names[i], "migration")) continue;
            const char *sql = text_printf(context->arena, "SELECT 1 AS one FROM %.*s LIMIT 1", TEXT_ARG(tables.names[i])).bytes;
            TRY(database_rows(context, sql, NO_PARAMETERS, take_any, &any));
            if (any) return not_empty(context);
        }
        TRY(list_names(context, "SELECT name FROM migration ORDER BY name", NO_PARAMETERS, BACKUP_MOST_MIGRATIONS, &applied));
        if (applied.count != content->migration_count) return other_version(context, restoring->file.path);
    }
    int applied;
    return database_apply_migrations(context, content->migration_count, &applied);
}

struct references {
    struct pair {
        struct text from, to;
    } *pairs;
    size_t count;
};
enum { MOST_REFERENCES = 2000 };

static enum result take_reference(struct context *context, const struct value *values, size_t count, void *data)
{
    struct references *references = data;
    if (references->count == MOST_REFERENCES) return RESULT_OK;
    references->pairs[references->count++] = (struct pair){text_copy(context->arena, values[0].text), text_copy(context->arena, values[1].text)};
    return RESULT_OK;
}

/* True where a table that this one refers to is still to be filled. */
static bool must_wait(const struct references *references, const struct backup_content *content, const bool *filled, size_t table)
{
    for (size_t i = 0; i < references->count; i++) {
        const struct pair *pair = &references->pairs[i];
        if (!text_is(pair->from, content->tables[table].name) || text_equal(pair->from, pair->to)) continue;
        for (size_t j = 0; j < content->table_count; j++)
            if (!filled[j] && text_is(pair->to, content->tables[j].name)) return true;
    }
    return false;
}

static enum result fill_table(struct context *context, struct restoring *restoring, const struct backup_table *table)
{
    TRY(backup_file_seek(context, &restoring->file, table));
    struct database_copy *copy;
    TRY(database_copy_begin(context, table->name, table->columns, table->column_count, &copy));
    struct value values[BACKUP_MOST_COLUMNS];
    for (int64_t i = 0; i < table->rows; i++) {
        TRY(backup_file_row(context, &restoring->file, table, values));
        TRY(database_copy_row(context, copy, values));
    }
    TRY(database_copy_end(context, copy, NULL));
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i], "id") == 0) return context->database->engine->continue_ids(context, context->database, table->name);
    return RESULT_OK;
}

static enum result restore_all(struct context *context, void *data)
{
    struct restoring *restoring = data;
    const struct backup_content *content = &restoring->content;
    const struct engine *engine = context->database->engine;
    TRY(make_empty_tables(context, restoring));
    struct names tables;
    TRY(list_names(context, engine->list_tables, NO_PARAMETERS, BACKUP_MOST_TABLES, &tables));
    if (tables.count != content->table_count + 1) return other_version(context, restoring->file.path);
    for (size_t i = 0, found = 0; i < content->table_count; i++, found = 0) {
        for (size_t j = 0; j < tables.count; j++) found += text_is(tables.names[j], content->tables[i].name);
        if (!found) return other_version(context, restoring->file.path);
    }
    TRY(engine->script(context, context->database, engine->defer_references));
    struct references references = {ARENA_ARRAY(context->arena, MOST_REFERENCES, struct pair), 0};
    TRY(database_rows(context, engine->list_references, NO_PARAMETERS, take_reference, &references));
    bool *filled = ARENA_ARRAY(context->arena, content->table_count + 1, bool);
    for (size_t done = 0, before = SIZE_MAX; done < content->table_count && done != before;) {
        before = done;
        for (size_t i = 0; i < content->table_count; i++) {
            if (filled[i] || must_wait(&references, content, filled, i)) continue;
            TRY(fill_table(context, restoring, &content->tables[i]));
            filled[i] = true;
            done++;
        }
        if (done == before)
            return context_fail(context, RESULT_BROKEN, "backup.circle", N_("The tables of the store refer to each other in a circle."));
    }
    int applied;
    return database_apply_migrations(context, migration_count, &applied);
}

enum result backup_restore(struct context *context, struct text path, int64_t *rows)
{
    struct restoring restoring = {0};
    struct text key = context->once.key;
    context->once.key = TEXT("");
    enum result result = backup_file_check(context, text_string(context->arena, path), &restoring.file, &restoring.content);
    if (result >= 0) result = database_transaction(context, restore_all, &restoring);
    backup_file_close(&restoring.file);
    context->once.key = key;
    if (result >= 0 && rows) *rows = restoring.content.rows;
    return result;
}

static void remove_store(struct arena *arena, const char *file)
{
    unlink(file);
    unlink(text_printf(arena, "%s-wal", file).bytes);
    unlink(text_printf(arena, "%s-shm", file).bytes);
}

static enum result open_and_restore(struct context *context, struct text url, struct text path, int64_t *rows)
{
    TRY(database_open(context, url, true, &context->database));
    return backup_restore(context, path, rows);
}

static enum result put_in_place(struct context *context, const char *beside, const char *file)
{
    struct stat about;
    errno = 0;
    /* Closed for the last time a store has all in its one file; where it has not, the disk did not take it. */
    bool whole = stat(text_printf(context->arena, "%s-wal", beside).bytes, &about) != 0;
    if (!whole || rename(beside, file) != 0)
        return context_fail(context, RESULT_REFUSED, "backup.not_in_place", N_("The restored store cannot be put at {path}: {what}"), "path", file, "what",
                            strerror(whole ? errno : EIO));
    sync_folder(context->arena, file);
    return RESULT_OK;
}

enum result backup_restore_into(struct context *context, struct text url, struct text path, int64_t *rows)
{
    struct stat about;
    const char *file = text_starts_with(url, "sqlite:") ? text_string(context->arena, (struct text){url.bytes + 7, url.length - 7}) : NULL;
    if (!file || stat(file, &about) == 0) return open_and_restore(context, url, path, rows);
    const char *beside = text_printf(context->arena, "%s.unfinished", file).bytes;
    remove_store(context->arena, beside);
    enum result result = open_and_restore(context, text_printf(context->arena, "sqlite:%s", beside), path, rows);
    database_close(context->database);
    context->database = NULL;
    if (result >= 0) result = put_in_place(context, beside, file);
    if (result >= 0) return database_open(context, url, false, &context->database);
    remove_store(context->arena, beside);
    return result;
}
