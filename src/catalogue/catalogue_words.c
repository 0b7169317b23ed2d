/* Which words a block may have, how their values read, and holding a block against both. */
#include "catalogue/catalogue_words.h"

#include "base/buffer.h"
#include "catalogue/catalogue_number.h"

enum qualifiers {
    Q_NONE,
    Q_LANGUAGE, /* [language] */
    Q_PROMISE,  /* kind of promise */
    Q_ITEM,     /* item's code [language] */
    Q_PROVIDER  /* provider [language] */
};

#define IN(KIND) (1u << BLOCK_##KIND)

static const struct word {
    const char *key;
    unsigned blocks;
    enum qualifiers qualifiers;
    bool period;  /* may hold for a time only */
    bool repeats; /* may stand more than once for one time */
} words[] = {
    {"name", IN(BODY) | IN(LEVEL) | IN(DIRECTION), Q_LANGUAGE},
    {"name", IN(CERTIFICATION), Q_LANGUAGE, .period = true},
    {"zone", IN(BODY)},
    {"calendar", IN(BODY)},
    {"number", IN(BODY)},
    {"contact", IN(BODY)},
    {"web", IN(BODY)},
    {"languages", IN(BODY)},
    {"promise", IN(BODY), Q_PROMISE},
    {"promise", IN(LEVEL) | IN(CERTIFICATION), Q_PROMISE, .period = true},
    {"codes", IN(PROVIDER), Q_LANGUAGE, .repeats = true},
    {"codes", IN(EXAM), Q_PROVIDER, .repeats = true},
    {"rank", IN(LEVEL)},
    {"theme", IN(LEVEL) | IN(CERTIFICATION), .period = true},
    {"validity", IN(LEVEL) | IN(CERTIFICATION), .period = true},
    {"renewal", IN(LEVEL) | IN(CERTIFICATION), .period = true, .repeats = true},
    {"renewal-anchor", IN(LEVEL) | IN(CERTIFICATION), .period = true},
    {"forms", IN(LEVEL) | IN(CERTIFICATION), .period = true},
    {"package", IN(LEVEL) | IN(CERTIFICATION), .period = true},
    {"item", IN(PACKAGE), Q_ITEM},
    {"title", IN(EXAM) | IN(CHANGE), Q_LANGUAGE},
    {"pass", IN(EXAM)},
    {"standalone", IN(EXAM)},
    {"level", IN(CERTIFICATION)},
    {"direction", IN(CERTIFICATION)},
    {"awarded", IN(CERTIFICATION) | IN(CHANGE)},
    {"requires", IN(CERTIFICATION), .period = true},
    {"effective", IN(CHANGE)},
    {"levels", IN(CHANGE)},
    {"certifications", IN(CHANGE)},
    {"expiring", IN(CHANGE)},
    {"extend", IN(CHANGE)},
    {"buffer", IN(CHANGE)},
};
enum { WORDS = sizeof words / sizeof *words };

static const struct word *find_word(enum block_kind kind, struct text key)
{
    for (size_t i = 0; i < WORDS; i++)
        if (words[i].blocks & 1u << kind && text_is(key, words[i].key)) return &words[i];
    return NULL;
}

static const char *words_of(struct catalogue_reader *reader, enum block_kind kind)
{
    struct buffer list = buffer_new(reader->context->arena, 128, 1000);
    for (size_t i = 0; i < WORDS; i++)
        if (words[i].blocks & 1u << kind) buffer_printf(&list, "%s%s", list.length ? ", " : "", words[i].key);
    return buffer_string(&list);
}

/* --- Values --- */

bool catalogue_words_language(struct text text)
{
    size_t i = 0;
    while (i < text.length && text.bytes[i] >= 'a' && text.bytes[i] <= 'z') i++;
    if (i < 2 || i > 3) return false;
    if (i == text.length) return true;
    if (text.bytes[i] != '_' || text.length - i < 3 || text.length - i > 5) return false;
    for (i++; i < text.length; i++)
        if (!((text.bytes[i] >= 'A' && text.bytes[i] <= 'Z') || (text.bytes[i] >= 'a' && text.bytes[i] <= 'z'))) return false;
    return true;
}

static bool is_code_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* Of exams, certifications and the like: letters, digits, - _ . */
static bool is_code(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_code_character(text.bytes[i])) return false;
    return text.length >= 1 && text.length <= 64 && text.bytes[0] != '.' && text.bytes[0] != '-';
}

bool catalogue_words_validity(struct text text, int32_t *validity_months, int32_t *buffer_months)
{
    *validity_months = *buffer_months = 0;
    if (text_is(text, "without end")) return true;
    size_t comma = text_find(text, ",");
    struct text first = {text.bytes, comma}, second = {text.bytes + comma, text.length - comma};
    if (!catalogue_syntax_months(&first, validity_months) || !text_empty(text_trim(first))) return false;
    if (text_empty(second)) return true;
    second.bytes++, second.length--;
    return catalogue_syntax_take(&second, "then") && catalogue_syntax_months(&second, buffer_months) &&
           catalogue_syntax_take(&second, "of") && text_is(text_trim(second), "buffer");
}

static bool take_count(struct text *rest, int32_t lowest, int32_t highest, int32_t *count)
{
    struct text word;
    int64_t number;
    if (!catalogue_syntax_word(rest, &word) || !text_to_integer(word, &number) || number < lowest || number > highest) return false;
    *count = (int32_t)number;
    return true;
}

bool catalogue_words_promise(struct text text, struct promise_days *days)
{
    if (!take_count(&text, 0, 1000, &days->first)) return false;
    days->last = days->first;
    if (catalogue_syntax_take(&text, "to") && (!take_count(&text, 0, 1000, &days->last) || days->last < days->first)) return false;
    text = text_trim(text);
    return text_is(text, "working day") || text_is(text, "working days");
}

bool catalogue_words_promise_kind(struct text text, enum promise *promise)
{
    static const char *const kinds[PROMISE_KINDS] = {"e-cert", "score-report", "application", "mailing", "objection", "cooling-off"};
    for (int i = 0; i < PROMISE_KINDS; i++)
        if (text_is(text, kinds[i])) {
            *promise = (enum promise)i;
            return true;
        }
    return false;
}

bool catalogue_words_forms(struct text text, int32_t *forms)
{
    struct text piece;
    *forms = 0;
    while (catalogue_syntax_piece(&text, &piece)) {
        int32_t form = text_is(piece, "e-cert")    ? FORM_ECERT
                       : text_is(piece, "package") ? FORM_PACKAGE
                       : text_is(piece, "printed") ? FORM_PRINTED
                                                   : 0;
        if (!form || *forms & form) return false;
        *forms |= form;
    }
    return *forms != 0;
}

bool catalogue_words_anchor(struct text text, enum renewal_anchor *anchor)
{
    *anchor = text_is(text, "pass") ? ANCHOR_PASS : ANCHOR_OLD_EXPIRY;
    return *anchor == ANCHOR_PASS || text_is(text, "old expiry");
}

bool catalogue_words_pass(struct text text, enum pass_rule *rule, int32_t *score, int32_t *full)
{
    *rule = PASS_BY_GRADE;
    *score = *full = 0;
    if (text_is(text, "by grade")) return true;
    *rule = PASS_BY_SCORE;
    return take_count(&text, 1, 1000000, score) && catalogue_syntax_take(&text, "of") && take_count(&text, 1, 1000000, full) &&
           *score <= *full && text_empty(text_trim(text));
}

bool catalogue_words_renewal(struct text text, enum renewal_kind *kind, struct text *exams)
{
    static const char listed[] = "any exam of:";
    *exams = (struct text){"", 0};
    if (text_is(text, "any exam of this certification"))
        *kind = RENEWAL_OWN_EXAM;
    else if (text_is(text, "any exam of the same or a higher level in this direction"))
        *kind = RENEWAL_DIRECTION_EXAM;
    else if (text_is(text, "the whole requirement"))
        *kind = RENEWAL_REQUIREMENT;
    else if (text_starts_with(text, listed)) {
        *kind = RENEWAL_LISTED_EXAM;
        *exams = text_trim((struct text){text.bytes + sizeof listed - 1, text.length - (sizeof listed - 1)});
        return !text_empty(*exams);
    } else {
        return false;
    }
    return true;
}

bool catalogue_words_period(struct text text, struct period *period)
{
    if (text_is(text, "always")) {
        *period = (struct period){NO_DAY, NO_DAY};
        return true;
    }
    return !text_empty(text) && catalogue_syntax_period(&text, period) && text_empty(text_trim(text));
}

/* A provider's exam code with wildcards; {exam} only where `template`. */
static bool is_pattern(struct text text, bool template)
{
    size_t at = template ? text_find(text, "{exam}") : text.length;
    if (template && at == text.length) return false;
    for (size_t i = 0; i < text.length; i++) {
        if (template && i == at) i += strlen("{exam}");
        if (i < text.length && !is_code_character(text.bytes[i]) && text.bytes[i] != '*' && text.bytes[i] != '?') return false;
    }
    return text.length >= 1 && text.length <= 64 && text.bytes[0] != '*';
}

/* --- Holding a block against its words --- */

static bool same_property(const struct syntax_property *a, const struct syntax_property *b)
{
    if (!text_equal(a->key, b->key) || a->qualifier_count != b->qualifier_count) return false;
    for (size_t i = 0; i < a->qualifier_count; i++)
        if (!text_equal(a->qualifiers[i], b->qualifiers[i])) return false;
    return true;
}

static bool periods_meet(struct period a, struct period b)
{
    return (!day_is(a.until) || !day_is(b.from) || b.from.number <= a.until.number) &&
           (!day_is(b.until) || !day_is(a.from) || a.from.number <= b.until.number);
}

static void check_qualifiers(struct catalogue_reader *reader, const struct word *word, const struct syntax_property *property)
{
    static const size_t most[] = {0, 1, 1, 2, 2}, least[] = {0, 0, 1, 1, 1};
    const char *key = word->key;
    enum promise promise;
    if (property->qualifier_count > most[word->qualifiers]) {
        PROBLEM(reader, property->line, "too_many_words", N_("There are too many words before the colon: “{head}”."), "head",
                catalogue_syntax_string(
                    reader, text_printf(reader->context->arena, "%s %.*s", key, TEXT_ARG(property->qualifiers[most[word->qualifiers]]))));
        return;
    }
    if (property->qualifier_count < least[word->qualifiers]) {
        PROBLEM(reader, property->line, "qualifier",
                word->qualifiers == Q_PROMISE ? N_("Which promise? Write for example: promise e-cert: 1 working day")
                : word->qualifiers == Q_ITEM  ? N_("Which item? Write for example: item card: Expert card")
                                              : N_("Of which provider? Write for example: codes pearson-vue en: H12-811-ENU"),
                "key", key);
        return;
    }
    struct text first = property->qualifiers[0];
    if (word->qualifiers == Q_PROMISE && !catalogue_words_promise_kind(first, &promise))
        PROBLEM(reader, property->line, "promise",
                N_("“{what}” is no promise. They are e-cert, score-report, application, mailing, objection and cooling-off."), "what",
                catalogue_syntax_string(reader, first));
    bool has_language = property->qualifier_count && (word->qualifiers == Q_LANGUAGE || property->qualifier_count == 2);
    struct text language = property->qualifiers[word->qualifiers == Q_LANGUAGE ? 0 : 1];
    if (has_language && !catalogue_words_language(language))
        PROBLEM(reader, property->line, "language", N_("“{what}” is no language. Write for example en, de or zh_CN."), "what",
                catalogue_syntax_string(reader, language));
}

/* What is wrong with a value that needs no other block to be read; NULL where nothing is. */
static const char *value_mistake(struct catalogue_reader *reader, enum block_kind kind, const struct syntax_property *property)
{
    struct text key = property->key, value = property->value, exams, piece;
    int32_t one, two;
    struct promise_days days;
    enum renewal_kind renewal;
    enum renewal_anchor anchor;
    enum pass_rule rule;
    struct period period;
    struct day day;
    const struct number_part *parts;
    size_t count;
    const char *why;
    if (text_is(key, "validity") && !catalogue_words_validity(value, &one, &two))
        return N_("“{value}” is no validity. Write for example: 3 years, or: 2 years, then 1 year of buffer, or: without end");
    bool to_object = property->qualifier_count && text_is(property->qualifiers[0], "objection"); /* for which there is a day at least */
    if (text_is(key, "promise") && (!catalogue_words_promise(value, &days) || (to_object && !days.first && !reader->kept)))
        return N_("“{value}” is no time. Write for example: 3 working days, or: 5 to 7 working days");
    if (text_is(key, "forms") && !catalogue_words_forms(value, &one))
        return N_("“{value}” are no forms. They are e-cert, package and printed.");
    if (text_is(key, "renewal") && !catalogue_words_renewal(value, &renewal, &exams))
        return N_("“{value}” is no way to renew. Write: any exam of this certification, or: any exam of the same or a higher level in this "
                  "direction, or: any exam "
                  "of: CODE, CODE, or: the whole requirement");
    if (text_is(key, "renewal-anchor") && !catalogue_words_anchor(value, &anchor))
        return N_("A renewed validity runs from the “pass” or the “old expiry”, not from “{value}”.");
    if (text_is(key, "pass") && !catalogue_words_pass(value, &rule, &one, &two))
        return N_("“{value}” is no passing rule. Write for example: 600 of 1000, or: by grade");
    if ((text_is(key, "awarded") || text_is(key, "expiring")) && !catalogue_words_period(value, &period))
        return N_("“{value}” is no period. Write for example: from 2018-11-01 until 2022-12-31");
    if (text_is(key, "effective") && !day_parse(value, &day)) return N_("“{value}” is no date. Write for example: 2023-01-01");
    if (text_is(key, "extend") && (!catalogue_syntax_months(&value, &one) || !text_empty(text_trim(value))))
        return N_("“{value}” is no length of time. Write for example: 1 year");
    if (text_is(key, "buffer") && !text_is(value, "ends")) return N_("The only thing to say of a buffer is: ends");
    if (text_is(key, "standalone") && !text_is(value, "yes")) return N_("Write “yes”, or leave the line out.");
    if (text_is(key, "rank")) {
        int64_t rank;
        if (!text_to_integer(value, &rank) || rank < 0 || rank > 1000)
            return N_("“{value}” is no rank. Write a number from 0 to 1000; a higher level has the higher one.");
    }
    if (text_is(key, "theme") && !is_code(value))
        return N_("“{value}” is no theme. Write the name of a [level] in theme/ecert/layout.ini.");
    if (text_is(key, "contact") && (text_find(value, "@") == value.length || text_find(value, " ") < value.length))
        return N_("“{value}” is no mail address.");
    if (text_is(key, "web") && !text_starts_with(value, "https://") && !text_starts_with(value, "http://"))
        return N_("“{value}” is no web address. Write for example: https://example.org");
    if (text_is(key, "number") && !catalogue_number_read(reader->context->arena, value, &parts, &count, &why)) return why;
    if (text_is(key, "languages"))
        while (catalogue_syntax_piece(&value, &piece))
            if (!catalogue_words_language(piece)) return N_("“{value}” are no languages. Write for example: en, zh_CN");
    if (text_is(key, "codes"))
        while (catalogue_syntax_piece(&value, &piece))
            if (!is_pattern(piece, kind == BLOCK_PROVIDER))
                return kind == BLOCK_PROVIDER
                           ? N_("“{value}” are no codes. A provider's have {exam} in them, letters, digits, - _ . and * or ? for what "
                                "varies.")
                           : N_("“{value}” are no codes. They are of letters, digits, - _ . and * or ? for what varies.");
    return NULL;
}

static void check_property(struct catalogue_reader *reader, const struct syntax_block *block, const struct syntax_property *property)
{
    const char *block_word = catalogue_syntax_blocks[block->kind];
    const struct word *word = find_word(block->kind, property->key);
    if (!word) {
        PROBLEM(reader, property->line, "unknown_word", N_("“{word}” is no word of this block ({block}). Its words are {words}."), "word",
                catalogue_syntax_string(reader, property->key), "block", block_word, "words", words_of(reader, block->kind));
        return;
    }
    check_qualifiers(reader, word, property);
    if (!word->period && (day_is(property->period.from) || day_is(property->period.until)))
        PROBLEM(reader, property->line, "no_period", N_("“{word}” cannot change with time here; leave the dates away."), "word", word->key);
    if (property->window_months && !property->tree)
        PROBLEM(reader, property->line, "no_window", N_("Only “requires” and its groups can have a window."), "word", word->key);
    if (property->tree ? !text_empty(property->value) : text_empty(property->value)) {
        PROBLEM(reader, property->line, "value",
                property->tree ? N_("What is required stands in the lines below, indented.") : N_("Behind “{word}:” something is missing."),
                "word", word->key);
        return;
    }
    const char *mistake = property->tree ? NULL : value_mistake(reader, block->kind, property);
    if (mistake) PROBLEM(reader, property->line, "value", mistake, "value", catalogue_syntax_string(reader, property->value));
    if (word->repeats) return;
    for (const struct syntax_property *other = block->properties; other != property; other = other->next)
        if (same_property(property, other) && periods_meet(property->period, other->period)) {
            PROBLEM(reader, property->line, "overlap", N_("“{word}” is said for the same time already in line {line}."), "word", word->key,
                    "line", catalogue_syntax_string(reader, text_printf(reader->context->arena, "%ld", other->line)));
            return;
        }
}

void catalogue_words_check(struct catalogue_reader *reader, const struct syntax_block *block)
{
    enum { PROPERTIES = 500 };
    int count = 0;
    if (block->kind != BLOCK_BODY && !is_code(block->code))
        PROBLEM(reader, block->line, "code", N_("“{code}” is no code. A code is of letters, digits, - _ and . without spaces, 64 at most."),
                "code", catalogue_syntax_string(reader, block->code));
    for (const struct syntax_property *property = block->properties; property && !reader->problems->more; property = property->next) {
        if (++count > PROPERTIES) {
            PROBLEM(reader, property->line, "too_many_lines", N_("A block has 500 lines at most."), "line", "");
            return;
        }
        check_property(reader, block, property);
    }
}
