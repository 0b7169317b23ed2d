#include "account/account_second.h"

#include "account/account_inside.h"
#include "account/account_staff_store.h"
#include "account/account_store.h"
#include "audit/audit.h"
#include "outside/one_time.h"
#include "outside/secret.h"
#include "outside/settings.h"

enum { CODES_AN_HOUR = 10 };

static enum result wrong_code(struct context *context)
{
    return FIELD_FAIL(context, "code", "account.second_code", N_("This code is not right, or was used already. Type the one that your app shows now, or a recovery code that is left."));
}

static enum result staff_second(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "account.second_staff", N_("The second step of the staff is set up, and taken away, by the link that an administrator gives."));
}

static enum result none_set_up(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "account.second_none", N_("No second step is set up."));
}

/* --- What was typed --- */

/* A code that was right; it is used up when it is taken. */
struct proven {
    int64_t step;               /* of the app's code; or */
    struct bytes recovery_hash; /* of the recovery code */
};

/* Counted with the codes of the desk: whoever knows the password has ten an hour to try, wherever. */
static enum result limit_codes(struct context *context, int64_t account)
{
    return audit_limit(context, text_printf(context->arena, "desk-code:right:%lld", (long long)account), CODES_AN_HOUR, 3600);
}

static enum result match_code(struct context *context, int64_t account, struct text code, struct proven *proven)
{
    struct proof_row proof;
    bool right = false;
    TRY(staff_store_second(context, account, &proof));
    *proven = (struct proven){.recovery_hash = account_recovery_hash(context, account, code)};
    if (proof.sealed.length) {
        struct bytes secret;
        TRY(account_open_one_time(context, account, proof.sealed, &secret));
        right = one_time_match(secret, code, context_now(context), &proven->step) && proven->step > proof.last_step;
    }
    enum result found = staff_store_find_code(context, account, proven->recovery_hash);
    TRY(found);
    if (right) proven->recovery_hash = (struct bytes){0};
    return right || found == RESULT_OK ? RESULT_OK : wrong_code(context);
}

static enum result check_code(struct context *context, int64_t account, struct text code, struct proven *proven)
{
    TRY(limit_codes(context, account));
    return match_code(context, account, code, proven);
}

static enum result take_code(struct context *context, int64_t account, const struct proven *proven)
{
    enum result taken = proven->recovery_hash.length ? staff_store_take_code(context, account, proven->recovery_hash) : staff_store_take_step(context, account, proven->step);
    return taken == RESULT_NONE ? wrong_code(context) : taken;
}

/* --- Setting it up --- */

enum result account_second_read(struct context *context, struct account_second *second)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct proof_row proof;
    TRY(staff_store_second(context, context->actor.account, &proof));
    *second = (struct account_second){.app = proof.sealed.length > 0, .staff = proof.roles != 0};
    return staff_store_count_factors(context, context->actor.account, &second->codes, &second->passkeys);
}

static enum result offered(struct context *context, struct text nonce, struct bytes *secret)
{
    return account_offer_one_time(context, "second-one-time", text_printf(context->arena, "%lld:%.*s", (long long)context->actor.account, TEXT_ARG(nonce)), secret);
}

enum result account_second_offer(struct context *context, struct text nonce, struct account_second_offer *offer)
{
    struct account account;
    struct bytes secret;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    enum result found = account_store_read(context, context->actor.account, &account);
    if (found != RESULT_OK) return found;
    offer->nonce = nonce.length == SECRET_TOKEN_LENGTH ? nonce : secret_token(context);
    TRY(offered(context, offer->nonce, &secret));
    offer->secret = one_time_secret_text(context->arena, secret);
    offer->address = one_time_address(context->arena, account_host(context), account.user_name, secret);
    return RESULT_OK;
}

struct changing {
    struct text hash;  /* the password that was right */
    struct bytes secret;
    struct proven proven;
    struct text *codes;
};

/* What was checked outside the transaction still has to hold. The account's row is held, so that of two at once the second sees what the first has done. */
static enum result begin(struct context *context, const struct changing *changing, bool has, struct account *account)
{
    int64_t id = context->actor.account;
    struct text hash;
    struct proof_row proof;
    TRY(account_store_take(context, id));
    enum result found = account_store_read(context, id, account);
    TRY(found);
    TRY(account_store_read_password(context, id, &hash));
    if (found == RESULT_NONE || !text_equal(hash, changing->hash)) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    TRY(staff_store_second(context, id, &proof));
    if (proof.roles) return staff_second(context);
    if (!has && proof.sealed.length) return context_fail(context, RESULT_REFUSED, "account.second_already", N_("Your second step is set up already."));
    if (has && !proof.sealed.length) return none_set_up(context);
    return RESULT_OK;
}

static enum result set_up(struct context *context, void *data)
{
    struct changing *changing = data;
    struct account account;
    TRY(begin(context, changing, false, &account));
    TRY(staff_store_forget_factors(context, account.id));
    TRY(account_keep_one_time(context, account.id, changing->secret, changing->proven.step));
    TRY(account_make_recovery_codes(context, account.id, changing->codes));
    TRY(account_tell_second(context, &account, true));
    return audit_write(context, "account.second-on", "account", account.id, TEXT(""));
}

enum result account_second_set_up(struct context *context, struct text nonce, struct text password, struct text code, struct text codes[ACCOUNT_RECOVERY_CODES])
{
    struct changing changing = {.codes = codes};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    if (nonce.length != SECRET_TOKEN_LENGTH) return context_fail(context, RESULT_REFUSED, "account.second_nonce", N_("This form is not whole. Load the page again."));
    TRY(account_check_own_password(context, password, &changing.hash));
    TRY(offered(context, nonce, &changing.secret));
    TRY(account_check_offered(context, changing.secret, code, &changing.proven.step));
    return database_transaction(context, set_up, &changing);
}

static enum result renew_codes(struct context *context, void *data)
{
    struct changing *changing = data;
    struct account account;
    TRY(begin(context, changing, true, &account));
    TRY(take_code(context, account.id, &changing->proven));
    TRY(staff_store_forget_codes(context, account.id));
    TRY(account_make_recovery_codes(context, account.id, changing->codes));
    return audit_write(context, "account.second-codes", "account", account.id, TEXT(""));
}

static enum result switch_off(struct context *context, void *data)
{
    struct changing *changing = data;
    struct account account;
    TRY(begin(context, changing, true, &account));
    TRY(take_code(context, account.id, &changing->proven));
    TRY(staff_store_forget_factors(context, account.id));
    TRY(account_tell_second(context, &account, false));
    return audit_write(context, "account.second-off", "account", account.id, TEXT(""));
}

static enum result change(struct context *context, struct text password, struct text code, struct text *codes, database_act *act)
{
    struct changing changing = {.codes = codes};
    struct account_second second;
    TRY(account_second_read(context, &second));
    if (!second.app) return none_set_up(context);
    TRY(account_check_own_password(context, password, &changing.hash));
    TRY(check_code(context, context->actor.account, code, &changing.proven));
    return database_transaction(context, act, &changing);
}

enum result account_second_codes(struct context *context, struct text password, struct text code, struct text codes[ACCOUNT_RECOVERY_CODES])
{
    return change(context, password, code, codes, renew_codes);
}

enum result account_second_off(struct context *context, struct text password, struct text code)
{
    return change(context, password, code, NULL, switch_off);
}

static enum result remove_it(struct context *context, void *data)
{
    const int64_t *id = data;
    struct account account;
    struct proof_row proof;
    enum result found = account_store_read(context, *id, &account);
    TRY(found);
    if (found == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.none", N_("There is no such account."));
    TRY(staff_store_second(context, *id, &proof));
    if (proof.roles) return staff_second(context);
    if (!proof.sealed.length) return none_set_up(context);
    TRY(staff_store_forget_factors(context, *id));
    TRY(staff_store_drop_challenges(context, *id, "second-step"));
    TRY(account_tell_second(context, &account, false));
    return audit_write(context, "account.second-remove", "account", *id, TEXT(""));
}

enum result account_second_remove(struct context *context, int64_t account)
{
    TRY(audit_may(context, MAY_ADD_ACCOUNTS));
    return database_transaction(context, remove_it, &account);
}

/* --- The second step of signing in --- */

struct stepping {
    struct text second, agent, challenge;
    int64_t account;
    struct proven proven;
    const struct passkey_answer *passkey;
    struct text *token;
};

static enum result late(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "account.second_late", N_("This took longer than ten minutes, or was used already. Sign in once more."));
}

static enum result limit_steps(struct context *context)
{
    return audit_limit_network(context, "second-step", 60, 900);
}

static enum result find_step(struct context *context, struct stepping *stepping)
{
    struct challenge_row row;
    TRY(limit_steps(context));
    enum result found = stepping->second.length == SECRET_TOKEN_LENGTH ? staff_store_find_challenge(context, secret_hash(context, stepping->second), "second-step", &row) : RESULT_NONE;
    if (found == RESULT_NONE) return late(context);
    TRY(found);
    stepping->account = row.account_id;
    return RESULT_OK;
}

enum result account_sign_in_challenge(struct context *context, struct text second, struct text *challenge)
{
    struct stepping stepping = {.second = second};
    int64_t codes, passkeys;
    *challenge = TEXT("");
    TRY(find_step(context, &stepping));
    TRY(staff_store_count_factors(context, stepping.account, &codes, &passkeys));
    return passkeys ? account_challenge(context, "second-step", stepping.account, challenge) : RESULT_OK;
}

static enum result prove_by_passkey(struct context *context, const struct stepping *stepping)
{
    struct passkey_row row;
    struct passkey_party party;
    TRY(account_challenge_take(context, "second-step", stepping->account, stepping->challenge));
    enum result found = staff_store_find_passkey(context, stepping->passkey->credential, &row);
    TRY(found);
    struct passkey_key key = {row.credential, row.public_key, row.algorithm, row.sign_count};
    enum result used = RESULT_REFUSED;
    if (found == RESULT_OK && row.account_id == stepping->account && passkey_party(context, &party)) used = passkey_used(context, &party, stepping->challenge, stepping->passkey, &key);
    if (used == RESULT_REFUSED) {
        error_clear(&context->error);
        return context_fail(context, RESULT_REFUSED, "account.second_passkey", N_("This passkey does not belong to the account."));
    }
    TRY(used);
    return staff_store_use_passkey(context, row.id, key.sign_count);
}

static enum result finish(struct context *context, void *data)
{
    struct stepping *stepping = data;
    struct account account;
    TRY(account_store_take(context, stepping->account));
    enum result taken = staff_store_take_challenge(context, secret_hash(context, stepping->second));
    if (taken == RESULT_NONE) return late(context);
    TRY(taken);
    enum result found = account_store_read(context, stepping->account, &account);
    if (found == RESULT_NONE) return late(context);
    TRY(found);
    bool recovery = stepping->proven.recovery_hash.length > 0;
    if (stepping->passkey) TRY(prove_by_passkey(context, stepping));
    else TRY(take_code(context, account.id, &stepping->proven));
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = account.id, .network = actor.network};
    struct text by = stepping->passkey ? TEXT("{\"by\":\"passkey\"}") : recovery ? TEXT("{\"by\":\"recovery code\"}") : TEXT("{\"by\":\"app\"}");
    enum result written = audit_write(context, "account.sign-in", "account", account.id, by);
    if (written >= 0) written = account_begin_session(context, account.id, stepping->agent, stepping->token);
    context->actor = actor;
    return written;
}

enum result account_sign_in_code(struct context *context, struct text second, struct text code, struct text agent, struct text *token)
{
    struct stepping stepping = {.second = second, .agent = agent, .token = token};
    *token = TEXT("");
    TRY(find_step(context, &stepping));
    TRY(check_code(context, stepping.account, code, &stepping.proven));
    return database_transaction(context, finish, &stepping);
}

enum result account_sign_in_passkey(struct context *context, struct text second, const struct passkey_answer *answer, struct text challenge, struct text agent, struct text *token)
{
    struct stepping stepping = {.second = second, .agent = agent, .challenge = challenge, .passkey = answer, .token = token};
    *token = TEXT("");
    TRY(find_step(context, &stepping));
    return database_transaction(context, finish, &stepping);
}

/* --- The second step of another account of the actor's own --- */

struct proving {
    int64_t account;
    struct text code;
};

/* Looked at where it is used up, so that what is sent again is answered as at first. */
static enum result use_up(struct context *context, void *data)
{
    const struct proving *proving = data;
    struct proven proven;
    TRY(account_store_take(context, proving->account));
    TRY(match_code(context, proving->account, proving->code, &proven));
    return take_code(context, proving->account, &proven);
}

enum result account_second_prove(struct context *context, int64_t account, struct text code)
{
    struct proving proving = {account, code};
    if (text_empty(code))
        return FIELD_FAIL(context, "code", "account.second_needed", N_("That account has a second step. Type the code that its app shows now, too, or one of its recovery codes."));
    TRY(limit_steps(context));
    TRY(limit_codes(context, account));
    return database_transaction(context, use_up, &proving);
}
