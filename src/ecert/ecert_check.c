/* `testamur theme check`: all that can be told of a theme before the first certificate is made with it. */
#include "ecert/ecert_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ecert/ecert_sample.h"

RECORD(ecert_finding_record, struct ecert_finding, FIELD(struct ecert_finding, file), FIELD(struct ecert_finding, line), FIELD(struct ecert_finding, text));

enum { MOST_FINDINGS = 200 };

/* --- Findings --- */

struct collection {
    struct layout_report report;
    struct context *context;
    struct ecert_finding *findings;
    size_t count;
};

static void add_finding(struct collection *collection, const char *file, long line, struct text text)
{
    for (size_t i = 0; i < collection->count; i++)
        if (collection->findings[i].line == line && text_is(collection->findings[i].file, file) && text_equal(collection->findings[i].text, text)) return;
    if (collection->count == MOST_FINDINGS) return;
    struct arena *arena = collection->context->arena;
    collection->findings[collection->count++] = (struct ecert_finding){text_copy(arena, text_of(file)), line, text_copy(arena, text)};
}

static void tell(struct layout_report *report, const char *file, long line, const char *code, const char *english, const char *name, const char *value)
{
    struct collection *collection = (struct collection *)report;
    struct error error = {.arena = collection->context->arena};
    enum result result = error_set(&error, RESULT_REFUSED, code, english, name, value, (const char *)NULL);
    (void)result;
    add_finding(collection, file, line, error_fill(error.arena, &error, english));
    report->count++;
}

/* What the context was told becomes a finding. */
static void take_error(struct collection *collection, const char *file, long line)
{
    struct error *error = &collection->context->error;
    bool placed = !text_empty(error->file);
    add_finding(collection, placed ? text_string(error->arena, error->file) : file, placed ? error->line : line, error_fill(error->arena, error, error->english));
    error_clear(error);
}

/* --- Contrast (WCAG 2.2, 1.4.3) --- */

static double channel(unsigned char value)
{
    double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(const struct layout_colour *colour)
{
    return 0.2126 * channel(colour->red) + 0.7152 * channel(colour->green) + 0.0722 * channel(colour->blue);
}

static double contrast(const struct layout_colour *a, const struct layout_colour *b)
{
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void check_contrast(struct collection *collection, const struct layout *layout, const struct layout_level *level, const struct layout_style *style)
{
    enum { LARGE_TEXT = 18 };
    double least = style->smallest >= LARGE_TEXT ? 3 : 4.5;
    double ratio = contrast(layout_colour(layout, level, style->colour), layout_colour(layout, level, style->ground));
    if (ratio >= least) return;
    struct arena *arena = collection->context->arena;
    tell(&collection->report, layout->file, style->line, "ecert.contrast", N_("Text of this colour is hard to read: its contrast is {ratio}."), "ratio",
         text_printf(arena, "%.1f:1 (%s, at least %.1f:1)", ratio, level->name, least).bytes);
}

/* --- Places --- */

struct box {
    double left, bottom, right, top;
    const struct layout_text *text;
    const struct layout_style *style;
};

/* How far letters reach above and below the base line, in parts of the size: capitals and usual descenders. */
static const double ABOVE = 0.72, BELOW = 0.2;

static struct box box_of(const struct ecert_setting *setting, const struct layout_text *text, const struct layout_style *style)
{
    struct box box = {1e9, 1e9, -1e9, -1e9, text, style};
    for (size_t i = 0; i < setting->count; i++) {
        box.left = fmin(box.left, setting->lines[i].x);
        box.right = fmax(box.right, setting->lines[i].x + setting->lines[i].width);
        box.bottom = fmin(box.bottom, setting->lines[i].y - BELOW * setting->size);
        box.top = fmax(box.top, setting->lines[i].y + ABOVE * setting->size);
    }
    return box;
}

static bool overlap(const struct box *a, const struct box *b)
{
    const double touch = 0.5;
    return a->left + touch < b->right && b->left + touch < a->right && a->bottom + touch < b->top && b->bottom + touch < a->top;
}

static void check_places(struct collection *collection, const struct layout *layout, const struct box *boxes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct box *box = &boxes[i];
        if (box->left < 0 || box->bottom < 0 || box->right > layout->width || box->top > layout->height)
            tell(&collection->report, layout->file, box->text->line, "ecert.outside", N_("The text \"{text}\" reaches over the edge of the page."), "text", box->text->name);
        struct box code = {layout->qr.x, layout->qr.y, layout->qr.x + layout->qr.size, layout->qr.y + layout->qr.size, NULL, NULL};
        if (layout->qr.size > 0 && overlap(box, &code))
            tell(&collection->report, layout->file, box->text->line, "ecert.on_code", N_("The text \"{text}\" stands on the QR code."), "text", box->text->name);
        for (size_t j = 0; j < i; j++)
            if (overlap(box, &boxes[j]))
                tell(&collection->report, layout->file, box->text->line, "ecert.overlap", N_("The text \"{text}\" stands on another one."), "text",
                     text_printf(collection->context->arena, "%s, %s", box->text->name, boxes[j].text->name).bytes);
    }
}

/* --- One page with sample facts --- */

static void check_page(struct collection *collection, struct ecert_theme *theme, size_t level, size_t language, const struct ecert_sample *sample)
{
    struct context *context = collection->context;
    const struct layout *layout = theme->layout;
    struct arena_mark mark = arena_mark(context->arena);
    struct ecert_facts facts = ecert_sample_facts(layout, level, language, sample);
    struct ecert_page_key key;
    struct text values[SLOT_COUNT] = {0};
    struct ecert_page *page;
    enum result result = ecert_check_facts(context, layout, &facts, &key);
    if (result == RESULT_OK) ecert_fill_values(context, layout, &facts, &key, values);
    /* Pages differ by what is there and what is not, so two of them show what can be wrong with any. */
    bool differs = sample == ecert_samples || sample->bare;
    if (result == RESULT_OK && differs) result = ecert_page_make(context, theme, &key, context->arena, &page);
    if (result != RESULT_OK) {
        take_error(collection, layout->file, 0);
        return;
    }
    struct box *boxes = arena_array(context->arena, layout->text_count, sizeof *boxes);
    size_t count = 0;
    for (size_t i = 0; i < layout->text_count; i++) {
        const struct layout_text *text = &layout->texts[i];
        const struct layout_style *style = &text->styles[language];
        if (text_empty(style->text) || (text->levels && !(text->levels >> level & 1)) || (text->when & ~key.slots) || (text->unless & key.slots)) continue;
        check_contrast(collection, layout, &layout->levels[level], style);
        struct text filled, missing = TEXT("");
        if (!layout_fill(context->arena, style->text, values, &filled) && !layout_fill(context->arena, style->otherwise, values, &filled)) continue;
        if (text_empty(filled)) continue;
        struct ecert_setting setting;
        enum ecert_set set = ecert_set_text(context->arena, layout->fonts[style->font].list, style, filled, &setting, &missing);
        if (set == SET_FITS)
            boxes[count++] = box_of(&setting, text, style);
        else if (set == SET_GLYPH_MISSING)
            tell(&collection->report, layout->file, style->line, "ecert.sample_glyph", N_("The fonts of this text lack characters: {characters}."), "characters",
                 text_string(context->arena, missing));
        else
            tell(&collection->report, layout->file, style->line, "ecert.sample_long", N_("There is not enough room for \"{sample}\". Allow a smaller size, more width or another line."),
                 "sample", text_string(context->arena, filled));
    }
    check_places(collection, layout, boxes, count);
    /* What was found stays, what it took to find it goes, as long as nothing was found. */
    if (!collection->count) arena_rewind(context->arena, mark);
}

static void check_code(struct collection *collection, const struct layout *layout)
{
    if (layout->qr.size <= 0) return;
    const double smallest = 18 * 72 / 25.4;
    for (size_t i = 0; i < layout->level_count; i++) {
        const struct layout_colour *colour = layout_colour(layout, &layout->levels[i], layout->qr.colour ? layout->qr.colour : "ink");
        const struct layout_colour *ground = layout_colour(layout, &layout->levels[i], layout->qr.ground ? layout->qr.ground : "paper");
        if (!colour || !ground || contrast(colour, ground) < 4.5 || luminance(colour) > luminance(ground))
            tell(&collection->report, layout->file, layout->qr.line, "ecert.code_contrast", N_("The QR code has to be dark on a light ground to be read by telephones."), NULL, NULL);
    }
    if (layout->qr.size < smallest)
        tell(&collection->report, layout->file, layout->qr.line, "ecert.code_small", N_("The QR code has to be at least 18 mm wide to be read from paper."), NULL, NULL);
}

enum result ecert_theme_check(struct context *context, struct text folder, struct list *findings)
{
    struct collection *collection = ARENA_NEW(context->arena, struct collection);
    *collection = (struct collection){.report = {.tell = tell}, .context = context, .findings = ARENA_ARRAY(context->arena, MOST_FINDINGS, struct ecert_finding)};
    struct ecert_theme *theme = ecert_theme_prepare(folder, &collection->report);
    if (theme) {
        check_code(collection, theme->layout);
        for (size_t level = 0; level < theme->layout->level_count; level++)
            for (size_t language = 0; language < theme->layout->language_count; language++)
                for (size_t i = 0; i < ecert_sample_count; i++) check_page(collection, theme, level, language, &ecert_samples[i]);
        ecert_theme_free(theme);
    }
    *findings = (struct list){&ecert_finding_record, collection->findings, collection->count};
    return RESULT_OK;
}
