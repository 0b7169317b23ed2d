#include "association/association.h"

#include <inttypes.h>

#include "association/association_letter.h"
#include "association/association_rules.h"
#include "association/association_store.h"
#include "association/association_tie.h"
#include "audit/audit.h"
#include "base/encoding.h"
#include "base/random.h"
#include "letter/address.h"
#include "outside/secret.h"

/* At most so many letters are asked for: by one account in a day, from one network in an hour, to one mailbox in a day whoever asks. */
enum { ASKS_OF_ACCOUNT = 20, ASKS_FROM_NETWORK = 60, ASKS_FOR_MAILBOX = 5, HOUR = 3600, DAY = 86400 };

RECORD(association_request_record, struct association_request, FIELD(struct association_request, id), FIELD(struct association_request, mine),
       FIELD(struct association_request, user_name), FIELD(struct association_request, address), FIELD(struct association_request, made),
       FIELD(struct association_request, ends), FIELD(struct association_request, sign_up), FIELD(struct association_request, open),
       FIELD(struct association_request, completed), FIELD(struct association_request, replaced), FIELD(struct association_request, expired),
       FIELD(struct association_request, disowned), FIELD(struct association_request, too_late));
RECORD(association_record, struct association, FIELD(struct association, mailbox_id), FIELD(struct association, address),
       FIELD(struct association, since), FIELD(struct association, means), FIELD(struct association, records), FIELD(struct association, letters));

/* --- Asking --- */

struct asking {
    struct text address;
    const char *purpose;
    bool anyway, associated;
};

static enum result limit(struct context *context, const char *what, struct text who, int burst, int seconds)
{
    return audit_limit(context, text_printf(context->arena, "associate:%s:%.*s", what, TEXT_ARG(who)), burst, seconds);
}

static enum result limit_asks(struct context *context, struct text address)
{
    struct text account = text_printf(context->arena, "%" PRId64, context->actor.account);
    TRY(limit(context, "account", account, ASKS_OF_ACCOUNT, DAY));
    TRY(audit_limit_network(context, "associate", ASKS_FROM_NETWORK, HOUR));
    return limit(context, "mailbox", address, ASKS_FOR_MAILBOX, DAY);
}

/* The mailbox is another account's: nothing but a letter to it, and that only where the asker has said OK. */
static enum result explain_taken(struct context *context, const struct asking *asking, const struct account *asker, int64_t holder_id, int64_t mailbox)
{
    if (!asking->anyway) return RESULT_OK;
    struct account holder;
    TRY(account_read(context, holder_id, &holder));
    struct association_letter item = {.user_name = asker->user_name, .mailbox = asking->address, .holder = holder.user_name};
    TRY(association_letter_taken(context, &item, &holder));
    return audit_write(context, "association.ask_taken", "mailbox", mailbox, TEXT(""));
}

static enum result make_code(struct context *context, int64_t request, struct text *code, struct bytes *hash)
{
    unsigned char bits[ASSOCIATION_CODE_BYTES];
    random_fill(bits, sizeof bits);
    struct text plain = encoding_base32(context->arena, (struct bytes){bits, sizeof bits});
    unsigned char *out = arena_raw(context->arena, SECRET_LENGTH);
    TRY(secret_derive(context, "association-code", text_printf(context->arena, "%" PRId64 ":%.*s", request, TEXT_ARG(plain)), out));
    *code = text_printf(context->arena, "%.4s-%.4s", plain.bytes, plain.bytes + 4);
    *hash = (struct bytes){out, SECRET_LENGTH};
    return RESULT_OK;
}

static enum result ask(struct context *context, void *data)
{
    struct asking *asking = data;
    asking->associated = false;
    TRY(limit_asks(context, asking->address));
    struct account asker;
    TRY(account_read(context, context->actor.account, &asker));
    int64_t mailbox;
    TRY(intake_mailbox(context, asking->address, &mailbox));
    int64_t holder;
    enum result tied = association_holder(context, (struct association_thing){.mailbox = mailbox}, &holder);
    TRY(tied);
    if (tied == RESULT_OK && holder == asker.id)
        return context_fail(context, RESULT_REFUSED, "association.already", N_("This mailbox is associated with your account already."));
    if (tied == RESULT_OK) {
        asking->associated = true;
        context->once.answer = TEXT("associated");
        return explain_taken(context, asking, &asker, holder, mailbox);
    }
    struct instant now = context_now(context);
    int64_t replaced;
    TRY(association_store_end_open(context, asker.id, mailbox, "replaced", now, &replaced));
    struct letter_secrets secrets = {.token = secret_token(context)};
    struct request_wish wish = {.account = asker.id, .mailbox = mailbox, .purpose = asking->purpose, .made = now,
                                .ends = instant_add_seconds(now, ASSOCIATION_HOURS * HOUR), .token_hash = secret_hash(context, secrets.token)};
    TRY(database_take_ids(context, "association_request", 1, &wish.id));
    TRY(make_code(context, wish.id, &secrets.code, &wish.code_hash));
    TRY(association_store_ask(context, &wish));
    struct association_letter item = {.user_name = asker.user_name, .mailbox = asking->address, .sign_up = text_is(text_of(asking->purpose), "sign-up"),
                                      .ends = wish.ends};
    TRY(association_letter_activate(context, &item, &asker, &secrets));
    context->once.answer = TEXT("asked");
    return audit_write(context, "association.ask", "association_request", wish.id, TEXT(""));
}

enum result association_ask(struct context *context, struct text address, enum association_purpose purpose, bool anyway, bool *associated)
{
    *associated = false;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct asking asking = {.purpose = purpose == ASSOCIATION_SIGN_UP ? "sign-up" : "associate", .anyway = anyway};
    if (!address_normal(context->arena, address, &asking.address)) {
        enum result refused = context_fail(context, RESULT_REFUSED, "association.address",
                                           N_("This is no e-mail address. Enter it as it stands on the confirmation of your exam, like name@example.org."));
        context->error.field = "address";
        return refused;
    }
    TRY(database_transaction(context, ask, &asking));
    *associated = context->once.replayed ? text_is(context->once.answer, "associated") : asking.associated;
    return RESULT_OK;
}

/* --- Looking --- */

static void show(const struct context *context, const struct request_row *row, struct association_request *request)
{
    enum association_standing standing = association_standing(row->outcome, row->ends, context_now(context));
    *request = (struct association_request){
        .id = row->id, .mine = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == row->account_id, .made = row->made, .ends = row->ends,
        .sign_up = text_is(row->purpose, "sign-up"), .open = standing == STANDING_OPEN, .completed = standing == STANDING_COMPLETED,
        .replaced = standing == STANDING_REPLACED, .expired = standing == STANDING_EXPIRED, .disowned = standing == STANDING_DISOWNED,
        .too_late = standing == STANDING_TOO_LATE};
    if (!request->mine) return;
    request->user_name = row->user_name;
    request->address = row->address;
}

enum result association_by_token(struct context *context, struct text token, struct association_request *request)
{
    *request = (struct association_request){0};
    if (token.length != SECRET_TOKEN_LENGTH) return RESULT_NONE;
    struct request_row row;
    enum result found = association_store_request_by_token(context, secret_hash(context, token), &row);
    if (found == RESULT_OK) show(context, &row, request);
    return found;
}

enum result association_requests(struct context *context, struct list *requests)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct list rows;
    TRY(association_store_requests(context, context->actor.account, instant_add_seconds(context_now(context), -ASSOCIATION_HOURS * HOUR), &rows));
    struct association_request *items = ARENA_ARRAY(context->arena, rows.count + 1, struct association_request);
    for (size_t i = 0; i < rows.count; i++) show(context, (const struct request_row *)rows.items + i, &items[i]);
    *requests = (struct list){&association_request_record, items, rows.count};
    return RESULT_OK;
}

enum result association_list(struct context *context, struct list *associations)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return association_store_list(context, context->actor.account, associations);
}

enum result association_proven(struct context *context, int64_t account, struct text address)
{
    int64_t found;
    enum result result = association_store_account_of(context, address, &found);
    return result == RESULT_OK && found != account ? RESULT_NONE : result;
}

enum result association_account_of(struct context *context, struct text address, int64_t *account)
{
    return association_store_account_of(context, address, account);
}

enum result association_records(struct context *context, int64_t account, size_t maximum, struct list *records)
{
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_REGISTER));
    return association_store_records(context, account, maximum, records);
}
