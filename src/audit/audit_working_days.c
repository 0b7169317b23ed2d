#include "audit/audit_working_days.h"

#include "audit/audit_inside.h"
#include "base/file.h"
#include "outside/settings.h"

enum { FILE_LIMIT = 1 << 20, FIRST_YEAR = 1900, LAST_YEAR = 2199, MOST_DAYS = 120000 };

enum { BY_WEEKDAY, FREE, WORK };

struct audit_working_days {
    bool weekend[7];
    struct day first, last; /* that the file knows */
    struct day base;        /* of `said` */
    unsigned char said[MOST_DAYS];
};

static bool is_working(const struct audit_working_days *days, struct day day)
{
    int64_t at = (int64_t)day.number - days->base.number;
    int said = at >= 0 && at < MOST_DAYS ? days->said[at] : BY_WEEKDAY;
    return said == BY_WEEKDAY ? !days->weekend[day_weekday(day)] : said == WORK;
}

static void read_setting(struct audit_working_days *days, struct text word, struct text value)
{
    static const char *const names[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    struct text piece;
    if (text_is(word, "weekend"))
        for (memset(days->weekend, 0, sizeof days->weekend); text_split(&value, ' ', &piece);)
            for (int i = 0; i < 7; i++) days->weekend[i] = days->weekend[i] || text_equal_ignoring_case(piece, text_of(names[i]));
    int64_t first, last;
    if (!text_is(word, "years") || !text_split(&value, ' ', &piece) || !text_to_integer(piece, &first) || !text_starts_with(value, "to ")) return;
    if (!text_to_integer(text_trim((struct text){value.bytes + 3, value.length - 3}), &last) || first < FIRST_YEAR || last > LAST_YEAR) return;
    (void)day_from_date((struct date){(int)first, 1, 1}, &days->first);
    (void)day_from_date((struct date){(int)last, 12, 31}, &days->last);
}

/* "2026-02-15 to 2026-02-23 free Spring Festival" */
static void read_days(struct audit_working_days *days, struct text line)
{
    struct day from, to;
    struct text word;
    if (!text_split(&line, ' ', &word) || !day_parse(word, &from)) return;
    to = from;
    if (text_starts_with(line, "to ")) {
        line = (struct text){line.bytes + 3, line.length - 3};
        if (!text_split(&line, ' ', &word) || !day_parse(word, &to)) return;
    }
    bool works = text_starts_with(line, "work");
    for (int64_t at = (int64_t)from.number - days->base.number; at >= 0 && at <= (int64_t)to.number - days->base.number && at < MOST_DAYS; at++)
        days->said[at] = works ? WORK : FREE;
}

static struct audit_working_days *only_weekends(struct arena *arena)
{
    struct audit_working_days *days = ARENA_NEW(arena, struct audit_working_days);
    days->weekend[0] = days->weekend[6] = true;
    (void)day_from_date((struct date){FIRST_YEAR, 1, 1}, &days->base);
    days->first = days->base;
    (void)day_from_date((struct date){LAST_YEAR, 12, 31}, &days->last);
    return days;
}

const struct audit_working_days *audit_working_days_parse(struct arena *arena, struct text text)
{
    struct audit_working_days *days = only_weekends(arena);
    struct text line;
    days->first = NO_DAY;
    while (text_split(&text, '\n', &line)) {
        line = text_trim(line);
        size_t colon = text_find(line, ": ");
        if (text_empty(line) || line.bytes[0] == '#') continue;
        if (line.bytes[0] >= '0' && line.bytes[0] <= '9') read_days(days, line);
        else if (colon < line.length) read_setting(days, (struct text){line.bytes, colon}, text_trim((struct text){line.bytes + colon + 1, line.length - colon - 1}));
    }
    return day_is(days->first) ? days : NULL;
}

const struct audit_working_days *audit_working_days_read(struct context *context, struct text name)
{
    if (text_is(name, "weekend")) return only_weekends(context->arena);
    bool is_path = text_starts_with(name, "/");
    if (is_path ? !text_ends_with(name, ".txt") : text_find(name, ".") < name.length || text_find(name, "/") < name.length) return NULL;
    struct text path = is_path ? name : settings_path(context, text_printf(context->arena, "data/calendars/%.*s.txt", TEXT_ARG(name)).bytes), text;
    enum result read = context->database ? audit_store_calendar(context, name, &text) : RESULT_NONE;
    if (read == RESULT_NONE) read = file_read(context, path, FILE_LIMIT, &text);
    if (read < 0) error_clear(&context->error);
    return read == RESULT_OK ? audit_working_days_parse(context->arena, text) : NULL;
}

bool audit_working_days_add(const struct audit_working_days *days, struct day day, int64_t count, struct day *result)
{
    if (day.number < days->first.number) return false;
    while (count > 0) {
        if (++day.number > days->last.number) return false;
        count -= is_working(days, day);
    }
    *result = day;
    return true;
}
