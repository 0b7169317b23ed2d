/* import, rerun */
#include "door/cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "door/house_beside.h"
#include "intake/intake.h"

/* Verdicts that are listed, of all files of one command, which holds all that it prints; and of each file that comes when they are used up. */
enum { MOST_VERDICTS = 200000, FEWEST_VERDICTS = 5000 };

/* The names are part of the command line's contract. */
struct verdict_row {
    struct text member; /* of the archive; empty where the file is the text itself */
    int64_t line, column; /* column 0: the whole row */
    struct text verdict, reason;
};
RECORD(verdict_row_record, struct verdict_row, FIELD(struct verdict_row, member), FIELD(struct verdict_row, line), FIELD(struct verdict_row, column),
       FIELD(struct verdict_row, verdict), FIELD(struct verdict_row, reason));
struct file_row {
    struct text file, sha256;
    int64_t rows, new, unchanged, corrected, quarantined, refused;
    struct text error;
    struct list verdicts;
    bool more; /* verdicts than these */
    bool changed;
};
RECORD(file_row_record, struct file_row, FIELD(struct file_row, file), FIELD(struct file_row, sha256), FIELD(struct file_row, rows), FIELD(struct file_row, new),
       FIELD(struct file_row, unchanged), FIELD(struct file_row, corrected), FIELD(struct file_row, quarantined), FIELD(struct file_row, refused),
       FIELD(struct file_row, error), FIELD_OF(struct file_row, verdicts, verdict_row_record), FIELD(struct file_row, more), FIELD(struct file_row, changed));
struct import_answer {
    struct list files;
};
RECORD(import_answer_record, struct import_answer, FIELD_OF(struct import_answer, files, file_row_record));

/* Set by the first Ctrl-C: the batch under way ends, the rest is left for the same command again. */
static volatile sig_atomic_t stop_asked;

static void ask_stop(int signal)
{
    (void)signal;
    stop_asked = 1;
}

static bool show_progress(void *data, int64_t done, int64_t total, int64_t rows)
{
    double *begun = data;
    double seconds = clock_monotonic() - *begun;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%3d %%  %lld rows  %.0f rows/s ", total ? (int)(done * 100 / total) : 100, (long long)rows, seconds > 0 ? (double)rows / seconds : 0);
    return !stop_asked;
}

static struct file_row row_of(struct context *context, const struct intake_outcome *outcome, size_t most)
{
    size_t count = outcome->verdicts.count < most ? outcome->verdicts.count : most;
    struct verdict_row *verdicts = ARENA_ARRAY(context->arena, count ? count : 1, struct verdict_row);
    for (size_t i = 0; i < count; i++) {
        const struct intake_row_verdict *verdict = (const struct intake_row_verdict *)outcome->verdicts.items + i;
        verdicts[i] = (struct verdict_row){verdict->member, verdict->line, verdict->place, verdict->verdict, verdict->reason};
    }
    return (struct file_row){.file = outcome->file, .sha256 = outcome->sha256, .rows = outcome->rows, .new = outcome->fresh,
                             .unchanged = outcome->unchanged, .corrected = outcome->corrected, .quarantined = outcome->quarantined,
                             .refused = outcome->refused, .verdicts = {&verdict_row_record, verdicts, count}, .more = outcome->verdicts.count > count, .changed = outcome->changed};
}

static void print_row(struct cli *cli, const struct file_row *row)
{
    cli_printf(cli, "%.*s: rows %lld new %lld unchanged %lld corrected %lld quarantined %lld refused %lld\n", TEXT_ARG(row->file), (long long)row->rows,
               (long long)row->new, (long long)row->unchanged, (long long)row->corrected, (long long)row->quarantined, (long long)row->refused);
    for (size_t i = 0; i < row->verdicts.count; i++) {
        const struct verdict_row *verdict = (const struct verdict_row *)row->verdicts.items + i;
        cli_printf(cli, "%.*s%s%.*s:%lld", TEXT_ARG(row->file), text_empty(verdict->member) ? "" : ":", TEXT_ARG(verdict->member), (long long)verdict->line);
        if (verdict->column) cli_printf(cli, ":%lld", (long long)verdict->column);
        cli_printf(cli, ": %.*s%s%.*s\n", TEXT_ARG(verdict->verdict), text_empty(verdict->reason) ? "" : ": ", TEXT_ARG(verdict->reason));
    }
    if (row->more) cli_printf(cli, "%.*s: there are more; these are the first %zu\n", TEXT_ARG(row->file), row->verdicts.count);
    if (row->changed) cli_printf(cli, "%.*s: somebody wrote into the file meanwhile; what it was in the beginning was taken in. Import it again when it is complete\n", TEXT_ARG(row->file));
}

static void list_profiles(struct cli *cli, FILE *to)
{
    struct list profiles;
    if (intake_profiles(cli->context, &profiles) < 0) return;
    fprintf(to, "\nprofiles:\n");
    for (size_t i = 0; i < profiles.count; i++) {
        const struct intake_profile_name *profile = (const struct intake_profile_name *)profiles.items + i;
        fprintf(to, "  %-24.*s %.*s%s\n", TEXT_ARG(profile->name), TEXT_ARG(profile->title), profile->assumed ? " (not held against files of the provider yet)" : "");
    }
}

static void show_profiles(struct cli *cli)
{
    list_profiles(cli, stdout);
}

/* A dry run keeps nothing that another could go on from; and who stops what only prints its verdicts any more has stopped nothing. */
static int say_stopped(bool dry_run, bool all_in)
{
    fprintf(stderr, "testamur: import: %s\n",
            all_in ? dry_run ? "all files were read through before it was stopped" : "everything was taken in before it was stopped; nothing is left to do"
            : dry_run ? "stopped; nothing was kept" : "stopped; the same command goes on from there");
    return all_in ? CLI_DONE : CLI_REFUSED;
}

static int run_import(struct cli *cli)
{
    struct context *context = cli->context;
    const char *profile = cli_option(cli, "--profile");
    bool dry_run = cli_option(cli, "--dry-run") != NULL;
    signal(SIGINT, ask_stop);
    struct file_row *rows = ARENA_ARRAY(context->arena, (size_t)cli->argument_count, struct file_row);
    int status = CLI_DONE;
    size_t count = 0, left = MOST_VERDICTS;
    bool stopped = false, no_profile = false;
    struct house_beside *beside = dry_run ? NULL : house_beside_start(&cli->house);
    for (int i = 0; i < cli->argument_count && !stop_asked; i++) {
        struct intake_outcome outcome = {0};
        double begun = clock_monotonic();
        size_t most = left > FEWEST_VERDICTS ? left : FEWEST_VERDICTS;
        enum result result = intake_file(context, text_of(profile), text_of(cli->arguments[i]), dry_run, most + 1, show_progress, &begun, &outcome);
        if (isatty(STDERR_FILENO)) fprintf(stderr, "\r\033[K");
        struct file_row row = row_of(context, &outcome, most);
        left -= row.verdicts.count < left ? row.verdicts.count : left;
        if (result < 0) {
            /* One file that cannot be read does not stop the others. */
            no_profile = context->error.code && strcmp(context->error.code, "profile.unknown") == 0;
            status = cli_failed(cli);
            row = (struct file_row){.file = text_of(cli->arguments[i]), .sha256 = outcome.sha256, .error = error_text(context->arena, &context->error),
                                    .verdicts = {&verdict_row_record, NULL, 0}};
            error_clear(&context->error);
        } else {
            if (!cli->json) print_row(cli, &row);
        }
        rows[count++] = row;
        stopped = outcome.stopped;
    }
    if (no_profile) list_profiles(cli, stderr);
    if (house_beside_stop(beside) < 0) {
        status = cli_failed(cli);
        error_clear(&context->error);
    }
    if (!dry_run && house_settle_dates(context) < 0) status = cli_failed(cli);
    if (stop_asked) status |= say_stopped(dry_run, !stopped && count == (size_t)cli->argument_count);
    if (!cli->json) return status;
    struct import_answer answer = {{&file_row_record, rows, count}};
    return cli_print_json(cli, &import_answer_record, &answer) | status;
}

static int run_rerun(struct cli *cli)
{
    struct intake_outcome outcome = {0};
    if (intake_rerun(cli->context, &outcome) < 0 || house_settle_dates(cli->context) < 0) return cli_failed(cli);
    struct file_row row = row_of(cli->context, &outcome, INTAKE_VERDICTS);
    row.file = TEXT("quarantine");
    if (cli->json) return cli_print_json(cli, &file_row_record, &row);
    print_row(cli, &row);
    return CLI_DONE;
}

static const struct cli_option import_options[] = {
    {"--profile", "NAME", "say by which provider's profile the files read: --profile pearson-vue", "the provider's profile: a file's name in profiles/"},
    {"--dry-run", NULL, NULL, "show what would be done, and do nothing"},
    {NULL, NULL},
};

const struct cli_command cli_intake_commands[] = {
    {"import", "FILE...", "take in a provider's files", import_options, 1, CLI_MOST_ARGUMENTS, CLI_NEEDS_STORE, run_import, .explain = show_profiles},
    {"rerun", "", "run quarantined rows again, after a remedy", NULL, 0, 0, CLI_NEEDS_STORE, run_rerun},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
