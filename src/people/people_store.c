#include "people/people_store.h"

#include "association/association.h"

RECORD(person_hit_way_record, struct person_hit_way, FIELD(struct person_hit_way, by), FIELD(struct person_hit_way, value));
RECORD(person_hit_record, struct person_hit, FIELD(struct person_hit, account_id), FIELD(struct person_hit, user_name), FIELD(struct person_hit, name_latin),
       FIELD(struct person_hit, name_native), FIELD_OF(struct person_hit, ways, person_hit_way_record), FIELD(struct person_hit, value),
       FIELD(struct person_hit, record_id), FIELD(struct person_hit, row_id), FIELD(struct person_hit, row_after), FIELD(struct person_hit, first_name), FIELD(struct person_hit, last_name),
       FIELD(struct person_hit, native_first_name), FIELD(struct person_hit, native_last_name));
struct person_key {
    struct text candidate_id, mailbox;
    int64_t mailbox_id;
};
RECORD(person_key_record, struct person_key, FIELD(struct person_key, candidate_id), FIELD(struct person_key, mailbox), FIELD(struct person_key, mailbox_id));
RECORD(person_tie_record, struct person_tie, FIELD(struct person_tie, at), FIELD(struct person_tie, came), FIELD(struct person_tie, again), FIELD(struct person_tie, barred), FIELD(struct person_tie, lifted), FIELD(struct person_tie, mailbox),
       FIELD(struct person_tie, registration_id), FIELD(struct person_tie, account_id), FIELD(struct person_tie, user_name), FIELD(struct person_tie, means), FIELD(struct person_tie, means_words));
RECORD(person_record_record, struct person_record, FIELD(struct person_record, id), FIELD(struct person_record, provider), FIELD(struct person_record, registration_id), FIELD(struct person_record, candidate_id),
       FIELD(struct person_record, exam_code), FIELD(struct person_record, mailbox), FIELD(struct person_record, name), FIELD(struct person_record, score),
       FIELD(struct person_record, file), FIELD(struct person_record, exam_day), FIELD(struct person_record, grade), FIELD(struct person_record, state),
       FIELD(struct person_record, passed), FIELD(struct person_record, no_show), FIELD(struct person_record, provisional), FIELD(struct person_record, on_hold), FIELD(struct person_record, final),
       FIELD(struct person_record, revoked), FIELD(struct person_record, line), FIELD(struct person_record, file_id), FIELD(struct person_record, first_name), FIELD(struct person_record, last_name),
       FIELD(struct person_record, native_first_name), FIELD(struct person_record, native_last_name), FIELD(struct person_record, account_id), FIELD(struct person_record, user_name));
RECORD(person_letter_record, struct person_letter, FIELD(struct person_letter, letter), FIELD(struct person_letter, recipient), FIELD(struct person_letter, subject), FIELD(struct person_letter, answer),
       FIELD(struct person_letter, written), FIELD(struct person_letter, waiting), FIELD(struct person_letter, sent), FIELD(struct person_letter, bounced),
       FIELD(struct person_letter, held), FIELD(struct person_letter, given_up));
RECORD(person_act_record, struct person_act, FIELD(struct person_act, id), FIELD(struct person_act, at), FIELD(struct person_act, who), FIELD(struct person_act, by_operator),
       FIELD(struct person_act, by_system), FIELD(struct person_act, by_staff), FIELD(struct person_act, act), FIELD(struct person_act, words), FIELD(struct person_act, subject), FIELD(struct person_act, detail), FIELD_OF(struct person_act, details, person_detail_record),
       FIELD(struct person_act, subject_id), FIELD(struct person_act, subject_name), FIELD(struct person_act, subject_words), FIELD(struct person_act, subject_of), FIELD(struct person_act, page));

/* As LIKE wants it: small, and what LIKE would read into it escaped. */
struct text people_store_pattern(struct context *context, struct text text)
{
    struct text small = text_lower(context->arena, text);
    char *out = arena_raw(context->arena, 2 * small.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < small.length; i++) {
        if (small.bytes[i] == '%' || small.bytes[i] == '_' || small.bytes[i] == '\\') out[length++] = '\\';
        out[length++] = small.bytes[i];
    }
    out[length] = '\0';
    return (struct text){out, length};
}

/* $1 is what is looked for, $2 how many. */
#define WHO "SELECT a.id AS account_id, a.user_name, a.name_latin, a.name_native, "
STATEMENT(by_account, &person_hit_record, WHO "CAST(a.id AS TEXT) AS value FROM account a WHERE a.id = $1");
STATEMENT(by_user_name, &person_hit_record, WHO "a.user_name AS value FROM account a WHERE a.user_name_key = $1 LIMIT $2");
#define NAMES "r.first_name, r.last_name, r.native_first_name, r.native_last_name"
#define HOLDERS " LEFT JOIN held_record h ON h.record_id = r.id LEFT JOIN account a ON a.id = h.account_id "
/* Whoever it is tied to, and whoever has records of it otherwise, as by a score report; one that is nobody's is found, too. */
STATEMENT(by_mailbox, &person_hit_record,
          WHO "one.address AS value, r.id AS record_id, " NAMES " FROM (SELECT p.address, p.account_id, MAX(p.record_id) AS record_id FROM (SELECT m.address, t.account_id, 0 AS record_id FROM mailbox m"
              " LEFT JOIN association t ON t.mailbox_id = m.id WHERE m.address = $1 AND (t.account_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM exam_record x WHERE x.mailbox_id = m.id))"
              " UNION ALL SELECT m.address, h.account_id, o.id FROM mailbox m JOIN exam_record o ON o.mailbox_id = m.id LEFT JOIN held_record h ON h.record_id = o.id WHERE m.address = $1) p"
              " GROUP BY p.address, p.account_id) one LEFT JOIN exam_record r ON r.id = one.record_id LEFT JOIN account a ON a.id = one.account_id"
              " ORDER BY CASE WHEN a.id IS NULL THEN 1 ELSE 0 END, a.id LIMIT $2");
STATEMENT(by_letters, &person_hit_record, WHO "a.mailbox AS value FROM account a WHERE a.mailbox = $1 ORDER BY a.id LIMIT $2");
/* $1 as it was typed, $3 without blanks in capitals, $4 its letters and $5 its digits without the zeros before them (empty: it is not of that form). Providers pad with zeros, and write their letters before it or leave them out;
 * whoever types none means any: those that there are, a step along the index each, the first fifty. */
#define DIGITS "'0123456789'"
STATEMENT(by_candidate, &person_hit_record,
          "WITH RECURSIVE stem AS (SELECT MIN(candidate_id) AS first, 1 AS step FROM exam_record WHERE candidate_id >= 'A' AND CAST($4 AS TEXT) = '' AND CAST($5 AS TEXT) <> ''"
          " UNION ALL SELECT (SELECT MIN(x.candidate_id) FROM exam_record x WHERE x.candidate_id > RTRIM(s.first, " DIGITS ") || ':'), s.step + 1 FROM stem s WHERE s.first IS NOT NULL AND s.step < 50),"
          " padded AS (SELECT CAST($5 AS TEXT) AS digits UNION ALL SELECT '0' || digits FROM padded WHERE LENGTH(digits) < 16),"
          " form AS (SELECT CAST($1 AS TEXT) AS id UNION SELECT CAST($3 AS TEXT) UNION SELECT l.letters || d.digits FROM padded d JOIN (SELECT '' AS letters UNION SELECT CAST($4 AS TEXT)"
          " UNION SELECT RTRIM(first, " DIGITS ") FROM stem WHERE first IS NOT NULL) l ON CAST($5 AS TEXT) <> '') "
          WHO "r.candidate_id AS value, r.id AS record_id, " NAMES " FROM (SELECT MAX(own.id) AS id, held.account_id FROM exam_record own LEFT JOIN held_record held ON held.record_id = own.id"
              " WHERE own.candidate_id <> '' AND own.candidate_id IN (SELECT id FROM form) GROUP BY own.candidate_id, held.account_id) one JOIN exam_record r ON r.id = one.id LEFT JOIN account a ON a.id = one.account_id ORDER BY a.id LIMIT $2");
/* CROSS JOIN, here and below: SQLite begins with what stands first, and does not walk along a table that grows for the order. */
STATEMENT(by_registration, &person_hit_record,
          WHO "r.registration_id AS value, r.id AS record_id, " NAMES " FROM provider p CROSS JOIN exam_record r" HOLDERS "WHERE r.provider_id = p.id AND r.registration_id IN ($1, UPPER($1)) ORDER BY r.id LIMIT $2");
/* A walk over the rows that wait, not over all that came. */
STATEMENT(by_waiting, &person_hit_record,
          "SELECT w.id AS row_id, w.id - 1 AS row_after, w.raw AS value FROM intake_row w WHERE w.verdict = 4 AND w.settled_at IS NULL AND LOWER(w.raw) LIKE '%' || $1 || '%' ESCAPE '\\' ORDER BY w.id LIMIT $2");
STATEMENT(by_certificate, &person_hit_record, WHO "c.number AS value FROM certificate c JOIN account a ON a.id = c.account_id WHERE c.number = $1 LIMIT $2");
STATEMENT(by_case, &person_hit_record, WHO "f.number AS value FROM case_file f LEFT JOIN account a ON a.id = f.account_id WHERE f.number = $1 LIMIT $2");
STATEMENT(by_package, &person_hit_record, WHO "p.number AS value FROM package p JOIN account a ON a.id = p.account_id WHERE p.number = $1 LIMIT $2");
STATEMENT(by_express, &person_hit_record,
          WHO "d.express_number AS value FROM package_dispatch d JOIN package p ON p.id = d.package_id JOIN account a ON a.id = p.account_id WHERE d.express_number = $1 ORDER BY a.id LIMIT $2");
/* By the last six digits, along an index; whoever asks compares the whole. In a profile it stands as its owner typed it (account_rules_phone), in an address without what divides it. */
#define TYPED "REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(a.phone, ' ', ''), '-', ''), '.', ''), '(', ''), ')', '')"
#define PHONE(TABLE, NUMBER) TABLE ".phone <> '' AND SUBSTR(" NUMBER ", LENGTH(" NUMBER ") - 5) = SUBSTR(CAST($1 AS TEXT), LENGTH(CAST($1 AS TEXT)) - 5)"
STATEMENT(by_phone, &person_hit_record,
          WHO "a.phone AS value FROM account a WHERE " PHONE("a", TYPED) " UNION SELECT a.id, a.user_name, a.name_latin, a.name_native, d.phone FROM address d JOIN account a ON a.id = d.account_id"
              " WHERE " PHONE("d", "d.phone") " ORDER BY 1 LIMIT $2");
/* $1 without blanks in capitals, as the index has it. */
STATEMENT(by_validation, &person_hit_record,
          WHO "r.validation_id AS value, r.id AS record_id, " NAMES " FROM exam_record r" HOLDERS "WHERE r.validation_id <> '' AND UPPER(REPLACE(r.validation_id, ' ', '')) = $1 ORDER BY r.id LIMIT $2");
/* Walks over the accounts and the records: names are looked for by people, now and then. */
/* $1: a part of a name, with _ for what may bear an accent. */
STATEMENT(by_name, &person_hit_record,
          WHO "a.name_latin AS value FROM account a WHERE LOWER(a.name_latin || ' ' || a.name_native) LIKE '%' || $1 || '%' ESCAPE '\\' ORDER BY a.user_name");
STATEMENT(by_name_in_record, &person_hit_record,
          WHO "r.candidate_id AS value, r.id AS record_id, " NAMES " FROM exam_record r" HOLDERS
              "WHERE LOWER(r.last_name || ' ' || r.first_name || ' ' || r.native_last_name || r.native_first_name) LIKE '%' || $1 || '%' ESCAPE '\\' ORDER BY r.id DESC");
static const struct statement *const ways[PEOPLE_WAYS] = {
    [PEOPLE_BY_USER_NAME] = &by_user_name, [PEOPLE_BY_MAILBOX] = &by_mailbox, [PEOPLE_BY_LETTERS] = &by_letters,
    [PEOPLE_BY_REGISTRATION] = &by_registration, [PEOPLE_BY_WAITING] = &by_waiting, [PEOPLE_BY_CERTIFICATE] = &by_certificate, [PEOPLE_BY_CASE] = &by_case,
    [PEOPLE_BY_PACKAGE] = &by_package, [PEOPLE_BY_EXPRESS] = &by_express, [PEOPLE_BY_PHONE] = &by_phone, [PEOPLE_BY_VALIDATION] = &by_validation};

/* A record that is let go is barred where that is by force; where the step before it was a bar, that ends. */
#define SAME_BEFORE "k.account_id = j.account_id AND k.id < j.id AND (k.mailbox_id = j.mailbox_id OR k.record_id = j.record_id)"
#define TIE                                                                                                                                                                             \
    "SELECT j.at, CASE WHEN j.act = 'associate' THEN 1 ELSE 0 END AS came, CASE WHEN j.act = 'associate' AND EXISTS (SELECT 1 FROM association_journal k WHERE " SAME_BEFORE            \
    " AND k.act = 'associate') THEN 1 ELSE 0 END AS again, CASE WHEN j.record_id IS NOT NULL AND j.means = 'forced' THEN 1 ELSE 0 END AS barred,"                                         \
    " CASE WHEN j.record_id IS NOT NULL AND j.act = 'disassociate' AND j.means <> 'forced' AND EXISTS (SELECT 1 FROM association_journal b WHERE b.means = 'forced'"                      \
    " AND b.id = (SELECT MAX(k.id) FROM association_journal k WHERE " SAME_BEFORE ")) THEN 1 ELSE 0 END AS lifted, m.address AS mailbox, r.registration_id, j.means, j.account_id, a.user_name FROM association_journal j"      \
    " LEFT JOIN exam_record r ON r.id = j.record_id LEFT JOIN mailbox m ON m.id = COALESCE(j.mailbox_id, r.mailbox_id) LEFT JOIN account a ON a.id = j.account_id WHERE "
STATEMENT(ties_of, &person_tie_record, TIE "j.account_id = $1 ORDER BY j.id DESC LIMIT $2");
#define RECORD_ROW                                                                                                                                                                      \
    "SELECT r.id, p.name AS provider, r.registration_id, r.candidate_id, e.code AS exam_code, m.address AS mailbox, " NAMES ", r.score, f.name AS file, r.exam_day,"                          \
    " r.grade, r.state, CASE WHEN r.grade = 1 THEN 1 ELSE 0 END AS passed, CASE WHEN r.grade = 3 THEN 1 ELSE 0 END AS no_show, CASE WHEN r.state = 1 THEN 1 ELSE 0 END AS provisional, CASE WHEN r.state = 2 THEN 1 ELSE 0 END AS on_hold," \
    " CASE WHEN r.state = 3 THEN 1 ELSE 0 END AS final, CASE WHEN r.state = 4 THEN 1 ELSE 0 END AS revoked, r.line, r.file_id, COALESCE(h.account_id, 0) AS account_id, a.user_name FROM "
#define RECORD_PARTS " JOIN provider p ON p.id = r.provider_id JOIN exam e ON e.id = r.exam_id LEFT JOIN mailbox m ON m.id = r.mailbox_id LEFT JOIN intake_file f ON f.id = r.file_id "
STATEMENT(records_of_person, &person_record_record,
          RECORD_ROW "held_record h JOIN exam_record r ON r.id = h.record_id JOIN account a ON a.id = h.account_id" RECORD_PARTS
                     "WHERE h.account_id = $1 ORDER BY r.exam_day DESC, r.id DESC LIMIT $2");
STATEMENT(key_of_record, &person_key_record,
          "SELECT r.candidate_id, m.address AS mailbox, COALESCE(r.mailbox_id, 0) AS mailbox_id FROM exam_record r LEFT JOIN mailbox m ON m.id = r.mailbox_id WHERE r.id = $1");
/* $1 the candidate ID or empty, $2 the mailbox or 0: each a walk along an index. */
#define OF_KEY "(SELECT own.id FROM exam_record own WHERE own.candidate_id = $1 AND own.candidate_id <> '' UNION SELECT own.id FROM exam_record own WHERE own.mailbox_id = $2)"
STATEMENT(records_of_key, &person_record_record, RECORD_ROW "exam_record r" HOLDERS RECORD_PARTS "WHERE r.id IN " OF_KEY " ORDER BY r.exam_day DESC, r.id DESC LIMIT $3");
STATEMENT(ties_of_key, &person_tie_record,
          TIE "j.id IN (SELECT b.id FROM exam_record o JOIN association_journal b ON b.mailbox_id = o.mailbox_id WHERE o.id IN " OF_KEY
              " UNION SELECT b.id FROM association_journal b WHERE b.record_id IN " OF_KEY ") ORDER BY j.id DESC LIMIT $3");
/* $1 and $2 as above. */
STATEMENT(claimants, &person_record_record,
          "SELECT r.id, r.candidate_id, m.address AS mailbox, " NAMES ", COALESCE(h.account_id, 0) AS account_id, a.user_name FROM (SELECT MAX(k.id) AS id FROM exam_record k LEFT JOIN held_record o ON o.record_id = k.id"
          " WHERE k.id IN " OF_KEY " GROUP BY k.candidate_id, k.mailbox_id, o.account_id) one JOIN exam_record r ON r.id = one.id" HOLDERS "LEFT JOIN mailbox m ON m.id = r.mailbox_id ORDER BY r.id DESC LIMIT $3");
STATEMENT(mailbox_id, NULL, "SELECT id FROM mailbox WHERE address = $1");
STATEMENT(letters_of_person, &person_letter_record,
          "SELECT l.id AS letter, l.recipient, l.subject, d.answer, l.written_at AS written, CASE WHEN d.state = 1 THEN 1 ELSE 0 END AS waiting, CASE WHEN d.state = 2 THEN 1 ELSE 0 END AS sent,"
          " CASE WHEN d.state = 3 THEN 1 ELSE 0 END AS bounced, CASE WHEN d.state = 4 THEN 1 ELSE 0 END AS held, CASE WHEN d.state = 5 THEN 1 ELSE 0 END AS given_up FROM letter l"
          " JOIN letter_delivery d ON d.letter_id = l.id WHERE l.account_id = $1 ORDER BY l.id DESC LIMIT $2");
/* $1 the act's beginning, $2 and $3 the time, $4 the id before which, $5 how many. */
/* What the act is about, by the name that it has among people, and what is opened to see it: of what has no page of its own, that in which it stands. */
#define NAMED(SUBJECT, COLUMN, FROM) " WHEN '" SUBJECT "' THEN (SELECT " COLUMN " FROM " FROM ".id = j.subject_id)"
#define SUBJECT_NAME                                                                                                                                                                                      \
    "CASE j.subject" NAMED("account", "s.user_name", "account s WHERE s") NAMED("certificate", "s.number", "certificate s WHERE s") NAMED("case_file", "s.number", "case_file s WHERE s")                 \
        NAMED("case_evidence", "f.number", "case_evidence s JOIN case_file f ON f.id = s.case_id WHERE s") NAMED("unbinding", "f.number", "unbinding s JOIN case_file f ON f.id = s.case_id WHERE s")      \
            NAMED("package", "s.number", "package s WHERE s") NAMED("package_print", "s.number", "package s WHERE s") NAMED("exam_record", "s.registration_id", "exam_record s WHERE s")                  \
                NAMED("mailbox", "s.address", "mailbox s WHERE s") NAMED("intake_file", "s.name", "intake_file s WHERE s") NAMED("intake_row", "f.name", "intake_row s JOIN intake_file f ON f.id = s.file_id WHERE s") \
                    NAMED("letter", "s.subject", "letter s WHERE s") NAMED("association_request", "a.user_name", "association_request s JOIN account a ON a.id = s.account_id WHERE s")                 \
                        NAMED("demographic_file", "s.name", "demographic_file s WHERE s") " END AS subject_name,"                                                                                         \
    " CASE j.subject" NAMED("intake_row", "s.file_id", "intake_row s WHERE s") NAMED("association_request", "s.account_id", "association_request s WHERE s") " ELSE j.subject_id END AS subject_of"
#define ACT_ROW                                                                                                                                                                                           \
    "SELECT j.id, j.at, a.user_name AS who, CASE WHEN j.actor_kind = 3 THEN 1 ELSE 0 END AS by_operator, CASE WHEN j.actor_kind = 4 THEN 1 ELSE 0 END AS by_system,"                                      \
    " CASE WHEN j.actor_kind = 2 THEN 1 ELSE 0 END AS by_staff, j.act, j.subject, j.detail, j.subject_id, " SUBJECT_NAME " FROM "
#define ACT_PARTS " LEFT JOIN account a ON a.id = j.actor_account WHERE j.act LIKE $1 || '%' ESCAPE '\\' AND j.at >= $2 AND j.at < $3 AND j.id < $4"
#define ACT ACT_ROW "audit_journal j" ACT_PARTS
STATEMENT(acts, &person_act_record, ACT " ORDER BY j.id DESC LIMIT $5");
/* Of some days, along the index of times: $6 is the time of the act $4, behind which it goes on. */
STATEMENT(acts_by_day, &person_act_record,
          ACT_ROW "audit_journal j LEFT JOIN account a ON a.id = j.actor_account WHERE j.act LIKE $1 || '%' ESCAPE '\\' AND j.at >= $2 AND j.at < $3 AND (j.at < $6 OR j.id < $4) ORDER BY j.at DESC, j.id DESC LIMIT $5");
STATEMENT(time_of_act, NULL, "SELECT at FROM audit_journal WHERE id = $1");
/* $6 the account: what it did, and what was done about it, each a walk along an index. */
STATEMENT(acts_of, &person_act_record,
          "SELECT * FROM (" ACT " AND j.actor_account = $6 ORDER BY j.id DESC LIMIT $5) mine UNION SELECT * FROM (" ACT " AND j.subject = 'account' AND j.subject_id = $6"
          " ORDER BY j.id DESC LIMIT $5) about ORDER BY 1 DESC LIMIT $5");
/* $6 the account or 0, $7 the number, $8 the same in capitals: from what bears it to what was done about that, by the index of subjects. Of a certificate that is what has led to it and what has come of it: the records that it
 * rests on, with the files and rows that brought them and how accounts came by them and lost them; the evaluations that made and changed it, which are about many accounts at once and are found by their time; corrections of its
 * holder's name; its packages. */
#define TIED(KIND, ID) "SELECT x.id FROM tied t CROSS JOIN audit_journal x WHERE x.subject = 'account' AND x.subject_id = t.account_id AND x.act LIKE 'association.%' AND x.detail LIKE '{\"" KIND "\":' || CAST(t." ID " AS TEXT) || ',%'"
STATEMENT(acts_about, &person_act_record,
          "WITH mine AS (SELECT c.id, c.account_id, c.made_at FROM certificate c WHERE c.number = $8),"
          " based AS (SELECT r.id, r.mailbox_id, r.file_id, r.line FROM mine JOIN certificate_basis b ON b.certificate_id = mine.id JOIN exam_record r ON r.id = b.record_id),"
          " tied AS (SELECT k.account_id, k.mailbox_id, k.record_id FROM based JOIN association_journal k ON k.mailbox_id = based.mailbox_id UNION"
          "  SELECT k.account_id, k.mailbox_id, k.record_id FROM based JOIN association_journal k ON k.record_id = based.id),"
          " sent AS (SELECT p.id, p.case_id, p.asked_case_id FROM mine JOIN package p ON p.certificate_id = mine.id),"
          " let_go AS (SELECT u.id, u.case_id FROM (SELECT DISTINCT account_id FROM tied) w JOIN unbinding u ON u.account_id = w.account_id"
          "  WHERE u.mailbox_id IN (SELECT mailbox_id FROM based) OR u.record_id IN (SELECT id FROM based)),"
          " turns AS (SELECT made_at AS at, account_id FROM mine UNION SELECT c.at, mine.account_id FROM mine JOIN certificate_journal c ON c.certificate_id = mine.id"
          "  WHERE c.state_before <> c.state_after OR COALESCE(c.expiry_before, 0) <> COALESCE(c.expiry_after, 0)),"
          " n AS (SELECT 'certificate' AS subject, id FROM mine UNION SELECT 'exam_record', id FROM based UNION SELECT 'intake_file', file_id FROM based"
          "  UNION SELECT 'intake_row', i.id FROM based JOIN intake_row i ON i.file_id = based.file_id AND i.line = based.line"
          "  UNION SELECT 'package', id FROM sent UNION SELECT 'case_file', case_id FROM sent UNION SELECT 'case_file', asked_case_id FROM sent"
          "  UNION SELECT 'unbinding', id FROM let_go UNION SELECT 'case_file', case_id FROM let_go"
          "  UNION SELECT 'case_file', f.id FROM mine JOIN case_file f ON f.account_id = mine.account_id AND (f.kind = 'name' OR (f.kind = 'certificate' AND f.wish LIKE '%\"' || $8 || '\"%'))"
          "  UNION SELECT 'account_merge', m.id FROM mine JOIN account_merge m ON m.into_id = mine.account_id UNION SELECT 'account_merge', m.id FROM mine JOIN account_merge m ON m.from_id = mine.account_id"
          "  UNION SELECT 'case_file', f.id FROM case_file f WHERE f.number = $8 UNION SELECT 'package', p.id FROM package p WHERE p.number = $8"
          "  UNION SELECT 'package', d.package_id FROM package_dispatch d WHERE d.express_number = $8"
          "  UNION SELECT 'exam_record', r.id FROM provider o CROSS JOIN exam_record r WHERE r.provider_id = o.id AND r.registration_id IN ($7, $8)),"
          " found AS (SELECT x.id FROM n JOIN audit_journal x ON x.subject = n.subject AND x.subject_id = n.id UNION " TIED("mailbox", "mailbox_id") " UNION " TIED("record", "record_id")
          "  UNION SELECT (SELECT e.id FROM audit_journal e WHERE e.act = 'award.evaluate' AND e.at >= t.at AND e.at < t.at + 60000000 AND ((COALESCE(e.subject, '') = 'account' AND e.subject_id <= t.account_id)"
          "   OR (COALESCE(e.subject, '') = 'exam_record' AND e.subject_id <= (SELECT MAX(id) FROM based))) ORDER BY e.at, e.id LIMIT 1) FROM turns t) "
          ACT_ROW "found JOIN audit_journal j ON j.id = found.id" ACT_PARTS
              " AND (CAST($6 AS BIGINT) = 0 OR j.actor_account = $6 OR (j.subject = 'account' AND j.subject_id = $6)) ORDER BY j.id DESC LIMIT $5");
_Static_assert(ACTOR_STAFF == 2 && ACTOR_OPERATOR == 3 && ACTOR_SYSTEM == 4, "the statement above writes them as numbers");

struct named_row {
    struct text name;
};
RECORD(named_row_record, struct named_row, FIELD(struct named_row, name));
STATEMENT(name_of_account, &named_row_record, "SELECT user_name AS name FROM account WHERE id = $1");
STATEMENT(name_of_mailbox, &named_row_record, "SELECT address AS name FROM mailbox WHERE id = $1");
STATEMENT(name_of_record, &named_row_record, "SELECT registration_id AS name FROM exam_record WHERE id = $1");
STATEMENT(name_of_certification, &named_row_record, "SELECT code AS name FROM certification WHERE id = $1");
STATEMENT(name_of_case, &named_row_record, "SELECT number AS name FROM case_file WHERE id = $1");

enum result people_store_named(struct context *context, enum people_named named, int64_t id, struct text *name)
{
    static const struct statement *const names[] = {[PEOPLE_ACCOUNT] = &name_of_account, [PEOPLE_MAILBOX] = &name_of_mailbox, [PEOPLE_RECORD] = &name_of_record,
                                                    [PEOPLE_CERTIFICATION] = &name_of_certification, [PEOPLE_CASE] = &name_of_case};
    struct named_row row;
    enum result found = database_one(context, names[named], PARAMETERS(id), &row);
    if (found == RESULT_OK) *name = row.name;
    return found;
}

struct text people_store_number(struct context *context, struct text text)
{
    char *out = arena_raw(context->arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] != ' ') out[length++] = (char)(text.bytes[i] >= 'a' && text.bytes[i] <= 'z' ? text.bytes[i] - 'a' + 'A' : text.bytes[i]);
    out[length] = '\0';
    return (struct text){out, length};
}

enum result people_store_find(struct context *context, enum people_way way, struct text text, size_t maximum, struct list *hits)
{
    return database_all(context, ways[way], PARAMETERS(text, (int64_t)maximum), maximum, hits);
}

enum result people_store_account(struct context *context, int64_t account, struct person_hit *hit)
{
    return database_one(context, &by_account, PARAMETERS(account), hit);
}

enum result people_store_candidates(struct context *context, struct text typed, struct text number, struct text letters, struct text digits, size_t maximum, struct list *hits)
{
    return database_all(context, &by_candidate, PARAMETERS(typed, (int64_t)maximum, number, letters, digits), maximum, hits);
}

enum result people_store_names(struct context *context, bool in_records, struct text part, database_each_function *each, void *data)
{
    return database_each(context, in_records ? &by_name_in_record : &by_name, PARAMETERS(part), each, data);
}

enum result people_store_key(struct context *context, int64_t record, size_t maximum, struct person_unheld *person)
{
    struct person_key key;
    enum result found = database_one(context, &key_of_record, PARAMETERS(record), &key);
    if (found != RESULT_OK) return found;
    person->candidate_id = key.candidate_id;
    person->mailbox = key.mailbox;
    TRY(database_all(context, &records_of_key, PARAMETERS(key.candidate_id, key.mailbox_id, (int64_t)maximum), maximum, &person->records));
    return database_all(context, &ties_of_key, PARAMETERS(key.candidate_id, key.mailbox_id, (int64_t)maximum), maximum, &person->ties);
}

enum result people_store_claimants(struct context *context, struct text candidate_id, struct text mailbox, size_t maximum, struct list *rows)
{
    int64_t id = 0;
    if (!text_empty(mailbox)) {
        enum result found = database_integer(context, &mailbox_id, PARAMETERS(mailbox), &id);
        if (found < 0) return found;
        if (found == RESULT_NONE) id = 0;
    }
    return database_all(context, &claimants, PARAMETERS(candidate_id, id, (int64_t)maximum), maximum, rows);
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

enum result people_store_acts(struct context *context, const struct journal_filter *filter, struct instant from, struct instant to, size_t maximum, struct list *rows)
{
    int64_t before = filter->before ? filter->before : INT64_MAX;
    int64_t first = instant_is(from) ? from.microseconds : INT64_MIN + 1, end = instant_is(to) ? to.microseconds : INT64_MAX;
    if (!text_empty(filter->number))
        return database_all(context, &acts_about, PARAMETERS(filter->act, first, end, before, (int64_t)maximum, filter->account, filter->number, people_store_number(context, filter->number)), maximum, rows);
    if (!filter->account && (instant_is(from) || instant_is(to))) {
        int64_t seen = INT64_MAX;
        if (filter->before) TRY(database_integer(context, &time_of_act, PARAMETERS(filter->before), &seen));
        return database_all(context, &acts_by_day, PARAMETERS(filter->act, first, seen < end ? seen + 1 : end, before, (int64_t)maximum, seen), maximum, rows);
    }
    if (!filter->account) return database_all(context, &acts, PARAMETERS(filter->act, first, end, before, (int64_t)maximum), maximum, rows);
    return database_all(context, &acts_of, PARAMETERS(filter->act, first, end, before, (int64_t)maximum, filter->account), maximum, rows);
}
