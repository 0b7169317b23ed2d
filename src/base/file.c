#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_file(int *file)
{
    if (*file >= 0) close(*file);
}

static enum result unreadable(struct context *context, struct text path, int why)
{
    enum result result =
        context_fail(context, RESULT_REFUSED, "file.unreadable", N_("This file cannot be read: {why}."), "why", strerrordesc_np(why));
    return result < 0 ? error_at(&context->error, path, 0, 0) : result;
}

enum result file_read(struct context *context, struct text path, size_t limit, struct text *content)
{
    /* O_NONBLOCK so that a pipe put in its place does not hold us up. */
    __attribute__((cleanup(close_file))) int file = open(text_string(context->arena, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT) return RESULT_NONE;
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) return unreadable(context, path, errno);
    if (!S_ISREG(status.st_mode)) return unreadable(context, path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
    if ((uint64_t)status.st_size > limit) {
        struct text most = text_printf(context->arena, "%zu", limit);
        enum result result = context_fail(context, RESULT_REFUSED, "file.too_large",
                                          N_("This file is larger than the {limit} bytes allowed."), "limit", most.bytes);
        return result < 0 ? error_at(&context->error, path, 0, 0) : result;
    }
    size_t size = (size_t)status.st_size, length = 0;
    char *bytes = arena_raw(context->arena, size + 1);
    while (length < size) {
        ssize_t got = read(file, bytes + length, size - length);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return unreadable(context, path, errno);
        if (got == 0) break;
        length += (size_t)got;
    }
    bytes[length] = '\0';
    *content = (struct text){bytes, length};
    return RESULT_OK;
}

enum result file_must_read(struct context *context, struct text path, size_t limit, struct text *content)
{
    enum result result = file_read(context, path, limit, content);
    if (result != RESULT_NONE) return result;
    result = context_fail(context, RESULT_REFUSED, "file.absent", N_("There is no such file."));
    return result < 0 ? error_at(&context->error, path, 0, 0) : result;
}

bool file_write_all(int file, const void *bytes, size_t length)
{
    for (const char *at = bytes; length;) {
        ssize_t count = write(file, at, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        length -= (size_t)count;
    }
    return true;
}
