/* From text to catalogue, and what can be asked of it. */
#include "catalogue/catalogue_draft.h"

#include <stdlib.h>

#include "catalogue/catalogue_mapping.h"
#include "catalogue/catalogue_words.h"

bool catalogue_period_has(struct period period, struct day day)
{
    return (!day_is(period.from) || day.number >= period.from.number) && (!day_is(period.until) || day.number <= period.until.number);
}

struct text catalogue_wording(struct wordings wordings, const char *language)
{
    const struct wording *english = NULL;
    for (size_t i = 0; i < wordings.count; i++) {
        if (strcmp(wordings.items[i].language, language) == 0) return wordings.items[i].text;
        if (strcmp(wordings.items[i].language, "en") == 0) english = &wordings.items[i];
    }
    if (english) return english->text;
    return wordings.count ? wordings.items[0].text : (struct text){"", 0};
}

const struct certification_version *catalogue_version_on(const struct catalogue *catalogue, int32_t certification, struct day day)
{
    const struct certification *found = &catalogue->certifications[certification];
    for (size_t i = found->version_count; i-- > 0;)
        if (catalogue_period_has(found->versions[i].period, day)) return &found->versions[i];
    return NULL;
}

const struct certification_version *catalogue_certification_on(const struct catalogue *catalogue, struct text code, struct day day)
{
    int32_t certification = catalogue_certification(catalogue, code);
    return certification < 0 ? NULL : catalogue_version_on(catalogue, certification, day);
}

bool catalogue_exam_renews(const struct certification_version *version, int32_t exam)
{
    return catalogue_bit(version->renewing_exams, exam);
}

bool catalogue_change_concerns(const struct rule_change *change, int32_t certification)
{
    return catalogue_bit(change->certifications, certification);
}

static int compare_problems(const void *a, const void *b)
{
    const struct error *one = a, *other = b;
    return one->line < other->line ? -1 : one->line > other->line;
}

static void build(struct catalogue_draft *draft)
{
    struct catalogue_problems *problems = draft->reader->problems;
    for (const struct syntax_block *block = draft->syntax->blocks; block && !problems->more; block = block->next)
        catalogue_words_check(draft->reader, block);
    catalogue_parse(draft);
    catalogue_mapping_begin(draft->reader->arena, draft->catalogue);
    if (problems->more) return;
    catalogue_versions_build(draft);
    if (problems->count) return;
    catalogue_parse_changes(draft);
    catalogue_mapping_build(draft);
    if (!problems->count) catalogue_rules_check(draft);
}

/* The whole is refused with the first problem's words and place. */
static enum result refuse(struct context *context, const struct catalogue_problems *problems)
{
    context->error = problems->items[0];
    context->error.code = "catalogue.wrong";
    return RESULT_REFUSED;
}

static enum result read_text(struct context *context, struct arena *arena, struct text file, struct text text, bool kept, int64_t calendar, struct catalogue **catalogue,
                             struct catalogue_problems *problems)
{
    struct catalogue_reader reader = {context, arena, file, problems, kept, calendar};
    struct catalogue_draft draft = {.reader = &reader};
    problems->count = 0;
    problems->more = false;
    if (text.length > CATALOGUE_TEXT_LIMIT) {
        PROBLEM(&reader, 0, "too_large", N_("The catalogue is larger than two mebibytes."), "line", "");
        return refuse(context, problems);
    }
    if (text_starts_with(text, "%PDF-")) { /* who has one reads that, and not what is wrong with each of its lines */
        PROBLEM(&reader, 0, "pdf", N_("This is a PDF document. A catalogue is a text file in UTF-8, as \"testamur catalogue export\" prints it."), "line", "");
        return refuse(context, problems);
    }
    if (memchr(text.bytes, 0, text.length)) {
        PROBLEM(&reader, 0, "no_text", N_("This file is no text in UTF-8: there are bytes in it that no text has. A catalogue is a text file, as \"testamur catalogue export\" prints it."), "line", "");
        return refuse(context, problems);
    }
    draft.catalogue = ARENA_NEW(arena, struct catalogue);
    draft.catalogue->text = text_copy(arena, text);
    draft.syntax = draft.catalogue->syntax = catalogue_syntax_read(&reader, draft.catalogue->text);
    build(&draft);
    if (context->error.result != RESULT_OK) return context->error.result; /* the machine's fault, from reading the calendar */
    if (problems->count) {
        qsort(problems->items, problems->count, sizeof *problems->items, compare_problems);
        return refuse(context, problems);
    }
    *catalogue = draft.catalogue;
    return RESULT_OK;
}

enum result catalogue_read(struct context *context, struct arena *arena, struct text file, struct text text, struct catalogue **catalogue,
                           struct catalogue_problems *problems)
{
    return read_text(context, arena, file, text, false, 0, catalogue, problems);
}

enum result catalogue_read_kept(struct context *context, struct arena *arena, int64_t calendar, struct text text, struct catalogue **catalogue)
{
    return read_text(context, arena, TEXT("catalogue"), text, true, calendar, catalogue, ARENA_NEW(context->arena, struct catalogue_problems));
}
