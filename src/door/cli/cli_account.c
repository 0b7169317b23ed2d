/* account add, demonstration-accounts */
#include "door/cli/cli.h"

#include <stdio.h>

#include "account/account_second.h"
#include "account/account_staff.h"
#include "association/association.h"
#include "audit/audit.h"
#include "base/file.h"
#include "door/cli/cli_csv.h"
#include "outside/database.h"

enum { MOST_MAILBOXES = 20, LARGEST_FILE = 256 << 20, MOST_IN_A_FILE = 200000, COLUMNS = 4, MOST_COLUMNS = 32, MOST_WRONG = 100 };

/* One account to take over, as it was given. */
struct newcomer {
    struct text name, name_latin, name_native;
    struct text mailboxes[MOST_MAILBOXES];
    size_t mailbox_count;
};

static enum result take_over(struct context *context, void *data)
{
    const struct newcomer *newcomer = data;
    int64_t account;
    TRY(account_add(context, newcomer->name, newcomer->mailbox_count ? newcomer->mailboxes[0] : TEXT(""), newcomer->name_latin, newcomer->name_native, &account));
    for (size_t i = 0; i < newcomer->mailbox_count; i++) TRY(association_take_over(context, account, newcomer->mailboxes[i]));
    return RESULT_OK;
}

static struct text given(const struct cli *cli, const char *option)
{
    return text_of(cli_option(cli, option));
}

static int add_one(struct cli *cli)
{
    struct newcomer newcomer = {.name = text_of(cli->arguments[0]), .name_latin = given(cli, "--name-latin"), .name_native = given(cli, "--name-native")};
    const char *mailbox;
    while ((mailbox = cli_option_nth(cli, "--mailbox", (int)newcomer.mailbox_count))) {
        if (newcomer.mailbox_count == MOST_MAILBOXES) return cli_wrong_use(cli, mailbox, "more than 20 mailboxes for one account");
        newcomer.mailboxes[newcomer.mailbox_count++] = text_of(mailbox);
    }
    if (newcomer.mailbox_count == 0) return cli_wrong_use(cli, "--mailbox", "an account needs at least one mailbox");
    if (database_transaction(cli->context, take_over, &newcomer) < 0 || house_settle_dates(cli->context) < 0) return cli_failed(cli);
    return cli->json ? cli_printf(cli, "{\"added\":1}\n") : cli_printf(cli, "%.*s: account added\n", TEXT_ARG(newcomer.name));
}

/* --- Many at once, from CSV (RFC 4180) with a head line: all of them or none --- */

static const char *const column_names[COLUMNS] = {"name", "mailbox", "name_latin", "name_native"};

struct table {
    struct csv csv;
    int columns[MOST_COLUMNS], column_count; /* which of column_names stands in each place, -1: none of them */
};

static enum result read_head(struct context *context, struct table *table)
{
    bool named[COLUMNS] = {false};
    struct text name;
    (void)csv_row(&table->csv);
    while (csv_field(context->arena, &table->csv, &name)) {
        name = text_trim(name);
        if (table->column_count == MOST_COLUMNS) continue;
        int column = COLUMNS - 1;
        while (column >= 0 && !text_is(name, column_names[column])) column--;
        table->columns[table->column_count++] = column;
        if (column >= 0) named[column] = true;
    }
    for (int i = 0; i < 2; i++)
        if (!named[i]) return context_fail(context, RESULT_REFUSED, "cli.csv_column", N_("The head line lacks the column {column}."), "column", column_names[i]);
    return RESULT_OK;
}

static enum result read_newcomer(struct context *context, struct table *table, struct newcomer *newcomer)
{
    struct text values[COLUMNS] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}}, field, address;
    for (int i = 0; csv_field(context->arena, &table->csv, &field); i++)
        if (i < table->column_count && table->columns[i] >= 0) values[table->columns[i]] = text_trim(field);
    if (table->csv.open_quote) return context_fail(context, RESULT_REFUSED, "cli.csv_quote", N_("A quotation mark opens a field, and none closes it."));
    if (table->csv.long_field) return context_fail(context, RESULT_REFUSED, "cli.csv_field", N_("A field is longer than 64 KiB."));
    *newcomer = (struct newcomer){.name = values[0], .name_latin = values[2], .name_native = values[3]};
    while (text_split(&values[1], ' ', &address)) {
        if (text_empty(address)) continue;
        if (newcomer->mailbox_count == MOST_MAILBOXES)
            return context_fail(context, RESULT_REFUSED, "cli.csv_mailboxes", N_("More than 20 mailboxes stand in the column {column}."), "column", "mailbox");
        newcomer->mailboxes[newcomer->mailbox_count++] = address;
    }
    if (newcomer->mailbox_count) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "cli.csv_no_mailbox", N_("The column {column} is empty; an account needs at least one."), "column", "mailbox");
}

struct many {
    struct text file, content;
    int64_t added;
};

/* What is wrong is set aside, so that every wrong line is named at once; then nothing of the file stays. */
static enum result add_all(struct context *context, void *data)
{
    struct many *many = data;
    struct table table = {.csv = csv_of(many->content)};
    struct error_faults faults = {0};
    int64_t mailboxes = 0;
    int wrong = 0;
    many->added = 0;
    if (read_head(context, &table) < 0) return error_at(&context->error, many->file, table.csv.line, 0);
    while (wrong < MOST_WRONG && csv_row(&table.csv)) {
        struct arena_mark mark = arena_mark(context->arena);
        struct newcomer newcomer;
        enum result result = read_newcomer(context, &table, &newcomer);
        if (result >= 0 && (mailboxes += (int64_t)newcomer.mailbox_count) > MOST_IN_A_FILE)
            return context_fail(context, RESULT_REFUSED, "cli.csv_many", N_("More than 200,000 mailboxes stand in the file. Make several of it."));
        if (result >= 0) result = database_attempt(context, take_over, &newcomer);
        if (result >= 0) {
            many->added++;
            arena_rewind(context->arena, mark);
            continue;
        }
        if (error_at(&context->error, many->file, table.csv.line, 0) != RESULT_REFUSED) return result;
        error_set_aside(&context->error, &faults);
        wrong++;
    }
    if (wrong == MOST_WRONG && csv_row(&table.csv) &&
        context_fail(context, RESULT_REFUSED, "cli.csv_more", N_("A hundred lines are wrong; what stands behind them was not looked at.")) < 0)
        error_set_aside(&context->error, &faults);
    return error_of_faults(&context->error, &faults);
}

static int add_many(struct cli *cli, const char *path)
{
    struct context *context = cli->context;
    struct many many = {.file = text_of(path)};
    if (file_must_read(context, many.file, LARGEST_FILE, &many.content) < 0) return cli_failed(cli);
    if (database_transaction(context, add_all, &many) < 0 || house_settle_dates(context) < 0) return cli_failed(cli);
    return cli_printf(cli, cli->json ? "{\"added\":%lld}\n" : "%lld accounts added\n", (long long)many.added);
}

static int run_add(struct cli *cli)
{
    const char *file = cli_option(cli, "--file");
    if (file && cli->argument_count) return cli_wrong_use(cli, "--file", "a name and a file together");
    if (!file && !cli->argument_count) return cli_wrong_use(cli, "account add", "say which: NAME, or --file CSV");
    return file ? add_many(cli, file) : add_one(cli);
}

/* The demonstration's candidate, who has a mailbox for letters but has not yet associated the one under which his exams were booked; and its staff, one for each role and one with all. */
static int run_demonstration(struct cli *cli)
{
    struct context *context = cli->context;
    if (!cli->house.demonstration) {
        fprintf(stderr, "testamur: demonstration-accounts: this store is not a demonstration\n");
        return CLI_REFUSED;
    }
    struct newcomer newcomer = {.name = TEXT("li.wei"), .name_latin = TEXT("Li Wei"), .name_native = TEXT("李伟"),
                                .mailboxes = {TEXT("li.wei@mail.example.com")}, .mailbox_count = 1};
    struct text password = TEXT("a demonstration only");
    struct account account;
    if (database_transaction(context, take_over, &newcomer) < 0 || account_by_name(context, newcomer.name, &account) < 0 || account_set_password(context, account.id, password) < 0)
        return cli_failed(cli);
    for (int i = 0; i <= ROLE_COUNT; i++) {
        struct text name = i < ROLE_COUNT ? text_printf(context->arena, "demo.%s", audit_role_word(i)) : TEXT("demo.staff");
        struct newcomer member = {.name = name, .mailboxes = {text_printf(context->arena, "%.*s@mail.example.com", TEXT_ARG(name))}, .mailbox_count = 1};
        if (database_transaction(context, take_over, &member) < 0 || account_by_name(context, name, &account) < 0 ||
            account_staff_demonstrate(context, account.id, i < ROLE_COUNT ? 1u << i : ROLES_ALL, password) < 0)
            return cli_failed(cli);
    }
    return cli_printf(cli, cli->json ? "{\"added\":%d}\n" : "%d accounts added\n", 2 + ROLE_COUNT);
}

/* Its owner has shown in another way that the account is his. */
static int run_second_off(struct cli *cli)
{
    struct context *context = cli->context;
    struct account account;
    enum result found = account_by_name(context, text_of(cli->arguments[0]), &account);
    if (found == RESULT_NONE) found = context_fail(context, RESULT_REFUSED, "account.none", N_("There is no such account."));
    if (found < 0 || account_second_remove(context, account.id) < 0) return cli_failed(cli);
    return cli_printf(cli, cli->json ? "{\"account\":\"%.*s\"}\n" : "%.*s: the password alone opens it\n", TEXT_ARG(account.user_name));
}

static const struct cli_option add_options[] = {
    {"--mailbox", "ADDRESS", NULL, "a mailbox of the account; more than once for several"},
    {"--name-latin", "N", NULL, "its name in Latin letters"},
    {"--name-native", "N", NULL, "its name in native script"},
    {"--file", "CSV", NULL, "many at once: columns name, mailbox (several apart by blanks), name_latin, name_native"},
    {NULL, NULL},
};

const struct cli_command cli_account_commands[] = {
    {"account add", "[NAME]", "take over accounts whose mailboxes an earlier system has proven", add_options, 0, 1, CLI_NEEDS_STORE, run_add,
     "NAME --mailbox ADDRESS... [--name-latin N] [--name-native N] | --file CSV"},
    {"account second-off", "NAME", "take away the second step of an account whose owner has lost it", NULL, 1, 1, CLI_NEEDS_STORE, run_second_off},
    {"demonstration-accounts", "", "make the demonstration's candidate and staff", NULL, 0, 0, CLI_NEEDS_STORE, run_demonstration},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
