/* Preloaded into a program under test: ends it with SIGKILL just before its n-th write to disk, where n is KILL_AT; counts what reaches the store's
 * files (write, pwrite, fdatasync, fsync, ftruncate, unlink), or the server that keeps it (send). With KILL_AT=0 it only counts, and says how many at the end in the file KILL_COUNT. */
/* Both names of each call are taken over, so neither may be turned into the other. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long calls;
static long kill_at;
static const char *count_file;

static __attribute__((constructor)) void begin(void)
{
    const char *at = getenv("KILL_AT");
    kill_at = at ? atol(at) : 0;
    count_file = getenv("KILL_COUNT");
}

static __attribute__((destructor)) void end(void)
{
    FILE *file = count_file ? fopen(count_file, "w") : NULL;
    if (!file) return;
    fprintf(file, "%ld\n", atomic_load(&calls));
    fclose(file);
}

static void step(void)
{
    if (atomic_fetch_add(&calls, 1) + 1 == kill_at) kill(getpid(), SIGKILL);
}

static int is_file(int descriptor)
{
    struct stat status;
    return descriptor > 2 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

#define REAL(NAME) ((__typeof__(&NAME))dlsym(RTLD_NEXT, #NAME))

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    if (is_file(descriptor)) step();
    return REAL(write)(descriptor, bytes, length);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset)
{
    if (is_file(descriptor)) step();
    return REAL(pwrite64)(descriptor, bytes, length, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset)
{
    if (is_file(descriptor)) step();
    return REAL(pwrite)(descriptor, bytes, length, offset);
}

int fdatasync(int descriptor)
{
    step();
    return REAL(fdatasync)(descriptor);
}

int fsync(int descriptor)
{
    step();
    return REAL(fsync)(descriptor);
}

int ftruncate64(int descriptor, off64_t length)
{
    step();
    return REAL(ftruncate64)(descriptor, length);
}

int ftruncate(int descriptor, off_t length)
{
    step();
    return REAL(ftruncate)(descriptor, length);
}

int unlink(const char *path)
{
    step();
    return REAL(unlink)(path);
}

ssize_t send(int descriptor, const void *bytes, size_t length, int flags)
{
    step();
    return REAL(send)(descriptor, bytes, length, flags);
}
