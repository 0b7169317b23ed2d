/* A VFS of SQLite's that hands everything on to the system's own, but for three things.
 *
 * What is written to a write-ahead log: neighbouring pieces wait in memory until something else is asked of the log.
 * Nothing reads them earlier: other connections learn of frames only after the commit has synchronised the log, and what this connection reads back itself is written before. A transaction
 * that is rolled back leaves pieces behind; they are written while the writer's lock is still held, so that they never fall upon what the next writer has put there.
 *
 * That holds only where each commit ends with a synchronisation: with synchronous = FULL, and where the system says that writing a piece harms none beside it (SQLITE_IOCAP_POWERSAFE_OVERWRITE). Else
 * SQLite fills up the sector behind the commit, with more that is written after the synchronisation and may be read at once. So nothing is gathered before both were seen.
 *
 * When a log is synchronised: where many take turns, a commit is written and seen, and the disk is waited for outside the writer's lock, so that the next may begin meanwhile (database_turns.c). What is lost with
 * the machine in between was told to nobody who wrote it, and what was written behind it is lost with it: the log is read up to the first piece that is missing.
 *
 * What is read of a store: all of it is mapped, where SQLite as it is packaged maps 2 GiB at most and reads each page behind those into a cache of its own. */
#include "outside/database_sqlite_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* SQLite's own writing takes less than 128 KiB at once. The writer's lock is the first of those in shared memory (SQLite's WAL-mode file format, 2.3.2). */
enum { ROOM = 124 << 10, WRITERS_LOCK = 0, LOOKS_BEHIND = 256 };
/* Of addresses, for each connection; no more than that is touched takes memory. Pages of a store that lie behind are read as ever. */
static const size_t MAP_ROOM = (size_t)1 << 36;

struct gathered_file {
    sqlite3_file base;
    sqlite3_file *real;          /* stands behind this */
    struct gathered_file *log;   /* of a store: its log, while that is open */
    struct gathered_file *store; /* of a log */
    bool gathers;                /* of a store: what its log needs was seen */
    bool ahead;                  /* of a store: a commit is under way that does not wait for the disk */
    unsigned char *map;          /* of a store, from its first page on; MAP_FAILED: it cannot be mapped so */
    sqlite3_int64 mapped;        /* so many of the map's bytes were seen to be in the file */
    unsigned behind;             /* how often a page behind those was asked for */
    unsigned char *pieces;       /* of a log; NULL where there was no memory: then nothing is gathered */
    sqlite3_int64 at;
    int length;
};

static sqlite3_vfs *system_vfs, gathered_vfs;

#define REAL(FILE) (((struct gathered_file *)(FILE))->real)
#define METHODS(FILE) (REAL(FILE)->pMethods)

static int write_out(struct gathered_file *file)
{
    int length = file->length;
    if (!length) return SQLITE_OK;
    file->length = 0;
    return file->real->pMethods->xWrite(file->real, file->pieces, length, file->at);
}

static int gathered_write(sqlite3_file *base, const void *bytes, int length, sqlite3_int64 at)
{
    struct gathered_file *file = (struct gathered_file *)base;
    if (!file->pieces || !file->store->gathers) return METHODS(base)->xWrite(file->real, bytes, length, at);
    if (file->length && (at != file->at + file->length || length > ROOM - file->length)) {
        int code = write_out(file);
        if (code != SQLITE_OK) return code;
    }
    if (length > ROOM) return METHODS(base)->xWrite(file->real, bytes, length, at);
    if (!file->length) file->at = at;
    memcpy(file->pieces + file->length, bytes, (size_t)length);
    file->length += length;
    return SQLITE_OK;
}

static int gathered_read(sqlite3_file *base, void *bytes, int length, sqlite3_int64 at)
{
    struct gathered_file *file = (struct gathered_file *)base;
    int code = file->length && at < file->at + file->length && at + length > file->at ? write_out(file) : SQLITE_OK;
    return code == SQLITE_OK ? METHODS(base)->xRead(file->real, bytes, length, at) : code;
}

static int gathered_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct gathered_file *file = (struct gathered_file *)base;
    if (size < file->mapped) file->mapped = size;
    int code = write_out(file);
    return code == SQLITE_OK ? METHODS(base)->xTruncate(REAL(base), size) : code;
}

static int gathered_sync(sqlite3_file *base, int flags)
{
    struct gathered_file *file = (struct gathered_file *)base;
    bool head = file->length && !file->at; /* of a log that is begun anew: on disk before what stands behind it */
    int code = write_out(file);
    if (code != SQLITE_OK || (file->store && file->store->ahead && !head)) return code;
    return METHODS(base)->xSync(REAL(base), flags);
}

static int gathered_size(sqlite3_file *base, sqlite3_int64 *size)
{
    int code = write_out((struct gathered_file *)base);
    return code == SQLITE_OK ? METHODS(base)->xFileSize(REAL(base), size) : code;
}

static int gathered_shared_lock(sqlite3_file *base, int offset, int count, int flags)
{
    struct gathered_file *log = ((struct gathered_file *)base)->log;
    int code = log && offset == WRITERS_LOCK && flags & SQLITE_SHM_UNLOCK && flags & SQLITE_SHM_EXCLUSIVE ? write_out(log) : SQLITE_OK;
    int locked = METHODS(base)->xShmLock(REAL(base), offset, count, flags);
    return locked == SQLITE_OK ? code : locked;
}

/* The system's own VFS maps the beginning; of that, a second map is made that goes as far as the file can grow. (Opening the file once more would lose all its locks when it is closed.) */
static unsigned char *map_whole(sqlite3_file *real)
{
    void *beginning = NULL;
    if (real->pMethods->xFetch(real, 0, 1, &beginning) != SQLITE_OK || !beginning) return NULL;
    void *map = mremap(beginning, 0, MAP_ROOM, MREMAP_MAYMOVE);
    real->pMethods->xUnfetch(real, 0, beginning);
    return map;
}

static int mapped_fetch(sqlite3_file *base, sqlite3_int64 at, int length, void **bytes)
{
    struct gathered_file *file = (struct gathered_file *)base;
    if (!file->map) file->map = map_whole(file->real);
    if (!file->map || file->map == MAP_FAILED) return METHODS(base)->xFetch(file->real, at, length, bytes);
    *bytes = NULL;
    if (at + length > file->mapped) {
        /* Pages that are new are asked for again and again before they are in the file, where they are not missed: now and then is enough. */
        if (file->mapped && file->behind++ % LOOKS_BEHIND) return SQLITE_OK;
        sqlite3_int64 size;
        int code = METHODS(base)->xFileSize(file->real, &size);
        if (code != SQLITE_OK) return code;
        file->mapped = size < (sqlite3_int64)MAP_ROOM ? size : (sqlite3_int64)MAP_ROOM;
        if (at + length > file->mapped) return SQLITE_OK;
    }
    *bytes = file->map + at;
    return SQLITE_OK;
}

static int mapped_unfetch(sqlite3_file *base, sqlite3_int64 at, void *bytes)
{
    struct gathered_file *file = (struct gathered_file *)base;
    const unsigned char *page = bytes;
    bool own = page && file->map && file->map != MAP_FAILED && page >= file->map && page < file->map + MAP_ROOM;
    return own ? SQLITE_OK : METHODS(base)->xUnfetch(file->real, at, bytes);
}

static int gathered_close(sqlite3_file *base)
{
    struct gathered_file *file = (struct gathered_file *)base;
    int code = write_out(file);
    if (file->map && file->map != MAP_FAILED) munmap(file->map, MAP_ROOM);
    if (file->store) file->store->log = NULL;
    free(file->pieces);
    int closed = METHODS(base)->xClose(file->real);
    return closed == SQLITE_OK ? code : closed;
}

/* --- Handed on --- */

static int handed_lock(sqlite3_file *base, int level) { return METHODS(base)->xLock(REAL(base), level); }
static int handed_unlock(sqlite3_file *base, int level) { return METHODS(base)->xUnlock(REAL(base), level); }
static int handed_check_lock(sqlite3_file *base, int *locked) { return METHODS(base)->xCheckReservedLock(REAL(base), locked); }
static int handed_control(sqlite3_file *base, int what, void *argument) { return METHODS(base)->xFileControl(REAL(base), what, argument); }
static int handed_sector_size(sqlite3_file *base) { return METHODS(base)->xSectorSize(REAL(base)); }
static int handed_characteristics(sqlite3_file *base) { return METHODS(base)->xDeviceCharacteristics(REAL(base)); }
static int handed_shared_map(sqlite3_file *base, int page, int size, int extend, void volatile **memory) { return METHODS(base)->xShmMap(REAL(base), page, size, extend, memory); }
static void handed_shared_barrier(sqlite3_file *base) { METHODS(base)->xShmBarrier(REAL(base)); }
static int handed_shared_unmap(sqlite3_file *base, int delete) { return METHODS(base)->xShmUnmap(REAL(base), delete); }

static const sqlite3_io_methods methods = {
    .iVersion = 3,
    .xClose = gathered_close,
    .xRead = gathered_read,
    .xWrite = gathered_write,
    .xTruncate = gathered_truncate,
    .xSync = gathered_sync,
    .xFileSize = gathered_size,
    .xLock = handed_lock,
    .xUnlock = handed_unlock,
    .xCheckReservedLock = handed_check_lock,
    .xFileControl = handed_control,
    .xSectorSize = handed_sector_size,
    .xDeviceCharacteristics = handed_characteristics,
    .xShmMap = handed_shared_map,
    .xShmLock = gathered_shared_lock,
    .xShmBarrier = handed_shared_barrier,
    .xShmUnmap = handed_shared_unmap,
    .xFetch = mapped_fetch,
    .xUnfetch = mapped_unfetch,
};

static int gathered_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags, int *got)
{
    (void)vfs;
    if (!(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))) return system_vfs->xOpen(system_vfs, name, base, flags, got);
    struct gathered_file *file = (struct gathered_file *)base;
    memset(file, 0, sizeof *file);
    file->real = (sqlite3_file *)(file + 1);
    int code = system_vfs->xOpen(system_vfs, name, file->real, flags, got);
    if (!file->real->pMethods) return code;
    file->base.pMethods = &methods;
    if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL)) return code;
    file->store = (struct gathered_file *)sqlite3_database_file_object(name);
    file->store->log = file;
    file->pieces = malloc(ROOM);
    return code;
}

/* Of a connection's store, or of its log; NULL: it is none of ours. */
static struct gathered_file *file_of(sqlite3 *connection, int which)
{
    sqlite3_file *base = NULL;
    if (sqlite3_file_control(connection, "main", which, &base) != SQLITE_OK || !base || base->pMethods != &methods) return NULL;
    return (struct gathered_file *)base;
}

bool sqlite_file_gather_log(sqlite3 *connection)
{
    enum { FULL = 2 };
    sqlite3_stmt *statement = NULL;
    int level = sqlite3_prepare_v2(connection, "PRAGMA main.synchronous", -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0;
    sqlite3_finalize(statement);
    struct gathered_file *file = level < FULL ? NULL : file_of(connection, SQLITE_FCNTL_FILE_POINTER);
    if (!file) return false;
    file->gathers = handed_characteristics(&file->base) & SQLITE_IOCAP_POWERSAFE_OVERWRITE;
    return file->gathers;
}

void sqlite_file_commit_ahead(sqlite3 *connection, bool ahead)
{
    struct gathered_file *file = file_of(connection, SQLITE_FCNTL_FILE_POINTER);
    if (file) file->ahead = ahead && file->gathers;
}

bool sqlite_file_synchronise_log(sqlite3 *connection)
{
    struct gathered_file *log = file_of(connection, SQLITE_FCNTL_JOURNAL_POINTER);
    return log && gathered_sync(&log->base, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

void sqlite_file_register(void)
{
    system_vfs = sqlite3_vfs_find(NULL);
    gathered_vfs = *system_vfs;
    gathered_vfs.zName = SQLITE_FILE;
    gathered_vfs.szOsFile += (int)sizeof(struct gathered_file);
    gathered_vfs.xOpen = gathered_open;
    gathered_vfs.pNext = NULL;
    sqlite3_vfs_register(&gathered_vfs, 0);
}
