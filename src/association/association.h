/* Whose records are whose (SPEC 5). An exam record is in at most one account at any moment; the journal of how it came so only grows. */
#ifndef ASSOCIATION_ASSOCIATION_H
#define ASSOCIATION_ASSOCIATION_H

#include "base/context.h"
#include "base/record.h"
#include "outside/due.h"
#include "outside/page.h"

/* What is tied to an account, or let go: a whole mailbox, or a single record. The other is 0. */
struct association_thing {
    int64_t mailbox, record;
};

/* --- Requests: what an account asks for, and a letter confirms. Address, account, purpose and token stand in one row that never changes. --- */

enum association_purpose {
    ASSOCIATION_SIGN_UP,      /* tie the mailbox of a new account */
    ASSOCIATION_OF_RECORDS,   /* tie a mailbox (5.1) */
    ASSOCIATION_SCORE_REPORT, /* tie a single record (5.2) */
    ASSOCIATION_LOST_MAILBOX, /* the same without its mailbox: staff decide (5.2) */
    ASSOCIATION_LETTING_GO,   /* disassociate a mailbox, or a record that has a tie of its own (5.5) */
    ASSOCIATION_DISPUTE       /* the mailbox, or the record, is another account's, and the asker's by right (5.8) */
};

/* Asks to tie a mailbox to the actor's account (5.1): writes the request and the letter with link and code. Never tells whether or to whom the address belongs, beyond this:
 * `associated` is set where it is tied to another account already; then nothing was written, unless `anyway` says that the candidate has pressed OK to that message:
 * a letter to that mailbox then explains. ASSOCIATION_DISPUTE: he says that it is his by right; then the letter has link and code, and completing it opens an unbinding (5.8); where nobody has it,
 * it is the same as ASSOCIATION_OF_RECORDS. ASSOCIATION_SIGN_UP, ASSOCIATION_OF_RECORDS or ASSOCIATION_DISPUTE. REFUSED association.address, association.already (tied to this very account), audit.too_often. */
MUST_CHECK association_ask(struct context *context, struct text address, enum association_purpose purpose, bool anyway, bool *associated);

/* A request as its link's page shows it. Only where the signed-in account asked it (`mine`) are account, mailbox and record named; everyone else gets an explanation. */
struct association_request {
    int64_t id;
    bool mine;
    struct text user_name;
    struct association_thing thing;
    struct text address;        /* the mailbox that it is about; of a record masked as long as the account has not shown that it is his. Empty: the record has none */
    struct text letter_address; /* where its letter went; masked in the same way */
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
    struct instant made, ends;
    bool sign_up, of_mailbox, of_score_report, of_lost_mailbox, of_letting_go, of_dispute; /* the purpose; of_mailbox with sign_up */
    bool of_record;             /* it is about a single record */
    bool barred;                /* by score report, open: the record had to leave the account; no letter was written, only a case helps */
    bool taken;                 /* the same: it is in another account */
    bool not_there;             /* a lost mailbox, completed: it was granted, but is not in that account: another one that has it is heard first, or has been */
    bool letter_unsent, letter_held, letter_refused; /* of its letter: not sent yet; because staff hold it; or never, as the mail server does not take it */
    struct text letter_answer;  /* the mail server's words; empty where the address is masked, for they have it in full */
    bool open, completed, replaced, expired, disowned, withdrawn, too_late;
};
extern const struct record association_request_record;
/* RESULT_NONE for an unknown token. Changes nothing. */
MUST_CHECK association_by_token(struct context *context, struct text token, struct association_request *request);
/* One of the actor's own; RESULT_NONE. */
MUST_CHECK association_request_of(struct context *context, int64_t id, struct association_request *request);
/* The one that a letter of the actor's own account was written for. Asked of a letter with a link; RESULT_NONE. */
MUST_CHECK association_request_of_letter(struct context *context, int64_t letter, struct association_request *request);
/* The same for many: the ids (int64_t, in no order) of those letters first..last that were written for a request of the actor's own that is open. At most 200. */
MUST_CHECK association_open_letters(struct context *context, int64_t first, int64_t last, struct list *letters);
/* The actor's own requests of the last 24 hours, newest first, without those of lost mailboxes (they are cases). */
MUST_CHECK association_requests(struct context *context, struct list *requests);
/* Takes an open request of the actor's own account back: its letter's link and code do nothing any more. REFUSED association.unknown (nor is one of a lost mailbox: that is a case), and how it stands, where it is over. */
MUST_CHECK association_withdraw(struct context *context, int64_t request);
/* Completes a request of the actor's own account, by the link's token or the typed code (the other one empty). Once. A second press: REFUSED "association.already"; another account's request: REFUSED
 * "association.not_yours"; association.unknown, .expired, .replaced, .disowned, .withdrawn, .code_wrong, .code_tries (5); the mailbox or record another's meanwhile: "association.taken"; no longer this account's to let go:
 * "association.gone"; association.letters_mailbox (see association_ask_to_let_go); of a letter to the account's own mailbox, which is not its own any more: association.own_mailbox; a dispute of what another account claims already:
 * unbinding.claimed_case, and it has a case of its own, in which staff look at both; of what staff have decided before (unbinding_open): unbinding.decided_case, likewise. `records` gets how many
 * came or left. RESULT_NONE of a dispute that takes its time: nothing has come yet; OK of one where it was nobody's by then, and has come at once. */
MUST_CHECK association_complete(struct context *context, int64_t request, struct text token, struct text code, int64_t *records);
/* "This was not me": from anywhere, by the token and the address that the letter came to, typed: mail scanners press every button, so a press alone must change nothing. Stops what
 * the same account still asks for the same mailbox or record, also by a newer letter; again it changes nothing. The one of a lost mailbox is an objection, which staff see. A wrong address: REFUSED
 * "association.not_this_mailbox". Where it was completed: REFUSED "association.completed_already", or, where something was let go, "association.let_go_already"; of a dispute "association.disputed"; where that account does not have it, association.nothing_to_dispute, or of a
 * lost mailbox association.granted: another account that has it is heard by letter. */
MUST_CHECK association_disown(struct context *context, struct text token, struct text address);
/* The same mailbox's owner disputes what was completed by it: by the token and the typed address, from anywhere. Opens an unbinding against the account that has it, with the signed-in account as claimant, where somebody is
 * signed in. REFUSED association.unknown, .not_this_mailbox, association.nothing_to_dispute (that account does not have it any more), association.granted (as above), association.disputed (what was completed is a dispute itself: for staff to stop and to undo),
 * unbinding.own, unbinding.claimed_case and unbinding.decided_case (as above; of who is not signed in unbinding.decided_letter: he is answered in that mailbox), audit.too_often. */
MUST_CHECK association_dispute(struct context *context, struct text token, struct text address);

/* --- By score report (5.2) --- */

/* As it stands on the report. */
struct association_report {
    struct text provider;  /* its profile's name: pearson-vue */
    struct text exam_code; /* ours or the provider's */
    struct day exam_day;
    struct text registration_id;
    struct text candidate; /* candidate ID, or the last name */
    struct text validation_id; /* may be empty */
};
struct association_report_answer {
    bool too_early, provisional; /* by the entered day alone, before anything was looked at: it opens on `opens` */
    struct day opens;
    bool asked;        /* a letter went to `mailbox` */
    bool no_mailbox;   /* the report is right, but no mailbox is known for it: only a case helps (association_ask_lost_mailbox) */
    bool barred;       /* it is right, but the record had to leave this account (5.8): only a case helps, too */
    bool taken;        /* it is right, but in another account */
    bool disputed;     /* and a letter went to `mailbox` that lets him dispute that; with `no_mailbox` none could */
    struct text mailbox; /* masked */
    int64_t request;   /* asked, no_mailbox and barred, and taken where ASSOCIATION_TAKEN_LOST was wished: for association_ask_lost_mailbox */
};
/* What is to be done where the record is in another account: nothing but say so; after OK, tell its holder, as in association_ask; dispute it;
 * a request without a letter, for who cannot open that mailbox. */
enum association_taken { ASSOCIATION_TAKEN_SAYS_SO, ASSOCIATION_TAKEN_TELLS_HOLDER, ASSOCIATION_TAKEN_DISPUTES, ASSOCIATION_TAKEN_LOST };
/* Asks to tie the single record to the actor's account; the letter goes to the mailbox in the record. Whatever was wrong: REFUSED association.report, after the same look-ups and writes. REFUSED
 * association.report_day and association.report_future (a day that has come nowhere yet), by the entered day alone; association.record_already (in this very account), audit.too_often (by account, network and registration ID, whether there is such a record or not). */
MUST_CHECK association_ask_by_report(struct context *context, const struct association_report *report, enum association_taken taken, struct association_report_answer *answer);

/* The asker has no access to the mailbox in the record, or there is none, or the record is barred from his account; nobody has it, or another account: opens a case of the kind lost-mailbox with evidence. `request` is one of his own by score report that is still open: it has shown that he
 * holds the report. A notice with a way to object goes to the old mailbox, and one to the holder; where another account has the record, neither says who asks. Staff decide after the cooling-off (PROMISE_COOLING_OFF working days). REFUSED association.unknown and the standings of association_complete,
 * association.record_already, association.evidence_missing, and what case_open and case_attach say. */
struct case_evidence; /* case/case_evidence.h */
MUST_CHECK association_ask_lost_mailbox(struct context *context, int64_t request, struct text words, const struct case_evidence *evidence, size_t count, struct text *case_number);
/* The actor's own cases of lost mailboxes that are open, also those that he asked for in an account that was merged into his; the oldest first (MAY_ACT_FOR_ACCOUNT). */
struct association_lost_case {
    int64_t record_id;
    struct text case_number, exam_code, registration_id;
    struct day exam_day;
    struct instant opened;
    struct day ready; /* from when it can be decided */
    bool provisional; /* ready past what the calendar knows (1.2) */
};
extern const struct record association_lost_case_record;
MUST_CHECK association_lost_cases(struct context *context, struct list *cases);
/* Staff decide (MAY_DECIDE_CASES): granted, the record is tied to the asker's account with the means "case" once all who have to have agreed (`effective`). Where
 * another account has it, an unbinding (5.8) begins with that, and when it is carried out the record comes to the asker, also before who has no more than its mailbox. Refused, who has it is told so, if he was told that it was asked for. What case_decide says, REFUSED case.own also of who has the record, association.record_already, and what unbinding_open says;
 * RESULT_NONE where it is no case of a lost mailbox. */
MUST_CHECK association_decide_lost_mailbox(struct context *context, int64_t case_id, bool grant, struct text reason, bool *effective);
/* What staff compare the evidence with (MAY_READ_CASES). RESULT_NONE where it is no case of a lost mailbox. */
struct association_lost_mailbox {
    struct text exam_code, registration_id, candidate_id, first_name, last_name, native_first_name, native_last_name, country; /* as the provider sent it */
    struct text provider;
    struct day exam_day;
    struct text mailbox;                               /* the old one; empty: the record has none */
    struct text user_name, name_latin, name_native, account_mailbox, account_country; /* of the asker's account */
    struct instant objected;                           /* when the old mailbox's reader said "this was not me"; NO_INSTANT */
    bool objection;
    struct text holder;                                /* user name of the account that the record is in; empty: none */
    int64_t holder_id;
    struct text unbinding;                             /* number of the case of the unbinding that began with its granting, the newest; empty: none did */
    struct instant forced;                             /* when it had to leave the asker's account (5.8); NO_INSTANT: never */
};
extern const struct record association_lost_mailbox_record;
MUST_CHECK association_lost_mailbox(struct context *context, int64_t case_id, struct association_lost_mailbox *lost);

/* --- Where is my exam? (5.4) --- */

/* What the candidate knows; empty or NO_DAY: not that. */
struct association_question {
    struct text exam_code, registration_id, mailbox;
    struct day exam_day;
};
struct association_whereabouts {
    struct text exam_code;     /* of the catalogue, where it has the one that was entered */
    struct text exam_title;
    bool exam_unknown;         /* no exam has the code that was entered */
    struct day expected;       /* the exam's day and what is promised; NO_DAY where no day was entered */
    bool provisional, late, ahead; /* late: that day has passed; ahead: the exam's own day lies in the future */
    struct list own;           /* of exam_record_record: in the actor's own account, agreeing with registration ID and day, or with all that was entered */
    struct list left;          /* of association_left: what was in his account, by the same */
    struct list claims;        /* of unbinding_claim: what he has disputed and is not decided, by the same */
    struct list lost;          /* of association_lost_case: his open cases of a lost mailbox, by the same */
    bool elsewhere;            /* not in his account, nor in `left`, `claims` or `lost`, but there, by registration ID and day both */
    struct text masked;        /* its mailbox; empty: none is known for it */
    bool held;                 /* it is in nobody's account, and on hold at its provider; of what is in another's no more than the mailbox is told */
    bool quarantined;          /* such a row, by registration ID and day both, waits for staff */
    bool own_mailbox, other_mailbox; /* the mailbox that was entered is tied to this account, or is not */
    struct day moved_to;       /* by the registration ID, of an exam of which no result has come: the day to which its provider has moved it; `expected` counts from there. NO_DAY: not moved */
    struct day cancelled_on;   /* when its provider has cancelled it; NO_DAY: it has not */
    bool nothing;              /* nothing but these two was found */
    bool looked_everywhere;    /* registration ID and day were both entered, so that what is in no account and in another's was looked at, too; else only the actor's own */
    struct list intakes;       /* of intake_last_record: when each provider's last file came */
};
/* Answers from what the account itself holds, and of others' only what registration ID and day together open: a masked mailbox. Everything else that was entered changes nothing but what the asker could know
 * anyway. REFUSED association.question_empty, association.mailbox_wrong, audit.too_often. */
MUST_CHECK association_where(struct context *context, const struct association_question *question, struct association_whereabouts *answer);

/* --- Who holds what --- */

/* What is tied to the actor's account, since when and how (5.3). */
struct association {
    int64_t mailbox_id;    /* 0: a single record */
    int64_t record_id;     /* 0: a mailbox */
    struct text address;   /* of a record that came by its score report or by a decision: masked for the candidate */
    struct text exam_code, registration_id;
    struct day exam_day;
    struct instant since;
    struct text means;     /* sign-up, link, code, takeover; score-report, case; merge, merge-undo, undo */
    struct text means_words; /* in the reader's language */
    int64_t records;
    bool letters;          /* the account's own mailbox for letters */
    struct list held;      /* of exam_record_record: what is in the account by it; association_list_with_records only */
    struct list unbindings; /* of unbinding_view_record: by which it, or a record of it, is to leave (5.8); the same */
};
extern const struct record association_record;
/* Did the record come by it? Of what association_list_with_records gives. */
bool association_holds(const struct association *association, int64_t record);
/* The mailboxes alone; mailboxes and single records, each with the records that are in the account by it. */
MUST_CHECK association_list(struct context *context, struct list *mailboxes);
MUST_CHECK association_list_with_records(struct context *context, struct list *associations);
/* Those of an account, mailboxes first, without their records: the actor's own, or anybody's for MAY_READ_REGISTER. */
MUST_CHECK association_list_of(struct context *context, int64_t account, struct list *associations);
/* Is the address (normal form) tied to the account? RESULT_OK or RESULT_NONE. */
MUST_CHECK association_proven(struct context *context, int64_t account, struct text address);
/* The account that a mailbox is tied to, for signing in with a mailbox; RESULT_NONE. */
MUST_CHECK association_account_of(struct context *context, struct text address, int64_t *account);
/* Is the mailbox (normal form; empty: none) tied to, or the exam record (0: none) in, an account that is one person's with the actor's? For intake_decide. */
MUST_CHECK association_is_own(struct context *context, struct text mailbox, int64_t record, bool *own);
struct exam_record;
struct intake_whose;
/* The same: whose the mailbox is, where the row's names contradict all of his (association_identity.h): those of the account that it is tied to, today's and former ones, or of its exam records. RESULT_NONE: nobody's, or they do not. */
MUST_CHECK association_misfit(struct context *context, struct text mailbox, const struct exam_record *row, struct intake_whose *whose);

/* What has left the actor's account and is not back in it: by an unbinding, also of an account that was merged into his (5.8), or let go by its owner. */
struct association_left {
    bool of_record;
    struct text address;   /* as it is kept: of the mailbox; or of the record's, masked where that mailbox is not the account's */
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
    struct instant at;
    bool let_go;           /* by its owner, who confirmed it; the rest is of an unbinding: */
    struct text reason, case_number; /* case_number empty: it is one of an account with which this one was one when it was taken out */
    bool may_undo;         /* staff can still undo it, until undo_until */
    struct instant undo_until;
};
extern const struct record association_left_record;
/* The newest of each thing, newest first. */
MUST_CHECK association_left(struct context *context, struct list *left);

/* --- Letting go (5.5) --- */

/* Asks to let go a mailbox, or a record that has a tie of its own. The letter goes to that mailbox (of a record: the one in it), or, for who has no access to it, to the account's own mailbox for letters (`to_account`).
 * REFUSED association.gone (not this account's), association.own_mailbox (the own mailbox is not proven, or is the very one), association.letters_mailbox (it is where the account's letters go, and another mailbox could take
 * them: that has to be chosen first), association.no_letter (no mailbox is known for the record, and `to_account` was not asked), audit.too_often. */
MUST_CHECK association_ask_to_let_go(struct context *context, struct association_thing thing, bool to_account);

/* The exam records in an account, newest exam first (exam_record_record of intake.h): the actor's own, or anybody's for MAY_READ_REGISTER and the system. */
MUST_CHECK association_records(struct context *context, int64_t account, size_t maximum, struct list *records);
/* How many of the actor's own their providers have revoked. */
MUST_CHECK association_revoked(struct context *context, int64_t *count);

/* What the award room evaluates, small: a final record with a pass, in an account. */
struct passed_record {
    int64_t account_id, record_id, exam_id;
    struct day exam_day;
};
extern const struct record passed_record_record;
/* Calls `each` with a struct passed_record for all final passes in accounts with ids first..last, ordered by account, then record. */
MUST_CHECK association_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
/* SQL for the stores that look at the same accounts: those that hold any of the exam records $1..$2. */
#define ASSOCIATION_HOLDERS "(SELECT n.account_id FROM held_record n WHERE n.record_id BETWEEN $1 AND $2)"
/* The same for the accounts that hold any of the exam records first..last: all their passes. */
MUST_CHECK association_each_passed_with(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data);
/* Calls `each` with an int64_t for the accounts that hold any of the exam records first..last, final or not, ascending. */
MUST_CHECK association_each_holder(struct context *context, int64_t first_record, int64_t last_record, database_each_function *each, void *data);
/* Lets go those of the exam records first..last that are in another account than the holder's rule says (ARCHITECTURE.md), because the provider has put them under another mailbox; leaves
 * `account-changed` for each. What comes free is held by association_hold, which is called next. In a transaction. */
MUST_CHECK association_let_go(struct context *context, int64_t first_record, int64_t last_record);
/* Holds those of the exam records first..last that are in no account yet and belong in one; `held` gets how many. What contradicts the identity of an account is in dispute then; where that are many accounts, what is left of it
 * comes by further `records-came`, and is in no account before. In a transaction. */
MUST_CHECK association_hold(struct context *context, int64_t first_record, int64_t last_record, int64_t *held);
struct leaving_record {
    int64_t record_id;
    int64_t to_id; /* the account whose mailbox it falls back to; 0: none */
};
extern const struct record leaving_record_record;
/* The records (leaving_record, ascending) that would leave the account if it let go the mailbox, or the single record; the other is 0. A single record falls back to its mailbox, which may be of the same account:
 * then it leaves by force only. */
MUST_CHECK association_leaving(struct context *context, int64_t account, int64_t mailbox, int64_t record, bool by_force, struct list *records);
/* Did the record leave the account (0: any) by force (5.8), by itself or with its mailbox, and has not come back to it since? */
MUST_CHECK association_left_by_force(struct context *context, int64_t account, int64_t record, bool *forced);
/* Derives today's state anew from the journal and the exam records alone (5.9): after a repair, and to show that it can be. Everyone is evaluated afterwards. MAY_REBUILD_ASSOCIATIONS. */
struct association_rebuilt {
    int64_t mailboxes, records, held; /* tied; tied by themselves; in an account */
    int64_t differed;                 /* mailboxes and records that stood otherwise */
};
extern const struct record association_rebuilt_record;
MUST_CHECK association_rebuild(struct context *context, struct association_rebuilt *rebuilt);

/* Ties a mailbox to an account that an earlier system has proven (`account add`). MAY_ADD_ACCOUNTS. REFUSED association.address, and association.taken_by_other where it is another's; tied to this account already: nothing
 * happens. No letters: the earlier system has written them. */
MUST_CHECK association_take_over(struct context *context, int64_t account, struct text address);

/* Handlers for due_run (records-came, mailbox-moved), ended by a NULL kind; and the letters that this room writes. */
extern const struct due_handler association_due[];
extern const struct page_binding association_letters[];
extern const size_t association_letter_count;

#endif
