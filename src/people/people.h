/* Finding a person by whatever is known of him, and everything about him on one page (SPEC 11.1). Only reads; every search and every view is an act in the journal. */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "account/account.h"
#include "award/award.h"
#include "base/context.h"
#include "base/record.h"

/* By what somebody was found. */
struct person_hit_way {
    struct text by;         /* in the reader's language: Candidate ID */
    struct text value;      /* and its value */
};
/* One that was found, and by what. */
struct person_hit {
    int64_t account_id;     /* 0: nobody's: a mailbox or record that is in no account */
    int64_t record_id;      /* where it is nobody's: an exam record of his, for people_records; 0: there is none */
    int64_t row_id, row_after; /* a row of a file that waits for a decision, and behind which id its page begins; 0: it is none */
    struct text user_name, name_latin, name_native; /* of nobody's, the names in the record */
    struct list ways;       /* of person_hit_way: all by which he was found, the surest first */
    struct text value;      /* what matched last */
    struct text first_name, last_name, native_first_name, native_last_name; /* of the record, as the provider sent them */
};
extern const struct record person_hit_record, person_hit_way_record;
enum { PEOPLE_TEXT_LIMIT = 200, PEOPLE_MOST_HITS = 100 };
/* By user name, number of the account, mailbox (also that of letters), candidate ID, validation number of a score report (where nothing else is found by it), registration ID (also of a row that waits, for whoever may read the intake), number of a certificate, case, package or parcel, and phone: the whole of it, in any case,
 * however it is spaced or divided, a candidate ID also with other zeros before its digits and with or without the letters before them; by names of accounts and in records, in both scripts: the beginning of each word, in any order, without regard to accents. Who is found by several stands once, with each of them. `more` where not all are listed. MAY_READ_PEOPLE. REFUSED people.too_short (fewer than two characters), people.too_long. */
MUST_CHECK people_find(struct context *context, struct text text, struct list *hits, bool *more);

/* How a mailbox or a single record came and went. */
struct person_tie {
    struct instant at;
    bool came;              /* else it left, or one of the last two */
    bool again;             /* it came, as it once had before */
    bool barred;            /* a single record: had to leave, or could come no more: an account of the same person had to let it go (5.8) */
    bool lifted;            /* that ended: it can come again, and does where its mailbox is the account's */
    struct text mailbox;    /* the address, or that of the record */
    struct text registration_id; /* of a single record; empty: the whole mailbox */
    int64_t account_id;     /* to or from which account */
    struct text user_name;
    struct text means;      /* as the history keeps it: link, released, ... */
    struct text means_words; /* for the staff, in the reader's language */
};
struct person_record {
    int64_t id;
    struct text provider, registration_id, candidate_id, exam_code, mailbox, name, score, file; /* name: in both scripts */
    struct text first_name, last_name, native_first_name, native_last_name;
    int64_t account_id;     /* in whose account it is, with its user name; 0: in nobody's */
    struct text user_name;
    struct day exam_day;
    int32_t grade, state;
    bool passed, no_show, provisional, on_hold, final, revoked;
    int64_t line, file_id;  /* of `file`, where this version was read */
};
struct person_letter {
    int64_t letter;
    struct text recipient, subject, answer;
    struct instant written;
    bool waiting, sent, bounced, held, given_up;
};
/* What the journal says of an act besides. */
struct person_detail {
    struct text label, value; /* in the reader's language: "Decision", "Granted" */
};
struct person_act {
    int64_t id;
    struct instant at;
    struct text who;        /* user name; empty: nobody's who is signed in, the operator or the system: */
    bool by_operator, by_system, by_staff;
    struct text act, subject, detail; /* as the journal keeps them */
    struct list details;    /* of person_detail: what `detail` says, for who reads it */
    struct text words;      /* the act, in the reader's language; empty: one that this version does not know */
    int64_t subject_id;
    struct text subject_words; /* what it is about, in the reader's language: Certificate; empty as `words` */
    struct text subject_name;  /* and by which name: a number, a user name, ...; the id of what has none */
    int64_t subject_of;        /* the id of what is opened to see it: of a row its file, of a request the account that asked, else subject_id */
    struct text page;          /* for the door, which knows where that is */
};
extern const struct record person_tie_record, person_record_record, person_letter_record, person_act_record, person_detail_record;

struct person {
    struct account account;
    struct list mailboxes;  /* of association: what is tied today, mailboxes and single records */
    struct list addresses;  /* of package_address, the preferred one first */
    struct text letters_to; /* the mailbox that letters go to: the one of the profile where it is associated, else the first of the others; empty: none reaches the account */
    struct list ties;       /* of person_tie, newest first */
    struct list records;    /* of person_record, newest exam first */
    struct list certificates; /* of certificate */
    struct list letters;    /* of person_letter, newest first */
    struct list cases;      /* of case_view, closed ones too, newest first; empty where the actor may not read cases */
    struct list claims;     /* of unbinding_view, over or not, newest first: what he, or an account that was merged into his, claims of others; empty where the actor may not read cases */
    struct list updates;    /* of demographic_update, newest first: his new addresses at providers (5.7); empty without MAY_READ_DEMOGRAPHICS_OF */
    struct list packages;   /* of package_view, newest first; empty where the actor may not read packages */
    struct list sessions;   /* of account_session_view */
    struct list acts;       /* of person_act, newest first; empty where the actor may not read the journal */
};
/* Of each kind as many as a page shows, and one more where there are more. */
enum { PEOPLE_MOST_OF_A_KIND = 300 };
/* RESULT_NONE where there is no such account. MAY_READ_PEOPLE. */
MUST_CHECK people_read(struct context *context, int64_t account, struct person *person);

/* Whoever has the candidate ID or the mailbox of one exam record, with or without an account: all records of that candidate ID or mailbox, and how these came to accounts and left them. */
struct person_unheld {
    struct text candidate_id, mailbox; /* of the record; may be empty */
    struct list records;    /* of person_record, newest exam first */
    struct list ties;       /* of person_tie, newest first */
};
/* RESULT_NONE where there is no such record. MAY_READ_PEOPLE; that it was looked at stands in the journal. */
MUST_CHECK people_records(struct context *context, int64_t record, struct person_unheld *person);

/* What staff tell persons apart by: of struct person the account, its mailboxes, records and certificates. Of a record (`account` 0): of the account that it is in; where it is in none, `account.id` is 0, and the records
 * are all of nobody's with its candidate ID or its mailbox. RESULT_NONE where there is no such account or record. MAY_READ_REGISTER; it stands beside what is to be decided, and is no act in the journal. */
MUST_CHECK people_compare(struct context *context, int64_t account, int64_t record, struct person *person);

/* Between whom a row that waits is unclear: of all that have its candidate ID or its mailbox (as the row writes it; either may be empty), the newest record (person_record, with who it is and whose account it is in) of each
 * candidate ID, mailbox and account. At most 20. MAY_READ_INTAKE. */
MUST_CHECK people_claimants(struct context *context, struct text candidate_id, struct text mailbox, struct list *records);

/* The audit journal, newest first: of days by the time of the acts, else in the order in which they were written. MAY_READ_JOURNAL. */
struct journal_filter {
    int64_t account;        /* of this account, or about it; 0: all */
    struct text number;     /* about the certificate, case, package or exam record with this number: that of the certificate (then also what has led to it, and its packages), case, package, parcel or registration, in any case; empty: all */
    struct text act;        /* begins with it: "association."; empty: all */
    struct day first, last; /* in the body's zone; NO_DAY: all */
    int64_t before;         /* an id; 0: from the newest */
};
MUST_CHECK people_journal(struct context *context, const struct journal_filter *filter, size_t maximum, struct list *acts);

/* What the register keeps of the certificate with that number, in any case: it is issued and changed by evaluations of many accounts at once, which the journal names by these. RESULT_NONE where there is none. MAY_READ_JOURNAL. */
struct journal_certificate {
    struct certificate certificate;
    struct list history;    /* of certificate_history, oldest first */
    struct list revisions;  /* of certificate_revision: the earlier ones, newest first */
};
MUST_CHECK people_journal_certificate(struct context *context, struct text number, struct journal_certificate *found);

#endif
