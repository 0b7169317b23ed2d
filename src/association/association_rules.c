#include "association/association_rules.h"

#include "base/encoding.h"
#include "outside/unicode.h"

enum association_standing association_standing(struct text outcome, struct instant ends, struct instant now)
{
    if (text_is(outcome, "completed")) return STANDING_COMPLETED;
    if (text_is(outcome, "replaced")) return STANDING_REPLACED;
    if (text_is(outcome, "disowned")) return STANDING_DISOWNED;
    if (text_is(outcome, "withdrawn")) return STANDING_WITHDRAWN;
    if (text_is(outcome, "too-late")) return STANDING_TOO_LATE;
    if (!text_empty(outcome) || ends.microseconds <= now.microseconds) return STANDING_EXPIRED;
    return STANDING_OPEN;
}

bool association_code_normal(struct text typed, char code[8])
{
    size_t length = 0;
    for (size_t i = 0; i < typed.length; i++) {
        char c = typed.bytes[i];
        if (c == ' ' || c == '-' || c == '\t') continue;
        c = encoding_base32_meant(c);
        if (length == 8 || !c || !strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", c)) return false;
        code[length++] = c;
    }
    return length == 8;
}

/* As two spellings of one name have it in common. */
static struct text name_key(struct arena *arena, struct text name)
{
    struct text folded;
    if (!unicode_fold(arena, name, &folded)) return TEXT("");
    char *out = arena_raw(arena, folded.length + 1);
    size_t length = 0;
    uint32_t point;
    while (text_next_code_point(&folded, &point)) {
        enum unicode_kind kind = unicode_kind(point);
        if (kind == UNICODE_LETTER || kind == UNICODE_MARK || kind == UNICODE_DIGIT) length += text_put_code_point(out + length, point);
    }
    return (struct text){out, length};
}

static struct text number_key(struct arena *arena, struct text number)
{
    struct text key = name_key(arena, number);
    while (key.length > 1 && key.bytes[0] == '0') key.bytes++, key.length--;
    return key;
}

static bool same(struct text a, struct text b)
{
    return !text_empty(a) && text_equal(a, b);
}

bool association_report_fits(struct arena *arena, const struct association_typed *typed, const struct association_known *known)
{
    bool exam = known->exam_id && typed->exam_id == known->exam_id;
    bool day = day_is(typed->exam_day) && typed->exam_day.number == known->exam_day.number;
    struct text name = name_key(arena, typed->candidate);
    bool by_number = same(number_key(arena, typed->candidate), number_key(arena, known->candidate_id));
    bool by_name = same(name, name_key(arena, known->last_name));
    bool by_native_name = same(name, name_key(arena, known->native_last_name));
    struct text validation = number_key(arena, known->validation_id);
    bool validated = text_equal(number_key(arena, typed->validation_id), validation) | text_empty(validation);
    return exam & day & (by_number | by_name | by_native_name) & validated;
}
