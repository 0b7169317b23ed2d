/* How a request ends: completed in the session that asked, disowned by the mailbox's owner; and the taking over of what an earlier system has proven. */
#include <inttypes.h>

#include "association/association.h"
#include "association/association_letter.h"
#include "association/association_rules.h"
#include "association/association_store.h"
#include "association/association_tie.h"
#include "audit/audit.h"
#include "letter/address.h"
#include "outside/secret.h"

/* --- Completing --- */

/* What an act says that is refused although it has written: a wrong code is counted, a lost race leaves its outcome. */
enum ending { ENDING_DONE, ENDING_WRONG_CODE, ENDING_TAKEN };
static const char *const ending_words[] = {"done", "wrong-code", "taken"};

struct completing {
    int64_t request;
    struct text token, code;
    enum ending ending;
    int64_t records;
};

static enum result refuse_standing(struct context *context, enum association_standing standing)
{
    switch (standing) {
    case STANDING_COMPLETED:
        return context_fail(context, RESULT_REFUSED, "association.already", N_("This mailbox is associated with your account already."));
    case STANDING_REPLACED:
        return context_fail(context, RESULT_REFUSED, "association.replaced",
                            N_("A newer letter has replaced this one. Use the link or the code of the newest letter."));
    case STANDING_DISOWNED:
        return context_fail(context, RESULT_REFUSED, "association.disowned",
                            N_("The owner of the mailbox has said that this request was not his. Check the address that you entered."));
    case STANDING_EXPIRED:
        return context_fail(context, RESULT_REFUSED, "association.expired", N_("This request was valid for 24 hours. Ask for a new letter."));
    case STANDING_TOO_LATE:
        return context_fail(context, RESULT_REFUSED, "association.taken",
                            N_("Meanwhile the mailbox was associated with another account. Its owner can move it."));
    case STANDING_OPEN: break;
    }
    return RESULT_OK;
}

static enum result unknown(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "association.unknown", N_("This link is not known. Copy it whole from the letter, or ask for a new letter."));
}

static enum result find(struct context *context, const struct completing *completing, struct request_row *row)
{
    enum result found;
    if (text_empty(completing->token)) {
        found = association_store_request_of(context, completing->request, context->actor.account, row);
    } else {
        if (completing->token.length != SECRET_TOKEN_LENGTH) return unknown(context);
        found = association_store_request_by_token(context, secret_hash(context, completing->token), row);
    }
    TRY(found);
    if (found == RESULT_NONE || (completing->request && completing->request != row->id)) return unknown(context);
    /* The one place where it is decided: only the account that asked, whoever holds the link (SPEC 5.1). */
    if (row->account_id != context->actor.account)
        return context_fail(context, RESULT_REFUSED, "association.not_yours",
                            N_("Another account has asked for this. Only there can it be completed; if you did not ask, say that it was not you."));
    return RESULT_OK;
}

/* Is the typed code the one of the letter? Each try is counted before it is looked at, so that many at once are no more than five. */
static enum result check_code(struct context *context, const struct completing *completing, const struct request_row *row, bool *right)
{
    bool counted;
    TRY(association_store_count_try(context, row->id, ASSOCIATION_CODE_TRIES, &counted));
    if (!counted)
        return context_fail(context, RESULT_REFUSED, "association.code_tries",
                            N_("The code was typed wrongly too often. Open the link of the letter, or ask for a new letter."));
    char code[8];
    *right = false;
    if (association_code_normal(completing->code, code)) {
        unsigned char hash[SECRET_LENGTH];
        TRY(secret_derive(context, "association-code", text_printf(context->arena, "%" PRId64 ":%.8s", row->id, code), hash));
        *right = bytes_equal_in_constant_time((struct bytes){hash, sizeof hash}, row->code_hash);
    }
    return RESULT_OK;
}

static enum result finish(struct context *context, struct completing *completing, enum ending ending)
{
    completing->ending = ending;
    context->once.answer = text_printf(context->arena, "%s %" PRId64, ending_words[ending], completing->records);
    return RESULT_OK;
}

static enum result complete(struct context *context, void *data)
{
    struct completing *completing = data;
    completing->records = 0;
    struct request_row row;
    TRY(find(context, completing, &row));
    struct instant now = context_now(context);
    TRY(refuse_standing(context, association_standing(row.outcome, row.ends, now)));
    bool right = true;
    if (text_empty(completing->token)) TRY(check_code(context, completing, &row, &right));
    if (!right) return finish(context, completing, ENDING_WRONG_CODE);

    bool ended, tied;
    TRY(association_store_end(context, row.id, "completed", now, &ended));
    if (!ended) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    bool sign_up = text_is(row.purpose, "sign-up");
    const char *means = sign_up ? "sign-up" : text_empty(completing->token) ? "code" : "link";
    struct association_thing thing = {.mailbox = row.mailbox_id};
    TRY(association_tie(context, thing, row.account_id, means, row.id, &tied, &completing->records));
    if (!tied) {
        int64_t holder;
        enum result found = association_holder(context, thing, &holder);
        TRY(found);
        if (found == RESULT_OK && holder == row.account_id) return refuse_standing(context, STANDING_COMPLETED);
        TRY(association_store_mark_too_late(context, row.id));
        TRY(audit_write(context, "association.too_late", "association_request", row.id, TEXT("")));
        return finish(context, completing, ENDING_TAKEN);
    }
    struct account account;
    TRY(account_read(context, row.account_id, &account));
    struct association_letter item = {.user_name = account.user_name, .mailbox = row.address, .sign_up = sign_up, .records = completing->records};
    TRY(association_letter_done(context, &item, &account));
    return finish(context, completing, ENDING_DONE);
}

/* The first answer of a request that was sent again. */
static void replay(const struct context *context, struct completing *completing)
{
    struct text rest = context->once.answer, word = {"", 0};
    text_split(&rest, ' ', &word);
    for (int i = 0; i < 3; i++)
        if (text_is(word, ending_words[i])) completing->ending = (enum ending)i;
    if (!text_to_integer(rest, &completing->records)) completing->records = 0;
}

enum result association_complete(struct context *context, int64_t request, struct text token, struct text code, int64_t *records)
{
    *records = 0;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct completing completing = {.request = request, .token = token, .code = code};
    TRY(database_transaction(context, complete, &completing));
    if (context->once.replayed) replay(context, &completing);
    *records = completing.records;
    if (completing.ending == ENDING_TAKEN) return refuse_standing(context, STANDING_TOO_LATE);
    if (completing.ending == ENDING_WRONG_CODE) {
        enum result refused = context_fail(context, RESULT_REFUSED, "association.code_wrong",
                                           N_("This is not the code of the letter. It has eight letters and digits, like 7K4M-XW2P."));
        context->error.field = "code";
        return refused;
    }
    return RESULT_OK;
}

/* --- "This was not me" --- */

struct disowning {
    struct text token, address;
};

static enum result disown(struct context *context, void *data)
{
    const struct disowning *disowning = data;
    struct request_row row;
    if (disowning->token.length != SECRET_TOKEN_LENGTH) return unknown(context);
    enum result found = association_store_request_by_token(context, secret_hash(context, disowning->token), &row);
    TRY(found);
    if (found == RESULT_NONE) return unknown(context);
    struct text address;
    if (!address_normal(context->arena, disowning->address, &address) || !text_equal(address, row.address))
        return context_fail(context, RESULT_REFUSED, "association.not_this_mailbox",
                            N_("The letter did not come to this address. Type the address of the mailbox in which you found it."));
    struct instant now = context_now(context);
    int64_t ended;
    TRY(association_store_end_open(context, row.account_id, row.mailbox_id, "disowned", now, &ended));
    if (ended) return audit_write(context, "association.disown", "association_request", row.id, TEXT(""));
    int64_t holder;
    enum result tied = association_holder(context, (struct association_thing){.mailbox = row.mailbox_id}, &holder);
    TRY(tied);
    if (tied == RESULT_OK && holder == row.account_id)
        return context_fail(context, RESULT_REFUSED, "association.completed_already",
                            N_("The mailbox was associated already. Associate it with your own account, or write to us: we will undo it."));
    return RESULT_OK;
}

enum result association_disown(struct context *context, struct text token, struct text address)
{
    struct disowning disowning = {token, address};
    return database_transaction(context, disown, &disowning);
}

/* --- Taking over --- */

struct taking_over {
    int64_t account;
    struct text address;
};

static enum result take_over(struct context *context, void *data)
{
    const struct taking_over *wish = data;
    struct association_thing thing = {0};
    int64_t records, holder;
    bool tied;
    TRY(intake_mailbox(context, wish->address, &thing.mailbox));
    TRY(association_tie(context, thing, wish->account, "takeover", 0, &tied, &records));
    if (tied) return RESULT_OK;
    enum result found = association_holder(context, thing, &holder);
    TRY(found);
    if (found == RESULT_OK && holder == wish->account) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "association.taken_by_other", N_("The mailbox {address} is associated with another account."),
                        "address", text_string(context->arena, wish->address));
}

enum result association_take_over(struct context *context, int64_t account, struct text address)
{
    TRY(audit_may(context, MAY_ADD_ACCOUNTS));
    struct taking_over wish = {.account = account};
    if (!address_normal(context->arena, address, &wish.address))
        return context_fail(context, RESULT_REFUSED, "association.address",
                            N_("This is no e-mail address. Enter it as it stands on the confirmation of your exam, like name@example.org."));
    return database_transaction(context, take_over, &wish);
}
