/* A text into its place: as large as it should be, else smaller, else on several lines, else not at all. */
#include "ecert/ecert_internal.h"

enum { MOST_WORDS = 200 };

/* Where a line may be broken: behind a space, between ideographs, and behind a hyphen where nothing else helps. */
static bool ideographic(uint32_t code_point)
{
    return (code_point >= 0x2e80 && code_point <= 0x9fff) || (code_point >= 0xac00 && code_point <= 0xd7a3) || (code_point >= 0xf900 && code_point <= 0xfaff)
           || (code_point >= 0x20000 && code_point <= 0x3ffff);
}

struct words {
    struct text words[MOST_WORDS];
    size_t count;
};

static void split_words(struct text text, bool at_hyphens, struct words *words)
{
    size_t start = 0;
    words->count = 0;
    uint32_t before = 0;
    for (struct text rest = text; rest.length;) {
        size_t at = text.length - rest.length;
        uint32_t code_point;
        text_next_code_point(&rest, &code_point);
        bool here = at > start && (before == ' ' || (at_hyphens && before == '-') || (ideographic(before) && ideographic(code_point)));
        if (here && code_point != ' ' && words->count < MOST_WORDS - 1) {
            words->words[words->count++] = (struct text){text.bytes + start, at - start};
            start = at;
        }
        before = code_point;
    }
    words->words[words->count++] = (struct text){text.bytes + start, text.length - start};
}

/* In 1/1000 of the size; the tracking behind the last glyph does not count. */
static double width_of(const struct shaping_line *line, double tracking)
{
    size_t glyphs = 0;
    for (size_t i = 0; i < line->count; i++) glyphs += line->runs[i].count;
    return line->width + (glyphs > 1 ? (double)(glyphs - 1) * tracking : 0);
}

static enum ecert_set shape(struct arena *arena, struct shaping_fonts fonts, struct text text, struct shaping_line *line, struct text *missing)
{
    switch (shaping_line(arena, fonts, text, line, missing)) {
    case RESULT_OK: return SET_FITS;
    case RESULT_NONE: return SET_GLYPH_MISSING;
    default: return SET_TOO_LONG;
    }
}

/* Puts words on lines of at most `most` (in 1/1000); the count of lines. `starts` gets the first word of each. */
static size_t fill_lines(const double *widths, size_t count, double most, size_t *starts, size_t limit)
{
    size_t lines = 0;
    double used = 0;
    for (size_t i = 0; i < count; i++) {
        if (!lines || used + widths[i] > most) {
            if (lines == limit) return limit + 1;
            starts[lines++] = i;
            used = 0;
        }
        used += widths[i];
    }
    return lines;
}

static enum ecert_set break_lines(struct arena *arena, struct shaping_fonts fonts, const struct layout_style *style, struct text text, bool at_hyphens,
                                  struct ecert_setting *setting)
{
    struct words *words = ARENA_NEW(arena, struct words);
    double *widths, widest = 0, total = 0;
    size_t starts[9], most_lines = (size_t)style->lines;
    split_words(text, at_hyphens, words);
    widths = arena_array(arena, words->count, sizeof *widths);
    for (size_t i = 0; i < words->count; i++) {
        struct shaping_line line;
        if (shape(arena, fonts, words->words[i], &line, NULL) != SET_FITS) return SET_TOO_LONG;
        widths[i] = line.width + style->tracking;
        total += widths[i];
    }
    double size = style->size;
    /* A little narrower than it is: words shaped together may be wider than apart. */
    while (fill_lines(widths, words->count, style->width * 985 / size, starts, most_lines) > most_lines) {
        size -= 0.5;
        if (size < style->smallest) return SET_TOO_LONG;
    }
    size_t lines = fill_lines(widths, words->count, style->width * 985 / size, starts, most_lines);
    /* Lines of about the same length: the narrowest measure that takes no more of them. */
    widest = style->width * 985 / size;
    for (double narrower = widest; narrower > total / (double)lines * 0.9; narrower *= 0.98) {
        size_t here[9];
        if (fill_lines(widths, words->count, narrower, here, most_lines) > lines) break;
        memcpy(starts, here, sizeof starts);
    }
    setting->size = size;
    setting->count = lines;
    for (size_t i = 0; i < lines; i++) {
        const char *from = words->words[starts[i]].bytes;
        const char *end = i + 1 < lines ? words->words[starts[i + 1]].bytes : text.bytes + text.length;
        struct text piece = text_trim((struct text){from, (size_t)(end - from)});
        if (shape(arena, fonts, piece, &setting->lines[i].line, NULL) != SET_FITS) return SET_TOO_LONG;
        if (width_of(&setting->lines[i].line, style->tracking) * size / 1000 > style->width) return SET_TOO_LONG;
    }
    return SET_FITS;
}

static void place_lines(const struct layout_style *style, struct ecert_setting *setting)
{
    double step = style->leading * setting->size, above = (double)(setting->count - 1) * step;
    double y = style->y + (style->grow == GROW_UP ? above : style->grow == GROW_CENTRE ? above / 2 : 0);
    for (size_t i = 0; i < setting->count; i++) {
        double width = width_of(&setting->lines[i].line, style->tracking) * setting->size / 1000;
        setting->lines[i].width = width;
        setting->lines[i].x = style->align == ALIGN_LEFT ? style->x : style->align == ALIGN_CENTRE ? style->x - width / 2 : style->x - width;
        setting->lines[i].y = y - (double)i * step;
    }
}

enum ecert_set ecert_set_text(struct arena *arena, struct shaping_fonts fonts, const struct layout_style *style, struct text text,
                              struct ecert_setting *setting, struct text *missing)
{
    setting->count = 1;
    setting->size = style->size;
    enum ecert_set set = shape(arena, fonts, text, &setting->lines[0].line, missing);
    if (set != SET_FITS) return set;
    double width = width_of(&setting->lines[0].line, style->tracking);
    if (width * setting->size > style->width * 1000) {
        /* Whole tenths, so that one size stands in the file as it is meant. */
        setting->size = (double)(long)(style->width * 10000 / width) / 10;
        if (setting->size < style->smallest) {
            if (style->lines < 2) return SET_TOO_LONG;
            set = break_lines(arena, fonts, style, text, false, setting);
            if (set == SET_TOO_LONG) set = break_lines(arena, fonts, style, text, true, setting);
            if (set != SET_FITS) return set;
        }
    }
    place_lines(style, setting);
    return SET_FITS;
}

void ecert_put_colour(struct buffer *out, const struct layout_colour *colour)
{
    pdf_put_numbers(out, (const double[]){colour->red / 255.0, colour->green / 255.0, colour->blue / 255.0}, 3);
    buffer_put_bytes(out, "rg\n", 3);
}

void ecert_show_text(struct buffer *out, struct pdf_fonts *fonts, const struct ecert_setting *setting, const struct layout_style *style,
                     const struct layout_colour *colour)
{
    /* Glyphs far apart read as words of one letter, unless the text is said beside them. */
    enum { TRACKING_READ_AS_SPACES = 70 };
    ecert_put_colour(out, colour);
    buffer_put_bytes(out, "BT\n", 3);
    for (size_t i = 0; i < setting->count; i++) {
        const struct shaping_line *line = &setting->lines[i].line;
        pdf_show_line(out, fonts, line, &(struct pdf_show){.x = setting->lines[i].x, .y = setting->lines[i].y, .size = setting->size, .tracking = style->tracking,
                                                          .actual = style->tracking > TRACKING_READ_AS_SPACES});
    }
    buffer_put_bytes(out, "ET\n", 3);
}
