/* The staff's side of packages (SPEC 8.3): what waits, approving, packing, mailing, what came back. Reading needs MAY_READ_PACKAGES, everything else MAY_SEND_PACKAGES. Of RESULT_NONE: there is no such package. */
#ifndef PACKAGE_PACKAGE_DISPATCH_H
#define PACKAGE_PACKAGE_DISPATCH_H

#include "package/package.h"
#include "package/package_carrier.h"

/* --- The work list --- */

enum package_show { PACKAGE_SHOW_WAITING, PACKAGE_SHOW_APPLIED, PACKAGE_SHOW_APPROVED, PACKAGE_SHOW_PACKED, PACKAGE_SHOW_SUPERSEDED, PACKAGE_SHOW_OVERDUE, PACKAGE_SHOW_MAILED, PACKAGE_SHOW_RETURNED, PACKAGE_SHOWS };
/* waiting, applied, approved, packed, superseded (packed before it was revised), overdue, mailed, returned. */
const char *package_show_word(enum package_show show);
bool package_show_of(struct text word, enum package_show *show);
/* What is promised to be mailed (all, in one state, or what should have been), by the day on which it is due: what was not mailed yet, and what came back and is addressed; what is on its way, the longest first; what came back. */
MUST_CHECK package_list(struct context *context, enum package_show show, size_t maximum, struct list *packages);
/* Those that an account has applied for, newest first. */
MUST_CHECK package_list_account(struct context *context, int64_t account, size_t maximum, struct list *packages);
struct package_counts {
    int64_t waiting, applied, approved, packed, superseded, overdue, mailed, returned;
    int64_t newest;         /* the highest id of them: what "all" means to whoever sees these counts */
    struct day since;       /* from which the promise of the first that waits counts; NO_DAY */
    struct day returned_since; /* when the first that came back did; NO_DAY */
    struct instant oldest, oldest_returned; /* the beginnings of those days; NO_INSTANT */
};
extern const struct record package_counts_record;
MUST_CHECK package_counts(struct context *context, struct package_counts *counts);

/* --- One or many --- */

/* What became of many: each is a matter of its own, so that one that cannot be done holds up none of the others. What was killed on the way goes on at the next press. */
struct package_refusal {
    struct text number, why; /* in the reader's language */
};
extern const struct record package_refusal_record;
struct package_outcome {
    int64_t done, refused;
    struct list refusals; /* of package_refusal: the first PACKAGE_REFUSALS */
    bool more;            /* there were more than PACKAGE_MANY: these were the first */
    int64_t run;          /* by which it can be read again; 0: it cannot */
};
enum { PACKAGE_MANY = 1000, PACKAGE_REFUSALS = 50 };
/* PACKAGE_APPROVE or PACKAGE_PACK, for the packages of those numbers (separated by spaces), or, where that is empty, for the first PACKAGE_MANY that wait for it. A package whose certificate is not valid (any more), or in another
 * account now, is refused: package.certificate_stopped, package.holder_changed; and while an unbinding runs that may take away what it rests on (5.8): package.disputed, with the number of its case. Packed is what was printed: whose address or name has changed since is refused (package.print_again, package.print_again_name, package.print_again_address), and of all that wait, where none
 * is named, also that whose holder asks for another name (package.name_case), or whose certificate or address was not printed at all (package.not_printed, package.not_printed_certificate, package.not_printed_address). */
MUST_CHECK package_act_many(struct context *context, enum package_act act, struct text numbers, struct package_outcome *outcome);

/* The same for the first PACKAGE_MANY that wait for it and have no higher id than `up_to`: what has come in since whoever asks has looked is not taken. */
MUST_CHECK package_act_all(struct context *context, enum package_act act, int64_t up_to, struct package_outcome *outcome);
/* Of both the outcome is kept under the key of the work (context->once): asked again, it is told again, and nothing is done that was not to be done then. Here it is read once more by who has asked for it; RESULT_NONE where there is none
 * such of his. */
MUST_CHECK package_outcome_read(struct context *context, int64_t run, struct package_outcome *outcome);
/* Forgets the outcomes of what was pressed before that, with the answers of other forms (store_forget_answers): the same form pressed after it begins anew. */
MUST_CHECK package_forget_outcomes(struct context *context, struct instant before);

/* The same with one. */
MUST_CHECK package_act_one(struct context *context, enum package_act act, struct text number);

/* Takes out again what is packed: the address can be changed until it is packed anew, and what is printed says what is right then. The promise stands. REFUSED package.reason. */
MUST_CHECK package_unpack(struct context *context, struct text number, struct text reason);

/* --- Mailing --- */

/* An express number as it was typed, scanned or uploaded, and what is known of it. */
struct package_mailing {
    struct text typed, carrier; /* carrier: a code; empty: to be found by the number */
    bool anyway;                /* the warning about its check digit was seen */
    bool gone;                  /* and that its certificate is not to be sent: it had left already */
    /* filled in: */
    struct text number;         /* in the form in which it is kept */
    struct text carrier_name;
    bool mailed;
    bool doubtful;              /* nothing was done, one of these has to be answered first: */
    bool wrong_digit;           /* no carrier's check digit is right, or not that of the one that was named; to be confirmed */
    bool other_form;            /* it has not the form of the carrier that was named, but that of `others`, or none that is known; to be confirmed */
    bool held;                  /* its certificate is not valid, in another account, revised since it was packed, or what it rests on is disputed: to be confirmed that it has gone all the same; */
    struct text why;            /* says which, in the reader's language */
    bool ask;                   /* it can be of several carriers, or mistyped of one with which something was mailed within a year */
    bool unknown;               /* of no known carrier, which is allowed */
    struct list carriers;       /* of package_carrier: whose it can be; where one was named, that one first */
    struct text others;         /* names of those but the one that was named */
};
/* Mails a packed package: the letter with the number goes out, where it is its applicant's still. What is `held` and not `gone` is in doubt: what left before its certificate came into question is on its way all the same, and counts as mailed (8.4). REFUSED package.express_number (no number), package.package_number (it is a package's), package.number_used (it is another recipient's package's), package.number_before (the package came back with it), package.carrier (there is none such); package.mail_applied, package.mail_mailed and so on by its state, where it is not packed. */
MUST_CHECK package_mail(struct context *context, struct text number, struct package_mailing *mailing);
/* Corrects the number of a package that is on its way; the letter goes out again, as of package_mail. */
MUST_CHECK package_renumber(struct context *context, struct text number, struct package_mailing *mailing);

/* A file of express numbers: rows of package number, express number and, where wanted, carrier; with commas, semicolons or tabs; a first row of headings says where they stand. A verdict a row. */
struct package_number_row {
    int64_t line;
    struct text package, number, carrier; /* carrier: its name */
    bool mailed, unchanged, refused, warned; /* unchanged: mailed with this number already; warned: it is mailed, but the carrier is not known */
    struct text why;
};
extern const struct record package_number_row_record;
enum { PACKAGE_FILE_LIMIT = 1 << 20, PACKAGE_FILE_ROWS = 5000 };
/* `anyway`, `gone`: as in package_mailing, of all rows. `dry_run`: what would become of it. REFUSED package.file (no text, or no row has two columns), package.file_number, package.file_package (its headings name only the other of the two), package.file_rows. */
MUST_CHECK package_mail_file(struct context *context, struct text file, bool anyway, bool gone, bool dry_run, struct list *rows);

/* --- What comes after --- */

/* `day`: on which it was; NO_DAY: today. REFUSED package.day (before it was mailed, or not yet), of the field day or back_day. */
MUST_CHECK package_deliver(struct context *context, struct text number, struct day day);
MUST_CHECK package_return(struct context *context, struct text number, struct day day, struct text reason);
/* A second dispatch of what came back: the promise counts anew from today, or is kept where its applicant has said already where it goes; package_may says so only where it is done. REFUSED package.has_replacement, package.replacement_open (a case is open): it would be sent twice. */
MUST_CHECK package_send_again(struct context *context, struct text number);
/* Nothing is sent (any more). REFUSED package.reason. */
MUST_CHECK package_stop(struct context *context, struct text number, struct text reason);

/* --- How it goes --- */

/* What was mailed in one week, by the days of the body, against the promise. */
struct package_week {
    struct day monday;
    int64_t in_time, late; /* how many */
    int64_t days, most;    /* working days from application to mailing: the median, the longest */
};
extern const struct record package_week_record;
enum { PACKAGE_WEEKS = 26 };
/* The last weeks up to this one, oldest first; `promised`: working days within which it is promised now, the longest of the catalogue's. */
MUST_CHECK package_weeks(struct context *context, struct package_week weeks[PACKAGE_WEEKS], int64_t *promised);

#endif
