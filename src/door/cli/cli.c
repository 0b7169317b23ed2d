#include "door/cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "outside/json.h"

enum { LARGEST_JSON = 1 << 30, OPTION_WIDTH = 26 };

static const struct cli_command *const parts[] = {cli_store_commands,   cli_catalogue_commands, cli_intake_commands, cli_demographic_commands, cli_account_commands,
                                                  cli_staff_commands,   cli_association_commands, cli_award_commands, cli_ecert_commands, cli_audit_commands,    cli_serve_commands};
enum { PARTS = sizeof parts / sizeof *parts };

/* A store's address may have come to the wrong place: its password is said nowhere (SPEC 13.5). */
static int complain(const char *where, const char *what)
{
    const char *address = strstr(where, "://");
    fprintf(stderr, "testamur: %.*s%s: %s\n", address ? (int)(address - where) + 3 : (int)strlen(where), where, address ? "..." : "", what);
    return CLI_USAGE;
}

static void usage_line(FILE *out, const struct cli_command *command)
{
    fprintf(out, "testamur [--store URL] %s", command->name);
    if (command->usage) {
        fprintf(out, " %s\n", command->usage);
        return;
    }
    for (const struct cli_option *option = command->options; option && option->name; option++)
        fprintf(out, option->needed ? " %s %s" : option->value ? " [%s %s]" : " [%s]", option->name, option->value);
    fprintf(out, "%s%s\n", command->arguments[0] ? " " : "", command->arguments);
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static void show_command(struct cli *cli)
{
    const struct cli_command *command = cli->command;
    printf("%s\n\nusage: ", command->help);
    usage_line(stdout, command);
    printf("\n");
    for (const struct cli_option *option = command->options; option && option->name; option++) {
        int width = printf("  %s%s%s", option->name, option->value ? " " : "", option->value ? option->value : "");
        printf("%*s %s\n", width < OPTION_WIDTH ? OPTION_WIDTH - width : 1, "", option->help);
    }
    printf("  %-*s print one JSON object%s\n  %-*s show this\n", OPTION_WIDTH - 2, "--json", command->for_programs ? "; so it does where its output is no terminal" : "", OPTION_WIDTH - 2, "-h, --help");
    if (!command->explain) return;
    cli->context = &cli->house.context;
    if (house_open(&cli->house, text_of(NULL)) >= 0) command->explain(cli);
    house_close(&cli->house);
}

/* The commands whose first word this is, "staff" for example; false where there is none. */
static bool show_group(FILE *out, const char *word)
{
    size_t length = strlen(word);
    bool any = false;
    for (int part = 0; part < PARTS; part++)
        for (const struct cli_command *command = parts[part]; command->name; command++) {
            if (strncmp(command->name, word, length) != 0 || command->name[length] != ' ') continue;
            if (out) fprintf(out, "  %-22s %s\n", command->name, command->help);
            any = true;
        }
    return any;
}

static int show_all(void)
{
    printf("testamur %s: a certification portal\n\nusage: testamur [--store URL] COMMAND ...\n"
           "URL is sqlite:PATH or postgresql://...; without it TESTAMUR_STORE, else sqlite:./testamur.db. Others can read arguments: keep a password in TESTAMUR_STORE or ~/.pgpass.\n\n", TESTAMUR_VERSION);
    for (int part = 0; part < PARTS; part++)
        for (const struct cli_command *command = parts[part]; command->name; command++) printf("  %-22s %s\n", command->name, command->help);
    printf("\ntestamur COMMAND --help shows its options; --json prints one JSON object (all but serve and work). Exit status: 0 done, 1 refused or found wrong, 2 wrong usage.\n");
    return CLI_DONE;
}

/* The command whose name is the first or the first two words; `words` gets how many. */
static const struct cli_command *find(int count, char **words, int *used)
{
    for (int part = 0; part < PARTS; part++) {
        for (const struct cli_command *command = parts[part]; command->name; command++) {
            const char *space = strchr(command->name, ' ');
            size_t first = space ? (size_t)(space - command->name) : strlen(command->name);
            if (strlen(words[0]) != first || strncmp(words[0], command->name, first) != 0) continue;
            if (space && (count < 2 || strcmp(words[1], space + 1) != 0)) continue;
            *used = space ? 2 : 1;
            return command;
        }
    }
    return NULL;
}

static const struct cli_option *known_option(const struct cli_command *command, const char *name)
{
    for (const struct cli_option *option = command->options; option && option->name; option++)
        if (strcmp(option->name, name) == 0) return option;
    return NULL;
}

/* Sorts the words behind the command into options and arguments. */
static int read_words(struct cli *cli, int count, char **words)
{
    bool only_arguments = false;
    for (int i = 0; i < count; i++) {
        if (only_arguments || words[i][0] != '-' || !words[i][1] || (words[i][1] >= '0' && words[i][1] <= '9')) { /* -5 is a number */
            if (cli->argument_count == CLI_MOST_ARGUMENTS) return complain(cli->command->name, "too many arguments");
            cli->arguments[cli->argument_count++] = words[i];
            continue;
        }
        if (strcmp(words[i], "--") == 0) {
            only_arguments = true;
        } else if (strcmp(words[i], "--json") == 0) {
            cli->json = true;
        } else if (is_help(words[i])) {
            show_command(cli);
            return -1;
        } else {
            const struct cli_option *option = known_option(cli->command, words[i]);
            if (!option) return cli_wrong_use(cli, words[i], "there is no such option");
            if (option->value && i + 1 == count) return cli_wrong_use(cli, words[i], "a value is missing behind it");
            if (cli->option_count == CLI_MOST_ARGUMENTS) return complain(cli->command->name, "too many options");
            cli->option_names[cli->option_count] = option->name;
            cli->option_values[cli->option_count++] = option->value ? words[++i] : option->name;
        }
    }
    if (cli->command->for_programs && !isatty(STDOUT_FILENO)) cli->json = true;
    if (cli->argument_count < cli->command->fewest) return cli_wrong_use(cli, cli->command->name, "an argument is missing");
    if (cli->argument_count > cli->command->most) return cli_wrong_use(cli, cli->arguments[cli->command->most], "one argument too many");
    for (const struct cli_option *option = cli->command->options; option && option->name; option++)
        if (option->needed && !cli_option(cli, option->name)) return cli_wrong_use(cli, option->name, option->needed);
    return CLI_DONE;
}

static enum result prepare(struct cli *cli, const char *store)
{
    TRY(house_open(&cli->house, text_of(store)));
    cli->context = &cli->house.context;
    cli->context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    if (cli->command->needs == CLI_NEEDS_NOTHING) return RESULT_OK;
    TRY(house_open_store(&cli->house, cli->command->needs == CLI_MAKES_STORE));
    if (cli->command->needs == CLI_NEEDS_REGISTER) return house_settle_dates(cli->context);
    return RESULT_OK;
}

/* A word that begins several commands is explained by them. */
static int no_command(int count, char **words)
{
    if (!show_group(NULL, words[0])) return complain(words[0], "there is no such command; see testamur --help");
    if (count > 1 && is_help(words[1])) return show_group(stdout, words[0]) ? CLI_DONE : CLI_REFUSED;
    complain(words[0], count > 1 ? "there is no such command; there are these (see testamur --help)" : "say which; there are these (see testamur --help)");
    show_group(stderr, words[0]);
    return CLI_USAGE;
}

int cli_main(int argc, char **argv)
{
    const char *store = NULL, *level = getenv("TESTAMUR_LOG");
    int at = 1;
    if (level && *level && !log_set_level(level)) return complain("TESTAMUR_LOG", "error, warning, info or debug");
    for (; at < argc && argv[at][0] == '-'; at++) {
        if (is_help(argv[at])) return show_all();
        if (strcmp(argv[at], "--version") == 0) return printf("testamur %s\n", TESTAMUR_VERSION) < 0;
        if (strcmp(argv[at], "--store") != 0) return complain(argv[at], "there is no such option; see testamur --help");
        if (++at == argc) return complain("--store", "the store's URL is missing behind it");
        store = argv[at];
    }
    if (at == argc) return complain("usage", "testamur [--store URL] COMMAND; see testamur --help");

    static struct cli cli; /* large, and there is one command a process */
    int used = 0;
    cli.store_named = store != NULL;
    cli.command = find(argc - at, argv + at, &used);
    if (!cli.command) return no_command(argc - at, argv + at);
    int status = read_words(&cli, argc - at - used, argv + at + used);
    if (status) return status < 0 ? CLI_DONE : status;

    status = prepare(&cli, store) < 0 ? cli_failed(&cli) : cli.command->run(&cli);
    house_close(&cli.house);
    if (fflush(stdout) != 0 && status == CLI_DONE) {
        fprintf(stderr, "testamur: output: %s\n", strerror(errno));
        status = CLI_REFUSED;
    }
    return status;
}

const char *cli_option_nth(const struct cli *cli, const char *name, int n)
{
    for (int i = 0; i < cli->option_count; i++)
        if (strcmp(cli->option_names[i], name) == 0 && n-- == 0) return cli->option_values[i];
    return NULL;
}

const char *cli_option(const struct cli *cli, const char *name)
{
    const char *last = NULL;
    for (int i = 0; i < cli->option_count; i++)
        if (strcmp(cli->option_names[i], name) == 0) last = cli->option_values[i];
    return last;
}

int cli_failed(struct cli *cli)
{
    struct context *context = &cli->house.context;
    for (const struct error *error = &context->error; error; error = error->also) {
        if (cli->store_named && error->code && strcmp(error->code, "store.url") == 0) {
            (void)complain("--store", "a store is named sqlite:PATH or postgresql://HOST/DATABASE");
            continue;
        }
        struct text text = error_text(context->arena, error);
        if (text_empty(error->file)) fprintf(stderr, "testamur: %s: %.*s\n", cli->command->name, TEXT_ARG(text));
        else fprintf(stderr, "testamur: %.*s\n", TEXT_ARG(text));
    }
    return CLI_REFUSED;
}

int cli_wrong_use(struct cli *cli, const char *where, const char *what)
{
    complain(where, what);
    fprintf(stderr, "usage: ");
    usage_line(stderr, cli->command);
    return CLI_USAGE;
}

const char *cli_language(struct cli *cli, const char *tag)
{
    struct text copy = text_copy(cli->context->arena, text_of(tag));
    for (size_t i = 0; i < copy.length; i++)
        if (copy.bytes[i] == '-') ((char *)copy.bytes)[i] = '_';
    return copy.bytes;
}

int cli_print(struct cli *cli, struct text text)
{
    (void)cli;
    return fwrite(text.bytes, 1, text.length, stdout) == text.length ? CLI_DONE : CLI_REFUSED;
}

int cli_printf(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int written = vprintf(format, arguments);
    va_end(arguments);
    return written < 0 ? CLI_REFUSED : CLI_DONE;
}

int cli_print_json(struct cli *cli, const struct record *record, const void *item)
{
    struct buffer out = buffer_new(cli->context->arena, 4096, LARGEST_JSON);
    json_put_record(&out, record, item);
    buffer_put_char(&out, '\n');
    if (!out.full) return cli_print(cli, buffer_text(&out));
    fprintf(stderr, "testamur: %s: the answer is too long for one JSON object\n", cli->command->name);
    return CLI_REFUSED;
}

int cli_print_json_text(struct cli *cli, const char *name, struct text text)
{
    const struct field member = {.name = name, .kind = FIELD_TEXT};
    return cli_print_json(cli, &(struct record){.fields = &member, .field_count = 1, .size = sizeof text}, &text);
}
