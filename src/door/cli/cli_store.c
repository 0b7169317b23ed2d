/* init, clock, keys, backup, restore */
#include "door/cli/cli.h"

#include <stdio.h>
#include <sys/stat.h>

#include "account/account.h"
#include "audit/audit.h"
#include "catalogue/catalogue.h"
#include "ecert/ecert_key.h"
#include "outside/backup.h"
#include "outside/database.h"
#include "outside/store.h"

#define LAST_INSTANT (253370764800ll * MICROSECONDS)
#define LONGEST_DURATION 253370764800ll

static int run_init(struct cli *cli)
{
    struct context *context = cli->context;
    int applied = 0;
    if (store_init(context, cli_option(cli, "--demonstration") != NULL, &applied) < 0) return cli_failed(cli);
    if (audit_chain_earlier(context) < 0) return cli_failed(cli);
    if (ecert_key_make(context) < 0) return cli_failed(cli);
    struct text name = database_name(context, context->database);
    if (cli->json) return cli_printf(cli, "{\"migrations\":%d}\n", applied);
    if (applied) return cli_printf(cli, "%.*s: ready, %d migrations applied\n", TEXT_ARG(name), applied);
    return cli_printf(cli, "%.*s: ready, nothing to change\n", TEXT_ARG(name));
}

/* "90s", "45m", "3h", "7d", "2w", or several together: "1d12h". What is too long for any clock is as long as the longest. */
static bool read_duration(struct text text, int64_t *seconds)
{
    *seconds = 0;
    if (text_empty(text)) return false;
    while (text.length) {
        size_t digits = 0;
        while (digits < text.length && text.bytes[digits] >= '0' && text.bytes[digits] <= '9') digits++;
        int64_t number;
        if (digits == 0 || digits == text.length) return false;
        if (!text_to_integer((struct text){text.bytes, digits}, &number)) number = LONGEST_DURATION;
        int64_t unit;
        switch (text.bytes[digits]) {
        case 's': unit = 1; break;
        case 'm': unit = 60; break;
        case 'h': unit = 3600; break;
        case 'd': unit = 86400; break;
        case 'w': unit = 7 * 86400; break;
        default: return false;
        }
        bool longest = number > (LONGEST_DURATION - *seconds) / unit;
        *seconds = longest ? LONGEST_DURATION : *seconds + number * unit;
        text = (struct text){text.bytes + digits + 1, text.length - digits - 1};
    }
    return true;
}

static enum result move_clock(struct context *context, void *data)
{
    const struct instant *now = data;
    TRY(account_move_sessions(context, now->microseconds - context_now(context).microseconds));
    return store_set_clock_ahead(context, now->microseconds - clock_machine().microseconds);
}

/* A demonstration may begin on any day; but what was done in it is not undone by its clock. */
static void tell_of_past(struct cli *cli, struct instant last)
{
    fprintf(stderr,
            "testamur: %s: the clock goes back behind what was done until %s. None of it is undone: letters stay sent, and codes of an authenticator app stay used; a certificate whose day of issue"
            " lies ahead now is pending again from the next evaluation on. For another beginning make a new store.\n",
            cli->command->name, text_string(cli->context->arena, instant_text(cli->context->arena, last)));
}

static int set_clock(struct cli *cli, struct instant now)
{
    struct context *context = cli->context;
    if (audit_may(context, MAY_SET_CLOCK) < 0) return cli_failed(cli);
    if (now.microseconds < 0 || now.microseconds >= LAST_INSTANT) return cli_wrong_use(cli, cli->arguments[0], "the clock goes from 1970 to 9998");
    struct instant last = now;
    if (audit_last_act(context, &last) < 0) return cli_failed(cli);
    if (database_transaction(context, move_clock, &now) < 0) return cli_failed(cli);
    if (house_follow_clock(&cli->house, context) < 0 || house_settle_dates(context) < 0) return cli_failed(cli);
    if (last.microseconds > now.microseconds) tell_of_past(cli, last);
    struct text text = instant_text(context->arena, now);
    return cli_printf(cli, cli->json ? "{\"now\":\"%.*s\"}\n" : "%.*s\n", TEXT_ARG(text));
}

static int run_clock_set(struct cli *cli)
{
    struct instant now;
    struct day day;
    struct text wanted = text_of(cli->arguments[0]);
    if (day_parse(wanted, &day)) now = instant_of_day_utc(day);
    else if (!instant_parse(wanted, &now)) return cli_wrong_use(cli, cli->arguments[0], "not an instant; write 2026-02-13T08:00:00Z");
    return set_clock(cli, now);
}

static int run_clock_forward(struct cli *cli)
{
    int64_t seconds;
    if (!read_duration(text_of(cli->arguments[0]), &seconds)) return cli_wrong_use(cli, cli->arguments[0], "not a duration; write 90s, 45m, 3h, 7d or 2w");
    return set_clock(cli, instant_add_seconds(context_now(cli->context), seconds));
}

static int run_keys(struct cli *cli)
{
    struct text pem;
    if (ecert_key_certificates(cli->context, &pem) < 0) return cli_failed(cli);
    return cli->json ? cli_print_json_text(cli, "certificates", pem) : cli_print(cli, pem);
}

static int show_rows(struct cli *cli, int64_t rows)
{
    return cli_printf(cli, cli->json ? "{\"rows\":%lld}\n" : "%lld rows\n", (long long)rows);
}

static int run_backup(struct cli *cli)
{
    int64_t rows = 0;
    struct stat there;
    const char *path = cli->arguments[0];
    /* One that is empty was made to be filled, by mktemp or its like. */
    bool kept = !cli_option(cli, "--replace") && stat(path, &there) == 0 && there.st_size > 0;
    if (kept && context_fail(cli->context, RESULT_REFUSED, "cli.backup_there", N_("{path} is there already. Name another file, or say --replace."), "path", path) < 0) return cli_failed(cli);
    if (audit_may(cli->context, MAY_BACK_UP) < 0 || backup_write(cli->context, text_of(path), &rows) < 0) return cli_failed(cli);
    return show_rows(cli, rows);
}

static int run_restore(struct cli *cli)
{
    int64_t rows = 0;
    if (audit_may(cli->context, MAY_BACK_UP) < 0 || backup_restore_into(cli->context, cli->house.settings.store, text_of(cli->arguments[0]), &rows) < 0) return cli_failed(cli);
    if (audit_chain_earlier(cli->context) < 0) return cli_failed(cli);
    return show_rows(cli, rows);
}

static const struct cli_option backup_options[] = {
    {"--replace", NULL, NULL, "write over a file that is there"},
    {NULL, NULL},
};
static const struct cli_option init_options[] = {
    {"--demonstration", NULL, NULL, "make a demonstration store, whose clock can be set"},
    {NULL, NULL},
};

const struct cli_command cli_store_commands[] = {
    {"init", "", "make or migrate the store; again: changes nothing", init_options, 0, 0, CLI_MAKES_STORE, run_init},
    {"keys", "", "print the body's public keys and certificates (PEM)", NULL, 0, 0, CLI_NEEDS_STORE, run_keys},
    {"clock set", "INSTANT", "set the clock of a demonstration store", NULL, 1, 1, CLI_NEEDS_STORE, run_clock_set},
    {"clock forward", "DURATION", "move the clock of a demonstration store forward (90s, 3h, 7d)", NULL, 1, 1, CLI_NEEDS_STORE, run_clock_forward},
    {"backup", "FILE", "write the whole store into one file, while it is in use", backup_options, 1, 1, CLI_NEEDS_STORE, run_backup},
    {"restore", "FILE", "fill a new or empty store from a back-up", NULL, 1, 1, CLI_NEEDS_NOTHING, run_restore},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
