/* The outbox is emptied here, after the model of Postfix's queue manager: letters are claimed in small batches, handed to the mail server one after the other, and what
 * came of each is written down before the next batch. A crash between the two sends a letter twice, under the same Message-ID; it never loses one. */
#include <stdio.h>

#include "base/log.h"
#include "letter/letter_inside.h"
#include "letter/letter_rules.h"
#include "outside/language.h"
#include "outside/mail.h"
#include "outside/secret.h"
#include "outside/settings.h"
#include "outside/smtp.h"

enum { BATCH = 32, DOMAINS = 64, DEAD_SERVER = 3, SERVER_PAUSE = 60, BATCH_SECONDS = 240, LETTER_SECONDS = 120, ANSWER_LIMIT = 512 };

struct letter_sender {
    struct smtp *smtp; /* NULL with the built-in mailbox */
    struct arena *arena;
    struct text from_name, from_address;
};

/* How many letters of a domain were put off in this run, so that a long queue is spread over the minutes instead of being looked at again in each. */
struct turned_away {
    struct text domain;
    int64_t count;
};

struct letter_try {
    struct letter_row letter;
    struct smtp_outcome outcome; /* its answer stands below */
    char answer[ANSWER_LIMIT];
    bool tried;
};

struct batch {
    struct text claim;
    struct letter_try tries[BATCH];
    size_t count;
    bool more; /* there were candidates, claimed or not */
    bool server_dead;
    struct turned_away *turned_away;
    size_t turned_away_count, turned_away_before;
};

enum result letter_sender_new(struct context *context, struct letter_sender **sender)
{
    struct arena *arena = arena_new(1 << 20);
    struct letter_sender *made = ARENA_NEW(arena, struct letter_sender);
    made->arena = arena;
    enum result result = RESULT_OK;
    if (!letter_is_built_in(context)) {
        const struct settings *settings = context->settings;
        struct text name, address;
        result = letter_sender_address(context, &name, &address);
        if (result == RESULT_OK) {
            made->from_name = text_copy(arena, name);
            made->from_address = text_copy(arena, address);
            struct smtp_server server = {
                .url = settings->mail, .greeting = letter_rules_greeting(settings->address), .user = settings->mail_user, .password = settings->mail_password,
                .tls = settings->mail_tls, .authorities = settings->mail_authorities, .timeout_seconds = LETTER_SECONDS};
            result = smtp_new(context, &server, &made->smtp);
        }
    }
    if (result < 0) {
        letter_sender_free(made);
        return result;
    }
    *sender = made;
    return RESULT_OK;
}

void letter_sender_free(struct letter_sender *sender)
{
    if (!sender) return;
    smtp_free(sender->smtp);
    arena_free(sender->arena);
}

/* --- Claiming --- */

/* Minutes by which one more letter of the domain goes further back. */
static int64_t minutes_back(struct batch *batch, struct text domain, int64_t a_minute)
{
    for (size_t i = 0; i < batch->turned_away_count; i++)
        if (text_equal(batch->turned_away[i].domain, domain)) return a_minute ? batch->turned_away[i].count++ / a_minute : 0;
    if (batch->turned_away_count < DOMAINS) batch->turned_away[batch->turned_away_count++] = (struct turned_away){domain, 1};
    return 0;
}

static enum result claim_one(struct context *context, struct batch *batch, const struct letter_candidate *candidate)
{
    struct instant now = context_now(context);
    int64_t a_minute = context->settings->mail_per_minute;
    bool cools = instant_is(candidate->cool_until) && candidate->cool_until.microseconds > now.microseconds;
    enum result turn = RESULT_OK;
    if (!cools && a_minute > 0) turn = letter_store_take_turn(context, candidate->domain, a_minute);
    TRY(turn);
    if (cools || turn == RESULT_NONE) {
        struct instant free = cools ? candidate->cool_until : instant_add_seconds(now, 60);
        return letter_store_put_off(context, candidate->letter_id, instant_add_seconds(free, 60 * minutes_back(batch, candidate->domain, a_minute)));
    }
    enum result claimed = letter_store_claim(context, candidate->letter_id, batch->claim, instant_add_seconds(now, LETTER_CLAIM_SECONDS));
    if (claimed != RESULT_OK) return claimed;
    struct letter_try *try = &batch->tries[batch->count++];
    *try = (struct letter_try){.tried = false};
    return letter_store_read(context, candidate->letter_id, &try->letter);
}

static enum result claim(struct context *context, void *data)
{
    struct batch *batch = data;
    batch->count = 0;
    batch->turned_away_count = batch->turned_away_before;
    struct list candidates;
    TRY(letter_store_due(context, BATCH, &candidates));
    batch->more = candidates.count > 0;
    for (size_t i = 0; i < candidates.count; i++) TRY(claim_one(context, batch, (const struct letter_candidate *)candidates.items + i));
    return RESULT_OK;
}

/* --- Sending --- */

static enum result send_one(struct context *context, struct letter_sender *sender, struct letter_try *try)
{
    const struct letter_row *letter = &try->letter;
    struct mail mail = {
        .from_name = sender->from_name, .from_address = sender->from_address, .to_name = letter->recipient_name, .to_address = letter->recipient,
        .subject = letter->subject, .message_id = letter->message_id,
        .language = text_of(context->languages ? languages_html_tag(context->languages, text_string(context->arena, letter->language)) : "en"),
        .date = letter->written};
    struct text message;
    TRY(letter_unseal(context, letter, &mail.text, &mail.html));
    TRY(mail_compose(context, &mail, &message));
    return smtp_send(context, sender->smtp, sender->from_address, letter->recipient, message, &try->outcome);
}

/* The rest of a domain that has just put off three in a row, or of a server that is not there, is not tried. */
static bool is_hopeless(const struct batch *batch, size_t index)
{
    if (batch->server_dead) return true;
    int in_a_row = 0;
    for (size_t i = 0; i < index; i++) {
        const struct letter_try *before = &batch->tries[i];
        if (before->tried && text_equal(before->letter.domain, batch->tries[index].letter.domain))
            in_a_row = before->outcome.verdict == SMTP_LATER ? in_a_row + 1 : 0;
    }
    return in_a_row >= 3;
}

static void send_batch(struct context *context, struct letter_sender *sender, struct batch *batch)
{
    double until = clock_monotonic() + BATCH_SECONDS;
    int unreachable = 0;
    for (size_t i = 0; i < batch->count && clock_monotonic() < until; i++) {
        struct letter_try *try = &batch->tries[i];
        if (is_hopeless(batch, i)) continue;
        try->tried = true;
        struct arena_mark mark = arena_mark(context->arena);
        if (send_one(context, sender, try) < 0) {
            /* A letter that cannot even be put together holds up no other. */
            log_line(LOG_ERROR, "letter_failed id=%lld code=%s", (long long)try->letter.id, context->error.code ? context->error.code : "none");
            try->outcome = (struct smtp_outcome){SMTP_LATER, 0, text_of(context->error.code ? context->error.code : "")};
            error_clear(&context->error);
        }
        snprintf(try->answer, sizeof try->answer, "%.*s", TEXT_ARG(try->outcome.answer));
        try->outcome.answer = text_of(try->answer);
        arena_rewind(context->arena, mark);
        unreachable = try->outcome.verdict == SMTP_NOBODY ? unreachable + 1 : 0;
        if (unreachable == DEAD_SERVER || (unreachable && try->outcome.code == 0)) batch->server_dead = true;
    }
}

/* --- Writing down what came of it --- */

static enum result put_off_or_give_up(struct context *context, const struct batch *batch, const struct letter_try *try)
{
    struct instant now = context_now(context);
    bool over = now.microseconds - try->letter.queued.microseconds > LETTER_GIVE_UP_SECONDS * MICROSECONDS;
    struct instant next = over ? NO_INSTANT : instant_add_seconds(now, letter_rules_delay(try->letter.attempts));
    enum result recorded = letter_store_record(context, try->letter.id, batch->claim, over ? LETTER_GIVEN_UP : LETTER_WAITING, try->outcome.answer, next);
    TRY(recorded);
    if (try->outcome.verdict != SMTP_LATER || recorded == RESULT_NONE) return RESULT_OK;
    int64_t failures;
    TRY(letter_store_domain_failed(context, try->letter.domain, &failures));
    int64_t pause = letter_rules_cool_down(failures);
    return pause ? letter_store_domain_cools(context, try->letter.domain, instant_add_seconds(now, pause)) : RESULT_OK;
}

static enum result record_one(struct context *context, const struct batch *batch, const struct letter_try *try)
{
    struct instant now = context_now(context);
    if (!try->tried)
        return letter_store_give_back(context, try->letter.id, batch->claim, instant_add_seconds(now, SERVER_PAUSE));
    enum result recorded;
    switch (try->outcome.verdict) {
    case SMTP_TAKEN:
        recorded = letter_store_record(context, try->letter.id, batch->claim, LETTER_SENT, try->outcome.answer, NO_INSTANT);
        TRY(recorded);
        return letter_store_domain_works(context, try->letter.domain);
    case SMTP_REFUSED:
        log_line(LOG_WARNING, "letter_bounced id=%lld code=%d", (long long)try->letter.id, try->outcome.code);
        recorded = letter_store_record(context, try->letter.id, batch->claim, LETTER_BOUNCED, try->outcome.answer, NO_INSTANT);
        TRY(recorded);
        return RESULT_OK;
    case SMTP_LATER:
    case SMTP_NOBODY:
        break;
    }
    return put_off_or_give_up(context, batch, try);
}

static enum result record(struct context *context, void *data)
{
    const struct batch *batch = data;
    for (size_t i = 0; i < batch->count; i++) TRY(record_one(context, batch, &batch->tries[i]));
    return RESULT_OK;
}

enum result letter_send_due(struct context *context, struct letter_sender *sender, int seconds, int64_t *sent)
{
    int64_t count = 0;
    if (sent) *sent = 0;
    if (!sender->smtp) return RESULT_OK;
    double until = clock_monotonic() + seconds;
    WITH_ARENA(run, 1 << 20);
    struct turned_away *turned_away = ARENA_ARRAY(run, DOMAINS, struct turned_away);
    size_t turned_away_count = 0;
    do {
        struct arena_mark mark = arena_mark(context->arena);
        struct batch *batch = ARENA_NEW(context->arena, struct batch);
        *batch = (struct batch){.claim = secret_token(context), .turned_away = turned_away, .turned_away_before = turned_away_count};
        TRY(database_transaction(context, claim, batch));
        for (size_t i = turned_away_count; i < batch->turned_away_count; i++) turned_away[i].domain = text_copy(run, turned_away[i].domain);
        turned_away_count = batch->turned_away_count;
        send_batch(context, sender, batch);
        for (size_t i = 0; i < batch->count; i++) count += batch->tries[i].tried && batch->tries[i].outcome.verdict == SMTP_TAKEN;
        if (sent) *sent = count;
        TRY(database_transaction(context, record, batch));
        bool more = batch->more;
        if (batch->server_dead) {
            log_line(LOG_WARNING, "mail_server_unreachable letters_waiting=%zu", batch->count);
            more = false;
        }
        arena_rewind(context->arena, mark);
        if (!more) break;
    } while (clock_monotonic() < until);
    return RESULT_OK;
}
