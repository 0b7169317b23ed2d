#include "outside/shaping.h"

#include <fribidi/fribidi.h>
#include <harfbuzz/hb.h>

/* Where strong right-to-left characters begin: Hebrew. */
enum { FIRST_RIGHT_TO_LEFT = 0x590 };

struct character {
    uint32_t code_point;
    uint32_t at; /* byte in the text */
    hb_script_t script;
    bool common; /* of no script of its own: a digit, a blank, a comma */
    FriBidiLevel level;
};

struct work {
    struct arena *arena;
    struct shaping_fonts fonts;
    struct text text;
    struct character *characters;
    size_t count;
    hb_buffer_t *buffer;
};

static void resolve_scripts(struct work *work)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    hb_script_t script = HB_SCRIPT_COMMON;
    for (size_t i = 0; i < work->count; i++) {
        hb_script_t own = hb_unicode_script(unicode, work->characters[i].code_point);
        if (own != HB_SCRIPT_COMMON && own != HB_SCRIPT_INHERITED && own != HB_SCRIPT_UNKNOWN) script = own;
        work->characters[i].script = script;
        work->characters[i].common = own == HB_SCRIPT_COMMON;
    }
    /* What stands before the first letter belongs to it. */
    script = HB_SCRIPT_COMMON;
    for (size_t i = work->count; i-- > 0;) {
        if (work->characters[i].script == HB_SCRIPT_COMMON) work->characters[i].script = script;
        else script = work->characters[i].script;
    }
}

/* False where FriBidi has no memory. */
static bool resolve_levels(struct work *work)
{
    FriBidiChar *code_points = arena_raw(work->arena, work->count * sizeof *code_points);
    FriBidiCharType *types = arena_raw(work->arena, work->count * sizeof *types);
    FriBidiBracketType *brackets = arena_raw(work->arena, work->count * sizeof *brackets);
    FriBidiLevel *levels = arena_raw(work->arena, work->count * sizeof *levels);
    for (size_t i = 0; i < work->count; i++) code_points[i] = work->characters[i].code_point;
    fribidi_get_bidi_types(code_points, (FriBidiStrIndex)work->count, types);
    fribidi_get_bracket_types(code_points, (FriBidiStrIndex)work->count, types, brackets);
    FriBidiParType base = FRIBIDI_PAR_ON;
    if (!fribidi_get_par_embedding_levels_ex(types, brackets, (FriBidiStrIndex)work->count, &base, levels)) return false;
    for (size_t i = 0; i < work->count; i++) work->characters[i].level = levels[i];
    return true;
}

/* Shapes characters [from, to) with one font; false where a glyph is missing. */
static bool shape(struct work *work, size_t from, size_t to, struct font *font, struct shaping_run *run)
{
    const struct character *first = &work->characters[from];
    hb_buffer_t *buffer = work->buffer;
    uint32_t end = to < work->count ? work->characters[to].at : (uint32_t)work->text.length;
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf8(buffer, work->text.bytes, (int)work->text.length, first->at, (int)(end - first->at));
    hb_buffer_set_script(buffer, first->script);
    hb_buffer_set_direction(buffer, first->level & 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_shape(font_harfbuzz(font), buffer, NULL, 0);
    unsigned count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(buffer, &count);
    for (unsigned i = 0; i < count; i++)
        if (!info[i].codepoint) return false;
    *run = (struct shaping_run){.font = font, .right_to_left = first->level & 1, .start = first->at, .end = end,
                                .glyphs = arena_raw(work->arena, (count ? count : 1) * sizeof(struct shaping_glyph)), .count = count};
    for (unsigned i = 0; i < count; i++)
        run->glyphs[i] = (struct shaping_glyph){info[i].codepoint, info[i].cluster, position[i].x_advance, position[i].x_offset, position[i].y_offset};
    return true;
}

static bool ignorable(uint32_t code_point)
{
    return code_point == 0x34f || (code_point >= 0x200b && code_point <= 0x200f) || code_point == 0x2060 || (code_point >= 0xfe00 && code_point <= 0xfe0f)
           || (code_point >= 0xe0100 && code_point <= 0xe01ef);
}

static size_t count_missing(const struct work *work, size_t from, size_t to, const struct font *font)
{
    size_t missing = 0;
    for (size_t i = from; i < to; i++)
        missing += !ignorable(work->characters[i].code_point) && !font_glyph_of(font, work->characters[i].code_point);
    return missing;
}

static void tell_missing(const struct work *work, size_t from, size_t to, struct text *missing)
{
    const struct font *best = work->fonts.fonts[0];
    size_t least = count_missing(work, from, to, best);
    for (size_t i = 1; i < work->fonts.count; i++) {
        size_t here = count_missing(work, from, to, work->fonts.fonts[i]);
        if (here < least) least = here, best = work->fonts.fonts[i];
    }
    char *out = arena_take(work->arena, (to - from) * 4 + 1);
    size_t length = 0;
    for (size_t i = from; i < to; i++)
        if (!least || (!ignorable(work->characters[i].code_point) && !font_glyph_of(best, work->characters[i].code_point)))
            length += text_put_code_point(out + length, work->characters[i].code_point);
    *missing = (struct text){out, length};
}

/* The first font that has a glyph for every character as it stands; else the first that can after all, by taking characters apart or together. */
static bool shape_with_fallback(struct work *work, size_t from, size_t to, struct shaping_run *run)
{
    for (size_t i = 0; i < work->fonts.count; i++)
        if (!count_missing(work, from, to, work->fonts.fonts[i]) && shape(work, from, to, work->fonts.fonts[i], run)) return true;
    for (size_t i = 0; i < work->fonts.count; i++)
        if (count_missing(work, from, to, work->fonts.fonts[i]) && shape(work, from, to, work->fonts.fonts[i], run)) return true;
    return false;
}

/* Rule L2 of the bidirectional algorithm (UAX #9) over runs. */
static void order_runs(struct shaping_run *runs, FriBidiLevel *levels, size_t count, FriBidiLevel highest)
{
    for (FriBidiLevel level = highest; level >= 1; level--)
        for (size_t i = 0; i < count; i++) {
            if (levels[i] < level) continue;
            size_t end = i;
            while (end < count && levels[end] >= level) end++;
            for (size_t a = i, b = end - 1; a < b; a++, b--) {
                struct shaping_run run = runs[a];
                runs[a] = runs[b], runs[b] = run;
                FriBidiLevel swapped = levels[a];
                levels[a] = levels[b], levels[b] = swapped;
            }
            i = end;
        }
}

static void sum_up(struct shaping_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct shaping_run *run = &line->runs[i];
        line->right_to_left = line->right_to_left || run->right_to_left;
        for (size_t j = 0; j < run->count; j++) line->width += run->glyphs[j].advance;
    }
}

enum result shaping_line(struct arena *arena, struct shaping_fonts fonts, struct text text, struct shaping_line *line, struct text *missing)
{
    *line = (struct shaping_line){.text = text};
    if (text.length > SHAPING_LONGEST || !fonts.count) return RESULT_BROKEN;
    if (!text.length) return RESULT_OK;
    struct work work = {.arena = arena, .fonts = fonts, .text = text, .characters = arena_raw(arena, text.length * sizeof(struct character))};
    uint32_t highest_code_point = 0;
    for (struct text rest = text; rest.length;) {
        struct character *character = &work.characters[work.count++];
        *character = (struct character){.at = (uint32_t)(text.length - rest.length)};
        text_next_code_point(&rest, &character->code_point);
        if (character->code_point > highest_code_point) highest_code_point = character->code_point;
    }
    resolve_scripts(&work);
    if (highest_code_point >= FIRST_RIGHT_TO_LEFT && !resolve_levels(&work)) return RESULT_BROKEN;

    line->runs = arena_raw(arena, work.count * sizeof *line->runs);
    FriBidiLevel *levels = arena_raw(arena, work.count * sizeof *levels), highest = 0;
    work.buffer = hb_buffer_create();
    enum result result = RESULT_OK;
    for (size_t from = 0, to; from < work.count; from = to) {
        const struct character *first = &work.characters[from];
        for (to = from + 1; to < work.count && work.characters[to].script == first->script && work.characters[to].level == first->level;) to++;
        bool shaped = shape_with_fallback(&work, from, to, &line->runs[line->count]);
        if (!shaped) { /* a font of one script may lack the digits of a house number: then they stand in another */
            size_t whole = to;
            for (to = from + 1; to < whole && work.characters[to].common == first->common; to++);
            shaped = to < whole && shape_with_fallback(&work, from, to, &line->runs[line->count]);
        }
        if (!shaped) {
            if (missing) tell_missing(&work, from, to, missing);
            result = RESULT_NONE;
            break;
        }
        levels[line->count++] = first->level;
        if (first->level > highest) highest = first->level;
    }
    hb_buffer_destroy(work.buffer);
    if (result != RESULT_OK) return result;
    order_runs(line->runs, levels, line->count, highest);
    sum_up(line);
    return RESULT_OK;
}
