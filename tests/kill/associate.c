/* One association from the request to its completion, for the test that kills it at each write: says on stdout what was acknowledged.
 * usage: kill-associate STORE USER MAILBOX */
#include <stdio.h>
#include <unistd.h>

#include "account/account.h"
#include "association/association.h"
#include "door/house.h"
#include "letter/letter.h"

static void acknowledge(const char *what)
{
    printf("%s\n", what);
    fflush(stdout);
}

static enum result run(struct house *house, const char *user, const char *mailbox)
{
    struct context *context = &house->context;
    TRY(house_open_store(house, false));
    TRY(house_settle_dates(context));
    struct account account;
    TRY(account_by_name(context, text_of(user), &account));
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = account.id};
    struct list tied;
    TRY(association_list(context, &tied));
    for (size_t i = 0; i < tied.count; i++)
        if (text_is(((const struct association *)tied.items)[i].address, mailbox)) return acknowledge("done before"), RESULT_OK;

    bool associated;
    TRY(association_ask(context, text_of(mailbox), ASSOCIATION_OF_RECORDS, false, &associated));
    acknowledge("asked");
    struct list letters, requests;
    TRY(letter_mailbox(context, text_of(mailbox), 1, &letters));
    TRY(association_requests(context, &requests));
    if (letters.count == 0 || requests.count == 0) return context_fail(context, RESULT_BROKEN, "test.letter", "the acknowledged request or its letter is not there");
    struct text letter = ((const struct mailbox_letter *)letters.items)[0].text, marker = TEXT("/activate#");
    size_t at = text_find(letter, marker.bytes);
    if (at == letter.length) return context_fail(context, RESULT_BROKEN, "test.link", "the letter has no link");
    struct text token = {letter.bytes + at + marker.length, 22};
    int64_t records;
    TRY(association_complete(context, ((const struct association_request *)requests.items)[0].id, token, TEXT(""), &records));
    acknowledge("completed");
    TRY(house_settle(context));
    acknowledge("followed up");
    return RESULT_OK;
}

int main(int argc, char **argv)
{
    if (argc != 4) return 2;
    static struct house house;
    enum result result = house_open(&house, text_of(argv[1]));
    if (result >= 0) result = run(&house, argv[2], argv[3]);
    if (result < 0) {
        struct text text = error_text(house.arena, &house.context.error);
        fprintf(stderr, "%.*s\n", TEXT_ARG(text));
    }
    house_close(&house);
    return result < 0;
}
