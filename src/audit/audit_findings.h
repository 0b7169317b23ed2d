/* Holds the whole store against its rules, read-only and by its own reading of the tables (SPEC 13.3): nothing of the rooms' code is believed. */
#ifndef AUDIT_AUDIT_FINDINGS_H
#define AUDIT_AUDIT_FINDINGS_H

#include "base/context.h"
#include "base/record.h"

/* One row that breaks a rule. */
struct audit_finding {
    const char *rule;     /* stable: "held.twice" */
    const char *english;  /* what is wrong; a message key */
    struct text where;    /* table and row: "certificate 17 (HW-2026-...)" */
};
extern const struct record audit_finding_record;

/* At most `maximum` findings of each rule; `count` gets how many are listed. One consistent view, while the store is in use. MAY_READ_REGISTER. */
MUST_CHECK audit_findings(struct context *context, size_t maximum, struct list *findings, int64_t *count);

#endif
