/* Files that somebody writes into while they are taken in: refused whole as long as nothing of them is in, else taken in as they were (SPEC 3.3). */
#include <stdio.h>
#include <unistd.h>

#include "base/encoding.h"
#include "intake/delivery.h"
#include "intake/intake_reader.h"
#include "outside/hash.h"

#define HEADER "registrationid\tclientcandidateid\texamseriescode\texamdate\texamgrade\tremark\n"

STATEMENT(test_files_done, NULL, "SELECT COUNT(*) FROM intake_file WHERE state = 2");
STATEMENT(test_files_begun, NULL, "SELECT COUNT(*) FROM intake_file WHERE state = 1 AND done_through > 1");

/* Somebody appends to it while it is read. */
static bool append(void *data, int64_t done, int64_t total, int64_t rows)
{
    FILE *file = fopen(data, "ab");
    assert_non_null(file);
    assert_true(fputs("\n", file) >= 0);
    fclose(file);
    return true;
}

static void what_is_written_into_before_any_of_it_is_in_is_refused_whole(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct context *context = delivery->context;
    const char *content = HEADER "1\t2\tH12-811\t2026/02/13\tpass\t\n";
    struct text path = delivery_write(delivery, "examABE-2026-02-13-a.dat", text_of(content));
    for (int dry_run = 1; dry_run >= 0; dry_run--) {
        error_clear(&context->error);
        assert_int_equal(intake_file(context, TEXT("pearson-vue"), path, dry_run, INTAKE_VERDICTS, append, (char *)path.bytes, &delivery->outcome), RESULT_REFUSED);
        assert_string_equal(context->error.code, "intake.changed");
        assert_text_equal(context->error.file, path.bytes);
        assert_int_equal(delivery_store_kept(delivery), 0);
        assert_int_equal(delivery_store_files(delivery), !dry_run);
    }
    /* The file as it was read, and why it was refused. */
    assert_text_equal(delivery_store_refusal(delivery), text_string(context->arena, error_text(context->arena, &context->error)));
    assert_text_equal(delivery_store_raw(delivery), text_printf(context->arena, "%s\n", content).bytes);
    /* Complete, it comes in. */
    assert_result(delivery->support, RESULT_OK, delivery_take(delivery, path));
    assert_text_equal(delivery_told(delivery), "1 rows: 1 new\n");
    assert_false(delivery->outcome.changed);
    delivery_free(delivery);
}
BOTH_ENGINES(what_is_written_into_before_any_of_it_is_in_is_refused_whole)

/* A file of a few more bytes than one transaction takes in, of long rows; how many. */
static int write_long_file(const char *path, int64_t bytes, struct hash *hash)
{
    static char row[60000];
    FILE *file = fopen(path, "wb");
    int count = 0;
    assert_non_null(file);
    assert_true(fputs(HEADER, file) >= 0);
    hash_add(hash, HEADER, sizeof HEADER - 1);
    memset(row, 'x', sizeof row);
    row[sizeof row - 1] = '\n';
    for (int64_t done = 0; done < bytes; done += (int64_t)sizeof row) {
        int length = snprintf(row, sizeof row, "%d\tC%d\tH12-811\t2026/02/13\tpass\t", count, count);
        row[length] = 'x';
        count++;
        assert_int_equal(fwrite(row, 1, sizeof row, file), sizeof row);
        hash_add(hash, row, sizeof row);
    }
    assert_int_equal(fclose(file), 0);
    return count;
}

struct writer {
    struct support *second; /* sees only what is committed */
    const char *path;
    bool has_written;
};

static bool write_over_once_some_is_in(void *data, int64_t done, int64_t total, int64_t rows)
{
    struct writer *writer = data;
    if (writer->has_written || !support_count(writer->second, &test_files_begun, NO_PARAMETERS)) return true;
    FILE *file = fopen(writer->path, "r+b");
    assert_non_null(file);
    for (int i = 0; i < 1 << 20; i++) fputs("\"not what it was\"", file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(truncate(writer->path, 20 << 20), 0);
    writer->has_written = true;
    return true;
}

/* Read from a copy, as it was when it was looked through; else it would stay under way for ever, under the hash of what is nowhere any more. */
static void what_is_written_into_once_some_of_it_is_in_is_taken_in_as_it_was(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct context *context = delivery->context;
    struct text path = text_printf(context->arena, "%s/examABE-2026-02-13-a.dat", delivery->folder);
    struct hash *hash = hash_begin();
    unsigned char was[HASH_SHA256];
    int count = write_long_file(path.bytes, intake_store_bulk(context->database)->transaction_text + (6 << 20), hash);
    hash_end(hash, was);
    struct writer writer = {.second = support_second(delivery->support), .path = path.bytes};
    assert_result(delivery->support, RESULT_OK, intake_file(context, TEXT("pearson-vue"), path, false, INTAKE_VERDICTS, write_over_once_some_is_in, &writer, &delivery->outcome));
    assert_true(writer.has_written);
    assert_true(delivery->outcome.changed);
    assert_int_equal(delivery->outcome.rows, count);
    assert_int_equal(delivery->outcome.fresh, count);
    assert_int_equal(support_count(delivery->support, &test_files_done, NO_PARAMETERS), 1);
    assert_int_equal(delivery_store_files(delivery), 1);
    struct text hexadecimal = encoding_hex(context->arena, (struct bytes){was, sizeof was});
    assert_text_equal(delivery->outcome.sha256, hexadecimal.bytes);
    assert_text_equal(delivery_store_raw_hash(delivery), hexadecimal.bytes);
    delivery_free(delivery);
}
BOTH_ENGINES(what_is_written_into_once_some_of_it_is_in_is_taken_in_as_it_was)

#define CSV_HEADER "registration_id,candidate_id,exam_code,exam_date,grade,remark\n"

/* So many bytes before and behind a quote that was not there when the file was looked through: what comes of reading it. */
static enum result read_changed(struct delivery *delivery, size_t before, size_t behind)
{
    struct context *context = delivery->context;
    const struct intake_profile *profile;
    const struct catalogue *catalogue;
    struct intake_source source;
    bool stop = false;
    size_t header = sizeof CSV_HEADER - 1, length = header + before + behind;
    char *bytes = arena_take(context->arena, length + 1);
    for (size_t i = 0; i < length; i++) bytes[i] = i % 1000 == 999 ? '\n' : 'x';
    memcpy(bytes, CSV_HEADER, header);
    struct text path = delivery_write(delivery, "results-2026-02-13.csv", (struct text){bytes, length});
    assert_result(delivery->support, RESULT_OK, intake_profile_load(context, TEXT("generic-csv"), &profile));
    assert_result(delivery->support, RESULT_OK, catalogue_current(context, &catalogue));
    assert_result(delivery->support, RESULT_OK, intake_source_open(context, path, &source));
    assert_result(delivery->support, RESULT_OK, intake_source_check(context, profile, &source));
    assert_int_equal(intake_source_copy(&source, &stop), 0);
    assert_int_equal(pwrite(source.copy, "\n\"", 2, (off_t)(header + before)), 2);
    struct intake_reader *reader = intake_reader_start(context, profile, catalogue, &source, context_now(context), true);
    struct intake_batch *batch;
    enum result result;
    int batches = 0;
    while ((result = intake_reader_next(context, reader, &batch)) == RESULT_OK && batches++ < 20) intake_batch_free(batch);
    if (result == RESULT_OK) intake_batch_free(batch);
    intake_reader_stop(reader);
    intake_source_close(&source);
    return result;
}

/* Whatever becomes of the bytes between looking and reading: a quote that is not closed is not followed for ever, nor to the end. */
static void a_quote_that_was_not_there_when_it_was_looked_through_ends_the_reading(enum database_engine engine)
{
    static const struct {
        size_t before, behind;
    } places[] = {{0, 8 << 20}, {(3 << 20) - 1000, 60 << 20}, {1 << 20, 200 << 10}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct delivery *delivery = delivery_new(engine);
        assert_result(delivery->support, RESULT_REFUSED, read_changed(delivery, places[i].before, places[i].behind));
        assert_string_equal(delivery->context->error.code, "intake.changed");
        delivery_free(delivery);
    }
}
BOTH_ENGINES(a_quote_that_was_not_there_when_it_was_looked_through_ends_the_reading)

/* Two lines in quotes, each as long as a line may be: no record is longer. */
static void the_longest_record_comes_in(enum database_engine engine)
{
    enum { REST = 65000 };
    struct delivery *delivery = delivery_new(engine);
    char *rest = arena_take(delivery->context->arena, REST + 1);
    memset(rest, 'x', REST);
    rest[REST] = '\0';
    delivery_bring_by(delivery, "generic-csv", "results-2026-02-13.csv",
                      text_printf(delivery->context->arena, CSV_HEADER "1,2,H12-811,2026-02-13,pass,\"%s\n%s\"\n2,3,H12-811,2026-02-13,pass,\n", rest, rest).bytes);
    assert_text_equal(delivery_told(delivery), "2 rows: 2 new\n");
    delivery_free(delivery);
}
BOTH_ENGINES(the_longest_record_comes_in)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_is_written_into_before_any_of_it_is_in_is_refused_whole),
        ON_BOTH(what_is_written_into_once_some_of_it_is_in_is_taken_in_as_it_was),
        ON_BOTH(a_quote_that_was_not_there_when_it_was_looked_through_ends_the_reading),
        ON_BOTH(the_longest_record_comes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
