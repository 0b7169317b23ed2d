/* What an audit is made of. Inside the audit room only.
 *
 *     RULE(basis_missing, "award.basis", "certificate", N_("The certificate rests on no exam record."),
 *          "...");
 *
 * is a whole rule: its statement yields the rows that break it, each with `id`, or `name`, or both, and nothing where all is well. It may ask for $1, the instant of the audit. It
 * lists itself. What SQL cannot ask is asked by a walk, which lists itself by WALK and names rows by audit_break; its rules are declared by WALK_RULE.
 * Times are not held against each other where the clock of a demonstration may have been set back between them. A statement goes over whole tables once and joins them; a subquery for each row only where an index answers it. */
#ifndef AUDIT_AUDIT_INSIDE_H
#define AUDIT_AUDIT_INSIDE_H

#include "audit/audit_findings.h"
#include "outside/database.h"

struct audit_rule {
    const char *code, *table, *english;
    const struct statement *statement; /* NULL: of a walk */
};
extern const struct audit_rule *const __start_audit_rules[];
extern const struct audit_rule *const __stop_audit_rules[];

struct audit_row {
    int64_t id;
    struct text name;
};
extern const struct record audit_row_record;

#define AUDIT_LIST_(NAME, SECTION, TYPE) static TYPE *const NAME##_listed_ __attribute__((used, section(SECTION))) = &NAME
#define RULE(NAME, CODE, TABLE, ENGLISH, SQL)                                                                                    \
    STATEMENT(NAME, &audit_row_record, SQL);                                                                                     \
    static const struct audit_rule NAME##_rule = {CODE, TABLE, ENGLISH, &NAME};                                                  \
    AUDIT_LIST_(NAME##_rule, "audit_rules", const struct audit_rule)
#define WALK_RULE(NAME, CODE, TABLE, ENGLISH)                                                                                    \
    static const struct audit_rule NAME = {CODE, TABLE, ENGLISH, NULL};                                                          \
    AUDIT_LIST_(NAME, "audit_rules", const struct audit_rule)

/* What follows the word SELECT for rows that refer to one that is not there; the name is the column. */
#define REFERS(TABLE, ID, COLUMN, TARGET)                                                                                        \
    "t." ID " AS id, '" COLUMN "' AS name FROM " TABLE " t LEFT JOIN " TARGET " x ON x.id = t." COLUMN " WHERE t." COLUMN " IS NOT NULL AND x.id IS NULL"
#define AND_REFERS(TABLE, ID, COLUMN, TARGET) " UNION ALL SELECT " REFERS(TABLE, ID, COLUMN, TARGET)
#define REFERENCE_MISSING N_("The row refers to a row that is not there (the column is named).")

/* One audit under way. */
struct audit {
    size_t most;
    const struct list *noted; /* heads of the journal; may be NULL */
    /* private */
    struct audit_tally *tallies;
};

/* Notes a row that breaks the rule; id 0 or an empty name where it has none. The name is copied. */
void audit_break(struct context *context, struct audit *audit, const struct audit_rule *rule, int64_t id, struct text name);

typedef enum result audit_walk(struct context *context, struct audit *audit);
extern audit_walk *const __start_audit_walks[];
extern audit_walk *const __stop_audit_walks[];
#define WALK(FUNCTION) AUDIT_LIST_(FUNCTION, "audit_walks", audit_walk)

/* The newest data of the calendar in the store, as they stand there; RESULT_NONE where it has none. */
MUST_CHECK audit_store_calendar(struct context *context, struct text name, struct text *content);
/* The walk over the journal's chains, which may also be made alone. */
MUST_CHECK audit_walk_journal(struct context *context, struct audit *audit);

#endif
