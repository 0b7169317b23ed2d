#include "intake/intake_name.h"

static char plain(char c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c + 32);
    return c == '_' ? '-' : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The length of the date at the front of the name, 0 where there is none. */
static size_t date_length(struct text name, struct day *day)
{
    char digits[8];
    size_t at = 0;
    for (int i = 0; i < 8; i++) {
        if ((i == 4 || i == 6) && at < name.length && (plain(name.bytes[at]) == '-' || name.bytes[at] == '.')) at++;
        if (at >= name.length || !is_digit(name.bytes[at])) return 0;
        digits[i] = name.bytes[at++];
    }
    int values[3] = {0};
    for (int i = 0; i < 8; i++) {
        int *value = &values[i < 4 ? 0 : i < 6 ? 1 : 2];
        *value = *value * 10 + (digits[i] - '0');
    }
    return day_from_date((struct date){values[0], values[1], values[2]}, day) ? at : 0;
}

/* What was tried once from here on, by how much of the pattern and of the name is left: a hostile pattern or name costs no more than that. */
enum { LONGEST_PATTERN = 255, LONGEST_NAME = 1023 };
struct trial {
    struct day *day;
    int *edition;
    unsigned char tried[LONGEST_PATTERN + 1][LONGEST_NAME / 8 + 1];
};

/* Each * is tried from the longest match on. */
static bool fits(struct trial *trial, struct text pattern, struct text name)
{
    unsigned char *tried = &trial->tried[pattern.length][name.length / 8], bit = (unsigned char)(1u << name.length % 8);
    if (*tried & bit) return false;
    *tried |= bit;
    while (pattern.length) {
        char c = pattern.bytes[0];
        if (c == '*') {
            pattern.bytes++, pattern.length--;
            for (size_t skipped = name.length + 1; skipped-- > 0;)
                if (fits(trial, pattern, (struct text){name.bytes + skipped, name.length - skipped})) return true;
            return false;
        }
        if (text_starts_with(pattern, "{date}")) {
            size_t length = date_length(name, trial->day);
            if (!length) return false;
            pattern.bytes += 6, pattern.length -= 6;
            name.bytes += length, name.length -= length;
            continue;
        }
        if (text_starts_with(pattern, "{edition}")) {
            pattern.bytes += 9, pattern.length -= 9;
            size_t dash = name.length && plain(name.bytes[0]) == '-' ? 1 : 0;
            for (size_t skipped = dash + 1; skipped-- > 0;)
                if (name.length > skipped && plain(name.bytes[skipped]) >= 'a' && plain(name.bytes[skipped]) <= 'z' &&
                    fits(trial, pattern, (struct text){name.bytes + skipped + 1, name.length - skipped - 1})) {
                    *trial->edition = plain(name.bytes[skipped]) - 'a' + 1;
                    return true;
                }
            continue;
        }
        if (name.length == 0 || (c != '?' && plain(c) != plain(name.bytes[0]))) return false;
        pattern.bytes++, pattern.length--;
        name.bytes++, name.length--;
    }
    return name.length == 0;
}

bool intake_name_fits(struct text pattern, struct text name, struct day *day, int *edition)
{
    struct trial trial = {.day = day, .edition = edition};
    *day = NO_DAY;
    *edition = 0;
    return pattern.length <= LONGEST_PATTERN && name.length <= LONGEST_NAME && fits(&trial, pattern, name);
}

struct text intake_name_base(struct text path)
{
    for (size_t i = path.length; i > 0; i--)
        if (path.bytes[i - 1] == '/' || path.bytes[i - 1] == '\\') return (struct text){path.bytes + i, path.length - i};
    return path;
}

bool intake_name_read(const struct intake_profile *profile, struct text name, struct intake_name *found)
{
    *found = (struct intake_name){READING_DELIVERED, NO_DAY, 0};
    /* No-shows first: their names are the more particular ones. */
    for (int reading = READINGS - 1; reading >= 0; reading--)
        for (size_t i = 0; i < profile->names[reading].count; i++)
            if (intake_name_fits(profile->names[reading].items[i], name, &found->day, &found->edition)) {
                found->reading = (enum intake_reading)reading;
                return true;
            }
    *found = (struct intake_name){READING_DELIVERED, NO_DAY, 0};
    return false;
}

struct instant intake_name_stamp(const struct intake_name *name, struct instant received)
{
    if (!day_is(name->day)) return received;
    struct instant day = instant_of_day_utc(name->day);
    return day.microseconds > instant_add_seconds(received, INTAKE_CLOCKS_APART).microseconds ? received : instant_add_seconds(day, name->edition);
}
