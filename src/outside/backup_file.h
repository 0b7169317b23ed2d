/* The format of a back-up file (outside/backup.h), written and read frame by frame. */
#ifndef OUTSIDE_BACKUP_FILE_H
#define OUTSIDE_BACKUP_FILE_H

#include <openssl/evp.h>
#include <stdio.h>

#include "base/buffer.h"
#include "outside/database.h"

enum { BACKUP_MOST_COLUMNS = 200, BACKUP_LONGEST_NAME = 200, BACKUP_MOST_TABLES = 500, BACKUP_MOST_MIGRATIONS = 1000 };
#define BACKUP_LONGEST_VALUE ((size_t)1 << 30)

struct backup_file {
    FILE *file;
    EVP_MD_CTX *hash;
    const char *path;
    int64_t left;          /* reading: bytes before the hash */
    unsigned char *value;  /* reading: room for the values of a row */
    size_t value_room;
};

struct backup_table {
    const char *name;
    const char *const *columns;
    size_t column_count;
    int64_t rows;
    int64_t at; /* where its rows begin */
};

/* What stands in a file that has been checked. */
struct backup_content {
    struct migration_name {
        const char *name, *sha256;
    } *migrations;
    size_t migration_count;
    struct backup_table *tables;
    size_t table_count;
    int64_t rows;
};

void backup_file_close(struct backup_file *file);

/* --- Writing: failures are seen at the end --- */
MUST_CHECK backup_file_create(struct context *context, const char *path, struct backup_file *file);
void backup_put_migration(struct backup_file *file, struct text name, struct text sha256);
void backup_put_table(struct backup_file *file, struct text name, const struct text *columns, size_t count);
void backup_put_row(struct backup_file *file, const struct value *values, size_t count);
void backup_put_table_end(struct backup_file *file, int64_t rows);
/* Writes the end and the hash and waits for the disk. REFUSED "backup.unwritable". */
MUST_CHECK backup_file_finish(struct context *context, struct backup_file *file);

/* --- Reading --- */
/* Reads it all, holds it against its hash and its own grammar. REFUSED "backup.unreadable", "backup.damaged". */
MUST_CHECK backup_file_check(struct context *context, const char *path, struct backup_file *file, struct backup_content *content);
/* Goes to the first row of a table. */
MUST_CHECK backup_file_seek(struct context *context, struct backup_file *file, const struct backup_table *table);
/* Reads the next row; `values` live until the next one. */
MUST_CHECK backup_file_row(struct context *context, struct backup_file *file, const struct backup_table *table, struct value *values);

#endif
