/* ecert, verify, theme check */
#include "door/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "ecert/ecert.h"
#include "ecert/ecert_download.h"
#include "ecert/ecert_key.h"
#include "verify/verify.h"

enum { LARGEST_KEYS = 256 * 1024 };

/* Writes a file whole or not at all. */
static int write_file(struct cli *cli, const char *path, struct bytes bytes)
{
    if (strcmp(path, "-") == 0) return cli_print(cli, (struct text){(const char *)bytes.data, bytes.length});
    struct text scratch = text_printf(cli->context->arena, "%s.%d.part", path, (int)getpid());
    int file = open(scratch.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file >= 0 && file_write_all(file, bytes.data, bytes.length) && fsync(file) == 0 && close(file) == 0 && rename(scratch.bytes, path) == 0) return CLI_DONE;
    fprintf(stderr, "testamur: %s: %s\n", path, strerror(errno));
    if (file >= 0) unlink(scratch.bytes);
    return CLI_REFUSED;
}

static int run_ecert(struct cli *cli)
{
    struct context *context = cli->context;
    const char *path = cli_option(cli, "-o"), *language = cli_option(cli, "--language");
    struct bytes pdf;
    struct text file_name;
    if (cli->json && strcmp(path, "-") == 0) return cli_wrong_use(cli, "--json", "the PDF goes to the output already");
    if (house_open_ecert(&cli->house) < 0) return cli_failed(cli);
    if (language) language = cli_language(cli, language);
    if (language && ecert_check_language(context, language) < 0) return cli_failed(cli);
    struct text number = text_copy(context->arena, text_of(cli->arguments[0]));
    for (size_t i = 0; i < number.length; i++)
        if (number.bytes[i] >= 'a' && number.bytes[i] <= 'z') ((char *)number.bytes)[i] = (char)(number.bytes[i] - 'a' + 'A');
    enum result result = ecert_download(context, number, language, &pdf, &file_name);
    if (result < 0) return cli_failed(cli);
    if (result == RESULT_NONE) {
        fprintf(stderr, "testamur: %s: there is no certificate with this number\n", cli->arguments[0]);
        return CLI_REFUSED;
    }
    int status = write_file(cli, path, pdf);
    if (status != CLI_DONE || strcmp(path, "-") == 0) return status;
    return cli->json ? cli_print_json_text(cli, "file", text_of(path)) : cli_printf(cli, "%s: the e-Cert of %s\n", path, cli->arguments[0]);
}

/* The names are part of the command line's contract. */
struct verify_answer_row {
    struct text authentic, state, number;
    int64_t revision, revision_in_force; /* the file's own, and the register's; 0: not known */
    struct day state_since;              /* NO_DAY where it is current, or unknown */
    struct text state_reason;            /* why it is suspended, revoked or withdrawn, or what has changed in what it was superseded by */
    struct list reasons;
};
RECORD(verify_answer_record, struct verify_answer_row, FIELD(struct verify_answer_row, authentic), FIELD(struct verify_answer_row, state),
       FIELD(struct verify_answer_row, number), FIELD(struct verify_answer_row, revision), FIELD(struct verify_answer_row, revision_in_force), FIELD(struct verify_answer_row, state_since), FIELD(struct verify_answer_row, state_reason), FIELD_OF(struct verify_answer_row, reasons, verify_file_reason_record));

/* What the revision in force says differently; not the name itself, which whoever has an earlier one is not to learn. */
static struct text what_changed(const struct verification *says)
{
    if (!says->name_changed) return TEXT("A day has changed: of the exam, of issue or of expiry.");
    return says->days_changed ? TEXT("The name was corrected, and a day has changed: of the exam, of issue or of expiry.") : TEXT("The name was corrected.");
}

static int run_verify(struct cli *cli)
{
    struct context *context = cli->context;
    const char *keys = cli_option(cli, "--keys");
    bool offline = cli_option(cli, "--offline") != NULL || keys != NULL;
    struct text content, certificates = TEXT("");
    if (keys && file_must_read(context, text_of(keys), LARGEST_KEYS, &certificates) < 0) return cli_failed(cli);
    if (file_must_read(context, text_of(cli->arguments[0]), VERIFY_FILE_LIMIT, &content) < 0) return cli_failed(cli);
    if (!keys) {
        /* Without --keys the store's own are taken; offline it is asked for nothing else. */
        if (house_open_store(&cli->house, false) < 0) {
            const char *code = context->error.code;
            if (code && strcmp(code, "store.absent") == 0) { /* a store of one's own would have other keys, and call every genuine file another's */
                error_clear(&context->error);
                if (offline) (void)!context_fail(context, RESULT_REFUSED, "verify.keys", N_("There is no store here from which the public keys could be taken. Add --keys FILE: the certifying body gives them out as \"testamur keys\" prints them."));
                else (void)!context_fail(context, RESULT_REFUSED, "verify.store", N_("There is no store here that could say how the certificate stands. To check the file alone add --offline --keys FILE: the public keys, which the certifying body gives out as \"testamur keys\" prints them."));
            }
            return cli_failed(cli);
        }
        if (offline && ecert_key_certificates(context, &certificates) < 0) return cli_failed(cli);
    }
    struct file_verification found;
    if (verify_document(context, (struct bytes){(const unsigned char *)content.bytes, content.length}, offline, certificates, &found) < 0) return cli_failed(cli);

    const struct verification *says = &found.register_says;
    bool tells = !found.current && !found.unknown && says->found;
    struct day since = tells ? says->state_day : NO_DAY;
    struct text reason = !tells ? TEXT("") : says->superseded ? what_changed(says) : says->suspended || says->revoked || says->withdrawn ? says->reason : TEXT("");
    if (cli->json) {
        struct verify_answer_row row = {found.authentic, found.state, found.number, found.revision, says->revision, since, reason, found.reasons};
        cli_print_json(cli, &verify_answer_record, &row);
    } else {
        cli_printf(cli, "authentic: %.*s\nstate: %.*s\n", TEXT_ARG(found.authentic), TEXT_ARG(found.state));
        if (day_is(since)) cli_printf(cli, "since: %.*s\n", TEXT_ARG(day_text(context->arena, since)));
        if (!text_empty(reason)) cli_printf(cli, "reason: %.*s\n", TEXT_ARG(reason));
        if (!text_empty(found.number)) cli_printf(cli, "number: %.*s\n", TEXT_ARG(found.number));
        /* What the register says is of the revision in force: where the file is an earlier one, that stands before it, and it stands below. */
        bool earlier = says->revision > found.revision;
        const char *below = earlier ? "  " : "";
        if (earlier) cli_printf(cli, "revision: %lld\nrevision in force: %lld, since %.*s, which says\n", (long long)found.revision, (long long)says->revision, TEXT_ARG(day_text(context->arena, says->revision_day)));
        if (says->found) {
            cli_printf(cli, "%scertification: %.*s\n%sname: %.*s", below, TEXT_ARG(says->certification), below, TEXT_ARG(text_empty(says->name_latin) ? says->name_native : says->name_latin));
            if (!text_empty(says->name_latin) && !text_empty(says->name_native)) cli_printf(cli, ", %.*s", TEXT_ARG(says->name_native));
            cli_printf(cli, "\n%sissued: %.*s\n", below, TEXT_ARG(day_text(context->arena, says->issue_day)));
            if (day_is(says->expiry_day)) cli_printf(cli, "%svalid until: %.*s\n", below, TEXT_ARG(day_text(context->arena, says->expiry_day)));
        }
        if (found.revision && !earlier) cli_printf(cli, "revision: %lld\n", (long long)found.revision);
        for (size_t i = 0; i < found.reasons.count; i++) cli_printf(cli, "because: %s\n", ((const struct verify_file_reason *)found.reasons.items)[i].english);
    }
    return found.yes && (found.current || (offline && found.unknown)) ? CLI_DONE : CLI_REFUSED;
}

struct findings_answer {
    struct list files;
};
RECORD(findings_answer_record, struct findings_answer, FIELD_OF(struct findings_answer, files, ecert_finding_record));

static int show_findings(struct cli *cli, const struct list *findings, bool wrong)
{
    if (cli->json) return cli_print_json(cli, &findings_answer_record, &(struct findings_answer){*findings}) | (wrong && findings->count ? CLI_REFUSED : CLI_DONE);
    for (size_t i = 0; i < findings->count; i++) {
        const struct ecert_finding *finding = (const struct ecert_finding *)findings->items + i;
        if (finding->line) cli_printf(cli, "%.*s:%lld: %.*s\n", TEXT_ARG(finding->file), (long long)finding->line, TEXT_ARG(finding->text));
        else cli_printf(cli, "%.*s: %.*s\n", TEXT_ARG(finding->file), TEXT_ARG(finding->text));
    }
    return wrong && findings->count ? CLI_REFUSED : CLI_DONE;
}

static struct text theme_folder(struct cli *cli)
{
    return cli->argument_count ? text_of(cli->arguments[0]) : ecert_theme_folder(cli->context);
}

static int run_theme_check(struct cli *cli)
{
    struct list findings;
    if (ecert_theme_check(cli->context, theme_folder(cli), &findings) < 0) return cli_failed(cli);
    if (!findings.count && !cli->json) return cli_printf(cli, "0 findings\n");
    return show_findings(cli, &findings, true);
}

static int run_theme_preview(struct cli *cli)
{
    struct list written;
    const char *output = cli_option(cli, "-o");
    if (ecert_theme_preview(cli->context, theme_folder(cli), text_of(output), &written) < 0) return cli_failed(cli);
    return show_findings(cli, &written, false);
}

static const struct cli_option ecert_options[] = {
    {"-o", "FILE", "say where the PDF goes", "where it goes; - is the output"},
    {"--language", "TAG", NULL, "in which language, such as en or zh-CN"},
    {NULL, NULL},
};
static const struct cli_option verify_options[] = {
    {"--offline", NULL, NULL, "ask no register, only the body's public keys"},
    {"--keys", "FILE", NULL, "the public keys to check with, PEM, as testamur keys prints them"},
    {NULL, NULL},
};
static const struct cli_option preview_options[] = {
    {"-o", "FOLDER", "say into which folder the samples go", "the folder"},
    {NULL, NULL},
};

const struct cli_command cli_ecert_commands[] = {
    {"ecert", "NUMBER", "write the signed PDF of a certificate", ecert_options, 1, 1, CLI_NEEDS_REGISTER, run_ecert},
    {"verify", "FILE", "check a PDF that claims to be one of our e-Certs", verify_options, 1, 1, CLI_NEEDS_NOTHING, run_verify, .for_programs = true},
    {"theme check", "[FOLDER]", "check the artwork and layout of e-Certs", NULL, 0, 1, CLI_NEEDS_NOTHING, run_theme_check},
    {"theme preview", "[FOLDER]", "write sample e-Certs of every level", preview_options, 0, 1, CLI_NEEDS_NOTHING, run_theme_preview},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
