/* Writing letters, and what their account sees of them. */
#include "letter/letter.h"

#include "audit/audit.h"
#include "audit/audit_letter.h"
#include "base/encoding.h"
#include "base/random.h"
#include "letter/address.h"
#include "letter/letter_inside.h"
#include "letter/letter_rules.h"
#include "outside/language.h"
#include "outside/mail.h"
#include "outside/settings.h"
#include "outside/store.h"

enum { MOST_LETTERS = 200 };

RECORD(letter_view_record, struct letter_view, FIELD(struct letter_view, id), FIELD(struct letter_view, account_id), FIELD(struct letter_view, recipient), FIELD(struct letter_view, kind),
       FIELD(struct letter_view, subject), FIELD(struct letter_view, text), FIELD(struct letter_view, written), FIELD(struct letter_view, waiting),
       FIELD(struct letter_view, sent), FIELD(struct letter_view, bounced), FIELD(struct letter_view, held), FIELD(struct letter_view, given_up),
       FIELD(struct letter_view, answer), FIELD(struct letter_view, changed), FIELD(struct letter_view, next), FIELD(struct letter_view, can_resend));
RECORD(mailbox_letter_record, struct mailbox_letter, FIELD(struct mailbox_letter, id), FIELD(struct mailbox_letter, recipient),
       FIELD(struct mailbox_letter, subject), FIELD(struct mailbox_letter, text), FIELD(struct mailbox_letter, html), FIELD(struct mailbox_letter, written));

/* 128 random bits, and the domain that letters come from. */
static struct text new_message_id(struct context *context)
{
    unsigned char bits[16];
    random_fill(bits, sizeof bits);
    struct text id = encoding_base32(context->arena, (struct bytes){bits, sizeof bits}), name, address, domain = TEXT("");
    if (mail_split_address(context->arena, context->settings->mail_from, &name, &address)) domain = address_domain(address);
    if (text_empty(domain)) domain = letter_rules_host(context->settings->address);
    if (text_empty(domain) || domain.bytes[0] == '[') domain = TEXT("localhost");
    return text_printf(context->arena, "%.*s@%.*s", TEXT_ARG(id), TEXT_ARG(domain));
}

/* The journal keeps what the letter says, so that it cannot be changed unnoticed. No act of whoever caused it: that has a line of its own. */
static enum result write_down(struct context *context, int64_t id, const struct letter_row *row)
{
    const struct audit_letter said = {.account = row->account, .written = row->written, .recipient = row->recipient, .recipient_name = row->recipient_name, .kind = row->kind,
                                      .language = row->language, .subject = row->subject, .text = row->text, .html = row->html, .message_id = row->message_id};
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    enum result written = audit_write(context, "letter.write", "letter", id, text_printf(context->arena, "{\"sha256\":\"%.*s\"}", TEXT_ARG(audit_letter_hash(context->arena, &said))));
    context->actor = actor;
    return written;
}

struct text letter_addressed(struct text language, struct text name_latin, struct text name_native)
{
    bool native = language_native_first(language);
    struct text first = native ? name_native : name_latin, second = native ? name_latin : name_native;
    return text_empty(first) ? second : first;
}

/* Who has written no name into his profile has one all the same, by which he was examined. */
static enum result find_name(struct context *context, const char *language, struct letter_recipient *recipient)
{
    struct text latin, native;
    if (!text_empty(recipient->name) || text_empty(recipient->user_name)) return RESULT_OK;
    enum result found = recipient->account ? letter_store_name(context, recipient->account, &latin, &native) : RESULT_NONE;
    TRY(found);
    recipient->name = found == RESULT_OK ? letter_addressed(text_of(language), latin, native) : recipient->user_name;
    return RESULT_OK;
}

enum result letter_write(struct context *context, const char *kind, const struct letter_recipient *recipient, const void *item,
                         const struct letter_secrets *secrets, int64_t *letter)
{
    if (!database_in_transaction(context->database))
        return context_fail(context, RESULT_BROKEN, "letter.no_transaction", N_("The letter {kind} is written outside the transaction that causes it."), "kind", kind);
    const char *language = recipient->language && *recipient->language ? recipient->language : "en";
    if (context->languages && !languages_known(context->languages, text_of(language))) language = "en";
    struct letter_recipient named = *recipient;
    TRY(find_name(context, language, &named));
    struct letter_row row = {
        .account = recipient->account, .recipient = recipient->address, .recipient_name = named.name, .kind = text_of(kind), .language = text_of(language),
        .message_id = new_message_id(context), .written = context_now(context), .state = letter_is_built_in(context) ? LETTER_SENT : LETTER_WAITING,
        .domain = address_domain(recipient->address)};
    TRY(letter_render(context, &named, item, secrets, &row));
    int64_t id;
    TRY(letter_store_write(context, &row, &id));
    if (letter) *letter = id;
    return write_down(context, id, &row);
}

/* --- An account's letters --- */

static void view_of(struct context *context, const struct letter_row *row, struct letter_view *view)
{
    *view = (struct letter_view){
        .id = row->id, .account_id = row->account, .recipient = address_shown(context->arena, row->recipient), .kind = row->kind, .subject = row->subject, .written = row->written,
        .waiting = row->state == LETTER_WAITING, .sent = row->state == LETTER_SENT, .bounced = row->state == LETTER_BOUNCED,
        .held = row->state == LETTER_HELD, .given_up = row->state == LETTER_GIVEN_UP, .answer = row->answer, .changed = row->changed,
        .next = row->state == LETTER_WAITING ? row->next : NO_INSTANT, .can_resend = row->state != LETTER_WAITING && row->state != LETTER_HELD};
}

enum result letter_list(struct context *context, int64_t before, size_t maximum, struct list *letters)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct list rows;
    TRY(letter_store_of_account(context, context->actor.account, before, (int64_t)(maximum < MOST_LETTERS ? maximum : MOST_LETTERS), &rows));
    struct letter_view *views = ARENA_ARRAY(context->arena, rows.count + 1, struct letter_view);
    for (size_t i = 0; i < rows.count; i++) view_of(context, (const struct letter_row *)rows.items + i, views + i);
    *letters = (struct list){&letter_view_record, views, rows.count};
    return RESULT_OK;
}

/* With its text. */
static void view_whole(struct context *context, const struct letter_row *row, struct letter_view *view)
{
    view_of(context, row, view);
    struct text instead = text_of(language_text(context->languages, context->language, N_("(only in the letter itself)")));
    view->text = letter_rules_fill(context->arena, row->text, row->message_id, instead, instead);
}

static enum result read_own(struct context *context, int64_t letter, struct letter_row *row)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result found = letter_store_read(context, letter, row);
    if (found == RESULT_OK && row->account != context->actor.account) return RESULT_NONE;
    return found;
}

enum result letter_read(struct context *context, int64_t letter, struct letter_view *view)
{
    struct letter_row row;
    enum result found = read_own(context, letter, &row);
    if (found == RESULT_OK) view_whole(context, &row, view);
    return found;
}

struct looking {
    int64_t letter;
    struct letter_row row;
    bool none;
};

static enum result look_at(struct context *context, void *data)
{
    struct looking *looking = data;
    enum result found = letter_store_read(context, looking->letter, &looking->row);
    looking->none = found == RESULT_NONE;
    return found == RESULT_OK ? audit_write(context, "letter.view", "letter", looking->letter, TEXT("")) : found;
}

enum result letter_look_at(struct context *context, int64_t letter, struct letter_view *view)
{
    struct looking looking = {.letter = letter};
    TRY(audit_may(context, MAY_READ_LETTERS));
    TRY(database_transaction(context, look_at, &looking));
    if (looking.none) return RESULT_NONE;
    view_whole(context, &looking.row, view);
    return RESULT_OK;
}

static enum result queue_again(struct context *context, void *data)
{
    int64_t letter = *(const int64_t *)data;
    enum result queued = letter_store_queue_again(context, letter, letter_is_built_in(context) ? LETTER_SENT : LETTER_WAITING);
    if (queued == RESULT_NONE)
        return context_fail(context, RESULT_REFUSED, "letter.underway", N_("This letter is on its way already. Its state stands beside it."));
    TRY(queued);
    return audit_write(context, "letter.resend", "letter", letter, TEXT(""));
}

enum result letter_resend(struct context *context, int64_t letter)
{
    struct letter_row row;
    enum result found = read_own(context, letter, &row);
    TRY(found);
    if (found == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "letter.none", N_("There is no such letter among yours."));
    TRY(audit_limit(context, text_printf(context->arena, "letter-resend:letter:%lld", (long long)letter), 3, 3600));
    TRY(audit_limit(context, text_printf(context->arena, "letter-resend:account:%lld", (long long)row.account), 10, 3600));
    return database_transaction(context, queue_again, &letter);
}

/* --- Holding back --- */

static enum result hold(struct context *context, void *data)
{
    int64_t letter = *(const int64_t *)data;
    enum result changed = letter_store_change_state(context, letter, LETTER_WAITING, LETTER_HELD);
    if (changed == RESULT_NONE)
        return context_fail(context, RESULT_REFUSED, "letter.not_waiting", N_("Only a letter that waits can be held back; this one does not, or is just being sent."));
    TRY(changed);
    return audit_write(context, "letter.hold", "letter", letter, TEXT(""));
}

static enum result release(struct context *context, void *data)
{
    int64_t letter = *(const int64_t *)data;
    enum result changed = letter_store_change_state(context, letter, LETTER_HELD, LETTER_WAITING);
    if (changed == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "letter.not_held", N_("This letter is not held back."));
    TRY(changed);
    return audit_write(context, "letter.release", "letter", letter, TEXT(""));
}

enum result letter_hold(struct context *context, int64_t letter)
{
    TRY(audit_may(context, MAY_HOLD_LETTERS));
    return database_transaction(context, hold, &letter);
}

enum result letter_release(struct context *context, int64_t letter)
{
    TRY(audit_may(context, MAY_HOLD_LETTERS));
    return database_transaction(context, release, &letter);
}

/* --- The built-in mailbox --- */

static enum result may_see_mailbox(struct context *context)
{
    bool demonstration;
    TRY(store_is_demonstration(context, &demonstration));
    if (demonstration && letter_is_built_in(context) && !context->settings->production) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "letter.no_mailbox", N_("Letters are sent to their mailboxes here; they cannot be read on this site."));
}

static enum result as_received(struct context *context, const struct letter_row *row, struct mailbox_letter *view)
{
    *view = (struct mailbox_letter){.id = row->id, .recipient = row->recipient, .subject = row->subject, .written = row->written};
    return letter_unseal(context, row, &view->text, &view->html);
}

enum result letter_mailbox(struct context *context, struct text address, size_t maximum, struct list *letters)
{
    TRY(may_see_mailbox(context));
    struct text normal = TEXT("");
    *letters = (struct list){&mailbox_letter_record, NULL, 0};
    if (!text_empty(address) && !address_normal(context->arena, address, &normal)) return RESULT_OK;
    struct list rows;
    TRY(letter_store_to_mailbox(context, normal, (int64_t)(maximum < MOST_LETTERS ? maximum : MOST_LETTERS), &rows));
    struct mailbox_letter *views = ARENA_ARRAY(context->arena, rows.count + 1, struct mailbox_letter);
    for (size_t i = 0; i < rows.count; i++) TRY(as_received(context, (const struct letter_row *)rows.items + i, views + i));
    *letters = (struct list){&mailbox_letter_record, views, rows.count};
    return RESULT_OK;
}

enum result letter_mailbox_read(struct context *context, int64_t letter, struct mailbox_letter *view)
{
    TRY(may_see_mailbox(context));
    struct letter_row row;
    enum result found = letter_store_read(context, letter, &row);
    if (found != RESULT_OK) return found;
    return as_received(context, &row, view);
}
