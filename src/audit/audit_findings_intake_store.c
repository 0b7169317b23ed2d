/* Rules about what providers sent and what was read from it (SPEC 3). The files themselves are read again in audit_findings_raw_store.c. */
#include "audit/audit_inside.h"

/* --- Files --- */

RULE(file_references, "intake.reference", "intake_file", REFERENCE_MISSING, "SELECT " REFERS("intake_file", "id", "provider_id", "provider"));
RULE(file_impossible, "intake.file", "intake_file", N_("The file's state, refusal, hash or size cannot be."),
     "SELECT f.id, f.name FROM intake_file f WHERE f.state NOT BETWEEN 1 AND 3 OR CASE WHEN f.state = 3 THEN 1 ELSE 0 END <> CASE WHEN f.refusal <> '' THEN 1 ELSE 0 END"
     " OR LENGTH(f.sha256) NOT IN (0, 64) OR (f.sha256 = '' AND f.state <> 3) OR f.bytes < 0 OR f.done_through < 0");
RULE(verdicts_differ, "intake.count", "intake_file", N_("The verdicts on the file's rows do not add up."),
     "SELECT f.id, f.name FROM intake_file f WHERE f.rows <> f.new + f.unchanged + f.corrected + f.quarantined + f.refused");
RULE(rows_differ, "intake.rows", "intake_file", N_("The file has more or fewer rows with a verdict than it counts."),
     "SELECT f.id, f.name FROM intake_file f LEFT JOIN (SELECT w.file_id, COUNT(*) AS kept FROM intake_row w GROUP BY w.file_id) k ON k.file_id = f.id"
     " WHERE f.state <> 3 AND f.corrected + f.quarantined + f.refused <> COALESCE(k.kept, 0)");
/* An act of an older program does not say the provider, or not even the hash. */
#define COUNTS "'{\"rows\":' || CAST(f.rows AS TEXT) || ',\"new\":' || CAST(f.new AS TEXT) || ',\"unchanged\":' || CAST(f.unchanged AS TEXT) || ',\"corrected\":' ||"   \
               " CAST(f.corrected AS TEXT) || ',\"quarantined\":' || CAST(f.quarantined AS TEXT) || ',\"refused\":' || CAST(f.refused AS TEXT)"
RULE(file_unknown_to_journal, "intake.journal", "intake_file", N_("The journal does not know that the file was taken in or refused, or says other counts, another hash or another provider."),
     "SELECT f.id, f.name FROM intake_file f LEFT JOIN provider p ON p.id = f.provider_id WHERE (f.state = 2 AND NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'intake_file' AND j.subject_id = f.id"
     " AND j.act = 'intake.file' AND j.detail IN (" COUNTS " || '}', " COUNTS " || ',\"sha256\":\"' || f.sha256 || '\"}',"
     COUNTS " || ',\"sha256\":\"' || f.sha256 || '\",\"provider\":\"' || COALESCE(p.name, '') || '\"}')))"
     " OR (f.state = 3 AND NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'intake_file' AND j.subject_id = f.id AND j.act = 'intake.refuse'"
     " AND j.detail IN ('', '{\"provider\":\"' || COALESCE(p.name, '') || '\"}')))");
RULE(member_impossible, "intake.member", "intake_member", N_("The text within the file cannot be: it has no file, no header, or stands where another does."),
     "SELECT m.file_id AS id, CAST(m.number AS TEXT) AS name FROM intake_member m LEFT JOIN intake_file f ON f.id = m.file_id"
     " LEFT JOIN intake_member b ON b.file_id = m.file_id AND b.number = m.number - 1"
     " WHERE f.id IS NULL OR m.header = '' OR m.no_show NOT IN (0, 1) OR (m.number = 0 AND m.first_line <> 0) OR (m.number > 0 AND (b.file_id IS NULL OR b.first_line >= m.first_line))");
RULE(part_orphaned, "intake.part", "intake_part", N_("The part belongs to no file."),
     "SELECT p.file_id AS id, CAST(p.number AS TEXT) AS name FROM intake_part p LEFT JOIN intake_file f ON f.id = p.file_id WHERE f.id IS NULL");
RULE(row_impossible, "intake.row", "intake_row", N_("The row's verdict, line or remedy cannot be."),
     "SELECT w.id, w.code AS name FROM intake_row w LEFT JOIN intake_file f ON f.id = w.file_id WHERE f.id IS NULL OR w.verdict NOT BETWEEN 3 AND 5 OR w.code = '' OR w.line < 1"
     " OR w.line > f.done_through OR w.remedy NOT IN ('', 'accept', 'ignore', 'mailbox') OR (w.remedy = 'mailbox' AND w.remedy_value = '')");
RULE(remedy_unknown_to_journal, "intake.remedy", "intake_row", N_("The journal does not know the remedy."),
     "SELECT w.id, w.code AS name FROM intake_row w WHERE w.remedy <> '' AND NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'intake_row' AND j.subject_id = w.id"
     " AND j.act = 'intake.decide' AND j.detail LIKE '{\"remedy\":\"' || w.remedy || '\"%') UNION SELECT w.id, w.code FROM intake_row w WHERE w.proposed_by IS NOT NULL AND NOT EXISTS (SELECT 1"
     " FROM audit_journal j WHERE j.subject = 'intake_row' AND j.subject_id = w.id AND j.act = 'intake.propose' AND j.actor_account = w.proposed_by AND j.detail LIKE '{\"remedy\":\"' || w.proposed_remedy || '\"%')");
RULE(mailbox_impossible, "intake.mailbox", "mailbox", N_("The mailbox's address is none."), "SELECT m.id FROM mailbox m WHERE m.address NOT LIKE '%_@_%._%' OR m.address LIKE '% %'");

/* --- Exam records --- */

RULE(record_references, "record.reference", "exam_record", REFERENCE_MISSING,
     "SELECT " REFERS("exam_record", "id", "file_id", "intake_file") AND_REFERS("exam_record", "id", "provider_id", "provider")
     AND_REFERS("exam_record", "id", "exam_id", "exam") AND_REFERS("exam_record", "id", "mailbox_id", "mailbox"));
RULE(record_impossible, "record.values", "exam_record", N_("The exam record's grade, state, line or registration cannot be."),
     "SELECT r.id, r.registration_id AS name FROM exam_record r WHERE r.grade NOT BETWEEN 1 AND 4 OR r.state NOT BETWEEN 1 AND 4 OR r.given_state NOT BETWEEN 1 AND 4 OR r.line < 2"
     " OR r.registration_id = '' OR (r.candidate_id = '' AND r.mailbox_id IS NULL)");
RULE(record_of_other_provider, "record.provider", "exam_record", N_("The exam record came from a file of another provider, or from behind what was read of the file."),
     "SELECT r.id, r.registration_id AS name FROM exam_record r JOIN intake_file f ON f.id = r.file_id WHERE f.provider_id <> r.provider_id OR r.line > f.done_through OR f.state = 3");
/* A site may be a day ahead of the body, and the body of universal time; what waited for its day came in when it was settled. */
#define DAY_OF(INSTANT) "(" INSTANT " + 50400000000) / 86400000000 + 1"
RULE(record_ahead, "record.ahead", "exam_record", N_("The exam record came in before the day of its exam."),
     "SELECT r.id, r.registration_id AS name FROM exam_record r JOIN intake_file f ON f.id = r.file_id WHERE r.exam_day > " DAY_OF("f.received_at")
     " AND NOT EXISTS (SELECT 1 FROM intake_row w WHERE w.file_id = r.file_id AND w.line = r.line AND r.exam_day <= " DAY_OF("w.settled_at") ")");
RULE(past_impossible, "record.past", "exam_record_past", N_("What the record was before cannot be."),
     "SELECT p.id FROM exam_record_past p LEFT JOIN exam_record r ON r.id = p.record_id WHERE r.id IS NULL OR p.was NOT LIKE '{\"%}'");
RULE(event_impossible, "record.event", "exam_event", N_("The event cannot be: its kind, its status or day, or where it came from."),
     "SELECT e.id, e.registration_id AS name FROM exam_event e LEFT JOIN intake_file f ON f.id = e.file_id WHERE f.id IS NULL OR f.provider_id <> e.provider_id OR e.registration_id = ''"
     " OR e.kind NOT IN ('place-hold', 'release-hold', 'modify-status', 'revoke', 'unrevoke', 'modify-appointment', 'cancel-appointment')"
     " OR CASE WHEN e.kind = 'modify-status' THEN 1 ELSE 0 END <> CASE WHEN e.detail IN ('1', '2', '3', '4') THEN 1 ELSE 0 END"
     " OR (e.kind <> 'modify-status' AND e.detail <> '' AND (e.kind NOT IN ('modify-appointment', 'cancel-appointment') OR e.detail NOT LIKE '____-__-__'))"
     " OR (e.kind NOT IN ('modify-appointment', 'cancel-appointment') AND e.mailbox <> '')");

/* --- The state, from what the result says of itself and from all events, each in its own time (3.4) --- */

/* Most have no event. */
RULE(state_differs, "record.state", "exam_record", N_("The exam record is in another state than its result says, and there is no event that changed it."),
     "SELECT r.id, r.registration_id AS name FROM exam_record r WHERE r.state <> r.given_state"
     " AND NOT EXISTS (SELECT 1 FROM exam_event e WHERE e.provider_id = r.provider_id AND e.registration_id = r.registration_id)");
WALK_RULE(events_differ, "record.events", "exam_record", N_("The exam record's state does not follow from its result and its events in the order of their times."));

struct event_row {
    int64_t id; /* of the record */
    struct text registration, kind, detail;
    int32_t state, given_state;
    struct instant given, at;
};
RECORD(audit_event_record, struct event_row, FIELD(struct event_row, id), FIELD(struct event_row, registration), FIELD(struct event_row, kind), FIELD(struct event_row, detail),
       FIELD(struct event_row, state), FIELD(struct event_row, given_state), FIELD(struct event_row, given), FIELD(struct event_row, at));
STATEMENT(events_of_records, &audit_event_record,
          "SELECT r.id, r.registration_id AS registration, e.kind, e.detail, r.state, r.given_state, r.updated_at AS given, e.at FROM exam_event e"
          " JOIN exam_record r ON r.provider_id = e.provider_id AND r.registration_id = e.registration_id ORDER BY r.id, e.at, e.id");

enum { ON_HOLD = 2, FINAL = 3, REVOKED = 4 };

/* One record, event after event in their order. */
struct standing {
    struct audit *audit;
    struct event_row record;
    struct text registration;
    int32_t base;
    int64_t base_at, hold_at, revoked_at;
    bool modified, held, revoked;
};

static int32_t standing_state(const struct standing *standing)
{
    int32_t base = standing->base;
    if (base == ON_HOLD && standing->hold_at > standing->base_at && !standing->held) base = FINAL;
    if (base == REVOKED && standing->revoked_at > standing->base_at && !standing->revoked) base = FINAL;
    return standing->revoked ? REVOKED : standing->held && base != REVOKED ? ON_HOLD : base;
}

static void end_record(struct context *context, struct standing *standing)
{
    if (standing->record.id && standing_state(standing) != standing->record.state) audit_break(context, standing->audit, &events_differ, standing->record.id, standing->registration);
}

/* Later events win; of two at the same instant the one that withholds. */
static void turn(bool *set, int64_t *set_at, bool to, int64_t at)
{
    if (at == *set_at && *set) return;
    *set = to;
    *set_at = at;
}

static enum result take_event(struct context *context, const void *row, void *data)
{
    const struct event_row *event = row;
    struct standing *standing = data;
    int64_t at = event->at.microseconds;
    if (event->id != standing->record.id) {
        end_record(context, standing);
        *standing = (struct standing){.audit = standing->audit, .record = *event, .registration = text_copy(context->arena, event->registration), .base = event->given_state,
                                      .base_at = event->given.microseconds, .hold_at = INT64_MIN, .revoked_at = INT64_MIN};
    }
    if (text_is(event->kind, "place-hold")) turn(&standing->held, &standing->hold_at, true, at);
    if (text_is(event->kind, "release-hold")) turn(&standing->held, &standing->hold_at, false, at);
    if (text_is(event->kind, "revoke")) turn(&standing->revoked, &standing->revoked_at, true, at);
    if (text_is(event->kind, "unrevoke")) turn(&standing->revoked, &standing->revoked_at, false, at);
    if (!text_is(event->kind, "modify-status") || event->detail.length != 1 || at < standing->base_at) return RESULT_OK;
    int32_t state = event->detail.bytes[0] - '0';
    if (at == standing->base_at && standing->modified && state < standing->base) return RESULT_OK;
    standing->base = state;
    standing->base_at = at;
    standing->modified = true;
    return RESULT_OK;
}

static enum result walk_states(struct context *context, struct audit *audit)
{
    struct standing standing = {.audit = audit};
    TRY(database_each(context, &events_of_records, NO_PARAMETERS, take_event, &standing));
    end_record(context, &standing);
    return RESULT_OK;
}
WALK(walk_states);
