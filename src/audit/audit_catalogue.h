/* What the auditor reads by itself in a catalogue's text (docs/catalogue.md) and in the calendar that it names (docs/calendar.md): certificate numbers, requirements, validity, the day of
 * issue. The text was checked when it was loaded; what cannot be read here counts as not said. Inside the audit room only. */
#ifndef AUDIT_AUDIT_CATALOGUE_H
#define AUDIT_AUDIT_CATALOGUE_H

#include "base/context.h"

struct audit_catalogue;
struct audit_certification;
struct audit_working_days;

/* Lives in the context's arena; `text` must live as long. */
const struct audit_catalogue *audit_catalogue_read(struct context *context, struct text text);
/* NULL where the text has none of that code. */
const struct audit_certification *audit_catalogue_find(const struct audit_catalogue *catalogue, struct text code);

/* Has the number the form of the body's template, with check characters by ISO/IEC 7064? */
bool audit_catalogue_number_fits(const struct audit_catalogue *catalogue, struct text number);

/* An exam that was passed. */
struct audit_pass {
    struct text exam;
    struct day day;
};
/* Do these passes up to the award day meet the certification's requirement of that day, and is each of them part of it? What was passed later renews. */
bool audit_catalogue_meets(const struct audit_catalogue *catalogue, const struct audit_certification *certification, struct day award_day, const struct audit_pass *passes, size_t count);
/* The last day of the validity that an award on that day gives; NO_DAY: without end. False where the text does not say. */
bool audit_catalogue_validity(const struct audit_catalogue *catalogue, const struct audit_certification *certification, struct day award_day, struct day *expiry);
/* The calendar's name, and its working days by the newest data; NULL where it is no text file of ours. */
struct text audit_catalogue_calendar(const struct audit_catalogue *catalogue);
const struct audit_working_days *audit_catalogue_days(const struct audit_catalogue *catalogue);
/* The day on which what was awarded on that day is issued, by these working days. False where that cannot be said: there are none, or they do not know the year. */
bool audit_catalogue_issue_day(const struct audit_catalogue *catalogue, const struct audit_certification *certification, const struct audit_working_days *working_days, struct day award_day, struct day *issue_day);

#endif
