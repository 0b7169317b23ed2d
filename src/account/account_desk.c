/* Signing in at the desk: password and second factor, or a passkey alone, which verifies the person itself. */
#include "account/account_inside.h"
#include "account/account_staff_store.h"
#include "account/account_store.h"
#include "audit/audit.h"
#include "outside/language.h"
#include "outside/one_time.h"
#include "outside/password.h"
#include "outside/secret.h"

enum { CODES_AN_HOUR = 10 };

static enum result refused(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "account.desk_sign_in",
                        N_("Name, password and code do not belong together. A code is good once. After ten wrong codes none is taken for an hour."));
}

/* Tight for one network, so that guessing is slow; loose for the name as a whole, so that a stranger cannot lock its owner out by trying. */
static enum result limit_attempts(struct context *context, struct text counted)
{
    TRY(audit_limit_network(context, "desk-sign-in", 60, 900));
    if (text_empty(counted)) return RESULT_OK;
    TRY(audit_limit_network(context, text_printf(context->arena, "desk-sign-in:%.*s", TEXT_ARG(counted)).bytes, 10, 900));
    return audit_limit(context, text_printf(context->arena, "desk-sign-in:name:%.*s", TEXT_ARG(counted)), 100, 3600);
}

/* Whoever knows a password has a few codes an hour to try, from wherever, and is not told when they are used up. What is counted for a wrong password counts for nobody: it takes the
 * same time. */
static enum result limit_codes(struct context *context, int64_t account, bool password_right, bool *allowed)
{
    struct text key = text_printf(context->arena, "desk-code:%s:%lld", password_right ? "right" : "wrong", (long long)account);
    enum result limited = audit_limit(context, key, CODES_AN_HOUR, 3600);
    *allowed = limited == RESULT_OK && password_right;
    if (limited == RESULT_REFUSED) error_clear(&context->error);
    return limited == RESULT_REFUSED ? RESULT_OK : limited;
}

struct desk_sign_in {
    const struct account_desk_sign_in *wish;
    int64_t account;
    struct text hash;
    int64_t step;               /* of the app's code; or */
    struct bytes recovery_hash; /* of the recovery code */
    const struct passkey_answer *passkey;
    struct text challenge, agent;
    struct text *token;
};

/* Everything is looked up whatever is right, so that the time tells nothing. */
static enum result check_code(struct context *context, struct desk_sign_in *sign_in, bool *right)
{
    struct proof_row proof;
    struct text code = sign_in->wish->code;
    *right = false;
    TRY(staff_store_proof(context, sign_in->account, &proof));
    if (proof.sealed.length) {
        struct bytes secret;
        TRY(account_open_one_time(context, sign_in->account, proof.sealed, &secret));
        *right = one_time_match(secret, code, context_now(context), &sign_in->step) && sign_in->step > proof.last_step;
    }
    sign_in->recovery_hash = account_recovery_hash(context, sign_in->account, code);
    enum result found = staff_store_find_code(context, sign_in->account, sign_in->recovery_hash);
    TRY(found);
    if (*right) sign_in->recovery_hash = (struct bytes){0};
    *right = (*right || found == RESULT_OK) && proof.roles;
    return RESULT_OK;
}

static enum result write_beginning(struct context *context, const struct desk_sign_in *sign_in, struct text detail)
{
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_STAFF, .account = sign_in->account, .network = actor.network};
    enum result written = audit_write(context, "account.desk-sign-in", "account", sign_in->account, detail);
    if (written >= 0) written = account_begin_desk_session(context, sign_in->account, sign_in->agent, sign_in->token);
    context->actor = actor;
    return written;
}

static enum result begin(struct context *context, void *data)
{
    struct desk_sign_in *sign_in = data;
    struct text hash;
    struct account account;
    struct proof_row proof;
    /* What was checked outside the transaction still has to hold, until the commit. */
    TRY(account_store_take(context, sign_in->account));
    TRY(account_store_read_password(context, sign_in->account, &hash));
    TRY(staff_store_proof(context, sign_in->account, &proof));
    enum result found = account_store_read(context, sign_in->account, &account);
    TRY(found);
    if (found == RESULT_NONE || !proof.roles || !text_equal(hash, sign_in->hash)) return refused(context);
    bool recovery = sign_in->recovery_hash.length > 0;
    enum result taken = recovery ? staff_store_take_code(context, sign_in->account, sign_in->recovery_hash) : staff_store_take_step(context, sign_in->account, sign_in->step);
    TRY(taken);
    if (taken == RESULT_NONE) return refused(context);
    return write_beginning(context, sign_in, recovery ? TEXT("{\"by\":\"recovery code\"}") : TEXT("{\"by\":\"app\"}"));
}

enum result account_desk_sign_in(struct context *context, const struct account_desk_sign_in *wish, account_of_mailbox *of_mailbox, struct text *token)
{
    struct desk_sign_in sign_in = {.wish = wish, .agent = wish->agent, .token = token};
    struct text counted, normal = TEXT("");
    *token = TEXT("");
    TRY(account_meant(context, wish->name, of_mailbox, &sign_in.account, &counted));
    TRY(limit_attempts(context, counted));
    TRY(account_store_read_password(context, sign_in.account, &sign_in.hash));
    bool right, outdated, code_right, allowed, possible = password_normal(context->arena, wish->password, &normal);
    TRY(password_check(context, normal, sign_in.hash, &right, &outdated));
    TRY(check_code(context, &sign_in, &code_right));
    TRY(limit_codes(context, sign_in.account, possible && right, &allowed));
    if (!allowed || !code_right) return refused(context);
    return database_transaction(context, begin, &sign_in);
}

/* --- By a passkey --- */

enum result account_desk_challenge(struct context *context, struct text *challenge)
{
    return account_challenge(context, "sign-in", 0, challenge);
}

static enum result passkey_refused(struct context *context)
{
    error_clear(&context->error);
    return context_fail(context, RESULT_REFUSED, "account.desk_passkey", N_("This passkey does not open the desk."));
}

static enum result begin_by_passkey(struct context *context, void *data)
{
    struct desk_sign_in *sign_in = data;
    TRY(account_challenge_take(context, "sign-in", 0, sign_in->challenge));
    struct passkey_row row;
    struct passkey_party party;
    struct account account;
    struct proof_row proof = {0};
    enum result found = staff_store_find_passkey(context, sign_in->passkey->credential, &row);
    if (found == RESULT_OK) {
        TRY(account_store_take(context, row.account_id));
        found = staff_store_find_passkey(context, sign_in->passkey->credential, &row); /* perhaps it was taken away meanwhile */
    }
    if (found == RESULT_OK) found = account_store_read(context, row.account_id, &account);
    TRY(found);
    if (found == RESULT_OK) TRY(staff_store_proof(context, row.account_id, &proof));
    if (!proof.roles || !passkey_party(context, &party)) return passkey_refused(context);
    struct passkey_key key = {row.credential, row.public_key, row.algorithm, row.sign_count};
    enum result used = passkey_used(context, &party, sign_in->challenge, sign_in->passkey, &key);
    if (used == RESULT_REFUSED) return passkey_refused(context);
    TRY(used);
    sign_in->account = account.id;
    TRY(staff_store_use_passkey(context, row.id, key.sign_count));
    return write_beginning(context, sign_in, TEXT("{\"by\":\"passkey\"}"));
}

enum result account_desk_passkey(struct context *context, const struct passkey_answer *answer, struct text challenge, struct text agent, struct text *token)
{
    *token = TEXT("");
    TRY(audit_limit_network(context, "desk-passkey", 60, 900));
    struct desk_sign_in sign_in = {.passkey = answer, .challenge = challenge, .agent = agent, .token = token};
    return database_transaction(context, begin_by_passkey, &sign_in);
}
