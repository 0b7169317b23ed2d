/* associations rebuild */
#include "door/cli/cli.h"

#include "association/association.h"

static int run_rebuild(struct cli *cli)
{
    struct association_rebuilt rebuilt;
    if (association_rebuild(cli->context, &rebuilt) < 0 || house_settle_dates(cli->context) < 0) return cli_failed(cli);
    if (cli->json) return cli_print_json(cli, &association_rebuilt_record, &rebuilt);
    return cli_printf(cli, "mailboxes %lld records %lld held %lld differed %lld\n", (long long)rebuilt.mailboxes, (long long)rebuilt.records, (long long)rebuilt.held,
                      (long long)rebuilt.differed);
}

const struct cli_command cli_association_commands[] = {
    {"associations rebuild", "", "derive whose records are whose anew from the journal, and evaluate everybody", NULL, 0, 0, CLI_NEEDS_STORE, run_rebuild},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
