/* Letters about an account: what was done to it, so that its owner notices what he did not do himself. */
#include "account/account_inside.h"
#include "account/account_store.h"
#include "letter/address.h"
#include "letter/letter.h"

struct account_notice {
    struct text user_name;
    struct instant at;
    struct text mailbox; /* the new one, masked: whoever reads the old one may be a stranger by now */
    struct instant ends; /* of a link */
    bool on;             /* of a second step: it was set up */
    bool known;          /* of a forgotten password: the mailbox is tied to the account */
};
RECORD(account_notice_record, struct account_notice, FIELD(struct account_notice, user_name), FIELD(struct account_notice, at),
       FIELD(struct account_notice, mailbox), FIELD(struct account_notice, ends), FIELD(struct account_notice, on), FIELD(struct account_notice, known));

const struct page_binding account_letters[] = {
    {"account-password-changed", &account_notice_record},
    {"account-mailbox-changed", &account_notice_record},
    {"account-second-step", &account_notice_record},
    {"account-forgotten", &account_notice_record},
    {"staff-link", &account_notice_record},
    {"staff-enrolled", &account_notice_record},
};
const size_t account_letter_count = sizeof account_letters / sizeof *account_letters;

static struct letter_recipient recipient_of(struct context *context, const struct account *account, struct text address)
{
    return (struct letter_recipient){
        .account = account->id, .address = address,
        .name = letter_addressed(account->language, account->name_latin, account->name_native),
        .language = text_string(context->arena, account->language), .zone = account->zone};
}

static enum result tell(struct context *context, const char *kind, const struct account *account, struct text address, const struct account_notice *notice, const struct letter_secrets *secrets)
{
    struct letter_recipient recipient = recipient_of(context, account, address);
    return letter_write(context, kind, &recipient, notice, secrets, NULL);
}

/* A mailbox that no association proves may be a stranger's (mistyped at sign-up, or another's by now): nothing is written where the account has none that is. */
static enum result tell_owner(struct context *context, const char *kind, const struct account *account, const struct account_notice *notice)
{
    struct text address;
    enum result proven = account_store_proven_mailbox(context, account->id, account->mailbox, &address);
    if (proven != RESULT_OK) return proven < 0 ? proven : RESULT_OK;
    return tell(context, kind, account, address, notice, NULL);
}

static struct account_notice notice_of(const struct context *context, const struct account *account)
{
    return (struct account_notice){account->user_name, context_now(context), TEXT(""), NO_INSTANT, false, false};
}

enum result account_tell_password_changed(struct context *context, const struct account *account)
{
    struct account_notice notice = notice_of(context, account);
    return tell_owner(context, "account-password-changed", account, &notice);
}

enum result account_tell_forgotten(struct context *context, const struct account *account, struct instant ends, struct text token)
{
    struct account_notice notice = notice_of(context, account);
    notice.ends = ends;
    notice.known = true;
    struct letter_secrets secrets = {.token = token};
    return tell(context, "account-forgotten", account, account->mailbox, &notice, &secrets);
}

enum result account_tell_no_account(struct context *context, struct text mailbox, struct text language, struct instant asked)
{
    struct account_notice notice = {.at = asked, .ends = NO_INSTANT};
    struct letter_recipient recipient = {.address = mailbox, .language = text_string(context->arena, language)};
    return letter_write(context, "account-forgotten", &recipient, &notice, NULL, NULL);
}

enum result account_tell_mailbox_changed(struct context *context, const struct account *account, struct text mailbox)
{
    struct account_notice notice = notice_of(context, account);
    notice.mailbox = address_masked(context->arena, mailbox);
    return tell_owner(context, "account-mailbox-changed", account, &notice);
}

enum result account_tell_enrolment(struct context *context, const struct account *account, struct instant ends, struct text token)
{
    struct account_notice notice = notice_of(context, account);
    notice.ends = ends;
    struct letter_secrets secrets = {.token = token};
    return tell(context, "staff-link", account, account->mailbox, &notice, &secrets);
}

enum result account_tell_enrolled(struct context *context, const struct account *account)
{
    struct account_notice notice = notice_of(context, account);
    return tell_owner(context, "staff-enrolled", account, &notice);
}

enum result account_tell_second(struct context *context, const struct account *account, bool on)
{
    struct account_notice notice = notice_of(context, account);
    notice.on = on;
    return tell_owner(context, "account-second-step", account, &notice);
}
