/* A provider's profile (SPEC 3.1): how its files read. profiles/NAME.ini, documented in docs/intake.md. A profile is constant once read and may be shared by threads. */
#ifndef INTAKE_PROFILE_H
#define INTAKE_PROFILE_H

#include "base/context.h"
#include "intake/intake_date.h"

/* What a file holds. All can be named in a profile; which are read, intake_check.c says. */
enum intake_kind { KIND_DELIMITED = 1, KIND_JSON = 2, KIND_QTI = 4, KIND_ZIP_OF_DELIMITED = 8, KIND_ZIP_OF_JSON = 16, KIND_ZIP_OF_QTI = 32 };

enum intake_encoding { ENCODING_UTF8, ENCODING_UTF16, ENCODING_CP1252, ENCODING_GB18030, ENCODINGS };

/* What the rows of a file are, where its name tells it. */
enum intake_reading { READING_DELIVERED, READING_NO_SHOW, READINGS };

/* What a column can mean. */
enum intake_column {
    COLUMN_REGISTRATION, COLUMN_CANDIDATE, COLUMN_EXAM_CODE, COLUMN_EXAM_TITLE, COLUMN_EXAM_DATE, COLUMN_SCORE, COLUMN_GRADE, COLUMN_NOSHOW, COLUMN_STATUS, COLUMN_EVENT,
    COLUMN_MAILBOX, COLUMN_FIRST_NAME, COLUMN_LAST_NAME, COLUMN_NATIVE_FIRST_NAME, COLUMN_NATIVE_LAST_NAME, COLUMN_COUNTRY, COLUMN_SITE, COLUMN_ZONE, COLUMN_VALIDATION, COLUMN_UPDATED,
    INTAKE_COLUMNS
};

/* What a word in a row can mean. */
enum intake_word {
    WORD_NONE,
    WORD_PASS, WORD_FAIL, WORD_NO_SHOW, WORD_UNDECIDED, /* of grade; undecided: the result is not final */
    WORD_YES, WORD_NO,                                  /* of no-show */
    WORD_PROVISIONAL, WORD_FINAL, WORD_HELD, WORD_REVOKED, /* of status */
    WORD_RESULT, WORD_PLACE_HOLD, WORD_RELEASE_HOLD, WORD_MODIFY_STATUS, WORD_REVOKE, WORD_UNREVOKE, WORD_MODIFY_APPOINTMENT, WORD_CANCEL_APPOINTMENT, /* of event */
    INTAKE_WORDS
};

/* Whether a score may be held against the catalogue's pass mark: a raw one counts items and may not, a percentage is out of 100. */
enum intake_score { SCORE_RAW, SCORE_SCALED, SCORE_PERCENT };

struct intake_texts {
    const struct text *items;
    size_t count;
};
struct intake_pair {
    struct text from, to;
};

/* What is told to the provider about a person, and how it answers (SPEC 3.8). */
enum intake_demographic_column {
    DEMOGRAPHIC_CANDIDATE, DEMOGRAPHIC_FIRST_NAME, DEMOGRAPHIC_LAST_NAME, DEMOGRAPHIC_MAILBOX, DEMOGRAPHIC_COUNTRY, DEMOGRAPHIC_PHONE, DEMOGRAPHIC_UPDATED, /* of the file */
    DEMOGRAPHIC_STATUS, DEMOGRAPHIC_MESSAGE,                                                                                                               /* of the answer, beside the candidate */
    DEMOGRAPHIC_COLUMNS
};
struct intake_demographics {
    struct text file;             /* the file's name, with {date} and {time} (UTC); empty: this provider takes none */
    struct intake_texts answers;  /* patterns of the names of answers and of their archives' members */
    struct intake_texts accepted, error; /* words of the status, small letters */
    struct text columns[DEMOGRAPHIC_COLUMNS]; /* as they are written; empty: not in the file */
    enum intake_demographic_column order[DEMOGRAPHIC_COLUMNS]; /* in which the profile names them */
    size_t count;
};

struct intake_profile {
    struct text name, title;
    bool score_reports; /* candidates get a score report, by which they can bring in an exam (SPEC 5.2) */
    bool confirmed; /* by files of the provider; false: made from what is publicly known */
    int kinds;      /* bits of enum intake_kind */
    struct intake_texts names[READINGS]; /* patterns of file and member names */
    struct intake_texts members;         /* which members of an archive are read; none: all */
    bool otherwise_refused;              /* a name that fits no pattern: refused; else read as delivered */
    enum intake_encoding encodings[ENCODINGS];
    size_t encoding_count;
    char delimiter;
    char quote; /* 0: none */
    struct intake_texts columns[INTAKE_COLUMNS]; /* names, small letters */
    bool required[INTAKE_COLUMNS];
    struct intake_texts words[INTAKE_WORDS]; /* small letters */
    struct intake_texts review; /* small letters: where one stands in the exam's title, the result is not final */
    struct intake_date_formats exam_date, updated;
    enum intake_score score;
    struct intake_demographics demographics;
    const struct intake_pair *exams; /* a provider's exam code that means another code */
    size_t exam_count;
};

enum { INTAKE_PROFILE_LIMIT = 64 << 10 };

/* Reads a profile's text. REFUSED "profile.wrong" and the like with the file and line. */
MUST_CHECK intake_profile_read(struct context *context, struct text name, struct text file, struct text text, const struct intake_profile **profile);
/* Loads profiles/NAME.ini. REFUSED "profile.unknown". */
MUST_CHECK intake_profile_load(struct context *context, struct text name, const struct intake_profile **profile);
/* The provider as people call it; its name where there is no such profile (any more), or a mistake in it. `score_reports`: as in the profile, yes without one; `assumed`: it is there and not `confirmed`. Each may be NULL. */
MUST_CHECK intake_profile_title(struct context *context, struct text name, struct text *title, bool *score_reports, bool *assumed);

/* What a word means among `first`..`last` (both included); WORD_NONE where none of them has it. Case and space at the ends do not matter. */
enum intake_word intake_profile_word(const struct intake_profile *profile, enum intake_word first, enum intake_word last, struct text word);

#endif
