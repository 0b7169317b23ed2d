/* ZIP archives: refused with what is wrong, or whole, with no more out of them than was allowed. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "outside/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

enum { MEMBERS = 50, BYTES = 1 << 20 };

struct reading {
    int64_t bytes;
    int begun, ended;
};

static bool begin(void *data, struct text name)
{
    struct reading *reading = data;
    if (!text_is_utf8(name, NULL) || reading->begun != reading->ended) abort();
    reading->begun++;
    return true;
}

static enum result take(struct context *context, void *data, const void *bytes, size_t length)
{
    struct reading *reading = data;
    if (!length || !bytes) abort();
    reading->bytes += (int64_t)length;
    return reading->bytes > BYTES ? (abort(), RESULT_OK) : RESULT_OK;
}

static enum result end(struct context *context, void *data)
{
    ((struct reading *)data)->ended++;
    return RESULT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 16 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct reading reading = {0};
    int fd = memfd_create("archive", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, length) != (ssize_t)length) abort();
    enum result result = archive_read_file(&context, fd, &(struct archive_limits){MEMBERS, BYTES, 200}, &(struct archive_reader){begin, take, end, &reading});
    close(fd);
    if (result < 0 && (result != RESULT_REFUSED || text_empty(error_text(arena, &context.error)))) abort();
    if (result == RESULT_OK && (reading.begun != reading.ended || reading.begun > MEMBERS)) abort();
    return 0;
}
