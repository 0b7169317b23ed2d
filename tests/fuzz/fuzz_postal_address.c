/* Postal addresses, a field a line in the order of the parts, native and Latin, then the telephone number: refused, or made normal; normal already when asked again, printed within the limits, and no formula in the
 * list for carriers. Express numbers: the same bytes. */
#include <stdlib.h>

#include "package/package_carrier.h"
#include "package/package_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void try_express_number(struct arena *arena, struct text typed)
{
    struct text number, again;
    struct carrier_match matches[CARRIER_MOST];
    if (!package_carrier_number(arena, typed, &number)) return;
    if (!package_carrier_number(arena, number, &again) || !text_equal(number, again)) abort();
    size_t count = package_carrier_detect(arena, number, matches);
    for (size_t i = 0; i < count; i++)
        if (text_empty(package_carrier_link(arena, matches[i].carrier->code, number, "en"))) abort();
}

static void try_lines(struct arena *arena, const struct package_address *address, enum package_script script)
{
    struct text lines[ADDRESS_LINES];
    size_t count = package_address_lines(arena, address, script, true, lines);
    if (count < 2 || count > ADDRESS_LINES) abort();
    for (size_t i = 0; i < count; i++)
        if (text_empty(lines[i]) || memchr(lines[i].bytes, '\n', lines[i].length)) abort();
}

/* Outside of quotes there are commas and line ends only, and behind no quote that opens stands what begins a formula. */
static void try_csv(struct arena *arena, const struct package_address *address)
{
    struct package_csv_row row = {.number = TEXT("1"), .address = *address, .due = NO_DAY};
    struct text csv = package_csv(arena, &row, 1);
    bool within = false;
    for (size_t i = text_find(csv, "\n") + 1; i < csv.length; i++) {
        char c = csv.bytes[i];
        if (c == '"') within = !within;
        else if (!within && !strchr(",\r\n", c)) abort();
        if (c == '"' && within && csv.bytes[i - 1] != '"' && memchr("=+-@\t", csv.bytes[i + 1], 5)) abort();
    }
    if (within) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    if (length > 1 << 14) return 0;
    WITH_ARENA(arena, 64 << 20);
    struct text rest = {(const char *)data, length};
    try_express_number(arena, rest);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    struct package_address typed = {.country = TEXT("")}, address, again;
    struct text *fields[] = {&typed.country, &typed.recipient, &typed.organization, &typed.street, &typed.district, &typed.city, &typed.region, &typed.latin_recipient, &typed.latin_organization, &typed.latin_street,
                             &typed.latin_district, &typed.latin_city, &typed.latin_region, &typed.postal_code, &typed.sorting_code, &typed.phone};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) (void)text_split(&rest, '\n', fields[i]);
    /* Lines of a street are parted by a stroke here. */
    typed.street = text_copy(arena, typed.street);
    for (size_t i = 0; i < typed.street.length; i++)
        if (typed.street.bytes[i] == '|') ((char *)(uintptr_t)typed.street.bytes)[i] = '\n';
    enum result result = package_address_check(&context, TEXT("CN"), &typed, &address);
    if (result != RESULT_OK && result != RESULT_REFUSED) abort();
    if (result == RESULT_REFUSED) {
        if (!context.error.code || !context.error.field) abort();
        return 0;
    }
    if (package_address_check(&context, TEXT("CN"), &address, &again) != RESULT_OK) abort();
    if (!text_equal(address.street, again.street) || !text_equal(address.phone, again.phone) || !text_equal(address.postal_code, again.postal_code) || !text_equal(address.latin_street, again.latin_street)) abort();
    try_lines(arena, &address, ADDRESS_NATIVE);
    try_lines(arena, &address, ADDRESS_LATIN);
    try_csv(arena, &address);
    return 0;
}
