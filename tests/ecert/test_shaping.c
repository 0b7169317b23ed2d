/* Text to glyphs, and glyphs to fonts. */
#include "ecert/support_ecert.h"

#include <stdio.h>

#include <qrcodegen/qrcodegen.h>

#include "outside/pdf.h"
#include "outside/qr.h"

static struct font *latin, *han, *arabic, *devanagari;
static struct shaping_fonts all;
static struct font *fonts[4];

static int open_fonts(void **state)
{
    struct support *support = support_context("2026-02-14T08:00:00Z");
    *state = support;
    assert_result(support, RESULT_OK, font_open(&support->context, "/usr/share/fonts/truetype/noto/NotoSerifDisplay-Regular.ttf", 0, &latin));
    assert_result(support, RESULT_OK, font_open(&support->context, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2, &han));
    assert_result(support, RESULT_OK, font_open(&support->context, "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf", 0, &arabic));
    assert_result(support, RESULT_OK, font_open(&support->context, "/usr/share/fonts/truetype/noto/NotoSerifDevanagari-Regular.ttf", 0, &devanagari));
    memcpy(fonts, (struct font *[]){latin, han, arabic, devanagari}, sizeof fonts);
    all = (struct shaping_fonts){fonts, 4};
    return 0;
}

static int close_fonts(void **state)
{
    for (size_t i = 0; i < 4; i++) font_free(fonts[i]);
    support_context_free(*state);
    return 0;
}

static struct shaping_line shaped(struct support *support, const char *text)
{
    struct shaping_line line;
    assert_int_equal(shaping_line(support->context.arena, all, text_of(text), &line, NULL), RESULT_OK);
    return line;
}

static void each_script_takes_the_first_font_that_has_all_of_it(void **state)
{
    struct shaping_line line = shaped(*state, "Li 李晓明");
    assert_int_equal(line.count, 2);
    assert_ptr_equal(line.runs[0].font, latin);
    assert_ptr_equal(line.runs[1].font, han);
    assert_int_equal(line.runs[1].count, 3);
    assert_false(line.right_to_left);
}

static void arabic_joins_and_runs_from_right_to_left(void **state)
{
    /* The same letter alone and between others is drawn by different glyphs. */
    struct shaping_line alone = shaped(*state, "ه"), joined = shaped(*state, "ههه");
    assert_int_equal(joined.count, 1);
    assert_true(joined.right_to_left);
    assert_int_equal(joined.runs[0].count, 3);
    assert_true(joined.runs[0].glyphs[1].id != alone.runs[0].glyphs[0].id);
    /* Glyphs stand from left to right, so the last letter comes first. */
    assert_true(joined.runs[0].glyphs[0].cluster > joined.runs[0].glyphs[2].cluster);
}

static void a_latin_word_in_an_arabic_name_keeps_its_direction(void **state)
{
    struct shaping_line line = shaped(*state, "محمد Ali حسن");
    /* From left to right on paper: hasan, Ali, muhammad. */
    size_t latin_at = line.count;
    for (size_t i = 0; i < line.count; i++)
        if (line.runs[i].font == latin) latin_at = i;
    assert_true(latin_at > 0 && latin_at < line.count - 1);
    assert_false(line.runs[latin_at].right_to_left);
    assert_true(line.runs[0].start > line.runs[line.count - 1].start);
}

/* A font of one script often has letters alone: a house number stands in another one, on its side of them. */
static void what_the_font_of_its_script_lacks_stands_in_another(void **state)
{
    struct support *support = *state;
    struct font *thai;
    assert_result(support, RESULT_OK, font_open(&support->context, "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf", 0, &thai));
    assert_int_equal(font_glyph_of(thai, '1'), 0);
    struct shaping_fonts two = {(struct font *[]){latin, thai}, 2};
    struct shaping_line line;
    struct text missing = TEXT("");
    assert_int_equal(shaping_line(support->context.arena, two, TEXT("1 ถนน"), &line, &missing), RESULT_OK);
    assert_int_equal(line.count, 2);
    assert_ptr_equal(line.runs[0].font, latin);
    assert_ptr_equal(line.runs[1].font, thai);
    assert_int_equal(shaping_line(support->context.arena, two, TEXT("1 ถนน 李"), &line, &missing), RESULT_NONE);
    assert_text_equal(missing, "李");
    font_free(thai);
}

static void devanagari_puts_the_short_i_before_its_consonant(void **state)
{
    struct shaping_line line = shaped(*state, "कि"), consonant = shaped(*state, "क");
    assert_int_equal(line.runs[0].count, 2);
    assert_int_equal(line.runs[0].glyphs[1].id, consonant.runs[0].glyphs[0].id);
    assert_int_equal(line.runs[0].glyphs[0].cluster, line.runs[0].glyphs[1].cluster);
}

static void a_character_that_no_font_has_is_named(void **state)
{
    struct support *support = *state;
    struct shaping_line line;
    struct text missing;
    assert_int_equal(shaping_line(support->context.arena, all, TEXT("Anna \xf0\x93\x80\x80"), &line, &missing), RESULT_NONE); /* an Egyptian hieroglyph */
    assert_text_equal(missing, "\xf0\x93\x80\x80");
}

static void a_subset_has_each_glyph_once_for_each_text(void **state)
{
    struct font_subset *subset = ARENA_NEW(((struct support *)*state)->context.arena, struct font_subset);
    subset->font = latin;
    unsigned a = font_subset_add(subset, font_glyph_of(latin, 'A'), TEXT("A"));
    assert_int_equal(a, 1);
    assert_int_equal(font_subset_add(subset, font_glyph_of(latin, 'B'), TEXT("B")), 2);
    assert_int_equal(font_subset_add(subset, font_glyph_of(latin, 'A'), TEXT("A")), 1);
    assert_int_equal(font_subset_add(subset, font_glyph_of(latin, 'A'), TEXT("\xce\x91")), 3); /* Alpha drawn by the same glyph */
    assert_int_equal(font_subset_add(subset, 0xffffff, TEXT("x")), 0);
    assert_true(subset->full);
}

static void files_that_are_no_fonts_are_refused(void **state)
{
    struct support *support = *state;
    struct font *font;
    assert_result(support, RESULT_REFUSED, font_open(&support->context, "/usr/share/fonts/absent.ttf", 0, &font));
    assert_string_equal(support->context.error.code, "font.absent");
    error_clear(&support->context.error);
    assert_result(support, RESULT_REFUSED, font_open(&support->context, "/etc/passwd", 0, &font));
    assert_string_equal(support->context.error.code, "font.not_a_font");
    error_clear(&support->context.error);
    assert_result(support, RESULT_REFUSED, font_open(&support->context, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 99, &font));
    error_clear(&support->context.error);
}

/* The code put together from prepared parts is the code that the library draws. */
static void qr_codes_are_the_library_s(void **state)
{
    struct support *support = *state;
    struct qr_codes *codes = qr_codes_new();
    static const char *const contents[] = {"https://a.example/v/1", "https://certificates.example/verify/TST-2026-7F3K9Q2M-41", "https://certificates.example/verify/TST-2026-7F3K9Q2M-42",
                                           "https://a-rather-long-host-name.certificates.example.org/verification/by-number/TST-2026-7F3K9Q2M-41?x=1"};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        struct buffer out = buffer_new(support->context.arena, 1024, 64 << 10);
        int size = qr_put_path(codes, &out, text_of(contents[i]));
        uint8_t drawn[qrcodegen_BUFFER_LEN_MAX], work[qrcodegen_BUFFER_LEN_MAX];
        int version = (size - 17) / 4;
        assert_true(qrcodegen_encodeText(contents[i], work, drawn, qrcodegen_Ecc_MEDIUM, version, version, qrcodegen_Mask_2, false));
        assert_int_equal(size, qrcodegen_getSize(drawn));
        static bool modules[64][64];
        memset(modules, 0, sizeof modules);
        const char *at = buffer_string(&out);
        int x, y, width, height, used;
        while (sscanf(at, "%d %d %d %d re\n%n", &x, &y, &width, &height, &used) == 4) {
            for (int row = y; row < y + height; row++)
                for (int column = x; column < x + width; column++) {
                    assert_false(modules[row][column]); /* no rectangle on another */
                    modules[row][column] = true;
                }
            at += used;
        }
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++) assert_int_equal(modules[size - 1 - row][column], qrcodegen_getModule(drawn, column, row));
    }
    struct buffer out = buffer_new(support->context.arena, 16, 16);
    assert_int_equal(qr_put_path(codes, &out, TEXT("")), 0);
    assert_int_equal(qr_put_path(codes, &out, TEXT("\xe6\x9d\x8e")), 0);
    qr_codes_free(codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_script_takes_the_first_font_that_has_all_of_it), cmocka_unit_test(arabic_joins_and_runs_from_right_to_left),
        cmocka_unit_test(a_latin_word_in_an_arabic_name_keeps_its_direction), cmocka_unit_test(devanagari_puts_the_short_i_before_its_consonant),
        cmocka_unit_test(what_the_font_of_its_script_lacks_stands_in_another),
        cmocka_unit_test(a_character_that_no_font_has_is_named), cmocka_unit_test(a_subset_has_each_glyph_once_for_each_text),
        cmocka_unit_test(files_that_are_no_fonts_are_refused), cmocka_unit_test(qr_codes_are_the_library_s)};
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
