/* Cuts each certification at every day on which one of its lines begins or ends, and resolves for each piece what holds then: the
 * certification's own lines go before those of its level, those before the body's. Then finds which exams belong to what, and which renew
 * what. */
#include "catalogue/catalogue_draft.h"

#include <stdlib.h>

#include "catalogue/catalogue_words.h"

/* FIRST_DAY is not NO_DAY: it is a day on which every line holds that has no `from`. */
enum { FIRST_DAY = INT32_MIN + 1, LAST_DAY = INT32_MAX, REQUIREMENTS = 64 };

/* One certification while it is cut. */
struct cutting {
    struct catalogue_draft *draft;
    const struct syntax_block *block, *level_block;
    struct certification *certification;
    int32_t index, level, direction;
    struct period awarded;
    struct {
        const struct syntax_property *property;
        const struct requirement *requirement;
    } requirements[REQUIREMENTS];
    size_t requirement_count;
    unsigned told; /* bits of what was said to be missing already */
};

static const char *string(struct catalogue_draft *draft, struct text text)
{
    return catalogue_syntax_string(draft->reader, text);
}

/* --- Finding the line that holds --- */

/* The block that speaks about this word: the certification's own, where it has such a line at all, else its level's. */
static const struct syntax_block *speaker(const struct cutting *cutting, const char *key)
{
    return catalogue_parse_first(cutting->block, key) ? cutting->block : cutting->level_block;
}

static const struct syntax_property *holding(const struct syntax_block *block, const char *key, struct day day)
{
    const struct syntax_property *property = NULL;
    while ((property = catalogue_parse_next(block, property, key)) && !catalogue_period_has(property->period, day)) {
    }
    return property;
}

/* `which` is a bit that keeps the same gap from being told for every later piece. */
static struct text resolve(struct cutting *cutting, const char *key, unsigned which, struct day day)
{
    const struct syntax_property *property = holding(speaker(cutting, key), key, day);
    if (property) return property->value;
    if (which && !(cutting->told & which) && !cutting->block->damaged && !cutting->level_block->damaged)
        PROBLEM(cutting->draft->reader, cutting->block->line, "gap",
                day.number == FIRST_DAY ? N_("{code} has no “{word}”, or none that holds from the beginning; say it, or write the first "
                                             "day of all: awarded: from DATE")
                                        : N_("{code} has no “{word}” that holds on {day}. Mend its periods, or the period of “awarded”."),
                "code", string(cutting->draft, cutting->block->code), "word", key, "day",
                day.number == FIRST_DAY ? "" : string(cutting->draft, day_text(cutting->draft->reader->context->arena, day)));
    cutting->told |= which;
    return (struct text){"", 0};
}

/* --- One version --- */

static void resolve_promises(struct cutting *cutting, struct certification_version *version, struct day day)
{
    const struct syntax_block *const blocks[] = {cutting->level_block, cutting->block};
    enum promise promise;
    memcpy(version->promises, cutting->draft->catalogue->body.promises, sizeof version->promises);
    for (size_t i = 0; i < 2; i++)
        for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(blocks[i], property, "promise"));)
            if (catalogue_period_has(property->period, day) && property->qualifier_count == 1 &&
                catalogue_words_promise_kind(property->qualifiers[0], &promise))
                (void)catalogue_words_promise(property->value, &version->promises[promise]);
}

static void resolve_renewal(struct cutting *cutting, struct certification_version *version, struct day day)
{
    const struct syntax_block *block = speaker(cutting, "renewal");
    size_t count = 0;
    struct text exams;
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, "renewal"));) count++;
    struct renewal_route *routes = ARENA_ARRAY(cutting->draft->reader->arena, count, struct renewal_route);
    version->routes = routes;
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, "renewal"));) {
        if (!catalogue_period_has(property->period, day)) continue;
        struct renewal_route *route = &routes[version->route_count++];
        route->line = property->line;
        if (!catalogue_words_renewal(property->value, &route->kind, &exams)) continue;
        if (route->kind == RENEWAL_DIRECTION_EXAM && version->direction < 0 && !(cutting->told & 64)) {
            PROBLEM(cutting->draft->reader, cutting->block->line, "no_direction",
                    N_("{code} is renewed by exams of its direction (line {line}), but has no “direction”."), "code",
                    string(cutting->draft, cutting->block->code), "line",
                    string(cutting->draft, text_printf(cutting->draft->reader->context->arena, "%ld", route->line)));
            cutting->told |= 64;
        }
    }
    version->renewal_anchor = ANCHOR_PASS;
    (void)catalogue_words_anchor(resolve(cutting, "renewal-anchor", 0, day), &version->renewal_anchor);
    if (!holding(speaker(cutting, "renewal-anchor"), "renewal-anchor", day)) version->renewal_anchor = ANCHOR_PASS;
}

static void resolve_forms(struct cutting *cutting, struct certification_version *version, struct day day)
{
    struct catalogue_draft *draft = cutting->draft;
    (void)catalogue_words_forms(resolve(cutting, "forms", 1, day), &version->forms);
    version->package = -1;
    struct text package = resolve(cutting, "package", version->forms & FORM_PACKAGE ? 2 : 0, day);
    if (!(version->forms & FORM_PACKAGE) || text_empty(package)) return;
    version->package = catalogue_parse_package(draft->catalogue, package);
    if (version->package >= 0 || cutting->told & 4) return;
    PROBLEM(draft->reader, holding(speaker(cutting, "package"), "package", day)->line, "unknown_package",
            N_("There is no package {code} in this catalogue."), "code", string(draft, package));
    cutting->told |= 4;
}

static const struct requirement *resolve_requirement(struct cutting *cutting, struct day day)
{
    (void)resolve(cutting, "requires", 8, day);
    for (size_t i = 0; i < cutting->requirement_count; i++)
        if (catalogue_period_has(cutting->requirements[i].property->period, day)) return cutting->requirements[i].requirement;
    return NULL;
}

static void resolve_names(struct cutting *cutting, struct certification_version *version, struct day day)
{
    const struct body *body = &cutting->draft->catalogue->body;
    version->name = catalogue_parse_wordings(cutting->draft, cutting->block, "name", TEXT(""), day);
    bool english = false;
    for (size_t i = 0; i < version->name.count; i++) english |= strcmp(version->name.items[i].language, "en") == 0;
    if (!english && !(cutting->told & 16)) {
        cutting->told |= 16;
        if (!cutting->block->damaged)
            PROBLEM(cutting->draft->reader, cutting->block->line, "no_name", N_("{code} has no English name on {day}."), "code",
                    string(cutting->draft, cutting->block->code), "day",
                    day.number == FIRST_DAY ? "0001-01-01" : string(cutting->draft, day_text(cutting->draft->reader->context->arena, day)));
    }
    for (size_t i = 0; i < body->language_count; i++) {
        bool said = strcmp(body->languages[i], "en") == 0;
        for (size_t j = 0; j < version->name.count; j++) said |= strcmp(version->name.items[j].language, body->languages[i]) == 0;
        if (said || cutting->told & 32 || cutting->block->damaged) continue;
        cutting->told |= 32;
        PROBLEM(cutting->draft->reader, cutting->block->line, "no_name_in",
                N_("{code} lacks its name in {language} for some time; certificates are printed in that language."), "code",
                string(cutting->draft, cutting->block->code), "language", body->languages[i]);
    }
}

static void build_version(struct cutting *cutting, struct certification_version *version, struct period period)
{
    struct day day = {day_is(period.from) ? period.from.number : FIRST_DAY};
    *version = (struct certification_version){
        .certification = cutting->index, .period = period, .level = cutting->level, .direction = cutting->direction};
    resolve_names(cutting, version, day);
    version->requirement = resolve_requirement(cutting, day);
    (void)catalogue_words_validity(resolve(cutting, "validity", 128, day), &version->validity_months, &version->buffer_months);
    resolve_renewal(cutting, version, day);
    resolve_forms(cutting, version, day);
    version->theme = resolve(cutting, "theme", 0, day);
    if (text_empty(version->theme)) version->theme = cutting->level_block->code;
    resolve_promises(cutting, version, day);
}

/* --- Cutting --- */

static int compare_days(const void *a, const void *b)
{
    int32_t one = *(const int32_t *)a, other = *(const int32_t *)b;
    return one < other ? -1 : one > other;
}

/* Adds the days on which lines of the block begin, or have just ended, where they lie within. */
static size_t collect_cuts(const struct syntax_block *block, int32_t first, int32_t last, int32_t *cuts, size_t count, size_t most)
{
    for (const struct syntax_property *property = block->properties; property; property = property->next) {
        int32_t days[] = {property->period.from.number, day_is(property->period.until) ? property->period.until.number + 1 : FIRST_DAY};
        for (size_t i = 0; i < 2; i++)
            if (days[i] > first && days[i] <= last && count < most) cuts[count++] = days[i];
    }
    return count;
}

static void cut(struct cutting *cutting)
{
    enum { CUTS = 2100 };
    int32_t *cuts = ARENA_ARRAY(cutting->draft->reader->context->arena, CUTS, int32_t);
    int32_t first = day_is(cutting->awarded.from) ? cutting->awarded.from.number : FIRST_DAY;
    int32_t last = day_is(cutting->awarded.until) ? cutting->awarded.until.number : LAST_DAY;
    cuts[0] = first;
    size_t count = collect_cuts(cutting->block, first, last, cuts, 1, CUTS), versions = 0;
    count = collect_cuts(cutting->level_block, first, last, cuts, count, CUTS);
    qsort(cuts, count, sizeof *cuts, compare_days);
    for (size_t i = 0; i < count; i++)
        if (versions == 0 || cuts[i] != cuts[versions - 1]) cuts[versions++] = cuts[i];
    if (versions > DRAFT_VERSIONS) {
        PROBLEM(cutting->draft->reader, cutting->block->line, "too_many_versions", N_("{code} changes more than 64 times."), "code",
                string(cutting->draft, cutting->block->code));
        return;
    }
    struct certification_version *made = ARENA_ARRAY(cutting->draft->reader->arena, versions, struct certification_version);
    for (size_t i = 0; i < versions; i++) {
        int32_t ends = i + 1 < versions ? cuts[i + 1] - 1 : last;
        struct period period = {cuts[i] == FIRST_DAY ? NO_DAY : (struct day){cuts[i]}, ends == LAST_DAY ? NO_DAY : (struct day){ends}};
        build_version(cutting, &made[i], period);
    }
    cutting->certification->versions = made;
    cutting->certification->version_count = versions;
}

static bool find_level(struct cutting *cutting)
{
    struct catalogue_draft *draft = cutting->draft;
    const struct syntax_property *level = catalogue_parse_first(cutting->block, "level"),
                                 *direction = catalogue_parse_first(cutting->block, "direction");
    cutting->direction = -1;
    if (direction) {
        cutting->direction = catalogue_parse_direction(draft->catalogue, direction->value);
        if (cutting->direction < 0)
            PROBLEM(draft->reader, direction->line, "unknown_direction", N_("There is no direction {code} in this catalogue."), "code",
                    string(draft, direction->value));
    }
    if (!level) {
        if (!cutting->block->damaged)
            PROBLEM(draft->reader, cutting->block->line, "missing", N_("{kind} {code} has no “{word}”."), "kind", "certification", "code",
                    string(draft, cutting->block->code), "word", "level");
        return false;
    }
    cutting->level = catalogue_parse_level(draft->catalogue, level->value);
    if (cutting->level >= 0) {
        cutting->level_block = draft->levels[cutting->level];
        return true;
    }
    PROBLEM(draft->reader, level->line, "unknown_level", N_("There is no level {code} in this catalogue."), "code",
            string(draft, level->value));
    return false;
}

static void read_requirements(struct cutting *cutting)
{
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(cutting->block, property, "requires"));) {
        if (cutting->requirement_count == REQUIREMENTS) {
            PROBLEM(cutting->draft->reader, property->line, "too_many_versions", N_("{code} changes more than 64 times."), "code",
                    string(cutting->draft, cutting->block->code));
            return;
        }
        cutting->requirements[cutting->requirement_count].property = property;
        cutting->requirements[cutting->requirement_count++].requirement = catalogue_requirement_read(cutting->draft, property);
    }
}

static void cut_certification(struct catalogue_draft *draft, size_t index)
{
    struct cutting cutting = {.draft = draft,
                              .block = draft->certifications[index],
                              .certification = &draft->catalogue->certifications[index],
                              .index = (int32_t)index,
                              .awarded = {NO_DAY, NO_DAY}};
    const struct syntax_property *awarded = catalogue_parse_first(cutting.block, "awarded");
    if (awarded) (void)catalogue_words_period(awarded->value, &cutting.awarded);
    read_requirements(&cutting);
    if (find_level(&cutting)) cut(&cutting);
}

/* --- Which exam is good for what --- */

static const int32_t *bits_to_list(struct arena *arena, const uint8_t *bits, size_t size, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < size; i++) *count += catalogue_bit(bits, (int32_t)i);
    int32_t *list = ARENA_ARRAY(arena, *count, int32_t), *at = list;
    for (size_t i = 0; i < size; i++)
        if (catalogue_bit(bits, (int32_t)i)) *at++ = (int32_t)i;
    return list;
}

static void list_certifications(struct catalogue *catalogue, struct arena *arena, uint8_t *const *own)
{
    for (size_t exam = 0; exam < catalogue->exam_count; exam++) {
        size_t count = 0;
        for (size_t i = 0; i < catalogue->certification_count; i++) count += catalogue_bit(own[i], (int32_t)exam);
        int32_t *list = ARENA_ARRAY(arena, count, int32_t);
        catalogue->exams[exam].certifications = list;
        catalogue->exams[exam].certification_count = count;
        for (size_t i = 0; i < catalogue->certification_count; i++)
            if (catalogue_bit(own[i], (int32_t)exam)) *list++ = (int32_t)i;
    }
}

/* The same level, or one above it on the ladder, in the same direction. */
static bool is_higher_kin(const struct catalogue *catalogue, const struct certification_version *version, const struct certification *other)
{
    int32_t rank = catalogue->levels[version->level].rank;
    for (size_t i = 0; i < other->version_count; i++) {
        const struct certification_version *theirs = &other->versions[i];
        if (theirs->direction != version->direction || theirs->direction < 0) continue;
        int32_t their_rank = catalogue->levels[theirs->level].rank;
        if (theirs->level == version->level || (rank > 0 && their_rank >= rank)) return true;
    }
    return false;
}

static void find_renewing(struct catalogue_draft *draft, struct certification_version *version, uint8_t *const *own)
{
    struct catalogue *catalogue = draft->catalogue;
    struct arena *arena = draft->reader->arena;
    size_t bytes = catalogue->exam_count / 8 + 1;
    uint8_t *all = ARENA_ARRAY(arena, bytes, uint8_t);
    struct renewal_route *routes = (struct renewal_route *)version->routes; /* still ours to write */
    uint8_t *bits = ARENA_ARRAY(draft->reader->context->arena, bytes, uint8_t);
    for (size_t i = 0; i < version->route_count; i++) {
        memset(bits, 0, bytes);
        enum renewal_kind kind;
        struct text exams = TEXT(""), piece;
        if (routes[i].kind == RENEWAL_OWN_EXAM) memcpy(bits, own[version->certification], bytes);
        if (routes[i].kind == RENEWAL_DIRECTION_EXAM)
            for (size_t c = 0; c < catalogue->certification_count; c++)
                if (is_higher_kin(catalogue, version, &catalogue->certifications[c]))
                    for (size_t b = 0; b < bytes; b++) bits[b] |= own[c][b];
        if (routes[i].kind == RENEWAL_LISTED_EXAM) {
            const struct syntax_block *blocks[] = {draft->certifications[version->certification], draft->levels[version->level]};
            for (size_t b = 0; b < 2; b++)
                for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(blocks[b], property, "renewal"));)
                    if (property->line == routes[i].line) (void)catalogue_words_renewal(property->value, &kind, &exams);
            while (catalogue_syntax_piece(&exams, &piece)) {
                int32_t exam = catalogue_exam(catalogue, piece);
                if (exam >= 0) catalogue_bit_set(bits, exam);
            }
        }
        for (size_t b = 0; b < bytes; b++) all[b] |= bits[b];
        routes[i].exams = bits_to_list(arena, bits, catalogue->exam_count, &routes[i].exam_count);
    }
    version->renewing_exams = all;
}

/* The exams that a `renewal` line lists must exist; told once, where they stand. */
static void check_listed(struct catalogue_draft *draft, const struct syntax_block *block)
{
    enum renewal_kind kind;
    struct text exams, piece;
    for (const struct syntax_property *property = NULL; (property = catalogue_parse_next(block, property, "renewal"));)
        if (catalogue_words_renewal(property->value, &kind, &exams))
            while (catalogue_syntax_piece(&exams, &piece))
                if (catalogue_exam(draft->catalogue, piece) < 0)
                    PROBLEM(draft->reader, property->line, "unknown_exam", N_("There is no exam {code} in this catalogue."), "code",
                            string(draft, piece));
}

void catalogue_versions_build(struct catalogue_draft *draft)
{
    struct catalogue *catalogue = draft->catalogue;
    struct arena *arena = draft->reader->arena;
    for (size_t i = 0; i < catalogue->level_count; i++) check_listed(draft, draft->levels[i]);
    for (size_t i = 0; i < catalogue->certification_count && !draft->reader->problems->more; i++) {
        check_listed(draft, draft->certifications[i]);
        cut_certification(draft, i);
    }
    if (draft->reader->problems->count) return;
    uint8_t **own = ARENA_ARRAY(arena, catalogue->certification_count, uint8_t *);
    for (size_t i = 0; i < catalogue->certification_count; i++) {
        own[i] = ARENA_ARRAY(arena, catalogue->exam_count / 8 + 1, uint8_t);
        for (size_t v = 0; v < catalogue->certifications[i].version_count; v++)
            catalogue_requirement_exams(catalogue->certifications[i].versions[v].requirement, own[i]);
    }
    list_certifications(catalogue, arena, own);
    for (size_t i = 0; i < catalogue->certification_count; i++)
        for (size_t v = 0; v < catalogue->certifications[i].version_count; v++)
            find_renewing(draft, (struct certification_version *)&catalogue->certifications[i].versions[v], own);
}
