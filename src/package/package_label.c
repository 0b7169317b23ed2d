/* Address labels: who sends it, to whom, his telephone number; and the number of the package, to be read by people and scanners. */
#include "outside/language.h"
#include "package/package_paper.h"

/* Where things stand on a label; from its lower left corner. */
struct label {
    double width, height, margin;
    double sender_size, caption_size, number_size;
    double foot;                     /* height of the lowest part */
    double largest, smallest;        /* letters of the address */
    double other_share;              /* of the room between, for the address in the other script */
    double other_largest, other_smallest;
};
static const struct label large = {MILLIMETRES(100), MILLIMETRES(150), 14, 8, 6.5, 12, 84, 16, 7, 0.32, 11, 5.5};
static const struct label small_one = {MILLIMETRES(105), MILLIMETRES(74.25), 12, 6, 5, 8, 44, 11.5, 5, 0.32, 7.5, 4.5};

static double put_sender(struct paper *paper, const struct label *label, double x, double top, const struct text *sender, size_t count)
{
    double width = label->width - 2 * label->margin, y = top - label->sender_size;
    for (size_t i = 0; i < count; i++, y -= label->sender_size * 1.2) paper_line(paper, x, y, width, label->sender_size, sender[i]);
    y += label->sender_size * 0.4;
    paper_rule(paper, x, y, width);
    return y - 3;
}

static void put_foot(struct paper *paper, const struct label *label, double x, double y, const struct package_print *print)
{
    struct context *context = paper->context;
    double code = label->foot - 10, right = x + code + 8, width = label->width - 2 * label->margin - code - 8, line = y + label->foot - 8;
    paper_rule(paper, x, y + label->foot, label->width - 2 * label->margin);
    paper_code(paper, x, y + 2, code, print->number);
    paper_word(paper, right, line -= label->caption_size, width, label->caption_size, N_("Package"));
    paper_line(paper, right, line -= label->number_size * 1.1, width, label->number_size, print->number);
    paper_line(paper, right, line -= label->caption_size * 1.8, width, label->caption_size, print->certificate);
    struct text day = language_day(context->languages, context->language, paper->pages.scratch, print->due);
    if (!text_empty(day) && line - label->caption_size > y) paper_line(paper, right, line - label->caption_size * 1.5, width, label->caption_size, day);
}

enum result package_label(struct paper *paper, double x, double y, bool small, const struct text *sender, size_t sender_count, const struct package_print *print)
{
    const struct label *label = small ? &small_one : &large;
    struct paper_block block;
    struct text missing = TEXT("");
    double left = x + label->margin, width = label->width - 2 * label->margin, bottom = y + label->margin;
    double top = put_sender(paper, label, left, y + label->height - label->margin, sender, sender_count);
    put_foot(paper, label, left, bottom, print);
    paper_word(paper, left, top - label->caption_size, width, label->caption_size, N_("To"));
    top -= label->caption_size * 1.3;
    double phone_size = label->number_size, room = top - bottom - label->foot - phone_size * 1.9;

    struct paper_place place = {left, top, width, print->other_count ? room * (1 - label->other_share) : room, label->largest, label->smallest};
    enum paper_set set = paper_set(paper, &place, print->lines, print->line_count, &block, &missing);
    if (set != PAPER_FITS) return paper_refuse(paper, set, missing, print->number);
    double below = paper_show(paper, &place, &block);
    paper_line(paper, left, below - phone_size * 1.3, width, phone_size, print->phone);

    below -= phone_size * 1.9;
    struct paper_place other = {left, below, width, below - bottom - label->foot - 2, label->other_largest, label->other_smallest};
    if (print->other_count && paper_set(paper, &other, print->other_lines, print->other_count, &block, NULL) == PAPER_FITS) (void)paper_show(paper, &other, &block);
    return RESULT_OK;
}
