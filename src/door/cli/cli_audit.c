/* audit */
#include "door/cli/cli.h"

#include "audit/audit_findings.h"

enum { MOST_A_RULE = 1000 };

static int run_audit(struct cli *cli)
{
    struct list findings;
    int64_t count;
    if (audit_findings(cli->context, MOST_A_RULE, &findings, &count) < 0) return cli_failed(cli);
    for (size_t i = 0; !cli->json && i < findings.count; i++) {
        const struct audit_finding *finding = (const struct audit_finding *)findings.items + i;
        cli_printf(cli, "%.*s: %s: %s\n", TEXT_ARG(finding->where), finding->rule, finding->english);
    }
    cli_printf(cli, cli->json ? "{\"findings\":%lld}\n" : "%lld findings\n", (long long)count);
    return count ? CLI_REFUSED : CLI_DONE;
}

const struct cli_command cli_audit_commands[] = {
    {"audit", "", "hold the whole store against its rules; name each row that breaks one", NULL, 0, 0, CLI_NEEDS_STORE, run_audit},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
