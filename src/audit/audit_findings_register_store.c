/* Rules about the register of certificates (SPEC 6) that have to be computed: numbers with their check characters, requirements, validity, the day of issue. By the auditor's own reading of the
 * catalogue's text (audit_catalogue.h), the one by which each certificate was last decided.
 *
 * A certificate must rest on exams that meet the certification's requirement of the award day, and on no others up to that day. Not asked are windows of time within a requirement, and what an exam
 * may renew: that is the evaluation itself. */
#include "audit/audit_catalogue.h"
#include "audit/audit_inside.h"
#include "audit/audit_working_days.h"

WALK_RULE(number_wrong, "award.number", "certificate", N_("The certificate's number is none of the body's: its form or its check characters are wrong."));
WALK_RULE(requirement_unmet, "award.requirement", "certificate", N_("The exams that the certificate rests on do not meet the certification's requirement, or are not part of it."));
WALK_RULE(validity_wrong, "award.validity", "certificate", N_("The certificate was never valid until the day that its award day gives."));
WALK_RULE(issue_wrong, "award.issue_day", "certificate", N_("The certificate's day of issue is neither the promised working day after its award, by the calendar in use, nor the day on which it was really issued."));
WALK_RULE(validity_over, "award.expired", "certificate", N_("The certificate counts as issued, although its validity was over when dates were last applied."));

struct catalogue_row {
    int64_t id;
    struct text text;
    const struct audit_catalogue *read; /* NULL: not read yet */
};
RECORD(audit_catalogue_record, struct catalogue_row, FIELD(struct catalogue_row, id), FIELD(struct catalogue_row, text));
STATEMENT(catalogues, &audit_catalogue_record, "SELECT id, text FROM catalogue_version ORDER BY id");
STATEMENT(last_applied, &audit_row_record, "SELECT value AS name FROM store_setting WHERE name = 'evaluated_day'");

/* Data of a calendar, as they were loaded. */
struct calendar_row {
    struct text name;
    struct instant loaded;
    struct bytes content;
    const struct audit_working_days *days; /* NULL: not read yet; the newest of a calendar are read with the catalogue */
};
RECORD(audit_loaded_calendar_record, struct calendar_row, FIELD(struct calendar_row, name), FIELD(struct calendar_row, loaded), FIELD(struct calendar_row, content));
STATEMENT(loaded_calendars, &audit_loaded_calendar_record, "SELECT name, loaded_at AS loaded, content FROM calendar_version ORDER BY id DESC LIMIT $1");

/* A certificate, once for each exam record that it rests on. */
struct certificate_row {
    int64_t id, version;
    struct text number, certification, exam;
    int32_t state;
    bool provisional, promised; /* its day of issue is still to come, and counted again by all new data of the calendar */
    struct day award_day, issue_day, expiry_day, exam_day;
    struct instant made;
};
#define CERTIFICATE_FIELD(MEMBER) FIELD(struct certificate_row, MEMBER)
RECORD(audit_certificate_record, struct certificate_row, CERTIFICATE_FIELD(id), CERTIFICATE_FIELD(version), CERTIFICATE_FIELD(number), CERTIFICATE_FIELD(certification),
       CERTIFICATE_FIELD(exam), CERTIFICATE_FIELD(state), CERTIFICATE_FIELD(provisional), CERTIFICATE_FIELD(promised), CERTIFICATE_FIELD(award_day), CERTIFICATE_FIELD(issue_day), CERTIFICATE_FIELD(expiry_day),
       CERTIFICATE_FIELD(exam_day), CERTIFICATE_FIELD(made));
STATEMENT(certificates, &audit_certificate_record,
          "SELECT c.id, c.catalogue_version_id AS version, c.number, n.code AS certification, e.code AS exam, c.state, c.provisional, CASE WHEN c.state = 1 AND c.reason = '' THEN 1 ELSE 0 END AS promised,"
          " c.award_day, c.issue_day, c.expiry_day, r.exam_day, c.made_at AS made FROM certificate c LEFT JOIN certification n ON n.id = c.certification_id LEFT JOIN certificate_basis b ON b.certificate_id = c.id"
          " LEFT JOIN exam_record r ON r.id = b.record_id LEFT JOIN exam e ON e.id = r.exam_id ORDER BY c.id");

struct validity_row {
    int64_t certificate;
    struct day before, after;
};
RECORD(audit_validity_record, struct validity_row, FIELD(struct validity_row, certificate), FIELD(struct validity_row, before), FIELD(struct validity_row, after));
STATEMENT(validities, &audit_validity_record,
          "SELECT certificate_id AS certificate, expiry_before AS before, expiry_after AS after FROM certificate_journal WHERE certificate_id = $1 ORDER BY id");

/* On that day it was really issued: it was pending until then; or it came back, and had never been issued before; or it was made on that day ($3), as it stood then, and was corrected since. */
STATEMENT(issued_on, &audit_validity_record,
          "SELECT j.certificate_id AS certificate, j.expiry_before AS before, j.expiry_after AS after FROM certificate_journal j WHERE j.certificate_id = $1 AND ((j.since_day = $2"
          " AND j.state_before = 1 AND j.state_after = 2) OR (j.since_day = $2"
          " AND j.state_before IN (3, 5, 6) AND j.state_after IN (2, 4) AND NOT EXISTS (SELECT 1 FROM certificate_journal k WHERE k.certificate_id = j.certificate_id AND k.id < j.id"
          " AND k.state_before IN (2, 4) AND k.state_after <> k.state_before)) OR (j.reason = 'decided-anew' AND CAST($2 AS BIGINT) BETWEEN $3 - 1 AND $3 + 1)) LIMIT 1");

enum { MOST_VERSIONS = 10000, MOST_CALENDARS = 1000, MOST_STEPS = 100000, MOST_PASSES = 64, PENDING = 1, ISSUED = 2, EXPIRED = 4 };

struct walking {
    struct audit *audit;
    struct list versions, calendars; /* the calendars' newest data first */
    struct day applied; /* up to and with this day all dates are applied; NO_DAY: not known */
    struct certificate_row certificate; /* under way, its texts copied */
    char number[128], certification[128];
    char exams[MOST_PASSES][128];
    struct audit_pass passes[MOST_PASSES];
    size_t count;
};

static struct text keep(char *room, size_t size, struct text text)
{
    size_t length = text.length < size ? text.length : size;
    memcpy(room, text.bytes, length);
    return (struct text){room, length};
}

static const struct audit_catalogue *catalogue_of(struct context *context, struct walking *walking, int64_t version)
{
    struct catalogue_row *rows = (struct catalogue_row *)walking->versions.items;
    for (size_t i = walking->versions.count; i-- > 0;) {
        if (rows[i].id != version) continue;
        if (!rows[i].read) rows[i].read = audit_catalogue_read(context, rows[i].text);
        return rows[i].read;
    }
    return NULL;
}

/* By whichever template: a body may have changed it since. */
static bool number_fits(struct context *context, struct walking *walking, struct text number)
{
    const struct catalogue_row *rows = walking->versions.items;
    for (size_t i = walking->versions.count; i-- > 0;)
        if (audit_catalogue_number_fits(catalogue_of(context, walking, rows[i].id), number)) return true;
    return false;
}

/* Was it ever valid until that day? */
static enum result was_valid_until(struct context *context, const struct certificate_row *certificate, struct day day, bool *was)
{
    struct list steps;
    *was = certificate->expiry_day.number == day.number;
    if (*was) return RESULT_OK;
    struct arena_mark mark = arena_mark(context->arena);
    TRY(database_all(context, &validities, PARAMETERS(certificate->id), MOST_STEPS, &steps));
    for (size_t i = 0; i < steps.count; i++) {
        const struct validity_row *step = (const struct validity_row *)steps.items + i;
        *was = *was || step->before.number == day.number || step->after.number == day.number;
    }
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

/* Was it ever valid until the day that its award day gives by the rules by which it was decided last, if any, or by earlier ones? What had been renewed before the rules changed was so by the rules of then alone. */
static enum result was_valid(struct context *context, struct walking *walking, bool *was)
{
    const struct catalogue_row *rows = walking->versions.items;
    const struct certificate_row *certificate = &walking->certificate;
    struct day day;
    *was = false;
    for (size_t i = walking->versions.count; i-- > 0 && !*was;) {
        if (rows[i].id > certificate->version) continue;
        const struct audit_catalogue *catalogue = catalogue_of(context, walking, rows[i].id);
        const struct audit_certification *certification = catalogue ? audit_catalogue_find(catalogue, certificate->certification) : NULL;
        if (certification && audit_catalogue_validity(catalogue, certification, certificate->award_day, &day)) TRY(was_valid_until(context, certificate, day, was));
        else *was = rows[i].id == certificate->version;
    }
    return RESULT_OK;
}

/* Is its day of issue the one that its award day gives by these working days, or a later one on which it was really issued? Also where that cannot be said. */
static enum result is_issue_day(struct context *context, const struct walking *walking, const struct audit_catalogue *catalogue, const struct audit_certification *certification,
                                const struct audit_working_days *days, bool *is)
{
    const struct certificate_row *certificate = &walking->certificate;
    struct validity_row issued;
    struct day day;
    *is = !audit_catalogue_issue_day(catalogue, certification, days, certificate->award_day, &day) || day.number == certificate->issue_day.number;
    if (*is || day.number > certificate->issue_day.number) return RESULT_OK;
    enum result later = database_one(context, &issued_on, PARAMETERS(certificate->id, certificate->issue_day, instant_day_utc(certificate->made)), &issued);
    TRY(later);
    *is = later == RESULT_OK;
    return RESULT_OK;
}

/* Whatever newer data say of it, a certificate keeps the day that was counted by those of then: when that day came, or, of a day that was over, when the certificate was made. */
static enum result was_issue_day(struct context *context, const struct walking *walking, const struct audit_catalogue *catalogue, const struct audit_certification *certification, bool *was)
{
    struct day made = instant_day_utc(walking->certificate.made), issue = walking->certificate.issue_day, since = {(made.number > issue.number ? made.number : issue.number) - 1};
    struct calendar_row *rows = (struct calendar_row *)walking->calendars.items;
    bool newest = true; /* by which it is none, as the caller knows */
    for (size_t i = 0; i < walking->calendars.count && !*was; i++) {
        if (!text_equal(rows[i].name, audit_catalogue_calendar(catalogue))) continue;
        if (!newest) {
            if (!rows[i].days) rows[i].days = audit_working_days_parse(context->arena, (struct text){(const char *)rows[i].content.data, rows[i].content.length});
            TRY(is_issue_day(context, walking, catalogue, certification, rows[i].days, was));
        }
        newest = false;
        if (instant_day_utc(rows[i].loaded).number < since.number) break;
    }
    return RESULT_OK;
}

static enum result end_certificate(struct context *context, struct walking *walking)
{
    const struct certificate_row *certificate = &walking->certificate;
    struct audit *audit = walking->audit;
    if (!certificate->id) return RESULT_OK;
    if (!number_fits(context, walking, certificate->number)) audit_break(context, audit, &number_wrong, certificate->id, certificate->number);
    struct day made = instant_day_utc(certificate->made), applied = walking->applied;
    if (!day_is(applied) || made.number - 1 > applied.number) applied = (struct day){made.number - 1};
    if (certificate->state == ISSUED && day_is(certificate->expiry_day) && certificate->expiry_day.number < applied.number)
        audit_break(context, audit, &validity_over, certificate->id, certificate->number);
    const struct audit_catalogue *catalogue = catalogue_of(context, walking, certificate->version);
    const struct audit_certification *certification = catalogue ? audit_catalogue_find(catalogue, certificate->certification) : NULL;
    /* What is not earned any more was decided by other rules than those it was awarded by. */
    if (!certification || (certificate->state != PENDING && certificate->state != ISSUED && certificate->state != EXPIRED)) return RESULT_OK;
    if (walking->count && walking->count < MOST_PASSES && !audit_catalogue_meets(catalogue, certification, certificate->award_day, walking->passes, walking->count))
        audit_break(context, audit, &requirement_unmet, certificate->id, certificate->number);
    bool was;
    TRY(was_valid(context, walking, &was));
    if (!was) audit_break(context, audit, &validity_wrong, certificate->id, certificate->number);
    if (certificate->provisional) return RESULT_OK;
    TRY(is_issue_day(context, walking, catalogue, certification, audit_catalogue_days(catalogue), &was));
    if (!was && !certificate->promised) TRY(was_issue_day(context, walking, catalogue, certification, &was));
    if (!was) audit_break(context, audit, &issue_wrong, certificate->id, certificate->number);
    return RESULT_OK;
}

static enum result take_certificate(struct context *context, const void *item, void *data)
{
    const struct certificate_row *row = item;
    struct walking *walking = data;
    if (row->id != walking->certificate.id) {
        TRY(end_certificate(context, walking));
        walking->certificate = *row;
        walking->certificate.number = keep(walking->number, sizeof walking->number, row->number);
        walking->certificate.certification = keep(walking->certification, sizeof walking->certification, row->certification);
        walking->count = 0;
    }
    if (text_empty(row->exam) || walking->count == MOST_PASSES) return RESULT_OK;
    walking->passes[walking->count] = (struct audit_pass){keep(walking->exams[walking->count], sizeof *walking->exams, row->exam), row->exam_day};
    walking->count++;
    return RESULT_OK;
}

static enum result walk_register(struct context *context, struct audit *audit)
{
    struct walking *walking = ARENA_NEW(context->arena, struct walking);
    struct audit_row applied = {0};
    *walking = (struct walking){.audit = audit, .applied = NO_DAY};
    enum result found = database_one(context, &last_applied, NO_PARAMETERS, &applied);
    TRY(found);
    if (found == RESULT_OK && !day_parse(applied.name, &walking->applied)) walking->applied = NO_DAY;
    TRY(database_all(context, &catalogues, NO_PARAMETERS, MOST_VERSIONS, &walking->versions));
    struct catalogue_row *rows = (struct catalogue_row *)walking->versions.items;
    for (size_t i = 0; i < walking->versions.count; i++) rows[i].read = NULL;
    TRY(database_all(context, &loaded_calendars, PARAMETERS((int64_t)MOST_CALENDARS), MOST_CALENDARS, &walking->calendars));
    struct calendar_row *calendars = (struct calendar_row *)walking->calendars.items;
    for (size_t i = 0; i < walking->calendars.count; i++) calendars[i].days = NULL;
    TRY(database_each(context, &certificates, NO_PARAMETERS, take_certificate, walking));
    return end_certificate(context, walking);
}
WALK(walk_register);
