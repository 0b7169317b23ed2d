/* One certificate: the holder's texts, the QR code and the metadata on a page that is ready, and the signature. */
#include "ecert/ecert_internal.h"

enum { LONGEST_NAME = 200, LONGEST_TEXT = 300, LARGEST_CREDENTIAL = 1 << 20, LARGEST_DOCUMENT = 15 << 20 };

/* --- Names --- */

/* No control characters, none that steer the direction of text, no non-characters. */
static bool printable_character(uint32_t code_point)
{
    return !(code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) || (code_point >= 0x2028 && code_point <= 0x202e)
             || (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0xfeff || (code_point & 0xfffe) == 0xfffe
             || (code_point >= 0xfdd0 && code_point <= 0xfdef));
}

static bool printable(struct text text)
{
    uint32_t code_point;
    if (!text_is_utf8(text, NULL)) return false;
    while (text_next_code_point(&text, &code_point))
        if (!printable_character(code_point)) return false;
    return true;
}

enum result ecert_check_names(struct context *context, struct text native, struct text latin)
{
    if (text_empty(text_trim(native)) && text_empty(text_trim(latin)))
        return context_fail(context, RESULT_REFUSED, "ecert.name_empty", N_("There is no name for the certificate."));
    if (native.length > LONGEST_NAME || latin.length > LONGEST_NAME || !printable(native) || !printable(latin))
        return context_fail(context, RESULT_REFUSED, "ecert.name_not_text", N_("The name has characters that cannot be printed, or is longer than 200 bytes."));
    return RESULT_OK;
}

static void choose_names(const struct layout_language *language, struct text native, struct text latin, struct text values[SLOT_COUNT])
{
    struct text first = language->prefers_latin ? latin : native, second = language->prefers_latin ? native : latin;
    if (text_empty(first)) first = second;
    values[SLOT_NAME] = first;
    values[SLOT_OTHER_NAME] = text_equal(first, second) ? TEXT("") : second;
}

enum result ecert_set_failed(struct context *context, enum ecert_set set, struct text missing, const char *field)
{
    if (set == SET_GLYPH_MISSING)
        return context_fail(context, RESULT_REFUSED, "ecert.glyph_missing", N_("The fonts cannot print these characters of the name: {characters}."), "characters",
                            text_string(context->arena, missing));
    return context_fail(context, RESULT_REFUSED, "ecert.name_too_long", N_("The name does not fit on the certificate."), "field", field);
}

static const uint32_t of_names = 1u << SLOT_NAME | 1u << SLOT_OTHER_NAME;

/* Those that are no text at all. */
static struct text no_text(struct arena *arena, struct text native, struct text latin)
{
    struct text names[] = {native, latin};
    struct buffer out = buffer_new(arena, 16, native.length + latin.length + 16);
    uint32_t code_point;
    for (int i = 0; i < 2; i++)
        for (struct text rest = names[i], before = rest; text_next_code_point(&rest, &code_point); before = rest)
            if (!printable_character(code_point)) buffer_put_bytes(&out, before.bytes, before.length - rest.length);
    return buffer_text(&out);
}

/* One font of the list has all of it. */
static bool has_all(struct shaping_fonts fonts, struct text name)
{
    for (size_t i = 0; i < fonts.count; i++) {
        struct text rest = name;
        uint32_t code_point;
        bool all = true;
        while (all && text_next_code_point(&rest, &code_point)) all = font_glyph_of(fonts.fonts[i], code_point) != 0;
        if (all) return true;
    }
    return false;
}

/* Room for it is everywhere: the samples that a theme is checked with are three times as long. Signs of other scripts are wider than letters. */
static bool surely_fits(struct text name)
{
    enum { SURELY_FITS = 24 };
    uint32_t code_point;
    int width = 0;
    while (text_next_code_point(&name, &code_point)) width += code_point < 0x250 ? 1 : 2;
    return width <= SURELY_FITS;
}

bool ecert_always_prints(struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (name.bytes[i] < 0x20 || name.bytes[i] > 0x7e) return false;
    return surely_fits(name);
}

/* So it is with nearly all names, and nothing has to be shaped to know it. */
static bool surely_printed(const struct layout *layout, struct text native, struct text latin)
{
    uint32_t asked = 0; /* bits of fonts */
    if (!surely_fits(native) || !surely_fits(latin)) return false;
    for (size_t i = 0; i < layout->text_count; i++)
        for (size_t j = 0; j < layout->language_count; j++) {
            const struct layout_style *style = &layout->texts[i].styles[j];
            if (!(layout->texts[i].slots & of_names) || text_empty(style->text) || asked >> style->font & 1) continue;
            asked |= 1u << style->font;
            if (!has_all(layout->fonts[style->font].list, native) || !has_all(layout->fonts[style->font].list, latin)) return false;
        }
    return true;
}

enum result ecert_check_name(struct context *context, struct ecert_theme *theme, struct text name_native, struct text name_latin, struct text *missing)
{
    const struct layout *layout = theme->layout;
    if (missing) *missing = TEXT("");
    name_native = text_trim(name_native), name_latin = text_trim(name_latin);
    enum result is_text = ecert_check_names(context, name_native, name_latin);
    if (is_text == RESULT_REFUSED && missing) *missing = no_text(context->arena, name_native, name_latin);
    TRY(is_text);
    if (surely_printed(layout, name_native, name_latin)) return RESULT_OK;
    struct ecert_setting setting;
    for (size_t i = 0; i < layout->language_count; i++) {
        struct text values[SLOT_COUNT] = {0};
        choose_names(&layout->languages[i], name_native, name_latin, values);
        for (size_t j = 0; j < layout->text_count; j++) {
            const struct layout_text *text = &layout->texts[j];
            const struct layout_style *style = &text->styles[i];
            struct text filled, lacking = TEXT("");
            if (!(text->slots & of_names) || text_empty(style->text) || !layout_fill(context->arena, style->text, values, &filled)) continue;
            enum ecert_set set = ecert_set_text(context->arena, layout->fonts[style->font].list, style, filled, &setting, &lacking);
            if (set == SET_FITS) continue;
            if (missing) *missing = lacking;
            return ecert_set_failed(context, set, lacking, text->name);
        }
    }
    return RESULT_OK;
}

/* --- Facts --- */

static bool ascii(struct text text, size_t longest)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < 0x20 || text.bytes[i] > 0x7e) return false;
    return text.length && text.length <= longest;
}

enum result ecert_bad_fact(struct context *context, const char *fact)
{
    return context_fail(context, RESULT_REFUSED, "ecert.fact", N_("The certificate cannot be printed: its {fact} is missing or not of the right form."), "fact", fact);
}

enum result ecert_check_facts(struct context *context, const struct layout *layout, const struct ecert_facts *facts, struct ecert_page_key *key)
{
    const struct layout_level *level = layout_level(layout, facts->theme);
    const struct layout_language *language = facts->language ? layout_language(layout, facts->language) : NULL;
    if (!ascii(facts->number, 64)) return ecert_bad_fact(context, "number");
    if (facts->revision < 1) return ecert_bad_fact(context, "revision");
    if (!level) return ecert_bad_fact(context, "theme");
    if (facts->level.length > LONGEST_TEXT || !printable(facts->level)) return ecert_bad_fact(context, "level");
    if (!language) return ecert_bad_fact(context, "language");
    if (!facts->certification.length || facts->certification.length > LONGEST_TEXT || !printable(facts->certification)) return ecert_bad_fact(context, "certification");
    if (facts->direction.length > LONGEST_TEXT || !printable(facts->direction)) return ecert_bad_fact(context, "direction");
    if (!facts->body.length || facts->body.length > LONGEST_TEXT || !printable(facts->body)) return ecert_bad_fact(context, "body");
    if (!ascii(facts->verify_address, QR_LONGEST)) return ecert_bad_fact(context, "verify_address");
    if (!day_is(facts->issue_day)) return ecert_bad_fact(context, "issue_day");
    if (facts->credential.length > LARGEST_CREDENTIAL
        || (facts->credential.length && (!facts->credential_name || !facts->credential_type || !ascii(text_of(facts->credential_name), 100)
                                         || !ascii(text_of(facts->credential_type), 100)))) return ecert_bad_fact(context, "credential");
    *key = (struct ecert_page_key){.level = (size_t)(level - layout->levels), .language = (size_t)(language - layout->languages),
                                   .credential = facts->credential.length > 0, .body = facts->body, .certification = facts->certification,
                                   .direction = facts->direction};
    key->level_name = text_empty(facts->level) ? level->names[key->language] : facts->level;
    return RESULT_OK;
}

void ecert_fill_values(struct context *context, const struct layout *layout, const struct ecert_facts *facts, struct ecert_page_key *key, struct text values[SLOT_COUNT])
{
    const struct layout_language *language = &layout->languages[key->language];
    struct buffer revision = buffer_new(context->arena, 24, 24);
    buffer_put_integer(&revision, facts->revision);
    choose_names(language, text_trim(facts->name_native), text_trim(facts->name_latin), values);
    values[SLOT_BODY] = facts->body;
    values[SLOT_CERTIFICATION] = facts->certification;
    values[SLOT_LEVEL] = key->level_name;
    values[SLOT_DIRECTION] = facts->direction;
    values[SLOT_NUMBER] = facts->number;
    values[SLOT_REVISION] = buffer_text(&revision);
    values[SLOT_EXAM_DAY] = layout_day(context->arena, language, facts->exam_day);
    values[SLOT_AWARD_DAY] = layout_day(context->arena, language, facts->award_day);
    values[SLOT_ISSUE_DAY] = layout_day(context->arena, language, facts->issue_day);
    values[SLOT_EXPIRY_DAY] = layout_day(context->arena, language, facts->expiry_day);
    values[SLOT_VERIFY_ADDRESS] = facts->verify_address;
    for (int i = 0; i < SLOT_COUNT; i++)
        if (values[i].length) key->slots |= 1u << i;
}

/* --- The holder's texts --- */

static const struct ecert_letter *letter_of(const struct ecert_alphabet *alphabet, uint32_t code_point)
{
    size_t low = 0, high = alphabet->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (alphabet->letters[middle].code_point < code_point) low = middle + 1;
        else high = middle;
    }
    return low < alphabet->count && alphabet->letters[low].code_point == code_point ? &alphabet->letters[low] : NULL;
}

/* Shows a text whose letters are all in the page's own fonts, on one line; false where they are not, or it is too wide for that. */
static bool show_plain(struct buffer *out, const struct ecert_page *page, const struct ecert_field *field, struct text text)
{
    static const char digits[] = "0123456789ABCDEF";
    enum { MOST = 200 };
    const struct ecert_letter *letters[MOST];
    size_t count = 0;
    long width = 0;
    uint32_t code_point;
    const struct layout_style *style = field->style;
    while (text_next_code_point(&text, &code_point)) {
        const struct ecert_letter *letter = count < MOST ? letter_of(&page->alphabets[style->font], code_point) : NULL;
        if (!letter) return false;
        width += letter->advance;
        letters[count++] = letter;
    }
    double size = style->size;
    if ((double)width * size > style->width * 1000) size = (double)(long)(style->width * 10000 / (double)width) / 10;
    if (size < style->smallest || style->tracking != 0) return false;
    double drawn = (double)width * size / 1000, x = style->align == ALIGN_LEFT ? style->x : style->align == ALIGN_CENTRE ? style->x - drawn / 2 : style->x - drawn;
    ecert_put_colour(out, field->colour);
    buffer_put_bytes(out, "BT 1 0 0 1 ", 11);
    pdf_put_numbers(out, (const double[]){x, style->y}, 2);
    buffer_put_bytes(out, "Tm\n", 3);
    for (size_t i = 0; i < count;) {
        unsigned font = letters[i]->font;
        buffer_put_bytes(out, "/C", 2);
        buffer_put_integer(out, font);
        buffer_put_char(out, ' ');
        pdf_put_number(out, size);
        buffer_put_bytes(out, " Tf <", 5);
        for (; i < count && letters[i]->font == font; i++) {
            unsigned cid = letters[i]->cid;
            buffer_put_bytes(out, (const char[]){'0', digits[cid >> 8 & 15], digits[cid >> 4 & 15], digits[cid & 15]}, 4);
        }
        buffer_put_bytes(out, "> Tj\n", 5);
    }
    buffer_put_bytes(out, "ET\n", 3);
    return true;
}

/* The structure element of a name, which says it as it is written, whatever its glyphs became. */
static void put_name_element(struct pdf *pdf, const struct ecert_page *page, const struct ecert_field *field, struct text name)
{
    struct buffer *out = &pdf->out;
    pdf_begin_object(pdf, field->element);
    buffer_put_string(out, "<</Type /StructElem /S /");
    buffer_put_string(out, field->text->role);
    buffer_put_string(out, " /P ");
    pdf_put_reference(out, page->document);
    buffer_put_string(out, " /Pg ");
    pdf_put_reference(out, page->leaf);
    buffer_put_string(out, " /K ");
    buffer_put_integer(out, field->mark);
    buffer_put_string(out, " /ActualText ");
    pdf_put_string(out, name);
    buffer_put_string(out, ">>");
    pdf_end_object(pdf);
}

static enum result show_field(struct context *context, const struct layout *layout, const struct ecert_page *page, const struct ecert_field *field,
                              const struct text values[SLOT_COUNT], struct pdf_fonts *fonts, struct buffer *out, struct pdf *pdf)
{
    const struct layout_style *style = field->style;
    struct text filled, missing = TEXT("");
    if (!layout_fill(context->arena, style->text, values, &filled)) (void)layout_fill(context->arena, style->otherwise, values, &filled);
    if (field->element) put_name_element(pdf, page, field, filled);
    buffer_put_bytes(out, "/P <</MCID ", 11);
    buffer_put_integer(out, field->mark);
    buffer_put_bytes(out, ">> BDC\n", 7);
    if (!field->plain || !show_plain(out, page, field, filled)) {
        struct ecert_setting setting;
        enum ecert_set set = ecert_set_text(context->arena, layout->fonts[style->font].list, style, filled, &setting, &missing);
        if (set != SET_FITS) {
            if (!field->plain) return ecert_set_failed(context, set, missing, field->text->name);
            return ecert_bad_fact(context, field->text->name);
        }
        ecert_show_text(out, fonts, &setting, style, field->colour);
    }
    buffer_put_bytes(out, "EMC\n", 4);
    return RESULT_OK;
}

bool ecert_show_qr(struct buffer *out, const struct ecert_theme *theme, const struct layout_colour *colour, struct text address)
{
    const struct layout *layout = theme->layout;
    struct buffer path = buffer_new(out->arena, 8 << 10, 32 << 10);
    int modules = qr_put_path(theme->codes, &path, address);
    if (!modules) return false;
    double scale = layout->qr.size / modules;
    buffer_put_bytes(out, "q ", 2);
    ecert_put_colour(out, colour);
    buffer_printf(out, "%.5f 0 0 %.5f ", scale, scale);
    pdf_put_numbers(out, (const double[]){layout->qr.x, layout->qr.y}, 2);
    buffer_put_bytes(out, "cm\n", 3);
    buffer_put(out, buffer_text(&path));
    buffer_put_bytes(out, "f Q\n", 4);
    return true;
}

static bool show_marked_qr(struct buffer *out, const struct ecert_theme *theme, const struct ecert_page *page, struct text address)
{
    buffer_put_bytes(out, "/Figure <</MCID ", 16);
    buffer_put_integer(out, page->qr_mark);
    buffer_put_bytes(out, ">> BDC\n", 7);
    bool shown = ecert_show_qr(out, theme, page->qr_colour, address);
    buffer_put_bytes(out, "EMC\n", 4);
    return shown;
}

/* --- Objects --- */

static void put_resources(struct pdf *pdf, const struct ecert_page *page, const struct pdf_fonts *fonts, unsigned first)
{
    pdf_begin_object(pdf, page->resources);
    buffer_put_string(&pdf->out, "<</Font <<");
    buffer_put(&pdf->out, page->font_entries);
    pdf_put_font_entries(&pdf->out, fonts, first);
    buffer_put_string(&pdf->out, ">> /XObject <</Art ");
    pdf_put_reference(&pdf->out, page->form);
    buffer_put_string(&pdf->out, ">>>>");
    pdf_end_object(pdf);
}

/* A media type as a PDF name: what is not a letter or digit is written #xx. */
static void put_name(struct buffer *out, const char *name)
{
    for (; *name; name++) {
        bool plain = (*name >= '0' && *name <= '9') || (*name >= 'A' && *name <= 'Z') || (*name >= 'a' && *name <= 'z') || *name == '-' || *name == '.';
        if (plain) buffer_put_char(out, *name);
        else buffer_printf(out, "#%02x", (unsigned char)*name);
    }
}

static void put_credential(struct pdf *pdf, const struct ecert_page *page, const struct ecert_facts *facts)
{
    struct buffer entries = buffer_new(pdf->out.arena, 256, 1024);
    buffer_put_string(&entries, "/Type /EmbeddedFile /Subtype /");
    put_name(&entries, facts->credential_type);
    buffer_put_string(&entries, " /Params <</ModDate ");
    pdf_put_date(&entries, facts->issue_day);
    buffer_put_string(&entries, " /Size ");
    buffer_put_integer(&entries, (long long)facts->credential.length);
    buffer_put_string(&entries, ">>");
    pdf_put_stream(pdf, page->file, buffer_string(&entries), (struct text){(const char *)facts->credential.data, facts->credential.length}, false);
    struct buffer *out = &pdf->out;
    pdf_begin_object(pdf, page->file_specification);
    buffer_put_string(out, "<</Type /Filespec /AFRelationship /Data /F ");
    pdf_put_string(out, text_of(facts->credential_name));
    buffer_put_string(out, " /UF ");
    pdf_put_string(out, text_of(facts->credential_name));
    buffer_put_string(out, " /Desc (Verifiable credential of this certificate) /EF <</F ");
    pdf_put_reference(out, page->file);
    buffer_put_string(out, " /UF ");
    pdf_put_reference(out, page->file);
    buffer_put_string(out, ">>>>");
    pdf_end_object(pdf);
}

static void put_metadata(struct pdf *pdf, const struct ecert_theme *theme, const struct ecert_page *page, const struct ecert_facts *facts, const struct text values[SLOT_COUNT])
{
    const struct layout_language *language = &theme->layout->languages[page->key.language];
    struct ecert_metadata metadata = {.body = facts->body, .language = text_of(language->tag), .number = facts->number, .revision = facts->revision, .issued = facts->issue_day};
    struct arena *arena = pdf->out.arena;
    /* A title may name what is not there; what is left of it serves. */
    (void)layout_fill(arena, language->title, values, &metadata.title);
    (void)layout_fill(arena, language->subject, values, &metadata.subject);
    pdf_begin_object(pdf, page->information);
    ecert_put_information(&pdf->out, &metadata);
    pdf_end_object(pdf);
    struct buffer packet = buffer_new(arena, 2 << 10, 64 << 10);
    ecert_put_xmp(&packet, &metadata);
    pdf_put_coded_stream(pdf, page->metadata, "/Type /Metadata /Subtype /XML", buffer_text(&packet), &theme->metadata_code);
}

enum result ecert_make(struct context *context, struct ecert_theme *theme, const struct signature_signer *signer, const struct ecert_facts *facts, struct bytes *file)
{
    const struct layout *layout = theme->layout;
    struct text values[SLOT_COUNT] = {0};
    struct ecert_page_key key;
    struct ecert_page *page;
    TRY(ecert_check_facts(context, layout, facts, &key));
    TRY(ecert_check_names(context, text_trim(facts->name_native), text_trim(facts->name_latin)));
    ecert_fill_values(context, layout, facts, &key, values);
    TRY(ecert_page_find(context, theme, &key, &page));

    struct pdf pdf;
    pdf_begin_on(&pdf, context->arena, page->constant, LARGEST_DOCUMENT);
    pdf_take(&pdf, page->fonts - page->information);
    struct pdf_fonts fonts = {.arena = context->arena, .prefix = 'H'};
    struct buffer content = buffer_new(context->arena, 12 << 10, 1 << 20);
    for (size_t i = 0; i < page->field_count; i++) TRY(show_field(context, layout, page, &page->fields[i], values, &fonts, &content, &pdf));
    if (page->qr_colour && !show_marked_qr(&content, theme, page, facts->verify_address))
        return context_fail(context, RESULT_BROKEN, "ecert.code", N_("The QR code could not be drawn."));
    unsigned first = pdf_take(&pdf, (unsigned)fonts.count * PDF_OBJECTS_OF_A_FONT);

    put_metadata(&pdf, theme, page, facts, values);
    put_resources(&pdf, page, &fonts, first);
    pdf_put_coded_stream(&pdf, page->content, "", buffer_text(&content), &theme->content_code);
    if (key.credential) put_credential(&pdf, page, facts);
    pdf_put_fonts(&pdf, &fonts, first);
    if (content.full) pdf.out.full = true;
    struct text identity = text_printf(context->arena, "testamur %.*s revision %lld", TEXT_ARG(facts->number), (long long)facts->revision);
    struct text reason = text_printf(context->arena, "Certificate %.*s, revision %lld", TEXT_ARG(facts->number), (long long)facts->revision);
    return pdf_sign(context, &pdf,
                    &(struct pdf_ending){.root = page->root, .information = page->information, .signature = page->signature, .identity = identity, .reason = reason,
                                         .signed_by = facts->body, .signed_on = facts->issue_day},
                    signer, file);
}
