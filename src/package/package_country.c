#include "package/package_country.h"

#include <regex.h>

#include "base/buffer.h"
#include "outside/unicode.h"

/* data/addresses.tsv; data/refresh-addresses.mjs says what stands in it. */
extern const char package_country_data[];
extern const unsigned long package_country_data_length;

enum { COUNTRY_FIELDS = 18, REGION_FIELDS = 5, LONGEST_PHONE = 15 /* E.164 */, SHORTEST_PHONE = 7 /* with the calling code: Niue's */, LONGEST_TYPED = 200 };

static struct text all_countries(void)
{
    return (struct text){package_country_data, package_country_data_length};
}

/* The line of the country, and after it all that follows. */
static bool find_line(struct text code, struct text *line, struct text *rest)
{
    if (code.length != 2 || code.bytes[0] < 'A' || code.bytes[0] > 'Z') return false;
    *rest = all_countries();
    while (text_split(rest, '\n', line))
        if (line->length > 2 && line->bytes[2] == '\t' && memcmp(line->bytes, code.bytes, 2) == 0) return true;
    return false;
}

static void split(struct text line, struct text *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!text_split(&line, '\t', &fields[i])) fields[i] = TEXT("");
}

/* Without its regions. */
static struct package_country country_of(struct text line)
{
    struct text f[COUNTRY_FIELDS];
    split(line, f, COUNTRY_FIELDS);
    return (struct package_country){.code = f[0], .name = f[1], .format = f[2], .latin_format = f[3], .required = f[4], .upper = f[5], .postal_pattern = f[6], .postal_examples = f[7],
                                   .postal_prefix = f[8], .region_word = f[9], .city_word = f[10], .district_word = f[11], .postal_word = f[12], .letters = text_is(f[13], "1"),
                                   .calling_code = f[14], .trunk = f[15], .phone_lengths = f[16], .phone_pattern = f[17]};
}

bool package_country_find(struct arena *arena, struct text code, struct package_country *country)
{
    struct text line, rest;
    if (!find_line(code, &line, &rest)) return false;
    *country = country_of(line);
    size_t count = 0;
    struct text after = rest;
    while (text_split(&after, '\n', &line) && text_starts_with(line, "\t")) count++;
    struct package_region *regions = ARENA_ARRAY(arena, count ? count : 1, struct package_region);
    for (size_t i = 0; i < count && text_split(&rest, '\n', &line); i++) {
        struct text r[REGION_FIELDS];
        split((struct text){line.bytes + 1, line.length - 1}, r, REGION_FIELDS);
        regions[i] = (struct package_region){r[0], r[1], r[2], r[3], r[4]};
    }
    country->regions = regions;
    country->region_count = count;
    return true;
}

const struct package_region *package_country_region(const struct package_country *country, struct text key)
{
    for (size_t i = 0; i < country->region_count; i++)
        if (text_equal(country->regions[i].key, key)) return &country->regions[i];
    return NULL;
}

bool package_country_matches(struct arena *arena, struct text pattern, bool whole, struct text text)
{
    regex_t compiled;
    if (regcomp(&compiled, text_printf(arena, whole ? "^(%.*s)$" : "^(%.*s)", TEXT_ARG(pattern)).bytes, REG_EXTENDED | REG_NOSUB)) return false;
    bool matched = regexec(&compiled, text_string(arena, text), 0, NULL, 0) == 0;
    regfree(&compiled);
    return matched;
}

/* --- Telephone numbers --- */

static bool begins(struct text text, struct text with)
{
    return text.length >= with.length && memcmp(text.bytes, with.bytes, with.length) == 0;
}

static bool has_length(struct text lengths, size_t length)
{
    struct text one;
    int64_t number;
    while (text_split(&lengths, ',', &one))
        if (text_to_integer(one, &number) && (size_t)number == length) return true;
    return false;
}

/* The number within the country, without what is dialled in front of it only there. False where no number there is like it. */
static bool within(struct arena *arena, const struct package_country *country, struct text digits, struct text *number)
{
    size_t length = country->trunk.length;
    *number = digits;
    while (length && begins(*number, country->trunk) && has_length(country->phone_lengths, number->length - length)) *number = (struct text){number->bytes + length, number->length - length};
    return has_length(country->phone_lengths, number->length) && (text_empty(country->phone_pattern) || package_country_matches(arena, country->phone_pattern, true, *number));
}

/* Digits that begin with the country's calling code. */
static bool abroad(struct arena *arena, const struct package_country *country, struct text digits, struct text *number)
{
    if (text_empty(country->calling_code) || !begins(digits, country->calling_code)) return false;
    return within(arena, country, (struct text){digits.bytes + country->calling_code.length, digits.length - country->calling_code.length}, number);
}

/* Digits only; a plus in front, or two zeros, say that the country's code follows. */
static bool read_digits(struct arena *arena, struct text typed, struct text *digits, bool *international)
{
    struct text folded;
    if (typed.length > LONGEST_TYPED || !unicode_fold(arena, text_trim(typed), &folded)) return false;
    *international = text_starts_with(folded, "+");
    if (*international) folded = (struct text){folded.bytes + 1, folded.length - 1};
    struct buffer out = buffer_new(arena, LONGEST_TYPED, LONGEST_TYPED);
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.bytes[i];
        if (c >= '0' && c <= '9') buffer_put_char(&out, c);
        else if (!memchr(" -.()/", c, 6)) return false;
    }
    *digits = buffer_text(&out);
    if (!*international && text_starts_with(*digits, "00")) {
        *international = true;
        *digits = (struct text){digits->bytes + 2, digits->length - 2};
    }
    return true;
}

bool package_country_phone(struct arena *arena, const struct package_country *country, struct text typed, struct text *phone)
{
    struct text digits, number, line, rest = all_countries();
    bool international;
    if (!read_digits(arena, typed, &digits, &international)) return false;
    struct package_country known = *country;
    bool good = international ? abroad(arena, &known, digits, &number) : within(arena, &known, digits, &number);
    while (international && !good && text_split(&rest, '\n', &line))
        if (!text_starts_with(line, "\t")) {
            known = country_of(line);
            good = abroad(arena, &known, digits, &number);
        }
    size_t length = known.calling_code.length + number.length;
    if (!good || length < SHORTEST_PHONE || length > LONGEST_PHONE) return false;
    *phone = text_printf(arena, "+%.*s%.*s", TEXT_ARG(known.calling_code), TEXT_ARG(number));
    return true;
}

struct text package_country_calling_code(const struct package_country *country, struct text digits)
{
    struct text line, rest = all_countries();
    if (!text_empty(country->calling_code) && begins(digits, country->calling_code)) return country->calling_code;
    while (text_split(&rest, '\n', &line)) {
        if (text_starts_with(line, "\t")) continue;
        struct package_country other = country_of(line);
        if (!text_empty(other.calling_code) && begins(digits, other.calling_code)) return other.calling_code;
    }
    return TEXT("");
}
