/* Uploads (SPEC 4.4, 13.1): what is taken, and what is kept of it; hostile ones are refused before they cost anything. */
#include "support/support.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "case/case_evidence.h"
#include "case/pictures.h"
#include "outside/picture_inside.h"
#include "outside/settings.h"

static struct support *support;

static int set_up(void **state)
{
    (void)state;
    support = support_context("2026-02-09T02:00:00Z");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    support_context_free(support);
    return 0;
}

static struct case_evidence taken(const char *name, struct bytes file)
{
    struct case_evidence evidence;
    assert_result(support, RESULT_OK, case_evidence_read(&support->context, text_of(name), file, &evidence));
    return evidence;
}

static void refused(const char *code, struct bytes file)
{
    struct case_evidence evidence;
    enum result result = case_evidence_read(&support->context, TEXT("passport.jpg"), file, &evidence);
    if (result != RESULT_REFUSED || strcmp(support->context.error.code, code) != 0)
        fail_msg("gave %d %s, not %s", result, support->context.error.code ? support->context.error.code : "", code);
    assert_string_equal(support->context.error.field, "evidence");
    error_clear(&support->context.error);
}

static struct bytes text_file(const char *text)
{
    return (struct bytes){(const unsigned char *)text, strlen(text)};
}

/* The colour in the middle of a quarter of the picture that was drawn: 0 above left, 1 above right, 2 below left, 3 below right. */
static void see(const struct case_evidence *evidence, int quarter, int red, int green, int blue)
{
    struct raster raster = {0};
    bool jpeg = strcmp(evidence->media, "image/jpeg") == 0;
    assert_int_equal(jpeg ? picture_jpeg_read(evidence->content, &raster) : picture_png_read(evidence->content, &raster), PICTURE_FINE);
    assert_int_equal(raster.width, evidence->width);
    assert_int_equal(raster.height, evidence->height);
    int x = raster.width * (quarter % 2 ? 3 : 1) / 4, y = raster.height * (quarter / 2 ? 3 : 1) / 4;
    const unsigned char *pixel = raster.pixels + ((size_t)y * (size_t)raster.width + (size_t)x) * (size_t)raster.channels;
    const int wanted[] = {red, green, blue};
    for (int c = 0; c < 3; c++)
        if (abs(pixel[raster.channels == 1 ? 0 : c] - wanted[c]) > 12)
            fail_msg("quarter %d, colour %d is %d, not %d", quarter, c, pixel[raster.channels == 1 ? 0 : c], wanted[c]);
    free(raster.pixels);
}

static void a_photograph_is_drawn_anew_without_what_is_not_seen(void **state)
{
    (void)state;
    struct bytes file = picture_jpeg(support->context.arena, (struct jpeg_wish){80, 60, JPEG_COLOURS, .orientation = 1, .comment = "taken at 22.5N 114.0E"});
    assert_true(picture_holds(file, "114.0E") && picture_holds(file, "Exif"));
    struct case_evidence evidence = taken("C:\\fakepath\\my passport.JPEG", file);
    assert_string_equal(evidence.media, "image/jpeg");
    assert_text_equal(evidence.name, "my passport.jpg");
    assert_int_equal(evidence.width, 80);
    assert_int_equal(evidence.height, 60);
    assert_false(picture_holds(evidence.content, "114.0E") || picture_holds(evidence.content, "Exif"));
    see(&evidence, 0, 255, 0, 0);
    see(&evidence, 1, 0, 255, 0);
    see(&evidence, 2, 0, 0, 255);
    see(&evidence, 3, 255, 255, 255);
}

/* Where the red quarter goes for each orientation (Exif 2.32): mirrored, upside down, and turned pictures stand upright. */
static void telephones_hold_pictures_in_eight_ways(void **state)
{
    (void)state;
    static const int red_at[9] = {0, 0, 1, 3, 2, 0, 1, 3, 2};
    for (int orientation = 1; orientation <= 8; orientation++) {
        struct case_evidence evidence = taken("a.jpg", picture_jpeg(support->context.arena, (struct jpeg_wish){80, 48, JPEG_COLOURS, .orientation = orientation}));
        assert_int_equal(evidence.width, orientation < 5 ? 80 : 48);
        assert_int_equal(evidence.height, orientation < 5 ? 48 : 80);
        see(&evidence, red_at[orientation], 255, 0, 0);
        see(&evidence, 3 - red_at[orientation], 255, 255, 255); /* the white one stays opposite */
    }
}

static void printers_and_scanners_write_other_kinds(void **state)
{
    (void)state;
    struct arena *arena = support->context.arena;
    struct case_evidence evidence = taken("a.jpg", picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_CMYK}));
    see(&evidence, 0, 255, 0, 0);
    see(&evidence, 3, 255, 255, 255);
    evidence = taken("a.jpg", picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_COLOURS, .progressive = true}));
    see(&evidence, 2, 0, 0, 255);
    evidence = taken("a.jpg", picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_GREY}));
    see(&evidence, 1, 90, 90, 90);
    evidence = taken("a.png", picture_png(arena, (struct png_wish){64, 64, 16}));
    see(&evidence, 1, 0, 255, 0);
    evidence = taken("a.png", picture_png(arena, (struct png_wish){64, 64, 8, .interlaced = true}));
    see(&evidence, 2, 0, 0, 255);
    evidence = taken("a.png", picture_png(arena, (struct png_wish){64, 64, 1, .grey = true}));
    see(&evidence, 0, 0, 0, 0);
    see(&evidence, 3, 255, 255, 255);
    evidence = taken("a.png", picture_png(arena, (struct png_wish){64, 64, 16, .grey = true, .transparent = true}));
    see(&evidence, 1, 90, 90, 90);
}

static void what_is_transparent_is_not_kept(void **state)
{
    (void)state;
    struct case_evidence evidence = taken("scan.png", picture_png(support->context.arena, (struct png_wish){64, 64, 8, .transparent = true, .text = "hidden words"}));
    assert_text_equal(evidence.name, "scan.png");
    see(&evidence, 0, 255, 255, 255); /* its red is not seen, so it is gone */
    see(&evidence, 1, 0, 255, 0);
    assert_false(picture_holds(evidence.content, "zTXt"));
}

static void a_pdf_stays_as_it_is(void **state)
{
    (void)state;
    struct bytes file = text_file("%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n");
    struct case_evidence evidence = taken("公证书.pdf", file);
    assert_string_equal(evidence.media, "application/pdf");
    assert_text_equal(evidence.name, "公证书.pdf");
    assert_int_equal(evidence.width, 0);
    assert_memory_equal(evidence.content.data, file.data, file.length);
}

static void the_name_says_nothing_of_what_it_is(void **state)
{
    (void)state;
    struct bytes png = picture_png(support->context.arena, (struct png_wish){16, 16, 8});
    assert_text_equal(taken("passport.pdf", png).name, "passport.png");
    assert_text_equal(taken("../../etc/passwd", png).name, "passwd.png");
    assert_text_equal(taken("", png).name, "evidence.png");
    assert_text_equal(taken(".htaccess", png).name, "htaccess.png");
    assert_text_equal(taken("a\xE2\x80\xAEgpj.exe", png).name, "agpj.png"); /* turned round to look like .jpg */
    assert_text_equal(taken("<img src=x>\"\r\n.png", png).name, "img src=x.png");
    assert_text_equal(taken("\xFF\xFE.png", png).name, "evidence.png");
    char long_name[400];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[399] = '\0';
    assert_int_equal(taken(long_name, png).name.length, 64);
}

static void what_is_no_picture_is_refused_by_its_content(void **state)
{
    (void)state;
    refused("case.evidence_empty", (struct bytes){(const unsigned char *)"", 0});
    refused("case.evidence_kind", text_file("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"));
    refused("case.evidence_kind", text_file("<!DOCTYPE html><script>alert(1)</script>"));
    refused("case.evidence_kind", text_file("GIF89a"));
    refused("case.evidence_kind", text_file("PK\x03\x04"));
    refused("case.evidence_kind", text_file("<html>%PDF-1.4\n%%EOF")); /* two things at once */
    refused("case.evidence_kind", text_file("\n%PDF-1.4\n%%EOF"));
    refused("case.evidence_kind", text_file("%PDF-1.4\n")); /* cut short */
    refused("case.evidence_kind", text_file("%PDF-A"));
    refused("picture.damaged", text_file("\xFF\xD8\xFF\xE0 not really"));
    refused("picture.damaged", text_file("\x89PNG\r\n\x1A\n<script>alert(1)</script>"));
}

static void two_things_at_once_become_one(void **state)
{
    (void)state;
    struct arena *arena = support->context.arena;
    struct bytes page = text_file("<html><script>alert(1)</script></html>%PDF-1.4 PK\x03\x04");
    struct case_evidence evidence = taken("a.jpg", picture_joined(arena, picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_COLOURS, .comment = "<script>"}), page));
    assert_false(picture_holds(evidence.content, "script"));
    evidence = taken("a.png", picture_joined(arena, picture_png(arena, (struct png_wish){64, 64, 8}), page));
    assert_false(picture_holds(evidence.content, "script"));
}

static void what_is_cut_short_is_refused(void **state)
{
    (void)state;
    struct arena *arena = support->context.arena;
    const struct bytes files[] = {picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_COLOURS}), picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_COLOURS, .progressive = true}),
                                  picture_png(arena, (struct png_wish){64, 64, 8}), picture_png(arena, (struct png_wish){64, 64, 8, .interlaced = true})};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        refused("picture.damaged", (struct bytes){files[i].data, files[i].length / 2});
        refused("picture.damaged", (struct bytes){files[i].data, files[i].length - 12});
    }
}

static void a_bomb_is_refused_by_its_header(void **state)
{
    (void)state;
    struct arena *arena = support->context.arena;
    refused("picture.pixels", picture_png_bomb(arena, 30000, 30000, 1));
    refused("picture.pixels", picture_png_bomb(arena, 40001, 1000, 1));
    refused("picture.damaged", picture_png_bomb(arena, 1000, 1000, 10)); /* fewer rows than it says */
    refused("picture.damaged", picture_png_bomb(arena, 65501, 1, 1));
    refused("case.evidence_large", (struct bytes){arena_take(arena, CASE_EVIDENCE_LIMIT + 1), CASE_EVIDENCE_LIMIT + 1});
    struct bytes jpeg = picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_COLOURS});
    unsigned char *grown = arena_take(arena, jpeg.length);
    memcpy(grown, jpeg.data, jpeg.length);
    unsigned char *frame = memmem(grown, jpeg.length, "\xFF\xC0", 2);
    assert_non_null(frame);
    memcpy(frame + 5, "\xF0\x00\xF0\x00", 4); /* 61440 by 61440 */
    refused("picture.pixels", (struct bytes){grown, jpeg.length});
    refused("picture.damaged", picture_jpeg(arena, (struct jpeg_wish){64, 64, JPEG_GREY, .progressive = true, .scans = 400}));
}

struct sender {
    struct support *own;
    struct bytes file;
    enum result result;
};
static atomic_int turned_away;

static void *send_one(void *data)
{
    struct sender *sender = data;
    struct case_evidence evidence;
    sender->result = case_evidence_read(&sender->own->context, TEXT("a.png"), sender->file, &evidence);
    if (sender->result == RESULT_REFUSED && strcmp(sender->own->context.error.code, "picture.busy") == 0) turned_away++;
    return NULL;
}

/* While one picture is drawn two of eight workers may wait, and whoever comes then is told at once and keeps no worker; what its header refuses waits for nothing. */
static void few_wait_for_their_turn_and_the_rest_is_turned_away(void **state)
{
    (void)state;
    enum { SENDERS = 6, WAIT = 2 };
    struct arena *arena = support->context.arena;
    struct settings settings = *support->context.settings;
    struct sender senders[SENDERS];
    pthread_t threads[SENDERS];
    settings.workers = 8;
    assert_true(picture_turn_begin(&support->context));
    refused("picture.pixels", picture_png_bomb(arena, 30000, 30000, 1));
    for (int i = 0; i < SENDERS; i++) {
        senders[i] = (struct sender){.own = support_context("2026-02-09T02:00:00Z"), .file = picture_png(arena, (struct png_wish){64, 64, 8})};
        senders[i].own->context.settings = &settings;
    }
    for (int i = 0; i < SENDERS; i++) assert_int_equal(pthread_create(&threads[i], NULL, send_one, &senders[i]), 0);
    while (turned_away < SENDERS - WAIT) sched_yield();
    picture_turn_end();
    int done = 0;
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(threads[i], NULL);
        done += senders[i].result == RESULT_OK;
        support_context_free(senders[i].own);
    }
    assert_int_equal(done, WAIT);
    assert_int_equal(turned_away, SENDERS - WAIT);
    taken("a.png", picture_png(arena, (struct png_wish){64, 64, 8}));
}

static void a_large_photograph_is_drawn_smaller(void **state)
{
    (void)state;
    struct case_evidence evidence = taken("a.jpg", picture_jpeg(support->context.arena, (struct jpeg_wish){6000, 4000, JPEG_COLOURS, .orientation = 6}));
    assert_true(evidence.width * evidence.height <= PICTURE_JPEG_PIXELS && evidence.width * evidence.height > PICTURE_JPEG_PIXELS / 2);
    assert_true(evidence.height > evidence.width);
    see(&evidence, 1, 255, 0, 0);
}

/* Every Exif block that a telephone may write, cut at every place, in both orders of bytes. */
static void orientation_is_read_within_its_bounds(void **state)
{
    (void)state;
    static const unsigned char little[] = {'I', 'I', '*', 0, 8, 0, 0, 0, 2, 0, 0x0F, 0x01, 2, 0, 1, 0, 0, 0, 'A', 0, 0, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0};
    assert_int_equal(picture_exif_orientation((struct bytes){little, sizeof little}), 6);
    for (size_t length = 0; length < sizeof little; length++) {
        unsigned char *copy = malloc(length ? length : 1);
        memcpy(copy, little, length);
        int orientation = picture_exif_orientation((struct bytes){copy, length});
        assert_int_equal(orientation, length >= 34 ? 6 : 1);
        free(copy);
    }
    static const unsigned char far[] = {'M', 'M', 0, '*', 0xFF, 0xFF, 0xFF, 0xFF, 0, 1}, strange[] = {'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 9, 0, 0};
    assert_int_equal(picture_exif_orientation((struct bytes){far, sizeof far}), 1);
    assert_int_equal(picture_exif_orientation((struct bytes){strange, sizeof strange}), 1);
}

int main(int argc, char **argv)
{
    if (argc == 2) { /* writes the corpus of the fuzz entry */
        struct support *maker = support_context("2026-02-09T02:00:00Z");
        struct arena *arena = maker->context.arena;
        const struct {
            const char *name;
            struct bytes file;
        } files[] = {
            {"plain.jpg", picture_jpeg(arena, (struct jpeg_wish){24, 16, JPEG_COLOURS})},
            {"grey.jpg", picture_jpeg(arena, (struct jpeg_wish){24, 16, JPEG_GREY, .comment = "comment"})},
            {"cmyk.jpg", picture_jpeg(arena, (struct jpeg_wish){24, 16, JPEG_CMYK})},
            {"progressive-turned.jpg", picture_jpeg(arena, (struct jpeg_wish){24, 16, JPEG_COLOURS, .progressive = true, .orientation = 6})},
            {"scans.jpg", picture_jpeg(arena, (struct jpeg_wish){24, 16, JPEG_GREY, .progressive = true, .scans = 120})},
            {"plain.png", picture_png(arena, (struct png_wish){24, 16, 8})},
            {"interlaced.png", picture_png(arena, (struct png_wish){24, 16, 8, .interlaced = true, .transparent = true, .text = "words"})},
            {"deep.png", picture_png(arena, (struct png_wish){24, 16, 16, .grey = true, .transparent = true})},
            {"bits.png", picture_png(arena, (struct png_wish){24, 16, 1, .grey = true})},
            {"bomb.png", picture_png_bomb(arena, 30000, 30000, 1)},
            {"short.png", picture_png_bomb(arena, 3000, 3000, 1)},
        };
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
            FILE *out = fopen(text_printf(arena, "%s/%s", argv[1], files[i].name).bytes, "wb");
            if (!out || fwrite(files[i].file.data, 1, files[i].file.length, out) != files[i].file.length || fclose(out)) return 1;
        }
        support_context_free(maker);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_photograph_is_drawn_anew_without_what_is_not_seen),
        cmocka_unit_test(telephones_hold_pictures_in_eight_ways),
        cmocka_unit_test(printers_and_scanners_write_other_kinds),
        cmocka_unit_test(what_is_transparent_is_not_kept),
        cmocka_unit_test(a_pdf_stays_as_it_is),
        cmocka_unit_test(the_name_says_nothing_of_what_it_is),
        cmocka_unit_test(what_is_no_picture_is_refused_by_its_content),
        cmocka_unit_test(two_things_at_once_become_one),
        cmocka_unit_test(what_is_cut_short_is_refused),
        cmocka_unit_test(a_bomb_is_refused_by_its_header),
        cmocka_unit_test(few_wait_for_their_turn_and_the_rest_is_turned_away),
        cmocka_unit_test(a_large_photograph_is_drawn_smaller),
        cmocka_unit_test(orientation_is_read_within_its_bounds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
