/* The catalogue (SPEC 2): what can be earned, by which exams, for how long, in which form. Staff keep it as one readable text
 * (docs/catalogue.md); this is the model that the text is read into. A catalogue is constant once read, lives in one arena, and is shared
 * by threads. Things in it name each other by index. */
#ifndef CATALOGUE_CATALOGUE_H
#define CATALOGUE_CATALOGUE_H

#include "base/context.h"
#include "base/record.h"
#include "calendar/calendar.h"

/* --- The model --- */

/* A text in one language ("en", "zh_CN"), and the same text in several. */
struct wording {
    const char *language;
    struct text text;
};
struct wordings {
    const struct wording *items;
    size_t count;
};
/* The wording in that language, else in English, else the first. Empty where there is none. */
struct text catalogue_wording(struct wordings wordings, const char *language);

/* Days from..until, both included; NO_DAY: open on that side. */
struct period {
    struct day from, until;
};
bool catalogue_period_has(struct period period, struct day day);

/* What the body promises, in working days (SPEC 1.1). */
enum promise {
    PROMISE_ECERT,        /* e-Cert available, after the exam (7.1) */
    PROMISE_SCORE_REPORT, /* association by score report possible, after the exam (5.2) */
    PROMISE_APPLICATION,  /* a package can be applied for, after the score report (8.1) */
    PROMISE_MAILING,      /* mailed, after the application (8.2): first..last */
    PROMISE_OBJECTION,    /* time to object before a forced unbinding (5.8) */
    PROMISE_COOLING_OFF,  /* wait before staff decide a case of a lost mailbox (5.2) */
    PROMISE_KINDS
};
struct promise_days {
    int32_t first, last; /* equal where it is one number */
};

/* How a certificate's number is made (SPEC 6.5): parts in order. */
enum number_part_kind {
    NUMBER_LITERAL, /* `literal` as it stands */
    NUMBER_YEAR,    /* the award's year, `length` 2 or 4 digits */
    NUMBER_DIGITS,  /* `length` random digits */
    NUMBER_LETTERS, /* `length` random characters of Crockford's base32 */
    NUMBER_CHECK    /* check characters over all letters and digits before it; always the last part */
};
/* ISO/IEC 7064 */
enum number_check {
    CHECK_MOD_11_2,  /* digits; one character, 0-9 or X */
    CHECK_MOD_37_2,  /* letters and digits; one character, 0-9 A-Z or * */
    CHECK_MOD_97_10, /* digits, letters as 10..35; two digits */
    CHECK_MOD_11_10, /* digits; one digit */
    CHECK_MOD_37_36  /* letters and digits; one letter or digit */
};
struct number_part {
    enum number_part_kind kind;
    int32_t length;
    enum number_check check;
    struct text literal;
};

struct body {
    struct wordings name;
    struct text zone;     /* IANA */
    struct text calendar; /* the word of the `calendar:` line */
    struct text contact;  /* mail address for questions */
    struct text web;      /* the body's own site */
    struct text number;   /* the template as written */
    const struct number_part *number_parts;
    size_t number_part_count;
    const char *const *languages; /* in which certificates are printed */
    size_t language_count;
    struct promise_days promises[PROMISE_KINDS];
};

struct level {
    struct text code; /* associate */
    struct wordings name;
    int32_t rank; /* higher is higher; levels with rank 0 stand beside the ladder: nothing of another level is "higher" there */
    long line;
};
struct direction {
    struct text code;
    struct wordings name;
    long line;
};

struct package_item {
    struct text code;
    struct wordings name;
};
struct package_list {
    struct text code;
    const struct package_item *items;
    size_t item_count;
    long line;
};

enum pass_rule {
    PASS_BY_GRADE, /* the provider's grade alone decides */
    PASS_BY_SCORE  /* where the provider gives no grade, `pass_score` of `full_score` decides; a grade goes before it */
};
struct exam {
    int64_t id; /* the row in table exam; 0 in a catalogue that is not in the store */
    struct text code;
    struct wordings title;
    enum pass_rule pass_rule;
    int32_t pass_score, full_score;
    const int32_t *certifications; /* those that have it in the requirement of any of their versions */
    size_t certification_count;
    long line;
};

/* SPEC 2.4. Groups carry a window; leaves name an exam or a certification. */
enum requirement_kind {
    REQUIREMENT_EXAM,        /* the exam `exam` passed */
    REQUIREMENT_CERTIFICATE, /* a certificate of `certification` held and valid */
    REQUIREMENT_ALL,         /* all children */
    REQUIREMENT_ANY,         /* at least one child */
    REQUIREMENT_COUNT        /* at least `count` children */
};
struct requirement {
    enum requirement_kind kind;
    int32_t exam;          /* index in exams; -1 otherwise */
    int32_t certification; /* index in certifications; -1 otherwise */
    int32_t count;         /* how many children must be met: all, one, or the number said; 0 for a leaf */
    int32_t window_months; /* all passes below must lie within so many months, counted from the first; 0: no window */
    const struct requirement *children;
    size_t child_count;
    long line;
};

/* SPEC 2.5 */
enum renewal_kind {
    RENEWAL_OWN_EXAM,       /* any exam of the certification */
    RENEWAL_DIRECTION_EXAM, /* any exam of a certification of the same or a higher level in the same direction */
    RENEWAL_LISTED_EXAM,    /* any of the exams listed */
    RENEWAL_REQUIREMENT     /* the whole requirement met again */
};
enum renewal_anchor {
    ANCHOR_PASS,      /* a renewed validity runs from the renewing pass */
    ANCHOR_OLD_EXPIRY /* it runs on from the old expiry */
};
struct renewal_route {
    enum renewal_kind kind;
    const int32_t *exams; /* all exams that renew by this route, ascending; empty for RENEWAL_REQUIREMENT */
    size_t exam_count;
    long line;
};

/* SPEC 2.6; bits. */
enum certificate_form {
    FORM_ECERT = 1,   /* the signed PDF */
    FORM_PACKAGE = 2, /* the package of `package` by express */
    FORM_PRINTED = 4  /* a printed certificate as standard (before 2018-11-01) */
};

/* A certification as it is from one day to another: all properties that hold then. */
struct certification_version {
    int32_t certification; /* index */
    struct period period;
    struct wordings name;
    int32_t level, direction; /* index; direction -1: none */
    const struct requirement *requirement;
    int32_t validity_months; /* 0: without end */
    int32_t buffer_months;   /* after expiry, in which renewal is still open */
    const struct renewal_route *routes;
    size_t route_count;
    enum renewal_anchor renewal_anchor;
    int32_t forms;     /* bits of enum certificate_form */
    int32_t package;   /* index; -1: none */
    struct text theme; /* e-Cert artwork: the name of a [level] in theme/ecert/layout.ini */
    struct promise_days promises[PROMISE_KINDS];
    const uint8_t *renewing_exams; /* bit set over exams: see catalogue_exam_renews */
};

struct certification {
    int64_t id; /* the row in table certification; 0 in a catalogue that is not in the store */
    struct text code;
    const struct certification_version *versions; /* ascending, without overlap; there may be gaps, in which it is not awarded */
    size_t version_count;
    long line;
};

/* SPEC 2.5: a rule change that reaches certificates already issued. Applied once, as a batch, under its code. */
struct rule_change {
    struct text code;
    struct wordings title; /* the reason that stands in each certificate's history */
    struct day effective;
    const uint8_t *certifications; /* bit set: see catalogue_change_concerns */
    struct period awarded;         /* only certificates awarded in it */
    struct period expiring;        /* only those whose expiry, before the change, lies in it */
    int32_t extend_months;         /* added to the expiry */
    bool buffer_ends;              /* their buffer is gone */
    long line;
};

struct catalogue_mapping; /* private: provider codes to exams */

/* A certification that the catalogue no longer has: certificates of it stay in the register. */
struct former_certification {
    const struct former_certification *next;
    int64_t id;
    struct text code;
};

struct catalogue {
    int64_t version;  /* the row in catalogue_version; 0 where it is not in the store */
    struct text text; /* as it was written */
    struct body body;
    const struct calendar *calendar; /* the body's, with its zone */
    const struct level *levels;
    size_t level_count;
    const struct direction *directions;
    size_t direction_count;
    const struct package_list *packages;
    size_t package_count;
    struct exam *exams; /* the ids are filled in when it comes from the store; nothing else ever changes */
    size_t exam_count;
    struct certification *certifications;
    size_t certification_count;
    const struct former_certification *former; /* what only earlier catalogues had; filled in with the ids */
    const int32_t *order;              /* all certifications, each after those that its requirements name */
    const struct rule_change *changes; /* by effective day */
    size_t change_count;
    const struct catalogue_mapping *mapping;
    const struct catalogue_syntax *syntax; /* private: the text's blocks, for differences */
};

/* --- Looking things up; all pure --- */

/* The index of that code, or -1. */
int32_t catalogue_exam(const struct catalogue *catalogue, struct text code);
int32_t catalogue_certification(const struct catalogue *catalogue, struct text code);
/* The same by the store's id. */
int32_t catalogue_exam_by_id(const struct catalogue *catalogue, int64_t id);
int32_t catalogue_certification_by_id(const struct catalogue *catalogue, int64_t id);
/* The code by the store's id, also of a certification that only an earlier catalogue had; empty where there is none. */
struct text catalogue_certification_code(const struct catalogue *catalogue, int64_t id);

/* The version that holds on the award day (SPEC 2.1), NULL where it is not awarded on that day. */
const struct certification_version *catalogue_version_on(const struct catalogue *catalogue, int32_t certification, struct day day);
/* The same by code; NULL also where there is no such code. */
const struct certification_version *catalogue_certification_on(const struct catalogue *catalogue, struct text code, struct day day);

/* True where a pass of the exam renews a certificate by one of the version's routes that name exams. */
bool catalogue_exam_renews(const struct certification_version *version, int32_t exam);
bool catalogue_change_concerns(const struct rule_change *change, int32_t certification);

/* Which exam, and in which language ("" where the code does not tell), a provider's exam code means (SPEC 2.2). Case does not matter. An
 * exact code goes before one with wildcards. False where it is unknown. Fast enough to be called for every row. */
bool catalogue_map_code(const struct catalogue *catalogue, struct text provider, struct text code, int32_t *exam, const char **language);

/* --- Reading and comparing --- */

enum { CATALOGUE_PROBLEMS = 50, CATALOGUE_TEXT_LIMIT = 2 << 20 };

/* What is wrong with a text: each with code, English text, arguments and line. */
struct catalogue_problems {
    struct error items[CATALOGUE_PROBLEMS];
    size_t count;
    bool more; /* there were more than fit */
};

/* Reads and checks a text. Everything of the catalogue lives in `arena`, scratch memory in the context's. `file` names it in errors. Where
 * it is wrong: REFUSED "catalogue.wrong", whose place is the first problem's, and all problems, by line, in `problems`. */
MUST_CHECK catalogue_read(struct context *context, struct arena *arena, struct text file, struct text text, struct catalogue **catalogue,
                          struct catalogue_problems *problems);
/* The same of a text that the store has: it was right when it was loaded, and what has been refused only since then (no day to object before a forced unbinding: then it is one) does not stop a running house. It counts by the
 * newest data that the store has of its calendar, of those up to the id `calendar`. */
MUST_CHECK catalogue_read_kept(struct context *context, struct arena *arena, int64_t calendar, struct text text, struct catalogue **catalogue);

/* One thing that differs. `english` with {arguments} as in an error: error_fill / a translation makes it a sentence. */
struct catalogue_difference {
    const char *kind;  /* "added", "removed", "changed" */
    struct error text; /* only english, arguments and line (in the new text; 0 where removed) are used */
    struct text change; /* the code of the rule change that it is about; empty: about none */
};
struct catalogue_differences {
    struct catalogue_difference *items;
    size_t count;
    const struct catalogue *new; /* as it was compared; catalogue_check gives it the ids of what the store knows */
};
/* What taking `new` in place of `old` (NULL: nothing) changes, in the order of the new text. In the context's arena. */
struct catalogue_differences catalogue_difference(struct context *context, const struct catalogue *old, const struct catalogue *new);

/* --- Acts --- */

/* Holds the parsed catalogues of one process; made by a door, hung on each context (context->catalogues), safe for threads. */
struct catalogue_cache;
struct catalogue_cache *catalogue_cache_new(void);
void catalogue_cache_free(struct catalogue_cache *cache);

/* Reads, checks and compares with the catalogue in effect, and changes nothing. `file` names it in errors. What it would mean for certificates says award_foresee. */
MUST_CHECK catalogue_check(struct context *context, struct text file, struct text text, struct catalogue_problems *problems,
                           struct catalogue_differences *differences);
/* The same, and puts it into effect: in one transaction the text is stored, new exams and certifications get their ids, and a `due` row
 * asks for a full evaluation. The text that is in effect already: changes nothing, no differences. New data of its calendar are loaded with it, unless their file was written within the last seconds: those are followed later. Staff and operators only. */
MUST_CHECK catalogue_load(struct context *context, struct text file, struct text text, struct catalogue_problems *problems,
                          struct catalogue_differences *differences);
enum { CATALOGUE_REASON_LIMIT = 1000 /* characters */, CATALOGUE_OVER_ANY = -1 };
struct catalogue_wish {
    struct text file, text;
    int64_t over;       /* the version whose differences were shown (0: there was none), or CATALOGUE_OVER_ANY */
    struct text reason; /* kept with the version */
    bool takes_away;    /* certificates are withdrawn by it, or end earlier, or nobody knows: as who asks has foreseen (award_load_catalogue) */
    int64_t anew;       /* the proposal whose text it is, where it is proposed anew as another version is in effect by now; 0: none */
};
/* The same: REFUSED catalogue.changed where another version than `over` is in effect by now. What takes something away by the staff's hand needs a reason (REFUSED catalogue.reason_missing, catalogue.reason_long) and,
 * where the setting second_person is yes, is only proposed (SPEC 11.3): `effective` says whether it is in effect. */
MUST_CHECK catalogue_load_over(struct context *context, const struct catalogue_wish *wish, struct catalogue_problems *problems, struct catalogue_differences *differences, bool *effective);

/* What waits for a second person, or did. */
struct catalogue_proposal {
    int64_t id, version_id;    /* version_id: in effect when it was proposed */
    struct text file, sha256, text; /* text: of one that is read alone */
    struct text reason;
    struct instant proposed_at;
    int64_t proposed_by;
    struct text proposer;      /* user name */
    struct text outcome;       /* empty: it waits; loaded, rejected, anew */
    struct instant ended_at;
    struct text ender, end_reason;
};
extern const struct record catalogue_proposal_record;
/* Those that wait, oldest first, without their texts. MAY_READ_CATALOGUE. */
MUST_CHECK catalogue_proposals(struct context *context, struct list *proposals);
/* RESULT_NONE where there is none. MAY_READ_CATALOGUE. */
MUST_CHECK catalogue_proposal(struct context *context, int64_t id, struct catalogue_proposal *proposal);
/* Puts it into effect. MAY_LOAD_CATALOGUE. REFUSED catalogue.second_person where he has proposed it himself and the setting second_person is yes, catalogue.proposal_ended, catalogue.proposal_old where another version is in
 * effect by now than when it was proposed: it has to be looked at anew; and as catalogue_load. RESULT_NONE where there is none. */
MUST_CHECK catalogue_confirm(struct context *context, int64_t id);
/* The proposal is not loaded; who has proposed it may do that, too. MAY_LOAD_CATALOGUE. REFUSED catalogue.proposal_ended, catalogue.reason_missing, catalogue.reason_long. */
MUST_CHECK catalogue_reject(struct context *context, int64_t id, struct text reason);
/* The catalogue in effect, from the cache where context->catalogues is set. It stays valid as long as the work that asked. REFUSED
 * "catalogue.none" where none was ever loaded. */
MUST_CHECK catalogue_current(struct context *context, const struct catalogue **catalogue);

/* New data of the calendar in effect, where its file has some that the store has not counted by yet (docs/calendar.md), are loaded: in one transaction they are stored, and `due` rows ask for all that was counted by it to be
 * counted again. A file that is earlier, wrong or gone is told in the log and changes nothing; one that was written within the last seconds has time. Cheap where nothing is new. REFUSED "catalogue.none". */
MUST_CHECK catalogue_follow_calendar(struct context *context, bool *taken);
/* The same of whatever the file has now, as the operator says so. MAY_LOAD_CATALOGUE; REFUSED where it is gone or wrong. */
MUST_CHECK catalogue_load_calendar(struct context *context, bool *taken);
/* How the file on this machine stands to what is in effect. */
enum catalogue_calendar_file {
    CALENDAR_FILE_NONE, /* `weekend` has no file */
    CALENDAR_FILE_IN_EFFECT,
    CALENDAR_FILE_NEW,     /* not loaded yet */
    CALENDAR_FILE_EARLIER, /* was in effect before, or does not know all the years */
    CALENDAR_FILE_WRONG,   /* there is a mistake in it, or it is not whole; the store has its data */
    CALENDAR_FILE_ABSENT   /* it is gone, or cannot be read; the store has its data */
};
struct catalogue_calendar_state {
    enum catalogue_calendar_file file;
    struct text path;         /* empty where there is none */
    struct instant loaded_at; /* of the data in effect; NO_INSTANT: never, they are read from the file */
};
MUST_CHECK catalogue_calendar_state(struct context *context, struct catalogue_calendar_state *state);
/* The text in effect, as it was loaded. MAY_READ_CATALOGUE. */
MUST_CHECK catalogue_export(struct context *context, struct text *text);

/* A new version of the text in effect, in which the exam (its code, or a title) has the line that the provider's code means it (2.2, 3.5). One that means it already changes nothing. REFUSED, of the field "exam_code": catalogue.no_such_exam;
 * catalogue.code_known where it means another; catalogue.code_letters where it cannot be written there. MAY_LOAD_CATALOGUE. */
MUST_CHECK catalogue_add_code(struct context *context, struct text provider, struct text code, struct text exam);

/* When which text was loaded, newest first. MAY_READ_CATALOGUE. */
struct catalogue_history {
    int64_t id;
    struct instant loaded_at;
    struct text loaded_by; /* as it is kept: operator, staff 12 */
    struct text who;       /* the member of the staff, by user name; empty: the operator */
    struct text sha256;
    struct text reason;    /* where it takes certificates away (SPEC 11.3), or the operator has given one; else empty */
    struct text proposer;  /* who proposed what `who` confirmed, by user name; empty: nobody */
};
extern const struct record catalogue_history_record;
MUST_CHECK catalogue_versions(struct context *context, struct list *versions);
/* One of them with its text, and what it changed against the one before it: all of it is new where there was none, or none that can be read any more. RESULT_NONE where there is no such version. MAY_READ_CATALOGUE. */
struct catalogue_past {
    struct catalogue_history version;
    struct text text;
    bool readable; /* else it cannot be read any more, as its calendar or zone is gone from this machine, and nothing is compared */
    struct catalogue_differences differences;
};
MUST_CHECK catalogue_version(struct context *context, int64_t id, struct catalogue_past *past);

#endif
