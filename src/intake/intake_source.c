#include "intake/intake_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "intake/intake_check.h"
#include "outside/archive.h"
#include "outside/charset.h"
#include "outside/hash.h"

enum { BLOCK = 1 << 20 };
static const int64_t file_limit = (int64_t)16 << 30, text_limit = (int64_t)16 << 30;
static const struct archive_limits limits = {.members = 1000, .bytes = (int64_t)8 << 30, .ratio = 200};

/* --- Spools: files without a name for what is copied, unpacked or turned into UTF-8 --- */

static enum result no_spool(struct context *context)
{
    return context_fail(context, RESULT_BROKEN, "intake.spool", N_("No temporary file can be made: {what}"), "what", strerror(errno));
}

/* Not every file system has files without a name: an overlay of Linux before 6.1 has none. */
static int open_spool(struct context *context, const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || errno != EOPNOTSUPP) return fd;
    char *path = (char *)text_printf(context->arena, "%s/testamur-spool-XXXXXX", folder).bytes;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

static enum result spool_new(struct context *context, struct intake_source *source, int *fd)
{
    const char *folders[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (!folders[i] || !*folders[i]) continue;
        *fd = open_spool(context, folders[i]);
        if (*fd >= 0) {
            source->spools[source->spool_count++] = *fd;
            return RESULT_OK;
        }
    }
    return no_spool(context);
}

/* --- Opening --- */

enum result intake_source_open(struct context *context, struct text path, struct intake_source *source)
{
    *source = (struct intake_source){.path = path, .name = text_repaired(context->arena, intake_name_base(path)), .fd = -1};
    const char *string = text_string(context->arena, path);
    if (path.length > 4096 || memchr(path.bytes, 0, path.length)) return context_fail(context, RESULT_REFUSED, "intake.absent", N_("There is no such file."));
    source->fd = open(string, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat about;
    enum result result = RESULT_OK;
    if (source->fd < 0 || fstat(source->fd, &about) != 0) {
        result = errno == ENOENT || errno == ENOTDIR ? context_fail(context, RESULT_REFUSED, "intake.absent", N_("There is no such file."))
                                                     : context_fail(context, RESULT_REFUSED, "intake.unopened", N_("The file cannot be opened: {what}"), "what", strerror(errno));
    } else if (!S_ISREG(about.st_mode)) {
        result = context_fail(context, RESULT_REFUSED, "intake.not_a_file", N_("This is not a regular file."));
    } else if (about.st_size > file_limit) {
        result = context_fail(context, RESULT_REFUSED, "intake.too_large", N_("The file is larger than the limit for one file. Have it exported in parts."));
    } else {
        source->bytes = about.st_size;
        source->changed_at = (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec;
        (void)posix_fadvise(source->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        result = spool_new(context, source, &source->copy);
        if (result >= 0) return RESULT_OK;
    }
    if (source->fd >= 0) close(source->fd);
    source->fd = -1;
    return result < 0 ? error_at(&context->error, path, 0, 0) : result;
}

void intake_source_close(struct intake_source *source)
{
    for (size_t i = 0; i < source->spool_count; i++) close(source->spools[i]);
    source->spool_count = 0;
    if (source->fd >= 0) close(source->fd);
    source->fd = -1;
}

bool intake_source_is_unchanged(const struct intake_source *source)
{
    struct stat about;
    return fstat(source->fd, &about) == 0 && about.st_size == source->bytes && (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec == source->changed_at;
}

enum result intake_source_changed(struct context *context, const struct intake_source *source)
{
    (void)!context_fail(context, RESULT_REFUSED, "intake.changed", N_("Somebody wrote into the file while it was read. Import it again when it is complete."));
    return error_at(&context->error, source->path, 0, 0);
}

int intake_source_copy(struct intake_source *source, const bool *stop)
{
    unsigned char *block = malloc(BLOCK), out[HASH_SHA256];
    if (!block) abort();
    struct hash *hash = hash_begin();
    int64_t at = 0;
    int failed = 0;
    while (at < source->bytes && !failed && !__atomic_load_n(stop, __ATOMIC_RELAXED)) {
        size_t wanted = source->bytes - at < BLOCK ? (size_t)(source->bytes - at) : BLOCK;
        ssize_t count = pread(source->fd, block, wanted, at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || !file_write_all(source->copy, block, (size_t)count)) {
            failed = count == 0 ? EIO : errno;
            break;
        }
        hash_add(hash, block, (size_t)count);
        at += count;
    }
    hash_end(hash, out);
    free(block);
    if (at != source->bytes) return failed ? failed : EINTR;
    for (int i = 0; i < HASH_SHA256; i++) {
        source->sha256[2 * i] = "0123456789abcdef"[out[i] >> 4];
        source->sha256[2 * i + 1] = "0123456789abcdef"[out[i] & 15];
    }
    return 0;
}

/* --- Members --- */

struct unpacking {
    const struct intake_profile *profile;
    struct intake_source *source;
    struct intake_member *member;
    bool refused_name;
    struct text name;
    struct arena *arena;
};

static bool is_wanted(const struct intake_profile *profile, struct text name)
{
    struct day day;
    int edition;
    if (profile->members.count == 0) return true;
    for (size_t i = 0; i < profile->members.count; i++)
        if (intake_name_fits(profile->members.items[i], name, &day, &edition)) return true;
    return false;
}

static bool begin_member(void *data, struct text name)
{
    struct unpacking *unpacking = data;
    name = intake_name_base(name);
    if (!is_wanted(unpacking->profile, name) || text_starts_with(name, "._")) return false;
    unpacking->name = text_copy(unpacking->arena, name);
    return true;
}

static enum result open_member(struct context *context, struct unpacking *unpacking)
{
    struct intake_source *source = unpacking->source;
    if (source->member_count == INTAKE_MEMBERS) return context_fail(context, RESULT_REFUSED, "archive.members", N_("The ZIP archive holds more files than an export can have."));
    struct intake_member *member = &source->members[source->member_count];
    *member = (struct intake_member){.name = unpacking->name};
    TRY(spool_new(context, source, &member->fd));
    source->member_count++;
    unpacking->member = member;
    return RESULT_OK;
}

static enum result put_bytes(struct context *context, void *data, const void *bytes, size_t length)
{
    struct unpacking *unpacking = data;
    if (!unpacking->member) TRY(open_member(context, unpacking));
    if (!file_write_all(unpacking->member->fd, bytes, length)) return no_spool(context);
    unpacking->member->length += (int64_t)length;
    return RESULT_OK;
}

static enum result end_member(struct context *context, void *data)
{
    struct unpacking *unpacking = data;
    if (!unpacking->member) TRY(open_member(context, unpacking)); /* nothing in it; refused where it is looked through */
    unpacking->member = NULL;
    return RESULT_OK;
}

static int by_date(const void *a, const void *b)
{
    const struct intake_member *one = a, *two = b;
    if (one->told.day.number != two->told.day.number) return one->told.day.number < two->told.day.number ? -1 : 1;
    if (one->told.edition != two->told.edition) return one->told.edition - two->told.edition;
    return text_compare(one->name, two->name);
}

/* What the names tell: the member's own, else the archive's. */
static enum result read_names(struct context *context, const struct intake_profile *profile, struct intake_source *source)
{
    struct intake_name outer;
    bool outer_known = intake_name_read(profile, source->name, &outer);
    for (size_t i = 0; i < source->member_count; i++) {
        struct intake_member *member = &source->members[i];
        bool known = !text_empty(member->name) && intake_name_read(profile, member->name, &member->told);
        if (!known) member->told = outer;
        else if (!day_is(member->told.day)) member->told.day = outer.day, member->told.edition = outer.edition;
        else if (outer_known && member->told.edition == 0 && member->told.day.number == outer.day.number) member->told.edition = outer.edition;
        if (!known && !outer_known && profile->otherwise_refused)
            return context_fail(context, RESULT_REFUSED, "intake.name", N_("The name of the file fits none of the profile's patterns, so nothing tells what it holds."));
    }
    qsort(source->members, source->member_count, sizeof *source->members, by_date);
    return RESULT_OK;
}

/* --- Encodings --- */

static enum result recode(struct context *context, struct intake_source *source, struct intake_member *member, const char *charset, int64_t skipped)
{
    int fd;
    int64_t written;
    TRY(spool_new(context, source, &fd));
    TRY(charset_to_utf8(context, charset, member->fd, member->offset + skipped, member->length - skipped, fd, text_limit, &written));
    member->fd = fd;
    member->offset = 0;
    member->length = written;
    return RESULT_OK;
}

static enum result check_utf8(struct context *context, const struct intake_profile *profile, struct intake_member *member)
{
    struct intake_text_facts facts;
    TRY(intake_check(context, member->fd, member->offset, member->length, profile->delimiter, profile->quote, &facts));
    member->lines = facts.lines;
    member->header = facts.header;
    member->length -= facts.start - member->offset;
    member->offset = facts.start;
    return RESULT_OK;
}

enum { START = 5 };

/* The first bytes, before anything of the name or the columns is asked: whoever sends a document has the wrong file. */
static enum result read_start(struct context *context, int fd, unsigned char start[START])
{
    memset(start, 0, START);
    if (pread(fd, start, START, 0) < 0) return context_fail(context, RESULT_BROKEN, "intake.unreadable", N_("The file cannot be read: {what}"), "what", strerror(errno));
    if (memcmp(start, "%PDF-", START) != 0) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "intake.pdf", N_("This is a PDF document. Results are read from the provider's export: delimited text, or a ZIP archive of it."));
}

static enum result check_member(struct context *context, const struct intake_profile *profile, struct intake_source *source, struct intake_member *member,
                                const unsigned char start[START])
{
    if (member->length == 0) return context_fail(context, RESULT_REFUSED, "intake.empty", N_("The file is empty (0 bytes): the export was broken off. Fetch it again."));
    /* A byte order mark tells more than a profile can know. */
    if (start[0] == 0xFF && start[1] == 0xFE) {
        TRY(recode(context, source, member, "UTF-16LE", 2));
        return check_utf8(context, profile, member);
    }
    if (start[0] == 0xFE && start[1] == 0xFF) {
        TRY(recode(context, source, member, "UTF-16BE", 2));
        return check_utf8(context, profile, member);
    }
    bool marked = start[0] == 0xEF && start[1] == 0xBB && start[2] == 0xBF;
    switch (profile->encodings[0]) {
    case ENCODING_UTF16:
        if (!marked) return context_fail(context, RESULT_REFUSED, "intake.no_mark", N_("The profile says UTF-16, but the file does not begin with a byte order mark."));
        return check_utf8(context, profile, member);
    case ENCODING_CP1252:
    case ENCODING_GB18030:
        if (!marked) TRY(recode(context, source, member, profile->encodings[0] == ENCODING_CP1252 ? "CP1252" : "GB18030", 0));
        return check_utf8(context, profile, member);
    case ENCODING_UTF8:
    case ENCODINGS: break;
    }
    enum result result = check_utf8(context, profile, member);
    if (result != RESULT_REFUSED || marked || profile->encoding_count < 2 || !text_is(text_of(context->error.code), "intake.encoding")) return result;
    struct error kept = context->error;
    error_clear(&context->error);
    bool likely;
    TRY(intake_check_cp1252(context, member->fd, member->offset, member->length, &likely));
    if (!likely) {
        context->error = kept;
        return result;
    }
    TRY(recode(context, source, member, "CP1252", 0));
    return check_utf8(context, profile, member);
}

static enum result check_all(struct context *context, const struct intake_profile *profile, struct intake_source *source, const struct intake_member **at)
{
    unsigned char start[START];
    if (source->bytes == 0) return context_fail(context, RESULT_REFUSED, "intake.empty", N_("The file is empty (0 bytes): the export was broken off. Fetch it again."));
    TRY(read_start(context, source->fd, start));
    source->is_archive = archive_is_zip((struct bytes){start, sizeof start});
    int readable = source->is_archive ? KIND_ZIP_OF_DELIMITED : KIND_DELIMITED;
    if (!(profile->kinds & readable))
        return context_fail(context, RESULT_REFUSED, "intake.kind", N_("The profile reads no files of this kind (delimited text, or a ZIP archive of it)."));
    if (source->is_archive) {
        struct unpacking unpacking = {.profile = profile, .source = source, .arena = context->arena};
        TRY(archive_read_file(context, source->fd, &limits, &(struct archive_reader){begin_member, put_bytes, end_member, &unpacking}));
        if (source->member_count == 0) return context_fail(context, RESULT_REFUSED, "intake.no_member", N_("The ZIP archive holds no file that the profile reads."));
    } else {
        source->members[source->member_count++] = (struct intake_member){.name = TEXT(""), .fd = source->fd, .length = source->bytes};
    }
    TRY(read_names(context, profile, source));
    int64_t lines = 0;
    for (size_t i = 0; i < source->member_count; i++) {
        struct intake_member *member = &source->members[i];
        *at = member;
        if (source->is_archive) TRY(read_start(context, member->fd, start));
        TRY(check_member(context, profile, source, member, start));
        if (member->fd == source->fd) member->fd = source->copy;
        member->lines_before = lines;
        lines += member->lines;
        source->text_bytes += member->length;
    }
    return RESULT_OK;
}

enum result intake_source_check(struct context *context, const struct intake_profile *profile, struct intake_source *source)
{
    const struct intake_member *at = NULL;
    enum result result = check_all(context, profile, source, &at);
    if (result >= 0) return result;
    struct text where = at && !text_empty(at->name) ? text_printf(context->arena, "%.*s:%.*s", TEXT_ARG(source->path), TEXT_ARG(at->name)) : source->path;
    return error_at(&context->error, where, 0, 0);
}
