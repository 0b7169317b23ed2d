/* The text format of data/calendars (docs/calendar.md): `word: value` lines, then a line for each day or run of days:
 *
 *     2026-02-15 to 2026-02-23 free Spring Festival
 *     2026-02-28 work
 *     2026-12-24                          (a bare date is free) */
#include "calendar/calendar.h"

#include "calendar/calendar_draft.h"

struct reader {
    struct context *context;
    struct text file;
    long line;
    struct calendar_draft *draft;
    int first_seen, last_seen; /* years of the days listed */
};

enum { LINE_LIMIT = 400, RUN_LIMIT = 366 };

static enum result wrong(struct reader *reader, const char *english, struct text what)
{
    enum result result =
        context_fail(reader->context, RESULT_REFUSED, "calendar.wrong", english, "what", text_string(reader->context->arena, what));
    (void)result;
    return error_at(&reader->context->error, reader->file, reader->line, 0);
}

static const char *const weekdays[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

static enum result read_weekend(struct reader *reader, struct text value)
{
    struct text word;
    int free_days = 0;
    memset(reader->draft->weekend, 0, sizeof reader->draft->weekend);
    if (text_is(value, "none")) return RESULT_OK;
    while (text_split(&value, ' ', &word)) {
        if (text_empty(word)) continue;
        int weekday = 0;
        while (weekday < 7 && !text_equal_ignoring_case(word, text_of(weekdays[weekday]))) weekday++;
        if (weekday == 7) return wrong(reader, N_("“{what}” is no weekday. Write for example: weekend: saturday sunday"), word);
        free_days += !reader->draft->weekend[weekday];
        reader->draft->weekend[weekday] = true;
    }
    if (free_days == 0 || free_days == 7)
        return wrong(reader, N_("A weekend has one to six days. Write for example: weekend: saturday sunday"), value);
    return RESULT_OK;
}

static bool is_year(int64_t year)
{
    return year >= DRAFT_FIRST_YEAR && year <= DRAFT_LAST_YEAR;
}

static enum result read_years(struct reader *reader, struct text value)
{
    size_t at = text_find(value, " to ");
    struct text first = {value.bytes, at}, last = first;
    if (at < value.length) last = (struct text){value.bytes + at + 4, value.length - at - 4};
    int64_t first_year, last_year;
    if (!text_to_integer(text_trim(first), &first_year) || !text_to_integer(text_trim(last), &last_year) || !is_year(first_year) ||
        !is_year(last_year) || last_year < first_year)
        return wrong(reader, N_("“{what}” are no years between 1900 and 2199. Write for example: years: 2004 to 2026"), value);
    reader->draft->first_year = (int)first_year;
    reader->draft->last_year = (int)last_year;
    return RESULT_OK;
}

static enum result read_setting(struct reader *reader, struct text word, struct text value)
{
    if (text_is(word, "version"))
        reader->draft->version = value;
    else if (text_is(word, "source"))
        reader->draft->source = value;
    else if (text_is(word, "weekend"))
        return read_weekend(reader, value);
    else if (text_is(word, "years"))
        return read_years(reader, value);
    else if (!text_is(word, "attribution"))
        return wrong(reader, N_("“{what}” is no word of a calendar. The words are version, source, attribution, weekend and years."), word);
    return RESULT_OK;
}

static bool take_word(struct text *rest, struct text *word)
{
    *rest = text_trim(*rest);
    return text_split(rest, ' ', word);
}

static enum result read_days(struct reader *reader, struct text line)
{
    struct text word, rest = line;
    struct day first, last;
    enum day_mark mark = MARK_FREE;
    if (!take_word(&rest, &word) || !day_parse(word, &first))
        return wrong(reader, N_("“{what}” is no date. Write it as 2026-02-15."), word);
    last = first;
    bool more = take_word(&rest, &word);
    if (more && text_is(word, "to")) {
        if (!take_word(&rest, &word) || !day_parse(word, &last))
            return wrong(reader, N_("“{what}” is no date. Write it as 2026-02-15."), word);
        if (last.number < first.number || last.number - first.number >= RUN_LIMIT)
            return wrong(reader, N_("The days up to {what} are no run of one day to a year."), word);
        more = take_word(&rest, &word);
    }
    if (more && text_is(word, "work"))
        mark = MARK_WORK;
    else if (more && !text_is(word, "free"))
        return wrong(reader, N_("“{what}” is neither free nor work."), word);
    int first_year = day_to_date(first).year, last_year = day_to_date(last).year;
    if (!is_year(first_year) || !is_year(last_year)) return wrong(reader, N_("{what} lies outside the years 1900 to 2199."), line);
    for (struct day day = first; day.number <= last.number; day.number++) {
        uint8_t *at = calendar_draft_mark(reader->draft, day);
        if (*at != MARK_NONE)
            return wrong(reader, N_("{what} is said twice. Leave one of the lines."), day_text(reader->context->arena, day));
        *at = (uint8_t)mark;
    }
    if (!reader->first_seen || first_year < reader->first_seen) reader->first_seen = first_year;
    if (last_year > reader->last_seen) reader->last_seen = last_year;
    return RESULT_OK;
}

static enum result read_line(struct reader *reader, struct text line)
{
    line = text_trim(line);
    if (text_empty(line) || line.bytes[0] == '#') return RESULT_OK;
    if (line.length > LINE_LIMIT || memchr(line.bytes, 0, line.length) || !text_is_utf8(line, NULL))
        return wrong(reader, N_("This line is too long or no UTF-8 text."), TEXT(""));
    if (line.bytes[0] >= '0' && line.bytes[0] <= '9') return read_days(reader, line);
    size_t colon = text_find(line, ":");
    if (colon == line.length) return wrong(reader, N_("“{what}” is neither a date nor a word with a colon."), line);
    return read_setting(reader, (struct text){line.bytes, colon},
                        text_trim((struct text){line.bytes + colon + 1, line.length - colon - 1}));
}

/* A file that says no years knows those of its days. */
static enum result settle_years(struct reader *reader)
{
    struct calendar_draft *draft = reader->draft;
    if (!reader->first_seen) return RESULT_OK;
    if (!draft->first_year) {
        draft->first_year = reader->first_seen;
        draft->last_year = reader->last_seen;
    }
    if (reader->first_seen < draft->first_year || reader->last_seen > draft->last_year)
        return wrong(reader, N_("There are days outside the years {what} that the file says it knows."),
                     text_printf(reader->context->arena, "%d–%d", draft->first_year, draft->last_year));
    return RESULT_OK;
}

enum result calendar_read_text(struct context *context, struct arena *arena, struct text file, struct text text, bool kept, const struct zone *zone,
                               const struct calendar **calendar)
{
    struct reader reader = {.context = context, .file = file, .draft = calendar_draft_new(context->arena)};
    if (text.length > CALENDAR_FILE_LIMIT) return wrong(&reader, N_("The calendar is larger than a mebibyte."), TEXT(""));
    struct text line, rest = text;
    if (text_starts_with(rest, "\xEF\xBB\xBF")) rest.bytes += 3, rest.length -= 3;
    while (text_split(&rest, '\n', &line)) {
        reader.line++;
        TRY(read_line(&reader, line));
    }
    TRY(settle_years(&reader));
    reader.line = 0;
    if (!kept && !reader.draft->first_year)
        return wrong(&reader, N_("The file says neither a day nor which years it knows; perhaps it is not whole. Put the whole one in its place. One without holidays says for example: {what}"), TEXT("years: 2004 to 2026"));
    *calendar = calendar_draft_finish(arena, reader.draft, file, zone);
    return RESULT_OK;
}
