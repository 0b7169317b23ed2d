/* Takes over many people at once: accounts with their mailboxes, by the rooms' own acts. What `account add --file` does account by account afterwards, evaluating each, is left to one
 * `evaluate` of everyone.
 * usage: bench-take-over-people STORE ADDRESSES      (a mailbox a line) */
#include <stdio.h>
#include <stdlib.h>

#include "account/account.h"
#include "association/association.h"
#include "door/house.h"
#include "outside/database.h"

enum { BATCH = 5000, LINE = 500 };

STATEMENT(evaluated_at_once, NULL, "DELETE FROM due WHERE kind = 'account-changed'");

struct taking {
    FILE *addresses;
    int64_t count;
    bool end;
};

static enum result take_some(struct context *context, void *data)
{
    struct taking *taking = data;
    char line[LINE];
    struct arena_mark mark = arena_mark(context->arena);
    for (int i = 0; i < BATCH && !taking->end; i++) {
        taking->end = !fgets(line, sizeof line, taking->addresses);
        if (taking->end) break;
        struct text address = text_trim(text_of(line)), name = text_printf(context->arena, "person%lld", (long long)++taking->count);
        int64_t account;
        TRY(account_add(context, name, address, TEXT(""), TEXT(""), &account));
        TRY(association_take_over(context, account, address));
        arena_rewind(context->arena, mark);
    }
    return database_run(context, &evaluated_at_once, NO_PARAMETERS, NULL);
}

int main(int argc, char **argv)
{
    if (argc != 3) return fprintf(stderr, "usage: bench-take-over-people STORE ADDRESSES\n"), 2;
    static struct house house;
    struct taking taking = {.addresses = fopen(argv[2], "r")};
    if (!taking.addresses) return perror(argv[2]), 2;
    enum result result = house_open(&house, text_of(argv[1]));
    if (result >= 0) result = house_open_store(&house, false);
    house.context.actor = (struct actor){.kind = ACTOR_OPERATOR};
    while (result >= 0 && !taking.end) result = database_transaction(&house.context, take_some, &taking);
    if (result < 0) fprintf(stderr, "%s\n", text_string(house.context.arena, error_text(house.context.arena, &house.context.error)));
    printf("%lld people\n", (long long)taking.count);
    fclose(taking.addresses);
    house_close(&house);
    return result < 0;
}
