/* Dates and numbers as a language writes them. Patterns and names are messages, so that a new language needs no code. */
#include "outside/language_inside.h"

static const char *const months[] = {N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
                                     N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December")};
/* A date: the translation puts the same names in its own order. */
#define DAY_PATTERN N_("{day} {month} {year}")
/* A date with its time of day and the name of the time zone. */
#define INSTANT_PATTERN N_("{date}, {time} {zone}")
/* Shows how digits are grouped; the translation writes the same number its own way. */
#define NUMBER_PATTERN N_("1,234,567")

const struct language_words language_words_english = {
    .months = {TEXT("January"), TEXT("February"), TEXT("March"), TEXT("April"), TEXT("May"), TEXT("June"), TEXT("July"), TEXT("August"),
               TEXT("September"), TEXT("October"), TEXT("November"), TEXT("December")},
    .day = {3, {{TEXT(""), 'd'}, {TEXT(" "), 'm'}, {TEXT(" "), 'y'}}},
    .instant = {3, {{TEXT(""), 'd'}, {TEXT(", "), 't'}, {TEXT(" "), 'z'}}},
    .separator = TEXT(","),
    .last_group = 3,
    .group = 3,
};

static struct text own_text(const struct language *language, const char *english)
{
    const struct language_entry *entry = language_find(language, english);
    return text_of(entry ? entry->forms : english);
}

static struct language_pattern read_pattern(struct text rest)
{
    struct language_pattern pattern = {0};
    while (pattern.count < WORDS_PIECES - 1) {
        size_t open = text_find(rest, "{"), close = text_find(rest, "}");
        if (open == rest.length || close == rest.length || close < open + 2) break;
        pattern.pieces[pattern.count++] = (struct language_piece){{rest.bytes, open}, rest.bytes[open + 1]};
        rest.bytes += close + 1;
        rest.length -= close + 1;
    }
    pattern.pieces[pattern.count++] = (struct language_piece){rest, 0};
    return pattern;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* From the end of the sample: digits, separator, digits, separator. */
static void read_grouping(struct text sample, struct language_words *words)
{
    size_t end = sample.length, at = end;
    words->last_group = words->group = 0;
    words->separator = TEXT("");
    while (at && is_digit(sample.bytes[at - 1])) at--;
    size_t digits = end - at, separator_end = at;
    while (at && !is_digit(sample.bytes[at - 1])) at--;
    if (!at || !digits || at == separator_end) return;
    words->separator = (struct text){sample.bytes + at, separator_end - at};
    words->last_group = words->group = digits;
    end = at;
    while (at && is_digit(sample.bytes[at - 1])) at--;
    if (at) words->group = end - at; /* a second separator stands before it: this group is whole */
}

void language_words_read(const struct language *language, struct language_words *words)
{
    for (int i = 0; i < 12; i++) words->months[i] = own_text(language, months[i]);
    words->day = read_pattern(own_text(language, DAY_PATTERN));
    words->instant = read_pattern(own_text(language, INSTANT_PATTERN));
    read_grouping(own_text(language, NUMBER_PATTERN), words);
}

/* 1 to 9999 without leading zeros. */
static void put_small(struct buffer *out, int number)
{
    char digits[4];
    size_t at = sizeof digits;
    unsigned left = number > 0 && number <= 9999 ? (unsigned)number : 0;
    do digits[--at] = (char)('0' + left % 10);
    while (left /= 10);
    buffer_put_bytes(out, digits + at, sizeof digits - at);
}

void language_words_put_date(const struct language_words *words, struct buffer *out, struct date date)
{
    for (size_t i = 0; i < words->day.count; i++) {
        buffer_put(out, words->day.pieces[i].before);
        switch (words->day.pieces[i].value) {
        case 'd': put_small(out, date.day); break;
        case 'm': buffer_put(out, words->months[date.month - 1]); break;
        case 'y': put_small(out, date.year); break;
        default: break;
        }
    }
}

static void put_day(const struct language_words *words, struct buffer *out, struct day day)
{
    if (day_is(day)) language_words_put_date(words, out, day_to_date(day));
}

static void put_two(struct buffer *out, int64_t number)
{
    char digits[2] = {(char)('0' + number / 10), (char)('0' + number % 10)};
    buffer_put_bytes(out, digits, 2);
}

static void put_zone(struct buffer *out, int offset_minutes, struct text zone)
{
    if (!text_empty(zone)) {
        buffer_put(out, zone);
        return;
    }
    buffer_put_string(out, "UTC");
    if (!offset_minutes) return;
    int distance = offset_minutes < 0 ? -offset_minutes : offset_minutes;
    buffer_put_char(out, offset_minutes < 0 ? '-' : '+');
    put_two(out, distance / 60);
    buffer_put_char(out, ':');
    put_two(out, distance % 60);
}

struct language_zone_place language_words_put_instant(const struct language_words *words, struct buffer *out, struct instant instant, int offset_minutes,
                                                      struct text zone)
{
    struct language_zone_place place = {0, 0};
    if (!instant_is(instant)) return place;
    if (offset_minutes < -1439 || offset_minutes > 1439) offset_minutes = 0, zone = TEXT("");
    struct instant shifted = instant_add_seconds(instant, (int64_t)offset_minutes * 60);
    struct day day = instant_day_utc(shifted);
    int64_t minute = (shifted.microseconds - instant_of_day_utc(day).microseconds) / (60 * MICROSECONDS);
    for (size_t i = 0; i < words->instant.count; i++) {
        bool is_zone = words->instant.pieces[i].value == 'z';
        if (is_zone) place.begin = out->length;
        buffer_put(out, words->instant.pieces[i].before);
        switch (words->instant.pieces[i].value) {
        case 'd': put_day(words, out, day); break;
        case 't':
            put_two(out, minute / 60);
            buffer_put_char(out, ':');
            put_two(out, minute % 60);
            break;
        case 'z': put_zone(out, offset_minutes, zone); break;
        default: break;
        }
        if (is_zone || (place.end && !words->instant.pieces[i].value)) place.end = out->length;
    }
    return place;
}

void language_words_put_number(const struct language_words *words, struct buffer *out, int64_t number)
{
    char digits[24];
    size_t count = 0;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do digits[count++] = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0) buffer_put_char(out, '-');
    while (count--) {
        buffer_put_char(out, digits[count]);
        bool boundary = words->last_group && count >= words->last_group && (count - words->last_group) % words->group == 0;
        if (boundary) buffer_put(out, words->separator);
    }
}

enum { LONGEST_WORDS = 2000 };

struct text language_day(const struct languages *languages, const char *tag, struct arena *arena, struct day day)
{
    struct buffer out = buffer_new(arena, 64, LONGEST_WORDS);
    put_day(languages_get(languages, tag)->words, &out, day);
    return text_of(buffer_string(&out));
}

struct text language_instant(const struct languages *languages, const char *tag, struct arena *arena, struct instant instant,
                             int offset_minutes, struct text zone)
{
    struct buffer out = buffer_new(arena, 96, LONGEST_WORDS);
    language_words_put_instant(languages_get(languages, tag)->words, &out, instant, offset_minutes, zone);
    return text_of(buffer_string(&out));
}

struct text language_length(const struct languages *languages, const char *tag, struct arena *arena, int64_t seconds)
{
    int64_t minutes = (seconds + 59) / 60, hours = (seconds + 3599) / 3600, count = seconds <= 90 ? seconds : minutes <= 90 ? minutes : hours;
    const char *words = seconds <= 90   ? language_plural(languages, tag, "one second", "{count} seconds", count)
                        : minutes <= 90 ? language_plural(languages, tag, "one minute", "{count} minutes", count)
                                        : language_plural(languages, tag, "one hour", "{count} hours", count);
    const struct error counted = {.arguments = {{"count", language_number(languages, tag, arena, count)}}, .argument_count = 1};
    return error_fill(arena, &counted, words);
}

struct text language_number(const struct languages *languages, const char *tag, struct arena *arena, int64_t number)
{
    struct buffer out = buffer_new(arena, 48, LONGEST_WORDS);
    language_words_put_number(languages_get(languages, tag)->words, &out, number);
    return text_of(buffer_string(&out));
}
