/* Enrolling: whoever became one of the staff sets up how he signs in, by the link that he was given. */
#include "account/account_inside.h"
#include "account/account_staff_store.h"
#include "account/account_store.h"
#include "audit/audit.h"
#include "base/encoding.h"
#include "outside/one_time.h"
#include "outside/secret.h"
#include "outside/settings.h"

/* The account that a link is for, today one of the staff. */
static enum result find_link(struct context *context, struct text token, struct challenge_row *link, struct account *account)
{
    if (token.length != SECRET_TOKEN_LENGTH) return RESULT_NONE;
    enum result found = staff_store_find_challenge(context, secret_hash(context, token), "enrol", link);
    if (found == RESULT_OK) found = account_store_read(context, link->account_id, account);
    if (found != RESULT_OK) return found;
    struct proof_row proof;
    TRY(staff_store_proof(context, account->id, &proof));
    return proof.roles ? RESULT_OK : RESULT_NONE;
}

enum result account_enrolment(struct context *context, struct text token, struct account_enrolment *enrolment)
{
    *enrolment = (struct account_enrolment){0};
    TRY(audit_limit_network(context, "enrol", 60, 900));
    struct challenge_row link;
    struct account account;
    enum result found = find_link(context, token, &link, &account);
    if (found != RESULT_OK) return found;
    struct text hash;
    struct bytes secret;
    TRY(account_store_read_password(context, account.id, &hash));
    TRY(account_offer_one_time(context, "enrol-one-time", token, &secret));
    *enrolment = (struct account_enrolment){.user_name = account.user_name, .ends = link.ends, .has_password = !text_empty(hash),
                                            .secret = one_time_secret_text(context->arena, secret),
                                            .address = one_time_address(context->arena, account_host(context), account.user_name, secret)};
    if (!passkey_party(context, &enrolment->party)) return RESULT_OK;
    unsigned char about[SECRET_LENGTH];
    TRY(secret_derive(context, "passkey-user", text_printf(context->arena, "%lld", (long long)account.id), about));
    enrolment->user_id = encoding_base64url(context->arena, (struct bytes){about, 16});
    return account_challenge(context, "register", account.id, &enrolment->challenge);
}

struct enrolling {
    const struct account_enrol *enrol;
    struct account account;
    struct text old_hash, new_hash;
    struct bytes secret;
    int64_t step;
    struct passkey_key key;
    struct text *codes;
};

/* Sets a password where there is none; else it must be known: the link alone, in somebody else's hands, opens nothing. */
static enum result check_password(struct context *context, struct enrolling *enrolling)
{
    struct text typed = enrolling->enrol->password;
    TRY(account_store_read_password(context, enrolling->account.id, &enrolling->old_hash));
    if (text_empty(enrolling->old_hash))
        return account_new_password(context, typed, enrolling->account.user_name, enrolling->account.mailbox, "password", &enrolling->new_hash);
    TRY(audit_limit(context, text_printf(context->arena, "enrol:%lld", (long long)enrolling->account.id), 10, 900));
    return account_check_password(context, typed, enrolling->old_hash);
}

static enum result check_factor(struct context *context, struct enrolling *enrolling)
{
    const struct account_enrol *enrol = enrolling->enrol;
    if (enrol->passkey) {
        struct passkey_party party;
        if (passkey_party(context, &party)) return passkey_made(context, &party, enrol->challenge, enrol->passkey, &enrolling->key);
        return context_fail(context, RESULT_REFUSED, "account.no_passkeys", N_("Passkeys cannot be used at this address. Use an authenticator app."));
    }
    TRY(account_offer_one_time(context, "enrol-one-time", enrol->token, &enrolling->secret));
    return account_check_offered(context, enrolling->secret, enrol->code, &enrolling->step);
}

static enum result keep(struct context *context, void *data)
{
    struct enrolling *enrolling = data;
    const struct account_enrol *enrol = enrolling->enrol;
    int64_t account = enrolling->account.id;
    struct text hash;
    TRY(account_store_take(context, account));
    enum result taken = staff_store_take_challenge(context, secret_hash(context, enrol->token));
    TRY(account_store_read_password(context, account, &hash));
    if (taken != RESULT_OK || !text_equal(hash, enrolling->old_hash)) return taken < 0 ? taken : RESULT_NONE;
    if (!text_empty(enrolling->new_hash)) TRY(account_store_write_password(context, account, enrolling->new_hash));
    TRY(staff_store_forget_factors(context, account));
    TRY(staff_store_end_desk_sessions(context, account));
    if (enrol->passkey) {
        TRY(account_challenge_take(context, "register", account, enrol->challenge));
        enum result written = staff_store_write_passkey(context, account, &enrolling->key, account_plain_agent(context, enrol->agent));
        TRY(written);
        if (written == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.passkey_known", N_("This passkey is known already. Make another one."));
    } else {
        TRY(account_keep_one_time(context, account, enrolling->secret, enrolling->step));
    }
    TRY(account_make_recovery_codes(context, account, enrolling->codes));
    TRY(account_tell_enrolled(context, &enrolling->account));
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_STAFF, .account = account, .network = actor.network};
    enum result written = audit_write(context, "account.enrol", "account", account, enrol->passkey ? TEXT("{\"by\":\"passkey\"}") : TEXT("{\"by\":\"app\"}"));
    context->actor = actor;
    return written;
}

enum result account_enrol(struct context *context, const struct account_enrol *enrol, struct text codes[ACCOUNT_RECOVERY_CODES])
{
    struct enrolling enrolling = {.enrol = enrol, .codes = codes};
    struct challenge_row link;
    TRY(audit_limit_network(context, "enrol", 60, 900));
    enum result found = find_link(context, enrol->token, &link, &enrolling.account);
    if (found != RESULT_OK) return found;
    TRY(check_password(context, &enrolling));
    TRY(check_factor(context, &enrolling));
    return database_transaction(context, keep, &enrolling);
}
