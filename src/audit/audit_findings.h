/* Holds the whole store against its rules, read-only and by its own reading of the tables (SPEC 13.3): nothing of the rooms' code is believed. What a rule asks stands in the
 * audit_findings_*.c of the room that it is about: statements where SQL can ask it, else a walk over the rows.
 *
 * What is not asked: whether somebody has earned a certificate that he was not given. That takes the whole evaluation (SPEC 6.1), which `testamur evaluate --dry-run` does. */
#ifndef AUDIT_AUDIT_FINDINGS_H
#define AUDIT_AUDIT_FINDINGS_H

#include "audit/audit.h"

/* One row that breaks a rule. */
struct audit_finding {
    struct text rule;    /* its code, stable: "association.journal" */
    struct text table;
    int64_t id;          /* of the row; 0 where the table has none */
    struct text name;    /* the row's own number (of a certificate, a registration), or what its key is made of besides; may be empty */
    struct text message; /* what is wrong, in the reader's language */
};
extern const struct record audit_finding_record;

/* A rule that is broken. */
struct audit_broken {
    struct text rule, table, message;
    int64_t count; /* of rows that break it */
    int64_t named; /* of them listed as findings */
};
extern const struct record audit_broken_record;

struct audit_report {
    struct list findings; /* struct audit_finding, by rule and then row */
    struct list broken;   /* struct audit_broken, by rule */
    int64_t count;        /* of all findings, also those not named */
};

/* One consistent view, while the store is in use; at most `most` rows of each rule are named. `noted`, where it is not NULL, are heads of the journal (struct audit_head) that were noted
 * earlier, by whatever hand: each must still be part of its chain ("journal.noted"). MAY_READ_REGISTER. */
MUST_CHECK audit_findings(struct context *context, size_t most, const struct list *noted, struct audit_report *report);
/* The journal's chains alone. */
MUST_CHECK audit_journal_findings(struct context *context, size_t most, const struct list *noted, struct audit_report *report);

/* "certificate 17 (HW20261234567890)" */
struct text audit_finding_place(struct arena *arena, const struct audit_finding *finding);

#endif
