/* Which exam a row is about: the provider's code, as the profile and the catalogue map it (SPEC 2.2). */
#include "intake/intake_row_inside.h"

enum { CODE_SLOTS = 8192, CODE_LIMIT = CODE_SLOTS / 2 };

/* An exam code that was seen, and what the catalogue says to it. */
struct code {
    struct text text;
    int32_t exam; /* -1: unknown */
    uint8_t language;
};
struct intake_codes {
    struct code slots[CODE_SLOTS];
    size_t count;
};

void intake_row_exam_begin(struct intake_maker *maker)
{
    maker->codes = ARENA_NEW(maker->context->arena, struct intake_codes);
}

static uint8_t language_number(struct intake_languages *languages, const char *language)
{
    for (size_t i = 0; i < languages->count; i++)
        if (strcmp(languages->items[i], language) == 0) return (uint8_t)i;
    if (languages->count == INTAKE_LANGUAGES) return 0;
    languages->items[languages->count] = language;
    /* The writing thread reads what stands before the count that a batch carries. */
    return (uint8_t)languages->count++;
}

struct text intake_row_code(const struct intake_profile *profile, struct text text)
{
    for (size_t i = 0; i < profile->exam_count; i++)
        if (text_equal_ignoring_case(profile->exams[i].from, text)) return profile->exams[i].to;
    return text;
}

static struct code map_code(struct intake_maker *maker, struct text text)
{
    struct code code = {text, -1, 0};
    const char *language = "";
    if (!catalogue_map_code(maker->catalogue, maker->profile->name, intake_row_code(maker->profile, text), &code.exam, &language)) code.exam = -1;
    code.language = language_number(maker->languages, language);
    return code;
}

static const struct code *find_code(struct intake_maker *maker, struct text text, struct code *other)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.length; i++) hash = (hash ^ (unsigned char)text.bytes[i]) * 16777619u;
    size_t at = (hash ^ hash >> 15) & (CODE_SLOTS - 1);
    struct intake_codes *codes = maker->codes;
    for (; codes->slots[at].text.length; at = (at + 1) & (CODE_SLOTS - 1))
        if (text_equal(codes->slots[at].text, text)) return &codes->slots[at];
    *other = map_code(maker, text);
    if (codes->count == CODE_LIMIT || text.length > INTAKE_ID_LIMIT) return other;
    codes->count++;
    codes->slots[at] = *other;
    codes->slots[at].text = text_copy(maker->context->arena, text);
    return &codes->slots[at];
}

const struct exam *intake_row_exam(struct intake_making *making)
{
    struct text text = intake_row_cell(making, COLUMN_EXAM_CODE);
    struct code other;
    if (!text.length) {
        intake_row_missing(making, COLUMN_EXAM_CODE);
        return NULL;
    }
    const struct code *code = find_code(making->maker, text, &other);
    if (code->exam < 0) {
        intake_row_problem(making, INTAKE_QUARANTINED, COLUMN_EXAM_CODE, "intake.exam_unknown",
                           N_("The catalogue has no exam for the provider's code {what}. Add the code to the catalogue; the row is then taken in by itself."), text_clipped(text, 80));
        return NULL;
    }
    making->row->language = code->language;
    const struct exam *exam = &making->maker->catalogue->exams[code->exam];
    making->row->exam_id = exam->id;
    return exam;
}
