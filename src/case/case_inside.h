/* What the files of this room share. */
#ifndef CASE_CASE_INSIDE_H
#define CASE_CASE_INSIDE_H

#include "case/case_rules.h"
#include "case/case_store.h"

/* Takes a case for writing: other writers of it wait until the transaction ends. RESULT_NONE where there is none. */
MUST_CHECK case_take(struct context *context, int64_t id, struct case_row *row);
bool case_by_asker(const struct context *context);
/* Counts what a candidate does: so often a day (audit.h). Anybody else may as often as he likes. */
MUST_CHECK case_limit(struct context *context, const char *what, int burst);
/* Today in the body's zone. */
MUST_CHECK case_today(struct context *context, struct day *today);
/* The day by which an answer is promised to what was asked on that day. */
MUST_CHECK case_answer_day(struct context *context, struct day asked, struct day *day);
/* Checks what somebody wrote; REFUSED case.words_long, and case.text_missing unless it may be empty. */
MUST_CHECK case_words(struct context *context, struct text words, bool may_be_empty, struct text *trimmed);
/* What stands in the store as the words of the system, in the reader's language: an ending, by its word or, of old, written out in any language. What is none is as it was. */
struct text case_ending_words(const struct context *context, struct text kept);

/* --- Letters (case_letter.c): to the account's proven mailbox, or for a question without an account to the address that was given; an account whose mailbox nobody has proven gets none,
 * for it may be a stranger's. --- */
MUST_CHECK case_letter_opened(struct context *context, const struct case_row *row);
/* The same letter once more: the day from which it can be decided has become a later one. */
MUST_CHECK case_letter_moved(struct context *context, const struct case_row *row);
MUST_CHECK case_letter_message(struct context *context, const struct case_row *row, struct text message, bool asks);
MUST_CHECK case_letter_closed(struct context *context, const struct case_row *row, enum case_outcome outcome, struct text reason);

#endif
