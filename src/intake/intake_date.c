#include "intake/intake_date.h"

enum { FIRST_YEAR = 1970, LAST_YEAR = 2199 };

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

bool intake_date_format(struct text text, struct intake_date_format *format)
{
    static const struct {
        const char *words;
        enum intake_date_zone zone;
    } zones[] = {{" in UTC", DATE_IN_UTC}, {" in body's zone", DATE_IN_BODY}, {" at site", DATE_AT_SITE}};
    *format = (struct intake_date_format){.zone = DATE_IN_UTC};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (text_ends_with(text, zones[i].words)) {
            text = text_trim((struct text){text.bytes, text.length - strlen(zones[i].words)});
            format->zone = zones[i].zone;
            break;
        }
    if (text.length > INTAKE_DATE_STEPS) return false;
    bool year = false, month = false, day = false, hour = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c != '%') {
            if ((unsigned char)c >= 0x80) return false;
            format->steps[format->step_count++] = c;
            continue;
        }
        if (++i == text.length || !strchr("YymbdHMSz", text.bytes[i])) return false;
        c = text.bytes[i];
        year |= c == 'Y' || c == 'y';
        month |= c == 'm' || c == 'b';
        day |= c == 'd';
        hour |= c == 'H';
        format->has_offset |= c == 'z';
        format->steps[format->step_count++] = (char)(c | 0x80);
    }
    format->has_time = hour;
    const char *s = format->steps;
    format->plain = format->step_count == 5 && s[0] == (char)('Y' | 0x80) && s[2] == (char)('m' | 0x80) && s[4] == (char)('d' | 0x80) && s[1] == s[3];
    format->separator = s[1];
    return year && month && day && (hour || !format->has_offset);
}

static inline bool digits(const char *bytes, int count, int *value)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        unsigned digit = (unsigned)(bytes[i] - '0');
        if (digit > 9) return false;
        sum = sum * 10 + (int)digit;
    }
    *value = sum;
    return true;
}

static bool take_digits(struct text *rest, int most, int *value)
{
    int count = 0;
    while (count < most && (size_t)count < rest->length && rest->bytes[count] >= '0' && rest->bytes[count] <= '9') count++;
    if (count == 0 || !digits(rest->bytes, count, value)) return false;
    rest->bytes += count;
    rest->length -= (size_t)count;
    return true;
}

static bool take_month_name(struct text *rest, int *month)
{
    if (rest->length < 3) return false;
    for (int i = 0; i < 12; i++)
        if (text_equal_ignoring_case((struct text){rest->bytes, 3}, text_of(months[i]))) {
            *month = i + 1;
            rest->bytes += 3;
            rest->length -= 3;
            return true;
        }
    return false;
}

/* Z, +08:00, +0800 or +08 */
static bool take_offset(struct text *rest, int *seconds)
{
    if (rest->length && (rest->bytes[0] == 'Z' || rest->bytes[0] == 'z')) {
        rest->bytes++;
        rest->length--;
        *seconds = 0;
        return true;
    }
    if (rest->length < 3 || (rest->bytes[0] != '+' && rest->bytes[0] != '-')) return false;
    int sign = rest->bytes[0] == '-' ? -1 : 1, hours, minutes = 0;
    if (!digits(rest->bytes + 1, 2, &hours)) return false;
    size_t used = 3;
    if (rest->length >= 6 && rest->bytes[3] == ':' && digits(rest->bytes + 4, 2, &minutes)) used = 6;
    else if (rest->length >= 5 && digits(rest->bytes + 3, 2, &minutes)) used = 5;
    if (hours > 15 || minutes > 59) return false;
    rest->bytes += used;
    rest->length -= used;
    *seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

struct parts {
    int year, month, day, hour, minute, second, offset;
};

static bool read_parts(const struct intake_date_format *format, struct text rest, struct parts *parts)
{
    *parts = (struct parts){0};
    for (int i = 0; i < format->step_count; i++) {
        unsigned char step = (unsigned char)format->steps[i];
        if (step < 0x80) {
            if (rest.length == 0 || rest.bytes[0] != (char)step) return false;
            rest.bytes++;
            rest.length--;
            continue;
        }
        bool read = true;
        switch (step & 0x7F) {
        case 'Y': {
            size_t before = rest.length;
            read = take_digits(&rest, 4, &parts->year) && before - rest.length == 4;
            break;
        }
        case 'y':
            read = take_digits(&rest, 2, &parts->year);
            parts->year += parts->year < 70 ? 2000 : 1900;
            break;
        case 'm': read = take_digits(&rest, 2, &parts->month); break;
        case 'b': read = take_month_name(&rest, &parts->month); break;
        case 'd': read = take_digits(&rest, 2, &parts->day); break;
        case 'H': read = take_digits(&rest, 2, &parts->hour); break;
        case 'M': read = take_digits(&rest, 2, &parts->minute); break;
        case 'S': {
            read = take_digits(&rest, 2, &parts->second);
            int fraction;
            if (read && rest.length > 1 && rest.bytes[0] == '.') { /* a fraction of a second is passed over */
                rest.bytes++;
                rest.length--;
                read = take_digits(&rest, 9, &fraction);
            }
            break;
        }
        case 'z': read = take_offset(&rest, &parts->offset); break;
        }
        if (!read) return false;
    }
    return rest.length == 0;
}

static bool make(const struct intake_date_format *format, const struct parts *parts, struct intake_date *date)
{
    if (parts->year < FIRST_YEAR || parts->year > LAST_YEAR || parts->hour > 23 || parts->minute > 59 || parts->second > 60) return false;
    if (!day_from_date((struct date){parts->year, parts->month, parts->day}, &date->day)) return false;
    date->instant = NO_INSTANT;
    date->local = false;
    date->zone = format->zone;
    if (!format->has_time) return true;
    date->instant = instant_add_seconds(instant_of_day_utc(date->day), parts->hour * 3600 + parts->minute * 60 + parts->second - parts->offset);
    date->local = !format->has_offset && format->zone != DATE_IN_UTC;
    return true;
}

bool intake_date_read(const struct intake_date_formats *formats, struct text text, struct intake_date *date)
{
    struct parts parts;
    for (size_t i = 0; i < formats->count; i++) {
        const struct intake_date_format *format = &formats->items[i];
        if (format->plain) {
            parts = (struct parts){0};
            if (text.length != 10 || text.bytes[4] != format->separator || text.bytes[7] != format->separator || !digits(text.bytes, 4, &parts.year) ||
                !digits(text.bytes + 5, 2, &parts.month) || !digits(text.bytes + 8, 2, &parts.day))
                continue;
        } else if (!read_parts(format, text, &parts)) {
            continue;
        }
        return make(format, &parts, date);
    }
    return false;
}

struct instant intake_date_shift(struct instant local, const struct zone *zone)
{
    /* The offset before is right but within a few hours of a clock change; the second look mends that. */
    struct instant guess = instant_add_seconds(local, -zone_offset(zone, local));
    return instant_add_seconds(local, -zone_offset(zone, guess));
}
