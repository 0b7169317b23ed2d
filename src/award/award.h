/* What is earned, and why (SPEC 6). */
#ifndef AWARD_AWARD_H
#define AWARD_AWARD_H

#include "base/context.h"
#include "base/record.h"
#include "outside/database.h"
#include "outside/due.h"
#include "outside/page.h"

enum certificate_state {
    CERTIFICATE_PENDING = 1, CERTIFICATE_ISSUED, CERTIFICATE_SUSPENDED, CERTIFICATE_EXPIRED, CERTIFICATE_REVOKED, CERTIFICATE_WITHDRAWN
};
/* pending, issued, suspended, expired, revoked, withdrawn */
const char *certificate_state_word(int32_t state);

/* A certificate of the register, as its holder and the other rooms see it. */
struct certificate {
    int64_t id;
    struct text number;
    int64_t account_id, certification_id;
    struct text account;       /* user name */
    struct text certification; /* code: HCIA-Datacom */
    struct text name;          /* the certification's name on the award day, in the reader's language */
    int32_t state;
    struct text state_word;
    bool pending, issued, suspended, expired, revoked, withdrawn; /* for templates */
    bool nameless;             /* pending until there is a name to print: issued then, not before issue_day */
    bool unprintable;          /* nameless, though there is one: it cannot be printed (award_name_unprintable says why) */
    bool disputed;             /* pending until it is settled that a record on which it rests stays (5.8): issued then, not before issue_day; unbinding_list_holding says by what */
    bool being_issued;         /* pending though its day has come: the worker issues it in a moment, and until then its names are those of the account, which may still change */
    bool ever_issued;          /* it has been issued once, whatever became of it */
    bool by_body;              /* suspended or revoked by staff, whatever it rests on: they alone give it back */
    struct text reason;
    struct day state_day, exam_day, award_day, issue_day, expiry_day;
    struct day withdrawn_from; /* suspended because records left the account: the day on which it is withdrawn unless they come back (6.4); else NO_DAY */
    bool provisional;
    int64_t revision;
    struct day revision_day;
    struct text name_latin, name_native; /* of what was never issued, those that it would bear now (award_name.h); in lists of everybody's, those of the profile */
    int64_t code_serial, catalogue_version_id;
};
extern const struct record certificate_record;

/* What a reason's code says, in the reader's language; empty for none. */
struct text award_reason_text(struct context *context, struct text code);

/* Certificates of one account (0: of everybody, MAY_READ_REGISTER), by certification and number. A candidate reads only his own: the owner is in the SQL. */
MUST_CHECK award_certificates(struct context *context, int64_t account, size_t maximum, struct list *certificates);
/* All certificates, one after the other as they come (`row`: a struct certificate), without holding them all. MAY_READ_REGISTER. */
MUST_CHECK award_each_certificate(struct context *context, database_each_function *each, void *data);
/* One by number: the actor's own, or anybody's for MAY_READ_REGISTER. RESULT_NONE also where it is another's. */
MUST_CHECK award_certificate(struct context *context, struct text number, struct certificate *certificate);
/* The verification code (6.5): derived from the store's secret, number and serial; two groups of four characters of Crockford's base32. It stands beside the number, as in the QR code. */
enum { AWARD_CODE_CHARACTERS = 8 };
MUST_CHECK award_code(struct context *context, const struct certificate *certificate, struct text *code);
/* The same as the holder tells it to others: before it stands where in the register the certificate is (its id), so that it opens the certificate without the number (9.1). Whoever guesses still has to find forty bits of one certificate, not of any. */
MUST_CHECK award_code_to_tell(struct context *context, const struct certificate *certificate, struct text *code);
/* The holder makes the old code worthless. */
MUST_CHECK award_reset_code(struct context *context, struct text number);
/* What an earlier revision of a certificate said; RESULT_NONE where there was none of that number. */
struct certificate_revision {
    int64_t revision;
    struct day revision_day;
    struct text name_latin, name_native;
    bool in_force;      /* award_revisions_told only, as the next */
    struct text reason; /* why it replaced the one before, or that it was issued, in the reader's language; may be empty */
};
extern const struct record certificate_revision_record;
MUST_CHECK award_revision(struct context *context, int64_t certificate, int64_t revision, struct certificate_revision *out);
/* All earlier ones, newest first (struct certificate_revision). */
MUST_CHECK award_revisions(struct context *context, int64_t certificate, struct list *revisions);
/* For its holder: all of them, the one in force first, each with its reason. The actor's own, or for MAY_READ_REGISTER. */
MUST_CHECK award_revisions_told(struct context *context, const struct certificate *certificate, struct list *revisions);
/* The history of its validity and state (2.5), oldest first: what changed, since when, why (in the reader's language). The actor's own, or for MAY_READ_REGISTER. */
struct certificate_history {
    struct day since;
    struct text state_before, state_after; /* words; the same where only the validity changed */
    struct day expiry_before, expiry_after;
    bool state_changed, expiry_changed;
    bool decided_anew;           /* it rests on other exams or rules since: what renewed it before is perhaps what it was awarded for now */
    struct text reason;
    int64_t revision;            /* the one that began with it; 0: none did */
};
extern const struct record certificate_history_record;
MUST_CHECK award_history(struct context *context, const struct certificate *certificate, struct list *history);
/* Has a certificate of the account been issued, so that its names are fixed (4.4)? */
MUST_CHECK award_names_fixed(struct context *context, int64_t account, bool *fixed);
/* The same inside a transaction that writes, until whose end none is issued: for who changes the names (account_names_fixed of account/account.h). */
MUST_CHECK award_names_hold(struct context *context, int64_t account, bool *fixed);

/* "What you have, what is missing" (6.1): the requirement tree as a flat list in its order; behind it each renewal and each change of rules that moved the validity, with the exams that
 * renewed. */
struct explanation_line {
    int32_t depth;
    struct text text;            /* in the reader's language: "Exam H12-821, passed on 13 February 2026" */
    bool met, missing, void_pass; /* void_pass: passed, but outside the window */
    struct text registration_id; /* of the record that satisfies it */
    struct day day;              /* of the pass; or the last day on which what is missing still counts */
};
extern const struct record explanation_line_record;
struct explanation {
    struct text certification, name;
    struct text summary;         /* one sentence: earned on ..., or what is missing and until when */
    bool earned, begun;          /* begun: something of it is there */
    struct list lines;
};
extern const struct record explanation_record;
/* REFUSED award.no_such_certification, or award.certification_spelled where one differs only in capital letters. */
MUST_CHECK award_explain(struct context *context, int64_t account, struct text certification, struct explanation *explanation);
/* Every certification that the account has begun or earned, for My Certificate. */
MUST_CHECK award_progress(struct context *context, int64_t account, struct list *explanations);

/* What would become of certificates if records left an account (5.5) or came to it (5.10); nothing is changed. */
struct award_preview {
    int64_t account;
    int64_t without_mailbox, without_record; /* what would be let go; 0: nothing */
    bool by_force;                           /* by an unbinding (5.8): a record is then barred from the account, and what rested on it is withdrawn at once */
    int64_t goes_to;                         /* the account that would have it then, where an unbinding is undone; 0: the one whose it is by its mailbox */
    int64_t merge_undone;                    /* a merge of the account's, were it undone: what it has brought leaves the account that remains, and comes back to the other; 0: none */
    struct text merge_proof;                 /* of association_merge_prove: that account's records would all come along; empty: nobody's */
};
struct award_preview_line {
    struct text certification, name, number; /* number empty: it has none yet */
    bool moved;     /* comes along under its number */
    bool earned;    /* is new */
    bool back;      /* was suspended, revoked or withdrawn, and counts again under its number */
    bool suspended; /* and withdrawn after 30 days, unless its records come back */
    bool away;      /* of a single record, for its holder: suspended, gone or joined, whichever it is by what other accounts have */
    bool withdrawn; /* at once */
    bool joined;    /* the same, because the account that has its records then has one of the certification */
    bool given_back; /* came by the merge that would be undone: goes back, under its number */
    bool gone;      /* goes along with its records to the account that has their mailbox */
    struct text state, state_before; /* in the reader's language: state where it is new, back, comes along stopped, or changes without any of the above; then state_before, too */
    bool award_changed, issue_changed, expiry_changed;
    struct day award_before, award_after, issue_before, issue_after, expiry_before, expiry_after;
    bool provisional; /* issue_after is */
    bool disputed;  /* what it rests on is in dispute: it is issued when that is settled, not before issue_after */
    bool revised;   /* the e-Cert says something else then: a new revision */
};
extern const struct record award_preview_line_record;
/* Lines by certification; what stays as it is has none. The actor's own account, or MAY_READ_REGISTER; with a proof only the former, and what is no proof (any more) is refused with association_merge's words; so is a
 * merge that cannot be undone, of which association_merge_undo_things says so before. */
MUST_CHECK award_preview(struct context *context, const struct award_preview *wish, struct list *lines);

/* A full evaluation (6.2): what the register says against what the pure function says; each difference is reported before it is applied. */
struct award_difference {
    struct text account, certification, number;
    struct text what; /* "new", "state issued -> withdrawn", "expiry 2026-01-01 -> 2027-01-01" */
};
extern const struct record award_difference_record;
/* `differences` gets the first `maximum` of them, `count` says how many there are. MAY_EVALUATE. */
MUST_CHECK award_evaluate_all(struct context *context, bool dry_run, size_t maximum, struct list *differences, int64_t *count);
/* The same for as many as there are: `tell` is called with each before it is applied, while the store is read, and its texts live until that returns. Where the connection was lost meanwhile it is told some again. */
typedef void award_tell(const struct award_difference *difference, void *data);
MUST_CHECK award_evaluate_telling(struct context *context, award_tell *tell, void *data, int64_t *count);
/* What loading a catalogue that was checked (catalogue_check) would change of the register (2.5): the evaluation that follows a loading, by that catalogue, without writing anything. */
struct award_foreseen_line {
    struct text number;
    struct day expiry_before, expiry_after; /* last days of validity; NO_DAY: without end */
};
extern const struct record award_foreseen_line_record;
struct award_foreseen_change {
    struct text code;
    struct day effective;
    bool ahead;           /* that day is still to come: then it does so, and what is said is by what is known today */
    int64_t certificates; /* how many it would give another last day */
    struct list first;    /* the first few of them, struct award_foreseen_line; with all that the catalogue changes of their last day */
};
extern const struct record award_foreseen_change_record;
struct award_foreseen {
    int64_t accounts;     /* only so many were looked through, and there are more; 0: everybody */
    int64_t certificates; /* that would change at once, of which: */
    int64_t earned, extended, shortened, stopped, otherwise; /* each is one of these: new; valid for longer; not so long; suspended, revoked or withdrawn, whatever its last day; anything else, as what comes back */
    struct list changes;  /* struct award_foreseen_change: each rule change that is new or says something else, by its day */
};
extern const struct record award_foreseen_record;
/* Looks through the first `accounts` accounts, 0: through all, which takes as long as award_evaluate_all's dry run, and twice that where a rule change is ahead; where nothing differs, through none. Each batch of accounts
 * is a reading transaction of its own. MAY_LOAD_CATALOGUE. */
struct catalogue_differences;
MUST_CHECK award_foresee(struct context *context, const struct catalogue_differences *differences, int64_t accounts, struct award_foreseen *foreseen);
/* A certificate is taken away, or ends earlier, or not everybody was looked at. */
bool award_foreseen_takes_away(const struct award_foreseen *foreseen);
/* How many accounts are looked through while somebody's browser waits: about a second. */
enum { AWARD_FORESEEN_ACCOUNTS = 131072 };
/* A catalogue is loaded by one of the staff (SPEC 11.3): catalogue_load_over, where what takes something away, by what is foreseen, needs a reason and, where the body wants it, a second person. MAY_LOAD_CATALOGUE. */
struct catalogue_wish;
struct catalogue_problems;
MUST_CHECK award_load_catalogue(struct context *context, const struct catalogue_wish *wish, struct catalogue_problems *problems, struct catalogue_differences *differences, bool *effective);
/* What the date alone brings: issues what is pending, expires what is over, up to today in the body's zone; rule changes whose day has come. Called by the worker and at the start
 * of commands that read the register. New data of the calendar are loaded before (catalogue_follow_calendar); as long as everybody is to be evaluated by new days or rules, nothing is issued here. `changed` may be NULL. */
MUST_CHECK award_run_dates(struct context *context, int64_t *changed);

/* Reminds the holders of what expires in 90, 30 or 7 days (6.6): once of each certificate, expiry and step, and of those between two steps by the earlier one, however long nobody was reminded. For the nightly run (MAY_EVALUATE).
 * `letters` gets how many holders had something to be reminded of. */
MUST_CHECK award_remind(struct context *context, int64_t *letters);

/* Handlers for due_run (records-held, record-changed, account-changed, evaluate-all), ended by a NULL kind; and the letters that this room writes. */
extern const struct due_handler award_due[];
extern const struct page_binding award_letters[];
extern const size_t award_letter_count;

#endif
