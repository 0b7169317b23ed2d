/* TZif (RFC 8536) and the POSIX rule in its footer. Only what is needed for offsets is kept: abbreviations, leap seconds and indicators are
 * passed over. */
#include "outside/zone.h"

#include <stdlib.h>

#include "base/file.h"

#define FOLDER "/usr/share/zoneinfo/"

enum { FILE_LIMIT = 64 << 10, TRANSITION_LIMIT = 4096, TYPE_LIMIT = 256, NAME_LIMIT = 64, DAY_SECONDS = 86400, LIST_LIMIT = 256 << 10, MOST_NAMES = 700 };

/* When a rule's clock change happens within a year (POSIX TZ). */
struct rule_day {
    char kind; /* 'M' month, week, weekday; 'J' day 1..365 without 29 February; '0' day 0..365 */
    int month, week, day;
    int32_t seconds; /* local time of that day */
};

struct zone {
    struct text name;
    const int64_t *times;   /* ascending */
    const int32_t *offsets; /* from times[i] on */
    size_t count;
    int32_t before; /* before the first transition */
    bool has_rule;  /* after the last one; otherwise its offset stays */
    bool has_summer;
    int32_t standard, summer;
    struct rule_day begins, ends;
};

/* --- Reading --- */

static int64_t big_endian(const unsigned char *bytes, int size)
{
    uint64_t value = bytes[0] & 0x80 ? ~0ull : 0;
    for (int i = 0; i < size; i++) value = value << 8 | bytes[i];
    return (int64_t)value;
}

struct block {
    size_t indicators_utc, indicators_standard, leaps, times, types, characters;
    size_t size; /* of the data behind the header */
};

enum { HEADER = 44 };

static bool read_header(struct bytes file, size_t at, int time_size, struct block *block)
{
    if (file.length < at || file.length - at < HEADER || memcmp(file.data + at, "TZif", 4) != 0) return false;
    size_t *counts[] = {&block->indicators_utc, &block->indicators_standard, &block->leaps, &block->times,
                        &block->types,          &block->characters};
    for (size_t i = 0; i < 6; i++) {
        int64_t count = big_endian(file.data + at + 20 + 4 * i, 4);
        if (count < 0 || count > FILE_LIMIT) return false;
        *counts[i] = (size_t)count;
    }
    if (block->times > TRANSITION_LIMIT || block->types < 1 || block->types > TYPE_LIMIT) return false;
    block->size = block->times * ((size_t)time_size + 1) + block->types * 6 + block->characters + block->leaps * ((size_t)time_size + 4) +
                  block->indicators_standard + block->indicators_utc;
    return block->size <= file.length - at - HEADER;
}

static bool read_offset(const unsigned char *types, size_t index, int32_t *offset)
{
    int64_t value = big_endian(types + 6 * index, 4);
    *offset = (int32_t)value;
    return value > -90000 && value < 93600; /* RFC 8536 3.2 */
}

static bool read_block(struct arena *arena, const unsigned char *data, const struct block *block, int time_size, struct zone *zone)
{
    const unsigned char *kinds = data + block->times * (size_t)time_size, *types = kinds + block->times;
    int64_t *times = ARENA_ARRAY(arena, block->times, int64_t);
    int32_t *offsets = ARENA_ARRAY(arena, block->times, int32_t);
    for (size_t i = 0; i < block->times; i++) {
        times[i] = big_endian(data + i * (size_t)time_size, time_size);
        if (i && times[i] <= times[i - 1]) return false;
        if (kinds[i] >= block->types || !read_offset(types, kinds[i], &offsets[i])) return false;
    }
    zone->times = times;
    zone->offsets = offsets;
    zone->count = block->times;
    return read_offset(types, 0, &zone->before);
}

/* --- The footer's rule --- */

static bool take_char(struct text *rest, char c)
{
    if (text_empty(*rest) || rest->bytes[0] != c) return false;
    rest->bytes++, rest->length--;
    return true;
}

static bool take_number(struct text *rest, int maximum, int *number)
{
    size_t digits = 0;
    *number = 0;
    while (!text_empty(*rest) && rest->bytes[0] >= '0' && rest->bytes[0] <= '9' && digits < 3) {
        *number = *number * 10 + (rest->bytes[0] - '0');
        rest->bytes++, rest->length--, digits++;
    }
    return digits > 0 && *number <= maximum;
}

/* [+-]hh[:mm[:ss]] in seconds */
static bool take_time(struct text *rest, int32_t *seconds)
{
    int sign = 1, hours = 0, minutes = 0, rest_seconds = 0;
    if (take_char(rest, '-'))
        sign = -1;
    else
        take_char(rest, '+');
    if (!take_number(rest, 167, &hours)) return false;
    if (take_char(rest, ':') && !take_number(rest, 59, &minutes)) return false;
    if (take_char(rest, ':') && !take_number(rest, 59, &rest_seconds)) return false;
    *seconds = sign * (hours * 3600 + minutes * 60 + rest_seconds);
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool take_abbreviation(struct text *rest)
{
    bool quoted = take_char(rest, '<');
    size_t length = 0;
    while (!text_empty(*rest) && (quoted ? rest->bytes[0] != '>' : is_letter(rest->bytes[0]))) rest->bytes++, rest->length--, length++;
    return length > 0 && (!quoted || take_char(rest, '>'));
}

static bool take_rule(struct text *rest, struct rule_day *rule)
{
    if (!take_char(rest, ',')) return false;
    rule->seconds = 2 * 3600;
    if (take_char(rest, 'M')) {
        rule->kind = 'M';
        if (!take_number(rest, 12, &rule->month) || rule->month < 1 || !take_char(rest, '.') || !take_number(rest, 5, &rule->week) ||
            rule->week < 1 || !take_char(rest, '.') || !take_number(rest, 6, &rule->day))
            return false;
    } else {
        rule->kind = take_char(rest, 'J') ? 'J' : '0';
        if (!take_number(rest, 365, &rule->day) || (rule->kind == 'J' && rule->day < 1)) return false;
    }
    return !take_char(rest, '/') || take_time(rest, &rule->seconds);
}

static bool read_footer(struct text footer, struct zone *zone)
{
    if (text_empty(footer)) return true;
    zone->has_rule = true;
    int32_t west;
    if (!take_abbreviation(&footer) || !take_time(&footer, &west)) return false;
    zone->standard = -west;
    if (text_empty(footer)) return true;
    zone->has_summer = true;
    zone->summer = zone->standard + 3600;
    if (!take_abbreviation(&footer)) return false;
    if (!text_empty(footer) && footer.bytes[0] != ',') {
        if (!take_time(&footer, &west)) return false;
        zone->summer = -west;
    }
    return take_rule(&footer, &zone->begins) && take_rule(&footer, &zone->ends) && text_empty(footer);
}

static bool read_file(struct arena *arena, struct bytes file, struct zone *zone)
{
    struct block block;
    if (!read_header(file, 0, 4, &block)) return false;
    if (file.data[4] < '2') return read_block(arena, file.data + HEADER, &block, 4, zone);
    size_t second = HEADER + block.size;
    if (!read_header(file, second, 8, &block) || !read_block(arena, file.data + second + HEADER, &block, 8, zone)) return false;
    struct text footer = {(const char *)file.data + second + HEADER + block.size, file.length - second - HEADER - block.size};
    if (footer.length < 2 || footer.bytes[0] != '\n' || footer.bytes[footer.length - 1] != '\n') return false;
    footer.bytes++, footer.length -= 2;
    return footer.length <= 128 && read_footer(footer, zone);
}

enum result zone_read(struct context *context, struct arena *arena, struct text name, struct bytes file, const struct zone **zone)
{
    struct zone *made = ARENA_NEW(arena, struct zone);
    made->name = text_copy(arena, name);
    if (file.length > FILE_LIMIT || !read_file(arena, file, made))
        return context_fail(context, RESULT_REFUSED, "zone.damaged",
                            N_("The time zone file of {zone} is damaged. Reinstall the time zone data (package tzdata)."), "zone",
                            text_string(context->arena, name));
    *zone = made;
    return RESULT_OK;
}

/* Letters, digits and -+_/ only: nothing that leads out of the folder. */
static bool is_zone_name(struct text name)
{
    if (text_empty(name) || name.length > NAME_LIMIT || !is_letter(name.bytes[0]) || name.bytes[name.length - 1] == '/') return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '+' && c != '_' && c != '/') return false;
    }
    return true;
}

enum result zone_open(struct context *context, struct arena *arena, struct text name, const struct zone **zone)
{
    struct text file;
    enum result found = is_zone_name(name)
                            ? file_read(context, text_printf(context->arena, FOLDER "%.*s", TEXT_ARG(name)), FILE_LIMIT, &file)
                            : RESULT_NONE;
    if (found == RESULT_NONE || (found == RESULT_REFUSED && strcmp(context->error.code, "file.unreadable") == 0)) {
        error_clear(&context->error);
        return context_fail(context, RESULT_REFUSED, "zone.unknown",
                            N_("There is no time zone {zone}. Write an IANA name such as Asia/Shanghai or Europe/Berlin."), "zone",
                            text_string(context->arena, name));
    }
    TRY(found);
    return zone_read(context, arena, name, (struct bytes){(const unsigned char *)file.bytes, file.length}, zone);
}

static int by_name(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

enum result zone_names(struct context *context, const struct text **names, size_t *count)
{
    struct text file, line, field;
    TRY(file_must_read(context, TEXT(FOLDER "zone1970.tab"), LIST_LIMIT, &file));
    struct text *items = ARENA_ARRAY(context->arena, MOST_NAMES, struct text);
    *count = 0;
    while (*count < MOST_NAMES && text_split(&file, '\n', &line)) {
        if (text_starts_with(line, "#")) continue;
        for (int i = 0; text_split(&line, '\t', &field); i++)
            if (i == 2) items[(*count)++] = field;
    }
    qsort(items, *count, sizeof *items, by_name);
    *names = items;
    return RESULT_OK;
}

static const struct zone *own_or_body(struct context *context, struct text name, const struct zone *body)
{
    const struct zone *own;
    if (text_empty(name) || (body && text_equal(name, body->name))) return body;
    if (zone_open(context, context->arena, name, &own) == RESULT_OK) return own;
    error_clear(&context->error);
    return body;
}

void zone_of_person(struct context *context, struct text name, const struct zone *body, int32_t *offset_minutes, struct text *shown)
{
    const struct zone *zone = own_or_body(context, name, body);
    *offset_minutes = zone ? zone_offset(zone, context_now(context)) / 60 : 0;
    *shown = zone ? zone->name : TEXT("UTC");
}

struct text zone_name(const struct zone *zone)
{
    return zone->name;
}

/* --- Asking --- */

static int64_t floor_seconds(struct instant instant)
{
    int64_t seconds = instant.microseconds / MICROSECONDS;
    return seconds - (instant.microseconds % MICROSECONDS < 0);
}

static int32_t floor_day(int64_t seconds)
{
    return (int32_t)(seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0)); /* 64 bits of microseconds are at most 107 million days */
}

/* Local seconds since 1970 at which the rule's change happens in that year. */
static int64_t rule_seconds(const struct rule_day *rule, int year)
{
    struct day day = {0}, next;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (rule->kind == 'M') {
        day_from_date((struct date){year, rule->month, 1}, &day);
        day.number += (rule->day - day_weekday(day) + 7) % 7 + 7 * (rule->week - 1);
        if (!day_from_date((struct date){year + rule->month / 12, rule->month % 12 + 1, 1}, &next)) next.number = day.number + 1;
        if (day.number >= next.number) day.number -= 7;
    } else {
        day_from_date((struct date){year, 1, 1}, &day);
        day.number += rule->kind == 'J' ? rule->day - 1 + (leap && rule->day >= 60) : rule->day;
    }
    return (int64_t)day.number * DAY_SECONDS + rule->seconds;
}

static int32_t offset_by_rule(const struct zone *zone, int64_t seconds)
{
    if (!zone->has_summer) return zone->standard;
    int year = day_to_date((struct day){floor_day(seconds + zone->standard)}).year;
    if (year < 1 || year > 9998) return zone->standard;
    int64_t begins = rule_seconds(&zone->begins, year) - zone->standard, ends = rule_seconds(&zone->ends, year) - zone->summer;
    bool summer = begins < ends ? seconds >= begins && seconds < ends : seconds >= begins || seconds < ends;
    return summer ? zone->summer : zone->standard;
}

static int32_t offset_at(const struct zone *zone, int64_t seconds)
{
    if (zone->count == 0) return zone->has_rule ? offset_by_rule(zone, seconds) : zone->before;
    if (seconds < zone->times[0]) return zone->before;
    size_t low = 0, high = zone->count; /* times[low] <= seconds < times[high] */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= seconds)
            low = middle;
        else
            high = middle;
    }
    if (low == zone->count - 1 && zone->has_rule) return offset_by_rule(zone, seconds);
    return zone->offsets[low];
}

int32_t zone_offset(const struct zone *zone, struct instant instant)
{
    return offset_at(zone, floor_seconds(instant));
}

struct day zone_day(const struct zone *zone, struct instant instant)
{
    if (!instant_is(instant)) return NO_DAY;
    int64_t seconds = floor_seconds(instant);
    return (struct day){floor_day(seconds + offset_at(zone, seconds))};
}

struct instant zone_midnight(const struct zone *zone, struct day day)
{
    if (!day_is(day)) return NO_INSTANT;
    int64_t local = (int64_t)day.number * DAY_SECONDS;
    int32_t before = offset_at(zone, local - 2 * DAY_SECONDS), after = offset_at(zone, local + 2 * DAY_SECONDS);
    /* The larger offset gives the earlier instant: where midnight comes twice, the first counts. */
    int32_t larger = before > after ? before : after, smaller = before > after ? after : before;
    int64_t seconds = local - larger;
    if (offset_at(zone, seconds) != larger) seconds = local - smaller;
    if (offset_at(zone, seconds) != local - seconds) {
        /* Clocks skip midnight (or changed twice nearby): the first second whose local time is past it. */
        int64_t low = local - 2 * DAY_SECONDS, high = local + 2 * DAY_SECONDS;
        while (high - low > 1) {
            int64_t middle = low + (high - low) / 2;
            if (middle + offset_at(zone, middle) >= local)
                high = middle;
            else
                low = middle;
        }
        seconds = high;
    }
    return (struct instant){seconds * MICROSECONDS};
}
