#include "intake/intake_demographic_store.h"

#include "outside/hash.h"

RECORD(demographic_update_record, struct demographic_update, FIELD(struct demographic_update, id), FIELD(struct demographic_update, account_id), FIELD(struct demographic_update, provider),
       FIELD(struct demographic_update, candidate_id), FIELD(struct demographic_update, address), FIELD(struct demographic_update, user_name),
       FIELD(struct demographic_update, answer), FIELD(struct demographic_update, file), FIELD(struct demographic_update, asked), FIELD(struct demographic_update, changed),
       FIELD(struct demographic_update, state), FIELD(struct demographic_update, queued), FIELD(struct demographic_update, sent), FIELD(struct demographic_update, accepted),
       FIELD(struct demographic_update, error), FIELD(struct demographic_update, replaced),
       FIELD(struct demographic_update, withdrawn));
RECORD(demographic_row_record, struct demographic_row, FIELD(struct demographic_row, id), FIELD(struct demographic_row, candidate_id), FIELD(struct demographic_row, first_name),
       FIELD(struct demographic_row, last_name), FIELD(struct demographic_row, address), FIELD(struct demographic_row, country), FIELD(struct demographic_row, phone),
       FIELD(struct demographic_row, asked));
RECORD(demographic_sent_record, struct demographic_sent, FIELD(struct demographic_sent, id), FIELD(struct demographic_sent, file_id), FIELD(struct demographic_sent, state));
RECORD(demographic_sent_file_record, struct demographic_sent_file, FIELD(struct demographic_sent_file, id), FIELD(struct demographic_sent_file, updates),
       FIELD(struct demographic_sent_file, name), FIELD(struct demographic_sent_file, confirmed), FIELD(struct demographic_sent_file, open));

struct id_row {
    int64_t id;
};
RECORD(demographic_id_record, struct id_row, FIELD(struct id_row, id));

STATEMENT(replace_open, NULL, "UPDATE demographic_update SET state = 5, changed_at = $3 WHERE provider_id = $1 AND candidate_id = $2 AND state IN (1, 2)");
STATEMENT(queue, NULL,
          "INSERT INTO demographic_update (provider_id, candidate_id, account_id, mailbox_id, first_name, last_name, country, phone, state, asked_at, changed_at)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9)");

#define UPDATES                                                                                                                                                      \
    "SELECT u.id, u.account_id, p.name AS provider, u.candidate_id, m.address, a.user_name, u.answer, f.name AS file, u.asked_at AS asked, u.changed_at AS changed, u.state,"       \
    " CASE WHEN u.state = 1 THEN 1 ELSE 0 END AS queued, CASE WHEN u.state = 2 THEN 1 ELSE 0 END AS sent, CASE WHEN u.state = 3 THEN 1 ELSE 0 END AS accepted,"       \
    " CASE WHEN u.state = 4 THEN 1 ELSE 0 END AS error, CASE WHEN u.state = 5 THEN 1 - u.withdrawn ELSE 0 END AS replaced, u.withdrawn FROM demographic_update u"                                 \
    " JOIN provider p ON p.id = u.provider_id JOIN mailbox m ON m.id = u.mailbox_id JOIN account a ON a.id = u.account_id LEFT JOIN demographic_file f ON f.id = u.file_id "
STATEMENT(updates_of, &demographic_update_record, UPDATES "WHERE u.account_id = $1 ORDER BY u.id DESC LIMIT $2");
/* Those with an error first, then those that wait, then the others: of each the newest, along its own index. */
STATEMENT(updates_of_all, &demographic_update_record,
          UPDATES "WHERE u.id IN (SELECT id FROM (SELECT o.id FROM demographic_update o WHERE o.state = 4 ORDER BY o.id DESC LIMIT $1) failed"
                  " UNION SELECT id FROM (SELECT o.id FROM demographic_update o WHERE o.state IN (1, 2) ORDER BY o.id DESC LIMIT $1) open"
                  " UNION SELECT id FROM (SELECT o.id FROM demographic_update o ORDER BY o.id DESC LIMIT $1) newest)"
                  " ORDER BY CASE u.state WHEN 4 THEN 1 WHEN 1 THEN 2 WHEN 2 THEN 2 ELSE 3 END, u.id DESC LIMIT $1");
/* Of candidates, the last that the provider was told. */
STATEMENT(updates_told, &demographic_update_record,
          UPDATES "JOIN (SELECT DISTINCT r.provider_id, r.candidate_id FROM exam_record r WHERE r.mailbox_id = $2 OR r.id = $3) c ON c.provider_id = u.provider_id AND c.candidate_id = u.candidate_id"
                  " WHERE u.account_id = $1 AND u.state IN (2, 3) AND NOT EXISTS (SELECT 1 FROM demographic_update n WHERE n.provider_id = u.provider_id AND n.candidate_id = u.candidate_id"
                  " AND n.file_id IS NOT NULL AND n.state <> 4 AND n.id > u.id) ORDER BY u.id DESC LIMIT $4");

/* Whoever has the new address now holds a record of the candidate, and nothing of his is disputed there: also where two accounts were merged since. */
#define OF_CANDIDATE "r.provider_id = u.provider_id AND r.candidate_id = u.candidate_id"
#define DISPUTED(RECORD)                                                                                                                                            \
    "EXISTS (SELECT 1 FROM association t JOIN unbinding d ON d.account_id = t.account_id JOIN exam_record r ON " RECORD " WHERE t.mailbox_id = u.mailbox_id"          \
    " AND d.state IN ('running', 'paused', 'objected') AND " OF_CANDIDATE ")"
STATEMENT(not_theirs, &demographic_id_record,
          "SELECT u.id FROM demographic_update u WHERE u.provider_id = $1 AND u.state IN (1, 2) AND u.state = 1 AND (NOT EXISTS (SELECT 1 FROM association t JOIN held_record h ON h.account_id = t.account_id"
          " JOIN exam_record r ON r.id = h.record_id WHERE t.mailbox_id = u.mailbox_id AND " OF_CANDIDATE ") OR " DISPUTED("r.id = d.record_id") " OR " DISPUTED("r.mailbox_id = d.mailbox_id") ")"
          " ORDER BY u.id LIMIT $2");
STATEMENT(withdraw, NULL, "UPDATE demographic_update SET state = 5, withdrawn = 1, changed_at = $2 WHERE id = $1 AND state = 1");
STATEMENT(queued, &demographic_row_record,
          "SELECT u.id, u.candidate_id, u.first_name, u.last_name, m.address, u.country, u.phone, u.asked_at AS asked FROM demographic_update u JOIN mailbox m ON m.id = u.mailbox_id"
          " WHERE u.provider_id = $1 AND u.state IN (1, 2) AND u.state = 1 ORDER BY u.id LIMIT $2");
STATEMENT(add_file, NULL, "INSERT INTO demographic_file (provider_id, name, sha256, content, made_at) VALUES ($1, $2, $3, $4, $5) RETURNING id");
RECORD(demographic_file_record, struct demographic_file, FIELD(struct demographic_file, id), FIELD(struct demographic_file, updates), FIELD(struct demographic_file, provider),
       FIELD(struct demographic_file, name), FIELD(struct demographic_file, answer), FIELD(struct demographic_file, made), FIELD(struct demographic_file, confirmed));
STATEMENT(files_made, &demographic_file_record,
          "SELECT f.id, (SELECT COUNT(*) FROM demographic_update u WHERE u.file_id = f.id) AS updates, p.name AS provider, f.name, f.answer, f.made_at AS made,"
          " f.confirmed_at AS confirmed FROM demographic_file f JOIN provider p ON p.id = f.provider_id ORDER BY f.id DESC LIMIT $1");
struct file_row {
    struct text name;
    struct bytes content;
};
RECORD(demographic_whole_record, struct file_row, FIELD(struct file_row, name), FIELD(struct file_row, content));
STATEMENT(file_whole, &demographic_whole_record, "SELECT name, content FROM demographic_file WHERE id = $1");
RECORD(demographic_provider_record, struct demographic_provider, FIELD(struct demographic_provider, name), FIELD(struct demographic_provider, title),
       FIELD(struct demographic_provider, queued), FIELD(struct demographic_provider, unanswered), FIELD(struct demographic_provider, oldest_queued), FIELD(struct demographic_provider, oldest_unanswered));
/* state IN (1, 2): the words of the partial index, by which SQLite knows it. */
STATEMENT(providers_known, &demographic_provider_record,
          "SELECT p.name, p.name AS title, (SELECT COUNT(*) FROM demographic_update u WHERE u.provider_id = p.id AND u.state IN (1, 2) AND u.state = 1) AS queued,"
          " (SELECT COUNT(*) FROM demographic_update u WHERE u.provider_id = p.id AND u.state IN (1, 2) AND u.state = 2) AS unanswered,"
          " (SELECT MIN(u.asked_at) FROM demographic_update u WHERE u.provider_id = p.id AND u.state IN (1, 2) AND u.state = 1) AS oldest_queued,"
          " (SELECT MIN(u.changed_at) FROM demographic_update u WHERE u.provider_id = p.id AND u.state IN (1, 2) AND u.state = 2) AS oldest_unanswered FROM provider p ORDER BY p.name LIMIT $1");
STATEMENT(mark_sent, NULL, "UPDATE demographic_update SET state = 2, file_id = $4, changed_at = $5 WHERE provider_id = $1 AND state = 1 AND id BETWEEN $2 AND $3");

STATEMENT(sent, &demographic_sent_record,
          "SELECT id, file_id, state FROM demographic_update WHERE provider_id = $1 AND candidate_id = $2 AND file_id IS NOT NULL ORDER BY id DESC LIMIT $3");
STATEMENT(sent_files, &demographic_sent_file_record,
          "SELECT f.id, f.name, f.updates, f.confirmed, CASE WHEN f.confirmed = 0 OR f.waiting > 0 THEN 1 ELSE 0 END AS open FROM"
          " (SELECT d.id, d.name, CASE WHEN d.confirmed_at IS NULL THEN 0 ELSE 1 END AS confirmed, (SELECT COUNT(*) FROM demographic_update u WHERE u.file_id = d.id) AS updates,"
          " (SELECT COUNT(*) FROM demographic_update u WHERE u.file_id = d.id AND u.state = 2) AS waiting FROM demographic_file d WHERE d.provider_id = $1 ORDER BY d.id DESC LIMIT $2) f"
          " ORDER BY f.id");
STATEMENT(add_answer, NULL, "INSERT INTO demographic_answer (provider_id, sha256, name, read_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
STATEMENT(answer_one, NULL, "UPDATE demographic_update SET state = $2, answer = $3, changed_at = $4 WHERE id = $1");
STATEMENT(file_answered, NULL, "UPDATE demographic_file SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL");
STATEMENT(file_failed, NULL, "UPDATE demographic_file SET confirmed_at = $3, answer = $2 WHERE id = $1");
STATEMENT(all_failed, NULL, "UPDATE demographic_update SET state = 4, answer = $2, changed_at = $3 WHERE file_id = $1 AND state = 2");

enum result demographic_store_replace_open(struct context *context, int64_t provider, struct text candidate, struct instant now)
{
    return database_run(context, &replace_open, PARAMETERS(provider, candidate, now), NULL);
}

enum result demographic_store_queue(struct context *context, const struct demographic_wish *wish, struct instant now)
{
    return database_run(context, &queue,
                        PARAMETERS(wish->provider, wish->candidate_id, wish->account, wish->mailbox, wish->first_name, wish->last_name, wish->country, wish->phone, now), NULL);
}

enum result demographic_store_of(struct context *context, int64_t account, size_t maximum, struct list *updates)
{
    return database_all(context, &updates_of, PARAMETERS(account, (int64_t)maximum), maximum, updates);
}

enum result demographic_store_all(struct context *context, size_t maximum, struct list *updates)
{
    return database_all(context, &updates_of_all, PARAMETERS((int64_t)maximum), maximum, updates);
}

enum result demographic_store_told(struct context *context, int64_t account, int64_t mailbox, int64_t record, size_t maximum, struct list *updates)
{
    return database_all(context, &updates_told, PARAMETERS(account, mailbox, record, (int64_t)maximum), maximum, updates);
}

enum result demographic_store_not_theirs(struct context *context, int64_t provider, size_t maximum, struct list *ids)
{
    return database_all(context, &not_theirs, PARAMETERS(provider, (int64_t)maximum), maximum, ids);
}

enum result demographic_store_withdraw(struct context *context, int64_t update, struct instant now)
{
    return database_run(context, &withdraw, PARAMETERS(update, now), NULL);
}

enum result demographic_store_queued(struct context *context, int64_t provider, size_t maximum, struct list *rows)
{
    return database_all(context, &queued, PARAMETERS(provider, (int64_t)maximum), maximum, rows);
}

enum result demographic_store_add_file(struct context *context, int64_t provider, struct text name, struct text content, struct instant now, int64_t *file)
{
    struct bytes bytes = {(const unsigned char *)content.bytes, content.length};
    return database_integer(context, &add_file, PARAMETERS(provider, name, hash_sha256_hex(context->arena, bytes), bytes, now), file);
}

enum result demographic_store_files(struct context *context, size_t maximum, struct list *files)
{
    return database_all(context, &files_made, PARAMETERS((int64_t)maximum), maximum, files);
}

enum result demographic_store_file(struct context *context, int64_t file, struct text *name, struct bytes *content)
{
    struct file_row row;
    enum result found = database_one(context, &file_whole, PARAMETERS(file), &row);
    if (found != RESULT_OK) return found;
    *name = row.name;
    *content = row.content;
    return RESULT_OK;
}

enum result demographic_store_providers(struct context *context, size_t maximum, struct list *providers)
{
    return database_all(context, &providers_known, PARAMETERS((int64_t)maximum), maximum, providers);
}

enum result demographic_store_mark_sent(struct context *context, int64_t provider, int64_t first, int64_t last, int64_t file, struct instant now, int64_t *changed)
{
    return database_run(context, &mark_sent, PARAMETERS(provider, first, last, file, now), changed);
}

enum result demographic_store_sent(struct context *context, int64_t provider, struct text candidate, size_t maximum, struct list *updates)
{
    return database_all(context, &sent, PARAMETERS(provider, candidate, (int64_t)maximum), maximum, updates);
}

enum result demographic_store_sent_files(struct context *context, int64_t provider, size_t maximum, struct list *files)
{
    return database_all(context, &sent_files, PARAMETERS(provider, (int64_t)maximum), maximum, files);
}

enum result demographic_store_add_answer(struct context *context, int64_t provider, struct text name, struct text sha256, struct instant now, bool *first)
{
    int64_t added;
    TRY(database_run(context, &add_answer, PARAMETERS(provider, sha256, name, now), &added));
    *first = added == 1;
    return RESULT_OK;
}

enum result demographic_store_answer(struct context *context, int64_t update, enum demographic_state state, struct text answer, struct instant now)
{
    return database_run(context, &answer_one, PARAMETERS(update, (int64_t)state, answer, now), NULL);
}

enum result demographic_store_file_answered(struct context *context, int64_t file, struct instant now)
{
    return database_run(context, &file_answered, PARAMETERS(file, now), NULL);
}

enum result demographic_store_file_failed(struct context *context, int64_t file, struct text answer, struct instant now, int64_t *changed)
{
    TRY(database_run(context, &file_failed, PARAMETERS(file, answer, now), NULL));
    return database_run(context, &all_failed, PARAMETERS(file, answer, now), changed);
}
