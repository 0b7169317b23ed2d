/* An address as lines, in the format of its country. */
#include "base/buffer.h"
#include "outside/unicode.h"
#include "package/package_address.h"

enum { LARGEST_ADDRESS = 16 * 1024 };

/* One piece of a format: a field's letter, 'n' for a new line, or 0 for what is printed as it stands. */
struct piece {
    char field;
    struct text literal;
};

static bool next_piece(struct text *format, struct piece *piece)
{
    if (text_empty(*format)) return false;
    size_t length = 0;
    if (format->bytes[0] == '%' && format->length > 1) {
        *piece = (struct piece){format->bytes[1], TEXT("")};
        length = 2;
    } else {
        while (length < format->length && format->bytes[length] != '%') length++;
        *piece = (struct piece){0, {format->bytes, length}};
    }
    *format = (struct text){format->bytes + length, format->length - length};
    return true;
}

static struct text capitals(struct arena *arena, struct text text, bool dotted)
{
    struct buffer out = buffer_new(arena, text.length + 1, LARGEST_ADDRESS);
    uint32_t c;
    while (text_next_code_point(&text, &c)) {
        char bytes[4];
        buffer_put_bytes(&out, bytes, text_put_code_point(bytes, dotted && c == 'i' ? 0x130 : unicode_upper(c)));
    }
    return buffer_text(&out);
}

struct writer {
    struct arena *arena;
    const struct package_address *address;
    const struct package_country *country;
    enum package_script script;
};

/* A municipality is its own province: whoever fills in both has written it twice. */
static bool is_the_region(const struct package_region *region, struct text city)
{
    struct text name = region ? region->native : TEXT(""), latin = region ? region->latin : TEXT("");
    if (!text_ends_with(name, "市") || !text_ends_with(latin, " Shi")) return false;
    const struct text forms[] = {name, {name.bytes, name.length - strlen("市")}, latin, {latin.bytes, latin.length - strlen(" Shi")}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (text_equal_ignoring_case(city, forms[i])) return true;
    return false;
}

static struct text printed(const struct writer *writer, char letter)
{
    const struct package_address *a = writer->address;
    /* What is in Latin letters already is written once only. */
    bool latin = writer->script == ADDRESS_LATIN && !text_empty(a->latin_street);
    const struct package_region *region = package_country_region(writer->country, a->region);
    struct text text = TEXT("");
    switch (letter) {
    case 'N': text = latin ? a->latin_recipient : a->recipient; break;
    case 'O': text = latin ? a->latin_organization : a->organization; break;
    case 'A': text = latin ? a->latin_street : a->street; break;
    case 'D': text = latin ? a->latin_district : a->district; break;
    case 'C':
        text = latin ? a->latin_city : a->city;
        if (is_the_region(region, text)) text = TEXT("");
        break;
    case 'S': text = region ? (writer->script == ADDRESS_LATIN ? region->latin : region->native) : latin ? a->latin_region : a->region; break;
    case 'Z': text = a->postal_code; break;
    case 'X': text = a->sorting_code; break;
    default: break;
    }
    bool upper = memchr(writer->country->upper.bytes, letter, writer->country->upper.length);
    bool dotted = text_is(writer->country->code, "TR") || text_is(writer->country->code, "AZ");
    return upper ? capitals(writer->arena, text, dotted) : text;
}

/* What stands between two fields goes where one of them is empty: it follows no field that was left out, and is followed by none. */
static void write_format(const struct writer *writer, struct text format, struct buffer *out)
{
    struct piece piece, next = {0};
    bool after_empty = false;
    for (bool more = next_piece(&format, &piece); more; piece = next) {
        more = next_piece(&format, &next);
        if (piece.field == 'n') {
            buffer_put_char(out, '\n');
            after_empty = false;
        } else if (piece.field) {
            struct text text = printed(writer, piece.field);
            buffer_put(out, text);
            after_empty = text_empty(text);
        } else {
            bool before_empty = more && next.field && next.field != 'n' && text_empty(printed(writer, next.field));
            if (!after_empty && !before_empty) buffer_put(out, piece.literal);
            after_empty = false;
        }
    }
}

size_t package_address_lines(struct arena *arena, const struct package_address *address, enum package_script script, bool country_line, struct text lines[ADDRESS_LINES])
{
    struct package_country country;
    if (!package_country_find(arena, address->country, &country)) return 0;
    struct writer writer = {arena, address, &country, script};
    struct buffer out = buffer_new(arena, 512, LARGEST_ADDRESS);
    write_format(&writer, script == ADDRESS_LATIN ? country.latin_format : country.format, &out);
    size_t count = 0, most = ADDRESS_LINES - (country_line ? 1 : 0);
    struct text rest = text_copy(arena, buffer_text(&out)), line;
    while (count < most && text_split(&rest, '\n', &line)) {
        line = text_trim(line);
        if (!text_empty(line)) lines[count++] = line;
    }
    if (country_line) lines[count++] = country.name;
    return count;
}
