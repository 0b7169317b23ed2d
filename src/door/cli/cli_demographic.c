/* demographics send, demographics answer, demographics list */
#include "door/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "intake/intake_demographic.h"
#include "outside/json.h"

enum { MOST_UPDATES = 10000, LARGEST_OUTPUT = 64 << 20 };

/* Puts the file into the folder so that it is there whole or not at all. */
static enum result keep(struct context *context, void *data, struct text name, struct text content)
{
    const char *folder = data;
    const char *path = text_printf(context->arena, "%s/%.*s", folder, TEXT_ARG(name)).bytes, *part = text_printf(context->arena, "%s.part", path).bytes;
    int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool kept = file >= 0 && file_write_all(file, content.bytes, content.length) && fsync(file) == 0;
    if (file >= 0) kept = close(file) == 0 && kept;
    if (kept && rename(part, path) == 0) return RESULT_OK;
    const char *why = strerror(errno);
    unlink(part);
    return context_fail(context, RESULT_REFUSED, "file.unwritable", N_("{path} cannot be written: {why}."), "path", path, "why", why);
}

static int run_send(struct cli *cli)
{
    const char *profile = cli_option(cli, "--profile"), *folder = cli_option(cli, "--folder");
    struct text name = TEXT("");
    int64_t count = 0;
    struct stat about;
    /* Told at once, not on the day on which there is something to send. */
    if (folder && (stat(folder, &about) != 0 || !S_ISDIR(about.st_mode)) &&
        context_fail(cli->context, RESULT_REFUSED, "cli.no_folder", N_("There is no folder {path}."), "path", folder) < 0)
        return cli_failed(cli);
    if (intake_demographic_send(cli->context, text_of(profile), keep, (void *)(folder ? folder : "."), &name, &count) < 0) return cli_failed(cli);
    if (cli->json) return cli_printf(cli, "{\"file\":\"%.*s\",\"updates\":%lld}\n", TEXT_ARG(name), (long long)count);
    return count ? cli_printf(cli, "%.*s: updates %lld\n", TEXT_ARG(name), (long long)count) : cli_printf(cli, "nothing to send\n");
}

RECORD(demographic_answer_record, struct demographic_outcome, FIELD(struct demographic_outcome, rows), FIELD(struct demographic_outcome, accepted),
       FIELD(struct demographic_outcome, errors), FIELD(struct demographic_outcome, unknown), FIELD(struct demographic_outcome, unchanged),
       FIELD(struct demographic_outcome, file_error));

static int run_answer(struct cli *cli)
{
    const char *profile = cli_option(cli, "--profile");
    int status = CLI_DONE;
    for (int i = 0; i < cli->argument_count; i++) {
        struct demographic_outcome outcome = {0};
        if (intake_demographic_answer(cli->context, text_of(profile), text_of(cli->arguments[i]), &outcome) < 0) {
            status = cli_failed(cli); /* one file that cannot be read does not stop the others */
            error_clear(&cli->context->error);
        } else if (cli->json) {
            struct buffer out = buffer_new(cli->context->arena, 256, LARGEST_OUTPUT);
            json_put_record(&out, &demographic_answer_record, &outcome);
            cli_printf(cli, "%.*s\n", TEXT_ARG(buffer_text(&out)));
        } else {
            cli_printf(cli, "%s: rows %lld accepted %lld errors %lld unknown %lld unchanged %lld\n", cli->arguments[i], (long long)outcome.rows, (long long)outcome.accepted,
                       (long long)outcome.errors, (long long)outcome.unknown, (long long)outcome.unchanged);
            if (!text_empty(outcome.file_error)) cli_printf(cli, "%s: of the whole file: %.*s\n", cli->arguments[i], TEXT_ARG(outcome.file_error));
        }
    }
    return status;
}

static int run_list(struct cli *cli)
{
    static const char *const words[] = {"", "queued", "sent", "accepted", "error", "replaced"};
    struct list updates;
    if (intake_demographic_all(cli->context, MOST_UPDATES, &updates) < 0) return cli_failed(cli);
    if (cli->json) {
        struct buffer out = buffer_new(cli->context->arena, 4096, LARGEST_OUTPUT);
        buffer_put_string(&out, "{\"updates\":[");
        for (size_t i = 0; i < updates.count; i++) {
            if (i) buffer_put_char(&out, ',');
            json_put_record(&out, &demographic_update_record, (const struct demographic_update *)updates.items + i);
        }
        buffer_put_string(&out, "]}\n");
        return cli_print(cli, buffer_text(&out));
    }
    if (!updates.count) return cli_printf(cli, "0 new addresses\n");
    for (size_t i = 0; i < updates.count; i++) {
        const struct demographic_update *update = (const struct demographic_update *)updates.items + i;
        cli_printf(cli, "%.*s %.*s %.*s %s%s%.*s\n", TEXT_ARG(update->provider), TEXT_ARG(update->candidate_id), TEXT_ARG(update->address),
                   update->withdrawn ? "withdrawn" : update->state >= 1 && update->state <= 5 ? words[update->state] : "", text_empty(update->answer) ? "" : ": ", TEXT_ARG(update->answer));
    }
    return CLI_DONE;
}

static const struct cli_option send_options[] = {
    {"--profile", "NAME", "say to which provider: --profile pearson-vue", "the provider's profile: a file's name in profiles/"},
    {"--folder", "FOLDER", NULL, "put the file there; without it, where the command runs"},
    {NULL, NULL},
};
static const struct cli_option answer_options[] = {
    {"--profile", "NAME", "say whose answer it is: --profile pearson-vue", "the provider's profile: a file's name in profiles/"},
    {NULL, NULL},
};

const struct cli_command cli_demographic_commands[] = {
    {"demographics send", "", "write the file with the new addresses that candidates have asked for", send_options, 0, 0, CLI_NEEDS_STORE, run_send},
    {"demographics answer", "FILE...", "read the provider's answer: accepted or error", answer_options, 1, CLI_MOST_ARGUMENTS, CLI_NEEDS_STORE, run_answer},
    {"demographics list", "", "show the new addresses and what became of them", NULL, 0, 0, CLI_NEEDS_STORE, run_list},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
