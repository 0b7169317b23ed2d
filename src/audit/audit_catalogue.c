#include "audit/audit_catalogue.h"

#include "audit/audit_working_days.h"

enum { DEEPEST = 20, MOST_MONTHS = 12000 };

/* A line of a block: "validity until 2022-12-31: 2 years", or of a requirement: "exam H12-811". */
struct line {
    struct text head, value; /* before and behind the colon; without one all is head */
    struct day first, last;  /* "from", "until" in the head */
    size_t indent;
};

struct block {
    struct text word, code;
    const struct line *lines;
    size_t count;
};

struct audit_certification {
    struct block block;
};

struct audit_catalogue {
    struct block *blocks;
    size_t count;
    const struct block *body;
    struct text calendar;
    const struct audit_working_days *days; /* NULL: not known */
};

/* --- Lines and blocks --- */

static bool take_word(struct text *rest, struct text *word)
{
    *rest = text_trim(*rest);
    return !text_empty(*rest) && text_split(rest, ' ', word);
}

/* A full-width colon or comma does as well. */
static struct text narrow(struct arena *arena, struct text text)
{
    char *bytes = arena_raw(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool wide = i + 2 < text.length && !memcmp(text.bytes + i, "\xEF\xBC", 2) && (text.bytes[i + 2] == '\x9A' || text.bytes[i + 2] == '\x8C');
        bytes[length++] = wide ? text.bytes[i + 2] == '\x9A' ? ':' : ',' : text.bytes[i];
        if (wide) i += 2;
    }
    bytes[length] = '\0';
    return (struct text){bytes, length};
}

static struct line line_of(struct text text)
{
    struct line line = {.first = {INT32_MIN + 1}, .last = {INT32_MAX}};
    while (line.indent < text.length && text.bytes[line.indent] == ' ') line.indent++;
    text = text_trim(text);
    size_t colon = text_find(text, ":");
    line.head = text_trim((struct text){text.bytes, colon});
    if (colon < text.length) line.value = text_trim((struct text){text.bytes + colon + 1, text.length - colon - 1});
    struct text rest = line.head, word, date;
    while (take_word(&rest, &word))
        if (text_is(word, "from") || text_is(word, "until")) {
            struct day day;
            if (take_word(&rest, &date) && day_parse(date, &day)) *(text_is(word, "from") ? &line.first : &line.last) = day;
        }
    return line;
}

static bool holds(const struct line *line, struct day day)
{
    return line->first.number <= day.number && day.number <= line->last.number;
}

/* Does the line's head begin with these words? */
static bool begins(const struct line *line, const char *words)
{
    size_t length = strlen(words);
    return text_starts_with(line->head, words) && (line->head.length == length || line->head.bytes[length] == ' ' || line->head.bytes[length] == ',');
}

const struct audit_catalogue *audit_catalogue_read(struct context *context, struct text text)
{
    struct arena *arena = context->arena;
    struct text rest = narrow(arena, text), piece;
    size_t lines = 1, used = 0;
    for (size_t i = 0; i < rest.length; i++) lines += rest.bytes[i] == '\n';
    struct audit_catalogue *catalogue = ARENA_NEW(arena, struct audit_catalogue);
    struct line *all = ARENA_ARRAY(arena, lines, struct line);
    catalogue->blocks = ARENA_ARRAY(arena, lines, struct block);
    while (text_split(&rest, '\n', &piece)) {
        struct text trimmed = text_trim(piece);
        if (text_empty(trimmed) || trimmed.bytes[0] == '#') continue;
        if (piece.bytes[0] != ' ') {
            struct block *block = &catalogue->blocks[catalogue->count++];
            *block = (struct block){.lines = &all[used]};
            if (take_word(&trimmed, &block->word)) block->code = text_trim(trimmed);
        } else if (catalogue->count) {
            all[used++] = line_of(piece);
            catalogue->blocks[catalogue->count - 1].count++;
        }
    }
    for (size_t i = 0; i < catalogue->count; i++)
        if (text_is(catalogue->blocks[i].word, "body")) catalogue->body = &catalogue->blocks[i];
    for (size_t i = 0; catalogue->body && i < catalogue->body->count; i++)
        if (begins(&catalogue->body->lines[i], "calendar")) catalogue->calendar = catalogue->body->lines[i].value;
    if (!text_empty(catalogue->calendar)) catalogue->days = audit_working_days_read(context, catalogue->calendar);
    return catalogue;
}

struct text audit_catalogue_calendar(const struct audit_catalogue *catalogue)
{
    return catalogue->calendar;
}

const struct audit_working_days *audit_catalogue_days(const struct audit_catalogue *catalogue)
{
    return catalogue->days;
}

static const struct block *find_block(const struct audit_catalogue *catalogue, const char *word, struct text code)
{
    for (size_t i = 0; i < catalogue->count; i++)
        if (text_is(catalogue->blocks[i].word, word) && text_equal(catalogue->blocks[i].code, code)) return &catalogue->blocks[i];
    return NULL;
}

const struct audit_certification *audit_catalogue_find(const struct audit_catalogue *catalogue, struct text code)
{
    return (const struct audit_certification *)find_block(catalogue, "certification", code);
}

/* The line of that word that holds on the day; NULL where there is none. `said`, where given, tells whether the block has the word at all. */
static const struct line *find_line(const struct block *block, const char *words, struct day day, bool *said)
{
    const struct line *found = NULL;
    if (said) *said = false;
    for (size_t i = 0; block && i < block->count; i++) {
        if (!begins(&block->lines[i], words)) continue;
        if (said) *said = true;
        if (holds(&block->lines[i], day)) found = &block->lines[i];
    }
    return found;
}

static const struct block *level_of(const struct audit_catalogue *catalogue, const struct block *certification, struct day day)
{
    const struct line *line = find_line(certification, "level", day, NULL);
    return line ? find_block(catalogue, "level", line->value) : NULL;
}

/* --- Numbers --- */

/* A letter or digit by itself; -1 for what is passed over. */
static int worth(char c, int most)
{
    int value = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : c == '*' ? 36 : -1;
    return value < most ? value : -1;
}

/* ISO/IEC 7064, over the number with its check characters: what is whole leaves 1. */
static bool check_fits(struct text kind, struct text number)
{
    int modulus = 0, rest = 0;
    bool hybrid = text_is(kind, "11-10") || text_is(kind, "37-36");
    if (text_is(kind, "97-10")) {
        for (size_t i = 0; i < number.length; i++) {
            int value = worth(number.bytes[i], 36);
            if (value >= 0) rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest == 1;
    }
    modulus = text_is(kind, "11-10") ? 10 : text_is(kind, "11-2") ? 11 : text_is(kind, "37-36") ? 36 : 37;
    int most = modulus == 10 || modulus == 11 ? 10 : 36;
    if (hybrid) rest = modulus;
    for (size_t i = 0; i < number.length; i++) {
        bool last = i + 1 == number.length;
        int value = last && modulus == 11 && number.bytes[i] == 'X' ? 10 : worth(number.bytes[i], last ? 37 : most);
        if (value < 0) continue;
        int sum = (rest + value) % modulus;
        if (last) return sum == 1;
        rest = hybrid ? (sum ? sum : modulus) * 2 % (modulus + 1) : sum * 2 % modulus;
    }
    return false;
}

static bool is_of(char c, bool letters)
{
    return (c >= '0' && c <= '9') || (letters && c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U');
}

bool audit_catalogue_number_fits(const struct audit_catalogue *catalogue, struct text number)
{
    const struct line *line = find_line(catalogue->body, "number", (struct day){0}, NULL);
    size_t at = 0;
    for (struct text rest = line ? line->value : TEXT(""); rest.length;) {
        if (rest.bytes[0] != '{') {
            if (at == number.length || number.bytes[at++] != rest.bytes[0]) return false;
            rest.bytes++, rest.length--;
            continue;
        }
        struct text part, word, argument = TEXT("");
        rest.bytes++, rest.length--;
        text_split(&rest, '}', &part);
        if (!take_word(&part, &word)) return false;
        argument = text_trim(part);
        if (text_is(word, "check")) {
            size_t length = text_is(argument, "97-10") ? 2 : 1;
            return at + length == number.length && check_fits(argument, number);
        }
        int64_t count = 4;
        if (!text_empty(argument) && !text_to_integer(argument, &count)) return false;
        for (; count > 0; count--, at++)
            if (at >= number.length || !is_of(number.bytes[at], text_is(word, "letters"))) return false;
    }
    return line && at == number.length;
}

/* --- Validity and issue --- */

/* "18 months", "3 years"; takes it off the front. */
static bool take_months(struct text *rest, int *months)
{
    struct text count, unit;
    int64_t number;
    if (!take_word(rest, &count) || !text_to_integer(count, &number) || number < 0 || number > MOST_MONTHS || !take_word(rest, &unit)) return false;
    if (!text_starts_with(unit, "month") && !text_starts_with(unit, "year")) return false;
    *months = (int)number * (text_starts_with(unit, "year") ? 12 : 1);
    return true;
}

bool audit_catalogue_validity(const struct audit_catalogue *catalogue, const struct audit_certification *certification, struct day award_day, struct day *expiry)
{
    bool said;
    const struct line *line = find_line(&certification->block, "validity", award_day, &said);
    if (!said) line = find_line(level_of(catalogue, &certification->block, award_day), "validity", award_day, NULL);
    if (!line) return false;
    *expiry = NO_DAY;
    if (text_is(line->value, "without end")) return true;
    struct text rest = line->value;
    int months;
    if (!take_months(&rest, &months)) return false;
    *expiry = day_period_end(award_day, months);
    return true;
}

bool audit_catalogue_issue_day(const struct audit_catalogue *catalogue, const struct audit_certification *certification, const struct audit_working_days *working_days, struct day award_day, struct day *issue_day)
{
    static const char words[] = "promise e-cert";
    const struct line *line = find_line(catalogue->body, words, award_day, NULL), *own;
    if ((own = find_line(level_of(catalogue, &certification->block, award_day), words, award_day, NULL))) line = own;
    if ((own = find_line(&certification->block, words, award_day, NULL))) line = own;
    struct text rest = line ? line->value : TEXT("1"), count;
    int64_t days;
    return working_days && take_word(&rest, &count) && text_to_integer(count, &days) && audit_working_days_add(working_days, award_day, days, issue_day);
}

/* --- Requirements --- */

struct meeting {
    const struct audit_catalogue *catalogue;
    struct day award_day;
    const struct audit_pass *passes;
    size_t count;
    uint64_t used; /* bits of the first 64 passes: part of the requirement */
    int depth;
};

static size_t below(const struct block *block, size_t at)
{
    size_t end = at + 1;
    while (end < block->count && block->lines[end].indent > block->lines[at].indent) end++;
    return end;
}

static bool meets_group(struct meeting *meeting, const struct block *block, size_t at, size_t need);

static bool meets_certification(struct meeting *meeting, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++)
        if (begins(&block->lines[i], "requires") && holds(&block->lines[i], meeting->award_day)) return meets_group(meeting, block, i, 0);
    return false;
}

/* All that is passed of it is marked as part of the requirement, also where less would do. */
static bool meets_line(struct meeting *meeting, const struct block *block, size_t at)
{
    struct text rest = block->lines[at].head, word;
    int64_t need;
    if (!take_word(&rest, &word)) return false;
    rest = text_trim(rest);
    if (text_is(word, "exam")) {
        bool passed = false;
        for (size_t i = 0; i < meeting->count; i++) {
            if (!text_equal(meeting->passes[i].exam, rest) || meeting->passes[i].day.number > meeting->award_day.number) continue;
            passed = true;
            if (i < 64) meeting->used |= (uint64_t)1 << i;
        }
        return passed;
    }
    if (text_is(word, "certificate")) {
        const struct block *other = find_block(meeting->catalogue, "certification", rest);
        if (!other || meeting->depth == DEEPEST) return false;
        meeting->depth++;
        bool met = meets_certification(meeting, other);
        meeting->depth--;
        return met;
    }
    if (text_is(word, "all")) return meets_group(meeting, block, at, 0);
    if (text_is(word, "any")) return meets_group(meeting, block, at, 1);
    return text_to_integer(word, &need) && need > 0 && meets_group(meeting, block, at, (size_t)need);
}

/* `need` 0: all. */
static bool meets_group(struct meeting *meeting, const struct block *block, size_t at, size_t need)
{
    size_t met = 0, children = 0, end = below(block, at);
    for (size_t child = at + 1; child < end; child = below(block, child)) {
        children++;
        met += meets_line(meeting, block, child);
    }
    return children > 0 && met >= (need ? need : children);
}

bool audit_catalogue_meets(const struct audit_catalogue *catalogue, const struct audit_certification *certification, struct day award_day, const struct audit_pass *passes, size_t count)
{
    struct meeting meeting = {.catalogue = catalogue, .award_day = award_day, .passes = passes, .count = count};
    if (!meets_certification(&meeting, &certification->block)) return false;
    for (size_t i = 0; i < count && i < 64; i++)
        if (passes[i].day.number <= award_day.number && !(meeting.used >> i & 1)) return false;
    return true;
}
