/* staff add, roles, link, end, list, code */
#include "door/cli/cli.h"

#include <stdio.h>

#include "account/account_staff.h"
#include "association/association.h"
#include "audit/audit.h"
#include "base/buffer.h"
#include "outside/database.h"
#include "outside/json.h"

static int unknown_role(struct cli *cli, const char *role)
{
    return cli_wrong_use(cli, role, "no such role: support, intake, registrar, mailing, catalogue, auditor, administrator");
}

/* The roles that were given; 2 for a wrong use. */
static int read_roles(struct cli *cli, unsigned *roles)
{
    const char *word;
    *roles = 0;
    for (int i = 0; (word = cli_option_nth(cli, "--role", i)); i++) {
        unsigned role = audit_role(text_of(word));
        if (!role) return unknown_role(cli, word);
        *roles |= role;
    }
    return CLI_DONE;
}

/* RESULT_REFUSED where there is no such account. */
static enum result find(struct cli *cli, struct account *account)
{
    enum result found = account_by_name(cli->context, text_of(cli->arguments[0]), account);
    if (found != RESULT_NONE) return found;
    return context_fail(cli->context, RESULT_REFUSED, "cli.no_account", N_("There is no account {name}."), "name", cli->arguments[0]);
}

static int print_link(struct cli *cli, struct text token)
{
    struct text address = cli->house.settings.address;
    if (cli->json) return cli_printf(cli, "{\"link\":\"%.*s/desk/enrol#%.*s\"}\n", TEXT_ARG(address), TEXT_ARG(token));
    return cli_printf(cli, "%.*s/desk/enrol#%.*s\nGood once, and for 24 hours. Whoever opens it sets up the sign-in of this account.\n", TEXT_ARG(address), TEXT_ARG(token));
}

struct addition {
    struct cli *cli;
    unsigned roles;
    const char *mailbox;
    struct text token;
};

/* Takes the account of that name, or makes it. */
static enum result add(struct context *context, void *data)
{
    struct addition *addition = data;
    struct cli *cli = addition->cli;
    struct account account;
    enum result found = account_by_name(context, text_of(cli->arguments[0]), &account);
    TRY(found);
    if (found == RESULT_NONE && !addition->mailbox)
        return context_fail(context, RESULT_REFUSED, "cli.staff_mailbox", N_("There is no account {name}. Give --mailbox to make one."), "name", cli->arguments[0]);
    if (found == RESULT_NONE) {
        TRY(account_add(context, text_of(cli->arguments[0]), text_of(addition->mailbox), text_of(cli_option(cli, "--name-latin")), text_of(cli_option(cli, "--name-native")),
                        &account.id));
        TRY(association_take_over(context, account.id, text_of(addition->mailbox)));
    }
    return account_staff_add(context, account.id, addition->roles, &addition->token);
}

static int run_add(struct cli *cli)
{
    struct addition addition = {.cli = cli, .mailbox = cli_option(cli, "--mailbox")};
    int status = read_roles(cli, &addition.roles);
    if (status != CLI_DONE) return status;
    if (database_transaction(cli->context, add, &addition) < 0 || house_settle_dates(cli->context) < 0) return cli_failed(cli);
    return print_link(cli, addition.token);
}

static int run_roles(struct cli *cli)
{
    struct account account;
    struct account_staff staff;
    unsigned roles;
    int status = read_roles(cli, &roles);
    if (status != CLI_DONE) return status;
    enum result found = find(cli, &account);
    if (found >= 0) found = account_staff_read(cli->context, account.id, &staff);
    if (found == RESULT_NONE || (found == RESULT_OK && instant_is(staff.ended)))
        found = context_fail(cli->context, RESULT_REFUSED, "account.staff_none", N_("This account is not one of the staff."));
    if (found < 0 || account_staff_set(cli->context, account.id, roles) < 0) return cli_failed(cli);
    return cli->json ? cli_printf(cli, "{\"changed\":1}\n") : cli_printf(cli, "%.*s: other roles, from the next page on\n", TEXT_ARG(account.user_name));
}

static int run_link(struct cli *cli)
{
    struct account account;
    struct text token;
    if (find(cli, &account) < 0 || account_staff_link(cli->context, account.id, &token) < 0) return cli_failed(cli);
    return print_link(cli, token);
}

static int run_end(struct cli *cli)
{
    struct account account;
    if (find(cli, &account) < 0 || account_staff_end(cli->context, account.id) < 0) return cli_failed(cli);
    return cli->json ? cli_printf(cli, "{\"ended\":1}\n") : cli_printf(cli, "%.*s: no longer one of the staff\n", TEXT_ARG(account.user_name));
}

static int run_list(struct cli *cli)
{
    struct list staff;
    if (account_staff_list(cli->context, &staff) < 0) return cli_failed(cli);
    if (cli->json) {
        struct buffer out = buffer_new(cli->context->arena, 4096, 16 << 20);
        buffer_put_string(&out, "{\"staff\":");
        json_put_list(&out, &staff);
        buffer_put_string(&out, "}\n");
        return cli_print(cli, buffer_text(&out));
    }
    int status = CLI_DONE;
    for (size_t i = 0; i < staff.count && status == CLI_DONE; i++) {
        const struct account_staff *member = (const struct account_staff *)staff.items + i;
        const char *state = instant_is(member->ended) ? "ended" : member->one_time ? "app" : member->passkeys ? "passkey" : member->invited ? "link is out" : "no sign-in yet";
        status = cli_printf(cli, "%-24.*s %-16s %.*s\n", TEXT_ARG(member->user_name), state, TEXT_ARG(member->roles_words));
    }
    return status;
}

static int run_code(struct cli *cli)
{
    struct account account;
    struct text code;
    if (find(cli, &account) < 0 || account_staff_demonstration_code(cli->context, account.id, &code) < 0) return cli_failed(cli);
    return cli_printf(cli, cli->json ? "{\"code\":\"%.*s\"}\n" : "%.*s\n", TEXT_ARG(code));
}

#define ROLE_NEEDED "say which role, more than once for several"
static const struct cli_option add_options[] = {
    {"--role", "ROLE", ROLE_NEEDED, "support, intake, registrar, mailing, catalogue, auditor or administrator; more than once for several"},
    {"--mailbox", "ADDRESS", NULL, "the mailbox of an account that is to be made"},
    {"--name-latin", "N", NULL, "its name in Latin letters"},
    {"--name-native", "N", NULL, "its name in native script"},
    {NULL, NULL},
};
static const struct cli_option role_options[] = {
    {"--role", "ROLE", ROLE_NEEDED, "support, intake, registrar, mailing, catalogue, auditor or administrator; more than once for several"},
    {NULL, NULL},
};

const struct cli_command cli_staff_commands[] = {
    {"staff add", "NAME", "make an account one of the staff; prints a link to set up its sign-in", add_options, 1, 1, CLI_NEEDS_STORE, run_add,
     "NAME --role ROLE... [--mailbox ADDRESS] [--name-latin N] [--name-native N]"},
    {"staff roles", "NAME", "say anew what one of the staff may do", role_options, 1, 1, CLI_NEEDS_STORE, run_roles, "NAME --role ROLE..."},
    {"staff link", "NAME", "a new link to set up a sign-in, in place of the present one", NULL, 1, 1, CLI_NEEDS_STORE, run_link},
    {"staff end", "NAME", "no longer one of the staff, at once", NULL, 1, 1, CLI_NEEDS_STORE, run_end},
    {"staff list", "", "who is one of the staff, and as what", NULL, 0, 0, CLI_NEEDS_STORE, run_list},
    {"staff code", "NAME", "the code of the moment, of anybody with an app in a demonstration", NULL, 1, 1, CLI_NEEDS_STORE, run_code},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
