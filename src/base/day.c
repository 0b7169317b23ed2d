#include "base/day.h"

#include <stdio.h>

/* Days from civil and back after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms". */
static int32_t days_from_civil(int y, int m, int d)
{
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

bool day_from_date(struct date date, struct day *day)
{
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12) return false;
    if (date.day < 1 || date.day > month_length(date.year, date.month)) return false;
    day->number = days_from_civil(date.year, date.month, date.day);
    return true;
}

struct date day_to_date(struct day day)
{
    int z = day.number + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int m = mp < 10 ? mp + 3 : mp - 9;
    return (struct date){yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}

int day_weekday(struct day day)
{
    int weekday = (day.number % 7 + 4) % 7; /* 1970-01-01 was a Thursday */
    return weekday < 0 ? weekday + 7 : weekday;
}

static bool digits(const char *s, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9') return false;
        *value = *value * 10 + (s[i] - '0');
    }
    return true;
}

bool day_parse(struct text text, struct day *day)
{
    struct date date;
    const char *s = text.bytes;
    return text.length == 10 && digits(s, 4, &date.year) && s[4] == '-' && digits(s + 5, 2, &date.month) && s[7] == '-' &&
           digits(s + 8, 2, &date.day) && day_from_date(date, day);
}

struct text day_text(struct arena *arena, struct day day)
{
    if (!day_is(day)) return TEXT("");
    struct date date = day_to_date(day);
    return text_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

struct day day_add_months(struct day day, int months)
{
    struct date date = day_to_date(day);
    int count = date.year * 12 + date.month - 1 + months;
    int year = count / 12, month = count % 12 + 1;
    int last = month_length(year, month);
    return (struct day){days_from_civil(year, month, date.day < last ? date.day : last)};
}

struct day day_period_end(struct day from, int months)
{
    /* The period ends on the day before the same day of the month. Where that month is shorter than `from`'s day, day_add_months
     * has already come to its last day, and that whole day still belongs to the period. */
    struct day end = day_add_months(from, months);
    if (day_to_date(end).day == day_to_date(from).day) end.number--;
    return end;
}

bool instant_parse(struct text text, struct instant *instant)
{
    struct day day;
    int hour, minute, second;
    const char *s = text.bytes;
    size_t left = text.length;
    if (left < 19 || !day_parse((struct text){s, 10}, &day) || (s[10] != 'T' && s[10] != ' ')) return false;
    if (!digits(s + 11, 2, &hour) || s[13] != ':' || !digits(s + 14, 2, &minute) || s[16] != ':' || !digits(s + 17, 2, &second)) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    s += 19, left -= 19;
    int64_t fraction = 0;
    if (left && *s == '.') {
        int64_t unit = MICROSECONDS / 10;
        for (s++, left--; left && *s >= '0' && *s <= '9'; s++, left--, unit /= 10) fraction += unit * (*s - '0');
    }
    int offset = 0;
    if (left == 1 && *s == 'Z') {
        left = 0;
    } else if (left == 6 && (*s == '+' || *s == '-')) {
        int offset_hours, offset_minutes;
        if (!digits(s + 1, 2, &offset_hours) || s[3] != ':' || !digits(s + 4, 2, &offset_minutes) || offset_hours > 14 || offset_minutes > 59) return false;
        offset = (offset_hours * 60 + offset_minutes) * 60 * (*s == '-' ? -1 : 1);
        left = 0;
    }
    if (left) return false;
    int64_t seconds = (int64_t)day.number * 86400 + hour * 3600 + minute * 60 + second - offset;
    instant->microseconds = seconds * MICROSECONDS + fraction;
    return true;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct text instant_text(struct arena *arena, struct instant instant)
{
    if (!instant_is(instant)) return TEXT("");
    int64_t seconds = floor_divide(instant.microseconds, MICROSECONDS);
    struct day day = instant_day_utc(instant);
    int of_day = (int)(seconds - (int64_t)day.number * 86400);
    struct date date = day_to_date(day);
    return text_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", date.year, date.month, date.day, of_day / 3600, of_day / 60 % 60, of_day % 60);
}

struct day instant_day_utc(struct instant instant)
{
    return (struct day){(int32_t)floor_divide(instant.microseconds, 86400 * MICROSECONDS)};
}

struct instant instant_of_day_utc(struct day day)
{
    return (struct instant){(int64_t)day.number * 86400 * MICROSECONDS};
}
