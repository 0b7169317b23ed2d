/* The command line (docs: testamur(1)); a contract that scripts rely on. Exit status: 0 done, 1 refused or found wrong, 2 wrong usage.
 * With --json one JSON object goes to stdout; errors go to stderr as "testamur: WHERE: WHAT". */
#ifndef DOOR_CLI_CLI_H
#define DOOR_CLI_CLI_H

#include "door/house.h"

enum { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2 };
enum { CLI_MOST_ARGUMENTS = 4096 };

/* What a command needs before it runs. */
enum cli_needs {
    CLI_NEEDS_NOTHING,
    CLI_NEEDS_STORE,
    CLI_NEEDS_REGISTER, /* a store in which what is due has been followed up and dates have been applied */
    CLI_MAKES_STORE
};

struct cli_option {
    const char *name;  /* "--account" */
    const char *value; /* what its value is called in the usage; NULL: a flag */
    const char *needed; /* what is said where it is missing; NULL: it may be */
    const char *help;  /* what it means, for --help */
};

struct cli {
    struct house house;
    struct context *context; /* &house.context, with an arena for the command */
    const struct cli_command *command;
    bool json;
    bool store_named; /* by --store, not by a setting */
    const char *arguments[CLI_MOST_ARGUMENTS]; /* those without options */
    int argument_count;
    const char *option_values[CLI_MOST_ARGUMENTS]; /* option and value in turn */
    const char *option_names[CLI_MOST_ARGUMENTS];
    int option_count;
};

struct cli_command {
    const char *name;      /* one or two words: "calendar add" */
    const char *arguments; /* for the usage: "DATE N" */
    const char *help;      /* one line */
    const struct cli_option *options; /* ended by a NULL name; --json and --help every command has */
    int fewest, most;      /* arguments */
    enum cli_needs needs;
    int (*run)(struct cli *cli);
    const char *usage;     /* what stands behind the name; NULL: options and arguments, as they are above */
    void (*explain)(struct cli *cli); /* adds to --help what is only known at run time, with settings and no store; NULL: nothing */
    bool for_programs;     /* what reads its output is a program, unless it is a terminal: there it prints JSON without being asked */
};

/* All commands, ended by a NULL name; each file of this door has its part. */
extern const struct cli_command cli_store_commands[], cli_catalogue_commands[], cli_intake_commands[], cli_demographic_commands[], cli_account_commands[], cli_staff_commands[],
    cli_association_commands[], cli_award_commands[], cli_ecert_commands[], cli_audit_commands[], cli_serve_commands[];

/* Opens a door for these words; returns the exit status. */
int cli_main(int argc, char **argv);

/* The last value given for an option, or NULL; for a flag its name where it was given. */
const char *cli_option(const struct cli *cli, const char *name);
/* The n-th value of an option that may be given many times, or NULL. */
const char *cli_option_nth(const struct cli *cli, const char *name, int n);
/* Prints the failure in the context, and what else is wrong with the same input, each on a line; returns CLI_REFUSED. */
int cli_failed(struct cli *cli);
/* "testamur: WHERE: WHAT" for a wrong use; returns CLI_USAGE. */
int cli_wrong_use(struct cli *cli, const char *where, const char *what);
/* A language's tag as it is installed, zh_CN, however it is spelt: zh-CN. */
const char *cli_language(struct cli *cli, const char *tag);
/* Writes to stdout; a full disk or a closed pipe is a failure of the command: CLI_REFUSED, else CLI_DONE. */
int cli_print(struct cli *cli, struct text text);
int cli_printf(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes the item as the command's JSON object, on a line. */
int cli_print_json(struct cli *cli, const struct record *record, const void *item);
/* The same for an object whose one member is a text. */
int cli_print_json_text(struct cli *cli, const char *name, struct text text);

#endif
