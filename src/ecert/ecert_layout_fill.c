/* What is asked of a layout that was read, and the filling of its texts. */
#include "ecert/ecert_layout.h"

#include <string.h>

#include "base/buffer.h"

const char *const layout_slot_names[SLOT_COUNT] = {
    [SLOT_BODY] = "body", [SLOT_CERTIFICATION] = "certification", [SLOT_LEVEL] = "level", [SLOT_DIRECTION] = "direction",
    [SLOT_NAME] = "name", [SLOT_OTHER_NAME] = "other_name", [SLOT_NUMBER] = "number", [SLOT_REVISION] = "revision",
    [SLOT_EXAM_DAY] = "exam_day", [SLOT_AWARD_DAY] = "award_day", [SLOT_ISSUE_DAY] = "issue_day", [SLOT_EXPIRY_DAY] = "expiry_day",
    [SLOT_VERIFY_ADDRESS] = "verify_address"};

enum layout_slot layout_slot(struct text name)
{
    for (int i = 0; i < SLOT_COUNT; i++)
        if (text_is(name, layout_slot_names[i])) return (enum layout_slot)i;
    return SLOT_NONE;
}

const struct layout_colour *layout_colour(const struct layout *layout, const struct layout_level *level, const char *name)
{
    for (size_t i = 0; level && i < level->colour_count; i++)
        if (!strcmp(level->colours[i].name, name)) return &level->colours[i];
    for (size_t i = 0; i < layout->colour_count; i++)
        if (!strcmp(layout->colours[i].name, name)) return &layout->colours[i];
    return NULL;
}

const struct layout_level *layout_level(const struct layout *layout, struct text name)
{
    for (size_t i = 0; i < layout->level_count; i++)
        if (text_is(name, layout->levels[i].name)) return &layout->levels[i];
    return NULL;
}

const struct layout_language *layout_language(const struct layout *layout, const char *name)
{
    for (size_t i = 0; i < layout->language_count; i++)
        if (!strcmp(name, layout->languages[i].name)) return &layout->languages[i];
    return NULL;
}

bool layout_fill(struct arena *arena, struct text text, const struct text values[SLOT_COUNT], struct text *filled)
{
    if (!text.length || !memchr(text.bytes, '{', text.length)) {
        *filled = text;
        return true;
    }
    struct buffer out = buffer_new(arena, text.length + 64, 4096);
    bool whole = true;
    for (size_t i = 0; i < text.length; i++) {
        const char *end = text.bytes[i] == '{' ? memchr(text.bytes + i, '}', text.length - i) : NULL;
        enum layout_slot slot = end ? layout_slot((struct text){text.bytes + i + 1, (size_t)(end - text.bytes) - i - 1}) : SLOT_NONE;
        if (slot == SLOT_NONE) {
            buffer_put_char(&out, text.bytes[i]);
        } else {
            whole = whole && values[slot].length;
            buffer_put(&out, values[slot]);
            i = (size_t)(end - text.bytes);
        }
    }
    *filled = buffer_text(&out);
    return whole;
}

struct text layout_day(struct arena *arena, const struct layout_language *language, struct day day)
{
    if (!day_is(day)) return TEXT("");
    struct date date = day_to_date(day);
    struct buffer out = buffer_new(arena, 48, 200);
    struct text rest = language->date;
    while (rest.length) {
        static const struct text day_name = {"{day}", 5}, month_name = {"{month}", 7}, number_name = {"{month_number}", 14}, year_name = {"{year}", 6};
        const struct text *found = NULL;
        if (text_starts_with(rest, "{day}")) found = &day_name, buffer_put_integer(&out, date.day);
        else if (text_starts_with(rest, "{month}")) found = &month_name, buffer_put(&out, language->months[date.month - 1]);
        else if (text_starts_with(rest, "{month_number}")) found = &number_name, buffer_put_integer(&out, date.month);
        else if (text_starts_with(rest, "{year}")) found = &year_name, buffer_put_integer(&out, date.year);
        else buffer_put_char(&out, rest.bytes[0]);
        size_t step = found ? found->length : 1;
        rest = (struct text){rest.bytes + step, rest.length - step};
    }
    return buffer_text(&out);
}
