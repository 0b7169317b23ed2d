/* What all certificates of one certification in one language share: artwork, labels, structure tree, everything but the holder's part. */
#include "ecert/ecert_internal.h"

#include <stdlib.h>

enum { LARGEST_PAGE = 16 << 20, MOST_ELEMENTS = LAYOUT_TEXTS + 2, MOST_MARKS = 16, MOST_LETTERS = 256 };

/* A structure element and the marks on the page that it is made of. */
struct element {
    const char *role;
    unsigned marks[MOST_MARKS];
    size_t mark_count;
    struct text alternative;
    unsigned number;
    struct ecert_field *name; /* the element is a name: the certificate writes it */
};

struct work {
    struct context *context;
    struct arena *arena; /* for what is not kept */
    const struct ecert_theme *theme;
    const struct layout *layout;
    const struct layout_level *level;
    const struct layout_language *language;
    struct ecert_page *page;
    struct pdf pdf;
    struct pdf_fonts fonts;
    struct buffer content;
    struct text values[SLOT_COUNT];
    struct element elements[MOST_ELEMENTS];
    size_t element_count;
    unsigned mark_count;
};

/* --- Texts --- */

static uint32_t slots_in(struct text text)
{
    uint32_t slots = 0;
    for (int i = 0; i < SLOT_COUNT; i++) {
        char slot[24];
        size_t length = strlen(layout_slot_names[i]);
        slot[0] = '{';
        memcpy(slot + 1, layout_slot_names[i], length);
        slot[length + 1] = '}';
        if (text.length && memmem(text.bytes, text.length, slot, length + 2)) slots |= 1u << i;
    }
    return slots;
}

static bool mark(struct work *work, const char *role, unsigned *number)
{
    if (role && work->element_count < MOST_ELEMENTS) work->elements[work->element_count++] = (struct element){.role = role};
    struct element *element = work->element_count ? &work->elements[work->element_count - 1] : NULL;
    if (!element || element->mark_count == MOST_MARKS) return false;
    *number = work->mark_count++;
    element->marks[element->mark_count++] = *number;
    return true;
}

static enum result show_label(struct work *work, const struct layout_style *style, struct text text, const char *role, unsigned number, const struct layout_colour *colour)
{
    struct ecert_setting setting;
    struct text missing = TEXT("");
    enum ecert_set set = ecert_set_text(work->arena, work->layout->fonts[style->font].list, style, text, &setting, &missing);
    if (set != SET_FITS) {
        enum result result = set == SET_TOO_LONG
                                 ? context_fail(work->context, RESULT_REFUSED, "ecert.text_too_long", N_("\"{text}\" does not fit into its place on the certificate."), "text",
                                                text_string(work->arena, text))
                                 : context_fail(work->context, RESULT_REFUSED, "ecert.text_glyph", N_("No font of the theme has the characters \"{characters}\" of \"{text}\"."),
                                                "characters", text_string(work->arena, missing), "text", text_string(work->arena, text));
        return result == RESULT_OK ? RESULT_OK : error_at(&work->context->error, text_of(work->layout->file), style->line, 0);
    }
    buffer_printf(&work->content, "/%s <</MCID %u>> BDC\n", role, number);
    ecert_show_text(&work->content, &work->fonts, &setting, style, colour);
    buffer_put_string(&work->content, "EMC\n");
    return RESULT_OK;
}

static enum result put_text(struct work *work, const struct layout_text *text)
{
    const struct ecert_page_key *key = &work->page->key;
    const struct layout_style *style = &text->styles[key->language];
    const uint32_t of_names = 1u << SLOT_NAME | 1u << SLOT_OTHER_NAME, of_holder = ~0u << SLOT_FIRST_OF_HOLDER;
    if (text_empty(style->text) || (text->levels && !(text->levels >> key->level & 1)) || (text->when & ~key->slots) || (text->unless & key->slots)) return RESULT_OK;
    struct text shown = style->text;
    uint32_t slots = slots_in(shown);
    if (slots & ~key->slots) shown = style->otherwise, slots = slots_in(shown);
    if (text_empty(shown) || (slots & ~key->slots)) return RESULT_OK;
    const struct layout_colour *colour = layout_colour(work->layout, work->level, style->colour);
    unsigned number;
    if (!mark(work, text->role, &number))
        return context_fail(work->context, RESULT_REFUSED, "ecert.layout_joined", N_("The text \"{text}\" cannot join the one before."), "text", text->name);
    if (slots & of_holder) {
        struct ecert_field *field = &work->page->fields[work->page->field_count++];
        *field = (struct ecert_field){.text = text, .style = style, .colour = colour, .mark = number, .plain = !(slots & of_names)};
        if (!field->plain && text->role) work->elements[work->element_count - 1].name = field;
        return RESULT_OK;
    }
    struct text filled;
    if (!layout_fill(work->arena, shown, work->values, &filled)) return RESULT_OK;
    return show_label(work, style, filled, text->role ? text->role : work->elements[work->element_count - 1].role, number, colour);
}

/* --- The alphabet of plain texts --- */

static int letter_compare(const void *a, const void *b)
{
    const struct ecert_letter *x = a, *y = b;
    return (x->code_point > y->code_point) - (x->code_point < y->code_point);
}

/* What of a text stays when its slots are filled with nothing. */
static struct text without_slots(struct arena *arena, struct text text)
{
    struct buffer out = buffer_new(arena, text.length + 1, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        const char *end = text.bytes[i] == '{' ? memchr(text.bytes + i, '}', text.length - i) : NULL;
        if (end) i = (size_t)(end - text.bytes);
        else buffer_put_char(&out, text.bytes[i]);
    }
    return buffer_text(&out);
}

static void add_letters(struct work *work, size_t font, struct text characters, struct ecert_letter *letters, size_t *count)
{
    const struct shaping_fonts *list = &work->layout->fonts[font].list;
    uint32_t code_point;
    while (*count < MOST_LETTERS && text_next_code_point(&characters, &code_point)) {
        bool there = false;
        for (size_t i = 0; i < *count; i++) there = there || letters[i].code_point == code_point;
        for (size_t i = 0; !there && i < list->count; i++) {
            uint32_t glyph = font_glyph_of(list->fonts[i], code_point);
            size_t place;
            struct font_subset *subset = glyph ? pdf_font(&work->fonts, list->fonts[i], &place) : NULL;
            char utf8[4];
            unsigned cid = subset ? font_subset_add(subset, glyph, (struct text){utf8, text_put_code_point(utf8, code_point)}) : 0;
            if (!cid) continue;
            letters[(*count)++] = (struct ecert_letter){code_point, (uint16_t)cid, subset->entries[cid - 1].glyph->advance, (uint16_t)place};
            there = true;
        }
    }
}

static void make_alphabets(struct work *work)
{
    static const char of_numbers[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-", of_addresses[] = "abcdefghijklmnopqrstuvwxyz./:#?=&_%+,";
    const uint32_t days = 1u << SLOT_EXAM_DAY | 1u << SLOT_AWARD_DAY | 1u << SLOT_ISSUE_DAY | 1u << SLOT_EXPIRY_DAY;
    struct ecert_page *page = work->page;
    for (size_t font = 0; font < work->layout->font_count; font++) {
        struct ecert_letter *letters = arena_array(work->arena, MOST_LETTERS, sizeof *letters);
        size_t count = 0;
        for (size_t i = 0; i < page->field_count; i++) {
            const struct ecert_field *field = &page->fields[i];
            if (!field->plain || field->style->font != (int)font) continue;
            uint32_t slots = slots_in(field->style->text);
            add_letters(work, font, without_slots(work->arena, field->style->text), letters, &count);
            add_letters(work, font, field->style->otherwise, letters, &count);
            add_letters(work, font, (struct text){of_numbers, slots & ~days ? sizeof of_numbers - 1 : 10}, letters, &count);
            if (slots & 1u << SLOT_VERIFY_ADDRESS) add_letters(work, font, text_of(of_addresses), letters, &count);
            if (slots & days) {
                add_letters(work, font, without_slots(work->arena, work->language->date), letters, &count);
                for (size_t month = 0; month < 12 && text_find(work->language->date, "{month}") < work->language->date.length; month++)
                    add_letters(work, font, work->language->months[month], letters, &count);
            }
        }
        qsort(letters, count, sizeof *letters, letter_compare);
        struct ecert_letter *kept = arena_array(page->arena, count ? count : 1, sizeof *kept);
        memcpy(kept, letters, count * sizeof *kept);
        page->alphabets[font] = (struct ecert_alphabet){kept, count};
    }
}

/* --- Objects --- */

static void put_element(struct work *work, const struct element *element, unsigned parent, unsigned page, unsigned widget)
{
    struct buffer *out = &work->pdf.out;
    pdf_begin_object(&work->pdf, element->number);
    buffer_printf(out, "<</Type /StructElem /S /%s /P %u 0 R /Pg %u 0 R /K ", element->role, parent, page);
    if (!strcmp(element->role, "Form")) {
        buffer_printf(out, "<</Type /OBJR /Obj %u 0 R>>", widget);
    } else if (element->mark_count == 1) {
        buffer_put_integer(out, element->marks[0]);
    } else {
        for (size_t i = 0; i < element->mark_count; i++) buffer_printf(out, "%c%u", i ? ' ' : '[', element->marks[i]);
        buffer_put_char(out, ']');
    }
    if (element->alternative.length) {
        buffer_put_string(out, " /Alt ");
        pdf_put_string(out, element->alternative);
    }
    if (!strcmp(element->role, "Figure")) {
        double x = work->layout->qr.x, y = work->layout->qr.y, size = work->layout->qr.size;
        buffer_put_string(out, " /A <</O /Layout /Placement /Block /BBox [");
        pdf_put_numbers(out, (const double[]){x, y, x + size, y + size}, 4);
        buffer_put_string(out, "]>>");
    }
    buffer_put_string(out, ">>");
    pdf_end_object(&work->pdf);
}

/* The objects that are the page's own; what a certificate adds is numbered behind them, in `page`. */
struct frame {
    unsigned fonts, content, tree, document, leaf, pages, widget;
};

/* Gives the numbers out, and begins the pack that what is small goes into. */
static struct frame number_frame(struct work *work)
{
    struct pdf *pdf = &work->pdf;
    struct ecert_page *page = work->page;
    struct frame frame = {.fonts = pdf_take(pdf, (unsigned)work->fonts.count * PDF_OBJECTS_OF_A_FONT)};
    frame.content = pdf_take(pdf, 1);
    for (size_t i = 0; i < work->element_count; i++) {
        struct element *element = &work->elements[i];
        if (element->mark_count > 1) element->name = NULL;
        if (!element->name) element->number = pdf_take(pdf, 1);
    }
    unsigned *const own[] = {&frame.tree, &frame.document, &frame.leaf, &frame.pages, &frame.widget, &page->root};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) *own[i] = pdf_take(pdf, 1);
    pdf_pack_begin(pdf);
    unsigned next = pdf->taken + 1;
    page->information = next, page->metadata = next + 1, page->resources = next + 2, page->content = next + 3, page->signature = next + 4;
    next += 5;
    if (page->key.credential) page->file = next, page->file_specification = next + 1, next += 2;
    for (size_t i = 0; i < work->element_count; i++)
        if (work->elements[i].name) work->elements[i].number = work->elements[i].name->element = next++;
    page->fonts = next;
    page->document = frame.document, page->leaf = frame.leaf;
    return frame;
}

static void put_structure(struct work *work, const struct frame *frame)
{
    struct pdf *pdf = &work->pdf;
    struct buffer *out = &pdf->out;
    for (size_t i = 0; i < work->element_count; i++)
        if (!work->elements[i].name) put_element(work, &work->elements[i], frame->document, frame->leaf, frame->widget);
    pdf_begin_object(pdf, frame->tree);
    buffer_printf(out, "<</Type /StructTreeRoot /K %u 0 R /ParentTreeNextKey 2 /ParentTree <</Nums [0 [", frame->document);
    for (unsigned number = 0; number < work->mark_count; number++)
        for (size_t i = 0; i < work->element_count; i++)
            for (size_t j = 0; j < work->elements[i].mark_count; j++)
                if (work->elements[i].marks[j] == number) buffer_printf(out, "%u 0 R ", work->elements[i].number);
    buffer_printf(out, "] 1 %u 0 R]>>>>", work->elements[work->element_count - 1].number);
    pdf_end_object(pdf);
    pdf_begin_object(pdf, frame->document);
    buffer_printf(out, "<</Type /StructElem /S /Document /P %u 0 R /K [", frame->tree);
    for (size_t i = 0; i < work->element_count; i++) buffer_printf(out, "%u 0 R ", work->elements[i].number);
    buffer_put_string(out, "]>>");
    pdf_end_object(pdf);
}

/* The page with its field for the signature. */
static void put_leaf(struct work *work, const struct frame *frame)
{
    struct pdf *pdf = &work->pdf;
    struct buffer *out = &pdf->out;
    const struct ecert_page *page = work->page;
    pdf_begin_object(pdf, frame->leaf);
    buffer_printf(out, "<</Type /Page /Parent %u 0 R /MediaBox [0 0 ", frame->pages);
    pdf_put_numbers(out, (const double[]){work->layout->width, work->layout->height}, 2);
    buffer_printf(out, "] /Resources %u 0 R /Contents [%u 0 R %u 0 R] /StructParents 0 /Tabs /S /Annots [%u 0 R]>>", page->resources, frame->content, page->content,
                  frame->widget);
    pdf_end_object(pdf);
    pdf_begin_object(pdf, frame->pages);
    buffer_printf(out, "<</Type /Pages /Kids [%u 0 R] /Count 1>>", frame->leaf);
    pdf_end_object(pdf);
    pdf_begin_object(pdf, frame->widget);
    buffer_printf(out, "<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /TU (Digital signature) /V %u 0 R /Rect [0 0 0 0] /F 132 /P %u 0 R /StructParent 1>>",
                  page->signature, frame->leaf);
    pdf_end_object(pdf);
}

/* Stays readable, outside of the pack: a verifier begins there. */
static void put_catalogue(struct work *work, const struct frame *frame)
{
    struct pdf *pdf = &work->pdf;
    struct buffer *out = &pdf->out;
    const struct ecert_page *page = work->page;
    pdf_begin_object(pdf, page->root);
    buffer_printf(out, "<</Type /Catalog /Version /1.7 /Pages %u 0 R /Lang (%s) /MarkInfo <</Marked true>> /StructTreeRoot %u 0 R /Metadata %u 0 R\n", frame->pages,
                  work->language->tag, frame->tree, page->metadata);
    buffer_printf(out, "/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %u 0 R>>]\n",
                  work->theme->grounds[page->key.level].profile);
    buffer_printf(out, "/ViewerPreferences <</DisplayDocTitle true>> /AcroForm <</Fields [%u 0 R] /SigFlags 3>> /Perms <</DocMDP %u 0 R>>", frame->widget, page->signature);
    if (page->key.credential)
        buffer_printf(out, "\n/AF [%u 0 R] /Names <</EmbeddedFiles <</Names [(credential) %u 0 R]>>>>", page->file_specification, page->file_specification);
    buffer_put_string(out, ">>");
    pdf_end_object(pdf);
}

static void put_frame(struct work *work)
{
    struct pdf *pdf = &work->pdf;
    struct ecert_page *page = work->page;
    struct frame frame = number_frame(work);
    pdf_put_fonts(pdf, &work->fonts, frame.fonts);
    put_structure(work, &frame);
    put_leaf(work, &frame);
    pdf_pack_end(pdf);
    pdf_put_stream(pdf, frame.content, "", buffer_text(&work->content), true);
    put_catalogue(work, &frame);
    struct buffer entries = buffer_new(work->arena, 256, 16 << 10);
    pdf_put_font_entries(&entries, &work->fonts, frame.fonts);
    page->font_entries = text_copy(page->arena, buffer_text(&entries));
    page->form = work->theme->grounds[page->key.level].form;
    page->constant = pdf_keep(pdf, page->arena, page->information);
}

enum result ecert_page_make(struct context *context, const struct ecert_theme *theme, const struct ecert_page_key *key, struct arena *arena, struct ecert_page **result)
{
    WITH_ARENA(temporary, (size_t)LARGEST_PAGE * 8);
    const struct layout *layout = theme->layout;
    struct ecert_page *page = ARENA_NEW(arena, struct ecert_page);
    *page = (struct ecert_page){.arena = arena, .key = *key};
    page->key.body = text_copy(arena, key->body);
    page->key.certification = text_copy(arena, key->certification);
    page->key.direction = text_copy(arena, key->direction);
    page->key.level_name = text_copy(arena, key->level_name);
    struct work *work = ARENA_NEW(temporary, struct work);
    *work = (struct work){.context = context, .arena = temporary, .theme = theme, .layout = layout, .level = &layout->levels[key->level],
                          .language = &layout->languages[key->language], .page = page, .fonts = {.arena = temporary, .prefix = 'C'},
                          .content = buffer_new(temporary, 16 << 10, 1 << 20)};
    pdf_copy(&theme->grounds[key->level].pdf, temporary, &work->pdf);
    work->values[SLOT_BODY] = key->body;
    work->values[SLOT_CERTIFICATION] = key->certification;
    work->values[SLOT_DIRECTION] = key->direction;
    work->values[SLOT_LEVEL] = key->level_name;

    buffer_put_string(&work->content, "/Artifact <</Type /Background>> BDC\n/Art Do\nEMC\n");
    for (size_t i = 0; i < layout->text_count; i++) TRY(put_text(work, &layout->texts[i]));
    if (layout->qr.size > 0 && mark(work, "Figure", &page->qr_mark)) {
        work->elements[work->element_count - 1].alternative = work->language->qr_text;
        page->qr_colour = layout_colour(layout, work->level, layout->qr.colour ? layout->qr.colour : "ink");
    }
    make_alphabets(work);
    if (work->element_count == MOST_ELEMENTS) return context_fail(context, RESULT_BROKEN, "ecert.elements", N_("The layout has too many texts."));
    work->elements[work->element_count++] = (struct element){.role = "Form"};
    put_frame(work);
    if (work->pdf.out.full || work->content.full || work->fonts.full) return context_fail(context, RESULT_BROKEN, "ecert.page_large", N_("The page is too large."));
    *result = page;
    return RESULT_OK;
}
