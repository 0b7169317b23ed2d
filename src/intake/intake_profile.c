#include "intake/intake_profile.h"

#include "base/file.h"
#include "outside/settings.h"

enum { NAME_LIMIT = 64, LIST_LIMIT = 64, EXAM_LIMIT = 2000 };

/* One profile being read. */
struct reader {
    struct context *context;
    struct text file;
    long line;
    struct intake_profile *profile;
    struct intake_pair *exams;
    size_t exam_capacity;
    bool seen_kinds, seen_encoding;
    struct text seen[256]; /* section/key, so that none stands twice */
    size_t seen_count;
};

static enum result wrong(struct reader *reader, const char *code, const char *english, struct text what)
{
    struct context *context = reader->context;
    enum result result = context_fail(context, RESULT_REFUSED, code, english, "what", text_string(context->arena, what));
    return result < 0 ? error_at(&context->error, reader->file, reader->line, 0) : result;
}

static enum result bad_value(struct reader *reader, struct text what)
{
    return wrong(reader, "profile.value", N_("\"{what}\" cannot stand here. docs/intake.md says what can."), what);
}

/* Comma-separated, made small where `small`. */
static enum result read_list(struct reader *reader, struct text value, bool small, struct intake_texts *list)
{
    struct text *items = ARENA_ARRAY(reader->context->arena, LIST_LIMIT, struct text);
    size_t count = 0;
    struct text piece, rest = value;
    while (text_split(&rest, ',', &piece)) {
        piece = text_trim(piece);
        if (text_empty(piece)) return bad_value(reader, value);
        if (count == LIST_LIMIT) return wrong(reader, "profile.list", N_("The list \"{what}\" is too long."), value);
        items[count++] = small ? text_lower(reader->context->arena, piece) : piece;
    }
    *list = (struct intake_texts){items, count};
    return RESULT_OK;
}

/* --- What each key does --- */

typedef enum result take_function(struct reader *reader, struct text value, int argument);

static enum result take_title(struct reader *reader, struct text value, int argument)
{
    reader->profile->title = value;
    return RESULT_OK;
}

static enum result take_yes_or_no(struct reader *reader, struct text value, int argument)
{
    if (!text_is(value, "yes") && !text_is(value, "no")) return bad_value(reader, value);
    *(argument ? &reader->profile->score_reports : &reader->profile->confirmed) = text_is(value, "yes");
    return RESULT_OK;
}

static enum result take_kinds(struct reader *reader, struct text value, int argument)
{
    static const struct {
        const char *word;
        enum intake_kind kind;
    } kinds[] = {{"delimited", KIND_DELIMITED}, {"json", KIND_JSON}, {"qti", KIND_QTI}, {"zip of delimited", KIND_ZIP_OF_DELIMITED}, {"zip of json", KIND_ZIP_OF_JSON}, {"zip of qti", KIND_ZIP_OF_QTI}};
    struct intake_texts words;
    TRY(read_list(reader, value, true, &words));
    for (size_t i = 0; i < words.count; i++) {
        int kind = 0;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (text_is(words.items[i], kinds[k].word)) kind = kinds[k].kind;
        if (!kind) return bad_value(reader, words.items[i]);
        reader->profile->kinds |= kind;
    }
    return RESULT_OK;
}

static enum result take_names(struct reader *reader, struct text value, int argument)
{
    return read_list(reader, value, false, &reader->profile->names[argument]);
}

static enum result take_members(struct reader *reader, struct text value, int argument)
{
    return read_list(reader, value, false, &reader->profile->members);
}

static enum result take_otherwise(struct reader *reader, struct text value, int argument)
{
    if (!text_is(value, "delivered") && !text_is(value, "refuse")) return bad_value(reader, value);
    reader->profile->otherwise_refused = text_is(value, "refuse");
    return RESULT_OK;
}

static enum result take_encoding(struct reader *reader, struct text value, int argument)
{
    static const char *const names[ENCODINGS] = {"utf-8", "utf-16", "cp1252", "gb18030"};
    struct intake_texts words;
    TRY(read_list(reader, value, true, &words));
    struct intake_profile *profile = reader->profile;
    for (size_t i = 0; i < words.count; i++) {
        int found = -1;
        for (int e = 0; e < ENCODINGS; e++)
            if (text_is(words.items[i], names[e])) found = e;
        if (found < 0 || profile->encoding_count == ENCODINGS) return bad_value(reader, words.items[i]);
        profile->encodings[profile->encoding_count++] = (enum intake_encoding)found;
    }
    /* Only these two can be told apart by what is in a file. */
    if (profile->encoding_count > 1 && !(profile->encoding_count == 2 && profile->encodings[0] == ENCODING_UTF8 && profile->encodings[1] == ENCODING_CP1252))
        return bad_value(reader, value);
    return RESULT_OK;
}

static enum result take_delimiter(struct reader *reader, struct text value, int argument)
{
    static const struct {
        const char *word;
        char c;
    } words[] = {{"tab", '\t'}, {"comma", ','}, {"semicolon", ';'}, {"pipe", '|'}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is(value, words[i].word)) reader->profile->delimiter = words[i].c;
    return reader->profile->delimiter ? RESULT_OK : bad_value(reader, value);
}

static enum result take_quote(struct reader *reader, struct text value, int argument)
{
    if (!text_is(value, "none") && !text_is(value, "double")) return bad_value(reader, value);
    reader->profile->quote = text_is(value, "double") ? '"' : 0;
    return RESULT_OK;
}

static enum result take_column(struct reader *reader, struct text value, int argument)
{
    return read_list(reader, value, true, &reader->profile->columns[argument]);
}

static enum result take_words(struct reader *reader, struct text value, int argument)
{
    return read_list(reader, value, true, &reader->profile->words[argument]);
}

static enum result take_review(struct reader *reader, struct text value, int argument)
{
    return read_list(reader, value, true, &reader->profile->review);
}

static enum result take_score(struct reader *reader, struct text value, int argument)
{
    static const char *const names[] = {"raw", "scaled", "percent"};
    for (int i = 0; i < 3; i++)
        if (text_is(value, names[i])) {
            reader->profile->score = (enum intake_score)i;
            return RESULT_OK;
        }
    return bad_value(reader, value);
}

static enum result take_dates(struct reader *reader, struct text value, int argument)
{
    struct intake_date_formats *formats = argument ? &reader->profile->updated : &reader->profile->exam_date;
    struct text piece, rest = value;
    while (text_split(&rest, '|', &piece)) {
        if (formats->count == INTAKE_DATE_FORMATS || !intake_date_format(text_trim(piece), &formats->items[formats->count])) return bad_value(reader, text_trim(piece));
        formats->count++;
    }
    return formats->count ? RESULT_OK : bad_value(reader, value);
}

static enum result take_demographic_file(struct reader *reader, struct text value, int argument)
{
    reader->profile->demographics.file = value;
    bool plain = text_find(value, "{date}") < value.length && text_find(value, "{time}") < value.length;
    for (size_t i = 0; i < value.length; i++) plain = plain && value.bytes[i] != '/' && value.bytes[i] != '\\';
    return plain ? RESULT_OK : bad_value(reader, value);
}

static enum result take_demographic_answers(struct reader *reader, struct text value, int argument)
{
    return read_list(reader, value, false, &reader->profile->demographics.answers);
}

static enum result take_demographic_column(struct reader *reader, struct text value, int argument)
{
    struct intake_demographics *demographics = &reader->profile->demographics;
    demographics->columns[argument] = value;
    demographics->order[demographics->count++] = (enum intake_demographic_column)argument;
    return RESULT_OK;
}

static enum result take_demographic_words(struct reader *reader, struct text value, int argument)
{
    struct intake_demographics *demographics = &reader->profile->demographics;
    return read_list(reader, value, true, argument ? &demographics->error : &demographics->accepted);
}

static enum result take_required(struct reader *reader, struct text value, int argument);

static const struct key {
    const char *section, *key;
    take_function *take;
    int argument;
} keys[] = {
    {"profile", "title", take_title, 0},
    {"profile", "confirmed", take_yes_or_no, 0},
    {"profile", "score reports", take_yes_or_no, 1},
    {"file", "kind", take_kinds, 0},
    {"file", "delivered", take_names, READING_DELIVERED},
    {"file", "no-show", take_names, READING_NO_SHOW},
    {"file", "otherwise", take_otherwise, 0},
    {"file", "members", take_members, 0},
    {"file", "encoding", take_encoding, 0},
    {"file", "delimiter", take_delimiter, 0},
    {"file", "quote", take_quote, 0},
    {"columns", "registration", take_column, COLUMN_REGISTRATION},
    {"columns", "candidate", take_column, COLUMN_CANDIDATE},
    {"columns", "exam code", take_column, COLUMN_EXAM_CODE},
    {"columns", "exam title", take_column, COLUMN_EXAM_TITLE},
    {"columns", "exam date", take_column, COLUMN_EXAM_DATE},
    {"columns", "score", take_column, COLUMN_SCORE},
    {"columns", "grade", take_column, COLUMN_GRADE},
    {"columns", "no-show", take_column, COLUMN_NOSHOW},
    {"columns", "status", take_column, COLUMN_STATUS},
    {"columns", "event", take_column, COLUMN_EVENT},
    {"columns", "mailbox", take_column, COLUMN_MAILBOX},
    {"columns", "first name", take_column, COLUMN_FIRST_NAME},
    {"columns", "last name", take_column, COLUMN_LAST_NAME},
    {"columns", "native first name", take_column, COLUMN_NATIVE_FIRST_NAME},
    {"columns", "native last name", take_column, COLUMN_NATIVE_LAST_NAME},
    {"columns", "country", take_column, COLUMN_COUNTRY},
    {"columns", "site", take_column, COLUMN_SITE},
    {"columns", "zone", take_column, COLUMN_ZONE},
    {"columns", "validation", take_column, COLUMN_VALIDATION},
    {"columns", "updated", take_column, COLUMN_UPDATED},
    {"columns", "required", take_required, 0},
    {"words", "pass", take_words, WORD_PASS},
    {"words", "fail", take_words, WORD_FAIL},
    {"words", "no-show", take_words, WORD_NO_SHOW},
    {"words", "undecided", take_words, WORD_UNDECIDED},
    {"words", "yes", take_words, WORD_YES},
    {"words", "no", take_words, WORD_NO},
    {"words", "provisional", take_words, WORD_PROVISIONAL},
    {"words", "final", take_words, WORD_FINAL},
    {"words", "on hold", take_words, WORD_HELD},
    {"words", "revoked", take_words, WORD_REVOKED},
    {"words", "result", take_words, WORD_RESULT},
    {"words", "place hold", take_words, WORD_PLACE_HOLD},
    {"words", "release hold", take_words, WORD_RELEASE_HOLD},
    {"words", "modify status", take_words, WORD_MODIFY_STATUS},
    {"words", "revoke", take_words, WORD_REVOKE},
    {"words", "unrevoke", take_words, WORD_UNREVOKE},
    {"words", "modify appointment", take_words, WORD_MODIFY_APPOINTMENT},
    {"words", "cancel appointment", take_words, WORD_CANCEL_APPOINTMENT},
    {"words", "review", take_review, 0},
    {"dates", "exam date", take_dates, 0},
    {"dates", "updated", take_dates, 1},
    {"score", "kind", take_score, 0},
    {"demographics", "file", take_demographic_file, 0},
    {"demographics", "answer", take_demographic_answers, 0},
    {"demographics", "candidate", take_demographic_column, DEMOGRAPHIC_CANDIDATE},
    {"demographics", "first name", take_demographic_column, DEMOGRAPHIC_FIRST_NAME},
    {"demographics", "last name", take_demographic_column, DEMOGRAPHIC_LAST_NAME},
    {"demographics", "mailbox", take_demographic_column, DEMOGRAPHIC_MAILBOX},
    {"demographics", "country", take_demographic_column, DEMOGRAPHIC_COUNTRY},
    {"demographics", "phone", take_demographic_column, DEMOGRAPHIC_PHONE},
    {"demographics", "updated", take_demographic_column, DEMOGRAPHIC_UPDATED},
    {"demographics", "status", take_demographic_column, DEMOGRAPHIC_STATUS},
    {"demographics", "message", take_demographic_column, DEMOGRAPHIC_MESSAGE},
    {"demographics", "accepted", take_demographic_words, 0},
    {"demographics", "error", take_demographic_words, 1},
};

/* The columns without which a file is refused, by the names that this section gives them. */
static enum result take_required(struct reader *reader, struct text value, int argument)
{
    struct intake_texts words;
    TRY(read_list(reader, value, true, &words));
    for (size_t i = 0; i < words.count; i++) {
        bool found = false;
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (keys[k].take == take_column && text_is(words.items[i], keys[k].key)) reader->profile->required[keys[k].argument] = found = true;
        if (!found) return bad_value(reader, words.items[i]);
    }
    return RESULT_OK;
}

static enum result take_exam(struct reader *reader, struct text key, struct text value)
{
    struct intake_profile *profile = reader->profile;
    if (text_empty(value)) return bad_value(reader, key);
    if (profile->exam_count == EXAM_LIMIT) return wrong(reader, "profile.list", N_("The list \"{what}\" is too long."), TEXT("exams"));
    if (profile->exam_count == reader->exam_capacity) {
        reader->exam_capacity = reader->exam_capacity ? reader->exam_capacity * 2 : 16;
        struct intake_pair *larger = ARENA_ARRAY(reader->context->arena, reader->exam_capacity, struct intake_pair);
        if (profile->exam_count) memcpy(larger, reader->exams, profile->exam_count * sizeof *larger);
        reader->exams = larger;
    }
    reader->exams[profile->exam_count++] = (struct intake_pair){key, value};
    profile->exams = reader->exams;
    return RESULT_OK;
}

static enum result once(struct reader *reader, struct text section, struct text key)
{
    struct text both = text_printf(reader->context->arena, "%.*s/%.*s", TEXT_ARG(section), TEXT_ARG(key));
    for (size_t i = 0; i < reader->seen_count; i++)
        if (text_equal(reader->seen[i], both)) return wrong(reader, "profile.twice", N_("\"{what}\" stands twice. Keep one of them."), key);
    if (reader->seen_count < sizeof reader->seen / sizeof *reader->seen) reader->seen[reader->seen_count++] = both;
    return RESULT_OK;
}

static enum result take_line(struct reader *reader, struct text section, struct text line)
{
    size_t equals = text_find(line, "=");
    if (equals == line.length) return wrong(reader, "profile.line", N_("\"{what}\" is neither a [section] nor a \"name = value\" line."), line);
    struct text key = text_trim((struct text){line.bytes, equals});
    struct text value = text_trim((struct text){line.bytes + equals + 1, line.length - equals - 1});
    if (text_is(section, "exams")) return take_exam(reader, key, value);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (text_is(section, keys[i].section) && text_is(key, keys[i].key)) {
            TRY(once(reader, section, key));
            return text_empty(value) ? bad_value(reader, key) : keys[i].take(reader, value, keys[i].argument);
        }
    return wrong(reader, "profile.key", N_("There is no \"{what}\" in this section. docs/intake.md lists what there is."), key);
}

static bool is_section(struct text section)
{
    if (text_is(section, "exams")) return true;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (text_is(section, keys[i].section)) return true;
    return false;
}

/* What only the whole profile shows. */
static enum result finish(struct reader *reader)
{
    struct intake_profile *profile = reader->profile;
    static const struct {
        enum intake_column column;
        const char *name;
    } needed[] = {{COLUMN_REGISTRATION, "registration"}, {COLUMN_EXAM_CODE, "exam code"}, {COLUMN_EXAM_DATE, "exam date"}, {COLUMN_GRADE, "grade"}};
    if (!profile->kinds) return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("kind"));
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (profile->columns[needed[i].column].count == 0) return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), text_of(needed[i].name));
    if (!profile->exam_date.count) return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("[dates] exam date"));
    if (profile->columns[COLUMN_UPDATED].count && !profile->updated.count) return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("[dates] updated"));
    if (!profile->words[WORD_PASS].count || !profile->words[WORD_FAIL].count) return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("[words] pass, fail"));
    if (profile->columns[COLUMN_EVENT].count && !profile->columns[COLUMN_UPDATED].count)
        return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("[columns] updated"));
    if ((profile->kinds & (KIND_DELIMITED | KIND_ZIP_OF_DELIMITED)) && !profile->delimiter) return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("delimiter"));
    const struct intake_demographics *demographics = &profile->demographics;
    bool complete = !text_empty(demographics->columns[DEMOGRAPHIC_CANDIDATE]) && !text_empty(demographics->columns[DEMOGRAPHIC_MAILBOX]) &&
                    !text_empty(demographics->columns[DEMOGRAPHIC_STATUS]) && demographics->answers.count && demographics->accepted.count && demographics->error.count;
    if (!text_empty(demographics->file) && !complete)
        return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("[demographics] answer, candidate, mailbox, status, accepted, error"));
    if (!profile->encoding_count) profile->encodings[profile->encoding_count++] = ENCODING_UTF8;
    for (int i = 0; i < INTAKE_COLUMNS; i++)
        if (profile->required[i] && !profile->columns[i].count) return wrong(reader, "profile.missing", N_("The profile does not say \"{what}\"."), TEXT("[columns] required"));
    profile->required[COLUMN_REGISTRATION] = profile->required[COLUMN_EXAM_CODE] = profile->required[COLUMN_EXAM_DATE] = profile->required[COLUMN_GRADE] = true;
    return RESULT_OK;
}

enum result intake_profile_read(struct context *context, struct text name, struct text file, struct text text, const struct intake_profile **profile)
{
    struct reader reader = {.context = context, .file = file, .profile = ARENA_NEW(context->arena, struct intake_profile)};
    reader.profile->name = text_copy(context->arena, name);
    reader.profile->title = reader.profile->name;
    reader.profile->score_reports = true;
    size_t bad;
    if (!text_is_utf8(text, &bad) || memchr(text.bytes, 0, text.length)) return wrong(&reader, "profile.bytes", N_("The profile is not text in UTF-8."), TEXT(""));
    text = text_copy(context->arena, text);
    struct text section = TEXT(""), line;
    while (text_split(&text, '\n', &line)) {
        reader.line++;
        line = text_trim(line);
        if (text_empty(line) || line.bytes[0] == ';' || line.bytes[0] == '#') continue;
        if (line.bytes[0] == '[' && line.bytes[line.length - 1] == ']') {
            section = text_trim((struct text){line.bytes + 1, line.length - 2});
            if (!is_section(section)) return wrong(&reader, "profile.section", N_("There is no section \"{what}\". docs/intake.md lists what there is."), section);
            continue;
        }
        TRY(take_line(&reader, section, line));
    }
    reader.line = 0;
    TRY(finish(&reader));
    *profile = reader.profile;
    return RESULT_OK;
}

enum result intake_profile_load(struct context *context, struct text name, const struct intake_profile **profile)
{
    bool plain = name.length > 0 && name.length <= NAME_LIMIT;
    for (size_t i = 0; i < name.length && plain; i++)
        plain = (name.bytes[i] >= 'a' && name.bytes[i] <= 'z') || (name.bytes[i] >= '0' && name.bytes[i] <= '9') || (i && (name.bytes[i] == '-' || name.bytes[i] == '_'));
    struct text path = TEXT(""), text = TEXT("");
    enum result result = RESULT_NONE;
    if (plain) {
        path = settings_path(context, text_printf(context->arena, "profiles/%.*s.ini", TEXT_ARG(name)).bytes);
        result = file_read(context, path, INTAKE_PROFILE_LIMIT, &text);
    }
    if (result == RESULT_NONE)
        return context_fail(context, RESULT_REFUSED, "profile.unknown", N_("There is no profile \"{name}\". The profiles are the files in profiles/, named without .ini."), "name", text_string(context->arena, name));
    TRY(result);
    return intake_profile_read(context, name, path, text, profile);
}

enum result intake_profile_title(struct context *context, struct text name, struct text *title, bool *score_reports, bool *assumed)
{
    const struct intake_profile *profile;
    enum result loaded = intake_profile_load(context, name, &profile);
    *title = loaded == RESULT_OK ? profile->title : name;
    if (score_reports) *score_reports = loaded != RESULT_OK || profile->score_reports;
    if (assumed) *assumed = loaded == RESULT_OK && !profile->confirmed;
    if (loaded < 0 && loaded != RESULT_REFUSED) return loaded;
    error_clear(&context->error);
    return RESULT_OK;
}

enum intake_word intake_profile_word(const struct intake_profile *profile, enum intake_word first, enum intake_word last, struct text word)
{
    word = text_trim(word);
    for (int i = (int)first; i <= (int)last; i++)
        for (size_t k = 0; k < profile->words[i].count; k++)
            if (text_equal_ignoring_case(profile->words[i].items[k], word)) return (enum intake_word)i;
    return WORD_NONE;
}
