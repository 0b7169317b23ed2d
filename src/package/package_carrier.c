#include "package/package_carrier.h"

#include <pthread.h>
#include <regex.h>

#include "base/buffer.h"
#include "outside/unicode.h"
#include "package/package_country.h"

/* data/carriers.tsv; data/refresh-carriers.mjs says what stands in it. */
extern const char package_carrier_data[];
extern const unsigned long package_carrier_data_length;

enum { CARRIER_FIELDS = 4, FORM_FIELDS = 8, MOST_WEIGHTS = 20, S10_COUNTRY = 11 };

#define F(MEMBER) FIELD(struct package_carrier, MEMBER)
RECORD(package_carrier_record, struct package_carrier, F(code), F(name), F(page), F(asks_phone), F(names));
#undef F

static void split(struct text line, struct text *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!text_split(&line, '\t', &fields[i])) fields[i] = TEXT("");
}

static struct text all_lines(void)
{
    return (struct text){package_carrier_data, package_carrier_data_length};
}

/* --- Carriers --- */

static struct package_carrier carriers[CARRIER_MOST];
static size_t carrier_count;

static void read_carriers(void)
{
    struct text rest = all_lines(), line, f[CARRIER_FIELDS], names;
    while (text_split(&rest, '\n', &line) && carrier_count < CARRIER_MOST) {
        if (text_empty(line) || line.bytes[0] == '\t') continue;
        names = line;
        for (size_t i = 0; i < CARRIER_FIELDS; i++)
            if (!text_split(&names, '\t', &f[i])) f[i] = TEXT("");
        carriers[carrier_count++] = (struct package_carrier){f[0], f[1], f[2], text_is(f[3], "1"), names};
    }
}

const struct package_carrier *package_carriers(size_t *count)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_carriers);
    *count = carrier_count;
    return carriers;
}

const struct package_carrier *package_carrier_find(struct text code)
{
    size_t count;
    const struct package_carrier *all = package_carriers(&count);
    for (size_t i = 0; i < count; i++)
        if (text_equal(all[i].code, code)) return &all[i];
    return NULL;
}

/* What the data say under the word, or `otherwise`. */
static struct text in_language(const struct package_carrier *carrier, const char *word, struct text otherwise)
{
    struct text rest = carrier->names, one, tag;
    while (text_split(&rest, '\t', &one))
        if (text_split(&one, '=', &tag) && text_is(tag, word)) return one;
    return otherwise;
}

struct text package_carrier_name(const struct package_carrier *carrier, const char *language)
{
    return in_language(carrier, language, carrier->name);
}

struct text package_carrier_said(struct arena *arena, struct text said, const char *language)
{
    size_t count;
    const struct package_carrier *all = package_carriers(&count);
    for (size_t i = 0; i < count; i++) {
        struct text name = all[i].name;
        if (said.length > name.length && said.bytes[name.length] == ' ' && text_starts_with(said, text_string(arena, name)))
            return text_printf(arena, "%.*s%.*s", TEXT_ARG(package_carrier_name(&all[i], language)), (int)(said.length - name.length), said.bytes + name.length);
    }
    return said;
}

struct text package_carrier_link(struct arena *arena, struct text code, struct text number, const char *language)
{
    const struct package_carrier *carrier = package_carrier_find(code);
    if (!carrier) return TEXT("");
    struct text page = in_language(carrier, text_printf(arena, "%s:page", language ? language : "en").bytes, carrier->page);
    size_t at = text_find(page, "%s");
    if (at == page.length) return page;
    return text_printf(arena, "%.*s%.*s%.*s", (int)at, page.bytes, TEXT_ARG(number), (int)(page.length - at - 2), page.bytes + at + 2);
}

bool package_carrier_asks_number(struct text link, struct text number)
{
    return !text_empty(link) && !text_empty(number) && !memmem(link.bytes, link.length, number.bytes, number.length);
}

bool package_carrier_number(struct arena *arena, struct text typed, struct text *number)
{
    struct text folded;
    if (typed.length > 4 * EXPRESS_NUMBER_LONGEST || !unicode_fold(arena, typed, &folded)) return false;
    struct buffer out = buffer_new(arena, EXPRESS_NUMBER_LONGEST, EXPRESS_NUMBER_LONGEST);
    bool digits = false; /* without any it is a word, of whatever column */
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.bytes[i];
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) return false;
        digits |= c <= '9';
        buffer_put_char(&out, c);
    }
    *number = buffer_text(&out);
    return digits && !out.full;
}

/* --- Check digits --- */

/* The form of a number, and how it is checked. */
struct number_form {
    struct text pattern, prefix, method;
    size_t length, from, count, check;
    long arguments[MOST_WEIGHTS];
};

static size_t integer_of(struct text text)
{
    int64_t integer;
    return text_to_integer(text, &integer) && integer > 0 ? (size_t)integer : 0;
}

static struct number_form form_of(struct text line)
{
    struct text f[FORM_FIELDS], one;
    split((struct text){line.bytes + 1, line.length - 1}, f, FORM_FIELDS);
    struct number_form form = {.length = integer_of(f[0]), .pattern = f[1], .from = integer_of(f[2]), .count = integer_of(f[3]), .check = integer_of(f[4]), .prefix = f[5], .method = f[6]};
    for (size_t i = 0; i < MOST_WEIGHTS && text_split(&f[7], ',', &one); i++) form.arguments[i] = (long)integer_of(one);
    return form;
}

/* Letters count as UPS counts them: A is 2, B is 3 ... */
static long value_of(char c)
{
    return c <= '9' ? c - '0' : (c - 63) % 10;
}

/* The check digit over these digits; -1 where the method is not known. */
static long check_of(const struct number_form *form, struct text digits)
{
    static const long s10_weights[] = {8, 6, 4, 2, 3, 5, 9, 7};
    long sum = 0;
    if (text_is(form->method, "mod7")) {
        for (size_t i = 0; i < digits.length; i++) sum = (sum * 10 + value_of(digits.bytes[i])) % 7;
        return sum;
    }
    if (text_is(form->method, "mod10")) {
        for (size_t i = 0; i < digits.length; i++) sum += form->arguments[i % 2] * value_of(digits.bytes[i]);
        return (10 - sum % 10) % 10;
    }
    if (text_is(form->method, "weights")) {
        for (size_t i = 0; i < digits.length && i + 2 < MOST_WEIGHTS; i++) sum += form->arguments[i + 2] * value_of(digits.bytes[i]);
        return sum % form->arguments[0] % form->arguments[1];
    }
    if (text_is(form->method, "s10")) {
        for (size_t i = 0; i < digits.length && i < sizeof s10_weights / sizeof *s10_weights; i++) sum += s10_weights[i] * value_of(digits.bytes[i]);
        long rest = 11 - sum % 11;
        return rest == 10 ? 0 : rest == 11 ? 5 : rest;
    }
    if (text_is(form->method, "sf")) {
        /* From the right the digits weigh 1, 3, 5 ...; tens and units of each product are added. */
        for (size_t i = 0; i < digits.length; i++) {
            long product = (2 * (long)i + 1) * value_of(digits.bytes[digits.length - 1 - i]);
            sum += product / 10 + product % 10;
        }
        return (10 - sum % 10) % 10;
    }
    return -1;
}

static bool fits(struct arena *arena, const struct number_form *form, struct text number)
{
    regex_t compiled;
    if ((form->length && form->length != number.length) || regcomp(&compiled, text_printf(arena, "^(%.*s)$", TEXT_ARG(form->pattern)).bytes, REG_EXTENDED | REG_NOSUB)) return false;
    bool fit = regexec(&compiled, text_string(arena, number), 0, NULL, 0) == 0;
    regfree(&compiled);
    return fit;
}

static enum carrier_state judge(struct arena *arena, const struct number_form *form, struct text number)
{
    if (text_is(form->method, "none")) return CARRIER_UNCHECKED;
    struct text digits = {number.bytes + form->from, form->count};
    struct package_country country;
    if (text_is(form->method, "s10") && !package_country_find(arena, (struct text){number.bytes + S10_COUNTRY, 2}, &country)) return CARRIER_WRONG;
    if (!text_starts_with(digits, text_string(arena, form->prefix))) digits = text_printf(arena, "%.*s%.*s", TEXT_ARG(form->prefix), TEXT_ARG(digits));
    return check_of(form, digits) == value_of(number.bytes[form->check]) ? CARRIER_GOOD : CARRIER_WRONG;
}

size_t package_carrier_detect(struct arena *arena, struct text number, struct carrier_match matches[CARRIER_MOST])
{
    struct text rest = all_lines(), line;
    size_t count = 0, at = 0, known;
    const struct package_carrier *all = package_carriers(&known);
    enum carrier_state found[CARRIER_MOST];
    bool any[CARRIER_MOST] = {false};
    for (bool begun = false; text_split(&rest, '\n', &line) && !text_empty(line);) {
        if (line.bytes[0] != '\t') {
            if (begun) at++;
            begun = true;
            continue;
        }
        struct number_form form = form_of(line);
        if (at >= known || !fits(arena, &form, number)) continue;
        enum carrier_state state = judge(arena, &form, number);
        if (!any[at] || state < found[at]) found[at] = state;
        any[at] = true;
    }
    for (int state = CARRIER_GOOD; state <= CARRIER_WRONG; state++)
        for (size_t i = 0; i < known; i++)
            if (any[i] && found[i] == (enum carrier_state)state) matches[count++] = (struct carrier_match){&all[i], found[i]};
    return count;
}
