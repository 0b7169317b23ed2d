/* Working days as the auditor reads them himself from the data of a calendar (docs/calendar.md) that the store counts by, or, where it has none, from the file. Inside the audit room only. */
#ifndef AUDIT_AUDIT_WORKING_DAYS_H
#define AUDIT_AUDIT_WORKING_DAYS_H

#include "base/context.h"

struct audit_working_days;

/* `name` as the catalogue writes it: "china", "weekend", a path of a .txt file. NULL where it is something else or cannot be read. In the context's arena. */
const struct audit_working_days *audit_working_days_read(struct context *context, struct text name);
/* From a file's text; NULL where it does not say which years it knows. */
const struct audit_working_days *audit_working_days_parse(struct arena *arena, struct text text);
/* The `count`-th working day after `day`. False where the file does not know the years between. */
bool audit_working_days_add(const struct audit_working_days *days, struct day day, int64_t count, struct day *result);

#endif
