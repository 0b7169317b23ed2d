/* All SQL of the award room. */
#ifndef AWARD_AWARD_STORE_H
#define AWARD_AWARD_STORE_H

#include "award/award.h"
#include "award/award_decide.h"

/* Which accounts: those with ids first..last, or those that hold any of the exam records first..last. */
struct award_scope {
    bool by_records;
    int64_t first, last;
};

/* Rows of the register as a page needs them; award.c completes them. `reason` is the word. */
/* Of award_other_name: other names than these on what was ever issued to the account. */
MUST_CHECK award_store_other_names(struct context *context, int64_t account, struct text latin, struct text native, struct list *names);
MUST_CHECK award_store_certificates(struct context *context, int64_t account, size_t maximum, struct list *rows);
MUST_CHECK award_store_each_certificate(struct context *context, database_each_function *each, void *data);
MUST_CHECK award_store_all_certificates(struct context *context, size_t maximum, struct list *rows);
/* `account` 0: anybody's. */
MUST_CHECK award_store_certificate(struct context *context, struct text number, int64_t account, struct certificate *row);
MUST_CHECK award_store_number(struct context *context, int64_t certificate, struct text *number);
MUST_CHECK award_store_raise_serial(struct context *context, int64_t certificate);
MUST_CHECK award_store_revision(struct context *context, int64_t certificate, int64_t revision, struct certificate_revision *out);
MUST_CHECK award_store_revisions(struct context *context, int64_t certificate, size_t maximum, struct list *rows);
MUST_CHECK award_store_any_issued(struct context *context, int64_t account, bool *any);
MUST_CHECK award_store_history(struct context *context, int64_t certificate, size_t maximum, struct list *rows);

struct history_row {
    int64_t revision; /* in force after it; 0: not written down then */
    struct instant at;
    struct day since;
    int32_t state_before, state_after;
    struct day expiry_before, expiry_after;
    struct text reason;
};
extern const struct record history_row_record;

/* Rows for evaluation, ordered by account and certification. */
struct entry_row {
    int64_t id, account_id, certification_id, basis_mark, revision;
    struct text reason;
    struct day state_day, exam_day, award_day, issue_day, expiry_day;
    int32_t state;
    bool provisional, issued;
    struct instant made;
};
extern const struct record entry_row_record;
MUST_CHECK award_store_each_entry(struct context *context, struct award_scope scope, database_each_function *each, void *data);
MUST_CHECK award_store_entry(struct context *context, int64_t certificate, struct entry_row *row);
/* Has the account a certificate of the certification, in whatever state? */
MUST_CHECK award_store_has(struct context *context, int64_t account, int64_t certification, bool *has);
/* Of what staff stopped: whose, and of which certification, by account. */
struct stopped_row {
    int64_t account_id, certification_id;
};
MUST_CHECK award_store_stopped(struct context *context, size_t maximum, struct list *rows);
/* The last account id of a batch that begins with `first`; RESULT_NONE where there is no account from there on. */
MUST_CHECK award_store_batch_end(struct context *context, int64_t first, int64_t accounts, int64_t *last);
/* Keeps other nodes from evaluating the same accounts until the transaction ends. */
MUST_CHECK award_store_take_turn(struct context *context, struct award_scope scope);
/* Of two accounts, in the order in which everybody takes them. */
MUST_CHECK award_store_take_both_turns(struct context *context, int64_t one, int64_t other);

/* What became of the records that a certificate rests on. */
struct basis_row {
    int64_t record_id;
    int32_t grade, state;
    bool renews; /* passed after the award: it only renewed */
    int64_t account_id; /* that holds it; 0: none */
    bool pass;          /* it is no record that the certificate rests on, but a pass that its account has; of those alone the exam is said */
    int64_t exam_id;
    struct day exam_day;
};
extern const struct record basis_row_record;
MUST_CHECK award_store_basis(struct context *context, int64_t certificate, struct list *rows);
/* The same, and behind it all passes of its account, as association_each_passed gives them: all in one view of the store. `basis_count` are of the basis. */
MUST_CHECK award_store_basis_and_passes(struct context *context, int64_t certificate, int64_t account, struct list *rows, size_t *basis_count);

/* The holder, for names and letters. */
struct holder_row {
    int64_t id;
    struct text user_name, name_latin, name_native, mailbox, language;
};
extern const struct record holder_row_record;
MUST_CHECK award_store_holder(struct context *context, int64_t account, struct holder_row *row);
/* Accounts (int64_t) from first to last that somebody can sign in to, in order: an account that was taken over has no password before its owner comes. */
MUST_CHECK award_store_each_in_use(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
/* The account's certificates (int64_t) that wait for a name that can be printed. */
MUST_CHECK award_store_each_unprintable(struct context *context, int64_t account, database_each_function *each, void *data);
MUST_CHECK award_store_each_holder(struct context *context, struct award_scope scope, database_each_function *each, void *data);
/* Under which names an account is known: its profile's, and where that leaves a script open, those on its certificates (what was withdrawn, or came from elsewhere, has perhaps another person's), and in its final records, each the newest
 * first. Whole names stand as first names. */
struct known_name {
    int64_t account_id;
    int32_t source; /* enum award_name_source */
    struct text first_name, last_name, native_first_name, native_last_name;
    struct day day; /* of the award, or the exam */
    int64_t row_id;
};
extern const struct record known_name_record;
MUST_CHECK award_store_known_names(struct context *context, int64_t account, database_each_function *each, void *data);
/* Of the scope's accounts whose profiles leave a script open, by account. */
MUST_CHECK award_store_each_known_name(struct context *context, struct award_scope scope, database_each_function *each, void *data);

/* Writing. */
struct certificate_writing {
    struct award_entry entry;
    struct text number, name_latin, name_native; /* name_latin.bytes NULL: the names stay */
    int64_t catalogue_version;
    struct day revision_day; /* NO_DAY: stays */
};
MUST_CHECK award_store_copy_certificates(struct context *context, const struct certificate_writing *const *items, size_t count);
/* False in `inserted` where the number is another's already. */
MUST_CHECK award_store_insert_certificate(struct context *context, const struct certificate_writing *item, bool *inserted);
/* Nothing where the account has it no more. */
MUST_CHECK award_store_update_certificate(struct context *context, const struct certificate_writing *item);
/* What staff say of it; `reason` as it is stored. */
MUST_CHECK award_store_stop(struct context *context, int64_t certificate, int32_t state, struct text reason, struct day since);
/* Since when and why it was withdrawn when staff stopped it, whatever they have done with it since; RESULT_NONE where it was not withdrawn then. */
struct withdrawn_row {
    struct text reason;
    struct day since;
};
MUST_CHECK award_store_withdrawn_before(struct context *context, int64_t certificate, struct withdrawn_row *row);
/* What staff said when they gave it back last; RESULT_NONE where they never did. */
MUST_CHECK award_store_given_back(struct context *context, int64_t certificate, struct text *words);
/* Keeps what the revision before `item` said. */
MUST_CHECK award_store_keep_revision(struct context *context, int64_t certificate);
/* Gives it to another account; `moved` is false where that has one of the certification already, or this one has it no more. */
MUST_CHECK award_store_move(struct context *context, int64_t certificate, int64_t from, int64_t to, bool *moved);
/* Certificates that are looked for by their records (award_decide_away), where those are all in one other account, of first..last. */
struct moving_row {
    int64_t id, account_id, to_id;
};
MUST_CHECK award_store_moving_in(struct context *context, int64_t first, int64_t last, size_t maximum, struct list *rows);
/* Certificates that staff stopped, with each record by which they were earned and that is in another account, of first..last, that has none of the certification, and as far as no case has said that it may get one of its
 * own; `known`: there is, or was, a case that asks; `whole`: that account has all of them. */
struct claim_row {
    int64_t id, account_id, to_id, certification_id, record_id;
    struct day exam_day;
    bool known, whole;
};
MUST_CHECK award_store_claims(struct context *context, int64_t first, int64_t last, size_t maximum, struct list *rows);
/* Certificates whose records are all in `account` (0: in any one) while its own account is perhaps not evaluated yet. */
MUST_CHECK award_store_left_behind(struct context *context, int64_t account, size_t maximum, struct list *rows);
/* The same for `into`, if it held all that `from` holds, too: certificates of other accounts. */
MUST_CHECK award_store_moving_together(struct context *context, int64_t from, int64_t into, size_t maximum, struct list *rows);
/* Certificates that came by a merge (5.10) between two accounts of which one is in first..last, where the merge was undone since. */
MUST_CHECK award_store_moving_back(struct context *context, int64_t first, int64_t last, size_t maximum, struct list *rows);
/* What would move back if the merge were undone. */
MUST_CHECK award_store_came_by(struct context *context, int64_t merge, size_t maximum, struct list *rows);
/* The certificate says that name from now on, as its next revision. */
MUST_CHECK award_store_rename(struct context *context, int64_t certificate, struct text name_latin, struct text name_native, struct day today);
MUST_CHECK award_store_forget_basis(struct context *context, int64_t certificate);
/* So that award_store_moving_in finds it by its records, or not (award_decide_away). */
MUST_CHECK award_store_mark_away(struct context *context, int64_t certificate, bool away);
/* Rows by a copy, or one by one where `copy` is NULL. */
MUST_CHECK award_store_basis_begin(struct context *context, struct database_copy **copy);
MUST_CHECK award_store_basis_row(struct context *context, struct database_copy *copy, int64_t certificate, int64_t record);
MUST_CHECK award_store_journal_begin(struct context *context, struct database_copy **copy);
struct journal_writing {
    int64_t id, certificate, revision; /* the revision in force after it */
    struct instant at;
    struct day since;
    int32_t state_before, state_after;
    struct day expiry_before, expiry_after;
    struct text reason;
};
MUST_CHECK award_store_journal_row(struct context *context, struct database_copy *copy, const struct journal_writing *row);

/* Certificates that expire in 90 days or less and whose holders were not reminded of it since the last step, of 90, 30 and 7 days before, by account. */
struct expiring_row {
    int64_t id, account_id, certification_id, step;
    struct text number;
    struct day award_day, expiry_day;
};
MUST_CHECK award_store_expiring(struct context *context, struct day today, size_t maximum, struct list *rows);
/* Notes it; `fresh` is false where it was noted already, or is so no more. */
MUST_CHECK award_store_remind(struct context *context, const struct expiring_row *row, struct instant now, bool *fresh);

/* What the date brings. */
struct due_counts {
    bool issues, expiries, withdrawals;
};
extern const struct record due_counts_record;
/* Is anything due? `suspended_until`: what was suspended on that day or before is withdrawn. */
MUST_CHECK award_store_anything_due(struct context *context, struct day today, struct day suspended_until, struct due_counts *due);
MUST_CHECK award_store_pending(struct context *context, struct day today, int64_t maximum, struct list *rows);
/* What was suspended on that day or before, because records had left. */
MUST_CHECK award_store_left(struct context *context, struct day suspended_until, int64_t maximum, struct list *rows);
MUST_CHECK award_store_expire(struct context *context, struct day today, struct instant now, int64_t maximum, int64_t *changed);
/* `applied` where it was noted before. */
MUST_CHECK award_store_change_known(struct context *context, struct text code, bool *applied);
MUST_CHECK award_store_change_applied(struct context *context, struct text code, struct instant now, bool *first_time);

#endif
