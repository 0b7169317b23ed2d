#include "audit/audit_findings.h"

#include <inttypes.h>
#include <stdlib.h>

#include "audit/audit_inside.h"
#include "base/log.h"
#include "outside/language.h"

#define FINDING_FIELD(MEMBER) FIELD(struct audit_finding, MEMBER)
#define BROKEN_FIELD(MEMBER) FIELD(struct audit_broken, MEMBER)
RECORD(audit_row_record, struct audit_row, FIELD(struct audit_row, id), FIELD(struct audit_row, name));
RECORD(audit_finding_record, struct audit_finding, FINDING_FIELD(rule), FINDING_FIELD(table), FINDING_FIELD(id), FINDING_FIELD(name), FINDING_FIELD(message));
RECORD(audit_broken_record, struct audit_broken, BROKEN_FIELD(rule), BROKEN_FIELD(table), BROKEN_FIELD(message), BROKEN_FIELD(count), BROKEN_FIELD(named));

/* What was found of one rule. */
struct audit_tally {
    const struct audit_rule *rule;
    int64_t count;
    struct audit_row *rows;
    size_t named, capacity;
};

static size_t rule_count(void)
{
    return (size_t)(__stop_audit_rules - __start_audit_rules);
}

void audit_break(struct context *context, struct audit *audit, const struct audit_rule *rule, int64_t id, struct text name)
{
    struct audit_tally *tally = audit->tallies;
    while (tally->rule != rule) tally++;
    tally->count++;
    if (tally->named == audit->most) return;
    if (tally->named == tally->capacity) {
        size_t capacity = tally->capacity ? tally->capacity * 2 : 16;
        struct audit_row *rows = ARENA_ARRAY(context->arena, capacity, struct audit_row);
        if (tally->named) memcpy(rows, tally->rows, tally->named * sizeof *rows);
        tally->rows = rows;
        tally->capacity = capacity;
    }
    tally->rows[tally->named++] = (struct audit_row){id, text_copy(context->arena, name)};
}

/* --- Running --- */

struct reading {
    struct audit audit;
    bool journal_only;
    struct audit_report *report;
};

struct asking {
    struct audit *audit;
    const struct audit_rule *rule;
};

static enum result take_row(struct context *context, const void *row, void *data)
{
    const struct asking *asking = data;
    const struct audit_row *broken = row;
    audit_break(context, asking->audit, asking->rule, broken->id, broken->name);
    return RESULT_OK;
}

static enum result ask(struct context *context, struct audit *audit, const struct audit_rule *rule)
{
    struct asking asking = {audit, rule};
    double begun = clock_monotonic();
    bool with_now = strstr(rule->statement->sql, "$1") != NULL;
    TRY(database_each(context, rule->statement, with_now ? PARAMETERS(context_now(context)) : NO_PARAMETERS, take_row, &asking));
    log_line(LOG_DEBUG, "audit rule=%s milliseconds=%.0f", rule->code, (clock_monotonic() - begun) * 1000);
    return RESULT_OK;
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct audit_tally *)a)->rule->code, ((const struct audit_tally *)b)->rule->code);
}

static int by_row(const void *a, const void *b)
{
    const struct audit_row *one = a, *two = b;
    if (one->id != two->id) return one->id < two->id ? -1 : 1;
    return text_compare(one->name, two->name);
}

static void put_report(struct context *context, struct audit *audit, struct audit_report *report)
{
    struct audit_tally *tallies = audit->tallies;
    size_t rules = rule_count(), named = 0, broken_count = 0, at = 0;
    qsort(tallies, rules, sizeof *tallies, by_code);
    for (size_t i = 0; i < rules; i++) named += tallies[i].named;
    struct audit_finding *findings = ARENA_ARRAY(context->arena, named + 1, struct audit_finding);
    struct audit_broken *broken = ARENA_ARRAY(context->arena, rules + 1, struct audit_broken);
    report->count = 0;
    for (size_t i = 0; i < rules; i++) {
        const struct audit_tally *tally = &tallies[i];
        if (!tally->count) continue;
        struct text rule = text_of(tally->rule->code), table = text_of(tally->rule->table);
        struct text message = text_of(language_text(context->languages, context->language, tally->rule->english));
        if (tally->named > 1) qsort(tally->rows, tally->named, sizeof *tally->rows, by_row);
        for (size_t k = 0; k < tally->named; k++) findings[at++] = (struct audit_finding){rule, table, tally->rows[k].id, tally->rows[k].name, message};
        broken[broken_count++] = (struct audit_broken){rule, table, message, tally->count, (int64_t)tally->named};
        report->count += tally->count;
    }
    report->findings = (struct list){&audit_finding_record, findings, at};
    report->broken = (struct list){&audit_broken_record, broken, broken_count};
}

static enum result read_all(struct context *context, void *data)
{
    struct reading *reading = data;
    struct audit *audit = &reading->audit;
    size_t rules = rule_count();
    audit->tallies = ARENA_ARRAY(context->arena, rules, struct audit_tally);
    for (size_t i = 0; i < rules; i++) audit->tallies[i].rule = __start_audit_rules[i];
    if (reading->journal_only) {
        TRY(audit_walk_journal(context, audit));
    } else {
        for (size_t i = 0; i < rules; i++)
            if (__start_audit_rules[i]->statement) TRY(ask(context, audit, __start_audit_rules[i]));
        for (audit_walk *const *walk = __start_audit_walks; walk < __stop_audit_walks; walk++) {
            double begun = clock_monotonic();
            TRY((*walk)(context, audit));
            log_line(LOG_DEBUG, "audit walk=%td milliseconds=%.0f", walk - __start_audit_walks, (clock_monotonic() - begun) * 1000);
        }
    }
    put_report(context, audit, reading->report);
    return RESULT_OK;
}

static enum result run(struct context *context, size_t most, const struct list *noted, bool journal_only, struct audit_report *report)
{
    TRY(audit_may(context, MAY_READ_REGISTER));
    struct reading reading = {{.most = most, .noted = noted}, journal_only, report};
    return database_reading(context, read_all, &reading);
}

enum result audit_findings(struct context *context, size_t most, const struct list *noted, struct audit_report *report)
{
    return run(context, most, noted, false, report);
}

enum result audit_journal_findings(struct context *context, size_t most, const struct list *noted, struct audit_report *report)
{
    return run(context, most, noted, true, report);
}

struct text audit_finding_place(struct arena *arena, const struct audit_finding *finding)
{
    if (!finding->id) return text_printf(arena, "%.*s %.*s", TEXT_ARG(finding->table), TEXT_ARG(finding->name));
    if (text_empty(finding->name)) return text_printf(arena, "%.*s %" PRId64, TEXT_ARG(finding->table), finding->id);
    return text_printf(arena, "%.*s %" PRId64 " (%.*s)", TEXT_ARG(finding->table), finding->id, TEXT_ARG(finding->name));
}
