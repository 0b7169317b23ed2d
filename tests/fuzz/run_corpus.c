/* Feeds every file of a corpus folder, and every file cut short and with a byte turned, to a fuzz entry. usage: fuzz-NAME FOLDER */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

enum { FILE_LIMIT = 8 << 20, VARIANTS = 64 };

/* A copy of exactly that size, so that the sanitizer sees a read past its end. */
static void feed(const uint8_t *data, size_t length)
{
    uint8_t *copy = malloc(length ? length : 1);
    if (!copy) abort();
    if (length) memcpy(copy, data, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static void feed_with_variants(uint8_t *data, size_t length)
{
    feed(data, length);
    size_t variants = length < VARIANTS ? length : VARIANTS;
    for (size_t i = 0; i < variants; i++) {
        size_t at = length * i / variants;
        feed(data, at);
        uint8_t before = data[at];
        data[at] ^= (uint8_t)(1u << (i % 8));
        feed(data, length);
        data[at] = before;
    }
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    uint8_t *data = malloc(FILE_LIMIT);
    if (!data) abort();
    int files = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        FILE *file = fopen(path, "rb");
        if (!file) abort();
        feed_with_variants(data, fread(data, 1, FILE_LIMIT, file));
        fclose(file);
        files++;
    }
    closedir(folder);
    free(data);
    printf("%d files\n", files);
    return files ? 0 : 1;
}
