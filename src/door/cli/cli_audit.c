/* audit */
#include "door/cli/cli.h"

#include "audit/audit_findings.h"
#include "base/encoding.h"
#include "base/file.h"
#include "outside/hash.h"
#include "outside/json.h"
#include "outside/language.h"

enum { MOST_A_RULE = 1000, MOST_NOTED = 1000, NOTE_LIMIT = 1 << 20 };

static const struct cli_option options[] = {
    {"--journal-head", NULL, NULL, "print the heads of the journal's chains, or check those in HEADS-FILE"},
    {"--most", "ROWS", NULL, "name at most so many rows of each rule"},
    {"--language", "TAG", NULL, "in which language, such as en or zh-CN"},
    {NULL, NULL},
};

/* --- Heads of the journal --- */

static bool note(struct context *context, int64_t chain, int64_t length, struct text hex, struct audit_head *head)
{
    *head = (struct audit_head){.chain = chain, .length = length};
    return chain > 0 && length > 0 && hex.length == 2 * HASH_SHA256 && encoding_from_hex(context->arena, hex, &head->hash);
}

static bool read_json_notes(struct context *context, struct text text, struct audit_head *heads, size_t *count)
{
    struct json_value value;
    if (json_parse(context, text, NOTE_LIMIT, &value) < 0) return false;
    const struct json_value *list = json_member(&value, "heads");
    if (!list || list->kind != JSON_IS_LIST || list->count > MOST_NOTED) return false;
    for (*count = 0; *count < list->count; ++*count) {
        const struct json_value *item = &list->items[*count], *chain = json_member(item, "chain"), *length = json_member(item, "length");
        if (!chain || !length || chain->kind != JSON_IS_INTEGER || length->kind != JSON_IS_INTEGER) return false;
        if (!note(context, chain->integer, length->integer, json_as_text(context->arena, json_member(item, "hash")), &heads[*count])) return false;
    }
    return true;
}

/* Lines of chain, length and hash, as they were printed. */
static bool read_notes(struct context *context, struct text text, struct audit_head *heads, size_t *count)
{
    struct text line;
    if (text_starts_with(text_trim(text), "{")) return read_json_notes(context, text, heads, count);
    for (*count = 0; text_split(&text, '\n', &line);) {
        struct text rest = text_trim(line), chain, length;
        int64_t chain_number, length_number;
        if (text_empty(rest)) continue;
        if (*count == MOST_NOTED || !text_split(&rest, ' ', &chain) || !text_split(&rest, ' ', &length)) return false;
        if (!text_to_integer(chain, &chain_number) || !text_to_integer(length, &length_number)) return false;
        if (!note(context, chain_number, length_number, rest, &heads[(*count)++])) return false;
    }
    return true;
}

static enum result read_note_file(struct context *context, const char *path, struct list *noted)
{
    struct text text;
    struct audit_head *heads = ARENA_ARRAY(context->arena, MOST_NOTED + 1, struct audit_head);
    size_t count = 0;
    TRY(file_must_read(context, text_of(path), NOTE_LIMIT, &text));
    if (!read_notes(context, text, heads, &count) || count == 0) {
        error_clear(&context->error);
        return context_fail(context, RESULT_REFUSED, "audit.note", N_("{file} does not hold heads of the journal as \"testamur audit --journal-head\" prints them."), "file", path);
    }
    *noted = (struct list){&audit_head_record, heads, count};
    return RESULT_OK;
}

static int print_heads(struct cli *cli)
{
    struct context *context = cli->context;
    struct list heads;
    if (audit_heads(context, &heads) < 0) return cli_failed(cli);
    if (cli->json) {
        struct buffer out = buffer_new(context->arena, 256, NOTE_LIMIT);
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
