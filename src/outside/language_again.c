/* A text that was kept as it was filled in English, worded anew: its pattern is found among the keys, by what stands between the values. */
#include "outside/language_inside.h"

/* So much of a text must be its pattern's own for it to be taken for that pattern's. */
enum { OWN_LEAST = 12, NAME_LIMIT = 40 };

static const char *find(struct text text, size_t from, const char *piece, size_t length)
{
    return from <= text.length ? memmem(text.bytes + from, text.length - from, piece, length) : NULL;
}

/* Fills in the arguments where the text is one of the key's; how much of it the key says itself, 0 where it is none. */
static size_t fits(const char *key, struct text text, struct error *filled)
{
    size_t at = 0, own = 0;
    filled->argument_count = 0;
    while (*key) {
        size_t piece = strcspn(key, "{");
        if (text.length - at < piece || memcmp(text.bytes + at, key, piece) != 0) return 0;
        at += piece;
        own += piece;
        key += piece;
        if (!*key) break;
        const char *end = strchr(key, '}');
        size_t name = end ? (size_t)(end - key - 1) : 0;
        if (!name || name > NAME_LIMIT || filled->argument_count == ERROR_ARGUMENTS) return 0;
        size_t behind = strcspn(end + 1, "{");
        const char *next = end[1 + behind] ? find(text, at, end + 1, behind) : text.length - at >= behind ? text.bytes + text.length - behind : NULL;
        if (!next || (behind == 0 && end[1])) return 0;
        filled->arguments[filled->argument_count++] = (struct error_argument){.name = key + 1, .value = {text.bytes + at, (size_t)(next - text.bytes) - at}};
        at = (size_t)(next - text.bytes);
        key = end + 1;
    }
    return at == text.length ? own : 0;
}

bool language_again(const struct languages *languages, const char *tag, struct arena *arena, struct text text, struct text *worded)
{
    const struct language_catalogue *catalogue = languages_get(languages, tag)->catalogue;
    const struct language_entry *best = NULL;
    struct error filled = {.arena = arena}, tried = {.arena = arena};
    size_t most = OWN_LEAST - 1;
    for (size_t i = 0; catalogue && i <= catalogue->mask; i++) {
        const struct language_entry *entry = &catalogue->entries[i];
        size_t own = entry->key && entry->form_count == 1 ? fits(entry->key, text, &tried) : 0;
        if (own <= most) continue;
        most = own;
        best = entry;
        filled = tried;
    }
    *worded = text;
    if (!best) return false;
    for (size_t i = 0; i < filled.argument_count; i++)
        filled.arguments[i].name = text_string(arena, (struct text){filled.arguments[i].name, strcspn(filled.arguments[i].name, "}")});
    *worded = error_fill(arena, &filled, best->forms);
    return true;
}
