/* audit */
#include "door/cli/cli.h"
#include "door/cli/cli_heads.h"

#include "audit/audit_findings.h"
#include "base/encoding.h"
#include "base/file.h"
#include "outside/json.h"
#include "outside/language.h"

enum { MOST_A_RULE = 1000 };

static const struct cli_option options[] = {
    {"--journal-head", NULL, NULL, "print the heads of the journal's chains, or check those in HEADS-FILE"},
    {"--most", "ROWS", NULL, "name at most so many rows of each rule"},
    {"--language", "TAG", NULL, "in which language, such as en or zh-CN"},
    {NULL, NULL},
};

/* --- Heads of the journal --- */

static enum result read_note_file(struct context *context, const char *path, struct list *noted)
{
    struct text text;
    struct audit_head *heads = ARENA_ARRAY(context->arena, CLI_MOST_HEADS + 1, struct audit_head);
    size_t count = 0;
    TRY(file_must_read(context, text_of(path), CLI_HEADS_LIMIT, &text));
    if (!cli_heads_read(context, text, heads, &count))
        return context_fail(context, RESULT_REFUSED, "audit.note", N_("{file} does not hold heads of the journal as \"testamur audit --journal-head\" prints them."), "file", path);
    *noted = (struct list){&audit_head_record, heads, count};
    return RESULT_OK;
}

static int print_heads(struct cli *cli)
{
    struct context *context = cli->context;
    struct list heads;
    if (audit_heads(context, &heads) < 0) return cli_failed(cli);
    if (cli->json) {
        struct buffer out = buffer_new(context->arena, 256, CLI_HEADS_LIMIT);
        buffer_put_string(&out, "{\"heads\":");
        json_put_list(&out, &heads);
        buffer_put_string(&out, "}\n");
        return cli_print(cli, buffer_text(&out));
    }
    for (size_t i = 0; i < heads.count; i++) {
        const struct audit_head *head = (const struct audit_head *)heads.items + i;
        struct text hex = encoding_hex(context->arena, head->hash);
        if (cli_printf(cli, "%lld %lld %.*s\n", (long long)head->chain, (long long)head->length, TEXT_ARG(hex))) return CLI_REFUSED;
    }
    return CLI_DONE;
}

/* --- Findings --- */

static int print_report(struct cli *cli, const struct audit_report *report)
{
    const struct audit_finding *finding = report->findings.items;
    const struct audit_broken *broken = report->broken.items;
    for (size_t i = 0; i < report->broken.count; i++, broken++) {
        for (int64_t k = 0; k < broken->named; k++, finding++) {
            struct text place = audit_finding_place(cli->context->arena, finding);
            cli_printf(cli, "%.*s: %.*s: %.*s\n", TEXT_ARG(place), TEXT_ARG(finding->rule), TEXT_ARG(finding->message));
        }
        if (broken->count > broken->named)
            cli_printf(cli, "%.*s: %.*s: %lld more\n", TEXT_ARG(broken->table), TEXT_ARG(broken->rule), (long long)(broken->count - broken->named));
    }
    return cli_printf(cli, "%lld findings\n", (long long)report->count);
}

static int print_report_json(struct cli *cli, const struct audit_report *report)
{
    size_t rows = report->findings.count + report->broken.count;
    struct buffer out = buffer_new(cli->context->arena, 4096, 4096 + rows * 4096);
    buffer_printf(&out, "{\"findings\":%lld,\"rows\":", (long long)report->count);
    json_put_list(&out, &report->findings);
    buffer_put_string(&out, ",\"rules\":");
    json_put_list(&out, &report->broken);
    buffer_put_string(&out, "}\n");
    return out.full ? CLI_REFUSED : cli_print(cli, buffer_text(&out));
}

static int run_audit(struct cli *cli)
{
    struct context *context = cli->context;
    const char *tag = cli_option(cli, "--language"), *rows = cli_option(cli, "--most");
    bool heads = cli_option(cli, "--journal-head") != NULL;
    int64_t most = MOST_A_RULE;
    struct list noted;
    struct audit_report report;
    if (rows && (!text_to_integer(text_of(rows), &most) || most < 0 || most > 1000000)) return cli_wrong_use(cli, rows, "not a number of rows");
    if (tag && !(context->language = languages_known(context->languages, text_of(cli_language(cli, tag))))) return cli_wrong_use(cli, tag, "no such language is installed");
    if (!heads && cli->argument_count) return cli_wrong_use(cli, cli->arguments[0], "a file belongs to --journal-head");
    if (heads && !cli->argument_count) return print_heads(cli);
    if (heads && read_note_file(context, cli->arguments[0], &noted) < 0) return cli_failed(cli);
    enum result result = heads ? audit_journal_findings(context, (size_t)most, &noted, &report) : audit_findings(context, (size_t)most, NULL, &report);
    if (result < 0) return cli_failed(cli);
    int printed = cli->json ? print_report_json(cli, &report) : print_report(cli, &report);
    return report.count ? CLI_REFUSED : printed;
}

const struct cli_command cli_audit_commands[] = {
    {"audit", "[HEADS-FILE]", "hold the whole store against its rules; name each row that breaks one", options, 0, 1, CLI_NEEDS_STORE, run_audit},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
