/* The language for an Accept-Language header: RFC 9110 12.5.4, look-up of RFC 4647 3.4, and the neighbours of a region or script. */
#include "outside/language_inside.h"

enum { RANGES = 32, LONGEST_HEADER = 1000, LONGEST_RANGE = 40 };

struct range {
    struct text name;
    int quality; /* thousandths */
};

/* "0.8" in thousandths; -1 where it is no quality. */
static int quality_of(struct text text)
{
    if (text.length < 1 || text.length > 5 || text.bytes[0] < '0' || text.bytes[0] > '1' || (text.length > 1 && text.bytes[1] != '.'))
        return -1;
    int quality = (text.bytes[0] - '0') * 1000, unit = 100;
    for (size_t i = 2; i < text.length; i++, unit /= 10) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') return -1;
        quality += (text.bytes[i] - '0') * unit;
    }
    return quality > 1000 ? -1 : quality;
}

static bool read_range(struct text item, struct range *range)
{
    struct text name;
    if (!text_split(&item, ';', &name)) return false;
    *range = (struct range){text_trim(name), 1000};
    if (text_empty(range->name) || range->name.length > LONGEST_RANGE) return false;
    for (struct text parameter; text_split(&item, ';', &parameter);) {
        parameter = text_trim(parameter);
        if (!text_starts_with(parameter, "q=") && !text_starts_with(parameter, "Q=")) continue;
        range->quality = quality_of((struct text){parameter.bytes + 2, parameter.length - 2});
    }
    return range->quality >= 0;
}

static struct text primary_of(struct text tag)
{
    size_t end = text_find(tag, "-");
    return (struct text){tag.bytes, end};
}

/* The script where it makes a difference between languages that we can tell: Hant or Hans for Chinese by script or region, else that of the
 * tag. */
static struct text script_of(struct text tag)
{
    struct text piece, rest = tag;
    bool chinese = text_equal_ignoring_case(primary_of(tag), TEXT("zh"));
    text_split(&rest, '-', &piece);
    while (text_split(&rest, '-', &piece)) {
        if (piece.length == 4) return piece;
        if (chinese && (text_equal_ignoring_case(piece, TEXT("TW")) || text_equal_ignoring_case(piece, TEXT("HK")) ||
                        text_equal_ignoring_case(piece, TEXT("MO"))))
            return TEXT("Hant");
    }
    return chinese ? TEXT("Hans") : TEXT("");
}

static const struct language *installed(const struct languages *languages, struct text tag)
{
    for (size_t i = 0; i < languages->count; i++)
        if (text_equal_ignoring_case(tag, text_of(languages->language[i].html_tag))) return &languages->language[i];
    return NULL;
}

static const struct language *look_up(const struct languages *languages, struct text wanted)
{
    struct text tag = wanted;
    while (!text_empty(tag)) {
        const struct language *language = installed(languages, tag);
        if (language) return language;
        while (tag.length && tag.bytes[tag.length - 1] != '-') tag.length--;
        if (tag.length) tag.length--;
        /* a single letter opens an extension and goes with it */
        if (tag.length >= 2 && tag.bytes[tag.length - 2] == '-') tag.length -= 2;
    }
    const struct language *neighbour = NULL;
    for (size_t i = 0; i < languages->count; i++) {
        struct text have = text_of(languages->language[i].html_tag);
        if (!text_equal_ignoring_case(primary_of(have), primary_of(wanted))) continue;
        if (text_equal_ignoring_case(script_of(have), script_of(wanted))) return &languages->language[i];
        if (!neighbour) neighbour = &languages->language[i];
    }
    return neighbour;
}

/* What * stands for: the first language that the header does not rule out. */
static const struct language *any_other(const struct languages *languages, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < languages->count; i++) {
        bool ruled_out = false;
        for (size_t j = 0; j < count; j++)
            ruled_out |= ranges[j].quality == 0 && look_up(languages, ranges[j].name) == &languages->language[i];
        if (!ruled_out) return &languages->language[i];
    }
    return NULL;
}

const char *languages_choose(const struct languages *languages, struct text accept)
{
    struct range ranges[RANGES];
    size_t count = 0;
    if (accept.length > LONGEST_HEADER) accept.length = LONGEST_HEADER;
    for (struct text item; count < RANGES && text_split(&accept, ',', &item);)
        if (read_range(item, &ranges[count])) count++;

    const struct language *best = NULL;
    int best_quality = 0;
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].quality <= best_quality) continue;
        const struct language *language =
            text_is(ranges[i].name, "*") ? any_other(languages, ranges, count) : look_up(languages, ranges[i].name);
        if (language) best = language, best_quality = ranges[i].quality;
    }
    return best ? best->tag : languages->language[0].tag;
}
