/* Templates: whatever the text, it is compiled or refused; and what was compiled keeps every value in its place: the page rendered with
 * nasty values has the same angle brackets and quotes as the one rendered with harmless values. The first byte "t" means plain text; what
 * stands behind a line of four dashes is the part "part". */
#include <stdio.h>
#include <stdlib.h>

#include "outside/page_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

struct inner {
    struct text text;
    bool yes;
};
RECORD(inner_record, struct inner, FIELD(struct inner, text), FIELD(struct inner, yes));

struct outer {
    struct text text;
    const char *name;
    int64_t count;
    bool yes, no;
    struct day day;
    struct instant instant;
    struct list list;
    struct view view;
};
RECORD(outer_record, struct outer, FIELD(struct outer, text), FIELD(struct outer, name), FIELD(struct outer, count),
       FIELD(struct outer, yes), FIELD(struct outer, no), FIELD(struct outer, day), FIELD(struct outer, instant),
       FIELD_OF(struct outer, list, inner_record), FIELD_OF(struct outer, view, inner_record));

static enum result read_part(void *data, struct context *context, struct text name, struct text *path, struct text *content)
{
    const struct text *texts = data;
    (void)context;
    *path = name;
    *content = text_is(name, "page") ? texts[0] : texts[1];
    return text_is(name, "page") || text_is(name, "part") ? RESULT_OK : RESULT_NONE;
}

/* The page with that value everywhere; its characters that make the structure only. */
static struct text structure(struct arena *arena, const struct pages *pages, const char *value)
{
    struct inner inner[2] = {{text_of(value), true}, {text_of(value), false}};
    struct outer outer = {.text = text_of(value),
                          .name = value,
                          .count = 1234567,
                          .yes = true,
                          .day = {20497},
                          .instant = {1770971400000000},
                          .list = {&inner_record, inner, 2},
                          .view = {&inner_record, inner}};
    struct buffer out = buffer_new(arena, 4096, 1 << 20), kept = buffer_new(arena, 4096, 1 << 20);
    page_render(pages_find(pages, "page"), "en", (struct view){0}, &outer, &out);
    for (size_t i = 0; i < out.length && !out.full; i++)
        if (memchr("<>\"'", out.bytes[i], 4)) buffer_put_char(&kept, out.bytes[i]);
    return buffer_text(&kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    if (length < 1 || length > 8000) return 0;
    WITH_ARENA(arena, (size_t)512 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct text whole = {(const char *)data + 1, length - 1};
    size_t cut = text_find(whole, "\n----\n");
    struct text texts[2] = {{whole.bytes, cut}, {whole.bytes + cut, whole.length - cut}};
    if (texts[1].length) texts[1].bytes += 6, texts[1].length -= 6;
    bool html = data[0] != 't';
    struct languages *languages;
    struct pages *pages;
    static const struct page_binding binding = {"page", &outer_record};
    if (languages_from_files(&context, NULL, 0, &languages) < 0) abort();
    if (pages_make(&context, languages, read_part, texts, html, NULL, &binding, 1, &pages) < 0) {
        if (!context.error.code || context.error.result != RESULT_REFUSED || context.error.line < 1) abort();
        return 0;
    }
    static const char *const nasty[] = {"\"'><script>alert(1)</script>", "javascript:alert('1')", "\xE2\x80\xA8\xFF\xC0<",
                                        "</title></textarea><!--"};
    struct text harmless = structure(arena, pages, "x");
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++)
        if (!text_equal(structure(arena, pages, nasty[i]), harmless) && html) abort();
    return 0;
}
