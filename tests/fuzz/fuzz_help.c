/* Answers of the help, and questions typed into its search: what is read has a question, an answer, and links only to where a link may go. */
#include <stdlib.h>

#include "help/help_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void must_be_link(const struct list *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        const struct help_run *run = (const struct help_run *)runs->items + i;
        bool ours = text_starts_with(run->link, "/") && !text_starts_with(run->link, "//");
        if (text_empty(run->text)) abort();
        if (!text_empty(run->link) && !ours && !text_starts_with(run->link, "https://") && !text_starts_with(run->link, "mailto:")) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct text text = {(const char *)data, length < HELP_FILE_LIMIT ? length : HELP_FILE_LIMIT};
    struct help_termlist terms = help_terms_of(arena, text, 1000);
    for (size_t i = 0; i < terms.count; i++)
        if (text_empty(terms.items[i].text)) abort();
    struct help_entry entry;
    if (help_parse(&context, TEXT("x.txt"), TEXT("x"), text, &entry) != RESULT_OK) {
        if (!context.error.line) abort();
        return 0;
    }
    if (text_empty(entry.question) || text_empty(entry.topic) || !entry.blocks.count) abort();
    for (size_t b = 0; b < entry.blocks.count; b++) {
        const struct help_block *block = (const struct help_block *)entry.blocks.items + b;
        must_be_link(&block->runs);
        for (size_t i = 0; i < block->items.count; i++) must_be_link(&((const struct help_item *)block->items.items)[i].runs);
    }
    struct list entries = {&help_entry_record, &entry, 1};
    struct help help = {.tags = {"en"}, .entries = {entries}, .language_count = 1};
    (void)help_search(&help, arena, "en", text, 10);
    return 0;
}
