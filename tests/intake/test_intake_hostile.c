/* Files that are not what they should be: a clear refusal with the place, at once, and nothing kept but the file and the refusal (SPEC 3.3, 13.1). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "intake/delivery.h"
#include "outside/archive.h"

static const char *program, *files_folder, *quirks_folder;

struct refusal {
    const char *name, *code, *member; /* of the archive, where the place is in one */
    long line, column;                /* 0: of the whole file */
};

static const struct refusal refusals[] = {
    {"01-truncated-directory.zip", "archive.truncated", "", 0, 0},
    {"02-truncated-data.zip", "archive.truncated", "", 0, 0},
    {"03-truncated-behind-first.zip", "archive.truncated", "", 0, 0},
    {"04-damaged-data.zip", "archive.damaged", "", 0, 0},
    {"05-only-the-mark.zip", "archive.truncated", "", 0, 0},
    {"06-nothing-for-us.zip", "intake.no_member", "", 0, 0},
    {"07-empty-member.zip", "intake.empty", ":examABE-2026-02-13-a.dat", 0, 0},
    {"08-empty.dat", "intake.empty", "", 0, 0},
    {"09-wrong-header.dat", "intake.header_missing", "", 1, 1},
    {"10-comma-for-tab.dat", "intake.header_missing", "", 1, 1},
    {"11-column-twice.dat", "intake.header_twice", "", 1, 68},
    {"12-nobody.dat", "intake.header_nobody", "", 1, 1},
    {"13-invalid-utf8.dat", "intake.encoding", "", 3, 57},
    {"14-invalid-byte.dat", "intake.encoding", "", 2, 52},
    {"15-nul.dat", "intake.nul", "", 2, 51},
    {"16-long-line.dat", "intake.line_too_long", "", 3, 65537},
    {"17-zeros.dat", "intake.line_too_long", "", 1, 65537},
    {"18-binary.dat", "intake.nul", "", 1, 8},
    {"19-utf16-cut.dat", "charset.bytes", "", 2, 58},
    {"20-bomb.zip", "archive.bomb", "", 0, 0},
    {"21-password.zip", "archive.encrypted", "", 0, 0},
    {"22-many-members.zip", "archive.members", "", 0, 0},
    {"23-many-exports.zip", "archive.members", "", 0, 0},
    {"24-wide-header.dat", "intake.header_wide", "", 1, 1},
};

static void assert_refused(struct delivery *delivery, struct text path, const struct refusal *refusal, bool dry_run)
{
    struct context *context = delivery->context;
    enum result result = delivery_take_by(delivery, "pearson-vue", path, dry_run);
    struct error *error = &context->error;
    struct text where = text_printf(context->arena, "%.*s%s", TEXT_ARG(path), refusal->member);
    if (result == RESULT_REFUSED && text_is(text_of(error->code), refusal->code) && text_equal(error->file, where) && error->line == refusal->line && error->column == refusal->column) return;
    fail_msg("%s gave %d %s: %s", refusal->name, result, error->code ? error->code : "", text_string(context->arena, error_text(context->arena, error)));
}

static void each_is_refused_and_nothing_kept(enum database_engine engine)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct delivery *delivery = delivery_new(engine);
        struct context *context = delivery->context;
        struct text path = text_printf(context->arena, "%s/hostile/%s", files_folder, refusals[i].name), content;
        assert_refused(delivery, path, &refusals[i], true);
        assert_int_equal(delivery_store_files(delivery), 0);
        assert_refused(delivery, path, &refusals[i], false);
        struct text why = error_text(context->arena, &context->error);
        assert_int_equal(delivery_store_kept(delivery), 0);
        assert_text_equal(delivery_store_refusal(delivery), text_string(context->arena, why));
        error_clear(&context->error);
        assert_result(delivery->support, RESULT_OK, file_read(context, path, 16 << 20, &content));
        assert_true(text_equal(delivery_store_raw(delivery), content));
        /* Refused again, it is still one file. */
        assert_refused(delivery, path, &refusals[i], false);
        assert_int_equal(delivery_store_files(delivery), 1);
        delivery_free(delivery);
    }
}
BOTH_ENGINES(each_is_refused_and_nothing_kept)

#define HEADER "registrationid\tclientcandidateid\texamseriescode\texamdate\texamgrade\n"

/* Far more rows than any export of this size has, almost all of them wrong: they are taken in pieces, and lines are still counted through. */
static void hundreds_of_thousands_of_rows_of_a_byte_are_each_refused(enum database_engine engine)
{
    enum { BEFORE = 410000, BEHIND = 5000 };
    struct delivery *delivery = delivery_new(engine);
    struct buffer file = buffer_new(delivery->context->arena, 1 << 20, 4 << 20);
    buffer_put_string(&file, HEADER "1\t2\tH12-811\t2026/02/13\tpass\n");
    for (int i = 0; i < BEFORE; i++) buffer_put_string(&file, "x\n");
    buffer_put_string(&file, "2\t3\tH12-811\t2026/02/13\tpass\n");
    for (int i = 0; i < BEHIND; i++) buffer_put_string(&file, "x\n");
    buffer_put_string(&file, "3\t4\tH12-811\t2026/02/99\tpass");
    assert_result(delivery->support, RESULT_OK, delivery_take(delivery, delivery_write(delivery, "examABE-2026-02-13-a.dat", buffer_text(&file))));
    assert_int_equal(delivery->outcome.rows, BEFORE + BEHIND + 3);
    assert_int_equal(delivery->outcome.fresh, 2);
    assert_int_equal(delivery->outcome.refused, BEFORE + BEHIND + 1);
    assert_int_equal(delivery_store_last_line(delivery), BEFORE + BEHIND + 4);
    assert_text_equal(delivery_records(delivery), "1 2 - H12-811 2026-02-13 pass final - - -\n2 3 - H12-811 2026-02-13 pass final - - -\n");
    delivery_free(delivery);
}
BOTH_ENGINES(hundreds_of_thousands_of_rows_of_a_byte_are_each_refused)

/* What this process has read so far, and the most memory that it has held since it began, in bytes. */
static long long told_of_process(const char *path, const char *name)
{
    char line[200];
    long long number = -1;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (number < 0 && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0) number = atoll(line + strlen(name));
    fclose(file);
    assert_true(number >= 0);
    return number;
}

static long long bytes_read(void)
{
    return told_of_process("/proc/self/io", "rchar:");
}

static long long memory_held(void)
{
    return told_of_process("/proc/self/status", "VmHWM:") * 1024;
}

/* Sparse, so that it takes no room on the disk. Only its beginning is read, and little of it is held. */
static void ten_gigabytes_in_a_line(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct text path = delivery_write(delivery, "examABE-2026-02-13-a.dat", TEXT(HEADER "1"));
    assert_int_equal(truncate(path.bytes, (off_t)10 << 30), 0);
    long long read = bytes_read(), held = memory_held();
    assert_refused(delivery, path, &(struct refusal){"line", "intake.line_too_long", "", 2, 65537}, false);
    assert_in_range(bytes_read() - read, 0, 64 << 20);
    assert_in_range(memory_held() - held, 0, 64 << 20);
    assert_int_equal(delivery_store_kept(delivery), 0);
    assert_int_equal(delivery_store_files(delivery), 1);
    delivery_free(delivery);
}
BOTH_ENGINES(ten_gigabytes_in_a_line)

/* In a process of its own: what grows below the most that was held for the stories before would not be seen. */
static void ten_gigabytes_in_a_line_are_refused_at_its_beginning(enum database_engine engine)
{
    char command[4096], told[4096];
    snprintf(command, sizeof command, "'%s' '%s' '%s' %s 2>&1", program, files_folder, quirks_folder, engine == DATABASE_SQLITE ? "sqlite" : "postgresql");
    FILE *alone = popen(command, "r");
    assert_non_null(alone);
    told[fread(told, 1, sizeof told - 1, alone)] = '\0';
    if (pclose(alone) != 0) fail_msg("%s", told);
}
BOTH_ENGINES(ten_gigabytes_in_a_line_are_refused_at_its_beginning)

static void more_than_the_limit_is_not_opened(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct text path = delivery_write(delivery, "examABE-2026-02-13-a.dat", TEXT(HEADER));
    assert_int_equal(truncate(path.bytes, ((off_t)16 << 30) + 1), 0);
    assert_refused(delivery, path, &(struct refusal){"size", "intake.too_large", "", 0, 0}, false);
    assert_refused(delivery, text_of(delivery->folder), &(struct refusal){"folder", "intake.not_a_file", "", 0, 0}, false);
    assert_refused(delivery, TEXT("/nowhere/at/all.dat"), &(struct refusal){"absent", "intake.absent", "", 0, 0}, false);
    assert_int_equal(delivery_store_files(delivery), 0);
    delivery_free(delivery);
}
BOTH_ENGINES(more_than_the_limit_is_not_opened)

static bool take_all(void *data, struct text name)
{
    return true;
}

static enum result take_bytes(struct context *context, void *data, const void *bytes, size_t length)
{
    *(int64_t *)data += (int64_t)length;
    return RESULT_OK;
}

static enum result take_end(struct context *context, void *data)
{
    return RESULT_OK;
}

/* With the limits of a smaller house than ours: eight gigabytes would take a while. */
static void an_archive_is_unpacked_no_further_than_its_limit(void **state)
{
    struct support *support = support_context("2026-02-20T08:00:00Z");
    struct context *context = &support->context;
    int64_t taken = 0;
    int file = open(text_printf(context->arena, "%s/file-names/1-EXAMPLE-ABE-2026-02-13a.zip", files_folder).bytes, O_RDONLY | O_CLOEXEC);
    struct archive_reader reader = {take_all, take_bytes, take_end, &taken};
    assert_true(file >= 0);
    assert_result(support, RESULT_OK, archive_read_file(context, file, &(struct archive_limits){1, 1000, 200}, &reader));
    assert_in_range(taken, 100, 1000);
    assert_result(support, RESULT_REFUSED, archive_read_file(context, file, &(struct archive_limits){1, taken - 1, 200}, &reader));
    assert_string_equal(context->error.code, "archive.limit");
    close(file);
    support_context_free(support);
}

static void put_number(struct buffer *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++) buffer_put_char(out, (char)(number >> (8 * i)));
}

/* One of an archive's headers (PKWARE APPNOTE 4.3.7, 4.3.12, 4.5.3) of a member that is stored: the one before its bytes, or the one in the directory. */
static void put_header(struct buffer *out, bool in_directory, const char *name, uint32_t checksum, uint64_t size, uint64_t claimed, uint32_t offset)
{
    bool is_64 = claimed > UINT32_MAX;
    put_number(out, in_directory ? 0x02014B50 : 0x04034B50, 4);
    if (in_directory) put_number(out, 45, 2);
    put_number(out, 45, 2);       /* version needed */
    put_number(out, 0, 2 + 2);    /* flags, method */
    put_number(out, 0x5A21 << 16, 4); /* time, day */
    put_number(out, checksum, 4);
    put_number(out, is_64 ? UINT32_MAX : size, 4);
    put_number(out, is_64 ? UINT32_MAX : claimed, 4);
    put_number(out, strlen(name), 2);
    put_number(out, is_64 ? 4 + 16 : 0, 2);
    if (in_directory) put_number(out, 0, 2 + 2 + 2), put_number(out, 0, 4), put_number(out, offset, 4); /* comment, disk, attributes */
    buffer_put_string(out, name);
    if (is_64) put_number(out, 1, 2), put_number(out, 16, 2), put_number(out, claimed, 8), put_number(out, size, 8);
}

/* Two members, the second of which says that it is so large that no number holds what both are. */
static void claims_that_no_number_holds_are_refused(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *code;
    } claims[] = {{(uint64_t)INT64_MAX, "archive.bomb"}, {(uint64_t)INT64_MAX + 1, "archive.damaged"}};
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct support *support = support_context("2026-02-20T08:00:00Z");
        struct context *context = &support->context;
        struct buffer out = buffer_new(context->arena, 1 << 10, 1 << 20);
        int64_t taken = 0;
        int file = memfd_create("archive", MFD_CLOEXEC);
        put_header(&out, false, "a", 0x8CDC1683, 1, 1, 0);
        buffer_put_string(&out, "x");
        size_t second = buffer_text(&out).length;
        put_header(&out, false, "b", 0x8CDC1683, 1, claims[i].bytes, 0);
        buffer_put_string(&out, "x");
        size_t directory = buffer_text(&out).length;
        put_header(&out, true, "a", 0x8CDC1683, 1, 1, 0);
        put_header(&out, true, "b", 0x8CDC1683, 1, claims[i].bytes, (uint32_t)second);
        size_t end = buffer_text(&out).length;
        put_number(&out, 0x06054B50, 4);
        put_number(&out, 0, 4);
        put_number(&out, 2, 2), put_number(&out, 2, 2);
        put_number(&out, end - directory, 4);
        put_number(&out, directory, 4);
        put_number(&out, 0, 2);
        struct text archive = buffer_text(&out);
        assert_true(file >= 0);
        assert_true(file_write_all(file, archive.bytes, archive.length));
        assert_result(support, RESULT_REFUSED, archive_read_file(context, file, &(struct archive_limits){2, 1000, 200}, &(struct archive_reader){take_all, take_bytes, take_end, &taken}));
        assert_string_equal(context->error.code, claims[i].code);
        close(file);
        support_context_free(support);
    }
}

/* After the refusal of its broken copy the whole file comes in under the same name. */
static void whole_file_comes_in_after_its_broken_copy(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    const char *row = HEADER "1\t2\tH12-811\t2026/02/13\tpass\n";
    assert_int_equal(delivery_take(delivery, delivery_write(delivery, "examABE-2026-02-13-a.dat", TEXT(""))), RESULT_REFUSED);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", row);
    assert_text_equal(delivery_told(delivery), "1 rows: 1 new\n");
    assert_text_equal(delivery_records(delivery), "1 2 - H12-811 2026-02-13 pass final - - -\n");
    delivery_free(delivery);
}
BOTH_ENGINES(whole_file_comes_in_after_its_broken_copy)

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4) return 2;
    program = argv[0];
    files_folder = argv[1];
    quirks_folder = argv[2];
    const struct CMUnitTest alone[] = {ON_BOTH(ten_gigabytes_in_a_line)};
    if (argc == 4) {
        cmocka_set_test_filter(strcmp(argv[3], "sqlite") == 0 ? "*_on_sqlite" : "*_on_postgresql");
        return cmocka_run_group_tests(alone, NULL, NULL);
    }
    const struct CMUnitTest tests[] = {
        ON_BOTH(each_is_refused_and_nothing_kept),
        ON_BOTH(hundreds_of_thousands_of_rows_of_a_byte_are_each_refused),
        ON_BOTH(ten_gigabytes_in_a_line_are_refused_at_its_beginning),
        ON_BOTH(more_than_the_limit_is_not_opened),
        cmocka_unit_test(an_archive_is_unpacked_no_further_than_its_limit),
        cmocka_unit_test(claims_that_no_number_holds_are_refused),
        ON_BOTH(whole_file_comes_in_after_its_broken_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
