/* Approves all packages that wait for it, for the test that kills it at its writes: says on stdout how many it has done.
 * usage: kill-approve STORE ACCOUNT-OF-A-CLERK */
#include <stdio.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "door/house.h"
#include "package/package_dispatch.h"

static enum result run(struct house *house, int64_t clerk)
{
    struct context *context = &house->context;
    struct package_outcome outcome;
    TRY(house_open_store(house, false));
    context->actor = (struct actor){.kind = ACTOR_STAFF, .account = clerk, .roles = ROLE_MAILING};
    context->once.key = TEXT("one press"); /* pressed again it goes on */
    TRY(package_act_many(context, PACKAGE_APPROVE, TEXT(""), &outcome));
    printf("%lld %lld\n", (long long)outcome.done, (long long)outcome.refused);
    return RESULT_OK;
}

int main(int argc, char **argv)
{
    if (argc != 3) return 2;
    static struct house house;
    enum result result = house_open(&house, text_of(argv[1]));
    if (result >= 0) result = run(&house, atoll(argv[2]));
    if (result < 0) {
        struct text text = error_text(house.arena, &house.context.error);
        fprintf(stderr, "%.*s\n", TEXT_ARG(text));
    }
    house_close(&house);
    return result < 0;
}
