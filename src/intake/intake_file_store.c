/* SQL of the files as the staff see them. */
#include "intake/intake_store.h"

RECORD(intake_file_view_record, struct intake_file_view, FIELD(struct intake_file_view, id), FIELD(struct intake_file_view, provider), FIELD(struct intake_file_view, name),
       FIELD(struct intake_file_view, refusal), FIELD(struct intake_file_view, received), FIELD(struct intake_file_view, under_way), FIELD(struct intake_file_view, done),
       FIELD(struct intake_file_view, refused), FIELD(struct intake_file_view, rows), FIELD(struct intake_file_view, fresh), FIELD(struct intake_file_view, unchanged),
       FIELD(struct intake_file_view, corrected), FIELD(struct intake_file_view, quarantined), FIELD(struct intake_file_view, rejected), FIELD(struct intake_file_view, waiting));
#define FILE_VIEW(WAITING)                                                                                                                                                                           \
    "SELECT f.id, p.name AS provider, f.name, f.refusal, f.received_at AS received, CASE WHEN f.state = 1 THEN 1 ELSE 0 END AS under_way, CASE WHEN f.state = 2 THEN 1 ELSE 0 END AS done, " \
    "CASE WHEN f.state = 3 THEN 1 ELSE 0 END AS refused, f.rows, f.new AS fresh, f.unchanged, f.corrected, f.quarantined, f.refused AS rejected, " WAITING " AS waiting FROM intake_file f JOIN provider p ON p.id = f.provider_id "
STATEMENT(files_came, &intake_file_view_record, FILE_VIEW("(SELECT COUNT(*) FROM intake_row w WHERE w.file_id = f.id AND w.verdict = 4 AND w.settled_at IS NULL)") "WHERE f.id < $1 ORDER BY f.id DESC LIMIT $2");
STATEMENT(file_came, &intake_file_view_record, FILE_VIEW("0") "WHERE f.id = $1");

RECORD(intake_file_whole_record, struct intake_file_whole, FIELD(struct intake_file_whole, sha256), FIELD(struct intake_file_whole, bytes));
/* What its rows are by now, in one walk over them. */
struct file_counts {
    int64_t waiting, later, aside, rejected;
};
RECORD(file_counts_record, struct file_counts, FIELD(struct file_counts, waiting), FIELD(struct file_counts, later), FIELD(struct file_counts, aside), FIELD(struct file_counts, rejected));
STATEMENT(file_whole, &intake_file_whole_record, "SELECT sha256, bytes FROM intake_file WHERE id = $1");
STATEMENT(file_counts, &file_counts_record,
          "SELECT COUNT(*) FILTER (WHERE verdict = 4 AND settled_at IS NULL) AS waiting, COUNT(*) FILTER (WHERE verdict = 4 AND settled_at IS NOT NULL AND remedy <> 'ignore') AS later,"
          " COUNT(*) FILTER (WHERE verdict = 4 AND settled_at IS NOT NULL AND remedy = 'ignore') AS aside, COUNT(*) FILTER (WHERE verdict = 5) AS rejected FROM intake_row WHERE file_id = $1");

RECORD(intake_file_text_record, struct intake_file_text, FIELD(struct intake_file_text, name), FIELD(struct intake_file_text, no_show));
STATEMENT(file_texts, &intake_file_text_record, "SELECT name, no_show FROM intake_member WHERE file_id = $1 ORDER BY number LIMIT $2");
RECORD(intake_file_act_record, struct intake_file_act, FIELD(struct intake_file_act, at), FIELD(struct intake_file_act, who), FIELD(struct intake_file_act, by_operator),
       FIELD(struct intake_file_act, by_system), FIELD(struct intake_file_act, taken));
STATEMENT(file_acts, &intake_file_act_record,
          "SELECT j.at, a.user_name AS who, CASE WHEN j.actor_kind = 3 THEN 1 ELSE 0 END AS by_operator, CASE WHEN j.actor_kind = 4 THEN 1 ELSE 0 END AS by_system,"
          " CASE WHEN j.act = 'intake.file' THEN 1 ELSE 0 END AS taken FROM audit_journal j LEFT JOIN account a ON a.id = j.actor_account"
          " WHERE j.subject = 'intake_file' AND j.subject_id = $1 ORDER BY j.id LIMIT $2");
_Static_assert(ACTOR_OPERATOR == 3 && ACTOR_SYSTEM == 4, "the statement above writes them as numbers");

enum { MOST_TEXTS = 1000, MOST_ACTS = 20 };

enum result intake_store_file_views(struct context *context, int64_t before, size_t maximum, struct list *files)
{
    return database_all(context, &files_came, PARAMETERS(before ? before : INT64_MAX, (int64_t)maximum), maximum, files);
}

enum result intake_store_file_whole(struct context *context, int64_t id, struct intake_file_whole *file)
{
    enum result found = database_one(context, &file_whole, PARAMETERS(id), file);
    if (found != RESULT_OK) return found;
    TRY(database_one(context, &file_came, PARAMETERS(id), &file->view));
    struct file_counts counts;
    TRY(database_one(context, &file_counts, PARAMETERS(id), &counts));
    file->view.waiting = counts.waiting;
    file->later = counts.later;
    file->aside = counts.aside;
    file->rejected_later = counts.rejected - file->view.rejected; /* what was rejected when it came is counted with the file; what was when it was run again has that verdict since */
    TRY(database_all(context, &file_texts, PARAMETERS(id, (int64_t)MOST_TEXTS), MOST_TEXTS, &file->texts));
    return database_all(context, &file_acts, PARAMETERS(id, (int64_t)MOST_ACTS), MOST_ACTS, &file->acts);
}
