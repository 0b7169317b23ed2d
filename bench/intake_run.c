/* One import as the command line does it, timed: bench-intake-run STORE PROFILE FILE... Prints for each file the seconds and the counts. Makes the store and loads the example catalogue
 * where there is none. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/file.h"
#include "catalogue/catalogue.h"
#include "intake/intake.h"
#include "outside/database.h"
#include "outside/settings.h"

static int fail(struct context *context, const char *what)
{
    struct text text = error_text(context->arena, &context->error);
    fprintf(stderr, "bench-intake-run: %s: %.*s [%s]\n", what, TEXT_ARG(text), context->error.code ? context->error.code : "");
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    WITH_ARENA(arena, (size_t)2 << 30);
    struct clock clock = clock_real();
    struct context context = {.arena = arena, .error = {.arena = arena}, .clock = &clock, .actor = {.kind = ACTOR_OPERATOR}, .language = "en"};
    struct settings settings;
    if (settings_read(&context, text_of(argv[1]), &settings) < 0) return fail(&context, "settings");
    const char *share = getenv("TESTAMUR_SHARE");
    if (share) settings.share = text_of(share);
    context.settings = &settings;
    if (database_open(&context, text_of(argv[1]), true, &context.database) < 0) return fail(&context, argv[1]);
    int applied;
    if (database_migrate(&context, &applied) < 0) return fail(&context, "migrate");
    const struct catalogue *catalogue;
    if (catalogue_current(&context, &catalogue) < 0) {
        error_clear(&context.error);
        struct text path = settings_path(&context, "data/catalogue/huawei.txt"), text;
        struct catalogue_problems problems;
        struct catalogue_differences differences;
        if (file_read(&context, path, CATALOGUE_TEXT_LIMIT, &text) != RESULT_OK || catalogue_load(&context, path, text, &problems, &differences) < 0) return fail(&context, "catalogue");
    }
    for (int i = 3; i < argc; i++) {
        struct intake_outcome outcome;
        double before = clock_monotonic();
        if (intake_file(&context, text_of(argv[2]), text_of(argv[i]), false, NULL, NULL, &outcome) < 0) {
            fail(&context, argv[i]);
            error_clear(&context.error);
            continue;
        }
        printf("%.3f rows=%lld new=%lld unchanged=%lld corrected=%lld quarantined=%lld refused=%lld\n", clock_monotonic() - before, (long long)outcome.rows, (long long)outcome.fresh,
               (long long)outcome.unchanged, (long long)outcome.corrected, (long long)outcome.quarantined, (long long)outcome.refused);
        const struct intake_row_verdict *verdicts = outcome.verdicts.items;
        for (size_t v = 0; v < outcome.verdicts.count && v < 5; v++)
            printf("  %.*s:%lld:%lld %.*s %.*s\n", TEXT_ARG(verdicts[v].member), (long long)verdicts[v].line, (long long)verdicts[v].place, TEXT_ARG(verdicts[v].verdict), TEXT_ARG(verdicts[v].reason));
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    fprintf(stderr, "memory %ld MiB\n", usage.ru_maxrss / 1024);
    database_close(context.database);
    return 0;
}
