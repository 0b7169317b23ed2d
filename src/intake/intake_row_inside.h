/* What the files that make a row share: each takes its cells from the record under way, and says what is wrong with them. */
#ifndef INTAKE_INTAKE_ROW_INSIDE_H
#define INTAKE_INTAKE_ROW_INSIDE_H

#include "intake/intake_row.h"

struct intake_making {
    struct intake_maker *maker;
    struct intake_batch *batch;
    const struct delimited_record *record;
    struct intake_row *row;
};

/* Notes what is wrong with the row, at the column (-1: with none of them): `english` with {what}, under the stable code. A refusal outweighs a quarantine; among equals the first stays. What staff have decided to take in as it is
 * (maker.forced) is passed over. */
void intake_row_problem(struct intake_making *making, enum intake_verdict verdict, int column, const char *code, const char *english, struct text what);

/* The problems that the value is missing, and that the profile does not know the word. */
void intake_row_missing(struct intake_making *making, int column);
void intake_row_unknown_word(struct intake_making *making, int column, struct text word);

/* --- Cells --- */

/* With doubled quotes made single ones, in the batch. */
struct text intake_row_undoubled(struct intake_batch *batch, struct text text, char quote);
static inline bool intake_row_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
/* The cell of a column, trimmed; empty where there is none. Good until the next cell is asked for. Inline, because each row asks twenty times. */
static inline struct text intake_row_cell(struct intake_making *making, int column)
{
    int at = making->maker->column_of[column];
    if (at < 0) return (struct text){"", 0};
    const struct delimited_cell *cell = &making->record->cells[at];
    struct text text = {cell->bytes, cell->length};
    while (text.length && intake_row_is_space(text.bytes[text.length - 1])) text.length--;
    while (text.length && intake_row_is_space(*text.bytes)) text.bytes++, text.length--;
    return __builtin_expect(cell->doubled, 0) ? intake_row_undoubled(making->batch, text, making->maker->profile->quote) : text;
}
/* The place of a text that stands in the batch; and of one that does not, copied there. */
struct slice intake_row_slice(const struct intake_batch *batch, struct text text);
struct slice intake_row_copied(struct intake_batch *batch, struct text text);
/* The cell as it is kept. INTAKE_REFUSED, and empty, where it has more than `limit` bytes; refused, too, where a control character stands in it. */
struct slice intake_row_text(struct intake_making *making, int column, size_t limit);

/* --- What is made of them --- */

/* Once for an import: the codes, and the zones, that were seen already. */
void intake_row_exam_begin(struct intake_maker *maker);
void intake_row_date_begin(struct intake_maker *maker);
/* The exam and its language; NULL, with the problem, where there is none or the catalogue does not know it. */
const struct exam *intake_row_exam(struct intake_making *making);
void intake_row_exam_day(struct intake_making *making);
/* The same of an appointment, which may lie ahead. False, with the problem, where there is none. */
bool intake_row_day(struct intake_making *making);
/* When this version was written; where the row does not say it, or wrongly, the text's own time counts and the answer is false. */
bool intake_row_updated(struct intake_making *making);
/* The state that the provider gives the result. */
void intake_row_state(struct intake_making *making);
/* The grade, of `exam` (NULL: unknown) whose passing rule the score is held against; after state and score. */
void intake_row_grade(struct intake_making *making, const struct exam *exam);
/* Names, candidate ID and mailbox. */
void intake_row_person(struct intake_making *making);
/* The mailbox alone, of a row that waits for none: one that is no address counts as none. */
void intake_row_mailbox(struct intake_making *making);

#endif
