/* All SQL of the case room. */
#ifndef CASE_CASE_STORE_H
#define CASE_CASE_STORE_H

#include "case/case.h"
#include "outside/database.h"

/* A case as acts need it. */
struct case_row {
    int64_t id, account_id, mailbox_id, record_id;
    struct text number, kind_word, outcome_word, wish, reason;
    int32_t state;
    int64_t first_by;
    struct day not_before, due;
    struct instant opened;
    enum case_kind kind;       /* from kind_word */
    enum case_outcome outcome; /* from outcome_word */
};
/* Reads it, and keeps other writers of it waiting until the transaction ends. RESULT_NONE where there is none. */
MUST_CHECK case_store_take(struct context *context, int64_t id, struct case_row *row);
/* RESULT_NONE where one about the same thing is open. */
MUST_CHECK case_store_open(struct context *context, const struct case_opening *opening, struct text number, enum case_state state, int64_t *id);
/* The open one: its id, number and wish. */
MUST_CHECK case_store_about_certificate(struct context *context, int64_t certificate, struct case_row *row);
MUST_CHECK case_store_add_entry(struct context *context, int64_t id, const char *what, struct text text);
/* `until`: the day until which its writer waits for the answer; NO_DAY: he does not. */
MUST_CHECK case_store_add_message(struct context *context, int64_t id, struct text text, struct day until);
MUST_CHECK case_store_set_state(struct context *context, int64_t id, enum case_state state);
MUST_CHECK case_store_propose(struct context *context, int64_t id, const char *outcome, struct text reason, int64_t by);
MUST_CHECK case_store_close(struct context *context, int64_t id, const char *outcome, struct text reason, int64_t by);
/* Open again: no outcome, nobody has proposed anything. */
MUST_CHECK case_store_open_again(struct context *context, int64_t id, struct day due);
MUST_CHECK case_store_set_due(struct context *context, int64_t id, struct day due);
/* Where it is open, and `not_before` later than before: `moved`. While it waits for the asker, it stays due on the day by which he is to answer. */
MUST_CHECK case_store_set_not_before(struct context *context, int64_t id, struct day not_before, struct day due, bool *moved);
MUST_CHECK case_store_set_wish(struct context *context, int64_t id, struct text wish);

MUST_CHECK case_store_evidence_count(struct context *context, int64_t id, int64_t *count);
MUST_CHECK case_store_add_evidence(struct context *context, int64_t id, const struct case_evidence *evidence, struct text sha256, int64_t *evidence_id);

/* `owner` 0: anybody's; else those of accounts that were merged into his are his, too. RESULT_NONE where there is none. */
MUST_CHECK case_store_read(struct context *context, struct text number, int64_t owner, struct case_view *view);
MUST_CHECK case_store_by_id(struct context *context, int64_t id, int64_t owner, struct case_view *view);
struct case_entry_row {
    int64_t id;
    struct instant at;
    int32_t actor_kind;
    int64_t actor_account;
    struct text user_name, what, text;
    struct day until;
};
/* Newest first; `before` 0: from the newest on, else from the one that came before that entry. */
MUST_CHECK case_store_entries(struct context *context, int64_t id, bool staff, int64_t before, size_t maximum, struct list *rows);
MUST_CHECK case_store_message_count(struct context *context, int64_t id, int64_t *count);
MUST_CHECK case_store_evidence_list(struct context *context, int64_t id, size_t maximum, struct list *rows);
MUST_CHECK case_store_evidence_content(struct context *context, int64_t id, int64_t evidence, struct case_evidence_view *out);
MUST_CHECK case_store_own(struct context *context, int64_t account, size_t maximum, struct list *rows);
MUST_CHECK case_store_list(struct context *context, const struct case_filter *filter, struct day today, size_t maximum, struct list *rows);
MUST_CHECK case_store_counts(struct context *context, struct day today, struct list *rows);

/* Whom a letter about a case goes to: the account, or the one that a merge has left of it; `mailbox` is empty where none of his is proven. */
struct case_recipient {
    int64_t account_id;
    struct text user_name, name_latin, name_native, mailbox, language, zone;
};
MUST_CHECK case_store_recipient(struct context *context, int64_t account, struct case_recipient *recipient);

#endif
