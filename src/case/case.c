#include "case/case.h"

#include <inttypes.h>

#include "audit/audit.h"
#include "base/encoding.h"
#include "base/random.h"
#include "calendar/calendar.h"
#include "case/case_inside.h"
#include "catalogue/catalogue.h"
#include "outside/hash.h"
#include "outside/settings.h"

/* So much may one candidate open and write in a day; CASE_NUMBER_BYTES: 60 bits, which nobody guesses. */
enum { CASES_A_DAY = 10, MESSAGES_A_DAY = 40, DAY = 86400, CASE_NUMBER_BYTES = 8, CASE_NUMBER_DIGITS = 12 };
/* So much is kept of all that candidates send from one network in a day, in kilobytes: accounts cost nothing, the disk does. */
enum { KILOBYTE = 1024, KILOBYTES_FROM_NETWORK = 256 * KILOBYTE };

static const struct {
    const char *word, *english;
} kinds[CASE_KINDS] = {
    [CASE_NAME] = {"name", N_("Correction of a name")},
    [CASE_LOST_MAILBOX] = {"lost-mailbox", N_("Lost mailbox")},
    [CASE_UNBINDING] = {"unbinding", N_("Unbinding")},
    [CASE_REPLACEMENT] = {"replacement", N_("Replacement of a package")},
    [CASE_QUESTION] = {"question", N_("Question")},
    [CASE_CERTIFICATE] = {"certificate", N_("State of a certificate")},
}, outcomes[] = {
    [CASE_UNDECIDED] = {"", NULL},
    [CASE_GRANTED] = {"granted", N_("Granted")},
    [CASE_REFUSED] = {"refused", N_("Refused")},
    [CASE_WITHDRAWN] = {"withdrawn", N_("Taken back")},
    [CASE_ANSWERED] = {"answered", N_("Answered")},
    [CASE_DONE] = {"done", N_("Done")},
};

const char *case_kind_word(enum case_kind kind)
{
    return kinds[kind].word;
}

const char *case_kind_english(enum case_kind kind)
{
    return kinds[kind].english;
}

const char *case_outcome_word(enum case_outcome outcome)
{
    return outcomes[outcome].word;
}

const char *case_outcome_english(enum case_outcome outcome)
{
    return outcomes[outcome].english;
}

bool case_kind_of(struct text word, enum case_kind *kind)
{
    for (int i = 0; i < CASE_KINDS; i++)
        if (text_is(word, kinds[i].word)) return *kind = (enum case_kind)i, true;
    return false;
}

bool case_outcome_of(struct text word, enum case_outcome *outcome)
{
    for (int i = CASE_UNDECIDED; i <= CASE_DONE; i++)
        if (text_is(word, outcomes[i].word)) return *outcome = (enum case_outcome)i, true;
    return false;
}

/* --- What the files of this room share --- */

bool case_by_asker(const struct context *context)
{
    return context->actor.kind == ACTOR_ACCOUNT;
}

static enum result calendar_of(struct context *context, const struct calendar **calendar)
{
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    *calendar = catalogue->calendar;
    return RESULT_OK;
}

enum result case_today(struct context *context, struct day *today)
{
    const struct calendar *calendar;
    TRY(calendar_of(context, &calendar));
    *today = calendar_today(context, calendar);
    return RESULT_OK;
}

enum result case_answer_day(struct context *context, struct day asked, struct day *day)
{
    const struct calendar *calendar;
    TRY(calendar_of(context, &calendar));
    *day = calendar_add(calendar, asked, (int)context->settings->answer_days, NULL);
    return RESULT_OK;
}

enum result case_words(struct context *context, struct text words, bool may_be_empty, struct text *trimmed)
{
    if (!case_rules_words(words, trimmed))
        return FIELD_FAIL(context, "text", "case.words_long", N_("This is too long. Say it in at most 8,000 characters, or add a PDF."));
    if (!may_be_empty && text_empty(*trimmed)) return FIELD_FAIL(context, "text", "case.text_missing", N_("Write what you want to say."));
    return RESULT_OK;
}

enum result case_take(struct context *context, int64_t id, struct case_row *row)
{
    enum result found = case_store_take(context, id, row);
    if (found != RESULT_OK) return found;
    if (case_kind_of(row->kind_word, &row->kind) && case_outcome_of(row->outcome_word, &row->outcome)) return RESULT_OK;
    return context_fail(context, RESULT_BROKEN, "case.damaged", N_("The case {number} is damaged in the store."), "number", text_string(context->arena, row->number));
}

/* The same for one in which the actor may write: his own, or anybody's for MAY_ANSWER_CASES. */
static enum result take_to_write(struct context *context, int64_t id, struct case_row *row)
{
    TRY(audit_may(context, case_by_asker(context) ? MAY_ACT_FOR_ACCOUNT : MAY_ANSWER_CASES));
    enum result found = case_take(context, id, row);
    struct case_view own;
    if (found != RESULT_OK || !case_by_asker(context) || (row->account_id == context->actor.account && row->kind != CASE_CERTIFICATE)) return found;
    return case_store_by_id(context, id, context->actor.account, &own);
}

enum result case_limit(struct context *context, const char *what, int burst)
{
    if (!case_by_asker(context)) return RESULT_OK;
    return audit_limit(context, text_printf(context->arena, "%s:account:%" PRId64, what, context->actor.account), burst, DAY);
}

static enum result closed(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "case.closed", N_("This case is closed. If something is still open, ask again."));
}

/* --- Opening --- */

static struct text new_number(struct context *context)
{
    unsigned char bits[CASE_NUMBER_BYTES];
    random_fill(bits, sizeof bits);
    struct text plain = encoding_base32(context->arena, (struct bytes){bits, sizeof bits});
    _Static_assert(CASE_NUMBER_DIGITS * 5 <= CASE_NUMBER_BYTES * 8, "enough random bits for the digits");
    return text_printf(context->arena, "%.4s-%.4s-%.4s", plain.bytes, plain.bytes + 4, plain.bytes + 8);
}

enum result case_open(struct context *context, const struct case_opening *opening, int64_t *id, struct text *number)
{
    struct case_opening full = *opening;
    struct day today;
    if (!database_in_transaction(context->database))
        return context_fail(context, RESULT_BROKEN, "case.no_transaction", N_("A case is opened inside the transaction of what it is about."));
    TRY(case_words(context, opening->words, true, &full.words));
    TRY(case_limit(context, "case", CASES_A_DAY));
    TRY(case_today(context, &today));
    bool cooling = day_is(full.not_before) && full.not_before.number > today.number;
    if (!day_is(full.due)) TRY(case_answer_day(context, cooling ? full.not_before : today, &full.due));
    if (text_empty(full.wish)) full.wish = TEXT("{}");
    struct text own_number = new_number(context);
    enum result opened = case_store_open(context, &full, own_number, cooling ? CASE_COOLING : CASE_OPEN, id);
    TRY(opened);
    if (opened == RESULT_NONE)
        return context_fail(context, RESULT_REFUSED, "case.open_already", N_("You have asked for this already. You find the case, and can add to it, under My Cases."));
    TRY(case_store_add_entry(context, *id, "opened", TEXT("")));
    if (!text_empty(full.words)) TRY(case_store_add_entry(context, *id, "message", full.words));
    if (full.tell) {
        struct case_row row;
        TRY(case_take(context, *id, &row));
        TRY(case_letter_opened(context, &row));
    }
    if (number) *number = own_number;
    return audit_write(context, "case.open", "case_file", *id, text_printf(context->arena, "{\"kind\":\"%s\"}", case_kind_word(full.kind)));
}

enum result case_about_certificate(struct context *context, int64_t certificate, struct text *number)
{
    struct case_row row;
    enum result found = case_store_about_certificate(context, certificate, &row);
    if (found == RESULT_OK) *number = row.number;
    return found;
}

/* --- Writing to it --- */

struct writing {
    int64_t id;
    struct text text;
    bool asks;
    const struct case_evidence *evidence;
};

/* Whoever had the answer and writes again wants another. */
static enum result ask_again(struct context *context, const struct case_row *row)
{
    struct day today, due;
    TRY(case_today(context, &today));
    TRY(case_answer_day(context, today, &due));
    TRY(case_store_open_again(context, row->id, due));
    return case_store_add_entry(context, row->id, "reopened", TEXT(""));
}

/* The day of an unbinding is the clock's. */
static enum result promise(struct context *context, struct case_row *row, struct day from)
{
    if (row->kind == CASE_UNBINDING) return RESULT_OK;
    TRY(case_answer_day(context, from, &row->due));
    return case_store_set_due(context, row->id, row->due);
}

/* It rests until he answers, but not for ever: after as many working days as we take for an answer it is with the staff again. */
static enum result wait_for_asker(struct context *context, struct case_row *row, struct day today)
{
    TRY(case_store_set_state(context, row->id, CASE_WAITING_ASKER));
    return promise(context, row, today);
}

/* He has answered. */
static enum result come_back(struct context *context, struct case_row *row, struct day today)
{
    if (row->state != CASE_WAITING_ASKER) return RESULT_OK;
    enum case_state state = case_rules_with_us(row->not_before, today);
    TRY(case_store_set_state(context, row->id, state));
    return promise(context, row, state == CASE_COOLING ? row->not_before : today);
}

/* Whoever is to decide has to read it. */
static enum result check_room(struct context *context, int64_t id)
{
    int64_t messages;
    TRY(case_store_message_count(context, id, &messages));
    if (messages < CASE_MESSAGES_MOST) return RESULT_OK;
    return FIELD_FAIL(context, "text", "case.messages_many", N_("This case holds 300 messages, and no more can be read. Wait for our answer; what is missing then, ask in a case of its own."));
}

static enum result add_message(struct context *context, void *data)
{
    const struct writing *writing = data;
    struct case_row row;
    enum result found = take_to_write(context, writing->id, &row);
    if (found == RESULT_OK && row.kind == CASE_CERTIFICATE) found = RESULT_NONE; /* nobody would read it */
    if (found != RESULT_OK) return found;
    bool asker = case_by_asker(context), asks = !asker && writing->asks && row.account_id && row.state != CASE_WAITING_SECOND; /* who has no account cannot answer */
    if (asker ? !case_rules_writable(row.kind, row.state, row.outcome) : row.state == CASE_CLOSED) return closed(context);
    if (asker) TRY(check_room(context, row.id));
    TRY(case_limit(context, "case-message", MESSAGES_A_DAY));
    struct day today;
    TRY(case_today(context, &today));
    if (row.state == CASE_CLOSED) TRY(ask_again(context, &row));
    else if (asker) TRY(come_back(context, &row, today));
    else if (asks) TRY(wait_for_asker(context, &row, today));
    TRY(case_store_add_message(context, row.id, writing->text, asks ? row.due : NO_DAY));
    if (!asker) TRY(case_letter_message(context, &row, writing->text, asks));
    return audit_write(context, "case.message", "case_file", row.id, TEXT(""));
}

enum result case_add_message(struct context *context, int64_t id, struct text text, bool asks)
{
    struct writing writing = {.id = id, .asks = asks};
    TRY(case_words(context, text, false, &writing.text));
    return database_transaction(context, add_message, &writing);
}

static enum result add_note(struct context *context, void *data)
{
    const struct writing *writing = data;
    struct case_row row;
    TRY(audit_may(context, MAY_ANSWER_CASES));
    enum result found = case_take(context, writing->id, &row);
    if (found != RESULT_OK) return found;
    TRY(case_store_add_entry(context, row.id, "note", writing->text));
    return audit_write(context, "case.note", "case_file", row.id, TEXT(""));
}

enum result case_note(struct context *context, int64_t id, struct text text)
{
    struct writing writing = {.id = id};
    TRY(case_words(context, text, false, &writing.text));
    return database_transaction(context, add_note, &writing);
}

/* Whoever has proven no mailbox may be anybody: he says nothing by a file but in a case about something that he could name, and one is enough for that. */
static enum result check_proven(struct context *context, const struct case_row *row, int64_t count)
{
    struct case_recipient reader;
    if (count < (row->kind == CASE_QUESTION ? 0 : 1)) return RESULT_OK;
    enum result found = case_store_recipient(context, context->actor.account, &reader);
    TRY(found);
    if (found == RESULT_OK && !text_empty(reader.mailbox)) return RESULT_OK;
    return FIELD_FAIL(context, "evidence", "case.evidence_unproven",
                      N_("Confirm your mailbox first, by the letter that we sent to it. Until then a case takes one file, and a question none."));
}

static enum result keep_within_limits(struct context *context, const struct writing *writing)
{
    const struct case_evidence *evidence = writing->evidence;
    if (evidence->refusal) {
        context->error = *evidence->refusal;
        return context->error.result;
    }
    if (!case_by_asker(context)) return RESULT_OK;
    enum result limited = audit_limit_network_amount(context, "case-evidence-kilobytes", (int)(evidence->content.length / KILOBYTE) + 1, KILOBYTES_FROM_NETWORK, DAY);
    if (limited != RESULT_REFUSED) return limited;
    error_clear(&context->error);
    return FIELD_FAIL(context, "evidence", "case.evidence_network", N_("So much was sent from your network today that this file finds no room. Make it smaller, or send it tomorrow."));
}

static enum result attach(struct context *context, void *data)
{
    const struct writing *writing = data;
    struct case_row row;
    enum result found = take_to_write(context, writing->id, &row);
    if (found != RESULT_OK) return found;
    if (row.state == CASE_CLOSED) return closed(context);
    int64_t count, evidence;
    TRY(case_store_evidence_count(context, row.id, &count));
    if (count >= CASE_EVIDENCE_MOST)
        return FIELD_FAIL(context, "evidence", "case.evidence_many", N_("A case holds at most ten files. Put several pages into one PDF."));
    if (case_by_asker(context)) TRY(check_proven(context, &row, count));
    TRY(keep_within_limits(context, writing));
    struct day today;
    TRY(case_today(context, &today));
    if (case_by_asker(context)) TRY(come_back(context, &row, today));
    TRY(case_store_add_evidence(context, row.id, writing->evidence, hash_sha256_hex(context->arena, writing->evidence->content), &evidence));
    TRY(case_store_add_entry(context, row.id, "evidence", writing->evidence->name));
    return audit_write(context, "case.evidence", "case_evidence", evidence, TEXT(""));
}

enum result case_attach(struct context *context, int64_t id, const struct case_evidence *evidence)
{
    struct writing writing = {.id = id, .evidence = evidence};
    return database_transaction(context, attach, &writing);
}

static enum result reply(struct context *context, void *data)
{
    const struct writing *writing = data;
    enum result written = RESULT_OK;
    if (!text_empty(writing->text)) written = add_message(context, data);
    if (written != RESULT_OK || !writing->evidence) return written;
    return attach(context, data);
}

enum result case_reply(struct context *context, int64_t id, struct text text, const struct case_evidence *evidence, bool asks)
{
    struct writing writing = {.id = id, .asks = asks, .evidence = evidence};
    TRY(case_words(context, text, evidence != NULL, &writing.text));
    return database_transaction(context, reply, &writing);
}

static enum result withdraw(struct context *context, void *data)
{
    const struct writing *writing = data;
    struct case_row row;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result found = take_to_write(context, writing->id, &row);
    if (found != RESULT_OK) return found;
    if (row.state == CASE_CLOSED) return closed(context);
    if (!case_rules_withdrawable(row.kind))
        return context_fail(context, RESULT_REFUSED, "case.not_yours_to_withdraw", N_("This was not asked by you. You can object to it with evidence."));
    TRY(case_store_close(context, row.id, case_outcome_word(CASE_WITHDRAWN), TEXT(""), context->actor.account));
    TRY(case_store_add_entry(context, row.id, "closed", TEXT("")));
    return audit_write(context, "case.withdraw", "case_file", row.id, TEXT(""));
}

enum result case_withdraw(struct context *context, int64_t id)
{
    struct writing writing = {.id = id};
    return database_transaction(context, withdraw, &writing);
}

/* --- For the room whose matter it is --- */

enum result case_log(struct context *context, int64_t id, enum case_event event, struct text text)
{
    static const char *const words[] = {[CASE_REMINDED] = "reminded", [CASE_PAUSED] = "paused", [CASE_RESUMED] = "resumed"};
    return case_store_add_entry(context, id, words[event], text);
}

enum result case_set_due(struct context *context, int64_t id, struct day due)
{
    return case_store_set_due(context, id, due);
}

static enum result tell_moved(struct context *context, int64_t id)
{
    struct case_row row;
    TRY(case_take(context, id, &row));
    struct text day = day_text(context->arena, row.not_before);
    TRY(case_log(context, id, CASE_RESUMED, day));
    TRY(case_letter_moved(context, &row));
    return audit_write(context, "case.not-before", "case_file", id, text_printf(context->arena, "{\"day\":\"%.*s\"}", TEXT_ARG(day)));
}

enum result case_set_not_before(struct context *context, int64_t id, struct day not_before)
{
    struct day due;
    bool moved;
    struct actor actor = context->actor;
    TRY(case_answer_day(context, not_before, &due));
    TRY(case_store_set_not_before(context, id, not_before, due, &moved));
    if (!moved) return RESULT_NONE;
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    enum result told = tell_moved(context, id);
    context->actor = actor;
    return told;
}

enum result case_set_wish(struct context *context, int64_t id, struct text wish)
{
    return case_store_set_wish(context, id, wish);
}
