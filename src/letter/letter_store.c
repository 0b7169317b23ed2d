#include "letter/letter_store.h"

#include "outside/unicode.h"

RECORD(letter_row_record, struct letter_row, FIELD(struct letter_row, id), FIELD(struct letter_row, account), FIELD(struct letter_row, recipient),
       FIELD(struct letter_row, recipient_name), FIELD(struct letter_row, kind), FIELD(struct letter_row, language), FIELD(struct letter_row, subject),
       FIELD(struct letter_row, text), FIELD(struct letter_row, html), FIELD(struct letter_row, message_id), FIELD(struct letter_row, sealed),
       FIELD(struct letter_row, written), FIELD(struct letter_row, state), FIELD(struct letter_row, attempts), FIELD(struct letter_row, next),
       FIELD(struct letter_row, queued), FIELD(struct letter_row, changed), FIELD(struct letter_row, domain), FIELD(struct letter_row, answer));
RECORD(letter_candidate_record, struct letter_candidate, FIELD(struct letter_candidate, letter_id), FIELD(struct letter_candidate, domain),
       FIELD(struct letter_candidate, cool_until));

struct letter_number {
    int64_t number;
};
RECORD(letter_number_record, struct letter_number, FIELD(struct letter_number, number));

struct letter_name {
    struct text first, last, native_first, native_last;
};
RECORD(letter_name_record, struct letter_name, FIELD(struct letter_name, first), FIELD(struct letter_name, last), FIELD(struct letter_name, native_first), FIELD(struct letter_name, native_last));
/* What was withdrawn has perhaps another person's name. */
STATEMENT(name_on_certificate, &letter_name_record,
          "SELECT name_latin AS first, CAST('' AS TEXT) AS last, name_native AS native_first, CAST('' AS TEXT) AS native_last FROM certificate WHERE account_id = $1 AND state < 6 AND (name_latin <> '' OR name_native <> '')"
          " ORDER BY award_day DESC, id DESC LIMIT 1");
STATEMENT(name_in_record, &letter_name_record,
          "SELECT r.first_name AS first, r.last_name AS last, r.native_first_name AS native_first, r.native_last_name AS native_last FROM held_record h JOIN exam_record r ON r.id = h.record_id"
          " WHERE h.account_id = $1 AND (r.first_name <> '' OR r.last_name <> '' OR r.native_first_name <> '' OR r.native_last_name <> '') ORDER BY r.exam_day DESC, r.id DESC LIMIT 1");

#define LETTER_COLUMNS                                                                                                           \
    "SELECT l.id, l.account_id AS account, l.recipient, l.recipient_name, l.kind, l.language, l.subject, l.text, l.message_id, l.sealed,"    \
    " l.written_at AS written, d.state, d.attempts, d.next_at AS next, d.queued_at AS queued, d.changed_at AS changed, d.domain, d.answer"

STATEMENT(write_letter, &letter_number_record,
          "INSERT INTO letter (account_id, recipient, recipient_name, kind, language, subject, text, html, sealed, message_id, written_at)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id AS number");
STATEMENT(write_delivery, NULL,
          "INSERT INTO letter_delivery (letter_id, state, attempts, next_at, queued_at, domain, answer, changed_at) VALUES ($1, $2, 0, $3, $4, $5, '', $4)");
STATEMENT(read_letter, &letter_row_record,
          LETTER_COLUMNS ", l.html FROM letter l JOIN letter_delivery d ON d.letter_id = l.id WHERE l.id = $1");
STATEMENT(letters_of_account, &letter_row_record,
          LETTER_COLUMNS " FROM letter l JOIN letter_delivery d ON d.letter_id = l.id WHERE l.account_id = $1 AND l.id < $2 ORDER BY l.id DESC LIMIT $3");
/* No index has the recipient, for only the built-in mailbox asks; it looks among the newest. */
STATEMENT(letters_to_mailbox, &letter_row_record,
          LETTER_COLUMNS ", l.html FROM letter l JOIN letter_delivery d ON d.letter_id = l.id"
          " WHERE l.recipient = $1 AND l.id > (SELECT MAX(id) FROM letter) - 100000 ORDER BY l.id DESC LIMIT $2");
STATEMENT(all_letters, &letter_row_record,
          LETTER_COLUMNS ", l.html FROM letter l JOIN letter_delivery d ON d.letter_id = l.id ORDER BY l.id DESC LIMIT $1");

STATEMENT(queue_again, NULL,
          "UPDATE letter_delivery SET state = $2, attempts = 0, next_at = $3, queued_at = $4, answer = '', changed_at = $4 WHERE letter_id = $1 AND state IN (2, 3, 5)");
STATEMENT(change_state, NULL,
          "UPDATE letter_delivery SET state = $3, next_at = $4, changed_at = $5 WHERE letter_id = $1 AND state = $2 AND claim IS NULL");

STATEMENT(due_letters, &letter_candidate_record,
          "SELECT d.letter_id, d.domain, m.cool_until_at AS cool_until FROM letter_delivery d LEFT JOIN letter_domain m ON m.domain = d.domain"
          " WHERE d.state = 1 AND d.next_at <= $1 ORDER BY d.next_at, d.letter_id LIMIT $2");
/* $2 now, $3 a minute ago, $4 a minute ahead, beyond which only a clock that was set back can have written, $5 how many a minute. */
STATEMENT(take_turn, &letter_number_record,
          "INSERT INTO letter_domain (domain, failures, cool_until_at, minute_at, taken) VALUES ($1, 0, 0, $2, 1)"
          " ON CONFLICT (domain) DO UPDATE SET"
          " taken = CASE WHEN letter_domain.minute_at <= $3 OR letter_domain.minute_at > $4 THEN 1 ELSE letter_domain.taken + 1 END,"
          " minute_at = CASE WHEN letter_domain.minute_at <= $3 OR letter_domain.minute_at > $4 THEN excluded.minute_at ELSE letter_domain.minute_at END"
          " WHERE letter_domain.minute_at <= $3 OR letter_domain.minute_at > $4 OR letter_domain.taken < $5 RETURNING taken AS number");
STATEMENT(claim_letter, NULL,
          "UPDATE letter_delivery SET claim = $2, next_at = $3, attempts = attempts + 1 WHERE letter_id = $1 AND state = 1 AND next_at <= $4");
STATEMENT(put_off, NULL, "UPDATE letter_delivery SET next_at = $2 WHERE letter_id = $1 AND state = 1 AND next_at <= $3");
STATEMENT(give_back, NULL,
          "UPDATE letter_delivery SET claim = NULL, next_at = $3, attempts = attempts - 1 WHERE letter_id = $1 AND claim = $2");
STATEMENT(record_try, NULL,
          "UPDATE letter_delivery SET claim = NULL, state = $3, answer = $4, next_at = $5, changed_at = $6 WHERE letter_id = $1 AND claim = $2");
STATEMENT(domain_failed, &letter_number_record,
          "INSERT INTO letter_domain (domain, failures, cool_until_at, minute_at, taken) VALUES ($1, 1, 0, 0, 0)"
          " ON CONFLICT (domain) DO UPDATE SET failures = letter_domain.failures + 1 RETURNING failures AS number");
STATEMENT(domain_cools, NULL, "UPDATE letter_domain SET cool_until_at = $2 WHERE domain = $1");
STATEMENT(domain_works, NULL, "UPDATE letter_domain SET failures = 0, cool_until_at = 0 WHERE domain = $1 AND failures > 0");

enum result letter_store_write(struct context *context, const struct letter_row *letter, int64_t *id)
{
    struct letter_number row;
    struct value sealed = letter->sealed.length ? value_bytes(letter->sealed) : (struct value){.kind = VALUE_NULL};
    TRY(database_one(context, &write_letter,
                     PARAMETERS(OPTIONAL(letter->account), letter->recipient, letter->recipient_name, letter->kind, letter->language, letter->subject,
                                letter->text, letter->html, sealed, letter->message_id, letter->written),
                     &row));
    *id = row.number;
    struct instant next = letter->state == LETTER_WAITING ? letter->written : NO_INSTANT;
    return database_run(context, &write_delivery, PARAMETERS(row.number, (int)letter->state, next, letter->written, letter->domain), NULL);
}

enum result letter_store_name(struct context *context, int64_t account, struct text *latin, struct text *native)
{
    struct letter_name row;
    enum result found = database_one(context, &name_on_certificate, PARAMETERS(account), &row);
    if (found == RESULT_NONE) found = database_one(context, &name_in_record, PARAMETERS(account), &row);
    if (found != RESULT_OK) return found;
    *latin = unicode_name(context->arena, row.first, row.last);
    *native = unicode_name(context->arena, row.native_first, row.native_last);
    return RESULT_OK;
}

enum result letter_store_read(struct context *context, int64_t id, struct letter_row *letter)
{
    return database_one(context, &read_letter, PARAMETERS(id), letter);
}

enum result letter_store_of_account(struct context *context, int64_t account, int64_t before, int64_t maximum, struct list *letters)
{
    return database_all(context, &letters_of_account, PARAMETERS(account, before ? before : INT64_MAX, maximum), (size_t)maximum, letters);
}

enum result letter_store_to_mailbox(struct context *context, struct text recipient, int64_t maximum, struct list *letters)
{
    if (text_empty(recipient)) return database_all(context, &all_letters, PARAMETERS(maximum), (size_t)maximum, letters);
    return database_all(context, &letters_to_mailbox, PARAMETERS(recipient, maximum), (size_t)maximum, letters);
}

/* RESULT_NONE where no row was changed. */
static enum result changed_one(struct context *context, const struct statement *statement, struct parameters parameters)
{
    int64_t changed;
    TRY(database_run(context, statement, parameters, &changed));
    return changed ? RESULT_OK : RESULT_NONE;
}

enum result letter_store_queue_again(struct context *context, int64_t id, enum letter_state state)
{
    struct instant now = context_now(context);
    return changed_one(context, &queue_again, PARAMETERS(id, (int)state, state == LETTER_WAITING ? now : NO_INSTANT, now));
}

enum result letter_store_change_state(struct context *context, int64_t id, enum letter_state from, enum letter_state to)
{
    struct instant now = context_now(context);
    return changed_one(context, &change_state, PARAMETERS(id, (int)from, (int)to, to == LETTER_WAITING ? now : NO_INSTANT, now));
}

enum result letter_store_due(struct context *context, int64_t maximum, struct list *candidates)
{
    return database_all(context, &due_letters, PARAMETERS(context_now(context), maximum), (size_t)maximum, candidates);
}

enum result letter_store_take_turn(struct context *context, struct text domain, int64_t maximum)
{
    struct instant now = context_now(context);
    struct letter_number taken;
    return database_one(context, &take_turn, PARAMETERS(domain, now, instant_add_seconds(now, -60), instant_add_seconds(now, 60), maximum), &taken);
}

enum result letter_store_claim(struct context *context, int64_t id, struct text claim, struct instant until)
{
    return changed_one(context, &claim_letter, PARAMETERS(id, claim, until, context_now(context)));
}

enum result letter_store_put_off(struct context *context, int64_t id, struct instant until)
{
    return database_run(context, &put_off, PARAMETERS(id, until, context_now(context)), NULL);
}

enum result letter_store_give_back(struct context *context, int64_t id, struct text claim, struct instant next)
{
    return database_run(context, &give_back, PARAMETERS(id, claim, next), NULL);
}

enum result letter_store_record(struct context *context, int64_t id, struct text claim, enum letter_state state, struct text answer, struct instant next)
{
    return changed_one(context, &record_try, PARAMETERS(id, claim, (int)state, answer, next, context_now(context)));
}

enum result letter_store_domain_failed(struct context *context, struct text domain, int64_t *failures)
{
    struct letter_number row;
    TRY(database_one(context, &domain_failed, PARAMETERS(domain), &row));
    *failures = row.number;
    return RESULT_OK;
}

enum result letter_store_domain_cools(struct context *context, struct text domain, struct instant until)
{
    return database_run(context, &domain_cools, PARAMETERS(domain, until), NULL);
}

enum result letter_store_domain_works(struct context *context, struct text domain)
{
    return database_run(context, &domain_works, PARAMETERS(domain), NULL);
}
