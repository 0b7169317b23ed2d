#include "door/web_person.h"

#include "catalogue/catalogue.h"
#include "door/web_inside.h"
#include "outside/language.h"
#include "outside/settings.h"
#include "package/package.h"
#include "package/package_address.h"
#include "package/package_country_name.h"

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define L(MEMBER, INNER) FIELD_OF(RECORDED, MEMBER, INNER)
#define RECORDED struct option
RECORD(option_record, RECORDED, F(value), F(name), F(selected));
#undef RECORDED
#define RECORDED struct address_line
RECORD(address_line_record, RECORDED, F(text));
#undef RECORDED
#define RECORDED struct text_line
RECORD(text_line_record, RECORDED, F(text));
#undef RECORDED
#define RECORDED struct address_card
RECORD(address_card_record, RECORDED, F(id), F(called), L(lines, address_line_record), L(latin_lines, address_line_record), F(country), F(phone), F(preferred));
#undef RECORDED

/* In the reader's language; in the first one where it is none of the site's. */
static const struct web_country_list *countries_of(const struct visit *visit)
{
    const struct languages *languages = visit->context->languages;
    size_t found = 0;
    for (size_t i = 0; i < languages_count(languages); i++)
        if (text_is(text_of(visit->context->language), languages_tag(languages, i))) found = i;
    return &visit->web->countries[found];
}

struct list web_countries(struct visit *visit, struct text chosen)
{
    const struct web_country_list *all = countries_of(visit);
    struct option *items = ARENA_ARRAY(visit->context->arena, all->count + 1, struct option);
    size_t filled = 0;
    for (int turn = 0; turn < 2; turn++) /* the body's own first, which most choose, unless one is chosen already */
        for (size_t i = 0; i < all->count; i++) {
            bool first = text_empty(chosen) && text_equal(all->names[i].code, visit->context->settings->home_country);
            if (first == (turn == 0)) items[filled++] = (struct option){all->names[i].code, all->names[i].name, text_equal(all->names[i].code, chosen)};
        }
    return (struct list){&option_record, items, all->count};
}

struct list web_zones(struct visit *visit, struct text chosen)
{
    const struct web *web = visit->web;
    struct option *items = ARENA_ARRAY(visit->context->arena, web->zone_count + 1, struct option);
    size_t count = web->zone_count;
    bool seen = false;
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct option){web->zones[i], web->zones[i], text_equal(web->zones[i], chosen)};
        seen |= items[i].selected;
    }
    if (!seen && !text_empty(chosen)) items[count++] = (struct option){chosen, chosen, true};
    return (struct list){&option_record, items, count};
}

struct text web_country_name(struct visit *visit, struct text code)
{
    const struct web_country_list *all = countries_of(visit);
    for (size_t i = 0; i < all->count; i++)
        if (text_equal(all->names[i].code, code)) return all->names[i].name;
    return code;
}

struct text web_language_name(struct visit *visit, struct text tag)
{
    const struct languages *languages = visit->context->languages;
    for (size_t i = 0; i < languages_count(languages); i++)
        if (text_is(tag, languages_tag(languages, i))) return text_of(languages_name(languages, i));
    return tag;
}

static struct list lines_of(struct visit *visit, const struct package_address *address, enum package_script script, bool country_line)
{
    struct text lines[ADDRESS_LINES];
    size_t count = package_address_lines(visit->context->arena, address, script, country_line, lines);
    struct address_line *rows = ARENA_ARRAY(visit->context->arena, ADDRESS_LINES, struct address_line);
    for (size_t i = 0; i < count; i++) rows[i].text = lines[i];
    return (struct list){&address_line_record, rows, count};
}

static struct text called(struct visit *visit, const struct package_address *address)
{
    if (text_empty(address->city)) return address->recipient;
    return text_printf(visit->context->arena, "%.*s%.*s%.*s", TEXT_ARG(address->recipient), TEXT_ARG(web_text(visit, N_(", "))), TEXT_ARG(address->city));
}

struct list web_address_cards(struct visit *visit, const struct list *addresses)
{
    const struct package_address *items = addresses->items;
    struct address_card *rows = ARENA_ARRAY(visit->context->arena, addresses->count + 1, struct address_card);
    for (size_t i = 0; i < addresses->count; i++) {
        bool twice = !text_empty(items[i].latin_street);
        rows[i] = (struct address_card){.id = items[i].id, .lines = lines_of(visit, &items[i], ADDRESS_NATIVE, false), .latin_lines = {&address_line_record, NULL, 0}, .phone = items[i].phone, .called = called(visit, &items[i]),
                                        .preferred = items[i].preferred};
        if (!text_equal(items[i].country, visit->context->settings->home_country)) rows[i].country = web_country_name(visit, items[i].country);
        if (twice) rows[i].latin_lines = lines_of(visit, &items[i], ADDRESS_LATIN, true);
    }
    return (struct list){&address_card_record, rows, addresses->count};
}

enum result web_package_contents(struct visit *visit, const struct package_view *view, struct list *contents)
{
    struct context *context = visit->context;
    const struct catalogue *catalogue;
    TRY(catalogue_current(context, &catalogue));
    const struct package_list *list = package_contents(catalogue, view);
    struct text_line *rows = ARENA_ARRAY(context->arena, list ? list->item_count + 1 : 1, struct text_line);
    for (size_t i = 0; list && i < list->item_count; i++) rows[i].text = catalogue_wording(list->items[i].name, context->language);
    *contents = (struct list){&text_line_record, rows, list ? list->item_count : 0};
    return RESULT_OK;
}
