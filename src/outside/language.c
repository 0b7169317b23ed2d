#include "outside/language.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "outside/language_inside.h"

/* How this language calls itself, in itself: Deutsch, 简体中文. Shown where the reader chooses a language. */
#define OWN_NAME N_("The language's own name")

static const struct language english = {
    .tag = "en", .html_tag = "en", .name = "English", .rule = LANGUAGE_RULE_ENGLISH, .words = &language_words_english};

const struct language_entry *language_find(const struct language *language, const char *text)
{
    return language->catalogue ? language_catalogue_find(language->catalogue, text) : NULL;
}

static enum result add_file(struct context *context, struct languages *languages, const struct language_file *file)
{
    struct language_catalogue *catalogue = ARENA_NEW(context->arena, struct language_catalogue);
    TRY(language_catalogue_read(context, file->name, file->bytes, catalogue));
    char *html_tag = (char *)text_copy(context->arena, text_of(file->tag)).bytes;
    for (char *c = html_tag; *c; c++)
        if (*c == '_') *c = '-';
    struct language *language = &languages->language[languages->count++];
    *language = (struct language){.tag = file->tag, .html_tag = html_tag, .catalogue = catalogue, .rule = catalogue->rule};
    const struct language_entry *name = language_find(language, OWN_NAME);
    language->name = name ? name->forms : html_tag;
    struct language_words *words = ARENA_NEW(context->arena, struct language_words);
    language_words_read(language, words);
    language->words = words;
    return RESULT_OK;
}

enum result languages_from_files(struct context *context, const struct language_file *files, size_t count, struct languages **languages)
{
    *languages = ARENA_NEW(context->arena, struct languages);
    (*languages)->language[(*languages)->count++] = english;
    for (size_t i = 0; i < count && i < LANGUAGES - 1; i++) TRY(add_file(context, *languages, &files[i]));
    return RESULT_OK;
}

/* "zh_CN" of "zh_CN.mo"; false for other files and for what is no tag. */
static bool tag_of(struct context *context, const char *file, const char **tag)
{
    struct text name = text_of(file);
    if (!text_ends_with(name, ".mo") || name.length > 20) return false;
    name.length -= 3;
    bool good = name.length >= 2;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        good = good && ((c >= 'a' && c <= 'z') || (i > 1 && ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')));
    }
    *tag = text_string(context->arena, name);
    return good && !text_is(name, "en");
}

static int by_tag(const void *a, const void *b)
{
    return strcmp(((const struct language_file *)a)->tag, ((const struct language_file *)b)->tag);
}

static void close_folder(DIR **folder)
{
    if (*folder) closedir(*folder);
}

enum result languages_load(struct context *context, struct text path, struct languages **languages)
{
    struct language_file files[LANGUAGES - 1];
    size_t count = 0;
    __attribute__((cleanup(close_folder))) DIR *folder = opendir(text_string(context->arena, path));
    if (!folder) {
        enum result result = context_fail(context, RESULT_REFUSED, "language.no_folder",
                                          N_("The folder of messages cannot be read: {why}."), "why", strerrordesc_np(errno));
        return result < 0 ? error_at(&context->error, path, 0, 0) : result;
    }
    const struct dirent *entry;
    while ((entry = readdir(folder)) && count < LANGUAGES - 1) {
        struct language_file file;
        if (!tag_of(context, entry->d_name, &file.tag)) continue;
        struct text content = {0};
        file.name = text_printf(context->arena, "%.*s/%s", TEXT_ARG(path), entry->d_name);
        enum result read = file_read(context, file.name, CATALOGUE_BYTES, &content);
        if (read < 0) return read;
        file.bytes = (struct bytes){(const unsigned char *)content.bytes, content.length};
        if (read == RESULT_OK) files[count++] = file;
    }
    qsort(files, count, sizeof *files, by_tag);
    return languages_from_files(context, files, count, languages);
}

size_t languages_count(const struct languages *languages)
{
    return languages->count;
}

const char *languages_tag(const struct languages *languages, size_t index)
{
    return languages->language[index].tag;
}

const char *languages_name(const struct languages *languages, size_t index)
{
    return languages->language[index].name;
}

const char *languages_html_tag(const struct languages *languages, const char *tag)
{
    return languages_get(languages, tag)->html_tag;
}

const struct language *languages_get(const struct languages *languages, const char *tag)
{
    if (!languages) return &english;
    for (size_t i = 0; tag && i < languages->count; i++)
        if (languages->language[i].tag == tag || strcmp(languages->language[i].tag, tag) == 0) return &languages->language[i];
    return &languages->language[0];
}

const char *languages_known(const struct languages *languages, struct text tag)
{
    for (size_t i = 0; i < languages->count; i++)
        if (text_is(tag, languages->language[i].tag)) return languages->language[i].tag;
    return NULL;
}

bool language_native_first(struct text tag)
{
    return text_starts_with(tag, "zh");
}

struct text language_both_names(struct arena *arena, const char *language, struct text latin, struct text native)
{
    if (text_empty(latin) || text_empty(native)) return text_empty(latin) ? native : latin;
    bool turned = language_native_first(text_of(language));
    return text_printf(arena, "%.*s · %.*s", TEXT_ARG(turned ? native : latin), TEXT_ARG(turned ? latin : native));
}

const char *language_text(const struct languages *languages, const char *tag, const char *text)
{
    const struct language_entry *entry = language_find(languages_get(languages, tag), text);
    return entry ? entry->forms : text;
}

const char *language_plural(const struct languages *languages, const char *tag, const char *one, const char *many, int64_t count)
{
    const struct language *language = languages_get(languages, tag);
    const struct language_entry *entry = language_find(language, one);
    if (entry) return language_catalogue_form(entry, language_rule_choose(&language->rule, count));
    return count == 1 ? one : many;
}

struct text language_error(const struct languages *languages, const char *tag, struct arena *arena, const struct error *error)
{
    struct error translated = *error;
    translated.english = language_text(languages, tag, error->english ? error->english : N_("Something went wrong."));
    if (!text_empty(error->file) || !error->line) return error_text(arena, &translated);
    /* A place in a text that has no file, such as a form's field: the words for it are the language's. */
    const char *pattern = error->column ? N_("Line {line}, column {column}: {text}") : N_("Line {line}: {text}");
    struct text line = text_printf(arena, "%ld", error->line), column = text_printf(arena, "%ld", error->column);
    struct error placed = {.arguments = {{"line", line}, {"column", column}, {"text", error_fill(arena, error, translated.english)}},
                           .argument_count = 3};
    return error_fill(arena, &placed, language_text(languages, tag, pattern));
}
