/* Exam results come in (SPEC 3). */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/context.h"
#include "base/record.h"

enum exam_grade { GRADE_PASS = 1, GRADE_FAIL, GRADE_NO_SHOW, GRADE_UNDECIDED }; /* undecided: only while provisional */
enum exam_state { EXAM_PROVISIONAL = 1, EXAM_ON_HOLD, EXAM_FINAL, EXAM_REVOKED };
enum intake_verdict { INTAKE_NEW = 1, INTAKE_UNCHANGED, INTAKE_CORRECTED, INTAKE_QUARANTINED, INTAKE_REFUSED };

struct intake_row_verdict {
    int64_t id;          /* of the row, for intake_remedy; 0 in a dry run */
    struct text member;  /* of the archive; empty where the file is the text itself */
    int64_t line, place; /* place: the column, in characters from 1; 0: the whole row */
    struct text verdict; /* new, unchanged, corrected, quarantined, refused */
    struct text code;    /* the reason's code */
    struct text reason;  /* English, with its arguments */
};
extern const struct record intake_row_verdict_record;

struct intake_outcome {
    int64_t id; /* of the file, for intake_file_read; 0 in a dry run, and where it was refused whole */
    struct text file, sha256;
    int64_t rows, fresh, unchanged, corrected, quarantined, refused;
    bool seen_before;     /* the very file was taken in already: nothing of it is taken in again, but its waiting rows are run again */
    bool stopped;         /* the progress function said so; the same call goes on from there */
    bool changed;         /* somebody wrote into the file once some of it was in: what it was in the beginning was taken in, and it has to be imported again */
    struct list verdicts; /* of intake_row_verdict_record: all but new and unchanged, as many as were asked for */
};

/* Called while it works; may be NULL. Bytes done and in all, rows so far. Returning false stops after the batch under way: what is in stays, and the same call goes on from there. */
typedef bool intake_progress(void *data, int64_t done, int64_t total, int64_t rows);

/* Takes one file in by the provider's profile (profiles/NAME.ini). A file that is not whole is REFUSED with file, line and column; nothing of it is kept but the file and the
 * refusal. `dry_run`: all verdicts, nothing kept. `most_verdicts`: so many are listed. MAY_IMPORT. */
enum { INTAKE_VERDICTS = 10000 };
MUST_CHECK intake_file(struct context *context, struct text profile, struct text path, bool dry_run, size_t most_verdicts, intake_progress *progress, void *data,
                       struct intake_outcome *outcome);
/* The same for a file that staff have uploaded, of which INTAKE_VERDICTS are listed; `name` is what it was called, for a name tells what is in a file. */
MUST_CHECK intake_upload(struct context *context, struct text profile, struct text name, struct text content, bool dry_run, struct intake_outcome *outcome);
/* Runs open quarantined rows again, after a remedy: those that can be taken in now are, with `outcome` counting them; the others go on waiting. A loaded
 * catalogue is a remedy, too. MAY_REMEDY_ROWS or MAY_LOAD_CATALOGUE. */
MUST_CHECK intake_rerun(struct context *context, struct intake_outcome *outcome);

/* What staff decide about a quarantined row (3.5). The next intake_rerun does it. */
enum intake_remedy {
    INTAKE_ACCEPT, /* take it in as it is, whatever made it wait but an exam that is unknown or still to come, or nobody's name on it */
    INTAKE_IGNORE, /* put it aside, until it is taken back */
    INTAKE_MAILBOX /* the exam was booked under this address */
};
/* Where the setting second_person is yes, what would bring in a row about a pass that was released is only proposed by the first of the staff: another, who decides the same, does it (11.3).
 * REFUSED intake.second_person where he has proposed it himself, intake.no_such_row where it does not wait (any more), intake.mailbox for a bad address, intake.too_early before the exam day has come, intake.no_help where the remedy could not bring the row in.
 * REFUSED intake.own where what the row is about, or would come in under, is of the actor himself; intake.other_account or intake.other_person, of the field "address", where `address` is of somebody whose name is not the row's, unless
 * it is so `all_the_same`, which stands in the journal. `people` (NULL: nobody's mailbox is known) says so of both. `address`: of INTAKE_MAILBOX. `why` stands in the journal: REFUSED intake.why where it is empty or longer than
 * INTAKE_WHY_LIMIT bytes. MAY_REMEDY_ROWS. */
enum { INTAKE_WHY_LIMIT = 1000 };
struct exam_record;
/* Whose a mailbox is: by the account that it is tied to, or else by its exam records (account empty). */
struct intake_whose {
    struct text account, name_latin, name_native;
};
struct intake_people_of {
    /* Is the mailbox (empty: none) or the exam record (0: none) in an account that is one person's with the actor's? association_is_own. */
    enum result (*is_own)(struct context *context, struct text mailbox, int64_t record, bool *own);
    /* Whose the mailbox is, where none of his names is one of the row's (of `row` only the names are set): association_misfit. RESULT_NONE: nobody's, or it fits. */
    enum result (*misfit)(struct context *context, struct text mailbox, const struct exam_record *row, struct intake_whose *whose);
    bool all_the_same;
};
MUST_CHECK intake_decide(struct context *context, int64_t row, enum intake_remedy remedy, struct text address, struct text why, const struct intake_people_of *people);
/* How a quarantined row stands after it was run again: it waits on, was taken in, is refused now (as its file's page says), or waits for a second person. RESULT_NONE: there is no such row. MAY_READ_INTAKE. */
enum intake_fate { INTAKE_WAITS_ON, INTAKE_TAKEN_IN, INTAKE_REFUSED_NOW, INTAKE_PROPOSED };
MUST_CHECK intake_fate(struct context *context, int64_t row, enum intake_fate *fate);
/* A row that was put aside waits again. REFUSED intake.not_aside. MAY_REMEDY_ROWS. */
MUST_CHECK intake_take_back(struct context *context, int64_t row);

/* Files that came, newest first, from behind the file `before` (0: from the newest). MAY_READ_INTAKE. */
struct intake_file_view {
    int64_t id;
    struct text provider, name, refusal; /* refusal: why it was refused whole, in English with its arguments */
    struct instant received;
    bool under_way, done, refused;
    int64_t rows, fresh, unchanged, corrected, quarantined, rejected, waiting; /* rejected: rows with the verdict refused; waiting: quarantined and not settled yet */
};
extern const struct record intake_file_view_record;
MUST_CHECK intake_files(struct context *context, int64_t before, size_t maximum, struct list *files);
/* One of them, whole. */
struct intake_file_whole {
    struct intake_file_view view;
    struct text title, sha256; /* title: the provider's, Pearson VUE; sha256: empty where it was too large to be read through */
    int64_t bytes;
    int64_t later, aside, rejected_later; /* of the quarantined rows: taken in since, put aside, rejected when they were run again; the others wait */
    struct list texts;    /* of intake_file_text: what was read in it */
    struct list acts;     /* of intake_file_act: who brought it, oldest first; empty while its first import is under way */
    struct list rejected; /* of intake_row_verdict: rows with the verdict refused, by line, the first INTAKE_REJECTED of them */
};
enum { INTAKE_REJECTED = 200 };
struct intake_file_text {
    struct text name; /* empty: the file itself */
    bool no_show;     /* it lists those who did not come */
};
struct intake_file_act {
    struct instant at;
    struct text who; /* user name; empty: the operator or the system */
    bool by_operator, by_system, taken; /* taken: else it was refused whole */
};
extern const struct record intake_file_text_record, intake_file_act_record;
/* RESULT_NONE where there is no such file. MAY_READ_INTAKE. */
MUST_CHECK intake_file_read(struct context *context, int64_t id, struct intake_file_whole *file);
/* The profiles of profiles/, by name: a list of struct intake_profile_name. */
struct intake_profile_name {
    struct text name, title; /* title: Pearson VUE */
    bool assumed;            /* made from what is publicly known, and not held against files of the provider yet */
};
extern const struct record intake_profile_name_record;
MUST_CHECK intake_profiles(struct context *context, struct list *profiles);

/* Quarantined rows that wait or were put aside, of one file or of all (`file` 0), oldest first, behind the row `after` (0: from the first). MAY_READ_INTAKE. */
enum intake_standing { INTAKE_WAITS, INTAKE_ASIDE };
struct intake_waiting_row {
    int64_t id, file_id;
    struct text provider, file, member;
    int64_t line;
    struct text code, reason, raw;
    struct instant received;
    /* read again: */
    struct text candidate, mailbox, first_name, last_name, native_first_name, native_last_name; /* mailbox: as the row writes it */
    struct text exam, grade, score; /* as the row writes them, too; empty: it has none */
    struct text asked;          /* the exam's code as the catalogue was asked for it: exam, or what the profile says that it means */
    struct day exam_day;
    struct list cells;          /* of intake_cell: its columns by name */
    bool may_accept, may_name;  /* which remedies can bring it in */
    bool early;                 /* none can before its exam day, which has not come yet */
    struct text unread;         /* why its profile cannot read it (any more): "pearson-vue.ini:3: ...", in English; nothing of it is read then, and no remedy brings it in */
    /* The names of the record under its registration ID, or else of the newest under its candidate ID: its id and registration ID; 0 and empty: there is none of either. */
    int64_t known_id;
    struct text known_registration, known_first_name, known_last_name, known_native_first_name, known_native_last_name;
    bool known_by_candidate;
    struct text proposed_by, proposed_mailbox, proposed_why; /* who of the staff (user name) proposes to take it in, and waits for a second person; under which mailbox, empty: as it is. Empty: nobody */
    /* put aside: */
    struct text why, by;        /* by: user name; empty: the operator */
    struct instant settled;
};
struct intake_cell {
    struct text name, value;
};
extern const struct record intake_waiting_row_record, intake_cell_record;
MUST_CHECK intake_waiting_rows(struct context *context, enum intake_standing standing, int64_t file, int64_t after, size_t maximum, struct list *rows);

/* Provider's codes that the catalogue does not know, of the first INTAKE_CODE_ROWS rows that wait for it, oldest first: a list of struct intake_code. catalogue_add_code and intake_rerun bring them in. MAY_LOAD_CATALOGUE. */
enum { INTAKE_CODE_ROWS = 500 };
struct intake_code {
    struct text provider; /* its profile's name */
    struct text code;     /* as the catalogue was asked for it */
    int64_t rows;
    struct instant since; /* when the first of them came */
};
extern const struct record intake_code_record;
MUST_CHECK intake_unknown_codes(struct context *context, struct list *codes);

/* Does a quarantined row with that registration ID and exam day wait (5.4)? */
MUST_CHECK intake_waits(struct context *context, struct text registration, struct day day, bool *waits);

/* What providers have told of appointments with that registration ID of which no result has come (3.4): a list of struct intake_appointment, of each provider in the order of their own time, whatever order they came in. What is told
 * last holds; of two at the same instant that it is cancelled, else the later day. */
struct intake_appointment {
    int64_t provider_id;
    bool cancelled;      /* else moved */
    struct instant at;   /* when, as the provider says */
    struct day day;      /* to which it was moved, or which was cancelled; NO_DAY: not said */
    struct text mailbox; /* under which it was booked, in normal form; empty: not said */
};
MUST_CHECK intake_appointments(struct context *context, struct text registration, struct list *appointments);

/* When each provider's last file came (5.4). */
struct intake_last {
    struct text provider; /* its profile's name */
    struct text title;    /* Pearson VUE; the name where there is no such profile any more */
    struct instant received;
    bool score_reports;   /* a candidate of his has a score report */
};
extern const struct record intake_last_record;
MUST_CHECK intake_last_files(struct context *context, struct list *files);

/* --- For the rooms above, which read records and never write them --- */

struct exam_record {
    int64_t id, provider_id, mailbox_id, exam_id; /* mailbox_id 0: none */
    struct text provider, registration_id, candidate_id;
    struct text exam_code, exam_language;
    struct day exam_day;
    int32_t grade, state;
    bool passed;
    struct text score;
    struct text first_name, last_name, native_first_name, native_last_name, country;
};
extern const struct record exam_record_record;

/* The records of a mailbox, newest exam first. */
MUST_CHECK intake_records_of_mailbox(struct context *context, int64_t mailbox, size_t maximum, struct list *records);
/* The id of a mailbox's row (address in normal form), made where it is not there. In a transaction. */
MUST_CHECK intake_mailbox(struct context *context, struct text address, int64_t *mailbox);
/* RESULT_NONE where no row has it. */
MUST_CHECK intake_mailbox_known(struct context *context, struct text address, int64_t *mailbox);

#endif
