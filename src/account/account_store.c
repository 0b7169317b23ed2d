#include "account/account_store.h"

enum { MOST_SESSIONS = 200 };

RECORD(account_record, struct account, FIELD(struct account, id), FIELD(struct account, user_name), FIELD(struct account, mailbox),
       FIELD(struct account, name_latin), FIELD(struct account, name_native), FIELD(struct account, phone), FIELD(struct account, country),
       FIELD(struct account, language), FIELD(struct account, zone), FIELD(struct account, made));
RECORD(account_session_view_record, struct account_session_view, FIELD(struct account_session_view, id), FIELD(struct account_session_view, made),
       FIELD(struct account_session_view, used), FIELD(struct account_session_view, network), FIELD(struct account_session_view, agent),
       FIELD(struct account_session_view, this_one), FIELD(struct account_session_view, desk), FIELD(struct account_session_view, recent), FIELD(struct account_session_view, unused_since));
RECORD(account_session_row_record, struct account_session_row, FIELD(struct account_session_row, session), FIELD(struct account_session_row, used),
       FIELD(struct account_session_row, ends), FIELD(struct account_session_row, id), FIELD(struct account_session_row, user_name),
       FIELD(struct account_session_row, mailbox), FIELD(struct account_session_row, name_latin), FIELD(struct account_session_row, name_native),
       FIELD(struct account_session_row, phone), FIELD(struct account_session_row, country), FIELD(struct account_session_row, language),
       FIELD(struct account_session_row, zone), FIELD(struct account_session_row, made), FIELD(struct account_session_row, roles));

struct password_row {
    struct text hash;
};
RECORD(password_row_record, struct password_row, FIELD(struct password_row, hash));
struct mailbox_row {
    struct text address;
};
RECORD(mailbox_row_record, struct mailbox_row, FIELD(struct mailbox_row, address));
struct id_row {
    int64_t id;
};
RECORD(id_row_record, struct id_row, FIELD(struct id_row, id));
RECORD(forgotten_row_record, struct account_forgotten_row, FIELD(struct account_forgotten_row, mailbox), FIELD(struct account_forgotten_row, language),
       FIELD(struct account_forgotten_row, asked));

STATEMENT(make_account, &id_row_record,
          "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (user_name_key) DO NOTHING RETURNING id");
STATEMENT(read_account, &account_record,
          "SELECT id, user_name, mailbox, name_latin, name_native, phone, country, language, zone, made_at AS made FROM account"
          " WHERE id = $1 AND closed_at IS NULL");
STATEMENT(account_by_key, &account_record,
          "SELECT id, user_name, mailbox, name_latin, name_native, phone, country, language, zone, made_at AS made FROM account"
          " WHERE user_name_key = $1 AND closed_at IS NULL");
STATEMENT(change_account, NULL,
          "UPDATE account SET name_latin = $2, name_native = $3, phone = $4, country = $5, language = $6, zone = $7, mailbox = $8 WHERE id = $1");
STATEMENT(correct_names, NULL, "UPDATE account SET name_latin = $2, name_native = $3 WHERE id = $1");
/* Whatever merges connect, in either direction. */
STATEMENT(same_person, &id_row_record,
          "SELECT COUNT(*) AS id FROM (WITH RECURSIVE person (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT CASE WHEN g.into_id = p.id THEN g.from_id ELSE g.into_id END"
          " FROM person p JOIN account_merge g ON g.into_id = p.id OR g.from_id = p.id WHERE g.undone_at IS NULL) SELECT id FROM person) o WHERE o.id = $2");

STATEMENT(note_forgotten, &id_row_record, "INSERT INTO forgotten_password (mailbox, language, asked_at) VALUES ($1, $2, $3) RETURNING id");
STATEMENT(last_forgotten, &forgotten_row_record,
          "SELECT l.mailbox, l.language, l.asked_at AS asked FROM forgotten_password f JOIN forgotten_password l ON l.mailbox = f.mailbox WHERE f.id = $1 ORDER BY l.asked_at DESC, l.id DESC LIMIT 1");
STATEMENT(drop_forgotten, NULL, "DELETE FROM forgotten_password WHERE mailbox = $1");
STATEMENT(read_password, &password_row_record, "SELECT hash FROM password WHERE account_id = $1");
/* Associations are kept by a higher room. */
STATEMENT(proven_mailbox, &mailbox_row_record,
          "SELECT m.address FROM association t JOIN mailbox m ON m.id = t.mailbox_id WHERE t.account_id = $1"
          " ORDER BY CASE WHEN m.address = $2 THEN 0 ELSE 1 END, t.since_at, t.mailbox_id LIMIT 1");
STATEMENT(take, NULL, "UPDATE account SET made_at = made_at WHERE id = $1");
STATEMENT(second_factor, NULL,
          "SELECT CASE WHEN EXISTS (SELECT 1 FROM one_time_password o WHERE o.account_id = $1 AND o.confirmed_at IS NOT NULL)"
          " OR EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = $1) THEN 1 ELSE 0 END");
STATEMENT(write_password, NULL,
          "INSERT INTO password (account_id, hash, changed_at) VALUES ($1, $2, $3)"
          " ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at");

STATEMENT(begin_session, &id_row_record,
          "INSERT INTO session (token_hash, account_id, made_at, used_at, ends_at, network, agent, desk) VALUES ($1, $2, $3, $3, $4, $5, $6, $7) RETURNING id");
STATEMENT(find_session, &account_session_row_record,
          "SELECT s.id AS session, s.used_at AS used, s.ends_at AS ends, a.id, a.user_name, a.mailbox, a.name_latin, a.name_native, a.phone, a.country,"
          " a.language, a.zone, a.made_at AS made, 0 AS roles FROM session s JOIN account a ON a.id = s.account_id"
          " WHERE s.token_hash = $1 AND s.desk = 0 AND a.closed_at IS NULL");
STATEMENT(find_desk_session, &account_session_row_record,
          "SELECT s.id AS session, s.used_at AS used, s.ends_at AS ends, a.id, a.user_name, a.mailbox, a.name_latin, a.name_native, a.phone, a.country,"
          " a.language, a.zone, a.made_at AS made, f.roles FROM session s JOIN account a ON a.id = s.account_id JOIN staff f ON f.account_id = a.id"
          " WHERE s.token_hash = $1 AND s.desk = 1 AND a.closed_at IS NULL AND f.ended_at IS NULL");
STATEMENT(use_session, NULL, "UPDATE session SET used_at = $2 WHERE id = $1");
STATEMENT(list_sessions, &account_session_view_record,
          "SELECT id, made_at AS made, used_at AS used, network, agent, CASE WHEN id = $2 THEN 1 ELSE 0 END AS this_one, desk FROM session"
          " WHERE account_id = $1 AND used_at > $3 AND ends_at > $4 ORDER BY used_at DESC, id DESC LIMIT $5");
STATEMENT(end_session, NULL, "DELETE FROM session WHERE account_id = $1 AND id = $2");
STATEMENT(end_other_sessions, NULL, "DELETE FROM session WHERE account_id = $1 AND id <> $2");
STATEMENT(move_sessions, NULL, "UPDATE session SET made_at = made_at + $1, used_at = used_at + $1, ends_at = ends_at + $1");
STATEMENT(forget_sessions, NULL, "DELETE FROM session WHERE used_at <= $1 OR ends_at <= $2");

enum result account_store_make(struct context *context, const struct account *account, struct text user_name_key, int64_t *id)
{
    struct id_row row;
    enum result made = database_one(context, &make_account,
                                    PARAMETERS(account->user_name, user_name_key, account->mailbox, account->name_latin, account->name_native, account->phone,
                                               account->country, account->language, account->zone, context_now(context)),
                                    &row);
    if (made == RESULT_OK) *id = row.id;
    return made;
}

enum result account_store_read(struct context *context, int64_t id, struct account *account)
{
    return database_one(context, &read_account, PARAMETERS(id), account);
}

enum result account_store_by_key(struct context *context, struct text user_name_key, struct account *account)
{
    return database_one(context, &account_by_key, PARAMETERS(user_name_key), account);
}

enum result account_store_change(struct context *context, int64_t id, const struct account_profile *profile)
{
    return database_run(context, &change_account,
                        PARAMETERS(id, profile->name_latin, profile->name_native, profile->phone, profile->country, profile->language, profile->zone,
                                   profile->mailbox),
                        NULL);
}

enum result account_store_correct_names(struct context *context, int64_t id, struct text name_latin, struct text name_native)
{
    return database_run(context, &correct_names, PARAMETERS(id, name_latin, name_native), NULL);
}

enum result account_store_same_person(struct context *context, int64_t one, int64_t other, bool *same)
{
    int64_t is;
    TRY(database_integer(context, &same_person, PARAMETERS(one, other), &is));
    *same = is != 0;
    return RESULT_OK;
}

enum result account_store_proven_mailbox(struct context *context, int64_t id, struct text wanted, struct text *mailbox)
{
    struct mailbox_row row;
    enum result found = database_one(context, &proven_mailbox, PARAMETERS(id, wanted), &row);
    if (found == RESULT_OK) *mailbox = row.address;
    return found;
}

enum result account_store_note_forgotten(struct context *context, struct text mailbox, int64_t *wish)
{
    struct id_row row;
    TRY(database_one(context, &note_forgotten, PARAMETERS(mailbox, context->language, context_now(context)), &row));
    *wish = row.id;
    return RESULT_OK;
}

enum result account_store_take_forgotten(struct context *context, int64_t wish, struct account_forgotten_row *row)
{
    int64_t taken;
    enum result found = database_one(context, &last_forgotten, PARAMETERS(wish), row);
    if (found != RESULT_OK) return found;
    TRY(database_run(context, &drop_forgotten, PARAMETERS(row->mailbox), &taken));
    return taken ? RESULT_OK : RESULT_NONE; /* another node was quicker */
}

enum result account_store_read_password(struct context *context, int64_t id, struct text *hash)
{
    struct password_row row = {TEXT("")};
    enum result found = database_one(context, &read_password, PARAMETERS(id), &row);
    *hash = found == RESULT_OK ? row.hash : TEXT("");
    return found < 0 ? found : RESULT_OK;
}

enum result account_store_take(struct context *context, int64_t id)
{
    return database_run(context, &take, PARAMETERS(id), NULL);
}

enum result account_store_second_factor(struct context *context, int64_t id, bool *has)
{
    int64_t is;
    TRY(database_integer(context, &second_factor, PARAMETERS(id), &is));
    *has = is != 0;
    return RESULT_OK;
}

enum result account_store_write_password(struct context *context, int64_t id, struct text hash)
{
    return database_run(context, &write_password, PARAMETERS(id, hash, context_now(context)), NULL);
}

enum result account_store_begin_session(struct context *context, int64_t account, struct bytes token_hash, struct instant ends, struct text agent, bool desk,
                                      int64_t *session)
{
    struct id_row row;
    TRY(database_one(context, &begin_session, PARAMETERS(token_hash, account, context_now(context), ends, context->actor.network, agent, desk), &row));
    *session = row.id;
    return RESULT_OK;
}

enum result account_store_find_session(struct context *context, struct bytes token_hash, struct account_session_row *row)
{
    return database_one(context, &find_session, PARAMETERS(token_hash), row);
}

enum result account_store_find_desk_session(struct context *context, struct bytes token_hash, struct account_session_row *row)
{
    return database_one(context, &find_desk_session, PARAMETERS(token_hash), row);
}

enum result account_store_use_session(struct context *context, int64_t session)
{
    return database_run(context, &use_session, PARAMETERS(session, context_now(context)), NULL);
}

enum result account_store_sessions(struct context *context, int64_t account, struct instant idle_since, struct list *sessions)
{
    return database_all(context, &list_sessions, PARAMETERS(account, context->actor.session, idle_since, context_now(context), (int)MOST_SESSIONS),
                        MOST_SESSIONS, sessions);
}

enum result account_store_end_session(struct context *context, int64_t account, int64_t session)
{
    int64_t ended;
    TRY(database_run(context, &end_session, PARAMETERS(account, session), &ended));
    return ended ? RESULT_OK : RESULT_NONE;
}

enum result account_store_end_other_sessions(struct context *context, int64_t account, int64_t but)
{
    return database_run(context, &end_other_sessions, PARAMETERS(account, but), NULL);
}

enum result account_store_forget_sessions(struct context *context, struct instant idle_since)
{
    return database_run(context, &forget_sessions, PARAMETERS(idle_since, context_now(context)), NULL);
}

enum result account_store_move_sessions(struct context *context, int64_t microseconds)
{
    return database_run(context, &move_sessions, PARAMETERS(microseconds), NULL);
}
