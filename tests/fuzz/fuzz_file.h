/* For what reads its input by the name of a file: the bytes under a path that nobody else has. */
#ifndef TESTS_FUZZ_FILE_H
#define TESTS_FUZZ_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Writes the path to `path` (32 bytes); the caller closes the descriptor that is returned. */
static int fuzz_file(const uint8_t *data, size_t length, char path[32])
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    if (file < 0 || write(file, data, length) != (ssize_t)length) abort();
    snprintf(path, 32, "/proc/self/fd/%d", file);
    return file;
}

#endif
