/* Rules about the catalogue's versions (SPEC 2), and the calendars' (SPEC 1.2). */
#include "audit/audit_inside.h"
#include "base/buffer.h"
#include "outside/hash.h"
#include "outside/json.h"

WALK_RULE(version_unknown_to_journal, "catalogue.journal", "catalogue_version", N_("The journal does not know that this catalogue was loaded, or says another hash, another reason or another proposer."));
WALK_RULE(text_changed, "catalogue.sha256", "catalogue_version", N_("The catalogue's text does not have the hash that was recorded when it was loaded."));
RULE(catalogue_references, "catalogue.reference", "catalogue_proposal", REFERENCE_MISSING,
     "SELECT " REFERS("catalogue_proposal", "id", "version_id", "catalogue_version") AND_REFERS("catalogue_proposal", "id", "proposed_by", "account") AND_REFERS("catalogue_proposal", "id", "ended_by", "account"));
WALK_RULE(proposal_unknown_to_journal, "catalogue.proposal", "catalogue_proposal", N_("The journal does not know that this catalogue was proposed, or says another hash, another reason or another proposer, or its text does not have its hash."));
#define ENDED(WHAT) "(SELECT MAX(" WHAT ") FROM audit_journal j WHERE j.subject = 'catalogue_proposal' AND j.subject_id = p.id AND j.act <> 'catalogue.propose')"
RULE(proposal_ended_otherwise, "catalogue.proposal_end", "catalogue_proposal", N_("The journal says otherwise how this proposed catalogue ended, or by whom."),
     "SELECT p.id FROM catalogue_proposal p WHERE p.outcome <> COALESCE(" ENDED("CASE j.act WHEN 'catalogue.confirm' THEN 'loaded' WHEN 'catalogue.reject' THEN 'rejected' ELSE 'anew' END") ", '')"
     " OR COALESCE(p.ended_by, 0) <> COALESCE(" ENDED("j.actor_account") ", 0)");
WALK_RULE(exam_unknown, "catalogue.exam", "exam", N_("No catalogue that was loaded has this exam."));
WALK_RULE(certification_unknown, "catalogue.certification", "certification", N_("No catalogue that was loaded has this certification."));

RULE(calendar_unknown_to_journal, "calendar.journal", "calendar_version", N_("The journal does not know that this calendar was loaded, or says another hash."),
     "SELECT v.id FROM calendar_version v LEFT JOIN audit_journal j ON j.subject = 'calendar_version' AND j.subject_id = v.id AND j.act = 'calendar.load'"
     " AND j.detail = '{\"sha256\":\"' || v.sha256 || '\"}' WHERE j.id IS NULL");
WALK_RULE(calendar_changed, "calendar.sha256", "calendar_version", N_("The calendar's data do not have the hash that was recorded when they were loaded."));

struct calendar_row {
    int64_t id;
    struct text sha256;
    struct bytes content;
};
RECORD(audit_calendar_record, struct calendar_row, FIELD(struct calendar_row, id), FIELD(struct calendar_row, sha256), FIELD(struct calendar_row, content));
STATEMENT(calendars, &audit_calendar_record, "SELECT id, sha256, content FROM calendar_version ORDER BY id");
STATEMENT(newest_calendar, &audit_calendar_record, "SELECT id, sha256, content FROM calendar_version WHERE name = $1 ORDER BY id DESC LIMIT 1");
/* Loaded, or proposed. */
struct version_row {
    int64_t id, proposed_by;
    struct text sha256, text, reason, detail; /* detail: the journal's; empty: it does not know of it */
};
RECORD(audit_version_record, struct version_row, FIELD(struct version_row, id), FIELD(struct version_row, proposed_by), FIELD(struct version_row, sha256), FIELD(struct version_row, text), FIELD(struct version_row, reason),
       FIELD(struct version_row, detail));
STATEMENT(versions, &audit_version_record, "SELECT v.id, v.proposed_by, v.sha256, v.text, v.reason, j.detail FROM catalogue_version v LEFT JOIN audit_journal j ON j.subject = 'catalogue_version'"
                                           " AND j.subject_id = v.id AND j.act = 'catalogue.load' ORDER BY v.id");
STATEMENT(proposals, &audit_version_record, "SELECT p.id, CAST(NULL AS BIGINT) AS proposed_by, p.sha256, p.text, p.reason, j.detail FROM catalogue_proposal p LEFT JOIN audit_journal j ON j.subject = 'catalogue_proposal'"
                                            " AND j.subject_id = p.id AND j.act = 'catalogue.propose' AND j.actor_account = p.proposed_by ORDER BY p.id");
struct code_row {
    int64_t id;
    struct text code;
    bool known;
};
RECORD(audit_code_record, struct code_row, FIELD(struct code_row, id), FIELD(struct code_row, code));
STATEMENT(exams, &audit_code_record, "SELECT id, code FROM exam ORDER BY id");
STATEMENT(certifications, &audit_code_record, "SELECT id, code FROM certification ORDER BY id");

enum { MOST_CODES = 1000000 };

struct walking {
    struct audit *audit;
    struct list exams, certifications;
};

/* Blocks begin at the left edge: "exam H12-811". */
static void note_codes(struct list *codes, struct text text, const char *word)
{
    struct text line;
    size_t length = strlen(word);
    while (text_split(&text, '\n', &line)) {
        if (!text_starts_with(line, word)) continue;
        struct text code = text_trim((struct text){line.bytes + length, line.length - length});
        for (size_t i = 0; i < codes->count; i++) {
            struct code_row *row = (struct code_row *)codes->items + i;
            row->known = row->known || text_equal(row->code, code);
        }
    }
}

static bool has_its_hash(struct context *context, const struct version_row *version)
{
    return text_equal(hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)version->text.bytes, version->text.length}), version->sha256);
}

static bool as_in_journal(struct context *context, const struct version_row *version)
{
    struct buffer detail = buffer_new(context->arena, 256, 64 << 10);
    buffer_put_string(&detail, "{\"sha256\":");
    json_put_text(&detail, version->sha256);
    if (!text_empty(version->reason)) {
        buffer_put_string(&detail, ",\"why\":");
        json_put_text(&detail, version->reason);
    }
    if (version->proposed_by) buffer_printf(&detail, ",\"proposed_by\":%lld", (long long)version->proposed_by);
    buffer_put_char(&detail, '}');
    return text_equal(buffer_text(&detail), version->detail);
}

static enum result check_version(struct context *context, const void *row, void *data)
{
    const struct version_row *version = row;
    struct walking *walking = data;
    struct arena_mark mark = arena_mark(context->arena);
    bool same = has_its_hash(context, version), known = as_in_journal(context, version);
    arena_rewind(context->arena, mark);
    if (!same) audit_break(context, walking->audit, &text_changed, version->id, TEXT(""));
    if (!known) audit_break(context, walking->audit, &version_unknown_to_journal, version->id, TEXT(""));
    note_codes(&walking->exams, version->text, "exam ");
    note_codes(&walking->certifications, version->text, "certification ");
    return RESULT_OK;
}

static enum result check_proposal(struct context *context, const void *row, void *data)
{
    const struct version_row *proposal = row;
    struct arena_mark mark = arena_mark(context->arena);
    bool well = has_its_hash(context, proposal) && as_in_journal(context, proposal);
    arena_rewind(context->arena, mark);
    if (!well) audit_break(context, data, &proposal_unknown_to_journal, proposal->id, TEXT(""));
    return RESULT_OK;
}

static void name_unknown(struct context *context, struct audit *audit, const struct audit_rule *rule, const struct list *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        const struct code_row *row = (const struct code_row *)codes->items + i;
        if (!row->known) audit_break(context, audit, rule, row->id, row->code);
    }
}

static enum result check_calendar(struct context *context, const void *row, void *data)
{
    const struct calendar_row *calendar = row;
    struct arena_mark mark = arena_mark(context->arena);
    bool same = text_equal(hash_sha256_hex(context->arena, calendar->content), calendar->sha256);
    arena_rewind(context->arena, mark);
    if (!same) audit_break(context, data, &calendar_changed, calendar->id, TEXT(""));
    return RESULT_OK;
}

enum result audit_store_calendar(struct context *context, struct text name, struct text *content)
{
    struct calendar_row row;
    enum result found = database_one(context, &newest_calendar, PARAMETERS(name), &row);
    if (found == RESULT_OK) *content = (struct text){(const char *)row.content.data, row.content.length};
    return found;
}

static enum result walk_versions(struct context *context, struct audit *audit)
{
    struct walking walking = {.audit = audit};
    TRY(database_all(context, &exams, NO_PARAMETERS, MOST_CODES, &walking.exams));
    TRY(database_all(context, &certifications, NO_PARAMETERS, MOST_CODES, &walking.certifications));
    TRY(database_each(context, &versions, NO_PARAMETERS, check_version, &walking));
    TRY(database_each(context, &proposals, NO_PARAMETERS, check_proposal, audit));
    TRY(database_each(context, &calendars, NO_PARAMETERS, check_calendar, audit));
    name_unknown(context, audit, &exam_unknown, &walking.exams);
    name_unknown(context, audit, &certification_unknown, &walking.certifications);
    return RESULT_OK;
}
WALK(walk_versions);
