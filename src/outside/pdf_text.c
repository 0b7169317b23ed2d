/* Text on a page: glyphs by CID with their positions, and the font objects that make them text again. */
#include "outside/pdf.h"

struct font_subset *pdf_font(struct pdf_fonts *fonts, struct font *font, size_t *index)
{
    for (size_t i = 0; i < fonts->count; i++)
        if (fonts->subsets[i]->font == font && fonts->subsets[i]->count <= FONT_SUBSET_GLYPHS - PDF_FONT_ROOM) {
            *index = i;
            return fonts->subsets[i];
        }
    if (fonts->count == PDF_FONTS) {
        fonts->full = true;
        return NULL;
    }
    struct font_subset *subset = arena_raw(fonts->arena, sizeof *subset);
    subset->font = font;
    subset->count = 0;
    subset->full = false;
    *index = fonts->count;
    return fonts->subsets[fonts->count++] = subset;
}

static void put_cid(struct buffer *out, unsigned cid)
{
    static const char digits[] = "0123456789ABCDEF";
    buffer_put_bytes(out, (const char[]){digits[cid >> 12 & 15], digits[cid >> 8 & 15], digits[cid >> 4 & 15], digits[cid & 15]}, 4);
}

/* Glyphs as one array of TJ. */
struct array {
    struct buffer *out;
    bool in_array, in_string;
    int shift; /* not yet written, in 1/1000 to the left */
};

static void array_close(struct array *array)
{
    if (array->in_string) buffer_put_char(array->out, '>');
    if (array->in_array) buffer_put_bytes(array->out, "] TJ\n", 5);
    array->in_array = array->in_string = false;
}

static void array_glyph(struct array *array, unsigned cid)
{
    if (!array->in_array) buffer_put_char(array->out, '[');
    array->in_array = true;
    if (array->shift) {
        if (array->in_string) buffer_put_char(array->out, '>');
        array->in_string = false;
        buffer_put_integer(array->out, array->shift);
        array->shift = 0;
    }
    if (!array->in_string) buffer_put_char(array->out, '<');
    array->in_string = true;
    put_cid(array->out, cid);
}

/* The glyphs [from, to) of a cluster as one glyph that stands for `text`. */
static unsigned add_cluster(struct pdf_fonts *fonts, struct font_subset *subset, const struct shaping_run *run, size_t from, size_t to, struct text text, int *advance)
{
    enum { MOST_PARTS = 64 };
    struct font_part parts[MOST_PARTS];
    size_t count = 0;
    int x = 0;
    for (size_t i = from; i < to; i++) {
        const struct shaping_glyph *glyph = &run->glyphs[i];
        if (count < MOST_PARTS) parts[count++] = (struct font_part){glyph->id, x + glyph->x, glyph->y};
        x += glyph->advance;
    }
    *advance = x;
    return font_subset_add_cluster(subset, fonts->arena, parts, count, x, text);
}

/* Text from right to left is put together by readers one character after the other, by place; so each further character of a cluster gets a place of its
 * own, without width, to the left of the drawn one. */
static void show_followers(struct array *array, struct pdf_fonts *fonts, struct font_subset *subset, struct text text)
{
    if (!text.length) return;
    struct text rest = text;
    uint32_t code_point;
    text_next_code_point(&rest, &code_point);
    show_followers(array, fonts, subset, rest);
    unsigned cid = font_subset_add_cluster(subset, fonts->arena, NULL, 0, 0, (struct text){text.bytes, text.length - rest.length});
    if (cid) array_glyph(array, cid);
    else fonts->full = true;
}

static void show_run(struct buffer *out, struct pdf_fonts *fonts, const struct shaping_line *line, const struct shaping_run *run, const struct pdf_show *show)
{
    size_t index;
    struct font_subset *subset = pdf_font(fonts, run->font, &index);
    if (!subset) return;
    buffer_put_char(out, '/');
    buffer_put_char(out, fonts->prefix);
    buffer_put_integer(out, (long long)index);
    buffer_put_char(out, ' ');
    pdf_put_number(out, show->size);
    buffer_put_bytes(out, " Tf\n", 4);
    struct array array = {.out = out};
    uint32_t end = run->end; /* of the cluster's text; from right to left the clusters come last first */
    for (size_t i = 0, next; i < run->count; i = next) {
        const struct shaping_glyph *glyph = &run->glyphs[i];
        for (next = i + 1; next < run->count && run->glyphs[next].cluster == glyph->cluster;) next++;
        if (!run->right_to_left) end = next < run->count ? run->glyphs[next].cluster : run->end;
        struct text text = {line->text.bytes + glyph->cluster, end - glyph->cluster};
        end = glyph->cluster;
        if (run->right_to_left) {
            struct text rest = text;
            uint32_t code_point;
            text_next_code_point(&rest, &code_point);
            show_followers(&array, fonts, subset, rest);
            text.length -= rest.length;
        }
        int advance = glyph->advance;
        bool simple = next == i + 1 && !glyph->x && !glyph->y;
        unsigned cid = simple ? font_subset_add(subset, glyph->id, text) : add_cluster(fonts, subset, run, i, next, text, &advance);
        if (!cid) {
            fonts->full = true;
            return;
        }
        array_glyph(&array, cid);
        array.shift += subset->entries[cid - 1].glyph->advance - advance;
    }
    if (array.shift && array.in_array) {
        if (array.in_string) buffer_put_char(out, '>');
        array.in_string = false;
        buffer_put_integer(out, array.shift);
    }
    array_close(&array);
}

void pdf_show_line(struct buffer *out, struct pdf_fonts *fonts, const struct shaping_line *line, const struct pdf_show *show)
{
    if (show->actual) {
        buffer_put_string(out, "/Span <</ActualText ");
        pdf_put_string(out, line->text);
        buffer_put_string(out, ">> BDC\n");
    }
    pdf_put_numbers(out, (const double[]){1, 0, 0, 1, show->x, show->y}, 6);
    buffer_put_bytes(out, "Tm\n", 3);
    if (show->tracking != 0) {
        pdf_put_number(out, show->tracking * show->size / 1000);
        buffer_put_bytes(out, " Tc\n", 4);
    }
    for (size_t i = 0; i < line->count; i++) show_run(out, fonts, line, &line->runs[i], show);
    if (show->tracking != 0) buffer_put_bytes(out, "0 Tc\n", 5);
    if (show->actual) buffer_put_bytes(out, "EMC\n", 4);
}

/* --- Font objects --- */

/* Six letters that differ between subsets of one font in one document. */
static const char *subset_name(struct arena *arena, const struct pdf_fonts *fonts, size_t index)
{
    const struct font_subset *subset = fonts->subsets[index];
    uint32_t hash = 2166136261u ^ (uint32_t)index ^ (uint32_t)fonts->prefix << 8;
    for (size_t i = 0; i < subset->count; i++) hash = (hash ^ subset->entries[i].id) * 16777619u;
    char tag[8] = "AAAAAA+";
    for (int i = 0; i < 6; i++, hash /= 26) tag[i] = (char)('A' + hash % 26);
    const char *name = font_metrics(subset->font)->name;
    size_t length = strlen(name);
    char *full = arena_raw(arena, length + 8);
    memcpy(full, tag, 7);
    memcpy(full + 7, name, length + 1);
    return full;
}

static void put_font(struct pdf *pdf, const struct font_subset *subset, const char *name, unsigned first, bool compress)
{
    struct buffer *out = &pdf->out;
    const struct font_metrics *metrics = font_metrics(subset->font);
    pdf_begin_object(pdf, first);
    buffer_put_string(out, "<</Type /Font /Subtype /Type0 /BaseFont /");
    buffer_put_string(out, name);
    buffer_put_string(out, " /Encoding /Identity-H /DescendantFonts [");
    pdf_put_reference(out, first + 1);
    buffer_put_string(out, "] /ToUnicode ");
    pdf_put_reference(out, first + 4);
    buffer_put_string(out, ">>");
    pdf_end_object(pdf);

    pdf_begin_object(pdf, first + 1);
    buffer_put_string(out, "<</Type /Font /Subtype /CIDFontType0 /BaseFont /");
    buffer_put_string(out, name);
    buffer_put_string(out, " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /DW 0 /FontDescriptor ");
    pdf_put_reference(out, first + 2);
    buffer_put_string(out, " /W [1 [");
    for (size_t i = 0; i < subset->count; i++) {
        if (i) buffer_put_char(out, ' ');
        buffer_put_integer(out, subset->entries[i].glyph->advance);
    }
    buffer_put_string(out, "]]>>");
    pdf_end_object(pdf);

    pdf_begin_object(pdf, first + 2);
    buffer_put_string(out, "<</Type /FontDescriptor /FontName /");
    buffer_put_string(out, name);
    buffer_put_string(out, " /Flags 4 /StemV 80 /ItalicAngle ");
    buffer_put_integer(out, metrics->italic_angle);
    buffer_put_string(out, " /Ascent ");
    buffer_put_integer(out, metrics->ascent);
    buffer_put_string(out, " /Descent ");
    buffer_put_integer(out, metrics->descent);
    buffer_put_string(out, " /CapHeight ");
    buffer_put_integer(out, metrics->cap_height);
    buffer_put_string(out, " /FontBBox [");
    for (int i = 0; i < 4; i++) {
        buffer_put_integer(out, metrics->box[i]);
        buffer_put_char(out, i < 3 ? ' ' : ']');
    }
    buffer_put_string(out, " /FontFile3 ");
    pdf_put_reference(out, first + 3);
    buffer_put_string(out, ">>");
    pdf_end_object(pdf);

    struct buffer program = buffer_new(pdf->out.arena, 8 << 10, 4 << 20);
    font_subset_write_cff(subset, name, &program);
    pdf_put_stream(pdf, first + 3, "/Subtype /CIDFontType0C", buffer_text(&program), compress);
    struct buffer map = buffer_new(pdf->out.arena, 4 << 10, 1 << 20);
    font_subset_write_cmap(subset, &map);
    pdf_put_stream(pdf, first + 4, "", buffer_text(&map), compress);
    if (program.full || map.full) out->full = true;
}

void pdf_put_fonts(struct pdf *pdf, const struct pdf_fonts *fonts, unsigned first)
{
    /* Compressing pays in the constant part; in a document it would cost more than the signature. */
    for (size_t i = 0; i < fonts->count; i++)
        put_font(pdf, fonts->subsets[i], subset_name(pdf->out.arena, fonts, i), first + (unsigned)i * PDF_OBJECTS_OF_A_FONT, !pdf->constant);
    if (fonts->full) pdf->out.full = true;
}

void pdf_put_font_entries(struct buffer *out, const struct pdf_fonts *fonts, unsigned first)
{
    for (size_t i = 0; i < fonts->count; i++) {
        buffer_put_char(out, '/');
        buffer_put_char(out, fonts->prefix);
        buffer_put_integer(out, (long long)i);
        buffer_put_char(out, ' ');
        pdf_put_reference(out, first + (unsigned)i * PDF_OBJECTS_OF_A_FONT);
        buffer_put_char(out, ' ');
    }
}
