/* A forgotten password (SPEC 4.1): a letter with a link, by which a new one is set. */
#include "account/account_inside.h"
#include "account/account_staff_store.h"
#include "account/account_store.h"
#include "audit/audit.h"
#include "base/encoding.h"
#include "letter/address.h"
#include "outside/due.h"
#include "outside/secret.h"

enum { LINK_SECONDS = 86400, LETTERS_FROM_NETWORK = 20, LETTERS_TO_MAILBOX = 5, HOUR_SECONDS = 3600, DAY_SECONDS = 86400,
       NUMBER_BYTES = 8, SIGNED_BYTES = 16, TOKEN_BYTES = 2 * NUMBER_BYTES + SIGNED_BYTES };

/* --- The link's token: account and end, signed together with the password that there was and the mailbox that it goes to. So nothing has to be kept, and a password that is set in any way ends all links, as does
 * another mailbox, or one that is tied to the account no more. --- */

static enum result sign(struct context *context, const struct account *account, struct instant ends, struct text hash, unsigned char out[SECRET_LENGTH])
{
    return secret_derive(context, "forgotten-password",
                         text_printf(context->arena, "%lld:%lld:%.*s:%.*s", (long long)account->id, (long long)ends.microseconds, TEXT_ARG(hash), TEXT_ARG(account->mailbox)), out);
}

enum result account_own_mailbox(struct context *context, const struct account *account, bool *own)
{
    struct text proven;
    enum result found = account_store_proven_mailbox(context, account->id, account->mailbox, &proven);
    *own = found == RESULT_OK && text_equal(proven, account->mailbox);
    return found < 0 ? found : RESULT_OK;
}

static void put_number(unsigned char *bytes, int64_t number)
{
    for (int i = 0; i < NUMBER_BYTES; i++) bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
}

static int64_t get_number(const unsigned char *bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < NUMBER_BYTES; i++) number |= (uint64_t)bytes[i] << (8 * i);
    return (int64_t)number;
}

static enum result make_token(struct context *context, const struct account *account, struct instant ends, struct text hash, struct text *token)
{
    unsigned char bytes[TOKEN_BYTES], signature[SECRET_LENGTH];
    TRY(sign(context, account, ends, hash, signature));
    put_number(bytes, account->id);
    put_number(bytes + NUMBER_BYTES, ends.microseconds);
    memcpy(bytes + 2 * NUMBER_BYTES, signature, SIGNED_BYTES);
    *token = encoding_base64url(context->arena, (struct bytes){bytes, sizeof bytes});
    return RESULT_OK;
}

/* The account that a link is for, and the password that it has until now. */
static enum result open_token(struct context *context, struct text token, struct account *account, struct text *hash, struct instant *ends)
{
    struct bytes bytes;
    unsigned char signature[SECRET_LENGTH];
    if (!encoding_from_base64url(context->arena, token, &bytes) || bytes.length != TOKEN_BYTES) return RESULT_NONE;
    bool own;
    *ends = (struct instant){get_number(bytes.data + NUMBER_BYTES)};
    enum result found = account_store_read(context, get_number(bytes.data), account);
    if (found != RESULT_OK) return found;
    TRY(account_store_read_password(context, account->id, hash));
    TRY(account_own_mailbox(context, account, &own));
    TRY(sign(context, account, *ends, *hash, signature));
    if (!own || !bytes_equal_in_constant_time((struct bytes){signature, SIGNED_BYTES}, (struct bytes){bytes.data + 2 * NUMBER_BYTES, SIGNED_BYTES})) return RESULT_NONE;
    return ends->microseconds > context_now(context).microseconds ? RESULT_OK : RESULT_NONE;
}

/* --- The letter --- */

static enum result note(struct context *context, void *data)
{
    const struct text *mailbox = data;
    int64_t wish;
    TRY(account_store_note_forgotten(context, *mailbox, &wish));
    return due_leave(context, "password-forgotten", wish, wish, NO_INSTANT);
}

enum result account_forgotten(struct context *context, struct text mailbox)
{
    struct text address;
    if (!address_normal(context->arena, mailbox, &address))
        return FIELD_FAIL(context, "mailbox", "account.address", N_("This is not an e-mail address. Write it like name@example.com."));
    TRY(audit_limit_network(context, "forgotten", LETTERS_FROM_NETWORK, HOUR_SECONDS));
    TRY(audit_limit(context, text_printf(context->arena, "forgotten:%.*s", TEXT_ARG(address)), LETTERS_TO_MAILBOX, DAY_SECONDS));
    return database_transaction(context, note, &address);
}

static enum result write_link(struct context *context, const struct account *account, struct instant ends)
{
    struct text hash, token;
    TRY(account_store_read_password(context, account->id, &hash));
    TRY(make_token(context, account, ends, hash, &token));
    return account_tell_forgotten(context, account, ends, token);
}

/* It was asked by nobody who is signed in, and is only followed up by the system. */
static enum result write_asked(struct context *context, const char *act, int64_t account)
{
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_NOBODY};
    enum result written = audit_write(context, act, "account", account, TEXT(""));
    context->actor = actor;
    return written;
}

enum result account_forgotten_follow(struct context *context, int64_t wish, account_of_mailbox *of_mailbox)
{
    struct account_forgotten_row row;
    struct account account;
    int64_t id = 0;
    bool own = false;
    enum result found = account_store_take_forgotten(context, wish, &row);
    if (found != RESULT_OK) return found;
    struct instant ends = instant_add_seconds(row.asked, LINK_SECONDS);
    if (ends.microseconds <= context_now(context).microseconds) return write_asked(context, "account.forgotten-late", 0);
    found = of_mailbox(context, row.mailbox, &id);
    if (found == RESULT_OK) found = account_store_read(context, id, &account);
    TRY(found);
    if (found == RESULT_OK) TRY(account_own_mailbox(context, &account, &own));
    if (own) TRY(write_link(context, &account, ends));
    else TRY(account_tell_no_account(context, row.mailbox, row.language, row.asked));
    return write_asked(context, "account.forgotten", own ? account.id : 0);
}

/* --- The link --- */

enum result account_forgotten_link(struct context *context, struct text token, struct account_forgotten_link *link)
{
    TRY(audit_limit_network(context, "forgotten-link", 60, 900));
    return account_forgotten_look(context, token, link);
}

enum result account_forgotten_look(struct context *context, struct text token, struct account_forgotten_link *link)
{
    *link = (struct account_forgotten_link){.ends = NO_INSTANT};
    struct account account;
    struct text hash;
    enum result found = open_token(context, token, &account, &hash, &link->ends);
    if (found != RESULT_OK) return found;
    link->user_name = account.user_name;
    return account_store_second_factor(context, account.id, &link->second_step);
}

struct setting {
    struct account account; /* id 0: of no link */
    struct text token, old_hash, new_hash;
};

static enum result refuse_link(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "account.forgotten_link", N_("This link does not set a password any more. Ask for a new letter."));
}

static enum result set(struct context *context, void *data)
{
    struct setting *setting = data;
    struct text hash = TEXT("");
    struct instant ends;
    /* What was checked outside the transaction still has to hold, until the commit. */
    TRY(account_store_take(context, setting->account.id));
    enum result found = open_token(context, setting->token, &setting->account, &hash, &ends);
    TRY(found);
    if (found == RESULT_NONE || text_empty(setting->new_hash) || !text_equal(hash, setting->old_hash))
        return refuse_link(context);
    TRY(account_replace_password(context, setting->account.id, setting->new_hash, 0));
    context->once.answer = text_printf(context->arena, "%lld", (long long)setting->account.id);
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = setting->account.id, .network = actor.network};
    enum result written = audit_write(context, "account.new-password", "account", setting->account.id, TEXT(""));
    context->actor = actor;
    TRY(written);
    return account_tell_password_changed(context, &setting->account);
}

/* A form's key knows no password (SPEC 13.5), so one that is sent again with another password would be told that this was set: only with the one that was set then, and still is, it has its first answer. */
static enum result answer_again(struct context *context, struct text password)
{
    int64_t account;
    struct text hash = TEXT("");
    if (!text_to_integer(context->once.answer, &account)) account = 0;
    TRY(audit_limit(context, text_printf(context->arena, "password:%lld", (long long)account), 10, 900));
    TRY(account_store_read_password(context, account, &hash));
    enum result is = account_check_password(context, password, hash);
    if (is != RESULT_REFUSED || strcmp(context->error.code, "account.enrol_password") != 0) return is;
    error_clear(&context->error);
    return refuse_link(context);
}

enum result account_forgotten_set(struct context *context, struct text token, struct text password)
{
    struct setting setting = {.token = token};
    struct instant ends;
    TRY(audit_limit_network(context, "forgotten-link", 60, 900));
    enum result found = open_token(context, token, &setting.account, &setting.old_hash, &ends);
    TRY(found);
    if (found == RESULT_NONE) setting.account.id = 0;
    else TRY(account_new_password(context, password, setting.account.user_name, setting.account.mailbox, "password", &setting.new_hash));
    TRY(database_transaction(context, set, &setting)); /* also of no link: a form that is sent again has its first answer */
    return context->once.replayed ? answer_again(context, password) : RESULT_OK;
}
