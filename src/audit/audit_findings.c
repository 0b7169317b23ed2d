#include "audit/audit_findings.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "audit/audit_inside.h"
#include "base/log.h"
#include "outside/language.h"

#define FINDING_FIELD(MEMBER) FIELD(struct audit_finding, MEMBER)
#define BROKEN_FIELD(MEMBER) FIELD(struct audit_broken, MEMBER)
RECORD(audit_row_record, struct audit_row, FIELD(struct audit_row, id), FIELD(struct audit_row, name));
RECORD(audit_finding_record, struct audit_finding, FINDING_FIELD(rule), FINDING_FIELD(table), FINDING_FIELD(id), FINDING_FIELD(name), FINDING_FIELD(message));
RECORD(audit_broken_record, struct audit_broken, BROKEN_FIELD(rule), BROKEN_FIELD(table), BROKEN_FIELD(message), BROKEN_FIELD(count), BROKEN_FIELD(named));

#define BESIDE_LIMIT ((size_t)1 << 30)

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
    /* Those with the least numbers, in whatever order they are read: a server reads the same rows now so and now so. */
    size_t at = tally->named;
    while (at && tally->rows[at - 1].id > id) at--;
    if (at == audit->most) return;
    if (tally->named == tally->capacity) {
        size_t capacity = tally->capacity ? tally->capacity * 2 : 16;
        struct audit_row *rows = ARENA_ARRAY(context->arena, capacity, struct audit_row);
        if (tally->named) memcpy(rows, tally->rows, tally->named * sizeof *rows);
        tally->rows = rows;
        tally->capacity = capacity;
    }
    if (tally->named < audit->most) tally->named++;
    memmove(tally->rows + at + 1, tally->rows + at, (tally->named - 1 - at) * sizeof *tally->rows);
    tally->rows[at] = (struct audit_row){id, text_copy(context->arena, name)};
}

/* --- Reading --- */

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
    if (!rule->statement) return RESULT_OK;
    double begun = clock_monotonic();
    bool with_now = strstr(rule->statement->sql, "$1") != NULL;
    TRY(database_each(context, rule->statement, with_now ? PARAMETERS(context_now(context)) : NO_PARAMETERS, take_row, &asking));
    log_line(LOG_DEBUG, "audit rule=%s milliseconds=%.0f", rule->code, (clock_monotonic() - begun) * 1000);
    return RESULT_OK;
}

static size_t walk_count(void)
{
    return (size_t)(__stop_audit_walks - __start_audit_walks);
}

static enum result walk(struct context *context, struct audit *audit, size_t number)
{
    double begun = clock_monotonic();
    TRY(__start_audit_walks[number](context, audit));
    log_line(LOG_DEBUG, "audit walk=%zu milliseconds=%.0f", number, (clock_monotonic() - begun) * 1000);
    return RESULT_OK;
}

/* One of those who take from the list of all that is to be read, each by his own connection. Walks stand first in it: they take longest, and nobody is to be waited for at the end. */
struct reader {
    struct context *context;
    struct audit audit;
    atomic_size_t *next; /* of the list */
    enum result result;
};

static void *read_on(void *data)
{
    struct reader *reader = data;
    size_t walks = walk_count(), all = walks + rule_count(), at;
    while (reader->result >= 0 && (at = atomic_fetch_add(reader->next, 1)) < all)
        reader->result = at < walks ? walk(reader->context, &reader->audit, at) : ask(reader->context, &reader->audit, __start_audit_rules[at - walks]);
    if (reader->result < 0) atomic_store(reader->next, all); /* the other need not go on */
    return NULL;
}

static struct audit new_audit(struct arena *arena, size_t most, const struct list *noted)
{
    size_t rules = rule_count();
    struct audit audit = {.most = most, .noted = noted, .tallies = ARENA_ARRAY(arena, rules, struct audit_tally)};
    for (size_t i = 0; i < rules; i++) audit.tallies[i].rule = __start_audit_rules[i];
    return audit;
}

/* What another reader has found, kept in the first one's memory. */
static void add(struct context *context, struct audit *audit, const struct audit *other)
{
    for (size_t i = 0; i < rule_count(); i++) {
        const struct audit_tally *tally = &other->tallies[i];
        for (size_t k = 0; k < tally->named; k++) audit_break(context, audit, tally->rule, tally->rows[k].id, tally->rows[k].name);
        audit->tallies[i].count += tally->count - (int64_t)tally->named;
    }
}

/* By two connections of one view, where the store gives a second; else by one. */
static enum result read_whole(struct context *context, struct audit *audit)
{
    struct database *beside;
    enum result second = database_beside(context, &beside);
    TRY(second);
    WITH_ARENA(arena, BESIDE_LIMIT);
    struct context own = *context;
    own.arena = arena;
    own.error = (struct error){.arena = arena};
    own.database = beside;
    atomic_size_t next = 0;
    struct reader reader = {context, *audit, &next, RESULT_OK}, other = {&own, new_audit(arena, audit->most, audit->noted), &next, RESULT_OK};
    pthread_t thread;
    bool two = beside && pthread_create(&thread, NULL, read_on, &other) == 0;
    read_on(&reader);
    if (two) pthread_join(thread, NULL);
    database_close(beside);
    TRY(reader.result);
    if (other.result < 0) (void)!error_take(&context->error, &own.error);
    TRY(other.result);
    add(context, audit, &other.audit);
    return RESULT_OK;
}

/* --- The report --- */

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

struct reading {
    size_t most;
    const struct list *noted;
    bool journal_only;
    struct audit_report *report;
};

static enum result read_all(struct context *context, void *data)
{
    const struct reading *reading = data;
    struct audit audit = new_audit(context->arena, reading->most, reading->noted);
    TRY(reading->journal_only ? audit_walk_journal(context, &audit) : read_whole(context, &audit));
    put_report(context, &audit, reading->report);
    return RESULT_OK;
}

static enum result run(struct context *context, size_t most, const struct list *noted, bool journal_only, struct audit_report *report)
{
    TRY(audit_may(context, MAY_READ_REGISTER));
    struct reading reading = {most, noted, journal_only, report};
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
