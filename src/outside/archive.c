#include "outside/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 256 << 10, END_RECORD = 22, COMMENT_LIMIT = 65535, LOCATOR = 20, END_RECORD_64 = 56, NAME_LIMIT = 300 };
static const int64_t bomb_floor = 16 << 20;

bool archive_is_zip(struct bytes start)
{
    return start.length >= 4 && start.data[0] == 'P' && start.data[1] == 'K' &&
           ((start.data[2] == 3 && start.data[3] == 4) || (start.data[2] == 5 && start.data[3] == 6));
}

static uint64_t little_endian(const unsigned char *bytes, int size)
{
    uint64_t value = 0;
    for (int i = size - 1; i >= 0; i--) value = value << 8 | bytes[i];
    return value;
}

static bool read_at(int fd, void *out, size_t length, int64_t offset)
{
    for (char *at = out; length;) {
        ssize_t count = pread(fd, at, length, offset);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        offset += count;
        length -= (size_t)count;
    }
    return true;
}

static enum result truncated(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "archive.truncated", N_("The ZIP archive is not whole: its directory at the end is missing or does not fit. Fetch the file again."));
}

/* What the directory at the end says: libarchive would go on reading members without it, and then nobody would know that some are missing. */
static enum result read_directory(struct context *context, int fd, int64_t size, int64_t *members)
{
    int64_t searched = size < END_RECORD + COMMENT_LIMIT ? size : END_RECORD + COMMENT_LIMIT;
    unsigned char *tail = arena_raw(context->arena, (size_t)searched + 1);
    if (searched < END_RECORD) return truncated(context);
    if (!read_at(fd, tail, (size_t)searched, size - searched)) return truncated(context);
    int64_t at = searched - END_RECORD;
    while (at >= 0 && !(memcmp(tail + at, "PK\5\6", 4) == 0 && at + END_RECORD + (int64_t)little_endian(tail + at + 20, 2) == searched)) at--;
    if (at < 0) return truncated(context);
    int64_t end = size - searched + at;
    uint64_t count = little_endian(tail + at + 10, 2), length = little_endian(tail + at + 12, 4), offset = little_endian(tail + at + 16, 4);
    unsigned char locator[LOCATOR], record[END_RECORD_64];
    if ((count == 0xFFFF || length == 0xFFFFFFFF || offset == 0xFFFFFFFF) && end >= LOCATOR && read_at(fd, locator, LOCATOR, end - LOCATOR) &&
        memcmp(locator, "PK\6\7", 4) == 0) {
        uint64_t where = little_endian(locator + 8, 8);
        if (where > (uint64_t)end || !read_at(fd, record, END_RECORD_64, (int64_t)where) || memcmp(record, "PK\6\6", 4) != 0) return truncated(context);
        count = little_endian(record + 32, 8);
        length = little_endian(record + 40, 8);
        offset = little_endian(record + 48, 8);
        end = (int64_t)where;
    }
    if (offset > (uint64_t)end || length != (uint64_t)end - offset) return truncated(context);
    *members = count > INT64_MAX ? INT64_MAX : (int64_t)count;
    return RESULT_OK;
}

static const char *name_of(struct context *context, struct archive_entry *entry, int64_t number)
{
    const char *name = archive_entry_pathname(entry);
    if (!name || !*name || strlen(name) > NAME_LIMIT || !text_is_utf8(text_of(name), NULL)) return text_printf(context->arena, "member %lld", (long long)number).bytes;
    return text_string(context->arena, text_of(name));
}

static enum result damaged(struct context *context, const char *name, struct archive *archive)
{
    const char *what = archive_error_string(archive);
    return context_fail(context, RESULT_REFUSED, "archive.damaged", N_("The ZIP archive's member {member} is damaged: {what}. Fetch the file again."), "member", name, "what",
                        what ? what : "unreadable");
}

static enum result too_large(struct context *context, const char *name, int64_t bytes, const struct archive_limits *limits, int64_t packed)
{
    if (bytes > bomb_floor && bytes / limits->ratio > packed)
        return context_fail(context, RESULT_REFUSED, "archive.bomb", N_("The ZIP archive's member {member} unpacks to far more than an export of this size can hold. It was not unpacked."), "member", name);
    if (bytes > limits->bytes)
        return context_fail(context, RESULT_REFUSED, "archive.limit", N_("The ZIP archive unpacks to more than the limit for one file. Have it exported in parts."));
    return RESULT_OK;
}

static enum result read_member(struct context *context, struct archive *archive, const char *name, const struct archive_limits *limits, int64_t packed, int64_t *total,
                               const struct archive_reader *reader)
{
    const void *block;
    size_t length;
    int64_t offset, expected = 0;
    int code;
    while ((code = archive_read_data_block(archive, &block, &length, &offset)) == ARCHIVE_OK) {
        if (offset != expected) return damaged(context, name, archive);
        expected += (int64_t)length;
        *total += (int64_t)length;
        TRY(too_large(context, name, *total, limits, packed));
        if (length) TRY(reader->bytes(context, reader->data, block, length));
    }
    if (code != ARCHIVE_EOF) return damaged(context, name, archive);
    return reader->end(context, reader->data);
}

static enum result read_members(struct context *context, struct archive *archive, int64_t expected, const struct archive_limits *limits, int64_t packed,
                                const struct archive_reader *reader)
{
    int64_t total = 0, claimed = 0, members = 0;
    struct archive_entry *entry;
    int code;
    while ((code = archive_read_next_header(archive, &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN) {
        const char *name = name_of(context, entry, ++members);
        if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry)) continue;
        if (!reader->begin(reader->data, text_of(name))) continue;
        if (archive_entry_is_encrypted(entry))
            return context_fail(context, RESULT_REFUSED, "archive.encrypted", N_("The ZIP archive's member {member} is encrypted. Have it sent without a password over a safe channel."), "member", name);
        if (archive_entry_size_is_set(entry)) {
            int64_t size = archive_entry_size(entry);
            claimed = size < 0 || size > INT64_MAX - claimed ? INT64_MAX : claimed + size; /* a member can claim anything */
            TRY(too_large(context, name, claimed, limits, packed));
        }
        TRY(read_member(context, archive, name, limits, packed, &total, reader));
    }
    if (code != ARCHIVE_EOF) return damaged(context, "?", archive);
    return members == expected ? RESULT_OK : truncated(context);
}

enum result archive_read_file(struct context *context, int fd, const struct archive_limits *limits, const struct archive_reader *reader)
{
    struct stat about;
    int64_t members = 0;
    if (fstat(fd, &about) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        return context_fail(context, RESULT_BROKEN, "archive.unreadable", N_("The archive cannot be read: {what}"), "what", strerror(errno));
    TRY(read_directory(context, fd, about.st_size, &members));
    if (members > limits->members)
        return context_fail(context, RESULT_REFUSED, "archive.members", N_("The ZIP archive holds more files than an export can have."));
    if (members == 0) return RESULT_OK;
    struct archive *archive = archive_read_new();
    archive_read_support_format_zip_seekable(archive);
    enum result result;
    if (archive_read_open_fd(archive, fd, BLOCK) != ARCHIVE_OK) result = damaged(context, "?", archive);
    else result = read_members(context, archive, members, limits, about.st_size, reader);
    archive_read_free(archive);
    return result;
}
