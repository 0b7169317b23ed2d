/* How a request begins: by mailbox (SPEC 5.1), and what every request has in common. */
#include <inttypes.h>

#include "association/association_letter.h"
#include "association/association_request.h"
#include "association/association_rules.h"
#include "association/association_tie.h"
#include "audit/audit.h"
#include "base/encoding.h"
#include "base/random.h"
#include "catalogue/catalogue.h"
#include "letter/address.h"
#include "outside/secret.h"

/* At most so many letters are asked for: by one account in a day, from one network in an hour, by one account to one mailbox in a day, and to one mailbox in a day whoever asks: so many that a stranger
 * does not lock its owner out with one account. */
enum { ASKS_OF_ACCOUNT = 20, ASKS_FROM_NETWORK = 60, ASKS_OF_ACCOUNT_FOR_MAILBOX = 5, ASKS_FOR_MAILBOX = 30 };

static enum result limit(struct context *context, const char *what, struct text who, int burst, int seconds)
{
    return audit_limit(context, text_printf(context->arena, "associate:%s:%.*s", what, TEXT_ARG(who)), burst, seconds);
}

enum result association_limit(struct context *context, struct text address)
{
    struct text account = text_printf(context->arena, "%" PRId64, context->actor.account);
    TRY(limit(context, "account", account, ASKS_OF_ACCOUNT, DAY));
    TRY(audit_limit_network(context, "associate", ASKS_FROM_NETWORK, HOUR));
    if (text_empty(address)) return RESULT_OK;
    TRY(limit(context, "own", text_printf(context->arena, "%.*s:%.*s", TEXT_ARG(account), TEXT_ARG(address)), ASKS_OF_ACCOUNT_FOR_MAILBOX, DAY));
    return limit(context, "mailbox", address, ASKS_FOR_MAILBOX, DAY);
}

enum result association_set_aside(struct context *context, enum result limited, struct error *refusal)
{
    if (limited < 0 && (limited != RESULT_REFUSED || text_empty(context->once.key))) return limited;
    *refusal = context->error;
    error_clear(&context->error);
    return RESULT_OK;
}

enum result association_refuse_aside(struct context *context, const struct error *refusal)
{
    if (!refusal->result) return RESULT_OK;
    context->error = *refusal;
    return refusal->result;
}

static enum result make_code(struct context *context, struct request_row *request, struct text *code)
{
    unsigned char bits[ASSOCIATION_CODE_BYTES];
    random_fill(bits, sizeof bits);
    struct text plain = encoding_base32(context->arena, (struct bytes){bits, sizeof bits});
    unsigned char *out = arena_raw(context->arena, SECRET_LENGTH);
    TRY(secret_derive(context, "association-code", text_printf(context->arena, "%" PRId64 ":%.*s", request->id, TEXT_ARG(plain)), out));
    *code = text_printf(context->arena, "%.4s-%.4s", plain.bytes, plain.bytes + 4);
    request->code_hash = (struct bytes){out, SECRET_LENGTH};
    return RESULT_OK;
}

enum result association_issue(struct context *context, const struct account *asker, struct request_row *request, struct day ready_day)
{
    struct letter_secrets secrets = {.token = secret_token(context)};
    request->account_id = asker->id;
    request->made = context_now(context);
    if (!request->ends.microseconds) request->ends = instant_add_seconds(request->made, ASSOCIATION_HOURS * HOUR);
    TRY(association_store_replace(context, request, request->made));
    TRY(database_take_ids(context, "association_request", 1, &request->id));
    TRY(make_code(context, request, &secrets.code));
    if (request->letter_mailbox_id) {
        struct association_letter item = association_letter_of(request, asker);
        item.ready_day = ready_day;
        if (request->purpose == ASSOCIATION_DISPUTE || day_is(ready_day)) { /* the others promise nothing */
            const struct catalogue *catalogue;
            TRY(catalogue_current(context, &catalogue));
            item.objection_days = catalogue->body.promises[PROMISE_OBJECTION].first;
            if (day_is(ready_day)) (void)calendar_is_working(catalogue->calendar, ready_day, &item.provisional);
        }
        TRY(association_letter_ask(context, request, &item, asker, &secrets, &request->letter_id));
    }
    TRY(association_store_ask(context, request, secret_hash(context, secrets.token)));
    return audit_write(context, "association.ask", "association_request", request->id,
                       text_printf(context->arena, "{\"purpose\":\"%s\"}", association_store_purpose(request->purpose)));
}

enum result association_tell_holder(struct context *context, const struct account *asker, int64_t holder_id, const struct record_facts *facts, bool sign_up)
{
    struct account holder;
    TRY(account_read(context, holder_id, &holder));
    struct association_letter item = {.user_name = asker->user_name, .mailbox = facts->address, .holder = holder.user_name, .exam_code = facts->exam_code,
                                      .registration_id = facts->registration_id, .exam_day = facts->exam_day, .of_record = facts->id != 0, .sign_up = sign_up};
    TRY(association_letter_taken(context, &item, &holder));
    return audit_write(context, "association.ask_taken", facts->id ? "exam_record" : "mailbox", facts->id ? facts->id : facts->mailbox_id, TEXT(""));
}

struct asking {
    struct text address;
    enum association_purpose purpose;
    bool anyway, associated;
    struct error refusal; /* by a limit */
};

static enum result ask(struct context *context, void *data)
{
    struct asking *asking = data;
    asking->associated = false;
    TRY(association_refuse_aside(context, &asking->refusal));
    struct account asker;
    TRY(account_read(context, context->actor.account, &asker));
    int64_t mailbox, holder;
    TRY(intake_mailbox(context, asking->address, &mailbox));
    enum result tied = association_holder(context, (struct association_thing){.mailbox = mailbox}, &holder);
    TRY(tied);
    if (tied == RESULT_OK && holder == asker.id)
        return FIELD_FAIL(context, "address", "association.already", N_("This mailbox is associated with your account already."));
    bool dispute = asking->purpose == ASSOCIATION_DISPUTE;
    asking->associated = tied == RESULT_OK;
    context->once.answer = asking->associated ? TEXT("associated") : TEXT("asked");
    if (asking->associated && !dispute) {
        struct record_facts facts = {.mailbox_id = mailbox, .address = asking->address, .exam_day = NO_DAY};
        return asking->anyway ? association_tell_holder(context, &asker, holder, &facts, asking->purpose == ASSOCIATION_SIGN_UP) : RESULT_OK;
    }
    struct request_row request = {.mailbox_id = mailbox, .letter_mailbox_id = mailbox, .address = asking->address, .letter_address = asking->address,
                                  .purpose = dispute && !asking->associated ? ASSOCIATION_OF_RECORDS : asking->purpose, .exam_day = NO_DAY};
    return association_issue(context, &asker, &request, NO_DAY);
}

enum result association_ask(struct context *context, struct text address, enum association_purpose purpose, bool anyway, bool *associated)
{
    *associated = false;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    struct asking asking = {.purpose = purpose, .anyway = anyway};
    if (!address_normal(context->arena, address, &asking.address))
        return FIELD_FAIL(context, "address", "association.address", N_("This is no e-mail address. Enter it as it stands on the confirmation of your exam, like name@example.org."));
    /* Before anything is known of the mailbox, and outside of the act: what is refused counts like what is done, and a limit tells nothing but how often was asked. */
    TRY(association_set_aside(context, association_limit(context, asking.address), &asking.refusal));
    TRY(database_transaction(context, ask, &asking));
    *associated = context->once.replayed ? text_is(context->once.answer, "associated") : asking.associated;
    return RESULT_OK;
}
