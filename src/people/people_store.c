#include "people/people_store.h"

#include "association/association.h"

RECORD(person_hit_record, struct person_hit, FIELD(struct person_hit, account_id), FIELD(struct person_hit, user_name), FIELD(struct person_hit, name_latin),
       FIELD(struct person_hit, name_native), FIELD(struct person_hit, by), FIELD(struct person_hit, value));
RECORD(person_tie_record, struct person_tie, FIELD(struct person_tie, at), FIELD(struct person_tie, came), FIELD(struct person_tie, mailbox),
       FIELD(struct person_tie, registration_id), FIELD(struct person_tie, means), FIELD(struct person_tie, means_words));
RECORD(person_record_record, struct person_record, FIELD(struct person_record, provider), FIELD(struct person_record, registration_id), FIELD(struct person_record, candidate_id),
       FIELD(struct person_record, exam_code), FIELD(struct person_record, mailbox), FIELD(struct person_record, name), FIELD(struct person_record, score),
       FIELD(struct person_record, file), FIELD(struct person_record, exam_day), FIELD(struct person_record, grade), FIELD(struct person_record, state),
       FIELD(struct person_record, passed), FIELD(struct person_record, provisional), FIELD(struct person_record, on_hold), FIELD(struct person_record, final),
       FIELD(struct person_record, revoked), FIELD(struct person_record, line));
RECORD(person_letter_record, struct person_letter, FIELD(struct person_letter, recipient), FIELD(struct person_letter, subject), FIELD(struct person_letter, answer),
       FIELD(struct person_letter, written), FIELD(struct person_letter, waiting), FIELD(struct person_letter, sent), FIELD(struct person_letter, bounced),
       FIELD(struct person_letter, held), FIELD(struct person_letter, given_up));
RECORD(person_act_record, struct person_act, FIELD(struct person_act, id), FIELD(struct person_act, at), FIELD(struct person_act, who), FIELD(struct person_act, by_operator),
       FIELD(struct person_act, by_system), FIELD(struct person_act, by_staff), FIELD(struct person_act, act), FIELD(struct person_act, subject), FIELD(struct person_act, detail),
       FIELD(struct person_act, subject_id));

/* $1 is what is looked for, $2 how many. */
#define WHO "SELECT a.id AS account_id, a.user_name, a.name_latin, a.name_native, "
STATEMENT(by_user_name, &person_hit_record, WHO "a.user_name AS value FROM account a WHERE a.user_name_key = $1 LIMIT $2");
STATEMENT(by_mailbox, &person_hit_record,
          WHO "m.address AS value FROM mailbox m LEFT JOIN association t ON t.mailbox_id = m.id LEFT JOIN account a ON a.id = t.account_id WHERE m.address = $1 LIMIT $2");
STATEMENT(by_letters, &person_hit_record, WHO "a.mailbox AS value FROM account a WHERE a.mailbox = $1 ORDER BY a.id LIMIT $2");
#define HOLDERS " LEFT JOIN held_record h ON h.record_id = r.id LEFT JOIN account a ON a.id = h.account_id "
STATEMENT(by_candidate, &person_hit_record, WHO "r.candidate_id AS value FROM exam_record r" HOLDERS "WHERE r.candidate_id = $1 GROUP BY a.id, r.candidate_id ORDER BY a.id LIMIT $2");
STATEMENT(by_registration, &person_hit_record,
          WHO "r.registration_id AS value FROM provider p JOIN exam_record r ON r.provider_id = p.id" HOLDERS "WHERE r.registration_id = $1 ORDER BY r.id LIMIT $2");
STATEMENT(by_certificate, &person_hit_record, WHO "c.number AS value FROM certificate c JOIN account a ON a.id = c.account_id WHERE c.number = $1 LIMIT $2");
STATEMENT(by_case, &person_hit_record, WHO "f.number AS value FROM case_file f LEFT JOIN account a ON a.id = f.account_id WHERE f.number = $1 LIMIT $2");
/* A walk over the accounts: names are looked for by people, now and then. */
STATEMENT(by_name, &person_hit_record,
          WHO "CASE WHEN a.name_native LIKE $1 || '%' ESCAPE '\\' THEN a.name_native ELSE a.name_latin END AS value FROM account a WHERE LOWER(a.name_latin) LIKE $1 || '%' ESCAPE '\\'"
              " OR LOWER(a.name_latin) LIKE '% ' || $1 || '%' ESCAPE '\\' OR a.name_native LIKE $1 || '%' ESCAPE '\\' ORDER BY a.user_name LIMIT $2");
static const struct statement *const ways[PEOPLE_WAYS] = {
    [PEOPLE_BY_USER_NAME] = &by_user_name, [PEOPLE_BY_MAILBOX] = &by_mailbox, [PEOPLE_BY_LETTERS] = &by_letters, [PEOPLE_BY_CANDIDATE] = &by_candidate,
    [PEOPLE_BY_REGISTRATION] = &by_registration, [PEOPLE_BY_CERTIFICATE] = &by_certificate, [PEOPLE_BY_CASE] = &by_case, [PEOPLE_BY_NAME] = &by_name};

STATEMENT(ties_of, &person_tie_record,
          "SELECT j.at, CASE WHEN j.act = 'associate' THEN 1 ELSE 0 END AS came, m.address AS mailbox, r.registration_id, j.means FROM association_journal j"
          " LEFT JOIN exam_record r ON r.id = j.record_id LEFT JOIN mailbox m ON m.id = COALESCE(j.mailbox_id, r.mailbox_id) WHERE j.account_id = $1 ORDER BY j.id DESC LIMIT $2");
STATEMENT(records_of_person, &person_record_record,
          "SELECT p.name AS provider, r.registration_id, r.candidate_id, e.code AS exam_code, m.address AS mailbox, r.first_name || ' ' || r.last_name AS name, r.score, f.name AS file, r.exam_day,"
          " r.grade, r.state, CASE WHEN r.grade = 1 THEN 1 ELSE 0 END AS passed, CASE WHEN r.state = 1 THEN 1 ELSE 0 END AS provisional, CASE WHEN r.state = 2 THEN 1 ELSE 0 END AS on_hold,"
          " CASE WHEN r.state = 3 THEN 1 ELSE 0 END AS final, CASE WHEN r.state = 4 THEN 1 ELSE 0 END AS revoked, r.line FROM held_record h JOIN exam_record r ON r.id = h.record_id"
          " JOIN provider p ON p.id = r.provider_id JOIN exam e ON e.id = r.exam_id LEFT JOIN mailbox m ON m.id = r.mailbox_id LEFT JOIN intake_file f ON f.id = r.file_id"
          " WHERE h.account_id = $1 ORDER BY r.exam_day DESC, r.id DESC LIMIT $2");
STATEMENT(letters_of_person, &person_letter_record,
          "SELECT l.recipient, l.subject, d.answer, l.written_at AS written, CASE WHEN d.state = 1 THEN 1 ELSE 0 END AS waiting, CASE WHEN d.state = 2 THEN 1 ELSE 0 END AS sent,"
          " CASE WHEN d.state = 3 THEN 1 ELSE 0 END AS bounced, CASE WHEN d.state = 4 THEN 1 ELSE 0 END AS held, CASE WHEN d.state = 5 THEN 1 ELSE 0 END AS given_up FROM letter l"
          " JOIN letter_delivery d ON d.letter_id = l.id WHERE l.account_id = $1 ORDER BY l.id DESC LIMIT $2");
STATEMENT(sessions_of_person, &account_session_view_record,
          "SELECT id, made_at AS made, used_at AS used, network, agent, 0 AS this_one FROM session WHERE account_id = $1 AND ends_at > $2 ORDER BY used_at DESC, id DESC LIMIT $3");
/* $1 the act's beginning, $2 and $3 the time, $4 the id before which, $5 how many. */
#define ACT                                                                                                                                                                  \
    "SELECT j.id, j.at, a.user_name AS who, CASE WHEN j.actor_kind = 3 THEN 1 ELSE 0 END AS by_operator, CASE WHEN j.actor_kind = 4 THEN 1 ELSE 0 END AS by_system,"         \
    " CASE WHEN j.actor_kind = 2 THEN 1 ELSE 0 END AS by_staff, j.act, j.subject, j.detail, j.subject_id FROM audit_journal j LEFT JOIN account a ON a.id = j.actor_account" \
    " WHERE j.act LIKE $1 || '%' ESCAPE '\\' AND j.at >= $2 AND j.at < $3 AND j.id < $4"
STATEMENT(acts, &person_act_record, ACT " ORDER BY j.id DESC LIMIT $5");
/* $6 the account: what it did, and what was done about it, each a walk along an index. */
STATEMENT(acts_of, &person_act_record,
          "SELECT * FROM (" ACT " AND j.actor_account = $6 ORDER BY j.id DESC LIMIT $5) mine UNION SELECT * FROM (" ACT " AND j.subject = 'account' AND j.subject_id = $6"
          " ORDER BY j.id DESC LIMIT $5) about ORDER BY 1 DESC LIMIT $5");
_Static_assert(ACTOR_STAFF == 2 && ACTOR_OPERATOR == 3 && ACTOR_SYSTEM == 4, "the statement above writes them as numbers");

enum result people_store_find(struct context *context, enum people_way way, struct text text, size_t maximum, struct list *hits)
{
    return database_all(context, ways[way], PARAMETERS(text, (int64_t)maximum), maximum, hits);
}

enum result people_store_ties(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &ties_of, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result people_store_records(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &records_of_person, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result people_store_letters(struct context *context, int64_t account, size_t maximum, struct list *rows)
{
    return database_all(context, &letters_of_person, PARAMETERS(account, (int64_t)maximum), maximum, rows);
}

enum result people_store_sessions(struct context *context, int64_t account, struct instant now, size_t maximum, struct list *rows)
{
    return database_all(context, &sessions_of_person, PARAMETERS(account, now, (int64_t)maximum), maximum, rows);
}

enum result people_store_acts(struct context *context, const struct journal_filter *filter, struct instant from, struct instant to, size_t maximum, struct list *rows)
{
    int64_t before = filter->before ? filter->before : INT64_MAX;
    int64_t first = instant_is(from) ? from.microseconds : INT64_MIN + 1, end = instant_is(to) ? to.microseconds : INT64_MAX;
    if (!filter->account) return database_all(context, &acts, PARAMETERS(filter->act, first, end, before, (int64_t)maximum), maximum, rows);
    return database_all(context, &acts_of, PARAMETERS(filter->act, first, end, before, (int64_t)maximum, filter->account), maximum, rows);
}
