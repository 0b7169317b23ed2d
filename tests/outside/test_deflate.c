/* Compression by a code that was made beforehand: zlib unpacks what was packed. */
#include "support/support.h"

#include <zlib.h>

#include "outside/deflate.h"
#include "outside/gzip.h"

static void check_round_trip(struct support *support, const struct deflate_code *code, struct text beginning, struct text rest)
{
    struct arena *arena = support->context.arena;
    struct buffer packed = buffer_new(arena, 16, 1 << 20);
    assert_true(deflate_put(code, &packed, rest));
    uLongf length = beginning.length + rest.length + 1;
    unsigned char *unpacked = arena_take(arena, length);
    assert_int_equal(uncompress(unpacked, &length, (const Bytef *)packed.bytes, packed.length), Z_OK);
    assert_int_equal(length, beginning.length + rest.length);
    if (beginning.length) assert_memory_equal(unpacked, beginning.bytes, beginning.length);
    if (rest.length) assert_memory_equal(unpacked + beginning.length, rest.bytes, rest.length);
}

static void zlib_reads_it(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct arena *arena = support->context.arena;
    struct deflate_code *code = ARENA_NEW(arena, struct deflate_code);
    struct buffer all = buffer_new(arena, 1 << 16, 1 << 20), steep = buffer_new(arena, 1 << 16, 1 << 20);
    for (int i = 0; i < 256; i++) buffer_put_char(&all, (char)i);
    /* Each twice as often as the one before: by Huffman's method alone the rarest would take 17 bits. */
    for (int i = 0; i < 18; i++)
        for (int j = 0; j < 1 << i; j++) buffer_put_char(&steep, (char)('a' + i));
    const struct text samples[] = {TEXT("12 4 1 1 re\n0 3 7 1 re\n"), buffer_text(&all), buffer_text(&steep), TEXT("x")};
    const struct text beginnings[] = {TEXT(""), TEXT("<?xml version=\"1.0\"?><a><a><a><a><a><a><a><a>"), TEXT("y")};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        for (size_t j = 0; j < sizeof beginnings / sizeof *beginnings; j++) {
            assert_true(deflate_make_code(code, beginnings[j], samples[i]));
            check_round_trip(support, code, beginnings[j], samples[i]);
            check_round_trip(support, code, beginnings[j], TEXT(""));
            check_round_trip(support, code, beginnings[j], (struct text){samples[i].bytes, 1});
        }
    support_context_free(support);
}

static void it_gets_smaller(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct deflate_code *code = ARENA_NEW(support->context.arena, struct deflate_code);
    struct buffer content = buffer_new(support->context.arena, 1 << 12, 1 << 20), packed = buffer_new(support->context.arena, 16, 1 << 20);
    for (int i = 0; i < 300; i++) buffer_printf(&content, "%d %d 1 %d re\n", i % 41, i % 37, i % 3);
    assert_true(deflate_make_code(code, TEXT(""), buffer_text(&content)));
    assert_true(deflate_put(code, &packed, buffer_text(&content)));
    assert_in_range(packed.length, 1, content.length * 55 / 100);
    support_context_free(support);
}

static void what_the_sample_had_not_is_refused(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-14T08:00:00Z");
    struct arena *arena = support->context.arena;
    struct deflate_code *code = ARENA_NEW(arena, struct deflate_code);
    struct buffer packed = buffer_new(arena, 16, 1 << 20), small = buffer_new(arena, 16, 64);
    assert_true(deflate_make_code(code, TEXT(""), TEXT("0123456789 ")));
    assert_false(deflate_put(code, &packed, TEXT("12 x")));
    assert_int_equal(packed.length, 0);
    assert_false(deflate_put(code, &small, TEXT("0123456789012345678901234567890123456789012345678901234567890123456789")));
    assert_int_equal(small.length, 0);
    /* A beginning that does not compress to what a head holds. */
    struct buffer noise = buffer_new(arena, 1 << 16, 1 << 20);
    uint32_t number = 1;
    for (int i = 0; i < 8000; i++) buffer_put_char(&noise, (char)((number = number * 1664525u + 1013904223u) >> 24));
    assert_false(deflate_make_code(code, buffer_text(&noise), TEXT("0")));
    support_context_free(support);
}

static void gzip_is_sent_to_who_takes_it(void **state)
{
    (void)state;
    assert_true(gzip_accepted(TEXT("gzip")) && gzip_accepted(TEXT("br, GZIP;q=0.5")) && gzip_accepted(TEXT("gzip;x=1")) && gzip_accepted(TEXT("gzip; x=0; q=1")));
    assert_false(gzip_accepted(TEXT("")) || gzip_accepted(TEXT("br")) || gzip_accepted(TEXT("gzip;q=0")) || gzip_accepted(TEXT("gzip; Q=0.000")) || gzip_accepted(TEXT("gzip;x=1;q=0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(zlib_reads_it), cmocka_unit_test(it_gets_smaller), cmocka_unit_test(what_the_sample_had_not_is_refused),
                                       cmocka_unit_test(gzip_is_sent_to_who_takes_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
