#include "outside/pdf_pages.h"

/* Objects: two a page; for each group its resources and fonts; what is drawn for all; the frame. */
enum { OBJECTS_OF_A_PAGE = 2, OBJECTS_BESIDE = 4000, LARGEST_DOCUMENT = 16 << 20, LARGEST_CONTENT = 1 << 20, FONTS_OF_A_GROUP = PDF_FONTS / 2 };

void pdf_pages_begin(struct pdf_pages *pages, struct arena *arena, struct arena *scratch, size_t most)
{
    *pages = (struct pdf_pages){.scratch = scratch, .most = most, .kids = arena_array(arena, most ? most : 1, sizeof(unsigned))};
    pdf_begin_large(&pages->pdf, arena, LARGEST_DOCUMENT, (unsigned)most * OBJECTS_OF_A_PAGE + OBJECTS_BESIDE);
    pages->tree = pdf_take(&pages->pdf, 1);
}

void pdf_pages_begin_page(struct pdf_pages *pages, double width, double height)
{
    if (!pages->resources) {
        pages->resources = pdf_take(&pages->pdf, 1);
        pages->fonts = (struct pdf_fonts){.arena = pages->pdf.out.arena, .prefix = 'F'};
    }
    pages->width = width, pages->height = height;
    arena_reset(pages->scratch);
    pages->content = buffer_new(pages->scratch, 4 << 10, LARGEST_CONTENT);
}

static void end_group(struct pdf_pages *pages)
{
    struct pdf *pdf = &pages->pdf;
    if (!pages->resources) return;
    unsigned first = pdf_take(pdf, (unsigned)pages->fonts.count * PDF_OBJECTS_OF_A_FONT);
    pdf_put_fonts(pdf, &pages->fonts, first);
    pdf_begin_object(pdf, pages->resources);
    buffer_put_string(&pdf->out, "<</Font <<");
    pdf_put_font_entries(&pdf->out, &pages->fonts, first);
    buffer_put_string(&pdf->out, ">> /XObject <<");
    buffer_put(&pdf->out, pages->objects);
    buffer_put_string(&pdf->out, ">>>>");
    pdf_end_object(pdf);
    pages->resources = 0;
}

void pdf_pages_end_page(struct pdf_pages *pages)
{
    struct pdf *pdf = &pages->pdf;
    if (pages->count == pages->most || pages->content.full) {
        pdf->out.full = true;
        return;
    }
    unsigned leaf = pdf_take(pdf, 1), content = pdf_take(pdf, 1);
    pages->kids[pages->count++] = leaf;
    pdf_put_stream(pdf, content, "", buffer_text(&pages->content), true);
    pdf_begin_object(pdf, leaf);
    buffer_printf(&pdf->out, "<</Type /Page /Parent %u 0 R /MediaBox [0 0 ", pages->tree);
    pdf_put_numbers(&pdf->out, (const double[]){pages->width, pages->height}, 2);
    buffer_put_string(&pdf->out, "] /TrimBox [0 0 ");
    pdf_put_numbers(&pdf->out, (const double[]){pages->width, pages->height}, 2);
    buffer_printf(&pdf->out, "] /Resources %u 0 R /Contents %u 0 R>>", pages->resources, content);
    pdf_end_object(pdf);
    if (pages->fonts.count >= FONTS_OF_A_GROUP) end_group(pages);
}

enum result pdf_pages_end(struct context *context, struct pdf_pages *pages, struct text title, const char *language, const char *entries, struct text identity, struct bytes *file)
{
    struct pdf *pdf = &pages->pdf;
    struct buffer *out = &pdf->out;
    end_group(pages);
    pdf_begin_object(pdf, pages->tree);
    buffer_put_string(out, "<</Type /Pages /Kids [");
    for (size_t i = 0; i < pages->count; i++) buffer_printf(out, "%u 0 R\n", pages->kids[i]);
    buffer_printf(out, "] /Count %zu>>", pages->count);
    pdf_end_object(pdf);
    unsigned root = pdf_take(pdf, 1), information = pdf_take(pdf, 1);
    pdf_begin_object(pdf, root);
    buffer_printf(out, "<</Type /Catalog /Version /1.7 /Pages %u 0 R /Lang (%s) /ViewerPreferences <</DisplayDocTitle true /PrintScaling /None>> %s>>", pages->tree, language, entries);
    pdf_end_object(pdf);
    pdf_begin_object(pdf, information);
    buffer_put_string(out, "<</Title ");
    pdf_put_string(out, title);
    buffer_put_string(out, " /Producer (Testamur)>>");
    pdf_end_object(pdf);
    return pdf_finish(context, pdf, root, information, identity, file);
}
