#include "outside/language_catalogue.h"

#include <stdio.h>

enum { HEADER_SIZE = 28, MAGIC = 0x950412de };

struct file {
    struct bytes bytes;
    bool swapped; /* written on a machine of the other byte order */
};

static uint32_t hash_of(const char *key)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (; *key; key++) hash = (hash ^ (unsigned char)*key) * 16777619u;
    return hash;
}

static uint32_t word(const struct file *file, size_t offset)
{
    uint32_t value;
    memcpy(&value, file->bytes.data + offset, 4);
    return file->swapped ? __builtin_bswap32(value) : value;
}

static enum result damaged(struct context *context, struct text name, const char *what)
{
    enum result result = context_fail(context, RESULT_REFUSED, "language.damaged_file",
                                      N_("This file of messages is damaged: {what}. Make it again with msgfmt."), "what", what);
    return result < 0 ? error_at(&context->error, name, 0, 0) : result;
}

/* The text that row `index` of the table at `table` describes; NULL where it lies outside of the file, lacks its NUL or is no UTF-8. */
static const char *text_at(const struct file *file, uint32_t table, uint32_t index, size_t *length)
{
    uint32_t offset = word(file, table + (size_t)index * 8 + 4);
    *length = word(file, table + (size_t)index * 8);
    if (offset > file->bytes.length || *length >= file->bytes.length - offset || file->bytes.data[offset + *length] != '\0') return NULL;
    const char *text = (const char *)file->bytes.data + offset;
    return text_is_utf8((struct text){text, *length}, NULL) ? text : NULL;
}

static struct text header_field(struct text header, const char *name)
{
    struct text line;
    while (text_split(&header, '\n', &line))
        if (text_starts_with(line, name)) return text_trim((struct text){line.bytes + strlen(name), line.length - strlen(name)});
    return TEXT("");
}

static enum result read_header(struct context *context, struct text name, struct text header, struct language_catalogue *catalogue)
{
    struct text type = header_field(header, "Content-Type:");
    struct text small = text_lower(context->arena, type);
    if (text_find(small, "charset=utf-8") == small.length) return damaged(context, name, "its header does not say charset=UTF-8");
    if (language_rule_read(header_field(header, "Plural-Forms:"), &catalogue->rule)) return RESULT_OK;
    enum result result = context_fail(
        context, RESULT_REFUSED, "language.plural_rule",
        N_("The header of this file of messages has no Plural-Forms that can be read. Write one such as “nplurals=1; plural=0;”."));
    return result < 0 ? error_at(&context->error, name, 0, 0) : result;
}

static struct language_entry *place_of(const struct language_catalogue *catalogue, const char *key, uint32_t hash)
{
    for (size_t i = hash & catalogue->mask;; i = (i + 1) & catalogue->mask) {
        struct language_entry *entry = &catalogue->entries[i];
        if (!entry->key || (entry->hash == hash && strcmp(entry->key, key) == 0)) return entry;
    }
}

enum result language_catalogue_read(struct context *context, struct text name, struct bytes bytes, struct language_catalogue *catalogue)
{
    struct file file = {.bytes = bytes};
    if (bytes.length < HEADER_SIZE || bytes.length > CATALOGUE_BYTES) return damaged(context, name, "it is too short or too large");
    file.swapped = word(&file, 0) != MAGIC;
    if (word(&file, 0) != MAGIC) return damaged(context, name, "it does not begin as a .mo file");
    if (word(&file, 4) >> 16 > 1) return damaged(context, name, "its revision is unknown");
    uint32_t count = word(&file, 8), keys = word(&file, 12), translations = word(&file, 16);
    if (count > CATALOGUE_TEXTS || keys > bytes.length || translations > bytes.length || count > (bytes.length - keys) / 8 ||
        count > (bytes.length - translations) / 8)
        return damaged(context, name, "its tables lie outside of it");

    size_t places = 16;
    while (places < (size_t)count * 2) places *= 2;
    *catalogue = (struct language_catalogue){ARENA_ARRAY(context->arena, places, struct language_entry), places - 1, {0}};
    for (uint32_t i = 0; i < count; i++) {
        size_t key_length, length;
        const char *key = text_at(&file, keys, i, &key_length), *forms = text_at(&file, translations, i, &length);
        if (!key || !forms) return damaged(context, name, "a text lies outside of it or is not UTF-8");
        if (*key == '\0') TRY(read_header(context, name, (struct text){forms, length}, catalogue));
        if (*key == '\0' || *forms == '\0') continue;
        uint32_t hash = hash_of(key);
        struct language_entry *entry = place_of(catalogue, key, hash);
        if (entry->key) return damaged(context, name, "it holds a text twice");
        *entry = (struct language_entry){key, forms, 1, hash};
        for (size_t at = 0; at < length; at++) entry->form_count += forms[at] == '\0';
    }
    if (!catalogue->rule.forms) return damaged(context, name, "it has no header");
    return RESULT_OK;
}

const struct language_entry *language_catalogue_find(const struct language_catalogue *catalogue, const char *english)
{
    const struct language_entry *entry = place_of(catalogue, english, hash_of(english));
    return entry->key ? entry : NULL;
}

const char *language_catalogue_form(const struct language_entry *entry, unsigned index)
{
    const char *form = entry->forms;
    if (index >= entry->form_count) return form;
    while (index--) form += strlen(form) + 1;
    return form;
}
