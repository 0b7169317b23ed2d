#include "outside/backup_file.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_LENGTH = 32, BUFFER = 1 << 20 };
static const char head[20] = "testamur back-up 1\n";

void backup_file_close(struct backup_file *file)
{
    if (file->file) fclose(file->file);
    EVP_MD_CTX_free(file->hash);
    free(file->value);
    *file = (struct backup_file){0};
}

static void begin_hash(struct backup_file *file)
{
    file->hash = EVP_MD_CTX_new();
    if (!file->hash || EVP_DigestInit_ex(file->hash, EVP_sha256(), NULL) != 1) abort();
    setvbuf(file->file, NULL, _IOFBF, BUFFER);
}

/* --- Writing --- */

static enum result unwritable(struct context *context, const char *path)
{
    return context_fail(context, RESULT_REFUSED, "backup.unwritable", N_("The back-up cannot be written to {path}: {what}"), "path", path, "what",
                        strerror(errno));
}

enum result backup_file_create(struct context *context, const char *path, struct backup_file *file)
{
    *file = (struct backup_file){.path = path};
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return unwritable(context, path);
    file->file = fdopen(descriptor, "wb");
    if (!file->file) abort();
    begin_hash(file);
    fwrite(head, 1, sizeof head, file->file);
    EVP_DigestUpdate(file->hash, head, sizeof head);
    return RESULT_OK;
}

static void put(struct backup_file *file, const void *bytes, size_t length)
{
    fwrite(bytes, 1, length, file->file);
    EVP_DigestUpdate(file->hash, bytes, length);
}

static void put_text(struct backup_file *file, const void *bytes, size_t length)
{
    uint32_t big = htobe32((uint32_t)length);
    put(file, &big, sizeof big);
    put(file, bytes, length);
}

void backup_put_migration(struct backup_file *file, struct text name, struct text sha256)
{
    put(file, "M", 1);
    put_text(file, name.bytes, name.length);
    put_text(file, sha256.bytes, sha256.length);
}

void backup_put_table(struct backup_file *file, struct text name, const struct text *columns, size_t count)
{
    put(file, "T", 1);
    put_text(file, name.bytes, name.length);
    uint16_t big = htobe16((uint16_t)count);
    put(file, &big, sizeof big);
    for (size_t i = 0; i < count; i++) put_text(file, columns[i].bytes, columns[i].length);
}

void backup_put_row(struct backup_file *file, const struct value *values, size_t count)
{
    put(file, "R", 1);
    for (size_t i = 0; i < count; i++) {
        unsigned char kind = (unsigned char)values[i].kind;
        uint64_t big;
        put(file, &kind, 1);
        switch (values[i].kind) {
        case VALUE_NULL: break;
        case VALUE_INTEGER:
            big = htobe64((uint64_t)values[i].integer);
            put(file, &big, sizeof big);
            break;
        case VALUE_TEXT: put_text(file, values[i].text.bytes, values[i].text.length); break;
        case VALUE_BYTES: put_text(file, values[i].bytes.data, values[i].bytes.length); break;
        }
    }
}

void backup_put_table_end(struct backup_file *file, int64_t rows)
{
    uint64_t big = htobe64((uint64_t)rows);
    put(file, "E", 1);
    put(file, &big, sizeof big);
}

enum result backup_file_finish(struct context *context, struct backup_file *file)
{
    put(file, "Z", 1);
    unsigned char digest[HASH_LENGTH];
    EVP_DigestFinal_ex(file->hash, digest, NULL);
    fwrite(digest, 1, sizeof digest, file->file);
    if (fflush(file->file) != 0 || ferror(file->file) || fsync(fileno(file->file)) != 0) return unwritable(context, file->path);
    return RESULT_OK;
}

/* --- Reading --- */

static enum result damaged(struct context *context, const struct backup_file *file)
{
    return context_fail(context, RESULT_REFUSED, "backup.damaged", N_("{path} is not a whole back-up of Testamur. Nothing was restored."), "path", file->path);
}

static enum result get(struct context *context, struct backup_file *file, void *bytes, size_t length)
{
    if ((int64_t)length > file->left || fread(bytes, 1, length, file->file) != length) return damaged(context, file);
    file->left -= (int64_t)length;
    if (file->hash) EVP_DigestUpdate(file->hash, bytes, length);
    return RESULT_OK;
}

/* The length of what follows, which is then surely in the file. */
static enum result get_length(struct context *context, struct backup_file *file, size_t longest, size_t *length)
{
    uint32_t big;
    TRY(get(context, file, &big, sizeof big));
    *length = be32toh(big);
    return *length <= longest && (int64_t)*length <= file->left ? RESULT_OK : damaged(context, file);
}

/* A name of a migration, table or column, or a hash: letters, digits, _ and - only, for it becomes part of SQL. */
static enum result get_name(struct context *context, struct backup_file *file, const char **name)
{
    size_t length;
    TRY(get_length(context, file, BACKUP_LONGEST_NAME, &length));
    char *bytes = arena_take(context->arena, length + 1);
    TRY(get(context, file, bytes, length));
    if (length == 0 || strspn(bytes, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != length) return damaged(context, file);
    *name = bytes;
    return RESULT_OK;
}

static enum result get_values(struct context *context, struct backup_file *file, size_t count, struct value *values)
{
    size_t offsets[BACKUP_MOST_COLUMNS], used = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned char kind;
        TRY(get(context, file, &kind, 1));
        values[i] = (struct value){.kind = kind};
        uint64_t big;
        size_t length;
        switch (kind) {
        case VALUE_NULL: break;
        case VALUE_INTEGER:
            TRY(get(context, file, &big, sizeof big));
            values[i].integer = (int64_t)be64toh(big);
            break;
        case VALUE_TEXT:
        case VALUE_BYTES:
            TRY(get_length(context, file, BACKUP_LONGEST_VALUE, &length));
            if (length + 1 > file->value_room - used) {
                size_t room = (used + length + 1) * 2;
                unsigned char *more = realloc(file->value, room);
                if (!more) abort();
                file->value = more;
                file->value_room = room;
            }
            TRY(get(context, file, file->value + used, length));
            values[i].text.length = length;
            offsets[i] = used;
            used += length;
            file->value[used++] = 0;
            break;
        default: return damaged(context, file);
        }
    }
    /* Only now, for the room may have moved. Text and bytes lie alike in a value. */
    _Static_assert(offsetof(struct text, length) == offsetof(struct bytes, length), "text and bytes lie alike");
    for (size_t i = 0; i < count; i++)
        if (values[i].kind == VALUE_TEXT || values[i].kind == VALUE_BYTES) values[i].text.bytes = (const char *)file->value + offsets[i];
    return RESULT_OK;
}

enum result backup_file_row(struct context *context, struct backup_file *file, const struct backup_table *table, struct value *values)
{
    char letter;
    TRY(get(context, file, &letter, 1));
    if (letter != 'R') return damaged(context, file);
    return get_values(context, file, table->column_count, values);
}

static enum result get_table(struct context *context, struct backup_file *file, struct backup_content *content)
{
    if (content->table_count == BACKUP_MOST_TABLES) return damaged(context, file);
    struct backup_table *table = &content->tables[content->table_count];
    TRY(get_name(context, file, &table->name));
    uint16_t big;
    TRY(get(context, file, &big, sizeof big));
    table->column_count = be16toh(big);
    if (table->column_count == 0 || table->column_count > BACKUP_MOST_COLUMNS) return damaged(context, file);
    const char **columns = ARENA_ARRAY(context->arena, table->column_count, const char *);
    for (size_t i = 0; i < table->column_count; i++) TRY(get_name(context, file, &columns[i]));
    table->columns = columns;
    table->at = ftello(file->file);
    struct value values[BACKUP_MOST_COLUMNS];
    for (char letter;;) {
        TRY(get(context, file, &letter, 1));
        if (letter == 'E') break;
        if (letter != 'R') return damaged(context, file);
        TRY(get_values(context, file, table->column_count, values));
        table->rows++;
    }
    uint64_t rows;
    TRY(get(context, file, &rows, sizeof rows));
    if ((int64_t)be64toh(rows) != table->rows) return damaged(context, file);
    content->table_count++;
    content->rows += table->rows;
    return RESULT_OK;
}

static enum result get_content(struct context *context, struct backup_file *file, struct backup_content *content)
{
    char found[sizeof head];
    TRY(get(context, file, found, sizeof found));
    if (memcmp(found, head, sizeof head) != 0) return damaged(context, file);
    content->migrations = ARENA_ARRAY(context->arena, BACKUP_MOST_MIGRATIONS, struct migration_name);
    content->tables = ARENA_ARRAY(context->arena, BACKUP_MOST_TABLES, struct backup_table);
    for (char letter;;) {
        TRY(get(context, file, &letter, 1));
        if (letter == 'Z') break;
        if (letter == 'M' && content->table_count == 0 && content->migration_count < BACKUP_MOST_MIGRATIONS) {
            struct migration_name *migration = &content->migrations[content->migration_count++];
            TRY(get_name(context, file, &migration->name));
            TRY(get_name(context, file, &migration->sha256));
        } else if (letter == 'T') {
            TRY(get_table(context, file, content));
        } else {
            return damaged(context, file);
        }
    }
    unsigned char ours[HASH_LENGTH], theirs[HASH_LENGTH];
    EVP_DigestFinal_ex(file->hash, ours, NULL);
    if (file->left != 0 || fread(theirs, 1, sizeof theirs, file->file) != sizeof theirs || memcmp(ours, theirs, sizeof ours) != 0)
        return damaged(context, file);
    return RESULT_OK;
}

enum result backup_file_check(struct context *context, const char *path, struct backup_file *file, struct backup_content *content)
{
    *file = (struct backup_file){.path = path};
    *content = (struct backup_content){0};
    struct stat about;
    file->file = fopen(path, "rbe");
    if (!file->file || fstat(fileno(file->file), &about) != 0 || !S_ISREG(about.st_mode))
        return context_fail(context, RESULT_REFUSED, "backup.unreadable", N_("The back-up {path} cannot be read: {what}"), "path", path, "what",
                            file->file ? "not a file" : strerror(errno));
    begin_hash(file);
    file->left = about.st_size - HASH_LENGTH;
    TRY(get_content(context, file, content));
    /* From here on rows are read in another order. */
    EVP_MD_CTX_free(file->hash);
    file->hash = NULL;
    file->left = about.st_size - HASH_LENGTH;
    return RESULT_OK;
}

enum result backup_file_seek(struct context *context, struct backup_file *file, const struct backup_table *table)
{
    struct stat about;
    if (fstat(fileno(file->file), &about) != 0 || fseeko(file->file, table->at, SEEK_SET) != 0) return damaged(context, file);
    file->left = about.st_size - HASH_LENGTH - table->at;
    return RESULT_OK;
}
