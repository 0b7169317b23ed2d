/* A back-up file as anybody might hand it over (outside/backup_file.c). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "outside/backup_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int memory = memfd_create("backup", MFD_CLOEXEC);
    if (memory < 0 || write(memory, data, size) != (ssize_t)size) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
    WITH_ARENA(arena, (size_t)64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}};
    struct backup_file file;
    struct backup_content content;
    enum result result = backup_file_check(&context, path, &file, &content);
    if (result >= 0)
        for (size_t i = 0; i < content.table_count; i++) {
            struct value values[BACKUP_MOST_COLUMNS];
            if (backup_file_seek(&context, &file, &content.tables[i]) < 0) abort();
            for (int64_t row = 0; row < content.tables[i].rows; row++)
                if (backup_file_row(&context, &file, &content.tables[i], values) < 0) abort();
        }
    backup_file_close(&file);
    close(memory);
    return 0;
}
