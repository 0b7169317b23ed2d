/* evaluate, certificates, explain */
#include "door/cli/cli.h"

#include <stdio.h>

#include "account/account.h"
#include "audit/audit.h"
#include "award/award.h"
#include "catalogue/catalogue.h"
#include "outside/json.h"

enum { MOST_CERTIFICATES = 10000, MOST_DIFFERENCES = 100000 };

/* The names are part of the command line's contract. */
struct certificate_row {
    struct text number, certification, account, name, state;
    struct day exam_date, award_date, issue_date, expiry_date;
    bool provisional;
};
RECORD(certificate_row_record, struct certificate_row, FIELD(struct certificate_row, number), FIELD(struct certificate_row, certification),
       FIELD(struct certificate_row, account), FIELD(struct certificate_row, name), FIELD(struct certificate_row, state),
       FIELD(struct certificate_row, exam_date), FIELD(struct certificate_row, award_date), FIELD(struct certificate_row, issue_date),
       FIELD(struct certificate_row, expiry_date), FIELD(struct certificate_row, provisional));
struct evaluate_answer {
    int64_t count;
    struct list differences;
};
RECORD(evaluate_answer_record, struct evaluate_answer, FIELD(struct evaluate_answer, count), FIELD_OF(struct evaluate_answer, differences, award_difference_record));

static int run_evaluate(struct cli *cli)
{
    struct context *context = cli->context;
    struct evaluate_answer answer;
    if (audit_may(context, MAY_EVALUATE) < 0 ||
        award_evaluate_all(context, cli_option(cli, "--dry-run") != NULL, MOST_DIFFERENCES, &answer.differences, &answer.count) < 0 ||
        (!cli_option(cli, "--dry-run") && house_settle(context) < 0))
        return cli_failed(cli);
    if (cli->json) return cli_print_json(cli, &evaluate_answer_record, &answer);
    for (size_t i = 0; i < answer.differences.count; i++) {
        const struct award_difference *d = (const struct award_difference *)answer.differences.items + i;
        cli_printf(cli, "%.*s %.*s %.*s: %.*s\n", TEXT_ARG(d->account), TEXT_ARG(d->certification), TEXT_ARG(d->number), TEXT_ARG(d->what));
    }
    return cli_printf(cli, "%lld differences\n", (long long)answer.count);
}

/* The id of the account that --account names; 0 without it. */
static enum result account_option(struct cli *cli, int64_t *id)
{
    const char *name = cli_option(cli, "--account");
    *id = 0;
    if (!name) return RESULT_OK;
    struct account account;
    enum result result = account_by_name(cli->context, text_of(name), &account);
    TRY(result);
    if (result == RESULT_NONE)
        return context_fail(cli->context, RESULT_REFUSED, "cli.no_such_account", N_("There is no account with the user name {name}."), "name", name);
    *id = account.id;
    return RESULT_OK;
}

static struct certificate_row row_of(const struct certificate *c)
{
    return (struct certificate_row){c->number, c->certification, c->account, text_empty(c->name_latin) ? c->name_native : c->name_latin, c->state_word,
                                    c->exam_day, c->award_day, c->issue_day, c->expiry_day, c->provisional};
}

struct printing {
    struct cli *cli;
    bool any;
    int status;
};

/* One certificate of many: nothing is kept, so that a register of any size can be printed. */
static enum result print_certificate(struct context *context, const void *item, void *data)
{
    struct printing *printing = data;
    struct cli *cli = printing->cli;
    struct arena_mark mark = arena_mark(context->arena);
    struct certificate_row row = row_of(item);
    if (cli->json) {
        struct buffer out = buffer_new(context->arena, 1024, 64 * 1024);
        if (printing->any) buffer_put_char(&out, ',');
        json_put_record(&out, &certificate_row_record, &row);
        printing->status |= cli_print(cli, buffer_text(&out));
    } else {
        struct text issue = day_text(context->arena, row.issue_date), expiry = day_text(context->arena, row.expiry_date);
        printing->status |= cli_printf(cli, "%-24.*s %-22.*s %-20.*s %-10.*s issue %.*s%s  valid through %.*s\n", TEXT_ARG(row.number), TEXT_ARG(row.certification),
                                       TEXT_ARG(row.account), TEXT_ARG(row.state), TEXT_ARG(issue), row.provisional ? " (provisional)" : "",
                                       TEXT_ARG(expiry));
    }
    printing->any = true;
    arena_rewind(context->arena, mark);
    return RESULT_OK;
}

static int run_certificates(struct cli *cli)
{
    struct context *context = cli->context;
    struct printing printing = {.cli = cli};
    int64_t account;
    struct list certificates;
    const struct catalogue *catalogue;
    if (account_option(cli, &account) < 0 || catalogue_current(context, &catalogue) < 0) return cli_failed(cli); /* before anything is printed */
    if (account && award_certificates(context, account, MOST_CERTIFICATES, &certificates) < 0) return cli_failed(cli);
    if (cli->json) cli_printf(cli, "{\"certificates\":[");
    enum result result = RESULT_OK;
    if (!account) result = award_each_certificate(context, print_certificate, &printing);
    for (size_t i = 0; account && result >= 0 && i < certificates.count; i++)
        result = print_certificate(context, (const struct certificate *)certificates.items + i, &printing);
    if (result < 0) return cli_failed(cli);
    if (cli->json) cli_printf(cli, "]}\n");
    return printing.status;
}

/* Who names none, or one that there is not, reads which there are. */
static void list_certifications(struct cli *cli)
{
    const struct catalogue *catalogue;
    error_clear(&cli->context->error);
    if (catalogue_current(cli->context, &catalogue) < 0) return;
    fprintf(stderr, "\ncertifications:\n");
    for (size_t i = 0; i < catalogue->certification_count; i++) fprintf(stderr, "  %.*s\n", TEXT_ARG(catalogue->certifications[i].code));
}

static int run_explain(struct cli *cli)
{
    struct context *context = cli->context;
    int64_t account;
    struct explanation explanation;
    if (!cli->argument_count) {
        int status = cli_wrong_use(cli, cli->command->name, "say which certification");
        list_certifications(cli);
        return status;
    }
    if (account_option(cli, &account) < 0 || award_explain(context, account, text_of(cli->arguments[0]), &explanation) < 0) {
        bool unknown = context->error.code && strcmp(context->error.code, "award.no_such_certification") == 0;
        int status = cli_failed(cli);
        if (unknown) list_certifications(cli);
        return status;
    }
    if (cli->json) return cli_print_json(cli, &explanation_record, &explanation);
    cli_printf(cli, "%.*s: %.*s\n", TEXT_ARG(explanation.certification), TEXT_ARG(explanation.summary));
    for (size_t i = 0; i < explanation.lines.count; i++) {
        const struct explanation_line *line = (const struct explanation_line *)explanation.lines.items + i;
        cli_printf(cli, "%*s%s %.*s\n", 2 * line->depth + 2, "", line->met ? "+" : line->void_pass ? "x" : "-", TEXT_ARG(line->text));
    }
    return CLI_DONE;
}

static const struct cli_option evaluate_options[] = {
    {"--dry-run", NULL, NULL, "show what would be done, and do nothing"},
    {NULL, NULL},
};
static const struct cli_option account_options[] = {
    {"--account", "NAME", NULL, "of this account only"},
    {NULL, NULL},
};
static const struct cli_option explain_options[] = {
    {"--account", "NAME", "say whose", "whose"},
    {NULL, NULL},
};

const struct cli_command cli_award_commands[] = {
    {"evaluate", "", "evaluate all accounts and show what differs from the register", evaluate_options, 0, 0, CLI_NEEDS_REGISTER, run_evaluate},
    {"certificates", "", "the register's certificates", account_options, 0, 0, CLI_NEEDS_REGISTER, run_certificates, .for_programs = true},
    {"explain", "CERTIFICATION", "why a certificate is earned, or what is missing", explain_options, 0, 1, CLI_NEEDS_REGISTER, run_explain},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
