/* Holidays from an iCalendar file (RFC 5545), as bodies and states publish them. Only all-day VEVENTs count: DTSTART, DTEND or DURATION,
 * RRULE with FREQ=YEARLY, RDATE, EXDATE, STATUS. X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY, which the calendars of China carry, makes a working
 * day. What would change the meaning and is not understood (another FREQ, BYSETPOS) is refused with its line; the rest is passed over.
 *
 * The file knows the years from its first to its last single event; a file of yearly events alone knows all years from the first on. */
#include "calendar/calendar.h"

#include "calendar/calendar_draft.h"

enum { LINE_LIMIT = 4096, LENGTH_LIMIT = 366, EVENT_LIMIT = 20000, EXTRA_LIMIT = 64, BY_LIMIT = 31 };

struct by_day {
    int nth; /* 0: each */
    int weekday;
};

struct rule {
    bool is;
    int interval, count;
    struct day until;
    int months[12], month_count;
    int month_days[BY_LIMIT], month_day_count;
    struct by_day days[BY_LIMIT];
    int day_count;
};

struct event {
    bool is, timed, cancelled, working;
    struct day start, end; /* end: the day after the last; NO_DAY where not said */
    int length;            /* from DURATION, 0 where not said */
    struct rule rule;
    struct day added[EXTRA_LIMIT], left_out[EXTRA_LIMIT];
    int added_count, left_out_count;
    long line;
};

struct reader {
    struct context *context;
    struct text file;
    long line; /* where the logical line begins */
    struct calendar_draft *draft;
    struct event event;
    bool ended; /* by END:VCALENDAR, so far */
    int depth; /* of components inside the event (VALARM) */
    int events;
    int first_single, last_single, first_yearly; /* years */
};

static enum result wrong(struct reader *reader, const char *english, struct text what)
{
    enum result result =
        context_fail(reader->context, RESULT_REFUSED, "calendar.wrong", english, "what", text_string(reader->context->arena, what));
    (void)result;
    return error_at(&reader->context->error, reader->file, reader->line, 0);
}

/* --- Values --- */

static bool read_digits(struct text text, size_t at, size_t count, int *number)
{
    *number = 0;
    for (size_t i = at; i < at + count; i++) {
        if (i >= text.length || text.bytes[i] < '0' || text.bytes[i] > '9') return false;
        *number = *number * 10 + (text.bytes[i] - '0');
    }
    return true;
}

/* 20260215, or a date with a time behind it, whose date is taken. */
static bool read_date(struct text text, struct day *day)
{
    struct date date;
    return (text.length == 8 || (text.length > 8 && text.bytes[8] == 'T')) && read_digits(text, 0, 4, &date.year) &&
           read_digits(text, 4, 2, &date.month) && read_digits(text, 6, 2, &date.day) && day_from_date(date, day) &&
           date.year >= DRAFT_FIRST_YEAR && date.year <= DRAFT_LAST_YEAR;
}

/* P1D, P2W */
static bool read_length(struct text text, int *days)
{
    int64_t number;
    if (text.length < 3 || text.bytes[0] != 'P') return false;
    char unit = text.bytes[text.length - 1];
    if (!text_to_integer((struct text){text.bytes + 1, text.length - 2}, &number) || number < 1 || number > LENGTH_LIMIT) return false;
    *days = (int)(unit == 'W' ? number * 7 : number);
    return (unit == 'D' || unit == 'W') && *days <= LENGTH_LIMIT;
}

static bool read_by_day(struct text text, struct by_day *by)
{
    static const char *const names[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    if (text.length < 2) return false;
    struct text name = {text.bytes + text.length - 2, 2}, nth = {text.bytes, text.length - 2};
    int64_t number = 0;
    if (!text_empty(nth) && (!text_to_integer(nth, &number) || number == 0 || number < -5 || number > 5)) return false;
    by->nth = (int)number;
    for (by->weekday = 0; by->weekday < 7; by->weekday++)
        if (text_is(name, names[by->weekday])) return true;
    return false;
}

static bool read_list(struct text value, int lowest, int highest, int *numbers, int limit, int *count)
{
    struct text piece;
    int64_t number;
    while (text_split(&value, ',', &piece)) {
        if (*count == limit || !text_to_integer(piece, &number) || number < lowest || number > highest || number == 0) return false;
        numbers[(*count)++] = (int)number;
    }
    return true;
}

static bool read_rule_part(struct rule *rule, struct text name, struct text value)
{
    int64_t number;
    if (text_is(name, "FREQ")) return text_is(value, "YEARLY");
    if (text_is(name, "WKST")) return true;
    if (text_is(name, "INTERVAL") || text_is(name, "COUNT")) {
        if (!text_to_integer(value, &number) || number < 1 || number > 10000) return false;
        *(text_is(name, "COUNT") ? &rule->count : &rule->interval) = (int)number;
        return true;
    }
    if (text_is(name, "UNTIL")) return read_date(value, &rule->until);
    if (text_is(name, "BYMONTH")) return read_list(value, 1, 12, rule->months, 12, &rule->month_count);
    if (text_is(name, "BYMONTHDAY")) return read_list(value, -31, 31, rule->month_days, BY_LIMIT, &rule->month_day_count);
    if (!text_is(name, "BYDAY")) return false;
    struct text piece;
    while (text_split(&value, ',', &piece))
        if (rule->day_count == BY_LIMIT || !read_by_day(piece, &rule->days[rule->day_count++])) return false;
    return true;
}

static enum result read_rule(struct reader *reader, struct text value)
{
    struct rule *rule = &reader->event.rule;
    struct text part;
    bool yearly = false;
    *rule = (struct rule){.is = true, .interval = 1, .until = NO_DAY};
    while (text_split(&value, ';', &part)) {
        size_t at = text_find(part, "=");
        struct text name = {part.bytes, at}, what = {part.bytes + at + 1, part.length - at - 1};
        if (at == part.length || !read_rule_part(rule, name, what))
            return wrong(
                reader,
                N_("The repetition “{what}” cannot be read. Yearly ones with BYMONTH, BYMONTHDAY and BYDAY can; write others as dates."),
                part);
        yearly |= text_is(name, "FREQ");
    }
    if (!yearly || ((rule->day_count || rule->month_day_count) && !rule->month_count))
        return wrong(reader, N_("A repetition needs {what}."), yearly ? TEXT("BYMONTH") : TEXT("FREQ=YEARLY"));
    return RESULT_OK;
}

/* --- What an event means --- */

/* True where a date of the month fits BYDAY and BYMONTHDAY. */
static bool fits_month(const struct rule *rule, struct day day, int day_of_month, int month_days)
{
    bool fits = !rule->month_day_count;
    for (int i = 0; i < rule->month_day_count; i++) {
        int wanted = rule->month_days[i];
        fits |= wanted == day_of_month || month_days + 1 + wanted == day_of_month;
    }
    if (!fits || !rule->day_count) return fits;
    for (int i = 0; i < rule->day_count; i++) {
        struct by_day by = rule->days[i];
        if (by.weekday != day_weekday(day)) continue;
        if (by.nth == 0 || by.nth == (day_of_month - 1) / 7 + 1 || -by.nth == (month_days - day_of_month) / 7 + 1) return true;
    }
    return false;
}

static void mark(struct reader *reader, struct day start, int length)
{
    struct event *event = &reader->event;
    for (int i = 0; i < event->left_out_count; i++)
        if (event->left_out[i].number == start.number) return;
    for (int i = 0; i < length; i++) {
        uint8_t *at = calendar_draft_mark(reader->draft, (struct day){start.number + i});
        /* A make-up working day wins over a holiday: it is the more particular statement. */
        if (at && *at != MARK_WORK) *at = event->working ? MARK_WORK : MARK_FREE;
    }
}

static void mark_single(struct reader *reader, struct day start, int length)
{
    int first = day_to_date(start).year, last = day_to_date((struct day){start.number + length - 1}).year;
    if (!reader->first_single || first < reader->first_single) reader->first_single = first;
    if (last > reader->last_single) reader->last_single = last < DRAFT_LAST_YEAR ? last : DRAFT_LAST_YEAR;
    mark(reader, start, length);
}

static bool is_in(const int *numbers, int count, int number)
{
    for (int i = 0; i < count; i++)
        if (numbers[i] == number) return true;
    return false;
}

/* Marks the year's occurrences; false when the rule has come to its end. */
static bool mark_year(struct reader *reader, int year, int length, int *left)
{
    struct event *event = &reader->event;
    struct rule *rule = &event->rule;
    struct date start = day_to_date(event->start);
    for (int month = 1; month <= 12; month++) {
        if (rule->month_count ? !is_in(rule->months, rule->month_count, month) : month != start.month) continue;
        int month_days = 31;
        struct day day;
        while (!day_from_date((struct date){year, month, month_days}, &day)) month_days--;
        for (int i = 1; i <= month_days; i++) {
            if (!day_from_date((struct date){year, month, i}, &day) || day.number < event->start.number) continue;
            if (rule->day_count || rule->month_day_count ? !fits_month(rule, day, i, month_days) : i != start.day) continue;
            if ((day_is(rule->until) && day.number > rule->until.number) || (rule->count && (*left)-- <= 0)) return false;
            mark(reader, day, length);
        }
    }
    return true;
}

static enum result end_event(struct reader *reader)
{
    struct event *event = &reader->event;
    event->is = false;
    if (event->timed || event->cancelled) return RESULT_OK;
    if (!day_is(event->start)) return wrong(reader, N_("The event that ends here has no {what}."), TEXT("DTSTART"));
    int length = event->length ? event->length : day_is(event->end) ? event->end.number - event->start.number : 1;
    if (length == 0) length = 1; /* some programs write the same day as the end */
    if (length < 1 || length > LENGTH_LIMIT) return wrong(reader, N_("The event that ends here is not one day to a year long."), TEXT(""));
    for (int i = 0; i < event->added_count; i++) mark_single(reader, event->added[i], length);
    if (!event->rule.is) {
        mark_single(reader, event->start, length);
        return RESULT_OK;
    }
    int first = day_to_date(event->start).year, left = event->rule.count;
    if (!reader->first_yearly || first < reader->first_yearly) reader->first_yearly = first;
    for (int year = first; year <= DRAFT_LAST_YEAR && mark_year(reader, year, length, &left); year += event->rule.interval) {
    }
    return RESULT_OK;
}

/* --- Lines --- */

static enum result read_dates(struct reader *reader, struct text value, struct day *days, int *count)
{
    struct text piece;
    while (text_split(&value, ',', &piece)) {
        if (*count == EXTRA_LIMIT) return wrong(reader, N_("An event has more than {what} further dates. Split it."), TEXT("64"));
        if (!read_date(piece, &days[(*count)++])) return wrong(reader, N_("“{what}” is no date of the years 1900 to 2199."), piece);
    }
    return RESULT_OK;
}

static enum result read_property(struct reader *reader, struct text name, struct text value)
{
    struct event *event = &reader->event;
    if (text_equal_ignoring_case(name, TEXT("DTSTART")) || text_equal_ignoring_case(name, TEXT("DTEND"))) {
        bool is_start = name.length == 7;
        if (!read_date(value, is_start ? &event->start : &event->end))
            return wrong(reader, N_("“{what}” is no date of the years 1900 to 2199."), value);
        event->timed |= is_start && value.length > 8;
    } else if (text_equal_ignoring_case(name, TEXT("DURATION"))) {
        if (!read_length(value, &event->length)) event->timed = true;
    } else if (text_equal_ignoring_case(name, TEXT("RRULE"))) {
        return read_rule(reader, value);
    } else if (text_equal_ignoring_case(name, TEXT("RDATE"))) {
        return read_dates(reader, value, event->added, &event->added_count);
    } else if (text_equal_ignoring_case(name, TEXT("EXDATE"))) {
        return read_dates(reader, value, event->left_out, &event->left_out_count);
    } else if (text_equal_ignoring_case(name, TEXT("STATUS"))) {
        event->cancelled = text_equal_ignoring_case(value, TEXT("CANCELLED"));
    } else if (text_equal_ignoring_case(name, TEXT("X-APPLE-SPECIAL-DAY"))) {
        event->working = text_equal_ignoring_case(value, TEXT("ALTERNATE-WORKDAY"));
    }
    return RESULT_OK;
}

/* Where the value begins: behind the first colon outside quotes. */
static size_t value_at(struct text line)
{
    bool quoted = false;
    for (size_t i = 0; i < line.length; i++) {
        if (line.bytes[i] == '"') quoted = !quoted;
        if (line.bytes[i] == ':' && !quoted) return i;
    }
    return line.length;
}

static enum result read_line(struct reader *reader, struct text line)
{
    if (text_empty(text_trim(line))) return RESULT_OK;
    size_t colon = value_at(line);
    if (colon == line.length) return wrong(reader, N_("This is no line of an iCalendar file: “{what}”."), line);
    struct text name = {line.bytes, colon}, value = text_trim((struct text){line.bytes + colon + 1, line.length - colon - 1});
    name.length = text_find(name, ";");
    bool begins = text_equal_ignoring_case(name, TEXT("BEGIN")), ends = text_equal_ignoring_case(name, TEXT("END"));
    bool is_event = text_equal_ignoring_case(value, TEXT("VEVENT"));
    reader->ended = ends && text_equal_ignoring_case(value, TEXT("VCALENDAR"));
    if (begins && is_event && !reader->event.is) {
        if (++reader->events > EVENT_LIMIT) return wrong(reader, N_("There are more than {what} events."), TEXT("20000"));
        reader->event = (struct event){.is = true, .start = NO_DAY, .end = NO_DAY, .line = reader->line};
        reader->depth = 0;
    } else if (begins) {
        reader->depth++;
    } else if (ends && is_event && reader->event.is && reader->depth == 0) {
        return end_event(reader);
    } else if (ends) {
        reader->depth--;
    } else if (reader->event.is && reader->depth == 0) {
        return read_property(reader, name, value);
    }
    return RESULT_OK;
}

/* Takes a logical line: a line that begins with a blank goes on the one before (RFC 5545 3.1). */
static bool take_line(struct arena *arena, struct text *rest, struct text *line, long *lines)
{
    struct text piece, more;
    *lines = 1;
    if (!text_split(rest, '\n', &piece)) return false;
    if (text_ends_with(piece, "\r")) piece.length--;
    while (rest->bytes && rest->length && (rest->bytes[0] == ' ' || rest->bytes[0] == '\t') && piece.length <= LINE_LIMIT) {
        (void)text_split(rest, '\n', &more);
        if (text_ends_with(more, "\r")) more.length--;
        piece = text_printf(arena, "%.*s%.*s", TEXT_ARG(piece), (int)more.length - 1, more.bytes + 1);
        ++*lines;
    }
    *line = piece;
    return true;
}

enum result calendar_read_ics(struct context *context, struct arena *arena, struct text file, struct text text, bool kept, const struct zone *zone,
                              const struct calendar **calendar)
{
    struct reader reader = {.context = context, .file = file, .line = 1, .draft = calendar_draft_new(context->arena)};
    if (text.length > CALENDAR_FILE_LIMIT) return wrong(&reader, N_("The calendar is larger than a mebibyte."), TEXT(""));
    struct text line, rest = text;
    if (text_starts_with(rest, "\xEF\xBB\xBF")) rest.bytes += 3, rest.length -= 3;
    if (!text_starts_with(rest, "BEGIN:VCALENDAR"))
        return wrong(&reader, N_("An iCalendar file begins with {what}."), TEXT("BEGIN:VCALENDAR"));
    long lines;
    struct arena_mark before = arena_mark(context->arena);
    while (take_line(context->arena, &rest, &line, &lines)) {
        if (line.length > LINE_LIMIT || memchr(line.bytes, 0, line.length))
            return wrong(&reader, N_("This line is longer than {what} or has a NUL in it."), TEXT("4096"));
        TRY(read_line(&reader, line));
        arena_rewind(context->arena, before);
        reader.line += lines;
    }
    if (reader.event.is) return wrong(&reader, N_("The file ends within an event; it is not whole."), TEXT(""));
    if (!kept && !reader.ended) return wrong(&reader, N_("The file does not end with {what}; it is not whole."), TEXT("END:VCALENDAR"));
    if (reader.first_single || reader.first_yearly) {
        reader.draft->first_year = reader.first_single ? reader.first_single : reader.first_yearly;
        reader.draft->last_year = reader.first_single ? reader.last_single : DRAFT_LAST_YEAR;
    } else if (!kept) {
        reader.line = 0;
        return wrong(&reader, N_("The file has no event of whole days, so it knows no holiday; perhaps it is not whole. Put the whole one in its place."), TEXT(""));
    }
    *calendar = calendar_draft_finish(arena, reader.draft, file, zone);
    return RESULT_OK;
}
