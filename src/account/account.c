/* Sessions, the profile, and reading an account. */
#include "account/account.h"

#include "account/account_inside.h"
#include "account/account_rules.h"
#include "account/account_staff_store.h"
#include "account/account_store.h"
#include "audit/audit.h"
#include "base/buffer.h"
#include "letter/address.h"
#include "outside/due.h"
#include "outside/language.h"
#include "outside/secret.h"
#include "outside/unicode.h"
#include "outside/zone.h"

enum { IDLE_SECONDS = 12 * 3600, LONGEST_SECONDS = 30 * 24 * 3600, USE_SECONDS = 3600, DESK_IDLE_SECONDS = 3600,
       DESK_LONGEST_SECONDS = 12 * 3600, DESK_USE_SECONDS = 60, AGENT_LIMIT = 200, PATIENCE_MILLISECONDS = 500 };

static struct instant idle_since(const struct context *context)
{
    return instant_add_seconds(context_now(context), -(int64_t)IDLE_SECONDS);
}

struct text account_plain_agent(struct context *context, struct text agent)
{
    struct buffer out = buffer_new(context->arena, AGENT_LIMIT, AGENT_LIMIT + 4);
    uint32_t c;
    while (out.length < AGENT_LIMIT && text_next_code_point(&agent, &c)) {
        enum unicode_kind kind = unicode_kind(c);
        char bytes[4];
        if (kind != UNICODE_FORBIDDEN && kind != UNICODE_INVISIBLE) buffer_put_bytes(&out, bytes, text_put_code_point(bytes, c));
    }
    return buffer_text(&out);
}

enum result account_begin_session(struct context *context, int64_t account, struct text agent, struct text *token)
{
    *token = secret_token(context);
    int64_t session;
    return account_store_begin_session(context, account, secret_hash(context, *token), instant_add_seconds(context_now(context), LONGEST_SECONDS),
                                       account_plain_agent(context, agent), false, &session);
}

enum result account_begin_desk_session(struct context *context, int64_t account, struct text agent, struct text *token)
{
    *token = secret_token(context);
    int64_t session;
    return account_store_begin_session(context, account, secret_hash(context, *token), instant_add_seconds(context_now(context), DESK_LONGEST_SECONDS),
                                       account_plain_agent(context, agent), true, &session);
}

static enum result use_session(struct context *context, void *data)
{
    return account_store_use_session(context, *(const int64_t *)data);
}

/* Takes a session that was found, where it is not over. `every`: how often its use is written down. */
static enum result take_session(struct context *context, const struct account_session_row *row, int idle, int every, struct account *account)
{
    struct instant now = context_now(context);
    if (row->ends.microseconds <= now.microseconds || row->used.microseconds <= instant_add_seconds(now, -(int64_t)idle).microseconds) return RESULT_NONE;
    *account = (struct account){row->id, row->user_name, row->mailbox, row->name_latin, row->name_native, row->phone, row->country, row->language, row->zone, row->made};
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = row->id, .session = row->session, .network = context->actor.network};
    if (now.microseconds - row->used.microseconds < every * MICROSECONDS) return RESULT_OK;
    struct text key = context->once.key; /* the key is for what the asker does, not for his having come */
    context->once.key = TEXT("");
    int64_t session = row->session;
    enum result used = database_transaction(context, use_session, &session);
    context->once.key = key;
    return used;
}

enum result account_session(struct context *context, struct text token, struct account *account)
{
    if (token.length != SECRET_TOKEN_LENGTH) return RESULT_NONE;
    struct account_session_row row;
    enum result found = account_store_find_session(context, secret_hash(context, token), &row);
    return found == RESULT_OK ? take_session(context, &row, IDLE_SECONDS, USE_SECONDS, account) : found;
}

enum result account_desk_session(struct context *context, struct text token, struct account *account)
{
    if (token.length != SECRET_TOKEN_LENGTH) return RESULT_NONE;
    struct account_session_row row;
    enum result found = account_store_find_desk_session(context, secret_hash(context, token), &row);
    if (found == RESULT_OK) found = take_session(context, &row, DESK_IDLE_SECONDS, DESK_USE_SECONDS, account);
    if (found != RESULT_OK) return found;
    context->actor.kind = ACTOR_STAFF;
    context->actor.roles = (unsigned)row.roles;
    return RESULT_OK;
}

enum result account_acting_session(struct context *context, struct text token, struct account *account)
{
    struct account staff;
    int64_t candidate;
    enum result found = account_desk_session(context, token, &staff);
    if (found == RESULT_OK) found = audit_allows(&context->actor, MAY_ACT_AS_CANDIDATE) ? staff_store_find_acting(context, secret_hash(context, token), &candidate) : RESULT_NONE;
    if (found == RESULT_OK) found = account_store_read(context, candidate, account);
    context->actor = found == RESULT_OK ? (struct actor){.kind = ACTOR_ACCOUNT, .account = candidate, .acting = staff.id, .network = context->actor.network}
                                        : (struct actor){.kind = ACTOR_NOBODY, .network = context->actor.network};
    return found;
}

static enum result act_as(struct context *context, void *data)
{
    const int64_t *account = data;
    struct account candidate;
    enum result found = account_store_read(context, *account, &candidate);
    if (found != RESULT_OK) return found;
    TRY(staff_store_act_as(context, context->actor.session, *account));
    return audit_write(context, "account.act-as", "account", *account, TEXT(""));
}

enum result account_act_as(struct context *context, int64_t account)
{
    TRY(audit_may(context, MAY_ACT_AS_CANDIDATE));
    if (account == context->actor.account)
        return context_fail(context, RESULT_REFUSED, "account.act_as_self", N_("This is your own account. Sign in with it as a candidate."));
    return database_transaction(context, act_as, &account);
}

static enum result act_as_end(struct context *context, void *data)
{
    (void)data;
    TRY(staff_store_act_as(context, context->actor.session, 0));
    return audit_write(context, "account.act-as-end", "account", context->actor.account, TEXT(""));
}

enum result account_act_as_end(struct context *context)
{
    TRY(audit_may(context, MAY_SEE_DESK));
    return database_transaction(context, act_as_end, NULL);
}

static enum result end_own_session(struct context *context, void *data)
{
    const int64_t *session = data;
    enum result ended = account_store_end_session(context, context->actor.account, *session);
    if (ended != RESULT_OK) return ended;
    return audit_write(context, *session == context->actor.session ? "account.sign-out" : "account.end-session", "session", *session, TEXT(""));
}

enum result account_sign_out(struct context *context)
{
    TRY(audit_may(context, context->actor.kind == ACTOR_STAFF ? MAY_SEE_DESK : MAY_ACT_FOR_ACCOUNT));
    int64_t session = context->actor.session;
    TRY(database_transaction(context, end_own_session, &session));
    return RESULT_OK;
}

enum result account_end_session(struct context *context, int64_t session)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result ended = database_transaction(context, end_own_session, &session);
    if (ended == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.no_session", N_("This session has ended already."));
    return ended;
}

enum result account_sessions(struct context *context, int64_t account, struct list *sessions)
{
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
    struct instant now = context_now(context);
    size_t count = 0;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_PEOPLE));
    TRY(account_store_sessions(context, account, idle_since(context), sessions));
    struct account_session_view *items = (struct account_session_view *)sessions->items;
    for (size_t i = 0; i < sessions->count; i++) {
        struct account_session_view *item = &items[i];
        if (item->desk && item->used.microseconds <= instant_add_seconds(now, -(int64_t)DESK_IDLE_SECONDS).microseconds) continue;
        item->unused_since = instant_add_seconds(item->used, item->desk ? DESK_USE_SECONDS : USE_SECONDS);
        item->recent = item->used.microseconds > instant_add_seconds(now, -(int64_t)USE_SECONDS).microseconds;
        items[count++] = *item;
    }
    sessions->count = count;
    return RESULT_OK;
}

enum result account_forget_sessions(struct context *context)
{
    return account_store_forget_sessions(context, idle_since(context));
}

enum result account_move_sessions(struct context *context, int64_t microseconds)
{
    TRY(audit_may(context, MAY_SET_CLOCK));
    return account_store_move_sessions(context, microseconds);
}

/* --- The profile --- */

struct change {
    struct account_profile profile;
    struct text hash; /* of the password that was shown; empty: none was */
    account_names_fixed *names_fixed;
    account_mailbox_proven *mailbox_proven;
};

static bool is_language(const struct context *context, struct text tag)
{
    return text_is(tag, "en") || (context->languages && languages_known(context->languages, tag));
}

/* No font of the artwork may have it (7.2). */
static enum result check_printing(struct context *context, const char *field, struct text native, struct text latin)
{
    enum result checked = context_check_name(context, native, latin, NULL);
    if (checked == RESULT_REFUSED) context->error.field = field;
    return checked;
}

enum result account_check_names(struct context *context, const struct account *old, struct text latin, struct text native, struct text *normal_latin, struct text *normal_native)
{
    struct error_faults faults = {NULL, NULL};
    if (!account_rules_name_latin(context->arena, latin, normal_latin))
        (void)FIELD_FAIL(context, "name_latin", "account.name_latin", N_("Write this name in Latin letters, as in a passport, with at most 100 characters."));
    else if (!old || !text_equal(*normal_latin, old->name_latin))
        (void)!check_printing(context, "name_latin", TEXT(""), *normal_latin);
    error_set_aside(&context->error, &faults);
    if (!account_rules_name_native(context->arena, native, normal_native))
        (void)FIELD_FAIL(context, "name_native", "account.name_native", N_("A name holds letters, blanks, hyphens and apostrophes only, at most 100 characters."));
    else if (!old || !text_equal(*normal_native, old->name_native))
        (void)!check_printing(context, "name_native", *normal_native, TEXT(""));
    error_set_aside(&context->error, &faults);
    return error_of_faults(&context->error, &faults);
}

static enum result check_profile(struct context *context, const struct account *old, const struct account_profile *wish, struct account_profile *profile)
{
    struct error_faults faults = {NULL, NULL};
    *profile = (struct account_profile){.country = text_trim(wish->country), .language = wish->language, .zone = text_trim(wish->zone), .keep_names = wish->keep_names};
    if (!wish->keep_names) (void)!account_check_names(context, old, wish->name_latin, wish->name_native, &profile->name_latin, &profile->name_native);
    error_set_aside(&context->error, &faults);
    if (!account_rules_phone(context->arena, wish->phone, &profile->phone))
        (void)FIELD_FAIL(context, "phone", "account.phone", N_("Write the telephone number with 5 to 15 digits, best with the country's code: +86 138 0013 8000."));
    error_set_aside(&context->error, &faults);
    if (!account_rules_country(profile->country)) (void)FIELD_FAIL(context, "country", "account.country", N_("Choose a country from the list."));
    error_set_aside(&context->error, &faults);
    if (!is_language(context, profile->language)) (void)FIELD_FAIL(context, "language", "account.language", N_("Choose a language from the list."));
    error_set_aside(&context->error, &faults);
    if (!text_empty(profile->zone)) {
        const struct zone *zone;
        enum result opened = zone_open(context, context->arena, profile->zone, &zone);
        if (opened == RESULT_REFUSED) {
            error_clear(&context->error);
            (void)FIELD_FAIL(context, "zone", "account.zone", N_("This is not a time zone. Choose one from the list, such as Asia/Shanghai."));
            error_set_aside(&context->error, &faults);
        } else {
            TRY(opened);
        }
    }
    if (!address_normal(context->arena, wish->mailbox, &profile->mailbox))
        (void)FIELD_FAIL(context, "mailbox", "account.address", N_("This is not an e-mail address. Write it like name@example.com."));
    error_set_aside(&context->error, &faults);
    return error_of_faults(&context->error, &faults);
}

static enum result password_wanted(struct context *context)
{
    return FIELD_FAIL(context, "password", "account.password_wanted", N_("Letters are to go to another mailbox. Type your present password, too."));
}

/* Whoever comes to an open session must not lead letters to a mailbox of his own, and a new password with them. Who changes no name waits for nobody who evaluates. */
static enum result look_at_old(struct context *context, const struct account *old, struct text password, struct change *change)
{
    if (!old) return RESULT_OK;
    if (text_equal(old->name_latin, change->profile.name_latin) && text_equal(old->name_native, change->profile.name_native)) change->profile.keep_names = true;
    if (text_equal(old->mailbox, change->profile.mailbox)) return RESULT_OK;
    if (text_empty(password)) return password_wanted(context);
    return account_check_own_password(context, password, &change->hash);
}

/* It is still the one that was shown. */
static enum result check_still_proven(struct context *context, int64_t account, const struct change *change)
{
    struct text hash;
    TRY(account_store_read_password(context, account, &hash));
    return text_empty(change->hash) || !text_equal(hash, change->hash) ? password_wanted(context) : RESULT_OK;
}

static enum result change_profile(struct context *context, void *data)
{
    const struct change *change = data;
    struct account_profile wish = change->profile, *new = &wish;
    struct account old;
    bool fixed = false;
    /* Whoever corrects names holds what this asks for before he writes the account's row, too. While many are evaluated that can take long: a page does not wait for it to the end. */
    if (!new->keep_names) {
        TRY(database_wait_at_most(context, PATIENCE_MILLISECONDS));
        TRY(change->names_fixed(context, context->actor.account, &fixed));
    }
    TRY(account_store_take(context, context->actor.account)); /* what is read is so until the commit */
    enum result found = account_store_read(context, context->actor.account, &old);
    TRY(found);
    if (found == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.none", N_("There is no such account."));
    if (new->keep_names) {
        new->name_latin = old.name_latin;
        new->name_native = old.name_native;
    }
    bool names = !text_equal(old.name_latin, new->name_latin) || !text_equal(old.name_native, new->name_native);
    bool mailbox = !text_equal(old.mailbox, new->mailbox);
    if (names && fixed)
        return FIELD_FAIL(context, text_equal(old.name_latin, new->name_latin) ? "name_native" : "name_latin", "account.name_fixed",
                          N_("A certificate was issued under this name. Ask the certifying body for a correction."));
    TRY(account_store_change(context, old.id, new));
    if (mailbox) TRY(check_still_proven(context, old.id, change));
    enum result proven = mailbox ? change->mailbox_proven(context, old.id, new->mailbox) : RESULT_OK;
    TRY(proven);
    if (proven == RESULT_NONE)
        return FIELD_FAIL(context, "mailbox", "account.mailbox_unproven", N_("Letters go only to a mailbox that is associated with your account. Associate this one first."));
    if (mailbox) TRY(account_tell_mailbox_changed(context, &old, new->mailbox));
    if (names) TRY(due_leave(context, "account-changed", old.id, old.id, NO_INSTANT));
    return audit_write(context, "account.profile", "account", old.id,
                       names && mailbox ? TEXT("{\"changed\":[\"name\",\"mailbox\"]}") : names ? TEXT("{\"changed\":[\"name\"]}")
                       : mailbox        ? TEXT("{\"changed\":[\"mailbox\"]}") : TEXT(""));
}

enum result account_change_profile(struct context *context, const struct account_profile *profile, account_names_fixed *names_fixed, account_mailbox_proven *mailbox_proven)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct change change = {.names_fixed = names_fixed, .mailbox_proven = mailbox_proven};
    struct account old;
    enum result found = account_store_read(context, context->actor.account, &old);
    TRY(found);
    const struct account *standing = found == RESULT_OK ? &old : NULL;
    TRY(check_profile(context, standing, profile, &change.profile));
    TRY(look_at_old(context, standing, profile->password, &change));
    return database_transaction(context, change_profile, &change);
}

enum result account_same_person(struct context *context, int64_t one, int64_t other, bool *same)
{
    *same = one && one == other;
    return *same || !one || !other ? RESULT_OK : account_store_same_person(context, one, other, same);
}

enum result account_correct_names(struct context *context, int64_t account, struct text name_latin, struct text name_native)
{
    TRY(audit_may(context, MAY_DECIDE_CASES));
    TRY(account_store_correct_names(context, account, name_latin, name_native));
    TRY(due_leave(context, "account-changed", account, account, NO_INSTANT));
    return audit_write(context, "account.correct_names", "account", account, TEXT(""));
}

/* --- For other rooms --- */

enum result account_read(struct context *context, int64_t id, struct account *account)
{
    return account_store_read(context, id, account);
}

struct text account_name_key(struct context *context, struct text user_name)
{
    struct text shown, key;
    return account_rules_user_name(context->arena, user_name, &shown, &key) ? key : TEXT("");
}

enum result account_by_name(struct context *context, struct text user_name, struct account *account)
{
    struct text shown, key;
    if (!account_rules_user_name(context->arena, user_name, &shown, &key)) return RESULT_NONE;
    return account_store_by_key(context, key, account);
}
