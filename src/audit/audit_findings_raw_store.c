/* Rules that hold exam records against the files that providers sent, which are kept as they came (SPEC 3.2): by the auditor's own reading (audit_raw.h, audit_profile.h).
 *
 * Files and records are walked together, both by file and line. A record must say what its row says; a row that is in no record must be known by its registration, as what an older or equal row
 * of it, or have a verdict. Not judged: dates of uncommon forms, mailboxes that are not their own normal form, a grade that only a score decides, the provider's own time of a row. */
#include "audit/audit_inside.h"
#include "audit/audit_raw.h"
#include "base/encoding.h"

WALK_RULE(file_changed, "intake.sha256", "intake_file", N_("The file that is kept does not have the hash and size that it had when it came."));
WALK_RULE(header_changed, "intake.header", "intake_member", N_("The header that is noted is not that of the text."));
WALK_RULE(raw_changed, "intake.raw", "intake_row", N_("The row that is noted does not stand in the file on its line."));
WALK_RULE(record_differs, "record.row", "exam_record", N_("The exam record says something else than the row from which it was read."));
WALK_RULE(record_lost, "record.lost", "intake_file", N_("A row was taken in, but its exam record is not there (line and registration are named)."));

/* --- Statements --- */

struct file_row {
    int64_t id, provider_id, bytes, done_through;
    struct text provider, sha256;
    int32_t state;
};
RECORD(audit_file_record, struct file_row, FIELD(struct file_row, id), FIELD(struct file_row, provider_id), FIELD(struct file_row, bytes), FIELD(struct file_row, done_through),
       FIELD(struct file_row, provider), FIELD(struct file_row, sha256), FIELD(struct file_row, state));
STATEMENT(files, &audit_file_record,
          "SELECT f.id, f.provider_id, f.bytes, f.done_through, p.name AS provider, f.sha256, f.state FROM intake_file f LEFT JOIN provider p ON p.id = f.provider_id ORDER BY f.id");
struct part_row {
    int64_t number;
    struct bytes content;
};
RECORD(audit_part_record, struct part_row, FIELD(struct part_row, number), FIELD(struct part_row, content));
STATEMENT(parts, &audit_part_record, "SELECT number, content FROM intake_part WHERE file_id = $1 ORDER BY number");
struct member_row {
    int64_t number, first_line;
    struct text name, header;
    bool no_show;
};
RECORD(audit_member_record, struct member_row, FIELD(struct member_row, number), FIELD(struct member_row, first_line), FIELD(struct member_row, name), FIELD(struct member_row, header),
       FIELD(struct member_row, no_show));
STATEMENT(members, &audit_member_record, "SELECT number, first_line, name, header, no_show FROM intake_member WHERE file_id = $1 ORDER BY number");
struct noted_row {
    int64_t id, line;
    struct text raw, mailbox;
};
RECORD(audit_noted_record, struct noted_row, FIELD(struct noted_row, id), FIELD(struct noted_row, line), FIELD(struct noted_row, raw), FIELD(struct noted_row, mailbox));
STATEMENT(noted_rows, &audit_noted_record,
          "SELECT id, line, raw, CASE WHEN remedy = 'mailbox' THEN remedy_value ELSE '' END AS mailbox FROM intake_row WHERE file_id = $1 ORDER BY line, id");
STATEMENT(records, &audit_record_record,
          "SELECT r.id, r.provider_id, r.file_id, r.line, r.registration_id AS registration, r.candidate_id AS candidate, e.code AS exam, r.score, r.first_name, r.last_name, r.native_first_name,"
          " r.native_last_name, r.country, r.site, r.validation_id AS validation, m.address AS mailbox, r.exam_day, r.grade, r.given_state FROM exam_record r LEFT JOIN exam e ON e.id = r.exam_id"
          " LEFT JOIN mailbox m ON m.id = r.mailbox_id ORDER BY r.file_id, r.line, r.id");
STATEMENT(record_known, &audit_row_record, "SELECT id FROM exam_record WHERE provider_id = $1 AND registration_id = $2");
STATEMENT(event_known, &audit_row_record, "SELECT MAX(id) AS id FROM exam_event WHERE provider_id = $1 AND registration_id = $2");
STATEMENT(exam_codes, &audit_row_record, "SELECT id, code AS name FROM exam ORDER BY id");

enum { MOST_FILES = 1000000, MOST_NOTED = 10000000, MOST_EXAMS = 1000000 };

/* --- One file under way --- */

struct walking {
    struct audit *audit;
    struct list files, exams;
    size_t at; /* the file under way; the count: none is left */
    bool readable;
    struct arena *arena; /* of the file */
    struct context own;  /* with that arena */
    const struct audit_profile *profile;
    struct list members, noted;
    size_t member, noted_at;
    struct audit_raw_text texts[AUDIT_RAW_MEMBERS];
    struct audit_layout layout;
    struct audit_raw_row row; /* the one after those gone through, where `has_row` */
    int64_t row_line;
    bool in_member, has_row;
};

static const struct file_row *file_at(const struct walking *walking)
{
    return (const struct file_row *)walking->files.items + walking->at;
}

static const struct member_row *member_at(const struct walking *walking)
{
    return (const struct member_row *)walking->members.items + walking->member;
}

static enum result take_part(struct context *context, const void *item, void *data)
{
    bool whole;
    (void)item;
    return audit_raw_part(context, data, ((const struct part_row *)item)->content, &whole);
}

static void close_file(struct walking *walking)
{
    audit_raw_forget(walking->texts, AUDIT_RAW_MEMBERS);
    memset(walking->texts, 0, sizeof walking->texts);
    walking->readable = walking->in_member = walking->has_row = false;
    arena_reset(walking->arena);
}

/* Puts the file together, holds its hash against the one that is noted, and makes its texts ready. */
static enum result open_file(struct context *context, struct walking *walking)
{
    const struct file_row *file = file_at(walking);
    struct audit_raw_file raw;
    unsigned char hash[32];
    walking->readable = false;
    walking->member = walking->noted_at = 0;
    if (text_empty(file->sha256)) return RESULT_OK; /* refused, and too large to be kept */
    walking->own = *context;
    walking->own.arena = walking->arena;
    enum result result = audit_raw_begin(context, &raw);
    if (result >= 0) result = database_each(context, &parts, PARAMETERS(file->id), take_part, &raw);
    if (result >= 0) {
        audit_raw_hash(&raw, hash);
        bool same = raw.bytes == file->bytes && text_equal(encoding_hex(walking->arena, (struct bytes){hash, sizeof hash}), file->sha256);
        if (!same && file->state != 1) audit_break(context, walking->audit, &file_changed, file->id, TEXT(""));
        walking->readable = same && file->state == 2;
    }
    walking->profile = walking->readable ? audit_profile_read(&walking->own, file->provider) : NULL;
    if (result >= 0 && walking->profile) {
        result = database_all(&walking->own, &members, PARAMETERS(file->id), AUDIT_RAW_MEMBERS, &walking->members);
        if (result >= 0) result = database_all(&walking->own, &noted_rows, PARAMETERS(file->id), MOST_NOTED, &walking->noted);
        struct text names[AUDIT_RAW_MEMBERS];
        for (size_t i = 0; result >= 0 && i < walking->members.count; i++) names[i] = ((const struct member_row *)walking->members.items)[i].name;
        if (result >= 0) result = audit_raw_texts(&walking->own, &raw, walking->profile, names, walking->members.count, walking->texts);
    }
    walking->readable = walking->profile != NULL;
    audit_raw_close(&raw);
    if (result < 0) context->error = walking->own.error.code ? walking->own.error : context->error;
    return result;
}

/* The next row of the file that is no header; has_row tells whether there is one. */
static void next_row(struct context *context, struct walking *walking)
{
    walking->has_row = false;
    while (walking->member < walking->members.count) {
        const struct member_row *member = member_at(walking);
        if (!walking->in_member) {
            audit_raw_rows(&walking->row, walking->texts[walking->member].text);
            bool begun = audit_raw_next(&walking->row, walking->profile);
            if (!begun || !text_equal(walking->row.raw, member->header))
                audit_break(context, walking->audit, &header_changed, file_at(walking)->id, text_printf(walking->arena, "%lld", (long long)member->number));
            audit_profile_layout(walking->profile, &walking->row, &walking->layout);
            walking->in_member = true;
        }
        while (audit_raw_next(&walking->row, walking->profile)) {
            if (!walking->row.raw.length) continue;
            walking->row_line = member->first_line + walking->row.line;
            walking->has_row = true;
            return;
        }
        walking->in_member = false;
        walking->member++;
    }
}

/* --- Rows against what is noted of them --- */

/* What has a verdict stands among the noted rows; `mailbox` gets what staff have named for it. */
static bool look_up_noted(struct context *context, struct walking *walking, int64_t line, struct text raw, struct text *mailbox)
{
    const struct noted_row *noted = walking->noted.items;
    bool found = false;
    *mailbox = TEXT("");
    for (; walking->noted_at < walking->noted.count && noted[walking->noted_at].line <= line; walking->noted_at++) {
        const struct noted_row *row = &noted[walking->noted_at];
        bool here = row->line == line;
        if (!here || !text_equal(row->raw, raw)) audit_break(context, walking->audit, &raw_changed, row->id, TEXT(""));
        if (here && !text_empty(row->mailbox)) *mailbox = row->mailbox;
        found = found || here;
    }
    return found;
}

/* A row that no record was read from: it said nothing new, so another row of its registration did; or it was an event. */
static enum result pass_over(struct context *context, struct walking *walking)
{
    const struct file_row *file = file_at(walking);
    struct text mailbox, registration = audit_profile_value(&walking->layout, &walking->row, AUDIT_REGISTRATION);
    bool event = !text_empty(audit_profile_value(&walking->layout, &walking->row, AUDIT_EVENT));
    if (look_up_noted(context, walking, walking->row_line, walking->row.raw, &mailbox) || walking->row_line > file->done_through) return RESULT_OK;
    int64_t id = 0;
    TRY(database_integer(context, event ? &event_known : &record_known, PARAMETERS(file->provider_id, registration), &id));
    if (!id && event) TRY(database_integer(context, &record_known, PARAMETERS(file->provider_id, registration), &id)); /* a result by name */
    if (!id) audit_break(context, walking->audit, &record_lost, file->id, text_printf(walking->arena, "%lld %.*s", (long long)walking->row_line, TEXT_ARG(registration)));
    return RESULT_OK;
}

/* Goes on to the file's end, and to the beginning of the next. */
static enum result end_file(struct context *context, struct walking *walking)
{
    struct text none;
    for (; walking->has_row; next_row(context, walking)) TRY(pass_over(context, walking));
    if (walking->readable) (void)look_up_noted(context, walking, INT64_MAX, TEXT(""), &none);
    close_file(walking);
    walking->at++;
    return RESULT_OK;
}

static enum result begin_file(struct context *context, struct walking *walking)
{
    TRY(open_file(context, walking));
    if (walking->readable) next_row(context, walking);
    return RESULT_OK;
}

/* Does the cell name an exam of the catalogue other than the record's? */
static bool names_other(void *data, struct text cell, struct text exam)
{
    const struct walking *walking = data;
    const struct audit_row *exams = walking->exams.items;
    for (size_t i = 0; i < walking->exams.count; i++) {
        size_t length = exams[i].name.length;
        if (!length || text_equal(exams[i].name, exam)) continue;
        for (size_t at = 0; at + length <= cell.length; at++)
            if (text_equal_ignoring_case((struct text){cell.bytes + at, length}, exams[i].name)) return true;
    }
    return false;
}

static enum result take_record(struct context *context, const void *item, void *data)
{
    const struct audit_record *record = item;
    struct walking *walking = data;
    while (walking->at < walking->files.count && file_at(walking)->id < record->file_id) {
        TRY(end_file(context, walking));
        if (walking->at < walking->files.count) TRY(begin_file(context, walking));
    }
    if (walking->at == walking->files.count || file_at(walking)->id != record->file_id || !walking->readable) return RESULT_OK;
    for (; walking->has_row && walking->row_line < record->line; next_row(context, walking)) TRY(pass_over(context, walking));
    struct text mailbox;
    bool here = walking->has_row && walking->row_line == record->line;
    if (here) (void)look_up_noted(context, walking, walking->row_line, walking->row.raw, &mailbox);
    if (!here || !audit_profile_agrees(walking->profile, &walking->layout, &walking->row, record, member_at(walking)->no_show, mailbox, names_other, walking))
        audit_break(context, walking->audit, &record_differs, record->id, record->registration);
    if (here) next_row(context, walking);
    return RESULT_OK;
}

static enum result walk_raw(struct context *context, struct audit *audit)
{
    struct walking *walking = ARENA_NEW(context->arena, struct walking);
    walking->audit = audit;
    WITH_ARENA(arena, (size_t)1 << 30);
    walking->arena = arena;
    TRY(database_all(context, &files, NO_PARAMETERS, MOST_FILES, &walking->files));
    TRY(database_all(context, &exam_codes, NO_PARAMETERS, MOST_EXAMS, &walking->exams));
    enum result result = walking->files.count ? begin_file(context, walking) : RESULT_OK;
    if (result >= 0) result = database_each(context, &records, NO_PARAMETERS, take_record, walking);
    while (result >= 0 && walking->at < walking->files.count) {
        result = end_file(context, walking);
        if (result >= 0 && walking->at < walking->files.count) result = begin_file(context, walking);
    }
    close_file(walking);
    audit_raw_rows_end(&walking->row);
    return result;
}
WALK(walk_raw);
