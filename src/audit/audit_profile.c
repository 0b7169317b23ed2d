#include "audit/audit_profile.h"

#include "audit/audit_raw.h"
#include "base/file.h"
#include "base/record.h"
#include "outside/settings.h"

enum { FILE_LIMIT = 64 << 10, MOST_EXAMS = 2000 };
enum { PASS = 1, FAIL, NO_SHOW, UNDECIDED };
enum { PROVISIONAL = 1, ON_HOLD, FINAL, REVOKED };

#define RECORD_FIELD(MEMBER) FIELD(struct audit_record, MEMBER)
RECORD(audit_record_record, struct audit_record, RECORD_FIELD(id), RECORD_FIELD(provider_id), RECORD_FIELD(file_id), RECORD_FIELD(line), RECORD_FIELD(registration), RECORD_FIELD(candidate),
       RECORD_FIELD(exam), RECORD_FIELD(score), RECORD_FIELD(first_name), RECORD_FIELD(last_name), RECORD_FIELD(native_first_name), RECORD_FIELD(native_last_name), RECORD_FIELD(country),
       RECORD_FIELD(site), RECORD_FIELD(validation), RECORD_FIELD(mailbox), RECORD_FIELD(exam_day), RECORD_FIELD(grade), RECORD_FIELD(given_state));

/* What a line of the profile lists: "pass = pass, p, passed". */
struct listed {
    struct text *items;
    size_t count;
};
enum word { WORD_PASS, WORD_FAIL, WORD_NO_SHOW, WORD_UNDECIDED, WORD_YES, WORD_PROVISIONAL, WORD_ON_HOLD, WORD_REVOKED, WORD_REVIEW, WORDS };
struct exam_code {
    struct text from, to;
};
struct audit_profile {
    struct listed columns[AUDIT_COLUMNS], words[WORDS];
    struct exam_code *exams;
    size_t exam_count;
    char delimiter, quote;
    const char *charset, *otherwise;
};

static const char *const columns[AUDIT_COLUMNS] = {"registration", "candidate", "exam code", "exam title", "exam date", "score", "grade", "no-show", "status", "event", "mailbox", "first name",
                                                   "last name", "native first name", "native last name", "country", "site", "validation"};
static const char *const words[WORDS] = {"pass", "fail", "no-show", "undecided", "yes", "provisional", "on hold", "revoked", "review"};

/* --- The profile --- */

/* Is the text one of those that are listed? In any case. */
static bool is_listed(const struct listed *listed, struct text text)
{
    for (size_t i = 0; i < listed->count; i++)
        if (text_equal_ignoring_case(listed->items[i], text)) return true;
    return false;
}

static const char *charset_named(struct text name)
{
    return text_is(name, "cp1252") ? "CP1252" : text_is(name, "gb18030") ? "GB18030" : NULL;
}

/* The names behind a key, each in its place. */
static struct listed list_of(struct arena *arena, struct text value)
{
    struct listed listed = {.count = 0};
    struct text item;
    size_t commas = 1;
    for (size_t i = 0; i < value.length; i++) commas += value.bytes[i] == ',';
    listed.items = ARENA_ARRAY(arena, commas, struct text);
    while (text_split(&value, ',', &item)) listed.items[listed.count++] = text_trim(item);
    return listed;
}

static void take_file(struct audit_profile *profile, struct text key, struct text value)
{
    struct text first;
    if (text_is(key, "delimiter")) profile->delimiter = text_is(value, "tab") ? '\t' : text_is(value, "semicolon") ? ';' : text_is(value, "pipe") ? '|' : ',';
    if (text_is(key, "quote")) profile->quote = text_is(value, "double") ? '"' : 0;
    if (!text_is(key, "encoding")) return;
    struct text rest = value;
    if (text_split(&rest, ',', &first)) profile->charset = charset_named(text_trim(first));
    profile->otherwise = charset_named(text_trim(rest));
}

static void take_line(struct arena *arena, struct audit_profile *profile, struct text section, struct text key, struct text value)
{
    if (text_is(section, "file")) take_file(profile, key, value);
    for (int i = 0; i < AUDIT_COLUMNS; i++)
        if (text_is(section, "columns") && text_is(key, columns[i])) profile->columns[i] = list_of(arena, value);
    for (int i = 0; i < WORDS; i++)
        if (text_is(section, "words") && text_is(key, words[i])) profile->words[i] = list_of(arena, value);
    if (text_is(section, "exams") && profile->exam_count < MOST_EXAMS) profile->exams[profile->exam_count++] = (struct exam_code){key, value};
}

const struct audit_profile *audit_profile_parse(struct arena *arena, struct text text)
{
    struct text line, section = TEXT("");
    struct audit_profile *profile = ARENA_NEW(arena, struct audit_profile);
    profile->exams = ARENA_ARRAY(arena, MOST_EXAMS, struct exam_code);
    profile->delimiter = ',';
    while (text_split(&text, '\n', &line)) {
        struct text key;
        line = text_trim(line);
        if (text_empty(line) || line.bytes[0] == ';' || line.bytes[0] == '#') continue;
        if (line.bytes[0] == '[') section = text_trim((struct text){line.bytes + 1, text_find(line, "]") - 1});
        else if (text_split(&line, '=', &key)) take_line(arena, profile, section, text_trim(key), text_trim(line));
    }
    return profile;
}

const struct audit_profile *audit_profile_read(struct context *context, struct text name)
{
    struct text path = settings_path(context, text_printf(context->arena, "profiles/%.*s.ini", TEXT_ARG(name)).bytes), text;
    if (text_find(name, "/") < name.length) return NULL;
    enum result read = file_read(context, path, FILE_LIMIT, &text);
    if (read < 0) error_clear(&context->error);
    return read == RESULT_OK ? audit_profile_parse(context->arena, text) : NULL;
}

char audit_profile_delimiter(const struct audit_profile *profile)
{
    return profile->delimiter;
}

char audit_profile_quote(const struct audit_profile *profile)
{
    return profile->quote;
}

const char *audit_profile_charset(const struct audit_profile *profile, bool otherwise)
{
    return otherwise ? profile->otherwise : profile->charset;
}

void audit_profile_layout(const struct audit_profile *profile, const struct audit_raw_row *header, struct audit_layout *layout)
{
    layout->cells = header->count;
    for (int column = 0; column < AUDIT_COLUMNS; column++) {
        layout->cell[column] = -1;
        for (size_t i = 0; i < header->count && layout->cell[column] < 0; i++)
            if (is_listed(&profile->columns[column], header->cells[i])) layout->cell[column] = (int)i;
    }
}

struct text audit_profile_value(const struct audit_layout *layout, const struct audit_raw_row *row, enum audit_column column)
{
    int cell = layout->cell[column];
    return cell >= 0 && (size_t)cell < row->count ? row->cells[cell] : TEXT("");
}

/* --- A row --- */

static bool contains(struct text text, struct text small)
{
    for (size_t i = 0; i + small.length <= text.length; i++)
        if (text_equal_ignoring_case((struct text){text.bytes + i, small.length}, small)) return true;
    return false;
}

/* 0 where the row does not say; a score may decide then. */
static int32_t grade_of(const struct audit_profile *profile, const struct audit_layout *layout, const struct audit_raw_row *row, bool no_show)
{
    const struct listed *known = profile->words;
    struct text told = audit_profile_value(layout, row, AUDIT_NO_SHOW), grade = audit_profile_value(layout, row, AUDIT_GRADE);
    if (text_empty(told) ? no_show : is_listed(&known[WORD_YES], told) || is_listed(&known[WORD_NO_SHOW], told)) return NO_SHOW;
    return is_listed(&known[WORD_PASS], grade)        ? PASS
           : is_listed(&known[WORD_FAIL], grade)      ? FAIL
           : is_listed(&known[WORD_NO_SHOW], grade)   ? NO_SHOW
           : is_listed(&known[WORD_UNDECIDED], grade) ? UNDECIDED
                                                      : 0;
}

static int32_t state_of(const struct audit_profile *profile, const struct audit_layout *layout, const struct audit_raw_row *row, int32_t grade)
{
    const struct listed *known = profile->words, *review = &known[WORD_REVIEW];
    struct text status = audit_profile_value(layout, row, AUDIT_STATUS), title = audit_profile_value(layout, row, AUDIT_EXAM_TITLE);
    int32_t state = is_listed(&known[WORD_PROVISIONAL], status) ? PROVISIONAL
                    : is_listed(&known[WORD_ON_HOLD], status)   ? ON_HOLD
                    : is_listed(&known[WORD_REVOKED], status)   ? REVOKED
                                                                : FINAL;
    for (size_t i = 0; i < review->count && state == FINAL; i++)
        if (contains(title, review->items[i])) state = PROVISIONAL;
    return state == FINAL && grade == UNDECIDED ? PROVISIONAL : state;
}

/* A civil date like 2026/02/13; with a time behind it, which may be another zone's, it may be the day before or after. Other forms are not judged. */
static bool day_agrees(struct text cell, struct day day)
{
    struct date date = {0};
    int *const parts[] = {&date.year, &date.year, &date.year, &date.year, NULL, &date.month, &date.month, NULL, &date.day, &date.day};
    if (cell.length < 10) return true;
    for (int i = 0; i < 10; i++) {
        bool digit = cell.bytes[i] >= '0' && cell.bytes[i] <= '9';
        if (digit != (parts[i] != NULL)) return true;
        if (digit) *parts[i] = *parts[i] * 10 + cell.bytes[i] - '0';
    }
    struct day told;
    if (!day_from_date(date, &told)) return true;
    int apart = told.number - day.number;
    return cell.length == 10 ? apart == 0 : apart >= -1 && apart <= 1;
}

static bool exam_agrees(const struct audit_profile *profile, struct text cell, struct text exam, audit_other_exam *other_exam, void *data)
{
    if (text_empty(cell) || contains(cell, exam)) return true;
    for (size_t i = 0; i < profile->exam_count; i++) /* a code that the profile gives another meaning */
        if (text_equal_ignoring_case(profile->exams[i].from, cell)) return contains(profile->exams[i].to, exam);
    return !other_exam(data, cell, exam);
}

/* Only what is its own normal form is judged: ASCII without capitals or blanks. */
static bool mailbox_agrees(struct text cell, struct text mailbox)
{
    for (size_t i = 0; i < cell.length; i++)
        if ((unsigned char)cell.bytes[i] <= ' ' || (unsigned char)cell.bytes[i] > 0x7E || (cell.bytes[i] >= 'A' && cell.bytes[i] <= 'Z')) return true;
    return text_find(cell, "@") == cell.length || text_equal(cell, mailbox);
}

bool audit_profile_agrees(const struct audit_profile *profile, const struct audit_layout *layout, const struct audit_raw_row *row, const struct audit_record *record, bool no_show,
                          struct text mailbox, audit_other_exam *other_exam, void *data)
{
    const struct {
        enum audit_column column;
        struct text value;
    } plain[] = {
        {AUDIT_REGISTRATION, record->registration}, {AUDIT_CANDIDATE, record->candidate}, {AUDIT_FIRST_NAME, record->first_name}, {AUDIT_LAST_NAME, record->last_name},
        {AUDIT_NATIVE_FIRST_NAME, record->native_first_name}, {AUDIT_NATIVE_LAST_NAME, record->native_last_name}, {AUDIT_COUNTRY, record->country}, {AUDIT_SITE, record->site},
        {AUDIT_VALIDATION, record->validation}};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        struct text told = audit_profile_value(layout, row, plain[i].column);
        if (!text_empty(told) && !text_equal(told, plain[i].value)) return false;
    }
    int32_t grade = grade_of(profile, layout, row, no_show);
    struct text score = audit_profile_value(layout, row, AUDIT_SCORE), told = audit_profile_value(layout, row, AUDIT_MAILBOX);
    if (grade && grade != record->grade) return false;
    if (state_of(profile, layout, row, grade) != record->given_state) return false;
    if (!text_equal(record->score, score) && !(grade == NO_SHOW && text_empty(record->score))) return false;
    if (!text_empty(mailbox) ? !text_equal(mailbox, record->mailbox) : !text_empty(told) && !mailbox_agrees(told, record->mailbox)) return false;
    return day_agrees(audit_profile_value(layout, row, AUDIT_EXAM_DATE), record->exam_day) &&
           exam_agrees(profile, audit_profile_value(layout, row, AUDIT_EXAM_CODE), record->exam, other_exam, data);
}
