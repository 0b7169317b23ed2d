/* Names of files and of members: a pattern, a line end, a name. The two fit where a reading of the pattern that knows neither days nor stars from the right says so. */
#include <stdlib.h>

#include "intake/intake_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

enum { MOST = 1100 };

static bool same(char a, char b)
{
    if (a >= 'A' && a <= 'Z') a = (char)(a + 32);
    if (b >= 'A' && b <= 'Z') b = (char)(b + 32);
    return (a == '_' ? '-' : a) == (b == '_' ? '-' : b);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of a day at the front, 0 where there is none. */
static size_t day_length(struct text name)
{
    int digits[8], count = 0;
    size_t at = 0;
    for (; count < 8; at++) {
        if (at == name.length) return 0;
        char c = name.bytes[at];
        bool between = (count == 4 || count == 6) && at && name.bytes[at - 1] >= '0' && name.bytes[at - 1] <= '9';
        if (c >= '0' && c <= '9') digits[count++] = c - '0';
        else if (!between || !strchr("-_.", c) || !c) return 0;
    }
    struct day day;
    return day_from_date((struct date){digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3], digits[4] * 10 + digits[5], digits[6] * 10 + digits[7]}, &day) ? at : 0;
}

/* Where in the name the pattern, read up to here, can have come: from each place to all that its next part leads to. */
static bool can_fit(struct text pattern, struct text name)
{
    static bool now[MOST + 1], next[MOST + 1];
    memset(now, 0, sizeof now);
    now[0] = true;
    while (pattern.length) {
        size_t part = text_starts_with(pattern, "{date}") ? 6 : text_starts_with(pattern, "{edition}") ? 9 : 1;
        bool reached = false;
        memset(next, 0, sizeof next);
        for (size_t i = 0; i <= name.length; i++) {
            struct text rest = {name.bytes + i, name.length - i};
            reached = reached || now[i];
            if (part == 1 && pattern.bytes[0] == '*') {
                next[i] = reached;
            } else if (now[i] && part == 6) {
                size_t day = day_length(rest);
                if (day) next[i + day] = true;
            } else if (now[i] && part == 9) {
                next[i] = true;
                if (rest.length && is_letter(rest.bytes[0])) next[i + 1] = true;
                if (rest.length > 1 && same(rest.bytes[0], '-') && is_letter(rest.bytes[1])) next[i + 2] = true;
            } else if (now[i] && rest.length && (pattern.bytes[0] == '?' || same(pattern.bytes[0], rest.bytes[0]))) {
                next[i + 1] = true;
            }
        }
        memcpy(now, next, sizeof now);
        pattern.bytes += part, pattern.length -= part;
    }
    return now[name.length];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    struct text rest = {(const char *)data, length}, pattern;
    struct day day;
    int edition;
    if (length > MOST || !text_split(&rest, '\n', &pattern)) return 0;
    bool found = intake_name_fits(pattern, rest, &day, &edition);
    if (found != (pattern.length <= 255 && rest.length <= 1023 && can_fit(pattern, rest))) abort();
    if (found && (edition < 0 || edition > 26)) abort();
    if (found && day_is(day) != (text_find(pattern, "{date}") < pattern.length)) abort();
    struct text base = intake_name_base(rest);
    if (base.length && (memchr(base.bytes, '/', base.length) || memchr(base.bytes, '\\', base.length) || base.bytes + base.length != rest.bytes + rest.length)) abort();
    return 0;
}
