#include "association/association_letter.h"

#include "association/association.h"

RECORD(association_letter_record, struct association_letter, FIELD(struct association_letter, user_name), FIELD(struct association_letter, mailbox),
       FIELD(struct association_letter, holder), FIELD(struct association_letter, sign_up), FIELD(struct association_letter, records),
       FIELD(struct association_letter, ends));

const struct page_binding association_letters[] = {
    {"association-activate", &association_letter_record},
    {"association-taken", &association_letter_record},
    {"association-done", &association_letter_record},
};
const size_t association_letter_count = sizeof association_letters / sizeof *association_letters;

static struct text name_of(const struct account *account)
{
    if (!text_empty(account->name_native)) return account->name_native;
    if (!text_empty(account->name_latin)) return account->name_latin;
    return account->user_name;
}

enum result association_letter_activate(struct context *context, const struct association_letter *item, const struct account *asker,
                                        const struct letter_secrets *secrets)
{
    struct letter_recipient recipient = {.account = 0, .address = item->mailbox, .language = context->language, .zone = asker->zone};
    return letter_write(context, "association-activate", &recipient, item, secrets, NULL);
}

enum result association_letter_taken(struct context *context, const struct association_letter *item, const struct account *holder)
{
    struct letter_recipient recipient = {.account = holder->id, .address = item->mailbox, .name = name_of(holder),
                                         .language = text_string(context->arena, holder->language), .zone = holder->zone};
    return letter_write(context, "association-taken", &recipient, item, NULL, NULL);
}

enum result association_letter_done(struct context *context, const struct association_letter *item, const struct account *account)
{
    struct letter_recipient recipient = {.account = account->id, .address = item->mailbox, .name = name_of(account),
                                         .language = text_string(context->arena, account->language), .zone = account->zone};
    TRY(letter_write(context, "association-done", &recipient, item, NULL, NULL));
    if (text_equal(account->mailbox, item->mailbox)) return RESULT_OK;
    enum result proven = association_proven(context, account->id, account->mailbox);
    if (proven != RESULT_OK) return proven < 0 ? proven : RESULT_OK; /* perhaps a stranger's, mistyped at sign-up */
    recipient.address = account->mailbox;
    return letter_write(context, "association-done", &recipient, item, NULL, NULL);
}
