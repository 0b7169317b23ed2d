/* Which words each block of a catalogue may have, and how their values read. Private to the room. */
#ifndef CATALOGUE_CATALOGUE_WORDS_H
#define CATALOGUE_CATALOGUE_WORDS_H

#include "catalogue/catalogue_syntax.h"

/* Holds every property of the block against the words that it may have, their qualifiers, periods and repetition, and every value that
 * needs no other block against its form; problems are noted. */
void catalogue_words_check(struct catalogue_reader *reader, const struct syntax_block *block);

/* Values. Each is false where the text is not of that form. */
bool catalogue_words_language(struct text text);
bool catalogue_words_validity(struct text text, int32_t *validity_months, int32_t *buffer_months);
bool catalogue_words_promise(struct text text, struct promise_days *days);
bool catalogue_words_promise_kind(struct text text, enum promise *promise);
bool catalogue_words_forms(struct text text, int32_t *forms);
bool catalogue_words_anchor(struct text text, enum renewal_anchor *anchor);
bool catalogue_words_pass(struct text text, enum pass_rule *rule, int32_t *score, int32_t *full);
/* `exams` gets the list behind "any exam of:". */
bool catalogue_words_renewal(struct text text, enum renewal_kind *kind, struct text *exams);
bool catalogue_words_period(struct text text, struct period *period);
#endif
