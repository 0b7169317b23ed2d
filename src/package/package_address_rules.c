/* Which fields an address has, and what may stand in them. */
#include "base/buffer.h"
#include "outside/language.h"
#include "outside/unicode.h"
#include "package/package_inside.h"

enum { LINE_LONGEST = 60 /* characters: what carriers print */, STREET_LINES = 3, LARGEST_FIELD = 1024, POSTAL_LONGEST = 20 };

/* --- Fields --- */

static const char part_letters[ADDRESS_PARTS + 1] = "NOADCSZX";
static const char *const native_names[ADDRESS_PARTS] = {"recipient", "organization", "street", "district", "city", "region", "postal_code", "sorting_code"};
static const char *const latin_names[ADDRESS_PARTS] = {"latin_recipient", "latin_organization", "latin_street", "latin_district", "latin_city", "latin_region", NULL, NULL};

/* What the countries call a part, as Google's data name it. */
static const struct {
    enum package_address_part part;
    const char *word, *label;
} labels[] = {
    {ADDRESS_REGION, "province", N_("Province")}, {ADDRESS_REGION, "state", N_("State or territory")}, {ADDRESS_REGION, "emirate", N_("Emirate")}, {ADDRESS_REGION, "parish", N_("Parish")},
    {ADDRESS_REGION, "island", N_("Island")}, {ADDRESS_REGION, "department", N_("Department")}, {ADDRESS_REGION, "area", N_("Area")}, {ADDRESS_REGION, "county", N_("County")},
    {ADDRESS_REGION, "prefecture", N_("Prefecture")}, {ADDRESS_REGION, "do_si", N_("Province or metropolitan city")}, {ADDRESS_REGION, "district", N_("District")},
    {ADDRESS_REGION, "oblast", N_("Oblast")},
    {ADDRESS_CITY, "city", N_("City")}, {ADDRESS_CITY, "suburb", N_("Suburb")}, {ADDRESS_CITY, "post_town", N_("Town")}, {ADDRESS_CITY, "district", N_("District")},
    {ADDRESS_DISTRICT, "suburb", N_("Suburb")}, {ADDRESS_DISTRICT, "district", N_("District")}, {ADDRESS_DISTRICT, "neighborhood", N_("Neighbourhood")},
    {ADDRESS_DISTRICT, "townland", N_("Townland")}, {ADDRESS_DISTRICT, "village_township", N_("Village or township")},
    {ADDRESS_POSTAL_CODE, "postal", N_("Postal code")}, {ADDRESS_POSTAL_CODE, "zip", N_("ZIP code")}, {ADDRESS_POSTAL_CODE, "pin", N_("PIN code")}, {ADDRESS_POSTAL_CODE, "eircode", N_("Eircode")},
};

static const char *label_of(const struct package_country *country, enum package_address_part part)
{
    struct text word;
    switch (part) {
    case ADDRESS_RECIPIENT: return N_("Recipient");
    case ADDRESS_ORGANIZATION: return N_("Company or organization");
    case ADDRESS_STREET: return N_("Street and house number");
    case ADDRESS_SORTING_CODE: return N_("Sorting code");
    case ADDRESS_DISTRICT: word = country->district_word; break;
    case ADDRESS_CITY: word = country->city_word; break;
    case ADDRESS_REGION: word = country->region_word; break;
    default: word = country->postal_word; break;
    }
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].part == part && text_is(word, labels[i].word)) return labels[i].label;
    return N_("Postal code");
}

static bool is_required(const struct package_country *country, enum package_address_part part)
{
    return part == ADDRESS_RECIPIENT || part == ADDRESS_STREET || memchr(country->required.bytes, part_letters[part], country->required.length);
}

static bool is_written(const struct package_country *country, enum package_script script, enum package_address_part part)
{
    if (script == ADDRESS_NATIVE) return true;
    return country->letters && latin_names[part] && (part != ADDRESS_REGION || !country->region_count);
}

size_t package_address_fields(const struct package_country *country, enum package_script script, struct package_address_field fields[ADDRESS_PARTS])
{
    struct text format = script == ADDRESS_LATIN ? country->latin_format : country->format;
    /* The person first, also where he is printed last; what lies around him in the order of the country. */
    char order[ADDRESS_PARTS + 1] = "NO";
    for (size_t i = 0, count = 2; i + 1 < format.length && count < ADDRESS_PARTS; i++)
        if (format.bytes[i] == '%' && strchr("ADCSZX", format.bytes[i + 1])) order[count++] = format.bytes[i + 1];
    size_t count = 0;
    for (const char *letter = order; *letter; letter++) {
        enum package_address_part part = (enum package_address_part)(strchr(part_letters, *letter) - part_letters);
        if (!is_written(country, script, part)) continue;
        fields[count++] = (struct package_address_field){part, script == ADDRESS_LATIN ? latin_names[part] : native_names[part], label_of(country, part), is_required(country, part)};
    }
    return count;
}

static struct text *place(struct package_address *a, enum package_script script, enum package_address_part part)
{
    struct text *native[ADDRESS_PARTS] = {&a->recipient, &a->organization, &a->street, &a->district, &a->city, &a->region, &a->postal_code, &a->sorting_code};
    struct text *latin[ADDRESS_PARTS] = {&a->latin_recipient, &a->latin_organization, &a->latin_street, &a->latin_district, &a->latin_city, &a->latin_region, NULL, NULL};
    return script == ADDRESS_LATIN ? latin[part] : native[part];
}

const char *package_address_field_words(struct context *context, enum package_script script, const struct package_address_field *field)
{
    const char *label = language_text(context->languages, context->language, field->label);
    if (script == ADDRESS_NATIVE) return label;
    struct error words = {.arguments = {{"field", text_of(label)}}, .argument_count = 1};
    return text_string(context->arena, error_fill(context->arena, &words, language_text(context->languages, context->language, N_("{field} (in Latin letters)"))));
}

struct text package_address_value(const struct package_address *address, enum package_script script, enum package_address_part part)
{
    struct package_address copy = *address;
    const struct text *text = place(&copy, script, part);
    return text ? *text : TEXT("");
}

/* --- What may stand in them --- */

/* A field that is checked. */
struct checked {
    struct context *context;
    const struct package_country *country;
    enum package_script script;
    const struct package_address_field *field;
};

#define FAIL(CHECKED, CODE, ...) \
    FIELD_FAIL((CHECKED)->context, (CHECKED)->field->name, (CODE), __VA_ARGS__, "field", package_address_field_words((CHECKED)->context, (CHECKED)->script, (CHECKED)->field))

/* One line: NFC, blanks single, without what nobody sees but the joiners of Persian and the Indic scripts. False for what cannot be printed. */
static bool plain_line(struct arena *arena, struct text typed, struct text *line)
{
    struct text rest;
    uint32_t c;
    if (typed.length > LARGEST_FIELD || !unicode_nfc(arena, typed, &rest)) return false;
    struct buffer out = buffer_new(arena, rest.length + 1, LARGEST_FIELD * 4);
    bool blank = false;
    while (text_next_code_point(&rest, &c)) {
        enum unicode_kind kind = unicode_kind(c);
        char bytes[4];
        if (c == '\t' || c == '\r' || kind == UNICODE_SPACE) {
            blank = out.length > 0;
            continue;
        }
        if (kind == UNICODE_FORBIDDEN) return false;
        if (kind == UNICODE_INVISIBLE && c != 0x200C && c != 0x200D) continue;
        if (blank) buffer_put_char(&out, ' ');
        blank = false;
        buffer_put_bytes(&out, bytes, text_put_code_point(bytes, c));
    }
    *line = buffer_text(&out);
    return !out.full;
}

static bool all_latin(struct text text)
{
    uint32_t c;
    while (text_next_code_point(&text, &c))
        if (unicode_kind(c) == UNICODE_LETTER && !unicode_is_latin(c)) return false;
    return true;
}

/* Text of one field in normal form, lines and all. */
static enum result check_text(const struct checked *checked, struct text typed, struct text *normal)
{
    struct context *context = checked->context;
    struct buffer out = buffer_new(context->arena, typed.length + 1, LARGEST_FIELD * 8);
    size_t lines = 0, most = checked->field->part == ADDRESS_STREET ? STREET_LINES : 1;
    struct text one, line;
    *normal = typed; /* of what is refused, too, so that nothing is told of it twice */
    while (text_split(&typed, '\n', &one)) {
        if (!plain_line(context->arena, one, &line)) return FAIL(checked, "package.address_letters", N_("{field}: this holds a character that cannot be printed on a label."));
        if (text_empty(line)) continue;
        if (text_characters(line) > LINE_LONGEST) return FAIL(checked, "package.address_long", N_("{field}: a line of an address has at most 60 characters, carriers print no more."));
        if (++lines > most)
            return most > 1 ? FAIL(checked, "package.address_lines", N_("{field}: there is room for three lines."))
                            : FAIL(checked, "package.address_line", N_("{field}: write this on one line."));
        if (lines > 1) buffer_put_char(&out, '\n');
        buffer_put(&out, line);
    }
    *normal = buffer_text(&out);
    return RESULT_OK;
}

/* Names of post-office boxes, bare of capitals and diacritics, with blanks for punctuation. A blank is the edge of a word, # a digit. */
static const char *const boxes[] = {
    " po box ", " p o box ", " pobox ", " pobox#", " pob #", " p o b #", " post office box ", " post box ", " postbox ", " gpo box ", " locked bag ", " private bag ", " poste restante ", " postlagernd ",
    " postfach ", " postbus ", " postboks ", " boite postale ", " bp #", " b p #", " apartado postal ", " apartado de correos ", " apdo ", " casilla de correo ", " casilla postal ", " casella postale ",
    " caixa postal ", " skrytka pocztowa ", " posta kutusu ", " postafiok ", " kotak pos ", " hom thu ", " postilokero ", "\u79c1\u66f8\u7bb1" /* Japanese */, "\u4fe1\u7bb1" /* Chinese */,
    "\uc0ac\uc11c\ud568" /* Korean */, " \u0430 \u044f " /* Russian */, " \u0430\u0431\u043e\u043d\u0435\u043d\u0442\u0441\u043a\u0438\u0439 \u044f\u0449\u0438\u043a ",
    " \u0635 \u0628 " /* Arabic */, "\u0635\u0646\u062f\u0648\u0642 \u0628\u0631\u064a\u062f", " \u05ea \u05d3 " /* Hebrew */, " \u03c4 \u03b8 " /* Greek */, "\u0e15\u0e39\u0e49 \u0e1b\u0e13" /* Thai */,
};

/* The text in the form of `boxes`. */
static bool bare_words(struct arena *arena, struct text text, struct text *words)
{
    struct text bare, rest;
    uint32_t c;
    if (!unicode_bare(arena, text, &bare)) return false;
    struct buffer out = buffer_new(arena, bare.length + 3, bare.length + 3);
    buffer_put_char(&out, ' ');
    for (rest = bare; text_next_code_point(&rest, &c);) {
        enum unicode_kind kind = unicode_kind(c);
        char bytes[4];
        if (kind == UNICODE_LETTER || kind == UNICODE_DIGIT || kind == UNICODE_MARK) buffer_put_bytes(&out, bytes, text_put_code_point(bytes, c));
        else if (out.bytes[out.length - 1] != ' ') buffer_put_char(&out, ' ');
    }
    if (out.bytes[out.length - 1] != ' ') buffer_put_char(&out, ' ');
    *words = buffer_text(&out);
    return true;
}

static bool names_box(struct arena *arena, struct text text)
{
    struct text words;
    if (!bare_words(arena, text, &words)) return false;
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        struct text phrase = text_of(boxes[i]), bare;
        bool digit = text_ends_with(phrase, "#");
        if (digit) phrase.length--;
        bool starts = phrase.bytes[0] == ' ', ends = phrase.bytes[phrase.length - 1] == ' ';
        if (!unicode_bare(arena, text_trim(phrase), &bare)) continue;
        const char *wanted = text_printf(arena, "%s%.*s%s", starts ? " " : "", TEXT_ARG(bare), ends ? " " : "").bytes;
        for (struct text rest = words;;) {
            size_t at = text_find(rest, wanted);
            if (at == rest.length) break;
            size_t after = at + strlen(wanted);
            if (!digit || (after < rest.length && rest.bytes[after] >= '0' && rest.bytes[after] <= '9')) return true;
            rest = (struct text){rest.bytes + at + 1, rest.length - at - 1};
        }
    }
    return false;
}

/* Capitals, plain digits; without the letters that the format writes in front of it itself. */
static bool plain_postal_code(struct arena *arena, const struct package_country *country, struct text typed, struct text *code)
{
    struct text folded;
    if (!unicode_fold(arena, typed, &folded) || folded.length > POSTAL_LONGEST) return false;
    struct text upper = text_copy(arena, folded), prefix = text_trim(country->postal_prefix);
    char *bytes = (char *)(uintptr_t)upper.bytes;
    for (size_t i = 0; i < upper.length; i++)
        if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] = (char)(bytes[i] - 'a' + 'A');
    if (!text_empty(prefix) && text_starts_with(upper, text_string(arena, prefix))) upper = (struct text){upper.bytes + prefix.length, upper.length - prefix.length};
    *code = text_trim(upper);
    return text_empty(country->postal_pattern) || text_empty(*code) || package_country_matches(arena, country->postal_pattern, true, *code);
}

static enum result check_postal_code(const struct checked *checked, struct text *code)
{
    struct arena *arena = checked->context->arena;
    struct text examples = checked->country->postal_examples, example = TEXT("");
    if (plain_postal_code(arena, checked->country, *code, code)) return RESULT_OK;
    (void)text_split(&examples, ',', &example);
    return FAIL(checked, "package.address_postal_code", N_("{field}: postal codes of this country look different, for example {example}."), "example", text_string(arena, example));
}

/* `text` gets the normal form of what was typed into the field; `native` is what stands there in the country's script. */
static enum result check_field(const struct checked *checked, struct text typed, struct text native, struct text *text)
{
    const struct package_country *country = checked->country;
    enum package_address_part part = checked->field->part;
    bool latin = checked->script == ADDRESS_LATIN;
    TRY(check_text(checked, typed, text));
    if (latin && text_empty(*text) && !text_empty(native) && all_latin(native)) return *text = native, RESULT_OK;
    if (checked->field->required && text_empty(*text))
        return latin ? FAIL(checked, "package.address_latin_missing", N_("{field} is missing: carriers abroad cannot read other scripts."))
                     : FAIL(checked, "package.address_missing", N_("{field} is missing: an address in this country needs it."));
    if ((latin || !country->letters) && !all_latin(*text)) return FAIL(checked, "package.address_latin", N_("{field}: write this in Latin letters."));
    if ((part == ADDRESS_STREET || part == ADDRESS_ORGANIZATION) && names_box(checked->context->arena, *text))
        return FAIL(checked, "package.address_box", N_("{field}: express carriers do not deliver to post-office boxes. Write street and house number."));
    if (part == ADDRESS_REGION && !latin && country->region_count && !text_empty(*text) && !package_country_region(country, *text))
        return FAIL(checked, "package.address_region", N_("{field}: choose one from the list."));
    return part == ADDRESS_POSTAL_CODE ? check_postal_code(checked, text) : RESULT_OK;
}

/* The postal code is one of the region. */
static enum result check_place(const struct checked *checked, const struct package_address *address)
{
    struct context *context = checked->context;
    const struct package_region *region = package_country_region(checked->country, address->region);
    if (!region || text_empty(region->postal) || text_empty(address->postal_code) || package_country_matches(context->arena, region->postal, false, address->postal_code)) return RESULT_OK;
    return FAIL(checked, "package.address_postal_region", N_("{field}: this postal code does not belong to {region}. Check both."), "region", text_string(context->arena, region->name));
}

/* All fields of one script, in normal form. */
static void check_script(struct context *context, const struct package_country *country, enum package_script script, const struct package_address *typed, struct package_address *address,
                         struct error_faults *faults)
{
    struct package_address_field fields[ADDRESS_PARTS];
    size_t count = package_address_fields(country, script, fields);
    struct checked checked = {context, country, script, NULL};
    const struct package_address_field *postal_code = NULL;
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        enum package_address_part part = fields[i].part;
        checked.field = &fields[i];
        if (part == ADDRESS_POSTAL_CODE) postal_code = &fields[i];
        if (check_field(&checked, package_address_value(typed, script, part), *place(address, ADDRESS_NATIVE, part), place(address, script, part)) != RESULT_OK) wrong |= 1U << part;
        error_set_aside(&context->error, faults);
    }
    if (!postal_code || wrong & (1U << ADDRESS_POSTAL_CODE | 1U << ADDRESS_REGION)) return;
    checked.field = postal_code;
    (void)!check_place(&checked, address);
    error_set_aside(&context->error, faults);
}

static bool is_all_latin(const struct package_address *address, const struct package_country *country)
{
    for (int part = 0; part < ADDRESS_PARTS; part++)
        if ((part != ADDRESS_REGION || !country->region_count) && !all_latin(package_address_value(address, ADDRESS_NATIVE, (enum package_address_part)part))) return false;
    return true;
}

/* Was it written in Latin letters, too, with all that an address needs? */
static bool has_latin(const struct package_country *country, const struct package_address *typed)
{
    struct package_address_field fields[ADDRESS_PARTS];
    size_t count = package_address_fields(country, ADDRESS_LATIN, fields);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        bool empty = text_empty(text_trim(package_address_value(typed, ADDRESS_LATIN, fields[i].part)));
        if (empty && fields[i].required && !all_latin(package_address_value(typed, ADDRESS_NATIVE, fields[i].part))) return false;
        any |= !empty;
    }
    return any;
}

enum result package_address_check(struct context *context, struct text home, const struct package_address *typed, struct package_address *address)
{
    struct package_country country;
    if (!package_country_find(context->arena, text_trim(typed->country), &country))
        return FIELD_FAIL(context, "country", "package.address_country", N_("Choose a country from the list."));
    *address = (struct package_address){.id = typed->id, .country = country.code, .preferred = typed->preferred, .changed = NO_INSTANT};
    struct error_faults faults = {NULL, NULL};
    check_script(context, &country, ADDRESS_NATIVE, typed, address, &faults);
    if (!is_all_latin(address, &country) && (!text_equal(home, country.code) || has_latin(&country, typed))) check_script(context, &country, ADDRESS_LATIN, typed, address, &faults);
    if (!package_country_phone(context->arena, &country, typed->phone, &address->phone)) {
        struct text code = text_empty(country.calling_code) ? TEXT("86") : country.calling_code;
        (void)FIELD_FAIL(context, "phone", "package.address_phone", N_("Phone: write the whole number with the country's code, such as +{code} and the number. The courier calls it."), "code",
                         text_string(context->arena, code));
        error_set_aside(&context->error, &faults);
    }
    return error_of_faults(&context->error, &faults);
}
