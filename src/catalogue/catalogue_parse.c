/* From blocks to the model: body, levels, directions, packages, exams, changes. */
#include "catalogue/catalogue_draft.h"

#include <stdlib.h>

#include "catalogue/catalogue_calendar.h"
#include "catalogue/catalogue_number.h"
#include "catalogue/catalogue_words.h"

const struct syntax_property *catalogue_parse_next(const struct syntax_block *block, const struct syntax_property *after, const char *key)
{
    const struct syntax_property *property = after ? after->next : block->properties;
    while (property && !text_is(property->key, key)) property = property->next;
    return property;
}

/* The text that goes with a language; a line without one is English. */
static bool is_wording(const struct syntax_property *property, struct text qualifier, struct day day, struct text *language)
{
    size_t at = text_empty(qualifier) ? 0 : 1;
    if (at && (property->qualifier_count == 0 || !text_equal(property->qualifiers[0], qualifier))) return false;
    *language = property->qualifier_count > at ? property->qualifiers[at] : TEXT("en");
    return !day_is(day) || catalogue_period_has(property->period, day);
}

struct wordings catalogue_parse_wordings(const struct catalogue_draft *draft, const struct syntax_block *block, const char *key,
                                         struct text qualifier, struct day day)
{
    struct arena *arena = draft->reader->arena;
    struct text language;
    size_t count = 0;
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, key));)
        count += is_wording(property, qualifier, day, &language);
    struct wording *items = ARENA_ARRAY(arena, count, struct wording);
    struct wordings wordings = {items, 0};
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, key));)
        if (is_wording(property, qualifier, day, &language))
            items[wordings.count++] = (struct wording){text_string(arena, language), property->value};
    return wordings;
}

static bool has_language(struct wordings wordings, const char *language)
{
    for (size_t i = 0; i < wordings.count; i++)
        if (strcmp(wordings.items[i].language, language) == 0) return true;
    return false;
}

/* A value that may stand once; the empty text and a problem where it must and does not. */
static struct text required(struct catalogue_draft *draft, const struct syntax_block *block, const char *key)
{
    const struct syntax_property *property = catalogue_parse_first(block, key);
    if (property) return property->value;
    if (!block->damaged)
        PROBLEM(draft->reader, block->line, "missing", N_("{kind} {code} has no “{word}”."), "kind", catalogue_syntax_blocks[block->kind],
                "code", catalogue_syntax_string(draft->reader, block->code), "word", key);
    return (struct text){"", 0};
}

static struct wordings required_wordings(struct catalogue_draft *draft, const struct syntax_block *block, const char *key)
{
    struct wordings wordings = catalogue_parse_wordings(draft, block, key, TEXT(""), NO_DAY);
    if (!has_language(wordings, "en")) (void)required(draft, block, wordings.count ? "name in English" : key);
    return wordings;
}

/* --- The body --- */

static void parse_languages(struct catalogue_draft *draft, struct body *body)
{
    enum { LANGUAGES = 32 };
    struct arena *arena = draft->reader->arena;
    const char **languages = ARENA_ARRAY(arena, LANGUAGES, const char *);
    struct text rest = required(draft, draft->body, "languages"), piece;
    while (catalogue_syntax_piece(&rest, &piece) && body->language_count < LANGUAGES)
        if (catalogue_words_language(piece)) languages[body->language_count++] = text_string(arena, piece);
    body->languages = languages;
}

static void parse_promises(struct catalogue_draft *draft, struct body *body)
{
    static const char *const words[PROMISE_KINDS] = {"promise e-cert",  "promise score-report", "promise application",
                                                     "promise mailing", "promise objection",    "promise cooling-off"};
    bool said[PROMISE_KINDS] = {false};
    enum promise promise;
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(draft->body, property, "promise"));)
        if (property->qualifier_count == 1 && catalogue_words_promise_kind(property->qualifiers[0], &promise)) {
            (void)catalogue_words_promise(property->value, &body->promises[promise]);
            said[promise] = true;
        }
    struct promise_days *objection = &body->promises[PROMISE_OBJECTION]; /* a text that was kept may say that there is no time for it */
    if (objection->first < 1) objection->first = 1;
    if (objection->last < objection->first) objection->last = objection->first;
    for (int i = 0; i < PROMISE_KINDS; i++)
        if (!said[i]) (void)required(draft, draft->body, words[i]);
}

static void parse_place(struct catalogue_draft *draft, struct body *body)
{
    struct context *context = draft->reader->context;
    body->zone = required(draft, draft->body, "zone");
    body->calendar = required(draft, draft->body, "calendar");
    if (text_empty(body->zone) || text_empty(body->calendar)) return;
    if (catalogue_calendar_read(context, draft->reader->arena, draft->reader->kept ? &draft->reader->calendar : NULL, body->calendar, body->zone, &draft->catalogue->calendar) == RESULT_OK) return;
    if (context->error.result != RESULT_REFUSED) return;
    /* What is wrong with zone or calendar becomes a problem of their line. A mistake inside a calendar's file keeps that place in its
     * words. */
    bool is_zone = text_starts_with(text_of(context->error.code), "zone.");
    const struct syntax_property *property = catalogue_parse_first(draft->body, is_zone ? "zone" : "calendar");
    struct error error = context->error;
    error_clear(&context->error);
    struct catalogue_problems *problems = draft->reader->problems;
    size_t before = problems->count;
    PROBLEM(draft->reader, property->line, "place", "{what}", "what",
            catalogue_syntax_string(draft->reader, error_text(context->arena, &error)));
    if (problems->count == before || !text_empty(error.file)) return;
    struct error *problem = &problems->items[before];
    problem->english = error.english;
    memcpy(problem->arguments, error.arguments, sizeof error.arguments);
    problem->argument_count = error.argument_count;
}

static void parse_body(struct catalogue_draft *draft)
{
    struct catalogue_reader *reader = draft->reader;
    struct body *body = &draft->catalogue->body;
    for (const struct syntax_block *block = draft->syntax->blocks; block; block = block->next) {
        if (block->kind != BLOCK_BODY) continue;
        if (draft->body)
            PROBLEM(reader, block->line, "second_body", N_("There is one body in a catalogue; this is the second."), "line", "");
        else
            draft->body = block;
    }
    if (!draft->body) {
        if (!draft->syntax->lost_block)
            PROBLEM(reader, 1, "no_body", N_("The catalogue has no body. Begin with the line: body NAME"), "line", "");
        return;
    }
    struct wordings others = catalogue_parse_wordings(draft, draft->body, "name", TEXT(""), NO_DAY);
    struct wording *names = ARENA_ARRAY(reader->arena, others.count + 1, struct wording);
    names[0] = (struct wording){"en", draft->body->code};
    if (others.count) memcpy(names + 1, others.items, others.count * sizeof *names);
    body->name = (struct wordings){names, others.count + 1};
    if (has_language(others, "en"))
        PROBLEM(reader, draft->body->line, "twice", N_("The body's English name stands behind “body”; leave the English “name” line away."),
                "line", "");
    parse_place(draft, body);
    const char *why;
    body->number = required(draft, draft->body, "number");
    if (!catalogue_number_read(reader->arena, body->number, &body->number_parts, &body->number_part_count, &why))
        body->number_part_count = 0;
    body->contact = required(draft, draft->body, "contact");
    const struct syntax_property *web = catalogue_parse_first(draft->body, "web");
    body->web = web ? web->value : (struct text){"", 0};
    parse_languages(draft, body);
    parse_promises(draft, body);
}

/* --- Levels, directions, packages, exams --- */

static bool fits(struct catalogue_draft *draft, enum block_kind kind, size_t most)
{
    if (draft->syntax->counts[kind] <= most) return true;
    PROBLEM(draft->reader, 0, "too_many", N_("A catalogue has at most {count} blocks of the kind {kind}."), "count",
            catalogue_syntax_string(draft->reader, text_printf(draft->reader->context->arena, "%zu", most)), "kind",
            catalogue_syntax_blocks[kind]);
    return false;
}

static void parse_level(struct catalogue_draft *draft, const struct syntax_block *block, struct level *level)
{
    int64_t rank = 0;
    (void)text_to_integer(required(draft, block, "rank"), &rank);
    *level = (struct level){block->code, required_wordings(draft, block, "name"), (int32_t)rank, block->line};
}

static void parse_package(struct catalogue_draft *draft, const struct syntax_block *block, struct package_list *package)
{
    size_t most = 0;
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, "item"));) most++;
    struct package_item *items = ARENA_ARRAY(draft->reader->arena, most, struct package_item);
    *package = (struct package_list){block->code, items, 0, block->line};
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, "item"));) {
        if (property->qualifier_count == 0) continue;
        struct text code = property->qualifiers[0];
        bool known = false;
        for (size_t i = 0; i < package->item_count; i++) known |= text_equal(items[i].code, code);
        if (known) continue;
        struct wordings name = catalogue_parse_wordings(draft, block, "item", code, NO_DAY);
        items[package->item_count++] = (struct package_item){code, name};
        if (!has_language(name, "en"))
            PROBLEM(draft->reader, property->line, "missing", N_("{kind} {code} has no “{word}”."), "kind", "item", "code",
                    catalogue_syntax_string(draft->reader, code), "word", "name in English");
    }
    if (package->item_count == 0) (void)required(draft, block, "item");
}

static void parse_exam(struct catalogue_draft *draft, const struct syntax_block *block, struct exam *exam)
{
    *exam = (struct exam){.code = block->code, .title = required_wordings(draft, block, "title"), .line = block->line};
    const struct syntax_property *pass = catalogue_parse_first(block, "pass");
    if (!pass || !catalogue_words_pass(pass->value, &exam->pass_rule, &exam->pass_score, &exam->full_score))
        exam->pass_rule = PASS_BY_GRADE;
}

void catalogue_parse(struct catalogue_draft *draft)
{
    struct arena *arena = draft->reader->arena;
    struct catalogue *catalogue = draft->catalogue;
    const size_t *counts = draft->syntax->counts;
    catalogue->exams = ARENA_ARRAY(arena, 0, struct exam);
    catalogue->certifications = ARENA_ARRAY(arena, 0, struct certification);
    if (!fits(draft, BLOCK_LEVEL, DRAFT_LEVELS) || !fits(draft, BLOCK_DIRECTION, DRAFT_DIRECTIONS) ||
        !fits(draft, BLOCK_PACKAGE, DRAFT_PACKAGES) || !fits(draft, BLOCK_EXAM, DRAFT_EXAMS) ||
        !fits(draft, BLOCK_CERTIFICATION, DRAFT_CERTIFICATIONS) || !fits(draft, BLOCK_CHANGE, DRAFT_CHANGES) ||
        !fits(draft, BLOCK_PROVIDER, DRAFT_PROVIDERS))
        return;
    parse_body(draft);
    struct level *levels = ARENA_ARRAY(arena, counts[BLOCK_LEVEL], struct level);
    struct direction *directions = ARENA_ARRAY(arena, counts[BLOCK_DIRECTION], struct direction);
    struct package_list *packages = ARENA_ARRAY(arena, counts[BLOCK_PACKAGE], struct package_list);
    catalogue->exams = ARENA_ARRAY(arena, counts[BLOCK_EXAM], struct exam);
    catalogue->certifications = ARENA_ARRAY(arena, counts[BLOCK_CERTIFICATION], struct certification);
    draft->levels = ARENA_ARRAY(arena, counts[BLOCK_LEVEL], const struct syntax_block *);
    draft->exams = ARENA_ARRAY(arena, counts[BLOCK_EXAM], const struct syntax_block *);
    draft->certifications = ARENA_ARRAY(arena, counts[BLOCK_CERTIFICATION], const struct syntax_block *);
    catalogue->levels = levels;
    catalogue->directions = directions;
    catalogue->packages = packages;
    for (const struct syntax_block *block = draft->syntax->blocks; block && !draft->reader->problems->more; block = block->next) {
        switch (block->kind) {
        case BLOCK_LEVEL:
            draft->levels[catalogue->level_count] = block;
            parse_level(draft, block, &levels[catalogue->level_count++]);
            break;
        case BLOCK_DIRECTION:
            directions[catalogue->direction_count++] =
                (struct direction){block->code, required_wordings(draft, block, "name"), block->line};
            break;
        case BLOCK_PACKAGE: parse_package(draft, block, &packages[catalogue->package_count++]); break;
        case BLOCK_EXAM:
            draft->exams[catalogue->exam_count] = block;
            parse_exam(draft, block, &catalogue->exams[catalogue->exam_count++]);
            break;
        case BLOCK_CERTIFICATION:
            draft->certifications[catalogue->certification_count] = block;
            catalogue->certifications[catalogue->certification_count++] = (struct certification){.code = block->code, .line = block->line};
            break;
        default: break;
        }
    }
}

int32_t catalogue_parse_level(const struct catalogue *catalogue, struct text code)
{
    for (size_t i = 0; i < catalogue->level_count; i++)
        if (text_equal(catalogue->levels[i].code, code)) return (int32_t)i;
    return -1;
}

int32_t catalogue_parse_direction(const struct catalogue *catalogue, struct text code)
{
    for (size_t i = 0; i < catalogue->direction_count; i++)
        if (text_equal(catalogue->directions[i].code, code)) return (int32_t)i;
    return -1;
}

int32_t catalogue_parse_package(const struct catalogue *catalogue, struct text code)
{
    for (size_t i = 0; i < catalogue->package_count; i++)
        if (text_equal(catalogue->packages[i].code, code)) return (int32_t)i;
    return -1;
}

/* --- Rule changes --- */

static bool has_level(const struct certification *certification, int32_t level)
{
    for (size_t i = 0; i < certification->version_count; i++)
        if (certification->versions[i].level == level) return true;
    return false;
}

/* Which certifications a change is about: those of its levels, those that it names; all where it says neither. */
static const uint8_t *concerned(struct catalogue_draft *draft, const struct syntax_block *block)
{
    struct catalogue *catalogue = draft->catalogue;
    uint8_t *bits = ARENA_ARRAY(draft->reader->arena, catalogue->certification_count / 8 + 1, uint8_t);
    const struct syntax_property *levels = catalogue_parse_first(block, "levels"),
                                 *certifications = catalogue_parse_first(block, "certifications");
    struct text rest, piece;
    if (!levels && !certifications) memset(bits, 0xff, catalogue->certification_count / 8 + 1);
    for (rest = levels ? levels->value : TEXT(""); catalogue_syntax_piece(&rest, &piece);) {
        int32_t level = catalogue_parse_level(catalogue, piece);
        if (level < 0)
            PROBLEM(draft->reader, levels->line, "unknown_level", N_("There is no level {code} in this catalogue."), "code",
                    catalogue_syntax_string(draft->reader, piece));
        for (size_t i = 0; level >= 0 && i < catalogue->certification_count; i++)
            if (has_level(&catalogue->certifications[i], level)) catalogue_bit_set(bits, (int32_t)i);
    }
    for (rest = certifications ? certifications->value : TEXT(""); catalogue_syntax_piece(&rest, &piece);) {
        int32_t certification = catalogue_certification(catalogue, piece);
        if (certification >= 0)
            catalogue_bit_set(bits, certification);
        else
            PROBLEM(draft->reader, certifications->line, "unknown_certification", N_("There is no certification {code} in this catalogue."),
                    "code", catalogue_syntax_string(draft->reader, piece));
    }
    return bits;
}

static void parse_change(struct catalogue_draft *draft, const struct syntax_block *block, struct rule_change *change)
{
    const struct syntax_property *awarded = catalogue_parse_first(block, "awarded"), *expiring = catalogue_parse_first(block, "expiring");
    const struct syntax_property *extend = catalogue_parse_first(block, "extend"), *buffer = catalogue_parse_first(block, "buffer");
    *change = (struct rule_change){
        .code = block->code, .effective = NO_DAY, .awarded = {NO_DAY, NO_DAY}, .expiring = {NO_DAY, NO_DAY}, .line = block->line};
    change->title = required_wordings(draft, block, "title");
    (void)day_parse(required(draft, block, "effective"), &change->effective);
    if (awarded) (void)catalogue_words_period(awarded->value, &change->awarded);
    if (expiring) (void)catalogue_words_period(expiring->value, &change->expiring);
    struct text months = extend ? extend->value : TEXT("");
    (void)catalogue_syntax_months(&months, &change->extend_months);
    change->buffer_ends = buffer != NULL;
    change->certifications = concerned(draft, block);
    if (!extend && !buffer && !block->damaged)
        PROBLEM(draft->reader, block->line, "idle_change", N_("Change {code} changes nothing. It needs “extend”, “buffer” or both."),
                "code", catalogue_syntax_string(draft->reader, block->code));
}

static int compare_changes(const void *a, const void *b)
{
    const struct rule_change *one = a, *other = b;
    if (one->effective.number != other->effective.number) return one->effective.number < other->effective.number ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

void catalogue_parse_changes(struct catalogue_draft *draft)
{
    struct catalogue *catalogue = draft->catalogue;
    struct rule_change *changes = ARENA_ARRAY(draft->reader->arena, draft->syntax->counts[BLOCK_CHANGE], struct rule_change);
    for (const struct syntax_block *block = draft->syntax->blocks; block && !draft->reader->problems->more; block = block->next)
        if (block->kind == BLOCK_CHANGE) parse_change(draft, block, &changes[catalogue->change_count++]);
    qsort(changes, catalogue->change_count, sizeof *changes, compare_changes);
    catalogue->changes = changes;
}
