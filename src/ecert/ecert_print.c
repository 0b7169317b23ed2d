/* Certificates on paper: many pages in one file. Each has the artwork of its level and its own texts; nothing is prepared beforehand, because a print run is rare and the pages share their fonts. */
#include "ecert/ecert_internal.h"
#include "outside/pdf_pages.h"

enum { PAGE_MEMORY = 32 << 20 };

struct run {
    struct context *context;
    struct ecert_theme *theme;
    struct pdf_pages pages;
    unsigned forms[LAYOUT_LEVELS]; /* number of the artwork; 0: not drawn yet */
    struct buffer objects;
};

/* The artwork of the level, once in the file. It was drawn when the theme was loaded, so nothing can be wrong with it but that somebody has changed it since. */
static enum result put_artwork(struct run *run, size_t level)
{
    const struct layout *layout = run->theme->layout;
    if (run->forms[level]) return RESULT_OK;
    struct layout_report report = {.tell = layout_tell_nobody, .first_only = true};
    const char *path = layout->levels[level].artwork;
    struct text source;
    if (!svg_check(run->context->arena, path, &report, &source) || !artwork_put(&run->pages.pdf, path, source, layout->width, layout->height, &report, &run->forms[level]))
        return context_fail(run->context, RESULT_BROKEN, "ecert.artwork_changed", N_("The artwork {path} is no longer what it was when the theme was loaded."), "path", path);
    buffer_printf(&run->objects, "/Art%zu %u 0 R ", level, run->forms[level]);
    run->pages.objects = buffer_text(&run->objects);
    return RESULT_OK;
}

static enum result put_text(struct run *run, const struct ecert_page_key *key, const struct layout_text *text, const struct text values[SLOT_COUNT])
{
    const struct layout *layout = run->theme->layout;
    const struct layout_style *style = &text->styles[key->language];
    const uint32_t of_names = 1u << SLOT_NAME | 1u << SLOT_OTHER_NAME;
    struct arena *arena = run->pages.scratch;
    struct text filled, missing = TEXT("");
    struct ecert_setting setting;
    if (text_empty(style->text) || (text->levels && !(text->levels >> key->level & 1)) || (text->when & ~key->slots) || (text->unless & key->slots)) return RESULT_OK;
    if (!layout_fill(arena, style->text, values, &filled) && (text_empty(style->otherwise) || !layout_fill(arena, style->otherwise, values, &filled))) return RESULT_OK;
    enum ecert_set set = ecert_set_text(arena, layout->fonts[style->font].list, style, filled, &setting, &missing);
    if (set != SET_FITS) return text->slots & of_names ? ecert_set_failed(run->context, set, missing, text->name) : ecert_bad_fact(run->context, text->name);
    ecert_show_text(&run->pages.content, &run->pages.fonts, &setting, style, layout_colour(layout, &layout->levels[key->level], style->colour));
    return RESULT_OK;
}

static enum result put_page(struct run *run, const struct ecert_facts *facts)
{
    struct context *context = run->context;
    const struct layout *layout = run->theme->layout;
    struct ecert_page_key key;
    struct text values[SLOT_COUNT] = {0};
    TRY(ecert_check_facts(context, layout, facts, &key));
    TRY(ecert_check_names(context, text_trim(facts->name_native), text_trim(facts->name_latin)));
    ecert_fill_values(context, layout, facts, &key, values);
    TRY(put_artwork(run, key.level));
    pdf_pages_begin_page(&run->pages, layout->width, layout->height);
    buffer_printf(&run->pages.content, "/Art%zu Do\n", key.level);
    for (size_t i = 0; i < layout->text_count; i++) TRY(put_text(run, &key, &layout->texts[i], values));
    if (layout->qr.size > 0 &&
        !ecert_show_qr(&run->pages.content, run->theme, layout_colour(layout, &layout->levels[key.level], layout->qr.colour ? layout->qr.colour : "ink"), facts->verify_address))
        return context_fail(context, RESULT_BROKEN, "ecert.code", N_("The QR code could not be drawn."));
    pdf_pages_end_page(&run->pages);
    return RESULT_OK;
}

enum result ecert_print(struct context *context, struct ecert_theme *theme, const struct ecert_facts *facts, size_t count, struct bytes *pdf)
{
    if (!count || count > ECERT_MOST_PRINTED)
        return context_fail(context, RESULT_REFUSED, "ecert.print_count", N_("Between one and {most} certificates are printed at once."), "most", text_printf(context->arena, "%d", ECERT_MOST_PRINTED).bytes);
    struct run *run = ARENA_NEW(context->arena, struct run);
    *run = (struct run){.context = context, .theme = theme, .objects = buffer_new(context->arena, 256, 16 << 10)};
    WITH_ARENA(scratch, PAGE_MEMORY);
    pdf_pages_begin(&run->pages, context->arena, scratch, count);
    for (size_t i = 0; i < count; i++) {
        enum result result = put_page(run, &facts[i]);
        if (result == RESULT_REFUSED) return error_at(&context->error, facts[i].number, 0, 0);
        TRY(result);
    }
    unsigned profile = pdf_take(&run->pages.pdf, 1);
    pdf_put_stream(&run->pages.pdf, profile, "/N 3", ecert_profile(context->arena), true);
    struct text intent = text_printf(context->arena, "/OutputIntents [<</Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %u 0 R>>]", profile);
    const struct layout_language *language = layout_language(theme->layout, facts[0].language);
    return pdf_pages_end(context, &run->pages, facts[0].body, language->tag, intent.bytes, facts[0].number, pdf);
}
