#include "door/web_person.h"

#include "base/file.h"
#include "outside/language.h"
#include "outside/settings.h"
#include "package/package_address.h"

enum { LARGEST_LIST = 256 * 1024, MOST_COUNTRIES = 700 };

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define L(MEMBER, INNER) FIELD_OF(RECORDED, MEMBER, INNER)
#define RECORDED struct option
RECORD(option_record, RECORDED, F(value), F(name), F(selected));
#undef RECORDED
#define RECORDED struct address_line
RECORD(address_line_record, RECORDED, F(text));
#undef RECORDED
#define RECORDED struct address_card
RECORD(address_card_record, RECORDED, F(id), L(lines, address_line_record), L(latin_lines, address_line_record), F(phone), F(preferred));
#undef RECORDED

/* data/countries.tsv: code, then its name in each language of the head line. */
enum result web_countries(struct visit *visit, struct text chosen, struct list *countries)
{
    struct context *context = visit->context;
    struct text file, line, field;
    *countries = (struct list){&option_record, NULL, 0};
    TRY(file_must_read(context, settings_path(context, "data/countries.tsv"), LARGEST_LIST, &file));
    struct option *items = ARENA_ARRAY(context->arena, MOST_COUNTRIES, struct option);
    size_t count = 0, column = 1;
    if (!text_split(&file, '\n', &line)) return RESULT_OK;
    for (size_t i = 0; text_split(&line, '\t', &field); i++)
        if (text_is(field, context->language)) column = i;
    while (count < MOST_COUNTRIES && text_split(&file, '\n', &line)) {
        struct text code = TEXT(""), name = TEXT("");
        for (size_t i = 0; text_split(&line, '\t', &field); i++) {
            if (i == 0) code = field;
            if (i == column) name = field;
        }
        if (!text_empty(code)) items[count++] = (struct option){code, name, text_equal(code, chosen)};
    }
    *countries = (struct list){&option_record, items, count};
    return RESULT_OK;
}

enum result web_country_name(struct visit *visit, struct text code, struct text *name)
{
    struct list countries;
    *name = code;
    if (text_empty(code)) return RESULT_OK;
    TRY(web_countries(visit, code, &countries));
    const struct option *items = countries.items;
    for (size_t i = 0; i < countries.count; i++)
        if (items[i].selected) *name = items[i].name;
    return RESULT_OK;
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

enum result web_address_cards(struct visit *visit, const struct list *addresses, struct list *cards)
{
    const struct package_address *items = addresses->items;
    struct address_card *rows = ARENA_ARRAY(visit->context->arena, addresses->count + 1, struct address_card);
    for (size_t i = 0; i < addresses->count; i++) {
        bool twice = !text_empty(items[i].latin_street);
        rows[i] = (struct address_card){.id = items[i].id, .lines = lines_of(visit, &items[i], ADDRESS_NATIVE, !twice), .latin_lines = {&address_line_record, NULL, 0}, .phone = items[i].phone,
                                        .preferred = items[i].preferred};
        if (twice) rows[i].latin_lines = lines_of(visit, &items[i], ADDRESS_LATIN, true);
    }
    *cards = (struct list){&address_card_record, rows, addresses->count};
    return RESULT_OK;
}
