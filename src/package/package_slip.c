/* Packing slips: what goes into the package, to be ticked, and for whom. */
#include "outside/language.h"
#include "package/package_paper.h"

static const double MARGIN = MILLIMETRES(20), CODE = MILLIMETRES(28), LABELS = MILLIMETRES(48);

static struct text due_of(struct paper *paper, const struct package_print *print)
{
    const struct context *context = paper->context;
    struct text day = language_day(context->languages, context->language, paper->pages.scratch, print->due);
    return print->provisional ? text_printf(paper->pages.scratch, "%.*s · %s", TEXT_ARG(day), language_text(context->languages, context->language, N_("provisional"))) : day;
}

/* A fact with its name on the left; returns the next line's y. */
static double put_fact(struct paper *paper, double y, const char *english, struct text value)
{
    if (text_empty(value)) return y;
    paper_word(paper, MARGIN, y, LABELS - 6, 9, english);
    paper_line(paper, MARGIN + LABELS, y, SHEET_WIDTH - 2 * MARGIN - LABELS, 11, value);
    return y - 17;
}

static double put_contents(struct paper *paper, double y, const struct package_print *print)
{
    paper_word(paper, MARGIN, y, SHEET_WIDTH - 2 * MARGIN, 13, N_("Contents"));
    paper_rule(paper, MARGIN, y - 6, SHEET_WIDTH - 2 * MARGIN);
    y -= 26;
    for (size_t i = 0; i < print->content_count && i < PRINT_CONTENTS_MOST; i++, y -= 20) {
        paper_box(paper, MARGIN, y - 1, 10);
        paper_line(paper, MARGIN + 18, y, SHEET_WIDTH - 2 * MARGIN - 18, 11, print->contents[i]);
    }
    return y;
}

static enum result put_address(struct paper *paper, double *y, const struct package_print *print)
{
    struct paper_block block;
    struct text missing = TEXT("");
    double half = (SHEET_WIDTH - 2 * MARGIN - 20) / 2, lowest = *y;
    paper_word(paper, MARGIN, *y, half, 9, N_("To"));
    struct paper_place place = {MARGIN, *y - 4, half, 150, 12, 6};
    enum paper_set set = paper_set(paper, &place, print->lines, print->line_count, &block, &missing);
    if (set != PAPER_FITS) return paper_refuse(paper, set, missing, print->number);
    lowest = paper_show(paper, &place, &block);
    struct paper_place other = {MARGIN + half + 20, *y - 4, half, 150, 11, 6};
    if (print->other_count && paper_set(paper, &other, print->other_lines, print->other_count, &block, NULL) == PAPER_FITS) {
        double under = paper_show(paper, &other, &block);
        if (under < lowest) lowest = under;
    }
    paper_line(paper, MARGIN, lowest - 12, half, 11, print->phone);
    *y = lowest - 40;
    return RESULT_OK;
}

enum result package_slip(struct paper *paper, struct text sender, const struct package_print *print)
{
    struct text body = sender;
    double width = SHEET_WIDTH - 2 * MARGIN, y = SHEET_HEIGHT - MARGIN - 10;
    (void)text_split(&sender, '\n', &body);
    paper_line(paper, MARGIN, y, width - CODE - 10, 10, body);
    paper_word(paper, MARGIN, y - 30, width - CODE - 10, 22, N_("Packing slip"));
    paper_code(paper, SHEET_WIDTH - MARGIN - CODE, SHEET_HEIGHT - MARGIN - CODE, CODE, print->number);
    y -= CODE;
    y = put_fact(paper, y, N_("Package"), print->number);
    y = put_fact(paper, y, N_("To be mailed by"), due_of(paper, print));
    y = put_fact(paper, y, N_("Certification"), print->certification);
    y = put_fact(paper, y, N_("Certificate number"), print->certificate);
    y = put_fact(paper, y, N_("Name in Latin letters"), print->name_latin);
    y = put_fact(paper, y, N_("Name in native script"), print->name_native) - 14;
    TRY(put_address(paper, &y, print));
    y = put_contents(paper, y, print) - 24;
    paper_rule(paper, MARGIN, y, width * 0.45);
    paper_word(paper, MARGIN, y - 11, width * 0.45, 8, N_("Packed by, day"));
    return RESULT_OK;
}
