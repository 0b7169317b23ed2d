/* Signing up and in, passwords. */
#include "account/account.h"
#include "account/account_inside.h"
#include "account/account_rules.h"
#include "account/account_staff_store.h"
#include "account/account_store.h"
#include "audit/audit.h"
#include "base/encoding.h"
#include "letter/address.h"
#include "outside/language.h"
#include "outside/password.h"
#include "outside/secret.h"

enum { SECOND_STEP_SECONDS = 600 };

static enum result check_new_password(struct context *context, struct text password, struct text user_name, struct text mailbox, const char *field, struct text *normal)
{
    if (!password_normal(context->arena, password, normal)) {
        if (text_empty(password))
            return FIELD_FAIL(context, field, "account.password_short", N_("A password has 15 characters or more. Several words make a good one."));
        return FIELD_FAIL(context, field, "account.password_malformed",
                          N_("This password cannot be used: it is longer than 1024 bytes or holds a character that cannot be typed again."));
    }
    switch (account_rules_password(context->arena, *normal, user_name, mailbox)) {
    case PASSWORD_TOO_SHORT:
        return FIELD_FAIL(context, field, "account.password_short", N_("A password has 15 characters or more. Several words make a good one."));
    case PASSWORD_TOO_SIMPLE:
        return FIELD_FAIL(context, field, "account.password_simple",
                          N_("This password is made of repetitions or of keys in a row. Take several words that do not belong together."));
    case PASSWORD_PERSONAL:
        return FIELD_FAIL(context, field, "account.password_personal", N_("This password is little more than your user name or e-mail address. Take another."));
    case PASSWORD_FINE:
        break;
    }
    bool common;
    TRY(password_is_common(context, *normal, &common));
    return common ? FIELD_FAIL(context, field, "account.password_common", N_("Many people use this password, so it is guessed first. Take another.")) : RESULT_OK;
}

enum result account_new_password(struct context *context, struct text password, struct text user_name, struct text mailbox, const char *field, struct text *hash)
{
    struct text normal;
    TRY(check_new_password(context, password, user_name, mailbox, field, &normal));
    return password_hash(context, normal, hash);
}

/* --- Signing up --- */

struct sign_up {
    struct account account;
    struct text key, hash, agent;
    struct text *token;
    int64_t *id;
};

static enum result make_account(struct context *context, void *data)
{
    struct sign_up *sign_up = data;
    enum result made = account_store_make(context, &sign_up->account, sign_up->key, sign_up->id);
    if (made == RESULT_NONE) return FIELD_FAIL(context, "user_name", "account.name_taken", N_("This user name is taken. Choose another."));
    TRY(made);
    TRY(account_store_write_password(context, *sign_up->id, sign_up->hash));
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = *sign_up->id, .network = actor.network};
    enum result written = audit_write(context, "account.sign-up", "account", *sign_up->id, TEXT(""));
    if (written >= 0) written = account_begin_session(context, *sign_up->id, sign_up->agent, sign_up->token);
    context->actor = actor;
    return written;
}

static enum result check_user_name(struct context *context, struct text user_name, struct text *shown, struct text *key)
{
    if (!account_rules_user_name(context->arena, user_name, shown, key))
        return FIELD_FAIL(context, "user_name", "account.user_name",
                          N_("A user name has 3 to 40 letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit."));
    return RESULT_OK;
}

static enum result check_mailbox(struct context *context, struct text mailbox, struct text *normal)
{
    if (!address_normal(context->arena, mailbox, normal))
        return FIELD_FAIL(context, "mailbox", "account.address", N_("This is not an e-mail address. Write it like name@example.com."));
    return RESULT_OK;
}

/* What is wrong with any of the fields is found at once. */
static enum result check_wish(struct context *context, const struct account_sign_up *wish, struct sign_up *sign_up, struct text *password)
{
    struct error_faults faults = {NULL, NULL};
    struct account *account = &sign_up->account;
    account->user_name = account->mailbox = TEXT("");
    (void)check_user_name(context, wish->user_name, &account->user_name, &sign_up->key);
    error_set_aside(&context->error, &faults);
    (void)check_mailbox(context, wish->mailbox, &account->mailbox);
    error_set_aside(&context->error, &faults);
    (void)!account_check_names(context, NULL, wish->name_latin, wish->name_native, &account->name_latin, &account->name_native);
    error_set_aside(&context->error, &faults);
    enum result checked = check_new_password(context, wish->password, account->user_name, account->mailbox, "password", password);
    if (checked < 0 && checked != RESULT_REFUSED) return checked;
    error_set_aside(&context->error, &faults);
    return error_of_faults(&context->error, &faults);
}

enum result account_sign_up(struct context *context, const struct account_sign_up *wish, struct text *token, int64_t *account)
{
    struct sign_up sign_up = {.agent = wish->agent, .token = token, .id = account};
    struct text password;
    *token = TEXT("");
    *account = 0;
    TRY(check_wish(context, wish, &sign_up, &password));
    sign_up.account.language = text_of(wish->language ? wish->language : context->language ? context->language : "en");
    TRY(audit_limit_network(context, "sign-up", 20, 3600));
    TRY(password_hash(context, password, &sign_up.hash));
    return database_transaction(context, make_account, &sign_up);
}

/* --- Signing in --- */

struct sign_in {
    int64_t account;
    struct text hash, new_hash, agent;
    struct text *token, *second;
};

static enum result sign_in_refused(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "account.sign_in", N_("The user name or the password is not right."));
}

/* The password alone opens nothing; it lets the second step be tried, until it is changed. */
static enum result begin_second_step(struct context *context, struct sign_in *sign_in)
{
    struct text token = secret_token(context);
    *sign_in->second = token;
    return staff_store_add_challenge(context, secret_hash(context, token), "second-step", sign_in->account, instant_add_seconds(context_now(context), SECOND_STEP_SECONDS));
}

static enum result begin(struct context *context, void *data)
{
    struct sign_in *sign_in = data;
    *sign_in->token = *sign_in->second = TEXT("");
    struct text hash;
    struct account account;
    /* What was checked outside the transaction still has to hold, until the commit. */
    TRY(account_store_take(context, sign_in->account));
    TRY(account_store_read_password(context, sign_in->account, &hash));
    enum result found = account_store_read(context, sign_in->account, &account);
    TRY(found);
    if (found == RESULT_NONE || !text_equal(hash, sign_in->hash)) return sign_in_refused(context);
    if (!text_empty(sign_in->new_hash)) TRY(account_store_write_password(context, sign_in->account, sign_in->new_hash));
    bool has_second;
    TRY(account_store_second_factor(context, sign_in->account, &has_second));
    if (has_second) return begin_second_step(context, sign_in);
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = sign_in->account, .network = actor.network};
    enum result written = audit_write(context, "account.sign-in", "account", sign_in->account, TEXT(""));
    if (written >= 0) written = account_begin_session(context, sign_in->account, sign_in->agent, sign_in->token);
    context->actor = actor;
    return written;
}

enum result account_meant(struct context *context, struct text name, account_of_mailbox *of_mailbox, int64_t *account, struct text *counted)
{
    struct text shown, address;
    *account = 0;
    *counted = TEXT("");
    if (account_rules_user_name(context->arena, name, &shown, counted)) {
        struct account found;
        enum result result = account_store_by_key(context, *counted, &found);
        if (result == RESULT_OK) *account = found.id;
        return result < 0 ? result : RESULT_OK;
    }
    if (!address_normal(context->arena, name, &address)) return RESULT_OK;
    *counted = address;
    if (!of_mailbox) return RESULT_OK;
    enum result result = of_mailbox(context, address, account);
    if (result == RESULT_NONE) *account = 0;
    return result < 0 ? result : RESULT_OK;
}

/* Tight for one network, so that guessing is slow; loose for the name as a whole, so that a stranger cannot lock its owner out by trying. */
static enum result limit_attempts(struct context *context, struct text counted)
{
    TRY(audit_limit_network(context, "sign-in", 60, 900));
    if (text_empty(counted)) return RESULT_OK;
    TRY(audit_limit_network(context, text_printf(context->arena, "sign-in:%.*s", TEXT_ARG(counted)).bytes, 10, 900));
    return audit_limit(context, text_printf(context->arena, "sign-in:name:%.*s", TEXT_ARG(counted)), 100, 3600);
}

/* Whose the name is, and is the password right? */
static enum result check_password(struct context *context, struct text name, struct text password, account_of_mailbox *of_mailbox, struct sign_in *sign_in)
{
    struct text counted, normal = TEXT("");
    TRY(account_meant(context, name, of_mailbox, &sign_in->account, &counted));
    TRY(limit_attempts(context, counted));
    TRY(account_store_read_password(context, sign_in->account, &sign_in->hash)); /* asked of nobody, too: it takes the same time */
    bool right, outdated;
    bool possible = password_normal(context->arena, password, &normal);
    TRY(password_check(context, normal, sign_in->hash, &right, &outdated));
    if (!possible || !right) return sign_in_refused(context);
    if (outdated) TRY(password_hash(context, normal, &sign_in->new_hash));
    return RESULT_OK;
}

enum result account_sign_in(struct context *context, struct text name, struct text password, struct text agent, account_of_mailbox *of_mailbox, struct text *token, struct text *second)
{
    struct sign_in sign_in = {.agent = agent, .token = token, .second = second};
    *token = *second = TEXT("");
    TRY(check_password(context, name, password, of_mailbox, &sign_in));
    return database_transaction(context, begin, &sign_in);
}

enum result account_prove(struct context *context, struct text name, struct text password, struct text code, account_of_mailbox *of_mailbox, int64_t *account)
{
    struct sign_in sign_in = {.account = 0};
    bool second;
    TRY(check_password(context, name, password, of_mailbox, &sign_in));
    TRY(account_store_second_factor(context, sign_in.account, &second));
    if (second) TRY(account_second_prove(context, sign_in.account, code));
    *account = sign_in.account;
    return RESULT_OK;
}

enum result account_proof_mark(struct context *context, int64_t account, struct text *mark)
{
    struct text hash;
    bool second;
    unsigned char derived[SECRET_LENGTH];
    TRY(account_store_read_password(context, account, &hash));
    TRY(account_store_second_factor(context, account, &second));
    TRY(secret_derive(context, "proof-mark", text_printf(context->arena, "%lld:%d:%.*s", (long long)account, second, TEXT_ARG(hash)), derived));
    *mark = encoding_hex(context->arena, (struct bytes){derived, sizeof derived});
    return RESULT_OK;
}

/* --- Changing a password --- */

enum result account_replace_password(struct context *context, int64_t account, struct text hash, int64_t but_session)
{
    TRY(account_store_write_password(context, account, hash));
    TRY(account_store_end_other_sessions(context, account, but_session));
    return staff_store_drop_challenges(context, account, "second-step");
}

struct change {
    struct account account;
    struct text old_hash, new_hash;
    bool own;
};

static enum result refuse_old_password(struct context *context)
{
    return FIELD_FAIL(context, "old_password", "account.old_password", N_("The password that you have had until now is not right."));
}

static enum result change_password(struct context *context, void *data)
{
    struct change *change = data;
    int64_t id = change->account.id;
    TRY(account_store_take(context, id));
    if (change->own) {
        struct text hash;
        TRY(account_store_read_password(context, id, &hash));
        if (!text_equal(hash, change->old_hash)) return refuse_old_password(context);
    }
    TRY(account_replace_password(context, id, change->new_hash, change->own ? context->actor.session : 0));
    TRY(audit_write(context, change->own ? "account.password" : "account.set-password", "account", id, TEXT("")));
    return change->own ? account_tell_password_changed(context, &change->account) : RESULT_OK;
}

enum result account_change_password(struct context *context, struct text old_password, struct text new_password)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct change change = {.own = true};
    enum result found = account_store_read(context, context->actor.account, &change.account);
    TRY(found);
    if (found == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.none", N_("There is no such account."));
    enum result checked = account_check_own_password(context, old_password, &change.old_hash);
    if (checked == RESULT_REFUSED && context->error.field) {
        error_clear(&context->error);
        return refuse_old_password(context);
    }
    TRY(checked);
    TRY(account_new_password(context, new_password, change.account.user_name, change.account.mailbox, "new_password", &change.new_hash));
    return database_transaction(context, change_password, &change);
}

enum result account_set_password(struct context *context, int64_t account, struct text password)
{
    TRY(audit_may(context, MAY_ADD_ACCOUNTS));
    struct change change = {.own = false};
    enum result found = account_store_read(context, account, &change.account);
    TRY(found);
    if (found == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.none", N_("There is no such account."));
    TRY(account_new_password(context, password, change.account.user_name, change.account.mailbox, "password", &change.new_hash));
    return database_transaction(context, change_password, &change);
}

/* --- An account from an earlier system --- */

struct addition {
    struct account account;
    struct text key;
    int64_t *id;
};

static enum result add_account(struct context *context, void *data)
{
    struct addition *addition = data;
    enum result made = account_store_make(context, &addition->account, addition->key, addition->id);
    if (made == RESULT_NONE) return FIELD_FAIL(context, "user_name", "account.name_taken", N_("This user name is taken. Choose another."));
    TRY(made);
    return audit_write(context, "account.add", "account", *addition->id, TEXT(""));
}

enum result account_add(struct context *context, struct text user_name, struct text mailbox, struct text name_latin, struct text name_native, int64_t *account)
{
    TRY(audit_may(context, MAY_ADD_ACCOUNTS));
    struct addition addition = {.id = account};
    TRY(check_user_name(context, user_name, &addition.account.user_name, &addition.key));
    TRY(check_mailbox(context, mailbox, &addition.account.mailbox));
    TRY(account_check_names(context, NULL, name_latin, name_native, &addition.account.name_latin, &addition.account.name_native));
    addition.account.language = text_of(context->language ? context->language : "en");
    return database_transaction(context, add_account, &addition);
}
