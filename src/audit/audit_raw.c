#include "audit/audit_raw.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "outside/archive.h"
#include "outside/charset.h"
#include "outside/hash.h"
#include "outside/packing.h"

/* No row that was taken in is longer than 64 KiB. */
enum { PART_LIMIT = 16 << 20, QUOTED_ROOM = 128 << 10 };
static const int64_t text_limit = (int64_t)16 << 30;
static const struct archive_limits limits = {.members = 1000, .bytes = (int64_t)8 << 30, .ratio = 200};

/* --- The file --- */

static enum result spool(struct context *context, int *fd)
{
    const char *folders[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (!folders[i] || !*folders[i]) continue;
        *fd = open(folders[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (*fd >= 0) return RESULT_OK;
    }
    return context_fail(context, RESULT_BROKEN, "audit.spool", N_("No temporary file can be made: {what}"), "what", strerror(errno));
}

static enum result append(struct context *context, int fd, const void *bytes, size_t length)
{
    for (const char *at = bytes; length;) {
        ssize_t count = write(fd, at, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return context_fail(context, RESULT_BROKEN, "audit.spool", N_("No temporary file can be made: {what}"), "what", strerror(errno));
        at += count;
        length -= (size_t)count;
    }
    return RESULT_OK;
}

enum result audit_raw_begin(struct context *context, struct audit_raw_file *file)
{
    *file = (struct audit_raw_file){.fd = -1, .hash = hash_begin()};
    return spool(context, &file->fd);
}

enum result audit_raw_part(struct context *context, struct audit_raw_file *file, struct bytes packed, bool *whole)
{
    struct bytes block;
    struct arena_mark mark = arena_mark(context->arena);
    enum result result = RESULT_OK;
    *whole = packing_unpack(context->arena, packed, PART_LIMIT, &block);
    if (*whole) {
        hash_add(file->hash, block.data, block.length);
        file->bytes += (int64_t)block.length;
        result = append(context, file->fd, block.data, block.length);
    }
    arena_rewind(context->arena, mark);
    return result;
}

void audit_raw_hash(struct audit_raw_file *file, unsigned char hash[32])
{
    hash_end(file->hash, hash);
    file->hash = NULL;
}

void audit_raw_close(struct audit_raw_file *file)
{
    unsigned char unused[32];
    if (file->hash) audit_raw_hash(file, unused);
    if (file->fd >= 0) close(file->fd);
    file->fd = -1;
}

/* --- Its texts --- */

static bool map(int fd, struct audit_raw_text *text)
{
    off_t length = lseek(fd, 0, SEEK_END);
    if (length <= 0) return false;
    void *mapped = mmap(NULL, (size_t)length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (mapped == MAP_FAILED) return false;
    text->mapped = mapped;
    text->mapped_length = (size_t)length;
    text->text = (struct text){mapped, (size_t)length};
    return true;
}

void audit_raw_forget(struct audit_raw_text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (texts[i].mapped) munmap(texts[i].mapped, texts[i].mapped_length);
}

/* A byte order mark tells more than a profile. */
static const char *charset_of(const struct audit_profile *profile, struct text text, int64_t *skipped)
{
    *skipped = 2;
    if (text_starts_with(text, "\xFF\xFE")) return "UTF-16LE";
    if (text_starts_with(text, "\xFE\xFF")) return "UTF-16BE";
    *skipped = 0;
    const char *charset = audit_profile_charset(profile, false);
    bool is_utf8 = text_starts_with(text, "\xEF\xBB\xBF") || !charset;
    return !is_utf8 ? charset : text_is_utf8(text, NULL) ? NULL : audit_profile_charset(profile, true);
}

static enum result read_text(struct context *context, int fd, const struct audit_profile *profile, struct audit_raw_text *text)
{
    int64_t skipped, written;
    if (!map(fd, text)) return RESULT_OK;
    const char *charset = charset_of(profile, text->text, &skipped);
    if (charset) {
        int other;
        TRY(spool(context, &other));
        enum result result = charset_to_utf8(context, charset, fd, skipped, (int64_t)text->mapped_length - skipped, other, text_limit, &written);
        audit_raw_forget(text, 1);
        text->mapped = NULL;
        text->text = TEXT("");
        if (result == RESULT_OK) (void)map(other, text);
        close(other);
        if (result == RESULT_REFUSED) error_clear(&context->error);
        else TRY(result);
    }
    if (text_starts_with(text->text, "\xEF\xBB\xBF")) text->text = (struct text){text->text.bytes + 3, text->text.length - 3};
    return RESULT_OK;
}

struct unpacking {
    const struct audit_profile *profile;
    const struct text *names;
    size_t count, at;
    struct audit_raw_text *texts;
    int fd;
};

static struct text base_of(struct text name)
{
    for (size_t i = name.length; i-- > 0;)
        if (name.bytes[i] == '/' || name.bytes[i] == '\\') return (struct text){name.bytes + i + 1, name.length - i - 1};
    return name;
}

static bool begin_member(void *data, struct text name)
{
    struct unpacking *unpacking = data;
    name = base_of(name);
    for (unpacking->at = 0; unpacking->at < unpacking->count; unpacking->at++)
        if (text_equal(unpacking->names[unpacking->at], name) && !unpacking->texts[unpacking->at].mapped) return true;
    return false;
}

static enum result put_bytes(struct context *context, void *data, const void *bytes, size_t length)
{
    struct unpacking *unpacking = data;
    if (unpacking->fd < 0) TRY(spool(context, &unpacking->fd));
    return append(context, unpacking->fd, bytes, length);
}

static enum result end_member(struct context *context, void *data)
{
    struct unpacking *unpacking = data;
    if (unpacking->fd < 0) return RESULT_OK;
    enum result result = read_text(context, unpacking->fd, unpacking->profile, &unpacking->texts[unpacking->at]);
    close(unpacking->fd);
    unpacking->fd = -1;
    return result;
}

enum result audit_raw_texts(struct context *context, const struct audit_raw_file *file, const struct audit_profile *profile, const struct text *names, size_t count,
                            struct audit_raw_text texts[AUDIT_RAW_MEMBERS])
{
    unsigned char start[4] = {0};
    memset(texts, 0, AUDIT_RAW_MEMBERS * sizeof *texts);
    for (size_t i = 0; i < count; i++) texts[i].name = names[i];
    ssize_t got = pread(file->fd, start, sizeof start, 0);
    if (got <= 0 || !archive_is_zip((struct bytes){start, (size_t)got})) return count ? read_text(context, file->fd, profile, &texts[0]) : RESULT_OK;
    struct unpacking unpacking = {.profile = profile, .names = names, .count = count, .texts = texts, .fd = -1};
    enum result result = archive_read_file(context, file->fd, &limits, &(struct archive_reader){begin_member, put_bytes, end_member, &unpacking});
    if (unpacking.fd >= 0) close(unpacking.fd);
    if (result == RESULT_REFUSED) { /* it was whole when it was taken in, so its hash tells already */
        error_clear(&context->error);
        return RESULT_OK;
    }
    return result;
}

/* --- Rows --- */

void audit_raw_rows(struct audit_raw_row *row, struct text text)
{
    row->at = text.bytes;
    row->end = text.bytes + text.length;
    row->lines = 0;
}

void audit_raw_rows_end(struct audit_raw_row *row)
{
    free(row->quoted);
    row->quoted = NULL;
}

static struct text trimmed(const char *from, const char *to)
{
    return text_trim((struct text){from, (size_t)(to - from)});
}

/* What stands between quotes, which stand twice where they are meant. */
static struct text quoted_cell(struct audit_raw_row *row, char quote)
{
    const char *from = ++row->at, *inner;
    size_t start = row->quoted_used;
    for (; row->at < row->end; row->at++) {
        if (*row->at == '\n') row->lines++;
        if (*row->at == quote && !(row->at + 1 < row->end && row->at[1] == quote)) break;
        if (*row->at == quote) row->at++;
    }
    inner = row->at;
    if (row->at < row->end) row->at++;
    struct text text = trimmed(from, inner);
    if (!memchr(text.bytes, quote, text.length)) return text;
    char *out = row->quoted + start;
    for (size_t i = 0; i < text.length && row->quoted_used < row->quoted_capacity; i++) {
        row->quoted[row->quoted_used++] = text.bytes[i];
        if (text.bytes[i] == quote) i++;
    }
    return (struct text){out, row->quoted_used - start};
}

bool audit_raw_next(struct audit_raw_row *row, const struct audit_profile *profile)
{
    const char *start = row->at;
    char delimiter = audit_profile_delimiter(profile), quote = audit_profile_quote(profile);
    if (row->at >= row->end) return false;
    row->line = ++row->lines;
    row->count = row->quoted_used = 0;
    if (quote && !row->quoted) {
        row->quoted = malloc(row->quoted_capacity = QUOTED_ROOM);
        if (!row->quoted) abort();
    }
    for (;;) {
        struct text cell = {"", 0};
        const char *from = row->at;
        if (quote && row->at < row->end && *row->at == quote) {
            cell = quoted_cell(row, quote);
            while (row->at < row->end && *row->at != delimiter && *row->at != '\n') row->at++;
        } else {
            while (row->at < row->end && *row->at != delimiter && *row->at != '\n') row->at++;
            cell = trimmed(from, row->at);
        }
        if (row->count < AUDIT_RAW_CELLS) row->cells[row->count++] = cell;
        if (row->at >= row->end || *row->at == '\n') break;
        row->at++;
    }
    const char *stop = row->at;
    if (row->at < row->end) row->at++;
    if (stop > start && stop[-1] == '\r') stop--;
    row->raw = (struct text){start, (size_t)(stop - start)};
    return true;
}
