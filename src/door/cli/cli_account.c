/* account add, demonstration-accounts */
#include "door/cli/cli.h"

#include <stdio.h>

#include "account/account_second.h"
#include "account/account_staff.h"
#include "association/association.h"
#include "audit/audit.h"
#include "base/buffer.h"
#include "base/file.h"
#include "outside/database.h"

enum { MOST_MAILBOXES = 20, LARGEST_FILE = 256 << 20, ACCOUNTS_A_TRANSACTION = 1000, COLUMNS = 4, MOST_COLUMNS = 32 };

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

/* --- Many at once, from CSV (RFC 4180) with a head line --- */

static const char *const column_names[COLUMNS] = {"name", "mailbox", "name_latin", "name_native"};

struct csv {
    struct text rest;
    long line;
};

/* Takes one field off the front; `last` where the line ends behind it. Quotes around it are taken off, doubled ones inside made single. */
static struct text csv_field(struct arena *arena, struct csv *csv, bool *last)
{
    struct buffer field = buffer_new(arena, 32, 1 << 16);
    const char *s = csv->rest.bytes, *end = s + csv->rest.length;
    bool quoted = s < end && *s == '"';
    if (quoted) s++;
    for (; s < end; s++) {
        if (quoted && *s == '"') {
            if (s + 1 < end && s[1] == '"') s++;
            else {
                quoted = false;
                continue;
            }
        } else if (!quoted && (*s == ',' || *s == '\n')) {
            break;
        }
        if (*s == '\n') csv->line++;
        if (*s != '\r' || quoted) buffer_put_char(&field, *s);
    }
    *last = s == end || *s == '\n';
    if (s < end) s++;
    csv->rest = (struct text){s, (size_t)(end - s)};
    return buffer_text(&field);
}

static enum result at_row(struct context *context, enum result result, struct text file, long line)
{
    return result < 0 ? error_at(&context->error, file, line, 0) : result;
}

struct batch {
    struct text file;
    struct csv *csv;
    const int *columns; /* which of column_names stands in each place, -1: none of them */
    int column_count;
    int64_t added;
};

static enum result read_newcomer(struct context *context, struct batch *batch, struct newcomer *newcomer)
{
    struct text values[COLUMNS] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
    long line = ++batch->csv->line;
    bool last = false;
    for (int i = 0; !last; i++) {
        struct text field = text_trim(csv_field(context->arena, batch->csv, &last));
        if (i < batch->column_count && batch->columns[i] >= 0) values[batch->columns[i]] = field;
    }
    *newcomer = (struct newcomer){.name = values[0], .name_latin = values[2], .name_native = values[3]};
    struct text address;
    while (text_split(&values[1], ' ', &address)) {
        if (text_empty(address)) continue;
        if (newcomer->mailbox_count == MOST_MAILBOXES) {
            enum result many = context_fail(context, RESULT_REFUSED, "cli.csv_mailboxes", N_("More than 20 mailboxes stand in the column {column}."), "column", "mailbox");
            return at_row(context, many, batch->file, line);
        }
        newcomer->mailboxes[newcomer->mailbox_count++] = address;
    }
    if (newcomer->mailbox_count) return RESULT_OK;
    enum result none = context_fail(context, RESULT_REFUSED, "cli.csv_no_mailbox", N_("The column {column} is empty; an account needs at least one."), "column", "mailbox");
    return at_row(context, none, batch->file, line);
}

static enum result add_batch(struct context *context, void *data)
{
    struct batch *batch = data;
    struct csv begun = *batch->csv;
    int64_t added = 0;
    enum result result = RESULT_OK;
    while (result >= 0 && added < ACCOUNTS_A_TRANSACTION && batch->csv->rest.length) {
        struct newcomer newcomer;
        long line = batch->csv->line + 1;
        result = read_newcomer(context, batch, &newcomer);
        if (result >= 0) result = take_over(context, &newcomer);
        if (result < 0 && result != RESULT_AGAIN && !context->error.line) result = at_row(context, result, batch->file, line);
        if (result >= 0) added++;
    }
    if (result < 0) *batch->csv = begun; /* it may be run again */
    else batch->added = added;
    return result;
}

static int add_many(struct cli *cli, const char *path)
{
    struct context *context = cli->context;
    struct csv csv = {.line = 1};
    if (file_must_read(context, text_of(path), LARGEST_FILE, &csv.rest) < 0) return cli_failed(cli);
    if (text_starts_with(csv.rest, "\xEF\xBB\xBF")) csv.rest.bytes += 3, csv.rest.length -= 3;
    int columns[MOST_COLUMNS], count = 0;
    bool last = false, named[COLUMNS] = {false};
    while (!last && count < MOST_COLUMNS) {
        struct text name = text_trim(csv_field(context->arena, &csv, &last));
        columns[count] = -1;
        for (int i = 0; i < COLUMNS; i++)
            if (text_is(name, column_names[i])) columns[count] = i, named[i] = true;
        count++;
    }
    for (int i = 0; i < 2; i++)
        if (!named[i]) {
            enum result lacks = context_fail(context, RESULT_REFUSED, "cli.csv_column", N_("The head line lacks the column {column}."), "column", column_names[i]);
            return at_row(context, lacks, text_of(path), 1) < 0 ? cli_failed(cli) : CLI_REFUSED;
        }
    int64_t total = 0;
    while (csv.rest.length) {
        struct arena_mark mark = arena_mark(context->arena);
        struct batch batch = {.file = text_of(path), .csv = &csv, .columns = columns, .column_count = count};
        if (database_transaction(context, add_batch, &batch) < 0) return cli_failed(cli);
        total += batch.added;
        arena_rewind(context->arena, mark);
    }
    if (house_settle_dates(context) < 0) return cli_failed(cli);
    return cli_printf(cli, cli->json ? "{\"added\":%lld}\n" : "%lld accounts added\n", (long long)total);
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
