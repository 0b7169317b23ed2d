/* Labels, slips and certificates on paper (SPEC 8.3), read back by the tools of others. */
#include "ecert/support_ecert.h"

#include <stdlib.h>

#include "outside/settings.h"
#include "package/examples.h"
#include "package/package_print.h"

static const struct text sender = {"Demonstration Certification Board\n1 Bantian Road\n518129 Shenzhen\nCHINA", 70};

/* Without blanks, and without the marks with which pdftotext says directions: lines may have been broken. */
static struct text solid(struct arena *arena, struct text text)
{
    char *out = arena_raw(arena, text.length * 3 + 1);
    size_t length = 0;
    uint32_t c;
    while (text_next_code_point(&text, &c))
        if (c > ' ' && c != 0xA0 && c != 0x200E && c != 0x200F && (c < 0x202A || c > 0x202E)) length += text_put_code_point(out + length, c);
    return (struct text){out, length};
}

static struct package_address checked(struct support *support, const struct example *example)
{
    struct package_address typed = example_typed(example), address;
    assert_result(support, RESULT_OK, package_address_check(&support->context, TEXT(""), &typed, &address));
    return address;
}

/* The packages of so many people in all those countries. */
static struct package_print *packages(struct support *support, size_t count)
{
    static const struct text contents[] = {{"Printed certificate", 19}, {"Congratulation letter", 21}, {"Certificate folder", 18}};
    struct arena *arena = support->context.arena;
    struct package_print *prints = ARENA_ARRAY(arena, count, struct package_print);
    for (size_t i = 0; i < count; i++) {
        struct package_address address = checked(support, &examples[i % example_count]);
        prints[i] = (struct package_print){.number = text_printf(arena, "PK-%06zu", i + 1), .certificate = text_printf(arena, "HW2026%08zu", i * 7), .certification = TEXT("HCIE-Datacom"), .name_latin = TEXT("Li Xiaoming"),
                                           .name_native = TEXT("李晓明"), .contents = contents, .content_count = 3, .due = {20500}};
        package_print_address(arena, &address, TEXT("CN"), &prints[i]);
    }
    return prints;
}

static struct bytes printed(struct body *body, enum package_paper paper, const struct package_print *prints, size_t count)
{
    struct context *context = &body->support->context;
    struct bytes pdf = {0};
    context->theme = body_theme(body);
    assert_result(body->support, RESULT_OK, package_print(context, paper, sender, prints, count, &pdf));
    return pdf;
}

static struct text read_back(struct body *body, const char *name, struct bytes pdf)
{
    int status;
    const char *path = body_write(body, name, pdf);
    const char *keep = getenv("PRINT_KEEP"); /* a folder, for looking at what was printed */
    if (keep) (void)body_run(body, &status, "cp %s %s/", path, keep);
    struct text said = body_run(body, &status, "qpdf --check %s", path);
    if (status) fail_msg("%.*s", TEXT_ARG(said));
    said = body_run(body, &status, "pdftotext -enc UTF-8 %s -", path);
    assert_int_equal(status, 0);
    return said;
}

/* Each page has all lines of what stands on it. */
static void assert_pages(struct body *body, struct text said, const struct package_print *prints, size_t count, size_t on_page)
{
    struct arena *arena = body->support->context.arena;
    struct text page;
    for (size_t i = 0; i < count; i++) {
        if (i % on_page == 0) {
            assert_true(text_split(&said, '\f', &page));
            page = solid(arena, page);
        }
        const struct package_print *print = &prints[i];
        for (size_t k = 0; k < print->line_count + 3; k++) {
            struct text line = k < print->line_count ? print->lines[k] : k == print->line_count ? print->phone : k == print->line_count + 1 ? print->number : print->certificate;
            if (!text_contains(page, text_string(arena, solid(arena, line)))) fail_msg("%.*s: %.*s is not on its page:\n%.*s", TEXT_ARG(print->number), TEXT_ARG(line), TEXT_ARG(page));
        }
    }
    (void)text_split(&said, '\f', &page);
    assert_int_equal(text_trim(page).length, 0);
}

static void a_thousand_labels_are_one_file_that_gives_each_address_back(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    struct body *body = body_new(SIGNATURE_P256);
    struct package_print *prints = packages(body->support, MANY);
    assert_pages(body, read_back(body, "labels.pdf", printed(body, PAPER_LABELS, prints, MANY)), prints, MANY, 1);
    body_free(body);
}

static void sheets_have_eight_labels_a_page(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct package_print *prints = packages(body->support, example_count);
    assert_pages(body, read_back(body, "sheets.pdf", printed(body, PAPER_LABEL_SHEETS, prints, example_count)), prints, example_count, 8);
    body_free(body);
}

static void a_slip_says_what_goes_into_the_package(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct package_print *prints = packages(body->support, example_count);
    struct text said = read_back(body, "slips.pdf", printed(body, PAPER_SLIPS, prints, example_count));
    assert_pages(body, said, prints, example_count, 1);
    static const char *const parts[] = {"Packing slip", "Congratulation letter", "HCIE-Datacom", "李晓明", "Li Xiaoming", "16 February 2026\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) assert_true(text_contains(said, parts[i]));
    assert_false(text_contains(said, "provisional"));
    prints->provisional = true;
    assert_true(text_contains(read_back(body, "provisional.pdf", printed(body, PAPER_SLIPS, prints, 1)), "16 February 2026 · provisional"));
    body_free(body);
}

static void from_abroad_the_address_has_both_scripts_at_home_its_own(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct arena *arena = support->context.arena;
    struct package_address address = checked(support, example_of("CN"));
    struct package_print print = {.due = NO_DAY};
    package_print_address(arena, &address, TEXT("CN"), &print);
    assert_text_equal(print.lines[0], "518129");
    assert_int_equal(print.line_count, 4);
    assert_int_equal(print.other_count, 0);
    package_print_address(arena, &address, TEXT("DE"), &print);
    assert_text_equal(print.lines[0], "Wei Zhang");
    assert_text_equal(print.lines[print.line_count - 1], "CHINA");
    assert_text_equal(print.other_lines[1], "广东省深圳市龙岗区");
    address = checked(support, example_of("DE"));
    package_print_address(arena, &address, TEXT("CN"), &print);
    assert_text_equal(print.lines[print.line_count - 1], "GERMANY");
    assert_int_equal(print.other_count, 0);
    support_context_free(support);
}

static void the_longest_address_fits_and_what_cannot_be_printed_is_refused(void **state)
{
    (void)state;
    static const char *const longest = "123456789 123456789 123456789 123456789 123456789 1234567890", *const hanzi = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct package_print *prints = packages(body->support, 1);
    for (int script = 0; script < 2; script++) {
        prints->line_count = 0;
        for (int i = 0; i < 8; i++) prints->lines[prints->line_count++] = text_of(script ? hanzi : longest);
        for (int paper = PAPER_LABELS; paper <= PAPER_SLIPS; paper++)
            assert_pages(body, read_back(body, "long.pdf", printed(body, (enum package_paper)paper, prints, 1)), prints, 1, 1);
    }
    struct bytes pdf;
    prints->lines[0] = TEXT("\U0001F680 Street"); /* a rocket */
    assert_result(body->support, RESULT_REFUSED, package_print(context, PAPER_LABELS, sender, prints, 1, &pdf));
    assert_string_equal(context->error.code, "package.print_glyph");
    assert_text_equal(context->error.file, "PK-000001");
    error_clear(&context->error);
    assert_result(body->support, RESULT_REFUSED, package_print(context, PAPER_LABELS, sender, prints, 0, &pdf));
    assert_string_equal(context->error.code, "package.print_count");
    error_clear(&context->error);
    body_free(body);
}

static void every_country_can_be_printed(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct settings settings = *context->settings;
    context->settings = &settings;
    context->theme = body_theme(body);
    for (size_t i = 0; i < example_count; i++) {
        struct package_address address = checked(body->support, &examples[i]);
        settings.home_country = i % 2 ? TEXT("CH") : text_of(examples[i].country); /* from abroad, and within */
        assert_result(body->support, RESULT_OK, package_print_check(context, &address));
    }
    body_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_labels_are_one_file_that_gives_each_address_back),
        cmocka_unit_test(sheets_have_eight_labels_a_page),
        cmocka_unit_test(a_slip_says_what_goes_into_the_package),
        cmocka_unit_test(from_abroad_the_address_has_both_scripts_at_home_its_own),
        cmocka_unit_test(every_country_can_be_printed),
        cmocka_unit_test(the_longest_address_fits_and_what_cannot_be_printed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
