/* The auditor's own reading of a provider's profile (profiles/NAME.ini, docs/intake.md), and what it makes of a row. Inside the audit room only. */
#ifndef AUDIT_AUDIT_PROFILE_H
#define AUDIT_AUDIT_PROFILE_H

#include "base/context.h"

struct audit_profile;
struct audit_raw_row;

/* By the provider's name; NULL where there is none any more. In the context's arena. */
const struct audit_profile *audit_profile_read(struct context *context, struct text name);
/* From its text, which must live as long. */
const struct audit_profile *audit_profile_parse(struct arena *arena, struct text text);
char audit_profile_delimiter(const struct audit_profile *profile);
char audit_profile_quote(const struct audit_profile *profile); /* 0: none */
/* What texts are read as: NULL for UTF-8, else iconv's name. `otherwise`: what is tried where it is no UTF-8. */
const char *audit_profile_charset(const struct audit_profile *profile, bool otherwise);

/* What a column can be. */
enum audit_column {
    AUDIT_REGISTRATION, AUDIT_CANDIDATE, AUDIT_EXAM_CODE, AUDIT_EXAM_TITLE, AUDIT_EXAM_DATE, AUDIT_SCORE, AUDIT_GRADE, AUDIT_NO_SHOW, AUDIT_STATUS, AUDIT_EVENT, AUDIT_MAILBOX,
    AUDIT_FIRST_NAME, AUDIT_LAST_NAME, AUDIT_NATIVE_FIRST_NAME, AUDIT_NATIVE_LAST_NAME, AUDIT_COUNTRY, AUDIT_SITE, AUDIT_VALIDATION,
    AUDIT_COLUMNS
};
/* Which cell is which column, by the header; -1 for those that are not there. */
struct audit_layout {
    int cell[AUDIT_COLUMNS];
    size_t cells;
};
void audit_profile_layout(const struct audit_profile *profile, const struct audit_raw_row *header, struct audit_layout *layout);
/* The row's value; empty where there is none. */
struct text audit_profile_value(const struct audit_layout *layout, const struct audit_raw_row *row, enum audit_column column);

/* An exam record as the store has it. */
struct audit_record {
    int64_t id, provider_id, file_id, line;
    struct text registration, candidate, exam, score, first_name, last_name, native_first_name, native_last_name, country, site, validation, mailbox;
    struct day exam_day;
    int32_t grade, given_state;
};
extern const struct record audit_record_record;
/* Does the record say what the row says? What the row leaves open may have come from an earlier version. `no_show`: the text lists no-shows. `mailbox`: named by staff for this row; empty: none.
 * `other_exam`: tells whether the cell names an exam of the catalogue other than the record's. */
typedef bool audit_other_exam(void *data, struct text cell, struct text exam);
bool audit_profile_agrees(const struct audit_profile *profile, const struct audit_layout *layout, const struct audit_raw_row *row, const struct audit_record *record, bool no_show,
                          struct text mailbox, audit_other_exam *other_exam, void *data);

#endif
