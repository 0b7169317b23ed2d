/* Provider codes to exams (SPEC 2.2). Codes without wildcards stand in a hash table. A pattern stands in it under its letters before the
 * first wildcard; a look-up tries those lengths of the code's front that any pattern has, which is rarely more than two. */
#include "catalogue/catalogue_mapping.h"

#include <stdlib.h>

#include "catalogue/catalogue_words.h"

enum { CODE_LIMIT = 64, PATTERNS = 65536, NOTHING = -1 };

/* One code or pattern, in capitals. */
struct pattern {
    struct text text;
    uint8_t front;    /* letters before the first wildcard; all of an exact code */
    uint8_t literals; /* letters in all: more is more particular */
    bool exact;
    int32_t provider;
    int32_t exam;
    const char *language;
    long line;
    int32_t next; /* in the same slot */
};

struct catalogue_mapping {
    int32_t *exams_by_code, *certifications_by_code; /* indexes, sorted by code */
    const int32_t *exams_by_id, *certifications_by_id;
    int64_t exam_ids, certification_ids; /* sizes of those */
    struct text *providers;
    int32_t provider_count, any_provider;
    struct pattern *patterns;
    int32_t pattern_count;
    int32_t *slots;
    uint32_t slot_mask;
    uint64_t *fronts; /* per provider: bit n where a pattern with wildcards has a front of n letters */
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* --- Codes --- */

/* Sorting carries the codes along, so that it needs nothing global. */
struct coded {
    struct text code;
    int32_t index;
};

static int compare_coded(const void *a, const void *b)
{
    return text_compare(((const struct coded *)a)->code, ((const struct coded *)b)->code);
}

/* The code of the item with that index, of items of which the first one's code stands at `first`. */
static struct text code_at(const char *first, size_t stride, int32_t index)
{
    return *(const struct text *)(const void *)(first + (size_t)index * stride);
}

/* The arguments `first` and `stride` for an array of items with a code. */
#define CODES_OF(ITEMS) (const char *)(ITEMS) + offsetof(__typeof__(*(ITEMS)), code), sizeof *(ITEMS)

static int32_t *sort_codes(struct arena *arena, const char *first, size_t stride, size_t count)
{
    struct coded *coded = ARENA_ARRAY(arena, count, struct coded);
    int32_t *indexes = ARENA_ARRAY(arena, count, int32_t);
    if (count == 0) return indexes;
    for (size_t i = 0; i < count; i++) coded[i] = (struct coded){code_at(first, stride, (int32_t)i), (int32_t)i};
    qsort(coded, count, sizeof *coded, compare_coded);
    for (size_t i = 0; i < count; i++) indexes[i] = coded[i].index;
    return indexes;
}

void catalogue_mapping_begin(struct arena *arena, struct catalogue *catalogue)
{
    struct catalogue_mapping *mapping = ARENA_NEW(arena, struct catalogue_mapping);
    mapping->exams_by_code = sort_codes(arena, CODES_OF(catalogue->exams), catalogue->exam_count);
    mapping->certifications_by_code = sort_codes(arena, CODES_OF(catalogue->certifications), catalogue->certification_count);
    catalogue->mapping = mapping;
}

static int32_t find_code(const int32_t *by_code, const char *first, size_t stride, size_t count, struct text code)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(code_at(first, stride, by_code[middle]), code);
        if (order == 0) return by_code[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NOTHING;
}

int32_t catalogue_exam(const struct catalogue *catalogue, struct text code)
{
    return find_code(catalogue->mapping->exams_by_code, CODES_OF(catalogue->exams), catalogue->exam_count, code);
}

int32_t catalogue_certification(const struct catalogue *catalogue, struct text code)
{
    return find_code(catalogue->mapping->certifications_by_code, CODES_OF(catalogue->certifications), catalogue->certification_count, code);
}

/* --- Ids --- */

enum { IDS_LIMIT = 1 << 20 };

static const int32_t *ids_table(struct arena *arena, const char *first, size_t stride, size_t count, int64_t *size)
{
    *size = 1;
    for (size_t i = 0; i < count; i++) {
        int64_t id = *(const int64_t *)(const void *)(first + i * stride);
        if (id < 0 || id >= IDS_LIMIT) return NULL;
        if (id >= *size) *size = id + 1;
    }
    int32_t *table = ARENA_ARRAY(arena, (size_t)*size, int32_t);
    memset(table, 0xff, (size_t)*size * sizeof *table); /* NOTHING */
    for (size_t i = 0; i < count; i++) table[*(const int64_t *)(const void *)(first + i * stride)] = (int32_t)i;
    return table;
}

bool catalogue_mapping_set_ids(struct arena *arena, struct catalogue *catalogue)
{
    struct catalogue_mapping *mapping = (struct catalogue_mapping *)catalogue->mapping; /* not shared yet */
    mapping->exams_by_id = ids_table(arena, (const char *)catalogue->exams + offsetof(struct exam, id), sizeof(struct exam),
                                     catalogue->exam_count, &mapping->exam_ids);
    mapping->certifications_by_id = ids_table(arena, (const char *)catalogue->certifications + offsetof(struct certification, id),
                                              sizeof(struct certification), catalogue->certification_count, &mapping->certification_ids);
    return mapping->exams_by_id && mapping->certifications_by_id;
}

int32_t catalogue_exam_by_id(const struct catalogue *catalogue, int64_t id)
{
    const struct catalogue_mapping *mapping = catalogue->mapping;
    return id > 0 && id < mapping->exam_ids ? mapping->exams_by_id[id] : NOTHING;
}

int32_t catalogue_certification_by_id(const struct catalogue *catalogue, int64_t id)
{
    const struct catalogue_mapping *mapping = catalogue->mapping;
    return id > 0 && id < mapping->certification_ids ? mapping->certifications_by_id[id] : NOTHING;
}

struct text catalogue_certification_code(const struct catalogue *catalogue, int64_t id)
{
    int32_t index = catalogue_certification_by_id(catalogue, id);
    if (index >= 0) return catalogue->certifications[index].code;
    for (const struct former_certification *former = catalogue->former; former; former = former->next)
        if (former->id == id) return former->code;
    return TEXT("");
}

/* --- Patterns --- */

/* FNV-1a over provider and letters, one letter at a time. */
static uint32_t hash_begin(int32_t provider)
{
    return (2166136261u ^ (uint32_t)provider) * 16777619u;
}

static uint32_t hash_add(uint32_t hash, char c)
{
    return (hash ^ (unsigned char)c) * 16777619u;
}

static uint32_t hash_end(uint32_t hash, bool exact)
{
    hash = (hash ^ exact) * 16777619u;
    return hash ^ hash >> 15;
}

/* `code` is in capitals. Wildcards: * any letters, ? one. */
static bool matches(struct text pattern, struct text code)
{
    size_t p = 0, c = 0, star = SIZE_MAX, again = 0;
    while (c < code.length) {
        if (p < pattern.length && (pattern.bytes[p] == '?' || (pattern.bytes[p] != '*' && pattern.bytes[p] == code.bytes[c]))) {
            p++, c++;
        } else if (p < pattern.length && pattern.bytes[p] == '*') {
            star = p++;
            again = c;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            c = ++again;
        } else {
            return false;
        }
    }
    while (p < pattern.length && pattern.bytes[p] == '*') p++;
    return p == pattern.length;
}

/* Is there a code that both patterns match? `meet` row by row: whether the rests from i and j on have one in common. */
static bool patterns_meet(struct text a, struct text b)
{
    bool rows[2][CODE_LIMIT + 1];
    for (size_t i = a.length + 1; i-- > 0;) {
        bool *row = rows[i % 2], *below = rows[(i + 1) % 2];
        for (size_t j = b.length + 1; j-- > 0;) {
            bool meet = i == a.length && j == b.length;
            if (i < a.length && a.bytes[i] == '*') meet |= below[j] || (j < b.length && row[j + 1]);
            if (j < b.length && b.bytes[j] == '*') meet |= row[j + 1] || (i < a.length && below[j]);
            if (i < a.length && j < b.length && a.bytes[i] != '*' && b.bytes[j] != '*' &&
                (a.bytes[i] == '?' || b.bytes[j] == '?' || a.bytes[i] == b.bytes[j]))
                meet |= below[j + 1];
            row[j] = meet;
        }
    }
    return rows[0][0];
}

static int32_t find_provider(const struct catalogue_mapping *mapping, struct text provider)
{
    for (int32_t i = 0; i < mapping->provider_count; i++)
        if (text_equal_ignoring_case(mapping->providers[i], provider)) return i;
    return NOTHING;
}

/* Adds one code, {exam} filled in. */
static void add_pattern(struct catalogue_draft *draft, struct catalogue_mapping *mapping, int32_t provider, int32_t exam,
                        const char *language, struct text written, long line)
{
    struct arena *arena = draft->reader->arena;
    struct text code = draft->catalogue->exams[exam].code;
    size_t at = text_find(written, "{exam}");
    if (at < written.length)
        written = text_printf(arena, "%.*s%.*s%.*s", (int)at, written.bytes, TEXT_ARG(code), (int)(written.length - at - 6),
                              written.bytes + at + 6);
    if (written.length > CODE_LIMIT - 1 || mapping->pattern_count == PATTERNS) {
        PROBLEM(draft->reader, line, "too_many_codes",
                N_("A provider's code has 63 characters at most, and there are 65536 of them at most."), "line", "");
        return;
    }
    struct pattern *pattern = &mapping->patterns[mapping->pattern_count++];
    char *capitals = arena_raw(arena, written.length);
    *pattern = (struct pattern){.text = {capitals, written.length},
                                .exact = true,
                                .provider = provider,
                                .exam = exam,
                                .language = language,
                                .line = line,
                                .next = NOTHING};
    for (size_t i = 0; i < written.length; i++) {
        capitals[i] = upper(written.bytes[i]);
        bool wild = capitals[i] == '*' || capitals[i] == '?';
        pattern->exact &= !wild;
        pattern->front += pattern->exact;
        pattern->literals += !wild;
    }
}

static void add_list(struct catalogue_draft *draft, struct catalogue_mapping *mapping, int32_t provider, int32_t exam,
                     const struct syntax_property *property, size_t at)
{
    struct text rest = property->value, piece;
    const char *language = property->qualifier_count > at ? text_string(draft->reader->arena, property->qualifiers[at]) : "";
    while (catalogue_syntax_piece(&rest, &piece)) add_pattern(draft, mapping, provider, exam, language, piece, property->line);
}

static size_t count_pieces(const struct syntax_block *block)
{
    size_t count = 0;
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, "codes"));) {
        struct text rest = property->value, piece;
        while (catalogue_syntax_piece(&rest, &piece)) count++;
    }
    return count;
}

static void collect(struct catalogue_draft *draft, struct catalogue_mapping *mapping)
{
    const struct catalogue *catalogue = draft->catalogue;
    size_t most = 0;
    for (const struct syntax_block *block = draft->syntax->blocks; block; block = block->next)
        if (block->kind == BLOCK_PROVIDER || block->kind == BLOCK_EXAM)
            most += count_pieces(block) * (block->kind == BLOCK_PROVIDER ? catalogue->exam_count : 1);
    mapping->patterns = ARENA_ARRAY(draft->reader->arena, most < PATTERNS ? most : PATTERNS, struct pattern);
    mapping->providers = ARENA_ARRAY(draft->reader->arena, DRAFT_PROVIDERS, struct text);
    for (const struct syntax_block *block = draft->syntax->blocks; block; block = block->next) {
        if (block->kind != BLOCK_PROVIDER) continue;
        int32_t provider = mapping->provider_count++;
        mapping->providers[provider] = block->code;
        for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, "codes"));)
            for (size_t exam = 0; exam < catalogue->exam_count; exam++) add_list(draft, mapping, provider, (int32_t)exam, property, 0);
    }
    for (size_t exam = 0; exam < catalogue->exam_count; exam++)
        for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(draft->exams[exam], property, "codes"));) {
            int32_t provider = find_provider(mapping, property->qualifiers[0]);
            if (provider >= 0)
                add_list(draft, mapping, provider, (int32_t)exam, property, 1);
            else
                PROBLEM(draft->reader, property->line, "unknown_provider",
                        N_("There is no provider {code} in this catalogue. Write a block: provider {code}"), "code",
                        catalogue_syntax_string(draft->reader, property->qualifiers[0]));
        }
    mapping->any_provider = find_provider(mapping, TEXT("any"));
}

/* By provider and front, so that patterns that can meet stand near each other: a front that begins with another stands behind it. */
static int compare_patterns(const void *a, const void *b)
{
    const struct pattern *one = a, *other = b;
    if (one->provider != other->provider) return one->provider < other->provider ? -1 : 1;
    int order = text_compare((struct text){one->text.bytes, one->front}, (struct text){other->text.bytes, other->front});
    if (order) return order;
    order = text_compare(one->text, other->text);
    return order ? order : one->line < other->line ? -1 : one->line > other->line;
}

static bool is_ambiguous(const struct pattern *a, const struct pattern *b)
{
    if (a->exact != b->exact) return false; /* the exact one goes first */
    bool same_meaning = a->exam == b->exam && strcmp(a->language, b->language) == 0;
    if (same_meaning || (a->exam == b->exam && a->literals != b->literals)) return false; /* the more particular goes first */
    return patterns_meet(a->text, b->text);
}

static void check_ambiguous(struct catalogue_draft *draft, const struct catalogue_mapping *mapping)
{
    for (int32_t i = 0; i < mapping->pattern_count; i++) {
        const struct pattern *a = &mapping->patterns[i];
        for (int32_t j = i + 1; j < mapping->pattern_count && !draft->reader->problems->more; j++) {
            const struct pattern *b = &mapping->patterns[j];
            if (b->provider != a->provider || b->front < a->front || memcmp(a->text.bytes, b->text.bytes, a->front) != 0) break;
            if (!is_ambiguous(a, b)) continue;
            long line = a->line > b->line ? a->line : b->line;
            struct arena *arena = draft->reader->context->arena;
            const struct exam *exams = draft->catalogue->exams;
            PROBLEM(draft->reader, line, "ambiguous_code",
                    N_("{code} (exam {exam}) and {other} (exam {other_exam}) can mean the same code of {provider}."), "code",
                    text_string(arena, a->text), "exam", text_string(arena, exams[a->exam].code), "other", text_string(arena, b->text),
                    "other_exam", text_string(arena, exams[b->exam].code), "provider", text_string(arena, mapping->providers[a->provider]));
            break;
        }
    }
}

static void fill_slots(struct arena *arena, struct catalogue_mapping *mapping)
{
    uint32_t size = 16;
    while (size < (uint32_t)mapping->pattern_count * 2) size *= 2;
    mapping->slots = ARENA_ARRAY(arena, size, int32_t);
    memset(mapping->slots, 0xff, size * sizeof *mapping->slots); /* NOTHING */
    mapping->slot_mask = size - 1;
    mapping->fronts = ARENA_ARRAY(arena, DRAFT_PROVIDERS, uint64_t);
    for (int32_t i = 0; i < mapping->pattern_count; i++) {
        struct pattern *pattern = &mapping->patterns[i];
        uint32_t hash = hash_begin(pattern->provider);
        for (size_t j = 0; j < pattern->front; j++) hash = hash_add(hash, pattern->text.bytes[j]);
        int32_t *slot = &mapping->slots[hash_end(hash, pattern->exact) & mapping->slot_mask];
        pattern->next = *slot;
        *slot = i;
        if (!pattern->exact) mapping->fronts[pattern->provider] |= 1ull << pattern->front;
    }
}

void catalogue_mapping_build(struct catalogue_draft *draft)
{
    struct catalogue_mapping *mapping = (struct catalogue_mapping *)draft->catalogue->mapping; /* not shared yet */
    collect(draft, mapping);
    if (draft->reader->problems->count) return;
    qsort(mapping->patterns, (size_t)mapping->pattern_count, sizeof *mapping->patterns, compare_patterns);
    check_ambiguous(draft, mapping);
    fill_slots(draft->reader->arena, mapping);
}

/* --- Looking a code up --- */

static const struct pattern *look_up(const struct catalogue_mapping *mapping, int32_t provider, struct text code)
{
    const struct pattern *best = NULL;
    uint32_t hash = hash_begin(provider);
    uint64_t fronts = mapping->fronts[provider];
    for (size_t length = 0;; length++) {
        if (fronts >> length & 1)
            for (int32_t i = mapping->slots[hash_end(hash, false) & mapping->slot_mask]; i >= 0; i = mapping->patterns[i].next) {
                const struct pattern *pattern = &mapping->patterns[i];
                if (!pattern->exact && pattern->provider == provider && (!best || pattern->literals > best->literals) &&
                    matches(pattern->text, code))
                    best = pattern;
            }
        if (length == code.length) break;
        hash = hash_add(hash, code.bytes[length]);
    }
    for (int32_t i = mapping->slots[hash_end(hash, true) & mapping->slot_mask]; i >= 0; i = mapping->patterns[i].next) {
        const struct pattern *pattern = &mapping->patterns[i];
        if (pattern->exact && pattern->provider == provider && text_equal(pattern->text, code)) return pattern;
    }
    return best;
}

bool catalogue_map_code(const struct catalogue *catalogue, struct text provider, struct text code, int32_t *exam, const char **language)
{
    const struct catalogue_mapping *mapping = catalogue->mapping;
    char capitals[CODE_LIMIT];
    if (code.length == 0 || code.length >= CODE_LIMIT) return false;
    for (size_t i = 0; i < code.length; i++) capitals[i] = upper(code.bytes[i]);
    int32_t found = find_provider(mapping, provider);
    const struct pattern *pattern = found >= 0 ? look_up(mapping, found, (struct text){capitals, code.length}) : NULL;
    if (!pattern && mapping->any_provider >= 0) pattern = look_up(mapping, mapping->any_provider, (struct text){capitals, code.length});
    if (!pattern) return false;
    *exam = pattern->exam;
    *language = pattern->language;
    return true;
}
