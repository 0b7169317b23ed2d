/* My Space > Addresses (SPEC 4.2, 8.1): where packages go. The form is the one of the country, which is chosen first and stands in the page's address; choosing another country keeps what was typed. */
#include <inttypes.h>
#include <stdlib.h>

#include "door/site/site_inside.h"
#include "door/site/site_records.h"
#include "outside/language.h"
#include "outside/settings.h"
#include "package/package_address.h"

static enum result show_list(struct visit *visit, int status)
{
    struct addresses_page page = {.full = false};
    struct list addresses;
    TRY(package_address_list(visit->context, &addresses));
    page.addresses = web_address_cards(visit, &addresses);
    page.full = addresses.count >= ADDRESS_MOST;
    return web_show(visit, PAGE_ADDRESSES, status, &page);
}

enum result site_addresses(struct visit *visit)
{
    return show_list(visit, 200);
}

enum result site_addresses_again(struct visit *visit, int status)
{
    return show_list(visit, status);
}

/* --- The form --- */

static struct text autocomplete_of(enum package_address_part part)
{
    static const char *const words[ADDRESS_PARTS] = {"name", "organization", "street-address", "address-level3", "address-level2", "address-level1", "postal-code", "off"};
    return text_of(words[part]);
}

/* Also in Latin letters for who reads the site in them, where its name has others. */
static struct text region_words(const struct visit *visit, const struct package_region *region)
{
    if (language_native_first(text_of(visit->context->language)) || text_empty(region->latin) || text_equal(region->latin, region->name)) return region->name;
    return text_printf(visit->context->arena, "%.*s · %.*s", TEXT_ARG(region->latin), TEXT_ARG(region->name));
}

static int by_words(const void *a, const void *b)
{
    return text_compare(((const struct option *)a)->name, ((const struct option *)b)->name);
}

/* In the order of the country's own names; where others are shown before them, in the order of these. */
static struct list regions_of(const struct visit *visit, const struct package_country *country, struct text chosen)
{
    struct arena *arena = visit->context->arena;
    struct option *options = ARENA_ARRAY(arena, country->region_count + 1, struct option);
    bool other = false;
    for (size_t i = 0; i < country->region_count; i++) {
        const struct package_region *region = &country->regions[i];
        options[i] = (struct option){region->key, region_words(visit, region), text_equal(region->key, chosen)};
        other |= !text_equal(options[i].name, region->name);
    }
    if (other) qsort(options, country->region_count, sizeof *options, by_words);
    return (struct list){&option_record, options, country->region_count};
}

static struct text wrong_with(const struct visit *visit, const char *name)
{
    const struct frame_error *errors = visit->frame.errors.items;
    for (size_t i = 0; i < visit->frame.errors.count; i++)
        if (text_is(errors[i].field, name)) return errors[i].text;
    return TEXT("");
}

/* `needed`: its required fields are. */
static struct list rows_of(struct visit *visit, const struct package_country *country, enum package_script script, const struct package_address *typed, bool needed)
{
    struct arena *arena = visit->context->arena;
    struct package_address_field fields[ADDRESS_PARTS];
    size_t count = package_address_fields(country, script, fields);
    struct address_field_row *rows = ARENA_ARRAY(arena, ADDRESS_PARTS, struct address_field_row);
    for (size_t i = 0; i < count; i++) {
        struct address_field_row *row = &rows[i];
        *row = (struct address_field_row){.name = text_of(fields[i].name), .label = web_text(visit, fields[i].label), .value = package_address_value(typed, script, fields[i].part),
                                          .wrong = wrong_with(visit, fields[i].name), .required = needed && fields[i].required, .lines = fields[i].part == ADDRESS_STREET,
                                          .options = {&option_record, NULL, 0}};
        row->autocomplete = script == ADDRESS_NATIVE ? autocomplete_of(fields[i].part) : TEXT("off");
        struct text examples = country->postal_examples;
        if (fields[i].part == ADDRESS_POSTAL_CODE) (void)text_split(&examples, ',', &row->example);
        if (fields[i].part == ADDRESS_REGION && script == ADDRESS_NATIVE) row->options = regions_of(visit, country, row->value);
    }
    return (struct list){&address_field_row_record, rows, count};
}

/* Where the form was asked for. */
static const char *way_back(struct visit *visit)
{
    return web_own_path(visit, form_text(&visit->form, "back"), "/my/addresses");
}

static enum result show_form(struct visit *visit, int status, const struct package_address *typed, bool other)
{
    struct context *context = visit->context;
    struct package_country country;
    struct postal_page page = {.id = typed->id, .other = other, .phone = typed->phone, .back = form_text(&visit->form, "back"), .cancel = text_of(way_back(visit)),
                               .fields = {&address_field_row_record, NULL, 0}, .latin_fields = {&address_field_row_record, NULL, 0}};
    page.countries = web_countries(visit, typed->country);
    page.chosen = package_country_find(context->arena, typed->country, &country);
    if (page.chosen) {
        page.country = country.code;
        page.calling_code = country.calling_code;
        page.latin_needed = !text_equal(context->settings->home_country, country.code);
        page.fields = rows_of(visit, &country, ADDRESS_NATIVE, typed, true);
        page.latin_fields = rows_of(visit, &country, ADDRESS_LATIN, typed, page.latin_needed);
    }
    return web_show(visit, PAGE_POSTAL_ADDRESS, status, &page);
}

static struct package_address typed_of(const struct visit *visit)
{
    const struct form *form = &visit->form;
    return (struct package_address){.id = web_number(visit->rest), .country = form_text(form, "country"), .recipient = form_text(form, "recipient"), .organization = form_text(form, "organization"),
                                    .street = form_text(form, "street"), .district = form_text(form, "district"), .city = form_text(form, "city"), .region = form_text(form, "region"),
                                    .postal_code = form_text(form, "postal_code"), .sorting_code = form_text(form, "sorting_code"), .latin_recipient = form_text(form, "latin_recipient"),
                                    .latin_organization = form_text(form, "latin_organization"), .latin_street = form_text(form, "latin_street"), .latin_district = form_text(form, "latin_district"),
                                    .latin_city = form_text(form, "latin_city"), .latin_region = form_text(form, "latin_region"), .phone = form_text(form, "phone")};
}

/* What we know of the person already. In Latin letters only where they are needed. */
static struct package_address fresh(const struct visit *visit, struct text code)
{
    const struct account *account = &visit->account;
    struct package_country country = {.letters = false};
    (void)package_country_find(visit->context->arena, code, &country);
    bool twice = country.letters && !text_empty(account->name_native);
    bool abroad = !text_equal(visit->context->settings->home_country, code);
    return (struct package_address){.country = code, .recipient = twice ? account->name_native : account->name_latin, .latin_recipient = twice && abroad ? account->name_latin : TEXT(""),
                                    .phone = account->phone};
}

enum result site_postal_new(struct visit *visit)
{
    bool said = form_sent(&visit->form, "country");
    struct package_address address = fresh(visit, said ? form_text(&visit->form, "country") : visit->account.country);
    return show_form(visit, 200, &address, false);
}

enum result site_postal_form(struct visit *visit)
{
    struct package_address address;
    enum result found = package_address_read(visit->context, visit->account.id, web_number(visit->rest), &address);
    if (found == RESULT_NONE) return web_absent(visit);
    TRY(found);
    if (form_sent(&visit->form, "country")) address.country = form_text(&visit->form, "country");
    return show_form(visit, 200, &address, false);
}

enum result site_postal_again(struct visit *visit, int status)
{
    struct package_address typed = typed_of(visit);
    return show_form(visit, status, &typed, false);
}

/* The button beside the country was pressed, or the country was changed and the fields are still those of another. */
static bool only_shows(const struct visit *visit)
{
    return form_sent(&visit->form, "show") || !text_equal(form_text(&visit->form, "country"), form_text(&visit->form, "shown"));
}

static enum result show_fields(struct visit *visit)
{
    struct package_address typed = typed_of(visit);
    return show_form(visit, 200, &typed, true);
}

/* Where it was asked for, to send a package there, it is the one that is chosen. */
static enum result go_back(struct visit *visit, int64_t id)
{
    const char *back = way_back(visit);
    if (text_starts_with(text_of(back), "/my/packages/") && !strchr(back, '?')) back = text_printf(visit->context->arena, "%s?address=%" PRId64, back, id).bytes;
    return web_go(visit, back, "address-kept");
}

enum result site_postal_add(struct visit *visit)
{
    struct package_address typed = typed_of(visit);
    int64_t id;
    if (only_shows(visit)) return show_fields(visit);
    TRY(package_address_add(visit->context, &typed, &id));
    return go_back(visit, id);
}

enum result site_postal_change(struct visit *visit)
{
    struct package_address typed = typed_of(visit), kept;
    enum result changed = package_address_read(visit->context, visit->account.id, typed.id, &kept);
    if (changed == RESULT_OK && only_shows(visit)) return show_fields(visit);
    if (changed == RESULT_OK) changed = package_address_change(visit->context, &typed);
    if (changed == RESULT_NONE) return web_absent(visit);
    TRY(changed);
    return go_back(visit, typed.id);
}

enum result site_postal_act(struct visit *visit)
{
    struct text rest = visit->rest, id, act;
    if (!text_split(&rest, '/', &id) || !text_split(&rest, '/', &act)) return web_absent(visit);
    bool removes = text_is(act, "remove");
    if (!removes && !text_is(act, "prefer")) return web_absent(visit);
    enum result done = removes ? package_address_remove(visit->context, web_number(id)) : package_address_prefer(visit->context, web_number(id));
    if (done == RESULT_NONE) return web_absent(visit);
    TRY(done);
    return web_go(visit, "/my/addresses", removes ? "address-removed" : "address-preferred");
}
