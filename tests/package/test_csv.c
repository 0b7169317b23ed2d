/* The list for carriers (SPEC 8.3): read back by a reader of our own kind, and harmless in a spreadsheet. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "support/support.h"

#include "package/examples.h"
#include "package/package_csv.h"
#include "package/package_lines.h"

enum { COLUMNS = 21 };

/* Takes a quoted cell off the front. */
static struct text next_cell(struct arena *arena, struct text *rest)
{
    struct buffer out = buffer_new(arena, 64, 4096);
    assert_int_equal(rest->bytes[0], '"');
    size_t i = 1;
    for (; rest->bytes[i] != '"' || rest->bytes[i + 1] == '"'; i++) {
        assert_true(i < rest->length);
        if (rest->bytes[i] == '"') i++;
        buffer_put_char(&out, rest->bytes[i]);
    }
    i++;
    if (rest->bytes[i] == ',') i++;
    *rest = (struct text){rest->bytes + i, rest->length - i};
    return buffer_text(&out);
}

/* The cells of line `wanted` behind the head. */
static void read_line(struct support *support, struct text csv, size_t wanted, struct text cells[COLUMNS])
{
    struct text line = TEXT("");
    for (size_t i = 0; i <= wanted + 1; i++) assert_true(text_split(&csv, '\n', &line));
    for (size_t i = 0; i < COLUMNS; i++) cells[i] = next_cell(support->context.arena, &line);
    assert_text_equal(line, "\r");
}

static struct package_csv_row row_of(struct support *support, const struct package_address *typed)
{
    struct package_csv_row row = {.number = TEXT("PK-000001"), .contents = TEXT("Printed certificate"), .certificate = TEXT("HW202600000000"), .due = {20500}};
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT("CN"), typed, &row.address));
    return row;
}

static void both_scripts_stand_in_their_columns(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct package_address china = example_typed(example_of("CN")), germany = example_typed(example_of("DE"));
    germany.street = TEXT("Musterstraße 1\nHinterhaus \"B\", 3. Stock");
    germany.phone = TEXT("+86 138 0013 8000");
    struct package_csv_row rows[] = {row_of(support, &china), row_of(support, &germany)};
    struct text csv = package_csv(support->context.arena, rows, 2), cells[COLUMNS];
    assert_true(text_starts_with(csv, "\ufeffpackage,recipient,"));
    read_line(support, csv, 0, cells);
    const char *const chinese[COLUMNS] = {"PK-000001", "Wei Zhang", "", "1 Wuhe Avenue", "", "", "Longgang", "Shenzhen", "Guangdong Sheng", "518129", "CN", "86-13800138000",
                                          "张伟", "", "坂田街道五和大道1号", "龙岗区", "深圳市", "广东省", "Printed certificate", "HW202600000000", "2026-02-16"};
    for (size_t i = 0; i < COLUMNS; i++) assert_text_equal(cells[i], chinese[i]);
    read_line(support, csv, 1, cells);
    assert_text_equal(cells[3], "Musterstraße 1");
    assert_text_equal(cells[4], "Hinterhaus \"B\", 3. Stock");
    assert_text_equal(cells[11], "86-13800138000"); /* a Chinese telephone in Germany */
    assert_text_equal(cells[14], "Musterstraße 1, Hinterhaus \"B\", 3. Stock");
    support_context_free(support);
}

static void no_address_is_half_in_one_script(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct package_address chinese = example_typed(example_of("CN")), latin = chinese, emirate = example_typed(example_of("AE"));
    chinese.latin_recipient = chinese.latin_street = chinese.latin_district = chinese.latin_city = TEXT("");
    latin.recipient = TEXT("Wei Zhang"), latin.street = TEXT("1 Wuhe Avenue"), latin.city = TEXT("Shenzhen"), latin.district = TEXT("");
    struct package_csv_row rows[] = {row_of(support, &chinese), row_of(support, &latin), row_of(support, &emirate)};
    struct text csv = package_csv(support->context.arena, rows, 3), cells[COLUMNS];
    read_line(support, csv, 0, cells);
    const char *const whole[] = {"张伟", "", "坂田街道五和大道1号", "", "", "龙岗区", "深圳市", "广东省"};
    for (size_t i = 0; i < 8; i++) assert_text_equal(cells[1 + i], whole[i]);
    assert_text_equal(cells[17], "广东省");
    read_line(support, csv, 1, cells);
    assert_text_equal(cells[7], "Shenzhen");
    assert_text_equal(cells[8], "Guangdong Sheng");
    read_line(support, csv, 2, cells);
    assert_text_equal(cells[1], "Mohammed Ahmed");
    assert_text_equal(cells[8], "Dubai");
    assert_text_equal(cells[17], "دبي");
    support_context_free(support);
}

/* What a program reads is what was kept: no sign holds a spreadsheet off. */
static void leading_zeros_stand_as_they_are(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct package_address singapore = example_typed(example_of("SG")), italy = example_typed(example_of("IT"));
    struct package_csv_row rows[] = {row_of(support, &singapore), row_of(support, &italy)};
    struct text csv = package_csv(support->context.arena, rows, 2), cells[COLUMNS];
    read_line(support, csv, 0, cells);
    assert_text_equal(cells[9], "048616");
    read_line(support, csv, 1, cells);
    assert_text_equal(cells[11], "39-0212345678");
    support_context_free(support);
}

static const char *const payloads[] = {"=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", " =1+1", "＝1+1", "＋1+1", "－1", "＠SUM(1)", "=HYPERLINK(\"http://evil.example\",\"x\")"};
enum { PAYLOADS = sizeof payloads / sizeof *payloads };

/* A row with the payload wherever somebody may type. */
static struct package_csv_row row_with(struct support *support, const char *payload)
{
    struct package_address typed = example_typed(example_of("CN"));
    typed.recipient = typed.organization = typed.street = typed.city = text_of(payload);
    struct package_csv_row row = row_of(support, &typed);
    row.contents = row.certificate = text_of(payload);
    return row;
}

static void no_cell_is_a_formula(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct arena *arena = support->context.arena;
    for (size_t i = 0; i < PAYLOADS; i++) {
        struct package_csv_row row = row_with(support, payloads[i]);
        struct text csv = package_csv(arena, &row, 1), cells[COLUMNS];
        read_line(support, csv, 0, cells);
        for (size_t k = 0; k < COLUMNS; k++)
            if (cells[k].length && (strchr("=+-@\t\r", cells[k].bytes[0]) || text_starts_with(cells[k], "\uff1d"))) fail_msg("%s: column %zu is %.*s", payloads[i], k, TEXT_ARG(cells[k]));
        assert_true(text_starts_with(cells[12], "'"));
    }
    struct buffer plain = buffer_new(arena, 64, 64);
    package_csv_cell(&plain, TEXT("1-2 Main Street"));
    assert_text_equal(buffer_text(&plain), "\"1-2 Main Street\"");
    support_context_free(support);
}

static size_t count_of(struct text text, const char *what)
{
    size_t count = 0;
    for (size_t at; (at = text_find(text, what)) < text.length; count++) text = (struct text){text.bytes + at + 1, text.length - at - 1};
    return count;
}

/* LibreOffice reads the list, with one formula behind it that nobody has made harmless: that is the only one it sees. */
static void libreoffice_sees_text(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct arena *arena = support->context.arena;
    struct package_csv_row rows[PAYLOADS];
    for (size_t i = 0; i < PAYLOADS; i++) rows[i] = row_with(support, payloads[i]);
    char folder[] = "/tmp/testamur-office-XXXXXX";
    assert_non_null(mkdtemp(folder));
    FILE *file = fopen(text_printf(arena, "%s/list.csv", folder).bytes, "w");
    assert_non_null(file);
    struct text csv = package_csv(arena, rows, PAYLOADS), sheet;
    assert_int_equal(fwrite(csv.bytes, 1, csv.length, file), csv.length);
    assert_true(fputs("\"=2+3\"\r\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    const char *convert = "soffice -env:UserInstallation=file://%s/profile --headless --convert-to fods --outdir %s %s/list.csv >/dev/null";
    assert_int_equal(system(text_printf(arena, convert, folder, folder, folder).bytes), 0);
    assert_result(support, RESULT_OK, file_read(&support->context, text_printf(arena, "%s/list.fods", folder), 16 << 20, &sheet));
    assert_int_equal(count_of(sheet, "table:formula="), 1);
    assert_int_equal(count_of(sheet, "table:formula=\"of:=2+3\""), 1);
    assert_true(count_of(sheet, "<text:p>&apos;=1+1</text:p>") >= 4);
    assert_int_equal(system(text_printf(arena, "rm -rf %s", folder).bytes), 0);
    support_context_free(support);
}

static void an_empty_first_column_is_a_column(void **state)
{
    (void)state;
    struct package_lines lines;
    struct text columns[2];
    assert_true(package_lines_begin(&lines, TEXT("package\tnumber\r\n\tRR473124829DE\r\n \t \r\n \"P1\"\t \"2 3\"\r\n")));
    assert_true(package_lines_next(&lines, columns, 2));
    assert_text_equal(columns[1], "number");
    assert_true(package_lines_next(&lines, columns, 2));
    assert_text_equal(columns[0], "");
    assert_text_equal(columns[1], "RR473124829DE");
    assert_true(package_lines_next(&lines, columns, 2));
    assert_text_equal(columns[0], "P1");
    assert_text_equal(columns[1], "2 3");
    assert_false(package_lines_next(&lines, columns, 2));
}

/* Our own list writes a quote in an address twice; what stands behind it is in its own column all the same. */
static void doubled_quotes_end_no_column(void **state)
{
    (void)state;
    struct package_lines lines;
    struct text columns[4];
    assert_true(package_lines_begin(&lines, TEXT("P1,\"\"\"Oak\"\", Road\",\"\",254412284165\r\nP2,\"open, 7,9\r\n")));
    assert_true(package_lines_next(&lines, columns, 4));
    assert_text_equal(columns[0], "P1");
    assert_text_equal(columns[1], "\"\"Oak\"\", Road");
    assert_text_equal(columns[2], "");
    assert_text_equal(columns[3], "254412284165");
    assert_true(package_lines_next(&lines, columns, 4));
    assert_text_equal(columns[1], "\"open");
    assert_text_equal(columns[2], "7");
    assert_text_equal(columns[3], "9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_scripts_stand_in_their_columns),
        cmocka_unit_test(no_address_is_half_in_one_script),
        cmocka_unit_test(leading_zeros_stand_as_they_are),
        cmocka_unit_test(no_cell_is_a_formula),
        cmocka_unit_test(libreoffice_sees_text),
        cmocka_unit_test(an_empty_first_column_is_a_column),
        cmocka_unit_test(doubled_quotes_end_no_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
