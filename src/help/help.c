/* All questions and answers: read, checked against each other, found. */
#include "help/help.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "help/help_inside.h"

/* --- Loading --- */

static void close_folder(DIR **folder)
{
    if (*folder) closedir(*folder);
}

static bool is_slug(struct text slug)
{
    bool good = slug.length > 0 && slug.length <= 60;
    for (size_t i = 0; i < slug.length; i++) {
        char c = slug.bytes[i];
        good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }
    return good;
}

static int by_order(const void *a, const void *b)
{
    const struct help_entry *first = a, *second = b;
    if (first->order != second->order) return first->order < second->order ? -1 : 1;
    return text_compare(first->slug, second->slug);
}

static struct text path_of(struct context *context, const struct help *help, size_t language, struct text slug)
{
    return text_printf(context->arena, "%.*s/%s/%.*s.txt", TEXT_ARG(help->folder), help->tags[language], TEXT_ARG(slug));
}

static enum result wrong_at(struct context *context, struct text file, long line, enum result result)
{
    return result < 0 ? error_at(&context->error, file, line, 0) : result;
}

#define WRONG_AT(FILE, LINE, ...) wrong_at(context, (FILE), (LINE), context_fail(context, RESULT_REFUSED, "help.wrong", __VA_ARGS__))

static enum result load_language(struct context *context, struct help *help, size_t language)
{
    struct text path = text_printf(context->arena, "%.*s/%s", TEXT_ARG(help->folder), help->tags[language]);
    struct help_entry *entries = ARENA_ARRAY(context->arena, HELP_ENTRIES, struct help_entry);
    size_t count = 0;
    __attribute__((cleanup(close_folder))) DIR *folder = opendir(path.bytes);
    help->entries[language] = (struct list){&help_entry_record, entries, 0};
    if (!folder) {
        if (language && errno == ENOENT) return RESULT_OK; /* shown in English */
        return wrong_at(context, path, 0, context_fail(context, RESULT_REFUSED, "help.no_folder", N_("The folder of help cannot be read: {why}."), "why", strerrordesc_np(errno)));
    }
    const struct dirent *file;
    while ((file = readdir(folder))) {
        struct text name = text_of(file->d_name), text;
        if (!text_ends_with(name, ".txt")) continue;
        name.length -= 4;
        struct text slug = text_copy(context->arena, name), full = path_of(context, help, language, slug);
        if (!is_slug(slug))
            return WRONG_AT(full, 0, N_("The name of an answer's file has small letters, digits and hyphens only."));
        if (count == HELP_ENTRIES) return WRONG_AT(path, 0, N_("There are more than 400 answers."));
        TRY(file_must_read(context, full, HELP_FILE_LIMIT, &text));
        TRY(help_parse(context, full, slug, text, &entries[count++]));
    }
    if (count) qsort(entries, count, sizeof *entries, by_order);
    help->entries[language].count = count;
    return RESULT_OK;
}

static const struct help_entry *entry_at(const struct help *help, size_t language, size_t i)
{
    return (const struct help_entry *)help->entries[language].items + i;
}

static const struct help_entry *find_in(const struct help *help, size_t language, struct text slug)
{
    for (size_t i = 0; i < help->entries[language].count; i++)
        if (text_equal(entry_at(help, language, i)->slug, slug)) return entry_at(help, language, i);
    return NULL;
}

/* No code is claimed by two answers of a language, no answer stands in another language only. */
static enum result check_language(struct context *context, const struct help *help, size_t language)
{
    for (size_t i = 0; i < help->entries[language].count; i++) {
        const struct help_entry *entry = entry_at(help, language, i);
        struct text file = path_of(context, help, language, entry->slug);
        if (!find_in(help, 0, entry->slug))
            return WRONG_AT(file, 0, N_("This answer is not there in English. Each has the same file name in every language."));
        const struct help_word *fits = entry->fits.items;
        for (size_t f = 0; f < entry->fits.count; f++)
            for (size_t k = 0; k <= i; k++) {
                const struct help_word *others = entry_at(help, language, k)->fits.items;
                for (size_t o = 0; o < (k == i ? f : entry_at(help, language, k)->fits.count); o++)
                    if (text_equal(others[o].word, fits[f].word))
                        return WRONG_AT(file, fits[f].line, N_("The code {code} is claimed by {other} already."), "code", text_string(context->arena, fits[f].word), "other",
                                        text_string(context->arena, entry_at(help, language, k)->slug));
            }
    }
    return RESULT_OK;
}

static enum result check_link(struct context *context, struct text link, void *data)
{
    const struct help *help = data;
    if (!text_starts_with(link, "/help/") || text_is(link, "/help/ask")) return RESULT_OK;
    if (find_in(help, 0, (struct text){link.bytes + 6, link.length - 6})) return RESULT_OK;
    return WRONG_AT(TEXT(""), 0, N_("There is no answer {link}."), "link", text_string(context->arena, link)); /* the place is added by help_each_link */
}

enum result help_load(struct context *context, struct text folder, struct help **help)
{
    *help = ARENA_NEW(context->arena, struct help);
    (*help)->folder = text_copy(context->arena, folder);
    size_t count = context->languages ? languages_count(context->languages) : 1;
    for (size_t i = 0; i < count && i < HELP_LANGUAGES; i++) {
        (*help)->tags[i] = context->languages ? languages_tag(context->languages, i) : "en";
        (*help)->language_count++;
        TRY(load_language(context, *help, i));
        TRY(check_language(context, *help, i));
    }
    return help_each_link(context, *help, check_link, *help);
}

static enum result each_run(struct context *context, const struct list *runs, help_each_link_function *each, void *data, long *line)
{
    for (size_t i = 0; i < runs->count; i++) {
        const struct help_run *run = (const struct help_run *)runs->items + i;
        *line = run->line;
        if (!text_empty(run->link)) TRY(each(context, run->link, data));
    }
    return RESULT_OK;
}

static enum result each_of(struct context *context, const struct help_entry *entry, help_each_link_function *each, void *data, long *line)
{
    for (size_t i = 0; i < entry->fits.count; i++) {
        const struct help_word *fit = (const struct help_word *)entry->fits.items + i;
        *line = fit->line;
        if (text_starts_with(fit->word, "page:")) TRY(each(context, fit->word, data));
    }
    for (size_t b = 0; b < entry->blocks.count; b++) {
        const struct help_block *block = (const struct help_block *)entry->blocks.items + b;
        TRY(each_run(context, &block->runs, each, data, line));
        for (size_t i = 0; i < block->items.count; i++) TRY(each_run(context, &((const struct help_item *)block->items.items)[i].runs, each, data, line));
    }
    return RESULT_OK;
}

enum result help_each_link(struct context *context, const struct help *help, help_each_link_function *each, void *data)
{
    long line = 0;
    for (size_t language = 0; language < help->language_count; language++)
        for (size_t i = 0; i < help->entries[language].count; i++) {
            const struct help_entry *entry = entry_at(help, language, i);
            enum result result = each_of(context, entry, each, data, &line);
            if (result < 0) return error_at(&context->error, path_of(context, help, language, entry->slug), line, 0);
        }
    return RESULT_OK;
}

/* --- Finding --- */

static size_t language_of(const struct help *help, const char *language)
{
    for (size_t i = 0; i < help->language_count; i++)
        if (strcmp(help->tags[i], language) == 0) return i;
    return 0;
}

const struct help_entry *help_find(const struct help *help, const char *language, struct text slug)
{
    const struct help_entry *entry = find_in(help, language_of(help, language), slug);
    return entry ? entry : find_in(help, 0, slug);
}

/* "letter.*" fits "letter.none". */
static bool fits(struct text pattern, struct text code, bool whole_room)
{
    if (!whole_room) return text_equal(pattern, code);
    return text_ends_with(pattern, "*") && code.length >= pattern.length && memcmp(pattern.bytes, code.bytes, pattern.length - 1) == 0;
}

static const struct help_entry *claimed(const struct help *help, size_t language, struct text code, bool whole_room)
{
    for (size_t i = 0; i < help->entries[language].count; i++) {
        const struct help_entry *entry = entry_at(help, language, i);
        for (size_t f = 0; f < entry->fits.count; f++)
            if (fits(((const struct help_word *)entry->fits.items)[f].word, code, whole_room)) return entry;
    }
    return NULL;
}

const struct help_entry *help_for(const struct help *help, const char *language, struct text code)
{
    if (text_empty(code)) return NULL;
    for (int whole_room = 0; whole_room < 2; whole_room++) {
        const struct help_entry *entry = claimed(help, 0, code, whole_room); /* English is complete, so it alone says what fits */
        if (entry) return help_find(help, language, entry->slug);
    }
    return NULL;
}

struct list help_all(const struct help *help, const char *language)
{
    size_t own = language_of(help, language);
    return help->entries[own].count ? help->entries[own] : help->entries[0];
}
