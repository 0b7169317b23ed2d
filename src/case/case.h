/* Cases: what a person has to decide (SPEC 5.2, 5.8, 4.4, 4.6, 8.4). This room keeps the wish, what was said, the evidence and the decision. It decides nothing about the matter: the room that the
 * matter belongs to opens a case in its own transaction, and its act of deciding calls case_decide in the transaction that carries the decision out. */
#ifndef CASE_CASE_H
#define CASE_CASE_H

#include "base/context.h"
#include "base/record.h"
#include "case/case_evidence.h"
#include "outside/database.h"
#include "outside/page.h"

enum case_kind { CASE_NAME, CASE_LOST_MAILBOX, CASE_UNBINDING, CASE_REPLACEMENT, CASE_QUESTION, CASE_CERTIFICATE, CASE_KINDS };
enum case_state { CASE_OPEN = 1, CASE_COOLING, CASE_WAITING_ASKER, CASE_WAITING_SECOND, CASE_CLOSED };
enum case_outcome { CASE_UNDECIDED, CASE_GRANTED, CASE_REFUSED, CASE_WITHDRAWN, CASE_ANSWERED, CASE_DONE };
/* As they are stored and stand in addresses: name, lost-mailbox, unbinding, replacement, question, certificate; granted, refused, withdrawn, answered, done. */
const char *case_kind_word(enum case_kind kind);
const char *case_outcome_word(enum case_outcome outcome);
/* As staff read them, in English, to be translated; of CASE_UNDECIDED NULL. */
const char *case_kind_english(enum case_kind kind);
const char *case_outcome_english(enum case_outcome outcome);
/* False for a word that is none of them. */
bool case_kind_of(struct text word, enum case_kind *kind);
bool case_outcome_of(struct text word, enum case_outcome *outcome);

struct case_opening {
    enum case_kind kind;
    int64_t account;         /* whose wish it is; of an unbinding: who holds what is to be unbound. Of a certificate: who has it, and never reads the case: he is told what becomes of it. 0: nobody's who is signed in */
    int64_t mailbox, record; /* what it is about; 0: none */
    int64_t certificate;     /* whose state it is about, of CASE_CERTIFICATE; else 0 */
    int64_t about;           /* another case that it has to be decided with; 0: none */
    struct text wish;        /* a JSON object of the opening room's own; empty: {} */
    struct text words;       /* the asker's own, several lines, at most CASE_TEXT_LIMIT characters; become the first message. May be empty */
    struct day not_before;   /* it cannot be granted before; NO_DAY: at once */
    struct day due;          /* on which something happens by itself; NO_DAY: the day by which we promise an answer, answer_days working days from today or from not_before */
    bool tell;               /* write the letter case-opened to the account; rooms with a letter of their own do not want it */
};
/* A form takes far more than a case does: whoever has pasted too much reads how much it may be, and finds his text again. A page shows so many entries of a case that it stays well under the longest page, however long they are. */
enum { CASE_TEXT_LIMIT = 8000 /* characters */, CASE_TEXT_TYPED = 1 << 20 /* bytes */, CASE_EVIDENCE_MOST = 10 /* a case */, CASE_ENTRIES_A_PAGE = 50, CASE_MESSAGES_MOST = 300 /* a case; the asker writes no more */ };
/* Opens a case, inside the opening room's transaction; that room has checked who may. `number` (may be NULL) is what letters and addresses name it by; it cannot be guessed. REFUSED case.open_already
 * where a wish of that kind about the same thing is open (names, lost mailboxes, certificates), case.words_long, audit.too_often (a candidate opens ten a day). */
MUST_CHECK case_open(struct context *context, const struct case_opening *opening, int64_t *id, struct text *number);

/* A message: of the candidate in his own case (MAY_ACT_FOR_ACCOUNT), or of staff to the asker (MAY_ANSWER_CASES; a letter case-message carries it). `asks`: staff wait for his answer (not of
 * who has no account, and cannot write it, nor while a decision waits for a second person), as many working days as they have for theirs; then the case is with them again. A candidate's message to an answered question opens it again. RESULT_NONE where there is no such case, it is another's, or about the state of a certificate, of which its holder reads nothing; REFUSED case.text_missing, case.words_long, case.closed, case.messages_many (of the asker, where it has CASE_MESSAGES_MOST), audit.too_often. */
MUST_CHECK case_add_message(struct context *context, int64_t id, struct text text, bool asks);
/* A message, or evidence, or both at once: what the form on a case's page sends. Either may be missing (`text` empty, `evidence` NULL), not both. As case_add_message and case_attach. */
MUST_CHECK case_reply(struct context *context, int64_t id, struct text text, const struct case_evidence *evidence, bool asks);
/* What only staff read (MAY_ANSWER_CASES). */
MUST_CHECK case_note(struct context *context, int64_t id, struct text text);
/* Adds evidence that case_evidence_read has made safe: the asker's own case, or MAY_ANSWER_CASES. Also inside the transaction that opened the case. REFUSED case.evidence_many, case.closed,
 * case.evidence_network (candidates of one network send 256 MB a day), case.evidence_unproven (who has proven no mailbox sends one file in a case, and none with a question). */
MUST_CHECK case_attach(struct context *context, int64_t id, const struct case_evidence *evidence);
/* The asker takes his wish back. Not an unbinding, which is not his wish: REFUSED case.not_yours_to_withdraw; case.closed. */
MUST_CHECK case_withdraw(struct context *context, int64_t id);

/* The number of the open case about a certificate's state, for the room that opens them; RESULT_NONE where there is none. */
MUST_CHECK case_about_certificate(struct context *context, int64_t certificate, struct text *number);

/* Decides, inside the transaction of the room whose matter it is: MAY_DECIDE_CASES, or MAY_ANSWER_CASES for a question. `reason` is read by the asker. Where the setting second_person is yes, granting
 * what takes a certificate away or changes an identity (all kinds but questions) needs two of the staff: the first proposes (`effective` false), another one gives the same outcome (`effective` true). The system decides alone.
 * `tell`: writes the letter case-closed. REFUSED case.reason_missing, case.too_early (granting before not_before), case.closed, case.own (nobody decides about himself, nor about what was asked in an account that merges make his), case.second_person (the one who proposed cannot confirm),
 * case.proposed_other (something else was proposed: confirm it or send it back). RESULT_NONE where there is none. */
struct case_decision {
    enum case_outcome outcome; /* CASE_GRANTED, CASE_REFUSED, CASE_ANSWERED or CASE_DONE */
    struct text reason;
    bool tell;
};
MUST_CHECK case_decide(struct context *context, int64_t id, const struct case_decision *decision, bool *effective);
/* For what a room decides by itself: REFUSED case.own where the account is the actor's own, or one person's with it (account_same_person). `account` 0: nobody's. */
MUST_CHECK case_check_not_own(struct context *context, int64_t account);
/* Runs that room's act, which calls case_decide, as one transaction. `effective` (may be NULL) gets whether the decision took effect: as case_decide said it; where the same was sent again (13.4), as it was said the first time. */
MUST_CHECK case_transaction(struct context *context, database_act *act, void *data, bool *effective);
/* Ends one by what has happened, in the transaction in which it did: nobody of the staff decided. Kept as a word, and put into the reader's language when it is shown. */
enum case_ending { CASE_DAY_CAME, CASE_LET_GO, CASE_GONE, CASE_AGREES, CASE_ONE, CASE_STANDS, CASE_PRINTED, CASE_ENDINGS };
MUST_CHECK case_end(struct context *context, int64_t id, enum case_ending ending);
/* The same of the open case about a certificate whose wish says so in its member "claim", where there is one. */
MUST_CHECK case_end_claim(struct context *context, int64_t certificate, const char *claim, enum case_ending ending);
const char *case_ending_english(enum case_ending ending);
/* The second person does not agree (MAY_DECIDE_CASES): the case is open again, with the reason for the first to read. REFUSED case.reason_missing, case.nothing_proposed. */
MUST_CHECK case_send_back(struct context *context, int64_t id, struct text reason);
/* Opens a closed case again, where what it brought is undone: for the room whose matter it is, in its transaction. MAY_DECIDE_CASES. */
MUST_CHECK case_reopen(struct context *context, int64_t id, struct text reason);

/* For the room whose matter it is, in its transaction: notes what it did (reminded, paused, resumed), and on which day something happens next (NO_DAY: on none). `text`: of staff in their words; of what the asker
 * has paused the number of the case in which he said why, where it is another; of what the system itself has resumed the day to which it has moved (2026-02-28). */
enum case_event { CASE_REMINDED, CASE_PAUSED, CASE_RESUMED };
MUST_CHECK case_log(struct context *context, int64_t id, enum case_event event, struct text text);
MUST_CHECK case_set_due(struct context *context, int64_t id, struct day due);
/* The same where the day before which it cannot be granted becomes a later one, as the calendar has it now: with it goes the one by which we promise an answer. The case and the journal say so as the system's doing, whoever acts,
 * and the asker reads it in a letter (case-opened). RESULT_NONE, and nothing is changed, where it is not open or that day is not later than the one before. */
MUST_CHECK case_set_not_before(struct context *context, int64_t id, struct day not_before);
/* No wish, which is JSON, is longer. */
enum { CASE_WISH_LIMIT = 64 << 10 };
/* The same for what that room has to remember of the wish since it was opened: `wish` takes its place. */
MUST_CHECK case_set_wish(struct context *context, int64_t id, struct text wish);

/* --- Questions (4.6): the one kind that is this room's own --- */

struct case_question {
    struct text words;
    struct text address;  /* where the answer goes, of an asker who is not signed in; else ignored */
    struct text page;     /* the page that he came from: a path of ours; may be empty */
    struct text problem;  /* the code of the error that stood there; may be empty */
};
/* Asks. A signed-in candidate finds the answer among his cases; anybody else by a letter, and nothing is sent to his address before staff answer. All that is wrong is told at once. REFUSED case.text_missing, case.words_long, case.address, audit.too_often. */
MUST_CHECK case_ask(struct context *context, const struct case_question *question, struct text *number);
/* The day by which we promise the answer to what is asked today. */
MUST_CHECK case_asked_until(struct context *context, struct day *due);
/* Answers a question and closes it (MAY_ANSWER_CASES): the answer goes out as a letter, where one reaches the asker. */
MUST_CHECK case_answer(struct context *context, int64_t id, struct text answer);

/* --- Reading --- */

/* One case as a page shows it. What only staff see is empty for a candidate. */
struct case_view {
    int64_t id;
    struct text number, kind; /* kind: the word */
    struct text kind_name;    /* in the reader's language: Correction of a name */
    bool of_name, of_lost_mailbox, of_unbinding, of_replacement, of_question, of_certificate;
    int64_t account_id, mailbox_id, record_id;
    struct text account;      /* user name; empty: nobody's who is signed in */
    struct text mailbox;      /* address, where it is about one, as address_shown */
    struct text wish;         /* JSON */
    int32_t state;            /* enum case_state; cooling off only until the day has come */
    bool open, cooling, waiting_asker, waiting_second, closed;
    struct text state_name;   /* in the reader's language */
    struct text unbinding;    /* how an unbinding stands (association_unbinding.h): running, paused, objected, done, dropped, undone; else empty */
    bool with_holder, stands, objected; /* of an open one: its clock runs until `due`, stands still, or was stopped by an objection */
    bool decided;             /* with_holder, and on the day `due` it is not unbound by itself: two of the staff decide (setting second_person) */
    struct instant opposed;   /* of a lost mailbox: when the reader of that mailbox objected; NO_INSTANT: he did not */
    struct text exam_code;    /* of the record that it is about; empty: it is about none */
    struct day exam_day;
    struct instant opened, closed_at;
    struct instant asked;     /* when staff last said that they wait for an answer */
    struct day waits_since;   /* the same as a day, while it waits for the asker, until `due` */
    struct day not_before, due;
    bool provisional;         /* due past what the calendar knows (1.2) */
    bool cooling_provisional; /* not_before, as long as it has not come */
    int64_t age_days;         /* since it was opened, until today or its close */
    bool overdue;             /* due on an earlier day, and still open */
    bool late;                /* overdue, and it is the certifying body that has not answered: nobody else is waited for */
    struct text outcome;      /* the word; of a case that waits for a second person the proposed one */
    struct text outcome_name; /* of an unbinding: what it does, or has done */
    bool granted, refused, withdrawn, answered, done;
    struct text reason;
    struct text first_by, closed_by; /* user names of the staff */
    bool may_withdraw, may_write;    /* what the asker can still do */
    int64_t evidence_count;
};
extern const struct record case_view_record;
/* What was said and done, oldest first. */
struct case_entry_view {
    struct instant at;
    bool by_asker, by_staff, by_system;
    struct text who;          /* staff: user name of who did it; a candidate reads no names of staff */
    bool opened, message, note, evidence, proposed, sent_back, closed, reopened, reminded, paused, resumed;
    bool moved;               /* the calendar has moved the day from which it can be decided, to `until` */
    struct day until;         /* of a message: until this day its writer waits for the answer */
    struct text together;     /* of what the asker has paused: by what he said in the case of this number; empty: in this one */
    struct text text;
};
extern const struct record case_entry_view_record;

/* By number: the actor's own, or anybody's for MAY_READ_CASES. RESULT_NONE also where it is another's. What was asked in an account that was merged into his is his own, here and wherever he writes to it, until the merge
 * is undone (5.10); the emptied account has it all the same. */
MUST_CHECK case_read(struct context *context, struct text number, struct case_view *view);
MUST_CHECK case_by_id(struct context *context, int64_t id, struct case_view *view);
/* What was said and done in a case that the actor may read: notes, proposals and what was sent back only for staff. The newest CASE_ENTRIES_A_PAGE, oldest first (`before` 0), or as many before those, where `before` is the
 * `older` that came with them; `older` 0: there are none before. */
MUST_CHECK case_entries(struct context *context, const struct case_view *view, int64_t before, struct list *entries, int64_t *older);
/* The evidence (case_evidence_view without its content) of a case that the actor may read. */
MUST_CHECK case_evidence_list(struct context *context, const struct case_view *view, struct list *evidence);
/* One piece with its content; the case must be one that the actor may read. The journal says who of the staff has opened it. */
MUST_CHECK case_evidence_content(struct context *context, const struct case_view *view, int64_t evidence, struct case_evidence_view *out);
/* Does a letter reach whose case it is: his account has a proven mailbox, or he named one without an account? Else what staff write stands in his account alone. MAY_READ_CASES. */
MUST_CHECK case_reached(struct context *context, const struct case_view *view, bool *reached);
/* The actor's own cases, newest first. At most 200. */
MUST_CHECK case_list_own(struct context *context, struct list *cases);
/* MAY_READ_CASES: the work list, first those whose turn is the staff's, last those that wait for the person (the asker, or the holder of what is to be unbound) or for the day on which they can be decided, each by the next day due; all that are not closed, or those of a kind, or those closed last (newest first). `all`: of one account, the open and the closed ones, newest first. */
struct case_filter {
    bool of_kind, closed, all, overdue, waiting_asker, waiting_second;
    enum case_kind kind;
    int64_t account; /* 0: anybody's */
    int64_t about;   /* all, open and closed, that have to be decided with this case, oldest first; 0: whatever they are about */
};
MUST_CHECK case_list(struct context *context, const struct case_filter *filter, size_t maximum, struct list *cases);
/* How many wait, by kind, and since when: a row for each kind, with zeros where there is none. MAY_READ_CASES. */
struct case_count {
    struct text kind, kind_name;
    int64_t waiting;       /* all that are not closed */
    int64_t asker, second; /* of them: wait for the person, for a second one of the staff */
    int64_t overdue;
    struct instant oldest, oldest_second; /* opened; of them that wait for a second person */
    int64_t oldest_days;
};
extern const struct record case_count_record;
MUST_CHECK case_counts(struct context *context, struct list *counts);

/* The letters that this room writes. */
extern const struct page_binding case_letters[];
extern const size_t case_letter_count;

#endif
