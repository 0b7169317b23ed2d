#include "intake/intake_row.h"

#include <stdio.h>

#include "intake/intake_check.h"
#include "letter/address.h"

enum { CODE_SLOTS = 8192, CODE_LIMIT = CODE_SLOTS / 2, ZONE_LIMIT = 700, FIRST_DAY = 7305 /* 1990-01-01: before it nobody gave exams like these */ };

/* An exam code that was seen, and what the catalogue says to it. */
struct code {
    struct text text;
    int32_t exam; /* -1: unknown */
    uint8_t language;
};
struct intake_codes {
    struct code slots[CODE_SLOTS];
    size_t count;
};
struct intake_zones {
    struct {
        struct text name;
        const struct zone *zone; /* NULL: there is none of that name */
    } items[ZONE_LIMIT];
    size_t count, last;
};

void intake_maker_begin(struct intake_maker *maker, struct instant received)
{
    /* A site may be a day ahead of the body. */
    maker->last_day = zone_day(calendar_zone(maker->catalogue->calendar), received).number + 1;
    maker->last_updated = instant_add_seconds(received, INTAKE_CLOCKS_APART);
    maker->codes = ARENA_NEW(maker->context->arena, struct intake_codes);
    maker->zones = ARENA_NEW(maker->context->arena, struct intake_zones);
}

/* --- Problems --- */

struct making {
    struct intake_maker *maker;
    struct intake_batch *batch;
    const struct delimited_record *record;
    struct intake_row *row;
};

/* What staff may take in as it is. */
static bool can_be_accepted(const char *code)
{
    static const char *const codes[] = {"intake.contradiction", "intake.mailbox", "intake.day_early", "intake.updated_ahead", "intake.score"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0) return true;
    return false;
}

/* A refusal outweighs a quarantine; among equals the first stays. */
static void problem(struct making *making, enum intake_verdict verdict, int column, const char *code, const char *english, struct text what)
{
    struct intake_batch *batch = making->batch;
    uint32_t known = making->row->problem;
    if (making->maker->forced && can_be_accepted(code)) return;
    if (known != INTAKE_NO_NUMBER && (batch->problems[known].verdict == INTAKE_REFUSED || verdict == INTAKE_QUARANTINED)) return;
    struct error error = {.arena = batch->arena};
    (void)!error_set(&error, RESULT_REFUSED, code, english, "what", text_string(batch->arena, what), (const char *)NULL);
    long place = 0;
    int cell = column >= 0 ? making->maker->column_of[column] : -1;
    if (cell >= 0 && (uint32_t)cell < making->record->count) place = intake_column(making->record->raw, (size_t)(making->record->cells[cell].bytes - making->record->raw.bytes));
    intake_batch_problem(batch, making->row, (struct intake_problem){verdict, code, error_fill(batch->arena, &error, english), place});
}

/* --- Cells --- */

static inline bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline struct text trimmed(const char *bytes, size_t length)
{
    while (length && is_space(bytes[length - 1])) length--;
    while (length && is_space(*bytes)) bytes++, length--;
    return (struct text){bytes, length};
}

static struct text undoubled(struct intake_batch *batch, struct text text, char quote)
{
    char *out = intake_batch_extra(batch, text.length);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        out[length++] = text.bytes[i];
        if (text.bytes[i] == quote) i++;
    }
    batch->extra_length += length;
    return (struct text){out, length};
}

/* The cell of a column, trimmed; empty where there is none. Good until the next cell is asked for. */
static inline struct text cell_of(struct making *making, int column)
{
    int at = making->maker->column_of[column];
    if (at < 0) return (struct text){"", 0};
    const struct delimited_cell *cell = &making->record->cells[at];
    struct text text = trimmed(cell->bytes, cell->length);
    return __builtin_expect(cell->doubled, 0) ? undoubled(making->batch, text, making->maker->profile->quote) : text;
}

static inline struct slice slice_of(const struct intake_batch *batch, struct text text)
{
    if (!text.length) return (struct slice){0, 0};
    if (text.bytes >= batch->text && text.bytes < batch->text + batch->text_length) return (struct slice){(uint32_t)(text.bytes - batch->text), (uint32_t)text.length};
    return (struct slice){(uint32_t)(batch->text_length + (size_t)(text.bytes - batch->extra)), (uint32_t)text.length};
}

static inline bool has_control(struct text text)
{
    unsigned char seen = 0;
    for (size_t i = 0; i < text.length; i++) seen |= (unsigned char)((unsigned char)text.bytes[i] < 0x20) | (unsigned char)(text.bytes[i] == 0x7F);
    return seen;
}

static struct slice text_cell(struct making *making, int column, size_t limit)
{
    struct text text = cell_of(making, column);
    if (__builtin_expect(text.length > limit, 0)) {
        problem(making, INTAKE_REFUSED, column, "intake.too_long", N_("The value is longer than the limit for this column: {what}"), text_clipped(text, 20));
        return (struct slice){0, 0};
    }
    if (__builtin_expect(has_control(text), 0)) problem(making, INTAKE_REFUSED, column, "intake.control", N_("A control character stands in the value."), TEXT(""));
    return slice_of(making->batch, text);
}

/* --- Exams --- */

static uint8_t language_number(struct intake_languages *languages, const char *language)
{
    for (size_t i = 0; i < languages->count; i++)
        if (strcmp(languages->items[i], language) == 0) return (uint8_t)i;
    if (languages->count == INTAKE_LANGUAGES) return 0;
    languages->items[languages->count] = language;
    /* The writing thread reads what stands before the count that a batch carries. */
    return (uint8_t)languages->count++;
}

static struct code map_code(struct intake_maker *maker, struct text text)
{
    struct code code = {text, -1, 0};
    for (size_t i = 0; i < maker->profile->exam_count; i++)
        if (text_equal_ignoring_case(maker->profile->exams[i].from, text)) {
            text = maker->profile->exams[i].to;
            break;
        }
    const char *language = "";
    if (!catalogue_map_code(maker->catalogue, maker->profile->name, text, &code.exam, &language)) code.exam = -1;
    code.language = language_number(maker->languages, language);
    return code;
}

static const struct code *find_code(struct intake_maker *maker, struct text text, struct code *other)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.length; i++) hash = (hash ^ (unsigned char)text.bytes[i]) * 16777619u;
    size_t at = (hash ^ hash >> 15) & (CODE_SLOTS - 1);
    struct intake_codes *codes = maker->codes;
    for (; codes->slots[at].text.length; at = (at + 1) & (CODE_SLOTS - 1))
        if (text_equal(codes->slots[at].text, text)) return &codes->slots[at];
    *other = map_code(maker, text);
    if (codes->count == CODE_LIMIT || text.length > INTAKE_ID_LIMIT) return other;
    codes->count++;
    codes->slots[at] = *other;
    codes->slots[at].text = text_copy(maker->context->arena, text);
    return &codes->slots[at];
}

static const struct exam *take_exam(struct making *making)
{
    struct text text = cell_of(making, COLUMN_EXAM_CODE);
    struct code other;
    if (!text.length) {
        problem(making, INTAKE_REFUSED, COLUMN_EXAM_CODE, "intake.no_value", N_("The value of this column is missing."), TEXT(""));
        return NULL;
    }
    const struct code *code = find_code(making->maker, text, &other);
    if (code->exam < 0) {
        problem(making, INTAKE_QUARANTINED, COLUMN_EXAM_CODE, "intake.exam_unknown", N_("The catalogue has no exam for the provider's code {what}. Add the code to the catalogue; the row is then taken in by itself."),
                text_clipped(text, 80));
        return NULL;
    }
    making->row->language = code->language;
    const struct exam *exam = &making->maker->catalogue->exams[code->exam];
    making->row->exam_id = exam->id;
    return exam;
}

/* --- Dates --- */

static const struct zone *find_zone(struct intake_maker *maker, struct text name)
{
    struct intake_zones *zones = maker->zones;
    if (zones->count && text_equal(zones->items[zones->last].name, name)) return zones->items[zones->last].zone;
    for (size_t i = 0; i < zones->count; i++)
        if (text_equal(zones->items[i].name, name)) {
            zones->last = i;
            return zones->items[i].zone;
        }
    const struct zone *zone = NULL;
    if (zones->count == ZONE_LIMIT) return NULL;
    if (name.length <= INTAKE_ID_LIMIT && zone_open(maker->context, maker->context->arena, name, &zone) < 0) {
        error_clear(&maker->context->error);
        zone = NULL;
    }
    if (name.length > INTAKE_ID_LIMIT) return NULL;
    zones->last = zones->count++;
    zones->items[zones->last].name = text_copy(maker->context->arena, name);
    zones->items[zones->last].zone = zone;
    return zone;
}

static const struct zone *site_zone(struct making *making)
{
    struct text name = cell_of(making, COLUMN_ZONE);
    if (!name.length) return calendar_zone(making->maker->catalogue->calendar);
    const struct zone *zone = find_zone(making->maker, name);
    if (!zone) problem(making, INTAKE_REFUSED, COLUMN_ZONE, "intake.zone", N_("There is no time zone {what}."), text_clipped(name, 60));
    return zone;
}

static bool instant_of(struct making *making, const struct intake_date *date, struct instant *instant)
{
    *instant = instant_is(date->instant) ? date->instant : instant_of_day_utc(date->day);
    if (!date->local) return true;
    const struct zone *zone = date->zone == DATE_AT_SITE ? site_zone(making) : calendar_zone(making->maker->catalogue->calendar);
    if (!zone) return false;
    *instant = intake_date_shift(date->instant, zone);
    return true;
}

static void bad_date(struct making *making, int column, struct text text)
{
    problem(making, INTAKE_REFUSED, column, text.length ? "intake.date" : "intake.no_value", text.length ? N_("{what} is no date in any of the formats of the profile.") : N_("The value of this column is missing."),
            text_clipped(text, 60));
}

static void take_exam_date(struct making *making)
{
    struct text text = cell_of(making, COLUMN_EXAM_DATE);
    struct intake_date date;
    if (!intake_date_read(&making->maker->profile->exam_date, text, &date)) {
        bad_date(making, COLUMN_EXAM_DATE, text);
        return;
    }
    struct day day = date.day;
    if (instant_is(date.instant) && !(date.local && date.zone == DATE_AT_SITE)) {
        struct instant instant;
        const struct zone *zone = site_zone(making);
        if (!zone || !instant_of(making, &date, &instant)) return;
        day = zone_day(zone, instant);
    }
    making->row->exam_day = day.number;
    if (__builtin_expect(day.number > making->maker->last_day, 0) && !(making->maker->forced && day.number <= making->maker->today))
        problem(making, INTAKE_QUARANTINED, COLUMN_EXAM_DATE, "intake.day_ahead", N_("The exam day {what} had not come yet when the file came in. Ask the provider for the right one."), text);
    if (__builtin_expect(day.number < FIRST_DAY, 0))
        problem(making, INTAKE_QUARANTINED, COLUMN_EXAM_DATE, "intake.day_early", N_("The exam day {what} lies before 1990. Ask the provider for the right one."), text);
}

static bool take_updated(struct making *making)
{
    struct text text = cell_of(making, COLUMN_UPDATED);
    making->row->updated_at = making->maker->stamp.microseconds;
    if (!text.length) return false;
    struct intake_date date;
    struct instant instant;
    if (!intake_date_read(&making->maker->profile->updated, text, &date) || !instant_of(making, &date, &instant)) {
        bad_date(making, COLUMN_UPDATED, text);
        return false;
    }
    if (__builtin_expect(instant.microseconds > making->maker->last_updated.microseconds, 0))
        problem(making, INTAKE_QUARANTINED, COLUMN_UPDATED, "intake.updated_ahead",
                N_("The time {what} of this version had not come yet when the file came in, so no correction would stand above it. Ask the provider; accepted, the row counts as of its file."), text);
    else making->row->updated_at = instant.microseconds;
    return true;
}

/* --- Results --- */

static bool says(const struct intake_maker *maker, enum intake_word word, struct text text)
{
    return intake_profile_word(maker->profile, word, word, text) == word;
}

/* A number with at most one point, in thousandths; false where it is none. */
static bool number_of(struct text text, int64_t *thousandths)
{
    int64_t value = 0;
    int decimals = -1;
    if (!text.length || text.length > 12) return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if ((c == '.' || c == ',') && decimals < 0 && i) decimals = 0;
        else if (c < '0' || c > '9') return false;
        else if (decimals < 3) {
            value = value * 10 + (c - '0');
            if (decimals >= 0) decimals++;
        }
    }
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 3; decimals++) value *= 10;
    *thousandths = value;
    return true;
}

/* Of any length, with a sign or not; a percentage may say that it is one. */
static bool is_number(const struct intake_maker *maker, struct text text)
{
    size_t digits = 0, points = 0;
    if (maker->profile->score == SCORE_PERCENT && text.length && text.bytes[text.length - 1] == '%') text = text_trim((struct text){text.bytes, text.length - 1});
    if (text.length && (*text.bytes == '-' || *text.bytes == '+')) text = (struct text){text.bytes + 1, text.length - 1};
    for (size_t i = 0; i < text.length; i++) {
        digits += text.bytes[i] >= '0' && text.bytes[i] <= '9';
        points += text.bytes[i] == '.' || text.bytes[i] == ',';
    }
    return digits && points <= 1 && digits + points == text.length;
}

/* What the score says of itself: pass, fail, or nothing. */
static int grade_by_score(const struct intake_maker *maker, const struct exam *exam, struct text score)
{
    int64_t value;
    if (!exam || exam->pass_rule != PASS_BY_SCORE || maker->profile->score == SCORE_RAW || !number_of(score, &value)) return 0;
    if (maker->profile->score == SCORE_PERCENT) {
        if (value > 100 * 1000) return 0; /* no percentage */
        value = value * exam->full_score / 100;
    }
    return value >= (int64_t)exam->pass_score * 1000 ? GRADE_PASS : GRADE_FAIL;
}

static bool contains(struct text text, struct text small)
{
    for (size_t i = 0; i + small.length <= text.length; i++)
        if (text_equal_ignoring_case((struct text){text.bytes + i, small.length}, small)) return true;
    return false;
}

static void take_state(struct making *making)
{
    const struct intake_profile *profile = making->maker->profile;
    making->row->given_state = EXAM_FINAL;
    struct text status = cell_of(making, COLUMN_STATUS);
    if (status.length) switch (intake_profile_word(profile, WORD_PROVISIONAL, WORD_REVOKED, status)) {
        case WORD_PROVISIONAL: making->row->given_state = EXAM_PROVISIONAL; break;
        case WORD_FINAL: break;
        case WORD_HELD: making->row->given_state = EXAM_ON_HOLD; break;
        case WORD_REVOKED: making->row->given_state = EXAM_REVOKED; break;
        default:
            problem(making, INTAKE_REFUSED, COLUMN_STATUS, "intake.word", N_("The profile does not know the word {what} in this column."), text_clipped(status, 60));
        }
    struct text title = cell_of(making, COLUMN_EXAM_TITLE);
    for (size_t i = 0; i < profile->review.count; i++)
        if (making->row->given_state == EXAM_FINAL && contains(title, profile->review.items[i])) making->row->given_state = EXAM_PROVISIONAL;
}

static bool is_no_show(struct making *making)
{
    const struct intake_maker *maker = making->maker;
    struct text text = cell_of(making, COLUMN_NOSHOW);
    if (!text.length) return maker->member->told.reading == READING_NO_SHOW;
    if (says(maker, WORD_YES, text) || says(maker, WORD_NO_SHOW, text)) return true;
    if (!says(maker, WORD_NO, text))
        problem(making, INTAKE_REFUSED, COLUMN_NOSHOW, "intake.word", N_("The profile does not know the word {what} in this column."), text_clipped(text, 60));
    return false;
}

static void take_grade(struct making *making, const struct exam *exam)
{
    struct intake_row *row = making->row;
    if (is_no_show(making)) {
        row->grade = GRADE_NO_SHOW;
        row->score = (struct slice){0, 0};
        return;
    }
    struct text grade = cell_of(making, COLUMN_GRADE), score = batch_text(making->batch, row->score);
    if (score.length && !is_number(making->maker, score) && !says(making->maker, WORD_NO_SHOW, grade))
        problem(making, INTAKE_QUARANTINED, COLUMN_SCORE, "intake.score", N_("The score {what} is no number. Ask the provider for the right one."), score);
    int by_score = grade_by_score(making->maker, exam, score);
    if (!grade.length) {
        row->grade = (uint8_t)by_score;
        if (by_score) return;
        row->grade = GRADE_UNDECIDED;
        if (row->given_state == EXAM_FINAL)
            problem(making, INTAKE_QUARANTINED, COLUMN_GRADE, "intake.no_grade", N_("The row has neither a grade nor a score that decides. A later row of the provider may tell it."), TEXT(""));
        return;
    }
    switch (intake_profile_word(making->maker->profile, WORD_PASS, WORD_UNDECIDED, grade)) {
    case WORD_PASS: row->grade = GRADE_PASS; break;
    case WORD_FAIL: row->grade = GRADE_FAIL; break;
    case WORD_NO_SHOW: row->grade = GRADE_NO_SHOW; return;
    case WORD_UNDECIDED:
        row->grade = GRADE_UNDECIDED;
        if (row->given_state == EXAM_FINAL) row->given_state = EXAM_PROVISIONAL;
        return;
    default:
        problem(making, INTAKE_REFUSED, COLUMN_GRADE, "intake.word", N_("The profile does not know the word {what} in this column."), text_clipped(grade, 60));
        return;
    }
    if (by_score && by_score != row->grade)
        problem(making, INTAKE_QUARANTINED, COLUMN_GRADE, "intake.contradiction", N_("The grade {what} contradicts the score under the exam's passing rule. Ask the provider which one holds."), text_clipped(grade, 20));
}

/* --- People --- */

/* The usual address: small ASCII letters, digits, dots and hyphens. It is its own normal form, and needs no library to see that. */
static bool is_plain_address(struct text text)
{
    size_t at = 0;
    bool edge = true; /* a dot or an end stands before */
    if (text.length > ADDRESS_LIMIT) return false;
    for (; at < text.length && text.bytes[at] != '@'; at++) {
        char c = text.bytes[at];
        bool dot = c == '.';
        if (!(dot ? !edge : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+')) return false;
        edge = dot;
    }
    if (edge || at > 64 || at == text.length) return false;
    size_t dots = 0, label = 0;
    bool letter = false, hyphen = true;
    for (at++; at < text.length; at++) {
        char c = text.bytes[at];
        if (c == '.') {
            if (hyphen || label > 63) return false;
            dots++;
            label = 0;
            letter = false;
            hyphen = true;
            continue;
        }
        if (c >= 'a' && c <= 'z') letter = true;
        else if (c == '-' ? label == 0 : c < '0' || c > '9') return false;
        hyphen = c == '-';
        if (++label == 4 && memcmp(text.bytes + at - 3, "xn--", 4) == 0) return false;
    }
    return dots && !hyphen && label <= 63 && letter;
}

static struct text take_mailbox(struct making *making)
{
    if (making->maker->mailbox.length) return making->maker->mailbox;
    struct text text = cell_of(making, COLUMN_MAILBOX), normal;
    if (!text.length || is_plain_address(text)) return text;
    if (address_normal(making->batch->arena, text, &normal)) return normal;
    problem(making, INTAKE_QUARANTINED, COLUMN_MAILBOX, "intake.mailbox", N_("{what} is no mail address. Ask the provider for the right one, or name the mailbox yourself."), text_clipped(text, 80));
    return TEXT("");
}

static void take_person(struct making *making)
{
    struct intake_row *row = making->row;
    row->first_name = text_cell(making, COLUMN_FIRST_NAME, INTAKE_NAME_LIMIT);
    row->last_name = text_cell(making, COLUMN_LAST_NAME, INTAKE_NAME_LIMIT);
    row->native_first_name = text_cell(making, COLUMN_NATIVE_FIRST_NAME, INTAKE_NAME_LIMIT);
    row->native_last_name = text_cell(making, COLUMN_NATIVE_LAST_NAME, INTAKE_NAME_LIMIT);
    row->country = text_cell(making, COLUMN_COUNTRY, INTAKE_ID_LIMIT);
    row->candidate = text_cell(making, COLUMN_CANDIDATE, INTAKE_ID_LIMIT);
    struct text mailbox = take_mailbox(making);
    if (!mailbox.length && !row->candidate.length)
        problem(making, INTAKE_QUARANTINED, COLUMN_CANDIDATE, "intake.nobody", N_("The row has neither a candidate ID nor a mailbox, so nobody knows whose exam it is."), TEXT(""));
    /* Rows that do not come in must not speak for who is who. */
    if (row->problem == INTAKE_NO_NUMBER) intake_people_note(making->maker->people, making->batch, row, batch_text(making->batch, row->candidate), mailbox);
}

/* --- The row --- */

static enum intake_event event_of(struct making *making)
{
    struct text text = cell_of(making, COLUMN_EVENT);
    if (!text.length) return EVENT_NONE;
    enum intake_word word = intake_profile_word(making->maker->profile, WORD_RESULT, WORD_CANCEL_APPOINTMENT, text);
    if (word == WORD_NONE)
        problem(making, INTAKE_REFUSED, COLUMN_EVENT, "intake.word", N_("The profile does not know the word {what} in this column."), text_clipped(text, 60));
    return word == WORD_NONE ? EVENT_NONE : (enum intake_event)(word - WORD_RESULT);
}

static void take_event(struct making *making)
{
    struct intake_row *row = making->row;
    if (!take_updated(making) && row->problem == INTAKE_NO_NUMBER) bad_date(making, COLUMN_UPDATED, TEXT(""));
    if (row->event == EVENT_MODIFY_STATUS) {
        if (!cell_of(making, COLUMN_STATUS).length) problem(making, INTAKE_REFUSED, COLUMN_STATUS, "intake.no_value", N_("The value of this column is missing."), TEXT(""));
        take_state(making);
    }
}

static void take_result(struct making *making)
{
    struct intake_row *row = making->row;
    const struct exam *exam = take_exam(making);
    take_exam_date(making);
    take_state(making);
    row->score = text_cell(making, COLUMN_SCORE, INTAKE_SCORE_LIMIT);
    take_grade(making, exam);
    row->site = text_cell(making, COLUMN_SITE, INTAKE_ID_LIMIT);
    row->validation = text_cell(making, COLUMN_VALIDATION, INTAKE_ID_LIMIT);
    (void)take_updated(making);
    take_person(making);
}

void intake_maker_row(struct intake_maker *maker, struct intake_batch *batch, const struct delimited_record *record, int64_t line)
{
    struct intake_row *row = intake_batch_row(batch);
    struct making making = {maker, batch, record, row};
    row->line = line;
    row->flags = maker->forced ? ROW_FORCED : 0;
    row->raw = slice_of(batch, record->raw);
    if (record->wrong) {
        problem(&making, INTAKE_REFUSED, -1, "intake.stray_quote", N_("Characters stand behind a closing quote. A quote within a value must be doubled."), TEXT(""));
        batch->problems[row->problem].column = intake_column(record->raw, (size_t)(record->wrong - record->raw.bytes));
        return;
    }
    if (record->count != maker->columns) {
        char counts[64];
        snprintf(counts, sizeof counts, "%u / %u", record->count, maker->columns);
        problem(&making, INTAKE_REFUSED, -1, "intake.cells", N_("The row has another number of values than the header has columns ({what})."), text_of(counts));
        batch->problems[row->problem].column = intake_column(record->raw, record->raw.length);
        return;
    }
    row->registration = text_cell(&making, COLUMN_REGISTRATION, INTAKE_ID_LIMIT);
    struct text registration = batch_text(batch, row->registration);
    if (!registration.length) problem(&making, INTAKE_REFUSED, COLUMN_REGISTRATION, "intake.no_value", N_("The value of this column is missing."), TEXT(""));
    row->key = text_leading(registration);
    row->event = (uint8_t)event_of(&making);
    if (row->event) take_event(&making);
    else take_result(&making);
}
