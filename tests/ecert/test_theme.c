/* A designer's theme: what is wrong with it is said with file and line, before anything is printed. */
#include "ecert/support_ecert.h"

#include <stdio.h>
#include <stdlib.h>

/* A folder with the theme of the source tree, whose layout went through a sed script. */
static struct text changed_theme(struct body *body, const char *script)
{
    int status;
    struct text theme = ecert_theme_folder(&body->support->context);
    (void)body_run(body, &status, "rm -rf %s/theme && cp -r %.*s %s/theme && sed -i -e '%s' %s/theme/layout.ini", body->folder.bytes, TEXT_ARG(theme), body->folder.bytes, script,
                   body->folder.bytes);
    assert_int_equal(status, 0);
    return text_printf(body->support->context.arena, "%s/theme", body->folder.bytes);
}

static struct list findings_of(struct body *body, struct text folder)
{
    struct list findings;
    assert_result(body->support, RESULT_OK, ecert_theme_check(&body->support->context, folder, &findings));
    return findings;
}

static const struct ecert_finding *find(const struct list *findings, const char *part)
{
    const struct ecert_finding *all = findings->items;
    for (size_t i = 0; i < findings->count; i++)
        if (text_contains(all[i].text, part)) return &all[i];
    for (size_t i = 0; i < findings->count; i++) print_error("%.*s:%ld: %.*s\n", TEXT_ARG(all[i].file), (long)all[i].line, TEXT_ARG(all[i].text));
    fail_msg("nobody said: %s", part);
    return NULL;
}

/* The line of the layout on which a text stands. */
static int64_t line_of(struct body *body, const char *text)
{
    int status;
    struct text said = body_run(body, &status, "grep -n -m1 -F '%s' %s/theme/layout.ini", text, body->folder.bytes);
    return atol(said.bytes);
}

static void our_own_theme_has_nothing_wrong(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct list findings = findings_of(body, ecert_theme_folder(&body->support->context));
    const struct ecert_finding *all = findings.items;
    for (size_t i = 0; i < findings.count; i++) print_error("%.*s:%ld: %.*s\n", TEXT_ARG(all[i].file), (long)all[i].line, TEXT_ARG(all[i].text));
    assert_int_equal(findings.count, 0);
    body_free(body);
}

static void mistakes_in_a_layout_are_told_with_their_lines(void **state)
{
    (void)state;
    static const struct {
        const char *script, *line, *says;
    } mistakes[] = {
        {"s/^size = 36$/size = huge/", "size = huge", "\"huge\" is not a value"},
        {"s/^align = centre$/align = middle/", "align = middle", "\"middle\" is not a value"},
        {"s/^text = {name}$/text = {nam}/", "text = {nam}", "\"nam\" is nothing that can be filled in"},
        {"s/^grow = centre$/grows = centre/", "grows = centre", "no key \"grows\""},
        {"s/^\\[qr\\]$/[qrcode]/", "[qrcode]", "\"qrcode\" is not a section"},
        {"s/^accent = .*$/accent = green/", "accent = green", "\"green\" is not a value"},
        {"s/^when = exam_day$/when = exam_date/", "when = exam_date", "\"exam_date\" is not a value"},
        {"s/NotoSerifDisplay-Regular/NotoSerifAbsent/", "NotoSerifAbsent", "cannot be opened"},
        {"s/^months = January, /months = /", "months = February", "is not a value"},
        {"1i this is nothing", "this is nothing", "A line is"},
        {"/^months = January/d", "[language en]", "The language needs date"},
        {"/^artwork = expert.svg$/d", "[level expert]", "The level has no artwork"},
        {"/NotoSerif-Italic/,+1d", "[font italic]", "The font has no file that can be used"},
        {"s/^size = 36$/size = 2/", "[text title]", "The text needs font"},
        {"s/^colour = muted$/colour = mauve/", "colour = mauve", "has no colour of that name"}};
    struct body *body = body_new(SIGNATURE_P256);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct text folder = changed_theme(body, mistakes[i].script);
        struct list findings = findings_of(body, folder);
        const struct ecert_finding *finding = find(&findings, mistakes[i].says);
        assert_true(text_ends_with(finding->file, "/layout.ini"));
        if (strncmp(mistakes[i].script, "s/^colour", 9) != 0) assert_int_equal(finding->line, line_of(body, mistakes[i].line));
        else assert_true(finding->line > 0);
        /* Whoever loads it to use it gets the first of these. */
        struct ecert_theme *theme;
        assert_result(body->support, RESULT_REFUSED, ecert_theme_load(&body->support->context, folder, &theme));
        assert_true(body->support->context.error.line > 0);
        error_clear(&body->support->context.error);
    }
    body_free(body);
}

static void a_font_may_be_others_alone(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct ecert_theme *theme;
    assert_result(body->support, RESULT_OK, ecert_theme_load(&body->support->context, changed_theme(body, "/NotoSerif-Italic/d"), &theme));
    ecert_theme_free(theme);
    (void)findings_of(body, changed_theme(body, "/NotoSerif-Italic/d"));
    body_free(body);
}

/* What is missing stands on no line. */
static void what_a_layout_lacks_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *script, *says;
    } lacks[] = {{"/^size = 297 210$/d", "The section [page]"}, {"/^\\[text body/,$d", "at least one language, one level and one text"}, {"1s/^# What/\\xff/", "has to be UTF-8 text"}};
    struct body *body = body_new(SIGNATURE_P256);
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++) {
        struct list findings = findings_of(body, changed_theme(body, lacks[i].script));
        const struct ecert_finding *finding = find(&findings, lacks[i].says);
        assert_true(text_ends_with(finding->file, "/layout.ini"));
        assert_int_equal(finding->line, 0);
    }
    body_free(body);
}

static void what_could_not_be_read_or_does_not_fit_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *script, *says;
    } mistakes[] = {{"s/^muted = .*$/muted = #d0d0d0/", "hard to read"},
                    {"s/^at = 27 156.8$/at = 250 156.8/", "stands on"},
                    {"s/^at = 148.5 61$/at = 290 61/", "over the edge"},
                    {"s/^size = 26$/size = 12/", "at least 18 mm"},
                    {"s/^lines = 2$/lines = 1/", "not enough room for"},
                    {"/NotoNaskhArabic/d", "lack characters"}};
    struct body *body = body_new(SIGNATURE_P256);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct list findings = findings_of(body, changed_theme(body, mistakes[i].script));
        assert_true(find(&findings, mistakes[i].says)->line > 0);
    }
    body_free(body);
}

static void artwork_is_paths_only(void **state)
{
    (void)state;
    static const struct {
        const char *svg, *says;
        int64_t line;
    } wrong[] = {{"<svg xmlns=\"http://www.w3.org/2000/svg\">\n<text x=\"1\" y=\"1\">Hello</text></svg>", "<text> cannot be in it", 2},
                 {"<svg xmlns=\"http://www.w3.org/2000/svg\">\n\n<image href=\"a.png\"/></svg>", "<image> cannot be in it", 3},
                 {"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>", "<script> cannot be in it", 1},
                 {"<svg xmlns=\"http://www.w3.org/2000/svg\"><use href=\"http://other.example/a.svg#b\"/></svg>", "outside its file", 1},
                 {"<svg xmlns=\"http://www.w3.org/2000/svg\"><rect fill=\"url(http://x.example/)\"/></svg>", "outside its file", 1},
                 {"<!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "document type", 1},
                 {"<svg xmlns=\"http://www.w3.org/2000/svg\"><rect onclick=\"x\"/></svg>", "scripts", 1},
                 {"<html/>", "has to be <svg>", 1},
                 {"<svg xmlns=\"http://www.w3.org/2000/svg\"><rect></svg>", "not well-formed", 1},
                 {"", "not well-formed", 1}};
    struct body *body = body_new(SIGNATURE_P256);
    struct text folder = changed_theme(body, "");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        (void)body_write(body, "theme/expert.svg", (struct bytes){(const unsigned char *)wrong[i].svg, strlen(wrong[i].svg)});
        struct list findings = findings_of(body, folder);
        const struct ecert_finding *finding = find(&findings, wrong[i].says);
        assert_true(text_ends_with(finding->file, "/expert.svg"));
        assert_int_equal(finding->line, wrong[i].line);
    }
    int status;
    (void)body_run(body, &status, "rm %.*s/expert.svg", TEXT_ARG(folder));
    struct list findings = findings_of(body, folder);
    assert_non_null(find(&findings, "The artwork cannot be read"));
    (void)body_run(body, &status, "rm %.*s/layout.ini", TEXT_ARG(folder));
    findings = findings_of(body, folder);
    assert_non_null(find(&findings, "The layout cannot be read"));
    body_free(body);
}

/* Gradients and transparency of a designer's file come over whole. */
static void artwork_with_gradients_is_taken_over(void **state)
{
    (void)state;
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 297 210\"><defs><linearGradient id=\"g\"><stop offset=\"0\" stop-color=\"#fff\"/>"
                              "<stop offset=\"1\" stop-color=\"#cde\" stop-opacity=\"0.5\"/></linearGradient><pattern id=\"p\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\">"
                              "<circle cx=\"4\" cy=\"4\" r=\"1\" fill=\"#eef\"/></pattern></defs><rect width=\"297\" height=\"210\" fill=\"url(#g)\"/>"
                              "<rect width=\"297\" height=\"210\" fill=\"url(#p)\" opacity=\"0.4\"/></svg>";
    struct body *body = body_new(SIGNATURE_P256);
    struct text folder = changed_theme(body, "");
    (void)body_write(body, "theme/expert.svg", (struct bytes){(const unsigned char *)svg, sizeof svg - 1});
    assert_result(body->support, RESULT_OK, ecert_theme_load(&body->support->context, folder, &body->theme));
    struct ecert_facts facts = body_facts();
    int status;
    const char *path = body_write(body, "a.pdf", body_make(body, &facts));
    struct text said = body_run(body, &status, "qpdf --check %s && pdftoppm -r 20 -png %s %s/a", path, path, body->folder.bytes);
    assert_int_equal(status, 0);
    assert_false(text_contains(said, "WARNING"));
    assert_false(text_contains(said, "Error"));
    body_free(body);
}

/* The paths of strokes are moved to the origin, and back by their matrices, however they were turned. */
static void strokes_stand_where_they_were_drawn(void **state)
{
    (void)state;
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 297 210\"><defs><path id=\"a\" d=\"M-1 0H1\" stroke=\"#000\" stroke-width=\"2\"/></defs>"
                              "<use href=\"#a\" x=\"30\" y=\"135\"/><use href=\"#a\" transform=\"translate(40 135) rotate(90)\"/><use href=\"#a\" transform=\"translate(50 135) rotate(30)\"/>"
                              "<use href=\"#a\" transform=\"matrix(1 0.5 0 1 60 135)\"/><use href=\"#a\" transform=\"matrix(1 0.00002 0 1 70 135)\"/>"
                              "<use href=\"#a\" transform=\"translate(80 135) scale(-1 0.7)\"/></svg>";
    struct body *body = body_new(SIGNATURE_P256);
    struct text folder = changed_theme(body, "");
    (void)body_write(body, "theme/expert.svg", (struct bytes){(const unsigned char *)svg, sizeof svg - 1});
    assert_result(body->support, RESULT_OK, ecert_theme_load(&body->support->context, folder, &body->theme));
    struct ecert_facts facts = body_facts();
    int status;
    const char *path = body_write(body, "a.pdf", body_make(body, &facts));
    for (int x = 25; x <= 80; x += 5) {
        struct text said = body_run(body, &status, "pdftoppm -r 72 -gray -x %d -y %d -W 1 -H 1 -singlefile %s %s/pixel && tail -c 1 %s/pixel.pgm | od -An -tu1", x * 72 * 10 / 254, 135 * 72 * 10 / 254,
                                    path, body->folder.bytes, body->folder.bytes);
        bool drawn = x % 10 == 0;
        if ((atoi(said.bytes) < 30) != drawn) fail_msg("at %d mm: %.*s", x, TEXT_ARG(said));
    }
    struct text said = body_run(body, &status, "qpdf --show-object=2 --filtered-stream-data %s", path);
    assert_true(text_contains(said, " c\n") || text_contains(said, " l\n"));
    assert_false(text_contains(said, "e-")); /* a number with an exponent is none in PDF */
    body_free(body);
}

static void a_preview_has_every_level_in_every_language(void **state)
{
    (void)state;
    struct body *body = body_new(SIGNATURE_P256);
    struct context *context = &body->support->context;
    struct text output = text_printf(context->arena, "%s/preview", body->folder.bytes);
    struct list written;
    int status;
    assert_result(body->support, RESULT_OK, ecert_theme_preview(context, ecert_theme_folder(context), output, &written));
    assert_true(written.count > 20);
    static const char *const levels[] = {"associate", "professional", "expert", "instructor"};
    for (size_t i = 0; i < 8; i++) {
        struct text said = body_run(body, &status, "pdfsig -nocert %.*s/%s-%s-usual.pdf", TEXT_ARG(output), levels[i / 2], i % 2 ? "en" : "zh_CN");
        assert_true(text_contains(said, "Signature is Valid"));
    }
    assert_result(body->support, RESULT_REFUSED, ecert_theme_preview(context, ecert_theme_folder(context), TEXT("/proc/absent/folder"), &written));
    assert_string_equal(context->error.code, "ecert.preview_folder");
    body_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_own_theme_has_nothing_wrong), cmocka_unit_test(mistakes_in_a_layout_are_told_with_their_lines), cmocka_unit_test(what_a_layout_lacks_is_told), cmocka_unit_test(a_font_may_be_others_alone),
        cmocka_unit_test(what_could_not_be_read_or_does_not_fit_is_told), cmocka_unit_test(artwork_is_paths_only), cmocka_unit_test(artwork_with_gradients_is_taken_over),
        cmocka_unit_test(strokes_stand_where_they_were_drawn), cmocka_unit_test(a_preview_has_every_level_in_every_language)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
