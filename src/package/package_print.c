#include "package/package_print.h"

#include "ecert/ecert.h"
#include "outside/language.h"
#include "outside/settings.h"
#include "package/package_inside.h"
#include "package/package_paper.h"

enum { PAGE_MEMORY = 32 << 20, SHEET_LABELS = SHEET_COLUMNS * SHEET_ROWS };

void package_print_address(struct arena *arena, const struct package_address *address, struct text home, struct package_print *print)
{
    bool abroad = !text_equal(address->country, home), twice = !text_empty(address->latin_street);
    print->line_count = package_address_lines(arena, address, abroad ? ADDRESS_LATIN : ADDRESS_NATIVE, abroad, print->lines);
    print->other_count = abroad && twice ? package_address_lines(arena, address, ADDRESS_NATIVE, false, print->other_lines) : 0;
    print->phone = address->phone;
}

static size_t lines_of(struct text text, struct text lines[PRINT_SENDER_LINES])
{
    struct text line;
    size_t count = 0;
    while (count < PRINT_SENDER_LINES && text_split(&text, '\n', &line))
        if (!text_empty(text_trim(line))) lines[count++] = text_trim(line);
    return count;
}

static enum result put_all(struct paper *paper, enum package_paper kind, struct text sender, const struct package_print *prints, size_t count)
{
    struct text lines[PRINT_SENDER_LINES];
    size_t line_count = lines_of(sender, lines);
    for (size_t i = 0; i < count; i++) {
        size_t on_page = kind == PAPER_LABEL_SHEETS ? i % SHEET_LABELS : 0;
        if (!on_page) pdf_pages_begin_page(&paper->pages, kind == PAPER_LABELS ? LABEL_WIDTH : SHEET_WIDTH, kind == PAPER_LABELS ? LABEL_HEIGHT : SHEET_HEIGHT);
        double x = (double)(on_page % SHEET_COLUMNS) * SHEET_WIDTH / SHEET_COLUMNS, y = SHEET_HEIGHT - (double)(on_page / SHEET_COLUMNS + 1) * SHEET_HEIGHT / SHEET_ROWS;
        TRY(kind == PAPER_SLIPS          ? package_slip(paper, sender, &prints[i])
            : kind == PAPER_LABEL_SHEETS ? package_label(paper, x, y, true, lines, 1 < line_count ? 1 : line_count, &prints[i])
                                         : package_label(paper, 0, 0, false, lines, line_count, &prints[i]));
        if (kind != PAPER_LABEL_SHEETS || on_page == SHEET_LABELS - 1 || i == count - 1) pdf_pages_end_page(&paper->pages);
    }
    return RESULT_OK;
}

enum result package_print(struct context *context, enum package_paper kind, struct text sender, const struct package_print *prints, size_t count, struct bytes *pdf)
{
    static const char *const titles[] = {N_("Address labels"), N_("Address labels"), N_("Packing slips")};
    if (!count || count > PRINT_MOST)
        return context_fail(context, RESULT_REFUSED, "package.print_count", N_("Between one and {most} packages are printed at once."), "most", text_printf(context->arena, "%d", PRINT_MOST).bytes);
    struct paper *paper = ARENA_NEW(context->arena, struct paper);
    WITH_ARENA(scratch, PAGE_MEMORY);
    *paper = (struct paper){.context = context, .fonts = ecert_fonts(context->theme, "text"), .codes = qr_codes_new()};
    if (!paper->codes) return context_fail(context, RESULT_BROKEN, "package.print_code", N_("The QR code could not be drawn."));
    pdf_pages_begin(&paper->pages, context->arena, scratch, count);
    enum result result = put_all(paper, kind, sender, prints, count);
    qr_codes_free(paper->codes);
    TRY(result);
    const char *tag = context->languages ? languages_html_tag(context->languages, context->language) : "en";
    return pdf_pages_end(context, &paper->pages, text_of(language_text(context->languages, context->language, titles[kind])), tag, "", prints[0].number, pdf);
}

/* --- Before it is kept --- */

/* On a page of each kind, which is thrown away. */
static enum result try_all(struct paper *paper, const struct package_print *print)
{
    const struct text sender[PRINT_SENDER_LINES] = {TEXT("-"), TEXT("-"), TEXT("-"), TEXT("-"), TEXT("-")};
    pdf_pages_begin_page(&paper->pages, SHEET_WIDTH, SHEET_HEIGHT);
    TRY(package_label(paper, 0, 0, false, sender, PRINT_SENDER_LINES, print));
    TRY(package_label(paper, 0, 0, true, sender, 1, print));
    return package_slip(paper, sender[0], print);
}

enum result package_print_check(struct context *context, const struct package_address *address)
{
    struct package_country country;
    struct package_address_field fields[ADDRESS_PARTS];
    struct package_print print = {.number = TEXT("-"), .due = NO_DAY};
    if (!context->theme || !package_country_find(context->arena, address->country, &country)) return RESULT_OK;
    WITH_ARENA(kept, PAGE_MEMORY);
    WITH_ARENA(scratch, PAGE_MEMORY); /* a page's */
    struct paper *paper = ARENA_NEW(kept, struct paper);
    *paper = (struct paper){.context = context, .fonts = ecert_fonts(context->theme, "text"), .codes = qr_codes_new()};
    if (!paper->codes) return context_fail(context, RESULT_BROKEN, "package.print_code", N_("The QR code could not be drawn."));
    pdf_pages_begin(&paper->pages, kept, scratch, 1);
    package_print_address(kept, address, context->settings->home_country, &print);
    enum result result = try_all(paper, &print);
    qr_codes_free(paper->codes);
    if (result != RESULT_REFUSED) return result;
    error_clear(&context->error);
    /* Which of the fields: the first with such a character, else the longest. */
    enum package_script script = text_empty(address->latin_street) || text_equal(address->country, context->settings->home_country) ? ADDRESS_NATIVE : ADDRESS_LATIN;
    size_t count = package_address_fields(&country, script, fields), longest = 0;
    for (size_t i = 0; i < count; i++) {
        struct shaping_line line;
        struct text text = package_address_value(address, script, fields[i].part), missing = TEXT("");
        if (shaping_line(scratch, paper->fonts, text, &line, &missing) != RESULT_OK)
            return FIELD_FAIL(context, fields[i].name, "package.address_glyph", N_("{field} cannot be printed on the label, for no font has this: {characters}. Write it in other letters."), "field",
                              package_address_field_words(context, script, &fields[i]), "characters", text_string(context->arena, missing));
        if (text.length > package_address_value(address, script, fields[longest].part).length) longest = i;
    }
    return FIELD_FAIL(context, fields[longest].name, "package.address_room", N_("The whole address is too long for the label. Shorten it, for example here: {field}."), "field",
                      package_address_field_words(context, script, &fields[longest]));
}
