#include "package/package_csv.h"

#include "outside/unicode.h"

enum { LARGEST_CSV = 64 << 20, STREET_COLUMNS = 3 };

static const char head[] = "package,recipient,company,address_1,address_2,address_3,district,city,region,postal_code,country,phone,"
                           "recipient_native,company_native,address_native,district_native,city_native,region_native,contents,certificate,mail_by\r\n";

/* What spreadsheets take for the beginning of a formula, also in full width. */
static bool begins_formula(struct text text)
{
    static const char *const signs[] = {"=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
    if (!text_empty(text) && (unsigned char)text.bytes[0] < ' ') return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (text_starts_with(text_trim(text), signs[i])) return true;
    return false;
}

void package_csv_cell(struct buffer *out, struct text text)
{
    buffer_put_char(out, '"');
    if (begins_formula(text)) buffer_put_char(out, '\'');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '"') buffer_put_char(out, '"');
        if (c == '\n') buffer_put_string(out, ", ");
        else if ((unsigned char)c >= ' ') buffer_put_char(out, c);
    }
    buffer_put_char(out, '"');
}

static void put_cell(struct buffer *out, struct text text)
{
    package_csv_cell(out, text);
    buffer_put_char(out, ',');
}

/* The calling code of an E.164 number apart, so that no spreadsheet counts with it. */
static struct text phone_of(struct arena *arena, const struct package_country *country, struct text phone)
{
    if (!text_starts_with(phone, "+")) return phone;
    struct text digits = {phone.bytes + 1, phone.length - 1};
    struct text code = package_country_calling_code(country, digits);
    return text_printf(arena, "%.*s-%.*s", TEXT_ARG(code), (int)(digits.length - code.length), digits.bytes + code.length);
}

/* Was it written in Latin letters from the first? */
static bool is_latin(const struct package_address *address)
{
    const struct text texts[] = {address->recipient, address->organization, address->street, address->district, address->city};
    uint32_t c;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (struct text rest = texts[i]; text_next_code_point(&rest, &c);)
            if (unicode_kind(c) == UNICODE_LETTER && !unicode_is_latin(c)) return false;
    return true;
}

/* The address in one script, recipient to region; as it was written where it is not known in Latin letters, the region, too. */
static void put_script(struct buffer *out, const struct package_address *address, const struct package_region *region, enum package_script script)
{
    bool latin = script == ADDRESS_LATIN, own = !latin || !text_empty(address->latin_street);
    enum package_script from = latin && own ? ADDRESS_LATIN : ADDRESS_NATIVE;
    struct text street = package_address_value(address, from, ADDRESS_STREET), line;
    put_cell(out, package_address_value(address, from, ADDRESS_RECIPIENT));
    put_cell(out, package_address_value(address, from, ADDRESS_ORGANIZATION));
    for (int i = 0; latin && i < STREET_COLUMNS; i++) put_cell(out, text_split(&street, '\n', &line) ? line : TEXT(""));
    if (!latin) put_cell(out, street);
    put_cell(out, package_address_value(address, from, ADDRESS_DISTRICT));
    put_cell(out, package_address_value(address, from, ADDRESS_CITY));
    put_cell(out, !region ? package_address_value(address, from, ADDRESS_REGION) : from == ADDRESS_LATIN || (latin && is_latin(address)) ? region->latin : region->native);
}

static void put_row(struct arena *arena, struct buffer *out, const struct package_csv_row *row)
{
    struct package_country country = {.region_count = 0};
    const struct package_address *address = &row->address;
    (void)package_country_find(arena, address->country, &country);
    const struct package_region *region = package_country_region(&country, address->region);
    put_cell(out, row->number);
    put_script(out, address, region, ADDRESS_LATIN);
    put_cell(out, address->postal_code);
    put_cell(out, address->country);
    put_cell(out, phone_of(arena, &country, address->phone));
    put_script(out, address, region, ADDRESS_NATIVE);
    put_cell(out, row->contents);
    put_cell(out, row->certificate);
    package_csv_cell(out, day_text(arena, row->due));
    buffer_put_string(out, "\r\n");
}

struct text package_csv(struct arena *arena, const struct package_csv_row *rows, size_t count)
{
    struct buffer out = buffer_new(arena, 1024 + count * 512, LARGEST_CSV);
    buffer_put_string(&out, "\ufeff");
    buffer_put_string(&out, head);
    for (size_t i = 0; i < count; i++) put_row(arena, &out, &rows[i]);
    return buffer_text(&out);
}
