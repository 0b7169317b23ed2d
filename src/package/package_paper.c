#include "package/package_paper.h"

#include "base/buffer.h"
#include "outside/language.h"

enum { MOST_PIECES = 400 };
static const double LEADING = 1.28, STEP = 0.5, SMALL_BEFORE_BREAKING = 0.62;

/* --- Breaking --- */

/* A piece of a text that stays together, with the blank behind it. */
struct piece {
    size_t from, to;
    int32_t width;
};
struct source {
    struct text text;
    struct shaping_line whole;
    struct piece *pieces; /* NULL until the text has to be broken */
    size_t count;
};

/* Han, kana and Hangul may be parted anywhere. */
static bool stands_alone(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
}

static enum result measure(struct paper *paper, struct source *source, size_t from, size_t to)
{
    struct shaping_line line;
    struct text text = {source->text.bytes + from, to - from};
    enum result result = shaping_line(paper->pages.scratch, paper->fonts, text, &line, NULL);
    if (result == RESULT_OK) source->pieces[source->count++] = (struct piece){from, to, line.width};
    return result;
}

static enum result part(struct paper *paper, struct source *source)
{
    source->pieces = ARENA_ARRAY(paper->pages.scratch, MOST_PIECES, struct piece);
    struct text rest = source->text;
    size_t from = 0;
    uint32_t c;
    for (bool more = true; more && source->count < MOST_PIECES - 1;) {
        more = text_next_code_point(&rest, &c);
        size_t at = source->text.length - rest.length;
        if (!more || c == ' ' || c == '-' || stands_alone(c)) {
            if (at > from) TRY(measure(paper, source, from, at));
            from = at;
        }
    }
    return from < source->text.length ? measure(paper, source, from, source->text.length) : RESULT_OK;
}

/* Puts the text into the block in lines no wider than `most`, in 1/1000 of the size; on one line unless it may be broken. */
static enum paper_set put_source(struct paper *paper, struct source *source, double most, bool may_break, struct paper_block *block)
{
    if (source->whole.width <= most) {
        if (block->count == BLOCK_LINES) return PAPER_NO_ROOM;
        block->lines[block->count++] = source->whole;
        return PAPER_FITS;
    }
    if (!may_break) return PAPER_NO_ROOM;
    if (!source->pieces && part(paper, source) != RESULT_OK) return PAPER_GLYPH_MISSING;
    for (size_t i = 0; i < source->count;) {
        size_t first = i;
        double width = 0;
        /* Pieces shaped together may be a little wider than apart. */
        while (i < source->count && (width += source->pieces[i].width) <= most * 0.985) i++;
        if (i == first || block->count == BLOCK_LINES) return PAPER_NO_ROOM;
        struct text text = text_trim((struct text){source->text.bytes + source->pieces[first].from, source->pieces[i - 1].to - source->pieces[first].from});
        if (shaping_line(paper->pages.scratch, paper->fonts, text, &block->lines[block->count++], NULL) != RESULT_OK) return PAPER_GLYPH_MISSING;
    }
    return PAPER_FITS;
}

static enum paper_set set_at(struct paper *paper, const struct paper_place *place, double size, bool may_break, struct source *sources, size_t count, struct paper_block *block)
{
    enum paper_set set = PAPER_FITS;
    block->count = 0;
    for (size_t i = 0; i < count && set == PAPER_FITS; i++) set = put_source(paper, &sources[i], place->width * 1000 / size, may_break, block);
    block->size = size;
    block->height = (double)block->count * size * LEADING;
    return set == PAPER_FITS && block->height > place->height ? PAPER_NO_ROOM : set;
}

enum paper_set paper_set(struct paper *paper, const struct paper_place *place, const struct text *texts, size_t count, struct paper_block *block, struct text *missing)
{
    struct source *sources = ARENA_ARRAY(paper->pages.scratch, count ? count : 1, struct source);
    for (size_t i = 0; i < count; i++) {
        sources[i].text = texts[i];
        if (shaping_line(paper->pages.scratch, paper->fonts, texts[i], &sources[i].whole, missing) != RESULT_OK) return PAPER_GLYPH_MISSING;
    }
    enum paper_set set = PAPER_NO_ROOM;
    /* Smaller letters are better than broken lines, until they are too small. */
    double middle = place->largest * SMALL_BEFORE_BREAKING > place->smallest ? place->largest * SMALL_BEFORE_BREAKING : place->smallest;
    for (double size = place->largest; set == PAPER_NO_ROOM && size >= middle; size -= STEP) set = set_at(paper, place, size, false, sources, count, block);
    for (double size = middle; set == PAPER_NO_ROOM && size >= place->smallest; size -= STEP) set = set_at(paper, place, size, true, sources, count, block);
    return set;
}

/* --- Showing --- */

static void show(struct paper *paper, const struct shaping_line *line, double x, double y, double size)
{
    struct buffer *out = &paper->pages.content;
    buffer_put_string(out, "BT\n");
    pdf_show_line(out, &paper->pages.fonts, line, &(struct pdf_show){.x = x, .y = y, .size = size});
    buffer_put_string(out, "ET\n");
}

double paper_show(struct paper *paper, const struct paper_place *place, const struct paper_block *block)
{
    double y = place->top - block->size;
    bool right = false; /* a postal code stands at the same edge as the lines around it */
    for (size_t i = 0; i < block->count; i++) right |= block->lines[i].right_to_left;
    for (size_t i = 0; i < block->count; i++, y -= block->size * LEADING) {
        double rest = place->width - block->lines[i].width * block->size / 1000;
        show(paper, &block->lines[i], right ? place->x + rest : place->x, y, block->size);
    }
    return place->top - block->height;
}

void paper_line(struct paper *paper, double x, double y, double width, double size, struct text text)
{
    struct shaping_line line;
    if (shaping_line(paper->pages.scratch, paper->fonts, text, &line, NULL) != RESULT_OK || !line.width) return;
    if (line.width * size > width * 1000) size = width * 1000 / line.width;
    show(paper, &line, x, y, size);
}

void paper_word(struct paper *paper, double x, double y, double width, double size, const char *english)
{
    paper_line(paper, x, y, width, size, text_of(language_text(paper->context->languages, paper->context->language, english)));
}

void paper_rule(struct paper *paper, double x, double y, double width)
{
    struct buffer *out = &paper->pages.content;
    buffer_put_string(out, "0.5 w ");
    pdf_put_numbers(out, (const double[]){x, y}, 2);
    buffer_put_string(out, "m ");
    pdf_put_numbers(out, (const double[]){x + width, y}, 2);
    buffer_put_string(out, "l S\n");
}

void paper_box(struct paper *paper, double x, double y, double size)
{
    buffer_put_string(&paper->pages.content, "0.7 w ");
    pdf_put_numbers(&paper->pages.content, (const double[]){x, y, size, size}, 4);
    buffer_put_string(&paper->pages.content, "re S\n");
}

void paper_code(struct paper *paper, double x, double y, double size, struct text text)
{
    enum { LARGEST_CODE = 32 << 10 };
    struct buffer path = buffer_new(paper->pages.scratch, 8 << 10, LARGEST_CODE), *out = &paper->pages.content;
    int modules = qr_put_path(paper->codes, &path, text);
    if (!modules) return;
    buffer_printf(out, "q %.5f 0 0 %.5f ", size / modules, size / modules);
    pdf_put_numbers(out, (const double[]){x, y}, 2);
    buffer_put_string(out, "cm\n");
    buffer_put(out, buffer_text(&path));
    buffer_put_string(out, "f Q\n");
}

enum result paper_refuse(struct paper *paper, enum paper_set set, struct text missing, struct text number)
{
    struct context *context = paper->context;
    if (set == PAPER_GLYPH_MISSING)
        (void)!context_fail(context, RESULT_REFUSED, "package.print_glyph", N_("No font has these characters of the address: {characters}."), "characters", text_string(context->arena, missing));
    else
        (void)!context_fail(context, RESULT_REFUSED, "package.print_room", N_("The address is too long for the label."));
    return error_at(&context->error, number, 0, 0);
}
