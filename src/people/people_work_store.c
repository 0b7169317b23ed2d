#include "people/people_work_store.h"

enum { MOST_WEEKS = 200 };

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct people_week
RECORD(people_week_record, RECORDED, F(monday), F(taken), F(unchanged), F(quarantined), F(refused), F(awards));
#undef RECORDED
#define RECORDED struct people_outgoing
RECORD(people_outgoing_record, RECORDED, F(letter), F(account_id), F(user_name), F(recipient), F(subject), F(answer), F(changed), F(waiting), F(bounced), F(held), F(given_up));
#undef RECORDED
#define RECORDED struct people_waiting
RECORD(people_waiting_record, RECORDED, F(count), F(oldest));
#undef RECORDED
#define RECORDED struct people_week_row
RECORD(people_week_row_record, RECORDED, F(week), F(taken), F(unchanged), F(quarantined), F(refused));
#undef RECORDED

STATEMENT(waiting_rows, &people_waiting_record,
          "SELECT COUNT(*) AS count, MIN(f.received_at) AS oldest FROM intake_row r JOIN intake_file f ON f.id = r.file_id WHERE r.verdict = 4 AND r.settled_at IS NULL");
STATEMENT(waiting_letters, &people_waiting_record, "SELECT COUNT(*) AS count, MIN(changed_at) AS oldest FROM letter_delivery WHERE state IN (3, 5) AND changed_at >= $1");
STATEMENT(waiting_held, &people_waiting_record, "SELECT COUNT(*) AS count, MIN(changed_at) AS oldest FROM letter_delivery WHERE state = 4");
STATEMENT(waiting_near, &people_waiting_record, "SELECT COUNT(*) AS count, MIN(found_at) AS oldest FROM near_miss WHERE set_aside_at IS NULL");
/* state IN (1, 2): the words of the partial index, by which SQLite knows it. */
STATEMENT(waiting_addresses, &people_waiting_record, "SELECT COUNT(*) AS count, MIN(asked_at) AS oldest FROM demographic_update WHERE state IN (1, 2) AND state = 1");
STATEMENT(waiting_answers, &people_waiting_record, "SELECT COUNT(*) AS count, MIN(changed_at) AS oldest FROM demographic_update WHERE state IN (1, 2) AND state = 2");

/* $2 the zone's offset. */
STATEMENT(intake_weeks, &people_week_row_record,
          "SELECT week, CAST(SUM(taken) AS BIGINT) AS taken, CAST(SUM(unchanged) AS BIGINT) AS unchanged, CAST(SUM(quarantined) AS BIGINT) AS quarantined,"
          " CAST(SUM(refused) AS BIGINT) AS refused FROM (SELECT ((received_at + CAST($2 AS BIGINT)) / 86400000000 + 3) / 7 AS week, new + corrected AS taken, unchanged, quarantined, refused"
          " FROM intake_file WHERE received_at >= $1) f GROUP BY week ORDER BY week");
STATEMENT(award_weeks, &people_week_row_record,
          "SELECT week, COUNT(*) AS taken, CAST(0 AS BIGINT) AS unchanged, CAST(0 AS BIGINT) AS quarantined, CAST(0 AS BIGINT) AS refused"
          " FROM (SELECT (award_day + 3) / 7 AS week FROM certificate WHERE award_day >= $1) c GROUP BY week ORDER BY week");
#define OUTGOING                                                                                                                                                                    \
    "SELECT l.id AS letter, COALESCE(l.account_id, 0) AS account_id, COALESCE(a.user_name, '') AS user_name, l.recipient, l.subject, d.answer, d.changed_at AS changed,"          \
    " CASE WHEN d.state = 1 THEN 1 ELSE 0 END AS waiting, CASE WHEN d.state = 3 THEN 1 ELSE 0 END AS bounced, CASE WHEN d.state = 4 THEN 1 ELSE 0 END AS held,"                     \
    " CASE WHEN d.state = 5 THEN 1 ELSE 0 END AS given_up FROM letter_delivery d JOIN letter l ON l.id = d.letter_id LEFT JOIN account a ON a.id = l.account_id WHERE "
STATEMENT(failed, &people_outgoing_record, OUTGOING "d.state IN (3, 5) AND d.changed_at >= $1 ORDER BY d.changed_at DESC, l.id DESC LIMIT $2");
STATEMENT(held, &people_outgoing_record, OUTGOING "d.state = 4 ORDER BY d.changed_at, l.id LIMIT $1");
STATEMENT(to_be_sent, &people_outgoing_record, OUTGOING "d.state = 1 ORDER BY d.next_at DESC, d.letter_id DESC LIMIT $1");

enum result people_store_waiting(struct context *context, enum people_work work, struct instant since, struct people_waiting *waiting)
{
    if (work == WORK_LETTERS) return database_one(context, &waiting_letters, PARAMETERS(since), waiting);
    static const struct statement *const others[WORK_KINDS] = {[WORK_ROWS] = &waiting_rows, [WORK_HELD] = &waiting_held, [WORK_NEAR] = &waiting_near, [WORK_ADDRESSES] = &waiting_addresses, [WORK_ANSWERS] = &waiting_answers};
    return database_one(context, others[work], NO_PARAMETERS, waiting);
}

enum result people_store_intake_weeks(struct context *context, struct instant from, int64_t offset, struct list *rows)
{
    return database_all(context, &intake_weeks, PARAMETERS(from, offset), MOST_WEEKS, rows);
}

enum result people_store_award_weeks(struct context *context, struct day from, struct list *rows)
{
    return database_all(context, &award_weeks, PARAMETERS(from), MOST_WEEKS, rows);
}

enum result people_store_outgoing(struct context *context, enum people_outgoing_show show, struct instant since, size_t maximum, struct list *rows)
{
    if (show == OUTGOING_FAILED) return database_all(context, &failed, PARAMETERS(since, (int64_t)maximum), maximum, rows);
    return database_all(context, show == OUTGOING_HELD ? &held : &to_be_sent, PARAMETERS((int64_t)maximum), maximum, rows);
}
