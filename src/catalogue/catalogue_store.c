#include "catalogue/catalogue_store.h"

#include "outside/database.h"

RECORD(catalogue_row_record, struct catalogue_row, FIELD(struct catalogue_row, id), FIELD(struct catalogue_row, sha256),
       FIELD(struct catalogue_row, text));
RECORD(catalogue_history_record, struct catalogue_history, FIELD(struct catalogue_history, id), FIELD(struct catalogue_history, loaded_at),
       FIELD(struct catalogue_history, loaded_by), FIELD(struct catalogue_history, who), FIELD(struct catalogue_history, sha256), FIELD(struct catalogue_history, reason),
       FIELD(struct catalogue_history, proposer));
#define F(NAME) FIELD(struct catalogue_proposal, NAME)
RECORD(catalogue_proposal_record, struct catalogue_proposal, F(id), F(version_id), F(file), F(sha256), F(text), F(reason), F(proposed_at), F(proposed_by), F(proposer), F(outcome), F(ended_at), F(ender), F(end_reason));
#undef F

/* A row of exam or certification. */
struct catalogue_code {
    int64_t id;
    struct text code;
};
RECORD(catalogue_code_record, struct catalogue_code, FIELD(struct catalogue_code, id), FIELD(struct catalogue_code, code));

enum { VERSIONS = 1000 };

RECORD(catalogue_newest_record, struct catalogue_newest, FIELD(struct catalogue_newest, version), FIELD(struct catalogue_newest, calendar), FIELD(struct catalogue_newest, sha256));
STATEMENT(newest_version, &catalogue_newest_record,
          "SELECT v.id AS version, COALESCE(c.id, 0) AS calendar, v.sha256 || COALESCE(c.sha256, '') AS sha256 FROM catalogue_version v"
          " LEFT JOIN calendar_version c ON c.id = (SELECT MAX(n.id) FROM calendar_version n) ORDER BY v.id DESC LIMIT 1");
RECORD(calendar_row_record, struct calendar_row, FIELD(struct calendar_row, id), FIELD(struct calendar_row, loaded_at), FIELD(struct calendar_row, sha256), FIELD(struct calendar_row, content));
STATEMENT(newest_calendar, &calendar_row_record, "SELECT id, loaded_at, sha256, content FROM calendar_version WHERE name = $1 AND id <= $2 ORDER BY id DESC LIMIT 1");
STATEMENT(calendar_known, NULL, "SELECT COUNT(*) FROM calendar_version WHERE name = $1 AND sha256 = $2");
STATEMENT(add_calendar, NULL,
          "INSERT INTO calendar_version (name, loaded_at, sha256, content, follows) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name, follows) DO NOTHING RETURNING id");
STATEMENT(version_text, &catalogue_row_record, "SELECT id, sha256, text FROM catalogue_version WHERE id = $1");
STATEMENT(add_version, NULL, "INSERT INTO catalogue_version (loaded_at, loaded_by, sha256, text, reason, proposed_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id");
STATEMENT(hold_newest, NULL, "UPDATE catalogue_version SET sha256 = sha256 WHERE id = (SELECT MAX(v.id) FROM catalogue_version v)");
#define HISTORY                                                                                                                        \
    "SELECT v.id, v.loaded_at, v.loaded_by, a.user_name AS who, v.sha256, v.reason, p.user_name AS proposer FROM catalogue_version v LEFT JOIN account p ON p.id = v.proposed_by LEFT JOIN account a ON a.id = " \
    "CASE WHEN v.loaded_by LIKE 'staff %' THEN CAST(SUBSTR(v.loaded_by, 7) AS BIGINT) END "
STATEMENT(all_versions, &catalogue_history_record, HISTORY "ORDER BY v.id DESC LIMIT 1000");
STATEMENT(one_version, &catalogue_history_record, HISTORY "WHERE v.id = $1");
STATEMENT(version_before, &catalogue_row_record, "SELECT id, sha256, text FROM catalogue_version WHERE id < $1 ORDER BY id DESC LIMIT 1");
#define PROPOSAL(TEXT)                                                                                                                          \
    "SELECT p.id, p.version_id, p.file, p.sha256, " TEXT " AS text, p.reason, p.proposed_at, p.proposed_by, a.user_name AS proposer, p.outcome, p.ended_at, e.user_name AS ender, p.end_reason" \
    " FROM catalogue_proposal p JOIN account a ON a.id = p.proposed_by LEFT JOIN account e ON e.id = p.ended_by "
STATEMENT(waiting_proposals, &catalogue_proposal_record, PROPOSAL("''") "WHERE p.outcome = '' ORDER BY p.id LIMIT 1000");
STATEMENT(one_proposal, &catalogue_proposal_record, PROPOSAL("p.text") "WHERE p.id = $1");
STATEMENT(add_proposal, NULL, "INSERT INTO catalogue_proposal (version_id, file, sha256, text, reason, proposed_at, proposed_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id");
STATEMENT(end_proposal, NULL, "UPDATE catalogue_proposal SET outcome = $2, ended_at = $3, ended_by = $4, end_reason = $5 WHERE id = $1 AND outcome = ''");
STATEMENT(add_exam, NULL, "INSERT INTO exam (code) VALUES ($1) ON CONFLICT (code) DO NOTHING");
STATEMENT(add_certification, NULL, "INSERT INTO certification (code) VALUES ($1) ON CONFLICT (code) DO NOTHING");
STATEMENT(all_exams, &catalogue_code_record, "SELECT id, code FROM exam");
STATEMENT(all_certifications, &catalogue_code_record, "SELECT id, code FROM certification");

enum result catalogue_store_newest(struct context *context, struct catalogue_newest *newest)
{
    return database_one(context, &newest_version, NO_PARAMETERS, newest);
}

enum result catalogue_store_calendar(struct context *context, struct text name, int64_t upto, struct calendar_row *row)
{
    return database_one(context, &newest_calendar, PARAMETERS(name, upto), row);
}

enum result catalogue_store_calendar_known(struct context *context, struct text name, struct text sha256, bool *known)
{
    int64_t count;
    TRY(database_integer(context, &calendar_known, PARAMETERS(name, sha256), &count));
    *known = count > 0;
    return RESULT_OK;
}

enum result catalogue_store_add_calendar(struct context *context, struct text name, struct text sha256, struct bytes content, int64_t follows, int64_t *id)
{
    return database_integer(context, &add_calendar, PARAMETERS(name, context_now(context), sha256, content, follows), id);
}

enum result catalogue_store_text(struct context *context, int64_t id, struct catalogue_row *row)
{
    return database_one(context, &version_text, PARAMETERS(id), row);
}

enum result catalogue_store_hold(struct context *context)
{
    return database_run(context, &hold_newest, NO_PARAMETERS, NULL);
}

enum result catalogue_store_add(struct context *context, struct text loaded_by, struct text sha256, struct text text, struct text reason, int64_t proposed_by, int64_t *id)
{
    return database_integer(context, &add_version, PARAMETERS(context_now(context), loaded_by, sha256, text, reason, OPTIONAL(proposed_by)), id);
}

enum result catalogue_store_propose(struct context *context, const struct catalogue_proposal *proposal, int64_t *id)
{
    return database_integer(context, &add_proposal, PARAMETERS(proposal->version_id, proposal->file, proposal->sha256, proposal->text, proposal->reason, context_now(context), proposal->proposed_by), id);
}

enum result catalogue_store_proposals(struct context *context, struct list *proposals)
{
    return database_all(context, &waiting_proposals, NO_PARAMETERS, VERSIONS, proposals);
}

enum result catalogue_store_proposal(struct context *context, int64_t id, struct catalogue_proposal *proposal)
{
    return database_one(context, &one_proposal, PARAMETERS(id), proposal);
}

enum result catalogue_store_end(struct context *context, int64_t id, const char *outcome, int64_t by, struct text reason)
{
    int64_t changed;
    TRY(database_run(context, &end_proposal, PARAMETERS(id, text_of(outcome), context_now(context), by, reason), &changed));
    return changed ? RESULT_OK : RESULT_NONE;
}

enum result catalogue_store_versions(struct context *context, struct list *versions)
{
    return database_all(context, &all_versions, NO_PARAMETERS, VERSIONS, versions);
}

enum result catalogue_store_version(struct context *context, int64_t id, struct catalogue_history *version)
{
    return database_one(context, &one_version, PARAMETERS(id), version);
}

enum result catalogue_store_before(struct context *context, int64_t id, struct catalogue_row *row)
{
    return database_one(context, &version_before, PARAMETERS(id), row);
}

enum result catalogue_store_add_codes(struct context *context, const struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->exam_count; i++) TRY(database_run(context, &add_exam, PARAMETERS(catalogue->exams[i].code), NULL));
    for (size_t i = 0; i < catalogue->certification_count; i++)
        TRY(database_run(context, &add_certification, PARAMETERS(catalogue->certifications[i].code), NULL));
    return RESULT_OK;
}

static enum result take_exam(struct context *context, const void *row, void *data)
{
    (void)context;
    const struct catalogue_code *code = row;
    struct catalogue *catalogue = data;
    int32_t index = catalogue_exam(catalogue, code->code);
    if (index >= 0) catalogue->exams[index].id = code->id;
    return RESULT_OK;
}

struct taking {
    struct arena *arena;
    struct catalogue *catalogue;
};

static enum result take_certification(struct context *context, const void *row, void *data)
{
    (void)context;
    const struct catalogue_code *code = row;
    const struct taking *taking = data;
    struct catalogue *catalogue = taking->catalogue;
    int32_t index = catalogue_certification(catalogue, code->code);
    if (index >= 0) {
        catalogue->certifications[index].id = code->id;
        return RESULT_OK;
    }
    struct former_certification *former = ARENA_NEW(taking->arena, struct former_certification);
    *former = (struct former_certification){catalogue->former, code->id, text_copy(taking->arena, code->code)};
    catalogue->former = former;
    return RESULT_OK;
}

enum result catalogue_store_read_ids(struct context *context, struct arena *arena, struct catalogue *catalogue)
{
    catalogue->former = NULL;
    TRY(database_each(context, &all_exams, NO_PARAMETERS, take_exam, catalogue));
    return database_each(context, &all_certifications, NO_PARAMETERS, take_certification, &(struct taking){arena, catalogue});
}
