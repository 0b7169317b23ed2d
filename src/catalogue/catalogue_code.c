/* A provider's code that the catalogue does not know, said to mean one of its exams (SPEC 3.5): a line of the exam in a new version of the text. So it is shown and taken back as all of the catalogue is, and whoever writes the next
 * version finds it. */
#include "audit/audit.h"
#include "base/buffer.h"
#include "catalogue/catalogue_store.h"
#include "catalogue/catalogue_syntax.h"

enum { CODE_LENGTH = 63, ATTEMPTS = 5 };

/* Without wildcards: it is that one code, and goes before all patterns. */
static bool can_be_written(struct text code)
{
    for (size_t i = 0; i < code.length; i++) {
        char c = code.bytes[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.')) return false;
    }
    return code.length && code.length <= CODE_LENGTH;
}

/* By its code or one of its titles; -1. */
static int32_t exam_called(const struct catalogue *catalogue, struct text name)
{
    for (size_t i = 0; i < catalogue->exam_count; i++)
        if (text_equal_ignoring_case(catalogue->exams[i].code, name)) return (int32_t)i;
    for (size_t i = 0; i < catalogue->exam_count; i++)
        for (size_t k = 0; k < catalogue->exams[i].title.count; k++)
            if (text_equal_ignoring_case(catalogue->exams[i].title.items[k].text, name)) return (int32_t)i;
    return -1;
}

static bool has_provider(const struct catalogue *catalogue, struct text provider)
{
    for (const struct syntax_block *block = catalogue->syntax->blocks; block; block = block->next)
        if (block->kind == BLOCK_PROVIDER && text_equal_ignoring_case(block->code, provider)) return true;
    return false;
}

/* The text with the line behind the last one of the exam's block, indented like that; and a block of the provider where there is none. */
static struct text with_line(struct arena *arena, const struct catalogue *catalogue, struct text text, struct text exam, struct text provider, struct text code)
{
    const struct syntax_block *block = catalogue_syntax_find(catalogue->syntax, BLOCK_EXAM, exam);
    struct buffer out = buffer_new(arena, text.length + 256, CATALOGUE_TEXT_LIMIT + 1024);
    struct text line, rest = text;
    long last = block->line, number = 0;
    for (const struct syntax_property *property = block->properties; property; property = property->next)
        if (property->line > last) last = property->line;
    while (text_split(&rest, '\n', &line)) {
        buffer_put(&out, line);
        if (rest.bytes || number + 1 == last) buffer_put_char(&out, '\n');
        if (++number != last) continue;
        size_t indentation = 0;
        while (indentation < line.length && line.bytes[indentation] == ' ') indentation++;
        if (last == block->line) indentation = 2;
        buffer_printf(&out, "%*scodes %.*s: %.*s%s\n", (int)indentation, "", TEXT_ARG(provider), TEXT_ARG(code), text_ends_with(line, "\r") ? "\r" : "");
    }
    if (!has_provider(catalogue, provider)) buffer_printf(&out, "%s\nprovider %.*s\n", text_ends_with(buffer_text(&out), "\n") ? "" : "\n", TEXT_ARG(provider));
    return buffer_text(&out);
}

static enum result add_code(struct context *context, struct text provider, struct text code, struct text name)
{
    const struct catalogue *catalogue;
    struct catalogue_problems *problems = ARENA_NEW(context->arena, struct catalogue_problems);
    struct catalogue_differences differences;
    struct catalogue_row row;
    int32_t known;
    const char *language;
    bool effective;
    struct arena *arena = context->arena;
    TRY(catalogue_current(context, &catalogue));
    int32_t exam = exam_called(catalogue, name);
    if (exam < 0) return FIELD_FAIL(context, "exam_code", "catalogue.no_such_exam", N_("The catalogue has no exam {exam}. Choose one of the list, or add the exam to the catalogue first."), "exam", text_string(arena, text_clipped(name, 80)));
    if (catalogue_map_code(catalogue, provider, code, &known, &language)) {
        if (known == exam) return RESULT_OK;
        return FIELD_FAIL(context, "exam_code", "catalogue.code_known", N_("The code {code} means the exam {exam} by now. Change that in the catalogue's text."), "code", text_string(arena, code), "exam",
                          text_string(arena, catalogue->exams[known].code));
    }
    if (!can_be_written(code))
        return FIELD_FAIL(context, "exam_code", "catalogue.code_letters", N_("The code {code} cannot stand in the catalogue, whose codes are of letters, digits, - _ and a dot. Say in the provider's profile, under [exams], which code it means."),
                          "code", text_string(arena, text_clipped(code, 80)));
    enum result found = catalogue_store_text(context, catalogue->version, &row);
    if (found < 0) return found;
    if (found == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "catalogue.changed", N_("Another catalogue was loaded meanwhile. Look at the differences to it, and load yours then."));
    /* No record has the code yet, so it takes nothing away. */
    const struct catalogue_wish wish = {.file = TEXT("catalogue"), .text = with_line(arena, catalogue, row.text, catalogue->exams[exam].code, provider, code), .over = catalogue->version};
    return catalogue_load_over(context, &wish, problems, &differences, &effective);
}

enum result catalogue_add_code(struct context *context, struct text provider, struct text code, struct text exam)
{
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    for (int attempt = 1;; attempt++) {
        enum result result = add_code(context, text_trim(provider), text_trim(code), text_trim(exam));
        /* Another was loaded meanwhile: the line goes into that one. */
        if (result != RESULT_REFUSED || attempt == ATTEMPTS || strcmp(context->error.code, "catalogue.changed") != 0) return result;
        error_clear(&context->error);
    }
}
