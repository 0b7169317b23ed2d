/* calendar add, show, catalogue check, load, export */
#include "door/cli/cli.h"

#include <stdio.h>

#include "award/award.h"
#include "base/file.h"
#include "catalogue/catalogue.h"
#include "calendar/calendar.h"
#include "ecert/ecert.h"

/* The calendar of the body, or, before any catalogue is loaded, the example body's. */
static enum result body_calendar(struct context *context, const struct calendar **calendar)
{
    const struct catalogue *catalogue;
    enum result result = catalogue_current(context, &catalogue);
    if (result == RESULT_REFUSED && strcmp(context->error.code, "catalogue.none") == 0) {
        error_clear(&context->error);
        return calendar_load(context, context->arena, TEXT("china"), TEXT("Asia/Shanghai"), calendar);
    }
    if (result >= 0) *calendar = catalogue->calendar;
    return result;
}

static int run_calendar_add(struct cli *cli)
{
    struct context *context = cli->context;
    struct day day;
    int64_t n;
    if (!day_parse(text_of(cli->arguments[0]), &day)) return cli_wrong_use(cli, cli->arguments[0], "not a date; write 2026-02-13");
    if (!text_to_integer(text_of(cli->arguments[1]), &n) || n < -1000000 || n > 1000000)
        return cli_wrong_use(cli, cli->arguments[1], "not a number of working days from -1000000 to 1000000");
    const struct calendar *calendar;
    if (body_calendar(context, &calendar) < 0) return cli_failed(cli);
    bool provisional;
    struct day result = calendar_add(calendar, day, (int)n, &provisional);
    struct text text = day_text(context->arena, result);
    if (!day_parse(text, &day)) return cli_wrong_use(cli, cli->arguments[1], "this leads past the dates that there are, to 9999-12-31");
    if (cli->json) return cli_printf(cli, "{\"date\":\"%.*s\",\"provisional\":%s}\n", TEXT_ARG(text), provisional ? "true" : "false");
    return cli_printf(cli, "%.*s%s\n", TEXT_ARG(text), provisional ? " provisional" : "");
}

struct calendar_answer {
    struct text name, version, source;
    struct day first, last;
    struct instant loaded;
    struct text file; /* how the file on this machine stands to it */
};
RECORD(calendar_answer_record, struct calendar_answer, FIELD(struct calendar_answer, name), FIELD(struct calendar_answer, version), FIELD(struct calendar_answer, source),
       FIELD(struct calendar_answer, first), FIELD(struct calendar_answer, last), FIELD(struct calendar_answer, loaded), FIELD(struct calendar_answer, file));

/* Before there is a catalogue nothing is counted. */
static enum result file_of_calendar(struct context *context, struct calendar_answer *answer)
{
    static const char *const words[] = {[CALENDAR_FILE_NONE] = "none", [CALENDAR_FILE_IN_EFFECT] = "in effect", [CALENDAR_FILE_NEW] = "newer", [CALENDAR_FILE_EARLIER] = "earlier", [CALENDAR_FILE_WRONG] = "wrong", [CALENDAR_FILE_ABSENT] = "absent"};
    struct catalogue_calendar_state state;
    enum result known = catalogue_calendar_state(context, &state);
    if (known < 0 && (known != RESULT_REFUSED || strcmp(context->error.code, "catalogue.none") != 0)) return known;
    error_clear(&context->error);
    answer->file = text_of(known < 0 ? "in effect" : words[state.file]);
    answer->loaded = known < 0 ? NO_INSTANT : state.loaded_at;
    return RESULT_OK;
}

/* What the calendar by which the store counts says of itself, and from when to when it knows the days (SPEC 1.2). */
static int run_calendar_show(struct cli *cli)
{
    const struct calendar *calendar;
    if (body_calendar(cli->context, &calendar) < 0) return cli_failed(cli);
    struct calendar_answer answer = {calendar_name(calendar), calendar_version(calendar), calendar_source(calendar), calendar_first_day(calendar), calendar_last_day(calendar), NO_INSTANT, TEXT("")};
    if (file_of_calendar(cli->context, &answer) < 0) return cli_failed(cli);
    if (cli->json) return cli_print_json(cli, &calendar_answer_record, &answer);
    struct arena *arena = cli->context->arena;
    struct text days = !day_is(answer.last) ? TEXT("all") : text_printf(arena, "%.*s to %.*s", TEXT_ARG(day_is(answer.first) ? day_text(arena, answer.first) : TEXT("")), TEXT_ARG(day_text(arena, answer.last)));
    cli_printf(cli, "name: %.*s\nversion: %.*s\nsource: %.*s\ndays: %.*s\n", TEXT_ARG(answer.name), TEXT_ARG(answer.version), TEXT_ARG(answer.source), TEXT_ARG(days));
    if (instant_is(answer.loaded)) cli_printf(cli, "loaded: %.*s\n", TEXT_ARG(instant_text(arena, answer.loaded)));
    return cli_printf(cli, "file: %.*s\n", TEXT_ARG(answer.file));
}

struct loaded_answer {
    bool loaded;
};
RECORD(loaded_answer_record, struct loaded_answer, FIELD(struct loaded_answer, loaded));

static int run_calendar_load(struct cli *cli)
{
    struct loaded_answer answer;
    if (catalogue_load_calendar(cli->context, &answer.loaded) < 0 || house_settle_dates(cli->context) < 0) return cli_failed(cli);
    if (cli->json) return cli_print_json(cli, &loaded_answer_record, &answer);
    return cli_printf(cli, answer.loaded ? "loaded: all days are counted by it\n" : "in effect already\n");
}

static int show_problems(struct cli *cli, const struct catalogue_problems *problems)
{
    if (problems->count == 0) return cli_failed(cli);
    struct arena *arena = cli->context->arena;
    for (size_t i = 0; i < problems->count; i++) {
        struct text text = error_fill(arena, &problems->items[i], problems->items[i].english);
        if (problems->items[i].line) fprintf(stderr, "testamur: %s:%ld: %.*s\n", cli->arguments[0], problems->items[i].line, TEXT_ARG(text));
        else fprintf(stderr, "testamur: %s: %.*s\n", cli->arguments[0], TEXT_ARG(text)); /* of the whole file */
    }
    if (problems->more) fprintf(stderr, "testamur: %s: there are more; mend these first\n", cli->arguments[0]);
    return CLI_REFUSED;
}

struct difference_row {
    const char *kind; /* added, removed, changed */
    struct text text;
};
RECORD(difference_row_record, struct difference_row, FIELD(struct difference_row, kind), FIELD(struct difference_row, text));
/* And what that means for certificates. */
struct differences_answer {
    int64_t count;
    struct list differences;
    struct view foreseen;
};
RECORD(differences_answer_record, struct differences_answer, FIELD(struct differences_answer, count), FIELD_OF(struct differences_answer, differences, difference_row_record),
       FIELD_OF(struct differences_answer, foreseen, award_foreseen_record));

static struct text end_text(struct cli *cli, struct day day)
{
    return day_is(day) ? day_text(cli->context->arena, day) : TEXT("without end");
}

static int show_foreseen(struct cli *cli, const struct award_foreseen *foreseen)
{
    for (size_t i = 0; i < foreseen->changes.count; i++) {
        const struct award_foreseen_change *change = (const struct award_foreseen_change *)foreseen->changes.items + i;
        struct text on = change->ahead ? text_printf(cli->context->arena, " on %.*s", TEXT_ARG(day_text(cli->context->arena, change->effective))) : TEXT("");
        cli_printf(cli, "rule change %.*s: %lld certificates get another last day%.*s\n", TEXT_ARG(change->code), (long long)change->certificates, TEXT_ARG(on));
        for (size_t k = 0; k < change->first.count; k++) {
            const struct award_foreseen_line *line = (const struct award_foreseen_line *)change->first.items + k;
            cli_printf(cli, "rule change %.*s: %.*s %.*s -> %.*s\n", TEXT_ARG(change->code), TEXT_ARG(line->number), TEXT_ARG(end_text(cli, line->expiry_before)), TEXT_ARG(end_text(cli, line->expiry_after)));
        }
        if ((size_t)change->certificates > change->first.count) cli_printf(cli, "rule change %.*s: and %lld more\n", TEXT_ARG(change->code), (long long)change->certificates - (long long)change->first.count);
    }
    return cli_printf(cli, "certificates: %lld change: %lld new, %lld valid for longer, %lld not so long, %lld stopped, %lld otherwise\n", (long long)foreseen->certificates, (long long)foreseen->earned,
                      (long long)foreseen->extended, (long long)foreseen->shortened, (long long)foreseen->stopped, (long long)foreseen->otherwise);
}

static int show_differences(struct cli *cli, const struct catalogue_differences *differences, const struct award_foreseen *foreseen)
{
    struct difference_row *rows = ARENA_ARRAY(cli->context->arena, differences->count + 1, struct difference_row);
    for (size_t i = 0; i < differences->count; i++) {
        const struct error *text = &differences->items[i].text;
        rows[i] = (struct difference_row){differences->items[i].kind, error_fill(cli->context->arena, text, text->english)};
    }
    struct list list = {&difference_row_record, rows, differences->count};
    if (cli->json) return cli_print_json(cli, &differences_answer_record, &(struct differences_answer){(int64_t)list.count, list, {&award_foreseen_record, foreseen}});
    if (differences->count == 0) return cli_printf(cli, "no difference\n");
    for (size_t i = 0; i < differences->count; i++) cli_printf(cli, "%s: %.*s\n", rows[i].kind, TEXT_ARG(rows[i].text));
    return show_foreseen(cli, foreseen);
}

static void show_lacks(struct cli *cli, const struct catalogue *catalogue)
{
    struct ecert_lacks lacks;
    ecert_theme_lacks(cli->context, catalogue, &lacks);
    for (size_t i = 0; i < lacks.count; i++) fprintf(stderr, "testamur: %s: %.*s\n", cli->arguments[0], TEXT_ARG(error_fill(cli->context->arena, &lacks.items[i], lacks.items[i].english)));
}

static int take(struct cli *cli, bool load)
{
    struct context *context = cli->context;
    struct text file = text_of(cli->arguments[0]), text;
    static struct catalogue_problems problems; /* large; one command a process */
    struct catalogue_differences differences;
    struct award_foreseen foreseen;
    const char *reason = load ? cli_option(cli, "--reason") : NULL;
    bool effective;
    if (file_must_read(context, file, CATALOGUE_TEXT_LIMIT, &text) < 0) return cli_failed(cli);
    if (catalogue_check(context, file, text, &problems, &differences) < 0) return show_problems(cli, &problems);
    if (award_foresee(context, &differences, 0, &foreseen) < 0) return cli_failed(cli);
    const struct catalogue_wish wish = {.file = file, .text = text, .over = CATALOGUE_OVER_ANY, .reason = text_of(reason ? reason : "")};
    if (load && catalogue_load_over(context, &wish, &problems, &differences, &effective) < 0) return show_problems(cli, &problems);
    int status = show_differences(cli, &differences, &foreseen);
    if (differences.count) show_lacks(cli, differences.new);
    if (!load) return status;
    return house_follow_catalogue(context) < 0 || house_settle_dates(context) < 0 ? cli_failed(cli) : status;
}

static int run_check(struct cli *cli)
{
    return take(cli, false);
}

static int run_load(struct cli *cli)
{
    return take(cli, true);
}

static int run_export(struct cli *cli)
{
    struct text text;
    if (catalogue_export(cli->context, &text) < 0) return cli_failed(cli);
    return cli->json ? cli_print_json_text(cli, "catalogue", text) : cli_print(cli, text);
}

static const struct cli_option load_options[] = {
    {"--reason", "TEXT", NULL, "why, where certificates are taken away or end earlier; kept with the version and in the journal"},
    {NULL, NULL},
};

const struct cli_command cli_catalogue_commands[] = {
    {"calendar add", "DATE N", "the N-th working day after DATE; 0 is DATE itself, -1 the working day before it", NULL, 2, 2, CLI_NEEDS_STORE, run_calendar_add},
    {"calendar show", "", "the body's calendar: its name, version and source, and from when to when it knows the days", NULL, 0, 0, CLI_NEEDS_STORE, run_calendar_show},
    {"calendar load", "", "take the data of the body's calendar from its file on this machine, also where they are earlier ones, and count by them; newer ones are taken by themselves", NULL, 0, 0, CLI_NEEDS_STORE, run_calendar_load},
    {"catalogue check", "FILE", "check a catalogue and show what it would change, in itself and of the certificates that there are; nothing is written", NULL, 1, 1, CLI_NEEDS_STORE, run_check},
    {"catalogue load", "FILE", "check a catalogue and put it into effect", load_options, 1, 1, CLI_NEEDS_STORE, run_load},
    {"catalogue export", "", "print the catalogue in effect", NULL, 0, 0, CLI_NEEDS_STORE, run_export},
    {NULL, NULL, NULL, NULL, 0, 0, CLI_NEEDS_NOTHING, NULL},
};
