/* SQL of unbindings, and of whom they are checked against. */
#ifndef ASSOCIATION_ASSOCIATION_UNBINDING_STORE_H
#define ASSOCIATION_ASSOCIATION_UNBINDING_STORE_H

#include "account/account.h"
#include "association/association_identity.h"
#include "association/association_tie_store.h"
#include "association/association_unbinding.h"
#include "outside/database.h"

enum { UNBINDING_BESIDE_MOST = 10000 }; /* of what one mailbox has */

struct unbinding_row {
    int64_t id, case_id, account_id, mailbox_id, record_id, claimant_id;
    int64_t claimant_by; /* who of the staff named the claimant when it ran already; 0: nobody */
    int64_t lost_case_id; /* the case of a lost mailbox in which they have found by its evidence that it is the claimant's; 0: none */
    struct text cause, state, reason;
    struct text answer_to, answer_language; /* the mailbox from which it is disputed by a link, without being signed in or with an account that has none, whatever its record says since; empty: nobody does */
    struct instant opened;
    struct day counted_from, act; /* act: working_days after counted_from, as the holder was told */
    int64_t working_days;
    bool own_tie;
    struct instant done_at, undo_until;
};
/* Takes one for writing: other writers of it wait until the transaction ends. RESULT_NONE where there is none. */
MUST_CHECK unbinding_store_take(struct context *context, int64_t id, struct unbinding_row *row);
/* The same without taking it. */
MUST_CHECK unbinding_store_read(struct context *context, int64_t id, struct unbinding_row *row);
/* The one about the thing, a mailbox or a record (the other is 0), that is not over, whoever had it when it was opened. */
MUST_CHECK unbinding_store_open_one(struct context *context, int64_t mailbox, int64_t record, struct unbinding_row *row);
/* The one that is not over by which another account claims the mailbox of the record, or a record of the mailbox; 0: none. */
MUST_CHECK unbinding_store_other_claim(struct context *context, int64_t mailbox, int64_t record, int64_t claimant, int64_t *other);
/* The ids (int64_t) of those of an account (0: of everybody) that are not over although what they are about is not in it; at most so many. */
MUST_CHECK unbinding_store_gone(struct context *context, int64_t account, size_t maximum, struct list *ids);
/* The ids (int64_t) of those that are not over by which one account claims what the other has; at most so many. */
MUST_CHECK unbinding_store_claimed(struct context *context, int64_t holder, int64_t claimant, size_t maximum, struct list *ids);
/* Is it being decided whether a record leaves the account, or was it judged to be his although it contradicts his identity? */
MUST_CHECK unbinding_store_judged(struct context *context, int64_t account, int64_t record, bool *judged);
/* Writes row->id and all of it; RESULT_NONE where another one about the thing came first. */
MUST_CHECK unbinding_store_add(struct context *context, struct unbinding_row *row);
/* `by`: who of the staff names him; 0: he has proven it himself. */
MUST_CHECK unbinding_store_set_claimant(struct context *context, int64_t id, int64_t claimant, int64_t by);
/* Nobody of the staff stands for it any more, neither as its cause nor as who has named the claimant: its owner has proven it. */
MUST_CHECK unbinding_store_prove(struct context *context, int64_t id);
/* The claimant's case of a lost mailbox was granted. */
MUST_CHECK unbinding_store_set_lost_case(struct context *context, int64_t id, int64_t lost_case);
MUST_CHECK unbinding_store_set_clock(struct context *context, int64_t id, const char *state, struct day from, int64_t working_days, struct day act);
/* At this mailbox and in this language who disputes it without being signed in is told how it ends. */
MUST_CHECK unbinding_store_answer(struct context *context, int64_t id, struct text mailbox, const char *language);
MUST_CHECK unbinding_store_drop(struct context *context, int64_t id);
MUST_CHECK unbinding_store_done(struct context *context, int64_t id, bool own_tie, struct instant now, struct instant undo_until);
MUST_CHECK unbinding_store_undone(struct context *context, int64_t id, struct instant now);
/* The account that a record is tied to by itself; RESULT_NONE. */
MUST_CHECK unbinding_store_single(struct context *context, int64_t record, struct tie_row *tie);

/* What an unbinding is about, for letters. RESULT_NONE where there is no such mailbox or record. */
struct unbinding_thing {
    struct text address, exam_code, registration_id;
    struct day exam_day;
};
MUST_CHECK unbinding_store_thing(struct context *context, int64_t mailbox, int64_t record, struct unbinding_thing *thing);
/* The newest record of that registration ID of each provider that has it (empty: of all; else of that one), by the provider's name. */
struct registered_row {
    int64_t record_id;
    struct text provider;
};
MUST_CHECK unbinding_store_registered(struct context *context, struct text registration, struct text provider, size_t maximum, struct list *rows);
/* The account that was given the thing by an unbinding, where nothing but merges has happened to its tie since. RESULT_NONE: it came otherwise. */
MUST_CHECK unbinding_store_came_to(struct context *context, int64_t mailbox, int64_t record, int64_t *account);
/* Whether staff have decided it before, so that no clock decides it anew: the claimant had to let it go, or his claim was refused or undone, or it was given to who has it by a case, also from another account. Of a record also what was decided about `mailbox`,
 * its own. `claimant` 0, who is not known: whoever's claim was decided for the holder. `earlier` gets the newest unbinding in which that was, 0: it was another decision. RESULT_NONE: it was not. */
MUST_CHECK unbinding_store_decided(struct context *context, int64_t mailbox, int64_t record, int64_t claimant, int64_t holder, int64_t *earlier);
/* Has the account (0: somebody who is not signed in) an open question about it? */
MUST_CHECK unbinding_store_question(struct context *context, int64_t account, int64_t mailbox, int64_t record, bool *any);
MUST_CHECK unbinding_store_case_closed(struct context *context, int64_t case_id, bool *closed);
MUST_CHECK unbinding_store_case_number(struct context *context, int64_t case_id, struct text *number);
/* Empty where the account cannot open it: it is another's, of none that was merged into this one. */
MUST_CHECK unbinding_store_case_number_for(struct context *context, int64_t case_id, int64_t account, struct text *number);
/* By when the case is to be decided; NO_DAY: no day is named. */
MUST_CHECK unbinding_store_case_due(struct context *context, int64_t id, struct day *due);
/* Of another one that is done and had a claimant, about what the account held of the same record or of that mailbox, the newest; empty: there is none. */
MUST_CHECK unbinding_store_gave_to_claimant(struct context *context, const struct unbinding_row *but, int64_t mailbox, struct text *case_number);
/* Which records of the mailbox (unbinding_stays) do not come to the account with it, and how many hang on it at all. */
MUST_CHECK unbinding_store_stays(struct context *context, int64_t mailbox, int64_t account, struct list *stays, int64_t *all);
/* The case of an unbinding. */
MUST_CHECK unbinding_store_case(struct context *context, int64_t id, int64_t *case_id);
/* The best proven mailbox to write to an account: the one for its letters, but `but` (a mailbox) only where it has no other. RESULT_NONE where it has none. */
MUST_CHECK unbinding_store_letters_to(struct context *context, int64_t account, int64_t but, struct text *address, bool *other);
/* Has the account shown, by a dispute that it has confirmed, that it reads the mailbox under which the record stands now? */
MUST_CHECK unbinding_store_reads(struct context *context, int64_t account, int64_t record, bool *reads);

/* As pages show them. */
struct unbinding_view_row {
    int64_t id, case_id, account_id, mailbox_id, record_id, claimant_id, claimant_by;
    struct text case_number, account, claimant, answer_to, address, exam_code, registration_id, cause, state, reason, lost_case;
    struct day exam_day, act, counted_from, due; /* due: of its case */
    struct instant opened, done_at, undo_until;
    bool second;
};
/* Of a claimant, with those of accounts that were merged into his; `has`: it is in his account now; `let_go`: it has left it again since it was unbound. */
struct unbinding_claim_row {
    int64_t record_id, claimant_by;
    struct text address, exam_code, registration_id, cause, state, reason; /* reason: where staff have closed the case */
    struct day exam_day, act, counted_from, due;
    struct instant ended;
    bool has, let_go;
};
/* `left`: the account that merges have left of the claimant's; `has` is of that one. */
MUST_CHECK unbinding_store_claims(struct context *context, int64_t claimant, int64_t left, size_t maximum, struct list *rows);
MUST_CHECK unbinding_store_view(struct context *context, struct text case_number, struct unbinding_view_row *row);
MUST_CHECK unbinding_store_count(struct context *context, bool objected, struct day today, struct unbinding_count *count);
/* The account's own, the next act first. */
MUST_CHECK unbinding_store_not_over(struct context *context, int64_t account, size_t maximum, struct list *rows);
/* As unbinding_list_holding says; `account` 0: whoever has the certificate. */
MUST_CHECK unbinding_store_holding(struct context *context, int64_t certificate, int64_t account, size_t maximum, struct list *rows);
MUST_CHECK unbinding_store_each_disputed(struct context *context, int64_t first, int64_t last, int64_t but, database_each_function *each, void *data);
/* As unbinding_list_left says. */
MUST_CHECK unbinding_store_left(struct context *context, int64_t account, size_t maximum, struct list *rows);
/* The account's own that are not over about the mailbox that the one is about, or the mailbox of its record, and about records of that mailbox; also that one. In the order in which they are taken for writing. */
MUST_CHECK unbinding_store_beside(struct context *context, int64_t id, int64_t account, struct list *rows);
MUST_CHECK unbinding_store_views(struct context *context, enum unbinding_show show, int64_t account, size_t maximum, struct list *rows);
MUST_CHECK unbinding_store_views_claimed(struct context *context, int64_t claimant, size_t maximum, struct list *rows);

/* The records, with the account's names, of all accounts first..last whose identity is confirmed: a certificate was issued in it, or a correction of its name granted. By account, the newest record first. */
struct identity_row {
    int64_t account_id, record_id, provider_id;
    struct text name_latin, name_native, candidate_id, first_name, last_name, native_first_name, native_last_name;
    bool judged; /* as unbinding_store_judged */
};
MUST_CHECK unbinding_store_each_identity(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
/* Of the records first..last, in these accounts, those with names of which none is, letter for letter, the account's; by record, `judged` is not looked at. */
MUST_CHECK unbinding_store_each_other_name(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data);

/* Of one account as if it had the record, all that the other account has, and all of the mailbox that is nobody's (0: none), with `held` also what others have of it, whether its identity is confirmed or not. `judged` is what it has already; that comes last, else the newest first. */
MUST_CHECK unbinding_store_each_identity_with(struct context *context, int64_t account, int64_t record, int64_t other, int64_t mailbox, bool held, database_each_function *each, void *data);

/* The account with the highest id that holds a record; 0: none does. */
MUST_CHECK unbinding_store_last_holder(struct context *context, int64_t *account);

/* What was granted of corrections of names, in the words of award/award_name.c, of accounts first..last, by account. */
struct name_granted_row {
    int64_t account_id;
    struct text wish;
    bool merged; /* an account asked that was merged into this one meanwhile, or into one that was */
};
MUST_CHECK unbinding_store_each_name_granted(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);

/* In SQL: what is tied to an account came to it by one of these means at first, whatever merges and their undoing have done with it since. THING compares with the journal's row j. */
#define ASSOCIATION_CAME_BY(THING, MEANS) \
    "EXISTS (SELECT 1 FROM association_journal j WHERE " THING " AND j.act = 'associate' AND j.means IN (" MEANS ") AND NOT EXISTS (SELECT 1 FROM association_journal l" \
    " WHERE (l.record_id = j.record_id OR l.mailbox_id = j.mailbox_id) AND l.id > j.id AND l.act = 'associate' AND l.means NOT IN ('merge', 'merge-undo')))"
/* In SQL, of an unbinding u: that account claims it, or one that was merged into it. */
#define UNBINDING_CLAIMED_BY(ACCOUNT) "u.claimant_id IN " ACCOUNT_AND_MERGED(ACCOUNT)

#endif
