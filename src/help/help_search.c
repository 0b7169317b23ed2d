/* Finding an answer by words. There are few hundred answers, so each is looked at: a term weighs the more the fewer answers have it, and in a question more than in its answer. */
#include <stdlib.h>

#include "help/help_inside.h"
#include "outside/unicode.h"

enum { MOST_QUERY = 40, IN_QUESTION = 8, IN_WORDS = 6, IN_BODY = 2, FULL = 10, BEGINNING = 8, ALIKE = 5, LEAST_BEGINNING = 3, LEAST_ALIKE = 5, HEAVIEST = 12 };

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static void add(struct help_termlist *list, size_t maximum, struct text text, bool han)
{
    if (text.length && list->count < maximum) list->items[list->count++] = (struct help_term){text, han};
}

struct help_termlist help_terms_of(struct arena *arena, struct text text, size_t maximum)
{
    struct help_termlist list = {.count = 0};
    struct text folded;
    if (!unicode_fold(arena, text, &folded)) return list;
    size_t most = folded.length < maximum ? folded.length : maximum;
    list.items = ARENA_ARRAY(arena, most + 1, struct help_term);
    struct text rest = folded;
    const char *word = NULL, *before = NULL; /* where a word, and the Chinese character before this one, begin */
    bool paired = false;
    uint32_t c;
    for (;;) {
        const char *here = rest.bytes;
        bool more = text_next_code_point(&rest, &c);
        enum unicode_kind kind = more ? unicode_kind(c) : UNICODE_SPACE;
        bool han = more && is_han(c), plain = !han && (kind == UNICODE_LETTER || kind == UNICODE_MARK || kind == UNICODE_DIGIT);
        if (word && !plain) add(&list, most, (struct text){word, (size_t)(here - word)}, false), word = NULL;
        if (before && !han && !paired) add(&list, most, (struct text){before, (size_t)(here - before)}, true);
        if (!more) return list;
        if (plain && !word) word = here;
        if (han && before) add(&list, most, (struct text){before, (size_t)(rest.bytes - before)}, true);
        paired = han && before;
        before = han ? here : NULL;
    }
}

static size_t common_beginning(struct text a, struct text b)
{
    size_t length = 0;
    while (length < a.length && length < b.length && a.bytes[length] == b.bytes[length]) length++;
    return length;
}

/* How well a term of the query is met by one of an answer: exam by exams, associate by association. */
static int likeness(const struct help_term *asked, const struct help_term *there)
{
    if (asked->han != there->han) return 0;
    if (text_equal(asked->text, there->text)) return FULL;
    if (asked->han) {
        bool single = asked->text.length < there->text.length; /* one character alone is looked for within pairs */
        return single && memmem(there->text.bytes, there->text.length, asked->text.bytes, asked->text.length) ? BEGINNING : 0;
    }
    size_t common = common_beginning(asked->text, there->text);
    size_t longer = asked->text.length > there->text.length ? asked->text.length : there->text.length;
    if (common >= LEAST_BEGINNING && common == asked->text.length) return BEGINNING;
    return common >= LEAST_ALIKE && common * 10 >= longer * 7 ? ALIKE : 0;
}

static int best(const struct help_term *asked, const struct help_termlist *list, int weight)
{
    int found = 0;
    for (size_t i = 0; i < list->count && found < FULL; i++) {
        int like = likeness(asked, &list->items[i]);
        if (like > found) found = like;
    }
    return found * weight;
}

static int met(const struct help_term *asked, const struct help_terms *terms)
{
    int question = best(asked, &terms->question, IN_QUESTION), words = best(asked, &terms->words, IN_WORDS), body = best(asked, &terms->body, IN_BODY);
    int most = question > words ? question : words;
    return most > body ? most : body;
}

struct hit {
    const struct help_entry *entry;
    int64_t score;
    size_t terms; /* of the query, that it has */
};

static int by_score(const void *a, const void *b)
{
    const struct hit *first = a, *second = b;
    if (first->score != second->score) return first->score > second->score ? -1 : 1;
    return first->entry->order != second->entry->order ? (first->entry->order < second->entry->order ? -1 : 1) : text_compare(first->entry->slug, second->entry->slug);
}

struct list help_search(const struct help *help, struct arena *arena, const char *language, struct text query, size_t maximum)
{
    struct help_termlist asked = help_terms_of(arena, query, MOST_QUERY);
    size_t count = help->entries[0].count, found = 0;
    struct hit *hits = ARENA_ARRAY(arena, count + 1, struct hit);
    size_t known = 0; /* terms that any answer has */
    int *scores = ARENA_ARRAY(arena, count + 1, int);
    for (size_t i = 0; i < count; i++) hits[i].entry = (const struct help_entry *)help->entries[0].items + i;
    for (size_t t = 0; t < asked.count; t++) {
        size_t having = 0;
        for (size_t i = 0; i < count; i++) {
            scores[i] = 0;
            for (size_t l = 0; l < help->language_count; l++) { /* people type either language, whatever they read */
                const struct help_entry *entry = l ? help_find(help, help->tags[l], hits[i].entry->slug) : hits[i].entry;
                int score = met(&asked.items[t], entry->terms);
                if (score > scores[i]) scores[i] = score;
            }
            having += scores[i] > 0;
        }
        known += having > 0;
        int64_t weight = having ? 1 + (int64_t)(count / having) : 0;
        if (weight > HEAVIEST) weight = HEAVIEST;
        for (size_t i = 0; i < count; i++) {
            hits[i].score += scores[i] * weight;
            hits[i].terms += scores[i] > 0;
        }
    }
    /* An answer that has less than half of what can be found at all is none. */
    for (size_t i = 0; i < count; i++)
        if (hits[i].terms && hits[i].terms * 2 >= known) hits[found++] = hits[i];
    if (found > 1) qsort(hits, found, sizeof *hits, by_score);
    if (found > maximum) found = maximum;
    struct help_entry *entries = ARENA_ARRAY(arena, found + 1, struct help_entry);
    for (size_t i = 0; i < found; i++) entries[i] = *help_find(help, language, hits[i].entry->slug);
    return (struct list){&help_entry_record, entries, found};
}
